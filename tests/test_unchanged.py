"""Builds in which nothing has changed, and what builds let go."""

from __future__ import annotations

import gc
import subprocess
import sys
from unittest.mock import patch

import pytest
import sphinx
from project import build
from sphinx.testing.util import SphinxTestApp

from sphinx_configsetting.indices import Later, SettingIndex

finishes = pytest.mark.skipif(
    sphinx.version_info < (8, 2), reason='before 8.2, Sphinx writes nothing where nothing is out of date'
)

PAGE = """
T
=

.. config:setting:: one
   :systemconsole: A > B
   :environment: APP_ONE

   A *body* with ``code.of_words``.

Two
---

.. config:setting:: two
   :environment: APP_TWO
   :configjson: .Two
   :seealso: one

   Another.
"""
FILES = {'index.rst': f'{PAGE}\n.. toctree::\n\n   other\n', 'other.rst': 'Other\n=====\n\nWords.\n'}
INDEX_PAGES = ['genindex.html', 'config-settings.html', 'config-environment.html', 'searchindex.js']


def outputs(built):
    return {name: built.output(name) for name in INDEX_PAGES}


def test_index_pages_are_not_drawn_again(tmp_path):
    first = outputs(build(tmp_path, FILES))
    with patch.object(SettingIndex, 'content', side_effect=AssertionError):
        assert outputs(build(tmp_path)) == first


def test_all_pages_on_demand(tmp_path):
    first = outputs(build(tmp_path, FILES))
    app_build = SphinxTestApp.build
    with patch.object(SphinxTestApp, 'build', lambda app: app_build(app, force_all=True)):
        again = build(tmp_path)
    assert again.domain.writing
    assert not again.domain.touched
    assert outputs(again) == first


@finishes
@pytest.mark.parametrize('damage', [lambda path: path.write_text('x'), lambda path: path.unlink()], ids=['changed', 'gone'])
@pytest.mark.parametrize('name', INDEX_PAGES[:3])
def test_damaged_index_pages_are_drawn_again(tmp_path, damage, name):
    first = build(tmp_path, FILES)
    whole = outputs(first)
    damage(first.app.outdir / name)
    assert outputs(build(tmp_path)) == whole


@pytest.mark.parametrize('conf', [{'html_split_index': True}, {'html_title': 'Another'}], ids=lambda conf: next(iter(conf)))
def test_values_of_conf_py_that_read_no_page(tmp_path, conf):
    build(tmp_path / 'a', FILES)
    assert outputs(build(tmp_path / 'a', conf=conf)) == outputs(build(tmp_path / 'b', FILES, conf=conf))


@finishes
def test_a_page_that_is_gone(tmp_path):
    files = FILES | {'third.rst': ':orphan:\n\nThird\n=====\n\n.. index:: gone\n'}
    build(tmp_path / 'a', files)
    (tmp_path / 'a' / 'third.rst').unlink()
    assert outputs(build(tmp_path / 'a')) == outputs(build(tmp_path / 'b', FILES))


def test_templates_of_another_engine(tmp_path):
    bridge = 'from sphinx.jinja2glue import BuiltinTemplateLoader\n\nclass Bridge(BuiltinTemplateLoader):\n    pass\n'
    conf = "import sys\nsys.path.insert(0, '.')\nextensions = ['sphinx_configsetting']\ntemplate_bridge = 'bridge_of_test.Bridge'\n"
    with patch('sys.path', [str(tmp_path), *__import__('sys').path]):
        first = outputs(build(tmp_path, FILES | {'bridge_of_test.py': bridge, 'conf.py': conf}))
        assert outputs(build(tmp_path)) == first


def test_entries_that_are_made_at_need():
    made = []
    later = Later(lambda: made.append(1) or [('A', [])])
    assert later
    assert not made
    assert (len(later), later[0], list(later)) == (1, ('A', []), [('A', [])])
    assert made == [1]


CHANGING = """
extensions = ['sphinx_configsetting']

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform


def change(document):
    for table in document.findall(nodes.table):
        table['classes'].append('changed')


class Reading(SphinxTransform):
    default_priority = 700

    def apply(self):
        change(self.document)


class Writing(SphinxPostTransform):
    default_priority = 50

    def run(self):
        change(self.document)


def setup(app):
    app.%s
"""


@pytest.mark.parametrize(
    'way',
    ['add_transform(Reading)', 'add_post_transform(Writing)', "connect('doctree-read', lambda app, document: change(document))"],
)
def test_others_find_the_tables_that_they_change(tmp_path, way):
    built = build(tmp_path, FILES | {'conf.py': CHANGING % way})
    assert not built.warnings
    assert built.output('index.html').count('configsetting-setting changed') == 2


KEEPING = """
extensions = ['sphinx_configsetting']
kept = {}


def keep(app, *arguments):
    *_rest, document = arguments
    kept.setdefault('documents', []).append(document)
    app.documents = kept['documents']


def setup(app):
    app.connect('html-page-context', keep)
    app.%s
"""


@pytest.mark.parametrize(('way', 'stays'), [('documents = []', False), ("connect('doctree-resolved', lambda *_: None)", True)])
def test_written_pages_are_taken_apart_where_nobody_keeps_them(tmp_path, way, stays):
    built = build(tmp_path, FILES | {'conf.py': KEEPING % way})
    documents = [document for document in built.app.documents if document is not None]
    assert len(documents) == 2
    assert [bool(document.children) for document in documents] == [stays, stays]


def test_the_collector_passes_over_nothing_when_a_build_has_finished(tmp_path):
    counts = []
    listen = patch('sphinx_configsetting.note_writing', lambda *_: counts.append(gc.get_freeze_count()))
    with listen:
        build(tmp_path, FILES)
    assert all(counts)
    assert gc.get_freeze_count() == 0


def test_the_collector_passes_over_everything_when_python_ends(tmp_path):
    build(tmp_path, FILES)
    script = """
import atexit, gc, sys
atexit.register(lambda: print(gc.get_freeze_count() > 10000))
from sphinx.cmd.build import main
main(sys.argv[1:])
print(gc.get_freeze_count())
"""
    command = [sys.executable, '-c', script, '-q', tmp_path, tmp_path / 'out']
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ['0', 'True']
