"""Documentation projects made by tests, and what a build of one gave."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import signature
from io import StringIO
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sphinx.testing.util import SphinxTestApp

from sphinx_configsetting.domain import domain_of
from sphinx_configsetting.rendering.deferred import draw_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docutils import nodes

    from sphinx_configsetting.catalog.catalog import Catalog
    from sphinx_configsetting.domain import ConfigDomain

CONF = "project = 'Test'\nextensions = ['sphinx_configsetting']\n"
COLOURS = re.compile(r'\x1b\[[0-9;]*m')


@dataclass
class Built:
    """A finished build."""

    app: SphinxTestApp
    printed: str

    @property
    def domain(self) -> ConfigDomain:
        """The domain of the build."""
        return domain_of(self.app.env)

    @property
    def catalog(self) -> Catalog:
        """The catalog of the build."""
        return self.domain.catalog

    @property
    def warnings(self) -> list[str]:
        """The warnings, with places relative to the source directory."""
        text = COLOURS.sub('', self.printed).replace(f'{self.app.srcdir}/', '')
        return [line for line in text.splitlines() if re.match('([^ ].*)?(WARNING|ERROR|CRITICAL)', line)]

    def output(self, name: str) -> str:
        """The text of an output file."""
        return (self.app.outdir / name).read_text(encoding='utf-8')

    def doctree(self, docname: str = 'index') -> nodes.document:
        """A page as it was read, with its tables."""
        document = self.app.env.get_doctree(docname)
        draw_tables(self.app.env, document)
        return document

    def resolved(self, docname: str = 'index') -> nodes.document:
        """A page as builders get it."""
        return resolved(self.app, docname)


def resolved(app: SphinxTestApp, docname: str) -> nodes.document:
    """A page as builders get it, from any version of Sphinx."""
    resolve = app.env.get_and_resolve_doctree
    tags = {'tags': app.tags} if 'tags' in signature(resolve).parameters else {}
    return resolve(docname, app.builder, **tags)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the sources of a project; conf.py is made where it is not given."""
    for name, text in ({} if (folder / 'conf.py').exists() else {'conf.py': CONF} | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding='utf-8')
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding='utf-8')


def build(
    folder: Path, files: dict[str, str] | None = None, builder: str = 'html', **options: Any
) -> Built:
    """Write a project and build it; ``conf`` overrides values of conf.py."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, files or {})
    conf = {'show_warning_types': True, **options.pop('conf', {})}
    warning = StringIO()
    app = SphinxTestApp(builder, srcdir=folder, confoverrides=conf, warning=warning, **options)
    try:
        app.build()
    finally:
        app.cleanup()
    return Built(app, warning.getvalue())


@contextmanager
def uncached() -> Iterator[None]:
    """Draw, parse and write each setting by itself."""
    with (
        patch('sphinx_configsetting.rendering.templates.SettingView.asked', True),
        patch('sphinx_configsetting.rendering.parsing.PURE', ()),
        patch('sphinx_configsetting.builders.export.PURE', ()),
    ):
        yield
