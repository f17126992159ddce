"""References between schemas: found by `referencing`, in files only."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

from .detection import parse_file_text
from .documents import Document, Mapped, line_of
from .extras import require
from .keys import names_in, pointer_segments, suggestion, value_at
from .product_settings import Problem, SourceError
from .texts import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

METASCHEMA: Final = re.compile(r'https?://json-schema\.org/(?:draft-\d+|draft/[\d-]+)?/?schema#?')
DRAFT: Final = re.compile(r'(?:draft-?0?|/)(3|4|6|7|2019-09|2020-12)(?!\d)')

IDS: Final = ('$id', 'id')
ANCHORS: Final = ('$anchor', '$dynamicAnchor')
MALFORMED: Final = (AttributeError, TypeError, ValueError)
"""The exceptions of `referencing` for schemas that are no schemas."""


class SchemaPlace(NamedTuple):
    """A schema with the resource and the file that it is in.

    :ivar via: the targets of the references that it is within, from the outermost.
    """

    schema: Any
    base: str
    file: str
    via: tuple[int, ...] = ()


class References:
    """Follows references from the schemas of a file.

    :ivar problems: the references that lead nowhere, each once.
    :ivar dependencies: the files that were read.
    """

    def __init__(
        self, document: Document, root: Any, path: Path, folder: Path, refs: Mapping[str, Path]
    ) -> None:
        """Prepare for a file.

        :param root: the value of the whole file.
        :param folder: the folder that references may not leave.
        :param refs: files by the URI that references name.
        """
        self.document, self.path, self.folder, self.refs = document, path, folder, refs
        self.problems: list[Problem] = []
        self.dependencies: list[str] = []
        self.reported: set[tuple[str, str]] = set()
        self.found: dict[tuple[str, str], SchemaPlace | None] = {}
        self.base = base_of(root, path.as_uri())
        self.files = {self.base: document.file}
        self.roots = {self.base: root}
        self.registry: Any = None
        self.crawled = False

    def root(self, schema: Any) -> SchemaPlace:
        """Return a schema of the file itself."""
        return self.within(SchemaPlace(schema, self.base, self.document.file), schema)

    def within(self, place: SchemaPlace, schema: Any) -> SchemaPlace:
        """Return a schema that is part of another; one with an ``$id`` is a resource."""
        base = place.base
        if isinstance(schema, dict) and schema is not self.roots.get(base):
            base = base_of(schema, base)
        return SchemaPlace(schema, base, place.file, place.via)

    def follow(self, place: SchemaPlace, ref: Any) -> SchemaPlace | None:
        """Return the schema that a reference leads to; None if it leads nowhere."""
        if not isinstance(ref, str):
            self.report(place, str(ref), 'the reference is not a string; correct it')
            return None
        key = (place.base, ref)
        if key not in self.found:
            self.found[key] = self.look_up(place, ref)
        return self.found[key]

    def follow_dynamic(self, place: SchemaPlace, ref: Any) -> SchemaPlace | None:
        """Return the schema that a dynamic reference leads to, first in the file's root."""
        if not isinstance(ref, str) or not ref.startswith('#') or '/' in ref:
            return self.follow(place, ref)
        key = ('', ref)
        if key not in self.found:
            self.found[key] = self.anchored(self.root(self.roots[self.base]), ref)
        return self.found[key] or self.follow(place, ref)

    def look_up(self, place: SchemaPlace, ref: str) -> SchemaPlace | None:
        """Return the schema that a reference leads to, not yet known."""
        if METASCHEMA.fullmatch(ref):
            return SchemaPlace({'type': ['object', 'boolean']}, place.base, place.file)
        exceptions = require('referencing.exceptions')
        try:
            base = absolute(place.base, ref)[0]
            resolved = self.resolver(place.base, ref).lookup(ref)
        except (exceptions.Unresolvable, exceptions.NoSuchResource, *MALFORMED) as error:
            found = self.anchored(place, ref)
            if found is None:
                self.report(place, ref, self.reason(place, ref, error))
            return found
        if not isinstance(resolved.contents, (dict, bool)):
            self.report(
                place,
                ref,
                f'the reference {ref!r} leads to something that is not a schema; correct it',
            )
            return None
        target = SchemaPlace(resolved.contents, base, self.files.get(base, place.file))
        return self.within(target, resolved.contents)

    def anchored(self, place: SchemaPlace, ref: str) -> SchemaPlace | None:
        """Return the schema with the anchor of a reference, in the notation of any draft."""
        try:
            uri, fragment = absolute(place.base, ref)
        except ValueError:
            return None
        is_anchor = fragment and '/' not in fragment
        schema = anchored_in(self.roots.get(uri), fragment) if is_anchor else None
        return schema and self.within(SchemaPlace(schema, uri, self.files[uri]), schema)

    def resolver(self, base: str, ref: str) -> Any:
        """Return the registry of schemas; it collects all ids when one is first looked up."""
        if self.registry is None:
            referencing = require('referencing')
            registry = referencing.Registry(retrieve=self.retrieve)
            self.registry = registry.with_resource(self.base, self.resource(self.roots[self.base]))
        if not self.crawled and not ref.startswith('#/'):
            self.crawled = True
            try:
                self.registry = self.registry.crawl()
            except MALFORMED:  # ids are then found one by one, where that is possible
                self.leave_out_definitions()
        return self.registry.resolver(base)

    def leave_out_definitions(self) -> None:
        """Report the definitions that are no schemas; the ids of the others are known."""
        root = dict(self.roots[self.base])
        for word in ('definitions', '$defs'):
            stated = root.get(word)
            if not isinstance(stated, dict):
                continue
            root[word] = {key: one for key, one in stated.items() if isinstance(one, (dict, bool))}
            for name in stated.keys() - root[word].keys():
                message = f'the definition {name!r} is not a schema, and is left out; correct it'
                self.problems.append(Problem(message, self.document.file, line_of(stated, name)))
        registry = self.registry.with_resource(self.base, self.resource(root))
        with suppress(*MALFORMED):
            self.registry = registry.crawl()

    def resource(self, contents: Any) -> Any:
        """Return a document as `referencing` takes it."""
        library = require('referencing.jsonschema')
        uri = contents.get('$schema') if isinstance(contents, dict) else None
        draft = DRAFT.search(str(uri or ''))
        is_old = uri is None and isinstance(contents, dict) and isinstance(contents.get('id'), str)
        number = draft[1].replace('-', '') if draft else '4' if is_old else '202012'
        return getattr(library, f'DRAFT{number}').create_resource(contents)

    def retrieve(self, uri: str) -> Any:
        """Return the document of a URI, for `referencing`."""
        path = self.path_of(uri)
        if path is None:
            return self.metaschema(uri)
        file = relative_to(path, self.path, self.document.file)
        parsed = parse_file_text(path.name, read_text(path, file), file)
        contents = parsed.roots[0] if parsed.roots else Mapped()
        self.dependencies.append(str(path))
        self.problems += parsed.problems
        self.files[uri], self.roots[uri] = file, contents
        return self.resource(contents)

    def metaschema(self, uri: str) -> Any:
        """Return a schema of JSON Schema itself, which needs no network.

        :raises NoSuchResource: the URI is that of another document.
        """
        found = require('jsonschema_specifications').REGISTRY.get(uri)
        if found is None:
            raise require('referencing.exceptions').NoSuchResource(ref=uri)
        self.files[uri], self.roots[uri] = uri, found.contents
        return found

    def path_of(self, uri: str) -> Path | None:
        """Return the file of a URI; None for the network, or outside of the folder."""
        if uri in self.refs:
            return self.refs[uri]
        path = self.file_path(uri)
        inside = path is not None and path.resolve().is_relative_to(self.folder)
        return path.resolve() if path is not None and inside and path.is_file() else None

    def file_path(self, uri: str) -> Path | None:
        """Return the file that a URI is, or that is beside the file where the URI is beside it."""
        parts = urlsplit(uri)
        if parts.scheme == 'file':
            return Path(url2pathname(parts.path))
        beside = self.base.rpartition('/')[0] + '/'
        if uri.startswith(beside) or not parts.scheme:
            return self.path.parent / unquote(uri.removeprefix(beside))
        return None

    def report(self, place: SchemaPlace, ref: str, reason: str) -> None:
        """Report a reference once in each file."""
        if (place.file, ref) not in self.reported:
            self.reported.add((place.file, ref))
            line = line_of(place.schema, '$ref')
            self.problems.append(Problem(reason, place.file, line))

    def reason(self, place: SchemaPlace, ref: str, error: Exception) -> str:
        """Return why a reference leads nowhere, and what to do."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, SourceError):
                return f'the reference {ref!r} leads to a file with a mistake: {cause}'
            cause = cause.__cause__
        try:
            uri, fragment = absolute(place.base, ref)
        except ValueError:
            return f'the reference {ref!r} is not a URI: {error}; correct it'
        if uri in self.roots:
            return reason_within(self.roots[uri], ref, fragment, error)
        path = self.file_path(uri)
        if path is None:
            return (
                f'the reference {ref!r} leads to the network, and is not followed; '
                f'add "refs": {{{uri!r}: FILE}} to the source'
            )
        if not path.resolve().is_relative_to(self.folder):
            return (
                f'the reference {ref!r} leads outside of the folder of the file; '
                'add it to "refs", or set "root"'
            )
        return f'the reference {ref!r} leads to a file that is not there; correct it'


def absolute(base: str, ref: str) -> tuple[str, str]:
    """Return the URI and the fragment that a reference leads to.

    >>> absolute('urn:x:y', '#/a'), absolute('https://x.example/a/b', 'c#d')
    (('urn:x:y', '/a'), ('https://x.example/a/c', 'd'))
    """
    if ref.startswith('#'):  # urljoin() forgets a base with a scheme that it does not know
        return base, ref[1:]
    uri, fragment = urldefrag(urljoin(base, ref))
    return uri, fragment


def base_of(schema: Any, base: str) -> str:
    """Return the URI of a schema: its id, or what it is part of."""
    if not isinstance(schema, dict):
        return base
    own = schema.get('$id', schema.get('id'))
    if not isinstance(own, str) or own.startswith('#'):
        return base
    try:
        return urldefrag(urljoin(base, own))[0]
    except ValueError:
        return base


def anchored_in(root: Any, name: str) -> Any:
    """Return the schema in a resource that has an anchor, or None."""
    rest = [root]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            if f'#{name}' in map(value.get, IDS) or name in map(value.get, ANCHORS):
                return value
            is_other = any(isinstance(one, str) and one[:1] != '#' for one in map(value.get, IDS))
            rest += [] if is_other and value is not root else value.values()
        elif isinstance(value, list):
            rest += value
    return None


def reason_within(root: Any, ref: str, fragment: str, error: Exception) -> str:
    """Return why a reference leads nowhere in a document that is there."""
    missing, near = nearest_part(root, fragment)
    if missing or not fragment.startswith('/'):
        return f'the reference {ref!r} leads nowhere{near or "; correct it"}'
    value, _ = value_at(root, pointer_segments(unquote(fragment)))
    if isinstance(value, (dict, bool)):
        return f'the reference {ref!r} cannot be followed: {error}; correct the ids on it'
    return f'the reference {ref!r} leads to something that is not a schema; correct it'


def nearest_part(root: Any, fragment: str) -> tuple[str, str]:
    """Return the part of a pointer that leads nowhere, and a suggestion."""
    segments = pointer_segments(unquote(fragment))
    for length in range(1, len(segments) + 1):
        value, missing = value_at(root, segments[:length])
        if missing:
            return missing, suggestion(missing, names_in(value))
    return '', ''


def relative_to(path: Path, origin: Path, file: str) -> str:
    """Return a file as seen from where the source's own file is seen."""
    folder = origin.parent.resolve()
    if path.is_relative_to(folder):
        return (Path(file).parent / path.relative_to(folder)).as_posix()
    return path.as_posix()
