"""References to other settings, and former names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ..text import bare_value, collapse, split_list
from .base import Display, FieldType, Several, Values

if TYPE_CHECKING:
    from collections.abc import Mapping


class SettingReference(FieldType):
    """A reference to another setting."""

    name = 'setting'
    reading = 'Any name of another setting.'
    showing = 'As a link.'
    example = 'server-port'
    display: ClassVar[Display] = 'reference'
    comparable = False

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the name, without quotes."""
        return (bare_value(text),) if text else ()


class SettingReferences(Several):
    """References to other settings, pages and addresses."""

    name = 'settings'
    reading = (
        'Names of other settings separated by commas or semicolons; quotes protect these. Roles '
        'such as ``:doc:``, addresses, and ```title <name>``` work, too.'
    )
    showing = 'As links.'
    example = 'server-port, :doc:`/network`'
    display: ClassVar[Display] = 'reference'
    comparable = False

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    ADDRESS: ClassVar[re.Pattern[str]] = re.compile(r'\b\w+://[^\s<>`]+[^\s<>`,;]')
    MASK: ClassVar[Mapping[int, int]] = str.maketrans(',;', '\0\1')
    BACK: ClassVar[Mapping[int, int]] = str.maketrans('\0\1', ',;')

    def parse(self, text: str) -> Values:
        """Return the names without their quotes; roles and addresses as typed."""
        masked = self.ADDRESS.sub(lambda found: found[0].translate(self.MASK), text)
        return tuple(bare_value(one.translate(self.BACK)) for one in split_list(masked, ',;'))


class Names(Several):
    """Former names."""

    name = 'names'
    reading = 'Names separated by commas, in quotes if they contain commas.'
    showing = 'As literals.'
    example = 'old-port, "Port, old"'
    comparable = False

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the names without their quotes."""
        return tuple(map(bare_value, split_list(text)))
