"""Tables from templates: overridden, extended, chosen, and rebuilt when they change."""

from __future__ import annotations

import pytest
from doctrees import assert_hides, assert_order, assert_shows, count, doctree, facts, objects, text
from docutils import nodes
from project import MYST, build

PAGE = """\
T
=

.. config:setting:: web-port
  :displayname: Web port
  :configjson: .WebSettings.Port
  :environment: APP_PORT
  :description: The **short** one.

  The long one.

Words.
"""
CONF = {'templates_path': ['_t']}
TEMPLATE = '_t/configsetting/own.rst.jinja'
OVERRIDE = (
    '{% extends "!configsetting/facts.rst.jinja" %}\n'
    '{% block table %}- Mine: {{ setting["environment"].slot }}\n{% endblock %}\n'
)
"""A template that changes one block of a built-in one."""
OWN = CONF | {'configsetting_template': 'own'}


def dependencies(built, docname):
    return {str(path) for path in built.app.env.dependencies[docname]}


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
@pytest.mark.parametrize('builder', ['html', 'text'])
def test_built_in_templates_show_all(built, name, builder):
    site = built({'index.rst': PAGE}, builder, configsetting_template=name)
    assert not site.warnings
    document = doctree(site)
    for shown in ('Web port', '.WebSettings.Port', 'APP_PORT', 'The short one.', 'The long one.'):
        assert count(document, shown) == 1
    assert facts(document) == {'config.json setting': '.WebSettings.Port', 'Environment variable': 'APP_PORT'}
    assert 'short' in [strong.astext() for strong in document.findall(nodes.strong)]


def test_facts_come_before_settings_in_the_body(built):
    page = (
        'T\n=\n\n.. config:setting:: outer\n   :key: the.outer\n\n   Words.\n\n'
        '   .. config:setting:: inner\n      :key: the.inner\n\n      More.\n\nEnd.\n'
    )
    site = built({'index.rst': page})
    assert not site.warnings
    assert_order(doctree(site), 'the.outer', 'Words.', 'More.', 'the.inner', 'End.')


def test_title_of_a_box_makes_no_class_of_titles(built):
    """docutils makes a class of the title, and themes style admonition-title as the title of the box."""
    site = built({'index.rst': PAGE, TEMPLATE: '.. admonition:: {{ setting.title }}\n\n   {{ setting.description }}\n'}, **OWN)
    (box,) = doctree(site).findall(nodes.admonition)
    assert (box[0].astext(), 'admonition-title' in box['classes']) == ('Web port', False)


def test_override_extends_the_built_in_one(built):
    document = doctree(built({'index.rst': PAGE, TEMPLATE: OVERRIDE}, **OWN))
    assert facts(document) == {'Mine': 'APP_PORT'}
    assert_shows(document, 'The short one.', 'The long one.')


@pytest.mark.parametrize('name', ['facts', 'compact'])
def test_a_built_in_template_can_be_replaced(built, name):
    files = {'index.rst': PAGE, f'_t/configsetting/{name}.rst.jinja': 'Mine: {{ setting["environment"].slot }}\n'}
    document = doctree(built(files, **CONF, configsetting_template=name))
    assert facts(document) == {'Mine': 'APP_PORT'}
    assert_hides(document, 'The long one.')


def test_template_is_a_dependency_of_its_pages_only(tmp_path):
    files = {
        'index.rst': PAGE,
        'other.rst': ':orphan:\n\n' + PAGE.replace('web-port', 'b').replace(
            '  :displayname', '  :template: facts\n  :displayname'
        ),
        TEMPLATE: OVERRIDE,
    }
    first = build(tmp_path, files, conf=OWN)
    path = tmp_path / TEMPLATE
    assert str(path) in dependencies(first, 'index')
    assert str(path) not in dependencies(first, 'other')
    second = build(tmp_path, {TEMPLATE: OVERRIDE.replace('Mine', 'Yours')}, conf=OWN)
    assert 'Yours' in second.output('index.html')


VALUES = """\
{{ values.default }}

{{ values.default|literal }} {{ values.systemconsole|menupath }} {{ values.configjson|key }} {{ values.id|strong }}

{{ "Head * line"|heading }}
{% for fact in setting.facts %}{{ fact.name ~ "*" ~ (values[fact.name]|literal) }} {% endfor %}
"""


