"""Keywords of schemas that apply together: the narrowest counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from .keywords import (
    BOUNDS,
    CLOSED,
    ENUM_DESCRIPTIONS,
    named_types,
    stated_choices,
    stated_limits,
)
from .limits import is_number
from .product_settings import one_or_all
from .scalars import plain_equal, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .product_settings import Choice


def multiple(near: float, far: float) -> float:
    """Return the least number that is a multiple of two others, or the first if it is unsure.

    >>> multiple(4, 6), multiple(0.5, 2), multiple(0.5, 0.75)
    (12, 2, 0.5)
    """
    if isinstance(near, int) and isinstance(far, int):
        return math.lcm(near, far)
    small, large = sorted((near, far))
    return large if small > 0 and large % small == 0 else near


NARROWER: Final[Mapping[str, Callable[[float, float], float]]] = {
    'minimum': max, 'exclusiveMinimum': max, 'minLength': max, 'minItems': max,
    'minProperties': max, 'maximum': min, 'exclusiveMaximum': min, 'maxLength': min,
    'maxItems': min, 'maxProperties': min, 'multipleOf': multiple,
}  # fmt: skip
"""The functions that choose between two limits."""
NUMBERS: Final = frozenset({'integer', 'number'})
SHARED: Final = frozenset({'type', *CLOSED, *NARROWER})
"""The keywords that do not simply give way to nearer ones."""


def with_numbers(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema with numbers in place of booleans that exclude bounds, as in draft 4."""
    booleans = {word for _, word in BOUNDS if isinstance(schema.get(word), bool)}
    if not booleans:
        return schema
    rest = {word: value for word, value in schema.items() if word not in booleans}
    return rest | stated_limits(schema)


def narrow(
    words: dict[str, Any], others: Mapping[str, Any], *, keep_null: bool = False
) -> list[str]:
    """Narrow keywords by those of a farther schema; return what excludes each other, as texts.

    :param keep_null: whether null stays a type if only the nearer schema has it.
    """
    for word in NARROWER.keys() & words.keys() & others.keys():
        near, far = words[word], others[word]
        if is_number(far):
            words[word] = NARROWER[word](near, far) if is_number(near) else far
    clashes = [] if CLOSED.isdisjoint(others) else narrow_choices(words, others)
    if 'type' in words and 'type' in others:
        clashes += narrow_types(words, others, keep_null=keep_null)
    return clashes


def narrow_types(
    words: dict[str, Any], others: Mapping[str, Any], *, keep_null: bool
) -> list[str]:
    """Keep the types that two schemas have in common."""
    near, far = named_types(words), named_types(others)
    common = common_types(near, (*far, 'null') if keep_null else far)
    if common and common != near:
        words['type'] = one_or_all(common)
    is_clash = bool(near and far) and not common
    return [f'"type" is {to_text(words["type"])} and {to_text(others["type"])}'] * is_clash


def common_types(near: Sequence[str], far: Sequence[str]) -> tuple[str, ...]:
    """Return the types that are in both of two lists, in the order of the first.

    >>> common_types(['number', 'null'], ['string', 'integer'])
    ('integer',)
    """
    whole = 'integer' if not NUMBERS.isdisjoint(far) else ''
    found = [name if name in far else whole for name in near if name in far or name in NUMBERS]
    return tuple(dict.fromkeys(filter(None, found)))


def narrow_choices(words: dict[str, Any], others: Mapping[str, Any]) -> list[str]:
    """Keep the choices that two schemas have in common, with their descriptions."""
    near, far = stated_choices(words), stated_choices(others)
    common = [found for one in near if (found := common_choice(one, far))]
    if not common:
        texts = ' and '.join(to_text([one.value for one in ones]) for ones in (near, far))
        return [f'the choices are {texts}'] if near and far else []
    if 'const' not in words and 'const' not in others:
        words['enum'] = [one.value for one in common]
        stated = [word for word in ENUM_DESCRIPTIONS if word in words or word in others]
        words |= {word: [one.description for one in common] for word in stated}
    else:
        words['const'] = common[0].value
    return []


def common_choice(one: Choice, others: Sequence[Choice]) -> Choice | None:
    """Return a choice that is in a list, with a description if either has one."""
    same = next((other for other in others if plain_equal(one.value, other.value)), None)
    return same and one._replace(description=one.description or same.description)
