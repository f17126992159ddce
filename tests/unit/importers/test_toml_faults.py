"""Faults in TOML: one message for each, and the rest is read."""

from __future__ import annotations

import time

import pytest
from reading import defaults, messages, read

from sphinx_configsetting.importers import SourceError


def test_a_key_twice_has_its_last_value(tmp_path):
    source = read(tmp_path, 'a.toml', '# one\na = 1\nb = [\n 2]\n# another\na = 3\n')
    assert defaults(source) == {'b': [2], 'a': 3}
    assert [(one.line, one.description) for one in source.settings] == [(3, ''), (6, 'another')]
    assert messages(source) == ["a.toml:6: the key 'a' is stated twice, first in line 2; remove one of the two"]
    assert source.problems[0].duplicate == 'a'


def test_a_table_twice_has_the_keys_of_both(tmp_path):
    text = '[a]\nx = 1\nd.one = 1\n[b]\ny = 2\n[a] # again\nz = 3\nx = 4\nd.two = 2\n[a.c]\nq = 5\n'
    source = read(tmp_path, 'a.toml', text)
    assert defaults(source) == {'a.c.q': 5, 'a.x': 4, 'a.z': 3, 'a.d.one': 1, 'a.d.two': 2, 'b.y': 2}
    assert {one.key: one.line for one in source.settings}['a.z'] == 7
    assert messages(source) == [
        "a.toml:6: the key 'a' is stated twice, first in line 1; remove one of the two",
        "a.toml:8: the key 'x' is stated twice, first in line 2; remove one of the two",
    ]


def test_a_table_twice_in_an_item(tmp_path):
    text = '[[r]]\nn = 1\n[r.s]\nq = 1\n[r.s]\nw = 2\n[[r]]\nn = 2\n[r.s]\nq = 3\n'
    source = read(tmp_path, 'a.toml', text)
    assert defaults(source)['r'] == [{'n': 1, 's': {'q': 1, 'w': 2}}, {'n': 2, 's': {'q': 3}}]
    assert messages(source) == ["a.toml:5: the key 's' is stated twice, first in line 3; remove one of the two"]


@pytest.mark.parametrize(
    ('text', 'found', 'places'),
    [
        ('a = 1\nb = = 2\nc = 3\n', {'a': 1, 'c': 3}, ['2:5']),
        ('a = 1\nb: 2\n[t]\nc = 3\n', {'a': 1, 't.c': 3}, ['2:2']),
        ('y = 08\nx = 1\nz = no\n', {'x': 1}, ['1:6', '3:5']),
        ('a = "x\nb = 2\n', {'b': 2}, ['1:7']),
        ('a = {x = 1, x = 2}\nb = 1\n', {'b': 1}, ['1:18']),
        ('p = 1\na = {\n  b = 1,\n  c = 2\n}\nd = 1\n', {'p': 1, 'd': 1}, ['2:6']),
        ('a = 1\na.b = 2\nc = 3\n', {'a': 1, 'c': 3}, ['2:8']),
        # values that do not end
        ('a = [1,\n2\nb = 3\n[t]\nc = 4\n', {'b': 3, 't.c': 4}, ['3:1']),
        ('x = 1\na = [1, 2', {'x': 1}, ['2']),
        ('x = 1\na = [', {'x': 1}, ['2']),
        ('x = 1\ny = {a = """b\n\nc\n', {'x': 1}, ['2']),
        ('x = 1\nk', {'x': 1}, ['2']),
        ('x = 1\nk =\n', {'x': 1}, ['2:4']),
        ('a = 1\ns = """abc\nmore\nb = 2\n', {'a': 1, 'b': 2}, ['2']),
        # tables
        ('a = 1\n[t x]\nk = 1\n[u]\nv = 1\n', {'a': 1, 'u.v': 1}, ['2:4']),
        ('a = 1\n[a]\nk = [\n[1]]\n', {'a': 1}, ['2:3']),
        ('[a]\nx = 1\n[[a]]\ny = 1\n[b]\nz = 1', {'a.x': 1, 'b.z': 1}, ['3:4']),
    ],
)
def test_the_rest_of_a_faulty_file(tmp_path, text, found, places):
    source = read(tmp_path, 'a.toml', text)
    assert defaults(source) == found
    assert [str(one).split(': ')[0] for one in source.problems] == [f'a.toml:{place}' for place in places]


@pytest.mark.parametrize(
    ('text', 'place'),
    [
        ('a = no\n', '1:5'),
        ('x = 1\n"a\\q" = 2\n', '2:5'),
        ('x = 1\n' + ''.join(f'a{number} = no\n' for number in range(6)), '2:6'),
        ('\n\n\nk', '4:1'),
        ('\nk = \'\'\'a\n', '3:1'),
    ],
)
def test_files_without_a_rest(tmp_path, text, place):
    with pytest.raises(SourceError, match=f'^a.toml:{place}: this is not TOML: '):
        read(tmp_path, 'a.toml', text)


def test_five_faults_are_left_out(tmp_path):
    source = read(tmp_path, 'a.toml', ''.join(f'a{number} = no\n' for number in range(5)) + 'x = 1\n')
    assert (defaults(source), len(source.problems)) == ({'x': 1}, 5)


def test_many_duplicates_take_linear_time(tmp_path):
    text = ''.join(f'[t{number}]\nk = 1\nk = 2\n' for number in range(3000)) * 2
    start = time.process_time()
    assert len(read(tmp_path, 'a.toml', text).problems) == 3000 + 9000
    assert time.process_time() - start < 20
