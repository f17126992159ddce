"""The values of conf.py: each wrong one is one problem, and the rest is kept."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sphinx_configsetting.catalog.fields import BUILTIN, Fields
from sphinx_configsetting.catalog.kinds import KINDS

from sphinx_configsetting import config
from sphinx_configsetting.config import VALUES, place_of, read_fields, valid

NAMES = [field.name for field in BUILTIN]
DEFAULTS = {value.name: value.default for value in VALUES}
WRONG = [
    ({1: {}}, '1: '),
    ({'Upper': {}}, 'lower-case'),
    ({'9a': {}}, 'lower-case'),
    ({'id': {}}, "'id'"),
    ({'class': {}}, "'class'"),
    ({'displayname': None}, 'cannot be removed'),
    ({'description': None}, 'cannot be removed'),
    ({'typ': None}, "did you mean 'type'"),
    ({'zzzzz': None}, 'see the list of fields'),
    ({'type': 'text'}, "'text' is neither a dict nor None"),
    ({'type': {'lable': 'x'}}, "'lable' is not one of kind, label"),
    ({'type': {3: 'x'}}, '3 is not one of'),
    ({'type': {'names': 1}}, "'names' is 1, not a bool"),
    ({'type': {'aliases': ('x',)}}, 'not a list'),
    ({'type': {'aliases': ['x', '']}}, 'not a list of labels'),
    ({'type': {'label': ' '}}, "'label' is empty"),
    ({'type': {'kind': 'number'}}, "'number' is not one of the kinds text"),
    ({'displayname': {'kind': 'key'}}, "always 'text'"),
    ({'description': {'kind': 'text'}}, "always 'markup'"),
    ({'type': {'before': 'default', 'after': 'since'}}, 'not both'),
    ({'type': {'before': 'type'}}, 'not another field'),
    ({'type': {'after': 'defalt'}}, "did you mean 'default'"),
]
WRONG_DERIVES = [
    ('{{ x', 'derive'),
    ('{{ default | nofilter }}', 'nofilter'),
    ('{{ nope }}', "'nope', which is not another field"),
    ('{{ good }}', "'good', which is not another field"),
    ('{% for a in [1] %}' * 30 + '{% endfor %}' * 30, 'nested'),
    ('{% for a in [1] recursive %}{% endfor %}', 'recursive'),
]


@pytest.mark.parametrize(('declared', 'said'), WRONG)
def test_a_wrong_declaration(declared, said):
    fields, problems = read_fields({'before': {'label': 'B'}, **declared, 'after': {}})
    assert [said in problem for problem in problems] == [True]
    assert [field.name for field in fields] == [*NAMES, 'before', 'after']
    assert fields.get('type') is Fields().get('type'), 'a wrong declaration changes nothing'


@pytest.mark.parametrize(('derive', 'said'), WRONG_DERIVES)
def test_a_wrong_derive(derive, said):
    fields, problems = read_fields({'good': {'label': 'Kept', 'derive': derive}})
    assert [said in problem for problem in problems] == [True]
    assert (fields.get('good').label, fields.get('good').derive) == ('Kept', '')


def test_not_a_dict():
    fields, problems = read_fields(['type'])
    assert fields.all == Fields().all
    assert problems == ["['type'] is not a dict of field names and declarations"]


def test_every_key_of_a_declaration():
    declared = {
        'kind': 'variable',
        'label': '``x``',
        'names': True,
        'index': True,
        'row': False,
        'aliases': ['y'],
        'derive': '{{ configjson | envname }}{{ range(2) }}',
        'before': 'type',
    }
    fields, problems = read_fields({'my-var': declared})
    mine = fields.get('my-var')
    assert not problems
    assert mine.kind is KINDS['variable']
    assert (mine.labels, mine.names, mine.index, mine.row) == (('x', 'y'), True, True, False)
    assert mine.derive == declared['derive']
    assert [f.name for f in fields][NAMES.index('type')] == 'my-var'


def test_changes_keep_the_rest():
    fields, problems = read_fields({'environment': {'label': 'Variable', 'aliases': []}, 'since': None})
    changed, known = fields.get('environment'), Fields().get('environment')
    assert not problems
    assert (changed.label, changed.aliases, changed.kind) == ('Variable', (), known.kind)
    assert [f.name for f in fields] == [name for name in NAMES if name != 'since']


def test_a_new_field_without_more():
    fields, _problems = read_fields({'log_level': {}})
    assert (fields.get('log_level').label, fields.get('log_level').kind) == ('Log level', KINDS['text'])


def test_derive_may_name_a_later_field():
    fields, problems = read_fields({'a': {'derive': '{{ b }}'}, 'b': {}})
    assert not problems
    assert fields.get('a').derive == '{{ b }}'


def conf(**values):
    return SimpleNamespace(**DEFAULTS | {f'configsetting_{name}': value for name, value in values.items()})


@pytest.mark.parametrize(
    ('name', 'right', 'wrong', 'said'),
    [
        ('placement', 'object', 'above', "'above' is neither"),
        ('placement', 'section', ['x'], 'neither'),
        ('template', 'my-own', 'a/b', "'a/b' is not the name"),
        ('template', 'facts', 3, '3 is not the name'),
        ('index_entries', ('environment',), 'environment', 'not a list'),
        ('index_entries', [], ['enviroment'], "did you mean 'environment'"),
        ('index_entries', [], [3], '3 is not a field'),
        ('labels', True, 1, 'neither True nor False'),
        ('exports', ['settings.json'], ['other.json'], "and 'settings.json'"),
        ('exports', (), 'settings.json', 'not a list'),
    ],
)
def test_a_value(name, right, wrong, said, monkeypatch, tmp_path):
    full = f'configsetting_{name}'
    warned = []
    monkeypatch.setattr(config, 'warn', lambda subtype, text, location: warned.append((subtype.value, text, location)))
    config.report_problems(conf(**{name: right}), tmp_path)
    assert not warned
    assert valid(conf(**{name: right}), full) == right
    (tmp_path / 'conf.py').write_text(f'\n{full}_not = 1\n{full} = 1\n')
    config.report_problems(conf(**{name: wrong}), tmp_path)
    ((subtype, text, location),) = warned
    assert subtype == 'config'
    assert text.startswith(f'{full}: ')
    assert said in text
    assert location == f'{tmp_path / "conf.py"}:3'
    assert valid(conf(**{name: wrong}), full) == DEFAULTS[full]


def test_wrong_fields_keep_the_rest():
    declared = {'mine': {}, 'type': 3}
    given = conf(fields=declared, index_entries=['mine'])
    assert valid(given, 'configsetting_fields') == declared
    assert valid(given, 'configsetting_index_entries') == ['mine']
    assert 'mine' in config.fields_of(given)
    assert len(list(config.check_fields(declared, given))) == 1


@pytest.mark.parametrize('text', [None, 'other = 1\n', 'other = 1\n\xff\n'])
def test_place_that_cannot_be_told(tmp_path, text):
    path = tmp_path / 'conf.py'
    if text is not None:
        path.write_bytes(text.encode('latin-1'))
    assert place_of(path, 'configsetting_labels') == f'{path}:1'


def test_every_default_is_right():
    for value in VALUES:
        assert list(value.check(value.default, conf())) == []
        assert value.help.endswith('.')
