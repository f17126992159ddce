"""Configuration settings for Sphinx: stated once, checked, shown anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = '0.1.0'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    from .extension import register_all  # noqa: PLC0415 (commands start without Sphinx)

    return register_all(app)
