"""INI, ``.env`` and Java properties, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .documents import Comment, Document, Mapped
from .json_text import duplicate, with_pairs
from .product_settings import Problem, SourceError
from .scalars import NULLS, resolve, written
from .texts import after_comments, without_halves

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_FORMATS: Final = frozenset({'ini', 'env', 'properties'})
"""The syntaxes with one key a line, whose values are texts."""
SECTION: Final = re.compile(r'[ \t]*\[([^\]\n]*|[^\n]*)\][ \t]*(?:([;#].*))?$')
NESTED: Final = re.compile(r'(\[*)([^\[\]]+)(\]*)')
"""A section with its further brackets."""
NESTED_SECTION: Final = re.compile(r'[ \t]*\[\[[^\[\]"\',\n]+\]\][ \t]*(?:[;#].*)?')
INI_KEY: Final = re.compile(r'([ \t]*)([^\s=:\[](?:[^=\n]*[^= \t\n])?)[ \t]*(=)[ \t]*(.*)')
INI_COLON: Final = re.compile(
    r'([ \t]*)([^\s=:\[](?:[^:=\n]*[^:= \t\n])?)[ \t]*(:)(?:[ \t]+(.*)|$)'
)
INI_TIGHT: Final = re.compile(r'([ \t]*)([A-Za-z_][\w.-]*)(:)(?!//|\\)(\S.*)')
INI_SPACED: Final = re.compile(r'([ \t]*)([A-Za-z][\w.-]*)([ \t]+)(\S.*)')
OPEN_SECTION: Final = re.compile(r'\[[ \t]*\w[^\[\]"\'=,]*')
INI_FLAG: Final = re.compile(r'([ \t]*)([\w.!-]+)[ \t]*(?:([;#].*))?$')
COLOR: Final = re.compile(r'#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?:$|[ \t]+[#;])')
INCLUDE: Final = re.compile(r'[!@%]include\w*[ \t][^=]*')
"""A line that names further files, as in ``my.cnf``."""
QUOTED: Final = re.compile(r"""("(?:[^"\\]|\\.)*"|'[^']*')[ \t]*(?:([;#].*))?$""")
INLINE: Final = re.compile(r'(?:^|(?<=[ \t]))[;#]')
WITHIN: Final = re.compile(r'(?<=[ \t])[;#]')
ENV_INLINE: Final = re.compile(r'(?:^|(?<=[ \t]))#')
ENV_WITHIN: Final = re.compile(r'(?<=[ \t])#')
ENV: Final = re.compile(
    r'[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)(?:[ \t]*=[ \t]*|:[ \t]+)', re.ASCII
)
ENV_FLAG: Final = re.compile(
    r'[ \t]*(?:export[ \t]+)?(?!(?:fi|done|esac|then|else|do)\b)([A-Za-z_][\w.-]*)[ \t]*$',
    re.ASCII,
)
ENV_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|`([^`]*)`', re.DOTALL)
ENV_ESCAPES: Final = {'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\', '$': '$'}
PROPERTY: Final = re.compile(r'((?:[^\\\s=:]|\\.)*)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+|$)')
ESCAPE: Final = re.compile(r'\\(u[0-9a-fA-F]{4}|.)', re.DOTALL)
ESCAPES: Final = {'n': '\n', 'r': '\r', 't': '\t', 'f': '\f'}
MAX_UNKNOWN: Final = 5
MIN_SPACED_PER_SIGNED: Final = 20
"""The least number of lines for each with an equals sign; in other files, that separates."""
MAX_WORDS: Final = 3
"""The most words of a short line: a key, a value, and a unit or second value; prose has more."""
NO_KEY_STARTS: Final = frozenset({'', '#', ';'})
"""The first characters of empty lines and comments in INI."""
NO_KEY: Final = 'this line is neither a key nor a comment; correct it'


def plain_scalar(text: str) -> Any:
    """Return the value of a text without quotes; 'null' has no meaning in these formats."""
    return text if text in NULLS else resolve(text)


class LineReader:
    """Collects keys, comments and problems of a file."""

    def __init__(self, text: str, file: str) -> None:
        """Prepare for a text."""
        self.document = Document(file, lines=text.split('\n'))
        self.root = Mapped()
        self.document.roots.append(self.root)
        self.number = 0
        self.unknown: list[int] = []
        self.count = 0

    def comment(self, text: str, column: int = 0, *, beside: bool = False) -> None:
        """Keep a comment in the present line."""
        self.document.comments[self.number] = Comment(text, beside, column)

    def add(self, table: Mapped, key: str, value: Any, text: str, *, line: int = 0) -> None:
        """Add a key and its value; the last of several wins."""
        line = line or self.number
        self.count += 1
        if key in table.lines:
            problem = duplicate(key, table.lines[key], line, self.document.file)
            self.document.problems.append(problem)
            table.texts.pop(key, None)
        table[key] = value
        table.lines[key], table.ends[key] = line, self.number
        if written(value, text):
            table.texts[key] = text

    def no_key(self) -> None:
        """Note that the present line is not understood."""
        self.unknown.append(self.number)

    def finish(self) -> Document:
        """Report the lines that are not understood; return the document.

        :raises SourceError: these are most of the lines.
        """
        if len(self.unknown) > self.count:
            message = (
                'this is not a settings file: most of its lines are neither keys nor comments; '
                'correct the name of the file, or name another one'
            )
            raise SourceError(message, self.document.file, self.unknown[0])
        for number in self.unknown[:MAX_UNKNOWN]:
            self.document.problems.append(Problem(NO_KEY, self.document.file, number))
        more = self.unknown[MAX_UNKNOWN:]
        if more:
            message = f'{len(more)} further lines are neither keys nor comments; check the file'
            self.document.problems.append(Problem(message, self.document.file, more[0]))
        return self.document


def parse_ini(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the sections and keys of an INI file; keys before a section are at the root."""
    reader = IniReader(text, file)
    for number, line in enumerate(reader.document.lines, 1):
        if keep_comments or line[:1] not in NO_KEY_STARTS:
            reader.number = number
            reader.take(line)
    return reader.finish()


class IniReader(LineReader):
    """Reads INI."""

    def __init__(self, text: str, file: str) -> None:
        """Prepare for a text."""
        super().__init__(text, file)
        self.section = self.root
        self.path: tuple[str, ...] = ()
        self.key = ''
        self.indent = 0
        self.spaced = is_spaced(self.document.lines)
        self.nested = any(map(NESTED_SECTION.fullmatch, self.document.lines))

    def take(self, line: str) -> None:
        """Read a line."""
        stripped = line.lstrip(' \t')
        if stripped[:1] in {';', '#'}:
            self.comment(stripped, len(line) - len(stripped))
            return
        if not line.strip():
            return
        if INCLUDE.fullmatch(stripped):
            return
        section = SECTION.fullmatch(line)
        if self.key and self.is_deeper(line, is_section=bool(section)):
            self.continue_value(line.strip())
        elif section:
            self.take_section(section)
        elif OPEN_SECTION.fullmatch(line):
            message = 'the name of the section has no closing bracket; add it'
            raise SourceError(message, self.document.file, self.number, len(line.rstrip()) + 1)
        else:
            self.take_key(line)

    def is_deeper(self, line: str, *, is_section: bool) -> bool:
        """Return whether a line goes on with the last value; nested sections are indented, too."""
        is_statement = self.nested and (is_section or INI_KEY.fullmatch(line))
        return not is_statement and len(line) - len(line.lstrip()) > self.indent

    def take_section(self, match: re.Match[str]) -> None:
        """Open a section; one that is opened twice goes on."""
        self.path = section_path(match[1], self.path)
        self.section, self.key = self.root, ''
        for name in self.path:
            if not isinstance(self.section.get(name), Mapped):
                self.add(self.section, name, Mapped(), '')
                self.section[name].is_section = True
            self.section = self.section[name]
        if match[2]:
            self.comment(match[2], beside=True)

    def take_key(self, line: str) -> None:
        """Read a key."""
        spaced = INI_SPACED.fullmatch(line) if self.spaced else None
        match = spaced
        if spaced is None or spaced[4][0] in '=:':
            match = INI_COLON.fullmatch(line) or INI_KEY.fullmatch(line) or spaced
            match = match or INI_TIGHT.fullmatch(line)
        flag = None if match else INI_FLAG.fullmatch(line)
        if match:
            is_tight = match[4] is not None and line[: match.start(4)].endswith(match[3])
            value, text, comment = ini_value(match[4] or '', is_tight=is_tight)
            self.begin(match, value, text, comment)
        elif flag:
            self.begin(flag, None, '', flag[3])
        else:
            self.no_key()

    def begin(self, match: re.Match[str], value: Any, text: str, comment: str | None) -> None:
        """Add a key whose value may go on in the next lines."""
        self.key, self.indent = match[2], len(match[1])
        self.add(self.section, self.key, value, text)
        if comment:
            self.comment(comment, beside=True)

    def continue_value(self, text: str) -> None:
        """Add a line to the value of the last key."""
        before = self.section.texts.pop(self.key, None) or self.section[self.key] or ''
        self.section[self.key] = f'{before}\n{text}'.lstrip('\n')
        self.section.ends[self.key] = self.number


def section_path(header: str, outer: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of a section; each further bracket is a level, as ConfigObj has it.

    :param header: the text in the outermost brackets.
    :param outer: the path of the section before.

    >>> section_path('b', ('a',)), section_path('[b]', ('a',)), section_path('[b]', ())
    (('b',), ('a', 'b'), ('[b]',))
    """
    nested = NESTED.fullmatch(header.strip())
    depth = len(nested[1]) if nested else 0
    if nested is None or depth != len(nested[3]) or depth > len(outer):
        return (header.strip(),)
    return (*outer[:depth], nested[2].strip())


def is_spaced(lines: Sequence[str]) -> bool:
    """Return whether keys and values are separated by blanks only.

    Few of the values may have an equals sign, if most lines have as few words as keys and values.
    """
    texts = [text for line in lines if (text := line.strip()) and text[0] not in '#;']
    signed = sum('=' in text for text in texts)
    if not signed:
        return True
    short = sum(len(text.split()) <= MAX_WORDS for text in texts)
    return signed * MIN_SPACED_PER_SIGNED <= len(texts) and short * 2 >= len(texts)


def ini_value(text: str, *, is_tight: bool) -> tuple[Any, str, str | None]:
    """Return a value, its text, and the comment beside it.

    :param is_tight: whether no blank separates the value from the sign before it.
    """
    text = text.rstrip()
    quoted = QUOTED.fullmatch(text)
    if quoted:
        return quoted[1][1:-1], '', quoted[2]
    inline = (WITHIN if is_text(text, is_tight=is_tight) else INLINE).search(text)
    comment = text[inline.start() :] if inline else None
    text = text[: inline.start()].rstrip() if inline else text
    return plain_scalar(text), text, comment


def is_text(text: str, *, is_tight: bool) -> bool:
    """Return whether a value that begins like a comment is none, such as ``#fff``."""
    return (is_tight and text[:1] == '#') or bool(COLOR.match(text))


def parse_env(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the variables of a ``.env`` file."""
    reader = EnvReader(text, file)
    reader.read(text, keep_comments=keep_comments)
    return reader.finish()


class EnvReader(LineReader):
    """Reads ``.env``."""

    def read(self, text: str, *, keep_comments: bool) -> None:
        """Read all lines; a value in quotes may have several."""
        position = 0
        self.number = 1
        while position < len(text):
            if not keep_comments:
                start, position = position, after_comments(text, position)
                self.number += text.count('\n', start, position)
            end = text.find('\n', position)
            end = len(text) if end < 0 else end
            last = self.take(text, position, end)
            self.number += text.count('\n', position, last) + 1
            position = last + 1

    def take(self, text: str, start: int, end: int) -> int:
        """Read a line; return where it ends."""
        line = text[start:end]
        stripped = line.strip()
        if stripped.startswith('#'):
            self.comment(stripped, len(line) - len(line.lstrip()))
            return end
        key = ENV.match(line)
        if key:
            return self.take_key(text, key[1], start + key.end(), end)
        elif ENV_FLAG.fullmatch(line):
            self.add(self.root, stripped.removeprefix('export').strip(), None, '')
        elif stripped:
            self.no_key()
        return end

    def take_key(self, text: str, key: str, start: int, end: int) -> int:
        """Read a value; return where its last line ends."""
        quoted = ENV_QUOTED.match(text, start)
        if quoted is None:
            self.take_plain(key, text[start:end], is_tight=text[start - 1 : start] == '=')
            return end
        first = self.number
        self.number += quoted[0].count('\n')
        self.add(self.root, key, env_text(quoted), '', line=first)
        end = text.find('\n', quoted.end())
        end = len(text) if end < 0 else end
        self.take_rest(text[quoted.end() : end].strip())
        self.number = first
        return end

    def take_rest(self, rest: str) -> None:
        """Read what is after a value in quotes: a comment."""
        if rest.startswith('#'):
            self.comment(rest, beside=True)
        elif rest:
            self.no_key()

    def take_plain(self, key: str, text: str, *, is_tight: bool) -> None:
        """Read a value without quotes.

        :param is_tight: whether no blank separates it from the sign before it.
        """
        if text[:1] in {'"', "'"}:
            message = f'the quote {text[0]} is never closed; close it'
            self.document.problems.append(Problem(message, self.document.file, self.number))
        text = text.rstrip()
        pattern = ENV_WITHIN if is_text(text, is_tight=is_tight) else ENV_INLINE
        inline = pattern.search(text)
        value = (text[: inline.start()] if inline else text).strip()
        self.add(self.root, key, plain_scalar(value), value)
        if inline:
            self.comment(text[inline.start() :], beside=True)


def env_text(match: re.Match[str]) -> str:
    """Return the text within quotes; escapes have a meaning in double quotes only."""
    if match[1] is None:
        return match[2] if match[2] is not None else match[3]
    return re.sub(
        r'\\(.)', lambda escape: ENV_ESCAPES.get(escape[1], escape[0]), match[1], flags=re.DOTALL
    )


def parse_properties(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the keys of a Java properties file."""
    text, problems = without_halves(text, file)
    reader = LineReader(text, file)
    reader.document.problems += problems
    lines = iter(enumerate(reader.document.lines, 1))
    for number, line in lines:
        reader.number = number
        stripped = line.lstrip(' \t\f')
        if stripped[:1] in {'#', '!'}:
            if keep_comments:
                reader.comment(stripped, len(line) - len(stripped))
            continue
        while goes_on(stripped):
            reader.number, following = next(lines, (reader.number, ''))
            stripped = stripped[:-1] + following.lstrip(' \t\f')
        if stripped:
            add_property(reader, stripped, number)
    return reader.finish()


def goes_on(line: str) -> bool:
    """Return whether a line ends in an odd number of backslashes."""
    return bool((len(line) - len(line.rstrip('\\'))) % 2)


def add_property(reader: LineReader, line: str, number: int) -> None:
    """Add the key of a logical line."""
    match = PROPERTY.match(line)
    key, raw = (match[1], line[match.end() :]) if match else (line, '')
    if not key:
        reader.no_key()
        return
    value = without_escapes(raw)
    reader.add(reader.root, without_escapes(key), plain_scalar(value), value, line=number)


def without_escapes(text: str) -> str:
    """Return a text with the characters that its escapes mean."""
    return with_pairs(ESCAPE.sub(unescaped_property, text)) if '\\' in text else text


def unescaped_property(match: re.Match[str]) -> str:
    """Return the character of an escape."""
    escape = match[1]
    if escape[0] == 'u' and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return ESCAPES.get(escape, escape)
