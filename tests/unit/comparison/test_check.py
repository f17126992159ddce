"""Documented settings against those of the product."""

from __future__ import annotations

import pytest
from comparing import checked, docs, found, product, schema, validated

from sphinx_configsetting.comparison.differences import shown_range
from sphinx_configsetting.comparison.names import segments_of
from sphinx_configsetting.comparison.same_values import quantities, same_choices, same_value
from sphinx_configsetting.comparison.suggestions import Nearest, NearestKeys, has_slip
from sphinx_configsetting.importers import Choice, ProductSetting

STRING = {'type': 'string'}


def one(folder, facts, stated, **spec):
    """Return the kinds of findings about the setting ``a.b``."""
    source = product(folder, schema(a=schema(b=stated)), **spec)
    return [(str(f.kind), f.stated, f.found) for f in found(folder, docs(ab={'configjson': ['.a.b'], **facts}), source)]


@pytest.mark.parametrize(
    ('stated', 'found', 'unit'),
    [
        ('8065', 8065, ''), ('0.80', 0.8, ''), ('"8065"', 8065, ''), ('1_000', 1000, ''), ('1,000', 1000, ''), ('1e3', 1000, ''),
        ('true', True, ''), ('Enabled', True, ''), ('no', False, ''), ('disabled', False, ''),
        ('30s', 30000, 'ms'), ('30s', 30000, 'milliseconds'), ('30 seconds', 30, ''), ('1m', '60s', ''), ('1Gi', 1024, 'MiB'), ('1Ki', '1024B', ''),
        ('None', None, ''), ('(empty)', '', ''), ('[]', [], ''), ('N/A', {}, ''), ('a, b', ['a', 'b'], ''), ('["a", "b"]', ['a', 'b'], ''),
        ('{"x": 1}', {'x': 1}, ''), ('.\\data\\', 'data/', ''), ('./data', 'data', ''), ('https://a.example/', 'https://a.example', ''),
        ('8065', '8065', ''), ('8065.0', '8065', ''), ('a', '"a"', ''), (5, 5, ''), (True, True, ''), ([1], [1], ''),
    ],
)
def test_same_values(stated, found, unit):
    assert same_value(stated, found, unit)


@pytest.mark.parametrize(
    ('stated', 'found', 'unit'),
    [
        ('None', 0, ''), ('0', None, ''), ('1', 'x', ''), ('', True, ''), ('maybe', True, ''), ('true', False, ''), ('31s', 30000, 'ms'), ('soon', 5, 'ms'),
        ('x 5', 5, ''), ('a', ['b'], ''), ('a, b', ['a'], ''), ('x', {'x': 1}, ''), ('1s', '2s', ''), ('true', 1.5, ''), ('30 x', 31, ''), (1, True, ''),
    ],
)
def test_different_values(stated, found, unit):
    assert not same_value(stated, found, unit)


def test_quantities():
    assert quantities('5') == set()
    assert quantities('1h 30m') == {('time', 5400)}


def test_names():
    assert segments_of('.a."b.c"[0].d') == ('a', 'b.c', '[]', 'd')
    for name, right in [('MDOE', 'MODE'), ('log-level', 'logLevel'), ('Extension', 'extension'), ('hsotname', 'hostname'), ('port', 'ports'), ('nodes', 'modes')]:
        assert has_slip(name, right)
    for name, right in [('min', 'max'), ('IPv4', 'IPv6'), ('Port1', 'Port2'), ('ab', 'abc'), ('host', 'port'), ('cost', 'host'), ('server', 'servers2')]:
        assert not has_slip(name, right)


def test_nearest():
    names = Nearest(['port', 'hostname', 'log_level'])
    assert [names.find(name) for name in ('prot', 'loglevel', 'hostnam', 'zzz')] == ['port', 'log_level', 'hostname', '']
    keys = NearestKeys([('a', 'port'), ('b', 'level')])
    assert [keys.find(path) for path in [('a', 'prot'), ('c', 'Level'), ('x',)]] == [('a', 'port'), ('b', 'level'), ()]


