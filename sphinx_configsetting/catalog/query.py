"""A small language that tells which settings are meant; nothing of it is executed.

A query is read into frozen records; these are asked about one setting after the other.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol

from .catalog import fold
from .fields import Field
from .kinds import KINDS, single
from .operators import OPERATORS, Operator
from .setting import NOT_APPLICABLE, Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .fields import Fields
    from .setting import Setting

    Look = Callable[[Setting, str], Fact | None]
    """Returns what a setting states of a field."""

MAX_DEPTH: Final = 30
"""How deeply parentheses may be nested."""
MAX_LENGTH: Final = 4000
"""How many characters a query may have."""
EVERYTHING: Final = 'all'
TOKEN: Final = (
    r'(?P<blank>\s+)'
    r'|(?P<text>"[^"]*"|\'[^\']*\'|\u201c[^\u201d]*\u201d)'
    r'|(?P<sign><=|>=|!=|==|[=<>()\[\],])'
    r'|(?P<word>[^\s"\'\u201c\u201d()\[\],=<>!]+)'
)
JOINING: Final = ('and', 'or', 'not')
OPENING: Final = {'(': ')', '[': ']'}
OWN: Final = (
    Field(name='id', kind=KINDS['value'], label='Setting'),
    Field(name='page', kind=single('page', 'text'), label='Page'),
)
"""What can be asked of settings beside the declared fields."""


class QueryError(ValueError):
    """A query is wrong; the message says how."""

    def __init__(self, message: str, spot: int) -> None:
        """Keep the place in the query, counted from 0."""
        super().__init__(message)
        self.spot = spot


class Condition(Protocol):
    """What settings are asked."""

    def holds(self, setting: Setting, look: Look) -> bool:
        """Tell whether it is true of a setting."""


class All(NamedTuple):
    """True if each of the conditions is; without any, of each setting."""

    parts: tuple[Condition, ...] = ()

    def holds(self, setting: Setting, look: Look) -> bool:
        """Tell whether each is true."""
        return all(part.holds(setting, look) for part in self.parts)


class Any(NamedTuple):
    """True if one of the conditions is."""

    parts: tuple[Condition, ...]

    def holds(self, setting: Setting, look: Look) -> bool:
        """Tell whether one is true."""
        return any(part.holds(setting, look) for part in self.parts)


class Not(NamedTuple):
    """True if the condition is not."""

    part: Condition

    def holds(self, setting: Setting, look: Look) -> bool:
        """Tell whether it is not true."""
        return not self.part.holds(setting, look)


class Stated(NamedTuple):
    """True if the setting has a value of the field; of a flag, if that is not no."""

    field: Field

    def holds(self, setting: Setting, look: Look) -> bool:
        """Tell whether the field has a value."""
        fact = look(setting, self.field.name)
        if fact is None or not fact.applicable:
            return False
        return self.field.kind.name != 'flag' or fact.values != ('false',)


class Comparison(NamedTuple):
    """True if an operator is, of what a setting states and what is wanted."""

    field: Field
    operator: Operator
    wanted: str

    def holds(self, setting: Setting, look: Look) -> bool:
        """Tell whether the comparison is true; of a field that is left out none is."""
        fact = look(setting, self.field.name)
        if fact is None:
            return False
        if not fact.applicable:
            return self.operator.name == '=' and is_not_applicable(self.wanted)
        return self.operator.holds(self.field.kind, fact, self.wanted)


def is_not_applicable(text: str) -> bool:
    """Tell whether a text says that a field does not apply."""
    return fold(text) == fold(NOT_APPLICABLE)


class Token(NamedTuple):
    """A part of a query."""

    sort: str
    """'text' in quotes, 'sign', 'word', or 'end'."""
    text: str
    spot: int


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the parts of a query, the end at last.

    :raises QueryError: something is no part of the language.
    """
    spot = 0
    while spot < len(text):
        found = re.compile(TOKEN).match(text, spot)
        if not found:
            quoted = text[spot] in '"\'\u201c'
            hint = 'the quote is not closed' if quoted else 'write it in quotes'
            raise QueryError(f'{text[spot]!r} is not understood; {hint}', spot)
        sort = str(found.lastgroup)
        if sort != 'blank':
            yield Token(sort, found[0][1:-1] if sort == 'text' else found[0], spot)
        spot = found.end()
    yield Token('end', '', len(text.rstrip()))


