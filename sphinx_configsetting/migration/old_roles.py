"""Roles of other types become roles of settings where their target is one now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .edits import Source, split_lines
from .live_lines import live_lines, live_markdown_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

ROLES: Final = {
    'confval': 'config:setting',
    'setting': 'config:setting',
    'envvar': 'config:environment',
    'option': 'config:option',
}
"""The roles of settings by the old ones."""
NAMES: Final = '|'.join(ROLES)
ROLE: Final = re.compile(
    rf'(?<![\w`:\\])(?:(?P<literal>``.+?``)|:(?:std:)?(?P<role>{NAMES}):`(?P<text>[^`]+)`(?!`))',
    re.DOTALL,
)
MARKDOWN_ROLE: Final = re.compile(
    rf'\{{(?:std:)?(?P<role>{NAMES})\}}`(?P<text>[^`]+)`(?!`)|(?P<literal>(?P<m>`+)[^`].*?(?P=m))',
    re.DOTALL,
)
TARGET: Final = re.compile(r'.*<(?P<name>[^<>]+)>', re.DOTALL)


def with_roles(source: Source, names: Mapping[str, Set[str]], *, markdown: bool) -> Source:
    """Return a page whose roles lead to settings.

    :param names: the names of settings by the old type.
    """
    live = (live_markdown_lines if markdown else live_lines)(source.plain)
    pattern = MARKDOWN_ROLE if markdown else ROLE
    done: list[str] = []
    chunk: list[str] = []
    for number, line in enumerate(source.lines):
        if live[number] and line.strip():
            chunk.append(line)
            continue
        done += [rewritten_roles(''.join(chunk), names, pattern), line]
        chunk = []
    text = ''.join([*done, rewritten_roles(''.join(chunk), names, pattern)])
    return Source(tuple(split_lines(text)), source.mark)


def rewritten_roles(text: str, names: Mapping[str, Set[str]], pattern: re.Pattern[str]) -> str:
    """Return a paragraph whose roles lead to settings."""

    def replaced(found: re.Match[str]) -> str:
        whole, role = found[0], found['role']
        if not role or target_of(found['text']) not in names.get(role, ()):
            return whole
        return whole.replace(f'std:{role}', role).replace(role, ROLES[role], 1)

    return pattern.sub(replaced, text)


def target_of(text: str) -> str:
    """Return the name that a role leads to."""
    found = TARGET.fullmatch(text)
    return ' '.join((found['name'] if found else text).split()).lstrip('!')
