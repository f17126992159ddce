"""Plans for single settings: order, repetitions, lists of choices, files included."""

from __future__ import annotations

import pytest
from drawing import grid
from project import run_command

HEAD = '.. config:setting:: port\n   :configjson: .Web.Port\n'
TABLE = grid(("This feature's ``config.json`` setting is ``\"Port\": true`` with options ``true`` and ``false``.",))
IN_ONE = "This feature's ``config.json`` setting is ``\"Port\": true`` with options ``true`` and ``false``."
FALSE_TABLE = grid(("This feature's ``config.json`` setting is ``\"Port\": false`` with options ``true`` and ``false``.",))


@pytest.fixture
def migrate(tmp_path, capsys):
    def run(section, options='', body='', arguments=()):
        head = HEAD + ''.join(f'   {line}\n' for line in options.splitlines())
        head += ''.join(f'   {line}'.rstrip() + '\n' for line in ['', *body.splitlines()]) if body else ''
        path = tmp_path / 'page.rst'
        path.write_text(f'{head}\nPort\n----\n\n{section}\n', encoding='utf-8')
        run_command('migrate', '--write', *arguments, path)
        directive, _, rest = path.read_text(encoding='utf-8').removeprefix(HEAD).partition('\nPort\n----\n')
        return directive.replace('\n   ', '\n').strip(), rest.strip(), capsys.readouterr().err

    return run


def test_text_before_a_table_keeps_its_place(migrate):
    prose = grid(('Default is high. More.', '- ``config.json`` setting: ``.Web.Port: 5``'))
    directive, rest, _ = migrate(f'What it is about.\n\n{prose}\n\nAfter.')
    assert directive == ':default: 5\n\nWhat it is about.\n\nDefault is high. More.' or 'Default is high. More.' in rest
    assert (directive + rest).index('What it is about.') < (directive + rest).index('Default is high.')
    plain = grid(('More about it.', '- ``config.json`` setting: ``.Web.Port: 5``'))
    directive, rest, _ = migrate(f'What it is about.\n\n{plain}\n\nAfter.')
    assert rest == 'What it is about.\n\nMore about it.\n\nAfter.'


def test_a_sentence_of_the_description_is_said_once(migrate):
    text = 'The port of the public web server.'
    directive, rest, _ = migrate(f'{text} Open it\nfirst.\n\n{TABLE}', f':description: {text}')
    assert rest == 'Open it\nfirst.'
    assert directive.startswith(f':description: {text}\n:default: true')


def test_links_of_the_section_go_into_the_description(migrate):
    text = 'The port of the `public <https://e.example>`__ web server.'
    directive, rest, _ = migrate(f'{text}\n\n{TABLE}', ':description: The port of the public web server.')
    assert rest == ''
    assert directive.startswith(f':description: {text}\n')


@pytest.mark.parametrize(
    ('described', 'said', 'kept'),
    [
        ('Override the port of this server.', 'You can override the port of this server.', 'You can override the port of this server.'),
        ('Can be ``a``, ``b`` or ``c``.', 'Can be one of: ``a``, ``b`` or ``c``.', 'Can be one of: ``a``, ``b`` or ``c``.'),
        ('Opens all TCP ports for all, none or some guests.', 'Opens all TCP ports for some guests.', 'Opens all TCP ports for all, none or some guests.'),
        ('The seconds to wait for hosts.', 'The seconds to wait for hosts, including `mail <https://m.example>`_.', 'The seconds to wait for hosts, including `mail <https://m.example>`_.'),
        ('Used to slow down all deletions.', 'This setting helps slow down all deletions on weekdays.', 'This setting helps slow down all deletions on weekdays.'),
        ('Slows down all old deletions.', 'From v2.1, slows down all old deletions.', 'From v2.1, slows down all old deletions.'),
        ('Default value is **true**.', 'Default is **true**.', 'Default value is **true**.'),
        ('Number of copies.', 'Number of copies that are kept.', 'Number of copies that are kept.'),
    ],
)
def test_sentences_that_differ_in_small_words_or_are_part_of_longer_ones(migrate, described, said, kept):
    for section in (f'{said} Mind the *gap*.\n\n{TABLE}', grid((f'{said} Mind the *gap*.\n\n{IN_ONE}',))):
        directive, rest, err = migrate(section, f':description: A port. {described} So there.')
        assert directive.startswith(f':description: A port. {kept} So there.\n'), err
        assert (directive + rest).endswith('Mind the *gap*.')
        assert (directive + rest).count('\n\n') <= 1


