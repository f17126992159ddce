"""Settings that a page shows again: values, links, and copies of the author's text."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import ReferencesResolver
from sphinx.util.logging import suppress_logging
from sphinx.util.nodes import make_refnode

from ..domain import get_domain, get_standard_domain
from ..model.fields import DISPLAYNAME
from ..nodes import listing, own_classes, parts_of, setting, settings_in
from .foreign import bare_blocks
from .values import value_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model.fields import Field
    from ..model.setting import Setting
    from .foreign import ForeignNodes

OPEN_DOCTREES: Final = 8
"""The number of doctrees that are kept while listings show settings of several pages."""
LEFT_AT_HOME: Final = (
    addnodes.index,
    addnodes.toctree,
    nodes.citation,
    nodes.footnote,
    nodes.raw,
    nodes.system_message,
    nodes.target,
)
"""The nodes that no other page has. Raw HTML runs on its author's page only."""
NUMBERED: Final = (nodes.figure, nodes.table, nodes.container)
"""The nodes that Sphinx may number, for which it wants an id."""
OWN_MODULES: Final = frozenset({'docutils.nodes', 'sphinx.addnodes', setting.__module__})
"""The modules of nodes that every builder can write."""
NODES_OF_SPHINX: Final = 'sphinx.ext.'
"""The modules whose nodes need no id either. Other extensions may look theirs up by it."""


class HomeText(NamedTuple):
    """The author's text of a setting."""

    parts: dict[str, list[nodes.Node]]
    """The nodes by field."""
    classes: list[str]
    """The classes of the option ``:class:``."""


class HomeTexts:
    """The author's text of settings, from the doctrees of their pages."""

    def __init__(self, env: BuildEnvironment) -> None:
        """Read doctrees on demand."""
        self.of_page = lru_cache(OPEN_DOCTREES)(self._of_page)
        self._env = env

    def _of_page(self, docname: str) -> dict[int, HomeText]:
        document = self._env.get_doctree(docname)
        return {
            node['position']: HomeText(
                {name: part.children for name, part in parts_of(node).items()},
                own_classes(node),
            )
            for node in settings_in(document)
        }

    def of_setting(self, record: Setting) -> HomeText:
        """Return the text of a setting; the nodes must be copied before they are used."""
        return self.of_page(record.docname).get(record.home, HomeText({}, []))


