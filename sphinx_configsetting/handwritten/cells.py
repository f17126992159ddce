"""The cells of a table as blocks, in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog.fields import DESCRIPTION
from .blocks import Block, blocks_of

if TYPE_CHECKING:
    from ..catalog.fields import Fields
    from ..migration.tables import Cell, Table


def shape_problem(table: Table, fields: Fields) -> str:
    """Tell why the cells of a table can't be read one after the other; '' if they can."""
    pairs = [row for row in table.rows if len(row) == 2 and row[0].lines and row[1].lines]
    if table.columns > 2:
        return f'it has {table.columns} columns, or cells whose borders do not line up'
    if table.heads:
        return 'it has a heading, which no option can hold'
    if table.tall:
        return 'one of its cells takes several rows'
    if len(pairs) > 1 and not has_labels(table, fields):
        return 'several of its rows hold two cells, so that it is more than text beside facts'
    return ''


def has_labels(table: Table, fields: Fields) -> bool:
    """Tell whether the first cell of a row is the label of a fact."""
    rows = [row for row in table.rows if len(row) == 2]
    return any(label_in(row[0], fields) for row in rows)


def label_in(cell: Cell, fields: Fields) -> str:
    """Return the name of the field whose label is all that a cell holds; '' if none is."""
    text = ' '.join(cell.lines).strip('*: ').replace('`', '').casefold()
    for field in fields:
        if text in {label.casefold() for label in field.labels}:
            return field.name
    return ''


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
