"""Values in the text behind a label, in the ways in which writers spell them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.field_types import segments
from ..model.setting import NOT_APPLICABLE
from ..model.text import QUOTES, collapse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model.fields import Field

CODE: Final = '\x00'
"""Marks both ends of code in a text."""
BOLD: Final = '\x01'
"""Marks both ends of bold text."""
MARKS: Final = CODE + BOLD
DEFAULT: Final = 'default'
"""The field for the value of a setting."""

NONE: Final = re.compile(r'(?:n\s?/\s?a\b|not applicable\b)', re.IGNORECASE)
NO_NAME: Final = re.compile(r'(?:none|[-\u2013\u2014]+)', re.IGNORECASE)
EDGE: Final = rf'[\s(:{QUOTES}]*'
LINK: Final = f'{CODE}([^{CODE}]*){CODE}'
ARROWS: Final = r'(?:-->|[>\u2192\u203a\u2023\u00bb])'
CHAIN: Final = rf'{LINK}(?:[\s{QUOTES}]*{ARROWS}[\s{QUOTES}]*{LINK})*'
FIRST_CHAIN: Final = re.compile(f'{EDGE}(?P<chain>{CHAIN})')
NEXT_CHAIN: Final = re.compile(
    rf'[\s{QUOTES}]*(?:[,;/&+]|,?\s?\b(?:and|or)\b)[\s{QUOTES}]*(?P<chain>{CHAIN})'
)
BOLD_PATH: Final = re.compile(
    rf'{EDGE}{BOLD}[^{BOLD}]*{BOLD}(?:\s?(?:{ARROWS}|or|,|;|and)?\s?{BOLD}[^{BOLD}]*{BOLD})*'
)
BOLD_VALUE: Final = re.compile(rf'{EDGE}{BOLD}([^{BOLD}]*){BOLD}')
ALTERNATIVES: Final = re.compile(r'\sor\s|\sand\s|\s?[,;]\s?')
SENTENCE: Final = re.compile(r'\.\s|\.$|\s\(|\swith\s|\swhere\s')
"""The end of a value that is plain text."""
SEVERAL: Final = re.compile(r',\s(?:and\s|or\s)?|;\s?|\sand\s|\sor\s')
NEXT_KEY: Final = re.compile(rf'[,;]\s*(?=[{QUOTES}]?\.?[A-Za-z_]\w*\.\w)')
KEY: Final = re.compile(
    rf'[{QUOTES}\s]*(?P<key>\.?[\w$-]+(?:\.[\w$-]+)*)(?P<end>[{QUOTES},;.\s]*)'
    r'(?:[:=]\s*(?!//)(?P<value>[^\s].*?)[,;.\s]*|[:=]\s*)?'
)
SHELL: Final = re.compile(r'(?:export|set)\s+|\$env:')
"""Words before a variable that a shell assigns."""
JSON: Final = re.compile(r'true|false|null|-?\d\S*|["\[{].*|', re.IGNORECASE)
"""A value of JSON rather than a segment of a key."""
VALUE: Final = re.compile(r'[^\s,;"\'`]+|"[^"]*"|\'[^\']*\'|\[[^\]]*\]|\{[^}]*\}')
"""A value that is written in one piece."""
PLAIN: Final = str.maketrans('\u201c\u201d\u2018\u2019', '""\'\'')
LONGEST: Final = 3
"""The number of words that a plain value has at most."""
WITH: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf'with (?:the )?(?:options|values) '
        rf'(?P<choices>{LINK}(?:(?:,| and| or|, and|, or) {LINK})+)',
        rf'with (?:the |a )?default(?: value)?(?: of)? (?P<default>{LINK})',
        r'with (?:an? )?(?P<type>[a-z]+(?: [a-z]+)?) input',
    )
)
"""Sentences behind a key that state another field."""


class Reading(NamedTuple):
    """A value that a text states."""

    name: str
    """The field's name."""
    text: str
    """The values as a message shows them."""
    values: tuple[str, ...]
    """The values; none for N/A."""
    certain: bool = True
    tail: str = ''
    """The last segment of a key that may be a value instead."""


Found = tuple[list[Reading], bool]
"""The values in a text, and whether it says nothing else."""
NOTHING: Final[Found] = ([], False)


def readings(field: Field, text: str) -> Found:
    """Read what follows a label; nothing where that is no value."""
    bare = collapse(plain(text)).strip(f'{QUOTES} (:')
    named = field.identifies or field.type.name == 'menu'
    if NONE.match(bare) or (named and NO_NAME.fullmatch(bare.rstrip('. '))):
        end = len(bare.rstrip('. ').split()) <= 2
        return [Reading(field.name, NOT_APPLICABLE, (), end)], end
    if field.type.name == 'key':
        return _keys(field.name, text)
    if field.identifies:
        return _names(field, text)
    if field.type.name == 'menu':
        return _menu(field.name, text)
    return _values(field, text)


