"""The transform that places the settings of a page and brings them to the domain."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .config import PLACEHOLDER, SLUG
from .domain import (
    LABEL_ROLES,
    ConfigDomain,
    Group,
    Reference,
    get_domain,
    relative_source,
)
from .drift import warn_of_drift
from .handwritten.placement import OBJECT, SECTION, Candidate, Placer, is_condition, is_unseen
from .model.field_types import Deprecation, Option, Title
from .model.fields import DISPLAYNAME, FORMERLY
from .model.options import as_item
from .model.setting import Fact, Variant, part_of_variant
from .model.text import collapse
from .nodes import (
    conditions_in,
    count,
    listing,
    parts_of,
    readable_text,
    setting,
    settings_in,
)
from .templating.environment import get_templates
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .config import Configuration
    from .handwritten.placement import Place
    from .model.fields import Field
    from .model.setting import Setting
    from .query.selection import Listing

DEFINED: Final = 'configsetting-defined'
READY: Final = 'configsetting-settings-ready'
FRAGMENT: Final = re.compile(r'[^\s"\'<>&#%]*[^\s"\'<>&#%$]')
"""The ids that can be anchors as they are. A ``$`` at the end has a meaning in objects.inv."""


class SettingCollector(SphinxTransform):
    """Places the settings of a page, adds their anchors, and collects the facts."""

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
        listings = [placed(one) for one in self.document.findall(listing)]
        counts = [one['record'] for one in self.document.findall(count)]
        self.domain.note_listings(self.env.docname, [*listings, *counts])
        self.note_templates({*map(template_of, found), *self.listing_templates(listings)})
        self.domain.note_references(self.env.docname, self.references())

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
            self.hide_entry(node, conditions)
            completed.append(group._replace(title=title, conditions=conditions))
        if groups:
            self.domain.note_groups(self.env.docname, completed)

    def hide_entry(self, node: nodes.Node, conditions: Iterable[str]) -> None:
        """Take a signature out of the contents if a value of conf.py leaves it out.

        Sphinx itself does that for ``only``, whose tags may change from build to build.
        """
        values = [one for one in conditions if one.startswith('ifconfig:')]
        if isinstance(node, addnodes.desc_signature) and not all(map(self.domain.holds, values)):
            node['_toc_name'] = ''

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

    def settle(self, found: list[setting]) -> None:
        """Place settings and note their records."""
        places = Placer(self.domain.reader).place_all(
            [Candidate(node, node.record, self.rule_of(node)) for node in found]
        )
        warn_of_drift(self.env, places)
        anchors = Anchors(self, found)
        records: list[Setting] = []
        for node, place in zip(found, places, strict=True):
            node['position'] = len(records)
            move(node, place, self.configuration)
            node.record = self.completed(node, place)
            records += anchors.given(node, place)
            self.check(node, place)
            for signature in node.children:
                self.hide_entry(signature, node.record.conditions)
            del node.record
        self.domain.note_settings(self.env.docname, records)
        for record in records:
            self.env.events.emit(DEFINED, record)

    def rule_of(self, node: setting) -> str:
        """Return the rule of placement of a setting: its own one, or that of conf.py."""
        rule: str = node.get('rule') or self.configuration.placement
        return OBJECT if node['no-typesetting'] else rule

    def completed(self, node: setting, place: Place) -> Setting:
        """Return the record of a setting with the texts that are known by now."""
        facts = dict(node.record.facts)
        parts, fields = parts_of(node), self.domain.fields
        for name, part in parts.items():
            if name in fields:
                facts[name] = text_fact(facts.get(name), part, fields.by_name[name])
        for name, fact in facts.items():
            if fact.variants:
                facts[name] = translated_variants(fact, fields.by_name[name], node)
        body = text_of(self.kept(parts[''])) if '' in parts else ''
        return node.record._replace(
            facts={field.name: facts[field.name] for field in fields if field.name in facts},
            body=body or shared_text(node),
            position=node['position'],
            section=next(iter(place.section['ids']), '') if place.section else '',
            conditions=tuple(conditions_of(node)),
        )

    def kept(self, body: nodes.Element) -> list[nodes.Node]:
        """Return the content of a body that the builder keeps, of ``only`` and ``ifconfig``."""
        if not any(map(is_condition, body.findall(nodes.Element))):
            return body.children
        copy = body.deepcopy()
        for one in filter(is_condition, list(copy.findall(nodes.Element))):
            if not self.domain.holds(condition_of(one)):
                one.parent.remove(one)
        return copy.children

    def check(self, node: setting, place: Place) -> None:
        """Warn of a setting that says nothing, or is before a foreign section."""
        if place.foreign:
            heading = place.foreign[0].astext()
            shown = 'not shown' if node['no-typesetting'] else 'shown before the heading'
            self.domain.report(
                Subtype.PLACEMENT,
                f'the setting {node.record.id!r} is before the heading {heading!r}, whose section '
                f'states another setting; it is {shown}; move it to its own '
                "section, or correct the directive's identifiers",
                self.domain.place_of(node.record),
            )
        if place.rivals:
            names = ' and '.join(map(repr, place.rivals))
            self.domain.report(
                Subtype.PLACEMENT,
                f'the heading after the settings {names} fits each of them, so each is shown '
                'with its own title; write ":placement: section" in the one '
                'that the heading is for',
                self.domain.place_of(node.record),
            )
        said = node.record.facts or node.record.body or parts_of(node) or node['faulty']
        if not said and not (place.section is not None and has_text(place.section)):
            warn(
                Subtype.EMPTY,
                f'the setting {node.record.id!r} has no facts and no text; add options or a body',
                location=self.domain.place_of(node.record),
            )

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


def has_text(section: nodes.section) -> bool:
    """Return whether a section has more than its title, its settings and marks."""
    silent = (nodes.title, setting, addnodes.index)
    return any(not isinstance(n, silent) and not is_unseen(n) for n in section.children)


def template_of(node: setting) -> str:
    """Return the name of the template of a setting."""
    return str(node['template'])


def move(node: setting, place: Place, configuration: Configuration) -> None:
    """Put a setting in its section, or leave it as an object."""
    node['placement'] = SECTION if place.section else OBJECT
    node['hidden'] = node['no-typesetting']
    node['missing'] = ()
    if place.section is None:
        if place.foreign and configuration.draw == 'none':
            hide(node)
        return
    hidden = {'missing': bool(place.statements), 'all': False, 'none': True}
    node['hidden'] = hidden[configuration.draw]
    if configuration.draw == 'missing':
        node['missing'] = place.missing
    for signature in list(node.findall(addnodes.desc_signature)):
        if signature.parent is node:
            node.remove(signature)
    if node.parent is not place.section:
        conditions = conditions_outside(node, place.section)
        node.parent.remove(node)
        place.section.insert(start_of(place.section), wrapped(node, conditions))


def hide(node: setting) -> None:
    """Show nothing of an object but its anchors."""
    node['no-typesetting'] = node['hidden'] = True
    for signature in node.findall(addnodes.desc_signature):
        signature['_toc_name'] = ''


def conditions_outside(node: nodes.Node, section: nodes.section) -> list[nodes.Element]:
    """Return the ``only`` and ``ifconfig`` nodes around a setting and not around its section."""
    found: list[nodes.Element] = []
    parent = node.parent
    while is_condition(parent) and section not in parent.findall(nodes.section):
        found.append(parent)
        parent = parent.parent
    return found


def wrapped(node: nodes.Element, conditions: list[nodes.Element]) -> nodes.Element:
    """Return a node within copies of conditions, the innermost first."""
    for condition in conditions:
        copy = condition.copy()
        copy += node
        node = copy
    return node


def start_of(section: nodes.section) -> int:
    """Return the index behind the title and the settings that belong to the section."""
    start = 1
    for index, child in enumerate(section.children[1:], 2):
        if is_placed(child):
            start = index
        elif not is_unseen(child):
            break
    return start


def is_placed(node: nodes.Node) -> bool:
    """Return whether a node is a setting that belongs to its section, within conditions or not."""
    if is_condition(node):
        return any(map(is_placed, node.children))
    return isinstance(node, setting) and node.get('placement') == SECTION


class Anchors:
    """Adds the anchors of the settings of a page."""

    def __init__(self, collector: SettingCollector, found: list[setting]) -> None:
        """Begin with the ids of a page, and of the settings on it."""
        self.live = {name for node in found for name in node['setting_ids']}
        self.document = collector.document
        self.env = collector.env
        self.domain = collector.domain
        self.configuration = collector.configuration

    def given(self, node: setting, place: Place) -> list[Setting]:
        """Return the records of a setting, one for each of its ids, with their anchors."""
        owners = [one for one in node.children if isinstance(one, addnodes.desc_signature)]
        records: list[Setting] = []
        for index, name in enumerate(node['setting_ids']):
            owner = owners[index] if index < len(owners) else node
            record = node.record._replace(id=name, position=node['position'] + index)
            if index:
                record = without_title(record)._replace(shares=node['position'])
            records.append(self.anchored(record, node, owner, place))
        self.add_entries(node, records)
        self.keep_labels(node, place)
        return records

    def anchored(
        self, record: Setting, node: setting, owner: nodes.Element, place: Place
    ) -> Setting:
        """Return a record with its anchor, which its owner prints."""
        if node['no-index']:
            return record
        anchor = self.free(record.id, node, place.section)
        self.print_at(owner, anchor, place)
        own = set(node['setting_ids'])
        for text in dict.fromkeys(self.further(record, node)):
            taken = text in self.live and text not in own
            if not taken and self.is_free(text, node, place.section):
                self.print_at(owner, text, place)
            elif text not in owner['ids']:
                warn(
                    Subtype.ANCHOR,
                    f'the anchor {text!r} of the setting {record.id!r} is taken on this page; '
                    'change one of the two',
                    location=self.domain.place_of(record),
                )
        return record._replace(anchor=anchor)

    def print_at(self, owner: nodes.Element, anchor: str, place: Place) -> None:
        """Add an anchor to a node, unless the section has it."""
        if place.section is None or anchor not in place.section['ids']:
            if anchor not in owner['ids']:
                owner['ids'].append(anchor)
            self.document.ids[anchor] = owner

    def free(self, name: str, node: setting, section: nodes.section | None) -> str:
        """Return the id as written if it can be an anchor, or one that is like it."""
        base = name if FRAGMENT.fullmatch(name) else nodes.make_id(name) or 'setting'
        if self.is_free(base, node, section):
            return base
        if base == name:
            base = f'setting-{nodes.make_id(name) or name}'
        number, anchor = 1, base
        while not self.is_free(anchor, node, section):
            number += 1
            anchor = f'{base}-{number}'
        return anchor

    def is_free(self, anchor: str, node: setting, section: nodes.section | None) -> bool:
        """Return whether nothing else that is printed has an anchor."""
        owner = self.document.ids.get(anchor)
        if owner is None or owner is node or owner is section:
            return True
        return isinstance(owner, nodes.target) and bool(
            {'refuri', 'refid'} & owner.attributes.keys()
        )

    def further(self, record: Setting, node: setting) -> Iterator[str]:
        """Yield the further anchors of a setting: of patterns, the option, and old ids."""
        known: dict[str, tuple[str, ...]] = {'id': (record.id,), 'title': (record.title,)}
        for field in self.configuration.fields:
            if isinstance(field.type, Option):  # the flags, without their arguments
                known[field.name] = tuple(map(field.type.main_name, record.all_values(field.name)))
        for pattern in self.configuration.anchors:
            names = {name.removesuffix(SLUG) for name in PLACEHOLDER.findall(pattern)}
            if record.shares >= 0 and not names & {'id', 'title'}:
                continue  # the first id has it
            yield from (one for one in filled(pattern, record, known) if FRAGMENT.fullmatch(one))
        if record.shares >= 0:
            return
        yield from node['anchors']
        for name in record.all_values(FORMERLY):
            if ' ' not in name:
                yield name if FRAGMENT.fullmatch(name) else nodes.make_id(name)

    def add_entries(self, node: setting, records: list[Setting]) -> None:
        """Put the entries of the general index before a setting."""
        entries = (
            []
            if node['no-index'] or node['no-index-entry']
            else [entry for record in records for entry in self.entries(record)]
        )
        if entries:
            node.parent.insert(node.parent.index(node), addnodes.index(entries=entries))

    def entries(self, record: Setting) -> Iterator[tuple[str, str, str, str, None]]:
        """Yield the entries that conf.py asks for."""
        for entry in self.configuration.index_entries:
            is_one = entry.type == 'single' and len(PLACEHOLDER.findall(entry.template)) == 1
            known = {'id': (record.id,), 'title': (record.title,), DISPLAYNAME: (record.title,)}
            for text in filled(entry.template, record, known):
                shown = text.replace(';', ',') if is_one else text
                yield entry.type, shown, record.anchor, '', None

    def keep_labels(self, node: setting, place: Place) -> None:
        """Move a label right before a setting to its section, whose title it then shows."""
        for name in node['names'] if place.section is not None else ():
            assert place.section is not None
            self.document.ids[self.document.nameids[name] or ''] = place.section


def filled(pattern: str, record: Setting, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield a pattern with each value of its fields; nothing where a field is left out."""
    chosen: dict[str, tuple[str, ...]] = {}
    for placeholder in PLACEHOLDER.findall(pattern):
        name = placeholder.removesuffix(SLUG)
        values = known.get(name) or record.all_values(name)
        chosen[placeholder] = values if name == placeholder else tuple(map(nodes.make_id, values))
    for row in range(max(map(len, chosen.values()), default=0) if all(chosen.values()) else 0):
        yield pattern.format_map({n: v[min(row, len(v) - 1)] for n, v in chosen.items()})


