"""Values of files and programs, and quantities."""

from __future__ import annotations

import re
from math import inf, isclose
from typing import TYPE_CHECKING, Any, ClassVar

from ..ordering import amount, number
from ..text import as_typed, bare_value, split_list, without_backquotes
from .base import FieldType, Several, Values
from .identifiers import CommandFlags

if TYPE_CHECKING:
    from collections.abc import Mapping


class Value(FieldType):
    """One value of a file or a program."""

    name = 'value'
    reading = (
        'The whole text, with its blanks and lines; a literal in backticks counts as its '
        'content. Write ``::`` and an indented block for a value of several lines. A text with '
        'code or roles in it, such as "the value of ``x``", is inline markup.'
    )
    showing = 'As a literal; several lines as a code block.'
    example = '127.0.0.1:8065'
    has_words = True
    is_data = True
    parameters: ClassVar[tuple[str, ...]] = ('lexer',)

    def normalize(self, text: str) -> str:
        """Return the text as it is kept; the first of several lines keeps its indentation."""
        bare = super().normalize(text)
        return text.strip('\r\n').rstrip(' \t\r\n') if '\n' in bare else bare

    def parse(self, text: str) -> Values:
        """Return the text, without the backticks around it."""
        return (without_backquotes(text),) if text else ()

    def shown(self, value: str) -> str:
        """Return the value as typed."""
        return value


class Number(Value):
    """The base of quantities with units."""

    parameters: ClassVar[tuple[str, ...]] = ('unit',)
    units: ClassVar[Mapping[str, float]] = {}

    def __init__(self, unit: str = '') -> None:
        """Read amounts without a unit in that one."""
        self.unit = unit

    def order(self, text: str) -> Any:
        """Return the amount in the base unit."""
        return amount(without_backquotes(text), self.units, self.unit)

    def is_same_amount(self, one: str, other: str) -> bool:
        """Return whether two amounts are the same in the base unit."""
        sizes = self.order(one), self.order(other)
        return None not in sizes and isclose(*sizes)

    def problem(self, text: str) -> str:
        """Return the reason why a text is no amount."""
        known = ', '.join(self.units)
        return '' if self.order(text) is not None else f'{text!r} is not an amount in {known}'

    def shown(self, value: str) -> str:
        """Return the value with its unit."""
        return f'{value} {self.unit}'.strip() if number(value) is not None else value


class Duration(Number):
    """An amount of time."""

    name = 'duration'
    reading = 'Amounts of time, ``1h 30m`` or ``500``. ``unit`` is the unit of bare numbers.'
    showing = 'As a literal, with the unit.'
    example = '1h 30m'
    units: ClassVar[Mapping[str, float]] = {
        'ns': 1e-9, 'us': 1e-6, '\u00b5s': 1e-6, 'ms': 0.001, 's': 1, 'sec': 1, 'second': 1,
        'seconds': 1, 'm': 60, 'min': 60, 'minute': 60, 'minutes': 60, 'h': 3600, 'hour': 3600,
        'hours': 3600, 'd': 86400, 'day': 86400, 'days': 86400, 'w': 604800, 'week': 604800,
        'weeks': 604800,
    }  # fmt: skip

    def __init__(self, unit: str = 's') -> None:
        """Read bare numbers in seconds, or in another unit."""
        super().__init__(unit)


class Bytes(Number):
    """An amount of data."""

    name = 'bytes'
    reading = 'Amounts of data, ``512Mi``, ``1.5 GB`` or ``1024``, in decimal or binary units.'
    showing = 'As a literal, with the unit.'
    example = '512Mi'
    units: ClassVar[Mapping[str, float]] = {
        'B': 1, 'byte': 1, 'bytes': 1,
        'k': 1e3, 'K': 1e3, 'kB': 1e3, 'KB': 1e3, 'M': 1e6, 'MB': 1e6, 'G': 1e9, 'GB': 1e9,
        'T': 1e12, 'TB': 1e12, 'Ki': 2**10, 'KiB': 2**10, 'Mi': 2**20, 'MiB': 2**20,
        'Gi': 2**30, 'GiB': 2**30, 'Ti': 2**40, 'TiB': 2**40, 'P': 1e15, 'PB': 1e15, 'E': 1e18,
        'EB': 1e18, 'Pi': 2**50, 'PiB': 2**50, 'Ei': 2**60, 'EiB': 2**60,
    }  # fmt: skip

    def __init__(self, unit: str = 'B') -> None:
        """Read bare numbers in bytes, or in another unit."""
        super().__init__(unit)


