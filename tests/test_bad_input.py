"""Each mistake gives one clear warning with file and line, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from doctrees import assert_order, assert_shows, doctree, text
from docutils import nodes
from project import MYST, build

CASES = {
    'no argument': (':displayname: A\n:default: 3', 'configsetting.id', 'needs an id', 4),
    'blanks': ('two words\n:default: 3', 'configsetting.id', "'two-words'", 4),
    'unknown option': ('x\n:enviroment: A', 'configsetting.option', "'environment'", 5),
    'nothing like it': ('x\n:qqqqq: A', 'configsetting.option', 'declare it', 5),
    'twice': ('x\n:default: 3\n:default: 4', 'configsetting.option', "'4' is not", 6),
    'stray line': ('x\n:default: 3\nStray.', 'configsetting.option', "'Stray.'", 6),
    'no colon': ('x\n:default 3\n:type: a', 'configsetting.option', 'write ":default: 3"', 5),
    'no blank': ('x\n:default:3\n:type: a', 'configsetting.option', 'write ":default: 3"', 5),
    'option as id': ('x :default: 3\n:type: a', 'configsetting.option', 'write it on the next line', 4),
    'block': ('x\n:default::\n:type: a\n\n  More.', 'configsetting.option', 'write ":default: ::"', 5),
    'unclosed': ('x\n:description: **a', 'configsetting.markup', 'strong', 5),
    'backtick': ('x\n:description: a `b', 'configsetting.markup', 'interpreted', 5),
    'unknown role': ('x\n:description: :nope:`b`', 'configsetting.markup', 'nope', 5),
    'raw': ('x\n:description: .. raw:: html\n  :file: a', 'configsetting.markup', 'block', 5),
    'heading': ('x\n\nText.\n\nHead\n----\n\nMore.', 'configsetting.heading', "'Head'", 8),
    'nothing': ('x', 'configsetting.empty', 'no facts and no text', 4),
    'flag': ('x\n:required: perhaps', 'configsetting.value', '"yes" nor "no"', 5),
    'no template': ('x\n:template: y\n:default: 3', 'configsetting.template', 'y.rst', 4),
    'outside': ('x\n:template: ../y\n:default: 3', 'configsetting.template', 'folder', 4),
    'group in a setting': (
        'x\n:default: 3\n\n.. config:group:: g\n  :key: g\n\n  .. config:setting:: z2\n    :key: a',
        'configsetting.group', "inside the setting 'x'", 7,
    ),
    'no setting': ('x\n:seealso: y', 'configsetting.reference', "'y'", 5),
}


@pytest.mark.parametrize('case', CASES)
@pytest.mark.parametrize('indent', ['  ', '   '])
def test_one_warning(built, case, indent):
    text, subtype, said, line = CASES[case]
    directive = f' {text}' if not text.startswith(':') else f'\n{text}'
    body = directive.replace('\n', f'\n{indent}')
    page = f'Page\n====\n\n.. config:setting::{body}\n\nMore text.\n\n.. config:setting:: z\n   :default: 9\n'
    site = built({'index.rst': page}, 'text')
    assert len(site.warnings) == 1, site.warnings
    (warning,) = site.warnings
    assert warning.startswith(f'index.rst:{line}: WARNING: ')
    assert f'[{subtype}]' in warning
    assert said in warning
    assert len(site.settings) == 2 + ('z2' in text)
    output = site.output('index.txt')
    assert 'More text.' in output
    for word in ('perhaps', 'Stray.', 'More.', '**a'):
        assert (word in text) == (word in output)


@pytest.mark.parametrize(
    ('head', 'line'),
    [
        (' x\n\n   :default: 3\n   :type: integer', 3),
        (' x\n\n\n   :default: 3\n   :type: integer', 4),
        ('\n   x\n   y\n\n   :default: 3\n   :type: integer', 5),
        (' x\n   :key: a.b\n\n   :default: 3\n   :type: integer', 4),
        (' x\n\n   :default: 3\n   :tpye: integer\n   :type: integer', 3),
    ],
)
def test_blank_line_before_the_options(built, head, line):
    page = f'Page\n====\n\n.. config:setting::{head}\n\n   The text.\n'
    site = built({'index.rst': page}, 'text')
    (warning,) = [one for one in site.warnings if 'tpye' not in one]
    assert warning.startswith(f'index.rst:{line + 3}: WARNING: there is a blank line before')
    assert 'configsetting.option' in warning
    assert len(site.warnings) == 1 + ('tpye' in head)
    assert site.settings[0].text('default') == '3'
    assert site.settings[0].text('type') == 'integer'
    assert site.settings[0].body == 'The text.'


@pytest.mark.parametrize(
    ('options', 'fields'),
    [('', ':param x: a\n   :type: b'), ('', ':Default: 3'), ('   :key: a\n', ':author: me\n   :type: b'), ('', ':doc:`x`'), ('', ':class:`x`')],
)
def test_field_list_that_is_text(built, options, fields):
    page = f'Page\n====\n\n.. config:setting:: x\n{options}\n   {fields}\n'
    site = built({'index.rst': page}, 'text')
    assert not [one for one in site.warnings if 'blank line' in one]
    assert not {'default', 'type'} & set(site.settings[0].facts)


def test_fields_behind_a_blank_line_that_may_be_options(built):
    page = 'Page\n====\n\n.. config:setting:: x\n   :key: a\n\n   :default: 3\n   :author: me\n'
    site = built({'index.rst': page}, 'text')
    (warning,) = site.warnings
    assert warning.startswith("index.rst:7: WARNING: there is a blank line before 'default', which is shown as text")
    assert warning.endswith('[configsetting.option]')
    assert_order(doctree(site), 'default', '3', 'author', 'me')
    assert 'default' not in site.settings[0].facts


def test_headings_in_bodies_of_markdown(built):
    pytest.importorskip('myst_parser')
    page = (
        '# Page\n\nIntro.\n\n````{config:group} g\n:key: g\n\n## Of the group\n\n```{config:setting} x\n:key: a\n\n'
        'Text.\n\n### Of the setting\n\nMore.\n```\n````\n\n```{config:setting} y\n:key: b\n\n'
        ':::{rubric} Wanted\n:::\n\n## Last\n\nEnd.\n```\n'
    )
    site = built({'index.md': page}, **MYST, myst_enable_extensions=['colon_fence'])
    assert [one.split(' is in')[0] for one in site.warnings] == [
        "index.md:15: WARNING: the heading 'Of the setting'",
        "index.md:8: WARNING: the heading 'Of the group'",
        "index.md:27: WARNING: the heading 'Last'",
    ]
    assert all('[configsetting.heading]' in one for one in site.warnings)
    assert_order(doctree(site), 'Intro.', 'Of the group', 'Text.', 'Of the setting', 'More.', 'Wanted', 'Last', 'End.')
    assert site.settings[0].body == 'Text. Of the setting More.'


FENCES = [
    (':::{config:group} g\n:key: g\n\n:::{config:setting} x\n:key: a\n:::\n:::\n', ":::{config:setting} x' is not closed in the group 'g'"),
    ('```{config:setting} x\n:key: a\n\n- An item:\n\n  ```yaml\n  a: 1\n  ```\n```\n', "'```yaml' is not closed in the setting 'x'"),
    ('~~~{config:setting} x\n:key: a\n\n~~~python\n```\n~~~\n', "'~~~python' is not closed in the setting 'x'"),
    ('````{config:setting} x\n:key: a\n\n```yaml\na: 1\n```\n:::{note}\n```\n~~~\n```\n:::\n````\n', ''),
    ('```{config:setting} x\n:key: a\n\nIt is ``` and ```code``` :::\n```\n', ''),
]


@pytest.mark.parametrize(('page', 'message'), FENCES)
def test_fence_that_ends_too_early_in_markdown(built, page, message):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# Page\n\n{page}'}, **MYST, myst_enable_extensions=['colon_fence'])
    found = [one for one in site.warnings if 'not closed' in one]
    assert len(found) == bool(message)
    for warning in found:
        assert warning.startswith('index.md:3: WARNING: the fence ')
        assert message in warning


def test_blank_line_before_options_in_markdown(built):
    pytest.importorskip('myst_parser')
    page = '# Page\n\n```{config:setting} x\n:key: a\n\n:default: 3\n\nText.\n```\n'
    site = built({'index.md': page}, **MYST)
    (warning,) = site.warnings
    assert warning.startswith('index.md:6: WARNING: there is a blank line before')
    assert site.settings[0].text('default') == '3'
    assert site.settings[0].body == 'Text.'


@pytest.mark.parametrize('name', ['index.md', 'index.rst'])
def test_lines_of_a_body_behind_late_options(built, name):
    pytest.importorskip('myst_parser')
    rst = 'T\n=\n\n.. config:setting:: x\n   :description:\n      One.\n\n      Two.\n   :type: int\n   :default: 3\n\n   :config:setting:`no`\n'
    markdown = '# T\n\n\n```{config:setting} x\n:description:\n  One.\n\n  Two.\n:type: int\n:default: 3\n\n{config:setting}`no`\n```\n'
    site = built({name: rst if name == 'index.rst' else markdown}, **(MYST if name == 'index.md' else {}))
    assert [one.split(' WARNING')[0] for one in site.warnings] == [f'{name}:9:', f'{name}:12:']


def test_slips_behind_a_blank_line_in_markdown(built):
    pytest.importorskip('myst_parser')
    page = '# T\n\n```{config:setting} x\n:type: y\n\n:environment: B\n:default:7\n```\n'
    one, two = built({'index.md': page}, **MYST).warnings
    assert one.startswith('index.md:7: WARNING: \'default:7\' is not an option; write ":default: 7"')
    assert two.startswith('index.md:6: WARNING: there is a blank line before')


def test_options_behind_text_in_markdown(built):
    pytest.importorskip('myst_parser')
    page = '# Page\n\n```{config:setting} x\ny\n:default: 3\n:key: a\n\nText.\n```\n\n```{config:setting} z\nText.\n:note: b\n\n:default: 4\n```\n'
    site = built({'index.md': page}, **MYST)
    (warning,) = site.warnings
    assert warning.startswith("index.md:5: WARNING: ':default: 3' is shown as text; options come right below")
    assert_shows(doctree(site), 'y :default: 3 :key: a', 'Text.')


def test_text_behind_an_option_with_a_slip(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :default:7\n   More text here.\n\n.. config:setting:: y\n   :default 8\n   :type: int\n'
    site = built({'index.rst': page})
    assert len(site.warnings) == 2
    assert_shows(doctree(site), 'More text here.', 'int')


def test_options_behind_a_slip_and_a_blank_line(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :default 7\n   :type: int\n\n   :key: a\n\n   Text.\n'
    site = built({'index.rst': page})
    _slip, late = site.warnings
    assert late.startswith("index.rst:8: WARNING: there is a blank line before the option 'key'")
    (one,) = site.settings
    assert (one.text('type'), one.text('key'), one.body) == ('int', 'a', 'Text.')


def test_lines_of_text_right_below_options(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 7\n   Text.\n   :config:setting:`no`\n\n   :config:setting:`none`\n'
    site = built({'index.rst': page})
    assert [one.split(' WARNING')[0] for one in site.warnings] == [f'index.rst:{n}:' for n in (6, 6, 9)]


def test_listings_in_markdown(built):
    pytest.importorskip('myst_parser')
    page = '# T\n\n```{config:setting} x\n:key: a\n```\n\n```{config:listing}\n:sort: id\n```\n\n```{config:listing}\n```\n'
    assert built({'index.md': page}, **MYST).warnings == []


def test_slips_in_options_of_listings(built):
    page = 'T\n=\n\n.. config:setting:: x\n   :key: a\n\n.. config:listing::\n   :sort: id\n   :where key = "a"\n   :fields: key\n'
    site = built({'index.rst': page})
    (slip,) = site.warnings
    assert slip.startswith('index.rst:9: WARNING: \':where key = "a"\' is not an option; write ":where: key = "a"')


def test_options_without_colons_in_markdown(built):
    pytest.importorskip('myst_parser')
    page = '# Page\n\n```{config:setting} x\ndefault: 3\ntype: int\n```\n\n```{config:setting} y\nDefault: 3\n```\n\n```{config:setting} z\n\ntype: a text\n:default: 3\n```\n'
    site = built({'index.md': page}, **MYST)
    warning, late = site.warnings
    assert late.startswith("index.md:15: WARNING: ':default: 3' is shown as text")
    assert warning.startswith("index.md:4: WARNING: 'default: 3' is not an option; write \":default: 3\"")
    assert_shows(doctree(site), 'default: 3', 'Default: 3')


def test_unknown_substitution(built):
    """docutils knows the substitutions of a page only when it has read all of it."""
    page = '.. config:setting:: x\n   :description: a |b| c\n   :default: 3\n\nMore text.\n'
    site = built({'index.rst': page}, 'text')
    (warning,) = site.warnings
    assert warning.startswith('index.rst:2: ERROR: Undefined substitution referenced: "b"')
    assert '|b|' in site.output('index.txt')


def test_markdown_options(built):
    page = '# Page\n\n```{config:setting} x\n:enviroment: A\n:default: 3\n:default: 4\n\nText.\n```\n'
    pytest.importorskip('myst_parser')
    site = built({'index.md': page}, 'text', **MYST)
    assert [w.split(' WARNING')[0] for w in site.warnings] == ['index.md:4:', 'index.md:6:']
    assert 'Text.' in site.output('index.txt')


TEMPLATES = {
    'syntax': ('{% if %}', 1, 'Expected an expression'),
    'undefined': ('a\n\n{{ setting.nope }}', 3, 'nope'),
    'changed slot': ('{{ setting["default"].slot|upper }}', 0, 'slots take no filters'),
    'probe': ("{{ ''.__class__.__mro__ }}", 1, '__class__'),
    'probe by filter': ("{{ (''|attr('__class__')).x }}", 1, ''),
    'probe by format': ("{{ '{0.__class__}'.format(1) }}", 1, '__class__'),
    'method': ("{{ joiner.__init__.__globals__['os'].getcwd() }}", 1, ''),
}


@pytest.mark.parametrize('name', TEMPLATES)
def test_template_errors(built, name):
    text, line, said = TEMPLATES[name]
    name = name.replace(' ', '-')
    page = f'.. config:setting:: x\n   :template: {name}\n   :default: 42\n\n   Body.\n'
    files = {'index.rst': page, f'_t/configsetting/{name}.rst.jinja': text}
    site = built(files, 'text', templates_path=['_t'])
    (warning,) = site.warnings
    place = f'_t/configsetting/{name}.rst.jinja:{line or 1}'
    assert warning.startswith(f'{place}: WARNING: ')
    assert said in warning
    assert '[configsetting.template]' in warning
    assert_shows(doctree(site), '42', 'Body.')


@pytest.mark.parametrize(
    ('name', 'value', 'said'),
    [
        ('configsetting_fields', {'a b': {}}, "'a b'"),
        ('configsetting_fields', {'environment': {'kind': 'x'}}, 'kinds'),
        ('configsetting_fields', {'environment': {'derive': '{{ nope }}'}}, "'nope'"),
        ('configsetting_placement', 'middle', "'middle' is not one of 'auto', 'section', 'object'"),
        ('configsetting_draw', 'some', "'some' is not one of 'missing', 'all', 'none'"),
        ('configsetting_template', '../x', "'../x'"),
        ('configsetting_index_entries', ['enviroment'], "'environment'"),
        ('configsetting_exports', ['a.json'], 'a.json'),
    ],
)
def test_wrong_conf(tmp_path, name, value, said):
    conf = f"extensions = ['sphinx_configsetting']\n\n{name} = {value!r}\n"
    page = '.. config:setting:: x\n   :environment: MM_X\n'
    built = build(tmp_path, {'conf.py': conf, 'index.rst': page}, 'text')
    (warning,) = built.warnings
    assert warning.startswith(f'conf.py:3: WARNING: {name}: ')
    assert said in warning
    assert '[configsetting.config]' in warning
    assert 'MM_X' in built.output('index.txt')


@pytest.mark.parametrize(
    ('name', 'value'),
    [
        ('configsetting_fields', [1]),
        ('configsetting_placement', ['section']),
        ('configsetting_placement', None),
        ('configsetting_draw', 3),
        ('configsetting_index_entries', 3),
        ('configsetting_labels', 'yes'),
        ('configsetting_anchors', '{id}'),
        ('configsetting_autolink', 'environment'),
    ],
)
def test_wrong_type_in_conf(tmp_path, name, value):
    """Sphinx reports it; the build goes on with the default."""
    conf = f"extensions = ['sphinx_configsetting']\n\n{name} = {value!r}\n"
    page = '.. config:setting:: x\n   :environment: MM_X\n'
    built = build(tmp_path, {'conf.py': conf, 'index.rst': page}, 'text')
    (warning,) = built.warnings
    assert f'The config value `{name}\' has ' in warning
    assert 'MM_X' in built.output('index.txt')


@pytest.mark.parametrize(
    ('role', 'said'),
    [
        ('enviroment', 'did you mean "config:environment"?'),
        ('default', 'set "names": True for the field \'default\' to have one'),
        ('zzz', 'the roles are setting, ref, group, count, displayname'),
    ],
)
def test_unknown_role(built, role, said):
    site = built({'index.rst': f'T\n=\n\nText, :config:{role}:`x`.\n'})
    (warning,) = site.warnings
    assert warning.startswith(f'index.rst:4: WARNING: there is no role "config:{role}"; {said}')
    assert 'Text, x.' in text(doctree(site))


@pytest.mark.parametrize(
    ('template', 'said'),
    [
        ('.. image:: none.png\n', "there is no image 'none.png' in the source directory"),
        ('*a\n', 'line 1 of its text: Inline emphasis start-string'),
    ],
)
def test_template_of_a_listing_that_fails(built, template, said):
    page = '.. config:setting:: a\n   :default: 1\n\n.. config:listing::\n   :template: own\n'
    files = {'index.rst': page, '_templates/configsetting/own.rst.jinja': template}
    site = built(files, templates_path=['_templates'])
    (warning,) = site.warnings
    assert f"the template 'own': {said}" in warning
    assert next(doctree(site).findall(nodes.table), None) is not None


@pytest.mark.parametrize('value', ['{id}{', '{id}}', '{{id}'])
@pytest.mark.parametrize('name', ['configsetting_anchors', 'configsetting_index_entries'])
def test_braces_without_a_partner(built, name, value):
    value = f'single: {value}' if name.endswith('entries') else value
    (warning,) = built({'index.rst': 'T\n=\n\n.. config:setting:: x\n   :default: 1\n'}, **{name: [value]}).warnings
    assert 'has an unmatched brace' in warning


@pytest.mark.parametrize(('text', 'problem'), [(5, '5 is not a string'), ('{nope}', "'{nope}' names 'nope'")])
def test_forms_of_copying_that_cannot_be_filled(built, text, problem):
    forms = {'environment': {'bad': text, 'good': '{{{name}}}={value}'}}
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: x\n   :environment: A_B\n'}, configsetting_copy_forms=forms)
    (warning,) = site.warnings
    assert problem in warning
    assert '"good"' in site.output('index.html')
    assert '"bad"' not in site.output('index.html')


@pytest.mark.parametrize(('pattern', 'named'), [('{nope|slug}', 'nope'), ('{id|lower}', 'id|lower')])
def test_anchors_of_what_is_no_field(built, pattern, named):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 1\n'
    (warning,) = built({'index.rst': page}, configsetting_anchors=[pattern]).warnings
    assert f'names {named!r}, which is not a field' in warning


def test_deep_values_of_markdown(built):
    pytest.importorskip('myst_parser')
    deep = '[' * 2_000
    site = built({'index.md': f'# T\n\n```{{config:setting}} x\n:default: {deep}\n:type: int\n```\n'}, **MYST)
    assert not site.warnings
    assert (site.settings[0].text('default'), site.settings[0].text('type')) == (deep, 'int')


TEXT_BEFORE_OPTIONS = """\
T
=

