"""The plan for a setting: its hand-written table becomes options and text of its directive."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.document import INCLUDED, MALFORMED
from ..handwritten.facts import DEFAULT, VALUE, explained_value, own_content
from ..handwritten.judge import (
    compare,
    find_contradictions,
    is_name,
    meaning_of,
    settle,
    states,
)
from ..model.directive_head import Slip
from ..model.fields import DESCRIPTION
from ..model.setting import Fact, state
from ..model.text import UNDERLINE, collapse
from .body import (
    BREAK,
    BodyBlock,
    BodyText,
    as_list_item,
    blocks_in,
    blocks_of,
    combined,
    group_lines,
    groups_of,
    means_the_same,
    sentence_sources,
)
from .edits import Edit, markup_at, removals, with_body, with_options, with_text
from .segments import Segmenter, blocks_in_order
from .sentences import Known, Twice, lost, repeated, says_more, sentences_of
from .tables import find_fault, shape_problem, table_at, without_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..handwritten.document import ParsedPage
    from ..handwritten.facts import FactReader, Statement
    from ..handwritten.placement import Place
    from ..model.directive_head import Head
    from ..model.fields import Fields
    from ..model.setting import Setting
    from .body import Group, Parse
    from .edits import DirectiveMarkup, SourceText
    from .segments import Segment
    from .sentences import Sentence
    from .tables import Lines, SourceTable

AVAILABILITY: Final = 'availability'
CHOICES: Final = 'choices'
PLACEMENT: Final = 'placement'
"""The option for a setting whose section no longer states it, nor has its name."""
PLAIN_TEXT: Final = (nodes.Text, nodes.literal, nodes.strong, nodes.emphasis)
APPLIES: Final = re.compile(
    r'\.\. (?:_|(?:class|rst-class|cssclass|tabularcolumns|highlight)::)|__ |\([^()\s]+\)=|\{'
)
"""Markup that is about the block after it."""
UNMOVABLE: Final = re.compile(
    r'\.\. (?:_|\[|\||(?:class|rst-class|cssclass|highlight)::)|__ |\([^()\s]+\)=|\{'
)
DIRECTIVE: Final = re.compile(r'(?:\.\. config:setting::|[`:~]{3,}\{config:setting\})')
RAW: Final = re.compile(r'\.\. raw:: html\s+<p(?:\s[^<>]*)?>(?P<text>.*)</p>', re.DOTALL)
PLAIN_TAGS: Final = re.compile(r'</?(?:strong|em|b|i|span|small)(?:\s[^<>]*)?>')
MARKED: Final = re.compile(r'(?P<mark>\*\*?)(?P<text>[^\s*`|_\\<>][^*`|_\\<>]*)(?<!\s)(?P=mark)')
AVAILABLE: Final = re.compile(
    r'(?:also |only )?available (?:in|on|with|for|from|as)\b', re.IGNORECASE
)
BESIDE: Final = 'the text of the section and the body differ; check that they go together'


class Cause(Enum):
    """Why a setting is left as it is."""

    CONTRADICTION = 'contradiction'
    MALFORMED = 'malformed table'
    UNCERTAIN = 'uncertain'
    DECLINED = 'declined'


class NotMigratableError(Exception):
    """A setting cannot be migrated."""

    def __init__(self, cause: Cause, reason: str, line: int) -> None:
        """Keep the cause, and the line counted from 1."""
        super().__init__(reason)
        self.cause = cause
        self.line = line


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """A page, its source, and what is needed to read its parts."""

    page: ParsedPage
    source: SourceText
    lines: Sequence[str]
    """The text of the file as docutils reads it."""
    reader: FactReader
    parse: Parse
    is_harmless: Callable[[str], bool]
    """Returns whether an included file states nothing."""

    @property
    def fields(self) -> Fields:
        """The declared fields."""
        return self.reader.fields

    def is_foreign(self, line: int) -> bool:
        """Return whether the directive at a line is in ``eval-rst`` of Markdown."""
        return self.page.markdown and self.lines[line - 1].lstrip().startswith('..')

    @cached_property
    def headings(self) -> list[int]:
        """The lines of headings, counted from 0, in order."""
        found = []
        for section in self.page.document.findall(nodes.section):
            title = (section.line or 2) - (1 if self.page.markdown else 2)
            over = title > 0 and UNDERLINE.fullmatch(self.lines[title - 1])
            found.append(title - 1 if over else title)
        return sorted(found)

    @cached_property
    def heads(self) -> dict[int, Head]:
        """The heads of directives by their lines, counted from 1."""
        return {node.line or 0: node['head'] for node, *_rest in reversed(self.page.candidates)}


@dataclass(slots=True, kw_only=True)
class SectionPiece:
    """A block of a section or a table, and where it is in the file."""

    start: int
    """Its first line, counted from 0."""
    end: int
    groups: list[Group]
    is_table: bool = False
    changed: bool = False

    @property
    def lines(self) -> Lines:
        """The lines of its groups."""
        return group_lines(self.groups)


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

        :raises NotMigratableError: it is not certain which lines of a block are a fact.
        """
        return [left for block in blocks for left in self.remaining(block)]

    def remaining(self, block: BodyBlock) -> list[BodyBlock]:
        """Take the facts of a block; return what it says besides."""
        segments = Segmenter(self.page.reader, self.page.parse).segments(block)
        if not segments:
            return [] if self.is_taken(block) else [self.single(block)]
        kept = [
            one for one in segments if not (one.is_fact and self.is_taken(BodyBlock(one.text)))
        ]
        if len(kept) == len(segments) and self.is_prose(block, segments):
            return [block]
        for one in kept:
            if one.is_fact and one.is_wrapped:
                raise self.uncertain(f'the end of the fact {one.text[0]!r} is not certain')
            self.single(one.block)
        return blocks_in_order(kept)

    def is_prose(self, block: BodyBlock, segments: Iterable[Segment]) -> bool:
        """Return whether labels in a block may be words of its sentences."""
        facts = [self.page.parse('\n'.join(one.text)) for one in segments if one.is_fact]
        named = any(map(self.page.reader.names_setting, facts))
        return bool(facts) and not named and not any(map(BREAK.search, block.lines))

    def single(self, block: BodyBlock) -> BodyBlock:
        """Return a block that is left.

        :raises NotMigratableError: it states several facts, which would appear twice.
        """
        content = self.page.parse('\n'.join(block.content))
        stated = [one for one in self.page.reader.read(content.children) if not one.aside]
        named = self.page.reader.fields_named(content) if stated else ()
        if len({one.label.casefold() for one in stated}) > 1 or len(named) > 1:
            raise self.uncertain(f'the facts in {block.lines[0]!r} cannot be taken apart')
        return block

    def uncertain(self, reason: str) -> NotMigratableError:
        """Return the error for facts that are not certain."""
        reason = f'{reason}; write each fact as an item of a list'
        return NotMigratableError(Cause.UNCERTAIN, reason, self.setting.line)

    def is_taken(self, block: BodyBlock) -> bool:
        """Take the facts of a block; return whether it says nothing else."""
        note = note_of(block)
        if note:
            return self.take(AVAILABILITY, note)
        document = self.page.parse('\n'.join(block.content))
        paragraph = document[0] if len(document) == 1 else None
        if not isinstance(paragraph, nodes.paragraph):
            return False
        if self.is_name(paragraph):
            return True
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

    def is_name(self, paragraph: nodes.paragraph) -> bool:
        """Return whether a text is a name of the setting, in code, and nothing else."""
        names = {
            value
            for field in self.page.fields
            for value in (self.setting.values(field.name) if field.identifies else ())
        }
        is_code = len(paragraph) == 1 and isinstance(paragraph[0], nodes.literal)
        return is_code and paragraph.astext() in names

    def unsaid(self, paragraph: nodes.paragraph, read: Sequence[Statement]) -> set[str]:
        """Return the words of a text that neither its facts nor the directive say."""
        facts = [fact.text for fact in self.setting.facts.values()]
        said = [*facts, *self.texts.values(), *(f'{one.label} {one.text}' for one in read)]
        return words_in(paragraph.astext()) - words_in(' '.join(said)) - FRAME

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
        said = [s.text for s in statements if s.field.name == DEFAULT and s.certain and s.values]
        if said and not self.known(DEFAULT) and VALUE.fullmatch(said[0]):
            self.texts[DEFAULT] = said[0]

    def take_default(self, pieces: Iterable[SectionPiece]) -> None:
        """Take the default of a sentence that states nothing else, which is not to stay."""
        groups = [group for piece in pieces for group in piece.groups if len(group) == 1]
        texts = [block.content for [block] in groups if self.is_paragraph(block)]
        for source in chain.from_iterable(map(sentence_sources, texts)):
            read = self.page.reader.read(self.page.parse(source).children)
            if len(read) == 1 and read[0].complete and not read[0].is_marked:
                self.settle_default(read)

    def is_paragraph(self, block: BodyBlock) -> bool:
        """Return whether a block or an item is one paragraph."""
        document = self.page.parse('\n'.join(block.content))
        return len(document) == 1 and isinstance(document[0], nodes.paragraph)

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


