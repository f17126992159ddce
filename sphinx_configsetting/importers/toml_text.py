"""TOML with the lines of keys and comments; `tomllib` is the judge of the syntax."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from .documents import MAX_DEPTH, TOO_DEEP, Document
from .product_settings import Problem
from .toml_faults import FaultyToml
from .toml_places import STATEMENT, TomlScanner, value_end

LONG_NUMBER: Final = re.compile(r'(?<![\w"\'.])[+-]?\d[\d_]{4299,}(?![\w"\'.])')
"""A number that Python refuses to convert; it becomes a text."""
COMMENT_LINES: Final = re.compile(r'(?:^[ \t]*#[^\x00-\x08\n-\x1f\x7f]*\n)+', re.MULTILINE)


def parse_toml(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the values of a TOML text, without its faulty parts.

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
        faulty = FaultyToml(text, document)
        data = faulty.read(error)
        text = faulty.text
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


def without_deep_values(text: str, document: Document) -> str:
    """Return a text with '' in place of each value that is nested too deeply."""
    pieces, position, line = [], 0, 1
    while position < len(text):
        match = STATEMENT.match(text, position)
        end = text.find('\n', position) + 1 or len(text)
        if match:
            value = value_end(text, match.end())
            if value.depth > MAX_DEPTH:
                document.problems.append(Problem(TOO_DEEP, document.file, line))
                pieces.append(match[0] + "''")
                position = value.position
            end = text.find('\n', value.position) + 1 or len(text)
        pieces.append(text[position:end])
        line += pieces[-1].count('\n')
        position = end
    return ''.join(pieces)
