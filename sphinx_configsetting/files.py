"""Files of the extension's own: read with care, written whole."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and only if its content changes.

    A failure is a warning: the rest of the build goes on, and the file stays as it was.
    """
    try:
        if not path.is_file() or path.read_bytes() != content:
            replace_file(path, content)
    except OSError as error:
        warn_failure(path, 'written', error)


def remove(path: Path) -> None:
    """Remove a file if there is one; a failure is a warning."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        warn_failure(path, 'removed', error)


def warn_failure(path: Path, done: str, error: OSError) -> None:
    """Warn of a file with which something can't be done."""
    warn(
        Subtype.OUTPUT,
        f'the file {path.name} cannot be {done}: {error.strerror or error}; '
        'make room or give leave to write to its folder, and build again',
    )


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


def write_json(path: Path, content: object) -> None:
    """Write a JSON file in UTF-8 with a line break at its end."""
    text = json.dumps(content, ensure_ascii=False)
    write_whole(path, f'{text}\n'.encode())


def read_json(path: Path) -> object:
    """Return what a JSON file holds; None where there is no such file or it is broken."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
