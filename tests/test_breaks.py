"""Identifiers in tables can wrap, and their text stays the same."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from project import build

PAGE = """\
.. config:setting:: x
   :environment: APP_WEBSETTINGS_ENABLEEVERYTHINGTHERE
   :configjson: .WebSettings.EnableEverything

Then ``APP_OUTSIDE_TABLES``.
"""


def test_html(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE}, conf={'configsetting_index_entries': []})
    html = built.output('index.html')
    assert '<span class="pre">APP_</span><wbr/><span class="pre">WEBSETTINGS_</span><wbr/>' in html
    assert '<span class="pre">.WebSettings.</span><wbr/>' in html
    assert '<span class="pre">APP_OUTSIDE_TABLES</span>' in html
    assert 'app_websettings_enableeverythingther' in built.output('searchindex.js')
    assert 'APP_WEBSETTINGS_ENABLEEVERYTHINGTHERE' in re.sub('<[^>]*>', '', html)


def test_latex(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE}, 'latex')
    (path,) = built.app.outdir.glob('*.tex')
    text = path.read_text(encoding='utf-8')
    assert r'APP\_\allowbreak{}WEBSETTINGS\_\allowbreak{}' in text
    assert r'Enable\allowbreak{}Everything' in text
    assert r'APP\_OUTSIDE\_TABLES' in text


MARKUP = """\
.. role:: py(code)
   :language: python

.. config:setting:: x
   :environment: APP_SETTING_NAME
   :description: See :samp:`my_{some_host}_x` and :py:`os.path.join_all`.
"""


def test_markup_in_code_is_kept(tmp_path):
    html = build(tmp_path, {'index.rst': MARKUP}).output('index.html')
    assert '<em><span class="pre">some_</span><wbr/><span class="pre">host</span></em>' in html
    text = re.sub('<[^>]*>', '', html)
    assert 'my_some_host_x and os.path.join_all.' in text
    assert 'wbr' not in text


def test_nested_settings_are_broken_once(tmp_path):
    inner = '.. config:setting:: y\n   :environment: APP_INNER_NAME\n   :description: Words.\n'
    page = MARKUP + '\n' + ''.join(f'   {line}\n' for line in ['Words.', '', *inner.splitlines()])
    literals = {}
    for builder in ('html', 'latex'):
        document = build(tmp_path / builder, {'index.rst': page}, builder).doctree()
        code = [node for node in document.findall(nodes.literal) if 'INNER' in node.astext()]
        literals[builder] = [[child.astext() for child in node.children] for node in code]
    assert literals['latex'] == [['APP_', r'\allowbreak{}', 'INNER_', r'\allowbreak{}', 'NAME']]
    assert [parts[0].count('<wbr/>') for parts in literals['html']] == [2]


def test_style_of_another_version_is_replaced(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE})
    style = built.app.outdir / '_static/configsetting.css'
    before = style.read_text()
    style.write_text('old')
    assert not build(tmp_path).warnings
    assert style.read_text() == before
    assert 'configsetting.css' in built.output('index.html')


@pytest.mark.parametrize('builder', ['text', 'man', 'xml', 'texinfo'])
def test_not_elsewhere(tmp_path, builder):
    document = build(tmp_path, {'index.rst': PAGE}, builder).doctree()
    assert not list(document.findall(nodes.raw))


def test_plain_layout(tmp_path):
    page = PAGE.replace('APP_WEB', 'A').replace('\n\nThen', '\n\n   - one\n   - two\n\nThen')
    text = build(tmp_path, {'index.rst': page}, 'text').output('index.txt')
    for item in ('* one', '* two', '* Environment variable: "ASETTINGS_ENABLEEVERYTHINGTHERE"'):
        assert item in [line.strip() for line in text.splitlines()]
    man = {'man_pages': [('index', 'x', 'X', 'x', 1)]}
    page = build(tmp_path, {}, 'man', conf=man).output('x.1')
    assert '.TS' not in page
    assert 'one\n' in page
