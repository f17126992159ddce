"""The command ``drift``: compare hand-written facts with the directives."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..handwritten.document import MissingParserError
from .baseline import new_findings, read_baseline, write_baseline
from .fields import fields_in
from .findings import Finder
from .reports import FORMATS
from .sources import BORDERS, SourceError, files_in, read

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from .findings import Finding

NOTHING: Final = 0
FOUND: Final = 1
BAD_INPUT: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        'sources',
        nargs='+',
        type=Path,
        metavar='SOURCE',
        help='a file, or a folder of *.rst and *.md',
    )
    parser.add_argument(
        '--format', choices=list(FORMATS), default='text', help='the format of the findings'
    )
    parser.add_argument(
        '--fields',
        type=Path,
        metavar='FILE',
        help="JSON or TOML with the project's fields, as in configsetting_fields",
    )
    parser.add_argument(
        '--baseline', type=Path, metavar='FILE', help='leave out the findings that FILE accepts'
    )
    parser.add_argument(
        '--write-baseline',
        type=Path,
        metavar='FILE',
        help='write a FILE that accepts all findings, and print none',
    )


def run(arguments: Namespace) -> int:
    """Run the command.

    :returns: 0; 1 when anything is found that no baseline accepts; 2 for bad input.
    """
    try:
        finder = Finder(fields_in(arguments.fields))
        paths = files_in(arguments.sources)
        accepted = read_baseline(arguments.baseline) if arguments.baseline else Counter()
    except SourceError as error:
        return fail([error])
    findings, errors = all_findings(paths, finder)
    if arguments.write_baseline:
        return fail(errors) if errors else keep(arguments.write_baseline, findings)
    if arguments.baseline:
        findings = new_findings(findings, accepted, arguments.baseline.parent)
    tell(FORMATS[arguments.format](findings))
    if errors:
        return fail(errors)
    return FOUND if findings else NOTHING


def all_findings(paths: Sequence[Path], finder: Finder) -> tuple[list[Finding], list[SourceError]]:
    """Return what is wrong in all files, and the files that cannot be read."""
    findings, errors = [], []
    for path in paths:
        try:
            findings += finder.findings(read(path), path.as_posix())
        except SourceError as error:
            errors.append(error)
        except MissingParserError as error:
            errors.append(SourceError(f'{path}: {error}'))
        except AssertionError:  # what docutils says to borders that cross each other
            errors.append(SourceError(f'{path}: {BORDERS}'))
    return findings, errors


def keep(path: Path, findings: Sequence[Finding]) -> int:
    """Write a baseline."""
    try:
        write_baseline(path, findings)
    except SourceError as error:
        return fail([error])
    return NOTHING


def fail(errors: Sequence[SourceError]) -> int:
    """Tell what cannot be read or written."""
    for error in errors:
        print(f'error: {error}', file=sys.stderr)
    return BAD_INPUT


def tell(text: str) -> None:
    """Print a text in UTF-8, whatever the encoding of the terminal; a closed pipe ends it."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(text.encode('utf-8', 'surrogateescape'))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
