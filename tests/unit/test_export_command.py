"""The command ``export``, in this process: classes of pydantic, commands of click, failures."""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Literal, get_origin
from uuid import UUID

import pytest

from sphinx_configsetting.__main__ import main
from sphinx_configsetting.cli.click_schema import command_schema, default_in_json, param_schema
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec

MODELS = '''
import socket
from typing import Annotated, Callable, Optional
from typing_extensions import deprecated
from pydantic import AliasChoices, AliasPath, BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

class Db(BaseModel):
    """A database."""
    url: str = Field('x', description='Where', deprecated='use dsn', examples=['y'])
    password: SecretStr = SecretStr('hunter2')

class Node(BaseModel):
    name: str = 'n'
    child: Optional['Node'] = None
    others: list['Node'] = []

class Odd: ...

class Settings(BaseSettings):
    """All settings."""
    model_config = SettingsConfigDict(env_prefix='APP_', env_nested_delimiter='__', arbitrary_types_allowed=True)
    db: Db = Db(url='y')
    other: Optional[Db] = Field(None, description='Second', title='Other')
    needed: Db
    either: int | str = 1
    dbs: list[Db] = [Db()]
    by_name: dict[str, Db] = {'a': Db()}
    plain: Annotated[int, deprecated('later')] = 2
    gone: bool = Field(False, deprecated=True)
    mode: str = Field('a', validation_alias=AliasChoices('MODE', AliasPath('app_mode', 0)))
    host: str = Field(default_factory=socket.gethostname)
    tags: set[str] = {'c', 'a', 'b'}
    names: list[str] = Field(default_factory=list)
    port: int = Field(ge=1)
    node: Node = Node()
    hook: Callable[[], int] = len
    odd: Odd = Odd()

class Cased(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=True, populate_by_name=True)
    Level: str = Field('a', alias='lvl')
    db: Db = Db()

class Tree(BaseModel):
    below: list['Tree'] = []
'''


