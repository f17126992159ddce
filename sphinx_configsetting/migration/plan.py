"""The plan for a setting: its hand-written table becomes options and text of its directive."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.document import INCLUDED, MALFORMED
from ..handwritten.facts import DEFAULT, VALUE, explained_value, own_content
from ..handwritten.judge import compare, find_contradictions, is_name, meaning_of, settle
from ..handwritten.placement import words_of
from ..model.directive_head import Slip
from ..model.setting import Fact, fact_of_text
from ..model.text import UNDERLINE, collapse
from .body import (
    APPLIES,
    Composition,
    SectionPiece,
    blocks_in,
    blocks_of,
    grouped,
    groups_of,
    means_the_same,
)
from .edits import (
    Cause,
    Edit,
    NotMigratableError,
    PageSource,
    markup_at,
    with_body,
    with_options,
)
from .tables import find_fault, shape_problem, table_at, without_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..handwritten.facts import FactReader, Statement
    from ..handwritten.placement import Place
    from ..model.directive_head import Head
    from ..model.setting import Setting
    from .body import BodyBlock
    from .edits import DirectiveMarkup
    from .tables import SourceTable

PLACEMENT: Final = 'placement'
"""The option for a setting whose section no longer states it, nor has its name."""
DIRECTIVE: Final = re.compile(r'(?:\.\. config:setting::|[`:~]{3,}\{config:setting\})')
BESIDE: Final = 'the text of the section and the body differ; check that they go together'
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
            stated = self.page.reader.read(content.children)
            named = self.page.reader.fields_named(content) if stated else ()
            if len({one.label.casefold() for one in stated}) > 1 or len(named) > 1:
                reason = f'the facts in {block.lines[0]!r} cannot be taken apart'
                advice = 'write each fact in a row, or as an item of a list'
                raise NotMigratableError(f'{reason}; {advice}', self.setting.line)
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
        stated = fact_of_text(declared, text) if declared else None
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
        fact = fact_of_text(declared, text) if declared and text else stated
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
        raise NotMigratableError(reason, place.setting.line)
    check_includes(rest, page, place.setting.line)
    spans = [span_of(table, page, place.setting.line) for table in tables]
    pieces = section_pieces(place.section, spans, page)
    notes = notes_of(pieces)
    if not tables and (not notes or has_labelled_facts(rest, page.reader)):
        return [], ''
    if not alone:
        reason = 'several settings share this section'
        raise NotMigratableError(reason, place.setting.line)
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
    raise NotMigratableError(reason, line)


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
        piece.groups = grouped(facts.read(blocks_in(table, page.fields)))
    gone = [note for note in notes if facts.take(AVAILABILITY, note_text(note))]
    pieces = [piece for piece in pieces if piece not in gone]
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


def has_labelled_facts(content: Iterable[nodes.Node], reader: FactReader) -> bool:
    """Return whether some content states a fact after a label."""
    return any(not one.is_marked for one in reader.read(content))


def check_foreign(place: Place) -> None:
    """Check that the section after a setting is not another one's."""
    if place.foreign is not None:
        heading = place.foreign[0].astext()
        reason = f'the heading {heading!r} belongs to another setting, which its table states'
        raise NotMigratableError(reason, place.setting.line)


def check_malformed(section: nodes.section, lines: Sequence[str]) -> None:
    """Check that docutils takes all tables of a section."""
    for message in section.children:
        if isinstance(message, nodes.system_message) and MALFORMED in message.astext():
            line, reason = find_fault(message, lines)
            raise NotMigratableError(
                f'docutils refuses the table: {reason}', line, Cause.MALFORMED
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
                raise NotMigratableError(reason, first_line_of(node, line))


def check_contradictions(
    setting: Setting, statements: Sequence[Statement], markup: DirectiveMarkup, page: PageSource
) -> None:
    """Check that neither the section nor the body contradicts the directive."""
    body = page.reader.read(page.parse('\n'.join(markup.body)).children)
    first = max((one.group for one in statements), default=0) + 1
    shifted = [one._replace(group=one.group + first, line=0) for one in body]
    for one in find_contradictions([setting], [*statements, *shifted], page.fields):
        line = one.statement.line or setting.line
        raise NotMigratableError(one.message, line, Cause.CONTRADICTION)


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
        raise NotMigratableError('the table has a title, or a form that is not known', line)
    found = without_heading(found, page.fields)
    problem = shape_problem(found, page.fields)
    before = next((t for t in reversed(page.lines[: found.start]) if t[:1] not in {'', ' '}), '')
    reason = f'the table cannot be taken apart: {problem}' if problem else ''
    if APPLIES.match(before):
        reason = f'{before!r} belongs to the table'
    if reason:
        raise NotMigratableError(reason, found.start + 1)
    return found


def check_cells(table: SourceTable, page: PageSource) -> None:
    """Check that the cells of a table are blocks that can go apart."""
    for cell in (cell for row in table.rows for cell in row):
        parts = [block.lines for block in blocks_of(cell)]
        if len(parts) > 1 and not means_the_same(parts, cell, page.parse):
            reason = 'the markup in a cell cannot be taken apart'
            raise NotMigratableError(reason, table.start + 1)


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


def notes_of(pieces: Sequence[SectionPiece]) -> list[SectionPiece]:
    """Return the note on availability of a section, if there is just one."""
    notes = [piece for piece in pieces if piece.groups and note_text(piece)]
    return notes if len(notes) == 1 else []


def note_text(piece: SectionPiece) -> str:
    """Return the availability that a piece states if it states nothing else, or ''."""
    return note_of(piece.groups[0][0]) if len(piece.groups[0]) == 1 else ''


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
    plans = []
    for place in places:
        setting = place.setting
        try:
            edits, remark = plan_of(place, page, alone=having[id(place.section)] == 1)
        except NotMigratableError as left:
            plan = Plan(id=setting.id, line=left.line, cause=left.cause, reason=str(left))
        else:
            plan = Plan(id=setting.id, line=setting.line, edits=tuple(edits), reason=remark)
        plans.append(plan)
    return plans
