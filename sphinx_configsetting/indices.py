"""Index pages: all settings by display name, and by each indexed field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .catalog.fields import Field, Fields
    from .catalog.setting import Setting
    from .domain import ConfigDomain

CATALOG = 'sphinx_configsetting'
_ = get_translation(CATALOG)
Letter = tuple[str, list[IndexEntry]]
Content = list[Letter]
Item = tuple[str, str, 'Setting', str]
"""Section ('' for none), name, setting, and what is said of it."""


class Later(Sequence[Letter]):
    """The entries of a page that has some, made when they are asked for."""

    def __init__(self, make: Callable[[], Content]) -> None:
        """Keep what makes them."""
        self._make = make

    @cached_property
    def _content(self) -> Content:
        return self._make()

    def __bool__(self) -> bool:
        """There are some."""
        return True

    def __len__(self) -> int:
        return len(self._content)

    def __getitem__(self, place: Any) -> Any:
        return self._content[place]


class SettingIndex(Index):
    """All settings by display name."""

    name = 'settings'
    localname = 'Configuration settings'
    shortname = 'settings'
    domain: ConfigDomain

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[Content, bool]:
        """Return the entries of each letter, of those pages or of all.

        Where a page is there that nothing has changed, its entries are made at need.
        """
        if docnames is None and self.is_there():
            return cast('Content', Later(self.content)), False
        return self.content(docnames), False

    def is_there(self) -> bool:
        """Tell whether the page is there, and no page has been read that could change it."""
        builder = self.domain.builder
        return (
            not self.domain.touched
            and isinstance(builder, StandaloneHTMLBuilder)
            and Path(builder.get_outfilename(f'{self.domain.name}-{self.name}')).is_file()
        )

    def content(self, docnames: Iterable[str] | None = None) -> Content:
        """Return the entries of each letter."""
        pages = None if docnames is None else set(docnames)
        settings = [
            setting
            for setting in self.domain.catalog.settings
            if setting.anchor and (pages is None or setting.docname in pages)
        ]
        return list(lettered(list(self.items(settings))))

    def items(self, settings: list[Setting]) -> Iterator[Item]:
        """Yield what stands in the index."""
        return (('', setting.title, setting, '') for setting in settings)


class FieldIndex(SettingIndex):
    """All settings by the values of one field."""

    field: ClassVar[Field]

    def items(self, settings: list[Setting]) -> Iterator[Item]:
        """Yield a path's settings under the path, other values under their section."""
        for setting in settings:
            values = setting.values(self.field.name)
            if self.field.kind.name == 'menu':
                if values:
                    yield ' > '.join(values), setting.title, setting, ''
            else:
                for value in values:
                    yield self.field.kind.section(value), value, setting, setting.title


def lettered(items: list[Item]) -> Iterator[tuple[str, list[IndexEntry]]]:
    """Yield each letter with its entries, sections and names in alphabetical order."""
    skip = common_prefix([section or name for section, name, *_ in items])
    letters: dict[str, dict[tuple[str, str], list[Item]]] = defaultdict(dict)
    for item in sorted(items, key=order):
        head = item[0] or item[1]
        group = letters[letter_of(head[skip:])]
        group.setdefault((item[0], '' if item[0] else item[1]), []).append(item)
    for letter in sorted(letters, key=lambda found: (found != SYMBOLS, found)):
        yield letter, [e for key in letters[letter] for e in entries(*key, letters[letter][key])]


SYMBOLS = 'Symbols'


def entries(section: str, _name: str, items: list[Item]) -> Iterator[IndexEntry]:
    """Yield the entries of one section, or of one name without a section."""
    if section:
        yield IndexEntry(section, 1, '', '', '', '', '')
    for _section, name, setting, extra in items:
        subtype = 2 if section else 0
        yield IndexEntry(name, subtype, setting.docname, setting.anchor, extra, '', '')


def order(item: Item) -> tuple[str, ...]:
    """Return what an item is sorted by: letters first, their case last."""
    section, name, setting, _extra = item
    folded = (part.casefold() for part in (section or name, name))
    return (*folded, section, name, setting.docname, f'{setting.position:06}')


def common_prefix(names: list[str]) -> int:
    """Return the length of the prefix, up to an underscore, that all names share."""
    if len(names) < 2:
        return 0
    first, last = min(names), max(names)
    pairs = enumerate(zip(first, last, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), len(first))
    return first[:same].rfind('_') + 1


def letter_of(name: str) -> str:
    """Return the heading that a name stands under.

    Sphinx's template prints it unescaped, so it is a letter, a digit or a fixed word.
    """
    first = name.lstrip('.')[:1].upper()[:1]
    return first if first.isalnum() else SYMBOLS


def indices_of(fields: Fields) -> list[type[Index]]:
    """Return the index classes, that of the display names first."""
    own = {'localname': _('Configuration settings'), 'shortname': _('settings')}
    classes: list[type[Index]] = [type('SettingIndex', (SettingIndex,), own)]
    for field in fields:
        if field.index:
            label = _(field.label).replace('`', '')
            title = _('Settings by %s') % label
            names = {'name': field.name, 'localname': title, 'shortname': label, 'field': field}
            classes.append(type('FieldIndex', (FieldIndex,), names))
    return classes
