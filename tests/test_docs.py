"""The documentation: its examples build, its commands run, its outputs are those of the code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from textwrap import dedent
from threading import Thread

import pytest
from doctrees import doctree, facts, objects, own_part, place, text
from project import build, captured, run_command, run_sphinx

ROOT = Path(__file__).parent.parent
DOCS = ROOT / 'docs'
EXAMPLES = DOCS / 'examples'
NAMES = sorted(path.parent.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob('conf.py'))
# MyST-Parser resolves links to pages by a property that Sphinx 9 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser.*is deprecated")
SCRIPTS = (('adopt', 'compare'), ('measure', 'measure'))
PROJECTS = ('database-server', 'helm-chart', 'python-service')
KINDS = ('from-helm', 'from-operator', 'from-python', 'from-service', 'from-vscode')
NEEDS = {
    'myst_parser': ('helm-chart', 'markdown', 'from-vscode'),
    'furo': PROJECTS,
    'yaml': ('from-helm', 'from-operator'),
    'referencing': ('from-service',),
}
COMMAND = re.compile(r'^ *\$ (sphinx-build|python -m sphinx_configsetting|python compare\.py|python measure\.py) (.*)', re.MULTILINE)
PAGES = {
    'tutorial.rst': ('tutorial', '.', {}),
    'how-to/adopt.rst': ('adopt/before', 'docs', {}),
    'how-to/convert.rst': ('adopt/before', 'docs', {}),
    'how-to/measure.rst': ('tutorial', 'docs', {}),
    'how-to/start.rst': ('explorer', 'docs', {}),
    'how-to/product-files.rst': ('product', 'docs', {}),
    'how-to/product-python.rst': ('from-python', '.', {}),
    'how-to/check.rst': ('check', 'docs', {1: 1, 2: 1}),
    'how-to/validate.rst': ('users', 'docs', {1: 1, 2: 1}),
    'how-to/sample.rst': ('users', 'docs', {}),
    'how-to/translations.rst': ('tutorial', 'docs', {}),
    'how-to/pipelines.rst': ('existing', 'docs', {0: 1}),
    'how-to/drift.rst': ('existing', 'docs', {0: 1}),
    'how-to/references.rst': ('references', 'docs', {}),
    'how-to/migrate.rst': ('existing', 'docs', {0: 1, 1: 1}),
    'how-to/replace-extension.rst': ('adopt/before', 'docs', {}),
}
"""The example of each page with commands, its folder, and the exit codes that are not 0."""


def copy_of(name, folder):
    """Copy an example, and skip the test if it needs what is not installed."""
    for module, names in NEEDS.items():
        if name in names:
            pytest.importorskip(module)
    shutil.copytree(EXAMPLES / name, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope='session')
def example(tmp_path_factory):
    """Build a copy of an example, once a session, for tests that only look at it."""

    @cache
    def get(name, builder='html'):
        folder = copy_of(name, tmp_path_factory.mktemp('example') / 'docs')
        return build(folder, builder=builder, conf={'nitpicky': True})

    return get


@pytest.mark.parametrize('name', NAMES)
@pytest.mark.parametrize('builder', ['html', 'text'])
def test_example(example, name, builder):
    built = example(name, builder)
    assert [w for w in built.warnings if not (name == 'existing' and 'drift' in w)] == []
    assert name == 'adopt/before' or built.settings


@pytest.mark.parametrize('name', PROJECTS)
def test_example_projects_are_what_the_docs_promise(example, name):
    built = example(name)
    assert len(built.settings) >= 15
    assert len((EXAMPLES / name / 'conf.py').read_text().splitlines()) <= 12


def test_tutorial_shows_an_object_and_a_section(example):
    document = doctree(example('tutorial'), 'settings')
    (shown,) = objects(document)
    assert shown.title == 'Port'
    section = place(document, 'tls-certificate')
    assert text(section[0]) == 'Certificate'
    assert facts(own_part(section))['Environment variable'] == 'MAILER_TLS_CERTIFICATE'


def test_mistake_of_the_tutorial_causes_two_warnings(tmp_path):
    docs = copy_of('tutorial', tmp_path / 'docs')
    page = docs / 'settings.rst'
    page.write_text(page.read_text(encoding='utf-8').replace(':environment:', ':enviroment:', 1), encoding='utf-8')
    built = build(docs, resolve=False)
    option, reference = built.warnings
    assert option.startswith("settings.rst:7: WARNING: there is no option 'enviroment'; did you mean 'environment'?")
    assert reference.startswith("index.rst:10: WARNING: no setting matches 'MAILER_PORT'")
    assert 'server-port' in [one.id for one in built.settings]


@pytest.mark.parametrize(
    ('name', 'page', 'title', 'shown'),
    [
        ('object', 'queue-size', '', 'Size of the queue'),
        ('separate', 'queue-order', '', 'Order of the queue'),
        ('section', 'queue-retries', 'Retries', 'The number of attempts'),
        ('presented', 'queue-folder', 'Folder of the queue', ''),
        ('partly', 'queue-pause', 'Pause', 'The time between two attempts'),
    ],
)
def test_placement_is_as_explained(example, name, page, title, shown):
    document = doctree(example('placement'), name)
    assert bool(objects(document)) is not bool(title)
    section = place(document, page)
    if title:
        assert text(section[0]) == title
    assert shown in text(section)
    assert text(document).count('The folder of messages that wait.') == 0


def run(command, folder):
    """Run a line of the documentation."""
    program, arguments = command
    words = [*arguments.split(), *(['1'] if program == 'python measure.py' else [])]  # once, and not five times
    scripts = {f'python {name}.py': [EXAMPLES / folder / f'{name}.py'] for folder, name in SCRIPTS}
    if program in scripts or words[0] == 'export':  # which imports modules of the product
        script = scripts.get(program, ['-m', 'sphinx_configsetting'])
        done = subprocess.run([sys.executable, *script, *words], cwd=folder, capture_output=True, text=True, check=False)
    else:
        done = captured(run_sphinx if program == 'sphinx-build' else run_command, *words, folder=folder)
    assert 'Traceback' not in done.stderr
    return done


@pytest.mark.parametrize('page', PAGES)
def test_commands_of_a_page(tmp_path, page):
    name, folder, codes = PAGES[page]
    docs = copy_of(name, tmp_path / folder)
    for number, command in enumerate(COMMAND.findall((DOCS / page).read_text(encoding='utf-8'))):
        if 'after.txt docs' in command[1]:
            copy_of('adopt/after', docs)
        done = run(command, tmp_path)
        assert done.returncode == codes.get(number, 0), (command, done.stderr)


BLOCK = re.compile(r'^( *)\.\. code-block:: (python|rst)\n\n((?:\1   .*\n|\n)+)', re.MULTILINE)
BLOCKS = {
    'how-to/adopt.rst': 'tutorial',
    'how-to/convert.rst': 'adopt/after',
    'how-to/drift.rst': 'existing',
    'how-to/existing-documents.rst': 'existing',
    'how-to/fields.rst': 'explorer',
    'how-to/pipelines.rst': 'existing',
    'how-to/references.rst': 'references',
    'how-to/replace-extension.rst': 'existing',
    'how-to/start.rst': 'explorer',
    'how-to/templates.rst': 'templates',
    'how-to/translations.rst': 'tutorial',
}
"""The example that the blocks of a page go with: lines of conf.py, and markup for a page."""


def blocks_of(page):
    """Yield the language and the lines of each block of a page."""
    for match in BLOCK.finditer((DOCS / page).read_text(encoding='utf-8')):
        yield match[2], dedent(match[3])


def blocks_in(page, docs):
    """Build a project with each block of a page added, and yield the warnings of each build."""
    for number, (language, block) in enumerate(blocks_of(page)):
        if language == 'rst':
            (docs / f'block{number}.rst').write_text(f':orphan:\n\nBlock\n=====\n\n{block}', encoding='utf-8')
        else:
            with (docs / 'conf.py').open('a', encoding='utf-8') as file:
                file.write(block)
        yield from build(docs, resolve=False).warnings


@pytest.mark.parametrize('page', BLOCKS)
def test_blocks_of_a_page(tmp_path, page):
    docs = copy_of(BLOCKS[page], tmp_path / 'docs')
    (docs / 'fields.json').write_text('{}')
    (docs / 'baseline.json').write_text('{"version": 1, "command": "accept", "accepted": []}')
    if 'external+mailer' in (DOCS / page).read_text(encoding='utf-8'):
        mailer = build(copy_of(BLOCKS[page], tmp_path / 'mailer'), resolve=False).app.outdir
        with (docs / 'conf.py').open('a', encoding='utf-8') as file:
            file.write(f"\nextensions += ['sphinx.ext.intersphinx']\nintersphinx_mapping = {{'mailer': ({str(mailer)!r}, None)}}\n")
    assert [w for w in blocks_in(page, docs) if not (BLOCKS[page] == 'existing' and 'drift' in w)] == []


def test_pages_with_blocks_are_known():
    found = {p.relative_to(DOCS).as_posix() for folder in ('how-to', '.') for p in (DOCS / folder).glob('*.rst') if BLOCK.search(p.read_text(encoding='utf-8'))}
    assert found == set(BLOCKS)


def test_every_how_to_is_run():
    for path in (DOCS / 'how-to').iterdir():
        name = path.relative_to(DOCS).as_posix()
        shown = re.findall(r'(?:\.\./examples/|\bexample(?:::|\}) )([\w-]+(?:/(?:before|after))?)/', path.read_text(encoding='utf-8'))
        assert name in PAGES or name in BLOCKS or set(shown) & set(NAMES), name


def test_start_of_the_readme(tmp_path):
    blocks = re.findall(r'^```(python|rst)\n(.*?)^```', (ROOT / 'README.md').read_text(encoding='utf-8'), re.MULTILINE | re.DOTALL)
    conf, *pages = [text for _, text in blocks]
    built = build(tmp_path, {'conf.py': conf, 'index.rst': '\n'.join(['Page\n====\n', *pages])})
    assert built.warnings == []
    document = doctree(built)
    assert [(one.anchor, one.title) for one in objects(document)] == [('server-port', 'Port')]
    assert facts(own_part(place(document, 'tls-certificate'))) == {'Key': 'tls.certificate'}
    assert 'href="#server-port"' in built.output('index.html')


def test_group_in_markdown(tmp_path):
    pytest.importorskip('myst_parser')
    page = re.search(r'^`{5}markdown\n(.*?)^`{5}$', (DOCS / 'how-to/markdown.md').read_text(encoding='utf-8'), re.MULTILINE | re.DOTALL)[1]
    built = build(tmp_path, {'index.md': f'# Page\n\n{page}'}, conf={'extensions': ['sphinx_configsetting', 'myst_parser']})
    assert (built.warnings, [one.text('key') for one in built.settings]) == ([], ['server.port'])


def test_export_of_a_class(tmp_path):
    """The command of the how-to about product files, with a class of that name."""
    pytest.importorskip('pydantic_settings')
    command = re.search(r'export (mailer\.settings:Settings .*)', (DOCS / 'how-to/product-files.rst').read_text(encoding='utf-8'))[1]
    for folder in ('mailer', 'docs'):
        (tmp_path / folder).mkdir()
    (tmp_path / 'mailer' / 'settings.py').write_text('from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    port: int = 2525\n')
    done = run(('python -m sphinx_configsetting', f'export {command}'), tmp_path)
    assert done.returncode == 0, done.stderr
    assert '2525' in (tmp_path / 'docs' / 'mailer.schema.json').read_text(encoding='utf-8')


def test_pages_with_commands_are_known():
    found = {p.relative_to(DOCS).as_posix() for p in DOCS.rglob('*.rst') if COMMAND.search(p.read_text(encoding='utf-8'))}
    assert found == set(PAGES)


@pytest.mark.parametrize(
    ('name', 'page', 'number', 'stream', 'output'),
    [
        ('check', 'how-to/check.rst', 1, 'stdout', 'report.txt'),
        ('users', 'how-to/validate.rst', 1, 'stdout', 'report.txt'),
        ('existing', 'how-to/drift.rst', 0, 'stdout', 'drift.txt'),
        ('existing', 'how-to/migrate.rst', 0, 'stdout', 'migrate.diff'),
        ('existing', 'how-to/migrate.rst', 0, 'stderr', 'migrate.txt'),
    ],
)
def test_output_of_a_command(tmp_path, name, page, number, stream, output):
    copy_of(name, tmp_path / 'docs')
    *before, command = COMMAND.findall((DOCS / page).read_text(encoding='utf-8'))[: number + 1]
    for one in before:
        run(one, tmp_path)
    assert getattr(run(command, tmp_path), stream) == (EXAMPLES / name / output).read_text(encoding='utf-8')


def test_measure_counts_the_settings_and_changes_nothing(tmp_path):
    """The settings of product files count, and conf.py finds files beside the folder."""
    docs = copy_of('product', tmp_path / 'docs with blanks')
    (docs / 'index.rst').write_text('Settings\n========\n\n.. config:autosettings:: mailer\n')
    with (docs / 'conf.py').open('a', encoding='utf-8') as file:
        file.write("\nfrom pathlib import Path\n\nversion = Path(__file__).parent.with_name('VERSION').read_text()\n")
    (tmp_path / 'VERSION').write_text('1.0')
    before = {path: path.read_bytes() for path in tmp_path.rglob('*') if path.is_file()}
    script = EXAMPLES / 'measure' / 'measure.py'
    assert "def main(folder, times='5'):" in script.read_text(encoding='utf-8')
    assert 'both copies five times' in (DOCS / 'how-to' / 'measure.rst').read_text(encoding='utf-8')
    done = subprocess.run([sys.executable, script, docs, '1'], capture_output=True, text=True, check=True)
    assert re.fullmatch(r'with settings: [\d.]+ s, without: [\d.]+ s\nsettings: 3, -?[\d.]+ ms each\n', done.stdout)
    assert {path: path.read_bytes() for path in tmp_path.rglob('*') if path.is_file()} == before
    (tmp_path / 'VERSION').unlink()
    failed = subprocess.run([sys.executable, script, docs, '1'], capture_output=True, text=True, check=False)
    assert (failed.returncode, 'VERSION' in failed.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == [docs]


def test_comparison_reports_what_is_lost(tmp_path):
    for name in ('before', 'after'):
        copy_of(f'adopt/{name}', tmp_path / name)
        assert run(('sphinx-build', f'-b html -w {name}.txt {name} {name}-html'), tmp_path).returncode == 0
    compare = ('python compare.py', 'before-html after-html before.txt after.txt')
    done = run(compare, tmp_path)
    report = (EXAMPLES / 'adopt' / 'report.txt').read_text()
    assert (done.returncode, done.stdout) == (0, report)
    (tmp_path / 'before.txt').write_text('')
    (tmp_path / 'after.txt').write_text('index.rst:1: WARNING: something\n')
    back = run(('python compare.py', 'after-html before-html before.txt after.txt'), tmp_path)
    assert back.returncode == 1
    assert '  config:setting server_port\n' in back.stdout
    assert '  index.html#server_port\n' in back.stdout
    index = tmp_path / 'after-html' / 'config-settings-index.json'
    entries = json.loads(index.read_text(encoding='utf-8'))
    changed = [{**one, 'anchor': 'x', 'description': f'{one["description"]}<p>More &amp; more.</p>'} for one in entries]
    (tmp_path / 'more').mkdir()
    for name in ('objects.inv', 'index.html'):
        shutil.copy(tmp_path / 'after-html' / name, tmp_path / 'more' / name)
    (tmp_path / 'more' / index.name).write_text(json.dumps([*changed, {'id': 'gone', 'anchor': 'y'}]), encoding='utf-8')
    less = run(('python compare.py', 'more after-html'), tmp_path)
    assert less.returncode == 1
    assert 'index.json: 2 before, 1 after, 2 lost\n  gone\n  server_port: description without More more\n' in less.stdout
    assert 'warnings: 0 before, 1 after, 1 new\n' in back.stdout


@pytest.mark.parametrize('name', sorted(path.parent.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob('result.txt')))
def test_results_in_plain_text(example, name):
    built = example(name, 'text')
    assert built.output('index.txt') == (EXAMPLES / name / 'result.txt').read_text(encoding='utf-8')


def test_results_that_pages_show(example):
    assert example('tutorial').output('settings.json') == (EXAMPLES / 'tutorial' / 'settings.json').read_text(encoding='utf-8')
    assert example('users').output('_downloads/configsetting/index/mailer.yaml') == (EXAMPLES / 'users' / 'sample.yaml').read_text(encoding='utf-8')
    assert example('step', 'text').output('index.txt').partition('Coverage\n========\n\n')[2] == (EXAMPLES / 'step' / 'coverage.txt').read_text(encoding='utf-8')
    assert example('existing').warnings == (EXAMPLES / 'existing' / 'warnings.txt').read_text(encoding='utf-8').splitlines()


@pytest.mark.parametrize('name', KINDS)
def test_results_of_kinds_of_products(example, name):
    built = example(name, 'text')
    assert built.output('index.txt') == (EXAMPLES / name / 'result.txt').read_text(encoding='utf-8')


def test_schema_that_the_page_exports(tmp_path):
    pytest.importorskip('pydantic_settings')
    copy_of('from-python', tmp_path)
    (tmp_path / 'mailer.schema.json').unlink()
    (command,) = COMMAND.findall((DOCS / 'how-to/product-python.rst').read_text(encoding='utf-8'))
    assert run(command, tmp_path).returncode == 0
    assert (tmp_path / 'mailer.schema.json').read_bytes() == (EXAMPLES / 'from-python' / 'mailer.schema.json').read_bytes()


def test_hook(tmp_path):
    """The hook runs as pre-commit runs it: its entry, the user's arguments, and the names of files."""
    yaml = pytest.importorskip('yaml')
    (hook,) = yaml.safe_load((ROOT / '.pre-commit-hooks.yaml').read_text(encoding='utf-8'))
    (repo,) = yaml.safe_load((EXAMPLES / 'users' / 'pre-commit.yaml').read_text(encoding='utf-8'))['repos']
    (used,) = repo['hooks']
    assert (used['id'], bool(re.search(used['files'], 'mailer.yaml'))) == (hook['id'], True)
    # The types that pre-commit knows leave out some formats, so a hook takes all texts.
    assert hook['types'] == ['text'] and 'types_or' not in hook
    names = ['.env', 'a/.env', '.env.local', 'x.env', 'a.json', 'a.jsonc', 'a.yml', 'a.yaml', 'a.toml', 'a.ini', 'a.conf', 'a.properties']
    assert [name for name in [*names, 'a.py', 'env', 'a.envelope', 'yaml'] if re.search(hook['files'], name)] == names
    copy_of('users', tmp_path / 'docs')
    commands = COMMAND.findall((DOCS / 'how-to/validate.rst').read_text(encoding='utf-8'))
    for command in (commands[0], commands[3]):
        assert run(command, tmp_path).returncode == 0
    done = subprocess.run([sys.executable, *hook['entry'].split()[1:], *used['args'], 'docs/mailer.yaml'], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, b'docs/mailer.yaml:4: server.prot' in done.stdout, done.stderr) == (1, True, b'')