def test_gone_and_undocumented(tmp_path):
    source = product(tmp_path, schema(a=schema(host=STRING), b=schema(level=STRING)))
    documentation = docs(x={'configjson': ['.a.level']}, y={'configjson': ['.q.other']}, z={'configjson': ['a.host', 'a.gone']}, n={'configjson': None})
    findings = found(tmp_path, documentation, source)
    assert [(str(f.kind), f.key, f.line) for f in findings] == [('gone', 'a.level', 1), ('gone', 'q.other', 11), ('gone', 'a.gone', 21), ('undocumented', 'b.level', findings[3].line)]
    assert 'did you mean b.level?' in findings[0].message
    assert 'remove it, or correct the name' in findings[1].message
    assert (findings[3].file, findings[0].file) == ('product.json', 'index.rst')


def test_spelling(tmp_path):
    source = product(tmp_path, schema(a=schema(targetManifest=STRING, extension=STRING, port1=STRING, level=STRING, right=STRING)))
    documentation = docs(
        x={'configjson': ['a.targetManfest']}, y={'configjson': ['a.Extension'], 'type': 'integer'}, z={'configjson': ['a.port2']},
        r={'configjson': ['a.right']}, w={'configjson': ['a.rigth']}, v={'configjson': ['a.Right']}, u={'configjson': ['a.targetManifst']},
    )
    assert checked(tmp_path, documentation, source) == [
        ('spelling', 'a.targetManifest'), ('spelling', 'a.extension'), ('type', 'a.extension'), ('gone', 'a.port2'), ('gone', 'a.rigth'),
        ('duplicate', 'a.Right'), ('spelling', 'a.right'), ('gone', 'a.targetManifst'), ('undocumented', 'a.port1'), ('undocumented', 'a.level'),
    ]


def test_letter_case_that_does_not_count(tmp_path):
    source = product(tmp_path, schema(a=schema(Level=STRING)), ignore_case=True)
    assert checked(tmp_path, docs(x={'configjson': ['A.level']}), source) == []


def test_any_name(tmp_path):
    rule = "APP_{{ key | envname }}"
    source = product(tmp_path, schema(a=STRING, b=STRING, c=STRING, d=STRING, m={'type': 'object', 'additionalProperties': schema(url=STRING)}), environment=rule)
    documentation = docs(
        x={'environment': ['APP_A']}, y={'configjson': ['z'], 'formerly': ['b']}, c={}, w={'environment': ['APP_Z'], 'formerly': ['APP_D']},
        m={'environment': ['APP_M_X_URL']}, v={'environment': ['APP_X']},
    )
    assert checked(tmp_path, documentation, source) == [('gone', 'APP_X')]
    assert checked(tmp_path, docs(x={'environment': ['APP_AA']}), product(tmp_path, schema(aaaaa=STRING), environment=rule)) == [('gone', 'APP_AA'), ('undocumented', 'aaaaa')]
    assert checked(tmp_path, docs(x={'environment': ['APP_AAAA']}), product(tmp_path, schema(aaaaa=STRING), environment=rule)) == [('spelling', 'APP_AAAAA')]


def test_ids_as_names(tmp_path):
    source = product(tmp_path, schema(a=schema(b=STRING)))
    assert checked(tmp_path, docs(**{'a.c': {}, 'kebab-name': {}}), source) == [('gone', 'a.c'), ('undocumented', 'a.b')]
    assert checked(tmp_path, docs(**{'a.b': {}, 'kebab-name': {}}), source) == [('gone', 'kebab-name')]


def test_parts_of_settings(tmp_path):
    data = schema(
        servers={'type': 'array', 'items': schema(url=STRING, port=STRING)}, plugins={'type': 'object'}, group=schema(x=STRING),
        named={'type': 'object', 'additionalProperties': schema(url=STRING)}, lists={'type': 'array', 'items': schema(url=STRING)},
    )
    source = product(tmp_path, data)
    documentation = docs(
        a={'configjson': ['servers[0].url']}, b={'configjson': ['plugins.any.thing']}, c={'configjson': ['group']}, d={'configjson': ['named.*.url']},
        e={'configjson': ['servers.port']}, f={'configjson': ['servers.*.port']},
    )
    assert checked(tmp_path, documentation, source) == [('duplicate', 'servers.*.port'), ('undocumented', 'group.x'), ('undocumented', 'lists')]


