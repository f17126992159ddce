"""Detect the syntax and the format of a file."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from .json_text import parse_json
from .keys import names_in, pointer_segments, value_at
from .keywords import TYPES
from .line_formats import parse_env, parse_ini, parse_properties
from .product_settings import SourceError
from .refusals import READABLE, check_format
from .toml_text import parse_toml
from .yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .documents import Document, SyntaxParser

PARSERS: Final[Mapping[str, SyntaxParser]] = {
    'json': parse_json,
    'yaml': parse_yaml,
    'toml': parse_toml,
    'ini': parse_ini,
    'env': parse_env,
    'properties': parse_properties,
}
SUFFIXES: Final = {
    suffix: syntax
    for syntax, suffixes in {
        'json': 'json jsonc json5 jsonnet webmanifest code-workspace code-settings avsc geojson',
        'yaml': 'yaml yml eyaml',
        'toml': 'toml',
        'ini': 'ini cfg conf cnf inf desktop service editorconfig gitconfig',
        'env': 'env',
        'properties': 'properties props',
    }.items()
    for suffix in suffixes.split()
}
TOML_VALUE: Final = re.compile(
    r'^[ \t]*(?:\[\[[^\[\]\n]+\]\]|[\w.-]+[ \t]*=[ \t]*(?:\[|\{|"""|\'\'\'))', re.MULTILINE
)
"""The signs of TOML, which INI has not."""
YAML_NESTED: Final = re.compile(
    r'^[\w.-]+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*[ ]+(?:-[ ]|[\w.-]+:(?:[ \t]|$))', re.MULTILINE
)
INI_SIGN: Final = re.compile(r'^[ \t]*(?:\[[^\[\]\n]+\][ \t]*$|[\w.-]+[ \t]*=)', re.MULTILINE)
"""A section, or a key with an equals sign."""
IGNORED_SUFFIXES: Final = frozenset(
    {'example', 'sample', 'template', 'tmpl', 'dist', 'default', 'defaults', 'in', 'bak', 'orig'}
)
SCHEMA_KEYWORDS: Final = frozenset(
    {'$schema', '$id', '$defs', 'definitions', 'allOf', 'anyOf', 'oneOf', 'patternProperties'}
)
DEFINING: Final = ('definitions', '$defs')
USING: Final = frozenset(
    {
        'properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems',
        '$ref', '$dynamicRef', '$recursiveRef', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else',
        'dependentSchemas', 'dependencies', 'contributes', 'swagger',
    }
)  # fmt: skip
"""The keywords of a file that has more than definitions."""
CRD: Final = 'CustomResourceDefinition'
SHARED_SCHEMA: Final = '/spec/validation/openAPIV3Schema'
"""The pointer to the schema of all versions of a custom resource (v1beta1)."""
CONFIGURATION: Final = '/contributes/configuration'


def syntax_of(name: str, text: str) -> str:
    """Return the syntax of a file by its name, or else by its text.

    >>> syntax_of('app.conf.example', ''), syntax_of('.env.local', ''), syntax_of('x', '{"a": 1}')
    ('ini', 'env', 'json')
    """
    syntax = syntax_of_name(name) or syntax_of_text(text)
    others = {'json': is_json_object, 'toml': is_toml, 'yaml': is_yaml} if syntax == 'ini' else {}
    return next((name for name, fits in others.items() if fits(text)), syntax)


def is_json_object(text: str) -> bool:
    """Return whether a text that may be INI is an object of JSON."""
    if not text.lstrip().startswith(('{', '//', '/*')):
        return False
    try:
        return isinstance(parse_json(text, '').roots[0], dict)
    except SourceError:
        return False


def is_toml(text: str) -> bool:
    """Return whether a text that may be INI is TOML."""
    if not TOML_VALUE.search(text):
        return False
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def is_yaml(text: str) -> bool:
    """Return whether a text that may be INI has nested keys of YAML, and neither sign of INI."""
    if INI_SIGN.search(text) or not YAML_NESTED.search(text):  # INI has a sign near its start
        return False
    try:
        return any(isinstance(root, dict) for root in parse_yaml(text, '').roots)
    except SourceError:
        return False


