"""The option configsetting_check: an ordinary build warns of differences from the product."""

from __future__ import annotations

import json

import pytest
from project import build, run_command

PAGE = """\
Settings
========

.. config:setting:: server-port
   :key: server.port
   :type: integer
   :default: 25

.. config:setting:: server-banner
   :key: server.banner
"""
SCHEMA = {
    'type': 'object',
    'properties': {
        'server': {'type': 'object', 'properties': {'port': {'type': 'integer', 'default': 2525}}},
        'log': {'type': 'object', 'properties': {'level': {'type': 'string'}}},
    },
}
TEXT = json.dumps(SCHEMA, indent=1)
CONF = {'configsetting_sources': {'mailer': 'product.json'}, 'configsetting_check': True}
DEFAULT = 'index.rst:7: WARNING: server.port: the default is documented as 25, but is 2525 in the product; correct one of the two [configsetting.check]'
GONE = 'index.rst:9: WARNING: server.banner is documented, but is not in the product; remove it, or correct the name [configsetting.check]'
LOG = 'WARNING: log.level is in the product, but not documented; document it [configsetting.check]'


def warned(folder, files=None, **conf):
    files = {'index.rst': PAGE, 'product.json': TEXT} if files is None else files
    return build(folder, files, resolve=False, conf={**CONF, **conf}).warnings


def test_differences_are_warnings_at_their_lines(tmp_path):
    line = TEXT.splitlines().index('    "level": {') + 1
    assert warned(tmp_path) == [DEFAULT, GONE, f'product.json:{line}: {LOG}']
    assert warned(tmp_path / 'off', {'index.rst': PAGE}, configsetting_check=False, configsetting_sources={}) == []


def test_only_the_named_sources(tmp_path):
    sources = {'mailer': 'product.json', 'other': 'other.json'}
    files = {'index.rst': PAGE, 'product.json': TEXT, 'other.json': TEXT.replace('level', 'file')}
    found = warned(tmp_path, files, configsetting_sources=sources, configsetting_check=['mailer'])
    assert len(found) == 3
    assert len(warned(tmp_path, configsetting_sources=sources)) == 4


@pytest.mark.parametrize(
    ('conf', 'message'),
    [
        ({'configsetting_check': ['x', {}]}, "'x' is not in configsetting_sources; the sources are: 'mailer'; it is ignored"),
        ({'configsetting_sources': {}}, 'configsetting_sources names no source yet; it is ignored'),
        ({'configsetting_check_ignore': {'log.*': ' ', '*': 5}}, "'log.*' has no reason; write one as its value; it is ignored"),
    ],
)
def test_wrong_values(tmp_path, conf, message):
    found = [one for one in warned(tmp_path, **conf) if '[configsetting.config]' in one]
    assert message in found[0]


def test_a_source_that_cannot_be_read(tmp_path):
    found = warned(tmp_path, {'index.rst': PAGE, 'product.json': '{'})
    assert ['check' in one for one in found] == [False, True]
    assert "configsetting_check: the source 'mailer' states no settings, so nothing is compared; correct it" in found[1]


def test_ignored(tmp_path):
    reasons = {'undocumented: log.*': 'For developers.', 'server-banner': 'Comes back.', 'default:server.port': 'Our own.'}
    assert warned(tmp_path, configsetting_check_ignore=reasons) == []
    (tmp_path / 'conf.py').write_text(f"extensions = ['sphinx_configsetting']\nconfigsetting_check_ignore = {reasons!r}\n")
    (found,) = warned(tmp_path, {'product.json': TEXT.replace('2525', '25')})
    assert found == "conf.py:2: WARNING: configsetting_check_ignore: 'default:server.port' no longer ignores anything; remove the entry [configsetting.config]"


def test_the_command_ignores_them_too(tmp_path, capfdbinary, monkeypatch):
    reasons = {'undocumented: log.*': 'For developers.', 'type: *': 'Nothing.'}
    built = build(tmp_path / 'docs', {'index.rst': PAGE, 'product.json': TEXT}, conf={'configsetting_check_ignore': reasons})
    monkeypatch.chdir(tmp_path / 'docs')
    code = run_command('check', built.app.outdir / 'settings.json', '--source', 'product.json', '--format', 'json')
    out, err = capfdbinary.readouterr()
    assert (code, [one['kind'] for one in json.loads(out)]) == (1, ['default', 'gone'])
    assert err == b"warning: configsetting_check_ignore: 'type: *' ignores nothing here; remove the entry\n"


def test_accepted(tmp_path, capsys):
    log = tmp_path / 'log.txt'
    log.write_text('\n'.join(warned(tmp_path / 'docs')), encoding='utf-8')
    assert run_command('accept', log, '--sources', tmp_path / 'docs', '--write', tmp_path / 'docs' / 'known.json') == 0
    assert warned(tmp_path / 'docs', {'index.rst': f'{PAGE}\nMore.\n'}, configsetting_baseline='known.json') == []


def test_a_change_of_the_product_alone(tmp_path):
    assert len(warned(tmp_path)) == 3
    assert warned(tmp_path, {}) == []
    assert warned(tmp_path, {'product.json': TEXT.replace('2525', '25')})[:1] == [GONE]


def test_parallel_builds_warn_alike(tmp_path):
    pages = {f'p{n}.rst': PAGE.replace('server', f's{n}') for n in range(8)}
    files = {'index.rst': 'T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n', 'product.json': TEXT, **pages}
    serial = build(tmp_path / 'a', files, resolve=False, conf=CONF)
    assert build(tmp_path / 'b', files, resolve=False, conf=CONF, parallel=2).warnings == serial.warnings
    assert len(serial.warnings) == 18
    (tmp_path / 'a' / 'p3.rst').write_text(PAGE, encoding='utf-8')
    assert len(build(tmp_path / 'a', {}, resolve=False, conf=CONF).warnings) == 17


def test_settings_of_the_product_differ_from_nothing(tmp_path):
    page = 'T\n=\n\n.. config:autosettings:: mailer\n'
    assert warned(tmp_path, {'index.rst': page, 'product.json': TEXT}) == []


def test_a_product_elsewhere(tmp_path):
    (tmp_path / 'product.json').write_text(TEXT, encoding='utf-8')
    found = warned(tmp_path / 'docs', {'index.rst': PAGE}, configsetting_sources={'mailer': '../product.json'})
    assert found[0].startswith(f'{tmp_path}/product.json:')
