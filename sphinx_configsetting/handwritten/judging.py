"""What the section after a setting makes of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from .reading import identifiers_of, names_setting, own_content, stated_facts

if TYPE_CHECKING:
    from docutils import nodes

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
