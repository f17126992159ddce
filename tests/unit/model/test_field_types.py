"""The types of fields: reading, checking, looking up, sorting, showing, exporting."""

from __future__ import annotations

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.model.field_types import (
    TYPES,
    Bytes,
    Duration,
    Enum,
    FieldType,
    Range,
    read_flag,
    segments,
)
from sphinx_configsetting.model.text import bare_value, clean, has_inline_markup


def made(name):
    return TYPES[name]()


READ = [
    ('text', ' a  b ', ('a b',), 'a b'),
    ('text', '', (), None),
    ('title', 'Port\n(Web)', ('Port (Web)',), 'Port (Web)'),
    ('markup', '*a*', ('*a*',), '*a*'),
    ('menu', 'A > B\u203aC \u2192 **D** \u00bb E -> F', ('A', 'B', 'C', 'D', 'E', 'F'), ['A', 'B', 'C', 'D', 'E', 'F']),
    ('menu', ' > ', (), None),
    ('key', '\u201c.S.K\u201d, `S.K2`, .S.K,', ('.S.K', 'S.K2'), ['.S.K', 'S.K2']),
    ('key', '.a or .b and .c; .d', ('.a', '.b', '.c', '.d'), ['.a', '.b', '.c', '.d']),
    ('key', 'Search and Replace all', ('Search and Replace all',), ['Search and Replace all']),
    ('key', 'a."b.c".d, list[0,1], a.{b,c}', ('a."b.c".d', 'list[0,1]', 'a.{b,c}'), ['a."b.c".d', 'list[0,1]', 'a.{b,c}']),
    ('key', '"b.c".d', ('"b.c".d',), ['"b.c".d']),
    ('key', '., ...', (), None),
    ('variable', 'A_B, C_D E_F A_B', ('A_B', 'C_D', 'E_F'), ['A_B', 'C_D', 'E_F']),
    ('variable', 'A or B', ('A', 'B'), ['A', 'B']),
    ('variable', 'A OR B', ('A', 'B'), ['A', 'B']),
    ('variable', 'A and B; C/D', ('A', 'B', 'C', 'D'), ['A', 'B', 'C', 'D']),
    ('variable', '``A``, "B"', ('A', 'B'), ['A', 'B']),
    ('variable', '$A ${B} %C% APP_<NAME> APP_{n} <p>_X APP_*', ('$A', '${B}', '%C%', 'APP_<NAME>', 'APP_{n}', '<p>_X', 'APP_*'), None),
    ('variable', 'none', (), None),
    ('variable', 'A (Cloud', ('A',), None),
    ('variable', 'A, n/a', ('A',), None),
    ('variable', 'See APP_A', ('APP_A',), None),
    ('variable', 'Not used', (), None),
    ('variable', 'USE, PATH', ('USE', 'PATH'), None),
    ('option', '-b ADDRESS, --bind ADDRESS', ('-b ADDRESS', '--bind ADDRESS'), ['-b ADDRESS', '--bind ADDRESS']),
    ('option', '--a, --a', ('--a',), ['--a']),
    ('value', '[1, 2]', ('[1, 2]',), '[1, 2]'),
    ('value', '``a``', ('a',), 'a'),
    ('value', '`a`', ('a',), 'a'),
    ('value', '``a`` or ``b``', ('``a`` or ``b``',), '``a`` or ``b``'),
    ('value', '%Y  %H', ('%Y  %H',), '%Y  %H'),
    ('value', '\u00a0a\u3000', ('\u00a0a\u3000',), '\u00a0a\u3000'),
    ('value', 'a:\n  b: 1\n', ('a:\n  b: 1',), 'a:\n  b: 1'),
    ('value', '"    "', ('"    "',), '"    "'),
    ('list', 'a b,, c', ('a b', 'c'), ['a b', 'c']),
    ('list', '",", ";"', (',', ';'), [',', ';']),
    ('list', '"", \'a\', ``b``', ('', 'a', 'b'), ['', 'a', 'b']),
    ('list', 'a"b, it\'s, "c', ('a"b', "it's", '"c'), ['a"b', "it's", '"c']),
    ('list', '`a`, "`b`", `c` or `d`', ('a', '`b`', '`c` or `d`'), ['a', '`b`', '`c` or `d`']),
    ('list', '<, >, <=', ('<', '>', '<='), ['<', '>', '<=']),
    ('list', 'a [x, y], f(1, 2), <u,v>', ('a [x, y]', 'f(1, 2)', '<u,v>'), ['a [x, y]', 'f(1, 2)', '<u,v>']),
    ('enum', 'Enterprise ', ('Enterprise',), 'Enterprise'),
    ('flag', '', ('true',), True),
    ('flag', 'Yes', ('true',), True),
    ('flag', 'OFF', ('false',), False),
    ('flag', 'maybe', ('maybe',), None),
    ('secret', 'yes', ('true',), True),
    ('version', '5.4', ('5.4',), '5.4'),
    ('version', 'since version 5.4', ('5.4',), '5.4'),
    ('version', 'Version', ('Version',), 'Version'),
    ('version', '', (), None),
    ('deprecation', '2.0 use b  instead', ('2.0', 'use b instead'), {'version': '2.0', 'reason': 'use b instead'}),
    ('deprecation', '2.0', ('2.0', ''), {'version': '2.0', 'reason': ''}),
    ('deprecation', 'since 5.9, use b', ('5.9', 'use b'), {'version': '5.9', 'reason': 'use b'}),
    ('key', '"a or b".c or D.e', ('"a or b".c', 'D.e'), ['"a or b".c', 'D.e']),
    ('key', 'a."b and', ('a."b and',), ['a."b and']),
    ('deprecation', 'yes since 5.1 use b', ('5.1', 'use b'), {'version': '5.1', 'reason': 'use b'}),
    ('deprecation', 'yes, since 5.1, use b', ('5.1', 'use b'), {'version': '5.1', 'reason': 'use b'}),
    ('deprecation', 'Yes, use b', ('', 'use b'), {'version': '', 'reason': 'use b'}),
    ('deprecation', 'yesterday', ('', 'yesterday'), {'version': '', 'reason': 'yesterday'}),
    ('deprecation', '5.9+ use b', ('5.9', 'use b'), {'version': '5.9', 'reason': 'use b'}),
    ('deprecation', '5.9+', ('5.9', ''), {'version': '5.9', 'reason': ''}),
    ('deprecation', 'No, but soon', (), None),
    ('deprecation', 'false.', (), None),
    ('deprecation', '0', (), None),
    ('deprecation', 'No longer read', ('', 'No longer read'), {'version': '', 'reason': 'No longer read'}),
    ('deprecation', '3 reasons why', ('', '3 reasons why'), {'version': '', 'reason': '3 reasons why'}),
    ('deprecation', '3, use b', ('3', 'use b'), {'version': '3', 'reason': 'use b'}),
    ('deprecation', 'since 3 use b', ('3', 'use b'), {'version': '3', 'reason': 'use b'}),
    ('deprecation', '3', ('3', ''), {'version': '3', 'reason': ''}),
    ('deprecation', '2.1 - use x', ('2.1', 'use x'), {'version': '2.1', 'reason': 'use x'}),
    ('variable', 'APP_A, or APP_B.', ('APP_A', 'APP_B'), ['APP_A', 'APP_B']),
    ('deprecation', 'as of version 5.x: gone', ('5.x', 'gone'), {'version': '5.x', 'reason': 'gone'}),
    ('deprecation', 'v6.0-rc1 soon', ('v6.0-rc1', 'soon'), {'version': 'v6.0-rc1', 'reason': 'soon'}),
    ('deprecation', 'Use the other one', ('', 'Use the other one'), {'version': '', 'reason': 'Use the other one'}),
    ('deprecation', '', ('', ''), {'version': '', 'reason': ''}),
    ('deprecation', 'yes', ('', ''), {'version': '', 'reason': ''}),
    ('deprecation', 'no', (), None),
    ('deprecation', '1', ('1', ''), {'version': '1', 'reason': ''}),
    ('setting', ' "Port, web" ', ('Port, web',), 'Port, web'),
    ('setting', '', (), None),
    ('settings', 'a, "Port, web", :doc:`b, c <d>`', ('a', 'Port, web', ':doc:`b, c <d>`'), ['a', 'Port, web', ':doc:`b, c <d>`']),
    ('names', 'Old one, "b, c", .Old', ('Old one', 'b, c', '.Old'), ['Old one', 'b, c', '.Old']),
    ('duration', '1h 30m', ('1h 30m',), '1h 30m'),
    ('bytes', '512Mi', ('512Mi',), '512Mi'),
    ('range', '1..100', ('1..100',), '1..100'),
]  # fmt: skip


