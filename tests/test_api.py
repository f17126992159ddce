"""The public API: what other extensions add, and what they are told of."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from doctrees import doctree, rows, text
from project import build
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

from sphinx_configsetting import api

EXAMPLE = Path(__file__).parent.parent / 'docs' / 'examples' / 'extension'


def build_with(folder, setup, files=None, **options):
    """Build a project whose conf.py has the setup of an extension."""
    conf = f"extensions = ['sphinx_configsetting']\nfrom sphinx_configsetting.api import *\n{setup}"
    pages = {'index.rst': 'Page\n====\n\n.. config:setting:: port\n   :key: server.port\n'}
    return build(folder, {'conf.py': conf, **pages, **(files or {})}, **options)


@pytest.fixture
def example(tmp_path):
    """The example extension, built; its module is forgotten afterwards."""
    shutil.copytree(EXAMPLE, tmp_path / 'docs')
    path = list(sys.path)
    yield lambda **changes: build(tmp_path / 'docs', {**changes.pop('files', {})}, **changes)
    sys.path[:] = path
    sys.modules.pop('schedules', None)


def test_example_extension(example):
    built = example()
    page = doctree(built)
    assert 'It starts at 3:30 a.m.' in text(page)
    assert rows(page)[1:] == [['Time of the backup', '03:30']]
    assert built.output('settings.crontab') == '30 03 * * * backup-time\n00 15 * * * report-time\n'
    assert built.found.find('queue.size')[0].text('default') == '500'


def test_example_extension_reports_faults(example):
    index = 'Page\n====\n\n.. config:setting:: late_time\n   :at: 25:00\n'
    built = example(files={'index.rst': index, 'mailer.lines': 'queue.size|500|Number.\nbroken\n'})
    named, time, line = sorted(built.warnings)
    assert named.startswith("index.rst:4: WARNING: the id 'late_time' has an underscore")
    assert time.startswith("index.rst:5: WARNING: ") and "'25:00' is no time of day" in time
    assert line.startswith("mailer.lines:2: WARNING: the source 'mailer': a line has three parts")


def test_missing_file_of_an_importer(example):
    built = example(files={'conf.py': EXAMPLE.joinpath('conf.py').read_text().replace("'mailer.lines'", "'none.lines'")})
    (missing,) = built.warnings
    assert missing.startswith("none.lines:1: WARNING: the source 'mailer': it cannot be read: No such file")


def test_changed_file_of_an_importer_is_read_again(example):
    example()
    built = example(files={'mailer.lines': 'queue.size|900|Number.\n'})
    assert built.found.find('queue.size')[0].text('default') == '900'


def test_events(tmp_path, capsys):
    setup = """
def setup(app):
    app.connect('configsetting-defined', lambda app, setting: print('defined', setting.id, setting.docname))
    app.connect('configsetting-settings-ready', lambda app, found: print('ready', [one.id for one in found.settings]))
"""
    other = ':orphan:\n\nOther\n=====\n\n.. config:setting:: host\n   :key: a.b\n'
    build_with(tmp_path, setup, {'other.rst': other}, resolve=False)
    assert capsys.readouterr().out.splitlines() == ['defined port index', 'defined host other', "ready ['port', 'host']"]
    build(tmp_path, resolve=False)
    assert capsys.readouterr().out.splitlines() == ["ready ['port', 'host']"]


def test_conf_py_changes_added_fields(tmp_path):
    setup = """
configsetting_fields = {'team': {'label': 'Owner'}, 'office': None}
def setup(app):
    add_field(app, 'team', {'label': 'Team'})
    add_field(app, 'office', {})
    add_field(app, 'Wrong', {})
