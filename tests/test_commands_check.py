"""The commands check, validate, coverage, sample and schema."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml
from project import build, run_command

PAGE = """\
Settings
========

.. config:setting:: web-port
   :configjson: .web.port
   :environment: APP_PORT
   :type: integer
   :default: 8065
   :description: The port.

.. config:setting:: web-level
   :configjson: .web.levle
   :description: The level.

.. config:setting:: web-gone
   :configjson: .web.removed
   :formerly: web.previous
"""
SCHEMA = {
    'type': 'object',
    'properties': {
        'web': {
            'type': 'object',
            'properties': {
                'port': {'type': 'integer', 'default': 8066, 'description': 'The port.', 'x-environment': 'APP_PORT'},
                'level': {'type': 'string', 'description': 'The level.', 'x-environment': 'APP_LEVEL'},
                'new, one': {'type': 'string', 'description': '100%'},
            },
        }
    },
}


@pytest.fixture(scope='module')
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp('site') / 'docs'
    return build(folder, {'index.rst': PAGE}, 'configsettings', resolve=False).app.outdir / 'settings.json'


@pytest.fixture
def project(site, tmp_path, monkeypatch):
    """A folder with settings.json, the page, a schema and a file, which is the current one."""
    (tmp_path / 'settings.json').write_bytes(site.read_bytes())
    (tmp_path / 'index.rst').write_text(PAGE, encoding='utf-8')
    (tmp_path / 'product.json').write_text(json.dumps(SCHEMA, indent=1), encoding='utf-8')
    (tmp_path / 'config.yaml').write_text('web:\n  port: x\n  prot: 1\n', encoding='utf-8')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capfdbinary, *arguments):
    code = run_command(*arguments)
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


CHECK = ('check', 'settings.json', '--source', 'product.json')
VALIDATE = ('validate', 'config.yaml', '--against')


def test_check_json(project, capfdbinary):
    code, out, err = run(capfdbinary, *CHECK, '--format', 'json')
    found = json.loads(out)
    assert (code, err) == (1, '')
    assert [(one['kind'], one['key'], one['stated'], one['found'], one['file'], one['line']) for one in found] == [
        ('default', 'web.port', '8065', 8066, 'index.rst', 8), ('spelling', 'web.level', 'web.levle', 'web.level', 'index.rst', 12),
        ('gone', 'web.removed', 'web.removed', None, 'index.rst', 15), ('undocumented', 'web."new, one"', None, 'web."new, one"', 'product.json', found[3]['line']),
    ]
    assert set(found[0]) == {'kind', 'key', 'setting', 'message', 'stated', 'found', 'file', 'line', 'link'}


def test_check_text(project, capfdbinary):
    code, out, _ = run(capfdbinary, *CHECK, '--only', 'gone', 'type')
    assert (code, out) == (1, 'gone (1)\n  index.rst:15: web.removed is documented, but is not in the product; remove it, or correct the name\n\n1 finding\n')
    assert run(capfdbinary, *CHECK, '--only', 'type')[:2] == (0, 'no findings\n')


def test_source_directory(project, capfdbinary):
    """The usual folders are looked at; others are named."""
    (project / 'docs').mkdir()
    (project / 'index.rst').rename(project / 'docs/index.rst')
    assert '  docs/index.rst:8: ' in run(capfdbinary, *CHECK, '--only', 'default')[1]
    (project / 'docs').rename(project / 'manual')
    assert '  index.rst:4: ' in run(capfdbinary, *CHECK, '--only', 'default')[1]
    assert '  manual/index.rst:8: ' in run(capfdbinary, *CHECK, '--only', 'default', '--srcdir', 'manual')[1]


def test_annotations(project, capfdbinary):
    _, out, _ = run(capfdbinary, *CHECK, '--format', 'github')
    assert out.splitlines()[0].startswith('::warning file=index.rst,line=8,title=configsetting.default::web.port: the default')


@pytest.fixture(scope='module')
def official(pytestconfig):
    """The official schema of SARIF, or None."""
    folder, corpus = pytestconfig.getoption('schemas'), pytestconfig.getoption('corpus')
    path = (folder or (corpus.parent / 'schemas' if corpus else Path('missing'))) / 'sarif-2.1.0.json'
    return json.loads(path.read_text(encoding='utf-8')) if path.is_file() else None


def sarif(capfdbinary, *command):
    """Return the exit code and the results of a run; its report has all that promises say."""
    code, out, _ = run(capfdbinary, *command, '--format', 'sarif')
    log = json.loads(out)
    assert (out[0], out[-2:], log['version'], len(log['runs'])) == ('{', '}\n', '2.1.0', 1)
    (found,) = log['runs']
    rules, results = found['tool']['driver']['rules'], found['results']
    assert code == bool(results)
    for one in results:
        assert rules[one['ruleIndex']]['id'] == one['ruleId']
        assert one['message']['text'] and len(one['partialFingerprints']) == 1
        for place in (location['physicalLocation'] for location in one.get('locations', ())):
            uri = place['artifactLocation']['uri']
            assert '\\' not in uri and ' ' not in uri and not uri.startswith('/')
            assert place.get('region', {'startLine': 1})['startLine'] >= 1
    prints = [str(one['partialFingerprints']) for one in results]
    assert len(set(prints)) == len(prints)
    assert run(capfdbinary, *command, '--format', 'sarif')[1] == out
    return code, results, log


SARIF_CASES = {
    'check': (CHECK, 4), 'check-empty': ((*CHECK, '--only', 'type'), 0), 'validate': ((*VALIDATE, 'product.json', '--defaults'), 2), 'validate-docs': ((*VALIDATE, 'settings.json'), 2),
    'validate-empty': (('validate', 'empty.yaml', '--against', 'product.json'), 0), 'folder': (('validate', 'a b/ü.yaml', '--against', 'product.json'), 1),
    'environment': (('validate', '--environ', 'APP_', '--against', 'product.json'), 1), 'drift': (('drift', 'drift.rst'), 1),
}


@pytest.mark.parametrize('name', SARIF_CASES)
def test_sarif(project, capfdbinary, monkeypatch, official, name):
    monkeypatch.setenv('APP_PROT', '1')
    (project / 'a b').mkdir()
    (project / 'a b/ü.yaml').write_text('web: 5', encoding='utf-8')
    (project / 'empty.yaml').write_text('', encoding='utf-8')
    drift = '\n\nWeb port\n--------\n\n- Default: 8066\n'
    (project / 'drift.rst').write_text(f'T\n=\n\n.. config:setting:: web-port\n   :displayname: Web port\n   :default: 8065\n{drift}', encoding='utf-8')
    command, number = SARIF_CASES[name]
    _, results, log = sarif(capfdbinary, *command)
    assert len(results) == number
    if official is None:
        pytest.skip('no folder with sarif-2.1.0.json was given with --schemas, or beside --corpus')
    jsonschema.validate(log, official)


def test_fingerprints_outlast_moved_lines(project, capfdbinary):
    def prints(*command):
        return sorted(str(one['partialFingerprints']) for one in sarif(capfdbinary, *command)[1])

    check, validate = prints(*CHECK), prints(*VALIDATE, 'product.json')
    (project / 'settings.json').write_text((project / 'settings.json').read_text().replace('"line": 4', '"line": 5'))
    for name in ('index.rst', 'config.yaml', 'product.json'):
        (project / name).write_text('\n' + (project / name).read_text())
    assert (prints(*CHECK), prints(*VALIDATE, 'product.json')) == (check, validate)
    (project / 'config.yaml').write_text('web:\n  port: y\n  prot: 1\n')
    assert len({*validate, *prints(*VALIDATE, 'product.json')}) == 3


def test_findings_without_a_file(project, capfdbinary, monkeypatch):
    monkeypatch.setenv('APP_PROT', '1')
    command = ('validate', '--environ', 'APP_', '--against', 'product.json')
    code, out, _ = run(capfdbinary, *command, '--format', 'sarif')
    [result] = json.loads(out)['runs'][0]['results']
    assert (code, 'locations' in result, result['ruleId']) == (1, False, 'configsetting.spelling')
    assert run(capfdbinary, *command, '--format', 'github')[1].startswith('::warning title=configsetting.spelling::APP_PROT is')
    assert '\n  APP_PROT is not known' in run(capfdbinary, *command)[1]
    monkeypatch.setenv('PAP_PORT', '1')
    hint = 'note: PAP_PORT lacks the prefix APP_, and has no effect; did you mean APP_PORT?\n'
    assert run(capfdbinary, 'validate', '--environ', 'APP_', '--against', 'product.json')[2] == hint


def test_baseline(project, capfdbinary):
    assert run(capfdbinary, *CHECK, '--write-baseline', 'base.json') == (0, '', '')
    assert run(capfdbinary, *CHECK, '--baseline', 'base.json')[:2] == (0, 'no findings\n')
    (project / 'product.json').write_text(json.dumps(SCHEMA).replace('new, one', 'newer'), encoding='utf-8')
    assert run(capfdbinary, *CHECK, '--baseline', 'base.json')[1].endswith('1 finding\n')


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('{', 'it is not a baseline: '), ('[]', 'it is not a baseline of version 1; make it again'),
        ('{"version": 1, "command": "validate", "accepted": []}', 'it is a baseline of the command validate, not of check; name another file'),
    ],
)
def test_wrong_baselines(project, capfdbinary, text, message):
    (project / 'base.json').write_text(text, encoding='utf-8')
    code, out, err = run(capfdbinary, *CHECK, '--baseline', 'base.json')
    assert (code, out) == (2, '')
    assert err.startswith(f'error: base.json: {message}')
    assert err.count('\n') == 1


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('{', 'settings.json:1:2: this is not JSON: '), ('[]', 'settings.json: it is not the settings.json of a build; '), ('{"schema": 1}', 'settings.json: it is not the settings.json'),
        ('{"schema": 1, "project": "", "fields": [], "settings": []}', 'settings.json: it has version 1 of the format, not 2; build the documentation again'),
        ('{"schema": 2, "project": "", "fields": [], "settings": [{}]}', "settings.json: it is damaged (KeyError: 'id'); build"), ('[' * 100_000, 'settings.json: it is nested too deeply'), ('\0', 'settings.json: it is a binary file'),
    ],
)
def test_wrong_settings(project, capfdbinary, text, message):
    (project / 'settings.json').write_text(text, encoding='utf-8')
    code, out, err = run(capfdbinary, *CHECK, '--write-baseline', 'base.json')
    assert (code, out, (project / 'base.json').exists()) == (2, '', False)
    assert err.startswith(f'error: {message}')
    assert err.count('\n') == 1


def test_wrong_arguments(project, capfdbinary):
    (project / 'empty.json').write_text('{}', encoding='utf-8')
    (project / 'bare.json').write_text('{"schema": 2, "project": "", "fields": [], "settings": []}', encoding='utf-8')
    for arguments, message in [
        (('check', 'settings.json', '--source', 'missing.json'), 'missing.json: there is no such file'),
        (('check', 'settings.json', '--source', 'product.json', 'settings.json'), 'settings.json: it is the settings.json of a build; name a file of the product'),
        (('coverage', 'bare.json', '--format', 'badge'), 'no field is measured; name one with --fail-under or --measure'),
        (('sample', 'bare.json'), 'bare.json: it has no settings'),
        (('check', 'settings.json', '--source', 'empty.json'), 'empty.json: it states no settings'),
        ((*CHECK, '--at', 'x'), "'at' is 'x', which is not a JSON pointer"),
        ((*CHECK, '--write-baseline', 'missing/base.json'), 'missing/base.json: it cannot be written'),
        (('validate', '--against', 'product.json'), 'there is nothing to check; name a file'),
        (('validate', '--against', 'empty.json', 'config.yaml'), 'empty.json: it states no settings'),
        (('sample', 'settings.json', '--under', 'zzz'), "settings.json: no setting matches 'zzz'"),
        (('sample', 'settings.json', '--where', 'key = zzz'), "settings.json: no setting matches 'key = zzz'"),
        (('sample', 'settings.json', '--where', 'zzz = 1'), '--where, column 1: '),
        (('sample', 'product.json', '--where', 'type'), '--where needs the settings.json of a build; use --under instead'),
        (('coverage', 'settings.json', '--fail-under', 'x'), "--fail-under: 'x' is not of the form FIELD=PERCENT"),
        (('coverage', 'settings.json', '--fail-under', 'x=5'), "there is no field 'x'"),
        (('coverage', 'settings.json', '--fail-under', 'type=100', 'default=101'), "--fail-under: 'default=101' is more than 100 percent"),
        ((*CHECK, '--srcdir', 'nodir'), '--srcdir: there is no folder nodir'),
        (('validate', '--environ', '', '--against', 'settings.json'), '--environ: the prefix is empty'),
        ((*VALIDATE, 'settings.json', '--at', '/a', '--environment', 'b'), '--at, --environment: only sources have this option, and settings.json is of a build'),
        (('sample', 'settings.json', '--source-format', 'values'), '--source-format: only sources have this option'),
        (('coverage', 'settings.json', '--measure', 'documented'), "'documented' needs a source"),
    ]:
        code, out, err = run(capfdbinary, *arguments)
        assert (code, out, err[: len(message) + 7]) == (2, '', f'error: {message}')
    (project / 'product.json').write_text('{"properties": {"a": {"type": "string"}}}', encoding='utf-8')
    assert run(capfdbinary, 'validate', '--environ', 'X_', '--against', 'product.json')[2].endswith('names no environment variables; name them with --environment\n')


@pytest.mark.parametrize('command', [CHECK, (*VALIDATE, 'settings.json')])
def test_baselines_of_other_projects(project, capfdbinary, command):
    """A baseline names its project; one of another project is refused, an older one without a name is read."""
    settings = json.loads((project / 'settings.json').read_text(encoding='utf-8'))
    (project / 'settings.json').write_text(json.dumps(settings | {'project': 'Pröject'}), encoding='utf-8')
    assert run(capfdbinary, *command, '--write-baseline', 'base.json') == (0, '', '')
    assert run(capfdbinary, *command, '--baseline', 'base.json')[:2] == (0, 'no findings\n')
    (project / 'settings.json').write_text(json.dumps(settings | {'project': 'Other'}), encoding='utf-8')
    message = 'error: base.json: it is a baseline of Pröject, not of Other; name another file\n'
    for more in [(), ('--write-baseline', 'new.json')]:
        assert run(capfdbinary, *command, '--baseline', 'base.json', *more) == (2, '', message)
        assert not (project / 'new.json').exists()
    old = json.loads((project / 'base.json').read_text(encoding='utf-8'))
    del old['project']
    (project / 'base.json').write_text(json.dumps(old), encoding='utf-8')
    assert run(capfdbinary, *command, '--baseline', 'base.json')[:2] == (0, 'no findings\n')


def test_baselines_of_other_sources(project, capfdbinary):
    """A product's file has no project, so its own name tells baselines apart, in any folder."""
    assert run(capfdbinary, *VALIDATE, 'product.json', '--write-baseline', 'base.json') == (0, '', '')
    (project / 'build').mkdir()
    for name in ('other.json', 'build/product.json'):
        (project / name).write_bytes((project / 'product.json').read_bytes())
    assert run(capfdbinary, *VALIDATE, 'build/product.json', '--baseline', 'base.json')[:2] == (0, 'no findings\n')
    for against, name in [('other.json', 'other.json'), ('settings.json', 'Test')]:
        message = f'error: base.json: it is a baseline of product.json, not of {name}; name another file\n'
        assert run(capfdbinary, *VALIDATE, against, '--baseline', 'base.json', '--write-baseline', 'new.json') == (2, '', message)
        assert not (project / 'new.json').exists()


