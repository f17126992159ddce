"""Users' files of all forms: aliases, several documents, sections, lists in keys, amounts, variables."""

from __future__ import annotations

import json

import pytest
from comparing import brief, checked, docs, product, schema, validated

from sphinx_configsetting.comparison.documented_product import documented_source
from sphinx_configsetting.comparison.names import numbered_segments
from sphinx_configsetting.comparison.samples import sample
from sphinx_configsetting.comparison.validation import is_slip
from sphinx_configsetting.comparison.values_schema import values_schema

INTEGER = {'type': 'integer'}
STRING = {'type': 'string'}
LEVELS = {'a': schema(level={'enum': ['low']}, old={**INTEGER, 'deprecated': True}, port=INTEGER), 'b': schema(level={'enum': ['low']}), 'c': {**schema(x=STRING), 'required': ['x'], 'additionalProperties': False}}


def messages(findings):
    return [(one.line, one.message) for one in findings]


@pytest.mark.parametrize(
    ('text', 'line', 'said'),
    [
        ('a: &x\n  level: high\nb: *x\n', 2, 'b.level (through *x in line 3) is "high"'),
        ('a:\n  level: low\n  port: &x bad\nb:\n  level: *x\n', 5, 'b.level (through *x in line 5) is "bad"'),
        ('a: &x\n  level: low\n  port: 1\nb: *x\n', 3, 'b.port is not known (through *x in line 4); did you mean a.port?'),
        ('a: &x\n  level: high\nb:\n  <<: *x\n', 2, 'b.level (through *x in line 4) is "high"'),
        ('a: &x\n  level: high\nb:\n  <<: [*x]\n', 2, 'b.level (through << in line 4) is "high"'),
        ('b: &x\n  level: low\nc: *x\n', 3, 'c.x is required, but missing (through *x in line 3); add it'),
        ('x: &x\n  old: 1\na: *x\n', 2, 'a.old (through *x in line 3) is deprecated; remove it'),
        ('a: {level: high}\nb: {level: low}\n', 1, 'a.level is "high"'),
    ],
)
def test_aliases_are_named(tmp_path, text, line, said):
    found = messages(validated(tmp_path, text, product(tmp_path, schema(**LEVELS))))
    assert any(number == line and message.startswith(said) for number, message in found), found


def test_own_keys_are_not_from_an_alias(tmp_path):
    text = 'a: &x\n  level: low\nb:\n  <<: *x\n  level: high\n'
    assert messages(validated(tmp_path, text, product(tmp_path, schema(**LEVELS)))) == [(5, 'b.level is "high", but must be "low"; correct the value')]


def test_aliases_of_defaults_and_former_names(tmp_path):
    stated = docs(a={'configjson': ['web.port'], 'formerly': ['web.prt'], 'default': '5', 'type': 'integer'})
    found = validated(tmp_path, 'web: &x\n  port: 5\nold:\n  y: 1\n', stated, defaults=True)
    assert ['through' in one.message for one in found] == [False, False]
    found = validated(tmp_path, 'x: &x\n  prt: 5\n  port: 5\nweb: *x\n', stated, defaults=True)
    assert [one.message for one in found if 'through' in one.message] == [
        'web.prt (through *x in line 4) has been renamed to web.port; use the new name (see index.html#a)',
        'web.port (through *x in line 4) repeats the default; remove it (see index.html#a)',
    ]


def test_names_that_a_schema_forbids_through_an_alias(tmp_path):
    one = product(tmp_path, {'type': 'object', 'properties': {'m': {'type': 'object', 'propertyNames': {'pattern': '^[a-z]+$'}}}})
    found = validated(tmp_path, 'x: &x\n  A1: 1\nm: *x\n', one)
    assert (2, 'm.A1 is not allowed here (through *x in line 3); remove it') in messages(found)


def test_several_documents(tmp_path):
    one = product(tmp_path, {**schema(port=INTEGER, name=STRING), 'required': ['name']})
    assert brief(validated(tmp_path, '# c\nport: 1\n---\n\nport: 2\n', one)) == [('missing', 'name', 1), ('missing', 'name', 5)]
    assert brief(validated(tmp_path, '---\nname: x\n...\n---\n---\nname: y\nport: z\n---\n', one)) == [('type', 'port', 7)]
    assert brief(validated(tmp_path, '---\n---\n', one)) == [('missing', 'name', 1)]


