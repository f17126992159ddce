"""The names that other extensions and tests may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .domain import get_domain
from .model.setting import Fact, Setting
from .model.settings import Duplicate, Settings

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

__all__ = ['Duplicate', 'Fact', 'Setting', 'Settings', 'get_settings']


def get_settings(env: BuildEnvironment) -> Settings:
    """Return the settings of a project, as far as its pages have been read."""
    return get_domain(env).settings
