"""The JSON files: their names and shapes, for each HTML builder and on their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files as package_files

import pytest
from project import build, write

PAGE = """\
Settings
========

.. config:setting:: web-port
  :displayname: Web  port “x”
  :systemconsole: Web > Ports
  :configjson: .WebSettings.Port, .Web.Port
  :environment: APP_PORT
  :required: no
  :choices: 80, 443
  :default: N/A
  :deprecated: 2.0 Use the host.
  :seealso: other
  :description: See **this** and :doc:`/index` and :config:setting:`other` at `x <#frag>`__ `y <https://a.example>`__.

  Body with |subst|.

.. |subst| replace:: <substituted>

.. config:setting:: other
  :configjson: n/a

  - **true**: Yes.
"""
INDEX = 'Index\n=====\n\n.. toctree::\n\n   a/page\n'
FILES = {'index.rst': INDEX, 'a/page.rst': PAGE}


def read(built, name):
    return json.loads(built.output(name))


@pytest.mark.parametrize(
    ('builder', 'page', 'root'),
    [
        ('html', 'a/page.html', 'index.html'),
        ('dirhtml', 'a/page/', './'),
        ('singlehtml', 'index.html', 'index.html'),
        ('configsettings', 'a/page.html', 'index.html'),
    ],
)
def test_search_index(tmp_path, builder, page, root):
    built = build(tmp_path, FILES, builder)
    assert not built.warnings
    first, second = read(built, 'config-settings-index.json')
    description = first.pop('description')
    assert first == {
        'id': 'web-port',
        'docname': 'a/page',
        'anchor': f'{page}#web-port',
        'displayname': 'Web port “x”',
        'systemconsole': 'Web > Ports',
        'configjson': '.WebSettings.Port, .Web.Port',
        'environment': 'APP_PORT',
    }
    assert description.startswith('<p>See <strong>this</strong> and <a')
    assert f'href="{page}#other"' in description
    assert f'href="{page}#frag"' in description
    if builder != 'singlehtml':
        assert f'href="{root}"' in description
    assert second == {
        'id': 'other',
        'docname': 'a/page',
        'anchor': f'{page}#other',
        'displayname': 'other',
        'systemconsole': '',
        'configjson': 'N/A',
        'environment': '',
        'description': second['description'],
    }
    assert '<li><p><strong>true</strong>: Yes.</p></li>' in second['description']


def test_catalog(tmp_path):
    built = build(tmp_path, FILES)
    catalog = read(built, 'settings.json')
    first, second = catalog['settings']
    assert first['facts'] | {'description': ''} == {
        'displayname': 'Web port “x”',
        'systemconsole': ['Web', 'Ports'],
        'configjson': ['.WebSettings.Port', '.Web.Port'],
        'environment': ['APP_PORT'],
        'required': False,
        'choices': ['80', '443'],
        'default': None,
        'deprecated': {'version': '2.0', 'reason': 'Use the host.'},
        'seealso': ['other'],
        'description': '',
    }
    assert (first['source'], first['line']) == ('a/page.rst', 4)
    assert first['body'] == '<p>Body with &lt;substituted&gt;.</p>'
    assert second['facts'] == {'configjson': None}
    assert str(tmp_path) not in built.output('settings.json')


def test_catalog_fits_its_schema(tmp_path):
    jsonschema = pytest.importorskip('jsonschema')
    schema = json.loads((package_files('sphinx_configsetting') / 'settings.schema.json').read_text())
    catalog = read(build(tmp_path, FILES), 'settings.json')
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(catalog, schema, jsonschema.Draft202012Validator)
    catalog['settings'][0]['facts']['required'] = 'perhaps'
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(catalog, schema, jsonschema.Draft202012Validator)


def test_schema_is_that_of_the_kinds():
    from sphinx_configsetting.builders.schema import catalog_schema

    shipped = (package_files('sphinx_configsetting') / 'settings.schema.json').read_text()
    assert json.loads(shipped) == catalog_schema()


def test_data_builder_writes_nothing_else(tmp_path):
    built = build(tmp_path, FILES, 'configsettings')
    names = {p.name for p in built.app.outdir.iterdir()}
    assert names <= {'config-settings-index.json', 'settings.json', '.doctrees', '.buildinfo'}


def test_exports_can_be_chosen(tmp_path):
    built = build(tmp_path, FILES, conf={'configsetting_exports': ['settings.json']})
    assert (built.app.outdir / 'settings.json').exists()
    assert not (built.app.outdir / 'config-settings-index.json').exists()
    names = ['config-settings-index.json']
    built = build(tmp_path / 'b', FILES, conf={'configsetting_exports': names})
    assert not (built.app.outdir / 'settings.json').exists()


def test_unchanged_files_are_left_alone(tmp_path):
    built = build(tmp_path, FILES)
    path = built.app.outdir / 'settings.json'
    before = path.stat().st_mtime_ns
    status = build(tmp_path).app.status.getvalue()
    assert 'writing configuration settings' not in status
    assert path.stat().st_mtime_ns == before
    build(tmp_path, {'a/page.rst': PAGE.replace('APP_PORT', 'APP_PORTS')})
    assert 'APP_PORTS' in path.read_text()


@pytest.mark.parametrize('builder', ['epub', 'text', 'latex'])
def test_no_files_from_other_builders(tmp_path, builder):
    built = build(tmp_path, FILES, builder)
    assert not list(built.app.outdir.rglob('*.json'))
    assert not [w for w in built.warnings if 'mimetype' in w]


def test_pages_left_out_of_the_search_by_either_word(tmp_path):
    page = ':{}:\n\nT\n=\n\n.. config:setting:: {}\n   :default: 3\n'
    files = {'a.rst': page.format('nosearch', 'x'), 'b.rst': page.format('no-search', 'y'), 'index.rst': page[6:].format('z')}
    built = build(tmp_path, files, conf={'nitpicky': False})
    assert [entry['id'] for entry in json.loads(built.output('config-settings-index.json'))] == ['z']


def test_damaged_files_are_written_again(tmp_path):
    built = build(tmp_path, FILES)
    path = built.app.outdir / 'settings.json'
    good = path.read_bytes()
    path.write_bytes(b'{')
    assert not build(tmp_path).warnings
    assert path.read_bytes() == good
    path.unlink()
    build(tmp_path)
    assert path.read_bytes() == good


@pytest.mark.parametrize('content', ['', '[]', '{"a": 3}'])
def test_broken_memory_of_the_exports_does_no_harm(tmp_path, content):
    built = build(tmp_path, FILES)
    good = built.output('settings.json')
    (built.app.doctreedir / 'configsetting-html-exports.json').write_text(content)
    again = build(tmp_path)
    assert not again.warnings
    assert again.output('settings.json') == good


def test_an_edit_makes_the_html_of_what_it_changes_only(tmp_path):
    built = build(tmp_path, FILES)
    memory = built.app.doctreedir / 'configsetting-html-exports.json'
    known = json.loads(memory.read_text())
    assert [html for html in known.values() if 'Yes.' in html]
    marked = {key: html.replace('Yes.', 'Remembered.') for key, html in known.items()}
    memory.write_text(json.dumps(marked))
    files = {'a/page.rst': PAGE.replace('**this**', '**that**')}
    entries = read(build(tmp_path, files), 'settings.json')['settings']
    assert '<strong>that</strong>' in entries[0]['facts']['description']
    assert 'Remembered.' in entries[1]['body']
    conf = {'smartquotes': False}  # of which the HTML may depend
    assert 'Yes.' in read(build(tmp_path, conf=conf), 'settings.json')['settings'][1]['body']


def test_markup_that_depends_on_its_page_is_not_remembered(tmp_path):
    built = build(tmp_path, FILES)
    memory = json.loads((built.app.doctreedir / 'configsetting-html-exports.json').read_text())
    assert not [html for html in memory.values() if 'href' in html]


TRANSFORM = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class Loud(SphinxPostTransform):
    default_priority = 50

    def run(self, **_kwargs):
        for text in list(self.document.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(text.upper()))


def loud(app, document, docname):
    Loud(document).run()


def setup(app):
    app.%s
"""


