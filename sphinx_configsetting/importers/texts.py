"""Reading text files: encoding, byte order marks, line ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from .keys import suggestion
from .product_settings import Problem, SourceError

if TYPE_CHECKING:
    from pathlib import Path

COMMENTS: Final = re.compile(r'(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z))*')
HALVES: Final = re.compile(
    r'(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}'
    r'|\\u(?P<half>[dD][89a-fA-F][0-9a-fA-F]{2}))'
)
"""Escapes of surrogates: pairs, and halves of pairs."""
UTF_16: Final = (b'\xff\xfe', b'\xfe\xff')


def read_text(path: Path, file: str) -> str:
    r"""Return the text of a file, with ``\n`` as line end.

    :raises SourceError: it cannot be read, or is no text.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        hint = suggestion(path.name, beside) or '; correct the path'
        raise SourceError(f'there is no such file{hint}', file) from error
    except OSError as error:
        reason = error.strerror or error
        message = f'it cannot be read: {reason}; name a file that can be read'
        raise SourceError(message, file) from error
    return decode(content, file)


def decode(content: bytes, file: str) -> str:
    """Return bytes as text.

    :raises SourceError: they are no text.
    """
    encoding = 'utf-16' if content.startswith(UTF_16) else 'utf-8-sig'
    if encoding != 'utf-16' and b'\0' in content:
        raise SourceError('it is a binary file; name a text file', file)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == 'utf-16' or '.properties' not in file:
            raise not_decoded(error, encoding, file) from error
        text = content.decode('latin-1')  # as Java reads them
    return text.replace('\r\n', '\n').replace('\r', '\n')


def not_decoded(error: UnicodeDecodeError, encoding: str, file: str) -> SourceError:
    """Return the error for bytes that are not in an encoding."""
    content, start = error.object, error.start
    name = encoding.upper().removesuffix('-SIG')
    message = f'it is not {name}: byte {start} is {content[start]:#04x}; convert it'
    return SourceError(message, file, content.count(b'\n', 0, start) + 1)


def without_halves(text: str, file: str) -> tuple[str, list[Problem]]:
    r"""Return a text whose escapes ``\ud800`` without the other half are ``\ufffd``, and problems.

    Half a character cannot be written to any file.
    """
    if '\\ud' not in text and '\\uD' not in text:
        return text, []
    halves = [match for match in HALVES.finditer(text) if match['half']]
    pieces, end = [], 0
    for match in halves:
        pieces += [text[end : match.start('half')], 'fffd']
        end = match.end()
    message = 'the escape \\u{} is half a character, and is replaced; write both halves'
    problems = [
        Problem(message.format(one['half']), file, text.count('\n', 0, one.start()) + 1)
        for one in halves
    ]
    return ''.join([*pieces, text[end:]]), problems


def after_comments(text: str, position: int) -> int:
    """Return the start of the first line at or after a position that has more than a comment."""
    match = COMMENTS.match(text, position)
    return match.end() if match else position


class Lines:
    """The numbers of lines and columns of offsets in a text."""

    def __init__(self, text: str) -> None:
        """Find the starts of the lines."""
        self.starts = [0]
        position = text.find('\n') + 1
        while position:
            self.starts.append(position)
            position = text.find('\n', position) + 1

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.starts, offset)

    def column(self, offset: int) -> int:
        """Return the column of an offset, from 1."""
        return offset - self.starts[self.line(offset) - 1] + 1
