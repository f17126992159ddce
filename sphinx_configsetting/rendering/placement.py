"""Where a setting appears: on the section that it stands before, or as an object."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import make_id

from ..catalog.fields import DISPLAYNAME
from ..catalog.listing import LISTING
from ..config import valid
from ..domain import LABEL_ROLES, ConfigDomain, Reference, domain_of, relative_source
from ..fragments import pack
from ..handwritten.judging import Outcome, judge
from ..handwritten.sections import sections_after
from ..warnings_ import Subtype, warn
from .messages import display_name, for_translators, messages_of, named, retitle
from .parsing import MARK
from .presentation import SLOT, Draft, Markup, Presenter, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..catalog.setting import Fragment, Setting

DRAFT: Final = 'configsetting_draft'
"""The attribute of an index node that carries its setting to the catalog."""
HIDDEN: Final = 'configsetting_hidden'
"""The attribute of wrappers that the page does not show."""
FIELD: Final = 'configsetting_field'
"""The attribute of a paragraph that holds the markup of a field."""
SHIELD: Final = 'configsetting_shield'
"""The attribute of containers that hide their content from the parsing of doc fields."""
FRAGMENT: Final = re.compile(r'[^\s"\'<>&#%]+')
"""The ids that can be anchors as they are."""
SUBSTITUTIONS: Final = frozenset({'version', 'release', 'today', 'translation progress'})
"""The substitutions that Sphinx itself defines."""


def carriers(document: nodes.document) -> list[addnodes.index]:
    """Return the nodes that carry settings, in the page's order."""
    return [index for index in document.findall(addnodes.index) if DRAFT in index]


def description_of(index: addnodes.index) -> addnodes.desc:
    """Return the object description that follows a carrier."""
    parent = index.parent
    return cast('addnodes.desc', parent[parent.index(index) + 1])


class Judged(NamedTuple):
    """A setting and what is to become of it."""

    carrier: addnodes.index
    desc: addnodes.desc
    draft: Draft
    outcome: Outcome
    section: nodes.section | None