def test_suggestions_in_sections(tmp_path):
    one = product(tmp_path, '[server]\nport = 1\n[replication]\nmode = a\nserver-id = 1\n', 'server.ini')
    text = '[server]\nprot = 2\nserver.x = 1\n[Replication]\nmode = b\n[replication]\nserver_id = 1\n[repliaction]\nmodus = 1\n'
    assert [one.message for one in validated(tmp_path, text, one, 'x.ini')] == [
        'server.prot is not known; did you mean server.port?',
        'server."server.x" is not known; remove it, or correct the name',
        'Replication.mode is not known; did you mean replication.mode?',
        'replication.server_id is not known; did you mean replication.server-id?',
        'repliaction.modus is not known; remove it, or correct the name',
    ]


def test_unknown_keys_twice_in_a_section(tmp_path):
    one = product(tmp_path, '[a]\nx = 1\n', 'server.ini')
    assert brief(validated(tmp_path, '[a]\nx = 1\nzzz = 1\nzzz = 2\n', one, 'x.ini')) == [('duplicate', 'a.zzz', 4), ('unknown', 'a.zzz', 4)]


def test_numbered_segments():
    assert numbered_segments('a[0].b[12]."c.d"[]') == ('a', '0', 'b', '12', 'c.d', '')


def test_items_and_names_in_flat_keys(tmp_path):
    """Two items of a list, or names in a map, are no duplicates; each has its value checked."""
    stated = docs(a={'configjson': ['my.list[0]'], 'type': 'string'}, b={'configjson': ['my.map.<key>'], 'type': 'integer'}, c={'configjson': ['my.map.q-{id}'], 'type': 'boolean'})
    text = 'my.list[0]=a\nmy.list[1]=b\nmy.map.x=1\nmy.map.y=z\nmy.map.q-1=true\nmy.map.q-2=5\nmy.list[1]=c\n'
    assert brief(validated(tmp_path, text, stated, 'x.properties')) == [('type', 'my.map.y', 4), ('type', 'my.map.q-2', 6), ('duplicate', 'my.list[1]', 7)]


def test_variables_of_a_map(tmp_path):
    stated = docs(a={'configjson': ['urls.<name>'], 'environment': ['APP_<NAME>_URL'], 'type': 'integer'})
    found = validated(tmp_path, 'APP_A_URL=1\nAPP_B_URL=x\nAPP_C_URL=y\n', stated, 'x.env')
    assert brief(found) == [('type', 'APP_B_URL', 2), ('type', 'APP_C_URL', 3)]


@pytest.mark.parametrize('typename', ['duration', 'java.time.Duration', 'bytes', 'timedelta'])
def test_amounts_are_texts_or_numbers(tmp_path, typename):
    stated = docs(a={'configjson': ['ttl'], 'type': typename, 'default': '30'}, b={'configjson': ['name'], 'type': 'string'})
    assert validated(tmp_path, 'ttl: 5\n', stated) == validated(tmp_path, 'ttl: 5M\n', stated) == []
    assert brief(validated(tmp_path, 'ttl: true\nname: 5\n', stated)) == [('type', 'ttl', 1), ('type', 'name', 2)]
    assert sample(documented_source(stated, {}).settings[:1], 'yaml', write_defaults=True) == 'ttl: 30\n'
    records = json.dumps({'properties': [{'name': 'ttl', 'type': typename, 'defaultValue': '30s', 'description': 'x'}]})
    assert validated(tmp_path, 'ttl: 5\n', product(tmp_path, records)) == []


def test_amounts_with_choices(tmp_path):
    stated = docs(a={'configjson': ['ttl'], 'type': 'duration', 'choices': ['1h', '1d']})
    assert [(str(one.kind), one.stated) for one in validated(tmp_path, 'ttl: 5\n', stated)] == [('choices', ['1h', '1d'])]


@pytest.mark.parametrize(
    ('stated', 'found', 'same'),
    [
        ('30s', 'PT30S', True), ('PT30S', '30s', True), ('90 seconds', 'PT1M30S', True), ('24h', 'P1D', True), ('2w', 'P2W', True), ('-1s', '-pt1s', True), ('500ms', 'PT0.5S', True), ('30000', 'PT30S', True), ('30s', 30000, True),
        ('30', 'PT30S', False), ('31s', 'PT30S', False), ('P', 'PT0S', False), ('PT1.2.3S', 'PT1S', False), ('1 month', 'P1M', False),
    ],
)
def test_amounts_of_time_in_java(tmp_path, stated, found, same):
    """Java writes them as ISO 8601, and a number alone is in milliseconds."""
    one = product(tmp_path, {'properties': [{'name': 'ttl', 'type': 'java.time.Duration', 'defaultValue': found}]})
    assert (checked(tmp_path, docs(a={'key': ['ttl'], 'default': stated}), one) == []) is same


