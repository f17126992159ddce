"""What takes the place of the nodes of listings, once all pages are read."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..catalog.listing import LISTING, PART, select
from ..catalog.query import looker
from ..domain import domain_of
from ..fragments import text_of
from .again import Again, listings_in
from .shown import Shown
from .whole import whole

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..catalog.listing import Listing
    from ..catalog.setting import Setting

AGAIN_CLASS: Final = 'configsetting-again'


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
