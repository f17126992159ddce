"""Message catalogs hold all labels, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from sphinx_configsetting.catalog.fields import BUILTIN
from sphinx_configsetting.rendering.words import filter_words

import sphinx_configsetting

FOLDER = Path(sphinx_configsetting.__file__).parent / 'locale'
WORDS = {'N/A', 'Yes', 'No', 'Configuration settings', 'settings', 'Settings by %s', 'configuration setting'} | {
    'Setting', 'Page', 'Other', 'All configuration settings', 'There are no settings yet.',
    *filter_words().values(),
}


def messages(catalog):
    return {message.id: message.string for message in catalog if message.id}


def test_template_holds_all_labels():
    with (FOLDER / 'sphinx_configsetting.pot').open('rb') as file:
        assert set(messages(read_po(file))) == {field.label for field in BUILTIN} | WORDS


@pytest.mark.parametrize('path', sorted(FOLDER.glob('*/LC_MESSAGES/*.po')), ids=lambda p: p.parts[-3])
def test_catalogs_are_complete_and_compiled(path):
    with path.open('rb') as file:
        stated = messages(read_po(file))
    assert all(stated.values())
    with path.with_suffix('.mo').open('rb') as file:
        assert messages(read_mo(file)) == stated


def test_languages():
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} >= {'de', 'fr', 'ja', 'zh_CN'}
