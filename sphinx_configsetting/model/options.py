"""The options of a directive, read line by line.

docutils refuses a directive for one option given twice or one line that is no option. Here
every option that can be read is kept, and the rest is reported.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .field_types import FieldType

NAME: Final = r'[^:\s(]+\s*\((?:[^()]|\([^()]*\))+\)|[^:\s][^:]*'
"""The pattern of the name of an option; a condition after it may have colons."""
OPTION: Final = re.compile(rf'(?P<indent>\s*):(?P<name>{NAME}):(?:[ \t](?P<text>.*))?')
MISTYPED: Final = re.compile(
    r':?(?P<name>[A-Za-z][\w-]*)(?::?\s+|:(?=[^\s:`])|(?=::$))(?P<text>.*)'
)
CONDITION: Final = re.compile(r'(?P<name>[^\s(]+)\s*\((?P<condition>(?:[^()]|\([^()]*\))+)\)')
COMMA: Final = re.compile(r',\s+')
"""The separator of ids."""
BLOCK: Final = '::'
"""The text of an option whose value is the indented block below it."""


@dataclass(slots=True)
class Option:
    """One option as typed."""

    name: str
    """The name in lower-case letters."""
    lines: list[str]
    line: int
    """The line of the option, from 0 at the first line that was read."""
    condition: str = ''
    """The condition in parentheses after the name; '' for none."""
    items: tuple[str, ...] | None = None
    """The items of a list of YAML; None for another value."""
    is_null: bool = False
    """True for the null of YAML, which is a word in a literal and nothing elsewhere."""
    used: bool = False
    """True if a setting of the group that states it has reported its faults."""
    verbatim: bool = False
    """True if a product file states the text, which has no markup then."""

    @property
    def case(self) -> tuple[str, str]:
        """The name and the condition, as options given twice have them in common."""
        return self.name, self.condition.casefold()

    @property
    def text(self) -> str:
        """The text; the lines of a continued one keep their indentation."""
        first, *more = self.lines
        rest = textwrap.dedent('\n'.join(more)).rstrip()
        bare = first.strip(' \t')
        if bare == BLOCK:
            return rest.strip('\n') or BLOCK
        return f'{first.lstrip()}\n{rest}' if rest and bare else rest or first

    def text_for(self, kind: FieldType) -> str:
        """Return the text for a field of some type."""
        text = None if self.items is None else kind.text_of_items(self.items)
        return self.text if text is None else text

    def is_nothing(self, kind: FieldType) -> bool:
        """Return whether a field of some type has no value: null is a word in a value only."""
        return self.is_null and not kind.is_data

    @property
    def is_block(self) -> bool:
        """True if the value is an indented block."""
        return self.lines[0].strip() == BLOCK

    @property
    def wants_block(self) -> bool:
        """True if the value is the indented block below the option."""
        return self.lines[0].strip() == BLOCK and not any(map(str.strip, self.lines[1:]))


@dataclass(slots=True)
class OptionBlock:
    """The lines between the name of a directive and its body."""

    argument: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    length: int = 0
    """The number of lines that were read; the body follows."""
    stray: list[tuple[int, str]] = field(default_factory=list)
    """The lines among the options that are none, with their numbers from 0."""


def ids_in(argument: Sequence[str]) -> list[str]:
    """Return the ids in the lines of an argument; in Markdown, it has one line.

    >>> ids_in(['a, b', 'c,d'])
    ['a', 'b', 'c,d']
    """
    return [name for line in argument for name in COMMA.split(line)]


def make_option(name: str, lines: list[str], line: int) -> Option:
    """Return an option; a condition after its name keeps its letters.

    >>> make_option('Default (Windows)', ['50'], 0).condition
    'Windows'
    """
    found = CONDITION.fullmatch(name.strip())
    if found:
        return Option(found['name'].lower(), lines, line, found['condition'].strip())
    return Option(name.strip().lower(), lines, line)


def read_block(lines: Sequence[str]) -> OptionBlock:
    """Read an argument, and the options after it, up to a line that is neither."""
    block = OptionBlock()
    indent = 0
    for line in lines:
        match = OPTION.fullmatch(line)
        depth = len(line) - len(line.lstrip())
        if match and (not block.options or depth <= indent):
            indent = depth
            block.options.append(make_option(match['name'], [match['text'] or ''], block.length))
        elif not block.options and not (block.argument and line.lstrip().startswith(':')):
            block.argument.append(line.strip())
        elif block.options and depth > indent and line.strip():
            block.options[-1].lines.append(line)
        else:
            break
        block.length += 1
    return block


def indented_block(lines: Sequence[str]) -> list[str]:
    """Return the lines up to the first one that is not indented, as the block of an option."""
    found: list[str] = []
    for line in lines:
        if line.strip() and not line.startswith((' ', '\t')):
            break
        found.append(line)
    return found