BAD_FILES = {
    'folder.yaml': None, 'binary.json': b'{"a": "\0"}', 'latin.yaml': b'a: \xe9', 'half.yaml': b'\xff\xfea', 'broken.json': b'{"web": {"port": 1}', 'broken.yaml': b'web: [1', 'broken.toml': b'web = \n',
    'open.ini': b'[web\nport = 1\n', 'deep.json': b'[' * 100_000,
}


@pytest.mark.parametrize('name', [*BAD_FILES, 'missing.yaml', 'closed.yaml'])
def test_files_that_cannot_be_read(project, capfdbinary, name):
    content = BAD_FILES.get(name)
    path = project / name
    if name == 'folder.yaml':
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    elif name == 'closed.yaml':
        path.write_bytes(b'web: {}')
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip('this user reads every file')
    before = sorted(project.rglob('*'))
    for command in [
        ('validate', name, '--against', 'product.json', '--write-baseline', 'new.json'), ('validate', 'config.yaml', name, '--against', 'product.json', '--format', 'sarif'),
        ('validate', 'config.yaml', '--against', name, '--write-baseline', 'new.json'), ('check', 'settings.json', '--source', name, '--write-baseline', 'new.json'), ('check', name, '--source', 'product.json'),
        (*CHECK, '--baseline', name), ('sample', name, '--output', 'new.yaml'), ('schema', name, '--output', 'new.json'), ('coverage', name, '--output', 'new.svg', '--format', 'badge'),
    ]:
        code, out, err = run(capfdbinary, *command)
        errors = [line for line in err.splitlines() if line.startswith('error: ')]
        assert (code, out, len(errors)) == (2, '', 1), command
        assert errors[0].startswith(f'error: {name}'), command
    assert sorted(project.rglob('*')) == before


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('a.json', '{"password": hunter2}'), ('a.json', '{"password" "hunter2"}'), ('a.yaml', 'password: "hunter2'), ('a.yaml', 'password: hunter2: x'), ('a.toml', 'password = hunter2'),
        ('a.toml', 'password = "hunter2'), ('.env', 'PASSWORD="hunter2\n'), ('.env', 'hunter2 x\n'), ('a.ini', '= hunter2\n'), ('a.properties', '= hunter2\n'),
    ],
)
def test_broken_files_keep_their_secrets(project, capfdbinary, name, text):
    (project / name).write_text(text, encoding='utf-8')
    for form in ('text', 'json', 'sarif', 'github'):
        _, out, err = run(capfdbinary, 'validate', name, '--against', 'product.json', '--format', form)
        assert 'hunter2' not in out + err


