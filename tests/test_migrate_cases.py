"""Single settings whose hand-written tables are migrated, and the messages of the command."""

from __future__ import annotations

import io
import shutil
import stat
import subprocess
import sys
from textwrap import dedent

import pytest
from drawing import grid, list_table
from project import build, run_command

HEAD = """\
.. config:setting:: port
   :configjson: .Web.Port
   :environment: APP_WEB_PORT
"""
FACTS = '- ``config.json`` setting: ``".Web.Port: 80”,``\n- Environment variable: ``APP_WEB_PORT``'


def page(*options, table=None, body='', before='', after=''):
    table = grid(('The port.', FACTS)) if table is None else table
    lines = [*(f'   {option}' for option in options), *(['', f'   {body}'] if body else [])]
    head = '\n'.join([HEAD.rstrip(), *lines])
    return '\n\n'.join(part for part in (head, 'Port\n----', before, table, after) if part) + '\n'


@pytest.fixture
def migrate(tmp_path, capsys):
    """Migrates a page; returns its directive, what stands after the heading, and the report."""

    def run(text):
        path = tmp_path / 'page.rst'
        path.write_text(f'Page\n====\n\n{text}', encoding='utf-8')
        code = run_command('migrate', '--write', path)
        new = path.read_text(encoding='utf-8').removeprefix('Page\n====\n\n')
        assert run_command('migrate', '--write', path) in {0, code}
        assert path.read_text(encoding='utf-8').removeprefix('Page\n====\n\n') == new
        directive, _, rest = new.partition('Port\n----\n')
        return directive.rstrip('\n'), rest

    return run


def added(directive):
    return dedent(directive.removeprefix(HEAD)).strip('\n')


ROWS = [
    # options that were there
    ([':description: Another port.'], ':description: Another port.\n:default: 80\n\nThe port.'),
    ([], ':default: 80\n\nThe port.'),
    ([':default: 80'], ':default: 80\n\nThe port.'),
    ([':default:'], ':default: 80\n\nThe port.'),
    ([':default (Windows): 80'], ':default (Windows): 80\n:default: 80\n\nThe port.'),
    ([':default (Windows):'], ':default (Windows):\n:default: 80\n\nThe port.'),
    ([':default (Windows): 90', ':default:'], ':default (Windows): 90\n:default: 80\n\nThe port.'),
    ([':default: "80"'], ':default: "80"\n\nThe port.'),
    ([':description: The port.'], ':description: The port.\n:default: 80'),
    ([':description: The'], ':description: The\n:default: 80\n\nThe port.'),
]


INPUT = grid(("This feature's ``config.json`` setting is ``\"Port\": 80`` with numerical input.",))


def test_a_type_that_agrees(migrate):
    assert added(migrate(page(':type: int', table=INPUT))[0]) == ':type: int\n:default: 80'


@pytest.mark.parametrize(('options', 'expected'), ROWS)
def test_options(migrate, options, expected):
    directive, rest = migrate(page(*options))
    assert added(directive) == expected
    assert rest == ''


