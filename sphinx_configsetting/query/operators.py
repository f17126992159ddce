"""The operators of queries, each declared once."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.field_types import FieldType
from ..model.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..model.setting import Fact

    Path = tuple[str, ...]


class SettingPage(FieldType):
    """The page of a setting, which every setting has."""

    name = 'page'
    display = 'page'
    comparable = False
    is_path = True


def suits_all(_type: FieldType) -> bool:
    """Return True: the operator suits every type."""
    return True


class Operator(NamedTuple):
    """One operator."""

    name: str
    meaning: str
    """A sentence for the reference; reStructuredText."""
    example: str
    suits: Callable[[FieldType], bool]
    """True if it works with fields of a type."""
    holds: Callable[[FieldType, Fact, str], bool]
    """True if it is true of a fact that applies, and a wanted value."""
    problem: Callable[[FieldType, str], str]
    """The fault of a wanted value; '' if there is none."""


def equals(kind: FieldType, fact: Fact, wanted: str) -> bool:
    """Return whether a fact states all wanted values."""
    written = (fact.original,) if fact.original else fact.values
    return kind.is_equal(fact.values, wanted) or kind.is_equal(written, wanted)


def texts_of_fact(fact: Fact) -> tuple[str, ...]:
    """Return the text of a fact, its values, and the text that a translation is of."""
    return (fact.text, *fact.values, fact.original)


def equal_problem(kind: FieldType, text: str) -> str:
    """Return the reason why nothing can equal a text."""
    return kind.problem(text) if kind.parse(text) else 'the value is empty'


def has(kind: FieldType, fact: Fact, wanted: str) -> bool:
    """Return whether a fact has a value among others, or a text within."""
    if kind.has_words:
        return any(fold(wanted) in fold(text) for text in texts_of_fact(fact))
    asked = kind.comparison_form(wanted)
    return asked in {kind.comparison_form(value) for value in fact.values}


def matches(_kind: FieldType, fact: Fact, wanted: str) -> bool:
    """Return whether the text or one value matches a pattern, as file names do.

    Unlike a regular expression, such a pattern cannot take exponential time.
    """
    pattern = fold(wanted)
    return any(fnmatchcase(fold(text), pattern) for text in texts_of_fact(fact))


def paths(kind: FieldType, values: Path) -> list[Path]:
    """Return the values of a type of paths as paths, in folded letters."""
    return [tuple(map(fold, path)) for path in kind.paths_in(values)]


def under(kind: FieldType, fact: Fact, wanted: str) -> bool:
    """Return whether a path is another one, or leads on from there."""
    starts = paths(kind, kind.parse(wanted))
    return any(
        path[: len(start)] == start for start in starts for path in paths(kind, fact.values)
    )


def is_path(kind: FieldType) -> bool:
    """Return whether the values of a type are paths."""
    return kind.is_path


def is_comparable(kind: FieldType) -> bool:
    """Return whether the values of a type have an order."""
    return kind.comparable


def compared(sign: str) -> Callable[[FieldType, Fact, str], bool]:
    """Return the test of an operator that compares quantities."""

    def holds(kind: FieldType, fact: Fact, wanted: str) -> bool:
        found, limit = kind.order(fact.values[0]), kind.order(wanted)
        if found is None or limit is None:
            return False
        if found == limit:
            return '=' in sign
        return bool(found < limit) == ('<' in sign)

    return holds


def order_problem(kind: FieldType, text: str) -> str:
    """Return the reason why nothing can be more or less than a text."""
    return kind.order_problem(text)


def empty_problem(_kind: FieldType, text: str) -> str:
    """Return a message about an empty text; '' for any other one."""
    return '' if text.strip() else 'the value is empty'


def _order(sign: str, meaning: str, example: str) -> Operator:
    return Operator(
        name=sign,
        meaning=f'The version or number is {meaning} this one.',
        example=example,
        suits=is_comparable,
        holds=compared(sign),
        problem=order_problem,
    )


OPERATORS: Final[Mapping[str, Operator]] = {
    operator.name: operator
    for operator in (
        Operator(
            name='=',
            meaning='The value, or one of several, is this one. ``==`` is the same.',
            example='type = integer',
            suits=suits_all,
            holds=equals,
            problem=equal_problem,
        ),
        _order('<', 'less than', 'since < 5.10'),
        _order('<=', 'at most', 'default <= 100'),
        _order('>', 'more than', 'default > 0'),
        _order('>=', 'at least', 'since >= 5.4'),
        Operator(
            name='under',
            meaning='The path is this one, or starts with it.',
            example='key under server.tls',
            suits=is_path,
            holds=under,
            problem=equal_problem,
        ),
        Operator(
            name='has',
            meaning='The text contains this word, or one of the values equals it.',
            example='choices has debug',
            suits=suits_all,
            holds=has,
            problem=empty_problem,
        ),
        Operator(
            name='matches',
            meaning=(
                'The value matches this pattern, in which ``*`` is any text, ``?`` one '
                'character and ``[ab]`` one of several.'
            ),
            example='environment matches MAILER_LOG*',
            suits=suits_all,
            holds=matches,
            problem=empty_problem,
        ),
    )
}
