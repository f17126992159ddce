"""The JSON Schema of a command of click, with names of environment variables."""

from __future__ import annotations

import re
import sys
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin
from uuid import UUID

from .pydantic_schema import DIALECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPES: Final[Mapping[str, str]] = {
    'Int': 'integer',
    'IntRange': 'integer',
    'Float': 'number',
    'FloatRange': 'number',
    'Bool': 'boolean',
}
FORMATS: Final[Mapping[str, str]] = {
    'UUID': 'uuid',
    'Path': 'path',
    'File': 'path',
    'TyperPath': 'path',
}
KIND: Final = re.compile('Param(eter)?Type$')
"""The end of the names of click's types."""
SCALARS: Final = (str, int, float, bool)
ANNOTATIONS: Final[Mapping[object, dict[str, str]]] = {
    int: {'type': 'integer'},
    float: {'type': 'number'},
    bool: {'type': 'boolean'},
    UUID: {'type': 'string', 'format': 'uuid'},
}
"""The schemas of annotations, by which Typer has types from 0.28 on."""
COMPLETION: Final = ('install_completion', 'show_completion')
"""The options that Typer adds to each program; they are actions."""
LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    'min': ('minimum', 'exclusiveMinimum'),
    'max': ('maximum', 'exclusiveMaximum'),
}


def is_command(target: Any) -> bool:
    """Return whether an object is a command of click or a program of Typer."""
    return hasattr(target, 'to_info_dict') or is_from_typer(target)


def is_from_typer(target: Any) -> bool:
    """Return whether an object is a program or command of Typer, without importing Typer."""
    return is_typer(target) or (has_typer_class(target) and hasattr(target, 'params'))


def is_typer(target: Any) -> bool:
    """Return whether an object is a program of Typer."""
    return has_typer_class(target) and type(target).__name__ == 'Typer'


def has_typer_class(target: Any) -> bool:
    """Return whether Typer defines the class of an object."""
    return type(target).__module__.partition('.')[0] == 'typer'


def schema_of_command(target: Any, prefix: str = '') -> dict[str, Any]:
    """Return the JSON Schema of the options of a command; sub-commands are objects.

    :param prefix: what the names of variables begin with, if the command itself does not say.
    """
    command = sys.modules['typer.main'].get_command(target) if is_typer(target) else target
    settings = getattr(command, 'context_settings', {}) or {}
    prefix = settings.get('auto_envvar_prefix') or prefix
    head = {'$schema': DIALECT, 'title': command.name or ''}
    return head | command_schema(command, prefix.upper().replace('-', '_'))


def command_schema(command: Any, prefix: str) -> dict[str, Any]:
    """Return the schema of a command.

    :param prefix: what the names of variables begin with; '' if options name their own.
    """
    properties, required = {}, []
    for param in command.params:
        if getattr(param, 'hidden', False) or not param.name or is_completion(param):
            continue
        properties[param.name] = param_schema(param, prefix)
        if param.required:
            required.append(param.name)
    for name, inner in sorted(getattr(command, 'commands', {}).items()):
        own = f'{prefix}_{name}'.replace('-', '_').upper() if prefix else ''
        properties[name] = command_schema(inner, own)
    help_text = (command.help or '').partition('\f')[0].strip()
    schema: dict[str, Any] = {'type': 'object', 'properties': properties}
    schema |= {'description': help_text} if help_text else {}
    schema |= option_deprecation(command)
    return schema | ({'required': required} if required else {})


def is_completion(param: Any) -> bool:
    """Return whether an option is one of those that Typer adds to programs."""
    return param.name in COMPLETION and not param.expose_value


