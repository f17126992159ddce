"""The records of what listings ask for, and the choice of their settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.fields import DESCRIPTION, DISPLAYNAME
from ..model.setting import Fact
from ..model.text import collapse
from .ordering import sorted_by
from .parser import fact_of, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.fields import Field, Fields
    from ..model.setting import Setting
    from ..model.settings import Settings

DISPLAYS: Final = {
    'table': 'A row for each setting.',
    'list': 'A list with an item for each setting.',
    'tree': 'Nested lists that follow the paths of the groups.',
}
"""The forms of a listing."""
FORMS: Final = {
    'full': 'The display name, and the setting as its page shows it.',
    'row': 'A table with one row.',
    'sentence': 'One paragraph: the display name, then the facts.',
}
"""The forms of a setting that is shown again."""
COLUMN: Final = re.compile(
    r'\s*(?P<field>[^\s",]+)\s*(?:"(?P<title>[^"]*)")?\s*(?P<cut>\d+)?\s*(?:,|\n|\Z)'
)
MIN_CUT: Final = 4
NOTHING: Final = (Fact('', ()),)
"""The one case of a field that a setting does not state."""
DEFAULT_COLUMNS: Final = (DISPLAYNAME, DESCRIPTION)
MOST_FACET_VALUES: Final = 30


class Column(NamedTuple):
    """A column of a listing."""

    field: str
    title: str = ''
    """The title as typed; '' for the field's label."""
    cut: int = 0
    """The number of characters to show; 0 for all."""


class Listing(NamedTuple):
    """The record of a listing, as plain data."""

    docname: str
    source: str
    line: int
    columns: tuple[Column, ...] = ()
    where: str = ''
    """The query; '' for all settings."""
    name: str = ''
    """The name of the one setting to show; '' for a listing."""
    sort: tuple[str, ...] = ()
    """The fields to sort by; a '-' before one reverses the order."""
    group: str = ''
    display: str = 'table'
    template: str = ''
    limit: int = 0
    """The number of settings to show; 0 for all."""
    filter: bool = False
    facets: tuple[str, ...] = ()
    """The fields that readers can filter by; () for those that distinguish the settings."""
    classes: tuple[str, ...] = ()
    broken: bool = False
    """True if the query is wrong, so that nothing is shown."""
    syntax: str = ''
    """The syntax of a sample file; '' for a listing."""
    file: str = ''
    """The name of a sample file."""
    defaults: bool = False
    """True if a sample file has defaults as values, not as comments."""
    within: tuple[int, ...] = ()
    """The positions of the settings of its page whose bodies have it."""
    fallback: bool = False
    """True if the directive has a body, which is shown if nothing matches."""


def parse_columns(text: str) -> tuple[list[Column], str]:
    """Return the columns in a text, and the part of the text that is none, or ''."""
    columns: list[Column] = []
    text = '\n'.join(map(collapse, text.splitlines()))  # the pattern is slow at many blanks
    spot = 0
    while text[spot:].strip(' ,\n'):
        found = COLUMN.match(text, spot)
        if not found:
            return columns, text[spot:].strip()
        cut = min(int(found['cut'][:6]), 100_000) if found['cut'] else 0
        columns.append(Column(found['field'].lower(), found['title'] or '', cut))
        spot = found.end()
    return columns, ''


def can_group(field: Field) -> bool:
    """Return whether several settings can share a value of a field."""
    return field.type.groupable and field.name != 'id'


def select(listing: Listing, settings: Settings) -> list[Setting]:
    """Return the settings that a listing shows, in its order."""
    if listing.broken:
        return []
    if listing.name:
        return settings.find(listing.name)[:1]
    found = settings.settings
    if listing.where:
        condition = parse_query(listing.where, settings.fields)
        found = [setting for setting in found if condition.holds(setting)]
    for name in reversed(listing.sort):
        found = sorted_by(name, found, settings.fields)
    return found[: listing.limit] if listing.limit else found


def facets_of(listing: Listing, settings: Sequence[Setting], fields: Fields) -> list[str]:
    """Return the fields that readers can filter a listing by.

    Where the page names none, these are the fields with few values that distinguish the
    settings.
    """
    if listing.facets or not (listing.filter or listing.display == 'explorer'):
        return list(listing.facets)
    shown = {column.field for column in listing.columns}
    return [
        field.name
        for field in fields
        if is_facet(field)
        and (not shown or field.name in shown)
        and 1 < len(distinct_values(field, settings)) <= MOST_FACET_VALUES
    ]


def is_facet(field: Field) -> bool:
    """Return whether readers can filter by a field: declared so, or flags, menus and words."""
    return field.facet or field.type.facet


def distinct_values(field: Field, settings: Iterable[Setting]) -> set[tuple[str, ...]]:
    """Return the different values of a field, () for settings without one."""
    facts = (fact_of(setting, field.name) for setting in settings)
    cases = (case for fact in facts for case in (fact.cases if fact else NOTHING))
    return {case.values for case in cases}


def shown_columns(
    listing: Listing, facets: Iterable[str], found: Iterable[Setting]
) -> list[Column]:
    """Return the columns of a listing: those of its page, or the usual ones, and the facets.

    :param found: the settings of the listing, which may have no text to describe them.
    """
    described = any(one.body or one.text(DESCRIPTION) for one in found)
    usual = DEFAULT_COLUMNS if described else DEFAULT_COLUMNS[:1]
    columns = list(listing.columns or map(Column, usual))
    known = {column.field for column in columns}
    spot = len(columns) if listing.columns else 1
    columns[spot:spot] = [Column(name) for name in facets if name not in known]
    return columns
