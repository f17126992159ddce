"""Tables and lists of settings, as standard nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..rendering.line_breaks import JOINT, let_break

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.fields import Field

LISTING_CLASS: Final = 'configsetting-listing'
WIDTH: Final = 72
"""The length of a line where a table's columns are measured in characters."""
MARKS: Final = 4
"""The most characters that a builder puts around a word to mark it as strong or code."""
LONGEST: Final = 40
"""The greatest length of a word that no column breaks."""
Cell = list[nodes.Node]
Line = tuple[nodes.Node, ...]


class ColumnHead(NamedTuple):
    """The head of a column."""

    field: Field
    title: Cell
    cut: int
    """The number of characters to show where readers can open the rest; 0 for all."""


class Rows(NamedTuple):
    """The rows of one group."""

    title: Cell
    """The heading above them; [] for rows without a group."""
    rows: list[list[Cell]]


def name_class(field: Field) -> str:
    """Return the class of a field's cells.

    >>> from ..model.fields import BUILTIN
    >>> name_class(BUILTIN[0])
    'configsetting-field-displayname'
    """
    return f'configsetting-field-{field.name}'


def copies(cell: Iterable[nodes.Node]) -> Cell:
    """Return a copy of a cell's nodes."""
    return [node.deepcopy() for node in cell]


def cell_text(cell: Cell) -> str:
    """Return the text of a cell."""
    return ''.join(node.astext() for node in cell)


def entry(cell: Cell, *classes: str, **attributes: int) -> nodes.entry:
    """Return a cell; an empty one has no paragraph."""
    content = [nodes.paragraph('', '', *cell)] if cell else []
    return nodes.entry('', *content, classes=list(classes), **attributes)


def widths(columns: Iterable[Sequence[Cell]], *, paged: bool = False) -> list[int]:
    """Return the widths of columns in characters, for builders that cannot compute them.

    Each has room for its longest word; what is left goes to those with long texts.

    :param paged: whether names go on on the next line.
    """
    texts = [[cell_text(cell) for cell in column] for column in columns]
    if paged:
        texts = [[JOINT.sub(' ', text) for text in column] for column in texts]
    words = [max(map(len, ' '.join(['-', *column]).split())) for column in texts]
    least = [min(length + MARKS, LONGEST) for length in words]
    missing = [
        min(max(map(len, column)), WIDTH) - length
        for column, length in zip(texts, least, strict=True)
    ]
    wishes = [max(wish, 0) for wish in missing]
    room, wanted = max(WIDTH - sum(least), 0), sum(wishes)
    share = min(room / wanted, 1) if wanted else 0
    return [length + int(wish * share) for length, wish in zip(least, wishes, strict=True)]


def is_too_wide(table: nodes.Element) -> bool:
    """Return whether the longest words of the columns do not fit into a line."""
    rows = [[[cell] for cell in row] for row in table.findall(nodes.row)]
    whole = [row for row in rows if len(row) == len(rows[0])]
    return sum(widths(list(zip(*whole, strict=True)))) > WIDTH


class TableMaker:
    """Makes tables for one kind of builder."""

    def __init__(self, *, measured: bool, spans: bool, paged: bool) -> None:
        """Make tables.

        :param measured: whether the builder needs the widths of columns.
        :param spans: whether a cell can go over several columns.
        :param paged: whether LaTeX lays them out.
        """
        self.measured = measured
        self.spans = spans
        self.paged = paged

    def fill(
        self,
        table: nodes.table,
        heads: Sequence[ColumnHead],
        groups: Sequence[Rows],
        facets: Sequence[str],
    ) -> nodes.table:
        """Fill a table, which may have a title already."""
        given = 'colwidths-given' if self.measured else 'colwidths-auto'
        table['classes'] = [LISTING_CLASS, *table['classes'], given]
        group = nodes.tgroup(cols=len(heads))
        columns = self.columns(heads, groups)
        group += [nodes.colspec(colwidth=width) for width in columns]
        group += nodes.thead('', self.head(heads, facets))
        body = nodes.tbody()
        for rows in groups:
            if rows.title:
                body += self.group_row(rows.title, len(heads))
            body += [self.row(heads, row) for row in rows.rows]
        group += body
        table += group
        if self.paged:
            go_on(table)
        return table

    def columns(self, heads: Sequence[ColumnHead], groups: Iterable[Rows]) -> list[int]:
        """Return the widths of the columns; all the same where the builder finds them."""
        if not self.measured:
            return [1] * len(heads)
        rows = [[head.title for head in heads], *(row for group in groups for row in group.rows)]
        return widths(list(zip(*rows, strict=True)), paged=self.paged)

    def head(self, heads: Sequence[ColumnHead], facets: Sequence[str]) -> nodes.row:
        """Return the row with the titles."""
        row = nodes.row()
        for head in heads:
            facet = ['configsetting-facet'] if head.field.name in facets else []
            row += entry(copies(head.title), name_class(head.field), *facet)
        return row

    def row(self, heads: Sequence[ColumnHead], cells: Sequence[Cell]) -> nodes.row:
        """Return the row of one setting."""
        pairs = zip(heads, cells, strict=True)
        return nodes.row('', *(entry(cell, name_class(head.field)) for head, cell in pairs))

    def group_row(self, title: Cell, columns: int) -> nodes.row:
        """Return the row over a group."""
        content: Cell = [nodes.strong('', '', *title)]
        if self.spans and columns > 1:
            cells = [entry(content, morecols=columns - 1)]
        else:
            cells = [entry(content), *(entry([]) for _ in range(columns - 1))]
        return nodes.row('', *cells, classes=['configsetting-group'])


def go_on(table: nodes.table) -> None:
    """Make a table break between pages, and its names between lines."""
    table['classes'].append('longtable')  # else LaTeX cuts what is longer than a page
    for literal in [*table.findall(nodes.literal)]:
        let_break(literal)


def html(text: str) -> nodes.raw:
    """Return raw HTML."""
    return nodes.raw(text, text, format='html')


def items_of_lines(lines: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """Return a list with an item for each line."""
    found = (nodes.list_item('', nodes.paragraph('', '', *line)) for line in lines)
    return nodes.bullet_list('', *found, bullet='-')


class TreeGroup:
    """A group of a tree."""

    def __init__(self, title: Cell | None = None) -> None:
        """Begin with nothing in it."""
        self.title = title or []
        self.branches: dict[str, TreeGroup] = {}
        self.lines: list[Cell] = []

    def grow(self, steps: Iterable[tuple[str, Cell]]) -> TreeGroup:
        """Return the branch at the end of a path, whose steps have a name and a title each."""
        branch = self
        for name, title in steps:
            branch = branch.branches.setdefault(name, TreeGroup(title))
        return branch

    def as_list(self) -> nodes.bullet_list:
        """Return the branch as a list, its own settings first."""
        shown = items_of_lines(self.lines)
        for branch in self.branches.values():
            head = nodes.paragraph('', '', nodes.strong('', '', *branch.title))
            shown += nodes.list_item('', head, branch.as_list())
        return shown


def joined_cells(parts: Iterable[Cell], separator: str) -> Cell:
    """Return cells in one line."""
    found: Cell = []
    for part in parts:
        found += [nodes.Text(separator), *part]
    return found[1:]


def shortened(text: str, limit: int) -> str:
    """Return the beginning of a text that is too long, cut after a word where there is one.

    >>> shortened('one and two', 8)
    'one and…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _, _rest = cut.rpartition(' ')
    whole = text[limit - 1] == ' '
    return (cut if whole or len(head) < limit // 2 else head).rstrip() + '…'
