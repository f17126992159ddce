"""Lists of definitions whose terms may be settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .live_lines import depth_of, extent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TERM: Final = re.compile(
    r'(?P<marks>``|\*\*|)(?P<name>[^\s`*:|\\()]+)(?P=marks)'
    r'(?P<more>(?:(?:,| or| and| /) ``[^\s`]+``)*)'
    r'(?: : (?P<type>.+?)(?:, *default(?: is| of| value|s? to)?(?:[:=] *| +)(?P<stated>.+))?'
    r'| *[(\[](?:=|defaults?(?: value)?(?: to| is| of)?:?) *(?P<default>.+)[)\]])?'
)
"""Names, and their classifier or their default: ``NAME (default: 5)``."""
CODE_NAME: Final = re.compile(r'\w+(?:[._-]\w+)+|[A-Z][A-Z\d_]+')
NO_TERM: Final = re.compile(r'\.\.|[-*+:|>#]|\(?\w{1,3}[.)] |__ |([^\w\s])\1+$')


def is_code_term(term: re.Match[str]) -> bool:
    """Return whether a term is marked as code, or has the form of a name of code."""
    return bool(term['marks'] or CODE_NAME.fullmatch(term['name']))


def names_of(term: re.Match[str]) -> tuple[str, ...]:
    """Return the names of a term: ``a`` or ``b`` are two of one setting."""
    return (term['name'], *re.findall('``([^`]+)``', term['more']))


def definition_lists(lines: Sequence[str], live: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the lines of the terms of each list of definitions."""
    group: list[int] = []
    for number in range(len(lines)):
        if not (live[number] and is_term(lines, number, group)):
            continue
        if group and not follows(lines, group[-1], number):
            yield group
            group = []
        group.append(number)
    yield from [group] if group else []


def definition_start(lines: Sequence[str], term: int) -> int:
    """Return the first line below a term that is not blank; 0 for none."""
    below = range(term + 1, len(lines))
    return next((number for number in below if lines[number]), 0)


def is_term(lines: Sequence[str], number: int, group: Sequence[int]) -> bool:
    """Return whether a line is a term: a line with deeper ones right below it.

    After names of code, there may be a blank line, which makes the definition a quote.
    """
    text, start = lines[number], definition_start(lines, number)
    if not text or depth_of(lines[start]) <= depth_of(text):
        return False
    term = TERM.fullmatch(text.strip()) if start > number + 1 else None
    if start > number + 1 and not (term and term['marks'] == '``'):
        return False
    if NO_TERM.match(text.strip()) or (group and number < extent(lines, group[-1])):
        return False
    before = lines[number - 1] if number else ''
    return not before or depth_of(before) > depth_of(text)


def follows(lines: Sequence[str], term: int, number: int) -> bool:
    """Return whether a term is the next one of a list."""
    return depth_of(lines[term]) == depth_of(lines[number]) and not any(
        lines[extent(lines, term) : number]
    )
