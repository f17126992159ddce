"""Check the words of documentation, docstrings, comments and messages, for 'tox run -e lint'."""

from __future__ import annotations

import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / 'sphinx_configsetting'
HABITS = re.compile(
    r'(?i)\b(?<!:param )'  # names of parameters
    r'(?:stands?(?!-)|lies?|tells|told|holds?|behind(?! a reverse)|gives|drawn|draws|by hand'
    r'|once more|of its own)\b'
)
BEGINNINGS = re.compile(r'"""(?:Tell|Return what|What|Whether|Which|Where|How|Let|Give)\b')
FSTRING = getattr(tokenize, 'FSTRING_MIDDLE', tokenize.STRING)
SCRIPTS = ('tests/**/*.py', 'benchmarks/*.py', 'docs/_ext/*.py', '.ci/*.py')
TEXTS = ('docs/**/*.rst', 'docs/**/*.md', '*.md', 'changelog.d/*.md')


def lines_of_pages() -> Iterator[tuple[Path, int, str]]:
    """Yield the lines of documentation with their files and numbers."""
    for path in sorted(path for pattern in TEXTS for path in ROOT.glob(pattern)):
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            yield path, number, line


def lines_of_code() -> Iterator[tuple[Path, int, str]]:
    """Yield the comments and string literals of the package with their files and numbers."""
    for path in sorted(PACKAGE.rglob('*.py')):
        yield from texts_in(path)


def beginnings_of_scripts() -> Iterator[tuple[Path, int, str]]:
    """Yield the first two words of docstrings in tests and scripts."""
    for path in sorted(path for pattern in SCRIPTS for path in ROOT.glob(pattern)):
        for _, number, text in texts_in(path):
            if text.startswith('"""'):
                yield path, number, ' '.join(text.split()[:2])


def texts_in(path: Path) -> Iterator[tuple[Path, int, str]]:
    """Yield the comments and string literals of a file with its path and their numbers."""
    kinds = {tokenize.COMMENT, tokenize.STRING, FSTRING}
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type in kinds:
                yield path, token.start[0], token.string


def faults(text: str) -> Iterator[str]:
    """Yield the faults of a text."""
    yield from (f'find a plainer word for {found!r}' for found in HABITS.findall(text))
    if BEGINNINGS.match(text):
        yield 'begin the docstring with an imperative or a noun'


def main() -> int:
    """Print the faults; return 1 if there are any."""
    found = [
        f'{path.relative_to(ROOT).as_posix()}:{number}: {fault}'
        for lines in (lines_of_pages(), lines_of_code(), beginnings_of_scripts())
        for path, number, text in lines
        for fault in faults(text)
    ]
    sys.stdout.writelines(f'{line}\n' for line in found)
    return bool(found)


if __name__ == '__main__':
    sys.exit(main())
