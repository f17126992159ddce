"""Settings in Sphinx's own search, and its index after a build that wrote but some pages."""

from __future__ import annotations

import html
from collections import defaultdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.index_entries import split_index_msg

from ..domain import domain_of, short_title
from ..records import SEARCH_FILE, is_current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting

Index = dict[str, Any]
Entries = dict[str, list[tuple[int, str, bool]]]
PAGES: Final = 'configsettingPages'
"""The key of the index that tells how many of its pages are real ones."""


class SearchIndex:
    """The form in which Sphinx writes its search index, with every setting in it.

    Sphinx shows an entry of the general index under the title of its page. So each
    setting gets a title of its own in the index, as if it were a page, and an entry for
    each of its names: whatever name is looked for, one result with the display name
    leads to the setting.

    Sphinx reloads the index of the build before without the entries of the general
    index, and it keeps words that no page has any more; this is put right as well.
    """

    def __init__(self, app: Sphinx) -> None:
        """Write the index of a build."""
        self.app = app

    def load(self, stream: IO[str]) -> Any:
        """Return the index of the build before, as Sphinx knows it.

        :raises ValueError: it is damaged.
        """
        index = js_index.load(stream)
        return without_settings(index) if isinstance(index, dict) else index

    def dump(self, index: Index, stream: IO[str]) -> None:
        """Write the index, as it stands where nothing has changed."""
        if is_current(self.app, SEARCH_FILE):
            stream.write(Path(self.app.outdir, SEARCH_FILE).read_text(encoding='utf-8'))
            return
        env = self.app.env
        domain = domain_of(env)
        whole = with_settings(completed(index, env), domain.catalog.settings, domain.fields)
        js_index.dump(whole, stream)


def prepare_search(app: Sphinx) -> None:
    """Let builders whose pages search by JavaScript write the settings to the index."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and builder.indexer_format is js_index:
        builder.indexer_format = SearchIndex(app)


def completed(index: Index, env: BuildEnvironment) -> Index:
    """Return Sphinx's search index as a build of all pages makes it."""
    entries: Entries = defaultdict(list)
    stated = env.get_domain('index').data['entries']
    for number, docname in enumerate(index['docnames']):
        if domain_of(env).is_searched(docname):
            for text, anchor, main in sorted(set(index_texts(stated.get(docname, ())))):
                entries[text.lower()].append((number, anchor, main == 'main'))
    words = {
        part: {word: pages for word, pages in index[part].items() if pages != []}
        for part in ('terms', 'titleterms')
    }
    return {**index, **words, 'indexentries': entries}


def index_texts(entries: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """Yield the text, anchor and rank of what entries of the general index list."""
    for kind, value, anchor, main, *_key in entries:
        for part in split_index_msg(kind, value):
            yield part, anchor or '', main


class Found(NamedTuple):
    """A setting in the index."""

    page: int
    """The number of its page."""
    number: int
    """The number of its own title."""
    setting: Setting


def with_settings(index: Index, settings: Iterable[Setting], fields: Fields) -> Index:
    """Return a search index that finds settings by each of their names."""
    numbers = {docname: number for number, docname in enumerate(index['docnames'])}
    searched = {docname for docname, number in numbers.items() if index['titles'][number]}
    shown = [s for s in settings if s.anchor and s.docname in searched]
    found = [Found(numbers[s.docname], len(numbers) + n, s) for n, s in enumerate(shown)]
    pages = [f.page for f in found]
    return {
        **index,
        PAGES: len(numbers),
        'docnames': [*index['docnames'], *(index['docnames'][page] for page in pages)],
        'filenames': [*index['filenames'], *(index['filenames'][page] for page in pages)],
        'titles': [*index['titles'], *(displayed(f.setting.title) for f in found)],
        'alltitles': other_titles(index['alltitles'], found),
        'indexentries': all_entries(index['indexentries'], found, fields),
    }


def without_settings(index: Index) -> Index:
    """Return a search index without the settings in it.

    Their titles come last; nothing else of them is read again.
    """
    parts = ('docnames', 'filenames', 'titles') if PAGES in index else ()
    return {**index, **{part: index[part][: index[PAGES]] for part in parts}}


def displayed(title: str) -> str:
    """Return a title as Sphinx's script takes it: before Sphinx 9, as HTML."""
    return title if sphinx.version_info >= (9,) else html.escape(title)


def other_titles(titles: dict[str, list[Any]], found: Iterable[Found]) -> dict[str, list[Any]]:
    """Return the headings of pages that do not repeat the name of a setting on the page."""
    named = {(f.page, t) for f in found for t in (f.setting.title, short_title(f.setting.title))}
    kept = {
        title: [place for place in places if (place[0], title) not in named]
        for title, places in titles.items()
    }
    return {title: places for title, places in kept.items() if places}


def all_entries(entries: Entries, found: Iterable[Found], fields: Fields) -> Entries:
    """Return the entries of the general index and those of names, each leading to a setting once.

    An entry of the general index that leads to a setting shows the setting's title too.
    """
    numbers = {(f.page, f.setting.anchor): f.number for f in found}
    merged: defaultdict[str, set[tuple[int, str, bool]]] = defaultdict(set)
    for text, places in entries.items():
        merged[text] |= {
            (numbers[page, anchor], anchor, True)
            if (page, anchor) in numbers
            else (page, anchor, main)
            for page, anchor, main in places
        }
    for one in found:
        for name in search_names(one.setting, fields):
            merged[name.lower()].add((one.number, one.setting.anchor, True))
    return {text: sorted(places) for text, places in merged.items()}


def search_names(setting: Setting, fields: Fields) -> Iterator[str]:
    """Yield what readers may look for a setting by: names, and the last part of keys."""
    yield from (setting.id, setting.title, short_title(setting.title))
    for field, name in setting.names(fields):
        yield name
        if field.kind.name == 'key':
            yield name.rpartition('.')[2]
