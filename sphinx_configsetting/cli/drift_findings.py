"""The findings of the command ``drift``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..handwritten.document import PageReader
from ..handwritten.facts import FactReader
from ..handwritten.placement import Placer, find_drift
from ..migration.tables import find_fault
from ..model.setting import derived_text
from .fields import UndeclaredOptions, complete

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes

    from ..handwritten.document import ParsedPage
    from ..handwritten.judge import Contradiction
    from ..migration.edits import SourceText
    from ..model.fields import Fields
    from ..model.setting import Setting


class Rule(Enum):
    """The kinds of findings."""

    DRIFT = 'drift'
    PLACEMENT = 'placement'
    TABLE = 'malformed-table'

    @property
    def help(self) -> str:
        """The meaning of the rule."""
        return {
            Rule.DRIFT: 'A hand-written fact contradicts its directive, or another one.',
            Rule.PLACEMENT: 'The heading after a setting belongs to another one.',
            Rule.TABLE: 'docutils refuses a table, so its facts cannot be compared.',
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftFinding:
    """One thing that is wrong in a file."""

    kind: Rule
    file: str
    """The file as it was named, with slashes."""
    line: int
    """Counted from 1."""
    message: str
    setting: str = ''
    """The id of the setting; '' for a table."""
    field: str = ''
    stated: str = ''
    """The value in the text."""
    expected: str = ''
    """The value of the directive."""
    truth: str = ''
    """The text that the field's rule agrees with."""
    derived: str = ''

    @property
    def rule(self) -> str:
        """The kind, as reports name it."""
        return self.kind.value

    def item(self) -> dict[str, Any]:
        """Return the finding as an object of JSON."""
        item = asdict(self)
        del item['kind']
        return {'rule': f'configsetting.{self.rule}', **item}

    def identity(self) -> dict[str, str]:
        """Return the parts of the finding that do not change with its line, without its file."""
        found = {'setting': self.setting, 'field': self.field}
        return {'rule': self.rule, **found, 'stated': self.stated, 'expected': self.expected}


class DriftFinder:
    """Finds what is wrong in files; made once for all of them."""

    def __init__(self, fields: Fields) -> None:
        """Prepare to read files with the given fields."""
        self.fields = fields
        self.reader = PageReader(fields)
        self.facts = FactReader(fields)
        self.undeclared = UndeclaredOptions(fields)

    def findings(self, source: SourceText, file: str) -> list[DriftFinding]:
        """Return the findings of a file, in the order of its lines.

        :param file: its name in the findings.
        :raises MissingParserError: it is Markdown, and there is no parser.
        """
        page = self.reader.page(source.text, file)
        self.undeclared.collect(page, file)
        places = Placer(self.facts).place_all(
            [one._replace(setting=complete(one.setting, self.fields)) for one in page.candidates]
        )
        found = [
            *(drifting(one, file) for one in find_drift(places, self.fields, derived_text)),
            *(misplaced(p.setting, p.foreign, file) for p in places if p.foreign is not None),
            *malformed(page, source.plain, file),
        ]
        return sorted(found, key=lambda one: (one.line, one.rule, one.setting, one.message))


def drifting(one: Contradiction, file: str) -> DriftFinding:
    """Return the finding of a fact that contradicts a setting."""
    return DriftFinding(
        kind=Rule.DRIFT,
        file=file,
        line=one.statement.line or one.setting.line,
        message=one.message,
        setting=one.setting.id,
        field=one.statement.field.name,
        stated=one.statement.text,
        expected=one.stated,
        truth=one.truth,
        derived=one.derived,
    )


def misplaced(setting: Setting, section: nodes.section, file: str) -> DriftFinding:
    """Return the finding of a setting before a heading of something else."""
    heading = section[0].astext()
    return DriftFinding(
        kind=Rule.PLACEMENT,
        file=file,
        line=setting.line,
        message=f'the heading {heading!r} after the setting {setting.id!r} belongs to another '
        'setting, which the section states; move the setting to its own section, or correct '
        "the directive's identifiers",
        setting=setting.id,
        stated=heading,
    )


def malformed(page: ParsedPage, lines: Sequence[str], file: str) -> Iterator[DriftFinding]:
    """Yield the tables that docutils refuses."""
    for refused in page.malformed:
        line, reason = find_fault(refused, lines)
        yield DriftFinding(
            kind=Rule.TABLE,
            file=file,
            line=line,
            message=f'docutils refuses this table: {reason}; correct it, so that its facts '
            'are shown and compared',
            stated=reason,
        )
