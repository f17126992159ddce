"""After any edits, an incremental build gives what a clean one gives."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tempfile
import zlib
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from project import COLOURS, build
from sites import TEMPLATES, Page, Site, Stated, display_name, key, variable

MYST = importlib.util.find_spec('myst_parser') is not None
SKIPPED = {'.doctrees', '.buildinfo'}
CROSS = {'configsetting.duplicate', 'configsetting.ambiguous'}
RESOLVING = {'configsetting.reference', 'ref.any', 'ref.ref'}

ids = st.sampled_from([f's{n}' for n in range(6)])
names = st.tuples(ids, st.integers(0, 3))
page_names = st.sampled_from([f'p{n}' for n in range(12)])
part_names = st.sampled_from(['x', 'y'])
forms = st.sampled_from(['object', 'section', 'hand'])
targets = st.one_of(
    ids.map(lambda i: ('config:setting', i)),
    ids.map(lambda i: ('config:ref', f'old-{i}')),
    ids.map(lambda i: ('any', i)),
    names.map(lambda n: ('config:setting', display_name(n))),
    names.map(lambda n: ('config:environment', variable(n))),
    names.map(lambda n: ('config:configjson', key(n))),
    names.map(lambda n: ('any', variable(n))),
    names.map(lambda n: ('config:setting', key(n).rpartition('.')[2])),
)
seealsos = st.one_of(st.just(''), ids, names.map(variable))
stated_settings = st.builds(
    Stated, name=names, form=forms, template=st.sampled_from(['', '', 'facts', 'own']), seealso=seealsos
)
included = st.one_of(st.just(''), part_names.map('parts/{}.txt'.format), page_names.map('{}.rst'.format))
pages = st.builds(
    Page,
    markup=st.sampled_from(['rst', 'rst', 'md']),
    metadata=st.sampled_from(['', '', '', 'nosearch', 'orphan']),
    settings=st.lists(stated_settings, max_size=3).map(tuple),
    references=st.lists(targets, max_size=3).map(tuple),
)
values = st.sampled_from(
    [
        ('configsetting_placement', 'object'),
        ('configsetting_placement', 'section'),
        ('configsetting_placement', 'wrong'),
        ('configsetting_template', 'own'),
        ('configsetting_template', 'setting'),
        ('configsetting_index_entries', ['configjson']),
        ('configsetting_labels', True),
        ('configsetting_labels', False),
        ('configsetting_exports', ['settings.json']),
        ('configsetting_exports', ['settings.json', 'config-settings-index.json']),
        ('configsetting_fields', {'environment': {'label': 'Variable', 'index': False}}),
        ('configsetting_fields', {'flag': {'derive': '--{{ configjson }}', 'names': True, 'index': True}}),
        ('configsetting_fields', {'systemconsole': None}),
    ]
)


def outputs(folder):
    """The files of a build but Sphinx's own state."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob('*')
        if path.is_file() and not SKIPPED & set(path.parts)
    }


