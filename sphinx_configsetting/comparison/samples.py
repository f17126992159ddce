"""Sample files of settings: JSON, YAML, TOML and ``.env``."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..importers import ABSENT, ProductSetting
from ..importers.scalars import NULLS, WORDS
from ..model.text import clean
from .names import has_placeholder
from .sample_values import (
    SECRET,
    candidates,
    inner_settings,
    is_fixed,
    is_needed_in_sample,
    valid_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..importers import ProductGroup

WIDTH: Final = 76
NARROWEST: Final = 20
"""The least width of comments, however far they are indented."""
BARE_KEY: Final = re.compile(r'[A-Za-z_][A-Za-z0-9_-]*')
VARIABLE: Final = re.compile(r'[A-Za-z_][\w.-]*', re.ASCII)
UNSAFE: Final = re.compile('[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]')


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
