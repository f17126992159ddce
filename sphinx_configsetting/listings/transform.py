"""The post-transform of listings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from ..domain import get_domain
from ..rendering.foreign import replace_unwritable
from ..rendering.transform import NodeReplacer

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


class ListingTransform(SphinxPostTransform):
    """Renders the listings and counts of a page."""

    # After settings (5), whose bodies may have listings, and before references (10).
    default_priority = 6

    def run(self, **_kwargs: Any) -> None:
        """Replace the listings and counts."""
        domain = get_domain(self.env)
        renderer = domain.renderer
        if isinstance(renderer, NodeReplacer) and domain.docs_with('listings'):
            from .resolver import ListingResolver  # noqa: PLC0415 (seldom needed)

            ListingResolver(renderer, self.document).resolve(self.document)


def finish_copies(app: Sphinx, document: nodes.document, _docname: str) -> None:
    """Replace what other extensions left in copies of their nodes."""
    renderer = get_domain(app.env).renderer
    if isinstance(renderer, NodeReplacer):
        replace_unwritable(app, document, renderer.foreign)