@pytest.mark.parametrize(
    ('table', 'expected'),
    [
        # values of which an option would have a part
        (grid(('Default', '``a`` or ``b``'), ('Type', 'an `int <https://a.example>`_')), '- Default: ``a`` or ``b``\n- Type: an `int <https://a.example>`_'),
        (grid(('Default', '``a``'), ('Since', '2.0')), ':default: a\n:since: 2.0'),
        (grid(('Default', '``root`` (on Linux only)'), ('Env var', '``APP_WEB_PORT``')), '- Default: ``root`` (on Linux only)'),
        (grid(('Default', '``a.example`` | none'), ('Env var', '``APP_WEB_PORT``')), '- Default: ``a.example`` | none'),
        (grid(('The port. Default: ``80`` if nothing else has it.', '- Env var: ``APP_WEB_PORT``')), 'The port. Default: ``80`` if nothing else has it.'),
        # values of which the text says more
        (grid(('Default', 'Off (0)'),), '- Default: Off (0)'),
        (grid(('Default', '``5`` since 2.0'),), '- Default: ``5`` since 2.0'),
        (grid(('The port.', '- Default: 3\n\n  More of it.')), 'The port.\n\n- Default: 3\n\n  More of it.'),
        (grid(('The port.', '- Default: 3. More of it.')), 'The port.\n\n- Default: 3. More of it.'),
        (grid(('The port. By default so. Default is **3**. More of it.',)), 'The port. By default so. Default is **3**. More of it.'),
        (grid(("This feature's ``config.json`` setting is ``\"Port\": 80`` with options ``4`` and ``5`` until v6.",)), "This feature's ``config.json`` setting is ``\"Port\": 80`` with options ``4`` and ``5`` until v6."),
        # cells without a value
        (list_table(('Env var', '``APP_WEB_PORT``'), ('Default', ''), ('Type', '\\-'), ('Unit', '')), 'Unit'),
        (grid(('Env var', '``APP_WEB_PORT``'), ('Default', '\u2014'), ('System Config path', '-')), ':systemconsole: N/A'),
        # shapes of tables
        (list_table(('The port.', FACTS)), ':default: 80\n\nThe port.'),
        (list_table(('The port.', FACTS), options=':widths: 1 2'), ':default: 80\n\nThe port.'),
        (grid(('The port.', FACTS), ('See more.',)), ':default: 80\n\nThe port.\n\nSee more.'),
        (grid(('The port.', FACTS), ('See more.', '')), ':default: 80\n\nThe port.\n\nSee more.'),
        (grid((f'The port.\n\n{FACTS}',)), ':default: 80\n\nThe port.'),
        (grid(('Environment variable', '``APP_WEB_PORT``'), ('Default', '80'), ('Unit', 'none')), ':default: 80\n\n- Unit: none'),
        (list_table(('Description', 'The port.\n\n- a'), ('Env var:', '``APP_WEB_PORT``'), ('Empty', '')), 'The port.\n\n- a\n\nEmpty'),
        (grid(("This feature's ``config.json`` setting is ``\"Port\": 80`` with numerical input.",)), ':type: numerical input\n:default: 80'),
        (grid(("This feature's ``config.json`` setting is ``\"Port\": 80`` with 24-hour timestamp input in the form ``\"HH:MM\"``.",)), ':type: 24-hour timestamp input in the form "HH:MM"\n:default: 80'),
        (grid(('The port.', '- Env var: ``APP_WEB_PORT``. Change it.\n- Default: ``80``. Or so.')), 'The port.\n\n- Env var: ``APP_WEB_PORT``. Change it.\n- Default: ``80``. Or so.'),
        # facts that the directive lacks
        (grid(('The port.', f'- System Config path: **A > B**\n{FACTS}\n- Available in: Pro')), ':systemconsole: A > B\n:default: 80\n:availability: Pro\n\nThe port.'),
        (grid(('The port.', f'- System Config path: N/A\n{FACTS}')), ':systemconsole: N/A\n:default: 80\n\nThe port.'),
        (grid(('The port.', f'{FACTS}\n- Requires restart: yes\n- Requires restart: maybe')), ':default: 80\n:restart: yes\n\nThe port.\n\n- Requires restart: maybe'),
        (grid(('Environment variable', '``APP_WEB_PORT``'), ('Options', '- ``1``: one\n- ``2``: two'), ('Unit', '.. note:: None.')), '- Options:\n\n  - ``1``: one\n  - ``2``: two\n- Unit:\n\n  .. note:: None.'),
        # what no field has
        (grid(('The port.', f'{FACTS}\n- Unit: none')), ':default: 80\n\nThe port.\n\n- Unit: none'),
        (grid(('The port.', f'{FACTS}\n- See also: :ref:`other`')), ':default: 80\n\nThe port.\n\n- See also: :ref:`other`'),
        (grid(('The port.', '- Environment variable: ``APP_WEB_PORT`` (or not)')), 'The port.\n\n- Environment variable: ``APP_WEB_PORT`` (or not)'),
        (grid(('The port.', '- ``config.json`` setting: ``Port`` as ``x y``')), 'The port.\n\n- ``config.json`` setting: ``Port`` as ``x y``'),
        # values
        (grid(('``tcp``: this.\n\nThe port.', FACTS)), ':default: 80\n\n``tcp``: this.\n\nThe port.'),
        (grid(('- **80**: This one.\n- **443**: That one.', FACTS)), ':default: 80\n:choices: 80, 443\n\n- **80**: This one.\n- **443**: That one.'),
        (grid(('- **on**: **(Default)** This.\n- **off**: That.', '- Env var: ``APP_WEB_PORT``')), ':default: on\n:choices: on, off\n\n- **on**: **(Default)** This.\n- **off**: That.'),
        (grid(('- **Note**: This one.\n- **Hint**: That one.', FACTS)), ':default: 80\n\n- **Note**: This one.\n- **Hint**: That one.'),
        (grid(('- **80**: This one.\n- else: That one.', FACTS)), ':default: 80\n\n- **80**: This one.\n- else: That one.'),
        # numbered lists
        (grid(('1. One.\n\n2. Two.', FACTS)), ':default: 80\n\n1. One.\n\n2. Two.'),
        # lists that explain no values
        (grid(('- - One.\n- Two.', FACTS)), ':default: 80\n\n- - One.\n- Two.'),
        (grid(('So. Default is **80 or so**.', '- Env var: ``APP_WEB_PORT``')), 'So. Default is **80 or so**.'),
        # odd statements
        (grid(('This feature\'s ``config.json`` setting is ``"Port": 80`` with options ``"1``, and ``2``.',)), ':default: 80\n:choices: 1, 2'),
        (grid(('A.', f'{FACTS}\n- Options: ``a``\n- Type: two words')), ':default: 80\n:choices: a\n\nA.\n\n- Type: two words'),
        (grid(('A.', '- Env var: ``APP_WEB_PORT``\n- ``config.json`` setting: Web.Port')), 'A.'),
        (grid(('A.', '- ``config.json`` setting: ``Web`` > ``Port: 80``')), ':default: 80\n\nA.'),
        (grid(('A.', '- Env var: ``APP_WEB_PORT``\n- ``config.json`` setting: as you like')), 'A.\n\n- ``config.json`` setting: as you like'),
        # notes on availability
        (grid(('*Available in Pro*\n\nThe port.', FACTS)), ':default: 80\n:availability: Available in Pro\n\nThe port.'),
    ],
)
def test_tables(migrate, table, expected):
    directive, rest = migrate(page(table=table))
    assert added(directive) == expected
    assert rest == ''


