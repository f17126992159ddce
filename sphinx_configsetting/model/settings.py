"""All settings of a project: homes, duplicates, and look-up by any name."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from .text import collapse, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .fields import Fields
    from .setting import Setting

PIECES: Final = 12
CANDIDATES: Final = 40
"""The number of pieces of a name, and of names that share them, to choose suggestions from."""
Tier = dict[str, list[tuple[str, 'Setting']]]


class Duplicate(NamedTuple):
    """Two settings with one id, or with ids that differ by letter case only."""

    first: Setting
    second: Setting


def neighboring_pairs(name: str) -> set[str]:
    """Return the pairs of neighboring characters in a name."""
    return {name[index : index + 2] for index in range(len(name) - 1)}


def rank_of_home(setting: Setting, minor: Collection[str]) -> tuple[bool, bool, str, int]:
    """Return the sort key of the pages that share one source line; the least is the home.

    An ``:orphan:`` or ``:nosearch:`` page comes last, and a page that includes a file
    comes before the file's own page.
    """
    own_page = setting.source.rpartition('.')[0] == setting.docname
    return (setting.docname in minor, own_page, setting.docname, setting.position)


def homes(settings: Iterable[Setting], minor: Collection[str]) -> list[Setting]:
    """Return each setting once, at its home, sorted by page and position.

    Two settings are one if the same line of the same file states the same facts of them.
    """
    places: dict[tuple[object, ...], list[Setting]] = defaultdict(list)
    for setting in settings:
        facts = tuple(setting.facts.items())
        places[setting.source, setting.line, setting.id, facts].append(setting)
    chosen = (
        group[0] if len(group) == 1 else min(group, key=lambda s: rank_of_home(s, minor))
        for group in places.values()
    )
    return sorted(chosen, key=lambda s: (s.docname, s.position))


class Settings:
    """An immutable view of the settings of a project."""

    def __init__(
        self, settings: Iterable[Setting], fields: Fields, minor: Collection[str] = ()
    ) -> None:
        """Index the settings.

        :param settings: the settings of all pages.
        :param minor: the names of the pages that are homes only if no other page is.
        """
        self.fields: Fields = fields
        self.settings: list[Setting] = homes(settings, minor)
        self._ids: dict[str, Setting] = {}
        self._found: dict[tuple[str, str, bool], list[Setting]] = {}
        self.duplicates: list[Duplicate] = [
            Duplicate(first, setting)
            for setting in self.settings
            if (first := self._ids.setdefault(setting.id, setting)) is not setting
        ]

    @cached_property
    def similar_ids(self) -> list[Duplicate]:
        """The settings whose ids differ from another one by letter case or Unicode form."""
        first: dict[str, Setting] = {}
        pairs = ((first.setdefault(fold(s.id), s), s) for s in self._ids.values())
        return [Duplicate(one, other) for one, other in pairs if one is not other]

    @cached_property
    def by_label(self) -> dict[str, Setting]:
        """The settings by their ids and former names in lower case, as labels of docutils are.

        Ids that differ by letter case only have no label: it would lead to one of them.
        """
        alike = {collapse(one.id).lower() for pair in self.similar_ids for one in pair}
        former = [(name, one) for one in self.settings for name in one.values('formerly')]
        named = [*reversed(former), *self._ids.items()]
        labels = {collapse(name).lower(): one for name, one in named}
        return {label: one for label, one in labels.items() if label not in alike}

    @cached_property
    def stated(self) -> frozenset[str]:
        """The names of the fields that any setting states."""
        return frozenset(name for setting in self.settings for name in setting.facts)

    def by_id(self, id_: str) -> Setting | None:
        """Return the setting with an id as written, or None."""
        return self._ids.get(id_)

    @cached_property
    def _tiers(self) -> tuple[Tier, Tier, Tier]:
        """The names as written, in folded letters, and the last segments of keys."""
        exact: Tier = defaultdict(list)
        folded: Tier = defaultdict(list)
        last: Tier = defaultdict(list)
        for setting in self.settings:
            folded[fold(setting.id)].append(('', setting))
            for declared, name in setting.names(self.fields):
                exact[name].append((declared.name, setting))
                folded[fold(name)].append((declared.name, setting))
                if declared.type.section(name):
                    last[fold(name.rpartition('.')[2])].append((declared.name, setting))
        return exact, folded, last

    def find(self, name: str, field_name: str = '', *, exact: bool = False) -> list[Setting]:
        """Return the settings that a name may mean, the likeliest first; [] for none.

        An id comes before other names, a name as written before one in other letter
        case, and all of these before the last segment of a key.

        :param field_name: the field that the name must come from; '' for any.
        :param exact: whether only names as written count.
        """
        asked = name, field_name, exact
        if asked not in self._found:
            self._found[asked] = self._look_up(collapse(name), field_name, exact=exact)
        return self._found[asked]

    def _look_up(self, name: str, field_name: str, *, exact: bool) -> list[Setting]:
        if name in self._ids and not field_name:
            return [self._ids[name]]
        wanted = (name,) if exact else (name, fold(name), fold(name))
        for tier, form in zip(self._tiers, wanted, strict=False):
            found: dict[tuple[str, int], Setting] = {}
            for source, setting in tier.get(form, ()):
                if field_name in {'', source}:  # several ids of a directive are one setting
                    found.setdefault((setting.docname, setting.home), setting)
            if found:
                return list(found.values())
        return []

    def suggest(self, name: str, field_name: str = '') -> list[str]:
        """Return up to three names that are like another one, the likeliest first."""
        wanted = fold(name)
        known = {
            fold(candidate): candidate
            for candidate in self._alike(wanted)
            if any(field_name in {'', source} for source in self._sources[candidate])
        }
        return [known[match] for match in difflib.get_close_matches(wanted, known, 3)]

    def _alike(self, wanted: str) -> list[str]:
        """Return the names that share most with another one, in a fixed order.

        Comparing all names takes long where many references are broken, so only those
        are compared that share the rarest pieces.
        """
        shared: Counter[str] = Counter()
        known = neighboring_pairs(wanted) & self._pieces.keys()
        for piece in sorted(known, key=lambda one: (len(self._pieces[one]), one))[:PIECES]:
            shared.update(self._pieces[piece])
        return sorted(shared, key=lambda name: (-shared[name], name))[:CANDIDATES]

    @cached_property
    def _sources(self) -> dict[str, set[str]]:
        """The fields that each name comes from; '' for an id."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, places in self._tiers[0].items():
            found[name].update(source for source, _setting in places)
        for name in self._ids:
            found[name].add('')
        return found

    @cached_property
    def _pieces(self) -> dict[str, list[str]]:
        """The names that contain each piece."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._sources:
            for piece in neighboring_pairs(fold(name)):
                found[piece].append(name)
        return found
