"""Listings, settings shown again, and counts: what they show, where, and what they warn of."""

from __future__ import annotations

import json
import re

import pytest
from doctrees import (
    anchors,
    assert_hides,
    assert_order,
    assert_shows,
    assert_standard,
    count,
    doctree,
    links,
    only,
    rows,
    text,
)
from docutils import nodes
from project import MYST, build
from sphinx import addnodes

SETTINGS = """\
Settings
========

.. config:setting:: level
   :displayname: Level (Log)
   :systemconsole: Environment > Logging
   :configjson: .LogSettings.Level
   :environment: APP_LOG_LEVEL
   :type: string
   :default: info
   :restart: yes
   :description: What is *written* to the log; see :doc:`index`, :ref:`here` and :config:setting:`port`.

   The body, with a note [#]_, a `link <https://example.org>`_ and :math:`x`.

   .. figure:: picture.png

      A caption.

   .. math:: e = m
      :label: energy

.. _here:

Heading
-------

.. config:setting:: file
   :displayname: File "of" the log
   :systemconsole: Environment > Logging
   :environment: N/A
   :restart: no
   :seealso: level, nonsense
   :description: See :config:setting:`nowhere`.

Between.

.. config:setting:: port
   :systemconsole: Web
   :configjson: .Web.Port
   :environment: APP_WEB_PORT_WITH_A_VERY_LONG_NAME
   :type: integer
   :default: 8065

Between.

.. [#] The note.
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
TOP = 'Top\n===\n\n.. toctree::\n\n   a\n\n'
OTHERS = {'configsetting.reference'}


def made(built, page, builder='html', settings=SETTINGS, files=None, conf=None):
    """Build a page beside that of the settings."""
    sources = {'picture.png': 'PNG', 'index.rst': TOP + page, 'a.rst': settings, **(files or {})}
    return built(sources, builder, **(conf or {}))


def told(site):
    """The warnings but those of references in the settings."""
    return [w for w in site.warnings if not w.startswith('a.rst')]


def test_table(built):
    page = """
.. config:listing::
   :where: systemconsole under Environment and restart
   :fields: displayname "The *name*", environment "Variable :doc:`a`", type, seealso, description, page
   :caption: All of *it*
   :name: the-list
   :class: mine

   Not shown.

