"""Builds beside other extensions: ``python tests/compatibility.py [NAME ...]`` prints what was found.

``--write`` keeps it in the file that the page of the documentation is made from.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
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
from typing import TYPE_CHECKING, NamedTuple, cast

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
FAILS, PARALLEL_FAILS = 'once: exit code 2', '-j 2: exit code 2'
RESULTS = Path(__file__).parents[1] / 'docs' / 'reference' / 'compatibility.json'
"""The file from which the page of the documentation is made."""
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
    """Return whether an extension can be used."""
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
    if extension.words and builder != 'gettext' and plain.count(extension.words) < 2:
        found.append(extension.words)
    return found


class Found(NamedTuple):
    """Return the faults in the builds of a builder."""

    faults: list[str]
    own: list[str]
    """The kinds of what the same project does wrong without settings, too."""


def faults(folder: Path, extension: Extension, builder: str) -> Found:
    """Return the faults in the builds of one builder, and those of them that occur without settings, too."""
    found = faults_of(folder / 'with', extension, builder, files_of)
    known = faults_of(folder / 'without', extension, builder, plain_files_of) if found else []
    own = [one for one in found if is_known(one, known)]
    return Found([one for one in found if one not in own], kinds_of(own))


def is_known(fault: str, known: list[str]) -> bool:
    """Return whether a project does the same without settings. It has no values that could be missing."""
    if fault.endswith(' is missing') and fault.split("'")[1] in VALUES:
        return FAILS in known
    if fault.startswith('-j 2') and PARALLEL_FAILS in known:
        return True
    return without_place(fault) in map(without_place, known)


def kinds_of(faults: list[str]) -> list[str]:
    """The kinds of faults: ``build`` if the first build is wrong, or else what the others do."""
    prefixes = {one.partition(': ')[0] for one in faults}
    if FAILS in faults or any(one.endswith(' is missing') for one in faults):
        return ['build']
    return sorted(prefixes & {'-j 2', 'incremental'}) or ['warning'] * bool(faults)


def without_place(fault: str) -> str:
    """A fault without the page: what a setting's page warns of, others warn of that show it again."""
    return re.sub(r'\w+\.rst:\d+', '', fault)


def faults_of(folder: Path, extension: Extension, builder: str, files: Callable[..., dict[str, str]]) -> list[str]:
    """Return the faults in the builds of a project."""
    source = folder / 'src'
    write(source, files(extension))
    one, two, clean = (folder / builder / name for name in ('one', 'two', 'clean'))
    builds = {'once': build(source, builder, one), '-j 2': build(source, builder, two, '-j', '2')}
    found = [f'{text!r} is missing' for text in missing(one, builder, extension)]
    found += [f'-j 2: {name} differs' for name in sorted(unequal(outputs(one), outputs(two)))]
    write(source, files(extension, 'changed'))
    builds |= {'incremental': build(source, builder, one), 'clean': build(source, builder, clean)}
    found += [f'incremental: {name} differs' for name in sorted(unequal(outputs(one), outputs(clean)))]
    found += [f'{name}: exit code {one.code}' for name, one in builds.items() if one.code]
    warnings = {re.sub(r'KeyError: \d+', 'KeyError', line).replace(f'{folder}/', '').strip() for one in builds.values() for line in one.warnings}
    return found + sorted(warnings)


def examine(extension: Extension, builders: list[str]) -> dict[str, Found]:
    """Return the faults by builder."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for builder in builders:
            found[builder] = faults(Path(folder).resolve() / 'x', extension, builder)
            shutil.rmtree(Path(folder) / 'x')
    return found


def digest(extension: Extension) -> str:
    """A checksum of what is built beside an extension."""
    files = [files_of(extension), plain_files_of(extension), VALUES, TEXTS, extension.words]
    return hashlib.blake2b(repr(files).encode(), digest_size=8).hexdigest()


def entry(extension: Extension, found: dict[str, Found]) -> dict[str, object]:
    """The results of an extension as the file has them: builders without any fault are only named."""
    return {
        'module': extension.module,
        'package': extension.package,
        'version': version_of(extension.package) if extension.package else '',
        'note': extension.note,
        'digest': digest(extension),
        'sphinx': version_of('sphinx'),
        'date': datetime.now(UTC).date().isoformat(),
        'builders': list(found),
        'faults': {name: one.faults for name, one in found.items() if one.faults},
        'own': {name: one.own for name, one in found.items() if one.own},
    }


def in_short(entry: dict[str, object]) -> dict[str, object]:
    """An entry with the kinds of faults only."""
    faults = cast('dict[str, list[str]]', entry['faults'])
    kinds = {'build', '-j 2', 'incremental', 'warning'}
    return {**entry, 'faults': {name: one if set(one) <= kinds else kinds_of(one) for name, one in faults.items()}}


def recorded() -> dict[str, dict[str, object]]:
    """The entries of the file by their modules."""
    content = json.loads(RESULTS.read_text(encoding='utf-8')) if RESULTS.exists() else {'extensions': []}
    return {one['module']: one for one in content['extensions']}


def record(entries: dict[str, dict[str, object]]) -> None:
    """Write the entries in the order of the extensions, without those that are gone."""
    python = '.'.join(platform.python_version_tuple()[:2])
    found = [in_short(entries[one.module]) for one in EXTENSIONS if one.module in entries]
    not_run = [one.module for one in EXTENSIONS if one.module not in entries]
    content = {'python': python, 'docutils': version_of('docutils'), 'not_run': not_run, 'extensions': found}
    RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + '\n', encoding='utf-8')


def main() -> None:
    """Examine some extensions, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('module', nargs='*')
    parser.add_argument('--builders', default=','.join(BUILDERS))
    parser.add_argument('--write', action='store_true')
    options = parser.parse_args()
    entries = recorded() if options.write else {}
    for one in EXTENSIONS:
        if one.module in (options.module or [one.module]) and installed(one):
            entries[one.module] = entry(one, examine(one, options.builders.split(',')))
    if options.write:
        record(entries)
    else:
        print(json.dumps(entries, indent=1))


if __name__ == '__main__':
    main()
