"""What an earlier build wrote that is out of date although no page has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from .config import valid
from .domain import domain_of
from .files import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain

States = dict[str, str]
"""What a page showed when it was written, by the page's name."""


def record_of(app: Sphinx) -> Path:
    """Return the file that says what the builder wrote.

    It is not part of the environment, which Sphinx saves before it writes pages: when a
    build is broken off between the two, or another builder uses the same environment,
    the pages that are yet to be written are known all the same.
    """
    return Path(app.doctreedir) / f'configsetting-{app.builder.name}.json'


def recorded(app: Sphinx, part: str) -> Mapping[str, object]:
    """Return one part of the record; {} where there is none or it is broken."""
    record = read_json(record_of(app))
    found = record.get(part) if isinstance(record, dict) else None
    return found if isinstance(found, dict) else {}


def states_of(env: BuildEnvironment, domain: ConfigDomain) -> States:
    """Return what each page shows that has settings or references to them.

    That is when it was read, and where its references lead.
    """
    pages = domain.settings.keys() | domain.references.keys()
    return {
        page: f'{env.all_docs.get(page)} {digest(domain.destinations(page))}'
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
    domain.update_labels(wanted=valid(app.config, 'configsetting_labels'))
    known = recorded(app, 'pages')
    stale = [page for page, state in states_of(env, domain).items() if known.get(page) != state]
    return [*stale, *([app.config.root_doc] if domain.shrunk else [])]


def files_of(app: Sphinx) -> dict[str, str]:
    """Return the files of the extension's own that the builder writes, and their names."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return {}
    indices = (f'config-{index.name}' for index in domain_of(app.env).indices)
    pages = {os.path.relpath(builder.get_outfilename(name), app.outdir): name for name in indices}
    return pages | {name: name for name in valid(app.config, 'configsetting_exports')}


def remove_leftovers(app: Sphinx) -> None:
    """Remove index pages and exports of an earlier build that conf.py no longer wants."""
    for name in recorded(app, 'files').keys() - files_of(app).keys():
        Path(app.outdir, name).unlink(missing_ok=True)


def keep_record(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the pages show when all of them are written."""
    if not exception:
        states = states_of(app.env, domain_of(app.env))
        write_json(record_of(app), {'pages': states, 'files': files_of(app)})