See :ref:`the-list`.
"""
    site = made(built, page)
    assert not told(site)
    document = site.doctree()
    table = only(document, nodes.table)
    assert rows(table) == [
        ['The name', 'Variable Settings', 'Type', 'See also', 'Description', 'Page'],
        ['Level (Log)', 'APP_LOG_LEVEL', 'string', '', 'What is written to the log; see Top, Heading and port.', 'Settings'],
    ]
    assert 'the-list' in table['ids']
    assert 'mine' in table['classes']
    assert text(only(table, nodes.title)) == 'All of it'
    assert_hides(document, 'Not shown')
    assert links(only(table, nodes.tbody)) == [
        ('Level (Log)', 'a.html#level'), ('Top', ''), ('Heading', 'a.html#here'), ('port', 'a.html#port'), ('Settings', 'a.html'),
    ]
    assert links(document[0][-1]) == [('All of it', '#the-list')]


def test_shown_as_its_table_shows_it(built):
    page = '.. config:listing::\n   :fields: id, systemconsole, environment, restart, default, seealso\n   :sort: -default\n'
    table = only(made(built, page).doctree(), nodes.table)
    assert rows(table)[1:] == [
        ['level', 'Environment > Logging', 'APP_LOG_LEVEL', 'Yes', 'info', ''],
        ['port', 'Web', 'APP_WEB_PORT_WITH_A_VERY_LONG_NAME', '', '8065', ''],
        ['file', 'Environment > Logging', 'N/A', 'No', '', 'Level (Log), nonsense'],
    ]
    file = only(table, nodes.tbody)[2]
    assert links(file) == [('file', 'a.html#file'), ('Level (Log)', 'a.html#level')]
    assert text(only(file, nodes.strong)) == 'Environment > Logging'
    level = only(table, nodes.tbody)[0]
    assert 'APP_LOG_LEVEL' in [text(code) for code in level.findall(nodes.literal)]


def test_usual_columns(built):
    assert rows(only(made(built, '.. config:listing::\n').doctree(), nodes.table))[:2] == [
        ['Display name', 'Description'],
        ['Level (Log)', 'What is written to the log; see Top, Heading and port.'],
    ]


def test_display_name_as_typed(built):
    html = made(built, '.. config:listing::\n').output('index.html')
    assert 'File &quot;of&quot; the log' in html


@pytest.mark.parametrize(('builder', 'whole'), [('html', False), ('text', True), ('latex', True), ('epub', False)])
def test_cut(built, builder, whole):
    page = '.. config:listing::\n   :where: id = port or id = level\n   :fields: id, environment 14, description 20, type 20\n'
    site = made(built, page, builder, conf={'version': '1', 'copyright': 'x'})
    table = only(site.doctree(), nodes.table)
    shown = ['level', 'APP_LOG_LEVEL', 'What is written to…', 'string']
    full = 'What is written to the log; see Top, Heading and port.'
    assert rows(table)[1] == ([*shown[:2], full, 'string'] if whole else shown)
    assert rows(table)[2][1] == ('APP_WEB_PORT_WITH_A_VERY_LONG_NAME' if whole else 'APP_WEB_PORT_…')
    if not whole:
        titles = [r['reftitle'] for r in table.findall(nodes.reference) if 'reftitle' in r]
        assert titles == [full, 'APP_WEB_PORT_WITH_A_VERY_LONG_NAME']


@pytest.mark.parametrize(
    ('group', 'wanted'),
    [
        ('systemconsole', ['Environment > Logging', 'Web']),
        ('configjson', ['LogSettings', 'Web', 'Other']),
        ('page', ['Settings']),
        ('restart', ['No', 'Yes', 'Other']),
        ('type', ['integer', 'string', 'Other']),
    ],
)
def test_groups(built, group, wanted):
    page = f'.. config:listing::\n   :group: {group}\n   :fields: id, type\n'
    table = only(made(built, page).doctree(), nodes.table)
    found = [row for row in table.findall(nodes.row) if len(row) == 1]
    assert [text(row) for row in found] == wanted
    assert [cell['morecols'] for row in found for cell in row] == [1] * len(wanted)


def test_group_of_one_column_and_where_no_cell_spans(built):
    page = '.. config:listing::\n   :group: systemconsole\n   :fields: {}\n'
    table = only(made(built, page.format('id')).doctree(), nodes.table)
    assert rows(table)[1] == ['Environment > Logging']
    table = only(made(built, page.format('id, type'), 'man').doctree(), nodes.table)
    assert rows(table)[1] == ['Environment > Logging', '']


def outline(bullets):
    return [(text(item[0]), *(outline(inner) for inner in item[1:])) for item in bullets]


def lists(document):
    """The outermost lists of a page but the contents."""
    others = (nodes.list_item, addnodes.compact_paragraph)
    return [found for found in document.findall(nodes.bullet_list) if not isinstance(found.parent, others)]


def test_list(built):
    page = (
        '.. config:listing::\n   :display: list\n   :fields: displayname, type, default "is", description\n'
        '   :where: id != file\n   :caption: A *caption*\n   :name: nn\n   :class: mine\n'
    )
    document = made(built, page).doctree()
    (bullets,) = lists(document)
    assert 'mine' in bullets['classes']
    assert outline(bullets) == [
        ('Level (Log): Type string; is info; What is written to the log; see Top, Heading and port.',),
        ('port: Type integer; is 8065',),
    ]
    assert_order(document, 'A caption', 'Level (Log)')
    assert 'nn' in anchors(document)
    grouped = page.replace(':caption: A *caption*', ':group: systemconsole').replace(', type, default "is", description', '')
    document = made(built, grouped).doctree()
    (listed,) = lists(document)
    assert outline(listed) == [('Environment > Logging', [('Level (Log)',)]), ('Web', [('port',)])]
    assert 'nn' in anchors(document)


@pytest.mark.parametrize(
    ('group', 'wanted'),
    [
        ('', [('Environment', [('Logging', [('level',), ('file',)])]), ('Web', [('port',)])]),
        (':group: configjson', [('LogSettings', [('level',)]), ('Web', [('port',)]), ('Other', [('file',)])]),
        (':group: page', [('Settings', [('level',), ('file',), ('port',)])]),
    ],
)
def test_tree(built, group, wanted):
    page = f'.. config:listing::\n   :display: tree\n   :fields: id\n   {group}\n'
    document = made(built, page).doctree()
    (tree,) = lists(document)
    assert outline(tree) == wanted


def test_deep_tree(built):
    page = '.. config:listing::\n   :display: tree\n   :fields: id\n   :group: key\n'
    settings = '.. config:setting:: deep\n   :key: a.b.c.d.e.f\n'
    outlines = [outline(*lists(made(built, page, builder, settings=settings).doctree())) for builder in ('html', 'latex')]
    assert outlines[0] == [('a', [('b', [('c', [('d', [('e', [('deep',)])])])])])]
    assert outlines[1] == [('a', [('b', [('c.d.e', [('deep',)])])])]  # LaTeX nests four lists


@pytest.mark.parametrize('builder', ['html', 'epub', 'latex'])
def test_box_of_a_table(built, builder):
    table = only(made(built, '.. config:listing::\n', builder).doctree(), nodes.table)
    assert ('configsetting-frame' in table.parent.get('classes', [])) is (builder == 'html')


@pytest.mark.parametrize(
    ('fields', 'wanted'),
    [({'systemconsole': None}, 'LogSettings'), ({'systemconsole': None, 'configjson': None}, 'Settings')],
)
def test_tree_where_no_menu_is_declared(built, fields, wanted):
    page = '.. config:listing::\n   :display: tree\n   :fields: id\n   :limit: 1\n'
    settings = '\n'.join(line for line in SETTINGS.splitlines() if not any(f':{name}:' in line for name in fields))
    site = made(built, page, settings=settings, conf={'configsetting_fields': fields})
    assert not told(site)
    (tree,) = lists(site.doctree())
    assert outline(tree) == [(wanted, [('level',)])]


def test_body_where_nothing_is_found(built):
    page = '.. config:listing::\n   :where: id = none\n   :caption: C\n   :name: nn\n\n   Nothing *there*.\n\nSee :ref:`nn`.\n'
    site = made(built, page)
    assert not told(site)
    document = site.doctree()
    assert not list(document.findall(nodes.table))
    assert text(only(document, nodes.emphasis)) == 'there'
    assert 'nn' in anchors(document)
    assert links(document)[-1][1] == '#nn'


@pytest.mark.parametrize(
    ('settings', 'problem'),
    [
        (SETTINGS, "index.rst:8: WARNING: no setting matches 'id = none'; correct the query, or write as the body what to show instead"),
        ('A\n=\n', 'index.rst:8: WARNING: there are no settings to list yet; add one, or write a body here'),
    ],
)
def test_nothing_is_found_and_nothing_said(built, settings, problem):
    site = made(built, '.. config:listing::\n   :where: id = none\n\nAfter.\n', settings=settings)
    (warning,) = told(site)
    assert warning.startswith(problem)
    assert warning.endswith('[configsetting.listing]')
    assert site.doctree()[0][-1].astext() == 'After.'


@pytest.mark.parametrize(
    ('options', 'line', 'problem', 'subtype', 'shown'),
    [
        (':where: id = x and\n      restrt', 10, "'where', column 1: 'restrt' is not a field; did you mean 'restart'?; nothing", 'query', 0),
        (':where: since > soon', 9, "'where', column 9: 'soon' is not a version; nothing is listed", 'query', 0),
        (':where:', 9, "'where', column 1: the query is empty", 'query', 0),
        (':fields: id, typ', 9, "'fields': 'typ' is not a field; did you mean 'type'?", 'listing', 3),
        (':fields: id "x', 9, "'fields': 'id \"x' is not understood; write the name of a field", 'listing', 3),
        (':fields: id 3', 9, "'fields': 'id' is cut to less than 4 characters", 'listing', 3),
        (':sort: id, -sinc', 9, "'sort': '-sinc' is not a field", 'listing', 3),
        (':group: description', 9, "'group': 'description' cannot group settings; name a field that", 'listing', 3),
        (':group: type, since', 9, "'group': 'type, since' cannot group settings; name one field", 'listing', 3),
        (':group: tpye', 9, "'group': 'tpye' is not a field; did you mean 'type'?", 'listing', 3),
        (':limit: 0', 9, "'limit': '0' is not a number from 1; all settings are listed", 'listing', 3),
        (':limit: -1', 9, "'limit': '-1' is not a number from 1", 'listing', 3),
        (':limit: ²', 9, "'limit': '²' is not a number from 1", 'listing', 3),
        (':display: tabel', 9, "'display': 'tabel' is not one of table, list, tree", 'listing', 3),
        (':filter: restart, nope', 9, "'filter': 'nope' is not a field", 'listing', 3),
        (':filter:\n   :group: type', 10, "'group': a filtered listing has no groups; remove one of the two", 'listing', 3),
        (':filter:\n   :display: list', 9, "'filter': only tables can be filtered", 'listing', 0),
        (':filter:\n   :display: lsit', 10, "'display': 'lsit' is not one of table, list, tree", 'listing', 3),
        (':were: id', 9, "there is no option 'were'; did you mean 'where'?", 'option', 3),
        (':zzzzz: id', 9, "there is no option 'zzzzz'; the options are fields, where", 'option', 3),
        (':limit: 3\n   :limit: 4', 10, "the option 'limit' is given twice", 'option', 3),
        (':template: none', 8, "there is no template 'configsetting/none.rst.jinja' in the folders of templates_path", 'template', 3),
    ],
)
def test_mistake(built, options, line, problem, subtype, shown):
    site = made(built, f'.. config:listing::\n   {options}\n\nAfter.\n')
    (warning,) = told(site)
    assert warning.startswith(f'index.rst:{line}: WARNING: ')
    assert problem in warning
    assert warning.endswith(f'[configsetting.{subtype}]')
    document = site.doctree()
    assert document[0][-1].astext() == 'After.'
    tables = list(document.findall(nodes.table))
    assert (len(rows(tables[0])) - 1 if tables else 0) == shown


def test_argument_of_a_listing(built):
    (warning,) = told(made(built, '.. config:listing:: Title\n'))
    assert warning.startswith("index.rst:8: WARNING: a listing takes no argument, but 'Title' is given")


def test_limit(built):
    page = '.. config:listing::\n   :limit: 2\n   :fields: id\n'
    assert rows(only(made(built, page).doctree(), nodes.table))[1:] == [['level'], ['file']]


def test_linked_column(built):
    page = ''.join(f'.. config:listing::\n   :limit: 1\n   :fields: {fields}\n\n' for fields in (
        'type, id', 'type, default', 'description, page, type', 'description', 'page',
    ))
    tables = list(made(built, page).doctree().findall(nodes.table))
    assert [[name for name, _target in links(table)] for table in tables] == [['level'], ['string'], ['Top', 'Heading', 'port', 'Settings', 'string'], ['Top', 'Heading', 'port'], ['Settings']]


@pytest.mark.parametrize('name', ['level', 'APP_LOG_LEVEL', 'Level (Log)', '.LogSettings.Level'])
def test_full(built, name):
    site = made(built, f'.. config:show:: {name}\n   :class: mine\n   :name: nn\n\nSee :ref:`it <nn>`.\n', conf={'numfig': True})
    assert not told(site)
    document = site.doctree()
    shown = next(node for node in document.findall(nodes.Element) if 'nn' in node.get('ids', ()))
    assert {'mine', 'configsetting-shown'} <= set(shown['classes'])
    assert links(shown)[0] == ('Level (Log)', 'a.html#level')
    assert_order(shown, 'Level (Log)', 'What is written to the log', 'The body, with a note 1', 'A caption.')
    assert_shows(shown, 'APP_LOG_LEVEL', 'string')
    assert not list(shown.findall(nodes.footnote_reference))
    assert 'level' not in anchors(document)
    assert site.output('index.html').count('id="level"') == 0


def test_row_and_sentence(built):
    page = '.. config:show:: port\n   :display: row\n   :fields: id, type "T"\n\n.. config:show:: level\n   :display: sentence\n'
    document = made(built, page).doctree()
    assert rows(only(document, nodes.table)) == [['Setting', 'T'], ['port', 'integer']]
    assert document[0][-1].astext() == 'Level (Log): What is written to the log; see Top, Heading and port.'


def test_show_on_its_own_page(built):
    page = SETTINGS + '\n.. config:show:: port\n   :display: sentence\n   :fields: displayname, type\n'
    document = made(built, '', settings=page).doctree('a')
    paragraph = list(document.findall(nodes.paragraph))[-1]
    assert text(paragraph) == 'port: Type integer'
    assert links(paragraph) == [('port', '#port')]


def test_show_of_nothing(built):
    page = '.. config:show:: portt\n\n.. config:show::\n\n.. config:show:: gone\n\n   There is *none*.\n'
    site = made(built, page)
    assert told(site) == [
        'index.rst:10: WARNING: the name of a setting is missing; write it as the argument of the directive [configsetting.listing]',
        "index.rst:8: WARNING: no setting matches 'portt'; did you mean 'port' or 'Web.Port'? [configsetting.reference]",
    ]
    assert_shows(doctree(site), 'portt', 'There is none.')


@pytest.mark.parametrize(('options', 'problem'), [
    (':display: table', "'table' is not one of full, row, sentence"),
    (':where: id', "there is no option 'where'; "),
    (':display: row\n   :template: facts', "'template': only the display \"full\" has one"),
])
def test_mistakes_of_show(built, options, problem):
    (warning,) = told(made(built, f'.. config:show:: port\n   {options}\n'))
    assert problem in warning


def test_setting_that_states_nothing(built):
    site = made(built, '.. config:show:: empty\n', settings='A\n=\n\n.. config:setting:: empty\n')
    assert [w[-21:] for w in site.warnings] == ['[configsetting.empty]']
    assert site.doctree()[0][-1].astext() == 'empty'


WITHIN = """\
A
=

