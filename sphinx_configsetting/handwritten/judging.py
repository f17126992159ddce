"""How a section presents a setting."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from .facts import FactReader, own_content
from .judge import heading_names, states

if TYPE_CHECKING:
    from docutils import nodes

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting


class Outcome(Enum):
    """How a section presents a setting."""

    OBJECT = 'an object of its own'
    BY_HAND = 'the section presents it'
    TABLE = 'the section gets its table'
    FOREIGN = 'the section belongs to another setting'


def judge(setting: Setting, section: nodes.section | None, fields: Fields) -> Outcome:
    """Return where a setting before a section appears."""
    if section is None:
        return Outcome.OBJECT
    statements = FactReader(fields).read(own_content(section))
    owned = heading_names(section[0].astext(), setting, fields)
    if not owned and not any(states(setting, one, fields) for one in statements):
        return Outcome.FOREIGN if any(s.identifier for s in statements) else Outcome.TABLE
    stated = any(not one.label.startswith('(') for one in statements)
    return Outcome.BY_HAND if stated else Outcome.TABLE
