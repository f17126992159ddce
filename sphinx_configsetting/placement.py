"""Which section a setting belongs to, and whether that section presents it already.

Two questions decide. Is the section the setting's: is its heading the name of the setting,
or does it state the setting's facts? And what is still to be shown?
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from .handwritten.facts import own_content
from .handwritten.judge import owns
from .model.text import collapse
from .nodes import setting as setting_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .config import Configuration
    from .handwritten.facts import FactReader, Statement
    from .model.setting import Setting

OBJECT: Final = 'object'
SECTION: Final = 'section'
LONG_VALUE: Final = 8
"""The number of characters from which a value in running text is no chance."""


class Placement(NamedTuple):
    """The place of a setting."""

    section: nodes.section | None = None
    """The section that belongs to it; None for an object at the place of its directive."""
    presented: bool = False
    """True if the section states labelled facts of it."""
    missing: tuple[str, ...] = ()
    """The stated fields that a presenting section does not mention."""
    foreign: nodes.section | None = None
    """The section right after it that states another setting."""
    rivals: tuple[str, ...] = ()
    """It and other settings that the words of the next heading fit as well, for the first one."""


class Reading:
    """A section as the reader of hand-written facts reads it."""

    def __init__(self, section: nodes.section, reader: FactReader) -> None:
        """Read on demand."""
        self.section = section
        self.heading = section[0].astext() if isinstance(section[0], nodes.title) else ''
        self._reader = reader

    @cached_property
    def content(self) -> list[nodes.Node]:
        """The nodes of the section without its subsections and settings."""
        return own_content(self.section)

    @cached_property
    def statements(self) -> list[Statement]:
        """The labelled facts."""
        return self._reader.read(self.content)

    @cached_property
    def text(self) -> str:
        """The text with single blanks."""
        return collapse(' '.join(node.astext() for node in self.content))

    def mentions(self, value: str) -> bool:
        """Return whether a value is a literal of the section, or a long one is in its text."""
        bare = collapse(value)
        return bare in self.literals or (len(bare) >= LONG_VALUE and bare in self.text)

    @cached_property
    def literals(self) -> frozenset[str]:
        """The literals and strong texts."""
        found = (n for block in self.content for n in block.findall(nodes.TextElement))
        marked = (nodes.literal, nodes.strong, nodes.literal_block)
        return frozenset(collapse(n.astext()) for n in found if isinstance(n, marked))


class Placer:
    """Places the settings of one page."""

    def __init__(self, configuration: Configuration, reader: FactReader) -> None:
        """Place by the fields and the rule of conf.py."""
        self.fields = configuration.fields
        self.rule = configuration.placement
        self._reader = reader
        self._readings: dict[int, Reading] = {}
        self._before: dict[int, list[setting_node]] = {}
        self._named: dict[int, list[setting_node]] = {}

    def reading(self, section: nodes.section) -> Reading:
        """Return the reading of a section, which settings share."""
        return self._readings.setdefault(id(section), Reading(section, self._reader))

    def place_all(self, found: Sequence[setting_node]) -> list[Placement]:
        """Return the place of each setting of a page, judged before any is moved."""
        after = sections_after(found)
        for node in found:
            self._before.setdefault(id(after[id(node)]), []).append(node)
        return [self.place(node, after[id(node)]) for node in found]

    def place(self, node: setting_node, after: nodes.section | None) -> Placement:
        """Return the place of one setting.

        :param after: the section whose heading follows the setting.
        """
        rule = node.get('rule') or self.rule
        if rule == OBJECT or node['no-typesetting']:
            return Placement()
        candidates = [one for one in (after, section_around(node)) if one is not None]
        if rule == SECTION:
            return self.presented(node.record, candidates[0]) if candidates else Placement()
        for section in candidates:
            if self.belongs(node, section):
                return self.presented(node.record, section)
        if after is None:
            return Placement()
        foreign = self.is_foreign(node.record, after)
        return Placement(foreign=after if foreign else None, rivals=self.rivals(node, after))

    def belongs(self, node: setting_node, section: nodes.section) -> bool:
        """Return whether a section is the setting's: by its heading or by its facts."""
        reading = self.reading(section)
        judged = partial(owns, reading.heading, node.record, reading.statements, self.fields)
        return judged(shared=True) or (judged(shared=False) and not self.is_shared(node, section))

    def is_shared(self, node: setting_node, section: nodes.section) -> bool:
        """Return whether words of a heading can be meant for other settings, too."""
        others = chain(section.findall(setting_node), self.named_before(section))
        return any(other is not node for other in others)

    def named_before(self, section: nodes.section) -> list[setting_node]:
        """Return the settings right before a section that its heading, or its words, can name."""
        known = self._named.get(id(section))
        if known is None:
            before, heading = self._before.get(id(section), []), self.reading(section).heading
            known = self._named[id(section)] = [
                node
                for node in before
                if owns(heading, node.record, (), self.fields, shared=False)
            ]
        return known

    def rivals(self, node: setting_node, section: nodes.section) -> tuple[str, ...]:
        """Return the settings that the words of a heading fit; nothing if one has that name."""
        named = self.named_before(section)
        is_first = len(named) > 1 and named[0] is node
        if not is_first or any(self.belongs(one, section) for one in named):
            return ()
        return tuple(one.record.id for one in named)

    def is_foreign(self, setting: Setting, section: nodes.section) -> bool:
        """Return whether a section states identifiers, and all of another setting."""
        identifying = any(setting.values(field.name) for field in self.fields if field.identifies)
        statements = self.reading(section).statements
        return identifying and any(one.field.identifies and one.values for one in statements)

    def presented(self, setting: Setting, section: nodes.section) -> Placement:
        """Return the place on a section, with the facts that it leaves out."""
        reading = self.reading(section)
        if not reading.statements:
            return Placement(section)
        return Placement(section, True, tuple(self.missing(setting, reading)))

    def missing(self, setting: Setting, reading: Reading) -> Iterator[str]:
        """Yield the fields whose values are neither a labelled fact nor in the text.

        A section that states one name of the setting leaves out others on purpose.
        """
        stated = {one.field.name for one in reading.statements}
        is_named = any(one.field.identifies for one in reading.statements)
        for field in self.fields:
            fact = setting.facts.get(field.name)
            if fact is None or not field.row or field.name in stated or not fact.values:
                continue
            if is_named and (field.names or field.index):
                continue
            if not all(map(reading.mentions, fact.values)):
                yield field.name


