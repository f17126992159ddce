"""All settings of a project: homes, duplicates, look-up, suggestions."""

from __future__ import annotations

import pytest

from sphinx_configsetting.model.fields import Fields
from sphinx_configsetting.model.setting import Setting, fact_of_text
from sphinx_configsetting.model.settings import Duplicate, Settings, homes

FIELDS = Fields()


def setting(id_='s', docname='page', position=0, source='', line=0, **texts):
    facts = {name: fact_of_text(FIELDS.get(name), text) for name, text in texts.items()}
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
    assert [s.docname for s in Settings(copies, FIELDS, minor).settings] == [home]


def test_settings_are_sorted_by_page_and_position():
    places = [('b', 1), ('b', 0), ('a', 10), ('a', 2)]
    made = [setting(f'{page}{position}', page, position) for page, position in places]
    assert [s.id for s in homes(made, ())] == ['a2', 'a10', 'b0', 'b1']


def test_twice_in_one_page_from_one_line_is_one():
    twice = [setting(position=position, line=3) for position in (1, 0)]
    assert [s.position for s in Settings(twice, FIELDS).settings] == [0]


def test_ids_of_one_directive_are_several_settings():
    ids = [setting(name, position=position, line=3) for position, name in enumerate('ab')]
    assert [s.id for s in Settings(ids, FIELDS).settings] == ['a', 'b']


def test_duplicates():
    first, second, third = (setting('x', page) for page in 'abc')
    found = Settings([second, first, third], FIELDS)
    assert found.duplicates == [Duplicate(first, second), Duplicate(first, third)]
    assert found.find('x') == [first]
    assert Settings([first, setting('y', 'a', 1)], FIELDS).duplicates == []


def test_ids_that_differ_by_letter_case_or_unicode_form():
    made = [setting(name, position=n) for n, name in enumerate(['Port', 'port', '\u00e9', 'e\u0301', 'other'])]
    found = Settings(made, FIELDS)
    assert found.duplicates == []
    assert found.similar_ids == [Duplicate(made[0], made[1]), Duplicate(made[2], made[3])]
    assert found.find('port') == [made[1]]
    assert found.find('e\u0301') == [made[3]]


ONE = setting('one', displayname='Shared', configjson='.A.Port, .B.Port', environment='TWO', formerly='Gone')
TWO = setting('two', position=1, displayname='shared', configjson='.C.Port, top', environment='X_Y')
SETTINGS = Settings([ONE, TWO], FIELDS)


def test_stated_fields():
    assert SETTINGS.stated == {'displayname', 'configjson', 'environment', 'formerly'}


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
    by_id = [s.id for s in SETTINGS.find(name, **options)]
    assert sorted(by_id) == sorted(s.id for s in found)
    if name != 'Two':
        assert by_id == [s.id for s in found]
    assert SETTINGS.find(name, **options) is SETTINGS.find(name, **options)


@pytest.mark.parametrize(
    ('name', 'field_name', 'suggested'),
    [('x_z', '', 'X_Y'), ('onne', '', 'one'), ('gon', 'formerly', 'Gone'), ('c.prt', '', 'C.Port')],
)
def test_suggest(name, field_name, suggested):
    assert SETTINGS.suggest(name, field_name)[0] == suggested


def test_no_suggestion():
    assert SETTINGS.suggest('qqqqqqq') == []
    assert SETTINGS.suggest('q') == []
    assert 'one' not in SETTINGS.suggest('one', 'environment')
    assert len(SETTINGS.suggest('.A.Por')) <= 3
