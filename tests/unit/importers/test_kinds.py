"""Files of each kind, as products write them."""

from __future__ import annotations

import pytest
import yaml
from reading import defaults, messages, read, records

from sphinx_configsetting.importers import SourceError
from sphinx_configsetting.importers.detection import syntax_of
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec
from sphinx_configsetting.importers.typenames import json_types


@pytest.mark.parametrize(
    ('name', 'text', 'syntax'),
    [
        ('app.conf.example', '', 'ini'), ('.env.local', '', 'env'), ('.envrc', '', 'env'), ('app.env.yaml', '', 'yaml'), ('x.props', '', 'properties'),
        ('config', '// a\n{', 'json'), ('config', '# a\n[section]\nx=1', 'ini'), ('config', 'A=1\nB=2', 'env'), ('config', 'a.b = 1', 'properties'),
        ('config', 'a: 1\nb: 2', 'yaml'), ('config', 'Port 22', 'ini'), ('config', 'Port', 'yaml'), ('x.unknown', 'a.b=1', 'properties'), ('config', '', 'yaml'),
        ('app.conf', '\n// words\n{"a": 1}', 'json'), ('app.conf', '{\na = 1', 'ini'), ('app.conf', '// words\n[1]', 'ini'),
    ('.npmrc', '; words\nregistry=https://x.example\nfund=false\n', 'ini'),
    ],
)
def test_syntax(name, text, syntax):
    assert syntax_of(name, text) == syntax


@pytest.mark.parametrize(
    ('word', 'types'),
    [
        ('str | None', ('string',)), ('int | string', ('integer', 'string')), ('[]string', ('array',)), ('string[]', ('array',)), ('uint32', ('integer',)),
        ('f64', ('number',)), ('java.util.Map<java.lang.String>', ('object',)), ('*bool', ('boolean',)), ('null', ('null',)), ('x.Mode', ()), ('k8s/int', ('integer',)),
        ('int | undefined', ('integer',)), ('string | string[]', ('string', 'array')), ('list[int | str]', ('array',)), ('map[string]int', ('object',)), ('dict of str or int', ('object', 'integer')),
        ('integer/string', ('integer', 'string')), ('tpl/array', ('string', 'array')), ('string path', ('string',)), ('port number', ('integer',)), ('integer, in seconds', ()),
        ('bytes/day', ()), ('bytes per second', ()), ('integer or "auto"', ()), ('bool|"auto"', ()), ('host:port', ()), ('std::string', ('string',)), ('string list', ()), ('hash algorithm', ()),
        ('long description', ()), ('table name', ()), ('port range', ()), ('percent', ()), ('csv', ()), ('', ()),
    ],
)
def test_words_for_types(word, types):
    assert json_types(word) == types


def test_api(tmp_path):
    text = {
        'openapi': '3.0.3',
        'components': {'schemas': {
            'Base': {'properties': {'name': {'type': 'string'}}},
            'Pet': {'allOf': [{'$ref': '#/components/schemas/Base'}, {'properties': {'age': {'type': 'integer', 'nullable': True, 'example': 3}}}]},
        }},
    }
    with pytest.raises(SourceError, match='it is an API with several schemas; name one with "at", as in "/components/schemas/Base"'):
        read(tmp_path, 'api.json', text)
    found = records(read(tmp_path, 'api.json', text, at='/components/schemas/Pet'))
    assert (list(found), found['age']['type'], found['age']['examples']) == (['name', 'age'], ['integer', 'null'], [3])
    assert list(records(read(tmp_path, 'api.json', {'swagger': '2.0'}))) == ['swagger']


def test_draft_4(tmp_path):
    text = {
        '$schema': 'http://json-schema.org/draft-04/schema#', 'id': 'http://example.org/root.json',
        'definitions': {'p': {'id': '#port', 'type': 'integer', 'minimum': 0, 'exclusiveMinimum': True}},
        'properties': {'port': {'$ref': '#port', 'default': 80}, 'q': {'$ref': 'root.json#/definitions/p'}, 'id': {'type': 'string'}},
    }
    source = read(tmp_path, 's.json', text)
    assert messages(source) == [] and (records(source)['q']['minimum'], records(source)['q']['exclusiveMinimum']) == (0, 0)
    assert defaults(source) == {'port': 80, 'q': '(absent)', 'id': '(absent)'}


