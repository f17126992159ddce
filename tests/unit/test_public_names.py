"""The public names of modules, which say where a function or class is."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import sphinx_configsetting

PACKAGE = Path(sphinx_configsetting.__file__).parent
COMMANDS = {'add_arguments', 'run'}
"""Functions of each command, which `sphinx_configsetting.__main__` calls."""


def definitions(path):
    """The public classes and functions of a module."""
    module = ast.parse(path.read_text(encoding='utf-8'))
    names = {node.name for node in module.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    return {name for name in names if not name.startswith('_')}


def test_no_two_modules_share_a_public_name():
    modules = defaultdict(list)
    for path in PACKAGE.rglob('*.py'):
        for name in definitions(path) - COMMANDS:
            modules[name].append(str(path.relative_to(PACKAGE)))
    shared = {name: sorted(found) for name, found in modules.items() if len(found) > 1}
    assert shared == {}
