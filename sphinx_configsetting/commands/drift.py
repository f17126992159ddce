"""The command ``drift``: hand-drawn tables that contradict the directives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..handwritten.baseline import BaselineError, baseline_text, new_ones
from ..handwritten.checking import check_text
from ..handwritten.pages import Reader
from ..handwritten.reports import FORMATS
from .sources import SourceError, add_sources, fields_of, files_in, read, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from ..handwritten.checking import Finding

HELP: Final = 'report hand-drawn tables that contradict the directives'
DESCRIPTION: Final = (
    'Report facts written by hand that contradict the directive beside them, settings '
    'before the heading of another one, and tables that docutils refuses.'
)
EXIT_CODES: Final = 'Exit codes: 0 nothing found, 1 something found, 2 wrong usage or input.'
FOUND: Final = 1


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_sources(parser)
    parser.add_argument(
        '--format', choices=FORMATS, default='text', help='how findings are printed'
    )
    parser.add_argument('--output', type=Path, metavar='FILE', help='print to a file')
    parser.add_argument(
        '--baseline', type=Path, metavar='FILE', help='a file of findings that are accepted'
    )
    parser.add_argument(
        '--write-baseline', action='store_true', help='accept what is found: write the baseline'
    )


def run(arguments: Namespace) -> int:
    """Run the command.

    :returns: 0 when nothing is found, or else 1.
    :raises SourceError: something cannot be read or written.
    """
    baseline: Path | None = arguments.baseline
    findings = list(findings_in(arguments))
    if arguments.write_baseline:
        if baseline is None:
            raise SourceError('--write-baseline needs --baseline FILE')
        write(baseline, baseline_text(findings, baseline.parent))
        return 0
    try:
        shown = new_ones(findings, baseline) if baseline else findings
    except BaselineError as error:
        raise SourceError(str(error)) from error
    report(shown, arguments.format, arguments.output)
    return FOUND if shown else 0


def findings_in(arguments: Namespace) -> Iterator[Finding]:
    """Yield what is wrong in the files, in their order and by lines.

    :raises SourceError: something cannot be read.
    """
    fields, reader = fields_of(arguments.fields), Reader()
    for path in files_in(arguments.sources):
        found = check_text(str(path), read(path).text, fields, reader)
        yield from sorted(found, key=lambda finding: finding.line)


def report(findings: Sequence[Finding], form: str, output: Path | None) -> None:
    """Print findings in UTF-8, or write them to a file.

    :raises SourceError: the file cannot be written.
    """
    text = FORMATS[form](findings)
    if output:
        write(output, text)
    else:
        sys.stdout.buffer.write(text.encode())