@pytest.mark.parametrize(
    ('described', 'said'),
    [
        ('Maximum size is 5 MB.', 'Maximum size is 50 MB.'),
        ('Maximum size is 5 MB.', 'Maximum size is 5 GB.'),
        ('Maximum size is 5 MB.', 'Maximum size is not 5 MB.'),
        ('Users can post.', 'Users cannot post.'),
        ('Open the port for all users.', 'Open the port for all users, except for guests.'),
        ('Open the port for all users.', 'Open the port for users only.'),
        ('Open the port for 5 users.', 'Open the port for 5 users or for 10 users.'),
        ('Opens all ports to guests.', "Doesn't open, or opens all ports to guests."),
        ('Set to true to open.', 'Set to false to open.'),
        ('Turns ports on.', 'Turns ports on or off.'),
        ('Old files will be deleted.', 'Old files may be deleted.'),
    ],
)
def test_a_description_that_says_something_else_is_reported(migrate, described, said):
    for section in (f'{said}\n\n{TABLE}', grid((f'{said}\n\n{IN_ONE}',))):
        directive, rest, err = migrate(section, f':description: {described}')
        assert directive == f':description: {described}'
        assert rest == section
        assert f'left (uncertain): the directive says {described!r}, and the section {said!r}' in err
    _, rest, err = migrate(f'Other words. {said}\n\n{TABLE}', body=f'{described}\n\nAnd more.')
    assert f'{said!r}; keep one of the two' in err


def test_a_body_does_not_repeat_what_the_description_takes(migrate):
    directive, rest, err = migrate(f'Some more copies that are kept.\n\n{TABLE}', ':description: Some more copies.', 'Some more copies that are kept. So there.')
    assert directive.startswith(':description: Some more copies that are kept.\n:default: true'), err
    assert directive.endswith('\n\nSo there.')
    assert rest == ''


def test_sentences_before_what_they_are_about_stay(migrate):
    section = f'The usual mode:\n\nfast\n   Soon.\n\n{TABLE}'
    directive, rest, _ = migrate(section, ':description: The usual mode.')
    assert directive.startswith(':description: The usual mode.\n:default: true')
    assert rest == 'The usual mode:\n\nfast\n   Soon.'
    directive, rest, _ = migrate(f'The usual port, for example::\n\n   80\n\n{TABLE}', ':description: The usual port.')
    assert directive.startswith(':description: The usual port.\n:default: true')
    assert rest == 'The usual port, for example::\n\n   80'


def test_explanations_of_choices_are_no_versions_of_the_description(migrate):
    section = f'- **true**: Open the port for the users.\n- **false**: Close it.\n\n{TABLE}'
    directive, rest, _ = migrate(section, ':description: Open the port for the users or not.')
    assert ':default: true' in directive
    assert rest.startswith('- **true**: Open the port')


def test_marked_choices_in_the_section_do_not_hide_the_description(migrate):
    section = f'See below.\n\n**True**: Open.\n\n**False**: **(Default)** Closed.\n\n{FALSE_TABLE}\n\n.. note:: More.'
    directive, rest, _ = migrate(section, ':description: The port of all servers.')
    assert directive.endswith('See below.\n\n**True**: Open.\n\n**False**: **(Default)** Closed.')
    assert rest == '.. note:: More.'
    table = grid(('The port.', '- ``config.json`` setting: ``.Web.Port: 80``'))
    directive, rest, _ = migrate(f'{table}\n\n**80**: (Default) The usual one.')
    assert (directive, rest) == (':default: 80\n\nThe port.\n\n**80**: (Default) The usual one.', '')


TRUE = 'Opens the port to everybody outside.'
FALSE = 'Closes the port to everybody outside.'


def test_two_lists_of_the_same_choices_become_one(migrate):
    body = f'- **true**: {TRUE}\n- **false**: **(Default)** {FALSE}'
    directive, rest, err = migrate(f'About.\n\n**True**: {TRUE} Beware.\n\n**False**: {FALSE}\n\nMore.\n\n{FALSE_TABLE}', body=body)
    assert rest == 'More.', err
    assert directive.endswith(f'About.\n\n- **True**: {TRUE} Beware.\n- **False**: **(Default)** {FALSE}')
    assert ':default: false' in directive
    directive, rest, _ = migrate(f'- **true**: {TRUE} Beware.\n- **false**: {FALSE} Beware.\n\n{TABLE}', body=body.replace(' **(Default)**', ''))
    assert rest == ''
    assert directive.endswith(f'- **true**: {TRUE} Beware.\n- **false**: {FALSE} Beware.')


def test_the_longer_text_of_a_choice_is_kept(migrate):
    body = f'- **true**: {TRUE} More of it.\n- **false**: {FALSE}'
    directive, rest, _ = migrate(f'**True**: {TRUE}\n\n**False**: {FALSE} And this.\n\n{TABLE}', body=body)
    assert rest == ''
    assert directive.endswith(f'- **True**: {TRUE} More of it.\n- **False**: {FALSE} And this.')
    section = f'**True**: {TRUE} Other things.\n\n**False**: {FALSE}\n\n{TABLE}'
    _directive, rest, err = migrate(section, body=body)
    assert rest == section
    assert 'keep one of the two' in err