@pytest.mark.parametrize(
    ('stated', 'found', 'same'),
    [('500m', '0.5', True), ('0.5', '500m', True), ('1', '1000m', True), ('100m', 0.1, True), ('1Gi', 1073741824, True), ('2G', '2000M', True), ('1 GiB', '1Gi', True), ('100m', '100M', False), ('0.5', '0.6', False), ('1Gi', '1G', False)],
)
def test_quantities_of_kubernetes(tmp_path, stated, found, same):
    pattern = r'^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$'
    for facts in ({'type': ['string', 'number'], 'pattern': pattern}, {'anyOf': [{'type': 'integer'}, {'type': 'string'}], 'pattern': pattern, 'x-kubernetes-int-or-string': True}):
        one = product(tmp_path, schema(cpu={**facts, 'default': found}))
        assert (checked(tmp_path, docs(a={'key': ['cpu'], 'default': stated}), one) == []) is same
    records = {'options': [{'name': 'cpu', 'type': 'resource.Quantity', 'default': found}]}
    assert (checked(tmp_path, docs(a={'key': ['cpu'], 'default': stated}), product(tmp_path, records)) == []) is same


@pytest.mark.parametrize(
    ('default', 'stated', 'expected'),
    [
        ('on', 'true', []), ('No', 'false', []), ('off', 'Disabled', []), ('yes', 'no', ['default']),
        ('enabled', 'true', ['type', 'default']), ('x', 'true', ['type', 'default']), ('', 'true', ['type', 'default']),
    ],
)
def test_words_for_yes_and_no(tmp_path, default, stated, expected):
    one = product(tmp_path, f'[a]\nflag = {default}\n', 'server.ini')
    found = checked(tmp_path, docs(a={'configjson': ['a.flag'], 'type': 'boolean', 'default': stated}), one)
    assert sorted(kind for kind, _ in found) == sorted(expected)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('[host.b]\nrot = /\n', ['host.b.rot is not known; did you mean host.b.root?']), ('[hots.c]\nroot = /\n', ['hots.c.root is not known; did you mean host.c.root?']),
        ('[web]\nserver.prot = 1\n', ['web."server.prot" is not known; did you mean web."server.port"?']), ('[host.b]\nport = 1\n', ['host.b.root is required, but missing; add it']),
        ('[host.b]\nzzzz = 1\n', ['host.b.zzzz is not known; remove it, or correct the name']),
    ],
)
def test_sections_that_are_paths(tmp_path, text, expected):
    named = {'type': 'object', 'additionalProperties': {**schema(root=STRING, port={'type': 'integer'}), 'required': ['root']}}
    one = product(tmp_path, schema(host=named, web=schema(**{'server.port': {'type': 'integer'}})))
    assert [finding.message for finding in validated(tmp_path, text, one, 'x.ini')] == expected


@pytest.mark.parametrize(
    ('text', 'name', 'stated', 'kinds'),
    [
        ('[a]\nx = 1.2\n', 'a.ini', 'string', []), ('[a]\nx = 1.2\n', 'a.ini', 'boolean', ['type']), ('[a]\nx = y\n', 'a.ini', 'integer', ['type']), ('[a]\nx\n', 'a.ini', 'integer', []),
        ('a.x=7\n', 'a.properties', 'text', []),
        ('a:\n  x: 1.2\n', 'a.yaml', 'string', ['type']), ('[a]\nx = 1.2\n', 'a.toml', 'string', ['type']),
    ],
)
def test_types_of_files_that_have_texts_only(tmp_path, text, name, stated, kinds):
    """In INI, a version such as 1.2 can be a text; JSON, YAML and TOML write texts otherwise."""
    one = product(tmp_path, text, name)
    assert [kind for kind, _ in checked(tmp_path, docs(a={'configjson': ['a.x'], 'type': stated}), one)] == kinds


@pytest.mark.parametrize(('stated', 'found', 'same'), [('128 MB', '128M', True), ('128 MiB', '128M', False), ('2 min', '2m', True), ('120s', '2M', True), ('128 KB', '128M', False)])
def test_amounts_with_units_of_several_meanings(tmp_path, stated, found, same):
    one = product(tmp_path, schema(size={**STRING, 'default': found}))
    assert (checked(tmp_path, docs(a={'configjson': ['size'], 'default': stated}), one) == []) is same


@pytest.mark.parametrize(
    'deprecation',
    [{'deprecation': {'reason': 'Old.', 'replacement': 'new'}}, {'deprecated': 'Old.', 'replaced_by': 'new'}],
)
def test_replacements_of_records(tmp_path, deprecation):
    records = {'properties': [{'name': 'old', 'type': 'string', 'description': 'x', **deprecation}, {'name': 'new', 'type': 'string', 'description': 'x', 'replacement': 5}]}
    found = validated(tmp_path, 'old: x\n', product(tmp_path, records))
    assert [(one.message, one.stated) for one in found] == [('old is deprecated (Old.); use new', 'new')]


