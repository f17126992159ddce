"""The judge of hand-written facts: whether a page agrees with the settings of its directives.

The build, ``drift`` and ``migrate`` all ask here, so that they agree.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.field_types import FALSE_WORDS, TRUE_WORDS, segments
from ..model.fields import DISPLAYNAME, FORMERLY
from ..model.setting import Fact, fact_of_text
from ..model.text import collapse, shorten, unquote
from .facts import DEFAULT, JSON, is_key_field, leads_to_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from ..model.fields import Field, Fields
    from ..model.setting import Setting
    from .facts import Statement

    Derive = Callable[[Field, Setting], str]

UNCOMPARED: Final = frozenset(
    {'displayname', 'description', 'example', 'formerly', 'seealso', 'replacedby'}
)
"""Fields whose texts may differ without a contradiction."""
EMPTY: Final = frozenset(
    {'', '""', "''", 'blank', 'empty', 'empty string', 'none', 'not set', 'null', 'unset'}
)
"""Texts that mean an empty value, in parentheses or not."""
SYNONYMS: Final = {
    **dict.fromkeys(('yes', 'on', 'enabled', 'enable'), 'true'),
    **dict.fromkeys(('no', 'off', 'disabled', 'disable'), 'false'),
}
"""Values that mean the same."""
TYPES: Final = {
    **dict.fromkeys(('int', 'integer', 'number', 'numeric', 'numerical'), 'int'),
    **dict.fromkeys(('bool', 'boolean', 'flag'), 'bool'),
    **dict.fromkeys(('str', 'string', 'text'), 'str'),
}
"""Names of types that mean the same; others are not compared."""
INPUT: Final = ' input'
"""A word after the name of a type that adds nothing to it."""
FLAGS: Final = {**dict.fromkeys(TRUE_WORDS, 'true'), **dict.fromkeys(FALSE_WORDS, 'false')}
LEADING: Final = re.compile(r'(?:v|version )(?=\d)|(?:also |only )?available (?:in|on|with) ')
"""Words that add nothing to a value."""
FILLERS: Final = frozenset({'a', 'an', 'of', 'other', 'the', 'this'})
"""Words that add nothing to a heading."""
ASSIGNED: Final = re.compile(r'(?P<name>[\w.-]+)\s*[\s=:]\s*(?P<value>[^\s=:;].*?);?')
"""A value after the name of its setting, as in a file of settings."""
WORD: Final = re.compile(r'[^\W_]+')


class Verdict(Enum):
    """The results of comparing a statement with a setting's fact."""

    EQUAL = 'both say the same'
    ABBREVIATED = 'one is a shorter form of the other'
    DIFFERENT = 'they contradict each other'
    UNSURE = 'they cannot be compared'


class Judgement(NamedTuple):
    """A verdict and its reason."""

    verdict: Verdict
    reason: str

    @property
    def agrees(self) -> bool:
        """True if both mean the same."""
        return self.verdict in {Verdict.EQUAL, Verdict.ABBREVIATED}


class Contradiction(NamedTuple):
    """A statement that contradicts its setting, or another statement about it."""

    setting: Setting
    statement: Statement
    stated: str
    """The text of the directive, or of the other statement."""
    message: str
    """A sentence about what is wrong and what to do."""
    truth: str = 'unknown'
    """The text that the rule of a derived field agrees with: directive, text, neither, unknown."""
    derived: str = ''
    """The text that the rule makes; '' where there is no rule."""


EQUAL: Final = Judgement(Verdict.EQUAL, 'the values are the same')
DIFFERENT: Final = Judgement(Verdict.DIFFERENT, 'the values differ')


def compare(field: Field, fact: Fact | None, statement: Statement) -> Judgement:
    """Compare a statement with what a setting states of the same field."""
    return compare_values(field, fact, statement.values)


def compare_values(field: Field, fact: Fact | None, values: Sequence[str]) -> Judgement:
    """Compare values with what a setting states of a field; no values mean N/A."""
    if fact is None:
        return Judgement(Verdict.UNSURE, 'the directive does not state it')
    if field.name in UNCOMPARED:
        return Judgement(Verdict.UNSURE, 'texts of this field may differ')
    judged = [_compare_case(field, case, values) for case in fact.cases]
    agreeing = [one for one in judged if one.agrees]
    if agreeing or fact.is_stated:
        return (agreeing or judged)[0]
    return Judgement(Verdict.UNSURE, 'the directive states it under conditions only')


def _compare_case(field: Field, fact: Fact, values: Sequence[str]) -> Judgement:
    """Compare values with those that apply in one case; no values mean N/A."""
    if not fact.values and fact.applicable:
        return Judgement(Verdict.UNSURE, 'the directive has no value that can be read')
    if not fact.applicable or not values:
        return _not_applicable(field, fact, values)
    return _compare_stated(field, fact, values)


