"""Validators for users' files: the product's own JSON Schema, or one made of its settings."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urldefrag, urlsplit

from ..importers import SourceError
from ..importers.detection import (
    CONFIGURATION,
    default_pointer,
    format_of,
    parse_file_text,
)
from ..importers.document_choice import chosen_documents
from ..importers.extras import require
from ..importers.keys import pointer_segments, value_at
from ..importers.record_sections import are_records
from ..importers.scalars import computable
from ..importers.texts import read_text, without_halves
from .names import segments_of
from .open_names import OpenNames
from .product import Product
from .schema_errors import Fault, faults
from .values_schema import values_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..importers import FileContent
    from ..importers.spec import SourceSpec

ROOT: Final = 'settings:root'
UNOFFICIAL: Final = re.compile(r'https?://json-schema\.org/draft-0(\d)/schema#?')


class UnusableSchemaError(Exception):
    """A schema cannot be used."""


class Checks:
    """Checks values by a JSON Schema.

    :ivar notes: why the product's own schema is not used, if it cannot be.
    """

    def __init__(self, product: Product, base: Path, *, own: bool) -> None:
        """Use the schema of a product's file, or one of its settings.

        :param own: whether the product is a file that may be a schema.
        """
        require('jsonschema')
        self.notes: list[str] = []
        self.product, self.base = product, base
        self.own = load_schema(product.spec, base) if own else None
        self.is_own = self.own is not None

    @cached_property
    def open_names(self) -> OpenNames | None:
        """The names that the product's own schema leaves to users."""
        if self.own is None:
            return None
        registry = registry_of(self.own['whole'], self.retrieve)
        return OpenNames(self.own['schema'], registry.resolver(ROOT))

    @cached_property
    def owned(self) -> frozenset[str]:
        """The first words of keys in files that other programs have settings in, too.

        Empty for a product that has its files alone: not VS Code's extensions, nor Spring's parts.
        """
        is_part = self.own is not None and default_pointer(self.own['whole']) == CONFIGURATION
        if not is_part and not self.product.source.relaxed_names:
            return frozenset()
        return frozenset(first_word(one.path) for one in self.product.source.settings)

    def faults(self, data: Any) -> list[Fault]:
        """Return the faults of values."""
        data = computable(data)
        if self.own is not None:
            try:
                return errors_in(self.own, data, self.retrieve)
            except UnusableSchemaError as error:
                self.notes.append(
                    f'{self.product.spec.path}: its schema cannot check values ({error}); '
                    'they are checked by what it states of each setting'
                )
                self.own = None
        return errors_in(self.made(), data, self.retrieve)

    def made(self) -> dict[str, Any]:
        """Return the schema of the product's settings."""
        settings = [one for one in self.product.source.settings if one.path]
        return values_schema(settings, is_strict=not self.is_own)

    def retrieve(self, uri: str) -> Any:
        """Return the schema of a local file that a reference names."""
        referencing = require('referencing')
        path = self.local(uri)
        if path is None:
            raise referencing.exceptions.NoSuchResource(uri)
        default = require('referencing.jsonschema').DRAFT202012
        return referencing.Resource.from_contents(
            values_of_file(path, path.as_posix())[0], default_specification=default
        )

    def local(self, uri: str) -> Path | None:
        """Return the file of a URI: a declared one, or one near the schema."""
        spec = self.product.spec
        address = urldefrag(uri).url
        if address in spec.refs:
            return (self.base / spec.refs[address]).resolve()
        folder = (self.base / spec.path).resolve().parent
        root = (self.base / spec.root).resolve() if spec.root else folder
        parts = urlsplit(address)
        name = unquote(parts.path) if not parts.scheme else Path(unquote(parts.path)).name
        path = (folder / name).resolve()
        return path if path.is_file() and path.is_relative_to(root) else None


