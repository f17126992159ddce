"""The values that a sample shows of settings: the best that each of them accepts."""

from __future__ import annotations

import math
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from ..importers import ABSENT, Choice, ProductSetting
from ..importers.extras import require
from ..importers.keys import ITEM
from ..importers.limits import bounds_of, is_number
from .amounts import amount_fault, kind_of_amount, usual_amounts
from .masking import ends_in_secret, is_secret_setting, is_stated_secret
from .names import PLACEHOLDER, has_placeholder
from .sheets import put_value
from .values_schema import listed, value_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


SECRET: Final = 'CHANGE_ME'
"""The placeholder for confidential values in samples."""
HARMLESS: Final = re.compile(r'(?i)(?:name|file|path|dir|folder|ur[il]|header)$')
"""The ends of keys whose values say where a secret is."""
MOST_LETTERS: Final = 1000
"""The length limit of a value in place of a secret."""
SURROGATE: Final = re.compile('[\ud800-\udfff]')
EMPTY: Final = {
    'string': '',
    'integer': 0,
    'number': 0,
    'boolean': False,
    'array': [],
    'object': {},
}
"""The values that settings get of which nothing else is known."""
BY_FORMAT: Final = {
    'date': '2000-01-01',
    'date-time': '2000-01-01T00:00:00Z',
    'duration': 'P1D',
    'email': 'user@example.com',
    'hostname': 'example.com',
    'ipv4': '127.0.0.1',
    'ipv6': '::1',
    'time': '00:00:00Z',
    'uri': 'https://example.com',
    'uuid': '00000000-0000-0000-0000-000000000000',
}
"""A text for each format of JSON Schema; most patterns of texts match one of these, too."""
TYPICAL: Final = (
    'example', 'Example', 'EXAMPLE', 'example-1', 'v1', '1.0', '1.0.0', 'v1.0.0', '1s', '1m', '1h',
    '1%', '1Mi', '1Gi', '1MB', '1M', '10', '0.5', '/', '/example', './example', 'example.com:80',
    '127.0.0.1:80', ':80', '127.0.0.0/8', 'http://example.com', 'a/b', 'a=b', 'a:b', 'a.b', 'a,b',
    '#000000', '0 0 * * *', 'en-US', 'en_US', '00:00', 'UTC',
)  # fmt: skip
"""Texts that patterns often ask for."""
START: Final = re.compile(r'\^((?:[\w:/-]|\\\W)+)(?![*?{])')
"""The plain beginning of a pattern."""
WORD: Final = re.compile(r'[\w.-]+')
SIGNS: Final = 'aA0'
MOST_VALUES: Final = 100
"""The most values of a list or object that has to have some."""
LENGTHS: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 36, 40, 64)
"""The lengths that patterns often ask for."""


def inner_settings(
    settings: Iterable[ProductSetting],
) -> dict[tuple[str, ...], list[ProductSetting]]:
    """Return the settings in the items of lists and in maps, by the path of these."""
    parts: dict[tuple[str, ...], list[ProductSetting]] = {}
    for one in settings:
        length = next((n for n in range(len(one.path)) if not is_fixed(one.path[n : n + 1])), 0)
        if length:
            rest = one._replace(path=one.path[length:])
            parts.setdefault(one.path[:length], []).append(rest)
    return parts


def valid_value(setting: ProductSetting, parts: Sequence[ProductSetting]) -> Any:
    """Return the best value that a setting accepts, or `ABSENT`.

    :param parts: the settings in its items or values, with their paths in it.
    """
    branches = map(setting_of_schema, setting.alternatives)
    values = chain(
        candidates(setting),
        least_values(setting, parts),
        chain.from_iterable(map(candidates, branches)),
    )
    return next(filter_valid(values, validity(setting)), ABSENT)


def is_needed_in_sample(setting: ProductSetting) -> bool:
    """Return whether a file must have a setting."""
    return setting.required and not setting.read_only


def filter_valid(values: Iterable[Any], is_valid: Callable[[Any], bool]) -> Iterator[Any]:
    """Yield the values that a setting accepts and that JSON has."""
    for value in values:
        if is_finite(value) and is_valid(value):
            yield value


def validity(setting: ProductSetting) -> Callable[[Any], bool]:
    """Return a function that checks values of a setting."""
    jsonschema = require('jsonschema')
    schema = value_schema(setting)
    validator = jsonschema.Draft202012Validator(schema)

    def is_valid(value: Any) -> bool:
        try:
            return bool(validator.is_valid(value)) and not amount_fault(setting, (), value)
        except (re.error, TypeError, jsonschema.exceptions.UnknownType):
            return False

    return is_valid


def candidates(setting: ProductSetting) -> Iterator[Any]:
    """Yield the values that a sample can show, the best first."""
    if has_placeholder_value(setting):
        if not setting.types or 'string' in setting.types:
            yield SECRET
            yield from longer(SECRET, setting.limits.get('minLength'))
    else:
        if setting.default is not ABSENT:
            yield setting.default
        yield from setting.examples
    if setting.same_as and 'null' in setting.types:  # any other value contains the setting again
        yield None
    if 'array' not in setting.types:
        yield from (choice.value for choice in setting.choices)
    yield from (BY_FORMAT[one] for one in BY_FORMAT if one == setting.limits.get('format'))
    if not {'array', 'object'} & {*setting.types}:
        yield from numbers(setting)
        yield from usual_amounts(setting)
    yield from (EMPTY[name] for name in setting.types if name in EMPTY)
    yield ''
    if 'string' in setting.types:
        yield from placeholders(setting)


