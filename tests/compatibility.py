"""Builds beside other extensions: ``python tests/compatibility.py NAME`` prints what was found.

``--page FILE`` also writes the page of the documentation; ``--results`` takes what earlier runs printed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import platform
import re
import shutil
import subprocess
import tempfile
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

from sphinx.cmd.build import main as sphinx_build

if TYPE_CHECKING:
    from collections.abc import Callable

BUILDERS = {
    'html': '*.html',
    'dirhtml': '*.html',
    'singlehtml': 'index.html',
    'json': '*.fjson',
    'pickle': '*.fpickle',
    'htmlhelp': '*.html',
    'qthelp': '*.html',
    'devhelp': '*.html',
    'epub': '*.xhtml',
    'latex': 'site.tex',
    'text': '*.txt',
    'man': 'site.1',
    'texinfo': 'site.texi',
    'xml': '*.xml',
    'pseudoxml': '*.pseudoxml',
    'gettext': '*.pot',
    'linkcheck': '',
    'dummy': '',
    'changes': '',
}
"""The files of each builder that must have the values of settings."""
TEXTS = {'gettext': ['Short one.', 'Body of one.', 'Body of two.']}
VALUES = ['APP_ONE', 'APP_TWO', 'Short one.', 'Body of one.', 'Body of two.']
SKIPPED = {'.doctrees', '.buildinfo', 'environment.pickle', 'last_build', 'searchindex.pickle', 'globalcontext.json', 'globalcontext.pickle', 'schema_violations.json'}
VARYING = re.compile(rb'\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\dZ)?|SNCB-[0-9a-f]{8}')
"""Times, and the ids of sphinx-needs, which are random."""
PARALLEL_FAILS = '-j 2: exit code 2'
COLOURS = re.compile(r'\x1b\[[0-9;]*m')


@dataclass(frozen=True)
class Extension:
    """An extension, what conf.py says for it, and its markup for a setting's body."""

    module: str
    package: str = ''
    conf: str = ''
    body: str = ''
    words: str = ''
    """Words of the markup that pages of text and HTML show, at home and elsewhere."""
    short: str = ''
    """Markup for a description."""
    page: str = ''
    note: str = ''
    """A sentence for the documentation."""
    files: dict[str, str] = field(default_factory=dict)


REFS = '@book{knuth, author={Donald Knuth}, title={Programming}, year={1968}, publisher={A}}\n'
AUTODOC = '"""A module."""\n\ndef run():\n    """Run.\n\n    .. config:setting:: documented\n       :environment: APP_DOC\n\n       In a docstring.\n    """\n'


def block(name: str, argument: str = '', content: str = 'Words within.', options: str = '') -> str:
    """A directive."""
    return f'.. {name}:: {argument}\n{indent(options, "   ")}\n\n{indent(content, "   ")}\n'


TABS = block('tabs', content='.. tab:: One\n\n   Words within.\n\n.. tab:: Two\n\n   Others.')
GRID = block('grid', '2', '.. grid-item-card:: Card\n\n   In a card.') + '\n' + block('tab-set', content='.. tab-item:: One\n\n   In a tab.')
CODE = block('code-block', 'python', 'x = "Words within."', ':class: thebe')