def stripped(text: str) -> str:
    """Return a text without quotes and commas at its ends, in pairs or not."""
    return text.strip(f'{QUOTES},; ')


def plain(text: str) -> str:
    """Return a text without marks."""
    return text.replace(CODE, '').replace(BOLD, '')


def _chains(text: str) -> tuple[list[list[str]], str]:
    """Return the chains of code that a text begins with, and the rest of the text."""
    found = []
    match, end = FIRST_CHAIN.match(text), 0
    while match:
        found.append(re.findall(LINK, match['chain']))
        end = match.end()
        match = NEXT_CHAIN.match(text, end)
    return found, text[end:]


def _is_end(rest: str) -> bool:
    return not rest.strip(f'{QUOTES} \n.,;)')


def _keys(name: str, text: str) -> Found:
    """Read keys, the default behind one, and what a sentence behind that states."""
    chains, rest = _chains(text) if CODE in text else _plain_chains(text)
    found: dict[str, tuple[str | None, str]] = {}
    for number, links in enumerate(chains):
        for key, value, tail in _split(links):
            if not JSON.fullmatch(key) and (number == 0 or like_key(key)):
                found.setdefault(key, (value, tail))
    if not found:
        return NOTHING
    values = [value for value, _tail in found.values() if value is not None]
    assigned = re.match(rf'\s?[:=]\s?{LINK}', rest) if not values else None
    if assigned and len(found) == 1:
        values, rest = [assigned[1]], rest[assigned.end() :]
    more, complete = _sentence(rest)
    result = [Reading(name, ', '.join(found), tuple(found), tail=next(iter(found.values()))[1])]
    if len(found) == len(values) == 1:
        value = tidy(values[0])
        whole = bool(VALUE.fullmatch(value))
        more = [one for one in more if one.name != DEFAULT or one.text != value]
        complete = complete and whole and not any(one.name == DEFAULT for one in more)
        result += [Reading(DEFAULT, value, (value,))] if VALUE.fullmatch(value or '""') else []
    elif values:
        complete = False
    return [*result, *more], complete


def _sentence(text: str) -> Found:
    """Read what a sentence states behind a key: options, a type, or a default."""
    if _is_end(text):
        return [], True
    text = text.strip(f'{QUOTES} \n').rstrip('.,;').strip()
    for pattern in WITH:
        match = pattern.fullmatch(collapse(text))
        if match:
            [(name, said)] = match.groupdict().items()
            values = [tidy(part) for part in re.findall(LINK, said)] or [said]
            if all(VALUE.fullmatch(value) and ',' not in value for value in values):
                return [Reading(name, ', '.join(values), tuple(values))], True
    return NOTHING


def _split(links: Sequence[str]) -> Iterator[tuple[str, str | None, str]]:
    """Yield the keys of a chain, each with its value or None, and its last segment."""
    if len(links) == 1:
        parts = re.split(rf'\s{ARROWS}\s', links[0])
        if len(parts) > 1 and KEY.fullmatch(parts[0]):
            yield from _split(parts)
            return
        for part in NEXT_KEY.split(links[0]):
            match = KEY.fullmatch(part)
            if match:
                yield match['key'], match['value'], ''
        return
    *heads, last = links
    path = '.'.join(stripped(head).strip('.') for head in heads)
    match = KEY.fullmatch(last)
    if match is None or ',' in heads[-1] or (match['value'] is None and JSON.fullmatch(last)):
        yield path, last, ''
    elif match['value'] is not None:
        yield f'{path}.{match["key"].lstrip(".")}', match['value'], ''
    else:
        yield f'{path}.{match["key"].lstrip(".")}', None, match['key']


def _plain_chains(text: str) -> tuple[list[list[str]], str]:
    """Return the keys that a text states without code, and the rest of the text."""
    text = plain(text)
    said = SENTENCE.split(text, 1)[0]
    rest = text[len(said) :]
    if re.search(ARROWS, said):
        return [[part.strip() for part in re.split(ARROWS, said)]], rest
    found: list[list[str]] = []
    for part in SEVERAL.split(said.strip()):
        match = KEY.fullmatch(part)
        if not match or not like_key(match['key']):
            return found, part
        found.append([part])
    return found, rest


def like_key(key: str) -> bool:
    """Return whether a word can be a key: prose and values of JSON cannot."""
    if len(segments(key)) > 1:
        return not key.replace('.', '').isdigit()
    word = key.islower() or key.istitle()
    return not JSON.fullmatch(key) and (not word or '_' in key or key.startswith('.'))


