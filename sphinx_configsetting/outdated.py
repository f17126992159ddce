"""What an earlier build wrote that is out of date although no page has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder

from .config import valid
from .domain import EXPLORER, domain_of
from .files import read_json, remove, write_json
from .listings import Contents

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain


class Record(NamedTuple):
    """What a builder wrote."""

    pages: dict[str, str]
    """What each page showed, by the page's name."""
    files: list[str]
    """The files of the extension's own, from the output folder."""


def record_of(app: Sphinx) -> Path:
    """Return the file that says what the builder wrote.

    It is not part of the environment, which Sphinx saves before it writes pages: when a
    build is broken off between the two, or another builder uses the same environment,
    the pages that are yet to be written are known all the same.
    """
    return Path(app.doctreedir) / f'configsetting-{app.builder.name}.json'


def recorded(app: Sphinx) -> Record:
    """Return what the builder wrote before; nothing where the record is missing or broken."""
    content = read_json(record_of(app))
    record = content if isinstance(content, dict) else {}
    pages, files = record.get('pages'), record.get('files')
    return Record(
        pages if isinstance(pages, dict) else {}, files if isinstance(files, list) else []
    )


def states_of(env: BuildEnvironment, domain: ConfigDomain) -> dict[str, str]:
    """Return what each page shows that has settings, references to them, or listings.

    That is when it was read, where its references lead, and what its listings hold.
    """
    pages = domain.packed.keys() | domain.references.keys() | domain.listings.keys()
    contents = Contents(domain)
    return {
        page: f'{env.all_docs.get(page)} {digest(contents.of_page(page))}'
        for page in sorted(pages)
    }


def digest(content: object) -> str:
    """Return a short checksum of plain data."""
    return hashlib.blake2b(repr(content).encode(), digest_size=8).hexdigest()


def refresh(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Bring up to date what depends on all pages; return the pages to write again.

    When settings have gone with their page, nothing may be left to read. The root
    document, which is written anyway, is returned then, lest Sphinx think that nothing has
    changed, and neither save the environment nor check it.
    """
    domain = domain_of(env)
    if domain.touched:
        domain.update_labels(wanted=valid(app.config, 'configsetting_labels'))
        domain.data['states'] = states_of(env, domain)
    before, now = recorded(app).pages, domain.data['states']
    stale = [page for page, state in now.items() if before.get(page) != state]
    return [*stale, app.config.root_doc] if before.keys() - now.keys() else stale


def files_of(app: Sphinx) -> list[str]:
    """Return the files of the extension's own that the builder writes."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return []
    indices = (f'config-{index.name}' for index in domain_of(app.env).indices)
    explorer = [EXPLORER] if valid(app.config, 'configsetting_explorer') else []
    names = [*indices, *explorer]
    pages = [os.path.relpath(builder.get_outfilename(name), app.outdir) for name in names]
    return [*pages, *valid(app.config, 'configsetting_exports')]


def remove_leftovers(app: Sphinx) -> None:
    """Remove index pages and exports of an earlier build that conf.py no longer wants."""
    wanted = files_of(app)
    for name in recorded(app).files:
        if name not in wanted:
            remove(Path(app.outdir, name))


def keep_record(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the pages show when all of them are written."""
    if not exception:
        record = Record(domain_of(app.env).data['states'], files_of(app))
        write_json(record_of(app), record._asdict())
