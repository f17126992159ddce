"""The places of keys and comments in TOML."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from math import isfinite
from typing import Any, Final, NamedTuple

from .documents import MAX_DEPTH, TOO_DEEP, Comment, Document, Mapped
from .product_settings import Problem
from .scalars import NumberText
from .texts import Lines, after_comments

KEY: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
KEYS: Final = rf'{KEY}(?:[ \t]*\.[ \t]*{KEY})*'
HEADER: Final = re.compile(rf'[ \t]*(\[\[?)[ \t]*({KEYS})[ \t]*\]\]?')
STATEMENT: Final = re.compile(rf'[ \t]*({KEYS})[ \t]*=[ \t]*')
VALUE_PART: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
    r'|[\[\]{}\n]|#[^\n]*|[^\[\]{}\n#"\']+|.',
    re.DOTALL,
)
COMMENT: Final = re.compile(r'[ \t]*(#[^\n]*)')
Path = tuple[str, ...]


class ValueEnd(NamedTuple):
    """The end of a value: a line end or a comment outside of brackets, or the end of the text.

    :ivar depth: how deep the value is nested.
    :ivar is_open: whether a bracket is not closed.
    """

    position: int
    depth: int
    is_open: bool


def value_end(text: str, start: int) -> ValueEnd:
    """Return where the value that begins at an offset ends."""
    depth = deepest = 0
    position = start
    while position < len(text):
        part = VALUE_PART.match(text, position)
        sign = part[0][0] if part else '\n'
        if part is None or (depth <= 0 and sign in '\n#'):
            break
        depth += (sign in '[{') - (sign in ']}')
        deepest = max(deepest, depth)
        position = part.end()
    return ValueEnd(position, deepest, depth > 0)


def key_segments(text: str) -> Path:
    """Return the segments of a dotted key.

    >>> key_segments('a."b.c"')
    ('a', 'b.c')
    """
    return tuple(key_segment(part) for part in re.findall(KEY, text))


def key_segment(text: str) -> str:
    """Return a key without its quotes."""
    if text[0] == '"':
        return str(tomllib.loads(f'k = {text}')['k'])
    return text[1:-1] if text[0] == "'" else text


class TomlScanner:
    """Finds the places of keys and comments in a text that is TOML."""

    def __init__(self, text: str, document: Document) -> None:
        """Prepare for a text."""
        self.text, self.document = text, document
        self.lines = Lines(text)
        self.header: Path = ()
        self.sections: set[Path] = set()
        self.counts: dict[Path, int] = {}
        self.places: dict[Path, tuple[int, int, str]] = {}
        self.stated: set[Path] = set()

    def scan(self, *, keep_comments: bool) -> None:
        """Find all places."""
        position = 0
        while position < len(self.text):
            if not keep_comments:
                position = after_comments(self.text, position)
            comment = COMMENT.match(self.text, position)
            if comment:
                self.take_comment(comment, position)
                position = comment.end() + 1
            else:
                position = self.scan_line(position)

    def scan_line(self, position: int) -> int:
        """Find the places in a line, or in the lines of one value; return where they end."""
        header = HEADER.match(self.text, position)
        statement = None if header else STATEMENT.match(self.text, position)
        end = position
        if header:
            self.take_header(header)
            end = header.end()
        elif statement:
            end = self.take_statement(statement)
        comment = COMMENT.match(self.text, end)
        if comment:
            self.take_comment(comment, position)
            end = comment.end()
        return self.text.find('\n', end) + 1 or len(self.text)

    def take_comment(self, match: re.Match[str], start: int) -> None:
        """Note a comment in the line that begins at a start."""
        line, column = self.lines.line(match.start()), match.start(1) - start
        self.document.comments[line] = Comment(match[1], match.start() > start, column)

    def take_header(self, match: re.Match[str]) -> None:
        """Note the place of a table."""
        path = self.numbered(key_segments(match[2]))
        if match[1] == '[[':
            self.counts[path] = self.counts.get(path, -1) + 1
            self.note(path, match.start(2), match.end(), '')
            path = (*path, str(self.counts[path]))
        self.header = path
        self.sections.add(path)
        self.note(path, match.start(2), match.end(), '')

    def numbered(self, path: Path) -> Path:
        """Return a path with the number of the last item of each list of tables on it."""
        found: Path = ()
        for segment in path:
            if found in self.counts:
                found = (*found, str(self.counts[found]))
            found = (*found, segment)
        return found

    def take_statement(self, match: re.Match[str]) -> int:
        """Note the place of a key; return where its value ends."""
        end = value_end(self.text, match.end()).position
        raw = self.text[match.end() : end].rstrip()
        path = (*self.header, *key_segments(match[1]))
        self.note(path, match.start(1), match.end() + len(raw), raw)
        return match.end() + len(raw)

    def note(self, path: Path, start: int, end: int, raw: str) -> None:
        """Note the place of a key, and of the tables that it implies."""
        place = (self.lines.line(start), self.lines.line(end))
        for length in range(1, len(path)):
            self.places.setdefault(path[:length], (place[0], place[0], ''))
        if raw or path not in self.stated:
            self.places[path] = (*place, raw)
            self.stated.add(path)

    def convert(self, data: Any, path: Path, line: int, depth: int) -> Any:
        """Return a value as plain data with places."""
        if depth > MAX_DEPTH:
            return self.report_depth(line)
        if isinstance(data, dict):
            return self.table(data, path, line, depth + 1)
        if isinstance(data, list):
            return [
                self.convert(item, (*path, str(number)), line, depth + 1)
                for number, item in enumerate(data)
            ]
        return toml_scalar(data, self.places.get(path, (0, 0, ''))[2])

    def report_depth(self, line: int) -> None:
        """Report the first value that is nested too deeply."""
        problem = Problem(TOO_DEEP, self.document.file, line)
        if problem not in self.document.problems:
            self.document.problems.append(problem)

    def table(self, data: dict[str, Any], path: Path, line: int, depth: int) -> Mapped:
        """Return a table with the places of its keys."""
        table = Mapped()
        table.is_section = path in self.sections
        table.is_implied = path in self.places and path not in self.stated
        line = self.places.get(path, (line, line, ''))[0]
        for key, value in data.items():
            place = self.places.get((*path, key), (line, line, ''))
            table.lines[key], table.ends[key] = place[:2]
            table[key] = self.convert(value, (*path, key), place[0], depth)
            if type(value) in {int, float} and place[2] not in {'', repr(value)}:
                table.texts[key] = NumberText(place[2])
        return table


def toml_scalar(value: Any, raw: str) -> Any:
    """Return a scalar of TOML as JSON data; dates are texts."""
    if isinstance(value, (date, datetime, time)):
        return raw or value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return NumberText(raw or value)
    return value
