"""The text of tables and files, line by line."""

from __future__ import annotations

import pytest
from drawing import grid, list_table, prose
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.migration.body import blocks_of, joined_blocks
from sphinx_configsetting.migration.edits import Edit, SourceText, removals, rewritten
from sphinx_configsetting.migration.tables import MalformedTableError, table_at


@given(left=prose(), right=prose(), drawn=st.sampled_from([grid, list_table]))
def test_cells(left, right, drawn):
    lines = f'Text.\n\n{drawn((left, right))}\n\nMore.'.split('\n')
    table = table_at(lines, len(lines) - 4)
    assert list(table.rows[0]) == [tuple(left.split('\n')), tuple(right.split('\n'))]
    assert lines[table.start - 2] == 'Text.'
    assert lines[table.end + 1] == 'More.'


@pytest.mark.parametrize(
    ('text', 'line', 'reason'),
    [
        ('+---+---+\n| a | b |\n+---+---+\n| c | d  |\n+---+---+', 3, '1 column too long for the top border'),
        ('+---+---+\n| a | b  \n+---+---+', 1, 'does not end in a border'),
        ('+---+---+\n| a | b |', 1, 'no bottom border'),
        ('+---+---+\n| a | b |\n+---+--|+\n| c   d |\n+---+---+', 0, 'its borders do not meet'),
        ('+---+---+\n| a | b |\n+---+ --+\n| c   d |\n+---+---+', 0, 'its borders do not meet'),
    ],
)
def test_malformed(text, line, reason):
    with pytest.raises(MalformedTableError, match=reason) as raised:
        table_at(text.split('\n'), 1)
    assert raised.value.line == line


@pytest.mark.parametrize('text', ['Text.', '.. note::\n\n   x', '.. list-table::\n\n   * - a\n   text', '.. list-table::\n\n   * a'])
def test_no_table(text):
    lines = text.split('\n')
    assert table_at(lines, len(lines) - 1) is None


@given(prose())
def test_blocks_together_are_the_text(text):
    lines = tuple(text.split('\n'))
    assert joined_blocks(blocks_of(lines)) == lines


LINES = st.lists(st.text(st.sampled_from('a \t\x0b\x0c\x1c\x85\u2028\ufeff表')).flatmap(lambda t: st.sampled_from(['\n', '\r\n', '\r', '']).map(t.__add__)))


@given(LINES.map(''.join), st.binary(max_size=0) | st.just(b'\xef\xbb\xbf'))
def test_files_are_written_as_they_were_read(text, mark):
    content = mark + text.removeprefix('\ufeff').encode()
    source = SourceText.of_bytes(content)
    assert source.to_bytes() == rewritten(source, []).to_bytes() == content
    assert len(source.lines) == len(source.plain)


@given(st.lists(st.sampled_from(['a\n', 'b\r\n', '\tc\n']), min_size=2), st.data())
def test_lines_outside_edits_stay(lines, data):
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, len(lines)))
    written = rewritten(SourceText(tuple(lines)), [Edit(start, end, ('new',)), Edit(end, end, ('more',))])
    assert list(written.lines[:start]) == lines[:start]
    assert list(written.lines[start + 2 :]) == lines[end:]
    assert [line.strip() for line in written.lines[start : start + 2]] == ['new', 'more']


def test_line_ends_of_new_lines():
    assert SourceText(('a',)).end_of_line(0) == '\n'
    assert SourceText(('a\r\n', 'b')).end_of_line(1) == '\r\n'
    assert rewritten(SourceText(('a\r\n', 'b')), [Edit(1, 2, ('c', 'd'))]).text == 'a\r\nc\r\nd'


def test_blocks_that_follow_each_other_go_as_one():
    plain = ['a', '', 'b', '', 'c', '', 'd']
    assert removals(plain, [(4, 5), (2, 3)]) == [Edit(2, 6)]
    assert removals(plain, [(6, 7)]) == [Edit(5, 7)]
    assert removals(['a', 'b', '', 'c'], [(1, 2)]) == [Edit(1, 2)]


def cells(text):
    table = table_at(text.split('\n'), 1)
    return [[' '.join(cell) for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ('text', 'rows'),
    [
        ('+---+---+\n| a | b |\n+-------+', [['a', 'b']]),
        ('+---+---+\n| a | b |\n+---+---+\n| c | d |\n+-------+', [['a', 'b'], ['c', 'd']]),
        ('+---+---+\n| a | b |\n+---+---+\n| c   d |\n+-------+', [['a', 'b'], ['c   d']]),
        ('+---+---+\n| a     |\n+-------+', [['a']]),
    ],
)
def test_a_bottom_border_without_its_inner_corner(text, rows):
    assert cells(text) == rows
