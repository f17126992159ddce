"""Tables that readers search and filter, with the data of their script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..query.parser import field_of
from ..sanitizing import data_html
from .explorer_html import Explorer, ExplorerRow, explorer_data
from .facets import facet, facet_values
from .script_data import copy_forms, words
from .table import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..domain import ConfigDomain
    from ..model.fields import Field
    from ..model.setting import Setting
    from .table import Cell, ColumnHead

FILTER_CLASS: Final = 'configsetting-filter'


def searchable_table(
    table: nodes.table,
    heads: Sequence[ColumnHead],
    facets: Sequence[str],
    settings: Sequence[Setting],
    cells: Sequence[Sequence[Cell]],
    domain: ConfigDomain,
) -> nodes.container:
    """Return a table with the data of its script: columns, facets, and further names."""
    declared = [field for name in facets if (field := field_of(domain.fields, name))]
    rows = [make_row(*pair, declared, domain) for pair in zip(settings, cells, strict=True)]
    explorer = Explorer(
        rows=rows,
        facets=[facet(field, settings) for field in declared],
        words=words(),
        forms=copy_forms(domain),
    )
    data = explorer_data(explorer) | {
        'columns': [head.field.name for head in heads],
        'copy': [head.field.name for head in heads if head.field.identifies],
    }
    return nodes.container('', table, html(data_html(data)), classes=[FILTER_CLASS])


def make_row(
    setting: Setting, cells: Sequence[Cell], facets: Iterable[Field], domain: ConfigDomain
) -> ExplorerRow:
    """Return the record of a row that the data is made from."""
    return ExplorerRow(
        id=setting.id,
        title=setting.title,
        uri='',
        also=other_names(setting, cells, domain),
        values={field.name: facet_values(field, setting) for field in facets},
    )


def other_names(setting: Setting, row: Sequence[Cell], domain: ConfigDomain) -> list[str]:
    """Return the names of a setting that its row does not show in full."""
    shown = '\n'.join(node.astext() for cell in row for node in cell)
    names = [setting.id]
    for field in domain.fields.naming:
        names += setting.all_values(field.name)
    return [name for name in dict.fromkeys(names) if name not in shown]