EXTENSIONS = [
    Extension('myst_parser', 'myst-parser', files={'markdown.md': '# Markdown\n\n```{config:setting} marked\n:environment: APP_MARKED\n:description: Short *marked*.\n\nBody **marked**. {config:setting}`one`\n```\n\n```{config:listing}\n:fields: id, description\n```\n'}),
    Extension('sphinx_design', 'sphinx-design', body=block('dropdown', 'More') + '\n' + GRID, words='Words within.', short=' :bdg-primary:`badge`'),
    Extension('sphinx_copybutton', 'sphinx-copybutton', body=CODE, words='Words within.'),
    Extension('sphinx_tabs.tabs', 'sphinx-tabs', body=TABS, words='Words within.'),
    Extension('sphinx_inline_tabs', 'sphinx-inline-tabs', body=block('tab', 'One'), words='Words within.'),
    Extension('sphinxcontrib.mermaid', 'sphinxcontrib-mermaid', conf="mermaid_output_format = 'raw'", body=block('mermaid', content='graph TD\nA --> B')),
    Extension('sphinx_needs', 'sphinx-needs', body=block('req', 'A need', options=':id: REQ_001') + '\n.. needlist::\n\n.. needtable::\n   :style: table\n', words='Words within.', short=' :need:`REQ_001`', note='It writes ids that differ from build to build.', page=block('needtable', content='', options=':style: table')),
    Extension('sphinx_proof', 'sphinx-proof', body=block('prf:theorem', 'Of proofs', options=':label: theorem'), words='Words within.', short=' :prf:ref:`theorem`', note='A numbered block has its number on the page of the setting only. It stops Sphinx with ``-j 2``, without settings, too.'),
    Extension('sphinx_exercise', 'sphinx-exercise', body=block('exercise', 'To do', options=':label: exercise'), words='Words within.', short=' :ref:`exercise`', note='A numbered block has its number on the page of the setting only.'),
    Extension('sphinx_thebe', 'sphinx-thebe', conf="thebe_config = {'repository_url': 'https://example.org/a/b'}", body=CODE, words='Words within.', page='.. thebe-button::\n'),
    Extension('sphinx_togglebutton', 'sphinx-togglebutton', body=block('toggle'), words='Words within.'),
    Extension('sphinxext.opengraph', 'sphinxext-opengraph', conf="ogp_site_url = 'https://example.org/'\nogp_social_cards = {'enable': False}"),
    Extension('sphinx_sitemap', 'sphinx-sitemap', conf="html_baseurl = 'https://example.org/'"),
    Extension('sphinx_llms_txt', 'sphinx-llms-txt', conf="html_baseurl = 'https://example.org/'"),
    Extension('sphinx_last_updated_by_git', 'sphinx-last-updated-by-git', files={'.git-wanted': ''}),
    Extension('notfound.extension', 'sphinx-notfound-page'),
    Extension('sphinx_reredirects', 'sphinx-reredirects', conf="redirects = {'old': 'settings.html'}"),
    Extension('sphinxcontrib.bibtex', 'sphinxcontrib-bibtex', conf="bibtex_bibfiles = ['refs.bib']", body='By :cite:p:`knuth`. Words within.', words='Words within.', short=' :cite:p:`knuth`', page='.. bibliography::\n', files={'refs.bib': REFS}),
    Extension('sphinx.ext.autosectionlabel', conf='autosectionlabel_prefix_document = True'),
    Extension('sphinx.ext.intersphinx', conf="intersphinx_mapping = {'other': ('https://example.org/', 'objects.inv')}", body=':external:ref:`far` Words within.', words='Words within.', short=' :external+other:ref:`far`', files={'objects.inv': ''}),
    Extension('sphinx.ext.todo', conf='todo_include_todos = True', body=block('todo'), words='Words within.', page='.. todolist::\n'),
    Extension('sphinx.ext.ifconfig', conf="yes = 1\ndef setup(app):\n    app.add_config_value('level', 1, 'env')", body=block('ifconfig', 'level == 1'), words='Words within.'),
    Extension('sphinx.ext.graphviz', body=block('graphviz', content='digraph { a -> b }')),
    Extension('sphinx.ext.autodoc', conf='import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))', files={'documented_module.py': AUTODOC}, page='.. automodule:: documented_module\n   :members:\n'),
    Extension('sphinx.ext.extlinks', conf="extlinks = {'issue': ('https://example.org/%s', '#%s')}", body=':issue:`1` Words within.', words='Words within.', short=' :issue:`2`'),
    Extension('sphinx.ext.viewcode'),
    Extension('sphinx.ext.mathjax', body=block('math', content='e = m', options=':label: energy') + '\nWords within :math:`x`.', words='Words within', short=' :eq:`energy`'),
]
CONF = """\
import docutils
project = 'Site'
copyright = author = 'nobody'
version = release = '1'
epub_copyright = 'nobody'
extensions = ['sphinx_configsetting', {module!r}]
html_theme = 'basic'
show_warning_types = True
exclude_patterns = ['_*']
linkcheck_ignore = ['.*']
man_pages = [('index', 'site', 'Site', ['nobody'], 1)]
latex_documents = [('index', 'site.tex', 'Site', 'nobody', 'manual')]
texinfo_documents = [('index', 'site', 'Site', 'nobody', 'site', 'All.', 'Miscellaneous')]
{conf}
"""
INDEX = 'Site\n====\n\n.. toctree::\n   :glob:\n\n   *\n\n'
ONE = """\
.. config:setting:: one
   :displayname: Setting one
   :environment: APP_ONE
   :default: 3
   :since: 1
   :description: Short {word}.{short}

   Body of {word}. :config:setting:`two`

{body}

"""
TWO = """\
.. config:setting:: two
   :environment: APP_TWO

Two
---

Body of two.

"""
OTHER = 'Other\n=====\n\n.. config:show:: one\n\n.. config:listing::\n   :fields: id, environment, description\n\n.. config:listing::\n   :display: list\n\n:config:count:`all`\n'


