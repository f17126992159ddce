"""Nodes as plain data, there and back."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx import addnodes

from sphinx_configsetting.fragments import as_blocks, freeze, thaw

TEXT = """\
A *paragraph* with `a link <https://a.example>`__, :sub:`role`, [#]_ and ``co  de``.

.. [#] Note.

1. one

   a) b

.. list-table::
   :widths: 1 2
   :header-rows: 1

   * - a
     - b
   * - c
     - | line
       | block

.. code-block:: python
   :number-lines: 3

   x  = 1

.. math:: a

.. image:: a.png
   :alt:
   :width: 3

.. _target:

Term
   Definition
"""
PLAIN = {str, int, float, bool, list, dict, tuple}


def plain(value):
    if isinstance(value, dict):
        return all(map(plain, (*value, *value.values())))
    return type(value) in PLAIN and (not isinstance(value, (tuple, list)) or all(map(plain, value)))


def test_round_trip():
    document = publish_doctree(TEXT, settings_overrides={'report_level': 5})
    frozen = freeze(document.children)
    thawed = thaw(frozen)
    assert plain(frozen)
    assert freeze(thawed) == frozen
    for node in document.findall(nodes.Element):
        node['ids'], node['names'] = [], []
        node.attributes.pop('backrefs', None)
    assert [node.pformat() for node in thawed] == [node.pformat() for node in document.children]


@pytest.mark.parametrize(
    'node',
    [
        addnodes.desc_signature('', '', addnodes.desc_name('', 'f'), addnodes.desc_sig_space()),
        addnodes.pending_xref('', nodes.literal('', 'x'), reftarget='', refexplicit=False, refdomain='config'),
        addnodes.index(entries=[('single', 'a', 'b', '', None)]),
        nodes.literal_block('', 'a  b', language='c', highlight_args={'linenostart': 3}),
        nodes.raw('', '<b>', format='html'),
        nodes.paragraph('', '', nodes.Text('a'), translated=True),
    ],
    ids=lambda node: type(node).__name__,
)
def test_node(node):
    (thawed,) = thaw(freeze([node]))
    assert thawed.pformat() == node.pformat()
    assert thawed.attributes == node.attributes
    assert [child.parent for child in thawed.children] == [thawed] * len(node.children)


def test_local_and_empty_attributes_go():
    node = nodes.paragraph('', 'a', ids=['i'], names=['n'], dupnames=['d'], backrefs=['b'], classes=[], x=None)
    assert freeze([node]) == (('docutils.nodes:paragraph', (), ('a',)),)


def test_what_is_frozen_does_not_change():
    node = nodes.paragraph('', 'a', classes=['one'], options={})
    node['options'] = {'x': 1}
    frozen = freeze([node])
    (thawed,) = thaw(frozen)
    for changed in (node, thawed):
        changed['classes'].append('two')
        changed['options']['y'] = 2
    (again,) = thaw(frozen)
    assert again['classes'] == ['one']
    assert again['options'] == {'x': 1}


def test_as_blocks():
    inline = [nodes.Text('a'), nodes.strong('', 'b')]
    (paragraph,) = as_blocks(inline)
    assert isinstance(paragraph, nodes.paragraph)
    assert paragraph.children == inline
    assert as_blocks([nodes.strong('', 'b')])[0].astext() == 'b'
    assert as_blocks([paragraph]) == [paragraph]
    assert as_blocks([]) == []


def test_raw_nodes_are_what_the_others_are():
    raw = nodes.raw('', '<b>', format='html')
    assert as_blocks([raw]) == [raw]
    blocks = [raw, nodes.paragraph('', 'a')]
    assert as_blocks(blocks) == blocks
    (paragraph,) = as_blocks([raw.deepcopy(), nodes.Text('a')])
    assert isinstance(paragraph, nodes.paragraph)
