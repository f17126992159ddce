"""One text made of a directive's body and its section: what moves, what stays, what is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.facts import DEFAULT, explained_value, leads_to_setting
from ..handwritten.judge import states
from ..model.fences import fence_after
from ..model.fields import DESCRIPTION
from ..model.text import collapse
from .edits import Edit, NotMigratableError, PageSource, Parse, removals, with_text
from .sentences import (
    SENTENCE_END,
    Known,
    joined_text,
    lost,
    says_more,
    sentences_of,
    versions_in,
)
from .tables import Lines, dedented, has_labels, label_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.fields import Fields
    from ..model.setting import Setting
    from .edits import DirectiveMarkup
    from .sentences import Sentence, Versions
    from .tables import SourceTable

BULLET: Final = re.compile(r'[-*+\u2022\u2023\u2043](\s+|$)')

NUMBER: Final = re.compile(r'\(?(?:\d+|[a-z]|[ivxlcdm]+|#)[.)]\s', re.IGNORECASE)
TEXT: Final = re.compile(r'(?![-*+\u2022\u2023\u2043]\s|\.\. |\| |[`~]{3}|:{3}|:[^:`]+:\s|>)\S')
"""The first line of a paragraph, and not of a list, a directive or another block."""
LABEL: Final = re.compile(r'(\S+(?: \S+)?)\s?(?::|\s[-\u2013\u2014])\s')
"""The words before the text of an item that explains them."""
APPLIES: Final = re.compile(
    r'\.\. (?:_|(?:class|rst-class|cssclass|tabularcolumns|highlight)::)|__ |\([^()\s]+\)=|\{'
)
"""Markup that is about the block after it."""
UNMOVABLE: Final = re.compile(rf'{APPLIES.pattern}|\.\. [\[|]')
"""The same, or a definition that other text refers to."""
DROPPABLE: Final = (
    nodes.document,
    nodes.paragraph,
    nodes.bullet_list,
    nodes.list_item,
    nodes.line_block,
    nodes.line,
    nodes.literal_block,
    nodes.Inline,
    nodes.Text,
)
"""Nodes that may go when their text is elsewhere; a target, a picture or a note may not."""


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """A paragraph or an item of a list."""

    lines: Lines
    spaced: bool = True
    """True if there must be a blank line before it."""

    @property
    def item(self) -> bool:
        """True for an item of a bullet list."""
        return bool(BULLET.match(self.lines[0]))

    @property
    def content(self) -> Lines:
        """The lines without the bullet."""
        bullet = BULLET.match(self.lines[0])
        if bullet is None:
            return self.lines
        first = ' ' * bullet.end() + self.lines[0][bullet.end() :]
        return dedented([first, *self.lines[1:]])


def as_list_item(block: BodyBlock) -> BodyBlock:
    """Return a paragraph as an item of a list."""
    first, *rest = block.lines
    return BodyBlock((f'- {first}', *(f'  {line}' for line in rest)), spaced=False)


def blocks_of(lines: Sequence[str]) -> list[BodyBlock]:
    """Split lines without common indentation into blocks."""
    blocks: list[BodyBlock] = []
    start = 0
    fence = ''
    for number in range(1, len(lines) + 1):
        fence = fence_after(fence, lines[number - 1])
        if number == len(lines) or (not fence and starts_block(lines, start, number)):
            block = without_last_blanks(tuple(lines[start:number]))
            if block:
                blocks.append(BodyBlock(block, start > 0 and not lines[start - 1]))
            start = number
    return blocks


def starts_block(lines: Sequence[str], start: int, number: int) -> bool:
    """Return whether a line starts a block, after one that started before."""
    line = lines[number]
    if not line or line.startswith(' ') or (NUMBER.match(line) and NUMBER.match(lines[start])):
        return False
    return not lines[number - 1] or bool(BULLET.match(line) and BULLET.match(lines[start]))


def without_last_blanks(lines: Lines) -> Lines:
    """Return lines without the blank ones at their end."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def joined_blocks(blocks: Iterable[BodyBlock]) -> Lines:
    """Return the lines of blocks, one below the other."""
    lines: list[str] = []
    before: BodyBlock | None = None
    for block in blocks:
        if before and (block.spaced or not (before.item and block.item)):
            lines.append('')
        lines += block.lines
        before = block
    return tuple(lines)


def blocks_in(table: SourceTable, fields: Fields) -> list[BodyBlock]:
    """Return the text of a table."""
    labels = has_labels(table, fields)
    found: list[BodyBlock] = []
    for row in table.rows:
        if labels and is_empty(row, fields):
            continue
        if not labels or len(row) != 2 or not row[1] or len(row[0]) != 1:
            found += [block for cell in row for block in blocks_of(cell)]
        elif label_in(row[0], fields) == DESCRIPTION:
            found += blocks_of(row[1])
        else:
            found.append(row_item(row[0][0], row[1]))
    return found


