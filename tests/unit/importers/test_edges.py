"""Input at the edges of each syntax: twice, too deep, empty, unfinished."""

from __future__ import annotations

import json

import pytest
from reading import defaults, messages, read, records

from sphinx_configsetting.importers import SourceError
from sphinx_configsetting.importers.detection import default_pointer
from sphinx_configsetting.importers.json_text import key_lines
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec


def test_json_that_python_accepts(tmp_path):
    source = read(tmp_path, 'a.json', '{"a": NaN, "b": [Infinity, {"c": 1}], "a": 2.50, "d": {"x": -Infinity}, "e": [[1]]}')
    assert defaults(source) == {'a': 2.5, 'b': ['Infinity', {'c': 1}], 'b[].c': '(absent)', 'd.x': '-Infinity', 'e': [[1]]}
    assert len(messages(source)) == 1


def test_lines_of_keys():
    assert list(key_lines('{"a": "b",\n "c": 1}')) == [1, 2]


def test_json5_with_deep_objects(tmp_path):
    deep = '[' * 125 + '{x: 1, y: {z: "a"}, x: 2}' + ']' * 125
    source = read(tmp_path, 'a.json5', f'{{a: {deep}, b: 1}}')
    assert (defaults(source)['b'], len(source.problems)) == (1, 2)


def test_json5_with_long_numbers_and_deep_values(tmp_path):
    deep = '[' * 130 + '{a: {b: 1}, }' + ']' * 130
    source = read(tmp_path, 'a.json5', f'// top\n{{a: {deep}, b: {deep}, a: 1, n: {"9" * 500}, t: true, f: 1.50}}')
    found = records(source)
    assert (found['n']['type'], found['t']['default'], found['f']['text'], found['a']['default']) == ('string', True, '1.50', 1)
    assert len(messages(source)) == 2 and 'nested more than 120 deep' in messages(source)[0]


def test_pointer_into_lists(tmp_path):
    assert records(read(tmp_path, 'a.json', '{"a": [{"b": 1}]}', at='/a/0'))['b']['default'] == 1
    for at, hint in (('/a/5', "there is no '5' in this file; correct it"), ('/a/0/b/c', "there is no 'c' in this file; correct it")):
        with pytest.raises(SourceError, match=hint):
            read(tmp_path, 'a.json', '{"a": [{"b": 1}]}', at=at)


def test_ini_with_a_section_twice(tmp_path):
    source = read(tmp_path, 'a.ini', 'x=0x10\nx=5\n[s]\na=1\n[t]\n[s]\nb=2\n')
    assert defaults(source) == {'x': 5, 's.a': 1, 's.b': 2}
    assert messages(source) == ["a.ini:2: the key 'x' is stated twice, first in line 1; remove one of the two"]


def test_env_with_quotes(tmp_path):
    source = read(tmp_path, '.env', 'A="x" # beside\n\nB="y" rest\nC="z"')
    assert (defaults(source), records(source)['A']['description']) == ({'A': 'x', 'B': 'y', 'C': 'z'}, 'beside')
    assert messages(source) == ['.env:3: this line is neither a key nor a comment; correct it']
    assert defaults(read(tmp_path, '.env', "A=1 # b\nexport B\nC='it''s'\nD=`x`")) ['D'] == 'x'


def test_toml_with_nested_tables(tmp_path):
    text = '[[a]]\nn = 1\n[[a.b]]\nk = 1 # of k\n[[a.b]]\nk = 2\n[[a]]\n[[a.b]]\nk = 3\n'
    source = read(tmp_path, 'a.toml', text)
    assert defaults(source)['a'] == [{'n': 1, 'b': [{'k': 1}, {'k': 2}]}, {'b': [{'k': 3}]}]
    assert (records(source)['a[].b[].k']['line'], records(source)['a[].b[].k']['description']) == (4, 'of k')


def test_toml_with_deep_values_among_others(tmp_path):
    deep = '[' * 1500 + ']' * 1500
    source = read(tmp_path, 'a.toml', f'# first\na = {deep} # beside\nb = {deep}\n\nend = """\nx"""')
    assert (defaults(source)['end'], len(source.problems)) == ('x', 2)
    shallow = '[' * 130 + ']' * 130
    assert len(read(tmp_path, 'a.toml', f'a = {shallow}\nb = [{shallow}, {shallow}]').problems) == 2


def test_commented_toml_that_never_ends(tmp_path):
    found = defaults(read(tmp_path, 'c.toml', '# a = [\n#  1,\nb = 1\n# c = """\n# x\n# """\n# d = {x = 1}\n# e = [1, [2]]\n# f = {\n', commented=True))
    assert found == {'b': 1, 'c': 'x\n', 'd.x': 1, 'e': [1, [2]]}


