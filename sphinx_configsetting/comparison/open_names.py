"""Names that a product's schema leaves to users, with any value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..importers import SourceError
from ..importers.extras import require
from ..importers.merging import REFERENCES
from .names import is_match
from .values_schema import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Part = tuple[dict[str, Any], Any]
    """A schema, and the resolver of references in it."""

COMBINED: Final = ('allOf', 'anyOf', 'oneOf', 'if', 'then', 'else')
OTHERS: Final = ('additionalProperties', 'unevaluatedProperties')
LEFT_OPEN: Final = (*OTHERS, 'x-kubernetes-preserve-unknown-fields')
ITEMS: Final = ('items', 'prefixItems', 'additionalItems', 'unevaluatedItems')


class OpenNames:
    """Finds the objects of a schema at a path, one of which may leave a name open."""

    def __init__(self, schema: Any, resolver: Any) -> None:
        """Begin at the top of a schema."""
        self.known: dict[tuple[str, ...], list[Part]] = {(): self.expanded([(schema, resolver)])}

    def has(self, path: tuple[str, ...]) -> bool:
        """Return whether the object around a path allows its last name with any value."""
        return any(allows_name(schema, path[-1]) for schema, _ in self.parts(path[:-1]))

    def parts(self, path: tuple[str, ...]) -> list[Part]:
        """Return the schemas of a path."""
        known = max(length for length in range(len(path) + 1) if path[:length] in self.known)
        for length in range(known, len(path)):
            outer = self.known[path[:length]]
            inner = (
                (one, at) for schema, at in outer for one in inner_schemas(schema, path[length])
            )
            self.known[path[: length + 1]] = self.expanded(inner)
        return self.known[path]

    def expanded(self, parts: Iterable[tuple[Any, Any]]) -> list[Part]:
        """Return schemas with those that they consist of."""
        found: dict[int, Part] = {}
        left = list(parts)
        while left:
            schema, resolver = left.pop()
            if isinstance(schema, dict) and id(schema) not in found:
                found[id(schema)] = schema, resolver
                left += [(one, resolver) for word in COMBINED for one in listed(schema.get(word))]
                left += referenced(schema, resolver)
        return list(found.values())


def referenced(schema: dict[str, Any], resolver: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the schemas that one refers to; what cannot be found is not open."""
    unresolvable = require('referencing').exceptions.Unresolvable
    for word in REFERENCES:
        if isinstance(schema.get(word), str):
            try:
                found = resolver.lookup(schema[word])
            except (unresolvable, SourceError, TypeError, ValueError):
                continue
            yield found.contents, found.resolver


def inner_schemas(schema: dict[str, Any], segment: str) -> list[Any]:
    """Return the schemas of a key or an item."""
    if segment.isdecimal():
        items = [one for word in ITEMS for one in listed(schema.get(word))]
        return [*items, *keys(schema, segment)]
    return keys(schema, segment) or [schema.get(word) for word in OTHERS]


def keys(schema: dict[str, Any], name: str) -> list[Any]:
    """Return the schemas of a key that state its name, or a pattern of it."""
    named, patterns = (schema.get(word) for word in ('properties', 'patternProperties'))
    found = [named[name]] if isinstance(named, dict) and name in named else []
    if isinstance(patterns, dict):
        found += [one for pattern, one in patterns.items() if is_match(pattern, name)]
    return found


def allows_name(schema: dict[str, Any], name: str) -> bool:
    """Return whether an object allows a name with any value."""
    others = [schema.get(word) for word in LEFT_OPEN]
    return any(one is True or one == {} for one in keys(schema, name) or others)