def is_empty(row: Sequence[Lines], fields: Fields) -> bool:
    """Return whether a row has the label of a field, and at most a dash beside it."""
    field = fields.get(label_in(row[0], fields)) if len(row) == 2 else None
    value = ' '.join(row[1]) if field else ''
    is_named = field and leads_to_setting(field)
    return bool(field) and (not value or not (is_named or value.strip('\\-\u2013\u2014')))


def row_item(label: str, value: Lines) -> BodyBlock:
    """Return a row of a label and a value as an item of a list."""
    first, *rest = value
    head: Lines = (f'- {label.rstrip(":")}: {first}',)
    if not TEXT.match(first):
        head = (f'- {label.rstrip(":")}:', '', f'  {first}')
    return BodyBlock((*head, *(f'  {line}'.rstrip() for line in rest)), spaced=False)


Group = tuple[BodyBlock, ...]


def groups_of(lines: Sequence[str]) -> list[Group]:
    """Return the blocks of a text, the items of each list together."""
    return grouped(blocks_of(lines))


def grouped(blocks: Iterable[BodyBlock]) -> list[Group]:
    """Return blocks, the items of each list together."""
    found: list[Group] = []
    for block in blocks:
        if found and block.item and found[-1][-1].item:
            found[-1] = (*found[-1], block)
        else:
            found.append((block,))
    return found


def group_lines(groups: Iterable[Group]) -> Lines:
    """Return the lines of groups, one below the other; lists stay apart."""
    found: list[BodyBlock] = []
    for group in groups:
        if found and found[-1].item and group[0].item:
            found.append(BodyBlock(('..',)))
        found += group
    return joined_blocks(found)


def is_paragraph(lines: Lines, parse: Parse) -> bool:
    """Return whether lines are one paragraph."""
    document = parse('\n'.join(lines))
    return len(document) == 1 and isinstance(document[0], nodes.paragraph)


class BodyText:
    """The groups of a text, of which repeated ones go."""

    def __init__(self, parse: Parse) -> None:
        """Keep the parser of the page."""
        self.parse = parse

    def sentences(self, group: Group) -> list[Sentence]:
        """Return the sentences of a group."""
        return sentences_of(self.parse('\n'.join(joined_blocks(group))))

    def all(self, groups: Iterable[Group]) -> list[Sentence]:
        """Return the sentences of several groups."""
        return [sentence for group in groups for sentence in self.sentences(group)]

    def is_said(self, group: Group, known: Known) -> bool:
        """Return whether all that a group says is known."""
        document, sentences = self.parse('\n'.join(joined_blocks(group))), self.sentences(group)
        droppable = all(isinstance(node, DROPPABLE) for node in document.findall())
        return droppable and bool(sentences) and all(map(known.says, sentences))

    def less(self, group: Group, known: Known, *, whole: bool = False) -> Group | None:
        """Return a group without the sentences that are known; None if nothing is left.

        :param whole: whether all of a group goes, or nothing.
        """
        if self.is_said(group, known):
            return None
        content = group[0].content
        if whole or len(group) > 1 or not is_paragraph(content, self.parse):
            return group
        parts = SENTENCE_END.split('\n'.join(content))
        said = [one for _source, one in self.parts(content)]
        kept = [2 * n for n, one in enumerate(said) if not one or not known.says(one)]
        text = ''.join(parts[n] + (parts[n + 1] if n != kept[-1] else '') for n in kept)
        lines = tuple(text.split('\n'))
        if not kept or len(kept) == len(said) or not is_paragraph(lines, self.parse):
            return group
        return (with_content(group[0], lines),)

    def parts(self, lines: Lines) -> list[tuple[str, Sentence | None]]:
        """Return the source of each sentence of a paragraph, and what it says if it is one."""
        found = []
        for source in SENTENCE_END.split('\n'.join(lines))[::2]:
            said = sentences_of(self.parse(source))
            found.append((source, said[0] if len(said) == 1 and said[0].words else None))
        return found

    def terms(self, group: Group) -> list[str]:
        """Return the values that the items of a list, or one paragraph, explain."""
        found = []
        for block in group:
            document = self.parse('\n'.join(block.content))
            label = LABEL.match(document.astext()) if block.item else None
            value = explained_value(document[0]) if len(document) else ''
            found.append(value or (label[1] if label else ''))
        return found if all(found) else []

    def explanations(self, groups: Iterable[Group]) -> dict[str, str]:
        """Map the values that some groups explain to the explanations."""
        return {
            term.casefold(): joined_text(self.sentences((block,)))
            for group in groups
            for term, block in zip(self.terms(group), group, strict=False)
        }


def with_content(block: BodyBlock, lines: Lines) -> BodyBlock:
    """Return a paragraph or an item with another text."""
    indent = len(block.lines[0]) - len(block.content[0])
    first = block.lines[0][:indent] + lines[0]
    return BodyBlock((first, *(f'{" " * indent}{line}' for line in lines[1:])), block.spaced)


