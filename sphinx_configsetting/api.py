"""What other extensions and tests may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .catalog.catalog import Catalog as Settings
from .catalog.catalog import Duplicate
from .catalog.setting import Fact, Setting
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

__all__ = ['Duplicate', 'Fact', 'Setting', 'Settings', 'get_settings']


def get_settings(env: BuildEnvironment) -> Settings:
    """Return the settings of a project, as far as its pages have been read."""
    return domain_of(env).catalog
