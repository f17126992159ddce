"""The nodes whose content may be left out: ``only`` and ``ifconfig``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

CONDITIONS: Final = frozenset({'only', 'ifconfig'})
"""The tag names of such nodes, as those of their directives."""


def is_condition(node: nodes.Node | None) -> TypeGuard[nodes.Element]:
    """Return whether a node is one whose children may be left out."""
    return isinstance(node, nodes.Element) and node.tagname in CONDITIONS


def conditions_of(node: nodes.Node) -> Iterator[str]:
    """Yield the conditions around a setting, as 'only:expression'."""
    parent = node.parent
    while parent is not None:
        if is_condition(parent):
            yield condition_of(parent)
        parent = parent.parent


def condition_of(node: nodes.Element) -> str:
    """Return the condition of an ``only`` or ``ifconfig``, as 'only:expression'."""
    return f'{node.tagname}:{node["expr"]}'
