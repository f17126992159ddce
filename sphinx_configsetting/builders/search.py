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
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def complete_search(app: Sphinx, exception: Exception | None) -> None:
    """Put into the search index what Sphinx leaves out when it goes on from an old one.

    Sphinx reloads the index of the build before without the entries of the general
    index, so that readers would not find the variables of pages that did not change;
    and it keeps words that no page has any more.
    """
    builder = app.builder
    if exception or not isinstance(builder, StandaloneHTMLBuilder) or not builder.search:
        return
    path, form = Path(app.outdir, builder.searchindex_filename), builder.indexer_format
    if form is js_index and path.is_file():
        index = form.loads(path.read_text(encoding='utf-8'))
        write_whole(path, form.dumps(completed(index, app.env)).encode())


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
