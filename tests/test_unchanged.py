"""Builds in which nothing has changed, or only what no page says."""

from __future__ import annotations

import pytest
import sphinx
from doctrees import doctree
from docutils import nodes
from project import build

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

:ref:`config-environment`
"""
FILES = {'index.rst': f'{PAGE}\n.. toctree::\n\n   other\n', 'other.rst': 'Other\n=====\n\nWords.\n'}
INDEX_PAGES = ['genindex.html', 'config-settings.html', 'config-environment.html', 'searchindex.js']


def outputs(built):
    return {name: built.output(name) for name in INDEX_PAGES}


def test_nothing_changes(tmp_path):
    assert outputs(build(tmp_path, FILES)) == outputs(build(tmp_path))


def test_all_pages_on_demand(tmp_path):
    first = build(tmp_path, FILES)
    whole = outputs(first)
    first.app.outdir.joinpath('index.html').write_text('x')
    again = build(tmp_path, force_all=True)
    assert outputs(again) == whole
    assert 'id="one"' in again.output('index.html')


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
    left, right = outputs(build(tmp_path / 'a')), outputs(build(tmp_path / 'b', FILES))
    del left['searchindex.js'], right['searchindex.js']  # Sphinx's own keeps words that are gone
    assert left == right


def test_templates_of_another_engine(tmp_path, monkeypatch):
    bridge = 'from sphinx.jinja2glue import BuiltinTemplateLoader\n\nclass Bridge(BuiltinTemplateLoader):\n    pass\n'
    conf = "extensions = ['sphinx_configsetting']\ntemplate_bridge = 'bridge_of_test.Bridge'\n"
    monkeypatch.syspath_prepend(tmp_path)
    first = outputs(build(tmp_path, FILES | {'bridge_of_test.py': bridge, 'conf.py': conf}))
    assert outputs(build(tmp_path)) == first


CHANGING = """
extensions = ['sphinx_configsetting']

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


def change(document):
    for table in document.findall(nodes.table):
        table['classes'].append('changed')


class Writing(SphinxPostTransform):
    default_priority = 50

    def run(self):
        change(self.document)


def setup(app):
    app.%s
"""


@pytest.mark.parametrize(
    'way',
    ['add_post_transform(Writing)', "connect('doctree-resolved', lambda app, document, docname: change(document))"],
)
def test_others_find_the_tables_that_they_change(tmp_path, way):
    built = build(tmp_path, FILES | {'conf.py': CHANGING % way}, conf={'configsetting_template': 'facts'})
    assert not built.warnings
    changed = [table for table in doctree(built).findall(nodes.table) if 'changed' in table['classes']]
    assert len(changed) == len(list(doctree(built).findall(nodes.table))) == 2
