"""The settings that the product's own files state, as facts for the directives.

Each file is read once in a build, before pages are read; nothing in it is executed.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .domain import get_domain
from .model.field_types import FieldType, Key, Range, Variable
from .model.fields import DEPRECATED, DISPLAYNAME, REPLACEDBY
from .model.text import as_item, quoted_item
from .warnings_ import LOGGER, Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain
    from .importers import FileContent, ProductGroup, ProductSetting
    from .importers.spec import SourceSpec
    from .model.fields import Fields
    from .model.setting import Setting
    from .registry import Importer

SIGNS: Final = re.compile(r'[()\[\]{}<>"\'`\u201c\u201d\u2018\u2019\u00ab\u00bb]')
"""Brackets and quotes, which protect commas in lists."""


class Selection(NamedTuple):
    """The settings of a source that a page shows, as plain data."""

    source: str
    key: str = ''
    """The one setting; '' for all that the other parts select."""
    under: str = ''
    match: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    depth: int = 0
    """The number of segments of keys; 0 for any."""


class Products:
    """The product files of a project."""

    def __init__(
        self,
        specs: Mapping[str, SourceSpec],
        confdir: Path,
        importers: Mapping[str, Importer],
    ) -> None:
        """Read on demand."""
        self.specs = dict(specs)
        self._importers = importers
        self._confdir = confdir
        self._sources: dict[str, FileContent] = {}
        self._keys: dict[str, dict[str, ProductSetting]] = {}
        self._folded: dict[str, dict[str, ProductSetting]] = {}
        self._under: dict[str, dict[str, list[ProductSetting]]] = {}
        self._paths: dict[str, str] = {}

    def read_all(self) -> None:
        """Read every file and report its faults."""
        for name in self.specs:
            self.source(name)

    def source(self, name: str) -> FileContent:
        """Return a source, which is read once; an empty one if nothing can be read."""
        if name not in self._sources:
            self._sources[name] = self._read(name)
        return self._sources[name]

    def _read(self, name: str) -> FileContent:
        from .importers import FileContent, SourceError  # noqa: PLC0415 (seldom needed)
        from .importers.reading import read_source  # noqa: PLC0415

        try:
            spec = self.specs[name]
            importer = self._importers.get(spec.format)
            source = (
                self._read_with(importer, spec) if importer else read_source(spec, self._confdir)
            )
        except SourceError as error:
            place = self.place(error.file or self.specs[name].path, error.line)
            column = f', column {error.column}' if error.column else ''
            message = f'the source {name!r}{column}: {error.message}'
            warn(Subtype.SOURCE, message, location=place)
            return FileContent((), (), (), ())
        for problem in source.problems:
            place = self.place(problem.file, problem.line)
            warn(Subtype.SOURCE, f'the source {name!r}: {problem.message}', location=place)
        for note in source.notes:
            LOGGER.info('the source %r: %s', name, note)
        return source

    def _read_with(self, importer: Importer, spec: SourceSpec) -> FileContent:
        from .importers import FileContent, SourceError, distinct_settings  # noqa: PLC0415 (seldom needed)

        path = Path(self.path(spec.path))
        try:
            settings = tuple(importer(path))
        except OSError as error:
            reason = error.strerror or str(error)
            raise SourceError(f'it cannot be read: {reason}', spec.path) from error
        settings, problems = distinct_settings(settings)
        return FileContent(settings, (), tuple(problems), (str(path),))

    def place(self, file: str, line: int) -> str:
        """Return a place in a product file as 'file:line'."""
        return f'{self.path(file)}:{line or 1}'

    def path(self, file: str) -> str:
        """Return the absolute path of a file that a source names."""
        if file not in self._paths:
            self._paths[file] = str((self._confdir / file).resolve())
        return self._paths[file]

    def public(self, source: str, folder: Path) -> str:
        """Return an absolute path as seen from a folder, or only its name.

        A file beside one that conf.py declares by a relative path has its folders in the project;
        the others are those of the machine.
        """
        path = Path(source)
        if not path.is_absolute():
            return source
        if not self._project_folders.isdisjoint(path.parents):
            return Path(os.path.relpath(path, folder)).as_posix()
        return path.name

    @cached_property
    def _project_folders(self) -> frozenset[Path]:
        """The folders of the files that conf.py declares by relative paths."""
        paths = (one.path for one in self.specs.values() if not Path(one.path).is_absolute())
        return frozenset(Path(self.path(one)).parent for one in paths)

    def is_unread(self, name: str) -> bool:
        """Return whether nothing could be read from a source, which is reported already."""
        source = self.source(name)
        return not source.settings and bool(source.problems or not source.dependencies)

    def find(self, name: str, key: str) -> ProductSetting | None:
        """Return the setting of a key, with or without a dot before it; None for none.

        Other spellings are the same key where the source's names have several.
        """
        if name not in self._keys:
            found = reversed(self.source(name).settings)
            self._keys[name] = {one.key: one for one in found}
        key = key.lstrip('.')
        return self._keys[name].get(key) or self._spellings(name).get(self._fold(name)(key))

    def _fold(self, name: str) -> Callable[[str], str]:
        """Return the function whose result is the same for each spelling of a name."""
        from .comparison.names import bare, folded  # noqa: PLC0415 (seldom needed)

        spec = self.specs[name]
        if spec.relaxed_names or self.source(name).relaxed_names:
            return bare
        return folded if spec.ignore_case else str

    def _spellings(self, name: str) -> dict[str, ProductSetting]:
        """Return the settings of a source by the form that the spellings of a key have."""
        if name not in self._folded:
            fold = self._fold(name)
            found = reversed(self.source(name).settings)
            self._folded[name] = {fold(one.key): one for one in found}
        return self._folded[name]

    def suggest(self, name: str, key: str) -> list[str]:
        """Return keys that are like a wrong one."""
        known = [one.key for one in self.source(name).settings]
        folded = {one.casefold(): one for one in known}
        close = difflib.get_close_matches(key.casefold(), folded, 3)
        return [folded[one] for one in close]

    def select(self, selection: Selection) -> list[ProductSetting]:
        """Return the settings of a selection, as the file states them."""
        if selection.key:
            found = self.find(selection.source, selection.key)
            return [found] if found else []
        under = selection.under.strip('.')
        settings: Sequence[ProductSetting] = self.source(selection.source).settings
        if under:
            settings = self.under(selection.source, under)
        return [one for one in settings if is_selected(one, selection)]

    def under(self, name: str, prefix: str) -> list[ProductSetting]:
        """Return the settings of a source whose keys begin with a key."""
        if name not in self._under:
            self._under[name] = by_prefix(self.source(name).settings)
        return self._under[name].get(prefix, [])

    def digest(self, selection: Selection) -> str:
        """Return a checksum of the settings of a selection, without their lines."""
        if selection.source not in self.specs:
            return ''
        settings = self.select(selection)
        parts: list[object] = [one._replace(line=0) for one in settings]
        if not selection.key:
            groups = groups_around(settings, self.source(selection.source).groups)
            parts += [group._replace(line=0) for group in groups]
        return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def groups_around(
    settings: Iterable[ProductSetting], groups: Iterable[ProductGroup]
) -> list[ProductGroup]:
    """Return the groups that settings are within, and those that are only titles."""
    keys: set[str] = set()
    paths: set[tuple[str, ...]] = {()}
    for one in settings:
        keys.add(one.group)
        paths.update(one.path[:length] for length in range(1, len(one.path)))
    return [group for group in groups if group.key in keys or group.path in paths]


def by_prefix(settings: Sequence[ProductSetting]) -> dict[str, list[ProductSetting]]:
    """Return settings by their keys and by all that their keys begin with."""
    found: dict[str, list[ProductSetting]] = {}
    for one in settings:
        key = f'{one.key}.'.replace('[', '.[')
        end = key.find('.')
        while end >= 0:
            found.setdefault(key[:end], []).append(one)
            end = key.find('.', end + 1)
    return found


def is_selected(one: ProductSetting, selection: Selection) -> bool:
    """Return whether a setting belongs to a selection, wherever it is."""
    if selection.depth and len(one.path) > selection.depth:
        return False
    if selection.match and not any(fnmatchcase(one.key, pattern) for pattern in selection.match):
        return False
    return not any(fnmatchcase(one.key, pattern) for pattern in selection.exclude)


def texts_of(one: ProductSetting, fields: Fields) -> dict[str, str]:
    """Return the facts of a product as texts of options, without the description."""
    from .importers.limits import range_text  # noqa: PLC0415 (seldom needed)

    found: dict[str, str] = {}
    put_first(found, fields, Variable, 'environment', ', '.join(one.environment))
    if not found or one.environment != (one.key,):
        put_first(found, fields, Key, 'key', one.key)
    texts = {
        DISPLAYNAME: one.title,
        'type': one.typename or ' or '.join(one.types),
        'default': default_text(one),
        'choices': choices_text(one),
        'example': value_text(one.examples[0]) if one.examples else '',
        'required': 'yes' if one.required else '',
        DEPRECATED: deprecation_text(one.deprecated),
        REPLACEDBY: one.replacement,
        'secret': 'yes' if one.write_only else '',
    }
    found |= {name: text for name, text in texts.items() if text and name in fields}
    for field in fields.of_type(Range):
        if text := range_text(one):
            found[field.name] = text
    mapped = {name: value_text(value) for name, value in one.extra.items() if name in fields}
    return found | {name: text for name, text in mapped.items() if text}


def choices_text(one: ProductSetting) -> str:
    """Return the choices, with an ellipsis if the product accepts other values, too."""
    texts = [choice_as_item(choice.value) for choice in one.choices]
    return ', '.join([*texts, '…'] if one.has_open_choices else texts)


def put_first(
    found: dict[str, str], fields: Fields, kind: type[FieldType], name: str, text: str
) -> None:
    """Put a text in the field of a name, or in the first field of a type."""
    suited = sorted(fields.of_type(kind), key=lambda field: field.name != name)
    if suited and text:
        found[suited[0].name] = text


def default_text(one: ProductSetting) -> str:
    """Return a default as the product writes it; '' where it states none."""
    from .importers import ABSENT  # noqa: PLC0415 (seldom needed)

    return '' if one.default is ABSENT else one.text or value_text(one.default)


def value_text(value: Any) -> str:
    """Return a JSON value as text; a string without quotes, unless its ends would be missed."""
    if isinstance(value, str):
        return value if value.strip() == value != '' else json.dumps(value, ensure_ascii=False)
    indent = 2 if isinstance(value, (dict, list)) and len(str(value)) > 60 else None
    return json.dumps(value, ensure_ascii=False, indent=indent)


def choice_as_item(value: Any) -> str:
    """Return a choice as an item of a list; brackets and quotes may be open in it."""
    text = value if isinstance(value, str) else value_text(value)
    return quoted_item(text) if SIGNS.search(text) else as_item(text)


def deprecation_text(deprecated: bool | str) -> str:
    """Return a deprecation; '' for none."""
    if isinstance(deprecated, str):
        return deprecated
    return 'yes' if deprecated else ''


def read_products(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Read the product files before pages are read, so that each process has them."""
    if docnames:
        get_products(get_domain(env)).read_all()


