"""Values of options: lists and quotes in both markups, versions, conditions, and values that are left out."""

from __future__ import annotations

import json
import re

import pytest
from doctrees import anchors, assert_shows, count, doctree, facts, links, text
from docutils import nodes
from project import MYST, build

from sphinx_configsetting.api import Variant


def one_of(site):
    (found,) = site.settings
    return found


def setting(*options, name='x'):
    lines = ''.join(f'   :{option}\n' for option in options)
    return f'.. config:setting:: {name}\n{lines}\n'


def page(*options):
    return 'T\n=\n\n' + setting(*options)


ITEMS = [
    ('[",", ";"]', (',', ';')),
    ("['\"', '\"a\", \"b\"', \"'c'\"]", ('"', '"a", "b"', "'c'")),
    ("['\"q\"', z]", ('"q"', 'z')),
    ('["", " a "]', ('', ' a ')),
]


@pytest.mark.parametrize('form', [':choices: {}', '---\nchoices: {}\n---', '---\nchoices (Linux): {}\n---'])
@pytest.mark.parametrize(('typed', 'values'), ITEMS)
def test_items_of_a_yaml_list_are_kept(built, form, typed, values):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# T\n\n```{{config:setting}} x\n{form.format(typed)}\n```\n'}, **MYST)
    assert not site.warnings
    assert one_of(site).all_values('choices') == values


@pytest.mark.parametrize('form', [':choices: []', '---\nchoices: []\n---', '---\nchoices (Linux): []\n---'])
def test_an_empty_list_states_nothing(built, form):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# T\n\n```{{config:setting}} x\n{form}\n:type: int\n```\n'.replace('---\n:type: int', 'type: int\n---')}, **MYST)
    assert not site.warnings
    assert one_of(site).facts.keys() == {'type'}


@pytest.mark.parametrize('dashes', ['', '---\n'])
@pytest.mark.parametrize('odd', ['environment: %APP_J%', 'default: @x', "description: It is `x`: it's"])
def test_an_option_that_is_no_yaml_leaves_the_others(built, dashes, odd):
    pytest.importorskip('myst_parser')
    mark = '' if dashes else ':'
    options = [f'{mark}displayname: "Gauge: high"', mark + odd, f'{mark}choices: ["a, b", c]']
    text = dashes + '\n'.join(options) + '\n' + dashes
    site = built({'index.md': f'# T\n\n```{{config:setting}} x\n{text}```\n'}, **MYST)
    assert (one_of(site).title, one_of(site).values('choices')) == ('Gauge: high', ('a, b', 'c'))
    assert one_of(site).facts.keys() >= {odd.partition(':')[0]}


@pytest.mark.parametrize(
    ('field', 'typed', 'values'),
    [
        ('key', 'gauge."spring or neap".limit', ('gauge."spring or neap".limit',)),
        ('key', 'g["spring and neap"]', ('g["spring and neap"]',)),
        ('key', 'a.b, or c.d', ('a.b', 'c.d')),
        ('key', 'a.b (or c.d)', ('a.b', 'c.d')),
        ('choices', '``a``, ``b``', ('a', 'b')),
        ('choices', '``a, b``, c', ('a, b', 'c')),
        ('choices', '``a, b', ('``a', 'b')),
        ('seealso', 'y; z', ('y', 'z')),
    ],
)
def test_lists(built, field, typed, values):
    assert one_of(built({'index.rst': page(f'{field}: {typed}')})).values(field) == values


@pytest.mark.parametrize('field', ['choices', 'formerly', 'key'])
def test_quotes_that_are_not_closed(built, field):
    (warning,) = built({'index.rst': page(f'{field}: "p, q')}).warnings
    assert "the quote before 'p' is not closed" in warning


@pytest.mark.parametrize('word', ['no', 'TBD', '-', '3 tides ago', 'the beginning'])
def test_words_that_are_no_versions(built, word):
    (warning,) = built({'index.rst': page(f'since: {word}')}).warnings
    assert 'is not a version' in warning


