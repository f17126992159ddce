"""Warnings about listings that show nothing, and settings shown within themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain import ConfigDomain, get_domain
from ..query.selection import select
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..query.selection import Listing


def check_listings(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of listings that show nothing and have no body."""
    domain = get_domain(env)
    docs = domain.docs_with('listings')
    stated = {(doc, listing) for doc in docs for listing in domain.listings_of(doc)}
    for _doc, listing in sorted(stated, key=lambda one: (one[0], one[1].line, one[1])):
        problem = problem_of(listing, domain)
        if problem:
            place = f'{env.srcdir / listing.source}:{listing.line}'
            warn(Subtype.LISTING, problem, location=place)


def problem_of(listing: Listing, domain: ConfigDomain) -> str:
    """Return the reason why a listing shows nothing; '' if it shows something."""
    if listing.name and listing.within:
        return self_shown(listing, domain)
    if listing.broken or listing.display == 'count' or listing.name or listing.fallback:
        return ''
    if select(listing, domain.settings):
        return ''
    if not domain.settings.settings:
        return 'there is no setting yet that could be listed; add one, or write a body here'
    return (
        f'no setting matches {listing.where!r}; correct the query, or write as the body what to '
        'show instead'
    )


def self_shown(listing: Listing, domain: ConfigDomain) -> str:
    """Return the problem of a setting that is shown in its own body; '' for another one."""
    if listing.display != 'full':
        return ''
    for setting in select(listing, domain.settings):
        if setting.docname == listing.docname and setting.position in listing.within:
            return (
                f'the setting {setting.id!r} is shown in its own body; only its name is shown '
                'there; remove the directive'
            )
    return ''