def syntax_of_name(name: str) -> str:
    """Return the syntax of a file by its name, or ''."""
    lower = name.lower()
    if re.match(r'(?:.*[.-])?\.?env(?:[.-].*|rc)?$', lower) and not has_suffix(lower):
        return 'env'
    for suffix in reversed(lower.split('.')[1:]):
        if suffix in SUFFIXES:
            return SUFFIXES[suffix]
        if suffix not in IGNORED_SUFFIXES:
            break
    return ''


def has_suffix(name: str) -> bool:
    """Return whether the last suffix of a name is that of another syntax."""
    return SUFFIXES.get(name.rpartition('.')[2], 'env') != 'env'


def syntax_of_text(text: str) -> str:
    """Return the syntax that a text most likely has."""
    lines = [line.strip() for line in text.split('\n')]
    has_semicolons = any(line.startswith(';') for line in lines)
    lines = [line for line in lines if line and line[0] not in '#;!'] or ['']
    if lines[0].startswith(('{', '//', '/*')):
        return 'json'
    if any(re.fullmatch(r'\[[^\]]*\](?:\s*[#;].*)?', line) for line in lines):
        return 'ini'
    keys = sum(bool(re.match(r'(?:export )?[A-Za-z_]\w*=', line)) for line in lines)
    pairs = sum(bool(re.match(r'[\w.-]+\s*=', line)) for line in lines)
    yaml = sum(bool(re.match(r"""(?:- )*["']?[\w./ -]+["']?:(?:\s|$)""", line)) for line in lines)
    if pairs > yaml:
        return 'ini' if has_semicolons else 'env' if keys == pairs else 'properties'
    spaced = sum(bool(re.match(r'[A-Za-z][\w.-]*[ \t]+[^\s:=]', line)) for line in lines)
    return 'ini' if spaced > yaml else 'yaml'


def default_pointer(root: Any) -> str:
    """Return where the settings of a well-known kind of file are, or ''."""
    if not isinstance(root, dict):
        return ''
    if not value_at(root, pointer_segments(CONFIGURATION))[1]:
        return CONFIGURATION
    if has_properties(root.get('schema')) and not is_schema(root):
        return '/schema'
    if is_crd(root):
        return crd_pointer(root)
    pointers = definition_pointers(root)
    return pointers[0] if len(pointers) == 1 else ''


def crd_pointer(root: Mapping[str, Any]) -> str:
    """Return where the schema of a custom resource is, or ''."""
    if not value_at(root, pointer_segments(SHARED_SCHEMA))[1]:
        return SHARED_SCHEMA
    versions = root['spec'].get('versions')
    for number, version in enumerate(versions if isinstance(versions, list) else ()):
        pointer = f'/spec/versions/{number}/schema/openAPIV3Schema'
        if not value_at(root, pointer_segments(pointer))[1] and version.get('storage', True):
            return pointer
    return ''


def example_pointer(roots: Sequence[Any]) -> str:
    """Return a pointer to the first schema of a description of an API (OpenAPI), or ''."""
    for root in roots:
        is_api = isinstance(root, dict) and not root.keys().isdisjoint(('openapi', 'swagger'))
        for pointer in ('/components/schemas', '/definitions') if is_api else ():
            schemas, missing = value_at(root, pointer_segments(pointer))
            if not missing and isinstance(schemas, dict) and schemas:
                return f'{pointer}/{next(iter(schemas))}'
    return ''


def definition_pointers(root: Any) -> list[str]:
    """Return pointers to the schemas of a file that only defines some."""
    if not isinstance(root, dict) or not USING.isdisjoint(root) or not is_schema(root):
        return []
    escaped = str.maketrans({'~': '~0', '/': '~1'})
    names = [(word, name) for word in DEFINING for name in names_in(root.get(word))]
    return [f'/{word}/{name.translate(escaped)}' for word, name in names]


