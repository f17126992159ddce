"""Compare the cost of settings from a product file with that of typed directives.

``python benchmarks/sources.py [SETTINGS] [TURNS]`` builds both projects in turns, with one
process and with two, and prints the ratio of their seconds of CPU.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import cpu, interleaved, ratio, sphinx_build

PER_PAGE = 100
KINDS = ('source', 'directives')
CONF = """
project = 'Bench'
extensions = ['sphinx_configsetting']
html_theme = 'basic'
configsetting_sources = {'app': {'path': 'app.schema.json'}}
"""


def facts(number: int) -> dict[str, Any]:
    """Return the facts of an option in the product."""
    return {
        'type': 'integer',
        'default': number,
        'description': f'How many channels number {number} may have before it refuses more. '
        'Raise it when people wait at the door.',
    }


def section(page: int) -> dict[str, Any]:
    """Return the schema of the options of a page."""
    numbers = range(page * PER_PAGE, (page + 1) * PER_PAGE)
    return {
        'type': 'object',
        'properties': {f'limit{number}': facts(number) for number in numbers},
    }


def typed(page: int) -> str:
    """Return the options of a page as directives."""
    blocks = []
    for number in range(page * PER_PAGE, (page + 1) * PER_PAGE):
        key, stated = f'section{page}.limit{number}', facts(number)
        blocks.append(
            f'.. config:setting:: {key}\n   :key: {key}\n   :type: {stated["type"]}\n'
            f'   :default: {stated["default"]}\n\n   {stated["description"]}\n'
        )
    return '\n'.join(blocks)


def imported(page: int) -> str:
    """Return the directive that shows the options of a page."""
    return f'.. config:autosettings:: app\n   :under: section{page}\n'


def write(folder: Path, size: int, *, is_source: bool) -> None:
    """Write a project."""
    pages = range(size // PER_PAGE)
    folder.mkdir(parents=True)
    schema = {'properties': {f'section{page}': section(page) for page in pages}}
    (folder / 'app.schema.json').write_text(json.dumps(schema, indent=1))
    conf = CONF if is_source else CONF.replace('configsetting_sources', 'unused')
    (folder / 'conf.py').write_text(conf)
    names = '\n'.join(f'   page{page}' for page in pages)
    (folder / 'index.rst').write_text(f'Bench\n=====\n\n.. toctree::\n\n{names}\n')
    for page in pages:
        text = imported(page) if is_source else typed(page)
        (folder / f'page{page}.rst').write_text(f'Page {page}\n=======\n\n{text}')


def main(size: int = 10_000, turns: int = 3) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        for kind in KINDS:
            write(Path(name, kind), size, is_source=kind == 'source')
        for jobs in (1, 2):
            found = interleaved(
                KINDS, lambda kind, jobs=jobs: sphinx_build(Path(name, kind), jobs), turns
            )
            seconds = {kind: cpu(costs) for kind, costs in found.items()}
            least = ', '.join(f'{kind} {min(seconds[kind]):.1f} s' for kind in KINDS)
            share = ratio(seconds['source'], seconds['directives'])
            print(f'-j {jobs}: {size} settings, {least}, ratio {share:.2f}')


if __name__ == '__main__':
    main(*map(int, sys.argv[1:]))