@pytest.mark.parametrize(
    ('name', 'right', 'slip'),
    [
        ('APP_MDOE', 'APP_MODE', True), ('APP_MDOE_ULR', 'APP_MODE_URL', True), ('APP_TIMEOUTMS', 'APP_TIMEOUT_MS', True),
        ('APP_NOPE', 'APP_NODESC', False), ('APP_SIZE_MAX', 'APP_MAX_SIZE', False), ('APP_A1', 'APP_A2', False), ('APP_UL', 'APP_ID', False),
    ],
)
def test_slips_in_variables(tmp_path, name, right, slip):
    assert is_slip(name, right) is slip
    found = validated(tmp_path, None, product(tmp_path, schema(a={**STRING, 'x-environment': right})), environ={name: 'x'})
    assert [(str(one.kind), one.key) for one in found] == [('spelling', right) if slip else ('unknown', name)]


def test_lines_in_values_with_any_keys(tmp_path):
    one = product(tmp_path, schema(env={'type': 'object', 'additionalProperties': STRING}, rules={'type': 'array', 'items': {'type': 'object', 'additionalProperties': INTEGER}}))
    text = 'env:\n  A: x\n\n  B: 5\nrules:\n  - x: 1\n  - y: 1\n    z: a\n    z: b\n'
    assert brief(validated(tmp_path, text, one)) == [('type', 'env.B', 4), ('duplicate', 'rules[1].z', 9), ('type', 'rules[1].z', 9)]


def test_brackets_that_open_no_section(tmp_path):
    one = product(tmp_path, '[a]\nx = 1\nlist = 2\n', 'server.ini')
    assert validated(tmp_path, '[a]\nlist =\n  [b\n  c]\nx = [d\n', one, 'x.ini')[0].key == 'a.list'


def test_lines_of_objects_in_lists_with_any_keys(tmp_path):
    one = product(tmp_path, schema(env={'type': 'object', 'additionalProperties': {'type': 'array', 'items': schema(a=STRING)}}))
    assert ('type', 'env.x[1].a', 5) in brief(validated(tmp_path, 'env:\n  x:\n    - a: y\n    -\n      a: 5\n', one))
    free = product(tmp_path, {**schema(env={'type': 'object'}), '$defs': {'a': {'type': 'array'}}})
    assert brief(validated(tmp_path, 'env:\n  x:\n    - a: 1\n      a: 2\n', free)) == [('duplicate', 'env.x[0].a', 4)]


def test_a_misspelled_section(tmp_path):
    one = product(tmp_path, '[replication]\nmode = a\n[server]\nmode = b\n', 'server.ini')
    assert [one.message for one in validated(tmp_path, '[repliaction]\nmode = b\n', one, 'x.ini')] == ['repliaction.mode is not known; did you mean replication.mode?']


def test_types_of_amounts_are_stated_once():
    settings = documented_source(docs(a={'configjson': ['ttl'], 'type': 'duration'}), {}).settings
    assert values_schema(settings)['properties']['ttl']['type'] == ['string', 'number']


PARTS = schema(web={**schema(timeout={'type': 'integer'}, port={'type': 'integer'}), 'required': ['timeout']}, db=schema(timeout={'type': 'integer'}, host={'type': 'string'}), name={'type': 'string'})


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('[DEFAULT]\ntimeout = 5\nport = 1\n[web]\n[db]\nhost = a\n', []),
        ('[DEFAULT]\ntimeout = x\n[web]\ntimeout = 1\n[db]\n', [('type', 'db.timeout', 2)]),
        ('[DEFAULT]\ntimeout = x\n[web]\n[db]\n', [('type', 'db.timeout', 2), ('type', 'web.timeout', 2)]),
        ('[DEFAULT]\nport = x\ntiemout = 1\n[db]\nport = 1\n', [('unknown', 'DEFAULT.tiemout', 3), ('unknown', 'db.port', 5)]),
        ('name = a\nnmae = a\n[DEFAULT]\nport = 1\n[bd]\ntimeout = 1\n[web]\ntimeout = 1\n', [('unknown', 'nmae', 2), ('unknown', 'bd.timeout', 6)]),
    ],
)
def test_sections_inherit_default(tmp_path, text, expected):
    """In configparser, each section has the keys of DEFAULT that it does not state."""
    assert brief(validated(tmp_path, text, product(tmp_path, PARTS), 'a.ini')) == expected


