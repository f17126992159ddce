"""Keys for sorting: numbers within names as numbers, versions as versions, amounts in units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER: Final = re.compile(r'[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?')
DIGITS: Final = re.compile(r'(\d+)')
VERSION: Final = re.compile(r'(?s)\D*?(\d+(?:\.\d+)*)(.*)')
EARLY: Final = re.compile(r'(?i)[-._ ]?(a|alpha|b|beta|c|rc|pre|preview|dev|snapshot)(?![a-z])')
"""A suffix of versions that come before the one of their numbers, as in PEP 440."""
AMOUNT: Final = re.compile(r'([-+]?\d[\d_]*(?:\.\d+)?)\s*([^\W\d_]*)[\s,]*')
Natural = tuple[tuple[int, int, str], ...]
Version = tuple[tuple[tuple[int, str], ...], bool, Natural]


def magnitude(digits: str) -> tuple[int, str]:
    """Return digits in a form that sorts as their number does, however many there are.

    >>> magnitude('0012') > magnitude('9')
    True
    """
    bare = digits.lstrip('0')
    return len(bare), bare


def natural(text: str) -> Natural:
    """Return the sort key of a text: letter case does not count, and 9 is before 10."""
    return tuple(
        (0, *magnitude(part)) if number % 2 else (1, 0, part)
        for number, part in enumerate(DIGITS.split(text.casefold()))
        if part
    )


def version(text: str) -> Version | None:
    """Return the sort key of a version; None for a text without a number.

    >>> version('v5.10') > version('5.9.1') > version('5.9.1-rc2')
    True
    >>> version('5') == version('5.0')
    True
    """
    found = VERSION.match(text)
    if not found:
        return None
    numbers = [magnitude(part) for part in found[1].split('.')]
    while numbers[1:] and numbers[-1] == (0, ''):
        numbers.pop()
    early = EARLY.match(found[2])
    rest = found[2] if early else found[2].split(' ')[0]
    return tuple(numbers), not early, natural(rest)


def number(text: str) -> float | None:
    """Return the number that a text consists of; None for any other text."""
    return float(text.replace('_', '')) if NUMBER.fullmatch(text) else None


def amount(text: str, units: Mapping[str, float], unit: str) -> float | None:
    """Return the sum of amounts such as ``1h 30m`` in the base unit; None for another text.

    :param units: the size of each unit in base units.
    :param unit: the unit of a number that is alone and has none.

    >>> amount('1h 30m', {'h': 60, 'm': 1}, 'm'), amount('5', {'m': 1}, 'm'), amount('1 2', {}, '')
    (90.0, 5.0, None)
    """
    parts = amounts_in(text.strip())
    if len(parts) == 1 and not parts[0][1]:
        parts = [(parts[0][0], unit)]
    sizes = [units.get(name) or units.get(name.lower()) for _digits, name in parts]
    if not parts or None in sizes:
        return None
    pairs = zip(parts, sizes, strict=True)
    return sum(float(digits.replace('_', '')) * (size or 0) for (digits, _), size in pairs)


def amounts_in(text: str) -> list[tuple[str, str]]:
    """Return the numbers and units that a text consists of; [] for another text.

    One match after the other, as one pattern for all of them takes exponential time.
    """
    found: list[tuple[str, str]] = []
    spot = 0
    while spot < len(text):
        match = AMOUNT.match(text, spot)
        if not match:
            return []
        found.append((match[1], match[2]))
        spot = match.end()
    return found
