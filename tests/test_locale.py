"""Labels come from the extension's own message catalog."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from project import build

import sphinx_configsetting
from sphinx_configsetting.catalog.fields import BUILTIN

FOLDER = Path(sphinx_configsetting.__file__).parent / 'locale'
PAGE = '.. config:setting:: x\n   :environment: APP_X\n   :restart: yes\n   :default: N/A\n   :description: Text.\n'
WORDS = {'N/A', 'Yes', 'No', 'Configuration settings', 'settings', 'Settings by %s'}


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


def test_german(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE}, conf={'language': 'de'})
    html = built.output('index.html')
    for text in ('Umgebungsvariable', 'Neustart nötig: Ja', 'Vorgabe: k. A.'):
        assert text in html
    assert 'Einstellungen nach Umgebungsvariable' in built.output('config-environment.html')


def test_labels_are_not_extracted(tmp_path):
    built = build(tmp_path, {'index.rst': PAGE}, 'gettext')
    text = built.output('index.pot')
    assert 'msgid "Text."' in text
    assert 'Environment variable' not in text
    assert 'APP_X' not in text
