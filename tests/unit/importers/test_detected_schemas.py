"""Files that are JSON Schemas though they neither say so nor have properties at the top."""

from __future__ import annotations

import pytest
from reading import messages, read, records

from sphinx_configsetting.importers import SourceError

OBJECT = {'type': 'object', 'title': 'T', 'properties': {'x': {'type': 'integer'}}}


@pytest.mark.parametrize(('text', 'keys'), [
    ({'definitions': {'a/b': OBJECT}}, ['x']),
    ({'$schema': 'http://json-schema.org/draft-07/schema#', '$defs': {'a': OBJECT}}, ['x']),
    ({'title': 'T', '$defs': {'a': OBJECT, 'b': True, 'c': {'enum': [1]}, 'd': {'const': 1}, 'e': {'type': ['string']}, 'f': {'$ref': '#/$defs/a'}}, 'allOf': [{'$ref': '#/$defs/a'}]}, ['x']),
    ({'definitions': {'a': OBJECT}, '$ref': '#/definitions/a'}, ['x']),
    ({'type': 'object', 'additionalProperties': {'type': 'string'}}, ['<name>']),
    ({'type': 'object', 'patternProperties': {'^a': OBJECT}}, ['<name>.x']),
    ({'type': 'array', 'items': OBJECT}, ['[].x']),
    ({'if': {'properties': {'y': {}}}, 'then': {'properties': {'x': {}}}}, ['x']),
    ({'if': {'properties': {'y': {}}}, 'else': {'properties': {'x': {}}}}, ['x']),
    ({'definitions': {'a': {'port': 80}}}, ['definitions.a.port']),
    ({'definitions': {'a': {'type': []}}}, ['definitions.a.type']),
    ({'definitions': {'a': 80}, 'type': 'object'}, ['definitions.a', 'type']),
    ({'patternProperties': {'a': {'type': 'string'}}, 'items': {'type': 'string'}}, ['patternProperties.a.type', 'items.type']),
    ({'if': {'a': 1}, 'x': 1}, ['if.a', 'x']),
    ({'plugin': 'P', 'schema': OBJECT, 'layout': None}, ['x']),
    ({'schema': {'type': 'string'}}, ['schema.type']),
    ({'schema': OBJECT, 'properties': {'y': {}}}, ['y']),
])  # fmt: skip
def test_schemas_and_values(tmp_path, text, keys):
    for name in ('a.json', 'a.yaml'):  # JSON is YAML
        source = read(tmp_path, name, text)
        assert (list(records(source)), messages(source), {one.group for one in source.settings} & {'T'}) == (keys, [], set())


@pytest.mark.parametrize('head', [{}, {'$schema': 'https://json-schema.org/draft/2020-12/schema', '$id': 'https://example.org/a'}])
def test_several_definitions(tmp_path, head):
    text = {**head, '$defs': {'a~/b': OBJECT, 'c': OBJECT}}
    with pytest.raises(SourceError, match=r'it only defines schemas; name one with "at", as in "/\$defs/a~0~1b"'):
        read(tmp_path, 'a.json', text)
    assert list(records(read(tmp_path, 'a.json', text, at='/$defs/a~0~1b'))) == ['x']
    assert '$defs.c.type' in records(read(tmp_path, 'a.json', text, format='values'))