def words_in(text: str) -> set[str]:
    """Return the words of a text in small letters."""
    return set(re.findall(r'\w+', text.casefold()))


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


def escape_markup(text: str) -> str:
    """Return a text whose signs are no markup."""
    return re.sub(r'([!-/:-@[-`{-~])', r'\\\1', text)


def explained_values(items: nodes.bullet_list) -> list[str]:
    """Return the values that each item of a list explains; none where one does not."""
    values = [explained_value(item.children[0]) if item.children else '' for item in items]
    return values if len(values) > 1 and all(values) and len({*values}) == len(values) else []


def plan_of(place: Place, page: PageSource, *, alone: bool) -> tuple[list[Edit], str]:
    """Plan how a setting's section becomes options and text of its directive.

    :returns: the edits, and what an editor should look at; no edits for a setting whose
        section states nothing in a table.
    :param alone: whether no other setting has the section.
    :raises NotMigratableError: it must stay as it is.
    """
    check_foreign(place)
    if place.section is None:
        return [], ''
    check_malformed(place.section, page.lines)
    content = own_content(place.section)
    tables = [
        n for n in content if isinstance(n, nodes.table) and has_labelled_facts([n], page.reader)
    ]
    rest = [node for node in content if node not in tables]
    if tables and page.is_foreign(place.setting.line):
        reason = 'the directive is in reStructuredText within Markdown; write it in Markdown'
        raise NotMigratableError(Cause.UNCERTAIN, reason, place.setting.line)
    check_includes(rest, page, place.setting.line)
    spans = [span_of(table, page, place.setting.line) for table in tables]
    pieces = section_pieces(place.section, spans, page)
    notes = notes_of(pieces)
    if not tables and (not notes or has_labelled_facts(rest, page.reader)):
        return [], ''
    if not alone:
        reason = 'several settings share this section'
        raise NotMigratableError(Cause.UNCERTAIN, reason, place.setting.line)
    head = page.heads[place.setting.line]
    check_head(head, place.setting.line, page)
    markup = markup_at(page.source, page.lines, place.setting.line - 1, head)
    check_contradictions(place.setting, place.statements, markup, page)
    return edits_for(place.setting, place.section[0].astext(), page, pieces, notes, spans, markup)


