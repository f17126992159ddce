"""The values of conf.py: each wrong one is one problem, and the rest is kept."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from declarations import SHAPES, declared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_configsetting import config
from sphinx_configsetting.config import Configuration, IndexEntry, Reader, place_in_conf_py
from sphinx_configsetting.config_values import VALUES
from sphinx_configsetting.field_declarations import KEYS
from sphinx_configsetting.indices import indices_of
from sphinx_configsetting.model.fields import BUILTIN, Fields
from sphinx_configsetting.roles import roles_of

DEFAULTS = {value.name: value.default for value in VALUES}
NAMES = [field.name for field in BUILTIN]


def read(**values):
    given = {f'configsetting_{name}': value for name, value in values.items()}
    return Reader(SimpleNamespace(**DEFAULTS | given)).read()


def test_defaults():
    assert read() == Configuration()
    assert read().problems == ()
    assert all(value.help.endswith('.') for value in VALUES)
    assert all(isinstance(value.default, value.types) for value in VALUES)


ENTRY = IndexEntry(type='single', template='{environment}')
PAIR = IndexEntry(type='pair', template='{id}; setting')


@pytest.mark.parametrize(
    ('name', 'given', 'kept', 'said'),
    [
        ('placement', 'object', 'object', ''),
        ('placement', 'above', 'auto', "'above' is not one of 'auto', 'section', 'object'"),
        ('placement', 3, 'auto', ''),
        ('draw', 'all', 'all', ''),
        ('draw', 'some', 'missing', "'some' is not one of"),
        ('template', 'my-own', 'my-own', ''),
        ('template', 'a/b', 'card', "'a/b' is not the name of a template"),
        ('index_entries', ('environment',), (ENTRY,), ''),
        ('index_entries', ['id'], (IndexEntry(type='single', template='{id}'),), ''),
        ('index_entries', ['pair: {id}; setting', 'environment'], (PAIR, ENTRY), ''),
        ('index_entries', ['enviroment'], (), "did you mean 'environment'"),
        ('index_entries', ['double: {id}'], (), "does not begin with one of single, pair"),
        ('index_entries', ['pair: {nope}; setting'], (), "names 'nope', which is not a field"),
        ('index_entries', [3], (), '3 is not a field'),
        ('index_entries', 'environment', (), ''),
        ('indexes', ['environment'], ('environment',), ''),
        ('indexes', ['enviroment', 3, 'type'], ('type',), "did you mean 'environment'"),
        ('labels', True, True, ''),
        ('labels', 1, False, ''),
        ('exports', ['settings.json'], ('settings.json',), ''),
        ('exports', ['other.json'], (), "'other.json' is not one of"),
        ('object_types', {'std:confval': 'id', 'envvar': 'environment'}, (('confval', 'id'), ('envvar', 'environment')), ''),
        ('object_types', {'py:class': 'id'}, (), "'py:class' is not a type of the domain"),
        ('object_types', {'std:': 'id'}, (), "'std:' is not a type"),
        ('object_types', {'confval': 'nope'}, (), "'confval' has names of 'nope'"),
        ('anchors', ['std-setting-{id}'], ('std-setting-{id}',), ''),
        ('anchors', ['x'], (), "'x' has no field in braces"),
        ('anchors', [3], (), '3 has no field in braces'),
        ('anchors', ['{nope}'], (), "names 'nope'"),
        ('autolink', True, ('configjson', 'environment', 'key', 'option'), ''),
        ('autolink', ['environment'], ('environment',), ''),
        ('autolink', ['nope'], (), "'nope' is not a field"),
        ('autolink', False, (), ''),
        ('baseline', 'known.txt', 'known.txt', ''),
        ('copy_forms', {'key': {'YAML': '{value}:'}}, (('key', {'YAML': '{value}:'}),), ''),
        ('copy_forms', {'kye': {}}, (), "'kye' is not a field; did you mean 'key'"),
        ('copy_forms', {'key': 3}, (), "'key' is 3, not a dict of labels and patterns"),
    ],
)
def test_a_value(name, given, kept, said):
    found = read(**{name: given})
    assert getattr(found, name) == kept
    messages = [f'{value}: {problem}' for value, problem in found.problems]
    assert bool(messages) is bool(said)
    if said:
        assert messages[0].startswith(f'configsetting_{name}: ')
        assert said in messages[0]


def test_wrong_fields_keep_the_rest():
    found = read(fields={'before': {}, 'typ': None, 'type': 3, 'after': {}}, index_entries=['after'])
    assert [field.name for field in found.fields] == [*NAMES, 'before', 'after']
    assert [name for name, _problem in found.problems] == ['configsetting_fields'] * 2
    assert found.fields.get('type') == Fields().get('type')
    assert found.index_entries == (IndexEntry(type='single', template='{after}'),)


def test_a_wrong_key_costs_no_other_one():
    found = read(fields={'level': {'kind': 'duration', 'filter': True, 'label': 'Delay'}})
    ((_name, problem),) = found.problems
    assert problem.startswith("'level': 'filter' is not one of kind, label")
    assert (found.fields.get('level').type.name, found.fields.get('level').label) == ('duration', 'Delay')


@pytest.mark.parametrize('name', ['note', 'default', 'values', 'No'])
@pytest.mark.parametrize('declaration', [{'type': 'text'}, {'kind': 5}, 'text'])
def test_a_wrong_declaration_keeps_a_new_field_as_text(name, declaration):
    found = read(fields={name: declaration})
    assert len(found.problems) == 1
    assert [field.name for field in found.fields] == [*NAMES, *(['note'] if name == 'note' else [])]


@pytest.mark.parametrize('derive', ['{{ nope }}', '{{ good }}'])
def test_a_derive_that_uses_no_other_field(derive):
    found = read(fields={'good': {'label': 'Kept', 'derive': derive}})
    ((_name, problem),) = found.problems
    assert 'which is not another field' in problem
    assert (found.fields.get('good').label, found.fields.get('good').derive) == ('Kept', None)


def test_derive_may_name_a_later_field():
    found = read(fields={'a': {'derive': '{{ b }}'}, 'b': {}})
    assert found.problems == ()
    assert found.fields.get('a').derive.needs == {'b'}


def test_problems_name_the_line_of_conf_py(monkeypatch, tmp_path):
    warned = []
    monkeypatch.setattr(config, 'warn', lambda subtype, text, location: warned.append((subtype.value, text, location)))
    (tmp_path / 'conf.py').write_text('\nconfigsetting_template_not = 1\nconfigsetting_template = 1\n')
    config.report_problems(read(template='a/b'), tmp_path)
    ((subtype, text, location),) = warned
    assert (subtype, location) == ('config', f'{tmp_path / "conf.py"}:3')
    assert text.endswith('; it is ignored')


@pytest.mark.parametrize('text', [None, 'other = 1\n', 'other = 1\n\xff\n'])
def test_a_value_that_conf_py_does_not_show(tmp_path, text):
    path = tmp_path / 'conf.py'
    if text is not None:
        path.write_bytes(text.encode('latin-1'))
    assert place_in_conf_py(path, 'configsetting_labels') == f'{path}:1'


@settings(suppress_health_check=list(HealthCheck))
@given(declared(NAMES, KEYS), st.lists(SHAPES, min_size=len(VALUES) - 1, max_size=len(VALUES) - 1))
def test_no_value_ends_in_a_traceback(fields, others):
    names = [value.name for value in VALUES]
    found = Reader(SimpleNamespace(**dict(zip(names, (fields, *others), strict=True)))).read()
    config.report_problems(found, Path('nowhere'))
    assert {'displayname', 'description'} <= {field.name for field in found.fields}
    assert roles_of(found.fields)
    assert indices_of(found.fields)
