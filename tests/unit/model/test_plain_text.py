"""Blanks, quotes, letter case, and lists whose values may be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.model.text import (
    as_typed,
    clean,
    collapse,
    fold,
    is_whole_literal,
    shorten,
    split_list,
    unquote,
)


def test_blanks():
    assert collapse(' a \t\n b ') == 'a b'
    assert collapse('\u00a0a\u3000b\u00a0') == '\u00a0a\u3000b\u00a0'


def test_unprintable_characters():
    assert clean('a\x00\x07b\ufdd0\ud800\uffff\tc\u00e9') == 'ab\tc\u00e9'


def test_fold():
    assert fold('  Stra\u00dfe  A ') == fold('STRASSE a')
    assert fold('e\u0301') == fold('\u00c9')


@pytest.mark.parametrize(
    ('text', 'bare'),
    [
        ('\u201c.Section.Key\u201d,', '.Section.Key'),
        ('a."b.c"', 'a."b.c"'),
        ('"a"."b"', '"a"."b"'),
        ('``a``', 'a'),
        ('"a', '"a'),
        ('"', '"'),
        ('""', ''),
        ('\u00aba\u00bb;', 'a'),
    ],
)
def test_unquote(text, bare):
    assert unquote(text) == bare


@pytest.mark.parametrize(('text', 'short'), [('Port (Web)', 'Port'), ('Port (Web) (old)', 'Port (Web)'), ('(Web)', '(Web)'), ('Port', 'Port')])
def test_shorten(text, short):
    assert shorten(text) == short


@pytest.mark.parametrize(
    ('text', 'parts'),
    [
        ('', []),
        (' , ,', []),
        ('a, "b, c", list[0,1], "', ['a', '"b, c"', 'list[0,1]', '"']),
        ("it's, o'clock", ["it's", "o'clock"]),
        ('\u201ca, b\u201d, \u2018c, d\u2019, `e, f`', ['\u201ca, b\u201d', '\u2018c, d\u2019', '`e, f`']),
        ('f(a, (b, c)), {d, e}, <g,h>', ['f(a, (b, c))', '{d, e}', '<g,h>']),
        ('<, >', ['<', '>']),
        ('a), b', ['a)', 'b']),
        ('(a, b', ['(a', 'b']),
        ('(a], b', ['(a]', 'b']),
    ],
)
def test_split_list(text, parts):
    assert split_list(text) == parts


@given(st.text('ab ,"\'`()[]{}<>\u201c\u201d', max_size=20))
def test_no_character_of_a_list_is_lost(text):
    assert ''.join(''.join(split_list(text)).split()).replace(',', '') == ''.join(text.split()).replace(',', '')


@given(st.lists(st.text('ab, ', min_size=1).filter(lambda part: part.strip(' ,')), min_size=1))
def test_quoted_values_stay_whole(values):
    assert split_list(', '.join(f'"{value}"' for value in values)) == [f'"{value}"' for value in values]


def test_values_whose_ends_would_be_missed():
    assert [as_typed(text) for text in ('a', ' a', '', '\t')] == ['a', '" a"', '""', '"\t"']


@pytest.mark.parametrize(('text', 'whole'), [('``a``', True), ('`a`', True), ('``a`` b', False), ('``a`` ``b``', False), ('a', False)])
def test_whole_literal(text, whole):
    assert is_whole_literal(text) is whole