.. config:setting:: one
   :default: 1

   Body of one.

   .. config:show:: {first}

   .. config:listing::
      :fields: id

.. config:setting:: two
   :default: 2

   Body of two, one of :config:count:`all`.

   .. config:show:: one
"""


def test_setting_within_itself(built):
    site = made(built, '.. config:show:: one\n', settings=WITHIN.format(first='one'))
    (warning,) = site.warnings
    assert warning.startswith("a.rst:9: WARNING: the setting 'one' is shown in its own body; only its name is shown")
    assert site.doctree().astext().count('Body of one.') == 1
    assert site.doctree('a').astext().count('Body of one.') == 2


NESTED = """
A
=

.. config:setting:: before
   :default: 1
   :environment: APP_BEFORE

   Body before.

.. config:setting:: outer
   :default: 1

   Body of outer.

   .. config:setting:: inner
      :default: 2
      :environment: APP_INNER

      Body of inner.
"""


@pytest.mark.parametrize('builder', ['html', 'latex', 'text', 'man', 'xml'])
def test_a_setting_within_another_is_shown_with_it(built, builder):
    site = made(built, '.. config:show:: outer\n', builder, settings=NESTED)
    assert not site.warnings
    for page in ('index', 'a'):
        document = doctree(site, page)
        assert count(document, 'Body of inner.') == 1
        assert count(document, 'APP_INNER') == 1


def test_settings_that_all_show_each_other(built):
    shows = ''.join(f'   .. config:show:: s{n}\n\n' for n in range(5))
    settings = ''.join(f'.. config:setting:: s{n}\n   :default: 1\n\n   Body.\n\n{shows}' for n in range(5))
    site = made(built, '.. config:show:: s0\n', settings=f'A\n=\n\n{settings}')
    assert len(told(site)) == 0
    assert site.doctree().astext().count('Body.') == 1 + 4 + 4 * 3
    assert site.doctree('a').astext().count('Body.') == 5 * (1 + 4 + 4 * 3)


@pytest.mark.parametrize('builder', ['html', 'latex', 'text', 'man', 'singlehtml', 'texinfo', 'xml', 'dirhtml', 'epub'])
def test_settings_within_each_other(built, builder):
    conf = {'version': '1', 'copyright': 'x'}
    site = made(built, '.. config:show:: one\n', builder, settings=WITHIN.format(first='two'), conf=conf)
    assert not site.warnings
    assert count(doctree(site), 'Body of one.') == 1
    assert count(doctree(site), 'Body of two, one of 2.') == 1
    assert count(doctree(site, 'a'), 'Body of two, one of 2.') == 2


def test_count(built):
    page = '.. |n| replace:: :config:count:`restart`\n\n**x** :config:count:`all` and |n| of :config:count:`id = x`, :config:count:`bogus`\n'
    site = made(built, page)
    assert site.doctree()[0][-1].astext() == 'x 3 and 1 of 0, bogus'
    (warning,) = told(site)
    assert warning == (
        "index.rst:10: WARNING: the query 'bogus', column 1: 'bogus' is not a field; the fields are displayname, "
        'systemconsole, configjson, environment, key, option, type, default, choices, required, example, availability, restart, since, '
        'deprecated, replacedby, formerly, seealso, description, id, page; nothing is counted [configsetting.query]'
    )


def data_of(site):
    """Return the data for the script of a filter."""
    (found,) = re.findall('class="configsetting-data">(.*?)</script>', site.output('index.html'), re.DOTALL)
    return json.loads(found)


def facets_of(site):
    """The facets of a filter: field, kind, and the values of each row."""
    return [(f['field'], f['kind'], f['values'], f['rows']) for f in data_of(site)['facets']]


def test_filter(built):
    page = '.. config:listing::\n   :filter:\n   :fields: displayname, environment 10, restart, type\n   :caption: C\n   :name: nn\n'
    site = made(built, page)
    assert not told(site)
    data = data_of(site)
    assert facets_of(site) == [('type', 'choices', ['integer', 'string'], [1, None, 0]), ('restart', 'flag', ['true'], [0, None, None])]
    assert [f['label'] for f in data['facets']] == ['Type', 'Requires restart']
    assert data['columns'] == ['displayname', 'environment', 'restart', 'type']
    assert data['copy'] == ['environment']
    assert data['also'] == {
        '0': ['level', '.LogSettings.Level', 'APP_LOG_LEVEL'], '1': ['file'], '2': ['.Web.Port', 'APP_WEB_PORT_WITH_A_VERY_LONG_NAME'],
    }
    assert data['words']['found'] == '{found} of {all} settings'
    assert data['forms']['environment'][0] == ['NAME=value', '{name}={value}']
    table = only(doctree(site), nodes.table)
    assert text(only(table, nodes.title)) == 'C'
    assert 'nn' in table['ids']
    assert 'configsetting-filter' in table.parent['classes']
    assert scripts(site, 'index.html') == ['configsetting-listing.js']
    assert scripts(site, 'a.html') == ['configsetting.js']


def scripts(site, name):
    """The scripts of the extension that a page loads."""
    return re.findall('<script[^>]* src="[^"]*_static/(configsetting[^"?]*)', site.output(name))


def test_script_in_a_single_page(built):
    settings = SETTINGS + '\n.. config:listing::\n   :filter:\n'
    assert scripts(made(built, '', 'singlehtml', settings=settings), 'index.html') == ['configsetting-listing.js']
    assert scripts(made(built, '', 'singlehtml'), 'index.html') == ['configsetting.js']


def test_facets_that_a_page_chooses(built):
    site = made(built, '.. config:listing::\n   :filter: default, id\n   :fields: displayname, default\n')
    assert facets_of(site) == [
        ('default', 'choices', ['8065', 'info'], [1, None, 0]),
        ('id', 'choices', ['file', 'level', 'port'], [1, 0, 2]),
    ]
    assert data_of(site)['columns'] == ['displayname', 'default', 'id']


@pytest.mark.parametrize('builder', ['latex', 'text', 'man', 'epub', 'xml'])
def test_filter_where_no_script_runs(built, builder):
    site = made(built, '.. config:listing::\n   :filter:\n', builder, conf={'version': '1', 'copyright': 'x'})
    document = site.doctree()
    assert not [raw for raw in document.findall(nodes.raw) if raw['format'] == 'html']
    assert len(rows(only(document, nodes.table))) == 4


def many(number):
    one = '.. config:setting:: s{0}\n   :displayname: Name {0}\n   :default: {0} </script><!--\n\nX.\n\n'
    return 'A\n=\n\n' + ''.join(one.format(n) for n in range(number))


@pytest.mark.slow
def test_many_rows(built):
    site = made(built, '.. config:listing::\n   :filter: default\n   :fields: displayname "T"\n', settings=many(1203))
    assert not told(site)
    assert site.output('index.html').count('<tr') == 1 + 1203
    assert rows(only(doctree(site), nodes.table))[0] == ['T', 'Default']
    (facet,) = data_of(site)['facets']
    assert (len(facet['values']), len(facet['rows'])) == (1203, 1203)


def test_json_cannot_end_its_script(built):
    settings = SETTINGS.replace(':default: info', ':default: x</script><!--&')
    site = made(built, '.. config:listing::\n   :filter: default\n', settings=settings)
    (facet,) = data_of(site)['facets']
    assert 'x</script><!--&' in facet['values']


@pytest.mark.parametrize('format_of', ['latex', 'text', 'man'])
def test_listing_in_a_table_is_a_list(built, format_of):
    page = '.. list-table::\n\n   * - .. config:listing::\n          :fields: id\n     - .. config:show:: level\n'
    site = made(built, page, format_of)
    assert not told(site)
    table = only(site.doctree(), nodes.table)
    assert outline(next(iter(table.findall(nodes.bullet_list)))) == [('level',), ('file',), ('port',)]
    assert 'What is written' in table.astext()


def test_long_table_goes_over_pages(built):
    site = made(built, '.. config:listing::\n   :fields: id, default\n', 'latex', settings=many(60))
    tex = next(site.app.outdir.glob('*.tex')).read_text()
    assert tex.count(r'\begin{longtable}') == 1
    assert r'\begin{longtable}{\X' in tex


def test_few_rows_go_over_pages_and_names_over_lines(built):
    fields = 'id, configjson, default, description'
    site = made(built, f'.. config:listing::\n   :fields: {fields}\n', 'latex', settings=SETTINGS.replace('.Web.Port', '.Web.Server.Public_Port'))
    tex = next(site.app.outdir.glob('*.tex')).read_text()
    table = tex.partition(r'\begin{longtable}')[2].partition(r'\end{longtable}')[0]
    assert r'{.Web.\allowbreak{}Server.\allowbreak{}Public\_\allowbreak{}Port' in table
    columns = [int(width) for width in re.findall(r'\\X\{(\d+)\}', table.partition('\n')[0])]
    assert len(columns) == 4
    assert columns[1] < columns[3]


def test_templates(built):
    page = (
        '.. config:listing::\n   :template: listing\n   :group: systemconsole\n   :fields: displayname, type "T", description\n'
        '   :caption: Cap\n   :class: mine\n\n'
        '.. config:listing::\n   :template: own\n   :fields: id, environment, description\n\n'
        '.. config:show:: level\n   :template: compact\n'
    )
    own = (
        '{% for setting in listing.groups[0].settings %}\n'
        '- {{ setting.id }} {{ setting.title }} {{ setting["id"].text }} {{ setting.get("type", "no *type*") }} '
        '{{ setting.get("environment").slot }} {{ setting.get("environment").name }} `home <https://example.org>`__ |version| |other| gone_ [1]_\n'
        '{% endfor %}\n'
    )
    files = {'_t/configsetting/own.rst.jinja': own}
    site = made(built, page, files=files, conf={'templates_path': ['_t'], 'version': '7'})
    assert not told(site)
    document = site.doctree()
    first, second = document.findall(nodes.definition_list)
    assert 'mine' in first['classes']
    assert [term.astext() for term in first.findall(nodes.term)] == ['Level (Log)', 'File "of" the log']
    assert first[0][1].astext() == 'T: string · Description: What is written to the log; see Top, Heading and port.'
    assert second.astext() == 'port\n\nT: integer'
    bullets = list(document.findall(nodes.bullet_list))[-1]
    assert text(bullets[0]) == 'level Level (Log) level no *type* APP_LOG_LEVEL environment home 7 other gone_ [1]'
    assert [r['refuri'] for r in bullets[0].findall(nodes.reference)] == ['https://example.org']
    assert_shows(document, 'System Config path: Environment > Logging · ')


@pytest.mark.parametrize(('text', 'problem', 'place'), [
    ('{% if %}', "Expected an expression, got 'end of statement block'", '_t/configsetting/own.rst.jinja:1'),
    ('{{ listing.groups[0].settings[0].link|upper }}', 'cannot be filled; slots take no filters', '_t/configsetting/own.rst.jinja:1'),
    ('{{ listing.nothing }}', "a listing has no 'nothing', but groups, classes", '_t/configsetting/own.rst.jinja:1'),
])
def test_template_that_fails(built, text, problem, place):
    files = {'_t/configsetting/own.rst.jinja': text}
    page = '.. config:listing::\n   :template: own\n   :fields: id\n\n.. config:show:: level\n   :template: own\n'
    site = made(built, page, files=files, conf={'templates_path': ['_t']})
    listed, shown = told(site)
    assert problem in listed
    assert listed.startswith(f'{place}: WARNING: ')
    assert 'the listing is shown without it [configsetting.template]' in listed
    assert 'the built-in template is used [configsetting.template]' in shown
    first = next(iter(doctree(site).findall(nodes.table)))
    assert rows(first)[1:] == [['level'], ['file'], ['port']]
    assert_shows(doctree(site), 'APP_LOG_LEVEL', 'string', 'What is written to the log')


def test_template_that_changes(tmp_path):
    files = {'_t/configsetting/own.rst.jinja': 'Old\n'}
    page = '.. config:listing::\n   :template: own\n\n.. config:show:: level\n   :template: own\n'
    conf = {'templates_path': ['_t']}
    build(tmp_path, {'index.rst': TOP + page, 'a.rst': SETTINGS, 'picture.png': 'PNG', **files}, conf=conf)
    built = build(tmp_path, {'_t/configsetting/own.rst.jinja': 'New\n'}, conf=conf)
    html = built.output('index.html')
    assert (html.count('<p>New</p>'), html.count('<p>Old</p>')) == (2, 0)


MARKDOWN = """\
# Top

