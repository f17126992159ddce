"""The findings of the command ``drift``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from ..handwritten.document import PageReader, places_of
from ..handwritten.facts import FactReader
from ..handwritten.judge import find_contradictions
from ..migration.tables import MalformedTableError, grid_table
from .fields import complete, derived_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes

    from ..handwritten.document import Page, Place
    from ..migration.edits import Source
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
class Finding:
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
    """Which of the two the field's rule agrees with."""
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


class Finder:
    """Finds what is wrong in files; made once for all of them."""

    def __init__(self, fields: Fields) -> None:
        """Prepare to read files with the given fields."""
        self.fields = fields
        self.reader = PageReader(fields)
        self.facts = FactReader(fields)

    def findings(self, source: Source, file: str) -> list[Finding]:
        """Return the findings of a file, in the order of its lines.

        :param file: its name in the findings.
        :raises MissingParserError: it is Markdown, and there is no parser.
        """
        page = self.reader.page(source.text, file)
        places = places_of(page, self.facts, partial(complete, fields=self.fields))
        found = [
            *self.drift(places, file),
            *(misplaced(p.setting, p.foreign, file) for p in places if p.foreign is not None),
            *malformed(page, source.plain, file),
        ]
        return sorted(found, key=lambda one: (one.line, one.rule, one.setting, one.message))

    def drift(self, places: Sequence[Place], file: str) -> Iterator[Finding]:
        """Yield the facts that contradict their settings."""
        sections: dict[int, list[Place]] = {}
        for place in places:
            if place.section is not None:
                sections.setdefault(id(place.section), []).append(place)
        for group in sections.values():
            settings = [place.setting for place in group]
            for one in find_contradictions(
                settings, group[0].statements, self.fields, derived_text
            ):
                yield Finding(
                    kind=Rule.DRIFT,
                    file=file,
                    line=one.line or one.setting.line,
                    message=one.message,
                    setting=one.setting.id,
                    field=one.field.name,
                    stated=one.found,
                    expected=one.stated,
                    truth=one.truth,
                    derived=one.derived,
                )


def misplaced(setting: Setting, section: nodes.section, file: str) -> Finding:
    """Return the finding of a setting before a heading of something else."""
    heading = section[0].astext()
    return Finding(
        kind=Rule.PLACEMENT,
        file=file,
        line=setting.line,
        message=f'the heading {heading!r} after the setting {setting.id!r} belongs to another '
        'setting, which the section states; move the setting to its own section, or correct '
        "the directive's identifiers",
        setting=setting.id,
        stated=heading,
    )


def malformed(page: Page, lines: Sequence[str], file: str) -> Iterator[Finding]:
    """Yield the tables that docutils refuses."""
    for refused in page.malformed:
        line, reason = fault(refused, lines)
        yield Finding(
            kind=Rule.TABLE,
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
