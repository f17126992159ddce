"""Tables for builders that cannot lay out lists in cells."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class PlainTables(SphinxPostTransform):
    """Shows what stands in two columns one below the other, as text and man pages can.

    Their writers join the items of a list in a cell to one line. It runs with other
    changes of layout, when references are resolved (10).
    """

    default_priority = 90
    formats = ('text', 'man')

    def run(self, **_kwargs: Any) -> None:
        """Replace each two-column table by the content of its cells."""
        for table in list(self.document.findall(is_two_columns)):
            cells = list(table.findall(nodes.entry))
            content = [child for cell in cells for child in cell.children]
            parent = table.parent
            spot = parent.index(table)
            parent[spot : spot + 1] = content


def is_two_columns(node: nodes.Node) -> bool:
    """Tell whether a node is a table that the template ``setting`` draws."""
    return isinstance(node, nodes.table) and 'configsetting-setting' in node['classes']