def test_facts(tmp_path):
    assert one(tmp_path, {'default': 'None'}, {'type': 'integer', 'default': 0}) == [('default', 'None', 0)]
    assert one(tmp_path, {'default': '5'}, {'type': 'integer', 'default': 5}) == []
    assert one(tmp_path, {'default': '5'}, {'type': 'integer'}) == []
    assert one(tmp_path, {'default': '5', 'variants': {'default': [{'condition': 'x', 'value': '6'}]}}, {'default': 6}) == []
    assert one(tmp_path, {'type': 'bool'}, {'type': 'boolean'}) == []
    assert one(tmp_path, {'type': 'number'}, {'type': 'integer'}) == []
    assert one(tmp_path, {'type': 'duration'}, {'type': 'integer'}) == []
    assert one(tmp_path, {'type': 'string or integer'}, {'type': 'integer'}) == []
    assert one(tmp_path, {'type': 'integer'}, {'type': ['string', 'null']}) == [('type', 'integer', 'string or null')]
    assert one(tmp_path, {'default': '*.py, *.txt (globs)'}, {'default': ['*.py', '*.txt']}) == []
    assert one(tmp_path, {'choices': ['a', 'c']}, {'enum': ['a', 'b']}) == [('choices', ['a', 'c'], ['a', 'b'])]
    assert one(tmp_path, {'choices': ['a', 'b']}, {'enum': ['b', 'a', None]}) == []
    assert one(tmp_path, {'choices': ['a']}, {'type': 'string'}) == []
    assert one(tmp_path, {'choices': ['true', 'false']}, {'type': 'boolean'}) == []
    assert one(tmp_path, {'range': '1..5'}, {'minimum': 1, 'maximum': 6}) == [('range', '1..5', '1..6')]
    assert one(tmp_path, {'range': '1..5'}, {'minimum': 1}) == []
    assert one(tmp_path, {'range': 'any'}, {'minimum': 1}) == []
    assert one(tmp_path, {}, {'deprecated': 'Use c.'}) == [('deprecated', False, 'Use c.')]
    assert one(tmp_path, {'deprecated': {'version': '5', 'reason': ''}}, {'title': 'B'}) == [('deprecated', {'version': '5', 'reason': ''}, False)]
    assert one(tmp_path, {'deprecated': {'version': '5', 'reason': ''}}, {'type': 'string'}) == []
    assert one(tmp_path, {'description': 'x'}, {'type': 'string'}) == []
    assert one(tmp_path, {}, {'description': 'x'}) == [('description', False, True)]
    assert shown_range(ProductSetting(key='a', path=('a',), limits={'maximum': 5})) == '..5'


STRINGS = {'type': 'array', 'items': STRING}


@pytest.mark.parametrize(
    ('kind', 'facts', 'stated', 'facts_same', 'stated_same'),
    [
        ('default', {'default': '8066'}, {'type': 'string', 'default': '8065'}, {'default': '"8065"'}, {'type': 'integer', 'default': 8065}),
        ('default', {'default': '0.81'}, {'default': 0.8}, {'default': '0.80'}, {'default': 0.8}),
        ('default', {'default': 'b, a'}, {**STRINGS, 'default': ['a', 'b']}, {'default': 'b, a'}, {**STRINGS, 'default': ['a', 'b'], 'uniqueItems': True}),
        ('default', {'default': 'a, a'}, {**STRINGS, 'default': ['a', 'b'], 'uniqueItems': True}, {'default': '["a"]'}, {**STRINGS, 'default': ['a'], 'uniqueItems': True}),
        ('default', {'default': 'a'}, {**STRINGS, 'default': ['a', 'b'], 'uniqueItems': True}, {'default': 'false'}, {'default': False}),
        ('default', {'default': 'off'}, {'type': 'boolean', 'default': True}, {'default': 'off'}, {'type': 'string', 'default': 'off'}),
        ('default', {'default': 'data'}, {'default': './data/x'}, {'default': 'C:\\data\\'}, {'default': 'C:/data'}),
        ('type', {'type': 'boolean'}, {'type': 'integer'}, {'type': 'Integer'}, {'type': 'integer'}),
        ('type', {'type': 'list'}, STRING, {'type': 'list of strings'}, STRINGS),
        ('choices', {'choices': ['a']}, {'enum': ['a', 'b']}, {'choices': ['b', 'a']}, {'enum': ['a', 'b']}),
        ('choices', {'choices': ['1', '3']}, {'enum': [1, 2]}, {'choices': ['"1"', '2']}, {'enum': [1, 2]}),
        ('range', {'range': '0..5'}, {'type': 'integer', 'exclusiveMinimum': 0, 'maximum': 5}, {'range': '1..5'}, {'type': 'integer', 'exclusiveMinimum': 0, 'exclusiveMaximum': 6}),
        ('range', {'range': '1..'}, {'type': 'number', 'minimum': 1, 'maximum': 5}, {'range': '0 to 1.50'}, {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 1.5}),
        ('deprecated', {}, {'deprecated': True}, {'deprecated': {'version': '5', 'reason': ''}}, {'deprecated': 'Use c.'}),
        ('description', {}, {'description': 'x'}, {'description': 'other words'}, {'description': 'x'}),
        ('description', {}, {'description': 'x'}, {'body': 'A long text.'}, {'description': 'x'}),
    ],
)
def test_facts_and_near_misses(tmp_path, kind, facts, stated, facts_same, stated_same):
    assert [found[0] for found in one(tmp_path, facts, stated)] == [kind]
    assert one(tmp_path, facts_same, stated_same) == []


