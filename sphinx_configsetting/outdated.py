"""Pages that show something of settings elsewhere, and are written again when that changes.

A file beside the environment records what each written page showed. Sphinx saves the
environment before it writes pages, so a build that is interrupted between the two would
otherwise leave old pages for good.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from .domain import get_domain
from .model.fields import DESCRIPTION
from .products import Selection, get_products
from .query.selection import select
from .templating.environment import get_templates
from .warnings_ import warn_of_unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain
    from .model.setting import Setting
    from .query.selection import Listing

UNFINISHED: Final = 'unfinished'
"""The content of the record while a build runs."""


def digest(content: object) -> str:
    """Return a short checksum of plain data."""
    return hashlib.blake2b(repr(content).encode(), digest_size=8).hexdigest()


def page_fingerprints(env: BuildEnvironment, domain: ConfigDomain) -> dict[str, str]:
    """Return a checksum of what each page shows of settings elsewhere, by its name.

    These are the places and titles that its references lead to, and the settings of its
    listings. The time when the page was read counts, too: a build may break off between
    reading a page, for a template or an included file has changed, and writing it.
    """
    shown = ShownElsewhere(env, domain)
    return {
        doc: digest([env.all_docs.get(doc), shown.of_page(doc)])
        for doc in sorted(recorded_docs(domain))
    }


def recorded_docs(domain: ConfigDomain) -> Set[str]:
    """Return the pages with settings, or with something of settings elsewhere."""
    with_others = domain.docs_with('references') | domain.docs_with('listings')
    return with_others | domain.docs_with('settings')


class Shown(NamedTuple):
    """The settings elsewhere that a page itself shows."""

    checksum: str
    pages: frozenset[str]
    """The pages of the settings, whose bodies have listings in turn."""


class ShownElsewhere:
    """The settings elsewhere that pages show, and those that their texts show in turn."""

    def __init__(self, env: BuildEnvironment, domain: ConfigDomain) -> None:
        """Look at each page, and at each set of pages, once."""
        self._env = env
        self._domain = domain
        self._on_page = cache(self._shown_on)
        self._on_pages = cache(self._shown_on_all)

    def of_page(self, docname: str) -> str:
        """Return a checksum of all that a page shows."""
        shown = self._on_page(docname)
        return shown.checksum + self._on_pages(shown.pages)

    def _shown_on(self, docname: str) -> Shown:
        content: list[object] = []
        pages: set[str] = set()
        for reference in self._domain.references_of(docname):
            for setting in self._domain.targets.meant(reference)[:1]:
                content.append((setting.docname, setting.anchor, setting.title))
        for listing in self._domain.listings_of(docname):
            found = select(listing, self._domain.settings)
            content += shown_by_listing(listing, found, self._env, self._domain)
            if listing.display != 'count':
                pages |= {setting.docname for setting in found}
        return Shown(digest(content), frozenset(pages))

    def _shown_on_all(self, pages: frozenset[str]) -> str:
        found, new = pages, pages
        while new:
            new = frozenset[str]().union(*(self._on_page(doc).pages for doc in new)) - found
            found |= new
        return digest([(doc, self._on_page(doc).checksum) for doc in sorted(found)])


def shown_by_listing(
    listing: Listing, found: list[Setting], env: BuildEnvironment, domain: ConfigDomain
) -> Iterator[object]:
    """Yield what a listing shows."""
    if listing.display == 'count':
        yield len(found)
        return
    if listing.display == 'coverage':
        yield [group.title for group in domain.groups.values()]
        yield [
            get_products(domain).digest(Selection(n)) for n in products_of_listing(listing, domain)
        ]
    for setting in found:
        yield shown_of(setting, listing, env)


def products_of_listing(listing: Listing, domain: ConfigDomain) -> Iterator[str]:
    """Yield the sources that a table of coverage has."""
    if listing.group == 'source':
        yield from (name for name, _spec in domain.configuration.sources)


def shown_of(setting: Setting, listing: Listing, env: BuildEnvironment) -> object:
    """Return the parts of a setting that a listing shows.

    The author's markup is known only by the time when its page was read.
    """
    columns = {column.field for column in listing.columns} or {DESCRIPTION}
    marked = listing.display == 'full' or listing.template or DESCRIPTION in columns
    read = env.all_docs.get(setting.docname) if marked else 0
    title = env.titles.get(setting.docname)
    return setting._replace(line=0), read, title.astext() if title else ''


def record_file(app: Sphinx) -> Path:
    """Return the file with the fingerprints of a builder's output folder."""
    folder = hashlib.blake2b(str(app.outdir).encode(), digest_size=4).hexdigest()
    return Path(app.doctreedir, f'configsetting-{app.builder.name}-{folder}.json')


