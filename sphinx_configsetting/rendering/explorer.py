"""The page of all settings that readers can filter, and the script that does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransformer
from sphinx.util.osutil import relative_uri

from ..catalog.fields import DESCRIPTION, DISPLAYNAME
from ..catalog.listing import FACETS, LISTING, PART, Column, Listing
from ..config import valid
from ..domain import EXPLORER, domain_of
from ..pages import empty_page, html_of, page_settings
from ..warnings_ import Subtype, warn
from .listing import has_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from ..catalog.catalog import Catalog

_ = get_translation('sphinx_configsetting')
SCRIPT: Final = 'configsetting-filter.js'
SCRIPT_STYLE: Final = 'configsetting-filter.css'
Page = tuple[str, dict[str, Any], str]
"""The name of a page, what its template gets, and the template."""


def columns_of(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of the page: what settings are found and narrowed by, and the text.

    What no setting states takes no room.
    """
    stated = {
        name for setting in catalog.settings for name in (*setting.facts, *setting.fragments)
    }
    names = [f.name for f in catalog.fields if f.index or f.name in FACETS]
    shown = [name for name in (*names, DESCRIPTION) if name in stated]
    return tuple(map(Column, dict.fromkeys([DISPLAYNAME, *shown])))


def explorer_pages(app: Sphinx) -> Iterator[Page]:
    """Yield the page of all settings, if conf.py asks for it and anything has changed.

    It is a page as those of Sphinx's own indexes are: any theme can show it, and no
    source file needs to state it.
    """
    builder = app.builder
    if not valid(app.config, 'configsetting_explorer') or not has_pages(builder):
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    if EXPLORER in app.env.found_docs:
        warn_taken()
    elif domain_of(app.env).writing or not Path(builder.get_outfilename(EXPLORER)).is_file():
        yield page_of(app, builder)


def warn_taken() -> None:
    """Warn of a page of the project by the name of that of all settings."""
    warn(
        Subtype.OUTPUT,
        f'the page {EXPLORER!r} of the project stands where that of all settings would; '
        'rename it, or remove configsetting_explorer from conf.py',
        location=EXPLORER,
    )


def page_of(app: Sphinx, builder: StandaloneHTMLBuilder) -> Page:
    """Return the page of all settings."""
    title = str(_('All configuration settings'))
    context = {'title': title, 'body': body_of(app, builder, title), 'parents': []}
    return EXPLORER, context, 'page.html'


def body_of(app: Sphinx, builder: StandaloneHTMLBuilder, title: str) -> str:
    """Return the HTML of the page of all settings."""
    env = builder.env
    document = empty_page(env, EXPLORER, page_settings(env))
    document.settings.initial_header_level = 1
    listing = Listing(
        docname=EXPLORER,
        source='',
        line=0,
        columns=columns_of(domain_of(env).catalog),
        filter=True,
    )
    carrier = nodes.compound('', **{LISTING: listing})
    empty = nodes.paragraph('', _('There are no settings yet.'))
    carrier += [nodes.table(**{PART: 'frame'}), nodes.container('', empty, **{PART: 'body'})]
    section = nodes.section('', nodes.title(title, title), carrier, ids=[EXPLORER])
    document += section
    transform(app, document)
    builder.imgpath = relative_uri(builder.get_target_uri(EXPLORER), builder.imagedir)
    builder.post_process_images(document)
    builder.secnumbers, builder.fignumbers = {}, {}
    return next(html_of(builder, document, [[section]]))


def transform(app: Sphinx, document: nodes.document) -> None:
    """Apply what is applied to each page before it is written, as themes may count on it.

    The event ``doctree-resolved`` is for pages with a source file, of which its handlers
    may ask the environment.
    """
    transformer = SphinxTransformer(document)
    transformer.set_environment(app.env)
    transformer.add_transforms(app.registry.get_post_transforms())
    app.env.temp_data['docname'] = EXPLORER
    transformer.apply_transforms()
    del app.env.temp_data['docname']


def add_script(
    app: Sphinx, pagename: str, _template: str, _context: dict[str, Any], _doctree: Any
) -> None:
    """Load the script and its style in pages that can be filtered, and in no others."""
    listings = domain_of(app.env).listings
    pages = listings if app.builder.name == 'singlehtml' else [pagename]
    found = (listing for page in pages for listing in listings.get(page, ()))
    if pagename == EXPLORER or any(listing.filter for listing in found):
        app.add_js_file(SCRIPT, loading_method='defer')
        app.add_css_file(SCRIPT_STYLE)
