"""Places where long identifiers in tables may wrap, without a change of their text."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES: Final = frozenset({'configsetting', 'configsetting-listing'})
"""The classes of what the built-in templates and listings draw."""
JOINTS: Final = r'(?<=\w[._])(?=[^._])'
"""Behind dots and underscores, but not behind the dot that a key begins with."""
HUMPS: Final = r'(?<=\w[._])(?=[^._])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z]{12})(?=[A-Z])'
"""The same, and within long names: paper has no last resort that breaks anywhere."""


class LineBreaks(SphinxPostTransform):
    """Lets identifiers in tables wrap.

    It runs when references are resolved (10) and only images are left to do (100), so
    that no other transform sees a text in parts.
    """

    default_priority = 90
    joints: ClassVar[str]

    def run(self, **_kwargs: Any) -> None:
        """Let the code in the tables of a page wrap."""
        self.split(self.document)

    def split(self, root: nodes.Node) -> None:
        """Split the code in tables where it may be broken.

        Settings can be nested: each literal is looked at once, for raw nodes are no text.
        """
        for literal in list(root.findall(nodes.literal)):
            for text in list(literal.findall(nodes.Text)):
                parts = re.split(self.joints, text)
                if len(parts) > 1 and ' ' not in text and is_breakable(text, literal):
                    text.parent.replace(text, list(self.broken(parts)))

    def broken(self, parts: list[str]) -> Iterable[nodes.Node]:
        """Return the parts of a text with possible line breaks between them."""
        raise NotImplementedError  # pragma: no cover


class HtmlBreaks(LineBreaks):
    """Line breaks on screens, where style sheets see to what is still too long.

    The text is one raw node, of which Sphinx's search index takes the tags away: the
    whole name can be searched.
    """

    formats = ('html',)
    joints = JOINTS

    def broken(self, parts: list[str]) -> Iterable[nodes.Node]:
        """Return HTML as Sphinx writes code, with ``wbr`` between the parts."""
        spans = (f'<span class="pre">{escape(part)}</span>' for part in parts)
        return [nodes.raw('', '<wbr/>'.join(spans), format='html')]


class LatexBreaks(LineBreaks):
    """Line breaks on paper."""

    formats = ('latex',)
    joints = HUMPS

    def broken(self, parts: list[str]) -> Iterable[nodes.Node]:
        """Return the parts with ``allowbreak`` between them."""
        found: list[nodes.Node] = [nodes.Text(parts[0])]
        for part in parts[1:]:
            found += [nodes.raw('', r'\allowbreak{}', format='latex'), nodes.Text(part)]
        return found


def is_breakable(text: nodes.Text, literal: nodes.literal) -> bool:
    """Tell whether a text is code in a table that a built-in template draws.

    Code with a language is left alone: writers highlight its text, tags and all.
    """
    return text.parent is not None and not literal.get('language') and in_table(literal)


def in_table(node: nodes.Node) -> bool:
    """Tell whether a node stands in something of the class of tables."""
    parent = node.parent
    while parent is not None and TABLES.isdisjoint(parent.get('classes', ())):
        parent = parent.parent
    return parent is not None
