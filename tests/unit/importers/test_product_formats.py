"""Files as products of many kinds write them: comments, commented-out keys, sections."""

from __future__ import annotations

import json

import pytest
from reading import defaults, messages, read, records

from sphinx_configsetting.importers import SourceError


def descriptions(source):
    return {key: item.get('description') for key, item in records(source).items()}


def test_a_comment_beside_a_value_goes_on_below_it(tmp_path):
    text = (
        "#path = '/var'\t\t# where it is\n\t\t\t# (needs a restart)\n"
        '#port = 80\t\t# the port\n\t\t\t#   80 = usual\n\t\t\t# other = rare\nmode = x\t# a mode\n'
        '# about z\nz = 1\n'
    )
    source = read(tmp_path, 'server.conf', text, commented=True)
    assert descriptions(source) == {
        'path': 'where it is\n(needs a restart)', 'port': 'the port\n  80 = usual\nother = rare', 'mode': 'a mode', 'z': 'about z',
    }
    yaml = 'a:   # of a\n     # of b\n     b: 1\nc: 2  # of c\n      # and more\nd: 3\n'
    assert descriptions(read(tmp_path, 'values.yaml', yaml)) == {'a.b': 'of b', 'c': 'of c\nand more', 'd': None}


def test_banners_are_no_descriptions(tmp_path):
    text = '############ Paths ############\n[paths]\n# ---- Data ----\n# Where\ndata = x\n# Old\n# ==== Other ====\nlog = y\n'
    source = read(tmp_path, 'a.ini', text)
    assert descriptions(source) == {'paths.data': 'Where', 'paths.log': None}
    assert [group.description for group in source.groups] == ['']


def test_commented_out_yaml(tmp_path):
    text = (
        '# Note: all of it is optional\n# https://example.org/x\n\n# The port\n#port: 80\n# Where\n# hosts: ["a", "b"]\n'
        '#log:\n#  level: info\n#  to:\n#  - a\n#  - b\n#cluster:\n# - c\n#default words: of the, file\n#url: this is not = a key\n'
        'on: true\n# see: below\n'
    )
    source = read(tmp_path, 'config.yml', text)
    assert defaults(source) == {'port': 80, 'hosts': ['a', 'b'], 'log.level': 'info', 'log.to': ['a', 'b'], 'cluster': ['c'], 'on': True}
    assert (descriptions(source)['port'], descriptions(source)['hosts'], records(source)['log.to']['line']) == ('The port', 'Where', 10)
    assert source.notes[0].startswith('5 commented-out keys are read')


def test_commented_out_yaml_in_sections(tmp_path):
    text = 'a:\n  b: 1\n  # c: 2\nresources: {}\n  # limits:\n  #   cpu: 100m\nlist:\n  - name: x\n    # port: 1\n'
    assert defaults(read(tmp_path, 'values.yaml', text, commented=True)) == {
        'a.b': 1, 'a.c': 2, 'resources': {}, 'resources.limits.cpu': '100m', 'list': [{'name': 'x'}], 'list[].name': '(absent)', 'list[].port': '(absent)',
    }
    assert list(defaults(read(tmp_path, 'values.yaml', text))) == ['a.b', 'resources', 'list', 'list[].name']


def test_commented_out_yaml_is_a_description_only_as_an_example(tmp_path):
    text = '# environment:\n#   DEBUG: 1\na: 1\n# For example:\n# limits:\n#   cpu: 1\nb: 2\n# tag: latest\nc: 3\n'
    assert descriptions(read(tmp_path, 'values.yaml', text)) == {'a': None, 'b': 'For example:\nlimits:\n  cpu: 1', 'c': 'tag: latest'}


def test_commented_out_jsonc(tmp_path):
    text = '{\n  // "lib": [], /* Which\n  "a": 1, // of a\n  // "b": 2\n  // What "c" is\n  "c": 3\n}\n'
    assert descriptions(read(tmp_path, 'config.jsonc', text)) == {'a': 'of a', 'c': 'What "c" is'}