def check_head(head: Head, line: int, page: PageSource) -> None:
    """Check that a build reads all options of a directive, and warns of none.

    :raises NotMigratableError: it does not.
    """
    slips = [one.slip for one in head.slips]
    unknown = [one.name for one in head.options if not page.fields.has_option(one.name)]
    first = page.lines[line - 1 + head.options[0].line] if head.options else ''
    if Slip.NO_OPTION in slips or Slip.SAME_LINE in slips or first.startswith('{'):
        reason = 'the page would not show what the directive states'
    elif Slip.PARTED in slips:
        name = head.slips[slips.index(Slip.PARTED)].text
        reason = f'there is a blank line before the option {name!r}; remove it'
    elif unknown:
        reason = f'no field is declared for the option {unknown[0]!r}'
    else:
        return
    raise NotMigratableError(Cause.UNCERTAIN, reason, line)


def edits_for(
    setting: Setting,
    heading: str,
    page: PageSource,
    pieces: list[SectionPiece],
    notes: list[SectionPiece],
    spans: list[SourceTable],
    markup: DirectiveMarkup,
) -> tuple[list[Edit], str]:
    """Return the edits for a setting, and what an editor should look at."""
    facts = FactCollector(setting=setting, page=page)
    for table, piece in zip(spans, (p for p in pieces if p.is_table), strict=True):
        check_cells(table, page)
        prose = facts.read(blocks_in(table, page.fields))
        piece.groups = [*lists_together(prose)]
    gone = [note for note in notes if facts.take(AVAILABILITY, note_text(note))]
    pieces = [piece for piece in pieces if piece not in gone]
    facts.take_default(pieces)
    composition = Composition(page, facts.completed, markup, pieces)
    moved, own = composition.composed()
    document = page.parse('\n'.join((composition.description, '', *moved, '', *own)))
    own_text = page.parse('\n'.join((composition.description, '', *own)))
    marked = [one for one in page.reader.read(document.children) if one.is_marked]
    facts.settle_default([*page.reader.read(own_text.children), *marked])
    facts.settle_choices(document)
    texts = {f.name: facts.texts[f.name] for f in page.fields if f.name in facts.texts}
    named = is_name(heading, facts.completed, page.fields)
    if not named and PLACEMENT not in markup.texts:
        texts[PLACEMENT] = 'section'
    edits = [
        *composition.description_edits(),
        *with_options(markup, texts),
        *with_body(markup, moved, own),
        *composition.section_edits(gone),
    ]
    return edits, BESIDE if moved and own else ''


