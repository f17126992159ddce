"""The order of the modules: each imports only what is below it in the list of pyproject.toml."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files('sphinx_configsetting')))
PROJECT = Path(__file__).parent.parent.parent / 'pyproject.toml'
(CONTRACT,) = tomllib.loads(PROJECT.read_text(encoding='utf-8'))['tool']['importlinter']['contracts']
LAYERS = [layer.strip('()') for layer in CONTRACT['layers']]
MODULES = sorted(PACKAGE.rglob('*.py'))


def layer_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix('.py')


def imported(path):
    """Yield the layers that a module imports from, within functions and for types, too."""
    package = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or '').split('.')]
            yield from [base[0]] if base[0] else (alias.name for alias in node.names)


def test_every_module_has_its_place():
    assert {layer_of(path) for path in MODULES} - {'__init__'} <= set(LAYERS)
    assert (CONTRACT['type'], CONTRACT['exhaustive']) == ('layers', True)
    assert not CONTRACT.keys() & {'ignore_imports', 'exhaustive_ignores'}


def above(path):
    """Return the layers above a module's own that it imports from."""
    own = layer_of(path)
    below = {own, *LAYERS[LAYERS.index(own) + 1 :]}
    return set(imported(path)) - below - {'__version__'}


def test_modules_import_what_is_below_them():
    found = {path.relative_to(PACKAGE).as_posix(): above(path) for path in MODULES if layer_of(path) != '__init__'}
    assert len(found) > 150
    assert {name: layers for name, layers in found.items() if layers} == {}


def test_the_model_needs_only_jinja():
    known = {'jinja2', 'sphinx', 'docutils', 'markupsafe'}
    for path in (PACKAGE / 'model').glob('*.py'):
        modules = [
            name.split('.')[0]
            for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
            for name in ([node.module or ''] if isinstance(node, ast.ImportFrom) and not node.level else [])
        ]
        assert known & set(modules) <= {'jinja2'}


def test_the_page_about_the_modules_has_each_in_its_order():
    page = (PROJECT.parent / 'docs' / 'development' / 'architecture.rst').read_text(encoding='utf-8')
    listed = page.partition('The modules in order')[2].partition('The way of a setting')[0]
    named = [name for line in listed.splitlines() if line.startswith('``') for name in re.findall('``([^`]+)``', line)]
    assert named == [layer for layer in reversed(LAYERS) if layer != '__main__']
