"""The options of a directive, read line by line so that none can break it.

docutils refuses a directive altogether when one option is given twice or one line is
not an option; here all that can be read is kept, and the rest is reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTION: Final = re.compile(r'(?P<indent>\s*):(?P<name>[^:\s][^:]*):(?:\s+(?P<text>.*))?')
DASHED: Final = r"^(?P<name>[^\s:][^:]*):\s*(?P<quote>[\"']?)(?P<text>.*)(?P=quote)$"


class Option:
    """One option as typed."""

    __slots__ = ('line', 'lines', 'name')

    def __init__(self, name: str, lines: list[str], line: int) -> None:
        """Begin an option with its first line of text.

        :param line: its line, counted from the first line that was read.
        """
        self.name, self.lines, self.line = name, lines, line

    @property
    def text(self) -> str:
        """The option's text; a continued one has several lines."""
        return '\n'.join(self.lines).strip()


class Block:
    """What stands between a directive's name and its body."""

    __slots__ = ('argument', 'options', 'rest')

    def __init__(self, argument: Sequence[str] = (), options: Sequence[Option] = ()) -> None:
        """Begin with what has been read before.

        ``rest`` tells how many lines were read; what follows is the body.
        """
        self.argument, self.options, self.rest = [*argument], [*options], 0


def read_block(lines: list[str]) -> Block:
    """Read an argument, and the options after it, up to a line that is neither."""
    block = Block()
    indent = 0
    for line in lines:
        match = OPTION.fullmatch(line)
        depth = len(line) - len(line.lstrip())
        if match and (not block.options or depth <= indent):
            indent = depth
            option = Option(match['name'].strip().lower(), [match['text'] or ''], block.rest)
            block.options.append(option)
        elif not block.options:
            block.argument.append(line.strip())
        elif depth > indent and line.strip():
            block.options[-1].lines.append(line.strip())
        else:
            break
        block.rest += 1
    return block


def without_dashes(lines: list[str]) -> tuple[list[str], int]:
    """Read Markdown's other form of options, ``name: text`` between lines of dashes.

    :returns: the lines as ``:name: text``, and 1 if they stood between dashes, else 0.
    """
    if lines[:1] != ['---'] or '---' not in lines[1:]:
        return lines, 0
    end = lines.index('---', 1)
    return [re.sub(DASHED, r':\g<name>: \g<text>', line) for line in lines[1:end]], 1
