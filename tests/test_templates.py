"""Tables from templates: overridden, extended, chosen, and rebuilt when they change."""

from __future__ import annotations

import pytest
from docutils import nodes
from project import build, uncached

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
OVERRIDE = '{% extends "!configsetting/setting.rst.jinja" %}\n{% block facts %}- Mine: {{ setting["environment"].slot }}\n{% endblock %}\n'


def dependencies(built, docname):
    return {str(path) for path in built.app.env.dependencies[docname]}


@pytest.mark.parametrize('name', ['setting', 'facts', 'compact'])
def test_built_in_templates_show_all(tmp_path, name):
    built = build(tmp_path, {'index.rst': PAGE}, 'text', conf={'configsetting_template': name})
    assert not built.warnings
    text = built.output('index.txt')
    for fact in ('Web port', '.WebSettings.Port', 'APP_PORT', '**short**', 'The long one.'):
        assert text.count(fact) == 1


def test_override_extends_the_built_in_one(tmp_path):
    files = {'index.rst': PAGE, '_t/configsetting/setting.rst.jinja': OVERRIDE}
    text = build(tmp_path, files, 'text', conf=CONF).output('index.txt')
    assert 'Mine: "APP_PORT"' in text
    assert 'The long one.' in text
    assert '.WebSettings.Port' not in text


def test_template_is_a_dependency_of_its_pages_only(tmp_path):
    files = {
        'index.rst': PAGE,
        'other.rst': ':orphan:\n\n' + PAGE.replace('web-port', 'b').replace(
            '  :displayname', '  :template: facts\n  :displayname'
        ),
        '_t/configsetting/setting.rst.jinja': OVERRIDE,
    }
    first = build(tmp_path, files, conf=CONF)
    path = tmp_path / '_t/configsetting/setting.rst.jinja'
    assert str(path) in dependencies(first, 'index')
    assert str(path) not in dependencies(first, 'other')
    changed = {'_t/configsetting/setting.rst.jinja': OVERRIDE.replace('Mine', 'Yours')}
    second = build(tmp_path, changed, conf=CONF)
    assert 'Yours' in second.output('index.html')


VALUES = """\
{{ setting["default"].text }}

{{ setting["default"].text|literal }} {{ setting["systemconsole"].text|menupath }} {{ setting["configjson"].values[0]|key }}

{{ "Head * line"|heading }}
{% for fact in setting.facts %}{{ fact.name ~ "*" ~ (fact.text|literal) }} {% endfor %}
"""


def test_values_and_filters(tmp_path):
    page = '.. config:setting:: x\n   :systemconsole: A > B\n   :configjson: a.b\n   :default: *<b>_ `|x| 1\\\n'
    files = {'index.rst': page, '_t/configsetting/mine.rst.jinja': VALUES}
    built = build(tmp_path, files, conf=CONF | {'configsetting_template': 'mine'})
    assert not built.warnings
    document = built.doctree()
    paragraphs = [p.astext() for p in document.findall(nodes.paragraph)]
    assert paragraphs[0] == '*<b>_ `|x| 1\\'
    assert [n.astext() for n in document.findall(nodes.strong)] == ['A > B']
    assert [n.astext() for n in document.findall(nodes.literal)][:2] == ['*<b>_ `|x| 1\\', '.a.b']
    assert [r.astext() for r in document.findall(nodes.rubric)] == ['Head * line']
    assert 'default**<b>_' in paragraphs[-1]
    assert '&lt;b&gt;' in built.output('index.html')


def test_slots_in_odd_places(tmp_path):
    template = (
        'Now {{ setting.description }} and {{ setting.body }} end.\n\n'
        '``{{ setting["environment"].slot }}`` {{ setting.description }}\n\n{{ setting.body }}\n'
    )
    page = PAGE.replace('  The long one.', '  - a list\n\n  .. _inner:\n\n  last :ref:`T <inner>`')
    files = {'index.rst': page, '_t/configsetting/setting.rst.jinja': template}
    built = build(tmp_path, files, conf=CONF)
    assert not built.warnings
    text = built.doctree().astext()
    assert 'Now The short one. and' in text
    assert text.count('a list') == 2
    assert 'The short one.' in built.output('settings.json').replace('<strong>short</strong>', 'short')


def test_markup_that_a_template_leaves_out_is_kept_for_exports(tmp_path):
    files = {'index.rst': PAGE, '_t/configsetting/setting.rst.jinja': 'Only this.\n'}
    built = build(tmp_path, files, conf=CONF)
    assert 'The long one.' in built.output('settings.json')
    assert 'The long one.' not in built.output('index.html')


