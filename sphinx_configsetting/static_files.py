"""The style sheet and scripts, linked from the pages that need them only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from .domain import get_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC: Final = Path(__file__).parent / 'static'
STYLE: Final = 'configsetting.css'
SCRIPT: Final = 'configsetting.js'
LISTING_STYLE: Final = 'configsetting-listing.css'
LISTING_SCRIPT: Final = 'configsetting-listing.js'


def add_static_path(app: Sphinx) -> None:
    """Let Sphinx copy the files, if the project has settings at all."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and uses_settings(app):
        app.config.html_static_path.append(str(STATIC))


def uses_settings(app: Sphinx) -> bool:
    """Return whether any page has a setting or a listing."""
    domain = get_domain(app.env)
    return bool(domain.docs_with('settings') | domain.docs_with('listings'))


def link_assets(
    app: Sphinx,
    pagename: str,
    _template: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link the files from pages with settings or listings."""
    domain = get_domain(app.env)
    if doctree is None:
        return
    shown = pagename in domain.docs_with('settings') or pagename in domain.docs_with('listings')
    if shown or app.builder.name == 'singlehtml':
        app.add_css_file(STYLE)
        app.add_js_file(SCRIPT, loading_method='defer')
    if any(listing.filter for listing in domain.listings_of(pagename)):
        app.add_css_file(LISTING_STYLE)
        app.add_js_file(LISTING_SCRIPT, loading_method='defer')


def setup_static_files(app: Sphinx) -> None:
    """Register the style sheet and scripts."""
    # The settings are known when all pages are read; Sphinx copies files when it finishes.
    app.connect('env-updated', lambda app, _env: add_static_path(app))
    app.connect('html-page-context', link_assets)
