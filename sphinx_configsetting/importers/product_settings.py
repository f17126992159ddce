"""The records that readers of product files return."""

from __future__ import annotations

import json
import math
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


MAX_NAMED: Final = 8
"""The most names in a message."""


class Absent(Enum):
    """The default of a setting that states none; ``None`` is a default (JSON's ``null``)."""

    ABSENT = 'absent'


ABSENT: Final = Absent.ABSENT


NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class SourceError(Exception):
    """Nothing can be read from a file.

    :ivar file: the file, as the source names it.
    :ivar line: the line, from 1; 0 if unknown.
    :ivar column: the column, from 1; 0 if unknown.
    """

    def __init__(self, message: str, file: str = '', line: int = 0, column: int = 0) -> None:
        """Keep the message and its place."""
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """Return the place and the message."""
        return placed_message(self.message, self.file, self.line, self.column)


class Problem(NamedTuple):
    """A mistake in a file; the rest of the file is read.

    :ivar duplicate: the key that is stated twice, if that is the mistake.
    :ivar is_broken: whether the file breaks the rules of its syntax, so that products refuse it.
    """

    message: str
    file: str
    line: int = 0
    column: int = 0
    duplicate: str = ''
    is_broken: bool = False

    def __str__(self) -> str:
        """Return the place and the message."""
        return placed_message(self.message, self.file, self.line, self.column)


def placed_message(message: str, file: str, line: int, column: int) -> str:
    """Return a message after its place, as compilers print it.

    >>> placed_message('it is empty', 'a.yaml', 3, 0)
    'a.yaml:3: it is empty'
    """
    numbers = [str(number) for number in (line, column if line else 0) if number]
    return ': '.join(filter(None, [':'.join(filter(None, [file, *numbers])), message]))


class Choice(NamedTuple):
    """A value that a setting accepts."""

    value: Any
    description: str = ''


class ProductSetting(NamedTuple):
    """A setting as a product's own file states it.

    :ivar key: the path as users write it, see `importers.keys.format_key`.
    :ivar path: the segments of the key; ``[]`` is any item of a list.
    :ivar types: names of JSON Schema's types; none if the file does not say.
    :ivar typename: the file's own word for the type, where it differs.
    :ivar default: the default as JSON data, or `ABSENT`.
    :ivar text: the default as the file writes it, where that differs.
    :ivar markup: ``markdown`` if the file says that the description is Markdown.
    :ivar alternatives: the branches of a union, as JSON Schema describes them.
    :ivar group: the key of the group that the setting belongs to.
    :ivar deprecated: whether, or the text that says why.
    :ivar replacement: the key of the setting that replaces it.
    :ivar limits: JSON Schema's keywords for ranges and lengths, ``pattern`` and ``format``.
    :ivar commented: whether the default is from a line that is commented out.
    :ivar same_as: the key of the group that this setting, or each of its items, repeats, in
        recursive structures.
    :ivar extra: the fields that a project maps.
    :ivar line: the line of the setting itself, from 1; 0 if unknown.
    """

    key: str
    path: tuple[str, ...]
    types: tuple[str, ...] = ()
    typename: str = ''
    default: Any = ABSENT
    text: str = ''
    title: str = ''
    description: str = ''
    markup: str = ''
    choices: tuple[Choice, ...] = ()
    alternatives: tuple[Mapping[str, Any], ...] = ()
    group: str = ''
    required: bool = False
    deprecated: bool | str = False
    replacement: str = ''
    limits: Mapping[str, Any] = NOTHING
    examples: tuple[Any, ...] = ()
    read_only: bool = False
    write_only: bool = False
    environment: tuple[str, ...] = ()
    commented: bool = False
    same_as: str = ''
    extra: Mapping[str, Any] = NOTHING
    file: str = ''
    line: int = 0

    @property
    def has_open_choices(self) -> bool:
        """True if an alternative accepts more than choices and truth values."""
        closed = {'enum', 'items'}
        others = [one for one in self.alternatives if closed.isdisjoint(one)]
        return bool(self.choices) and any(one.get('type') != 'boolean' for one in others)


class ProductGroup(NamedTuple):
    """A group of settings: an object, a section, or a title that a file states.

    :ivar path: the segments of the key; none for a title, such as that of an alternative.
    :ivar group: the key of the group that it belongs to, if its path does not say.
    """

    key: str
    path: tuple[str, ...] = ()
    title: str = ''
    description: str = ''
    markup: str = ''
    environment: tuple[str, ...] = ()
    required: bool = False
    deprecated: bool | str = False
    same_as: str = ''
    group: str = ''
    file: str = ''
    line: int = 0


Stated = ProductSetting | ProductGroup


