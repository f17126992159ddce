"""Findings that a project ignores, each for a reason."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .findings import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .findings import Finding


def without_ignored(
    findings: Iterable[Finding], entries: Iterable[str]
) -> tuple[list[Finding], list[str]]:
    """Return the findings that no entry ignores, and the entries that ignore none.

    :param entries: patterns of keys or ids of settings, with or without a kind before them,
        such as ``log.*`` or ``undocumented: log.*``.
    """
    patterns = {entry: entry_parts(entry) for entry in entries}
    used: set[str] = set()
    left = []
    for one in findings:
        fitting = {entry for entry, parts in patterns.items() if concerns(one, *parts)}
        used |= fitting
        if not fitting:
            left.append(one)
    return left, [entry for entry in patterns if entry not in used]


def entry_parts(entry: str) -> tuple[str, str]:
    """Return the kind, or '', and the pattern of an entry.

    >>> entry_parts('undocumented: log.*'), entry_parts('log.*')
    (('undocumented', 'log.*'), ('', 'log.*'))
    """
    kind, _, pattern = entry.partition(':')
    kind = kind.strip()
    return (kind, pattern.strip()) if kind in set(Kind) else ('', entry.strip())


def concerns(one: Finding, kind: str, pattern: str) -> bool:
    """Return whether an entry is about a finding."""
    if kind and kind != one.rule:
        return False
    return any(fnmatchcase(name, pattern.lstrip('.')) for name in (one.key, one.setting) if name)
