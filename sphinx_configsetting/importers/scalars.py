"""Scalars of YAML 1.2's core schema, and values by a stated type."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from .documents import Items

if TYPE_CHECKING:
    from collections.abc import Mapping

NULLS: Final = frozenset({'', '~', 'null', 'Null', 'NULL'})
CONSTANTS: Final[Mapping[str, bool | None]] = (
    dict.fromkeys(NULLS)
    | dict.fromkeys(('true', 'True', 'TRUE'), True)
    | dict.fromkeys(('false', 'False', 'FALSE'), False)
)
WORDS: Final = {'yes': True, 'on': True, 'no': False, 'off': False} | {
    'true': True,
    'false': False,
}
INTEGER: Final = re.compile(r'[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+')
FLOAT: Final = re.compile(r'[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?')
"""JSON has no infinity and no NaN: both are `NumberText`."""
YAML_NOT_FINITE: Final = re.compile(r'[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)')
NOT_FINITE: Final = re.compile(r'[-+]?(?:\.?(?:inf|nan)|Infinity|NaN)', re.IGNORECASE)
GROUPED: Final = re.compile(r'[-+]?\d+(_\d+)+(\.\d+)?')
NUMBER_STARTS: Final = frozenset('+-.0123456789')
MAX_TEXT: Final = 60
MAX_DIGITS: Final = 400
"""Longer numbers stay texts: Python refuses to convert the longest of them."""


class NumberText(str):
    """A number as a file writes it, in a syntax where it cannot be a text."""

    __slots__ = ()


def resolve(text: str) -> Any:
    """Return the value of a plain scalar.

    >>> resolve('0o755'), resolve('NO'), resolve('1.10'), resolve('~')
    (493, 'NO', 1.1, None)
    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in NUMBER_STARTS or len(text) > MAX_DIGITS:
        return text
    if INTEGER.fullmatch(text):
        return integer(text)
    if FLOAT.fullmatch(text):
        return float(text)
    return NumberText(text) if YAML_NOT_FINITE.fullmatch(text) else text


def integer(text: str) -> int:
    """Return the number of a plain integer."""
    return int(text, {'0o': 8, '0x': 16}.get(text[:2], 10))


def written(value: Any, text: str) -> str:
    """Return a scalar's text where it differs from the JSON of its value, or ''."""
    if value is None or isinstance(value, str):
        return ''
    return '' if (str(value).lower() if isinstance(value, bool) else repr(value)) == text else text


JSON_TYPES: Final[Mapping[type, str]] = {
    type(None): 'null',
    bool: 'boolean',
    int: 'integer',
    float: 'number',
    str: 'string',
    NumberText: 'number',
}


ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    name: (name,) for name in ('array', 'boolean', 'integer', 'number', 'object', 'string')
} | {'null': ()}
"""The types of a setting whose default has a type; one tuple for all settings is faster."""


def json_type(value: Any) -> str:
    """Return the name of a value's type in JSON Schema."""
    return JSON_TYPES.get(type(value)) or ('array' if isinstance(value, list) else 'object')


def types_of(value: Any) -> tuple[str, ...]:
    """Return the types that a default shows; null shows none."""
    return ONLY[json_type(value)]


def plain_equal(one: Any, other: Any) -> bool:
    """Return whether two values are equal in JSON, where true is not 1.

    >>> plain_equal(1, 1.0), plain_equal(1, True)
    (True, False)
    """
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def in_json(value: Any) -> str:
    """Return a value as JSON in one line."""
    return json.dumps(value, ensure_ascii=False)


def to_text(value: Any) -> str:
    """Return a value as JSON, cut after 60 characters, for messages."""
    text = in_json(value)
    return text if len(text) <= MAX_TEXT else f'{text[: MAX_TEXT - 1]}…'


def computable(value: Any) -> Any:
    """Return plain data whose infinities are numbers, as a validator needs them."""
    if isinstance(value, dict):
        return {key: computable(one) for key, one in value.items()}
    if isinstance(value, list):
        return list(map(computable, value))
    return float(value.replace('.', '')) if isinstance(value, NumberText) else value


def has_type(value: Any, types: tuple[str, ...]) -> bool:
    """Return whether a value has one of several types; no type accepts anything."""
    name = json_type(value)
    whole = isinstance(value, float) and value.is_integer()
    is_number = 'number' in types
    return (
        not types
        or name in types
        or (name == 'integer' and is_number)
        or (name == 'string' and is_number and bool(NOT_FINITE.fullmatch(value)))
        or (whole and 'integer' in types)
    )


def by_type(value: Any, text: str, types: tuple[str, ...]) -> Any:
    """Return a scalar as its stated type reads it; what does not fit stays as it is.

    :param text: the scalar as the file writes it.

    >>> by_type(1.1, '1.10', ('string',)), by_type('on', 'on', ('boolean',))
    ('1.10', True)
    """
    is_sure = value is None or isinstance(value, (list, dict)) or isinstance(text, NumberText)
    if is_sure or has_type(value, types):
        return value
    if 'boolean' in types and text.lower() in WORDS:
        return WORDS[text.lower()]
    plain_text = text.strip() or 'x'
    number = resolve(plain_text.replace('_', '') if GROUPED.fullmatch(plain_text) else plain_text)
    if (
        isinstance(number, (int, float))
        and not isinstance(number, bool)
        and has_type(number, types)
    ):
        return number
    return text if 'string' in types and text else value


def items_by_type(values: list[Any], types: tuple[str, ...]) -> list[Any]:
    """Return the items of a list as their stated type reads them.

    If one of them is not written as JSON, all of them are scalars of YAML.
    """
    if not isinstance(values, Items) or not values.texts:
        return values
    texts = {number: json.dumps(one) for number, one in enumerate(values)} | dict(values.texts)
    return [by_type(one, texts[number], types) for number, one in enumerate(values)]