@pytest.mark.parametrize(('name', 'text', 'values', 'exported'), READ)
def test_reading_and_export(name, text, values, exported):
    kind = made(name)
    assert kind.parse(kind.normalize(text)) == values
    if exported is not None:
        assert kind.export(values) == exported


@pytest.mark.parametrize(
    ('name', 'text', 'said'),
    [
        ('text', 'a', ''),
        ('variable', 'A or B', ''),
        ('variable', 'APP (Cloud - none A=1', "'(Cloud', '-', 'none', 'A=1' cannot be an environment variable"),
        ('flag', 'soon', "'soon' is neither"),
        ('flag', 'No', ''),
        ('deprecation', 'whatever', ''),
        ('version', '|release|', "'|release|' is not a version"),
        ('deprecation', 'no', ''),
        ('deprecation', 'no:', ''),
        ('deprecation', 'No; soon', "'No' says that nothing is deprecated; remove it, or what follows"),
        ('duration', '1h 30m', ''),
        ('duration', 'a while', "'a while' is not an amount in ns, us"),
        ('duration', '5 parsecs', "'5 parsecs' is not an amount"),
        ('bytes', '1.5 GB', ''),
        ('range', '1..100', ''),
        ('range', '1s..1h', ''),
        ('range', '1 to 100.', ''),
        ('range', '1 to 2 KiB', ''),
        ('range', '1..2 parsecs', "'1..2 parsecs' is not a range"),
        ('range', 'some', "'some' is not a range such as 1..100"),
        ('range', '..', "'..' is not a range"),
        ('range', '-', "'-' is not a range"),
        ('range', '10..1', "'10..1' has the greater value first; write the smaller one first"),
        ('range', '``1..9``', ''),
        ('range', '5..100 ms', ''),
        ('range', '1 KiB..5s', ''),
        ('range', '5..', ''),
        ('range', '1h..1s', "'1h..1s' has the greater value first"),
        ('duration', '``30s``', ''),
        ('enum', 'anything', ''),
    ],
)
def test_problem(name, text, said):
    found = made(name).problem(text)
    assert found.startswith(said)
    assert bool(found) is bool(said)