def test_keys_and_values_between_blanks(tmp_path):
    text = '# a = b\n\n# The port\n#Port 22\n#Address any\n# Words of a sentence\nUseDNS no\n'
    source = read(tmp_path, 'sshd_config', text)
    assert defaults(source) == {'Port': 22, 'Address': 'any', 'UseDNS': 'no'}
    assert descriptions(source)['Port'] == 'The port'
    assert defaults(read(tmp_path, 'a.conf', '[s]\n;a = 1\n;b = 2\n')) == {'s.a': 1, 's.b': 2}


def test_a_commented_out_table_below_words(tmp_path):
    text = 'top = 1\n[a]\n# Words\n# [b]\n# x = 1\n# see\n# [c]\n# for more\n'
    assert defaults(read(tmp_path, 'c.toml', text, commented=True)) == {'top': 1, 'b.x': 1}


def test_env_with_colons(tmp_path):
    assert defaults(read(tmp_path, '.env', 'A: 1\nB=c: d\n')) == {'A': 1, 'B': 'c: d'}


def test_sections_of_records_are_read_all(tmp_path):
    odd = {'fernet': {'description': {}, 'default': None, 'deprecated': True}, 'none': None, 'plain': {'type': 'string', 'default': 'x'}}
    text = {'core': {'options': odd}, 'db': {'description': 'D', 'options': {'url': {'type': 'string', 'default': 'u'}}}, 'other': {'x': 1}}
    source = read(tmp_path, 'config.json', text)
    assert list(records(source)) == ['core.fernet', 'core.none', 'core.plain', 'db.url']
    values = {'tls': {'type': {'x': 1}, 'default': {'y': 2}}, 'log': {'description': 'a', 'type': {'z': 1}}}
    assert list(records(read(tmp_path, 'config.json', values))) == ['tls.type.x', 'tls.default.y', 'log.description', 'log.type.z']


def test_paragraphs_of_records(tmp_path):
    text = {'options': {'a': {'type': 'list', 'description': ['One.', 'Two.']}, 'b': {'type': 'x', 'description': [1]}}}
    assert descriptions(read(tmp_path, 'r.json', text, format='records')) == {'a': 'One.\n\nTwo.', 'b': None}


def test_words_that_tell_no_choices_apart(tmp_path):
    kinds = [{'properties': {'kind': {'const': name, 'title': 'Kind'}}} for name in ('a', 'b')]
    source = read(tmp_path, 's.json', {'properties': {'pet': {'oneOf': kinds}}})
    assert records(source)['pet.kind']['choices'] == ['a', 'b']


@pytest.mark.parametrize(('name', 'hint'), [('valuse.yaml', "did you mean 'values.yaml'"), ('no/x.yaml', 'correct the path')])
def test_a_file_that_is_not_there(tmp_path, name, hint):
    from sphinx_configsetting.importers.reading import read_source
    from sphinx_configsetting.importers.spec import SourceSpec

    (tmp_path / 'values.yaml').write_text('a: 1')
    with pytest.raises(SourceError, match=hint):
        read_source(SourceSpec(path=name), tmp_path)


def test_repeated_keys_are_all_reported(tmp_path):
    source = read(tmp_path, 'redis.conf', 'save 3600 1\nsave 300 100\nport 6379\n')
    assert defaults(source) == {'save': '300 100', 'port': 6379}
    assert messages(source) == ["redis.conf:2: the key 'save' is stated twice, first in line 1; remove one of the two"]


CRD = """\
kind: CustomResourceDefinition
spec:
  versions:
  - name: v1
    schema: {openAPIV3Schema: {type: object, properties: {size: {type: integer}}}}
"""


