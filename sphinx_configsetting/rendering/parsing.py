"""A template's text as nodes of the host document, and the filling of its slots."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from docutils.parsers.rst.languages import get_language
from docutils.parsers.rst.states import Inliner, NestedStateMachine, state_classes
from docutils.statemachine import StringList

from .escaping import SLOT
from .shapes import bare, models_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from ..catalog.setting import Fragment
    from .shapes import Part, Shape

MARK: Final = 'configsetting'
"""The attribute of wrappers around an author's markup, until it is collected."""

PURE: Final = (
    nodes.Text,
    nodes.bullet_list,
    nodes.colspec,
    nodes.container,
    nodes.definition_list,
    nodes.definition_list_item,
    nodes.definition,
    nodes.emphasis,
    nodes.entry,
    nodes.line,
    nodes.line_block,
    nodes.list_item,
    nodes.literal,
    nodes.paragraph,
    nodes.row,
    nodes.strong,
    nodes.table,
    nodes.tbody,
    nodes.term,
    nodes.tgroup,
    nodes.thead,
)
"""The nodes that mean the same in every page: no references, targets or messages."""


def parse_rst(text: str, document: nodes.document, source: str) -> nodes.container:
    """Parse reStructuredText on behalf of a document of any markup.

    The document's own parser may be one for Markdown; docutils' nested state machine
    needs only the document.

    :param source: the file that warnings about the text name.
    """
    root = nodes.container()
    root.document = document
    inliner = Inliner()
    inliner.init_customizations(document.settings)
    memo = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=get_language(document.settings.language_code, document.reporter),
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    machine = NestedStateMachine(state_classes=state_classes, initial_state='Body')
    reporter = document.reporter
    outer = getattr(reporter, 'get_source_and_line', None)  # none when the page was read before
    reporter.get_source_and_line = machine.get_source_and_line
    try:
        machine.run(StringList(text.split('\n'), source), 0, memo, root, match_titles=True)
    finally:
        if outer:
            reporter.get_source_and_line = outer
        else:
            del reporter.get_source_and_line
    machine.unlink()
    for section in list(root.findall(nodes.section)):
        flatten(section)
    for message in list(root.findall(nodes.system_message)):
        if message['level'] < document.settings.report_level:
            message.parent.remove(message)  # the transform that does so may have run before
    for element in root.findall(nodes.TextElement):
        if not isinstance(element, nodes.Inline):
            element['translatable'] = False
    return root


class Parser:
    """Parses a text that many settings share but once, where that makes no difference."""

    def __init__(self) -> None:
        """Begin with nothing parsed."""
        self._parsed: dict[tuple[str, str], nodes.Element] = {}
        self._shapes: dict[tuple[str, str], Shape | None] = {}
        self._models: dict[Fragment, tuple[Part, ...]] = {}

    def parse(
        self, text: str, document: nodes.document, source: str, *, shared: bool
    ) -> nodes.Element:
        """Parse reStructuredText on behalf of a document, or copy what it gave before.

        :param shared: whether the text is likely to come again.
        """
        known = self._parsed.get((text, source)) if shared else None
        if known is not None:
            return copied(known, document)
        root = parse_rst(text, document, source)
        if shared and is_pure(root):
            self._parsed[text, source] = copied(root, None)
        return root

    def shape(self, text: str, source: str, blocks: Container[str]) -> Shape | None:
        """Return a text that was parsed before as a shape; None where it can't wait to be filled.

        :param blocks: the names of the slots that take body elements.
        """
        key = (text, source)
        if key not in self._shapes and key in self._parsed:
            self._shapes[key] = shape_of(self._parsed[key], blocks)
        return self._shapes.get(key)

    def models(self, packed: Fragment, blocks: Container[str]) -> tuple[Part, ...]:
        """Return the models of a shape."""
        if packed not in self._models:
            self._models[packed] = models_of(packed, blocks)
        return self._models[packed]


def is_pure(root: nodes.Element) -> bool:
    """Tell whether nodes mean the same in every page."""
    return all(isinstance(node, PURE) for node in root.findall()) and not has_ids(root)


def copied(element: nodes.Element, document: nodes.document | None) -> nodes.Element:
    """Return a copy of an element with all below it, for a document."""
    copy = bare(element)
    copy.document = document  # type: ignore[assignment]
    for child in element.children:
        made = copied(child, document) if isinstance(child, nodes.Element) else child.copy()
        made.parent = copy
        copy.children.append(made)
    return copy


def has_ids(root: nodes.Element) -> bool:
    """Tell whether any element is a target, of which a page has but one."""
    return any(element['ids'] for element in root.findall(nodes.Element))


def flatten(section: nodes.section) -> nodes.rubric:
    """Replace a section by a rubric and the section's content; return the rubric."""
    title, *content = section.children
    rubric = nodes.rubric('', '', *title.children, ids=section['ids'], names=section['names'])
    rubric.source, rubric.line = title.source, title.line
    section.replace_self([rubric, *content])
    return rubric


class Slot(NamedTuple):
    """What fills a slot."""

    content: Callable[[], list[nodes.Node]]
    """Makes the nodes, anew for each time that a template has the slot."""
    block: bool = False
    """Whether these are body elements."""


def fill(root: nodes.Element, slots: Mapping[str, Slot]) -> None:
    """Put the content of slots in the place of their marks."""
    for text in [text for text in root.findall(nodes.Text) if SLOT.search(text)]:
        fill_text(text, slots)


def fill_text(text: nodes.Text, slots: Mapping[str, Slot]) -> None:
    """Fill the slots of one text."""
    parent = text.parent
    alone = SLOT.fullmatch(text.strip())
    if alone and isinstance(parent, nodes.paragraph) and len(parent) == 1:
        slot = slots[alone[1]]
        if slot.block:
            parent.replace_self(slot.content())
            return
    parts: list[nodes.Node] = []
    for number, part in enumerate(SLOT.split(text)):
        if number % 2:
            parts += inline_content(slots[part], plain=isinstance(parent, nodes.literal))
        elif part:
            parts.append(nodes.Text(part))
    replace_in(parent, text, parts)


def replace_in(parent: nodes.Element, text: nodes.Text, parts: list[nodes.Node]) -> None:
    """Replace a text by nodes; body elements among them go behind the parent."""
    inline: list[nodes.Node] = []
    blocks: list[nodes.Node] = []
    for part in parts:
        (inline if isinstance(part, (nodes.Text, nodes.Inline)) else blocks).append(part)
    parent.replace(text, inline)
    if blocks:
        grandparent = parent.parent
        spot = grandparent.index(parent) + 1
        grandparent[spot:spot] = blocks


def inline_content(slot: Slot, *, plain: bool) -> list[nodes.Node]:
    """Return a slot's content for a place within a line."""
    content = slot.content()
    if plain:
        return [nodes.Text(''.join(node.astext() for node in content))]
    return unwrapped(content) if slot.block else content


def unwrapped(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return blocks so that they begin within a line: a first paragraph loses its frame."""
    found: list[nodes.Node] = []
    for block in content:
        assert isinstance(block, nodes.Element)
        if isinstance(block, nodes.paragraph):
            found += block.children
        elif isinstance(block[0], nodes.paragraph):
            line = nodes.inline('', '', *block[0].children)
            line[MARK] = block[MARK]
            del block[0]
            found += [line, *([block] if block.children else [])]
        else:
            found.append(block)
    return found
