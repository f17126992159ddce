"""The registration of listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import check_listings
from .directives import setup_listing_directives
from .sample_directives import setup_sample_directives
from .samples import write_samples
from .transform import ListingTransform, finish_copies

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_listings(app: Sphinx) -> None:
    """Register directives, transform and checks of listings."""
    setup_listing_directives(app)
    setup_sample_directives(app)
    app.add_post_transform(ListingTransform)
    # After other extensions (500), which replace their nodes.
    app.connect('doctree-resolved', finish_copies, priority=900)
    # All settings are known, and warnings are in the order of pages.
    app.connect('env-check-consistency', check_listings)
    # The output folder exists, and pages link to the files only by name.
    app.connect('build-finished', write_samples)
