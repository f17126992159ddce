"""The text of tables: their lines and cells.

docutils finds the cells of grid tables; where it refuses one, the line that is to blame is
found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final

from docutils.parsers.rst.states import Body
from docutils.parsers.rst.tableparser import (
    GridTableParser,
    TableMarkupError,
    TableParser,
)
from docutils.statemachine import StringList
from docutils.utils import strip_combining_chars

from ..handwritten.document import dedent
from ..model.text import collapse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes

    from ..model.fields import Fields

Lines = tuple[str, ...]

GRID: Final = re.compile(Body.grid_table_top_pat.pattern)
LIST_TABLE: Final = re.compile(r'(?:\.\. list-table::|(?:`{3,}|:{3,})\{list-table\})(?P<title>.*)')
FENCE: Final = re.compile(r'(?P<fence>`{3,}|~{3,}|:{3,})(?P<rest>[^`]*)')
"""A line that opens or closes a block of Markdown."""
BAR: Final = re.compile(r'(?<!\\)\|')
"""The separator of cells in a Markdown table."""
UNSAID: Final = frozenset(
    {
        *('', 'attribute', 'configuration', 'description', 'detail', 'details', 'fact', 'facts'),
        *('field', 'fields', 'key', 'name', 'names', 'option', 'parameter', 'parameters'),
        *('property', 'setting', 'settings', 'value', 'values'),
    }
)
"""Headings of columns that say nothing of the setting."""
CELL: Final = re.compile(r'[*+-](\s+|$)')
HEADS: Final = re.compile(r':(?:header-rows|stub-columns):\s*[1-9]')


class MalformedTableError(ValueError):
    """A table that docutils refuses."""

    def __init__(self, line: int, reason: str) -> None:
        """Keep the line, counted from 0 in the file, and what is wrong with it."""
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table in the text of a file."""

    start: int
    """Its first line, counted from 0."""
    end: int
    """The line after its last one."""
    columns: int
    rows: tuple[tuple[Lines, ...], ...]
    """The lines of each cell, without the indentation that all have."""
    heads: int = 0
    """The number of rows and columns that are headings."""
    tall: bool = False
    """True if a cell takes several rows."""


def table_at(lines: Sequence[str], number: int, *, markdown: bool = False) -> SourceTable | None:
    """Return the table that a line, counted from 0, belongs to.

    :returns: None for a table within another block, or in a form that is not known.
    :raises MalformedTableError: docutils refuses the table.
    """
    if markdown:
        top = next((n for n in range(number, -1, -1) if FENCE.match(lines[n])), 0)
        listed = '|' not in lines[number] and LIST_TABLE.match(lines[top])
        return list_table(lines, top) if listed else pipe_table(lines, number)
    if lines[number][:1] in {'+', '|'}:
        return grid_table(lines, number)
    top = next((n for n in range(number, -1, -1) if lines[n][:2] == '..'), -1)
    return list_table(lines, top) if top >= 0 and LIST_TABLE.match(lines[top]) else None


def grid_table(lines: Sequence[str], number: int) -> SourceTable:
    """Return the grid table that a line belongs to.

    :raises MalformedTableError: docutils refuses the table.
    """
    start, end = number, number
    while start > 0 and lines[start - 1][:1] in {'+', '|'}:
        start -= 1
    while end < len(lines) and lines[end][:1] in {'+', '|'}:
        end += 1
    block = StringList(list(lines[start:end]), 'table')
    block.pad_double_width(TableParser.double_width_pad_char)
    for row, line in enumerate(with_corners(list(block))):
        block[row] = line
    fault = grid_fault(list(block))
    if fault:
        raise MalformedTableError(start + fault[0], fault[1])
    try:
        widths, head, body = GridTableParser().parse(block)
    except TableMarkupError as error:
        raise MalformedTableError(start, 'its borders do not meet') from error
    rows: list[list[Any]] = [[cell for cell in row if cell] for row in (*head, *body)]
    return SourceTable(
        start=start,
        end=end,
        columns=len(widths),
        rows=tuple(tuple(dedented(cell[3]) for cell in row) for row in rows),
        heads=len(head),
        tall=any(cell[0] for row in rows for cell in row),
    )


def with_corners(block: list[str]) -> list[str]:
    """Return a grid table whose bottom border has a corner below each border of a column."""
    if len(block) < 3 or not GRID.match(block[-1]) or len(block[0]) != len(block[-1]):
        return block
    corners = [
        column
        for column, sign in enumerate(block[0])
        if sign == '+' and all(line[column : column + 1] in {'|', '+'} for line in block[1:-1])
    ]
    bottom = ''.join('+' if n in corners else sign for n, sign in enumerate(block[-1]))
    return [*block[:-1], bottom]


def grid_fault(block: Sequence[str]) -> tuple[int, str] | None:
    """Return the line of a grid table that is not as long as its border, and why."""
    width = len(strip_combining_chars(block[0]))
    for number, line in enumerate(block):
        length = len(strip_combining_chars(line))
        if length != width:
            which = 'long' if length > width else 'short'
            count = abs(length - width)
            columns = 'column' if count == 1 else 'columns'
            return number, f'the line is {count} {columns} too {which} for the top border'
        if line[-1] not in '+|':
            return number, 'the line does not end in a border'
    if not GRID.match(block[-1]):
        return len(block) - 1, 'the table has no bottom border'
    return None