@pytest.mark.parametrize(
    ('name', 'value', 'names', 'section', 'paths'),
    [
        ('value', 'a', ('a',), '', [('a',)]),
        ('key', '.A.B.Key', ('.A.B.Key', 'A.B.Key'), 'A.B', [('A', 'B')]),
        ('key', 'A.Key', ('A.Key', '.A.Key'), 'A', [('A',)]),
        ('key', 'key', ('key', '.key'), '', [()]),
        ('key', 'a."b.c".d', ('a."b.c".d', '.a."b.c".d'), 'a.b.c', [('a', 'b.c')]),
        ('variable', '${A}', ('A', '${A}'), '', [('${A}',)]),
        ('variable', '%A%', ('A', '%A%'), '', [('%A%',)]),
        ('variable', '$A', ('A', '$A'), '', [('$A',)]),
        ('variable', 'A', ('A',), '', [('A',)]),
        ('option', '-b ADDRESS', ('-b',), '', [('-b ADDRESS',)]),
        ('option', '--opt=X', ('--opt',), '', [('--opt=X',)]),
        ('option', '--opt[=X]', ('--opt',), '', [('--opt[=X]',)]),
        ('option', '/W', ('/W',), '', [('/W',)]),
        ('option', '=', ('=',), '', [('=',)]),
        ('list', '--opt X', ('--opt',), '', [('--opt X',)]),
        ('list', 'debug', ('debug',), '', [('debug',)]),
    ],
)
def test_names_and_groups(name, value, names, section, paths):
    kind = made(name)
    assert kind.names(value) == names
    assert kind.main_name(value) == names[0]
    assert kind.section(value) == section
    assert kind.paths((value,)) == paths


@pytest.mark.parametrize(
    ('name', 'path', 'title'),
    [('menu', ('A', 'B'), 'A > B'), ('key', ('a', 'b'), 'a.b'), ('value', ('x',), 'x')],
)
def test_group_title(name, path, title):
    assert made(name).group_title(path) == title


def test_a_menu_path_is_one_group():
    assert made('menu').paths(('A', 'B')) == [('A', 'B')]


