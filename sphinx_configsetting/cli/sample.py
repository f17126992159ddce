"""The command ``sample``: write a sample file of settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..comparison.names import segments_of
from ..comparison.samples import WRITERS, sample
from ..importers import SourceError
from .inputs import add_source_arguments, guarded, options_of, read_settings
from .output import CLEAN, put

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        'settings',
        metavar='SETTINGS',
        help='the settings.json of a build, or a source of the product',
    )
    parser.add_argument('--syntax', choices=tuple(WRITERS), default='yaml', help='the syntax')
    parser.add_argument(
        '--defaults', action='store_true', help='write defaults as values, not as comments'
    )
    parser.add_argument('--under', default='', metavar='KEY', help='only the settings below KEY')
    parser.add_argument(
        '--output', type=Path, metavar='FILE', help='write to FILE, not to standard output'
    )
    add_source_arguments(parser)


def run(arguments: Namespace) -> int:
    """Run the command.

    :returns: 0; 2 where nothing could be read or written.
    """
    return guarded(write_sample, arguments)


def write_sample(arguments: Namespace) -> int:
    """Write the sample.

    :raises SourceError: a file cannot be read or written, or no setting is chosen.
    """
    product, _ = read_settings(arguments.settings, options_of(arguments))
    under = segments_of(arguments.under)
    settings = [one for one in product.source.settings if one.path[: len(under)] == under]
    if not settings:
        raise SourceError(f'no setting is below {arguments.under!r}', arguments.settings)
    put(sample(settings, arguments.syntax, write_defaults=arguments.defaults), arguments.output)
    return CLEAN
