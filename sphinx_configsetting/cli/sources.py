"""The files that a command is to read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..migration.edits import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES: Final = ('.rst', '.md')
BORDERS: Final = (
    'docutils fails at the borders of one of its tables; a build of the page shows which'
)


class SourceError(Exception):
    """A file or folder that cannot be read."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths name; of folders, the pages in them.

    :raises SourceError: there is no such file, or no page in a folder.
    """
    return list(dict.fromkeys(file for path in paths for file in files_of(path)))


def files_of(path: Path) -> Iterator[Path]:
    """Yield the files that a path names, in a fixed order."""
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob('*') if file.suffix in SUFFIXES and file.is_file())
    if not found:
        raise SourceError(f'{path}: there is no page (*.rst, *.md) in this folder')
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


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place, and move it there; the file keeps its mode.

    :raises OSError: it cannot be written; nothing of the attempt is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f'{path.name}.part')
    try:
        draft.write_bytes(content)
        if path.exists():
            shutil.copymode(path, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
