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
    'number': 'float double decimal bigdecimal number numeric real',
    'boolean': 'bool boolean flag switch',
    'array': 'list array set tuple sequence collection multistr slice vec',
    'object': 'object map dict dictionary mapping table struct record properties',
}
TYPES: Final = {word: name for name, words in NAMES.items() for word in words.split()}
SIZED_INTEGER: Final = re.compile(r'u?int\d+(?:_t)?|[iu]\d+')
SIZED_NUMBER: Final = re.compile(r'f(?:loat)?\d+')
QUANTITIES: Final = frozenset({'duration', 'timedelta', 'bytes'})
"""The words for amounts, which are texts with a unit or plain numbers."""
ANY: Final = frozenset({'any', 'dynamic', 'interface{}', 'java.lang.Object', 'mixed', 'unknown'})
"""The words for a value of any type, which a default does not narrow."""
ALTERNATIVES: Final = re.compile(r'\s*\|\s*|\s+or\s+')
INNER: Final = re.compile(r'(?<=[<(\[{])[^<>()\[\]{}]+(?=[>)\]}])')
"""The text in brackets, which says nothing of the type itself."""
MISSING: Final = frozenset({'none', 'nil', 'undefined'})
"""The words for the absence of a value."""
NUMBERS: Final = frozenset({'integer', 'number'})
"""The types of numbers, which are the same type in words such as ``integer number``."""
AFTER: Final = frozenset({'', 'of', 'in', 'with', 'as', 'from', 'between', 'value', 'values'})
"""The words after a type that do not change it."""
ARRAY: Final = re.compile(r'(?:\[\].*|.*\[\])')


def json_types(typename: str) -> tuple[str, ...]:
    """Return the types in JSON Schema that a product's word for a type means.

    None if any part of it is unknown.

    >>> json_types('java.util.List<java.lang.String>'), json_types('integer value')
    (('array',), ('integer',))
    >>> json_types('integer or string'), json_types('integer or "auto"')
    (('integer', 'string'), ())
    """
    names = ['array' if one == '[]' else json_name(one) for one in type_words(typename)]
    return tuple(dict.fromkeys(names)) if all(names) else ()


def type_words(typename: str) -> list[str]:
    """Return the word for each alternative of a type; ``[]`` for a list, '' if it is unsure.

    >>> type_words('*java.time.Duration | None'), type_words('string[]'), type_words('hash table')
    (['java.time.Duration'], ['[]'], [''])
    """
    parts = ALTERNATIVES.split(INNER.sub('_', typename.strip()))
    first, *rest = parts[0].split('/')
    if rest and len(parts) == 1 and json_name(first):
        parts = [first, *rest]  # otherwise it is a path, as of a package
    return [type_word(one) for one in parts if one.lower() not in MISSING]


def type_word(part: str) -> str:
    """Return the word for a type before brackets, and before words that do not change it."""
    if ARRAY.fullmatch(part):
        return '[]'
    head, *rest = re.split(r'[<(\[{]', part.removeprefix('*'), maxsplit=1)[0].split() or ['']
    word = head.rpartition('/')[2]
    after = rest[0].strip(',;:-').lower() if rest else ''
    same = {json_name(word), json_name(after)}
    return word if after in AFTER or len(same) == 1 or same == NUMBERS else ''


def is_quantity(typename: str) -> bool:
    """Return whether a product's word for a type means an amount of time or data.

    >>> is_quantity('java.time.Duration'), is_quantity('string')
    (True, False)
    """
    return not QUANTITIES.isdisjoint(re.findall(r'[a-z]+', typename.lower()))


def json_name(word: str) -> str:
    """Return the JSON Schema type of a word, or ''."""
    last = re.split(r'[.$]|::', word)[-1]
    lower = last.lower().removesuffix('opt').removesuffix('[]')
    if lower == 'null' or SIZED_INTEGER.fullmatch(lower):
        return 'null' if lower == 'null' else 'integer'
    return 'number' if SIZED_NUMBER.fullmatch(lower) else TYPES.get(lower, '')
