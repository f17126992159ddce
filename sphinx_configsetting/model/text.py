"""Plain text: blanks, quotes, letter case, and lists whose values may be quoted."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUOTES: Final = '"\'`\u201c\u201d\u2018\u2019\u00ab\u00bb'
BLANKS: Final = re.compile(r'[ \t\n\r\f\v]+')
UNPRINTABLE: Final = re.compile(
    '[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]'
)
ARROWS: Final = r'(?:--?>|[>\u2192\u203a\u2023\u00bb])'
"""The signs between the menus of a path, as a pattern."""
PAIRS: Final = {'(': ')', '[': ']', '{': '}', '<': '>'}
UNDERLINE: Final = re.compile(r'([^\w\s])\1+')
"""The line above or below a heading."""
STRONG: Final = r'(?<![^\s(])\*\*\w[^*]*\*\*(?!\w)'
ROLE: Final = r'(?<![:\w+.-]):[\w+.-]+(?::[\w+.-]+)*:'
MARKUP: Final = re.compile(rf'(?<![\w`])``[^`]+``(?!`)|{ROLE}`[^`]+`|{STRONG}')
MARKDOWN_MARKUP: Final = re.compile(rf'(?<![^\s(])`[^`]+`(?!`)|\{{[\w:+.-]+\}}`[^`]+`|{STRONG}')
"""Code, strong text and roles within a text."""
ENDS: Final = {'"': '"', "'": "'", '`': '`', '\u201c': '\u201d', '\u2018': '\u2019'}


PROTECTING: Final = frozenset({*ENDS, *PAIRS})
"""The characters that begin what no separator splits."""


def collapse(text: str) -> str:
    """Return a text with single ASCII blanks and none at its ends.

    No-break and ideographic blanks are the author's, and stay.
    """
    return BLANKS.sub(' ', text).strip(' ')


def clean(text: str) -> str:
    """Return a text without unprintable characters."""
    return UNPRINTABLE.sub('', text)


def fold(text: str) -> str:
    """Return a text in the form in which letter case and Unicode form do not count."""
    return unicodedata.normalize('NFC', collapse(text).casefold())


def unquote(text: str) -> str:
    """Return a text without the quotes around it and without commas after it.

    Quotes go at both ends or not at all.

    >>> unquote('\u201c.Section.Key\u201d,'), unquote('a."b.c"')
    ('.Section.Key', 'a."b.c"')
    """
    bare = text.strip(' ,;')
    while len(bare) > 1 and bare[0] in QUOTES and bare[-1] in QUOTES:
        inner = bare[1:-1]
        if bare[0] in inner and bare[0] != '`':
            break
        bare = inner.strip(' ,;')
    return bare


def shorten(text: str) -> str:
    """Return a display name without its last part in parentheses.

    >>> shorten('Port (Web)')
    'Port'
    """
    found = re.search(r'\([^()]*\)$', text)
    return (text[: found.start()].rstrip() if found else text) or text


def bare_value(text: str) -> str:
    """Return a value without the one pair of quotes around it, if both are there.

    A quote within quotes is written twice.

    >>> bare_value('"a, b"'), bare_value("'it''s'"), bare_value('"a" or "b"')
    ('a, b', "it's", '"a" or "b"')
    """
    if len(text) > 1 and text[0] == text[-1] and text[0] in '"\'':
        quote, inner = text[0], text[1:-1]
        if quote not in inner.replace(quote * 2, ''):
            return inner.replace(quote * 2, quote)
    return text[2:-2] if re.fullmatch(r'``[^`]+``', text) else text


def split_list(text: str, separators: str = ',') -> list[str]:
    """Split a text at separators outside quotes and brackets; no part is empty.

    A quote protects only where a part begins with it and where another one ends it.

    >>> split_list('a, "b, c", list[0,1], "')
    ['a', '"b, c"', 'list[0,1]', '"']
    """
    if PROTECTING.isdisjoint(text):
        for other in separators[1:]:
            text = text.replace(other, separators[0])
        parts: Iterable[str] = text.split(separators[0])
    else:
        parts = _parts(text, separators)
    return [part for part in (part.strip(' \t\n') for part in parts) if part]


def _parts(text: str, separators: str) -> Iterator[str]:
    protected = _protected(text)
    start = spot = 0
    while spot < len(text):
        if text[spot] in separators:
            yield text[start:spot]
            start = spot + 1
        spot = protected.get(spot, spot) + 1
    yield text[start:]


def _protected(text: str) -> dict[int, int]:
    """Return the ends of quoted and bracketed parts by their starts, in linear time."""
    found = _brackets(text)
    last = {end: text.rfind(end) for end in ENDS.values()}
    last_literal = text.rfind('``')
    for spot, character in enumerate(text):
        end = ENDS.get(character)
        if text.startswith('``', spot) and spot + 2 <= last_literal:
            found[spot] = text.index('``', spot + 2) + 1
        elif end and spot < last[end] and not text[spot - 1 : spot].isalnum():
            found[spot] = text.index(end, spot + 1)
    return found


def _brackets(text: str) -> dict[int, int]:
    """Return the index of each closing bracket by the index of its opening one."""
    opened: dict[str, list[int]] = {closing: [] for closing in PAIRS.values()}
    found: dict[int, int] = {}
    blank = -1
    for spot, character in enumerate(text):
        if character in PAIRS:
            opened[PAIRS[character]].append(spot)
        elif opened.get(character):
            start = opened[character].pop()
            if character != '>' or blank < start:  # "<, >" are signs
                found[start] = spot
        elif BLANKS.match(character):
            blank = spot
    return found


def as_typed(value: str) -> str:
    """Return a value in quotes where its ends could not be seen without them."""
    return f'"{value}"' if value.strip(' \t\n') != value or not value else value


def is_whole_literal(text: str) -> bool:
    """Return whether a text is one inline literal, such as ````5````."""
    return bool(re.fullmatch(r'``[^`]+``', text)) or bool(re.fullmatch(r'`[^`]+`', text))


def without_backquotes(text: str) -> str:
    """Return a text, or the content of the literal that it is.

    >>> without_backquotes('``5``'), without_backquotes('`5`'), without_backquotes('`a` or `b`')
    ('5', '5', '`a` or `b`')
    """
    return text.strip('`') if is_whole_literal(text) else text


def has_inline_markup(text: str, *, markdown: bool = False) -> bool:
    """Return whether a line has code, strong text or roles, and is more than one literal.

    >>> has_inline_markup('the value of ``x``'), has_inline_markup('``x``')
    (True, False)
    """
    pattern = MARKDOWN_MARKUP if markdown else MARKUP
    return '\n' not in text and not is_whole_literal(text) and bool(pattern.search(text))


def as_item(text: str) -> str:
    r"""Return a text as one item of a list with commas.

    >>> as_item('a'), as_item('a,b')
    ('a', '"a,b"')
    """
    if split_list(text, ',;') == [text] and not re.search(r'^["\']|\s(?:or|and|/)\s', text):
        return text
    return quoted_item(text)


def quoted_item(text: str) -> str:
    """Return a text as one item of a list, in quotes.

    >>> quoted_item('a "b" c')
    '"a ""b"" c"'
    """
    return '"{}"'.format(text.replace('"', '""'))
