"""Text in blocks: paragraphs and items of lists, each with what is indented under it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..model.fields import DESCRIPTION
from .tables import Lines, dedented, has_labels, label_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.fields import Fields
    from .tables import Cell, Table

BULLET: Final = re.compile(r'[-*+\u2022\u2023\u2043](\s+|$)')

OPENING: Final = re.compile(r'(?P<fence>`{3,}|~{3,}(?=\w)|:{3,}(?=\{))')
NUMBER: Final = re.compile(r'\(?(?:\d+|[a-z]|[ivxlcdm]+|#)[.)]\s', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item of a list."""

    lines: Lines
    spaced: bool = True
    """True if a blank line must stand before it."""

    @property
    def item(self) -> bool:
        """True for an item of a bullet list."""
        return bool(BULLET.match(self.lines[0]))

    @property
    def content(self) -> Lines:
        """The lines without the bullet."""
        bullet = BULLET.match(self.lines[0])
        if bullet is None:
            return self.lines
        first = ' ' * bullet.end() + self.lines[0][bullet.end() :]
        return dedented([first, *self.lines[1:]])


def as_item(block: Block) -> Block:
    """Return a paragraph as an item of a list."""
    first, *rest = block.lines
    return Block((f'- {first}', *(f'  {line}' for line in rest)), spaced=False)


def blocks_of(lines: Sequence[str]) -> list[Block]:
    """Split lines without common indentation into blocks."""
    blocks: list[Block] = []
    start = 0
    fence = ''
    for number in range(1, len(lines) + 1):
        fence = fence_after(fence, lines[number - 1])
        if number == len(lines) or (not fence and starts_block(lines, start, number)):
            block = without_last_blanks(tuple(lines[start:number]))
            if block:
                blocks.append(Block(block, start > 0 and not lines[start - 1]))
            start = number
    return blocks


def starts_block(lines: Sequence[str], start: int, number: int) -> bool:
    """Return whether a line starts a block after another one."""
    line = lines[number]
    if not line or line.startswith(' ') or (NUMBER.match(line) and NUMBER.match(lines[start])):
        return False
    return not lines[number - 1] or bool(BULLET.match(line) and BULLET.match(lines[start]))


def fence_after(fence: str, line: str) -> str:
    """Return the fence of Markdown that is open after a line; '' for none."""
    match = OPENING.match(line)
    if not fence:
        return match['fence'] if match else ''
    return '' if line.startswith(fence) and not line.strip(fence[0]) else fence


def without_last_blanks(lines: Lines) -> Lines:
    """Return lines without the blank ones at their end."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def joined(blocks: Iterable[Block]) -> Lines:
    """Return the lines of blocks that stand under each other."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before and (block.spaced or not (before.item and block.item)):
            lines.append('')
        lines += block.lines
        before = block
    return tuple(lines)


def blocks_in(table: Table, fields: Fields) -> list[Block]:
    """Return the text of a table."""
    labels = has_labels(table, fields)
    found: list[Block] = []
    for row in table.rows:
        if not labels or len(row) != 2 or not row[1].lines or len(row[0].lines) != 1:
            found += [block for cell in row for block in blocks_of(cell.lines)]
        elif label_in(row[0], fields) == DESCRIPTION:
            found += blocks_of(row[1].lines)
        else:
            found.append(item_of(row[0].lines[0], row[1]))
    return found


def item_of(label: str, value: Cell) -> Block:
    """Return a row of a label and a value as an item of a list."""
    first, *rest = value.lines
    lines = (f'- {label.rstrip(":")}: {first}', *(f'  {line}'.rstrip() for line in rest))
    return Block(lines, spaced=False)
