"""Descriptions in comments: plain ones, helm-docs' and readme-generator's notations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .keys import ITEM
from .product_settings import NOTHING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set

    from .documents import Comment, Document

MARKER: Final = re.compile(r'(#+|;+|//+|!)[ \t]?')
DECORATION: Final = re.compile(r'[-=*#~_+/\\;. \t|<>]*')
BANNERS: Final = {'#': (3, 2), ';': (3, 2), '/': (4, 3), '=': (3, 3), '-': (3, 3), '*': (3, 3)}
"""The signs around titles, and how many of them are at least before and after."""
RULE: Final = re.compile('={4,}')
LINTERS: Final = re.compile(
    r'(?:[\w-]*lint[\w-]*(?:[ :-]|$)|[\w-]+-ignore\b|[\w.-]*language-server\s*:|noqa\b|'
    r'shellcheck[ \t]+(?:disable|enable|source|shell)=|kics-scan[ \t]+(?:ignore|disable|enable)|'
    r'nosec\b|nosemgrep\b|'
    r'c?spell-?(?:checker)?\s*:|(?:pylint|ruff|mypy|checkov|gitleaks|zizmor|kics|trivy|'
    r'renovate|taplo|'
    r'ct|vi|vim|ex)\s*:|-\*-|SPDX-|[#:$]?schema\s*[:=]|:schema\b|@schema\b|@formatter:|#?region\b|'
    r'#?endregion\b|prettier\b|\$schema\b|@param\b|@env\b)',
    re.IGNORECASE,
)
DASHES: Final = re.compile(r'(?:([\w.\-/"\[\]]+)[ \t]+)?--[ \t]+(?:\(([^()\s]+)\)[ \t]*)?(.*)')
ANNOTATION: Final = re.compile(
    r'@(default|section|raw|ignored?|notationType)\b[ \t]*(?:--[ \t]*)?(.*)'
)
PARAM: Final = re.compile(
    r'@(param|extra|skip|section)[ \t]+(\S+)[ \t]*(?:\[((?:[^\[\]]|\[[^\[\]]*\])*)\])?[ \t]*(.*)'
)
NUMBERED: Final = re.compile(r'\[\d+\]')
MARKED: Final = re.compile(r'(?<=\S)[ \t]+([#;])')
FAR: Final = 16
"""The least distance from a statement to the comments below it that are its own: two tabs.

Nearer ones may be indented comments of the next statement.
"""
INDENT: Final = re.compile(r'[ \t]*(?:-[ \t]+)*')
COMMENTED_JSON: Final = re.compile(r'"(?:[^"\\]|\\.)*"[ \t]*:')
CODE: Final = re.compile(r'[\w.\-/]+:(?:[ \t]+\S.*)?|-[ \t].*')
SCHEMA: Final = '@schema'
SCHEMA_MARKS: Final = ('@schema', '@schema.root')
"""The lines before and after a schema."""
MARK: Final = 'mark'
INLINE: Final = 'inline'


class CommentFacts(NamedTuple):
    """The facts that comments state about a setting or group.

    :ivar words: the keywords of a schema.
    """

    text: str = ''
    typename: str = ''
    default: str = ''
    ignored: bool = False
    nullable: bool = False
    words: Mapping[str, Any] = NOTHING


NO_REMARK: Final = CommentFacts()


class Param(NamedTuple):
    """An annotation of readme-generator: ``@param``, ``@extra``, ``@skip``, ``@section``."""

    kind: str
    key: str
    modifiers: str
    text: str
    line: int


class CommentLine(NamedTuple):
    """A line of comment without its marker."""

    marker: str
    text: str


class Notation(NamedTuple):
    """The style of the descriptions in a file."""

    dashed: bool
    params: tuple[Param, ...]
    annotated: bool
    """True if any comment has an ``@``, as all annotations do."""
    names: frozenset[str]
    """The outermost keys, which helm-docs' old notation may repeat before dashes."""


def notation_of(document: Document) -> Notation:
    """Return how a file writes descriptions."""
    comments = document.comments
    lines = {
        number: without_marker(one.text) for number, one in comments.items() if '@' in one.text
    }
    params = tuple(
        Param(match[1], match[2], match[3] or '', match[4].strip(), number)
        for number, line in sorted(lines.items())
        if (match := PARAM.fullmatch(line.text.strip())) and match[4][:1] != '-'
    )
    names = frozenset(key for root in document.roots if isinstance(root, dict) for key in root)
    is_dashed = any(
        not is_within_sentence(comments, number) and dashed(without_marker(one.text).text, names)
        for number, one in comments.items()
        if '--' in one.text and one.text[:2] != '##'
    )
    has_params = any(one.kind == 'param' for one in params)
    return Notation(is_dashed, params if has_params else (), bool(lines), names)


def is_within_sentence(comments: Mapping[int, Comment], number: int) -> bool:
    """Return whether a line of comment goes on with the sentence above it."""
    above = comments.get(number - 1)
    text = without_marker(above.text).text if above and not above.beside else ''
    return text[-1:].isalnum() and not text.startswith('@')


