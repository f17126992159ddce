"""The text of a setting's author as nodes, which the slots of a template take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..nodes import readable_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Mark = Callable[[str, list[nodes.Node], bool], list[nodes.Node]]
"""Takes the name of a field, its nodes, and whether the page hides them."""


class Content:
    """The author's nodes by field; the body under ''. Each slot takes its nodes once."""

    def __init__(self, parts: Mapping[str, list[nodes.Node]], mark: Mark) -> None:
        """Keep the nodes, which are moved rather than copied.

        :param mark: makes the nodes of a field known to the exports.
        """
        self._parts = {name: content for name, content in parts.items() if content}
        self._offered = self._parts
        self._mark = mark
        self._taken: set[str] = set()

    def limit(self, names: Collection[str]) -> None:
        """Offer the nodes of some fields only; the others are hidden."""
        parts = self._parts.items()
        self._offered = {name: one for name, one in parts if name.partition(' ')[0] in names}

    def __contains__(self, name: str) -> bool:
        return name in self._offered

    @property
    def has_table(self) -> bool:
        """True if the author's text has a table."""
        return any(has_table(node) for some in self._offered.values() for node in some)

    @property
    def has_objects(self) -> bool:
        """True if objects are described in the body."""
        return any(isinstance(node, addnodes.desc) for node in self._offered.get('', ()))

    def is_block(self, name: str) -> bool:
        """Return whether the text of an option is a code block."""
        return any(isinstance(node, nodes.literal_block) for node in self._offered.get(name, ()))

    def take(self, name: str) -> list[nodes.Node]:
        """Return the nodes of a field; the second time their text only."""
        found = self._offered.get(name, [])
        if name in self._taken:
            return [nodes.paragraph('', readable_text(node)) for node in found]
        self._taken.add(name)
        return self._mark(name, found, False)

    def line(self, name: str) -> list[nodes.Node]:
        """Return the nodes of a field for a line."""
        return inline_of(self.take(name))

    def rest(self) -> list[nodes.Node]:
        """Return the nodes that no slot has taken, marked as hidden."""
        left = [(name, part) for name, part in self._parts.items() if name not in self._taken]
        return [node for name, part in left for node in self._mark(name, part, True)]


def has_table(node: nodes.Node) -> bool:
    """Return whether a table is below a node."""
    return any(True for _ in node.findall(nodes.table))


def inline_of(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return the nodes within the paragraph of an option."""
    return [child for block in content for child in block.children]
