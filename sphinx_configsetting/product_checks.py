"""Warnings of settings that differ from those of the product, in an ordinary build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .config import place_in_conf_py
from .domain import get_domain
from .products import Selection, get_products
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .comparison.findings import Finding
    from .comparison.product import Product
    from .domain import ConfigDomain


def check_products(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of what ``configsetting_check`` compares and finds different."""
    domain = get_domain(env)
    products = products_to_compare(domain) if domain.configuration.check else ()
    if not products:
        return
    from .comparison.ignoring import without_ignored  # noqa: PLC0415 (seldom needed)

    ignored = [entry for entry, _reason in domain.configuration.check_ignore]
    left, unused = without_ignored(findings(domain, products), ignored)
    for one in left:
        domain.report(Subtype.CHECK, one.message, location_of(one, domain))
    for entry in unused:
        report_config(
            domain, 'check_ignore', f'{entry!r} no longer ignores anything; remove the entry'
        )


def products_to_compare(domain: ConfigDomain) -> list[Product]:
    """Return the products to compare with; none if one of them cannot be read."""
    from .comparison.schemas import product_of  # noqa: PLC0415 (seldom needed)

    known, found = get_products(domain), []
    for name in domain.configuration.check:
        source = known.source(name)
        if not source.settings:
            message = f'the source {name!r} states no settings, so nothing is compared; correct it'
            report_config(domain, 'check', message)
            return []
        found.append(product_of(source, known.specs[name], Path(domain.configuration.confdir)))
    return found


def findings(domain: ConfigDomain, products: Sequence[Product]) -> list[Finding]:
    """Return the differences; for keys that a file states twice, reading it has warned."""
    from .comparison.check import Checker  # noqa: PLC0415 (seldom needed)
    from .comparison.documentation import documentation_from  # noqa: PLC0415
    from .comparison.option_lines import SourcePlaces  # noqa: PLC0415

    srcdir = Path(domain.env.srcdir)
    documentation = documentation_from(domain.settings.settings, domain.fields)
    checker = Checker(documentation, products, SourcePlaces([srcdir], srcdir))
    return [one for one in checker.findings() if one.setting or one.rule == 'undocumented']


def location_of(one: Finding, domain: ConfigDomain) -> str:
    """Return the place of a finding in a page, or in a file of the product."""
    if one.setting:
        return f'{domain.env.srcdir / one.file}:{one.line or 1}'
    return get_products(domain).place(one.file, one.line)


def report_config(domain: ConfigDomain, value: str, message: str) -> None:
    """Warn of a value of conf.py."""
    name = f'configsetting_{value}'
    place = place_in_conf_py(Path(domain.configuration.confdir, 'conf.py'), name)
    warn(Subtype.CONFIG, f'{name}: {message}', location=place)


def depend_on_products(app: Sphinx, doctree: nodes.document) -> None:
    """Note a compared source, so that the root document is read again when it changes.

    A build that reads no page checks nothing.
    """
    env = app.env
    if env.docname != app.config.root_doc:
        return
    domain = get_domain(env)
    for name in domain.configuration.check:
        selection = Selection(name)
        digest = get_products(domain).digest(selection)
        domain.note_selection(env.docname, tuple(selection), digest)


def setup_product_checks(app: Sphinx) -> None:
    """Register the comparison with the product."""
    # Dependencies are noted while the page is read; all settings are known only at the end.
    app.connect('doctree-read', depend_on_products)
    app.connect('env-check-consistency', check_products)