.. config:setting:: a
   :key: x

   Text of a.

   :type: int

.. config:setting:: b
   :description:
      First of b.

      Second of b.
   :type: int
   :default: 4

   Text of b.

.. config:setting:: c
   :availability: First of c.

      * Item of c.

   :default: x

.. config:setting:: d
   :key: x

     Quote of d.

   Text of d.

   :type: int
"""


def test_text_before_options_is_kept(built):
    site = built({'index.rst': TEXT_BEFORE_OPTIONS}, 'text')
    assert [one.split(' blank line before ')[0] for one in site.warnings] == [
        'index.rst:16: WARNING: there is a',
        'index.rst:26: WARNING: there is a',
    ]
    assert_order(
        doctree(site), 'Text of a.', 'type', 'int', 'First of b.', 'Second of b.', 'Text of b.', 'Item of c.', 'Quote of d.', 'Text of d.', 'type'
    )
    assert [(one.text('type'), one.text('default')) for one in site.settings] == [('', ''), ('int', '4'), ('', 'x'), ('', '')]


def test_blocks_and_fences_below_options_in_markdown(built):
    pytest.importorskip('myst_parser')
    page = (
        '# Page\n\n```{config:setting} x\n:example: |\n  a: 1\n\n  b: 2\n:default: >-\n  3\n\nText.\n```\n\n'
        ':::::{config:group} g\n:key: g\n::::{config:group} h\n:key: h\n:::{config:setting} y\n:key: z\n:::\n::::\n:::::\n'
    )
    site = built({'index.md': page}, **MYST, myst_enable_extensions=['colon_fence'])
    assert not site.warnings
    one, two = sorted(site.settings, key=lambda one: one.id)
    assert (one.text('example'), one.text('default'), one.body, two.text('key')) == ('a: 1\n\nb: 2', '3', 'Text.', 'g.h.z')


NO_BLOCK = """\
T
=

.. config:setting:: a
   :default: ::

.. config:setting:: b
   :default: ::

   Text.

.. config:setting:: c
   :default: ::
   :type: ip

.. config:group:: g
   :default: ::

   .. config:setting:: d
      :type: ip

.. config:setting:: e
   :default: ::

      One
"""


def test_two_colons_without_a_block(tmp_path):
    """In a process of its own, since this once never ended."""
    (tmp_path / 'index.rst').write_text(NO_BLOCK)
    (tmp_path / 'conf.py').write_text("extensions = ['sphinx_configsetting']\n")
    command = [sys.executable, '-m', 'sphinx', '-q', '-W', tmp_path, tmp_path / 'out']
    subprocess.run(command, check=True, timeout=60)
    found = json.loads((tmp_path / 'out' / 'settings.json').read_text())['settings']
    assert {one['id']: one['facts']['default'] for one in found} == dict.fromkeys('abcd', '::') | {'e': 'One'}