def test_resource_definitions_old_and_several(tmp_path):
    old = 'kind: CustomResourceDefinition\nspec:\n  validation:\n    openAPIV3Schema: {type: object, properties: {a: {type: string}}}\n'
    assert list(records(read(tmp_path, 'old.yaml', old))) == ['a']
    other = CRD.replace('name: v1', 'name: v0\n    storage: false\n    schema: {openAPIV3Schema: {}}\n  - name: v1')
    for at in ('', '/spec/versions/0/schema/openAPIV3Schema'):
        source = read(tmp_path, 'several.yaml', f'{CRD}---\n{other}', at=at)
        assert list(records(source)) == ['size']
        assert messages(source) == ['several.yaml: only the first of 2 documents with settings is read; name one with "document": 0, 1']


NAMED = [CRD.replace('spec:', f'metadata: {{name: {name}}}\nspec:').replace('size', f'{name[0]}Size') for name in ('alpha', 'beta')]
INDENTED = ''.join('- ' + one.replace('\n', '\n  ').rstrip() + '\n' for one in NAMED)
SEVERAL = {'stream.yaml': '---\n'.join(['a: 1\n', *NAMED]), 'list.yaml': f'apiVersion: v1\nkind: List\nitems:\n- a: 1\n{INDENTED}'}


@pytest.mark.parametrize('name', SEVERAL)
def test_one_of_several_documents(tmp_path, name):
    for document, key in ((1, 'aSize'), ('alpha', 'aSize'), ('beta', 'bSize'), ('2', 'bSize')):
        source = read(tmp_path, name, SEVERAL[name], document=document)
        assert (list(records(source)), messages(source)) == ([key], [])
    source = read(tmp_path, name, SEVERAL[name])
    assert list(records(source)) == ['aSize']
    assert messages(source) == [f'{name}: only the first of 2 documents with settings is read; name one with "document": alpha, beta']
    with pytest.raises(SourceError, match=r'"document" is .beto., but this file has no such document; did you mean .beta.'):
        read(tmp_path, name, SEVERAL[name], document='beto')
    with pytest.raises(SourceError, match='; it has 0, alpha, beta'):
        read(tmp_path, name, SEVERAL[name], document=9)
    with pytest.raises(SourceError, match=r'"at" is ./spec/version., but there is no .version.'):
        read(tmp_path, name, SEVERAL[name], document='beta', at='/spec/version')


def test_references_stay_in_their_document(tmp_path):
    text = '---\n'.join(f'title: T\n$defs: {{x: {{type: {kind}}}}}\nproperties: {{a: {{$ref: "#/$defs/x"}}}}\n' for kind in ('string', 'integer'))
    found = records(read(tmp_path, 'a.yaml', text, document=1))
    assert found['a']['type'] == 'integer' and 'group' not in found['a']
    text = text.replace('properties: ', 'properties:\n  o:\n    properties: ')
    assert records(read(tmp_path, 'a.yaml', text, document=1, at='/properties/o'))['a']['type'] == 'integer'


def test_objects_of_a_list_that_are_values(tmp_path):
    text = 'apiVersion: v1\nkind: List\nitems:\n- {kind: ConfigMap, metadata: {name: x}, data: {A: "1"}}\n'
    assert list(records(read(tmp_path, 'a.yaml', text, at='/items/0/data'))) == ['A']
    assert list(records(read(tmp_path, 'a.yaml', text, at='/data', document='x'))) == ['A']


def test_hints_are_choices_or_examples(tmp_path):
    properties = [{'name': name, 'type': 'java.lang.String'} for name in 'abc']
    properties.append({'name': 'd', 'choices': ['z']})
    values = [{'value': 'x', 'description': 'The x.'}, {'value': 'y'}]
    hints = [
        {'name': 'a', 'values': values},
        {'name': 'b', 'values': values, 'providers': [{'name': 'any'}]},
        {'name': 'c', 'values': values, 'providers': [{'name': 'class-reference'}]},
        {'name': 'd', 'values': values},
        {'name': 'map.values', 'values': values},
        'no hint',
    ]
    found = records(read(tmp_path, 'spring.json', {'properties': properties, 'hints': hints}))
    assert found['a']['choices'] == [{'value': 'x', 'description': 'The x.'}, 'y']
    assert ('choices' in found['b'], found['b']['examples']) == (False, ['x', 'y'])
    assert found['c']['choices'] == found['a']['choices']
    assert found['d']['choices'] == ['z']


