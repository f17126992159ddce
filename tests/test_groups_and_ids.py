"""Several ids with one text, groups of settings, options that are read as their author meant."""

from __future__ import annotations

import json
import re
import zlib

import pytest
from doctrees import (
    anchors,
    assert_hides,
    assert_order,
    assert_shows,
    count,
    doctree,
    facts,
    links,
    objects,
    text,
)
from docutils import nodes
from project import MYST, build

from sphinx_configsetting.api import Variant

SEVERAL = """\
T
=

.. config:setting:: min-wait
                    max-wait
   :environment: APP_WAIT
   :default: 5

   How long it waits.

:config:setting:`max-wait` and :config:setting:`min-wait`
"""
SEVERAL_IN_MARKDOWN = """\
# T

```{config:setting} min-wait, max-wait
:environment: APP_WAIT
:default: 5

How long it waits.
```

{config:setting}`max-wait` and {config:setting}`min-wait`
"""


def exported(site):
    return {one['id']: one for one in json.loads(site.output('settings.json'))['settings']}


@pytest.mark.parametrize(
    ('name', 'page'),
    [
        ('index.rst', SEVERAL),
        ('index.rst', re.sub(r'min-wait\n +', 'min-wait, ', SEVERAL)),
        ('index.md', SEVERAL_IN_MARKDOWN),
    ],
)
def test_several_ids_share_one_text(built, name, page):
    conf = MYST if name == 'index.md' else {}
    if conf:
        pytest.importorskip('myst_parser')
    site = built({name: page}, **conf)
    assert not site.warnings
    assert [one.id for one in site.settings] == ['min-wait', 'max-wait']
    document = doctree(site)
    assert count(document, 'How long it waits.') == 1
    assert {'min-wait', 'max-wait'} <= {*anchors(document)}
    assert links(document) == [('max-wait', '#max-wait'), ('min-wait', '#min-wait')]
    assert [s['ids'] for s in objects(document)[0].node.findall(nodes.Element) if s.tagname == 'desc_signature'] == [['min-wait'], ['max-wait']]
    assert set(exported(site)) == {'min-wait', 'max-wait'}
    assert 'max-wait' in text(site.app.env.tocs['index'])


def test_titles_in_the_contents_are_no_code(built):
    page = 'T\n=\n\n.. config:group:: web\n   :title: The web\n\n   .. config:setting:: port\n      :displayname: Port\n      :default: 1\n\n'
    page += '.. py:function:: run\n\n``raw``\n-------\n\n.. config:setting:: host\n   :default: 1\n'
    contents = built({'index.rst': page}).app.env.tocs['index']
    assert_order(contents, 'The web', 'Port', 'run()', 'raw', 'host')
    assert [code.astext() for code in contents.findall(nodes.literal)] == ['run()', 'raw']


def test_titles_in_the_contents_of_a_page_without_a_heading(built):
    page = '.. config:setting:: one\n   :default: 1\n\n.. config:setting:: two\n   :default: 1\n\n.. py:function:: run\n'
    contents = built({'index.rst': page}).app.env.tocs['index']
    assert_order(contents, 'one', 'two', 'run()')
    assert [code.astext() for code in contents.findall(nodes.literal)] == ['run()']


GROUP = """\
T
=

.. config:group:: server
   :title: The server
   :key: server
   :systemconsole: Web
   :restart: yes

   What it serves.

   .. config:setting:: port
      :key: port
      :systemconsole: Ports
      :default: 80

   .. config:group:: tls
      :key: tls

      .. config:setting:: cert
         :key: cert
         :restart: no

   .. config:setting:: whole
      :key: server.whole

.. config:setting:: outside
   :key: outside

:config:group:`server` :config:group:`here <tls>` :config:setting:`server.tls.cert` :config:ref:`server`
"""


def test_settings_inherit_from_their_groups(built):
    site = built({'index.rst': GROUP})
    assert not site.warnings
    port, cert, whole, outside = site.settings
    assert (port.values('key'), port.values('systemconsole'), port.values('restart')) == (('server.port',), ('Web', 'Ports'), ('true',))
    assert (cert.values('key'), cert.values('systemconsole'), cert.values('restart')) == (('server.tls.cert',), ('Web',), ('false',))
    assert whole.values('key') == ('server.whole',)
    assert (outside.values('key'), outside.values('restart')) == (('outside',), ())
    assert [one.group for one in site.settings] == ['server', 'tls', 'server', '']
    document = doctree(site)
    assert links(document) == [
        ('The server', '#group-server'),
        ('here', '#group-tls'),
        ('cert', '#cert'),
        ('The server', '#group-server'),
    ]
    assert_order(document, 'The server', 'What it serves.', 'port', 'tls', 'cert', 'whole', 'outside')
    assert_order(site.app.env.tocs['index'], 'The server', 'port', 'tls', 'cert', 'outside')


