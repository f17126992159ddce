"""Baselines: what a project accepts for now, so that only new faults are reported.

One format serves the warnings of builds and the findings of commands.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

VERSION: Final = 1
BUILD: Final = 'accept'
"""The command of baselines with warnings of builds."""


class BaselineError(Exception):
    """A file is no baseline, or one of another command."""


def entry_key(entry: Mapping[str, Any]) -> str:
    """Return an entry as a text that is the same for the same entry."""
    return json.dumps(dict(entry), ensure_ascii=False, sort_keys=True)


def warning_entry(subtype: str, file: str, message: str) -> dict[str, str]:
    """Return the entry of a warning.

    :param file: the file, relative to the source directory.
    """
    return {
        'subtype': subtype,
        'file': file.replace('\\', '/'),
        'message': without_places(message),
    }


def without_places(message: str) -> str:
    """Return a message without the line numbers in it, which change.

    >>> without_places('the setting x is defined at a.rst:12, too')
    'the setting x is defined at a.rst, too'
    """
    return re.sub(r'(\.\w+):\d+\b', r'\1', message)


def baseline_json(entries: Iterable[Mapping[str, Any]], command: str, project: str = '') -> str:
    """Return the text of a baseline, a line for each entry, in an order that does not change."""
    lines = ',\n'.join(sorted(map(entry_key, entries)))
    head = f'"version": {VERSION}, "command": {json.dumps(command)}'
    if project:
        head += f', "project": {json.dumps(project, ensure_ascii=False)}'
    return f'{{{head}, "accepted": [\n{lines}\n]}}\n'


def read_baseline(path: Path, command: str, project: str = '') -> Counter[str]:
    """Return how often each entry of a baseline is accepted, by the keys of entries.

    :param project: the name of the project, or of the product's file; '' if it is not known.
    :raises BaselineError: it cannot be read, or is something else.
    """
    file = path.as_posix()
    try:
        content = json.loads(path.read_text(encoding='utf-8'))
    except OSError as error:
        message = f'{file}: it cannot be read: {error.strerror or error}'
        raise BaselineError(message) from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f'{file}: it is not a baseline: {error}; make it again') from error
    if not is_baseline(content):
        raise BaselineError(f'{file}: it is not a baseline of version {VERSION}; make it again')
    if content['command'] != command:
        raise BaselineError(
            f'{file}: it is a baseline of the command {content["command"]}, not of {command}; '
            'name another file'
        )
    known = content.get('project', '')
    if known and project and known != project:
        raise BaselineError(
            f'{file}: it is a baseline of {known}, not of {project}; name another file'
        )
    return Counter(map(entry_key, content['accepted']))


def is_baseline(content: Any) -> bool:
    """Return whether parsed JSON is a baseline."""
    return (
        isinstance(content, dict)
        and content.get('version') == VERSION
        and isinstance(content.get('command'), str)
        and isinstance(content.get('accepted'), list)
        and all(isinstance(one, dict) for one in content['accepted'])
    )
