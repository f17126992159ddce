"""The shares of settings that state fields, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from ..products import get_products
from .table import LISTING_CLASS, copies, entry, widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..comparison.coverage import CoverageRow, Share
    from ..domain import ConfigDomain
    from ..model.setting import Setting
    from ..query.selection import Listing
    from ..rendering.copies import Copier
    from .table import Cell

_ = get_translation('sphinx_configsetting')


class CoverageRenderer:
    """Renders one table of coverage."""

    def __init__(
        self, domain: ConfigDomain, copier: Copier, record: Listing, found: list[Setting]
    ) -> None:
        """Count."""
        self.domain, self.copier, self.record = domain, copier, record
        self.rows = self.counted(found)

    def counted(self, found: list[Setting]) -> list[CoverageRow]:
        """Return the shares of all settings, then those of pages, groups or sources."""
        from ..comparison.coverage import (  # noqa: PLC0415 (seldom needed)
            MEASURES,
            coverage,
            shares_of_products,
        )
        from ..comparison.documentation import documentation_from  # noqa: PLC0415
        from ..comparison.schemas import product_of  # noqa: PLC0415

        documentation = documentation_from(found, self.domain.fields)
        if self.record.group == 'source':
            known, folder = get_products(self.domain), Path(self.domain.configuration.confdir)
            products = [
                product_of(known.source(name), spec, folder) for name, spec in known.specs.items()
            ]
            shares = shares_of_products(documentation, products)
            rows = coverage(documentation, shares, ())
        else:
            names = [column.field for column in self.record.columns] or MEASURES[1:]
            rows = coverage(documentation, {}, [n for n in names if n in self.domain.fields])
        return [row for row in rows if row.by in {'all', self.record.group}]

    def content(self, frame: nodes.Element, *, flat: bool) -> list[nodes.Node]:
        """Return the table; a list in the cell of another one."""
        heads = [self.first(), *map(self.title, self.rows[0].shares)]
        lines = [[self.name(row), *map(share_cell, row.shares.values())] for row in self.rows]
        if flat:
            return [coverage_list(heads, lines)]
        given = 'colwidths-given' if self.copier.builder.format != 'html' else 'colwidths-auto'
        frame['classes'] = [LISTING_CLASS, 'configsetting-coverage', *frame['classes'], given]
        columns = widths(list(zip(heads, *lines, strict=True)))
        group = nodes.tgroup('', *(nodes.colspec(colwidth=w) for w in columns), cols=len(heads))
        body = nodes.tbody('', *(coverage_row(line) for line in lines))
        group += [nodes.thead('', coverage_row(heads)), body]
        frame += group
        return [frame]

    def first(self) -> Cell:
        """Return the title of the first column."""
        titles = {'page': _('Page'), 'group': _('Group'), 'source': _('Source')}
        return [nodes.Text(titles[self.record.group])]

    def title(self, measure: str) -> Cell:
        """Return the title of a column: the label of a field."""
        if self.record.group == 'source':
            return [nodes.Text(_('Documented'))]
        return [nodes.Text(self.domain.fields.by_name[measure].plain_label)]

    def name(self, row: CoverageRow) -> Cell:
        """Return the name of a row, which links to the page or group."""
        if row.by == 'all':
            return [nodes.Text(_('All settings'))]
        if row.by == 'page':
            return [self.copier.page_link(row.name)]
        group = self.domain.groups.get(row.name)
        if row.by == 'source' or group is None:
            return [nodes.literal(row.name, row.name)]
        text = nodes.inline(group.title, group.title)
        return [self.copier.refnode(group.docname, group.anchor, text, '')]


def coverage_list(heads: list[Cell], lines: list[list[Cell]]) -> nodes.bullet_list:
    """Return the rows of a table as a list."""
    found = nodes.bullet_list()
    for name, *shares in lines:
        text = nodes.paragraph('', '', *name)
        for head, share in zip(heads[1:], shares, strict=True):
            text += [nodes.Text('; '), *copies(head), nodes.Text(' '), *share]
        found += nodes.list_item('', text)
    return found


def share_cell(share: Share) -> Cell:
    """Return the cell of a share."""
    return [nodes.Text(f'{share.percent:g}\xa0% ({share.have}/{share.all})')]


def coverage_row(cells: Sequence[Cell]) -> nodes.row:
    """Return a row of the table."""
    return nodes.row('', *map(entry, cells))