class Composition:
    """The texts of a directive and its section, put together."""

    def __init__(
        self,
        page: PageSource,
        setting: Setting,
        markup: DirectiveMarkup,
        pieces: list[SectionPiece],
    ) -> None:
        """Keep the pieces of the section; those of tables have the text that is no fact."""
        self.page, self.setting, self.markup, self.pieces = page, setting, markup, pieces
        self.text = BodyText(page.parse)
        self.description = collapse(markup.texts.get(DESCRIPTION, ''))
        self.body = groups_of(markup.body)
        default = setting.text(DEFAULT)
        known = f'The default is {default}.' if default else ''
        self.options = sentences_of(page.parse(escape_markup(known)))
        self.described = sentences_of(page.parse(self.description))
        self.before = self.said(pieces)
        self.stated = [*self.text.all(self.body), *self.described]
        self.moved: list[SectionPiece] = []
        groups = [group for piece in pieces for group in piece.groups]
        own, others = map(self.text.explanations, (self.body, groups))
        self.shared = own.keys() & others.keys()
        """The values that both the body and the section explain."""

    def said(self, pieces: Iterable[SectionPiece]) -> list[Sentence]:
        """Return the sentences of pieces."""
        return self.text.all(group for piece in pieces for group in piece.groups)

    def composed(self) -> tuple[Lines, Lines]:
        """Return the lines that come first in the body, and what is left of it.

        :raises NotMigratableError: the texts do not go together.
        """
        last = self.merge_explanations()
        if self.take_description():
            described = Known(self.described, exact=True)
            self.body = [*self.without(described, self.body, whole=False)]
        self.drop_known(Known([*self.options, *self.described], exact=True), whole=False)
        first = next((n for n, piece in enumerate(self.pieces) if self.is_new(piece)), 0)
        for number, piece in enumerate(self.pieces):
            if (piece.is_table and number <= first) or (
                piece.groups and self.is_stating(piece, marked=self.has_text(last))
            ):
                last = max(last, number)
        self.move(last)
        for whole in (True, False):
            known = Known(self.said(self.moved), exact=True)
            self.body = [*self.without(known, self.body, whole=whole)]
            self.drop_known(Known(self.text.all(self.body), exact=True), whole=whole)
        moved = group_lines(group for piece in self.moved for group in piece.groups)
        own = group_lines(self.body)
        if moved and own and groups_of(moved)[-1][-1].item and self.body[0][0].item:
            moved = (*moved, '', '..')
        if self.page.page.markdown:
            moved, own = (tuple('%' if n == '..' else n for n in part) for part in (moved, own))
        self.check(moved, own)
        return moved, own

    def is_new(self, piece: SectionPiece) -> bool:
        """Return whether a piece says something that the body does not."""
        known = Known(self.text.all(self.body), exact=True)
        is_said = all(self.text.is_said(group, known) for group in piece.groups)
        return bool(self.said([piece])) and not is_said

    def drop_known(self, known: Known, *, whole: bool) -> None:
        """Drop what is known from the pieces: whole groups only, or sentences as well."""
        for piece in self.pieces:
            groups = [*self.without(known, piece.groups, whole=whole)]
            piece.changed = piece.changed or groups != piece.groups
            piece.groups = groups

    def without(self, known: Known, groups: Iterable[Group], *, whole: bool) -> Iterator[Group]:
        """Yield groups without what is known: whole groups only, or sentences of prose as well."""
        for group in groups:
            if self.text.is_said(group, known):
                continue
            is_whole = whole or self.text.explanations([group]).keys() & self.shared
            if left := group if is_whole else self.text.less(group, known):
                yield left

    def merge_explanations(self) -> int:
        """Make one of two explanations of the same values; return the last piece's number."""
        places = {
            term.casefold(): (number, index, spot)
            for number, piece in enumerate(self.pieces)
            for index, group in enumerate(piece.groups)
            for spot, term in enumerate(self.text.terms(group))
        }
        last = -1
        for own in list(self.body):
            terms = [term.casefold() for term in self.text.terms(own)]
            if len(terms) < 2 or not places.keys() >= {*terms}:
                continue
            found = [places[term] for term in terms]
            blocks = [
                combined(self.text, self.pieces[number].groups[index][spot], block)
                for (number, index, spot), block in zip(found, own, strict=True)
            ]
            if all(blocks):
                self.body.remove(own)
                self.put([*zip(found, filter(None, blocks), strict=True)])
                last = max(last, *(number for number, _index, _spot in found))
        return last

    def put(self, blocks: Sequence[tuple[tuple[int, int, int], BodyBlock]]) -> None:
        """Put blocks in the places of pieces; paragraphs that follow each other make a list."""
        numbers = sorted({number for (number, _index, _spot), _block in blocks})
        first = self.pieces[numbers[0]]
        alone = all(self.pieces[n].groups == [self.pieces[n].groups[0][:1]] for n in numbers)
        adjacent = numbers == [*range(numbers[0], numbers[0] + len(blocks))]
        for (number, index, spot), block in blocks:
            group = [*self.pieces[number].groups[index]]
            group[spot] = block
            self.pieces[number].groups[index] = tuple(group)
            self.pieces[number].changed = True
        if alone and adjacent and not first.is_table and not first.groups[0][0].item:
            items = [as_list_item(self.pieces[number].groups[0][0]) for number in numbers]
            for number in numbers[1:]:
                self.pieces[number].groups = []
            first.groups = [tuple(items)]

    def take_description(self) -> bool:
        """Take sentences that say what those of the description do, and more, if there are any."""
        groups = [group for piece in self.pieces for group in piece.groups]
        texts = [group[0].content for group in groups if len(group) == 1]
        said = [self.text.parts(text) for text in texts if self.text.is_paragraph(text)]
        own = self.text.parts((self.description,))
        for source, sentence in chain.from_iterable(said):
            for number, (_source, known) in enumerate(own):
                if sentence and known and says_more(sentence, known):
                    own[number] = (collapse(source), sentence)
        before, self.description = self.description, ' '.join(source for source, _known in own)
        self.described = sentences_of(self.page.parse(self.description))
        return self.description != before

    def has_text(self, last: int) -> bool:
        """Return whether the directive has a text, with that of the pieces up to one."""
        return bool(self.description or self.body or self.said(self.pieces[: last + 1]))

    def is_stating(self, piece: SectionPiece, *, marked: bool) -> bool:
        """Return whether a piece states facts, so that no table or text would be rendered.

        :param marked: whether the default of an explanation counts.
        :raises NotMigratableError: they are another setting's.
        """
        stated = self.page.reader.read(self.page.parse('\n'.join(piece.lines)).children)
        for one in stated:
            if one.identifier and not states(self.setting, one, self.page.fields):
                reason = f'the section states {one.text!r}, which the directive does not'
                raise NotMigratableError(Cause.UNCERTAIN, reason, piece.start + 1)
        return any(marked or not one.is_marked for one in stated)

    def move(self, last: int) -> None:
        """Move the pieces up to one into the body."""
        for piece in self.pieces[: last + 1]:
            first = piece.groups[0][0].lines[0] if piece.groups else ''
            if not piece.is_table and UNMOVABLE.match(first):
                raise NotMigratableError(
                    Cause.UNCERTAIN,
                    f'the text before the table is part of the setting, and {first!r} cannot '
                    'be moved with it',
                    piece.start + 1,
                )
            if self.said([piece]) or (piece.is_table and piece.groups):
                self.moved.append(piece)

    @property
    def left(self) -> list[SectionPiece]:
        """The pieces that stay in the section."""
        return [piece for piece in self.pieces if piece not in self.moved and piece.groups]

    def check(self, moved: Lines, own: Lines) -> None:
        """Check that no text is lost, said twice, or means something else."""
        parse = self.page.parse
        body = (*moved, '', *own)
        document = parse('\n'.join((self.description, '', *body)))
        after = [*sentences_of(document), *self.said(self.left)]
        versions = self.versions()
        gone = lost([*self.before, *self.stated], [*after, *self.options])
        twice = repeated(self.before, after)
        if gone:
            reason = f'the text {gone!r} would be lost'
        elif versions:
            reason = (
                f'the directive says {versions.one!r}, and the section {versions.other!r}; '
                'keep one of the two'
            )
        elif twice:
            reason = f'the text {twice!r} would appear twice; keep it in one place'
        elif not means_the_same([moved, own], body, parse):
            reason = 'the text of the table would mean something else in the directive'
        elif self.markup.fence and any(n.lstrip().startswith(self.markup.fence) for n in moved):
            fence = self.markup.fence
            reason = (
                f'the text has a fence; write the fence of the directive with more than {fence!r}'
            )
        elif any(by_order(node) for node in document.findall(nodes.Element)):
            reason = 'the text has a reference that is resolved by its place in the page'
        else:
            return
        raise NotMigratableError(Cause.UNCERTAIN, reason, self.setting.line)

    def versions(self) -> Twice | None:
        """Return a sentence of the directive and a version of it in the section, or None."""
        groups = [group for piece in self.pieces for group in piece.groups]
        prose = self.text.all(group for group in groups if not self.text.terms(group))
        own, others = map(self.text.explanations, (self.body, groups))
        both = [term for term in own if term in others and len(self.shared) > 1]
        if both:
            differing = next((term for term in both if own[term] != others[term]), both[0])
            return Twice(own[differing], others[differing])
        return self.text.versions(
            self.text.all(self.body), self.text.all(groups)
        ) or self.text.versions(self.described, [one for one in prose if not one.leads])

    def description_edits(self) -> Iterator[Edit]:
        """Yield the edit of the description, if it takes over links of the section."""
        if self.description != collapse(self.markup.texts.get(DESCRIPTION, '')):
            yield with_text(self.markup, DESCRIPTION, self.description)

    def section_edits(self, gone: Iterable[SectionPiece]) -> Iterator[Edit]:
        """Yield the edits of the section."""
        left = self.left
        spans = [(note.start, note.end) for note in gone]
        for piece in self.pieces:
            if piece not in left:
                spans.append((piece.start, piece.end))
            elif piece.is_table or piece.changed:
                yield Edit(piece.start, piece.end, piece.lines)
        yield from removals(self.page.lines, spans)


