"""Schemas that apply together, one of several, or under a condition."""

from __future__ import annotations

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