@pytest.mark.parametrize(
    ('typed', 'values'),
    [
        ('5.9.', ('5.9', '')),
        ('since 5.9.', ('5.9', '')),
        ('5.9. Use *b*.', ('5.9', 'Use b.')),
        ('from 5.9 on', ('5.9', '')),
        ('from 5.9 on, use b', ('5.9', 'use b')),
        ('5.9 on Windows', ('5.9', 'on Windows')),
        ('5.9rc1.2, b', ('5.9rc1.2', 'b')),
        ('no.', ()),
    ],
)
def test_deprecations(built, typed, values):
    site = built({'index.rst': page(f'deprecated: {typed}', 'default: 1')})
    assert one_of(site).values('deprecated') == values


def test_no_under_a_condition_is_shown(built):
    site = built({'index.rst': page('deprecated: 5.9, use b', 'deprecated (Linux): no', 'restart (Linux): no')})
    assert one_of(site).facts['deprecated'].variants == (Variant('Linux', 'no', ()),)
    assert_shows(doctree(site), '5.9: use b')
    assert count(doctree(site), 'Linux: No') == 2


@pytest.mark.parametrize('typed', ['APP_K=value', '1APP', 'OR', '/'])
def test_a_text_without_a_variable_is_shown(built, typed):
    site = built({'index.rst': page(f'environment: {typed}')})
    (warning,) = site.warnings
    assert '[configsetting.value]' in warning
    assert facts(doctree(site)) == {'Environment variable': typed}


@pytest.mark.parametrize('option', ['no-index (Linux): yes', 'class (Linux): x', 'template (Linux): facts'])
def test_options_that_are_no_fields_have_no_condition(built, option):
    site = built({'index.rst': page('default: 1', option)})
    (warning,) = site.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert "cannot depend on 'Linux'" in warning
    assert len(site.settings) == 1


@pytest.mark.parametrize('condition', ['a:b', 'on :abbr:`OS (system)`'])
def test_conditions_with_colons(built, condition):
    site = built({'index.rst': page('default: 1', f'default ({condition}): 2')})
    assert not site.warnings
    assert one_of(site).facts['default'].variants == (Variant(condition, '2', ('2',)),)


def test_conditions_with_colons_in_markdown(built):
    pytest.importorskip('myst_parser')
    text = '# T\n\n```{config:setting} x\n:default (a:b): 2\n:environment: %APP_J%\n```\n'
    assert one_of(built({'index.md': text}, **MYST)).facts['default'].variants == (Variant('a:b', '2', ('2',)),)


def test_conditions_that_differ_by_letter_case(built):
    (warning,) = built({'index.rst': page('default (windows): 1', 'default (Windows): 2')}).warnings
    assert "'default (windows)' is given twice" in warning


QUERIED = (
    setting('default (Windows): 50', 'restart (Linux): yes', name='a')
    + setting('default: 1', 'deprecated (Windows): 5.0', 'availability (Cloud): Pro', 'restart (Linux): n/a', name='b')
    + setting('default: 100', 'default (Linux): 50', 'deprecated (Windows): no', 'restart (Linux): no', name='c')
)


@pytest.mark.parametrize(
    ('where', 'found'),
    [
        ('default', ['b', 'a', 'c']),
        ('restart', ['a']),
        ('deprecated', ['b']),
        ('not deprecated', ['a', 'c']),
        ('default = 50', ['a', 'c']),
        ('default > 40', ['a', 'c']),
        ('availability has pro', ['b']),
    ],
)
def test_queries_see_what_conditions_state(built, where, found):
    listing = f'.. config:listing::\n   :where: {where}\n   :sort: default\n   :fields: id\n'
    site = built({'index.rst': f'T\n=\n\n{QUERIED}', 'o.rst': f':orphan:\n\nO\n=\n\n{listing}'})
    assert not site.warnings
    assert [label for label, _target in links(doctree(site, 'o'))] == found


def test_groups_of_values_under_conditions(built):
    listing = '.. config:listing::\n   :group: default\n   :fields: id\n   :display: list\n'
    site = built({'index.rst': f'T\n=\n\n{QUERIED}', 'o.rst': f':orphan:\n\nO\n=\n\n{listing}'})
    assert text(doctree(site, 'o')) == 'O 1 b 50 a c 100 c'


def test_search_index_of_values_under_conditions(built):
    site = built({'index.rst': f'T\n=\n\n{QUERIED}'})
    a, b, _c = json.loads(site.output('config-settings-index.json'))
    assert (a['default'], a['restart']) == ('Windows: 50', 'Linux: true')
    assert (b['default'], b['deprecated']) == ('1', 'Windows: 5.0')


