"""Documents that no source file states, and HTML of parts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from docutils.writers.html5_polyglot import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from docutils.frontend import Values
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment


def page_settings(env: BuildEnvironment) -> Values:
    """Return the settings of documents, which takes docutils a while."""
    settings = get_default_settings(Parser, Writer)
    settings.__dict__.update(env.settings)
    settings.env = env
    return settings


def empty_page(env: BuildEnvironment, docname: str, settings: Values) -> nodes.document:
    """Return an empty document that stands for a page."""
    return new_document(str(env.doc2path(docname)), settings)


def html_of(
    builder: StandaloneHTMLBuilder, document: nodes.document, parts: Iterable[Iterable[nodes.Node]]
) -> Iterator[str]:
    """Yield the HTML of parts of a document."""
    translator: Any = builder.create_translator(document, builder)
    for part in parts:
        start = len(translator.body)
        for node in part:
            node.walkabout(translator)
        yield ''.join(translator.body[start:]).strip()
