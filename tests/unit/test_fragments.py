"""Nodes as plain data."""

from __future__ import annotations

from docutils import nodes
from docutils.core import publish_doctree

from sphinx_configsetting.fragments import as_blocks, freeze, thaw

TEXT = """\
A *paragraph* with `link <https://a.example>`__ and ``code``.

- a
- b

::

   x  y

.. _target:

.. image:: a.png
   :width: 3
"""


def plain(value):
    if isinstance(value, tuple):
        return all(map(plain, value))
    return value is None or type(value) in {str, int, bool, list, dict, float}


def test_round_trip():
    document = publish_doctree(TEXT)
    frozen = freeze(document.children)
    assert plain(frozen)
    thawed = thaw(frozen)
    assert freeze(thawed) == frozen
    assert [node.astext() for node in thawed] == [node.astext() for node in document.children]
    assert thawed[2]['xml:space'] == 'preserve'
    assert not [n for top in thawed for n in top.findall(nodes.Element) if n['ids']]


def test_as_blocks():
    (paragraph,) = as_blocks([nodes.Text('a'), nodes.strong('b', 'b')])
    assert isinstance(paragraph, nodes.paragraph)
    assert as_blocks([paragraph]) == [paragraph]
    assert as_blocks([]) == []
