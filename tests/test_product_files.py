"""Settings of product files: the directives, the option ``source``, and incremental builds."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from doctrees import assert_hides, assert_order, assert_shows, doctree, facts, objects, place
from docutils import nodes
from project import MYST, build
from sphinx import addnodes

SCHEMA = {
    'type': 'object',
    'properties': {
        'port': {
            'type': 'integer',
            'default': 8080,
            'minimum': 1,
            'description': 'The *port*.\n\nAnother paragraph.',
        },
        'db': {
            'type': 'object',
            'title': 'Database',
            'description': 'All of the database.',
            'properties': {
                'url': {'type': 'string', 'description': 'The address.', 'deprecated': True},
                'pool': {'enum': [1, 'a,b'], 'default': 1, 'examples': [{'a': 1}]},
                'extra': {'type': 'object', 'default': {'name': 'x' * 80}},
            },
        },
    },
    'required': ['port'],
}
CONF = """
project = 'Test'
extensions = ['sphinx_configsetting']
configsetting_fields = {'allowed': {'kind': 'range'}}
configsetting_sources = {'app': {'path': 'schema.json', 'markup': 'rst'}}
"""


def site(tmp_path, page, conf=CONF, schema=SCHEMA, **files):
    named = {name.replace('__', '.'): text for name, text in files.items()}
    return build(tmp_path, {'conf.py': conf, 'schema.json': json.dumps(schema, indent=1), 'index.rst': f'T\n=\n\n{page}', **named})


def test_all_settings_of_a_file(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n')
    assert [s.id for s in built.settings] == ['port', 'db.url', 'db.pool', 'db.extra']
    port = built.found.find('port')[0]
    assert (port.text('default'), port.text('required'), port.text('allowed')) == ('8080', 'yes', '1..')
    assert port.source.endswith('schema.json')
    assert port.line == 4
    document = doctree(built)
    assert_order(document, 'The port.', 'Another paragraph.', 'The address.')
    assert facts(place(document, 'db.pool'))['Choices'] == '1, "a,b"'
    assert not built.warnings


def test_keys_with_blanks_are_ids(tmp_path):
    schema = {'properties': {'my key': {'type': 'integer', 'default': 5}, 'a': {'properties': {'b c': {'default': 'x'}}}}}
    page = '.. config:autosettings:: app\n   :under: a\n\n.. config:autosetting:: app "my key"\n\n:config:key:`my key` :config:setting:`"my key"`\n'
    built = site(tmp_path, page, schema=schema)
    assert not built.warnings
    assert [s.id for s in built.settings] == ['a."b c"', '"my key"']
    assert [one['refid'] for one in doctree(built).findall(nodes.reference)] == ['my-key', 'my-key']


def test_keys_that_a_schema_has_twice(tmp_path):
    text = '{"properties": {"a": {"type": "integer"}, "a": {"type": "string"}}}'
    built = build(tmp_path, {'conf.py': CONF, 'schema.json': text, 'index.rst': 'T\n=\n\n.. config:autosettings:: app\n'})
    (warning,) = built.warnings
    assert warning.startswith('schema.json:1: ')
    assert "the source 'app': " in warning


def test_a_source_that_is_gone(tmp_path):
    page = '.. config:autosettings:: app\n'
    assert not site(tmp_path, page).warnings
    (warning,) = site(tmp_path, page, conf=CONF.replace("{'app':", "{'other':")).warnings
    assert "there is no source 'app'" in warning


def test_sections_of_groups(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n   :group: yes\n')
    sections = [s[0].astext() for s in doctree(built).findall(nodes.section)]
    assert sections == ['T', 'Database']
    assert_order(doctree(built), 'The port.', 'Database', 'All of the database.', 'The address.')


TREE = """\
type: object
properties:
  port: {type: integer}
  server:
    properties:
      tls: {description: Encryption., properties: {cert: {}, x: {properties: {y: {properties: {z: {}}}}}}}
      host: {}
  storage:
    oneOf:
    - {title: S3, properties: {bucket: {}, retry: {title: Retry, properties: {times: {}}}}}
    - {title: Local, properties: {path: {}}}
  log:
    anyOf:
    - {type: string}
    - {title: Details, type: object, properties: {level: {}}}
