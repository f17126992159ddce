"""The memory of builds with settings beside that of the same pages with ``confval``.

``python benchmarks/memory.py`` builds a project a hundred times in one process, and one of 300
pages with ``-j 2``. The goal is at most 1.1 times the memory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, cost_of, interleaved, ratio, sphinx_build

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATED = """
import sys
from pathlib import Path
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

folder, times = Path(sys.argv[1]), int(sys.argv[2])
for number in range(times):
    (folder / 'p0.rst').write_text((folder / 'p0.rst').read_text() + f'\\nEdit {number}.\\n')
    with docutils_namespace():
        out = folder / '_build'
        folders = map(str, (folder, folder, out, out / 't'))
        Sphinx(*folders, 'html', status=None, warning=None).build()
"""
CONF = "extensions = {extensions}\nexclude_patterns = ['_build']\n"
SETTING = """\
.. config:setting:: s{n}
   :type: int
   :default: {n}
   :environment: APP_{n}

   Words of {n}, which is a number.

"""
CONFVAL = """\
.. confval:: s{n}
   :type: int
   :default: {n}

   ``APP_{n}``. Words of {n}, which is a number.

"""
FORMS = {'settings': SETTING, 'confval': CONFVAL}
EXTENSIONS = {'settings': ['sphinx_configsetting'], 'confval': []}


def write(folder: Path, form: str, pages: int, settings: int) -> Path:
    """Write a project."""
    folder.mkdir()
    (folder / 'conf.py').write_text(CONF.format(extensions=EXTENSIONS[form]))
    (folder / 'index.rst').write_text('T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n')
    for page in range(pages):
        numbers = range(page * settings, (page + 1) * settings)
        text = ''.join(FORMS[form].format(n=number) for number in numbers)
        (folder / f'p{page}.rst').write_text(f'Page {page}\n=========\n\n{text}')
    return folder


def repeated(folder: Path, times: int) -> Cost:
    """Return the cost of builds in one process, a page being edited before each."""
    return cost_of([sys.executable, '-c', REPEATED, str(folder), str(times)])


def measured(run: Callable[[str], Cost], rounds: int) -> str:
    """Return the memory with and without settings, and the median of the ratios of rounds."""
    found = interleaved(list(FORMS), run, rounds)
    with_, without = ([cost.memory for cost in found[form]] for form in FORMS)
    pairs = zip(with_, without, strict=True)
    each = ', '.join(f'{left:.1f}/{right:.1f}' for left, right in pairs)
    return f'{ratio(with_, without):.3f} times the memory (MB: {each})'


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--times', type=int, default=100)
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--only', default='', help='a part of the name of the case to measure')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once = {form: write(folder / f'{form}-10', form, 10, 10) for form in FORMS}
        large = {form: write(folder / f'{form}-all', form, options.pages, 10) for form in FORMS}
        cases: dict[str, Callable[[str], Cost]] = {
            f'{options.times} builds': lambda form: repeated(once[form], options.times),
            f'{options.pages} pages, -j 2': lambda form: sphinx_build(large[form], 2),
        }
        for case, run in cases.items():
            if options.only in case:
                print(f'{case}: {measured(run, options.rounds)}', flush=True)


if __name__ == '__main__':
    main()