@pytest.mark.parametrize(
    ('name', 'values', 'wanted', 'equal'),
    [
        ('value', ('Info',), 'INFO', True),
        ('value', ('a',), '', False),
        ('list', ('a', 'b'), 'b', True),
        ('list', ('a', 'b'), 'b, a', True),
        ('list', ('a', 'b'), 'b, c', False),
        ('list', ('A B',), 'a b', True),
        ('key', ('.A.B',), 'a.b', True),
        ('menu', ('A', 'B'), 'a > b', True),
        ('menu', ('A', 'B'), 'b > a', False),
        ('menu', ('A', 'B'), 'A', False),
        ('menu', ('A',), ' > ', False),
        ('version', ('5.0',), '5', True),
        ('version', ('5.0',), '5.1', False),
        ('version', ('soon',), 'Soon', True),
        ('deprecation', ('6.0', 'use b'), '6', True),
        ('deprecation', ('', 'use b'), '6', False),
    ],
)
def test_is_equal(name, values, wanted, equal):
    assert made(name).is_equal(values, wanted) is equal


@pytest.mark.parametrize(
    ('kind', 'texts'),
    [
        (made('value'), ['-2.5', '3', '20', 'a9', 'A10']),
        (Duration(), ['10ms', '2', '1m', '1h 30m', '1d']),
        (Duration('ms'), ['5', '1s']),
        (Bytes(), ['512', '1k', '1Ki', '1.5 GB', '2Gi']),
        (Bytes('MB'), ['1kB', '1', '1GB']),
        (Range(), ['..9', '1..9', '2 to 4', '3 - 5', '10...20']),
        (Range(), ['..9h', '500 ms - 1 s', '1s..', '2min..1h']),
        (Enum(('Low', 'High', 'Highest')), ['low', 'HIGH', 'Highest', 'Another']),
        (made('version'), ['4', '5.0-rc1', '5.0', '5.10', 'soon']),
    ],
    ids=lambda one: one.name if isinstance(one, FieldType) else '',
)
def test_order(kind, texts):
    keys = [kind.sort_key((text,)) for text in texts[::-1]]
    assert sorted(keys) == keys[::-1]


def test_deprecations_without_a_version_come_last():
    kind = made('deprecation')
    assert sorted([('', 'x'), ('10.0', ''), ('9', '')], key=kind.sort_key) == [('9', ''), ('10.0', ''), ('', 'x')]
    assert kind.paths(('6.0', 'use b')) == [('6.0',)]


@pytest.mark.parametrize(
    ('kind', 'text', 'said'),
    [
        (made('value'), '5', ''),
        (made('value'), 'x', "'x' is not a number"),
        (made('version'), '5', ''),
        (made('version'), 'soon', "'soon' is not a version"),
        (made('enum'), 'x', 'the field declares no order'),
        (Enum(('a', 'b')), 'B', ''),
        (Enum(('a', 'b')), 'x', "'x' is not one of a, b"),
        (Range(), '5', ''),
        (Range(), 'x', "'x' is not a number"),
    ],
)
def test_order_problem(kind, text, said):
    assert kind.order_problem(text) == said


@pytest.mark.parametrize(
    ('kind', 'value', 'shown'),
    [
        (made('text'), ' a ', ' a '),
        (made('key'), 'a', 'a'),
        (made('variable'), 'A ', '"A "'),
        (made('value'), ' ', ' '),
        (Duration('ms'), '500', '500 ms'),
        (Duration('ms'), '1h', '1h'),
        (Range('ports'), '1..9', '1..9 ports'),
        (Range(), '1..9', '1..9'),
        (Range('ms'), '1s..1h', '1s..1h'),
        (Range('ms'), '..9', '..9 ms'),
        (made('list'), 'a,b', '"a,b"'),
        (made('list'), '', '""'),
        (made('list'), 'a', 'a'),
        (made('enum'), 'a', 'a'),
        (made('flag'), 'true', 'true'),
        (made('version'), '5', '5'),
    ],
)
def test_shown(kind, value, shown):
    assert kind.shown(value) == shown


@given(st.text(max_size=30))
def test_every_type_reads_any_text(text):
    for kind in (cls() for cls in TYPES.values()):
        bare = kind.normalize(clean(text))
        values = kind.parse(bare)
        assert kind.parse(bare) == values
        assert isinstance(kind.problem(bare), str)
        if values:
            jsonschema.validate(kind.export(values), kind.schema)
            assert all(isinstance(kind.shown(value), str) for value in values)
            assert all(kind.names(value) for value in values)
            assert kind.sort_key(values) == kind.sort_key(values)