LEFT_OUT = """\
T
=

.. only:: never

   .. config:group:: lost
      :key: lost

      .. config:setting:: inner
         :key: a

.. config:setting:: x
   :default: 1

   Seen.

   .. only:: never

      Unseen.

   .. only:: html

      Of HTML.

:config:group:`lost`
"""


def test_what_is_left_out_is_nowhere(built):
    site = built({'index.rst': LEFT_OUT})
    (warning,) = site.warnings
    assert "no group has the id 'lost'" in warning
    assert one_of(site).body == 'Seen. Of HTML.'
    assert not [name for name, *_rest in site.app.env.get_domain('config').get_objects() if name == 'lost']


def test_former_names_that_are_ids_of_the_page(built):
    text = 'T\n=\n\n' + setting('formerly: low', name='high') + setting('default: 1', name='low')
    site = built({'index.rst': text})
    (warning,) = site.warnings
    assert "the anchor 'low' of the setting 'high' is taken" in warning
    assert [one.anchor for one in site.settings] == ['high', 'low']


def test_former_names_of_several_ids_are_one_anchor(built):
    site = built({'index.rst': page('formerly: old, end$', 'default: 1').replace(':: x', ':: x\n                    y')})
    assert not site.warnings
    assert list(anchors(doctree(site))).count('old') == 1
    assert 'end' in anchors(doctree(site))


NESTED = """\
T
=

.. config:setting:: x
   :template: two-columns
   :key: a

   .. list-table::

      * - .. list-table::

             * - .. list-table::

                    * - Deep.

.. list-table::

   * - .. config:coverage::
          :fields: default
"""


@pytest.mark.parametrize('builder', ['text', 'man', 'latex', 'html'])
def test_tables_in_the_text_of_a_setting(built, builder):
    text = NESTED if builder in {'latex', 'html'} else NESTED.replace(NESTED[NESTED.index('      * - .. list') : NESTED.index('.. list-table::\n\n   * - .. config')], '      * - Deep.\n\n')
    conf = {'man_pages': [('index', 'x', 'x', 'x', 1)]}
    site = built({'index.rst': text}, builder, **conf)
    assert not site.warnings
    assert_shows(doctree(site), 'Key', 'Deep.', 'Default', '(0/1)')
    assert len(list(doctree(site).findall(nodes.table))) == {'html': 6, 'latex': 4}.get(builder, 2)


@pytest.mark.parametrize('theme', ['alabaster', 'furo'])
def test_data_builder_with_a_theme(built, theme):
    if theme == 'furo':
        pytest.importorskip('furo')
    site = built({'index.rst': page('default: 1')}, 'configsettings', html_theme=theme)
    assert not site.warnings
    assert json.loads(site.output('settings.json'))['settings']


def test_texts_without_search_are_not_found_where_they_are_hidden(built):
    text = 'T\n=\n\n' + setting('default: 1', 'class: no-search', 'no-typesetting: yes') + '   Secretwords.\n'
    assert 'secretword' not in built({'index.rst': text}).output('searchindex.js')


def test_references_of_a_group_are_reported_once(built):
    text = 'T\n=\n\n.. config:group:: g\n   :key: g\n   :seealso: nope\n\n'
    text += ''.join(f'   .. config:setting:: {name}\n      :key: {name}\n\n' for name in 'abc')
    (warning,) = built({'index.rst': text}).warnings
    assert warning.startswith('index.rst:6: WARNING: ')


def test_options_that_a_group_does_not_have(built):
    (warning,) = built({'index.rst': '.. config:group:: g\n   :key: g\n   :template: facts\n'}).warnings
    assert "'template'" in warning
    assert "did you mean 'template'" not in warning


PLACEHOLDERS = {
    ':config:environment:`APP_<NAME>`': 'APP_<NAME>',
    ':config:environment:`any <APP_<NAME>>`': 'any',
    ':config:key:`hosts.<name>`': 'hosts.<name>',
    ':config:setting:`hosts.<name>`': 'x',
    ':config:ref:`APP_<NAME>`': 'x',
    ':config:setting:`any<x>`': 'any',
    ':config:setting:`The one.<x>`': 'The one.',
}


