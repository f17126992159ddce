"""Measure what the settings of a project cost: python measure.py FOLDER [TIMES].

The project is built with its settings, and with the settings as comments, in turn. Only copies
beside the folder are changed; they are removed at the end.
"""

import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RST = re.compile(r'^( *\.\.) config:[a-z]+::', re.M)
MARKDOWN = re.compile(r'^( *[`:]{3,})\{config:[a-z]+\}.*', re.M)


def without_settings(folder):
    """Make settings on the pages of a folder comments."""
    for path in [*folder.rglob('*.rst'), *folder.rglob('*.md')]:
        text = path.read_text(encoding='utf-8')
        for pattern, comment in ((RST, r'\1'), (MARKDOWN, r'\1{comment}')):
            text = pattern.sub(comment, text)
        path.write_text(text, encoding='utf-8')


def clock():
    """Return the CPU time of finished builds; on Windows, the time of day."""
    if os.name == 'nt':
        return time.perf_counter()
    times = os.times()
    return times.children_user + times.children_system


def seconds(source, output):
    """Build a folder from nothing, and return the seconds that it took."""
    began = clock()
    command = [sys.executable, '-m', 'sphinx', '-q', '-E', '-a', '-b', 'html']
    done = subprocess.run([*command, source, output], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return clock() - began


def copy_beside(folder, stack):
    """Copy a folder to its parent folder, where relative paths still lead to the same files."""
    name = stack.enter_context(tempfile.TemporaryDirectory(prefix='measure-', dir=folder.parent))
    ignored = shutil.ignore_patterns('_build', '.git', '.venv')
    return Path(shutil.copytree(folder, name, ignore=ignored, dirs_exist_ok=True))


def main(folder, times='5'):
    """Print the medians, and the difference for each setting."""
    with contextlib.ExitStack() as stack:
        output = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sources = {one: copy_beside(Path(folder).resolve(), stack) for one in ('with', 'without')}
        without_settings(sources['without'])
        found = {'with': [], 'without': []}
        for _ in range(int(times)):
            for one, kept in found.items():
                kept.append(seconds(sources[one], output / one))
        written = output / 'with' / 'settings.json'
        number = len(json.loads(written.read_text(encoding='utf-8'))['settings'])
    middle = {one: statistics.median(kept) for one, kept in found.items()}
    each = (middle['with'] - middle['without']) / max(number, 1) * 1000
    print(f'with settings: {middle["with"]:.2f} s, without: {middle["without"]:.2f} s')
    print(f'settings: {number}, {each:.1f} ms each')


main(*sys.argv[1:])
