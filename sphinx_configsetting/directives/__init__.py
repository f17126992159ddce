"""The directives of settings and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .group import GroupDirective
from .product import AutoSettingDirective, AutoSettingsDirective
from .setting import SettingDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_directives(app: Sphinx) -> None:
    """Register the directives of settings."""
    app.add_directive_to_domain('config', 'setting', SettingDirective)
    app.add_directive_to_domain('config', 'group', GroupDirective)
    app.add_directive_to_domain('config', 'autosetting', AutoSettingDirective)
    app.add_directive_to_domain('config', 'autosettings', AutoSettingsDirective)
