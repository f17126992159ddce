"""What is wrong with the hand-written presentations of a source file, without a build."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from .drift import drifts
from .pages import Reader, places_in
from .sections import Outcome, judge
from .tables import MalformedTableError, grid_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Fields
    from .pages import Place

TAB_WIDTH: Final = 8
"""Columns from one tab stop to the next, as docutils counts them."""


class Rule(Enum):
    """What a finding is about, each with a sentence for readers of reports."""

    DRIFT = 'A table drawn by hand contradicts the directive.'
    PLACEMENT = 'The heading after a setting belongs to another setting.'
    TABLE = 'docutils refuses a table, so that readers do not see it.'

    @property
    def id(self) -> str:
        """The name of the rule in reports, which is also that of the warning's subtype."""
        return self.name.lower()


class Finding(NamedTuple):
    """One thing that is wrong."""

    rule: Rule
    path: str
    line: int
    """Counted from 1."""
    message: str
    """What is wrong and what to do."""
    setting: str = ''
    """The id of the setting; '' for none."""
    field: str = ''
    stated: str = ''
    """The text by hand."""
    fact: str = ''
    """The text of the directive."""


def check_text(path: str, text: str, fields: Fields, reader: Reader) -> Iterator[Finding]:
    """Yield what is wrong in the text of a file."""
    messages: list[nodes.system_message] = []
    document = reader.parse(text, messages.append)
    lines = [line.strip() for line in text.expandtabs(TAB_WIDTH).splitlines()]
    for message in messages:
        yield from faults(path, message, lines)
    sections: dict[int, list[Place]] = {}
    for place in places_in(document, path, fields):
        outcome = judge(place.setting, place.section, fields)
        if outcome is Outcome.FOREIGN:
            yield misplaced(place)
        elif place.section is not None:
            sections.setdefault(id(place.section), []).append(place)
    for places in sections.values():
        yield from contradictions(path, places, fields)


def contradictions(path: str, places: Sequence[Place], fields: Fields) -> Iterator[Finding]:
    """Yield what a section states otherwise than the settings before it."""
    section = places[0].section
    assert section is not None
    settings = [place.setting for place in places]
    for found in drifts(settings, section, fields):
        yield Finding(
            rule=Rule.DRIFT,
            path=path,
            line=found.line or found.setting.line,
            message=found.message,
            setting=found.setting.id,
            field=found.field.name,
            stated=found.stated,
            fact=found.fact,
        )


def misplaced(place: Place) -> Finding:
    """Return the finding of a setting before a heading that is another one's."""
    assert place.section is not None
    heading = place.section[0].astext()
    return Finding(
        rule=Rule.PLACEMENT,
        path=place.setting.source,
        line=place.setting.line,
        message=(
            f'the setting {place.setting.id!r} stands before the heading {heading!r}, whose table '
            "states another setting; move it to its own section, or correct the directive's "
            'identifiers'
        ),
        setting=place.setting.id,
        stated=heading,
    )


def faults(path: str, message: nodes.system_message, lines: Sequence[str]) -> Iterator[Finding]:
    """Yield what a message of docutils says of a table.

    :param lines: those of the file; versions of docutils count the line differently.
    """
    text = message.children[0].astext()
    if not text.startswith('Malformed table'):
        return
    block = next(iter(message.findall(nodes.literal_block)), nodes.literal_block())
    table = [line.strip() for line in block.astext().splitlines()]
    line = message.get('line', 1)
    starts = (n for n in range(line, 0, -1) if lines[n - 1 : n - 1 + len(table)] == table)
    reason, offset = ' '.join(text.split()).removeprefix('Malformed table.').strip(), 0
    try:
        if table and table[0].startswith('+'):
            grid_table(table, 0)
    except MalformedTableError as error:
        reason, offset = str(error), error.line
    yield Finding(
        rule=Rule.TABLE,
        path=path,
        line=next(starts, line) + offset,
        message=(
            f'docutils refuses the table: {reason or "its form is wrong"}; '
            'correct the line, or readers see none of it'
        ),
        stated=table[0] if table else '',
    )