LINES = FACTS.replace('- ', '')


@pytest.mark.parametrize(
    ('text', 'facts', 'expected'),
    [
        ('The port.', LINES, ':default: 80\n\nThe port.'),
        ('The port.', f'{LINES}. Type: ``int``', ':type: int\n:default: 80\n\nThe port.'),
        ('The port.', LINES.replace('\n', '\n\n'), ':default: 80\n\nThe port.'),
        ('The port.\nThis setting is used\nfirst.', FACTS, ':default: 80\n\nThe port.\nThis setting is used\nfirst.'),
        ('The port. See\nDefault: 80.', FACTS, ':default: 80\n\nThe port. See\nDefault: 80.'),
        ('The port.\nType: int, but not always', FACTS, ':default: 80\n\nThe port.\nType: int, but not always'),
        ('* The port\n    of it.\n* Type: int, but not\n  always.', FACTS, ':default: 80\n\n* The port\n    of it.\n* Type: int, but not\n  always.'),
        ('The port.', f'{FACTS}\n- Default: https://e.example/'.replace(': 80”,', ''), ':default: https://e.example/\n\nThe port.'),
    ],
)
def test_facts_in_blocks_and_sentences(migrate, text, facts, expected):
    directive, rest = migrate(page(table=grid((text, facts))))
    assert added(directive) == expected
    assert rest == ''


RAW = '.. raw:: html\n\n  <p class="note"><strong>Available in Pro &amp; Max</strong></p>'


@pytest.mark.parametrize(
    ('options', 'before', 'expected', 'left'),
    [
        ([], RAW, ':availability: Available in Pro & Max', ''),
        ([], '**Available in Pro**', ':availability: Available in Pro', ''),
        ([':availability: Pro'], '*Available in Pro*', ':availability: Pro', ''),
        ([':availability: Max'], '*Available in Pro*', ':availability: Max', '*Available in Pro*\n\nThe port.'),
        ([], RAW.replace('&amp;', '<a href="x">and</a>'), '', RAW.replace('&amp;', '<a href="x">and</a>') + '\n'),
        ([], '*Available in Pro*\n\n*Available in Max*', '', '*Available in Pro*\n\n*Available in Max*\n\nThe port.'),
        ([], '*Not so*', '', '*Not so*\n\nThe port.'),
        ([], '.. comment', '', '.. comment\n'),
    ],
)
def test_availability(migrate, options, before, expected, left):
    directive, rest = migrate(page(*options, before=before))
    assert expected in directive
    assert directive.count(':availability:') == ('availability' in expected)
    assert rest.strip('\n') == left.strip('\n')


def test_availability_without_a_table(migrate):
    directive, rest = migrate(page(table='', before=RAW, after='More.'))
    assert added(directive) == ':availability: Available in Pro & Max'
    assert rest == '\nMore.\n'
    named = page(table='', before=RAW, after='Set ``APP_WEB_PORT``.')
    assert migrate(named)[1] == '\nSet ``APP_WEB_PORT``.\n'
    stated = page(table='', before=RAW, after='Env var: ``APP_WEB_PORT``.')
    assert migrate(stated) == tuple(part.rstrip('\n') if n == 0 else part for n, part in enumerate(stated.split('Port\n----\n')))


def test_a_key_that_the_directive_lacks(migrate):
    table = grid(('The port.', '- ``config.json`` setting: ``Web`` > ``Port`` > ``80``\n- Env var: ``APP_WEB_PORT``'))
    directive, _ = migrate(page(table=table, after='.. video:: x\n   :width: 3').replace('   :configjson: .Web.Port\n', ''))
    assert directive.endswith(':environment: APP_WEB_PORT\n   :configjson: Web.Port\n   :default: 80\n\n   The port.')


def test_a_body_that_the_table_contains(migrate):
    directive, _ = migrate(page(table=grid(('The port. It is\none.', FACTS)), body='The port.\n\n   Other.'))
    assert added(directive) == ':default: 80\n\nThe port. It is\none.\n\nOther.'


def test_the_order_of_the_page_counts(migrate):
    table = grid(('It is one.', FACTS))
    directive, rest = migrate(page(before='The port.', table=table, body='The port.', after='More.'))
    assert (added(directive), rest) == (':default: 80\n\nThe port.\n\nIt is one.', '\nMore.\n')
    directive, rest = migrate(page(before='The port.', table=grid((FACTS,)), body='The port.', after='More.'))
    assert (added(directive), rest) == (':default: 80\n\nThe port.', '\nMore.\n')


