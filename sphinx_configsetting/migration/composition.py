"""One text made of a directive and its section: what moves, what stays, and what is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.facts import DEFAULT
from ..handwritten.judge import states
from ..model.fields import DESCRIPTION
from ..model.text import collapse
from .body import (
    BodyBlock,
    BodyText,
    as_list_item,
    combined,
    group_lines,
    groups_of,
    is_paragraph,
    means_the_same,
)
from .edits import Edit, removals, with_text
from .page_source import Cause, NotMigratableError, PageSource
from .sentences import Known, Twice, lost, repeated, says_more, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.setting import Setting
    from .body import Group
    from .edits import DirectiveMarkup
    from .sentences import Sentence
    from .tables import Lines

APPLIES: Final = re.compile(
    r'\.\. (?:_|(?:class|rst-class|cssclass|tabularcolumns|highlight)::)|__ |\([^()\s]+\)=|\{'
)
"""Markup that is about the block after it."""
UNMOVABLE: Final = re.compile(rf'{APPLIES.pattern}|\.\. [\[|]')
"""The same, or a definition that other text refers to."""


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


def escape_markup(text: str) -> str:
    """Return a text whose signs are no markup."""
    return re.sub(r'([!-/:-@[-`{-~])', r'\\\1', text)


def by_order(node: nodes.Element) -> bool:
    """Return whether the target of a node depends on those before it."""
    if isinstance(node, nodes.footnote_reference):
        return 'auto' in node and 'refname' not in node
    return bool(node.get('anonymous')) and 'refuri' not in node