class FileContent(NamedTuple):
    """The content of a file.

    :ivar dependencies: the absolute paths of all files that were read.
    :ivar notes: remarks on how the file was read; nothing is wrong.
    :ivar relaxed_names: whether the format says that names have several spellings.
    :ivar ignores_case: whether the file says that variables may be in any letter case.
    """

    settings: tuple[ProductSetting, ...]
    groups: tuple[ProductGroup, ...]
    problems: tuple[Problem, ...]
    dependencies: tuple[str, ...]
    notes: tuple[str, ...] = ()
    relaxed_names: bool = False
    ignores_case: bool = False


def distinct_settings(
    settings: Iterable[ProductSetting], groups: Iterable[ProductGroup] = ()
) -> tuple[tuple[ProductSetting, ...], list[Problem]]:
    """Return one setting for each key, and a problem for each further one.

    A further one fills in what the first leaves out. Of a group that repeats, only it is reported.
    """
    known: dict[str, ProductSetting] = {}
    further: list[tuple[Stated, Stated]] = []
    for one in settings:
        first = known.setdefault(one.key, one)
        if first is not one:
            known[one.key] = merged_setting(first, one)
            further.append((first, one))
    further += repeated_groups(known, groups)
    keys = {one.key for _, one in further}
    problems = [stated_twice(first, one) for first, one in further if one.group not in keys]
    return tuple(known.values()), problems


def repeated_groups(
    settings: Mapping[str, ProductSetting], groups: Iterable[ProductGroup]
) -> Iterator[tuple[Stated, Stated]]:
    """Yield groups whose keys are those of other paths, too, each after the first."""
    known: dict[str, ProductGroup] = {}
    for one in groups:
        others = (settings.get(one.key, one), known.setdefault(one.key, one)) if one.path else ()
        for other in others:
            if other.path != one.path:
                first, second = sorted((other, one), key=lambda two: two.line)
                yield first, second
                break


def stated_twice(first: Stated, one: Stated) -> Problem:
    """Return the problem that a key is stated twice."""
    where = f'first in line {first.line}' if first.line else 'first above'
    message = f'the key {one.key!r} is stated twice, {where}; remove one of the two'
    return Problem(message, one.file, one.line)


def merged_setting(first: ProductSetting, other: ProductSetting) -> ProductSetting:
    """Return a setting with what only another of the same key states, unless types differ."""
    if first.types and other.types and first.types != other.types:
        return first
    names = (
        'types', 'typename', 'title', 'choices', 'alternatives', 'group', 'required',
        'deprecated', 'replacement', 'limits', 'examples', 'read_only', 'write_only',
        'environment', 'extra',
    )  # fmt: skip
    changes = {name: getattr(first, name) or getattr(other, name) for name in names}
    if first.default is ABSENT:
        changes |= {'default': other.default, 'text': other.text}
    if not first.description:
        changes |= {'description': other.description, 'markup': other.markup}
    return first._replace(**changes)


def setting_to_json(setting: ProductSetting) -> dict[str, Any]:
    """Return a setting as JSON data; what the file does not state is absent."""
    items: dict[str, Any] = {
        'key': setting.key,
        'path': list(setting.path),
        'type': one_or_all(setting.types),
        'typename': setting.typename,
    }
    if setting.default is not ABSENT:
        items['default'] = setting.default
    items |= {
        'text': setting.text,
        'title': setting.title,
        'description': setting.description,
        'choices': [choice_to_json(choice) for choice in setting.choices],
        'alternatives': [dict(alternative) for alternative in setting.alternatives],
        'group': setting.group,
        'required': setting.required,
        'deprecated': setting.deprecated,
        'replacement': setting.replacement,
        **setting.limits,
        'examples': list(setting.examples),
        'readOnly': setting.read_only,
        'writeOnly': setting.write_only,
        'environment': one_or_all(setting.environment),
        'commented': setting.commented,
        'same_as': setting.same_as,
        **setting.extra,
        'file': setting.file,
        'line': setting.line,
    }
    kept = {'type', 'default', 'path', *setting.limits, *setting.extra}
    return {
        key: finite(value)
        for key, value in items.items()
        if key in kept or value not in (None, False, '', 0, [])
    }


def one_or_all(values: tuple[str, ...]) -> str | list[str] | None:
    """Return the only one of several names, all of them, or None."""
    return values[0] if len(values) == 1 else list(values) or None


def choice_to_json(choice: Choice) -> Any:
    """Return a choice as its value, or as an object if it has a description."""
    if not choice.description:
        return choice.value
    return {'value': choice.value, 'description': choice.description}


def finite(value: Any) -> Any:
    """Return a value with texts in place of the numbers that JSON has no notation for."""
    if isinstance(value, float) and not math.isfinite(value):
        return json.dumps(value)
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    return [finite(item) for item in value] if isinstance(value, list) else value
