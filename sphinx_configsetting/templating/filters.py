"""Plain text as reStructuredText: ``astext()`` of the parsed text is the plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils.utils import column_width
from markupsafe import Markup

from ..model.field_types import Menu
from ..model.text import clean, collapse

if TYPE_CHECKING:
    from collections.abc import Iterable

SPECIAL: Final = re.compile(r'([^\w\s]|_|[^\S ])')
"""The characters that need a backslash; unusual blanks would not count as text."""
BREAKS: Final = re.compile('[\x1c-\x1f\x85\u2028\u2029]')
"""Characters that end a line for Python, beside the ASCII ones."""
SLOT: Final = re.compile('\ufdd0([\\w-]*)\ufdd1')
"""The mark of a slot in a template's text; these characters occur in no option."""


class Rst(Markup):
    """Text that is reStructuredText already.

    Like Markup for HTML: joining it with plain text escapes the plain text.
    """

    __slots__ = ()

    @classmethod
    def escape(cls, text: Any) -> Rst:
        """Return a value as reStructuredText, escaped unless it is so already."""
        return text if isinstance(text, cls) else cls(escape(text))

    def __html__(self) -> Rst:
        """Return the text as it is: Jinja asks this of text that needs no escaping."""
        return self


def escape(text: object) -> Rst:
    r"""Escape plain text; runs of blanks become one, unprintable characters go.

    >>> escape('*a*_')
    Rst('\\*a\\*\\_')
    """
    if isinstance(text, Markup):
        return Rst(str(text))
    plain = str(text)
    before, after = (' ' * (edge != edge.strip()) for edge in (plain[:1], plain[-1:]))
    inner = SPECIAL.sub(r'\\\1', collapse(BREAKS.sub(' ', clean(plain))).strip())
    if inner.strip('\\') == '' != inner:
        inner = f'\\ {inner}'  # a line of one repeated character is a rule
    return Rst(f'{before}{inner}{after}' if inner else before)


def literal(text: object) -> Rst:
    """Return text as an inline literal; nothing for an empty text."""
    escaped = escape(str(text).strip())
    return Rst(f'\\ :literal:`{escaped}`\\ ') if escaped else Rst('')


def strong(text: object) -> Rst:
    """Return text in strong emphasis; nothing for an empty text."""
    escaped = escape(str(text).strip())
    return Rst(f'\\ :strong:`{escaped}`\\ ') if escaped else Rst('')


def menupath(text: object) -> Rst:
    """Return a menu path in strong emphasis, ``A > B``."""
    return strong(' > '.join(Menu().parse(collapse(str(text)))))


def key(text: object) -> Rst:
    """Return a key as an inline literal, with one dot before it."""
    bare = collapse(clean(str(text))).lstrip('. ').strip()
    return literal(f'.{bare}' if bare else '')


def heading(text: object, character: str = '-') -> Rst:
    """Return text with a line under it, as a section's title.

    :raises ValueError: the character is not one of ASCII's punctuation.
    """
    if not re.fullmatch(r'[!-/:-@\[-`{-~]', character):
        raise ValueError(f'{character!r} cannot underline a heading')
    escaped = Rst.escape(text).strip()
    return Rst(f'{escaped}\n{character * max(4, column_width(str(escaped)))}\n')


def join(values: Iterable[object], separator: object = '') -> Rst:
    """Join values, each escaped unless it is reStructuredText already."""
    return Rst.escape(separator).join(Rst.escape(value) for value in values)


def concatenated(values: Iterable[object]) -> str:
    """Join values as ``~`` does: plain text stays plain, unless one is reStructuredText."""
    parts = list(values)
    return (
        join(parts) if any(isinstance(one, Markup) for one in parts) else ''.join(map(str, parts))
    )


FILTERS: Final = {
    'concatenated': concatenated,
    'literal': literal,
    'strong': strong,
    'menupath': menupath,
    'key': key,
    'heading': heading,
    'join': join,
    'rst': escape,
}
"""The filters that templates have beside Jinja's own."""


def slot(name: str) -> Rst:
    """Return the mark of a slot."""
    return Rst(f'\ufdd0{name}\ufdd1')
