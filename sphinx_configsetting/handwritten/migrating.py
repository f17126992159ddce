"""Turning what a section states by hand into options and the body of its directive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..catalog.fields import DESCRIPTION
from ..catalog.kinds import collapse
from ..catalog.setting import state
from .availability import notes_in
from .blocks import blocks_of
from .cells import blocks_in, shape_problem
from .comparing import contradictions
from .composing import compose, lost, together
from ..migration.edits import removals
from .findings import AVAILABILITY, Cause, Findings, LeftError
from .markup import markup_at, with_body, with_options
from .pages import INCLUDED
from .reading import identifiers_of, names_setting, own_content, stated_facts
from .statements import Statement
from ..migration.tables import MalformedTableError, table_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting
    from .composing import Parse
    from ..migration.edits import Edit, Source
    from .facts_old import FactReader
    from .markup import Markup
    from .pages import Place
    from ..migration.tables import Lines, Table

APPLIES: Final = re.compile(
    r'\.\. (?:_|(?:class|rst-class|cssclass|tabularcolumns|highlight)::)|__ '
)
"""What speaks of the block after it."""
MALFORMED: Final = 'Malformed table'
DIRECTIVE: Final = re.compile(r'\.\. config:setting::')
WHOLE: Final = Statement({}, complete=True)
TWICE: Final = "the directive's own body follows the text of the table; see that they go together"
Note = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A file, and what is needed to read it."""

    source: Source
    lines: Sequence[str]
    """The text of the file as docutils reads it."""
    fields: Fields
    facts: FactReader
    parse: Parse


def migration(place: Place, page: Page) -> tuple[list[Edit], str]:
    """Turn what a section states into options and text of its directive.

    :returns: the edits, and what should be looked at; no edits for a setting whose section
        states nothing by hand.
    :raises LeftError: it must stay as it is.
    """
    if place.section is None:
        return [], ''
    check_malformed(place.section, page.lines)
    content = own_content(place.section)
    stating: list[nodes.Element] = [
        n for n in content if isinstance(n, nodes.table) and states(n, place, page)
    ]
    rest = [node for node in content if node not in stating]
    tables = [text_of(node, page) for node in stating]
    notes = notes_of(place.section, page)
    if not tables:
        check_hidden(place, page, rest)
    if not tables and (not notes or any(states(node, place, page) for node in rest)):
        return [], ''
    markup = markup_at(page.source, page.lines, place.setting.line - 1)
    check_place(place, page, rest, markup)
    findings = found_in(tables, place, page)
    check_named(stating, place, page)
    check_drift(place.setting, content, page)
    notes = [note for note in notes if findings.take(AVAILABILITY, note[2], WHOLE)]
    before, own = new_body(findings, markup, rest)
    check_drift(with_texts(place.setting, findings.texts, page.fields), rest, page)
    edits = [
        *with_options(markup, in_order(findings.texts, page.fields)),
        *with_body(markup, before, own),
        *removals(page.lines, [*((t.start, t.end) for t in tables), *(n[:2] for n in notes)]),
    ]
    return edits, TWICE if before and own else ''


def states(node: nodes.Element, place: Place, page: Page) -> bool:
    """Tell whether a node names a setting, or states a fact that tells settings apart."""
    facts = (fact.field for fact in stated_facts([node], page.fields))
    identifiers = identifiers_of(place.setting, page.fields)
    return any(f.identifies or f.index for f in facts) or names_setting([node], identifiers)


def check_malformed(section: nodes.section, lines: Sequence[str]) -> None:
    """Check that docutils takes all tables of a section."""
    for message in section.children:
        if isinstance(message, nodes.system_message) and MALFORMED in message.astext():
            number = min(message['line'], len(lines)) - 1
            reason = ' '.join(message.children[0].astext().split()[2:])
            try:
                table_at(lines, number)
            except MalformedTableError as error:
                number, reason = error.line, str(error)
            raise LeftError(Cause.MALFORMED, f'docutils refuses the table: {reason}', number + 1)


def text_of(table: nodes.Element, page: Page) -> Table:
    """Return the text of a table.

    :raises LeftError: its cells cannot be read one after the other, or something before it
        belongs to it.
    """
    line = line_of(table, 1)
    found = table_at(page.lines, line - 1)
    if found is None:
        raise LeftError(
            Cause.UNCERTAIN, 'the table has a title, or a form that is not known', line
        )
    problem = shape_problem(found, page.fields)
    if problem:
        reason = f'the table cannot be taken apart: {problem}'
        raise LeftError(Cause.UNCERTAIN, reason, found.start + 1)
    before = next((t for t in reversed(page.lines[: found.start]) if t[:1] not in {'', ' '}), '')
    if APPLIES.match(before):
        reason = f'{before!r} belongs to the table'
        raise LeftError(Cause.UNCERTAIN, reason, found.start + 1)
    return found


def line_of(node: nodes.Element, default: int) -> int:
    """Return the first line of a node that docutils knows, counted from 1."""
    return next((part.line for part in node.findall() if part.line), default)


