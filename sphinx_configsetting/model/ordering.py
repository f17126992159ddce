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
AMOUNT: Final = re.compile(r'([-+]?\d[\d_]*(?:\.\d+)?)\s*([^\W\d_]*)')
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
    :param unit: the unit of an amount that has none.
    """
    found = AMOUNT.findall(text)
    if not found or not re.fullmatch(rf'(?:{AMOUNT.pattern}[\s,]*)+', text[:200]):
        return None
    sizes = [units.get(name) or units.get(name.lower()) for _digits, name in found if name]
    if None in sizes:
        return None
    return sum(
        float(digits.replace('_', '')) * (units.get(name) or units.get(name.lower(), units[unit]))
        for digits, name in found
    )