def test_commented_keys_in_lower_case_among_upper_ones(tmp_path):
    assert list(defaults(read(tmp_path, '.env', '#A=1\n#B=2\n# value=1\n', commented=True))) == ['A', 'B']


def test_yaml_without_libyaml(tmp_path, monkeypatch):
    import yaml

    monkeypatch.delattr(yaml, 'CSafeLoader')
    assert defaults(read(tmp_path, 'a.yaml', 'a: &x 1\nb: !!str 2\nc: *x\n')) == {'a': 1, 'b': '2', 'c': 1}
    source = read(tmp_path, 'a.yaml', f'a: {"[" * 600}{"]" * 600}\nb: 1\n')
    assert (defaults(source)['b'], len(source.problems)) == (1, 1)


def test_custom_resource_without_stored_version():
    versions = [{'storage': False, 'schema': {'openAPIV3Schema': {}}}, 5]
    assert default_pointer({'kind': 'CustomResourceDefinition', 'spec': {'versions': versions}}) == ''
    assert default_pointer([]) == default_pointer({'kind': 'CustomResourceDefinition', 'spec': {}}) == ''


def test_lists_of_schemas_and_of_settings(tmp_path):
    part = {'properties': {'a': {'type': 'string'}}}
    assert list(records(read(tmp_path, 'a.json', [{**part, 'title': 'One'}, {'properties': {'b': {}}}]))) == ['a', 'b']
    assert list(records(read(tmp_path, 'a.yaml', '---\nproperties: {a: {type: string}}\n---\nproperties: {b: {}}\n'))) == ['a', 'b']
    assert list(records(read(tmp_path, 'a.yaml', '$schema: x/schema\nname: 5\n'))) == ['$schema', 'name']
    assert list(records(read(tmp_path, 'a.json', '{"$schema": "http://json-schema.org/schema", "title": "T"}', format='values'))) == ['$schema', 'title']


def test_records_in_lists(tmp_path):
    named = [{'name': 'a'}, 5]
    assert list(records(read(tmp_path, 'a.json', {'settings': {'x': {'options': [{'name': 'a', 'type': 'string'}]}}}))) == ['x.a']
    assert list(records(read(tmp_path, 'a.json', named, format='records'))) == ['a']
    assert list(records(read(tmp_path, 'a.json', {'x': {'y': 5}}, format='records'))) == ['x']
    assert records(read(tmp_path, 'a.json', [{'name': 'a', 'default': [1]}, {'name': 'b', 'default': None}], format='records'))['a']['type'] == 'array'


def test_references_between_files(tmp_path):
    (tmp_path / 'sub').mkdir()
    (tmp_path / 'empty.yaml').write_text('# nothing\n')
    (tmp_path / 'sub' / 'list.json').write_text('[1]')
    (tmp_path / 'sub' / 'x.json').write_text('{"properties": {"in": {"$ref": "../up.json"}}}')
    (tmp_path / 'up.json').write_text('{"type": "integer"}')
    (tmp_path / 'other').mkdir()
    (tmp_path / 'other' / 'far.json').write_text('{"type": "boolean"}')
    text = {'properties': {'a': {'$ref': 'sub/x.json'}, 'b': {'$ref': 'sub/list.json'}, 'c': {'$ref': 'empty.yaml'}, 'd': {'$ref': (tmp_path / 'up.json').as_uri()}}}
    source = read(tmp_path, 's.json', text)
    assert (records(source)['a.in']['type'], records(source)['d']['type']) == ('integer', 'integer')
    assert [message.split(': ', 1)[1] for message in messages(source)] == ["the reference 'sub/list.json' leads to something that is not a schema; correct it"]
    (tmp_path / 'sub' / 's.json').write_text('{"$id": "https://example.org/a/s.json", "properties": {"e": {"$ref": "https://example.org/f.json"}}}')
    source = read(tmp_path / 'sub', 's.json', (tmp_path / 'sub' / 's.json').read_text(), refs={'https://example.org/f.json': '../other/far.json'})
    assert records(source)['e']['type'] == 'boolean'


def test_the_same_reference_twice(tmp_path):
    text = {'$defs': {'a': {'$id': 'http://['}}, 'properties': {'x': {'$ref': 'none.json'}, 'z': {'allOf': [{'$ref': 'none.json'}]}, 'w': {'$ref': '#/$defs/a'}}}
    assert [message.split(': ', 1)[1] for message in messages(read(tmp_path, 's.json', text))] == [
        "the reference 'none.json' leads to a file that is not there; correct it",
        "the reference '#/$defs/a' cannot be followed: Invalid IPv6 URL; correct the ids on it",
    ]


