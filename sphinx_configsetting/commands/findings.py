"""What the command ``drift`` finds in files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..handwritten.comparing import drift_of
from ..handwritten.facts_old import FactReader
from ..handwritten.judging import Outcome, judge
from ..handwritten.pages import Reader, places_in
from ..handwritten.tables import MalformedTableError, grid_table
from .fields import Deriver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Fields
    from ..handwritten.edits import Source

MALFORMED: Final = 'Malformed table'


class Rule(Enum):
    """What a finding is about."""

    DRIFT = 'drift'
    PLACEMENT = 'placement'
    TABLE = 'malformed-table'

    @property
    def id(self) -> str:
        """The name of the rule in reports."""
        return f'configsetting.{self.value}'

    @property
    def help(self) -> str:
        """What the rule means."""
        return {
            Rule.DRIFT: 'A fact drawn by hand contradicts the directive before its section.',
            Rule.PLACEMENT: 'The heading after a setting belongs to another one.',
            Rule.TABLE: 'docutils refuses a table, so its facts cannot be compared.',
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong in a file."""

    rule: Rule
    file: str
    """The file as it was named, with slashes."""
    line: int
    """Counted from 1."""
    message: str
    setting: str = ''
    """The id of the setting; '' for a table."""
    field: str = ''
    stated: str = ''
    """What the text states."""
    expected: str = ''
    """What the directive states."""
    truth: str = ''
    """Which of the two the field's rule agrees with."""
    derived: str = ''


class Finder:
    """Finds what is wrong in files; made once for all of them."""

    def __init__(self, fields: Fields) -> None:
        """Prepare to read files with the given fields."""
        self.fields = fields
        self.reader = Reader()
        self.facts = FactReader(fields)
        self.deriver = Deriver()

    def findings(self, source: Source, file: str) -> list[Finding]:
        """Return what is wrong in a file, in the order of its lines.

        :param file: its name in the findings.
        """
        document = self.reader.parse(source.text)
        places = [
            (self.deriver.complete(place.setting, self.fields), place)
            for place in places_in(document, file, self.fields)
        ]
        placed = [
            (setting, place.section, judge(setting, place.section, self.fields))
            for setting, place in places
            if place.section is not None
        ]
        found = [
            *self.drift(placed, file),
            *(misplaced(s, section, file) for s, section, o in placed if o is Outcome.FOREIGN),
            *malformed(document, source.plain, file),
        ]
        return sorted(found, key=lambda one: (one.line, one.rule.value, one.setting, one.message))

    def drift(self, placed: Sequence[Placed], file: str) -> Iterator[Finding]:
        """Yield the facts that contradict their settings."""
        for one in drift_of(placed, self.facts, self.deriver.text):
            yield Finding(
                rule=Rule.DRIFT,
                file=file,
                line=one.fact.line or one.setting.line,
                message=one.message,
                setting=one.setting.id,
                field=one.fact.field.name,
                stated=one.fact.text,
                expected=one.stated,
                truth=one.truth.name.lower(),
                derived=one.derived,
            )


def misplaced(setting: Setting, section: nodes.section, file: str) -> Finding:
    """Return the finding of a setting before a heading of something else."""
    heading = section[0].astext()
    return Finding(
        rule=Rule.PLACEMENT,
        file=file,
        line=setting.line,
        message=f'the setting {setting.id!r} stands before the heading {heading!r}, whose table '
        "states another setting; move it to its own section, or correct the directive's "
        'identifiers',
        setting=setting.id,
        stated=heading,
    )


def malformed(document: nodes.document, lines: Sequence[str], file: str) -> Iterator[Finding]:
    """Yield the tables that docutils refuses."""
    for refused in document.findall(nodes.system_message):
        text = refused.astext()
        if MALFORMED in text:
            line, reason = fault(refused, lines)
            yield Finding(
                rule=Rule.TABLE,
                file=file,
                line=line,
                message=f'docutils refuses this table: {reason}; correct it, so that its facts '
                'are shown and compared',
                stated=reason,
            )


def fault(refused: nodes.system_message, lines: Sequence[str]) -> tuple[int, str]:
    """Return the line of a table that is to blame, and why."""
    number = int(refused.get('line') or 1) - 1
    indent = len(lines[number]) - len(lines[number].lstrip()) if number < len(lines) else 0
    near = [line[indent:] if not line[:indent].strip() else '' for line in lines]
    try:
        if near[number : number + 1] and near[number][:1] in {'+', '|'}:
            grid_table(near, number)
    except MalformedTableError as error:
        return error.line + 1, str(error)
    told = refused[0].astext().partition('Malformed table.')[2].strip()
    return number + 1, ' '.join(told.split()).rstrip('.') or 'its rows and columns do not meet'


if TYPE_CHECKING:
    from ..catalog.setting import Setting

    Placed = tuple[Setting, nodes.section, Outcome]
