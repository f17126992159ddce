"""The facts of one block, a line each: in a paragraph, a line block, or a list of fields."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.facts import line_of
from .body import BREAK, BULLET, Block, as_list_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..handwritten.facts import FactReader
    from .body import Parse
    from .tables import Lines

BAR: Final = re.compile(r'\|(?:\s|$)\s*')
NAME: Final = re.compile(r':(?=[^:\s][^:]*:(?:\s|$))')
"""The colon before the name of a field."""
LIKE_LABEL: Final = re.compile(r'[*`]{0,2}[A-Z][^.:!?]{0,40}:[*`]{0,2}(?:\s|$)')
"""The start of a line that states something which is no declared field."""
SENTENCE_ENDS: Final = tuple('.:;!?)')
SIGN: Final = re.compile(r'[\w*`]')
"""Letters, and signs of markup that is not closed: a text and its segments have the same."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a block that may be a fact."""

    block: Block
    """The segment as it is kept where it says more than a fact."""
    text: Lines
    """The same as a paragraph."""
    is_fact: bool
    """True if it begins with a label."""
    is_wrapped: bool = False
    """True if a further line may belong to it or not."""
    is_line: bool = False
    """True for a line of a block that is one line block or list."""


class Segmenter:
    """Takes blocks apart."""

    def __init__(self, reader: FactReader, parse: Parse) -> None:
        """Keep the reader of labels and the parser of the page."""
        self.reader, self.parse = reader, parse

    def segments(self, block: Block) -> list[Segment]:
        """Return the segments of a block; none where it is one, or it is not certain."""
        content = block.content
        found = [*(self.broken(content) or self.marked(content) or self.in_lines(content))]
        stating = any(segment.is_fact for segment in found)
        listed = block.item and all(segment.block.item for segment in found[1:])
        if block.item:
            found = [in_list(segment) for segment in found]
        is_apart = len(found) > 1 and (stating or listed)
        return found if is_apart and self.are_same(content, found) else []

    def broken(self, content: Lines) -> list[Segment]:
        """Return the parts between line breaks of HTML."""
        parts = BREAK.split('\n'.join(content))
        if len(parts) == 1 or not self.is_paragraph(content):
            return []
        return [self.segment(part.split('\n'), part.split('\n')) for part in parts if part]

    def marked(self, content: Lines) -> list[Segment]:
        """Return the lines of a line block or a list of fields, or terms with what they mean."""
        starts = [n for n, line in enumerate(content) if not line.startswith(' ')]
        lines = [content[n] for n in starts]
        for mark in (BAR, NAME):
            if all(map(mark.match, lines)):
                texts = [mark.sub('', content[n], count=1) for n in starts]
                break
        else:
            if not all(content[n + 1 : n + 2] and content[n + 1][:1] == ' ' for n in starts):
                return []
            texts = [f'{content[n].rstrip(":")}:' for n in starts]
        parts = parts_at(content, starts)
        return [
            replace(self.segment(part, [text, *map(str.strip, part[1:])]), is_line=True)
            for part, text in zip(parts, texts, strict=True)
            if text
        ]

    def in_lines(self, content: Lines) -> list[Segment]:
        """Return the lines of a paragraph that begin with labels, and the text before them."""
        if not self.is_paragraph(content):
            return []
        labels = [n for n, line in enumerate(content) if self.begins(line)]
        if not labels or (labels[0] and not content[labels[0] - 1].endswith(SENTENCE_ENDS)):
            return []
        more = {n for n in range(labels[0], len(content)) if LIKE_LABEL.match(content[n])}
        found = []
        for part in parts_at(content, sorted({0, *labels, *more})):
            wrapped = len(part) > 1 and self.begins(part[0])
            lines = (*part[:-1], part[-1].removesuffix('\\'))  # a line break of Markdown
            found.append(self.segment(lines, lines, wrapped=wrapped))
        return found

    def segment(
        self, source: Sequence[str], text: Sequence[str], *, wrapped: bool = False
    ) -> Segment:
        """Return a segment; a bullet before its text is no part of a fact."""
        bullet = BULLET.match(text[0])
        bare = (text[0][bullet.end() if bullet else 0 :], *text[1:])
        block = Block(tuple(source), spaced=bullet is None)
        return Segment(block, bare, is_fact=self.begins(bare[0]), is_wrapped=wrapped)

    def begins(self, line: str) -> bool:
        """Return whether a line begins with the label of a field."""
        document = self.parse(line)
        paragraphs = [node for node in document if isinstance(node, nodes.paragraph)]
        return len(document) == len(paragraphs) == 1 and self.reader.begins(paragraphs[0])

    def is_paragraph(self, content: Lines) -> bool:
        """Return whether lines are one paragraph."""
        document = self.parse('\n'.join(content))
        return len(document) == 1 and isinstance(document[0], nodes.paragraph)

    def are_same(self, content: Lines, found: Sequence[Segment]) -> bool:
        """Return whether segments have the words of a text, and no markup that it lacks."""
        parts = Counter[str]()
        for segment in found:
            parts += self.signs(segment.text)
        return parts == self.signs(content)

    def signs(self, content: Lines) -> Counter[str]:
        """Return how often a text shows each letter and sign of markup."""
        return Counter(SIGN.findall(line_of(self.parse('\n'.join(content))).text))


def parts_at(content: Lines, starts: Sequence[int]) -> Iterator[Lines]:
    """Yield the lines from each start to the next."""
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        yield content[start:end]


def in_list(segment: Segment) -> Segment:
    """Return a segment of an item as an item."""
    return segment if segment.block.item else replace(segment, block=as_list_item(segment.block))


def blocks_in_order(segments: Iterable[Segment]) -> list[Block]:
    """Return segments as blocks; lines of one line block or list stay together."""
    found: list[Block] = []
    was_line = False
    for segment in segments:
        if was_line and segment.is_line and not segment.block.item:
            found[-1] = Block((*found[-1].lines, *segment.block.lines))
        else:
            found.append(segment.block)
        was_line = segment.is_line
    return found