def test_default_section_of_products(tmp_path):
    """Sections may state what DEFAULT of the product's own file has; a group of that name in records is no such section."""
    text = '[DEFAULT]\nport = 2\ntimeout = 1\n[db]\ntimeout = 3\n[bd]\ntimeout = 3\n[web]\n'
    known = product(tmp_path, '[DEFAULT]\ntimeout = 30\n[web]\nport = 80\n[db]\nhost = x\n', 'known.ini')
    assert brief(validated(tmp_path, text, known, 'a.ini')) == [('unknown', 'bd.timeout', 7)]
    group = product(tmp_path, schema(DEFAULT=schema(timeout={'type': 'integer'}), web=schema(port={'type': 'integer'}), db=schema(host={'type': 'string'})))
    assert brief(validated(tmp_path, text, group, 'a.ini')) == [('unknown', 'DEFAULT.port', 2), ('unknown', 'db.timeout', 5), ('unknown', 'bd.timeout', 7)]


@pytest.mark.parametrize(
    ('stated', 'found', 'same'),
    [
        ('0.5', '500m', True), ('1', '1000m', True), ('1.5', '1500m', True), ('500m', '"0.5"', True), ('1Gi', '1024Mi', True), ('2 min', '2m', True),
        ('2', '2m', False), ('0.5', '600m', False), ('500', '500m', False),
    ],
)
def test_amounts_in_files_of_values(tmp_path, stated, found, same):
    """A file of values states no types, so an ``m`` can be a thousandth."""
    known = product(tmp_path, f'a:\n  cpu: {found}\n', 'values.yaml')
    assert (checked(tmp_path, docs(a={'key': ['a.cpu'], 'default': stated}), known) == []) is same
    repeated = brief(validated(tmp_path, f'a: {{cpu: {stated}}}\n', known, defaults=True))
    assert (('default', 'a.cpu', 1) in repeated) is same


def test_numbers_in_place_of_amounts(tmp_path):
    """A type that a file of values does not state is no reason to refuse a number; a stated one is."""
    known = product(tmp_path, 'cpu: 500m\nname: abc\n', 'values.yaml')
    assert brief(validated(tmp_path, 'cpu: 2\nname: 2\n', known)) == [('type', 'name', 2)]
    assert brief(validated(tmp_path, 'cpu: true\n', known)) == [('type', 'cpu', 1)]
    for against in (product(tmp_path, schema(cpu={**STRING, 'default': '500m'})), docs(a={'key': ['cpu'], 'type': 'string', 'default': '500m'})):
        assert brief(validated(tmp_path, 'cpu: 2\n', against)) == [('type', 'cpu', 1)]
    assert checked(tmp_path, docs(a={'key': ['cpu'], 'default': '500m'}), product(tmp_path, 'cpu: 0.5\n', 'values.yaml')) == []
    timed = product(tmp_path, schema(wait={'type': ['string', 'number'], 'default': '500m', 'x-unit': 's'}))
    assert checked(tmp_path, docs(a={'key': ['wait'], 'default': '0.5'}), timed) == [('default', 'wait')]


