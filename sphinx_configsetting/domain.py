"""The domain ``config``: the settings of a project, kept between builds."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from .baseline import BUILD, BaselineError, entry_key, read_baseline, warning_entry
from .config import Configuration
from .model.fields import DISPLAYNAME
from .model.settings import Settings
from .model.text import collapse, shorten, split_list
from .targets import AUTOLINK, DOMAIN, TITLE_ROLES, Targets, field_of_role
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from docutils.nodes import Element
    from docutils.parsers.rst.states import Inliner
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

    from .handwritten.facts import FactReader
    from .model.fields import Fields
    from .model.setting import Setting
    from .query.selection import Listing
    from .targets import Reference

_ = get_translation('sphinx_configsetting')
LABEL_ROLES: Final = ('any', 'std:ref')
"""The roles that lead to labels, too."""
SLUGS: Final = 'myst_slugs'
"""The metadata in which MyST-Parser keeps the anchors of a page."""
INVENTORY_LINE: Final = re.compile(r'(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)')
"""The pattern by which Sphinx and intersphinx read a line of objects.inv."""
BLANK: Final = re.compile(r'\s')
LONGEST_NAME: Final = 1000
"""The number of characters that a name in objects.inv can have."""
STORES: Final = ('settings', 'references', 'listings', 'groups', 'templates', 'selections')
ObjectEntry = tuple[str, str, str, str, str, int]
"""Name, text, object type, page, anchor and priority, as ``Domain.get_objects`` has them."""
Holds = Callable[[str], bool]


class Group(NamedTuple):
    """A group of settings, such as a section of a configuration file."""

    id: str
    title: str
    docname: str
    anchor: str
    source: str
    line: int
    conditions: tuple[str, ...] = ()
    """The expressions of ``only`` and ``ifconfig`` around the directive."""


class ConfigDomain(Domain):
    """Configuration settings."""

    name = DOMAIN
    label = 'Configuration setting'
    object_types: ClassVar[dict[str, ObjType]] = {
        'setting': ObjType(_('configuration setting'), *TITLE_ROLES),
        'group': ObjType(_('group of settings'), 'group', 'ref'),
    }
    initial_data: ClassVar[dict[str, Any]] = {store: {} for store in STORES}
    data_version = 9

    def __init__(self, env: BuildEnvironment) -> None:
        """Set up the domain; ``use`` adds the configuration and the builder's tags."""
        super().__init__(env)
        self.configuration = Configuration()
        self.holds: Holds = lambda _condition: True
        self.renderer: object = None
        self.templates: object = None
        self.products: object = None
        self.builder: Builder | None = None

    def role(self, name: str) -> RoleFunction | None:
        """Return a role; for an unknown one, a role that reports the likely names.

        If this is the default domain, the name can also be that of a role of Sphinx or docutils.
        """
        found = super().role(name)
        if found or self.env.temp_data.get('default_domain') is self:
            return found
        return unknown_role(name, self.fields)

    def setup(self) -> None:
        """Register no labels: index pages exist only in projects with settings.

        ``find_index_page`` resolves references to them.
        """

    def use(self, configuration: Configuration, holds: Holds) -> None:
        """Take the configuration of a build.

        :param holds: returns whether a condition such as 'only:html' is true.
        """
        self.configuration, self.holds = configuration, holds
        self.__dict__.pop('reader', None)
        self._forget()
        for field in configuration.fields.naming:
            objtype = ObjType(field.plain_label, field.name, *TITLE_ROLES)
            self.add_object_type(field.name, objtype)

    @property
    def fields(self) -> Fields:
        """The declared fields."""
        return self.configuration.fields

    @property
    def old_types(self) -> dict[str, str]:
        """The object types of the standard domain that settings have, with a field each."""
        return dict(self.configuration.object_types)

    def _store(self, name: str) -> dict[str, Any]:
        return cast('dict[str, Any]', self.data[name])

    def settings_of(self, docname: str) -> tuple[Setting, ...]:
        """Return the settings of a page, in their order."""
        return cast('tuple[Setting, ...]', self._store('settings').get(docname, ()))

    def references_of(self, docname: str) -> tuple[Reference, ...]:
        """Return the references of a page that may lead to settings."""
        return cast('tuple[Reference, ...]', self._store('references').get(docname, ()))

    def listings_of(self, docname: str) -> tuple[Listing, ...]:
        """Return the listings of a page."""
        return cast('tuple[Listing, ...]', self._store('listings').get(docname, ()))

    def groups_of(self, docname: str) -> tuple[Group, ...]:
        """Return the groups of a page."""
        return cast('tuple[Group, ...]', self._store('groups').get(docname, ()))

    def docs_with(self, store: str) -> Set[str]:
        """Return the names of the pages with settings, references, listings or templates."""
        return self._store(store).keys()

    @cached_property
    def settings(self) -> Settings:
        """The settings of the project, each at its home."""
        pages = self._store('settings').values()
        kept = (s for page in pages for s in page if s.anchor and self.is_kept(s))
        return Settings(kept, self.fields, self._minor_docs())

    @cached_property
    def targets(self) -> Targets:
        """The finder of settings by the targets of references."""
        return Targets(self.settings, self.configuration)

    @cached_property
    def reader(self) -> FactReader:
        """The reader of hand-written facts by the labels of the fields."""
        from .handwritten.facts import FactReader  # noqa: PLC0415 (for pages with settings)

        return FactReader(self.fields)

    @cached_property
    def referenced_labels(self) -> frozenset[str]:
        """The labels that any page refers to by the role ``ref``."""
        pages = self._store('references').values()
        return frozenset(one.name for page in pages for one in page if one.role == 'std:ref')

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups by their ids; the first in the order of pages keeps an id."""
        pages = sorted(self._store('groups').items())
        groups = [group for _docname, page in pages for group in page if self.is_kept(group)]
        return {group.id: group for group in reversed(groups)}

    def _minor_docs(self) -> Set[str]:
        metadata, docs = self.env.metadata, self.docs_with('settings')
        return {doc for doc in docs if 'orphan' in metadata[doc] or not self.is_searched(doc)}

    def is_searched(self, docname: str) -> bool:
        """Return whether a page takes part in searches."""
        return not {'nosearch', 'no-search'} & self.env.metadata[docname].keys()

    def _forget(self) -> None:
        for name in ('settings', 'targets', 'groups', 'objects', 'referenced_labels', 'left_out'):
            self.__dict__.pop(name, None)

    def note_settings(self, docname: str, settings: Iterable[Setting]) -> None:
        """Store the settings of a page."""
        self._forget()
        self._note('settings', docname, settings)

    def note_groups(self, docname: str, groups: Iterable[Group]) -> None:
        """Store the groups of a page."""
        self._forget()
        self._note('groups', docname, groups)

    def note_references(self, docname: str, references: Iterable[Reference]) -> None:
        """Store the references of a page."""
        self._forget()
        self._note('references', docname, references)

    def note_listings(self, docname: str, listings: Iterable[Listing]) -> None:
        """Store the listings of a page."""
        self._note('listings', docname, listings)

    def _note(self, store: str, docname: str, records: Iterable[object]) -> None:
        kept = tuple(records)
        if kept:
            self._store(store)[docname] = kept
        else:
            self._store(store).pop(docname, None)

    def note_template(self, docname: str, name: str, filename: str) -> None:
        """Store the file of a page's template; '' if there is none."""
        self._store('templates').setdefault(docname, {})[name] = filename

    def note_selection(self, docname: str, selection: tuple[object, ...], digest: str) -> None:
        """Store which settings of a product file a page shows, with a checksum of them."""
        self._store('selections').setdefault(docname, []).append((selection, digest))

    def selections_of(self, docname: str) -> list[tuple[tuple[Any, ...], str]]:
        """Return the selections from product files of a page with their checksums."""
        return cast(
            'list[tuple[tuple[Any, ...], str]]', self._store('selections').get(docname, [])
        )

    def templates_of(self, docname: str) -> dict[str, str]:
        """Return the files of the templates of a page by their names."""
        return cast('dict[str, str]', self._store('templates').get(docname, {}))

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self._forget()
        for store in STORES:
            self._store(store).pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take the pages that another process read."""
        self._forget()
        for store in STORES:
            self._store(store).update(
                (docname, kept)
                for docname, kept in otherdata[store].items()
                if docname in docnames
            )

    def report(self, subtype: Subtype, message: str, location: str) -> None:
        """Warn, unless the project's baseline accepts the warning."""
        file = location.removeprefix(f'{self.env.srcdir}{os.sep}').rpartition(':')[0]
        if entry_key(warning_entry(subtype.value, file, message)) not in self.accepted:
            warn(subtype, message, location=location)

    @cached_property
    def accepted(self) -> Set[str]:
        """The warnings that the project's baseline accepts."""
        name = self.configuration.baseline
        path = Path(self.configuration.confdir, name)
        try:
            return read_baseline(path, BUILD).keys() if name else frozenset()
        except BaselineError as error:
            warn(Subtype.CONFIG, f'configsetting_baseline: {error}', location=f'{path}:1')
            return frozenset()

    def is_kept(self, record: Setting | Group) -> bool:
        """Return whether the builder keeps a setting or group; ``only`` removes some."""
        return all(map(self.holds, record.conditions))

    def place_of(self, record: Setting | Group | Reference) -> str:
        """Return the place of a record as 'file:line'."""
        return f'{self.env.srcdir / record.source}:{record.line}'

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
        if typ == AUTOLINK:
            only = self.targets.only_setting(target)
            return only and self.make_reference(builder, fromdocname, only, contnode)
        if typ == 'group' or (typ == 'ref' and target in self.groups):
            return self._group_reference(builder, fromdocname, target, contnode, node)
        typed = node.get('typed', '')
        whole = self.settings.find(typed, field_of_role(typ), exact=True)
        found = whole if typed[:1] == '!' else whole or self.targets.find(target, typ)
        if not found:
            return self._label(builder, fromdocname, node, contnode)
        if typ in TITLE_ROLES and not node['refexplicit']:
            is_short = node.get('refshort') and not whole
            contnode = title_node(found[0], contnode['classes'], is_short=bool(is_short))
        elif whole:
            contnode = contnode.copy()
            contnode[:] = [nodes.Text(typed)]
        return self.make_reference(builder, fromdocname, found[0], contnode)

    def _group_reference(
        self,
        builder: Builder,
        fromdocname: str,
        target: str,
        contnode: Element,
        node: pending_xref,
    ) -> nodes.reference | None:
        group = self.groups.get(target)
        if group is None:
            return None
        if not node['refexplicit']:
            contnode = nodes.inline(group.title, group.title, classes=contnode['classes'])
        found = make_refnode(builder, fromdocname, group.docname, group.anchor, contnode)
        return found

    def _label(
        self, builder: Builder, docname: str, node: pending_xref, contnode: Element
    ) -> nodes.reference | None:
        """Resolve ``ref``, which has this domain if it is the default one, by a label."""
        if not node.get('may_be_label'):
            return None
        label = collapse(node['reftarget']).lower()
        standard = get_standard_domain(self.env)
        return standard.resolve_xref(self.env, docname, builder, 'ref', label, node, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve a reference of the role ``any`` by an id or a name as written.

        A label at the same place is found by the standard domain; two results for one
        place would be a warning.
        """
        found = self.targets.find_exactly(target)[:1]
        if not found and target in self.groups:
            group = self._group_reference(builder, fromdocname, target, contnode, node)
            return [('config:group', group)] if group else []
        if not found and node.get('reftype') == 'myst':
            return self._anchor_references(builder, fromdocname, target, contnode, node)
        if not found or self._is_standard(target, found[0]):
            return []
        return [('config:setting', self.make_reference(builder, fromdocname, found[0], contnode))]

    def _anchor_references(
        self, builder: Builder, page: str, target: str, content: Element, node: pending_xref
    ) -> list[tuple[str, nodes.reference]]:
        """Return the link of a page of Markdown to a further anchor of a setting on it."""
        found = self.env.metadata[page].get(SLUGS, {}).get(target)
        if not found:
            return []
        _line, anchor, title = found
        shown = content if node.get('refexplicit') else nodes.inline(title, title)
        return [('config:setting', make_refnode(builder, page, page, anchor, shown))]

    def _is_standard(self, target: str, setting: Setting) -> bool:
        """Return whether a label of that name leads to the setting."""
        standard = get_standard_domain(self.env)
        label = standard.labels.get(target.lower(), ('', '', ''))
        anchors = {setting.anchor, setting.section, *label[1:2]}
        return label[0] == setting.docname and label[1] in anchors

    def make_reference(
        self, builder: Builder, fromdocname: str, setting: Setting, content: Element
    ) -> nodes.reference:
        """Return a reference to a setting's home."""
        found = make_refnode(
            builder, fromdocname, setting.docname, setting.anchor, content, setting.title
        )
        return found

    def get_objects(self) -> Iterator[ObjectEntry]:
        """Yield each name of each setting for objects.inv.

        None is for Sphinx's search, which would list a setting once for each name.
        """
        return iter(self.objects)

    @cached_property
    def objects(self) -> list[ObjectEntry]:
        """The entries of the inventory."""
        entries: dict[tuple[str, str], ObjectEntry] = {}
        for setting in self.settings.settings:
            place = (setting.docname, setting.anchor)
            for objtype, name, shown in self.names_of(setting):
                if setting.anchor and is_inventory_name(name, objtype):
                    entry = (name, shown, objtype, *place, -1)
                    entries.setdefault((objtype, name), entry)
        for group in self.groups.values():
            entry = (group.id, group.title, 'group', group.docname, group.anchor, -1)
            entries.setdefault(('group', group.id), entry)
        return list(entries.values())

    def names_of(self, setting: Setting) -> Iterator[tuple[str, str, str]]:
        """Yield the object type, the name and the text of each name of a setting."""
        yield 'setting', setting.id, setting.title
        for field, name in setting.names(self.fields):
            yield field.name, name, name

    @cached_property
    def left_out(self) -> set[tuple[str, str]]:
        """The pages and anchors of settings that the builder leaves out."""
        pages = self._store('settings').values()
        return {(s.docname, s.anchor) for page in pages for s in page if not self.is_kept(s)}


def title_node(setting: Setting, classes: Iterable[str], *, is_short: bool) -> nodes.TextElement:
    """Return the text of a reference: the display name, or the id as code."""
    text = shorten(setting.title) if is_short else setting.title
    kind = nodes.inline if DISPLAYNAME in setting.facts else nodes.literal
    return kind(text, text, classes=classes)


def is_inventory_name(name: str, objtype: str) -> bool:
    """Return whether a line of objects.inv with that name is read back as written."""
    if len(name) > LONGEST_NAME:  # the pattern takes quadratic time
        return False
    if not BLANK.search(name):
        return True
    found = INVENTORY_LINE.fullmatch(f'{name} config:{objtype} -1 uri -')
    return found is not None and found[1] == name


def unknown_role(name: str, fields: Fields) -> RoleFunction:
    """Return a role that warns that there is none of that name, and shows its text as typed."""
    known = [*TITLE_ROLES, 'group', 'count', *(field.name for field in fields.naming)]
    close = ' or '.join(f'"config:{one}"' for one in difflib.get_close_matches(name, known, 2))
    hint = f'did you mean {close}?' if close else f'the roles are {", ".join(known)}'
    if name in fields:
        hint = f'set "names": True for the field {name!r} to have one'

    def role(
        _name: str, rawtext: str, text: str, lineno: int, inliner: Inliner, *_args: Any
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        source, line = inliner.reporter.get_source_and_line(lineno)
        message = f'there is no role "config:{name}"; {hint}'
        warn(Subtype.REFERENCE, message, location=f'{source}:{line}')
        return [nodes.literal(rawtext, text)], []

    return cast('RoleFunction', role)


def relative_source(env: BuildEnvironment, source: str) -> str:
    """Return a file's path from the source directory, with forward slashes.

    docutils names an included file from the working directory; a source that is no file,
    such as a docstring, keeps its name.
    """
    path, root = os.path.abspath(source), os.path.join(env.srcdir, '')
    return path.removeprefix(root).replace(os.sep, '/') if path.startswith(root) else source


def get_standard_domain(env: BuildEnvironment) -> StandardDomain:
    """Return Sphinx's standard domain, by the way that all supported versions have."""
    return cast('StandardDomain', env.get_domain('std'))


def get_domain(env: BuildEnvironment) -> ConfigDomain:
    """Return the domain of an environment."""
    return cast('ConfigDomain', env.get_domain(ConfigDomain.name))


def warn_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Report a reference to no setting, with the likely names."""
    if not isinstance(domain, ConfigDomain):
        return None
    target, typ = node['reftarget'], node['reftype']
    if typ == AUTOLINK:
        return True
    if typ == 'group':
        known = ', '.join(map(repr, domain.groups)) or 'there is none'
        message = f'no group has the id {target!r}; the groups are: {known}'
    else:
        close = domain.settings.suggest(target, field_of_role(typ))
        by = f' in the field {typ!r}' if domain.fields.get(typ) else ''
        hint = f'; did you mean {" or ".join(map(repr, close))}?' if close else ''
        if not close and any(map(domain.settings.find, split_list(target)[1:])):
            hint = '; only one setting can be named here; keep one'
        named = 'setting or label' if node.get('may_be_label') else 'setting'
        message = f'no {named} matches {target!r}{by}{hint}'
    warn(Subtype.REFERENCE, message, location=node)
    return True


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(ConfigDomain)
    # Replaces Sphinx's warning, which cannot name similar settings.
    app.connect('warn-missing-reference', warn_missing)
