"""The values that a text states in markup, as options state them."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from ..model.setting import fact_of_text
from ..model.text import collapse, has_inline_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.fields import Field

LITERAL: Final = re.compile(
    r'``(?P<literal>.+?)``(?![\w`])'
    r'|:(?:code(?:-[\w-]+)?|literal|kbd|(?:samp|file)(?=:`[^`{}]+`)):`(?P<code>[^`]+)`'
    r'|:(?:py:)?(?:const|data|obj|class):`(?P<constant>None|True|False|bool|int|str|float)`'
)
"""Code in reStructuredText, and names of Python that are code to everybody."""
MARKDOWN_LITERAL: Final = re.compile(
    r'(?:\{(?:code(?:-[\w-]+)?|literal|samp|file|kbd)\})?(?P<marks>`{1,2})(?P<literal>[^`]+?)(?P=marks)(?!`)'
)
MARKUP: Final = re.compile(r'[`*|\\]|(?<=\w)_(?!\w)|(?<!\w)_(?=\W)|[\[{<]\S+[\]}>]\(|https?://')
"""Markup that no plain value can keep."""
BETWEEN: Final = re.compile(r',?\s*(?:/|\b(?:or|and)\b|,)\s*')
"""The separator of values in code."""
SENTENCES: Final = re.compile(r'[.!?]\s+\S')


NO_VALUE: Final = re.compile(rf'(?i)\|[\w ]+\||^see\b|{SENTENCES.pattern}')
"""A substitution, a hint to read elsewhere, or several sentences."""


def plain_value(field: Field, text: str, *, markdown: bool = False) -> str | None:
    """Return a text without the marks of its code; None where more than that would be lost.

    A field that shows markup keeps the text as typed, and so does a value in a sentence.
    """
    text = collapse(text)
    if re.match(r'(?i)see\b\W', text):
        return None
    if field.type.display in {'markup', 'reference'}:
        return text if is_value(field, text) else None
    takes_prose = field.type.is_data and not field.type.problem(text)
    if takes_prose and is_marked_prose(text, markdown=markdown):
        return re.sub(r'(?<![.])\.$', '', text)
    parts = [*pieces(text, MARKDOWN_LITERAL if markdown else LITERAL)]
    prose = ' '.join(part for part, is_code in parts if not is_code)
    if MARKUP.search(prose) or SENTENCES.search(prose):
        return None
    if field.type.several:
        if any(c and ',' in part for part, c in parts):
            return None
        parts = [(', ' if not c and BETWEEN.fullmatch(part) else part, c) for part, c in parts]
    if parts and not parts[-1][1] and re.search(r'(?<![.])\.$', parts[-1][0]):
        parts[-1] = (parts[-1][0][:-1], False)
    value = ''.join(part for part, _ in parts).strip()
    return value if value != '::' and is_value(field, value) else None


def is_marked_prose(text: str, *, markdown: bool) -> bool:
    """Return whether a text is one sentence whose markup a value can keep."""
    parts = [*pieces(text, MARKDOWN_LITERAL if markdown else LITERAL)]
    prose = ' '.join(part for part, is_code in parts if not is_code)
    has_words = any(re.search(r'\w', part) for part, is_code in parts if not is_code)
    is_marked = has_words and has_inline_markup(text, markdown=markdown)
    return is_marked and not NO_VALUE.search(prose)


def pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is code."""
    spot = 0
    for found in pattern.finditer(text):
        if found.start() > spot:
            yield text[spot : found.start()], False
        groups = found.groupdict()
        yield (
            next(groups[name] for name in ('literal', 'code', 'constant') if groups.get(name)),
            True,
        )
        spot = found.end()
    if spot < len(text):
        yield text[spot:], False


def is_value(field: Field, text: str) -> bool:
    """Return whether a text is a value of a field."""
    return bool(text) and not field.type.problem(text) and fact_of_text(field, text) is not None


def block_value(field: Field, lines: list[str]) -> str | None:
    """Return the lines of a block as the value of a field; None where it takes no lines."""
    text = textwrap.dedent('\n'.join(lines)).strip('\n')
    if '\n' not in text:
        return text.strip() if text and is_value(field, text.strip()) else None
    return text if is_value(field, text) and field.type.normalize(text) == text.strip() else None


def option_lines(indent: str, name: str, value: str) -> tuple[str, ...]:
    """Return the lines of an option; a value of several lines is a block."""
    first, *more = value.split('\n')
    if not more:
        return (f'{indent}:{name}: {first}',)
    block = [f'{indent}   {line}'.rstrip() for line in (first, *more)]
    return (f'{indent}:{name}: ::', *([''] if '' in block else []), *block)
