"""Warnings about listings that show nothing, and settings shown within themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain import ConfigDomain, get_domain
from ..query.selection import select
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model.setting import Setting
    from ..query.selection import Listing


def check_listings(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of listings that show nothing and have no body."""
    domain = get_domain(env)
    docs = domain.docs_with('listings')
    stated = {(doc, listing) for doc in docs for listing in domain.listings_of(doc)}
    for _doc, listing in sorted(stated, key=lambda one: (one[0], one[1].line, one[1])):
        problem = problem_of_listing(listing, domain)
        if problem:
            place = f'{env.srcdir / listing.source}:{listing.line}'
            warn(Subtype.LISTING, problem, location=place)


def problem_of_listing(listing: Listing, domain: ConfigDomain) -> str:
    """Return the reason why a listing shows nothing; '' if it shows something."""
    if listing.name and listing.within:
        return self_shown(listing, domain)
    if listing.broken or listing.display == 'count' or listing.name or listing.fallback:
        return ''
    found = select(listing, domain.settings)
    if found:
        return empty_sample(listing, domain, found) if listing.syntax else ''
    if not domain.settings.settings:
        return 'there are no settings to list yet; add one, or write a body here'
    return (
        f'no setting matches {listing.where!r}; correct the query, or write as the body what to '
        'show instead'
    )


def empty_sample(listing: Listing, domain: ConfigDomain, found: list[Setting]) -> str:
    """Return the reason why a sample of settings has none of them; '' if it has any."""
    from ..comparison.documentation import documentation_from  # noqa: PLC0415
    from ..comparison.documented_product import documented_source  # noqa: PLC0415 (seldom needed)
    from ..comparison.samples import reason_for_nothing  # noqa: PLC0415

    source = documented_source(documentation_from(found, domain.fields), {})
    reason = reason_for_nothing(source.settings, listing.syntax)
    return f'the sample is empty: of the settings, {reason}; choose others' if reason else ''


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