@given(st.sampled_from(sorted(TYPES)), st.text(max_size=12), st.text(max_size=12))
def test_any_two_values_can_be_sorted(name, one, other):
    kind = made(name)
    first, second = (kind.parse(kind.normalize(clean(text))) for text in (one, other))
    if first and second:
        assert sorted([kind.sort_key(first), kind.sort_key(second)])


@pytest.mark.parametrize('kind', TYPES.values(), ids=TYPES)
def test_every_type_says_how_it_is_read_and_shown(kind):
    assert kind.reading.endswith('.')
    assert kind.showing.endswith('.')
    assert kind().parse(kind().normalize(kind.example))
    assert kind().problem(kind.example) == ''


@pytest.mark.parametrize(('word', 'truth'), [('', True), (' ON ', True), ('0', False), ('no', False), ('x', None)])
def test_flag_words(word, truth):
    assert read_flag(word) is truth


@pytest.mark.parametrize(('text', 'bare'), [('"a"', 'a'), ("'a'", 'a'), ('"a', '"a'), ('"a" "b"', '"a" "b"'), ('``a``', 'a'), ('"', '"')])
def test_bare_value(text, bare):
    assert bare_value(text) == bare


def test_segments():
    assert segments('.a."b.c".d') == ('a', 'b.c', 'd')
    assert segments('list[0.1].x') == ('list[0.1]', 'x')


UNITS = {
    Duration: '1w 7d 7days 168h 10080min 10080m 604800s 604800000ms 604800000000us 604800000000\u00b5s 604800000000000ns',
    Bytes: '1TiB 1024GiB 1024Gi 1048576MiB 1048576Mi 1073741824KiB 1099511627776 1099511627776B',
}
DECIMAL = '1TB 1T 1000GB 1000G 1000000MB 1000000M 1000000000kB 1000000000k 1000000000K 1000000000000'


@pytest.mark.parametrize(('kind', 'texts'), [*UNITS.items(), (Bytes, DECIMAL)])
def test_equal_amounts_in_all_units(kind, texts):
    first, *others = texts.split()
    assert len(others) > 5
    for text in others:
        assert kind().order(text) == pytest.approx(kind().order(first), rel=1e-12), text


@pytest.mark.parametrize(
    ('short', 'long'),
    [('5s', '5 seconds'), ('5s', '5 sec'), ('1s', '1 second'), ('5m', '5 minutes'), ('1m', '1 minute'), ('5h', '5 hours'), ('1h', '1 hour'), ('1d', '1 day'), ('2w', '2 weeks'), ('1w', '1 week')],
)
def test_words_for_units(short, long):
    assert Duration().order(long) == Duration().order(short) > 0


@pytest.mark.parametrize('text', ['1' * 5000 + '!', '1 ' * 5000 + '!', 'a' * 5000, '1h' * 2500])
def test_amounts_take_no_exponential_time(text):
    assert isinstance(Duration().problem(text), str)


@pytest.mark.parametrize(
    ('text', 'values'),
    [
        ('none', ()),
        ('-', ()),
        ('0', ()),
        ('yes, use b', ('', 'use b')),
        ('true: use b', ('', 'use b')),
        ('Deprecated since 4.2, use b', ('4.2', 'use b')),
        ('new in 5.0', ('5.0', '')),
        ('2024-05', ('2024-05', '')),
        ('2024-05-01: use b', ('2024-05-01', 'use b')),
        ('1', ('1', '')),
        ('yes', ('', '')),
        ('None of these', ('', 'None of these')),
        ('newer ones exist', ('', 'newer ones exist')),
    ],
)
def test_deprecations(text, values):
    assert TYPES['deprecation']().parse(text) == values


@pytest.mark.parametrize(
    ('text', 'value'),
    [('Added in 5.9', '5.9'), ('release 5.8', '5.8'), ('new in version 5', '5'), ('newest', 'newest'), ('introduced', 'introduced')],
)
def test_versions(text, value):
    assert TYPES['version']().parse(text) == (value,)


