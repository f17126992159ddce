"""The build, ``drift`` and ``migrate`` judge alike: one table of cases for all of them."""

from __future__ import annotations

import json
import re

import pytest
from drawing import grid
from project import build, run_command
from verdicts import ABBREVIATED, CASES, DIFFERENT, EQUAL, FIELDS

LABELS = {
    'configjson': 'config.json setting',
    'environment': 'Environment variable',
    'systemconsole': 'System Config path',
    'restart': 'Requires restart',
}


def section(number, name, known, line):
    label = LABELS.get(name, name.capitalize())
    table = grid((f'- {label}: {line}'.replace('\n\n', '\n', 1).rstrip(),))
    option = '::\n\n      ' + known.replace('\n', '\n      ') if '\n' in known else known
    return f'.. config:setting:: case-{number}\n   :{name}: {option}\n\nCase {number}\n----------------\n\n{table}\n'


@pytest.fixture(scope='module')
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp('verdicts') / 'index.rst'
    sections = [section(number, *case[:3]) for number, case in enumerate(CASES)]
    path.write_text('Page\n====\n\n' + '\n'.join(sections), encoding='utf-8')
    (path.parent / 'fields.json').write_text(json.dumps(FIELDS), encoding='utf-8')
    return path


def expected(*verdicts):
    return {f'case-{number}' for number, case in enumerate(CASES) if case[3] in verdicts}


def test_the_build(page):
    built = build(page.parent, {'index.rst': page.read_text(encoding='utf-8')}, conf={'configsetting_fields': FIELDS})
    found = {re.search("the setting '(.*?)'", w)[1] for w in built.warnings if '[configsetting.drift]' in w}
    assert found == expected(DIFFERENT)


def test_drift(page, capfd):
    run_command('drift', '--format=json', '--fields', page.parent / 'fields.json', page)
    found = {one['setting'] for one in json.loads(capfd.readouterr().out) if one['rule'] == 'configsetting.drift'}
    assert found == expected(DIFFERENT)


def test_migrate(page, capfd, tmp_path):
    path = tmp_path / 'index.rst'
    path.write_bytes(page.read_bytes())
    run_command('migrate', '--write', '--fields', page.parent / 'fields.json', path)
    report = capfd.readouterr().err
    contradictions = set(re.findall(r': (case-\d+): left \(contradiction\)', report))
    assert contradictions == expected(DIFFERENT)
    parts = path.read_text(encoding='utf-8').split('.. config:setting:: ')[1:]
    facts = {part.split()[0]: len(re.findall(r'\n\s+- ', part)) for part in parts}
    removed = {name for name, count in facts.items() if count == 0} - contradictions - {
        part.split()[0] for part in parts if '+--' in part
    }
    unstated = {f'case-{number}' for number, case in enumerate(CASES) if not case[1]}
    assert removed <= expected(EQUAL, ABBREVIATED) | unstated
    assert len(removed) >= 0.9 * len(expected(EQUAL))
