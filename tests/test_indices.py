"""Index pages: what they list, and when they are made."""

from __future__ import annotations

import re

import pytest

PAGE = """\
.. config:setting:: b
   :displayname: Beta
   :systemconsole: Env > Web
   :configjson: .Web.Port, top
   :environment: APP_WEB_PORT

.. config:setting:: a
   :displayname: alpha <x>
   :systemconsole: N/A
   :configjson: .Web.Host
   :environment: APP_LOG_HOST

:ref:`config-settings` :ref:`config-systemconsole` :ref:`config-configjson` :ref:`config-environment`
"""


def entries(site, name):
    """The rows of an index page: letter, section, or name with its target and setting."""
    table = site.output(f'config-{name}.html').partition('<table')[2].partition('</table>')[0]
    found = []
    for row in re.findall('<tr.*?</tr>', table, re.DOTALL):
        shown = ' '.join(re.sub('<[^>]+>|&#160;', ' ', row).split())
        target = re.search('href="([^"#]*#[^"]*)"', row)
        found += [(shown, target[1]) if target else (shown,)] if shown else []
    return found


def test_pages(built):
    site = built({'index.rst': PAGE})
    assert not site.warnings
    assert entries(site, 'settings') == [('A',), ('alpha &lt;x&gt;', 'index.html#a'), ('B',), ('Beta', 'index.html#b')]
    assert entries(site, 'systemconsole') == [('E',), ('Env &gt; Web',), ('Beta', 'index.html#b')]
    assert entries(site, 'configjson') == [
        ('T',), ('top (Beta)', 'index.html#b'),
        ('W',), ('Web',), ('.Web.Host (alpha &lt;x&gt;)', 'index.html#a'), ('.Web.Port (Beta)', 'index.html#b'),
    ]
    assert entries(site, 'environment') == [
        ('L',), ('APP_LOG_HOST (alpha &lt;x&gt;)', 'index.html#a'),
        ('W',), ('APP_WEB_PORT (Beta)', 'index.html#b'),
    ]


def test_references_lead_to_the_pages(built):
    html = built({'index.rst': PAGE}).output('index.html')
    assert 'href="config-environment.html"' in html
    assert 'Settings by Environment variable' in html


@pytest.mark.parametrize(
    ('conf', 'made'),
    [
        ({'html_domain_indices': ['config-settings']}, ['config-settings.html']),
        ({'html_domain_indices': False}, []),
    ],
)
def test_switched_off(built, conf, made):
    outdir = built({'index.rst': PAGE.rpartition('\n:ref')[0]}, **conf).app.outdir
    assert sorted(path.name for path in outdir.glob('config-*.html')) == made


def test_latex(built):
    (path,) = built({'index.rst': PAGE}, 'latex').app.outdir.glob('*.tex')
    text = path.read_text(encoding='utf-8')
    assert r'\sphinxstyleindexentry{APP\_WEB\_PORT}\sphinxstyleindexextra{Beta}' in text


def test_general_index(built):
    html = built({'index.rst': PAGE}, configsetting_index_entries=['configjson']).output('genindex.html')
    assert '>.Web.Port</a>' in html
    assert 'APP_WEB_PORT' not in html


ONLY = """\
T
=

.. only:: html

   .. config:setting:: a
      :environment: APP_A

      Of HTML.

.. only:: not html

   .. config:setting:: a
      :environment: APP_A

      Not of HTML.

.. only:: latex

   .. config:setting:: zed
      :environment: APP_ZED

      Of LaTeX.
"""
ENTRIES = {'configsetting_index_entries': ['id', 'pair: {environment}; variable']}


@pytest.mark.parametrize('split', [False, True])
def test_general_index_without_what_is_left_out(built, split):
    site = built({'index.rst': ONLY}, html_split_index=split, **ENTRIES)
    assert not site.warnings
    pages = [path.read_text(encoding='utf-8') for path in site.app.outdir.glob('genindex*.html')]
    assert {text for page in pages for text in re.findall('#a">([^<]*)</a>', page)} == {'a', 'variable', 'APP_A'}
    assert not any('zed' in page.lower() for page in pages)
    assert not re.search('id="Z"|>Z<', site.output('genindex.html'))


def test_general_index_of_latex(built):
    (path,) = built({'index.rst': ONLY}, 'latex', **ENTRIES).app.outdir.glob('*.tex')
    assert r'\index{zed@' in path.read_text(encoding='utf-8').replace('\\spxentry{zed}', '')


def test_translators_get_one_id_under_two_conditions(built):
    assert not built({'index.rst': ONLY}, 'gettext').warnings
