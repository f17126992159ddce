"""The command ``validate``: check users' files and the environment against settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..comparison.findings import HELP, Kind
from ..comparison.names import folded
from ..comparison.schemas import Checks
from ..comparison.user_files import environment_sheet, read_sheets
from ..comparison.validation import Validation
from ..comparison.variable_prefixes import hints, variables_with_prefix
from .inputs import (
    UsageError,
    add_source_arguments,
    add_url_argument,
    read_settings,
    source_options,
)
from .output import add_report_arguments, publish
from .streams import note

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from ..comparison.findings import Finding
    from ..comparison.product import Product
    from ..comparison.sheets import Sheet

COMMAND: Final = 'validate'
KINDS: Final = (
    Kind.UNKNOWN,
    Kind.SPELLING,
    Kind.TYPE,
    Kind.RANGE,
    Kind.CHOICES,
    Kind.DEPRECATED,
    Kind.RENAMED,
    Kind.MISSING,
    Kind.DUPLICATE,
    Kind.DEFAULT,
)
RULES: Final = {str(kind): HELP[kind] for kind in KINDS}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument('files', nargs='*', metavar='FILE', help='a file with values of settings')
    parser.add_argument(
        '--against',
        required=True,
        metavar='SETTINGS',
        help='the settings.json of a build, or a source of the product',
    )
    parser.add_argument(
        '--environ', metavar='PREFIX', help='check the variables of the environment with a prefix'
    )
    parser.add_argument(
        '--defaults', action='store_true', help='report values that repeat a default'
    )
    add_url_argument(parser)
    add_source_arguments(parser)
    add_report_arguments(parser)


def run(arguments: Namespace) -> int:
    """Check, and print a report.

    :returns: 0; 1 with findings; 2 where nothing could be checked.
    :raises SourceError: a file cannot be read.
    :raises UsageError: there is nothing to check.
    """
    if not arguments.files and arguments.environ is None:
        raise UsageError('there is nothing to check; name a file, or use --environ PREFIX')
    if arguments.environ == '':
        raise UsageError('--environ: the prefix is empty; all variables would be unknown')
    product, is_source = read_settings(arguments.against, source_options(arguments), arguments.url)
    if arguments.environ is not None and not product.variables:
        raise UsageError(
            f'{arguments.against} names no environment variables; name them with --environment'
        )
    checks = Checks(product, Path(), own=is_source)
    sheets = sheets_of(arguments, product)
    findings = Validation(product, checks, defaults=arguments.defaults).findings(sheets)
    notes = [*checks.notes, *hints_of(arguments, product)]
    for remark in [*notes, *hints_on_case(arguments, findings, product)]:
        note(f'note: {remark}')
    project = product.project or Path(product.spec.path).name
    return publish(findings, RULES, COMMAND, arguments, project=project)


def sheets_of(arguments: Namespace, product: Product) -> list[Sheet]:
    """Return the files to check; minor mistakes in them are printed."""
    sheets = [one for path in dict.fromkeys(arguments.files) for one in read_sheets(path, product)]
    for problem in [problem for sheet in sheets for problem in sheet.problems]:
        if not problem.duplicate:
            note(f'warning: {problem}')
    if arguments.environ is not None:
        variables = variables_with_prefix(os.environ, arguments.environ, product)
        sheets.append(environment_sheet(variables, product))
    return sheets


def hints_of(arguments: Namespace, product: Product) -> list[str]:
    """Return hints about variables with a misspelled prefix."""
    return list(hints(os.environ, arguments.environ, product)) if arguments.environ else []


def hints_on_case(
    arguments: Namespace, findings: Iterable[Finding], product: Product
) -> Iterator[str]:
    """Yield how to accept variables in another letter case, if there are any."""
    names = [str(one.found) for one in findings if one.kind is Kind.SPELLING]
    prefix = folded(arguments.environ or '')
    names += [name for name in os.environ if prefix and folded(name).startswith(prefix)]
    for name in names:
        if folded(name) in product.folded_variables and product.find_variable(name) is None:
            yield f'if {name} in this letter case has an effect, add --ignore-case'
            return
