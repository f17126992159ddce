"""The rest of a TOML text with faults: faulty parts are left out one by one."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .documents import Document
from .json_text import duplicate
from .product_settings import Problem, SourceError
from .texts import Lines
from .toml_places import KEYS, Path, TomlScanner, key_segments, value_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_FAULTS: Final = 5
"""The most faults of a file whose rest is read; `tomllib` reads all of it after each."""
PLACE: Final = re.compile(r' \(at (?:line (\d+), column (\d+)|end of document)\)$')
NEXT: Final = re.compile(
    rf'^[ \t]*(?:{KEYS}[ \t]*=|\[\[?[ \t]*{KEYS}[ \t]*\]\]?[ \t]*(?:#|$))', re.MULTILINE
)
"""A line that looks like a key or a header, after a value that does not end."""
QUOTES: Final = ('"""', "'''")


class Part(NamedTuple):
    """A header, or a key with its value.

    :ivar is_open: whether a bracket or quote of the value is not closed.
    """

    path: Path
    start: int
    end: int
    is_header: bool = False
    is_open: bool = False


class PartFinder(TomlScanner):
    """Finds the parts of a text, in order."""

    def __init__(self, text: str) -> None:
        """Prepare for a text."""
        super().__init__(text, Document(''))
        self.parts: list[Part] = []

    def take_header(self, match: re.Match[str]) -> None:
        """Note a header."""
        super().take_header(match)
        self.parts.append(Part(self.header, match.start(), match.end(), is_header=True))

    def take_statement(self, match: re.Match[str]) -> int:
        """Note a key with its value."""
        end = super().take_statement(match)
        value = self.text[match.end() : end]
        has_open_quote = value.startswith(QUOTES) and value.find(value[:3], 3) < 0
        is_open = has_open_quote or value_end(self.text, match.end()).is_open
        path = (*self.header, *key_segments(match[1]))
        self.parts.append(Part(path, match.start(), end, is_open=is_open))
        return end


class FaultyToml:
    """Reads the rest of a text that `tomllib` refuses.

    As in other syntaxes, a key that is stated twice has its last value, and a table that is
    stated twice has the keys of both.

    :ivar text: the text with blanks in place of what is left out.
    """

    def __init__(self, text: str, document: Document) -> None:
        """Prepare for a text whose faults are reported in a document."""
        self.text, self.document = text, document
        self.lines = Lines(text)
        self.parts: list[Part] = []
        self.problems: dict[Problem, None] = {}

    def read(self, first: tomllib.TOMLDecodeError) -> dict[str, Any]:
        """Return the values of the rest.

        :param first: the fault of the whole text.
        :raises SourceError: there are too many faults, or nothing else.
        """
        try:
            data = self.rest()
        except (ValueError, RecursionError):
            data = {}  # a key is broken, or a number too long, or a value nested too deeply
        if not data:
            message, line, column = fault_of(first)
            place = (line or len(self.lines.starts), column or 1)
            raise SourceError(message, self.document.file, *place) from first
        self.document.problems += self.problems
        return data

    def rest(self) -> dict[str, Any]:
        """Return the values of the rest; none if there are too many faults."""
        for _ in range(MAX_FAULTS + 1):
            self.find_parts()
            try:
                return self.values()
            except tomllib.TOMLDecodeError as error:
                message, line, column = fault_of(error)
                start, end = self.faulty_span(line)
                self.leave_out([(start, end)])
                place = (line or self.lines.line(start), column)
                problem = Problem(message, self.document.file, *place, is_broken=True)
                self.problems[problem] = None
        return {}

    def find_parts(self) -> None:
        """Find the parts of the text; leave out keys that are stated again below."""
        finder = PartFinder(self.text)
        finder.scan(keep_comments=True)
        self.parts = finder.parts
        known: dict[Path, Part] = {}
        spans = []
        for part in self.parts:
            first = known.get(part.path)
            if first and not (first.is_header or part.is_header):
                self.report_twice(first, part)
                spans.append((first.start, first.end))
            known[part.path] = part
        self.leave_out(spans)

    def report_twice(self, first: Part, second: Part) -> None:
        """Report that a key or table is stated twice."""
        key, line = second.path[-1], self.lines.line
        problem = duplicate(key, line(first.start), line(second.start), self.document.file)
        self.problems[problem] = None

    def leave_out(self, spans: Iterable[tuple[int, int]]) -> None:
        """Put blanks in place of parts of the text; its lines stay."""
        pieces, position = [], 0
        for start, end in sorted(spans):
            blanks = re.sub(r'[^\n]', ' ', self.text[start:end])
            pieces += [self.text[position:start], blanks]
            position = end
        self.text = ''.join([*pieces, self.text[position:]])

    def values(self) -> dict[str, Any]:
        """Return the values of the text; tables that are stated again add their keys.

        :raises tomllib.TOMLDecodeError: it is broken.
        """
        again = [*self.repeated_tables()]
        pieces, position = [], 0
        for number, part in enumerate(again):
            pieces += [self.text[position : part.start], f'["\\u0000{number}"]']
            position = part.end
        data = tomllib.loads(''.join([*pieces, self.text[position:]]))
        for number, part in enumerate(again):
            add_values(value_at_path(data, part.path), data.pop(f'\0{number}'))
        return data

    def repeated_tables(self) -> Iterator[Part]:
        """Yield the headers that repeat others."""
        known: dict[Path, Part] = {}
        for part in self.parts:
            first = known.setdefault(part.path, part) if part.is_header else part
            if part is not first:
                self.report_twice(first, part)
                yield part

    def faulty_span(self, line: int) -> tuple[int, int]:
        """Return the part of the text that a fault is in: a value, a line, or a table.

        :param line: 0 for the end of the text, where a value may not be closed.
        """
        last = line or self.text.rstrip().count('\n') + 1
        parts = [one for one in self.parts if self.lines.line(one.start) <= last]
        unclosed = [] if line else [one for one in parts if one.is_open]
        part = next(reversed(unclosed or parts), None)
        if part and part.is_open:
            following = NEXT.search(self.text, self.text.find('\n', part.start) + 1 or part.end)
            return part.start, following.start() if following else len(self.text)
        if part and not part.is_header and last <= self.lines.line(part.end):
            return part.start, part.end
        return self.faulty_lines(last)

    def faulty_lines(self, line: int) -> tuple[int, int]:
        """Return the span of a line that is no key; of a header, with all of its table."""
        start, end = [*self.lines.starts, len(self.text)][line - 1 : line + 1]
        if self.text[start:end].lstrip().startswith('['):
            headers = (one.start for one in self.parts if one.is_header and one.start >= end)
            end = next(headers, len(self.text))
        return start, end


def fault_of(error: tomllib.TOMLDecodeError) -> tuple[str, int, int]:
    """Return the message, line and column of an error; 0 and 0 for the end of the text."""
    found = PLACE.search(str(error))
    place = (int(found[1]), int(found[2])) if found and found[1] else (0, 0)
    message = PLACE.sub('', str(error))
    return f'this is not TOML: {message}; correct it', *place


def value_at_path(data: Any, path: Path) -> Any:
    """Return the value at a path."""
    for segment in path:
        data = data[int(segment)] if isinstance(data, list) else data[segment]
    return data


def add_values(table: dict[str, Any], more: dict[str, Any]) -> None:
    """Add the values of a table to another, in place of those of the same keys."""
    for key, value in more.items():
        inner = table.get(key)
        if isinstance(inner, dict) and isinstance(value, dict):
            add_values(inner, value)
        else:
            table[key] = value