def param_schema(param: Any, prefix: str) -> dict[str, Any]:
    """Return the schema of an option or argument."""
    schema = schema_of_value(param)
    many = getattr(param, 'multiple', False) or param.nargs != 1
    if many:
        schema = {'type': 'array', 'items': schema}
    help_text = (getattr(param, 'help', None) or '').strip()
    schema |= {'description': help_text} if help_text else {}
    secret = getattr(param, 'hide_input', False)
    default = None if secret or callable(param.default) else default_in_json(param.default, param)
    schema |= {} if default is None else {'default': default}
    schema |= {'writeOnly': True} if secret else {}
    schema |= option_deprecation(param)
    if param.param_type_name == 'option':
        schema['x-option'] = [*param.opts, *param.secondary_opts]
    names = variables(param, prefix)
    return schema | ({'x-environment': names} if names else {})


def schema_of_value(param: Any) -> dict[str, Any]:
    """Return the schema of one value."""
    if getattr(param, 'count', False):
        return {'type': 'integer'}
    if not hasattr(param, 'type'):
        return schema_of_annotation(param)
    names = [KIND.sub('', base.__name__) for base in type(param.type).__mro__]
    schema: dict[str, Any] = {'type': first_known(names, TYPES) or 'string'}
    if hasattr(param.type, 'choices'):
        schema['enum'] = [str(getattr(one, 'name', one)) for one in param.type.choices]
    if found := first_known(names, FORMATS):
        schema['format'] = found
    for word, (closed, is_open) in LIMITS.items():
        limit = getattr(param.type, word, None)
        if limit is not None:
            schema[is_open if getattr(param.type, f'{word}_open', False) else closed] = limit
    return schema


def first_known(names: Iterable[str], meanings: Mapping[str, str]) -> str:
    """Return the meaning of the first name that has one, or ''."""
    return next((meanings[name] for name in names if name in meanings), '')


def schema_of_annotation(param: Any) -> dict[str, Any]:
    """Return the schema of one value of Typer, whose types are annotations."""
    # Typer documents no attribute for the type of a parameter; tests read each type with this one
    annotation = param.type_descriptor.annotation
    if get_origin(annotation) is tuple:
        return {}
    one = get_args(annotation)[0] if get_origin(annotation) is list else annotation
    words = choices_of(one)
    path = {'format': 'path'} if isinstance(one, type) and issubclass(one, PurePath) else {}
    schema = ANNOTATIONS.get(one, {'type': 'string', **path})
    limits = {LIMITS[word][0]: getattr(param, word, None) for word in LIMITS}
    stated = {name: limit for name, limit in limits.items() if limit is not None}
    return {**schema, **({'enum': words} if words else {}), **stated}


def choices_of(annotation: Any) -> list[str]:
    """Return the words that an annotation allows."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(one.value) for one in annotation]
    return list(map(str, get_args(annotation))) if get_origin(annotation) is Literal else []


def default_in_json(value: Any, param: Any) -> Any:
    """Return a default as JSON data; None if it has no notation, as click's own marks of none."""
    if isinstance(value, (list, tuple)):
        found = [default_in_json(one, param) for one in value]
        return None if None in found else found
    if isinstance(value, Enum):
        return choice_in_json(value, param)
    if isinstance(value, PurePath):
        return str(value)
    return value if isinstance(value, SCALARS) else None


def choice_in_json(value: Enum, param: Any) -> Any:
    """Return the word of a choice: click's choices have names, and those of Typer values."""
    if not hasattr(param, 'type'):
        return value.value
    choices = list(getattr(param.type, 'choices', ()))
    if any(value is one for one in choices):
        return value.name
    return value.value if value.value in choices else None


def option_deprecation(stated: Any) -> dict[str, Any]:
    """Return whether an option is deprecated, and the text that says why."""
    deprecated = getattr(stated, 'deprecated', False)
    if not deprecated:
        return {}
    text = {'deprecationMessage': deprecated} if isinstance(deprecated, str) else {}
    return {'deprecated': True, **text}


def variables(param: Any, prefix: str) -> list[str]:
    """Return the names of environment variables of an option."""
    stated = param.envvar
    names = [stated] if isinstance(stated, str) else list(stated or ())
    automatic = getattr(param, 'allow_from_autoenv', False) and prefix and not names
    return [f'{prefix}_{param.name}'.upper()] if automatic else names
