"""A baseline accepts warnings that were there on the first day."""

from __future__ import annotations

import io
import json

import pytest
from project import build, run_command

PAGE = """\
T
=

.. config:setting:: port
   :default: 1

.. config:setting:: port
   :default: 2
"""


def test_accepted_warnings_are_not_repeated(tmp_path, capsys):
    first = build(tmp_path / 'docs', {'index.rst': PAGE})
    (warning,) = first.warnings
    log = tmp_path / 'log.txt'
    log.write_text(f'{tmp_path}/docs/{warning}\nother text\n', encoding='utf-8')
    baseline = tmp_path / 'docs' / 'accepted.json'
    assert run_command('accept', log, '--sources', tmp_path / 'docs', '--write', baseline) == 0
    assert json.loads(baseline.read_text(encoding='utf-8'))['accepted'][0]['file'] == 'index.rst'
    moved = {'index.rst': f'Before.\n\n{PAGE}'}
    conf = {'configsetting_baseline': 'accepted.json'}
    assert build(tmp_path / 'docs', moved, conf=conf).warnings == []
    (left,) = build(tmp_path / 'docs', {'index.rst': PAGE.replace('port', 'host')}, conf=conf).warnings
    assert "'host'" in left


def test_printed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr('sys.stdin', io.StringIO('index.rst:3: WARNING: m [configsetting.drift]\n'))
    assert run_command('accept', '-') == 0
    out, err = capsys.readouterr()
    assert err == ''
    assert json.loads(out)['accepted'] == [
        {'subtype': 'drift', 'file': 'index.rst', 'message': 'm'}
    ]


def test_what_no_baseline_accepts_is_counted(capsys, monkeypatch):
    kinds = ['id', 'drift', 'id', 'config', 'x.y']
    log = ''.join(f'page.rst:3: WARNING: m [configsetting.{kind}]\n' for kind in kinds)
    monkeypatch.setattr('sys.stdin', io.StringIO(f'{log}WARNING: m [configsetting.source]\npage.rst:3: WARNING: m [toc.x]\n'))
    assert run_command('accept', '-') == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)['accepted']) == 1
    assert err == (
        'warnings not accepted: 1 configsetting.config, 2 configsetting.id, 1 configsetting.source; a baseline takes '
        'duplicate, placement, drift, check; correct the others, or name them in suppress_warnings\n'
    )


def test_a_log_that_is_missing(tmp_path, capsys):
    assert run_command('accept', tmp_path / 'none') == 2
    assert capsys.readouterr().err.startswith('error: ')


def test_a_folder_that_is_missing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr('sys.stdin', io.StringIO('index.rst:3: WARNING: m [configsetting.drift]\n'))
    assert run_command('accept', '-', '--sources', tmp_path / 'none', '--write', tmp_path / 'b.json') == 2
    assert capsys.readouterr().err == f'error: {tmp_path}/none: there is no such folder; name the source directory\n'
    assert not (tmp_path / 'b.json').exists()


def test_files_that_are_no_log(tmp_path, capsys):
    log = tmp_path / 'log.json'
    log.write_text('{"accepted": []}\n', encoding='utf-8')
    assert run_command('accept', log) == 2
    assert capsys.readouterr().err == f'error: {log}: it is JSON, and not the output of sphinx-build\n'
    log.write_bytes(b'\x89PNG\0')
    assert run_command('accept', log) == 2
    assert 'it is a binary file' in capsys.readouterr().err
    no_warning = f'{log}: there is no warning in it; it must be the output of sphinx-build\n'
    for text, remark in (('', ''), ('[' * 100_000, no_warning), ('{x} build succeeded.\n', no_warning)):
        log.write_text(text, encoding='utf-8')
        assert run_command('accept', log) == 0
        assert capsys.readouterr().err == remark


@pytest.mark.parametrize('content', ['{', '[]', '{"warnings": [1]}'])
def test_a_file_that_is_no_baseline(tmp_path, content):
    files = {'index.rst': PAGE, 'accepted.json': content}
    built = build(tmp_path, files, conf={'configsetting_baseline': 'accepted.json'})
    assert [w for w in built.warnings if 'it is not a baseline' in w and '[configsetting.config]' in w]
    assert [w for w in built.warnings if '[configsetting.duplicate]' in w]
