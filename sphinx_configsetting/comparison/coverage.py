"""Count how many settings are documented, and how many state each fact."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ..importers import format_key
from .check import Checker
from .findings import Finding, Kind
from .option_lines import SourcePlaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .documentation import Documentation, Documented
    from .product import Product

DOCUMENTED: Final = 'documented'
MEASURES: Final = (DOCUMENTED, 'description', 'default', 'type', 'example', 'since')
"""The measures that are always reported; each other field can be asked for."""


class Share(NamedTuple):
    """A share of several settings."""

    have: int
    all: int

    @property
    def percent(self) -> float:
        """The share in percent, rounded down to a tenth; 100 of no settings."""
        return 100.0 if not self.all else self.have * 1000 // self.all / 10


class CoverageRow(NamedTuple):
    """The shares of a page, a group or a source, by measure."""

    by: str
    name: str
    shares: Mapping[str, Share]


def coverage(
    documentation: Documentation,
    sources: Mapping[str, Share],
    measures: Sequence[str] = MEASURES,
) -> list[CoverageRow]:
    """Return the shares of all settings, then by page, group and source.

    :param sources: the documented share of the settings of each source, and under '' of all.
    """
    fields = [name for name in measures if name != DOCUMENTED]
    total = {name: share_of(documentation.settings, name) for name in fields}
    if sources:
        total = {DOCUMENTED: sources[''], **total}
    rows = [CoverageRow('all', '', total)]
    for by, key in (('page', page_of_setting), ('group', partial(group_of, documentation))):
        rows += grouped_shares(documentation, by, key, fields)
    named = {name: share for name, share in sources.items() if name}
    rows += [CoverageRow('source', name, {DOCUMENTED: share}) for name, share in named.items()]
    return rows


def shares_of_products(
    documentation: Documentation, products: Sequence[Product]
) -> dict[str, Share]:
    """Return the documented share of the settings of each product, by its file.

    Under '' is that of all; a key of several products counts once.
    """
    checker = Checker(documentation, products, SourcePlaces([], Path()))
    checker.findings()
    left = {one.key for one in checker.undocumented_settings()}
    keys = {each.spec.path: [one.key for one in each.source.settings] for each in products}
    if keys:
        keys[''] = list(dict.fromkeys(chain.from_iterable(keys.values())))
    return {
        name: Share(sum(key not in left for key in found), len(found))
        for name, found in keys.items()
    }


def page_of_setting(setting: Documented) -> str:
    """Return the page of a setting."""
    return setting.docname


def group_of(documentation: Documentation, setting: Documented) -> str:
    """Return the group of a setting, or else the section of its first key."""
    paths = documentation.keys(setting)
    return setting.group or (format_key(paths[0][:-1]) if paths else '')


def grouped_shares(
    documentation: Documentation, by: str, key: Callable[[Documented], str], fields: Iterable[str]
) -> list[CoverageRow]:
    """Return the shares of settings that have a page or group in common."""
    groups: dict[str, list[Documented]] = {}
    for setting in documentation.settings:
        groups.setdefault(key(setting), []).append(setting)
    names = sorted(name for name in groups if name)
    wanted = list(fields)
    return [CoverageRow(by, n, {one: share_of(groups[n], one) for one in wanted}) for n in names]


def share_of(settings: Sequence[Documented], field: str) -> Share:
    """Return how many settings state a field; one that does not apply is stated."""
    has = Counter(has_fact(setting, field) for setting in settings)
    return Share(has[True], len(settings))


def has_fact(setting: Documented, field: str) -> bool:
    """Return whether a setting states a field; the body is a description, too."""
    return field in setting.facts or (field == 'description' and bool(setting.body))


def failures(rows: Sequence[CoverageRow], limits: Mapping[str, float]) -> list[Finding]:
    """Return the measures of all settings that are below their limits."""
    total = rows[0].shares
    return [
        Finding(
            kind=Kind.COVERAGE,
            key=name,
            message=f'{name} is {total[name].percent:g} %, below {limit:g} %; '
            f'{total[name].have} of {total[name].all} settings have it',
            stated=limit,
            found=total[name].percent,
        )
        for name, limit in limits.items()
        if total[name].percent < limit
    ]
