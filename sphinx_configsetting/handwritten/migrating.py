"""Turning what a section states by hand into options and the body of its directive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..catalog.fields import DESCRIPTION
from ..catalog.kinds import collapse
from .availability import notes_in
from .blocks import blocks_of
from .cells import blocks_in, shape_problem
from .composing import compose, lost, together
from .edits import removals
from .findings import AVAILABILITY, Cause, Findings, Left
from .markup import markup_at, with_body, with_options
from .reading import identifiers_of, names_setting, own_content, stated_facts
from .statements import Statement
from .tables import Malformed, table_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting
    from .composing import Parse
    from .edits import Edit, Source
    from .markup import Markup
    from .tables import Lines, Table

APPLIES: Final = re.compile(
    r'\.\. (?:_|(?:class|rst-class|cssclass|tabularcolumns|role|default-role|highlight)::)|__ '
)
"""What speaks of the block after it."""


MALFORMED: Final = 'Malformed table'
DIRECTIVE: Final = re.compile(r'\.\. config:setting::')
WHOLE: Final = Statement({}, complete=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A setting, and the section that it names."""

    setting: Setting
    section: nodes.section
    line: int
    """The line of the directive, counted from 1."""
    alone: bool
    """Whether no other setting names the section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A file, and what is needed to read it."""

    source: Source
    path: str
    """The name that docutils gives it."""
    fields: Fields
    parse: Parse


def migration(place: Place, page: Page) -> list[Edit]:
    """Return the edits that turn what a section states into options and text of its directive.

    :returns: none for a section that states nothing by hand.
    :raises Left: it must stay as it is.
    """
    lines = page.source.plain
    check_malformed(place, lines)
    content = own_content(place.section)
    stating = [n for n in content if isinstance(n, nodes.table) and states([n], place, page)]
    rest = [node for node in content if node not in stating]
    tables = [text_of(node, page, lines) for node in stating]
    notes = notes_of(place, page, lines)
    if not tables and (not notes or states(rest, place, page)):
        return []
    check_place(place, page, rest)
    markup = markup_at(page.source, lines, place.line - 1)
    if markup.stray or 'no-typesetting' in markup.texts:
        reason = 'the page would not show what the directive states'
        raise Left(Cause.UNCERTAIN, reason, place.line)
    findings = found_in(tables, place, page)
    notes = [note for note in notes if findings.take(AVAILABILITY, note[2], WHOLE)]
    body = new_body(findings, markup, rest)
    return [
        *with_options(markup, in_order(findings.texts, page.fields)),
        *with_body(markup, *body),
        *removals(lines, [(t.start, t.end) for t in tables] + [note[:2] for note in notes]),
    ]


def states(content: list[nodes.Element], place: Place, page: Page) -> bool:
    """Tell whether content names a setting, or states a fact that tells settings apart."""
    facts = (fact.field for fact in stated_facts(content, page.fields))
    identifiers = identifiers_of(place.setting, page.fields)
    return any(f.identifies or f.index for f in facts) or names_setting(content, identifiers)


def check_malformed(place: Place, lines: Sequence[str]) -> None:
    """Check that docutils takes all tables of a section."""
    for message in place.section.findall(nodes.system_message):
        if message.parent is place.section and MALFORMED in message.astext():
            number = min(message['line'], len(lines)) - 1
            reason = message.astext().partition('\n')[0].partition(MALFORMED)[2].strip(' .')
            try:
                table_at(lines, number)
            except Malformed as error:
                number, reason = error.line, str(error)
            raise Left(Cause.MALFORMED, f'docutils refuses the table: {reason}', number + 1)


def text_of(table: nodes.Element, page: Page, lines: Sequence[str]) -> Table:
    """Return the text of a table.

    :raises Left: it stands in another file, or is no table of cells in their order.
    """
    first = next((n for n in table.findall() if n.line), table)
    line = first.line or 0
    if first.source != page.path:
        raise Left(Cause.UNCERTAIN, f'the table is included from {first.source}', line)
    found = table_at(lines, line - 1)
    if found is None:
        raise Left(Cause.UNCERTAIN, 'the table has a title or a form that is not known', line)
    problem = shape_problem(found, page.fields)
    if problem:
        raise Left(Cause.UNCERTAIN, f'the table cannot be taken apart: {problem}', found.start + 1)
    before = next((text for text in reversed(lines[: found.start]) if text[:1] not in {'', ' '}), '')
    if APPLIES.match(before):
        reason = f'{before.strip()!r} belongs to the table'
        raise Left(Cause.UNCERTAIN, reason, found.start + 1)
    return found


def check_place(place: Place, page: Page, rest: list[nodes.Element]) -> None:
    """Check that the page will show the setting's own table, and only that."""
    if not place.alone:
        raise Left(Cause.UNCERTAIN, 'several settings stand before the heading', place.line)
    for node in rest:
        if states([node], place, page):
            line = next((n.line for n in node.findall() if n.line), place.line) or place.line
            reason = (
                'the section names the setting beside its table as well, so that no other table '
                "would be drawn; move that text into the directive's body"
            )
            raise Left(Cause.UNCERTAIN, reason, line)


def notes_of(place: Place, page: Page, lines: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the note on availability that stands in a section, if there is just one."""
    title = place.section[0]
    start = title.line or 0
    ends = [n.line for n in place.section.document.findall(nodes.title) if n.line and n.line > start]
    end = min(ends, default=len(lines) + 1) - 1
    stop = next((n for n in range(start, end) if DIRECTIVE.match(lines[n])), end)
    notes = notes_in(lines, start, stop)
    return notes if len(notes) == 1 else []


def found_in(tables: list[Table], place: Place, page: Page) -> Findings:
    """Return what tables say.

    :raises Left: that contradicts the directive, or the cells cannot be taken apart.
    """
    findings = Findings(place.setting, page.fields, page.parse, place.line)
    for table in tables:
        findings.line = table.start + 1
        for cell in (cell for row in table.rows for cell in row):
            parts = [block.lines for block in blocks_of(cell.lines)]
            if not together(parts, cell.lines, page.parse):
                reason = 'the markup in a cell cannot be taken apart'
                raise Left(Cause.UNCERTAIN, reason, findings.line)
        findings.read(blocks_in(table, page.fields))
    return findings


def new_body(
    findings: Findings, markup: Markup, rest: list[nodes.Element]
) -> tuple[Lines, Lines]:
    """Return the lines that come before the body, and what stays of the body.

    :raises Left: they would not mean what they meant in the table.
    """
    parse = findings.parse
    description = collapse(markup.texts.get(DESCRIPTION, ''))
    before, own = compose(description, markup.body, findings.prose, parse)
    body = (*before, '', *own)
    gone = lost(findings.prose, description, body, parse)
    if gone or not together([before, own], body, parse):
        reason = f'the text {gone!r} would be lost' if gone else 'its text has another meaning there'
        raise Left(Cause.UNCERTAIN, f'the body cannot take the text of the table: {reason}', findings.line)
    document = parse('\n'.join((description, '', *body)))
    if any(by_order(node) for node in document.findall(nodes.Element)):
        reason = 'the table holds a reference that is resolved by the order of the page'
        raise Left(Cause.UNCERTAIN, reason, findings.line)
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