def test_a_users_file_that_its_product_refuses(project, capfdbinary):
    (project / 'a.toml').write_text('x = 1\ny = = 2\n', encoding='utf-8')
    message = 'error: a.toml:2:5: this is not TOML: Invalid value; correct it\n'
    assert run(capfdbinary, 'validate', 'a.toml', '--against', 'product.json') == (2, '', message)
    (project / 'a.toml').write_text('[web]\nport = 1\nport = 2\n', encoding='utf-8')
    code, out, err = run(capfdbinary, 'validate', 'a.toml', '--against', 'product.json')
    assert (code, err) == (1, '')
    assert "a.toml:3: the key 'web.port' is stated twice, first in line 2; remove one of the two" in out


@pytest.mark.parametrize('target', ['folder', 'missing/new.json', 'config.yaml/new.json'])
def test_files_that_cannot_be_written(project, capfdbinary, target):
    (project / 'folder').mkdir()
    before = sorted(project.rglob('*'))
    for command in [
        (*CHECK, '--write-baseline', target), (*VALIDATE, 'product.json', '--write-baseline', target), ('sample', 'settings.json', '--output', target), ('schema', 'settings.json', '--output', target),
        ('coverage', 'settings.json', '--output', target, '--format', 'badge'),
    ]:
        code, out, err = run(capfdbinary, *command)
        assert (code, out, err.count('\n')) == (2, '', 1)
        assert err.startswith(f'error: {target}: it cannot be written: ')
    assert sorted(project.rglob('*')) == before


