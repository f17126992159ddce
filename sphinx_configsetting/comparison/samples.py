"""Sample files of settings: JSON, YAML, TOML and ``.env``."""

from __future__ import annotations

import json
import math
import re
import textwrap
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..importers import ABSENT, Choice, ProductSetting
from ..importers.extras import require
from ..importers.keys import ITEM
from ..importers.limits import bounds_of, is_number
from ..importers.scalars import NULLS, WORDS
from ..model.text import clean
from .amounts import amount_fault, kind_of_amount, usual_amounts
from .masking import ends_in_secret, is_secret_setting, is_stated_secret
from .names import PLACEHOLDER, has_placeholder
from .user_files import put_value
from .values_schema import listed, value_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..importers import ProductGroup

WIDTH: Final = 76
NARROWEST: Final = 20
"""The least width of comments, however far they are indented."""
SECRET: Final = 'CHANGE_ME'
"""The placeholder for confidential values in samples."""
HARMLESS: Final = re.compile(r'(?i)(?:name|file|path|dir|folder|ur[il]|header)$')
"""The ends of keys whose values say where a secret is."""
MOST_LETTERS: Final = 1000
"""The length limit of a value in place of a secret."""
BARE_KEY: Final = re.compile(r'[A-Za-z_][A-Za-z0-9_-]*')
VARIABLE: Final = re.compile(r'[A-Za-z_][\w.-]*', re.ASCII)
UNSAFE: Final = re.compile('[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]')
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


class SampleLine(NamedTuple):
    """A setting in a sample.

    :ivar is_active: whether it is no comment.
    """

    setting: ProductSetting
    value: Any
    is_active: bool


class SamplePiece(NamedTuple):
    """A part of the text of a sample.

    :ivar setting: the setting whose name it is.
    """

    text: str
    setting: ProductSetting | None = None


class SampleGroup:
    """A group of settings in a sample."""

    def __init__(self) -> None:
        """Begin without settings."""
        self.lines: dict[str, SampleLine] = {}
        self.branches: dict[str, SampleGroup] = {}

    @property
    def is_active(self) -> bool:
        """True if any setting in it is no comment."""
        return any(one.is_active for one in self.lines.values()) or any(
            one.is_active for one in self.branches.values()
        )


def sample(settings: Iterable[ProductSetting], syntax: str, *, write_defaults: bool) -> str:
    """Return a sample file; the parameters are those of ``sample_pieces``."""
    pieces = sample_pieces(settings, syntax, write_defaults=write_defaults)
    return ''.join(piece.text for piece in pieces)


def sample_pieces(
    settings: Iterable[ProductSetting], syntax: str, *, write_defaults: bool
) -> list[SamplePiece]:
    """Return a sample file in pieces, so that the names of settings can be links.

    Deprecated settings are left out, and those without a fixed name or value.

    :param syntax: ``json``, ``yaml``, ``toml`` or ``env``.
    :param write_defaults: whether settings have their defaults; else these are comments, and
        only required settings are stated. JSON has no comments, and has the defaults.
    :raises SourceError: ``jsonschema``, which checks the values, is not installed.
    """
    lines = sample_lines(settings, all_active=write_defaults or syntax == 'json')
    return list(WRITERS[syntax](lines))


def sample_lines(settings: Iterable[ProductSetting], *, all_active: bool) -> list[SampleLine]:
    """Return the settings that a sample shows, with their values."""
    shown = [one for one in settings if not one.deprecated and not one.read_only]
    parts = inner_settings(shown)
    return [sample_line(one, parts.get(one.path, ()), all_active=all_active) for one in shown]


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


def sample_line(
    setting: ProductSetting, parts: Sequence[ProductSetting], *, all_active: bool
) -> SampleLine:
    """Return a setting with the value that a sample shows."""
    value = valid_value(setting, parts)
    is_default = setting.default is not ABSENT and value in (setting.default, SECRET)
    is_stated = all_active and is_default
    is_active = value is not ABSENT and (is_stated or is_needed_in_sample(setting))
    if not is_active and (value is ABSENT or setting.default is not ABSENT):
        value = next(candidates(setting))
    return SampleLine(setting, value, is_active)


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


