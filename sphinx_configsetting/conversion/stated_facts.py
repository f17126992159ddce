"""The facts that the first blocks of a text state after labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .live_lines import DIRECTIVE, depth_of, extent
from .plain_values import LITERAL, MARKDOWN_LITERAL, block_value, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..model.fields import Field, Fields

LABEL: Final = re.compile(
    r'(?P<marks>\*\*|\*|)(?P<label>[^\W\d_][\w /`.-]*?)(?::(?P=marks)|(?P=marks):)'
    r'(?:\s+(?P<text>.*)|(?P<block>:)?)'
)
"""A label before a value: ``Default: 5``, ``**Type:** int``, ``Default::``."""
FURTHER: Final = re.compile(
    r'[,;.|]\s+[*_]*(?P<label>[^\W\d_][\w /-]{0,40}?)[*_]{0,2}:[*_]{0,2}\s'
)
"""A label after a value, as in ``Default: 5, Type: int``."""
ANY_CODE: Final = re.compile(r'(`{1,2})[^`].*?\1')
FIELD: Final = re.compile(r'(?P<marks>):(?P<label>[^:`]+):(?:\s+(?P<text>.*))?(?P<block>)')
BULLET: Final = re.compile(r'[-*+]\s+')
CODE: Final = re.compile(r'\.\. (?:code|code-block|sourcecode)::(?: [\w+.-]+)?')
FENCE: Final = re.compile(r'```\s*[\w+.-]*')
SKIPPED: Final = re.compile(
    r'\.\. (?:_|versionadded::|versionchanged::|deprecated::|index::'
    r'|(?![\w:+.-]+::|\||\[)\S)|\.\.$|:[^\s:`][^:`]*:(?:\s|$)'
)
"""Markup between facts: targets, versions, index entries, comments, fields of no setting."""
UNUSUAL: Final = frozenset({'example', 'description', 'displayname', 'seealso', 'formerly'})
"""The fields that a label in a text states only if the user says so."""


class StatedFact(NamedTuple):
    """A fact in a text, and its lines."""

    field: Field
    value: str | None
    """None where no option can keep it."""
    start: int
    end: int


def fields_by_label(fields: Fields, more: Mapping[str, str]) -> dict[str, Field]:
    """Return the fields by the labels of a text, in folded letters."""
    found: dict[str, Field] = {}
    for field in fields:
        if field.name not in UNUSUAL:
            for label in (field.name, *field.labels):
                found.setdefault(label.replace('`', '').casefold(), field)
    del found['setting'], found['options']
    return found | {label.casefold(): fields.by_name[name] for label, name in more.items()}


class FactsReader:
    """Reads the facts at the start and at the end of a text."""

    def __init__(
        self, lines: Sequence[str], labels: Mapping[str, Field], *, markdown: bool
    ) -> None:
        """Read lines with the given labels."""
        self.lines, self.labels, self.markdown = lines, labels, markdown

    def read(self, start: int, end: int) -> Iterator[StatedFact]:
        """Yield the facts up to the first block that is none."""
        blocks = [*self.blocks(start, end)]
        for number, (first, last) in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else (last, last)
            found = self.facts(first, last, following)
            after = blocks[number + 2] if number + 2 < len(blocks) else (end, end)
            if found and found[-1].end > last and self.goes_on(*after):
                found = [found[-1]._replace(value=None, end=last)]
            yield from found
            if found and found[-1].end > last:
                yield from self.read(found[-1].end, end)
                return
            if not found and not SKIPPED.match(self.lines[first].lstrip()):
                return

    def read_last(self, start: int, end: int) -> list[StatedFact]:
        """Return the facts after the last block that is none, but for notes, in their order."""
        read: list[StatedFact] = []
        for first, last in reversed([*self.blocks(start, end)]):
            found = self.facts(first, last, (last, last))
            if not found and not SKIPPED.match(self.lines[first].lstrip()):
                break
            read = [*found, *read]
        return read

    def goes_on(self, start: int, end: int) -> bool:
        """Return whether a block after a value in code names the case that it is for."""
        return start < end and self.lines[start].lstrip().startswith('(')

    def blocks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the first line of each block, and the line after its last."""
        number = start
        while number < end:
            if not self.lines[number]:
                number += 1
                continue
            first = number
            if self.markdown and FENCE.fullmatch(self.lines[number]):
                number = self.fence_end(number, end)
                yield first, number
                continue
            while number < end and self.lines[number]:
                number = min(extent(self.lines, number, end), end)
            yield first, number

    def fence_end(self, start: int, end: int) -> int:
        """Return the line after a fenced block."""
        close = (n + 1 for n in range(start + 1, end) if self.lines[n].rstrip() == '```')
        return next(close, end)

    def facts(self, start: int, end: int, following: tuple[int, int]) -> list[StatedFact]:
        """Return the facts of a block; none for a block that says anything else.

        :param following: the next block, which is the value after a label alone.
        """
        field, has_block = self.lone_label(start)
        if field and has_block and self.lines[start + 1 : end]:
            return [self.block_fact(field, start, start + 1, end)]
        if field and not has_block and end == start + 1:
            if self.is_code(following[0]):
                return [self.block_fact(field, start, following[0] + 1, following[1])]
            if literal := self.literal_at(*following):
                value = plain_value(field, literal, markdown=self.markdown)
                return [StatedFact(field, value, start, following[1])]
        items = [*self.items(start, end)]
        known = [item for item in items if item]
        if len(known) < len(items):
            return [StatedFact(field, None, start, end)] if (field := self.field_at(start)) else []
        return [self.fact(*item) for item in known]

    def field_at(self, number: int) -> Field | None:
        """Return the field of the label that a line starts with, or None."""
        found = self.label_at(number, number)
        return self.labels[label_key(found['label'])] if found else None

    def lone_label(self, start: int) -> tuple[Field | None, bool]:
        """Return the field of a label without a text, and whether a block is its value."""
        found = LABEL.fullmatch(self.lines[start].strip())
        if not found or (found['text'] or '::') != '::':
            return None, False
        return self.labels.get(label_key(found['label'])), bool(found['block'] or found['text'])

    def is_code(self, number: int) -> bool:
        """Return whether a line is the start of a block of code without options."""
        if self.markdown:
            return number < len(self.lines) and bool(FENCE.fullmatch(self.lines[number]))
        more = self.lines[number + 1 : number + 2]
        return (
            number < len(self.lines)
            and bool(CODE.fullmatch(self.lines[number].strip()))
            and not any(more)
        )

    def literal_at(self, start: int, end: int) -> str:
        """Return the text of a block that is one literal; '' for others."""
        text = ' '.join(map(str.strip, self.lines[start:end]))
        pattern = MARKDOWN_LITERAL if self.markdown else LITERAL
        return text if pattern.fullmatch(text) else ''

    def block_fact(self, field: Field, start: int, first: int, end: int) -> StatedFact:
        """Return the fact whose value is a block."""
        lines = list(self.lines[first:end])
        if self.markdown:
            lines = lines[:-1] if lines[-1].rstrip() == '```' and fits_yaml(lines[:-1]) else []
        return StatedFact(field, block_value(field, lines), start, end)

    def items(self, start: int, end: int) -> Iterator[tuple[int, int, re.Match[str]] | None]:
        """Yield the lines of each known label and its text; None for a text without one."""
        starts = [n for n in range(start, end) if self.is_labelled(n, start)]
        labels = {n: found for n in starts if (found := self.label_at(n, start))}
        if starts[:1] != [start] or not labels:
            yield None
            return
        for first, last in zip(starts, [*starts[1:], end], strict=True):
            if found := labels.get(first):
                whole = all(self.lines[first:last]) and found['text']
                yield (first, last, found) if whole else None

    def is_labelled(self, number: int, start: int) -> bool:
        """Return whether a line of a block starts with a label, known or not."""
        found = self.any_label_at(number, start)
        is_known = found and label_key(found['label']) in self.labels
        return bool(found and (is_known or found.re is FIELD or found['label'][0].isupper()))

    def label_at(self, number: int, start: int) -> re.Match[str] | None:
        """Return the known label that a line of a block starts with."""
        found = self.any_label_at(number, start)
        return found if found and label_key(found['label']) in self.labels else None

    def any_label_at(self, number: int, start: int) -> re.Match[str] | None:
        """Return the label that a line of a block starts with."""
        text = self.lines[number]
        if depth_of(text) != depth_of(self.lines[start]):
            return None
        bullet = BULLET.match(text.lstrip())
        bare = text.lstrip()[bullet.end() if bullet else 0 :]
        return FIELD.fullmatch(bare) or LABEL.fullmatch(bare)

    def fact(self, start: int, end: int, found: re.Match[str]) -> StatedFact:
        """Return the fact of a label and its text."""
        field = self.labels[label_key(found['label'])]
        text = ' '.join([found['text'], *map(str.strip, self.lines[start + 1 : end])])
        labels = FURTHER.finditer(without_code(text))
        more = (label_key(one['label']) in self.labels for one in labels)
        value = None if any(more) else plain_value(field, text, markdown=self.markdown)
        return StatedFact(field, value, start, end)