def test_groups_beside_records(tmp_path):
    stated = [
        {'name': 'a', 'description': ''}, {'name': 'a', 'description': 'The a.'}, {'name': 'a.b', 'type': 'B'}, {'name': 'a', 'description': 'Again.'},
        {'name': 5}, 'x', {'description': 'Unnamed.'}, {'name': 'z', 'description': 5},
    ]
    properties = [{'name': name, 'type': 'java.lang.String'} for name in ('a.b.c', 'a.bc', 'd')]
    source = read(tmp_path, 'a.json', {'groups': stated, 'properties': properties})
    assert {key: one.get('group') for key, one in records(source).items()} == {'a.b.c': 'a.b', 'a.bc': 'a', 'd': None}
    assert [(one.key, one.description, one.group, one.line) for one in source.groups] == [('a', 'The a.', '', 8), ('a.b', '', 'a', 12), ('z', '', '', 27)]
    source = read(tmp_path, 'a.json', {'groups': {}, 'hints': 5, 'properties': properties})
    assert source.groups == () and not messages(source)


def test_types_of_any_value_and_words_for_integers(tmp_path):
    inputs = [{'name': 'x', 'type': 'any', 'default': {}}, {'name': 'n', 'type': 'uint', 'default': 1, 'fmt_desc': 'Text.'}]
    found = records(read(tmp_path, 'inputs.json', {'inputs': inputs}))
    assert (found['x']['type'], found['x']['typename'], found['x']['default']) == (None, 'any', {})
    assert (found['n']['type'], found['n']['description']) == ('integer', 'Text.')


def test_references_from_ids_with_unknown_schemes(tmp_path):
    schema = {
        '$schema': 'http://json-schema.org/draft-07/schema',
        '$id': 'app-cli://config/schema.json',
        'properties': {'a': {'$ref': '#/definitions/A'}, 'c': {'$ref': 'other.json#/definitions/C'}},
        'definitions': {'A': {'properties': {'x': {'$ref': '#/definitions/B'}}}, 'B': {'type': 'string'}},
    }
    (tmp_path / 'other.json').write_text('{"definitions": {"C": {"type": "integer"}}}')
    source = read(tmp_path, 'schema.json', schema)
    assert {key: one['type'] for key, one in records(source).items()} == {'a.x': 'string', 'c': 'integer'}
    assert not source.problems


def test_a_schema_without_properties(tmp_path):
    source = read(tmp_path, 'schema.json', {'title': 'Nothing', 'type': 'object', 'properties': {}})
    assert messages(source) == ['schema.json: it states no settings; check "format" and "at"']


def test_annotations_of_items_and_equal_defaults(tmp_path):
    text = '## @param size [default: 8Gi] Size\nsize: 8Gi\n## @param modes[0] Modes of access\nmodes:\n  - Once\n'
    found = records(read(tmp_path, 'values.yaml', text))
    assert 'text' not in found['size']
    assert (found['modes']['default'], found['modes']['description']) == (['Once'], 'Modes of access')


def test_old_notation_of_outermost_keys(tmp_path):
    text = '# replicas -- (int) Number of pods\nreplicas: 1\n# tls -- Encryption\ntls:\n  # words -- in between\n  on: true\n'
    source = read(tmp_path, 'values.yaml', text)
    assert descriptions(source) == {'replicas': 'Number of pods', 'tls.on': None}
    assert [group.description for group in source.groups] == ['Encryption']


def test_annotations_with_dashes_describe_commented_out_keys(tmp_path):
    text = '## @param key - string - required\n## The key\n#\nkey:\n\n## @param site - string - optional\n## The site\n#\n# site: x.example\n\n# size: 1  # of it\n'
    found = records(read(tmp_path, 'agent.yaml', text))
    assert {key: one['default'] for key, one in found.items()} == {'key': None, 'site': 'x.example', 'size': 1}
    assert (found['key']['description'], found['site']['description']) == ('The key', 'The site')