```{toctree}
a
```

```{config:listing}
:where: id = level
:fields: id "The *id*", type
:caption: A **caption**

Not *shown*.
```

There are {config:count}`restart` and {config:count}`bogus`.

```{config:show} port
:display: sentence
:fields: id, type
```

```{config:listing}
---
where: nope
---
```

```{config:listing}
:where: id = none

Nothing *there*.
```
"""


def test_markdown(built):
    pytest.importorskip('myst_parser')
    site = built({'index.md': MARKDOWN, 'a.rst': SETTINGS, 'picture.png': 'PNG'}, **MYST)
    document = site.doctree()
    table = only(document, nodes.table)
    assert rows(table) == [['The id', 'Type'], ['level', 'string']]
    assert only(table, nodes.title).astext() == 'A caption'
    assert_shows(document, 'There are 1 and bogus.', 'port: Type integer', 'Nothing there.')
    places = [(w.split(':')[1], w.rpartition('[')[2]) for w in told(site)]
    assert sorted(places) == [('15', 'configsetting.query]'), ('24', 'configsetting.query]')]


def test_translators_get_titles_and_captions(built):
    page = (
        '.. config:listing::\n   :fields: id "The *id*", type\n   :caption: A *caption*\n\n   The body.\n\n'
        '.. config:show:: level\n\n:config:count:`all`\n'
    )
    site = made(built, page, 'gettext')
    messages = re.findall('msgid "(.+)"', site.output('index.pot'))
    assert messages == ['Top', 'A *caption*', 'The *id*', 'The body.', ':config:count:`all`']
    assert not told(site)


def test_number_of_a_listing(built):
    page = '.. config:listing::\n   :caption: Cap\n   :name: nn\n   :fields: id\n\nSee :numref:`nn` and :numref:`pp`.\n\n.. config:show:: port\n   :display: row\n   :name: pp\n'
    site = made(built, page, conf={'numfig': True})
    assert 'See Table 1 and ' in site.doctree().astext()


def test_what_is_new_moved_and_gone(tmp_path):
    page = '.. config:listing::\n   :fields: id, default, page\n   :where: default > 1\n\n   None.\n\n:config:count:`default`\n'
    one = '.. config:setting:: {}\n   :default: {}\n\nX.\n\n'
    pages = {f'p{n}.rst': f'P{n}\n==\n\n' + one.format(f's{n}', n) for n in range(4)}
    built = build(tmp_path, {'index.rst': ':orphan:\n\n' + page, **{n: ':orphan:\n\n' + t for n, t in pages.items()}})

    def shown():
        document = build(tmp_path).doctree()
        tables = [rows(table)[1:] for table in document.findall(nodes.table)]
        return tables, document[-1].astext()

    assert shown() == ([[['s2', '2', 'P2'], ['s3', '3', 'P3']]], '4')
    (tmp_path / 'p3.rst').write_text(':orphan:\n\nP\n=\n')
    (tmp_path / 'p1.rst').write_text(':orphan:\n\nP one\n=====\n\n' + one.format('s1', 7))
    assert shown() == ([[['s1', '7', 'P one'], ['s2', '2', 'P2']]], '3')
    (tmp_path / 'p2.rst').unlink()
    assert shown() == ([[['s1', '7', 'P one']]], '2')
    (tmp_path / 'p1.rst').unlink()
    assert shown() == ([], '1')
    (tmp_path / 'p9.rst').write_text(':orphan:\n\nP9\n==\n\n' + one.format('s9', 9))
    assert shown() == ([[['s9', '9', 'P9']]], '2')
    html = built.output('index.html')
    assert 's9' in html


def test_listing_before_headings_and_in_included_files(built):
    page = '.. include:: part.txt\n\nHeading\n-------\n\nText.\n'
    part = '.. config:listing::\n   :where: nope\n\n.. config:listing::\n   :where: id = x\n'
    site = made(built, page, files={'part.txt': part}, conf={'exclude_patterns': ['part.txt']})
    assert [w.partition(': WARNING')[0] for w in told(site)] == ['part.txt:2', 'part.txt:4']


def test_resolved_pages_hold_standard_nodes_only(built):
    page = '.. config:listing::\n   :filter:\n   :fields: displayname 8, description\n\n.. config:show:: level\n\n:config:count:`all`\n'
    assert_standard(doctree(made(built, page)))


RICH = """\
.. role:: raw-html(raw)
   :format: html

