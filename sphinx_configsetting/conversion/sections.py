"""The section that a directive is before or first in, found in the lines of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.text import UNDERLINE, fold
from .live_lines import DIRECTIVE, EXPLICIT, NAMED, depth_of, extent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARKDOWN_HEADING: Final = re.compile(r'#{1,6} +(?P<title>.*?)(?: +#+)?')
SETTING: Final = 'setting'
"""The directive of many projects, and of this extension with its domain."""
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


class PageSections:
    """The sections of a page whose settings are directives before or below headings."""

    def __init__(
        self, lines: Sequence[str], live: Sequence[bool], kinds: Iterable[str], *, markdown: bool
    ) -> None:
        """Take the names of the directives that are settings besides ``config:setting``."""
        self.lines, self.live, self.markdown = lines, live, markdown
        names = '|'.join(map(re.escape, (SETTING, f'config:{SETTING}', *kinds)))
        self._setting = re.compile(
            rf'(?:\.\. +|(?:`{{3,}}|:{{3,}}|~{{3,}})\{{)(?:std:)?(?:{names})(?:::|\}})'
        )

    def is_setting(self, number: int) -> bool:
        """Return whether a directive of a setting begins at a line."""
        return bool(self._setting.match(self.lines[number]))

    def heading_at(self, number: int) -> Heading | None:
        """Return the heading that starts at a line, or None."""
        return heading_at(self.lines, number, markdown=self.markdown)

    def find(self, start: int, end: int) -> DirectiveSection | None:
        """Return the section whose heading follows a directive, or that it is first in.

        :param start: the line of the directive.
        :param end: the line after it.
        """
        if self.lines[start].startswith(' '):
            return None
        after, others = self.following(end, folded_letters(self.lines[start].split()[-1]))
        before, earlier = self.preceding(start)
        heading, text = (after, after.end) if after else (before, end)
        if heading is None:
            return None
        return DirectiveSection(heading, text, self.end(text), not others and not earlier)

    def is_before_text(self, start: int, end: int) -> bool:
        """Return whether a text on its level follows a directive, and no heading.

        :param start: the line of the directive.
        :param end: the line after it.
        """
        bare = [line.lstrip() for line in self.lines]
        number = end
        while number < len(bare) and (not bare[number] or self.is_unseen(bare[number])):
            number = self.after(number)
        here = ''.join(self.lines[number : number + 1])
        if (
            not here
            or depth_of(here) != depth_of(self.lines[start])
            or MARKED.match(here.lstrip())
        ):
            return False
        return heading_at(bare, number, markdown=self.markdown) is None

    def after(self, number: int) -> int:
        """Return the line after the markup at a line."""
        is_line = self.markdown or not self.lines[number]
        return number + 1 if is_line else extent(self.lines, number)

    def following(self, number: int, name: str) -> tuple[Heading | None, int]:
        """Return the heading that is next, and the number of settings before it."""
        others = 0
        while number < len(self.lines):
            heading, line = self.heading_at(number), self.lines[number]
            if heading:
                return heading, others
            if line and not (self.is_unseen(line) or is_mark(self.lines, number, name)):
                return None, others
            others += self.is_setting(number)
            number = self.after(number)
        return None, others

    def preceding(self, start: int) -> tuple[Heading | None, int]:
        """Return the heading that is right before, and the number of settings after it."""
        others = 0
        for number in range(start - 1, -1, -1):
            line = self.lines[number]
            back = number if self.markdown else number - 1
            heading = self.heading_at(back) if back >= 0 else None
            if heading and heading.end == number + 1:
                return heading, others
            if line and not line.startswith(' ') and not self.is_unseen(line):
                break
            others += self.is_setting(number)
        return None, others

    def is_unseen(self, line: str) -> bool:
        """Return whether a line is explicit markup that shows nothing."""
        if UNSEEN.match(line) or self._setting.match(line) or NAMED.match(line):
            return True
        return bool(EXPLICIT.match(line)) and not DIRECTIVE.match(line)

    def end(self, number: int) -> int:
        """Return the line of the next heading or setting, or the line after the last one."""
        for spot in range(number, len(self.lines)):
            if self.live[spot] and (self.is_setting(spot) or self.heading_at(spot)):
                return spot
        return len(self.lines)


def is_mark(lines: Sequence[str], number: int, name: str) -> bool:
    """Return whether a directive without content has a name, as targets of other types have."""
    found = DIRECTIVE.match(lines[number])
    is_bare = found and extent(lines, number) == number + 1
    return bool(is_bare and folded_letters(lines[number].split()[-1]) == name)
