"""What an earlier build wrote that is out of date although no page has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

from .config import valid
from .domain import EXPLORER, domain_of
from .files import remove
from .listings import Contents
from .records import SEARCH_FILE, is_current, keep, recorded

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain

AS_IT_STANDS: Final = Path(__file__).parent / 'templates' / 'as-it-stands.html'
"""A template that prints a page which was made before."""


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
    explorer = [EXPLORER] if valid(app.config, 'configsetting_explorer') else []
    pages = [os.path.relpath(builder.get_outfilename(name), app.outdir) for name in explorer]
    return [*pages, *valid(app.config, 'configsetting_exports')]


def index_files(app: Sphinx) -> dict[str, str]:
    """Return the files of the index pages of an HTML builder, by the pages' names."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return {}
    names = ['genindex', *(f'config-{index.name}' for index in domain_of(app.env).indices)]
    return {n: os.path.relpath(builder.get_outfilename(n), app.outdir) for n in names}


def remove_leftovers(app: Sphinx) -> None:
    """Remove index pages and exports of an earlier build that conf.py no longer wants."""
    wanted = {*files_of(app), *index_files(app).values()}
    for name in recorded(app).files:
        if name not in wanted and name != SEARCH_FILE:
            remove(Path(app.outdir, name))


def reuse_page(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _document: object
) -> str | None:
    """Have an index page written as it stands, where nothing has changed.

    Sphinx draws each entry anew, whether or not it has read or written a page. A template
    that prints what it is given spares that.
    """
    name = index_files(app).get(page, '')
    known = type(app.builder.templates) is BuiltinTemplateLoader
    if not known or not name or not is_current(app, name):
        return None
    text = Path(app.outdir, name).read_text(encoding=context['encoding'])
    context['configsetting_page'] = text
    return str(AS_IT_STANDS)


def keep_record(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the builder has written when all of it is there."""
    if not exception:
        files = [*files_of(app), *index_files(app).values(), SEARCH_FILE]
        keep(app, domain_of(app.env).data['states'], files)
