"""Roles of other types become roles of settings where their target is one now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..migration.edits import SourceText, split_lines
from ..model.field_types import CommandFlags
from ..model.text import UNDERLINE
from .drafts import ConversionRemark
from .live_lines import live_lines, live_markdown_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

ROLES: Final = {'envvar': 'config:environment', 'option': 'config:option'}
"""The roles of settings by the old ones, if they are not ``config:setting``."""
FIXED: Final = 1_000_000
"""A column that no line reaches."""
VERBATIM: Final = FIXED + 1
"""The column of lines that are no markup."""
GRID: Final = re.compile(r'\s*(?:\+[-=+]+\+|\|.*\||\+.*[|+]|\|.*\+)')
SIMPLE: Final = re.compile(r'\s*=+(?: +=+)* +(?P<last>=+)')
TARGET: Final = re.compile(r'.*<(?P<name>[^<>]+)>', re.DOTALL)


class Chunk(NamedTuple):
    """Lines of one kind: a paragraph, a line of a table, or lines without markup."""

    start: int
    """Counted from 0."""
    text: str
    column: int
    """The first column whose roles may get longer; FIXED or VERBATIM for none."""


def role_pattern(kinds: Iterable[str], *, markdown: bool) -> re.Pattern[str]:
    """Return the pattern of the roles of some types, and of code, which has none."""
    names = '|'.join(map(re.escape, kinds)) or '(?!)'
    role = rf'(?:std:)?(?P<role>{names})'
    if markdown:
        code = r'^ *`{3,}[^`\n]*$|(?P<m>`+)[^`].*?(?P=m)'
        pattern = rf'\{{{role}\}}`(?P<text>[^`]+)`(?!`)|(?P<literal>{code})'
        return re.compile(pattern, re.DOTALL | re.MULTILINE)
    before = r'(?<![\w`:\\])'
    pattern = rf'{before}(?:(?P<literal>``.+?``)|:{role}:`(?P<text>[^`]+)`(?!`))'
    return re.compile(pattern, re.DOTALL)


def with_roles(source: SourceText, names: Mapping[str, Set[str]], *, markdown: bool) -> SourceText:
    """Return a page whose roles lead to settings.

    :param names: the names of settings by the old type.
    """
    pattern = role_pattern(names, markdown=markdown)
    text = ''.join(
        rewritten_roles(chunk, names, pattern, markdown=markdown)
        for chunk in chunks_of(source, markdown=markdown)
    )
    return SourceText(tuple(split_lines(text)), source.mark)


def roles_left(
    source: SourceText, names: Mapping[str, Set[str]], *, markdown: bool
) -> Iterator[ConversionRemark]:
    """Yield the roles that stay, since a table has no room for longer ones."""
    pattern = role_pattern(names, markdown=markdown)
    for chunk in chunks_of(source, markdown=markdown):
        for found in pattern.finditer(chunk.text):
            if found.start() < chunk.column < VERBATIM and is_convertible(found, names):
                yield ConversionRemark(
                    chunk.start + 1, found[0], 'a longer role would break the table'
                )


def chunks_of(source: SourceText, *, markdown: bool) -> Iterator[Chunk]:
    """Yield the paragraphs, the lines of tables, and the lines that are no markup."""
    plain = source.plain
    live = (live_markdown_lines if markdown else live_lines)(plain)
    columns = [0] * len(plain) if markdown else table_columns(plain)
    start, chunk = 0, ''
    for number, line in enumerate(source.lines):
        if live[number] and plain[number] and not columns[number]:
            start = start if chunk else number
            chunk += line
            continue
        if chunk:
            yield Chunk(start, chunk, 0)
        yield Chunk(number, line, columns[number] if live[number] else VERBATIM)
        chunk = ''
    yield Chunk(start, chunk, 0)


def table_columns(lines: Sequence[str]) -> list[int]:
    """Return for each line of a table where its last column begins; 0 for other lines.

    A grid table has no column that may get longer.
    """
    found, column = [], 0
    for number, line in enumerate(lines):
        border = SIMPLE.fullmatch(line)
        following = lines[number + 1 : number + 2]
        closes = bool(border and column and not any(following))
        column = border.start('last') if border and not column else column
        grid = GRID.fullmatch(line)
        found.append(FIXED if grid else column)
        column = 0 if closes else column
    return found


def rewritten_roles(
    chunk: Chunk, names: Mapping[str, Set[str]], pattern: re.Pattern[str], *, markdown: bool
) -> str:
    """Return a paragraph whose roles lead to settings."""

    def replaced(found: re.Match[str]) -> str:
        whole, role = found[0], found['role']
        if found.start() < chunk.column or not is_convertible(found, names):
            return whole
        new = ROLES.get(role, 'config:setting')
        return whole.replace(f'std:{role}', role, 1).replace(role, new, 1)

    text = pattern.sub(replaced, chunk.text)
    return text if markdown else with_rules(chunk.text, text)


def is_convertible(found: re.Match[str], names: Mapping[str, Set[str]]) -> bool:
    """Return whether a role leads to a setting."""
    role = found['role']
    if not role:
        return False
    target = role_target(found['text'])
    return not {target, CommandFlags().main_name(target)}.isdisjoint(names.get(role, ()))


def with_rules(old: str, new: str) -> str:
    """Return a heading whose rules are as long as its new title."""
    lines = new.splitlines(keepends=True)
    more = len(new) - len(old)
    if more and len(lines) in {2, 3} and UNDERLINE.fullmatch(lines[-1].strip()):
        lines = [
            line.replace(line.strip(), line.strip() + line.strip()[0] * more, 1)
            if UNDERLINE.fullmatch(line.strip())
            else line
            for line in lines
        ]
    return ''.join(lines)


def role_target(text: str) -> str:
    """Return the name that a role leads to."""
    found = TARGET.fullmatch(text)
    return ' '.join((found['name'] if found else text).split()).lstrip('!')
