"""Words that a project declares, and yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from ..text import collapse
from .base import Display, FacetKind, FieldType, Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRUE_WORDS: Final = frozenset({'', 'yes', 'true', 'on', '1'})
FALSE_WORDS: Final = frozenset({'no', 'false', 'off', '0'})


def read_flag(text: str) -> bool | None:
    """Return the truth of a flag; None for a word that is neither yes nor no."""
    word = text.strip().casefold()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else None


class Enum(FieldType):
    """One of several words, with an order and colors."""

    name = 'enum'
    facet = True
    reading = 'One word; the words, their order and colors are declared in conf.py.'
    showing = 'As text; as a badge in the declared color.'
    example = 'Enterprise'
    display: ClassVar[Display] = 'plain'
    is_bare = True
    parameters: ClassVar[tuple[str, ...]] = ('order', 'colors')

    def __init__(self, order: tuple[str, ...] = ()) -> None:
        """Sort by the declared words."""
        self.ranks: dict[str, int] = {
            self.comparison_form(word): rank for rank, word in enumerate(order)
        }
        self.declared = order

    def normalize(self, text: str) -> str:
        """Return the word as it is declared, or the text with single blanks."""
        rank = self.ranks.get(self.comparison_form(text))
        return collapse(text) if rank is None else self.declared[rank]

    def problem(self, text: str) -> str:
        """Return a message about a word that is not declared; '' for a declared one."""
        if not self.declared or self.comparison_form(text) in self.ranks:
            return ''
        return f'{text!r} is not one of {", ".join(self.declared)}'

    def declaration_problem(self, colors: Iterable[str]) -> str:
        """Return a message about a word that is declared twice, or has a color only."""
        known = [self.comparison_form(word) for word in self.declared]
        for word in self.declared:
            if known.count(self.comparison_form(word)) > 1:
                return f"'order' has {word!r} twice"
        for word in colors if self.declared else ():
            if word and word not in self.declared:
                return f"'colors' has {word!r}, which is not one of {', '.join(self.declared)}"
        return ''

    def order(self, text: str) -> Any:
        """Return the rank of a word."""
        return self.ranks.get(self.comparison_form(text))

    def order_problem(self, text: str) -> str:
        """Return a message about a word without a rank; '' for a declared one."""
        return self.problem(text) or '' if self.declared else 'the field declares no order'

    def shown(self, value: str) -> str:
        """Return the word."""
        return value


class Flag(FieldType):
    """Yes or no."""

    name = 'flag'
    facet = True
    reading = '"yes", "true", "on", "1" or nothing mean yes; "no", "false", "off" and "0" mean no.'
    showing = 'As "Yes" or "No"; as a badge, by the label of the field.'
    example = 'yes'
    display: ClassVar[Display] = 'flag'
    facet_kind: ClassVar[FacetKind] = 'flag'
    schema: Mapping[str, object] = {'type': ['boolean', 'null']}
    comparable = False

    def parse(self, text: str) -> Values:
        """Return ``true`` or ``false``, or the text if it is neither."""
        truth = read_flag(text)
        return (text if truth is None else str(truth).lower(),)

    def problem(self, text: str) -> str:
        """Return a message about a text that is neither yes nor no; '' for one that is."""
        return '' if read_flag(text) is not None else f'{text!r} is neither "yes" nor "no"'

    def is_stated(self, values: Values) -> bool:
        """Return whether the values do not say no."""
        return values not in {(), ('false',)}

    def export(self, values: Values) -> object:
        """Return the truth; None for a text that is neither."""
        return read_flag(values[0])

    def shown(self, value: str) -> str:
        """Return the word."""
        return value


class Secret(Flag):
    """A flag for confidential values."""

    name = 'secret'
    showing = (
        'As "Yes" or "No"; as a badge, by the label of the field. Sample files and reports mask '
        'the values of the setting.'
    )