def test_bodies(migrate):
    table = grid(('The port.\n  It is one.', FACTS))
    directive, _ = migrate(page(':description: The port.', table=table))
    assert added(directive) == ':description: The port.\n:default: 80\n\nThe port.\n  It is one.'
    same = '- **true**: Yes, it is.\n- **false**: No.'
    table = grid((f'Whether.\n\n{same.replace("it is.", "it is. More.")}', FACTS.replace(': 80”', '')))
    directive, _ = migrate(page(table=table, body=same.replace('\n', '\n   ')))
    assert added(directive) == ':choices: true, false\n\nWhether.\n\n' + same.replace('it is.', 'it is. More.')
    directive, _ = migrate(page(body='The port. It is one.'))
    assert added(directive) == ':default: 80\n\nThe port. It is one.'
    directive, _ = migrate(page(body='Other.'))
    assert added(directive) == ':default: 80\n\nThe port.\n\nOther.'
    directive, _ = migrate(page(table=grid(('- It.', FACTS)), body='- Other.'))
    assert added(directive) == ':default: 80\n\n- It.\n\n..\n\n- Other.'
    wide = grid(('The port of the\nserver. And\nmore.', FACTS))
    directive, _ = migrate(page(':description: The port of the server.', table=wide))
    assert added(directive) == ':description: The port of the server.\n:default: 80\n\nAnd\nmore.'


LEFT = [
    ([], {'table': grid(('A.', '- ``config.json`` setting: ``Web`` > ``Port`` > ``""`` with default ``80``'))}, "'Default' is '80' here, but '\"\"' in line 12", 1),
    # texts that would mean something else
    ([], {'table': grid(('So::', FACTS)), 'body': '> more'}, 'would mean something else', 0),
    ([], {'table': grid(('So::\n\n> so\n> so', FACTS))}, 'cannot be taken apart', 0),
    # contradictions
    ([':default: 81'], {}, "'Default' is '80' here, but '81' in the directive", 1),
    ([':default: N/A'], {}, "'Default' is '80' here, but 'N/A' in the directive", 1),
    ([], {'body': 'Default is **81**.'}, "'Default' is '81' here, but '80' in line 14", 1),
    ([], {'after': 'Default is **81**.'}, "'Default' is '81' here, but '80' in line 12", 1),
    ([], {'after': '**81**: **(Default)** So.'}, "'Default' is '81' here, but '80' in line 12", 1),
    ([':type: string'], {'table': INPUT}, "'Type' is 'numerical input' here, but 'string' in the directive", 1),
    ([':choices: 1, 2'], {'table': grid(('This feature\'s ``config.json`` setting is ``"Port": 1`` with options ``1`` and ``3``.',))}, "'Choices' is '1, 3'", 1),
    ([], {'table': grid(('Text.', '- Env var: ``APP_OTHER``'))}, "'Environment variable' is 'APP_OTHER'", 1),
    ([], {'table': grid(('Text.', '- Env var: ``APP_OTHER`` (new)'))}, "'Environment variable' is 'APP_OTHER' here", 1),
    ([], {'table': grid(('Text.', f'{FACTS}\n- Default: 81'))}, "'Default' is '81' here, but '80' in line 12", 1),
    ([], {'table': grid(('Text.', FACTS.replace('Port', 'PORT')))}, "'config.json setting' is '.Web.PORT'", 1),
    ([], {'table': grid(('Text.', f'{FACTS}\n- Default value: 80')), 'after': '- Default: 81'}, "'Default' is '81' here, but '80' in line 12", 1),
    ([], {'after': '- Env var: APP_OTHER'}, "the section states 'APP_OTHER', which the directive does not", 0),
    # tables that docutils refuses
    ([], {'table': grid(('The port.', FACTS)).replace('The port.', 'The port')}, 'page.rst:12: port: left (malformed table): docutils refuses the table: the line is 1 column too short', 0),
    ([], {'table': grid(('The port.', FACTS)).rpartition('\n')[0]}, 'bottom border', 0),
    ([], {'table': '=====  =====\nEnv    ``APP_WEB_PORT``\n====  =====\n'}, 'left (malformed table)', 0),
    # what is not certain
    ([], {'table': grid(('A', 'B'), ('The port.', FACTS), heads=1)}, 'it has a heading', 0),
    ([], {'table': list_table(('A', 'B'), ('The port.', FACTS), options=':header-rows: 1')}, 'it has a heading', 0),
    ([], {'table': grid(('A', 'B', FACTS))}, 'it has 3 columns', 0),
    ([], {'table': grid(('The port.', FACTS), ('A', 'B'))}, 'more than text beside facts', 0),
    ([], {'table': '+-----+--------------------------+\n| A   | Env var: ``APP_WEB_PORT`` |\n|     +--------------------------+\n|     | B                        |\n+-----+--------------------------+'.replace('``APP_WEB_PORT`` ', '``APP_WEB_PORT``')}, 'several rows', 0),
    ([], {'table': list_table(('The port.', FACTS)).replace('::', ':: Title', 1)}, 'has a title', 0),
    ([], {'table': '.. table::\n\n' + '\n'.join('   ' + line for line in grid(('A', FACTS)).split('\n'))}, 'form that is not known', 0),
    ([], {'table': '.. note::\n\n' + '\n'.join('   ' + line for line in grid(('A', FACTS)).split('\n'))}, '1 with nothing to migrate', 0),
    ([], {'table': '====================  ================\nEnvironment variable  ``APP_WEB_PORT``\nType                  ``int``\n====================  ================'}, 'form that is not known', 0),
    ([], {'table': '.. include:: table.txt'}, "includes 'table.txt'", 0),
    ([], {'after': '.. include:: more.txt'}, "includes 'more.txt'", 0),
    ([], {'before': '.. _port-table:'}, "'.. _port-table:' belongs to the table", 0),
    ([], {'before': '.. rst-class:: wide'}, 'belongs to the table', 0),
    *(
        ([], {'table': grid(('A.', facts))}, 'cannot be taken apart; write each fact in a row, or as an item of a list', 0)
        for facts in (f'{LINES}\nUnit: none', '| ' + LINES.replace('\n', '\n| '), ':' + LINES.replace('\n', '\n:'))
    ),
    ([], {'table': grid(('A.', 'Path: a; ``config.json``\nsetting: ``.Web.Port``; env var: ``APP_WEB_PORT``'))}, 'cannot be taken apart', 0),
    *(
        ([], {'table': grid(('A.', f'System Config path: **A > B**{sign}{LINES}'.replace('\n', sign)))}, 'cannot be taken apart', 0)
        for sign in (' ', ', ', ' / ', ' - ', ' | ')
    ),
    ([], {'table': grid(('A.', f'{LINES}\nDefault: ``80`` Type: ``int``'))}, 'cannot be taken apart', 0),
    ([':no-typesetting:'], {}, '1 with nothing to migrate', 0),
    (['stray'], {}, 'would not show', 0),
    ([], {'table': grid(('See this__.\n\n__ https://e.example/', FACTS))}, 'by its place in the page', 0),
    ([], {'table': grid(('See [#]_.', FACTS)), 'after': '.. [#] note'}, 'by its place in the page', 0),
]