class SettingPlacement(SphinxTransform):
    """Puts each setting where it belongs.

    It runs after the translation of messages (20), which must find an author's text
    where it was written, and before substitutions (210) and references are resolved,
    so that those of templates are resolved too.
    """

    default_priority = 30

    def apply(self, **_kwargs: Any) -> None:
        """Place the settings of a page; each is judged before any table is put."""
        indexes = carriers(self.document)
        if not indexes:
            return
        self.messages: list[nodes.paragraph] = []
        self.presenter = Presenter(self.env, self.document)
        descs = [description_of(index) for index in indexes]
        sections = sections_after(descs)
        judged = [
            self.judged(*item) for item in zip(count(), indexes, descs, sections, strict=False)
        ]
        self.compare(judged)
        tables = Counter(id(one.section) for one in judged if one.outcome is Outcome.TABLE)
        heads: dict[int, int] = defaultdict(lambda: 1)
        for one in judged:
            markup = take_markup(one.desc)
            self.check_substitutions(one.draft, markup)
            if one.draft.no_typesetting:
                self.hide(one, markup)
            elif one.section is None or one.outcome is Outcome.FOREIGN:
                self.show_object(one, markup)
            else:
                shown = self.section_content(one, markup, titled=tables[id(one.section)] > 1)
                spot = heads[id(one.section)]
                one.section[spot:spot] = shown
                heads[id(one.section)] += len(shown)
        self.document.extend(for_translators(self.messages))

    def compare(self, judged: Iterable[Judged]) -> None:
        """Warn of facts in the sections of settings that contradict their directives."""
        placed = [
            (one.draft.setting, one.section, one.outcome)
            for one in judged
            if one.section is not None
        ]
        if placed:
            from .drift import warn_of_drift  # noqa: PLC0415 (not all pages have sections)

            warn_of_drift(self.env, placed)

    def judged(
        self,
        position: int,
        index: addnodes.index,
        desc: addnodes.desc,
        section: nodes.section | None,
    ) -> Judged:
        """Judge one setting."""
        draft: Draft = index.attributes.pop(DRAFT)
        setting = self.translated(draft.setting._replace(position=position), desc)
        draft = draft._replace(setting=setting)
        if draft.no_typesetting or valid(self.config, 'configsetting_placement') == 'object':
            section = None
        outcome = judge(draft.setting, section, domain_of(self.env).fields)
        return Judged(index, desc, draft, outcome, section)

    def translated(self, setting: Setting, desc: addnodes.desc) -> Setting:
        """Return a setting with its display name in the language of the build."""
        signature, content = desc.children
        assert isinstance(signature, addnodes.desc_signature)
        assert isinstance(content, nodes.Element)
        name = next(iter(content.children), None)
        if not isinstance(name, display_name):
            return setting
        content.remove(name)
        self.messages += messages_of([name])
        if name['text'] == setting.title:
            return setting
        setting = named(setting, domain_of(self.env).fields, name['text'])
        retitle(signature, setting.title)
        return setting

    def show_object(self, one: Judged, markup: Markup) -> None:
        """Show a setting as an object description."""
        if one.outcome is Outcome.FOREIGN:
            assert one.section is not None
            heading = one.section[0].astext()
            warn(
                Subtype.PLACEMENT,
                f'the setting {one.draft.setting.id!r} stands before the heading {heading!r}, '
                'whose table states another setting; it is shown on its own before the heading; '
                "move it to its own section, or correct the directive's identifiers",
                location=one.draft.place,
            )
        signature, content = one.desc.children
        assert isinstance(signature, nodes.Element)
        assert isinstance(content, nodes.Element)
        self.target(one, signature)
        content.extend(self.table(one, markup))

    def section_content(self, one: Judged, markup: Markup, *, titled: bool) -> list[nodes.Node]:
        """Make a section the target of a setting; return what it gets after its title."""
        assert one.section is not None
        self.target(one, one.section)
        one.desc.parent.remove(one.desc)
        one.carrier.parent.remove(one.carrier)
        if one.outcome is Outcome.BY_HAND:
            return [one.carrier, *self.leftovers(one, markup)]
        title = one.draft.setting.title
        rubric = [nodes.rubric(title, title, support_smartquotes=False)] if titled else []
        return [one.carrier, *rubric, *self.table(one, markup)]

    def hide(self, one: Judged, markup: Markup) -> None:
        """Show nothing of a setting but its target."""
        target = nodes.target()
        self.target(one, target)
        hidden = self.leftovers(one, markup)
        parent = one.desc.parent
        spot = parent.index(one.desc)
        parent[spot : spot + 1] = [*hidden, target] if target['ids'] else hidden

    def table(self, one: Judged, markup: Markup) -> list[nodes.Node]:
        """Return a setting's table, and behind it what the table has no slot for."""
        return [*self.presenter.present(one.draft, markup), *self.leftovers(one, markup)]

    def leftovers(self, one: Judged, markup: Markup) -> list[nodes.Node]:
        """Return an author's markup that the page does not show, for the catalog."""
        hidden = [wrap(one.draft, name, content) for name, content in markup.items()]
        self.messages += messages_of(hidden)
        for wrapper in hidden:
            wrapper[HIDDEN] = True
        markup.clear()
        return list(hidden)

    def target(self, one: Judged, owner: nodes.Element) -> None:
        """Make a node the target of a setting and let its carrier bring it on."""
        if one.draft.no_index:
            return
        anchor = self.anchor(one.draft.setting.id, owner)
        if anchor not in owner['ids']:
            owner['ids'].append(anchor)
        self.document.ids.setdefault(anchor, owner)
        setting = one.draft.setting._replace(anchor=anchor)
        one.carrier[DRAFT] = setting
        if not one.draft.no_index_entry:
            one.carrier['entries'] = list(self.index_entries(setting))

    def anchor(self, setting_id: str, owner: nodes.Element) -> str:
        """Return the id as written where that is free, or else another one."""
        taken_by = self.document.ids.get(setting_id, owner)
        if FRAGMENT.fullmatch(setting_id) and taken_by is owner:
            return setting_id
        return make_id(self.env, self.document, 'setting', setting_id)

    def index_entries(self, setting: Setting) -> Iterator[tuple[str, str, str, str, None]]:
        """Yield the entries of a setting in the general index."""
        names = valid(self.config, 'configsetting_index_entries')
        texts = [setting.title] if DISPLAYNAME in names else []
        for name in names:
            if name != DISPLAYNAME:
                texts += setting.values(name)
        for text in dict.fromkeys(texts):
            yield 'single', text.replace(';', ','), setting.anchor, '', None

    def check_substitutions(self, draft: Draft, markup: Markup) -> None:
        """Warn of undefined substitutions in options, and show them as they are."""
        known = {*self.document.substitution_names, *SUBSTITUTIONS}
        for name, content in markup.items():
            for node in list(content[0].findall(nodes.substitution_reference)) if name else ():
                if node['refname'].lower() not in known:
                    text = f'|{node.astext()}|'
                    warn(
                        Subtype.MARKUP,
                        f'the option {name!r} uses the substitution {text}, which is not defined; '
                        'define it, or escape its first bar',
                        location=f'{content[0].source}:{content[0].line}',
                    )
                    node.replace_self(nodes.Text(text))