@pytest.mark.parametrize(
    ('facts', 'value', 'expected'),
    [
        ({'type': 'duration', 'range': '1s..1h'}, '2h', {'maximum': '1h'}), ({'type': 'duration', 'range': '1s..1h'}, 'PT0.5S', {'minimum': '1s'}), ({'type': 'duration', 'range': '1s..1h'}, '1h', None),
        ({'type': 'duration', 'range': '1s..1h'}, '7200', None), ({'type': 'seconds', 'range': '1s..1h'}, '7200', {'maximum': '1h'}), ({'type': 'seconds', 'range': '1s..1h'}, '60', None),
        ({'type': 'duration', 'range': '1..60', 'description': 'In seconds.'}, '2m', {'maximum': 60}), ({'type': 'duration', 'range': '..5 min', 'description': 'In seconds.'}, '301', {'maximum': '5 min'}),
        ({'type': 'bytes', 'range': '1KiB - 1MiB'}, '5', {'minimum': '1KiB'}), ({'type': 'bytes', 'range': '1KiB to 1MiB'}, '2MB', {'maximum': '1MiB'}), ({'type': 'bytes', 'range': '1KiB..1MiB'}, '512Ki', None),
        ({'type': 'quantity', 'range': '100m..2'}, '50m', {'minimum': '100m'}), ({'type': 'quantity', 'range': '100m..2'}, '3', {'maximum': 2}), ({'type': 'quantity', 'range': '100m..2'}, '0.5', None), ({'type': 'quantity'}, '[1, x]', None),
        ({'type': 'duration'}, 'soon', 'time'), ({'type': 'bytes', 'default': '4MiB'}, 'big', 'data'), ({'type': 'quantity'}, '5 cores', 'quantity'), ({'type': 'duration'}, '5MB', 'time'),
        ({'type': 'duration', 'default': 'never'}, 'always', None), ({'type': 'duration', 'example': 'auto'}, 'auto', None), ({'type': 'duration', 'choices': ['1s', 'never']}, 'never', None),
        ({'type': 'duration'}, '"{wait}"', None), ({'type': 'duration'}, '[1s, x]', 'string or number'), ({'type': 'string'}, 'soon', None), ({'type': 'string', 'range': '1..2'}, '3s', None),
        ({'type': 'bytes/day'}, 'many', None), ({'type': 'bytes per second'}, '5MB/s', None), ({'type': 'duration | auto'}, 'auto', None), ({'type': 'duration or quantity'}, 'x', None), ({'type': 'x.Bytes | null'}, 'x', 'data'),
        ({'type': 'timedelta', 'range': '1m..1h'}, '"0:05:00"', None), ({'type': 'timedelta', 'range': '1m..1h'}, '"2 days, 0:00:01.5"', {'maximum': '1h'}), ({'type': 'timedelta', 'range': '1m..1h'}, '"0:30"', None), ({'type': 'timedelta'}, '"0:99:00"', 'time'),
        ({'type': 'duration', 'range': '1s..1h'}, '1y', None), ({'type': 'duration'}, 'P1Y2M', None), ({'type': 'duration'}, 'PT1.2.3S', 'time'), ({'type': 'bytes', 'range': '..1GiB'}, '10 mb', None), ({'type': 'bytes', 'range': '..1GiB'}, '2g', {'maximum': '1GiB'}), ({'type': 'bytes'}, '1PB', None),
    ],
)  # fmt: skip
def test_amounts_against_ranges(tmp_path, facts, value, expected):
    """Limits and values are compared by their units; a number only if its unit is known. One finding each."""
    findings = validated(tmp_path, f'wait: {value}\n', docs(a={'key': ['wait'], **facts}))
    assert [one.stated for one in findings] == ([expected] if expected else [])
    assert {str(one.kind) for one in findings} <= {'range' if isinstance(expected, dict) else 'type'}


def test_amounts_of_products(tmp_path):
    """A keyword declares the unit in a schema, and records may limit amounts."""
    timed = product(tmp_path, schema(wait={'x-unit': 'ms', 'exclusiveMaximum': 1000, 'exclusiveMinimum': 5}, port={'type': 'integer', 'x-unit': 's'}))
    for value, kind, stated in [('2s', 'range', {'exclusiveMaximum': 1000}), ('1s', 'range', {'exclusiveMaximum': 1000}), ('5ms', 'range', {'exclusiveMinimum': 5}), ('soon', 'type', 'time'), ('2000', 'range', {'exclusiveMaximum': 1000})]:
        assert [(str(one.kind), one.stated) for one in validated(tmp_path, f'wait: {value}\n', timed)] == [(kind, stated)]
    assert brief(validated(tmp_path, 'wait: 6ms\nport: soon\n', timed)) == [('type', 'port', 2)]
    records = {'options': [{'name': 'wait', 'type': 'duration', 'min': '1s', 'max': '1h', 'default': '5s'}, {'name': 'b', 'type': 'string'}]}
    [finding] = validated(tmp_path, 'wait: 2h\n', product(tmp_path, records))
    assert finding.message == 'wait is "2h", but must be at most 1h; correct the value'
    assert validated(tmp_path, 'wait: 2s\n', timed)[0].message == 'wait is "2s", but must be less than 1000 ms; correct the value'


def test_samples_of_amounts(tmp_path):
    stated = docs(
        a={'key': ['a'], 'type': 'duration', 'required': True}, b={'key': ['b'], 'type': 'bytes', 'required': True, 'range': '4KiB..'}, c={'key': ['c'], 'type': 'quantity', 'required': True},
        d={'key': ['d'], 'type': 'seconds', 'required': True, 'range': '1m..'},
    )
    text = sample(documented_source(stated, {}).settings, 'yaml', write_defaults=False)
    assert text == 'a: "1s"\nb: "4KiB"\nc: "1"\nd: 60\n'
    assert validated(tmp_path, text, stated) == []


def test_ranges_of_amounts(tmp_path):
    """The number of a product is in its unit."""
    timed = product(tmp_path, schema(wait={'type': 'number', 'x-unit': 'ms', 'minimum': 1000, 'maximum': 60000}))
    for stated, same in [('1s..1m', True), ('1000..60000', True), ('1s..2m', False), ('1s..', False), ('1..60', False)]:
        assert (checked(tmp_path, docs(a={'key': ['wait'], 'range': stated}), timed) == []) is same


