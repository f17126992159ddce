"""The section that a setting stands before, and what its content makes of the setting."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from docutils import nodes

from .reading import identifiers_of, names_setting, own_content, stated_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting


class Outcome(Enum):
    """What the section after a setting makes of it."""

    OBJECT = 'an object of its own'
    BY_HAND = 'the section presents it by hand'
    TABLE = 'the section gets its table'
    FOREIGN = 'the section belongs to another setting'


def judge(setting: Setting, section: nodes.section | None, fields: Fields) -> Outcome:
    """Tell where a setting that stands before a section appears."""
    if section is None:
        return Outcome.OBJECT
    content = own_content(section)
    identifiers = identifiers_of(setting, fields)
    if names_setting(content, identifiers):
        return Outcome.BY_HAND
    facts = [f for f in stated_facts(content, fields) if f.field.identifies or f.field.index]
    if any(fact.identifier and not fact.states(identifiers) for fact in facts):
        return Outcome.FOREIGN
    return Outcome.BY_HAND if facts else Outcome.TABLE


def sections_after(marks: Sequence[nodes.Node]) -> list[nodes.section | None]:
    """Return the section after each of the nodes that stand for a page's settings.

    From the last to the first, since a setting right before another one has its section.
    """
    known: dict[int, nodes.section | None] = {}
    for mark in reversed(marks):
        known[id(mark)] = section_after(mark, known)
    return [known[id(mark)] for mark in marks]


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
