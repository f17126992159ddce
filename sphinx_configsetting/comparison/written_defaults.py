"""Defaults as writers note them: with remarks, emphasis, percent signs, words for no value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..importers.scalars import in_json, resolve
from ..model.text import collapse, split_list, unquote
from .same_values import data_of, is_nothing, same_default

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..importers import ProductSetting

EMPHASIS: Final = re.compile(r'(\*\*?)(?![./\s])([^*]+)\1')
"""A value in asterisks that are not those of a glob."""
REMARK: Final = re.compile(r'([^()]*[^()\s])\s+\([^()]+\)')
BLANKS_BETWEEN: Final = re.compile(r'(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))')
"""The blanks between thousands."""
PERCENT: Final = re.compile(r'([-+]?\d+(?:\.\d+)?)\s*%')
DECIMAL: Final = re.compile(r'(\d+(?:\.\d+)?)\s*([kKMGTPE])[Bb]?')
"""An amount of data that many write with a decimal unit and mean in a binary one."""
NO_LIMIT: Final = frozenset(
    {'disabled', 'off', 'never', 'unlimited', 'no limit', 'infinite', 'infinity'}
)
ABSENT: Final = NO_LIMIT | {
    'auto', 'automatic', 'no default', 'not defined', 'not specified', 'unspecified', '\u2013',
}  # fmt: skip
"""The words for a default that is null."""
EMPTY: Final = re.compile(r'(?:an? )?empty(?: \w+)?|no (?:items|values|entries)')


def means_default(stated: Any, setting: ProductSetting) -> bool:
    """Return whether documents mean the default of a setting."""
    if same_default(stated, setting):
        return True
    if not isinstance(stated, str):
        return False
    text = without_emphasis(stated)
    return is_word_for(text.casefold(), setting.default) or any(
        same_default(one, setting) for one in notations(text, setting.default)
    )


def without_emphasis(text: str) -> str:
    """Return a value without emphasis, and without a remark after it.

    >>> [without_emphasis(one) for one in ('**true** (since 2.0)', '*', '(a)', '*.py, *.txt')]
    ['true', '*', '(a)', '*.py, *.txt']
    """
    remark = REMARK.fullmatch(collapse(text))
    return unmarked(remark[1] if remark else text)


def unmarked(text: str) -> str:
    """Return a value without emphasis around it."""
    text = collapse(text)
    marked = EMPHASIS.fullmatch(text)
    return marked[2] if marked else text


def is_word_for(word: str, found: Any) -> bool:
    """Return whether a word describes a default that is empty, or a number for no limit.

    >>> is_word_for('unlimited', -1), is_word_for('none', 0), is_word_for('an empty list', [])
    (True, False, True)
    """
    word = word.strip('()<>"\'')
    if found is None:
        return word in ABSENT
    if is_nothing(found):
        return bool(EMPTY.fullmatch(word))
    return found in (0, -1) and not isinstance(found, bool) and word in NO_LIMIT


def notations(text: str, found: Any) -> Iterator[str]:
    """Yield a value in other notations, which depend on the value of the product."""
    yield text
    yield BLANKS_BETWEEN.sub('', text)
    percent, decimal = PERCENT.fullmatch(text), DECIMAL.fullmatch(text)
    if percent:
        yield from (percent[1], str(float(percent[1]) / 100))
    if decimal:
        yield f'{decimal[1]} {decimal[2].upper()}iB'
    if isinstance(found, list):
        for parts in (split_list(text, ','), split_list(text, ';'), text.split()):
            yield in_json([unquote(one) for one in parts])
    if isinstance(found, dict):
        pairs = [re.split(r'[:=]', one, maxsplit=1) for one in split_list(text.strip('{}'), ',')]
        if all(len(one) > 1 for one in pairs):
            yield in_json({unquote(key): pair_value(value) for key, value in pairs})
    if isinstance(found, str) and '\\' in text:
        yield unescaped_value(text)


def pair_value(text: str) -> Any:
    """Return the value of a pair; of a text, without its quotes."""
    bare = unquote(text)
    return resolve(bare) if bare == text.strip() and bare else bare


def unescaped_value(text: str) -> str:
    """Return a value whose escapes are those of JSON, with or without quotes around it."""
    found = (data_of(one) for one in (text, f'"{text}"'))
    return next((one for one in found if isinstance(one, str)), text)
