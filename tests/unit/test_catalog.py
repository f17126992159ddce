"""Kinds, fields, records, and the catalog's homes, duplicates and look-up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_configsetting.catalog import kinds
from sphinx_configsetting.catalog.catalog import Catalog, Duplicate, fold, homes
from sphinx_configsetting.catalog.fields import BUILTIN, Field, Fields, pick
from sphinx_configsetting.catalog.kinds import KINDS
from sphinx_configsetting.catalog.setting import Fact, Setting, clean, state

FIELDS = Fields()


def setting(id_='s', docname='page', position=0, source='', line=0, **texts):
    facts = {name: state(FIELDS.get(name), text) for name, text in texts.items()}
    return Setting(
        id=id_,
        docname=docname,
        anchor=id_,
        source=source or f'{docname}.rst',
        line=line or position + 1,
        position=position,
        facts=facts,
    )


@pytest.mark.parametrize(
    ('kind', 'text', 'values', 'exported'),
    [
        ('text', 'a, b', ('a, b',), 'a, b'),
        ('value', '[1, 2]', ('[1, 2]',), '[1, 2]'),
        ('markup', '*a*', ('*a*',), '*a*'),
        ('version', '1.2', ('1.2',), '1.2'),
        ('setting', 'other', ('other',), 'other'),
        ('menu', 'A > B\u203aC \u2192 **D** \u00bb > E', ('A', 'B', 'C', 'D', 'E'), ['A', 'B', 'C', 'D', 'E']),
        ('key', '\u201c.S.K\u201d, `S.K2`, .S.K,', ('.S.K', 'S.K2'), ['.S.K', 'S.K2']),
        ('variable', 'A_B, C_D E_F A_B', ('A_B', 'C_D', 'E_F'), ['A_B', 'C_D', 'E_F']),
        ('list', 'a b,, c', ('a b', 'c'), ['a b', 'c']),
        ('names', 'Old one, .Old', ('Old one', '.Old'), ['Old one', '.Old']),
        ('settings', 'a, b', ('a', 'b'), ['a', 'b']),
        ('deprecation', '2.0 use b  instead', ('2.0', 'use b  instead'), {'version': '2.0', 'reason': 'use b  instead'}),
        ('deprecation', '2.0', ('2.0',), {'version': '2.0', 'reason': ''}),
        ('flag', '', ('true',), True),
        ('flag', 'Yes', ('true',), True),
        ('flag', 'OFF', ('false',), False),
        ('flag', 'maybe', ('maybe',), None),
    ],
)
def test_kind(kind, text, values, exported):
    assert KINDS[kind].name == kind
    assert KINDS[kind].parse(text) == values
    assert KINDS[kind].export(values) == exported


@pytest.mark.parametrize('kind', [k for k in KINDS if k != 'flag'])
@pytest.mark.parametrize('text', ['', ' ,; ,'])
def test_nothing_is_no_value(kind, text):
    text = clean(text) if KINDS[kind].schema == kinds.STRINGS and kind != 'menu' else ''
    assert not [v for v in KINDS[kind].parse(text) if v != ';']


@pytest.mark.parametrize('text', ['.', '..., "."'])
def test_dots_are_no_key(text):
    assert KINDS['key'].parse(text) == KINDS['variable'].parse(text) == ()


@pytest.mark.parametrize(('text', 'wrong'), [('true', False), ('No', False), ('', False), ('soon', True)])
def test_problem_of_a_flag(text, wrong):
    assert ("'soon' is neither" in KINDS['flag'].problem(text)) is wrong
    assert KINDS['text'].problem(text) == ''


@pytest.mark.parametrize(
    ('key', 'names', 'section', 'segments'),
    [
        ('.A.B.Key', ('.A.B.Key', 'A.B.Key'), 'A.B', ('A', 'B', 'Key')),
        ('A.Key', ('A.Key', '.A.Key'), 'A', ('A', 'Key')),
        ('key', ('key', '.key'), '', ('key',)),
    ],
)
def test_key(key, names, section, segments):
    assert KINDS['key'].names(key) == names
    assert KINDS['key'].section(key) == section
    assert kinds.key_segments(key) == segments
    assert KINDS['variable'].names(key) == (key,)
    assert KINDS['variable'].section(key) == ''


@settings(deadline=None)
@given(st.text())
def test_every_kind_reads_any_text(text):
    for kind in KINDS.values():
        values = kind.parse(clean(text))
        assert all(value and value == clean(value) for value in values)
        if values:
            kind.export(values)
        assert kind.parse(clean(text)) == values


# Fields


def test_a_field():
    declared = FIELDS.get('configjson')
    assert declared.plain_label == 'config.json setting'
    assert declared.labels == ('config.json setting', 'config setting', 'configuration key')
    assert declared.identifies
    assert not FIELDS.get('displayname').identifies, 'a title is no identifier'
    assert not Field(name='x', kind=KINDS['key'], label='X').identifies


def test_fields_by_name():
    assert 'type' in FIELDS
    assert 'nope' not in FIELDS
    assert [f.name for f in FIELDS] == [f.name for f in BUILTIN]
    assert list(pick(FIELDS, ['default', 'nope', 'type'])) == ['default', 'type']
    assert 'type' not in FIELDS.without('type')
    assert len(FIELDS.without('nope').all) == len(BUILTIN)


@pytest.mark.parametrize(
    ('name', 'near'), [('Enviroment', 'environment'), ('noindex', 'no-index'), ('templat', 'template'), ('zzz', '')]
)
def test_nearest(name, near):
    assert FIELDS.nearest(name) == near


@pytest.mark.parametrize(
    ('name', 'place', 'names'),
    [
        ('d', {}, 'abcd'),
        ('b', {}, 'abc'),
        ('d', {'before': 'a'}, 'dabc'),
        ('d', {'after': 'a'}, 'adbc'),
        ('c', {'before': 'b'}, 'acb'),
        ('a', {'after': 'c'}, 'bca'),
    ],
)
def test_placed(name, place, names):
    fields = Fields(tuple(Field(name=n, kind=KINDS['text'], label=n) for n in 'abc'))
    new = Field(name=name, kind=KINDS['text'], label='new')
    placed = fields.placed(new, **place)
    assert ''.join(f.name for f in placed) == names
    assert placed.get(name) is new


# Records


@pytest.mark.parametrize(
    ('name', 'text', 'fact'),
    [
        ('environment', ' A_B\u200a ', Fact(text='A_B', values=('A_B',))),
        ('environment', 'n/A', Fact(text='N/A', values=())),
        ('environment', ' \x00 ', None),
        ('environment', ',', None),
        ('displayname', 'a\x07\ufdd0\udc80b  c\n', Fact(text='ab c', values=('ab c',))),
        ('restart', '', Fact(text='', values=('true',))),
    ],
)
def test_state(name, text, fact):
    assert state(FIELDS.get(name), text) == fact


def test_applicable():
    assert Fact(text='a', values=('a',)).applicable
    assert not Fact(text='N/A', values=()).applicable


def test_a_setting():
    one = setting('one', displayname='One', environment='N/A', configjson='.A.B', formerly='Old, Older')
    assert (one.title, setting('one', displayname='N/A').title, setting('one').title) == ('One', 'one', 'one')
    assert (one.values('configjson'), one.values('environment'), one.values('type')) == (('.A.B',), (), ())
    assert (one.text('configjson'), one.text('environment'), one.text('type')) == ('.A.B', 'N/A', '')
    assert [(f.name, name) for f, name in one.names(FIELDS)] == [
        ('displayname', 'One'),
        ('configjson', '.A.B'),
        ('configjson', 'A.B'),
        ('formerly', 'Old'),
        ('formerly', 'Older'),
    ]


# The catalog


def test_fold():
    assert fold('  Stra\u00dfe  A ') == fold('STRASSE a')


@pytest.mark.parametrize(
    ('pages', 'minor', 'home'),
    [
        (['parts', 'z'], (), 'z'),
        (['parts', 'z'], ('z',), 'parts'),
        (['b', 'a'], (), 'a'),
        (['b', 'a'], ('a',), 'b'),
        (['b', 'a'], ('a', 'b'), 'a'),
    ],
)
def test_a_line_included_in_several_pages_is_one_setting(pages, minor, home):
    copies = [setting(docname=page, source='parts.rst', line=7) for page in pages]
    assert [s.docname for s in homes(copies, minor)] == [home]


def test_settings_are_sorted_by_page_and_position():
    places = [('b', 1), ('b', 0), ('a', 10), ('a', 2)]
    made = [setting(f'{page}{position}', page, position) for page, position in places]
    assert [s.id for s in homes(made, ())] == ['a2', 'a10', 'b0', 'b1']


def test_twice_in_one_page_from_one_line_is_one():
    twice = [setting(position=position, line=3) for position in (1, 0)]
    assert [s.position for s in Catalog({'page': twice}, FIELDS).settings] == [0]


def test_duplicates():
    first, second, third = (setting('x', page) for page in 'abc')
    catalog = Catalog({'b': [second], 'a': [first], 'c': [third]}, FIELDS)
    assert catalog.duplicates == [Duplicate(first, second), Duplicate(first, third)]
    assert catalog.find('x') == [first]
    assert Catalog({'a': [first, setting('y', 'a', 1)]}, FIELDS).duplicates == []


def test_minor_pages_reach_the_catalog():
    copies = {page: [setting(docname=page, source='parts.rst', line=1)] for page in 'ab'}
    assert [s.docname for s in Catalog(copies, FIELDS, {'a'}).settings] == ['b']


ONE = setting('one', displayname='Shared', configjson='.A.Port, .B.Port', environment='TWO', formerly='Gone')
TWO = setting('two', position=1, displayname='shared', configjson='.C.Port, top', environment='X_Y')
CATALOG = Catalog({'page': [ONE, TWO]}, FIELDS)


@pytest.mark.parametrize(
    ('name', 'options', 'found'),
    [
        ('two', {}, [TWO]),
        ('TWO', {}, [ONE]),
        ('Two', {}, [TWO, ONE]),
        (' one ', {}, [ONE]),
        ('ONE', {}, [ONE]),
        ('ONE', {'exact': True}, []),
        ('Shared', {}, [ONE]),
        ('SHARED', {}, [ONE, TWO]),
        ('A.Port', {}, [ONE]),
        ('.a.port', {}, [ONE]),
        ('port', {}, [ONE, TWO]),
        ('port', {'field_name': 'configjson'}, [ONE, TWO]),
        ('port', {'field_name': 'environment'}, []),
        ('port', {'exact': True}, []),
        ('Gone', {'field_name': 'formerly'}, [ONE]),
        ('one', {'field_name': 'environment'}, []),
        ('two', {'field_name': 'environment'}, [ONE]),
        ('top', {'exact': True}, [TWO]),
        ('', {}, []),
    ],
)
def test_find(name, options, found):
    by_id = [s.id for s in CATALOG.find(name, **options)]
    assert sorted(by_id) == sorted(s.id for s in found)
    if name != 'Two':
        assert by_id == [s.id for s in found]


@pytest.mark.parametrize(
    ('name', 'field_name', 'suggested'),
    [('x_z', '', 'X_Y'), ('onne', '', 'one'), ('gon', 'formerly', 'Gone'), ('c.prt', '', 'C.Port')],
)
def test_suggest(name, field_name, suggested):
    assert CATALOG.suggest(name, field_name)[0] == suggested


def test_no_suggestion():
    assert CATALOG.suggest('qqqqqqq') == []
    assert 'one' not in CATALOG.suggest('one', 'environment')
    assert len(CATALOG.suggest('.A.Por')) <= 3
