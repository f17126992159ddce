"""Shapes: what the tables of all settings that state the same fields share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from ..fragments import pack, unpack
from .escaping import SLOT
from .values import QUOTABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from ..catalog.setting import Fragment


class Shape(NamedTuple):
    """A template's text as plain data, for settings that are drawn when pages are written."""

    packed: Fragment
    slots: tuple[str, ...]
    """The names of its slots, each of which is there but once."""


class Hole(NamedTuple):
    """A place that each setting fills."""

    name: str


class Model(NamedTuple):
    """An element that is made for each setting."""

    element: nodes.Element
    """The element with nothing in it."""
    parts: tuple[Part, ...]


Part = Model | Hole | str


def shape_of(root: nodes.Element, blocks: Container[str]) -> Shape | None:
    """Return the shape of what a template gave; None where it can't wait to be filled.

    :param blocks: the names of the slots that take body elements.
    """
    texts = list(root.findall(nodes.Text))
    slots = [name for text in texts for name in SLOT.findall(text)]
    if len(slots) > len(set(slots)) or not all(can_wait(text, blocks) for text in texts):
        return None
    return Shape(pack(root.children), tuple(slots))


def can_wait(text: nodes.Text, blocks: Container[str]) -> bool:
    """Tell whether a text is the same when Sphinx has made quotes typographic before it is filled.

    What an author wrote must have a paragraph's place of its own.
    """
    slots = SLOT.findall(text)
    if isinstance(text.parent, nodes.literal):
        return not slots
    if any(name in blocks for name in slots):
        return is_alone(text)
    return not QUOTABLE.search(text)


def is_alone(text: nodes.Text) -> bool:
    """Tell whether a text is one slot, and all that a paragraph holds."""
    parent = text.parent
    whole = SLOT.fullmatch(text.strip())
    return bool(whole) and isinstance(parent, nodes.paragraph) and len(parent) == 1


def models_of(packed: Fragment, blocks: Container[str]) -> tuple[Part, ...]:
    """Return the models of a shape."""
    return tuple(model_of(node, blocks) for node in unpack(packed))


def model_of(node: nodes.Node, blocks: Container[str]) -> Part:
    """Return the model of a node, or the hole of a block in the place of its paragraph."""
    assert isinstance(node, nodes.Element)
    parts: list[Part] = []
    for child in node.children:
        parts += pieces(child) if isinstance(child, nodes.Text) else [model_of(child, blocks)]
    match parts:
        case [Hole(name) as hole] if name in blocks and isinstance(node, nodes.paragraph):
            return hole
    return Model(bare(node), tuple(parts))


def pieces(text: str) -> Iterator[Hole | str]:
    """Yield the parts of a text."""
    for number, part in enumerate(SLOT.split(text)):
        if number % 2:
            yield Hole(part)
        elif part:
            yield part


def made(parts: Sequence[Part], content: Callable[[str], list[nodes.Node]]) -> list[nodes.Node]:
    """Return new nodes from models.

    :param content: gives what fills a hole by its name.
    """
    found: list[nodes.Node] = []
    for part in parts:
        if isinstance(part, Model):
            element = bare(part.element)
            for child in made(part.parts, content):
                child.parent = element
                element.children.append(child)
            found.append(element)
        elif isinstance(part, Hole):
            found += content(part.name)
        else:
            found.append(nodes.Text(part))
    return found


def bare(element: nodes.Element) -> nodes.Element:
    """Return a copy of an element with nothing in it.

    docutils' own copies make each node anew from its attributes, and ``deepcopy`` climbs
    to the root for the document of each.
    """
    copy = element.__class__.__new__(element.__class__)
    copy.__dict__.update(element.__dict__)
    copy.attributes = {
        name: value.copy() if isinstance(value, list) else value
        for name, value in element.attributes.items()
    }
    copy.children = []
    return copy
