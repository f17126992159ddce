"""A setting as a record of plain data, and the facts that its options state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .expressions import ExpressionError
from .fields import DESCRIPTION, DISPLAYNAME
from .text import clean, collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .fields import Field, Fields
    from .options import Option

NOT_APPLICABLE: Final = 'N/A'
SCHEMA_VERSION: Final = 2
"""The version of the format of ``settings.json``."""


class Variant(NamedTuple):
    """The values of a field under a condition."""

    condition: str
    """The text in parentheses after the name of the option."""
    text: str
    """The text as written."""
    values: tuple[str, ...]
    """The values that the type of the field reads in the text."""
    problem: str = ''
    """The reason why the text does not suit the type; '' if it does."""

    @property
    def fact(self) -> Fact:
        """The statement without its condition."""
        return Fact(self.text, self.values, problem=self.problem)


class Fact(NamedTuple):
    """The statement of a setting about one field."""

    text: str
    """The text as written; 'N/A' where the field does not apply, '' for conditions only."""
    values: tuple[str, ...]
    """The values that the type of the field reads in the text; empty if it reads none."""
    variants: tuple[Variant, ...] = ()
    """The values under conditions, in the order of the page."""
    original: str = ''
    """The text in the language of the sources, where the page shows a translation."""
    problem: str = ''
    """The reason why the text does not suit the type of the field; '' if it does."""

    @property
    def applicable(self) -> bool:
        """False if the text says that the field does not apply."""
        return bool(self.values) or self.text != NOT_APPLICABLE

    @property
    def is_stated(self) -> bool:
        """True if there is a value without a condition, or the field does not apply."""
        return bool(self.text or self.values)

    @property
    def cases(self) -> tuple[Fact, ...]:
        """The statement without a condition, if there is one, then those under conditions."""
        own = (self._replace(variants=()),) if self.is_stated else ()
        return (*own, *(variant.fact for variant in self.variants))

    @property
    def all_values(self) -> tuple[str, ...]:
        """The values, then those under conditions."""
        if not self.variants:
            return self.values
        more = (value for variant in self.variants for value in variant.values)
        return tuple(dict.fromkeys((*self.values, *more)))


class FieldOption(NamedTuple):
    """An option that is a field, and the fact that it states."""

    field: Field
    option: Option
    fact: Fact | None
    """None where the option states nothing."""


class Setting(NamedTuple):
    """One setting: its facts and its place."""

    id: str
    """The argument of the directive, as written."""
    docname: str
    """The name of its page."""
    anchor: str
    """The id of its target in the page; '' for a setting that is not indexed."""
    source: str
    """The file of the directive, relative to the source directory where possible."""
    line: int
    """The line of the directive in that file, from 1; 0 where it is not known."""
    position: int = 0
    """The rank of the setting in its page, from 0."""
    facts: Mapping[str, Fact] = {}
    """The facts by the names of their fields."""
    body: str = ''
    """The plain text of the body."""
    section: str = ''
    """The id of the section that belongs to the setting; '' for none."""
    conditions: tuple[str, ...] = ()
    """The expressions of ``only`` and ``ifconfig`` around the directive."""
    host_position: int = -1
    """The position of the setting whose text it shares; -1 if it has its own text."""
    group: str = ''
    """The id of the group around it."""

    @property
    def title(self) -> str:
        """The display name, or the id where there is none."""
        fact = self.facts.get(DISPLAYNAME)
        return fact.values[0] if fact and fact.values else self.id

    @property
    def home(self) -> int:
        """The position of the setting whose node has its text."""
        return self.position if self.host_position < 0 else self.host_position

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a field; none where it is left out or not applicable."""
        fact = self.facts.get(name)
        return fact.values if fact else ()

    def all_values(self, name: str) -> tuple[str, ...]:
        """Return the values of a field under any condition."""
        fact = self.facts.get(name)
        return fact.all_values if fact else ()

    def text(self, name: str) -> str:
        """Return the text of a field; '' where it is left out."""
        fact = self.facts.get(name)
        return fact.text if fact else ''

    def names(self, fields: Fields) -> Iterator[tuple[Field, str]]:
        """Yield each name that the setting has from its facts, with its field."""
        for declared in fields.naming:
            for value in self.all_values(declared.name):
                for name in declared.type.names(value):
                    yield declared, name