def is_crd(root: Any) -> bool:
    """Return whether a document defines a custom resource of Kubernetes."""
    return root.get('kind') == CRD and isinstance(root.get('spec'), dict)


def is_schema(value: Any) -> bool:
    """Return whether a value is a JSON Schema, or several of them with titles."""
    if isinstance(value, list):
        return bool(value) and all(is_schema(item) for item in value)
    if not isinstance(value, dict):
        return False
    if '$schema' in value and 'schema' in str(value['$schema']) and is_schema_body(value):
        return True
    properties = value.get('properties')
    is_object = value.get('type') == 'object'
    if isinstance(properties, dict) and (properties or is_object):
        wrong = sum(not isinstance(item, (dict, bool)) for item in properties.values())
        return not wrong or (is_object and wrong * 2 < len(properties))
    return '$ref' in value or is_union(value) or has_schemas(value)


def has_properties(value: Any) -> bool:
    """Return whether a value is a schema with properties."""
    return isinstance(value, dict) and 'properties' in value and is_schema(value)


def has_schemas(value: Mapping[str, Any]) -> bool:
    """Return whether a value without properties has schemas within."""
    if isinstance(value.get('if'), dict):
        return isinstance(value.get('then', value.get('else')), dict)
    inner = [one for word in DEFINING for one in mapping_values(value.get(word))]
    if value.get('type') in ('object', 'array'):
        inner += [value[word] for word in ('additionalProperties', 'items') if word in value]
        inner += mapping_values(value.get('patternProperties'))
    return bool(inner) and all(map(is_inner_schema, inner))


def is_inner_schema(value: Any) -> bool:
    """Return whether a value may be a schema within another one."""
    if not isinstance(value, dict):
        return isinstance(value, bool)
    named = value.get('type')
    types = named if isinstance(named, list) and named else [named]
    return types[0] in TYPES or 'enum' in value or 'const' in value or is_schema(value)


def mapping_values(value: Any) -> list[Any]:
    """Return the values of a mapping; none of another value."""
    return [*value.values()] if isinstance(value, dict) else []


def is_schema_body(value: Mapping[str, Any]) -> bool:
    """Return whether a value with ``$schema`` is a schema, and not data that has one."""
    words = {*SCHEMA_KEYWORDS, 'properties', 'type', '$ref', 'additionalProperties'}
    official = 'json-schema.org' in str(value['$schema'])
    return official or not words.isdisjoint(value.keys() - {'$schema', '$id'})


def is_union(value: Mapping[str, Any]) -> bool:
    """Return whether a value combines schemas."""
    return any(
        isinstance(value.get(word), list) and all(isinstance(one, dict) for one in value[word])
        for word in ('allOf', 'anyOf', 'oneOf')
    )


def format_of(roots: Sequence[Any], are_records: Callable[[Any], bool]) -> str:
    """Return the format that parsed values have."""
    if any(is_schema(root) for root in roots):
        return 'json-schema'
    return 'records' if any(are_records(root) for root in roots) else 'values'


def parse_file_text(name: str, text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the values of a file, in the syntax that it has.

    :raises SourceError: it is broken, or in another format.
    """
    syntax, guessed = syntax_of(name, text), not syntax_of_name(name)
    check_format(name, text, syntax, file, guessed=guessed)
    try:
        document = PARSERS[syntax](text, file, keep_comments=keep_comments)
    except SourceError as error:
        if not guessed or syntax != 'yaml':
            raise
        message = f'its format is not known, and {error.message}; or {READABLE}'
        raise SourceError(message, error.file, error.line, error.column) from error
    if guessed and not any(isinstance(root, (dict, list)) for root in document.roots):
        raise SourceError(f'this is not a settings file: it is prose; {READABLE}', file, 1)
    return document