@pytest.mark.parametrize(
    ('name', 'stated', 'same'),
    [
        ('wait', {'x-unit': 'ms'}, True), ('wait', {'x-unit': 'Milliseconds'}, True), ('waitMilliseconds', {}, True), ('wait_ms', {}, True), ('waitMS', {}, True),
        ('wait', {'description': 'How long, in milliseconds.'}, True), ('wait', {}, False), ('waitSeconds', {}, False), ('items', {}, False), ('wait', {'x-unit': 'parsecs'}, False),
        ('waitMs', {'x-unit': 's'}, False),
    ],
)
def test_units_that_are_declared(tmp_path, name, stated, same):
    source = product(tmp_path, schema(**{name: {'type': 'integer', 'default': 30000, **stated}}))
    facts = {'configjson': [name], 'default': '30s', 'description': 'x' if 'description' in stated else ''}
    assert checked(tmp_path, docs(x=facts), source) == ([] if same else [('default', name)])


def test_a_setting_is_gone_once(tmp_path):
    source = product(tmp_path, schema(level=STRING, other=STRING), environment='APP_{{ key | envname }}')
    both = {'x': {'configjson': ['mode'], 'environment': ['APP_MODE']}, 'y': {'configjson': ['lvel'], 'environment': ['APP_LVEL']}, 'z': {'configjson': ['other'], 'environment': ['APP_AFTERWARDS']}}
    assert checked(tmp_path, docs(**both), source) == [('gone', 'mode'), ('spelling', 'APP_LEVEL'), ('spelling', 'level'), ('gone', 'APP_AFTERWARDS')]


def test_several_sources(tmp_path):
    """A documented fact is compared with each source that has it; of defaults, one that is right is enough."""
    values = product(tmp_path, {'web': {'port': 5, 'host': 'x', 'mode': 'fast', 'level': 'a', 'new': 1}}, 'values.yaml')
    port = {'type': 'integer', 'minimum': 1, 'maximum': 9}
    stated = product(tmp_path, schema(web=schema(port=port, host={**STRING, 'default': 'y'}, mode={'enum': ['fast', 'slow'], 'default': 'slow'}, level=STRING, new={'type': 'integer'})), 'schema.json')
    documentation = docs(
        a={'key': ['web.port'], 'default': '6', 'type': 'string', 'range': '1..5'}, b={'key': ['web.host'], 'default': 'z'}, c={'key': ['web.mode'], 'default': 'fast', 'choices': ['fast']}, d={'key': ['web.levle'], 'type': 'integer'},
    )
    expected = {('default', 'web.port'), ('type', 'web.port'), ('range', 'web.port'), ('default', 'web.host'), ('choices', 'web.mode'), ('spelling', 'web.level'), ('type', 'web.level'), ('undocumented', 'web.new')}
    for sources in [(values, stated), (stated, values)]:
        findings = checked(tmp_path, documentation, *sources)
        assert (set(findings), len(findings)) == (expected, len(expected))


