"""The documentation names what the code has, and shows it as code."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from sphinx_configsetting.__main__ import make_parser
from sphinx_configsetting.config import VALUES
from sphinx_configsetting.warnings_ import Subtype

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(path for pattern in ('*.md', 'docs/**/*.rst', 'docs/**/*.md') for path in ROOT.glob(pattern) if not {'examples', '_build'} & set(path.parts))
FOREIGN = {'--axe', '--corpus', '--discover', '--directory', '--exit-code', '--flag', '--huge', '--keep-going', '--large', '--port', '--projects', '--snapshot-update', '--version'}
"""Options of other programs, and of examples."""


def commands():
    (action,) = (one for one in make_parser()._actions if one.choices)
    return action.choices


NAMED = {
    r'\bconfigsetting_\w+': {value.name for value in VALUES},
    r'(?<![\w-])--[a-z][\w-]*': {word for one in commands().values() for action in one._actions for word in action.option_strings} | FOREIGN,
    r'python -m sphinx_configsetting ([a-z]\w*)': set(commands()),
    r'(?<!sphinx_)configsetting\.(\w+)(?=[ `>])': {one.value for one in Subtype},
    r'tox run -e (\w+)(?![\w-])': set(re.findall(r'\[testenv:([\w-]+)\]', (ROOT / 'tox.ini').read_text(encoding='utf-8'))),
}
"""The names that a pattern finds on pages, and those that there are."""


@pytest.mark.parametrize('pattern', NAMED)
def test_names_of_pages_exist(pattern):
    found = {name: path.name for path in PAGES for name in re.findall(pattern, path.read_text(encoding='utf-8'))}
    assert found and {name: page for name, page in found.items() if name not in NAMED[pattern]} == {}


def test_files_of_pages_exist():
    folders = (ROOT, ROOT / 'sphinx_configsetting')
    pages = [path for path in PAGES if path.name != 'upstream.rst']  # it names tests of Sphinx
    named = {(path.name, name) for path in pages for name in re.findall(r'`((?:tests|benchmarks)/[\w./]+\.\w+)', path.read_text(encoding='utf-8'))}
    named |= {('CONTRIBUTING.md', name) for name in re.findall(r'`([a-z_]\w*(?:/\w+)*(?:\.py|/))`', (ROOT / 'CONTRIBUTING.md').read_text(encoding='utf-8'))}
    assert len(named) > 30
    assert [name for name in named if not any((folder / name[1]).exists() for folder in folders)] == []


@pytest.mark.parametrize('table', ['commands', 'values', 'api_field_type', 'api_functions', 'source_keys', 'warnings'])
def test_code_in_the_reference_is_literal(table):
    """Sphinx changes quotes and dashes outside of literals."""
    made = runpy.run_path(str(ROOT / 'docs' / '_ext' / 'tables.py'))[table]
    texts = [re.sub(r'``.+?``|:[\w:]+:`.+?`', '', line) for line in made() if not re.match(r'-+$|   :default:|      ', line)]
    assert [text for text in texts if re.search(r"[{}]|--|''", text)] == []
