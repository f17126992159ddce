"""Documentation projects of tests: write one, build it, and look at the result."""

from __future__ import annotations

import re
import runpy
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from inspect import signature
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache
from sphinx.cmd.build import main as sphinx_build
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.testing.util import SphinxTestApp

from sphinx_configsetting.api import get_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docutils import nodes
    from jinja2.bccache import Bucket

    from sphinx_configsetting.api import Setting, Settings

PACKAGE = 'sphinx_configsetting'
CONF = "project = 'Test'\nextensions = ['sphinx_configsetting']\n"
MYST = {'extensions': ['sphinx_configsetting', 'myst_parser']}
COLOURS = re.compile(r'\x1b\[[0-9;]*m')


class CompiledTemplates(BytecodeCache):
    """The page templates of themes, compiled once: that takes half the time of a small build."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledTemplates()


def keep_compiled(app: SphinxTestApp) -> None:
    """Share compiled page templates between the builds of a session; text and file identify each."""
    templates = getattr(app.builder, 'templates', None)
    if isinstance(templates, BuiltinTemplateLoader):
        templates.environment.bytecode_cache = COMPILED


@dataclass
class Built:
    """A finished build."""

    app: SphinxTestApp
    printed: str
    pages: dict[str, nodes.document] = field(default_factory=dict)
    """The resolved doctree of each page."""

    @property
    def found(self) -> Settings:
        """The settings of the build, with look-up by name."""
        return get_settings(self.app.env)

    @property
    def settings(self) -> list[Setting]:
        """The settings of the build, by page and position."""
        return list(self.found.settings)

    @property
    def warnings(self) -> list[str]:
        """The warnings, with places relative to the source directory."""
        text = COLOURS.sub('', self.printed).replace(f'{self.app.srcdir}/', '')
        return [line for line in text.splitlines() if re.match('([^ ].*)?(WARNING|ERROR|CRITICAL)', line)]

    def output(self, name: str) -> str:
        """Return the text of an output file."""
        return (self.app.outdir / name).read_text(encoding='utf-8')

    def doctree(self, docname: str = 'index') -> nodes.document:
        """Return a page as the builder gets it, after all post-transforms."""
        return self.pages[docname]


def resolved(app: SphinxTestApp, docname: str) -> nodes.document:
    """Return a page as builders get it, with any version of Sphinx."""
    resolve = app.env.get_and_resolve_doctree
    tags = {'tags': app.tags} if 'tags' in signature(resolve).parameters else {}
    return resolve(docname, app.builder, **tags)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the sources of a project, with a conf.py where there is none."""
    base = {} if (folder / 'conf.py').exists() else {'conf.py': CONF}
    for name, text in (base | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding='utf-8')


def build(
    folder: Path,
    files: dict[str, str] | None = None,
    builder: str = 'html',
    *,
    resolve: bool = True,
    force_all: bool = False,
    **options: Any,
) -> Built:
    """Write a project and build it.

    Use it where a test changes a project and builds it again; all other tests share
    builds through the fixture ``built``.

    :param resolve: whether to keep the resolved doctrees. They are made before Sphinx
        forgets its directives, roles and language, as each later build sets its own.
    :param force_all: whether all pages are written, as with ``sphinx-build -a``.
    :param options: options of ``SphinxTestApp``; ``conf`` overrides values of conf.py.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, files or {})
    conf = {'show_warning_types': True, **options.pop('conf', {})}
    warning = StringIO()
    app = SphinxTestApp(builder, srcdir=folder, confoverrides=conf, warning=warning, **options)
    keep_compiled(app)
    try:
        app.build(force_all=force_all)
        printed = warning.getvalue()
        pages = {name: resolved(app, name) for name in sorted(app.env.found_docs)} if resolve else {}
    finally:
        app.cleanup()
    return Built(app, printed, pages)


def run_command(*arguments: object) -> int:
    """Run ``python -m sphinx_configsetting`` in this process and return its exit code."""
    before = sys.argv
    sys.argv = ['sphinx_configsetting', *map(str, arguments)]
    sys.modules.pop(f'{PACKAGE}.__main__', None)  # runpy warns of a loaded module
    try:
        runpy.run_module(PACKAGE, run_name='__main__')
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        sys.argv = before
    return 0


def run_sphinx(*arguments: object) -> int:
    """Run ``sphinx-build`` in this process and return its exit code."""
    path = sys.path.copy()
    try:
        return sphinx_build([*map(str, arguments)])
    finally:
        sys.path[:] = path  # which conf.py may change


@dataclass
class Done:
    """The exit code of a command, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def captured(run: Callable[..., int], *arguments: object, folder: Path) -> Done:
    """Call ``run_command`` or ``run_sphinx`` in a folder: importing Sphinx in a new process takes longer than most commands."""
    streams = [TextIOWrapper(BytesIO(), 'utf-8', write_through=True) for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]), chdir(folder):
        code = run(*arguments)
    return Done(code, *(stream.detach().getvalue().decode() for stream in streams))
