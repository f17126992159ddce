"""Making one text of a table's prose and a directive's own, without saying things twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..catalog.kinds import collapse
from .blocks import Block, blocks_of, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..migration.tables import Lines

    Parse = Callable[[str], nodes.document]

PLAIN: Final = str.maketrans('\u2018\u2019\u201c\u201d\u00a0', '\'\'"" ')
SENTENCE_START: Final = r'(?:^|(?<=[.!?:]\s))'
SENTENCE_END: Final = r'(?:$|[.!?](?=\s|$)|(?<=[!?])(?=\s))'
DROPPABLE: Final = (
    nodes.document,
    nodes.paragraph,
    nodes.bullet_list,
    nodes.list_item,
    nodes.literal_block,
    nodes.Inline,
    nodes.Text,
)
"""What may go when its text stands elsewhere; a target, a picture or a note may not."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a paragraph, and the markup in it."""

    text: str
    markup: Counter[tuple[str, str, str]]

    def repeated_by(self, other: Passage) -> bool:
        """Tell whether another passage holds all sentences of this one, in one piece."""
        text = re.escape(self.text.rstrip('.'))
        found = re.search(f'{SENTENCE_START}{text}{SENTENCE_END}', other.text)
        return bool(found) and not self.markup - other.markup


def passages(document: nodes.document) -> list[Passage]:
    """Return the passages of a text in its order."""
    return [
        Passage(plain(node), Counter(marks(node)))
        for node in document.findall(nodes.TextElement)
        if not isinstance(node, nodes.Inline)
        and not isinstance(node.parent, (nodes.TextElement, nodes.system_message))
    ]


def plain(node: nodes.Element) -> str:
    """Return the text of a node with single blanks and plain quotes."""
    return collapse(node.astext().translate(PLAIN))


def marks(node: nodes.Element) -> Iterable[tuple[str, str, str]]:
    """Yield what is marked up in a passage, and where it leads."""
    for inline in node.findall(nodes.Element):
        if inline is not node:
            place = inline.get('refuri', '') or inline.get('refname', '')
            yield inline.tagname, plain(inline), place


def compose(
    description: str, body: Lines, prose: Sequence[Block], parse: Parse
) -> tuple[Lines, Lines]:
    """Return what a body needs to say what the prose and the body say.

    Of two passages that say the same, the longer one is kept.

    :returns: the lines that come first, and what is left of the body.
    """
    told = passages(parse(description))
    own = groups(blocks_of(body))
    rest = groups(filter(None, (less(block, description) for block in prose)))
    rest = [group for group in rest if not repeated(group, told, parse)]
    own = [group for group in own if not repeated(group, said(rest, parse), parse)]
    rest = [group for group in rest if not repeated(group, said(own, parse), parse)]
    return lines_of(parted(rest, own)), lines_of(own)


def parted(
    before: list[tuple[Block, ...]], after: list[tuple[Block, ...]]
) -> list[tuple[Block, ...]]:
    """Return groups, ended by an empty comment where two lists would become one."""
    lists = bool(before and after) and before[-1][0].item and after[0][0].item
    return [*before, (Block(('..',)),)] if lists else before


def lines_of(found: Iterable[tuple[Block, ...]]) -> Lines:
    """Return the lines of groups under each other."""
    return joined(block for group in found for block in group)


def groups(blocks: Iterable[Block]) -> list[tuple[Block, ...]]:
    """Return blocks with the items of each list together."""
    found: list[tuple[Block, ...]] = []
    for item, group in groupby(blocks, key=lambda block: block.item):
        members = tuple(group)
        found += [members] if item else [(block,) for block in members]
    return found


def said(found: Iterable[tuple[Block, ...]], parse: Parse) -> list[Passage]:
    """Return the passages of groups."""
    return passages(parse('\n'.join(lines_of(found))))


def repeated(group: tuple[Block, ...], known: list[Passage], parse: Parse) -> bool:
    """Tell whether all that a group says is known."""
    document = parse('\n'.join(joined(group)))
    return all(isinstance(node, DROPPABLE) for node in document.findall()) and all(
        any(passage.repeated_by(other) for other in known) for passage in passages(document)
    )


def less(block: Block, description: str) -> Block | None:
    """Return a block without the description at its start; None where nothing is left."""
    words = description.split()
    if block.item or not words or not description.rstrip().endswith(('.', '!', '?')):
        return block
    lines = list(block.lines)
    if any(not line or line.startswith(' ') for line in lines):
        return block
    text = [word for line in lines for word in line.split()]
    if text[: len(words)] != words:
        return block
    left = len(words)
    while lines and left >= len(lines[0].split()):
        left -= len(lines[0].split())
        del lines[0]
    if left:
        lines[0] = lines[0].split(None, left)[left]
    return Block(tuple(lines), block.spaced) if lines else None


def lost(prose: Sequence[Block], description: str, body: Lines, parse: Parse) -> str:
    """Return a passage of the prose that neither the description nor the body holds."""
    told = passages(parse(description))
    kept = passages(parse('\n'.join(body)))
    kept += [
        Passage(f'{one.text} {two.text}', one.markup + two.markup) for one in told for two in kept
    ]
    for passage in passages(parse('\n'.join(joined(prose)))):
        if not any(passage.repeated_by(other) for other in (*told, *kept)):
            return passage.text
    return ''


def outline(lines: Lines, parse: Parse) -> list[tuple[str, ...]]:
    """Return where each text of some lines stands, and what it is.

    Texts that are put together mean what they meant if their outlines put together are
    the outline of the whole.
    """
    document = parse('\n'.join(lines))
    return [
        (*ancestors(node), '' if isinstance(node, nodes.system_message) else node.astext())
        for node in document.findall()
        if node is not document and (not node.children or isinstance(node, nodes.system_message))
    ]


def ancestors(node: nodes.Node) -> list[str]:
    """Return the names of a node and of those around it."""
    names = []
    while node is not None and not isinstance(node, nodes.document):
        names.append(getattr(node, 'tagname', ''))
        node = node.parent
    return names


def together(parts: Iterable[Lines], whole: Lines, parse: Parse) -> bool:
    """Tell whether lines mean the same in their parts and as a whole."""
    return [line for part in parts for line in outline(part, parse)] == outline(whole, parse)
