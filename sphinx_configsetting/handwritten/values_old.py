"""Reading the values that stand behind a label, however writers write them.

What is prose rather than a value is not read: a fact that is missed does less harm than
one that nobody stated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..catalog.kinds import QUOTES, collapse, key_segments, unquote
from ..catalog.setting import NOT_APPLICABLE
from .reading import path_of
from .statements import DEFAULT, JSON, KEY, VALUE, ends, key_and_value, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Field
    from .lines import Line, Span

NONE: Final = re.compile(r'\s*(?:n\s?/\s?a\b|not applicable\b)', re.IGNORECASE)
NO_NAME: Final = re.compile(r'\s*(?:none|[-\u2013\u2014]+)\s*\.?\s*', re.IGNORECASE)
OPENING: Final = re.compile(rf'[\s(:{QUOTES}]*')
"""What may stand between a label and code."""
CLOSING: Final = re.compile(rf'[\s{QUOTES}]*(?:[>\u2192\u203a\u2023\u00bb]|-->)[\s{QUOTES}]*')
"""What makes a chain of code."""
BETWEEN: Final = re.compile(rf'[\s{QUOTES}]*(?:[,;/&+]|,?\s*\b(?:and|or)\b)?[\s{QUOTES}]*')
"""What stands between several values."""
ARROWS: Final = re.compile(r'-->|[\u2192\u203a\u2023\u00bb]')
SENTENCE: Final = re.compile(r'\.\s|\.$|\s\(|\swith\s|\swhere\s')
"""What ends a value that is plain text."""
SEVERAL: Final = re.compile(r',\s+(?:and\s+|or\s+)?|;\s*|\s+and\s+|\s+or\s+')
NEXT_KEY: Final = re.compile(rf'[,;]\s*(?=[{QUOTES}]?\.?[A-Za-z_]\w*\.\w)')
ASSIGNMENT: Final = re.compile(r'(?:export\s+|set\s+)?(?:\$env:|[$%{]+)?(.*?)[%}]*(?:=.*)?')
LONGEST: Final = 3
"""How many words a plain value has at most."""


class Reading(NamedTuple):
    """What a text states of one field."""

    name: str
    """The field's name."""
    text: str
    """The values as a message shows them."""
    values: tuple[str, ...]
    """The values; none for N/A."""


def readings(field: Field, line: Line, keys: Sequence[str]) -> list[Reading]:
    """Read what stands behind a label; [] where that is no value.

    :param keys: the keys that a setting may have, which tell a key from its default.
    """
    named = field.identifies or field.kind.name == 'menu'
    if NONE.match(line.text) or (named and NO_NAME.fullmatch(line.text)):
        return [Reading(field.name, NOT_APPLICABLE, ())]
    if field.kind.name == 'key':
        return key_readings(field.name, line, keys)
    if field.kind.name == 'menu':
        return menu_readings(field.name, line)
    if field.identifies:
        values = dict.fromkeys(variables(line, field))
    else:
        values = dict.fromkeys(plain_values(line, field))
    return [Reading(field.name, ', '.join(values), tuple(values))] if values else []


def code_at_start(line: Line) -> list[Span]:
    """Return the code of a line if its text begins with code, up to its first sentence."""
    code = line.code
    if not code or not OPENING.fullmatch(line.text[: code[0].start]):
        return []
    return code


def chains(line: Line) -> Iterator[list[str]]:
    """Yield the values in code that a line begins with, each as the links of its chain."""
    code = code_at_start(line)
    links: list[str] = []
    for spot, span in enumerate(code):
        gap = line.text[code[spot - 1].end : span.start] if spot else ''
        if links and CLOSING.fullmatch(gap):
            links.append(line.spelled(span))
            continue
        if links:
            yield links
        if spot and not (gap.strip() and BETWEEN.fullmatch(gap)):
            return
        links = [line.spelled(span)]
    if links:
        yield links


def key_readings(name: str, line: Line, keys: Sequence[str]) -> list[Reading]:
    """Read keys, and the default that may stand behind one."""
    found: dict[str, str | None] = {}
    for number, links in enumerate(chains(line) if line.code else plain_chains(line)):
        for key, value in split_keys(links, keys):
            if key and (number == 0 or like_key(key)):
                found.setdefault(key, value)
    if not found:
        return []
    result = [Reading(name, ', '.join(found), tuple(found))]
    values = [tidy(value) for value in found.values() if value is not None]
    if not values and len(found) == 1 and line.code:
        values = assigned(line)
    if len(found) == len(values) == 1 and VALUE.fullmatch(values[0] or '""'):
        result.append(Reading(DEFAULT, values[0], (values[0],)))
    return result


