"""The directive ``config:explorer``: rows and facets, other builders, scripts, and warnings."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from doctrees import doctree, links, only, text
from docutils import nodes
from project import build

SETTINGS = """\
Settings
========

.. config:setting:: level
   :displayname: Level <of> the log
   :systemconsole: Environment > Logging
   :configjson: .Log.Level
   :environment: APP_LOG_LEVEL
   :restart: yes
   :formerly: old-level
   :description: What is *written*.

   The body & more.

.. config:setting:: file
   :systemconsole: Environment > Logging
   :restart: no
   :description: Where it is written.

.. config:setting:: port
   :systemconsole: Web
   :description: Where it listens.
"""
CONF = {'version': '1', 'copyright': 'x'}


def made(built, options='', builder='html', settings=SETTINGS):
    """Build a page with an explorer beside that of the settings."""
    page = f'Top\n===\n\n.. toctree::\n\n   a\n\n.. config:explorer::\n{options}\nAfter.\n'
    return built({'index.rst': page, 'a.rst': settings}, builder, **CONF)


def shown(site, name='index.html'):
    """The explorer of a page as HTML."""
    (found,) = re.findall('<div class="configsetting-explorer.*?</script>', site.output(name), re.DOTALL)
    return found


def titles(site):
    """The titles and addresses of the rows."""
    found = re.findall('<p class="configsetting-title"><a href="([^"]+)">(.*?)</a>', shown(site))
    return [(unescape(title), uri) for uri, title in found]


def data_of(site):
    """Return the data for the script."""
    return json.loads(shown(site).rpartition('class="configsetting-data">')[2].removesuffix('</script>'))


def scripts(site, name):
    """The scripts of the extension that a page loads."""
    return re.findall('<script[^>]* src="[^"]*_static/(configsetting[^"?]*)', site.output(name))


def test_rows(built):
    site = made(built)
    assert not site.warnings
    assert titles(site) == [
        ('Level <of> the log', 'a.html#level'), ('file', 'a.html#file'), ('port', 'a.html#port'),
    ]
    first, second, _third = shown(site).split('<li class="configsetting-row"')[1:]
    assert '<code data-field="configjson">.Log.Level</code>' in first
    assert '<code data-field="environment">APP_LOG_LEVEL</code>' in first
    assert '<p class="configsetting-text">What is written.</p>' in first
    path = 'Environment > Logging'
    assert data_of(site)['more'] == {
        '0': ['The body & more.', {'systemconsole': path, 'formerly': 'old-level'}],
        '1': ['', {'systemconsole': path, 'restart': 'false'}],
        '2': ['', {'systemconsole': 'Web'}],
    }
    assert 'configsetting-names' not in second
    assert '<p>After.</p>' in site.output('index.html')


def test_facets_of_a_page_that_names_none(built):
    data = data_of(made(built))
    assert [(f['field'], f['kind'], f['values'], f['rows']) for f in data['facets']] == [
        ('systemconsole', 'tree', ['Environment', 'Environment > Logging', 'Web'], [1, 1, 2]),
        ('restart', 'flag', ['true'], [0, None, None]),
    ]
    assert 'old-level' in data['also']['0']
    assert data['search'] == 'search.html'
    assert data['words']['find'] == 'Find a setting'


def test_facets_that_a_page_names(built):
    data = data_of(made(built, '   :facets: id, restart\n'))
    assert [(f['field'], f['values']) for f in data['facets']] == [('id', ['file', 'level', 'port']), ('restart', ['true'])]


def test_groups(built):
    html = shown(made(built, '   :group: systemconsole\n'))
    heads = re.findall('<p class="configsetting-group">(.*?)</p>', html)
    assert heads == ['Environment \u203a Logging', 'Web']
    assert html.index(heads[0]) < html.index('#file') < html.index(heads[1]) < html.index('#port')
    assert 'configsetting-group' not in shown(made(built))


def test_query_order_and_classes(built):
    site = made(built, '   :where: systemconsole under Environment\n   :sort: id\n')
    assert [title for title, _uri in titles(site)] == ['file', 'Level <of> the log']
    assert '2 of 2 settings' in shown(site)


@pytest.mark.parametrize('builder', ['text', 'latex', 'man', 'epub', 'xml'])
def test_list_where_no_script_runs(built, builder):
    site = made(built, '   :where: id != file\n', builder)
    assert not site.warnings
    document = doctree(site)
    assert not [raw for raw in document.findall(nodes.raw) if 'configsetting-explorer' in raw.astext()]
    found = next(one for one in document.findall(nodes.bullet_list) if 'configsetting-listing' in one['classes'])
    assert [text(item) for item in found] == ['Level <of> the log: What is written.', 'port: Where it listens.']


def test_list_links_to_the_settings(built):
    site = made(built, '   :where: id = port\n', 'epub')
    found = next(one for one in doctree(site).findall(nodes.bullet_list) if 'configsetting-listing' in one['classes'])
    assert links(only(found, nodes.list_item)) == [('port', 'a.xhtml#port')]


def test_scripts_of_pages(built):
    site = made(built)
    assert scripts(site, 'index.html') == ['configsetting-explorer.js']
    assert scripts(site, 'a.html') == ['configsetting.js']
    both = made(built, '\n.. config:listing::\n   :filter:\n')
    assert scripts(both, 'index.html') == ['configsetting-explorer-listing.js']
    static = both.app.outdir / '_static'
    for name in ('configsetting-explorer-listing.css', 'configsetting-explorer-listing.js'):
        assert name in both.output('index.html')
        assert (static / name).is_file()


def test_no_settings(built):
    site = made(built, settings='A\n=\n')
    (warning,) = site.warnings
    assert warning.startswith('index.rst:8: WARNING: there are no settings to list yet')
    assert warning.endswith('[configsetting.listing]')
    assert '<div class="configsetting-explorer' not in site.output('index.html')
    assert '<p>After.</p>' in site.output('index.html')


@pytest.mark.parametrize(
    ('options', 'problem', 'subtype'),
    [
        (':where: restrt', "'where', column 1: 'restrt' is not a field; did you mean 'restart'?", 'query'),
        (':where: id = none', "no setting matches 'id = none'", 'listing'),
        (':facets: restart, nope', "'facets': 'nope' is not a field", 'listing'),
        (':group: description', "'group': 'description' cannot group settings", 'listing'),
        (':limit: 3', "there is no option 'limit'; the options are where, sort, group", 'option'),
    ],
)
def test_mistake(built, options, problem, subtype):
    (warning,) = made(built, f'   {options}\n').warnings
    assert re.match('index.rst:[89]: WARNING: ', warning)
    assert problem in warning
    assert warning.endswith(f'[configsetting.{subtype}]')


def test_a_site_without_search_of_its_own(tmp_path):
    """Another extension may replace the search of the builder."""
    text = "project = 'T'\nextensions = ['sphinx_configsetting']\n\n\ndef setup(app):\n    app.connect('builder-inited', lambda app: setattr(app.builder, 'search', False))\n"
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 1\n\n.. config:explorer::\n'
    site = build(tmp_path, {'conf.py': text, 'index.rst': page})
    assert not site.warnings
    assert data_of(site)['search'] == ''


def test_the_search_of_the_site_finds_settings_at_home_only(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :class: no-search\n   :default: 1\n\n   Zanzibar.\n\n.. config:setting:: y\n   :default: 1\n\n   Marrakesh.\n'
    site = built({'index.rst': page + '\n.. toctree::\n\n   a\n', 'a.rst': 'A\n=\n\n.. config:explorer::\n'})
    assert 'Zanzibar' in site.output('a.html')
    terms = site.output('searchindex.js')
    assert 'zanzibar' not in terms
    assert '"marrakesh":1' in terms
