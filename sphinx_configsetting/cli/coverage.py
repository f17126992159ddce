"""The command ``coverage``: print which shares of settings are documented."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..comparison.coverage import (
    DOCUMENTED,
    MEASURES,
    CoverageRow,
    Share,
    coverage,
    failures,
    shares_of_products,
)
from ..comparison.documentation import read_documentation
from .inputs import (
    UsageError,
    add_products_argument,
    add_settings_argument,
    add_source_arguments,
    products_of_command,
)
from .output import to_json
from .streams import CLEAN, FOUND, add_output_argument, note, write_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from ..comparison.documentation import Documentation

COLORS: Final = ((90, '#3fb950'), (75, '#a3b91e'), (50, '#d29922'), (0, '#db6d28'))
"""The least percentages of the colors of badges."""
BADGE: Final = 'badge.svg.jinja'


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_settings_argument(parser)
    add_products_argument(parser)
    parser.add_argument(
        '--fail-under',
        nargs='+',
        action='extend',
        default=[],
        metavar='FIELD=PERCENT',
        help='exit with 1 if a smaller share of settings states a field',
    )
    parser.add_argument(
        '--format', choices=('text', 'json', 'badge'), default='text', help='the format'
    )
    parser.add_argument(
        '--measure',
        default='',
        metavar='FIELD',
        help='the field, or "documented", whose share the badge shows',
    )
    add_output_argument(parser)
    add_source_arguments(parser)


def run(arguments: Namespace) -> int:
    """Measure, and print a report.

    :returns: 0; 1 if a share is too small; 2 where nothing could be measured.
    :raises SourceError: a file cannot be read.
    :raises UsageError: an option is wrong.
    """
    documentation = read_documentation(arguments.settings)
    limits = least_percentages(arguments.fail_under)
    sources = shares_of_products(documentation, products_of_command(arguments))
    wanted = [*limits, *([arguments.measure] if arguments.measure else [])]
    for name in wanted:
        check_measure(name, documentation, has_source=bool(sources))
    measures = dict.fromkeys([*MEASURES, *wanted])
    known = [name for name in measures if name == DOCUMENTED or name in documentation.kinds]
    if known == [DOCUMENTED] and not sources:
        raise UsageError('no field is measured; name one with --fail-under or --measure')
    rows = coverage(documentation, sources, known)
    write_output(formatted_shares(rows, arguments), arguments.output)
    found = failures(rows, limits)
    for one in found:
        note(f'error: {one.message}')
    return FOUND if found else CLEAN


def least_percentages(given: Sequence[str]) -> dict[str, float]:
    """Return the least percentages by field.

    :raises UsageError: one is not of the form FIELD=PERCENT, or more than 100.
    """
    limits = {}
    for one in given:
        name, _, percent = one.partition('=')
        if not name or not percent.replace('.', '', 1).isdecimal():
            raise UsageError(f'--fail-under: {one!r} is not of the form FIELD=PERCENT')
        if float(percent) > 100:
            raise UsageError(f'--fail-under: {one!r} is more than 100 percent')
        limits[name] = float(percent)
    return limits


def check_measure(name: str, documentation: Documentation, *, has_source: bool) -> None:
    """Check that a measure exists.

    :raises UsageError: it does not.
    """
    if name == DOCUMENTED and not has_source:
        raise UsageError(f'{DOCUMENTED!r} needs a source of the product; add --source FILE')
    if name != DOCUMENTED and name not in documentation.kinds:
        known = ', '.join([DOCUMENTED, *documentation.kinds])
        raise UsageError(f'there is no field {name!r}; the fields are {known}')


def formatted_shares(rows: Sequence[CoverageRow], arguments: Namespace) -> str:
    """Return the shares in a format."""
    if arguments.format == 'json':
        return to_json([coverage_item(row) for row in rows])
    if arguments.format == 'badge':
        shares = rows[0].shares
        name = arguments.measure or next(iter(shares))
        return svg_badge(name, shares[name])
    return coverage_text(rows)


def coverage_item(row: CoverageRow) -> dict[str, Any]:
    """Return shares as an object of JSON."""
    shares = {
        name: {'have': share.have, 'all': share.all, 'percent': share.percent}
        for name, share in row.shares.items()
    }
    return {'by': row.by, 'name': row.name, 'shares': shares}


def coverage_text(rows: Sequence[CoverageRow]) -> str:
    """Return the shares as a table for each way of grouping."""
    tables: dict[str, list[CoverageRow]] = {}
    for row in rows:
        tables.setdefault(row.by, []).append(row)
    return '\n'.join(table(by, found) for by, found in tables.items())


def table(by: str, rows: Sequence[CoverageRow]) -> str:
    """Return the shares of pages, groups or sources as a table."""
    names = list(rows[0].shares)
    cells = [[by, *names], *([row.name, *map(share_text, row.shares.values())] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ''.join(f'{line(row, widths)}\n' for row in cells)


def share_text(share: Share) -> str:
    """Return a share as text."""
    return f'{share.percent:g}% ({share.have}/{share.all})'


def line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a line of a table."""
    padded = (text.ljust(width) for text, width in zip(cells, widths, strict=True))
    return '  '.join(padded).rstrip()


def svg_badge(name: str, share: Share) -> str:
    """Return a badge as SVG."""
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    folder = files('sphinx_configsetting').joinpath('templates', 'configsetting')
    template = environment.from_string(folder.joinpath(BADGE).read_text(encoding='utf-8'))
    color = next(color for least, color in COLORS if share.percent >= least)
    values: Mapping[str, object] = {
        'label': f'settings: {name}',
        'value': f'{share.percent:g}%',
        'color': color,
    }
    return f'{template.render(values)}\n'
