"""The facts that a section states by hand, in whichever form it states them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..catalog.kinds import collapse
from .agreement import marked_terms
from .lines import Line, line_of
from .reading import find
from .statements import DEFAULT
from .values_old import Reading, readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Field, Fields

START: Final = (
    r'(?:\A|\n|(?<=[.;|])\s+)\s*'
    r'(?:(?:this|the|its)\s+(?:(?:corresponding|equivalent|associated|related|matching)\s+)?'
    r"(?:(?:feature|(?:configuration\s+)?setting|option)(?:['\u2019]s)?\s+)?)?"
)
"""What stands before a label: the start of a line or sentence, and words such as 'The'."""
PLURAL: Final = r'(?:s|\(s\))?'
BEHIND: Final = r'\s*(?:setting\b\s*)?(?::|=|\bis\b|\bare\b|\u2013|\u2014|\s-\s)\s*'
"""What stands between a label and its value."""
LISTS: Final = (nodes.bullet_list, nodes.enumerated_list)
PAIRS: Final = (nodes.field, nodes.definition_list_item)
"""What has a label in its first child, and the value in its last."""
TABULAR: Final = (nodes.list_item, nodes.entry)
STATED_DEFAULT: Final = re.compile(
    r'(?:\A|[.!?;(]\s*)(?:The\s+|Its\s+)?Default(?:\s+value)?(?:\s+is|:)\s*\Z', re.IGNORECASE
)
"""What stands before a default that a sentence states in code or in bold."""


class SectionFact(NamedTuple):
    """A value that a section states of a field."""

    field: Field
    text: str
    values: tuple[str, ...]
    """The values; none for N/A."""
    source: str
    line: int
    """Its line in the source, from 1; 0 where it is not known."""
    group: int
    """The facts of one table, list or paragraph are of one group."""
    aside: bool
    """Whether it stands in a note, which may speak of something else."""


class Label(NamedTuple):
    """A label found in a text."""

    field: Field
    start: int
    end: int


class FactReader:
    """Reads the facts of sections by the labels of the declared fields."""

    def __init__(self, fields: Fields) -> None:
        """Make the patterns of all labels; the longest label counts first."""
        self.fields = fields
        known = [(label, field) for field in fields for label in field.labels]
        known.sort(key=lambda pair: -len(pair[0]))
        self.names = {f'label{number}': field for number, (_, field) in enumerate(known)}
        words = '|'.join(
            rf'(?P<label{number}>{pattern_of(label)})' for number, (label, _) in enumerate(known)
        )
        self.behind = re.compile(f'{START}(?:{words}){BEHIND}', re.IGNORECASE)
        self.before = re.compile(rf'{START}(?:{words})\s+', re.IGNORECASE)
        self.alone = re.compile(rf'\s*(?:{words})(?:\s+setting)?\s*:?\s*', re.IGNORECASE)

    def facts(self, content: Sequence[nodes.Element], keys: Sequence[str]) -> list[SectionFact]:
        """Return the facts that the content of a section states, in its order.

        :param keys: the keys of the section's settings.
        """
        found: list[SectionFact] = []
        for block in content:
            for part in parts_of(block, self):
                group, aside = len(found), isinstance(part.block, nodes.Admonition)
                for line, reading in self.stated(part, keys):
                    fact = self.fact(line, reading, group, aside=aside)
                    found += [fact] if fact else []
        return found

    def fact(self, line: Line, reading: Reading, group: int, *, aside: bool) -> SectionFact | None:
        """Return what was read as a fact; None where there is no such field."""
        field = self.fields.get(reading.name)
        if field is None:
            return None
        return SectionFact(
            field=field,
            text=reading.text,
            values=reading.values,
            source=line.source,
            line=line.line,
            group=group,
            aside=aside,
        )

    def stated(self, part: Part, keys: Sequence[str]) -> Iterator[tuple[Line, Reading]]:
        """Yield what a part of a section states, with the lines that it stands in."""
        labelled = [
            (line, reading)
            for field, line in self.labelled(part)
            for reading in readings(field, line, keys)
        ]
        yield from labelled
        known = {reading.text for _line, reading in labelled if reading.name == DEFAULT}
        for line in defaults_of(part.block):
            if line.text not in known:
                yield line, Reading(DEFAULT, line.text, (line.text,))

    def labelled(self, part: Part) -> Iterator[tuple[Field, Line]]:
        """Yield each label with the text behind it."""
        if part.labels:
            for cell, field in zip(cells_of(part.block), part.labels, strict=False):
                yield from ((field, line) for line in lines_of(cell) if field)
            return
        for row in part.block.findall(nodes.row):
            cells = cells_of(row)
            for cell, value in pairwise(cells):
                yield from self.of_pair(cell, value)
        for pair in part.block.findall(lambda node: isinstance(node, PAIRS)):
            yield from self.of_pair(pair.children[0], pair.children[-1])
        for text in texts_in(part.block):
            yield from self.of_text(text)

    def of_pair(self, label: nodes.Node, value: nodes.Node) -> Iterator[tuple[Field, Line]]:
        """Yield the value in one place whose label is all of another one."""
        field = self.label_in(label)
        if field and not self.label_in(value):
            yield from ((field, line) for line in lines_of(value))

    def label_in(self, node: nodes.Node) -> Field | None:
        """Return the field whose label is all that a node says."""
        match = self.alone.fullmatch(collapse(node.astext()))
        return self.field_of(match) if match else None

    def field_of(self, match: re.Match[str]) -> Field:
        """Return the field whose label was found."""
        return self.names[match.lastgroup or '']

    def of_text(self, element: nodes.Element) -> Iterator[tuple[Field, Line]]:
        """Yield each labelled value of a paragraph; those in the list under it as well."""
        line = line_of(element)
        labels = [self.label(match) for match in self.behind.finditer(line.text)]
        if not labels and isinstance(element.parent, TABULAR):
            labels = [*self.label_before_code(line)]
        for label, after in zip(labels, [*labels[1:], None], strict=True) if labels else ():
            value = line.part(label.end, after.start if after else len(line.text))
            value = value._replace(line=line.part(label.start, label.end).line)
            below = next_sibling(element)
            if not value.text.strip() and isinstance(below, LISTS):
                yield from ((label.field, item) for item in lines_of(below))
            yield label.field, value

    def label(self, match: re.Match[str]) -> Label:
        """Return the label that was found."""
        return Label(self.field_of(match), match.start(match.lastgroup or ''), match.end())

    def label_before_code(self, line: Line) -> Iterator[Label]:
        """Yield the label that code follows without a sign between."""
        match = self.before.match(line.text)
        if match and any(span.start == match.end() for span in line.code):
            yield self.label(match)


class Part(NamedTuple):
    """A block of a section, or a row of a table whose heading has labels."""

    block: nodes.Element
    labels: tuple[Field | None, ...] = ()
    """The fields of the columns."""


def pattern_of(label: str) -> str:
    """Return a pattern for a label in any writing, singular or plural."""
    return r'\s+'.join(re.escape(word) for word in label.split()) + PLURAL


def parts_of(block: nodes.Element, reader: FactReader) -> Iterator[Part]:
    """Yield a block as it is; of a table whose heading has labels, each row."""
    tables = list(block.findall(nodes.table))
    rows = list(tables[0].findall(nodes.row)) if len(tables) == 1 else []
    labels = tuple(reader.label_in(cell) for cell in cells_of(rows[0])) if len(rows) > 1 else ()
    heading = sum(map(bool, labels)) > 1 or bool(rows and isinstance(rows[0].parent, nodes.thead))
    pairs = any(reader.label_in(cell) for row in rows[1:] for cell in cells_of(row)[:1])
    if heading and not pairs and any(field.identifies for field in labels if field):
        yield from (Part(row, labels) for row in rows[1:])
    else:
        yield Part(block)


def cells_of(row: nodes.Element) -> list[nodes.Element]:
    """Return the cells of a row."""
    return [cell for cell in row.children if isinstance(cell, nodes.entry)]


def texts_in(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the paragraphs in a node, and the lines of blocks of lines."""
    for text in node.findall(nodes.TextElement):
        if isinstance(text, (nodes.paragraph, nodes.line)):
            yield text


def lines_of(node: nodes.Node) -> Iterator[Line]:
    """Yield what the paragraphs in a node show."""
    return map(line_of, texts_in(node))


def next_sibling(element: nodes.Element) -> nodes.Node | None:
    """Return what stands behind an element under the same parent."""
    return element.next_node(descend=False, siblings=True, ascend=False)


def defaults_of(block: nodes.Element) -> Iterator[Line]:
    """Yield the defaults that sentences and lists of values state."""
    for text in find([block], nodes.paragraph):
        whole = line_of(text)
        for term in marked_terms(text):
            yield whole._replace(text=term)
        for span in whole.spans:
            if STATED_DEFAULT.search(whole.text[: span.start]):
                value = whole.part(span.start, span.end)
                yield value._replace(text=value.text.rstrip('.'))
