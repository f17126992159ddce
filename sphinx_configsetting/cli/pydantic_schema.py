"""The JSON Schema of a class of pydantic, with names of environment variables."""

from __future__ import annotations

import json
import re
import types
import warnings
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DIALECT: Final = 'https://json-schema.org/draft/2020-12/schema'
MASK: Final = '**********'
"""The text that pydantic prints in place of a secret."""
EMPTY: Final[Mapping[Any, Any]] = {list: [], tuple: [], set: [], frozenset: [], dict: {}}
"""The results of well-known factories; no other is called."""
UNSET: Final = object()
NULL: Final[Mapping[str, str]] = {'type': 'null'}
UNNAMED: Final = re.compile(r'[^a-zA-Z0-9.\-_]')
"""The characters that names of definitions do not have."""


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
    if exporter.is_settings and not exporter.case_sensitive:
        head['x-ignore-case'] = True
    whole = {**head, **body, **exporter.definitions(body)}
    schema: dict[str, Any] = scrubbed(with_names(whole, class_names(whole.get('$defs', {}))))
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
        with warnings.catch_warnings():  # a default of another class is a default all the same
            warnings.simplefilter('ignore', UserWarning)
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
        models = models_in(field.annotation)
        if len(models) == 1 and models[0] not in inside:
            instance = given if given is not UNSET else raw_default(field)
            facts = self.nested(field, models[0], facts, instance, names, inside)
        else:
            if names and self.delimiter:
                facts |= self.named_parts(field, models, facts, names, inside)
            if default is not UNSET:
                facts['default'] = default
        if field.title:
            facts = {'title': field.title, **facts}
        facts |= field_deprecation(field)
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
        title = field.title or model.model_config.get('title')
        texts |= {'title': title} if title else {}
        if type(None) not in get_args(field.annotation):
            return body | texts
        union: dict[str, Any] = {'anyOf': [body, {'type': 'null'}], **texts}
        return union | ({'default': None} if instance is None else {})

    def named_parts(
        self,
        field: Any,
        models: Sequence[Any],
        facts: Mapping[str, Any],
        names: list[str],
        inside: tuple[Any, ...],
    ) -> dict[str, Any]:
        """Return the alternatives or the values of a map, whose fields have variables."""
        word = 'oneOf' if 'oneOf' in facts else 'anyOf'
        if len(models) > 1 and not set(models) & set(inside):
            own = self.names_within(names)
            branches = [self.schema(one, UNSET, own, (*inside, one)) for one in models]
            titles = [{'title': model_title(one)} for one in models]
            rest = [one for one in facts.get(word, ()) if one == NULL]
            found = [title | branch for title, branch in zip(titles, branches, strict=True)]
            return {word: [*found, *rest]}
        value = facts.get('additionalProperties')
        if not isinstance(value, dict) or not value:
            return {}
        inner = self.cased(f'{one}{self.delimiter}<name>' for one in names)
        models = [m for values in get_args(field.annotation)[-1:] for m in models_in(values)]
        if len(models) == 1 and models[0] not in inside:
            own = self.names_within(inner)
            value = self.schema(models[0], UNSET, own, (*inside, models[0]))
        return {'additionalProperties': {**value, 'x-environment': inner}}

    def default(self, field: Any, stated: dict[str, Any], given: Any) -> Any:
        """Return the default of a field as JSON; `UNSET` for none, or one that is not public."""
        raw = given if given is not UNSET else raw_default(field)
        if raw is UNSET:
            factory = field.default_factory
            return EMPTY.get(factory, UNSET)
        if has_secret(raw):
            return UNSET
        value = stated.get('default', UNSET) if given is UNSET else UNSET
        value = default_to_json(field, raw) if value is UNSET else value
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

        def field_title_should_be_set(self, schema: Any) -> bool:
            """Make no titles of the names of fields."""
            return False

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


def models_in(annotation: Any) -> list[Any]:
    """Return the models of which the values of a field are one; none for other fields."""
    is_union = get_origin(annotation) in {Union, types.UnionType}
    found = [*get_args(annotation)] if is_union else [annotation]
    found = [get_args(one)[0] if get_origin(one) is Annotated else one for one in found]
    found = [one for one in found if one is not type(None)]
    return found if all(map(has_fields, found)) else []


def has_fields(kind: Any) -> bool:
    """Return whether a type is a model with fields, and not another type under a new name."""
    is_root = getattr(kind, '__pydantic_root_model__', False)
    return isinstance(kind, type) and is_model(kind) and not is_root


def model_title(model: Any) -> str:
    """Return the title of a model, which is the name of its class if it states none."""
    return str(model.model_config.get('title') or model.__name__)


def class_names(definitions: Mapping[str, Any]) -> dict[str, str]:
    """Return the titles of definitions that are only the names of classes, by reference."""
    titles = {name: str(one.get('title', '')) for name, one in definitions.items()}
    return {
        f'#/$defs/{name}': title
        for name, title in titles.items()
        if title and f'__{name}'.endswith(f'__{UNNAMED.sub("_", title)}')
    }


VALUES: Final = frozenset({'const', 'default', 'enum', 'examples'})
"""The keywords whose values are no schemas."""


def with_names(value: Any, names: Mapping[str, str]) -> Any:
    """Return a schema in which names of classes are titles of alternatives only."""
    if isinstance(value, list):
        return [with_names(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: one if key in VALUES else with_names(one, names) for key, one in value.items()}
    for word in ('anyOf', 'oneOf'):
        branches = found.get(word)
        if isinstance(branches, list) and len([one for one in branches if one != NULL]) > 1:
            found[word] = [with_class_name(one, names) for one in branches]
    for name, one in found.get('$defs', {}).items():
        if f'#/$defs/{name}' in names:
            one.pop('title', None)
    return found


def with_class_name(branch: Any, names: Mapping[str, str]) -> Any:
    """Return an alternative with the name of its class."""
    title = names.get(branch.get('$ref', '')) if isinstance(branch, dict) else None
    return {**branch, 'title': title} if title else branch


def has_secret(value: Any) -> bool:
    """Return whether a value is a secret, or contains one."""
    if hasattr(value, 'get_secret_value'):
        return True
    if isinstance(value, dict):
        return any(map(has_secret, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(map(has_secret, value))
    return is_model(type(value)) and any(map(has_secret, vars(value).values()))


def default_to_json(field: Any, value: Any) -> Any:
    """Return a default as JSON data; `UNSET` if it has no notation."""
    from pydantic_core import PydanticSerializationError, to_jsonable_python  # noqa: PLC0415

    try:
        return to_jsonable_python(value)
    except PydanticSerializationError:
        return UNSET


def has_own_text(model: Any) -> bool:
    """Return whether the docstring of a model is its own."""
    return bool(model.__dict__.get('__doc__'))


def field_deprecation(field: Any) -> dict[str, Any]:
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
