"""Values of conf.py that a command reads from a file."""

from __future__ import annotations

import json
import reprlib
import tomllib
from typing import TYPE_CHECKING, Any

from ..importers import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def read_declarations(path: Path, name: str) -> dict[str, Any]:
    """Return the dict in a JSON or TOML file: at its top, or under the name of the value.

    :raises SourceError: it cannot be read, or is something else.
    """
    try:
        text = path.read_text(encoding='utf-8')
        declared = tomllib.loads(text) if path.suffix == '.toml' else json.loads(text)
    except OSError as error:
        raise SourceError(f'it cannot be read: {error.strerror or error}', str(path)) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f'it is neither valid JSON nor TOML: {error}', str(path)) from error
    if isinstance(declared, dict) and name in declared:
        declared = declared[name]
    if not isinstance(declared, dict):
        short = reprlib.repr(declared)
        raise SourceError(f'{short} is not a dict of names and declarations', str(path))
    return declared
