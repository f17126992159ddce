"""A setting before a heading belongs to that section; anywhere else it is an object."""

from __future__ import annotations

import pytest
from docutils import nodes
from project import build
from sphinx import addnodes

SETTING = """\
.. config:setting:: web-port
  :displayname: Port (Web)
  :systemconsole: Web > Ports
  :configjson: .WebSettings.Port
  :environment: APP_WEBSETTINGS_PORT
  :description: Where it *listens*.

"""
HEADING = 'Port of the web\n---------------\n\n'
GRID = """\
+-------------+-------------------------------------------+
| Words.      | - System Config path: **Web > Ports**     |
|             | - ``config.json`` setting: {key}
|             | - Environment variable: {variable}
+-------------+-------------------------------------------+
"""


def grid(key='N/A', variable='N/A'):
    return GRID.format(key=f'{key}'.ljust(15) + '|', variable=f'{variable}'.ljust(18) + '|')


def page(content, after=HEADING):
    return {'index.rst': f'Title\n=====\n\nText.\n\n{SETTING}{after}{content}\n'}


def tables(document):
    return [t for t in document.findall(nodes.table) if 'configsetting' in t['classes']]


BY_HAND = {
    'key in a literal': 'Set ``.WebSettings.Port`` now.',
    'last segment': 'The setting is ``"Port": 80``.',
    'variable': 'Set ``APP_WEBSETTINGS_PORT``.',
    'chain': '``WebSettings`` > ``Port`` > ``80``',
    'code block': '.. code-block:: json\n\n   {"Port": 80}',
    'another case': 'The ``"PORT"`` setting.',
    'plain text in a table': '+---------------------------+\n| See APP_WEBSETTINGS_PORT. |\n+---------------------------+',
    'plain key in a fact': grid('Port', 'N/A'),
    'grid': grid('``.x.Port``', '``A``'),
    'not applicable': grid(),
}


@pytest.mark.parametrize('case', BY_HAND)
def test_presented_by_hand(tmp_path, case):
    if case == 'grid':
        BY_HAND[case] = grid('``"Port",``', '``A``')
    built = build(tmp_path, page(BY_HAND[case]))
    document = built.doctree()
    assert [w for w in built.warnings if 'configsetting.drift' not in w] == []
    assert not tables(document)
    assert not list(document.findall(addnodes.desc))
    (section,) = [s for s in document.findall(nodes.section) if 'web-port' in s['ids']]
    assert section['ids'][0] == 'port-of-the-web'
    (setting,) = built.catalog.settings
    assert setting.anchor == 'web-port'
    assert 'listens' in built.output('config-settings-index.json')
    assert 'listens' not in built.output('index.html')


TABLE = {
    'nothing': '',
    'prose': 'The port. Port 80 it is.',
    'other code': 'Use ``true`` or ``OtherKey``.',
    'a table of something else': '+------+------+\n| Port | Used |\n+------+------+',
    'a table of one column': '+------+\n| Port |\n+------+',
    'another section of that key': 'See ``.OtherSettings.Port``.',
}


@pytest.mark.parametrize('case', TABLE)
def test_section_gets_table(tmp_path, case):
    document = build(tmp_path, page(TABLE[case])).doctree()
    assert not list(document.findall(addnodes.desc))
    (section,) = [s for s in document.findall(nodes.section) if 'web-port' in s['ids']]
    (table,) = tables(document)
    content = [c for c in section.children if not isinstance(c, addnodes.index)]
    assert content[1] is table
    for fact in ('Web > Ports', '.WebSettings.Port', 'APP_WEBSETTINGS_PORT', 'listens'):
        assert fact in table.astext()


def test_foreign_section(tmp_path):
    built = build(tmp_path, page(grid('``.O.Key``', '``APP_O_KEY``')))
    document = built.doctree()
    (warning,) = built.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert "'Port of the web'" in warning
    assert '[configsetting.placement]' in warning
    (desc,) = document.findall(addnodes.desc)
    assert desc[0]['ids'] == ['web-port']
    assert len(tables(desc)) == 1
    assert isinstance(desc.next_node(descend=False, siblings=True), nodes.section)


