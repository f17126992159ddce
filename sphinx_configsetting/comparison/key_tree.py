"""The settings of a product as a tree of keys, for looking up names of any notation."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ..importers.keys import ITEM
from .names import fitting, folded, has_placeholder, is_wild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..importers import ProductGroup, ProductSetting

Path = tuple[str, ...]


class State(Enum):
    """The ways in which a path is known."""

    SETTING = 'setting'
    GROUP = 'group'
    FREE = 'free'
    """It is within a value that may have any keys."""
    UNKNOWN = 'unknown'


class Node:
    """A segment of keys, with what follows it."""

    __slots__ = ('children', 'fold', 'folded', 'path', 'setting', 'wild')

    def __init__(self, path: Path, fold: Callable[[str], str] = folded) -> None:
        """Make a node without children.

        :param fold: a function whose result is the same for all spellings of a name.
        """
        self.path, self.fold = path, fold
        self.setting: ProductSetting | None = None
        self.children: dict[str, Node] = {}
        self.folded: dict[str, str] = {}
        self.wild: list[str] = []

    def add(self, segment: str) -> Node:
        """Return the child of a segment, which is made if it is missing."""
        child = self.children.get(segment)
        if child is None:
            child = self.children[segment] = Node((*self.path, segment), self.fold)
            self.folded.setdefault(self.fold(segment), segment)
            if has_placeholder(segment):
                self.wild.append(segment)
        return child

    def adopt(self, other: Node) -> None:
        """Lead to what another node leads to, unless there is something of the same name."""
        for segment, child in other.children.items():
            own = self.children.get(segment)
            if own is None:
                self.children[segment] = child
                self.folded.setdefault(self.fold(segment), segment)
                self.wild += [segment] if has_placeholder(segment) else []
            elif own is not child and own.children:
                own.adopt(child)

    def child_of_any_spelling(self, segment: str) -> Node | None:
        """Return the child whose name is a segment in another spelling."""
        name = self.folded.get(self.fold(segment))
        return None if name is None else self.children[name]

    def child_of_any_name(self, segment: str) -> Node | None:
        """Return the child of the placeholder that a segment fits."""
        found = fitting(segment, self.wild)
        return None if found is None else self.children[found]

    @property
    def is_free(self) -> bool:
        """True if the value may have any keys: none are described, and its type is open."""
        if self.setting is None or self.children:
            return False
        types = self.setting.types
        return not types or 'object' in types or 'array' in types


class Match(NamedTuple):
    """The result of looking up a path.

    :ivar node: the last node that was reached.
    :ivar depth: the number of segments that led there.
    :ivar is_exact: whether all segments have the letter case of the product.
    """

    state: State
    node: Node
    depth: int
    is_exact: bool = True

    @property
    def setting(self) -> ProductSetting | None:
        """The setting, if the path is one's."""
        return self.node.setting if self.state is State.SETTING else None


def make_tree(
    settings: Iterable[ProductSetting],
    groups: Iterable[ProductGroup] = (),
    fold: Callable[[str], str] = folded,
) -> Node:
    """Return the tree of settings and groups; the first of two equal keys counts."""
    root = Node((), fold)
    for group in groups:
        reach(root, group.path)
    for setting in settings:
        node = reach(root, setting.path)
        node.setting = node.setting or setting
    share(root)
    return root


def share(node: Node) -> None:
    """Add to named groups what groups of any name beside them have."""
    for name in node.wild:
        for segment, child in node.children.items():
            is_named = segment not in {name, ITEM} and not is_wild(segment)
            if is_named and child.children and fitting(segment, [name]):
                child.adopt(node.children[name])
    for child in node.children.values():
        share(child)


def reach(root: Node, path: Sequence[str]) -> Node:
    """Return the node of a path, which is made if it is missing."""
    node = root
    for segment in path:
        node = node.add(segment)
    return node


def find_node(root: Node, path: Sequence[str], *, ignore_case: bool = False) -> Match:
    """Look a path up; placeholders and indexes match any name and item.

    :param ignore_case: whether other spellings, such as in another letter case, are the same.
    """
    node, exact = root, True
    for depth, segment in enumerate(path):
        child = step(node, segment)
        if child is None and ignore_case:
            child = node.child_of_any_spelling(segment)
            exact = exact and child is None
        if child is None and node.is_free:
            return Match(State.FREE, node, depth, exact)
        if child is None:
            return Match(State.UNKNOWN, node, depth, exact)
        node = child
    return Match(State.SETTING if node.setting else State.GROUP, node, len(path), exact)


def step(node: Node, segment: str) -> Node | None:
    """Return the child that a segment leads to."""
    child = node.children.get(segment)
    if child is not None:
        return child
    if segment == ITEM or segment.isdecimal():
        child = node.children.get(ITEM)
    elif ITEM in node.children and len(node.children) == 1:
        child = step(node.children[ITEM], segment)
    if child is None:
        child = node.child_of_any_name(segment)
    if child is None and is_wild(segment) and not node.is_free:
        return node.children.get(ITEM)
    return child
