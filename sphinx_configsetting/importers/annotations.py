"""Readme-generator's annotations: ``@param``, ``@extra``, ``@skip``, ``@section``."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ..model.text import split_list
from .comments import NO_REMARK, NUMBERED, CommentFacts, Param, without_marker
from .keys import ITEM, suggestion
from .product_settings import Problem, ProductGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from .documents import Document
    from .product_settings import ProductSetting

TYPES: Final = frozenset({'string', 'array', 'object', 'number', 'boolean', 'integer'})
START: Final = '@descriptionStart'
MOST_SUGGESTIONS: Final = 100
"""The most names of a file that are compared with all keys, for a suggestion."""


class Annotations:
    """The annotations of a file, or of the part of it that is read."""

    def __init__(self, params: Iterable[Param], base: str) -> None:
        """Prepare for a file.

        :param base: the key of the part that is read; '' for the whole file.
        """
        self.all = [one for param in params for one in within_part(param, base)]
        self.params = {NUMBERED.sub(ITEM, one.key): one for one in self.of_kind('param')}
        for key, one in list(self.params.items()):  # items that are no objects are data
            self.params.setdefault(key.removesuffix(ITEM), one)
        self.skipped = {one.key for one in self.of_kind('skip')}
        self.used: set[str] = set()

    def of_kind(self, kind: str) -> list[Param]:
        """Return the annotations of a kind."""
        return [one for one in self.all if one.kind == kind]

    def remark(self, key: str) -> CommentFacts:
        """Return the facts of a key."""
        param = self.params.get(key)
        if param is None:
            return NO_REMARK
        self.used.add(key)
        return remark_of(param)

    @cached_property
    def whole(self) -> Set[str]:
        """The keys of objects that are one setting: they are said to be, and no part is stated."""
        keys = sorted(self.params)
        modified = ((key, one) for key, one in self.params.items() if one.modifiers)
        objects = (key for key, one in modified if remark_of(one).typename == 'object')
        return {key for key in objects if not has_inner(key, keys)}

    def unused(self, keys: Sequence[str], file: str) -> Iterator[Problem]:
        """Yield a problem for each ``@param`` that names no key."""
        wrong = self.params.keys() - self.used - self.skipped
        names = [key for key in self.params if key in wrong and '[' not in key]
        for number, key in enumerate(names):
            hint = suggestion(key, keys) if number < MOST_SUGGESTIONS else ''
            message = f'@param {key} names no key{hint}; correct it'
            yield Problem(message, file, self.params[key].line)

    def sections(self, document: Document) -> list[ProductGroup]:
        """Return the groups that ``@section`` opens."""
        return [
            ProductGroup(
                key=(title := section_title(one)),
                title=title,
                description=section_text(document, one.line),
                file=document.file,
                line=one.line,
            )
            for one in self.of_kind('section')
        ]

    def line_of(self, setting: ProductSetting) -> int:
        """Return the line that decides which section a setting is in."""
        param = self.params.get(setting.key)
        return param.line if param else setting.line


def has_inner(key: str, keys: Sequence[str]) -> bool:
    """Return whether some of sorted keys are within a key.

    >>> has_inner('a', ['a', 'a-b', 'a.b']), has_inner('a', ['a', 'ab'])
    (True, False)
    """
    starts = (f'{key}.', f'{key}[')
    spots = (bisect_left(keys, start) for start in starts)
    return any(keys[spot].startswith(starts) for spot in spots if spot < len(keys))


def within_part(param: Param, base: str) -> Iterator[Param]:
    """Yield an annotation if it is of a section, or of a key in a part of the file."""
    if param.kind == 'section' or not base:
        yield param
    elif param.key.startswith((f'{base}.', f'{base}[')):
        yield param._replace(key=param.key.removeprefix(base).removeprefix('.'))


def remark_of(param: Param) -> CommentFacts:
    """Return the facts of an annotation."""
    modifiers = split_list(param.modifiers, ',')
    default = next((part[8:].strip() for part in modifiers if part.startswith('default:')), '')
    typename = next((part for part in modifiers if part in TYPES), '')
    return CommentFacts(param.text, typename, default, nullable='nullable' in modifiers)


def section_title(section: Param) -> str:
    """Return the title of a section, which may have brackets."""
    modifiers = f'[{section.modifiers}] ' if section.modifiers else ''
    return f'{section.key} {modifiers}{section.text}'.strip()


def section_text(document: Document, line: int) -> str:
    """Return the description below the title of a section."""
    found: list[str] = []
    is_open = False
    while comment := document.comments.get(line := line + 1):
        text = without_marker(comment.text).text.strip()
        if text.startswith(START):
            is_open, text = True, text.removeprefix(START).strip()
        if text.startswith('@'):
            break
        found += [text] if is_open else []
    return '\n'.join(found).strip()


def in_sections(
    settings: Sequence[ProductSetting], annotations: Annotations, sections: Sequence[ProductGroup]
) -> list[ProductSetting]:
    """Return settings, each in the group of the last section above it."""
    lines = [section.line for section in sections]
    above = [bisect_left(lines, annotations.line_of(one)) for one in settings]
    return [
        setting._replace(group=sections[number - 1].key) if number else setting
        for setting, number in zip(settings, above, strict=True)
    ]
