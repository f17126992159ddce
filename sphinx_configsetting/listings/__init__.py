"""What listings show, so far as others need to know: whether it has changed, or is nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..catalog.listing import FACETS, select, shown_columns
from ..catalog.query import looker
from ..domain import domain_of
from ..fragments import text_of
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..catalog.listing import Listing
    from ..catalog.setting import Setting
    from ..domain import ConfigDomain


class Contents:
    """What pages show of settings: by references, and by listings."""

    def __init__(self, domain: ConfigDomain) -> None:
        """Begin with nothing looked up."""
        self.domain = domain
        look = looker(text_of)
        self.found = cache(lambda listing: select(listing, domain.catalog, look))
        self.own = cache(self._own)

    def of_page(self, docname: str) -> list[object]:
        """Return all that a page shows, as plain data.

        What a listing shows of another page may hold references and listings itself.
        """
        return [self.own(page) for page in sorted(self.pages_shown(docname))]

    def _own(self, docname: str) -> list[object]:
        content: list[object] = list(self.domain.destinations(docname))
        for listing in self.domain.listings.get(docname, ()):
            found = self.found(listing)
            if listing.display == 'count':
                content.append(len(found))
            else:
                names = self.names(listing)
                content += [self.stated(setting, names) for setting in found]
        return content

    def names(self, listing: Listing) -> Set[str]:
        """Return the fields that a listing shows; '' for the body."""
        fields = self.domain.fields
        if listing.display == 'full' or listing.template:
            return {'', 'page', *(field.name for field in fields)}
        columns = [column.field for column in shown_columns(listing, listing.facets)]
        naming = [field.name for field in fields if field.names]
        extra = [*naming, *FACETS] if listing.filter else []
        return {listing.group, *columns, *extra} - {''}

    def stated(self, setting: Setting, names: Set[str]) -> tuple[object, ...]:
        """Return what a setting states of some fields, and where it stands."""
        titles = self.domain.env.titles
        return (
            (setting.docname, setting.anchor, setting.id, setting.title),
            [(name, fact) for name, fact in setting.facts.items() if name in names],
            [(name, text) for name, text in setting.fragments.items() if name in names],
            titles[setting.docname].astext() if 'page' in names else '',
        )

    def pages_shown(self, docname: str) -> Set[str]:
        """Return the page, and those whose settings it shows, by way of others too."""
        seen, waiting = {docname}, [docname]
        while waiting:
            for listing in self.domain.listings.get(waiting.pop(), ()):
                if listing.display != 'count':
                    new = {setting.docname for setting in self.found(listing)} - seen
                    seen |= new
                    waiting += new
        return seen


def check_listings(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of listings that show nothing and don't say so, and of settings within themselves."""
    domain = domain_of(env)
    contents = Contents(domain)
    stated = {(page, listing) for page, all_ in domain.listings.items() for listing in all_}
    for page, listing in sorted(stated, key=lambda one: (one[0], one[1].line, one[1])):
        problem = problem_of(page, listing, contents)
        if problem:
            place = domain.place_of(listing.source, listing.line)
            warn(Subtype.LISTING, problem, location=place)


def problem_of(page: str, listing: Listing, contents: Contents) -> str:
    """Return what is wrong with what a listing shows; '' when nothing is."""
    if listing.broken or listing.display == 'count':
        return ''
    found = contents.found(listing)
    if listing.display == 'full' and found:
        here = (page, listing.within)
        own = (found[0].docname, found[0].position) == here
        return (
            f'the setting {found[0].id!r} is shown in its own body; only its name is; use the '
            'display "row" or "sentence"'
            if own
            else ''
        )
    if found or listing.name or listing.fallback:
        return ''
    if not contents.domain.catalog.settings:
        return 'there is no setting yet that could be listed; state one, or write a body here'
    return (
        f'no setting answers to {listing.where!r}; correct the query, or write as the body '
        'what to show instead'
    )