def test_linter(tmp_path):
    severity = {'oneOf': [{'const': 'off', 'title': 'Never'}, {'const': 2, 'title': 'Fail'}]}
    rule = {'anyOf': [{'$ref': '#/definitions/severity'}, {'type': 'array', 'items': [{'$ref': '#/definitions/severity'}, {'type': 'object', 'properties': {'max': {'default': 80}}}]}]}
    text = {
        'definitions': {'severity': severity, 'rule': rule},
        'properties': {
            'rules': {'type': 'object', 'properties': {'max-len': {'$ref': '#/definitions/rule'}}, 'additionalProperties': {'$ref': '#/definitions/rule'}},
            'level': {'enum': ['a', 'b'], 'default': 'c', 'markdownEnumDescriptions': {'a': 'First'}}, 'any': {'enum': [1, True], 'default': 1.0},
            'nothing': {'type': 'string', 'default': None}, 'maybe': {'type': ['string', 'null'], 'enum': ['x'], 'default': None},
            'long': {'const': 'x' * 80, 'default': 'y' * 80},
        },
        'dependencies': {'level': ['rules'], 'any': {'properties': {'dep': {'type': 'boolean'}}}},
    }
    source = read(tmp_path, 's.json', text)
    found = records(source)
    assert found['rules.max-len']['choices'] == [{'value': 'off', 'description': 'Never'}, {'value': 2, 'description': 'Fail'}]
    assert found['rules.<name>[].max']['default'] == 80 and 'dep' in found
    assert found['level']['choices'] == [{'value': 'a', 'description': 'First'}, 'b']
    assert [message.split(': ', 1)[1] for message in messages(source)] == [
        'the default of level is "c", not one of "a", "b"; correct one of them',
        f'the default of long is "{"y" * 58}…, not one of "{"x" * 58}…; correct one of them',
    ]


def test_nested_unions(tmp_path):
    part = {'properties': {'a': {'type': 'integer'}}}
    text = {
        '$defs': {'x': {'anyOf': [{'type': 'string'}, {'$ref': '#/$defs/x'}]}},
        'properties': {
            'pure': {'anyOf': [{'anyOf': [{'type': 'string'}, {'type': 'integer'}]}, {'type': 'boolean'}]},
            'mixed': {'anyOf': [{'properties': {'b': {}}, 'anyOf': [part, {'properties': {'c': {}}}]}, {'type': 'string'}]},
            'self': {'$ref': '#/$defs/x'}, 'only': {'properties': {'a': {'title': 'A'}}, 'anyOf': [part]}, 'true': True,
            'const': {'const': 5}, 'pair': {'type': 'array', 'items': [{'properties': {'p': {}}}, {'properties': {'q': {}}}]},
            'deep': {'allOf': [{'allOf': [{'type': 'integer'}]}]}, 'examples': {'examples': {'one': {'x': 1}}}, 'bad': {'enumDescriptions': [1], 'enum': [1, 2]},
        },
    }
    found = records(read(tmp_path, 's.json', text))
    assert (found['pure']['type'], found['self']['type']) == (['string', 'integer', 'boolean'], 'string')
    assert {'mixed.a', 'mixed.b', 'mixed.c', 'pair[].p', 'pair[].q'} <= found.keys()
    assert (found['only.a']['type'], found['only.a']['title'], found['deep']['type']) == ('integer', 'A', 'integer')
    assert found['const']['choices'] == [5] and found['bad']['choices'] == [1, 2]


def test_limits_of_schemas(tmp_path, monkeypatch):
    from sphinx_configsetting.importers import schemas

    monkeypatch.setattr(schemas, 'MAX_SETTINGS', 2)
    assert messages(read(tmp_path, 's.json', {'properties': {name: {} for name in 'abcd'}})) == [
        's.json:5: it states more than 2 settings; narrow it down with "at"'
    ]
    monkeypatch.undo()
    monkeypatch.setattr(schemas, 'MAX_PATH', 2)
    inner = {'properties': {'b': {'properties': {'c': {}}}, 'l': {'items': {'properties': {'x': {}}}}}}
    assert messages(read(tmp_path, 's.json', {'properties': {'a': inner}})) == [
        's.json:5: a.b... is nested more than 2 deep; what is in it is left out'
    ]


