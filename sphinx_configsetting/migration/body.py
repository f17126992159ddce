"""One text made of a directive's body and its section, without saying a sentence twice."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..handwritten.facts import explained_value
from ..model.text import collapse
from .blocks import Block, blocks_of, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .tables import Lines

    Parse = Callable[[str], nodes.document]

QUOTES: Final = str.maketrans('\u2018\u2019\u201c\u201d\u00a0', '\'\'"" ')
SMALL: Final = frozenset(
    re.findall(
        r'\w+',
        'a an and are as at be been by can for from if in is it its may of on or so that the '
        'their then there these this those to was when where which will with you your',
    )
)
"""Words that do not make two sentences different."""
MARKED: Final = re.compile(r'\(default[^()]*\)', re.IGNORECASE)
DEFAULT_VALUE: Final = re.compile(r'\bdefault value\b', re.IGNORECASE)
SENTENCE_END: Final = re.compile(r'(?<=[.!?])(\s+)')
WORD: Final = re.compile(r"[^\W_](?:[\w'-]*\w)?")
TURNING: Final = frozenset(
    re.findall(r'\S+', "no not never none only except unless without doesn't don't isn't aren't")
)
"""Words that turn a sentence round."""
TELLING: Final = 4
"""The number of words from which a sentence counts as said twice."""
SIMILAR: Final = 0.6
"""The share of words from which two sentences are versions of one."""
DROPPABLE: Final = (
    nodes.document,
    nodes.paragraph,
    nodes.bullet_list,
    nodes.list_item,
    nodes.literal_block,
    nodes.Inline,
    nodes.Text,
)
"""Nodes that may go when their text is elsewhere; a target, a picture or a note may not."""
Words = tuple[str, ...]
Group = tuple[Block, ...]


class Sentence(NamedTuple):
    """A sentence of a text."""

    words: Words
    """Its words without those that make no difference."""
    text: str
    links: frozenset[str]
    """The targets of the links in its paragraph."""


class Known:
    """The sentences that are said elsewhere."""

    def __init__(
        self, sentences: Iterable[Sentence], *, parts: bool = False, exact: bool = False
    ) -> None:
        """Index sentences by their words, and by the first one.

        :param parts: whether a sentence says what a shorter one does.
        :param exact: whether each word counts.
        """
        self.links: dict[Words, frozenset[str]] = {}
        self.exact = exact
        for one in sentences:
            words = self.words(one)
            self.links[words] = self.links.get(words, frozenset()) | one.links
        self.longer: dict[str, list[Words]] = {}
        for words in self.links if parts else ():
            self.longer.setdefault(words[0] if words else '', []).append(words)

    def words(self, sentence: Sentence) -> Words:
        """Return the words of a sentence that count."""
        return tuple(sentence.text.casefold().split()) if self.exact else sentence.words

    def says(self, sentence: Sentence) -> bool:
        """Return whether a sentence and its links are known; an empty one always is."""
        words = self.words(sentence)
        if not words:
            return True
        known = [words] if words in self.links else self.longer.get(words[0], [])
        return any(
            (one == words or is_part(words, one)) and sentence.links <= self.links[one]
            for one in known
        )


class Twice(NamedTuple):
    """Two versions of a sentence, of which an editor must choose one."""

    one: str
    other: str


def is_part(words: Words, longer: Words) -> bool:
    """Return whether a sentence is a longer one less some words that do not turn it round."""
    rest = iter(longer)
    if len(words) < TELLING or not all(word in rest for word in words):
        return False
    more = Counter(longer) - Counter(words)
    return len(more) <= len(words) // 2 and not TURNING & more.keys()


def words_of(text: str) -> Words:
    """Return the words of a sentence that make a difference."""
    text = DEFAULT_VALUE.sub('default', MARKED.sub(' ', collapse(text.translate(QUOTES))))
    words = WORD.findall(text.casefold())
    return tuple([word for word in words if word not in SMALL] or words)


def sentences_of(document: nodes.Node) -> list[Sentence]:
    """Return the sentences of a text, in its order."""
    found = []
    for node in document.findall(nodes.TextElement):
        inner = isinstance(node.parent, (nodes.TextElement, nodes.system_message))
        if isinstance(node, (nodes.Inline, nodes.Invisible)) or inner:
            continue
        text, links = node.astext().translate(QUOTES), [*links_in(node, [0])]
        start = 0
        for end in (*(match.end() for match in SENTENCE_END.finditer(text)), len(text)):
            own = frozenset(link for spot, link in links if start <= spot < end)
            found.append(Sentence(words_of(text[start:end]), collapse(text[start:end]), own))
            start = end
    return found


def links_in(node: nodes.Node, spot: list[int]) -> Iterator[tuple[int, str]]:
    """Yield the targets of the links in a node, each with its place in the text.

    :param spot: the length of the text before the node; it grows.
    """
    if isinstance(node, nodes.Text):
        spot[0] += len(node.astext())
    elif isinstance(node, nodes.Element):
        target = node.get('refuri') or node.get('refname')
        if target and isinstance(node, nodes.Inline):
            yield spot[0], str(target)
        for child in node.children:
            yield from links_in(child, spot)


def groups_of(lines: Sequence[str]) -> list[Group]:
    """Return the blocks of a text, the items of each list together."""
    found: list[Group] = []
    for block in blocks_of(lines):
        if found and block.item and found[-1][-1].item:
            found[-1] = (*found[-1], block)
        else:
            found.append((block,))
    return found


def lines_of(groups: Iterable[Group]) -> Lines:
    """Return the lines of groups under each other; lists stay apart."""
    found: list[Block] = []
    for group in groups:
        if found and found[-1].item and group[0].item:
            found.append(Block(('..',)))
        found += group
    return joined(found)


class Text:
    """The groups of a text, of which repeated ones go."""

    def __init__(self, parse: Parse) -> None:
        """Keep the parser of the page."""
        self.parse: Parse = cache(parse)
        self.known: dict[Group, list[Sentence]] = {}

    def sentences(self, group: Group) -> list[Sentence]:
        """Return the sentences of a group."""
        if group not in self.known:
            self.known[group] = sentences_of(self.parse('\n'.join(joined(group))))
        return self.known[group]

    def all(self, groups: Iterable[Group]) -> list[Sentence]:
        """Return the sentences of several groups."""
        return [sentence for group in groups for sentence in self.sentences(group)]

    def is_said(self, group: Group, known: Known) -> bool:
        """Return whether all that a group says is known."""
        document, sentences = self.parse('\n'.join(joined(group))), self.sentences(group)
        droppable = all(isinstance(node, DROPPABLE) for node in document.findall())
        return droppable and bool(sentences) and all(map(known.says, sentences))

    def less(self, group: Group, known: Known) -> Group | None:
        """Return a group without the sentences that are known; None if nothing is left."""
        if self.is_said(group, known):
            return None
        content = group[0].content
        if len(group) > 1 or not self.is_paragraph(content):
            return group
        parts = SENTENCE_END.split('\n'.join(content))
        kept = [n for n in range(0, len(parts), 2) if not self.is_known_text(parts[n], known)]
        text = ''.join(parts[n] + (parts[n + 1] if n != kept[-1] else '') for n in kept)
        lines = tuple(text.split('\n'))
        if not kept or len(kept) == len(parts[::2]) or not self.is_paragraph(lines):
            return group
        if len(sentences_of(self.parse(text))) != len(kept):
            return group
        return (with_content(group[0], lines),)

    def is_paragraph(self, lines: Lines) -> bool:
        """Return whether lines are one paragraph."""
        document = self.parse('\n'.join(lines))
        return len(document) == 1 and isinstance(document[0], nodes.paragraph)

    def is_known_text(self, text: str, known: Known) -> bool:
        """Return whether the source of a sentence says what is known."""
        found = sentences_of(self.parse(text))
        return len(found) == 1 and bool(found[0].words) and known.says(found[0])

    def terms(self, group: Group) -> list[str]:
        """Return the values that the items of a list, or one paragraph, explain."""
        found = []
        for block in group:
            document = self.parse('\n'.join(block.content))
            found.append(explained_value(document[0]).casefold() if len(document) else '')
        return found if all(found) else []

    def versions(self, one: Iterable[Sentence], other: Iterable[Sentence]) -> Twice | None:
        """Return two sentences that are versions of one, or None."""
        others = [(sentence, set(sentence.words)) for sentence in other]
        for sentence in one:
            words = set(sentence.words)
            for second, known in others:
                share = len(words & known) / max(len(words | known), 1)
                if min(len(words), len(known)) >= TELLING and SIMILAR <= share < 1:
                    return Twice(sentence.text, second.text)
        return None


def with_content(block: Block, lines: Lines) -> Block:
    """Return a paragraph or an item with another text."""
    indent = len(block.lines[0]) - len(block.content[0])
    first = block.lines[0][:indent] + lines[0]
    return Block((first, *(f'{" " * indent}{line}' for line in lines[1:])), block.spaced)


def combined(text: Text, one: Block, other: Block) -> Block | None:
    """Return one block for two that explain the same value; None where they differ.

    It keeps the longer text if that says all that the other does, and else both.
    """
    first, second = text.sentences((one,)), text.sentences((other,))
    if all(map(Known(first, parts=True).says, second)):
        return one
    if all(map(Known(second).says, first)):
        return with_content(one, other.content) if text.is_paragraph(other.content) else None
    rest = text.less((other,), Known(first, parts=True))
    if rest is None or rest == (other,) or text.versions(first, text.sentences(rest)):
        return None
    lines = (*one.content[:-1], f'{one.content[-1]} {rest[0].content[0]}', *rest[0].content[1:])
    return with_content(one, lines) if text.is_paragraph(one.content) else None


def repeated(before: Iterable[Sentence], after: Iterable[Sentence]) -> str:
    """Return a sentence that is said more often than before, and twice at least; or ''."""
    said = Counter(one.words for one in before)
    counts: Counter[Words] = Counter()
    for one in after:
        counts[one.words] += 1
        if counts[one.words] > max(said[one.words], 1) and len(one.words) >= TELLING:
            return one.text
    return ''


def lost(before: Iterable[Sentence], after: Iterable[Sentence]) -> str:
    """Return a sentence that is no longer said, or ''."""
    known = Known(after, parts=True)
    return next((one.text for one in before if not known.says(one)), '')


def outline(lines: Lines, parse: Parse) -> list[tuple[str, ...]]:
    """Return each text of some lines with the names of the nodes around it.

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
    place: nodes.Node | None = node
    while place is not None and not isinstance(place, nodes.document):
        names.append(getattr(place, 'tagname', ''))
        place = place.parent
    return names


def together(parts: Iterable[Lines], whole: Lines, parse: Parse) -> bool:
    """Return whether lines mean the same in their parts and as a whole."""
    return [line for part in parts for line in outline(part, parse)] == outline(whole, parse)
