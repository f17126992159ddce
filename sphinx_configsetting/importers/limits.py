"""The least and the greatest value of a setting."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any, Final, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .product_settings import ProductSetting

LEAST: Final = ('exclusiveMinimum', 'minimum')
GREATEST: Final = ('exclusiveMaximum', 'maximum')
LOWER: Final = (*LEAST, 'minLength', 'minItems')
UPPER: Final = (*GREATEST, 'maxLength', 'maxItems')
PAIRS: Final = (
    *product(LEAST, GREATEST), ('minLength', 'maxLength'), ('minItems', 'maxItems'),
    ('minProperties', 'maxProperties'),
)  # fmt: skip


def bounds_of(setting: ProductSetting) -> tuple[float | None, float | None]:
    """Return the least and the greatest value, length or number of items."""
    return bound(setting, LOWER), bound(setting, UPPER)


def bound(setting: ProductSetting, words: Sequence[str]) -> float | None:
    """Return the first limit of some words; the integer beside one that is excluded."""
    word = limiting_word(setting, words)
    value: float | None = setting.limits.get(word)
    if value is None or 'exclusive' not in word or not is_integral(setting):
        return value
    return math.floor(value) + 1 if word in LEAST else math.ceil(value) - 1


def range_text(setting: ProductSetting) -> str:
    """Return the range of a number; '' if there is none, or if an end is no value itself."""
    words = [limiting_word(setting, LEAST), limiting_word(setting, GREATEST)]
    if any('exclusive' in word for word in words) and not is_integral(setting):
        return ''
    ends = [bound(setting, LEAST), bound(setting, GREATEST)]
    least, greatest = ('' if end is None else str(end) for end in ends)
    return f'{least}..{greatest}' if least or greatest else ''


def limiting_word(setting: ProductSetting, words: Sequence[str]) -> str:
    """Return the word, one of some, that limits a setting most, or ''."""
    found = {word: setting.limits[word] for word in words if is_number(setting.limits.get(word))}
    bounds = [word for word in (*LEAST, *GREATEST) if word in found]
    strictest = max if set(bounds) <= set(LEAST) else min
    return strictest(bounds, key=found.__getitem__) if bounds else next(iter(found), '')


def crossed(limits: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of limits that no value is between."""
    for low, high in PAIRS if len(limits) > 1 else ():
        least, greatest = limits.get(low), limits.get(high)
        if is_number(least) and is_number(greatest):
            is_excluded = 'exclusive' in low + high and least == greatest
            if least > greatest or is_excluded:
                yield low, high


def is_integral(setting: ProductSetting) -> bool:
    """Return whether only integers are values of a setting."""
    return 'integer' in setting.types and 'number' not in setting.types


def is_number(value: Any) -> TypeGuard[float]:
    """Return whether a value is a finite number."""
    is_numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_numeric and math.isfinite(value)
