"""What commands read: a ``settings.json``, and the sources of a product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..comparison.check import is_duplicate
from ..comparison.product import Product
from ..importers import SourceError, parse_spec, read_source
from ..importers.spec import FORMATS
from .output import FAILED, note

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from ..importers import Source, SourceSpec


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
    return Product(source, spec)


def guarded(work: Callable[[Namespace], int], arguments: Namespace) -> int:
    """Run a command; print one message and return 2 if it cannot do its work."""
    try:
        return work(arguments)
    except (SourceError, UsageError) as error:
        note(f'error: {error}')
        return FAILED
