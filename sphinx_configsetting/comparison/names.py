"""Names of settings: segments, letter case, small slips, suggestions."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Final

from ..importers.keys import ITEM
from ..model.field_types import segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INDEX: Final = re.compile(r'(?<=[^\[])(?=\[[^\[\]]*\])')
PLACEHOLDER: Final = re.compile(r'<[^<>]*>|\{[^{}]*\}|\*|\$\{[^{}]*\}|%[^%]+%')
SEPARATORS: Final = re.compile(r'[-_\s]')
SHORTEST: Final = 4
"""The shortest name that a letter too many or too few makes another one."""
LONG: Final = 8
"""The shortest name that may have two letters too many or too few."""
CLOSE: Final = 0.75
"""How similar a name must be to be suggested, as difflib measures it."""


def segments_of(key: str) -> tuple[str, ...]:
    """Return the segments of a key as documents write it; indexes are segments.

    >>> segments_of('.a."b.c"[0].d'), segments_of('a[].b')
    (('a', 'b.c', '[]', 'd'), ('a', '[]', 'b'))
    """
    parts = [part for one in segments(key) for part in INDEX.split(one)]
    return tuple(ITEM if is_index(part) else part for part in parts)


def is_index(part: str) -> bool:
    """Return whether a segment is the index of any item: ``[]``, ``[0]``, ``[*]``."""
    return part.startswith('[') and part.endswith(']')


def is_wild(segment: str) -> bool:
    """Return whether a segment represents any name, such as ``<name>``, ``{id}`` or ``*``."""
    return bool(PLACEHOLDER.fullmatch(segment))


def folded(name: str) -> str:
    """Return a name in the form in which letter case does not count."""
    return name.casefold()


def bare(name: str) -> str:
    """Return a name without letter case, hyphens and underscores."""
    return SEPARATORS.sub('', name).casefold()


def has_slip(name: str, right: str) -> bool:
    """Return whether a name differs from the right one by letter case or a small slip.

    A slip is a letter too many, too few, wrong, or two that changed places; digits must be
    the same. In long names two letters may be missing or superfluous.

    >>> has_slip('targetManfest', 'targetManifest'), has_slip('minSize', 'maxSize')
    (True, False)
    """
    one, other = bare(name), bare(right)
    if one == other:
        return True
    if abs(len(one) - len(other)) > 2 or digits(one) != digits(other):
        return False
    if min(len(one), len(other)) < SHORTEST:
        return False
    return is_small(*distance(one, other), len(right))


def digits(name: str) -> str:
    """Return the digits of a name."""
    return ''.join(filter(str.isdigit, name))


def is_small(replaced: int, added: int, removed: int, length: int) -> bool:
    """Return whether so many different letters are a slip of typing."""
    if replaced:
        return replaced == 1 and not added and not removed and length > SHORTEST
    if added == removed == 1:
        return True
    return added + removed <= (2 if length >= LONG else 1)


def distance(one: str, other: str) -> tuple[int, int, int]:
    """Return how many letters are replaced, added and removed."""
    replaced = added = removed = 0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == 'replace':
            replaced += max(end - start, other_end - other_start)
        elif tag != 'equal':
            added += other_end - other_start
            removed += end - start
    return replaced, added, removed


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that is most like another one, or ''.

    Names of very different lengths are left out before they are compared.
    """
    wanted = bare(name)
    margin = max(2, len(wanted) // 4)
    candidates: dict[str, str] = {}
    for one in names:
        if abs(len(one) - len(name)) <= margin:
            candidates.setdefault(bare(one), one)
    if wanted in candidates:
        return candidates[wanted]
    found = get_close_matches(wanted, candidates, 1, CLOSE)
    return candidates[found[0]] if found else ''


def did_you_mean(name: str) -> str:
    """Return the question that ends a message, or ''.

    >>> did_you_mean('port')
    '; did you mean port?'
    """
    return f'; did you mean {name}?' if name else ''


def pattern_of(name: str) -> re.Pattern[str]:
    """Return the pattern of a name with placeholders, such as ``APP_<NAME>_URL``."""
    parts = PLACEHOLDER.split(name)
    return re.compile('.+'.join(map(re.escape, parts)))


def path_slip(path: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether a path is another one but for letter case, or a slip in one segment."""
    if len(path) != len(right):
        return False
    different = [(a, b) for a, b in zip(path, right, strict=True) if bare(a) != bare(b)]
    return len(different) <= 1 and all(has_slip(a, b) for a, b in different)
