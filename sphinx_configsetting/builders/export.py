"""The catalog as JSON: for search pages, and whole for other tools."""

from __future__ import annotations

import json
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import __
from sphinx.util.display import progress_message
from sphinx.util.logging import suppress_logging

from ..catalog.fields import DESCRIPTION
from ..catalog.listing import LISTING
from ..config import CATALOG_FILE, SEARCH_INDEX, valid
from ..domain import domain_of
from ..files import read_json, write_json, write_whole
from ..foreign import writes_alone
from ..fragments import as_blocks, unpack
from ..inert import replace_raw, unlink_scripts
from ..pages import empty_page, html_of, page_settings
from ..records import checksum, is_kept, stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from docutils.frontend import Values
    from sphinx.application import Sphinx

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting

PURE: Final = (
    nodes.Text,
    nodes.bullet_list,
    nodes.container,
    nodes.definition,
    nodes.definition_list,
    nodes.definition_list_item,
    nodes.emphasis,
    nodes.enumerated_list,
    nodes.list_item,
    nodes.literal,
    nodes.paragraph,
    nodes.strong,
    nodes.term,
)
"""The nodes whose HTML depends on nothing else in the project, without classes."""
SCHEMA_VERSION: Final = 1
ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
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


def memory_of(app: Sphinx) -> Path:
    """Return the file that keeps what earlier exports can spare later ones."""
    return Path(app.doctreedir) / f'configsetting-{app.builder.name}-exports.json'


def remembered(app: Sphinx) -> Html:
    """Return HTML that is the same wherever it stands, by the checksum of its markup."""
    kept = read_json(memory_of(app))
    return kept if isinstance(kept, dict) else {}


def export(app: Sphinx, exception: Exception | None) -> None:
    """Write the JSON files of an HTML builder that has finished, unless nothing has changed."""
    builder = app.builder
    if exception or not isinstance(builder, StandaloneHTMLBuilder):
        return
    data_only = builder.name == ConfigSettingsBuilder.name
    wanted = valid(app.config, 'configsetting_exports')
    if not (builder.search or data_only) or not wanted:
        return
    if data_only or domain_of(app.env).writing or not all(is_kept(app, name) for name in wanted):
        with progress_message(__('writing configuration settings')):
            write_exports(app, builder, wanted)


def write_exports(app: Sphinx, builder: StandaloneHTMLBuilder, wanted: Sequence[str]) -> None:
    """Write the files, and keep what may spare work."""
    pages = Pages(builder, remembered(app), stamp_of(app).encode(), writes_alone(app))
    contents: dict[str, Callable[[], object]] = {
        SEARCH_INDEX: pages.search_index,
        CATALOG_FILE: pages.catalog,
    }
    for name in wanted:
        write_whole(Path(builder.outdir, name), in_lines(contents[name]()).encode())
    write_json(memory_of(app), pages.kept)


def is_pure(container: nodes.Node) -> bool:
    """Tell whether the HTML of what a container holds is the same in all pages."""
    return all(isinstance(node, PURE) and not _classes(node) for node in container.findall())


