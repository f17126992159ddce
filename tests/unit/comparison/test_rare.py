"""Rare forms of documents, products and users' files."""

from __future__ import annotations

import json

import pytest
from comparing import brief, checked, docs, found, product, schema, validated

from sphinx_configsetting.comparison.differences import default_differs
from sphinx_configsetting.comparison.product import text_list
from sphinx_configsetting.comparison.samples import sample
from sphinx_configsetting.comparison.values_schema import values_schema
from sphinx_configsetting.importers import Choice, ProductGroup, ProductSetting


def test_a_default_in_the_notation_of_the_product(tmp_path):
    size = ProductSetting(key='size', path=('size',), default=16, text='1 << 4')
    stated = docs(size={'default': '1 << 4'}, other={'default': '1 << 5'})
    assert [list(default_differs(stated, one, size)) == [] for one in stated.settings] == [True, False]
    documentation = docs(mode={'key': ['mode'], 'default': '0o755'}, other={'key': ['other'], 'default': '0o700'})
    values = product(tmp_path, 'mode = 0o755\nother = 0o755\n', 'values.toml')
    assert checked(tmp_path, documentation, values) == [('default', 'other')]


def test_an_option_that_the_directive_does_not_have(tmp_path):
    (tmp_path / 'index.rst').write_text('.. config:setting:: port\n   :key: port', encoding='utf-8')
    (one,) = found(tmp_path, docs(port={'key': ['port'], 'default': '1'}), product(tmp_path, schema(port={'default': 2})))
    assert (one.file, one.line) == ('index.rst', 1)


def test_texts():
    assert (text_list('a'), text_list(['a', 1]), text_list(None)) == (['a'], ['a', '1'], [])


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


ANYTHING = [{}, True]


@pytest.mark.parametrize('anything', ANYTHING)
def test_names_that_a_pattern_leaves_open(tmp_path, anything):
    """A pattern allows any value, as ``^x-`` in many formats, in its object and in no other one."""
    inner = {'type': 'object', 'properties': {'c': {}}, 'patternProperties': {'^y-': anything, '[': anything}}
    known = product(tmp_path, {'type': 'object', 'allOf': [{'properties': {'a': {'type': 'integer'}, 'b': inner}}], 'patternProperties': {'^x-': anything, '^y': {'type': 'integer'}}, 'unevaluatedProperties': False})
    assert brief(validated(tmp_path, 'a: 1\nd: 2\nx-e: 3\ny: x\nb:\n  x-f: {g: 1}\n  y-h: 1\n', known)) == [('unknown', 'd', 2), ('type', 'y', 4), ('unknown', 'b.x-f', 6)]


@pytest.mark.parametrize('anything', ANYTHING)
@pytest.mark.parametrize('word', ['additionalProperties', 'unevaluatedProperties', 'x-kubernetes-preserve-unknown-fields'])
def test_objects_that_leave_other_names_open(tmp_path, anything, word):
    """A schema that says so allows other names; one that says nothing does not describe them."""
    port = {'port': {'type': 'integer'}}
    known = product(tmp_path, schema(a={**schema(**port), word: anything}, b=schema(**port), c={'type': 'array', 'items': {**schema(**port), word: anything}}))
    assert brief(validated(tmp_path, 'a: {prt: 1, x: {y: 1}}\nb: {prt: 1}\nc: [{prt: 1}]\n', known)) == [('unknown', 'b.prt', 2)]


