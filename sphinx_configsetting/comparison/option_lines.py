"""Lines of options in the sources of documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..importers import SourceError
from ..importers.texts import read_text
from .findings import FilePlace
from .names import segments_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .documentation import Documented

MOST: Final = 200
"""The most lines of options of a directive."""


class SourcePlaces:
    """Finds the files of settings, and the lines of their options.

    A file is looked for in the given folders; if it is in none, settings have the place that
    the build states, and options have that of their directive.
    """

    def __init__(self, folders: Sequence[Path], base: Path) -> None:
        """Look in folders; name files relative to a base folder."""
        self.folders, self.base = folders, base
        self.known: dict[str, tuple[str, list[str]]] = {}

    def place(self, setting: Documented, option: str = '') -> FilePlace:
        """Return the place of a setting's directive, or of its option."""
        file, lines = self.file(setting)
        if not option or not lines:
            return FilePlace(file, setting.line)
        return FilePlace(file, option_line(lines, setting.line, option) or setting.line)

    def file(self, setting: Documented) -> tuple[str, list[str]]:
        """Return the name and the lines of the file that has a setting."""
        found = self.known.get(setting.source)
        if found is None:
            found = self.known[setting.source] = self.find(setting)
        return found

    def find(self, setting: Documented) -> tuple[str, list[str]]:
        """Return the first file of a name that has the setting in its line.

        A page has the id there; a file of a product may have only the end of a key.
        """
        paths = [folder / setting.source for folder in self.folders]
        texts = {path: lines_of_file(path) for path in paths}
        for name in (setting.id, *segments_of(setting.id)[-1:]):
            for path, lines in texts.items():
                if name in ''.join(lines[setting.line - 1 : setting.line]):
                    return relative_name(path, self.base, setting.source), lines
        return setting.source, []


def lines_of_file(path: Path) -> list[str]:
    """Return the lines of a file; none if it is no text."""
    if not path.is_file():
        return []
    try:
        return read_text(path, path.as_posix()).split('\n')
    except SourceError:
        return []


def relative_name(path: Path, base: Path, source: str) -> str:
    """Return a file's name relative to a folder; files elsewhere keep their name."""
    absolute, folder = path.resolve(), base.resolve()
    return absolute.relative_to(folder).as_posix() if folder in absolute.parents else source


def option_line(lines: Sequence[str], start: int, option: str) -> int:
    """Return the line of an option of the directive in a line, or 0.

    :param start: the line of the directive, from 1.
    """
    pattern = re.compile(rf'\s*:?{re.escape(option)}:(?:\s|$)')
    for number, line in enumerate(lines[start : start + MOST], start + 1):
        if pattern.match(line):
            return number
        if not line.strip() or line.startswith('```'):
            break
    return 0
