"""Details of comparisons: limits of suggestions, secrets, alternatives, places, rare values."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest
from comparing import brief, checked, docs, found, product, schema, validated

from sphinx_configsetting.comparison.check import MOST_SUGGESTIONS
from sphinx_configsetting.comparison.documented_product import documented_source
from sphinx_configsetting.comparison.masking import CREDENTIALS, MASK
from sphinx_configsetting.comparison.names import fitting
from sphinx_configsetting.comparison.option_lines import SourcePlaces, option_line
from sphinx_configsetting.comparison.product import Product
from sphinx_configsetting.comparison.same_values import same_number
from sphinx_configsetting.comparison.samples import sample
from sphinx_configsetting.comparison.schemas import Checks
from sphinx_configsetting.comparison.suggestions import Nearest, Slips
from sphinx_configsetting.comparison.user_files import environment_sheet, read_sheets
from sphinx_configsetting.comparison.validation import Validation
from sphinx_configsetting.importers import ProductSetting
from sphinx_configsetting.importers.spec import SourceSpec

INTEGER = {'type': 'integer'}
STRING = {'type': 'string'}


def test_check_suggests_for_the_first_unknown_names(tmp_path):
    names = {f'option{chr(97 + n // 26)}{chr(97 + n % 26)}': STRING for n in range(MOST_SUGGESTIONS + 20)}
    stated = docs(**{name: {'configjson': [f'old.{name}']} for name in names})
    gone = [one for one in found(tmp_path, stated, product(tmp_path, schema(web=schema(**names)))) if one.kind == 'gone']
    assert sum('did you mean' in one.message for one in gone) == MOST_SUGGESTIONS < len(gone)


def test_validate_suggests_for_the_first_unknown_names(tmp_path):
    text = ''.join(f'conection{n}: 1\n' for n in range(MOST_SUGGESTIONS + 20))
    unknown = validated(tmp_path, text, product(tmp_path, schema(connection=INTEGER)))
    assert sum('did you mean' in one.message for one in unknown) == MOST_SUGGESTIONS < len(unknown)


def test_variables_of_others_that_are_compared(tmp_path, monkeypatch):
    """Of the variables of others, the first are compared; later ones only if the prefix alone is wrong."""
    known = product(tmp_path, schema(mode=STRING, level=STRING), environment='APP_{{ key | envname }}')
    compared, find = [], Nearest.find
    monkeypatch.setattr(Nearest, 'find', lambda nearest, name: compared.append(name) or find(nearest, name))
    text = 'APPP_MDOE=1\n' + ''.join(f'OTHER_{n}=1\n' for n in range(MOST_SUGGESTIONS + 20)) + 'APPP_MODE=1\nAPPP_LEVLE=1\n'
    assert brief(validated(tmp_path, text, known, '.env')) == [('spelling', 'APP_MODE', 1), ('spelling', 'APP_MODE', MOST_SUGGESTIONS + 22)]
    assert len(compared) == MOST_SUGGESTIONS + 2  # with the two suggestions


@pytest.mark.parametrize('fact', [{'format': 'password'}, {'writeOnly': True}])
def test_secrets_of_schemas(tmp_path, fact):
    (one,) = validated(tmp_path, 'pin: 1234\n', product(tmp_path, schema(pin={**STRING, **fact})))
    assert (one.found, '1234' in one.message) == (MASK, False)
    assert sample(product(tmp_path, schema(pin={**STRING, **fact, 'default': 'hunter2'})).source.settings, 'yaml', write_defaults=True) == 'pin: "CHANGE_ME"\n'


def test_the_environment_supplies_variables_of_a_file(tmp_path):
    known = product(tmp_path, {**schema(a={**STRING, 'x-environment': 'APP_A'}, b={**STRING, 'x-environment': 'APP_B'}), 'required': ['a', 'b']})
    (tmp_path / 'x.env').write_text('APP_B=1\n', encoding='utf-8')
    sheets = [*read_sheets(str(tmp_path / 'x.env'), known), environment_sheet({'APP_A': 'x', 'APP_B': 'y'}, known)]
    assert Validation(known, Checks(known, tmp_path, own=True)).findings(sheets) == []


def test_former_names_with_and_without_quotes(tmp_path):
    stated = docs(a={'configjson': ['web.port'], 'formerly': ['old.port', 'x']}, b={'environment': ['APP_B'], 'formerly': ['APP_OLD']})
    assert brief(validated(tmp_path, 'old:\n  port: 1\nweb:\n  x: 1\nx: 1\n', stated)) == [('unknown', 'old', 1), ('renamed', 'web.x', 4), ('renamed', 'x', 5)]
    assert [one.message[:36] for one in validated(tmp_path, 'APP_OLD=1\n', stated, 'x.env')] == ['APP_OLD has been renamed to APP_B; u']


def test_keys_without_values(tmp_path):
    known = product(tmp_path, schema(a=STRING, b={'type': ['integer', 'null']}, c=INTEGER, d={}))
    assert [(one.key, one.found) for one in validated(tmp_path, 'a\nb\nc\nd\n', known, 'x.ini')] == [('c', '')]


def test_variables_are_no_keys_if_the_product_names_variables(tmp_path):
    known = product(tmp_path, schema(port={**INTEGER, 'x-environment': 'APP_PORT'}))
    assert brief(validated(tmp_path, 'port=x\n', known, 'x.env')) == [('unknown', 'port', 1)]
    assert brief(validated(tmp_path, 'port=x\n', product(tmp_path, schema(port=INTEGER)), 'x.env')) == [('type', 'port', 1)]


def test_two_variables_of_a_setting_are_no_duplicate(tmp_path):
    known = product(tmp_path, schema(port={**INTEGER, 'x-environment': ['APP_PORT', 'PORT']}))
    assert validated(tmp_path, 'APP_PORT=1\nPORT=1\n', known, 'x.env') == []


def test_the_alternative_with_the_right_constant(tmp_path):
    """It fits better than one with fewer faults."""
    store = {'anyOf': [schema(kind={'const': 'file'}, a=STRING, b=STRING), schema(kind={'const': 's3'}, a=INTEGER, b=INTEGER)]}
    text = 'store:\n  kind: s3\n  a: x\n  b: y\n'
    assert brief(validated(tmp_path, text, product(tmp_path, schema(store=store)))) == [('type', 'store.a', 3), ('type', 'store.b', 4)]


def test_constants_that_not_all_alternatives_have(tmp_path):
    store = {'anyOf': [
        schema(kind={'const': 'file'}, a=STRING), schema(kind={'const': 's3'}, a=STRING), {**schema(a=STRING, kind=STRING, path=STRING), 'required': ['path']},
    ]}
    assert brief(validated(tmp_path, 'store:\n  kind: ftp\n  a: x\n', product(tmp_path, schema(store=store)))) == [('missing', 'store.path', 1)]


def test_settings_that_users_cannot_write_are_not_in_samples():
    settings = [ProductSetting('a', ('a',), default=1, read_only=True), ProductSetting('b', ('b',), default=1), ProductSetting('c', ('c',), default=1, deprecated='old')]
    assert sample(settings, 'yaml', write_defaults=True) == 'b: 1\n'


def test_names_without_letters_of_unicode_are_not_in_samples():
    settings = [ProductSetting('a', ('x', '\ud800'), default=1), ProductSetting('b', ('x', 'b'), default=1)]
    assert json.loads(sample(settings, 'json', write_defaults=True)) == {'x': {'b': 1}}
    assert tomllib.loads(sample(settings, 'toml', write_defaults=True)) == {'x': {'b': 1}}


@pytest.mark.parametrize(
    ('value', 'text'),
    [('$HOME', '"\\$HOME"'), ('a"b', '"a\\"b"'), ('a\\b', '"a\\\\b"'), ('a\nb', '"a\\nb"'), (True, 'true'), (5, '5'), ([1, '$x'], '"[1, \\"\\$x\\"]"')],
)
def test_values_of_variables(value, text):
    setting = ProductSetting('a', ('a',), default=value, environment=('APP_A',))
    assert sample([setting], 'env', write_defaults=True) == f'APP_A={text}\n'


def test_options_end_with_the_directive():
    lines = ['.. config:setting:: a', '   :type: x', '', '   :default: 5', '```', ':range: 1..2']
    assert [option_line(lines, 1, name) for name in ('type', 'default', 'range')] == [2, 0, 0]
    assert option_line(['```{config:setting} a', ':type: x', '```', ':default: 5'], 1, 'default') == 0


def test_the_file_with_the_setting_in_its_line(tmp_path):
    """Several folders can have a file of the name."""
    (tmp_path / 'old').mkdir()
    (tmp_path / 'docs').mkdir()
    (tmp_path / 'old/index.rst').write_text('.. config:setting:: z\n   :type: x\n', encoding='utf-8')
    (tmp_path / 'docs/index.rst').write_text('.. config:setting:: web\n   :type: x\n', encoding='utf-8')
    (setting,) = docs(web={'type': 'x'}).settings
    place = SourcePlaces([tmp_path / 'missing', tmp_path / 'old', tmp_path / 'docs'], tmp_path).place(setting, 'type')
    assert place == ('docs/index.rst', 2)


@pytest.mark.parametrize(('id_', 'line'), [('web.port', 'port: 80\n'), ('...', 'dots\n')])
def test_the_end_of_a_key_in_a_file_of_the_product(tmp_path, id_, line):
    (tmp_path / 'values.yaml').write_text(line, encoding='utf-8')
    (setting,) = docs(**{id_: {'type': 'x'}}).settings
    setting = replace(setting, source='values.yaml', line=1)
    assert SourcePlaces([tmp_path], tmp_path).place(setting) == ('values.yaml', 1)


def test_letter_case_of_files_of_users(tmp_path):
    settings = documented_source(docs(a={'configjson': ['Web.Port'], 'type': 'integer'}), {})
    strict, lax = (Product(settings, SourceSpec(path='x', ignore_case=ignored)) for ignored in (False, True))
    (tmp_path / 'c.yaml').write_text('web:\n  PORT: x\n', encoding='utf-8')
    found = [Validation(one, Checks(one, tmp_path, own=False)).findings(read_sheets(str(tmp_path / 'c.yaml'), one)) for one in (strict, lax)]
    assert [[str(finding.kind) for finding in one] for one in found] == [['unknown'], ['type']]
    assert 'did you mean Web?' in found[0][0].message


def test_a_variable_is_gone_with_its_key(tmp_path):
    known = product(tmp_path, schema(port={**INTEGER, 'x-environment': 'APP_PORT'}))
    assert checked(tmp_path, docs(a={'configjson': ['gone'], 'environment': ['APP_GONE']}, b={'configjson': ['port'], 'environment': ['APP_LOST_VARIABLE']}), known) == [
        ('gone', 'gone'), ('gone', 'APP_LOST_VARIABLE'),
    ]


@pytest.mark.parametrize(
    ('text', 'found', 'same'),
    [('10k', 10, False), ('10k', 10_000, True), ('2M', 2, False), ('1,5', 15, False), ('1,000', 1000, True), ('1_000', 1000, True), ('5 items', 5, True), ('30 s', 30, True), ('1' + '_' * 20_000 + '!', 1, False)],
)
def test_numbers_with_words(text, found, same):
    assert same_number(text, found, '') is same


def test_keys_that_a_pattern_allows_are_not_reported(tmp_path):
    inner = {'type': 'object', 'patternProperties': {'^a': INTEGER}, 'properties': {'c': INTEGER}, 'additionalProperties': False}
    found = validated(tmp_path, '{"m": {"a": 1, "b": 2, "c": 3}}', product(tmp_path, {'type': 'object', 'properties': {'m': inner}}), 'config.json')
    assert [(str(one.kind), one.key) for one in found] == [('unknown', 'm.b')]


@pytest.mark.parametrize('address', ['postgres://user:p@ss@host/db', 'https://u:p@h/', 'amqp://me:x@y@z@h'])
def test_credentials_in_addresses_are_hidden_whole(address):
    shown = CREDENTIALS.sub('*', address)
    assert shown == f'{address.partition("//")[0]}//*@h{address.rpartition("@h")[2]}'


def test_long_segments_are_compared_as_they_are():
    long = 'a' * 40_000
    assert Slips([('x', long)]).near(('x', long[1:])) == []


def test_many_placeholders_in_linear_time():
    known = 'a' + '*' * 14 + 'b'
    assert fitting('a' * 5_000, [known]) is None
    assert fitting('a' * 5_000 + 'b', [known]) == known