def test_names_with_a_placeholder_in_roles(built):
    text = page('environment: APP_<NAME>', 'key: hosts.<name>') + '\n\n'.join(PLACEHOLDERS) + '\n'
    site = built({'index.rst': text})
    assert not site.warnings
    assert links(doctree(site)) == [(said, '#x') for said in PLACEHOLDERS.values()]


YAML = """\
# T

```{config:setting} far
:displayname: Far one
```

```{config:setting} near
---
seealso:
  - https://example.org/a_b_
  - "[Page](index.md)"
  - "[txt](#far)"
  - "[](#far)"
  - "[web](https://example.org)"
  - <https://en.example.org/Foo_(bar)>
replacedby: "[txt](#far)"
environment:
  - E_A or E_B
  - E_C
default:
  Windows: 5
  Linux: 6
---
```

```{config:setting} none
---
deprecated: null
since: Null
restart: ~
availability: ~
replacedby: null
default: null
since (Cloud): null
---
```

```{config:setting} nearly
---
deprecated:
choices: ","
---
```
"""


@pytest.mark.filterwarnings("ignore:'myst_parser.*is deprecated")
def test_values_of_yaml(built):
    pytest.importorskip('myst_parser')
    site = built({'index.md': YAML}, **MYST)
    assert not site.warnings
    facts = {one['id']: one['facts'] for one in json.loads(site.output('settings.json'))['settings']}
    links = ['https://example.org/a_b_', 'Page', 'txt', 'far', 'web', 'https://en.example.org/Foo_(bar)']
    assert facts['near'] == {'environment': ['E_A', 'E_B', 'E_C'], 'default': 'Windows: 5\nLinux: 6', 'replacedby': 'txt', 'seealso': links}
    assert facts['none'] == {'default': 'null'}
    assert facts['nearly'] == {'choices': [','], 'deprecated': {'version': '', 'reason': ''}}
    variants = {one['id']: one.get('variants') for one in json.loads(site.output('settings.json'))['settings']}
    assert variants['none'] is None


LINKED = """\
T
=

.. config:setting:: x
   :seealso: https://en.example.org/Foo_(bar), https://x.example/a_b_, <https://y.example/?a=1,2>, mailto:me@z.example, see (https://z.example)
   :default: ``a b``

.. config:setting:: y
   :seealso: N/A
   :replacedby: N/A
   :default: 1
"""


def test_addresses_are_whole(built):
    site = built({'index.rst': LINKED})
    assert not site.warnings
    whole = ['https://en.example.org/Foo_(bar)', 'https://x.example/a_b_', 'https://y.example/?a=1,2', 'mailto:me@z.example']
    assert links(doctree(site)) == [*((one, one) for one in whole), ('https://z.example', 'https://z.example')]
    facts = [one['facts'] for one in json.loads(site.output('settings.json'))['settings']]
    assert facts[0]['seealso'] == [*whole, 'see (https://z.example)']
    assert (facts[1]['seealso'], facts[1]['replacedby']) == (None, None)
    assert_shows(doctree(site), 'See also N/A', 'Replaced by N/A')
    assert json.loads(site.output('config-settings-index.json'))[0]['default'] == 'a b'


NAMES = """\
project = 'Other'
extensions = ['sphinx_configsetting']
"""


def test_forms_of_names_of_another_project(tmp_path):
    other = 'T\n=\n\n'
    other += setting('key: ~.config.ebb', 'environment: EBB_D', 'option: --flag V', name='w1')
    other += setting('key: config.ebb', 'displayname: Six', name='w6')
    (tmp_path / 'other').mkdir()
    there = build(tmp_path / 'other', {'index.rst': other})
    roles = ['key:`~.config.ebb`', 'environment:`$EBB_D`', 'environment:`export EBB_D=1`', 'option:`--flag 5`', 'environment:`EBB_D`']
    text = 'T\n=\n\n' + '\n'.join(f':config:{role}' for role in roles) + '\n:any:`${EBB_D}` :config:setting:`~w6` :config:setting:`w6=1`\n'
    text += ':config:environment:`NOPE=1`\n'
    (tmp_path / 'here').mkdir()
    conf = {
        'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'],
        'intersphinx_mapping': {'other': ('https://a.example', str(there.app.outdir / 'objects.inv'))},
    }
    here = build(tmp_path / 'here', {'index.rst': text}, conf=conf)
    (warning,) = here.warnings
    assert "'NOPE=1'" in warning
    assert links(doctree(here)) == [
        ('~.config.ebb', 'https://a.example/index.html#w1'),
        ('$EBB_D', 'https://a.example/index.html#w1'),
        ('export EBB_D=1', 'https://a.example/index.html#w1'),
        ('--flag 5', 'https://a.example/index.html#w1'),
        ('EBB_D', 'https://a.example/index.html#w1'),
        ('${EBB_D}', 'https://a.example/index.html#w1'),
        ('Six', 'https://a.example/index.html#w6'),
        ('Six', 'https://a.example/index.html#w6'),
    ]


