"""The domain ``config``: what Sphinx keeps of settings between builds."""

from __future__ import annotations

import os
import pickle
import re
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from .catalog.catalog import Catalog
from .catalog.fields import Fields
from .config import fields_of, valid
from .foreign import reads_alone, resolves_alone
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .catalog.listing import Listing
    from .catalog.setting import Setting

_ = get_translation('sphinx_configsetting')
TITLE_ROLES = ('setting', 'ref')
"""The roles that take any name and show the display name."""
EXPLORER = 'config-explorer'
"""The name and the label of the page of all settings."""
LABEL_ROLES = ('any', 'std:ref')
"""The roles that also lead to labels."""


ObjectEntry = tuple[str, str, str, str, str, int]
"""Name, text, object type, page, anchor and priority, as ``Domain.get_objects`` has them."""


class Reference(NamedTuple):
    """A reference by name, as a page states it."""

    role: str
    """The name of the role with its domain, but that of ``any`` alone."""
    name: str
    source: str
    line: int


class Renderer(Protocol):
    """What draws tables; set by ``rendering`` when a build begins."""

    def derive(self, template: str, facts: dict[str, tuple[str, ...]]) -> str:
        """Return the text that a derived field has; '' where it can't be told."""


def short_title(title: str) -> str:
    """Return a display name without a last part in parentheses."""
    return re.sub(r'\s*\([^()]*\)$', '', title) or title