def test_a_wrong_name_beside_a_right_one(tmp_path):
    """A variable is misspelled beside the right key, and a key beside the right variable."""
    source = product(tmp_path, schema(host=STRING, port=STRING, level=STRING, other=STRING), environment='APP_{{ key | envname }}')
    documentation = docs(
        a={'configjson': ['host'], 'environment': ['APP_HOTS']}, b={'configjson': ['prot'], 'environment': ['APP_PORT']}, c={'configjson': ['level'], 'environment': ['APP_LOGGING']}, d={'configjson': ['other']},
    )
    findings = found(tmp_path, documentation, source)
    assert [(str(one.kind), one.key, one.stated) for one in findings] == [('spelling', 'APP_HOST', 'APP_HOTS'), ('spelling', 'port', 'prot'), ('gone', 'APP_LOGGING', 'APP_LOGGING')]
    assert findings[2].message.endswith('; did you mean APP_LEVEL?')


def test_sets_of_records(tmp_path):
    source = product(tmp_path, [{'name': 'a', 'type': 'frozenset[str]', 'default': ['x', 'y']}, {'name': 'b', 'type': 'settings', 'default': ['x', 'y']}], format='records')
    assert checked(tmp_path, docs(a={'configjson': ['a'], 'default': 'y, x'}, b={'configjson': ['b'], 'default': 'y, x'}), source) == [('default', 'b')]


def test_required(tmp_path):
    def required(facts, *, listed, **stated):
        data = schema(a={**schema(b=stated or STRING), 'required': ['b'] if listed else []})
        return [(str(f.kind), f.stated, f.found) for f in found(tmp_path, docs(ab={'configjson': ['a.b'], **facts}), product(tmp_path, data))]

    assert required({}, listed=True) == [('required', False, True)]
    assert required({'required': True}, listed=True) == []
    assert required({}, listed=True, default=5) == []
    assert required({'required': True}, listed=False) == []
    assert required({'required': True}, listed=False, title='B') == [('required', True, False)]


def test_units_and_words_of_the_product(tmp_path):
    records = [{'name': 'a.b', 'type': 'ms', 'default': 30000}, {'name': 'c', 'type': 'Foo', 'default': '5'}]
    source = product(tmp_path, records, format='records')
    assert checked(tmp_path, docs(x={'configjson': ['a.b'], 'default': '30s', 'type': 'ms'}, y={'configjson': ['c'], 'type': 'foo'}), source) == []


def test_defaults_as_written(tmp_path):
    assert checked(tmp_path, docs(x={'configjson': ['a'], 'default': '0o17'}), product(tmp_path, 'a: 0o17\n', 'values.yaml')) == []


def test_binary_pages(tmp_path):
    (tmp_path / 'index.rst').write_bytes(b'\0')
    assert checked(tmp_path, docs(x={'configjson': ['b']}), product(tmp_path, schema(a=STRING))) == [('gone', 'b'), ('undocumented', 'a')]


def test_several_sources_and_keys(tmp_path):
    first = product(tmp_path, schema(a={'default': 1}), 'a.json')
    second = product(tmp_path, schema(b={'default': 2}), 'b.json')
    assert checked(tmp_path, docs(x={'configjson': ['a', 'b'], 'default': '2'}), first, second) == []
    assert checked(tmp_path, docs(x={'configjson': ['a', 'b'], 'default': '3'}), first, second) == [('default', 'a')]


def test_duplicates(tmp_path):
    source = product(tmp_path, '{"a": 1,\n"b": 2,\n"a": 3}')
    documentation = docs(x={'configjson': ['a']}, y=[{'configjson': ['b']}, {'configjson': ['b']}])
    assert checked(tmp_path, documentation, source) == [('duplicate', 'b'), ('duplicate', 'a')]
    nested = product(tmp_path, 'web:\n  a: 1\n  a: 2\n  b: 3\n', 'values.yaml')
    findings = found(tmp_path, docs(x={'configjson': ['web.a']}, y={'configjson': ['web.b']}), nested)
    assert [(str(f.kind), f.key, f.line, f.message) for f in findings] == [
        ('duplicate', 'web.a', 3, "the key 'web.a' is stated twice, first in line 2; remove one of the two"),
    ]
    same_line = docs(x=[{'configjson': ['a'], 'environment': ['A']}], y={'configjson': ['b']})
    assert checked(tmp_path, same_line, product(tmp_path, schema(a=STRING, b=STRING))) == []


