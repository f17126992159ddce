"""Keys of settings, JSON pointers, and suggestions for misspelled names."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ITEM: Final = '[]'
"""The segment of any item of a list."""
UNSAFE: Final = re.compile(r'[\s.\[\]"]|^$')
UNSAFE_AT_ROOT: Final = re.compile(r'[\s\[\]"]|^$')


def format_key(path: Sequence[str], *, dotted_root: bool = True) -> str:
    """Return a path as users write it.

    :param dotted_root: whether a dot in the first segment needs no quotes.

    >>> format_key(['params', 'server.insecure'])
    'params."server.insecure"'
    >>> format_key(['rules', '[]', 'id']), format_key(['go.buildOnSave'])
    ('rules[].id', 'go.buildOnSave')
    """
    if not path:
        return ''
    unsafe = UNSAFE_AT_ROOT if dotted_root else UNSAFE
    is_safe = path[0] == ITEM or not unsafe.search(path[0])
    return reduce(joined_key, path[1:], path[0] if is_safe else quoted(path[0]))


def joined_key(key: str, segment: str) -> str:
    """Return the key of a segment within another key."""
    if segment == ITEM:
        return key + ITEM
    is_safe = segment.isidentifier() or not UNSAFE.search(segment)
    return f'{key}.{segment if is_safe else quoted(segment)}'


def quoted(segment: str) -> str:
    r"""Return a segment in double quotes; quotes within get a backslash.

    >>> quoted('a b')
    '"a b"'
    """
    escaped = segment.replace('\\', '\\\\').replace('"', '\\"')
    return f'"{escaped}"'


def pointer_segments(pointer: str) -> list[str]:
    """Return the segments of a JSON pointer (RFC 6901); a leading ``#`` is accepted.

    >>> pointer_segments('/a~1b/0')
    ['a/b', '0']
    """
    parts = pointer.removeprefix('#').split('/')[1:]
    return [part.replace('~1', '/').replace('~0', '~') for part in parts]


def is_pointer(text: str) -> bool:
    """Return whether a text is a JSON pointer."""
    return text in {'', '#'} or text.startswith(('/', '#/'))


def value_at(data: Any, segments: Sequence[str]) -> tuple[Any, str]:
    """Return the value at a pointer, and the first segment that leads nowhere.

    The segment is '' if the value is there.
    """
    for segment in segments:
        if isinstance(data, dict) and segment in data:
            data = data[segment]
        elif isinstance(data, list) and segment.isdecimal() and int(segment) < len(data):
            data = data[int(segment)]
        else:
            return data, segment or '""'
    return data, ''


def names_in(data: Any) -> list[str]:
    """Return the segments that lead on from a value."""
    if isinstance(data, list):
        return [str(number) for number in range(len(data))]
    return list(data) if isinstance(data, dict) else []


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return a question that names the nearest name, or ''.

    >>> suggestion('formt', ['format', 'path'])
    "; did you mean 'format'?"
    """
    near = get_close_matches(name, [*names][:2000], 1)
    return f'; did you mean {near[0]!r}?' if near else ''