def due(warning, log):
    """Tell whether an incremental build must give a warning of the clean one."""
    subtype = re.search(r'\[([\w.-]+)\]$', warning)[1]
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
        self.site = Site(markdown=MYST)
        self.dirty = True

    def teardown(self):
        try:
            if self.dirty and self.site.pages:
                self.compare()
        finally:
            shutil.rmtree(self.folder)

    @initialize(start=st.lists(pages, min_size=8, max_size=8), part=stated_settings)
    def begin(self, start, part):
        self.site.pages = {f'p{n}': page for n, page in enumerate(start)}
        self.site.parts = {'x': (part,), 'y': ()}

    def chosen(self, data, having=lambda page: True):
        names = sorted(name for name, page in self.site.pages.items() if having(page))
        return data.draw(st.sampled_from(names)) if names else None

    @rule(data=st.data(), added=stated_settings)
    def add_setting(self, data, added):
        name = self.chosen(data)
        self.site.change(name, settings=(*self.site.pages[name].settings, added))
        self.dirty = True

    @rule(data=st.data())
    def remove_setting(self, data):
        name = self.chosen(data, lambda page: page.settings)
        if name:
            self.site.change(name, settings=self.site.pages[name].settings[1:])
            self.dirty = True

    @rule(data=st.data(), other=names)
    def rename_setting(self, data, other):
        name = self.chosen(data, lambda page: page.settings)
        if name:
            first, *rest = self.site.pages[name].settings
            self.site.change(name, settings=(Stated(other, first.form), *rest))
            self.dirty = True

    @rule(data=st.data())
    def move_setting(self, data):
        source, target = self.chosen(data, lambda page: page.settings), self.chosen(data)
        if source:
            moved = self.site.pages[source].settings[0]
            self.site.change(source, settings=self.site.pages[source].settings[1:])
            self.site.change(target, settings=(moved, *self.site.pages[target].settings))
            self.dirty = True

    @rule(data=st.data(), reference=targets)
    def refer(self, data, reference):
        name = self.chosen(data)
        self.site.change(name, references=(reference, *self.site.pages[name].references[:3]))
        self.dirty = True

    @rule(data=st.data(), path=included)
    def include(self, data, path):
        name = self.chosen(data)
        page = self.site.pages.get(path.partition('.')[0])
        circular = path.startswith('p') and '/' not in path and (page is None or page.included or page.markup == 'md')
        if not circular and path != f'{name}.rst':
            self.site.change(name, included=path)
            self.dirty = True

    @rule(name=part_names, part=st.lists(stated_settings, max_size=2).map(tuple))
    def edit_part(self, name, part):
        self.site.parts[name] = part
        self.dirty = True

    @rule(name=page_names, page=pages)
    def add_page(self, name, page):
        if name not in self.site.pages:
            self.site.pages[name] = page
            self.dirty = True

    @precondition(lambda self: len(self.site.pages) > 4)
    @rule(data=st.data())
    def delete_page(self, data):
        del self.site.pages[self.chosen(data)]
        self.dirty = True

    @rule(data=st.data(), name=page_names)
    def rename_page(self, data, name):
        old = self.chosen(data)
        if name not in self.site.pages:
            self.site.pages[name] = self.site.pages.pop(old)
            self.dirty = True

    @rule(data=st.data(), word=st.sampled_from(['', 'nosearch', 'orphan']))
    def change_metadata(self, data, word):
        self.site.change(self.chosen(data), metadata=word)
        self.dirty = True

    @rule(name=st.sampled_from(sorted(TEMPLATES)))
    def edit_template(self, name):
        self.site.template = name
        self.dirty = True

    @rule(value=values)
    def change_conf(self, value):
        self.site.conf[value[0]] = value[1]
        self.dirty = True

    @precondition(lambda self: self.dirty)
    @rule()
    def build_again(self):
        self.compare()

    def compare(self):
        """Build the project where it was built before, and anew; compare."""
        self.dirty = False
        clean = self.folder / 'clean'
        shutil.rmtree(clean, ignore_errors=True)
        for builder in ('html', 'text'):
            self.compare_builds(clean, builder)

    def compare_builds(self, clean, builder):
        again = built_in(self.folder / 'again', self.site, builder)
        anew = built_in(clean, self.site, builder)
        left, right = outputs(Path(again.app.outdir)), outputs(Path(anew.app.outdir))
        note(f'{builder}: {again.warnings}')
        for name in right:
            assert left.get(name) == right[name], differences(name, left.get(name, b''), right[name])
        assert leftovers(left.keys() - right.keys()) == []
        left, right = Counter(again.warnings), Counter(anew.warnings)
        assert left <= right
        log = COLOURS.sub('', again.app.status.getvalue())
        assert left >= Counter(w for w in right.elements() if due(w, log))


def built_in(folder, site, builder):
    """Write what differs from the files that are there, and build."""
    folder.mkdir(parents=True, exist_ok=True)
    files = site.files()
    present = {p.relative_to(folder).as_posix(): p for p in folder.rglob('*') if p.is_file() and '_build' not in p.parts}
    for name in present.keys() - files.keys():
        present[name].unlink()
    changed = {n: t for n, t in files.items() if n not in present or present[n].read_text() != t}
    return build(folder, changed, builder, verbosity=1)


def differences(name, left, right):
    """The first difference of two files with what stands around it."""
    if name == 'objects.inv':
        left, right = (b'\n'.join(sorted(zlib.decompress(part.split(b'\n', 4)[4]).splitlines())) for part in (left, right))
    spot = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return f'{name}: {left[max(0, spot - 90) : spot + 60]!r} / {right[max(0, spot - 90) : spot + 60]!r}'


def leftovers(names):
    """The files that only the incremental build has, but those of pages that are gone."""
    gone = re.compile(r'(_sources/)?p\d+(\.(rst|md))?\.(html|txt)|config-\w+\.html')
    return sorted(name for name in names if not gone.fullmatch(name))


def test_any_edits(pytestconfig):
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=pytestconfig.getoption('sequences'),
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes many minutes
            print_blob=True,
        ),
    )
