"""Which settings the tables and the code of a section name."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx import addnodes

from sphinx_configsetting.catalog.fields import Fields
from sphinx_configsetting.catalog.setting import Setting, state
from sphinx_configsetting.config import read_fields
from sphinx_configsetting.handwritten.reading import (
    StatedFact,
    fits,
    identifiers_of,
    names_setting,
    own_content,
    path_of,
    stated_facts,
)

FIELDS = Fields()


def grid(left, *right):
    """A table as writers draw them: a description, and a list of facts."""
    items = [f'- {text}' for text in right] or ['']
    rows = max(1, len(items))
    cells = [(left if n == 0 else '', items[n]) for n in range(rows)]
    wide = [max(len(cell[n]) for cell in cells) + 2 for n in (0, 1)]
    line = f'+{"-" * wide[0]}+{"-" * wide[1]}+'
    body = [f'| {a:{wide[0] - 1}}| {b:{wide[1] - 1}}|' for a, b in cells]
    return '\n'.join([line, *body, line])


def rows(*pairs):
    return '.. list-table::\n\n' + '\n'.join('\n'.join([f'   * - {row[0]}', *(f'     - {c}' for c in row[1:])]) for row in pairs)


def content(text):
    document = publish_doctree(text, settings_overrides={'report_level': 5})
    assert not list(document.findall(nodes.system_message))
    return own_content(document)


def identifiers(fields=FIELDS, **texts):
    facts = {name: state(fields.get(name), text) for name, text in texts.items()}
    return identifiers_of(Setting(id='s', docname='p', anchor='s', source='p.rst', line=1, facts=facts), fields)


SERVICE = identifiers(configjson='.Service.Web.Enable, .Service.Old', environment='APP_WEB_ENABLE')


@pytest.mark.parametrize(
    ('text', 'named'),
    [
        # code anywhere
        ('Set ``APP_WEB_ENABLE``.', True),
        ('Set ``app_web_enable``.', True),
        ('Set ``APP_WEB_ENABLED``.', False),
        ('Set ``export APP_WEB_ENABLE=true``.', True),
        ('Set ``.Service.Web.Enable``.', True),
        ('Set ``service.web.enable``.', True),
        ('Set ``Web.Enable``.', True),
        ('Set ``Enable``.', True),
        ('Set ``\u201c.Service.Web.Enable\u201d,``.', True),
        ('Set ``root.Service.Web.Enable.more``.', True),
        ('Set ``Service.Web``.', False),
        ('Set ``Log.Enable``.', False),
        ('Set ``Service.Old``.', True),
        ('Set ``Service.Web.Enable.more``.', True),
        ('::\n\n  {"Service": 1}\n  APP_WEB_ENABLE=1', True),
        ('::\n\n  LOG=1', False),
        ('- **see** ``Enable``', True),
        ('**Enable** APP_WEB_ENABLE in prose', False),
        # chains of code
        ('``Service`` > ``Web`` > ``Enable``', True),
        ('``Web`` \u2192 ``Enable``', True),
        ('``Log`` > ``Enable``', False),
        ('``"Service"`` > ``"Web"`` > ``"Enable"``', True),
        ('``"Log"`` > ``"Enable"``', False),
        ('``\u201cLog\u201d`` > ``\u201cEnable\u201d``', False),
        ('``Log.`` > ``.Enable``', False),
        ('``Log`` and ``Enable``', True),
        ('``Log`` **Web** > ``Enable``', True),
        ('> ``Enable``', True),
        # tables without code
        (grid('Text', 'Environment variable: APP_WEB_ENABLE'), True),
        (grid('Text', 'Environment variable: \u201cAPP_WEB_ENABLE\u201d'), True),
        (grid('Text', 'config.json setting: ".Service.Web.Enable",'), True),
        (grid('Text', 'config.json setting: ``.Service.Web.Enable``'), True),
        (grid('Text', 'config.json setting: ``Service`` > ``Web`` > ``Enable``'), True),
        (grid('Text', 'Environment variable: APP_LOG'), False),
        (grid('Enable', 'enable it'), False),
        (grid('Old', 'Environment variable: N/A'), False),
        (grid('ENABLE', 'x'), True),
        (grid('*APP_*\\ **WEB_ENABLE**', 'x'), True),
        (grid('APP_WEB', '_ENABLE'), False),
        (grid('APP_WEB\\ ``x``\\ _ENABLE', 'y'), False),
        (rows(('Environment variable', 'APP_WEB_ENABLE')), True),
        (rows(('Environment variable', 'APP_LOG')), False),
    ],
)
def test_names_setting(text, named):
    assert names_setting(content(text), SERVICE) is named


def test_words_with_underscores_are_code():
    assert names_setting(content(grid('x', 'Env var: app_port')), identifiers(environment='app_port'))
    assert not names_setting(content(grid('x', 'the port')), identifiers(environment='port'))


@pytest.mark.parametrize(('cls', 'named'), [(nodes.literal, True), (nodes.emphasis, False)])
@pytest.mark.parametrize('table', [True, False])
def test_a_reference_in_a_table(cls, named, table):
    found = content(grid('Text', 'Env var: HERE') if table else 'HERE')
    text = next(t for top in found for t in top.findall(nodes.Text) if 'HERE' in t)
    text.parent.replace(text, addnodes.pending_xref('', cls('', 'APP_WEB_ENABLE')))
    expected = table  # in a table, prose counts too where it looks like code
    assert names_setting(found, SERVICE) is expected
    enable = content(grid('Text', 'see HERE'))
    text = next(t for t in enable[0].findall(nodes.Text) if 'HERE' in t)
    text.parent.replace(text, addnodes.pending_xref('', cls('', 'Enable')))
    assert names_setting(enable, SERVICE) is named


def test_own_content():
    document = publish_doctree('T\n=\n\nOne.\n\n.. note:: Two.\n\nS\n-\n\n``Three``\n\nU\n-\n', settings_overrides={'doctitle_xform': False})
    section = document[0]
    section.insert(1, [addnodes.index(), addnodes.desc(), nodes.system_message(), nodes.Text('x')])
    assert [node.astext() for node in own_content(section)] == ['One.', 'Two.']


@pytest.mark.parametrize(
    ('path', 'key', 'fit'),
    [('.A.B', 'a.b', True), ('B', 'a.b', True), ('a', 'a.b', False), ('x.a.b.y', 'a.b', True), ('', 'a', False)],
)
def test_fits(path, key, fit):
    assert fits(path_of(path), path_of(key)) is fit


def test_identifiers():
    fields, _problems = read_fields({'flag': {'kind': 'variable', 'names': True}, 'other': {'kind': 'key'}})
    found = identifiers(fields, configjson='.A.B', environment='X', flag='Y', other='.No', displayname='Z')
    assert found.paths == (('a', 'b'),)
    assert found.variables == {'x', 'y'}
    assert identifiers(environment='N/A').variables == frozenset()


def facts(text, fields=FIELDS):
    return [(fact.field.name, fact.text) for fact in stated_facts(content(text), fields)]


@pytest.mark.parametrize(
    ('text', 'stated'),
    [
        (grid('x', 'Environment variable: ``A_B``'), [('environment', 'A_B')]),
        (grid('x', 'environment VARIABLE = A_B'), [('environment', 'A_B')]),
        (grid('x', 'The env var is A_B'), [('environment', 'A_B')]),
        (grid('x', 'Environment variables: A, B'), [('environment', 'A, B')]),
        (grid('x', '``config.json`` setting: ``.A.B``'), [('configjson', '.A.B')]),
        (grid('x', 'Configuration key setting: ``.A.B``'), [('configjson', '.A.B')]),
        (grid('x', 'System Config path: **A > B**'), [('systemconsole', 'A > B')]),
        (grid('x', 'Default value: 3', 'Default: 4'), [('default', '3'), ('default', '4')]),
        (grid('x', 'Environment variable: N/A'), [('environment', 'N/A')]),
        (grid('The type of it; type: int', 'y'), [('type', 'int')]),
        (grid('Environment variable below', 'A_B'), []),
        (grid('x', 'Prototype: y'), []),
        (grid('x', 'Type island'), []),
        (rows(('Environment variable:', '``A_B``'), ('TYPE', 'int'), ('Thing', 'x')), [('environment', 'A_B'), ('type', 'int')]),
        (rows(('Type', 'int', 'more')), []),
        ('Environment variable: A_B', []),
    ],
)
def test_stated_facts(text, stated):
    found = [(name, value) for name, value in facts(text) if value]
    assert found == stated


@pytest.mark.parametrize(
    ('name', 'text', 'identifier'),
    [
        ('environment', 'A_B', True),
        ('configjson', '``.A.B``', True),
        ('environment', 'N/A', False),
        ('environment', 'n/a.', False),
        ('environment', '', False),
        ('environment', '--', False),
        ('systemconsole', 'A > B', False),
        ('type', 'int', False),
    ],
)
def test_identifier(name, text, identifier):
    assert StatedFact(FIELDS.get(name), text).identifier is identifier
