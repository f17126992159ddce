"""Listings that a template renders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..templating.environment import TemplateError
from ..templating.filters import Rst, slot
from ..templating.parsing import Slot, find_images, instantiate, parse_rst
from ..templating.views import CellView, GroupView, ListingView, RowView
from ..warnings_ import Subtype, warn
from .table import copies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes

    from ..model.setting import Setting
    from ..query.selection import Listing
    from ..rendering.copies import Copier
    from ..rendering.transform import NodeReplacer
    from .table import Cell, ColumnHead


class ListingTemplate:
    """Makes the view of a listing and the content of its slots."""

    def __init__(
        self, renderer: NodeReplacer, copier: Copier, listing: Listing, heads: Sequence[ColumnHead]
    ) -> None:
        """Begin with the titles of the columns."""
        self.renderer, self.copier = renderer, copier
        self.listing, self.heads = listing, heads
        self.slots: dict[str, Slot] = {}
        self.labels = [self.keep(head.title) for head in heads]

    def keep(self, content: Cell) -> Rst:
        """Return a new slot for nodes; an empty text for none."""
        if not content:
            return Rst('')
        name = f's{len(self.slots)}'
        self.slots[name] = Slot(partial(copies, content))
        return slot(name)

    def group(
        self, title: Cell, settings: Sequence[Setting], cells: Sequence[Sequence[Cell]]
    ) -> GroupView:
        """Return the view of a group."""
        return GroupView(title=self.keep(title), settings=tuple(map(self.row, settings, cells)))

    def row(self, setting: Setting, cells: Sequence[Cell]) -> RowView:
        """Return the view of a setting."""
        link = self.keep(self.copier.title_link(setting))
        return RowView(
            id=setting.id, title=setting.title, link=link, cells=tuple(self.stated(cells))
        )

    def stated(self, cells: Sequence[Cell]) -> Iterator[CellView]:
        """Yield the views of the cells that have a value."""
        for head, label, cell in zip(self.heads, self.labels, cells, strict=True):
            if cell:
                text = ''.join(node.astext() for node in cell)
                yield CellView(name=head.field.name, label=label, slot=self.keep(cell), text=text)

    def render(self, groups: Sequence[GroupView]) -> list[nodes.Node] | None:
        """Return the nodes that the template makes; None if it fails, which is reported."""
        view = ListingView(groups=tuple(groups), classes=' '.join(self.listing.classes))
        templates = self.renderer.presenter.templates
        name = self.listing.template
        try:
            text = templates.render(name, {'listing': view}, self.slots)
        except TemplateError as error:
            self.report(error)
            return None
        root, messages = parse_rst(text, self.copier.document.settings, templates.file_of(name))
        if messages:
            message, line = messages[0]
            self.report(TemplateError(f'line {line} of its text: {message}'))
            return None
        try:
            find_images(root, self.renderer.env, self.copier.docname)
        except TemplateError as error:
            self.report(error)
            return None
        return instantiate(root, self.slots, self.copier.document)

    def report(self, error: TemplateError) -> None:
        """Warn of a template that is missing or fails."""
        place = f'{self.renderer.env.srcdir / self.listing.source}:{self.listing.line}'
        warn(
            Subtype.TEMPLATE,
            f'the template {self.listing.template!r}: {error}; the listing is shown without it',
            location=f'{error.filename}:{error.line or 1}' if error.filename else place,
            once=bool(error.filename),
        )
