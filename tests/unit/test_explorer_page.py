"""The explorer in a real browser: found, chosen, opened, copied, undone."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

import sphinx_configsetting
from sphinx_configsetting.listings.explorer_html import (
    Badge,
    CopiedName,
    Explorer,
    ExplorerRow,
    Facet,
    data_html,
    explorer_html,
)
from sphinx_configsetting.listings.explorer_words import WORDS

STATIC = Path(sphinx_configsetting.__file__).parent / 'static'
PAGE = {'words': WORDS, 'forms': {}, 'copy': ['configjson'], 'data': ''}
DOWN, ESCAPE = '\ue015', '\ue00c'
SETTINGS = [
    ('gossip-port', 'Gossip port', '.Cluster.GossipPort', 'Site > Cluster', 'integer'),
    ('compression', 'Enable gossip compression', '.Cluster.EnableGossipCompression', 'Site > Cluster', 'boolean'),
    ('level', 'Level', '.Log.Level', 'Site > Log', 'string'),
]
SHOWN = """
return [...document.querySelectorAll('.configsetting-row')]
  .filter((row) => row.checkVisibility()).map((row) => row.querySelector('a').textContent);
"""
PAINTED = 'requestAnimationFrame(() => requestAnimationFrame(arguments[0]))'


def page_html():
    rows = [
        ExplorerRow(
            id=id,
            title=title,
            uri=f'other.html#{id}',
            text='Words of it.',
            badges=[Badge(field='type', text=kind)],
            names=[CopiedName(field='configjson', value=key)],
            body='More about it.',
            facts={'path': path},
            group=path.split(' > '),
            values={'path': [path], 'type': [kind]},
        )
        for id, title, key, path, kind in SETTINGS
    ]
    facets = [
        Facet(field='path', label='Path', values=['Site > Cluster', 'Site > Log'], kind='tree'),
        Facet(field='type', label='Type', values=['boolean', 'integer', 'string']),
    ]
    body = explorer_html(Explorer(rows=rows, facets=facets, words=WORDS, labels={'configjson': 'Key', 'path': 'Path'}))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>T</title>'
        + '<link rel="stylesheet" href="configsetting-explorer.css">'
        + '<script defer src="configsetting-explorer.js"></script>'
        + f'<main>{body}</main>{data_html(PAGE, "configsetting-page")}</html>'
    )


@pytest.fixture
def page(browser, tmp_path):
    shutil.copytree(STATIC, tmp_path, dirs_exist_ok=True)
    (tmp_path / 'index.html').write_text(page_html(), encoding='utf-8')
    open_page(browser, (tmp_path / 'index.html').as_uri())
    return browser


@pytest.mark.parametrize(('name', 'most'), [('explorer', 15_500), ('listing', 14_500), ('explorer-listing', 16_384)])
def test_weight(name, most):
    files = [STATIC / f'configsetting-{name}.{kind}' for kind in ('css', 'js')]
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) < most


def open_page(browser, uri):
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get('about:blank')
    browser.get(uri)
    ready = 'return !!document.querySelector(".configsetting-ready")'
    WebDriverWait(browser, 20, 0.02).until(lambda _: browser.execute_script(ready))


def box_of(browser):
    return browser.find_element('css selector', '.configsetting-search')


def status_of(browser):
    return browser.find_element('css selector', '.configsetting-status').text


def shown(browser):
    browser.execute_async_script(PAINTED)
    return browser.execute_script(SHOWN)


@pytest.mark.parametrize(
    ('typed', 'found'),
    [
        ('gosip', ['Gossip port', 'Enable gossip compression']),
        ('"GossipPort": 8074', ['Gossip port']),
        ('LEVEL', ['Level']),
    ],
)
def test_found_and_marked(page, typed, found):
    box_of(page).send_keys(typed)
    assert shown(page) == found
    assert status_of(page) == f'{len(found)} of 3 settings'
    assert page.find_elements('css selector', '.configsetting-results mark')


def test_marks_go_on_where_a_name_may_break(page):
    box_of(page).send_keys('Cluster.Gossip')
    assert shown(page) == ['Gossip port']
    name = page.find_element('css selector', '.configsetting-results code')
    assert name.find_element('css selector', 'mark').text == 'Cluster.Gossip'
    assert name.get_attribute('innerHTML') == '.<mark>Cluster.<wbr>Gossip</mark>Port'


def test_nothing_found_suggests(page):
    box_of(page).send_keys('gossipp xyz')
    assert shown(page) == []
    page.execute_script('document.querySelector(".configsetting-nothing button").click()')
    assert shown(page)[0] == 'Gossip port'


def test_choice_is_undone_by_back(page):
    page.execute_script('document.querySelector("[value=integer]").click()')
    assert shown(page) == ['Gossip port']
    assert page.current_url.endswith('?type=integer')
    assert len(page.find_elements('css selector', '.configsetting-chip')) == 1
    page.back()
    assert len(shown(page)) == 3
    assert not page.find_elements('css selector', '.configsetting-chip')


def test_keys_move_copy_and_return(page):
    page.execute_script("dispatchEvent(new KeyboardEvent('keydown', {key: '/'}))")
    active = page.switch_to.active_element
    assert active == box_of(page)
    active.send_keys('gossip', DOWN)
    page.switch_to.active_element.send_keys(DOWN)
    active = page.switch_to.active_element
    assert active.text == 'Enable gossip compression'
    active.send_keys('c')
    shown(page)
    assert status_of(page) == '2 of 3 settings'
    active.send_keys(ESCAPE)
    assert page.switch_to.active_element == box_of(page)
    box_of(page).send_keys(ESCAPE)
    assert len(shown(page)) == 3


def test_row_opens_at_its_address(page):
    open_page(page, page.current_url + '?find=gossip#setting-level')
    row = page.find_element('id', 'setting-level')
    assert row.is_displayed()
    assert row.find_element('css selector', '.configsetting-more > button').get_attribute('aria-expanded') == 'true'
    assert box_of(page).get_property('value') == ''


def test_row_opens_among_what_is_found(page):
    open_page(page, page.current_url + '?find=gossip#setting-compression')
    assert shown(page) == ['Gossip port', 'Enable gossip compression']
    row = page.find_element('css selector', '[data-id=setting-compression]')
    assert row.find_element('css selector', '.configsetting-more > button').get_attribute('aria-expanded') == 'true'
    assert box_of(page).get_property('value') == 'gossip'
    assert row.find_element('css selector', '.configsetting-body').text == 'More about it.'
    assert [one.text for one in row.find_elements('css selector', 'dl dt')] == ['Key', 'Path']


def test_rows_are_cheap_to_paint(page):
    """Rows with ``details`` take browsers half as long again at each key."""
    box_of(page).send_keys('gossip')
    assert shown(page)
    assert not page.find_elements('css selector', 'details')
