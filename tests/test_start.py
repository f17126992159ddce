"""The start of commands and builds: they import little."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sphinx_configsetting import __version__

PROGRAM = 'import sys, sphinx_configsetting.__main__ as main; main.make_parser(); print("sphinx" in sys.modules, len(main.COMMANDS) > 5)'


def test_commands_start_without_sphinx():
    """Importing Sphinx takes longer than what most commands do."""
    done = subprocess.run([sys.executable, '-c', PROGRAM], check=True, capture_output=True, text=True)
    assert done.stdout == 'False True\n'


BUILD = """
import sys
from sphinx.cmd.build import main
code = main(['-q', sys.argv[1], sys.argv[1] + '/_build'])
print(code, 'sphinx_configsetting.export' in sys.modules, 'sphinx_configsetting.importers.reading' in sys.modules)
"""


def test_version_for_reports():
    done = subprocess.run([sys.executable, '-m', 'sphinx_configsetting', '--version'], check=True, capture_output=True, text=True)
    assert done.stdout == f'{__version__}\n'


def test_build_without_product_files_does_not_import_their_readers(tmp_path):
    (tmp_path / 'conf.py').write_text("extensions = ['sphinx_configsetting']\n")
    (tmp_path / 'index.rst').write_text('T\n=\n\n.. config:setting:: x\n   :configjson: .A.B\n')
    result = subprocess.run([sys.executable, '-c', BUILD, str(tmp_path)], check=True, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ('0 True False\n', '')
    assert (tmp_path / '_build' / 'settings.values.schema.json').is_file()


PARTS = """
import sys
from sphinx.cmd.build import main
main(['-q', sys.argv[1], sys.argv[1] + '/_build'])
parts = ('handwritten.facts', 'templating.views', 'listings.resolver', 'listings.explorer_html', 'comparison', 'conversion', 'migration')
print(*(part for part in parts if 'sphinx_configsetting.' + part in sys.modules))
"""


@pytest.mark.parametrize(
    ('text', 'parts'),
    [
        ('Text.\n', ''),
        ('.. config:setting:: x\n   :type: int\n', 'handwritten.facts templating.views'),
        ('.. config:setting:: x\n   :type: int\n\n.. config:listing::\n', 'handwritten.facts templating.views listings.resolver listings.explorer_html'),
    ],
)
def test_builds_import_what_their_pages_need(tmp_path, text, parts):
    (tmp_path / 'conf.py').write_text("extensions = ['sphinx_configsetting']\nconfigsetting_exports = []\n")
    (tmp_path / 'index.rst').write_text(f'T\n=\n\n{text}')
    result = subprocess.run([sys.executable, '-c', PARTS, str(tmp_path)], check=True, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == (f'{parts}\n', '')