def without_code(text: str) -> str:
    """Return a text of the same length, in which nothing of its code is read."""
    return ANY_CODE.sub(lambda found: 'x' * len(found[0]), text)


def fits_yaml(lines: Sequence[str]) -> bool:
    """Return whether the options of a directive in a fence can have lines as a YAML block.

    A fence would end the directive.
    """
    text = '\n'.join(lines)
    return not text.startswith(' ') and '```' not in text


def label_key(label: str) -> str:
    """Return a label in the form in which labels are known."""
    return ' '.join(label.replace('`', '').casefold().split())


WHOLE: Final = re.compile(
    r'(?i)(?:please )?(?:use|see|set|replaced|renamed|superseded|in favou?r|prefer|moved)\b'
    r'|(?:it|this|this (?:setting|option|variable|parameter)|the (?:setting|option))'
    r' (?:is|has|will|was|should|no|does|can|may)\b'
    r'|(?:has no|no longer|not used|unused|ignored|removed|will be|scheduled|instead)\b'
    r'|[:`*].*\b(?:instead|replaces?|preferred|supersedes)\b'
)
"""The start of a reason that is about the setting, and not about a part of it."""


class VersionNote(NamedTuple):
    """A directive ``versionadded`` or ``deprecated``, and its lines."""

    name: str
    value: str | None
    """None where its text does not go into an option."""
    start: int
    end: int


def version_notes(lines: Sequence[str], start: int, end: int, depth: int) -> Iterator[VersionNote]:
    """Yield the notes on versions at one depth."""
    for number in range(start, end):
        found = DIRECTIVE.match(lines[number].lstrip())
        names = {'versionadded': 'since', 'deprecated': 'deprecated'}
        name = names.get(found['name'], '') if found else ''
        if found and name and depth_of(lines[number]) == depth:
            last = extent(lines, number, end)
            version, _, reason = lines[number].lstrip()[found.end() :].strip().partition(' ')
            more = ' '.join([reason, *map(str.strip, lines[number + 1 : last])]).strip()
            one_text = all(lines[n] for n in range(number + 2, last)) and not re.search(
                r'(?:^|\n) *(?:[-*+] |\.\. |:\w+: )', '\n'.join(lines[number + 1 : last])
            )
            is_whole = not more or (name == 'deprecated' and WHOLE.match(more))
            is_text = version and '|' not in version
            value = version if is_whole and one_text and is_text else None
            yield VersionNote(name, f'{value}, {more}' if value and more else value, number, last)
