"""Message catalogs have every label and word, in every language."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from sphinx_configsetting.model.fields import BUILTIN

PACKAGE = Path(str(files('sphinx_configsetting')))
FOLDER = PACKAGE / 'locale'


def messages(catalog):
    return {message.id: message.string for message in catalog if message.id}


def words():
    """Return the texts that the package marks for translation."""
    return {
        node.args[0].value
        for path in PACKAGE.rglob('*.py')
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == '_'
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def test_template_has_all_labels_and_words():
    with (FOLDER / 'sphinx_configsetting.pot').open('rb') as file:
        known = messages(read_po(file)).keys()
    assert sorted({field.label for field in BUILTIN} - known) == []
    assert sorted(words() - known) == []


@pytest.mark.parametrize('path', sorted(FOLDER.glob('*/LC_MESSAGES/*.po')), ids=lambda p: p.parts[-3])
def test_catalogs_are_complete_and_compiled(path):
    with path.open('rb') as file:
        stated = messages(read_po(file))
    with (FOLDER / 'sphinx_configsetting.pot').open('rb') as file:
        assert stated.keys() == messages(read_po(file)).keys()
    assert all(stated.values())
    with path.with_suffix('.mo').open('rb') as file:
        assert messages(read_mo(file)) == stated


def test_languages():
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} >= {'de', 'fr', 'ja', 'zh_CN'}
