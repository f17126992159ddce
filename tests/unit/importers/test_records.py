"""Lists and mappings of records, specs, names in the environment."""

from __future__ import annotations

import pytest
from reading import defaults, messages, read, records

from sphinx_configsetting.importers.spec import parse_spec


def test_sections(tmp_path):
    text = 'core:\n  description: Main\n  options:\n    a:\n      description: About a\n      type: integer\n      default: "30"\n      sensitive: true\n    b: ~\n    c: 1\n    d:\n      type: boolean\n      default: "True"\n      deprecation_reason: old\n'
    source = read(tmp_path, 'c.yml', text, format='records')
    found = records(source)
    assert (found['core.a']['default'], found['core.a']['text'], found['core.a']['writeOnly'], found['core.a']['line']) == (30, '30', True, 4)
    assert (found['core.d']['default'], found['core.d']['deprecated']) == (True, 'old')
    assert messages(source) == ["c.yml:10: 'c' is not a record, and is left out; make it a mapping"]
    assert [(group.key, group.description) for group in source.groups] == [('core', 'Main')]


def test_lists(tmp_path):
    text = {
        'groups': [{'name': 'g', 'type': 'T'}],
        'properties': [
            {'name': 'my.a[0]', 'type': 'java.lang.Integer', 'defaultValue': 3, 'description': 'A'},
            {'name': 'my.b', 'type': 'java.time.Duration', 'deprecation': {'reason': 'gone'}},
            {'type': 'x'},
            {'name': 'my.c', 'type': 'set(string)', 'required': True, 'default': None, 'enum_values': ['a', {'value': 'b', 'description': 'B'}], 'min': 1},
        ],
    }
    source = read(tmp_path, 'm.json', text)
    found = records(source)
    assert (found['my.a[0]']['type'], found['my.a[0]']['typename'], found['my.a[0]']['path']) == ('integer', 'java.lang.Integer', ['my.a[0]'])
    assert (found['my.b']['deprecated'], found['my.b']['typename']) == ('gone', 'java.time.Duration')
    assert 'default' not in found['my.c'] and found['my.c']['choices'] == ['a', {'value': 'b', 'description': 'B'}]
    assert messages(source) == ['m.json:23: record 3 has no name, and is left out; give it a name']


def test_fields_of_the_project(tmp_path):
    text = 'opts:\n- flag: a\n  about: A\n  meta: {since: 1.0}\n- flag: b\n'
    fields = {'name': ('flag',), 'description': ('about',), 'since': ('/meta/since',)}
    found = records(read(tmp_path, 'o.yaml', text, format='records', options='opts', fields=fields))
    assert (found['a']['description'], found['a']['since'], list(found)) == ('A', 1.0, ['a', 'b'])


def test_environment(tmp_path):
    text = {'properties': {'server.tls': {'type': 'object', 'properties': {'min-version': {}}}, 'own': {'x-environment': 'OWN'}}}
    found = records(read(tmp_path, 'a.json', text, environment='APP_{{ key | envname }}'))
    assert {key: item['environment'] for key, item in found.items()} == {'server.tls.min-version': 'APP_SERVER_TLS_MIN_VERSION', 'own': 'OWN'}
    assert messages(read(tmp_path, 'a.json', text, environment='{{ key / 0 }}')) == [
        "a.json: \"environment\": '{{ key / 0 }}' fails: unsupported operand type(s) for /: 'str' and 'int'; correct it"
    ]


def test_variables_of_maps_and_items(tmp_path):
    items = {'type': 'array', 'items': {'type': 'object', 'properties': {'id': {}}}}
    text = {'properties': {'servers': {'additionalProperties': {'properties': {'url': {}}}}, 'rules': items}}
    found = records(read(tmp_path, 'a.json', text, environment='{% if name != "rules" %}APP_{{ key | envname }}{% endif %}'))
    assert {key: item.get('environment') for key, item in found.items()} == {
        'servers': 'APP_SERVERS', 'servers.<name>.url': 'APP_SERVERS_<NAME>_URL', 'rules': None, 'rules[].id': None,
    }


