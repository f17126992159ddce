"""What a field's text means: one record for each kind of value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Values = tuple[str, ...]
Display = Literal['text', 'literal', 'strong', 'flag', 'reference', 'markup']

QUOTES: Final = '"\'`\u201c\u201d\u2018\u2019\u00ab\u00bb'
TRUE_WORDS: Final = frozenset({'', 'yes', 'true', 'on', '1'})
FALSE_WORDS: Final = frozenset({'no', 'false', 'off', '0'})


class Kind(NamedTuple):
    """How the text of a field is read, shown, looked up and exported."""

    name: str
    parse: Callable[[str], Values]
    """The values that a text states, in its order; empty for a text without any."""
    display: Display
    schema: Mapping[str, object]
    """JSON Schema (2020-12) of the exported value."""
    export: Callable[[Values], object]
    """The values as JSON's own types, as the schema says."""
    names: Callable[[str], Values]
    """The names by which one value can be looked up."""
    section: Callable[[str], str]
    """The group of an index page that one value stands in; '' for none."""
    problem: Callable[[str], str] = lambda _text: ''
    """What is wrong with a text; '' when nothing is."""
    identifies: bool = False
    """Whether a value is an identifier that writers repeat in prose and tables."""


def collapse(text: str) -> str:
    """Return the text with each run of blanks as one and none at its ends."""
    return ' '.join(text.split())


def unquote(text: str) -> str:
    """Return an identifier without the quotes and stray commas around it.

    >>> unquote('\u201c.Section.Key\u201d,')
    '.Section.Key'
    """
    return text.strip(QUOTES + ',; ')


def parse_text(text: str) -> Values:
    """Read the whole text as one value."""
    return (text,) if text else ()


def parse_menu(text: str) -> Values:
    """Read a path such as ``A > B`` as its parts."""
    parts = (part.strip(' *') for part in re.split(r'[>\u203a\u2192\u00bb]', text))
    return tuple(part for part in parts if part)


def parse_keys(text: str) -> Values:
    """Read keys separated by commas; each is given once."""
    found = (unquote(part) for part in text.split(','))
    return tuple(dict.fromkeys(part for part in found if part.strip('.')))


def parse_variables(text: str) -> Values:
    """Read variables separated by commas or blanks; each is given once."""
    return parse_keys(','.join(text.split()))


def parse_list(text: str) -> Values:
    """Read values separated by commas."""
    parts = (part.strip() for part in text.split(','))
    return tuple(part for part in parts if part)


def parse_flag(text: str) -> Values:
    """Read a flag: a word for yes or no, or nothing at all for yes."""
    word = text.casefold()
    if word in TRUE_WORDS:
        return ('true',)
    return ('false',) if word in FALSE_WORDS else (text,)


def export_flag(values: Values) -> object:
    """Export a flag; None for a text that is neither yes nor no."""
    return {'true': True, 'false': False}.get(values[0])


def parse_deprecation(text: str) -> Values:
    """Read a version and, after a blank, the reason."""
    return tuple(text.split(None, 1))


def flag_problem(text: str) -> str:
    """Tell what is wrong with the text of a flag."""
    if text.casefold() in TRUE_WORDS | FALSE_WORDS:
        return ''
    return f'{text!r} is neither "yes" nor "no"'


def key_segments(key: str) -> Values:
    """Split a key at its dots: ``.Section.Key`` gives ``Section`` and ``Key``."""
    return tuple(part for part in key.split('.') if part)


def key_names(key: str) -> Values:
    """Return a key with and without its leading dot, as written first."""
    bare = key.lstrip('.')
    return (key, bare) if key != bare else (bare, f'.{bare}')


def key_section(key: str) -> str:
    """Return the section of a key, ``A.B`` for ``.A.B.Key``."""
    return '.'.join(key_segments(key)[:-1])


def one_name(value: str) -> Values:
    """Return the value as its only name."""
    return (value,)


def no_section(_value: str) -> str:
    """Tell that values of this kind are not grouped."""
    return ''


def first(values: Values) -> object:
    """Export a single value."""
    return values[0]


def version_and_reason(values: Values) -> object:
    """Export a deprecation."""
    version, *reason = values
    return {'version': version, 'reason': ' '.join(reason)}


STRING: Final[Mapping[str, object]] = {'type': 'string'}
STRINGS: Final[Mapping[str, object]] = {'type': 'array', 'items': STRING}
DEPRECATION: Final[Mapping[str, object]] = {
    'type': 'object',
    'properties': {'version': STRING, 'reason': STRING},
    'required': ['version', 'reason'],
    'additionalProperties': False,
}


def single(name: str, display: Display) -> Kind:
    """Make a kind whose whole text is one value."""
    return Kind(
        name=name,
        parse=parse_text,
        display=display,
        schema=STRING,
        export=first,
        names=one_name,
        section=no_section,
    )


def several(
    name: str,
    parse: Callable[[str], Values],
    display: Display,
    *,
    names: Callable[[str], Values] = one_name,
    section: Callable[[str], str] = no_section,
    identifies: bool = False,
) -> Kind:
    """Make a kind whose text is a list of values."""
    return Kind(
        name=name,
        parse=parse,
        display=display,
        schema=STRINGS,
        export=list,
        names=names,
        section=section,
        identifies=identifies,
    )


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        single('text', 'text'),
        several('menu', parse_menu, 'strong'),
        several(
            'key',
            parse_keys,
            'literal',
            names=key_names,
            section=key_section,
            identifies=True,
        ),
        several('variable', parse_variables, 'literal', identifies=True),
        single('value', 'literal'),
        several('list', parse_list, 'literal'),
        Kind(
            name='flag',
            parse=parse_flag,
            display='flag',
            schema={'type': ['boolean', 'null']},
            export=export_flag,
            names=one_name,
            section=no_section,
            problem=flag_problem,
        ),
        single('version', 'text'),
        Kind(
            name='deprecation',
            parse=parse_deprecation,
            display='text',
            schema=DEPRECATION,
            export=version_and_reason,
            names=one_name,
            section=no_section,
        ),
        single('setting', 'reference'),
        several('settings', parse_list, 'reference'),
        several('names', parse_list, 'literal'),
        single('markup', 'markup'),
    )
}
