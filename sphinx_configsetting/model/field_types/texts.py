"""Texts for readers: markup, titles, and paths of menus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ..text import ARROWS, collapse
from .base import STRINGS, Display, FacetKind, FieldType, Values

if TYPE_CHECKING:
    from collections.abc import Mapping


class Text(FieldType):
    """Inline markup."""

    name = 'text'
    reading = 'Inline markup of the page; runs of blanks count as one.'
    showing = 'As text, with its markup.'
    example = 'Enterprise and Professional plans'
    display: ClassVar[Display] = 'markup'
    has_words = True

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def shown(self, value: str) -> str:
        """Return the text."""
        return value


class Title(Text):
    """A display name."""

    name = 'title'
    groupable = False
    reading = 'Plain text; runs of blanks count as one.'
    showing = 'As the title of the setting, as typed.'
    example = 'Port (server)'
    display: ClassVar[Display] = 'plain'
    is_translated = True


class Markup(Text):
    """A description."""

    name = 'markup'
    groupable = False
    example = 'The port of the *server*.'
    comparable = False


class Menu(FieldType):
    """A path of menus."""

    name = 'menu'
    facet = True
    facet_kind: ClassVar[FacetKind] = 'tree'
    reading = 'Menus separated by ``>``, an arrow or an angle quote.'
    showing = 'As strong text, ``A > B``.'
    example = 'Server > Network'
    display: ClassVar[Display] = 'strong'
    schema: Mapping[str, object] = STRINGS
    comparable = False
    is_path = True
    joint = ' > '

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the menus of the path."""
        parts = (part.strip(' *') for part in re.split(ARROWS, text))
        return tuple(part for part in parts if part)

    def paths(self, values: Values) -> list[Values]:
        """Return the path."""
        return [values]

    def paths_in(self, values: Values) -> list[Values]:
        """Return the path."""
        return [values]

    def within(self, values: Values, outer: Values) -> Values:
        """Return the path below that of a group."""
        return values if not values or values[: len(outer)] == outer else (*outer, *values)

    def facets(self, values: Values) -> Values:
        """Return the path as one value."""
        return (self.joint.join(values),)

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the whole path is the wanted one."""
        asked = [self.comparison_form(value) for value in self.parse(wanted)]
        return bool(asked) and asked == [self.comparison_form(value) for value in values]

    def export(self, values: Values) -> object:
        """Return the menus."""
        return list(values)
