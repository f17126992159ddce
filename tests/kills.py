"""Kills builds at random times, and compares the next build with a clean one.

``python tests/kills.py --kills 60`` does so with the extension, and with the same sources without it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from sites import LAYOUT

EXTENSIONS = {'with': 'sphinx_configsetting', 'without': 'without_extension'}
CONF = """\
project = 'Site'
extensions = [{extension!r}]
templates_path = ['_templates']
html_theme = 'basic'
html_last_updated_fmt = None
"""
INDEX = 'Site\n====\n\n.. toctree::\n   :glob:\n\n   *\n'
SETTINGS = """\
Settings {n}
===========

.. config:setting:: s{n}
   :displayname: Setting {n} {word}
   :environment: APP_{n}
   :template: own
   :description: About :config:setting:`s{m}`, {word}.

   Body of {n}.

   .. image:: pic.png

"""
LISTED = 'Listed {n}\n=========\n\n.. config:listing::\n   :fields: id, displayname, description\n\n.. config:show:: s{n}\n\n:config:setting:`s{n}`\n'
PLAIN = 'Plain {n}\n========\n\nPlain words {word}.\n\n:download:`file.txt`\n'
COUNT = 6


def files(extension: str, word: str) -> dict[str, str]:
    """The files of a project, before or after an edit of a part of its pages."""
    def for_page(n: int) -> str:
        return word if n < COUNT / 2 else 'kept'

    pages = {}
    for n in range(COUNT):
        pages[f'settings{n}.rst'] = SETTINGS.format(n=n, m=(n + 1) % COUNT, word=for_page(n))
        pages[f'listed{n}.rst'] = LISTED.format(n=n)
        pages[f'plain{n}.rst'] = PLAIN.format(n=n, word=for_page(n))
    return {
        'conf.py': CONF.format(extension=extension),
        'index.rst': INDEX,
        f'{word}.rst': f'A page that is {word}\n===================\n\nWords.\n',
        '_templates/layout.html': LAYOUT,
        '_templates/configsetting/own.rst.jinja': f'**{word}** {{{{ setting.description }}}}\n\n{{{{ setting.body }}}}\n',
        'pic.png': f'a picture that is {word}',
        'file.txt': f'a file that is {word}',
        **pages,
    }


def write(folder: Path, content: dict[str, str]) -> None:
    """Write what differs, and remove the pages that are gone."""
    for path in folder.glob('*.rst'):
        if path.name not in content:
            path.unlink()
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding='utf-8') != text:
            path.write_text(text, encoding='utf-8')


def build(folder: Path, delay: float | None = None) -> float | None:
    """Build, and return the seconds that Sphinx took; None if it was killed after a delay."""
    command = [sys.executable, '-u', '-m', 'sphinx', '-b', 'html', '-d', folder / 'trees', folder / 'src', folder / 'out']
    environment = {**os.environ, 'PYTHONPATH': os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        try:
            output, _ = process.communicate(timeout=delay)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    assert process.returncode == 0, output
    return time.monotonic() - began


def outputs(folder: Path) -> dict[str, bytes]:
    """The files of a build. Sphinx keeps the words of the search index that no page has any more."""
    return {
        path.relative_to(folder).as_posix(): re.sub(rb'"[^"]*":\[\],?', b'', path.read_bytes()).replace(b',}', b'}')
        for path in folder.rglob('*')
        if path.is_file() and path.name != '.buildinfo'
    }


def unequal(folder: Path, wanted: dict[str, bytes]) -> list[str]:
    """The files of a clean build that another one has not, or in another form."""
    found = outputs(folder)
    return sorted(name for name in wanted if found.get(name) != wanted[name])


def killed(folder: Path, start: Path, extension: str, rng: Random, took: float) -> float:
    """Edit a project that was built, kill its next build, and build again; return the longest delay."""
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start, folder)
        write(folder / 'src', files(extension, 'new'))
        done = build(folder, rng.uniform(0, took))
        if done is None:
            break
        took = done
    build(folder)
    return took


def try_kills(base: Path, name: str, kills: int, rng: Random) -> list[list[str]]:
    """The files that are not those of a clean build, for each of some kills."""
    extension = EXTENSIONS[name]
    start, clean, folder = base / 'start', base / 'clean', base / 'killed'
    write(folder / 'src', files(extension, 'old'))
    build(folder)
    shutil.move(folder, start)
    write(folder / 'src', files(extension, 'new'))
    took = build(folder) or 0
    shutil.move(folder, clean)
    wanted = outputs(clean / 'out')
    found = []
    for _ in range(kills):
        took = killed(folder, start, extension, rng, took)
        found.append(unequal(folder / 'out', wanted))
    return found


def main() -> None:
    """Print what was found with and without the extension."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--kills', type=int, default=60)
    parser.add_argument('--seed', type=int, default=0)
    options = parser.parse_args()
    for name in EXTENSIONS:
        with tempfile.TemporaryDirectory() as folder:
            found = try_kills(Path(folder).resolve(), name, options.kills, Random(options.seed))
        unlike = [names for names in found if names]
        print(f'{name} the extension: {len(unlike)} of {len(found)} builds after a kill differ from a clean one')
        for file, times in Counter(one for names in unlike for one in names).most_common():
            print(f'  {file}: {times}')


if __name__ == '__main__':
    main()
