"""Texts beside directives: those that contradict them, and those that do not."""

from __future__ import annotations

import json

import pytest
from project import MYST, build, run_command

DIRECTIVE = """\
T
=

.. config:setting:: web-port
   :systemconsole: Web > Ports
   :configjson: .WebSettings.Port
   :environment: APP_WEBSETTINGS_PORT
   :default: 80
   :restart: yes
   :choices: 80, 443

Port
----

"""
FIRST = len(DIRECTIVE.splitlines()) + 1


@pytest.fixture
def found(tmp_path, capfd):
    """The findings of a text, as rule, line, field and what is stated."""

    def find(text, fields=None):
        page, options = tmp_path / 'p.rst', []
        page.write_text(text, encoding='utf-8')
        if fields:
            (tmp_path / 'fields.json').write_text(json.dumps(fields), encoding='utf-8')
            options = ['--fields', tmp_path / 'fields.json']
        code = run_command('drift', '--format=json', *options, page)
        listed = json.loads(capfd.readouterr().out)
        assert code == bool(listed)
        return [(one['rule'].removeprefix('configsetting.'), one['line'], one['field'], one['stated']) for one in listed]

    return find


@pytest.fixture
def drifting(found):
    """The drift of a section of the setting, its lines counted from 1."""
    return lambda text: [(line - FIRST + 1, field, stated) for rule, line, field, stated in found(DIRECTIVE + text) if rule == 'drift']


@pytest.mark.parametrize(
    'text',
    [
        '- Environment variable: ``APP_WEBSETTINGS_PORT``',
        '- Environment variables: ``"APP_WEBSETTINGS_PORT",``',
        '- **Environment variable**: APP_WEBSETTINGS_PORT.',
        '- Env var:   ``APP_WEBSETTINGS_PORT``',
        '- ``config.json`` setting: ``.WebSettings.Port``',
        '- ``config.json`` setting: ``".WebSettings.Port",``',
        '- ``config.json`` setting: ``\u201c.WebSettings.Port: 80\u201d,``',
        '- ``config.json`` setting: ``WebSettings.Port``',
        '- ``config.json`` setting: ``Port``',
        '- ``config.json`` setting: ``Root.WebSettings.Port``',
        '- ``config.json`` setting: ``WebSettings`` > ``Port`` > ``80``',
        "This feature's ``config.json`` setting is ``\"Port\": 80`` with numerical input.",
        '- System Config path: **Web > Ports**',
        '- System Console path: **System Console > Web > Ports**',
        '- System Config path: Web  >  Ports',
        '- Default: ``80``',
        '- Default value: 80.',
        '- Requires restart: yes',
        '- Requires restart: true',
        '- Options: ``443``, ``80``',
        ':Environment variable: ``APP_WEBSETTINGS_PORT``',
        'Environment variable\n   ``APP_WEBSETTINGS_PORT``',
        '.. list-table::\n\n   * - Environment variable\n     - ``APP_WEBSETTINGS_PORT``',
        'The port is 8080 here.',
        '- Type: integer',
        '- Default: ``80``,',
        '- Since: 2.0',
        '- Default: ``8080`` when the proxy is on',
        '- Default: ``8080`` to ``8090``',
        '- Default: ``8080`` or ``80``',
        'The default is eighty by design (``80``).',
        '- Default: Port 80;',
        '- Default: ``WebSettings.Port = 80``',
        '.. note::\n\n   Text.\n\n.. versionchanged:: 2.0\n\n   Text.\n\n   Default: ``8080``',
    ],
)
def test_no_false_alarm(drifting, text):
    assert drifting(text) == []


GRID = """\
+-----------------+--------------------------------------------+
| The port.       | - System Config path: **Web > Portals**    |
|                 | - ``config.json`` setting:                 |
| It is opened.   |   ``".WebSettings.Prot: 81",``             |
|                 | - Environment variable: ``APP_PORT``       |
+-----------------+--------------------------------------------+
"""


