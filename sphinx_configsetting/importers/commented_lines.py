"""Commented-out lines in each format, and prose that looks like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from . import toml_places
from .documents import MAX_DEPTH
from .keys import ITEM
from .line_formats import (
    ENV_QUOTED,
    is_spaced,
    parse_env,
    parse_ini,
    parse_properties,
    section_path,
)
from .toml_text import parse_toml
from .yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .documents import Document

ENV: Final = re.compile(r'(?:export )?([A-Za-z_][A-Za-z0-9_]*)=(.*)')
INI: Final = re.compile(r'([A-Za-z_][\w.\-\[\]/]*)[ \t]*(?:=|:(?=[ \t]|$))(.*)')
INI_OR_FLAG: Final = re.compile(r'([A-Za-z_][\w.\-\[\]/]*)(?:[ \t]*(?:=|:(?=[ \t]|$))(.*))?')
TOML: Final = re.compile(rf'({toml_places.KEYS})[ \t]*=[ \t]*(.*)')
INI_HEADER: Final = re.compile(r'(\[[^\[\]\n]+\])[ \t]*(?:[;#].*)?')
TOML_HEADER: Final = re.compile(rf'(\[\[?[ \t]*{toml_places.KEYS}[ \t]*\]\]?)[ \t]*(?:#.*)?')
SPACED: Final = re.compile(r'([A-Za-z][\w.-]*)([ \t]+[^\s=].*)?')
YAML: Final = re.compile(r'([A-Za-z_](?:[\w.\-/]*[\w/])?):(?:[ \t]+(\S.*))?')
UNSPACED: Final = re.compile(r'[#;]([^\s#;!\[].*)')
"""Comments without a blank after their sign."""
REMARKS: Final = re.compile(
    r'allowed|caution|defaults?|deprecated|eg|examples?|fixme|format|hint|important|notes?'
    r'|option(?:al|s)|or|ref|required|see|since|tip|todo|type|units?|values|warning|xxx',
    re.IGNORECASE,
)
"""The words before a colon that introduce a remark."""
BESIDE: Final = re.compile(r'[ \t]+#')
PROSE_WORD: Final = re.compile(r"[A-Za-z][a-z'-]*[,.;:]?")
MIN_FLAGS: Final = 2
"""The least number of keys without values; a single one is more often a word of prose."""
MIN_KEYS_PER_OTHER: Final = 9
"""The least number of keys for each line that is none, so that such lines are exceptions."""


def header_path(header: str, _outer: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of the keys below a table's header in TOML."""
    path = toml_places.key_segments(header)
    return (*path, ITEM) if header.startswith('[[') else path


