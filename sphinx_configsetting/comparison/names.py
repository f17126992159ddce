"""Names of settings: segments, letter case, small slips, suggestions."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Final

from ..importers.keys import ITEM
from ..model.text import bare_value, split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INDEX: Final = re.compile(r'(?<=[^\[])(?=\[[^\[\]]*\])')
PLACEHOLDER: Final = re.compile(r'<[^<>]*>|\$?\{\{?[^{}]*\}?\}|\*|%[^%]+%')
EXPRESSION: Final = re.compile(r'<([^<>]*[\^$][^<>]*)>')
"""A placeholder for the names that match a pattern of a schema."""
SYNTAX: Final = re.compile(r'[\^$\\.*+?()\[\]{}|/]')
"""The letters with a meaning in patterns; JavaScript forbids a backslash before others."""
SEPARATORS: Final = re.compile(r'[-_\s]')
SHORTEST: Final = 4
"""The shortest name that a letter too many or too few makes another one."""
RAREST: Final = 8
"""The number of pairs of letters to look names up by: those that the fewest names have."""
MOST_COMMON: Final = 500
"""The most names with a pair of letters to look at."""
MOST_COMPARED: Final = 40
"""The most names to compare letter by letter."""
CLOSE: Final = 0.75
"""The least similarity of a suggested name, as difflib measures it."""


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


def has_slip(name: str, right: str, shortest: int = SHORTEST) -> bool:
    """Return whether a name differs from the right one by letter case or a small slip.

    A slip is a letter too many, too few, wrong, or two that changed places; digits must be
    the same.

    >>> has_slip('targetManfest', 'targetManifest'), has_slip('minSize', 'maxSize')
    (True, False)
    """
    one, other = bare(name), bare(right)
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or digits(one) != digits(other):
        return False
    if min(len(one), len(other)) < shortest:
        return False
    return is_small(*distance(one, other), len(other))


def digits(name: str) -> str:
    """Return the digits of a name."""
    return ''.join(filter(str.isdigit, name))


def is_small(replaced: int, added: int, removed: int, length: int) -> bool:
    """Return whether so many different letters are a slip of typing."""
    if replaced:
        return replaced == 1 and not added and not removed and length > SHORTEST
    return added + removed == 1 or added == removed == 1


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


class Nearest:
    """Finds the name that is most like another one.

    Only names of about the same length that share rare pairs of letters are compared.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Index names by their pairs of letters."""
        self.names: dict[str, str] = {}
        for name in names:
            self.names.setdefault(bare(name), name)
        self.pairs: dict[str, list[str]] = {}
        for one in self.names:
            for pair in pairs_of(one):
                self.pairs.setdefault(pair, []).append(one)

    def find(self, name: str) -> str:
        """Return the nearest name, or ''."""
        wanted = bare(name)
        if wanted in self.names:
            return self.names[wanted]
        margin = max(2, len(wanted) // 4)
        known = sorted((self.pairs.get(pair, []) for pair in pairs_of(wanted)), key=len)
        found: Counter[str] = Counter()
        for names in [one for one in known if one][:RAREST]:
            found.update(names[:MOST_COMMON])
        candidates = [
            one
            for one, _ in found.most_common(MOST_COMPARED)
            if abs(len(one) - len(wanted)) <= margin
        ]
        near = get_close_matches(wanted, candidates, 1, CLOSE)
        return self.names[near[0]] if near else ''


def pairs_of(name: str) -> set[str]:
    """Return the pairs of adjacent letters of a name, its first and last letter included."""
    padded = f' {name} '
    return {padded[spot : spot + 2] for spot in range(len(padded) - 1)}


class NearestKeys:
    """Finds the key that is most like another one: in the same section, or moved elsewhere."""

    def __init__(self, paths: Iterable[Sequence[str]]) -> None:
        """Index keys by section, and by last segment."""
        self.sections: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        self.lasts: dict[str, tuple[str, ...]] = {}
        self.nearest: dict[tuple[str, ...], Nearest] = {}
        for path in paths:
            section = tuple(map(bare, path[:-1]))
            self.sections.setdefault(section, {}).setdefault(path[-1], tuple(path))
            self.lasts.setdefault(bare(path[-1]), tuple(path))

    def find(self, path: Sequence[str]) -> tuple[str, ...]:
        """Return the nearest key, or ()."""
        section = tuple(map(bare, path[:-1]))
        names = self.sections.get(section, {})
        if section not in self.nearest:
            self.nearest[section] = Nearest(names)
        near = self.nearest[section].find(path[-1])
        return names[near] if near else self.lasts.get(bare(path[-1]), ())


def did_you_mean(name: str) -> str:
    """Return the question that ends a message, or ''.

    >>> did_you_mean('port')
    '; did you mean port?'
    """
    return f'; did you mean {name}?' if name else ''


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
