"""Listings: when they take the place of the nodes that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..config import valid
from ..domain import EXPLORER, domain_of

if TYPE_CHECKING:
    from sphinx.builders import Builder

_ = get_translation('sphinx_configsetting')


class Listings(SphinxPostTransform):
    """Puts settings in the place of listings, when all pages are read.

    It runs before references are resolved (10), so that those in titles are, too.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Resolve the listings of a page that has any."""
        domain = domain_of(self.env)
        assert domain.builder is not None
        if valid(self.config, 'configsetting_explorer') and not has_pages(domain.builder):
            unlink_explorer(self.document)
        if domain.listings or self.env.docname == EXPLORER:
            from .lister import Lister  # noqa: PLC0415 (most projects have no listing)

            Lister(self.env, domain.builder, self.document).resolve(self.document)


def has_pages(builder: Builder) -> bool:
    """Tell whether a builder makes pages for browsers beside those of the project."""
    made = isinstance(builder, StandaloneHTMLBuilder)
    return made and not isinstance(builder, (Epub3Builder, SingleFileHTMLBuilder))


def unlink_explorer(document: nodes.document) -> None:
    """Show references to the page of all settings as text, where there is no such page."""
    for node in list(document.findall(addnodes.pending_xref)):
        if (node['reftype'], node['reftarget']) == ('ref', EXPLORER):
            title = str(_('All configuration settings'))
            node.replace_self(nodes.Text(node.astext() if node['refexplicit'] else title))