def test_definitions_that_are_no_schemas(tmp_path):
    text = {'properties': {'x': {'$ref': '#n'}, 'y': {'$ref': '#/$defs/list'}}, '$defs': {'list': [{'a': 1}], 'n': {'$anchor': 'n', 'type': 'integer'}}}
    source = read(tmp_path, 's.json', text)
    assert records(source)['x']['type'] == 'integer'
    assert [message.split(': ', 1)[1] for message in messages(source)] == [
        "the reference '#/$defs/list' leads to something that is not a schema; correct it",
        "the definition 'list' is not a schema, and is left out; correct it",
    ]


def test_maps_and_items_of_alternatives(tmp_path):
    one = {'additionalProperties': {'type': 'string'}}
    text = {
        '$defs': {'m': one, 'list': {'type': 'array', 'items': {'$ref': '#/$defs/list'}}, 'u': {'anyOf': [{'$ref': '#/$defs/list'}, {'type': 'string'}]}},
        'properties': {
            'a': {'anyOf': [{'additionalProperties': {'$ref': '#/$defs/m'}}, {'additionalProperties': {'$ref': '#/$defs/m'}}]},
            'b': {'anyOf': [{'additionalProperties': {'type': 'string'}}, {'additionalProperties': {'type': 'integer'}}, {'type': 'null'}]},
            'l': {'$ref': '#/$defs/list'}, 'u': {'$ref': '#/$defs/u'}, 'p': {'properties': {'x': {}}, 'allOf': [{'properties': {'x': {'type': 'string'}}}]},
            'one': {'title': 'O', 'default': 1, 'properties': {'x': {}, 'y': {}}, 'anyOf': [{'title': 'P', 'default': 2, 'properties': {'x': {'type': 'string'}}, 'required': ['x']}]},
            'same': {'oneOf': [{'const': 'a', 'description': 'A'}, {'enum': ['a']}]}, 'alt': {'anyOf': [{'type': 'object', 'properties': {'q': {}}}, {'title': 'Any', 'minimum': 1}]},
        },
    }
    found = records(read(tmp_path, 's.json', text))
    assert (found['b.<name>']['type'], found['p.x']['type'], found['one.x']['type']) == (['string', 'integer'], 'string', 'string')
    assert found['same']['choices'] == [{'value': 'a', 'description': 'A'}]
    assert found['alt']['alternatives'] == [{'type': 'object', 'properties': ['q']}, {'title': 'Any', 'minimum': 1}]


def test_parts_nested_without_end(tmp_path):
    part = {'type': 'integer'}
    for _ in range(55):
        part = {'allOf': [part]}
    assert records(read(tmp_path, 's.json', {'properties': {'a': part}}))['a']['type'] == 'integer'


def test_a_value_that_is_no_schema_among_schemas(tmp_path):
    source = read(tmp_path, 's.json', {'contributes': {'configuration': [{'properties': {'a': {}}}, 5]}}, format='json-schema')
    assert messages(source)[0].endswith('it is not a JSON Schema; check "format" and "at"')


def test_chains_of_references(tmp_path):
    defs = {f'a{number}': {'$ref': f'#/$defs/a{number + 1}'} for number in range(98)}
    defs['a98'] = {'title': 'End', 'allOf': [{'type': 'string', 'allOf': [{'minLength': 1}]}]}
    item = records(read(tmp_path, 's.json', {'properties': {'a': {'$ref': '#/$defs/a0'}}, '$defs': defs}))['a']
    assert item['title'] == 'End' and 'minLength' not in item


def test_the_only_alternative(tmp_path):
    text = {'properties': {'a': {'properties': {'x': {}}, 'anyOf': [{'properties': {'y': {}}}]}, 'b': {'type': 'integer', 'anyOf': [{'minimum': 1}]}}}
    source = read(tmp_path, 's.json', text)
    assert list(records(source)) == ['a.x', 'a.y', 'b'] and records(source)['b']['minimum'] == 1


def test_extension_without_texts(tmp_path):
    assert list(records(read(tmp_path, 'package.json', {'contributes': {'configuration': {'properties': {'x.d': {}}}}}))) == ['x.d']


def test_ids_that_are_no_uris(tmp_path):
    text = {'properties': {'a': {'$id': 'http://[', 'properties': {'b': {'$ref': 'x.json'}, 'c': {'allOf': [{'$ref': 'x.json'}]}}}}}
    assert len(messages(read(tmp_path, 's.json', text))) == 1