def has_labelled_facts(content: Iterable[nodes.Node], reader: FactReader) -> bool:
    """Return whether some content states a fact after a label."""
    return any(not one.is_marked for one in reader.read(content))


def check_foreign(place: Place) -> None:
    """Check that the section after a setting is not another one's."""
    if place.foreign is not None:
        heading = place.foreign[0].astext()
        raise NotMigratableError(
            Cause.UNCERTAIN,
            f'the heading {heading!r} belongs to another setting, which its table states',
            place.setting.line,
        )


def check_malformed(section: nodes.section, lines: Sequence[str]) -> None:
    """Check that docutils takes all tables of a section."""
    for message in section.children:
        if isinstance(message, nodes.system_message) and MALFORMED in message.astext():
            line, reason = find_fault(message, lines)
            raise NotMigratableError(
                Cause.MALFORMED, f'docutils refuses the table: {reason}', line
            )


def check_includes(rest: Iterable[nodes.Node], page: PageSource, line: int) -> None:
    """Check that a section is all in one file, but for files that state nothing."""
    for node in rest:
        for part in node.findall(nodes.Element):
            name = part.get(INCLUDED)
            if name is not None and not page.is_harmless(name):
                reason = (
                    f'the section includes {name!r}, which may state the setting; '
                    'if it does not, name it with --harmless'
                )
                raise NotMigratableError(Cause.UNCERTAIN, reason, first_line_of(node, line))