def test_a_group_that_another_directive_drops(built):
    site = built({'index.rst': 'T\n=\n\n.. list-table::\n\n   .. config:group:: g\n      :key: a\n\n' + setting('default: 1')})
    assert len(site.settings) == 1
    assert not site.app.env.get_domain('config').groups


def test_groups_of_one_id(built):
    text = '.. config:group:: g\n   :key: a\n\n   A.\n\n'
    (warning,) = built({'index.rst': text + text}).warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert "the group 'g' is defined at index.rst:1, too" in warning


def test_groups_are_in_the_contents_as_settings_are(built):
    text = 'T\n=\n\n.. config:group:: g\n   :key: a\n\n   A.\n'
    assert 'g' in built({'index.rst': text}).app.env.tocs['index'].astext().split()
    assert 'g' not in built({'index.rst': text}, toc_object_entries=False).app.env.tocs['index'].astext().split()


def test_a_condition_keeps_the_value_of_the_group(built):
    text = 'T\n=\n\n.. config:group:: g\n   :key: g\n   :default: 10\n   :restart (Linux): yes\n\n'
    text += '   .. config:setting:: x\n      :key: x\n      :default (Windows): 50\n      :restart: no\n'
    one = one_of(built({'index.rst': text}))
    assert (one.values('default'), one.facts['default'].variants) == (('10',), (Variant('Windows', '50', ('50',)),))
    assert one.facts['restart'].variants == ()


def test_a_setting_keeps_the_conditions_of_its_group(built):
    text = 'T\n=\n\n.. config:group:: g\n   :key: g\n   :default: 10\n   :default (Linux): 20\n\n'
    text += '   .. config:setting:: x\n      :key: x\n      :default (Windows): 50\n'
    assert one_of(built({'index.rst': text})).facts['default'][:3] == ('10', ('10',), (Variant('Linux', '20', ('20',)), Variant('Windows', '50', ('50',))))


def test_a_description_of_a_group_has_no_condition(built):
    (warning,) = built({'index.rst': '.. config:group:: g\n   :key: g\n   :description (Linux): Text.\n'}).warnings
    assert "cannot depend on 'Linux'" in warning


@pytest.mark.parametrize(
    ('form', 'said'),
    [
        (':type: int\n:default 5', "':default 5' is not an option; write \":default: 5\""),
        (': stray words\n:type: int', 'is not an option; put a blank line'),
        ('---\nstray words\ntype: int\n---', "'stray words' is not an option"),
    ],
)
def test_lines_of_markdown_that_are_no_options(built, form, said):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# T\n\n```{{config:setting}} x\n{form}\n```\n'}, **MYST)
    (warning,) = site.warnings
    assert said in warning
    assert one_of(site).text('type') == 'int'


def test_aliases_of_yaml_are_not_followed(built):
    pytest.importorskip('myst_parser')
    text = '# T\n\n```{config:setting} x\n---\nchoices: &a\n  - x\n  - *a\ntype: int\n---\n```\n'
    assert one_of(built({'index.md': text}, **MYST)).text('type') == 'int'


def test_an_option_of_yaml_that_is_no_text(built):
    pytest.importorskip('myst_parser')
    (warning,) = built({'index.md': '# T\n\n```{config:setting} x\n:{a}: c\n:type: int\n```\n'}, **MYST).warnings
    assert warning.startswith("index.md:4: WARNING: there is no option '{a}'")


