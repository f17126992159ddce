"""The input of commands: a ``settings.json``, and the sources of a product."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..comparison.documentation import addresses_of, is_settings_file, read_documentation
from ..comparison.documented_product import documented_source
from ..comparison.product import Product
from ..comparison.queries import chosen_by
from ..comparison.schemas import product_of
from ..importers import SourceError
from ..importers.reading import read_source
from ..importers.spec import FORMATS, SourceSpec, parse_spec
from ..query.parser import QueryError
from .declarations import read_declarations
from .streams import note

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from ..comparison.documentation import Documentation
    from ..importers import FileContent


NAME: Final = 'configsetting_sources'
WORDS: Final = (b'"schema"', b'"project"', b'"fields"', b'"settings"')
"""Keys of each ``settings.json``, in any order."""
SETTINGS_FILE: Final = re.compile(rb'\s*\{\s*"schema"\s*:\s*\d+\s*,\s*"project"\s*:')


class UsageError(Exception):
    """The arguments of a command contradict each other."""


class SourceOptions(NamedTuple):
    """The options for reading the sources of a command.

    :ivar common: the options of all.
    :ivar declared: the options of single sources, by path.
    """

    common: Mapping[str, Any]
    declared: Mapping[str, Mapping[str, Any]]


def add_settings_argument(parser: ArgumentParser) -> None:
    """Declare the ``settings.json`` that a command reads."""
    parser.add_argument(
        'settings', type=Path, metavar='SETTINGS', help='the settings.json of a build'
    )


def add_settings_or_source_argument(parser: ArgumentParser) -> None:
    """Declare the settings that a command reads from a build or a product."""
    parser.add_argument(
        'settings',
        metavar='SETTINGS',
        help='the settings.json of a build, or a source of the product',
    )


def add_url_argument(parser: ArgumentParser) -> None:
    """Declare the address that links begin with."""
    parser.add_argument(
        '--url', default='', metavar='URL', help='the address of the documentation, for links'
    )


def add_products_argument(parser: ArgumentParser) -> None:
    """Declare the files of the product that documents are compared with."""
    parser.add_argument(
        '--source',
        nargs='+',
        action='extend',
        default=[],
        metavar='FILE',
        help='a schema, a file of values, or records of the product',
    )


def products_of_command(arguments: Namespace) -> list[Product]:
    """Return the products of a command, each file once; without any, all that are declared.

    :raises SourceError: nothing can be read.
    :raises UsageError: an option is wrong.
    """
    options = source_options(arguments)
    paths = arguments.source or options.declared
    for path in filter(looks_documented, map(Path, paths)):
        message = 'it is the settings.json of a build; name a file of the product'
        raise SourceError(message, path.as_posix())
    return [read_product(path, options) for path in dict.fromkeys(paths)]


def add_source_arguments(parser: ArgumentParser) -> None:
    """Declare how sources are read."""
    parser.add_argument(
        '--source-format', choices=FORMATS, default='', help='how to read the sources'
    )
    add_reading_arguments(parser)
    parser.add_argument(
        '--ignore-case', action='store_true', help='the product ignores the case of names'
    )
    parser.add_argument(
        '--relaxed-names',
        action='store_true',
        help='the product ignores case, hyphens and underscores in names, as Spring Boot does',
    )
    parser.add_argument(
        '--sources',
        type=Path,
        metavar='FILE',
        help='JSON or TOML with sources and their options, as in configsetting_sources',
    )


def add_reading_arguments(parser: ArgumentParser) -> None:
    """Declare where in a source the settings are, and how their variables are named."""
    parser.add_argument(
        '--at', metavar='POINTER', default='', help='a JSON pointer to the part with the settings'
    )
    parser.add_argument(
        '--document',
        metavar='NAME',
        default='',
        help='the number, from 0, or the name of a document in the file',
    )
    parser.add_argument(
        '--environment',
        metavar='TEMPLATE',
        default='',
        help="a Jinja template for the names of variables, such as 'APP_{{ key | envname }}'",
    )


def source_options(arguments: Namespace) -> SourceOptions:
    """Return how sources are read.

    :raises SourceError: the file with sources cannot be read.
    :raises UsageError: a source in it is declared wrongly.
    """
    common = {
        'format': arguments.source_format,
        'at': arguments.at,
        'document': arguments.document,
        'environment': arguments.environment,
        'ignore_case': arguments.ignore_case,
        'relaxed_names': arguments.relaxed_names,
    }
    path: Path | None = arguments.sources
    return SourceOptions(common, {} if path is None else declared_sources(path))


def declared_sources(path: Path) -> dict[str, dict[str, Any]]:
    """Return the options of the sources in a file, whose folder their paths are relative to.

    :raises SourceError: it cannot be read.
    :raises UsageError: a source is declared wrongly.
    """
    found = {}
    for name, given in read_declarations(path, NAME).items():
        spec, wrong = parse_spec(given)
        if wrong or spec is None:
            raise UsageError(f'{path}: the source {name!r}: {"; ".join(wrong)}')
        options = dict(given) if isinstance(given, dict) else {}
        if spec.root:
            options['root'] = str(path.parent / spec.root)
        options['refs'] = {uri: str(path.parent / file) for uri, file in spec.refs.items()}
        found[str(path.parent / spec.path)] = options
    return found


def read_product(path: str, options: SourceOptions) -> Product:
    """Return the settings of a source; its minor mistakes are printed.

    :raises SourceError: nothing can be read.
    :raises UsageError: an option is wrong.
    """
    declared = {Path(name).resolve(): one for name, one in options.declared.items()}
    own = declared.get(Path(path).resolve(), {})
    spec, wrong = parse_spec({**options.common, **own, 'path': path})
    if wrong or spec is None:
        raise UsageError('; '.join(wrong))
    source = read_source(spec, Path())
    return checked_product(source, spec)


def read_settings(
    path: str, options: SourceOptions, url: str = '', where: str = ''
) -> tuple[Product, bool]:
    """Return the settings of a ``settings.json`` or a source, and whether it is a source.

    :param url: the address of the documentation.
    :param where: a query for documented settings; '' for all.
    :raises SourceError: nothing can be read.
    :raises UsageError: an option is wrong.
    """
    if not looks_documented(Path(path)):
        if where:
            raise UsageError('--where needs the settings.json of a build; use --under instead')
        return read_product(path, options), True
    ignored = [name for name in ('at', 'document', 'environment') if options.common[name]]
    if options.common['format'] or ignored:
        names = ', '.join([f'--{name}' for name in ignored] or ['--source-format'])
        raise UsageError(f'{names}: only sources have this option, and {path} is of a build')
    documentation = read_documentation(Path(path))
    if where:
        documentation = chosen_documentation(documentation, where)
    source = documented_source(documentation, addresses_of(documentation.settings, url))
    rules = {name: options.common[name] for name in ('ignore_case', 'relaxed_names')}
    spec = SourceSpec(path=path, **rules)
    return Product(source, spec, documentation.project), False


def chosen_documentation(documentation: Documentation, where: str) -> Documentation:
    """Return the settings that match a query.

    :raises UsageError: the query is wrong.
    """
    try:
        return chosen_by(documentation, where)
    except QueryError as error:
        raise UsageError(f'--where, column {error.spot + 1}: {error}') from error


def looks_documented(path: Path) -> bool:
    """Return whether a file is the ``settings.json`` of a build; other tools may rearrange it."""
    if path.suffix != '.json' or not path.is_file():
        return False
    try:
        content = path.read_bytes()
        if SETTINGS_FILE.match(content):
            return True
        return all(word in content for word in WORDS) and is_settings_file(json.loads(content))
    except (OSError, ValueError, RecursionError):
        return False  # reading it as a source reports why


def checked_product(source: FileContent, spec: SourceSpec) -> Product:
    """Return the product of a source, whose minor mistakes are printed.

    :raises SourceError: it states no settings.
    """
    if not source.settings:
        first = source.problems[0]  # without any, reading has failed
        raise SourceError(first.message, first.file, first.line, first.column)
    for problem in source.problems:
        if not problem.duplicate:
            note(f'warning: {problem}')
    for remark in source.notes:
        note(f'note: {remark}')
    return product_of(source, spec, Path())