Rich
====

.. config:setting:: rich
   :template: compact
   :description: An :index:`entry`, :any:`Rich </sub/b>`, :any:`index`, :download:`f <f.txt>`, |pic|, :raw-html:`<b>x</b>`.

   :doc:`b` and `wrong_

   .. image:: https://example.org/x.png

   .. image:: data:image/png;base64,AAAA

   .. image:: ../picture.*

   .. image:: ../picture.png

   :download:`f <f.txt>`, :download:`g <https://example.org/g>`, :download:`h <missing.txt>`

   .. table:: Caption

      ====  ====
      A     B
      ====  ====

.. |pic| image:: /picture.png
"""


@pytest.mark.parametrize('builder', ['html', 'latex', 'singlehtml'])
def test_markup_of_another_folder(built, builder):
    rich = RICH if builder == 'html' else RICH.replace('.. image:: https', '.. https')  # which LaTeX fetches
    files = {'sub/a.rst': rich, 'sub/b.rst': 'Other\n=====\n', 'sub/f.txt': 'f'}
    page = '.. toctree::\n\n   sub/a\n   sub/b\n\n.. config:listing::\n   :where: id = rich\n\n.. config:show:: rich\n   :template: facts\n'
    site = made(built, page, builder, files=files, conf={'numfig': True})
    own = [w for w in site.warnings if not w.startswith(('a.rst', 'sub/a.rst'))]
    assert not own
    document = site.doctree()
    table = next(iter(document.findall(nodes.table)))
    cell = only(table, nodes.tbody)[0][1]
    assert cell.astext().startswith('An entry, Rich, Top, f, pic, ')
    targets = [r.get('refuri') for r in cell.findall(nodes.reference)]
    assert len(targets) == 3
    uris = [image['uri'] for image in document.findall(nodes.image)]
    assert [uri for uri in uris if 'picture' in uri] == ['picture.png', 'picture.png', 'picture.*', 'picture.png']
    assert len(uris) == 6 - (builder != 'html')
    files = [node.get('filename', node.get('refuri')) for node in document.findall(nodes.reference) if 'filename' in node]
    assert files == [name for name in files if name.endswith('f.txt')]
    if builder == 'html':
        html = site.output('index.html')
        assert html.count('src="_images/picture.png"') == 4
        assert re.search('href="_downloads/[0-9a-f]+/f.txt"', html)
        assert 'href="sub/b.html"' in html
        assert '<b>x</b>' not in html
        assert '<b>x</b>' in site.output('sub/a.html')


def test_name_and_class_of_a_sentence(built):
    page = '.. config:show:: port\n   :display: sentence\n   :name: nn\n   :class: mine\n\nSee :ref:`it <nn>`.\n'
    site = made(built, page)
    assert not told(site)
    assert [p for p in doctree(site).findall(nodes.paragraph) if 'mine' in p['classes'] and text(p).startswith('port')]
    assert 'id="nn"' in site.output('index.html')


def test_json_holds_no_script(built):
    settings = 'A\n=\n\n.. config:setting:: one\n   :default: 1\n\n   Body.\n\n   .. config:listing::\n      :filter:\n'
    site = made(built, '', settings=settings)
    (entry,) = json.loads(site.output('settings.json'))['settings']
    assert entry['body'] == 'Body.'
    assert '<table' in entry['html']['body']
    assert '<script' not in entry['html']['body']
    assert 'configsetting-data' in site.output('a.html')


def test_a_row_of_a_setting_in_its_own_body(built):
    text = 'T\n=\n\n.. config:setting:: x\n   :default: 1\n\n   .. config:show:: x\n      :display: row\n'
    site = built({'index.rst': text})
    assert not site.warnings
    assert [cells for table in doctree(site).findall(nodes.table) for cells in rows(table)][-1][0] == 'x'


IN_A_CELL = """\
T
=

