"""The fences of Markdown, which code and directives are between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

OPENING: Final = re.compile(r'(?P<fence>`{3,}(?!.*`)|~{3,}(?=[\w{])|:{3,}(?=\{))')
"""The start of a fence; signs alone are a heading's in reStructuredText."""


def fence_after(fence: str, line: str) -> str:
    """Return the fence that is open after a line; '' for none.

    :param fence: the one that is open before it, as it begins.
    """
    line = line.strip()
    if fence:
        return '' if line.startswith(fence) and not line.strip(fence[0]) else fence
    match = OPENING.match(line)
    return match['fence'] if match else ''


def open_fence(lines: Iterable[str]) -> str:
    r"""Return the line of the fence that some lines open and do not close; '' for none.

    >>> open_fence(['```python', 'a = 1', '```']), open_fence([':::{note}', 'Words.'])
    ('', ':::{note}')
    """
    fence = start = ''
    for line in lines:
        start = start if fence else line.strip()
        fence = fence_after(fence, line)
    return start if fence else ''
