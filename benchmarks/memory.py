"""The memory of builds with settings beside that of the same pages with ``confval``.

``python benchmarks/memory.py`` builds a project a hundred times in one process, and one of 300
pages with ``-j 2``. The goal is at most 1.1 times the memory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measure import Cost, cost_of, sphinx_build

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


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--times', type=int, default=100)
    parser.add_argument('--pages', type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once = {form: write(folder / f'{form}-10', form, 10, 10) for form in FORMS}
        large = {form: write(folder / f'{form}-all', form, options.pages, 10) for form in FORMS}
        cases = {
            f'{options.times} builds': {f: repeated(p, options.times) for f, p in once.items()},
            f'{options.pages} pages, -j 2': {f: sphinx_build(p, 2) for f, p in large.items()},
        }
    for case, costs in cases.items():
        with_, without = costs['settings'].memory, costs['confval'].memory
        print(f'{case}: {with_:.0f} MB, without {without:.0f} MB, {with_ / without:.2f} times')


if __name__ == '__main__':
    main()