def dashed(text: str, names: Set[str]) -> re.Match[str] | None:
    """Return the parts of a line that begins a description in helm-docs' notation.

    :param names: the words that may be before the dashes, beside paths with dots.
    """
    match = DASHES.fullmatch(text.strip()) if '--' in text else None
    if match is None or not match[3].strip() or match[3].endswith('--'):
        return None  # dashes at both ends are those of a title
    return match if match[1] is None or '.' in match[1] or match[1] in names else None


def named_blocks(document: Document, keys: Container[str]) -> dict[str, list[CommentLine]]:
    """Return the blocks in helm-docs' old notation by the key that each of them names."""
    found: dict[str, list[CommentLine]] = {}
    block, last = None, 0
    for number, comment in sorted(document.comments.items()):
        line = without_marker(comment.text)
        match = DASHES.fullmatch(line.text.strip()) if '--' in line.text else None
        if match or number > last + 1 or comment.beside:
            name = name_before(match)
            block = found.setdefault(name, []) if name in keys else None
        if block is not None:
            block.append(line)
        last = number
    return found


def name_before(match: re.Match[str] | None) -> str:
    """Return the key before the dashes of a line, without the numbers of items; '' for none."""
    return NUMBERED.sub(ITEM, (match and match[1]) or '')


def without_named(lines: Sequence[CommentLine], names: Container[str]) -> Sequence[CommentLine]:
    """Return the lines before the first one that begins the block of another key."""
    for number, line in enumerate(lines):
        match = DASHES.fullmatch(line.text.strip()) if '--' in line.text else None
        if name_before(match) in names:
            return lines[:number]
    return lines


def without_marker(text: str) -> CommentLine:
    """Return a line of comment without its marker and trailing blanks."""
    if text.startswith('# '):
        return CommentLine('#', text[2:].rstrip())  # most of them; a match takes longer
    match = MARKER.match(text)
    return (
        CommentLine(match[1], text[match.end() :].rstrip())
        if match
        else CommentLine('', text.rstrip())
    )


def lines_above(
    document: Document, line: int, consumed: Set[int], *, indented: bool
) -> list[CommentLine]:
    """Return the block of comment lines that touches a line from above.

    :param consumed: lines of comment that are something else.
    :param indented: whether a comment that is indented deeper than the line is not its own.
    """
    comments, number = document.comments, line - 1
    if number not in comments:
        return []
    limit = key_column(document, line) if indented else 10**6
    found = []
    while (comment := comments.get(number)) and number not in consumed:
        if comment.beside or comment.column > limit:
            break
        found.append(without_marker(comment.text))
        number -= 1
    found.reverse()
    return found


def continued_lines(document: Document) -> set[int]:
    """Return the lines of comment that go on below the comment beside a statement, or begin there.

    They begin in its column, or far right of the statement, and not where the next one does.
    """
    found: set[int] = set()
    for number, comment in document.comments.items():
        has_above = number - 1 in document.comments or (comment.column >= FAR and number > 1)
        is_within = comment.column and not comment.beside and number <= len(document.lines)
        if has_above and is_within:
            above, line = document.lines[number - 2 : number]
            column = visual(line, comment.column)
            if number - 1 in found:
                is_below = column == visual(above, above.index(above.strip()[0]))
            else:
                is_far = 0 <= len(above) - len(above.lstrip()) <= column - FAR and above.strip()
                marked = {visual(above, match.start(1)) for match in MARKED.finditer(above)}
                is_below = column in marked or bool(is_far)
            if is_below and next_column(document, number) != comment.column:
                found.add(number)
    return found


def visual(line: str, column: int) -> int:
    """Return a column as readers see it, with tabs of eight."""
    return len(line[:column].expandtabs())


def next_column(document: Document, number: int) -> int:
    """Return where the first statement below a line begins."""
    comments, lines = document.comments, document.lines
    for following in range(number + 1, len(lines) + 1):
        is_comment = following in comments and not comments[following].beside
        if lines[following - 1].strip() and not is_comment:
            return key_column(document, following)
    return 0


def key_column(document: Document, line: int) -> int:
    """Return where the text of a line begins, after the dashes of list items."""
    match = INDENT.match(document.lines[line - 1]) if line <= len(document.lines) else None
    return match.end() if match else 0


def plain_description(lines: Sequence[CommentLine]) -> str:
    """Return the description that a block of plain comments is."""
    if not lines:
        return ''
    kept = [line for line in without_annotated(after_banner(after_code(lines))) if is_prose(line)]
    return '\n'.join(without_common_blanks([line.text for line in kept])).strip('\n').strip()


def after_code(lines: Sequence[CommentLine]) -> Sequence[CommentLine]:
    """Return the lines after the last one that is commented-out code.

    In blocks of ``##``, code is what has one ``#`` only.
    """
    is_double = any(line.marker == '##' for line in lines)
    code = [
        number for number, line in enumerate(lines) if is_commented_code(line, is_double=is_double)
    ]
    return lines[code[-1] + 1 :] if code else lines


