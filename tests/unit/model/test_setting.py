"""A setting as a record, and the facts that texts state."""

from __future__ import annotations

import pytest

from sphinx_configsetting.model.fields import Fields
from sphinx_configsetting.model.setting import (
    Fact,
    Setting,
    Variant,
    exported_facts,
    exported_variants,
    fact_of_text,
    is_not_applicable,
)

FIELDS = Fields()


@pytest.mark.parametrize(
    ('name', 'text', 'fact'),
    [
        ('environment', ' A_B\n ', Fact('A_B', ('A_B',))),
        ('environment', 'n/A', Fact('N/A', ())),
        ('environment', ' N/A. ', Fact('N/A', ())),
        ('environment', ' \x00 ', None),
        ('environment', ',', Fact(',', (), problem="',' names no environment variable; write one, or remove the option")),
        ('environment', 'none', Fact('none', (), problem="'none' cannot be an environment variable; it is not used as a name")),
        ('environment', 'A_B, c', Fact('A_B, c', ('A_B', 'c'))),
        ('since', 'yes', Fact('yes', ('yes',), problem="'yes' is not a version; keep the version, and move the rest to the body")),
        ('displayname', 'a\x07\ufdd0\udc80b  c\n', Fact('ab c', ('ab c',))),
        ('default', '  ', None),
        ('default', '"  "', Fact('"  "', ('"  "',))),
        ('restart', '', Fact('', ('true',))),
        ('deprecated', 'no', None),
        ('deprecated', '', Fact('', ('', ''))),
    ],
)
def test_state(name, text, fact):
    assert fact_of_text(FIELDS.get(name), text) == fact


def test_applicable():
    assert Fact('a', ('a',)).applicable
    assert not Fact('N/A', ()).applicable
    assert Fact('none', ()).applicable
    assert is_not_applicable('n/a.')
    assert not is_not_applicable('n/a for the cloud')


def setting(id_, **texts):
    facts = {name: fact for name, text in texts.items() if (fact := fact_of_text(FIELDS.get(name), text))}
    return Setting(id=id_, docname='p', anchor=id_, source='p.rst', line=1, position=3, facts=facts)


def test_a_setting():
    one = setting('one', displayname='One', environment='N/A', configjson='.A.B', formerly='Old, Older')
    assert (one.title, setting('one', displayname='N/A').title, setting('one').title) == ('One', 'one', 'one')
    assert (one.values('configjson'), one.values('environment'), one.values('type')) == (('.A.B',), (), ())
    assert (one.text('configjson'), one.text('environment'), one.text('type')) == ('.A.B', 'N/A', '')
    assert [(f.name, name) for f, name in one.names(FIELDS)] == [
        ('displayname', 'One'),
        ('configjson', '.A.B'),
        ('configjson', 'A.B'),
        ('formerly', 'Old'),
        ('formerly', 'Older'),
    ]


def test_the_setting_whose_text_it_shares():
    assert setting('a').home == 3
    assert setting('a')._replace(host_position=1).home == 1


def test_a_fact_with_conditions_only_is_exported_as_variants_only():
    windows = Variant('Windows', '50', ('50',))
    one = setting('one')._replace(facts={'default': Fact('', (), (windows,))})
    assert exported_facts(one, FIELDS) == {}
    assert exported_variants(one, FIELDS) == {'default': [{'condition': 'Windows', 'value': '50'}]}
