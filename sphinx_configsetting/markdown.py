"""Markdown links to settings: ``[text](page.md#anchor)``.

MyST-Parser looks for the anchor of such a link in the metadata of the page, where it keeps
the anchors of headings; so the anchors of settings are added there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .domain import get_domain

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

SLUGS: Final = 'myst_slugs'


def add_anchors(app: Sphinx, _doctree: document) -> None:
    """Add the anchors of the settings of a page, each with line, id and title."""
    env = app.env
    settings = get_domain(env).settings_of(env.docname)
    if settings and 'myst_parser' in app.extensions:
        metadata = env.metadata[env.docname]
        slugs = {s.anchor: (s.line, s.anchor, s.title) for s in settings if s.anchor}
        metadata[SLUGS] = slugs | dict(metadata.get(SLUGS) or {})


def setup_markdown(app: Sphinx) -> None:
    """Register the anchors."""
    # Behind MyST-Parser, which replaces the metadata while it reads the page.
    app.connect('doctree-read', add_anchors)