def test_open_names_behind_references(tmp_path):
    """A reference that leads nowhere leaves nothing open."""
    part = {'properties': {'port': {'type': 'integer'}}}
    named = {'$id': 'other.json', **part, 'additionalProperties': True}
    (tmp_path / 'other.json').write_text(json.dumps(named), encoding='utf-8')
    properties = {'a': {**part, '$ref': '#/$defs/open'}, 'b': {**part, 'anyOf': [{'$ref': 'other.json'}, {'type': 'null'}]}, 'c': {**part, 'anyOf': [{'type': 'object'}, {'$ref': '#/$defs/none'}]}}
    known = product(tmp_path, {**schema(**properties), '$defs': {'open': {'patternProperties': {'^p': part, '^x': True}, 'additionalProperties': {**part, 'additionalProperties': True}}}})
    text = 'a: {x: 1, q: {p: 1}, p1: {q: 2}}\nb: {x: 1}\nc: {x: 1}\n'
    assert brief(validated(tmp_path, text, known)) == [('unknown', 'a.p1.q', 1), ('unknown', 'c.x', 3)]


def test_variables_are_not_left_open(tmp_path):
    """Objects leave names of keys open, not those of variables."""
    known = product(tmp_path, {**schema(port={'type': 'integer'}), 'additionalProperties': True}, environment='APP_{{ key | envname }}')
    assert brief(validated(tmp_path, 'APP_NOPE=1\n', known, '.env')) == [('unknown', 'APP_NOPE', 1)]


@pytest.mark.parametrize('names', [{'$ref': '#/$defs/no'}, {'$ref': '#/properties/a/type/x'}, {'$ref': 5}, {'properties': 5, 'patternProperties': 5}, {'items': 5}, {'allOf': 5}])
def test_open_names_of_broken_schemas(tmp_path, names):
    known = product(tmp_path, schema(a={'type': 'integer'}, b={'anyOf': [{'type': 'object', 'properties': {'c': {}}}, names]}))
    assert ('unknown', 'b.d', 1) in brief(validated(tmp_path, 'b: {d: 1}\n', known))


def test_schemas_nested_deeply(tmp_path):
    """Values that are nested too deeply are left out, and the rest is checked and shown."""
    text = '{"type": "integer"}'
    for _ in range(1500):
        text = f'{{"type": "object", "properties": {{"a": {text}, "c": {{"type": "integer", "description": "x"}}}}}}'
    known = product(tmp_path, text)
    assert brief(validated(tmp_path, 'c: x\na: {c: y}\n', known)) == [('type', 'c', 1), ('type', 'a.c', 2)]
    assert sample(known.source.settings, 'yaml', write_defaults=True).count('# x\n') == len(known.source.settings) > 38


def test_references_into_texts(tmp_path):
    """They lead nowhere, and the library for them raises another error then."""
    known = product(tmp_path, schema(a={'type': 'integer'}, b={'$ref': '#/properties/a/type/x'}))
    assert brief(validated(tmp_path, 'b: 1\nc: 2\n', known)) == [('unknown', 'c', 2)]


@pytest.mark.parametrize('stated', [True, 'Use c.'])
def test_settings_in_deprecated_groups(tmp_path, stated):
    """They are deprecated for users and samples; pages say so of the group."""
    word = {'deprecated': True} if stated is True else {'deprecated': True, 'deprecationMessage': stated}
    known = product(tmp_path, schema(a={**schema(b=schema(x={'type': 'integer', 'default': 1}, y={'deprecated': 'Gone.'})), **word}, c={'type': 'integer', 'default': 2}))
    found_in_file = validated(tmp_path, 'a:\n  b:\n    x: 1\n    y: 1\nc: 1\n', known)
    assert brief(found_in_file) == [('deprecated', 'a.b.x', 3), ('deprecated', 'a.b.y', 4)]
    assert ['(Use c.)' in one.message for one in found_in_file] == [stated is not True, False]
    assert sample(known.source.settings, 'yaml', write_defaults=True) == 'c: 2\n'
    assert checked(tmp_path, docs(x={'configjson': ['a.b.x']}, y={'configjson': ['a.b.y'], 'deprecated': {'version': '', 'reason': ''}}, c={'configjson': ['c']}), known) == []
    assert checked(tmp_path, docs(x={'configjson': ['a.b.x']}, y={'configjson': ['a.b.y']}, c={'configjson': ['c']}), known) == [('deprecated', 'a.b.y')]
