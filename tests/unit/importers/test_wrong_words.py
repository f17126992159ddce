"""Keywords of schemas with values of the wrong kind: one message each, the rest is read."""

from __future__ import annotations

import pytest
from reading import messages, read, records


@pytest.mark.parametrize(('one', 'reason', 'read_as'), [
    ({'readOnly': 'yes'}, '\'readOnly\' of a is "yes", neither true nor false; correct it', {}),
    ({'readOnly': True, 'writeOnly': True}, "'readOnly' of a is true beside \"writeOnly\"; remove one of the two", {'readOnly': True, 'writeOnly': True}),
    ({'examples': 'one'}, "'examples' of a is \"one\", not a list; correct it", {'examples': ['one']}),
    ({'enum': ['x', 'y'], 'enumDescriptions': ['X']}, "'enumDescriptions' of a has 1 texts for 2 choices; correct one of them", {'type': 'string', 'choices': [{'value': 'x', 'description': 'X'}, 'y']}),
    ({'enum': 'xy', 'enumDescriptions': ['X']}, "'enum' of a is \"xy\", not a list; correct it", {}),
    ({'type': 'strng'}, "'type' of a is \"strng\", not a type; did you mean 'string'?", {}),
    ({'type': ['string', None]}, "'type' of a is null, not a type; did you mean 'null'?", {'type': ['string', 'null']}),
    ({'type': ['string', {}]}, "'type' of a is {}, not a type; correct it", {'type': 'string'}),
    ({'minimum': '5'}, "'minimum' of a is \"5\", not a number; correct it", {'minimum': '5'}),
    ({'title': ['x']}, "'title' of a is [\"x\"], not a string; correct it", {}),
    ({'type': 'integer', 'default': 'x'}, 'the default of a is "x", of type string, not integer; correct one of them', {'type': 'integer', 'default': 'x'}),
])  # fmt: skip
def test_of_a_value(tmp_path, one, reason, read_as):
    # Twice, and where the schema is stated is not where it is used.
    text = {'type': 'object', 'properties': {'o': {'$ref': '#/definitions/o'}, 'p': {'$ref': '#/definitions/o'}}, 'definitions': {'o': {'properties': {'a': one, 'z': {}}}}}
    source = read(tmp_path, 'a.json', text)
    assert messages(source) == [f'a.json:14: {reason}'.replace(' of a ', ' of o.a ')]
    found = records(source)['p.a']
    assert {'type': None, **{name: found[name] for name in found if name not in {'key', 'path', 'file', 'line', 'group'}}} == {'type': None, **read_as}


@pytest.mark.parametrize(('one', 'reason'), [
    ({'items': 5}, "'items' is not a schema"), ({'additionalProperties': 'x'}, "'additionalProperties' is not a schema"),
    ({'patternProperties': []}, "'patternProperties' is not an object"), ({'anyOf': {}}, "'anyOf' is not a list"),
    ({'oneOf': [5, {'type': 'string'}]}, "'oneOf' is not a list of schemas"), ({'allOf': 'x'}, "'allOf' is not a list"),
])  # fmt: skip
def test_of_a_part(tmp_path, one, reason):
    source = read(tmp_path, 'a.json', {'type': 'object', 'properties': {'a': one, 'z': {}}})
    assert messages(source) == [f'a.json:5: {reason}, and is left out; correct it']
    assert list(records(source)) == ['a', 'z']


def test_right_words(tmp_path):
    one = {'type': 'any', 'examples': {'first': 1}, 'description': None, 'readOnly': False, 'minimum': 1.5, 'exclusiveMinimum': True, 'enum': [1], 'enumDescriptions': {}, 'items': True}
    assert messages(read(tmp_path, 'a.json', {'type': 'object', 'properties': {'a': one}})) == []