def find_fault(refused: nodes.system_message, lines: Sequence[str]) -> tuple[int, str]:
    """Return the line of a table that docutils refuses, from 1, and why."""
    number = min(int(refused['line']), len(lines)) - 1
    indent = len(lines[number]) - len(lines[number].lstrip())
    start = next((n for n in range(number, -1, -1) if not is_grid(lines[n], indent)), -1) + 1
    near = [*takewhile(partial(is_grid, indent=indent), islice(lines, start, None))]
    try:
        if near:
            grid_table([line[indent:] for line in near], number - start)
    except MalformedTableError as error:
        return start + error.line + 1, str(error)
    told = refused[0].astext().partition('Malformed table.')[2]
    return number + 1, collapse(told).rstrip('.') or 'its rows and columns do not meet'


def is_grid(line: str, indent: int) -> bool:
    """Return whether a line with an indentation is part of a grid table."""
    return line[indent : indent + 1] in {'+', '|'} and not line[:indent].strip()


def pipe_table(lines: Sequence[str], start: int) -> SourceTable | None:
    """Return the Markdown table that starts at a line; None for rows of unlike length."""
    end = next((n for n in range(start, len(lines)) if not lines[n]), len(lines))
    rows = [bar_cells(line) for n, line in enumerate(lines[start:end]) if n != 1]
    columns = len(rows[0])
    if any(len(row) != columns for row in rows) or not all(map(BAR.search, lines[start:end])):
        return None
    return SourceTable(start=start, end=end, columns=columns, rows=tuple(rows), heads=1)


def bar_cells(line: str) -> tuple[Lines, ...]:
    """Return the cells of a row of a Markdown table."""
    bare = re.sub(r'(?<!\\)\|$', '', line.strip().removeprefix('|'))
    texts = (text.strip().replace('\\|', '|') for text in BAR.split(bare))
    return tuple((text,) if text else () for text in texts)


def list_table(lines: Sequence[str], start: int) -> SourceTable | None:
    """Return the ``list-table`` that starts at a line; None where it isn't plain rows."""
    fenced = bool(FENCE.match(lines[start]))
    end = fence_end(lines, start) if fenced else block_end(lines, start)
    inner = [*lines[start + 1 : end - fenced], '*']
    content = next(n for n, line in enumerate(inner) if line and line.lstrip()[:1] != ':')
    options = dedented(inner[:content])
    match = LIST_TABLE.match(lines[start])
    rows = [bulleted(row) for row in bulleted(dedented(inner[content:-1]))]
    widths = {len(row) for row in rows}
    if (match and match['title'].strip()) or len(widths) != 1 or 0 in widths:
        return None
    return SourceTable(
        start=start,
        end=end,
        columns=widths.pop(),
        rows=tuple(map(tuple, rows)),
        heads=sum(bool(HEADS.match(line)) for line in options),
    )


def fence_end(lines: Sequence[str], start: int) -> int:
    """Return the line after the end of a fence of Markdown."""
    match = FENCE.match(lines[start])
    mark = match['fence'] if match else ''
    # Deeper, it is that of a fence in a cell.
    closing = re.compile(rf' {{0,3}}{re.escape(mark)}{re.escape(mark[:1])}*')
    ends = (n for n in range(start + 1, len(lines)) if closing.fullmatch(lines[n]))
    return min(next(ends, len(lines)) + 1, len(lines))


def bulleted(lines: Sequence[str]) -> list[Lines]:
    """Return the items of a list; none where the lines are more than a list."""
    items: list[list[str]] = []
    for line in lines:
        bullet = CELL.match(line)
        if bullet:
            items.append([' ' * bullet.end() + line[bullet.end() :]])
        elif items:
            items[-1].append(line)
        if line and not line.startswith(' ') and not bullet:
            return []
    return [dedented(item) for item in items]


def block_end(lines: Sequence[str], start: int) -> int:
    """Return the line after a directive's block."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        if lines[number].strip() and not lines[number].startswith(' '):
            break
        if lines[number].strip():
            end = number + 1
    return end


def dedented(lines: Sequence[str]) -> Lines:
    """Return lines without their common indentation and the blank lines around them."""
    cut = dedent(lines)
    while cut and not cut[0]:
        del cut[0]
    while cut and not cut[-1]:
        del cut[-1]
    return tuple(cut)


def without_heading(table: SourceTable, fields: Fields) -> SourceTable:
    """Return a table without a heading that names its columns, one fact in each row."""
    if table.heads != 1 or table.tall:
        return table
    head, *rows = table.rows
    texts = {' '.join(cell).strip('*: ').casefold() for cell in head}
    if table.columns == 2 and texts <= UNSAID:
        return replace(table, rows=tuple(rows), heads=0)
    labels = [bool(label_in(cell, fields)) for cell in head]
    if labels == [True, False] and has_labels(replace(table, rows=tuple(rows)), fields):
        return replace(table, heads=0)
    return table


def shape_problem(table: SourceTable, fields: Fields) -> str:
    """Return why the cells of a table can't be read one after the other; '' if they can."""
    pairs = [row for row in table.rows if len(row) == 2 and row[0] and row[1]]
    if table.columns > 2:
        return f'it has {table.columns} columns, or cells whose borders do not line up'
    if table.heads:
        return 'it has a heading, which no option can contain'
    if table.tall:
        return 'one of its cells takes several rows'
    if len(pairs) > 1 and not has_labels(table, fields):
        return 'several of its rows have two cells, so it is more than text beside facts'
    return ''


def has_labels(table: SourceTable, fields: Fields) -> bool:
    """Return whether the first cell of a row is the label of a fact."""
    rows = [row for row in table.rows if len(row) == 2]
    return any(label_in(row[0], fields) for row in rows)


def label_in(cell: Lines, fields: Fields) -> str:
    """Return the name of the field whose label is the whole cell; '' if none is."""
    text = ' '.join(cell).strip('*: ').replace('`', '').casefold()
    for field in fields:
        if text in {label.casefold() for label in field.labels}:
            return field.name
    return ''
