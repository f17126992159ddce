"""Other extensions, other builders, other pages: nothing crashes, leaks or goes stale."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path
from weakref import WeakSet

import pytest
from doctrees import anchors, assert_shows, doctree, links, text
from docutils import nodes
from project import build
from sphinx.application import Sphinx
from sphinx.cmd.build import main as sphinx_build
from sphinx.util.docutils import docutils_namespace

PNG = (
    b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89'
    b'\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82'
)
TREE = 'T\n=\n\n.. toctree::\n   :glob:\n\n   *\n\n'
SHOWN = ':orphan:\n\nOther\n=====\n\n.. config:show:: x\n'
BUILDERS = ['html', 'dirhtml', 'singlehtml', 'epub', 'latex', 'texinfo', 'man', 'text', 'xml', 'gettext']
CONF = {'epub_copyright': 'x', 'version': '1'}


def catalog(built):
    """The entries of settings.json by id."""
    return {entry['id']: entry for entry in json.loads(built.output('settings.json'))['settings']}


def setting(body, *options, name='x'):
    """A setting with options and a body."""
    lines = [f'.. config:setting:: {name}', *(f'   {option}' for option in options), '']
    return '\n'.join([*lines, *(f'   {line}' if line else '' for line in body.splitlines()), '', ''])


# What the author's text may hold


def test_references_to_other_projects(tmp_path):
    head = '# Sphinx inventory version 2\n# Project: o\n# Version: 1\n# compressed by zlib\n'
    labels = zlib.compress(b'far std:label -1 page.html#far Far away\n')
    (tmp_path / 'objects.inv').write_bytes(head.encode() + labels)
    conf = {
        'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'],
        'intersphinx_mapping': {'other': ('https://other.example/', 'objects.inv')},
    }
    page = setting('Body :external:ref:`far`.', ':description: At :external+other:ref:`far`.')
    built = build(tmp_path, {'index.rst': f'T\n=\n\n{page}', 'other.rst': SHOWN}, conf=conf)
    assert not built.warnings
    for docname in ('index', 'other'):
        found = links(doctree(built, docname))
        assert found.count(('Far away', 'https://other.example/page.html#far')) == 2
    assert 'https://other.example/page.html#far' in catalog(built)['x']['html']['body']


@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
def test_expressions_and_aliases_of_c(built, builder):
    body = 'Body :c:expr:`f(1)`.\n\n.. c:alias:: f\n'
    page = '.. c:function:: int f(int a)\n\n' + setting(body, ':description: Use :c:expr:`f`.')
    site = built({'index.rst': f'T\n=\n\n{page}', 'other.rst': SHOWN}, builder)
    assert not site.warnings
    assert_shows(doctree(site, 'other'), 'Use f.', 'Body f(1).')


@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
def test_dropdowns(built, builder):
    pytest.importorskip('sphinx_design')
    body = '.. dropdown:: More\n\n   Within *it*.\n'
    conf = {'extensions': ['sphinx_configsetting', 'sphinx_design']}
    site = built({'index.rst': 'T\n=\n\n' + setting(body), 'other.rst': SHOWN}, builder, **conf)
    assert not site.warnings
    for docname in ('index', 'other'):
        assert_shows(doctree(site, docname), 'More', 'Within it.')
    if builder == 'html':
        assert 'Within <em>it</em>.' in catalog(site)['x']['html']['body']
        assert '<details' in site.output('other.html')


OWN_NODE = """
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.transforms.post_transforms import SphinxPostTransform

class box(nodes.General, nodes.Element):
    def __init__(self, kind, *children):
        super().__init__('', *children, kind=kind)
    def copy(self):
        return box(self['kind'])

class Box(Directive):
    has_content = True
    def run(self):
        made = box('boxed')
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made]

class Open(SphinxPostTransform):
    default_priority = 200
    def run(self):
        for node in list(self.document.findall(box)):
            node.replace_self(nodes.container('', *node.children, classes=[node['kind']]))

def setup(app):
    app.add_node(box)
    app.add_directive('box', Box)
    app.add_post_transform(Open)