"""


def outline(node):
    """Return the titles of sections, each with those within and the settings of its own."""
    own = [next(iter(one.findall(addnodes.desc_signature)))['_toc_name'] for one in node.children if isinstance(one, addnodes.desc)]
    inner = [one for one in node.children if isinstance(one, nodes.section)]
    return {one[0].astext(): outline(one) for one in inner} | dict.fromkeys(own)


def test_groups_are_nested_sections(tmp_path):
    conf = CONF.replace('schema.json', 'schema.yaml')
    page = '.. config:autosettings:: app\n   :group: yes\n\nLast\n----\n'
    built = site(tmp_path, page, conf=conf, schema__yaml=TREE)
    assert not built.warnings
    assert outline(doctree(built)[0]) == {
        'port': None,
        'log': None,
        'server': {
            'server.host': None,
            'server.tls': {'server.tls.cert': None, 'server.tls.x.y': {'server.tls.x.y.z': None}},
        },
        'storage (S3)': {'storage.bucket': None, 'Retry': {'storage.retry.times': None}},
        'storage (Local)': {'storage.path': None},
        'log (Details)': {'log.level': None},
        'Last': {},
    }
    (tmp_path / 'schema.yaml').write_text(TREE.replace('{title: S3', '{description: In a cloud., title: S3').replace('  storage:\n', '  storage:\n    title: Storage\n'))
    assert outline(doctree(build(tmp_path))[0])['Storage'] == {
        'S3': {'storage.bucket': None, 'Retry': {'storage.retry.times': None}},
        'Local': {'storage.path': None},
    }


def test_keys_as_titles_stay_as_they_are(tmp_path):
    schema = {'properties': {'a': {'properties': {'b.c': {'properties': {'d': {}}}}}, 'e': {'title': 'The "e"', 'properties': {'f': {}}}}}
    page = '.. config:autosettings:: app\n   :group:\n'
    built = site(tmp_path, page, schema=schema)
    assert [one[0].astext() for one in doctree(built).findall(nodes.section)] == ['T', 'a."b.c"', 'The \u201ce\u201d']
    files = {'conf.py': CONF, 'schema.json': json.dumps(schema), 'index.rst': f'T\n=\n\n{page}'}
    pot = build(tmp_path / 'pot', files, builder='gettext').output('index.pot')
    assert 'b.c' not in pot and 'msgid "The \\"e\\""' in pot


@pytest.mark.parametrize(
    ('options', 'found'),
    [
        ('   :under: db\n', ['db.url', 'db.pool', 'db.extra']),
        ('   :match: db.* port\n   :exclude: *.pool *.extra\n', ['port', 'db.url']),
        ('   :depth: 1\n', ['port']),
        ('   :match: *o*\n', ['port', 'db.pool']),
        ('   :where: type = string\n', ['db.url']),
        ('   :undescribed: hide\n', ['port', 'db.url']),
        ('   :sort: name\n', ['db.extra', 'db.pool', 'db.url', 'port']),
        ('   :sort: -key\n   :undescribed: hide\n   :template: facts\n', ['port', 'db.url']),
    ],
)
def test_selection(tmp_path, options, found):
    built = site(tmp_path, f'.. config:autosettings:: app\n{options}')
    assert [s.id for s in built.settings] == found
    assert not built.warnings


@pytest.mark.parametrize(
    ('page', 'message'),
    [
        ('.. config:autosettings:: ap\n', "there is no source 'ap' in configsetting_sources; the sources are: 'app'"),
        ('.. config:autosettings:: app\n   :under: nothing\n', "no setting of the source 'app' is selected"),
        ('.. config:autosettings:: app\n   :where: typ = x\n', "the option 'where', column 1: 'typ' is not a field"),
        ('.. config:autosettings:: app\n   :mach: x\n', "there is no option 'mach'; did you mean 'match'?"),
        ('.. config:autosettings:: app\n   :zzz: x\n', "there is no option 'zzz'; the options are under, match"),
        ('.. config:autosettings:: app db\n', """write 'app' alone, and the option ":under: db\""""),
        ('.. config:autosetting:: app db.*\n', """the source 'app' has no key 'db.*'; "config:autosettings" shows several"""),
        ('.. config:autosetting:: app db.urll\n', "the source 'app' has no key 'db.urll'; did you mean 'db.url'?"),
        ('.. config:autosetting:: ap port\n', "there is no source 'ap'"),
        ('.. config:autosetting:: app\n', "write a key of the source 'app' after its name"),
        ('.. config:setting:: x\n   :source: app prt\n   :default: 1\n', "the source 'app' has no key 'prt'; did you mean 'port'?"),
        ('.. config:setting:: x\n   :source: ap port\n   :default: 1\n', "there is no source 'ap'; the sources are: 'app'"),
        ('.. config:setting:: x\n   :source: app\n   :default: 1\n', "write a key of the source 'app' after its name"),
    ],
)
def test_bad_input(tmp_path, page, message):
    (warning,) = site(tmp_path, page).warnings
    assert message in warning
    assert warning.startswith('index.rst:')