def has_placeholder_value(setting: ProductSetting) -> bool:
    """Return whether a sample has a placeholder in place of a secret.

    A name such as ``token_lifetime`` or ``password_file`` is not enough.
    """
    if is_stated_secret(setting) or not is_secret_setting(setting):
        return is_stated_secret(setting)
    is_amount = is_number(setting.default) and not ends_in_secret(setting.key)
    is_other = isinstance(setting.default, bool) or is_amount or bool(kind_of_amount(setting))
    return not (is_other or setting.choices or HARMLESS.search(setting.key))


def numbers(setting: ProductSetting) -> Iterator[float]:
    """Yield numbers at the limits of a setting, and the nearest ones within."""
    least, greatest = bounds_of(setting)
    stated = setting.limits.get('multipleOf')
    step: float = stated if is_number(stated) and stated > 0 else 1
    if least is not None:
        yield from (least, (least // step + 1) * step)
    if greatest is not None:
        yield from (greatest, -(-greatest // step + 1) * step)
    if least is not None and greatest is not None:
        yield (least + greatest) / 2


def placeholders(setting: ProductSetting) -> Iterator[str]:
    """Yield texts for a setting that limits their length or letters."""
    if not {'pattern', 'minLength'} & setting.limits.keys():
        return
    pattern = str(setting.limits.get('pattern', ''))
    start = START.match(pattern)
    starts = dict.fromkeys(['', start[1].replace('\\', '') if start else ''])
    yield from longer('example', setting.limits.get('minLength'))
    yield from (*TYPICAL, *BY_FORMAT.values(), *WORD.findall(pattern))
    yield from (one + sign * length for one in starts for length in LENGTHS for sign in SIGNS)


def least_values(setting: ProductSetting, parts: Sequence[ProductSetting]) -> Iterator[Any]:
    """Yield a list or an object with as few values as a setting allows."""
    count = setting.limits.get('minItems' if 'array' in setting.types else 'minProperties')
    if not isinstance(count, int) or not 0 < count <= MOST_VALUES:
        return
    if 'array' in setting.types:
        values = [least(parts)] if parts else list(islice(list_items(setting), count))
        yield (values * count)[:count]
    if 'object' in setting.types:
        name = parts[0].path[0] if parts else '*'
        value = least(parts) if parts else 'example'
        names = ['example', *(f'example-{n}' for n in range(2, count + 1))]
        yield {PLACEHOLDER.sub(one, name): value for one in names}


def list_items(setting: ProductSetting) -> Iterator[Any]:
    """Yield different items of a list whose items are no objects."""
    item = setting_of_schema(setting.limits.get('items', {'type': 'string'}))
    item = item._replace(choices=setting.choices)
    least_number = bounds_of(item)[0] or 0
    more = (
        one
        for n in range(MOST_VALUES)
        for one in (f'example-{n + 1}' if n else 'example', least_number + n)
    )
    known: set[str] = set()
    for value in filter_valid(chain(more, candidates(item), [True]), validity(item)):
        if str(value) not in known:
            known.add(str(value))
            yield value


def setting_of_schema(schema: Mapping[str, Any]) -> ProductSetting:
    """Return a part of a schema as a setting."""
    choices = map(Choice, schema.get('enum', ()))
    types = tuple(listed(schema['type'])) if 'type' in schema else ()
    return ProductSetting(key='', path=(), types=types, choices=tuple(choices), limits=schema)


def least(parts: Sequence[ProductSetting]) -> Any:
    """Return the value of an item of a list or map: of objects, what is required."""
    first = parts[0].path[0]
    inner = [one._replace(path=one.path[1:]) for one in parts if one.path[0] == first]
    own = next((one for one in inner if not one.path), None)
    rest = [one for one in inner if one.path]
    if own is not None:
        return valid_value(own, rest)
    needed = [one for one in rest if is_needed_in_sample(one) and is_fixed(one.path)]
    within = inner_settings(rest)
    found: dict[str, Any] = {}
    for one in needed:
        put_value(found, one.path, valid_value(one, within.get(one.path, ())))
    return found


def longer(text: str, length: object) -> Iterator[str]:
    """Yield a text again and again until it has a length; nothing for an unusual one."""
    if isinstance(length, int) and len(text) < length <= MOST_LETTERS:
        yield (text * length)[:length]


def is_finite(value: Any) -> bool:
    """Return whether JSON has a notation for a value, and texts for its letters."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(is_finite(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return all(map(is_finite, value))
    return value is not ABSENT and not (isinstance(value, str) and SURROGATE.search(value))


def is_fixed(path: Sequence[str]) -> bool:
    """Return whether a path has names only, which files can have."""
    return bool(path) and all(
        part != ITEM and not has_placeholder(part) and is_finite(part) for part in path
    )
