"""The nodes of settings and listings between reading and writing, and their visitors.

No builder sees them: ``SettingTransform`` and ``ListingTransform`` replace them by standard
nodes. The visitors are for extensions that write doctrees without post-transforms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx import addnodes

from .model.fields import DISPLAYNAME
from .model.setting import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from .model.setting import Setting
    from .query.selection import Listing

CONDITION: Final = 'condition: '
"""The start of the names of parts that have the text of a condition, for translators."""
WRITERS: Final = ('html', 'latex', 'text', 'man', 'texinfo')
"""The writers that nodes have visitors for."""

UNREAD: Final = (
    nodes.comment,
    nodes.raw,
    nodes.substitution_definition,
    nodes.system_message,
)
"""The nodes whose text readers do not see."""


class setting(addnodes.desc, addnodes.translatable):  # noqa: N801 (a node's name)
    """A setting: signatures, then a ``part`` for each field of markup and for the body.

    Attributes: ``docname``, ``position`` (the rank in the page), ``placement`` ('object'
    or 'section'), ``hidden`` (whether the page presents the setting itself), ``template``,
    ``classes``. While a page is read, ``record`` has the facts.
    """

    record: Setting

    def preserve_original_messages(self) -> None:
        """Keep the display name as written."""
        self['original'] = self.record.title if DISPLAYNAME in self.record.facts else ''

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Take a translated display name, which is plain text as the original is.

        The original one stays a name, because references in the sources have it.
        """
        values = dict.fromkeys((translated_message, original_message))
        fact = Fact(translated_message, tuple(values))
        facts = {**self.record.facts, DISPLAYNAME: fact}
        self.record = self.record._replace(facts=facts)
        retitle(self, translated_message)

    def extract_original_messages(self) -> Sequence[str]:
        """Return the display name as written."""
        return [self['original']] if self.get('original') else []


class part(nodes.Part, nodes.Element):  # noqa: N801
    """The author's text for one field of a setting; the body has the field ''."""


class listing(nodes.General, nodes.Element):  # noqa: N801
    """A listing, or a setting that is shown again, until all settings are known.

    Attributes: ``record``, and ``within``, the places of the settings around it. Its parts:
    'frame', the titles of columns, and the body for the case that nothing is found.
    """

    @property
    def query(self) -> Listing:
        """The record of what the directive asks for."""
        return cast('Listing', self['record'])


class count(nodes.Inline, nodes.TextElement):  # noqa: N801
    """The number of settings that match a query, until all settings are known."""


def is_within(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    """Return whether a node is below another one of some classes."""
    parent = node.parent
    while parent is not None and not isinstance(parent, kinds):
        parent = parent.parent
    return parent is not None


def own_classes(node: setting) -> list[str]:
    """Return the classes of the option ``:class:``, which are after those of the object."""
    return list(node['classes'][2:])


def readable_text(node: nodes.Node) -> str:
    """Return the text of a node without raw markup, comments and messages of docutils."""
    if isinstance(node, UNREAD):
        return ''
    if not isinstance(node, nodes.Element) or not any(
        isinstance(n, UNREAD) for n in node.findall()
    ):
        return node.astext()
    return node.child_text_separator.join(map(readable_text, node.children))


def retitle(node: setting, title: str) -> None:
    """Show another display name in the first signature of a setting."""
    first = next(node.findall(addnodes.desc_signature))
    first.children = [addnodes.desc_name(title, title)]
    first.setup_child(first.children[0])
    if first.get('_toc_name'):
        first['_toc_name'], first['_toc_parts'] = title, (title,)


def parts_of(node: nodes.Element) -> dict[str, part]:
    """Return the parts of a node by the names of their fields."""
    return {name: one for name, one in _named_parts(node) if not name.startswith(CONDITION)}


def conditions_in(node: nodes.Element) -> dict[str, str]:
    """Return the conditions of a setting in the language of the build, by those as written."""
    return {
        name.removeprefix(CONDITION): one.astext()
        for name, one in _named_parts(node)
        if name.startswith(CONDITION)
    }


def _named_parts(node: nodes.Element) -> list[tuple[str, part]]:
    return [(child['field'], child) for child in node.children if isinstance(child, part)]


def frame_of(node: listing) -> nodes.Element:
    """Return the node with the name, the classes and the caption of a listing."""
    (frame,) = parts_of(node)['frame'].children
    assert isinstance(frame, nodes.Element)
    return frame


def settings_in(root: nodes.Element) -> list[setting]:
    """Return the settings below a node, in order."""
    return list(root.findall(setting))


def is_described(node: nodes.Node | None) -> bool:
    """Return whether a node is a setting with a signature, not one of a section."""
    return isinstance(node, setting) and isinstance(node.children[0], addnodes.desc_signature)


def _visit_setting(translator: Any, node: setting) -> None:
    if is_described(node):
        translator.visit_desc(node)


def _depart_setting(translator: Any, node: setting) -> None:
    if is_described(node):
        translator.depart_desc(node)


def _visit_part(translator: Any, node: nodes.Element) -> None:
    """Begin the content with the first part; leave out what listings keep for themselves."""
    if isinstance(node.parent, listing) and node['field'] != 'body':
        raise nodes.SkipNode
    if is_described(node.parent) and not isinstance(sibling(node, -1), part):
        translator.visit_desc_content(node)


def _depart_part(translator: Any, node: nodes.Element) -> None:
    if is_described(node.parent) and sibling(node, 1) is None:
        translator.depart_desc_content(node)


def sibling(node: nodes.Element, step: int) -> nodes.Node | None:
    """Return the node before or after another one; None for none."""
    spot = node.parent.index(node) + step
    return node.parent.children[spot] if 0 <= spot < len(node.parent.children) else None


def _pass(translator: Any, node: nodes.Element) -> None:
    """Write the children only."""


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes with visitors for every writer."""
    setting_visitors: Any = dict.fromkeys(WRITERS, (_visit_setting, _depart_setting))
    part_visitors: Any = dict.fromkeys(WRITERS, (_visit_part, _depart_part))
    passing: Any = dict.fromkeys(WRITERS, (_pass, _pass))
    app.add_node(setting, **setting_visitors)
    app.add_node(part, **part_visitors)
    app.add_node(listing, **passing)
    app.add_node(count, **passing)