"""
    built = build_with(tmp_path, setup, resolve=False)
    fields = built.found.fields
    assert fields.get('team').label == 'Owner'
    assert fields.get('office') is None
    assert len(built.warnings) == 1
    assert "conf.py:1: WARNING: an extension adds a field: 'Wrong': a field's name has lower-case letters" in built.warnings[0]


@pytest.mark.parametrize(
    ('line', 'message'),
    [
        ("add_template_filter(app, 'literal', str)", "the filter 'literal' is built in"),
        ("add_template_filter(app, 'No', str)", "'No' cannot name a filter"),
        ("add_importer(app, '', list)", "'' cannot name a format"),
        ("add_field_type(app, type('T', (FieldType,), {'name': 'A b'}))", "'A b' cannot name a field type"),
        ("add_field_type(app, type('T', (FieldType,), {'name': 'key'}))", "types: 'key' is taken"),
        ("add_exporter(app, '../x', str)", "'../x' is not a path within the output folder"),
        ("add_exporter(app, '/x', str)", "'/x' is not a path within"),
        ("add_exporter(app, '', str)", "'' is not a path within"),
        (r"add_exporter(app, 'a\\b', str)", 'is not a path within'),
        ("add_exporter(app, 'x', str); add_exporter(app, 'x', str)", "exporters: 'x' is taken"),
    ],
)
def test_wrong_registrations(tmp_path, line, message):
    with pytest.raises(ExtensionError) as caught:
        build_with(tmp_path, f'def setup(app):\n    {line}\n', resolve=False)
    assert message in str(caught.value)


REGIONS = """
class Region(FieldType):
    name = 'region'
    facet = True
    facet_kind = 'tree'
    is_path = True
    identifies = True
    joint = '/'
    copy_forms = {'flag': '--region {name}'}

    def parse(self, text):
        return (text,) if text else ()

    def problem(self, text):
        return '' if text.islower() else f'{text!r} is no region'

    def within(self, values, outer):
        return tuple(f'{outer[0]}/{value}' for value in values)

    def facets(self, values):
        return ('all', *values)


class Note(FieldType):
    name = 'note'
    display = 'plain'
    has_reason = True

    def parse(self, text):
        version, _, reason = text.partition(' ')
        return (version, reason) if text else ()


def setup(app):
    add_field_type(app, Region)
    add_field_type(app, Note)
    add_field(app, 'region', {'kind': 'region', 'names': True})
    add_field(app, 'retired', {'kind': 'note'})
"""
REGION_PAGE = """Page
====

.. config:group:: europe
   :region: eu

   .. config:setting:: one
      :region: west
      :retired: 5.0 Use *two*.

   .. config:setting:: two

   .. config:setting:: three
      :region: eu/No
      :region (old): WEST

.. config:listing::
   :where: region under eu
   :fields: id, region
   :filter: region
"""


def test_types_of_others_behave_as_built_in_ones(tmp_path):
    """Paths of groups, queries, facets, notices, faults and "Copy as" ask the type and nothing else."""
    built = build_with(tmp_path, REGIONS, {'index.rst': REGION_PAGE})
    one, two, three = built.settings
    assert [each.text('region') for each in (one, two, three)] == ['eu/west', 'eu', 'eu/eu/No']
    assert [each.facts['region'].problem for each in (one, two, three)] == ['', '', "'eu/No' is no region"]
    assert three.facts['region'].variants[0].problem == "'WEST' is no region"
    assert [fault.partition('WARNING: ')[2].partition(' [')[0] for fault in built.warnings] == [
        "the option 'region': 'eu/No' is no region",
        "the option 'region': 'WEST' is no region",
    ]
    page = doctree(built)
    assert rows(page)[1:] == [['one', 'eu/west'], ['two', 'eu'], ['three', 'eu/eu/No; old: eu/WEST']]
    assert 'Retired: 5.0: Use two.' in text(page)
    html = built.output('index.html')
    assert '<em>two</em>' in html
    assert '--region {name}' in html


def test_exporter_alone_gets_html_and_makes_its_folder(tmp_path):
    setup = """
configsetting_exports = []
def setup(app):
    add_exporter(app, 'data/list.txt', lambda content: str([one['html'] for one in content['settings']]))
"""
    files = {'index.rst': 'Page\n====\n\n.. config:setting:: port\n\n   A *body*.\n'}
    built = build_with(tmp_path, setup, files, resolve=False)
    assert built.output('data/list.txt') == "[{'body': '<p>A <em>body</em>.</p>'}]"
    assert not (built.app.outdir / 'settings.json').exists()


def test_two_builds_share_nothing(tmp_path):
    build_with(tmp_path / 'one', "def setup(app):\n    add_field(app, 'team', {})\n", resolve=False)
    assert build_with(tmp_path / 'two', '', resolve=False).found.fields.get('team') is None


def test_registrations_load_the_extension(tmp_path):
    """An extension need not be behind this one in conf.py."""
    (tmp_path / 'conf.py').write_text("from sphinx_configsetting.api import *\ndef setup(app):\n    add_field(app, 'team', {})\n")
    (tmp_path / 'index.rst').write_text('Page\n====\n\n.. config:setting:: port\n   :team: Core\n')
    app = SphinxTestApp('dummy', srcdir=tmp_path)
    try:
        app.build()
        (setting,) = api.get_settings(app.env).settings
    finally:
        app.cleanup()
    assert setting.text('team') == 'Core'


def test_all_names_exist():
    assert sorted(api.__all__, key=str) == api.__all__ == [name for name in api.__all__ if hasattr(api, name)]