@pytest.mark.parametrize(
    ('text', 'drift'),
    [
        ('- Environment variable: ``APP_WEBSETTINGS_PROT``', [(1, 'environment', 'APP_WEBSETTINGS_PROT')]),
        ('- Environment variable: N/A', [(1, 'environment', 'N/A')]),
        ('Text.\n\n- ENVIRONMENT VARIABLE:\n  ``APP_X``', [(3, 'environment', 'APP_X')]),
        ('- ``config.json`` setting: ``.WebSettings.port``', [(1, 'configjson', '.WebSettings.port')]),
        ('- ``config.json`` setting: ``Other`` > ``Port``', [(1, 'configjson', 'Other.Port')]),
        ('- ``config.json`` setting: ``WebSettings`` > ``Port`` > ``81``', [(1, 'default', '81')]),
        ('- System Config path: **Web > Hosts**', [(1, 'systemconsole', 'Web > Hosts')]),
        ('- Default: ``8080``', [(1, 'default', '8080')]),
        ('- Default: Port 8080;', [(1, 'default', '8080')]),
        ('- Requires restart: no', [(1, 'restart', 'no')]),
        ('- Options: 80, 8080', [(1, 'choices', '80, 8080')]),
        (':Environment variable: ``APP_X``', [(1, 'environment', 'APP_X')]),
        ('Environment variable\n   ``APP_X``', [(2, 'environment', 'APP_X')]),
        ('.. list-table::\n\n   * - Environment variable:\n     - ``APP_X``\n   * - Key\n     - ``.WebSettings.Port``', [(4, 'environment', 'APP_X')]),
        ('+---------------------------+\n| Environment variable:     |\n| APP_WEBSETTINGS_PROT      |\n| Default: 80               |\n|                           |\n| ``.WebSettings.Port``     |\n+---------------------------+', [(2, 'environment', 'APP_WEBSETTINGS_PROT')]),
        ('| Environment variable: APP_X\n| ``.WebSettings.Port``', [(1, 'environment', 'APP_X')]),
        (
            GRID + '\n``Port``',
            [(2, 'systemconsole', 'Web > Portals'), (3, 'configjson', '.WebSettings.Prot'), (3, 'default', '81'), (5, 'environment', 'APP_PORT')],
        ),
    ],
)
def test_drift(drifting, text, drift):
    assert sorted(drifting(text)) == sorted(drift)


def test_labels_of_a_project(found):
    fields = {'toml': {'kind': 'key', 'label': 'TOML key', 'names': True, 'aliases': ['Schl\u00fcssel']}}
    text = DIRECTIVE.replace('   :default', '   :toml: web.port\n   :default') + '- Schl\u00fcssel: ``web.prot``\n'
    assert found(text, fields) == [('drift', FIRST + 1, 'toml', 'web.prot')]


def test_two_settings_before_one_heading(found):
    text = DIRECTIVE.replace('Port\n----', '.. config:setting:: web-host\n   :environment: APP_HOST\n   :configjson: .Web.Host\n\nPort\n----')
    facts = '- Environment variable: ``APP_HOST``\n- ``config.json`` setting: ``WebSettings.Port``\n- System Config path: Other > Way\n'
    assert found(text + facts) == []
    wrong = found(text + facts.replace('APP_HOST', 'APP_NO'))
    assert ('environment', 'APP_NO') in [one[2:] for one in wrong]


UNKNOWN = """\
.. tab-set::

   .. tab-item:: One
      :sync: x

      See :doc:`the page </x>` and :envvar:`APP_WEBSETTINGS_PROT`.

      - Environment variable: :envvar:`APP_WEBSETTINGS_PROT`
      - ``config.json`` setting: :unknown:role:`Port <target>`

.. include:: /etc/passwd

.. raw:: html
   :file: /etc/passwd

.. py:function:: f

   - Default: 3
"""


def test_unknown_markup_hides_nothing(drifting):
    assert drifting(UNKNOWN) == [(8, 'environment', 'APP_WEBSETTINGS_PROT')]


def test_cells_of_a_csv_table_are_reported_at_the_heading(drifting):
    [(line, field, stated)] = drifting('Text.\n\n.. csv-table::\n\n   Environment variable, APP_WEBSETTINGS_PORT\n   Default, 81\n')
    assert (FIRST - 1 + line, field, stated) == (DIRECTIVE.splitlines().index('Port') + 2, 'default', '81')


ROWS = """\
# Page

```{config:setting} port
:key: web.port
:default: 80
```

## Port

| Default | `82` |
|---|---|
| Key | `web.port` |
| Type | `x` |
| Default | `81` |
"""


def test_rows_of_a_markdown_table_have_their_own_lines(tmp_path, capfd):
    pytest.importorskip('myst_parser')
    first, second = build(tmp_path, {'index.md': ROWS}, conf=MYST).warnings
    run_command('drift', tmp_path / 'index.md')
    assert ('index.md:10: ' in first, 'index.md:14: ' in second) == (True, True)
    assert [line.split(':')[1] for line in capfd.readouterr().out.splitlines()] == ['10', '14']
