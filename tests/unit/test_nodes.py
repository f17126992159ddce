"""The nodes of settings as extensions see them that write doctrees without post-transforms."""

from __future__ import annotations

import pytest
from project import build

from sphinx_configsetting.nodes import parts_of, settings_in

PAGE = """\
T
=

Before.

.. config:setting:: web-port
   :displayname: Port (Web)
   :description: Where it *listens*.

   The body.

.. config:settings::

   Nothing yet.

There are :config:count:`all` settings.
"""


@pytest.fixture(scope='module')
def site(tmp_path_factory):
    return lambda builder: build(tmp_path_factory.mktemp(builder), {'index.rst': PAGE}, builder)


@pytest.mark.parametrize('builder', ['html', 'text', 'latex', 'man', 'texinfo'])
def test_visitors_show_the_text(site, builder):
    app = site(builder).app
    document = app.env.get_doctree('index')
    translator = app.builder.create_translator(document, app.builder, *([app.builder.theme] if builder == 'latex' else []))
    document.walkabout(translator)
    text = ''.join(map(str, translator.body)) if isinstance(translator.body, list) else str(translator.body)
    for word in ('Before.', 'Port', 'The body.', 'settings.'):
        assert word in text


def test_parts(site):
    document = site('dummy').app.env.get_doctree('index')
    (node,) = settings_in(document)
    assert list(parts_of(node)) == ['description', '']
    assert (node['placement'], node['hidden'], node['position']) == ('object', False, 0)
    assert not hasattr(node, 'record')
