"""The values of conf.py: declared in one table, checked, and turned into fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from jinja2 import meta

from .catalog.fields import DESCRIPTION, DISPLAYNAME, OBJECT_OPTIONS, Field, Fields
from .catalog.kinds import KINDS
from .sandbox import ERRORS, Sandbox
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.config import Config

Problem = str
FIELD_NAME: Final = re.compile(r'[a-z][a-z0-9_-]*')
TEMPLATE_NAME: Final = re.compile(r'[\w-]+')
RESERVED: Final = frozenset({'id', 'setting', 'ref', 'settings', 'count', *OBJECT_OPTIONS})
SPECIFICATION: Final[Mapping[str, type]] = {
    'kind': str,
    'label': str,
    'names': bool,
    'index': bool,
    'row': bool,
    'aliases': list,
    'derive': str,
    'before': str,
    'after': str,
}
"""What the declaration of a field may hold."""


class Value(NamedTuple):
    """One value of conf.py."""

    name: str
    default: object
    rebuild: Literal['', 'env', 'html']
    """What Sphinx does again when it changes: 'env' reads, 'html' writes."""
    check: Callable[[Any, Config], Iterator[Problem]]
    """Yields what is wrong with a value."""
    type: str
    help: str


def read_fields(declared: object) -> tuple[Fields, list[Problem]]:
    """Turn the value of ``configsetting_fields`` into fields.

    :returns: the fields, without the declarations that are wrong, and what is wrong.
    """
    fields = Fields()
    if not isinstance(declared, dict):
        return fields, [f'{declared!r} is not a dict of field names and declarations']
    problems: list[Problem] = []
    for name, declaration in declared.items():
        try:
            fields = declare(fields, name, declaration)
        except ValueError as error:
            problems.append(f'{name!r}: {error}')
    for field in fields:
        try:
            check_derive(fields, field)
        except ValueError as error:
            problems.append(f'{field.name!r}: {error}')
            fields = fields.placed(field._replace(derive=''))
    return fields, problems


def declare(fields: Fields, name: object, declaration: object) -> Fields:
    """Return the fields with one declaration applied.

    :raises ValueError: the declaration is wrong; the message says how.
    """
    if name in RESERVED:
        raise ValueError('this name is taken; choose another one for the field')
    if not isinstance(name, str) or not FIELD_NAME.fullmatch(name):
        raise ValueError('a field\'s name is of lower-case letters, digits, "_" and "-"')
    if declaration is None:
        return without(fields, name)
    known = fields.get(name)
    values = checked(declaration)
    place: dict[str, str] = {k: values.pop(k) for k in ('before', 'after') if k in values}
    check_place(fields, name, place)
    if 'kind' in values:
        values['kind'] = kind_of(name, values['kind'])
    if known is None:
        known = Field(name=name, kind=KINDS['text'], label=name.replace('_', ' ').capitalize())
    return fields.placed(known._replace(**values), **place)


def without(fields: Fields, name: str) -> Fields:
    """Return the fields less one.

    :raises ValueError: there is no such field, or it can't be left out.
    """
    if name in {DISPLAYNAME, DESCRIPTION}:
        raise ValueError('this field cannot be removed')
    if name not in fields:
        raise ValueError(f'there is no such field to remove; {nearest(fields, name)}')
    return fields.without(name)


def checked(declaration: object) -> dict[str, Any]:
    """Return a declaration whose keys and types are right.

    :raises ValueError: they are not.
    """
    if not isinstance(declaration, dict):
        raise ValueError(f'{declaration!r} is neither a dict nor None')
    for key, value in declaration.items():
        if key not in SPECIFICATION:
            raise ValueError(f'{key!r} is not one of {", ".join(SPECIFICATION)}')
        if not isinstance(value, SPECIFICATION[key]):
            raise ValueError(f'{key!r} is {value!r}, not a {SPECIFICATION[key].__name__}')
    aliases = declaration.get('aliases', [])
    if not all(isinstance(alias, str) and alias for alias in aliases):
        raise ValueError(f"'aliases' is {aliases!r}, not a list of labels")
    if not str(declaration.get('label', '-')).strip():
        raise ValueError("'label' is empty")
    return {k: tuple(v) if k == 'aliases' else v for k, v in declaration.items()}


def kind_of(name: str, kind: str) -> object:
    """Return the kind of that name.

    :raises ValueError: there is none, or the field's kind can't be changed.
    """
    if kind not in KINDS:
        raise ValueError(f'{kind!r} is not one of the kinds {", ".join(KINDS)}')
    fixed = {DISPLAYNAME: 'text', DESCRIPTION: 'markup'}.get(name, kind)
    if kind != fixed:
        raise ValueError(f'the kind of this field is always {fixed!r}')
    return KINDS[kind]


def check_place(fields: Fields, name: str, place: Mapping[str, str]) -> None:
    """Check where a field is to stand.

    :raises ValueError: there is no such place.
    """
    if len(place) > 1:
        raise ValueError("give 'before' or 'after', not both")
    for key, other in place.items():
        if other not in fields or other == name:
            raise ValueError(f'{key!r} is {other!r}, not another field; {nearest(fields, other)}')


def check_derive(fields: Fields, field: Field) -> None:
    """Check the template that derives a field.

    :raises ValueError: its syntax, a filter or a name in it is wrong.
    """
    if not field.derive:
        return
    sandbox = Sandbox()
    try:
        sandbox.from_string(field.derive)
        used = meta.find_undeclared_variables(sandbox.parse(field.derive))
    except ERRORS as error:
        raise ValueError(f"'derive' is {field.derive!r}: {error}") from error
    for name in sorted(used - sandbox.globals.keys()):
        if name not in fields or name == field.name:
            raise ValueError(f"'derive' names {name!r}, which is not another field")


def nearest(fields: Fields, name: str) -> str:
    """Tell what a writer may have meant by a wrong name."""
    close = fields.nearest(name)
    return f'did you mean {close!r}?' if close else 'see the list of fields'


def check_fields(value: object, _config: Config) -> Iterator[Problem]:
    """Check ``configsetting_fields``."""
    yield from read_fields(value)[1]


def check_placement(value: object, _config: Config) -> Iterator[Problem]:
    """Check ``configsetting_placement``."""
    if value not in ('section', 'object'):
        yield f'{value!r} is neither "section" nor "object"'


def check_template(value: object, _config: Config) -> Iterator[Problem]:
    """Check ``configsetting_template``."""
    if not isinstance(value, str) or not TEMPLATE_NAME.fullmatch(value):
        yield f'{value!r} is not the name of a template, such as "setting"'


def check_bool(value: object, _config: Config) -> Iterator[Problem]:
    """Check a value that is True or False."""
    if not isinstance(value, bool):
        yield f'{value!r} is neither True nor False'


def check_entries(value: object, config: Config) -> Iterator[Problem]:
    """Check ``configsetting_index_entries``."""
    fields = fields_of(config)
    if not isinstance(value, (list, tuple)):
        yield f'{value!r} is not a list of field names'
        return
    for name in value:
        if not isinstance(name, str) or name not in fields:
            yield f'{name!r} is not a field; {nearest(fields, str(name))}'


def check_exports(value: object, _config: Config) -> Iterator[Problem]:
    """Check ``configsetting_exports``."""
    if not isinstance(value, (list, tuple)) or not set(map(str, value)) <= {*EXPORTS}:
        yield f'{value!r} is not a list of {" and ".join(map(repr, EXPORTS))}'


SEARCH_INDEX: Final = 'config-settings-index.json'
CATALOG_FILE: Final = 'settings.json'
EXPORTS: Final = (SEARCH_INDEX, CATALOG_FILE)

VALUES: Final[tuple[Value, ...]] = (
    Value(
        name='configsetting_fields',
        default={},
        rebuild='env',
        check=check_fields,
        type='dict',
        help='Fields to add, change, move or (with None) remove, each a dict by its name.',
    ),
    Value(
        name='configsetting_placement',
        default='section',
        rebuild='env',
        check=check_placement,
        type='"section" or "object"',
        help='Whether a setting that stands right before a heading belongs to that section.',
    ),
    Value(
        name='configsetting_template',
        default='setting',
        rebuild='env',
        check=check_template,
        type='str',
        help='The template that draws settings whose directive names none.',
    ),
    Value(
        name='configsetting_index_entries',
        default=[DISPLAYNAME, 'environment'],
        rebuild='env',
        check=check_entries,
        type='list of field names',
        help='The fields whose values are entries of the general index.',
    ),
    Value(
        name='configsetting_labels',
        default=False,
        rebuild='env',
        check=check_bool,
        type='bool',
        help='Whether ids are also labels for the ref role, here and through intersphinx.',
    ),
    Value(
        name='configsetting_explorer',
        default=False,
        rebuild='env',
        check=check_bool,
        type='bool',
        help='Whether there is a page of all settings that readers can filter, for browsers.',
    ),
    Value(
        name='configsetting_exports',
        default=list(EXPORTS),
        rebuild='',
        check=check_exports,
        type='list of file names',
        help='The JSON files that HTML builders write to their output folder.',
    ),
)


def valid(config: Config, name: str) -> Any:
    """Return a value of conf.py, or its default where the value is wrong."""
    value = next(value for value in VALUES if value.name == name)
    given = getattr(config, name)
    if name == 'configsetting_fields' or not any(value.check(given, config)):
        return given
    return value.default


def fields_of(config: Config) -> Fields:
    """Return the fields that conf.py declares."""
    fields, _problems = read_fields(config.configsetting_fields)
    return fields


def report_problems(config: Config, confdir: Path) -> None:
    """Warn of each wrong value of conf.py."""
    for value in VALUES:
        for problem in value.check(getattr(config, value.name), config):
            warn(
                Subtype.CONFIG,
                f'{value.name}: {problem}; it is ignored',
                location=place_of(confdir / 'conf.py', value.name),
            )


def convert_overrides(config: Config) -> None:
    """Read the values of the command line, which are texts, as Sphinx reads its own.

    Sphinx does so only for values whose types it checks, with a warning without place.
    """
    for value in VALUES:
        text = config.overrides.get(value.name)
        if isinstance(text, str) and isinstance(value.default, bool):
            setattr(config, value.name, {'0': False, '1': True}.get(text, text))
        elif isinstance(text, str) and isinstance(value.default, list):
            setattr(config, value.name, [part for part in text.split(',') if part])


def place_of(conf_py: Path, name: str) -> str:
    """Return where conf.py sets a value as 'file:line'; line 1 where it cannot be told."""
    text = conf_py.read_text(encoding='utf-8', errors='replace') if conf_py.is_file() else ''
    found = (n for n, line in enumerate(text.splitlines(), 1) if re.match(rf'\s*{name}\b', line))
    return f'{conf_py}:{next(found, 1)}'
