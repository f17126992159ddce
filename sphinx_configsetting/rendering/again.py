"""What settings state, shown again on a page that is not their home."""

from __future__ import annotations

import posixpath
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver
from sphinx.util.images import guess_mimetype
from sphinx.util.logging import suppress_logging
from sphinx.util.nodes import make_refnode

from ..catalog.listing import LISTING
from ..domain import domain_of
from ..fragments import unpack
from .deferred import draw_tables
from .values import parts_of, value_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..catalog.fields import Field
    from ..catalog.setting import Setting

CHAIN: Final = 'configsetting_chain'
"""The attribute of listings in a body that says which settings' bodies they stand in."""
NUMBERED: Final = (nodes.figure, nodes.table, nodes.container)
"""What Sphinx may number, for which it wants an id."""
Place = tuple[str, int]
"""The page of a setting and its position there."""


class Again:
    """Makes nodes of one page from what settings of any page state."""

    def __init__(
        self,
        env: BuildEnvironment,
        builder: Builder,
        document: nodes.document,
        docname: str,
        numbers: Iterator[int],
    ) -> None:
        """Make nodes for a page.

        :param document: the page, or one that it is a part of, as in books.
        :param numbers: what tells the copies of one document apart.
        """
        self.env = env
        self.builder = builder
        self.document = document
        self.docname = docname
        self.numbers = numbers

    def link(self, setting: Setting, content: Iterable[nodes.Node], title: str = '') -> nodes.Node:
        """Return a link to a setting's home."""
        text = nodes.inline('', '', *content)
        return make_refnode(
            self.builder, self.docname, setting.docname, setting.anchor, text, title or None
        )

    def title_link(self, setting: Setting) -> list[nodes.Node]:
        """Return a link to a setting's home by its display name."""
        return [self.link(setting, [nodes.Text(setting.title)])]

    def page_link(self, docname: str) -> nodes.Node:
        """Return a link to a page, shown by its title."""
        title = self.env.titles[docname].astext()
        text = nodes.inline(title, title)
        return make_refnode(self.builder, self.docname, docname, '', text)

    def value(self, field: Field, setting: Setting) -> list[nodes.Node]:
        """Return the value of a field within a line; [] where it is left out."""
        if field.name in setting.facts:
            place = domain_of(self.env).place_of(setting.source, setting.line)
            return value_nodes(parts_of(field, setting), self.docname, place)
        if field.name in setting.fragments:
            return within_line(self.markup(field.name, setting))
        if field.name == 'id':
            return [nodes.literal(setting.id, setting.id)]
        return [self.page_link(setting.docname)] if field.name == 'page' else []

    def markup(self, name: str, setting: Setting, chain: Sequence[Place] = ()) -> list[nodes.Node]:
        """Return the markup of a field, or of the body for '', as new nodes."""
        root = nodes.container('', *unpack(setting.fragments[name]))
        for listing in listings_in(root):
            listing[CHAIN] = (*chain, (setting.docname, setting.position))
            listing[LISTING] = listing[LISTING]._replace(docname=self.docname)
        draw_tables(self.env, root)
        self.settle(root, setting)
        return list(root.children)

    def settle(self, root: nodes.Element, setting: Setting) -> None:
        """Change what makes sense only on the page that it comes from."""
        for node in list(root.findall(nodes.Element)):
            if isinstance(node, addnodes.index):
                node.parent.remove(node)
            elif isinstance(node, addnodes.pending_xref):
                self.move_reference(node, setting.docname)
            elif isinstance(node, nodes.problematic):
                node.replace_self(nodes.Text(node.astext()))
            elif isinstance(node, nodes.footnote_reference) or (
                isinstance(node, nodes.reference) and 'refid' in node
            ):
                node.replace_self(self.link(setting, node.children))
            elif isinstance(node, nodes.image):
                self.find_image(node, setting.docname)
            elif isinstance(node, addnodes.download_reference):
                self.find_download(node, setting.docname)
            elif isinstance(node, nodes.math_block):
                node['label'] = node['number'] = None
            elif isinstance(node, NUMBERED):
                node['ids'] = [f'configsetting-again-{next(self.numbers)}']

    def find_image(self, node: nodes.image, home: str) -> None:
        """Let a picture be found from this page; its own page has noted its files.

        Sphinx does so (``ImageCollector``) after settings are collected.
        """
        uri = node['uri']
        if uri.startswith('data:') or '://' in uri:
            node['candidates'] = {'?': uri}
            return
        node['uri'] = path = self.env.relfn2path(uri, home)[0]
        node['candidates'] = {'*': path}
        if path.endswith('.*'):
            known = (name for name in self.env.images if name.startswith(path[:-1]))
            node['candidates'] = {guess_mimetype(name, '*'): name for name in known}

    def find_download(self, node: addnodes.download_reference, home: str) -> None:
        """Let a file be found from this page; its own page has noted it."""
        target = node['reftarget']
        if '://' in target:
            node['refuri'] = target
            return
        path = self.env.relfn2path(target, home)[0]
        for known, (_pages, name) in self.env.dlfiles.items():
            if PurePath(known).as_posix() == path:  # a path or a text, as Sphinx' version has it
                node['filename'] = str(name)

    def move_reference(self, node: addnodes.pending_xref, home: str) -> None:
        """Let a reference start on this page, and mean what it meant at home."""
        page = posixpath.normpath(posixpath.join(posixpath.dirname(home), node['reftarget']))
        relative = node.get('reftype') in {'doc', 'any'} and page in self.env.all_docs
        if relative and not node['reftarget'].startswith('/'):
            node['reftarget'] = f'/{page}'
        node['refdoc'] = self.docname

    def resolved(
        self,
        content: list[list[nodes.Node]],
        finish: Callable[[nodes.Element], None] | None = None,
    ) -> list[list[nodes.Node]]:
        """Return nodes with their references resolved.

        The settings' own pages have warned of those that lead nowhere.

        :param finish: what is to be done with all of them at last.
        """
        document = nodes.document(self.document.settings, self.document.reporter)
        document['source'] = self.document.get('source', '')
        for part in content:
            document += nodes.container('', *part)
        for node in document.findall(addnodes.pending_xref):
            node['refdoc'] = self.docname
        with suppress_logging():
            ReferencesResolver(document).run()
        if finish:
            finish(document)
        return [
            list(part.children) for part in document.children if isinstance(part, nodes.Element)
        ]


def listings_in(root: nodes.Element) -> list[nodes.Element]:
    """Return the nodes that stand for listings and counts."""
    return [node for node in root.findall(nodes.Element) if LISTING in node]


def within_line(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return the markup of an option as nodes for a paragraph."""
    return [
        child
        for node in content
        for child in (node.children if isinstance(node, nodes.paragraph) else [node])
    ]