@pytest.mark.parametrize('way', ['add_post_transform(Loud)', 'connect("doctree-resolved", loud)'])
def test_what_other_extensions_do_to_pages_is_done_to_exports(tmp_path, way):
    conf = f"import sys\nextensions = ['sphinx_configsetting']\n{TRANSFORM % way}"
    page = 'T\n=\n\n.. config:setting:: x\n\n   Some *words*.\n'
    built = build(tmp_path, {'conf.py': conf, 'index.rst': page})
    assert 'SOME <em>WORDS</em>' in built.output('index.html')
    assert 'SOME <em>WORDS</em>' in read(built, 'settings.json')['settings'][0]['body']


STAMP = """
import sys
from sphinx.application import Sphinx
from sphinx_configsetting.records import stamp_of
folder = sys.argv[1]
print(stamp_of(Sphinx(folder, folder, folder + '/o', folder + '/d', 'html', status=None)))
"""


def test_what_html_depends_on_is_the_same_in_each_process(tmp_path):
    write(tmp_path, FILES)
    stamps = {
        subprocess.run([sys.executable, '-c', STAMP, str(tmp_path)], env={**os.environ, 'PYTHONHASHSEED': seed}, capture_output=True, text=True, check=True).stdout
        for seed in ('1', '2', '3')
    }
    assert len(stamps) == 1
