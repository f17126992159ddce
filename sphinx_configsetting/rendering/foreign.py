"""Nodes of other extensions in the author's text that other pages show.

Some extensions replace their nodes only on pages that have their markup. In a copy on
another page such a node stays, and ends the build where the builder cannot write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.errors import NoUri

from ..domain import get_domain
from ..model.text import collapse
from ..nodes import readable_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from ..model.setting import Setting


class ForeignNodes:
    """The nodes of other extensions in the copies of a build."""

    def __init__(self) -> None:
        """Begin with none."""
        self._homes: WeakKeyDictionary[nodes.Element, tuple[str, Setting]] = WeakKeyDictionary()

    def note(self, node: nodes.Element, docname: str, record: Setting) -> None:
        """Note a node on a page that shows a setting again."""
        self._homes[node] = docname, record

    def left_in(self, document: nodes.document) -> list[tuple[nodes.Element, str, Setting]]:
        """Return the noted nodes that a document still has, each with its page and setting."""
        if not self._homes:
            return []
        found = ((node, self._homes.get(node)) for node in document.findall(nodes.Element))
        return [(node, *home) for node, home in found if home]


def replace_unwritable(app: Sphinx, document: nodes.document, copied: ForeignNodes) -> None:
    """Replace the nodes of copies that the builder cannot write by their content.

    A block without content becomes a link to the setting, on whose page it can be seen.
    """
    for node, docname, record in reversed(copied.left_in(document)):
        if can_write(app, type(node)):
            continue
        content = list(bare_blocks(node.children))
        if isinstance(node.parent, nodes.TextElement):
            content = list(inline_content(node.children))
        elif not content:
            content = [nodes.paragraph('', '', link_home(app, docname, record))]
        node.parent.replace(node, content)


def link_home(app: Sphinx, docname: str, record: Setting) -> nodes.Node:
    """Return a link to the page of a setting; its title where the builder has no such page."""
    title = nodes.inline(record.title, record.title)
    try:
        return get_domain(app.env).make_reference(app.builder, docname, record, title)
    except NoUri:
        return title


def can_write(app: Sphinx, kind: type[nodes.Element]) -> bool:
    """Return whether a builder can write nodes of a class, as far as is known."""
    translator = getattr(app.builder, 'default_translator_class', nodes.GenericNodeVisitor)
    if issubclass(translator, nodes.GenericNodeVisitor):
        return True
    translator = app.builder.get_translator_class()
    handlers = app.registry.translation_handlers
    added = handlers.get(app.builder.name, handlers.get(app.builder.format, {}))
    names = [parent.__name__ for parent in kind.__mro__]
    return any(name in added or hasattr(translator, f'visit_{name}') for name in names)


def inline_content(children: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield what fits in a line; of other nodes, their text."""
    for child in children:
        is_inline = isinstance(child, (nodes.Text, nodes.Inline))
        yield child if is_inline else nodes.Text(readable_text(child))


def bare_blocks(children: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield blocks without titles and sections, which only some nodes may have."""
    for child in children:
        if isinstance(child, nodes.title):
            # It may have nodes that only a writer of the other extension knows.
            title = collapse(' '.join(map(readable_text, child.children)))
            yield nodes.paragraph('', '', nodes.strong(title, title))
        elif isinstance(child, nodes.section):
            yield from bare_blocks(child.children)
        elif isinstance(child, (nodes.Text, nodes.Inline)):
            yield nodes.paragraph('', '', child)
        else:
            yield child
