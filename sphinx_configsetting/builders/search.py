"""Sphinx's search index after a build that wrote but some of the pages."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.index_entries import split_index_msg

from ..domain import domain_of
from ..files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class SearchIndex:
    """Puts into the search index what Sphinx leaves out when it goes on from an old one.

    Sphinx reloads the index of the build before without the entries of the general
    index, so that readers would not find the variables of pages that did not change;
    and it keeps words that no page has any more.
    """

    def begin(self, app: Sphinx) -> None:
        """Look at the index of the build before."""
        self.before = changed_at(app)
        self.fresh = False

    def note_pages(
        self,
        _app: Sphinx,
        env: BuildEnvironment,
        added: Set[str],
        _changed: Set[str],
        _removed: Set[str],
    ) -> list[str]:
        """Note whether all pages are new, as the index is if there was none; add no page."""
        self.fresh = not self.before and added == env.found_docs
        return []

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Complete the index if Sphinx has changed the one of before."""
        now = changed_at(app)
        if exception or self.fresh or not now or now == self.before:
            return
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        path, form = Path(app.outdir, app.builder.searchindex_filename), app.builder.indexer_format
        if form is js_index:
            index = form.loads(path.read_text(encoding='utf-8'))
            write_whole(path, form.dumps(completed(index, app.env)).encode())


def changed_at(app: Sphinx) -> int:
    """Return when the builder's search index was changed, in ns; 0 for no index."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not builder.search:
        return 0
    path = Path(app.outdir, builder.searchindex_filename)
    return path.stat().st_mtime_ns if path.is_file() else 0


def completed(index: dict[str, Any], env: BuildEnvironment) -> dict[str, Any]:
    """Return Sphinx's search index as a build of all pages makes it."""
    entries: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
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