def test_values_and_filters(built):
    page = '.. config:setting:: x\n   :systemconsole: A > B\n   :configjson: a.b\n   :default: *<b>_ `|x| 1\\\n'
    files = {'index.rst': page, '_t/configsetting/mine.rst.jinja': VALUES}
    site = built(files, **CONF, configsetting_template='mine')
    assert not site.warnings
    document = doctree(site)
    paragraphs = [text(p) for p in document.findall(nodes.paragraph)]
    assert paragraphs[0] == '*<b>_ `|x| 1\\'
    assert [n.astext() for n in document.findall(nodes.strong)] == ['A > B', 'x']
    assert [text(n) for n in document.findall(nodes.literal)][:2] == ['*<b>_ `|x| 1\\', '.a.b']
    assert [r.astext() for r in document.findall(nodes.rubric)] == ['Head * line']
    assert 'default**<b>_' in paragraphs[-1]
    assert '&lt;b&gt;' in site.output('index.html')


def test_values_are_those_of_each_setting(built):
    """A template that only has slots is rendered once for settings of one outline."""
    page = '.. config:setting:: a\n   :default: 1\n\n.. config:setting:: b\n   :default: 2\n'
    files = {'index.rst': page, TEMPLATE: '{{ values.default }} {{ setting.title }}\n'}
    assert_order(doctree(built(files, **OWN)), '1 a', '2 b')


def test_values_within_a_template_that_another_one_includes(built):
    page = '.. config:setting:: a\n   :default: 1\n\n.. config:setting:: b\n   :default: 2\n'
    files = {'index.rst': page, TEMPLATE: '{% include "part.rst.jinja" %}\n', '_t/part.rst.jinja': '{{ values.default }}\n'}
    assert_order(doctree(built(files, **OWN)), '1', '2')


def test_slots_in_odd_places(built):
    template = (
        'Now {{ setting.description }} and {{ setting.body }} end.\n\n'
        '``{{ setting["environment"].slot }}`` {{ setting.description }}\n\n{{ setting.body }}\n'
    )
    page = PAGE.replace('  The long one.', '  - a list\n\n  .. _inner:\n\n  last :ref:`T <inner>`')
    site = built({'index.rst': page, TEMPLATE: template}, **OWN)
    assert not site.warnings
    document = doctree(site)
    assert_order(document, 'Now', 'The short one.', 'and', 'a list', 'The short one.', 'a list')
    assert count(document, 'a list') == 2
    assert 'The short one.' in site.output('settings.json').replace('<strong>short</strong>', 'short')


def test_markup_that_a_template_leaves_out_is_kept_for_exports(built):
    site = built({'index.rst': PAGE, TEMPLATE: 'Only this.\n'}, **OWN)
    assert 'The long one.' in site.output('settings.json')
    assert_shows(doctree(site), 'Only this.')
    assert_hides(doctree(site), 'The long one.')


def test_fields_of_a_project(built):
    fields = {
        'systemconsole': None,
        'toml': {'kind': 'key', 'label': 'TOML key', 'names': True, 'index': True, 'before': 'environment'},
        'environment': {'label': 'Variable', 'derive': 'X_{{ toml | envname }}'},
        'notes': {'kind': 'markup'},
    }
    page = (
        '.. config:setting:: x\n   :toml: a.b, a.c\n   :notes: See *this*.\n\n'
        '.. config:setting:: y\n   :toml: a.d\n   :environment: X_A_E\n\n'
        '.. config:setting:: z\n   :toml: n/a\n   :systemconsole: S\n\n:config:toml:`a.b` :ref:`config-toml`\n'
    )
    site = built({'index.rst': page}, configsetting_fields=fields)
    mismatch, unknown = sorted(site.warnings)[::-1]
    assert mismatch.startswith('index.rst:7: ')
    assert "'X_A_E', but the other options make it 'X_A_D'" in mismatch
    assert '[configsetting.mismatch]' in mismatch
    assert "no option 'systemconsole'" in unknown
    x, y, z = site.settings
    assert x.values('environment') == ('X_A_B', 'X_A_C')
    assert y.values('environment') == ('X_A_E',)
    assert z.values('environment') == ()
    document = doctree(site)
    first = facts(objects(document)[0].node)
    assert list(first)[:2] == ['TOML key', 'Variable']
    assert first['Variable'] == 'X_A_B, X_A_C'
    assert 'this' in [node.astext() for node in document.findall(nodes.emphasis)]
    assert 'a.b' in site.output('config-toml.html')


