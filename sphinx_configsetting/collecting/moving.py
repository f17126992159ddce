"""The places of the settings of a page, and their records as the domain gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..drift import warn_of_drift
from ..handwritten.conditions import condition_of, conditions_of, is_condition
from ..handwritten.facts import number_rows
from ..handwritten.placement import OBJECT, SECTION, Candidate, Placer, is_unseen
from ..nodes import parts_of, setting
from ..warnings_ import Subtype, warn
from .anchors import Anchors, hide_entry
from .texts import shared_text, text_fact, text_of_blocks, translated_variants

if TYPE_CHECKING:
    from ..config import Configuration
    from ..domain import ConfigDomain
    from ..handwritten.placement import Place
    from ..model.setting import Setting


class SettingMover:
    """Places the settings of one page."""

    def __init__(self, domain: ConfigDomain, document: nodes.document) -> None:
        """Place them for a domain."""
        self.domain, self.document = domain, document
        self.configuration = domain.configuration

    def settle(self, found: list[setting]) -> list[Setting]:
        """Place settings; return their records."""
        number_rows(self.document)
        places = Placer(self.domain.reader).place_all(
            [Candidate(node, node.record, self.rule_of(node)) for node in found]
        )
        warn_of_drift(self.domain.env, places)
        anchors = Anchors(self.domain, self.document, found)
        records: list[Setting] = []
        for node, place in zip(found, places, strict=True):
            node['position'] = len(records)
            move(node, place, self.configuration)
            node.record = self.completed(node, place)
            records += anchors.given(node, place)
            self.check(node, place)
            for signature in node.children:
                hide_entry(signature, node.record.conditions, self.domain)
            del node.record
        return records

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
        body = text_of_blocks(self.kept(parts[''])) if '' in parts else ''
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


def has_text(section: nodes.section) -> bool:
    """Return whether a section has more than its title, its settings and marks."""
    silent = (nodes.title, setting, addnodes.index)
    return any(not isinstance(n, silent) and not is_unseen(n) for n in section.children)


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
    """Return the index after the title and the settings that belong to the section."""
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
