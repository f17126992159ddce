"""The parser of queries, which choose settings by their facts.

A query becomes a tree of frozen conditions; no part of it is executed as code.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol

from ..model.field_types import Value
from ..model.fields import Field
from ..model.setting import NOT_APPLICABLE, Fact, is_not_applicable
from .operators import OPERATORS, Operator, SettingPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.fields import Fields
    from ..model.setting import Setting

MAX_DEPTH: Final = 30
"""The greatest depth of parentheses."""
MAX_LENGTH: Final = 4000
"""The greatest length of a query."""
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
    Field(name='id', type=Value(), label='Setting'),
    Field(name='page', type=SettingPage(), label='Page'),
)
"""The properties of every setting, which queries take beside the declared fields."""


class QueryError(ValueError):
    """A query is wrong; the message says how."""

    def __init__(self, message: str, spot: int) -> None:
        """Keep the place in the query, counted from 0."""
        super().__init__(message)
        self.spot = spot


class Condition(Protocol):
    """A condition that settings meet or not."""

    def holds(self, setting: Setting) -> bool:
        """Return whether a setting meets the condition."""


class All(NamedTuple):
    """True if each of the conditions is; without any, of each setting."""

    parts: tuple[Condition, ...] = ()

    def holds(self, setting: Setting) -> bool:
        """Return whether the setting meets all parts."""
        return all(part.holds(setting) for part in self.parts)


class Any(NamedTuple):
    """True if one of the conditions is."""

    parts: tuple[Condition, ...]

    def holds(self, setting: Setting) -> bool:
        """Return whether the setting meets a part."""
        return any(part.holds(setting) for part in self.parts)


class Not(NamedTuple):
    """True if the condition is not."""

    part: Condition

    def holds(self, setting: Setting) -> bool:
        """Return whether the setting does not meet the part."""
        return not self.part.holds(setting)


class Stated(NamedTuple):
    """True if the setting has a value of the field; of a flag, if that is not no."""

    field: Field

    def holds(self, setting: Setting) -> bool:
        """Return whether the setting has a value of the field."""
        fact = fact_of(setting, self.field.name)
        is_stated = self.field.type.is_stated
        return fact is not None and any(is_stated(case.values) for case in fact.cases)


class Comparison(NamedTuple):
    """True if an operator is, of what a setting states and what is wanted."""

    field: Field
    operator: Operator
    wanted: str

    def holds(self, setting: Setting) -> bool:
        """Return whether the comparison is true; False if the setting does not state the field."""
        fact = fact_of(setting, self.field.name)
        return fact is not None and any(map(self.is_true_of, fact.cases))

    def is_true_of(self, fact: Fact) -> bool:
        """Return whether the comparison is true of the values in one case."""
        if not fact.values:
            said = fact.text == NOT_APPLICABLE
            return said and self.operator.name == '=' and is_not_applicable(self.wanted)
        return self.operator.holds(self.field.type, fact, self.wanted)


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


class QueryParser:
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

    def advance(self) -> Token:
        """Return the next token and go on."""
        return self.tokens.pop(0) if self.token.sort != 'end' else self.token

    def accept(self, *words: str) -> bool:
        """Go on after words if they come next, in any case of letters; return whether they did."""
        following = [token.text.lower() for token in self.tokens[: len(words)]]
        plain = all(token.sort in {'word', 'sign'} for token in self.tokens[: len(words)])
        if not plain or following != list(words):
            return False
        del self.tokens[: len(words)]
        return True

    def fail(self, message: str, token: Token) -> NoReturn:
        """Refuse a query."""
        raise QueryError(message, token.spot)

    def parse(self) -> Condition:
        """Read the whole query.

        :raises QueryError: it is wrong.
        """
        if self.token.sort == 'end':
            self.fail(f'the query is empty; write {EVERYTHING!r} for all settings', self.token)
        found = self.parse_or()
        if self.token.sort != 'end':
            self.fail(
                f'{self.token.text!r} is not expected here; join conditions with "and" or "or"',
                self.token,
            )
        return found

    def parse_or(self) -> Condition:
        """Read conditions joined by ``or``."""
        parts = [self.parse_and()]
        while self.accept('or'):
            parts.append(self.parse_and())
        return Any(tuple(parts)) if parts[1:] else parts[0]

    def parse_and(self) -> Condition:
        """Read conditions joined by ``and``."""
        parts = [self.parse_not()]
        while self.accept('and'):
            parts.append(self.parse_not())
        return All(tuple(parts)) if parts[1:] else parts[0]

    def parse_not(self) -> Condition:
        """Read a condition with any number of ``not`` before it."""
        negative = False
        while self.accept('not'):
            negative = not negative
        found = self.parse_single()
        return Not(found) if negative else found

    def parse_single(self) -> Condition:
        """Read a condition in parentheses, or a field with what is asked of it."""
        start = self.token
        if self.accept('('):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                self.fail(f'more than {MAX_DEPTH} parentheses are open', start)
            found = self.parse_or()
            if not self.accept(')'):
                self.fail('the parenthesis is not closed', start)
            self.depth -= 1
            return found
        if EVERYTHING not in self.fields and self.accept(EVERYTHING):
            return All()
        return self.parse_comparison(self.parse_field())

    def parse_field(self) -> Field:
        """Read the name of a field."""
        token = self.advance()
        field = field_of(self.fields, token.text) if token.sort == 'word' else None
        if field is None:
            what = f'{token.text!r} is not a field' if token.text else 'a field is missing'
            self.fail(f'{what}; {nearest_names(self.fields, token.text)}', token)
        return field

    def parse_comparison(self, field: Field) -> Condition:
        """Read what is asked of a field."""
        sign = self.token
        if self.accept('!='):
            return Not(self.make_comparison(field, OPERATORS['='], sign))
        if self.accept('not', 'in'):
            return Not(self.parse_list(field, sign))
        if self.accept('in'):
            return self.parse_list(field, sign)
        name = {'==': '='}.get(sign.text, sign.text.lower())
        if sign.sort in {'sign', 'word'} and name in OPERATORS:
            self.advance()
            return self.make_comparison(field, OPERATORS[name], sign)
        if sign.sort in {'text', 'word'} and name not in JOINING:
            known = [*OPERATORS, '!=', 'in', 'not in']
            close = get_close_matches(name, known, 1)
            hint = f'did you mean {close[0]!r}?' if close else f'use one of {", ".join(known)}'
            self.fail(f'{sign.text!r} is not an operator; {hint}', sign)
        return Stated(field)

    def parse_list(self, field: Field, sign: Token) -> Condition:
        """Read the values after ``in``."""
        start = self.token
        closing = OPENING.get(start.text) if start.sort == 'sign' else None
        if closing is None:
            self.fail('"in" takes values in parentheses, such as (one, two)', start)
        self.advance()
        parts = [self.make_comparison(field, OPERATORS['='], sign)]
        while self.accept(','):
            parts.append(self.make_comparison(field, OPERATORS['='], sign))
        if not self.accept(closing):
            self.fail('the list of values is not closed', start)
        return Any(tuple(parts))

    def make_comparison(self, field: Field, operator: Operator, sign: Token) -> Comparison:
        """Read a value, and check whether the operator suits it and the field."""
        if not operator.suits(field.type):
            known = ', '.join(one.name for one in OPERATORS.values() if one.suits(field.type))
            self.fail(
                f'{operator.name!r} does not work with {field.name!r}; these do: {known}', sign
            )
        token = self.advance()
        if token.sort not in {'text', 'word'}:
            self.fail(f'a value is missing after {sign.text!r}', token)
        problem = operator.problem(field.type, token.text)
        if problem and not is_not_applicable(token.text):
            self.fail(problem, token)
        return Comparison(field, operator, token.text)


def parse_query(text: str, fields: Fields) -> Condition:
    """Read a query.

    :raises QueryError: it is wrong; the error says how and where.
    """
    return QueryParser(text, fields).parse()


def place_in(text: str, spot: int) -> tuple[int, int]:
    r"""Return the line, from 0, and the column, from 1, of a place in a text.

    >>> place_in('one\ntwo', 5)
    (1, 2)
    """
    before = text[:spot]
    return before.count('\n'), spot - before.rfind('\n')


def field_of(fields: Fields, name: str) -> Field | None:
    """Return the field of a name in queries: a declared one, or one that all settings have."""
    return fields.get(name) or next((field for field in OWN if field.name == name), None)


def nearest_names(fields: Fields, name: str) -> str:
    """Return a hint with names that are like a wrong one, or with all names."""
    known = [field.name for field in (*fields, *OWN)]
    close = get_close_matches(name.lower(), known, 1)
    return f'did you mean {close[0]!r}?' if close else f'the fields are {", ".join(known)}'


def fact_of(setting: Setting, name: str) -> Fact | None:
    """Return the fact of a setting about a field, its id or its page; None for none."""
    if name in setting.facts:
        return setting.facts[name]
    own = {'id': setting.id, 'page': setting.docname}.get(name, '')
    return Fact(own, (own,)) if own else None
