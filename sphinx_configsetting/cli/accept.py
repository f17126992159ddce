"""The command ``accept``: a baseline of the warnings of a build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..baseline import as_json, from_log

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        'log', type=Path, help='the output of sphinx-build, or "-" for standard input'
    )
    parser.add_argument('--sources', type=Path, default=Path(), help='the source directory')
    parser.add_argument(
        '--write', type=Path, help='the file to write; without it, the baseline is printed'
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the baseline.

    :returns: 0, or 2 if the log cannot be read or the baseline not be written.
    """
    try:
        text = sys.stdin.read() if str(arguments.log) == '-' else arguments.log.read_text('utf-8')
        accepted = from_log(text.splitlines(), str(arguments.sources.resolve()))
        if arguments.write:
            arguments.write.write_text(as_json(accepted), encoding='utf-8')
            print(f'warnings accepted in {arguments.write}: {len(accepted)}')
        else:
            print(as_json(accepted), end='')
    except (OSError, UnicodeDecodeError) as error:
        print(f'error: {error}', file=sys.stderr)
        return 2
    return 0