def without_title(record: Setting) -> Setting:
    """Return a record without the display name, which is that of the first id."""
    facts = {name: fact for name, fact in record.facts.items() if name != DISPLAYNAME}
    return record._replace(facts=facts)


def translated_variants(fact: Fact, field: Field, node: setting) -> Fact:
    """Return a fact with the conditions, and the markup under them, in the build's language."""
    conditions, parts = conditions_in(node), parts_of(node)
    variants: list[Variant] = []
    for number, variant in enumerate(fact.variants):
        part = parts.get(part_of_variant(field.name, number))
        stated = variant.fact if part is None else text_fact(variant.fact, part, field)
        condition = conditions.get(variant.condition, variant.condition)
        variants.append(Variant(condition, stated.text, stated.values))
    return fact._replace(variants=tuple(variants))


def text_fact(stated: Fact | None, part: nodes.Element, field: Field) -> Fact:
    """Return the fact of a field of markup: its plain text, translated by now."""
    block = isinstance(part.children[0], nodes.literal_block)
    text = part.children[0].astext() if block else text_of(part.children)
    if stated and isinstance(field.type, Deprecation):
        start = stated.text.removesuffix(stated.values[1])
        return stated._replace(text=f'{start}{text}', values=(stated.values[0], text))
    if stated and field.type.display == 'reference':
        values = tuple(linked_texts(part.children[0]))
        return stated._replace(text=', '.join(map(as_item, values)), values=values)
    known = stated.values if stated and isinstance(field.type, Title) else ()
    variants = stated.variants if stated else ()
    return Fact(text, tuple(dict.fromkeys((text, *known))), variants, original_of(part))


