"""Builders show settings whole, each in its own way."""

from __future__ import annotations

import re

import pytest
from doctrees import anchors, assert_shows, count, doctree, facts, text
from docutils import nodes
from project import build

VARIABLE = 'APP_WEBSETTINGS_ENABLEEVERYTHINGTHERE'
PAGE = f"""\
.. config:setting:: x
   :environment: {VARIABLE}
   :configjson: .WebSettings.EnableEverything

   - one
   - two

Then ``APP_OUTSIDE_TABLES``.
"""
NAMES = {'config.json setting': '.WebSettings.EnableEverything', 'Environment variable': VARIABLE}


@pytest.mark.parametrize('builder', ['html', 'latex', 'text', 'man', 'xml', 'texinfo'])
def test_identifiers_are_whole(built, builder):
    document = doctree(built({'index.rst': PAGE}, builder))
    assert facts(document) == NAMES
    assert_shows(document, 'one', 'two', 'APP_OUTSIDE_TABLES')


@pytest.mark.parametrize('builder', ['text', 'man', 'xml', 'texinfo'])
def test_no_raw_markup_for_builders_that_have_none(built, builder):
    assert not list(doctree(built({'index.rst': PAGE}, builder)).findall(nodes.raw))


def test_html_holds_them_whole(built):
    site = built({'index.rst': PAGE})
    assert VARIABLE in re.sub('<[^>]*>', '', site.output('index.html'))
    assert 'app_websettings_enableeverythingther' in site.output('searchindex.js')


def test_text_and_manual_pages_hold_no_table(built):
    lines = [line.strip() for line in built({'index.rst': PAGE}, 'text').output('index.txt').splitlines()]
    assert '* one' in lines
    assert not [line for line in lines if line.startswith(('+-', '|'))]
    assert lines[lines.index('Environment variable:') + 1] == f'"{VARIABLE}"'
    page = built({'index.rst': PAGE}, 'man', man_pages=[('index', 'x', 'X', 'x', 1)]).output('x.1')
    assert '.TS' not in page
    assert 'one\n' in page


MARKUP = """\
.. role:: py(code)
   :language: python

.. config:setting:: x
   :environment: APP_SETTING_NAME
   :description: See :samp:`my_{some_host}_x` and :py:`os.path.join_all`.
"""


@pytest.mark.parametrize('builder', ['html', 'latex'])
def test_markup_in_code_is_kept(built, builder):
    document = doctree(built({'index.rst': MARKUP}, builder))
    assert_shows(document, 'my_some_host_x and os.path.join_all.')
    assert 'some_host' in [text(node) for node in document.findall(nodes.emphasis)]


@pytest.mark.parametrize('builder', ['html', 'latex', 'text', 'man', 'xml'])
def test_nested_settings_are_shown_once(built, builder):
    inner = '.. config:setting:: y\n   :environment: APP_INNER_NAME\n   :description: Words of y.\n'
    page = MARKUP + '\n' + ''.join(f'   {line}\n' for line in ['Words.', '', *inner.splitlines()])
    document = doctree(built({'index.rst': page}, builder))
    assert count(document, 'APP_INNER_NAME') == count(document, 'Words of y.') == 1
    assert anchors(document).count('y') == 1


def test_style_of_another_version_is_replaced(tmp_path):
    """With a page that is written: Sphinx 7.4 copies no files otherwise."""
    built = build(tmp_path, {'index.rst': PAGE})
    (style, *_others) = sorted((built.app.outdir / '_static').glob('configsetting*.css'))
    before = style.read_text()
    style.write_text('old')
    assert not build(tmp_path, {'index.rst': f'{PAGE}\nMore.\n'}).warnings
    assert style.read_text() == before
    assert 'configsetting.css' in built.output('index.html')