def test_template_for_markdown_pages(built):
    pytest.importorskip('myst_parser')
    rst = PAGE
    markdown = (
        '# T\n\n```{config:setting} web-port\n:displayname: Web port\n:configjson: .WebSettings.Port\n'
        ':environment: APP_PORT\n:description: The **short** one.\n\nThe long one.\n```\n\nWords.\n'
    )
    trees = [doctree(built({name: source}, **MYST)) for name, source in (('index.rst', rst), ('index.md', markdown))]
    one, two = ('\n'.join(tree.pformat().splitlines()[1:]) for tree in trees)
    assert one == two


def test_template_that_includes_others(built):
    template = '{% set name = "!configsetting/compact.rst.jinja" %}{% include name %}\n{% include "part.rst.jinja" %}\n'
    site = built({'index.rst': PAGE, TEMPLATE: template, '_t/part.rst.jinja': 'The part.\n'}, **OWN)
    assert not site.warnings
    assert_order(doctree(site), 'The short one.', 'APP_PORT', 'The part.')
    assert str(site.app.srcdir / '_t/part.rst.jinja') in dependencies(site, 'index')


def test_new_override_is_seen_by_an_incremental_build(tmp_path):
    conf = CONF | {'configsetting_template': 'facts'}
    first = build(tmp_path, {'index.rst': PAGE}, conf=conf)
    assert 'Mine' not in first.output('index.html')
    path = tmp_path / '_t/configsetting/facts.rst.jinja'
    path.parent.mkdir(parents=True)
    path.write_text(OVERRIDE)
    assert 'Mine' in build(tmp_path, conf=conf).output('index.html')
    path.unlink()
    assert 'Mine' not in build(tmp_path, conf=conf).output('index.html')


def test_missing_template_is_found_once_it_is_there(tmp_path):
    page = PAGE.replace('  :displayname', '  :template: late\n  :displayname')
    assert len(build(tmp_path, {'index.rst': page}, conf=CONF).warnings) == 1
    built = build(tmp_path, {'_t/configsetting/late.rst.jinja': 'It is here.\n'}, conf=CONF)
    assert not built.warnings
    assert 'It is here.' in built.output('index.html')


@pytest.mark.parametrize('way', ['link', 'absolute', 'parent', 'linked folder'])
def test_no_template_leads_out_of_its_folders(tmp_path, way):
    secret = tmp_path / 'secret' / 'configsetting' / 'own.rst.jinja'
    secret.parent.mkdir(parents=True)
    secret.write_text('SECRET')
    project = tmp_path / 'project'
    own = project / '_t' / 'configsetting' / 'own.rst.jinja'
    own.parent.parent.mkdir(parents=True)
    if way == 'linked folder':
        own.parent.symlink_to(secret.parent)
    else:
        own.parent.mkdir()
    if way == 'link':
        own.symlink_to(secret)
    elif way == 'absolute':
        own.write_text(f'{{% include "{secret}" %}}')
    elif way == 'parent':
        own.write_text('{% include "../../secret/configsetting/own.rst.jinja" %}')
    page = '.. config:setting:: x\n   :default: 3\n   :template: own\n'
    built = build(project, {'index.rst': page}, conf={'templates_path': ['_t']})
    (warning,) = built.warnings
    assert '[configsetting.template]' in warning
    assert 'SECRET' not in built.output('index.html')
    assert_shows(doctree(built), 'x', '3')