def combined(text: BodyText, one: BodyBlock, other: BodyBlock) -> BodyBlock | None:
    """Return the one of two blocks on a value that says what both do; None for neither."""
    first, second = text.sentences((one,)), text.sentences((other,))
    rest = text.less((other,), Known(first))
    is_longer = len(joined_text(second)) > len(joined_text(first))
    if rest is None and not is_longer:
        return one
    if text.is_said((one,), Known(second)):
        [term], [same] = text.terms((one,)), text.terms((other,))
        start, *rest_of_other = other.content
        return with_content(one, (start.replace(same, term, 1), *rest_of_other))
    return one if rest is None else None


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


def means_the_same(parts: Iterable[Lines], whole: Lines, parse: Parse) -> bool:
    """Return whether lines mean the same in their parts and as a whole."""
    return [line for part in parts for line in outline(part, parse)] == outline(whole, parse)


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
            marked = bool(self.description or self.body or self.said(self.pieces[: last + 1]))
            if (piece.is_table and number <= first) or (
                piece.groups and self.is_stating(piece, marked=marked)
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
            is_whole = whole or bool(self.text.explanations([group]).keys() & self.shared)
            left = self.text.less(group, known, whole=is_whole)
            if left:
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
        said = [self.text.parts(text) for text in texts if is_paragraph(text, self.page.parse)]
        own = self.text.parts((self.description,))
        for source, sentence in chain.from_iterable(said):
            for number, (_source, known) in enumerate(own):
                if sentence and known and says_more(sentence, known):
                    own[number] = (collapse(source), sentence)
        before, self.description = self.description, ' '.join(source for source, _known in own)
        self.described = sentences_of(self.page.parse(self.description))
        return self.description != before

    def is_stating(self, piece: SectionPiece, *, marked: bool) -> bool:
        """Return whether a piece states facts, so that no table or text would be rendered.

        :param marked: whether the default of an explanation counts.
        :raises NotMigratableError: they are another setting's.
        """
        stated = self.page.reader.read(self.page.parse('\n'.join(piece.lines)).children)
        for one in stated:
            if one.identifier and not states(self.setting, one, self.page.fields):
                reason = f'the section states {one.text!r}, which the directive does not'
                raise NotMigratableError(reason, piece.start + 1)
        return any(marked or not one.is_marked for one in stated)

    def move(self, last: int) -> None:
        """Move the pieces up to one into the body."""
        for piece in self.pieces[: last + 1]:
            first = piece.groups[0][0].lines[0] if piece.groups else ''
            if not piece.is_table and UNMOVABLE.match(first):
                reason = 'the text before the table is part of the setting'
                raise NotMigratableError(
                    f'{reason}, and {first!r} cannot be moved with it', piece.start + 1
                )
            if self.said([piece]) or (piece.is_table and piece.groups):
                self.moved.append(piece)

    @property
    def left(self) -> list[SectionPiece]:
        """The pieces that stay in the section."""
        return [piece for piece in self.pieces if piece not in self.moved and piece.groups]

    def check(self, moved: Lines, own: Lines) -> None:
        """Check that no text is lost, contradicted by a version of it, or means something else."""
        parse = self.page.parse
        body = (*moved, '', *own)
        document = parse('\n'.join((self.description, '', *body)))
        after = [*sentences_of(document), *self.said(self.left)]
        versions = self.versions()
        gone = lost([*self.before, *self.stated], [*after, *self.options])
        if gone:
            reason = f'the text {gone!r} would be lost'
        elif versions:
            own_text, other = versions
            said = f'the directive says {own_text!r}, and the section {other!r}'
            reason = f'{said}; keep one of the two'
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
        raise NotMigratableError(reason, self.setting.line)

    def versions(self) -> Versions | None:
        """Return a sentence of the directive and a version of it in the section, or None."""
        groups = [group for piece in self.pieces for group in piece.groups]
        prose = self.text.all(group for group in groups if not self.text.terms(group))
        own, others = map(self.text.explanations, (self.body, groups))
        both = [term for term in own if term in others and len(self.shared) > 1]
        if both:
            differing = next((term for term in both if own[term] != others[term]), both[0])
            return own[differing], others[differing]
        return versions_in(self.text.all(self.body), self.text.all(groups)) or versions_in(
            self.described, [one for one in prose if not one.leads]
        )

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


def escape_markup(text: str) -> str:
    """Return a text whose signs are no markup."""
    return re.sub(r'([!-/:-@[-`{-~])', r'\\\1', text)


def by_order(node: nodes.Element) -> bool:
    """Return whether the target of a node depends on those before it."""
    if isinstance(node, nodes.footnote_reference):
        return 'auto' in node and 'refname' not in node
    return bool(node.get('anonymous')) and 'refuri' not in node