@pytest.mark.parametrize(
    ('given', 'message'),
    [
        (5, 'it is neither a path nor a dict; write {"path": "..."}'),
        ({}, 'it has no path; add "path"'),
        ({'path': 'a', 'formt': 'values'}, "'formt' is unknown; did you mean 'format'?"),
        ({'path': 'a', 'format': 'value'}, "'format' is 'value', not one of 'json-schema', 'values', 'records'; did you mean 'values'?"),
        ({'path': 'a', 'at': 'x'}, "'at' is 'x', which is not a JSON pointer; begin it with '/'"),
        ({'path': 'a', 'at': 1}, "'at' is not a string"),
        ({'path': 'a', 'document': 1.5}, "'document' is neither a number nor a name"),
        ({'path': 'a', 'document': True}, "'document' is neither a number nor a name"),
        ({'path': 'a', 'ignore_case': 1}, "'ignore_case' is neither True nor False"),
        ({'path': 'a', 'fields': [1]}, "'fields' is not a dict of strings"),
        ({'path': 'a', 'environment': '{{ kee }}'}, "'environment': 'kee' is unknown; use key or name"),
        ({'path': 'a', 'environment': '{{'}, "'environment': '{{' is not a template: unexpected 'end of template'"),
    ],
)
def test_wrong_specs(given, message):
    assert parse_spec(given)[1] == [message]


def test_right_specs():
    spec, problems = parse_spec({'path': 'a', 'fields': {'a': 'x', 'b': ['y', 'z']}, 'commented': False, 'refs': {'u': 'f'}})
    assert (dict(spec.fields), spec.commented, problems) == ({'a': ('x',), 'b': ('y', 'z')}, False, [])
    assert parse_spec('a')[0].path == 'a'


def test_records_in_a_mapping_with_names_and_variables_as_objects(tmp_path):
    text = 'HOME:\n  name: The home\n  description: Where it is.\n  default: /x\n  env: [{name: APP_HOME}, APP_OLD, {x: 1}]\n  deprecated: {why: Old.}\nAGE: {default: 1, type: int}\n'
    found = records(read(tmp_path, 'config.yml', text))
    home = found['HOME']
    assert (home['title'], home['environment'], home['deprecated']) == ('The home', ['APP_HOME', 'APP_OLD'], 'Old.')
    assert 'title' not in found['AGE']


def test_records_under_a_singular_key(tmp_path):
    text = '[[option]]\nname = "a.b"\ntype = "bool"\ndefault = false\n[[option]]\nname = "c"\ntype = "int"\ndefault = 5\n'
    assert list(records(read(tmp_path, 'options.toml', text))) == ['a.b', 'c']


AIRFLOW = """\
- name: core
  description: The core
  options:
  - {name: folder, type: string, default: /x, description: Where}
  - {name: many, type: integer, default: "3"}
- name: debug
  options:
  - {name: fast, type: boolean, default: no}
"""


def test_sections_in_a_list(tmp_path):
    for options in ({}, {'format': 'records', 'options': 'options'}, {'format': 'records', 'options': 'own'}):
        text = AIRFLOW.replace('options:', f'{options.get("options", "options")}:')
        source = read(tmp_path, 'config.yml', text, **options)
        assert defaults(source) == {'core.folder': '/x', 'core.many': 3, 'debug.fast': False}
        assert [(group.key, group.description, group.line) for group in source.groups] == [('core', 'The core', 1), ('debug', '', 6)]
        assert records(source)['core.many']['group'] == 'core'


def test_sections_in_a_list_under_a_key(tmp_path):
    text = (
        'version: 1\nsections:\n'
        '- title: Mail\n  description: All of it\n  settings:\n  - {key: mail.host, type: string, default: x}\n'
        '- id: web\n  settings:\n  - {key: port, type: int, default: 80}\n'
        '- id: The rest\n  settings:\n  - {key: other, type: int}\n'
        '- nothing\n'
    )
    for options in ({}, {'format': 'records', 'options': 'settings'}, {'format': 'records', 'options': 'settings', 'at': '/sections'}):
        source = read(tmp_path, 'app.yaml', text, **options)
        found = records(source)
        assert {key: one['group'] for key, one in found.items()} == {'mail.host': 'Mail', 'web.port': 'web', 'other': 'The rest'}
        assert [(one.key, one.path, one.title, one.description, one.line) for one in source.groups] == [
            ('Mail', (), 'Mail', 'All of it', 3), ('web', ('web',), '', '', 7), ('The rest', (), 'The rest', '', 10),
        ]
    text = '- options:\n  - {key: a.b, type: int, default: 1}\n'
    assert {key: one.get('group') for key, one in records(read(tmp_path, 'app.yaml', text)).items()} == {'a.b': None}


