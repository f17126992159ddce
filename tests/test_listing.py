"""Listings, settings shown again, and counts: what they show, where, and what they warn of."""

from __future__ import annotations

import json
import re

import pytest
from docutils import nodes
from project import build

from sphinx_configsetting.rendering.words import filter_words

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


def made(folder, page, builder='html', settings=SETTINGS, **options):
    """Build a page beside that of the settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'picture.png').write_bytes(b'\x89PNG')
    return build(folder, {'index.rst': TOP + page, 'a.rst': settings, **options.pop('files', {})}, builder, **options)


def told(built):
    """The warnings but those of references in the settings."""
    return [w for w in built.warnings if not w.startswith('a.rst')]


def text_of(cell):
    """The text of a cell without what lets it be broken."""
    return re.sub(r'</?span[^>]*>|<wbr/>|\\allowbreak\{\}', '', cell.astext())


def rows(table):
    return [[text_of(cell) for cell in row] for row in table.findall(nodes.row)]


def only(document, kind):
    (found,) = document.findall(kind)
    return found


def test_table(tmp_path):
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
    built = made(tmp_path, page)
    assert not told(built)
    document = built.doctree()
    table = only(document, nodes.table)
    assert rows(table) == [
        ['The name', 'Variable Settings', 'Type', 'See also', 'Description', 'Page'],
        ['Level (Log)', 'APP_LOG_LEVEL', 'string', '', 'What is written to the log; see Top, Heading and port.', 'Settings'],
    ]
    assert (table['ids'], table['names']) == (['the-list'], ['the-list'])
    assert table['classes'] == ['configsetting-listing', 'mine', 'colwidths-auto']
    assert only(table, nodes.title).astext() == 'All of it'
    assert 'Not shown' not in document.astext()
    head = [entry['classes'] for entry in only(table, nodes.thead).findall(nodes.entry)]
    names = ['displayname', 'environment', 'type', 'seealso', 'description', 'page']
    assert head == [[f'configsetting-field-{name}'] for name in names]
    cells = only(table, nodes.tbody)[0]
    assert [cell['classes'] for cell in cells] == head
    links = [reference['refuri'] for reference in cells.findall(nodes.reference)]
    assert links == ['a.html#level', '', 'a.html#here', 'a.html#port', 'a.html']
    assert only(document[0][-1], nodes.reference).astext() == 'All of it'


def test_shown_as_its_table_shows_it(tmp_path):
    page = '.. config:listing::\n   :fields: id, systemconsole, environment, restart, default, seealso\n   :sort: -default\n'
    table = only(made(tmp_path, page).doctree(), nodes.table)
    assert rows(table)[1:] == [
        ['level', 'Environment > Logging', 'APP_LOG_LEVEL', 'Yes', 'info', ''],
        ['port', 'Web', 'APP_WEB_PORT_WITH_A_VERY_LONG_NAME', '', '8065', ''],
        ['file', 'Environment > Logging', 'N/A', 'No', '', 'Level (Log), nonsense'],
    ]
    cells = only(table, nodes.tbody)[2]
    assert [type(cell[0][0]) for cell in cells if cell.children] == [
        nodes.reference, nodes.strong, nodes.Text, nodes.Text, nodes.reference,
    ]


def test_usual_columns(tmp_path):
    assert rows(only(made(tmp_path, '.. config:listing::\n').doctree(), nodes.table))[:2] == [
        ['Display name', 'Description'],
        ['Level (Log)', 'What is written to the log; see Top, Heading and port.'],
    ]


def test_display_name_as_typed(tmp_path):
    html = made(tmp_path, '.. config:listing::\n').output('index.html')
    assert 'File &quot;of&quot; the log' in html


@pytest.mark.parametrize(('builder', 'whole'), [('html', False), ('text', True), ('latex', True), ('epub', False)])
def test_cut(tmp_path, builder, whole):
    page = '.. config:listing::\n   :where: id = port or id = level\n   :fields: id, environment 14, description 20, type 20\n'
    built = made(tmp_path, page, builder, conf={'version': '1', 'copyright': 'x'})
    table = only(built.doctree(), nodes.table)
    shown = ['level', 'APP_LOG_LEVEL', 'What is written to…', 'string']
    full = 'What is written to the log; see Top, Heading and port.'
    assert rows(table)[1] == ([*shown[:2], full, 'string'] if whole else shown)
    assert rows(table)[2][1] == ('APP_WEB_PORT_WITH_A_VERY_LONG_NAME' if whole else 'APP_WEB_PORT_…')
    if not whole:
        titles = [r.get('reftitle') for r in table.findall(nodes.reference)]
        assert titles == [None, full, None, 'APP_WEB_PORT_WITH_A_VERY_LONG_NAME']


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
def test_groups(tmp_path, group, wanted):
    page = f'.. config:listing::\n   :group: {group}\n   :fields: id, type\n'
    table = only(made(tmp_path, page).doctree(), nodes.table)
    found = [row for row in table.findall(nodes.row) if 'configsetting-group' in row['classes']]
    assert [row.astext() for row in found] == wanted
    assert [cell['morecols'] for row in found for cell in row] == [1] * len(wanted)


def test_group_of_one_column_and_where_no_cell_spans(tmp_path):
    page = '.. config:listing::\n   :group: systemconsole\n   :fields: {}\n'
    table = only(made(tmp_path / 'a', page.format('id')).doctree(), nodes.table)
    assert rows(table)[1] == ['Environment > Logging']
    table = only(made(tmp_path / 'b', page.format('id, type'), 'man').doctree(), nodes.table)
    assert rows(table)[1] == ['Environment > Logging', '']


def outline(bullets):
    return [
        (item[0].astext(), *(outline(inner) for inner in item[1:]))
        for item in bullets
    ]


def test_list(tmp_path):
    page = (
        '.. config:listing::\n   :display: list\n   :fields: displayname, type, default "is", description\n'
        '   :where: id != file\n   :caption: A *caption*\n   :name: nn\n   :class: mine\n'
    )
    document = made(tmp_path, page).doctree()
    bullets = list(document.findall(nodes.bullet_list))[-1]
    assert bullets['classes'] == ['configsetting-listing', 'mine']
    assert outline(bullets) == [
        ('Level (Log): Type string; is info; What is written to the log; see Top, Heading and port.',),
        ('port: Type integer; is 8065',),
    ]
    rubric = only(document, nodes.rubric)
    assert (rubric.astext(), rubric['ids']) == ('A caption', ['nn'])
    grouped = page.replace(':caption: A *caption*', ':group: systemconsole').replace(', type, default "is", description', '')
    document = made(tmp_path, grouped).doctree()
    listed = [b for b in document.findall(nodes.bullet_list) if 'configsetting-listing' in b['classes']]
    assert outline(listed[0]) == [
        ('Environment > Logging', [('Level (Log)',)]), ('Web', [('port',)]),
    ]
    assert only(document, nodes.target)['ids'] == ['nn']


@pytest.mark.parametrize(
    ('group', 'wanted'),
    [
        ('', [('Environment', [('Logging', [('level',), ('file',)])]), ('Web', [('port',)])]),
        (':group: configjson', [('LogSettings', [('level',)]), ('Web', [('port',)]), ('Other', [('file',)])]),
        (':group: page', [('Settings', [('level',), ('file',), ('port',)])]),
    ],
)
def test_tree(tmp_path, group, wanted):
    page = f'.. config:listing::\n   :display: tree\n   :fields: id\n   {group}\n'
    document = made(tmp_path, page).doctree()
    trees = [b for b in document.findall(nodes.bullet_list) if 'configsetting-listing' in b['classes']]
    assert outline(trees[0]) == wanted


@pytest.mark.parametrize(
    ('fields', 'wanted'),
    [({'systemconsole': None}, 'LogSettings'), ({'systemconsole': None, 'configjson': None}, 'Settings')],
)
def test_tree_where_no_menu_is_declared(tmp_path, fields, wanted):
    page = '.. config:listing::\n   :display: tree\n   :fields: id\n   :limit: 1\n'
    settings = '\n'.join(line for line in SETTINGS.splitlines() if not any(f':{name}:' in line for name in fields))
    built = made(tmp_path, page, settings=settings, conf={'configsetting_fields': fields})
    assert not told(built)
    trees = [b for b in built.doctree().findall(nodes.bullet_list) if 'configsetting-listing' in b['classes']]
    assert outline(trees[0]) == [(wanted, [('level',)])]


def test_body_where_nothing_is_found(tmp_path):
    page = '.. config:listing::\n   :where: id = none\n   :caption: C\n   :name: nn\n\n   Nothing *there*.\n\nSee :ref:`nn`.\n'
    built = made(tmp_path, page)
    assert not told(built)
    document = built.doctree()
    assert not list(document.findall(nodes.table))
    assert only(document, nodes.emphasis).astext() == 'there'
    assert document.ids.get('nn') is not None
    assert 'id="nn"' in built.output('index.html')


@pytest.mark.parametrize(
    ('settings', 'problem'),
    [
        (SETTINGS, "index.rst:8: WARNING: no setting answers to 'id = none'; correct the query, or write as the body"),
        ('A\n=\n', 'index.rst:8: WARNING: there is no setting yet that could be listed; state one, or write a body'),
    ],
)
def test_nothing_is_found_and_nothing_said(tmp_path, settings, problem):
    built = made(tmp_path, '.. config:listing::\n   :where: id = none\n\nAfter.\n', settings=settings)
    (warning,) = told(built)
    assert warning.startswith(problem)
    assert warning.endswith('[configsetting.listing]')
    assert built.doctree()[0][-1].astext() == 'After.'


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
        (':filter:\n   :group: type', 10, "'group': a filtered listing has no groups; remove one of both", 'listing', 3),
        (':filter:\n   :display: list', 9, "'filter': only tables can be filtered", 'listing', 0),
        (':filter:\n   :display: lsit', 10, "'display': 'lsit' is not one of table, list, tree", 'listing', 3),
        (':were: id', 9, "there is no option 'were'; did you mean 'where'?", 'option', 3),
        (':zzzzz: id', 9, "there is no option 'zzzzz'; see the options of listings", 'option', 3),
        (':limit: 3\n   :limit: 4', 10, "the option 'limit' is given twice", 'option', 3),
        (':template: none', 8, "there is no template 'configsetting/none.rst.jinja' on the templates_path", 'template', 3),
    ],
)
def test_mistake(tmp_path, options, line, problem, subtype, shown):
    built = made(tmp_path, f'.. config:listing::\n   {options}\n\nAfter.\n')
    (warning,) = told(built)
    assert warning.startswith(f'index.rst:{line}: WARNING: ')
    assert problem in warning
    assert warning.endswith(f'[configsetting.{subtype}]')
    document = built.doctree()
    assert document[0][-1].astext() == 'After.'
    tables = list(document.findall(nodes.table))
    assert (len(rows(tables[0])) - 1 if tables else 0) == shown


def test_argument_of_a_listing(tmp_path):
    (warning,) = told(made(tmp_path, '.. config:listing:: Title\n'))
    assert warning.startswith("index.rst:8: WARNING: a listing takes no argument, but 'Title' is given")


def test_limit(tmp_path):
    page = '.. config:listing::\n   :limit: 2\n   :fields: id\n'
    assert rows(only(made(tmp_path, page).doctree(), nodes.table))[1:] == [['level'], ['file']]


def test_linked_column(tmp_path):
    page = ''.join(f'.. config:listing::\n   :limit: 1\n   :fields: {fields}\n\n' for fields in (
        'type, id', 'type, default', 'description, page, type', 'description', 'page',
    ))
    tables = list(made(tmp_path, page).doctree().findall(nodes.table))
    links = [[r.astext() for r in t.findall(nodes.reference)] for t in tables]
    assert links == [['level'], ['string'], ['Top', 'Heading', 'port', 'Settings', 'string'], ['Top', 'Heading', 'port'], ['Settings']]


@pytest.mark.parametrize('name', ['level', 'APP_LOG_LEVEL', 'Level (Log)', '.LogSettings.Level'])
def test_full(tmp_path, name):
    built = made(tmp_path, f'.. config:show:: {name}\n   :class: mine\n   :name: nn\n\nSee :ref:`it <nn>`.\n', conf={'numfig': True})
    assert not told(built)
    document = built.doctree()
    shown = next(c for c in document.findall(nodes.container) if 'configsetting-again' in c['classes'])
    assert (shown['ids'], shown['classes']) == (['nn'], ['mine', 'configsetting-again'])
    assert only(shown[0], nodes.reference)['refuri'] == 'a.html#level'
    assert shown[0].astext() == 'Level (Log)'
    table = only(shown, nodes.table)
    assert 'mine' in table['classes']
    text = table.astext()
    for part in ('What is written to the log', 'The body, with a note 1', 'A caption.', 'Type: string'):
        assert part in text
    assert not list(shown.findall(nodes.footnote_reference))
    assert not [e for e in shown.findall(nodes.Element) if 'level' in e.get('ids', ())]
    assert built.output('index.html').count('id="level"') == 0


def test_row_and_sentence(tmp_path):
    page = '.. config:show:: port\n   :display: row\n   :fields: id, type "T"\n\n.. config:show:: level\n   :display: sentence\n'
    document = made(tmp_path, page).doctree()
    assert rows(only(document, nodes.table)) == [['Setting', 'T'], ['port', 'integer']]
    assert document[0][-1].astext() == 'Level (Log): What is written to the log; see Top, Heading and port.'


def test_show_on_its_own_page(tmp_path):
    page = SETTINGS + '\n.. config:show:: port\n   :display: sentence\n   :fields: displayname, type\n'
    document = made(tmp_path, '', settings=page).doctree('a')
    paragraph = document[0][-1][-1]
    assert paragraph.astext() == 'port: Type integer'
    assert only(paragraph, nodes.reference)['refid'] == 'port'


def test_show_of_nothing(tmp_path):
    page = '.. config:show:: portt\n\n.. config:show::\n\n.. config:show:: gone\n\n   There is *none*.\n'
    built = made(tmp_path, page)
    assert told(built) == [
        'index.rst:10: WARNING: the name of a setting is missing; write it as the argument of the directive [configsetting.listing]',
        "index.rst:8: WARNING: no setting is known as 'portt'; did you mean 'port' or 'Web.Port'? [configsetting.reference]",
    ]
    text = built.doctree().astext()
    assert 'portt' in text
    assert 'There is none.' in text


@pytest.mark.parametrize(('options', 'problem'), [
    (':display: table', "'table' is not one of full, row, sentence"),
    (':where: id', "there is no option 'where'; "),
    (':display: row\n   :template: facts', "'template': only the display \"full\" has one"),
])
def test_mistakes_of_show(tmp_path, options, problem):
    (warning,) = told(made(tmp_path, f'.. config:show:: port\n   {options}\n'))
    assert problem in warning


def test_setting_that_states_nothing(tmp_path):
    built = made(tmp_path, '.. config:show:: empty\n', settings='A\n=\n\n.. config:setting:: empty\n')
    assert [w[-21:] for w in built.warnings] == ['[configsetting.empty]']
    assert built.doctree()[0][-1].astext() == 'empty'


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


def test_setting_within_itself(tmp_path):
    built = made(tmp_path, '.. config:show:: one\n', settings=WITHIN.format(first='one'))
    (warning,) = built.warnings
    assert warning.startswith("a.rst:9: WARNING: the setting 'one' is shown in its own body; only its name is")
    assert built.doctree().astext().count('Body of one.') == 1
    assert built.doctree('a').astext().count('Body of one.') == 2


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
def test_a_setting_within_another_is_shown_with_it(tmp_path, builder):
    built = made(tmp_path, '.. config:show:: outer\n', builder, settings=NESTED)
    assert not built.warnings
    for page in ('index', 'a'):
        text = built.doctree(page).astext()
        assert text.count('Body of inner.') == 1
        assert text.count('Default: 2') == 1
        assert 'INNER' in text


def test_settings_that_all_show_each_other(tmp_path):
    shows = ''.join(f'   .. config:show:: s{n}\n\n' for n in range(7))
    settings = ''.join(f'.. config:setting:: s{n}\n   :default: 1\n\n   Body.\n\n{shows}' for n in range(7))
    built = made(tmp_path, '.. config:show:: s0\n', settings=f'A\n=\n\n{settings}')
    assert len(told(built)) == 0
    assert built.doctree().astext().count('Body.') == 1 + 6
    assert built.doctree('a').astext().count('Body.') == 7 * (1 + 6 + 6 * 5)


@pytest.mark.parametrize('builder', ['html', 'latex', 'text', 'man', 'singlehtml', 'texinfo', 'xml', 'dirhtml', 'epub'])
def test_settings_within_each_other(tmp_path, builder):
    conf = {'version': '1', 'copyright': 'x'}
    built = made(tmp_path, '.. config:show:: one\n', builder, settings=WITHIN.format(first='two'), conf=conf)
    assert not built.warnings
    text = built.doctree().astext()
    assert text.count('Body of one.') == 1
    assert text.count('Body of two, one of 2.') == 1
    html = built.doctree('a').astext()
    assert html.count('Body of two, one of 2.') == 2


def test_count(tmp_path):
    page = '.. |n| replace:: :config:count:`restart`\n\n**x** :config:count:`all` and |n| of :config:count:`id = x`, :config:count:`bogus`\n'
    built = made(tmp_path, page)
    assert built.doctree()[0][-1].astext() == 'x 3 and 1 of 0, bogus'
    (warning,) = told(built)
    assert warning == (
        "index.rst:10: WARNING: the query 'bogus', column 1: 'bogus' is not a field; the fields are displayname, "
        'systemconsole, configjson, environment, type, default, choices, required, example, availability, restart, since, '
        'deprecated, replacedby, formerly, seealso, description, id, page; nothing is counted [configsetting.query]'
    )


def data_of(container):
    text = next(raw for raw in container.findall(nodes.raw)).astext()
    return json.loads(re.fullmatch('<script type="application/json" class="configsetting-data">(.*)</script>', text)[1])


def test_filter(tmp_path):
    page = '.. config:listing::\n   :filter:\n   :fields: displayname, environment 10, restart, type\n   :caption: C\n   :name: nn\n'
    built = made(tmp_path, page)
    assert not told(built)
    document = built.doctree()
    container = next(c for c in document.findall(nodes.container) if 'configsetting-filter' in c['classes'])
    data = data_of(container)
    assert data.pop('strings').keys() == filter_words().keys()
    assert data == {
        'copy': ['environment'],
        'facets': ['restart', 'type'],
        'columns': ['displayname', 'environment', 'restart', 'type'],
        'names': [['level', '.LogSettings.Level', 'APP_LOG_LEVEL'], ['file'], ['.Web.Port', 'APP_WEB_PORT_WITH_A_VERY_LONG_NAME']],
    }
    table = only(container, nodes.table)
    assert (table['ids'], only(table, nodes.title).astext()) == (['nn'], 'C')
    assert [entry['classes'][1:] for entry in only(table, nodes.thead)[0]] == [[], [], ['configsetting-facet'], ['configsetting-facet']]
    script = '_static/configsetting-filter.js'
    assert script in built.output('index.html')
    assert script not in built.output('a.html')


def test_facets_that_a_page_chooses(tmp_path):
    built = made(tmp_path, '.. config:listing::\n   :filter: default, id\n   :fields: displayname, default\n')
    container = next(c for c in built.doctree().findall(nodes.container) if 'configsetting-filter' in c['classes'])
    assert data_of(container)['facets'] == ['default', 'id']
    assert data_of(container)['columns'] == ['displayname', 'default', 'id']


@pytest.mark.parametrize('builder', ['latex', 'text', 'man', 'epub', 'xml'])
def test_filter_where_no_script_runs(tmp_path, builder):
    built = made(tmp_path, '.. config:listing::\n   :filter:\n', builder, conf={'version': '1', 'copyright': 'x'})
    document = built.doctree()
    assert not list(document.findall(nodes.raw))
    assert len(rows(only(document, nodes.table))) == 4


MANY = 'A\n=\n\n' + ''.join(
    f'.. config:setting:: s{n}\n   :displayname: Name {n}\n   :default: {n} </script><!--\n\nX.\n\n' for n in range(1203)
)


def test_many_rows(tmp_path):
    built = made(tmp_path, '.. config:listing::\n   :filter: default\n   :fields: displayname "T"\n', settings=MANY)
    assert not told(built)
    container = next(c for c in built.doctree().findall(nodes.container) if 'configsetting-filter' in c['classes'])
    kinds = [child.astext()[:11] if isinstance(child, nodes.raw) else len(rows(child)) for child in container]
    assert kinds == ['<script typ', 501, '<noscript>', 501, 204, '</noscript>']
    heads = [rows(table)[0] for table in container.findall(nodes.table)]
    assert heads == [['T', 'Default']] * 3
    assert len(data_of(container)['names']) == 1203


def test_json_cannot_end_its_script(tmp_path):
    settings = SETTINGS.replace(':environment: APP_LOG_LEVEL', ':environment: APP</script><!--&')
    built = made(tmp_path, '.. config:listing::\n   :filter:\n', settings=settings)
    container = next(c for c in built.doctree().findall(nodes.container) if 'configsetting-filter' in c['classes'])
    raw = next(iter(container.findall(nodes.raw))).astext()
    assert raw.count('<') == 2
    assert 'APP</script><!--&' in data_of(container)['names'][0]


@pytest.mark.parametrize('format_of', ['latex', 'text', 'man'])
def test_listing_in_a_table_is_a_list(tmp_path, format_of):
    page = '.. list-table::\n\n   * - .. config:listing::\n          :fields: id\n     - .. config:show:: level\n'
    built = made(tmp_path, page, format_of)
    assert not told(built)
    table = only(built.doctree(), nodes.table)
    assert outline(next(iter(table.findall(nodes.bullet_list)))) == [('level',), ('file',), ('port',)]
    assert 'What is written' in table.astext()


def test_long_table_goes_over_pages(tmp_path):
    built = made(tmp_path, '.. config:listing::\n   :fields: id, default\n', 'latex', settings=MANY)
    tex = next(built.app.outdir.glob('*.tex')).read_text()
    assert tex.count(r'\begin{longtable}') == 1
    assert r'\begin{longtable}{\X' in tex


def test_templates(tmp_path):
    page = (
        '.. config:listing::\n   :template: listing\n   :group: systemconsole\n   :fields: displayname, type "T", description\n'
        '   :caption: Cap\n   :class: mine\n\n'
        '.. config:listing::\n   :template: own\n   :fields: id, environment, description\n\n'
        '.. config:show:: level\n   :template: compact\n'
    )
    own = (
        '.. _home: https://example.org\n\n{% for setting in listing.groups[0].settings %}\n'
        '- {{ setting.id }} {{ setting.title }} {{ setting["id"].text }} {{ setting.get("type", "no *type*") }} '
        '{{ setting.get("environment").slot }} {{ setting.get("environment").name }} home_ |version| |other| gone_ [1]_\n'
        '{% endfor %}\n'
    )
    files = {'_t/configsetting/own.rst.jinja': own}
    built = made(tmp_path, page, files=files, conf={'templates_path': ['_t'], 'version': '7'})
    assert not told(built)
    document = built.doctree()
    first, second = document.findall(nodes.definition_list)
    html = built.output('index.html')  # when a build is over, Sphinx's own directives are gone
    assert re.search('<dl class="[^"]*configsetting-listing mine', html)
    assert [term.astext() for term in first.findall(nodes.term)] == ['Level (Log)', 'File "of" the log']
    assert first[0][1].astext() == 'T: string · Description: What is written to the log; see Top, Heading and port.'
    assert second.astext() == 'port\n\nT: integer'
    bullets = list(document.findall(nodes.bullet_list))[-1]
    assert bullets[0].astext() == 'level Level (Log) level no *type* APP_LOG_LEVEL environment home 7 |other| gone [1]'
    assert [r['refuri'] for r in bullets[0].findall(nodes.reference)] == ['https://example.org']
    line = re.search('<p class="configsetting configsetting-compact">(.*?)</p>', html, re.DOTALL)[1]
    assert line.startswith('System Config path: <strong>Environment &gt; Logging</strong> · ')


@pytest.mark.parametrize(('text', 'problem', 'place'), [
    ('{% if %}', "Expected an expression, got 'end of statement block'", '_t/configsetting/own.rst.jinja:1'),
    ('{{ listing.groups[0].settings[0].link|upper }}', 'cannot be filled; slots take no filters', 'index.rst:8'),
    ('{{ listing.nothing }}', "has no attribute 'nothing'", '_t/configsetting/own.rst.jinja:1'),
])
def test_template_that_fails(tmp_path, text, problem, place):
    files = {'_t/configsetting/own.rst.jinja': text}
    page = '.. config:listing::\n   :template: own\n   :fields: id\n\n.. config:show:: level\n   :template: own\n'
    built = made(tmp_path, page, files=files, conf={'templates_path': ['_t']})
    listed, shown = told(built)
    assert problem in listed
    assert listed.startswith(f'{place}: WARNING: ')
    assert 'the listing is shown without it [configsetting.template]' in listed
    assert "the setting 'level' is shown with the built-in template" in shown
    first, second = list(built.doctree().findall(nodes.table))
    assert rows(first)[1:] == [['level'], ['file'], ['port']]
    assert 'Type: string' in second.astext()


def test_template_that_changes(tmp_path):
    files = {'_t/configsetting/own.rst.jinja': 'Old\n'}
    page = '.. config:listing::\n   :template: own\n\n.. config:show:: level\n   :template: own\n'
    conf = {'templates_path': ['_t']}
    made(tmp_path, page, files=files, conf=conf)
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


def test_markdown(tmp_path):
    pytest.importorskip('myst_parser')
    conf = {'extensions': ['sphinx_configsetting', 'myst_parser']}
    (tmp_path / 'picture.png').write_bytes(b'')
    built = build(tmp_path, {'index.md': MARKDOWN, 'a.rst': SETTINGS}, conf=conf)
    document = built.doctree()
    table = only(document, nodes.table)
    assert rows(table) == [['The id', 'Type'], ['level', 'string']]
    assert only(table, nodes.title).astext() == 'A caption'
    text = document.astext()
    assert 'There are 1 and bogus.' in text
    assert 'port: Type integer' in text
    assert 'Nothing there.' in text
    places = [(w.split(':')[1], w.rpartition('[')[2]) for w in told(built)]
    assert sorted(places) == [('15', 'configsetting.query]'), ('24', 'configsetting.query]')]


def test_translators_get_titles_and_captions(tmp_path):
    page = (
        '.. config:listing::\n   :fields: id "The *id*", type\n   :caption: A *caption*\n\n   The body.\n\n'
        '.. config:show:: level\n\n:config:count:`all`\n'
    )
    built = made(tmp_path, page, 'gettext')
    messages = re.findall('msgid "(.+)"', built.output('index.pot'))
    assert messages == ['Top', 'A *caption*', 'The *id*', 'The body.', ':config:count:`all`']
    assert not told(built)


def test_number_of_a_listing(tmp_path):
    page = '.. config:listing::\n   :caption: Cap\n   :name: nn\n   :fields: id\n\nSee :numref:`nn` and :numref:`pp`.\n\n.. config:show:: port\n   :display: row\n   :name: pp\n'
    built = made(tmp_path, page, conf={'numfig': True})
    assert 'See Table 1 and ' in built.doctree().astext()


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


def test_listing_before_headings_and_in_included_files(tmp_path):
    page = '.. include:: part.txt\n\nHeading\n-------\n\nText.\n'
    part = '.. config:listing::\n   :where: nope\n\n.. config:listing::\n   :where: id = x\n'
    built = made(tmp_path, page, files={'part.txt': part}, conf={'exclude_patterns': ['part.txt']})
    assert [w.partition(': WARNING')[0] for w in told(built)] == ['part.txt:2', 'part.txt:4']


def test_resolved_pages_hold_standard_nodes_only(tmp_path):
    page = '.. config:listing::\n   :filter:\n   :fields: displayname 8, description\n\n.. config:show:: level\n\n:config:count:`all`\n'
    document = made(tmp_path, page).doctree()
    homes = {type(node).__module__ for node in document.findall()}
    assert homes == {'docutils.nodes', 'sphinx.addnodes'}  # the latter for the toctree
    extra = [name for node in document.findall(nodes.Element) for name in node.attributes if name.startswith('configsetting')]
    assert extra == []


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
def test_markup_of_another_folder(tmp_path, builder):
    rich = RICH if builder == 'html' else RICH.replace('.. image:: https', '.. https')  # which LaTeX fetches
    files = {'sub/a.rst': rich, 'sub/b.rst': 'Other\n=====\n', 'sub/f.txt': 'f'}
    page = '.. toctree::\n\n   sub/a\n   sub/b\n\n.. config:listing::\n   :where: id = rich\n\n.. config:show:: rich\n   :template: setting\n'
    built = made(tmp_path, page, builder, files=files, conf={'numfig': True})
    own = [w for w in built.warnings if not w.startswith(('a.rst', 'sub/a.rst'))]
    assert not own
    document = built.doctree()
    table = next(iter(document.findall(nodes.table)))
    whole = next(c for c in document.findall(nodes.container) if 'configsetting-again' in c['classes'])
    cell = only(table, nodes.tbody)[0][1]
    assert cell.astext().startswith('An entry, Rich, Top, f, pic, ')
    targets = [r.get('refuri') for r in cell.findall(nodes.reference)]
    assert len(targets) == 3
    uris = [image['uri'] for image in whole.findall(nodes.image)]
    assert [uri for uri in uris if 'picture' in uri] == ['picture.png', 'picture.*', 'picture.png']
    assert len(uris) == 5 - (builder != 'html')
    files = [node.get('filename', node.get('refuri')) for node in whole.findall(nodes.reference) if 'filename' in node]
    assert files == [name for name in files if name.endswith('f.txt')]
    if builder == 'html':
        html = built.output('index.html')
        assert html.count('src="_images/picture.png"') == 4
        assert re.search('href="_downloads/[0-9a-f]+/f.txt"', html)
        assert 'href="sub/b.html"' in html
        assert '<b>x</b>' in html


def test_name_and_class_of_a_sentence(tmp_path):
    page = '.. config:show:: port\n   :display: sentence\n   :name: nn\n   :class: mine\n\nSee :ref:`it <nn>`.\n'
    built = made(tmp_path, page)
    assert not told(built)
    assert built.doctree()[0][-2]['classes'] == ['mine']
    assert 'id="nn"' in built.output('index.html')


def test_json_holds_no_script(tmp_path):
    settings = 'A\n=\n\n.. config:setting:: one\n   :default: 1\n\n   Body.\n\n   .. config:listing::\n      :filter:\n'
    built = made(tmp_path, '', settings=settings)
    (entry,) = json.loads(built.output('settings.json'))['settings']
    assert '<table class="configsetting-listing' in entry['body']
    assert '<script' not in entry['body']
    assert 'configsetting-data' in built.output('a.html')