def recorded(app: Sphinx) -> dict[str, str] | None:
    """Return the recorded fingerprints; None if the build before did not come to its end."""
    try:
        content = json.loads(record_file(app).read_text(encoding='utf-8'))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def write_record(app: Sphinx, content: dict[str, str]) -> None:
    """Write the record, or remove it for a project without settings."""
    file = record_file(app)
    try:
        if content:
            file.write_text(json.dumps(content), encoding='utf-8')
        else:
            file.unlink(missing_ok=True)
    except OSError as error:
        warn_of_unwritten(file, error)


def docs_with_changed_templates(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages for which a template's name means another file than before.

    Sphinx itself notices that a file has changed, not that one has come or gone.
    """
    domain = get_domain(env)
    templates = get_templates(domain)
    return [
        doc
        for doc in domain.docs_with('templates')
        if any(templates.signature(n) != known for n, known in domain.templates_of(doc).items())
    ]


class BuildRecord:
    """Records what the pages of an output folder show, at the end of each build.

    After a build that broke off, every page is written: even pages without settings may be
    cut short, or be missing in Sphinx's search index.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._before: dict[str, str] | None = {}
        self._now: dict[str, str] = {}
        self._written: set[str] = set()

    def begin(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages whose fingerprints differ from the recorded ones.

        If settings are gone together with their page, nothing may be left to read; Sphinx
        would save and check nothing, so the root document is returned for the change.
        """
        self._now = now = page_fingerprints(env, get_domain(env))
        self._written = set()
        self._before = before = recorded(app)
        if now or before != {}:
            with suppress(OSError):  # ``save`` reports it
                record_file(app).write_text(json.dumps(UNFINISHED), encoding='utf-8')
        if before is None:
            return sorted(env.found_docs)
        stale = [doc for doc, print_ in now.items() if before.get(doc) != print_]
        gone = before.keys() - env.all_docs.keys()
        return [*stale, str(app.config.root_doc)] if gone else stale

    def note(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Note a page that is written."""
        self._written.add(docname)

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Record what the written pages show, if the build succeeded."""
        written = self.written_docs(app.builder, app.env)
        if exception or (self._before is None and not app.env.found_docs <= written):
            return
        before = {doc: text for doc, text in (self._before or {}).items() if doc in self._now}
        write_record(app, before | {doc: self._now[doc] for doc in self._now if doc in written})

    def written_docs(self, builder: Builder, env: BuildEnvironment) -> Set[str]:
        """Return the written pages: all if a builder makes one file of them."""
        assembled = builder.name in {'singlehtml', 'latex', 'texinfo', 'man', 'gettext'}
        return env.found_docs if assembled else self._written


def setup_outdated(app: Sphinx) -> None:
    """Register the record of pages."""
    record = BuildRecord()
    # When Sphinx asks for outdated pages; the templates' files are known by then.
    app.connect('env-get-outdated', docs_with_changed_templates)
    # After other extensions (500), which may still change settings.
    app.connect('env-updated', record.begin, priority=900)
    # A page counts as written when its doctree is resolved, and the record when all are.
    app.connect('doctree-resolved', record.note)
    app.connect('build-finished', record.save)
