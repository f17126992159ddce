"""Facts written by hand that contradict what a directive states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..catalog.setting import state
from .agreement import Agreement, compare
from .reading import SEPARATOR, TOKEN, find, identifiers_of, own_content
from .statements import BEFORE, CODE, coded, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..catalog.fields import Field, Fields
    from ..catalog.setting import Setting


LOOSE: Final = frozenset({'availability', 'example', 'type'})
"""Fields that writers put in other words without a contradiction, as they do with texts."""


class Line(NamedTuple):
    """A text that may state a fact, with code marked."""

    text: str
    source: str
    """The file; '' where it is not known."""
    line: int
    """Counted from 1; 0 where it is not known."""


class Drift(NamedTuple):
    """A fact of a setting, stated by hand in another way."""

    setting: Setting
    field: Field
    stated: str
    """The text by hand."""
    source: str
    """Its file; '' where it is not known."""
    line: int
    """Its line, from 1; 0 where it is not known."""
    derived: str = ''
    """What the field's rule makes of the other options; '' without one."""

    @property
    def fact(self) -> str:
        """The text of the directive."""
        return self.setting.text(self.field.name)

    @property
    def message(self) -> str:
        """What is wrong and what to do."""
        return (
            f'{self.field.plain_label!r} is {self.stated!r} here, but {self.fact!r} in the '
            f'directive of the setting {self.setting.id!r}; {self.advice}'
        )

    @property
    def advice(self) -> str:
        """What to do, as far as a rule tells."""
        if not self.derived:
            return 'correct the one that is wrong'
        for text, where in ((self.stated, 'here'), (self.fact, 'in the directive')):
            if compare(self.field, text, state(self.field, self.derived)) is Agreement.SAME:
                return f'the other options make it what stands {where}; correct the other one'
        return f'the other options make it {self.derived!r}; correct both'


def drifts(settings: Sequence[Setting], section: nodes.section, fields: Fields) -> Iterator[Drift]:
    """Yield the facts of a section that contradict the settings that stand before it.

    A fact that agrees with one of several settings contradicts none; and what is stated
    twice, once rightly, is taken for a remark.
    """
    agreed: set[str] = set()
    found: list[Drift] = []
    for line in lines_of(own_content(section), fields):
        for name, text in read(line, settings, fields).items():
            field = next(field for field in fields if field.name == name)
            if field.kind.name == 'text' or name in LOOSE:
                continue
            verdicts = [compare(field, text, one.facts.get(name)) for one in settings]
            if {Agreement.SAME, Agreement.MORE} & set(verdicts):
                agreed.add(name)
            elif Agreement.NEW not in verdicts:
                found.append(Drift(settings[0], field, text, line.source, line.line))
    yield from (one for one in found if one.field.name not in agreed)


def read(line: Line, settings: Sequence[Setting], fields: Fields) -> dict[str, str]:
    """Return what a line states for certain, by the names of fields."""
    keys = [
        value
        for one in settings
        for field in fields
        if field.kind.name == 'key'
        for value in one.values(field.name)
    ]
    found = statement(line.text, fields, keys)
    if found is None:
        return {}
    tokens = TOKEN.findall(line.text.replace(CODE, ' '))
    named = any(
        identifiers_of(one, fields).in_literal(token) for one in settings for token in tokens
    )
    doubtful = not found.complete and named
    return {
        name: text
        for name, text in found.texts.items()
        if text and not (doubtful and any(f.name == name and f.identifies for f in fields))
    }


def lines_of(content: Iterable[nodes.Element], fields: Fields) -> Iterator[Line]:
    """Yield the texts of paragraphs, items and rows that may state a fact."""
    blocks = list(content)
    for lines in (nodes.paragraph, nodes.line):
        for block in find(blocks, lines):
            yield from parts_of(block, fields)
    for pairs in (nodes.row, nodes.definition_list_item, nodes.field):
        for pair in find(blocks, pairs):
            cells = [child for child in pair.children if not isinstance(child, nodes.classifier)]
            if len(cells) == 2:
                yield from line_of_pair(*cells)


def line_of_pair(label: nodes.Node, value: nodes.Node) -> Iterator[Line]:
    """Yield the text of a label and a value that stand in two places."""
    if len(value.children) == 1 and isinstance(value.children[0], nodes.paragraph):
        paragraph = value.children[0]
        text = f'{label.astext().strip().rstrip(":")}: {coded(paragraph)}'
        yield Line(text, paragraph.source or '', paragraph.line or 0)


def parts_of(block: nodes.Element, fields: Fields) -> Iterator[Line]:
    """Yield the texts of a paragraph, which begins anew where a line starts with a label."""
    start = block.line or 0
    parts: list[Line] = []
    for number, text in enumerate(coded_lines(block)):
        if parts and not starts_with_label(text, fields):
            parts[-1] = parts[-1]._replace(text=f'{parts[-1].text} {text}')
        else:
            parts.append(Line(text, block.source or '', start and start + number))
    yield from parts


def coded_lines(block: nodes.Element) -> list[str]:
    """Return the lines of a paragraph, its code marked."""
    parts = [
        f'{CODE}{" ".join(child.astext().split())}{CODE}'
        if isinstance(child, nodes.literal)
        else child.astext()
        for child in block.children
    ]
    return [' '.join(line.split()) for line in ''.join(parts).split('\n')]


def starts_with_label(text: str, fields: Fields) -> bool:
    """Tell whether a text starts with a field's label."""
    labels = (label for field in fields for label in field.labels)
    words = '|'.join(
        r'\s+'.join(f'{CODE}?{re.escape(word)}{CODE}?' for word in label.split())
        for label in labels
    )
    return bool(re.match(f'{BEFORE}(?:{words}){SEPARATOR}', text, re.IGNORECASE))