def test_references_that_referencing_refuses(tmp_path):
    text = {'properties': {'a': {'$ref': '#x'}, 'b': {'$ref': 'http://['}}, '$defs': {'y': {'$id': 5, '$anchor': 7}, 'z': {'$id': 'http://['}, 'l': [5]}}
    found = messages(read(tmp_path, 's.json', text))
    assert len(found) == 3 and "the reference '#x' leads nowhere" in found[0]
    assert "the reference 'http://[' is not a URI" in found[1]


def test_extension_with_broken_texts(tmp_path):
    (tmp_path / 'package.nls.json').write_text('{"d": ')
    source = read(tmp_path, 'package.json', {'contributes': {'configuration': {'properties': {'x.d': {'description': '%d%'}}}}})
    assert messages(source) == ["package.nls.json:1:7: the file ends, but '}' is missing; correct it"]
    assert records(source)['x.d']['description'] == '%d%'
    (tmp_path / 'package.nls.json').write_text('[]')
    assert messages(read(tmp_path, 'package.json', {'contributes': {'configuration': {'properties': {'x.d': {}}}}})) == []


def test_mapped_fields(tmp_path):
    facts = {'x-title': 'T', 'x-type': 'duration', 'x-default': '3s', 'x-gone': 1, 'x-env': 'E', 'x-ex': [1], 'x-req': True, 'x-why': 'old'}
    fields = {'title': ('x-title',), 'type': ('x-type',), 'default': ('x-default',), 'examples': ('x-ex',), 'required': ('x-req',), 'deprecated': ('x-gone',), 'since': ('none',)}
    item = records(read(tmp_path, 's.json', {'properties': {'a': facts, 'b': {}}}, fields=fields))['a']
    assert (item['title'], item['typename'], item['default'], item['examples'], item['required'], item['deprecated']) == ('T', 'duration', '3s', [1], True, True)
    assert records(read(tmp_path, 's.json', {'properties': {'a': facts}}, fields={'deprecated': ('x-why',), 'environment': ('x-env',)}))['a']['deprecated'] == 'old'


def test_terraform_and_oslo(tmp_path):
    inputs = [
        {'name': 'region', 'type': 'string', 'description': 'Region', 'default': 'eu', 'required': False},
        {'name': 'names', 'type': 'list(object({}))', 'description': None, 'default': None, 'required': True},
        {'name': 'n', 'type': ['string', 'null', 5], 'description': '', 'default': None, 'required': False},
    ]
    source = read(tmp_path, 'tf.json', {'header': '', 'inputs': inputs, 'outputs': []})
    assert defaults(source) == {'region': 'eu', 'names': '(absent)', 'n': None}
    assert records(source)['n']['type'] == ['string', 'null']
    text = (
        'options:\n  DEFAULT:\n    help: Main\n    opts:\n    - name: fmt\n      type: string value\n      choices: [[a, About a], [b, null], {other: 1}]\n      default: a\n'
        '      deprecated_reason: null\n      deprecated_for_removal: false\n      min: 1\n      env_vars: [A, 5]\n    - name: kinds\n      type: string value\n      choices: {a: About a, b: 1}\n'
        '      default: 5\n    - name: port\n      type: integer\n      default: x\n'
    )
    source = read(tmp_path, 'oslo.yaml', text)
    found = records(source)
    assert found['DEFAULT.fmt']['choices'] == [{'value': 'a', 'description': 'About a'}, 'b', {'other': 1}]
    assert (found['DEFAULT.fmt']['minimum'], found['DEFAULT.fmt']['environment']) == (1, 'A')
    assert found['DEFAULT.kinds']['choices'] == [{'value': 'a', 'description': 'About a'}, 'b']
    assert messages(source) == ['oslo.yaml:17: the default of DEFAULT.port is "x", not of type integer; correct one of them']


def test_records_where_the_project_says(tmp_path):
    text = {'top': {'list': [{'name': 'a', 'deprecation': {'level': 'error'}}, {'name': ''}]}, 'other': 5}
    source = read(tmp_path, 'r.json', text, format='records', options='list')
    assert list(records(source)) == ['top.a'] and records(source)['top.a']['deprecated'] is True
    assert messages(source) == ['r.json:11: record 2 has no name, and is left out; give it a name']
    assert messages(read(tmp_path, 'r.json', text, format='records', options='none')) != []
    assert list(records(read(tmp_path, 'r.json', {'x': {'a': {'type': 'string'}, 'b': 5}}, format='records'))) == ['x']
    assert messages(read(tmp_path, 'r.json', '5', format='records')) == ['r.json: it states no settings; check "format" and "at"']


