"""The command ``schema``: write a JSON Schema of the files with settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..comparison.values_schema import values_schema
from .inputs import add_source_arguments, guarded, options_of, read_settings
from .output import CLEAN, put, to_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        'settings',
        metavar='SETTINGS',
        help='the settings.json of a build, or a source of the product',
    )
    parser.add_argument(
        '--output', type=Path, metavar='FILE', help='write to FILE, not to standard output'
    )
    parser.add_argument('--title', default='', help='the title of the schema')
    parser.add_argument(
        '--url', default='', metavar='URL', help='the address of the documentation, for links'
    )
    add_source_arguments(parser)


def run(arguments: Namespace) -> int:
    """Run the command.

    :returns: 0; 2 where nothing could be read or written.
    """
    return guarded(write_schema, arguments)


def write_schema(arguments: Namespace) -> int:
    """Write the schema.

    :raises SourceError: a file cannot be read or written.
    """
    product, is_source = read_settings(arguments.settings, options_of(arguments), arguments.url)
    source = product.source
    schema = values_schema(
        source.settings, source.groups, title=arguments.title, is_strict=not is_source
    )
    put(to_json(schema), arguments.output)
    return CLEAN
