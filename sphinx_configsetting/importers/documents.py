"""Parsed files: plain data whose mappings know their lines and comments."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .product_settings import Problem

MAX_DEPTH: Final = 120
"""The greatest depth of values; deeper ones are left out, with a problem."""
TOO_DEEP: Final = (
    f'values are nested more than {MAX_DEPTH} deep here, and are left out; make it flatter'
)


class Alias(NamedTuple):
    """A place that repeats a value: an alias of YAML, or a merge key.

    :ivar text: the alias with its asterisk, or ``<<``.
    """

    text: str
    line: int


class Mapped(dict[str, Any]):
    """A mapping with the places of its keys.

    :ivar lines: the line of each key, from 1.
    :ivar ends: the line where the value of a key ends, where comments beside it are.
    :ivar texts: the values as the file writes them, where that differs.
    :ivar aliases: the keys whose values are elsewhere in the file.
    :ivar is_section: whether it is a group even if it is empty.
    :ivar is_implied: whether only keys within it state it, as ``[a.b]`` states ``a`` in TOML.
    :ivar is_untyped: whether a number or a truth value may be meant as a text, as in YAML.
    """

    __slots__ = (
        'aliases', 'ends', 'is_implied', 'is_section', 'is_untyped', 'lines', 'texts',
    )  # fmt: skip

    def __init__(self) -> None:
        """Make an empty mapping."""
        super().__init__()
        self.lines: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.aliases: dict[str, Alias] = {}
        self.is_section = self.is_implied = self.is_untyped = False


class Items(list[Any]):
    """A list with its scalars as the file writes them, where that differs, by their index."""

    texts: Mapping[int, str] = MappingProxyType({})


class Comment(NamedTuple):
    """A line of comment, with its marker (``#``, ``//``)."""

    text: str
    beside: bool = False
    column: int = 0


@dataclass(slots=True)
class Document:
    """The findings of a parser in a text; complete when the parser returns it.

    :ivar inner: the comments between the keys of a line, by the line and the key that they are of.
    :ivar later: the keys that are not the first of their line; a comment above is not theirs.
    """

    file: str
    lines: list[str] = field(default_factory=list)
    roots: list[Any] = field(default_factory=list)
    comments: dict[int, Comment] = field(default_factory=dict)
    inner: dict[tuple[int, str], list[Comment]] = field(default_factory=dict)
    later: set[tuple[int, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


class SyntaxParser(Protocol):
    """A function that reads a syntax."""

    def __call__(self, text: str, file: str, *, keep_comments: bool = True) -> Document:
        """Return the values of a text.

        :param keep_comments: whether lines of comment are kept; leaving them out is faster.
        :raises SourceError: it is broken.
        """


def plain_data(value: Any) -> Any:
    """Return a value without places, as `json.loads` would."""
    if isinstance(value, dict):
        return {key: plain_data(item) for key, item in value.items()}
    return [plain_data(item) for item in value] if isinstance(value, list) else value


def line_of(table: Mapping[str, Any], key: str) -> int:
    """Return the line of a key, or 0."""
    return table.lines.get(key, 0) if isinstance(table, Mapped) else 0


def written_text(table: Mapping[str, Any], key: str) -> str:
    """Return a value as the file writes it, where that differs, or ''."""
    return table.texts.get(key, '') if isinstance(table, Mapped) else ''


def scalar_text(table: Mapping[str, Any], key: str) -> str:
    """Return a scalar as the file writes it, if a stated type may read it otherwise, or ''."""
    text = written_text(table, key)
    if text or not isinstance(table, Mapped) or not table.is_untyped or key in table.aliases:
        return text
    value = table.get(key)
    return json.dumps(value) if isinstance(value, (bool, int, float)) else ''