def test_lines_of_options(tmp_path):
    lines = [''] * 40
    lines[0] = '.. config:setting:: x'
    lines[1:4] = ['   :configjson: a', '   :default: 5', '   :type: string']
    lines[10:14] = ['```{config:setting} y', ':configjson: b', ':type: string', '```']
    lines[20] = 'moved'
    (tmp_path / 'index.rst').write_text('\n'.join(lines), encoding='utf-8')
    source = product(tmp_path, schema(a={'type': 'integer', 'default': 6}, b={'type': 'integer', 'default': 7}, c={'default': 8}))
    documentation = docs(
        x={'configjson': ['a'], 'default': '5', 'type': 'string'}, y={'configjson': ['b'], 'default': '5', 'type': 'string'}, z={'configjson': ['c'], 'default': '5'},
    )
    assert sorted((f.key, str(f.kind), f.line) for f in found(tmp_path, documentation, source)) == [
        ('a', 'default', 3), ('a', 'type', 4), ('b', 'default', 11), ('b', 'type', 13), ('c', 'default', 21),
    ]


@pytest.mark.parametrize(('stated', 'found', 'is_same'), [
    ('10k', 10, False), ('10k', 10_000, True), ('2M', 2, False), ('2M', 2_000_000, True), ('4Ki', 4096, True),
    ('1,5', 15, False), ('1,500', 1500, True), ('-1,500,000', -1_500_000, True), ('1,50,000', 150_000, False),
    ('512 MB', 512, True), ('512 MB', 512_000_000, True), ('512 MB', 5, False), ('5 items', 5, True), ('30 minutes', 30, True), ('5 m2', 5, True),
])  # fmt: skip
def test_numbers_with_words(stated, found, is_same):
    """A multiplier is part of a number; a unit may be the one that the product means."""
    assert same_value(stated, found) is is_same


@pytest.mark.parametrize(
    ('stated', 'found'),
    [
        ('80%', 0.8), ('80 %', 80), ('5 000', 5000), ('5\u202f000', 5000), ('0 (disabled)', 0), ('true (since 2.0)', True), ('**true**', True), ('*info* (default)', 'info'),
        ('never', None), ('Unlimited', None), ('auto', None), ('\u2013', None), ('unlimited', -1), ('disabled', 0), ('<empty>', ''), ('An empty list', []), ('No items', []), ('empty object', {}),
        ('a; b', ['a', 'b']), ('a b', ['a', 'b']), ('``a``, ``b``', ['a', 'b']), ('{a: 1}', {'a': 1}), ("{'a': '1', b=true}", {'a': '1', 'b': True}),
        ('1 GB', 2**30), ('1KB', 1024), ('100 MB', '100MiB'), ('1 GB', 10**9), ('\\n', '\n'), ('a*b*', 'a*b*'), ('"[\\n {\\"a\\": 1}]"', '[\n  {"a": 1}]'),
    ],
)
def test_defaults_in_the_notation_of_writers(tmp_path, stated, found):
    assert one(tmp_path, {'default': stated}, {'default': found}) == []


@pytest.mark.parametrize(
    ('stated', 'found'),
    [
        ('80%', 0.7), ('5 000', 5001), ('5 00', 500), ('1 (disabled)', 0), ('**true**', False), ('none', 0), ('info', None), ('never', ''), ('unlimited', 5), ('disabled', True), ('empty', 'x'),
        ('a; c', ['a', 'b']), ('{a: 1}', {'a': 2}), ('{a}', {'a': 1}), ('1 GB', 2**20), ('\\u0041', 'B'), ('\\', 'a'), ('(a)', ''), ([1], 'x'), ('x', {'a': 1}),
    ],
)
def test_other_defaults_in_the_notation_of_writers(tmp_path, stated, found):
    assert [kind for kind, *_ in one(tmp_path, {'default': stated}, {'default': found})] == ['default']


def test_notations_of_writers_are_not_those_of_files(tmp_path):
    """In a user's file, such a value is another one."""
    known = product(tmp_path, schema(a={'default': None}, b={'default': 2**30}, c={'default': ['a', 'b']}))
    assert [str(f.kind) for f in validated(tmp_path, 'a: never\nb: 1 GB\nc: a b\n', known, defaults=True)] == []