def with_groups(
    settings: Sequence[ProductSetting], groups: Iterable[ProductGroup]
) -> list[ProductSetting]:
    """Return settings so that each required group has a required one: the first with a default."""
    found = list(settings)
    required = {(), *(group.path for group in groups if group.required)}
    for group in sorted(required - {()}):
        within = [n for n, one in enumerate(found) if one.path[: len(group)] == group]
        usual = [
            n for n in within if found[n].default is not ABSENT and is_plain_setting(found[n])
        ] or within
        if (
            usual
            and group[:-1] in required
            and not any(is_needed_in_sample(found[n]) for n in within)
        ):
            found[usual[0]] = found[usual[0]]._replace(required=True)
    return found


def is_plain_setting(setting: ProductSetting) -> bool:
    """Return whether a sample states a setting, whatever its value."""
    return not (setting.deprecated or setting.read_only) and is_fixed(setting.path)


def unfilled(settings: Iterable[ProductSetting], syntax: str = 'json') -> list[ProductSetting]:
    """Return the required settings for which a sample has no value that is valid."""
    lines = sample_lines(settings, all_active=False)
    needed = (
        line for line in lines if is_needed_in_sample(line.setting) and is_fixed(line.setting.path)
    )
    return [line.setting for line in needed if not line.is_active or is_unwritable(line, syntax)]


def is_unwritable(line: SampleLine, syntax: str) -> bool:
    """Return whether a syntax has no notation for a value, such as null in TOML."""
    return syntax == 'toml' and not toml_value(line.value)


def reason_for_nothing(settings: Iterable[ProductSetting], syntax: str) -> str:
    """Return why a sample of settings is empty; '' if it is not.

    It does not check values, so that builds need not make each sample twice.
    """
    shown = list(filter(is_plain_setting, settings))
    if not shown:
        return 'all are deprecated, or in lists or maps'
    is_named = syntax != 'env' or any(one.environment for one in shown)
    return '' if is_named else 'none has an environment variable'


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


def tree_of(lines: Iterable[SampleLine]) -> SampleGroup:
    """Return the groups of settings; settings in lists and maps are not in samples."""
    found = [one for one in lines if is_fixed(one.setting.path)]
    groups = {
        one.setting.path[:length] for one in found for length in range(len(one.setting.path))
    }
    root = SampleGroup()
    for one in found:
        path = one.setting.path
        if path in groups:
            continue
        branch = root
        for segment in path[:-1]:
            branch = branch.branches.setdefault(segment, SampleGroup())
        branch.lines.setdefault(path[-1], one)
    return root


def is_fixed(path: Sequence[str]) -> bool:
    """Return whether a path has names only, which files can have."""
    return bool(path) and all(
        part != ITEM and not has_placeholder(part) and is_finite(part) for part in path
    )


def json_pieces(lines: Iterable[SampleLine]) -> Iterator[SamplePiece]:
    """Yield a sample in JSON."""
    yield from json_object(tree_of(lines), '')
    yield SamplePiece('\n')


def json_object(branch: SampleGroup, indent: str) -> Iterator[SamplePiece]:
    """Yield the object of a group; JSON has no comments, so only what is active."""
    inner, before = f'{indent}  ', '{\n'
    for key, line in branch.lines.items():
        if line.is_active:
            value = json.dumps(line.value, ensure_ascii=False, indent=2)
            yield SamplePiece(f'{before}{inner}')
            yield SamplePiece(json.dumps(key, ensure_ascii=False), line.setting)
            yield SamplePiece(': ' + value.replace('\n', f'\n{inner}'))
            before = ',\n'
    for key, part in branch.branches.items():
        if part.is_active:
            yield SamplePiece(f'{before}{inner}{json.dumps(key, ensure_ascii=False)}: ')
            yield from json_object(part, inner)
            before = ',\n'
    yield SamplePiece(f'\n{indent}}}' if before == ',\n' else '{}')


def yaml_pieces(lines: Iterable[SampleLine]) -> Iterator[SamplePiece]:
    """Yield a sample in YAML."""
    yield from yaml_lines(tree_of(lines), '')


