"""Comparing what sections state by hand with what the directives before them state."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from ..catalog.kinds import FALSE_WORDS, TRUE_WORDS, collapse, key_segments, parse_menu, unquote
from ..catalog.setting import state
from .judging import Outcome
from .reading import own_content
from .statements import JSON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docutils import nodes

    from ..catalog.fields import Field
    from ..catalog.setting import Fact, Setting
    from .facts_old import FactReader, SectionFact

    Derive = Callable[[Field, Setting], str]
    """Gives the text that a field is derived as; '' for none."""

UNCOMPARED: Final = frozenset(
    {'displayname', 'description', 'example', 'formerly', 'seealso', 'replacedby'}
)
"""Fields whose texts may differ without a contradiction."""
EMPTY: Final = frozenset({'', '""', "''", 'empty', 'blank', '(empty)', '(blank)', 'none', 'null'})
"""Texts that mean an empty value."""
SYNONYMS: Final = {
    'yes': 'true',
    'on': 'true',
    'enabled': 'true',
    'no': 'false',
    'off': 'false',
    'disabled': 'false',
}
"""Values that mean the same."""
TYPES: Final = {
    'int': 'int',
    'integer': 'int',
    'number': 'int',
    'numeric': 'int',
    'numerical': 'int',
    'bool': 'bool',
    'boolean': 'bool',
    'flag': 'bool',
    'str': 'str',
    'string': 'str',
    'text': 'str',
}
"""Names of types that mean the same; others are not compared."""
VERSION: Final = re.compile(r'(?:v|version )(?=\d)')


class Truth(Enum):
    """Which of two values agrees with the rule that a field is derived by."""

    UNKNOWN = 'there is no such rule'
    DIRECTIVE = 'the directive does'
    TEXT = 'the text does'
    NEITHER = 'neither does'


class Contradiction(NamedTuple):
    """A fact of a section that its setting contradicts."""

    setting: Setting
    fact: SectionFact
    truth: Truth
    derived: str
    """What the field is derived as; '' where there is no rule."""

    @property
    def stated(self) -> str:
        """What the directive states."""
        return self.setting.text(self.fact.field.name)

    @property
    def message(self) -> str:
        """What is wrong, and what to do."""
        return (
            f'{self.fact.field.plain_label!r} is {self.fact.text!r} here, but {self.stated!r} in '
            f'the directive of the setting {self.setting.id!r}; {self.advice}'
        )

    @property
    def advice(self) -> str:
        """What to do."""
        derived = f'the rule of the field makes it {self.derived!r}'
        return {
            Truth.UNKNOWN: 'correct the one that is wrong',
            Truth.DIRECTIVE: f'{derived}, as in the directive; correct the text',
            Truth.TEXT: f'{derived}, as here; correct the directive',
            Truth.NEITHER: f'{derived}, unlike both; correct both',
        }[self.truth]


def agrees(field: Field, values: Sequence[str], fact: Fact | None) -> bool | None:
    """Tell whether values mean the same as a fact; None where that cannot be told."""
    if fact is None or field.name in UNCOMPARED:
        return None
    if not values or not fact.applicable:
        named = field.identifies or field.kind.name == 'menu'
        return not values and not fact.applicable if named else None
    return same(field, values, fact)


def same(field: Field, values: Sequence[str], fact: Fact) -> bool | None:
    """Tell whether values mean the same as those of a fact."""
    if field.kind.name == 'key':
        return all(any(same_key(value, known) for known in fact.values) for value in values)
    if field.identifies:
        return {unquote(value) for value in values} <= {unquote(value) for value in fact.values}
    if field.kind.name == 'menu':
        return any(same_menu(parse_menu(value), fact.values) for value in values)
    if field.kind.name in {'list', 'settings'}:
        return {folded(value) for value in values} == {folded(value) for value in fact.values}
    return same_value(field, values[0], fact)


def same_key(one: str, other: str) -> bool:
    """Tell whether one key ends with the other, which may lack its first segments."""
    short, long = sorted((key_segments(one), key_segments(other)), key=len)
    if short and long[-len(short) :] == short:
        return True
    *path, last = key_segments(one) or ('',)
    return bool(path) and tuple(path) == key_segments(other) and bool(JSON.fullmatch(last))


def same_menu(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether one menu path ends with the other, in any case of letters."""
    short, long = sorted(([folded(part) for part in path] for path in (one, other)), key=len)
    return long[-len(short) :] == short


def same_value(field: Field, value: str, fact: Fact) -> bool | None:
    """Tell whether two values are the same but for their writing, or the unit of one."""
    one, other = folded(value), folded(fact.text)
    if one == other or (one in EMPTY and other in EMPTY):
        return True
    if field.kind.name == 'flag':
        words = TRUE_WORDS | FALSE_WORDS
        known = {one, other} <= words
        return (one in TRUE_WORDS) == (other in TRUE_WORDS) if known else None
    if field.name == 'type':
        return TYPES[one] == TYPES[other] if {one, other} <= TYPES.keys() else None
    first = [text.split()[:1] for text in (one, other)]
    if first[0] == first[1] and 1 in {len(one.split()), len(other.split())}:
        return True
    if field.kind.display == 'text' and (' ' in one or ' ' in other):
        return None
    return False


