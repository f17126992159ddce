"""The output of commands, and their exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..importers import SourceError

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

CLEAN: Final = 0
FOUND: Final = 1
FAILED: Final = 2


def add_output_argument(parser: ArgumentParser) -> None:
    """Declare the file that a command writes."""
    parser.add_argument(
        '--output', type=Path, metavar='FILE', help='write to FILE, not to standard output'
    )


def write(text: str, stream: Any = None) -> None:
    """Write a text in UTF-8, whatever the encoding of the terminal; a closed pipe ends it.

    :raises SystemExit: standard output cannot be written, as on a full disk.
    """
    sys.stdout.flush()
    output = stream or sys.stdout.buffer
    try:
        output.write(text.encode('utf-8', 'surrogateescape'))
        output.flush()
    except OSError as error:
        # Python writes what is left when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
        if stream is None and not isinstance(error, BrokenPipeError):
            reason = f'the output cannot be written: {error.strerror or error}'
            raise SystemExit(fail([reason])) from error


def note(message: str) -> None:
    """Print a remark on standard error."""
    write(f'{message}\n', sys.stderr.buffer)


def fail(messages: Iterable[object]) -> int:
    """Print why the work cannot be done, and return the exit code for that."""
    for message in messages:
        note(f'error: {message}')
    return FAILED


def write_output(text: str, path: Path | None) -> None:
    """Write a text to a file, or to standard output.

    :raises SourceError: the file cannot be written.
    """
    if path is None:
        write(text)
    else:
        replace_file(path, text.encode('utf-8', 'surrogateescape'))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file as a whole, or not at all; it keeps its mode.

    :raises SourceError: it cannot be written; nothing of the attempt is left.
    """
    draft = path.with_name(f'{path.name}.part')
    try:
        try:
            draft.write_bytes(content)
            if path.exists():
                shutil.copymode(path, draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SourceError(f'it cannot be written: {error.strerror or error}', str(path)) from error