def installed(extension: Extension) -> bool:
    """Tell whether an extension can be used."""
    return not extension.package or bool(version_of(extension.package))


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ''


def files_of(extension: Extension, word: str = 'one') -> dict[str, str]:
    """The files of a project, whose first setting can change a word."""
    one = ONE.format(word=word, short=extension.short, body=indent(extension.body, '   '))
    filler = {f'page{n}.rst': f'Page {n}\n======\n\n:config:environment:`APP_ONE`\n' for n in range(6)}
    return {
        'conf.py': CONF.format(module=extension.module, conf=extension.conf),
        'index.rst': INDEX,
        'settings.rst': f'Settings\n========\n\n{one}{TWO}',
        'other.rst': OTHER,
        'page.rst': f'Page\n====\n\n{extension.page}',
        **filler,
        **extension.files,
    }


def plain_files_of(extension: Extension, word: str = 'one') -> dict[str, str]:
    """The files of the same project without settings: what it does wrong is no fault of theirs."""
    body = indent(extension.body, '   ')
    files = files_of(extension) | dict.fromkeys(extension.files.keys() & {'documented_module.py', 'markdown.md'}, '')
    return files | {
        'conf.py': files['conf.py'].replace("'sphinx_configsetting', ", ''),
        'settings.rst': f'Settings\n========\n\n.. describe:: one\n\n   Short {word}.{extension.short}\n\n   Body of {word}.\n\n{body}\n',
        'other.rst': 'Other\n=====\n\nWords.\n',
        **{f'page{n}.rst': f'Page {n}\n======\n\nWords.\n' for n in range(6)},
    }


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the files that are new or changed."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == 'objects.inv':
            head = b'# Sphinx inventory version 2\n# Project: o\n# Version: 1\n# compressed by zlib\n'
            path.write_bytes(head + zlib.compress(b'far std:label -1 page.html#far Far away\n'))
        elif not path.exists() or path.read_text(encoding='utf-8') != text:
            path.write_text(text, encoding='utf-8')
    if '.git-wanted' in files:
        for command in (['init', '-q'], ['add', '.'], ['-c', 'user.name=n', '-c', 'user.email=n@example.org', 'commit', '-qm', 'Words']):
            subprocess.run(['git', *command], cwd=folder, check=False, capture_output=True)


class Build(NamedTuple):
    """A build from the command line."""

    code: int
    warnings: list[str]


def build(folder: Path, builder: str, out: Path, *options: str) -> Build:
    """Build in this process."""
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
        code = sphinx_build(['-q', '-b', builder, '-d', str(out.with_name(f'{out.name}-trees')), *options, str(folder), str(out)])
    lines = COLOURS.sub('', errors.getvalue()).splitlines()
    return Build(code, [line for line in lines if re.search('WARNING|ERROR|CRITICAL|Traceback|Error', line)])


def outputs(folder: Path) -> dict[str, bytes]:
    """The files of a build but Sphinx's own state and pickles."""
    return {
        path.relative_to(folder).as_posix(): VARYING.sub(b'', path.read_bytes())
        for path in folder.rglob('*')
        if path.is_file() and not SKIPPED & set(path.parts) and path.suffix not in {'.fpickle', '.epub'}
    }


def unequal(one: dict[str, bytes], two: dict[str, bytes]) -> set[str]:
    """The names of files that differ."""
    return {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}


def missing(out: Path, builder: str, extension: Extension) -> list[str]:
    """The texts that no page of the builder has."""
    if not BUILDERS[builder]:
        return []
    text = ' '.join(path.read_bytes().decode('utf-8', 'replace') for path in sorted(out.rglob(BUILDERS[builder])))
    plain = re.sub(r'\s+', ' ', re.sub(r'\\_|@_', '_', text))
    wanted = TEXTS.get(builder, VALUES)
    found = [one for one in wanted if one not in plain]
    twice = 1 if builder == 'gettext' else 2
    if extension.words and plain.count(extension.words) < twice:
        found.append(extension.words)
    return found


def faults(folder: Path, extension: Extension, builder: str) -> list[str]:
    """What is wrong with the builds of one builder, and is right without settings."""
    found = faults_of(folder / 'with', extension, builder, files_of)
    if found:
        known = faults_of(folder / 'without', extension, builder, plain_files_of)
        parallel = PARALLEL_FAILS not in known
        known = [without_place(one) for one in known]
        found = [one for one in found if without_place(one) not in known and (parallel or not one.startswith('-j 2'))]
    return found


