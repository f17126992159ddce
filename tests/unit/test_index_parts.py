"""How index pages group and sort."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.catalog.setting import Setting
from sphinx_configsetting.config import read_fields
from sphinx_configsetting.indices import (
    SYMBOLS,
    common_prefix,
    indices_of,
    letter_of,
    lettered,
    order,
)


def item(section, name, docname='p', position=0, extra=''):
    return section, name, Setting(id=name, docname=docname, anchor=f'#{name}', source='s', line=1, position=position), extra


@pytest.mark.parametrize(
    ('name', 'letter'),
    [('abc', 'A'), ('.key', 'K'), ('7', '7'), ('\u00e9a', '\u00c9'), ('\u00dfa', 'S'), ('\ufb01x', 'F'), ('<b', SYMBOLS), ('_a', SYMBOLS), ('', SYMBOLS), ('..', SYMBOLS)],
)
def test_letter(name, letter):
    assert letter_of(name) == letter


@given(st.text())
def test_a_letter_needs_no_escaping(name):
    letter = letter_of(name)
    assert letter == SYMBOLS or (len(letter) == 1 and letter.isalnum())


@pytest.mark.parametrize(
    ('names', 'length'),
    [
        ([], 0),
        (['APP_A'], 0),
        (['APP_A', 'APP_B'], 4),
        (['APP_WEB_A', 'APP_LOG_B', 'APP_LOG_C'], 4),
        (['APP_WEB', 'APP_WEB_A'], 4),
        (['APP_A', 'APP_A'], 4),
        (['APPA', 'APPB'], 0),
        (['APP_A', 'X'], 0),
        (['APP_', 'APP_A'], 4),
    ],
)
def test_common_prefix(names, length):
    assert common_prefix(names) == length
    assert common_prefix(names[::-1]) == length


@given(st.lists(st.text('AB_', max_size=6), min_size=2))
def test_common_prefix_is_shared(names):
    prefix = names[0][: common_prefix(names)]
    assert all(name.startswith(prefix) for name in names)
    assert prefix == '' or prefix.endswith('_')


def test_order():
    wanted = [
        item('', 'a', position=2),
        item('', 'a', position=10),
        item('', 'a', 'q'),
        item('', 'B'),
        item('', 'b'),
        item('C', 'z'),
        item('c', 'a'),
        item('', 'd'),
    ]
    backwards = list(reversed(wanted))
    found = sorted(backwards, key=order)
    assert [order(i) for i in found[:5]] == [order(i) for i in wanted[:5]]
    assert [i[:2] for i in found[5:]] == [('c', 'a'), ('C', 'z'), ('', 'd')]


def shown(*items):
    return [(letter, [tuple(entry)[:5] for entry in entries]) for letter, entries in lettered(list(items))]


def test_names():
    assert shown(item('', 'b', extra='x'), item('', '<a'), item('', 'A')) == [
        (SYMBOLS, [('<a', 0, 'p', '#<a', '')]),
        ('A', [('A', 0, 'p', '#A', '')]),
        ('B', [('b', 0, 'p', '#b', 'x')]),
    ]


def test_sections():
    assert shown(item('Web', 'z'), item('Web', 'a', 'q'), item('', 'w')) == [
        ('W', [('w', 0, 'p', '#w', ''), ('Web', 1, '', '', ''), ('a', 2, 'q', '#a', ''), ('z', 2, 'p', '#z', '')]),
    ]


def test_the_prefix_that_all_share_does_not_count():
    assert [letter for letter, _entries in shown(item('', 'APP_WEB'), item('', 'APP_LOG'))] == ['L', 'W']
    assert shown() == []


def test_one_name_of_several_settings():
    (found,) = shown(item('', 'a', position=1), item('', 'a', 'o'))
    assert [entry[2] for entry in found[1]] == ['o', 'p']


def test_indices_of():
    fields, _problems = read_fields({'flag': {'index': True, 'label': '``--flag``'}, 'environment': {'index': False}})
    found = {index.name: str(index.localname) for index in indices_of(fields)}
    assert found == {
        'settings': 'Configuration settings',
        'systemconsole': 'Settings by System Config path',
        'configjson': 'Settings by config.json setting',
        'flag': 'Settings by --flag',
    }
