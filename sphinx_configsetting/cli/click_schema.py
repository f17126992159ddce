"""The JSON Schema of a command of click, with names of environment variables."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from .pydantic_schema import DIALECT

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: Final[Mapping[str, str]] = {
    'Int': 'integer',
    'IntRange': 'integer',
    'Float': 'number',
    'FloatRange': 'number',
    'Bool': 'boolean',
}
FORMATS: Final[Mapping[str, str]] = {'UUID': 'uuid', 'Path': 'path', 'File': 'path'}
SCALARS: Final = (str, int, float, bool)
LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    'min': ('minimum', 'exclusiveMinimum'),
    'max': ('maximum', 'exclusiveMaximum'),
}


def is_command(target: Any) -> bool:
    """Return whether an object is a command of click or a program of Typer."""
    return hasattr(target, 'to_info_dict') or is_typer(target)


def is_typer(target: Any) -> bool:
    """Return whether an object is a program of Typer, without importing Typer."""
    kind = type(target)
    return kind.__module__.partition('.')[0] == 'typer' and kind.__name__ == 'Typer'


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
        if getattr(param, 'hidden', False) or not param.name:
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
    info = param.type.to_info_dict()
    kind = str(info['param_type']).removesuffix('ParamType')
    schema: dict[str, Any] = {'type': TYPES.get(kind, 'string')}
    if 'choices' in info:
        schema['enum'] = [str(getattr(one, 'name', one)) for one in info['choices']]
    if kind in FORMATS:
        schema['format'] = FORMATS[kind]
    for word, (closed, is_open) in LIMITS.items():
        if info.get(word) is not None:
            schema[is_open if info.get(f'{word}_open') else closed] = info[word]
    return schema


def default_in_json(value: Any, param: Any) -> Any:
    """Return a default as JSON data; None if it has no notation, as click's own marks of none."""
    if isinstance(value, (list, tuple)):
        found = [default_in_json(one, param) for one in value]
        return None if None in found else found
    if isinstance(value, Enum):
        is_choice = value in getattr(param.type, 'choices', ())
        return value.name if is_choice else None
    return value if isinstance(value, SCALARS) else None


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
