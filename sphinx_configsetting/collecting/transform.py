"""The transform that brings the settings of a page, and what refers to them, to the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..domain import (
    LABEL_ROLES,
    ConfigDomain,
    Group,
    get_domain,
    relative_source,
)
from ..handwritten.conditions import conditions_of
from ..nodes import count, listing, setting, settings_in
from ..targets import Reference
from ..templating.environment import get_templates
from .anchors import hide_entry, set_entries_as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..query.selection import Listing

DEFINED: Final = 'configsetting-defined'
READY: Final = 'configsetting-settings-ready'


class SettingCollector(SphinxTransform):
    """Has the settings of a page placed, and collects them, listings and references."""

    # After references within the page are resolved (up to 680), and before Sphinx makes
    # quotes typographic (750) and collects labels (850) and contents (880).
    default_priority = 700

    def apply(self, **_kwargs: Any) -> None:
        """Collect the settings, listings and references of the page."""
        self.domain = get_domain(self.env)
        self.configuration = self.domain.configuration
        found = settings_in(self.document)
        if found:
            self.settle(found)
        self.complete_groups()
        listings = [placed_listing(one) for one in self.document.findall(listing)]
        counts = [one['record'] for one in self.document.findall(count)]
        self.domain.note_listings(self.env.docname, [*listings, *counts])
        self.note_templates({*map(template_of, found), *self.listing_templates(listings)})
        self.domain.note_references(self.env.docname, self.references())

    def settle(self, found: list[setting]) -> None:
        """Place the settings of the page and note their records."""
        from .moving import SettingMover  # noqa: PLC0415 (not if no page is read)

        records = SettingMover(self.domain, self.document).settle(found)
        self.domain.note_settings(self.env.docname, records)
        for record in records:
            self.env.events.emit(DEFINED, record)

    def complete_groups(self) -> None:
        """Take the titles of groups, which are translated by now, and what they depend on."""
        groups = self.domain.groups_of(self.env.docname)
        shown = {
            node['ids'][0]: node
            for node in (self.document.findall(addnodes.desc_signature) if groups else ())
            if node.parent.get('objtype') == 'group' and node.parent.get('domain') == 'config'
        }
        completed: list[Group] = []
        for group in groups:
            node = shown.get(group.anchor)
            if node is None:  # another directive has dropped it
                continue
            title = node.astext()
            if node.get('_toc_name'):
                node['_toc_name'], node['_toc_parts'] = title, (title,)
            conditions = tuple(conditions_of(node))
            hide_entry(node, conditions, self.domain)
            completed.append(group._replace(title=title, conditions=conditions))
        if groups:
            self.domain.note_groups(self.env.docname, completed)

    def listing_templates(self, listings: Iterable[Listing]) -> Iterator[str]:
        """Yield the names of the templates of listings, and of settings shown again."""
        for one in listings:
            if one.template or one.display == 'full':
                yield one.template or self.configuration.template

    def note_templates(self, names: Iterable[str]) -> None:
        """Note the page's templates, so that it is read again when one changes, comes or goes."""
        templates = get_templates(self.domain)
        for name in sorted(names):
            for filename in templates.info(name).files:
                self.env.note_dependency(filename)
            self.domain.note_template(self.env.docname, name, templates.signature(name))

    def references(self) -> Iterator[Reference]:
        """Yield the references of the page that may lead to settings."""
        sources: dict[str, str] = {}
        old_roles = {f'std:{objtype}' for objtype in self.domain.old_types}
        for node in self.document.findall(addnodes.pending_xref):
            domain, role = node.get('refdomain', ''), node.get('reftype', '')
            name = f'{domain}:{role}' if domain else role
            if domain == ConfigDomain.name or name in LABEL_ROLES or name in old_roles:
                source = str(node.source or '')
                if source not in sources:
                    sources[source] = relative_source(self.env, source)
                yield Reference(name, node['reftarget'], sources[source], node.line or 0)


def template_of(node: setting) -> str:
    """Return the name of the template of a setting."""
    return str(node['template'])


def setup_collecting(app: Sphinx) -> None:
    """Register the transform of reading, and the events of settings."""
    app.add_transform(SettingCollector)
    app.add_event(DEFINED)
    app.add_event(READY)
    # After Sphinx has made the contents (500).
    app.connect('doctree-read', set_entries_as_text, priority=600)
    # Before other handlers (500), which may ask for pages to be written again.
    app.connect('env-updated', announce_settings, priority=400)


def announce_settings(app: Sphinx, env: BuildEnvironment) -> None:
    """Emit the event that the settings of all pages are known."""
    app.emit(READY, get_domain(env).settings)


def placed_listing(node: listing) -> Listing:
    """Return the record of a listing, with the settings whose bodies have it."""
    around = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, setting):
            around.append(parent['position'])
        parent = parent.parent
    return node.query._replace(within=tuple(around))