def _compare_stated(field: Field, fact: Fact, values: Sequence[str]) -> Judgement:
    """Compare values with those of a fact, in the way of the field's type."""
    if is_key_field(field):
        return _weakest(_compare_key(value, fact.values) for value in values)
    if field.identifies:
        known = {name for value in fact.values for name in _names(field, value)}
        found = {name for value in values for name in _names(field, value)}
        return EQUAL if found <= known else DIFFERENT
    if field.type.is_path:
        return _compare_menus([field.type.parse(value) for value in values], fact.values)
    if field.type.several:
        same = {*map(meaning_of, values)} == {*map(meaning_of, fact.values)}
        return EQUAL if same else DIFFERENT
    return _compare_texts(field, fact.text, values[0])


def meaning_of(text: str) -> str:
    """Return a value in the form in which those that mean the same are equal."""
    text = LEADING.sub('', unquote(collapse(text)).casefold(), 1)
    digits = text.replace(',', '')
    return SYNONYMS.get(text, digits if digits.isdigit() else text)


def _not_applicable(field: Field, fact: Fact, values: Sequence[str]) -> Judgement:
    """Compare where one of both is N/A."""
    if not fact.applicable and not values:
        return Judgement(Verdict.EQUAL, 'both are N/A')
    if values or leads_to_setting(field):
        return Judgement(Verdict.DIFFERENT, 'only one is N/A')
    return Judgement(Verdict.UNSURE, 'N/A may mean that the page does not say')


def _weakest(judgements: Iterable[Judgement]) -> Judgement:
    """Return the judgement of several values: that of the worst."""
    order = [Verdict.EQUAL, Verdict.ABBREVIATED, Verdict.UNSURE, Verdict.DIFFERENT]
    return max(judgements, key=lambda one: order.index(one.verdict))


def _compare_key(key: str, known: Iterable[str]) -> Judgement:
    """Compare a key with those known; either may lack its first segments."""
    path, paths = segments(key), [segments(one) for one in known]
    if path in paths:
        return EQUAL
    if any(_ends(path, one) for one in paths):
        return Judgement(Verdict.ABBREVIATED, 'one key ends with the other')
    return DIFFERENT