@pytest.mark.parametrize(('options', 'parts', 'reason', 'code'), LEFT)
def test_left(tmp_path, capsys, options, parts, reason, code):
    path = tmp_path / 'page.rst'
    text = 'Page\n====\n\n' + page(*options, **parts)
    path.write_text(text, encoding='utf-8')
    assert run_command('migrate', '--write', path) == code
    assert path.read_text(encoding='utf-8') == text
    assert reason in capsys.readouterr().err


def test_several_settings_before_one_heading(tmp_path, capsys):
    path = tmp_path / 'page.rst'
    path.write_text(f'Page\n====\n\n.. config:setting:: other\n   :configjson: .Other.Port\n\n{page()}', encoding='utf-8')
    assert run_command('migrate', path) == 0
    assert 'several settings share this section' in capsys.readouterr().err


def test_a_table_of_another_setting(tmp_path, capsys):
    path = tmp_path / 'page.rst'
    text = page(table=grid(('Text.', '- Env var: ``APP_WEB_PORT``'))).replace('   :environment: APP_WEB_PORT\n', '').replace('Port\n----', 'Host\n----')
    path.write_text(f'Page\n====\n\n{text}', encoding='utf-8')
    assert run_command('migrate', path) == 0
    assert "the heading 'Host' belongs to another setting" in capsys.readouterr().err


# the command

TEXT = 'Page\n====\n\n' + page()


@pytest.fixture
def source(tmp_path):
    path = tmp_path / 'page.rst'
    path.write_bytes(TEXT.encode())
    return path


def test_a_diff_is_printed_and_nothing_written(source, capsys):
    assert run_command('migrate', source) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f'--- a{source}\n+++ b{source}\n@@')
    assert '+   :default: 80\n' in printed.out
    assert printed.err == f'{source}:4: port: migrated\n1 setting: 1 migrated\n'
    assert source.read_bytes() == TEXT.encode()


@pytest.mark.parametrize('end', ['\n', '\r\n', '\r'])
@pytest.mark.parametrize('last', [True, False])
def test_line_ends(source, end, last, capsys):
    text = (TEXT + ('\n.. index:: x\n' if last else '')).rstrip('\n').replace('\n', end)
    source.write_bytes(b'\xef\xbb\xbf' + text.encode())
    run_command('migrate', '--write', source)
    written = source.read_bytes().decode('utf-8')
    assert written.startswith('\ufeffPage')
    assert ':default: 80' in written
    assert written.endswith('.. index:: x' if last else '----')
    assert set(written.replace(end, '')).isdisjoint('\r\n')


