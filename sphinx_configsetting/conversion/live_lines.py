"""The lines of a page that are markup, and not code, comments or other verbatim text."""

from __future__ import annotations

import re
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


def live_markdown_lines(lines: Sequence[str]) -> list[bool]:
    """Return for each line of Markdown whether it is markup."""
    live, open_fences = [], list[tuple[str, bool]]()
    hidden = comments_and_code(lines)
    for number, line in enumerate(lines):
        found = None if hidden[number] else FENCE.fullmatch(line)
        mark, verbatim = open_fences[-1] if open_fences else ('', False)
        if found and mark and not found['name'] and is_end(found, mark):
            open_fences.pop()
        elif found and not verbatim:
            name = found['name']
            is_code = bool(VERBATIM.fullmatch(name)) if name else found['mark'][0] != ':'
            open_fences.append((found['mark'], is_code))
        live.append(not verbatim and not hidden[number])
    return live


def comments_and_code(lines: Sequence[str]) -> list[bool]:
    """Return for each line of Markdown whether it is a comment or code by its indentation."""
    found, is_open = list[bool](), False
    for number, line in enumerate(lines):
        is_open = is_open or line.startswith('<!--')
        found.append(is_open or line.startswith('%') or is_indented_code(lines, number, found))
        is_open = is_open and '-->' not in line
    return found


def is_indented_code(lines: Sequence[str], number: int, found: Sequence[bool]) -> bool:
    """Return whether a line is code by its indentation, which goes on below such a line."""
    depth = depth_of(lines[number])
    if depth < CODE_DEPTH or not lines[number]:
        return False
    if number and lines[number - 1]:
        return found[number - 1]
    outer = next(
        (one for one in reversed(lines[:number]) if one.strip() and depth_of(one) < depth), ''
    )
    return depth - depth_of(outer) >= CODE_DEPTH and not ITEM.match(outer.lstrip())


def embedded_lines(lines: Sequence[str]) -> list[bool]:
    """Return for each line of Markdown whether it is reStructuredText in ``eval-rst``."""
    inside, mark = [], ''
    for line in lines:
        found = FENCE.fullmatch(line)
        if found and mark and is_end(found, mark):
            mark = ''
        inside.append(bool(mark))
        if found and not mark and found['name'] == 'eval-rst':
            mark = found['mark']
    return inside


def is_end(found: re.Match[str], mark: str) -> bool:
    """Return whether a fence closes one that was opened with a mark."""
    return not (found['rest'] or '').strip() and found['mark'].startswith(mark)
