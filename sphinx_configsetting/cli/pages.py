"""The pages that a command reads, and writes again."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..importers import SourceError
from ..migration.edits import SourceText
from .streams import replace_file

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

SUFFIXES: Final = ('.rst', '.md')
OTHER: Final = frozenset({'.cfg', '.html', '.ini', '.json', '.py', '.toml', '.yaml', '.yml'})
"""The suffixes of files that are no pages."""
NAME: Final = 'source_suffix'
COPIES: Final = '_sources'
"""The folder in HTML output with copies of the pages."""
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
        help='a file, or a folder of *.rst, *.md, and what source_suffix names in its conf.py',
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
    return list(dict.fromkeys(file for path in paths for file in files_of_path(path)))


def files_of_path(path: Path) -> Iterator[Path]:
    """Yield the files that a path names, in a fixed order."""
    if path.suffix in OTHER and path.is_file():
        raise SourceError('it is not a page; name a *.rst or *.md file, or a folder', str(path))
    if not path.is_dir():
        yield path
        return
    suffixes = {*SUFFIXES, *declared_suffixes(path / 'conf.py')}
    files = (file for file in path.rglob('*') if COPIES not in file.parts and file.is_file())
    found = sorted(file for file in files if file.suffix in suffixes)
    if not found:
        wanted = ', '.join(f'*{suffix}' for suffix in sorted(suffixes, reverse=True))
        raise SourceError(f'there is no page ({wanted}) in this folder', str(path))
    yield from found


def declared_suffixes(conf_py: Path) -> Iterator[str]:
    """Yield the suffixes of ``source_suffix``, if it is a literal: conf.py is not run."""
    try:
        module = ast.parse(conf_py.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for statement in module.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == NAME:
            values = (n.value for n in ast.walk(statement.value) if isinstance(n, ast.Constant))
            yield from (str(value) for value in values if str(value).startswith('.'))


def read(path: Path) -> SourceText:
    """Read a file.

    :raises SourceError: it cannot be read, is no text, or is not UTF-8.
    """
    try:
        content = path.read_bytes()
        if b'\0' in content:
            raise SourceError('it is a binary file; name a text file', str(path))
        return SourceText.of_bytes(content)
    except OSError as error:
        raise SourceError(f'it cannot be read: {error.strerror or error}', str(path)) from error
    except UnicodeDecodeError as error:
        message = f'it is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}'
        raise SourceError(f'{message}; convert it first', str(path)) from error


def save_page(path: Path, old: SourceText, new: SourceText) -> None:
    """Write a page whole, if anything in it changes.

    :raises SourceError: it cannot be written.
    """
    content = new.to_bytes()
    if content != old.to_bytes():
        replace_file(path.resolve(), content)
