"""Documented settings in the form of a product's settings."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ..importers import ABSENT, Choice, FileContent, ProductSetting, format_key
from ..importers.scalars import by_type, has_type, resolve
from ..importers.typenames import is_quantity, json_types
from ..model.field_types import Range
from ..model.ordering import number
from ..model.text import collapse, split_list, unquote
from .names import has_placeholder, segments_of
from .same_values import NOTHING
from .written_defaults import unmarked, without_emphasis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .documentation import Documentation, Documented

OPEN: Final = re.compile(r'^(?:\.\.\.|\u2026|[Aa]ny\s+\w.*)$')
"""A choice that is no value: others are possible."""


def documented_source(documentation: Documentation, links: Mapping[str, str]) -> FileContent:
    """Return the documented settings as a source; a setting with several keys is several.

    :param links: the address of each setting by its id.
    """
    settings = [
        converted(documentation, setting, path, links.get(setting.id, setting.uri))
        for setting in documentation.settings
        for path in paths_of(documentation, setting)
    ]
    return FileContent(tuple(settings), (), (), ())


def paths_of(documentation: Documentation, setting: Documented) -> list[tuple[str, ...]]:
    """Return the keys of a setting, or else its first variable or its id."""
    keys = [path for path in documentation.keys(setting) if path]
    if keys:
        return keys
    variables = documentation.variables(setting)
    return [(variables[0],)] if variables else [segments_of(setting.id) or (setting.id,)]


def converted(
    documentation: Documentation, setting: Documented, path: tuple[str, ...], link: str
) -> ProductSetting:
    """Return a setting under one of its keys."""
    typename = ' '.join(setting.texts('type'))
    types = () if 'type' in setting.variants else json_types(typename)
    types = (*types, 'number') if types == ('string',) and is_quantity(typename) else types
    default, text = documented_default(setting, types)
    return ProductSetting(
        key=format_key(path),
        path=path,
        types=types,
        typename='' if typename in {*types, ' or '.join(types)} else typename,
        default=default,
        text=text,
        title=setting.title,
        description=setting.description,
        choices=documented_choices(setting, types),
        group=format_key(path[:-1]),
        required=setting.facts.get('required') is True,
        deprecated=deprecation_of(setting),
        limits=documented_limits(documentation, setting),
        examples=tuple(by_types(one, types) for one in setting.texts('example')),
        environment=tuple(documentation.variables(setting)),
        extra=documented_only(documentation, setting, link),
        file=setting.source,
        line=setting.line,
    )


def documented_choices(setting: Documented, types: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return the choices in all cases, of a list its items; none if others are possible.

    A choice with a remark is two: the remark may be part of it, as in ``Mumbai (India)``.
    """
    texts = setting.all_texts('choices')
    is_open = any(has_placeholder(one) or OPEN.search(one) for one in map(without_emphasis, texts))
    if is_open or types == ('boolean',):
        return ()
    kinds = () if 'array' in types else types
    forms = dict.fromkeys(form for one in texts for form in (without_emphasis(one), unmarked(one)))
    return tuple(Choice(by_types(one, kinds)) for one in forms)


def documented_only(
    documentation: Documentation, setting: Documented, link: str
) -> dict[str, Any]:
    """Return the facts of a setting that only documents state."""
    extra: dict[str, Any] = {'setting': setting.id, 'link': link}
    former = [text for _, text in documentation.names(setting, 'names')]
    if former:
        extra['formerly'] = former
    if setting.texts('replacedby'):
        extra['replacedby'] = setting.texts('replacedby')[0]
    if documentation.is_secret(setting):
        extra['secret'] = True
    return extra


def deprecation_of(setting: Documented) -> bool | str:
    """Return whether a setting is deprecated, or since when and why."""
    stated = setting.facts.get('deprecated')
    if not isinstance(stated, dict):
        return stated is not None
    version, reason = stated.get('version', ''), stated.get('reason', '')
    parts = [f'since {version}' if version else '', reason]
    return ', '.join(filter(None, parts)) or True


def documented_limits(documentation: Documentation, setting: Documented) -> dict[str, Any]:
    """Return the range of a setting as JSON Schema's keywords; amounts with units are texts."""
    fields = [one for one in documentation.fields_of('range') if one not in setting.variants]
    texts = [text for name in fields for text in setting.texts(name)]
    ends = Range().ends(texts[0]) if texts else None
    names = zip(('minimum', 'maximum'), ends or ('', ''), strict=True)
    return {name: limit_of(end) for name, end in names if end}


def limit_of(end: str) -> float | str:
    """Return the end of a range as a number, an integer where it is one, or as an amount."""
    value = number(end)
    if value is None:
        return end
    return int(value) if value.is_integer() else value


def documented_default(setting: Documented, types: tuple[str, ...]) -> tuple[Any, str]:
    """Return the default of a setting as JSON data, and its text where that differs.

    A default that does not suit the type is a remark of the writer, and none.
    """
    stated = setting.facts.get('default')
    if stated is None:
        return ABSENT, ''
    value = by_types(str(stated), types)
    if not has_type(value, types):
        return ABSENT, str(stated)
    return value, '' if value == stated else str(stated)


def by_types(text: str, types: tuple[str, ...]) -> Any:
    """Return the value that a text means to a setting of certain types.

    Without types, only what is plainly a number or truth is no text.
    """
    bare = unquote(collapse(text))
    if text == 'null' and 'null' in types:
        return None
    if bare.casefold() in NOTHING and 'string' in types:
        return ''
    if 'array' in types or 'object' in types:
        value = structure(bare, types)
        if value is not None:
            return value
    if not types or ('string' in types and len(types) > 1):
        value = resolve(bare) if bare else bare
        return value if has_type(value, types) else bare
    return by_type(bare, bare, types)


def structure(text: str, types: tuple[str, ...]) -> Any:
    """Return the list or object that a text means, or None."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, (list, dict)) and has_type(value, types):
        return value
    if 'array' not in types or value is not None:
        return None
    return [] if text.casefold() in NOTHING else [unquote(one) for one in split_list(text)]
