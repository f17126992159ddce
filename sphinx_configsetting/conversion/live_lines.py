"""The lines of a page that are markup, and not code, comments or other verbatim text."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBATIM: Final = re.compile(
    r'code|code-block|code-cell|sourcecode|parsed-literal|literalinclude|raw|math|csv-table|prompt|doctest'
    r'|test(?:code|setup|cleanup|output)|productionlist|graphviz|digraph|graph|mermaid|uml'
    r'|plantuml|eval-rst|ipython|jinja|replace|toctree'
)
"""The directives whose body is not markup."""
DIRECTIVE: Final = re.compile(r'\.\. +(?:\|[^|]+\| )?(?P<name>[\w:+.-]+)::(?:\s|$)')
EXPLICIT: Final = re.compile(r'\.\.(?: |$)')
MARKERS: Final = re.compile(r'^\s*(?:(?:[-*+]|\(?(?:\d+|[a-zA-Z#])[.)]|:[^:]+:)\s+)*')
"""The markers of lists before a text."""
NAMED: Final = re.compile(r'\.\. (?:_|\[|__)')
ITEM: Final = re.compile(r'(?:[-*+]|\d+[.)])\s')
CODE_DEPTH: Final = 4
"""The blanks before code in Markdown."""
FENCE: Final = re.compile(
    r' *(?P<mark>`{3,}|~{3,}|:{3,})(?:\{(?P<name>[\w:+.-]+)\}(?: .*)?|(?P<rest>.*))'
)


def depth_of(line: str) -> int:
    """Return the number of blanks that a line starts with."""
    return len(line) - len(line.lstrip())


def extent(lines: Sequence[str], start: int, stop: int | None = None) -> int:
    """Return the line after the block of a line: that of the last deeper one."""
    end, depth = start + 1, depth_of(lines[start])
    for number in range(start + 1, len(lines) if stop is None else stop):
        if lines[number] and depth_of(lines[number]) <= depth:
            break
        if lines[number]:
            end = number + 1
    return end


def live_lines(lines: Sequence[str]) -> list[bool]:
    """Return for each line of reStructuredText whether it is markup."""
    live, number = [True] * len(lines), 0
    while number < len(lines):
        start = verbatim_start(lines, number)
        end = extent(lines, number) if start else number + 1
        if start:
            live[start:end] = [False] * max(end - start, 0)
        number = max(end, number + 1)
    return live


def verbatim_start(lines: Sequence[str], number: int) -> int:
    """Return the first line of the verbatim text that a line introduces; 0 for none."""
    text = MARKERS.sub('', lines[number])
    if EXPLICIT.match(text):
        found = DIRECTIVE.match(text)
        if found:
            return number + 1 if VERBATIM.fullmatch(found['name']) else 0
        return 0 if NAMED.match(text) else number or 1
    return number + 1 if text.endswith('::') else 0


class LineKind(Enum):
    """The kinds of lines of Markdown."""

    LIVE = 'markup'
    HIDDEN = 'code or a comment'
    EMBEDDED = 'reStructuredText in eval-rst'


def live_markdown_lines(lines: Sequence[str]) -> list[bool]:
    """Return for each line of Markdown whether it is markup."""
    return [kind is LineKind.LIVE for kind in markdown_kinds(lines)]


def embedded_lines(lines: Sequence[str]) -> list[bool]:
    """Return for each line of Markdown whether it is reStructuredText in ``eval-rst``."""
    return [kind is LineKind.EMBEDDED for kind in markdown_kinds(lines)]


def markdown_kinds(lines: Sequence[str]) -> list[LineKind]:
    """Return the kind of each line of Markdown; a fence is of the kind around it."""
    found, open_fences, indentation = [], list[tuple[str, LineKind]](), Indentation()
    in_comment = False
    for line in lines:
        mark, kind = open_fences[-1] if open_fences else ('', LineKind.LIVE)
        is_code = indentation.is_code(line)
        in_comment = kind is LineKind.LIVE and (in_comment or line.startswith('<!--'))
        is_hidden = kind is LineKind.LIVE and (in_comment or line.startswith('%') or is_code)
        fence = None if is_hidden else FENCE.fullmatch(line)
        if fence and mark and not fence['name'] and is_end(fence, mark):
            open_fences.pop()
        elif fence and kind is LineKind.LIVE:
            open_fences.append((fence['mark'], kind_of_fence(fence)))
        found.append(LineKind.HIDDEN if is_hidden else kind)
        in_comment = in_comment and '-->' not in line
    return found


def kind_of_fence(fence: re.Match[str]) -> LineKind:
    """Return the kind of the lines in a fence."""
    if fence['name'] == 'eval-rst':
        return LineKind.EMBEDDED
    is_code = VERBATIM.fullmatch(fence['name']) if fence['name'] else fence['mark'][0] != ':'
    return LineKind.HIDDEN if is_code else LineKind.LIVE


class Indentation:
    """Knows which lines of Markdown are code by their indentation, read one by one."""

    def __init__(self) -> None:
        """Begin with no line."""
        self.outer: list[tuple[int, bool]] = []
        """The depths of the lines around the last one, and whether each is an item of a list."""
        self.after_blank, self.was_code = True, False

    def is_code(self, line: str) -> bool:
        """Return whether the next line is code, which goes on below such a line."""
        if not line:
            self.after_blank = True
            return False
        depth = depth_of(line)
        while self.outer and self.outer[-1][0] >= depth:
            self.outer.pop()
        around, in_item = self.outer[-1] if self.outer else (0, False)
        is_start = depth - around >= CODE_DEPTH and not in_item
        self.was_code = depth >= CODE_DEPTH and (is_start if self.after_blank else self.was_code)
        self.outer.append((depth, bool(ITEM.match(line.lstrip()))))
        self.after_blank = False
        return self.was_code


def is_end(found: re.Match[str], mark: str) -> bool:
    """Return whether a fence closes one that was opened with a mark."""
    return not (found['rest'] or '').strip() and found['mark'].startswith(mark)
