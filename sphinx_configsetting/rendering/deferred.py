"""Tables that are drawn when their pages are written.

Until then a page holds what its author wrote and no more: the many transforms that Sphinx
runs have nothing to do for what templates add, and neither has the file of the page grown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..domain import domain_of
from .breaks import HtmlBreaks
from .presentation import DEFERRED, SLOT, block_slots, templates_of
from .shapes import made
from .values import part_node

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from sphinx.environment import BuildEnvironment

    from .values import Part


class EarlyTables(SphinxPostTransform):
    """Draws the tables of a page before anything else happens to it.

    Listings (5) look whether they stand in tables.
    """

    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Draw the tables, unless nothing looks at them before they are written."""
        domain = domain_of(self.env)
        assert domain.builder is not None
        if domain.builder.format != 'html' or not domain.resolves_alone():
            draw_tables(self.env, self.document)


class LateTables(SphinxPostTransform):
    """Draws the tables of a page for browsers, when all else is done.

    Sphinx's transforms change nothing in what templates add.
    """

    default_priority = 990
    formats = ('html',)

    def run(self, **_kwargs: Any) -> None:
        """Draw the tables that are left."""
        breaks = HtmlBreaks(self.document)
        for table in draw_tables(self.env, self.document):
            breaks.split(table)


def draw_tables(env: BuildEnvironment, root: nodes.Element) -> list[nodes.Node]:
    """Draw the tables of a page or a part of it; return them."""
    parser, blocks = templates_of(env).parser, block_slots(domain_of(env).fields)
    drawn: list[nodes.Node] = []
    for held in [node for node in root.findall(nodes.container) if DEFERRED in node]:
        models = parser.models(held[DEFERRED].packed, blocks)
        table = made(models, content_of(held, blocks))
        held.replace_self(table)
        held.children = []
        drawn += table
    return drawn


def content_of(held: nodes.container, blocks: Container[str]) -> Callable[[str], list[nodes.Node]]:
    """Return what gives the content of the slots of a table."""
    facts: dict[str, tuple[Part, ...]] = held[DEFERRED].facts
    frames = {frame[SLOT]: frame for frame in held.children if isinstance(frame, nodes.Element)}

    def content(name: str) -> list[nodes.Node]:
        if name in facts:
            return [part_node(how, text) for how, text in facts[name]]
        frame = frames[name]
        if name in blocks:
            return list(frame.children)
        (line,) = frame.children
        return list(line.children)

    return content
