"""The files that a command reads and writes, and the fields that it knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..config import read_fields
from ..files import replace_file
from ..handwritten.edits import Source

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

    from ..catalog.fields import Fields

SUFFIXES: Final = ('.rst',)


class SourceError(Exception):
    """Something cannot be read or written; the message says why and what to do."""


def add_sources(parser: ArgumentParser) -> None:
    """Declare what says which files are read, and how."""
    parser.add_argument(
        'sources', nargs='+', type=Path, metavar='SOURCE', help='a file, or a folder of *.rst'
    )
    parser.add_argument(
        '--fields',
        type=Path,
        metavar='FILE',
        help='a JSON file with the value that configsetting_fields has in conf.py',
    )


def fields_of(path: Path | None) -> Fields:
    """Return the fields that a JSON file declares, or the built-in ones.

    :raises SourceError: the file cannot be read, or declares what is no field.
    """
    try:
        declared = json.loads(path.read_text(encoding='utf-8')) if path else {}
    except OSError as error:
        raise SourceError(f'{path}: it cannot be read: {error.strerror or error}') from error
    except ValueError as error:
        raise SourceError(f'{path}: it is no JSON in UTF-8: {error}') from error
    fields, problems = read_fields(declared)
    if problems:
        raise SourceError(f'{path}: {"; ".join(problems)}')
    return fields


def write(path: Path, text: str) -> None:
    """Write a file whole.

    :raises SourceError: it cannot be written.
    """
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise SourceError(f'{path}: it cannot be written: {error.strerror or error}') from error


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths name; of folders, the reStructuredText in them.

    :raises SourceError: there is no such file, or no such text in a folder.
    """
    return list(dict.fromkeys(file for path in paths for file in files_of(path)))


def files_of(path: Path) -> Iterator[Path]:
    """Yield the files that a path names, in a fixed order."""
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob('*') if file.suffix in SUFFIXES and file.is_file())
    if not found:
        raise SourceError(f'{path}: there is no reStructuredText (*.rst) in this folder')
    yield from found


def read(path: Path) -> Source:
    """Read a file.

    :raises SourceError: it cannot be read, or is not UTF-8.
    """
    try:
        return Source.of_bytes(path.read_bytes())
    except OSError as error:
        raise SourceError(f'{path}: it cannot be read: {error.strerror or error}') from error
    except UnicodeDecodeError as error:
        raise SourceError(
            f'{path}: it is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}; '
            'convert it first'
        ) from error
