"""Shapes: tables that are drawn when their pages are written."""

from __future__ import annotations

import pytest
from docutils import nodes

from sphinx_configsetting.rendering.escaping import slot
from sphinx_configsetting.rendering.shapes import made, models_of, shape_of

BLOCKS = {'', 'description'}


def root(*paragraphs):
    return nodes.container('', *(nodes.paragraph('', '', *content) for content in paragraphs))


def content(name):
    return [nodes.paragraph(name, f'<{name}>')] if name in BLOCKS else [nodes.literal(name, name)]


def test_a_shape_is_filled():
    text = nodes.Text(f'Default: {slot("default")}, or {slot("type")}.')
    shape = shape_of(root([nodes.Text(slot(''))], [text]), BLOCKS)
    assert shape.slots == ('', 'default', 'type')
    drawn = made(models_of(shape.packed, BLOCKS), content)
    assert [node.pformat() for node in drawn] == [
        '<paragraph>\n    <>\n',
        '<paragraph>\n    Default: \n    <literal>\n        default\n    , or \n    <literal>\n        type\n    .\n',
    ]
    again = made(models_of(shape.packed, BLOCKS), content)
    drawn[1]['classes'].append('mine')
    assert again[1]['classes'] == []


@pytest.mark.parametrize(
    'paragraphs',
    [
        [[nodes.Text(slot('a'))], [nodes.Text(slot('a'))]],
        [[nodes.Text("What's here")]],
        [[nodes.Text(f'"{slot("a")}"')]],
        [[nodes.Text(f'so -- {slot("a")}')]],
        [[nodes.Text(f'It is {slot("description")}')]],
        [[nodes.Text(slot('')), nodes.Text('more')]],
        [[nodes.strong('', '', nodes.Text(slot('')))]],
        [[nodes.literal('', slot('a'))]],
    ],
    ids=['twice', 'apostrophe', 'quotes', 'dash', 'in a line', 'with more', 'strong', 'literal'],
)
def test_what_cannot_wait(paragraphs):
    assert shape_of(root(*paragraphs), BLOCKS) is None


def test_code_without_slots_can_wait():
    assert shape_of(root([nodes.literal('', '"--x"')]), BLOCKS).slots == ()