class Range(Value):
    """The least and the greatest value."""

    name = 'range'
    reading = (
        'Two numbers, or amounts of time or data: ``1..100``, ``1 - 100``, ``1s..1h``. Either '
        'can be missing.'
    )
    showing = 'As a literal.'
    example = '1..65535'
    parameters: ClassVar[tuple[str, ...]] = ('unit',)
    END: ClassVar = r'((?:[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:\s*[^\W\d_]+)?)?)'
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(
        END + r'\s*(?:\.\.\.?|\u2026|\u2013|\bto\b|(?<=\S)\s*-)\s*' + END + r'\.?'
    )

    def __init__(self, unit: str = '') -> None:
        """Show the numbers with a unit."""
        self.unit = unit

    def ends(self, text: str) -> tuple[str, str] | None:
        """Return the least and the greatest value as texts; None for a text without any."""
        found = self.PATTERN.fullmatch(without_backquotes(text.strip()))
        sizes = [size(end) for end in found.groups() if end] if found else []
        return (found[1], found[2]) if found and sizes and None not in sizes else None

    def problem(self, text: str) -> str:
        """Return the reason why a text is no range."""
        ends = self.ends(text)
        if ends and goes_down(*ends):
            return f'{text!r} has the greater value first; write the smaller one first'
        return '' if ends else f'{text!r} is not a range such as 1..100'

    def order(self, text: str) -> Any:
        """Return the least value of a range, or a number."""
        ends = self.ends(text)
        if ends and not ends[0]:
            return -inf
        return size(ends[0]) if ends else number(text)

    def shown(self, value: str) -> str:
        """Return the range with its unit."""
        has_unit = any(number(end) is None for end in self.ends(value) or () if end)
        return value if has_unit else f'{value} {self.unit}'.strip()


def goes_down(least: str, greatest: str) -> bool:
    """Return whether a range has its ends in the wrong order; both or none must have units."""
    for read in (number, bytes_in, seconds_in):
        low, high = read(least), read(greatest)
        if low is not None and high is not None:
            return low > high
    return False


def bytes_in(text: str) -> float | None:
    """Return the size of an amount of data; None for another text."""
    return amount(text, Bytes.units, '')


def seconds_in(text: str) -> float | None:
    """Return an amount of time; None for another text."""
    return amount(text, Duration.units, '')


def size(text: str) -> float | None:
    """Return a number, or the size of an amount of data or time; None for another text."""
    found = number(text), bytes_in(text), seconds_in(text)
    return next((one for one in found if one is not None), None)


class List(Several):
    """Values separated by commas."""

    name = 'list'
    reading = (
        'Values separated by commas. Quotes protect commas, blanks and empty values: ``",", ""``. '
        'Within quotes, write a quote twice.'
    )
    showing = 'As literals.'
    example = 'debug, info, "a, b"'
    comparable = False

    def parse(self, text: str) -> Values:
        """Return the values without their quotes or backquotes; a comma alone is a value."""
        parts = split_list(text) or filter(None, [text])
        return tuple(bare_value(without_backquotes(part)) for part in parts)

    def names(self, value: str) -> Values:
        """Return the value; of a flag of a command line, the flag without its argument."""
        return CommandFlags().names(value) if value.startswith('-') else (value,)

    def comparison_form(self, value: str) -> str:
        """Return the value in folded letters, its blanks kept."""
        return value.casefold()

    def shown(self, value: str) -> str:
        """Return the value, in quotes where its ends would be missed."""
        return f'"{value}"' if ',' in value else as_typed(value)
