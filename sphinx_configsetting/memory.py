"""What a build holds while it reads and writes, and what it lets go.

Everything that Python has imported, and all that the environment keeps, lives to the end of a
build. Python's collector of cyclic garbage walks through it again and again, and finds nothing:
of a build of 10,000 settings, a third of the time. ``gc.freeze`` spares it that; it is undone
when the build has finished.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from .domain import domain_of
from .foreign import writes_alone

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def keep(*_arguments: Any) -> None:
    """Let the collector pass over all that there is."""
    gc.freeze()


def keep_no_more(_app: Sphinx, _exception: Exception | None) -> None:
    """Let the collector look at everything again."""
    gc.unfreeze()


class Pages:
    """Takes the nodes of pages apart that have been written.

    They are all cycles, of parents and children; the collector, which would find them in
    time, passes over those of pages that were read in the same build.
    """

    def __init__(self) -> None:
        """Begin with no page written."""
        self.last: nodes.document | None = None

    def next(
        self, app: Sphinx, _page: str, _template: str, _context: object, document: nodes.document
    ) -> None:
        """Take the page before this one apart, unless others may have kept something of it."""
        written, self.last = self.last, document
        if written is not None and domain_of(app.env).packed and writes_alone(app):
            take_apart(written)
            written.ids.clear()


def take_apart(node: nodes.Node) -> None:
    """Cut the ties between nodes and what they hold, as docutils does with its parsers."""
    for child in node.children:
        child.parent = None
        if child.children:
            take_apart(child)
    node.children = ()