@pytest.mark.parametrize(
    ('group', 'line', 'said', 'subtype'),
    [
        ('.. config:group:: a', 1, "'a' states no key and no other field", 'group'),
        ('.. config:group::\n   :key: x.y', 1, "needs an id as the argument of its directive; 'x-y' is used", 'id'),
        ('.. config:group:: a\n   :key: x\n   :nope: 1', 3, "there is no option 'nope'", 'option'),
        ('.. config:group:: a\n   :key: x\n   :key: y', 3, "'key' is given twice", 'option'),
        ('.. config:group:: a\n   :key: x\n   :displayname: y', 3, "there is no option 'displayname'; did you mean 'title'?", 'option'),
        ('.. config:group:: a\n   :key: x\n   :key (Windows): y', 3, "'key' cannot depend on 'Windows'", 'option'),
        ('.. config:group:: a\n   :key: x\n   :availability: *broken', 3, "the option 'availability': Inline emphasis", 'markup'),
        ('.. config:group:: a\n   :key: x\n   :availability: `a <javascript:b>`_', 3, 'links to the script', 'markup'),
        ('.. config:group:: a\n   :key: x\n   :restart: maybe', 3, "'maybe' is neither", 'value'),
    ],
)
def test_a_wrong_group(built, group, line, said, subtype):
    site = built({'index.rst': f'{group}\n\n   .. config:setting:: b\n      :default: 3\n'})
    (warning,) = site.warnings
    assert warning.startswith(f'index.rst:{line}: WARNING: ')
    assert said in warning
    assert f'[configsetting.{subtype}]' in warning
    assert [one.id for one in site.settings] == ['b']
    assert_shows(doctree(site), 'b', '3')


INHERITED = '''\
T
=

.. config:group:: server
   :key: server
   :systemconsole: Web
   :availability: *All* plans
   :restart (Linux): yes
   :seealso: other
   :deprecated: 5.0, use *b*

   .. config:setting:: a
      :key: a
      :key (Windows): b
      :systemconsole (Cloud): Ports

   .. config:setting:: b
      :availability: Some
      :restart: no
      :deprecated: no

   .. config:group:: tls
      :key: server.tls
      :restart: no

      .. config:setting:: c
         :key: c

.. config:setting:: other
   :default: 1
'''


def test_settings_inherit_markup_and_conditions(built):
    site = built({'index.rst': INHERITED})
    assert not site.warnings
    a, b, c, _other = site.settings
    assert (a.text('availability'), a.facts['restart'].variants) == ('All plans', (Variant('Linux', 'yes', ('true',)),))
    assert (b.text('availability'), b.values('restart'), b.facts['restart'].variants) == ('Some', ('false',), ())
    assert 'deprecated' not in b.facts
    assert (c.values('key'), c.values('restart'), c.facts['restart'].variants) == (('server.tls.c',), ('false',), ())
    assert a.facts['key'].variants == (Variant('Windows', 'server.b', ('server.b',)),)
    assert (a.values('systemconsole'), a.facts['systemconsole'].variants) == (('Web',), (Variant('Cloud', 'Web > Ports', ('Web', 'Ports')),))
    assert_order(doctree(site), 'All plans', 'use b', 'Some', 'All plans', 'use b')
    assert links(doctree(site)).count(('other', '#other')) == 3


def test_references_to_groups(built):
    page = '.. config:group:: web\n   :key: web\n\n   .. config:setting:: web.port\n      :default: 1\n\n'
    roles = ':config:group:`web`, :config:group:`the server <web>`, :config:group:`mail`'
    site = built({'index.rst': f'{page}{roles}\n'})
    (warning,) = site.warnings
    assert "no group has the id 'mail'; the groups are: 'web'" in warning
    assert links(doctree(site)) == [('web', '#group-web'), ('the server', '#group-web')]


def test_groups_of_like_names_have_anchors_of_their_own(built):
    page = ''.join(f'.. config:group:: {name}\n   :key: {name[0]}\n\n   Text.\n\n' for name in ('w b', 'w-b'))
    assert {'group-w-b', 'group-w-b-2'} <= set(anchors(doctree(built({'index.rst': page}))))


