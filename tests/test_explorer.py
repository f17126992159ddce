"""The page of all settings: where it is, what it holds, and what links to it."""

from __future__ import annotations

import json
import re

import pytest
from project import build

PAGE = """\
Top
===

See :ref:`config-explorer` and :ref:`all <config-explorer>`.

.. config:setting:: level
   :displayname: Level <&> (Log)
   :systemconsole: Environment > Logging
   :environment: APP_LOG_LEVEL
   :restart: yes
   :description: See :doc:`sub/b`.

Between.
"""
OTHER = 'Other\n=====\n\n.. config:setting:: port\n   :systemconsole: Web\n   :environment: APP_PORT_NUMBER\n'
FILES = {'index.rst': PAGE + '\n.. toctree::\n\n   sub/b\n', 'sub/b.rst': OTHER}
WANTED = {'configsetting_explorer': True}


@pytest.mark.parametrize(
    ('builder', 'name', 'link', 'home'),
    [
        ('html', 'config-explorer.html', 'config-explorer.html', 'sub/b.html#port'),
        ('dirhtml', 'config-explorer/index.html', 'config-explorer/', '../sub/b/#port'),
    ],
)
def test_page(tmp_path, builder, name, link, home):
    built = build(tmp_path, FILES, builder, conf=WANTED)
    assert not built.warnings
    html = built.output(name)
    assert '<h1>All configuration settings<' in html
    data = json.loads(re.search('class="configsetting-data">(.*?)</script>', html)[1])
    assert data.pop('strings')['find'] == 'Find a setting'
    assert data == {
        'copy': ['environment'],
        'facets': ['restart', 'systemconsole'],
        'columns': ['displayname', 'systemconsole', 'environment', 'restart', 'description'],
        'names': [['level'], []],
    }
    assert f'href="{home}"' in html
    assert 'Level &lt;&amp;&gt; (Log)' in html
    assert 'APP_</span><wbr/><span class="pre">PORT_</span>' in html
    assert 'configsetting-filter.js' in html
    index = built.output('index.html')
    assert f'<a class="reference internal" href="{link}"><span class="std std-ref">All configuration settings</span>' in index
    assert 'configsetting-filter.js' not in index
    assert 'config-explorer' in built.app.env.get_domain('std').labels


def test_no_page_unless_wanted(tmp_path):
    built = build(tmp_path, {'index.rst': OTHER})
    assert not (built.app.outdir / 'config-explorer.html').exists()


def test_page_that_is_no_longer_wanted(tmp_path):
    files = {'index.rst': OTHER}
    built = build(tmp_path, files, conf=WANTED)
    page = built.app.outdir / 'config-explorer.html'
    assert page.exists()
    again = build(tmp_path)
    assert not page.exists()
    assert 'config-explorer' not in again.app.env.get_domain('std').labels
    assert not again.warnings


def test_page_follows_what_changes(tmp_path):
    built = build(tmp_path, FILES, conf=WANTED)
    assert 'APP_</span><wbr/><span class="pre">NEW' not in built.output('config-explorer.html')
    built = build(tmp_path, {'sub/b.rst': OTHER.replace('APP_PORT', 'APP_NEW')}, conf=WANTED)
    assert 'APP_</span><wbr/><span class="pre">NEW' in built.output('config-explorer.html')


def test_no_settings(tmp_path):
    built = build(tmp_path, {'index.rst': 'Top\n===\n'}, conf=WANTED)
    assert not built.warnings
    assert 'There are no settings yet.' in built.output('config-explorer.html')


@pytest.mark.parametrize('builder', ['latex', 'text', 'man', 'epub', 'texinfo', 'xml', 'gettext', 'singlehtml'])
def test_no_page_where_no_script_runs(tmp_path, builder):
    built = build(tmp_path, FILES, builder, conf={**WANTED, 'version': '1', 'copyright': 'x'})
    assert not built.warnings
    assert not [path for path in built.app.outdir.rglob('config-explorer*') if '.doctrees' not in path.parts]
    text = built.doctree().astext()
    assert 'See All configuration settings and all.' in text
    assert not [r for r in built.doctree().findall() if 'config-explorer' in str(getattr(r, 'attributes', ''))]


def test_page_of_that_name(tmp_path):
    files = {'index.rst': 'Top\n===\n\n.. toctree::\n\n   config-explorer\n', 'config-explorer.rst': OTHER}
    built = build(tmp_path, files, conf=WANTED)
    (warning,) = built.warnings
    assert warning.startswith("config-explorer.rst: WARNING: the page 'config-explorer' of the project stands where")
    assert '<h1>Other' in built.output('config-explorer.html')


def test_label_of_that_name(tmp_path):
    built = build(tmp_path, {'index.rst': '.. _config-explorer:\n\nTop\n===\n\n:ref:`config-explorer`\n\n' + OTHER}, conf=WANTED)
    (warning,) = built.warnings
    assert 'duplicate label config-explorer' in warning
    assert built.app.env.get_domain('std').labels['config-explorer'] == ('index', 'config-explorer', 'Top')
    built = build(tmp_path, conf=WANTED)
    assert not built.warnings
    assert built.app.env.get_domain('std').labels['config-explorer'] == ('index', 'config-explorer', 'Top')


@pytest.mark.parametrize('value', [3, 'yes'])
def test_wrong_value(tmp_path, value):
    built = build(tmp_path, {'index.rst': OTHER}, conf={'configsetting_explorer': value})
    (warning,) = built.warnings
    assert f'configsetting_explorer: {value!r} is neither True nor False' in warning


def test_script_in_a_single_page(tmp_path):
    files = {**FILES, 'sub/b.rst': OTHER + '\n.. config:listing::\n   :filter:\n'}
    built = build(tmp_path, files, 'singlehtml')
    assert 'configsetting-filter.js' in built.output('index.html')
    assert 'configsetting-filter.js' not in build(tmp_path / 'b', FILES, 'singlehtml').output('index.html')


def test_page_is_left_alone_when_nothing_is_written(tmp_path):
    built = build(tmp_path, FILES, conf=WANTED)
    page = built.app.outdir / 'config-explorer.html'
    page.write_text('as it was')
    build(tmp_path, conf=WANTED)
    assert page.read_text() == 'as it was'
    build(tmp_path, {'index.rst': FILES['index.rst'] + '\nMore.\n'}, conf=WANTED)
    assert '<h1>All configuration settings<' in page.read_text()