def folded(text: str) -> str:
    """Return a value in the form in which those that mean the same are equal."""
    text = VERSION.sub('', unquote(collapse(text)).casefold().rstrip('.'), 1)
    digits = text.replace(',', '')
    return SYNONYMS.get(text, digits if digits.isdigit() else text)


def drift_of(
    placed: Iterable[tuple[Setting, nodes.section, Outcome]], reader: FactReader, derive: Derive
) -> Iterator[Contradiction]:
    """Yield the contradictions in the sections of a page, in its order.

    A section that belongs to something else says nothing of the setting before it.
    """
    sections: dict[int, tuple[nodes.section, list[Setting]]] = {}
    for setting, section, outcome in placed:
        if outcome is not Outcome.FOREIGN:
            sections.setdefault(id(section), (section, []))[1].append(setting)
    keys = [field.name for field in reader.fields if field.kind.name == 'key']
    for section, settings in sections.values():
        known = [key for name in keys for setting in settings for key in setting.values(name)]
        yield from contradictions(settings, reader.facts(own_content(section), known), derive)


def contradictions(
    settings: Sequence[Setting], facts: Sequence[SectionFact], derive: Derive
) -> Iterator[Contradiction]:
    """Yield the facts of a section that contradict its settings.

    A fact is held against the settings that its table, list or paragraph names. Where
    that names none, it is held against all settings of the section, unless their own
    names stand elsewhere in it: then the facts are those of something else.
    """
    groups: dict[int, list[SectionFact]] = {}
    for fact in facts:
        groups.setdefault(fact.group, []).append(fact)
    for group in groups.values():
        for fact in group:
            blamed = blamed_for(fact, group, settings, facts)
            if blamed:
                yield judged(blamed, fact, derive)


def blamed_for(
    fact: SectionFact,
    group: Sequence[SectionFact],
    settings: Sequence[Setting],
    facts: Sequence[SectionFact],
) -> Setting | None:
    """Return the setting that a fact contradicts; None if there is none."""
    named = [setting for setting in settings if names(group, setting)]
    if not named and (fact.aside or any(is_foreign(group, s, facts) for s in settings)):
        return None
    field = fact.field
    if any(agrees(field, fact.values, setting.facts.get(field.name)) for setting in settings):
        return None
    of_group = named or settings
    verdicts = [agrees(field, fact.values, s.facts.get(field.name)) for s in of_group]
    if not all(verdict is False for verdict in verdicts) or union_agrees(fact, settings):
        return None
    several = field.identifies or field.kind.name == 'menu'
    open_ = [s for s in of_group if not (several and stated(group, field, s))]
    return open_[0] if open_ else None


def union_agrees(fact: SectionFact, settings: Sequence[Setting]) -> bool:
    """Tell whether each value of a fact belongs to one of several settings."""
    name = fact.field.name
    return bool(fact.values) and all(
        any(agrees(fact.field, [value], setting.facts.get(name)) for setting in settings)
        for value in fact.values
    )


def stated(facts: Iterable[SectionFact], field: Field, setting: Setting) -> bool:
    """Tell whether any of the facts states what the setting does of a field."""
    known = setting.facts.get(field.name)
    return any(f.field == field and f.values and agrees(field, f.values, known) for f in facts)


def names(group: Iterable[SectionFact], setting: Setting) -> bool:
    """Tell whether facts hold an identifier of a setting."""
    return any(f.field.identifies and stated([f], f.field, setting) for f in group)


def is_foreign(
    group: Sequence[SectionFact], setting: Setting, facts: Iterable[SectionFact]
) -> bool:
    """Tell whether facts that don't name a setting have names where others have its own."""
    fields = [fact.field for fact in group if fact.field.identifies and fact.values]
    return any(stated(facts, field, setting) for field in fields)


def judged(setting: Setting, fact: SectionFact, derive: Derive) -> Contradiction:
    """Return a contradiction, and which side the rule of the field is on."""
    field = fact.field
    text = derive(field, setting) if field.derive else ''
    derived = state(field, text) if text else None
    if derived is None:
        return Contradiction(setting, fact, Truth.UNKNOWN, '')
    known = setting.facts[field.name]
    if agrees(field, known.values, derived):
        return Contradiction(setting, fact, Truth.DIRECTIVE, derived.text)
    truth = Truth.TEXT if agrees(field, fact.values, derived) else Truth.NEITHER
    return Contradiction(setting, fact, truth, derived.text)
