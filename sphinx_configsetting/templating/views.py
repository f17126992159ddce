"""The variables of templates: settings and listings as slots, labels and flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from .filters import Rst, slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.fields import Field, Fields

BADGES: Final = 'badges'
NOTICE: Final = 'notice'
VERSIONS: Final = 'versions'
BODY: Final = 'body'
TITLE: Final = 'setting-title'
LABEL: Final = 'label-'
LINE: Final = 'line-'
"""The prefix of the slots of labels."""


class Outline(NamedTuple):
    """The properties that settings with the same template text have in common."""

    facts: tuple[str, ...]
    """The fields that are stated and that tables list."""
    rows: tuple[str, ...]
    """Those of them that neither a badge nor a notice shows."""
    badges: bool
    notice: bool
    versions: tuple[str, ...]
    """The fields whose versions are shown as Sphinx shows them."""
    description: bool
    body: bool
    nested: bool
    """True if the body has descriptions of objects, such as settings."""
    classes: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as templates see it."""

    name: str
    """The name of the field."""
    kind: str
    label: Rst
    slot: Rst
    """The slot of the value."""
    line: Rst
    """The slot of the value within a line, with its values under conditions."""
    sphinx: bool
    """True if the versions of the setting have it."""


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting as templates see it."""

    title: Rst
    facts: tuple[FactView, ...]
    rows: tuple[FactView, ...]
    badges: Rst
    notice: Rst
    versions: Rst
    description: Rst
    body: Rst
    nested: bool
    classes: str

    def __getitem__(self, name: str) -> FactView:
        """Return the fact of a field.

        :raises KeyError: the setting does not state it.
        """
        return {fact.name: fact for fact in self.facts}[name]

    def get(self, name: str, default: object = None) -> object:
        """Return the fact of a field, or something else where it is left out."""
        return next((fact for fact in self.facts if fact.name == name), default)


def fact_view(field: Field, *, sphinx: bool) -> FactView:
    """Return the view of a stated field."""
    return FactView(
        name=field.name,
        kind=field.type.name,
        label=slot(f'{LABEL}{field.name}'),
        slot=slot(field.name),
        line=slot(f'{LINE}{field.name}'),
        sphinx=sphinx,
    )


def setting_view(outline: Outline, fields: Fields) -> SettingView:
    """Return the view of all settings of an outline."""

    def views(names: Iterable[str]) -> tuple[FactView, ...]:
        return tuple(
            fact_view(fields.by_name[name], sphinx=name in outline.versions) for name in names
        )

    def maybe(name: str, present: bool) -> Rst:
        return slot(name) if present else Rst('')

    return SettingView(
        title=slot(TITLE),
        facts=views(outline.facts),
        rows=views(outline.rows),
        badges=maybe(BADGES, outline.badges),
        notice=maybe(NOTICE, outline.notice),
        versions=maybe(VERSIONS, bool(outline.versions)),
        description=maybe('description', outline.description),
        body=maybe(BODY, outline.body),
        nested=outline.nested,
        classes=outline.classes,
    )


def slots_of(outline: Outline) -> set[str]:
    """Return the names of the slots that a setting of an outline can fill."""
    labels = (f'{LABEL}{name}' for name in outline.facts)
    lines = (f'{LINE}{name}' for name in outline.facts)
    others = {TITLE, BADGES, NOTICE, VERSIONS, BODY, 'description'}
    return {*others, *outline.facts, *labels, *lines}


@dataclass(frozen=True, slots=True)
class CellView:
    """A fact of a setting in a listing."""

    name: str
    label: Rst
    slot: Rst
    text: str
    """The value as plain text."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A setting in a listing."""

    id: str
    title: str
    link: Rst
    cells: tuple[CellView, ...]

    def __getitem__(self, name: str) -> CellView:
        """Return the cell of a field.

        :raises KeyError: the listing has no such column, or the setting does not state it.
        """
        return {cell.name: cell for cell in self.cells}[name]

    def get(self, name: str, default: object = None) -> object:
        """Return the cell of a field, or something else where it is left out."""
        return next((cell for cell in self.cells if cell.name == name), default)


@dataclass(frozen=True, slots=True)
class GroupView:
    """Settings under one title, which may be ''."""

    title: Rst
    settings: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class ListingView:
    """A listing as templates see it."""

    groups: tuple[GroupView, ...]
    classes: str