def test_index_pages_have_values_under_conditions(built):
    text = 'T\n=\n\n:ref:`config-environment` :ref:`config-systemconsole`\n\n'
    site = built({'index.rst': text + setting('environment (Linux): APP_LINUX', 'systemconsole (Cloud): A > B')})
    assert not site.warnings
    assert 'APP_LINUX' in site.output('config-environment.html')
    assert 'A &gt; B' in site.output('config-systemconsole.html')


def test_blocks_under_conditions_keep_their_lines(built):
    text = 'T\n=\n\n.. config:setting:: x\n   :example: ::\n\n      a:\n        b\n\n   :example (Linux): ::\n\n      c:\n        d\n'
    blocks = [node.astext() for node in doctree(built({'index.rst': text})).findall(nodes.literal_block)]
    assert blocks == ['a:\n  b', 'c:\n  d']


def test_items_with_semicolons_and_words(built):
    pytest.importorskip('myst_parser')
    text = '# T\n\n```{config:setting} x\n:seealso: ["b; c"]\n:key: ["k;1", "k2 or k3"]\n```\n\n```{config:setting} y\n:displayname: b; c\n```\n'
    site = built({'index.md': text}, **MYST)
    assert not site.warnings
    assert site.settings[0].values('key') == ('k;1', 'k2 or k3')


def test_a_partly_valid_value_is_shown_whole(built):
    site = built({'index.rst': page('environment: APP_A, 1BAD')})
    assert one_of(site).values('environment') == ('APP_A',)
    assert_shows(doctree(site), 'APP_A, 1BAD')


@pytest.mark.parametrize('builder', ['text', 'latex'])
def test_a_table_in_the_setting_around(built, builder):
    inner = (setting('key: b', 'template: two-columns', name='y') + '   Inner.\n').replace('\n', '\n   ')
    site = built({'index.rst': page('key: a', 'template: two-columns') + f'   {inner}'}, builder)
    assert not site.warnings
    (table,) = doctree(site).findall(nodes.table)
    assert {'a', 'b', 'Inner.'} <= set(re.findall(r'[\w.]+', table.astext()))


def test_an_empty_option_of_a_group_states_nothing(built):
    text = 'T\n=\n\n.. config:group:: g\n   :key: g\n   :default:\n\n   .. config:setting:: x\n      :key: x\n'
    assert 'default' not in one_of(built({'index.rst': text})).facts


def test_markup_of_a_group_is_reported_once(built):
    text = 'T\n=\n\n.. config:group:: g\n   :key: g\n   :availability: *broken\n\n'
    text += ''.join(f'   .. config:setting:: {name}\n      :key: {name}\n\n' for name in 'ab')
    (warning,) = built({'index.rst': text}).warnings
    assert warning.startswith('index.rst:6: WARNING: ')


