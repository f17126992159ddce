"""The settings of a build, as its ``settings.json`` states them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..importers import SourceError
from ..importers.texts import read_text
from ..model.field_types import TYPES
from ..model.setting import SCHEMA_VERSION, exported_facts, exported_variants
from .names import segments_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..model.fields import Fields
    from ..model.setting import Setting

KEYS: Final = frozenset({'schema', 'project', 'fields', 'settings'})
"""The keys of every ``settings.json``."""
Segments = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """A documented setting.

    :ivar source: the file of the directive, as the build names it.
    :ivar facts: the values by field; None where a field does not apply.
    :ivar variants: the values under conditions, by field.
    """

    id: str
    title: str = ''
    uri: str = ''
    source: str = ''
    line: int = 0
    group: str = ''
    docname: str = ''
    body: str = ''
    facts: Mapping[str, Any] = field(default_factory=dict)
    variants: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a field as texts."""
        return as_texts(self.facts.get(name))

    def all_texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a field under any condition as texts."""
        more = (text for value in self.variants.get(name, ()) for text in as_texts(value))
        return (*self.texts(name), *more)

    @property
    def description(self) -> str:
        """The short description, or else the body."""
        return ' '.join(self.texts('description')) or self.body


@dataclass(frozen=True)
class Documentation:
    """All settings of a build, with the kinds and labels of its fields."""

    settings: tuple[Documented, ...]
    kinds: Mapping[str, str]
    labels: Mapping[str, str]
    project: str = ''
    ignored: Mapping[str, str] = field(default_factory=dict)
    """The reasons of differences from the product that are not reported, by pattern."""
    autolink: tuple[str, ...] = ()
    """The fields whose values are links in literals."""

    def fields_of(self, kind: str) -> list[str]:
        """Return the names of the fields of a kind."""
        return self._by_kind.get(kind, [])

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, kind in self.kinds.items():
            found.setdefault(kind, []).append(name)
        return found

    def names(self, setting: Documented, kind: str) -> Iterator[tuple[str, str]]:
        """Yield the fields of a kind with each name that a setting states in them."""
        for name in self.fields_of(kind):
            for text in setting.all_texts(name):
                yield name, TYPES[kind]().names(text)[0]

    def keys(self, setting: Documented) -> list[Segments]:
        """Return the paths in configuration files that a setting states."""
        return [segments_of(text) for _name, text in self.names(setting, 'key')]

    def variables(self, setting: Documented) -> list[str]:
        """Return the environment variables that a setting states."""
        return [text for _name, text in self.names(setting, 'variable')]

    def is_secret(self, setting: Documented) -> bool:
        """Return whether a field of the kind ``secret`` is set."""
        return any(setting.facts.get(name) is True for name in self.fields_of('secret'))


def read_documentation(path: Path) -> Documentation:
    """Return the settings of a ``settings.json``.

    :raises SourceError: it cannot be read, or is something else.
    """
    file = path.as_posix()
    try:
        content = json.loads(read_text(path, file))
    except ValueError as error:
        raise not_json(error, file) from error
    except RecursionError as error:
        raise SourceError(
            'it is nested too deeply; build the documentation again', file
        ) from error
    if not is_settings_file(content):
        raise SourceError(
            'it is not the settings.json of a build; name the one in the output folder', file
        )
    if content['schema'] != SCHEMA_VERSION:
        raise SourceError(
            f'it has version {content["schema"]!r} of the format, not {SCHEMA_VERSION}; '
            'build the documentation again',
            file,
        )
    try:
        return documentation_of(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f'it is damaged ({type(error).__name__}: {error}); build the documentation again'
        raise SourceError(message, file) from error


def not_json(error: ValueError, file: str) -> SourceError:
    """Return the error for a text that is no JSON."""
    message = f'this is not JSON: {getattr(error, "msg", error)}; build the documentation again'
    return SourceError(message, file, getattr(error, 'lineno', 0), getattr(error, 'colno', 0))


def is_settings_file(content: Any) -> bool:
    """Return whether parsed JSON is a ``settings.json`` of any version."""
    return (
        isinstance(content, dict)
        and content.keys() >= KEYS
        and isinstance(content['settings'], list)
        and isinstance(content['fields'], list)
    )


def documentation_of(content: Mapping[str, Any]) -> Documentation:
    """Return the records of a parsed ``settings.json``."""
    return Documentation(
        tuple(map(documented, content['settings'])),
        {one['name']: one['kind'] for one in content['fields']},
        {one['name']: one['label'] for one in content['fields']},
        content['project'],
        dict(content.get('check_ignore', {})),
        tuple(content.get('autolink', ())),
    )


def documentation_from(settings: Iterable[Setting], fields: Fields) -> Documentation:
    """Return the settings of a build that is not yet written, whose links are ''."""
    return Documentation(
        tuple(
            Documented(
                id=one.id,
                title=one.title,
                source=one.source,
                line=one.line,
                group=one.group,
                docname=one.docname,
                body=one.body,
                facts=exported_facts(one, fields),
                variants=values_of_variants(exported_variants(one, fields)),
            )
            for one in settings
        ),
        {field.name: field.type.name for field in fields},
        {field.name: field.plain_label for field in fields},
    )


def documented(entry: Mapping[str, Any]) -> Documented:
    """Return the record of an entry."""
    return Documented(
        id=entry['id'],
        title=entry['title'],
        uri=entry['uri'],
        source=entry['source'],
        line=entry['line'],
        group=entry.get('group', ''),
        docname=entry['docname'],
        body=entry['body'],
        facts=dict(entry['facts'].items()),
        variants=values_of_variants(entry.get('variants', {})),
    )


def values_of_variants(variants: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return the values under conditions by field."""
    return {name: tuple(one['value'] for one in some) for name, some in variants.items()}


def as_texts(value: Any) -> tuple[str, ...]:
    """Return an exported value as texts; () for None."""
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def addresses_of(settings: Sequence[Documented], base: str) -> dict[str, str]:
    """Return the addresses of settings by id, from the address of the documentation."""
    prefix = f'{base.rstrip("/")}/' if base else ''
    return {one.id: f'{prefix}{one.uri}' for one in settings}