def check_place(place: Place, page: Page, rest: list[nodes.Element], markup: Markup) -> None:
    """Check that the page will show the setting's own table, and only that."""
    line = place.setting.line
    if not place.alone:
        raise LeftError(Cause.UNCERTAIN, 'several settings stand before the heading', line)
    if markup.stray or 'no-typesetting' in markup.texts:
        reason = 'the page would not show what the directive states'
        raise LeftError(Cause.UNCERTAIN, reason, line)
    check_includes(rest, line)
    for node in rest:
        if states(node, place, page):
            reason = (
                'the section names the setting outside its table too, so that no other table '
                "would be drawn; move that text into the directive's body"
            )
            raise LeftError(Cause.UNCERTAIN, reason, line_of(node, line))


def check_hidden(place: Place, page: Page, rest: list[nodes.Element]) -> None:
    """Check that a section without a table of its own has none in another block or file."""
    line = place.setting.line
    check_includes(rest, line)
    for node in rest:
        if any(states(table, place, page) for table in node.findall(nodes.table)):
            reason = 'the table stands within another block'
            raise LeftError(Cause.UNCERTAIN, reason, line_of(node, line))


def check_includes(rest: list[nodes.Element], line: int) -> None:
    """Check that a section is all in one file."""
    for node in rest:
        if any(part.get(INCLUDED) for part in node.findall(nodes.Element)):
            reason = 'the section includes another file, which may state the setting by hand'
            raise LeftError(Cause.UNCERTAIN, reason, line_of(node, line))


def check_named(stating: list[nodes.Element], place: Place, page: Page) -> None:
    """Check that tables with identifiers name the setting."""
    identifiers = identifiers_of(place.setting, page.fields)
    stated = [fact.text for fact in stated_facts(stating, page.fields) if fact.identifier]
    if stated and not names_setting(stating, identifiers):
        reason = f'the table states {stated[0]!r}, and the directive has no such name'
        raise LeftError(Cause.UNCERTAIN, reason, line_of(stating[0], place.setting.line))


def check_drift(setting: Setting, content: list[nodes.Element], page: Page) -> None:
    """Check that nothing in a section contradicts what a directive states or is to state."""
    keys = [key for f in page.fields if f.kind.name == 'key' for key in setting.values(f.name)]
    facts = page.facts.facts(content, keys)
    for found in contradictions([setting], facts, lambda _field, _setting: ''):
        raise LeftError(Cause.CONTRADICTION, found.message, found.fact.line or setting.line)


def with_texts(setting: Setting, texts: Mapping[str, str], fields: Fields) -> Setting:
    """Return a setting that states more."""
    stated = ((f.name, state(f, texts[f.name])) for f in fields if f.name in texts)
    return setting._replace(facts={**setting.facts, **{n: fact for n, fact in stated if fact}})


def notes_of(section: nodes.section, page: Page) -> list[Note]:
    """Return the note on availability that stands in a section, if there is just one."""
    start = line_of(section, 0)
    end = start + 1
    while end < len(page.lines) and not ends_section(page.lines, end):
        end += 1
    notes = notes_in(page.lines, start, end)
    return notes if len(notes) == 1 else []


def ends_section(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line is the next directive of a setting, or the next heading's."""
    line, title = lines[number], lines[number - 1]
    ruled = len(set(line)) == 1 and not line[0].isalnum() and len(line) >= max(len(title), 2)
    return bool(DIRECTIVE.match(line)) or (ruled and bool(title))


def found_in(tables: list[Table], place: Place, page: Page) -> Findings:
    """Return what tables say.

    :raises LeftError: that contradicts the directive, or the cells cannot be taken apart.
    """
    findings = Findings(place.setting, page.fields, page.parse, place.setting.line)
    for table in tables:
        findings.line = table.start + 1
        for cell in (cell for row in table.rows for cell in row):
            parts = [block.lines for block in blocks_of(cell.lines)]
            if not together(parts, cell.lines, page.parse):
                reason = 'the markup in a cell cannot be taken apart'
                raise LeftError(Cause.UNCERTAIN, reason, findings.line)
        findings.read(blocks_in(table, page.fields))
    return findings


def new_body(findings: Findings, markup: Markup, rest: list[nodes.Element]) -> tuple[Lines, Lines]:
    """Return the lines that come before the body, and what stays of the body.

    :raises LeftError: they would not mean what they meant in the table.
    """
    parse = findings.parse
    description = collapse(markup.texts.get(DESCRIPTION, ''))
    before, own = compose(description, markup.body, findings.prose, parse)
    body = (*before, '', *own)
    document = parse('\n'.join((description, '', *body)))
    gone = lost(findings.prose, description, body, parse)
    reason = ''
    if gone:
        reason = f'the text {gone!r} would be lost'
    elif not together([before, own], body, parse):
        reason = 'the text of the table would mean something else there'
    elif any(by_order(node) for node in document.findall(nodes.Element)):
        reason = 'the table holds a reference that is resolved by its place in the page'
    if reason:
        raise LeftError(Cause.UNCERTAIN, reason, findings.line)
    findings.settle(document, rest)
    return before, own


def by_order(node: nodes.Element) -> bool:
    """Tell whether what a node refers to depends on those before it."""
    if isinstance(node, nodes.footnote_reference):
        return 'auto' in node and 'refname' not in node
    return bool(node.get('anonymous')) and 'refuri' not in node


def in_order(texts: Mapping[str, str], fields: Fields) -> dict[str, str]:
    """Return the texts of options in the order of the fields."""
    return {field.name: texts[field.name] for field in fields if field.name in texts}
