"""The command ``links``: the literals that ``configsetting_autolink`` would make links."""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..model.field_types import TYPES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

LITERALS: Final = {
    '.rst': re.compile(r'(?<!`)``(?P<text>[^`]+)``(?!`)'),
    '.md': re.compile(r'(?<![`}])`(?P<text>[^`]+)`(?!`)'),
}
"""The pattern of a literal in each markup."""
CLOSED: Final = re.compile(r'#{1,6} |\s*\.\. (?![\w:-]+::)|<!--')
"""The start of a line of a heading in Markdown, a comment, or a target."""
UNDERLINE: Final = re.compile(r'([^\w\s])\1+\s*')
"""The line below a heading."""
LINKED: Final = re.compile(r'\[[^\]]*\]\([^)]*\)')
"""The links of Markdown, whose text may have literals."""
KINDS: Final = frozenset({'key', 'variable', 'option'})
"""The kinds of fields whose values are identifiers."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument('settings', type=Path, help='the file settings.json of a build')
    parser.add_argument('paths', nargs='+', type=Path, help='source files, or folders of them')


def run(arguments: argparse.Namespace) -> int:
    """Print each literal that would be a link, with its place.

    :returns: 0, or 2 if a file cannot be read.
    """
    try:
        names = names_of(json.loads(arguments.settings.read_text(encoding='utf-8')))
        for path in sources(arguments.paths):
            for number, text in literals_in(path):
                if text in names:
                    print(f'{path}:{number}: {text} is the setting {names[text]!r}')
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f'error: {error}', file=sys.stderr)
        return 2
    return 0


def names_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids of settings by those identifiers that only one setting has."""
    kinds = {
        field['name']: TYPES[field['kind']]()
        for field in content['fields']
        if field['kind'] in KINDS
    }
    found: dict[str, set[str]] = {}
    for setting in content['settings']:
        for name, kind in kinds.items():
            for value in values_of(setting, name):
                for form in kind.names(value):
                    found.setdefault(form, set()).add(setting['id'])
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def values_of(setting: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of a field of a setting, under any condition."""
    variants = setting.get('variants', {}).get(name, ())
    some = [setting['facts'].get(name), *(one['value'] for one in variants)]
    return [value for values in some for value in values or ()]


def sources(paths: list[Path]) -> Iterator[Path]:
    """Yield the source files in files and folders, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob('*') if one.suffix in LITERALS)
        else:
            yield path


def literals_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the literals of running text with their lines, from 1.

    The text of a heading, a comment, a target or a link is left out, as in a build.
    """
    pattern = LITERALS.get(path.suffix, LITERALS['.rst'])
    lines = path.read_text(encoding='utf-8').splitlines()
    for number, (line, following) in enumerate(itertools.pairwise([*lines, '']), 1):
        if not (CLOSED.match(line) or UNDERLINE.fullmatch(following)):
            for match in pattern.finditer(LINKED.sub('', line)):
                yield number, match['text']