def test_a_linked_template_within_the_project(tmp_path):
    own = tmp_path / '_t' / 'configsetting' / 'own.rst.jinja'
    own.parent.mkdir(parents=True)
    (tmp_path / 'other.jinja').write_text('LINKED')
    own.symlink_to(tmp_path / 'other.jinja')
    page = '.. config:setting:: x\n   :default: 3\n   :template: own\n'
    built = build(tmp_path, {'index.rst': page}, conf={'templates_path': ['_t']})
    assert not built.warnings
    assert 'LINKED' in built.output('index.html')


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
@pytest.mark.parametrize('body', ['', '\n   Text.\n'])
def test_built_in_templates_show_versions_as_sphinx_does(built, name, body):
    page = f'T\n=\n\n.. config:setting:: x\n   :default: 1\n   :since: 2.0\n   :deprecated: 3.0 Use *y*.\n{body}'
    fields = {'since': {'sphinx': True}, 'deprecated': {'sphinx': True}}
    site = built({'index.rst': page}, 'text', configsetting_template=name, configsetting_fields=fields)
    assert not site.warnings
    document = doctree(site)
    assert_order(document, 'Added in version 2.0.', 'Deprecated since version 3.0: Use y.')
    assert count(document, '2.0') == count(document, '3.0') == 1
    assert not {'Since', 'Deprecated'} & set(facts(document))


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
def test_a_deprecation_without_a_version_is_named(built, name):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 1\n   :deprecated: Use *y*.\n'
    site = built({'index.rst': page}, 'text', configsetting_template=name, configsetting_fields={'deprecated': {'sphinx': True}})
    assert_shows(doctree(site), 'Deprecated: Use y.')


def test_a_picture_of_another_site_in_a_template(built):
    site = built({'index.rst': PAGE, TEMPLATE: '.. image:: https://example.org/pic.png\n\n{{ setting.badges }}\n'}, **OWN)
    assert not site.warnings
    assert site.output('index.html').count('src="https://example.org/pic.png"') == len(site.settings)


@pytest.mark.parametrize('builder', ['html', 'latex'])
@pytest.mark.parametrize('parallel', [1, 2])
def test_a_template_that_fails_is_reported_once(tmp_path, builder, parallel):
    setting = '.. config:setting:: {}\n   :key: {}\n   :{}: 1\n\n'
    listing = '.. config:listing::\n   :template: list\n\n'
    pages = {
        f'{page}.rst': 'T\n=\n\n' + setting.format(page, page, 'default') + setting.format(f'{page}2', page, 'type') + listing
        for page in ('index', 'a', 'b', 'c', 'd', 'e')
    }
    templates = {TEMPLATE: 'A\n\n{{ setting.nothing }}\n', TEMPLATE.replace('own', 'list'): '{{ listing.nothing }}\n'}
    documents = [(page, f'{page}.tex', page, 'x', 'manual') for page in ('index', 'a')]
    conf = OWN | {'latex_documents': documents, 'exclude_patterns': ['_build']}
    site = build(tmp_path, pages | templates, builder, conf=conf, parallel=parallel)
    first, second = sorted(line for line in site.warnings if 'configsetting.template' in line)
    assert first.startswith(f"{TEMPLATE.replace('own', 'list')}:1: WARNING: the template 'list': ")
    assert second.startswith(f"{TEMPLATE}:3: WARNING: the template 'own': ")


def test_a_missing_template_of_conf_py_is_reported_once(tmp_path):
    settings = ''.join(f'.. config:setting:: s{number}\n   :default: {number}\n\n' for number in range(3))
    (warning,) = build(tmp_path, {'index.rst': settings}, conf={'configsetting_template': 'nowhere'}).warnings
    assert warning.startswith("conf.py: configsetting_template: WARNING: the template 'nowhere': there is no template")


def test_a_missing_template_is_reported_where_it_is_named(tmp_path):
    settings = ''.join(f'.. config:setting:: s{number}\n   :template: nowhere\n\n' for number in range(3))
    warnings = build(tmp_path, {'index.rst': settings}).warnings
    assert sorted(warning.split(' ')[0] for warning in warnings) == ['index.rst:1:', 'index.rst:4:', 'index.rst:7:']


@pytest.mark.parametrize('name', ['card', 'two-columns', 'facts', 'compact'])
def test_names_of_facts_break_on_paper(built, name):
    page = '.. config:setting:: port\n   :environment: APP_WEB_PORT\n   :description: Set ``web.port``.\n'
    site = built({'index.rst': f'Page\n====\n\n{page}'}, 'latex', configsetting_template=name)
    text = next(site.app.outdir.glob('*.tex')).read_text()
    assert r'{APP\_\allowbreak{}WEB\_\allowbreak{}PORT}' in text
    assert '{web.port}' in text


def test_man_pages_part_badges_and_notice(built):
    page = '.. config:setting:: port\n   :default: 1\n   :deprecated: 3.0; Use it no more.\n'
    site = built({'index.rst': f'Page\n====\n\n{page}'}, 'man')
    (shown,) = site.app.outdir.glob('*.1')
    assert 'deprecated since 3.0\n.sp\nUse it no more.' in shown.read_text()