def _names(field: Field, text: str) -> Found:
    """Read names, in code or as words that look like code."""
    found: dict[str, None] = {}
    if CODE in text:
        chains, rest = _chains(text)
        for number, links in enumerate(chains):
            names = [_bare_name(name) for name in field.type.parse(_unassigned(field, links[0]))]
            if len(links) > 1 or (number and not all(map(_like_name, names))):
                rest = links[0]
                break
            found |= dict.fromkeys(name for name in names if name and _suits(field, name))
    else:
        said = SENTENCE.split(plain(text), 1)[0]
        rest = plain(text)[len(said) :]
        for part in SEVERAL.split(said.strip()):
            name = _bare_name(part)
            if not _like_name(name) or not _suits(field, name):
                rest = part
                break
            found[name] = None
    return ([Reading(field.name, ', '.join(found), tuple(found))] if found else []), _is_end(rest)


def _unassigned(field: Field, text: str) -> str:
    """Return the name in an assignment of a shell; options keep their arguments."""
    if field.type.name != 'variable':
        return text
    return SHELL.sub('', stripped(text)).partition('=')[0]


def _bare_name(text: str) -> str:
    """Return a name without a value and the signs of a shell around it."""
    name = stripped(collapse(text)).removeprefix('$env:').strip('$%{}')
    if not name.startswith('-'):
        name = name.partition('=')[0]
    return stripped(name).strip('$%{}').rstrip('.:')


def _suits(field: Field, name: str) -> bool:
    """Return whether a text can be a name of a field's type: options start with a sign."""
    return field.type.name != 'option' or name.startswith(('-', '+', '/'))


def _like_name(name: str) -> bool:
    """Return whether a text can be the name of a variable or an option."""
    return name.startswith('-') or (' ' not in name and ('_' in name or name.isupper()))


def _menu(name: str, text: str) -> Found:
    """Read a menu path; one that may be several counts as each of them, too."""
    bold = BOLD_PATH.match(text)
    if bold:
        said, rest = bold[0], text[bold.end() :]
    else:
        said = SENTENCE.split(text, 1)[0]
        rest = text[len(said) :]
    path = collapse(re.sub(ARROWS, '>', plain(said)).strip(f'{QUOTES} ,;:\n(.'))
    if not path or not (bold or '>' in path or len(path.split()) <= LONGEST):
        return NOTHING
    parts = ALTERNATIVES.split(path)
    several = parts if len(parts) > 1 and all('>' in part for part in parts) else []
    return [Reading(name, path, (path, *several), CODE not in said)], _is_end(rest)


def _values(field: Field, text: str) -> Found:
    """Read the values of any other field; a text of many words is none."""
    several = field.type.name in {'list', 'settings', 'names'}
    chains, rest = _chains(text)
    coded = [''.join(links) for links in chains if len(links) == 1]
    if coded:
        values = [tidy(value) for value in (coded if several else coded[:1])]
        complete = _is_end(rest) and len(values) == len(chains)
        return _checked(field, values, complete=complete, certain=True)
    bold = BOLD_VALUE.match(text) if not several else None
    said = bold[1] if bold else SENTENCE.split(plain(text), 1)[0].rstrip('.')
    rest = text[bold.end() :] if bold else plain(text)[len(said) :]
    if field.type.display in {'markup', 'plain'} and not bold:
        said, rest = _first_sentence(plain(text))
        values = [collapse(said.strip(' \n,:'))]
        return _checked(field, values if values[0] else [], complete=_is_end(rest), certain=True)
    parts = SEVERAL.split(said) if several else said.split('; ')[:1]
    values = [collapse(part.strip(' \n,:')) for part in parts]
    longest = 1 if several else LONGEST
    if not all(1 <= len(value.split()) <= longest for value in values) or len(values) <= several:
        return NOTHING
    certain = all(VALUE.fullmatch(value) for value in values)
    complete = _is_end(rest) and len(values) == len(parts) and '; ' not in said
    return _checked(field, values, complete=complete and certain, certain=certain)


def _first_sentence(text: str) -> tuple[str, str]:
    said = re.split(r'\.\s|\.$', text, maxsplit=1)[0]
    return said, text[len(said) :]


def _checked(field: Field, values: Sequence[str], *, complete: bool, certain: bool) -> Found:
    """Return a reading of values, which is certain if they suit the field."""
    if not values:
        return NOTHING
    text = ', '.join(dict.fromkeys(values))
    suits = not field.type.problem(text) and all(values)
    return (
        [Reading(field.name, text, tuple(dict.fromkeys(values)), certain and suits)],
        complete and suits,
    )


def tidy(value: str) -> str:
    """Return a value without the quotes and commas that a writer left over.

    >>> tidy('true\u201d,')
    'true'
    """
    value = value.translate(PLAIN).strip(' ,;')
    return value.removesuffix('"') if value.count('"') % 2 else value
