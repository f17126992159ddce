"""Lists of definitions whose terms may be settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .live_lines import depth_of, extent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TERM: Final = re.compile(
    r'(?P<marks>``|\*\*|)(?P<name>[^\s`*:|\\()]+)(?P=marks)'
    r'(?: : (?P<type>.+?)(?:, *default(?: is| of| value|s? to)?(?:[:=] *| +)(?P<stated>.+))?'
    r'| *[(\[](?:=|defaults?(?: value)?(?: to| is| of)?:?) *(?P<default>.+)[)\]])?'
)
"""A name, and its classifier or its default: ``NAME (default: 5)``."""
CODE_NAME: Final = re.compile(r'\w+(?:[._-]\w+)+|[A-Z][A-Z\d_]+')
NO_TERM: Final = re.compile(r'\.\.|[-*+:|>#]|\(?\w{1,3}[.)] |__ |([^\w\s])\1+$')


def is_code_term(term: re.Match[str]) -> bool:
    """Return whether a term is marked as code, or has the form of a name of code."""
    return bool(term['marks'] or CODE_NAME.fullmatch(term['name']))


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


def is_term(lines: Sequence[str], number: int, group: Sequence[int]) -> bool:
    """Return whether a line is a term: a line with deeper ones right below it."""
    text, more = lines[number], lines[number + 1 : number + 2]
    if not text or not more or not more[0] or depth_of(more[0]) <= depth_of(text):
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
