"""Older notes that tell where a setting is available."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from ..catalog.kinds import collapse
from .blocks import Block, blocks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

RAW: Final = re.compile(r'\.\. raw:: html\s+<p(?:\s[^<>]*)?>(?P<text>.*)</p>', re.DOTALL)
PLAIN_TAGS: Final = re.compile(r'</?(?:strong|em|b|i|span|small)(?:\s[^<>]*)?>')
MARKED: Final = re.compile(r'(?P<mark>\*\*?)(?P<text>[^\s*`|_\\<>][^*`|_\\<>]*)(?<!\s)(?P=mark)')
AVAILABLE: Final = re.compile(
    r'(?:also |only )?available (?:in|on|with|for|from|as)\b', re.IGNORECASE
)


def note_of(block: Block) -> str:
    """Return what a block says of availability if it says nothing else; '' if not."""
    source = '\n'.join(block.lines)
    raw, marked = RAW.fullmatch(source), MARKED.fullmatch(collapse(source))
    text = marked['text'] if marked else ''
    if raw:
        bare = PLAIN_TAGS.sub('', raw['text'])
        text = '' if '<' in bare else collapse(html.unescape(bare))
    return text if AVAILABLE.match(text) else ''


def notes_in(lines: Sequence[str], start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the notes that stand between two lines: start, end and text of each."""
    found = []
    number = start
    for block in blocks_of(lines[start:end]):
        while tuple(lines[number : number + len(block.lines)]) != block.lines:
            number += 1
        note = note_of(block)
        if note:
            found.append((number, number + len(block.lines), note))
        number += len(block.lines)
    return found
