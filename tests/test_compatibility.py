"""Settings beside other extensions, in each builder, and the page of the documentation that lists the results."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from compatibility import (
    BUILDERS,
    EXTENSIONS,
    RESULTS,
    digest,
    in_short,
    installed,
    recorded,
    version_of,
)
from doctrees import doctree, only, rows
from docutils import nodes
from project import build

PROGRAM = Path(__file__).with_name('compatibility.py')
REPEAT = 'run "python tests/compatibility.py --write" with the group "compat" installed'


@pytest.mark.slow
@pytest.mark.parametrize('extension', EXTENSIONS, ids=lambda one: one.module)
def test_extension(extension):
    if not installed(extension):
        pytest.skip(f'{extension.package} is not installed')
    command = [sys.executable, PROGRAM, extension.module]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)[extension.module]
    assert found['faults'] == {}
    known = recorded().get(extension.module)
    assert known is None or found['own'] == known['own'], REPEAT


@pytest.mark.slow
@pytest.mark.parametrize('package', ['sphinx', *(one.package for one in EXTENSIONS if one.package)])
def test_results_are_of_the_installed_versions(package):
    """A new minor version must be tried before the page says anything of it."""
    installed_version = version_of(package)
    if not installed_version:
        pytest.skip(f'{package} is not installed')
    found = {one['version'] for one in recorded().values() if one['package'] == package}
    found |= {one['sphinx'] for one in recorded().values() if package == 'sphinx'}
    assert {name.split('.')[:2] == installed_version.split('.')[:2] for name in found} == {True}, REPEAT


def test_results_are_complete():
    not_run = json.loads(RESULTS.read_text())['not_run']
    assert [one.module for one in EXTENSIONS if one.module not in not_run] == list(recorded()), REPEAT
    assert {tuple(one['builders']) for one in recorded().values()} == {tuple(BUILDERS)}, REPEAT
    assert [name for name, one in recorded().items() if one['faults']] == []


@pytest.mark.parametrize('extension', EXTENSIONS, ids=lambda one: one.module)
def test_results_are_of_what_is_built_now(extension):
    found = recorded().get(extension.module)
    if found is None:
        pytest.skip('the page says that this extension was not tried')
    assert found['digest'] == digest(extension), REPEAT
    assert found['note'] == extension.note, REPEAT


def test_page_shows_the_results(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(RESULTS.parents[1] / '_ext')
    conf = {'extensions': ['sphinx_configsetting', 'compatibility_table']}
    site = build(tmp_path, {'index.rst': 'T\n=\n\n.. compatibility-table::\n'}, conf=conf)
    assert not site.warnings
    _, *found = rows(only(doctree(site), nodes.table))
    wanted = [(one['package'] or one['module'], one['version'] or 'of Sphinx') for one in recorded().values()]
    assert [(name, version) for name, version, *_ in found] == wanted


def test_faults_are_recorded_by_their_kinds():
    entry = {'faults': {'html': ['-j 2: index.html differs', 'Traceback'], 'text': ["'Body.' is missing"], 'man': ['x.rst: WARNING: y']}}
    assert in_short(entry)['faults'] == {'html': ['-j 2'], 'text': ['build'], 'man': ['warning']}
    assert in_short(in_short(entry)) == in_short(entry)