def original_of(part: nodes.Element) -> str:
    """Return the text of a translated paragraph as it was written; '' for any other one."""
    paragraph = part.children[0]
    assert isinstance(paragraph, nodes.Element)
    return paragraph.rawsource if paragraph.get('translated') else ''


def linked_texts(paragraph: nodes.Node) -> Iterator[str]:
    """Yield the plain text of each reference of a paragraph, between commas."""
    for is_comma, content in groupby(paragraph.children, lambda node: node.astext() == ', '):
        if not is_comma:
            yield collapse(''.join(map(text_or_target, content)))


def text_or_target(node: nodes.Node) -> str:
    """Return the plain text of a reference; the target of one whose text is not known yet."""
    target = node.get('refuri', '') if isinstance(node, nodes.reference) else ''
    return readable_text(node) or str(target).removeprefix('#')


def text_of(content: Iterable[nodes.Node]) -> str:
    """Return the plain text of blocks in one line."""
    return collapse(' '.join(map(readable_text, content)))


def shared_text(node: setting) -> str:
    """Return the text of the paragraph after a setting that shows nothing itself."""
    if not node['no-typesetting']:
        return ''
    following = node.parent.children[node.parent.index(node) + 1 :]
    first = next((one for one in following if not isinstance(one, setting)), None)
    return text_of([first]) if isinstance(first, nodes.paragraph) else ''


def conditions_of(node: nodes.Node) -> Iterator[str]:
    """Yield the conditions around a setting, as 'only:expression'."""
    parent = node.parent
    while parent is not None:
        if is_condition(parent):
            yield condition_of(parent)
        parent = parent.parent


def condition_of(node: nodes.Element) -> str:
    """Return the condition of an ``only`` or ``ifconfig``, as 'only:expression'."""
    return f'{node.tagname}:{node["expr"]}'


def setup_collecting(app: Sphinx) -> None:
    """Register the transform of reading, and the events of settings."""
    app.add_transform(SettingCollector)
    app.add_event(DEFINED)
    app.add_event(READY)
    # Before other handlers (500), which may ask for pages to be written again.
    app.connect('env-updated', announce_settings, priority=400)


def announce_settings(app: Sphinx, env: BuildEnvironment) -> None:
    """Emit the event that the settings of all pages are known."""
    app.emit(READY, get_domain(env).settings)


def placed(node: listing) -> Listing:
    """Return the record of a listing, with the settings whose bodies have it."""
    around = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, setting):
            around.append(parent['position'])
        parent = parent.parent
    return node.query._replace(within=tuple(around))
