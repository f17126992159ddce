"""Names that are nearly others: small slips, and the nearest name to suggest."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Final

from .names import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHORTEST: Final = 4
"""The shortest name that a letter too many or too few makes another one."""
RAREST: Final = 8
"""The number of pairs of letters to look names up by: those that the fewest names have."""
MOST_COMMON: Final = 500
"""The most names with a pair of letters to look at."""
MOST_COMPARED: Final = 40
"""The most names to compare letter by letter."""
Name = tuple[str, ...]
LONGEST: Final = 200
"""The longest segment in which slips are looked for."""
CLOSE: Final = 0.75
"""The least similarity of a suggested name, as difflib measures it."""


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


class Slips:
    """Finds right names for misspelled ones: paths that differ in one segment."""

    def __init__(self, names: Iterable[Name], shortest: int = SHORTEST) -> None:
        """Index the right names by their segments without letter case."""
        self.shortest = shortest
        self.same: dict[Name, list[Name]] = {}
        self.masked: dict[tuple[int, Name], list[Name]] = {}
        self.variants: dict[tuple[int, Name], dict[str, list[Name]]] = {}
        for name in names:
            key = tuple(map(bare, name))
            self.same.setdefault(key, []).append(name)
            for number, masked in masks(key):
                self.masked.setdefault((number, masked), []).append(name)

    def same_letters(self, name: Sequence[str]) -> list[Name]:
        """Return the names that differ in letter case or separators only."""
        return self.same.get(tuple(map(bare, name)), [])

    def near(self, name: Sequence[str]) -> list[Name]:
        """Return the names that a small slip in one segment leads to, the likeliest first."""
        key = tuple(map(bare, name))
        near = [
            right
            for number, masked in reversed(list(masks(key)))
            for right in self.with_slip(name, number, masked)
        ]
        return list(dict.fromkeys(near))

    def with_slip(self, name: Sequence[str], number: int, masked: Name) -> Iterator[Name]:
        """Yield the names that differ by a slip in the segment of a number."""
        key = (number, masked)
        if key not in self.variants:
            self.variants[key] = by_variant(self.masked.get(key, ()), number)
        variants = self.variants[key]
        segment = bare(name[number])
        if not variants or len(segment) > LONGEST:
            return
        for variant in with_one_letter_less(segment):
            for right in variants.get(variant, ()):
                if has_slip(name[number], right[number], self.shortest):
                    yield right


def by_variant(names: Iterable[Name], number: int) -> dict[str, list[Name]]:
    """Return names by the segment of a number without each of its letters in turn.

    Names that differ by a slip have such a variant in common.
    """
    found: dict[str, list[Name]] = {}
    for name in names:
        segment = bare(name[number])
        for variant in with_one_letter_less(segment) if len(segment) <= LONGEST else ():
            found.setdefault(variant, []).append(name)
    return found


def with_one_letter_less(text: str) -> set[str]:
    """Return a text, and the text without each of its letters in turn."""
    return {text, *(text[:spot] + text[spot + 1 :] for spot in range(len(text)))}


def masks(key: Name) -> Iterator[tuple[int, Name]]:
    """Yield a path without each of its segments in turn, with the segment's number."""
    for number in range(len(key)):
        yield number, (*key[:number], *key[number + 1 :])