@pytest.fixture
def export(tmp_path, monkeypatch, capfd):
    """Write a module and export a name in it; return the exit code, the schema and the errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, 'path', [*sys.path])
    monkeypatch.setattr(sys, 'dont_write_bytecode', True)

    def run(text, name, *more):
        monkeypatch.delitem(sys.modules, 'program', raising=False)
        (tmp_path / 'program.py').write_text(text)
        code = main(['export', f'program:{name}', *more])
        out, err = capfd.readouterr()
        return code, json.loads(out) if out else None, err

    yield run
    sys.modules.pop('program', None)


def test_settings(export):
    code, schema, err = export(MODELS, 'Settings')
    assert (code, err) == (0, '')
    assert 'hunter2' not in json.dumps(schema) and '*****' not in json.dumps(schema)
    found = schema['properties']
    assert (schema['title'], schema['description']) == ('Settings', 'All settings.')
    assert schema['required'] == ['needed', 'port']
    assert {name: one.get('default', '(none)') for name, one in found.items()} == {
        'db': '(none)', 'other': None, 'needed': '(none)', 'either': 1, 'dbs': '(none)', 'by_name': '(none)', 'plain': 2, 'gone': False,
        'mode': 'a', 'host': '(none)', 'tags': ['a', 'b', 'c'], 'names': [], 'port': '(none)', 'node': '(none)', 'hook': '(none)', 'odd': '(none)',
    }
    url = found['db']['properties']['url']
    assert (url['default'], url['x-environment'], url['deprecationMessage'], url['examples']) == ('y', ['APP_DB__URL'], 'use dsn', ['y'])
    assert (found['other']['title'], found['other']['description'], found['other']['anyOf'][1]) == ('Other', 'Second', {'type': 'null'})
    assert found['other']['anyOf'][0]['properties']['url']['default'] == 'x'
    assert (found['plain']['deprecationMessage'], found['gone']['deprecated']) == ('later', True)
    assert 'deprecationMessage' not in found['gone']
    assert found['mode']['x-environment'] == ['MODE', 'APP_MODE']
    assert found['node']['properties']['child']['anyOf'][0] == {'$ref': '#/$defs/Node'}
    assert set(schema['$defs']) == {'Db', 'Node'}


def test_case_and_aliases(export):
    assert export(MODELS, 'Settings')[1]['x-ignore-case'] is True
    assert 'x-ignore-case' not in export(MODELS, 'Tree')[1]
    schema = export(MODELS, 'Cased')[1]
    assert 'x-ignore-case' not in schema
    found = schema['properties']
    assert (found['Level']['x-environment'], found['db']['x-environment']) == (['lvl', 'Level'], ['db'])
    assert 'x-environment' not in found['db']['properties']['url']


def test_default_of_another_class(export, recwarn):
    model = 'from pydantic import BaseModel, PostgresDsn\nfrom pydantic_settings import BaseSettings\n\nclass Db(BaseModel):\n    url: PostgresDsn = "postgres://a@b/c"\n\nclass App(BaseSettings):\n    db: Db = Db()\n'
    code, schema, err = export(model, 'App')
    assert (code, schema['properties']['db']['properties']['url']['default'], err) == (0, 'postgres://a@b/c', '')
    assert not recwarn.list


def test_model_without_names_in_the_environment(export):
    schema = export(MODELS, 'Tree')[1]
    assert schema['properties']['below'] == {'type': 'array', 'items': {'$ref': '#/$defs/Tree'}, 'default': []}


PARTS = '''
from enum import Enum
from typing import Annotated, Any, Generic, Literal, Optional, TypeVar, Union
from pydantic import BaseModel, Discriminator, Field, RootModel, Tag
from pydantic_settings import BaseSettings, SettingsConfigDict

class Level(str, Enum):
    """How much is logged."""
    low = 'low'

class S3(BaseModel):
    """In a cloud."""
    kind: Literal['s3'] = 's3'
    bucket_name: str

class Local(BaseModel):
    model_config = {'title': 'On this machine'}
    kind: Literal['local'] = 'local'
    path: str = Field('/tmp', title='Folder')
    also: Union['Local', S3, None] = None
    inner: dict[str, 'Local'] = {}

T = TypeVar('T')

class Box(BaseModel, Generic[T]):
    one: T

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix='APP_', env_nested_delimiter='__')
    level: Level = Level.low
    maybe: Optional[Level] = None
    either: Level | int = 5
    storage: Union[S3, Local, None] = Local()
    told: Annotated[Union[S3, Local], Field(discriminator='kind')] = Local()
    stores: dict[str, S3] = {}
    ages: dict[str, int] = {}
    free: dict[str, Any] = {}
    local: Local = Local()
    boxes: list[Box[int]] = []
    tagged: Annotated[Union[Annotated[S3, Tag('s3')], Annotated[Local, Tag('local')]], Discriminator(lambda value: 'local')] = Local()
    rate: float = float('inf')
    root: RootModel[list[int]] = RootModel([1])
'''


def test_alternatives_and_maps(export, tmp_path):
    code, schema, err = export(PARTS, 'Settings')
    assert (code, err) == (0, '')
    (tmp_path / 'schema.json').write_text(json.dumps(schema))
    found = {one.key: one for one in read_source(SourceSpec(path='schema.json'), tmp_path).settings}
    assert {key: one.environment[0] for key, one in found.items() if one.environment} == {
        'level': 'APP_LEVEL', 'maybe': 'APP_MAYBE', 'either': 'APP_EITHER', 'ages': 'APP_AGES', 'free': 'APP_FREE', 'boxes': 'APP_BOXES', 'rate': 'APP_RATE', 'root': 'APP_ROOT', 'stores': 'APP_STORES',
        'ages.<name>': 'APP_AGES__<NAME>', 'stores.<name>.kind': 'APP_STORES__<NAME>__KIND', 'stores.<name>.bucket_name': 'APP_STORES__<NAME>__BUCKET_NAME',
        **{f'{name}.{part}': f'APP_{name}__{part}'.upper() for name in ('storage', 'told', 'tagged') for part in ('kind', 'bucket_name', 'path')},
        **{f'{name}.{part}': f'APP_{name}__{part}'.upper() for name in ('storage', 'told', 'tagged', 'local') for part in ('also', 'inner')},
        'local.kind': 'APP_LOCAL__KIND', 'local.path': 'APP_LOCAL__PATH',
    }
    assert (found['told.path'].group, found['told.bucket_name'].group) == ('told (On this machine)', 'told (S3)')
    assert {one.title for one in found.values()} == {'', 'Folder', 'On this machine'}
    assert schema['properties']['local']['title'] == 'On this machine'
    assert schema['properties']['storage']['anyOf'][2] == {'type': 'null'}
    assert schema['properties']['either']['anyOf'][0] == {'$ref': '#/$defs/Level', 'title': 'Level'}
    assert (found['root'].types, found['root'].default, found['rate'].default) == (('array',), [1], 'Infinity')
    assert 'Box_int_' in schema['$defs'] and 'title' not in schema['$defs']['Box_int_']


COMMANDS = '''
from enum import Enum
import click

class Color(Enum):
    RED = 1

class Own(click.ParamType):
    name = 'own'

@click.group(context_settings={'auto_envvar_prefix': 'TOOL'})
@click.option('--debug/--no-debug', default=False, help='More output')
@click.option('--internal', hidden=True)
def cli(**options):
    """A tool."""

@cli.command('do-it', deprecated='use that')
@click.argument('path', type=click.Path())
@click.option('--level', type=click.Choice(['a', 'b']), default='a', envvar=['LEVEL', 'LVL'])
@click.option('--color', type=click.Choice(Color), default=Color.RED)
@click.option('--kind', type=Own(), default=Color.RED)
@click.option('--count', type=click.IntRange(1, 5, max_open=True), default=lambda: 3)
@click.option('--password', hide_input=True, default='hunter2')
@click.option('--tag', multiple=True, default=['x', 'y'])
@click.option('--pair', nargs=2, type=int, default=(1, object()))
@click.option('-v', 'verbose', count=True)
@click.option('--need', required=True, envvar='NEED')
@click.option('--old', deprecated=True)
def do_it(**options): ...

@click.command()
@click.option('--x')
def alone(x): ...
'''


def test_commands(export):
    code, schema, err = export(COMMANDS, 'cli')
    assert (code, err) == (0, '') and 'hunter2' not in json.dumps(schema)
    assert (schema['title'], schema['description'], list(schema['properties'])) == ('cli', 'A tool.', ['debug', 'do-it'])
    assert schema['properties']['debug'] == {
        'type': 'boolean', 'description': 'More output', 'default': False, 'x-option': ['--debug', '--no-debug'], 'x-environment': ['TOOL_DEBUG'],
    }
    inner = schema['properties']['do-it']
    found = inner['properties']
    assert (inner['deprecationMessage'], inner['required']) == ('use that', ['path', 'need'])
    assert found['path'] == {'type': 'string', 'format': 'path'}
    assert (found['level']['enum'], found['level']['x-environment']) == (['a', 'b'], ['LEVEL', 'LVL'])
    assert (found['color']['default'], 'default' in found['kind']) == ('RED', False)
    count = found['count']
    assert (count['minimum'], count['exclusiveMaximum'], count['x-environment']) == (1, 5, ['TOOL_DO_IT_COUNT'])
    assert 'default' not in count and found['password']['writeOnly'] is True
    assert (found['tag']['type'], found['tag']['default']) == ('array', ['x', 'y'])
    assert 'default' not in found['pair'] and found['verbose']['type'] == 'integer'
    assert (found['need']['x-environment'], found['old']['deprecated']) == (['NEED'], True)


def test_command_without_prefix(export):
    named = export(COMMANDS, 'alone', '--auto-envvar-prefix', 'my-tool')[1]
    assert named['properties']['x']['x-environment'] == ['MY_TOOL_X']
    schema = export(COMMANDS, 'alone')[1]
    assert 'x-environment' not in schema['properties']['x'] and 'description' not in schema


def test_program_of_typer(export, monkeypatch):
    """Typer is not needed to test: what counts is where its class comes from."""
    main_module = type(sys)('typer.main')
    main_module.get_command = lambda program: program.command
    monkeypatch.setitem(sys.modules, 'typer.main', main_module)
    text = f'{COMMANDS}\nclass Typer:\n    command = alone\nTyper.__module__ = "typer.main"\nprogram = Typer()\n'
    assert list(export(text, 'program')[1]['properties']) == ['x']


TYPER = """
from enum import Enum
from pathlib import Path
from uuid import UUID
import typer

