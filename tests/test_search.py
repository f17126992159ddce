"""Sphinx's own search finds a setting by each of its names, once."""

from __future__ import annotations

import pytest
import sphinx
from project import build
from sphinx.search import js_index

SETTINGS = """\
Settings
========

.. config:setting:: cluster-name
   :displayname: Cluster name (High Availability)
   :configjson: .ClusterSettings.ClusterName
   :environment: APP_CLUSTERSETTINGS_CLUSTERNAME
   :formerly: APP_CLUSTER
   :description: Nodes of one name join.

Words between.

.. config:setting:: proxy.port
   :displayname: Port <of> "R&D" proxies
   :configjson: .Proxy.Port, .OldProxy.Port
   :environment: APP_PROXY_PORT

Words between.

.. config:setting:: tls
   :displayname: Transport security (Web)
   :environment: APP_TLS

Transport security
------------------

Words below.

.. config:setting:: unnamed
   :default: 3

Words below.
"""
FILES = {
    'index.rst': 'Product\n=======\n\n.. toctree::\n\n   settings\n   other\n   hidden\n',
    'settings.rst': SETTINGS,
    'other.rst': 'Other\n=====\n\n.. index:: single: app_tls; elsewhere\n\nAPP_TLS is used here.\n',
    'hidden.rst': ':nosearch:\n\nHidden\n======\n\n.. config:setting:: secret\n   :environment: APP_SECRET\n',
}
CONF = {'configsetting_index_entries': ['environment', 'displayname']}
NAMES = [
    ('APP_CLUSTERSETTINGS_CLUSTERNAME', 'Cluster name (High Availability)', 'cluster-name'),
    ('.ClusterSettings.ClusterName', 'Cluster name (High Availability)', 'cluster-name'),
    ('ClusterSettings.ClusterName', 'Cluster name (High Availability)', 'cluster-name'),
    ('ClusterName', 'Cluster name (High Availability)', 'cluster-name'),
    ('cluster name', 'Cluster name (High Availability)', 'cluster-name'),
    ('Cluster name (High Availability)', 'Cluster name (High Availability)', 'cluster-name'),
    ('APP_CLUSTER', 'Cluster name (High Availability)', 'cluster-name'),
    ('cluster-name', 'Cluster name (High Availability)', 'cluster-name'),
    ('.OldProxy.Port', 'Port <of> "R&D" proxies', 'proxy.port'),
    ('port <of> "r&d" proxies', 'Port <of> "R&D" proxies', 'proxy.port'),
    ('transport security', 'Transport security (Web)', 'transport-security'),
    ('app_tls', 'Transport security (Web)', 'transport-security'),
    ('unnamed', 'unnamed', 'unnamed'),
]


def index_of(built):
    return js_index.loads(built.output('searchindex.js'))


def results(index, name):
    """The entries of the index that a name leads to, as Sphinx's script shows them."""
    return {
        (index['docnames'][page], index['titles'][page], anchor, main)
        for page, anchor, main in index['indexentries'].get(name.lower(), ())
    }


def displayed(title):
    before = {'<': '&lt;', '>': '&gt;', '"': '&quot;', '&': '&amp;'} if sphinx.version_info < (9,) else {}
    return title.translate(str.maketrans(before))


@pytest.mark.parametrize(('name', 'title', 'anchor'), NAMES)
def test_each_name_is_an_entry(built, name, title, anchor):
    index = index_of(built(FILES, **CONF))
    assert ('settings', displayed(title), anchor, True) in results(index, name)