def first_word(path: Sequence[str]) -> str:
    """Return the first word of a key, whose segments can be keys with dots."""
    return path[0].partition('.')[0] if path else ''


def load_schema(spec: SourceSpec, base: Path) -> dict[str, Any] | None:
    """Return the JSON Schema that a source is; None for a file of another format."""
    roots = values_of_file((base / spec.path).resolve(), spec.path)
    documents, pointer = chosen_documents(roots, spec, spec.path)
    for root in documents:
        value, missing = value_at(root, pointer_segments(pointer))
        if not missing and (spec.format or format_of([value], are_records)) == 'json-schema':
            return at_pointer(root, pointer, value)
    return None


def values_of_file(path: Path, file: str) -> list[Any]:
    """Return the values of a file, without their lines."""
    text, _ = without_halves(read_text(path, file), file)
    try:
        return [json.loads(text)]  # in a third of the time
    except (ValueError, RecursionError):
        return [computable(root) for root in parse_file_text(path.name, text, file).roots]


def product_of(source: FileContent, spec: SourceSpec, base: Path) -> Product:
    """Return the product of a source, in which keys with dots are paths.

    Only the keys of a schema may have dots in them.

    :param base: the folder that the source's path is relative to.
    """
    dotted = any(len(one.path) == 1 and '.' in one.key for one in source.settings)
    if dotted and load_schema(spec, base) is None:
        settings = (
            one._replace(path=segments_of(one.key)) if len(one.path) == 1 else one
            for one in source.settings
        )
        source = source._replace(settings=tuple(settings))
    return Product(source, spec)


def at_pointer(root: Any, pointer: str, value: Any) -> dict[str, Any]:
    """Return the schema at a pointer, whose references lead to the whole document."""
    if isinstance(value, list):
        refs = [{'$ref': f'{ROOT}#{pointer}/{number}'} for number in range(len(value))]
        return {'whole': root, 'schema': {'allOf': refs}}
    schema = root if not pointer else {'$ref': f'{ROOT}#{pointer.removeprefix("#")}'}
    return {'whole': root, 'schema': schema}


def errors_in(schema: dict[str, Any], data: Any, retrieve: Callable[[str], Any]) -> list[Fault]:
    """Return the errors of values.

    :raises UnusableSchemaError: the schema is wrong, or its references lead nowhere.
    """
    jsonschema, referencing = require('jsonschema'), require('referencing')
    whole, top = schema.get('whole', schema), schema.get('schema', schema)
    validator = validator_of(whole)
    try:
        registry = registry_of(whole, retrieve)
        return list(faults(validator(top, registry=registry).iter_errors(data)))
    except (
        jsonschema.exceptions.UnknownType,
        referencing.exceptions.Unresolvable,
        SourceError,
        re.error,
        TypeError,
        ValueError,  # of referencing, for a pointer into a text
        AttributeError,
        RecursionError,
        ZeroDivisionError,
    ) as error:
        text = getattr(error, 'message', '') or str(error) or type(error).__name__
        raise UnusableSchemaError(' '.join(text.split())[:200]) from error


def registry_of(whole: Any, retrieve: Callable[[str], Any]) -> Any:
    """Return a registry with a document, to which its references lead."""
    referencing = require('referencing')
    default = require('referencing.jsonschema').DRAFT202012
    resource = referencing.Resource.from_contents(whole, default_specification=default)
    return referencing.Registry(retrieve=retrieve).with_resource(ROOT, resource)


def validator_of(schema: Any) -> Any:
    """Return the validator of a schema's draft, also for a spelling that is not official."""
    jsonschema = require('jsonschema')
    dialect = schema.get('$schema', '') if isinstance(schema, dict) else ''
    match = UNOFFICIAL.fullmatch(str(dialect))
    named = {'$schema': f'http://json-schema.org/draft-0{match[1]}/schema#'} if match else schema
    return jsonschema.validators.validator_for(named, default=jsonschema.Draft202012Validator)
