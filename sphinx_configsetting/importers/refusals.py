"""Files in other formats: markup, programs, blocks in braces, prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .line_formats import LINE_FORMATS, is_spaced
from .product_settings import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

READABLE: Final = 'name a file in JSON, YAML, TOML, INI, .env or Java properties'
PROGRAMS: Final = frozenset(
    {
        'bash', 'bat', 'c', 'cc', 'clj', 'cpp', 'cs', 'css', 'csv', 'dart', 'erl', 'ex', 'fish',
        'go', 'groovy', 'hcl', 'hs', 'htm', 'html', 'java', 'js', 'jsx', 'kt', 'lua', 'm', 'md',
        'mjs', 'nix', 'php', 'pl', 'proto', 'ps1', 'py', 'r', 'rb', 'rs', 'rst', 'scala', 'sh',
        'sql', 'swift', 'tf', 'ts', 'tsv', 'tsx', 'vue', 'xhtml', 'xml', 'zsh',
    }
)  # fmt: skip
MARKUP: Final = re.compile(
    r'\s*<(?:!--|!doctype|\?xml|html\b|[!?A-Za-z/][^<>\n]*>(?![ \t]*[:=]))', re.IGNORECASE
)
OPENING: Final = re.compile(r'[^\s={\[][^={]*[^\s=:{]\s*\{|[^\s={\[:]+\s*\{')
INLINE_BLOCK: Final = re.compile(r'[\w.-]+[ \t]+\{[^{}=:]*[=:][^{}]*\}')
CLOSING: Final = re.compile(r'\}[;,]?')
TAG: Final = re.compile(r'</[A-Za-z][\w:-]*>')
HEADER_OR_COLON: Final = re.compile(r'\[.*\]|.*:(?:\s|$)')
KEY_OR_HEADER: Final = re.compile(
    r'\[.*|(?:export[ \t]+)?["\']?[\w.\-/\[\]$]+["\']?[ \t]*[=:].*'
    r'|[A-Za-z][\w.-]*(?:[ \t]+[^\s=].*)?'
)
MARKS: Final = '#;!'
"""The signs that begin comments."""
SENTENCE_WORD: Final = re.compile(r"[A-Za-z][a-z'-]*[,.;:!?]?")


class StatementLine(NamedTuple):
    """A line that is neither empty nor a comment."""

    number: int
    text: str


def check_format(name: str, text: str, syntax: str, file: str, *, guessed: bool) -> None:
    """Check that a text may have a syntax.

    :param guessed: whether only the text says so, not the name of the file.
    :raises SourceError: it has another format.
    """
    found = markup(text) or (program(name, text) if guessed else None)
    if not found and syntax in LINE_FORMATS:
        lines = statements(text)
        found = has_blocks(lines, syntax) or (unlike_keys(lines) if guessed else None)
    if found:
        reason, number = found
        raise SourceError(f'this is not a settings file: {reason}; {READABLE}', file, number)


def statements(text: str) -> list[StatementLine]:
    """Return the lines of a text that are neither empty nor comments."""
    return [
        StatementLine(number, line.rstrip())
        for number, line in enumerate(text.split('\n'), 1)
        if line[:1] not in MARKS and line.strip()[:1] not in MARKS  # also where it is ''
    ]


def markup(text: str) -> tuple[str, int] | None:
    """Return the reason and the line if a text is HTML or XML."""
    match = MARKUP.match(text)
    return ('it is HTML or XML', text.count('\n', 0, match.end()) + 1) if match else None


def program(name: str, text: str) -> tuple[str, int] | None:
    """Return the reason and the line if a file is a program or a document."""
    suffix = name.rpartition('.')[2].lower() if '.' in name else ''
    if suffix in PROGRAMS:
        return f'a name with .{suffix} is that of a program or document', 1
    return ('it is a script', 1) if text.startswith('#!') else None


def has_blocks(lines: Sequence[StatementLine], syntax: str) -> tuple[str, int] | None:
    """Return the reason and the line if statements are in blocks, or end with semicolons."""
    closing = any(CLOSING.fullmatch(line.text) for line in lines)
    for line in lines:
        is_open = closing and OPENING.fullmatch(line.text)
        if is_open or (syntax == 'ini' and INLINE_BLOCK.fullmatch(line.text)):
            return 'its settings are in blocks with braces', line.number
        if TAG.fullmatch(line.text):
            return 'its settings are in blocks with tags', line.number
    ended = [line for line in lines if line.text.endswith(';')]
    if len(ended) > 1 and len(ended) * 2 >= len(lines):
        return 'its statements end with semicolons', ended[0].number
    return indented_blocks(lines) if syntax == 'ini' else None


def indented_blocks(lines: Sequence[StatementLine]) -> tuple[str, int] | None:
    """Return the reason and the line if keys and values, with blanks between, are in blocks."""
    texts = [line.text for line in lines]
    if not is_spaced(texts) or any(map(HEADER_OR_COLON.fullmatch, texts)):
        return None
    indented = [line.number for line in lines[1:] if line.text[0] in ' \t']
    if not indented or lines[0].text[0] in ' \t':
        return None
    return 'its settings are in blocks with indentation', indented[0]


def unlike_keys(lines: Sequence[StatementLine]) -> tuple[str, int] | None:
    """Return the reason and the line if most lines are no keys and headers, or are prose."""
    outer = [line for line in lines if line.text[0] not in ' \t']
    others = [line for line in outer if not KEY_OR_HEADER.fullmatch(line.text)]
    if len(others) * 10 > len(outer) * 3:
        return 'many of its lines are neither keys nor comments', others[0].number
    sentences = [line for line in outer if is_prose_line(line.text)]
    if len(sentences) * 2 > len(outer):
        return 'it is prose', sentences[0].number
    return None


def is_prose_line(text: str) -> bool:
    """Return whether a line consists of ordinary words."""
    words = text.split()
    known = sum(bool(SENTENCE_WORD.fullmatch(word)) for word in words)
    return len(words) > 2 and known * 3 >= len(words) * 2