class Parser:
    """Reads a query, one token after the other."""

    def __init__(self, text: str, fields: Fields) -> None:
        """Begin before the first token.

        :raises QueryError: something is no part of the language.
        """
        if len(text) > MAX_LENGTH:
            raise QueryError(f'it has more than {MAX_LENGTH:,} characters', MAX_LENGTH)
        self.tokens = list(tokens_of(text))
        self.fields = fields
        self.depth = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[0]

    def take(self) -> Token:
        """Return the next token and go on."""
        return self.tokens.pop(0) if self.token.sort != 'end' else self.token

    def skip(self, *words: str) -> bool:
        """Go on behind words if they come next, in any case of letters; tell whether."""
        following = [token.text.lower() for token in self.tokens[: len(words)]]
        plain = all(token.sort in {'word', 'sign'} for token in self.tokens[: len(words)])
        if not plain or following != list(words):
            return False
        del self.tokens[: len(words)]
        return True

    def fail(self, message: str, token: Token) -> NoReturn:
        """Refuse a query."""
        raise QueryError(message, token.spot)

    def query(self) -> Condition:
        """Read the whole query.

        :raises QueryError: it is wrong.
        """
        if self.token.sort == 'end':
            self.fail(f'the query is empty; write {EVERYTHING!r} for all settings', self.token)
        found = self.either()
        if self.token.sort != 'end':
            self.fail(
                f'{self.token.text!r} is not expected here; join conditions with "and" or "or"',
                self.token,
            )
        return found

    def either(self) -> Condition:
        """Read conditions joined by ``or``."""
        parts = [self.both()]
        while self.skip('or'):
            parts.append(self.both())
        return Any(tuple(parts)) if parts[1:] else parts[0]

    def both(self) -> Condition:
        """Read conditions joined by ``and``."""
        parts = [self.negated()]
        while self.skip('and'):
            parts.append(self.negated())
        return All(tuple(parts)) if parts[1:] else parts[0]

    def negated(self) -> Condition:
        """Read a condition with any number of ``not`` before it."""
        negative = False
        while self.skip('not'):
            negative = not negative
        found = self.single()
        return Not(found) if negative else found

    def single(self) -> Condition:
        """Read a condition in parentheses, or a field with what is asked of it."""
        start = self.token
        if self.skip('('):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                self.fail(f'more than {MAX_DEPTH} parentheses are open', start)
            found = self.either()
            if not self.skip(')'):
                self.fail('the parenthesis is not closed', start)
            self.depth -= 1
            return found
        if EVERYTHING not in self.fields and self.skip(EVERYTHING):
            return All()
        return self.asked(self.field())

    def field(self) -> Field:
        """Read the name of a field."""
        token = self.take()
        field = field_of(self.fields, token.text) if token.sort == 'word' else None
        if field is None:
            what = f'{token.text!r} is not a field' if token.text else 'a field is missing'
            self.fail(f'{what}; {nearest(self.fields, token.text)}', token)
        return field

    def asked(self, field: Field) -> Condition:
        """Read what is asked of a field."""
        sign = self.token
        if self.skip('!='):
            return Not(self.comparison(field, OPERATORS['='], sign))
        if self.skip('not', 'in'):
            return Not(self.one_of(field, sign))
        if self.skip('in'):
            return self.one_of(field, sign)
        name = {'==': '='}.get(sign.text, sign.text.lower())
        if sign.sort in {'sign', 'word'} and name in OPERATORS:
            self.take()
            return self.comparison(field, OPERATORS[name], sign)
        if sign.sort in {'text', 'word'} and name not in JOINING:
            known = [*OPERATORS, '!=', 'in', 'not in']
            close = get_close_matches(name, known, 1)
            hint = f'did you mean {close[0]!r}?' if close else f'use one of {", ".join(known)}'
            self.fail(f'{sign.text!r} is not an operator; {hint}', sign)
        return Stated(field)

    def one_of(self, field: Field, sign: Token) -> Condition:
        """Read the values after ``in``."""
        start = self.token
        closing = OPENING.get(start.text) if start.sort == 'sign' else None
        if closing is None:
            self.fail('"in" takes values in parentheses, such as (one, two)', start)
        self.take()
        parts = [self.comparison(field, OPERATORS['='], sign)]
        while self.skip(','):
            parts.append(self.comparison(field, OPERATORS['='], sign))
        if not self.skip(closing):
            self.fail('the list of values is not closed', start)
        return Any(tuple(parts))

    def comparison(self, field: Field, operator: Operator, sign: Token) -> Comparison:
        """Read a value, and check whether the operator suits it and the field."""
        if not operator.suits(field.kind):
            known = ', '.join(one.name for one in OPERATORS.values() if one.suits(field.kind))
            self.fail(
                f'{operator.name!r} cannot be asked of {field.name!r}; what can is: {known}', sign
            )
        token = self.take()
        if token.sort not in {'text', 'word'}:
            self.fail(f'a value is missing after {sign.text!r}', token)
        problem = operator.problem(field.kind, token.text)
        if problem and not is_not_applicable(token.text):
            self.fail(problem, token)
        return Comparison(field, operator, token.text)


def parse_query(text: str, fields: Fields) -> Condition:
    """Read a query.

    :raises QueryError: it is wrong; the error says how and where.
    """
    return Parser(text, fields).query()


def place_in(text: str, spot: int) -> tuple[int, int]:
    r"""Return the line, from 0, and the column, from 1, of a place in a text.

    >>> place_in('one\ntwo', 5)
    (1, 2)
    """
    before = text[:spot]
    return before.count('\n'), spot - before.rfind('\n')


def field_of(fields: Fields, name: str) -> Field | None:
    """Return what a name means in queries: a declared field, or what all settings have."""
    return fields.get(name) or next((field for field in OWN if field.name == name), None)


def nearest(fields: Fields, name: str) -> str:
    """Tell what a writer may have meant by a wrong name, or what there is."""
    known = [field.name for field in (*fields, *OWN)]
    close = get_close_matches(name.lower(), known, 1)
    return f'did you mean {close[0]!r}?' if close else f'the fields are {", ".join(known)}'


def looker(text_of: Callable[[bytes], str]) -> Look:
    """Return what looks up facts, with the text of markup where it is asked for."""

    def look(setting: Setting, name: str) -> Fact | None:
        if name in setting.facts:
            return setting.facts[name]
        if name in setting.fragments:
            text = text_of(setting.fragments[name])
            return Fact(text=text, values=(text,)) if text else None
        own = {'id': setting.id, 'page': setting.docname}.get(name, '')
        return Fact(text=own, values=(own,)) if own else None

    return look
