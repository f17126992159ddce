"""The command ``check``: compare documented settings with those of the product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..comparison.check import Checker
from ..comparison.documentation import read_documentation
from ..comparison.findings import HELP, Kind
from ..comparison.ignoring import without_ignored
from ..comparison.option_lines import SourcePlaces
from .inputs import (
    UsageError,
    add_products_argument,
    add_settings_argument,
    add_source_arguments,
    products_of_command,
)
from .output import add_report_arguments, publish
from .streams import note

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

COMMAND: Final = 'check'
KINDS: Final = (
    Kind.GONE,
    Kind.UNDOCUMENTED,
    Kind.SPELLING,
    Kind.DEFAULT,
    Kind.TYPE,
    Kind.CHOICES,
    Kind.RANGE,
    Kind.DEPRECATED,
    Kind.REQUIRED,
    Kind.DESCRIPTION,
    Kind.DUPLICATE,
)
RULES: Final = {str(kind): HELP[kind] for kind in KINDS}
NEAR: Final = 4
"""The number of folders above a ``settings.json`` that may be or have the source directory."""
USUAL: Final = ('', 'docs', 'doc', 'docs/source', 'doc/source', 'source')
"""The usual source directories in such a folder."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_settings_argument(parser)
    add_products_argument(parser)
    parser.add_argument(
        '--srcdir', type=Path, metavar='DIR', help='the source directory of the documentation'
    )
    parser.add_argument(
        '--only',
        nargs='+',
        choices=tuple(RULES),
        metavar='KIND',
        help=f'report only these kinds: {", ".join(RULES)}',
    )
    add_source_arguments(parser)
    add_report_arguments(parser)


def run(arguments: Namespace) -> int:
    """Compare, and print a report.

    :returns: 0; 1 with findings; 2 where nothing could be compared.
    :raises SourceError: a file cannot be read.
    :raises UsageError: there is no source, or an option is wrong.
    """
    documentation = read_documentation(arguments.settings)
    products = products_of_command(arguments)
    if not products:
        raise UsageError('there is nothing to compare with; add --source FILE')
    places = SourcePlaces(folders_of(arguments), Path())
    findings = Checker(documentation, products, places).findings()
    left, unused = without_ignored(findings, documentation.ignored)
    wanted = arguments.only or list(RULES)
    kept = [one for one in left if one.rule in wanted]
    code = publish(kept, RULES, COMMAND, arguments, project=documentation.project)
    for entry in unused:
        note(
            f'warning: configsetting_check_ignore: {entry!r} ignores nothing here; '
            'remove the entry'
        )
    return code


def folders_of(arguments: Namespace) -> list[Path]:
    """Return the folders that can be the source directory.

    :raises UsageError: the named one is no folder.
    """
    srcdir: Path | None = arguments.srcdir
    if srcdir is not None and not srcdir.is_dir():
        raise UsageError(f'--srcdir: there is no folder {srcdir}')
    if srcdir is not None:
        return [srcdir]
    above = arguments.settings.resolve().parents[:NEAR]
    return [folder / name for folder in [*above, Path()] for name in USUAL]
