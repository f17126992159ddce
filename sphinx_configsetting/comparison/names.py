"""Names of settings: segments, letter case, placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..importers.keys import ITEM
from ..model.text import bare_value, split_list

if TYPE_CHECKING:
    from collections.abc import Iterable

INDEX: Final = re.compile(r'(?<=[^\[])(?=\[[^\[\]]*\])')
PLACEHOLDER: Final = re.compile(r'<[^<>]*>|\$?\{\{?[^{}]*\}?\}|\*|%[^%]+%')
EXPRESSION: Final = re.compile(r'<([^<>]*[\^$][^<>]*)>')
"""A placeholder for the names that match a pattern of a schema."""
SYNTAX: Final = re.compile(r'[\^$\\.*+?()\[\]{}|/]')
"""The letters with a meaning in patterns; JavaScript forbids a backslash before others."""
SEPARATORS: Final = re.compile(r'[-_\s]')


def segments_of(key: str) -> tuple[str, ...]:
    """Return the segments of a key as documents write it; indexes are segments.

    >>> segments_of('.a."b.c"[0].d'), segments_of('a[].b')
    (('a', 'b.c', '[]', 'd'), ('a', '[]', 'b'))
    """
    parts = [part for one in split_list(key, '.') for part in INDEX.split(one)]
    return tuple(ITEM if is_index(part) else bare_value(part) for part in parts)


def numbered_segments(key: str) -> tuple[str, ...]:
    """Return the segments of a key as files have it; indexes are numbers.

    >>> numbered_segments('a."b.c"[0].d')
    ('a', 'b.c', '0', 'd')
    """
    parts = (part for one in split_list(key, '.') for part in INDEX.split(one))
    return tuple(part.strip('[]') if is_index(part) else bare_value(part) for part in parts)


def is_index(part: str) -> bool:
    """Return whether a segment is the index of any item: ``[]``, ``[0]``, ``[*]``."""
    return part.startswith('[') and part.endswith(']')


def is_wild(segment: str) -> bool:
    """Return whether a segment represents any name, such as ``<name>``, ``{id}`` or ``*``."""
    return bool(PLACEHOLDER.fullmatch(segment))


def has_placeholder(segment: str) -> bool:
    """Return whether a segment is a placeholder, or has one in it, such as ``queue-{id}``."""
    return bool(PLACEHOLDER.search(segment))


def fitting(name: str, known: Iterable[str]) -> str | None:
    """Return the segment with a placeholder that a name fits, the most precise one; or None.

    >>> fitting('queue-7', ['<name>', 'queue-{id}']), fitting('b', ['a-*'])
    ('queue-{id}', None)
    """
    ranks = [(looseness(name, one), one) for one in known]
    return min((one for one in ranks if one[0]), default=(0, None), key=lambda one: one[0])[1]


def looseness(name: str, known: str) -> int:
    """Return how much more than a name a segment with a placeholder fits; 0 if not the name."""
    if not is_wild(known):
        return 1 if is_wild(name) or fits_placeholders(name, known) else 0
    expression = EXPRESSION.fullmatch(known)
    return 2 if expression and is_match(expression[1], name) else 3


def is_match(expression: str, name: str) -> bool:
    """Return whether a schema's pattern matches a name; not if Python cannot read it."""
    try:
        return bool(re.search(expression, name))
    except re.error:
        return False


def folded(name: str) -> str:
    """Return a name in the form in which letter case does not count."""
    return name.casefold()


def bare(name: str) -> str:
    """Return a name without letter case, hyphens and underscores."""
    return SEPARATORS.sub('', name).casefold()


def fits_placeholders(name: str, known: str) -> bool:
    """Return whether a name fits one with placeholders, such as ``APP_<NAME>_URL``.

    A placeholder represents one letter or more.

    >>> [fits_placeholders(one, 'APP_<NAME>_URL') for one in ('APP_A_URL', 'APP__URL')]
    [True, False]
    """
    first, *middle, last = PLACEHOLDER.split(known)
    if not name.startswith(first):
        return False
    end = len(first)
    for part in middle:
        end = name.find(part, end + 1)
        if end < 0:
            return False
        end += len(part)
    return name.endswith(last) and len(name) - len(last) > end


def expression_of(name: str) -> str:
    r"""Return the pattern of a name with placeholders for JSON Schema.

    >>> expression_of('queue-{id}.x'), expression_of('<a><b>')
    ('queue-.+\\.x', '.{2,}')
    """
    first, *parts = PLACEHOLDER.split(name)
    found, count = SYNTAX.sub(r'\\\g<0>', first), 0
    for number, part in enumerate(parts, 1):
        count += 1
        if part or number == len(parts):
            found += '.+' if count == 1 else f'.{{{count},}}'
            found += SYNTAX.sub(r'\\\g<0>', part)
            count = 0
    return found
