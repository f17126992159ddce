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
    document = build(tmp_path, {'index.rst': PAGE}, builder).resolved()
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
