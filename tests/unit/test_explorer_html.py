"""The HTML of the explorer, from plain records."""

from __future__ import annotations

import json
import re

import pytest

from sphinx_configsetting.listings.explorer_html import (
    Badge,
    CopiedName,
    Explorer,
    ExplorerRow,
    Facet,
    badge_html,
    compact_numbers,
    data_html,
    explorer_data,
    explorer_html,
    row_html,
    tree_values,
)
from sphinx_configsetting.listings.explorer_words import WORDS

HOSTILE = '<b a="\'">&'
ESCAPED = '&lt;b a=&quot;&#x27;&quot;&gt;&amp;'


def test_empty_explorer():
    html = explorer_html(Explorer(rows=()))
    assert '<div class="configsetting-explorer">' in html
    assert '<li' not in html


def test_rail_is_kept_room_for():
    facet = Facet(field='type', label='Type', values=['a'])
    html = explorer_html(Explorer(rows=(), facets=[facet]))
    assert '<div class="configsetting-explorer configsetting-railed">' in html


def test_box_and_status_are_in_the_page():
    html = explorer_html(Explorer(rows=[ExplorerRow(id='a', title='A', uri='x')], words=WORDS))
    assert 'aria-label="Find a setting"' in html
    assert 'placeholder="Name, key or variable"' in html
    assert 'role="status">1 of 1 settings</p>' in html


def test_groups_have_one_head_each():
    rows = [ExplorerRow(id=str(n), title='T', uri='x', group=group) for n, group in enumerate([(), ('A', 'B'), ('A', 'B'), ('C',)])]
    html = explorer_html(Explorer(rows=rows))
    assert re.findall(r'class="configsetting-(group|row)"', html) == ['row', 'group', 'row', 'row', 'group', 'row']
    assert '<p class="configsetting-group">A › B</p>' in html


def test_lists_are_short_enough_to_be_left_out():
    html = explorer_html(Explorer(rows=[ExplorerRow(id=str(n), title='T', uri='x') for n in range(45)]))
    assert [part.count('<li ') for part in html.split('<ol class="configsetting-part">')] == [0, 20, 20, 5]
    assert html.index('id="setting-19"') < html.index('id="setting-20"') < html.index('id="setting-44"')


def test_everything_is_escaped():
    row = ExplorerRow(
        id=HOSTILE,
        title=HOSTILE,
        uri=HOSTILE,
        badges=[Badge(field=HOSTILE, text=HOSTILE, value=HOSTILE)],
        names=[CopiedName(field=HOSTILE, value=HOSTILE)],
        text=HOSTILE,
        body=HOSTILE,
        facts={HOSTILE: HOSTILE},
        group=[HOSTILE],
        also=[HOSTILE],
    )
    html = explorer_html(Explorer(rows=[row], words={'find': HOSTILE, 'hint': HOSTILE}))
    assert '<b' not in html
    assert html.count(ESCAPED) == 13
    assert f'id="setting-{ESCAPED}"' in html


def test_row_without_anything():
    html = row_html(ExplorerRow(id='a', title='A', uri='p.html#a'))
    assert html == '<li class="configsetting-row" id="setting-a">\n<p class="configsetting-title"><a href="p.html#a">A</a></p>\n</li>\n'


def test_what_a_row_opens_to_is_data():
    rows = [ExplorerRow(id='a', title='A', uri='x'), ExplorerRow(id='b', title='B', uri='x', body='B'), ExplorerRow(id='c', title='C', uri='x', facts={'since': '5'})]
    data = explorer_data(Explorer(rows=rows, labels={'since': 'Since'}))
    assert data['labels'] == {'since': 'Since'}
    assert data['more'] == {1: ['B', {}], 2: ['', {'since': '5'}]}


@pytest.mark.parametrize(
    ('badge', 'html'),
    [
        (Badge(field='type', text='list'), '<span class="configsetting-badge" data-field="type">list</span>'),
        (Badge(field='d', text='default', value='1'), '<span class="configsetting-badge" data-field="d">default <code>1</code></span>'),
        (Badge(field='d', value='1', tone='info'), '<span class="configsetting-badge configsetting-info" data-field="d"><code>1</code></span>'),
    ],
)
def test_badges(badge, html):
    assert badge_html(badge) == html


def test_data_beside_the_rows():
    rows = [
        ExplorerRow(id='a', title='A', uri='x', values={'path': ['A > B'], 'type': ['x', 'y', 'unknown']}),
        ExplorerRow(id='b', title='B', uri='x', also=['old'], values={'path': ['C']}),
    ]
    facets = [
        Facet(field='path', label='Path', values=['C', 'A > B'], kind='tree'),
        Facet(field='type', label='Type', values=['x', 'y']),
    ]
    data = explorer_data(Explorer(rows=rows, facets=facets, forms={'e': [('L', '{name}')]}, search='search.html'))
    assert data['facets'] == [
        {'field': 'path', 'label': 'Path', 'kind': 'tree', 'values': ['A', 'A > B', 'C'], 'rows': [1, 2]},
        {'field': 'type', 'label': 'Type', 'kind': 'choices', 'values': ['x', 'y'], 'rows': [[0, 1], None]},
    ]
    assert data['also'] == {1: ['old']}
    assert data['forms'] == {'e': [['L', '{name}']]}
    assert data['search'] == 'search.html'


def test_json_cannot_end_its_element():
    html = data_html({'a': '</script><!-- & é'})
    text = re.fullmatch(r'<script type="application/json" class="configsetting-data">(.*)</script>\n', html).group(1)
    assert not set('<>&') & set(text)
    assert json.loads(text) == {'a': '</script><!-- & é'}


def test_paths_come_with_what_is_above():
    assert list(tree_values(['B > C', 'A', 'B > A > D'])) == ['A', 'B', 'B > A', 'B > A > D', 'B > C']


def test_compact_numbers():
    assert compact_numbers({'a': 0, 'b': 1}, ['b']) == 1
    assert compact_numbers({'a': 0}, ['a']) == 0
    assert compact_numbers({'a': 0, 'b': 1}, ['a', 'b']) == [0, 1]
    assert compact_numbers({'a': 0}, ['z']) is None
