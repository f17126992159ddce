"""What translators get of settings: display names, and markup that a page doesn't show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import extract_messages

from ..catalog.fields import DISPLAYNAME
from ..catalog.setting import state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting


class display_name(nodes.Element, addnodes.translatable):  # noqa: N801 (a node's name)
    """The display name of a setting, until messages are translated and settings placed."""

    def preserve_original_messages(self) -> None:
        """Keep the name as written."""
        self.original: str = self['text']

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Take a translated name, which is plain text as the original is."""
        self['text'] = translated_message

    def extract_original_messages(self) -> Sequence[str]:
        """Return the name as written."""
        return [self.original]


def name_node(setting: Setting, source: str, line: int) -> list[display_name]:
    """Return the node of a setting's display name; [] for none."""
    if not setting.values(DISPLAYNAME):
        return []
    node = display_name(text=setting.title)
    node.source, node.line = source, line
    return [node]


def named(setting: Setting, fields: Fields, text: str) -> Setting:
    """Return a setting with a display name in another language."""
    field = fields.get(DISPLAYNAME)
    assert field is not None
    fact = state(field, text)
    return setting._replace(facts={**setting.facts, DISPLAYNAME: fact}) if fact else setting


def retitle(signature: addnodes.desc_signature, title: str) -> None:
    """Show another display name in the signature of a setting."""
    signature.children = []
    signature += addnodes.desc_name(title, title)
    if signature['_toc_name']:
        signature['_toc_name'], signature['_toc_parts'] = title, (title,)


def messages_of(content: Iterable[nodes.Element]) -> Iterator[nodes.paragraph]:
    """Yield the messages of nodes as paragraphs that hold nothing but their references."""
    for element in content:
        for node, message in extract_messages(element):
            references = (one.deepcopy() for one in node.findall(addnodes.pending_xref))
            paragraph = nodes.paragraph(message, '', *references)
            paragraph.source, paragraph.line = node.source, node.line
            yield paragraph


def for_translators(messages: Iterable[nodes.paragraph]) -> list[nodes.Node]:
    """Return a node that only the builder ``gettext`` shows; [] for no messages.

    Every builder resolves the references in it before it goes, so that writers learn
    of broken ones.
    """
    found = list(messages)
    return [addnodes.only('', *found, expr='builder_gettext')] if found else []