def sections_after(found: Sequence[setting_node]) -> dict[int, nodes.section | None]:
    """Return the section after each setting, by the identity of its node.

    From the last to the first, since a setting right before another one has its section.
    """
    known: dict[int, nodes.section | None] = {}
    for node in reversed(found):
        known[id(node)] = section_after(node, known)
    return known


def section_after(
    node: nodes.Node, known: dict[int, nodes.section | None]
) -> nodes.section | None:
    """Return the section whose heading is the next visible node.

    :param known: the sections after later settings, by the nodes' identity.
    """
    while is_transparent(node.parent):
        siblings = node.parent.children
        for sibling in siblings[siblings.index(node) + 1 :]:
            if id(sibling) in known:
                return known[id(sibling)]
            if isinstance(sibling, nodes.section):
                return sibling
            if not is_unseen(sibling):
                return first_section(sibling)
        node = node.parent
    return None


def first_section(node: nodes.Node) -> nodes.section | None:
    """Return the section at the start of an ``only`` node, else None."""
    if not is_condition(node):
        return None
    first = next((child for child in node.children if not is_unseen(child)), None)
    return first if isinstance(first, nodes.section) else None


def section_around(node: setting_node) -> nodes.section | None:
    """Return the section that a setting is the first content of; None for others."""
    child: nodes.Node = node
    while is_condition(child.parent):
        if not is_first(child):
            return None
        child = child.parent
    parent = child.parent
    return parent if isinstance(parent, nodes.section) and is_first(child) else None


def is_first(node: nodes.Node) -> bool:
    """Return whether nothing visible but a title is before a node."""
    siblings = node.parent.children
    before = siblings[: siblings.index(node)]
    return all(
        isinstance(one, nodes.title)
        or is_unseen(one)
        or (is_for_section(node) and is_for_section(one))
        for one in before
    )


def is_for_section(node: nodes.Node) -> bool:
    """Return whether a node is a setting whose page wants it to belong to its section."""
    return isinstance(node, setting_node) and node.get('rule') == SECTION


def is_transparent(node: nodes.Node | None) -> bool:
    """Return whether what follows a node's last child follows the child."""
    return isinstance(node, (nodes.section, nodes.document)) or is_condition(node)


def is_condition(node: nodes.Node | None) -> bool:
    """Return whether a node is an ``only`` or ``ifconfig``, whose children may be left out."""
    return isinstance(node, nodes.Element) and node.tagname in {'only', 'ifconfig'}


def is_unseen(node: nodes.Node) -> bool:
    """Return whether a node does not separate a setting from the heading after it."""
    if isinstance(node, nodes.target):
        return not node.children
    if is_condition(node):
        return not node.children
    return isinstance(node, (nodes.Invisible, nodes.system_message))
