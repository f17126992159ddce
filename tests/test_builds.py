"""One build, one answer: parallel and incremental builds, every builder."""

from __future__ import annotations

import json

import pytest
import sphinx
from doctrees import assert_shows, doctree
from project import MYST, build
from sphinx.errors import ConfigError

BUILDERS = [
    'html', 'dirhtml', 'singlehtml', 'epub', 'latex', 'man', 'texinfo', 'text', 'xml', 'pseudoxml', 'gettext',
    'linkcheck', 'dummy', 'configsettings',
]  # fmt: skip
PAGE = """\
Page {n}
=======

.. config:setting:: setting-{n}
   :displayname: Setting {n}
   :configjson: .Section.Key{n}
   :environment: APP_SECTION_KEY{n}
   :seealso: setting-{m}
   :description: Words **here** and :config:setting:`setting-{m}`.

   - one
   - two

Heading {n}
-----------

.. config:setting:: same
   :environment: APP_SAME

Words.
"""
COUNT = 10
INDEX = 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   p*\n\n:config:environment:`APP_SAME`\n'


def files():
    pages = {f'p{n}.rst': PAGE.format(n=n, m=(n + 1) % COUNT) for n in range(COUNT)}
    return {'index.rst': INDEX, **pages}


def outputs(built):
    skip = {'.doctrees', 'environment.pickle', '.buildinfo'}
    return {
        path.relative_to(built.app.outdir).as_posix(): path.read_bytes()
        for path in built.app.outdir.rglob('*')
        if path.is_file() and not skip & set(path.parts)
    }


def test_parallel_build_gives_the_same_files(tmp_path):
    serial = build(tmp_path / 'a', files())
    parallel = build(tmp_path / 'b', files(), parallel=2)
    assert outputs(serial) == outputs(parallel)
    assert sorted(serial.warnings) == sorted(parallel.warnings)
    assert len([w for w in serial.warnings if 'duplicate' in w]) == COUNT - 1


def test_incremental_build_gives_the_same_files(tmp_path):
    build(tmp_path / 'a', files())
    changed = {'p3.rst': 'Page 3\n======\n', 'p4.rst': PAGE.format(n=4, m=5).replace('Setting 4', 'Other')}
    incremental = build(tmp_path / 'a', changed)
    clean = build(tmp_path / 'b', {**files(), **changed})
    left, right = outputs(incremental), outputs(clean)
    del left['searchindex.js'], right['searchindex.js']  # Sphinx's own keeps words that are gone
    assert left.keys() == right.keys()
    assert [name for name in left if left[name] != right[name]] == []


def test_no_path_of_the_machine_in_any_file(tmp_path):
    built = build(tmp_path, files())
    assert [n for n, data in outputs(built).items() if str(tmp_path).encode() in data] == []


@pytest.mark.parametrize('builder', BUILDERS)
def test_every_builder(built, builder):
    conf = {'man_pages': [('index', 'x', 'X', 'x', 1)], 'epub_copyright': 'x', 'version': '1'}
    conf['linkcheck_report_timeouts_as_broken'] = False  # of the default, Sphinx 7.4 warns
    page = files()['p0.rst'].replace('setting-1', 'setting-0')
    site = built({'index.rst': page}, builder, **conf)
    assert not site.warnings
    assert [s.id for s in site.settings] == ['setting-0', 'same']


def test_value_given_on_the_command_line(built):
    site = built({'index.rst': 'T\n=\n'}, configsetting_placement='x')
    (warning,) = site.warnings
    assert "configsetting_placement: 'x' is not one of 'auto', 'section', 'object'" in warning


def test_values_given_on_the_command_line(built):
    conf = {'configsetting_labels': '1', 'configsetting_exports': 'settings.json', 'configsetting_template': 'facts'}
    page = '.. config:setting:: x\n   :default: 3\n\n:ref:`x`\n'
    site = built({'index.rst': page}, **conf)
    assert not site.warnings
    assert (site.app.outdir / 'settings.json').is_file()
    assert not (site.app.outdir / 'config-settings-index.json').exists()


@pytest.mark.skipif(sphinx.version_info < (9,), reason='older versions of Sphinx take other texts for yes')
def test_wrong_value_given_on_the_command_line(tmp_path):
    with pytest.raises(ConfigError, match="'configsetting_labels' must be '0' or '1', got 'maybe'"):
        build(tmp_path, {'index.rst': 'T\n=\n'}, conf={'configsetting_labels': 'maybe'})


def test_derivation_that_fails(built):
    fields = {'environment': {'derive': '{{ default * default }}'}}
    page = '.. config:setting:: x\n   :default: 3\n   :description:\n   :type:\n'
    site = built({'index.rst': page}, configsetting_fields=fields)
    (warning,) = site.warnings
    assert warning.startswith('index.rst:1: WARNING: ')
    assert "'environment'" in warning
    assert '[configsetting.template]' in warning
    assert site.settings[0].values('type') == ()


