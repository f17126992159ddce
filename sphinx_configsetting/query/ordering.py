"""Settings in order and in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.fields import DISPLAYNAME
from ..model.ordering import natural
from .parser import fact_of, field_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.field_types import SortKey
    from ..model.fields import Field, Fields
    from ..model.setting import Setting

Group = tuple[tuple[str, ...], list['Setting']]
"""The path of a group, () for settings without one, and its settings."""


def sorted_by(name: str, settings: Iterable[Setting], fields: Fields) -> list[Setting]:
    """Return settings sorted by a field; those without a value come last.

    :param name: the name of the field; a '-' before it reverses the order.
    """
    bare = name.removeprefix('-')
    pairs = [(sort_key(bare, setting, fields), setting) for setting in settings]
    stated = [(key, setting) for key, setting in pairs if key is not None]
    stated.sort(key=lambda pair: pair[0], reverse=bare != name)
    return [s for _key, s in stated] + [s for key, s in pairs if key is None]


def sort_key(name: str, setting: Setting, fields: Fields) -> SortKey | None:
    """Return the sort key of a setting; None where it states nothing."""
    if name == DISPLAYNAME:
        return natural(setting.title)
    fact, field = fact_of(setting, name), field_of(fields, name)
    if fact is None or field is None:
        return None
    values = next((case.values for case in fact.cases if case.values), None)
    return field.type.sort_key(values) if values else None


def grouped_settings(name: str, settings: Iterable[Setting], fields: Fields) -> list[Group]:
    """Return the groups by a field; a setting is in one for each of its values.

    Pages come in the order of their settings, other groups by the order of their type or
    by name; settings without a value come last.
    """
    field = field_of(fields, name)
    if field is None:
        return [((), list(settings))]
    groups: dict[tuple[str, ...], list[Setting]] = {}
    for setting in settings:
        for path in dict.fromkeys(group_paths(field, setting)):
            groups.setdefault(path, []).append(setting)
    if field.type.display == 'page':
        return list(groups.items())
    return sorted(groups.items(), key=lambda group: path_key(field, group[0]))


def path_key(field: Field, path: tuple[str, ...]) -> tuple[object, ...]:
    """Return the sort key of the path of a group; a path is before those below it."""
    if not path:
        return (True,)
    key = tuple(map(natural, path)) if field.type.is_path else field.type.sort_key(path)
    return (False, key)


def group_paths(field: Field, setting: Setting) -> list[tuple[str, ...]]:
    """Return the groups that a setting belongs to."""
    fact = fact_of(setting, field.name)
    cases = [case for case in fact.cases if case.values] if fact else []
    return [path for case in cases for path in field.type.paths(case.values)] or [()]
