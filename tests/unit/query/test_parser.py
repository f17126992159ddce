"""The query language: what it understands, what it finds, and what it says of mistakes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.model.field_types import TYPES, Enum, Value
from sphinx_configsetting.model.fields import BUILTIN, Field, Fields
from sphinx_configsetting.model.setting import Fact, Setting, Variant, fact_of_text
from sphinx_configsetting.model.settings import Settings
from sphinx_configsetting.query.operators import OPERATORS, equals
from sphinx_configsetting.query.ordering import grouped_settings, sorted_by
from sphinx_configsetting.query.parser import (
    MAX_DEPTH,
    MAX_LENGTH,
    QueryError,
    field_of,
    parse_query,
    place_in,
)
from sphinx_configsetting.query.selection import (
    Column,
    Listing,
    can_group,
    facets_of,
    is_facet,
    parse_columns,
    select,
    shown_columns,
)

FIELDS = Fields()


def setting(identifier, docname='index', position=0, **texts):
    facts = {f.name: fact for f in BUILTIN if f.name in texts and (fact := fact_of_text(f, texts[f.name]))}
    return Setting(
        id=identifier, docname=docname, anchor=identifier, source=f'{docname}.rst', line=position + 1,
        position=position, facts=facts,
    )


ALL = [
    setting('level', 'guide/log', 0, displayname='Level (Log)', systemconsole='Environment > Logging',
            configjson='.LogSettings.Level', environment='APP_LOG_LEVEL', type='string', default='info',
            choices='debug, info', restart='yes', since='5.4', description='What is written to the log.'),
    setting('file', 'guide/log', 1, displayname='File', systemconsole='Environment > Logging > Files',
            configjson='.LogSettings.File.Name', environment='N/A', type='string', restart='no',
            since='v5.10.1', deprecated='6.0 use the journal', replacedby='level'),
    setting('port', 'web', 0, displayname='port 10', systemconsole='Web', configjson='.Web.Port, .Port',
            type='integer', default='8065', since='5.4-rc2', seealso='level, file'),
    setting('size', 'web', 1, displayname='port 9', default='-2.5', type='integer', restart='perhaps'),
]
SETTINGS = Settings(ALL, FIELDS)


def found(where):
    return [s.id for s in select(Listing('index', 'index.rst', 1, where=where), SETTINGS)]


@pytest.mark.parametrize(
    ('where', 'wanted'),
    [
        ('all', 'level file port size'),
        ('', 'level file port size'),
        ('restart', 'level size'),
        ('NOT restart', 'file port'),
        ('not not restart', 'level size'),
        ('restart = yes', 'level'),
        ('restart=no', 'file'),
        ('restart != yes', 'file port size'),
        ('systemconsole under "Environment > Logging" and restart and not deprecated', 'level'),
        ('systemconsole under “environment>logging”', 'level file'),
        ("systemconsole = 'Environment › Logging'", 'level'),
        ('systemconsole has logging', 'level file'),
        ('systemconsole under Environ', ''),
        ('configjson under .LogSettings', 'level file'),
        ('configjson under LogSettings.File', 'file'),
        ('configjson = port', 'port'),
        ('configjson == "web.port, port"', 'port'),
        ('configjson has Web.Port', 'port'),
        ('page under guide', 'level file'),
        ('page = web', 'port size'),
        ('page under guid', ''),
        ('id matches ?????', 'level'),
        ('id in (port, "size")', 'port size'),
        ('id not in [port, size]', 'level file'),
        ('id = PORT', 'port'),
        ('environment', 'level'),
        ('environment = n/a', 'file'),
        ('environment has n/a', ''),
        ('not environment', 'file port size'),
        ('environment matches *_log_*', 'level'),
        ('configjson matches .web*', 'port'),
        ('choices has debug', 'level'),
        ('choices = "info, debug"', 'level'),
        ('choices = "info, other"', ''),
        ('since >= 5.4', 'level file'),
        ('since > 5.4', 'file'),
        ('since < 5.10', 'level port'),
        ('since <= "5.4.0"', 'level port'),
        ('since = 5.4.0', 'level'),
        ('since = n/a', ''),
        ('since != 5.4', 'file port size'),
        ('deprecated >= 5.9', 'file'),
        ('deprecated has journal', 'file'),
        ('default > 0', 'port'),
        ('default < 0 or default >= 8065', 'port size'),
        ('default = 8065', 'port'),
        ('type in (string)', 'level file'),
        ('description', 'level'),
        ('description has "TO THE"', 'level'),
        ('description matches "what * log."', 'level'),
        ('replacedby = level', 'file'),
        ('seealso has file', 'port'),
        ('displayname has port and (default > 0 or restart)', 'port size'),
        ('restart or type = integer and default > 0', 'level port size'),
    ],
)
def test_query(where, wanted):
    assert found(where) == wanted.split()


@pytest.mark.parametrize(
    ('where', 'column', 'message'),
    [
        ('   ', 1, 'the query is empty'),
        ('restrt', 1, "'restrt' is not a field; did you mean 'restart'?"),
        ('restart and qqq', 13, "'qqq' is not a field; the fields are displayname, "),
        ('restart and', 12, 'a field is missing'),
        ('not', 4, 'a field is missing'),
        ('"restart"', 1, "'restart' is not a field"),
        ('restart maches x', 9, "'maches' is not an operator; did you mean 'matches'?"),
        ('restart zzz', 9, "'zzz' is not an operator; use one of =, "),
        ('restart "x"', 9, "'x' is not an operator"),
        ('restart restart', 9, "'restart' is not an operator"),
        ('restart ) id', 9, "')' is not expected here"),
        ('restart = perhaps', 11, '\'perhaps\' is neither "yes" nor "no"'),
        ('restart < 3', 9, "'<' does not work with 'restart'; these do: =, has, matches"),
        ('type under x', 6, "'under' does not work with 'type'"),
        ('since > soon', 9, "'soon' is not a version"),
        ('default > "a lot"', 11, "'a lot' is not a number"),
        ('since >', 8, "a value is missing after '>'"),
        ('since > and', 9, "'and' is not a version"),
        ('id = ""', 6, 'the value is empty'),
        ('id matches " "', 12, 'the value is empty'),
        ('id in x', 7, '"in" takes values in parentheses'),
        ('id in (x', 7, 'the list of values is not closed'),
        ('id in (x y)', 7, 'the list of values is not closed'),
        ('(restart', 1, 'the parenthesis is not closed'),
        ('restart = "yes', 11, "'\"' is not understood; the quote is not closed"),
        ('restart ! yes', 9, "'!' is not understood; write it in quotes"),
        ('(' * (MAX_DEPTH + 1) + 'id', MAX_DEPTH + 1, f'more than {MAX_DEPTH} parentheses are open'),
        ('id ' + 'x' * MAX_LENGTH, MAX_LENGTH + 1, 'it has more than 4,000 characters'),
        ('restart\nand bogus', 13, "'bogus' is not a field"),
    ],
)
def test_mistake(where, column, message):
    with pytest.raises(QueryError) as caught:
        parse_query(where, FIELDS)
    assert (caught.value.spot + 1, str(caught.value)[: len(message)]) == (column, message)


def test_deep_and_long_queries():
    assert found('(' * MAX_DEPTH + 'restart' + ')' * MAX_DEPTH) == ['level', 'size']
    assert found(' and '.join(['restart'] * 300)) == ['level', 'size']
    assert found('not ' * 900 + 'restart') == ['level', 'size']
    assert found('restart'.ljust(MAX_LENGTH)) == ['level', 'size']
    with pytest.raises(QueryError, match='parentheses are open'):
        found('(id) or ' * 3 + '(' * (MAX_DEPTH + 1) + 'id')


def test_a_name_of_several_settings_shows_the_first():
    one = ALL[0]
    both = Settings([one, one._replace(id='second', position=9)], FIELDS)
    name = next(name for _field, name in one.names(FIELDS))
    assert [s.id for s in select(Listing('i', 'i', 1, name=name), both)] == [one.id]


def test_a_field_named_as_what_queries_know():
    fields = Fields((*BUILTIN, replace(BUILTIN[0], name='all'), replace(BUILTIN[0], name='page')))
    one = ALL[0]._replace(facts={'page': fact_of_text(BUILTIN[0], 'mine')})
    assert parse_query('page = mine', fields).holds(one)
    assert not parse_query('all', fields).holds(one)


def test_patterns_take_no_exponential_time():
    pattern = '*a' * 40 + 'b'
    assert not OPERATORS['matches'].holds(Value(), fact_of_text(FIELDS.get('type'), 'a' * 5000), pattern)


@given(st.text(alphabet='restartid =<>()[],"\'!*?andornotinhasunder5.\n', max_size=40) | st.text(max_size=40))
def test_any_text_is_a_query_or_a_mistake(text):
    try:
        condition = parse_query(text, FIELDS)
    except QueryError as error:
        assert 0 <= error.spot <= len(text)
    else:
        assert {condition.holds(one) for one in ALL} <= {True, False}


names = st.sampled_from([f.name for f in BUILTIN] + ['id', 'page'])
signs = st.sampled_from([*OPERATORS, '!='])
atoms = st.one_of(names, st.builds('{} {} "{}"'.format, names, signs, st.sampled_from(['5', 'no', 'level', 'a.b', '*'])))


def is_query(text):
    try:
        parse_query(text, FIELDS)
    except QueryError:
        return False
    return True


@given(atoms.filter(is_query), atoms.filter(is_query))
def test_logic(one, other):
    def ids(where):
        return set(found(where))

    everything = ids('all')
    assert ids(f'not ({one})') == everything - ids(one)
    assert ids(f'{one} and {other}') == ids(one) & ids(other)
    assert ids(f'{one} or {other}') == ids(one) | ids(other)
    assert ids(f'not {one} or {other}') == (everything - ids(one)) | ids(other)


@pytest.mark.parametrize('operator', OPERATORS.values(), ids=OPERATORS)
def test_examples_of_operators_are_queries(operator):
    parse_query(operator.example, FIELDS)


@pytest.mark.parametrize(
    ('sort', 'wanted'),
    [
        (('displayname',), 'file level size port'),
        (('-displayname',), 'port size level file'),
        (('since',), 'port level file size'),
        (('-since',), 'file level port size'),
        (('default',), 'size port level file'),
        (('deprecated', '-id'), 'file size port level'),
        (('page', '-id'), 'level file size port'),
        (('environment',), 'level file port size'),
        (('type', 'default'), 'size port level file'),
    ],
)
def test_sort(sort, wanted):
    listing = Listing('index', 'index.rst', 1, sort=sort)
    assert [s.id for s in select(listing, SETTINGS)] == wanted.split()


def test_versions_that_are_none_come_behind_the_others():
    settings = [setting('a', since='soon'), setting('b', position=1, since='2')]
    assert [s.id for s in sorted_by('since', settings, FIELDS)] == ['b', 'a']


@pytest.mark.parametrize(
    ('group', 'wanted'),
    [
        ('', {(): 'level file port size'}),
        ('systemconsole', {
            ('Environment', 'Logging'): 'level', ('Environment', 'Logging', 'Files'): 'file', ('Web',): 'port', (): 'size',
        }),
        ('configjson', {
            ('LogSettings',): 'level', ('LogSettings', 'File'): 'file', ('Web',): 'port', (): 'port size',
        }),
        ('page', {('guide/log',): 'level file', ('web',): 'port size'}),
        ('restart', {('false',): 'file', ('perhaps',): 'size', ('true',): 'level', (): 'port'}),
        ('choices', {('debug',): 'level', ('info',): 'level', (): 'file port size'}),
        ('deprecated', {('6.0',): 'file', (): 'level port size'}),
        ('environment', {('APP_LOG_LEVEL',): 'level', (): 'file port size'}),
    ],
)
def test_groups(group, wanted):
    groups = grouped_settings(group, SETTINGS.settings, FIELDS)
    assert [(path, ' '.join(s.id for s in members)) for path, members in groups] == list(wanted.items())


def test_what_can_group():
    wrong = {'id', 'displayname', 'description'}
    known = [*FIELDS, field_of(FIELDS, 'id'), field_of(FIELDS, 'page')]
    assert {field.name for field in known if not can_group(field)} == wrong


def test_limit_and_show():
    assert [s.id for s in select(Listing('i', 'i', 1, limit=2), SETTINGS)] == ['level', 'file']
    assert [s.id for s in select(Listing('i', 'i', 1, name='.Port'), SETTINGS)] == ['port']
    assert select(Listing('i', 'i', 1, name='nothing'), SETTINGS) == []
    assert select(Listing('i', 'i', 1, broken=True), SETTINGS) == []


@pytest.mark.parametrize(
    ('text', 'columns', 'rest'),
    [
        ('', [], ''),
        ('id', [Column('id')], ''),
        ('ID, type "The *type*" 20 ,default 8\ndescription', [
            Column('id'), Column('type', 'The *type*', 20), Column('default', '', 8), Column('description'),
        ], ''),
        ('id "A, b",', [Column('id', 'A, b')], ''),
        ('id, type "open', [Column('id')], 'type "open'),
        ('id type', [], 'id type'),
        ('id 99999999999', [Column('id', '', 100_000)], ''),
        (', ,', [], ''),
        ('id' + ' ' * 100_000 + 'x', [], 'id x'),
        ('id ' + '7 ' * 5000, [], ('id ' + '7 ' * 5000).strip()),
    ],
)
def test_columns(text, columns, rest):
    assert parse_columns(text) == (columns, rest)


def test_facets():
    listing = Listing('i', 'i', 1, filter=True)
    few = ['systemconsole', 'type', 'restart', 'deprecated']
    assert facets_of(listing, SETTINGS.settings, FIELDS) == few
    assert facets_of(listing, ALL[:1], FIELDS) == []
    own = listing._replace(columns=(Column('id'), Column('type')))
    assert facets_of(own, SETTINGS.settings, FIELDS) == ['type']
    chosen = own._replace(facets=('default', 'id'))
    assert facets_of(chosen, SETTINGS.settings, FIELDS) == ['default', 'id']
    assert [c.field for c in shown_columns(chosen, ['default', 'id'], ALL)] == ['id', 'type', 'default']
    assert [c.field for c in shown_columns(listing, ['type'], [setting('s', description='Text.')])] == ['displayname', 'type', 'description']
    assert [c.field for c in shown_columns(listing, ['type'], [setting('s')])] == ['displayname', 'type']
    assert facets_of(listing._replace(filter=False), SETTINGS.settings, FIELDS) == []


def test_a_field_of_many_values_is_no_facet():
    many = [setting(f's{n}', position=n, type=f't{n}') for n in range(40)]
    assert facets_of(Listing('i', 'i', 1, filter=True), many, FIELDS) == []


def test_variants_are_found():
    fact = Fact('100', ('100',), (Variant('Windows', '50', ('50',)),))
    one = ALL[0]._replace(facts={'default': fact})
    assert parse_query('default has 50', FIELDS).holds(one)
    assert parse_query('default = 100', FIELDS).holds(one)
    assert not parse_query('default has 70', FIELDS).holds(one)


def test_a_group_by_no_field_is_one_group():
    assert grouped_settings('nope', ALL, FIELDS) == [((), ALL)]
    assert [s.id for s in sorted_by('nope', ALL, FIELDS)] == ['level', 'file', 'port', 'size']
    assert equals(Value(), Fact('a', ('a',)), 'A')


def test_groups_of_an_enum_come_in_its_order():
    edition = replace(FIELDS.get('availability'), type=Enum(('Low', 'High')))
    fields = Fields((edition,))
    made = [setting(word, position=n)._replace(facts={'availability': fact_of_text(edition, word)}) for n, word in enumerate(['High', 'Low', 'Else'])]
    assert [path for path, _found in grouped_settings('availability', made, fields)] == [('Low',), ('High',), ('Else',)]
    found = [one for one in made if parse_query('availability >= high', fields).holds(one)]
    assert [one.id for one in found] == ['High']


@given(st.text(alphabet='ab\n', max_size=20), st.data())
def test_places(text, data):
    spot = data.draw(st.integers(0, len(text)))
    line, column = place_in(text, spot)
    assert sum(len(part) + 1 for part in text.split('\n')[:line]) + column - 1 == spot


def test_types_of_few_words_and_of_paths_are_facets():
    made = [Field(name=name, label=name, type=kind()) for name, kind in TYPES.items()]
    assert {field.name for field in made if is_facet(field)} == {'enum', 'flag', 'secret', 'menu'}


def test_a_value_without_names_is_not_one_that_does_not_apply():
    wrong = setting('wrong', environment='%%')
    assert (wrong.facts['environment'].text, wrong.facts['environment'].values) == ('%%', ())
    assert not parse_query('environment = n/a', FIELDS).holds(wrong)
