"""The head of a directive, which builds and commands read: argument, options, and slips.

A line has one number in all of them: that of the directive is 0, and blank ones count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from .markdown_options import read_markdown_block, shifted
from .options import MISTYPED, OptionBlock, indented_block, read_block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .options import Option

ONE_LINE: Final = re.compile(r'(?P<argument>\S+)\s+(?P<option>:(?P<name>[a-z][\w-]*):(?:\s.*)?)')
"""An argument with an option after it."""
MARKDOWN_FENCE: Final = re.compile(r'\s*(?:`{3}|~{3}|:{3})')


class Slip(Enum):
    """The slips, each with the message about it."""

    SAME_LINE = '{0!r} is on the line of the argument; write it on the next line'
    NO_OPTION = '{0!r} is not an option; {1}'
    PARTED = (
        'there is a blank line before the option {0!r}; remove it, so that the option does not '
        'look like text of the body'
    )
    UNCERTAIN = (
        'there is a blank line before {0!r}, which is shown as text; remove the line if it is an '
        'option, or begin the body with another line'
    )
    LATE = (
        '{0!r} is shown as text; options come right below the line of the directive, on which '
        'commas separate several ids'
    )


class FoundSlip(NamedTuple):
    """A slip in a line."""

    line: int
    slip: Slip
    text: str
    """The line, or the name of the option."""
    advice: str = ''

    @property
    def message(self) -> str:
        """The message about it."""
        return self.slip.value.format(self.text, self.advice)


@dataclass(slots=True)
class Head:
    """The lines between the name of a directive and its body."""

    argument: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    length: int = 0
    """The number of lines before the body."""
    parted: range = range(0)
    """The lines of the body that are options: a value with a blank line is above them."""
    slips: list[FoundSlip] = field(default_factory=list)


def read_head(lines: Sequence[str], is_option: Callable[[str], bool], *, markdown: bool) -> Head:
    """Read the head of a directive.

    :param lines: all lines of the directive without indentation; the first one is what is
        after its name.
    :param is_option: returns whether the directive has an option of that name.
    """
    reader = HeadReader(lines, is_option)
    if markdown:
        reader.read_markdown()
    else:
        reader.read_rst()
    return reader.head


class HeadReader:
    """Reads the head of one directive."""

    def __init__(self, lines: Sequence[str], is_option: Callable[[str], bool]) -> None:
        """Begin before the first line."""
        self.lines, self.is_option = [*lines], is_option
        self.head = Head()

    def read_rst(self) -> None:
        """Read reStructuredText, in which the argument can begin on the next line."""
        start = 0 if ''.join(self.lines[:1]) else 1
        end = start + len([*takewhile(str.strip, self.lines[start:])])
        head = self.lines[start:end]
        split = self.with_option_below(head, start)
        self.take(read_block(split), start + len(head) - len(split))
        if self.head.length < end:
            self.take_after_slip(end)
        self.take_blocks()
        if self.head.length >= end:
            self.take_parted(read_block)

    def read_markdown(self) -> None:
        """Read Markdown, whose options are YAML; MyST-Parser takes one blank line off."""
        start = 1 if ''.join(self.lines[1:2]).strip() else 2
        self.head.argument += filter(None, self.lines[:1])
        self.take(read_markdown_block(self.lines[start:]), start)
        if not self.take_parted(read_markdown_block):
            self.note_late()

    def note(self, line: int, slip: Slip, text: str, advice: str = '') -> None:
        """Note a slip."""
        self.head.slips.append(FoundSlip(line, slip, text, advice))

    def note_stray(self, line: int, text: str) -> bool:
        """Note a line that is no option; return whether a colon of one is missing."""
        found = MISTYPED.fullmatch(text)
        name = found['name'].lower() if found else ''
        if found and self.is_option(name):
            self.note(line, Slip.NO_OPTION, text, f'write ":{name}: {found["text"]}"')
            return True
        advice = 'put a blank line between the options and the body'
        self.note(line, Slip.NO_OPTION, text, advice)
        return False

    def take(self, block: OptionBlock, start: int) -> None:
        """Take what was read from some line on; the body begins after it."""
        for line, text in block.stray:
            self.note_stray(start + line, text)
        self.head.argument += block.argument
        self.head.options += shifted(block.options, start)
        self.head.length = start + block.length

    def with_option_below(self, head: list[str], line: int) -> list[str]:
        """Return lines with an option that is after the argument on the next line.

        :param line: the line of the argument.
        """
        found = ONE_LINE.fullmatch(head[0]) if head else None
        if not found or not self.is_option(found['name']):
            return head
        self.note(line, Slip.SAME_LINE, found['option'])
        return [found['argument'], found['option'], *head[1:]]

    def take_after_slip(self, end: int) -> None:
        """Note a line that is no option; take the options after it if it is meant as one."""
        number = self.head.length
        if self.note_stray(number, self.lines[number].strip()):
            more = read_block(self.lines[number + 1 : end])
            self.take(OptionBlock() if more.argument else more, number + 1)

    def take_blocks(self) -> None:
        """Take the blocks below options that ask for one, and the options after each."""
        options = self.head.options
        while options and options[-1].wants_block:
            block = indented_block(self.lines[self.head.length :])
            if not any(map(str.strip, block)):
                return
            options[-1].lines += block
            self.head.length += len(block)
            more = read_block(self.lines[self.head.length :])
            if not more.argument and more.options and self.is_option(more.options[0].name):
                self.take(more, self.head.length)

    def take_parted(self, read: Callable[[list[str]], OptionBlock]) -> bool:
        """Take the options after a blank line; return whether there are any.

        A value with a blank line goes on in the body; options can follow it.
        """
        start = body = self.next_text(self.head.length)
        if self.head.options:
            start += len(indented_block(self.lines[body:]))
        parted = read(self.lines[start:])
        if parted.argument or not self.are_meant(parted.options, start):
            return False
        length = self.head.length
        self.take(parted, start)
        self.note(parted.options[0].line, Slip.PARTED, parted.options[0].name)
        if start > body:
            self.head.parted = range(start, self.head.length)
            self.head.length = length
        return True

    def are_meant(self, fields: list[Option], start: int) -> bool:
        """Return whether fields in the body are options; note what may be one.

        Where the directive has options, or a name has blanks, all must be declared.
        """
        declared = [self.is_typed(one, start) for one in fields]
        if all(declared) or not any(declared):
            return any(declared)
        if not self.head.options and not any(' ' in one.name for one in fields):
            return True
        if declared[0]:
            self.note(start + fields[0].line, Slip.UNCERTAIN, fields[0].name)
        return False

    def is_typed(self, one: Option, start: int) -> bool:
        """Return whether a field in the body is an option, typed as it is declared."""
        mark = f':{one.name} (' if one.condition else f':{one.name}:'
        return self.is_option(one.name) and self.lines[start + one.line].startswith(mark)

    def note_late(self) -> None:
        """Note an option in the first paragraph of Markdown, which is text there."""
        start = self.next_text(self.head.length)
        paragraph = [*takewhile(str.strip, self.lines[start:])]
        if start == 1 and paragraph and self.is_without_colon(paragraph[0]):
            self.note_stray(1, paragraph[0].strip())
            return
        late = (n for n, line in enumerate(paragraph) if n and self.is_option_line(line))
        number = next(late, 0)
        if number and not MARKDOWN_FENCE.match(paragraph[0]):
            self.note(start + number, Slip.LATE, paragraph[number].strip())

    def is_without_colon(self, line: str) -> bool:
        """Return whether a line is an option, but for the first colon."""
        name, colon, _text = line.partition(':')
        return bool(colon) and self.is_option(name)

    def is_option_line(self, line: str) -> bool:
        """Return whether a line is an option."""
        options = read_block([line]).options
        return bool(options) and self.is_option(options[0].name)

    def next_text(self, start: int) -> int:
        """Return the number of the first line that is not blank, from some line on."""
        return start + len([*takewhile(lambda line: not line.strip(), self.lines[start:])])
