"""What a build holds while it reads and writes, and what it lets go.

Everything that Python has imported, and all that the environment keeps, lives to the end of a
build. Python's collector of cyclic garbage walks through it again and again, and finds nothing:
of a build of 10,000 settings, a third of the time. ``gc.freeze`` spares it that; it is undone
when the build has finished, and done once more when Python ends: what is left then is not
worth a search, for the operating system takes it back.
"""

from __future__ import annotations

import atexit
import gc
from typing import TYPE_CHECKING

from .domain import domain_of
from .foreign import writes_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def pass_over_modules(_app: Sphinx, _env: BuildEnvironment, _docnames: Sequence[str]) -> None:
    """Let the collector pass over what there is before pages are read, and when Python ends."""
    gc.freeze()
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def pass_over_environment(app: Sphinx, _builder: Builder) -> None:
    """Let the collector pass over what there is before pages are written.

    That holds for the nodes of pages that have just been read, too: they have to be taken apart.
    """
    if are_ours(app):
        gc.freeze()


def pass_over_page(app: Sphinx, _document: nodes.document, _docname: str) -> None:
    """Let the collector pass over a page that is to be written by another process.

    That one is a fork, which shares memory as long as nobody walks through it; see the
    documentation of ``gc.freeze``.
    """
    if app.builder.parallel_ok and domain_of(app.env).packed:
        gc.freeze()


def pass_over_no_more(_app: Sphinx, _exception: Exception | None) -> None:
    """Let the collector look at everything again."""
    gc.unfreeze()


def are_ours(app: Sphinx) -> bool:
    """Tell whether there are settings, and nobody else keeps nodes of pages that are written.

    Where several processes write, the first one keeps the pages that it has given to others.
    """
    alone = not app.builder.parallel_ok and writes_alone(app)
    return alone and bool(domain_of(app.env).packed)


class Pages:
    """Takes the nodes of pages apart that have been written: parents and children are cycles."""

    def __init__(self) -> None:
        """Begin with no page written."""
        self.last: nodes.document | None = None

    def next(
        self, app: Sphinx, _page: str, _template: str, _context: object, document: nodes.document
    ) -> None:
        """Take the page before this one apart."""
        written, self.last = self.last, document
        if written is not None and are_ours(app):
            take_apart(written)
            written.ids.clear()


def take_apart(node: nodes.Node) -> None:
    """Cut the ties between nodes and what they hold, as docutils does with its parsers."""
    for child in node.children:
        child.parent = None
        if child.children:
            take_apart(child)
    node.children = ()
