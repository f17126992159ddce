"""Reading a source: the file, its syntax and format, its settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..model.expressions import Expression, ExpressionError
from .detection import (
    PARSERS,
    default_pointer,
    definition_pointers,
    example_pointer,
    format_of,
    parse_file_text,
    syntax_of,
)
from .document_choice import chosen_documents, name_in
from .keys import ITEM, names_in, pointer_segments, suggestion, value_at
from .product_settings import (
    MAX_NAMED,
    FileContent,
    Problem,
    ProductGroup,
    ProductSetting,
    SourceError,
    distinct_settings,
)
from .record_reader import read_records
from .record_sections import are_records
from .references import References
from .schemas import SchemaReader, Spot
from .texts import read_text
from .values import read_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .documents import Document
    from .spec import SourceSpec

DATA: Final = ('json', 'yaml', 'toml')
"""The syntaxes that schemas and records are written in."""
TEXT_KEY: Final = re.compile(r'%[\w.-]+%')
PACKAGE_TEXTS: Final = 'package.nls.json'


def read_source(spec: SourceSpec, base: Path) -> FileContent:
    """Return the settings that a file states.

    :param base: the folder that paths are relative to.
    :raises SourceError: nothing can be read.
    """
    return SourceReading(spec, base).read()


class SourceReading:
    """One reading of a file."""

    def __init__(self, spec: SourceSpec, base: Path) -> None:
        """Prepare for a file."""
        self.spec, self.base = spec, base
        self.file = Path(spec.path).as_posix()
        self.path = (base / spec.path).resolve()
        self.dependencies = [str(self.path)]
        self.problems: list[Problem] = []
        self.notes: tuple[str, ...] = ()
        self.relaxed_names = self.ignores_case = False
        self.pointer = ''
        self.wholes: list[Any] = []
        self.settings: Sequence[ProductSetting] = ()
        self.groups: Sequence[ProductGroup] = ()

    def read(self) -> FileContent:
        """Read the file."""
        text = read_text(self.path, self.file)
        if not text.strip():
            raise SourceError('the file is empty; name a file with settings', self.file)
        syntax = syntax_of(self.path.name, text)
        document = parse_file_text(self.path.name, text, self.file)
        roots = self.roots(document)
        kind = self.spec.format or (format_of(roots, are_records) if syntax in DATA else 'values')
        self.read_as(kind, syntax, document, roots)
        self.problems = [*document.problems, *self.problems]
        if not self.settings and not self.problems:
            self.report('it states no settings; check "format" and "at"')
        self.apply_environment()
        return self.source()

    def report(self, message: str, line: int = 0) -> None:
        """Report a mistake."""
        self.problems.append(Problem(message, self.file, line))

    def source(self) -> FileContent:
        """Return the result of reading."""
        settings, repeated = distinct_settings(self.settings, self.groups)
        problems = sorted(
            dict.fromkeys([*self.problems, *repeated]), key=lambda one: (one.file, one.line)
        )
        return FileContent(
            settings,
            tuple(self.groups),
            tuple(problems),
            tuple(dict.fromkeys(self.dependencies)),
            self.notes,
            self.relaxed_names,
            self.ignores_case,
        )

    def roots(self, document: Document) -> list[Any]:
        """Return the values at the source's pointer, in the documents that have it.

        :raises SourceError: no document has it.
        """
        documents, pointer = chosen_documents(document.roots, self.spec, self.file)
        segments = pointer_segments(pointer)
        if not segments and (example := example_pointer(documents[:1])):
            message = f'it is an API with several schemas; name one with "at", as in "{example}"'
            raise SourceError(message, self.file)
        pointers = [] if segments else definition_pointers(next(iter(documents), None))
        if pointers and self.spec.format != 'values':
            message = f'it only defines schemas; name one with "at", as in "{pointers[0]}"'
            raise SourceError(message, self.file)
        self.pointer = pointer
        found = [(one, *value_at(one, segments)) for one in documents]
        there = [(one, value) for one, value, missing in found if not missing]
        if segments and not there:
            raise SourceError(self.missing(segments, documents), self.file)
        if segments:
            self.report_further(documents, [one for one, _ in there])
            there = there[:1]
        self.wholes = [one for one, _ in there]
        return [value for _, value in there]

    def report_further(self, documents: Sequence[Any], there: Sequence[Any]) -> None:
        """Report that only one of several documents with settings is read."""
        if not self.spec.at:
            there = [one for one in documents if default_pointer(one)]
        if len(there) > 1:
            names = [name_in(documents, one) for one in there[:MAX_NAMED]]
            self.report(
                f'only the first of {len(there)} documents with settings is read; '
                f'name one with "document": {", ".join(names)}'
            )

    def missing(self, segments: Sequence[str], documents: Sequence[Any]) -> str:
        """Return the message that a pointer leads nowhere."""
        value, name = value_at(documents[0] if documents else None, segments)
        hint = suggestion(name, names_in(value)) or '; correct it'
        return f'"at" is {self.spec.at!r}, but there is no {name!r} in this file{hint}'

    def read_as(self, kind: str, syntax: str, document: Document, roots: Sequence[Any]) -> None:
        """Read the values in a format."""
        if kind == 'json-schema':
            self.read_schemas(document, roots)
        elif kind == 'records':
            self.settings, self.groups = read_records(document, roots, self.spec)
            self.relaxed_names = any(map(is_relaxed, roots))
        else:
            found = read_values(document, self.wholes, roots, syntax, self.spec)
            self.settings, self.groups, self.notes = (
                found.settings,
                found.groups,
                tuple(found.notes),
            )

    def read_schemas(self, document: Document, roots: Sequence[Any]) -> None:
        """Read JSON Schemas."""
        for whole, root in zip(self.wholes, roots, strict=True):
            references = self.references(document, whole)
            reader = SchemaReader(references, self.spec)
            for schema in root if isinstance(root, list) else [root]:
                self.read_schema(reader, references, schema, is_whole=schema is whole)
            self.settings = [*self.settings, *reader.settings]
            self.groups = [*self.groups, *reader.groups]
            self.problems += references.problems
            self.dependencies += references.dependencies
        self.localize()

    def references(self, document: Document, root: Any) -> References:
        """Return the resolver of a document's references."""
        refs = {uri: (self.base / path).resolve() for uri, path in self.spec.refs.items()}
        folder = (self.base / self.spec.root) if self.spec.root else self.path.parent
        return References(document, root, self.path, folder.resolve(), refs)

    def read_schema(
        self, reader: SchemaReader, references: References, schema: Any, *, is_whole: bool
    ) -> None:
        """Read a schema; one of several is a group by its title."""
        if not isinstance(schema, dict):
            self.report('it is not a JSON Schema; check "format" and "at"')
            return
        title = schema.get('title')
        is_part = is_titled_part(self.pointer, schema) and not is_whole
        group = title if isinstance(title, str) and is_part else ''
        self.ignores_case = self.ignores_case or schema.get('x-ignore-case') is True
        if group:
            reader.groups.append(ProductGroup(key=group, title=group, file=self.file))
        reader.read(references.root(schema), Spot((), self.file, 0, group))

    def localize(self) -> None:
        """Put in the texts that a VS Code extension keeps in ``package.nls.json``."""
        if self.path.name != 'package.json':
            return
        file = (Path(self.file).parent / PACKAGE_TEXTS).as_posix()
        try:
            texts = self.package_texts(file)
        except SourceError as error:
            self.problems.append(Problem(error.message, error.file, error.line, error.column))
            return
        localized = Localizer(texts or {})
        self.settings = [localized.setting(one) for one in self.settings]
        self.groups = [localized.group(one) for one in self.groups]
        missing = sorted(localized.missing)
        if texts is None and missing:
            self.report(f'there is no {PACKAGE_TEXTS} with the text for {missing[0]}; add it')
        for text in missing if texts is not None else ():
            self.problems.append(Problem(f'there is no text for {text}; add it', file))

    def package_texts(self, file: str) -> dict[str, Any] | None:
        """Return the texts of a VS Code extension; None without a file of them.

        :raises SourceError: the file is broken.
        """
        path = self.path.parent / PACKAGE_TEXTS
        if not path.is_file():
            return None
        self.dependencies.append(str(path))
        texts = PARSERS['json'](read_text(path, file), file).roots[0]
        return texts if isinstance(texts, dict) else {}

    def apply_environment(self) -> None:
        """Name the environment variables of settings that state none, by the source's rule."""
        if not self.spec.environment:
            return
        try:
            rule = Expression.compile(self.spec.environment)
            self.settings = [with_environment(one, rule) for one in self.settings]
        except ExpressionError as error:
            self.report(f'"environment": {self.spec.environment!r} fails: {error}; correct it')


