"""The facts of one block, a line each: in a paragraph, a line block, or a list of fields."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.facts import marked_line
from .body import BREAK, BULLET, BodyBlock, as_list_item, is_paragraph
from .sentences import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..handwritten.facts import FactReader
    from .body import Parse
    from .tables import Lines

BAR: Final = re.compile(r'\|(?:\s|$)\s*')
NAME: Final = re.compile(r':(?=[^:\s][^:]*:(?:\s|$))')
"""The colon before the name of a field."""
NEXT: Final = re.compile(r'[*`]{0,2}[A-Z][^.:!?]{0,40}:[*`]{0,2}(?:\s|$)|[A-Z]\S* \S+ \S.*[.!?]$')
"""A line after a fact that belongs to none: a label of no declared field, or a sentence."""
SENTENCE_ENDS: Final = tuple('.:;!?)\\')
SIGN: Final = re.compile(r'[\w*`]')
"""Letters, and signs of markup that is not closed: a text and its segments have the same."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a block that may be a fact."""

    block: BodyBlock
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

    def segments(self, block: BodyBlock) -> list[Segment]:
        """Return the segments of a block; none where it is one, or it is not certain."""
        content = block.content
        found = self.marked(content)
        if not any(segment.is_fact for segment in found):
            found = [*self.in_lines(content, listed=block.item)] or [*self.in_sentences(content)]
        if block.item:
            found = [in_list_item(segment) for segment in found]
        return found if self.are_same(content, found) else []

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

    def in_lines(self, content: Lines, *, listed: bool) -> Iterator[Segment]:
        """Yield the facts of a paragraph, a line each, and the text before them.

        :param listed: whether the paragraph is an item; bullets after breaks are more items.
        """
        lines = broken_lines(content)
        labels = [n for n, line in enumerate(lines) if self.begins(without_bullet(line))]
        bullets = [n for n in range(1, len(lines)) if BULLET.match(lines[n]) and ends(lines, n)]
        if not labels and listed and len(bullets) == len(lines) - 1:
            labels = bullets
        if not is_paragraph(content, self.parse) or not labels or not ends(lines, labels[0]):
            return
        more = {n for n in range(labels[0], len(lines)) if NEXT.match(BREAK.sub('', lines[n]))}
        starts = sorted({0, *labels, *more, *(n for n in bullets if n > labels[0])})
        if len(starts) > 1 or len(lines) > len(content):
            for part in parts_at(lines, starts):
                last = BREAK.sub('', part[-1]).removesuffix('\\')  # a line break of Markdown
                source = (*part[:-1], last)
                text = [BREAK.sub('', line) for line in source]
                yield self.segment(source, text, wrapped=len(part) > 1)

    def in_sentences(self, content: Lines) -> Iterator[Segment]:
        """Yield the first sentences if they name the setting, and the text after them."""
        parts = SENTENCE_END.split('\n'.join(content)) if is_paragraph(content, self.parse) else []
        count = len([*takewhile(self.names_setting, parts[::2])])
        rest = ''.join(parts[2 * count :])
        for text in (*parts[: 2 * count : 2], rest) if count and rest else ():
            yield self.segment(text.split('\n'), text.split('\n'))

    def names_setting(self, sentence: str) -> bool:
        """Return whether a sentence begins with a name of the setting."""
        return self.begins(sentence) and self.reader.names_setting(self.parse(sentence))

    def segment(
        self, source: Sequence[str], text: Sequence[str], *, wrapped: bool = False
    ) -> Segment:
        """Return a segment; a bullet before its text is no part of a fact."""
        block = BodyBlock(tuple(source), spaced=not BULLET.match(source[0]))
        bare = (without_bullet(text[0]), *text[1:])
        return Segment(block, bare, is_fact=self.begins(bare[0]), is_wrapped=wrapped)

    def begins(self, line: str) -> bool:
        """Return whether a line begins with the label of a field."""
        document = self.parse(BREAK.sub('', line))
        paragraphs = [node for node in document if isinstance(node, nodes.paragraph)]
        return len(document) == len(paragraphs) == 1 and self.reader.begins(paragraphs[0])

    def are_same(self, content: Lines, found: Sequence[Segment]) -> bool:
        """Return whether segments have the words of a text, and no label or markup besides."""
        parts = [self.parse('\n'.join(segment.text)) for segment in found]
        whole = self.parse('\n'.join(content))
        signs = Counter(sign for part in parts for sign in signs_of(part))
        labels = [label for part in parts for label in self.reader.labels(part)]
        is_line = any(segment.is_line for segment in found)
        return signs == Counter(signs_of(whole)) and (
            is_line or labels == self.reader.labels(whole)
        )


def signs_of(document: nodes.document) -> list[str]:
    """Return the letters that a text shows, and its signs of markup."""
    return SIGN.findall(marked_line(document).text)


def broken_lines(content: Lines) -> Lines:
    """Return lines that end after line breaks, too."""
    return tuple(line for line in BREAK.sub(r' \1\n', '\n'.join(content)).split('\n') if line)


def ends(lines: Lines, number: int) -> bool:
    """Return whether the text before a line ends there."""
    before = lines[number - 1]
    return number == 0 or before.endswith(SENTENCE_ENDS) or bool(BREAK.search(before))


def without_bullet(line: str) -> str:
    """Return a line without the bullet of an item."""
    bullet = BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def parts_at(content: Lines, starts: Sequence[int]) -> Iterator[Lines]:
    """Yield the lines from each start to the next."""
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        yield content[start:end]


def in_list_item(segment: Segment) -> Segment:
    """Return a segment of an item as an item."""
    return segment if segment.block.item else replace(segment, block=as_list_item(segment.block))


def blocks_in_order(segments: Iterable[Segment]) -> list[BodyBlock]:
    """Return segments as blocks; lines of one line block or list stay together."""
    found: list[BodyBlock] = []
    was_line = False
    for segment in segments:
        if was_line and segment.is_line and not segment.block.item:
            found[-1] = BodyBlock((*found[-1].lines, *segment.block.lines))
        else:
            found.append(segment.block)
        was_line = segment.is_line
    return found
