"""The head of a directive: what is read, from which lines, and the slips in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.model.directive_head import Slip, read_head

KNOWN = {'type', 'default', 'example'}


def head_of(lines, markdown):
    return read_head(lines, KNOWN.__contains__, markdown=markdown)


RST = [
    (['x'], 'x', {}, 1, []),
    (['x', ':type: a', '  b', '', 'Text.'], 'x', {'type': 1}, 3, []),
    (['', 'x', 'y', ':type: a', '', 'Text.'], 'x y', {'type': 3}, 4, []),
    (['', '', ':type: a'], '', {'type': 2}, 3, [(2, Slip.PARTED)]),
    (['x :type: a', ':default: 3', '', 'Text.'], 'x', {'type': 0, 'default': 1}, 2, [(0, Slip.SAME_LINE)]),
    (['', 'x :type: a'], 'x', {'type': 1}, 2, [(1, Slip.SAME_LINE)]),
    (['x', '', ':type (Linux): a'], 'x', {'type': 2}, 3, [(2, Slip.PARTED)]),
    ([], '', {}, 1, []),
    (['x :other: a'], 'x :other: a', {}, 1, []),
    (['x', ':type: a', 'Text.', ':default: 3'], 'x', {'type': 1}, 2, [(2, Slip.NO_OPTION)]),
    (['x', ':type a', ':default: 3', '', 'Text.'], 'x', {'default': 2}, 3, [(1, Slip.NO_OPTION)]),
    (['x', ':type a', 'Text.'], 'x', {}, 2, [(1, Slip.NO_OPTION)]),
    (['x', ':default: ::', '', '  a', '', '  b', '', ':type: a', '', 'Text.'], 'x', {'default': 1, 'type': 7}, 8, []),
    (['x', ':default: ::', '', '  a', '', ':other: a'], 'x', {'default': 1}, 5, []),
    (['x', ':default: ::', '', 'Text.'], 'x', {'default': 1}, 2, []),
    (['x', ':type: a', '', '', ':default: 3', '', 'Text.'], 'x', {'type': 1, 'default': 4}, 5, [(4, Slip.PARTED)]),
    (['x', ':type a', ':default: 3', '', ':example: a'], 'x', {'default': 2, 'example': 4}, 5, [(1, Slip.NO_OPTION), (4, Slip.PARTED)]),
    (['x', '', ':type: a', ':other: b'], 'x', {'type': 2, 'other': 3}, 4, [(2, Slip.PARTED)]),
    (['x', '', ':type: a', ':two words: b'], 'x', {}, 1, [(2, Slip.UNCERTAIN)]),
    (['x', ':default: 3', '', ':type: a', ':other: b'], 'x', {'default': 1}, 2, [(3, Slip.UNCERTAIN)]),
    (['x', ':default: 3', '', ':other: b', ':type: a'], 'x', {'default': 1}, 2, []),
    (['x', '', ':Type: a'], 'x', {}, 1, []),
]
MARKDOWN = [
    (['x', ':type: a', 'Text.'], 'x', {'type': 1}, 2, []),
    (['', '', ':type: a'], '', {'type': 2}, 3, []),
    (['x', '---', 'type: a', '---', '', 'Text.'], 'x', {'type': 2}, 4, []),
    (['x', ':type: a', ':default 3', 'Text.'], 'x', {'type': 1}, 3, [(2, Slip.NO_OPTION)]),
    (['x', ':type: a', '', ':default: 3', ':example 4'], 'x', {'type': 1, 'default': 3}, 5, [(4, Slip.NO_OPTION), (3, Slip.PARTED)]),
    (['x', 'type: a'], 'x', {}, 1, [(1, Slip.NO_OPTION)]),
    (['x', 'other: a'], 'x', {}, 1, []),
    (['x', 'Text.', ':type: a'], 'x', {}, 1, [(2, Slip.LATE)]),
    (['x', ':::{note}', ':type: a'], 'x', {}, 1, []),
    (['x', ':type: a', '', 'Text.', ':other: a'], 'x', {'type': 1}, 2, []),
]


@pytest.mark.parametrize(
    ('markdown', 'lines', 'argument', 'options', 'length', 'slips'),
    [(markdown, *row) for markdown, rows in ((False, RST), (True, MARKDOWN)) for row in rows],
)
def test_heads(markdown, lines, argument, options, length, slips):
    if markdown:
        pytest.importorskip('yaml')
    head = head_of(lines, markdown)
    assert ' '.join(head.argument) == argument
    assert {one.name: one.line for one in head.options} == options
    assert head.length == length
    assert [(one.line, one.slip) for one in head.slips] == slips
    assert not head.parted


@pytest.mark.parametrize('markdown', [False, True])
def test_options_behind_a_value_with_a_blank_line(markdown):
    if markdown:
        pytest.importorskip('yaml')
    head = head_of(['x', ':type:', '   a', '', '   b', ':default: 3', '', 'Text.'], markdown)
    assert (head.length, head.parted) == (3, range(5, 6))
    assert [(one.name, one.line) for one in head.options] == [('type', 1), ('default', 5)]
    (slip,) = head.slips
    assert slip.message.startswith("there is a blank line before the option 'default'; remove it")


@given(st.lists(st.sampled_from(['', 'x', '  x', ':type: a', ':type: ::', ':type a', ':other: a', '  :type: a', 'type: a']), min_size=1), st.booleans())
def test_lines_of_options_are_those_of_the_directive(lines, markdown):
    if markdown:
        pytest.importorskip('yaml')
    head = head_of(lines, markdown)
    assert 0 < head.length <= max(len(lines), 2)
    for one in head.options:
        assert one.name in lines[one.line]
        assert one.line < head.length or one.line in head.parted
    for slip in head.slips:
        assert slip.text.strip(':') in lines[slip.line] or slip.slip is Slip.SAME_LINE
