"""The settings as JSON: for search pages, and whole for other tools."""

from __future__ import annotations

import html
import json
import shutil
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import __

from .config_values import SEARCH_INDEX, SETTINGS_FILE, VALUES_SCHEMA
from .domain import get_domain
from .model.field_types import Key
from .model.fields import DESCRIPTION, DISPLAYNAME
from .model.setting import SCHEMA_VERSION, exported_facts, exported_variants, plain_text
from .model.text import is_whole_literal
from .products import get_products
from .rendering.capture import capture, captured_html, captures_html, folder_of
from .sanitizing import sanitize
from .warnings_ import warn_of_unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model.setting import Setting

ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


class ConfigSettingsBuilder(StandaloneHTMLBuilder):
    """Writes the JSON files and no pages, for pipelines that want only the data."""

    name = 'configsettings'
    epilog = __('The JSON files are in %(outdir)s.')
    search = False
    copysource = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Return the pages with settings, whose text the files have."""
        return iter(sorted(get_domain(self.env).docs_with('settings') & self.env.found_docs))

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = 'page.html',
        outfilename: Any = None,
        event_arg: Any = None,
    ) -> None:
        """Take the text of settings out of a page, which is not written."""
        capture(self._app if hasattr(self, '_app') else self.app, pagename, '', addctx, event_arg)

    def copy_assets(self) -> None:
        """Copy no images, downloads and style sheets, which belong to pages."""

    def finish(self) -> None:
        """Leave the files to ``export``, as for every HTML builder.

        Themes such as furo write style sheets afterwards, and fail without the folder.
        """
        Path(self.outdir, '_static').mkdir(exist_ok=True)


def export(app: Sphinx, exception: Exception | None) -> None:
    """Write the JSON files of an HTML builder that has finished."""
    domain = get_domain(app.env)
    if exception or not captures_html(app.builder):
        return
    if not domain.settings.settings:
        remove_exports(app)
        return
    exporter = Exporter(app)
    contents: dict[str, Callable[[], str]] = {
        SEARCH_INDEX: lambda: in_lines(exporter.search_index()),
        SETTINGS_FILE: lambda: in_lines(exporter.settings_file()),
        VALUES_SCHEMA: exporter.values_schema,
    }
    for name in domain.configuration.exports:
        if name != VALUES_SCHEMA or exporter.has_keys:
            write_if_changed(Path(app.outdir, name), contents[name]())
        else:
            Path(app.outdir, name).unlink(missing_ok=True)
    for name, function in domain.configuration.registry.exporters.items():
        write_if_changed(Path(app.outdir, name), function(exporter.settings_file()))


def remove_exports(app: Sphinx) -> None:
    """Remove the files that an earlier build has written, when the last setting is gone."""
    captured = folder_of(app)
    if captured.is_dir():  # otherwise files of these names are the project's
        shutil.rmtree(captured, ignore_errors=True)
        for name in get_domain(app.env).configuration.exports:
            Path(app.outdir, name).unlink(missing_ok=True)


def write_if_changed(path: Path, text: str) -> None:
    """Write a file, unless it has that text; warn if it cannot be written."""
    content = text.encode()
    try:
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
    except OSError as error:
        warn_of_unwritten(path, error)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file; a build that breaks off, or a full disk, leaves the old one."""
    part = path.with_name(f'{path.name}.part')
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def in_lines(content: object) -> str:
    """Return JSON with a line for each entry, which can be compared and is made quickly."""
    if isinstance(content, list):
        return '[' + ','.join(f'\n{compact_json(item)}' for item in content) + '\n]\n'
    assert isinstance(content, dict)
    values = {
        name: in_lines(value).rstrip() if isinstance(value, list) else compact_json(value)
        for name, value in content.items()
    }
    return (
        '{\n'
        + ',\n'.join(f'{compact_json(name)}: {text}' for name, text in values.items())
        + '\n}\n'
    )


def compact_json(content: object) -> str:
    """Return JSON in one line."""
    return ENCODER.encode(content)


