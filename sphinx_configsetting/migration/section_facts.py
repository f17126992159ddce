"""The facts that a section states and the directive does not."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.facts import DEFAULT, VALUE, explained_value
from ..handwritten.judge import compare, meaning_of, settle
from ..handwritten.placement import words_of
from ..model.setting import Fact, state
from ..model.text import collapse
from .body import BodyBlock
from .page_source import Cause, NotMigratableError, PageSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..handwritten.facts import Statement
    from ..model.setting import Setting

AVAILABILITY: Final = 'availability'
CHOICES: Final = 'choices'
PLAIN_TEXT: Final = (nodes.Text, nodes.literal, nodes.strong, nodes.emphasis)
RAW: Final = re.compile(r'\.\. raw:: html\s+<p(?:\s[^<>]*)?>(?P<text>.*)</p>', re.DOTALL)
PLAIN_TAGS: Final = re.compile(r'</?(?:strong|em|b|i|span|small)(?:\s[^<>]*)?>')
MARKED: Final = re.compile(r'(?P<mark>\*\*?)(?P<text>[^\s*`|_\\<>][^*`|_\\<>]*)(?<!\s)(?P=mark)')
AVAILABLE: Final = re.compile(
    r'(?:also |only )?available (?:in|on|with|for|from|as)\b', re.IGNORECASE
)
FRAME: Final = frozenset(
    {
        *('a', 'an', 'and', 'are', 'default', 'feature', 'in', 'is', 'it', 'its', 'of', 'option'),
        *('options', 'or', 'n', 's', 'setting', 'the', 'this', 'to', 'value', 'with'),
    }
)
"""Words around facts that say nothing else."""


@dataclass(slots=True, kw_only=True)
class FactCollector:
    """The facts that a section states and the directive does not."""

    setting: Setting
    page: PageSource
    texts: dict[str, str] = field(default_factory=dict)
    """The texts of options by the names of fields."""

    def read(self, blocks: Iterable[BodyBlock]) -> list[BodyBlock]:
        """Take the facts of a table's blocks; return the blocks that say more.

        :raises NotMigratableError: a block states several facts, which would appear twice.
        """
        left = [block for block in blocks if not self.is_taken(block)]
        for block in left:
            content = self.page.parse('\n'.join(block.content))
            stated = [one for one in self.page.reader.read(content.children) if not one.aside]
            named = self.page.reader.fields_named(content) if stated else ()
            if len({one.label.casefold() for one in stated}) > 1 or len(named) > 1:
                reason = f'the facts in {block.lines[0]!r} cannot be taken apart'
                advice = 'write each fact as an item of a list'
                raise NotMigratableError(
                    Cause.UNCERTAIN, f'{reason}; {advice}', self.setting.line
                )
        return left

    def is_taken(self, block: BodyBlock) -> bool:
        """Take the facts of a block; return whether it says nothing else."""
        note = note_of(block)
        if note:
            return self.take(AVAILABILITY, note)
        document = self.page.parse('\n'.join(block.content))
        paragraph = document[0] if len(document) == 1 else None
        if not isinstance(paragraph, nodes.paragraph):
            return False
        read, before = self.page.reader.read([paragraph]), {**self.texts}
        simple = all(map(is_plain_node, paragraph.children))
        found = [
            # Of a text with markup, an option would have a part; names are whole.
            (simple or one.field.identifies) and self.take_statement(one)
            for one in settle(read, [self.setting], self.page.fields)
        ]
        whole = bool(found) and simple and all(found) and all(one.complete for one in read)
        whole = whole and not self.unsaid(paragraph, read)
        if not whole:
            self.texts = before  # The text stays, and states its facts itself.
        return whole

    def unsaid(self, paragraph: nodes.paragraph, read: Sequence[Statement]) -> set[str]:
        """Return the words of a text that neither its facts nor the directive say."""
        facts = [fact.text for fact in self.setting.facts.values()]
        said = [*facts, *self.texts.values(), *(f'{one.label} {one.text}' for one in read)]
        return {*words_of(paragraph.astext())}.difference(words_of(' '.join(said)), FRAME)

    def take(self, name: str, text: str) -> bool:
        """Take a fact that is all of a text; return whether an option states it now."""
        declared = self.page.fields.get(name)
        stated = state(declared, text) if declared else None
        if declared is None or stated is None:
            return False
        known = self.known(name)
        if known is None:
            self.texts[name] = text
            return True
        return meaning_of(known.text) == meaning_of(text)

    def take_statement(self, one: Statement) -> bool:
        """Take a statement; return whether an option states it now."""
        name, known = one.field.name, self.known(one.field.name)
        if known is None:
            taken = one.certain and (one.complete or not one.field.identifies)
            if taken:
                self.texts[name] = one.text
            return taken
        return compare(one.field, known, one).agrees

    def known(self, name: str) -> Fact | None:
        """Return the fact that the directive is to state, or None for conditions only."""
        declared, text = self.page.fields.get(name), self.texts.get(name)
        stated = self.setting.facts.get(name)
        fact = state(declared, text) if declared and text else stated
        if fact is None or not fact.is_stated:
            return None
        return fact._replace(variants=stated.variants if stated else ())

    @property
    def completed(self) -> Setting:
        """The setting as its directive is to state it."""
        facts = {name: self.known(name) for name in self.texts}
        return self.setting._replace(
            facts={**self.setting.facts, **{name: fact for name, fact in facts.items() if fact}}
        )

    def settle_default(self, statements: Iterable[Statement]) -> None:
        """Take the default that is certain and one value."""
        settled = settle([*statements], [self.setting], self.page.fields)
        said = [s.text for s in settled if s.field.name == DEFAULT and s.certain and s.values]
        if said and not self.known(DEFAULT) and VALUE.fullmatch(said[0]):
            self.texts[DEFAULT] = said[0]

    def settle_choices(self, document: nodes.document) -> None:
        """Take the choices that the text of the directive states."""
        lists = [
            values for n in document.findall(nodes.bullet_list) if (values := explained_values(n))
        ]
        if len(lists) != 1 or self.known(CHOICES) or CHOICES not in self.page.fields:
            return
        folded = {meaning_of(value) for value in lists[0]}
        default = self.known(DEFAULT)
        if folded == {'true', 'false'} or (default and meaning_of(default.text) in folded):
            self.texts[CHOICES] = ', '.join(lists[0])


def is_plain_node(node: nodes.Node) -> bool:
    """Return whether an option can state a node: a text, or an address that links itself."""
    links_itself = isinstance(node, nodes.reference) and node.get('refuri') == node.astext()
    return links_itself or isinstance(node, PLAIN_TEXT)


def note_of(block: BodyBlock) -> str:
    """Return the availability that a block states if it states nothing else; '' if not."""
    source = '\n'.join(block.lines)
    raw, marked = RAW.fullmatch(source), MARKED.fullmatch(collapse(source))
    text = marked['text'] if marked else ''
    if raw:
        bare = PLAIN_TAGS.sub('', raw['text'])
        text = '' if '<' in bare else collapse(html.unescape(bare))
    return text if AVAILABLE.match(text) else ''


def explained_values(items: nodes.bullet_list) -> list[str]:
    """Return the values that each item of a list explains; none where one does not."""
    values = [explained_value(item.children[0]) if item.children else '' for item in items]
    return values if len(values) > 1 and all(values) and len({*values}) == len(values) else []