def _classes(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and bool(node.attributes['classes'])


def in_lines(content: object) -> str:
    """Return JSON with a line for each entry, which can be compared and is made quickly."""
    if isinstance(content, list):
        return '[' + ','.join(f'\n{compact(item)}' for item in content) + '\n]\n'
    assert isinstance(content, dict)
    values = {
        name: in_lines(value).rstrip() if isinstance(value, list) else compact(value)
        for name, value in content.items()
    }
    return (
        '{\n' + ',\n'.join(f'{compact(name)}: {text}' for name, text in values.items()) + '\n}\n'
    )


def compact(content: object) -> str:
    """Return JSON in one line."""
    return ENCODER.encode(content)


def public_source(source: str) -> str:
    """Return a source without the folders of the machine where it lies.

    >>> public_source('/home/me/module.py:docstring of module')
    'module.py:docstring of module'
    """
    path = PurePath(source)
    return path.name if path.is_absolute() else source


class Pages:
    """The catalog as an HTML builder shows it."""

    def __init__(
        self,
        builder: StandaloneHTMLBuilder,
        known: Mapping[str, str],
        stamp: bytes,
        ordinary: bool,
    ) -> None:
        """Render the markup of all settings, page by page.

        :param known: the HTML of markup, by its checksum, which an earlier build made.
        :param stamp: what the checksums begin with.
        :param ordinary: whether markup of pure nodes is written as it was read.
        """
        self.ordinary = ordinary
        self.builder = builder
        self.known = known
        self.kept: dict[str, str] = {}
        self.stamp = stamp
        self.env = builder.env
        self.page_uri = cache(self._page_uri)
        self.public_source = cache(public_source)
        domain = domain_of(builder.env)
        self.fields: Fields = domain.fields
        self.settings = domain.catalog.settings
        self.html: dict[tuple[str, int], Html] = {}
        for docname, page in groupby(self.settings, key=lambda setting: setting.docname):
            self.html |= self.render_page(docname, list(page))

    @cached_property
    def settings_of_pages(self) -> Values:
        """The settings of the documents that stand for pages."""
        return page_settings(self.env)

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
            'source': self.public_source(setting.source),
            'line': setting.line,
            'facts': facts,
            'body': html.get('', ''),
        }

    def _page_uri(self, docname: str) -> str:
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
        html: dict[tuple[str, int], Html] = {(docname, s.position): {} for s in settings}
        new: list[tuple[int, str, str]] = []
        containers: list[nodes.container] = []
        for setting in settings:
            for name, fragment in setting.fragments.items():
                key = checksum(self.stamp + fragment)
                if key in self.known:
                    html[docname, setting.position][name] = self.kept[key] = self.known[key]
                else:
                    containers.append(nodes.container('', *as_blocks(unpack(fragment))))
                    new.append((setting.position, name, key if is_pure(containers[-1]) else ''))
        if new:
            document = empty_page(self.env, docname, self.settings_of_pages)
            document += containers
            resolved = self.ordinary and all(key for _position, _name, key in new)
            texts = self.made(document, docname, resolved=resolved)
            for (position, name, key), text in zip(new, texts, strict=True):
                html[docname, position][name] = text
                if key:
                    self.kept[key] = text
        return html

    def made(self, document: nodes.document, docname: str, *, resolved: bool) -> list[str]:
        """Return the HTML within each container of a document that stands for a page."""
        if not resolved:
            replace_raw(document)
            for carrier in [node for node in document.findall(nodes.compound) if LISTING in node]:
                carrier[LISTING] = carrier[LISTING]._replace(filter=False)  # JSON has no scripts
            for equation in document.findall(nodes.math_block):
                equation['number'] = equation['label'] = None  # those of its page
            with suppress_logging():  # the page has warned of references that lead nowhere
                self.env.resolve_references(document, docname, self.builder)
            self.relocate(document, self.page_uri(docname))
        containers = [part for part in document.children if isinstance(part, nodes.Element)]
        html = list(html_of(self.builder, document, (part.children for part in containers)))
        unlink(document)
        return html

    def relocate(self, document: nodes.document, page: str) -> None:
        """Make the links of a page lead from the output root, and none to a script."""
        unlink_scripts(document)
        for reference in document.findall(nodes.reference):
            target = reference.get('refuri') or f'#{reference.get("refid", "")}'
            if not urlsplit(target).scheme and not target.startswith('/'):
                target = urljoin(f'/{page}', target).removeprefix('/') or './'
            reference['refuri'] = target
            reference.attributes.pop('refid', None)


def unlink(root: nodes.Node) -> None:
    """Let nodes go that nobody needs any more, without a search for cycles."""
    for node in root.findall():
        node.parent = None
