"""Index pages."""

from __future__ import annotations

import pytest
from project import build

from sphinx_configsetting.indices import common_prefix, letter_of

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


@pytest.mark.parametrize(
    ('name', 'letter'), [('a', 'A'), ('.key', 'K'), ('é', 'É'), ('<b', 'Symbols'), ('', 'Symbols'), ('3', '3')]
)
def test_letter(name, letter):
    assert letter_of(name) == letter


def test_common_prefix():
    assert common_prefix(['APP_A', 'APP_B']) == 4
    assert common_prefix(['APP_A']) == 0
    assert common_prefix(['A', 'B']) == 0
    assert common_prefix(['APP_A', 'APP_A']) == 4


def content(built, name):
    (index,) = [i for i in built.domain.indices if i.name == name]
    letters, _collapse = index(built.domain).generate()
    return [(letter, [(e.name, e.subtype, e.extra) for e in entries]) for letter, entries in letters]


def test_pages(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE})
    assert not built.warnings
    assert content(built, 'settings') == [('A', [('alpha <x>', 0, '')]), ('B', [('Beta', 0, '')])]
    assert content(built, 'systemconsole') == [('E', [('Env > Web', 1, ''), ('Beta', 2, '')])]
    assert content(built, 'configjson') == [
        ('T', [('top', 0, 'Beta')]),
        ('W', [('Web', 1, ''), ('.Web.Host', 2, 'alpha <x>'), ('.Web.Port', 2, 'Beta')]),
    ]
    assert content(built, 'environment') == [
        ('L', [('APP_LOG_HOST', 0, 'alpha <x>')]),
        ('W', [('APP_WEB_PORT', 0, 'Beta')]),
    ]
    assert 'alpha &lt;x&gt;' in built.output('config-settings.html')
    assert '<a href="index.html#b">' in built.output('config-environment.html')
    (index,) = [i for i in built.domain.indices if i.name == 'settings']
    assert index(built.domain).generate(['other']) == ([], False)


def test_switched_off(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE.rpartition('\n:ref')[0]}, conf={'html_domain_indices': ['config-settings']})
    assert (built.app.outdir / 'config-settings.html').exists()
    assert not (built.app.outdir / 'config-environment.html').exists()


def test_latex(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE}, 'latex')
    (path,) = built.app.outdir.glob('*.tex')
    text = path.read_text(encoding='utf-8')
    assert r'\sphinxstyleindexentry{APP\_WEB\_PORT}\sphinxstyleindexextra{Beta}' in text


def test_general_index(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE}, conf={'configsetting_index_entries': ['configjson']})
    html = built.output('genindex.html')
    assert '>.Web.Port</a>' in html
    assert 'APP_WEB_PORT' not in html
