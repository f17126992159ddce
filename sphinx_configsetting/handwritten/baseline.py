"""What a team accepts for now: findings that are known, whatever line they stand on."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .checking import Finding

Key = tuple[str, ...]


class BaselineError(Exception):
    """A baseline cannot be used; the message says why and what to do."""


def key_of(finding: Finding, folder: Path) -> Key:
    """Return what tells a finding from others when lines move.

    :param folder: that of the baseline, from which paths are written.
    """
    path = os.path.relpath(finding.path, folder).replace(os.sep, '/')
    stated = (finding.setting, finding.field, finding.stated, finding.fact)
    return (path, finding.rule.id, *stated)


def new_ones(findings: Iterable[Finding], path: Path) -> list[Finding]:
    """Return the findings that a baseline does not hold; each entry stands for one.

    :raises BaselineError: the baseline cannot be read.
    """
    known, found = Counter(read_baseline(path)), []
    for finding in findings:
        key = key_of(finding, path.parent)
        if known[key]:
            known[key] -= 1
        else:
            found.append(finding)
    return found


def read_baseline(path: Path) -> list[Key]:
    """Return the entries of a baseline.

    :raises BaselineError: it cannot be read, or is none.
    """
    try:
        content = json.loads(path.read_text(encoding='utf-8'))
    except OSError as error:
        raise BaselineError(
            f'{path}: {error.strerror}; write a baseline with --write-baseline'
        ) from error
    except ValueError as error:
        raise BaselineError(
            f'{path}: no JSON in UTF-8: {error}; write it anew with --write-baseline'
        ) from error
    if not isinstance(content, list) or not all(map(is_entry, content)):
        raise BaselineError(f'{path}: not a baseline; write it anew with --write-baseline')
    return [tuple(entry) for entry in content]


def is_entry(content: object) -> bool:
    """Tell whether a part of a JSON file is an entry of a baseline."""
    return isinstance(content, list) and all(isinstance(part, str) for part in content)


def baseline_text(findings: Iterable[Finding], folder: Path) -> str:
    """Return a baseline that holds the findings: a sorted list with a line for each."""
    keys = sorted(key_of(finding, folder) for finding in findings)
    lines = ','.join(f'\n{json.dumps(key, ensure_ascii=False)}' for key in keys)
    return f'[{lines}\n]\n'