def is_commented_code(line: CommentLine, *, is_double: bool) -> bool:
    """Return whether a line is commented-out code.

    :param is_double: whether descriptions have two markers.
    """
    text = line.text.strip()
    if line.marker == '//':
        return bool(COMMENTED_JSON.match(text))
    return is_double and line.marker == '#' and bool(CODE.fullmatch(text))


def after_banner(lines: Sequence[CommentLine]) -> Sequence[CommentLine]:
    """Return the lines after the last one that is the heading of a part of the file."""
    has_frame = any(map(is_frame, lines))
    is_framed = any(RULE.fullmatch(line.text.strip()) for line in lines)
    banners = [
        number
        for number, line in enumerate(lines)
        if is_banner(line)
        or (has_frame and is_boxed(line))
        or (is_framed and line.text.strip().startswith('= '))
    ]
    return lines[banners[-1] + 1 :] if banners else lines


def is_frame(line: CommentLine) -> bool:
    """Return whether a line has nothing but decoration."""
    text = line.marker + line.text
    return len(text) > 2 and bool(DECORATION.fullmatch(text))


def is_boxed(line: CommentLine) -> bool:
    """Return whether a line has the sign of a comment at its end, too."""
    return bool(line.marker) and line.text.endswith(f' {line.marker}')


def is_banner(line: CommentLine) -> bool:
    """Return whether a line is a title between decorations."""
    text = line.text.strip()
    if len(line.marker) > 2:
        text = line.marker + text
    sign = text[:1]
    if sign not in BANNERS or DECORATION.fullmatch(text):
        return False
    before, behind = BANNERS[sign]
    is_framed = text.startswith(sign * before) and text.endswith(sign * behind)
    return is_framed and (sign == '-' or sign not in text.strip(sign))


def schema_marks(texts: Iterable[str | None]) -> Iterator[str]:
    """Yield for each line of comments which kind of schema it is part of; '' for none.

    :param texts: the lines without markers and blanks around; None is a line without a comment.
    """
    inside = ''
    for text in texts:
        if text in SCHEMA_MARKS:
            inside = '' if inside else text
            yield MARK
        else:
            inside = '' if text is None else inside
            yield inside or (INLINE if text and text.startswith(SCHEMA) else '')


def without_annotated(lines: Sequence[CommentLine]) -> Iterator[CommentLine]:
    """Yield the lines that are part of no schema."""
    marks = schema_marks(line.text.strip() for line in lines)
    return (line for line, mark in zip(lines, marks, strict=True) if not mark)


def is_prose(line: CommentLine) -> bool:
    """Return whether a line is for readers, not decoration or an order to a tool."""
    text = line.text.strip()
    if not text:
        return True
    if text[0].isupper() and text[1:2].islower():
        return True  # the usual beginning of a sentence, which is none of the orders
    return not (DECORATION.fullmatch(text) or LINTERS.match(text))


def without_common_blanks(lines: Sequence[str]) -> list[str]:
    """Return lines without the blanks that all of them begin with."""
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(margins, default=0)
    return [line[margin:] if line.strip() else '' for line in lines]


def last_dashed(lines: Sequence[CommentLine], names: Set[str]) -> tuple[int, re.Match[str] | None]:
    """Return which line of a block begins the description in helm-docs' notation: the last."""
    for number in range(len(lines) - 1, -1, -1):
        if match := dashed(lines[number].text, names):
            return number, match
    return 0, None


def dashed_remark(lines: Sequence[CommentLine], notation: Notation) -> CommentFacts:
    """Return the text of a block in helm-docs' notation; '' for a block without dashes."""
    start, first = last_dashed(lines, notation.names)
    if not notation.annotated:
        return plain_dashed(first, lines[start + 1 :]) if first else NO_REMARK
    ignored = any(re.match(r'@ignored?\b', line.text.strip()) for line in lines)
    if not first:
        return CommentFacts(ignored=ignored)
    lines = [*without_annotated(lines[start:])]
    texts = [line.text.strip() for line in lines]
    notes = {match[1]: match[2] for text in texts if (match := ANNOTATION.fullmatch(text))}
    rest = [text for text in texts[1:] if not ANNOTATION.fullmatch(text)]
    raw = [line.text for line in lines[1:]] if 'raw' in notes else rest
    text = '\n'.join([first[3], *(line for line in raw if line.strip() != '@raw')]).strip()
    return CommentFacts(text, first[2] or '', notes.get('default', ''), ignored)


def plain_dashed(first: re.Match[str], lines: Sequence[CommentLine]) -> CommentFacts:
    """Return the text of a block in helm-docs' notation without annotations.

    :param first: the parts of its first line; the others follow.
    """
    rest = [line.text.strip() for line in lines]
    return CommentFacts('\n'.join([first[3], *rest]).strip(), first[2] or '')
