"""What a listing shows: its columns, its settings in their order, and its groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .fields import DESCRIPTION, DISPLAYNAME, Field
from .kinds import collapse
from .ordering import natural, number, version
from .query import field_of, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .catalog import Catalog
    from .fields import Fields
    from .query import Look
    from .setting import Fact, Setting

LISTING: Final = 'configsetting_listing'
"""The attribute of the node that stands in a page for a listing, until it is written."""
PART: Final = 'configsetting_part'
"""The attribute of what is in that node: 'frame', 'body', or 'title-' and a column's number."""
DISPLAYS: Final = {
    'table': 'A row for each setting.',
    'list': 'A list with an item for each setting.',
    'tree': 'A list within lists, as the groups are paths.',
}
"""How a listing can be shown."""
FORMS: Final = {
    'full': 'The display name, and the table that its page shows.',
    'row': 'A table with one row.',
    'sentence': 'One paragraph: the display name, and the facts behind it.',
}
"""How one setting can be shown again."""
COLUMN: Final = r'\s*(?P<field>[^\s",]+)\s*(?:"(?P<title>[^"]*)")?\s*(?P<cut>\d+)?\s*(?:,|\n|\Z)'
MIN_CUT: Final = 4
FACETS: Final = ('restart', 'deprecated', 'type', 'systemconsole')
"""The fields by which a filtered listing can be narrowed, unless its page says others."""
DEFAULT_COLUMNS: Final = (DISPLAYNAME, DESCRIPTION)
Group = tuple[tuple[str, ...], list['Setting']]
"""The path of a group, () for what belongs to none, and its settings."""


class Column(NamedTuple):
    """A column of a listing."""

    field: str
    title: str = ''
    """The title as typed; '' for the field's label."""
    cut: int = 0
    """How many characters are shown; 0 for all."""


class Listing(NamedTuple):
    """A listing as its directive asks for it, as plain data."""

    docname: str
    source: str
    line: int
    columns: tuple[Column, ...] = ()
    where: str = ''
    """The query; '' for all settings."""
    name: str = ''
    """The name of the one setting to show; '' for a listing."""
    sort: tuple[str, ...] = ()
    """The fields to sort by; a '-' before one is for falling order."""
    group: str = ''
    display: str = 'table'
    template: str = ''
    limit: int = 0
    """How many settings are shown; 0 for all."""
    filter: bool = False
    facets: tuple[str, ...] = ()
    """The fields to narrow the listing by; () for those that suit."""
    classes: tuple[str, ...] = ()
    broken: bool = False
    """Whether the query is wrong, so that nothing is shown."""
    fallback: bool = False
    """Whether the directive has a body, to be shown where nothing is found."""
    within: int = -1
    """The position of the setting whose body it stands in; -1 for none."""


def parse_columns(text: str) -> tuple[list[Column], str]:
    """Read columns separated by commas or line breaks.

    :returns: the columns, and the part of the text that is none; '' when all are.
    """
    columns: list[Column] = []
    text = '\n'.join(map(collapse, text.splitlines()))  # the pattern is slow at many blanks
    spot = 0
    while text[spot:].strip(' ,\n'):
        found = re.compile(COLUMN).match(text, spot)
        if not found:
            return columns, text[spot:].strip()
        cut = min(int(found['cut'][:6]), 100_000) if found['cut'] else 0
        columns.append(Column(found['field'].lower(), found['title'] or '', cut))
        spot = found.end()
    return columns, ''


def can_group(field: Field) -> bool:
    """Tell whether settings can be put in groups by a field."""
    return field.kind.display != 'markup' and field.name not in {'id', DISPLAYNAME}


def select(listing: Listing, catalog: Catalog, look: Look) -> list[Setting]:
    """Return the settings that a listing shows, in its order."""
    if listing.broken:
        return []
    if listing.name:
        return catalog.find(listing.name)[:1]
    found = catalog.settings
    if listing.where:
        condition = parse_query(listing.where, catalog.fields)
        found = [setting for setting in found if condition.holds(setting, look)]
    for name in reversed(listing.sort):
        found = sorted_by(name, found, catalog.fields, look)
    return found[: listing.limit] if listing.limit else found


def sorted_by(name: str, settings: Iterable[Setting], fields: Fields, look: Look) -> list[Setting]:
    """Return settings sorted by a field; those without a value come last."""
    bare = name.removeprefix('-')
    keys = ((sort_key(bare, setting, fields, look), setting) for setting in settings)
    known = list(keys)
    stated = [pair for pair in known if pair[0] is not None]
    stated.sort(key=lambda pair: pair[0] or (), reverse=bare != name)
    return [setting for _key, setting in (*stated, *(p for p in known if p[0] is None))]


def sort_key(name: str, setting: Setting, fields: Fields, look: Look) -> tuple[object, ...] | None:
    """Return what a setting is sorted by; None where it states nothing."""
    if name == DISPLAYNAME:
        return natural(setting.title)
    fact = look(setting, name)
    if fact is None or not fact.applicable:
        return None
    field = field_of(fields, name)
    if field is not None and field.kind.name in {'version', 'deprecation'}:
        found = version(fact.values[0])
        return (0, found) if found else (1, natural(fact.text))
    amount = number(fact.text)
    return (0, amount) if amount is not None else (1, natural(fact.text))


def grouped(listing: Listing, settings: Iterable[Setting], fields: Fields) -> list[Group]:
    """Return the groups of a listing; a setting stands in one for each of its values.

    Pages are in the order of their settings, other groups in that of their names; what
    belongs to no group comes last.
    """
    field = field_of(fields, listing.group)
    if field is None:
        return [((), list(settings))]
    groups: dict[tuple[str, ...], list[Setting]] = {}
    for setting in settings:
        for path in dict.fromkeys(group_paths(field, setting)):
            groups.setdefault(path, []).append(setting)
    if field.kind.name == 'page':
        return list(groups.items())
    return sorted(groups.items(), key=lambda group: (not group[0], *map(natural, group[0])))


def group_paths(field: Field, setting: Setting) -> list[tuple[str, ...]]:
    """Return the groups that a setting belongs to."""
    if field.kind.name == 'page':
        return [(setting.docname,)]
    values = setting.values(field.name)
    if field.kind.name == 'menu' or not values:
        return [values]
    if field.kind.name == 'key':
        return [tuple(filter(None, field.kind.section(value).split('.'))) for value in values]
    return [(value,) for value in values[: 1 if field.kind.name == 'deprecation' else None]]


def facets_of(
    listing: Listing, settings: Sequence[Setting], fields: Fields, look: Look
) -> list[str]:
    """Return the fields by which a filtered listing can be narrowed.

    Where its page does not say which, these are those that tell its settings apart.
    """
    if not listing.filter or listing.facets:
        return list(listing.facets)
    shown = [column.field for column in listing.columns] or FACETS
    return [
        name
        for name in FACETS
        if name in shown
        and name in fields
        and len({values_of(look(setting, name)) for setting in settings}) > 1
    ]


def values_of(fact: Fact | None) -> tuple[str, ...]:
    """Return the values of a fact; () where there is none."""
    return fact.values if fact else ()


def shown_columns(listing: Listing, facets: Iterable[str]) -> list[Column]:
    """Return the columns of a listing: those of its page, or the usual ones, and the facets."""
    columns = list(listing.columns or map(Column, DEFAULT_COLUMNS))
    known = {column.field for column in columns}
    spot = len(columns) if listing.columns else 1
    columns[spot:spot] = [Column(name) for name in facets if name not in known]
    return columns
