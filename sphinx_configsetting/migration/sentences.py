"""Sentences: which of them say the same, and which are versions of one."""

from __future__ import annotations

import operator
import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..model.text import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

QUOTES: Final = str.maketrans('\u2018\u2019\u201c\u201d\u00a0', '\'\'"" ')
MARKED: Final = re.compile(r'\(default[^()]*\)', re.IGNORECASE)
SENTENCE_END: Final = re.compile(r'(?<=[.!?])(\s+)')
WORD: Final = re.compile(r"[^\W_](?:[\w'-]*\w)?")
TELLING: Final = 4
"""The number of words from which similar sentences are versions of one."""
SIMILAR: Final = 0.6
"""The share of words from which two sentences are versions of one."""
SHORTEST: Final = 3
"""The number of words of sentences that are versions of one if a single word differs."""
SMALL: Final = frozenset(
    {
        *('a', 'also', 'an', 'are', 'as', 'at', 'be', 'can', 'do', 'does', 'for', 'has', 'in'),
        *('is', 'it', 'its', 'of', 'option', 'setting', 'that', 'the', 'there', 'this', 'to'),
        *('used', 'value', 'which', 'will', 'with', 'you', 'your'),
    }
)
"""Words without which a sentence says the same."""
LIMITS: Final = frozenset(
    {
        *('but', 'cannot', 'disabled', 'except', 'false', 'if', 'instead', 'neither', 'never'),
        *('may', 'might', 'must', 'no', 'nobody', 'nor', 'not', 'nothing', 'off', 'only'),
        *('other', 'rather', 'unless', 'unlike', 'until', 'when', 'where', 'without'),
    }
)
"""Words with which a longer sentence says something else."""
EDGES: Final = '.,;:!?()"\''
Words = tuple[str, ...]
Versions = tuple[str, str]
"""Two versions of a sentence, of which an editor must choose one."""


class Sentence(NamedTuple):
    """A sentence of a text."""

    words: Words
    text: str
    links: frozenset[str]
    """The targets of the links in its paragraph."""

    @property
    def signs(self) -> Words:
        """The words with the signs in them, which may be all that differs in values."""
        words = self.text.casefold().split()
        bare = (word.rstrip(EDGES).lstrip('("\'') for word in words)
        return tuple(filter(None, bare)) or tuple(words)

    @property
    def leads(self) -> bool:
        """True if it is about what follows it."""
        return self.text.endswith(':')


def says_more(one: Sentence, other: Sentence) -> bool:
    """Return whether a sentence says what another one does, in more words or with more links."""
    if one.leads or not Known([one], exact=True).says(other):
        return False
    is_longer = len(one.text) > len(other.text) or one.links > other.links
    return is_longer or not Known([other], exact=True).says(one)


def core_of(words: Words) -> Words:
    """Return the words of a sentence without small ones, unless it has no others."""
    return tuple(word for word in words if word not in SMALL) or words


def contains(longer: Words, shorter: Words) -> bool:
    """Return whether a sentence says what a shorter one does, and more that does not limit it."""
    count = len(shorter)
    if count < 2 or not is_part_of_sentence(longer, shorter) or is_limited(longer, shorter):
        return False
    is_most = count >= SIMILAR * len(longer)
    return is_most or any(longer[n : n + count] == shorter for n in range(len(longer)))


def is_part_of_sentence(longer: Words, shorter: Words) -> bool:
    """Return whether a sentence has the words of a shorter one, in that order."""
    rest = iter(longer)
    return len(shorter) < len(longer) and all(word in rest for word in shorter)


def is_limited(longer: Words, shorter: Words) -> bool:
    """Return whether a sentence may say something else by the words that a shorter one lacks."""
    added = Counter(longer) - Counter(shorter)
    numbers = [any(map(has_digit, words)) for words in (added, shorter)]
    return all(numbers) or any(word in LIMITS or word.endswith("n't") for word in added)


def has_digit(word: str) -> bool:
    """Return whether a word has a digit."""
    return any(map(str.isdigit, word))


class Known:
    """The sentences that are said elsewhere, with other small words or as part of longer ones."""

    def __init__(self, sentences: Iterable[Sentence], *, exact: bool = False) -> None:
        """Index sentences by their words.

        :param exact: whether each sign counts.
        """
        self.links: dict[Words, frozenset[str]] = {}
        self.having: dict[str, list[Words]] = {}
        self.leading: set[Words] = set()
        self.exact = exact
        for one in sentences:
            words = self.words(one)
            for word in {*words} if words not in self.links else ():
                self.having.setdefault(word, []).append(words)
            self.links[words] = self.links.get(words, frozenset()) | one.links
            self.leading |= {words} if one.leads else set()

    def words(self, sentence: Sentence) -> Words:
        """Return the words of a sentence that count."""
        return core_of(sentence.signs if self.exact else sentence.words)

    def says(self, sentence: Sentence) -> bool:
        """Return whether a sentence and its links are known; an empty one always is."""
        words = self.words(sentence)
        if self.exact and sentence.leads and words not in self.leading:
            return False
        if not words or (words in self.links and sentence.links <= self.links[words]):
            return True
        near = min((self.having.get(word, []) for word in words), key=len)
        return any(contains(one, words) and sentence.links <= self.links[one] for one in near)


def sentence_words(text: str) -> Words:
    """Return the words of a sentence, without what its form adds."""
    text = MARKED.sub(' ', collapse(text.translate(QUOTES)))
    return tuple(WORD.findall(text.casefold()))


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
            found.append(Sentence(sentence_words(text[start:end]), collapse(text[start:end]), own))
            start = end
    return found


def links_in(node: nodes.Node, spot: list[int]) -> Iterator[tuple[int, str]]:
    """Yield the targets of the links in a node, each with its place in the text.

    :param spot: the length of the text before the node; it grows.
    """
    if not isinstance(node, nodes.Element):
        spot[0] += len(node.astext())
        return
    target = node.get('refuri') or node.get('refname')
    if target and isinstance(node, nodes.Inline):
        yield spot[0], str(target)
    for child in node.children:
        yield from links_in(child, spot)


def are_versions(one: Words, other: Words) -> bool:
    """Return whether two sentences are much the same, of which one may contain the other."""
    words, others = {*one}, {*other}
    if len(words & others) < SHORTEST - 1:
        return False
    share = len(words & others) / len(words | others)
    if min(len(words), len(others)) >= TELLING and SIMILAR <= share < 1:
        return True
    different = sum(map(operator.ne, one, other)) if len(one) == len(other) >= SHORTEST else 0
    shorter, longer = sorted((core_of(one), core_of(other)), key=len)
    is_most = is_part_of_sentence(longer, shorter) and len(shorter) >= max(
        SHORTEST, SIMILAR * len(longer)
    )
    return different == 1 or is_most or contains(longer, shorter)


def joined_text(sentences: Iterable[Sentence]) -> str:
    """Return sentences as one text."""
    return ' '.join(one.text for one in sentences)


def versions_in(one: Iterable[Sentence], other: Sequence[Sentence]) -> Versions | None:
    """Return two sentences that are versions of one, or None."""
    pairs = ((first, second) for first in one for second in other)
    found = (pair for pair in pairs if are_versions(pair[0].words, pair[1].words))
    return next(((first.text, second.text) for first, second in found), None)


def lost(before: Iterable[Sentence], after: Iterable[Sentence]) -> str:
    """Return a sentence that is no longer said, or ''."""
    known = Known(after)
    return next((one.text for one in before if not known.says(one)), '')
