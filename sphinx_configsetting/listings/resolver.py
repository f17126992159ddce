"""Listings as nodes, once all settings are known."""

from __future__ import annotations

from functools import partial
from itertools import count as counter
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..nodes import count, frame_of, is_within, listing, parts_of
from ..query.selection import select
from ..rendering.author_text import Content
from ..rendering.capture import captures_html
from ..rendering.copies import Copier, HomeTexts
from .content import ListingRenderer
from .coverage import CoverageRenderer
from .explorer import ExplorerRenderer
from .samples import SampleRenderer

if TYPE_CHECKING:
    from ..model.setting import Setting
    from ..query.selection import Listing
    from ..rendering.transform import NodeReplacer

COPY_CLASS: Final = 'configsetting-shown'
DEEPEST: Final = 3
"""The number of settings that can be shown within each other."""
Place = tuple[str, int]


class ListingResolver:
    """Replaces the listings of one document."""

    def __init__(self, renderer: NodeReplacer, document: nodes.document) -> None:
        """Begin with a document: a page, or several in a book."""
        assert renderer.domain.builder is not None
        self.renderer = renderer
        self.builder = renderer.domain.builder
        self.domain = renderer.domain
        self.document = document
        self.copier = partial(
            Copier,
            renderer.env,
            self.builder,
            document,
            numbers=counter(1),
            texts=HomeTexts(renderer.env),
            foreign=renderer.foreign,
        )

    def resolve(self, root: nodes.Element) -> None:
        """Replace the listings and counts below a node."""
        for number in list(root.findall(count)):
            found = select(number['record'], self.domain.settings)
            number.replace_self(nodes.Text(str(len(found))))
        for node in list(root.findall(listing)):
            node.replace_self(self.content(node, node.query))

    def content(self, node: listing, record: Listing) -> list[nodes.Node]:
        """Return the nodes of a listing."""
        found = select(record, self.domain.settings)
        if not found:
            return fallback(node)
        if record.display == 'full':
            return self.full(node, record, found[0])
        copier = self.copier(docname=record.docname)
        if record.display == 'explorer':
            if captures_html(self.builder):
                return ExplorerRenderer(self.domain, copier, record, found).content()
            record = record._replace(display='list')
        flat = self.builder.format != 'html' and is_within(node, (nodes.entry,))
        if record.display == 'sample':
            return SampleRenderer(self.domain, copier, record, found).content(frame_of(node))
        if record.display == 'coverage':
            coverage = CoverageRenderer(self.domain, copier, record, found)
            return coverage.content(frame_of(node), flat=flat)
        if flat and record.display in {'table', 'row'}:
            record = record._replace(display='list')
        return ListingRenderer(self.renderer, copier, record, found, node).content()

    def full(self, node: listing, record: Listing, shown: Setting) -> list[nodes.Node]:
        """Return a setting as its page shows it; its name only within itself or too deep."""
        copier = self.copier(docname=record.docname)
        place = (shown.docname, shown.position)
        within: tuple[Place, ...] = node.get('within', ())
        link = nodes.paragraph('', '', *copier.title_link(shown))
        if place in within or len(within) >= DEEPEST:
            return [link]
        head = nodes.paragraph('', '', nodes.strong('', '', *copier.title_link(shown)))
        parts = copier.content(shown)
        flat = self.renderer.is_flat(node)
        root = nodes.container('', head, *self.presented(record, shown, parts, flat=flat))
        if self.builder.format != 'html' and is_within(node, (nodes.entry,)):
            flatten_tables(root)
        self.renderer.replace_copies(root, self.document)
        for inner in root.findall(listing):
            inner['within'] = (*within, place)
            inner['record'] = inner.query._replace(docname=record.docname)
        self.resolve(root)
        (content,) = copier.resolved([list(root.children)])
        frame = frame_of(node)
        made = nodes.container('', *content)
        made.update_basic_atts({key: frame[key] for key in ('ids', 'names', 'classes')})
        made['classes'] += [COPY_CLASS, *copier.texts.of_setting(shown).classes]
        return [made]

    def presented(
        self, record: Listing, shown: Setting, parts: dict[str, list[nodes.Node]], *, flat: bool
    ) -> list[nodes.Node]:
        """Return a setting as a template renders it."""
        return self.renderer.presenter.present(
            shown,
            Content(parts, self.renderer.mark_nothing),
            self.document,
            template=record.template or self.domain.configuration.template,
            classes=' '.join(record.classes),
            place=lambda: f'{self.domain.env.srcdir / record.source}:{record.line}',
            flat=flat,
        )


def flatten_tables(root: nodes.Element) -> None:
    """Replace the tables of an author by lists of their rows: few writers can nest tables."""
    for table in list(root.findall(nodes.table)):
        rows = [
            nodes.list_item('', *(block for entry in row.children for block in entry.children))
            for row in table.findall(nodes.row)
        ]
        table.replace_self(nodes.bullet_list('', *rows, bullet='-'))


def fallback(node: listing) -> list[nodes.Node]:
    """Return the body of a listing that matches nothing."""
    frame, body = frame_of(node), parts_of(node)['body']
    if not body.children and not frame['ids']:
        return [nodes.comment()]
    ids = {'ids': frame['ids'], 'names': frame['names']}
    return [nodes.container('', *body.children, **ids)]