def test_workflow_runs(tmp_path):
    yaml = pytest.importorskip('yaml')
    copy_of('step', tmp_path / 'docs')
    steps = yaml.safe_load((EXAMPLES / 'step' / 'workflow.yml').read_text(encoding='utf-8'))['jobs']['settings']['steps']
    commands = [step['run'].partition(' > ')[0] for step in steps if 'run' in step][1:]
    done = [run(COMMAND.search(f'$ {command}').groups(), tmp_path) for command in commands]
    assert [one.returncode for one in done] == [0, 0, 0]
    assert '"results": []' in done[1].stdout


@pytest.fixture(scope='module')
def served(example):
    """The example of a search page, from a server: browsers let no page read a file."""
    out = example('search').app.outdir

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

    with ThreadingHTTPServer(('127.0.0.1', 0), partial(Quiet, directory=out)) as server:
        Thread(target=server.serve_forever).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ('MAILER_SERVER_PORT', ['Port (server)']),
        ('relay.port', ['Port (relay)']),
        ('port', ['Port (relay)', 'Port (server)']),
        ('nothing', []),
    ],
)
def test_own_search_page(browser, served, query, found):
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(f'{served}/find.html')
    browser.find_element('id', 'setting-query').send_keys(query)
    count = f'{len(found)} found'
    WebDriverWait(browser, 20).until(lambda b: b.find_element('id', 'setting-count').text == count)
    links = browser.find_elements('css selector', '#setting-results > li > a')
    assert sorted(link.text for link in links) == found
    for link in links:
        assert link.get_attribute('href').startswith(f'{served}/index.html#')
