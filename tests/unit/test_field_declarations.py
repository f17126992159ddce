"""Declarations of fields: each wrong one is one problem, and the rest is kept."""

from __future__ import annotations

import pytest

from sphinx_configsetting.field_declarations import DeclarationError, declare, unknown_keys
from sphinx_configsetting.model.field_types import TYPES
from sphinx_configsetting.model.fields import BUILTIN, Fields

NAMES = [field.name for field in BUILTIN]
WRONG = [
    (1, {}, 'lower-case'),
    ('Upper', {}, 'lower-case'),
    ('9a', {}, 'lower-case'),
    ('id', {}, 'this name is taken'),
    ('class', {}, 'this name is taken'),
    ('displayname', None, 'cannot be removed'),
    ('description', None, 'cannot be removed'),
    ('typ', None, "did you mean 'type'"),
    ('zzzzz', None, 'the fields are displayname, '),
    ('type', 'text', "'text' is neither a dict nor None"),
    ('type', {'names': 1}, "'names' is 1, not a bool"),
    ('type', {'badge': 'x'}, "'badge' is 'x', not a bool or an int"),
    ('type', {'colors': 1}, "'colors' is 1, not a dict or a str"),
    ('type', {'aliases': 'x'}, "'aliases' is 'x', not a list"),
    ('type', {'aliases': ['x', '']}, 'not a list of strings'),
    ('type', {'order': [1]}, 'not a list of strings'),
    ('type', {'label': ' '}, "'label' is empty"),
    ('type', {'kind': 'number'}, "'number' is not one of the kinds text"),
    ('displayname', {'kind': 'key'}, "always 'title'"),
    ('description', {'kind': 'text'}, "always 'markup'"),
    ('type', {'before': 'default', 'after': 'since'}, 'not both'),
    ('type', {'before': 'type'}, 'not another field'),
    ('type', {'after': 'defalt'}, "did you mean 'default'"),
    ('type', {'unit': 's'}, "the kind 'value' has no 'unit'"),
    ('x', {'kind': 'enum', 'unit': 's'}, "the kind 'enum' has no 'unit'"),
    ('x', {'kind': 'duration', 'unit': 'parsec'}, "'unit' is not one of ns, "),
    ('x', {'colors': 'pink'}, "'pink' is not one of the colors strong, "),
    ('x', {'colors': {'a': 'pink'}}, "'pink' is not one of the colors"),
    ('x', {'kind': 'enum', 'order': ['a', 'A']}, "'order' has 'a' twice"),
    ('x', {'kind': 'enum', 'order': ['a'], 'colors': {'b': 'info'}}, "'colors' has 'b', which is not one of a"),
    ('x', {'derive': '{{ x'}, "'derive' is '{{ x': "),
    ('x', {'derive': '{{ default | nofilter }}'}, 'nofilter'),
]


@pytest.mark.parametrize(('name', 'declaration', 'said'), WRONG)
def test_wrong(name, declaration, said):
    with pytest.raises(DeclarationError) as caught:
        declare(Fields(), name, declaration)
    assert said in str(caught.value)


def test_keys_that_there_are_not():
    """They are reported, and the rest of the declaration counts."""
    declaration = {'lable': 'x', 3: 'y', 'label': 'Z'}
    assert declare(Fields(), 'type', declaration).by_name['type'].label == 'Z'
    assert [message.partition(',')[0] for message in unknown_keys(declaration)] == ["'lable' is not one of kind", '3 is not one of kind']
    assert unknown_keys(None) == []


def test_every_key():
    declaration = {
        'kind': 'variable',
        'label': '``x``',
        'names': True,
        'index': True,
        'row': False,
        'aliases': ['y'],
        'derive': '{{ configjson | envname }}{{ range(2) }}',
        'before': 'type',
        'badge': True,
        'colors': 'info',
        'lexer': 'ini',
        'sphinx': True,
    }
    given = dict(declaration)
    fields = declare(Fields(), 'my-var', declaration)
    assert declaration == given, 'the value of conf.py stays as it is'
    mine = fields.get('my-var')
    assert isinstance(mine.type, TYPES['variable'])
    assert (mine.labels, mine.names, mine.index, mine.row) == (('x', 'y'), True, True, False)
    assert mine.derive.source == declaration['derive']
    assert (mine.badge, mine.color('a'), mine.lexer, mine.sphinx) == (9, 'info', 'ini', True)
    assert [f.name for f in fields][NAMES.index('type')] == 'my-var'


def test_parameters_of_kinds():
    fields = declare(Fields(), 'edition', {'kind': 'enum', 'order': ('Free', 'Paid'), 'colors': {'Paid': 'success'}, 'badge': 2})
    edition = fields.get('edition')
    assert edition.type.order('paid') == 1
    assert (edition.color('Paid'), edition.color('Free'), edition.badge) == ('success', '', 2)
    fields = declare(fields, 'edition', {'badge': False})
    assert fields.get('edition').badge == 0
    assert fields.get('edition').type.order('paid') == 1
    wait = declare(Fields(), 'wait', {'kind': 'duration', 'unit': 'ms'}).get('wait')
    assert wait.type.order('500') == 0.5
    assert declare(Fields(), 'size', {'kind': 'bytes'}).get('size').type.order('1k') == 1000
    assert declare(Fields(), 'ports', {'kind': 'range', 'unit': 'ports'}).get('ports').type.shown('1..9') == '1..9 ports'


def test_changes_keep_the_rest():
    fields = declare(declare(Fields(), 'environment', {'label': 'Variable', 'aliases': []}), 'since', None)
    changed, known = fields.get('environment'), Fields().get('environment')
    assert (changed.label, changed.aliases, changed.type) == ('Variable', (), known.type)
    assert [f.name for f in fields] == [name for name in NAMES if name != 'since']


def test_a_new_field_without_more():
    new = declare(Fields(), 'log_level', {}).get('log_level')
    assert (new.label, new.type.name, new.derive) == ('Log level', 'text', None)
    assert declare(Fields(), 'x', {'derive': ''}).get('x').derive is None