def test_commented_out_keys_beside_annotations(tmp_path):
    text = '## @param a The a\na: 1\n## @param b The b\n# b: 2\n# c: 3\n'
    assert list(records(read(tmp_path, 'values.yaml', text))) == ['a']
    assert list(records(read(tmp_path, 'values.yaml', text, commented=True))) == ['a', 'b', 'c']


def test_numbers_in_groups_where_a_number_is_stated(tmp_path):
    text = 'type: object\nproperties:\n  a: {type: integer, default: 1_000}\n  b: {type: string, default: 1_000}\n'
    found = records(read(tmp_path, 'schema.yaml', text))
    assert (found['a']['default'], found['a']['text'], found['b']['default']) == (1000, '1_000', '1_000')


def test_commented_out_tables_in_lists(tmp_path):
    text = '# [[profiles]]\n# ## The name\n# name = "x"\n# [profiles.opts]\n# k = 1\n[[active]]\n[active.sub]\n# z = 1\n'
    found = records(read(tmp_path, 'config.toml', text))
    assert [key for key, one in found.items() if one.get('commented')] == ['profiles', 'profiles[].name', 'profiles[].opts.k', 'active[].sub.z']
    assert found['profiles']['type'] == 'array'
    assert found['profiles[].name']['description'] == 'The name'


def test_the_stated_type_decides_however_a_default_is_written(tmp_path):
    """In YAML, a number may be meant as a text; in JSON, it is a number."""
    text = (
        'type: object\nproperties:\n  a: {type: string, default: 1.1}\n  b: {type: string, default: 2}\n'
        '  c: {type: string, default: true}\n  d: {type: number, default: 1.1}\n  e: {type: [string, "null"], default: null}\n'
        '  f: {default: {g: 1.1}, properties: {g: {type: string}}}\n'
    )
    source = read(tmp_path, 'a.yaml', text)
    assert defaults(source) == {'a': '1.1', 'b': '2', 'c': 'true', 'd': 1.1, 'e': None, 'f.g': '1.1'}
    assert not any(one.text for one in source.settings)
    assert not source.problems
    assert read(tmp_path, 'a.json', '{"properties": {"a": {"type": "string", "default": 1.1}}}').problems


def test_the_stated_type_decides_in_lists_and_objects(tmp_path):
    text = (
        'type: object\nproperties:\n'
        '  a: {type: array, items: {$ref: "#/$defs/v"}, default: [1.10, 2.0, no, "x", ~]}\n'
        '  b: {type: string, enum: [1.10, 2, on], default: on}\n'
        '  c: {default: {d: 1.10, e: no, f: [off], g: 1}, properties: {d: {type: string}, e: {type: boolean}, f: {items: {type: boolean}}, g: {type: integer}}}\n'
        '  h: {items: {type: string}, default: [1, 2]}\n'
        '  i: {enum: [0x10, yes]}\n'
        '$defs: {v: {type: string}}\n'
    )
    source = read(tmp_path, 'a.yaml', text)
    found = records(source)
    assert defaults(source) == {'a': ['1.10', '2.0', 'no', 'x', None], 'b': 'on', 'c.d': '1.10', 'c.e': False, 'c.f': [False], 'c.g': 1, 'h': [1, 2], 'i': '(absent)'}
    assert (found['b']['choices'], found['i']['choices']) == (['1.10', '2', 'on'], [16, 'yes'])
    assert (found['c.e']['text'], 'text' in found['c.g']) == ('no', False)
    assert not source.problems
    assert defaults(read(tmp_path, 'b.yaml', 'type: object\nproperties:\n  a: {items: {type: integer}, default: [0x1, "5"]}\n')) == {'a': [1, '5']}