@pytest.mark.parametrize('word', ['no', 'false', 'off', '0'])
@pytest.mark.parametrize('flag', ['no-index', 'no-typesetting'])
def test_flags_that_are_off(built, flag, word):
    site = built({'index.rst': f'.. config:setting:: x\n   :{flag}: {word}\n   :default: 3\n'})
    assert not site.warnings
    assert len(site.settings) == len(objects(doctree(site))) == 1


@pytest.mark.parametrize('source', ['```{config:setting} x\n:no-index: "no"\n:default: 3\n```\n', '```{config:setting} x\n---\nno-index: false\ndefault: 3\n---\n```\n'])
def test_flags_that_are_off_in_markdown(built, source):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# T\n\n{source}'}, **MYST)
    assert not site.warnings
    assert [one.id for one in site.settings] == ['x']


def test_flag_that_is_neither(built):
    site = built({'index.rst': '.. config:setting:: x\n   :no-index: perhaps\n   :default: 3\n'})
    (warning,) = site.warnings
    assert warning.startswith('index.rst:2: WARNING: ')
    assert '[configsetting.value]' in warning
    assert len(site.settings) == 1


def test_option_without_its_second_colon(built):
    site = built({'index.rst': '.. config:setting:: x\n   :default 3\n   :type: int\n\n   Body.\n'})
    (warning,) = site.warnings
    assert warning.startswith('index.rst:2: WARNING: ')
    assert 'write ":default: 3"' in warning
    (one,) = site.settings
    assert one.text('type') == 'int'
    assert_shows(doctree(site), 'Body.')


def test_defaults_that_depend(built):
    source = '.. config:setting:: x\n   :default: 100\n   :default (Windows): 50\n   :default (Cloud): n/a\n'
    site = built({'index.rst': f'T\n=\n\n{source}'})
    assert not site.warnings
    (one,) = site.settings
    assert one.facts['default'].variants == (Variant('Windows', '50', ('50',)), Variant('Cloud', 'N/A', ()))
    assert_order(doctree(site), '100', 'Windows: 50', 'Cloud: N/A')
    assert exported(site)['x']['variants']


def test_conditions_and_deprecations_in_listings(built):
    facts_of = {
        'a': ':default: 100\n   :default (Windows): 50\n   :default (Cloud): n/a\n   :deprecated: 5.9, use *b*',
        'b': ':default: 1\n   :deprecated:',
        'c': ':default: 2\n   :deprecated: use the other',
        'd': ':default: 3\n   :deprecated: 5.8',
    }
    source = ''.join(f'.. config:setting:: {name}\n   {options}\n\n' for name, options in facts_of.items())
    listing = '.. config:listing::\n   :fields: id, default, deprecated\n'
    site = built({'index.rst': f'T\n=\n\n{source}', 'other.rst': f':orphan:\n\n{listing}'})
    assert not site.warnings
    rows = [[text(cell) for cell in row.children] for row in doctree(site, 'other').findall(nodes.row)]
    assert rows[1:] == [
        ['a', '100; Windows: 50; Cloud: N/A', '5.9: use b'],
        ['b', '1', 'Yes'],
        ['c', '2', 'use the other'],
        ['d', '3', '5.8'],
    ]


@pytest.mark.parametrize('sphinx', [False, True])
def test_deprecations_under_conditions_keep_the_version(built, sphinx):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 1\n   :deprecated: 2.1, *slow*\n   :deprecated (Windows): 1.0, gone\n'
    site = built({'index.rst': page}, configsetting_fields={'deprecated': {'sphinx': sphinx}})
    assert not site.warnings
    assert_order(doctree(site), '2.1: slow', 'Windows: 1.0: gone')
    assert any('configsetting-notice' in node['classes'] for node in doctree(site).findall(nodes.container))