def test_two_versions_are_left_and_shown(migrate):
    body = '- **true**: Opens the public port for web servers.\n- **false**: No.'
    section = f'**True**: Opens the public port for mail servers.\n\n**False**: No.\n\n{TABLE}'
    _directive, rest, err = migrate(section, body=body)
    assert rest == section
    assert "the directive says 'true: Opens the public port for web servers.', and the section 'True: Opens the public port for mail servers.'" in err


def test_text_that_cannot_be_moved(migrate):
    section = f'.. [note] A footnote.\n\nType: flag\n\n{TABLE}'
    _directive, rest, err = migrate(section)
    assert rest == section
    assert "'.. [note] A footnote.' cannot be moved" in err


def test_harmless_files(migrate, tmp_path):
    (tmp_path / 'badge.rst').write_text(':nosearch:\n\n.. raw:: html\n\n   <p>Paid.</p>\n\n.. |x| image:: y.png\n', encoding='utf-8')
    (tmp_path / 'facts.rst').write_text('Default: 5\n', encoding='utf-8')
    (tmp_path / 'bad.rst').write_bytes(b'\xff')
    assert migrate(f'.. include:: badge.rst\n\n{TABLE}')[1] == '.. include:: badge.rst'
    for name in ('facts.rst', 'bad.rst', 'none.rst', '/etc/hosts', 'x.py'):
        assert f"includes '{name}'" in migrate(f'.. include:: {name}\n\n{TABLE}')[2]
    assert migrate(f'.. include:: a/facts.rst\n\n{TABLE}', arguments=['--harmless', 'a/*.rst'])[1] == '.. include:: a/facts.rst'


def test_a_bottom_border_without_its_inner_corner(migrate):
    table = grid(('The port.', '- ``config.json`` setting: ``.Web.Port: 5``'))
    first, *lines, last = table.split('\n')
    directive, rest, _ = migrate('\n'.join([first, *lines, f'+{last[1:-1].replace("+", "-")}+']))
    assert (directive, rest) == (':default: 5\n\nThe port.', '')


def test_a_heading_with_two_rules(tmp_path, capsys):
    path = tmp_path / 'page.rst'
    path.write_text(f'{HEAD}\n====\nPort\n====\n\n{TABLE}\n\nMore.\n\n=====\nOther\n=====\n', encoding='utf-8')
    assert run_command('migrate', '--write', path) == 0
    assert path.read_text(encoding='utf-8').endswith('====\nPort\n====\n\nMore.\n\n=====\nOther\n=====\n')


def test_a_heading_that_is_no_name_of_the_setting(tmp_path, capsys):
    path = tmp_path / 'page.rst'
    path.write_text(f'{HEAD}\nOther\n-----\n\n{TABLE}\n', encoding='utf-8')
    assert run_command('migrate', '--write', path) == 0
    assert ':choices: true, false\n   :placement: section\n\nOther\n' in path.read_text(encoding='utf-8')
    assert run_command('migrate', '--write', path) == 0
    assert 'with nothing to migrate' in capsys.readouterr().err


def test_two_versions_of_a_sentence_are_left_and_shown(migrate):
    for section in (
        f'Opens the public port for web servers and for mail servers.\n\n{TABLE}',
        f'The server never opens the public port for web servers.\n\n{TABLE}',
    ):
        _directive, rest, err = migrate(section, body='Opens the public port for web servers.\n\nMore.')
        assert rest == section
        assert 'keep one of the two' in err


def test_lists_stay_apart(migrate):
    prose = grid(('- One item here.', '- ``config.json`` setting: ``.Web.Port: 5``'), ('+ Another item.',))
    directive, rest, _ = migrate(prose, body='- A third item.')
    assert rest == ''
    assert [part in directive for part in ('One item', 'Another item', 'third item')] == [True] * 3


def test_lists_of_a_section_and_its_table_stay_apart(migrate):
    facts = '- ``config.json`` setting: ``.Web.Port: 5``'
    directive, rest, _ = migrate(f'{grid(("- One item.", facts))}\n\n- More.\n- Default: 5')
    assert (directive, rest) == (':default: 5\n\n- One item.\n\n..\n\n- More.\n- Default: 5', '')


def test_keys_that_have_one_value_each_stay(migrate):
    both = '- ``config.json`` settings: ``.Web.Port: 5``, ``.Web.Other: 6``'
    directive, _rest, err = migrate(grid(('The port.', both)), options=':configjson: .Web.Port, .Web.Other')
    assert 'default' not in directive, err


