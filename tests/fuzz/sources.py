"""Fuzzes pages with settings, guided by coverage: ``tox run -e fuzz``.

The pages are those of tests/test_hostile.py; Atheris chooses them so that new lines of the
extension are reached. It stops at the first failure, and prints what it has run.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))
with atheris.instrument_imports(include=['sphinx_configsetting']):
    import sphinx_configsetting  # noqa: F401

from hypothesis import HealthCheck, given, settings
from project import CONF
from sphinx.testing.util import SphinxTestApp
from test_hostile import NEIGHBOUR, check_neighbour, read, sources, swallows


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    (folder / 'conf.py').write_text(CONF)
    (folder / 'index.rst').write_text('T\n=\n')
    app = SphinxTestApp('html', srcdir=folder)
    app.build()
    logging.getLogger('sphinx').handlers.clear()

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(sources)
    def page(source: str) -> None:
        shown = read(app, source + NEIGHBOUR)
        if not swallows(source):
            check_neighbour(app, shown)

    atheris.Setup(sys.argv, page.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == '__main__':
    main()
