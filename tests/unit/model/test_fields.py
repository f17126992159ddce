"""The table of fields."""

from __future__ import annotations

import pytest

from sphinx_configsetting.model.field_types import Key, Text
from sphinx_configsetting.model.fields import BUILTIN, OBJECT_OPTIONS, Field, Fields

FIELDS = Fields()


def test_a_field():
    declared = FIELDS.get('configjson')
    assert declared.plain_label == 'config.json setting'
    assert declared.labels == ('config.json setting', 'config setting', 'configuration key')
    assert declared.identifies
    assert not FIELDS.get('displayname').identifies, 'a title is no identifier'
    assert not Field(name='x', type=Key(), label='X').identifies


def test_color():
    colored = Field(name='x', type=Text(), label='X', colors=(('Beta', 'warning'), ('', 'info')))
    assert [colored.color(value) for value in ('Beta', 'Old')] == ['warning', 'info']
    assert FIELDS.get('type').color('int') == ''


def test_fields_by_name():
    assert 'type' in FIELDS
    assert 'nope' not in FIELDS
    assert FIELDS.get('nope') is None
    assert [f.name for f in FIELDS] == [f.name for f in BUILTIN]
    assert [f.name for f in FIELDS.naming] == ['displayname', 'configjson', 'environment', 'key', 'option', 'formerly']
    assert 'type' not in FIELDS.without('type')
    assert len(FIELDS.without('nope').all) == len(BUILTIN)


@pytest.mark.parametrize(
    ('name', 'near'),
    [('Enviroment', ['environment']), ('noindex', ['no-index', 'no-index-entry']), ('templat', ['template']), ('zzz', [])],
)
def test_nearest(name, near):
    assert FIELDS.nearest(name)[: len(near)] == near


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
    fields = Fields(tuple(Field(name=n, type=Text(), label=n) for n in 'abc'))
    new = Field(name=name, type=Text(), label='new')
    placed = fields.placed(new, **place)
    assert ''.join(f.name for f in placed) == names
    assert placed.get(name) is new


def test_changed():
    fields = FIELDS.changed('type', label='Kind')
    assert fields.get('type').label == 'Kind'
    assert [f.name for f in fields] == [f.name for f in FIELDS]


def test_options_that_are_no_fields_say_what_they_do():
    assert all(sentence.endswith('.') for sentence in OBJECT_OPTIONS.values())
    assert not OBJECT_OPTIONS.keys() & FIELDS.by_name.keys()
