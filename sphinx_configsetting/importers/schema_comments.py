"""Schemas in the comments of files of values, as charts state them: ``@schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from . import keywords
from .comments import INLINE, SCHEMA, schema_marks, without_marker
from .documents import plain_data
from .product_settings import SourceError
from .yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .comments import CommentLine
    from .documents import Comment, Document
    from .product_settings import ProductSetting

COMBINED: Final = frozenset({'allOf', 'anyOf', 'oneOf', '$ref'})
"""The keywords whose schemas may name types."""


def schema_lines(document: Document) -> set[int]:
    """Return the lines of comment that are schemas."""
    comments = document.comments
    if not any(SCHEMA in one.text for one in comments.values()):
        return set()
    numbers = range(1, len(document.lines) + 1)
    texts = (comment_text(comments.get(number)) for number in numbers)
    return {number for number, mark in zip(numbers, schema_marks(texts), strict=True) if mark}


def comment_text(comment: Comment | None) -> str | None:
    """Return the text of a comment in a line without anything else, or None."""
    if comment is None or comment.beside:
        return None
    return without_marker(comment.text).text.strip()


def schema_in(lines: Sequence[CommentLine]) -> dict[str, Any] | None:
    """Return the keywords of a schema in comments, or None if it is broken."""
    texts = [line.text.strip() for line in lines]
    marked = [*zip(schema_marks(texts), lines, strict=True)]
    block = [line.text for mark, line in marked if mark == SCHEMA]
    words: dict[str, Any] = {}
    for mark, line in marked:
        if mark == INLINE:
            words |= inline_words(line.text.strip().removeprefix(SCHEMA))
    try:
        roots = parse_yaml('\n'.join(block), '').roots or [{}]
    except SourceError:
        return None
    return words | roots[0] if isinstance(roots[0], dict) else None


def inline_words(text: str) -> dict[str, Any]:
    """Return the keywords of a schema in one line, such as ``type:integer; minimum:1``."""
    parts = (part.strip().partition(':') for part in text.split(';'))
    return {name: inline_value(value.strip()) if sign else True for name, sign, value in parts}


def inline_value(text: str) -> Any:
    """Return a value of YAML, or a text that is none."""
    try:
        return parse_yaml(f'value: {text}', '').roots[0]['value']
    except SourceError:
        return text


def types_in_schema(words: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the types that a schema in comments names; None if it leaves them to the value."""
    types = keywords.named_types(words)
    return types or (None if COMBINED.isdisjoint(words) else ())


def with_schema(one: ProductSetting, words: Mapping[str, Any]) -> ProductSetting:
    """Return a setting with what a schema in comments states, beside its types."""
    if one.default is None and 'default' in words:
        one = one._replace(default=plain_data(words['default']))
    return one._replace(
        title=keywords.keyword_text(words, 'title'),
        choices=keywords.stated_choices(words),
        required=keywords.is_required(words),
        deprecated=keywords.stated_deprecation(words),
        limits=keywords.stated_limits(words),
        examples=one.examples or keywords.examples_of(words),
        read_only=words.get('readOnly') is True,
        write_only=words.get('writeOnly') is True,
    )
