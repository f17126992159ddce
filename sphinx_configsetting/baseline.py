"""Accepted warnings, so that a project can turn warnings into errors from the first day."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ACCEPTABLE: Final = ('duplicate', 'placement', 'drift')
"""The subtypes of warnings that a baseline can accept."""
LINE: Final = re.compile(
    r'(?P<file>.+?):(?:\d+:)? WARNING: (?P<message>.*) \[configsetting\.(?P<subtype>\w+)\]\s*'
)


class Accepted(NamedTuple):
    """An accepted warning; its line may change."""

    subtype: str
    file: str
    """The file, relative to the source directory."""
    message: str


class BaselineError(Exception):
    """A file is no baseline."""


def read_baseline(path: Path) -> frozenset[Accepted]:
    """Return the accepted warnings of a file.

    :raises BaselineError: it cannot be read, or is something else.
    """
    try:
        content = json.loads(path.read_text(encoding='utf-8'))
        return frozenset(
            Accepted(str(one['subtype']), str(one['file']), str(one['message']))
            for one in content['warnings']
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BaselineError(f'{path} is not a baseline: {error}') from error


def from_log(lines: Iterable[str], srcdir: str) -> list[Accepted]:
    """Return the warnings in the output of a build that a baseline can accept."""
    found = (LINE.fullmatch(line.rstrip('\n')) for line in lines)
    accepted = {
        Accepted(one['subtype'], relative(one['file'], srcdir), without_places(one['message']))
        for one in found
        if one and one['subtype'] in ACCEPTABLE
    }
    return sorted(accepted)


def relative(file: str, srcdir: str) -> str:
    """Return a file relative to the source directory, with forward slashes."""
    return file.replace('\\', '/').removeprefix(f'{srcdir}/'.replace('\\', '/'))


def without_places(message: str) -> str:
    """Return a message without the line numbers in it.

    >>> without_places('the setting x is defined at a.rst:12, too')
    'the setting x is defined at a.rst, too'
    """
    return re.sub(r'(\.\w+):\d+\b', r'\1', message)


def as_json(accepted: Iterable[Accepted]) -> str:
    """Return the text of a baseline, a line for each warning."""
    lines = ',\n'.join(json.dumps(one._asdict(), ensure_ascii=False) for one in accepted)
    return f'{{"warnings": [\n{lines}\n]}}\n'