def test_validate(project, capfdbinary):
    code, out, _ = run(capfdbinary, *VALIDATE, 'settings.json', '--url', 'https://docs.example.org/')
    assert (code, out) == (1, (
        'unknown (1)\n  config.yaml:3: web.prot is not known; did you mean web.port?\n\n'
        'type (1)\n  config.yaml:2: web.port is "x", but must be an integer; correct the value (see https://docs.example.org/index.html#web-port)\n\n2 findings\n'
    ))
    (project / 'config.yaml').write_text('web: [', encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'product.json')[2].startswith('error: config.yaml:2:1: this is not YAML')
    (project / 'config.env').write_text('APP_PORT=1\n???\n', encoding='utf-8')
    assert run(capfdbinary, 'validate', 'config.env', '--against', 'product.json')[0::2] == (0, 'warning: config.env:2: this line is neither a key nor a comment; correct it\n')


def test_validate_variables_in_another_letter_case(project, capfdbinary, monkeypatch):
    """Most products want capitals; of one that does not, the command has to know it, and says how."""
    (project / 'config.env').write_text('app_port=1\nApp_Level=1\n', encoding='utf-8')
    command = ('validate', 'config.env', '--against', 'product.json')
    hint = 'note: if {} in this letter case has an effect, add --ignore-case\n'
    assert run(capfdbinary, *command)[0::2] == (1, hint.format('app_port'))
    assert run(capfdbinary, *command, '--ignore-case') == (0, 'no findings\n', '')
    monkeypatch.setenv('aPP_LEVEL', '1')
    monkeypatch.setenv('level', '1')
    code, out, err = run(capfdbinary, 'validate', '--environ', 'APP_', '--against', 'product.json')
    assert (code, out, err.splitlines(keepends=True)[-1]) == (0, 'no findings\n', hint.format('aPP_LEVEL'))
    assert run(capfdbinary, 'validate', '--environ', 'APP_', '--against', 'product.json', '--ignore-case')[2] == ''


