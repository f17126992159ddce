"""Keys that are commented out: in files of settings they often are the file."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from .commented_lines import (
    INI,
    TOML_HEADER,
    CommentedKey,
    Syntax,
    is_prose_comment,
    is_remark,
    is_remark_in_ini,
    is_unfinished,
    is_word,
)
from .comments import without_marker
from .documents import MAX_DEPTH, Comment, Document, Mapped
from .keys import ITEM
from .line_formats import LINE_FORMATS
from .product_settings import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set

    Enclosing = Callable[[int, int], tuple[str, ...]]

ACTIVE_HEADER: Final = re.compile(r'[ \t]*(\[+[^\[\]]+\]+)[ \t]*(?:[#;].*)?$')
LINE: Final = re.compile(r'[ \t]*(#+|;+|!)([ \t]*)(\S.*)')
IS_PART: Final = re.compile(r'[ \t]|-[ \t]')
IS_UNSPACED_PART: Final = re.compile(r'[ \t]+#|[ \t]*(?:-[ \t]|["\']?\w\S*:(?:[ \t]|$))')
IS_PART_AFTER_GAP: Final = re.compile(r'[ \t]+(?:#|-[ \t]|["\']?\w\S*:(?:[ \t]|$))')
MAX_LINES: Final = 1000
"""The most lines of a statement, so that a file of openings without ends takes linear time."""
NO_COMMENTS: Final[Mapping[int, Comment]] = MappingProxyType({})


class CommentedTable(NamedTuple):
    """The keys that one commented-out statement has, or the header of a table.

    :ivar table: the keys; their lines count from the first line of the statement.
    :ivar line: the first line of the statement.
    :ivar end: its last line.
    :ivar comments: the comments within the statement, by their lines, which also count from there.
    """

    path: tuple[str, ...]
    table: Mapped
    line: int
    end: int
    comments: Mapping[int, Comment] = NO_COMMENTS

    @property
    def is_item(self) -> bool:
        """Return whether it is the header of an item of a list of tables."""
        return not self.table and self.path[-1:] == (ITEM,)

    @property
    def opened(self) -> tuple[str, ...]:
        """The path of the only key, if it has no value, so that others may be within it."""
        key = next(iter(self.table), '')
        return (*self.path, key) if self.table == {key: None} and self.line == self.end else ()

    def beside(self, number: int) -> str:
        """Return the comment beside what ends in a line, or ''."""
        comment = self.comments.get(number)
        return comment.text if comment and comment.beside else ''

    def above(self, number: int) -> tuple[str, ...]:
        """Return the comments that touch a line from above."""
        found = []
        while (comment := self.comments.get(number - 1)) and not comment.beside:
            found.append(comment.text)
            number -= 1
        return tuple(reversed(found))


def commented_tables(
    document: Document, syntax: Syntax, remarks: Set[int], enclosing: Enclosing
) -> list[CommentedTable]:
    """Return the commented-out keys and headers of a file, in order.

    :param remarks: lines of comment that are none.
    :param enclosing: returns the path of what a line and column are within.
    """
    candidates = dict(candidates_in(document, syntax, remarks))
    found = [*CommentedKeyFinder(document, syntax, candidates, enclosing).find()]
    if syntax.name in LINE_FORMATS:  # what texts say of a key comes after the key itself
        found.sort(key=lambda one: candidates[one.line].spaced)
    around = {one.path[:length] for one in found for length in range(1, len(one.path) + 1)}
    return [
        one._replace(path=one.opened, table=Mapped()) if one.opened in around else one
        for one in found
    ]


def candidates_in(
    document: Document, syntax: Syntax, remarks: Set[int]
) -> Iterator[tuple[int, CommentedKey]]:
    """Yield the lines of comment with the marker that commented-out code has."""
    found: list[CommentedKey] = []
    last, is_below_header = 0, False
    for number, comment in sorted(document.comments.items()):
        is_below_header = is_below_header and number == last + 1 and not comment.beside
        last = number
        is_remark = comment.beside or syntax.sign not in comment.text or number in remarks
        match = None if is_remark else LINE.fullmatch(comment.text)
        if match and (match[2] in {'', ' '} or is_below_header):
            place = (number, comment.column)
            found.append(CommentedKey(*place, match[1], bool(match[2]), match[3].rstrip()))
            is_header = syntax.name == 'toml' and TOML_HEADER.fullmatch(match[3].rstrip())
            is_below_header = is_below_header or bool(is_header)
    single = any(len(one.marker) == 1 and syntax.key.fullmatch(one.text) for one in found)
    for one in found:
        if len(one.marker) == 1 or not single:
            yield one.number, one


class OpenKey(NamedTuple):
    """A commented-out key of YAML without a value.

    :ivar outer: the path of the active keys around.
    """

    column: int
    outer: tuple[str, ...]
    path: tuple[str, ...]


class CommentedKeyFinder:
    """Finds keys in the comments of a file."""

    def __init__(
        self,
        document: Document,
        syntax: Syntax,
        candidates: Mapping[int, CommentedKey],
        enclosing: Enclosing,
    ) -> None:
        """Prepare for a file."""
        self.document, self.syntax, self.candidates = document, syntax, candidates
        self.enclosing = enclosing
        found = {number: syntax.key.fullmatch(one.text) for number, one in candidates.items()}
        self.matches = {
            number: match
            for number, match in found.items()
            if match and not is_remark_in_ini(candidates[number], match, syntax)
        }
        self.upper = self.has_upper_keys()
        self.active = active_headers(document, syntax) if syntax.header else {}
        self.end = 0
        self.lists: set[tuple[str, ...]] = set()
        self.open: list[OpenKey] = []

    def has_upper_keys(self) -> bool:
        """Return whether most keys are in upper case, so that others in comments are prose."""
        keys = [match[1] for match in self.matches.values()]
        keys += [key for root in self.document.roots if isinstance(root, dict) for key in root]
        upper = sum(str(key).isupper() for key in keys)
        return upper * 2 > len(keys)

    def find(self) -> Iterator[CommentedTable]:
        """Yield the commented-out keys and headers."""
        header: tuple[str, ...] = ()
        numbers = self.candidates if self.syntax.header else self.matches
        for number in sorted({*self.active, *numbers}):
            if number in self.active:
                header = self.within_lists(self.active[number])
            candidate = self.candidates.get(number)
            if candidate is None or number <= self.end:
                continue
            if self.is_header(candidate):
                header = self.within_lists(self.header_path(candidate.text))
                self.end = number
                yield CommentedTable(header, Mapped(), number, number)
            elif number in self.matches:
                yield from self.statement(candidate, self.matches[number], header)

    def header_path(self, text: str) -> tuple[str, ...]:
        """Return the path of a commented-out header, beside which may be a comment."""
        match = self.syntax.header and self.syntax.header.fullmatch(text)
        return self.syntax.path(match[1], ()) if match else ()

    def within_lists(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the path of a header, with the items of the lists of tables on it."""
        found: tuple[str, ...] = ()
        for segment in path:
            if found in self.lists and segment != ITEM:
                found = (*found, ITEM)
            found = (*found, segment)
        if found[-1:] == (ITEM,):
            self.lists.add(found[:-1])
        return found

    def is_header(self, candidate: CommentedKey) -> bool:
        """Return whether a line is a commented-out header; one in a paragraph is prose."""
        header = self.syntax.header
        if not header or not header.fullmatch(candidate.text):
            return False
        if len(self.header_path(candidate.text)) > MAX_DEPTH:
            return False
        above = self.document.comments.get(candidate.number - 1)
        in_paragraph = above and not above.beside and without_marker(above.text).text
        is_first = not in_paragraph or self.end == candidate.number - 1
        is_list = candidate.text.startswith('[[')  # which no prose has
        return is_first or is_list or candidate.number + 1 in self.matches

    def statement(
        self, candidate: CommentedKey, match: re.Match[str], header: tuple[str, ...]
    ) -> Iterator[CommentedTable]:
        """Yield the key of a commented-out line, if it is one.

        :param match: the line as a key and a value.
        """
        if self.is_prose(candidate, match):
            return
        text, end = self.with_next_lines(candidate)
        found, left_out = self.parsed(text.split('\n'))
        if found and not found.problems and found.roots:
            self.end = end = end - left_out
            path = self.around(candidate) if self.syntax.name == 'yaml' else header
            table = CommentedTable(path, found.roots[0], candidate.number, end, found.comments)
            if self.syntax.name == 'yaml' and table.opened:
                outer = self.enclosing(candidate.number, candidate.column)
                self.open.append(OpenKey(candidate.column, outer, table.opened))
            yield table

    def around(self, candidate: CommentedKey) -> tuple[str, ...]:
        """Return the path of what a statement of YAML is within: active keys, or open ones."""
        outer = self.enclosing(candidate.number, candidate.column)
        while self.open and (
            self.open[-1].column >= candidate.column or self.open[-1].outer != outer
        ):
            self.open.pop()
        return self.open[-1].path if self.open else outer

    def parsed(self, lines: list[str]) -> tuple[Document | None, int]:
        """Return the document of a statement, and how many of its last lines are left out.

        In a block of YAML, those are a broken key and what is below it.
        """
        try:
            return self.syntax.parse('\n'.join([*lines, '']), ''), 0
        except SourceError as error:
            kept = lines[: min(error.line, len(lines)) - 1]
        is_key = self.syntax.key.fullmatch(lines[len(kept)].strip())
        if self.syntax.name != 'yaml' or len(kept) < 2 or not is_key:
            return None, 0
        found, left_out = self.parsed(kept)
        return found, left_out + len(lines) - len(kept)

    def is_prose(self, candidate: CommentedKey, match: re.Match[str]) -> bool:
        """Return whether a line with an equals sign is part of a sentence."""
        value = match[2] or ''
        if self.upper and not match[1].isupper():
            is_name = self.syntax.name == 'env' and ('_' in match[1] or not candidate.spaced)
            return not (is_name and is_word(value))
        if self.syntax.name == 'spaced' and candidate.spaced:
            return True
        if self.syntax.name == 'yaml' and is_remark(candidate, match[1], value):
            return True
        if not candidate.spaced or self.syntax.name == 'toml':
            return False
        return value.count(')') > value.count('(') or is_prose_comment(value)

    def with_next_lines(self, candidate: CommentedKey) -> tuple[str, int]:
        """Return the text of a statement, and its last line."""
        if self.syntax.name == 'yaml':
            return self.with_block(candidate)
        text, number = candidate.text, candidate.number
        while is_unfinished(text, self.syntax) and number - candidate.number < MAX_LINES:
            comment = self.document.comments.get(number + 1)
            if comment is None or comment.beside:
                break
            text += f'\n{without_marker(comment.text).text}'
            number += 1
        if self.syntax.name == 'ini':
            return self.with_indented(candidate)
        return text, number

    def with_indented(self, candidate: CommentedKey) -> tuple[str, int]:
        """Return the text of a statement with the indented lines below it, and its last line.

        After a value, further keys and sentences are no part of it, nor is what follows a whole
        value with a blank before it, as words have.
        """
        text, number = candidate.text, candidate.number
        is_empty, is_flag = text.endswith(('=', ':')), not INI.fullmatch(text)
        if is_flag or (candidate.spaced and not text.endswith(('=', ':', ','))):
            return text, number
        while (comment := self.document.comments.get(number + 1)) and not comment.beside:
            line = without_marker(comment.text).text
            if comment.column != candidate.column or line[:1] not in {' ', '\t'}:
                break
            if not is_empty and (INI.fullmatch(line.strip()) or is_prose_comment(line)):
                break
            text += f'\n{line}'
            number += 1
        return text, number

    def with_block(self, candidate: CommentedKey) -> tuple[str, int]:
        """Return the text of a statement of YAML with the deeper lines below it.

        Below a key without a value, these go on after empty lines.
        """
        lines, number = [candidate.text], candidate.number
        if not (candidate.spaced or candidate.text.endswith(':')):
            return candidate.text, number
        below = number + 1
        while (text := self.text_at(below, candidate)) is not None:
            is_next = below == number + 1
            is_part = IS_PART if candidate.spaced else IS_UNSPACED_PART
            if (is_part if is_next else IS_PART_AFTER_GAP).match(text):
                lines += [*[''] * (below - number - 1), text]
                number = below
            elif text or not candidate.text.endswith(':'):
                break
            below += 1
        return '\n'.join(lines), number

    def text_at(self, number: int, candidate: CommentedKey) -> str | None:
        """Return a line as the marker of a statement uncovers it, or None for another line."""
        lines, comment = self.document.lines, self.document.comments.get(number)
        if comment is None:
            return '' if number <= len(lines) and not lines[number - 1].strip() else None
        if comment.beside or comment.column != candidate.column:
            return None
        return comment.text[len(candidate.marker) + candidate.spaced :]


def active_headers(document: Document, syntax: Syntax) -> dict[int, tuple[str, ...]]:
    """Return the tables of a file by the line of their header."""
    headers: dict[int, tuple[str, ...]] = {}
    path: tuple[str, ...] = ()
    for number, line in enumerate(document.lines, 1):
        match = ACTIVE_HEADER.match(line)
        comment = document.comments.get(number)
        if match and (comment is None or comment.beside):
            headers[number] = path = syntax.path(match[1], path)
    return headers
