"""What a team accepts for now: a file of findings that are not told again."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .sources import SourceError, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .findings import Finding

VERSION: Final = 1
PARTS: Final = ('file', 'rule', 'setting', 'field', 'stated', 'expected')
"""What makes two findings the same; lines move, and don't count."""
Key = tuple[str, ...]


def key_of(finding: Finding, folder: Path) -> Key:
    """Return what stays of a finding when lines move; its file as seen from a folder."""
    file = Path(os.path.relpath(finding.file, folder)).as_posix()
    rest = (finding.setting, finding.field, finding.stated, finding.expected)
    return (file, finding.rule.value, *rest)


def read_baseline(path: Path) -> Counter[Key]:
    """Return how often each finding is accepted.

    :raises SourceError: the file cannot be read, or is no baseline.
    """
    try:
        content = json.loads(path.read_text(encoding='utf-8'))
    except OSError as error:
        raise SourceError(f'{path}: it cannot be read: {error.strerror or error}') from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f'{path}: it is no baseline: {error}') from error
    accepted = accepted_in(content)
    if accepted is None:
        raise SourceError(
            f'{path}: it is no baseline of version {VERSION}; make one with --write-baseline'
        )
    return Counter(accepted)


def accepted_in(content: Any) -> list[Key] | None:
    """Return the findings that the content of a baseline accepts; None for no baseline."""
    if not isinstance(content, dict) or content.get('version') != VERSION:
        return None
    items = content.get('accepted')
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    keys = [tuple(item.get(part) for part in PARTS) for item in items]
    return keys if all(isinstance(text, str) for key in keys for text in key) else None


def new_findings(
    findings: Iterable[Finding], accepted: Counter[Key], folder: Path
) -> list[Finding]:
    """Return the findings that are not accepted; one entry accepts one finding."""
    left, found = Counter(accepted), []
    for finding in findings:
        key = key_of(finding, folder)
        if left[key]:
            left[key] -= 1
        else:
            found.append(finding)
    return found


def write_baseline(path: Path, findings: Sequence[Finding]) -> None:
    """Write a baseline that accepts all findings, in an order that doesn't change.

    :raises SourceError: it cannot be written.
    """
    keys = sorted(key_of(finding, path.parent) for finding in findings)
    items = [dict(zip(PARTS, key, strict=True)) for key in keys]
    text = json.dumps({'version': VERSION, 'accepted': items}, ensure_ascii=False, indent=2)
    try:
        replace_file(path, f'{text}\n'.encode())
    except OSError as error:
        raise SourceError(f'{path}: it cannot be written: {error.strerror or error}') from error