def test_nothing_twice(built):
    index = index_of(built(FILES, **CONF))
    assert index['objects'] == {}
    assert 'Transport security' not in index['alltitles']
    assert set(index['alltitles']) == {'Product', 'Settings', 'Other'}
    assert results(index, 'app_proxy_port') == {('settings', displayed('Port <of> "R&D" proxies'), 'proxy.port', True)}
    assert results(index, 'app_tls') == {
        ('settings', 'Transport security (Web)', 'transport-security', True),
        ('other', 'Other', 'index-0', False),
    }
    assert results(index, 'elsewhere') == {('other', 'Other', 'index-0', False)}
    assert len(index['titles']) == len(index['docnames']) == len(index['filenames'])
    assert set(index['docnames']) == {'index', 'settings', 'other', 'hidden'}


def test_hidden_pages_stay_hidden(built):
    assert 'app_secret' not in built(FILES).output('searchindex.js')


@pytest.mark.parametrize('edited', ['other.rst', 'settings.rst', 'index.rst'])
def test_again(tmp_path, edited):
    change = {edited: FILES[edited].replace('APP_TLS', 'APP_SSL').replace('Product\n', 'Produce\n')}
    whole = build(tmp_path / 'whole', {**FILES, **change}, conf=CONF)
    build(tmp_path / 'again', FILES, conf=CONF)
    again = build(tmp_path / 'again', change, conf=CONF)
    assert not again.warnings
    left, right = index_of(again), index_of(whole)
    for part in ('docnames', 'filenames', 'titles', 'alltitles', 'configsettingPages'):
        assert left[part] == right[part]  # of words that are gone, Sphinx keeps empty entries
    assert entries_of_settings(left) == entries_of_settings(right)


def entries_of_settings(index):
    """The entries that lead to settings; of pages that it does not read again, Sphinx loses its own."""
    found = {
        name: [entry for entry in entries if entry[0] >= index['configsettingPages']]
        for name, entries in index['indexentries'].items()
    }
    assert any(found.values())
    return {name: entries for name, entries in found.items() if entries}


@pytest.mark.parametrize('content', ['[1]', '{"envversion": 0}', '{}', '"'])
def test_an_index_that_is_none_is_made_anew(tmp_path, content):
    first = build(tmp_path, FILES)
    wanted = first.output('searchindex.js')
    (first.app.outdir / 'searchindex.js').write_text(f'Search.setIndex({content})')
    again = build(tmp_path, freshenv=True)
    assert not again.warnings
    assert again.output('searchindex.js') == wanted


def test_without_settings_the_index_is_that_of_sphinx(built):
    index = index_of(built({'index.rst': 'Product\n=======\n\nWords.\n'}))
    assert index['docnames'] == ['index']
    assert index['titles'] == ['Product']
    assert index['alltitles'] == {'Product': [[0, None]]}
    assert index['indexentries'] == {}


SHOWN = """
const items = [...document.querySelectorAll('#search-results ul.search > li > a')];
return document.querySelector('#search-results .search-summary, #search-results p')?.textContent.match(/\\d|not|found/)
  ? items.map((a) => [a.textContent, a.getAttribute('href')]) : null;
"""


@pytest.fixture(scope='module')
def site(built):
    return (built(FILES, **CONF).app.outdir / 'search.html').as_uri()


def search(browser, site, name):
    from urllib.parse import quote

    from selenium.webdriver.support.ui import WebDriverWait

    browser.get('about:blank')
    browser.get(f'{site}?q={quote(name)}')
    return WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(SHOWN))


@pytest.mark.parametrize(('name', 'title', 'anchor'), NAMES)
def test_search_page(browser, site, name, title, anchor):
    found = search(browser, site, name)
    assert found[0] == [title, f'settings.html#{anchor}']
    assert [href for _title, href in found].count(f'settings.html#{anchor}') == 1
    assert len([shown for shown, _href in found if shown == title]) == 1


def test_result_leads_to_the_setting(browser, site):
    search(browser, site, 'APP_PROXY_PORT')
    browser.execute_script("document.querySelector('#search-results li > a').click()")
    assert browser.current_url.endswith('settings.html#proxy.port')
    assert browser.execute_script("return document.querySelector(':target').tagName") == 'DT'
