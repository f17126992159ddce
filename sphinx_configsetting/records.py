"""What a builder wrote, and whether that is still there as it was written."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import docutils
import sphinx

from .domain import domain_of
from .files import read_json, write_json

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SEARCH_FILE: Final = 'searchindex.js'
"""Where Sphinx writes the index of its own search."""


class Record(NamedTuple):
    """What a builder wrote."""

    pages: dict[str, str]
    """What each page showed, by the page's name."""
    files: dict[str, str]
    """The checksums of files that tell of the whole project, by their paths in the output."""
    state: str
    """A checksum of what these files depend on."""


def path_of_record(app: Sphinx) -> Path:
    """Return the file that says what the builder wrote.

    It is not part of the environment, which Sphinx saves before it writes pages: when a
    build is broken off between the two, or another builder uses the same environment,
    the pages that are yet to be written are known all the same.
    """
    return Path(app.doctreedir) / f'configsetting-{app.builder.name}.json'


def recorded(app: Sphinx) -> Record:
    """Return what the builder wrote before; nothing where the record is missing or broken."""
    content = read_json(path_of_record(app))
    record = content if isinstance(content, dict) else {}
    pages, files, state = record.get('pages'), record.get('files'), record.get('state')
    return Record(
        pages if isinstance(pages, dict) else {},
        files if isinstance(files, dict) else {},
        state if isinstance(state, str) else '',
    )


def keep(app: Sphinx, pages: dict[str, str], files: list[str]) -> None:
    """Keep what the builder has written."""
    contents = {name: content_of(app, name) for name in files}
    checksums = {name: checksum(content) for name, content in contents.items()}
    write_json(path_of_record(app), Record(pages, checksums, state_of(app))._asdict())


def content_of(app: Sphinx, name: str) -> bytes:
    """Return what a file of the output holds; nothing where there is no such file."""
    path = Path(app.outdir, name)
    return path.read_bytes() if path.is_file() else b''


def is_kept(app: Sphinx, name: str) -> bool:
    """Tell whether a file of the output is as the builder left it."""
    content = content_of(app, name)
    return bool(content) and checksum(content) == recorded(app).files.get(name)


def is_current(app: Sphinx, name: str) -> bool:
    """Tell whether a file that tells of the whole project would be written as it stands."""
    domain = domain_of(app.env)
    if domain.writing or domain.touched:
        return False
    if domain.unchanged is None:
        domain.unchanged = recorded(app).state == state_of(app)
    return domain.unchanged and is_kept(app, name)


def state_of(app: Sphinx) -> str:
    """Return a checksum of what files depend on that tell of the whole project.

    That is when which pages were read, beside what all output depends on.
    """
    return checksum(f'{stamp_of(app)} {sorted(app.env.all_docs.items())}'.encode())


def checksum(content: bytes) -> str:
    """Return a short checksum."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def stamp_of(app: Sphinx) -> str:
    """Return a checksum of what output depends on besides the pages."""
    extensions = sorted((name, extension.version) for name, extension in app.extensions.items())
    values = sorted((value.name, stable_repr(value.value)) for value in app.config)
    versions = (sphinx.__version__, docutils.__version__)
    return checksum(repr((versions, extensions, values)).encode())


def stable_repr(value: object) -> str:
    """Return what stands for a value, the same in each process: sets have no order."""
    return repr(sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else value)