class Exporter:
    """The settings as an HTML builder shows them."""

    def __init__(self, app: Sphinx) -> None:
        """Read the captured HTML on demand."""
        self.app = app
        self.builder = app.builder
        self.domain = get_domain(app.env)
        self.fields = self.domain.fields
        self.products = get_products(self.domain)
        self._captured: dict[str, dict[str, dict[str, str]]] = {}
        self._uris: dict[str, str] = {}

    @cached_property
    def columns(self) -> list[str]:
        """The fields of the search index: the four that existing pages read, and declared ones."""
        first = ('systemconsole', 'configjson', 'environment')
        stated = self.domain.settings.stated
        more = (field.name for field in self.fields if field.name in stated)
        return [*first, *(n for n in more if n not in {*first, DISPLAYNAME, DESCRIPTION})]

    def search_index(self) -> list[dict[str, str]]:
        """Return the content of ``config-settings-index.json``."""
        return [
            {
                'id': setting.id,
                'docname': setting.docname,
                'anchor': self.uri(setting),
                'displayname': setting.title,
                **{name: self.column(setting, name) for name in self.columns},
                'description': self.whole_text(setting),
            }
            for setting in self.domain.settings.settings
            if self.domain.is_searched(setting.docname)
        ]

    def column(self, setting: Setting, name: str) -> str:
        """Return a fact as text, with its values under conditions."""
        fact = setting.facts.get(name)
        if fact is None:
            return ''
        if not fact.text or fact.variants or is_whole_literal(fact.text):
            return plain_text(self.fields.by_name[name], fact)
        return fact.text

    def whole_text(self, setting: Setting) -> str:
        """Return the short description and the body as HTML."""
        texts = self.html(setting)
        short, body = texts.get(DESCRIPTION, ''), texts.get('', '')
        if short and body:
            return f'<p>{short}</p>\n{body}'
        return body or (f'<p>{short}</p>' if short else '')

    def settings_file(self) -> dict[str, object]:
        """Return the content of ``settings.json``."""
        ignored = dict(self.domain.configuration.check_ignore)
        autolink = list(self.domain.configuration.autolink)
        return {
            'schema': SCHEMA_VERSION,
            'project': self.app.config.project,
            'fields': [
                {'name': field.name, 'kind': field.type.name, 'label': field.plain_label}
                for field in self.fields
            ],
            **({'check_ignore': ignored} if ignored else {}),
            **({'autolink': autolink} if autolink else {}),
            'settings': [self.entry(setting) for setting in self.domain.settings.settings],
        }

    def entry(self, setting: Setting) -> dict[str, object]:
        """Return a setting as ``settings.json`` has it."""
        variants = exported_variants(setting, self.fields)
        texts = self.html(setting)
        return {
            'id': setting.id,
            'title': setting.title,
            'docname': setting.docname,
            'uri': self.uri(setting),
            'source': self.products.public(setting.source, Path(self.app.srcdir)),
            'line': setting.line,
            'facts': exported_facts(setting, self.fields),
            **({'variants': variants} if variants else {}),
            **({'group': setting.group} if setting.group else {}),
            'body': setting.body,
            'html': {name or 'body': text for name, text in sorted(texts.items())},
        }

    @property
    def has_keys(self) -> bool:
        """The presence of settings that state a key of a configuration file."""
        names = [field.name for field in self.fields.of_type(Key)]
        return any(one.values(name) for one in self.domain.settings.settings for name in names)

    def values_schema(self) -> str:
        """Return the content of ``settings.values.schema.json``, as ``schema`` writes it."""
        from .comparison.documentation import documentation_from  # noqa: PLC0415
        from .comparison.documented_product import documented_source  # noqa: PLC0415 (seldom needed)
        from .comparison.values_schema import schema_text, values_schema  # noqa: PLC0415

        settings = self.domain.settings.settings
        base = self.app.config.html_baseurl
        links = {one.id: f'{base.rstrip("/")}/{self.uri(one)}' for one in settings} if base else {}
        source = documented_source(documentation_from(settings, self.fields), links)
        return schema_text(values_schema(source.settings, title=self.app.config.project))

    def uri(self, setting: Setting) -> str:
        """Return a setting's address from the output root."""
        return f'{self.page_uri(setting.docname)}#{setting.anchor}'

    def page_uri(self, docname: str) -> str:
        """Return a page's address from the output root."""
        if docname not in self._uris:
            self._uris[docname] = self.new_page_uri(docname)
        return self._uris[docname]

    def new_page_uri(self, docname: str) -> str:
        """Return the address as the builder makes it, which takes a while."""
        uri = self.builder.get_target_uri(docname)
        if uri.startswith('#'):  # the page that has all others
            suffix = getattr(self.builder, 'out_suffix', '.html')
            return f'{self.app.config.root_doc}{suffix}'
        return uri

    def html(self, setting: Setting) -> dict[str, str]:
        """Return the HTML of the author's texts by field, links leading from the output root."""
        docname = setting.docname
        if docname not in self._captured:
            self._captured[docname] = captured_html(self.app, docname) or {}
        found = self._captured[docname].get(str(setting.home), {})
        page = self.page_uri(docname)
        texts = {name: sanitize(text, page) for name, text in found.items()}
        if setting.body and '' not in texts:
            texts[''] = f'<p>{html.escape(setting.body)}</p>'
        return texts


def docs_without_html(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages whose captured HTML is missing or damaged, to write them again."""
    docs: AbstractSet[str] = get_domain(env).docs_with('settings')
    if not captures_html(app.builder) or not get_domain(env).configuration.writes_files:
        return []
    return [doc for doc in sorted(docs) if captured_html(app, doc) is None]


def remove_empty_folder(app: Sphinx, _exception: Exception | None) -> None:
    """Remove the folder that the builder without pages made for themes, if none has used it."""
    if app.builder.name == ConfigSettingsBuilder.name:
        with suppress(OSError):  # it is not empty
            Path(app.outdir, '_static').rmdir()


def setup_export(app: Sphinx) -> None:
    """Register the exports."""
    # After themes (500) have written style sheets.
    app.connect('build-finished', remove_empty_folder, priority=900)
    app.add_builder(ConfigSettingsBuilder)
    # All settings are known, and pages can still be asked for.
    app.connect('env-updated', docs_without_html)
    # The HTML of all pages is there.
    app.connect('build-finished', export)
