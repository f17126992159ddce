"""Leftovers of an earlier build, whole or broken, never spoil the next one."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys

import pytest
from project import COLOURS, build, captured, run_sphinx
from sphinx.errors import ExtensionError

PAGE = """\
Page {n}
======

.. config:setting:: s{n}
   :displayname: Setting {n} {word}
   :environment: APP_{n}
   :template: own
   :description: About :config:setting:`s{m}`.
"""
COUNT = 8
OWN = '**{{ setting.title }}** WORD {{ setting.description }}\n'
CONF = "project = 'T'\nextensions = ['sphinx_configsetting']\ntemplates_path = ['_t']\nshow_warning_types = True\n"
BREAK = """
import os, resource, signal
def breaks(app, *arguments):
    {deed}
def setup(app):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells ignore it for jobs in the background
    app.connect({event!r}, breaks, priority=1)
"""
FILES = ('settings.json', 'config-settings-index.json', 'objects.inv', 'searchindex.js')


def files(word='old', template=OWN):
    pages = {f'p{n}.rst': PAGE.format(n=n, m=(n + 1) % COUNT, word=word if n == 0 else '') for n in range(COUNT)}
    index = 'T\n=\n\n.. toctree::\n   :glob:\n\n   *\n'
    pages['plain.rst'] = f'Plain\n=====\n\nA page without settings is {word}plain.\n'
    pages['some.rst'] = 'Some\n====\n\n.. config:listing::\n   :filter:\n\n.. config:show:: s0\n'
    return {'conf.py': CONF, 'index.rst': index, '_t/configsetting/own.rst.jinja': template, **pages}


def outputs(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob('*')
        if path.is_file() and '.doctrees' not in path.parts and path.name != '.buildinfo'
    }


def differing(left, wanted):
    """The files that differ, but for words of no page, which Sphinx keeps in its search index."""
    return [name for name in wanted if without_old_words(left.get(name, b'')) != without_old_words(wanted[name])]


def without_old_words(content):
    return re.sub(rb'"[^"]*":\[\],?', b'', content).replace(b',}', b'}')


def write(folder, content):
    for name, text in content.items():
        path = folder / name
        if not path.is_file() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def sphinx(folder, *filenames):
    return captured(run_sphinx, '-q', '-b', 'html', folder, folder / 'out', *filenames, folder=folder)


def copied(kept, folder):
    """Yield a copy of a project where it was built: Sphinx reads all pages of a moved one again."""
    yield shutil.copytree(kept, folder)
    shutil.rmtree(folder)


@pytest.fixture(scope='module')
def kept(tmp_path_factory):
    """The files of a project that ``sphinx-build`` has built in the folder ``a`` beside them."""
    folder = tmp_path_factory.mktemp('commands') / 'a'
    write(folder, files())
    assert sphinx(folder).returncode == 0
    return folder.rename(folder.with_name('kept'))


@pytest.fixture
def old(kept):
    yield from copied(kept, kept.with_name('a'))


@pytest.fixture(scope='module')
def kept_build(tmp_path_factory):
    """The same with ``build``: its files, and the build."""
    folder = tmp_path_factory.mktemp('builds') / 'a'
    built = build(folder, files())
    return folder.rename(folder.with_name('kept')), built


@pytest.fixture
def first(kept_build):
    """A build that the test may change the files of, but not its objects."""
    kept, built = kept_build
    for _folder in copied(kept, built.app.srcdir):
        yield built


def broken_off(old, event, deed):
    """Change a project, and build it in a process of its own until something happens at an event."""
    breaking = CONF + BREAK.format(deed=deed, event=event)
    write(old, files('new', OWN.replace('WORD', 'NEW')) | {'conf.py': breaking})
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'html', old, old / 'out']
    broken = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    write(old, {'conf.py': CONF})
    return broken


@pytest.fixture(scope='module')
def anew(tmp_path_factory):
    folder = tmp_path_factory.mktemp('anew')
    write(folder, files('new', OWN.replace('WORD', 'NEW')))
    assert sphinx(folder).returncode == 0
    return outputs(folder / 'out')


@pytest.mark.parametrize(
    ('signal', 'event'),
    [
        ('SIGKILL', 'env-updated'),
        ('SIGKILL', 'html-collect-pages'),
        ('SIGKILL', 'build-finished'),
        ('SIGINT', 'doctree-resolved'),
        *(pytest.param('SIGKILL', event, marks=pytest.mark.slow) for event in ('env-before-read-docs', 'doctree-resolved', 'html-page-context')),
        *(pytest.param('SIGTERM', event, marks=pytest.mark.slow) for event in ('env-updated', 'build-finished')),
        pytest.param('SIGINT', 'build-finished', marks=pytest.mark.slow),
    ],
)
def test_interrupted_build_is_repaired(old, anew, signal, event):
    broken = broken_off(old, event, f'os.kill(os.getpid(), signal.{signal})')
    assert broken.returncode != 0
    for name in ('settings.json', 'config-settings-index.json'):
        json.loads((old / 'out' / name).read_text())
    again = sphinx(old)
    assert (again.returncode, again.stderr) == (0, '')
    left = outputs(old / 'out')
    assert differing(left, anew) == []
    assert left.keys() == anew.keys()


@pytest.mark.parametrize('filenames', [(), ('p1.rst',)])
def test_page_without_settings_that_a_kill_cuts_short(old, anew, filenames):
    """Sphinx takes a page that is newer than its source for current, and a build of one page repairs no others."""
    assert broken_off(old, 'html-collect-pages', 'os.kill(os.getpid(), signal.SIGKILL)').returncode != 0
    page = old / 'out' / 'plain.html'
    page.write_bytes(page.read_bytes()[:100])
    assert not filenames or sphinx(old, *(old / name for name in filenames)).returncode == 0
    assert sphinx(old).stderr == ''
    assert differing(outputs(old / 'out'), anew) == []


def test_full_disk_leaves_the_old_files_and_a_warning(old, anew):
    limit = 'resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))'
    broken = broken_off(old, 'build-finished', limit)
    written = re.findall(r'WARNING: (\S+) cannot be written: .*\[configsetting.output\]', broken.stderr)
    assert sorted(re.sub('-[0-9a-f]{8}', '', name) for name in written) == ['config-settings-index.json', 'configsetting-data.js', 'configsetting-html.json', 'settings.json']
    assert 'Traceback' not in broken.stderr
    entries = json.loads((old / 'out' / 'settings.json').read_text())['settings']
    assert entries[0]['title'] == 'Setting 0 old'
    assert not list(old.rglob('*.part'))
    assert sphinx(old).stderr == ''
    assert differing(outputs(old / 'out'), anew) == []


def test_folder_in_the_place_of_a_file(tmp_path):
    (tmp_path / '_build' / 'html' / 'settings.json').mkdir(parents=True)
    built = build(tmp_path, files())
    (warning,) = built.warnings
    assert 'settings.json cannot be written' in warning


def test_files_are_left_alone_when_nothing_changes(first):
    out = first.app.outdir
    before = {name: (out / name).stat().st_mtime_ns for name in FILES[:2]}
    build(first.app.srcdir, {'p1.rst': files()['p1.rst'] + '\nMore.\n'})
    assert {name: (out / name).stat().st_mtime_ns for name in before} == before


def damaged(path, share):
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def state_of(app):
    """The files that keep what the next build wants to know."""
    own = [*app.doctreedir.glob('configsetting*.json'), *app.doctreedir.glob('configsetting-*/*.json')]
    return [app.doctreedir / 'environment.pickle', *own]


@pytest.mark.parametrize('share', [0, 0.3, 0.9])
@pytest.mark.parametrize('spoiled', ['environment', 'own files', 'all'])
def test_state_cut_short(first, spoiled, share):
    wanted = outputs(first.app.outdir)
    environment, *own = state_of(first.app)
    for path in {'environment': [environment], 'own files': own, 'all': [environment, *own]}[spoiled]:
        damaged(path, share)
    if spoiled != 'environment':  # whoever cut the files short may have cut short any page
        damaged(first.app.outdir / 'plain.html', share)
    second = build(first.app.srcdir)
    assert not second.warnings
    assert outputs(second.app.outdir) == wanted


@pytest.mark.parametrize('text', ['[1]', '{"pages": 3}', '{"files": 3}', 'null', '"x"'])
def test_state_of_another_shape(first, text):
    wanted = outputs(first.app.outdir)
    for path in state_of(first.app)[1:]:
        path.write_text(text)
    second = build(first.app.srcdir)
    assert not second.warnings
    assert outputs(second.app.outdir) == wanted


@pytest.mark.parametrize('differs', ['data', 'extension'])
def test_state_of_another_version(tmp_path, differs):
    """Another version kept other things; nothing of it is read."""
    app = build(tmp_path, files()).app
    data = app.env.domaindata['config']
    app.env.domaindata['config'] = dict.fromkeys(data, 'of another shape') | {'version': data['version'] - (differs == 'data')}
    if differs == 'extension':
        app.env.version = {**app.env.version, 'sphinx_configsetting': 0}
    with (app.doctreedir / 'environment.pickle').open('wb') as file:
        pickle.dump(app.env, file)
    second = build(tmp_path)
    assert not second.warnings
    assert len(second.settings) == COUNT


def test_page_with_nothing_left_leaves_nothing(first):
    (first.app.srcdir / 'p3.rst').unlink()
    built = build(first.app.srcdir)
    out = built.app.outdir
    kept = [path for path in out.rglob('*') if path.is_file() and 'p3' not in path.name]
    kept = [path for path in kept if '.doctrees' not in path.parts and path.name != 'p2.html']
    assert [path.name for path in kept if b'APP_3' in path.read_bytes()] == []
    missing = [warning for warning in built.warnings if "'s3'" in warning]
    assert len(missing) == 1
    assert missing[0].startswith('p2.rst:')


def test_project_with_nothing_left_has_no_files(first):
    for page in first.app.srcdir.glob('p*.rst'):
        page.write_text(f'{page.stem}\n==\n\nText.\n')
    out = build(first.app.srcdir, {'index.rst': 'T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n'}).app.outdir
    assert [name for name in FILES[:2] if (out / name).exists()] == []
    (out / 'settings.json').write_text('{}')
    build(first.app.srcdir, {'index.rst': 'T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n\nMore.\n'})
    assert (out / 'settings.json').read_text() == '{}'


def test_page_that_goes_when_nothing_else_changes(tmp_path):
    index = 'T\n=\n\n.. config:setting:: kept\n   :key: a\n'
    build(tmp_path, {'index.rst': index, 'o.rst': ':orphan:\n\nO\n=\n\n.. config:setting:: gone\n   :key: b\n'})
    (tmp_path / 'o.rst').unlink()
    built = build(tmp_path)
    assert [s.id for s in built.settings] == ['kept']
    for name in ('settings.json', 'config-settings.html', 'genindex.html', '_static/configsetting-data.js'):
        assert 'gone' not in built.output(name)
    again = build(tmp_path, verbosity=1)
    assert pages_written(again) == set()
    assert '1 removed' not in again.app.status.getvalue()  # the environment is saved without the page


DROP = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search']
"""The command that makes permissions count for the superuser, too."""


def without_privileges(command):
    """Run a command for which permissions count; skip the test where they never do."""
    prefix = DROP if os.geteuid() == 0 else []
    if prefix and not shutil.which('setpriv'):
        pytest.skip('the superuser may read and write everywhere, and there is no setpriv')
    return subprocess.run([*prefix, *command], capture_output=True, text=True, timeout=600, check=False)


def test_read_only_output(old, anew):
    out, before = old / 'out', outputs(old / 'out')
    write(old, files('new', OWN.replace('WORD', 'NEW')))
    places = [out, *out.rglob('*')]
    for path in places:
        path.chmod(0o555 if path.is_dir() else 0o444)
    options = ['-q', '-d', old / 'doctrees', old, out]
    command = [sys.executable, '-m', 'sphinx', *options]
    failed = without_privileges(command)
    for path in places:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert failed.returncode != 0
    assert outputs(out) == before
    done = captured(run_sphinx, *options, folder=old)
    assert (done.returncode, done.stderr) == (0, '')
    assert differing(outputs(out), anew) == []


@pytest.mark.parametrize('again', [False, True])
def test_template_without_permission(tmp_path, anew, again):
    folder = tmp_path / 'a'
    write(folder, files('new', OWN.replace('WORD', 'NEW')))
    command = [sys.executable, '-m', 'sphinx', '-q', folder, folder / 'out']
    if again:
        assert sphinx(folder).returncode == 0
    template = folder / '_t' / 'configsetting' / 'own.rst.jinja'
    template.chmod(0)
    done = without_privileges(command)
    template.chmod(0o644)
    assert done.returncode == 0
    said = "the template fails: 'configsetting/own.rst.jinja' cannot be read: Permission denied; make it readable"
    assert said in done.stderr
    assert len(re.findall(r'\[configsetting\.template\]', done.stderr)) == len(done.stderr.strip().splitlines()) == COUNT
    assert sphinx(folder).stderr == ''
    assert differing(outputs(folder / 'out'), anew) == []


def test_search_index_cut_short(first):
    wanted = outputs(first.app.outdir)
    damaged(first.app.outdir / 'searchindex.js', 0.5)
    for path in first.app.srcdir.glob('*.rst'):  # with nothing to write, Sphinx fails at its broken index
        path.touch()
    build(first.app.srcdir)
    assert outputs(first.app.outdir) == wanted


def pages_written(built):
    log = COLOURS.sub('', built.app.status.getvalue())
    return set(re.findall(r'writing output\.\.\. \[ *\d+%\] (\S+)', log))


def test_only_what_needs_it_is_written_again(first):
    folder = first.app.srcdir
    assert pages_written(build(folder, verbosity=1)) == set()
    renamed = {'p3.rst': PAGE.format(n=3, m=4, word='renamed')}
    assert pages_written(build(folder, renamed, verbosity=1)) == {'index', 'p3', 'p2', 'some'}
    words = {'p3.rst': PAGE.format(n=3, m=4, word='renamed') + '\nWords.\n'}
    assert pages_written(build(folder, words, verbosity=1)) == {'index', 'p3', 'some'}


def test_a_record_that_cannot_be_written(first):
    """A folder in its place: the build warns, and the next one writes every page."""
    (record,) = first.app.doctreedir.glob('configsetting-html-*.json')
    record.unlink()
    record.mkdir()
    (warning,) = build(first.app.srcdir).warnings
    assert f'{record.name} cannot be written' in warning
    assert 'check that there is room for it' in warning


def test_a_build_that_fails_records_nothing(first):
    folder = first.app.srcdir
    (record,) = first.app.doctreedir.glob('configsetting-html-*.json')
    before = record.read_text()
    write(folder, {'p0.rst': PAGE.format(n=0, m=1, word='new')})
    write(folder, {'conf.py': f'{CONF}def fails(*_arguments):\n    raise ValueError\ndef setup(app):\n    app.connect("html-collect-pages", fails)\n'})
    with pytest.raises(ExtensionError):
        build(folder)
    assert record.read_text() != before
    assert json.loads(record.read_text()) == 'unfinished'