def yaml_lines(branch: SampleGroup, indent: str) -> Iterator[SamplePiece]:
    """Yield the lines of a group."""
    for key, line in branch.lines.items():
        yield from comments(line.setting, indent)
        yield SamplePiece(indent if line.is_active else f'{indent}# ')
        yield SamplePiece(yaml_key(key), line.setting)
        yield SamplePiece(f': {in_shared_json(line.value)}\n')
    for key, inner in branch.branches.items():
        mark = '' if inner.is_active else '# '
        yield SamplePiece(f'{indent}{mark}{yaml_key(key)}:\n')
        yield from yaml_lines(inner, f'{indent}  ')


def yaml_key(key: str) -> str:
    """Return a key of YAML, in quotes where it could be read as something else."""
    is_plain = BARE_KEY.fullmatch(key) and key not in NULLS and key.lower() not in WORDS
    return key if is_plain else in_shared_json(key)


def toml_pieces(lines: Iterable[SampleLine]) -> Iterator[SamplePiece]:
    """Yield a sample in TOML."""
    pieces = toml_lines(tree_of(lines), ())
    first = next(pieces, SamplePiece(''))
    yield first._replace(text=first.text.removeprefix('\n'))
    yield from pieces


def toml_lines(branch: SampleGroup, path: tuple[str, ...]) -> Iterator[SamplePiece]:
    """Yield the lines of a table, then those of the tables in it."""
    for key, line in branch.lines.items():
        yield from comments(line.setting, '')
        value = toml_value(line.value)
        yield SamplePiece('' if line.is_active and value else '# ')
        yield SamplePiece(toml_key(key), line.setting)
        yield SamplePiece(f' = {value}'.rstrip() + '\n')
    for key, inner in branch.branches.items():
        own = (*path, key)
        mark = '' if inner.is_active else '# '
        yield SamplePiece(f'\n{mark}[{".".join(map(toml_key, own))}]\n')
        yield from toml_lines(inner, own)


def toml_key(key: str) -> str:
    """Return a key of TOML."""
    return key if BARE_KEY.fullmatch(key) else in_shared_json(key)


def toml_value(value: Any) -> str:
    """Return a value of TOML; '' for one that TOML has no notation for."""
    if value is None:
        return ''
    if isinstance(value, list):
        parts = [toml_value(one) for one in value]
        return f'[{", ".join(parts)}]' if all(parts) else ''
    if isinstance(value, dict):
        parts = [toml_value(one) for one in value.values()]
        pairs = zip(map(toml_key, value), parts, strict=True)
        return f'{{{", ".join(f"{key} = {part}" for key, part in pairs)}}}' if all(parts) else ''
    return in_shared_json(value)


def in_shared_json(value: Any) -> str:
    """Return JSON in one line, which YAML and TOML read, too."""
    text = json.dumps(value, ensure_ascii=False)
    return UNSAFE.sub(lambda match: f'\\u{ord(match[0]):04x}', text)


def env_pieces(lines: Iterable[SampleLine]) -> Iterator[SamplePiece]:
    """Yield a sample of environment variables."""
    found: dict[str, SampleLine] = {}
    for line in lines:
        for name in line.setting.environment[:1]:
            if VARIABLE.fullmatch(name) and not has_placeholder(name):
                found.setdefault(name, line)
    for name, line in found.items():
        yield from comments(line.setting, '')
        value = env_value(line.value)
        yield SamplePiece('' if line.is_active and value is not None else '# ')
        yield SamplePiece(name, line.setting)
        yield SamplePiece(f'={value or ""}\n')


def env_value(value: Any) -> str | None:
    """Return a value of a variable, in quotes if it is a text; None if there is no notation."""
    if value is None:
        return None
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if '\0' in text:
        return None
    for sign, escape in (('\\', '\\\\'), ('"', '\\"'), ('$', '\\$'), ('\n', '\\n')):
        text = text.replace(sign, escape)
    return f'"{text}"'.replace('\r', '\\r')


def comments(setting: ProductSetting, indent: str) -> Iterator[SamplePiece]:
    """Yield the description of a setting as comments."""
    text = ' '.join(clean(UNSAFE.sub(' ', setting.description)).split())
    for line in textwrap.wrap(text, max(WIDTH - len(indent), NARROWEST)):
        yield SamplePiece(f'{indent}# {line}\n')


WRITERS: Final = {
    'json': json_pieces,
    'yaml': yaml_pieces,
    'toml': toml_pieces,
    'env': env_pieces,
}
"""The writers of samples by syntax."""
