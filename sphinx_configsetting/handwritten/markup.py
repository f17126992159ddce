"""Where the parts of a directive stand in a file, and edits of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ..catalog.options import read_block
from ..migration.edits import Edit
from ..migration.tables import block_end, dedented

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..migration.edits import Source
    from ..migration.tables import Lines

INDENT: Final = '   '
"""What options get where the directive has no line to go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A directive in a file; lines are counted from 0."""

    texts: Mapping[str, str]
    """The texts of options by name."""
    empty: Mapping[str, int]
    """The lines of options without text."""
    head_end: int
    """The line after the last option."""
    body: Lines
    """The body without its indentation."""
    body_start: int
    body_end: int
    indent: str
    """The blanks before options."""
    body_indent: str
    stray: bool
    """Whether a line between options and body is neither."""


def markup_at(source: Source, lines: Sequence[str], start: int) -> Markup:
    """Return the directive that starts at a line."""
    end = block_end(lines, start)
    head = list(takewhile(bool, lines[start + 1 : end]))
    head_end = start + 1 + len(head)
    block = read_block(head)
    body_start = next((n for n in range(head_end, end) if lines[n]), end)
    first = start + 1 + (block.options[0].line if block.options else 0)
    indent = source.indent(first) if head else ''
    body_indent = source.indent(body_start) if body_start < end else ''
    return Markup(
        texts={o.name: o.text for o in reversed(block.options)},
        empty={o.name: start + 1 + o.line for o in block.options if not o.text},
        head_end=head_end,
        body=dedented(lines[body_start:end]),
        body_start=body_start,
        body_end=end,
        indent=indent or body_indent or INDENT,
        body_indent=body_indent or indent or INDENT,
        stray=block.rest < len(head),
    )


def with_options(markup: Markup, texts: Mapping[str, str]) -> list[Edit]:
    """Return the edits that give options; those that stand there without text are filled."""
    lines = {name: f'{markup.indent}:{name}: {text}' for name, text in texts.items()}
    edits = [
        Edit(number, number + 1, (lines.pop(name),))
        for name, number in markup.empty.items()
        if name in lines
    ]
    if lines:
        edits.append(Edit(markup.head_end, markup.head_end, tuple(lines.values())))
    return edits


def with_body(markup: Markup, before: Lines, own: Lines) -> list[Edit]:
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
