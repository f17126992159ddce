"""The rules of the house: sizes, what no module does, and what tests may import."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import runpy
from importlib.resources import files
from pathlib import Path

import pytest

PACKAGE = Path(str(files('sphinx_configsetting')))
TESTS = Path(__file__).parent.parent
EDGES = {'cli/export.py': {'BaseException'}}
"""Modules that catch anything: code of the product, which ``export`` imports, may raise anything."""
PUBLIC = {'sphinx_configsetting', 'sphinx_configsetting.api'}


def relative(root):
    return lambda path: path.relative_to(root).as_posix()


@pytest.mark.parametrize('path', sorted(PACKAGE.rglob('*.py')), ids=relative(PACKAGE))
def test_module(path):
    assert path.stem != 'utils'
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno < 60, node.name
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ''
            assert caught not in {'', 'Exception', 'BaseException'} - EDGES.get(path.relative_to(PACKAGE).as_posix(), set())


POSSESSIVE = re.compile(r'\brf?["\'].*(?:(?:[\])]|\\[swd])[+*?]\+|\(\?>)')


@pytest.mark.parametrize('path', sorted(PACKAGE.rglob('*.py')), ids=relative(PACKAGE))
def test_no_pattern_is_possessive(path):
    """Python before 3.11.5 takes texts that such patterns do not match."""
    assert POSSESSIVE.findall(path.read_text(encoding='utf-8')) == []


def test_the_package_holds_what_it_needs():
    for name in ('py.typed', 'settings.schema.json', 'static', 'templates/configsetting', 'locale'):
        assert (PACKAGE / name).exists()


def imported(text):
    """Yield the full names of what a module imports, with those that it only patches."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (from_names(node))
        elif isinstance(node, ast.Constant) and is_module_path(node.value):
            yield node.value


def from_names(node):
    """Yield what a ``from`` imports: a module, or submodules of the package."""
    if node.module == 'sphinx_configsetting':
        yield from (f'sphinx_configsetting.{alias.name}' for alias in node.names if is_submodule(alias.name))
    yield node.module or ''


def is_submodule(name):
    return (PACKAGE / name).is_dir() or (PACKAGE / f'{name}.py').is_file()


def is_module_path(value):
    """Return whether a text is the path of something within a module, as ``patch`` takes it."""
    if not isinstance(value, str) or not value.startswith('sphinx_configsetting.'):
        return False
    return all(part.isidentifier() for part in value.split('.')) and is_submodule(value.split('.')[1])


def is_private(name):
    return name.split('.')[0] == 'sphinx_configsetting' and name not in PUBLIC


OUTSIDE = sorted(path for path in TESTS.rglob('*.py') if 'unit' not in path.relative_to(TESTS).parts and 'roots' not in path.parts)


@pytest.mark.parametrize('path', OUTSIDE, ids=relative(TESTS))
def test_tests_of_behaviour_import_nothing_private(path):
    """A renamed module may break tests/unit, and no other test."""
    assert [name for name in imported(path.read_text(encoding='utf-8')) if is_private(name)] == []


@pytest.mark.parametrize(
    ('text', 'private'),
    [
        ('import sphinx_configsetting', False),
        ('from sphinx_configsetting.api import get_settings', False),
        ('from sphinx_configsetting import api', False),
        ('x = "sphinx_configsetting.css"', False),
        ('import sphinx_configsetting.domain', True),
        ('from sphinx_configsetting.domain import domain_of', True),
        ('from sphinx_configsetting import domain', True),
        ('def f():\n    from sphinx_configsetting.domain import x', True),
        ('patch("sphinx_configsetting.domain.x")', True),
    ],
)
def test_private_imports_are_seen(text, private):
    assert any(map(is_private, imported(text))) is private


@pytest.mark.parametrize(
    ('text', 'count'),
    [
        ('The page holds what writers have told it.', 2),
        ('"""Return what a page states."""', 1),
        ('"""Return the settings of a page."""', 0),
        ("# The user's own words count.", 0),
    ],
)
def test_check_of_words(text, count):
    """The check of words, which 'tox run -e lint' runs, finds what it should."""
    script = TESTS.parent / '.ci' / 'check_words.py'
    assert len(list(runpy.run_path(str(script))['faults'](text))) == count


@pytest.mark.parametrize('path', sorted(PACKAGE.rglob('*.py')), ids=relative(PACKAGE))
def test_examples_in_docstrings(path):
    if '>>> ' in path.read_text(encoding='utf-8'):
        name = '.'.join(path.relative_to(PACKAGE.parent).with_suffix('').parts)
        results = doctest.testmod(importlib.import_module(name.removesuffix('.__init__')))
        assert (results.attempted > 0, results.failed) == (True, 0)