def check_contradictions(
    setting: Setting, statements: Sequence[Statement], markup: DirectiveMarkup, page: PageSource
) -> None:
    """Check that neither the section nor the body contradicts the directive."""
    body = page.reader.read(page.parse('\n'.join(markup.body)).children)
    first = max((one.group for one in statements), default=0) + 1
    shifted = [one._replace(group=one.group + first, line=0) for one in body]
    for one in find_contradictions([setting], [*statements, *shifted], page.fields):
        line = one.statement.line or setting.line
        raise NotMigratableError(Cause.CONTRADICTION, one.message, line)


def span_of(table: nodes.Node, page: PageSource, default: int) -> SourceTable:
    """Return the text of a table.

    :param default: the line of the setting; a table with an earlier one has no line that is known.
    :raises NotMigratableError: its cells cannot be read one after the other, or something
        before it belongs to it.
    """
    line = max(first_line_of(table, 0), default)
    known = line > default
    found = table_at(page.lines, line - 1, markdown=page.page.markdown) if known else None
    if found is None:
        raise NotMigratableError(
            Cause.UNCERTAIN, 'the table has a title, or a form that is not known', line
        )
    found = without_heading(found, page.fields)
    problem = shape_problem(found, page.fields)
    before = next((t for t in reversed(page.lines[: found.start]) if t[:1] not in {'', ' '}), '')
    reason = f'the table cannot be taken apart: {problem}' if problem else ''
    if APPLIES.match(before):
        reason = f'{before!r} belongs to the table'
    if reason:
        raise NotMigratableError(Cause.UNCERTAIN, reason, found.start + 1)
    return found


