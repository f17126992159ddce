"""Measure how long ``validate`` takes for 10,000 keys, also in files of a million lines.

``python benchmarks/validate.py`` prints seconds of CPU of the whole command, start included:
the least of five rounds.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS, KEYS, LINES = 200, 50, 1_000_000
ROUNDS = 5
COMMENTS = LINES // (GROUPS * KEYS) - 1


def schema() -> str:
    """Return a schema of 10,000 integers in 200 groups."""
    option = {'type': 'integer', 'minimum': 0, 'description': 'How many of them there are.'}
    groups = {
        f'group{group}': {
            'type': 'object',
            'properties': {
                f'option{key}': {**option, 'x-environment': f'APP_{group}_{key}'}
                for key in range(KEYS)
            },
        }
        for group in range(GROUPS)
    }
    return json.dumps({'type': 'object', 'properties': groups}, indent=1)


def files() -> Iterator[tuple[str, str]]:
    """Yield the names and texts of files, each with all 10,000 keys."""
    data = {
        f'group{group}': {f'option{key}': key for key in range(KEYS)} for group in range(GROUPS)
    }
    text = json.dumps(data, indent=1)
    yield 'right.json', text
    yield 'unknown.json', text.replace('option', 'optoin')
    yield 'wrong.json', text.replace(': ', ': -').replace('-{', '{')
    yield 'long.jsonc', text.replace(',\n', ',\n' + '  // A comment about it\n' * COMMENTS)
    sections = {'yaml': '{}:\n', 'toml': '[{}]\n', 'ini': '[{}]\n', 'env': ''}
    lines = {
        'yaml': '  {}: {}\n',
        'toml': '{} = {}\n',
        'ini': '{} = {}\n',
        'env': 'APP_{}_{}={}\n',
    }
    for syntax, line in lines.items():
        parts = []
        for group in range(GROUPS):
            parts.append(sections[syntax].format(f'group{group}'))
            for key in range(KEYS):
                values = (group, key, key) if syntax == 'env' else (f'option{key}', key)
                parts += [line.format(*values), '# A comment about it\n' * COMMENTS]
        yield f'long.{syntax}', ''.join(parts)


def cpu(*arguments: str, folder: Path) -> tuple[float, str]:
    """Return the least seconds of CPU that a command takes, and the last line that it prints."""
    times, line = [], ''
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, '-m', 'sphinx_configsetting', *arguments]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        line = (done.stdout or done.stderr).splitlines()[-1]
    return min(times), line


def main() -> None:
    """Print the figures."""
    folder = Path(tempfile.mkdtemp())
    (folder / 'schema.json').write_text(schema(), encoding='utf-8')
    for name, text in files():
        (folder / name).write_text(text, encoding='utf-8')
        seconds, line = cpu('validate', name, '--against', 'schema.json', folder=folder)
        print(f'{name}: {text.count(chr(10)):,} lines, {seconds:.2f} s, {line}')


if __name__ == '__main__':
    main()