def exported_facts(setting: Setting, fields: Fields) -> dict[str, object]:
    """Return the facts of a setting as JSON data; None where a field does not apply."""
    return {
        name: exported(fact, fields.by_name[name])
        for name, fact in setting.facts.items()
        if fact.is_stated
    }


def exported_variants(setting: Setting, fields: Fields) -> dict[str, list[dict[str, object]]]:
    """Return the values under conditions as JSON data, by field."""
    return {
        name: [
            {'condition': one.condition, 'value': exported(one.fact, fields.by_name[name])}
            for one in fact.variants
        ]
        for name, fact in setting.facts.items()
        if fact.variants
    }


def exported(fact: Fact, declared: Field) -> object:
    """Return a fact as JSON data; None where it has no value."""
    return declared.type.export(fact.values) if fact.values else None


def plain_text(declared: Field, fact: Fact) -> str:
    """Return a fact as plain text, with its values under conditions."""
    shown = map(declared.type.shown, filter(None, fact.values))
    own = declared.type.joint.join(shown) or fact.text
    others = (f'{one.condition}: {plain_text(declared, one.fact)}' for one in fact.variants)
    return '; '.join(filter(None, [own, *others]))


def part_of_variant(name: str, number: int) -> str:
    """Return the name of the part of a setting's node that has the markup of a variant.

    :param number: the position of the variant, from 0.
    """
    return f'{name} {number}'


def derived_text(declared: Field, setting: Setting) -> str:
    """Return the text that the expression of a field makes; '' where it cannot be made."""
    values = {name: fact.values for name, fact in setting.facts.items()}
    try:
        return declared.derive.evaluate(values) if declared.derive else ''
    except ExpressionError:
        return ''


def is_not_applicable(text: str) -> bool:
    """Return whether a text says that a field does not apply."""
    return bool(re.fullmatch(r'(?i)\s*n/a\.?\s*', text))


def fact_of_text(declared: Field, text: str) -> Fact | None:
    """Return the fact that a text states, or None where it states nothing.

    >>> from .fields import Fields
    >>> fact_of_text(Fields().by_name['environment'], ' MM_A,  MM_B ').values
    ('MM_A', 'MM_B')
    """
    if is_not_applicable(text):
        return Fact(NOT_APPLICABLE, ())
    text = declared.type.normalize(clean(text))
    values, problem = declared.type.parse(text), declared.type.problem(text)
    return Fact(text, values, problem=problem) if values or (text and problem) else None


def facts_of(options: Iterable[Option], fields: Fields) -> dict[str, Fact]:
    """Return the facts that options state, in the order of the fields."""
    return facts_by_field(field_options_of(options, fields), fields)


def field_options_of(options: Iterable[Option], fields: Fields) -> list[FieldOption]:
    """Return the options that are fields, each with the fact that it states."""
    return [
        FieldOption(declared, option, fact_of_option(declared, option))
        for option in options
        if (declared := fields.get(option.name))
    ]


def facts_by_field(stated: Iterable[FieldOption], fields: Fields) -> dict[str, Fact]:
    """Return the facts by field, in the order of the fields, each with its cases.

    Of an option given twice, the first counts; the description is no fact but markup.
    """
    first: dict[tuple[str, str], FieldOption] = {}
    for one in stated:
        first.setdefault(one.option.case, one)
    found: dict[str, Fact] = {}
    for _field, option, fact in first.values():
        if fact:
            found[option.name] = with_case(found.get(option.name), fact, option.condition)
    return {field.name: found[field.name] for field in fields if field.name in found}


def fact_of_option(declared: Field, option: Option) -> Fact | None:
    """Return the fact of an option in its case, or None where it states nothing."""
    if declared.name == DESCRIPTION or option.is_nothing(declared.type):
        return None
    text = option.text_for(declared.type)
    fact = fact_of_text(declared, text)
    if not option.condition:
        return fact
    fact = fact or Fact(collapse(text), ())
    return fact if declared.row and fact.is_stated else None


def with_case(known: Fact | None, fact: Fact, condition: str) -> Fact:
    """Return the known fact of a field together with one more.

    :param condition: the condition of the fact; '' for one that applies in all other cases.
    """
    variants = known.variants if known else ()
    if not condition:
        return fact._replace(variants=variants)
    variant = Variant(condition, fact.text, fact.values, fact.problem)
    return (known or Fact('', ()))._replace(variants=(*variants, variant))
