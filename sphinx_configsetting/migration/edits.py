"""The source of a page, and edits of it; every byte that no edit covers stays as it was."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Self

from docutils import nodes
from docutils.statemachine import string2lines

from ..model.text import UNDERLINE
from .tables import FENCE, block_end, dedented, fence_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..handwritten.document import ParsedPage
    from ..handwritten.facts import FactReader
    from ..model.directive_head import Head
    from ..model.fields import Fields
    from ..model.options import Option
    from .tables import Lines

Parse = Callable[[str], nodes.document]
BLANKS: Final = re.compile('[\v\f]')
"""The characters that docutils reads as blanks before it looks for line ends."""
PLAIN_YAML: Final = re.compile(r'\w[\w./ -]*')
"""A text that YAML reads as it is."""
TAB_WIDTH: Final = 8
"""Columns from one tab stop to the next, as docutils counts them."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file in lines with their ends, split where docutils splits."""

    lines: tuple[str, ...]
    mark: bytes = b''
    """The byte order mark, if the file has one."""

    @classmethod
    def of_bytes(cls, content: bytes) -> Self:
        """Read the content of a file.

        :raises UnicodeDecodeError: it is not UTF-8.
        """
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b''
        return cls(tuple(split_lines(content.removeprefix(mark).decode('utf-8'))), mark)

    def to_bytes(self) -> bytes:
        """Return the new content of the file."""
        return self.mark + self.text.encode('utf-8')

    @property
    def text(self) -> str:
        """The text as it is in the file."""
        return ''.join(self.lines)

    @property
    def plain(self) -> list[str]:
        """The lines as docutils reads them: no line ends, no tabs, no blanks at the end."""
        return string2lines(self.text, TAB_WIDTH, convert_whitespace=True)

    def end_of_line(self, number: int) -> str:
        """Return the line end that a line put at an index should have."""
        for near in range(min(number, len(self.lines) - 1), -1, -1):
            line = self.lines[near]
            end = line[len(without_end(line)) :]
            if end:
                return end
        return '\n'

    def indent(self, number: int) -> str:
        """Return the blanks that a line starts with, as written."""
        line = self.lines[number]
        return line[: len(line) - len(line.lstrip(' \t'))]


class Cause(Enum):
    """Why a setting is left as it is."""

    CONTRADICTION = 'contradiction'
    MALFORMED = 'malformed table'
    UNCERTAIN = 'uncertain'
    DECLINED = 'declined'


class NotMigratableError(Exception):
    """A setting cannot be migrated."""

    def __init__(self, reason: str, line: int, cause: Cause = Cause.UNCERTAIN) -> None:
        """Keep the line, counted from 1, and the cause."""
        super().__init__(reason)
        self.cause = cause
        self.line = line


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """A page, its source, and what is needed to read its parts."""

    page: ParsedPage
    source: SourceText
    lines: Sequence[str]
    """The text of the file as docutils reads it."""
    reader: FactReader
    parse: Parse
    """Keeps the last texts that it has parsed."""
    is_harmless: Callable[[str], bool]
    """Returns whether an included file states nothing."""

    @property
    def fields(self) -> Fields:
        """The declared fields."""
        return self.reader.fields

    def is_foreign(self, line: int) -> bool:
        """Return whether the directive at a line is in ``eval-rst`` of Markdown."""
        return self.page.markdown and self.lines[line - 1].lstrip().startswith('..')

    @cached_property
    def headings(self) -> list[int]:
        """The lines of headings, counted from 0, in order."""
        found = []
        for section in self.page.document.findall(nodes.section):
            title = (section.line or 2) - (1 if self.page.markdown else 2)
            over = title > 0 and UNDERLINE.fullmatch(self.lines[title - 1])
            found.append(title - 1 if over else title)
        return sorted(found)

    @cached_property
    def heads(self) -> dict[int, Head]:
        """The heads of directives by their lines, counted from 1."""
        return {node.line or 0: node['head'] for node, *_rest in reversed(self.page.candidates)}


@dataclass(frozen=True, slots=True)
class Edit:
    """New lines, without line ends, for those from ``start`` to before ``end``."""

    start: int
    """Counted from 0."""
    end: int
    lines: tuple[str, ...] = ()


def split_lines(text: str) -> list[str]:
    """Return the lines of a text with their ends."""
    lines, start = [], 0
    for line in BLANKS.sub(' ', text).splitlines(keepends=True):
        lines.append(text[start : start + len(line)])
        start += len(line)
    return lines


def without_end(line: str) -> str:
    """Return a line without its line end."""
    return line[: sum(len(part) for part in BLANKS.sub(' ', line).splitlines())]


def rewritten(source: SourceText, edits: Iterable[Edit]) -> SourceText:
    """Return a source after edits that do not overlap.

    New lines end like those around them; a file without a last line end stays so.
    """
    lines: list[str] = []
    start = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        end = source.end_of_line(edit.start)
        lines += [*source.lines[start : edit.start], *(f'{line}{end}' for line in edit.lines)]
        start = edit.end
    lines += source.lines[start:]
    if source.lines and lines and without_end(source.lines[-1]) == source.lines[-1]:
        lines[-1] = without_end(lines[-1])
    return SourceText(tuple(lines), source.mark)


