"""TOML with the lines of keys and comments; `tomllib` is the judge of the syntax."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from math import isfinite
from typing import Any, Final

from .documents import MAX_DEPTH, TOO_DEEP, Comment, Document, Mapped
from .records import Problem, SourceError
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
LONG_NUMBER: Final = re.compile(r'(?<![\w"\'.])[+-]?\d[\d_]{4299,}(?![\w"\'.])')
"""A number that Python refuses to convert; it becomes a text."""
COMMENT: Final = re.compile(r'[ \t]*(#[^\n]*)')
COMMENT_LINES: Final = re.compile(r'(?:^[ \t]*#[^\x00-\x08\n-\x1f\x7f]*\n)+', re.MULTILINE)
PLACE: Final = re.compile(r' \(at (?:line (\d+), column (\d+)|end of document)\)$')
Path = tuple[str, ...]


def parse_toml(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the values of a TOML text.

    :raises SourceError: it is broken.
    """
    document = Document(file, lines=text.split('\n'))
    try:
        try:
            data = toml_values(text)
        except tomllib.TOMLDecodeError:
            raise
        except RecursionError:
            text = without_deep_values(text, document)
            data = tomllib.loads(text)
        except ValueError:
            text = LONG_NUMBER.sub(r'"\g<0>"', text)
            data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise toml_error(error, file, document) from error
    scanner = TomlScanner(text, document)
    scanner.scan(keep_comments=keep_comments)
    document.roots.append(scanner.convert(data, (), 1, 0))
    return document


def toml_values(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    `tomllib` needs most of its time for long comments, so they are left out where no text can
    have lines that only look like comments.

    :raises tomllib.TOMLDecodeError: it is broken.
    """
    if '"""' not in text and "'''" not in text:
        try:
            return tomllib.loads(COMMENT_LINES.sub('', text))
        except tomllib.TOMLDecodeError:
            pass  # the next error has the right line
    return tomllib.loads(text)


def toml_error(error: tomllib.TOMLDecodeError, file: str, document: Document) -> SourceError:
    """Return the error for a text that is not TOML."""
    found = PLACE.search(str(error))
    place = (len(document.lines), 1)
    if found and found[1]:
        place = (int(found[1]), int(found[2]))
    message = PLACE.sub('', str(error))
    return SourceError(f'this is not TOML: {message}; correct it', file, *place)


def value_end(text: str, start: int) -> tuple[int, int]:
    """Return where a value ends, and how deep it is nested.

    The end is a line end or a comment outside of brackets, or the end of the text.
    """
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
    return position, deepest


def without_deep_values(text: str, document: Document) -> str:
    """Return a text with '' in place of each value that is nested too deeply."""
    pieces, position, line = [], 0, 1
    while position < len(text):
        match = STATEMENT.match(text, position)
        end = text.find('\n', position) + 1 or len(text)
        if match:
            value, depth = value_end(text, match.end())
            if depth > MAX_DEPTH:
                document.problems.append(Problem(TOO_DEEP, document.file, line))
                pieces.append(match[0] + "''")
                position = value
            end = text.find('\n', value) + 1 or len(text)
        pieces.append(text[position:end])
        line += pieces[-1].count('\n')
        position = end
    return ''.join(pieces)


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
        end, _ = value_end(self.text, match.end())
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