@pytest.mark.skipif(not shutil.which('patch'), reason='patch is not installed')
def test_the_diff_of_a_file_without_a_last_line_end(source, capsys):
    source.write_text(TEXT.rstrip('\n'), encoding='utf-8')
    run_command('migrate', source)
    printed = capsys.readouterr().out
    assert '+\n\\ No newline at end of file\n' in printed
    folder = source.parent
    done = subprocess.run(['patch', '-p0', 'page.rst'], input=printed, text=True, cwd=folder, capture_output=True, check=True)
    assert 'patching' in done.stdout
    patched = source.read_bytes()
    source.write_text(TEXT.rstrip('\n'), encoding='utf-8')
    run_command('migrate', '--write', source)
    assert source.read_bytes() == patched


def test_what_is_not_rewritten_stays(source, capsys):
    rough = b'\tx \x0b\x0c \xc2\xa0 \xe2\x80\xa8y  \n\n'
    source.write_bytes(rough + TEXT.encode() + b'\n' + rough)
    run_command('migrate', '--write', source)
    written = source.read_bytes()
    assert written.startswith(rough + HEAD.encode().join([b'Page\n====\n\n', b'']))
    assert written.endswith(rough)
    assert b'+--' not in written


def test_tabs_stay_tabs(source, capsys):
    source.write_text(TEXT.replace('   :', '\t:'), encoding='utf-8')
    run_command('migrate', '--write', source)
    assert '\t:environment: APP_WEB_PORT\n\t:default: 80\n\n\tThe port.\n' in source.read_text(encoding='utf-8')


def test_an_argument_alone(source, capsys):
    source.write_text('.. config:setting:: port\n\nPort\n----\n\n.. list-table::\n\n   * - System Config path\n     - A > B\n', encoding='utf-8')
    run_command('migrate', '--write', source)
    assert source.read_text(encoding='utf-8') == '.. config:setting:: port\n   :systemconsole: A > B\n\nPort\n----\n'


def test_links_and_modes_stay(source, tmp_path, capsys):
    source.chmod(0o640)
    link = tmp_path / 'link.rst'
    link.symlink_to(source)
    assert run_command('migrate', '--write', link) == 0
    assert link.is_symlink()
    assert stat.S_IMODE(source.stat().st_mode) == 0o640
    assert b':default: 80' in source.read_bytes()


def test_a_folder(source, tmp_path, capsys):
    (tmp_path / 'deep').mkdir()
    (tmp_path / 'deep' / 'other.rst').write_text(TEXT, encoding='utf-8')
    (tmp_path / 'deep' / 'other.txt').write_text(TEXT, encoding='utf-8')
    assert run_command('migrate', '--write', tmp_path, source) == 0
    assert capsys.readouterr().err.endswith('2 settings: 2 migrated\n')
    assert (tmp_path / 'deep' / 'other.txt').read_text(encoding='utf-8') == TEXT


@pytest.mark.parametrize('stated', ["'.txt'", "['.rst', '.txt']", "{'.txt': 'restructuredtext'}"])
def test_a_folder_whose_conf_py_names_other_suffixes(source, tmp_path, capsys, stated):
    source.unlink()
    (tmp_path / 'conf.py').write_text(f'import sys\nsource_suffix = {stated}\nother = {{".html": "html"}}\n', encoding='utf-8')
    (tmp_path / '_sources').mkdir()
    paths = [tmp_path / name for name in ('page.txt', 'page.html', '_sources/page.txt')]
    for path in paths:
        path.write_text(TEXT, encoding='utf-8')
    assert run_command('migrate', '--write', tmp_path) == 0
    assert capsys.readouterr().err.endswith('1 setting: 1 migrated\n')
    assert [path.read_text(encoding='utf-8') == TEXT for path in paths] == [False, True, True]


@pytest.mark.parametrize('conf', ['source_suffix = x()\n', 'source_suffix = (\n', 'source_suffix = "\0"\n'])
def test_a_folder_whose_conf_py_has_no_literal_suffix(source, tmp_path, capsys, conf):
    (tmp_path / 'conf.py').write_text(conf, encoding='utf-8')
    assert run_command('migrate', tmp_path) == 0
    assert capsys.readouterr().err.endswith('1 setting: 1 migrated\n')


@pytest.mark.parametrize(
    ('bad', 'message'),
    [
        ('none.rst', 'none.rst: it cannot be read: No such file'),
        ('empty', 'empty: there is no page (*.rst, *.md) in this folder'),
        ('latin.rst', 'latin.rst: it is not UTF-8: byte 2 is 0xe9'),
        ('conf.py', 'conf.py: it is not a page; name a *.rst or *.md file, or a folder'),
    ],
)
def test_bad_input(source, tmp_path, capsys, bad, message):
    (tmp_path / 'empty').mkdir()
    (tmp_path / 'latin.rst').write_bytes(b'ol\xe9')
    (tmp_path / 'conf.py').write_text('project = 1\n', encoding='utf-8')
    assert run_command('migrate', '--write', source, tmp_path / bad) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.startswith('error: ')
    assert printed.out == ''
    assert source.read_bytes() == TEXT.encode()


