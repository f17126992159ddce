"""The literals of the doctrees that a build keeps."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.utils import get_source_line

from ..autolink import literals_with_names
from ..importers import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED: Final = (
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
)
"""The errors of a damaged pickle: https://docs.python.org/3/library/pickle.html#pickle.load"""


def literals_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each literal that may be a link.

    :raises SourceError: the doctree cannot be read, or is something else.
    """
    for literal in literals_with_names(read_doctree(path)):
        yield literal_place(literal), literal.astext()


def read_doctree(path: Path) -> nodes.document:
    """Return the doctree of a page.

    :raises SourceError: it cannot be read, or is something else.
    """
    try:
        with path.open('rb') as file:
            document = pickle.load(file)
    except DAMAGED as error:
        message = f'it cannot be read: {error}; build the documentation again'
        raise SourceError(message, str(path)) from error
    if not isinstance(document, nodes.document):
        raise SourceError('it is not a doctree; build the documentation again', str(path))
    return document


def literal_place(literal: nodes.literal) -> str:
    """Return the file and line of a literal; a file below the current folder is relative."""
    block: nodes.Element = literal
    while block.parent and not isinstance(block, nodes.Body | nodes.Titular | nodes.Part):
        block = block.parent
    source, line = get_source_line(block)
    path = Path(source or '')
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    lines_before = block.rawsource.partition(f'`{literal.astext()}`')[0].count('\n')
    return f'{path}:{(line or 1) + lines_before}'