def test_validate_against_one_of_several_documents(project, capfdbinary):
    kinds = {'as': 'string', 'bs': 'integer'}
    text = '---\n'.join(
        f'kind: CustomResourceDefinition\nmetadata: {{name: {name}}}\nspec:\n  validation:\n    openAPIV3Schema: {{properties: {{size: {{type: {kind}}}}}}}\n'
        for name, kind in kinds.items()
    )
    (project / 'crds.yaml').write_text(text, encoding='utf-8')
    (project / 'config.yaml').write_text('size: x\n', encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'crds.yaml', '--document', 'as')[0::2] == (0, '')
    assert 'size is "x", but must be an integer' in run(capfdbinary, *VALIDATE, 'crds.yaml', '--document', 'bs')[1]


def test_validate_infinity(project, capfdbinary):
    (project / 'config.yaml').write_text('a: .inf\nb: .nan\nc: [-.inf]\nd: .inf\n', encoding='utf-8')
    (project / 'product.yaml').write_text('a: .inf\nb: 1.5\nc: [1]\nd: x\n', encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'product.yaml')[1].startswith('type (1)\n  config.yaml:4: d is ')
    schema = 'type: object\nproperties: {a: {type: number, maximum: .inf}, c: {items: {type: number, maximum: 1}}, d: {type: number, maximum: 9}}\n'
    (project / 'product.yaml').write_text(schema, encoding='utf-8')
    code, out, err = run(capfdbinary, *VALIDATE, 'product.yaml')
    assert (code, err) == (1, '')
    assert 'config.yaml:4: d is Infinity, but must be at most 9' in out


def test_rearranged_settings(project, capfdbinary):
    settings = json.loads((project / 'settings.json').read_text(encoding='utf-8'))
    (project / 'sorted.json').write_text(json.dumps(settings, sort_keys=True), encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'sorted.json') == run(capfdbinary, *VALIDATE, 'settings.json')
    (project / 'broken.json').write_text('{"schema" "project" "fields" "settings"', encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'broken.json')[2].startswith('error: broken.json:1:11: ')


def test_notes_of_sources(project, capfdbinary):
    (project / 'values.toml').write_text('#a = 1\n#b = 2\n[web]\nport = 1\n', encoding='utf-8')
    assert 'note: 2 commented-out keys are read' in run(capfdbinary, 'check', 'settings.json', '--source', 'values.toml')[2]
    (project / 'records.json').write_text('[{"name": "web.port", "type": "integer"}]', encoding='utf-8')
    (project / 'config.yaml').write_text('web:\n  port: x\n', encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'records.json', '--source-format', 'records')[1].startswith('type (1)\n')
    (project / 'product.json').write_text('{"properties": {"web": {"type": "object", "properties": {"port": {"type": "integer", "minimum": "x"}}}}}', encoding='utf-8')
    (project / 'config.yaml').write_text('web:\n  port: 5\n', encoding='utf-8')
    code, _, err = run(capfdbinary, *VALIDATE, 'product.json')
    assert (code, 'note: product.json: its schema cannot check values' in err) == (0, True)
    (project / 'product.json').write_text('{"properties": {"web": {"properties": {"port": {"type": "integer", "multipleOf": 0}}}}}', encoding='utf-8')
    assert run(capfdbinary, *VALIDATE, 'product.json')[0::2] == (0, 'note: product.json: its schema cannot check values (integer modulo by zero); they are checked by what it states of each setting\n')


def test_coverage(project, capfdbinary):
    code, out, err = run(capfdbinary, 'coverage', 'settings.json', '--source', 'product.json', '--fail-under', 'default=50', 'documented=60')
    assert (code, err) == (1, 'error: default is 33.3 %, below 50 %; 1 of 3 settings have it\n')
    assert out.splitlines()[:2] == ['all  documented   description  default      type         example   since', '     66.6% (2/3)  66.6% (2/3)  33.3% (1/3)  33.3% (1/3)  0% (0/3)  0% (0/3)']
    code, out, _ = run(capfdbinary, 'coverage', 'settings.json', '--format', 'json')
    rows = json.loads(out)
    assert (code, [(one['by'], one['name']) for one in rows]) == (0, [('all', ''), ('page', 'index'), ('group', 'web')])
    assert rows[0]['shares']['type'] == {'have': 1, 'all': 3, 'percent': 33.3}
    assert run(capfdbinary, 'coverage', 'settings.json', '--format', 'badge', '--measure', 'choices', '--output', 'badge.svg') == (0, '', '')
    assert '>settings: choices</text>' in (project / 'badge.svg').read_text(encoding='utf-8')


