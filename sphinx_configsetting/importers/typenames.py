"""Types as products write them, as JSON Schema's names."""

from __future__ import annotations

import re
from typing import Final

NAMES: Final = {
    'string': 'str string text char charsequence path file filename directory dir url uri uuid'
    ' duration timedelta bytes secret secretstr tpl ip ipaddr addr hostname host enum choice'
    ' datetime date time password regex locale charset',
    'integer': 'int integer long short byte biginteger port count secs millisecs seconds'
    ' milliseconds minutes hours unsigned signed uint usize isize',
    'number': 'float double decimal bigdecimal number numeric real percent',
    'boolean': 'bool boolean flag switch',
    'array': 'list array set tuple sequence collection multistr csv slice vec',
    'object': 'object map dict dictionary mapping hash table struct record properties',
}
TYPES: Final = {word: name for name, words in NAMES.items() for word in words.split()}
SIZED_INTEGER: Final = re.compile(r'u?int\d+(?:_t)?|[iu]\d+')
SIZED_NUMBER: Final = re.compile(r'f(?:loat)?\d+')
QUANTITIES: Final = frozenset({'duration', 'timedelta', 'bytes'})
"""The words for amounts, which are texts with a unit or plain numbers."""
ANY: Final = frozenset({'any', 'dynamic', 'interface{}', 'java.lang.Object', 'mixed', 'unknown'})
"""The words for a value of any type, which a default does not narrow."""
ALTERNATIVES: Final = re.compile(r'\s*\|\s*|\s+or\s+')
ARRAY: Final = re.compile(r'(?:\[\].*|.*\[\])')


def json_types(typename: str) -> tuple[str, ...]:
    """Return the types in JSON Schema that a product's word for a type means.

    >>> json_types('java.util.List<java.lang.String>'), json_types('integer value')
    (('array',), ('integer',))
    >>> json_types('integer or string')
    ('integer', 'string')
    """
    text = typename.strip()
    if ARRAY.fullmatch(text):
        return ('array',)
    parts = ALTERNATIVES.split(text)
    if len(parts) > 1:
        found = [name for part in parts for name in json_types(part)]
        return tuple(dict.fromkeys(found))
    head = re.split(r'[<(\[{ ]', text.removeprefix('*'), maxsplit=1)[0].rpartition('/')[2]
    name = json_name(head)
    return (name,) if name else ()


def is_quantity(typename: str) -> bool:
    """Return whether a product's word for a type means an amount of time or data.

    >>> is_quantity('java.time.Duration'), is_quantity('string')
    (True, False)
    """
    return not QUANTITIES.isdisjoint(re.findall(r'[a-z]+', typename.lower()))


def json_name(word: str) -> str:
    """Return the JSON Schema type of a word, or ''."""
    last = re.split(r'[.:$]+', word)[-1]
    lower = last.lower().removesuffix('opt').removesuffix('[]')
    if lower == 'null' or SIZED_INTEGER.fullmatch(lower):
        return 'null' if lower == 'null' else 'integer'
    return 'number' if SIZED_NUMBER.fullmatch(lower) else TYPES.get(lower, '')
