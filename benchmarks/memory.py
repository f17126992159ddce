"""The memory of builds with settings beside that of the same pages with ``confval``.

``python benchmarks/memory.py`` builds projects of several sizes a hundred times in one process,
and one of 300 pages with ``-j 2``. The goal is at most 1.1 times the memory.

Both leave garbage in cycles (the builds with settings some 14 per cent less), and the most memory
depends on where Python's collector happens to begin: for one size the ratio moves between 1.02
and 1.15, with the same code. So the median of several sizes counts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, cost_of, interleaved, ratio, sphinx_build

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


def measured(runs: Sequence[Callable[[str], Cost]]) -> str:
    """Return the memory with and without settings, and the median of the ratios of runs."""
    found = [interleaved(list(FORMS), run, 1) for run in runs]
    with_, without = ([one[form][0].memory for one in found] for form in FORMS)
    pairs = zip(with_, without, strict=True)
    each = ', '.join(f'{left:.1f}/{right:.1f}' for left, right in pairs)
    return f'{ratio(with_, without):.3f} times the memory (MB: {each})'


def repeated_projects(
    folder: Path, sizes: Sequence[int], times: int
) -> list[Callable[[str], Cost]]:
    """Write projects of some sizes, and return what builds those of a form many times."""

    def runner(pages: int) -> Callable[[str], Cost]:
        once = {form: write(folder / f'{form}-{pages}', form, pages, 10) for form in FORMS}
        return lambda form: repeated(once[form], times)

    return [runner(pages) for pages in sizes]


def parallel_project(folder: Path, pages: int, rounds: int) -> list[Callable[[str], Cost]]:
    """Write a project, and return what builds it with two processes."""
    large = {form: write(folder / f'{form}-all', form, pages, 10) for form in FORMS}
    return [lambda form: sphinx_build(large[form], 2)] * rounds


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--times', type=int, default=100)
    parser.add_argument('--sizes', type=int, nargs='*', default=[6, 8, 10, 12, 14, 20, 40])
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--rounds', type=int, default=3, help='of the build with -j 2')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = repeated_projects(folder, options.sizes, options.times)
        pages = ', '.join(map(str, options.sizes))
        print(f'{options.times} builds of {pages} pages: {measured(runs)}', flush=True)
        runs = parallel_project(folder, options.pages, options.rounds)
        print(f'{options.pages} pages, -j 2: {measured(runs)}', flush=True)


if __name__ == '__main__':
    main()
