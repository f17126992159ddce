"""Tables for builders that cannot lay out lists in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterator


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
            content = [child for cell in cells_of(table) for child in cell.children]
            parent = table.parent
            spot = parent.index(table)
            parent[spot : spot + 1] = content


def cells_of(table: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the cells of a table, less those of tables in them."""
    for child in table.children:
        if isinstance(child, nodes.entry):
            yield child
        else:
            yield from cells_of(child)


def is_two_columns(node: nodes.Node) -> bool:
    """Tell whether a node is a table that the template ``setting`` draws."""
    return isinstance(node, nodes.table) and 'configsetting-setting' in node['classes']
