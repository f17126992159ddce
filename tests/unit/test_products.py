"""The facts of product files as texts of options."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.importers import ProductSetting
from sphinx_configsetting.importers.limits import range_text
from sphinx_configsetting.importers.spec import SourceSpec
from sphinx_configsetting.model.field_types import List
from sphinx_configsetting.products import Products, choice_as_item

CHOICES = st.text('ab,; \n"\'`([{<>}])\u201c\u201d')


@given(st.lists(CHOICES, min_size=1, max_size=3))
def test_choices_stay_apart(choices):
    assert List().parse(', '.join(map(choice_as_item, choices))) == tuple(choices)


@pytest.mark.parametrize(('typename', 'limits', 'text'), [
    ('integer', {'exclusiveMinimum': 0, 'maximum': 10}, '1..10'),
    ('integer', {'exclusiveMaximum': 10}, '..9'),
    ('integer', {'exclusiveMinimum': 0.5, 'exclusiveMaximum': 2.5}, '1..2'),
    ('number', {'exclusiveMinimum': 0, 'exclusiveMaximum': 1}, ''),
    ('number', {'exclusiveMinimum': 0, 'maximum': 1}, ''),
    ('number', {'minimum': 0, 'maximum': 1}, '0..1'),
    ('string', {'minLength': 1}, ''),
    ('integer', {'minimum': 'x'}, ''),
])  # fmt: skip
def test_ranges(typename, limits, text):
    assert range_text(ProductSetting(key='a', path=('a',), types=(typename,), limits=limits)) == text


def test_places_of_settings_in_a_thousand_files(tmp_path):
    specs = {f's{n}': SourceSpec(path=f'data/{n}/a.json') for n in range(1000)}
    products = Products({**specs, 'b': SourceSpec(path='/etc/b.json')}, tmp_path, {})
    start = time.process_time()
    places = [products.public(str(tmp_path / f'data/{n}/b.json'), tmp_path) for n in range(1000)]
    assert time.process_time() - start < 2
    assert places == [f'data/{n}/b.json' for n in range(1000)]
    assert [products.public(path, tmp_path) for path in ('/etc/b.json', 'b.json')] == ['b.json', 'b.json']