def test_object_when_switched_off(tmp_path):
    built = build(tmp_path, page(''), conf={'configsetting_placement': 'object'})
    (desc,) = built.doctree().findall(addnodes.desc)
    assert desc[0]['ids'] == ['web-port']


def test_object_when_text_stands_between(tmp_path):
    document = build(tmp_path, page('', f'Between.\n\n{HEADING}')).doctree()
    (desc,) = document.findall(addnodes.desc)
    assert desc[0].astext() == 'Port (Web)'


def test_labels_and_comments_do_not_part(tmp_path):
    files = page('', f'.. a comment\n\n.. _label:\n\n{HEADING}')
    files['index.rst'] += '\n:ref:`label`\n'
    built = build(tmp_path, files)
    assert not built.warnings
    (section,) = [s for s in built.doctree().findall(nodes.section) if 'web-port' in s['ids']]
    assert 'label' in section['ids']


def test_heading_of_the_same_or_a_higher_level(tmp_path):
    text = f'T\n=\n\nA\n-\n\nB\n~\n\n{SETTING}C\n-\n\nText.\n'
    document = build(tmp_path, {'index.rst': text}).doctree()
    (section,) = [s for s in document.findall(nodes.section) if 'web-port' in s['ids']]
    assert section[0].astext() == 'C'


def test_two_settings_before_one_heading(tmp_path):
    second = SETTING.replace('web-port', 'other').replace('Port', 'Time').replace('PORT', 'TIME')
    document = build(tmp_path, page('The ``Time``.', second + HEADING)).doctree()
    (section,) = [s for s in document.findall(nodes.section) if 'web-port' in s['ids']]
    assert 'other' in section['ids']
    assert len(tables(document)) == 1


def test_two_tables_of_one_heading_have_titles(tmp_path):
    second = SETTING.replace('web-port', 'other').replace('Port (Web)', 'Time')
    document = build(tmp_path, page('', second + HEADING)).doctree()
    assert [r.astext() for r in document.findall(nodes.rubric)] == ['Port (Web)', 'Time']
    assert len(tables(document)) == 2


def test_id_equal_to_the_heading(tmp_path):
    files = page('')
    files['index.rst'] = files['index.rst'].replace('web-port', 'port-of-the-web')
    built = build(tmp_path, files)
    (section,) = [s for s in built.doctree().findall(nodes.section) if 'port-of-the-web' in s['ids']]
    assert section['ids'] == ['port-of-the-web']
    assert built.catalog.settings[0].anchor == 'port-of-the-web'


def test_table_that_docutils_refuses_is_replaced(tmp_path):
    built = build(tmp_path, page(grid('``.WebSettings.Port``', 'x')))
    assert 'Malformed table' in built.printed
    assert len(tables(built.doctree())) == 1


@pytest.mark.parametrize(
    ('option', 'described', 'entries', 'indexed'),
    [
        ('no-index', 1, 0, False),
        ('noindex', 1, 0, False),
        ('no-index-entry', 1, 0, True),
        ('no-contents-entry', 1, 2, True),
        ('no-typesetting', 0, 2, True),
    ],
)
def test_object_options(tmp_path, option, described, entries, indexed):
    text = SETTING.replace('  :displayname', f'  :{option}:\n  :displayname')
    built = build(tmp_path, {'index.rst': f'T\n=\n\n{text}Text.\n'})
    document = built.doctree()
    assert not built.warnings
    assert len(list(document.findall(addnodes.desc))) == described
    assert sum(len(i['entries']) for i in document.findall(addnodes.index)) == entries
    assert bool(built.catalog.settings) == indexed
    assert ('id="web-port"' in built.output('index.html')) == indexed


def test_class_and_template_options(tmp_path):
    text = SETTING.replace('  :displayname', '  :class: one two\n  :template: facts\n  :displayname')
    (table,) = tables(build(tmp_path, {'index.rst': text + 'Text.\n'}).doctree())
    assert {'configsetting-facts', 'one', 'two'} <= set(table['classes'])


def test_only_standard_nodes_and_plain_data(tmp_path):
    built = build(tmp_path, page('', f'Between.\n\n{HEADING}'))
    for element in built.resolved().findall(nodes.Element):
        assert type(element).__module__ in {'docutils.nodes', 'sphinx.addnodes'}
        assert not [name for name in element.attributes if name.startswith('configsetting')]