.. config:setting:: x
   :default: 1

   ====  ====
   a     b
   ====  ====
   c     d
   ====  ====

.. list-table::

   * - Setting
     - .. config:show:: x
"""


@pytest.mark.parametrize('builder', ['text', 'man', 'latex'])
def test_a_table_of_an_author_within_a_cell_is_a_list(built, builder):
    site = built({'index.rst': IN_A_CELL}, builder)
    assert not site.warnings
    shown = list(doctree(site).findall(nodes.table))[-1]
    assert len(list(shown.findall(nodes.table))) == 1
    assert [node.astext().split() for node in shown.findall(nodes.list_item)][-2:] == [['a', 'b'], ['c', 'd']]


def test_a_table_of_an_author_within_a_cell_of_html(built):
    shown = list(doctree(built({'index.rst': IN_A_CELL})).findall(nodes.table))[-2]
    assert len(list(shown.findall(nodes.table))) == 2


def test_deprecations_without_a_version_in_groups_and_facets(built):
    page = ''.join(f'.. config:setting:: {name}\n   :default: 1\n   :deprecated: {text}\n\n' for name, text in {'a': '', 'b': '5.0, use a', 'c': 'Use a', 'd': 'no'}.items())
    page += '.. config:listing::\n   :group: deprecated\n\n.. config:explorer::\n   :facets: deprecated\n'
    site = built({'index.rst': f'T\n=\n\n{page}'})
    assert not site.warnings
    table = next(doctree(site).findall(nodes.table))
    assert [cells[0] for cells in rows(table)] == ['Display name', '5.0', 'b', 'Yes', 'a', 'c', 'Other', 'd']
    assert '"values":["5.0","Yes"]' in site.output('index.html').replace(' ', '').replace('&#34;', '"')


@pytest.mark.parametrize(('value', 'filtered'), [('', True), (' yes', True), (' on', True), (' no', False), (' off', False), (' type', True)])
def test_filter_reads_yes_and_no(built, value, filtered):
    site = made(built, f'.. config:listing::\n   :filter:{value}\n')
    assert not told(site)
    assert ('configsetting-listing.js' in site.output('index.html')) is filtered


def test_a_list_of_yaml_names_columns(built):
    pytest.importorskip('myst_parser')
    page = '# T\n\n```{config:setting} a\n:key: x.y\n:default: 5\n```\n\n```{config:listing}\n:fields: [id, key]\n:sort: [key]\n```\n'
    site = built({'index.md': page}, extensions=['sphinx_configsetting', 'myst_parser'])
    assert not site.warnings
    assert rows(doctree(site)) == [['Setting', 'Key'], ['a', 'x.y']]


def test_the_first_of_several_lines(built):
    page = 'T\n=\n\n.. config:setting:: a\n   :default: ::\n\n      b: 1\n      c: 2\n\n.. config:listing::\n   :fields: id, default\n'
    site = built({'index.rst': page})
    assert rows(doctree(site)) == [['Setting', 'Default'], ['a', 'b: 1 \u2026']]


@pytest.mark.parametrize('display', ['table', 'list', 'tree\n   :group: systemconsole'])
def test_man_pages_show_no_addresses(built, display):
    plain = 'A\n=\n\n.. config:setting:: port\n   :systemconsole: Site\n   :description: Words.\n'
    site = made(built, f'.. config:listing::\n   :display: {display}\n', 'man', settings=plain)
    (page,) = site.app.outdir.glob('*.1')
    assert '<#' not in page.read_text()


def test_man_pages_hyphenate_no_names(built):
    site = made(built, 'Words:\n\n- Word.\n\n.. config:listing::\n   :caption: All\n\nWords.\n', 'man')
    (page,) = site.app.outdir.glob('*.1')
    text = page.read_text()
    assert '\nAll\n.nh\n' in text
    assert text.count('\n.nh\n') == text.count('\n.hy\n') == 1
    assert text.index('.nh') < text.index('.TS') < text.index('.TE') < text.index('.hy')


WIDE = """\
T
=

.. config:setting:: web-port
   :displayname: Port of the web server
   :configjson: .ServiceSettings.ListenPort
   :environment: APP_SERVICESETTINGS_LISTENPORT
   :default: 8065

.. config:listing::
   :fields: displayname, {fields}
   :caption: All of them
"""


@pytest.mark.parametrize(('fields', 'is_table'), [('default', True), ('configjson, environment, default', False)])
def test_tables_that_are_wider_than_a_man_page_are_lists(built, fields, is_table):
    site = built({'index.rst': WIDE.format(fields=fields)}, builder='man')
    page = site.output('test.1').partition('All of them')[2]
    assert ('.TS' in page) is is_table
    line = '.ad l\nPort of the web server: \\fBconfig.json\\fP setting \\fB\\&.ServiceSettings.ListenPort\\fP; '
    assert (line in page) is not is_table