def test_block_of_a_text(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: x\n   :availability: ::\n\n      All\n        plans\n'})
    (block,) = doctree(site).findall(nodes.literal_block)
    assert block.astext() == 'All\n  plans'


def test_a_name_that_is_too_long_for_the_inventory(built):
    (warning,) = built({'index.rst': page(f'displayname: {"a" * 1001}', 'default: 1')}).warnings
    assert 'objects.inv cannot have ' in warning


@pytest.mark.parametrize('section', ['', 'x y\n---\n\nText.\n'])
def test_patterns_of_anchors_that_are_the_id(built, section):
    text = page('displayname: x y', 'default: 1') + section
    site = built({'index.rst': text}, configsetting_anchors=['{id}'])
    assert not site.warnings
    assert list(anchors(doctree(site))).count('x') == 1


def test_entries_of_the_index_without_a_field(built):
    site = built({'index.rst': page('default: 1')}, configsetting_index_entries=['pair: {id}; {environment}'])
    assert not site.warnings
    assert '#x"' not in site.output('genindex.html')


SECTION = """\
T
=

.. _before:

.. config:setting:: port
   :displayname: Port

   Body.

   .. config:setting:: inner
      :default: 1

Port
----

Text.

:ref:`before`
"""


def test_a_label_before_a_setting_of_a_section(built):
    site = built({'index.rst': SECTION})
    assert not site.warnings
    assert [text for text, _target in links(doctree(site))] == ['Port']
    assert_shows(doctree(site), 'Body.', 'inner', '1')


BY_VALUE = """\
T
=

.. config:setting:: outer
   :default: 1

   .. ifconfig:: {condition}

      .. config:setting:: inner
         :default: 2

.. ifconfig:: {condition}

   .. config:group:: group
      :title: The group
      :key: a

      .. config:setting:: member
         :default: 2
"""


@pytest.mark.parametrize(('condition', 'names'), [('1 == 1', ['T', 'outer', 'inner', 'The group', 'member']), ('1 == 2', ['T', 'outer'])])
def test_contents_have_no_settings_that_a_value_of_conf_leaves_out(built, condition, names):
    site = built({'index.rst': BY_VALUE.format(condition=condition)}, extensions=['sphinx_configsetting', 'sphinx.ext.ifconfig'])
    assert not site.warnings
    entries = site.app.env.tocs['index'].findall(nodes.reference)
    assert [one.astext() for one in entries] == names


SEVERAL = """\
T
=

.. config:setting:: q1
   q2
   :configjson: .q.q
   :environment: QQ
   :option: --qq
   :formerly: q-old

:config:environment:`QQ` :config:configjson:`.q.q` :config:option:`--qq` :config:formerly:`q-old` :config:setting:`QQ` ``QQ`` :config:setting:`q2`
"""


def test_several_ids_are_one_setting(built):
    site = built({'index.rst': SEVERAL}, configsetting_autolink=True)
    assert not site.warnings
    assert [target for _text, target in links(doctree(site))] == ['#q1'] * 6 + ['#q2']


NOTHING = """\
# T

```{config:setting} n1
---
default: 1
environment (A): null
key (A): null
option (A): ~
choices (A): null
formerly (A): null
no-index: ~
no-typesetting: null
anchor: null
template: null
placement: ~
key: null
environment: ~
---
```
"""


def test_null_is_no_value_of_any_option(built):
    pytest.importorskip('myst_parser')
    site = built({'index.md': NOTHING}, **MYST)
    assert not site.warnings
    (found,) = json.loads(site.output('settings.json'))['settings']
    assert (found['facts'], found.get('variants')) == ({'default': '1'}, None)


INDENTED = """\
T
=

.. config:setting:: x
   :example: ::

        indented: 1
      one: 2
   :default: 1
"""


def test_the_first_line_of_a_block_keeps_its_indentation(built):
    site = built({'index.rst': INDENTED})
    assert site.settings[0].text('example') == '  indented: 1\none: 2'
    assert next(doctree(site).findall(nodes.literal_block)).astext() == '  indented: 1\none: 2'


LINES = """\
# T

```{config:setting} x
---
default: 1
seealso: "{term}`wrong-1`"
availability: See {config:setting}`wrong-2`
---
```

```{config:setting} y
:default: 1
:availability: See {config:setting}`wrong-3`
```
"""


def test_lines_of_wrong_names_in_markdown(built):
    pytest.importorskip('myst_parser')
    lines = sorted(one.split(': ')[0] for one in built({'index.md': LINES}, **MYST).warnings)
    assert lines == ['index.md:13', 'index.md:6', 'index.md:7']


COMPACT = """\
T
=

.. config:setting:: a
   :template: compact
   :environment: A_B
   :default: 1
   :default (Cloud): 9
   :restart: yes
   :restart (Cloud): no
   :choices: 1, 9
"""


def test_values_under_conditions_in_one_line(built):
    assert_shows(doctree(built({'index.rst': COMPACT})), 'Default: 1; Cloud: 9 · Choices: 1, 9 · Requires restart: Yes; Cloud: No')


def test_only_what_suits_its_field_is_shown_as_code_under_conditions(built):
    text = page('wait: 5s', 'wait (Windows): soon', 'wait (Linux): 6s')
    site = built({'index.rst': text}, configsetting_fields={'wait': {'kind': 'duration'}})
    (warning,) = site.warnings
    assert "index.rst:6: WARNING: the option 'wait': 'soon' is not an amount" in warning
    assert [node.astext() for node in doctree(site).findall(nodes.literal)] == ['5s', '6s']
    assert [one.problem for one in one_of(site).facts['wait'].cases] == ['', "'soon' is not an amount in ns, us, µs, ms, s, sec, second, seconds, m, min, minute, minutes, h, hour, hours, d, day, days, w, week, weeks", '']
