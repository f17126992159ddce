"""The command ``sample``: write a sample file of settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..comparison.accepted_samples import completed
from ..comparison.names import segments_of
from ..comparison.samples import WRITERS, reason_for_nothing, sample, unfilled, with_groups
from ..comparison.schemas import Checks
from ..comparison.validation import shown_path
from ..importers import SourceError
from .inputs import (
    add_settings_or_source_argument,
    add_source_arguments,
    read_settings,
    source_options,
)
from .streams import CLEAN, add_output_argument, note, write_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from ..comparison.product import Product
    from ..importers import ProductSetting


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_settings_or_source_argument(parser)
    parser.add_argument(
        '--syntax', '--format', choices=tuple(WRITERS), default='yaml', help='the syntax'
    )
    parser.add_argument(
        '--defaults', action='store_true', help='write defaults as values, not as comments'
    )
    parser.add_argument('--under', default='', metavar='KEY', help='only the settings below KEY')
    parser.add_argument(
        '--where', default='', metavar='QUERY', help='only the settings that match a query'
    )
    add_output_argument(parser)
    add_source_arguments(parser)


def run(arguments: Namespace) -> int:
    """Write the sample.

    :returns: 0; 2 where nothing could be read or written.
    :raises SourceError: a file cannot be read or written, or there is nothing to write.
    """
    options = source_options(arguments)
    product, is_source = read_settings(arguments.settings, options, where=arguments.where)
    under = segments_of(arguments.under)
    all_settings = with_groups(product.source.settings, product.source.groups)
    settings = [one for one in all_settings if one.path[: len(under)] == under]
    if not settings:
        asked = arguments.under or arguments.where
        message = f'no setting matches {asked!r}' if asked else 'it has no settings'
        raise SourceError(message, arguments.settings)
    if is_source:
        settings = accepted(settings, product, arguments)
    text = sample(settings, arguments.syntax, write_defaults=arguments.defaults)
    if text.strip() in {'', '{}'}:
        reason = reason_for_nothing(settings, arguments.syntax) or 'none has a default'
        message = f'there is nothing to write as {arguments.syntax}: of the settings, {reason}'
        raise SourceError(message, arguments.settings)
    for one in unfilled(settings, arguments.syntax):
        note(f'warning: {one.key} is required, but no valid value is known; state an example')
    write_output(text, arguments.output)
    return CLEAN


def accepted(
    settings: Sequence[ProductSetting], product: Product, arguments: Namespace
) -> list[ProductSetting]:
    """Return settings with those required that the product's schema asks for in their sample."""
    checks = Checks(product, Path(), own=True)
    under = segments_of(arguments.under)
    is_full = arguments.defaults or arguments.syntax == 'json'
    found, faults = completed(settings, checks.faults, all_active=is_full)
    known = {one.path for one in unfilled(found)}
    for path in dict.fromkeys(one.path for one in faults):
        if path[: len(under)] == under and path not in known:
            key = shown_path(path) or 'the sample'
            note(f'warning: {key} is not what the schema of the product asks for; correct it')
    return found
