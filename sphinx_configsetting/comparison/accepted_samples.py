"""Samples that the product's own schema accepts: it can ask for more than each setting states."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..importers import ABSENT
from ..importers.scalars import json_type
from .findings import Kind
from .sample_values import candidates, filter_valid, is_fixed, setting_of_schema, validity
from .samples import is_plain_setting, sample_lines
from .sheets import put_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..importers import ProductSetting
    from .schema_errors import Fault

MOST_ROUNDS: Final = 20
"""The number of times that lists are changed: what mends one fault can make another one."""

Path = tuple[str, ...]


def completed(
    settings: Sequence[ProductSetting],
    faults_in: Callable[[Any], Sequence[Fault]],
    *,
    all_active: bool,
) -> tuple[list[ProductSetting], list[Fault]]:
    """Return settings so that a schema accepts their sample.

    A schema can ask for a setting only if another one has a certain value, and for certain
    items in a list.

    :returns: the settings, of which more are required or have an example, and the faults that
        are left.
    """
    found, rounds = list(settings), 0
    tried: dict[Path, list[Any]] = {}
    while True:
        lines = [one for one in sample_lines(found, all_active=all_active) if one.is_active]
        values = {one.setting.path: one.value for one in lines if is_fixed(one.setting.path)}
        faults = list(faults_in(nested(values)))
        more = {path for fault in faults for path in lacking(fault, found)}
        lists = dict(repairs(faults, values)) if rounds < MOST_ROUNDS else tried
        if not more and lists == tried:
            break
        found = [one._replace(required=one.required or one.path in more) for one in found]
        found = [with_example(one, lists.get(one.path)) for one in found]
        tried, rounds = lists, rounds + 1
    active = {line.setting.path for line in lines}
    pairs = zip(settings, found, strict=True)
    return [new if new.path in active else old for old, new in pairs], faults


def nested(values: Mapping[Path, Any]) -> dict[str, Any]:
    """Return the object with values at paths."""
    data: dict[str, Any] = {}
    for path, value in values.items():
        put_value(data, path, value)
    return data


def with_example(setting: ProductSetting, value: list[Any] | None) -> ProductSetting:
    """Return a setting with a list as its first example, if there is one and no default."""
    if value is None or setting.default is not ABSENT:
        return setting
    return setting._replace(examples=(value, *setting.examples))


def lacking(fault: Fault, settings: Sequence[ProductSetting]) -> Iterator[Path]:
    """Yield the settings that a sample lacks: the one that is missing, or the first in a group.

    Of a group that is missing, one with a default is the best.
    """
    optional = [one for one in settings if not one.required and is_plain_setting(one)]
    paths = (one.path for one in optional)
    if fault.kind is Kind.MISSING:
        within = [one for one in optional if one.path[: len(fault.path)] == fault.path]
        best = sorted(within, key=lambda one: one.default is ABSENT)
        yield from (one.path for one in best[:1])
    elif isinstance(fault.stated, dict) and 'minProperties' in fault.stated:
        count = min(fault.stated['minProperties'], len(settings)) - len(fault.value)
        yield from islice((path for path in paths if path[:-1] == fault.path), max(int(count), 0))


def repairs(
    faults: Sequence[Fault], values: Mapping[Path, Any]
) -> Iterator[tuple[Path, list[Any]]]:
    """Yield lists of a sample with one item more, or another one, that a schema asks for."""
    for fault in faults:
        whole, around = values.get(fault.path), values.get(fault.path[:-1])
        if isinstance(whole, list) and isinstance(fault.stated, dict):
            added = [*missing_items(fault.stated)]
            if added and whole[-len(added) :] != added:  # else they were not what was asked for
                yield fault.path, [*whole, *added]
        elif isinstance(around, list) and fault.path[-1].isdigit():
            number = int(fault.path[-1])
            for item in items_for(schema_of_fault(fault)):
                yield fault.path[:-1], [*around[:number], item, *around[number + 1 :]]


def missing_items(stated: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the items that ``contains`` asks for."""
    count = stated.get('minContains', 1)
    if isinstance(stated.get('contains'), dict) and isinstance(count, int):
        for item in items_for(stated['contains']):
            yield from [item] * min(count, MOST_ROUNDS)


def items_for(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a value that a schema accepts, if a simple one is found."""
    constants = {'enum': [schema['const']]} if 'const' in schema else {}
    setting = setting_of_schema({**schema, **constants})
    yield from islice(filter_valid(candidates(setting), validity(setting)), 1)


def schema_of_fault(fault: Fault) -> dict[str, Any]:
    """Return the schema that a fault asks for."""
    if fault.kind is Kind.TYPE:
        return {'type': str(fault.stated).split(' or ')}
    if fault.kind is Kind.CHOICES:
        return {'enum': fault.stated}
    stated = fault.stated if isinstance(fault.stated, dict) else {}
    return {'type': json_type(fault.value), **stated}
