"""The records of a conversion: what is asked, how a directive is to be, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..handwritten.facts import Statement
    from ..migration.edits import Edit
    from ..model.fields import Fields


class NotConvertibleError(Exception):
    """Something cannot be converted; the message says why."""


class ConversionRemark(NamedTuple):
    """Something that is left or doubtful, and the reason."""

    line: int
    """Counted from 1."""
    name: str
    reason: str


class Made(NamedTuple):
    """A setting that was made."""

    line: int
    """Counted from 1."""
    kind: str
    names: tuple[str, ...]
    """The names by which roles of the kind find it."""
    ids: tuple[str, ...]
    """The ids by which other pages find it; none if it is not indexed."""


@dataclass(slots=True)
class Conversion:
    """The result of converting a page."""

    edits: list[Edit] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    left: list[ConversionRemark] = field(default_factory=list)
    doubtful: list[ConversionRemark] = field(default_factory=list)
    """Settings that were made, and that someone has to look at."""
    seen: set[str] = field(default_factory=set)
    """The names of the directives that the page has, of those to convert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The user's choices."""

    kinds: frozenset[str]
    fields: Fields
    labels: Mapping[str, str]
    """The names of fields by the labels that the pages use."""
    statements: Callable[[str], Iterable[Statement]]
    """Reads the facts that a text states, as builds do to see what a section presents."""
    lift: bool = False
    """True if notes on versions become fields."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A directive as it is to be."""

    start: int
    head_end: int
    """The line after the options."""
    end: int
    body: int
    """The first line of the text that may state facts."""
    body_end: int
    depth: int
    """The indentation of that text."""
    indent: str
    """The blanks before options."""
    head: list[str]
    options: dict[str, str] = field(default_factory=dict)
    """The texts of options that are written again or added."""
    kept: list[str] = field(default_factory=list)
    """The lines of options that stay."""
    stated: dict[str, str] = field(default_factory=dict)
    """The texts of options that stay."""
    prose: list[str] = field(default_factory=list)
    """Lines before the body."""
    removed: list[tuple[int, int]] = field(default_factory=list)
    in_section: bool = False
    """True if the text is that of a section."""
    touching: bool = False
    """True if the text may be right below the head."""
    tail: str = ''
    """The line after the options; '' for none."""
