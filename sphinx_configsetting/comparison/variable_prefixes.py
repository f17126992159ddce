"""Variables of the environment by their prefix, which may be misspelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .suggestions import has_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .product import Product

SHORTEST_PREFIX: Final = 3
"""The shortest prefix in which a letter is missing, without its underscore."""


def variables_with_prefix(
    variables: Mapping[str, str], prefix: str, product: Product
) -> dict[str, str]:
    """Return the variables with a prefix."""
    return {one: value for one, value in variables.items() if product.begins_with(one, prefix)}


def hints(variables: Iterable[str], prefix: str, product: Product) -> Iterator[str]:
    """Yield a sentence for each variable whose prefix is nearly the right one.

    Only if the variable would be known with the right prefix.
    """
    for name in sorted(variables):
        has_prefix = product.begins_with(name, prefix)
        right = '' if has_prefix else with_prefix(name, prefix, product)
        if right:
            yield (f'{name} lacks the prefix {prefix}, and has no effect; did you mean {right}?')


def with_prefix(name: str, prefix: str, product: Product) -> str:
    """Return the variable that a name is if its prefix has a small slip, or ''."""
    for length in (len(prefix), len(prefix) - 1, len(prefix) + 1):
        head, rest = name[:length], name[length:]
        for right in (prefix + rest, prefix + rest.upper()) if head and rest else ():
            is_known = product.find_variable(right) is not None
            if is_known and has_slip(head, prefix, SHORTEST_PREFIX):
                return right
    return ''