def removals(plain: Sequence[str], blocks: Iterable[tuple[int, int]]) -> list[Edit]:
    """Return the edits that remove blocks and the blank lines that would be too many."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(blocks):
        follows = bool(found) and not any(plain[found[-1][1] : start])
        found.append((found.pop()[0] if follows else start, end))
    return [removal(plain, start, end) for start, end in found]


def removal(plain: Sequence[str], start: int, end: int) -> Edit:
    """Return the edit that removes a block with the blank lines after it.

    At the end of a file those before it go; after a heading's own line they stay.
    """
    after = next((n for n in range(end, len(plain)) if plain[n]), len(plain))
    before = next((n for n in range(start, 0, -1) if plain[n - 1]), 0)
    if after == len(plain):
        return Edit(before, after)
    return Edit(start, after if before < start else end)


DASHES: Final = '---'
"""The line below the options of Markdown that are not marked with colons."""
INDENT: Final = '   '
"""The indentation of options if the directive has no line to go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveMarkup:
    """A directive in a file; lines are counted from 0."""

    texts: Mapping[str, str]
    """The texts of options by name."""
    empty: Mapping[str, int]
    """The lines of options without text."""
    spots: Mapping[str, tuple[int, int]]
    """The first line of each option, and the line after its last."""
    head_end: int
    """The line after the last option."""
    body: Lines
    """The body without its indentation."""
    body_start: int
    body_end: int
    indent: str
    """The blanks before options."""
    body_indent: str
    fence: str = ''
    """The fence around a directive in Markdown."""
    dashed: bool = False
    """True if its options are between dashes."""

    def option(self, name: str, text: str) -> str:
        """Return the line of an option; in Markdown, a text that YAML would read is quoted."""
        if self.fence and not PLAIN_YAML.fullmatch(text):
            text = json.dumps(text, ensure_ascii=False)
        return f'{self.indent}{name}: {text}' if self.dashed else f'{self.indent}:{name}: {text}'


def markup_at(source: SourceText, lines: Sequence[str], start: int, head: Head) -> DirectiveMarkup:
    """Return the directive that starts at a line.

    :param head: its head, as the reader of pages has read it.
    """
    match = FENCE.match(lines[start])
    end = fence_end(lines, start) - 1 if match else block_end(lines, start)
    dashed = bool(match) and lines[start + head.length - 1] == DASHES
    below = start + head.length - dashed
    head_end = next(n for n in range(min(below, end), start, -1) if lines[n - 1])
    body_start = next((n for n in range(start + head.length, end) if lines[n]), end)
    body_end = next((n for n in range(end, body_start, -1) if lines[n - 1]), body_start)
    first = start + head.options[0].line if head.options else start + 1
    indent = source.indent(first) if first < head_end else ''
    body_indent = source.indent(body_start) if body_start < end else ''
    body = lines[body_start:body_end]
    spots = spots_of(head.options, lines[:head_end], start)
    texts = {name: one.text for name, one in always(head.options).items()}
    return DirectiveMarkup(
        texts=texts,
        empty={name: spots[name][0] for name, text in texts.items() if not text},
        spots=spots,
        head_end=head_end,
        body=tuple(body) if match else dedented(body),
        body_start=body_start,
        body_end=body_end,
        indent='' if match else indent or body_indent or INDENT,
        body_indent='' if match else body_indent or indent or INDENT,
        fence=match['fence'] if match else '',
        dashed=dashed,
    )


def always(options: Iterable[Option]) -> dict[str, Option]:
    """Return the options without a condition by name; of two, the first counts."""
    return {one.name: one for one in reversed([*options]) if not one.condition}


def spots_of(
    options: Sequence[Option], lines: Sequence[str], first: int
) -> dict[str, tuple[int, int]]:
    """Return the lines of options: up to the next one, or blank lines and comments before it.

    :param first: the line that those of options count from.
    """
    starts = sorted({first + one.line for one in options})
    ends = dict(pairwise([*starts, len(lines)]))
    found = {}
    for name, one in always(options).items():
        start = first + one.line
        known = range(ends[start], start, -1)
        end = next(n for n in known if lines[n - 1] and not lines[n - 1].startswith('#'))
        found[name] = (start, end)
    return found


def with_text(markup: DirectiveMarkup, name: str, text: str) -> Edit:
    """Return the edit that changes the text of an option."""
    start, end = markup.spots[name]
    return Edit(start, end, (markup.option(name, text),))


def with_options(markup: DirectiveMarkup, texts: Mapping[str, str]) -> list[Edit]:
    """Return the edits that add options; those that are there without text are filled."""
    lines = {name: markup.option(name, text) for name, text in texts.items()}
    edits = [
        Edit(number, number + 1, (lines.pop(name),))
        for name, number in markup.empty.items()
        if name in lines
    ]
    if lines:
        edits.append(Edit(markup.head_end, markup.head_end, tuple(lines.values())))
    return edits


def with_body(markup: DirectiveMarkup, before: Lines, own: Lines) -> list[Edit]:
    """Return the edits that put lines before the body, and change the rest of it."""
    if own == markup.body:
        if not before:
            return []
        start = end = markup.body_start
        lines: Lines = (*before, '') if own else ('', *before)
    else:
        start, end = markup.body_start, markup.body_end
        lines = (*before, '', *own) if before and own else (*before, *own)
    return [Edit(start, end, tuple(f'{markup.body_indent}{line}'.rstrip() for line in lines))]