def test_sections_of_nothing_but_records(tmp_path):
    text = 'mail:\n  host: {type: string, default: x}\nweb:\n  more: {default: 1}\nlog:\n  level: {type: int, default: 3}\n'
    source = read(tmp_path, 'app.yaml', text)
    assert defaults(source) == {'mail.host': 'x', 'web.more': 1, 'log.level': 3}
    assert [(one.key, one.line) for one in source.groups] == [('mail', 1), ('web', 3), ('log', 5)]
    values = 'mail:\n  host: {type: string, default: x}\nweb:\n  port: 80\nmore: {}\n'
    assert list(records(read(tmp_path, 'values.yaml', values))) == ['mail.host.type', 'mail.host.default', 'web.port', 'more']
    text = 'mail:\n  host: {default: x}\n  port: {default: 1, type: int}\n'
    assert list(records(read(tmp_path, 'app.yaml', text))) == ['mail.host.default', 'mail.port.default', 'mail.port.type']
    assert defaults(read(tmp_path, 'app.yaml', text, format='records')) == {'mail.host': 'x', 'mail.port': 1}


def test_records_within_records(tmp_path):
    text = (
        'options:\n  port: {type: int, default: 80, required: no}\n'
        '  users:\n    type: list\n    required: true\n    options:\n      name: {type: str, required: true}\n      age: {type: int, default: 1}\n'
        '  tls:\n    type: dict\n    description: TLS\n    suboptions:\n      key: {type: path, default: /k}\n'
        '  mode: {type: str, description: Mode, options: [{name: a, description: The a}, {name: b, description: The b}]}\n'
    )
    found = records(read(tmp_path, 'specs.yml', text))
    assert list(found) == ['port', 'users', 'users[].name', 'users[].age', 'tls', 'tls.key', 'mode']
    assert (found['users']['type'], found['users[].name']['group'], 'choices' in found['users']) == ('array', 'users[]', False)
    assert found['mode']['choices'] == [{'value': 'a', 'description': 'The a'}, {'value': 'b', 'description': 'The b'}]
    source = read(tmp_path, 'specs.yml', '- {name: a, type: str, options: [x, y]}\n', format='records', options='options')
    assert records(source)['a']['choices'] == ['x', 'y']
    source = read(tmp_path, 'specs.yml', '- {name: a, type: str, options: [{value: x, default: true, type: y}]}\n')
    assert records(source)['a']['choices'] == ['x']
    source = read(tmp_path, 'specs.yml', '- {name: a, type: dict, options: {x: {type: int}}}\n')
    assert list(records(source)) == ['a', 'a.x']


def test_records_that_only_state_what_is_required(tmp_path):
    text = 'inputs:\n  token: {description: T, required: true}\n  depth: {description: D, required: false}\n'
    assert list(records(read(tmp_path, 'action.yml', text))) == ['token', 'depth']


def test_limits_in_quotes(tmp_path):
    text = '- {name: a, type: int, min: "1", max: "2.5"}\n- {name: b, type: size, min: "", max: 1_M, regex: "1"}\n- {name: c, type: int, min: 0}\n'
    found = records(read(tmp_path, 'options.yaml', text))
    assert (found['a']['minimum'], found['a']['maximum'], found['c']['minimum']) == (1, 2.5, 0)
    assert ('minimum' in found['b'], found['b']['maximum'], found['b']['pattern']) == (False, '1_M', '1')


def test_words_for_truth_in_records(tmp_path):
    text = 'settings:\n' + ''.join(f'- {{name: {name}, type: string, {facts}}}\n' for name, facts in {
        'a': 'required: yes, secret: "true", deprecated: "on"', 'b': 'required: no, secret: "false", deprecated: no', 'c': 'deprecated: see a',
    }.items())
    found = records(read(tmp_path, 'r.yaml', text))
    shown = {key: [item.get(name) for name in ('required', 'writeOnly', 'deprecated')] for key, item in found.items()}
    assert shown == {'a': [True, True, True], 'b': [None, None, None], 'c': [None, None, 'see a']}


def test_what_only_another_record_of_the_key_states(tmp_path):
    first, other = {'name': 'a', 'type': 'string'}, {'name': 'a', 'env': 'A_X', 'secret': True, 'required': True, 'new': 'b'}
    fields = {'environment': ('env',), 'replacement': ('new',)}
    source = read(tmp_path, 'a.json', [first, other], format='records', fields=fields)
    found = records(source)['a']
    assert found.items() >= {'type': 'string', 'required': True, 'replacement': 'b', 'writeOnly': True, 'environment': 'A_X'}.items()
    assert messages(source) == ["a.json:7: the key 'a' is stated twice, first in line 3; remove one of the two"]
