"""The command ``read``, in this process."""

from __future__ import annotations

import json
import os
import sys

import pytest

from sphinx_configsetting.__main__ import main
from sphinx_configsetting.cli.streams import write


def test_read(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'a.yaml').write_text('# About\na: 1\n')
    assert main(['read', 'a.yaml', '--json']) == 0
    assert json.loads(capfd.readouterr().out)[0]['key'] == 'a'
    (tmp_path / 'a.yaml').write_text('# About\na: "' + 'x' * 60 + '"\na: 0o7\nb:\n')
    assert main(['read', 'a.yaml']) == 1
    out, err = capfd.readouterr()
    assert out.splitlines()[1].split() == ['a', 'integer', '0o7', ]
    assert err == "warning: a.yaml:3: the key 'a' is stated twice, first in line 2; remove one of the two\n"
    assert main(['read', 'none.yaml']) == 2
    assert main(['read', 'a.yaml', '--at', 'x']) == 2
    assert capfd.readouterr().err.count('error: ') == 2


@pytest.mark.parametrize('text', ['[]', 'null', '{}', '"x"', '', '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": 5}'])
def test_nothing_to_read(tmp_path, capfd, text):
    (tmp_path / 'a.json').write_text(text)
    assert main(['read', str(tmp_path / 'a.json'), '--json']) == 2
    out, err = capfd.readouterr()
    assert (out, err.count('\n')) == ('', 1)
    assert err.startswith('error: ')


def test_missing_library(tmp_path, monkeypatch, capfd):
    monkeypatch.setitem(sys.modules, 'yaml', None)
    (tmp_path / 'a.yaml').write_text('a: 1\n')
    assert main(['read', str(tmp_path / 'a.yaml')]) == 2
    assert "needs the library yaml; install it with: pip install 'sphinx-configsetting[sources]'" in capfd.readouterr().err


def test_notes_and_long_texts(tmp_path, capfd):
    (tmp_path / '.env').write_text(f'# {"word " * 60}\n#A=1\n#B={"x" * 90}\nC=1\n')
    assert main(['read', str(tmp_path / '.env')]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[1].startswith('A') and out.splitlines()[1].endswith('…')
    assert '…' in out.splitlines()[2] and err.startswith('note: 2 commented-out keys are read')


def test_a_closed_pipe_ends_the_output():
    """As after ``read FILE | head``: neither a traceback nor a failure."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, 'wb', buffering=0) as stream:
        write('text', stream)
        write('more', stream)