def ini_path(header: str, outer: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of the keys below a section's header in INI."""
    return section_path(header[1:-1], outer)


class CommentedKey(NamedTuple):
    """A line of comment that may be a key or a header."""

    number: int
    column: int
    marker: str
    spaced: bool
    text: str


class Syntax(NamedTuple):
    """The form of commented-out lines in a format.

    :ivar path: returns the path of a header; the second is the path of the one before.
    :ivar sign: what each of them has, if that is sure.
    """

    name: str
    key: re.Pattern[str]
    header: re.Pattern[str] | None
    parse: Callable[[str, str], Document]
    path: Callable[[str, tuple[str, ...]], tuple[str, ...]] = header_path
    sign: str = ''


SYNTAXES: Final[Mapping[str, Syntax]] = {
    'env': Syntax('env', ENV, None, parse_env, sign='='),
    'ini': Syntax('ini', INI, INI_HEADER, parse_ini, ini_path),
    'flags': Syntax('ini', INI_OR_FLAG, INI_HEADER, parse_ini, ini_path),
    'properties': Syntax('properties', INI, None, parse_properties),
    'toml': Syntax('toml', TOML, TOML_HEADER, parse_toml),
    'spaced': Syntax('spaced', SPACED, None, parse_ini),
    'yaml': Syntax('yaml', YAML, None, parse_yaml, sign=':'),
}
"""The formats whose files have commented-out keys."""


def syntax_of_comments(document: Document, syntax: str) -> Syntax | None:
    """Return the form of commented-out lines in a file; None if there can be none."""
    if syntax != 'ini':
        return SYNTAXES.get(syntax)
    if is_spaced(document.lines):
        texts = [one.text[1:] for one in document.comments.values()]
        spaced = sum(bool(SPACED.fullmatch(text)) for text in texts)
        if spaced > sum(bool(INI.fullmatch(text)) for text in texts):
            return SYNTAXES['spaced']
    return SYNTAXES['flags' if has_keys_without_values(document) else 'ini']


def has_keys_without_values(document: Document) -> bool:
    """Return whether lines such as ``#no-color`` are keys, beside those such as ``#port = 1``.

    Prose has a blank after the sign of a comment, so nearly all lines without one have to be keys.
    """
    texts = (one.text for one in document.comments.values() if not one.beside)
    lines = [match[1] for text in texts if (match := UNSPACED.fullmatch(text))]
    keys = [match[2] for line in lines if (match := INI_OR_FLAG.fullmatch(line))]
    others = len(lines) - len(keys)
    return keys.count(None) >= MIN_FLAGS and len(keys) > MIN_KEYS_PER_OTHER * others


def is_unfinished(text: str, syntax: Syntax) -> bool:
    """Return whether a statement goes on in the next line."""
    if syntax.name == 'toml':
        return is_open_toml(text)
    if syntax.name == 'env':
        value = text.partition('=')[2]
        return value[:1] in {'"', "'"} and not ENV_QUOTED.match(value)
    is_properties = syntax.name == 'properties'
    return bool(is_properties and text.endswith('\\') and not text.endswith('\\\\'))


def is_open_toml(text: str) -> bool:
    """Return whether brackets or multi-line quotes of a TOML statement are not closed."""
    value = text[text.index('=') + 1 :].lstrip()
    if value.startswith(("'''", '"""')):
        return value.count(value[:3]) < 2
    if not value.startswith(('[', '{')):
        return False
    depth, deepest = bracket_depth(value)
    return depth > 0 and deepest <= MAX_DEPTH


def bracket_depth(value: str) -> tuple[int, int]:
    """Return how many brackets are open at the end of a value, and at most."""
    depth = deepest = 0
    for part in toml_places.VALUE_PART.finditer(value):
        depth += (part[0] in '[{') - (part[0] in ']}')
        deepest = max(deepest, depth)
    return depth, deepest


def is_word(value: str) -> bool:
    """Return whether a value is one word, or in quotes."""
    return len(value.split()) == 1 or bool(ENV_QUOTED.fullmatch(value))


def is_prose_comment(text: str) -> bool:
    """Return whether a text, without a comment at its end, has mostly words of a language.

    Those with commas between all of them are values.
    """
    words = text.split()
    words = words[: next((n for n, word in enumerate(words) if word[0] in '#;'), None)]
    if all(word.endswith(',') for word in words[:-1]):
        return False
    prose = sum(bool(PROSE_WORD.fullmatch(word)) for word in words)
    return prose >= 3 and prose * 3 >= len(words) * 2


def is_remark_in_ini(candidate: CommentedKey, match: re.Match[str], syntax: Syntax) -> bool:
    """Return whether a line with a colon in INI or properties is a remark or a heading."""
    if match[2] is None and syntax.key is INI_OR_FLAG:
        return candidate.spaced
    if syntax.key not in {INI, INI_OR_FLAG} or match[0][: match.start(2)].endswith('='):
        return False
    key = match[1]
    is_key = not (candidate.spaced or REMARKS.fullmatch(key) or key[:2].istitle())
    return not is_key or is_prose_comment(match[2])


def is_remark(candidate: CommentedKey, key: str, value: str) -> bool:
    """Return whether a line with a colon is a remark or a heading."""
    if candidate.spaced and (REMARKS.fullmatch(key) or key[:2].istitle()):
        return True
    value = BESIDE.split(value, maxsplit=1)[0]
    return ' ' in value.strip('"\'[]{}') and not value.startswith(('"', "'", '[', '{', '|', '>'))
