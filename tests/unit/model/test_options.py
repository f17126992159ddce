"""The options of a directive, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.model.markdown_options import read_markdown_block, without_dashes
from sphinx_configsetting.model.options import (
    MISTYPED,
    Option,
    indented_block,
    make_option,
    read_block,
)


def texts(block):
    return [(option.name, option.text, option.line) for option in block.options]


@pytest.mark.parametrize(
    ('lines', 'argument', 'options', 'length'),
    [
        ([], [], [], 0),
        (['web-port'], ['web-port'], [], 1),
        (['one', '  two', ':Type: int'], ['one', 'two'], [('type', 'int', 2)], 3),
        (['x', ':default:', ':type: a  b '], ['x'], [('default', '', 1), ('type', 'a  b ', 2)], 3),
        (['x', ':a: one', '   two', '     three', ':b: 4'], ['x'], [('a', 'one\ntwo\n  three', 1), ('b', '4', 4)], 5),
        (['x', ':a:', '   two', '   three'], ['x'], [('a', 'two\nthree', 1)], 4),
        (['x', ':a: ::', '   two'], ['x'], [('a', 'two', 1)], 3),
        (['x', ':a: 1', 'stray', ':b: 2'], ['x'], [('a', '1', 1)], 2),
        (['x', ':a: 1', '', ':b: 2'], ['x'], [('a', '1', 1)], 2),
        (['x', ':a: 1', '  :b: 2'], ['x'], [('a', '1\n:b: 2', 1)], 3),
        (['x', '  :a: 1', ':b: 2'], ['x'], [('a', '1', 1), ('b', '2', 2)], 3),
        (['x', ':a:b'], ['x'], [], 1),
        (['x', '  :a 3', ':b: 2'], ['x'], [], 1),
        ([':x'], [':x'], [], 1),
    ],
)
def test_read_block(lines, argument, options, length):
    block = read_block(lines)
    assert (block.argument, texts(block), block.length) == (argument, options, length)


@pytest.mark.parametrize(
    ('name', 'bare', 'condition'),
    [
        ('Default (Windows)', 'default', 'Windows'),
        ('default( Cloud, EU )', 'default', 'Cloud, EU'),
        ('default ()', 'default ()', ''),
        ('a (b) c', 'a (b) c', ''),
        (' TYPE ', 'type', ''),
    ],
)
def test_condition(name, bare, condition):
    option = make_option(name, ['50'], 3)
    assert (option.name, option.condition, option.line, option.text) == (bare, condition, 3, '50')


def test_block():
    option = Option('a', [' :: '], 0)
    assert option.is_block
    assert option.wants_block
    option.lines += indented_block(['', '    a: 1', '      b: 2', '', 'Text.', '   more'])
    assert option.text == 'a: 1\n  b: 2'
    assert not option.wants_block
    assert not Option('a', ['b'], 0).is_block


def test_indented_block():
    assert indented_block(['  a', '', '\tb']) == ['  a', '', '\tb']
    assert indented_block(['a']) == []


@pytest.mark.parametrize(
    ('lines', 'inner', 'taken'),
    [
        (['---', 'a: 1', '---', 'Text'], ['a: 1'], 3),
        (['---', 'a: 1'], [], 0),
        (['a: 1', '---'], [], 0),
        (['---', '---'], [], 2),
        ([], [], 0),
    ],
)
def test_without_dashes(lines, inner, taken):
    assert without_dashes(lines) == (inner, taken)


@pytest.mark.parametrize(
    ('line', 'name', 'text'),
    [(':default 3', 'default', '3'), ('default: 3', 'default', '3'), ('default 3', 'default', '3'), ('3', None, None)],
)
def test_mistyped(line, name, text):
    found = MISTYPED.fullmatch(line)
    assert (found and found['name'], found and found['text']) == (name, text)


@given(st.lists(st.text(' :ab\t(', max_size=8)))
def test_no_line_is_lost(lines):
    block = read_block(lines)
    assert block.length <= len(lines)
    assert block.length == len(block.argument) + sum(len(option.lines) for option in block.options)


def test_blocks_that_are_no_yaml():
    (option,) = read_markdown_block([':default: |', '', '    a', '  b']).options
    assert option.text.split() == ['|', 'a', 'b']


@pytest.mark.parametrize(
    ('lines', 'text', 'items'),
    [
        (['choices:', '- a', '- "b, c"'], 'a, b, c', ('a', 'b, c')),
        (['choices:', '- [a, b]', '-', '  - c', '  - d'], '[a, b], c, d', ('[a, b]', 'c, d')),
        (['choices: [a, b]'], '[a, b]', ('a', 'b')),
        (['default: &x 1'], '1', None),
    ],
)
def test_lists_of_yaml(lines, text, items):
    (option,) = read_markdown_block(['---', *lines, '---']).options
    assert (option.text, option.items) == (text, items)


def test_aliases_of_yaml_are_not_followed():
    options = read_markdown_block(['---', 'a: &x [*x]', 'b: *x', '---']).options
    assert [(one.name, one.text) for one in options] == [('a', '&x [*x]'), ('b', '*x')]
