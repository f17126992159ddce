"""What can be asked of a field's value: the operators of queries, each declared once."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, NamedTuple

from .catalog import fold
from .kinds import key_segments
from .ordering import number, version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .kinds import Kind
    from .setting import Fact

    Path = tuple[str, ...]

VERSIONS: Final = frozenset({'version', 'deprecation'})
"""The kinds whose first value is a version."""
WORDY: Final = frozenset({'text', 'value', 'markup', 'deprecation'})
"""The kinds of which a part of the text can be asked."""
HIERARCHIES: Final = frozenset({'menu', 'key', 'page'})
"""The kinds whose values are paths."""
ORDERED: Final = VERSIONS | {'text', 'value'}


class Operator(NamedTuple):
    """One operator."""

    name: str
    meaning: str
    """What a comparison with it says; reStructuredText."""
    example: str
    kinds: frozenset[str]
    """The kinds of fields that it can be asked of; empty for all."""
    test: Callable[[Kind, Fact, str], bool]
    """Tells whether it is true of a fact that applies, and a wanted value."""
    check: Callable[[Kind, str], str] = lambda _kind, _text: ''
    """Tells what is wrong with a wanted value; '' when nothing is."""

    def suits(self, kind: Kind) -> bool:
        """Tell whether it can be asked of a kind."""
        return not self.kinds or kind.name in self.kinds

    def holds(self, kind: Kind, fact: Fact, wanted: str) -> bool:
        """Tell whether it is true."""
        return self.test(kind, fact, wanted)

    def problem(self, kind: Kind, text: str) -> str:
        """Tell what is wrong with a wanted value; '' when nothing is."""
        return self.check(kind, text)


def same(kind: Kind, value: str) -> str:
    """Return a value in the form in which equal ones are the same."""
    return fold(value.lstrip('.') if kind.name == 'key' else value)


def equals(kind: Kind, fact: Fact, wanted: str) -> bool:
    """Tell whether a fact states all wanted values; of menus, whether it is that path."""
    if kind.name in VERSIONS and version(wanted):
        return version(fact.values[0]) == version(wanted)
    found = [same(kind, value) for value in fact.values]
    asked = [same(kind, value) for value in kind.parse(wanted)]
    return found == asked if kind.name == 'menu' else {*asked} <= {*found} and bool(asked)


def equal_problem(kind: Kind, text: str) -> str:
    """Tell why nothing can equal a text."""
    if not kind.parse(text):
        return 'the value is empty'
    return kind.problem(text)


def has(kind: Kind, fact: Fact, wanted: str) -> bool:
    """Tell whether a fact has a value among others, or a text within."""
    if kind.name in WORDY:
        return fold(wanted) in fold(fact.text)
    return same(kind, wanted) in {same(kind, value) for value in fact.values}


def matches(kind: Kind, fact: Fact, wanted: str) -> bool:
    """Tell whether the text or one value is of a pattern, as file names are.

    Such patterns cannot be made to take exponential time, as regular expressions can.
    """
    pattern = fold(wanted)
    return any(fnmatchcase(fold(text), pattern) for text in (fact.text, *fact.values))


def paths(kind: Kind, values: Path) -> list[Path]:
    """Return the values of a kind that is a hierarchy as paths, in folded letters."""
    if kind.name == 'menu':
        return [tuple(map(fold, values))]
    split = key_segments if kind.name == 'key' else lambda value: tuple(value.split('/'))
    return [tuple(map(fold, split(value))) for value in values]


def under(kind: Kind, fact: Fact, wanted: str) -> bool:
    """Tell whether a path is another one, or leads on from there."""
    starts = paths(kind, kind.parse(wanted))
    return any(
        path[: len(start)] == start for start in starts for path in paths(kind, fact.values)
    )


def ordered(sign: str) -> Callable[[Kind, Fact, str], bool]:
    """Return the test of an operator that compares versions or numbers."""

    def test(kind: Kind, fact: Fact, wanted: str) -> bool:
        measure = version if kind.name in VERSIONS else number
        found, limit = measure(fact.values[0]), measure(wanted)
        if found is None or limit is None:
            return False
        before, equal = found < limit, found == limit  # type: ignore[operator]
        return (before if '<' in sign else not before and not equal) or ('=' in sign and equal)

    return test


def order_problem(kind: Kind, text: str) -> str:
    """Tell why nothing can be more or less than a text."""
    if kind.name in VERSIONS:
        return '' if version(text) else f'{text!r} is not a version'
    return '' if number(text) is not None else f'{text!r} is not a number'


def empty_problem(_kind: Kind, text: str) -> str:
    """Tell that a text is empty."""
    return '' if text.strip() else 'the value is empty'


def _ordered(sign: str, meaning: str, example: str) -> Operator:
    return Operator(
        name=sign,
        meaning=f'The version or number is {meaning} this one.',
        example=example,
        kinds=ORDERED,
        test=ordered(sign),
        check=order_problem,
    )


OPERATORS: Final[Mapping[str, Operator]] = {
    operator.name: operator
    for operator in (
        Operator(
            name='=',
            meaning='The value, or one of several, is this one. ``==`` is the same.',
            example='type = integer',
            kinds=frozenset(),
            test=equals,
            check=equal_problem,
        ),
        _ordered('<', 'less than', 'since < 5.10'),
        _ordered('<=', 'at most', 'default <= 100'),
        _ordered('>', 'more than', 'default > 0'),
        _ordered('>=', 'at least', 'since >= 5.4'),
        Operator(
            name='under',
            meaning='The path is this one or leads on from it.',
            example='systemconsole under "Environment > Logging"',
            kinds=HIERARCHIES,
            test=under,
            check=equal_problem,
        ),
        Operator(
            name='has',
            meaning='The text holds this, or one of the values is this.',
            example='choices has debug',
            kinds=frozenset(),
            test=has,
            check=empty_problem,
        ),
        Operator(
            name='matches',
            meaning=(
                'The value is of this pattern, in which ``*`` stands for any text, ``?`` for one '
                'character and ``[ab]`` for one of several.'
            ),
            example='environment matches APP_LOG*',
            kinds=frozenset(),
            test=matches,
            check=empty_problem,
        ),
    )
}
