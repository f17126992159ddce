"""Schemas that apply together, one of several, or under a condition."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from reading import messages, read, records

from sphinx_configsetting.importers.limits import range_text
from sphinx_configsetting.importers.narrowing import narrow


def schema(properties, **more):
    return {'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object', 'properties': properties, **more}


def facts(folder, one, **more):
    """Return the facts of a setting with a schema, without those of its place, and the messages."""
    source = read(folder, 'a.json', schema({'a': one}, **more))
    place = {'key', 'path', 'file', 'line'}
    return {name: value for name, value in records(source)['a'].items() if name not in place}, messages(source)


@pytest.mark.parametrize(('parts', 'expected'), [
    ([{'type': 'integer', 'minimum': 1, 'maximum': 100}, {'minimum': 5, 'maximum': 200}], {'type': 'integer', 'minimum': 5, 'maximum': 100}),
    ([{'minLength': 1, 'maxLength': 9}, {'minLength': 2, 'maxLength': 8}], {'type': None, 'minLength': 2, 'maxLength': 8}),
    ([{'minimum': 'x'}, {'minimum': 2}, {'minimum': 'y'}], {'type': None, 'minimum': 2}),
    ([{'multipleOf': 4}, {'multipleOf': 6}], {'type': None, 'multipleOf': 12}),
    ([{'multipleOf': 4}, {'multipleOf': 0.5}], {'type': None, 'multipleOf': 4}),
    ([{'multipleOf': 0.5}, {'multipleOf': 2}], {'type': None, 'multipleOf': 2}),
    ([{'multipleOf': 0.5}, {'multipleOf': 0.75}], {'type': None, 'multipleOf': 0.5}),
    ([{'minimum': 0, 'exclusiveMinimum': True}, {'minimum': 5}], {'type': None, 'minimum': 5, 'exclusiveMinimum': 0}),
    ([{'minimum': 5}, {'minimum': 0, 'exclusiveMinimum': True, 'maximum': 9, 'exclusiveMaximum': False}], {'type': None, 'minimum': 5, 'exclusiveMinimum': 0, 'maximum': 9}),
    ([{'maximum': 9}, {'maximum': 8, 'exclusiveMaximum': True}], {'type': None, 'maximum': 8, 'exclusiveMaximum': 8}),
    ([{'type': ['string', 'null']}, {'type': 'string'}], {'type': 'string'}),
    ([{'type': ['string', 'number']}, {'type': ['integer', 'boolean']}], {'type': 'integer'}),
    ([{'type': ['integer', 'string']}, {'type': 'number'}], {'type': 'integer'}),
    ([{'type': 'array', 'items': {'type': 'string'}}, {'items': {'enum': ['x', 'y']}}], {'type': 'array', 'choices': ['x', 'y']}),
    ([{'enum': ['x', 'y'], 'enumDescriptions': ['X', 'Y']}, {'enum': ['z', 'y'], 'enumDescriptions': ['Z', 'no']}], {'type': 'string', 'choices': [{'value': 'y', 'description': 'Y'}]}),
    ([{'enum': ['x', 'y']}, {'enum': ['y', 'x'], 'enumDescriptions': ['Y', 'X']}], {'type': 'string', 'choices': [{'value': 'x', 'description': 'X'}, {'value': 'y', 'description': 'Y'}]}),
    ([{'enum': [1, True]}, {'const': True}], {'type': 'boolean', 'choices': [True]}),
    ([{'type': 'string', 'anyOf': [{'type': 'string', 'format': 'uri'}, {'type': 'string', 'pattern': 'x'}, {'enum': [0]}]}], {'type': 'string', 'choices': [0], 'alternatives': [{'type': 'string', 'format': 'uri'}, {'type': 'string', 'pattern': 'x'}, {'type': 'integer', 'enum': [0]}]}),
    ([{'type': ['string', 'integer']}, {'anyOf': [{'type': 'string'}, {'type': 'boolean'}]}], {'type': 'string'}),
    ([{'minimum': 1}, {'anyOf': [{'type': 'integer', 'minimum': 5}, {'type': 'null'}]}], {'type': ['integer', 'null'], 'minimum': 5}),
])  # fmt: skip
def test_the_narrowest_counts(tmp_path, parts, expected):
    assert facts(tmp_path, {'allOf': parts}) == (expected, [])


def test_beside_a_reference(tmp_path):
    one = {'$ref': '#/definitions/b', 'minimum': 1, 'type': ['integer', 'null'], 'description': 'near'}
    far = {'type': 'number', 'minimum': 10, 'maximum': 20, 'description': 'far', 'default': 12}
    expected = {'type': ['integer', 'null'], 'default': 12, 'description': 'near', 'minimum': 10, 'maximum': 20}
    assert facts(tmp_path, one, definitions={'b': far}) == (expected, [])


@pytest.mark.parametrize(('parts', 'reason'), [
    ([{'type': 'string'}, {'type': ['integer', 'array']}], 'no value of a is right: "type" is "string" and ["integer", "array"]'),
    ([{'type': 'string', 'enum': ['x']}, {'enum': ['y', 'z']}], 'no value of a is right: the choices are ["x"] and ["y", "z"]'),
    ([{'minLength': 3}, {'maxLength': 2}], 'no value of a is between "minLength": 3 and "maxLength": 2'),
    ([{'minimum': 3}, {'exclusiveMaximum': 3}], 'no value of a is between "minimum": 3 and "exclusiveMaximum": 3'),
])  # fmt: skip
def test_schemas_that_exclude_each_other(tmp_path, parts, reason):
    _, found = facts(tmp_path, {'$ref': '#/definitions/b'}, definitions={'b': {'allOf': parts}})
    assert found == [f'a.json:5: {reason}; correct one of them']


def test_a_root_that_excludes_itself(tmp_path):
    source = read(tmp_path, 'a.json', {'allOf': [schema({'a': {}}), {'type': 'array'}]})
    assert messages(source) == ['a.json: no value of the file is right: "type" is "object" and "array"; correct one of them']


def test_choices_that_are_none():
    words = {'enum': 'x'}
    assert narrow(words, {'enum': ['x']}) == [] and words == {'enum': 'x'}


def test_bounds_that_are_no_values(tmp_path):
    one = {'type': 'integer', 'minimum': 0, 'exclusiveMinimum': True, 'maximum': 9, 'exclusiveMaximum': False}
    source = read(tmp_path, 'a.json', schema({'a': one, 'b': {'exclusiveMinimum': True}, 'c': {'type': 'integer', 'minimum': 5, 'exclusiveMinimum': 3}}))
    found = records(source)
    assert (found['a']['minimum'], found['a']['exclusiveMinimum'], found['a']['maximum']) == (0, 0, 9)
    assert 'exclusiveMaximum' not in found['a'] and 'exclusiveMinimum' not in found['b']
    assert [range_text(setting) for setting in source.settings] == ['1..9', '', '5..']


def test_defaults_of_objects(tmp_path):
    sub = {'type': 'object', 'title': 'T', 'properties': {'b': {'type': 'integer', 'default': 1}}}
    source = read(tmp_path, 'a.json', schema({
        'none': {'anyOf': [{'$ref': '#/definitions/sub'}, {'type': 'null'}], 'default': None},
        'wrong': {**sub, 'default': [1]},
        'some': {**sub, 'default': {'b': 2, 'more': {'x': 1}}},
        'map': {**sub, 'default': {'c': 3}, 'additionalProperties': {'type': 'integer'}},
        'maps': {**sub, 'default': {'c': 3}, 'patternProperties': {'^c': {'type': 'integer'}, '^d': {'type': 'string'}}},
        'outer': {'properties': {'in': sub}, 'default': {'in': None}},
        'free': {'type': 'object', 'default': {'c': 3}},
    }, definitions={'sub': sub}))
    found = records(source)
    assert {key: (one['type'], one.get('default', '-')) for key, one in found.items()} == {
        'none': (['object', 'null'], None), 'none.b': ('integer', 1), 'wrong': ('object', [1]), 'wrong.b': ('integer', 1),
        'some.b': ('integer', 2), 'some.more': (None, {'x': 1}), 'map.b': ('integer', 1), 'map.c': ('integer', 3), 'map.<name>': ('integer', '-'),
        'maps.b': ('integer', 1), 'maps.c': (None, 3), 'maps.<^c>': ('integer', '-'), 'maps.<^d>': ('string', '-'),
        'outer.in': ('object', None), 'outer.in.b': ('integer', 1), 'free': ('object', {'c': 3}),
    }
    assert (found['some.more']['line'], found['some.more']['group']) == (40, 'some')
    assert [message.partition('; ')[0] for message in messages(source)] == [
        'a.json:16: the default of wrong is [1], of type array, not object',
    ]


def test_settings_of_a_deprecated_group(tmp_path):
    inner = {'properties': {'c': {'type': 'integer'}, 'd': {'deprecationMessage': 'use f'}}}
    lists = {'type': 'array', 'deprecated': True, 'items': {'properties': {'g': {}}}}
    one = {'deprecated': True, 'deprecationMessage': 'use e', 'properties': {'b': inner, 'm': {'additionalProperties': {'type': 'string'}}}}
    none = {'type': ['object', 'null'], 'default': None, 'deprecated': True, 'properties': {'h': {}}}
    source = read(tmp_path, 'a.json', schema({'a': one, 'l': lists, 'n': none, 'z': {}}))
    assert {key: found.get('deprecated') for key, found in records(source).items()} == {
        'a.b.c': 'use e', 'a.b.d': 'use f', 'a.m': 'use e', 'a.m.<name>': 'use e', 'l': True, 'l[].g': None, 'n': True, 'n.h': True, 'z': None,
    }
    assert [group.deprecated for group in source.groups] == ['use e', 'use e']


def test_what_all_alternatives_say(tmp_path):
    one = {'type': 'string', 'default': 'x', 'description': 'same', 'minLength': 1}
    expected = {'type': ['string', 'integer', 'null'], 'default': 'x', 'description': 'same', 'alternatives': [{'type': 'string', 'minLength': 1}, {'type': 'integer'}]}
    assert facts(tmp_path, {'anyOf': [one, {**one, 'type': 'integer', 'minLength': 1.5}, {'type': 'null'}]}) == (
        {**expected, 'alternatives': [{'type': 'string', 'minLength': 1}, {'type': 'integer', 'minLength': 1.5}]}, [],
    )
    same = {'oneOf': [{'properties': {'b': {'type': 'integer', 'default': 1, 'description': 'B'}}, 'title': t} for t in ('X', 'Y')]}
    found = records(read(tmp_path, 'a.json', schema({'a': same})))['a.b']
    assert (found['default'], found['description'], found['group'], 'alternatives' in found) == (1, 'B', 'a', False)


def test_what_alternatives_do_not_share(tmp_path):
    parts = [{'type': 'boolean', 'default': True}, {'type': 'integer', 'default': 1}, {'markdownDescription': '*m*', 'description': 'm'}]
    found, _ = facts(tmp_path, {'anyOf': parts})
    assert found['alternatives'] == [{'type': 'boolean', 'default': True}, {'type': 'integer', 'default': 1}, {'description': '*m*'}]
    assert 'default' not in found
    found, _ = facts(tmp_path, {'anyOf': [{'enum': ['x', 'y'], 'description': 'letters'}, {'enum': [1, 2], 'description': 'numbers'}]})
    assert [one['description'] for one in found['alternatives']] == ['letters', 'numbers']


def test_a_default_of_an_alternative_in_yaml(tmp_path):
    text = '$schema: http://json-schema.org/schema#\nproperties:\n  a:\n    anyOf:\n    - {type: string, default: 1.10}\n    - {type: number, default: 1.20}\n'
    found = records(read(tmp_path, 'a.yaml', text))['a']
    assert [one['default'] for one in found['alternatives']] == ['1.10', 1.2]
    found = records(read(tmp_path, 'a.yaml', text.replace('number, default: 1.20', 'string, minLength: 1, default: 1.10')))['a']
    assert (found['default'], found['type']) == ('1.10', 'string')


def test_alternatives_that_one_property_sets_apart(tmp_path):
    def kind(name, **more):
        return {'type': 'object', 'description': f'in {name}', 'properties': {'kind': {'const': name}, 'size': {'type': 'integer'}, **more}}

    wrapped = [{'description': 'By hand', 'properties': {'Manual': {'properties': {'x': {}}}}}, {'description': 'No', 'properties': {'Auto': {'description': 'Own'}}}]
    mixed = [{'type': 'string'}, {'type': 'object', 'description': 'Object', 'properties': {'q': {}}}]
    source = read(tmp_path, 'a.json', schema({
        'tagged': {'oneOf': [kind('file', path={}), kind('s3')]}, 'wrapped': {'oneOf': wrapped}, 'mixed': {'oneOf': mixed},
        'bad': {'oneOf': [{'description': 'D', 'properties': {'t': True, 'u': {}}}, {'properties': {'t': {}}}]},
    }))
    found = records(source)
    assert found['tagged.kind']['choices'] == [{'value': 'file', 'description': 'in file'}, {'value': 's3', 'description': 'in s3'}]
    assert not any('description' in found[key] for key in ('tagged.path', 'tagged.size', 'mixed.q', 'bad.t', 'bad.u'))
    assert found['wrapped.Auto']['description'] == 'Own'
    assert {group.key: group.description for group in source.groups}['wrapped.Manual'] == 'By hand'


@pytest.mark.parametrize('turned', [False, True])
def test_dotted_and_nested_keys(tmp_path, turned):
    sub = {'properties': {'x': {'type': 'string'}, 'y': {'properties': {'z': {}}}}}
    dotted = {'a.b': {'description': 'The one.'}, 'a.c': sub, 'a.d': {'type': 'string'}, 'a.e': {'type': 'string', 'title': 'E'}}
    nested = {'a': {'properties': {
        'b': {'type': 'integer', 'default': 5, 'enum': [5, 6]}, 'c': sub, 'd': {'properties': {'z': {'type': 'integer'}}},
        'e': {'type': 'integer', 'default': 1, 'description': 'E'}, 'f': {},
    }}}
    properties = nested | dotted if turned else dotted | nested
    source = read(tmp_path, 'a.json', schema(properties))
    found = records(source)
    assert found.keys() == {'a.b', 'a.c.x', 'a.c.y.z', 'a.d', 'a.d.z', 'a.e', 'a.f'}
    assert (found['a.b']['type'], found['a.b']['default'], found['a.b']['choices'], found['a.b']['description']) == ('integer', 5, [5, 6], 'The one.')
    assert (found['a.e']['type'], 'default' in found['a.e']) == (('integer', True) if turned else ('string', False))
    lines = {one.path: one.line for one in (*source.settings, *source.groups)}
    stated = [one.message for one in source.problems]
    assert [message.partition(' is')[0] for message in stated] == ["the key 'a.b'", "the key 'a.c'", "the key 'a.d'", "the key 'a.e'"]
    where = f'first in line {lines[("a", "c") if turned else ("a.c",)]}'
    assert (where in stated[1], stated[0].endswith('remove one of the two'), source.problems[2].line) == (True, True, lines[('a.d',) if turned else ('a', 'd')])


def test_several_conditions(tmp_path):
    def when(kind, **properties):
        return {'if': {'properties': {'kind': {'const': kind}}}, 'then': {'properties': properties}}

    options = {'description': 'The options.'}
    source = read(tmp_path, 'a.json', schema({'kind': {'enum': ['x', 'y']}, 'options': options, 'known': {'type': 'integer', 'default': 1}, 'list': {'type': 'array', 'then': {'items': schema({'q': {}})}}}, allOf=[
        when('x', options=schema({'one': {}}), size={'type': 'integer', 'default': 1}, only={'type': 'string'}, known={'minimum': 5}),
        when('y', options=schema({'one': {}, 'two': {}}), size={'type': 'string', 'default': 'b'}, known={'type': 'string'}),
    ], dependentSchemas={'kind': {'additionalProperties': {'type': 'boolean'}}}, **{'else': {'patternProperties': {'^z': {'type': 'string'}}}}))
    found = records(source)
    assert list(found) == ['kind', 'options.one', 'options.two', 'known', 'list', 'list[].q', 'size', 'only', '<^z>', '<name>']
    assert (found['known']['type'], found['known']['default'], 'minimum' in found['known']) == ('integer', 1, False)
    assert (found['size']['type'], found['size']['alternatives'][1]) == (['integer', 'string'], {'type': 'string', 'default': 'b'})
    assert [group.description for group in source.groups if group.key == 'options'] == ['The options.']


def test_properties_that_say_that_they_are_required(tmp_path):
    found = records(read(tmp_path, 'a.json', schema({'a': {'type': 'string', 'required': True}, 'b': {'required': False}, 'c': {'$ref': '#/properties/a'}})))
    assert {key: one.get('required', False) for key, one in found.items()} == {'a': True, 'b': False, 'c': True}
    source = read(tmp_path, 'a.json', schema({'g': schema({'a': {}}, required=True)}))
    assert source.groups[0].required


def test_ids_of_any_draft(tmp_path):
    definitions = {
        'a': {'$id': '#a', 'type': 'integer'}, 'b': {'id': '#b', 'type': 'string'}, 'c': [{'$anchor': 'c', 'type': 'boolean'}],
        'other': {'$id': 'urn:other', '$defs': {'d': {'$anchor': 'd'}}},
    }
    text = {'properties': {name: {'$ref': f'#{name}'} for name in 'abcd'} | {'e': {'$ref': 'http://[#x'}}, 'definitions': definitions}
    source = read(tmp_path, 'a.json', text)
    assert [one.get('type') for one in records(source).values()] == ['integer', 'string', 'boolean', None, None]
    assert len(messages(source)) == 3 and "'#d' leads nowhere" in messages(source)[0]
    old = {'id': 'http://example.org/root.json', 'properties': {'a': {'$ref': 'item.json'}}, 'definitions': {'i': {'id': 'item.json', 'type': 'integer'}}}
    assert records(read(tmp_path, 'a.json', old))['a']['type'] == 'integer'


def test_dynamic_references(tmp_path):
    base = {'$id': 'base', 'properties': {'l': {'type': 'array', 'items': {'$dynamicRef': '#T'}, 'minItems': 1}, 'v': {'$dynamicRef': '#T'}, 'w': {'$dynamicRef': '#/$defs/T'}, 'x': {'$dynamicRef': '#U'}}, '$defs': {'T': {'$dynamicAnchor': 'T', 'type': 'string'}, 'U': {'$dynamicAnchor': 'U', 'type': 'boolean'}}}
    text = {'$schema': 'https://json-schema.org/draft/2020-12/schema', '$id': 'https://example.org/a', '$ref': 'base', '$defs': {'T': {'$dynamicAnchor': 'T', 'type': 'integer'}, 'base': base}}
    found = records(read(tmp_path, 'a.json', text))
    assert (found['l']['items'], found['v']['type'], found['w']['type'], found['x']['type']) == ({'type': 'integer'}, 'integer', 'string', 'boolean')


def test_patterns_of_several_schemas(tmp_path):
    parts = [{'patternProperties': {'^count_': {'type': 'integer'}}}, {'patternProperties': {'^name_': {'type': 'string'}, '^x-': {}}}]
    assert list(records(read(tmp_path, 'a.json', schema({'a': {'type': 'object', 'allOf': parts}})))) == ['a', 'a.<^count_>', 'a.<^name_>']


def test_recursion_without_definitions(tmp_path):
    tree = {'properties': {'name': {}, 'child': {'$ref': '#/properties/tree'}, 'more': {'type': 'array', 'items': {'$ref': '#/properties/tree'}}}}
    lists = {'type': 'array', 'items': {'properties': {'again': {'type': 'array', 'items': {'$ref': '#/properties/lists/items'}}}}}
    maps = {'type': 'object', 'additionalProperties': {'properties': {'again': {'$ref': '#/properties/maps'}}}}
    found = records(read(tmp_path, 'a.json', schema({'tree': tree, 'lists': lists, 'maps': maps, 'twice': {'$ref': '#/properties/tree/properties/name'}})))
    assert {key: one.get('same_as', '') for key, one in found.items()} == {
        'tree.name': '', 'tree.child': 'tree', 'tree.more': 'tree', 'lists': '', 'lists[].again': 'lists[]',
        'maps': '', 'maps.<name>.again': 'maps', 'twice': '',
    }


def test_what_all_alternatives_require(tmp_path):
    one = {'type': 'object', 'required': ['kind', 'x'], 'properties': {'kind': {'const': 'x'}, 'x': {}}}
    other = {'type': 'object', 'required': ['kind'], 'properties': {'kind': {'const': 'y'}, 'x': {}}}
    found = records(read(tmp_path, 'a.json', schema({'a': {'oneOf': [one, other, {'type': 'null'}]}})))
    assert {key: one.get('required', False) for key, one in found.items()} == {'a.kind': True, 'a.x': False}


def test_choices_of_lists_as_alternatives(tmp_path):
    level = {'enum': ['off', 'on']}
    found, _ = facts(tmp_path, {'oneOf': [{'type': 'integer', 'minimum': 1}, level, {'type': 'array', 'items': level}, {'enum': [['x']]}]})
    assert found['alternatives'] == [{'type': 'integer', 'minimum': 1}, {'type': 'string', 'enum': ['off', 'on']}, {'type': 'array', 'items': {'enum': ['off', 'on']}}, {'type': 'array', 'enum': [['x']]}]


def test_alternatives_that_have_alternatives(tmp_path):
    level = {'description': 'How much.', 'default': 'x', 'oneOf': [{'const': 'x', 'description': 'All'}, {'enum': ['y', 'z']}]}
    choices = [{'value': 'x', 'description': 'All'}, 'y', 'z']
    found, _ = facts(tmp_path, {'anyOf': [level, {'type': 'null'}]})
    assert found == {'type': ['string', 'null'], 'default': 'x', 'description': 'How much.', 'choices': choices}
    number = {'default': 3, 'oneOf': [{'type': 'number'}, {'type': 'string', 'pattern': 'x'}]}
    found, _ = facts(tmp_path, {'anyOf': [number, {'type': 'boolean'}]})
    assert found['alternatives'] == [{'type': 'number', 'default': 3}, {'type': 'string', 'pattern': 'x', 'default': 3}, {'type': 'boolean'}]
    maps = {'additionalProperties': {'type': 'integer'}, 'oneOf': [{'minProperties': 1}, {'maxProperties': 3}]}
    found = records(read(tmp_path, 'a.json', schema({'a': {'anyOf': [maps, {'type': 'string'}]}})))
    assert found['a.<name>']['type'] == 'integer'


def test_null_as_a_choice(tmp_path):
    one = {'const': 1, 'description': 'One'}
    found, _ = facts(tmp_path, {'oneOf': [{'const': None, 'description': 'Unset'}, one]})
    assert found == {'type': ['integer', 'null'], 'choices': [{'value': None, 'description': 'Unset'}, {'value': 1, 'description': 'One'}]}
    assert facts(tmp_path, {'oneOf': [{'const': None}, one]})[0] == {'type': ['integer', 'null'], 'description': 'One', 'choices': [1]}
    assert facts(tmp_path, {'anyOf': [{'type': 'null'}]})[0] == {'type': 'null'}


def test_known_properties_that_all_alternatives_state(tmp_path):
    kinds = [{'properties': {'kind': {'const': name}, 'size': {'maximum': 5}}} for name in 'xy'] + [{'type': 'null'}]
    del kinds[1]['properties']['size']
    own = {'kind': {'type': 'string', 'description': 'K'}, 'size': {'type': 'integer'}}
    found = records(read(tmp_path, 'a.json', schema({'a': {'properties': own, 'oneOf': kinds}})))
    assert (found['a.kind']['type'], found['a.kind']['description'], found['a.kind']['choices']) == ('string', 'K', ['x', 'y'])
    assert 'maximum' not in found['a.size'] and 'alternatives' not in found['a.size']


def test_limits_and_texts_of_all_alternatives(tmp_path):
    one = {'type': 'string', 'pattern': 'x', 'title': 'T'}
    assert facts(tmp_path, {'oneOf': [one, {**one}]}) == ({'type': 'string', 'title': 'T', 'pattern': 'x'}, [])
    found, _ = facts(tmp_path, {'oneOf': [{**one, 'default': 'a'}, {**one, 'default': 'b'}, {**one, 'default': 'b'}]})
    assert (found['pattern'], found['alternatives']) == ('x', [{'type': 'string', 'pattern': 'x', 'default': name} for name in 'ab'])
    numbers = {'type': 'array', 'minItems': 2, 'prefixItems': [{'type': 'integer', 'minimum': 0}, {'type': 'integer', 'minimum': 0}]}
    assert facts(tmp_path, numbers)[0]['items'] == {'type': 'integer', 'minimum': 0}
    assert facts(tmp_path, {'anyOf': [{'examples': ['x']}, {'examples': ['y']}, {'type': 'null'}]})[0] == {'type': None}


def test_defaults_of_yaml_that_all_alternatives_state(tmp_path):
    text = '$schema: x/schema\nproperties:\n  a:\n    anyOf:\n    - {type: string, default: 1.10, title: T, format: f}\n    - {type: string, default: 1.10, title: T}\n'
    assert records(read(tmp_path, 'a.yaml', text))['a']['default'] == '1.10'


def test_recursion_in_several_alternatives(tmp_path):
    inner = {'type': 'object', 'properties': {'kind': {'const': 'not'}, 'c': {'$ref': '#/definitions/c'}}}
    union = {'anyOf': [{'type': 'boolean'}, inner]}
    forms = [{'properties': {'c': {'$ref': '#/definitions/c'}}}, {'properties': {'c': {'$ref': '#/definitions/top'}}}]
    found = records(read(tmp_path, 'a.json', schema({'a': {'oneOf': forms}}, definitions={'c': union, 'top': {'anyOf': [{'$ref': '#/definitions/c'}, {'type': 'null'}]}})))
    assert found['a.c.c']['same_as'] == 'a.c'


def test_any_value_or_null(tmp_path):
    text = schema({'a': {'anyOf': [{}, {'type': 'null'}], 'default': None}, 'b': {'anyOf': [{'type': 'null'}]}})
    found = records(read(tmp_path, 'a.json', text))
    assert found['a'].get('type') is None
    assert found['a']['default'] is None
    assert found['b']['type'] == 'null'


def test_texts_of_values_in_described_alternatives(tmp_path):
    text = (
        '$schema: http://json-schema.org/draft-07/schema#\nproperties:\n  file:\n    oneOf:\n'
        '      - description: A file.\n        properties: {path: {type: number, default: 1.50}}\n'
        '      - description: A net.\n        properties: {url: {type: number, default: 2.50}}\n'
    )
    found = records(read(tmp_path, 'a.yaml', text))
    assert [(found[key]['default'], found[key]['text'], found[key]['description']) for key in ('file.path', 'file.url')] == [
        (1.5, '1.50', 'A file.'), (2.5, '2.50', 'A net.'),
    ]


@pytest.mark.parametrize('seed', ['1', '2', '3'])
def test_order_of_messages(tmp_path, seed):
    """The order of a set of texts differs from process to process."""
    wrong = {'title': ['x'], 'description': 4, 'minimum': '5', 'pattern': 6}
    (tmp_path / 'a.json').write_text(json.dumps(schema({'a': {'anyOf': [wrong, wrong]}})))
    command = [sys.executable, '-m', 'sphinx_configsetting', 'read', 'a.json', '--json']
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, 'PYTHONHASHSEED': seed}, capture_output=True, text=True, check=False)
    words = re.findall(r"'(\w+)' of a is", done.stderr)
    assert words == ['title', 'description', 'minimum', 'pattern'], done.stderr
