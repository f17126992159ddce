"""Settings as a JSON Schema of the files that users write, for editors and for checks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ..importers import ABSENT
from ..importers.keys import ITEM
from ..importers.keywords import documentation_link
from ..importers.limits import is_number
from ..importers.product_settings import finite, one_or_all
from ..importers.typenames import is_quantity
from .names import expression_of, has_placeholder, is_wild

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..importers import ProductGroup, ProductSetting

DIALECT: Final = 'https://json-schema.org/draft/2020-12/schema'
Schema = dict[str, Any]


def values_schema(
    settings: Iterable[ProductSetting],
    groups: Iterable[ProductGroup] = (),
    *,
    title: str = '',
    is_strict: bool = True,
) -> Schema:
    """Return the JSON Schema (draft 2020-12) of files with settings.

    :param is_strict: whether a group with a required setting is required, too, and settings
        with a default and deprecated ones are not.
    """
    builder = SchemaBuilder(groups, is_strict=is_strict)
    for setting in settings:
        if setting.path and setting.path not in builder.placed:
            builder.describe_groups_around(setting.path)
            builder.place(setting)
            builder.require(setting)
    for path in [*builder.groups]:
        builder.describe_group(path)
    head = {'$schema': DIALECT} | ({'title': title} if title else {})
    return head | builder.root


def schema_text(schema: Schema) -> str:
    """Return the text of a file with a schema."""
    return f'{json.dumps(finite(schema), ensure_ascii=False, indent=2)}\n'


def describe_group(schema: Schema, group: ProductGroup) -> None:
    """Put the texts of a group in its schema."""
    schema.setdefault('type', 'object')
    if group.title:
        schema['title'] = group.title
    if group.description:
        name = 'markdownDescription' if group.markup == 'markdown' else 'description'
        schema[name] = group.description
    if group.deprecated:
        schema |= deprecation_keywords(group.deprecated)


class SchemaBuilder:
    """Puts the schemas of settings at their paths."""

    def __init__(self, groups: Iterable[ProductGroup], *, is_strict: bool) -> None:
        """Begin with a schema of an object without properties."""
        self.root: Schema = {'type': 'object'}
        self.groups = {group.path: group for group in groups if group.path}
        self.is_strict = is_strict
        self.placed: set[tuple[str, ...]] = set()

    def reach(self, path: tuple[str, ...]) -> Schema:
        """Return the schema at a path, which is made if it is missing."""
        schema = self.root
        for depth, segment in enumerate(path):
            # Items can be anything else, too: a product states only the keys of objects.
            is_open = path[:depth] not in self.placed and ITEM not in path[depth - 1 : depth]
            schema = inner_schema(schema, segment, is_open=is_open)
        return schema

    def describe_groups_around(self, path: tuple[str, ...]) -> None:
        """Put the texts of the groups around a setting in their schemas, where it is the first."""
        for length in range(1, len(path)):
            if path[:length] in self.groups:
                self.describe_group(path[:length])

    def describe_group(self, path: tuple[str, ...]) -> None:
        """Put the texts of a group in its schema."""
        describe_group(self.reach(path), self.groups.pop(path))

    def place(self, setting: ProductSetting) -> None:
        """Put a setting in its place; what is known of its parts stays."""
        schema = self.reach(setting.path)
        parts = {key: schema[key] for key in PARTS if key in schema}
        schema.clear()
        schema |= setting_schema(setting) | parts
        if not schema and is_wild(setting.path[-1]):
            schema['x-placeholder'] = setting.path[-1]  # an empty schema is no setting
        self.placed.add(setting.path)

    def require(self, setting: ProductSetting) -> None:
        """Require a setting, and the groups that it is in; not within lists and maps."""
        is_spared = setting.default is not ABSENT or setting.deprecated
        if not setting.required:
            return
        if self.is_strict and is_spared:
            self.reach(setting.path)['x-required'] = True
            return
        path = setting.path
        is_fixed = ITEM not in path and not any(map(has_placeholder, path))
        for depth in range(0 if self.is_strict and is_fixed else len(path) - 1, len(path)):
            if path[depth] != ITEM and not has_placeholder(path[depth]):
                names = self.reach(path[:depth]).setdefault('required', [])
                names += [path[depth]] if path[depth] not in names else []


PARTS: Final = (
    'properties', 'patternProperties', 'additionalProperties', 'items', 'required',
    'x-placeholder',
)  # fmt: skip


def inner_schema(schema: Schema, segment: str, *, is_open: bool) -> Schema:
    """Return the schema of a segment.

    :param is_open: whether the type of what it is in follows from the segment.
    """
    if is_open:
        schema.setdefault('type', 'array' if segment == ITEM else 'object')
    if segment == ITEM:
        found: Schema = schema.setdefault('items', {})
    elif pattern := pattern_of(segment):
        found = schema.setdefault('patternProperties', {}).setdefault(pattern, {})
        found['x-placeholder'] = segment
    elif is_wild(segment):
        found = schema.setdefault('additionalProperties', {})
    else:
        found = schema.setdefault('properties', {}).setdefault(segment, {})
    return found


def pattern_of(segment: str) -> str:
    """Return the pattern of names that a placeholder represents; '' for any name, and for a name.

    >>> pattern_of('<^x->'), pattern_of('queue-{id}'), pattern_of('<name>')
    ('^x-', '^queue-.+$', '')
    """
    is_pattern = segment.startswith('<^') and segment.endswith('>')
    if is_pattern and is_usable('pattern', segment[1:-1]):
        return segment[1:-1]
    is_fixed = is_wild(segment) or not has_placeholder(segment)
    return '' if is_fixed else f'^{expression_of(segment)}$'


def setting_schema(setting: ProductSetting) -> Schema:
    """Return the schema of a setting's value, with its texts."""
    schema: Schema = {}
    if setting.title:
        schema['title'] = setting.title
    schema |= description(setting)
    schema |= value_schema(setting)
    if setting.typename:
        schema['x-typename'] = setting.typename
    if setting.default is not ABSENT:
        schema['default'] = setting.default
    if setting.examples:
        schema['examples'] = list(setting.examples)
    if setting.deprecated:
        schema |= deprecation_keywords(setting.deprecated)
    if setting.read_only:
        schema['readOnly'] = True
    if setting.write_only or setting.extra.get('secret'):
        schema['writeOnly'] = True
    if setting.environment:
        schema['x-environment'] = list(setting.environment)
    if setting.extra.get('formerly'):
        schema['x-formerly'] = setting.extra['formerly']
    if '://' in str(setting.extra.get('link', '')):
        schema['x-link'] = setting.extra['link']
    return schema