def test_numbers_of_json_and_toml_as_they_are_written(tmp_path):
    number = {'type': 'number', 'default': 0.5}
    text = json.dumps({'type': 'object', 'properties': {'a': number, 'b': {**number, 'type': 'string'}, 'c': {'default': [0.5, {'x': 0.5}]}}}).replace('0.5', '5E-1')
    source = read(tmp_path, 'a.json', text)
    found = records(source)
    assert (found['a']['default'], found['a']['text']) == (0.5, '5E-1')
    assert (found['b']['default'], found['c']['default']) == (0.5, [0.5, {'x': 0.5}])
    assert messages(source) == ['a.json:1: the default of b is 0.5, of type number, not string; correct one of them']
    for name, other in [('a.json', text.replace('{"default": [', '{"default": [.5, ')), ('a.toml', '[properties.a]\ntype = "number"\ndefault = 5E-1\n[properties.b]\ntype = "string"\ndefault = 5E-1')]:
        found = records(read(tmp_path, name, other))
        assert (found['a']['text'], found['b']['default']) == ('5E-1', 0.5)
    found = records(read(tmp_path, 'b.json', '{"inputs": [{"name": "a", "type": "string", "default": 1.50}], "x": 1.50}'))
    assert found['a']['default'] == '1.50'
    assert 'text' not in records(read(tmp_path, 'c.json', '{"a": 1.50, "a": 1.5}'))['a']
    assert records(read(tmp_path, 'd.json', '{"properties": {"a": {"enum": [1.50]}}}'))['a']['type'] == 'number'


@pytest.mark.parametrize(
    ('name', 'text', 'found'),
    [
        ('.env', '# A="x\n#  y"\n#B=\'p\n#q\'\n# C="z"\n#D="never closed\n#E=1\n', {'A': 'x\n y', 'B': 'p\nq', 'C': 'z', 'E': 1}),
        ('a.cfg', '[s]\n; a =\n;   x\n; \ty\n; b =\n; c = 1\n;   more\n#d =\n  #  z\n', {'s.a': 'x\ny', 's.b': '', 's.c': 1, 's.d': ''}),
    ],
)  # fmt: skip
def test_commented_out_values_of_several_lines(tmp_path, name, text, found):
    assert defaults(read(tmp_path, name, text)) == found


def test_comments_within_what_is_commented_out(tmp_path):
    text = '# server:\n#   port: 80  # The port\n#   # The host\n#   # or address\n#   host: x\n#   path: y\n# level: 1  # Level\n'
    found = descriptions(read(tmp_path, 'a.yaml', text))
    assert found == {'server.port': 'The port', 'server.host': 'The host\nor address', 'server.path': None, 'level': 'Level'}
    text = '# Targets\n# targets = [\n#   "a", # first\n#   "b"\n# ] # last\n# x = 1 # one\n'
    assert descriptions(read(tmp_path, 'a.toml', text)) == {'targets': 'Targets\nlast', 'x': 'one'}


def test_lists_of_commented_out_tables_are_not_counted(tmp_path):
    source = read(tmp_path, 'a.toml', 'b = 1\n# About it\n# [[list]]\n# n = 1\n', commented=True)
    assert descriptions(source) == {'b': None, 'list': 'About it', 'list[].n': None}
    assert list(records(read(tmp_path, 'a.toml', 'b = 1\n# [[list]]\n# n = 1\n'))) == ['b']


@pytest.mark.parametrize('line', ['!includedir /etc/conf.d/', '!include a', '%include b', '@include c'])
def test_lines_that_include_files(tmp_path, line):
    source = read(tmp_path, 'my.cnf', f'[a]\nflag\n{line}\nb = 1\n')
    assert (defaults(source), source.problems) == ({'a.flag': None, 'a.b': 1}, ())
    assert defaults(read(tmp_path, 'my.cnf', '%include = 1\n')) == {'%include': 1}


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('[agent]\n  hosts = [\n    "a",\n  ]\n', {'agent.hosts': ['a']}),
        ('[[in.cpu]]\nx = true\n', {'in.cpu': [{'x': True}], 'in.cpu[].x': '(absent)'}),
        ('a = {b = 1}\n', {'a.b': 1}),
        ("[s]\na = '''\nx\n'''\n", {'s.a': 'x\n'}),
        ('[[in]]\nx = on\n', {'"[in]".x': 'on'}),
        ('[a.b]\nx.y = "z"\n', {'a.b."x.y"': 'z'}),
        ('; c\na = [1]\n', {'a': '[1]'}),
    ],
)  # fmt: skip
def test_toml_in_files_with_the_name_of_ini(tmp_path, text, found):
    assert defaults(read(tmp_path, 'agent.conf', text)) == found