@pytest.mark.parametrize(
    ('text', 'values', 'wrong'),
    [
        ('export APP_I', ('APP_I',), ''),
        ('APP_H, export APP_I', ('APP_H', 'APP_I'), ''),
        ('export', ('export',), ''),
        ('APP_N oder APP_O', ('APP_N', 'APP_O'), "'oder'"),
        ('no', (), "'no'"),
        ('unset', (), "'unset'"),
        ('APP_Z, etc.', ('APP_Z',), "'etc'"),
        ('http_proxy HTTP_PROXY', ('http_proxy', 'HTTP_PROXY'), ''),
        ('path, PATH', ('path', 'PATH'), ''),
        ('$env:APP_M', ('$env:APP_M',), ''),
        ('${APP_M:-fast}', ('${APP_M:-fast}',), ''),
    ],
)
def test_variables_among_words(text, values, wrong):
    kind = TYPES['variable']()
    assert kind.parse(text) == values
    assert kind.problem(text).partition(' cannot')[0] == wrong


@pytest.mark.parametrize('text', ['$env:APP_M', '${APP_M:-fast}', '${APP_M}', '%APP_M%'])
def test_names_of_variables_of_shells(text):
    assert TYPES['variable']().names(text) == ('APP_M', text)


def test_blanks_of_flags():
    assert TYPES['option']().parse('--pad "    ",\n   --fmt \'%Y  %H\'\n X') == ('--pad "    "', "--fmt '%Y  %H' X")


def test_keys_with_blanks_in_quotes():
    assert TYPES['key']().parse('A.b OR C.d') == ('A.b', 'C.d')
    assert TYPES['key']().parse('hosts[*].x and ["a, b"].c') == ('hosts[*].x', '["a, b"].c')


def test_a_comma_alone_is_a_value():
    assert TYPES['list']().parse(',') == (',',)
    assert TYPES['list']().parse('') == ()


def test_versions_among_many_blanks():
    text = 'added' + '\u00a0' * 20_000 + 'z'
    assert TYPES['deprecation']().parse(text) == ('', text)


@pytest.mark.parametrize('text', ['A -> B', 'A --> B', 'A > B', 'A \u2023 B', 'A\u2192B'])
def test_arrows_between_menus(text):
    assert TYPES['menu']().parse(text) == ('A', 'B')


@pytest.mark.parametrize(('text', 'found'), [('see :doc:`x` and', True), (':a:b:`x` c', True), ('x:doc:`y` z', False), (':' * 40_000, False), ('a:' * 20_000, False)])
def test_roles_in_a_text(text, found):
    assert has_inline_markup(text) is found


@pytest.mark.parametrize(('power', 'letter'), [*enumerate('KMGTPE', 1)])
def test_units_of_amounts_of_data(power, letter):
    kind = TYPES['bytes']()
    assert [kind.order(f'1 {letter}{rest}') for rest in ('i', 'iB', '', 'B')] == [
        1024**power, 1024**power, 1000**power, 1000**power,
    ]


@pytest.mark.parametrize('sign', ['..', '...', '\u2026', '\u2013', ' to ', ' - ', '-'])
def test_signs_between_the_ends_of_a_range(sign):
    assert TYPES['range']().ends(f'1{sign}5') == ('1', '5')


@pytest.mark.parametrize('word', ['alpha', 'beta', 'rc', 'pre', 'dev', 'b'])
def test_words_after_a_version(word):
    assert not TYPES['version']().problem(f'2 {word}')


@pytest.mark.parametrize('text', ['2 weeks', 'next release', 'yes'])
def test_texts_that_are_no_versions(text):
    assert TYPES['version']().problem(text)


def test_types_that_can_be_more_or_less():
    names = {name for name, kind in TYPES.items() if kind().comparable}
    assert names == {'bytes', 'deprecation', 'duration', 'enum', 'range', 'text', 'title', 'value', 'version'}


@pytest.mark.parametrize('text', ['aba', '"', "'a' or 'b'"])
def test_values_without_quotes_around_them(text):
    assert bare_value(text) == text


def test_values_that_are_no_lists_and_no_paths():
    assert Bytes().text_of_items(['1', '2']) is None
    assert Bytes().within(('1 KB',), ('2 KB',)) == ('1 KB',)


@pytest.mark.parametrize('outer', [(), ('',), ('.',)])
def test_keys_in_a_group_without_one(outer):
    assert TYPES['key']().within(('port', '.host'), outer) == ('port', '.host')
