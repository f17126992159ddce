"""Derived fields: what expressions compute, and what they cannot do."""

from __future__ import annotations

import pytest

from sphinx_configsetting.model.expressions import (
    Expression,
    ExpressionError,
    envname,
    nth_values,
    relaxed,
)


@pytest.mark.parametrize(
    ('source', 'facts', 'text'),
    [
        ('X_{{ configjson|envname }}', {'configjson': ('.A.B',)}, 'X_A_B'),
        ('{{ key|relaxed }}', {'key': ('a.b-c',)}, 'A_BC'),
        ('{{ a }}{{ b }}', {'a': ('1', '2'), 'b': ('x',)}, '1x, 2x'),
        ('{{ a }}{{ b }}', {'a': ('1',)}, ''),
        ('{{ a }}', {'a': ()}, ''),
        ('{{ a }}', {'a': ('1', '1')}, '1'),
        ('{{ a }}', {'a': ('*<',)}, '*<'),
        ('fixed{{ range(1)|list|length }}', {}, 'fixed1'),
        ('{% for c in a %}{{ c }}-{% endfor %}', {'a': ('xy',)}, 'x-y-'),
    ],
)
def test_evaluate(source, facts, text):
    assert Expression.compile(source).evaluate(facts) == text


@pytest.mark.parametrize(('source', 'needs'), [('{{ a }}{{ b|upper }}{{ range(2) }}', {'a', 'b'}), ('x', set()), ('{% set a = 1 %}{{ a }}', set())])
def test_needs(source, needs):
    assert Expression.compile(source).needs == needs


@pytest.mark.parametrize('source', ['{{ x', '{{ default | nofilter }}', '{% nope %}', '{{ ' + '(' * 5000 + '1' + ')' * 5000 + ' }}'])
def test_wrong_syntax(source):
    with pytest.raises(ExpressionError):
        Expression.compile(source)


@pytest.mark.parametrize(
    ('source', 'said'),
    [
        ('{{ 1 / 0 }}', 'division'),
        ('{{ a.nope }}', 'nope'),
        ('{{ a.__class__ }}', 'unsafe'),
        ('{{ ""["__class__"] }}', 'unsafe'),
        ('{{ "{0.__class__}".format(a) }}', ''),
        ('{{ joiner.__init__.__globals__["os"] }}', 'unsafe'),
        ('{{ ("" | attr("__class__")).x }}', ''),
        ('{% import "os" as os %}{{ a }}', ''),
        ('{{ a.append(1) }}', ''),
        ('{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', ''),
    ],
)
def test_refused(source, said):
    with pytest.raises(ExpressionError, match=said or None):
        Expression.compile(source).evaluate({'a': ('x',)})


def test_expressions_are_equal_by_their_source():
    one, same, other = (Expression.compile(source) for source in ('{{ a }}', '{{ a }}', '{{ b }}'))
    assert one == same
    assert len({one, same, other}) == 2
    assert one != other
    assert one != '{{ a }}'


@pytest.mark.parametrize(('key', 'name'), [('.A.Key', 'A_KEY'), ('a-b', 'A_B'), ('', ''), ('.', '')])
def test_envname(key, name):
    assert envname(key) == name


def test_relaxed():
    assert relaxed('my.cool-app.list[0].name') == 'MY_COOLAPP_LIST_0_NAME'


def test_nth_values():
    facts = {'a': ('1', '2'), 'b': ('x',)}
    assert [nth_values(facts, row) for row in (0, 1)] == [{'a': '1', 'b': 'x'}, {'a': '2', 'b': 'x'}]
