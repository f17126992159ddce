"""The rules of the house: floors, sizes, and what no module does."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import sphinx_configsetting

ROOT = Path(sphinx_configsetting.__file__).parent
MODULES = sorted(ROOT.rglob('*.py'))
FLOORS = [
    {'catalog'},
    {
        'sandbox',
        'derivation',
        'warnings_',
        'files',
        'foreign',
        'fragments',
        'handwritten',
        'inert',
        'pages',
        'records',
        'config',
        'migration',
        'domain',
    },
    {'rendering', 'builders', 'cli', 'indices', 'listings', 'memory', 'outdated', 'roles'},
    {'directives', '__main__'},
    {'__init__'},
]
WITHIN_FLOOR = {
    'config': {'sandbox', 'warnings_'},
    'derivation': {'sandbox'},
    'domain': {'config', 'foreign', 'warnings_'},
    'files': {'warnings_'},
    'records': {'domain', 'files'},
    'migration': {'handwritten'},
    'outdated': {'listings'},
}
"""What modules of one floor may import of each other, beside their own package."""


def room(path):
    return path.relative_to(ROOT).parts[0].removesuffix('.py')


def floor(name):
    return next(number for number, names in enumerate(FLOORS) if name in names)


def imported(tree, path):
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            yield (*base, *(node.module or '').split('.'))[0]


@pytest.mark.parametrize('path', MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module(path):
    tree = ast.parse(path.read_text(encoding='utf-8'))
    own = room(path)
    for other in imported(tree, path):
        below = floor(other) < floor(own) or other == own
        assert below or other in WITHIN_FLOOR.get(own, ()), f'{own} imports {other}'
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno < 60, node.name
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ''
            assert caught not in {'', 'Exception', 'BaseException'}
    assert path.stem != 'utils'


def test_the_catalog_needs_only_the_standard_library():
    for path in (ROOT / 'catalog').glob('*.py'):
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.split('.')[0] for name in names} <= sys.stdlib_module_names


def test_the_package_holds_what_it_needs():
    for name in ('py.typed', 'settings.schema.json', 'static/configsetting.css', 'static/configsetting-filter.js'):
        assert (ROOT / name).is_file()
    assert {p.name for p in (ROOT / 'templates/configsetting').iterdir()} >= {
        'setting.rst.jinja',
        'facts.rst.jinja',
        'compact.rst.jinja',
    }
