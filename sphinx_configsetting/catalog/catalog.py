"""All settings of a project: homes, duplicates, and look-up by any name."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .kinds import collapse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from .fields import Fields
    from .setting import Setting


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two settings with one id."""

    first: Setting
    second: Setting


def fold(name: str) -> str:
    """Return a name in the form in which letters' case does not count."""
    return collapse(name).casefold()


def rank_of_home(setting: Setting, minor: Collection[str]) -> tuple[bool, bool, str, int]:
    """Rank the pages that hold one source line; the least is the setting's home.

    A page that is no reader's goal (``:orphan:``, ``:nosearch:``) comes last, and the
    page that includes a file comes before the file's own page.
    """
    own_page = setting.source.rpartition('.')[0] == setting.docname
    return (setting.docname in minor, own_page, setting.docname, setting.position)


def homes(settings: Iterable[Setting], minor: Collection[str]) -> list[Setting]:
    """Return each setting once, at its home, sorted by page and position.

    Two settings are one when the same line of the same file states them.
    """
    places: dict[tuple[str, int, str], list[Setting]] = defaultdict(list)
    for setting in settings:
        places[setting.source, setting.line, setting.id].append(setting)
    chosen = (min(group, key=lambda s: rank_of_home(s, minor)) for group in places.values())
    return sorted(chosen, key=lambda s: (s.docname, s.position))


Tier = dict[str, list[tuple[str, 'Setting']]]


class Catalog:
    """An immutable view of all settings."""

    def __init__(
        self, pages: Mapping[str, Sequence[Setting]], fields: Fields, minor: Collection[str] = ()
    ) -> None:
        """Index the settings.

        :param pages: the settings of each page, in their order.
        :param minor: the names of the pages that are homes only at need.
        """
        self.fields = fields
        self.settings = homes((s for page in pages.values() for s in page), minor)
        self.duplicates: list[Duplicate] = []
        self._ids: dict[str, Setting] = {}
        self._exact: Tier = defaultdict(list)
        self._folded: Tier = defaultdict(list)
        self._segments: Tier = defaultdict(list)
        for setting in self.settings:
            self._note(setting)

    def _note(self, setting: Setting) -> None:
        first = self._ids.setdefault(setting.id, setting)
        if first is not setting:
            self.duplicates.append(Duplicate(first, setting))
        self._folded[fold(setting.id)].append(('', setting))
        for declared, name in setting.names(self.fields):
            self._exact[name].append((declared.name, setting))
            self._folded[fold(name)].append((declared.name, setting))
            if declared.kind.section(name):
                self._segments[fold(name.rpartition('.')[2])].append((declared.name, setting))

    def find(self, name: str, field_name: str = '', *, exact: bool = False) -> list[Setting]:
        """Return the settings that a name may mean, the first one first; [] for none.

        The id counts before other names, a name as written before one in other
        letters, and all of these before the last segment of a key.

        :param field_name: the field that the name must come from; '' for any.
        :param exact: whether only names as written count.
        """
        name = collapse(name)
        if name in self._ids and not field_name:
            return [self._ids[name]]
        loose = () if exact else ((self._folded, fold(name)), (self._segments, fold(name)))
        for tier, wanted in ((self._exact, name), *loose):
            found = {
                (setting.docname, setting.position): setting
                for source, setting in tier.get(wanted, ())
                if field_name in {'', source}
            }
            if found:
                return list(found.values())
        return []

    def suggest(self, name: str, field_name: str = '') -> list[str]:
        """Return up to three names that are like another one, the likest first."""
        known = dict.fromkeys(
            candidate
            for candidate, places in (*self._exact.items(), *self._id_places())
            if any(field_name in {'', source} for source, _ in places)
        )
        wanted = fold(collapse(name))
        folded = {fold(candidate): candidate for candidate in known}
        return [folded[match] for match in difflib.get_close_matches(wanted, folded, 3)]

    def _id_places(self) -> Iterable[tuple[str, list[tuple[str, Setting]]]]:
        return ((name, [('', setting)]) for name, setting in self._ids.items())
