"""The fields of a setting: one table for options, labels, roles, indexes and exports."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

from .field_types import (
    CommandFlags,
    Deprecation,
    FieldType,
    Flag,
    Key,
    List,
    Markup,
    Menu,
    Names,
    SettingReference,
    SettingReferences,
    Text,
    Title,
    Value,
    Variable,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .expressions import Expression

DISPLAYNAME: Final = 'displayname'
DESCRIPTION: Final = 'description'
FORMERLY: Final = 'formerly'
DEPRECATED: Final = 'deprecated'
REPLACEDBY: Final = 'replacedby'


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact that settings state, declared once."""

    name: str
    """The name of the option."""
    type: FieldType
    """Reads, checks, sorts, shows and exports the values."""
    label: str
    """The text before the value; inline reStructuredText."""
    names: bool = False
    """True if a value names the setting, so that roles find it."""
    index: bool = False
    """True if there can be an index page by this field."""
    row: bool = True
    """True if tables list the fact."""
    aliases: tuple[str, ...] = ()
    """Other labels that writers use in hand-written tables."""
    derive: Expression | None = None
    """The expression that computes the value from other fields."""
    badge: int = 0
    """The place of the badge in the line of badges, from 1; 0 for no badge."""
    bare: bool = False
    """True if the badge shows the value without the label, as text."""
    facet: bool = False
    """True if readers can filter by it, where settings differ in it."""
    colors: tuple[tuple[str, str], ...] = ()
    """The colors of badges by value; '' for any value."""
    lexer: str = ''
    """The Pygments lexer for values of several lines."""
    sphinx: bool = False
    """True if the fact is shown as Sphinx shows ``versionadded`` and ``deprecated``."""

    @property
    def plain_label(self) -> str:
        """The label without markup, for places that show plain text."""
        return self.label.replace('`', '')

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label by which a hand-written table may state this fact."""
        return (self.plain_label, *self.aliases)

    @property
    def identifies(self) -> bool:
        """True if a value of this field distinguishes one setting from all others."""
        return self.names and self.type.identifies

    def color(self, value: str) -> str:
        """Return the color of the badge of a value; '' for the usual one."""
        colors = dict(self.colors)
        return colors.get(value, colors.get('', ''))


BUILTIN: Final[tuple[Field, ...]] = (
    Field(name=DISPLAYNAME, type=Title(), label='Display name', names=True, row=False),
    Field(
        name='systemconsole',
        type=Menu(),
        label='System Config path',
        facet=True,
        index=True,
        aliases=('System Console path',),
    ),
    Field(
        name='configjson',
        type=Key(),
        label='``config.json`` setting',
        names=True,
        index=True,
        aliases=(
            'config setting',
            'configuration key',
        ),
    ),
    Field(
        name='environment',
        type=Variable(),
        label='Environment variable',
        names=True,
        index=True,
        aliases=(
            'Environment variables',
            'Env variable',
            'Env var',
        ),
    ),
    Field(
        name='key',
        type=Key(),
        label='Key',
        names=True,
        index=True,
        aliases=(
            'Keys',
            'Config key',
            'Setting',
        ),
    ),
    Field(
        name='option',
        type=CommandFlags(),
        label='Option',
        names=True,
        index=True,
        aliases=(
            'Command line',
            'Command-line option',
            'CLI',
            'Flag',
        ),
    ),
    Field(name='type', type=Value(), label='Type', badge=1, bare=True, facet=True),
    Field(name='default', type=Value(), label='Default', aliases=('Default value',), badge=2),
    Field(
        name='choices',
        type=List(),
        label='Choices',
        aliases=(
            'Options',
            'Possible values',
            'Allowed values',
        ),
    ),
    Field(
        name='required',
        type=Flag(),
        label='Required',
        badge=3,
        facet=True,
        colors=(('', 'strong'),),
    ),
    Field(name='example', type=Value(), label='Example'),
    Field(
        name='availability',
        type=Text(),
        label='Availability',
        aliases=('Available in',),
        badge=6,
        bare=True,
        facet=True,
    ),
    Field(
        name='restart',
        type=Flag(),
        label='Requires restart',
        aliases=('Restart required',),
        badge=4,
        facet=True,
        colors=(('', 'strong'),),
    ),
    Field(
        name='since',
        type=Version(),
        label='Since',
        aliases=(
            'Added in',
            'New in',
        ),
        badge=5,
    ),
    Field(
        name=DEPRECATED,
        type=Deprecation(),
        label='Deprecated',
        aliases=('Deprecated in',),
        badge=7,
        facet=True,
        colors=(('', 'warning'),),
    ),
    Field(name=REPLACEDBY, type=SettingReference(), label='Replaced by'),
    Field(name=FORMERLY, type=Names(), label='Formerly', names=True),
    Field(name='seealso', type=SettingReferences(), label='See also'),
    Field(name=DESCRIPTION, type=Markup(), label='Description', row=False),
)

OBJECT_OPTIONS: Final = {
    'no-index': 'The setting has no target and is in no index, listing or export.',
    'no-index-entry': 'The setting has no entry in the general index.',
    'no-contents-entry': "The setting has no entry in the page's table of contents.",
    'no-typesetting': 'The page shows nothing but the target.',
    'class': 'Classes for the setting, separated by blanks.',
    'template': 'The template that renders the setting.',
    'placement': 'Whether the setting is an ``object`` or belongs to its ``section``.',
    'anchor': 'Further anchors of the setting, separated by blanks.',
    'source': 'A name in ``configsetting_sources`` and a key. Facts of the file are used where '
    'the directive states none.',
}
"""The options that are not fields, each with a sentence for the reference."""

ALIASES: Final = {
    'noindex': 'no-index',
    'noindexentry': 'no-index-entry',
    'nocontentsentry': 'no-contents-entry',
    'notypesetting': 'no-typesetting',
}
"""Sphinx's older spellings."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The declared fields in their order."""

    all: tuple[Field, ...] = BUILTIN
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)
    naming: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    """The fields whose values name a setting."""

    def __post_init__(self) -> None:
        """Index the fields."""
        object.__setattr__(self, 'by_name', {one.name: one for one in self.all})
        object.__setattr__(self, 'naming', tuple(one for one in self.all if one.names))

    def __iter__(self) -> Iterator[Field]:
        return iter(self.all)

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def get(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return self.by_name.get(name)

    def of_type(self, kind: type[FieldType]) -> list[Field]:
        """Return the fields of a type, such as those of environment variables."""
        return [one for one in self.all if isinstance(one.type, kind)]

    def has_option(self, name: str) -> bool:
        """Return whether the directive of settings has an option of that name."""
        name = ALIASES.get(name, name)
        return name in self.by_name or name in OBJECT_OPTIONS

    def nearest(self, name: str) -> list[str]:
        """Return up to three names of fields and options that are like another name."""
        known = [*self.by_name, *OBJECT_OPTIONS]
        return difflib.get_close_matches(name.lower(), known, 3)

    def without(self, name: str) -> Self:
        """Return the fields less one."""
        return type(self)(tuple(one for one in self.all if one.name != name))

    def placed(self, declared: Field, *, before: str = '', after: str = '') -> Self:
        """Return the fields with one put before or after another, or in its old place."""
        names = [known.name for known in self.all]
        rest = [known for known in self.all if known.name != declared.name]
        if before or after:
            spot = [known.name for known in rest].index(before or after) + bool(after)
        elif declared.name in names:
            spot = names.index(declared.name)
        else:
            spot = len(rest)
        return type(self)((*rest[:spot], declared, *rest[spot:]))

    def changed(self, name: str, **changes: object) -> Self:
        """Return the fields with attributes of one changed."""
        return self.placed(replace(self.by_name[name], **changes))  # type: ignore[arg-type]