def test_fields_of_a_project(tmp_path):
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
    built = build(tmp_path, {'index.rst': page}, conf={'configsetting_fields': fields})
    mismatch, unknown = sorted(built.warnings)[::-1]
    assert mismatch.startswith('index.rst:7: ')
    assert "'X_A_E', but the other options make it 'X_A_D'" in mismatch
    assert '[configsetting.mismatch]' in mismatch
    assert "no option 'systemconsole'" in unknown
    x, y, z = built.catalog.settings
    assert x.values('environment') == ('X_A_B', 'X_A_C')
    assert y.values('environment') == ('X_A_E',)
    assert z.values('environment') == ()
    html = built.output('index.html')
    assert html.index('TOML key') < html.index('Variable')
    assert '<em>this</em>' in html
    assert 'a.b' in built.output('config-toml.html')


def test_template_for_markdown_pages(tmp_path):
    pytest.importorskip('myst_parser')
    rst = PAGE
    markdown = (
        '# T\n\n```{config:setting} web-port\n:displayname: Web port\n:configjson: .WebSettings.Port\n'
        ':environment: APP_PORT\n:description: The **short** one.\n\nThe long one.\n```\n\nWords.\n'
    )
    conf = {'extensions': ['sphinx_configsetting', 'myst_parser']}
    trees = [
        build(tmp_path / name, {name: text}, conf=conf).doctree()
        for name, text in (('index.rst', rst), ('index.md', markdown))
    ]
    one, two = ('\n'.join(tree.pformat().splitlines()[1:]) for tree in trees)
    assert one == two


def test_template_that_includes_others(tmp_path):
    template = '{% set name = "!configsetting/compact.rst.jinja" %}{% include name %}\n{% include "part.rst.jinja" %}\n'
    files = {'index.rst': PAGE, '_t/configsetting/setting.rst.jinja': template, '_t/part.rst.jinja': 'The part.\n'}
    built = build(tmp_path, files, conf=CONF)
    assert not built.warnings
    assert 'The part.' in built.output('index.html')
    assert str(tmp_path / '_t/part.rst.jinja') in dependencies(built, 'index')


def test_new_override_is_seen_by_an_incremental_build(tmp_path):
    first = build(tmp_path, {'index.rst': PAGE}, conf=CONF)
    assert 'Mine' not in first.output('index.html')
    path = tmp_path / '_t/configsetting/setting.rst.jinja'
    path.parent.mkdir(parents=True)
    path.write_text(OVERRIDE)
    assert 'Mine' in build(tmp_path, conf=CONF).output('index.html')
    path.unlink()
    assert 'Mine' not in build(tmp_path, conf=CONF).output('index.html')


def test_missing_template_is_found_once_it_is_there(tmp_path):
    page = PAGE.replace('  :displayname', '  :template: late\n  :displayname')
    assert len(build(tmp_path, {'index.rst': page}, conf=CONF).warnings) == 1
    built = build(tmp_path, {'_t/configsetting/late.rst.jinja': 'It is here.\n'}, conf=CONF)
    assert not built.warnings
    assert 'It is here.' in built.output('index.html')


def test_copies_of_parsed_templates_are_as_good_as_new_ones(tmp_path):
    names = ['setting', 'facts', 'compact', 'own']
    settings = [
        f'.. config:setting:: x{n}\n   :template: {name}\n   :environment: APP_{n}\n   :default: {n}\n\n   Body.\n\nW.\n'
        for n, name in enumerate(names * 2)
    ]
    pages = {f'{page}.rst': 'T\n=\n\n' + '\n'.join(settings) for page in ('index', 'other')}
    own = '.. _target-{{ setting.id }}:\n\nA :ref:`link <target-{{ setting.id }}>`: {{ setting.body }}\n'
    files = {**pages, '_t/configsetting/own.rst.jinja': own}
    cached = build(tmp_path / 'a', files, conf=CONF)
    with uncached():
        fresh = build(tmp_path / 'b', files, conf=CONF)
    for page in ('index', 'other'):
        one, two = (
            '\n'.join(built.doctree(page).pformat().splitlines()[1:]) for built in (cached, fresh)
        )
        assert one == two
        document = cached.doctree(page)
        assert {node.document for node in document.findall()} <= {document, None}


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
    assert 'Default' in built.output('index.html')


def test_a_linked_template_within_the_project(tmp_path):
    own = tmp_path / '_t' / 'configsetting' / 'own.rst.jinja'
    own.parent.mkdir(parents=True)
    (tmp_path / 'other.jinja').write_text('LINKED')
    own.symlink_to(tmp_path / 'other.jinja')
    page = '.. config:setting:: x\n   :default: 3\n   :template: own\n'
    built = build(tmp_path, {'index.rst': page}, conf={'templates_path': ['_t']})
    assert not built.warnings
    assert 'LINKED' in built.output('index.html')
