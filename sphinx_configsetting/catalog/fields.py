"""The fields of a setting: the table that all else is driven by."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from .kinds import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Field(NamedTuple):
    """One fact that settings state, declared once."""

    name: str
    """The option's name."""
    kind: Kind
    label: str
    """What stands before the value; inline reStructuredText."""
    names: bool = False
    """Whether a value names the setting, so that roles find it."""
    index: bool = False  # type: ignore[assignment]
    """Whether there is an index page by this field."""
    row: bool = True
    """Whether the fact is listed in tables."""
    aliases: tuple[str, ...] = ()
    """Other labels that writers use in hand-drawn tables."""
    derive: str = ''
    """The Jinja template that computes the value from other fields."""

    @property
    def plain_label(self) -> str:
        """The label without markup, for places that show plain text."""
        return self.label.replace('`', '')

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label by which a hand-drawn table may state this fact."""
        return (self.plain_label, *self.aliases)

    @property
    def identifies(self) -> bool:
        """Whether a value of this field tells one setting from all others."""
        return self.names and self.kind.identifies


def _field(name: str, kind: str, label: str, **more: bool | tuple[str, ...]) -> Field:
    return Field(name=name, kind=KINDS[kind], label=label, **more)  # type: ignore[arg-type]


DISPLAYNAME: Final = 'displayname'
DESCRIPTION: Final = 'description'
FORMERLY: Final = 'formerly'

BUILTIN: Final[tuple[Field, ...]] = (
    _field(DISPLAYNAME, 'text', 'Display name', names=True, row=False),
    _field(
        'systemconsole',
        'menu',
        'System Config path',
        index=True,
        aliases=('System Console path',),
    ),
    _field(
        'configjson',
        'key',
        '``config.json`` setting',
        names=True,
        index=True,
        aliases=('config setting', 'configuration key'),
    ),
    _field(
        'environment',
        'variable',
        'Environment variable',
        names=True,
        index=True,
        aliases=('Environment variables', 'Env variable', 'Env var'),
    ),
    _field('type', 'value', 'Type'),
    _field('default', 'value', 'Default', aliases=('Default value',)),
    _field('choices', 'list', 'Choices', aliases=('Options', 'Possible values')),
    _field('required', 'flag', 'Required'),
    _field('example', 'value', 'Example'),
    _field('availability', 'text', 'Availability', aliases=('Available in',)),
    _field('restart', 'flag', 'Requires restart', aliases=('Restart required',)),
    _field('since', 'version', 'Since', aliases=('Added in',)),
    _field('deprecated', 'deprecation', 'Deprecated', aliases=('Deprecated in',)),
    _field('replacedby', 'setting', 'Replaced by'),
    _field(FORMERLY, 'names', 'Formerly', names=True),
    _field('seealso', 'settings', 'See also'),
    _field(DESCRIPTION, 'markup', 'Description', row=False),
)

OBJECT_OPTIONS: Final = {
    'no-index': 'No target, no index entry, not in the catalog.',
    'no-index-entry': 'No entry in the general index.',
    'no-contents-entry': "No entry in the page's table of contents.",
    'no-typesetting': 'Nothing is shown; the target and the catalog stay.',
    'class': 'Classes for the table or the object, separated by blanks.',
    'template': 'The template that draws the table.',
}
"""The options that are not fields, each with what it does."""

ALIASES: Final = {
    'noindex': 'no-index',
    'noindexentry': 'no-index-entry',
    'nocontentsentry': 'no-contents-entry',
}
"""Sphinx's older spellings."""


class Fields:
    """The declared fields, in their order."""

    __slots__ = ('_by_name', 'all', 'naming')

    def __init__(self, all: tuple[Field, ...] = BUILTIN) -> None:
        """Keep fields of different names; ``naming`` are those whose values name a setting."""
        self.all = all
        self._by_name = {field.name: field for field in all}
        self.naming = tuple(field for field in all if field.names)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.all)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return self._by_name.get(name)

    def nearest(self, name: str) -> str:
        """Return the declared name that is most like another; '' if none is."""
        known = [field.name for field in self.all] + list(OBJECT_OPTIONS)
        return next(iter(difflib.get_close_matches(name.lower(), known, 1)), '')

    def without(self, name: str) -> Self:
        """Return the fields less one."""
        return type(self)(tuple(f for f in self.all if f.name != name))

    def placed(self, field: Field, *, before: str = '', after: str = '') -> Self:
        """Return the fields with one put in its place, or where it already stood."""
        names = [known.name for known in self.all]
        rest = [known for known in self.all if known.name != field.name]
        if before or after:
            spot = [known.name for known in rest].index(before or after) + bool(after)
        elif field.name in names:
            spot = names.index(field.name)
        else:
            spot = len(rest)
        return type(self)((*rest[:spot], field, *rest[spot:]))


def pick(fields: Iterable[Field], names: Iterable[str]) -> dict[str, Field]:
    """Return the fields of the given names, in the order of the names."""
    known: Mapping[str, Field] = {field.name: field for field in fields}
    return {name: known[name] for name in names if name in known}