def is_relaxed(root: Any) -> bool:
    """Return whether records are Spring's metadata."""
    return isinstance(root, dict) and isinstance(root.get('properties'), list)


def is_titled_part(pointer: str, schema: dict[str, Any]) -> bool:
    """Return whether a schema is a part of an extension's configuration."""
    return '$schema' not in schema and (not pointer or 'configuration' in pointer)


def with_environment(setting: ProductSetting, rule: Expression) -> ProductSetting:
    """Return a setting with the name of its variable; items of lists have none."""
    if setting.environment or ITEM in setting.path:
        return setting
    name = rule.evaluate({'key': (setting.key,), 'name': setting.path[-1:]}).strip()
    return setting._replace(environment=(name,)) if name else setting


class Localizer:
    """Replaces ``%key%`` by the text of that key."""

    def __init__(self, texts: dict[str, Any]) -> None:
        """Keep the texts; a text may be an object with a ``message``."""
        self.texts = {
            f'%{key}%': one.get('message', '') if isinstance(one, dict) else one
            for key, one in texts.items()
        }
        self.missing: set[str] = set()

    def text(self, text: str) -> str:
        """Return the text of a key."""
        found = self.texts.get(text, text)
        if found is text and TEXT_KEY.fullmatch(text):
            self.missing.add(text)
        return found if isinstance(found, str) else text

    def setting(self, one: ProductSetting) -> ProductSetting:
        """Return a setting with its texts."""
        deprecated = (
            self.text(one.deprecated) if isinstance(one.deprecated, str) else one.deprecated
        )
        choices = tuple(
            choice._replace(description=self.text(choice.description)) for choice in one.choices
        )
        return one._replace(
            title=self.text(one.title),
            description=self.text(one.description),
            group=self.text(one.group),
            deprecated=deprecated,
            choices=choices,
            alternatives=tuple(map(self.alternative, one.alternatives)),
        )

    def alternative(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """Return an alternative with its texts."""
        texts = {
            word: self.text(str(one[word])) for word in ('title', 'description') if word in one
        }
        return {**one, **texts}

    def group(self, one: ProductGroup) -> ProductGroup:
        """Return a group with its texts."""
        return one._replace(
            key=self.text(one.key),
            title=self.text(one.title),
            description=self.text(one.description),
        )