@pytest.mark.parametrize(('syntax', 'parse'), [('json', json.loads), ('yaml', yaml.safe_load), ('toml', tomllib.loads)])
def test_sample(project, capfdbinary, syntax, parse):
    code, out, _ = run(capfdbinary, 'sample', 'settings.json', '--syntax', syntax, '--defaults', '--under', 'web')
    assert (code, parse(out)) == (0, {'web': {'port': 8065}})


@pytest.mark.parametrize(
    ('query', 'keys'),
    [('type = integer', {'port'}), ('environment = APP_PORT', {'port'}), ('id = web-gone or formerly = web.previous', {'removed'}),
     ('not type', {'levle', 'removed'}), ('page = index', {'port', 'levle', 'removed'})],
)
def test_sample_of_a_query(project, capfdbinary, query, keys):
    _, out, err = run(capfdbinary, 'sample', 'settings.json', '--where', query)
    assert (err, {line.strip('# ').partition(':')[0] for line in out.splitlines() if ':' in line} - {'web'}) == ('', keys)


def test_sample_whose_schema_wants_more_than_there_is(tmp_path, capfdbinary):
    """The default of an object has more keys than there are settings."""
    stated = {'properties': {'a': {'type': 'object', 'default': {'x': 1, 'y': 2}}}, 'required': ['a']}
    condition = {'if': {'required': ['a']}, 'then': {'properties': {'a': {'minProperties': 5}}}}
    path = tmp_path / 'product.json'
    path.write_text(json.dumps({'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object', **stated, **condition}), encoding='utf-8')
    code, out, err = run(capfdbinary, 'sample', path)
    assert (code, out.splitlines()) == (0, ['a: {"x": 1, "y": 2}'])
    assert 'a is not what the schema of the product asks for' in err


def test_sample_by_other_facts(tmp_path, capfdbinary):
    page = """T
=

.. config:setting:: a
   :key: a
   :required: yes
   :deprecated: 2.0

.. config:setting:: b
   :key: b
   :default: N/A
   :required: no
"""
    settings = build(tmp_path, {'index.rst': page}, resolve=False).app.outdir / 'settings.json'
    for syntax, query, reason in [('yaml', 'required', 'yaml: of the settings, all are deprecated, or in lists or maps'), ('env', 'id = b', 'env: of the settings, none has an environment variable'), ('json', 'id = b', 'json: of the settings, none has a default')]:
        code, out, err = run(capfdbinary, 'sample', settings, '--syntax', syntax, '--where', query)
        assert (code, out, err.endswith(f'settings.json: there is nothing to write as {reason}\n')) == (2, '', True)
    for query, keys in [('not required', '# b: ""\n'), ('default = N/A', '# b: ""\n'), ('not deprecated', '# b: ""\n')]:
        code, out, _ = run(capfdbinary, 'sample', settings, '--where', query)
        assert (code, out) == (0, keys)


def test_schema(project, capfdbinary):
    assert run(capfdbinary, 'schema', 'settings.json', '--output', 'out.json', '--title', 'X') == (0, '', '')
    schema = json.loads((project / 'out.json').read_text(encoding='utf-8'))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema['properties']['web']['properties']['port']['default'] == 8065
    assert run(capfdbinary, *VALIDATE, 'out.json')[0] == 1


def test_as_a_module(project):
    done = subprocess.run([sys.executable, '-m', 'sphinx_configsetting', *CHECK, '--only', 'type'], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, 'no findings\n')


def test_other_sources(project, capfdbinary):
    (project / 'values.yaml').write_text('web:\n  port: 1\n', encoding='utf-8')
    assert run(capfdbinary, 'sample', 'values.yaml', '--defaults')[:2] == (0, 'web:\n  port: 1\n')
    (project / 'broken.env').write_text('???\n', encoding='utf-8')
    code, _, err = run(capfdbinary, 'sample', 'broken.env')
    assert (code, err.startswith('error: broken.env:1: this is not a settings file: '), err.count('\n')) == (2, True, 1)
    (project / 'part.env').write_text('???\nAPP_A=1\nAPP_A=2\n', encoding='utf-8')
    assert run(capfdbinary, 'sample', 'part.env')[2] == 'warning: part.env:1: this line is neither a key nor a comment; correct it\n'
    (project / 'config.yaml').write_text('web:\n  port: 5\n  port: 6\n', encoding='utf-8')
    code, out, err = run(capfdbinary, *VALIDATE, 'product.json')
    assert (code, out.splitlines()[0], err) == (1, 'duplicate (1)', '')


def test_check_without_ignored_differences_warns_of_nothing(project, capfdbinary):
    assert run(capfdbinary, *CHECK)[2] == ''


