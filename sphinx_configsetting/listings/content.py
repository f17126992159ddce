"""One listing as nodes: a table, a list or a tree, with the titles of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import get_translation

from ..model.fields import DISPLAYNAME
from ..nodes import frame_of, parts_of
from ..query.ordering import grouped_settings
from ..query.parser import field_of
from ..query.selection import facets_of, shown_columns
from ..rendering.values import plain_node
from .searchable_table import searchable_table
from .table import (
    LISTING_CLASS,
    Cell,
    ColumnHead,
    Rows,
    TableMaker,
    TreeGroup,
    cell_text,
    copies,
    is_too_wide,
    joined_cells,
    shortened,
)
from .template import ListingTemplate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..model.fields import Field, Fields
    from ..model.setting import Setting
    from ..nodes import listing as listing_node
    from ..query.selection import Listing
    from ..rendering.copies import Copier
    from ..rendering.transform import NodeReplacer

_ = get_translation('sphinx_configsetting')
FRAME_CLASS: Final = 'configsetting-frame'
UNMEASURED: Final = frozenset({'html', 'xml', 'pseudoxml'})
"""The formats whose readers find the widths of columns themselves."""
DEEPEST_BRANCH: Final = 3
"""The number of branches above a setting of a tree in LaTeX, which nests four lists."""
LINKED: Final = frozenset({'markup', 'reference'})
"""The displays of values that may have links of their own."""
NARROW: Final = frozenset({'man', 'texinfo'})
"""The formats in which no cell goes over several columns."""


class ListingRenderer:
    """Renders one listing with the settings that it shows."""

    def __init__(
        self,
        renderer: NodeReplacer,
        copier: Copier,
        listing: Listing,
        found: list[Setting],
        node: listing_node,
    ) -> None:
        """Prepare the columns.

        :param node: has a frame with name and caption, and the titles of columns.
        """
        self.renderer = renderer
        self.copier = copier
        self.builder = copier.builder
        self.fields = copier.fields
        parts = parts_of(node)
        self.listing, self.found = with_group(listing, found, self.fields), found
        self.frame = frame_of(node)
        self.facets = facets_of(listing, found, self.fields)
        self.heads = list(self.make_heads(parts))
        self.linked = linked_column(self.heads)

    def make_heads(self, parts: Mapping[str, nodes.Element]) -> Iterator[ColumnHead]:
        """Yield the columns, each with the title that its page states, or the field's label."""
        for number, column in enumerate(shown_columns(self.listing, self.facets, self.found)):
            field = field_of(self.fields, column.field)
            assert field is not None
            typed = parts.get(f'title-{number}')
            title = self.label(field) if typed is None else list(typed.children[0].children)
            yield ColumnHead(field, title, column.cut if self.builder.format == 'html' else 0)

    def label(self, field: Field) -> Cell:
        """Return a field's label in the language of the build."""
        return self.renderer.presenter.label(field, self.copier.document)

    def content(self) -> list[nodes.Node]:
        """Return the listing in the form that its page asks for."""
        display = self.listing.display
        rendered = self.by_template() if self.listing.template else None
        if rendered is not None:
            return [*self.caption(), *rendered]
        if display == 'sentence':
            classes = self.frame['classes']
            (line,) = self.lines(self.found)
            return [*self.caption(), nodes.paragraph('', '', *line, classes=classes)]
        if isinstance(self.frame, nodes.table) and display != 'list':
            return self.in_table(self.frame)
        return [*self.caption(), self.tree()]

    def in_table(self, frame: nodes.table) -> list[nodes.Node]:
        """Return the listing as a table, or a list where a man page has no room for one."""
        if self.is_filtered():
            return [self.filter()]
        table = self.framed(self.table(frame))
        if self.builder.format != 'man':
            return [table]
        if is_too_wide(table):
            return [*self.caption(), without_hyphens(self.tree())]
        return [*self.caption(), troff('.nh'), table, troff('.hy')]

    def by_template(self) -> list[nodes.Node] | None:
        """Return the listing as its template renders it; None if that fails."""
        template = ListingTemplate(self.renderer, self.copier, self.listing, self.heads)
        groups = [
            template.group(self.group_title(path), members, self.cells(members))
            for path, members in self.groups()
        ]
        return template.render(groups)

    def groups(self) -> list[tuple[tuple[str, ...], list[Setting]]]:
        """Return the groups of the listing."""
        return grouped_settings(self.listing.group, self.found, self.fields)

    def is_filtered(self) -> bool:
        """Return whether readers can filter the listing, which needs a browser."""
        book = isinstance(self.builder, Epub3Builder)
        return self.listing.filter and self.builder.format == 'html' and not book

    def maker(self) -> TableMaker:
        """Return the maker of tables for the builder."""
        form = self.builder.format
        measured, spans = form not in UNMEASURED, form not in NARROW
        return TableMaker(measured=measured, spans=spans, paged=form == 'latex')

    def table(self, frame: nodes.table) -> nodes.table:
        """Return the listing as a table."""
        rows = [
            Rows(self.group_title(path), self.cells(members)) for path, members in self.groups()
        ]
        return self.maker().fill(frame, self.heads, rows, ())

    def framed(self, table: nodes.table) -> nodes.Element:
        """Return a table in the box that it scrolls in, unless it is for a book."""
        if self.builder.format != 'html' or isinstance(self.builder, Epub3Builder):
            return table
        return nodes.container('', table, classes=[FRAME_CLASS])

    def filter(self) -> nodes.container:
        """Return the listing as a table that readers can filter."""
        cells = self.cells(self.found)
        frame = cast('nodes.table', self.frame)
        table = self.maker().fill(frame, self.heads, [Rows([], cells)], self.facets)
        return searchable_table(
            table, self.heads, self.facets, self.found, cells, self.renderer.domain
        )

    def cells(self, settings: Sequence[Setting]) -> list[list[Cell]]:
        """Return the cells of each setting, with references resolved."""
        values = [self.copier.value(head.field, s) for s in settings for head in self.heads]
        flat = iter(self.copier.resolved(values))
        return [[self.cell(s, head, next(flat)) for head in self.heads] for s in settings]

    def cell(self, setting: Setting, head: ColumnHead, content: Cell) -> Cell:
        """Return a cell as it is shown: linked, and no longer than wanted."""
        linked = head is self.linked
        if linked and head.field.name == DISPLAYNAME:
            content = [nodes.Text(setting.title)]
        text = cell_text(content)
        if 0 < head.cut < len(text):
            cut = shortened(text, head.cut)
            literal = head.field.type.display == 'literal'
            short = nodes.literal(cut, cut) if literal else nodes.Text(cut)
            return [self.copier.link(setting, [short], text)]
        return [self.copier.link(setting, content)] if linked and content else content

    def group_title(self, path: tuple[str, ...]) -> Cell:
        """Return the heading of a group; [] for a listing without groups."""
        field = field_of(self.fields, self.listing.group)
        if field is None:
            return []
        if not path:
            return [nodes.Text(_('Other'))]
        if field.type.display == 'page':
            return [self.copier.page_link(path[0])]
        text = field.type.group_title(path) or str(_('Yes'))  # a deprecation without a version
        if field.type.display == 'flag':
            text = str({'true': _('Yes'), 'false': _('No')}.get(text, text))
        literal = field.type.display == 'literal'
        return [nodes.literal(text, text) if literal else plain_node(text)]

    def lines(self, settings: Sequence[Setting]) -> list[Cell]:
        """Return a line for each setting: the first column, and what the others state."""
        return [self.line(*cells) for cells in self.cells(settings)]

    def line(self, first: Cell, *others: Cell) -> Cell:
        """Return the line of one setting."""
        parts = [
            cell if head.field.type.display == 'markup' else labelled_fact(head, cell)
            for head, cell in zip(self.heads[1:], others, strict=True)
            if cell
        ]
        facts = joined_cells(parts, '; ')
        return [*first, nodes.Text(': '), *facts] if facts else first

    def tree(self) -> nodes.bullet_list:
        """Return the listing as a list; its groups are lists within."""
        root = TreeGroup()
        for path, members in self.groups():
            root.grow(self.steps(path)).lines += self.lines(members)
        shown = root.as_list()
        shown['classes'] = [LISTING_CLASS, *self.frame['classes']]
        return shown

    def steps(self, path: tuple[str, ...]) -> list[tuple[str, Cell]]:
        """Return the names and titles of the lists that lead to a group."""
        title = self.group_title(path)
        if self.listing.display == 'tree' and len(path) > 1:
            return [(step, [plain_node(step)]) for step in self.branches(path)]
        return [(cell_text(title), title)] if title else []

    def branches(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the steps of a path, the last ones in one if LaTeX can't nest so many lists."""
        field = field_of(self.fields, self.listing.group)
        if field is None or self.builder.format != 'latex' or len(path) <= DEEPEST_BRANCH:
            return path
        last = DEEPEST_BRANCH - 1
        return (*path[:last], field.type.group_title(path[last:]))

    def caption(self) -> list[nodes.Node]:
        """Return the caption of a list, which has its name as a target."""
        ids = {'ids': self.frame['ids'], 'names': self.frame['names']}
        titles = [child for child in self.frame if isinstance(child, nodes.title)]
        if titles:
            self.frame.remove(titles[0])
            return [nodes.rubric('', '', *titles[0].children, **ids)]
        return [nodes.target('', '', **ids)] if self.frame['ids'] else []


def with_group(listing: Listing, found: Sequence[Setting], fields: Fields) -> Listing:
    """Return a listing with the field that makes the branches of a tree.

    Where its page names none, this is the first menu path or key that a setting states.
    """
    if listing.display != 'tree' or listing.group:
        return listing
    paths = (field.name for field in fields if field.type.is_path)
    stated = (name for name in paths if any(name in setting.facts for setting in found))
    return listing._replace(group=next(stated, 'page'))


def troff(request: str) -> nodes.raw:
    """Return a request of man pages, such as ``.nh``, which puts no hyphens into words."""
    return nodes.raw('', request, format='manpage')


def without_hyphens(shown: nodes.bullet_list) -> nodes.bullet_list:
    """Return a list for man pages, whose lines end where words do."""
    for line in shown.findall(nodes.paragraph):
        line.insert(0, troff('.nh\n.ad l\n'))
    return shown


def linked_column(heads: Sequence[ColumnHead]) -> ColumnHead | None:
    """Return the column that links to the settings: the display name, or the first that can."""
    fit = [head for head in heads if head.field.type.display not in LINKED]
    fit = [head for head in fit if head.field.name != 'page']
    return min(fit, key=lambda h: {DISPLAYNAME: 0, 'id': 1}.get(h.field.name, 2), default=None)


def labelled_fact(head: ColumnHead, cell: Cell) -> Cell:
    """Return a fact with its label before it."""
    return [*copies(head.title), nodes.Text(' '), *cell]