def test_ini_with_semicolons_and_without_a_name(tmp_path):
    source = read(tmp_path, '.npmrc', 'registry=https://r/\n; Exact\nsave-exact=true\n')
    assert descriptions(source) == {'registry': None, 'save-exact': 'Exact'}
    assert defaults(read(tmp_path, 'x', 'a.b=1\nsave-exact=true\n')) == {'a.b': 1, 'save-exact': True}


def test_commented_out_words_in_files_with_blanks(tmp_path):
    source = read(tmp_path, 'mosquitto.conf', '# The store\n#persistence\n#port 1\n# listener\n#max_size 2\n')
    assert defaults(source) == {'persistence': None, 'port': 1, 'max_size': 2}
    assert descriptions(source) == {'persistence': 'The store', 'port': None, 'max_size': 'listener'}


def test_descriptions_begin_after_commented_out_json(tmp_path):
    text = '{\n  // About other\n  // "other": 1,\n  "a": 1, /* The a */\n  // "b": 2,\n  // The c\n  "c": 3\n}\n'
    assert descriptions(read(tmp_path, 'a.jsonc', text)) == {'a': 'The a', 'c': 'The c'}


def test_modifiers_with_brackets(tmp_path):
    text = '## @param a [array, default: []] The a\na: [1]\n## @param b[0].c [string] The c\nb:\n- c: x\n## @param d [default: x] [sic] The d\nd: 1\n'
    found = records(read(tmp_path, 'values.yaml', text))
    assert (found['a']['text'], found['a']['description']) == ('[]', 'The a')
    assert (found['b[].c']['description'], found['d']['description']) == ('The c', '[sic] The d')


@pytest.mark.parametrize('order', ['shellcheck disable=SC2034', 'kics-scan ignore-line', 'gitleaks:allow', 'nosec', 'zizmor: ignore[x]'])
def test_orders_to_tools_are_no_descriptions(tmp_path, order):
    assert descriptions(read(tmp_path, '.env', f'# {order}\nA=1\n# shellcheck passes\nB=2 # {order}\n')) == {'A': None, 'B': 'shellcheck passes'}


def test_values_that_begin_like_comments(tmp_path):
    text = 'A=#fff\nB=#1 # c\nC= # c\nD = #fff\nE = #a0b1c2d3 # c\nF = #add a comment\n'
    found = {'A': '#fff', 'B': '#1', 'C': '', 'D': '#fff', 'E': '#a0b1c2d3', 'F': ''}
    assert defaults(read(tmp_path, '.env', text)) == found
    assert defaults(read(tmp_path, 'a.ini', f'{text}G=;x\nH = ; x\n')) == {**found, 'G': '', 'H': ''}


def test_colons_without_blanks_in_ini(tmp_path):
    source = read(tmp_path, 'a.ini', '[s]\na:1\nb:x y ; c\nc: 2\nhttp://x\n')
    assert defaults(source) == {'s.a': 1, 's.b': 'x y', 's.c': 2}
    assert [one.line for one in source.problems] == [5]
    assert defaults(read(tmp_path, 'sshd.conf', 'Listen a:1\nMatch b:2\n')) == {'Listen': 'a:1', 'Match': 'b:2'}


