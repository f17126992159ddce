"""Amounts of time and data in users' files."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any, Final

from ..importers.limits import is_number
from ..importers.typenames import type_words
from ..model.ordering import amount
from .findings import Kind
from .names import has_placeholder
from .same_values import PLAIN, UNITS, declared_unit, seconds_of, unit_of, with_unit
from .schema_errors import PHRASES, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..importers import ProductSetting

BARE: Final = '?'
"""The unit of a number without one, which no text has."""
MONTHS: Final = dict.fromkeys(('mo', 'month', 'months', 'y', 'yr', 'year', 'years'), math.nan)
"""Units of time that have no fixed length."""
SIZES: Final[Mapping[str, Mapping[str, float]]] = {
    'time': {**UNITS['time'], **MONTHS, BARE: math.nan},
    'data': {unit.lower(): size for unit, size in UNITS['data'].items()}
    | {**UNITS['data'], BARE: math.nan},
    'quantity': {**PLAIN, BARE: 1},
}
"""The units by kind; numbers of unknown units are neither too small nor too large."""
WORDS: Final = {'time': {'duration', 'timedelta'}, 'data': {'bytes'}, 'quantity': {'quantity'}}
"""The words for amounts in types; another word beside them can mean any value."""
WANTED: Final = {
    'time': 'an amount of time such as 30s',
    'data': 'an amount of data such as 512MiB',
    'quantity': 'an amount such as 500m',
}
USUAL: Final = {'time': ('1s', '1m', '1h'), 'data': ('1KiB', '1MiB', '1GiB'), 'quantity': ('1',)}
"""Amounts for samples."""
FAILS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    'minimum': operator.lt,
    'maximum': operator.gt,
    'exclusiveMinimum': operator.le,
    'exclusiveMaximum': operator.ge,
}


def kind_of_amount(setting: ProductSetting) -> str:
    """Return the kind of amounts that a setting is declared to have, or ''."""
    if not setting.typename and not setting.extra:
        return ''
    unit = declared_unit(setting)
    if unit:
        return next(name for name, units in UNITS.items() if unit in units)
    words = {one.rpartition('.')[2].casefold() for one in type_words(setting.typename)} - {'null'}
    return next((kind for kind, known in WORDS.items() if words and words <= known), '')


def size_of(value: str | float, kind: str, unit: str) -> float | None:
    """Return an amount in base units; None for a text that is none.

    >>> size_of('1h 30m', 'time', ''), size_of(5, 'data', 'KiB'), size_of('soon', 'time', 's')
    (5400.0, 5120.0, None)
    """
    text = str(value).strip()
    seconds = seconds_of(text) if kind == 'time' else None
    return amount(with_unit(text, unit), SIZES[kind], BARE) if seconds is None else seconds


def amount_fault(setting: ProductSetting, path: tuple[str, ...], value: Any) -> Fault | None:
    """Return the fault of a value where a setting has amounts with units, if there is one.

    JSON Schema can only limit numbers.
    """
    kind = kind_of_amount(setting)
    is_listed = value in (setting.default, *setting.examples)
    if not kind or is_listed or setting.choices or setting.alternatives:
        return None
    if not (isinstance(value, str) or is_number(value)):
        return None
    size = size_of(value, kind, unit_of(setting))
    if size is not None:
        return range_fault(setting, kind, path, value, size)
    is_open = has_placeholder(str(value)) or has_word_default(setting, kind)
    return None if is_open else Fault(Kind.TYPE, path, value, kind, WANTED[kind])


def has_word_default(setting: ProductSetting, kind: str) -> bool:
    """Return whether the default is a word such as ``never``, beside which there may be others."""
    return isinstance(setting.default, str) and size_of(setting.default, kind, '') is None


def range_fault(
    setting: ProductSetting, kind: str, path: tuple[str, ...], value: Any, size: float
) -> Fault | None:
    """Return the limit that an amount does not keep, if any."""
    for word, fails in FAILS.items():
        limit = setting.limits.get(word)
        text = with_unit(str(limit), unit_of(setting))
        bound = size_of(text, kind, '')
        if bound is not None and fails(size, bound):
            return Fault(Kind.RANGE, path, value, {word: limit}, PHRASES[word].format(text))
    return None


def usual_amounts(setting: ProductSetting) -> Iterator[str | float]:
    """Yield amounts that a sample can show, those at the limits first; numbers in their unit."""
    kind, unit = kind_of_amount(setting), unit_of(setting)
    limits = [setting.limits[word] for word in FAILS if word in setting.limits]
    for text in [*map(str, limits), *USUAL[kind]] if kind else ():
        yield text
        number = (size_of(text, kind, '') or 0) / SIZES[kind].get(unit, math.nan)
        yield int(number) if number.is_integer() else number
