"""Style sheets, scripts and their data, on the pages that need them only."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from .domain import get_domain
from .export import ConfigSettingsBuilder, write_if_changed
from .listings.script_data import copy_forms, words
from .rendering.capture import captures_html
from .rendering.values import plain_label
from .sanitizing import data_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.application import Sphinx

    from .domain import ConfigDomain
    from .model.setting import Setting
    from .query.selection import Listing

STATIC: Final = Path(__file__).parent / 'static'
DATA: Final = '_static/configsetting-data.js'
EXPLORER: Final = 'explorer'


def copy_files(app: Sphinx, _env: object) -> None:
    """Copy the files, if the project has settings and the builder writes pages of HTML."""
    builder = app.builder
    writes = isinstance(builder, StandaloneHTMLBuilder) and not isinstance(
        builder, ConfigSettingsBuilder
    )
    if writes and uses_settings(get_domain(app.env)):
        shutil.copytree(STATIC, Path(app.outdir, '_static'), dirs_exist_ok=True)


def uses_settings(domain: ConfigDomain) -> bool:
    """Return whether any page has a setting or a listing."""
    return bool(domain.docs_with('settings') | domain.docs_with('listings'))


def link_files(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link the files from a page with settings or listings, and add the data of its script.

    Index pages, which have no doctree, have them, too, and a style sheet for their table.
    """
    domain = get_domain(app.env)
    if template == 'domainindex.html' and pagename.startswith(f'{domain.name}-'):
        app.add_css_file('configsetting-index.css')
        if captures_html(app.builder):
            context['metatags'] = context.get('metatags', '') + page_files(
                app, pagename, 'configsetting'
            )
    if doctree is None:
        return
    whole = app.builder.name == 'singlehtml'
    docs = domain.docs_with('settings') | domain.docs_with('listings')
    if not (pagename in docs or (whole and docs)):
        return
    listings = [one for doc in docs if doc == pagename or whole for one in domain.listings_of(doc)]
    context['body'] += page_files(app, pagename, needed(listings))


def page_files(app: Sphinx, pagename: str, name: str) -> str:
    """Link a style sheet and its script from a page, and return the data of the script."""
    app.add_css_file(f'{name}.css')
    app.add_js_file(f'{name}.js', loading_method='defer')
    return data_html(page_data(app, pagename), 'configsetting-page')


def needed(listings: Sequence[Listing]) -> str:
    """Return the name of the style sheet and of the script of a page: one has all its parts."""
    parts = {EXPLORER for one in listings if one.display == EXPLORER}
    parts |= {'listing' for one in listings if one.filter}
    return '-'.join(['configsetting', *sorted(parts)])


def page_data(app: Sphinx, pagename: str) -> dict[str, object]:
    """Return the data of the script of every page with settings."""
    domain = get_domain(app.env)
    address = relative_uri(app.builder.get_target_uri(pagename), DATA)
    return {
        'words': words(),
        'forms': copy_forms(domain),
        'copy': [field.name for field in domain.fields if field.identifies],
        'data': address if captures_html(app.builder) else '',
    }


def write_data(app: Sphinx, exception: Exception | None) -> None:
    """Write the data of the palette, which a page loads when a reader first uses it."""
    domain = get_domain(app.env)
    if exception or not captures_html(app.builder) or not domain.settings.settings:
        return
    content = json.dumps(palette_data(app, domain), ensure_ascii=False, separators=(',', ':'))
    folder = Path(app.outdir, '_static')
    if folder.is_dir() and app.builder.name != ConfigSettingsBuilder.name:
        write_if_changed(folder / Path(DATA).name, f'configsetting.palette.receive({content});\n')


def palette_data(app: Sphinx, domain: ConfigDomain) -> dict[str, object]:
    """Return the settings for the palette, and the addresses of further pages."""
    uri = app.builder.get_target_uri
    explorers = sorted(
        doc
        for doc in domain.docs_with('listings')
        if any(one.display == EXPLORER for one in domain.listings_of(doc))
    )
    searchable = [s for s in domain.settings.settings if domain.is_searched(s.docname)]
    return {
        'root': '../',
        'explorer': uri(explorers[0]) if explorers else '',
        'search': uri('search') if getattr(app.builder, 'search', False) else '',
        'settings': [packed(app, domain, setting) for setting in searchable],
    }


def packed(app: Sphinx, domain: ConfigDomain, setting: Setting) -> list[object]:
    """Return a setting as the palette's script reads it."""
    fields = domain.fields
    names = [v for field in fields if field.identifies for v in setting.values(field.name)]
    path = next((setting.text(f.name) for f in fields if f.type.display == 'strong'), '')
    facts = [
        f'{plain_label(field)} {setting.text(field.name)}'
        for field in fields
        if field.row and not field.identifies and field.name in setting.facts
    ]
    return [
        setting.title,
        f'{app.builder.get_target_uri(setting.docname)}#{setting.anchor}'.lstrip('#'),
        path,
        names,
        [setting.id, *setting.values('formerly')],
        ' '.join(facts),
        setting.text('description') or setting.body[:300],
    ]


def setup_static_files(app: Sphinx) -> None:
    """Register the files."""
    # The settings are known when all pages are read. Sphinx looks at the files when it
    # writes pages, and may copy others of the same names over them, which a project has.
    app.connect('env-updated', copy_files)
    app.connect('html-page-context', link_files)
    app.connect('build-finished', write_data)
