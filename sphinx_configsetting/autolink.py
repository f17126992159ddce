"""Literals that link themselves: a variable or key of one setting in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .domain import ConfigDomain, get_domain
from .nodes import is_within
from .targets import AUTOLINK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

CLOSED: Final = (
    nodes.title,
    nodes.rubric,
    nodes.reference,
    addnodes.pending_xref,
    addnodes.desc_signature,
    nodes.FixedTextElement,
)
"""The nodes in which a literal is no link: headings, references and code blocks.

Literals with a class are those of roles, such as ``file``, and of references with ``!``.
"""


def plain_literals(document: nodes.document) -> Iterator[nodes.literal]:
    """Yield the literals of a page that may be links."""
    for literal in document.findall(nodes.literal):
        if not (literal['classes'] or is_within(literal, CLOSED)):
            yield literal


def literals_with_names(document: nodes.document) -> Iterator[nodes.literal]:
    """Yield the same from a page that has been read, whether its literals are links or not."""
    for reference in document.findall(addnodes.pending_xref):
        if reference.get('reftype') == AUTOLINK:
            yield from reference.findall(nodes.literal)
    yield from plain_literals(document)


class AutolinkTransform(SphinxTransform):
    """Turns literals into references; those that name no setting stay literals."""

    # Before the references of the page are collected (700).
    default_priority = 690

    def apply(self, **_kwargs: Any) -> None:
        """Wrap the literals of a page, if conf.py asks for it."""
        if not get_domain(self.env).configuration.autolink:
            return
        for literal in list(plain_literals(self.document)):
            literal.parent.replace(literal, self.reference(literal))

    def reference(self, literal: nodes.literal) -> addnodes.pending_xref:
        """Return a reference that shows the literal as it is."""
        node = addnodes.pending_xref(
            '',
            literal,
            refdomain=ConfigDomain.name,
            reftype=AUTOLINK,
            reftarget=literal.astext(),
            refdoc=self.env.docname,
            refexplicit=True,
            refwarn=False,
        )
        node.source, node.line = literal.parent.source, literal.parent.line
        return node


def setup_autolink(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(AutolinkTransform)
