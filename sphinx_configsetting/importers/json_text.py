"""JSON, JSONC and JSON5 with the lines of keys, comments, and duplicate keys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from .documents import MAX_DEPTH, TOO_DEEP, Comment, Document, Mapped
from .product_settings import Problem, SourceError
from .scalars import MAX_DIGITS, NumberText
from .texts import Lines, without_halves

if TYPE_CHECKING:
    from collections.abc import Iterator

STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?', re.DOTALL)


def parse_json(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the value of a JSON text.

    :raises SourceError: it is broken; the error has a line and a column.
    """
    text, problems = without_halves(text, file)
    try:
        data = json.loads(text, object_pairs_hook=Pairs, parse_float=written_float)
        document = FastReader(text, file).read(data)
    except (ValueError, RecursionError):
        document = Json5Reader(text, file).read(keep_comments=keep_comments)
    document.problems[:0] = problems
    return document


class Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, in order, duplicates included."""


class WrittenFloat(float):
    """A number that the file writes in another way than Python does."""

    __slots__ = ('text',)
    text: str


def written_float(text: str) -> float:
    """Return a number that knows how it is written, where that differs."""
    value = float(text)
    if repr(value) == text:
        return value
    found = WrittenFloat(value)
    found.text = text
    return found


class FastReader:
    """Finds the lines of keys in a text that `json.loads` accepts.

    Keys follow each other in the text as they do in a walk through the values.
    """

    def __init__(self, text: str, file: str) -> None:
        """Prepare for a text."""
        self.document = Document(file)
        self.key_lines = key_lines(text)

    def read(self, data: Any) -> Document:
        """Return the document.

        :raises RecursionError: it is nested too deeply.
        """
        self.document.roots.append(self.convert(data, 0))
        return self.document

    def convert(self, data: Any, depth: int) -> Any:
        """Return a value with mappings in place of pairs."""
        if depth > MAX_DEPTH:
            raise RecursionError
        if isinstance(data, Pairs):
            return self.table(data, depth + 1)
        if isinstance(data, list):
            return [
                self.convert(item, depth + 1) if isinstance(item, (list, WrittenFloat)) else item
                for item in data
            ]
        return float(data) if isinstance(data, WrittenFloat) else data

    def table(self, pairs: Pairs, depth: int) -> Mapped:
        """Return an object as a mapping."""
        table = Mapped()
        lines = table.lines
        for key, value in pairs:
            line = next(self.key_lines)
            if key in lines:
                self.document.problems.append(duplicate(key, lines[key], line, self.document.file))
            lines[key] = line
            table.texts.pop(key, None)
            if isinstance(value, WrittenFloat):
                table.texts[key] = NumberText(value.text)
            is_simple = not isinstance(value, (list, WrittenFloat))
            table[key] = value if is_simple else self.convert(value, depth)
        return table


def key_lines(text: str) -> Iterator[int]:
    """Yield the lines of the keys of a JSON text."""
    line, position = 1, 0
    for match in STRING.finditer(text):
        if match[1]:
            start = match.start()
            line += text.count('\n', position, start)
            position = start
            yield line


def duplicate(key: str, first: int, line: int, file: str) -> Problem:
    """Return the problem that a key is stated twice."""
    message = f'the key {key!r} is stated twice, first in line {first}; remove one of the two'
    return Problem(message, file, line, duplicate=key)


TOKEN: Final = re.compile(
    r"""(?P<blank>[\s\ufeff]+)
    | (?P<comment>//[^\n]* | /\*.*?\*/)
    | (?P<string>"(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
    | (?P<sign>[\[\]{}:,])
    | (?P<word>[^\s\[\]{}:,"'/]+)""",
    re.DOTALL | re.VERBOSE,
)
BLANK: Final = re.compile(r'(?:[\s\ufeff]|//[^\n]*|/\*.*?\*/)+', re.DOTALL)
ESCAPE: Final = re.compile(r'\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\n|.)', re.DOTALL)
SURROGATES: Final = re.compile('[\ud800-\udbff][\udc00-\udfff]')
ESCAPES: Final = {
    'b': '\b',
    'f': '\f',
    'n': '\n',
    'r': '\r',
    't': '\t',
    'v': '\v',
    '0': '\0',
    '\n': '',
}
WORDS: Final = {'true': True, 'false': False, 'null': None}
NUMBER: Final = re.compile(
    r'[-+]?(0[xX](?P<hex>[0-9a-fA-F]+)|(?P<int>\d+)|(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?)'
)
NOT_FINITE: Final = re.compile(r'[-+]?(Infinity|NaN)')


class Frame:
    """An object or array whose end is not read yet."""

    __slots__ = ('container', 'expects', 'key')

    def __init__(self, container: Mapped | list[Any]) -> None:
        """Open an object or array."""
        self.container = container
        self.expects = 'key' if isinstance(container, Mapped) else 'value'
        self.key = ''

    @property
    def is_complete(self) -> bool:
        """Return whether each key that is read has its value."""
        return isinstance(self.container, list) or self.expects in {'key', ','}


class Json5Reader:
    """Reads JSON5 without recursion: comments, trailing commas, bare keys, all quotes."""

    def __init__(self, text: str, file: str) -> None:
        """Prepare for a text."""
        self.text, self.lines = text, Lines(text)
        self.document = Document(file)
        self.top: list[Any] = []
        self.frames = [Frame(self.top)]
        self.closers: list[str] = []
        self.cut_reported = False
        self.owner = ''

    def read(self, *, keep_comments: bool) -> Document:
        """Return the document.

        :raises SourceError: it is broken.
        """
        position, end = 0, len(self.text)
        while position < end:
            if not keep_comments and (blank := BLANK.match(self.text, position)):
                position = blank.end()
                continue
            match = TOKEN.match(self.text, position)
            if match is None:
                raise self.error('this is not JSON', position)
            self.take(match)
            position = match.end()
        if self.closers:
            raise self.error(f'the file ends, but {self.closers[-1]!r} is missing', end)
        if not self.top:
            raise self.error('there is no value in this file', 0)
        self.document.roots.append(self.top[0])
        return self.document

    def error(self, message: str, position: int) -> SourceError:
        """Return an error at a position."""
        place = (self.lines.line(position), self.lines.column(position))
        return SourceError(f'{message}; correct it', self.document.file, *place)

    def take(self, match: re.Match[str]) -> None:
        """Read a token."""
        match match.lastgroup:
            case 'comment':
                self.take_comment(match)
            case 'sign':
                self.take_sign(match[0], match.start())
            case 'string' | 'word':
                self.take_scalar(match)

    def take_comment(self, match: re.Match[str]) -> None:
        """Keep a comment, line by line."""
        first = self.lines.line(match.start())
        beside = bool(self.text[self.lines.starts[first - 1] : match.start()].strip())
        text = match[0]
        if text.startswith('/*'):
            text = text.removeprefix('/*').removesuffix('*/').lstrip('*')
        if self.owner:
            self.move_comment(first, self.owner)
        frame = self.frames[-1]
        self.owner = frame.key if beside and frame.expects == ',' else ''
        for number, line in enumerate(text.split('\n')):
            marked = line if line.startswith('//') else f'//{line.strip().removeprefix("*")}'
            self.document.comments[first + number] = Comment(marked, beside)
        if beside and not frame.container and self.is_last(match):
            self.move_to_outer(first)

    def is_last(self, match: re.Match[str]) -> bool:
        """Return whether a comment is in one line, and nothing follows it there."""
        end = self.text.find('\n', match.end())
        rest = self.text[match.end() : end if end >= 0 else None]
        return '\n' not in match[0] and not rest.strip()

    def move_to_outer(self, line: int) -> None:
        """Make the comment after an opening bracket that of the key before the bracket."""
        outer = self.frames[-2] if len(self.frames) > 1 else self.frames[-1]
        if isinstance(outer.container, Mapped) and outer.container.lines[outer.key] == line:
            self.move_comment(line, outer.key)

    def move_comment(self, line: int, key: str) -> None:
        """Make the comment in a line that of one of several keys there."""
        comments = self.document.comments
        if line in comments:
            self.document.inner.setdefault((line, key), []).append(comments.pop(line))

    def part(self, table: Mapped, before: str, key: str, line: int) -> None:
        """Separate the comments of two keys in one line: a comma ends those of the first."""
        self.move_comment(line, self.owner or key)
        self.owner = ''
        if table.ends.get(before) == line:
            table.ends[before] = 0
            self.document.later.add((line, key))

    def take_sign(self, sign: str, position: int) -> None:
        """Read a bracket, a colon or a comma."""
        frame = self.frames[-1]
        if sign in '[{' and frame.expects == 'value':
            self.open(sign, position)
        elif sign in ']}' and self.closers[-1:] == [sign] and frame.is_complete:
            self.close(position)
        elif sign in ':,' and frame.expects == sign:
            frame.expects = 'value' if sign == ':' or isinstance(frame.container, list) else 'key'
        else:
            raise self.error(f'{sign!r} is not expected here', position)

    def open(self, sign: str, position: int) -> None:
        """Begin an object or array."""
        container: Mapped | list[Any] = Mapped() if sign == '{' else []
        if len(self.closers) >= MAX_DEPTH:
            self.report_depth(position)
        self.put(container if len(self.closers) < MAX_DEPTH else None)
        self.closers.append('}' if sign == '{' else ']')
        self.frames.append(Frame(container))

    def report_depth(self, position: int) -> None:
        """Report the first value that is nested too deeply."""
        if not self.cut_reported:
            self.cut_reported = True
            place = (self.lines.line(position), self.lines.column(position))
            self.document.problems.append(Problem(TOO_DEEP, self.document.file, *place))

    def close(self, position: int) -> None:
        """End an object or array."""
        self.closers.pop()
        self.frames.pop()
        self.note_end(position)

    def put(self, value: Any) -> None:
        """Store a value in the open object or array."""
        frame = self.frames[-1]
        if isinstance(frame.container, Mapped):
            frame.container[frame.key] = value
        else:
            frame.container.append(value)
        frame.expects = ',' if self.closers else 'end'

    def note_end(self, position: int) -> None:
        """Record the line where a value ends."""
        frame = self.frames[-1]
        if isinstance(frame.container, Mapped):
            frame.container.ends[frame.key] = self.lines.line(position)

    def take_scalar(self, match: re.Match[str]) -> None:
        """Read a string, number or word."""
        frame = self.frames[-1]
        if frame.expects == 'key':
            self.take_key(frame, match)
        elif frame.expects == 'value':
            self.put(self.scalar(match))
            self.note_text(match)
            self.note_end(match.end() - 1)
        else:
            raise self.error('this value is not expected here', match.start())

    def take_key(self, frame: Frame, match: re.Match[str]) -> None:
        """Read the key of an object."""
        key = unescape(match[0][1:-1] if match.lastgroup == 'string' else match[0])
        line = self.lines.line(match.start())
        assert isinstance(frame.container, Mapped)
        lines = frame.container.lines
        if key in lines:
            self.document.problems.append(duplicate(key, lines[key], line, self.document.file))
        lines[key] = line
        self.part(frame.container, frame.key, key, line)
        frame.key, frame.expects = key, ':'

    def note_text(self, match: re.Match[str]) -> None:
        """Record how a number is written."""
        frame = self.frames[-1]
        if isinstance(frame.container, Mapped) and match.lastgroup == 'word':
            value = frame.container[frame.key]
            if type(value) in {int, float} and repr(value) != match[0]:
                frame.container.texts[frame.key] = NumberText(match[0])

    def scalar(self, match: re.Match[str]) -> Any:
        """Return the value of a string, number or word."""
        text = match[0]
        if match.lastgroup == 'string':
            return unescape(text[1:-1])
        if text in WORDS:
            return WORDS[text]
        number = NUMBER.fullmatch(text)
        if NOT_FINITE.fullmatch(text):
            return NumberText(text)
        if number and len(text) > MAX_DIGITS:
            return text
        if number is None:
            raise self.error('this is not a JSON value', match.start())  # it may be secret
        sign = -1 if text[0] == '-' else 1
        if number['hex']:
            return sign * int(number['hex'], 16)
        return int(text) if number['int'] else float(text)


def unescape(text: str) -> str:
    """Return the text of a string without its escapes; pairs of surrogates become one."""
    if '\\' not in text:
        return text
    return with_pairs(ESCAPE.sub(lambda match: unescaped_json(match[1]), text))


def unescaped_json(escape: str) -> str:
    """Return the character of an escape, which is written without its backslash."""
    if escape[0] in 'ux' and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return ESCAPES.get(escape, escape)


def with_pairs(text: str) -> str:
    """Return a text in which each pair of surrogates is the character that it means."""
    return SURROGATES.sub(
        lambda match: match[0].encode('utf-16', 'surrogatepass').decode('utf-16'), text
    )
