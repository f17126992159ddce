"""What one line of a hand-drawn table states, and whether that is all it says.

``reading`` finds whatever may be a fact, so that nothing is drawn twice. A fact that is
taken out of a table must be certain: here a line counts only if each word of it is
understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..catalog.kinds import QUOTES, collapse, unquote
from ..catalog.setting import NOT_APPLICABLE
from .reading import SEPARATOR, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..catalog.fields import Field, Fields
    from .reading import Path

DEFAULT: Final = 'default'
BEFORE: Final = r"(?:(?:this|the)(?:\s+(?:feature|setting|option)(?:['\u2019]s)?)?\s+)?"
"""What may stand before a label."""
CODE: Final = '\x00'
"""Stands at both ends of code in the text of a line."""
PART: Final = f'{CODE}([^{CODE}]*){CODE}'
CHAIN: Final = re.compile(rf'{PART}(?:\s*[>\u2192]\s*{PART})*')
KEY: Final = re.compile(
    rf'[{QUOTES}\s]*(?P<key>\.?[\w$-]+(?:\.[\w$-]+)*)[{QUOTES}]*\s*'
    r'(?:[:=]\s*(?P<value>.+?))?[,;.\s]*'
)
PLAIN: Final = str.maketrans('\u201c\u201d\u2018\u2019', '""\'\'')
VALUE: Final = re.compile(r'[^\s,;"\'`]+|"[^"]*"|\'[^\']*\'|\[[^\]]*\]|\{[^}]*\}')
"""A value that is written in one piece."""
WITH_OPTIONS: Final = re.compile(
    rf'with (?:the )?(?:options|values) (?P<choices>{PART}(?:(?:,| and| or|, and|, or) {PART})+)'
)
WITH_DEFAULT: Final = re.compile(
    rf'with (?:the |a )?default(?: value)?(?: of)? (?P<default>{PART})'
)
WITH_TYPE: Final = re.compile(r'with (?:an? )?(?P<type>[a-z]+(?: [a-z]+)?) input')


JSON: Final = re.compile(r'true|false|null|-?\d\S*|["\[{].*|', re.IGNORECASE)
"""What is a value of JSON rather than a segment of a key."""


class Statement(NamedTuple):
    """What a line states: texts by the names of fields."""

    texts: dict[str, str]
    complete: bool
    """Whether the line says nothing else."""


def coded(paragraph: nodes.Element) -> str:
    """Return the text of a line, its code marked."""
    parts = [
        f'{CODE}{child.astext()}{CODE}' if isinstance(child, nodes.literal) else child.astext()
        for child in paragraph.children
    ]
    return collapse(''.join(parts))


def statement(text: str, fields: Fields, keys: Sequence[str]) -> Statement | None:
    """Read a line; None where it does not start with a label.

    :param keys: the keys of the setting, which tell where a chain of code turns from key
        to value.
    """
    for field in fields:
        for label in field.labels:
            words = r'\s+'.join(f'{CODE}?{re.escape(word)}{CODE}?' for word in label.split())
            match = re.match(f'{BEFORE}{words}{SEPARATOR}', text, re.IGNORECASE)
            if match:
                return of_field(field, text[match.end() :].strip(), keys)
    return None


def of_field(field: Field, text: str, keys: Sequence[str]) -> Statement:
    """Read what stands behind a label."""
    bare = collapse(text.replace(CODE, '')).rstrip('.')
    if bare.casefold() == 'n/a':
        return Statement({field.name: NOT_APPLICABLE}, complete=True)
    if field.kind.name == 'key':
        return of_key(field.name, text, keys)
    if field.identifies:
        names = field.kind.parse(bare)
        return Statement({field.name: bare}, complete=[unquote(bare)] == list(names))
    if field.kind.display in {'literal', 'flag'}:
        return of_values(field, text)
    certain = field.kind.display in {'text', 'strong'} and CODE not in text
    return Statement({field.name: bare} if certain else {}, complete=certain)


def of_values(field: Field, text: str) -> Statement:
    """Read values, of which each is written in one piece or as code."""
    code = re.fullmatch(rf'{PART}\.?', text)
    parts = [code[1]] if code else re.findall(VALUE, text.replace(CODE, '').rstrip('.'))
    written = ', '.join(parts)
    certain = code is not None or written == collapse(text.replace(CODE, '').rstrip('.'))
    certain = certain and bool(written) and not field.kind.problem(written)
    if field.kind.name != 'list':
        certain = certain and len(parts) == 1
    return Statement({field.name: written} if certain else {}, complete=certain)


def of_key(name: str, text: str, keys: Sequence[str]) -> Statement:
    """Read a key, perhaps with its value and what is said of that."""
    chain = CHAIN.match(text)
    links = re.findall(PART, chain[0]) if chain else [text]
    key, value = key_and_value(links, keys)
    if not key:
        return Statement({name: collapse(text.replace(CODE, ''))}, complete=False)
    texts, complete = of_tail(text[chain.end() :] if chain else '')
    if value is not None:
        tidied = tidy(value)
        whole = bool(VALUE.fullmatch(tidied)) and texts.get(DEFAULT, tidied) == tidied
        texts.pop(DEFAULT, '')
        texts |= {DEFAULT: tidied} if whole else {}
        complete = complete and whole
    return Statement({name: key, **texts}, complete=complete)


def key_and_value(links: Sequence[str], keys: Sequence[str]) -> tuple[str, str | None]:
    """Split a chain of code at the end of the key; '' for no key, None for no value."""
    *heads, last = links
    path = '.'.join(unquote(head).strip('.') for head in heads)
    match = KEY.fullmatch(last)
    if path and (match is None or ends_in_value(path, match, keys)):
        return path, last
    if match is None:
        return '', None
    return f'{path}.{match["key"]}' if path else match['key'], match['value']


def ends_in_value(path: str, match: re.Match[str], keys: Sequence[str]) -> bool:
    """Tell whether the last link of a chain is a value, and those before it are the key."""
    known = [path_of(key) for key in keys]
    if match['value'] is not None or ends(f'{path}.{match["key"]}', known):
        return False
    return ends(path, known) or bool(JSON.fullmatch(match[0]))


def ends(key: str, known: Iterable[Path]) -> bool:
    """Tell whether a key is the end of one that is known."""
    path = path_of(key)
    return any(one[-len(path) :] == path for one in known)


def tidy(value: str) -> str:
    """Return a value without the quotes and commas that a writer left over.

    >>> tidy('true\u201d,')
    'true'
    """
    value = value.translate(PLAIN).strip(' ,;')
    return value.removesuffix('"') if value.count('"') % 2 else value


def of_tail(text: str) -> tuple[dict[str, str], bool]:
    """Read what a sentence says behind a key: options, a type, or a default.

    :returns: the texts by the names of fields, and whether nothing else is said.
    """
    text = text.strip().rstrip('.,;').strip()
    if not text:
        return {}, True
    for pattern in (WITH_OPTIONS, WITH_DEFAULT, WITH_TYPE):
        match = pattern.fullmatch(text)
        if match:
            [(name, said)] = match.groupdict().items()
            values = [tidy(part) for part in re.findall(PART, said)] or [said]
            if all(VALUE.fullmatch(value) and ',' not in value for value in values):
                return {name: ', '.join(values)}, True
    return {}, False