def test_baseline_of_the_environment(project, capfdbinary, monkeypatch):
    monkeypatch.setenv('APP_PROT', '1')
    command = ('validate', '--environ', 'APP_', '--against', 'product.json')
    assert run(capfdbinary, *command, '--write-baseline', 'base.json') == (0, '', '')
    (entry,) = json.loads((project / 'base.json').read_text(encoding='utf-8'))['accepted']
    assert entry['file'] == ''
    assert run(capfdbinary, *command, '--baseline', 'base.json')[:2] == (0, 'no findings\n')


def test_files_that_are_named_twice(project, capfdbinary):
    assert run(capfdbinary, *CHECK, '--source', 'product.json') == run(capfdbinary, *CHECK)
    (project / 'config.env').write_text('APP_PORT=1\n???\n', encoding='utf-8')
    once = run(capfdbinary, 'validate', 'config.env', '--against', 'product.json')
    assert run(capfdbinary, 'validate', 'config.env', 'config.env', '--against', 'product.json') == once


def test_options_of_single_sources(project, capfdbinary):
    """Each source has its own options in a file, whose folder paths are relative to."""
    (project / 'files').mkdir()
    (project / 'files/a.toml').write_text('# port = 8066\n[b]\nx = 1\n', encoding='utf-8')
    (project / 'files/d.json').write_text('{"type": "string"}', encoding='utf-8')
    (project / 'files/b.json').write_text('{"spec": {"properties": {"level": {"$ref": "urn:d"}}}}', encoding='utf-8')
    declared = {'one': {'path': 'a.toml', 'commented': True}, 'two': {'path': 'b.json', 'format': 'json-schema', 'at': '/spec', 'refs': {'urn:d': 'd.json'}, 'root': '.'}, 'three': 'd.json'}
    (project / 'files/sources.json').write_text(json.dumps({'configsetting_sources': declared}), encoding='utf-8')
    common = ('check', 'settings.json', '--sources', 'files/sources.json', '--only', 'undocumented', '--format', 'json')
    for sources, keys in [(('--source', 'files/a.toml', './files/b.json'), ['port', 'b.x', 'level']), (('--source', 'files/a.toml'), ['port', 'b.x'])]:
        code, out, err = run(capfdbinary, *common, *sources)
        assert (code, [one['key'] for one in json.loads(out)], err) == (1, keys, '')
    (project / 'files/sources.json').write_text(json.dumps({'one': declared['one'], 'three': 'b.json'}), encoding='utf-8')
    assert [one['key'] for one in json.loads(run(capfdbinary, *common)[1])] == ['port', 'b.x', 'spec.properties.level.$ref']
    (project / 'files/sources.json').write_text('{"one": {"path": "a.toml", "comented": true}}', encoding='utf-8')
    assert run(capfdbinary, *common) == (2, '', "error: files/sources.json: the source 'one': 'comented' is unknown; did you mean 'commented'?\n")
    assert run(capfdbinary, 'check', 'settings.json') == (2, '', 'error: there is nothing to compare with; add --source FILE\n')


def test_places_in_files_of_the_product(tmp_path, capfdbinary, monkeypatch):
    """Settings of a product's file have their place in it, with its folder, wherever it is."""
    (tmp_path / 'product').mkdir()
    (tmp_path / 'product/values.yaml').write_text('web:\n  port: 5\n', encoding='utf-8')
    (tmp_path / 'other.json').write_text('{"a": 1}', encoding='utf-8')
    (tmp_path / 'new.yaml').write_text('web:\n  port: 6\n', encoding='utf-8')
    sources = {'one': '../product/values.yaml', 'two': 'inner.json', 'three': str(tmp_path / 'other.json')}
    pages = {'index.rst': 'T\n=\n\n.. config:autosettings:: one\n\n.. config:autosettings:: two\n\n.. config:autosettings:: three\n', 'inner.json': '{"x.y": 1}'}
    settings = build(tmp_path / 'docs', pages, 'configsettings', resolve=False, conf={'configsetting_sources': sources}).app.outdir / 'settings.json'
    monkeypatch.chdir(tmp_path)
    assert [one['source'] for one in json.loads(settings.read_text(encoding='utf-8'))['settings']] == ['../product/values.yaml', 'inner.json', 'other.json']
    _, out, _ = run(capfdbinary, 'check', settings, '--source', 'new.yaml', '--srcdir', 'docs', '--format', 'json')
    assert {(one['kind'], one['file'], one['line']) for one in json.loads(out)} == {('default', 'product/values.yaml', 2), ('gone', 'docs/inner.json', 1), ('gone', 'other.json', 1)}


def test_absolute_paths_in_sarif(project, capfdbinary, tmp_path_factory):
    """They are relative to the current folder, or have a scheme; a path without one would be relative to it."""
    other = tmp_path_factory.mktemp('other') / 'a b.yaml'
    other.write_text('web: 5', encoding='utf-8')
    (_, results, _) = sarif(capfdbinary, 'validate', project / 'config.yaml', other, '--against', project / 'product.json')
    uris = {one['locations'][0]['physicalLocation']['artifactLocation']['uri'] for one in results}
    assert uris == {'config.yaml', other.as_uri()}


