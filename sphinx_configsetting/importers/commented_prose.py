"""Prose in comments that looks like commented-out keys."""

from __future__ import annotations

import re
from typing import Final

from .commented_syntaxes import INI, INI_OR_FLAG, CommentedKey, Syntax
from .line_formats import ENV_QUOTED

REMARKS: Final = re.compile(
    r'allowed|caution|defaults?|deprecated|eg|examples?|fixme|format|hint|important|notes?'
    r'|option(?:al|s)|or|ref|required|see|since|tip|todo|type|units?|values|warning|xxx',
    re.IGNORECASE,
)
"""The words before a colon that introduce a remark."""
BESIDE: Final = re.compile(r'[ \t]+#')
PROSE_WORD: Final = re.compile(r"[A-Za-z][a-z'-]*[,.;:]?")


def is_word(value: str) -> bool:
    """Return whether a value is one word, or in quotes."""
    return len(value.split()) == 1 or bool(ENV_QUOTED.fullmatch(value))


def is_prose_comment(text: str) -> bool:
    """Return whether a text, without a comment at its end, has mostly words of a language.

    Those with commas between all of them are values.
    """
    words = text.split()
    words = words[: next((n for n, word in enumerate(words) if word[0] in '#;'), None)]
    if all(word.endswith(',') for word in words[:-1]):
        return False
    prose = sum(bool(PROSE_WORD.fullmatch(word)) for word in words)
    return prose >= 3 and prose * 3 >= len(words) * 2


def is_remark_in_ini(candidate: CommentedKey, match: re.Match[str], syntax: Syntax) -> bool:
    """Return whether a line with a colon in INI or properties is a remark or a heading."""
    if match[2] is None and syntax.key is INI_OR_FLAG:
        return candidate.spaced
    if syntax.key not in {INI, INI_OR_FLAG} or match[0][: match.start(2)].endswith('='):
        return False
    key = match[1]
    is_key = not (candidate.spaced or REMARKS.fullmatch(key) or key[:2].istitle())
    return not is_key or is_prose_comment(match[2])


def is_remark(candidate: CommentedKey, key: str, value: str) -> bool:
    """Return whether a line with a colon is a remark or a heading."""
    if candidate.spaced and (REMARKS.fullmatch(key) or key[:2].istitle()):
        return True
    value = BESIDE.split(value, maxsplit=1)[0]
    return ' ' in value.strip('"\'[]{}') and not value.startswith(('"', "'", '[', '{', '|', '>'))
