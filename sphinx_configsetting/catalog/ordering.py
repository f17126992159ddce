"""How values are compared: numbers within names as numbers, versions as versions."""

from __future__ import annotations

import re
from typing import Final

NUMBER: Final = r'[-+]?\d+(?:\.\d+)?'
DIGITS: Final = r'(\d+)'
VERSION: Final = r'(?s)\D*?(\d+(?:\.\d+)*)(.*)'
EARLY: Final = r'(?i)[-._ ]?(a|alpha|b|beta|c|rc|pre|preview|dev|snapshot)(?![a-z])'
"""What marks a version that comes before the one of its numbers, as in PEP 440."""
Natural = tuple[tuple[int, int, str], ...]
Version = tuple[tuple[tuple[int, str], ...], bool, Natural]


def magnitude(digits: str) -> tuple[int, str]:
    """Return digits in a form that is ordered as their number is, however many there are.

    >>> magnitude('0012') > magnitude('9')
    True
    """
    bare = digits.lstrip('0')
    return len(bare), bare


def natural(text: str) -> Natural:
    """Return what a text is sorted by: letters' case does not count, and 9 is before 10."""
    return tuple(
        (0, *magnitude(part)) if number % 2 else (1, 0, part)
        for number, part in enumerate(re.split(DIGITS, text.casefold()))
        if part
    )


def version(text: str) -> Version | None:
    """Return what a version is compared by; None for a text without a number.

    >>> version('v5.10') > version('5.9.1') > version('5.9.1-rc2')
    True
    >>> version('5') == version('5.0')
    True
    """
    found = re.match(VERSION, text)
    if not found:
        return None
    numbers = [magnitude(part) for part in found[1].split('.')]
    while numbers[1:] and numbers[-1] == (0, ''):
        numbers.pop()
    rest = found[2].split(' ')[0] if not re.match(EARLY, found[2]) else found[2]
    return tuple(numbers), not re.match(EARLY, rest), natural(rest)


def number(text: str) -> float | None:
    """Return a number that is written in digits; None for any other text."""
    return float(text) if re.fullmatch(NUMBER, text) else None