def test_the_schema_of_a_file(tmp_path):
    """Editors read the key, and products that allow no other keys leave it alone, unless they state it."""
    text = '{"$schema": "a.json", "x": {"$schema": "a.json"}}'
    closed = {'type': 'object', 'additionalProperties': False, 'properties': {'x': {'type': 'object', 'additionalProperties': False, 'properties': {'y': STRING}}}}
    assert brief(validated(tmp_path, text, product(tmp_path, closed), 'c.json')) == [('unknown', 'x.$schema', 1)]
    stated = schema(**{'$schema': {'const': 'b.json'}, 'x': {}})
    assert brief(validated(tmp_path, text, product(tmp_path, stated), 'c.json')) == [('choices', '$schema', 1)]


def test_documents_against_variables_only(tmp_path):
    """A ``.env`` file has no keys, so documents are compared by their variables."""
    variables = product(tmp_path, '# Port\nAPP_PORT=80\nAPP_NAME=x\nAPP_EXTRA=1\n', '.env.example')
    stated = {'a': {'key': ['web.port'], 'environment': ['APP_PORT'], 'default': '81', 'description': 'x'}, 'b': {'key': ['web.host']}, 'c': {'environment': ['APP_NMAE']}, 'd': {'environment': ['APP_GONE_AWAY']}}
    assert sorted(checked(tmp_path, docs(**stated), variables)) == [('default', 'APP_PORT'), ('gone', 'APP_GONE_AWAY'), ('spelling', 'APP_NAME'), ('undocumented', 'APP_EXTRA')]
    keys = product(tmp_path, schema(web=schema(port=INTEGER)))
    assert sorted(checked(tmp_path, docs(**stated), keys, variables))[:3] == [('default', 'APP_PORT'), ('gone', 'APP_GONE_AWAY'), ('gone', 'web.host')]
    as_keys = docs(a={'key': ['APP_PORT']}, b={'key': ['APP_HOSTS']}, c={'key': ['APP_NAME']}, d={'key': ['APP_EXTRA']})
    assert [one for one in checked(tmp_path, as_keys, variables) if one[0] != 'description'] == [('gone', 'APP_HOSTS')]


def test_environment_against_variables_only(tmp_path):
    variables = product(tmp_path, 'APP_PORT=80\n', '.env.example')
    assert brief(validated(tmp_path, None, variables, environ={'APP_PORT': 'x', 'APP_PROT': '1'})) == [('spelling', 'APP_PORT', 0), ('type', 'APP_PORT', 0)]


@pytest.mark.parametrize('text', ['inf', '-Infinity', 'NaN'])
def test_numbers_that_are_not_finite(tmp_path, text):
    """Python's notation is right where a format has no types; in JSON, taking the quotes off would not help."""
    known = product(tmp_path, schema(a={'type': 'number'}, b={'type': 'integer'}))
    assert brief(validated(tmp_path, f'a = {text}\nb = {text}\n', known, 'a.ini')) == [('type', 'b', 2)]
    (one,) = validated(tmp_path, f'{{"a": "{text}"}}', known, 'a.json')
    assert one.message.endswith('but must be a number; correct the value')


def test_types_in_the_words_of_a_chart(tmp_path):
    """A word that is no type of JSON leaves the type open."""
    known = product(tmp_path, '# -- (int/auto) How many\na: 1\n# -- (int) How many\nb: 1\n', 'values.yaml')
    assert brief(validated(tmp_path, 'a: auto\nb: auto\n', known)) == [('type', 'b', 2)]


@pytest.mark.parametrize('mark', ['__', '_'])
def test_variables_of_groups_in_json(tmp_path, mark):
    """As pydantic-settings reads them: the variable of a nested model can have all of it."""
    names = {'url': STRING, 'password': STRING}
    parts = schema(**{name: {**one, 'x-environment': f'APP_DB{mark}{name.upper()}'} for name, one in names.items()})
    size = {**INTEGER, 'x-environment': f'APP_DB{mark}POOL{mark}SIZE'}
    parts = {**parts, 'properties': {**parts['properties'], 'pool': schema(size=size)}, 'required': ['password']}
    known = product(tmp_path, {**schema(db=parts, tags={'type': 'object', 'x-environment': 'APP_TAGS'}), 'required': ['db']})
    text = 'APP_DB={"url": "x", "password": "y", "pool": {"size": 5}}\nAPP_TAGS={"a": 1}\nAPP_POOL={"a": 1}\nAPP_DB2={}\n'
    assert brief(validated(tmp_path, text, known, '.env')) == [('unknown', 'APP_POOL', 3), ('unknown', 'APP_DB2', 4)]
    found = validated(tmp_path, None, known, environ={'APP_DB': '{"ulr": "x", "pool": {"size": "y"}}'})
    assert brief(found) == [('missing', f'APP_DB{mark}PASSWORD', 0), ('spelling', f'APP_DB{mark}URL', 0), ('type', f'APP_DB{mark}POOL{mark}SIZE', 0)]
    lower = product(tmp_path, schema(db=schema(url={**STRING, 'x-environment': f'app_db{mark}url'})))
    assert brief(validated(tmp_path, 'app_db={"url": "x"}\n', lower, '.env')) == []


