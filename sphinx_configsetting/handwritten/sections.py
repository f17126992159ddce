"""Which section a setting names: the one that it stands right before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx import addnodes


def sections_after(descs: Sequence[addnodes.desc]) -> list[nodes.section | None]:
    """Return the section after each of a page's settings.

    From the last to the first, since a setting right before another one has its section.
    """
    known: dict[int, nodes.section | None] = {}
    for desc in reversed(descs):
        known[id(desc)] = section_after(desc, known)
    return [known[id(desc)] for desc in descs]


def section_after(
    node: nodes.Node, known: dict[int, nodes.section | None]
) -> nodes.section | None:
    """Return the section whose heading is the next thing that a reader sees.

    :param known: the sections after later nodes, by the nodes' identity.
    """
    while isinstance(node.parent, (nodes.section, nodes.document)):
        siblings = node.parent.children
        for sibling in siblings[siblings.index(node) + 1 :]:
            if id(sibling) in known:
                return known[id(sibling)]
            if isinstance(sibling, nodes.section):
                return sibling
            if not unseen(sibling):
                return None
        node = node.parent
    return None


def unseen(node: nodes.Node) -> bool:
    """Tell whether a node does not part a setting from the heading after it."""
    if isinstance(node, nodes.target):
        return not node.children
    return isinstance(node, (nodes.Invisible, nodes.system_message))
