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


def modules_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_text(encoding='utf-8') for path in sorted(folder.rglob('*.py'))}


MODULES = modules_in(PACKAGE)
EDGES = {'cli/export.py': {'BaseException'}}
"""Modules that catch anything: code of the product, which ``export`` imports, may raise anything."""
PUBLIC = {'sphinx_configsetting', 'sphinx_configsetting.api'}


def faults_of(name, text):
    """Yield what a module may not do."""
    if Path(name).stem == 'utils':
        yield 'utils'
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno >= 60:
            yield f'long: {node.name}'
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ''
            if caught in {'', 'Exception', 'BaseException'} - EDGES.get(name, set()):
                yield f'except {caught}'


def test_modules():
    found = {name: [*faults_of(name, text)] for name, text in MODULES.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ('name', 'text', 'fault'),
    [
        ('a/utils.py', '', 'utils'),
        ('a.py', 'def f():\n' + '    x\n' * 60, 'long: f'),
        ('a.py', 'try: x\nexcept: y', 'except '),
        ('a.py', 'try: x\nexcept Exception: y', 'except Exception'),
        ('a.py', 'try: x\nexcept BaseException: y', 'except BaseException'),
        ('cli/export.py', 'try: x\nexcept Exception: y', 'except Exception'),
    ],
)
def test_faults_are_found(name, text, fault):
    assert [*faults_of(name, text)] == [fault]


POSSESSIVE = re.compile(r'\brf?["\'].*(?:(?:[\])]|\\[swd])[+*?]\+|\(\?>)')


def test_no_pattern_is_possessive():
    """Python before 3.11.5 takes texts that such patterns do not match."""
    assert [name for name, text in MODULES.items() if POSSESSIVE.search(text)] == []


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


def test_tests_of_behaviour_import_nothing_private():
    """A renamed module may break tests/unit, and no other test."""
    outside = {name: text for name, text in modules_in(TESTS).items() if not {'unit', 'roots'} & {*Path(name).parts}}
    assert len(outside) > 50
    private = {name: [*filter(is_private, imported(text))] for name, text in outside.items()}
    assert {name: found for name, found in private.items() if found} == {}


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


@pytest.mark.parametrize('name', [name for name, text in MODULES.items() if '>>> ' in text])
def test_examples_in_docstrings(name):
    module = f'sphinx_configsetting.{name.removesuffix(".py").replace("/", ".")}'
    results = doctest.testmod(importlib.import_module(module.removesuffix('.__init__')))
    assert (results.attempted > 0, results.failed) == (True, 0)


def test_what_depends_on_a_type_asks_the_type():
    """Types that extensions add then behave as built-in ones; a field is found by its type in ``of_type`` alone."""
    asking = re.compile(r'(?:isinstance\(|\btype\()(?:\w+\.)*(?:field|declared|one|known)\.type\b')
    assert [name for name, text in MODULES.items() if asking.search(text)] == ['model/fields.py']
