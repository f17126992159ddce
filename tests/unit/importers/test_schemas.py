"""JSON Schemas: merging, references, unions, recursion, bad input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import defaults, messages, read, records


def schema(properties, **more):
    return {'type': 'object', 'properties': properties, **more}


def test_facts(tmp_path):
    facts = {
        'type': 'string', 'title': 'T', 'markdownDescription': '*m*', 'description': 'd', 'default': 'a',
        'enum': ['a', 'b'], 'enumDescriptions': ['First'], 'deprecated': True, 'deprecationMessage': 'use x',
        'minLength': 1, 'pattern': 'a', 'format': 'f', 'examples': ['b'], 'readOnly': True, 'writeOnly': True,
        'x-environment': ['A', 'B'], 'x-since': '1.0',
    }
    source = read(tmp_path, 'a.json', schema({'k': facts}, required=['k']), fields={'since': ('x-since',)})
    assert records(source)['k'] == {
        'key': 'k', 'path': ['k'], 'type': 'string', 'default': 'a', 'title': 'T', 'description': '*m*',
        'choices': [{'value': 'a', 'description': 'First'}, 'b'], 'required': True, 'deprecated': 'use x',
        'minLength': 1, 'pattern': 'a', 'format': 'f', 'examples': ['b'], 'readOnly': True, 'writeOnly': True,
        'environment': ['A', 'B'], 'since': '1.0', 'file': 'a.json', 'line': 4,
    }


def test_defaults_of_objects_win(tmp_path):
    inner = schema({'a': {'default': 1}, 'b': {'default': 2}}, default={'a': 5})
    assert defaults(read(tmp_path, 'a.json', schema({'o': inner}))) == {'o.a': 5, 'o.b': 2}


def test_arrays_and_maps(tmp_path):
    text = schema({
        'rules': {'type': 'array', 'items': schema({'id': {'type': 'integer'}})},
        'grid': {'type': 'array', 'items': {'type': 'array', 'items': schema({'x': {}})}},
        'one': {'additionalProperties': {'type': 'string'}},
        'some': {'patternProperties': {'^a': {'type': 'string'}, '^b': {'type': 'integer'}, '^x-': {}}},
        'free': {'type': 'object', 'additionalProperties': True},
    })
    source = read(tmp_path, 'a.json', text)
    assert {key: item['type'] for key, item in records(source).items()} == {
        'rules': 'array', 'rules[].id': 'integer', 'grid': 'array', 'grid[][].x': None, 'one': 'object',
        'one.<name>': 'string', 'some': 'object', 'some.<^a>': 'string', 'some.<^b>': 'integer', 'free': 'object',
    }


def test_references(tmp_path):
    (tmp_path / 'other.yaml').write_text('$defs:\n  n:\n    $anchor: num\n    type: integer\n  o:\n    properties:\n      in: {$ref: "#num"}\n')
    text = schema(
        {
            'near': {'$ref': '#/$defs/s', 'description': 'near'}, 'all': {'allOf': [{'$ref': '#/$defs/s'}, {'minLength': 2}]},
            'file': {'$ref': 'other.yaml#num'}, 'obj': {'$ref': 'other.yaml#/$defs/o'}, 'id': {'$ref': 'urn:x'},
            'mapped': {'$ref': 'https://example.org/s.json#/$defs/n'}, 'meta': {'$ref': 'http://json-schema.org/draft-07/schema#'},
        },
        **{'$defs': {'s': {'type': 'string', 'description': 'far'}, 'u': {'$id': 'urn:x', 'type': 'boolean'}}},
    )
    source = read(tmp_path, 'a.json', text, refs={'https://example.org/s.json': 'other.yaml'})
    found = records(source)
    assert messages(source) == []
    assert (found['near']['description'], found['all']['minLength'], found['all']['description']) == ('near', 2, 'far')
    assert {key: item['type'] for key, item in found.items()} == {
        'near': 'string', 'all': 'string', 'file': 'integer', 'obj.in': 'integer', 'id': 'boolean', 'mapped': 'integer', 'meta': ['object', 'boolean'],
    }
    assert (found['obj.in']['file'], found['obj.in']['line']) == ('other.yaml', 7)
    assert str(tmp_path / 'other.yaml') in source.dependencies


def test_references_that_lead_nowhere(tmp_path):
    (tmp_path / 'in').mkdir()
    (tmp_path / 'out.json').write_text('{}')
    (tmp_path / 'in' / 'bad.json').write_text('{')
    text = schema(
        {
            'a': {'$ref': '#/definitions/lenght'}, 'b': {'$ref': '#/definitions/x'}, 'c': {'$ref': 'https://example.org/x'},
            'd': {'$ref': '../out.json'}, 'e': {'$ref': 'none.json'}, 'f': {'$ref': 1}, 'g': {},
            'h': {'$ref': 'bad.json'}, 'i': {'$ref': '#/definitions/self'}, 'z': {'type': 'string'},
        },
        definitions={'length': {}, 'x': {'$ref': '#/definitions/y'}, 'y': {'$ref': '#/definitions/x'}, 'self': {'$ref': '#/definitions/self'}},
    )
    source = read(tmp_path / 'in', 'a.json', text)
    assert list(records(source)) == list('abcdefghiz')
    found = [message.split(': ', 1)[1] for message in messages(source)]
    for part in (
        "the reference '#/definitions/lenght' leads nowhere; did you mean 'length'?",
        'the references #/definitions/x → #/definitions/y → #/definitions/x form a circle; break it',
        "the reference 'https://example.org/x' leads to the network, and is not followed; add \"refs\": {'https://example.org/x': FILE} to the source",
        "the reference '../out.json' leads outside of the folder of the file; add it to \"refs\", or set \"root\"",
        "the reference 'none.json' leads to a file that is not there; correct it",
        'the reference is not a string; correct it',
        'the references #/definitions/self → #/definitions/self form a circle; break it',
    ):
        assert part in found
    assert len(found) == 8 and any("leads to a file with a mistake: bad.json:1:2: the file ends, but '}'" in one for one in found)


def test_reference_to_no_schema(tmp_path):
    source = read(tmp_path, 'a.json', schema({'g': {'$ref': '#/definitions/list'}}, definitions={'list': []}))
    assert messages(source) == ["a.json:5: the reference '#/definitions/list' leads to something that is not a schema; correct it"]


def test_unions(tmp_path):
    text = schema({
        'only': {'anyOf': [{'type': 'integer', 'minimum': 1}, {'type': 'null'}]},
        'flag': {'oneOf': [{'enum': ['auto'], 'description': 'Guess'}, {'type': 'boolean'}]},
        'open': {'anyOf': [{'const': 'a'}, {'type': 'string', 'title': 'Other'}]},
        'needs': {'type': 'string', 'anyOf': [{'required': ['x']}, {'required': ['y']}]},
        'kind': {'oneOf': [
            {'title': 'File', **schema({'kind': {'const': 'file'}, 'path': {'type': 'string'}})},
            {'title': 'S3', **schema({'kind': {'const': 's3'}, 'bucket': {'type': 'string'}})},
        ]},
        'null': {'type': 'string', 'nullable': True},
    })
    source = read(tmp_path, 'a.json', text)
    found = records(source)
    assert (found['only']['type'], found['only']['minimum']) == (['integer', 'null'], 1)
    assert found['flag']['choices'] == [{'value': 'auto', 'description': 'Guess'}, True, False]
    assert found['open']['alternatives'] == [{'type': 'string', 'enum': ['a']}, {'type': 'string', 'title': 'Other'}]
    assert found['needs']['type'] == 'string' and 'alternatives' not in found['needs']
    assert found['kind.kind']['choices'] == ['file', 's3']
    assert (found['kind.path']['group'], found['kind.bucket']['group']) == ('kind (File)', 'kind (S3)')
    assert found['null']['type'] == ['string', 'null']


def test_recursion_is_cut(tmp_path):
    node = schema({'name': {'type': 'string'}, 'child': {'$ref': '#/$defs/node'}, 'more': {'type': 'array', 'items': {'anyOf': [{'$ref': '#/$defs/node'}, {'type': 'string'}]}}})
    found = records(read(tmp_path, 'a.json', schema({'tree': {'$ref': '#/$defs/node'}, 'again': {'$ref': '#'}}, **{'$defs': {'node': node}})))
    assert list(found) == ['tree.name', 'tree.child', 'tree.more', 'again']
    assert (found['tree.child']['same_as'], found['tree.child']['type']) == ('tree', 'object')
    assert (found['tree.more']['same_as'], found['tree.more']['type']) == ('tree', 'array')
    assert found['again']['type'] == 'object'
    lists = {'type': 'array', 'items': {'type': 'array', 'items': {'$ref': '#/$defs/node'}}}
    found = records(read(tmp_path, 'a.json', schema({'tree': {'$ref': '#/$defs/node'}}, **{'$defs': {'node': schema({'lists': lists})}})))
    assert found['tree.lists']['same_as'] == 'tree'


def test_recursion_of_schemas_without_a_type_and_with_additions(tmp_path):
    node = {'properties': {'name': {'type': 'string'}, 'child': {'$ref': '#/$defs/node'}}}
    more = {'allOf': [{'$ref': '#/$defs/node'}, {'properties': {'weight': {'type': 'integer'}}}]}
    node['properties']['heavy'] = more
    found = records(read(tmp_path, 'a.json', schema({'tree': {'$ref': '#/$defs/node'}}, **{'$defs': {'node': node}})))
    assert list(found) == ['tree.name', 'tree.child', 'tree.heavy.name', 'tree.heavy.child', 'tree.heavy.heavy.weight', 'tree.heavy.weight']
    assert found['tree.child']['type'] == 'object'


def test_a_schema_that_is_used_twice_is_no_recursion(tmp_path):
    options = schema({'width': {'type': 'integer', 'default': 'x'}, 'sub': {'$ref': '#/$defs/sub'}})
    rules = schema({'rules': {'type': 'array', 'items': schema({'options': {'$ref': '#/$defs/options'}})}})
    either = {'oneOf': [{'$ref': '#/$defs/sub'}, {'type': 'array', 'items': {'$ref': '#/$defs/sub'}}]}
    defs = {'options': options, 'rules': rules, 'sub': schema({'a': {'type': 'string'}})}
    text = {'allOf': [{'$ref': '#/$defs/options'}, {'$ref': '#/$defs/rules'}, schema({'either': either})], '$defs': defs}
    source = read(tmp_path, 'a.json', text)
    assert list(records(source)) == ['width', 'sub.a', 'rules', 'rules[].options.width', 'rules[].options.sub.a', 'either', 'either.a', 'either[].a']
    assert not any(setting.same_as for setting in source.settings)
    assert len(messages(source)) == 1 and 'the default of width' in messages(source)[0]


def test_many_recursive_schemas(tmp_path):
    names = [f't{number}' for number in range(12)]
    defs = {name: schema({other: {'$ref': f'#/$defs/{other}'} for other in names}) for name in names}
    source = read(tmp_path, 'a.json', schema({'t0': {'$ref': '#/$defs/t0'}}, **{'$defs': defs}))
    assert 0 < len(source.settings) < 20_000


def test_conditions(tmp_path):
    text = schema({'a': {'type': 'string'}}, allOf=[{'if': {}, 'then': schema({'b': {}, 'a': {'const': 'x'}}), 'else': schema({'c': {}})}], dependentSchemas={'a': schema({'d': {}})})
    found = records(read(tmp_path, 'a.json', text))
    assert set(found) == set('abcd') and 'choices' not in found['a']


def test_bad_schemas(tmp_path):
    text = schema({'a': {'type': 'integer', 'default': 'eight'}, 'b': 5, 'c': False, 'd': {'properties': []}, 'e': True, 'f': {'type': ['string', {}], 'enum': 3}})
    source = read(tmp_path, 'a.json', text, format='json-schema')
    assert list(records(source)) == ['a', 'd', 'e', 'f']
    assert messages(source) == [
        "a.json:4: the default of a is \"eight\", of type string, not integer; correct one of them",
        "a.json:8: the property 'b' is not a schema, and is left out; correct it",
        "a.json:11: 'properties' is not an object, and is left out; correct it",
        "a.json:14: 'type' of f is {}, not a type; correct it",
        "a.json:14: 'enum' of f is 3, not a list; correct it",
    ]
    assert messages(read(tmp_path, 'a.json', '[1]', format='json-schema')) == ['a.json: it is not a JSON Schema; check "format" and "at"']


def test_extension(tmp_path):
    (tmp_path / 'package.nls.json').write_text('{"d": "Text of d", "t": {"message": "Title"}}')
    text = {'contributes': {'configuration': [{'title': '%t%', 'properties': {'x.d': {'description': '%d%', 'enum': ['a'], 'enumDescriptions': ['%none%'], 'deprecationMessage': '%d%'}}}]}}
    source = read(tmp_path, 'package.json', text)
    found = records(source)['x.d']
    assert (found['key'], found['path'], found['description'], found['group'], found['deprecated']) == ('x.d', ['x.d'], 'Text of d', 'Title', 'Text of d')
    assert source.groups[0].title == 'Title'
    assert messages(source) == ['package.nls.json: there is no text for %none%; add it']


def test_texts_of_alternatives_of_an_extension(tmp_path):
    (tmp_path / 'package.nls.json').write_text('{"s": "As text"}')
    union = [{'type': 'string', 'description': '%s%'}, {'type': 'number', 'description': '%n%'}, {'type': 'boolean'}]
    source = read(tmp_path, 'package.json', {'contributes': {'configuration': {'properties': {'x.a': {'anyOf': union}}}}})
    assert [one.get('description') for one in records(source)['x.a']['alternatives']] == ['As text', '%n%', None]
    assert messages(source) == ['package.nls.json: there is no text for %n%; add it']


def test_custom_resource_in_yaml(tmp_path):
    text = (
        'kind: List\n---\nkind: CustomResourceDefinition\nspec:\n  versions:\n  - storage: true\n    schema:\n      openAPIV3Schema:\n        type: object\n'
        '        properties:\n          v: {type: string, default: 1.10}\n          w: {x-kubernetes-int-or-string: true}\n          b: {type: boolean, default: on}\n'
    )
    found = records(read(tmp_path, 'crd.yaml', text))
    assert (found['v']['default'], found['w']['type'], found['b']['default'], found['b']['text']) == ('1.10', ['integer', 'string'], True, 'on')
    assert list(records(read(tmp_path, 'crd.yaml', text, at='/spec/versions/0/schema/openAPIV3Schema'))) == ['v', 'w', 'b']


def test_wrong_pointer(tmp_path):
    from sphinx_configsetting.importers import SourceError

    with pytest.raises(SourceError, match="there is no 'defs' in this file; did you mean 'def'"):
        read(tmp_path, 'a.json', {'def': {}}, at='/defs/x')


def test_alternatives_that_come_back_under_a_condition(tmp_path):
    back = {'properties': {'p': {}}, 'anyOf': [{}, {}], '$ref': '#/$defs/a'}
    a = {'anyOf': [{'default': 1}, {'type': 'object', '$ref': '#', 'then': {'properties': {'q': {}}, '$ref': '#/$defs/a'}, 'anyOf': [back]}]}
    for root in (a, {'$ref': '#/$defs/a'}):
        assert {'p', 'q'} <= records(read(tmp_path, 'a.json', {**root, '$defs': {'a': a}}, format='json-schema')).keys()


def schemas_of(inner):
    return st.fixed_dictionaries({}, optional={
        'type': st.sampled_from(['string', 'object', 'array', ['null', 'integer'], 5]), 'default': st.integers() | st.none(),
        '$ref': st.sampled_from(['#', '#/$defs/a', '#/$defs/b', 'x']), 'properties': st.dictionaries(st.sampled_from('pq'), inner, max_size=2),
        'items': inner, 'anyOf': st.lists(inner, max_size=2), 'allOf': st.lists(inner, max_size=2), 'enum': st.lists(st.integers(), max_size=2),
        'additionalProperties': inner | st.booleans(), 'then': inner,
    })


JSON_SCHEMA = st.recursive(schemas_of(st.nothing() | st.just({})), schemas_of, max_leaves=4)


@given(root=JSON_SCHEMA, a=JSON_SCHEMA, b=JSON_SCHEMA)
def test_any_schema(folder_of_all_examples, root, a, b):
    source = read(folder_of_all_examples, 'a.json', {'properties': {}, **root, '$defs': {'a': a, 'b': b}}, format='json-schema')
    keys = [setting.key for setting in source.settings]
    assert len(keys) == len(set(keys))


@pytest.fixture(scope='module')
def folder_of_all_examples(tmp_path_factory):
    return tmp_path_factory.mktemp('any')


def test_titles_are_groups_in_an_extension_only(tmp_path):
    part = schema({'a.b': {'type': 'string'}}, title='Title')
    groups = {
        'schema.json': part,
        'parts.json': [part],
        'package.json': {'contributes': {'configuration': part}},
    }
    found = {name: [one.group for one in read(tmp_path, name, text).settings] for name, text in groups.items()}
    assert found == {'schema.json': [''], 'parts.json': ['Title'], 'package.json': ['Title']}


def test_alternatives_that_lead_to_themselves(tmp_path):
    value = {'anyOf': [{'type': 'string'}, {'$ref': '#/$defs/value'}, {'type': 'array', 'items': {'$ref': '#/$defs/value'}}]}
    other = {'allOf': [{'$ref': '#/$defs/other'}], 'anyOf': [{'type': 'integer'}, {'$ref': '#/$defs/other'}]}
    lists = {'type': 'array', 'items': {'anyOf': [{'$ref': '#/$defs/lists'}, {'enum': ['a', 'b']}]}}
    merged = {'anyOf': [{'type': 'string'}, {'type': 'object', 'allOf': [{'$ref': '#/$defs/merged'}]}]}
    inner = {'anyOf': [{'type': 'string'}, {'type': 'array', 'items': {'allOf': [{'$ref': '#/$defs/inner'}]}}]}
    defs = {'value': value, 'other': other, 'lists': lists, 'merged': merged, 'inner': inner}
    properties = {name: {'$ref': f'#/$defs/{name}'} for name in defs}
    found = records(read(tmp_path, 'a.json', schema(properties, **{'$defs': defs})))
    assert found['value']['type'] == found['inner']['type'] == ['string', 'array']
    assert found['merged']['type'] == ['string', 'object']
    assert found['other']['type'] == 'integer'
    assert (found['lists']['type'], found['lists']['choices']) == ('array', ['a', 'b'])


def test_extension_without_texts(tmp_path):
    properties = {'a': {'type': 'integer', 'description': '%a%'}, 'b': {'description': '%b%'}, 'c': {'description': '50%'}}
    source = read(tmp_path, 'package.json', {'contributes': {'configuration': {'properties': properties}}})
    assert messages(source) == ['package.json: there is no package.nls.json with the text for %a%; add it']
    assert records(source)['b']['description'] == '%b%'
    (tmp_path / 'package.nls.json').write_text('[]')
    source = read(tmp_path, 'package.json', {'contributes': {'configuration': {'properties': properties}}})
    assert messages(source) == [f'package.nls.json: there is no text for %{name}%; add it' for name in 'ab']


def test_lines_of_keys_in_defaults(tmp_path):
    (tmp_path / 'other.json').write_text('{\n"default": {\n\n\n"c": {"d": 1}}}')
    text = '''{"type": "object", "properties": {
        "o": {"properties": {"a": {"properties": {"b": {}}}}, "default": {
            "extra": 1,
            "a": {
                "inner": 2}}},
        "p": {"$ref": "other.json", "properties": {"e": {}}}}}'''
    source = read(tmp_path, 'a.json', text)
    found = {one.key: (one.file, one.line, one.default) for one in source.settings}
    assert found['o.extra'] == ('a.json', 3, 1)
    assert found['o.a.inner'] == ('a.json', 5, 2)
    assert found['p.c'] == ('other.json', 5, {'d': 1})