def test_chart(tmp_path):
    text = (
        '## @param nodes[0].name Name\n## @param extra [string, nullable] More\n'
        'nodes:\n  - name: a\nextra:\n---\nport: 1\n---\nport: 2\n'
    )
    source = read(tmp_path, 'values.yaml', text)
    assert records(source)['nodes[].name']['description'] == 'Name'
    assert messages(source) == [
        "values.yaml:9: several documents of the file state the key 'port'; the first one counts; name one document with \"document\": 0, 1, 2",
    ]


def test_commented_tables(tmp_path):
    text = '[[proxy]]\nname = "a"\n# [table.inner]\n# x = 1\n# [[list]]\n# n = 1\n[[proxy]]\n# url = "u"\n# Words\n# [no.table]\n#open = [\n'
    source = read(tmp_path, 'c.toml', text, commented=True)
    assert defaults(source) == {'proxy': [{'name': 'a'}, {}], 'proxy[].name': '(absent)', 'table.inner.x': 1, 'list': [{'n': 1}], 'list[].n': '(absent)', 'proxy[].url': '(absent)'}


def test_commented_code_is_no_description(tmp_path):
    text = '# About a\n#A=1\nB=2\n# note: this is not = a key\nC=3\nD=4\n'
    found = records(read(tmp_path, '.env', text))
    assert ('description' in found['B'], found['C']['description'], list(found)) == (False, 'note: this is not = a key', ['B', 'C', 'D'])


def test_commented_properties(tmp_path):
    text = '#a.b=x\\\n#  y\n#c.d=1\\\ne=1\n# more = of this and that goes here\n# k = a b c ; words\n'
    found = records(read(tmp_path, 'x.properties', text, commented=True))
    assert found['a.b']['default'] == 'xy' and {'c.d', 'e'} <= found.keys()


def refuses_depth():
    """Return whether the YAML parser itself refuses values that are nested deeply, as new versions of libyaml do."""
    try:
        list(yaml.parse('[' * 5000, yaml.CSafeLoader))
    except yaml.YAMLError as error:
        return 'nesting' in str(error)
    return False


@pytest.mark.skipif(not refuses_depth(), reason='this YAML parser reads values of any depth, so that they are cut only where they are too deep')
def test_deep_yaml(tmp_path):
    deep = '[' * 5000 + ']' * 5000
    source = read(tmp_path, 'a.yaml', f'a: {deep}\n"b c":\n  - {deep}\nend: 1\n')
    assert defaults(source) == {'a': None, '"b c"': None, 'end': 1}
    assert len(source.problems) == 2 and all('nested more than 120 deep' in one for one in messages(source))
    with pytest.raises(SourceError, match='nested more than 120 deep'):
        read(tmp_path, 'a.yaml', deep)


def test_schemas_with_a_part_that_is_none(tmp_path):
    text = {'type': 'object', 'properties': {'a': {'type': 'integer'}, 'b': {}, 'c': 5}}
    source = read(tmp_path, 's.json', text)
    assert (list(records(source)), len(source.problems)) == (['a', 'b'], 1)
    assert list(records(read(tmp_path, 'v.json', text | {'type': 'none'}))) == ['type', 'properties.a.type', 'properties.b', 'properties.c']
    text['properties'] = {'a': {}, 'b': 1, 'c': 2}
    assert next(iter(records(read(tmp_path, 'v.json', text)))) == 'type'


def test_latin_1_in_properties(tmp_path):
    (tmp_path / 'a.properties').write_bytes('# Größe\na=ü\n'.encode('latin-1'))
    source = read_source(SourceSpec(path='a.properties'), tmp_path)
    assert [(one.default, one.description) for one in source.settings] == [('ü', 'Größe')]
    (tmp_path / 'a.properties').write_bytes(b'\xff\xfea=1')
    with pytest.raises(SourceError, match='it is not UTF-16'):
        read_source(SourceSpec(path='a.properties'), tmp_path)
