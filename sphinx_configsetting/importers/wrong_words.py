"""Keywords of a JSON Schema whose values are of the wrong kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .keys import suggestion
from .keywords import ENUM_DESCRIPTIONS, LIMITS, TYPES
from .scalars import NumberText, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = tuple[tuple[type, ...], str]
SWITCH: Final[Kind] = ((bool,), 'neither true nor false')
TEXT: Final[Kind] = ((str, type(None)), 'not a string')
LIST: Final[Kind] = ((list,), 'not a list')
NUMBER: Final[Kind] = ((int, float, NumberText), 'not a number')
KINDS: Final[Mapping[str, Kind]] = (
    dict.fromkeys(LIMITS, NUMBER)
    | dict.fromkeys(('pattern', 'format', 'title', 'description', 'markdownDescription'), TEXT)
    | dict.fromkeys(('readOnly', 'writeOnly', 'nullable', 'x-nullable', 'uniqueItems'), SWITCH)
    | {'enum': LIST, 'examples': ((list, dict), 'not a list')}
)


def wrong_words(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each keyword with a value of the wrong kind, and why it is wrong."""
    if words.get('readOnly') is words.get('writeOnly') is True:
        yield 'readOnly', 'is true beside "writeOnly"; remove one of the two'
    for word, value in words.items():
        kind = KINDS.get(word)
        if kind is not None and not isinstance(value, kind[0]):
            yield word, f'is {to_text(value)}, {kind[1]}; correct it'
        elif word in ENUM_DESCRIPTIONS and isinstance(value, list):
            yield from wrong_length(word, value, words.get('enum'))
        elif word == 'type':
            yield from wrong_types(value)


def wrong_length(word: str, texts: list[Any], values: Any) -> Iterator[tuple[str, str]]:
    """Yield the keyword and a message if there is not one description for each choice."""
    if isinstance(values, list) and len(values) != len(texts):
        yield word, f'has {len(texts)} texts for {len(values)} choices; correct one of them'


def wrong_types(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the keyword and a message about each type that is not one of JSON Schema's."""
    for name in value if isinstance(value, list) else [value]:
        if name not in (*TYPES, 'any'):
            text = to_text(name)
            hint = suggestion(text.strip('"'), TYPES) or '; correct it'
            yield 'type', f'is {text}, not a type{hint}'
