"""The base of field types: how one reads, checks, sorts, shows and exports values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from ..ordering import natural, number
from ..text import as_item, as_typed, collapse, split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Values = tuple[str, ...]
Display = Literal['plain', 'literal', 'strong', 'flag', 'markup', 'reference', 'page']
FacetKind = Literal['choices', 'tree', 'flag']
SortKey = tuple[object, ...]

STRING: Final[Mapping[str, object]] = {'type': 'string'}
STRINGS: Final[Mapping[str, object]] = {'type': 'array', 'items': STRING}


class FieldType:
    """Reads, checks, looks up, sorts, shows and exports the values of a field."""

    name: ClassVar[str]
    """The word for the kind in ``configsetting_fields``."""
    reading: ClassVar[str]
    """Describes how a text is read; reStructuredText for the reference."""
    showing: ClassVar[str]
    """Describes how the values are shown; reStructuredText for the reference."""
    example: ClassVar[str]
    """An example of a text."""
    display: ClassVar[Display] = 'literal'
    schema: Mapping[str, object] = STRING
    """The JSON Schema (2020-12) of the exported value."""
    identifies: ClassVar[bool] = False
    """True if a value is an identifier that writers repeat in prose and tables."""
    comparable: ClassVar[bool] = True
    """True if ``<`` and ``>`` work in queries."""
    has_words: ClassVar[bool] = False
    """True if ``has`` finds words within a text; otherwise it compares whole values."""
    is_path: ClassVar[bool] = False
    """True if values are paths, so that ``under`` works in queries."""
    facet: ClassVar[bool] = False
    """True if readers can filter by the values, though no declaration asks for a facet."""
    facet_kind: ClassVar[FacetKind] = 'choices'
    """The form of a facet: a list of values, a tree of paths, or yes."""
    several: ClassVar[bool] = False
    """True if a text can state several values."""
    is_data: ClassVar[bool] = False
    """True if a text is data: null is a value, and several lines are a code block."""
    is_translated: ClassVar[bool] = False
    """True if a text is plain words, which translators get."""
    has_reason: ClassVar[bool] = False
    """True for two values, a version and a reason in inline markup, which a notice shows."""
    is_bare: ClassVar[bool] = False
    """True if badges show values without the label of the field."""
    copy_forms: ClassVar[Mapping[str, str]] = {}
    """The forms in which readers can copy a name, each a label and a pattern."""
    groupable: ClassVar[bool] = True
    """True if several settings can share a value, so that listings can group by it."""
    parameters: ClassVar[tuple[str, ...]] = ()
    """The further keys that the declaration of such a field may have."""
    is_inherited: ClassVar[bool] = True
    """True if a group has its values for the settings in it that state none."""
    joint: ClassVar[str] = ', '
    """The text between two values where they are shown."""

    def normalize(self, text: str) -> str:
        """Return the text as it is kept: blanks within values stay."""
        return text.strip(' \t\n\r')

    def parse(self, text: str) -> Values:
        """Return the values that a text states, in order; empty for a text without any."""
        return (text,) if text else ()

    def text_of_items(self, items: Sequence[str]) -> str | None:
        """Return the text that states the items of a list of YAML; None if lists are none."""
        return None

    def problem(self, text: str) -> str:
        """Return the reason why a text does not suit the type; '' if it does."""
        return ''

    def declaration_problem(self, colors: Iterable[str]) -> str:
        """Return the reason why a declaration of a field is wrong; '' if it is right.

        :param colors: the values that have colors.
        """
        return ''

    def can_name(self, word: str) -> bool:
        """Return whether a word that is not marked as code can be a name."""
        return bool(re.fullmatch(r'[\w.-]+', word))

    def names(self, value: str) -> Values:
        """Return the names by which a value is found, as written first."""
        return (value,)

    def in_shell(self, text: str) -> str:
        """Return the name that a line of a shell sets or reads; the text for other types."""
        return text

    def main_name(self, value: str) -> str:
        """Return the name of a value in inventories and indexes."""
        return self.names(value)[0]

    def section(self, value: str) -> str:
        """Return the group of an index that a value belongs to; '' for none."""
        return ''

    def paths(self, values: Values) -> list[Values]:
        """Return the groups of a listing that the values belong to, each a path."""
        return [(value,) for value in values]

    def paths_in(self, values: Values) -> list[Values]:
        """Return the values as paths, for ``under`` in queries."""
        return [tuple(value.split('/')) for value in values]

    def within(self, values: Values, outer: Values) -> Values:
        """Return paths below those of a group; a path that begins with the group's stays."""
        return values

    def facets(self, values: Values) -> Values:
        """Return the values by which readers filter; '' for yes."""
        return values

    def group_title(self, path: Values) -> str:
        """Return the title of a group."""
        return self.joint.join(path)

    def order(self, text: str) -> Any:
        """Return the quantity that ``<`` and ``>`` compare; None for a text without one."""
        return number(text)

    def is_same_amount(self, one: str, other: str) -> bool:
        """Return whether two texts are one quantity, such as in different units."""
        return False

    def order_problem(self, text: str) -> str:
        """Return the reason why ``<`` and ``>`` cannot compare with a text; '' if they can."""
        return '' if self.order(text) is not None else f'{text!r} is not a number'

    def sort_key(self, values: Values) -> SortKey:
        """Return the sort key of values: quantities first, then texts."""
        found = self.order(values[0])
        return (0, found) if found is not None else (1, natural(values[0]))

    def is_stated(self, values: Values) -> bool:
        """Return whether a query for the field alone finds a setting with the values."""
        return bool(values)

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the values include all wanted ones."""
        asked = {self.comparison_form(value) for value in self.parse(wanted)}
        return bool(asked) and asked <= {self.comparison_form(value) for value in values}

    def comparison_form(self, value: str) -> str:
        """Return a value in the form in which equal values are the same."""
        return collapse(value).casefold()

    def shown(self, value: str) -> str:
        """Return a value as readers see it."""
        return as_typed(value)

    def export(self, values: Values) -> object:
        """Return the values as JSON, valid against ``schema``."""
        return values[0]


class Several(FieldType):
    """The base of types with several values."""

    schema: Mapping[str, object] = STRINGS
    several = True

    def text_of_items(self, items: Sequence[str]) -> str | None:
        """Return the items with commas between them."""
        return ', '.join(map(as_item, items))

    def problem(self, text: str) -> str:
        """Return a message about a quote that is not closed; '' for none."""
        for part in split_list(text):
            if len(part) > 1 and part[0] == '"' and '"' not in part[1:]:
                return f'the quote before {part[1:]!r} is not closed; close it, or remove it'
        return ''

    def export(self, values: Values) -> object:
        """Return the values."""
        return list(values)
