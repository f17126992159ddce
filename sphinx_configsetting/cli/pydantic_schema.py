"""The JSON Schema of a class of pydantic, with names of environment variables."""

from __future__ import annotations

import json
import types
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DIALECT: Final = 'https://json-schema.org/draft/2020-12/schema'
MASK: Final = '**********'
"""The text that pydantic prints in place of a secret."""
EMPTY: Final[Mapping[Any, Any]] = {list: [], tuple: [], set: [], frozenset: [], dict: {}}
"""The results of well-known factories; no other is called."""
UNSET: Final = object()


def is_model(target: Any) -> bool:
    """Return whether a class is a model of pydantic, without importing pydantic."""
    return any(
        base.__module__.partition('.')[0] == 'pydantic' and base.__name__ == 'BaseModel'
        for base in getattr(target, '__mro__', ())
    )


def schema_of_model(model: Any) -> dict[str, Any]:
    """Return the JSON Schema of a model; nested models are written out where they are used."""
    exporter = ModelExporter(model)
    body = exporter.schema(model, UNSET, exporter.names_at_root, ())
    head = {'$schema': DIALECT, 'title': model.__name__}
    schema: dict[str, Any] = scrubbed({**head, **body, **exporter.definitions(body)})
    return schema


class ModelExporter:
    """Writes a model and those within it."""

    def __init__(self, model: Any) -> None:
        """Prepare for the settings' own rules of names."""
        config = model.model_config
        self.prefix: str = config.get('env_prefix', '')
        self.delimiter: str | None = config.get('env_nested_delimiter')
        self.is_settings = 'env_prefix' in config
        self.case_sensitive = bool(config.get('case_sensitive'))
        self.by_name = any(config.get(word) for word in ('populate_by_name', 'validate_by_name'))
        self.defs: dict[str, Any] = {}

    def names_at_root(self, name: str, field: Any) -> list[str]:
        """Return the variables of a field of the settings; an alias takes no prefix."""
        if not self.is_settings:
            return []
        aliases = aliases_of(field)
        if not aliases or self.by_name:
            aliases = [*aliases, f'{self.prefix}{name}']
        return self.cased(aliases)

    def names_within(self, outer: Sequence[str]) -> Any:
        """Return a function that names the variables of the fields of a nested model."""

        def names(name: str, field: Any) -> list[str]:
            if not self.delimiter:
                return []
            inner = aliases_of(field) or [name]
            return self.cased(f'{one}{self.delimiter}{own}' for one in outer for own in inner)

        return names

    def cased(self, names: Iterable[str]) -> list[str]:
        """Return names in upper case, unless the settings distinguish case."""
        found = [name if self.case_sensitive else name.upper() for name in names]
        return list(dict.fromkeys(found))

    def schema(self, model: Any, default: Any, names: Any, inside: tuple[Any, ...]) -> Any:
        """Return the schema of a model.

        :param default: the instance that is its default.
        :param names: names the variables of a field.
        :param inside: the models that it is nested in.
        """
        whole = model.model_json_schema(by_alias=False, schema_generator=generator())
        self.defs |= whole.get('$defs', {})
        stated = resolved(whole).get('properties', {})
        properties, required = {}, []
        for name, field in model.model_fields.items():
            # Not by getattr, which warns of fields that are deprecated.
            own = UNSET if default is UNSET else vars(default).get(name, UNSET)
            properties[name] = self.field(
                field, stated.get(name, {}), own, names(name, field), (*inside, model)
            )
            if field.is_required() and own is UNSET:
                required.append(name)
        body = {'type': 'object', 'properties': properties}
        description = (model.__doc__ or '').strip() if has_own_text(model) else ''
        body |= {'description': description} if description else {}
        return body | ({'required': required} if required else {})

    def field(
        self,
        field: Any,
        stated: dict[str, Any],
        given: Any,
        names: list[str],
        inside: tuple[Any, ...],
    ) -> dict[str, Any]:
        """Return the schema of a field."""
        facts = {key: value for key, value in stated.items() if key not in {'title', 'default'}}
        default = self.default(field, stated, given)
        nested = nested_model(field.annotation)
        if nested is not None and nested not in inside:
            instance = given if given is not UNSET else raw_default(field)
            facts = self.nested(field, nested, facts, instance, names, inside)
        elif default is not UNSET:
            facts['default'] = default
        if field.title:
            facts = {'title': field.title, **facts}
        facts |= deprecation(field)
        return facts | ({'x-environment': names} if names else {})

    def nested(
        self,
        field: Any,
        model: Any,
        facts: dict[str, Any],
        instance: Any,
        names: list[str],
        inside: tuple[Any, ...],
    ) -> dict[str, Any]:
        """Return the schema of a field whose values are models."""
        default = instance if is_model(type(instance)) else UNSET
        body: dict[str, Any] = self.schema(model, default, self.names_within(names), inside)
        texts: dict[str, Any] = {
            key: facts[key] for key in ('description', 'examples') if key in facts
        }
        if type(None) not in get_args(field.annotation):
            return body | texts
        union: dict[str, Any] = {'anyOf': [body, {'type': 'null'}], **texts}
        return union | ({'default': None} if instance is None else {})

    def default(self, field: Any, stated: dict[str, Any], given: Any) -> Any:
        """Return the default of a field as JSON; `UNSET` for none, or one that is not public."""
        raw = given if given is not UNSET else raw_default(field)
        if raw is UNSET:
            factory = field.default_factory
            return EMPTY.get(factory, UNSET)
        if has_secret(raw):
            return UNSET
        value = stated.get('default', UNSET) if given is UNSET else UNSET
        value = to_json(field, raw) if value is UNSET else value
        if isinstance(raw, (set, frozenset)) and isinstance(value, list):
            return sorted(value, key=repr)
        return value

    def definitions(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the definitions that a schema refers to, themselves included."""
        used: dict[str, Any] = {}
        todo = [body]
        while todo:
            text = json.dumps(todo.pop())
            for name, one in self.defs.items():
                if name not in used and f'"#/$defs/{name}"' in text:
                    used[name] = one
                    todo.append(one)
        return {'$defs': dict(sorted(used.items()))} if used else {}


def generator() -> Any:
    """Return pydantic's generator of schemas; types that have none are any value."""
    from pydantic.json_schema import GenerateJsonSchema  # noqa: PLC0415

    class LenientGenerator(GenerateJsonSchema):
        ignored_warning_kinds = {'skipped-choice', 'non-serializable-default'}  # noqa: RUF012

        def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> dict[str, Any]:
            """Return a schema for anything."""
            return {}

    return LenientGenerator


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of a model that refers to itself."""
    name = str(schema.get('$ref', '')).rpartition('/')[2]
    found: dict[str, Any] = schema.get('$defs', {}).get(name, schema)
    return found


def aliases_of(field: Any) -> list[str]:
    """Return the names that a field is read by in place of the field's name."""
    alias = field.validation_alias or field.alias
    if alias is None:
        return []
    choices = getattr(alias, 'choices', [alias])
    paths = [getattr(choice, 'path', [choice]) for choice in choices]
    return list(dict.fromkeys(str(path[0]) for path in paths if path))


def raw_default(field: Any) -> Any:
    """Return the default of a field; `UNSET` if it has none or one that a factory makes."""
    return UNSET if field.is_required() or field.default_factory else field.default


def nested_model(annotation: Any) -> Any:
    """Return the model that the values of a field are, None for other fields and unions."""
    if get_origin(annotation) in {Union, types.UnionType}:
        others = [one for one in get_args(annotation) if one is not type(None)]
        annotation = others[0] if len(others) == 1 else None
    return annotation if isinstance(annotation, type) and is_model(annotation) else None


def has_secret(value: Any) -> bool:
    """Return whether a value is a secret, or contains one."""
    if hasattr(value, 'get_secret_value'):
        return True
    if isinstance(value, dict):
        return any(map(has_secret, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(map(has_secret, value))
    return is_model(type(value)) and any(map(has_secret, vars(value).values()))


def to_json(field: Any, value: Any) -> Any:
    """Return a default as JSON data; `UNSET` if it has no notation."""
    from pydantic_core import PydanticSerializationError, to_jsonable_python  # noqa: PLC0415

    try:
        return to_jsonable_python(value)
    except PydanticSerializationError:
        return UNSET


def has_own_text(model: Any) -> bool:
    """Return whether the docstring of a model is its own."""
    return bool(model.__dict__.get('__doc__'))


def deprecation(field: Any) -> dict[str, Any]:
    """Return whether a field is deprecated, and the text that says why."""
    stated = field.deprecated
    if not stated:
        return {}
    text = stated if isinstance(stated, str) else getattr(stated, 'message', '')
    return {'deprecated': True} | ({'deprecationMessage': text} if text else {})


def scrubbed(value: Any) -> Any:
    """Return a schema without defaults that are masked secrets."""
    if isinstance(value, dict):
        return {
            key: scrubbed(one)
            for key, one in value.items()
            if not (key == 'default' and MASK in json.dumps(one))
        }
    return [scrubbed(one) for one in value] if isinstance(value, list) else value
