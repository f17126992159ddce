"""Older notes that state where a setting is available."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from ..model.text import collapse

if TYPE_CHECKING:
    from .blocks import Block

RAW: Final = re.compile(r'\.\. raw:: html\s+<p(?:\s[^<>]*)?>(?P<text>.*)</p>', re.DOTALL)
PLAIN_TAGS: Final = re.compile(r'</?(?:strong|em|b|i|span|small)(?:\s[^<>]*)?>')
MARKED: Final = re.compile(r'(?P<mark>\*\*?)(?P<text>[^\s*`|_\\<>][^*`|_\\<>]*)(?<!\s)(?P=mark)')
AVAILABLE: Final = re.compile(
    r'(?:also |only )?available (?:in|on|with|for|from|as)\b', re.IGNORECASE
)


def note_of(block: Block) -> str:
    """Return the availability that a block states if it states nothing else; '' if not."""
    source = '\n'.join(block.lines)
    raw, marked = RAW.fullmatch(source), MARKED.fullmatch(collapse(source))
    text = marked['text'] if marked else ''
    if raw:
        bare = PLAIN_TAGS.sub('', raw['text'])
        text = '' if '<' in bare else collapse(html.unescape(bare))
    return text if AVAILABLE.match(text) else ''