"""


@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
def test_nodes_whose_class_wants_arguments(tmp_path, monkeypatch, builder):
    (tmp_path / 'ext').mkdir()
    (tmp_path / 'ext' / f'boxes_{builder}.py').write_text(OWN_NODE)
    monkeypatch.syspath_prepend(tmp_path / 'ext')
    conf = {'extensions': ['sphinx_configsetting', f'boxes_{builder}']}
    files = {'index.rst': 'T\n=\n\n' + setting('.. box::\n\n   Within.'), 'other.rst': SHOWN}
    site = build(tmp_path / 'src', files, builder, conf=conf)
    assert not site.warnings
    for docname in ('index', 'other'):
        (box,) = [n for n in doctree(site, docname).findall(nodes.container) if 'boxed' in n['classes']]
        assert text(box) == 'Within.'


NOTES = """\
A note [#n]_, [1]_ and a source [CIT]_.

.. [#n] Words of a note.
.. [1] Words of another.
.. [CIT] Words of a source.

.. toctree::

   sub
"""


@pytest.mark.parametrize('builder', [name for name in BUILDERS if name != 'gettext'])
def test_notes_and_contents_in_a_body_shown_elsewhere(built, builder):
    files = {
        'index.rst': 'T\n=\n\n.. toctree::\n\n   page\n   other\n',
        'page.rst': 'Page\n====\n\n' + setting(NOTES),
        'sub.rst': 'Sub\n===\n',
        'other.rst': SHOWN.removeprefix(':orphan:\n\n'),
    }
    site = built(files, builder, **CONF)
    assert not site.warnings
    assert_shows(doctree(site, 'other'), 'A note')
    assert not [one for one in anchors(doctree(site, 'other')) if one.startswith(('id', 'cit'))]


NOTED = """\
Text [#t]_ and [1]_ by [CIT]_.

.. raw:: html

   <b>Kept as typed.</b>

.. [#t] A note.
.. [1] - A list.
.. [CIT] A source.
"""


@pytest.mark.parametrize('builder', [name for name in BUILDERS if name != 'gettext'])
def test_notes_and_raw_text_in_a_template(built, builder):
    files = {
        'index.rst': 'T\n=\n\n' + setting('Body.') + '.. config:show:: x\n   :template: noted\n\n' * 2,
        '_t/configsetting/noted.rst.jinja': NOTED,
    }
    site = built(files, builder, **CONF, templates_path=['_t'])
    assert not site.warnings
    shown = [n for n in doctree(site).findall(nodes.container) if 'configsetting-shown' in n['classes']]
    assert len(shown) == 2
    for one in shown:
        shown_texts = [text(n) for n in one.findall(nodes.paragraph)]
        assert shown_texts[1:] == ['Text [2] and [1] by [CIT].', '[2] A note.', '[1]', 'A list.', '[CIT] A source.']
        assert not list(one.findall(nodes.footnote))


LOOKED_UP = """
from docutils import nodes
from docutils.parsers.rst import Directive

class known(nodes.General, nodes.Element):
    pass

class Known(Directive):
    has_content = True
    def run(self):
        section = nodes.section(ids=['within'])
        self.state.nested_parse(self.content, self.content_offset, section)
        return [known('', section, ids=['known-1'])]

def visit(self, node):
    assert node['ids'] == ['known-1']

def leave(self, node):
    pass

class inner(nodes.subtitle):
    pass

class numbered(nodes.Admonition, nodes.Element):
    pass

class Numbered(Known):
    def run(self):
        (found,) = super().run()
        return [numbered('', nodes.title('', '', nodes.Text('Title'), inner('', 'inner')), *found[0].children, found, ids=['numbered-1'])]

def visit_numbered(self, node):
    assert not hasattr(self, 'docnames') or self.docnames[-1] == 'index'

def skip(self, node):
    raise nodes.SkipNode

def setup(app):
    app.add_node(inner, html=(skip, leave))
    app.add_node(known, **dict.fromkeys(('html', 'latex', 'text'), (visit, leave)))
    app.add_enumerable_node(numbered, 'rule', **dict.fromkeys(('html', 'latex', 'text'), (visit_numbered, leave)))
    app.add_directive('known', Known)
    app.add_directive('numbered', Numbered)
"""


@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
def test_nodes_that_are_looked_up_by_their_ids(tmp_path, monkeypatch, builder):
    (tmp_path / 'ext').mkdir()
    (tmp_path / 'ext' / f'known_{builder}.py').write_text(LOOKED_UP)
    monkeypatch.syspath_prepend(tmp_path / 'ext')
    conf = {'extensions': ['sphinx_configsetting', f'known_{builder}']}
    files = {'index.rst': 'T\n=\n\n.. toctree::\n\n   other\n\n' + setting('.. known::\n\n   Within.'), 'other.rst': SHOWN[10:]}
    site = build(tmp_path / 'src', files, builder, conf=conf)
    assert not site.warnings
    for docname in ('index', 'other'):
        assert_shows(doctree(site, docname), 'Within.')


def test_nodes_that_are_numbered_at_home_only(tmp_path, monkeypatch):
    (tmp_path / 'ext').mkdir()
    (tmp_path / 'ext' / 'numbered_nodes.py').write_text(LOOKED_UP)
    monkeypatch.syspath_prepend(tmp_path / 'ext')
    conf = {'extensions': ['sphinx_configsetting', 'numbered_nodes'], 'numfig': True, 'numfig_format': {'rule': 'Rule %s'}}
    files = {'index.rst': TREE + setting('.. numbered::\n\n   Within.'), 'other.rst': SHOWN[10:]}
    site = build(tmp_path / 'src', files, conf=conf)
    assert not site.warnings
    assert [node.tagname for node in doctree(site).findall() if node.tagname == 'numbered'] == ['numbered']
    assert [node.tagname for node in doctree(site, 'other').findall() if node.tagname == 'numbered'] == []
    assert_shows(doctree(site, 'other'), 'Title inner', 'Within.')
    assert not [node for node in doctree(site, 'other').findall() if node.tagname == 'inner']
    assert not list(doctree(site, 'other').findall(nodes.title))[1:]


HOME_ONLY = """
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.util.docutils import SphinxRole

class mark(nodes.Inline, nodes.Element):
    pass

class summary(nodes.General, nodes.Element):
    pass

class titled(nodes.General, nodes.Element):
    pass

class Mark(SphinxRole):
    def run(self):
        return [mark('', nodes.emphasis('', self.text))], []

class Summary(Directive):
    def run(self):
        return [summary()]

class Titled(Directive):
    has_content = True
    def run(self):
        section = nodes.section(ids=['in'])
        self.state.nested_parse(self.content, self.content_offset, section)
        return [titled('', nodes.title('', 'Outer'), nodes.Text('Line'), section, mark('', nodes.Text('Mark')))]

def resolve(app, doctree, docname):
    if docname in ('home', 'index'):
        for node in list(doctree.findall(lambda n: isinstance(n, (mark, summary, titled)))):
            kind = nodes.inline if isinstance(node, mark) else nodes.container
            node.replace_self(kind('', nodes.Text('resolved')))

def setup(app):
    app.add_node(mark, html=(lambda self, node: None, lambda self, node: None))
    app.add_node(summary)
    app.add_node(titled)
    app.add_role('mark', Mark())
    app.add_directive('summary', Summary)
    app.add_directive('titled', Titled)
    app.connect('doctree-resolved', resolve)
"""
RESOLVED_AT_HOME = """\
.. summary::

.. titled::

   Within :mark:`it`.
"""


@pytest.mark.parametrize('builder', [name for name in BUILDERS if name != 'gettext'])
def test_nodes_that_are_resolved_at_home_only(tmp_path, monkeypatch, builder):
    """Some extensions know the pages that have their markup, and pass over others."""
    (tmp_path / 'ext').mkdir()
    (tmp_path / 'ext' / f'resolved_{builder}.py').write_text(HOME_ONLY)
    monkeypatch.syspath_prepend(tmp_path / 'ext')
    conf = {**CONF, 'extensions': ['sphinx_configsetting', f'resolved_{builder}']}
    body = setting(RESOLVED_AT_HOME, ':description: Some :mark:`words`.')
    other = SHOWN[10:] + '\n.. config:listing::\n   :fields: id, description\n'
    site = build(tmp_path / 'src', {'index.rst': TREE + body, 'other.rst': other}, builder, conf=conf)
    assert not site.warnings
    assert_shows(doctree(site), 'Some resolved.')
    page = doctree(site, 'other')
    if builder != 'xml':  # whose writer can write any node
        assert_shows(page, 'Outer', 'Line', 'Within it.', 'Mark')
        known = [target for words, target in links(page) if words == 'x']
        assert known.count(links(page)[0][1]) == (1 if builder == 'man' else 3)  # which would print addresses
        assert [type(node.parent) for node in page.findall(nodes.Text) if node == 'Line'] == [nodes.paragraph]
    assert text(page).count('Some words.') == 2


@pytest.mark.parametrize('builder', ['latex', 'texinfo', 'man', 'singlehtml'])
def test_nodes_that_are_resolved_outside_the_document_only(tmp_path, monkeypatch, builder):
    (tmp_path / 'ext').mkdir()
    (tmp_path / 'ext' / f'outside_{builder}.py').write_text(HOME_ONLY.replace("('home', 'index')", "('home',)"))
    monkeypatch.syspath_prepend(tmp_path / 'ext')
    conf = {**CONF, 'extensions': ['sphinx_configsetting', f'outside_{builder}']}
    home = ':orphan:\n\nHome\n====\n\n' + setting(RESOLVED_AT_HOME, ':description: Some :mark:`words`.')
    files = {'home.rst': home, 'index.rst': 'T\n=\n\n.. config:show:: x\n'}
    site = build(tmp_path / 'src', files, builder, resolve=False, conf=conf)
    assert not site.warnings
    name = {'latex': 'test.tex', 'texinfo': 'test.texi', 'man': 'test.1', 'singlehtml': 'index.html'}[builder]
    written = re.sub(r'<[^>]*>', '', site.output(name))
    assert 'Outer' in written
    assert re.search(r'Within \W*(sphinxstyleemphasis|fI)?\W?it\b', written)


CAPTIONS = """\
.. figure:: pic.png
   :name: fig

   Words of a figure.

.. table:: Words of a table.

   === ===
   a   b
   === ===

.. code-block:: python
   :caption: Words of code.

   x = 1

.. math:: e = 1
   :label: equation
"""


@pytest.mark.parametrize('numbered', [False, True])
@pytest.mark.parametrize('builder', ['html', 'singlehtml', 'latex', 'text'])
def test_captions_in_a_body(tmp_path, builder, numbered):
    (tmp_path / 'pic.png').write_bytes(PNG)
    files = {'index.rst': TREE, 'page.rst': 'Page\n====\n\n' + setting(CAPTIONS) + ':numref:`fig`' * numbered, 'other.rst': SHOWN}
    site = build(tmp_path, files, builder, conf={'numfig': numbered})
    assert not site.warnings
    for docname in ('page', 'other'):
        assert_shows(doctree(site, docname), 'Words of a figure.', 'Words of a table.', 'Words of code.')


FILES = 'See :download:`file.txt`.\n\n.. image:: pic.png\n\n.. image:: pic.*\n\n.. figure:: /top.png\n'


def with_files(folder, body=FILES):
    """Write a project with pictures and a download."""
    (folder / 'sub').mkdir(parents=True)
    (folder / 'sub' / 'pic.png').write_bytes(PNG)
    (folder / 'top.png').write_bytes(PNG)
    return {
        'index.rst': f'{TREE}   */*\n',
        'sub/page.rst': 'Page\n====\n\n' + setting(body, ':description: Read :download:`file.txt`.'),
        'sub/file.txt': 'words',
        'deep/other.rst': SHOWN,
        'listing.rst': 'L\n=\n\n.. config:listing::\n   :fields: id, description\n',
    }


def addresses(html):
    return re.findall(r'(?:src|href)="([^"#]+)', html)


@pytest.mark.parametrize('builder', ['html', 'dirhtml', 'singlehtml'])
def test_pictures_and_downloads_lead_to_files(tmp_path, builder):
    built = build(tmp_path, with_files(tmp_path), builder)
    assert not built.warnings
    found = addresses(catalog(built)['x']['html']['body'])
    assert len(found) == 4
    for address in found:
        assert (built.app.outdir / address).is_file(), address
    pages = {'html': ['sub/page.html', 'deep/other.html', 'listing.html'], 'dirhtml': ['deep/other/index.html'], 'singlehtml': ['index.html']}
    for name in pages[builder]:
        own = [a for a in addresses(built.output(name)) if '_downloads' in a or '_images' in a]
        assert own, name
        for address in own:
            assert ((built.app.outdir / name).parent / address).resolve().is_file(), (name, address)
        assert 'href="file.txt"' not in built.output(name)


@pytest.mark.parametrize('edited', ['index.rst', 'deep/other.rst', 'sub/page.rst'])
def test_pictures_stay_after_an_edit(tmp_path, edited):
    files = with_files(tmp_path / 'a')
    build(tmp_path / 'a', files)
    changed = {edited: files[edited] + '\nMore words.\n'}
    again = build(tmp_path / 'a', changed)
    clean = build(tmp_path / 'b', {**with_files(tmp_path / 'b'), **changed})
    assert catalog(again) == catalog(clean)
    for name in ('deep/other.html', 'sub/page.html'):
        assert again.output(name) == clean.output(name)


@pytest.mark.parametrize('builder', ['html', 'epub'])
def test_ids_of_todos_stay_at_home(tmp_path, builder):
    body = '.. todo:: Later.'
    other = 'B\n=\n\nA note [#]_.\n\n.. config:show:: x\n\n.. todolist::\n\n.. [#] The note.\n'
    files = {'index.rst': TREE, 'a.rst': 'A\n=\n\n' + setting(body) + '\n.. config:show:: x\n', 'b.rst': other}
    conf = {'extensions': ['sphinx_configsetting', 'sphinx.ext.todo'], 'todo_include_todos': True}
    built = build(tmp_path, files, builder, conf=conf)
    for page in ('a', 'b'):
        html = built.output(f'{page}.html' if builder == 'html' else f'{page}.xhtml')
        assert 'Later.' in html
        ids = re.findall(r' id="([^"]*)"', html)
        assert [one for one in set(ids) if ids.count(one) > 1] == []


@pytest.mark.parametrize('builder', ['html', 'latex'])
def test_code_that_cannot_be_highlighted_warns_once(tmp_path, builder):
    body = '.. code-block:: json\n\n   {nonsense: $}\n\n::\n\n   {other: $}'
    files = {'index.rst': TREE + '\n.. config:show:: x\n', 'a.rst': 'A\n=\n\n' + setting(body)}
    built = build(tmp_path, files, builder)
    (warning,) = built.warnings
    assert warning.startswith('a.rst:')
    assert warning.endswith('[misc.highlighting_failure]')


def test_body_that_begins_with_a_picture(tmp_path):
    built = build(tmp_path, with_files(tmp_path, '.. image:: pic.png\n\nWords.'))
    for name in ('settings.json', 'config-settings-index.json'):
        assert '<p><img' not in built.output(name)
    assert re.match(r'<img [^>]*/?>\s*<p>Words.</p>', catalog(built)['x']['html']['body'])


RICH = """\
.. image:: /pic.png

.. raw:: html

   <b>raw</b>

.. include:: /part.txt

.. table:: Caption

   === ===
   a   b
   === ===

A note [#]_.

.. [#] Words.

{{ setting.body }}
"""


def test_template_with_everything_for_a_setting_shown_again(tmp_path):
    (tmp_path / 'pic.png').write_bytes(PNG)
    files = {
        'index.rst': 'T\n=\n\n' + setting('Body.', ':template: rich'),
        'other.rst': SHOWN + '   :template: rich\n',
        'part.txt': 'Part.\n',
        '_t/configsetting/rich.rst.jinja': RICH,
    }
    built = build(tmp_path, files, conf={'templates_path': ['_t']})
    assert not built.warnings
    assert_shows(doctree(built, 'other'), 'Body.')


# Other extensions

WATCHING = """
extensions = ['sphinx_configsetting']
from docutils import nodes

def watch(app, doctree, docname):
    assert doctree['source'] == str(app.env.doc2path(docname))
    assert isinstance(doctree[0], nodes.section)
    app.seen.append(docname)

def setup(app):
    app.seen = []
    app.connect('doctree-resolved', watch)
"""


def test_events_of_others_see_each_page_once(tmp_path):
    page = setting('Body :config:setting:`x`.', ':description: *Short.*')
    files = {'conf.py': WATCHING, 'index.rst': TREE + page, 'other.rst': SHOWN}
    built = build(tmp_path, files, resolve=False)
    assert sorted(built.app.seen) == ['index', 'other']
    assert catalog(built)['x']['html']['description'] == '<em>Short.</em>'


def test_search_that_another_extension_replaces(built):
    conf = "extensions = ['sphinx_configsetting']\ndef off(app):\n    app.builder.search = False\ndef setup(app):\n    app.connect('builder-inited', off)\n"
    site = built({'conf.py': conf, 'index.rst': 'T\n=\n\n' + setting('Body.')})
    assert site.app.builder.search is False
    assert catalog(site)['x']['body'] == 'Body.'
    assert 'Body.' in site.output('config-settings-index.json')


# Builds that follow each other


@pytest.mark.filterwarnings('ignore:.*HTMLBuilder')
@pytest.mark.parametrize('builder', ['json', 'pickle'])
def test_serializing_builders_twice(tmp_path, builder):
    files = {'index.rst': TREE + setting('Body.'), 'other.rst': SHOWN}
    first = build(tmp_path, files, builder)
    again = build(tmp_path, builder=builder)
    assert not first.warnings + again.warnings
    assert catalog(again)['x']['html'] == {'body': '<p>Body.</p>'}
    page = next(first.app.outdir.glob('other.f*')).read_bytes()
    assert b'configsetting begin' not in page


def run(folder, *arguments):
    """Build from the command line, in this process, and return the exit code."""
    return sphinx_build(['-q', '-W', '-c', str(folder), str(folder / 'src'), *map(str, arguments)])


def write(folder, **files):
    (folder / 'src').mkdir(exist_ok=True, parents=True)
    (folder / 'conf.py').write_text("extensions = ['sphinx_configsetting']\n")
    for name, content in files.items():
        (folder / 'src' / f'{name}.rst').write_text(content)


def named(name):
    return 'Page\n====\n\n' + setting('Body.', f':displayname: {name}')


REFERRING = 'Other\n=====\n\n:config:setting:`x`\n\n.. config:listing::\n   :display: list\n'


def test_build_of_one_page_does_not_hide_changes_from_others(tmp_path):
    write(tmp_path, index=TREE, page=named('Old'), other=REFERRING)
    out = tmp_path / 'out'
    assert run(tmp_path, out) == 0
    write(tmp_path, page=named('New'))
    assert run(tmp_path, out, tmp_path / 'src' / 'page.rst') == 0
    assert run(tmp_path, out) == 0
    page = (out / 'other.html').read_text()
    assert page.count('New') >= 2
    assert '>Old<' not in page


@pytest.mark.parametrize('builder', ['html', 'text'])
def test_two_output_folders_of_one_doctree_folder(tmp_path, builder):
    one, two, trees = (tmp_path / name for name in ('one', 'two', 'trees'))
    write(tmp_path, index=TREE, page=named('Old'), other=REFERRING)
    for out in (one, two):
        assert run(tmp_path, '-b', builder, '-d', trees, out) == 0
    write(tmp_path, page=named('New'))
    for out in (one, two):
        assert run(tmp_path, '-b', builder, '-d', trees, out) == 0
    for out in (one, two):
        page = next(path for path in out.glob('other.*') if path.suffix in {'.html', '.txt'})
        assert page.read_text().count('New') >= 2
    if builder == 'html':
        assert (one / 'settings.json').read_text() == (two / 'settings.json').read_text()


def test_two_builders_on_one_doctree_folder(tmp_path):
    trees = tmp_path / 'trees'
    write(tmp_path, index=TREE, page=named('Old'), other=REFERRING)
    for name in ('Old', 'New'):
        write(tmp_path, page=named(name))
        for builder in ('html', 'text'):
            assert run(tmp_path, '-b', builder, '-d', trees, tmp_path / builder) == 0
    assert 'New' in (tmp_path / 'html' / 'other.html').read_text()
    assert 'New' in (tmp_path / 'text' / 'other.txt').read_text()


@pytest.mark.parametrize('name', ['settings.json', 'config-settings-index.json'])
def test_file_that_could_not_be_written_is_written_later(tmp_path, name):
    path = tmp_path / '_build' / 'html' / name
    path.mkdir(parents=True)
    files = {'index.rst': 'T\n=\n\n' + setting('Body.')}
    (warning,) = build(tmp_path, files).warnings
    assert f'{name} cannot be written' in warning
    assert warning.endswith('[configsetting.output]')
    path.rmdir()
    assert not build(tmp_path).warnings
    assert 'Body.' in path.read_text()


def test_captured_html_that_could_not_be_written_is_written_later(tmp_path):
    files = {'index.rst': TREE, 'a.rst': 'A\n=\n\n' + setting('Body.'), 'b.rst': 'B\n=\n'}
    app = build(tmp_path, files).app
    path = app.doctreedir / 'configsetting-html' / 'a.json'
    path.unlink()
    path.mkdir()
    (warning,) = build(tmp_path, {'a.rst': files['a.rst'].replace('Body.', 'Words.'), 'b.rst': 'B\n=\n\nMore.\n'}).warnings
    assert 'a.json cannot be written' in warning
    assert warning.endswith('[configsetting.output]')
    assert 'More.' in (app.outdir / 'b.html').read_text()
    path.rmdir()
    assert not build(tmp_path).warnings
    assert 'Words.' in (app.outdir / 'settings.json').read_text()


@pytest.mark.parametrize(
    'own',
    [
        '{% extends "configsetting/base.rst.jinja" %}',
        '{% include "configsetting/base.rst.jinja" ignore missing %}\n',
        '{% include ["configsetting/none.rst.jinja", "configsetting/base.rst.jinja"] ignore missing %}\n',
    ],
)
def test_relative_of_a_template_that_comes_changes_and_goes(tmp_path, own):
    conf = {'templates_path': ['_t'], 'configsetting_template': 'own'}
    files = {'index.rst': 'T\n=\n\n' + setting('Body.'), 'other.rst': SHOWN, '_t/configsetting/own.rst.jinja': own}
    build(tmp_path, files, conf=conf)
    base = tmp_path / '_t' / 'configsetting' / 'base.rst.jinja'
    for words in ('First words.', 'Other text.'):
        base.write_text(f'{words}\n')
        built = build(tmp_path, conf=conf)
        assert not built.warnings
        for docname in ('index', 'other'):
            assert_shows(doctree(built, docname), words)
            assert words in built.output(f'{docname}.html')
    base.unlink()
    built = build(tmp_path, conf=conf)
    assert 'Other text.' not in built.output('index.html') + built.output('other.html')


def test_edited_template_in_an_application_that_builds_twice(tmp_path):
    write(tmp_path, index=TREE + setting('Body.'))
    (tmp_path / 'conf.py').write_text("extensions = ['sphinx_configsetting']\ntemplates_path = ['_t']\nconfigsetting_template = 'own'\n")
    template = tmp_path / '_t' / 'configsetting' / 'own.rst.jinja'
    template.parent.mkdir(parents=True)
    with docutils_namespace():
        folders = (tmp_path / 'src', tmp_path, tmp_path / 'out', tmp_path / 'trees')
        template.write_text('First words.\n')
        app = Sphinx(*map(str, folders), 'html', status=None, warning=None)
        app.build()
        template.write_text('Other text.\n')
        app.build()
    assert 'Other text.' in (tmp_path / 'out' / 'index.html').read_text()


# Pages and documents without each other


@pytest.mark.parametrize('builder', ['latex', 'texinfo', 'man', 'text', 'epub'])
def test_links_to_settings_outside_the_document(tmp_path, builder):
    files = {
        'index.rst': 'T\n=\n\n.. toctree::\n\n   other\n\nTwo documents.\n',
        'lone.rst': ':orphan:\n\nLone\n====\n\n' + setting('Body.', ':default: 3', ':environment: APP_X'),
        'other.rst': 'Other\n=====\n\n.. config:show:: x\n\n.. config:listing::\n\n.. config:listing::\n   :display: tree\n   :group: page\n\n:config:setting:`x`\n',
    }
    two = [('index', 'a.tex', 'A', 'me', 'manual'), ('lone', 'b.tex', 'B', 'me', 'manual')]
    books = [('index', 'a', 'A', 'me', 'a', 'd', 'c'), ('lone', 'b', 'B', 'me', 'b', 'd', 'c')]
    conf = {**CONF, 'latex_documents': two, 'texinfo_documents': books}
    site = build(tmp_path, files, builder, resolve=False, conf=conf)
    assert not site.warnings
    names = {'latex': 'a.tex', 'texinfo': 'a.texi', 'man': 'test.1', 'text': 'other.txt', 'epub': 'other.xhtml'}
    assert site.output(names[builder]).count('Body.') == 1


UNTYPESET = '.. config:setting:: {}\n   :no-typesetting:\n   :default: 3\n\n'


@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
@pytest.mark.parametrize(
    'before',
    ['', UNTYPESET.format('a'), '.. rst-class:: special\n\n', '.. _label:\n\n', '.. _one:\n.. _two:\n\n.. rst-class:: c\n\n', '.. _label:\n\n.. config:setting:: d\n   :default: 3\n\n'],
)
def test_settings_that_are_not_typeset(built, builder, before):
    page = f'T\n=\n\n{before}{UNTYPESET.format("b")}{UNTYPESET.format("c")}Words of all.\n'
    site = built({'index.rst': page + '\n:config:setting:`c`\n'}, builder)
    assert not site.warnings
    assert_shows(doctree(site), 'Words of all.')
    found = anchors(doctree(site))
    assert found.count('b') == found.count('c') == 1
    assert found.count('label') == ('_label' in before)


@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
@pytest.mark.parametrize('query', ['id = nowhere', 'id = = ('])
def test_label_before_a_listing_that_finds_nothing(built, builder, query):
    page = f'T\n=\n\n.. _label:\n\n.. config:listing::\n   :where: {query}\n\n:ref:`Words <label>`\n\n' + setting('Body.')
    site = built({'index.rst': page}, builder)
    (warning,) = site.warnings
    assert '[configsetting.' in warning
    assert anchors(doctree(site)).count('label') == 1
    assert links(doctree(site))[0][0] == 'Words'


CELL = """\
.. list-table::

   * - Left
     - Words.

{}
"""


@pytest.mark.parametrize('builder', ['html', 'latex', 'text', 'man', 'texinfo', 'epub'])
@pytest.mark.parametrize('template', ['card', 'facts', 'two-columns', 'compact'])
@pytest.mark.parametrize('number', [1, 3])
def test_settings_in_a_cell(built, builder, template, number):
    inner = ''.join(setting('Body.', ':default: 3', ':type: int', f':environment: APP_{n}', name=f's{n}') for n in range(number))
    cell = ''.join(f'       {line}\n' if line else '\n' for line in inner.splitlines())
    site = built({'index.rst': 'T\n=\n\n' + CELL.format(cell)}, builder, configsetting_template=template, **CONF)
    assert not site.warnings
    assert_shows(doctree(site), *(f'APP_{n}' for n in range(number)))


@pytest.mark.parametrize('builder', ['latex', 'text', 'html'])
def test_settings_four_deep(built, builder):
    page = ''
    for depth in range(4, 0, -1):
        page = setting(page + 'Words.', ':default: 3', f':environment: APP_{depth}', name=f's{depth}')
    site = built({'index.rst': 'T\n=\n\n' + page}, builder)
    assert not site.warnings
    assert_shows(doctree(site), *(f'APP_{depth}' for depth in range(1, 5)))


def test_title_of_a_column_that_is_blank(built):
    page = 'T\n=\n\n.. config:listing::\n   :fields: id " ", default\n\n' + setting('Body.', ':default: 3')
    site = built({'index.rst': page})
    assert_shows(doctree(site), 'Default', '3')


def test_setting_as_a_substitution(built):
    site = built({'index.rst': 'T\n=\n\n.. |b| config:setting:: x\n\nWords |b|.\n'})
    assert site.warnings
    assert_shows(doctree(site), 'Words')


@pytest.mark.parametrize('builder', ['html', 'text'])
@pytest.mark.parametrize('label', ['Since |version|', 'app_', '[1]_', '- x', '*open', '``code`` :ref:`x`', ''])
def test_labels_with_markup(built, builder, label):
    fields = {'since': {'label': label}}
    page = 'T\n=\n\n' + setting('Body.', ':since: 2.0', ':environment: APP_X') + '.. config:listing::\n   :fields: id, since\n'
    site = built({'index.rst': page}, builder, configsetting_fields=fields, version='7')
    assert not [w for w in site.warnings if not w.startswith('conf.py')]
    assert_shows(doctree(site), '2.0')


RAW = """\
# T

```{config:setting} x
:description: Words <b class="raw">bold</b> end.

Body <i class="raw">words</i>.

<div class="raw">block</div>
```
"""


def test_raw_html_stays_at_home(built):
    pytest.importorskip('myst_parser')
    conf = {'extensions': ['sphinx_configsetting', 'myst_parser']}
    other = '# O\n\n```{config:listing}\n:fields: id, description\n```\n\n```{config:show} x\n```\n'
    site = built({'index.md': RAW, 'other.md': f'---\norphan: true\n---\n{other}'}, **conf)
    assert not site.warnings
    assert 'class="raw"' in site.output('index.html')
    assert 'class="raw"' not in site.output('other.html')
    assert_shows(doctree(site, 'other'), 'Words', 'end.', 'Body')


RST_RAW = """\
T
=

.. role:: raw-html(raw)
   :format: html

.. config:setting:: y
   :description: Words :raw-html:`<i class="raw">`.

   .. raw:: html

      <b class="raw">
"""


@pytest.mark.parametrize('enabled', [True, False])
@pytest.mark.parametrize('markdown', [True, False])
def test_what_forbids_raw_html(tmp_path, enabled, markdown):
    """The page SECURITY.md says which switch forbids it."""
    write(tmp_path, index=RST_RAW)
    lines = ['extensions = ["sphinx_configsetting"]']
    if markdown:
        pytest.importorskip('myst_parser')
        lines = ['extensions = ["sphinx_configsetting", "myst_parser"]']
        (tmp_path / 'src' / 'index.rst').unlink()
        (tmp_path / 'src' / 'index.md').write_text(RAW)
        if not enabled:
            lines.append('myst_disable_syntax = ["html_block", "html_inline"]')
    (tmp_path / 'conf.py').write_text('\n'.join(lines))
    (tmp_path / 'docutils.conf').write_text(f'[general]\nraw_enabled: {int(enabled or markdown)}\n')
    sphinx_build(['-q', '-c', str(tmp_path), str(tmp_path / 'src'), str(tmp_path / 'out')])
    assert ('class="raw"' in (tmp_path / 'out' / 'index.html').read_text()) is enabled


RAW_DIRECTIVE = """
```{role} raw-html(raw)
:format: html
```

````{config:setting} z
:description: Words {raw-html}`<i class="directed">`.

```{raw} html
<b class="directed">
```
````
"""


@pytest.mark.parametrize(('conf', 'shown'), [('', {'raw', 'directed'}), ('html', {'directed'}), ('raw', {'raw'}), ('html raw', set())])
def test_pages_in_markdown_need_both_switches(tmp_path, conf, shown):
    pytest.importorskip('myst_parser')
    write(tmp_path)
    (tmp_path / 'src' / 'index.md').write_text(RAW + RAW_DIRECTIVE)
    lines = ['extensions = ["sphinx_configsetting", "myst_parser"]']
    if 'html' in conf:
        lines.append('myst_disable_syntax = ["html_block", "html_inline"]')
    (tmp_path / 'conf.py').write_text('\n'.join(lines))
    (tmp_path / 'docutils.conf').write_text(f'[general]\nraw_enabled: {int("raw" not in conf)}\n')
    sphinx_build(['-q', '-c', str(tmp_path), str(tmp_path / 'src'), str(tmp_path / 'out')])
    assert set(re.findall('class="(raw|directed)"', (tmp_path / 'out' / 'index.html').read_text())) == shown


UNREAD = """\
T
=

.. |br| raw:: html

   <br class="raw">

.. role:: raw-html(raw)
   :format: html

.. config:setting:: x
   :description: Words |br| end.
   :availability: Some :raw-html:`<u class="raw">`

   Body :raw-html:`<i class="raw">` end :nowhere:`x`.

   .. A secret comment.

   .. raw:: html

      <div class="raw">

.. config:setting:: y

   .. raw:: html

      <b class="only">

.. config:explorer::
"""


def test_texts_have_no_raw_markup_no_comments_and_no_messages(built):
    site = built({'index.rst': UNREAD})
    (warning,) = site.warnings
    assert 'nowhere' in warning
    entry = catalog(site)['x']
    assert entry['facts'] == {'availability': 'Some', 'description': 'Words end.'}
    assert entry['body'].startswith('Body end ')
    for name in ('settings.json', 'config-settings-index.json', 'index.html'):
        assert 'secret' not in site.output(name)
    assert str(site.app.srcdir) not in site.output('settings.json')
    assert catalog(site)['y']['body'] == ''
    assert 'class=\\"only\\"' in site.output('settings.json')
    (data,) = site.app.outdir.glob('_static/configsetting-data*.js')
    assert 'raw' not in data.read_text()


# What a build costs


def test_included_file_is_read_once_for_a_page(tmp_path, monkeypatch):
    part = ''.join(f'.. config:setting:: s{n}\n   :default: {n}\n\nWords.\n\n' for n in range(60))
    reads = []
    original = Path.read_text

    def counting(self, *args, **kwargs):
        reads.append(self.name)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Path, 'read_text', counting)
    built = build(tmp_path, {'index.rst': 'T\n=\n\n.. include:: part.txt\n', 'part.txt': part})
    assert [(s.source, s.line) for s in built.settings][-1] == ('part.txt', 5 * 59 + 1)
    assert reads.count('part.txt') == 1


OPEN_FILE = """
import gc
from pathlib import Path
from docutils import nodes

extensions = [{extension!r}]
html_theme = 'basic'
{more}

def setup(app):
    app.connect('builder-inited', open_file)
    app.connect('build-finished', count)

def open_file(app):
    app.left_open = (Path(app.outdir) / 'open.txt').open('w')
    app.left_open.write('Words of a file that is never closed.')

def count(app, exception):
    gc.collect()
    alive = [one for one in gc.get_objects() if isinstance(one, nodes.document)]
    (Path(app.outdir) / 'alive.txt').write_text(str(len(alive)))
"""


def built_in_a_process(folder, extension, page, *options, more=''):
    """Build 12 pages in a process, and return what it has left in the output folder."""
    (folder / 'src').mkdir(parents=True)
    for number in range(12):
        text = page.format(n=number, m=(number + 5) % 12)
        (folder / 'src' / f'page{number}.rst').write_text(f'Page\n====\n\n{text}')
    (folder / 'src' / 'index.rst').write_text(TREE)
    (folder / 'src' / 'conf.py').write_text(OPEN_FILE.format(extension=extension, more=more))
    command = [sys.executable, '-m', 'sphinx', '-q', *options, folder / 'src', folder / 'out']
    subprocess.run(command, check=True)
    return folder / 'out'


SOME = '.. config:setting:: s{n}\n   :default: {n}\n   :template: facts\n\n   Body.\n\n.. config:show:: s{m}\n\n.. config:listing::\n'


@pytest.mark.parametrize('page', [SOME, 'Words.\n'])
def test_file_that_another_extension_leaves_open_keeps_its_content(tmp_path, page):
    out = built_in_a_process(tmp_path, 'sphinx_configsetting', page)
    assert (out / 'open.txt').read_text() == 'Words of a file that is never closed.'


@pytest.mark.parametrize('options', [('-j', '2'), ()])
def test_main_process_keeps_no_doctrees(tmp_path, options):
    found = []
    for extension in ('sphinx_configsetting', 'without_extension'):
        out = built_in_a_process(tmp_path / extension, extension, SOME, *options, more=f'import sys\nsys.path.append({str(Path(__file__).parent)!r})')
        found.append(int((out / 'alive.txt').read_text()))
    assert found[0] <= found[1] + 8  # those of templates and labels, not of the 12 pages


@pytest.mark.slow
@pytest.mark.parametrize('page', [setting('Body.', ':template: facts'), 'Words.\n'])
def test_builds_in_one_process_leave_nothing(tmp_path, page):
    other = SHOWN + '\n.. config:listing::\n' if 'config' in page else 'Other\n=====\n'
    more = {f'more{number}': f'More\n====\n\n{page.replace(":: x", f":: x{number}")}' for number in range(6)}
    write(tmp_path, index=TREE + page, other=other, **more)
    alive, doctrees = WeakSet(), WeakSet()
    for number in range(8):
        with docutils_namespace():
            folders = (tmp_path / 'src', tmp_path, tmp_path / f'out{number}', tmp_path / f'trees{number}')
            app = Sphinx(*map(str, folders), 'html', status=None, warning=None)
            app.connect('doctree-resolved', lambda app, tree, name: doctrees.add(tree))
            app.build()
            alive.update((app, app.env))
            gc.collect()
            assert len(doctrees) <= 3  # Sphinx's writer and docutils' cached parsers of nested text keep one each
            del app
    gc.collect()
    assert len(alive) <= 4  # two projects with their environments, which those keep
