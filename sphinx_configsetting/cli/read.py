"""The command ``read``: print the settings of a product's file."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..importers import ABSENT, setting_to_json
from ..importers.product_settings import finite
from ..importers.reading import read_source
from ..importers.scalars import in_json
from ..importers.spec import FORMATS, parse_spec
from .inputs import add_reading_arguments
from .streams import CLEAN, FOUND, fail, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from ..importers import FileContent, ProductSetting

HEADINGS: Final = ('KEY', 'TYPE', 'DEFAULT', 'DESCRIPTION')
WIDEST: Final = 40


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument('file', metavar='FILE', help='a schema, a file of values, or records')
    parser.add_argument('--format', choices=FORMATS, help='the format; detected if left out')
    add_reading_arguments(parser)
    parser.add_argument('--json', action='store_true', help='print the records as JSON')


def run(arguments: Namespace) -> int:
    """Read the file, and print its settings.

    :returns: 0; 1 with warnings; 2 where nothing could be read.
    :raises SourceError: it cannot be read.
    """
    spec, wrong = parse_spec(
        {
            'path': arguments.file,
            'format': arguments.format or '',
            'at': arguments.at,
            'document': arguments.document,
            'environment': arguments.environment,
        }
    )
    if wrong or spec is None:
        return fail(wrong)
    source = read_source(spec, Path())
    if not source.settings:
        return fail(source.problems)
    write(settings_json(source) if arguments.json else as_table(source.settings))
    print_warnings(source)
    return FOUND if source.problems else CLEAN


def print_warnings(source: FileContent) -> None:
    """Print what is wrong in the file, and how it was read."""
    lines = [f'warning: {problem}\n' for problem in source.problems]
    lines += [f'note: {note}\n' for note in source.notes]
    write(''.join(lines), sys.stderr.buffer)


def settings_json(source: FileContent) -> str:
    """Return the settings as an array of JSON."""
    items = [setting_to_json(setting) for setting in source.settings]
    return f'{json.dumps(items, ensure_ascii=False, indent=1)}\n'


def as_table(settings: Sequence[ProductSetting]) -> str:
    """Return the settings as a table as wide as the terminal."""
    rows = [HEADINGS, *(row_of(setting) for setting in settings)]
    columns = list(zip(*rows, strict=True))[:-1]
    widths = [min(WIDEST, max(map(len, column))) for column in columns]
    rest = max(20, shutil.get_terminal_size().columns - sum(widths) - 2 * len(widths))
    return ''.join(f'{formatted_row(row, widths, rest)}\n' for row in rows)


def formatted_row(row: Sequence[str], widths: Sequence[int], rest: int) -> str:
    """Return a line of the table; only keys may be longer than their column."""
    key, *others, last = row
    cells = [key.ljust(widths[0])]
    cells += [cut_to_width(t, w).ljust(w) for t, w in zip(others, widths[1:], strict=True)]
    return '  '.join([*cells, cut_to_width(last, rest)]).rstrip()


def row_of(setting: ProductSetting) -> tuple[str, ...]:
    """Return the cells of a setting."""
    types = setting.typename or ' | '.join(setting.types)
    stated = '' if setting.default is ABSENT else in_json(finite(setting.default))
    default = setting.text or stated
    return setting.key, types, ' '.join(default.split()), ' '.join(setting.description.split())


def cut_to_width(text: str, width: int) -> str:
    """Return a text that is no longer than a width."""
    return text if len(text) <= width else f'{text[: width - 1]}…'
