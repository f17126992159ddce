"""Everything that the extension registers with Sphinx."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .autolink import setup_autolink
from .collecting.transform import setup_collecting
from .config import setup_config
from .consistency import setup_consistency
from .directives import setup_directives
from .domain import setup_domain
from .export import setup_export
from .indices import setup_indices
from .listings.setup import setup_listings
from .markdown import setup_markdown
from .nodes import setup_nodes
from .old_types import setup_old_types
from .other_projects import setup_elsewhere
from .outdated import setup_outdated
from .product_checks import setup_product_checks
from .products import setup_products
from .project import Project
from .registry import setup_registry
from .rendering.transform import setup_rendering
from .search import setup_search
from .static_files import setup_static_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def register_all(app: Sphinx) -> ExtensionMetadata:
    """Register all capabilities."""
    project = Project()
    app.add_message_catalog('sphinx_configsetting', str(Path(__file__).parent / 'locale'))
    setup_registry(app)
    setup_domain(app)
    setup_config(app, project.use)
    setup_nodes(app)
    setup_consistency(app)
    setup_indices(app)
    setup_elsewhere(app)
    setup_old_types(app)
    setup_products(app)
    setup_product_checks(app)
    setup_directives(app)
    setup_autolink(app)
    setup_collecting(app)
    setup_markdown(app)
    setup_rendering(app)
    setup_listings(app)
    setup_outdated(app)
    setup_search(app)
    setup_export(app)
    setup_static_files(app)
    # Before everything else of this extension (500 and later) that asks the domain.
    app.connect('builder-inited', project.give, priority=400)
    return {
        'version': __version__,
        'env_version': 9,
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }
