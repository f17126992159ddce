"""Configuration settings for Sphinx: stated once, checked, shown anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .builders.export import ConfigSettingsBuilder, export
from .builders.search import prepare_search
from .config import VALUES, convert_overrides, fields_of, report_problems
from .directives.listing import ListingDirective, ShowDirective
from .directives.setting import SettingDirective
from .domain import ConfigDomain, configure_domain, note_writing, warn_missing
from .files import write_whole
from .indices import indices_of
from .listings import check_listings
from .memory import (
    Pages,
    pass_over_environment,
    pass_over_modules,
    pass_over_no_more,
    pass_over_page,
)
from .outdated import keep_record, refresh, remove_leftovers, reuse_page
from .rendering.breaks import HtmlBreaks, LatexBreaks
from .rendering.deferred import EarlyTables, LateTables
from .rendering.explorer import SCRIPT, SCRIPT_STYLE, add_script, explorer_pages
from .rendering.listing import Listings
from .rendering.placement import SettingCollector, SettingPlacement
from .rendering.plain import PlainTables
from .rendering.presentation import pages_of_moved_templates, prepare_templates
from .roles import roles_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

__version__ = '0.1.0'
HERE = Path(__file__).parent
STYLE = 'configsetting.css'


def register_fields(app: Sphinx, config: Config) -> None:
    """Check conf.py, and register what its fields bring: roles and index pages."""
    convert_overrides(config)
    report_problems(config, Path(app.confdir))
    fields = fields_of(config)
    for name, role in roles_of(fields).items():
        app.add_role_to_domain(ConfigDomain.name, name, role)
    for index in indices_of(fields):
        app.add_index_to_domain(ConfigDomain.name, index)


def copy_static(app: Sphinx) -> None:
    """Copy style sheets and script before pages link to them with their checksums."""
    if app.builder.format == 'html' and app.builder.name != ConfigSettingsBuilder.name:
        for name in (STYLE, SCRIPT, SCRIPT_STYLE):
            content = (HERE / 'static' / name).read_bytes()
            write_whole(Path(app.outdir, '_static', name), content)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    for value in VALUES:
        app.add_config_value(value.name, value.default, value.rebuild, types=Any)
    app.add_message_catalog('sphinx_configsetting', str(HERE / 'locale'))
    app.add_domain(ConfigDomain)
    app.add_directive_to_domain(ConfigDomain.name, 'setting', SettingDirective)
    app.add_directive_to_domain(ConfigDomain.name, 'listing', ListingDirective)
    app.add_directive_to_domain(ConfigDomain.name, 'show', ShowDirective)
    app.add_transform(SettingPlacement)
    app.add_transform(SettingCollector)
    app.add_post_transform(EarlyTables)
    app.add_post_transform(Listings)
    app.add_post_transform(HtmlBreaks)
    app.add_post_transform(LatexBreaks)
    app.add_post_transform(PlainTables)
    app.add_post_transform(LateTables)
    app.add_builder(ConfigSettingsBuilder)
    app.add_css_file(STYLE)
    app.connect('config-inited', register_fields)
    app.connect('builder-inited', configure_domain)
    app.connect('builder-inited', prepare_templates)
    app.connect('builder-inited', copy_static)
    app.connect('builder-inited', prepare_search)
    app.connect('builder-inited', remove_leftovers)
    app.connect('env-get-outdated', pages_of_moved_templates)
    app.connect('env-updated', refresh)
    app.connect('env-check-consistency', check_listings)
    app.connect('warn-missing-reference', warn_missing)
    app.connect('html-page-context', add_script)
    pages = Pages()
    app.connect('env-before-read-docs', pass_over_modules)
    app.connect('write-started', pass_over_environment)
    app.connect('html-page-context', pages.next)
    app.connect('html-page-context', reuse_page)
    app.connect('doctree-resolved', note_writing)
    app.connect('doctree-resolved', pass_over_page)
    app.connect('html-collect-pages', explorer_pages)
    app.connect('build-finished', export)
    app.connect('build-finished', keep_record)
    app.connect('build-finished', pass_over_no_more)
    return {
        'version': __version__,
        'env_version': 5,
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }
