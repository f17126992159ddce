"""After any edits, an incremental build gives what a clean one gives."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from project import COLOURS, build
from sites import Edits, some_page, some_site
from sphinx.search import js_index

MYST = importlib.util.find_spec('myst_parser') is not None
SKIPPED = {'.doctrees', '.buildinfo'}
CROSS = {'configsetting.duplicate', 'configsetting.ambiguous'}
EXPORTS = {'config-settings-index.json', 'settings.json', 'settings.values.schema.json'}
RESOLVING = {'configsetting.reference', 'ref.any', 'ref.ref'}
seeds = st.integers(0, 2**64 - 1)
"""Numbers from which edits are made: what Hypothesis draws itself is less varied."""


UNUSED = re.compile(rb'"[^"]*":\[\],?')
"""A word of the search index that no page has any more; Sphinx keeps those."""


def outputs(folder):
    """The files of a build but Sphinx's own state."""
    return {
        path.relative_to(folder).as_posix(): content_of(path)
        for path in folder.rglob('*')
        if path.is_file() and not SKIPPED & set(path.parts)
    }


def content_of(path):
    """The content of a file, without what Sphinx leaves in its search index."""
    content = path.read_bytes()
    if path.name != 'searchindex.js':
        return content
    return UNUSED.sub(b'', content).replace(b',}', b'}')


def words_of(folder):
    """The words of a search index, each with its pages."""
    index = js_index.loads((folder / 'searchindex.js').read_text())
    return {word: pages for part in ('terms', 'titleterms') for word, pages in index[part].items()}


def words_without_pages(folder):
    """The words of a search index that Sphinx keeps when no page has them any more."""
    return {word for word, pages in words_of(folder).items() if pages == []}


def due(warning, log):
    """Return whether an incremental build must report a warning of the clean one."""
    found = re.search(r'\[([\w.-]+)\]$', warning)  # docutils' own may go on in a further line
    subtype = found[1] if found else ''
    if subtype == 'configsetting.config':
        return True
    if subtype in CROSS:
        return 'checking consistency' in log
    work = 'writing output' if subtype in RESOLVING else 'reading sources'
    page = warning.split('.')[0]
    return bool(re.search(rf'{work}\.\.\. \[ *\d+%\] {page}\b', log))


class Editing(RuleBasedStateMachine):
    """Edits a project, builds it after some edits, and compares with a clean build."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix='site-'))
        self.words = set()
        """The words of the search index of any build before."""

    @initialize(seed=seeds)
    def begin(self, seed):
        self.site = some_site(Random(seed), markdown=MYST)
        self.compare()

    @rule(seed=seeds, count=st.integers(1, 4))
    def edit_and_build(self, seed, count):
        edits = Edits(self.site, Random(seed))
        note(' '.join(edits.any() for _ in range(count)))
        self.compare()

    @rule(seed=seeds)
    def edit_and_disturb(self, seed):
        """Build one page, into another folder, or not to the end; then build as usual."""
        rng = Random(seed)
        edits = Edits(self.site, rng)
        note(edits.any())
        again = self.folder / 'again'
        write(again, self.site)
        kind = rng.choice(['page', 'folder', 'kill'])
        note(kind)
        page = again / rng.choice(sorted(name for name in self.site.files() if re.match(r'p\d', name)))
        out = again / '_build' / ('html' if kind != 'folder' else 'second')
        disturb(again, out, page if kind == 'page' else None, rng.uniform(0.4, 2) if kind == 'kill' else None)
        self.compare()
        if kind == 'folder':
            disturb(again, out)
            left, right = outputs(out), outputs(self.folder / 'clean' / '_build' / 'html')
            assert [name for name in right if left.get(name) != right[name]] == []

    def teardown(self):
        shutil.rmtree(self.folder)

    def compare(self):
        """Build the project where it was built before, and anew; compare."""
        clean = self.folder / 'clean'
        shutil.rmtree(clean, ignore_errors=True)
        for builder in ('html', 'text'):
            self.compare_builds(clean, builder)

    def compare_builds(self, clean, builder):
        again = built_in(self.folder / 'again', self.site, builder)
        anew = built_in(clean, self.site, builder)
        left, right = outputs(Path(again.app.outdir)), outputs(Path(anew.app.outdir))
        if builder == 'html':
            assert words_without_pages(again.app.outdir) <= self.words
            self.words |= words_of(again.app.outdir).keys()
        note(f'{builder}: {again.warnings}')
        for name in right:
            assert left.get(name) == right[name], differences(
                name, left.get(name, b''), right[name]
            )
        exports = self.site.conf.get('configsetting_exports', EXPORTS)
        assert leftovers(left.keys() - right.keys(), EXPORTS.difference(exports)) == []
        left, right = Counter(again.warnings), Counter(anew.warnings)
        assert left <= right
        log = COLOURS.sub('', again.app.status.getvalue())
        assert left >= Counter(w for w in right.elements() if due(w, log))


def disturb(folder, out, page=None, delay=None):
    """Build in a process of its own: one page, or only for some seconds."""
    trees = folder / '_build' / 'doctrees'
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'html', '-d', trees, folder, out, *([page] if page else [])]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.wait(delay) == 0
        except subprocess.TimeoutExpired:
            process.kill()


def built_in(folder, site, builder):
    """Write what differs from the files that are there, and build."""
    return build(folder, write(folder, site), builder, resolve=False, verbosity=1)


def write(folder, site):
    """Write what differs from the files that are there, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    files = site.files()
    present = {
        p.relative_to(folder).as_posix(): p
        for p in folder.rglob('*')
        if p.is_file() and '_build' not in p.parts
    }
    for name in present.keys() - files.keys():
        present[name].unlink()
    changed = {n: t for n, t in files.items() if n not in present or present[n].read_text() != t}
    for name, text in changed.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding='utf-8')
    return changed


