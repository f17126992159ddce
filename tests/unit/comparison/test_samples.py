"""Sample files and schemas: what is written parses, is valid, and is read back."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest
import yaml
from comparing import brief, checked, docs, product, schema, validated
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.comparison.accepted_samples import completed
from sphinx_configsetting.comparison.documented_product import documented_source
from sphinx_configsetting.comparison.product import Product
from sphinx_configsetting.comparison.samples import sample, unfilled, with_groups
from sphinx_configsetting.comparison.schemas import Checks
from sphinx_configsetting.comparison.user_files import read_sheets
from sphinx_configsetting.comparison.validation import Validation
from sphinx_configsetting.comparison.values_schema import values_schema
from sphinx_configsetting.importers import (
    ABSENT,
    Choice,
    FileContent,
    ProductGroup,
    ProductSetting,
    format_key,
)
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec

NAMES = st.text(st.characters(codec='utf-8', exclude_characters='<>{}*%[]$'), min_size=1, max_size=8).filter(lambda name: not name.isdecimal())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
VALUES = {
    'string': st.text(max_size=20),
    'integer': st.integers(-(10**9), 10**9),
    'number': st.floats(allow_nan=False, allow_infinity=False, width=32),
    'boolean': st.booleans(),
    'array': st.lists(JSON, max_size=3),
    'object': st.dictionaries(st.text(max_size=5), JSON, max_size=2),
    '': JSON,
}


@st.composite
def a_setting(draw):
    path = tuple(draw(st.lists(NAMES, min_size=1, max_size=3)))
    kind = draw(st.sampled_from(list(VALUES)))
    default = draw(VALUES[kind] | st.just(ABSENT))
    choices = ()
    if kind in {'string', 'integer'}:
        choices = tuple(map(Choice, draw(st.lists(VALUES[kind], max_size=3, unique=True))))
    return ProductSetting(
        key=format_key(path), path=path, types=(kind,) if kind else (), default=default, choices=choices,
        description=draw(st.text(max_size=30)), required=draw(st.booleans()), deprecated=draw(st.booleans()),
        environment=(draw(st.from_regex(r'[A-Z_]{3,9}', fullmatch=True)),),
    )


def is_free(settings):
    """No setting is within another one, or has the name or variable of one."""
    paths = [one.path for one in settings]
    variables = [one.environment for one in settings]
    within = any(a != b and b[: len(a)] == a for a in paths for b in paths)
    return not within and len(set(paths)) == len(paths) and len(set(variables)) == len(variables)


SETTINGS = st.lists(a_setting(), min_size=1, max_size=5).filter(is_free)
PARSERS = {'json': json.loads, 'yaml': yaml.safe_load, 'toml': tomllib.loads, 'env': str}


@pytest.mark.parametrize('syntax', ['json', 'yaml', 'toml', 'env'])
@given(settings=SETTINGS, defaults=st.booleans())
def test_samples_are_valid(tmp_path_factory, syntax, settings, defaults):
    product = Product(FileContent(tuple(settings), (), (), ()), SourceSpec(path='x'))
    text = sample(settings, syntax, write_defaults=defaults)
    PARSERS[syntax](text)
    path = tmp_path_factory.mktemp('sample') / f'sample.{syntax}'
    path.write_text(text, encoding='utf-8', newline='')
    sheets = read_sheets(str(path), product)
    assert not [problem for sheet in sheets for problem in sheet.problems]
    found = Validation(product, Checks(product, path.parent, own=False)).findings(sheets)
    missing = [one for one in settings if one.required and (one.deprecated or syntax in {'toml', 'env', 'json'} or one.choices)]
    assert [one for one in brief(found) if one[0] != 'missing'] == []
    assert missing or found == []


LIMITS = {'integer': ('minimum', 'maximum', 'exclusiveMinimum', 'multipleOf'), 'number': ('minimum', 'exclusiveMaximum'), 'string': ('minLength', 'maxLength'), 'array': ('minItems', 'maxItems')}


@st.composite
def a_limited_setting(draw):
    """Return a setting with all that a schema can state of it."""
    one = draw(a_setting())
    kind = one.types[0] if one.types else ''
    limits = draw(st.dictionaries(st.sampled_from(LIMITS[kind]), st.integers(1, 99))) if kind in LIMITS else {}
    types = (*one.types, 'null') if kind and draw(st.booleans()) else one.types
    extra = draw(st.fixed_dictionaries({}, optional={'formerly': st.just(['old']), 'link': st.just('https://docs.example.org/#a')}))
    return one._replace(
        types=types, limits=limits, title=draw(st.text(max_size=9)), examples=tuple(draw(st.lists(VALUES[kind], max_size=2))),
        read_only=draw(st.booleans()), write_only=draw(st.booleans()), extra=extra,
    )


@given(settings=st.lists(a_limited_setting(), min_size=1, max_size=4).filter(is_free))
def test_schemas_are_read_back(tmp_path_factory, settings):
    schema = values_schema(settings, is_strict=False)
    jsonschema.Draft202012Validator.check_schema(schema)
    folder = tmp_path_factory.mktemp('schema')
    (folder / 's.json').write_text(json.dumps(schema), encoding='utf-8')
    read = read_source(SourceSpec(path='s.json', format='json-schema'), folder)
    back = {one.path: one for one in read.settings}
    for one in settings:
        assert back[one.path].default == one.default
        assert [choice.value for choice in back[one.path].choices] == [choice.value for choice in one.choices]
        assert (back[one.path].required, bool(back[one.path].deprecated)) == (one.required, bool(one.deprecated))
        assert back[one.path].description == one.description.strip()
        assert back[one.path].title.strip() == one.title.strip()
        for name in ('environment', 'types', 'limits', 'examples', 'read_only', 'write_only', 'extra'):
            assert getattr(back[one.path], name) == getattr(one, name)


SPECIAL = ['[]', '<name>', 'q-{id}', 'x-<id>']
UNIONS = [{'type': 'string', 'minLength': 2}, {'type': 'integer', 'minimum': 1}, {'type': 'boolean'}, {'type': 'array'}]


@st.composite
def a_setting_within(draw):
    """Return a setting within lists and maps, perhaps of several types."""
    one = draw(a_setting())
    path = (draw(NAMES), *draw(st.lists(st.sampled_from(SPECIAL) | NAMES, max_size=2)), draw(NAMES))
    one = one._replace(path=path, key=format_key(path), environment=())
    unions = draw(st.lists(st.sampled_from(UNIONS), unique_by=str, max_size=3))
    if len(unions) < 2:
        return one
    return one._replace(alternatives=tuple(unions), types=tuple(union['type'] for union in unions), choices=())


def has_one_kind_of_children(settings):
    """A value is a list or an object, not both."""
    children = {}
    for one in settings:
        for length in range(1, len(one.path)):
            children.setdefault(one.path[:length], set()).add(one.path[length] == '[]')
    paths = [one.path for one in settings]
    within = any(a != b and b[: len(a)] == a for a in paths for b in paths)
    return not within and len(set(paths)) == len(paths) and all(len(kinds) == 1 for kinds in children.values())


@given(settings=st.lists(a_setting_within(), min_size=1, max_size=4).filter(has_one_kind_of_children), is_strict=st.booleans())
def test_schemas_of_lists_maps_and_unions_are_read_back(tmp_path_factory, settings, is_strict):
    schema = values_schema(settings, is_strict=is_strict)
    jsonschema.Draft202012Validator.check_schema(schema)
    folder = tmp_path_factory.mktemp('schema')
    (folder / 's.json').write_text(json.dumps(schema), encoding='utf-8')
    back = {one.path: one for one in read_source(SourceSpec(path='s.json', format='json-schema'), folder).settings}
    for one in settings:
        read = back[one.path]
        assert (read.key, read.types, read.default, bool(read.deprecated)) == (one.key, one.types, one.default, one.deprecated)
        says_more = any(branch.keys() != {'type'} for branch in one.alternatives)  # than the types
        assert [dict(branch) for branch in read.alternatives] == (list(one.alternatives) if says_more else [])
        assert [choice.value for choice in read.choices] == [choice.value for choice in one.choices]
        assert read.required is one.required


KEYS = ['.a', '.b', 'web.port', 'web."x.y"', 'web.tls.key', 'web.password', 'n', 'yes', 'null', 'list[0].x', 'm.<name>.u', 'm.q-{id}.v', '.1']
TYPES = {'string': 'c', 'str': 'c', 'enum': 'c', '': 'cr', 'integer': 'r', 'number': 'r', 'float': 'r', **dict.fromkeys(('boolean', 'list', 'list of strings', 'object', 'duration', 'path', 'bytes', 'url', 'map'), '')}
"""Types, with what limits them: choices or a range."""
WORDS = st.sampled_from(
    ['5', '8065', '0.80', 'true', 'yes', 'off', 'None', '(empty)', 'a', 'a, b', '[1, 2]', '{"x": 1}', '30s', '1Gi', './data', '"quoted"', '1_000', '-1', '0x1F', '1e3', '']
) | st.text(max_size=8)


@st.composite
def facts(draw):
    """Return facts of a setting without contradictions, as no value would suit them."""
    typename = draw(st.sampled_from(list(TYPES)))
    possible = {
        'default': WORDS, 'required': st.booleans(), 'secret': st.booleans(), 'example': WORDS, 'description': st.text(max_size=30),
        'deprecated': st.just({'version': '1', 'reason': ''}), 'environment': st.sampled_from([['APP_A'], ['APP_B'], ['APP_<NAME>_X']]),
    }
    if 'c' in TYPES[typename]:
        possible['choices'] = st.lists(WORDS, min_size=1, max_size=3)
    elif 'r' in TYPES[typename]:
        possible['range'] = st.sampled_from(['1..5', '..9', '3..', 'x'])
    return {'configjson': [draw(st.sampled_from(KEYS))], 'type': typename, **draw(st.fixed_dictionaries({}, optional=possible))}


@pytest.mark.parametrize('syntax', PARSERS)
@given(stated=st.lists(facts(), min_size=1, max_size=4, unique_by=(lambda one: one['configjson'][0], lambda one: str(one.get('environment', one)))), defaults=st.booleans())
def test_samples_of_documented_settings_are_valid(tmp_path_factory, syntax, stated, defaults):
    documentation = docs(**{f's{number}': one for number, one in enumerate(stated)})
    text = sample(documented_source(documentation, {}).settings, syntax, write_defaults=defaults)
    PARSERS[syntax](text)
    assert validated(tmp_path_factory.mktemp('sample'), text, documentation, f'sample.{syntax}') == []


def test_only_what_can_be_a_secret_has_a_placeholder(tmp_path):
    """The name of a number, a choice, an amount or a file can have the word, too; if the product says so, it counts."""
    known = product(tmp_path, schema(
        token_ttl={'type': 'integer', 'default': 3600}, use_token={'type': 'boolean', 'default': True}, token_kind={'enum': ['a', 'b'], 'default': 'b'},
        token_life={'type': 'string', 'default': '30s', 'x-typename': 'duration'}, password_file={'type': 'string', 'default': '/pw'}, secretName={'type': 'string', 'default': 'app'},
        token={'type': 'string', 'default': 'x'}, secrets=schema(size={'type': 'integer', 'default': 8}, key={'default': 'y'}),
        pin={'type': ['integer', 'string'], 'default': 1234, 'writeOnly': True}, code_file={'type': 'string', 'default': 'z', 'format': 'password'}, port_token={'type': ['integer', 'string'], 'default': 7},
    ))
    assert json.loads(sample(known.source.settings, 'json', write_defaults=False)) == {
        'token_ttl': 3600, 'use_token': True, 'token_kind': 'b', 'token_life': '30s', 'password_file': '/pw', 'secretName': 'app',
        'token': 'CHANGE_ME', 'secrets': {'size': 8, 'key': 'CHANGE_ME'}, 'pin': 'CHANGE_ME', 'code_file': 'CHANGE_ME', 'port_token': 'CHANGE_ME',
    }


def test_secrets_that_must_be_long(tmp_path):
    def secret(**limits):
        return ProductSetting(key='token', path=('token',), types=('string',), required=True, limits=limits)

    assert json.loads(sample([secret(minLength=12)], 'json', write_defaults=False)) == {'token': 'CHANGE_MECHA'}
    assert json.loads(sample([secret(minLength=10**9)], 'json', write_defaults=False)) == {}
    one = ProductSetting(key='token', path=('token',), choices=(Choice('a'),), default='a', required=True)
    assert json.loads(sample([one], 'json', write_defaults=False)) == {'token': 'a'}
    number = ProductSetting(key='token', path=('token',), types=('integer',), default=5, examples=(6,), required=True)
    assert sample([number], 'yaml', write_defaults=True) == 'token: 0\n'


LIMITED = {
    'integer': [{'exclusiveMinimum': 5}, {'minimum': 4, 'multipleOf': 3}, {'maximum': -2, 'multipleOf': 5}, {'exclusiveMaximum': 0}],
    'number': [{'exclusiveMinimum': 0, 'exclusiveMaximum': 1}, {'multipleOf': 0}, {'minimum': 0.5, 'multipleOf': 0.25}],
    'string': [
        {'minLength': 9}, {'format': 'email'}, *({'pattern': one} for one in (
            '^[a-z]{3}$', '^x', r'^sk-[a-z0-9]{20}$', '^https?://', '^(debug|info)$', r'\.pem$', r'^\d+(ms|s)$', '^[0-9a-f]{64}$', r'^\+\d{6,14}$', '^[A-Z][A-Z0-9_]+$', r'^\d{1,3}(\.\d{1,3}){3}$',
        )),
    ],
    'boolean': [{}], 'array': [{'maxItems': 0}],
}


@pytest.mark.parametrize('syntax', ['json', 'yaml', 'toml', 'env'])
def test_required_settings_are_valid(tmp_path, syntax):
    """A required setting has a value within its limits, and a default where it has one; what has none is known."""
    schema = {'type': 'object', 'properties': {'sure': {'type': 'integer', 'default': 3, 'x-environment': 'SURE'}}, 'required': ['sure']}
    for kind, limits in LIMITED.items():
        for number, one in enumerate(limits):
            schema['properties'][f'{kind}{number}'] = {'type': kind, **one, 'x-environment': f'{kind}{number}'.upper()}
            schema['required'].append(f'{kind}{number}')
    known = product(tmp_path, schema)
    path = tmp_path / f'sample.{syntax}'
    path.write_text(sample(known.source.settings, syntax, write_defaults=False), encoding='utf-8')
    schema['properties']['number1'].pop('multipleOf')
    checked = product(tmp_path, schema)
    assert Validation(checked, Checks(checked, tmp_path, own=True)).findings(read_sheets(str(path), checked)) == []
    assert unfilled(known.source.settings) == []


@pytest.mark.parametrize('syntax', ['json', 'yaml', 'toml'])
def test_required_groups_are_stated(tmp_path, syntax):
    """A group that a file must have is there, although all in it has defaults; not what is in optional groups."""
    text = {'type': 'string'}
    inner = {'type': 'object', 'properties': {'x': {**text, 'default': 'a'}}}
    schema = {'type': 'object', 'required': ['tls', 'log', 'none'], 'properties': {
        'tls': {'type': 'object', 'properties': {'cert': text, 'version': {**text, 'default': '1.2'}}}, 'log': {'type': 'object', 'required': ['level'], 'properties': {'level': text, 'to': {**text, 'default': 'x'}}},
        'none': {'type': 'object', 'properties': {'a': text}}, 'optional': {'type': 'object', 'required': ['inner'], 'properties': {'inner': inner}},
    }}
    known = product(tmp_path, schema)
    text = sample(with_groups(known.source.settings, known.source.groups), syntax, write_defaults=False)
    if syntax != 'json':
        assert PARSERS[syntax](text) == {'tls': {'version': '1.2'}, 'log': {'level': ''}, 'none': {'a': ''}}
    (tmp_path / f's.{syntax}').write_text(text, encoding='utf-8')
    assert Validation(known, Checks(known, tmp_path, own=True)).findings(read_sheets(str(tmp_path / f's.{syntax}'), known)) == []


def test_required_settings_without_a_valid_value(tmp_path):
    facts = {'types': ('string',), 'limits': {'pattern': '^(?=.*Q)(?=.*7).{9}$'}, 'required': True}
    one = ProductSetting(key='a', path=('a',), **facts)
    others = [one._replace(read_only=True), one._replace(deprecated=True), one._replace(path=('a', '[]')), one._replace(required=False)]
    assert sample([one], 'yaml', write_defaults=False) == '# a: ""\n'
    assert unfilled([one, *others]) == [one]


SETTING = {
    'web-port': {'configjson': ['.Web.Port'], 'type': 'integer', 'default': '8065', 'description': 'The port. ' * 12, 'environment': ['APP_PORT'], 'range': '1..65535'},
    'web-key': {'configjson': ['.Web.ApiKey'], 'type': 'string', 'default': 'abc', 'required': True},
    'old': {'configjson': ['.Web.Old'], 'deprecated': {'version': '5.0', 'reason': 'Gone.'}},
    'hosts': {'configjson': ['.Hosts'], 'type': 'list', 'default': 'a, b'},
    'server-name': {'configjson': ['.Servers[].Name'], 'type': 'string'},
    'mode': {'configjson': ['.Mode'], 'choices': ['a', 'b'], 'required': True},
}


def settings():
    return documented_source(docs(**SETTING), {'mode': 'https://docs.example.org/mode'}).settings


def test_no_empty_line_at_the_top():
    one = ProductSetting(key='a.b', path=('a', 'b'), default=1)
    assert sample([one], 'toml', write_defaults=True) == '[a]\nb = 1\n'
    assert sample([], 'toml', write_defaults=True) == ''


def test_yaml():
    text = sample(settings(), 'yaml', write_defaults=False)
    assert text == (
        '# Hosts: ["a", "b"]\nMode: "a"\nWeb:\n'
        '  # The port. The port. The port. The port. The port. The port. The port. The\n  # port. The port. The port. The port. The port.\n'
        '  # Port: 8065\n  ApiKey: "CHANGE_ME"\n'
    )


def test_defaults():
    assert json.loads(sample(settings(), 'json', write_defaults=False)) == {'Hosts': ['a', 'b'], 'Mode': 'a', 'Web': {'Port': 8065, 'ApiKey': 'CHANGE_ME'}}
    assert tomllib.loads(sample(settings(), 'toml', write_defaults=True))['Web'] == {'Port': 8065, 'ApiKey': 'CHANGE_ME'}
    assert sample(settings(), 'env', write_defaults=True).endswith('\nAPP_PORT=8065\n')


def test_comments_have_valid_values(tmp_path):
    """Whoever removes the mark of a comment has a value that is right; a default is shown as it is."""
    limits = {'count': {'type': 'integer', 'exclusiveMinimum': 0, 'multipleOf': 2}, 'urls': {'type': 'array', 'items': {'type': 'string'}, 'minItems': 1}, 'odd': {'type': 'integer', 'minimum': 5, 'default': 1}}
    known = product(tmp_path, {'type': 'object', 'properties': limits})
    text = sample(known.source.settings, 'yaml', write_defaults=False)
    assert text == '# count: 2\n# urls: ["example"]\n# odd: 1\n'
    assert validated(tmp_path, text.replace('# ', ''), known) == []


def test_values_without_notation():
    path = ('a',)
    one = ProductSetting(key='a', path=path, types=('array',), default=[{'b': None}], environment=('APP_A',))
    assert sample([one], 'toml', write_defaults=True) == '# a =\n'
    nul = ProductSetting(key='a', path=path, default='\0', environment=('APP_A', 'B'))
    null = ProductSetting(key='b', path=('b',), default=None, environment=('APP_<NAME>', ))
    none = ProductSetting(key='c', path=('c',), default=None, environment=('APP_C',))
    assert sample([nul, null, none], 'env', write_defaults=True) == '# APP_A=\n# APP_C=\n'
    odd = ProductSetting(key='a', path=path, types=('string',), limits={'pattern': '('}, required=True)
    assert sample([odd], 'yaml', write_defaults=False) == 'a: ""\n'
    worse = ProductSetting(key='a', path=path, alternatives=({'pattern': '('},), required=True)
    assert sample([worse, ProductSetting(key='p', path=('p',), types=('object',)), ProductSetting(key='p.q', path=('p', 'q'), default=1)], 'yaml', write_defaults=False) == '# a: ""\n# p:\n  # q: 1\n'
    limited = ProductSetting(key='a', path=path, types=('integer',), limits={'minimum': 3, 'format': 'x', 'minLength': True}, required=True)
    assert sample([limited], 'json', write_defaults=False) == '{\n  "a": 3\n}\n'
    huge = ProductSetting(key='a', path=path, default={'x': float('inf'), 'y': '\ud800'})
    assert sample([huge], 'yaml', write_defaults=True) == '# a: {"x": Infinity, "y": "\\ud800"}\n'


def test_schema(tmp_path):
    groups = [
        ProductGroup(key='Web', path=('Web',), title='Web', description='The *web*.', markup='markdown', deprecated='Use X.'),
        ProductGroup(key='Hosts', path=('Hosts',), description='All.'),
        ProductGroup(key='Titled'),
    ]
    schema = values_schema(settings(), groups, title='Files')
    assert (schema['title'], schema['required']) == ('Files', ['Mode'])
    web = schema['properties']['Web']
    assert (web['title'], web['markdownDescription'], web['deprecationMessage']) == ('Web', 'The *web*.', 'Use X.')
    assert web['properties']['Port'] == {
        'title': 'Web-Port', 'description': ('The port. ' * 12), 'minimum': 1, 'maximum': 65535, 'type': 'integer', 'default': 8065, 'x-environment': ['APP_PORT'],
    }
    assert web['properties']['Old'] == {'title': 'Old', 'deprecated': True, 'deprecationMessage': 'since 5.0, Gone.'}
    assert schema['properties']['Mode']['markdownDescription'] == '[Documentation](https://docs.example.org/mode)'
    assert schema['properties']['Servers']['items']['properties']['Name']['type'] == 'string'


def test_schema_of_unusual_settings():
    def one(name, **facts):
        return ProductSetting(key=name, path=(name,), **facts)

    found = values_schema([
        one('a', types=('string', 'null'), choices=(Choice('x', 'An x.'), Choice('y'))),
        one('b', types=('array',), choices=(Choice('x'),)),
        one('c', alternatives=({'type': 'string', 'properties': ['p']},), types=('string', 'null')),
        one('d', types=('null',), choices=(Choice('x'),)),
        one('e', description='*x*', markup='markdown', examples=(1,), read_only=True, write_only=True),
        one('f', alternatives=({'type': 'integer', 'enum': [-1]}, {'minimum': 0}), types=('number',)),
        one('g', alternatives=({'type': 'string'}, {'minimum': 0}), types=('string',)),
        one('h', alternatives=({'minimum': 0},)),
        ProductSetting(key='m', path=('m', '<name>', 'p'), required=True),
        ProductSetting(key='m', path=('m', '<name>'), required=True, types=('object',)),
        one('a', types=('integer',)),
    ], is_strict=False)['properties']
    assert found['a'] == {'anyOf': [{'type': 'string', 'enum': ['x', 'y'], 'enumDescriptions': ['An x.', '']}, {'type': 'null'}]}
    assert found['b'] == {'type': 'array', 'items': {'enum': ['x']}}
    assert found['c'] == {'type': ['string', 'null'], 'anyOf': [{'type': 'string', 'properties': {'p': True}}, {'type': 'null'}]}
    assert found['f'] == {'type': 'number', 'anyOf': [{'type': 'integer', 'enum': [-1]}, {'minimum': 0}]}
    assert found['g'] == {'anyOf': [{'type': 'string'}, {'minimum': 0}]}
    assert found['h'] == {'anyOf': [{'minimum': 0}]}
    assert found['d'] == {'anyOf': [{'type': 'null', 'enum': ['x']}, {'type': 'null'}]}
    assert found['e'] == {'markdownDescription': '*x*', 'examples': [1], 'readOnly': True, 'writeOnly': True}
    assert found['m']['additionalProperties'] == {'type': 'object', 'properties': {'p': {}}, 'required': ['p']}


def test_schema_that_is_read_again(tmp_path):
    parts = {'p': {'type': 'string'}, 'q': {'type': 'integer', 'title': 'Q'}}
    stated = {'type': 'object', 'properties': {
        'union': {'anyOf': [{'type': 'boolean'}, {'type': 'object', 'title': 'Parts', 'properties': parts}, {'type': 'array', 'items': {'enum': ['a', 'b']}}]},
        'map': {'type': 'object', 'patternProperties': {'^a-': {'type': 'integer'}, '^b[c-d]$': {'type': 'string'}, '^(': {'type': 'boolean'}}},
    }}
    (tmp_path / 'a.json').write_text(json.dumps(stated))
    first = read_source(SourceSpec(path='a.json'), tmp_path)
    schema = values_schema(first.settings, first.groups)
    (tmp_path / 'b.json').write_text(json.dumps(schema))
    again = {one.key: one for one in read_source(SourceSpec(path='b.json'), tmp_path).settings}
    same = ('types', 'alternatives', 'choices', 'title')
    for one in first.settings[:-1]:
        assert [getattr(again[one.key], name) for name in same] == [getattr(one, name) for name in same]
    assert again['union'].alternatives[1]['properties'] == ['p', 'q']
    assert {*schema['properties']['map']['patternProperties']} == {'^a-', '^b[c-d]$'}


@pytest.mark.parametrize(
    ('typename', 'default', 'types', 'expected'),
    [
        ('integer or string', '5', ('integer', 'string'), 5), ('integer or string', 'auto', ('integer', 'string'), 'auto'), ('string or bool', 'true', ('string', 'boolean'), True), ('string | null', 'x', ('string', 'null'), 'x'),
        ('duration', '30s', ('string', 'number'), '30s'), ('list of strings', 'a, b', ('array',), ['a', 'b']), ('integer', '5', ('integer',), 5),
        ('integer or null', 'null', ('integer', 'null'), None), ('string or null', 'null', ('string', 'null'), None), ('string or null', '"null"', ('string', 'null'), ''),
    ],
)
def test_types_in_schemas_are_read_back(tmp_path, typename, default, types, expected):
    (one,) = documented_source(docs(a={'key': ['a'], 'type': typename, 'default': default}), {}).settings
    (tmp_path / 's.json').write_text(json.dumps(values_schema([one])), encoding='utf-8')
    (back,) = read_source(SourceSpec(path='s.json'), tmp_path).settings
    assert (one.types, one.default, one.typename) == (types, expected, '' if typename in {*types, ' or '.join(types)} else typename)
    assert (back.types, back.default, back.typename) == (one.types, one.default, one.typename)


def test_documented_settings_as_products(tmp_path):
    documentation = docs(
        a={'configjson': ['a'], 'type': 'object', 'default': '{"x": 1}', 'secret': True, 'formerly': ['.z'], 'replacedby': 'b'},
        b={'environment': ['APP_B'], 'type': 'boolean', 'choices': ['true', 'false'], 'default': 'maybe'},
        c={'deprecated': None, 'default': None, 'example': '5', 'range': '..9.5'},
        d={'type': 'list', 'default': 'none', 'configjson': ['d']},
        e={'type': 'string', 'default': 'none', 'configjson': ['e']},
        f={'type': 'map', 'default': 'x', 'configjson': ['f']},
        g={'deprecated': {'version': '', 'reason': ''}, 'default': '', 'configjson': ['g']},
    )
    found = {one.key: one for one in documented_source(documentation, {}).settings}
    assert found['a'].extra == {'setting': 'a', 'link': 'index.html#a', 'formerly': ['.z'], 'secret': True, 'replacedby': 'b'}
    assert found['a'].default == {'x': 1}
    assert (found['APP_B'].path, found['APP_B'].choices, found['APP_B'].default) == (('APP_B',), (), ABSENT)
    assert (found['c'].deprecated, found['c'].default, found['c'].examples, found['c'].limits) == (False, ABSENT, (5,), {'maximum': 9.5})
    assert (found['d'].default, found['e'].default, found['f'].default, found['g'].default) == ([], '', ABSENT, '')
    assert found['g'].deprecated is True
    assert brief(validated(tmp_path, 'a: 1\n', documentation)) == [('type', 'a', 1)]


STRING = {'type': 'string'}
HOST = {'type': 'object', 'required': ['name', 'ports'], 'properties': {'name': {**STRING, 'pattern': '^[a-z]+[.]example$'}, 'ports': {'type': 'array', 'minItems': 1, 'items': {'type': 'integer', 'minimum': 80}}, 'note': STRING}}


@pytest.mark.parametrize(
    ('stated', 'expected'),
    [
        ({'type': 'array', 'minItems': 2, 'items': STRING}, ['example', 'example-2']), ({'type': 'array', 'minItems': 2}, ['example', 'example-2']),
        ({'type': 'array', 'minItems': 3, 'uniqueItems': True, 'items': {'type': 'integer', 'minimum': 5}}, [5, 6, 7]), ({'type': 'array', 'minItems': 2, 'uniqueItems': True, 'items': {'enum': ['a', 'b', 'c']}}, ['a', 'b']),
        ({'type': 'array', 'minItems': 3, 'items': {'enum': ['a', 'b']}}, ['a', 'b', 'a']), ({'type': 'array', 'minItems': 1, 'items': {**STRING, 'format': 'email', 'pattern': '@'}}, ['user@example.com']),
        ({'type': 'array', 'minItems': 2, 'items': {'type': 'boolean'}, 'uniqueItems': True}, [False, True]), ({'type': 'array', 'minItems': 1, 'items': {'type': ['integer', 'string'], 'minimum': 2}}, ['example']),
        ({'type': 'object', 'minProperties': 2}, {'example': 'example', 'example-2': 'example'}), ({'type': 'object', 'minProperties': 1, 'additionalProperties': {'type': 'integer'}}, {'example': 0}),
        ({'type': 'object', 'minProperties': 1, 'additionalProperties': {'type': 'object', 'required': ['url'], 'properties': {'url': STRING, 'wait': STRING}}}, {'example': {'url': ''}}),
        ({'type': ['array', 'null'], 'minItems': 1, 'items': {'type': 'object', 'properties': {'a': STRING}}}, [{}]), ({'type': 'array', 'minItems': 1000, 'items': STRING}, None),
        ({'type': 'array', 'minItems': 1, 'items': HOST}, None), ({'type': 'array', 'minItems': 2, 'uniqueItems': True, 'items': {'type': 'integer', 'maximum': 0}}, [0, -1]), ({'type': 'array', 'minItems': 2, 'uniqueItems': True, 'items': {'type': 'integer', 'minimum': 0, 'maximum': 0}}, None),
        ({'type': 'array', 'minItems': 1, 'items': {**HOST, 'properties': {**HOST['properties'], 'name': {**STRING, 'default': 'a'}}}}, [{'name': 'a', 'ports': [80]}]),
        ({'type': 'array', 'minItems': 1, 'items': {'type': 'array', 'items': STRING}}, [[]]),
    ],
)  # fmt: skip
def test_samples_of_lists_and_maps_with_something_in_them(tmp_path, stated, expected):
    """Without an example, lists and maps have as many values as they must have."""
    known = product(tmp_path, {'type': 'object', 'required': ['a'], 'properties': {'a': stated}})
    text = sample(known.source.settings, 'json', write_defaults=True)
    assert json.loads(text) == ({} if expected is None else {'a': expected})
    assert [one.key for one in unfilled(known.source.settings)] == ([] if expected is not None else ['a'])
    if expected is not None:
        assert validated(tmp_path, text, known, 'a.json') == []
    settings_schema = values_schema(known.source.settings, is_strict=False)
    jsonschema.Draft202012Validator.check_schema(settings_schema)
    again = product(tmp_path, settings_schema, 'again.json')
    assert json.loads(sample(again.source.settings, 'json', write_defaults=True)) == json.loads(text)


def test_required_settings_with_a_default_are_read_back(tmp_path):
    """Files may lack them, so the schema does not require them, but documents and the schema say the same of them."""
    stated = docs(a={'key': ['x.a'], 'default': '5', 'required': True}, b={'key': ['x.b'], 'required': True, 'deprecated': {'version': '2', 'reason': ''}}, c={'key': ['x.c'], 'default': '6'})
    settings = documented_source(stated, {}).settings
    known = product(tmp_path, values_schema(settings))
    assert [one.required for one in known.source.settings] == [True, True, False]
    assert checked(tmp_path, stated, known) == []
    assert sample(known.source.settings, 'yaml', write_defaults=False) == sample(settings, 'yaml', write_defaults=False) == 'x:\n  a: 5\n  # c: 6\n'
    assert validated(tmp_path, '{}', known) == validated(tmp_path, '{}', stated) == []


def test_a_schema_keeps_the_order_of_settings_and_the_texts_of_groups(tmp_path):
    stated = {
        'properties': {
            'port': {'type': 'integer'},
            'storage': {
                'description': 'Where files are.',
                'oneOf': [
                    {'title': 'S3', 'type': 'object', 'properties': {'bucket': {'type': 'string'}}},
                    {'title': 'Local', 'type': 'object', 'properties': {'path': {'type': 'string'}}},
                ],
            },
            'log': {'type': 'string'},
        },
    }
    (tmp_path / 'a.json').write_text(json.dumps(stated), encoding='utf-8')
    source = read_source(SourceSpec(path='a.json'), tmp_path)
    schema = values_schema(source.settings, source.groups)
    assert list(schema['properties']) == ['port', 'storage', 'log']
    assert {key: schema['properties']['storage'].get(key) for key in ('title', 'description')} == {'title': None, 'description': 'Where files are.'}
    (tmp_path / 'b.json').write_text(json.dumps(schema), encoding='utf-8')
    assert [one.key for one in read_source(SourceSpec(path='b.json'), tmp_path).settings] == [one.key for one in source.settings]


SCALARS = st.one_of(
    st.fixed_dictionaries({'type': st.just('string')}, optional={'minLength': st.integers(0, 20), 'enum': st.just(['x' * 20, 'y'])}),
    st.fixed_dictionaries({'type': st.just('integer')}, optional={'minimum': st.integers(-5, 50), 'multipleOf': st.integers(1, 7)}),
    st.fixed_dictionaries({'type': st.sampled_from(['number', 'boolean'])}, optional={'exclusiveMinimum': st.integers(-5, 5)}),
)
LETTERS = st.sampled_from('abcd')


def objects_of(inner):
    """Return objects with named values, some of which are required."""
    return st.builds(
        lambda parts, needed, count: {'type': 'object', 'properties': parts, 'required': sorted(parts.keys() & set(needed)), 'minProperties': count},
        st.dictionaries(LETTERS, inner, min_size=1, max_size=3), st.lists(LETTERS, max_size=3), st.integers(0, 2),
    )  # fmt: skip


def values_of(inner):
    """Return lists, maps and objects that have to have something in them."""
    lists = st.builds(lambda one, count, unique: {'type': 'array', 'items': one, 'minItems': count, 'uniqueItems': unique}, inner, st.integers(0, 3), st.booleans())
    maps = st.builds(lambda one, count: {'type': 'object', 'additionalProperties': one, 'minProperties': count}, inner, st.integers(0, 3))
    return lists | maps | objects_of(inner)


@given(stated=objects_of(st.recursive(SCALARS, values_of, max_leaves=5)))
def test_samples_are_valid_or_refused(tmp_path_factory, stated):
    """If a sample is not what the schema asks for, this is known."""
    folder = tmp_path_factory.mktemp('sample')
    known = product(folder, stated)
    checks = Checks(known, folder, own=True)
    settings, faults = completed(with_groups(known.source.settings, known.source.groups), checks.faults, all_active=False)
    found = validated(folder, sample(settings, 'yaml', write_defaults=False), known)
    assert bool(found) is bool(faults or unfilled(settings))


def test_samples_of_schemas_that_refer_to_themselves(tmp_path):
    """Null ends the repetition of a group; groups that parts of optional groups need are stated."""
    tree = {'type': 'object', 'required': ['left', 'value'], 'properties': {'value': {'type': 'integer'}, 'left': {'anyOf': [{'$ref': '#/$defs/tree'}, {'type': 'null'}]}}}
    job = {'type': 'object', 'required': ['name', 'when', 'run'], 'properties': {
        'name': {'type': 'string'}, 'when': schema(comment={'type': 'string'}, days={'type': 'array', 'default': []}), 'run': schema(command={'type': 'string'}), 'before': {'$ref': '#/$defs/job'},
    }}
    known = product(tmp_path, {'$defs': {'tree': tree, 'job': job}, **schema(tree={'$ref': '#/$defs/tree'}, jobs=schema(first={'$ref': '#/$defs/job'}))})
    settings, faults = completed(with_groups(known.source.settings, known.source.groups), Checks(known, tmp_path, own=True).faults, all_active=False)
    text = sample(settings, 'yaml', write_defaults=False)
    assert faults == validated(tmp_path, text, known) == []
    first = {'name': '', 'when': {'days': []}, 'run': {'command': ''}}
    assert PARSERS['yaml'](text) == {'tree': {'value': 0, 'left': None}, 'jobs': {'first': first}}
    assert [one.key for one in unfilled(settings, 'toml')] == ['tree.left']


def test_few_rounds_for_many_settings(tmp_path):
    """All settings that a group lacks are added at once, not one in each round."""
    many = {f'part{number}': {'type': 'integer'} for number in range(60)}
    known = product(tmp_path, {'properties': {'a': {'type': 'object', 'minProperties': 50, 'properties': many}}, 'required': ['a']})
    checks = Checks(known, tmp_path, own=True)
    rounds = []

    def faults_in(data):
        rounds.append(data)
        return checks.faults(data)

    settings, faults = completed(with_groups(known.source.settings, known.source.groups), faults_in, all_active=False)
    assert faults == []
    assert [one.key for one in settings if one.required] == [f'a.part{number}' for number in range(50)]
    assert len(rounds) == 2


@pytest.mark.parametrize(
    ('stated', 'most'),
    [
        ({'items': {'type': 'integer'}, 'default': ['x']}, 2),
        ({'contains': {'minimum': 10}, 'minContains': 2, 'uniqueItems': True}, 2),
        ({'items': {'type': 'integer'}, 'contains': {'const': 'x'}}, 21),
    ],
)
def test_lists_that_cannot_be_mended_are_tried_a_few_times(tmp_path, stated, most):
    known = product(tmp_path, {'properties': {'a': {'type': 'array', **stated}}, 'required': ['a']})
    checks = Checks(known, tmp_path, own=True)
    rounds = []

    def faults_in(data):
        rounds.append(data)
        return checks.faults(data)

    faults = completed(known.source.settings, faults_in, all_active=False)[1]
    assert faults
    assert len(rounds) <= most