@pytest.mark.parametrize('command', ['migrate', 'drift'])
def test_a_table_at_which_docutils_fails(source, capsys, command):
    rows = ['+--+--+--+', '|a |b |c |', '+--+--+-|+', '|d+|e  f |', '+--+--+--+', '|g |h |- |', '+--+--+--+']
    source.write_text('\n'.join(rows), encoding='utf-8')
    assert run_command(command, source) == 2
    assert 'docutils fails at the borders of one of its tables' in capsys.readouterr().err


def test_settings_without_a_section(source, capsys):
    source.write_text('Page\n====\n\n.. config:setting:: a\n\nText.\n\n.. config:setting:: b\n', encoding='utf-8')
    assert run_command('migrate', source) == 0
    assert capsys.readouterr().err == '2 settings: 2 with nothing to migrate\n'


@pytest.mark.parametrize('given', [['--field', 'Port=default'], ['--lift-versions']])
def test_arguments_that_need_others(source, capsys, given):
    assert run_command('migrate', '--write', *given, source) == 2
    assert capsys.readouterr() == ('', f'error: {given[0]} needs --from, with the directives to convert\n')
    assert source.read_bytes() == TEXT.encode()


LIMITED = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9))
runpy.run_module('sphinx_configsetting', run_name='__main__')
"""


def test_a_file_that_cannot_be_written(source):
    pytest.importorskip('resource')
    command = [sys.executable, '-c', LIMITED, 'migrate', '--write', source]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'page.rst: it cannot be written: File too large' in done.stderr
    assert 'Traceback' not in done.stderr
    assert source.read_bytes() == TEXT.encode()
    assert [path.name for path in source.parent.iterdir()] == ['page.rst']


def test_no_settings(source, capsys):
    source.write_text('Page\n====\n', encoding='utf-8')
    assert run_command('migrate', source) == 0
    assert capsys.readouterr() == ('', '0 settings\n')


@pytest.mark.parametrize(
    ('typed', 'chosen'),
    [
        ('y\nn\nn\n', [True, False, False]),
        ('n\nx\n\nYes\nn', [False, True, False]),
        ('n\na\n', [False, True, True]),
        ('y\nq\n', [True, False, False]),
        ('', [False, False, False]),
    ],
)
def test_interactive(source, capsys, monkeypatch, typed, chosen):
    text = ''.join(TEXT.replace('port\n', f'port-{n}\n', 1).replace('Page\n====\n', '') for n in range(3))
    source.write_text('Page\n====\n' + text, encoding='utf-8')
    monkeypatch.setattr('sys.stdin', io.StringIO(typed))
    assert run_command('migrate', '--interactive', source) == 0
    written = source.read_text(encoding='utf-8')
    parts = written.split('.. config:setting::')[1:]
    assert [':default:' in part for part in parts] == chosen
    printed = capsys.readouterr()
    assert "Migrate 'port-0'? [y/n/a(ll)/q(uit)] " in printed.out
    assert printed.err.count('left (declined): you chose to keep it') == chosen.count(False)


def test_the_module_runs(source, capsys):
    assert run_command('migrate', source) == 0
    assert '+   :default: 80' in capsys.readouterr().out


def test_fields_of_a_project(source, tmp_path, capsys):
    fields = tmp_path / 'fields.json'
    fields.write_text('{"default": null, "choices": null, "environment": {"aliases": ["Var"], "derive": "APP_{{ configjson | envname }}"}}')
    source.write_text(TEXT.replace('Environment variable', 'Var                 ').replace('   :environment: APP_WEB_PORT\n', ''), encoding='utf-8')
    assert run_command('migrate', '--write', '--fields', fields, source) == 0
    written = source.read_text(encoding='utf-8')
    assert '   :configjson: .Web.Port\n\n   The port.\n\n   - ``config.json`` setting: ``".Web.Port: 80”,``\n\nPort' in written
    fields.write_text('[')
    assert run_command('migrate', '--write', '--fields', fields, source) == 2


def test_options_that_no_field_has(source, tmp_path, capsys):
    options = '   :unit: s\n   :noindex:\n   :tier (Linux): 1\n   :anchor: a\n\n   Body.\n'
    first = TEXT.replace('   :environment: APP_WEB_PORT\n', f'   :environment: APP_WEB_PORT\n{options}', 1)
    text = first + TEXT.replace('port\n', 'port-2\n   :unit: h\n', 1).replace('Page\n====\n', '')
    source.write_text(text, encoding='utf-8')
    assert run_command('migrate', '--write', source) == 0
    assert source.read_text(encoding='utf-8') == text
    err = capsys.readouterr().err
    assert f"warning: no field is declared for these options: 'unit' ({source}:4), 'tier' ({source}:4); settings that " in err
    assert '--fields FILE' in err
    assert err.count('warning:') == 1
    assert err.count("left (uncertain): no field is declared for the option 'unit'") == 2
    assert run_command('drift', source) == 0
    assert capsys.readouterr().err.startswith('warning: no field is declared for these options: ')
    fields = tmp_path / 'fields.json'
    fields.write_text('{"unit": {}, "tier": {}}')
    assert run_command('migrate', '--fields', fields, source) == 0
    assert '2 migrated' in capsys.readouterr().err
    assert run_command('drift', '--fields', fields, source) == 0
    assert capsys.readouterr().err == ''


@pytest.mark.parametrize('command', ['migrate', 'drift'])
def test_markdown_without_its_parser(tmp_path, capsys, monkeypatch, command):
    page = tmp_path / 'page.md'
    page.write_text('# T\n\n```{config:setting} a\n:key: a\n```\n', encoding='utf-8')
    for name in ('myst_parser', 'myst_parser.parsers', 'myst_parser.parsers.docutils_'):
        monkeypatch.setitem(sys.modules, name, None)
    assert run_command(command, page) == 2
    out, err = capsys.readouterr()
    assert (out, err.count('\n')) == ('', 1)
    assert err.startswith(f'error: {page}: ')


def test_a_derived_field_without_a_value(tmp_path, capsys):
    fields = tmp_path / 'fields.toml'
    fields.write_text("[environment]\nderive = '{{ configjson | envname }}'\n", encoding='utf-8')
    page = tmp_path / 'page.rst'
    page.write_text('.. config:setting:: a\n   :default: 1\n\nA\n-\n\n- Default: 2\n', encoding='utf-8')
    assert run_command('drift', '--fields', fields, page) == 1
    assert capsys.readouterr().out.startswith(f'{page}:7: ')


@pytest.mark.parametrize(
    ('name', 'text', 'options', 'is_migrated'),
    [
        ('badge.txt', '.. image:: x.png\n', (), True),
        ('badge.txt', 'Env var: X\n', (), False),
        ('badge.txt', 'Env var: X\n', ('--harmless', 'badge.*'), True),
        ('badge.txt', None, (), False),
        ('badge.py', '.. image:: x.png\n', (), False),
    ],
)
def test_included_files(tmp_path, capsys, name, text, options, is_migrated):
    source = tmp_path / 'page.rst'
    source.write_text(page(after=f'.. include:: {name}'), encoding='utf-8')
    if text is not None:
        (tmp_path / name).write_text(text, encoding='utf-8')
    run_command('migrate', *options, source)
    assert ('port: migrated' in capsys.readouterr().err) is is_migrated
    source.write_text(page(before=f'.. include:: {name}'), encoding='utf-8')
    run_command('migrate', *options, source)
    assert ('port: migrated' in capsys.readouterr().err) is is_migrated


def test_a_table_without_a_line(tmp_path, capsys):
    source = tmp_path / 'page.rst'
    source.write_text('Page\n====\n\n' + page(table='.. csv-table::\n\n   Environment variable, ``APP_WEB_PORT``'), encoding='utf-8')
    run_command('migrate', source)
    assert f'{source}:4: port: left (uncertain): the table has a title, or a form that is not known' in capsys.readouterr().err


def test_a_heading_whose_words_fit_another_setting(tmp_path):
    more = '.. config:setting:: web.port\n   :environment: APP_PORT\n\nPort of the web\n---------------\n\n'
    text = f'Page\n====\n\n{more}{grid(("The port.", "- Env var: ``APP_PORT``"))}\n\n.. config:setting:: web.host\n   :default: a\n'
    (tmp_path / 'index.rst').write_text(text, encoding='utf-8')
    assert run_command('migrate', '--write', tmp_path / 'index.rst') == 0
    files = {'index.rst': (tmp_path / 'index.rst').read_text(encoding='utf-8')}
    shown = build(tmp_path / 'site', files, 'text').output('index.txt')
    assert shown.index('Port of the web') < shown.index('The port.')


@pytest.mark.parametrize(
    ('text', 'kept'),
    [
        (':Key: a.b, c.d; (only with TLS)', 'only with TLS'),
        ('Default is 5. See also: zork', 'zork'),
        ('- Since: 2.0 for all but Windows', 'Windows'),
        ('- Required: yes, since it is used by others', 'used by others'),
    ],
)
def test_no_word_of_a_fact_is_lost(migrate, text, kept):
    directive, rest = migrate(page(table=grid((text,))))
    assert kept in f'{directive}{rest}'


def test_options_behind_a_block(migrate):
    directive, _ = migrate(page(':example: ::', '', '   a: 1', '', '   b: 2', '', ':type: int', body='Text.'))
    assert added(directive) == ':example: ::\n\n   a: 1\n\n   b: 2\n\n:type: int\n:default: 80\n\nThe port.\n\nText.'


@pytest.mark.parametrize('head', ['.. config:setting:: port :type: int\n', '.. config:setting:: port\n   :type int\n'])
def test_options_with_a_slip_are_left(migrate, head):
    text = page().replace('.. config:setting:: port\n', head)
    assert ''.join(migrate(text)).split() == text.replace('Port\n----', '').split()