def differences(name, left, right):
    """The first difference of two files with what stands around it."""
    if name == 'objects.inv':
        left, right = (
            b'\n'.join(sorted(zlib.decompress(part.split(b'\n', 4)[4]).splitlines()))
            for part in (left, right)
        )
    spot = next(
        (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
    return f'{name}: {left[max(0, spot - 90) : spot + 60]!r} / {right[max(0, spot - 90) : spot + 60]!r}'


def leftovers(names, unwanted):
    """The files that only the incremental build has, but those that Sphinx leaves.

    These are files of pages that are gone, pictures, and index pages and exports that nobody wants any more.
    """
    gone = re.compile(r'_(images|downloads)/.*|(_sources/)?p\d+(\.(rst|md))?\.(html|txt)|config-[a-z]+\.html')
    return sorted(name for name in names - unwanted if not gone.fullmatch(name))


@pytest.mark.slow
def test_any_edits(pytestconfig):
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=pytestconfig.getoption('sequences'),
            stateful_step_count=6,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes many minutes
            print_blob=True,
        ),
    )


class Without:
    """A project that changes, built without the extension."""

    def __init__(self, site):
        self.site = site

    def files(self):
        files = self.site.files()
        return files | {'conf.py': files['conf.py'].replace("'sphinx_configsetting'", "'without_extension'")}


def left_by(folder, site):
    """The files and the words of a search index that only a build in an old folder has."""
    clean = folder / 'clean'
    shutil.rmtree(clean, ignore_errors=True)
    again, anew = (Path(built_in(one, site, 'html').app.outdir) for one in (folder / 'again', clean))
    assert words_without_pages(anew) == set()
    kept = {name for name in outputs(again).keys() - outputs(anew).keys() if re.match('_(images|downloads)/', name)}
    return kept, words_without_pages(again)


@pytest.mark.slow
@pytest.mark.parametrize('seed', [1, 3, 4, 5, 6])
def test_what_is_left_over_is_left_without_the_extension_too(tmp_path, seed):
    """The one thing that may differ from a clean build: see ``leftovers`` and ``content_of``."""
    rng = Random(seed)
    site = some_site(rng, markdown=MYST)
    edits = Edits(site, rng)
    found = []
    for _ in range(6):
        for name in site.pages:  # whose words the stand-in does not have
            site.change(name, imported=())
        kept, words = left_by(tmp_path / 'with', site)
        kept_without, words_without = left_by(tmp_path / 'without', Without(site))
        assert kept == kept_without
        assert bool(words) <= bool(words_without)
        found += [*kept, *words]
        for _ in range(3):
            edits.any()
    assert found


@pytest.mark.parametrize('seed', [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
def test_any_number_of_processes(tmp_path, seed):
    site = some_site(Random(seed), markdown=MYST)
    for number in range(8, 12):
        site.pages[f'p{number}'] = some_page(Random(f'{seed} {number}'))
    one, *others = [
        build(tmp_path / str(number), site.files(), resolve=False, parallel=number, conf={'configsetting_labels': True})
        for number in (1, 2, 8)
    ]
    wanted = outputs(Path(one.app.outdir))
    assert len(one.settings) > 5
    for other in others:
        found = outputs(Path(other.app.outdir))
        assert [name for name in wanted if found.get(name) != wanted[name]] == []
        assert found.keys() == wanted.keys()
        assert sorted(other.warnings) == sorted(one.warnings)


def test_any_hash_seed(tmp_path):
    site = some_site(Random(7), markdown=MYST)
    found = []
    for seed in ('0', '271'):
        folder = tmp_path / seed
        for name, text in site.files().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        command = [sys.executable, '-m', 'sphinx', '-q', folder, folder / 'out']
        environment = {**os.environ, 'PYTHONHASHSEED': seed}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        warnings = sorted(done.stderr.replace(f'{folder}/', '').splitlines())
        found.append((outputs(folder / 'out'), warnings))
    assert found[0][1]
    assert found[0] == found[1]
