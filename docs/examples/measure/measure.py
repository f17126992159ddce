"""Measure what the settings of a project cost: python measure.py FOLDER [TIMES].

The project is built with its settings, and with the settings as comments, in turn. Only a copy in
a temporary folder is changed.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RST = re.compile(r'^( *\.\.) config:(setting|listing|explorer|group|show|autosettings?)::', re.M)
MARKDOWN = re.compile(r'^( *[`:]{3,})\{config:[a-z]+\}.*', re.M)


def without_settings(folder):
    """Make settings on the pages of a folder comments, and return their number."""
    number = 0
    for path in [*folder.rglob('*.rst'), *folder.rglob('*.md')]:
        text = path.read_text(encoding='utf-8')
        for pattern, comment in ((RST, r'\1'), (MARKDOWN, r'\1{comment}')):
            number += sum('setting' in one[0] for one in pattern.finditer(text))
            text = pattern.sub(comment, text)
        path.write_text(text, encoding='utf-8')
    return number


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
    subprocess.run([*command, source, output], check=True, stderr=subprocess.DEVNULL)
    return clock() - began


def main(folder, times='5'):
    """Print the medians, and the difference for each setting."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for one in ('with', 'without'):
            shutil.copytree(folder, work / one, ignore=shutil.ignore_patterns('_build', '.git'))
        number = without_settings(work / 'without')
        found = {'with': [], 'without': []}
        for _ in range(int(times)):
            for one, kept in found.items():
                kept.append(seconds(work / one, work / f'{one}-html'))
    middle = {one: statistics.median(kept) for one, kept in found.items()}
    each = (middle['with'] - middle['without']) / max(number, 1) * 1000
    print(f'with settings: {middle["with"]:.2f} s, without: {middle["without"]:.2f} s')
    print(f'settings: {number}, {each:.1f} ms each')


main(*sys.argv[1:])
