"""The catalog as JSON: for search pages, and whole for other tools."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from docutils.writers.html5_polyglot import Writer
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import __
from sphinx.util.display import progress_message
from sphinx.util.logging import suppress_logging

from ..catalog.fields import DESCRIPTION
from ..config import CATALOG_FILE, SEARCH_INDEX, valid
from ..domain import domain_of
from ..files import write_json
from ..fragments import as_blocks, thaw
from ..inert import replace_raw, unlink_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting

SCHEMA_VERSION: Final = 1
COLUMNS: Final = ('systemconsole', 'configjson', 'environment')
"""The facts in the search index, whose names and shapes search pages rely on."""
Html = dict[str, str]
"""HTML by the name of the markup field; that of the body under ''."""


class ConfigSettingsBuilder(StandaloneHTMLBuilder):
    """Writes the JSON files and no pages, for pipelines that want only the data."""

    name = 'configsettings'
    epilog = __('The JSON files are in %(outdir)s.')
    search = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Return no pages: none is written."""
        return iter(())

    def write(self, *_arguments: object, **_keywords: object) -> None:  # type: ignore[misc]
        """Write no pages; the one way that all supported versions of Sphinx have."""

    def finish(self) -> None:
        """Leave the files to ``export``, as for every HTML builder."""


def export(app: Sphinx, exception: Exception | None) -> None:
    """Write the JSON files when an HTML builder has finished."""
    builder = app.builder
    if exception or not isinstance(builder, StandaloneHTMLBuilder):
        return
    data_only = builder.name == ConfigSettingsBuilder.name
    if not (builder.search or data_only):
        return
    wanted = valid(app.config, 'configsetting_exports')
    with progress_message(__('writing configuration settings')):
        pages = Pages(builder)
        if SEARCH_INDEX in wanted:
            write_json(Path(app.outdir, SEARCH_INDEX), pages.search_index(), indent=1)
        if CATALOG_FILE in wanted:
            write_json(Path(app.outdir, CATALOG_FILE), pages.catalog(), indent=1)


def public_source(source: str) -> str:
    """Return a source without the folders of the machine where it lies.

    >>> public_source('/home/me/module.py:docstring of module')
    'module.py:docstring of module'
    """
    path = PurePath(source)
    return path.name if path.is_absolute() else source


class Pages:
    """The catalog as an HTML builder shows it."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        """Render the markup of all settings, page by page."""
        self.builder = builder
        self.env = builder.env
        domain = domain_of(builder.env)
        self.fields: Fields = domain.fields
        self.settings = domain.catalog.settings
        self.html: dict[tuple[str, int], Html] = {}
        for docname, page in groupby(self.settings, key=lambda setting: setting.docname):
            self.html |= self.render_page(docname, list(page))

    def search_index(self) -> list[dict[str, str]]:
        """Return what ``config-settings-index.json`` holds."""
        return [
            {
                'id': setting.id,
                'docname': setting.docname,
                'anchor': self.uri(setting),
                'displayname': setting.title,
                **{name: setting.text(name) for name in COLUMNS},
                'description': self.description(setting),
            }
            for setting in self.settings
            if domain_of(self.env).is_searched(setting.docname)
        ]

    def description(self, setting: Setting) -> str:
        """Return the short description as HTML, or the body where there is none."""
        html = self.html[setting.docname, setting.position]
        return html.get(DESCRIPTION) or html.get('', '')

    def catalog(self) -> dict[str, object]:
        """Return what ``settings.json`` holds."""
        return {
            'schema': SCHEMA_VERSION,
            'project': self.builder.config.project,
            'fields': [
                {'name': field.name, 'kind': field.kind.name, 'label': field.plain_label}
                for field in self.fields
            ],
            'settings': [self.entry(setting) for setting in self.settings],
        }

    def entry(self, setting: Setting) -> dict[str, object]:
        """Return a setting as ``settings.json`` has it."""
        html = self.html[setting.docname, setting.position]
        facts: dict[str, object] = {}
        for field in self.fields:
            fact = setting.facts.get(field.name)
            if fact:
                facts[field.name] = field.kind.export(fact.values) if fact.applicable else None
            elif html.get(field.name):
                facts[field.name] = html[field.name]
        return {
            'id': setting.id,
            'title': setting.title,
            'docname': setting.docname,
            'uri': self.uri(setting),
            'source': public_source(setting.source),
            'line': setting.line,
            'facts': facts,
            'body': html.get('', ''),
        }

    def page_uri(self, docname: str) -> str:
        """Return a page's address from the output root."""
        uri = self.builder.get_target_uri(docname)
        if uri.startswith('#'):  # the page that holds all others
            return f'{self.builder.config.root_doc}{self.builder.out_suffix}'
        return uri

    def uri(self, setting: Setting) -> str:
        """Return a setting's address from the output root."""
        return f'{self.page_uri(setting.docname)}#{setting.anchor}'

    def render_page(self, docname: str, settings: list[Setting]) -> dict[tuple[str, int], Html]:
        """Render the markup of a page's settings; links lead from the output root."""
        document = self.new_document(docname)
        places: list[tuple[int, str]] = []
        for setting in settings:
            for name, fragment in setting.fragments.items():
                document += nodes.container('', *as_blocks(thaw(fragment)))
                places.append((setting.position, name))
        html: dict[tuple[str, int], Html] = {(docname, s.position): {} for s in settings}
        if places:
            replace_raw(document)
            with suppress_logging():  # the page has warned of references that lead nowhere
                self.env.resolve_references(document, docname, self.builder)
            self.relocate(document, self.page_uri(docname))
            for (position, name), text in zip(places, self.rendered(document), strict=True):
                html[docname, position][name] = text
        return html

    def new_document(self, docname: str) -> nodes.document:
        """Return an empty document that stands for a page."""
        document = new_document(str(self.env.doc2path(docname)))
        document.settings = get_default_settings(Parser, Writer)
        document.settings.__dict__.update(self.env.settings)
        document.settings.env = self.env
        return document

    def relocate(self, document: nodes.document, page: str) -> None:
        """Make the links of a page lead from the output root, and none to a script."""
        unlink_scripts(document)
        for reference in document.findall(nodes.reference):
            target = reference.get('refuri') or f'#{reference.get("refid", "")}'
            if not urlsplit(target).scheme and not target.startswith('/'):
                target = urljoin(f'/{page}', target).removeprefix('/') or './'
            reference['refuri'] = target
            reference.attributes.pop('refid', None)

    def rendered(self, document: nodes.document) -> Iterator[str]:
        """Yield the HTML within each container of a document."""
        translator: Any = self.builder.create_translator(document, self.builder)
        for container in document.children:
            start = len(translator.body)
            walk(container.children, translator)
            yield ''.join(translator.body[start:]).strip()


def walk(content: Sequence[Node], translator: nodes.NodeVisitor) -> None:
    """Write nodes with a translator."""
    for node in content:
        node.walkabout(translator)
