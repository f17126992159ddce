"""Declarations of a field that people may write, sensible or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable

SHAPES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.binary(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=8), inner, max_size=3),
        st.dictionaries(st.integers(), inner, max_size=2),
    ),
    max_leaves=6,
)
WORDS = st.sampled_from(['', 'x', 'description', 'configjson', 'variable', '{{ configjson }}', '{{ x }}', '{% if %}', '{{'])


def declared(fields: Iterable[str], keys: Iterable[str]) -> st.SearchStrategy[object]:
    """Values of ``configsetting_fields``: anything, or declarations of some fields with some keys."""
    inner = st.one_of(st.sampled_from([*keys]), st.text(max_size=5))
    declarations = st.dictionaries(inner, st.one_of(WORDS, SHAPES), max_size=4)
    names = st.one_of(st.sampled_from([*fields, 'id', 'x', 'A b']), st.text(max_size=5))
    return st.one_of(SHAPES, st.dictionaries(names, st.one_of(declarations, SHAPES), max_size=4))
