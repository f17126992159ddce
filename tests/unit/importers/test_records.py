"""Lists and mappings of records, specs, names in the environment, commands."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from reading import defaults, messages, read, records

from sphinx_configsetting.__main__ import main
from sphinx_configsetting.importers import parse_spec


def test_sections(tmp_path):
    text = 'core:\n  description: Main\n  options:\n    a:\n      description: About a\n      type: integer\n      default: "30"\n      sensitive: true\n    b: ~\n    c: 1\n    d:\n      type: boolean\n      default: "True"\n      deprecation_reason: old\n'
    source = read(tmp_path, 'c.yml', text, format='records')
    found = records(source)
    assert (found['core.a']['default'], found['core.a']['text'], found['core.a']['writeOnly'], found['core.a']['line']) == (30, '30', True, 4)
    assert (found['core.d']['default'], found['core.d']['deprecated']) == (True, 'old')
    assert messages(source) == ["c.yml:10: 'c' is no record, and is left out; make it a mapping"]
    assert [(group.key, group.description) for group in source.groups] == [('core', 'Main')]


def test_lists(tmp_path):
    text = {
        'groups': [{'name': 'g', 'type': 'T'}],
        'properties': [
            {'name': 'my.a[0]', 'type': 'java.lang.Integer', 'defaultValue': 3, 'description': 'A'},
            {'name': 'my.b', 'type': 'java.time.Duration', 'deprecation': {'reason': 'gone'}},
            {'type': 'x'},
            {'name': 'my.c', 'type': 'set(string)', 'required': True, 'default': None, 'enum_values': ['a', {'value': 'b', 'description': 'B'}], 'min': 1},
        ],
    }
    source = read(tmp_path, 'm.json', text)
    found = records(source)
    assert (found['my.a[0]']['type'], found['my.a[0]']['typename'], found['my.a[0]']['path']) == ('integer', 'java.lang.Integer', ['my.a[0]'])
    assert (found['my.b']['deprecated'], found['my.b']['typename']) == ('gone', 'java.time.Duration')
    assert 'default' not in found['my.c'] and found['my.c']['choices'] == ['a', {'value': 'b', 'description': 'B'}]
    assert messages(source) == ['m.json:23: record 3 has no name, and is left out; give it a name']


def test_fields_of_the_project(tmp_path):
    text = 'opts:\n- flag: a\n  about: A\n  meta: {since: 1.0}\n- flag: b\n'
    fields = {'name': ('flag',), 'description': ('about',), 'since': ('/meta/since',)}
    found = records(read(tmp_path, 'o.yaml', text, format='records', options='opts', fields=fields))
    assert (found['a']['description'], found['a']['since'], list(found)) == ('A', 1.0, ['a', 'b'])


def test_environment(tmp_path):
    text = {'properties': {'server.tls': {'type': 'object', 'properties': {'min-version': {}}}, 'own': {'x-environment': 'OWN'}}}
    found = records(read(tmp_path, 'a.json', text, environment='APP_{{ key | envname }}'))
    assert {key: item['environment'] for key, item in found.items()} == {'server.tls.min-version': 'APP_SERVER_TLS_MIN_VERSION', 'own': 'OWN'}
    assert messages(read(tmp_path, 'a.json', text, environment='{{ nothing }}')) == [
        "a.json: \"environment\": '{{ nothing }}' fails for 'server.tls.min-version': 'nothing' is undefined"
    ]


@pytest.mark.parametrize(
    ('given', 'message'),
    [
        (5, 'it is neither a path nor a dict; write {"path": "..."}'),
        ({}, 'it has no path; add "path"'),
        ({'path': 'a', 'formt': 'values'}, "'formt' is unknown; did you mean 'format'?"),
        ({'path': 'a', 'format': 'value'}, "'format' is 'value', not one of 'json-schema', 'values', 'records'; did you mean 'values'?"),
        ({'path': 'a', 'at': 'x'}, "'at' is 'x', no JSON pointer; begin it with '/'"),
        ({'path': 'a', 'at': 1}, "'at' is no text"),
        ({'path': 'a', 'ignore_case': 1}, "'ignore_case' is neither True nor False"),
        ({'path': 'a', 'fields': [1]}, "'fields' is no dict of texts"),
        ({'path': 'a', 'environment': '{{'}, "'environment': '{{' is no template: unexpected 'end of template'"),
    ],
)
def test_wrong_specs(given, message):
    assert parse_spec(given)[1] == [message]


def test_right_specs():
    spec, problems = parse_spec({'path': 'a', 'fields': {'a': 'x', 'b': ['y', 'z']}, 'commented': False, 'refs': {'u': 'f'}})
    assert (dict(spec.fields), spec.commented, problems) == ({'a': ('x',), 'b': ('y', 'z')}, False, [])
    assert parse_spec('a')[0].path == 'a'


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


def test_missing_library(tmp_path, monkeypatch, capfd):
    monkeypatch.setitem(sys.modules, 'yaml', None)
    (tmp_path / 'a.yaml').write_text('a: 1\n')
    assert main(['read', str(tmp_path / 'a.yaml')]) == 2
    assert "needs the library yaml; install it with: pip install 'sphinx-configsetting[sources]'" in capfd.readouterr().err


PROGRAM = '''
import socket
from typing import Optional
import click
from pydantic import AliasChoices, BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

class Db(BaseModel):
    url: str = Field('x', description='Where', deprecated='use dsn')
    password: SecretStr = SecretStr('hunter2')

class Settings(BaseSettings):
    """All settings."""
    model_config = SettingsConfigDict(env_prefix='APP_', env_nested_delimiter='__')
    db: Db = Db(url='y')
    other: Optional[Db] = None
    dbs: list[Db] = [Db()]
    mode: str = Field('a', validation_alias=AliasChoices('MODE', 'app_mode'))
    host: str = Field(default_factory=socket.gethostname)
    tags: set[str] = {'c', 'a', 'b'}
    names: list[str] = Field(default_factory=list)
    port: int = Field(ge=1)

@click.group(context_settings={'auto_envvar_prefix': 'TOOL'})
@click.option('--debug/--no-debug', default=False, help='More output')
def cli(debug): ...

@cli.command('do-it')
@click.option('--level', type=click.Choice(['a', 'b']), default='a', envvar='LEVEL')
@click.option('--count', type=click.IntRange(1, 5), default=lambda: 3)
@click.option('--password', hide_input=True, default='hunter2')
@click.option('--tag', multiple=True)
def do_it(**options): ...
'''


def exported(folder, target):
    done = subprocess.run([sys.executable, '-m', 'sphinx_configsetting', 'export', target, '--output', 'out.json'], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = (folder / 'out.json').read_text()
    assert 'hunter2' not in text and '*****' not in text
    return read(folder, 'out.json', text)


def test_export(tmp_path):
    (tmp_path / 'program.py').write_text(PROGRAM)
    source = exported(tmp_path, 'program:Settings')
    found = records(source)
    assert defaults(source) == {
        'db.url': 'y', 'db.password': '(absent)', 'other.url': 'x', 'other.password': '(absent)', 'dbs': '(absent)', 'dbs[].url': 'x', 'dbs[].password': '(absent)',
        'mode': 'a', 'host': '(absent)', 'tags': ['a', 'b', 'c'], 'names': [], 'port': '(absent)',
    }
    assert (found['db.url']['environment'], found['db.url']['deprecated']) == ('APP_DB__URL', 'use dsn')
    assert (found['mode']['environment'], found['port']['required']) == (['MODE', 'APP_MODE'], True)
    source = exported(tmp_path, 'program:cli')
    assert defaults(source) == {'debug': False, 'do-it.level': 'a', 'do-it.count': '(absent)', 'do-it.password': '(absent)', 'do-it.tag': '(absent)'}
    assert records(source)['do-it.count']['environment'] == 'TOOL_DO_IT_COUNT'


@pytest.mark.parametrize(
    ('target', 'message'),
    [
        ('json', 'it is not of the form MODULE:NAME'),
        ('json:nothing', "the module has no 'nothing'"),
        ('no_such_module:x', "the module cannot be imported: ModuleNotFoundError: No module named 'no_such_module'"),
        ('json:loads', 'it is a function, not a class of pydantic or pydantic-settings, or a command of click'),
    ],
)
def test_nothing_to_export(target, message, capfd, monkeypatch):
    monkeypatch.setattr(sys, 'path', [*sys.path])
    assert main(['export', target]) == 2
    assert capfd.readouterr().err == f'error: {target}: {message}\n'