def test_a_deprecation_without_a_version_names_none(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 1\n   :deprecated: Only words\n'
    site = built({'index.rst': page}, 'text', configsetting_fields={'deprecated': {'sphinx': True}})
    assert 'Only words' in site.output('index.txt')
    assert 'version' not in site.output('index.txt')


@pytest.mark.parametrize('builder', ['html', 'text'])
def test_value_with_code_in_its_text(built, builder):
    page = (
        'T\n=\n\n.. config:setting:: x\n   :type: list of ``str``\n'
        '   :default: the value of :config:setting:`y`, or ``None`` if it is not set at all\n'
        '   :default (Windows): ``5`` MB\n   :default (Linux): ``6``\n'
        '   :example: **bold** words\n\n.. config:setting:: y\n   :type: :code:`str`\n   :default: ``5``\n'
        '   :example: src/**/*.py and **/x/**\n\n.. config:setting:: z\n   :default: `5`\n'
    )
    site = built({'index.rst': page}, builder)
    assert not site.warnings
    document = doctree(site)
    assert '`' not in text(document)
    literals = [node.astext() for node in document.findall(nodes.literal)]
    assert literals == ['y', 'None', '5', '6', '5', 'src/**/*.py and **/x/**', '5']
    assert 'the value of y, or None' in text(document)
    assert ('y', '#y') in links(document)
    assert [node.astext() for node in document.findall(nodes.strong)] == ['bold']
    first, second, third = site.settings
    assert (second.text('default'), third.values('default')) == ('``5``', ('5',))
    assert first.text('default') == 'the value of y, or None if it is not set at all'
    assert 'Windows: 5 MB' in text(document)
    assert [one.values for one in first.facts['default'].variants] == [('5 MB',), ('6',)]
    assert (first.text('type'), second.text('type')) == ('list of str', 'str')


def test_value_with_code_in_markdown(built):
    page = '# T\n\n```{config:setting} x\n:default: the value of `y` or {code}`z`\n:default (Linux): a {code}`b`\n:example: "`a`"\n```\n'
    site = built({'index.md': page}, **MYST)
    assert not site.warnings
    assert [n.astext() for n in doctree(site).findall(nodes.literal)] == ['y', 'z', 'b', 'a']
    assert site.settings[0].text('default') == 'the value of y or z'
    assert site.settings[0].facts['default'].variants == (Variant('Linux', 'a b', ('a b',)),)


def test_parentheses_in_a_condition(built):
    page = '.. config:setting:: x\n   :default: 1\n   :default (in a container (Docker)): 2\n'
    site = built({'index.rst': page})
    assert not site.warnings
    assert site.settings[0].facts['default'].variants == (Variant('in a container (Docker)', '2', ('2',)),)


def test_words_of_an_enum_are_those_that_are_declared(built):
    fields = {'plan': {'kind': 'enum', 'order': ['Free', 'Pro'], 'colors': {'Pro': 'success'}, 'badge': True, 'facet': True}}
    page = '.. config:setting:: x\n   :plan: pro\n'
    site = built({'index.rst': page}, configsetting_fields=fields)
    assert not site.warnings
    assert site.settings[0].values('plan') == ('Pro',)
    (badge,) = (node for node in doctree(site).findall(nodes.inline) if 'configsetting-plan' in node['classes'])
    assert badge.astext() == 'Pro' and 'configsetting-success' in badge['classes']


@pytest.mark.parametrize('form', ['choices: [json, "a,b"]', 'choices:\n  - json\n  - a,b'])
def test_commas_in_the_items_of_markdown(built, form):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# T\n\n```{{config:setting}} x\n---\n{form}\n---\n```\n'}, **MYST)
    assert not site.warnings
    assert site.settings[0].values('choices') == ('json', 'a,b')


def test_default_under_a_condition_only(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: x\n   :default (Windows): 50\n'})
    assert not site.warnings
    assert_shows(doctree(site), 'Windows: 50')
    assert 'N/A' not in doctree(site).astext()
    assert exported(site)['x']['facts'] == {}


UNDER_CONDITIONS = '''\
T
=

.. config:setting:: x
   :environment: APP_A
   :environment (Windows): APP_B, APP_C
   :restart: no
   :restart (Linux): yes
   :choices (Linux): a, "b, c"
   :availability: All
   :availability (Cloud): `Pro <https://a.example>`_ *only*
   :deprecated (Windows): 5.0, use *y*

:config:environment:`APP_C`
'''


@pytest.mark.parametrize('template', ['card', 'facts', 'two-columns', 'compact'])
def test_values_under_conditions_are_of_the_kind_of_their_field(built, template):
    site = built({'index.rst': UNDER_CONDITIONS}, configsetting_template=template)
    assert not site.warnings
    words = ('Windows: APP_B, APP_C', 'Linux: Yes', 'Linux: a, "b, c"', 'Cloud: Pro only', 'Windows: 5.0: use y')
    assert_shows(doctree(site), *words)
    assert ('Pro', 'https://a.example') in links(doctree(site))
    assert ('APP_C', '#x') in links(doctree(site))


def test_exports_of_values_under_conditions(built):
    site = built({'index.rst': UNDER_CONDITIONS})
    found = exported(site)['x']
    values = {name: [one['value'] for one in some] for name, some in found['variants'].items()}
    assert values == {
        'environment': [['APP_B', 'APP_C']], 'choices': [['a', 'b, c']], 'restart': [True], 'availability': ['Pro only'],
        'deprecated': [{'version': '5.0', 'reason': 'use y'}],
    }  # fmt: skip
    assert not {'choices', 'deprecated'} & found['facts'].keys()
    assert found['html'] == {}
    assert '<!--configsetting' not in site.output('index.html')


def test_values_under_conditions_in_a_listing(built):
    listing = '.. config:listing::\n   :fields: id, availability, restart\n'
    site = built({'index.rst': UNDER_CONDITIONS, 'other.rst': f':orphan:\n\n{listing}'})
    (_head, row) = doctree(site, 'other').findall(nodes.row)
    assert [text(cell) for cell in row.children] == ['x', 'All; Cloud: Pro only', 'No; Linux: Yes']


def test_values_under_conditions_are_hidden_where_nothing_is_drawn(built):
    page = (
        'T\n=\n\n.. config:setting:: port\n   :displayname: Port\n   :availability: All\n   :availability (Cloud): *Pro*\n\n'
        'Port\n----\n\nText.\n'
    )
    site = built({'index.rst': page}, configsetting_draw='none')
    assert 'Pro' not in site.output('index.html').replace('Project', '')
    assert 'All' not in doctree(site).astext()


@pytest.mark.parametrize('option', ['displayname (Windows): Port', 'description (Windows): It is *other*.'])
def test_a_title_has_no_condition(built, option):
    (warning,) = built({'index.rst': f'.. config:setting:: x\n   :default: 1\n   :{option}\n'}).warnings
    assert warning.startswith('index.rst:3: WARNING: ')
    assert "cannot depend on 'Windows'" in warning


def test_a_condition_without_a_value_states_nothing(built):
    site = built({'index.rst': '.. config:setting:: x\n   :default: 1\n   :default (Windows):\n'})
    assert site.settings[0].facts['default'].variants == ()


def test_condition_that_is_given_twice(built):
    source = '.. config:setting:: x\n   :default: 1\n   :default (Windows): 50\n   :default (Windows): 60\n'
    (warning,) = built({'index.rst': source}).warnings
    assert "'default (Windows)' is given twice" in warning


BLANKS = '.. config:setting:: x\n   :default: "    "\n   :example: %Y  %H\n   :choices: ",", ";"\n'


def test_blanks_and_quotes_in_values(built):
    site = built({'index.rst': f'T\n=\n\n{BLANKS}'})
    (one,) = site.settings
    assert (one.values('default'), one.values('example'), one.values('choices')) == (('"    "',), ('%Y  %H',), (',', ';'))
    assert [n.astext() for n in doctree(site).findall(nodes.literal)] == ['"    "', '","', ';', '%Y  %H']


@pytest.mark.parametrize(
    ('value', 'found'),
    [
        ('APP_A or APP_B', ('APP_A', 'APP_B')),
        ('APP_A (or APP_B)', ('APP_A', 'APP_B')),
        ('Path, PATH', ('Path', 'PATH')),
        ('$APP_A', ('$APP_A',)),
        ('APP_<NAME>', ('APP_<NAME>',)),
        ('none', ()),
        ('APP_E=1', ()),
    ],
)
def test_variables(built, value, found):
    site = built({'index.rst': f'.. config:setting:: x\n   :environment: {value}\n'})
    assert site.settings[0].values('environment') == found
    assert len(site.warnings) == (not found)
    assert all('[configsetting.value]' in warning for warning in site.warnings)


def test_words_of_a_sentence_are_no_variables(built):
    site = built({'index.rst': '.. config:setting:: x\n   :environment: APP_A or, on Windows, APP_B\n'})
    (warning,) = site.warnings
    assert "'on', 'Windows' cannot be an environment variable" in warning
    assert site.settings[0].values('environment') == ('APP_A', 'APP_B')


@pytest.mark.parametrize('word', ['5.4', '1.x', 'next', '2023 LTS', 'R2023b'])
def test_versions(built, word):
    assert not built({'index.rst': f'.. config:setting:: x\n   :since: {word}\n'}).warnings


@pytest.mark.parametrize('typed', ['5.4, Enterprise', 'Use the other one'])
def test_more_than_a_version(built, typed):
    site = built({'index.rst': f'T\n=\n\n.. config:setting:: x\n   :since: {typed}\n'})
    (warning,) = site.warnings
    assert 'is not a version; keep the version' in warning
    assert_shows(doctree(site), typed)


@pytest.mark.parametrize(
    ('typed', 'values'),
    [
        ('"say ""hi"", now", b', ('say "hi", now', 'b')),
        ("""'a, "b"'""", ('a, "b"',)),
        ('"a" or "b"', ('"a" or "b"',)),
        ('"', ('"',)),
    ],
)
def test_quotes_within_quotes(built, typed, values):
    site = built({'index.rst': f'.. config:setting:: x\n   :choices: {typed}\n'})
    assert not site.warnings
    assert site.settings[0].values('choices') == values


def test_a_quote_that_is_not_closed(built):
    (warning,) = built({'index.rst': '.. config:setting:: x\n   :choices: a, "b, c\n'}).warnings
    assert "the quote before 'b' is not closed" in warning


REFERENCES = [
    'APP_MODE=fast', '$APP_MODE', '${APP_MODE}', 'APP_MODE', 'export APP_MODE=1', '$env:APP_MODE', '-e APP_MODE=1', '%APP_MODE%',
]  # fmt: skip


@pytest.mark.parametrize('role', ['config:environment', 'any'])
@pytest.mark.parametrize('name', REFERENCES)
def test_references_in_the_form_of_a_shell(built, name, role):
    site = built({'index.rst': f'T\n=\n\n:{role}:`{name}`\n\n.. config:setting:: x\n   :environment: APP_MODE\n'})
    assert not site.warnings
    assert links(doctree(site)) == [(name, '#x')]


def test_keys_with_their_values(built):
    site = built({'index.rst': 'T\n=\n\n:config:key:`web.port=80`\n\n.. config:setting:: x\n   :key: web.port\n'})
    assert not site.warnings
    assert links(doctree(site)) == [('web.port=80', '#x')]


@pytest.mark.parametrize('role', ['config:option', 'config:setting', 'any'])
def test_flags_with_their_values(built, role):
    page = f'T\n=\n\n:{role}:`--port 80` :{role}:`--port=80`\n\n.. config:setting:: x\n   :option: -p PORT, --port PORT\n'
    site = built({'index.rst': page})
    assert not site.warnings
    assert [target for _text, target in links(doctree(site))] == ['#x', '#x']


@pytest.mark.parametrize('role', ['config:environment', 'config:setting', 'any'])
def test_former_variables(built, role):
    page = f'T\n=\n\n:{role}:`APP_OLD`\n\n.. config:setting:: x\n   :environment: APP_NEW\n   :formerly: APP_OLD\n'
    site = built({'index.rst': page})
    assert not site.warnings
    assert [target for _text, target in links(doctree(site))] == ['#x']


def test_a_former_name_that_is_another_id(built):
    pages = {
        'index.rst': 'T\n=\n\n.. config:setting:: x\n   :formerly: y\n',
        'other.rst': ':orphan:\n\n.. config:setting:: y\n   :default: 3\n',
    }
    (warning,) = built(pages).warnings
    assert warning.startswith('index.rst:4: WARNING: ')
    assert "'y', a former name of the setting 'x', is the id of another one at other.rst:3" in warning
    assert '[configsetting.ambiguous]' in warning


def test_names_that_begin_with_a_sign(built):
    page = '.. config:setting:: ~x\n   :displayname: !Bang (a)\n\n:config:setting:`~x` :config:setting:`!Bang (a)`\n'
    site = built({'index.rst': page})
    assert not site.warnings
    assert len(links(doctree(site))) == 2


def test_see_also_takes_pages_terms_and_addresses(built):
    page = (
        'T\n=\n\n.. config:setting:: x\n   :seealso: y, :doc:`other`, :term:`word`, `site <https://a.example>`__\n\n'
        '.. config:setting:: y\n   :default: 3\n\n.. glossary::\n\n   word\n      It.\n'
    )
    site = built({'index.rst': page, 'other.rst': ':orphan:\n\nOther\n=====\n'})
    assert not site.warnings
    assert [label for label, _target in links(doctree(site))] == ['y', 'Other', 'word', 'site']


def test_see_also_in_backticks_and_brackets(built):
    seealso = 'https://a.example/b,c, <https://a.example>, `The port <y>`, `y`'
    page = f'T\n=\n\n.. config:setting:: x\n   :seealso: {seealso}\n\n.. config:setting:: y\n   :default: 3\n'
    site = built({'index.rst': page})
    assert not site.warnings
    assert links(doctree(site)) == [
        ('https://a.example/b,c', 'https://a.example/b,c'),
        ('https://a.example', 'https://a.example'),
        ('The port', '#y'),
        ('y', '#y'),
    ]
    assert_hides(doctree(site), '<', '>', '`')


def test_one_setting_replaces_another(built):
    page = (
        '.. config:setting:: x\n   :deprecated:\n   :replacedby: y, z\n\n'
        '.. config:setting:: y\n\n   Y.\n\n.. config:setting:: z\n\n   Z.\n'
    )
    (warning,) = built({'index.rst': page}).warnings
    assert "'y, z'; only one setting can be named here" in warning


def test_wrong_name_in_see_also_is_reported_at_its_line(built):
    page = '.. config:setting:: x\n   :default: 3\n   :replacedby: nope\n   :seealso: nada\n'
    places = [warning.partition(' WARNING')[0] for warning in built({'index.rst': page}).warnings]
    assert sorted(places) == ['index.rst:3:', 'index.rst:4:']


def test_former_ids_are_anchors(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :formerly: old-x, Old name\n   :anchor: other\n'
    site = built({'index.rst': page}, configsetting_anchors=['std-setting-{id}', 'env-{environment}'])
    assert not site.warnings
    assert {'x', 'old-x', 'other', 'std-setting-x'} <= {*anchors(doctree(site))}


def test_anchors_as_docutils_makes_ids(built):
    page = 'T\n=\n\n.. config:setting:: Site.URL\n   :key: web.siteURL\n\n.. config:setting:: other\n   :default: 1\n'
    site = built({'index.rst': page}, configsetting_anchors=['setting-{id|slug}', '{key|slug}'])
    assert not site.warnings
    assert {'Site.URL', 'setting-site-url', 'web-siteurl', 'other', 'setting-other'} == {*anchors(doctree(site))} - {'t'}


def test_an_anchor_that_is_taken(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 3\n\n.. config:setting:: y\n   :anchor: x\n   :default: 3\n'
    site = built({'index.rst': page})
    (warning,) = site.warnings
    assert "anchor 'x' of the setting 'y' is taken" in warning
    assert '[configsetting.anchor]' in warning


def test_ids_that_differ_by_letter_case(built):
    page = '.. config:setting:: Port\n   :default: 1\n\n.. config:setting:: port\n   :default: 2\n\n:config:setting:`port` :config:setting:`Port`\n'
    site = built({'index.rst': page})
    (warning,) = site.warnings
    assert "'port' differs from 'Port'" in warning
    assert [target for _text, target in links(doctree(site))] == ['#port', '#Port']


def test_quotes_and_dashes_stay_in_references_by_name(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :displayname: The "quoted" -- name\n\n:config:displayname:`The "quoted" -- name` and :config:setting:`x`\n'
    site = built({'index.rst': page})
    assert not site.warnings
    assert [label for label, _target in links(doctree(site))] == ['The "quoted" -- name'] * 2


def test_former_names_are_labels(built):
    page = (
        'T\n=\n\n.. config:setting:: x\n   :formerly: old, y, "Old, two"\n\n.. config:setting:: y\n   :formerly: old\n\n'
        '.. config:setting:: one\n   :formerly: ONE\n\n:ref:`old` :ref:`y` :ref:`Old, two` :ref:`one`\n'
    )
    site = built({'index.rst': page}, configsetting_labels=True)
    assert [one['refid'] for one in doctree(site).findall(nodes.reference)] == ['x', 'y', 'x', 'one']
    lines = zlib.decompress((site.app.outdir / 'objects.inv').read_bytes().split(b'\n', 4)[4]).decode()
    assert '\nold, two std:label -1 index.html#x x\n' in lines


def test_labels_and_ids_are_one_place_for_any(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: x\n   :default: 3\n\n:any:`x` :ref:`x`\n'}, configsetting_labels=True)
    assert not site.warnings
    assert [target for _text, target in links(doctree(site))] == ['#x', '#x']


def test_heading_that_is_the_name_is_one_place_for_any(built):
    page = 'T\n=\n\n.. config:setting:: pool-size\n   :displayname: Pool size\n   :default: 3\n\nPool size\n---------\n\nText.\n\n:any:`Pool size`\n'
    site = built({'index.rst': page}, extensions=['sphinx_configsetting', 'sphinx.ext.autosectionlabel'])
    assert not site.warnings
    assert [target for _text, target in links(doctree(site))] == ['#pool-size']


def test_a_name_that_objects_inv_cannot_carry(built):
    site = built({'index.rst': '.. config:setting:: x\n   :displayname: Level of 3 parts\n   :default: 1\n'})
    (warning,) = site.warnings
    assert warning.startswith("index.rst:1: WARNING: objects.inv cannot have 'Level of 3 parts', because")
    assert '[configsetting.id]' in warning
    inventory = zlib.decompress((site.app.outdir / 'objects.inv').read_bytes().split(b'\n', 4)[4])
    assert [line.split()[0] for line in inventory.splitlines() if b' config:' in line] == [b'x']


def test_class_and_search(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :class: mine no-search\n   :default: 3\n\n   Zanzibar.\n'
    site = built({'index.rst': page})
    classes = [one for node in doctree(site).findall(nodes.Element) for one in node.get('classes', ())]
    assert 'mine' in classes
    assert 'zanzibar' not in site.output('searchindex.js')


def test_class_of_a_setting_on_a_section(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :class: mine\n   :default: 3\n\nx\n-\n\nText.\n'
    (frame,) = (node for node in doctree(built({'index.rst': page})).findall(nodes.container) if 'mine' in node['classes'])
    assert 'configsetting-setting' in frame['classes']


def test_fields_by_kind_are_shown_with_units(built):
    fields = {'wait': {'kind': 'duration', 'unit': 'ms', 'label': 'Wait'}, 'edition': {'kind': 'enum', 'order': ['Free', 'Paid'], 'colors': {'Paid': 'success'}, 'badge': 1}}
    page = 'T\n=\n\n.. config:setting:: x\n   :wait: 500\n   :edition: Paid\n'
    site = built({'index.rst': page}, configsetting_fields=fields)
    assert not site.warnings
    assert facts(doctree(site)) == {'Wait': '500 ms'}
    assert_shows(doctree(site), 'Paid')


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
def test_class_is_once_around_a_setting(built, name):
    page = 'T\n=\n\n.. config:setting:: x\n   :class: mine\n   :default: 3\n   :environment: X_Y\n'
    document = doctree(built({'index.rst': page}, configsetting_template=name))
    assert [node.tagname for node in document.findall(nodes.Element) if 'mine' in node.get('classes', ())] == ['desc']


def test_class_of_a_setting_that_its_section_presents(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :class: no-search\n   :environment: X_Y\n\nx\n-\n\nEnvironment variable: ``X_Y``. Zanzibar.\n'
    site = built({'index.rst': page})
    (section,) = (node for node in doctree(site).findall(nodes.section) if node['ids'] == ['x'])
    assert section['classes'] == ['no-search']
    assert 'zanzibar' not in site.output('searchindex.js')


def test_no_search_where_a_setting_is_shown_again(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :class: no-search\n   :default: 3\n\n   Zanzibar.\n'
    site = built({'index.rst': page + '\n.. toctree::\n\n   a\n', 'a.rst': 'A\n=\n\n.. config:show:: x\n'})
    assert 'Zanzibar' in site.output('a.html')
    assert 'zanzibar' not in site.output('searchindex.js')


def deep(levels):
    text = ''
    for level in range(levels):
        indent = '   ' * level
        text += f'{indent}.. config:setting:: s{level}\n{indent}   :default: 1\n{indent}   :default (Win): 2\n{indent}   :environment: A_{level}\n\n'
    return f'T\n=\n\n{text}'


@pytest.mark.parametrize('template', ['card', 'facts', 'two-columns', 'compact'])
def test_lists_within_settings_of_latex_are_not_too_deep(tmp_path, template):
    site = build(tmp_path, {'index.rst': deep(4)}, 'latex', conf={'configsetting_template': template})
    assert not site.warnings
    (name,) = site.app.outdir.glob('*.tex')
    found = deepest = 0
    for word, _kind in re.findall(r'\\(begin|end)\{(itemize|enumerate|description|fulllineitems|quote)\}', name.read_text()):
        found += 1 if word == 'begin' else -1
        deepest = max(deepest, found)
    assert deepest <= 6
    assert 'Win: ' in name.read_text().split(r'A\_\allowbreak{}2')[1]


def test_a_misspelled_option_of_a_group(built):
    (warning, *_) = built({'index.rst': '.. config:group:: g\n   :titel: X\n   :key: g\n'}).warnings
    assert "there is no option 'titel'; did you mean 'title'?" in warning


def test_the_key_of_a_group_is_not_that_of_a_setting_without_one(built):
    page = '.. config:group:: g\n   :key: server\n   :systemconsole: Web\n\n   .. config:setting:: x\n      :default: 1\n'
    (one,) = built({'index.rst': page}).settings
    assert (one.values('key'), one.values('systemconsole')) == ((), ('Web',))
