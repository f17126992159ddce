"""The anchors of settings, and their entries in indexes and contents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from ..config import PLACEHOLDER, SLUG
from ..model.field_types import CommandFlags
from ..model.fields import DISPLAYNAME, FORMERLY
from ..warnings_ import Subtype, warn
from .texts import without_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx

    from ..domain import ConfigDomain
    from ..handwritten.placement import Place
    from ..model.setting import Setting
    from ..nodes import setting

FRAGMENT: Final = re.compile(r'[^\s"\'<>&#%]*[^\s"\'<>&#%$]')
"""The ids that can be anchors as they are. A ``$`` at the end has a meaning in objects.inv."""


class Anchors:
    """Adds the anchors of the settings of a page."""

    def __init__(
        self, domain: ConfigDomain, document: nodes.document, found: list[setting]
    ) -> None:
        """Begin with the ids of a page, and of the settings on it."""
        self.live = {name for node in found for name in node['setting_ids']}
        self.document, self.domain = document, domain
        self.configuration = domain.configuration

    def given(self, node: setting, place: Place) -> list[Setting]:
        """Return the records of a setting, one for each of its ids, with their anchors."""
        owners = [one for one in node.children if isinstance(one, addnodes.desc_signature)]
        records: list[Setting] = []
        for index, name in enumerate(node['setting_ids']):
            owner = owners[index] if index < len(owners) else node
            record = node.record._replace(id=name, position=node['position'] + index)
            if index:
                record = without_title(record)._replace(host_position=node['position'])
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
        for field in self.configuration.fields.of_type(CommandFlags):  # without their arguments
            known[field.name] = tuple(map(field.type.main_name, record.all_values(field.name)))
        for pattern in self.configuration.anchors:
            names = {name.removesuffix(SLUG) for name in PLACEHOLDER.findall(pattern)}
            if record.host_position >= 0 and not names & {'id', 'title'}:
                continue  # the first id has it
            yield from (
                one for one in pattern_anchors(pattern, record, known) if FRAGMENT.fullmatch(one)
            )
        if record.host_position >= 0:
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
            for text in pattern_anchors(entry.template, record, known):
                shown = text.replace(';', ',') if is_one else text
                yield entry.type, shown, record.anchor, '', None

    def keep_labels(self, node: setting, place: Place) -> None:
        """Move a label right before a setting to its section, whose title it then shows."""
        for name in node['names'] if place.section is not None else ():
            assert place.section is not None
            self.document.ids[self.document.nameids[name] or ''] = place.section


def pattern_anchors(
    pattern: str, record: Setting, known: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield a pattern with each value of its fields; nothing where a field is left out."""
    chosen: dict[str, tuple[str, ...]] = {}
    for placeholder in PLACEHOLDER.findall(pattern):
        name = placeholder.removesuffix(SLUG)
        values = known.get(name) or record.all_values(name)
        chosen[placeholder] = values if name == placeholder else tuple(map(nodes.make_id, values))
    for row in range(max(map(len, chosen.values()), default=0) if all(chosen.values()) else 0):
        yield pattern.format_map({n: v[min(row, len(v) - 1)] for n, v in chosen.items()})


def hide_entry(node: nodes.Node, conditions: Iterable[str], domain: ConfigDomain) -> None:
    """Take a signature out of the contents if a value of conf.py leaves it out.

    Sphinx itself does that for ``only``, whose tags may change from build to build.
    """
    values = [one for one in conditions if one.startswith('ifconfig:')]
    if isinstance(node, addnodes.desc_signature) and not all(map(domain.holds, values)):
        node['_toc_name'] = ''


def is_entry(node: nodes.Node) -> bool:
    """Return whether a node is in the contents."""
    return isinstance(node, nodes.section) or (
        isinstance(node, addnodes.desc_signature) and bool(node['ids'] and node.get('_toc_name'))
    )


def set_entries_as_text(app: Sphinx, document: nodes.document) -> None:
    """Show titles in the contents as text; Sphinx shows all objects as code."""
    anchors = {
        f'#{signature["ids"][0]}'
        for signature in document.findall(addnodes.desc_signature)
        if signature['ids'] and signature.parent.get('domain') == 'config'
    }
    first = next(iter(document.findall(is_entry)), None)
    if isinstance(first, addnodes.desc_signature) and f'#{first["ids"][0]}' in anchors:
        anchors.add('')  # of the first entry
    entries = app.env.tocs[app.env.docname].findall(nodes.literal) if anchors else ()
    for entry in list(entries):
        if entry.parent.get('anchorname') in anchors:
            entry.replace_self(nodes.Text(entry.astext()))
