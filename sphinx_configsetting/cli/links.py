"""The command ``links``: the literals that ``configsetting_autolink`` would make links."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..comparison.documentation import read_documentation
from ..model.field_types import TYPES
from .inputs import guarded
from .sources import files_in, read
from .streams import CLEAN

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from ..comparison.documentation import Documentation

LITERALS: Final = {
    '.rst': re.compile(r'(?<!`)``(?P<text>[^`]+)``(?!`)'),
    '.md': re.compile(r'(?<![`}])`(?P<text>[^`]+)`(?!`)'),
}
"""The pattern of a literal in each markup."""
CLOSED: Final = re.compile(
    r'#{1,6} |\s*\.\. (?:(?![\w:+-]+::|\[)|(?:rubric|sidebar|topic)::)|<!--'
    r'|\s*[`~:]{3,}\{(?:rubric|sidebar|topic)\}'
)
"""The start of a line of a heading, a comment, or a target."""
UNDERLINE: Final = {
    '.rst': re.compile(r'([^\w\s])\1+\s*'),
    '.md': re.compile(r'\s{0,3}(=+|-+)\s*'),
}
"""The line below a heading."""
LINKED: Final = re.compile(r'\[[^\]]*\]\([^)]*\)')
"""The links of Markdown, whose text may have literals."""
CODE: Final = (
    'code|code-block|sourcecode|parsed-literal|literalinclude|highlight|math|raw|doctest'
    '|testcode|testoutput|testsetup|prompt|graphviz|mermaid|productionlist'
)
"""The directives whose content is no running text, as a pattern."""
OPENS: Final = re.compile(
    rf"""\s* \.\.\ (?: (?:{CODE})::      # code
        | (?! [\w:+-]+:: | [\[_|] ) )    # a comment
      | \s* \.\. \s* $                # a comment below
      | (?! \s* \.\.\ ) .* ::\s*$      # a literal block""",
    re.VERBOSE,
)
"""The first line of a literal block, a comment, or a directive with code."""
FENCE: Final = re.compile(
    rf"""\s* (?P<fence> `{{3,}} | ~{{3,}} | :{{3,}} ) (?! .*` )
        (?P<text> \s* (?! \{{(?:{CODE})\}} ) \{{ | (?<=:)(?!\s*\{{) )?""",
    re.VERBOSE,
)
"""The first line of a fence, whose ``text`` matches if its content is running text."""
LIST: Final = re.compile(r'^\s*(?:(?:[-*+]|#\.|\w{1,3}[.)])\s+)*')
"""The indent of a line with the marks of the lists that begin there."""
KINDS: Final = tuple(name for name, kind in TYPES.items() if kind.identifies)
"""The kinds of fields whose values are identifiers."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument('settings', type=Path, help='the file settings.json of a build')
    parser.add_argument('paths', nargs='+', type=Path, help='source files, or folders of them')


def run(arguments: Namespace) -> int:
    """Run the command.

    :returns: 0, or 2 if a file cannot be read.
    """
    return guarded(links, arguments)


def links(arguments: Namespace) -> int:
    """Print each literal that would be a link, with its place.

    :raises SourceError: a file cannot be read.
    """
    names = names_of(read_documentation(arguments.settings))
    for path in files_in(arguments.paths):
        for number, text in literals_in(path):
            if text in names:
                print(f'{path}:{number}: {text} is the setting {names[text]!r}')
    return CLEAN


def names_of(documentation: Documentation) -> dict[str, str]:
    """Return the ids of settings by those identifiers that only one setting has."""
    fields = [(name, TYPES[kind]()) for kind in KINDS for name in documentation.fields_of(kind)]
    found: dict[str, set[str]] = {}
    for setting in documentation.settings:
        for name, kind in fields:
            for value in setting.all_texts(name):
                for form in kind.names(value):
                    found.setdefault(form, set()).add(setting.id)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def literals_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the literals of running text with their lines, from 1.

    The text of a heading, a comment, a target, a link or a block of code is left out, as in
    a build.

    :raises SourceError: the file cannot be read.
    """
    suffix = path.suffix if path.suffix in LITERALS else '.rst'
    lines = read(path).text.splitlines()
    blocks = fenced(lines) if suffix == '.md' else indented(lines)
    pairs = itertools.pairwise([*lines, ''])
    for number, ((line, following), inside) in enumerate(zip(pairs, blocks, strict=True), 1):
        if not (inside or CLOSED.match(line) or UNDERLINE[suffix].fullmatch(following)):
            for match in LITERALS[suffix].finditer(LINKED.sub('', line)):
                yield number, match['text']


def indented(lines: list[str]) -> Iterator[bool]:
    """Yield for each line of reStructuredText whether it is within a block of code."""
    opener = None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        inside = opener is not None and (not line.strip() or depth > opener)
        yield inside
        if not inside:
            opener = depth_of_text(line) if OPENS.match(line) else None


def depth_of_text(line: str) -> int:
    """Return where the text of a line begins, after the marks of lists."""
    return len(line) - len(LIST.sub('', line))


def fenced(lines: list[str]) -> Iterator[bool]:
    """Yield for each line of Markdown whether it is within a block of code."""
    opened: list[tuple[str, bool]] = []
    for line in lines:
        code = bool(opened) and opened[-1][1]
        yield code
        if opened and is_end(line.strip(), opened[-1][0]):
            opened.pop()
        elif not code and (match := FENCE.match(line)):
            opened.append((match['fence'], match['text'] is None))


def is_end(line: str, fence: str) -> bool:
    """Return whether a line ends a fence: at least as long, and nothing else."""
    return len(line) >= len(fence) and not line.strip(fence[0])
