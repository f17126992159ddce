"""The explorer: all settings of a query as rows that readers search and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..model.setting import plain_text
from ..query.ordering import grouped_settings
from ..query.parser import field_of
from ..query.selection import facets_of
from ..rendering.values import badge_fields, badge_text, plain_label
from .explorer_html import Badge, CopiedName, Explorer, ExplorerRow, explorer_html
from .facets import facet, facet_values
from .script_data import copy_forms, words
from .table import html, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..domain import ConfigDomain
    from ..model.fields import Fields
    from ..model.setting import Setting
    from ..query.selection import Listing
    from ..rendering.copies import Copier

LONGEST: Final = 600
"""The number of characters of a body that a row can open to; the rest is on its page."""


class ExplorerRenderer:
    """Makes the rows and facets of an explorer from records, without nodes."""

    def __init__(
        self, domain: ConfigDomain, copier: Copier, listing: Listing, found: list[Setting]
    ) -> None:
        """Prepare the explorer of a page."""
        self.domain = domain
        self.copier = copier
        self.listing = listing
        self.found = found
        self.fields: Fields = domain.fields
        self.labels = {field.name: plain_label(field) for field in self.fields}
        names = facets_of(listing, found, self.fields)
        self.facet_fields = [field for name in names if (field := field_of(self.fields, name))]

    def content(self) -> list[nodes.Node]:
        """Return the explorer as raw HTML; the site's search finds the settings at home."""
        rows = [
            self.row(setting, path)
            for path, members in grouped_settings(self.listing.group, self.found, self.fields)
            for setting in members
        ]
        explorer = Explorer(
            rows=rows,
            facets=[facet(field, self.found) for field in self.facet_fields],
            words=words(),
            labels=self.labels,
            forms=copy_forms(self.domain),
            search=self.search_page(),
        )
        node = html(explorer_html(explorer))
        node['classes'].append('no-search')
        return [node]

    def search_page(self) -> str:
        """Return the address of the site's own search."""
        builder = self.copier.builder
        if not getattr(builder, 'search', False):
            return ''
        return builder.get_relative_uri(self.listing.docname, 'search')

    def uri(self, setting: Setting) -> str:
        """Return the address of a setting from the page of the explorer."""
        page = self.copier.builder.get_relative_uri(self.listing.docname, setting.docname)
        return f'{page}#{setting.anchor}'

    def row(self, setting: Setting, path: tuple[str, ...]) -> ExplorerRow:
        """Return the row of a setting."""
        shown = {field.name for field in badge_fields(setting, self.fields)}
        description = setting.text('description')
        return ExplorerRow(
            id=setting.id,
            title=setting.title,
            uri=self.uri(setting),
            badges=list(self.badges(setting)),
            names=list(self.names(setting)),
            text=description or setting.body,
            body=shortened(setting.body, LONGEST) if description else '',
            facts=dict(self.facts(setting, shown)),
            group=path,
            also=[setting.id, *setting.values('formerly')],
            values={f.name: facet_values(f, setting) for f in self.facet_fields},
        )

    def badges(self, setting: Setting) -> Iterator[Badge]:
        """Yield the badges of a setting."""
        for field in badge_fields(setting, self.fields):
            fact = setting.facts[field.name]
            value = field.type.joint.join(map(field.type.shown, fact.values))
            parts = badge_text(field, fact, [nodes.Text(value)])
            text = ''.join(part.astext() for part in parts)
            is_code = field.type.display == 'literal' and not field.bare and text.endswith(value)
            label = text.removesuffix(value).strip() if is_code else text
            color = field.color(fact.values[0])
            yield Badge(field=field.name, text=label, value=value if is_code else '', tone=color)

    def names(self, setting: Setting) -> Iterator[CopiedName]:
        """Yield the keys, variables and flags of a setting."""
        for field in self.fields:
            for value in setting.all_values(field.name) if field.identifies else ():
                yield CopiedName(field=field.name, value=value)

    def facts(self, setting: Setting, shown: set[str]) -> Iterator[tuple[str, str]]:
        """Yield the names and texts of the other fields that a setting states."""
        for field in self.fields:
            fact = setting.facts.get(field.name)
            if fact and field.row and not field.identifies and field.name not in shown:
                yield field.name, plain_text(field, fact)