class Level(Enum):
    LOW = 'low-1'
    HIGH = 'high'

program = typer.Typer()

@program.command()
def fetch(
    url: str,
    times: int = typer.Option(3, min=1, help='How often', envvar='TIMES'),
    pause: float = 0.5,
    quiet: bool = False,
    folder: Path = Path('out'),
    level: Level = Level.LOW,
    tags: list[str] = ['x'],
    levels: list[Level] | None = None,
    token: UUID | None = None,
    pair: tuple[int, str] = (1, 'a'),
):
    'Fetch a file.'

command = typer.main.get_command(program)
"""


@pytest.mark.parametrize('target', ['program', 'command'])
def test_types_of_typer(export, target):
    """Typer had its own copy of click from 0.26 on, and annotations for types from 0.29 on."""
    pytest.importorskip('typer')
    code, schema, err = export(TYPER, target)
    assert (code, err, schema['description'], schema['required']) == (0, '', 'Fetch a file.', ['url'])
    found = schema['properties']
    for one in found.values():
        one.pop('x-option', None)
    assert found.pop('pair')['default'] == [1, 'a']
    assert found.pop('token')['type'] == 'string'
    levels = {'type': 'string', 'enum': ['low-1', 'high']}
    assert found == {
        'url': {'type': 'string'},
        'times': {'type': 'integer', 'minimum': 1, 'default': 3, 'description': 'How often', 'x-environment': ['TIMES']},
        'pause': {'type': 'number', 'default': 0.5},
        'quiet': {'type': 'boolean', 'default': False},
        'folder': {'type': 'string', 'format': 'path', 'default': 'out'},
        'level': {**levels, 'default': 'low-1'},
        'tags': {'type': 'array', 'items': {'type': 'string'}, 'default': ['x']},
        'levels': {'type': 'array', 'items': levels},
    }


class Annotation:
    """An option of Typer 0.29 and later: its type is an annotation."""

    def __init__(self, annotation, default=None):
        self.name, self.default, self.nargs, self.multiple, self.required = 'x', default, 1, get_origin(annotation) is list, False
        self.param_type_name, self.opts, self.secondary_opts, self.envvar, self.expose_value = 'option', ['--x'], [], None, True
        self.type_descriptor = SimpleNamespace(annotation=annotation)


class Size(Enum):
    SMALL = 's'


@pytest.mark.parametrize(
    ('annotation', 'default', 'schema'),
    [
        (str, None, {'type': 'string'}),
        (int, 3, {'type': 'integer', 'minimum': 1, 'default': 3}),
        (bool, False, {'type': 'boolean', 'default': False}),
        (Path, Path('out'), {'type': 'string', 'format': 'path', 'default': 'out'}),
        (UUID, None, {'type': 'string', 'format': 'uuid'}),
        (Size, Size.SMALL, {'type': 'string', 'enum': ['s'], 'default': 's'}),
        (Literal['a', 'b'], 'a', {'type': 'string', 'enum': ['a', 'b'], 'default': 'a'}),
        (list[Size], None, {'type': 'array', 'items': {'type': 'string', 'enum': ['s']}}),
        (tuple[int, str], None, {}),
    ],
)
def test_annotations(annotation, default, schema):
    """Typer is not needed to test: what counts is the annotation."""
    option = Annotation(annotation, default)
    option.min = 1 if annotation is int else None
    assert param_schema(option, '') == {**schema, 'x-option': ['--x']}


def test_what_typer_adds_is_no_setting():
    completion = Annotation(bool)
    completion.name, completion.expose_value = 'install_completion', False
    command = SimpleNamespace(params=[completion, Annotation(str)], help='')
    assert list(command_schema(command, '')['properties']) == ['x']


@pytest.mark.parametrize(('choices', 'default'), [([Size.SMALL], 'SMALL'), (['s'], 's'), (['t'], None)])
def test_default_of_a_choice(choices, default):
    assert default_in_json(Size.SMALL, SimpleNamespace(type=SimpleNamespace(choices=choices))) == default


def test_output(export, tmp_path):
    assert export(COMMANDS, 'alone', '--output', 'out.json') == (0, None, '')
    assert json.loads((tmp_path / 'out.json').read_text())['title'] == 'alone'
    code, _, err = export(COMMANDS, 'alone', '--output', 'none/out.json')
    assert (code, err) == (2, 'error: none/out.json: it cannot be written: No such file or directory\n')


def test_what_a_module_prints_is_not_part_of_the_schema(export):
    code, schema, err = export(f'print("loading")\n{COMMANDS}', 'alone')
    assert (code, schema['title'], err) == (0, 'alone', 'loading\n')


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('raise SystemExit(3)', 'the module cannot be imported: SystemExit: 3'),
        ('class Own(BaseException): ...\nraise Own("x")', 'the module cannot be imported: Own: x'),
        ('import socket\nraise socket.timeout("slow")', 'the module cannot be imported: TimeoutError: slow'),
        ('x = (', "the module cannot be imported: SyntaxError: '(' was never closed (program.py, line 1)"),
        ('def target(): ...', 'it is a function, not a class of pydantic or pydantic-settings, a command of click, or a program of Typer'),
        ('class target:\n    @staticmethod\n    def to_info_dict(): ...', "its settings cannot be exported: AttributeError: type object 'target' has no attribute 'name'"),
        ('', "the module has no 'target'"),
        ('class target:\n    def __getattr__(self, name):\n        raise SystemExit(1)\ntarget = target()', 'its settings cannot be exported: SystemExit: 1'),
    ],
)
def test_modules_that_fail(export, text, message):
    assert export(text, 'target') == (2, None, f'error: program:target: {message}\n')


def test_interruption_is_no_failure(export):
    with pytest.raises(KeyboardInterrupt):
        export('raise KeyboardInterrupt', 'target')


@pytest.mark.parametrize('target', ['json', ':x', 'json:'])
def test_target_without_module_or_name(target, capfd):
    assert main(['export', target]) == 2
    assert capfd.readouterr().err == f'error: {target}: it is not of the form MODULE:NAME\n'


def test_module_that_is_not_there(capfd):
    assert main(['export', 'no_such_module:x']) == 2
    assert "ModuleNotFoundError: No module named 'no_such_module'" in capfd.readouterr().err


ODD_MAPS = '''
from collections import Counter
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix='APP_', env_nested_delimiter='__')
    counts: Counter = Counter()
    bare: dict = Field({}, json_schema_extra={'additionalProperties': {'type': 'integer'}})
    rule: dict[str, list[int]] = Field({'anyOf': [1, 2]}, examples=[{'oneOf': [3, 4]}])
'''


def test_maps_without_types_and_words_of_schemas_in_values(export):
    code, schema, err = export(ODD_MAPS, 'Settings')
    assert (code, err) == (0, '')
    found = schema['properties']
    assert found['bare']['additionalProperties']['x-environment'] == ['APP_BARE__<NAME>']
    assert (found['rule']['default'], found['rule']['examples']) == ({'anyOf': [1, 2]}, [{'oneOf': [3, 4]}])