def test_undescribed_settings_whose_values_are_described(tmp_path):
    one = {'description': 'On.', 'type': 'boolean'}
    properties = {
        'a': {'anyOf': [one, {'type': 'integer', 'minimum': 2}]},
        'b': {'enum': ['x', 'y'], 'enumDescriptions': ['An x.', 'A y.']},
        'c': {'anyOf': [{'type': 'boolean'}, {'type': 'integer', 'minimum': 2}]},
        'd': {'enum': ['x', 'y']},
    }
    built = site(tmp_path, '.. config:autosettings:: app\n   :undescribed: hide\n', schema={'properties': properties})
    assert [s.id for s in built.settings] == ['a', 'b']


def test_directive_without_any_source(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n', "extensions = ['sphinx_configsetting']\n")
    (warning,) = built.warnings
    assert "there is no source 'app' in configsetting_sources; declare it there" in warning


@pytest.mark.parametrize(
    ('source', 'place'), [({'path': 'none.json'}, 'none.json:1'), ({'path': 'bad.json'}, 'bad.json:1')]
)
def test_bad_file(tmp_path, source, place):
    conf = CONF.replace("{'path': 'schema.json', 'markup': 'rst'}", repr(source))
    built = site(tmp_path, 'Text.\n', conf, bad__json='{"type": "object" "properties": {}}')
    (warning,) = built.warnings
    assert place in warning
    assert '[configsetting.source]' in warning


def test_one_setting_and_its_own_words(tmp_path):
    page = '.. config:autosetting:: app port\n   :default: 81\n\n   More.\n\n.. config:autosetting:: app db.url\n   :replace:\n\n   Other words.\n'
    built = site(tmp_path, page)
    assert built.found.find('port')[0].text('default') == '81'
    assert_order(doctree(built), 'Another paragraph.', 'More.', 'Other words.')
    assert 'The address.' not in doctree(built).astext()
    assert not built.warnings


def test_a_typed_fact_that_differs(tmp_path):
    page = '.. config:setting:: x\n   :source: app port\n   :default: 81\n   :type: integer\n'
    built = site(tmp_path, page)
    (warning,) = built.warnings
    assert "the option 'default' is '81', but the product states '8080' at schema.json:4; correct" in warning
    assert '[configsetting.mismatch]' in warning
    setting = built.found.find('x')[0]
    assert (setting.text('default'), setting.text('required')) == ('81', 'yes')


def test_lines_of_settings_that_did_not_change_are_those_of_the_file(tmp_path):
    page = '.. config:autosetting:: app port\n'
    before = site(tmp_path, page).app.env.all_docs
    first = {'first': {'type': 'string'}, **SCHEMA['properties']}
    (tmp_path / 'schema.json').write_text(json.dumps({**SCHEMA, 'properties': first}, indent=1))
    again = build(tmp_path, {})
    assert again.app.env.all_docs == before
    assert json.loads(again.output('settings.json'))['settings'][0]['line'] == 7


def test_only_pages_whose_settings_changed_are_read_again(tmp_path):
    pages = {f'{name}__rst': f'{name}\n===\n\n.. config:autosetting:: app {key}\n' for name, key in (('one', 'port'), ('two', 'db.url'))}
    toctree = '.. toctree::\n\n   one\n   two\n'
    site(tmp_path, toctree, **pages)
    changed = json.loads(json.dumps(SCHEMA).replace('8080', '8081'))
    read = []
    (tmp_path / 'schema.json').write_text(json.dumps(changed, indent=1))
    again = build(tmp_path, {})
    read = again.app.env.all_docs
    assert again.found.find('port')[0].text('default') == '8081'
    assert '8081' in again.output('one.html')
    assert read['one'] > read['two']


def test_changed_groups_concern_the_pages_of_their_settings(tmp_path):
    schema = {'properties': {name: {'properties': {'x': {'properties': {'y': {}}}}} for name in 'ab'}}
    pages = {f'{name}__rst': f'{name}\n=\n\n.. config:autosettings:: app\n   :under: {name}\n   :group:\n' for name in 'ab'}
    before = site(tmp_path, '.. toctree::\n\n   a\n   b\n', schema=schema, **pages).app.env.all_docs.copy()
    schema['properties']['b']['title'] = 'The B'
    (tmp_path / 'schema.json').write_text(json.dumps(schema, indent=1))
    again = build(tmp_path, {})
    assert again.app.env.all_docs['a'] == before['a']
    assert again.app.env.all_docs['b'] > before['b']
    assert 'The B' in again.output('b.html')


@pytest.mark.skipif(not MYST, reason='myst-parser is not installed')
def test_markdown(tmp_path):
    conf = CONF.replace("'rst'", "'markdown'").replace("['sphinx_configsetting']", "['sphinx_configsetting', 'myst_parser']")
    schema = {'type': 'object', 'properties': {'a': {'type': 'string', 'description': '**Bold** words.\n\n# Head\n\n- item'}}}
    page = '# M\n\n```{config:autosettings} app\n```\n'
    built = site(tmp_path, '.. toctree::\n\n   m\n', conf, schema, m__md=page)
    (shown,) = objects(doctree(built, 'm'))
    assert next(shown.node.findall(nodes.strong)).astext() == 'Bold'
    assert_shows(doctree(built, 'm'), 'item')
    assert not built.warnings


@pytest.mark.skipif(not MYST, reason='myst-parser is not installed')
def test_headings_in_markdown(tmp_path):
    conf = CONF.replace("'rst'", "'markdown'").replace("['sphinx_configsetting']", "['sphinx_configsetting', 'myst_parser']")
    texts = {
        'a': 'Words.\n\n## Examples\n\n```sh\n# no heading\n```\n\n#### Deep\n\nMore.',
        'b': ':x: A first line.\n\nExamples\n--------\n\n````text\nopen',
        'c': '---\n\n### Examples\n\nLast.',
        'd': '% a comment',
    }
    schema = {'type': 'object', 'properties': {key: {'type': 'string', 'description': text} for key, text in texts.items()}}
    built = site(tmp_path, '.. config:autosettings:: app\n', conf, schema)
    document = doctree(built)
    assert [one.astext() for one in document.findall(nodes.rubric)] == ['Examples', 'Deep', 'Examples', 'Examples']
    assert_order(document, 'Words.', '# no heading', 'More.', ':x: A first line.', 'open', 'Last.')
    assert ' id="examples' not in built.output('index.html')
    assert not built.warnings


@pytest.mark.skipif(not MYST, reason='myst-parser is not installed')
def test_footnotes_in_markdown_are_text(tmp_path):
    """Each description has its own numbers, and a page can have a number only once."""
    conf = CONF.replace("'rst'", "'markdown'").replace("['sphinx_configsetting']", "['sphinx_configsetting', 'myst_parser']")
    texts = {'a': 'Any[^1] of [^a-z].\n\n[^1]: *Note* one.\n\n    More.', 'b': 'B[^1][^n].\n\n[^1]: Note two.\n\n[^n]: - item\n\n[^e]:'}
    schema = {'type': 'object', 'properties': {key: {'type': 'string', 'description': text} for key, text in texts.items()}}
    built = site(tmp_path, '.. config:autosettings:: app\n\nOwn [1]_.\n\n.. [1] Own note.\n', conf, schema)
    assert_order(doctree(built), 'Any[^1] of [^a-z].', '[^1]: Note one.', 'More.', 'B[^1][^n].', '[^1]: Note two.', '[^n]: ', 'item', '[^e]: ', 'Own note.')
    assert not built.warnings


@pytest.mark.skipif(not MYST, reason='myst-parser is not installed')
@pytest.mark.parametrize('dialect', ['commonmark', 'gfm'])
def test_markdown_without_directives(tmp_path, dialect):
    conf = CONF.replace("'rst'", "'markdown'").replace("['sphinx_configsetting']", "['sphinx_configsetting', 'myst_parser']") + f'myst_{dialect}_only = True\n'
    schema = {'type': 'object', 'properties': {'a': {'type': 'string', 'description': '**Bold** words.\n\n# Head\n\n- item'}}}
    built = site(tmp_path, '.. config:autosettings:: app\n', conf, schema)
    assert_order(doctree(built), 'Bold words.', 'Head', 'item')
    assert not built.warnings


PARTS = {
    'type': 'object',
    'properties': {
        'a': {'type': 'string', 'title': '*A*', 'deprecationMessage': 'use `b` |x|', 'description': 'See `#map#` and `#c#`.\n\nMore.', 'enum': ['x', 'y'], 'enumDescriptions': ['The *x*', 'See `#map#`']},
        'map': {'type': 'object', 'description': 'All.', 'additionalProperties': {'properties': {'deep': {'type': 'object', 'title': 'D', 'properties': {'z': {}}}}}},
        'c': {'type': 'integer', 'default': 2},
    },
}
PLAIN = CONF.replace(", 'markup': 'rst'", '')


def test_plain_descriptions_with_references_and_choices(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n', PLAIN, PARTS)
    document = doctree(built)
    assert_shows(place(document, 'a'), 'use `b` |x|')
    assert_order(document, 'See map and c.', 'More.', 'x: The *x*', 'y: See map')
    links = [link['refid'] for link in document.findall(nodes.reference) if 'refid' in link]
    assert links.count('map') == 2
    assert not built.warnings


def test_choices_beside_other_values(tmp_path):
    """An alternative that accepts any number is no choice, but the choices are not all values."""
    number, word = {'anyOf': [{'const': -1}, {'type': 'number'}]}, {'anyOf': [{'enum': ['on', 'off']}, {'type': 'boolean'}, {'type': 'null'}]}
    built = site(tmp_path, '.. config:autosettings:: app\n', PLAIN, {'properties': {'level': number, 'word': word}})
    assert [one.text('choices') for one in built.settings] == ['-1, …', 'on, off, true, false']
    stated = json.loads(built.output('settings.values.schema.json'))['properties']
    assert 'enum' not in stated['level']
    assert 'off' in json.dumps(stated['word'])


def test_alternatives_are_described(tmp_path):
    alternatives = [
        {'type': ['string', 'integer'], 'description': 'See `#c#`.', 'default': 'x'}, {'title': 'Off', 'type': 'boolean', 'default': False},
        {'enum': ['y', 'z'], 'description': 'Known\nones.'}, {'const': 'q', 'description': 'Only.'}, {'type': 'null'}, {'description': 'Rest.'},
    ]
    schema = {'properties': {'a': {'anyOf': alternatives}, 'b': {'anyOf': [{'type': 'string', 'minLength': 2}, {'type': 'integer'}]}, 'c': {}}}
    page = '.. config:autosettings:: app\n'
    built = site(tmp_path, page, PLAIN, schema)
    (items,) = place(doctree(built), 'a').findall(nodes.bullet_list)
    assert [item.astext() for item in items] == [
        'q: Only.', 'string or integer (Default: x): See c.', 'Off (Default: false)', 'string: Known ones.', 'any: Rest.',
    ]
    assert not list(place(doctree(built), 'b').findall(nodes.bullet_list))
    files = {'conf.py': PLAIN, 'schema.json': json.dumps(schema, indent=1), 'index.rst': f'T\n=\n\n{page}'}
    assert 'msgid "Known ones."' in build(tmp_path / 'pot', files, builder='gettext').output('index.pot')


def test_descriptions_are_extracted_for_translators(tmp_path):
    files = {'conf.py': PLAIN, 'schema.json': json.dumps(PARTS, indent=1), 'index.rst': 'T\n=\n\n.. config:autosettings:: app\n'}
    pot = build(tmp_path, files, builder='gettext').output('index.pot')
    assert 'msgid "More."' in pot
    assert pot.count('msgid "The *x*"') == 1
    assert 'schema.json:4' in pot
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "The *x*"\nmsgstr "Das X"\n'
    conf = {'language': 'de', 'locale_dirs': ['locale']}
    built = build(tmp_path / 'de', {**files, 'locale/de/LC_MESSAGES/index.po': po}, conf=conf)
    assert_shows(doctree(built), 'x: Das X')


def test_settings_of_maps_are_in_the_section_of_the_map(tmp_path):
    schema = {'type': 'object', 'properties': {'db': {'type': 'object', 'properties': {'map': PARTS['properties']['map'], 'last': {}}}}}
    built = site(tmp_path, '.. config:autosettings:: app\n   :group: yes\n', PLAIN, schema)
    document = doctree(built)
    sections = {section[0].astext(): section for section in document.findall(nodes.section)}
    assert list(sections) == ['T', 'db', 'D']
    assert [one.id for one in built.settings] == ['db.map', 'db.last', 'db.map.<name>.deep.z']
    assert 'db.last' in sections['db'].astext()


def test_a_section_with_one_setting_shows_its_name(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n   :match: db.url\n   :group: yes\n', schema={'type': 'object', 'properties': {'db': {'type': 'object', 'properties': {'url': {'default': 'u'}}}}})
    assert [one.title for one in objects(doctree(built))] == ['db.url']


@pytest.mark.parametrize(
    ('option', 'message'),
    [
        (':depth: 0', "the option 'depth' is '0', which is no number of segments; it is ignored"),
        (':depth: x', "the option 'depth' is 'x', which is no number of segments; it is ignored"),
        (':undescribed: maybe', 'which is neither "show" nor "hide"; it is ignored'),
        (':sort: defaul', "which is neither \"name\" nor fields (did you mean 'default'?); it is ignored"),
        (':sort: qqqqqqq', 'which is neither "name" nor fields; it is ignored'),
    ],
)
def test_values_that_no_option_takes(tmp_path, option, message):
    built = site(tmp_path, f'.. config:autosettings:: app\n   {option}\n')
    (warning,) = built.warnings
    assert message in warning
    assert len(built.settings) == 4


def test_sorting_by_the_display_name(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n   :sort: -displayname\n')
    assert [s.id for s in built.settings] == ['port', 'db.url', 'db.pool', 'db.extra']


def test_a_file_that_cannot_be_read_is_one_message(tmp_path):
    page = '.. config:autosettings:: app\n\n.. config:autosetting:: app port\n\n.. config:setting:: x\n   :source: app port\n   :default: 1\n'
    built = site(tmp_path, page, CONF.replace('schema.json', 'shema.json'))
    (warning,) = built.warnings
    assert "there is no such file; did you mean 'schema.json'?" in warning


@pytest.mark.parametrize('text', ['[]', 'null', '{}', ''])
def test_a_file_without_settings_is_one_message(tmp_path, text):
    built = build(tmp_path, {'conf.py': CONF, 'schema.json': text, 'index.rst': 'T\n=\n\n.. config:autosettings:: app\n'})
    (warning,) = built.warnings
    assert "the source 'app': " in warning


def test_a_build_says_that_commented_out_keys_are_read(tmp_path):
    conf = CONF.replace('schema.json', 'app.env')
    built = site(tmp_path, '.. config:autosettings:: app\n', conf=conf, app__env='#A=1\n#B=2\nC=3\n')
    assert [one.id for one in built.settings] == ['A', 'B', 'C']
    assert "the source 'app': 2 commented-out keys are read, as they outnumber the 1 active ones" in built.app.status.getvalue()
    assert not built.warnings


def test_names_in_env_files_are_variables(tmp_path):
    conf = CONF.replace("'schema.json'", "'app.env'")
    page = '.. config:autosettings:: app\n   :match: APP_A\n\n.. config:setting:: b\n   :key: b\n   :source: app APP_B\n'
    built = site(tmp_path, page, conf=conf, app__env='APP_A=1\nAPP_B=2\n')
    assert not built.warnings
    assert [(one.id, one.text('environment'), one.text('key')) for one in built.settings] == [('APP_A', 'APP_A', ''), ('b', 'APP_B', 'b')]
    rule = conf.replace("'markup'", "'environment': 'X_{{ key }}', 'markup'")
    (one, _) = site(tmp_path, page, conf=rule).settings
    assert (one.text('environment'), one.text('key')) == ('X_APP_A', 'APP_A')
    without = conf.replace("'range'}", "'range'}, 'environment': None")
    (one, _) = site(tmp_path, page, conf=without).settings
    assert (one.text('environment'), one.text('key')) == ('', 'APP_A')


def test_the_description_is_filled_in(tmp_path):
    page = '.. config:setting:: x\n   :source: app db.url\n\n.. config:setting:: y\n   :source: app port\n\n   Own words.\n'
    built = site(tmp_path, page)
    assert_order(doctree(built), 'The address.', 'Own words.')
    assert 'Another paragraph.' not in doctree(built).astext()
    assert not built.warnings


def test_faults_in_descriptions_name_the_file(tmp_path):
    schema = {'type': 'object', 'properties': {'a': {'type': 'string', 'description': 'Of `x'}}}
    (warning,) = site(tmp_path, '.. config:autosettings:: app\n', schema=schema).warnings
    assert 'schema.json:4' in warning
    assert 'start-string without end-string' in warning


@pytest.mark.skipif(not MYST, reason='myst-parser is not installed')
def test_markdown_without_the_extension_is_reported_once(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n', CONF.replace("'rst'", "'markdown'"))
    (warning,) = built.warnings
    assert "index.rst:4: WARNING: descriptions are Markdown" in warning and "add 'myst_parser' to the extensions" in warning
    assert 'The address.' in doctree(built).astext()


def test_rst_descriptions_on_a_page_of_markdown(tmp_path):
    conf = CONF.replace("['sphinx_configsetting']", "['sphinx_configsetting', 'myst_parser']")
    schema = {'type': 'object', 'properties': {'a': {'type': 'string', 'description': 'An *important* one.\n\nHeading\n-------\n\n* :config:setting:`a`'}}}
    built = site(tmp_path, '.. toctree::\n\n   md\n', conf, schema, md__md='# M\n\n```{config:autosettings} app\n```\n')
    document = doctree(built, 'md')
    assert [one.astext() for one in document.findall(nodes.emphasis)] == ['important']
    assert 'Heading' in [one.astext() for one in document.findall(nodes.rubric)]
    assert any(one.get('refid') == 'a' for one in document.findall(nodes.reference))
    assert not built.warnings


def test_broken_files_are_one_warning_with_a_column(tmp_path):
    built = build(tmp_path, {'conf.py': CONF, 'schema.json': '{"a": 1,\n "b": }\n', 'index.rst': 'T\n=\n\n.. config:autosettings:: app\n'})
    (warning,) = built.warnings
    assert "schema.json:2: WARNING: the source 'app', column 7: '}' is not expected here; correct it" in warning


READS = """
import sys

def note(event, arguments):
    if event == 'open' and str(arguments[0]).endswith('schema.json'):
        with open('reads.txt', 'a') as file:
            file.write('read ')

sys.addaudithook(note)
"""


def test_parallel_builds_read_a_file_once(tmp_path):
    pages = {f'p{number}.rst': f'P\n=\n\n.. config:autosetting:: app {key}\n' for number, key in enumerate(['port', 'db.url', 'db.pool'] * 4)}
    index = 'T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n'
    for name, text in {**pages, 'index.rst': index, 'conf.py': CONF + READS, 'schema.json': json.dumps(SCHEMA)}.items():
        (tmp_path / name).write_text(text)
    command = [sys.executable, '-m', 'sphinx', '-q', '-j', '2', '.', '_build']
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    assert (tmp_path / 'reads.txt').read_text() == 'read '


def test_recursive_settings_link_to_their_group(tmp_path):
    node = {'type': 'object', 'properties': {'name': {'type': 'string'}, 'child': {'$ref': '#/$defs/node'}}}
    node['properties']['more'] = {'type': 'array', 'items': {'$ref': '#/$defs/node'}}
    schema = {'type': 'object', 'properties': {'trees': {'type': 'array', 'items': {'$ref': '#/$defs/node'}}}, '$defs': {'node': node}}
    built = site(tmp_path, '.. config:autosettings:: app\n', schema=schema)
    assert [s.id for s in built.settings] == ['trees', 'trees[].name', 'trees[].child', 'trees[].more']
    document = doctree(built)
    for name in ('trees[].child', 'trees[].more'):
        references = [r for r in place(document, name).findall(nodes.reference) if r.astext() == 'trees[]']
        assert [r['refid'] for r in references] == ['trees[].name']
    assert not built.warnings


def test_a_setting_that_repeats_an_unknown_group(tmp_path):
    conf = """
extensions = ['sphinx_configsetting']
configsetting_sources = {'app': {'path': 'any.txt', 'format': 'mine'}}
def setup(app):
    from sphinx_configsetting.api import ProductSetting, add_importer
    add_importer(app, 'mine', lambda path: [ProductSetting(key='a', path=('a',), same_as='nowhere', file='any.txt')])
"""
    built = site(tmp_path, '.. config:autosettings:: app\n', conf=conf, any__txt='')
    assert [one.id for one in built.settings] == ['a']
    assert_hides(doctree(built), 'See also')


def test_ranges_agree_with_the_check(tmp_path):
    limits = {'type': 'integer', 'exclusiveMinimum': 0, 'maximum': 10}
    schema = {'type': 'object', 'properties': {'a': limits}}
    built = site(tmp_path, '.. config:autosettings:: app\n', f'{CONF}configsetting_check = True\n', schema)
    assert built.found.find('a')[0].text('allowed') == '1..10'
    assert 'documented as' not in built.warnings


def test_descriptions_of_products_in_listings_and_queries(tmp_path):
    page = (
        '.. config:autosettings:: app\n   :where: description matches "*address*"\n\n.. config:autosetting:: app port\n\n   More.\n\n'
        '.. config:listing::\n   :fields: displayname, description\n'
    )
    built = site(tmp_path, page)
    assert not built.warnings
    assert [(s.id, s.text('description'), s.body) for s in built.settings] == [
        ('db.url', 'The address.', ''), ('port', 'The port.', 'Another paragraph. More.'),
    ]
    assert_order(doctree(built), 'The address.', 'The port.', 'Another paragraph.', 'More.')
    assert [row[1].astext() for row in table_rows(doctree(built))] == ['The address.', 'The port.']
    (port,) = [one for one in json.loads(built.output('config-settings-index.json')) if one['id'] == 'port']
    assert port['description'].startswith('<p>The <em>port</em>.</p>')


def table_rows(document):
    (body,) = document.findall(nodes.tbody)
    return body.children


def test_a_template_that_is_not_there_is_one_warning(tmp_path):
    page = '.. config:autosettings:: app\n   :template: cart\n'
    built = site(tmp_path, page)
    (warning,) = built.warnings
    assert warning.startswith("index.rst:5: WARNING: the option 'template' is 'cart', but there is no such template; it is ignored")
    conf = CONF + "templates_path = ['_templates']\n"
    template = {'_templates/configsetting/cart.rst.jinja': 'A cart.\n'}
    assert site(tmp_path, page, conf).warnings
    again = build(tmp_path, template)
    assert not again.warnings
    assert doctree(again).astext().count('A cart.') == 4


def test_a_wrong_key_is_no_setting(tmp_path):
    page = '.. config:autosetting:: app prt\n\n.. config:autosetting:: app x\n   :default: 5\n\n.. config:autosetting:: app y\n\n   Words.\n'
    built = site(tmp_path, page)
    assert len(built.warnings) == 3
    assert [s.id for s in built.settings] == ['x', 'y']


@pytest.mark.parametrize('option', ["'ignore_case': True", "'relaxed_names': True"])
def test_spellings_of_keys(tmp_path, option):
    conf = CONF.replace("'markup': 'rst'", option)
    page = '.. config:autosetting:: app DB.Url\n\n.. config:setting:: x\n   :source: app PORT\n'
    built = site(tmp_path, page, conf)
    assert not built.warnings
    assert [(s.id, s.text('type')) for s in built.settings] == [('db.url', 'string'), ('x', 'integer')]
    assert len(site(tmp_path, page).warnings) == 2


def test_a_setting_that_is_shown_twice(tmp_path):
    page = '.. config:autosetting:: app port\n\n.. config:autosetting:: app port\n   :default: 5\n'
    (warning,) = site(tmp_path, page).warnings
    assert warning.startswith(
        "index.rst:1: WARNING: the setting 'port' is shown on the page 'index', too; references lead there; show schema.json:4 only once"
    )


@pytest.mark.parametrize(('default', 'typed', 'warned'), [([], '[ ]', 0), ({}, '{ }', 0), (1, '1.0', 0), (None, 'none', 0), ([1], '[]', 1), ([], '[0]', 1)])
def test_the_same_default_in_another_notation(tmp_path, default, typed, warned):
    schema = {'properties': {'a': {'default': default}, 'b': {'enum': ['x', 'y']}}}
    page = f'.. config:setting:: a\n   :source: app a\n   :default: {typed}\n\n.. config:setting:: b\n   :source: app b\n   :choices: y, "x"\n'
    assert len(site(tmp_path, page, schema=schema).warnings) == warned


def test_references_in_descriptions_of_rst(tmp_path):
    schema = {'properties': {'a': {'description': 'See `#b#`, `#c#` and ``#b#``.'}, 'b': {}}}
    built = site(tmp_path, '.. config:autosettings:: app\n', schema=schema)
    assert not built.warnings
    (paragraph,) = [one for one in doctree(built).findall(nodes.paragraph) if one.astext().startswith('See')]
    assert paragraph.astext() == 'See b, #c# and #b#.'
    assert [one['refid'] for one in paragraph.findall(nodes.reference)] == ['b']
    plain = site(tmp_path, '.. config:autosettings:: app\n', CONF.replace("'markup': 'rst'", ''), schema)
    assert 'See b, c and ``#b#``.' in doctree(plain).astext()


def test_a_mapped_field_that_is_not_declared(tmp_path):
    built = site(tmp_path, '.. config:autosettings:: app\n', CONF.replace("'markup': 'rst'", "'fields': {'levle': 'x-level', 'type': 'x-type'}"))
    (warning,) = built.warnings
    assert """'app': "fields" names 'levle', which is not a field""" in warning
    assert [s.id for s in built.settings] == ['port', 'db.url', 'db.pool', 'db.extra']


def test_replacements_of_deprecated_settings(tmp_path):
    properties = [
        {'name': 'a.old', 'type': 'x', 'deprecation': {'level': 'error', 'replacement': 'a.new', 'reason': 'Renamed.'}},
        {'name': 'a.gone', 'type': 'x', 'deprecated': True, 'deprecation': {'replacement': 'a.other'}}, {'name': 'a.new', 'type': 'x'},
    ]
    conf = CONF.replace("'markup': 'rst'", "'fields': {'level': '/deprecation/level'}").replace("{'allowed'", "{'level': {}, 'allowed'")
    page = '.. config:autosettings:: app\n\n.. config:setting:: x\n   :source: app a.old\n   :replacedby: new-one\n\n.. config:setting:: new-one\n   :default: 1\n'
    built = site(tmp_path, page, conf, {'properties': properties})
    assert not built.warnings
    shown = {s.id: (s.text('deprecated'), s.text('replacedby'), s.text('level')) for s in built.settings}
    assert shown['a.old'] == ('Renamed.', 'a.new', 'error')
    assert (shown['a.gone'][1], shown['x'][1]) == ('a.other', 'new-one')
