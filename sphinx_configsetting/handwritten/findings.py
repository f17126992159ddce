"""What the tables of a section say: new facts, and text that is no fact."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..catalog.kinds import unquote
from ..catalog.setting import state
from .agreement import (
    Agreement,
    compare,
    marked_terms,
    same_value,
    stated_defaults,
    values_lists,
)
from .availability import note_of
from .reading import TOKEN, identifiers_of
from .statements import DEFAULT, VALUE, Statement, coded, statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalog.fields import Field, Fields
    from ..catalog.setting import Fact, Setting
    from .blocks import Block
    from .composing import Parse

AVAILABILITY: Final = 'availability'
CHOICES: Final = 'choices'
MILD: Final = frozenset({'type', 'example', AVAILABILITY})
"""Fields whose texts may differ without a contradiction; what differs stays in the text."""
SWITCHES: Final = (
    {'true', 'false'},
    {'yes', 'no'},
    {'on', 'off'},
    {'enabled', 'disabled'},
    {'enable', 'disable'},
)
CODE_OR_TEXT: Final = (nodes.Text, nodes.literal, nodes.strong, nodes.emphasis)


class Cause(Enum):
    """Why a setting is left as it is."""

    CONTRADICTION = 'contradiction'
    MALFORMED = 'malformed table'
    UNCERTAIN = 'uncertain'
    DECLINED = 'declined'


class LeftError(Exception):
    """A setting must be left as it is."""

    def __init__(self, cause: Cause, reason: str, line: int) -> None:
        """Keep the cause, and the line counted from 1."""
        super().__init__(reason)
        self.cause = cause
        self.line = line


@dataclass(slots=True)
class Findings:
    """What is found for one setting, block by block."""

    setting: Setting
    fields: Fields
    parse: Parse
    line: int
    """The line of the table that is read, counted from 1."""
    texts: dict[str, str] = field(default_factory=dict)
    """Facts that the setting's options don't state, by the names of fields."""
    prose: list[Block] = field(default_factory=list)

    def read(self, blocks: Iterable[Block]) -> None:
        """Take in the blocks of a table.

        :raises LeftError: they contradict the setting's options, or each other.
        """
        for block in blocks:
            note = note_of(block)
            stated = Statement({AVAILABILITY: note}, complete=True) if note else self.stated(block)
            taken = [self.take(name, text, stated) for name, text in stated.texts.items()]
            if not stated.complete or not all(taken):
                self.prose.append(block)

    def stated(self, block: Block) -> Statement:
        """Return what a block states."""
        children = self.parse('\n'.join(block.content)).children
        if len(children) != 1 or not isinstance(children[0], nodes.paragraph):
            return Statement({}, complete=False)
        paragraph = children[0]
        keys = [
            v for f in self.fields if f.kind.name == 'key' for v in self.setting.values(f.name)
        ]
        found = statement(coded(paragraph), self.fields, keys) or Statement({}, complete=False)
        simple = all(isinstance(child, CODE_OR_TEXT) for child in paragraph.children)
        return found if simple else Statement(found.texts, complete=False)

    def take(self, name: str, text: str, stated: Statement) -> bool:
        """Take in a fact; tell whether an option states it now."""
        declared = self.fields.get(name)
        if declared is None:
            return False
        known = self.texts.get(name)
        fact = state(declared, known) if known else self.setting.facts.get(name)
        if declared.identifies and not stated.complete:
            return self.named(declared, text, fact)
        agreement = compare(declared, text, fact)
        if agreement is Agreement.NEW:
            self.texts[name] = text
        elif agreement is Agreement.OTHER and name in MILD:
            return False
        elif agreement is Agreement.OTHER:
            where = 'another line of the table' if known else 'the directive'
            self.contradict(f'{declared.plain_label!r} is {text!r}', where, fact)
        return True

    def named(self, declared: Field, text: str, fact: Fact | None) -> bool:
        """Check the identifiers in a line that says more; it stays as it is."""
        tokens = re.findall(TOKEN, text)
        identifiers = identifiers_of(self.setting, self.fields)
        if fact and tokens and not any(identifiers.in_literal(token) for token in tokens):
            self.contradict(f'{declared.plain_label!r} is {text!r}', 'the directive', fact)
        return False

    def contradict(self, said: str, where: str, fact: Fact | None) -> None:
        """Leave the setting because of a contradiction."""
        other = fact.text if fact else ''
        reason = f'in the table {said}, in {where} it is {other!r}'
        raise LeftError(Cause.CONTRADICTION, reason, self.line)

    def settle(self, body: nodes.document, around: Iterable[nodes.Element]) -> None:
        """Find the default and the choices that the text states.

        :param body: the description and the body that the setting is to have.
        :param around: what stays in the section, whose defaults are checked only.
        :raises LeftError: a default contradicts the one that is known.
        """
        lists = list(values_lists(body))
        said = [*stated_defaults(body), *(mark for _values, marks in lists for mark in marks)]
        for node in around:
            self.check_default([*stated_defaults(node), *marked_terms(node)])
        if said and not self.known(DEFAULT):
            self.give(DEFAULT, said[0])
        self.check_default(said)
        if len(lists) == 1 and not self.known(CHOICES) and self.certain(*lists[0]):
            self.give(CHOICES, ', '.join(lists[0][0]))

    def known(self, name: str) -> str:
        """Return what the options are to state of a field; '' for nothing."""
        return self.texts.get(name, '') or self.setting.text(name)

    def give(self, name: str, text: str) -> None:
        """Give an option a text if there is such an option and the text is a value."""
        if name in self.fields and (name == CHOICES or VALUE.fullmatch(text)):
            self.texts[name] = text

    def check_default(self, said: Iterable[str]) -> None:
        """Compare the defaults that sentences state with the one that is known."""
        known = self.known(DEFAULT)
        for value in said if known else ():
            if not any(same_value(part, known) for part in (value, *value.split()[:1])):
                raise LeftError(
                    Cause.CONTRADICTION,
                    f'the text says that the default is {value!r}, and the table or the '
                    f'directive that it is {known!r}',
                    self.line,
                )

    def certain(self, values: list[str], marks: list[str]) -> bool:
        """Tell whether the values that a list explains are the setting's choices."""
        folded = {value.casefold() for value in values}
        default = unquote(self.known(DEFAULT)).casefold()
        return bool(marks) or default in folded or folded in SWITCHES
