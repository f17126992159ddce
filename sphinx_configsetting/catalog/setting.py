"""A setting as a record, and how its options become facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .fields import DISPLAYNAME
from .kinds import collapse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .fields import Field, Fields

Fragment = bytes
"""Markup as plain data, packed: see ``fragments``."""

NOT_APPLICABLE: Final = 'N/A'
UNPRINTABLE: Final = '[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]'


class Fact(NamedTuple):
    """What a setting states of one field."""

    text: str
    """The text as written, with single blanks; 'N/A' when not applicable."""
    values: tuple[str, ...]
    """What the text means, by the field's kind; empty when not applicable."""

    @property
    def applicable(self) -> bool:
        """Whether there is any value."""
        return bool(self.values)


class Setting(NamedTuple):
    """One setting: what it states and where it stands."""

    id: str
    """The directive's argument, as written."""
    docname: str
    anchor: str
    """The id of its target in the page; '' for a setting that is not indexed."""
    source: str
    """The file that states it, relative to the source directory where possible."""
    line: int
    """The line of the directive in that file, from 1; 0 where it is not known."""
    position: int = 0
    """The rank of the setting in its page, from 0."""
    facts: Mapping[str, Fact] = {}
    fragments: Mapping[str, Fragment] = {}
    """Markup by field name; the body under ''."""

    @property
    def title(self) -> str:
        """The display name, or the id where there is none."""
        fact = self.facts.get(DISPLAYNAME)
        return fact.values[0] if fact and fact.applicable else self.id

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a field; none where it is left out or N/A."""
        fact = self.facts.get(name)
        return fact.values if fact else ()

    def text(self, name: str) -> str:
        """Return the text of a field; '' where it is left out."""
        fact = self.facts.get(name)
        return fact.text if fact else ''

    def names(self, fields: Fields) -> Iterator[tuple[Field, str]]:
        """Yield each name that its facts give it, with the field it comes from."""
        for declared in fields.naming:
            for value in self.values(declared.name):
                for name in declared.kind.names(value):
                    yield declared, name


def clean(text: str) -> str:
    """Return the text of an option without unprintable characters, blanks single."""
    return collapse(re.sub(UNPRINTABLE, '', text))


def state(declared: Field, text: str) -> Fact | None:
    """Return the fact that a text states, or None where it states nothing.

    >>> from .fields import BUILTIN
    >>> state(BUILTIN[3], ' MM_A,  MM_B ').values
    ('MM_A', 'MM_B')
    """
    text = clean(text)
    if text.casefold() == 'n/a':
        return Fact(text=NOT_APPLICABLE, values=())
    values = declared.kind.parse(text)
    return Fact(text=text, values=values) if values else None