def test_comments_above_dotted_headers_and_keys(tmp_path):
    text = (
        '# Of a.b\n[a.b]\nx = 1\n# Of d\nc.d = 2\n# Of a\n[a]\nz = 1\n# Of the list\n[[l.m]]\nq = 1\n# Of v\n# [u.v]\n# w = 1\n'
    )
    source = read(tmp_path, 'c.toml', text, commented=True)
    groups = {group.key: (group.description, group.line) for group in source.groups}
    assert groups == {'a': ('Of a', 7), 'a.b': ('Of a.b', 2), 'a.b.c': ('', 5), 'l': ('', 10), 'u': ('', 13), 'u.v': ('Of v', 13)}
    assert descriptions(source) == {'a.b.x': None, 'a.b.c.d': 'Of d', 'a.z': None, 'l.m': 'Of the list', 'l.m[].q': None, 'u.v.w': None}


def test_yaml_in_files_with_the_name_of_ini(tmp_path):
    text = '# Where\nstore:  # beside\n\n  # The path\n  path: /x\nlist:\n  - a: 1\nflat: {b: 2}\n#off:\n'
    source = read(tmp_path, 'server.conf', text)
    assert defaults(source) == {'store.path': '/x', 'list': [{'a': 1}], 'list[].a': '(absent)', 'flat.b': 2}
    assert source.groups[0].description == 'Where\nbeside'
    assert defaults(read(tmp_path, 'server.conf', 'a:\n  b: c\nd = 1\n')) == {'a': 'b: c', 'd': 1}
    assert defaults(read(tmp_path, 'server.conf', 'a:\n  b: c\n   x: y\n')) == {'a': 'b: c\nx: y'}


def test_comments_behind_brackets_of_json(tmp_path):
    text = '{ // of the file\n "a": { // of a\n  "b": 1 },\n "c": [ /* of c */\n  1 ],\n "d": { /* of e */ "e": 2 },\n "f":\n { // of none\n "g": 1 }\n}\n'
    source = read(tmp_path, 'c.jsonc', text)
    assert descriptions(source) == {'a.b': None, 'c': 'of c', 'd.e': 'of e', 'f.g': None}
    assert [group.description for group in source.groups] == ['of a', '', '']


def test_titles_between_lines_of_equals_signs(tmp_path):
    text = '# =====\n# = Data\n# =====\n# About a\na=1\n# = 5 by default\nb=2\n'
    assert descriptions(read(tmp_path, 'c.properties', text)) == {'a': 'About a', 'b': '= 5 by default'}


def test_documents_of_several_kinds(tmp_path):
    one = 'kind: {}\nmetadata: {{name: {}}}\n{}: 1\n'
    text = '---\n'.join(one.format(*words) for words in (('Map', 'web', 'a'), ('Service', 'web', 'b'), ('Map', 'x', 'c'), ('Job', 'y', 'd'), ('Job', 'y', 'e')))
    source = read(tmp_path, 'a.yaml', text)
    assert messages(source) == [
        'a.yaml:5: several documents of the file state the key \'kind\' and 7 more; the first one counts; name one document with "document": Map/web, Service/web, x, 3, 4',
    ]
    for document, key in (('Service/web', 'b'), ('x', 'c'), ('Map/x', 'c'), (3, 'd')):
        assert list(records(read(tmp_path, 'a.yaml', text, document=document))) == ['kind', 'metadata.name', key]
    for document in ('Job/y', 'Job/', 'y'):
        with pytest.raises(SourceError, match=f"'{document}', but this file has no such document"):
            read(tmp_path, 'a.yaml', text, document=document)


def test_titles_in_boxes(tmp_path):
    text = '##########\n# Server #\n##########\n# The port\nPORT=1\n;;;;\n; More ;\n;;;;\n'
    assert descriptions(read(tmp_path, 'a.ini', text)) == {'PORT': 'The port'}


def test_the_type_of_a_key_that_the_first_item_leaves_empty(tmp_path):
    assert records(read(tmp_path, 'a.yaml', 'l:\n- x:\n- x: 1\n- x: a\n'))['l[].x']['type'] == 'integer'
