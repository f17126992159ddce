"""Values by their meaning: the same default, type, choices or range in two notations."""

from __future__ import annotations

import json
import re
from math import isclose, isnan, nan
from typing import TYPE_CHECKING, Any, Final

from ..importers.limits import bounds_of
from ..importers.scalars import in_json, plain_equal, resolve
from ..importers.typenames import json_types
from ..model.field_types import Bytes, Duration, Range, read_flag
from ..model.ordering import amount
from ..model.text import collapse, split_list, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..importers import ProductSetting

NOTHING: Final = frozenset(
    {'', 'none', 'null', 'nil', 'unset', 'not set', 'undefined', 'empty', 'empty string',
     'no value', 'blank', 'n/a', '-', '\u2014', '[]', '{}', 'empty list'}
)  # fmt: skip
"""Words of writers for the absence of a value."""
TRUE: Final = frozenset({'enabled', 'enable', 'active'})
FALSE: Final = frozenset({'disabled', 'disable', 'inactive'})
UNITS: Final = {
    'time': Duration.units,
    'data': Bytes.units,
}
ISO: Final = re.compile(
    r'(?i)([-+]?)P(?=.)((?:[\d.]+Y)?(?:[\d.]+M)?)(?:([\d.]+)W)?(?:([\d.]+)D)?'
    r'(?:T(?=.)(?:([-+]?[\d.]+)H)?(?:([-+]?[\d.]+)M)?(?:([-+]?[\d.]+)S)?)?'
)
"""An amount of time in ISO 8601, as Java and JSON Schema write it; months have no fixed length."""
CLOCK: Final = re.compile(
    r'(?:([-+]?\d+) *d(?:ays?)?,? *)?(\d+):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?'
)
"""An amount of time as Python's ``timedelta`` and clocks show it."""
CLOCK_UNITS: Final = ('d', 'h', 'm', 's')
ISO_UNITS: Final = ('w', *CLOCK_UNITS)
PLAIN: Final[Mapping[str, float]] = {'': 1, 'm': 0.001} | {
    unit: size for unit, size in Bytes.units.items() if len(unit) == 1 + unit.endswith('i')
}
"""The suffixes of quantities in Kubernetes."""
MULTIPLIERS: Final = frozenset({'k', 'K', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti'})
"""The words after a number that are part of it; a unit may be the one of the product."""
GROUPS: Final = re.compile(r'(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])')
"""A number with commas between thousands."""
COUNTED: Final = re.compile(r'([-+]?[\d_.]+)\s*([^\W\d_]\w*)\.?')
"""A number and its unit."""
IN_NAME: Final = re.compile(
    r'(?:(?<=[a-z0-9])(?=[A-Z])|[-_])((?i:ms|millis|milliseconds|secs?|seconds|minutes|hours|days|bytes))$'
)
IN_TEXT: Final = re.compile(r'\b[Ii]n (milliseconds|seconds|minutes|hours|days|bytes)\b')
UNIT_WORDS: Final = {
    'java.time.duration': 'ms',
    'millis': 'ms',
    'milliseconds': 'ms',
    'millisecond': 'ms',
    'secs': 's',
}
SOFT: Final = frozenset(
    {'duration', 'timedelta', 'time', 'date', 'datetime', 'bytes', 'size', 'port', 'count',
     'secs', 'seconds', 'millisecs', 'minutes', 'milliseconds', 'hours', 'percent', 'path',
     'file', 'filename', 'directory', 'dir', 'url', 'uri', 'enum', 'choice', 'secret',
     'password', 'any', 'value'}
)  # fmt: skip
"""Words that say what a value means, and not how a file writes it."""
NUMBERS: Final = frozenset({'integer', 'number'})
SET: Final = re.compile(r'(?i)(?:frozen|hash|linked|tree)?set\b')
"""The names of types whose values have no order."""


def same_value(stated: Any, found: Any, unit: str = '') -> bool:
    """Return whether a documented value means the same as one of the product.

    :param stated: the text of the documents, or JSON data.
    :param found: the value of the product as JSON data.
    :param unit: the unit in which the product reads a number.
    """
    if not isinstance(stated, str):
        return plain_equal(stated, found)
    text = unquote(collapse(stated))
    if is_nothing(found):
        is_word = text.casefold().strip('()"\'') in NOTHING
        return is_word or (found is not None and plain_equal(data_of(text), found))
    if isinstance(found, bool):
        return truth_of_text(text) is found
    if isinstance(found, (int, float)):
        return same_number(text, found, unit)
    if isinstance(found, str):
        return same_text(text, found, unit)
    return same_data(text, found)


def same_default(value: Any, setting: ProductSetting) -> bool:
    """Return whether a value means the default of a setting, in its unit; sets have no order."""
    unit = unit_of(setting)
    is_plain = is_plain_quantity(setting)
    if is_plain or not (unit or setting.typename):
        one, other = (amount(str(text), PLAIN, '') for text in (value, setting.default))
        if one is not None and other is not None and (is_plain or isclose(one, other)):
            return isclose(one, other)
    if same_value(value, setting.default, unit):
        return True
    if setting.text and same_value(value, setting.text, unit):
        return True
    return is_set(setting) and same_items(value, setting.default)


def is_plain_quantity(setting: ProductSetting) -> bool:
    """Return whether values are quantities of Kubernetes, by the type or the pattern for them."""
    return 'quantity' in setting.typename.casefold() or '[KMGTPE]i' in str(
        setting.limits.get('pattern', '')
    )


def is_set(setting: ProductSetting) -> bool:
    """Return whether values of a setting are lists whose order has no meaning."""
    return setting.limits.get('uniqueItems') is True or bool(SET.match(setting.typename))


def same_items(value: Any, found: Any) -> bool:
    """Return whether two lists have the same items in any order."""
    items = items_of(value) if isinstance(value, str) else value
    if not isinstance(items, list) or not isinstance(found, list) or len(items) != len(found):
        return False
    left: dict[str, list[Any]] = {}
    for item in items:
        left.setdefault(in_one_form(item), []).append(item)
    others = []
    for one in found:
        equal = left.get(in_one_form(one))
        if equal and same_value(equal[-1], one):
            equal.pop()
        else:
            others.append(one)
    return same_pairs([item for some in left.values() for item in some], others)


def in_one_form(value: Any) -> str:
    """Return a value as text, so that most of the same items are equal."""
    return collapse(value) if isinstance(value, str) else in_json(value)


def same_pairs(left: list[Any], found: Iterable[Any]) -> bool:
    """Return whether each item of a list has another one of the same meaning."""
    for one in found:
        spot = next((n for n, item in enumerate(left) if same_value(item, one)), None)
        if spot is None:
            return False
        del left[spot]
    return True


def is_nothing(value: Any) -> bool:
    """Return whether a value of a product is empty."""
    return value is None or value in ('', [], {})


def truth_of_text(text: str) -> bool | None:
    """Return the truth that a text means; None for another text."""
    word = text.casefold()
    if word in TRUE or word in FALSE:
        return word in TRUE
    return read_flag(word) if word else None


def same_number(text: str, found: float, unit: str) -> bool:
    """Return whether a text means a number, in the unit that the product uses."""
    plain = GROUPS.sub(lambda match: match[0].replace(',', ''), text)
    value = resolve(plain.replace('_', '') or 'x')
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return bool(value == found)
    if unit:
        return bool(quantities(plain) & quantities(f'{found} {UNIT_WORDS.get(unit, unit)}'))
    counted = COUNTED.fullmatch(plain)
    if ('data', round(found, 9)) in quantities(plain):
        return True
    if not counted or counted[2] in MULTIPLIERS:
        return False
    return same_number(counted[1], found, '')


def quantities(text: str) -> set[tuple[str, float]]:
    """Return the amounts that a text can mean: of time in seconds, of data in bytes.

    >>> quantities('30s') == quantities('30000 ms'), sorted(quantities('2M'))
    (True, [('data', 2000000.0), ('time', 120.0)])
    """
    seconds = seconds_of(text)
    if seconds is not None:
        return set() if isnan(seconds) else {('time', round(seconds, 9))}
    if not re.search(r'[^\W\d]', text):
        return set()
    amounts = {
        name: amount(text, units, 's' if name == 'time' else 'B') for name, units in UNITS.items()
    }
    return {(name, round(found, 9)) for name, found in amounts.items() if found is not None}


def seconds_of(text: str) -> float | None:
    """Return the seconds of an amount of time, in ISO 8601 or as on a clock; None if it is none.

    It is not a number if they are unsure: in months, and of two numbers.

    >>> seconds_of('PT1M30S'), seconds_of('-P1D'), seconds_of('P'), seconds_of('PT1.2.3S')
    (90.0, -86400.0, None, None)
    >>> seconds_of('1 day, 0:00:30'), seconds_of('P1M'), seconds_of('10:30')
    (86430.0, nan, nan)
    """
    iso = ISO.fullmatch(text)
    if iso:
        sign, months, *parts = iso.groups('0')
        return nan if months else total(parts, ISO_UNITS, -1 if sign == '-' else 1)
    clock = CLOCK.fullmatch(text)
    if clock:
        return total(clock.groups('0'), CLOCK_UNITS) if clock[4] else nan
    return None


def total(parts: Iterable[str], units: Iterable[str], sign: int = 1) -> float | None:
    """Return the seconds of numbers of units; None if one is no number."""
    try:
        sizes = [float(one) for one in parts]
    except ValueError:
        return None
    return sign * sum(one * Duration.units[unit] for one, unit in zip(sizes, units, strict=True))


def same_text(text: str, found: str, unit: str = '') -> bool:
    """Return whether two texts are the same value: numbers, amounts, paths.

    :param unit: the unit of a number that has none.
    """
    other = collapse(found)
    if text == other or unquote(other) == text:
        return True
    one, two = resolve(text or 'x'), resolve(other or 'x')
    if not isinstance(one, str) and not isinstance(two, str):
        return plain_equal(one, two)
    truth = read_flag(other)
    if truth is not None and truth_of_text(text) is truth:
        return True
    one, two = quantities(with_unit(text, unit)), quantities(with_unit(other, unit))
    return bool(one & two) or as_path(text) == as_path(other)


def with_unit(text: str, unit: str) -> str:
    """Return a number with a unit; another text as it is."""
    return f'{text} {unit}' if unit and isinstance(resolve(text or 'x'), (int, float)) else text


def as_path(text: str) -> str:
    r"""Return a path in one notation.

    >>> as_path('.\\data\\') == as_path('data/')
    True
    """
    if '://' in text:
        return text.rstrip('/')
    path = re.sub(r'[\\/]+', '/', text)
    return path.removeprefix('./').rstrip('/') or path


def same_data(text: str, found: Any) -> bool:
    """Return whether a text means a list or an object."""
    if not isinstance(found, list):
        return bool(plain_equal(data_of(text), found))
    items = items_of(text)
    return len(items) == len(found) and all(map(same_value, items, found))


def data_of(text: str) -> Any:
    """Return the value of a text that is JSON, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def items_of(text: str) -> list[Any]:
    """Return the items of a list, which is JSON or separated by commas."""
    data = data_of(text)
    if isinstance(data, list):
        return data
    return [unquote(part) for part in split_list(text.strip('[](){}'), ',')]


def unit_of(setting: ProductSetting) -> str:
    """Return the unit that a product declares for a number, or ''.

    It is a keyword, the type, the end of the name, or in the description.
    """
    name = IN_NAME.search(setting.path[-1]) if setting.path else None
    said = IN_TEXT.search(setting.description)
    words = (name[1].lower() if name else '', said[1].lower() if said else '')
    return declared_unit(setting) or first_unit(words)


def declared_unit(setting: ProductSetting) -> str:
    """Return the unit that a keyword or the type declares, or ''."""
    return first_unit((str(setting.extra.get('unit', '')), setting.typename))


def first_unit(words: Iterable[str]) -> str:
    """Return the first of some words that is a unit, or ''."""
    for word in words:
        unit = UNIT_WORDS.get(word.strip().casefold(), word.strip())
        if any(unit in units for units in UNITS.values()):
            return unit
    return ''


def same_type(stated: str, setting: ProductSetting) -> bool:
    """Return whether a documented type can be that of the product.

    A type that is not known to JSON, or that says what a value means, fits any scalar.
    """
    stated = collapse(stated)
    if stated.casefold() == collapse(setting.typename).casefold() != '':
        return True
    types = set(setting.types) - {'null'}
    words = re.findall(r'[a-z]+', stated.casefold())
    wanted = set(json_types(stated)) - {'null'}
    if not types or not wanted or SOFT.intersection(words):
        return True
    if 'number' in wanted:
        wanted |= NUMBERS
    if isinstance(setting.default, str) and read_flag(setting.default or '-') is not None:
        types.add('boolean')  # files without types have words for yes and no
    alternatives = re.split(r'\s*(?:\||,|/|\bor\b)\s*', stated)
    wanted |= {name for one in alternatives for name in json_types(one)}
    return bool(wanted & types)


def same_choices(stated: Iterable[str], setting: ProductSetting) -> bool:
    """Return whether the documented choices are those of the product."""
    found = accepted_values(setting)
    names = list(stated)
    if not found:
        return True
    known, stated_forms = set(map(in_one_form, found)), set(map(in_one_form, names))
    other = [name for name in names if in_one_form(name) not in known]
    if setting.has_open_choices:
        other = []
    left = [
        one for one in found if one is not None and in_one_form(one) not in stated_forms
    ]  # there may be a thousand to compare
    return all(any(same_value(name, one) for one in found) for name in other) and all(
        any(same_value(name, one) for name in names) for one in left
    )


def accepted_values(setting: ProductSetting) -> list[Any]:
    """Return the values that a product accepts; none if any."""
    if setting.choices:
        return [choice.value for choice in setting.choices]
    return [True, False] if setting.types == ('boolean',) else []


def same_range(stated: str, setting: ProductSetting) -> bool:
    """Return whether a documented range is that of the product."""
    ends = Range().ends(stated)
    if ends is None:
        return True
    unit, found = unit_of(setting), bounds_of(setting)
    return found == (None, None) or all(
        one is None or (bool(end) and same_number(end, one, unit))
        for one, end in zip(found, ends, strict=True)
    )