def test_unclosed_quotes_in_commented_keys(tmp_path):
    assert list(defaults(read(tmp_path, '.env', '#A="x\n#B=1\n', commented=True))) == ['B']


def test_values_by_a_stated_type(tmp_path):
    text = 'properties:\n  a: {type: integer, default: 0x10}\n  b: {type: [boolean, string], default: on}\n  c: {type: number, default: "2.5"}\n  d: {type: integer, default: "x"}\n'
    source = read(tmp_path, 's.yaml', text)
    assert defaults(source) == {'a': 16, 'b': 'on', 'c': '2.5', 'd': 'x'}
    assert len(source.problems) == 2


def test_deep_items(tmp_path, monkeypatch):
    from sphinx_configsetting.importers import schemas

    monkeypatch.setattr(schemas, 'MAX_PATH', 2)
    source = read(tmp_path, 's.json', {'properties': {'l': {'items': {'properties': {'x': {}}}}, 'm': {'items': {'items': {}}}}})
    assert messages(source) == ['s.json:3: l[]... is nested more than 2 deep; what is in it is left out']


def test_values_that_are_empty(tmp_path):
    found = records(read(tmp_path, 'values.yaml', 'a: {}\nb: []\n'))
    assert (found['a']['type'], found['a']['default'], found['b']['type']) == ('object', {}, 'array')
    assert messages(read(tmp_path, 'a.json', '[5]')) == ['a.json: it states no settings; check "format" and "at"']


def test_references_beside_an_id(tmp_path):
    (tmp_path / 'x.json').write_text('{"type": "integer"}')
    far = {'$ref': 'https://example.org/none'}
    text = {
        '$id': 'https://example.org/a/s.json',
        'properties': {'a': {'$ref': 'x.json'}, 'b': far, 'c': {'$id': 'https://example.org/b/', 'allOf': [far, {'$ref': '#'}]}, 'd': {'allOf': [{'$ref': 'x.json'}, {'$ref': 'x.json'}]}},
    }
    source = read(tmp_path, 's.json', text)
    assert (records(source)['a']['type'], records(source)['d']['type']) == ('integer', 'integer')
    assert [message for message in messages(source) if 'network' in message] == [
        's.json:8: the reference \'https://example.org/none\' leads to the network, and is not followed; add "refs": {\'https://example.org/none\': FILE} to the source'
    ]


def test_references_to_json_schema_itself(tmp_path):
    whole, title = 'http://json-schema.org/draft-07/schema#', 'http://json-schema.org/draft-04/schema#/properties/title'
    properties = {'a': {'$ref': whole, 'description': 'D.'}, 'b': {'$ref': 'https://json-schema.org/draft/2020-12/schema'}, 'c': {'$ref': title}}
    source = read(tmp_path, 's.json', {'$schema': whole, 'properties': properties})
    found = records(source)
    assert [found[key]['type'] for key in 'abc'] == [['object', 'boolean'], ['object', 'boolean'], 'string']
    assert (found['a']['description'], source.dependencies, messages(source)) == ('D.', (str(tmp_path / 's.json'),), [])


def test_null_is_a_default_of_any_type(tmp_path):
    properties = {'a': {'type': 'string', 'default': None}, 'b': {'enum': ['x', 'y'], 'default': None}, 'c': {'type': 'string', 'default': 5}}
    source = read(tmp_path, 's.json', {'properties': properties})
    assert defaults(source) == {'a': None, 'b': None, 'c': 5}
    assert messages(source) == ['s.json:14: the default of c is 5, of type integer, not string; correct one of them']


def test_anchors_of_keys_and_unknown_ones(tmp_path):
    source = read(tmp_path, 'a.yaml', '&k name: 1\n? [a]\n: 2\n? *k\n: 3\nb: *none\nc: &x 1\nd: &x 2\ne: *x\n? &m <<\n: 5\nf: {*m : 1}\n')
    assert defaults(source) == {'name': 3, 'b': None, 'c': 1, 'd': 2, 'e': 2, 'f.<<': 1}
    assert [message.split(': ', 1)[1] for message in messages(source)] == [
        'this key is not a string, and is left out; write a string',
        "the key 'name' is stated twice, first in line 1; remove one of the two",
        "no value has the anchor 'none'; add it",
    ]