def take_markup(desc: addnodes.desc) -> Markup:
    """Take the markup of the fields and the body out of a description."""
    content = desc[-1]
    assert isinstance(content, nodes.Element)
    markup: Markup = {}
    for child in content.children:
        assert isinstance(child, nodes.Element)
        name = child.attributes.pop(FIELD, '')
        markup.setdefault(name, []).extend(child.children if SHIELD in child else [child])
    content.children = []
    return markup


class SettingCollector(SphinxTransform):
    """Brings the settings and references of a page to the domain.

    It runs when all references within the page are resolved and messages are filtered
    (870), and right before Sphinx takes the page's contents and targets (880).
    """

    default_priority = 875

    def apply(self, **_kwargs: Any) -> None:
        """Collect settings and references; the wrappers of markup go."""
        wrappers, indexes, pending, listings = [], [], [], []
        for node in self.document.findall(nodes.Element):
            if MARK in node.attributes:
                wrappers.append(node)
            elif DRAFT in node.attributes:
                indexes.append(node)
            elif isinstance(node, addnodes.pending_xref):
                pending.append(node)
            elif LISTING in node:
                listings.append(node)
        domain, docname = domain_of(self.env), self.env.docname
        fragments = self.unwrap(wrappers)
        if listings:
            domain.note_listings(docname, [node[LISTING] for node in listings])
        settings = [
            setting._replace(fragments=fragments.get(str(setting.position), {}))
            for setting in (index.attributes.pop(DRAFT) for index in indexes)
        ]
        if settings:
            domain.note_settings(docname, settings)
        references = [*self.stated(pending), *self.implied(settings)]
        if references:
            domain.note_references(docname, references)

    def unwrap(self, wrappers: list[nodes.Element]) -> dict[str, dict[str, Fragment]]:
        """Return the markup of wrappers by position and field, and take them away."""
        found: dict[str, Markup] = defaultdict(lambda: defaultdict(list))
        for wrapper in wrappers:
            position, _, name = wrapper[MARK].partition(':')
            found[position][name] += wrapper.children
            for node in wrapper.findall(nodes.Element):
                if LISTING in node:
                    node[LISTING] = node[LISTING]._replace(within=int(position))
            if SLOT in wrapper:
                del wrapper[MARK]
            else:
                wrapper.replace_self([] if HIDDEN in wrapper else list(wrapper.children))
        return {
            position: {name: pack(content) for name, content in markup.items()}
            for position, markup in found.items()
        }

    def stated(self, pending: list[addnodes.pending_xref]) -> Iterator[Reference]:
        """Yield the references that may lead to settings."""
        sources: dict[str, str] = {}
        for node in pending:
            domain, role = node.get('refdomain', ''), node.get('reftype', '')
            name = f'{domain}:{role}' if domain else role
            if domain == ConfigDomain.name or name in LABEL_ROLES:
                source = str(node.source or '')
                if source not in sources:
                    sources[source] = relative_source(self.env, source)
                yield Reference(name, node['reftarget'], sources[source], node.line or 0)

    def implied(self, settings: list[Setting]) -> Iterator[Reference]:
        """Yield the references in the facts of settings, shown or not."""
        for field in domain_of(self.env).fields:
            if field.kind.display == 'reference':
                for setting in settings:
                    for name in setting.values(field.name):
                        yield Reference('config:setting', name, setting.source, setting.line)
