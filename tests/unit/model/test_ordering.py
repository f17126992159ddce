"""Keys for sorting: names, numbers, versions, amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.model.ordering import amount, natural, number, version

UNITS = {'s': 1, 'm': 60, 'h': 3600}


@pytest.mark.parametrize(
    'texts',
    [
        ['4', '5.0-alpha', '5.0-beta.2', '5.0rc1', '5.0', '5.0.1', 'v5.9', '5.10', 'Server 10.1', '10.1-2'],
        ['1.0-dev', '1', '1.0.0.1', '1.1', '9' * 5000],
    ],
)
def test_versions_are_in_order(texts):
    keys = [version(text) for text in texts]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_words_behind_a_version_do_not_count():
    assert version('5.0 and later') == version('5')
    assert version('none') is None


def test_names_in_order():
    assert sorted(['b', 'a10', 'A9', 'a09.5', '1'], key=natural) == ['1', 'A9', 'a09.5', 'a10', 'b']


@pytest.mark.parametrize(('text', 'found'), [('1', 1), ('-2.5', -2.5), ('1e5', 1e5), ('1_000', 1000), ('x', None), ('1 2', None), ('', None)])
def test_number(text, found):
    assert number(text) == found


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('1h 30m', 5400),
        ('1h, 1M', 3660),
        ('1_000 s', 1000),
        ('1.5m', 90),
        ('-5', -300),
        ('5', 300),
        ('1h 5', None),
        ('5x', None),
        ('soon', None),
        ('5 s later', None),
        ('', None),
    ],
)
def test_amount(text, found):
    assert amount(text, UNITS, 'm') == found


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_ordered(one, other):
    assert (natural(one) < natural(other)) + (natural(one) > natural(other)) + (natural(one) == natural(other)) == 1
    first, second = version(one), version(other)
    if first and second:
        assert (first < second) + (first > second) + (first == second) == 1