def check_cells(table: SourceTable, page: PageSource) -> None:
    """Check that the cells of a table are blocks that can go apart."""
    for cell in (cell for row in table.rows for cell in row):
        parts = [block.lines for block in blocks_of(cell.lines)]
        if not means_the_same(parts, cell.lines, page.parse):
            reason = 'the markup in a cell cannot be taken apart'
            raise NotMigratableError(Cause.UNCERTAIN, reason, table.start + 1)


def first_line_of(node: nodes.Node, default: int) -> int:
    """Return the first line of a node that docutils knows, counted from 1."""
    return next((part.line for part in node.findall() if part.line), default)


def section_pieces(
    section: nodes.section, tables: Sequence[SourceTable], page: PageSource
) -> list[SectionPiece]:
    """Return the blocks and tables of a section, in the order of the file."""
    start = section.line or 0
    if page.page.markdown and any(map(UNDERLINE.fullmatch, page.lines[start : start + 1])):
        start += 1
    spot = bisect_right(page.headings, start)
    end = page.headings[spot] if spot < len(page.headings) else len(page.lines)
    end = next((n for n in range(start, end) if DIRECTIVE.match(page.lines[n])), end)
    found: list[SectionPiece] = []
    for table in sorted(tables, key=lambda table: table.start):
        found += text_pieces(page.lines, start, table.start)
        found.append(SectionPiece(start=table.start, end=table.end, groups=[], is_table=True))
        start = table.end
    return [*found, *text_pieces(page.lines, start, end)]