def test_the_default_that_only_the_text_marks(migrate):
    table = grid(('The port.', '- ``config.json`` setting: ``.Web.Port``'))
    directive, _rest, _ = migrate(table, body='**80**: (Default) The usual one.')
    assert ':default: 80' in directive


def test_a_note_that_says_what_the_description_does(migrate):
    text = 'The port of the public web server.'
    directive, rest, err = migrate(f'.. note::\n\n   {text}\n\n{TABLE}', f':description: {text}')
    assert f':description: {text}' in directive
    assert '.. note::' in directive + rest, err


def test_one_list_of_two_where_words_in_the_middle_differ(migrate):
    body = '- **true**: Mail, web, such as shops, and chat are open.\n- **false**: **(Default)** Nothing is open.'
    section = f'**True**: Mail, web and chat are open.\n\n**False**: **(Default)** Nothing is open at all on weekdays.\n\n{FALSE_TABLE}'
    directive, rest, err = migrate(section, body=body)
    assert rest == '', err
    assert directive.endswith(
        '- **True**: Mail, web, such as shops, and chat are open.\n- **False**: **(Default)** Nothing is open at all on weekdays.'
    )


def test_a_choice_without_a_full_stop_is_the_same(migrate):
    section = f'**True**: Opens it\n\n**False**: Closes it\n\n{TABLE}'
    directive, rest, _ = migrate(section, body='- **true**: Opens it. Beware of mail.\n- **false**: Closes it. So there.')
    assert rest == ''
    assert directive.endswith('- **True**: Opens it. Beware of mail.\n- **False**: Closes it. So there.')


def test_a_note_on_availability_without_such_a_field(migrate, tmp_path):
    (tmp_path / 'fields.json').write_text('{"availability": null}', encoding='utf-8')
    directive, rest, _ = migrate(f'*Available in Pro*\n\n{TABLE}', arguments=['--fields', tmp_path / 'fields.json'])
    assert 'Available in Pro' in directive + rest
    assert ':availability:' not in directive


@pytest.mark.parametrize('mark', ['(Default)', '**(Default)**', '**Default**', '**default:**'])
def test_a_mark_of_the_default_is_no_label(migrate, mark):
    table = grid(('- ``config.json`` setting: ``.Web.Port: 80``',))
    directive, rest, _ = migrate(f'{table}\n\n**80**: {mark} The usual one.')
    assert (directive, rest) == (':default: 80', f'**80**: {mark} The usual one.')


def test_two_lists_of_choices_without_bold_words(migrate):
    body = 'Sets two.\n\n- a: Alpha way.\n- b: Beta way.'
    section = f'Sets two. There are two ways:\n\n- a: Alpha way, for gnus.\n- b: Beta way.\n\n{TABLE}'
    directive, rest, err = migrate(section, body=body)
    assert rest == '', err
    assert directive.endswith('Sets two. There are two ways:\n\n- a: Alpha way, for gnus.\n- b: Beta way.')
    directive, rest, _ = migrate(f'Sets two:\n\n- a: Alpha way, for gnus.\n- b: Beta way.\n\n{TABLE}', body=body)
    assert (directive.partition('\n\n')[2], rest) == ('Sets two:\n\n- a: Alpha way, for gnus.\n- b: Beta way.', '')
    directive, rest, err = migrate(section, body=f'{body}\n- c: Gamma way.')
    assert rest == section
    assert "the directive says 'a: Alpha way.', and the section 'a: Alpha way, for gnus.'" in err
    _, rest, err = migrate(section, body='- a: Fast.\n- b: Slow.\n- c: Odd.')
    assert "the directive says 'a: Fast.', and the section 'a: Alpha way, for gnus.'" in err


def test_the_mark_of_the_default_stays(migrate):
    table = grid(('- ``config.json`` setting: ``.Web.Port``',))
    section = f'- **true**: {TRUE}\n- **false**: {FALSE}\n\n{table}'
    directive, rest, _ = migrate(section, body=f'- **true**: (Default) {TRUE}\n- **false**: {FALSE}')
    assert (directive, rest) == (f':default: true\n:choices: true, false\n\n- **true**: (Default) {TRUE}\n- **false**: {FALSE}', '')


def test_a_choice_of_which_the_longer_text_says_less(migrate):
    section = f'**True**: Opens old ports now.\n\n**False**: {FALSE}\n\n{TABLE}'
    directive, rest, _ = migrate(section, body=f'- **true**: It will be that this setting opens the old ports.\n- **false**: {FALSE}')
    assert rest == ''
    assert directive.endswith(f'- **True**: Opens old ports now.\n- **False**: {FALSE}')


def test_a_text_that_would_become_a_comment(migrate):
    section = f'   Quoted.\n\nType: flag\n\n{TABLE}'
    _directive, rest, err = migrate(section, ':description: .. so')
    assert rest == section.strip()
    assert "the text 'Quoted.' would be lost" in err
