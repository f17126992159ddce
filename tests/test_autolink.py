"""Literals that are exactly a variable or key of one setting become links."""

from __future__ import annotations

import pytest
from doctrees import doctree
from docutils import nodes
from project import run_command

SETTINGS = """\
T
=

.. config:setting:: port
   :key: web.port
   :environment: APP_PORT, APP_SHARED
   :default: 1

.. config:setting:: host
   :environment: APP_SHARED
   :default: 1

"""
TEXT = """\
``APP_PORT`` in a heading
-------------------------

Set ``APP_PORT`` or ``web.port``; ``APP_SHARED`` is of two, ``OTHER`` of none.
:envvar:`!APP_PORT`, :any:`!APP_PORT`, :option:`!APP_PORT`, :file:`APP_PORT` and :kbd:`APP_PORT` are no plain literals.

.. rubric:: ``APP_PORT``

`see <https://example.org/APP_PORT>`_ ::

   APP_PORT
"""


def linked(built):
    literals = doctree(built).findall(nodes.literal)
    return [n.astext() for n in literals if isinstance(n.parent, nodes.reference) and n.parent.get('refid') == 'port']


@pytest.mark.parametrize(
    ('value', 'found'),
    [(True, ['APP_PORT', 'web.port']), (['key'], ['web.port']), (False, [])],
)
def test_literals_in_running_text(built, value, found):
    site = built({'index.rst': SETTINGS + TEXT}, configsetting_autolink=value, nitpicky=True)
    assert linked(site) == found
    assert not site.warnings


NO_LINKS = """\
The ``APP_PORT``
----------------

.. A comment with ``APP_PORT``
"""


def test_command_leaves_out_what_is_no_running_text(built, tmp_path, capsys):
    site = built({'index.rst': SETTINGS + TEXT})
    (tmp_path / 'a.rst').write_text(NO_LINKS, encoding='utf-8')
    (tmp_path / 'b.md').write_text('## The `APP_PORT`\n\n[`web.port`](#port)\n', encoding='utf-8')
    assert run_command('links', site.app.outdir / 'settings.json', tmp_path) == 0
    assert capsys.readouterr().out == ''


def test_command_knows_names_under_conditions(built, tmp_path, capsys):
    site = built({'index.rst': '.. config:setting:: x\n   :environment (Cloud): APP_CLOUD\n   :option: -m MODE, --mode MODE\n'})
    (tmp_path / 'a.rst').write_text('``APP_CLOUD`` and ``--mode``\n', encoding='utf-8')
    assert run_command('links', site.app.outdir / 'settings.json', tmp_path) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ['APP_CLOUD', '--mode']


def test_command(built, tmp_path, capsys):
    site = built({'index.rst': SETTINGS + TEXT})
    (tmp_path / 'a.rst').write_text('``APP_PORT`` ``OTHER``\n\n``APP_SHARED``\n', encoding='utf-8')
    (tmp_path / 'b.md').write_text('`web.port` and {role}`web.port`\n', encoding='utf-8')
    settings = site.app.outdir / 'settings.json'
    assert run_command('links', settings, tmp_path) == 0
    lines = capsys.readouterr().out.replace(f'{tmp_path}/', '').splitlines()
    assert lines == ["a.rst:1: APP_PORT is the setting 'port'", "b.md:1: web.port is the setting 'port'"]
    assert run_command('links', settings, tmp_path / 'a.rst') == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_command_with_a_page_in_another_encoding(built, tmp_path, capsys):
    site = built({'index.rst': SETTINGS})
    (tmp_path / 'a.rst').write_bytes('Größe'.encode('latin-1'))
    assert run_command('links', site.app.outdir / 'settings.json', tmp_path) == 2
    assert 'a.rst: it is not UTF-8' in capsys.readouterr().err


BROKEN = '{{"schema": {schema}, "project": "", "fields": [], "settings": {settings}}}'


@pytest.mark.parametrize('content', ['{', '{}', '[]', BROKEN.format(schema=2, settings='[5]'), BROKEN.format(schema=9, settings='[]'), BROKEN.format(schema=2, settings='[{"id": "a", "facts": 5}]')])
def test_command_with_another_file(tmp_path, capsys, content):
    (tmp_path / 's.json').write_text(content, encoding='utf-8')
    assert run_command('links', tmp_path / 's.json', tmp_path) == 2
    assert capsys.readouterr().err.startswith('error: ')
