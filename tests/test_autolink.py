"""Literals that are exactly a variable or key of one setting become links."""

from __future__ import annotations

import pickle
from functools import partial

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


def links_to_settings(document):
    """Return the number of literals that are links."""
    return sum(isinstance(n.parent, nodes.reference) for n in document.findall(nodes.literal))


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


PAGE = """\
The ``APP_PORT``
================

.. A comment with ``APP_PORT``

A line,
then ``APP_PORT`` and ``OTHER``, ``APP_SHARED``
and ``--mode``.

.. table:: Of ``web.port``

   ==============  =====
   ``APP_PORT``    text
   ==============  =====

.. figure:: x.png

   With ``APP_CLOUD``

.. config:setting:: mode
   :environment (Cloud): APP_CLOUD
   :option: -m MODE, --mode MODE

   Beside ``web.port``.
"""
MARKDOWN = """\
# The `APP_PORT`

- A list,
  `web.port`

| `APP_PORT` |
|------------|
| [`web.port`](#port) |
"""
LISTED = [
    "a.rst:7: APP_PORT is the setting 'port'",
    "a.rst:8: --mode is the setting 'mode'",
    "a.rst:13: APP_PORT is the setting 'port'",
    "a.rst:18: APP_CLOUD is the setting 'mode'",
    "a.rst:24: web.port is the setting 'port'",
    "b.md:4: web.port is the setting 'port'",
    "b.md:6: APP_PORT is the setting 'port'",
    "index.rst:16: APP_PORT is the setting 'port'",
    "index.rst:16: web.port is the setting 'port'",
]


@pytest.mark.filterwarnings("ignore:'myst_parser.*is deprecated")
@pytest.mark.parametrize('value', [False, True, ['key']])
def test_command_lists_what_a_build_links(built, capsys, monkeypatch, value):
    pytest.importorskip('myst_parser')
    pages = {'index.rst': SETTINGS + TEXT, 'a.rst': PAGE, 'b.md': MARKDOWN, 'x.png': ''}
    site = built(pages, extensions=['sphinx_configsetting', 'myst_parser'], configsetting_autolink=value)
    monkeypatch.chdir(site.app.srcdir)
    assert run_command('links', site.app.outdir / 'settings.json', site.app.doctreedir) == 0
    found = capsys.readouterr().out.splitlines()
    assert found == [line for line in LISTED if value != ['key'] or ' web.port ' in line]
    if value:
        assert len(found) == sum(map(links_to_settings, map(partial(doctree, site), ('a', 'b', 'index'))))


def test_command_names_a_place_elsewhere_in_full(built, tmp_path, capsys, monkeypatch):
    site = built({'index.rst': SETTINGS + TEXT})
    monkeypatch.chdir(tmp_path)
    run_command('links', site.app.outdir / 'settings.json', site.app.doctreedir)
    assert capsys.readouterr().out.startswith(f"{site.app.srcdir / 'index.rst'}:16: ")


@pytest.mark.parametrize(
    ('content', 'reason'),
    [
        (None, 'there is no *.doctree; name the folder'),
        (b'x', 'it cannot be read: '),
        (pickle.dumps({}), 'it is not a doctree'),
    ],
)
def test_command_names_what_is_no_doctree(built, tmp_path, capsys, content, reason):
    site = built({'index.rst': SETTINGS})
    if content is not None:
        (tmp_path / 'a.doctree').write_bytes(content)
    assert run_command('links', site.app.outdir / 'settings.json', tmp_path) == 2
    out, error = capsys.readouterr()
    assert (out, error.count('\n')) == ('', 1)
    assert error.startswith(f'error: {tmp_path}')
    assert reason in error


BROKEN = '{{"schema": {schema}, "project": "", "fields": [], "settings": {settings}}}'


@pytest.mark.parametrize('content', ['{', '{}', '[]', BROKEN.format(schema=2, settings='[5]'), BROKEN.format(schema=9, settings='[]'), BROKEN.format(schema=2, settings='[{"id": "a", "facts": 5}]')])
def test_command_with_another_file(tmp_path, capsys, content):
    (tmp_path / 's.json').write_text(content, encoding='utf-8')
    assert run_command('links', tmp_path / 's.json', tmp_path) == 2
    assert capsys.readouterr().err.startswith('error: ')
