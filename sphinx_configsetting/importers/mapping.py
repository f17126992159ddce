"""Keywords of a file that a project maps to fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .documents import plain_data
from .keys import is_pointer, pointer_segments, value_at
from .record_sections import WORDS
from .typenames import json_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .product_settings import ProductSetting
    from .spec import SourceSpec

TEXTS: Final = ('title', 'description', 'group')
SWITCHES: Final = ('required', 'read_only', 'write_only')
KNOWN: Final = frozenset(
    {*TEXTS, *SWITCHES, *WORDS, 'type', 'default', 'deprecated', 'environment', 'examples'}
)
"""The names that a project can map keywords to, beside those of its fields."""
MISSING: Final = object()


def mapped(setting: ProductSetting, words: Mapping[str, Any], spec: SourceSpec) -> ProductSetting:
    """Return a setting with the fields that a project maps; other fields are `extra`."""
    changes: dict[str, Any] = {}
    extra = dict(setting.extra)
    for name, keywords in spec.fields.items():
        value = first_of(words, keywords)
        if value is MISSING:
            continue
        change = change_of(name, value)
        if change is None:
            extra[name] = plain_data(value)
        else:
            changes |= change
    return setting._replace(**changes, extra=extra) if changes or extra else setting


def first_of(words: Mapping[str, Any], keywords: Sequence[str]) -> Any:
    """Return the value of the first keyword or pointer that is there."""
    for keyword in keywords:
        segments = pointer_segments(keyword) if is_pointer(keyword) else [keyword]
        value, missing = value_at(words, segments)
        if not missing:
            return value
    return MISSING


def change_of(name: str, value: Any) -> dict[str, Any] | None:  # noqa: PLR0911
    """Return the change of a record that a mapped value is; None for another field."""
    if name in TEXTS:
        return {name: str(value)}
    if name in SWITCHES:
        return {name: bool(value)}
    if name == 'type':
        return {'typename': str(value), 'types': json_types(str(value))}
    if name == 'default':
        return {'default': plain_data(value), 'text': ''}
    if name == 'deprecated':
        return {'deprecated': value if isinstance(value, str) else bool(value)}
    if name in {'environment', 'examples'}:
        values = value if isinstance(value, list) else [value]
        return {name: tuple(plain_data(one) for one in values)}
    return None
