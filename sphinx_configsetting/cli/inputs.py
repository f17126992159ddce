"""What commands read: a ``settings.json``, and the sources of a product."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ..comparison.check import is_duplicate
from ..comparison.conversion import documented_source
from ..comparison.documentation import linked, read_documentation
from ..comparison.names import segments_of
from ..comparison.product import Product
from ..comparison.schemas import load_schema
from ..importers import SourceError, parse_spec, read_source
from ..importers.spec import FORMATS, SourceSpec
from .output import FAILED, note

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from ..importers import Source


BEGINNING: Final = 4096
SETTINGS_FILE: Final = re.compile(rb'\s*\{\s*"schema"\s*:\s*\d+\s*,\s*"project"\s*:')


class UsageError(Exception):
    """The arguments of a command contradict each other."""


class SourceOptions(NamedTuple):
    """How all sources of a command are read."""

    format: str = ''
    at: str = ''
    environment: str = ''
    ignore_case: bool = False


def add_source_arguments(parser: ArgumentParser) -> None:
    """Declare how sources are read."""
    parser.add_argument(
        '--source-format', choices=FORMATS, default='', help='how to read the sources'
    )
    parser.add_argument(
        '--at', metavar='POINTER', default='', help='a JSON pointer to the part with the settings'
    )
    parser.add_argument(
        '--environment',
        metavar='TEMPLATE',
        default='',
        help="a Jinja template for the names of variables, such as 'APP_{{ key | envname }}'",
    )
    parser.add_argument(
        '--ignore-case', action='store_true', help='the product ignores the case of names'
    )


def options_of(arguments: Namespace) -> SourceOptions:
    """Return how sources are read."""
    return SourceOptions(
        arguments.source_format, arguments.at, arguments.environment, arguments.ignore_case
    )


def read_product(path: str, options: SourceOptions) -> Product:
    """Return the settings of a source; its minor mistakes are printed.

    :raises SourceError: nothing can be read.
    :raises UsageError: an option is wrong.
    """
    spec, wrong = parse_spec({'path': path, **options._asdict()})
    if wrong or spec is None:
        raise UsageError('; '.join(wrong))
    source = read_source(spec, Path())
    return product_of(source, spec)


def read_settings(path: str, options: SourceOptions, url: str = '') -> tuple[Product, bool]:
    """Return the settings of a ``settings.json`` or a source, and whether it is a source.

    :param url: the address of the documentation.
    :raises SourceError: nothing can be read.
    :raises UsageError: an option is wrong.
    """
    if not looks_documented(Path(path)):
        return read_product(path, options), True
    documentation = read_documentation(Path(path))
    source = documented_source(documentation, linked(documentation.settings, url))
    spec = SourceSpec(path=path, ignore_case=options.ignore_case)
    return Product(source, spec), False


def looks_documented(path: Path) -> bool:
    """Return whether a file begins as the ``settings.json`` of a build does."""
    if path.suffix != '.json' or not path.is_file():
        return False
    with path.open('rb') as stream:
        head = stream.read(BEGINNING)
    return SETTINGS_FILE.match(head) is not None


def product_of(source: Source, spec: SourceSpec) -> Product:
    """Return the product of a source.

    :raises SourceError: it states no settings.
    """
    if not source.settings:
        problem = source.problems[0] if source.problems else None
        if problem is not None:
            raise SourceError(problem.message, problem.file, problem.line, problem.column)
        raise SourceError('it states no settings; check "format" and "at"', spec.path)
    for problem in source.problems:
        if not is_duplicate(problem):
            note(f'warning: {problem}')
    for remark in source.notes:
        note(f'note: {remark}')
    return Product(with_split_keys(source, spec), spec)


def with_split_keys(source: Source, spec: SourceSpec) -> Source:
    """Return a source whose keys with dots are paths, unless they are keys of a schema."""
    dotted = [one for one in source.settings if len(one.path) == 1 and '.' in one.key]
    if not dotted or load_schema(spec, Path()) is not None:
        return source
    settings = (
        one._replace(path=segments_of(one.key)) if len(one.path) == 1 else one
        for one in source.settings
    )
    return source._replace(settings=tuple(settings))


def guarded(work: Callable[[Namespace], int], arguments: Namespace) -> int:
    """Run a command; print one message and return 2 if it cannot do its work."""
    try:
        return work(arguments)
    except (SourceError, UsageError) as error:
        note(f'error: {error}')
        return FAILED