@pytest.mark.parametrize(
    ('text', 'place'),
    [('{"a": 1,\n "b": }', '2:7'), ('{"a": 1,\n "b" }', '2:6'), ('{"a": [1, {"b": }]}', '1:17')],
)
def test_json_with_a_key_without_a_value(tmp_path, text, place):
    with pytest.raises(SourceError, match=rf"a.json:{place}: '}}' is not expected here; correct it"):
        read(tmp_path, 'a.json', text)


def test_a_folder_in_place_of_a_file(tmp_path):
    with pytest.raises(SourceError, match=r'it cannot be read: .*; name a file that can be read'):
        read_source(SourceSpec(path='.'), tmp_path)


@pytest.mark.parametrize(
    ('name', 'text', 'found'),
    [
        ('a.json', r'{"a": "\ud800x", "b": "\ud83d\ude00", "c": "\\ud800"}', {'a': '\ufffdx', 'b': '😀', 'c': r'\ud800'}),
        ('a.json5', r"{a: '\uDEADx', b: '\ud83d\ude00', c: '\\ud800'}", {'a': '\ufffdx', 'b': '😀', 'c': r'\ud800'}),
        ('a.properties', 'a=\\ud800x\nb=\\ud83d\\ude00\nc=\\\\ud800\n', {'a': '\ufffdx', 'b': '😀', 'c': r'\ud800'}),
    ],
)  # fmt: skip
def test_half_characters_are_replaced(tmp_path, name, text, found):
    source = read(tmp_path, name, text)
    assert defaults(source) == found
    half = r'\uDEAD' if name == 'a.json5' else r'\ud800'
    assert messages(source) == [f'{name}:1: the escape {half} is half a character, and is replaced; write both halves']
    assert [one.line for one in read(tmp_path, name, f'\n\n{text}').problems] == [3]


def test_numbers_that_are_too_long_are_texts(tmp_path):
    long = '9' * 5000
    for name, text in [('a.toml', f'a = {long}\nb = [1, -{long}]\n'), ('a.json', f'{{"a": {long}, "b": [1, -{long}]}}')]:
        assert defaults(read(tmp_path, name, text)) == {'a': long, 'b': [1, f'-{long}']}
    faulty = read(tmp_path, 'a.toml', f'a = {long}\nb = = 1\n')
    assert (defaults(faulty), messages(faulty)) == ({'a': long}, ['a.toml:2:5: this is not TOML: Invalid value; correct it'])


def test_the_line_of_a_control_character(tmp_path):
    with pytest.raises(SourceError, match=r'a.yaml:2: this is not YAML: control characters are not allowed'):
        read(tmp_path, 'a.yaml', f'a: {"é" * 9}\nb: \x07\nc: 1\nd: 2\n')


def test_infinity_is_a_number(tmp_path):
    text = 'type: object\nproperties:\n  a: {type: number, default: .inf}\n  b: {type: number, default: -.INF}\n  c: {type: number, default: infinite}\n'
    source = read(tmp_path, 'a.yaml', text)
    assert defaults(source) == {'a': '.inf', 'b': '-.INF', 'c': 'infinite'}
    assert len(messages(source)) == 1 and 'default of c' in messages(source)[0]


@pytest.mark.parametrize(('name', 'text'), [
    ('a.yaml', 'a: .inf\nb: [-.Inf, .nan]\ns: ".inf"\n'),
    ('a.toml', 'a = inf\nb = [-inf, nan]\ns = "inf"\n'),
    ('a.json5', '{a: Infinity, b: [-Infinity, NaN], s: "Infinity"}'),
    ('a.json', '{"a": Infinity, "b": [-Infinity, NaN], "s": "Infinity"}'),
])  # fmt: skip
def test_infinities_in_files_of_values_are_numbers(tmp_path, name, text):
    found = records(read(tmp_path, name, text))
    assert [one['type'] for one in found.values()] == ['number', 'array', 'string']
    json.dumps([*found.values()], allow_nan=False)
    assert found['a']['default'].lstrip('.').lower().startswith('inf')


def test_infinity_where_a_text_is_stated(tmp_path):
    text = 'type: object\nproperties:\n  a: {type: string, default: .inf}\n  b: {type: integer, default: .inf}\n'
    source = read(tmp_path, 'a.yaml', text)
    assert records(source)['a']['default'] == '.inf'
    assert messages(source) == ['a.yaml:4: the default of b is ".inf", of type number, not integer; correct one of them']


def test_commented_out_keys_in_a_file_without_values(tmp_path):
    for text in ('---\n# port: 80\n', '# port: 80\n---\n# host: x\n...\n', '- a\n---\n# port: 80\n'):
        assert defaults(read(tmp_path, 'a.yaml', text, commented=True))['port'] == 80
