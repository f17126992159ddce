"""Misspelled names: each with the right name that it most likely means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .names import bare, has_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Name = tuple[str, ...]


class Slips:
    """Finds right names for misspelled ones: paths that differ in one segment."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Index the right names by their segments without letter case."""
        self.same: dict[Name, list[Name]] = {}
        self.masked: dict[tuple[int, Name], list[Name]] = {}
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
        found = self.same_letters(name)
        if found:
            return found
        key = tuple(map(bare, name))
        return [
            right
            for number, masked in reversed(list(masks(key)))
            for right in self.masked.get((number, masked), ())
            if is_near(name[number], right[number])
        ]


def is_near(name: str, right: str) -> bool:
    """Return whether a segment is another one with a slip; lengths are compared first."""
    return abs(len(name) - len(right)) <= 3 and has_slip(name, right)


def masks(key: Name) -> Iterator[tuple[int, Name]]:
    """Yield a path without each of its segments in turn, with the segment's number."""
    for number in range(len(key)):
        yield number, (*key[:number], *key[number + 1 :])