@pytest.mark.parametrize('text', ['${PORT}', '${PORT:-80}', '$PORT', '$(PORT)', '%PORT%', '%(port)s', '{{ port }}', 'a-${X}'])
def test_values_that_are_put_in_later(tmp_path, text):
    """Nobody knows yet if such a value is right."""
    known = product(tmp_path, schema(port=INTEGER, level={'enum': ['low']}, name={**STRING, 'maxLength': 1}))
    assert brief(validated(tmp_path, json.dumps(dict.fromkeys(['port', 'level', 'name'], text)), known, 'a.json')) == []


def test_values_with_signs_in_them(tmp_path):
    known = product(tmp_path, schema(port=INTEGER))
    for text in ('80$', 'a $b', '%80', '{80}', '$'):
        assert len(validated(tmp_path, json.dumps({'port': text}), known, 'a.json')) == 1


@pytest.mark.parametrize('name', ['.env', 'a.ini', 'a.properties'])
def test_items_of_lists_in_texts(tmp_path, name):
    known = product(tmp_path, schema(A={'type': 'array', 'items': INTEGER}, B={'type': 'boolean'}))
    assert brief(validated(tmp_path, 'A=1, 2\nB=y\n', known, name)) == []
    assert brief(validated(tmp_path, 'A=1, x\nB=yy\n', known, name)) == [('type', 'A[1]', 1), ('type', 'B', 2)]
    assert len(validated(tmp_path, '{"A": ["1"], "B": "y"}', known, 'a.json')) == 2


@pytest.mark.parametrize(
    ('facts', 'value', 'kinds'),
    [
        ({'type': 'list', 'choices': ['x', 'y']}, ['x', 'y'], []), ({'type': 'list', 'choices': ['x', 'y']}, ['x', 'z'], ['choices']), ({'choices': ['`x` (default)', 'y']}, 'x', []),
        ({'choices': ['x'], 'default': 'z'}, 'z', []), ({'choices': ['x'], 'default': ''}, '', []), ({'type': 'integer', 'default': 'auto'}, 'auto', []), ({'type': 'integer', 'example': '80-90'}, '80-90', []),
        ({'type': 'integer', 'range': '1..5', 'default': '-1'}, -1, []), ({'type': 'integer', 'range': '1..5', 'default': '-1'}, -2, ['range']), ({'type': 'integer', 'default': '5'}, 'auto', ['type']),
        ({'choices': ['never', 'every <duration>']}, 'every 5m', []), ({'choices': ['a', '\u2026']}, 'b', []), ({'choices': ['a', 'any other text']}, 'b', []), ({'choices': ['a', 'anyone']}, 'b', ['choices']),
        ({'type': 'integer'}, None, []), ({'type': 'string', 'choices': ['a']}, None, []), ({'type': 'string', 'required': True}, None, ['type']),
        ({'type': 'integer', 'range': '1..5', 'variants': {'range': [{'value': '1..10'}]}}, 9, []), ({'type': 'integer', 'variants': {'type': [{'value': 'string'}]}}, 'x', []),
        ({'choices': ['a'], 'variants': {'choices': [{'value': ['b']}]}}, 'b', []), ({'choices': ['a'], 'variants': {'choices': [{'value': ['b']}]}}, 'c', ['choices']),
    ],
)  # fmt: skip
def test_values_that_documents_state_otherwise(tmp_path, facts, value, kinds):
    """Defaults, examples, cases and remarks say what is right, beside the type, the range and the choices."""
    found = validated(tmp_path, json.dumps({'a': value}), docs(a={'configjson': ['a'], **facts}), 'a.json')
    assert [str(one.kind) for one in found] == kinds


def test_one_of_several_keys_is_enough(tmp_path):
    stated = docs(a={'configjson': ['x', 'y.z'], 'required': True}, b={'configjson': ['b'], 'required': True})
    assert brief(validated(tmp_path, 'x: 1\nb: 1\n', stated)) == brief(validated(tmp_path, 'y: {z: 1}\nb: 1\n', stated)) == []
    assert brief(validated(tmp_path, 'x: 1\n', stated)) == [('missing', 'b', 1)]
    assert brief(validated(tmp_path, 'b: 1\n', stated)) == [('missing', 'x', 1), ('missing', 'y.z', 1)]