def description(setting: ProductSetting) -> Schema:
    """Return the description, as Markdown where it is Markdown or links to the documents."""
    text, link = setting.description, str(setting.extra.get('link', ''))
    found: Schema = {}
    if text and setting.markup != 'markdown':
        found['description'] = text
    if '://' in link:
        parts = filter(None, [text, documentation_link(link)])
        found['markdownDescription'] = '\n\n'.join(parts)
    elif text and setting.markup == 'markdown':
        found['markdownDescription'] = text
    return found


def deprecation_keywords(stated: bool | str) -> Schema:
    """Return the keywords of a deprecation."""
    return {'deprecated': True} | (
        {'deprecationMessage': stated} if isinstance(stated, str) else {}
    )


def value_schema(setting: ProductSetting) -> Schema:
    """Return the keywords that values must satisfy."""
    if setting.alternatives:
        return union(setting)
    types = value_types(setting)
    values = [choice.value for choice in setting.choices]
    schema: Schema = usable(setting.limits)
    if types:
        schema['type'] = types[0] if len(types) == 1 else list(types)
    if not values:
        return schema
    if 'array' in types and not any(isinstance(value, list) for value in values):
        return schema | {'items': choices(setting)}
    if 'null' in types and None not in values:
        rest = [name for name in types if name != 'null']
        kinds = {'type': rest[0] if len(rest) == 1 else rest} if rest else {}
        return {'anyOf': [schema | kinds | choices(setting), {'type': 'null'}]}
    return schema | choices(setting)


def union(setting: ProductSetting) -> Schema:
    """Return the alternatives of a setting, with its types unless any type is allowed."""
    alternatives = [with_properties(one) for one in setting.alternatives]
    if 'null' in setting.types:
        alternatives.append({'type': 'null'})
    stated = [name for one in alternatives for name in listed(one.get('type'))]
    is_limited = all('type' in one for one in alternatives) or not set(stated) >= {*setting.types}
    kinds = {'type': one_or_all(setting.types)} if setting.types and is_limited else {}
    return kinds | {'anyOf': alternatives}


def with_properties(alternative: Mapping[str, Any]) -> Schema:
    """Return an alternative in which any value of its properties is right."""
    names = alternative.get('properties', ())
    return {**alternative, 'properties': dict.fromkeys(names, True)} if names else {**alternative}


def listed(value: Any) -> list[Any]:
    """Return a value, or the values of a list."""
    return value if isinstance(value, list) else [value]


def value_types(setting: ProductSetting) -> tuple[str, ...]:
    """Return the types of a setting's values: amounts are also plain numbers."""
    types = setting.types
    is_amount = 'string' in types and 'number' not in types and is_quantity(setting.typename)
    return (*types, 'number') if is_amount else types


def usable(limits: Mapping[str, Any]) -> Schema:
    """Return the limits that validators can check; a file may state anything."""
    return {word: value for word, value in limits.items() if is_usable(word, value)}


def is_usable(word: str, value: Any) -> bool:
    """Return whether a limit has the type that its keyword needs."""
    if word == 'pattern':
        try:
            return isinstance(value, str) and bool(re.compile(value))
        except re.error:
            return False
    if word in KINDS:
        return isinstance(value, KINDS[word])
    is_positive = is_number(value) and (value > 0 or (value == 0 and word != 'multipleOf'))
    return is_positive or (word in NUMERIC and is_number(value))


KINDS: Final = {'format': str, 'uniqueItems': bool, 'items': dict}
NUMERIC: Final = ('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum')


def choices(setting: ProductSetting) -> Schema:
    """Return the choices with their descriptions."""
    schema: Schema = {'enum': [choice.value for choice in setting.choices]}
    if any(choice.description for choice in setting.choices):
        schema['enumDescriptions'] = [choice.description for choice in setting.choices]
    return schema