def test_fingerprints_of_equal_findings(project, capfdbinary):
    (project / 'config.yaml').write_text('web: {port: x}\n---\nweb: {port: x}\n', encoding='utf-8')
    _, results, _ = sarif(capfdbinary, *VALIDATE, 'product.json')
    first, second = (one['partialFingerprints'] for one in results)
    assert first != second
    (project / 'config.yaml').write_text('web: {port: x}\n', encoding='utf-8')
    assert sarif(capfdbinary, *VALIDATE, 'product.json')[1][0]['partialFingerprints'] == first


STRING = {'type': 'string'}
DISK = {'type': 'object', 'title': 'Disk', 'required': ['kind', 'path'], 'additionalProperties': False, 'properties': {'kind': {'const': 'disk'}, 'path': STRING}}
S3 = {'type': 'object', 'title': 'S3', 'required': ['kind', 'bucket'], 'additionalProperties': False, 'properties': {'kind': {'const': 's3'}, 'bucket': STRING}}


@pytest.mark.parametrize(
    ('stated', 'expected'),
    [
        ({'required': ['a'], 'properties': {'a': {'oneOf': [DISK, S3]}}}, {'a': {'kind': 'disk', 'path': ''}}),
        ({'required': ['a'], 'properties': {'a': STRING, 'b': STRING, 'c': STRING}, 'dependentRequired': {'a': ['b'], 'b': ['c']}}, {'a': '', 'b': '', 'c': ''}),
        ({'required': ['a'], 'properties': {'a': {'enum': ['x', 'y']}, 'b': STRING}, 'if': {'properties': {'a': {'const': 'x'}}}, 'then': {'required': ['b']}}, {'a': 'x', 'b': ''}),
        ({'required': ['a'], 'properties': {'a': {'type': 'object', 'minProperties': 2, 'properties': {'x': STRING, 'y': {'type': 'integer', 'default': 5}, 'z': STRING}}}}, {'a': {'x': '', 'y': 5}}),
        ({'required': ['a'], 'properties': {'a': {'oneOf': [{'type': 'string', 'minLength': 3, 'enum': ['abc']}, {'type': 'array', 'minItems': 1}]}}}, {'a': 'abc'}),
        ({'required': ['a'], 'properties': {'a': {'type': 'object', 'minProperties': 1, 'propertyNames': {'pattern': '^[a-z]+$'}, 'additionalProperties': {'type': 'integer'}}}}, {'a': {'example': 0}}),
        ({'required': ['a'], 'properties': {'a': {'type': 'array', 'prefixItems': [STRING, {'type': 'integer', 'minimum': 5}, {'enum': ['on', 'off']}], 'minItems': 3}}}, {'a': ['example', 5, 'on']}),
        ({'required': ['a'], 'properties': {'a': {'type': 'array', 'prefixItems': [{'type': 'integer'}, {'type': 'boolean'}, {'const': None}], 'minItems': 3}}}, {'a': [0, False, None]}),
        ({'required': ['a'], 'properties': {'a': {'type': 'array', 'contains': {'const': 'x'}}, 'b': {'type': 'array', 'contains': {'minimum': 10}, 'minContains': 2}}}, {'a': ['x']}),
        ({'required': ['b'], 'properties': {'b': {'type': 'array', 'items': {'type': 'integer'}, 'contains': {'minimum': 10}, 'minContains': 2}}}, {'b': [10, 10]}),
    ],
)  # fmt: skip
def test_samples_that_a_schema_accepts(tmp_path, capfdbinary, stated, expected):
    """Settings that a schema requires because of other values are in the sample, too."""
    path = tmp_path / 'product.json'
    path.write_text(json.dumps({'type': 'object', **stated}), encoding='utf-8')
    assert run(capfdbinary, 'sample', path, '--output', tmp_path / 'a.yaml') == (0, '', '')
    assert yaml.safe_load((tmp_path / 'a.yaml').read_text(encoding='utf-8')) == expected
    assert run(capfdbinary, 'validate', tmp_path / 'a.yaml', '--against', path) == (0, 'no findings\n', '')


def test_samples_of_lists_without_items(tmp_path, capfdbinary):
    path = tmp_path / 'product.json'
    stated = {'type': 'array', 'default': ['x'], 'items': False}
    path.write_text(json.dumps({'type': 'object', 'required': ['a'], 'properties': {'a': stated}}), encoding='utf-8')
    code, out, err = run(capfdbinary, 'sample', path)
    assert (code, out) == (0, 'a: ["x"]\n')
    assert err == 'warning: a is not what the schema of the product asks for; correct it\n'


def test_samples_that_a_schema_refuses(tmp_path, capfdbinary):
    """They are written, and the user is told what to correct."""
    path = tmp_path / 'product.json'
    path.write_text(json.dumps({'type': 'object', 'minProperties': 5, 'required': ['a', 'b'], 'properties': {'a': {'type': 'array', 'contains': {'not': {}}}, 'b': {**STRING, 'pattern': '^\\d[^\\d]{30}!$'}}}), encoding='utf-8')
    code, out, err = run(capfdbinary, 'sample', path)
    assert (code, out) == (0, 'a: [""]\n# b: ""\n')
    assert err == (
        'warning: the sample is not what the schema of the product asks for; correct it\nwarning: a is not what the schema of the product asks for; correct it\n'
        'warning: b is required, but no valid value is known; state an example\n'
    )
    assert run(capfdbinary, 'sample', path, '--under', 'a')[2] == err.splitlines(keepends=True)[1]