def test_markdown_without_options(built):
    pytest.importorskip('myst_parser')
    page = '# T\n\n```{config:setting} x\nOnly a body.\n```\n\n```{config:setting} y\n\n:default: 3\n```\n'
    site = built({'index.md': page}, **MYST)
    assert not site.warnings
    one, two = json.loads(site.output('settings.json'))['settings']
    assert (one['facts'], one['html']) == ({}, {'body': '<p>Only a body.</p>'})
    assert two['facts'] == {'default': '3'}


def test_markdown_options_between_dashes(built):
    pytest.importorskip('myst_parser')
    page = '# T\n\n```{config:setting} x\n---\ndefault: "3"\nenviroment: A\n---\n\nBody.\n```\n'
    site = built({'index.md': page}, **MYST)
    (warning,) = site.warnings
    assert warning.startswith('index.md:6: ')
    (entry,) = json.loads(site.output('settings.json'))['settings']
    assert (entry['facts'], entry['html']) == ({'default': '3'}, {'body': '<p>Body.</p>'})


def test_markdown_rule_in_a_body(built):
    pytest.importorskip('myst_parser')
    page = '# T\n\n```{config:setting} x\n:default: 3\n\nAbove.\n\n---\n\nBelow.\n\n---\n```\n'
    site = built({'index.md': page}, **MYST)
    assert [w.split(' the setting')[0] for w in site.warnings] == [
        f'index.md:{line}: WARNING: a rule is in the body of' for line in (8, 12)
    ]
    assert_shows(doctree(site), 'Above.', 'Below.')


def test_two_column_table_of_facts(built):
    table = '.. list-table::\n\n   * - Environment variable\n     - ``{}``\n   * - Type\n     - x\n'
    page = 'T\n=\n\n.. config:setting:: x\n   :environment: APP_X\n\nX\n-\n\n'
    assert not built({'index.rst': page + table.format('APP_X')}).warnings
    (warning,) = built({'index.rst': page + table.format('APP_Y')}).warnings
    assert warning.startswith("index.rst:13: WARNING: 'Environment variable' is 'APP_Y' here, but 'APP_X'")
    assert warning.endswith('[configsetting.drift]')


def test_template_with_own_warning(built):
    template = 'Some *open markup.\n\n{{ setting.get("default").slot }}{{ setting.get("nope") }}\n'
    page = '.. config:setting:: x\n   :default: 3\n'
    files = {'index.rst': page, '_t/configsetting/own.rst.jinja': template}
    site = built(files, templates_path=['_t'], configsetting_template='own')
    (warning,) = site.warnings
    assert warning.startswith('_t/configsetting/own.rst.jinja:1: WARNING:')
    assert 'line 1 of its text: Inline emphasis start-string' in warning
    assert site.settings[0].text('default') == '3'


def test_include_whose_lines_cannot_be_found(built):
    part = '.. config:setting:: x\n   :default: 3\n'
    conf = (
        "extensions = ['sphinx_configsetting']\n"
        "def change(app, path, docname, content):\n"
        "    content[0] = content[0].replace('3', '4')\n"
        "def setup(app):\n"
        "    app.connect('include-read', change)\n"
    )
    files = {'conf.py': conf, 'index.rst': 'T\n=\n\n.. include:: a.txt\n', 'a.txt': part}
    site = built(files)
    assert not site.warnings
    assert site.settings[0].source == 'a.txt'


def test_substitution_in_an_option(built):
    page = '.. |b| replace:: **B**\n\n.. config:setting:: x\n   :description: a |b| |version|\n'
    site = built({'index.rst': page}, version='7')
    assert not site.warnings
    (entry,) = json.loads(site.output('settings.json'))['settings']
    assert entry['html'] == {'description': 'a <strong>B</strong> 7'}
    assert entry['facts'] == {'description': 'a B 7'}


@pytest.mark.filterwarnings('ignore:.*JSONHTMLBuilder')
def test_search_index_of_another_form_is_left_to_sphinx(tmp_path):
    files = {'index.rst': 'T\n=\n\n.. config:setting:: a\n   :environment: APP_A\n'}
    build(tmp_path, files, 'json')
    again = build(tmp_path, {'index.rst': files['index.rst'].replace('APP_A', 'APP_B')}, 'json')
    assert not [warning for warning in again.warnings if 'configsetting' in warning]
    assert 'app_b' in again.output('searchindex.json')


def test_style_sheets_of_a_project_come_in_place_of_ours(tmp_path):
    files = {'index.rst': 'T\n=\n\n.. config:setting:: x\n   :default: 1\n', 'own/configsetting.css': 'p { color: red }'}
    for _ in range(2):
        site = build(tmp_path, files, conf={'html_static_path': ['own']})
        assert not site.warnings
        assert site.output('_static/configsetting.css') == 'p { color: red }'
        assert site.app.config.html_static_path == ['own']
