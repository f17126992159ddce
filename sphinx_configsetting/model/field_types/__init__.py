"""The types of fields: how a text is read, checked, sorted, shown and exported.

A type is one class. The reference of the documentation is made from these classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .base import FieldType, Several, SortKey, Values
from .identifiers import CommandFlags, Key, Variable, segments
from .references import Names, SettingReference, SettingReferences
from .texts import Markup, Menu, Text, Title
from .values import Bytes, Duration, List, Number, Range, Value
from .versions import Deprecation, Version
from .words import FALSE_WORDS, TRUE_WORDS, Enum, Flag, Secret, read_flag

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    'FALSE_WORDS',
    'TRUE_WORDS',
    'TYPES',
    'Bytes',
    'CommandFlags',
    'Deprecation',
    'Duration',
    'Enum',
    'FieldType',
    'Flag',
    'Key',
    'List',
    'Markup',
    'Menu',
    'Names',
    'Number',
    'Range',
    'Secret',
    'SettingReference',
    'SettingReferences',
    'Several',
    'SortKey',
    'Text',
    'Title',
    'Value',
    'Values',
    'Variable',
    'Version',
    'read_flag',
    'segments',
]

TYPES: Final[Mapping[str, type[FieldType]]] = {
    kind.name: kind
    for kind in (
        Text, Title, Markup, Menu, Key, Variable, CommandFlags, Value, Duration, Bytes, Range,
        List, Enum, Flag, Secret, Version, Deprecation, SettingReference, SettingReferences, Names,
    )
}  # fmt: skip
"""The built-in types by the words for them."""
