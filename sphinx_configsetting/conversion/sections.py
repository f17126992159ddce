"""The section that a directive is before or first in, found in the lines of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.text import UNDERLINE, fold
from .live_lines import DIRECTIVE, EXPLICIT, NAMED, depth_of, extent

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKDOWN_HEADING: Final = re.compile(r'#{1,6} +(?P<title>.*?)(?: +#+)?')
SETTING: Final = re.compile(
    r'(?:\.\. +|(?:`{3,}|:{3,}|~{3,})\{)(?:std:)?(?:config:)?setting(?:::|\})'
)
UNSEEN: Final = re.compile(r'\([\w-]+\)=|`{3,}|:{3,}|%|<!--|\.\. (?:index|meta)::')
"""Lines between a directive and its heading: targets, ends of fences, comments."""
MARKED: Final = re.compile(r'\.\. |`{3,}|:{3,}|~{3,}')


class Heading(NamedTuple):
    """A heading, and its lines."""

    title: str
    start: int
    end: int


class DirectiveSection(NamedTuple):
    """The section of a directive."""

    heading: Heading
    start: int
    """The first line of its text."""
    end: int
    """The line of the next heading, or after the last line of the page."""
    alone: bool
    """True if no other setting shares it."""

    def names(self, name: str) -> bool:
        """Return whether the heading is a name."""
        return folded_letters(re.sub(r':[\w:-]+:(?=`)', '', self.heading.title)) == folded_letters(
            name
        )


def folded_letters(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return re.sub(r'[\W_]+', '', fold(text))


def heading_at(lines: Sequence[str], number: int, *, markdown: bool) -> Heading | None:
    """Return the heading that starts at a line, or None."""
    here, *more = [*lines[number : number + 3], '', '', ''][:3]
    if markdown:
        found = MARKDOWN_HEADING.fullmatch(here)
        return Heading(found['title'], number, number + 1) if found else None
    if UNDERLINE.fullmatch(here) and more[0] and more[1] == here:
        return Heading(more[0].strip(), number, number + 3)
    is_title = here and not here.startswith(' ') and not UNDERLINE.fullmatch(here)
    if is_title and UNDERLINE.fullmatch(more[0]) and not EXPLICIT.match(here):
        return Heading(here, number, number + 2)
    return None


def find_section(
    lines: Sequence[str], live: Sequence[bool], start: int, end: int, *, markdown: bool
) -> DirectiveSection | None:
    """Return the section whose heading follows a directive, or that it is first in.

    :param start: the line of the directive.
    :param end: the line after it.
    """
    if lines[start].startswith(' '):
        return None
    name = folded_letters(lines[start].split()[-1])
    after, others = following(lines, end, name, markdown=markdown)
    before, earlier = preceding(lines, start, markdown=markdown)
    heading, text = (after, after.end) if after else (before, end)
    if heading is None:
        return None
    stop = next_heading(lines, live, text, markdown=markdown)
    return DirectiveSection(heading, text, stop, not others and not earlier)


def is_before_text(lines: Sequence[str], start: int, end: int, *, markdown: bool) -> bool:
    """Return whether a text on its level follows a directive, and no heading.

    :param start: the line of the directive.
    :param end: the line after it.
    """
    bare = [line.lstrip() for line in lines]
    number = end
    while number < len(lines) and (not bare[number] or is_unseen_line(bare[number])):
        number = number + 1 if markdown or not bare[number] else extent(lines, number)
    here = ''.join(lines[number : number + 1])
    if not here or depth_of(here) != depth_of(lines[start]) or MARKED.match(here.lstrip()):
        return False
    return heading_at(bare, number, markdown=markdown) is None


def following(
    lines: Sequence[str], number: int, name: str, *, markdown: bool
) -> tuple[Heading | None, int]:
    """Return the heading that is next, and the number of settings before it."""
    others = 0
    while number < len(lines):
        heading = heading_at(lines, number, markdown=markdown)
        if heading:
            return heading, others
        if lines[number] and not (is_unseen_line(lines[number]) or is_mark(lines, number, name)):
            return None, others
        others += bool(SETTING.match(lines[number]))
        number = number + 1 if markdown or not lines[number] else extent(lines, number)
    return None, others


def preceding(lines: Sequence[str], start: int, *, markdown: bool) -> tuple[Heading | None, int]:
    """Return the heading that is right before, and the number of settings after it."""
    others = 0
    for number in range(start - 1, -1, -1):
        line = lines[number]
        back = number if markdown else number - 1
        heading = heading_at(lines, back, markdown=markdown) if back >= 0 else None
        if heading and heading.end == number + 1:
            return heading, others
        if line and not line.startswith(' ') and not is_unseen_line(line):
            break
        others += bool(SETTING.match(line))
    return None, others


def is_mark(lines: Sequence[str], number: int, name: str) -> bool:
    """Return whether a directive without content has a name, as targets of other types have."""
    found = DIRECTIVE.match(lines[number])
    is_bare = found and extent(lines, number) == number + 1
    return bool(is_bare and folded_letters(lines[number].split()[-1]) == name)


def is_unseen_line(line: str) -> bool:
    """Return whether a line is explicit markup that shows nothing."""
    if UNSEEN.match(line) or SETTING.match(line) or NAMED.match(line):
        return True
    return bool(EXPLICIT.match(line)) and not DIRECTIVE.match(line)


def next_heading(
    lines: Sequence[str], live: Sequence[bool], number: int, *, markdown: bool
) -> int:
    """Return the line of the next heading or setting, or the line after the last one."""
    for spot in range(number, len(lines)):
        if live[spot] and (
            SETTING.match(lines[spot]) or heading_at(lines, spot, markdown=markdown)
        ):
            return spot
    return len(lines)
