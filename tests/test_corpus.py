"""Real documents build unmodified, with every builder."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from doctrees import count, doctree, objects, text
from project import build

BUILDERS = ['html', 'dirhtml', 'singlehtml', 'epub', 'latex', 'text', 'man', 'texinfo', 'gettext', 'xml']
MISTAKES = (
    'Problems with "include" directive path',
    'Undefined substitution referenced',
    'Malformed table',
    'undefined label',
    'unknown document',
    '[configsetting.placement]',
    '[configsetting.drift]',
    'table cell spanning',
    'should not be empty for EPUB3',
    "isn't included in any toctree",
    'no "man_pages" config value',
    'no "texinfo_documents" config value',
    '[configsetting.drift]',
)
INDEX = 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n'
HA = 'high-availability-configuration-settings'


def copied(corpus, folder, *, index=INDEX):
    for path in sorted(corpus.glob('*.rst')):
        shutil.copyfile(path, folder / path.name)
    return {'index.rst': index}


@pytest.mark.parametrize('builder', BUILDERS)
def test_builds(corpus, tmp_path, builder):
    conf = {'man_pages': [('index', 'x', 'X', 'x', 1)], 'texinfo_documents': [('index', 'x', 'X', 'x', 'x', 'x', 'x')]}
    built = build(tmp_path, copied(corpus, tmp_path), builder, conf=conf)
    assert [w for w in built.warnings if not any(m in w for m in MISTAKES)] == []
    stated = sum(
        len(re.findall(r'^\.\. config:setting::', path.read_text(encoding='utf-8'), re.MULTILINE))
        for path in corpus.glob('*.rst')
    )
    assert len(built.settings) == stated


@pytest.fixture
def ha(corpus):
    path = corpus / f'{HA}.rst'
    if not path.exists():
        pytest.skip(f'{path.name} is not in this folder')
    return path.read_text(encoding='utf-8')


def variables(text):
    return re.findall(r':environment: (\S+)', text)


def test_placement_of_hand_drawn_sections(ha, tmp_path):
    built = build(tmp_path, {'index.rst': 'T\n=\n', f'{HA}.rst': ha})
    assert len(built.settings) == 14
    html = built.output(f'{HA}.html')
    for setting in built.settings:
        assert setting.anchor == setting.id
        assert html.count(f'id="{setting.id}"') == 1
    placed = [w for w in built.warnings if '[configsetting.placement]' in w]
    assert [w.split(':')[1] for w in placed] == ['110', '192']
    document = doctree(built, HA)
    assert [shown.anchor for shown in objects(document)] == ['ha-usegossip', 'ha-streamingport']
    words = text(document).split()
    assert all(words.count(variable) == 1 for variable in variables(ha))
    assert json.loads(built.output('config-settings-index.json')) == []


def test_included_elsewhere(ha, tmp_path):
    index = f'T\n=\n\n.. include:: {HA}.rst\n   :start-after: :nosearch:\n'
    built = build(tmp_path, {'index.rst': index, f'{HA}.rst': ha})
    assert not [w for w in built.warnings if 'duplicate' in w]
    assert {s.docname for s in built.settings} == {'index'}
    assert built.output('config-settings-index.json').count('"anchor": "index.html#ha-') == 14


def test_without_hand_drawn_tables(ha, tmp_path):
    bare = re.sub(r'^[+|].*\n', '', ha, flags=re.MULTILINE)
    built = build(tmp_path, {'index.rst': 'T\n=\n', f'{HA}.rst': bare})
    document = doctree(built, HA)
    shown = text(document)
    assert count(document, 'Environment variable') == 14
    for fact in variables(ha) + re.findall(r':configjson: (\S+)', ha):
        assert fact in shown.split()
    for line in re.findall(r':description: (.{0,40})|^  - \*\*true\*\*: (.*)$', ha, re.MULTILINE):
        assert re.sub(r'[*`]', '', max(line)).strip('. ')[10:40] in re.sub('[‘’]', "'", shown)


def names_of(text):
    options = 'displayname|configjson|environment'
    found = re.findall(rf'^\.\. config:setting:: (.*)$|:(?:{options}): (.*)$', text, re.MULTILINE)
    return [''.join(match) for match in found]


def references_to(text):
    return 'T\n=\n\n' + '\n\n'.join(f':config:setting:`{name}`' for name in names_of(text)) + '\n'


def test_every_name_leads_there(ha, tmp_path):
    built = build(tmp_path, {'index.rst': references_to(ha), f'{HA}.rst': ha})
    links = re.findall(rf'href="{HA}.html#([^"]+)"', built.output('index.html'))
    assert len(names_of(ha)) == len(links) == 56
    assert len(set(links)) == 14


def test_every_name_leads_there_from_another_project(ha, tmp_path):
    other = build(tmp_path / 'a', {'index.rst': 'T\n=\n', f'{HA}.rst': ha})
    conf = {
        'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'],
        'intersphinx_mapping': {'a': ('https://a.example/', str(other.app.outdir / 'objects.inv'))},
    }
    built = build(tmp_path / 'b', {'index.rst': references_to(ha)}, conf=conf)
    assert not built.warnings
    links = re.findall(rf'href="https://a.example/{HA}.html#([^"]+)"', built.output('index.html'))
    assert len(links) == 56
    assert len(set(links)) == 14