class ConfigDomain(Domain):
    """Configuration settings."""

    name = 'config'
    label = 'Configuration setting'
    object_types: ClassVar[dict[str, ObjType]] = {
        'setting': ObjType(_('configuration setting'), *TITLE_ROLES)
    }
    initial_data: ClassVar[dict[str, Any]] = {
        'settings': {},
        'references': {},
        'listings': {},
        'labels': {},
        'templates': {},
        'states': {},
    }
    data_version = 5

    def __init__(self, env: BuildEnvironment) -> None:
        """Set up the domain; its fields come with ``configure``.

        ``touched`` tells whether the build has read or removed any page, ``writing`` whether
        it writes any, and ``unchanged`` whether all is as in the last build, once somebody
        has asked; ``reads_alone`` and ``resolves_alone``, whether others change pages: see
        ``foreign``. ``reader`` is what reads hand-drawn facts, once a page has any.
        """
        super().__init__(env)
        self.fields = Fields()
        self.renderer: Renderer | None = None
        self.reader: object = None
        self.builder: Builder | None = None
        self.reads_alone: Callable[[], bool] = bool
        self.resolves_alone: Callable[[], bool] = bool
        self.touched = False
        self.writing = False
        self.unchanged: bool | None = None
        self._catalog: Catalog | None = None
        self._objects: list[ObjectEntry] | None = None

    def configure(self, fields: Fields) -> None:
        """Take the fields that conf.py declares."""
        self.fields = fields
        for field in fields:
            if field.names:
                objtype = ObjType(field.plain_label, field.name, *TITLE_ROLES)
                self.add_object_type(field.name, objtype)

    @property
    def settings(self) -> dict[str, tuple[Setting, ...]]:
        """The settings of each page, in their order."""
        return {docname: pickle.loads(packed) for docname, packed in self.packed.items()}

    @property
    def packed(self) -> dict[str, bytes]:
        """The settings of each page, packed: a build that reads no page has no need of them."""
        return cast('dict[str, bytes]', self.data['settings'])

    @property
    def references(self) -> dict[str, tuple[Reference, ...]]:
        """The references of each page, in their order."""
        return cast('dict[str, tuple[Reference, ...]]', self.data['references'])

    @property
    def listings(self) -> dict[str, tuple[Listing, ...]]:
        """The listings and counts of each page, in their order."""
        return cast('dict[str, tuple[Listing, ...]]', self.data['listings'])

    @property
    def catalog(self) -> Catalog:
        """All settings, each at its home."""
        if self._catalog is None:
            self._catalog = Catalog(self.settings, self.fields, self._minor_pages())
        return self._catalog

    def _minor_pages(self) -> Set[str]:
        metadata = self.env.metadata
        return {p for p in self.packed if 'orphan' in metadata[p] or not self.is_searched(p)}

    def is_searched(self, docname: str) -> bool:
        """Tell whether a page does not ask to be left out of searches."""
        return not {'nosearch', 'no-search'} & self.env.metadata[docname].keys()

    def _change(self) -> None:
        self.touched = True
        self._catalog = self._objects = None

    def note_settings(self, docname: str, settings: Iterable[Setting]) -> None:
        """Keep the settings of a page."""
        self._change()
        self.packed[docname] = pickle.dumps(tuple(settings), pickle.HIGHEST_PROTOCOL)

    def note_references(self, docname: str, references: Iterable[Reference]) -> None:
        """Keep the references of a page."""
        self.references[docname] = tuple(references)

    def note_listings(self, docname: str, listings: Iterable[Listing]) -> None:
        """Keep the listings of a page."""
        self.listings[docname] = tuple(listings)

    def note_template(self, docname: str, name: str, filename: str) -> None:
        """Keep which file a template's name meant for a page."""
        self.data['templates'].setdefault(docname, {})[name] = filename

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self._change()
        self.packed.pop(docname, None)
        self.references.pop(docname, None)
        self.listings.pop(docname, None)
        self.data['templates'].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take the pages that another process read."""
        self._change()
        for part in ('settings', 'references', 'listings', 'templates'):
            self.data[part] |= {
                docname: kept for docname, kept in otherdata[part].items() if docname in docnames
            }

    def place_of(self, source: str, line: int) -> str:
        """Return 'file:line' as Sphinx prints places."""
        return f'{self.env.srcdir / source}:{line}'

    def field_of_role(self, typ: str) -> str:
        """Return the field that a role looks in; '' for all."""
        return '' if typ in TITLE_ROLES else typ

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Resolve a reference by any name, or by a name from the role's field."""
        found = self.catalog.find(target, self.field_of_role(typ))
        if not found:
            return None
        if typ in TITLE_ROLES and not node['refexplicit']:
            title = found[0].title
            text = short_title(title) if node.get('refshort') else title
            contnode = nodes.inline(text, text, classes=contnode['classes'])
        return self._reference(builder, fromdocname, found[0], contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve a reference of the role ``any`` by an id or a name as written."""
        found = self.catalog.find(target, exact=True)[:1]
        return [
            ('config:setting', self._reference(builder, fromdocname, setting, contnode))
            for setting in found
        ]

    def _reference(
        self, builder: Builder, fromdocname: str, setting: Setting, contnode: Element
    ) -> nodes.reference:
        return make_refnode(
            builder, fromdocname, setting.docname, setting.anchor, contnode, setting.title
        )

    def get_objects(self) -> Iterator[ObjectEntry]:
        """Yield each name of each setting, for objects.inv.

        None is for Sphinx's search, whose script takes the title of an object for its
        anchor where name and anchor are the same; see ``builders.search``.
        """
        if self._objects is None:
            self._objects = list(self._make_objects())
        return iter(self._objects)

    def _make_objects(self) -> Iterator[ObjectEntry]:
        seen: set[tuple[str, str]] = set()
        for setting in self.catalog.settings:
            place = (setting.docname, setting.anchor)
            entries = [('setting', setting.id, setting.title, -1)]
            entries += [(f.name, name, name, -1) for f, name in setting.names(self.fields)]
            for objtype, name, shown, priority in entries:
                if (objtype, name) not in seen:
                    seen.add((objtype, name))
                    yield name, shown, objtype, *place, priority

    def check_consistency(self) -> None:
        """Warn of what only all pages together can tell, in a fixed order."""
        for duplicate in self.catalog.duplicates:
            first, second = duplicate.first, duplicate.second
            warn(
                Subtype.DUPLICATE,
                f'the setting {second.id!r} already stands at {first.source}:{first.line}; '
                'references lead there; give one of the two another id',
                location=self.place_of(second.source, second.line),
            )
        self._check_ambiguity()

    def _check_ambiguity(self) -> None:
        pages = self.references.values()
        doubtful = {r for page in pages for r in page if ':' in r.role and self._is_doubtful(r)}
        for reference in sorted(doubtful, key=lambda r: (r.source, r.line, r.role, r.name)):
            ids = ', '.join(dict.fromkeys(repr(s.id) for s in self._settings_meant(reference)))
            warn(
                Subtype.AMBIGUOUS,
                f'{reference.name!r} may mean the settings {ids}; it leads to the first; '
                'write the id of the one that is meant',
                location=self.place_of(reference.source, reference.line),
            )

    def _is_doubtful(self, reference: Reference) -> bool:
        found = self._settings_meant(reference)
        return len(found) > 1 and len({setting.id for setting in found}) > 1

    def destinations(self, docname: str) -> list[tuple[str, ...]]:
        """Return where the references of a page lead; () for one that leads nowhere."""
        return [self._destination(reference) for reference in self.references.get(docname, ())]

    def _destination(self, reference: Reference) -> tuple[str, ...]:
        label = self.data['labels'].get(reference.name) if reference.role in LABEL_ROLES else None
        found = self._settings_meant(reference)
        return label or ((found[0].docname, found[0].anchor, found[0].title) if found else ())

    def _settings_meant(self, reference: Reference) -> list[Setting]:
        domain, _, role = reference.role.rpartition(':')
        if domain == self.name:
            return self.catalog.find(reference.name, self.field_of_role(role))
        return [] if domain else self.catalog.find(reference.name, exact=True)

    def update_labels(self, *, wanted: bool) -> None:
        """Make the ids labels of the standard domain, in place of those of before."""
        standard = self.env.get_domain('std').data
        labels, anonlabels = standard['labels'], standard['anonlabels']
        for name, label in self.data['labels'].items():
            if labels.get(name) == label:
                del labels[name], anonlabels[name]
        chosen = {
            nodes.fully_normalize_name(s.id): (s.docname, s.anchor, s.title)
            for s in reversed(self.catalog.settings if wanted else [])
        }
        self.data['labels'] = {n: label for n, label in chosen.items() if n not in labels}
        for name, label in self.data['labels'].items():
            labels[name], anonlabels[name] = label, label[:2]

    def note_explorer(self, *, wanted: bool) -> None:
        """Make a label of the page of all settings, which no source file states."""
        standard = self.env.get_domain('std').data
        title = str(_('All configuration settings'))
        if wanted and standard['anonlabels'].get(EXPLORER, (EXPLORER,))[0] == EXPLORER:
            standard['labels'][EXPLORER] = (EXPLORER, '', title)
            standard['anonlabels'][EXPLORER] = (EXPLORER, '')
        elif standard['anonlabels'].get(EXPLORER) == (EXPLORER, ''):
            del standard['labels'][EXPLORER], standard['anonlabels'][EXPLORER]

    def forget_index_pages(self) -> None:
        """Remove the labels of index pages that conf.py asked for once, and now does not."""
        standard = self.env.get_domain('std').data
        prefix = f'{self.name}-'
        known = {EXPLORER, *(prefix + index.name for index in self.indices)}
        for name, (page, anchor, _title) in list(standard['labels'].items()):
            if name == page and not anchor and name.startswith(prefix) and name not in known:
                del standard['labels'][name], standard['anonlabels'][name]


def relative_source(env: BuildEnvironment, source: str) -> str:
    """Return a file's path from the source directory, with forward slashes.

    docutils gives an included file from the working directory; what is not a file, such
    as a docstring, stays as it is named.
    """
    path, root = os.path.abspath(source), os.path.join(env.srcdir, '')
    return path.removeprefix(root).replace(os.sep, '/') if path.startswith(root) else source


def domain_of(env: BuildEnvironment) -> ConfigDomain:
    """Return the domain of an environment."""
    return cast('ConfigDomain', env.get_domain(ConfigDomain.name))


def configure_domain(app: Sphinx) -> None:
    """Give the domain its fields; the environment has just been made or loaded."""
    domain = domain_of(app.env)
    domain.configure(fields_of(app.config))
    domain.builder = app.builder
    domain.reads_alone = partial(reads_alone, app)
    domain.resolves_alone = partial(resolves_alone, app)
    domain.forget_index_pages()
    domain.note_explorer(wanted=valid(app.config, 'configsetting_explorer'))


def note_writing(app: Sphinx, _document: nodes.document, _docname: str) -> None:
    """Note that the builder writes a page."""
    domain_of(app.env).writing = True


def warn_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warn of a reference to no setting, with what the writer may have meant."""
    if not isinstance(domain, ConfigDomain):
        return None
    target, typ = node['reftarget'], node['reftype']
    close = domain.catalog.suggest(target, domain.field_of_role(typ))
    field = domain.fields.get(typ)
    by = f' by its {field.name}' if field else ''
    hint = f'; did you mean {" or ".join(map(repr, close))}?' if close else ''
    warn(Subtype.REFERENCE, f'no setting is known{by} as {target!r}{hint}', location=node)
    return True
