"""The nodes of settings as extensions see them that write doctrees without post-transforms."""

from __future__ import annotations

import pytest

from sphinx_configsetting.nodes import parts_of, settings_in

CONF = """\
extensions = ['sphinx_configsetting']
templates_path = []


def leave_out(app, env):
    env.apply_post_transforms = lambda doctree, docname: None


def setup(app):
    app.connect('env-check-consistency', leave_out)
"""
PAGE = """\
T
=

Before.

.. config:setting:: web-port
   :displayname: Port (Web)
   :description: Where it *listens*.

   The body.

.. config:listing::
   :where: id = nope

   Nothing yet.

Host
----

.. config:setting:: host
   :description: Its *name*.

There are :config:count:`all` settings.
"""
FILES = {'conf.py': CONF, 'index.rst': PAGE}


@pytest.mark.parametrize('builder', ['html', 'text', 'latex', 'man', 'texinfo'])
def test_visitors_show_the_text(built, builder):
    site = built(FILES, builder)
    (path,) = [p for name in ('index.html', 'index.txt', '*.tex', '*.1', '*.texi') for p in site.app.outdir.glob(name)]
    text = path.read_text(encoding='utf-8')
    for word in ('Before.', 'Port', 'listens', 'The body.', 'Nothing yet.', 'Its', 'name', 'settings.'):
        assert word in text


def test_nodes_of_a_page(built):
    document = built(FILES, 'dummy').app.env.get_doctree('index')
    node, other = settings_in(document)
    assert other['placement'] == 'section'
    assert list(parts_of(node)) == ['description', '']
    assert (node['placement'], node['hidden'], node['position']) == ('object', False, 0)
    assert not hasattr(node, 'record')
