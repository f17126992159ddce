"""One listing as nodes: a table, a list or a tree, with the titles that its page gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import get_translation

from ..catalog.fields import DISPLAYNAME
from ..catalog.listing import facets_of, grouped, shown_columns
from ..catalog.query import field_of
from .drawn import Drawing, GroupView
from .presentation import templates_of
from .tables import (
    LISTING_CLASS,
    Branch,
    Cell,
    Head,
    Rows,
    TableMaker,
    chunks,
    copies,
    filtered,
    joined,
    shortened,
)
from .values import as_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Field
    from ..catalog.listing import Listing
    from ..catalog.setting import Setting
    from .lister import Lister

_ = get_translation('sphinx_configsetting')
LABELS: Final = '<labels of fields>'
"""What is named as the source of labels."""
UNMEASURED: Final = frozenset({'html', 'xml', 'pseudoxml'})
"""The formats whose readers find the widths of columns themselves."""
NARROW: Final = frozenset({'man', 'texinfo'})
"""The formats in which no cell goes over several columns."""


class Shown:
    """One listing with the settings that it shows."""

    def __init__(
        self,
        lister: Lister,
        listing: Listing,
        found: list[Setting],
        parts: dict[str, nodes.Element],
    ) -> None:
        """Prepare the columns.

        :param parts: what the page says: a frame with name and caption, titles, and a body.
        """
        self.again = lister.again(docname=listing.docname)
        self.builder = lister.builder
        self.fields = lister.domain.fields
        self.resolve = lister.resolve
        self.listing, self.found, self.frame = listing, found, parts['frame']
        self.facets = facets_of(listing, found, self.fields, lister.look)
        self.heads = list(self.make_heads(parts))
        self.linked = linked_column(self.heads)

    def make_heads(self, parts: dict[str, nodes.Element]) -> Iterator[Head]:
        """Yield the columns, each with the title that its page gives it, or the field's label."""
        for number, column in enumerate(shown_columns(self.listing, self.facets)):
            field = field_of(self.fields, column.field)
            assert field is not None
            typed = parts.get(f'title-{number}')
            title = self.label(field) if typed is None else list(typed.children)
            yield Head(field, title, column.cut if self.builder.format == 'html' else 0)

    def label(self, field: Field) -> Cell:
        """Return a field's label in the language of the build."""
        parse = templates_of(self.again.env).parser.parse
        root = parse(_(field.label), self.again.document, LABELS, shared=True)
        blocks = (block for block in root if isinstance(block, nodes.Element))
        return [child for block in blocks for child in block.children]

    def content(self) -> list[nodes.Node]:
        """Return the listing in the form that its page asks for."""
        display = self.listing.display
        drawn = self.drawn() if self.listing.template else None
        if drawn is not None:
            return [*self.caption(), *drawn]
        if display == 'sentence':
            classes = self.frame['classes']
            (line,) = self.lines(self.found)
            return [*self.caption(), nodes.paragraph('', '', *line, classes=classes)]
        if isinstance(self.frame, nodes.table) and display != 'list':
            if self.is_filtered():
                return [self.filter()]
            above = self.caption() if self.builder.format == 'man' else []
            return [*above, self.table(self.frame)]
        return [*self.caption(), self.tree()]

    def drawn(self) -> list[nodes.Node] | None:
        """Return the listing as its template draws it; None where that fails."""
        drawing = Drawing(self.again, self.listing, self.heads)
        groups = [
            GroupView(
                title=drawing.keep(self.group_title(path)),
                settings=tuple(map(drawing.row, members, self.cells(members))),
            )
            for path, members in grouped(self.listing, self.found, self.fields)
        ]
        return drawing.drawn(groups)

    def is_filtered(self) -> bool:
        """Tell whether readers can filter the listing: in browsers, which run scripts."""
        book = isinstance(self.builder, Epub3Builder)
        return self.listing.filter and self.builder.format == 'html' and not book

    def maker(self) -> TableMaker:
        """Return what makes tables for the builder."""
        form = self.builder.format
        return TableMaker(measured=form not in UNMEASURED, spans=form not in NARROW)

    def table(self, frame: nodes.table) -> nodes.table:
        """Return the listing as a table."""
        rows = [
            Rows(self.group_title(path), self.cells(members))
            for path, members in grouped(self.listing, self.found, self.fields)
        ]
        return self.maker().fill(frame, self.heads, rows, ())

    def filter(self) -> nodes.container:
        """Return the listing as a table that readers can filter."""
        cells, maker = self.cells(self.found), self.maker()
        first, *more = (
            maker.fill(self.frame_of(number), self.heads, [Rows([], part)], self.facets)
            for number, part in enumerate(chunks(cells))
        )
        names = [self.other_names(s, row) for s, row in zip(self.found, cells, strict=True)]
        return filtered([first, *more], self.heads, self.facets, names)

    def frame_of(self, number: int) -> nodes.table:
        """Return what the rows of a chunk are put in: the page's frame for the first."""
        return nodes.table() if number else cast('nodes.table', self.frame)

    def other_names(self, setting: Setting, row: Sequence[Cell]) -> list[str]:
        """Return the names of a setting that its row does not show in full."""
        shown = '\n'.join(text_in(cell) for cell in row)
        names = [setting.id]
        for field in self.fields:
            names += setting.values(field.name) if field.names else ()
        return [name for name in dict.fromkeys(names) if name not in shown]

    def cells(self, settings: Sequence[Setting]) -> list[list[Cell]]:
        """Return the cells of each setting, with references resolved."""
        values = [self.again.value(head.field, s) for s in settings for head in self.heads]
        flat = iter(self.again.resolved(values, self.resolve))
        return [[self.cell(s, head, next(flat)) for head in self.heads] for s in settings]

    def cell(self, setting: Setting, head: Head, content: Cell) -> Cell:
        """Return a cell as it is shown: linked, and no longer than wanted."""
        linked = head is self.linked
        if linked and head.field.name == DISPLAYNAME:
            content = [nodes.Text(setting.title)]
        text = text_in(content)
        if 0 < head.cut < len(text):
            cut = shortened(text, head.cut)
            literal = head.field.kind.display == 'literal'
            short = nodes.literal(cut, cut) if literal else nodes.Text(cut)
            return [self.again.link(setting, [short], text)]
        return [self.again.link(setting, content)] if linked and content else content

    def group_title(self, path: tuple[str, ...]) -> Cell:
        """Return what stands over a group; [] for a listing without groups."""
        field = field_of(self.fields, self.listing.group)
        if field is None:
            return []
        if not path:
            return [nodes.Text(_('Other'))]
        if field.kind.name == 'page':
            return [self.again.page_link(path[0])]
        text = {'menu': ' > ', 'key': '.'}.get(field.kind.name, '').join(path)
        if field.kind.name == 'flag':
            text = str({'true': _('Yes'), 'false': _('No')}.get(text, text))
        literal = field.kind.display == 'literal'
        return [nodes.literal(text, text) if literal else as_typed(text)]

    def lines(self, settings: Sequence[Setting]) -> list[Cell]:
        """Return a line for each setting: the first column, and what the others state."""
        return [self.line(*cells) for cells in self.cells(settings)]

    def line(self, first: Cell, *others: Cell) -> Cell:
        """Return the line of one setting."""
        parts = [
            cell if head.field.kind.display == 'markup' else labelled(head, cell)
            for head, cell in zip(self.heads[1:], others, strict=True)
            if cell
        ]
        facts = joined(parts, '; ')
        return [*first, nodes.Text(': '), *facts] if facts else first

    def tree(self) -> nodes.bullet_list:
        """Return the listing as a list; its groups are lists within."""
        root = Branch()
        for path, members in grouped(self.listing, self.found, self.fields):
            root.grow(self.steps(path)).lines += self.lines(members)
        shown = root.as_list()
        shown['classes'] = [LISTING_CLASS, *self.frame['classes']]
        return shown

    def steps(self, path: tuple[str, ...]) -> list[tuple[str, Cell]]:
        """Return the names and titles of the lists that lead to a group."""
        title = self.group_title(path)
        if self.listing.display == 'tree' and len(path) > 1:
            return [(step, [as_typed(step)]) for step in path]
        return [(text_in(title), title)] if title else []

    def caption(self) -> list[nodes.Node]:
        """Return what stands over a list: its caption, which bears its name."""
        ids = {'ids': self.frame['ids'], 'names': self.frame['names']}
        titles = [child for child in self.frame if isinstance(child, nodes.title)]
        if titles:
            self.frame.remove(titles[0])
            return [nodes.rubric('', '', *titles[0].children, **ids)]
        return [nodes.target('', '', **ids)] if self.frame['ids'] else []


def linked_column(heads: Sequence[Head]) -> Head | None:
    """Return the column that links to the settings: the display name, or the first that can."""
    fit = [head for head in heads if head.field.kind.display not in {'markup', 'reference'}]
    fit = [head for head in fit if head.field.name != 'page']
    return min(fit, key=lambda h: {DISPLAYNAME: 0, 'id': 1}.get(h.field.name, 2), default=None)


def labelled(head: Head, cell: Cell) -> Cell:
    """Return a fact with its label before it."""
    return [*copies(head.title), nodes.Text(' '), *cell]


def text_in(cell: Cell) -> str:
    """Return the text of a cell."""
    return ''.join(node.astext() for node in cell)