def text_pieces(lines: Sequence[str], start: int, end: int) -> Iterator[SectionPiece]:
    """Yield the blocks between two lines, the items of a list together."""
    number = start
    for group in groups_of(lines[start:end]):
        first = -1
        for block in group:
            while tuple(lines[number : number + len(block.lines)]) != block.lines:
                number += 1
            first = number if first < 0 else first
            number += len(block.lines)
        yield SectionPiece(start=first, end=number, groups=[group])


def lists_together(blocks: Sequence[BodyBlock]) -> Iterator[Group]:
    """Yield blocks, the items of each list together."""
    group: list[BodyBlock] = []
    for block in blocks:
        if group and not (block.item and group[-1].item):
            yield tuple(group)
            group = []
        group.append(block)
    if group:
        yield tuple(group)


def notes_of(pieces: Sequence[SectionPiece]) -> list[SectionPiece]:
    """Return the note on availability of a section, if there is just one."""
    notes = [piece for piece in pieces if piece.groups and note_text(piece)]
    return notes if len(notes) == 1 else []


def note_text(piece: SectionPiece) -> str:
    """Return the availability that a piece states if it states nothing else, or ''."""
    return note_of(piece.groups[0][0]) if len(piece.groups[0]) == 1 else ''


def by_order(node: nodes.Element) -> bool:
    """Return whether the target of a node depends on those before it."""
    if isinstance(node, nodes.footnote_reference):
        return 'auto' in node and 'refname' not in node
    return bool(node.get('anonymous')) and 'refuri' not in node


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The planned result for one setting."""

    id: str
    line: int
    """Of its directive, counted from 1; of what is to blame where it is left."""
    edits: tuple[Edit, ...] = ()
    cause: Cause | None = None
    """Why it is left; None where it is migrated or states nothing in a table."""
    reason: str = ''
    """Notes for the user."""


def plans_of(places: Sequence[Place], page: PageSource) -> list[Plan]:
    """Return the plans for the settings of a page, in its order."""
    having = Counter(id(place.section) for place in places)
    return [guarded_plan(place, page, alone=having[id(place.section)] == 1) for place in places]


def guarded_plan(place: Place, page: PageSource, *, alone: bool) -> Plan:
    """Return the plan for one setting."""
    setting = place.setting
    try:
        edits, remark = plan_of(place, page, alone=alone)
    except NotMigratableError as left:
        return Plan(id=setting.id, line=left.line, cause=left.cause, reason=str(left))
    return Plan(id=setting.id, line=setting.line, edits=tuple(edits), reason=remark)
