"""The files that a command is to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..importers import SourceError
from ..migration.edits import Source

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

SUFFIXES: Final = ('.rst', '.md')
OTHER: Final = frozenset({'.cfg', '.html', '.ini', '.json', '.py', '.toml', '.yaml', '.yml'})
"""The suffixes of files that are no pages."""
BORDERS: Final = (
    'docutils fails at the borders of one of its tables; a build of the page shows which'
)


def add_pages_arguments(parser: ArgumentParser) -> None:
    """Declare the pages that a command reads, and the fields of their project."""
    parser.add_argument(
        'sources',
        nargs='+',
        type=Path,
        metavar='SOURCE',
        help='a file, or a folder of *.rst and *.md',
    )
    parser.add_argument(
        '--fields',
        type=Path,
        metavar='FILE',
        help="JSON or TOML with the project's fields, as in configsetting_fields",
    )


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths name; of folders, the pages in them.

    :raises SourceError: there is no page in a folder, or a file is none.
    """
    return list(dict.fromkeys(file for path in paths for file in files_of(path)))


def files_of(path: Path) -> Iterator[Path]:
    """Yield the files that a path names, in a fixed order."""
    if path.suffix in OTHER and path.is_file():
        raise SourceError('it is not a page; name a *.rst or *.md file, or a folder', str(path))
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob('*') if file.suffix in SUFFIXES and file.is_file())
    if not found:
        raise SourceError('there is no page (*.rst, *.md) in this folder', str(path))
    yield from found


def read(path: Path) -> Source:
    """Read a file.

    :raises SourceError: it cannot be read, or is not UTF-8.
    """
    try:
        return Source.of_bytes(path.read_bytes())
    except OSError as error:
        raise SourceError(f'it cannot be read: {error.strerror or error}', str(path)) from error
    except UnicodeDecodeError as error:
        message = f'it is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}'
        raise SourceError(f'{message}; convert it first', str(path)) from error
