"""Settings in Sphinx's own search: one entry for each, found by every name.

Sphinx's script shows an object under the text that it is looked for by, and an entry of the
general index under the title of its page. So each setting gets its own title in the
index, as if it were a page, and an entry for each of its names.
"""

from __future__ import annotations

import html
from collections import defaultdict
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index

from .domain import get_domain
from .model.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from .model.fields import Fields
    from .model.setting import Setting

Index = dict[str, Any]
Entries = dict[str, list[tuple[int, str, bool]]]
PAGES: Final = 'configsettingPages'
"""The key of the index with the number of its real pages."""


class SearchIndex:
    """The format in which Sphinx writes its search index, with every setting in it."""

    def __init__(self, app: Sphinx) -> None:
        """Write the index of a build."""
        self.app = app

    def load(self, stream: IO[str]) -> Any:
        """Return the index of the build before, without settings.

        :raises ValueError: it is damaged.
        """
        index = js_index.load(stream)
        return without_settings(index) if isinstance(index, dict) else index

    def dump(self, index: Index, stream: IO[str]) -> None:
        """Write the index with settings."""
        domain = get_domain(self.app.env)
        settings = [s for s in domain.settings.settings if domain.is_searched(s.docname)]
        whole = with_settings(index, settings, domain.fields) if settings else index
        js_index.dump(whole, stream)


def prepare_search(app: Sphinx) -> None:
    """Add the settings to the search index of builders whose pages search by JavaScript."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and builder.indexer_format is js_index:
        builder.indexer_format = SearchIndex(app)


class IndexedSetting(NamedTuple):
    """A setting in the index."""

    page: int
    """The number of its page."""
    number: int
    """The number of the setting's title."""
    setting: Setting

    @property
    def anchor(self) -> str:
        """The anchor of a text that snippets can show: a section's, or the setting's own."""
        return self.setting.section or self.setting.anchor


def with_settings(index: Index, settings: Iterable[Setting], fields: Fields) -> Index:
    """Return a search index that finds settings by each of their names."""
    numbers = {docname: number for number, docname in enumerate(index['docnames'])}
    shown = [s for s in settings if s.docname in numbers and index['titles'][numbers[s.docname]]]
    found = [IndexedSetting(numbers[s.docname], len(numbers) + n, s) for n, s in enumerate(shown)]
    pages = [one.page for one in found]
    return {
        **index,
        PAGES: len(numbers),
        'docnames': [*index['docnames'], *(index['docnames'][page] for page in pages)],
        'filenames': [*index['filenames'], *(index['filenames'][page] for page in pages)],
        'titles': [*index['titles'], *(displayed(one.setting.title) for one in found)],
        'alltitles': other_titles(index['alltitles'], found),
        'indexentries': all_entries(index['indexentries'], found, fields),
    }


def without_settings(index: Index) -> Index:
    """Return a search index without the settings, whose titles come last."""
    parts = ('docnames', 'filenames', 'titles') if PAGES in index else ()
    return {**index, **{part: index[part][: index[PAGES]] for part in parts}}


def displayed(title: str) -> str:
    """Return a title as Sphinx's script takes it: before Sphinx 9, as HTML."""
    return title if sphinx.version_info >= (9,) else html.escape(title)


def other_titles(
    titles: dict[str, list[Any]], found: Iterable[IndexedSetting]
) -> dict[str, list[Any]]:
    """Return the headings of pages that do not repeat the name of a setting on the page."""
    named = {(f.page, t) for f in found for t in (f.setting.title, shorten(f.setting.title))}
    kept = {
        title: [place for place in places if (place[0], title) not in named]
        for title, places in titles.items()
    }
    return {title: places for title, places in kept.items() if places}


def all_entries(entries: Entries, found: Iterable[IndexedSetting], fields: Fields) -> Entries:
    """Return the entries of the general index and those of names, each leading to a setting once.

    An entry of the general index that leads to a setting shows the setting's title, too.
    """
    places = {(one.page, one.setting.anchor): (one.number, one.anchor, True) for one in found}
    merged: defaultdict[str, set[tuple[int, str, bool]]] = defaultdict(set)
    for text, stated in entries.items():
        merged[text] |= {
            places.get((page, anchor), (page, anchor, main)) for page, anchor, main in stated
        }
    for one in found:
        for name in search_names(one.setting, fields):
            merged[name.lower()].add((one.number, one.anchor, True))
    return {text: sorted(stated) for text, stated in merged.items()}


def search_names(setting: Setting, fields: Fields) -> Iterator[str]:
    """Yield the names that readers may look for a setting by, and the last part of keys."""
    yield from (setting.id, setting.title, shorten(setting.title))
    for field, name in setting.names(fields):
        yield name
        if field.type.section(name):
            yield name.rpartition('.')[2]


def setup_search(app: Sphinx) -> None:
    """Register the search index."""
    # The builder exists, and has not yet made its search index.
    app.connect('builder-inited', prepare_search)
