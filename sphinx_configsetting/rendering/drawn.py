"""Listings as templates draw them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..warnings_ import Subtype, warn
from .escaping import Rst, slot
from .parsing import Slot, fill
from .presentation import templates_of
from .templates import TemplateError
from .whole import copies, parsed, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes

    from ..catalog.listing import Listing
    from ..catalog.setting import Setting
    from .again import Again
    from .tables import Cell, Head


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What a setting states of one column, as templates see it."""

    name: str
    """The name of the field."""
    label: Rst
    """The title of the column."""
    slot: Rst
    """Where the value stands, as in a table's cell."""
    text: str
    """The value as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A setting of a listing as templates see it."""

    id: str
    title: str
    link: Rst
    """Where a link to the setting's home stands, by its display name."""
    cells: tuple[CellView, ...]
    """What is stated of the columns, less those without a value."""

    def __getitem__(self, name: str) -> CellView:
        """Return the cell of a field."""
        return {cell.name: cell for cell in self.cells}[name]

    def get(self, name: str, default: object = '') -> object:
        """Return the cell of a field, or something else where it is not stated."""
        return next((cell for cell in self.cells if cell.name == name), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group of a listing as templates see it."""

    title: Rst
    """What stands over the group; empty without one."""
    settings: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """A listing as templates see it."""

    groups: tuple[GroupView, ...]
    """The groups; one without a title where the listing has none."""
    classes: str
    """The classes of the directive's ``class`` option."""


class Drawing:
    """Makes the view of a listing and what fills its slots."""

    def __init__(self, again: Again, listing: Listing, heads: Sequence[Head]) -> None:
        """Begin with the titles of the columns."""
        self.again, self.listing, self.heads = again, listing, heads
        self.slots: dict[str, Slot] = {}
        self.labels = [self.keep(head.title) for head in heads]

    def keep(self, content: Cell) -> Rst:
        """Return a new slot for something; an empty text for nothing."""
        if not content:
            return Rst('')
        name = f's{len(self.slots)}'
        self.slots[name] = Slot(partial(copies, content))
        return slot(name)

    def row(self, setting: Setting, cells: Sequence[Cell]) -> RowView:
        """Return the view of a setting."""
        return RowView(
            id=setting.id,
            title=setting.title,
            link=self.keep(self.again.title_link(setting)),
            cells=tuple(self.stated(cells)),
        )

    def stated(self, cells: Sequence[Cell]) -> Iterator[CellView]:
        """Yield the views of the cells that have a value."""
        for head, label, cell in zip(self.heads, self.labels, cells, strict=True):
            if cell:
                text = ''.join(node.astext() for node in cell)
                yield CellView(name=head.field.name, label=label, slot=self.keep(cell), text=text)

    def drawn(self, groups: Sequence[GroupView]) -> list[nodes.Node] | None:
        """Return what the template draws; None where it fails, which is warned of."""
        view = ListingView(groups=tuple(groups), classes=' '.join(self.listing.classes))
        templates = templates_of(self.again.env)
        try:
            rendering = templates.render_listing(self.listing.template, view, self.slots)
        except TemplateError as error:
            message = f'{error}; the listing is shown without it'
            warn(Subtype.TEMPLATE, message, location=place_of(self.again, self.listing, error))
            return None
        root = parsed(self.again, rendering)
        fill(root, self.slots)
        return list(root.children)
