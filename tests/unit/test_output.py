"""Reports of findings: places that are unknown or elsewhere."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from sphinx_configsetting.baseline import entry_key
from sphinx_configsetting.cli.output import (
    FORMATS,
    Report,
    entry_of,
    new_findings,
    relative_to_folder,
    uri_of,
)
from sphinx_configsetting.comparison.findings import HELP, Finding, Kind

RULES = {str(kind): HELP[kind] for kind in Kind}


def report(name, **facts):
    return FORMATS[name](Report([Finding(kind=Kind.GONE, key='a', message='m\nn', **facts)], RULES))


def result(**facts):
    return json.loads(report('sarif', **facts))['runs'][0]['results'][0]


def test_sarif_has_what_its_schema_wants():
    log = json.loads(report('sarif', file='docs/a b.rst', line=3))
    (run,) = log['runs']
    driver = run['tool']['driver']
    (found,) = run['results']
    assert (log['version'], driver['name'], run['columnKind']) == ('2.1.0', 'sphinx_configsetting', 'unicodeCodePoints')
    assert driver['rules'][found['ruleIndex']]['id'] == found['ruleId'] == 'configsetting.gone'
    assert all(rule['shortDescription']['text'] for rule in driver['rules'])
    assert (found['level'], found['message']) == ('warning', {'text': 'm n'})
    assert found['locations'] == [{'physicalLocation': {'artifactLocation': {'uri': 'docs/a%20b.rst'}, 'region': {'startLine': 3}}}]
    assert all(isinstance(text, str) and text for text in found['partialFingerprints'].values())


def test_a_file_without_a_line():
    assert result(file='a.rst')['locations'] == [{'physicalLocation': {'artifactLocation': {'uri': 'a.rst'}}}]
    assert 'locations' not in result()
    assert '\n  a.rst: m n\n' in report('text', file='a.rst')
    assert report('github', file='a.rst') == '::warning file=a.rst,title=configsetting.gone::m n\n'


def test_fingerprints_do_not_depend_on_lines():
    assert result(file='a.rst', line=1)['partialFingerprints'] == result(file='a.rst', line=2)['partialFingerprints']
    assert result(file='a.rst')['partialFingerprints'] != result(file='b.rst')['partialFingerprints']


@pytest.mark.parametrize(('file', 'uri'), [('docs\\a b.rst', 'docs/a%20b.rst'), ('C:\\a b.rst', 'file:///C:/a%20b.rst'), ('a:b.rst', 'a%3Ab.rst')])
def test_uris(file, uri):
    assert uri_of(file) == uri


def test_a_file_on_another_drive_keeps_its_name(monkeypatch):
    def refuse(_file, _folder):
        raise ValueError('path is on mount')

    assert relative_to_folder('a/b', Path('a')) == 'b'
    monkeypatch.setattr(os.path, 'relpath', refuse)
    assert relative_to_folder('D:/x', Path('a')) == 'D:/x'


def test_annotations_stay_in_one_line():
    assert report('github', file='a\r\n,b:%.rst', line=2) == '::warning file=a%0D%0A%2Cb%3A%25.rst,line=2,title=configsetting.gone::m n\n'


def test_an_entry_of_a_baseline_accepts_one_finding():
    first, second = (Finding(kind=Kind.GONE, key='a', message='m', file='a.rst', line=line) for line in (1, 2))
    accepted = Counter([entry_key(entry_of(first, Path()))])
    assert new_findings([first, second], accepted, Path()) == [second]
    assert new_findings([first], accepted, Path()) == []