class Copier:
    """Makes nodes of one page that show settings of any page."""

    def __init__(
        self,
        env: BuildEnvironment,
        builder: Builder,
        document: nodes.document,
        docname: str,
        numbers: Iterator[int],
        texts: HomeTexts,
        foreign: ForeignNodes,
    ) -> None:
        """Copy to a page.

        :param document: the doctree of the page, or of a book that it is a part of.
        :param numbers: distinguishes the copies in one document.
        :param foreign: takes the nodes of other extensions.
        """
        self.env = env
        self.builder = builder
        self.document = document
        self.docname = docname
        self.numbers = numbers
        self.texts = texts
        self.foreign = foreign
        self.fields = get_domain(env).fields

    def link(self, record: Setting, content: Iterable[nodes.Node], title: str = '') -> nodes.Node:
        """Return a link to a setting's home; its text where the builder has no such page."""
        text = nodes.inline('', '', *content)
        return self.refnode(record.docname, record.anchor, text, title)

    def refnode(self, docname: str, anchor: str, text: nodes.inline, title: str) -> nodes.Node:
        """Return a link to a place; its text in man pages, which would print the address."""
        if self.builder.format == 'man':
            return text
        try:
            return make_refnode(self.builder, self.docname, docname, anchor, text, title or None)
        except NoUri:
            return text

    def title_link(self, record: Setting) -> list[nodes.Node]:
        """Return a link to a setting's home by its display name."""
        return [self.link(record, [nodes.Text(record.title)])]

    def page_link(self, docname: str) -> nodes.Node:
        """Return a link to a page, by its title."""
        title = self.env.titles[docname].astext()
        return self.refnode(docname, '', nodes.inline(title, title), '')

    def value(self, field: Field, record: Setting) -> list[nodes.Node]:
        """Return the value of a field within a line; [] where it is left out."""
        fact = record.facts.get(field.name)
        if field.name == 'id':
            return [nodes.literal(record.id, record.id)]
        if field.name == 'page':
            return [self.page_link(record.docname)]
        if field.name == DISPLAYNAME:
            return [nodes.Text(record.title)]
        if fact is None:
            return []
        return value_line(field, fact, lambda part: within_line(self.markup(part, record)))

    def content(self, record: Setting) -> dict[str, list[nodes.Node]]:
        """Return copies of all texts of a setting by field."""
        return {name: self.markup(name, record) for name in self.texts.of_setting(record).parts}

    def markup(self, name: str, record: Setting) -> list[nodes.Node]:
        """Return a copy of the author's text for a field, or of the body for ''."""
        found = self.texts.of_setting(record).parts.get(name, [])
        root = nodes.container('', *(node.deepcopy() for node in found))
        self.settle(root, record)
        return list(root.children)

    def settle(self, root: nodes.Element, record: Setting) -> None:
        """Adapt a copy to this page: one anchor and one target are enough for a setting."""
        for node in list(root.findall(nodes.Element)):
            node.document = self.document
            if isinstance(node, LEFT_AT_HOME):
                node.parent.remove(node)
            elif isinstance(node, listing):
                node['within'] = (*node.get('within', ()), (record.docname, record.position))
            else:
                self.settle_reference(node, record)

    def settle_reference(self, node: nodes.Element, record: Setting) -> None:
        """Make a node's references start on this page."""
        home = record.docname
        module = type(node).__module__
        if module in OWN_MODULES or module.startswith(NODES_OF_SPHINX):
            node['ids'], node['names'] = [], []
        if module not in OWN_MODULES:
            self.settle_foreign(node, record)
        if isinstance(node, addnodes.pending_xref):
            self.move_reference(node, home)
        elif isinstance(node, nodes.problematic):
            node.parent.replace(node, nodes.Text(node.astext()))
        elif isinstance(node, (nodes.footnote_reference, nodes.citation_reference)) or (
            isinstance(node, nodes.reference) and 'refid' in node
        ):
            node.parent.replace(node, self.link(record, node.children))
        elif isinstance(node, nodes.literal_block):
            # Sphinx warns at home of what it cannot highlight. It guesses the language 'default'.
            guessed = node.get('language', 'default') == 'default'
            node['force'] = node.get('force', False) or not guessed
        elif isinstance(node, nodes.math_block):
            node['label'] = node['number'] = None
        elif isinstance(node, NUMBERED):
            node['ids'] = [f'configsetting-copy-{next(self.numbers)}']

    def settle_foreign(self, node: nodes.Element, record: Setting) -> None:
        """Take the number of a node of another extension, which it has at home only."""
        if type(node) in get_standard_domain(self.env).enumerable_nodes:
            content = nodes.container('', *bare_blocks(node.children), classes=node['classes'])
            node.parent.replace(node, content)
        else:
            self.foreign.note(node, self.docname, record)

    def move_reference(self, node: addnodes.pending_xref, home: str) -> None:
        """Make a reference start on this page, with the same target as at home."""
        target = node.get('reftarget') or ''
        page = posixpath.normpath(posixpath.join(posixpath.dirname(home), target))
        relative = node.get('reftype') in {'doc', 'any'} and page in self.env.all_docs
        if relative and not target.startswith('/'):
            node['reftarget'] = f'/{page}'
        node['refdoc'] = self.docname

    def resolved(self, content: list[list[nodes.Node]]) -> list[list[nodes.Node]]:
        """Return copies with their references resolved.

        The settings' own pages have warned of those that lead nowhere.
        """
        document = nodes.document(self.document.settings, self.document.reporter)
        document['source'] = self.document.get('source', '')
        for part in content:
            document += nodes.container('', *part)
        for node in document.findall(addnodes.pending_xref):
            node['refdoc'] = self.docname
        with suppress_logging():
            ReferencesResolver(document).run()
        return [
            list(part.children) for part in document.children if isinstance(part, nodes.Element)
        ]


def within_line(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return the markup of an option as nodes for a paragraph."""
    return [
        child
        for node in content
        for child in (node.children if isinstance(node, nodes.paragraph) else [node])
    ]
