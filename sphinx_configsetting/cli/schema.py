"""The command ``schema``: write a JSON Schema of the files with settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..comparison.values_schema import schema_text, values_schema
from .inputs import (
    add_settings_or_source_argument,
    add_source_arguments,
    add_url_argument,
    read_settings,
    source_options,
)
from .streams import CLEAN, add_output_argument, write_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_settings_or_source_argument(parser)
    add_output_argument(parser)
    parser.add_argument('--title', default='', metavar='TEXT', help='the title of the schema')
    add_url_argument(parser)
    add_source_arguments(parser)


def run(arguments: Namespace) -> int:
    """Write the schema.

    :returns: 0; 2 where nothing could be read or written.
    :raises SourceError: a file cannot be read or written.
    """
    product, is_source = read_settings(
        arguments.settings, source_options(arguments), arguments.url
    )
    source = product.source
    schema = values_schema(
        source.settings, source.groups, title=arguments.title, is_strict=not is_source
    )
    write_output(schema_text(schema), arguments.output)
    return CLEAN