def docs_with_changed_products(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages that show settings of product files which have changed.

    On other pages, settings whose lines have moved are noted with the new ones.
    """
    domain = get_domain(env)
    products = get_products(domain)
    found: list[str] = []
    for doc in domain.docs_with('selections'):
        selections = domain.selections_of(doc)
        if any(products.digest(Selection(*one)) != seen for one, seen in selections):
            found.append(doc)
        else:
            sources = {Selection(*one).source for one, _seen in selections}
            renew_lines(domain, products, doc, sorted(sources & products.specs.keys()))
    return found


def renew_lines(
    domain: ConfigDomain, products: Products, docname: str, sources: Iterable[str]
) -> None:
    """Note the settings of a page with the lines that product files have now."""
    start = f'{domain.env.srcdir}{os.sep}'

    def renewed(one: Setting) -> Setting:
        for source in sources:
            stated = products.find(source, one.id)
            if stated and products.path(stated.file).removeprefix(start) == one.source:
                return one._replace(line=stated.line)
        return one

    records = domain.settings_of(docname)
    now = tuple(map(renewed, records))
    if now != records:
        domain.note_settings(docname, now)


def get_products(domain: ConfigDomain) -> Products:
    """Return the product files of a build."""
    assert isinstance(domain.products, Products)
    return domain.products


def prepare_products(app: Sphinx) -> None:
    """Pass the product files of conf.py to the domain."""
    domain = get_domain(app.env)
    known = domain.configuration
    domain.products = Products(dict(known.sources), Path(app.confdir), known.registry.importers)


def setup_products(app: Sphinx) -> None:
    """Register the reading of product files."""
    # After the configuration (400), before handlers that ask which pages are outdated.
    app.connect('builder-inited', prepare_products, priority=450)
    # When Sphinx asks for outdated pages, and before it starts processes that read them.
    app.connect('env-get-outdated', docs_with_changed_products)
    app.connect('env-before-read-docs', read_products)
