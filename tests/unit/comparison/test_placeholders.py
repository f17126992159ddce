"""Names with placeholders, such as ``queues.queue-{id}.size`` and ``plugins.<name>``, and parts of settings."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from comparing import brief, checked, docs, found, product, schema, validated
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.comparison.documented_product import documented_source
from sphinx_configsetting.comparison.names import expression_of, fits_placeholders, fitting
from sphinx_configsetting.comparison.product import Product
from sphinx_configsetting.comparison.samples import sample
from sphinx_configsetting.comparison.values_schema import values_schema
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec

INTEGER = {'type': 'integer'}
STRING = {'type': 'string'}


@pytest.mark.parametrize(
    ('name', 'known', 'expected'),
    [
        ('queue-7', ['<name>', 'queue-{id}'], 'queue-{id}'),
        ('mail', ['<name>', 'queue-{id}'], '<name>'),
        ('mail', ['queue-{id}'], None),
        ('queue-', ['queue-{id}'], None),
        ('queue-<n>', ['queue-{id}'], 'queue-{id}'),
        ('<name>', ['queue-{id}'], 'queue-{id}'),
        ('b-1', ['<name>', '<^a->', '<^b->'], '<^b->'),
        ('c-1', ['<^a->', '<^b->'], '<^a->'),
        ('c', ['<^(>', '<^c$>'], '<^c$>'),
        ('x.log', ['*.log'], '*.log'),
        ('x-log', ['*.log'], None),
        ('a-$b-c', ['a-$b-${id}'], 'a-$b-${id}'),
        ('a{b', ['a{{ id }}'], 'a{{ id }}'),
    ],
)
def test_fitting(name, known, expected):
    assert fitting(name, known) == expected


def test_patterns_are_those_of_javascript():
    """JavaScript refuses a backslash before a letter that has no meaning."""
    assert expression_of('a-b_{id}.(x)/y z') == r'a-b_.+\.\(x\)\/y z'


@given(st.text('ab', max_size=8), st.text('ab*', max_size=6))
def test_fits(name, known):
    assert fits_placeholders(name, f'{known}*') == bool(re.fullmatch(f'{known}*'.replace('*', '.+'), name))


def test_many_placeholders_take_linear_time():
    known = f'a{"*b" * 5000}'
    assert fits_placeholders(f'a{"xb" * 5000}', known)
    assert not fits_placeholders('a' * 20_000, known)
    assert not fits_placeholders('x' * 20_000, '*' * 20_000 + 'y')
    assert expression_of('*' * 20_000 + 'y') == '.{20000,}y'


DOCUMENTED = {'a': {'configjson': ['queues.queue-{id}.size'], 'type': 'integer', 'required': True}, 'b': {'configjson': ['queues.<name>.url'], 'type': 'string'}}


def test_files_of_users(tmp_path):
    text = 'queues:\n  queue-1:\n    size: x\n    sise: 1\n  queue-2:\n    size: 2\n  mail:\n    url: 5\n'
    assert brief(validated(tmp_path, text, docs(**DOCUMENTED))) == [
        ('type', 'queues.queue-1.size', 3), ('unknown', 'queues.queue-1.sise', 4), ('type', 'queues.mail.url', 8),
    ]


def test_the_schema_is_read_back(tmp_path):
    settings = documented_source(docs(**DOCUMENTED), {}).settings
    stated = values_schema(settings)
    jsonschema.Draft202012Validator.check_schema(stated)
    (tmp_path / 's.json').write_text(json.dumps(stated), encoding='utf-8')
    back = read_source(SourceSpec(path='s.json', format='json-schema'), tmp_path).settings
    back = {(one.key, one.types, one.required) for one in back if one.path != ('queues',)}
    assert back == {(one.key, one.types, one.required) for one in settings}
    validator = jsonschema.Draft202012Validator(stated)
    assert [validator.is_valid({'queues': {'queue-1': {'size': value}}}) for value in (1, 'x')] == [True, False]


def test_names_of_recursive_maps_are_read_back(tmp_path):
    parts = {'properties': {'rules': {'type': 'object', 'additionalProperties': {'$ref': '#/$defs/s'}}}}
    text = {'$defs': {'s': {'oneOf': [{'type': 'boolean'}, parts]}}, 'properties': {'a': {'$ref': '#/$defs/s'}}}
    (tmp_path / 'a.json').write_text(json.dumps(text))
    first = read_source(SourceSpec(path='a.json'), tmp_path)
    assert [one.key for one in first.settings] == ['a', 'a.rules', 'a.rules.<name>']
    written = values_schema(first.settings, first.groups)
    (tmp_path / 'b.json').write_text(json.dumps(written))
    assert [one.key for one in read_source(SourceSpec(path='b.json'), tmp_path).settings] == ['a', 'a.rules', 'a.rules.<name>']


def test_samples_do_not_have_them():
    settings = documented_source(docs(**DOCUMENTED, c={'configjson': ['web.port'], 'default': '1', 'type': 'integer'}), {}).settings
    assert sample(settings, 'yaml', write_defaults=True) == 'web:\n  port: 1\n'


def test_required_variables(tmp_path):
    stated = docs(a={'configjson': ['queues.queue-{id}.size'], 'environment': ['APP_SIZE'], 'required': True}, b={'environment': ['APP_B']})
    assert validated(tmp_path, 'APP_B=1\n', stated, 'x.env') == []


def test_several_patterns_of_a_schema(tmp_path):
    maps = {'type': 'object', 'patternProperties': {'^a-': schema(x=INTEGER), '^b-': schema(y=INTEGER)}}
    text = 'm:\n  a-1:\n    x: 1\n  b-1:\n    y: 1\n    z: 1\n  b-2:\n    y: q\n'
    assert brief(validated(tmp_path, text, product(tmp_path, schema(m=maps)))) == [('unknown', 'm.b-1.z', 6), ('type', 'm.b-2.y', 8)]


def test_documented_placeholders_for_names_of_the_product(tmp_path):
    """A file of values has some names; documents have one for all."""
    values = 'plugins:\n  "a.b":\n    on: true\n  c:\n    on: true\nqueues:\n  queue-a:\n    size: 1\n  other:\n    size: 2\n'
    stated = docs(a={'configjson': ['plugins.<id>.on']}, b={'configjson': ['queues.queue-{id}.size'], 'default': '1'}, c={'configjson': ['queues.{id}.url']})
    assert checked(tmp_path, stated, product(tmp_path, values, 'values.yaml')) == [('gone', 'queues.{id}.url'), ('undocumented', 'queues.other.size')]


def test_documented_variables_with_placeholders(tmp_path):
    one = product(tmp_path, schema(a={**STRING, 'x-environment': 'APP_A_URL'}, b={**STRING, 'x-environment': 'APP_B_URL'}, c={**STRING, 'x-environment': 'APP_C'}))
    assert checked(tmp_path, docs(a={'environment': ['APP_<NAME>_URL']}), one) == [('undocumented', 'c')]


def test_facts_of_all_names_of_the_product_differ(tmp_path):
    one = product(tmp_path, 'm:\n  a:\n    x: 1\n  b:\n    x: 2\n', 'values.yaml')
    assert checked(tmp_path, docs(a={'configjson': ['m.<n>.x'], 'default': '2'}), one) == []
    assert checked(tmp_path, docs(a={'configjson': ['m.<n>.x'], 'default': '3'}), one) == [('default', 'm.a.x')]


def test_parts_beside_a_documented_one(tmp_path):
    data = schema(hosts={'type': 'array', 'items': schema(host=STRING, port=STRING)}, named={'type': 'object', 'additionalProperties': schema(a=STRING, b=STRING)})
    stated = docs(a={'configjson': ['hosts[].host']}, b={'configjson': ['named.<name>.a']})
    assert checked(tmp_path, stated, product(tmp_path, data)) == [('undocumented', 'hosts[].port'), ('undocumented', 'named.<name>.b')]
    assert checked(tmp_path, docs(a={'configjson': ['hosts']}, b={'configjson': ['named']}), product(tmp_path, data)) == []


def test_parts_of_alternatives(tmp_path):
    union = {'oneOf': [STRING, schema(level=INTEGER)]}
    assert checked(tmp_path, docs(a={'configjson': ['trace']}), product(tmp_path, schema(trace=union))) == []
    assert checked(tmp_path, docs(a={'configjson': ['other']}), product(tmp_path, schema(trace=union))) == [
        ('gone', 'other'), ('undocumented', 'trace'), ('undocumented', 'trace.level'),
    ]


def test_objects_that_are_documented_as_a_whole(tmp_path):
    one = product(tmp_path, '{"plugins": {"a": {"on": true}}, "web": {"port": 1}}')
    stated = docs(a={'configjson': ['plugins'], 'type': 'object'}, b={'configjson': ['web']})
    assert [(str(f.kind), f.key) for f in found(tmp_path, stated, one)] == [('undocumented', 'web.port')]


def test_letter_case_of_placeholders(tmp_path):
    known = Product(documented_source(docs(a={'configjson': ['q.Queue-{id}.Size'], 'type': 'integer'}), {}), SourceSpec(path='x', ignore_case=True))
    assert known.find(('Q', 'Queue-1', 'size')).setting is not None


def test_named_groups_have_what_all_groups_have(tmp_path):
    stated = docs(
        a={'configjson': ['queues.<name>.size'], 'type': 'integer'}, b={'configjson': ['queues.queue-{id}.url'], 'type': 'string'},
        c={'configjson': ['queues.default.limits.low'], 'type': 'integer'}, d={'configjson': ['queues.<name>.limits.high'], 'type': 'integer'},
        e={'configjson': ['queues.on'], 'type': 'boolean'}, f={'configjson': ['queues.raw'], 'type': 'object'}, g={'configjson': ['queues.<name>.tags.{tag}'], 'type': 'string'},
    )
    text = (
        'queues:\n  queue-1:\n    size: 1\n    url: x\n  default:\n    size: 1\n    Size: 1\n    limits:\n      low: 1\n      high: 2\n      hihg: 2\n    url: x\n    tags:\n      a: x\n'
        '  on: true\n  raw:\n    any: 1\n  other:\n    size: 1\n    url: x\n'
    )
    assert brief(validated(tmp_path, text, stated)) == [
        ('unknown', 'queues.default.Size', 7), ('unknown', 'queues.default.limits.hihg', 11), ('unknown', 'queues.default.url', 12), ('unknown', 'queues.other.url', 20),
    ]


def test_documented_names_of_a_map(tmp_path):
    data = {'type': 'object', 'properties': {'default': schema(low=INTEGER)}, 'additionalProperties': schema(size=INTEGER)}
    stated = docs(a={'configjson': ['queues.default.size']}, b={'configjson': ['queues.default.low']})
    assert checked(tmp_path, stated, product(tmp_path, schema(queues=data))) == []


def test_named_groups_have_any_names_that_all_groups_have(tmp_path):
    stated = docs(a={'configjson': ['queues.<name>.{tag}'], 'type': 'string'}, b={'configjson': ['queues.default.low'], 'type': 'integer'})
    assert brief(validated(tmp_path, 'queues:\n  default:\n    low: 1\n    other: x\n', stated)) == []


def test_placeholders_represent_one_name_each(tmp_path):
    one = product(tmp_path, 'm:\n  a:\n    x: 1\n', 'values.yaml')
    assert checked(tmp_path, docs(a={'configjson': ['m.<n>']}, b={'configjson': ['m.<n>.x.y']}), one) == [('gone', 'm.<n>'), ('gone', 'm.<n>.x.y'), ('undocumented', 'm.a.x')]


def test_an_undocumented_map_is_reported_once(tmp_path):
    maps = {'type': 'object', 'patternProperties': {'^q-': {**schema(size=INTEGER), 'x-placeholder': 'q-{id}'}}}
    assert checked(tmp_path, docs(a={'configjson': ['a']}), product(tmp_path, schema(a=STRING, queues=maps))) == [('undocumented', 'queues')]


def test_a_key_of_two_sources_is_documented_in_both(tmp_path):
    sources = [product(tmp_path, schema(a=STRING), 'one.json'), product(tmp_path, schema(a=STRING, b=STRING), 'two.json')]
    assert checked(tmp_path, docs(a={'configjson': ['a']}), *sources) == [('undocumented', 'b')]


def test_a_map_that_is_a_setting_keeps_its_placeholder():
    settings = documented_source(docs(a={'configjson': ['m.q-{id}.p'], 'type': 'integer'}, b={'configjson': ['m.q-{id}'], 'type': 'object'}), {}).settings
    (found,) = values_schema(settings)['properties']['m']['patternProperties'].values()
    assert (found['x-placeholder'], found['type'], list(found['properties'])) == ('q-{id}', 'object', ['p'])


def test_a_named_group_beside_any_name(tmp_path):
    properties = {'type': 'object', 'properties': {'main': {'type': 'object', 'properties': {'port': INTEGER, 'own': STRING}}}, 'additionalProperties': {'type': 'object', 'properties': {'port': INTEGER, 'url': STRING}}}
    source = product(tmp_path, schema(servers=properties))
    text = 'servers:\n  main:\n    port: x\n    own: 1\n    nope: 1\n  other:\n    port: 1\n    own: 1\n'
    assert brief(validated(tmp_path, text, source)) == [
        ('type', 'servers.main.port', 3), ('type', 'servers.main.own', 4), ('unknown', 'servers.main.nope', 5), ('unknown', 'servers.other.own', 8),
    ]
