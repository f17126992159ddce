"""Kinds, fields, facts and look-up."""

from __future__ import annotations

import pytest

from sphinx_configsetting.catalog.catalog import Catalog
from sphinx_configsetting.catalog.fields import BUILTIN, Fields, pick
from sphinx_configsetting.catalog.kinds import KINDS, key_segments
from sphinx_configsetting.catalog.setting import Setting, clean, state
from sphinx_configsetting.config import read_fields

FIELDS = Fields()


@pytest.mark.parametrize(
    ('kind', 'text', 'values', 'exported'),
    [
        ('text', 'A b', ('A b',), 'A b'),
        ('menu', 'A > **B** > C', ('A', 'B', 'C'), ['A', 'B', 'C']),
        ('menu', 'A → B', ('A', 'B'), ['A', 'B']),
        ('key', '“.A.B”, ".C.D",', ('.A.B', '.C.D'), ['.A.B', '.C.D']),
        ('key', '``.A.B``, .A.B', ('.A.B',), ['.A.B']),
        ('variable', 'A_B C_D, A_B', ('A_B', 'C_D'), ['A_B', 'C_D']),
        ('list', 'a, b c ,', ('a', 'b c'), ['a', 'b c']),
        ('flag', '', ('true',), True),
        ('flag', 'No', ('false',), False),
        ('flag', 'perhaps', ('perhaps',), None),
        ('version', 'v2.1', ('v2.1',), 'v2.1'),
        ('deprecation', '2.1 Use x y', ('2.1', 'Use x y'), {'version': '2.1', 'reason': 'Use x y'}),
        ('deprecation', '2.1', ('2.1',), {'version': '2.1', 'reason': ''}),
    ],
)
def test_kinds(kind, text, values, exported):
    assert KINDS[kind].parse(text) == values
    assert KINDS[kind].export(values) == exported


def test_state():
    environment = FIELDS.get('environment')
    assert state(environment, ' N/a ').values == ()
    assert state(environment, '  ') is None
    assert state(environment, 'A\ufdd0\x00B').text == 'AB'
    assert clean(' a \n b ') == 'a b'


def setting(id_, position=0, docname='p', **texts):
    facts = {n: state(FIELDS.get(n), t) for n, t in texts.items()}
    return Setting(
        id=id_, docname=docname, anchor=id_, source=f'{docname}.rst', line=position + 1, position=position, facts=facts
    )


def test_order_of_look_up():
    one = setting('one', environment='TWO', configjson='.A.Key')
    two = setting('two', 1, configjson='.B.Key', displayname='One')
    catalog = Catalog({'p': [one, two]}, FIELDS)
    assert catalog.find('two') == [two]
    assert catalog.find('TWO') == [one]
    assert catalog.find('One') == [two]
    assert catalog.find('oNe') == [one, two]
    assert catalog.find('key') == [one, two]
    assert catalog.find('a.key') == [one]
    assert catalog.find('key', 'environment') == []
    assert catalog.find('key', exact=True) == []
    assert catalog.find('') == []
    assert two.text('environment') == ''
    assert 'two' in catalog.suggest('twoo')
    assert catalog.suggest('twoo', 'environment') == ['TWO']


def test_fields():
    assert FIELDS.nearest('enviroment') == 'environment'
    assert FIELDS.nearest('zzzz') == ''
    assert list(pick(FIELDS, ['type', 'nope', 'default'])) == ['type', 'default']
    assert 'type' not in FIELDS.without('type')
    assert key_segments('.A..B') == ('A', 'B')


@pytest.mark.parametrize(
    ('declared', 'said'),
    [
        (3, 'not a dict'),
        ({1: {}}, '1'),
        ({'Upper': {}}, 'lower-case'),
        ({'setting': {}}, 'lower-case'),
        ({'type': 3}, 'neither a dict'),
        ({'displayname': None}, 'cannot be removed'),
        ({'nope': None}, 'no such field'),
        ({'enviroment': None}, "'environment'"),
        ({'type': {'lable': 'x'}}, 'lable'),
        ({'type': {'label': 3}}, 'not a str'),
        ({'type': {'label': ' '}}, 'empty'),
        ({'type': {'aliases': [3]}}, 'list of labels'),
        ({'type': {'aliases': 'x'}}, 'not a list'),
        ({'type': {'kind': 'x'}}, 'kinds'),
        ({'description': {'kind': 'text'}}, 'always'),
        ({'type': {'before': 'default', 'after': 'since'}}, 'not both'),
        ({'type': {'before': 'type'}}, 'not another field'),
        ({'type': {'after': 'zzzz'}}, 'see the list'),
        ({'type': {'derive': '{{ x'}}, 'derive'),
        ({'type': {'derive': '{{ x | nofilter }}'}}, 'nofilter'),
        ({'type': {'derive': '{{ type }}'}}, 'not another field'),
    ],
)
def test_wrong_declarations(declared, said):
    good = {'good': {'aliases': ['fine'], 'after': 'type'}}
    fields, problems = read_fields({**good, **declared} if isinstance(declared, dict) else declared)
    assert len(problems) == 1
    assert said in problems[0]
    assert len(fields.all) >= len(BUILTIN)
    if isinstance(declared, dict):
        assert fields.get('good').aliases == ('fine',)


def test_declarations_may_refer_to_later_ones():
    fields, problems = read_fields({'a': {'derive': '{{ b }}'}, 'b': {'before': 'a'}})
    assert not problems
    assert [f.name for f in fields][-2:] == ['b', 'a']
