"""Groups that a file of records states beside its records, as Spring's metadata does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .documents import line_of
from .product_settings import ProductGroup
from .record_sections import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def groups_in(values: Iterable[Any], file: str) -> list[ProductGroup]:
    """Return the groups of a list; the first of each name that has a description counts."""
    found: dict[str, ProductGroup] = {}
    for one in values:
        name = one.get('name') if isinstance(one, dict) else None
        if isinstance(name, str) and name:
            description = paragraphs(one.get('description'))
            text = description.strip() if isinstance(description, str) else ''
            group = ProductGroup(key=name, description=text, file=file, line=line_of(one, 'name'))
            if name not in found or (text and not found[name].description):
                found[name] = group
    return [one._replace(group=around(name, found)) for name, one in found.items()]


def around(key: str, groups: Mapping[str, Any]) -> str:
    """Return the longest name of a group that a key is in, or ''.

    >>> around('a.b.c.d', {'a': 1, 'a.b': 2, 'a.b.c.d': 3})
    'a.b'
    """
    while '.' in key:
        key = key.rpartition('.')[0]
        if key in groups:
            return key
    return ''
