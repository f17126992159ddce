"""``python -m sphinx_configsetting``: work on source files without a build."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .config import read_fields
from .files import replace_file
from .handwritten.baseline import BaselineError, baseline_text, new_ones
from .handwritten.checking import PageError, check_file
from .handwritten.pages import Reader
from .handwritten.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .catalog.fields import Fields
    from .handwritten.checking import Finding

FOUND: Final = 1
UNUSABLE: Final = 2
"""The exit codes; 0 is for nothing found."""


class UsageError(Exception):
    """The command cannot do what it is asked for; the message says why and what to do."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    main = argparse.ArgumentParser(
        prog='python -m sphinx_configsetting',
        description='Work on the source files of a documentation, without a build.',
    )
    commands = main.add_subparsers(dest='command', required=True, metavar='COMMAND')
    drift = commands.add_parser(
        'drift',
        help='report hand-drawn tables that contradict the directives',
        description=(
            'Report facts written by hand that contradict the directive beside them, settings '
            'before the heading of another one, and tables that docutils refuses.'
        ),
        epilog='Exit codes: 0 nothing found, 1 something found, 2 wrong usage or input.',
    )
    add_sources(drift)
    drift.add_argument(
        '--format', choices=FORMATS, default='text', help='how findings are printed'
    )
    drift.add_argument('--output', type=Path, metavar='FILE', help='print to a file')
    drift.add_argument(
        '--baseline', type=Path, metavar='FILE', help='a file of findings that are accepted'
    )
    drift.add_argument(
        '--write-baseline', action='store_true', help='accept what is found: write the baseline'
    )
    drift.set_defaults(run=run_drift)
    return main


def add_sources(command: argparse.ArgumentParser) -> None:
    """Add what says which files are read, and how."""
    command.add_argument(
        'sources', nargs='+', type=Path, metavar='SOURCE', help='a file, or a folder of .rst files'
    )
    command.add_argument(
        '--fields',
        type=Path,
        metavar='FILE',
        help='a JSON file with the value of configsetting_fields',
    )


def files_of(sources: Iterable[Path]) -> Iterator[Path]:
    """Yield the files to read, in a fixed order.

    :raises UsageError: a source is missing, or a folder without files.
    """
    for source in sources:
        found = sorted(source.rglob('*.rst')) if source.is_dir() else [source]
        if not source.exists():
            raise UsageError(f'{source}: there is no such file or folder; check the path')
        if not found:
            raise UsageError(f'{source}: no .rst file in this folder; name another one')
        yield from found


def fields_of(path: Path | None) -> Fields:
    """Return the fields that a JSON file declares, or the built-in ones.

    :raises UsageError: the file cannot be read, or declares what is none.
    """
    if path is None:
        return read_fields({})[0]
    try:
        declared = json.loads(path.read_text(encoding='utf-8'))
    except OSError as error:
        raise UsageError(f'{path}: {error.strerror}; check the path and your rights') from error
    except ValueError as error:
        raise UsageError(f'{path}: no JSON in UTF-8: {error}') from error
    fields, problems = read_fields(declared)
    if problems:
        raise UsageError(f'{path}: {"; ".join(map(str, problems))}')
    return fields


def run_drift(arguments: argparse.Namespace) -> int:
    """Report what is wrong; return the exit code.

    :raises UsageError, PageError, BaselineError: something cannot be read or written.
    """
    baseline: Path | None = arguments.baseline
    if arguments.write_baseline and baseline is None:
        raise UsageError('--write-baseline needs --baseline FILE')
    fields, reader = fields_of(arguments.fields), Reader()
    files = dict.fromkeys(files_of(arguments.sources))
    findings = [one for path in files for one in check_file(path, fields, reader)]
    if baseline and arguments.write_baseline:
        write(baseline, baseline_text(findings, baseline.parent))
        return 0
    shown = new_ones(findings, baseline) if baseline else findings
    report(shown, arguments.format, arguments.output)
    return FOUND if shown else 0


def report(findings: Sequence[Finding], form: str, output: Path | None) -> None:
    """Print findings in UTF-8, or write them to a file."""
    text = FORMATS[form](findings)
    if output:
        write(output, text)
    else:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()


def write(path: Path, text: str) -> None:
    """Write a file whole.

    :raises UsageError: it cannot be written.
    """
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise UsageError(f'{path}: cannot be written: {error.strerror}') from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except (UsageError, PageError, BaselineError) as error:
        print(f'sphinx_configsetting: {error}', file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # whoever read the output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    return code


if __name__ == '__main__':
    sys.exit(main())
