"""Shares of settings that state a fact, and of a product's settings that are documented."""

from __future__ import annotations

import pytest
from comparing import docs, product, schema

from sphinx_configsetting.comparison.coverage import (
    coverage,
    failures,
    has_fact,
    shares_of_products,
)

STRING = {'type': 'string'}


@pytest.mark.parametrize(
    ('stated', 'have'),
    [(['web'], 1), (['hosts'], 3), (['hosts[].url'], 2), (['web', 'hosts'], 4), (['web', 'hosts[].url', 'hosts[].port'], 4), (['other'], 0)],
)
def test_documented_share_counts_the_parts_of_lists(tmp_path, stated, have):
    one = product(tmp_path, schema(web=STRING, hosts={'type': 'array', 'items': schema(url=STRING, port=STRING)}))
    documentation = docs(**{f's{number}': {'configjson': [key]} for number, key in enumerate(stated)})
    share = shares_of_products(documentation, [one])['product.json']
    assert (share.have, share.all) == (have, 4)


def test_a_key_of_several_sources_counts_once(tmp_path):
    """A chart has a schema and a file of values, which state the same keys."""
    described = product(tmp_path, schema(web=STRING, mode=STRING, level=STRING))
    values = product(tmp_path, 'web: x\nextra: y\n', 'values.yaml')
    documentation = docs(a={'configjson': ['web']}, b={'configjson': ['extra']})
    shares = shares_of_products(documentation, [described, values])
    assert shares == {'product.json': (1, 3), 'values.yaml': (2, 2), '': (2, 4)}
    assert [(row.name, *row.shares['documented']) for row in coverage(documentation, shares, ()) if row.shares] == [('', 2, 4), ('product.json', 1, 3), ('values.yaml', 2, 2)]
    assert shares_of_products(documentation, []) == {}


def test_a_body_is_a_description():
    stated = docs(a={'body': 'Text.'}, b={'description': 'Text.'}, c={'default': None})
    assert [has_fact(one, 'description') for one in stated.settings] == [True, True, False]
    assert [has_fact(one, 'default') for one in stated.settings] == [False, False, True]
    assert [has_fact(one, 'body') for one in stated.settings] == [False, False, False]


def test_groups_are_those_of_settings_or_sections_of_keys():
    stated = docs(a={'configjson': ['web.tls.port'], 'group': 'sockets'}, b={'configjson': ['.web.tls.key', 'b'], 'default': 'x'}, c={'configjson': ['c']}, d={}, e={'configjson': ['web.tls.e']})
    rows = [row for row in coverage(stated, {}, ('default',)) if row.by == 'group']
    assert [(row.name, *row.shares['default']) for row in rows] == [('sockets', 0, 1), ('web.tls', 1, 2)]


def test_failures_are_below_their_limit(tmp_path):
    rows = coverage(docs(a={'default': '1'}, b={}), {}, ('default',))
    assert failures(rows, {'default': 50}) == []
    assert [(one.key, one.stated, one.found) for one in failures(rows, {'default': 50.1})] == [('default', 50.1, 50.0)]