def assigned(line: Line) -> list[str]:
    """Return the value in code that follows a key in code and a colon."""
    first, *rest = line.code
    colon = rest and line.text[first.end : rest[0].start].strip() in {':', '='}
    return [tidy(line.spelled(rest[0]))] if colon else []


def split_keys(links: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the keys of a chain, each with its value or None."""
    if len(links) > 1:
        path = '.'.join(unquote(link).strip('.') for link in links[:-1])
        whole = ends(path, [path_of(key) for key in keys])
        yield (path, links[-1]) if whole else key_and_value(links, keys)
        return
    for part in NEXT_KEY.split(links[0]):
        match = KEY.fullmatch(part)
        if match:
            yield match['key'], match['value']


def plain_chains(line: Line) -> Iterator[list[str]]:
    """Yield the keys that a line states in plain text, or in bold."""
    text = SENTENCE.split(ARROWS.sub('>', line.text), 1)[0].strip()
    if '>' in text:
        yield [part.strip() for part in text.split('>')]
        return
    for part in SEVERAL.split(text):
        match = KEY.fullmatch(part)
        if not match or not like_key(match['key']):
            return
        yield [part]


def like_key(key: str) -> bool:
    """Tell whether a word can be a key: prose and values of JSON cannot."""
    if len(key_segments(key)) > 1:
        return not key.replace('.', '').isdigit()
    word = key.islower() or key.istitle()
    return not JSON.fullmatch(key) and (not word or '_' in key or key.startswith('.'))


def variables(line: Line, field: Field) -> Iterator[str]:
    """Yield the names that a line states, in code or as words that look like code."""
    if line.code:
        for number, links in enumerate(chains(line)):
            names = field.kind.parse(links[0])
            if len(links) > 1 or (number and not all(map(like_name, names))):
                return
            yield from (bare for name in names if (bare := bare_name(name)))
        return
    for part in SEVERAL.split(SENTENCE.split(line.text, 1)[0].strip()):
        name = bare_name(part)
        if not like_name(name):
            return
        yield name


def bare_name(text: str) -> str:
    """Return a variable without the signs of a shell around it."""
    match = ASSIGNMENT.fullmatch(collapse(unquote(text)))
    return unquote(match[1] if match else '').rstrip('.:')


def like_name(name: str) -> bool:
    """Tell whether a word can be the name of a variable or an option."""
    return ' ' not in name and ('_' in name or name.startswith('-') or name.isupper())


def menu_path(line: Line) -> str:
    """Return the menu path that a line states in bold or as plain text; '' for none."""
    if (
        line.spans
        and not line.spans[0].code
        and OPENING.fullmatch(line.text[: line.spans[0].start])
    ):
        end = 0
        for span in line.spans:
            if end and not MENU_GAP.fullmatch(line.text[end : span.start]):
                break
            end = span.end
        return tidied_path(line.text[:end])
    text = tidied_path(plain_end(line.text))
    return text if '>' in text or len(text.split()) <= LONGEST else ''


def tidied_path(text: str) -> str:
    """Return a menu path with one sign between its parts."""
    return collapse(ARROWS.sub('>', text).strip(f'{QUOTES} ,;:\n'))


def menu_readings(name: str, line: Line) -> list[Reading]:
    """Read a menu path; one that may be several stands for each of them too."""
    path = menu_path(line)
    parts = ALTERNATIVES.split(path)
    several = parts if len(parts) > 1 and all('>' in part for part in parts) else []
    return [Reading(name, path, (path, *several))] if path else []


MENU_GAP: Final = re.compile(r'\s*(?:[>\u2192\u203a\u2023\u00bb]|-->|or|,|;|and)?\s*')
ALTERNATIVES: Final = re.compile(r'\s+or\s+|\s+and\s+|\s*[,;]\s*')


def plain_end(text: str) -> str:
    """Return a text up to the end of its sentence."""
    return SENTENCE.split(text, 1)[0].rstrip('.')


def plain_values(line: Line, field: Field) -> Iterator[str]:
    """Yield the values of any other field; a text of many words is none."""
    several = field.kind.name in {'list', 'settings', 'names'}
    coded = [''.join(links) for links in chains(line) if len(links) == 1]
    if coded:
        yield from (tidy(value) for value in (coded if several else coded[:1]))
        return
    spans = [span for span in line.spans if OPENING.fullmatch(line.text[: span.start])]
    text = line.spelled(spans[0]) if spans and not several else plain_end(line.text)
    parts = SEVERAL.split(text) if several else text.split('; ')[:1]
    values = [collapse(part.strip(' ,:')) for part in parts]
    longest = 1 if several else LONGEST
    if len(values) > several and all(1 <= len(value.split()) <= longest for value in values):
        yield from values