def test_former_names_that_the_product_still_has(tmp_path):
    """A page that states a former name documents it, and says that it is deprecated."""
    stated = docs(a={'configjson': ['web.secure'], 'formerly': ['web.tls']})
    both = product(tmp_path, schema(web=schema(secure=STRING, tls={**STRING, 'deprecated': True}, ssl=STRING)))
    assert checked(tmp_path, stated, both) == [('undocumented', 'web.ssl')]
    old = product(tmp_path, schema(web=schema(tls={**STRING, 'deprecated': True, 'default': 'x'})))
    assert checked(tmp_path, stated, old) == []
    other = docs(a={'configjson': ['web.secure'], 'formerly': ['web.tls'], 'default': 'y'})
    assert checked(tmp_path, other, old) == [('default', 'web.tls')]


@pytest.mark.parametrize(
    ('facts', 'stated', 'shown'),
    [
        ({'secret': True}, {'default': 'hunter2'}, '********'), ({}, {'default': 'hunter2', 'writeOnly': True}, '********'), ({}, {'default': 'db://u:hunter2@host/x'}, 'db://********@host/x'),
        ({'secret': True}, {'default': 25}, 25), ({'secret': True}, {'default': ''}, ''), ({}, {'default': 'open'}, 'open'),
    ],
)  # fmt: skip
def test_secrets_of_products_are_masked(tmp_path, facts, stated, shown):
    """A file of values may have real passwords; the log of a check may be public."""
    source = product(tmp_path, schema(a=schema(b=stated)))
    (difference,) = found(tmp_path, docs(ab={'configjson': ['.a.b'], 'default': 'other', **facts}), source)
    assert (difference.stated, difference.found) == ('other', shown)
    assert 'hunter2' not in difference.message


@pytest.mark.parametrize(('stated', 'kinds'), [(['`a` (default)', '``b``'], []), (['**a**', 'b'], []), (['a (b)', 'c'], ['choices'])])
def test_choices_in_the_notation_of_writers(tmp_path, stated, kinds):
    assert [kind for kind, *_ in one(tmp_path, {'choices': stated}, {'enum': ['a', 'b']})] == kinds


@pytest.mark.parametrize(('stated', 'kinds'), [(['-1', '…'], []), (['-1'], []), (['-1', '5'], []), (['0', '…'], ['choices'])])
def test_choices_beside_other_values(tmp_path, stated, kinds):
    """A product that accepts any number has some with a meaning."""
    assert [kind for kind, *_ in one(tmp_path, {'choices': stated}, {'anyOf': [{'const': -1}, {'type': 'number'}]})] == kinds


@pytest.mark.parametrize(
    ('facts', 'stated', 'kinds'),
    [
        ({'type': 'string', 'variants': {'type': [{'value': 'integer'}]}}, {'type': 'integer'}, []), ({'type': 'string', 'variants': {'type': [{'value': 'list'}]}}, {'type': 'integer'}, ['type']),
        ({'choices': ['a'], 'variants': {'choices': [{'value': ['a', 'b']}]}}, {'enum': ['a', 'b']}, []), ({'choices': ['a'], 'variants': {'choices': [{'value': ['b']}]}}, {'enum': ['a', 'b']}, ['choices']),
        ({'range': '1..5', 'variants': {'range': [{'value': '1..9'}]}}, {'type': 'integer', 'minimum': 1, 'maximum': 9}, []), ({'range': '1..5', 'variants': {'range': [{'value': '1..8'}]}}, {'type': 'integer', 'minimum': 1, 'maximum': 9}, ['range']),
    ],
)  # fmt: skip
def test_facts_under_conditions(tmp_path, facts, stated, kinds):
    """The product has one of the facts that documents state by case."""
    assert [kind for kind, *_ in one(tmp_path, facts, stated)] == kinds


def test_thousands_of_choices():
    """Those that are equal as they are need not be compared with all others."""
    names = [f'choice{n}' for n in range(20_000)]
    setting = ProductSetting(key='a', path=('a',), choices=tuple(map(Choice, [*names, 5, True])))
    assert same_choices([*reversed(names), 'yes', '5.0'], setting)
    assert not same_choices([*names, 'yes'], setting)
