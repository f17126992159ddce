"""Misspelled names: each with the right name that it most likely means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .names import SHORTEST, bare, has_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Name = tuple[str, ...]
LONGEST: Final = 200
"""The longest segment in which slips are looked for."""


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
