"""Rare forms of documents, products and users' files."""

from __future__ import annotations

import json

import pytest
from comparing import brief, checked, docs, found, product, schema, validated

from sphinx_configsetting.comparison.facts import default_differs
from sphinx_configsetting.comparison.product import texts
from sphinx_configsetting.comparison.samples import sample
from sphinx_configsetting.comparison.values_schema import values_schema
from sphinx_configsetting.importers import Choice, ProductGroup, ProductSetting


def test_a_default_in_the_notation_of_the_product(tmp_path):
    size = ProductSetting(key='size', path=('size',), default=16, text='1 << 4')
    stated = docs(size={'default': '1 << 4'}, other={'default': '1 << 5'}).settings
    assert [list(default_differs(one, size)) == [] for one in stated] == [True, False]
    documentation = docs(mode={'key': ['mode'], 'default': '0o755'}, other={'key': ['other'], 'default': '0o700'})
    values = product(tmp_path, 'mode = 0o755\nother = 0o755\n', 'values.toml')
    assert checked(tmp_path, documentation, values) == [('default', 'other')]


def test_an_option_that_the_directive_does_not_have(tmp_path):
    (tmp_path / 'index.rst').write_text('.. config:setting:: port\n   :key: port', encoding='utf-8')
    (one,) = found(tmp_path, docs(port={'key': ['port'], 'default': '1'}), product(tmp_path, schema(port={'default': 2})))
    assert (one.file, one.line) == ('index.rst', 1)


def test_texts():
    assert (texts('a'), texts(['a', 1]), texts(None)) == (['a'], ['a', '1'], [])


def test_a_placeholder_that_is_not_allowed():
    secret = ProductSetting(key='token', path=('token',), types=('string',), choices=(Choice('a'),), required=True)
    assert sample([secret], 'yaml', write_defaults=True) == 'token: "a"\n'


def test_a_group_without_a_description():
    assert values_schema([], [ProductGroup(key='a', path=('a',), title='A')])['properties'] == {'a': {'type': 'object', 'title': 'A'}}


def test_names_that_a_schema_forbids(tmp_path):
    known = product(tmp_path, schema(env={'type': 'object', 'propertyNames': {'pattern': '^[A-Z]+$'}, 'additionalProperties': {'type': 'string'}}))
    assert brief(validated(tmp_path, 'env:\n  A: x\n  b: y\n', known)) == [('unknown', 'env.b', 3)]


def test_a_property_of_the_name_property_names(tmp_path):
    known = product(tmp_path, schema(propertyNames={'type': 'integer'}))
    assert brief(validated(tmp_path, 'propertyNames: x\n', known)) == [('type', 'propertyNames', 1)]


def test_a_required_key_that_the_schema_does_not_describe(tmp_path):
    known = product(tmp_path, {**schema(port={'type': 'integer'}), 'required': ['x']})
    assert brief(validated(tmp_path, 'x: 5\n', known)) == [('unknown', 'x', 1)]
    assert brief(validated(tmp_path, 'port: 5\n', known)) == [('missing', 'x', 1)]


def test_an_unknown_key_is_reported_once(tmp_path):
    known = product(tmp_path, {**schema(port={'type': 'integer'}), 'additionalProperties': False})
    assert brief(validated(tmp_path, 'prot: 5\n', known)) == [('unknown', 'prot', 1)]


def test_a_fault_is_reported_once(tmp_path):
    twice = [{'properties': {'port': {'type': 'integer'}}}] * 2
    known = product(tmp_path, {**schema(port={}), 'allOf': twice})
    assert brief(validated(tmp_path, 'port: x\n', known)) == [('type', 'port', 1)]


def test_a_variable_of_items(tmp_path):
    items = {'type': 'object', 'properties': {'name': {'type': 'string', 'x-environment': 'APP_NAME'}}}
    known = product(tmp_path, schema(servers={'type': 'array', 'items': items}))
    assert brief(validated(tmp_path, None, known, environ={'APP_NAME': 'a'})) == []


@pytest.mark.parametrize('syntax', ['json', 'yaml', 'toml', 'env'])
def test_nothing_to_write(syntax):
    text = sample([ProductSetting(key='a', path=('a',), deprecated=True)], syntax, write_defaults=True)
    assert text == ('{}\n' if syntax == 'json' else '')


def test_json_of_groups():
    settings = [
        ProductSetting(key='a', path=('a',), types=('object',), default={'x': [1, 2]}),
        ProductSetting(key='b.c', path=('b', 'c'), types=('string',)),
        ProductSetting(key='d.e.f', path=('d', 'e', 'f'), default='é'),
    ]
    wanted = {'a': {'x': [1, 2]}, 'd': {'e': {'f': 'é'}}}
    assert sample(settings, 'json', write_defaults=False) == f'{json.dumps(wanted, ensure_ascii=False, indent=2)}\n'


@pytest.mark.parametrize('before', ['', '// A comment\n'])
def test_schemas_with_comments_and_halves_of_letters(tmp_path, before):
    """The second reading of a schema, without lines, accepts what the first one does."""
    text = before + '{"properties": {"a": {"enum": ["\\ud83d"]}}}'
    [finding] = validated(tmp_path, 'a: x\n', product(tmp_path, text))
    assert finding.message == 'a is "x", but must be "\ufffd"; correct the value'


@pytest.mark.parametrize('anything', [{}, True])
def test_names_that_a_schema_reserves(tmp_path, anything):
    """A pattern allows any value, as ``^x-`` in many formats; one that settings match reserves nothing."""
    inner = {'type': 'object', 'properties': {'c': {}}, 'patternProperties': {'^x-': anything, '.': anything, '[': anything}}
    known = product(tmp_path, {'type': 'object', 'allOf': [{'properties': {'a': {'type': 'integer'}, 'b': inner}}], 'patternProperties': {'^x-': anything, '^y': {'type': 'integer'}}, 'unevaluatedProperties': False})
    assert brief(validated(tmp_path, 'a: 1\nd: 2\nx-e: 3\ny: x\nb:\n  x-f: {g: 1}\n  h: 1\n', known)) == [('unknown', 'd', 2), ('type', 'y', 4), ('unknown', 'b.h', 7)]


def test_patterns_of_any_name_reserve_none(tmp_path):
    inner = {'type': 'object', 'patternProperties': {'^[a-z_]+$': {}, '^x-': {}}}
    known = product(tmp_path, {'type': 'object', 'properties': {'a': {'type': 'integer'}, 'env': inner}})
    assert brief(validated(tmp_path, 'a: 1\nprot: 2\nenv:\n  home: 3\n  x-f: 1\n', known)) == [('unknown', 'prot', 2)]


def test_schemas_nested_deeply(tmp_path):
    """Values that are nested too deeply are left out, and the rest is checked and shown."""
    text = '{"type": "integer"}'
    for _ in range(1500):
        text = f'{{"type": "object", "properties": {{"a": {text}, "c": {{"type": "integer", "description": "x"}}}}}}'
    known = product(tmp_path, text)
    assert brief(validated(tmp_path, 'c: x\na: {c: y}\n', known)) == [('type', 'c', 1), ('type', 'a.c', 2)]
    assert sample(known.source.settings, 'yaml', write_defaults=True).count('# x\n') == len(known.source.settings) > 38
