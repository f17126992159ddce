"""Nodes as plain data, for the environment: freeze them, and thaw them elsewhere."""

from __future__ import annotations

import importlib
import pickle
import sys
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .catalog.setting import Fragment

Frozen = tuple[object, ...]

LOCAL = frozenset({'ids', 'names', 'dupnames', 'backrefs', 'xml:space'})
"""Attributes that make sense only in the page that a node comes from."""

EMPTY: tuple[object, ...] = ([], {}, None)


def pack(content: Iterable[nodes.Node]) -> Fragment:
    """Return nodes as bytes, which take least room, and no time where nobody asks for them."""
    return pickle.dumps(freeze(content), pickle.HIGHEST_PROTOCOL)


def unpack(fragment: Fragment) -> list[nodes.Node]:
    """Return new nodes from what ``pack`` made."""
    return thaw(pickle.loads(fragment))


def freeze(content: Iterable[nodes.Node]) -> Frozen:
    """Return nodes as nested tuples of class name, attributes and children.

    A text is its string. Ids are left out: a thawed copy is nobody's target.
    """
    return tuple(_freeze(node) for node in content)


def _freeze(node: nodes.Node) -> object:
    if isinstance(node, nodes.Element):
        attributes = tuple(
            (name, _own(value))
            for name, value in node.attributes.items()
            if name not in LOCAL and value not in EMPTY
        )
        cls = type(node)
        return (sys.intern(f'{cls.__module__}:{cls.__name__}'), attributes, freeze(node.children))
    return node.astext()


def _own(value: Any) -> Any:
    return value.copy() if isinstance(value, (list, dict)) else value


def thaw(frozen: Frozen) -> list[nodes.Node]:
    """Return new nodes from what ``freeze`` made."""
    return [_thaw(item) for item in frozen]


def _thaw(item: Any) -> nodes.Node:
    if isinstance(item, str):
        return nodes.Text(item)
    path, attributes, children = item
    module, _, name = path.partition(':')
    node: nodes.Element = getattr(importlib.import_module(module), name)()
    for attribute, value in attributes:
        node[attribute] = _own(value)
    node.children = []
    node.extend(thaw(children))
    return node


def as_blocks(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return nodes as body elements: inline ones become one paragraph.

    Raw nodes, which can be either, are what the first of the others is.
    """
    kinds = [isinstance(n, (nodes.Inline, nodes.Text)) for n in content if not is_raw(n)]
    return [nodes.paragraph('', '', *content)] if any(kinds[:1]) else content


def is_raw(node: nodes.Node) -> bool:
    """Tell whether a node is raw text for a writer."""
    return isinstance(node, nodes.raw)


def text_of(fragment: Fragment) -> str:
    """Return the text of what ``pack`` made, in one line."""
    frozen: Frozen = pickle.loads(fragment)
    between = '' if any(isinstance(item, str) for item in frozen) else ' '
    return ' '.join(between.join(map(_text, frozen)).split())


def _text(item: Any) -> str:
    return item if isinstance(item, str) else ''.join(map(_text, item[2]))