def without_place(fault: str) -> str:
    """A fault without the page: what a setting's page warns of, others warn of that show it again."""
    return re.sub(r'\w+\.rst:\d+', '', fault)


def faults_of(folder: Path, extension: Extension, builder: str, files: Callable[..., dict[str, str]]) -> list[str]:
    """What is wrong with the builds of a project."""
    source = folder / 'src'
    write(source, files(extension))
    one, two, edited, clean = (folder / builder / name for name in ('one', 'two', 'edited', 'clean'))
    builds = {'once': build(source, builder, one), '-j 2': build(source, builder, two, '-j', '2')}
    build(source, builder, edited)
    found = [f'{text!r} is missing' for text in missing(one, builder, extension)]
    found += [f'-j 2: {name} differs' for name in sorted(unequal(outputs(one), outputs(two)))]
    write(source, files(extension, 'changed'))
    builds |= {'incremental': build(source, builder, edited), 'clean': build(source, builder, clean)}
    found += [f'incremental: {name} differs' for name in sorted(unequal(outputs(edited), outputs(clean)))]
    found += [f'{name}: exit code {one.code}' for name, one in builds.items() if one.code]
    warnings = {re.sub(r'KeyError: \d+', 'KeyError', line).replace(f'{folder}/', '').strip() for one in builds.values() for line in one.warnings}
    return found + sorted(warnings)


def examine(extension: Extension, builders: list[str]) -> dict[str, list[str]]:
    """What is wrong by builder."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for builder in builders:
            found[builder] = faults(Path(folder).resolve() / 'x', extension, builder)
            shutil.rmtree(Path(folder) / 'x')
    return found


HEAD = """\
.. Written by ``python tests/compatibility.py --page docs/reference/compatibility.rst``.

Other extensions and builders
=============================

Settings work beside the extensions of this table. For each one, a project has the extension's markup in the body of a
setting and, where it has roles, in the description. The setting is shown again on another page, and listed. Each of
{count} builders builds the project four times: once, with ``-j 2``, after an edit, and anew. The exit code must be 0, the
values of the settings and the extension's text must be in the output of each builder that writes texts, and the files must
be equal. What the same project does without settings does not count.

Last run: {date}, Python {python}, Sphinx {sphinx}, docutils {docutils}. The command ``tox run -e compat`` repeats it.

.. list-table::
   :header-rows: 1
   :widths: 30 12 18 40

   * - Extension
     - Version
     - Builders
     - Note
"""
TAIL = """
The builders are {names}.
"""


def page_of(found: dict[str, dict[str, list[str]]]) -> str:
    """The page of the documentation."""
    versions = {name: version(name) for name in ('sphinx', 'docutils')}
    today = datetime.now(UTC).date().isoformat()
    rows = ''.join(row_of(one, found[one.module]) for one in EXTENSIONS if one.module in found)
    head = HEAD.format(count=len(BUILDERS), date=today, python=platform.python_version(), **versions)
    *names, last = (f'``{name}``' for name in BUILDERS)
    return head + rows + TAIL.format(names=f'{", ".join(names)} and {last}')


def row_of(extension: Extension, found: dict[str, list[str]]) -> str:
    """The row of an extension."""
    faulty = [name for name, faults in found.items() if faults]
    builders = f'all but {", ".join(faulty)}' if faulty else f'all {len(found)}'
    name = extension.package or f'``{extension.module}``'
    release = version_of(extension.package) if extension.package else 'of Sphinx'
    return f'   * - {name}\n     - {release}\n     - {builders}\n     - {extension.note}\n'.replace(' \n', '\n')


def main() -> None:
    """Examine one extension, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('module', nargs='*')
    parser.add_argument('--builders', default=','.join(BUILDERS))
    parser.add_argument('--page', type=Path)
    parser.add_argument('--results', type=Path, nargs='*', default=[])
    options = parser.parse_args()
    found = {name: one for path in options.results for name, one in json.loads(path.read_text()).items()}
    for one in EXTENSIONS:
        wanted = one.module in options.module or not (options.module or options.results)
        if wanted and installed(one):
            found[one.module] = examine(one, options.builders.split(','))
    if options.page:
        options.page.write_text(page_of(found), encoding='utf-8')
    else:
        print(json.dumps(found, indent=1))


if __name__ == '__main__':
    main()
