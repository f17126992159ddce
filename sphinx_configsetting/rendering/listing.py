"""Listings: the nodes that take the place of the directive's, once all pages are read."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..catalog.listing import LISTING, PART, select
from ..catalog.query import looker
from ..config import valid
from ..domain import EXPLORER, domain_of
from ..fragments import text_of
from .again import Again, listings_in
from .shown import Shown
from .whole import whole

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..catalog.listing import Listing
    from ..catalog.setting import Setting

_ = get_translation('sphinx_configsetting')
AGAIN_CLASS: Final = 'configsetting-again'


class Listings(SphinxPostTransform):
    """Puts settings in the place of listings, when all pages are read.

    It runs before references are resolved (10), so that those in titles are, too.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Resolve the listings of a page that has any."""
        domain = domain_of(self.env)
        assert domain.builder is not None
        if valid(self.config, 'configsetting_explorer') and not has_pages(domain.builder):
            unlink_explorer(self.document)
        if domain.listings or self.env.docname == EXPLORER:
            Lister(self.env, domain.builder, self.document).resolve(self.document)


class Lister:
    """Makes the nodes of the listings of one document."""

    def __init__(self, env: BuildEnvironment, builder: Builder, document: nodes.document) -> None:
        """Begin a document: a page, or several in a book."""
        self.builder = builder
        self.domain = domain_of(env)
        self.look = looker(text_of)
        self.again = partial(Again, env, builder, document, numbers=count(1))

    def resolve(self, root: nodes.Element) -> None:
        """Replace the nodes that stand for listings by what these show."""
        for carrier in listings_in(root):
            carrier.replace_self(self.shown(carrier, carrier[LISTING]))

    def shown(self, carrier: nodes.Element, listing: Listing) -> list[nodes.Node]:
        """Return what a listing shows."""
        found = select(listing, self.domain.catalog, self.look)
        if listing.display == 'count':
            return [nodes.Text(str(len(found)))]
        if self.builder.name == 'gettext':
            return messages_of(carrier)
        parts = parts_of(carrier)
        if not found:
            return fallback(parts)
        flat = self.builder.format != 'html' and is_in_table(carrier)
        if listing.display == 'full':
            return self.whole(carrier, listing, found[0], parts['frame'], flat=flat)
        if flat and listing.display in {'table', 'row'}:
            listing = listing._replace(display='list')
        return Shown(self, listing, found, parts).content()

    def whole(
        self,
        carrier: nodes.Element,
        listing: Listing,
        setting: Setting,
        frame: nodes.Element,
        *,
        flat: bool,
    ) -> list[nodes.Node]:
        """Return all that a setting states."""
        shown = nodes.container(
            '', *whole(self.again(docname=listing.docname), listing, setting, carrier, flat=flat)
        )
        shown.update_basic_atts({key: frame[key] for key in ('ids', 'names', 'classes')})
        shown['classes'].append(AGAIN_CLASS)
        shown.parent = carrier.parent
        self.resolve(shown)
        return [shown]


def has_pages(builder: Builder) -> bool:
    """Tell whether a builder makes pages for browsers beside those of the project."""
    made = isinstance(builder, StandaloneHTMLBuilder)
    return made and not isinstance(builder, (Epub3Builder, SingleFileHTMLBuilder))


def unlink_explorer(document: nodes.document) -> None:
    """Show references to the page of all settings as text, where there is no such page."""
    for node in list(document.findall(addnodes.pending_xref)):
        if (node['reftype'], node['reftarget']) == ('ref', EXPLORER):
            title = str(_('All configuration settings'))
            node.replace_self(nodes.Text(node.astext() if node['refexplicit'] else title))


def messages_of(carrier: nodes.Element) -> list[nodes.Node]:
    """Return what a page says of a listing itself, for translators."""
    found: list[nodes.Node] = []
    for name, part in parts_of(carrier).items():
        found += [part] if name.startswith('title') else part.children
    return found


def parts_of(carrier: nodes.Element) -> dict[str, nodes.Element]:
    """Return what a page says of a listing: frame, titles and body."""
    parts = (part for part in carrier if isinstance(part, nodes.Element))
    return {part.attributes.pop(PART): part for part in parts}


def fallback(parts: dict[str, nodes.Element]) -> list[nodes.Node]:
    """Return what stands where nothing is found: the directive's body."""
    frame, body = parts['frame'], parts['body']
    if not body.children and not frame['ids']:
        return []
    return [nodes.container('', *body.children, ids=frame['ids'], names=frame['names'])]


def is_in_table(node: nodes.Node) -> bool:
    """Tell whether a node stands in a table, in which not all writers can show another."""
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.entry):
        parent = parent.parent
    return parent is not None