def _ends(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether one path ends with the other."""
    short, long = sorted((one, other), key=len)
    return bool(short) and long[-len(short) :] == short


def _names(field: Field, value: str) -> Iterator[str]:
    """Yield the names of a value of an identifying field."""
    yield from field.type.names(unquote(value))


def _compare_menus(paths: Iterable[Sequence[str]], known: Sequence[str]) -> Judgement:
    """Compare menu paths, of which the page states one or several alternatives."""
    path = [meaning_of(part) for part in known]
    found = [[meaning_of(part) for part in one] for one in paths]
    if path in found:
        return EQUAL
    if any(_ends(one, path) for one in found):
        return Judgement(Verdict.ABBREVIATED, 'one path ends with the other')
    return DIFFERENT


def _compare_texts(field: Field, known: str, value: str) -> Judgement:
    """Compare two values that may differ in their spelling, or the unit of one."""
    one, other = meaning_of(value), meaning_of(known)
    same = one == other or {one.strip('()'), other.strip('()')} <= EMPTY
    if same or field.type.is_same_amount(unquote(known), unquote(value)):
        return EQUAL
    if field.type.display == 'flag':
        return _compare_words(one, other, FLAGS)
    if field.name == 'type':
        return _compare_words(one.removesuffix(INPUT), other.removesuffix(INPUT), TYPES)
    first = [SYNONYMS.get(word, word) for text in (one, other) for word in text.split()[:1]]
    if len(first) == 2 and first[0] == first[1] and 1 in {len(one.split()), len(other.split())}:
        return Judgement(Verdict.ABBREVIATED, 'one has a unit or a remark')
    if field.type.display in {'markup', 'plain'} and (' ' in one or ' ' in other):
        return Judgement(Verdict.UNSURE, 'sentences may mean the same')
    return DIFFERENT


def _compare_words(one: str, other: str, meanings: Mapping[str, str]) -> Judgement:
    """Compare two words by what they mean."""
    if one not in meanings or other not in meanings:
        return Judgement(Verdict.UNSURE, 'words that are not known may mean the same')
    return EQUAL if meanings[one] == meanings[other] else DIFFERENT


def states(setting: Setting, statement: Statement, fields: Fields) -> bool:
    """Return whether a statement names a setting by a key, if abbreviated, or another name."""
    keys, names = _identifiers(setting, fields)
    for value in statement.values if statement.identifier else ():
        path = segments(value.casefold())
        paths = [path]
        if statement.tail or JSON.fullmatch(path[-1]):
            paths.append(path[:-1])
        if value.casefold() in names or any(_ends(one, key) for one in paths for key in keys):
            return True
    return False


def _identifiers(setting: Setting, fields: Fields) -> tuple[list[tuple[str, ...]], set[str]]:
    """Return the segments of a setting's keys, and its other names, in folded case."""
    keys: list[tuple[str, ...]] = []
    names: set[str] = set()
    for field in fields:
        for value in setting.values(field.name) if field.identifies else ():
            if is_key_field(field):
                keys.append(segments(value.casefold()))
            else:
                names.update(name.casefold() for name in _names(field, value))
    return keys, names


def heading_names(heading: str, setting: Setting, fields: Fields) -> bool:
    """Return whether a heading is the name of a setting.

    That is: its display name or id, one of its identifiers or the last segment of a key,
    or made only of words of the display name.
    """
    return is_name(heading, setting, fields) or _has_words_of(heading, setting)


def _has_words_of(heading: str, setting: Setting) -> bool:
    words = _words(heading)
    return bool(words) and set(words) <= set(_words(setting.title))


def is_name(heading: str, setting: Setting, fields: Fields) -> bool:
    """Return whether a heading is a whole name of a setting, with or without a parenthesis."""
    shorter = shorten(heading.rstrip())
    names = {_letters(name) for name in _exact_names(setting, fields)}
    if {_letters(heading), _letters(shorter)} & names - {''}:
        return True
    title = setting.text(DISPLAYNAME)
    whole, short = _joined(title), _joined(shorten(title))
    return _joined(heading) in {whole, short} - {''} or _joined(shorter) in {whole} - {''}


def _exact_names(setting: Setting, fields: Fields) -> Iterator[str]:
    """Yield the id, the identifiers and the last segments of keys, of which each word counts."""
    yield setting.id
    for field in fields.naming:
        for value in setting.values(field.name) if field.name != FORMERLY else ():
            yield from field.type.names(value)
            if is_key_field(field):
                yield segments(value)[-1]


def _letters(name: str) -> str:
    return ''.join(WORD.findall(name.casefold()))


def _words(text: str) -> list[str]:
    """Return the words of a heading or a display name without those that add nothing."""
    words = WORD.findall(text.casefold())
    return [word for word in words if word not in FILLERS] or words


def _joined(text: str) -> str:
    return ''.join(_words(text))


def settle(
    statements: Sequence[Statement], settings: Sequence[Setting], fields: Fields
) -> list[Statement]:
    """Return statements in which a value after a known key is a statement of the default.

    ``name value;`` is a value, too, if a setting has that name.
    ``A > B > C`` is the key ``A.B.C``, or the key ``A.B`` with the value ``C``: the keys of
    the settings decide.
    """
    known: dict[str, list[tuple[str, ...]]] = {}
    for field in fields:
        if is_key_field(field):
            keys = [key for setting in settings for key in setting.values(field.name)]
            known[field.name] = [segments(key) for key in keys]
    default = fields.get(DEFAULT)
    names = {name for setting in settings for name in _exact_names(setting, fields)}
    return [
        settled
        for one in (_without_name(statement, names) for statement in statements)
        for settled in _settled(one, known.get(one.field.name, []), default)
    ]


def _without_name(statement: Statement, names: Set[str]) -> Statement:
    """Return a default without the name of its setting: the value of ``name value;``."""
    match = ASSIGNED.fullmatch(statement.text) if statement.field.name == DEFAULT else None
    if match is None or match['name'] not in names:
        return statement
    return statement._replace(text=match['value'], values=(match['value'],))


def _settled(
    statement: Statement, known: Sequence[tuple[str, ...]], default: Field | None
) -> Iterator[Statement]:
    """Yield a statement, or the key and the default that it consists of."""
    links = segments(statement.values[0]) if len(statement.values) == 1 else ('',)
    path, last = links[:-1], links[-1]
    value = statement.tail or (last if JSON.fullmatch(last) else '')
    is_key = any(_ends(links, key) for key in known)
    if not value or is_key or not any(_ends(path, key) for key in known):
        yield statement
        return
    key = statement.values[0].removesuffix(value).rstrip('.')
    yield statement._replace(text=key, values=(key,), tail='')
    if default:
        yield statement._replace(field=default, text=value, values=(value,), tail='')


def find_contradictions(
    settings: Sequence[Setting],
    statements: Sequence[Statement],
    fields: Fields,
    derive: Derive | None = None,
) -> list[Contradiction]:
    """Return the statements of a section that contradict its settings, in their order.

    A statement is about the settings that its table, list or paragraph names. Where that
    names none, it is about all settings of the section, unless their own names are stated
    elsewhere in it: then it is about something else. Defaults that no directive states are
    compared with each other.

    :param derive: returns the text that a field of a setting is derived as; '' for none.
    """
    groups: dict[int, list[Statement]] = {}
    for statement in settle(statements, settings, fields):
        groups.setdefault(statement.group, []).append(statement)
    verdicts = Verdicts(settings)
    presented = {
        one.field.name
        for group in groups.values()
        for one in group
        if one.identifier and verdicts.agreeing(one)
    }
    found: list[Contradiction] = []
    defaults: dict[int, Statement] = {}
    for group in groups.values():
        about = verdicts.about(group, presented)
        for one in group:
            if verdicts.is_contradiction(one, about):
                found.append(_contradiction(settings[about[0]], one, derive))
            elif one.field.name == DEFAULT and len(about) == 1:
                found += _against_earlier(settings[about[0]], one, defaults, about[0])
    return found


class Verdicts:
    """The verdicts of the settings of a section, each reached once."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        """Begin without a verdict."""
        self.settings = settings
        self._known: dict[tuple[str, tuple[str, ...]], list[Judgement]] = {}

    def judge(self, field: Field, values: tuple[str, ...]) -> list[Judgement]:
        """Return how values compare with each setting."""
        key = (field.name, values)
        if key not in self._known:
            known = [setting.facts.get(field.name) for setting in self.settings]
            self._known[key] = [compare_values(field, fact, values) for fact in known]
        return self._known[key]

    def agreeing(self, statement: Statement) -> set[int]:
        """Return the positions of the settings that agree with a statement."""
        judged = self.judge(statement.field, statement.values)
        return {index for index, one in enumerate(judged) if one.agrees}

    def about(self, group: Sequence[Statement], presented: Set[str]) -> list[int]:
        """Return the positions of the settings that a group of statements is about."""
        identifiers = [one for one in group if one.identifier]
        named = {index for one in identifiers for index in self.agreeing(one)}
        elsewhere = any(one.field.name in presented for one in identifiers)
        is_named = bool(named) or group[0].aside or elsewhere
        return sorted(named) if is_named else [*range(len(self.settings))]

    def is_contradiction(self, statement: Statement, about: Sequence[int]) -> bool:
        """Return whether a statement contradicts the settings that it is about, and is of none."""
        field, values = statement.field, statement.values
        judged = self.judge(field, values)
        if not about or any(judged[index].verdict is not Verdict.DIFFERENT for index in about):
            return False
        each = [self.judge(field, (value,)) for value in values]  # may be of several settings
        return not (each and all(any(one.agrees for one in found) for found in each))


def _contradiction(setting: Setting, statement: Statement, derive: Derive | None) -> Contradiction:
    """Return a contradiction, and which side the rule of a derived field is on."""
    field, known = statement.field, setting.text(statement.field.name)
    text = derive(field, setting) if derive and field.derive else ''
    derived = fact_of_text(field, text) if text else None
    truth, advice = 'unknown', 'correct the one that is wrong'
    if derived:
        rule = f'the rule of the field makes it {derived.text!r}'
        truth, advice = 'neither', f'{rule}, unlike both; correct both'
        if compare_values(field, derived, setting.values(field.name)).agrees:
            truth, advice = 'directive', f'{rule}, as in the directive; correct the text'
        elif compare(field, derived, statement).agrees:
            truth, advice = 'text', f'{rule}, as here; correct the directive'
    return Contradiction(
        setting=setting,
        statement=statement,
        stated=known,
        message=f'{field.plain_label!r} is {statement.text!r} here, but {known!r} in the '
        f'directive of the setting {setting.id!r}; {advice}',
        truth=truth,
        derived=derived.text if derived else '',
    )


def _against_earlier(
    setting: Setting, statement: Statement, defaults: dict[int, Statement], index: int
) -> Iterator[Contradiction]:
    """Yield the contradiction of a default with one that the section stated before."""
    if setting.facts.get(DEFAULT) or not statement.certain or not statement.values:
        return
    earlier = defaults.setdefault(index, statement)
    if not compare_values(
        statement.field, Fact(earlier.text, earlier.values), statement.values
    ).agrees:
        yield Contradiction(
            setting=setting,
            statement=statement,
            stated=earlier.text,
            message=f'{statement.field.plain_label!r} is {statement.text!r} here, but '
            f'{earlier.text!r} in line {earlier.line}, both of the setting {setting.id!r}; '
            'correct the one that is wrong',
        )
