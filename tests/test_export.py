"""The JSON files: their names and shapes, for each HTML builder and on their own."""

from __future__ import annotations

import json
from importlib.resources import files as package_files

import pytest
from doctrees import assert_shows, doctree
from project import build, run_command

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
  :seealso: other, :doc:`/index`, `A, b <https://a.example>`__
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
def test_search_index(built, builder, page, root):
    site = built(FILES, builder)
    assert not site.warnings
    first, second = read(site, 'config-settings-index.json')
    description = first.pop('description')
    assert first == {
        'id': 'web-port',
        'docname': 'a/page',
        'anchor': f'{page}#web-port',
        'displayname': 'Web port “x”',
        'systemconsole': 'Web > Ports',
        'configjson': '.WebSettings.Port, .Web.Port',
        'environment': 'APP_PORT',
        'required': 'no',
        'choices': '80, 443',
        'default': 'N/A',
        'deprecated': '2.0 Use the host.',
        'seealso': 'other, /index, "A, b"',
    }
    assert description.endswith('</p>\n<p>Body with &lt;substituted&gt;.</p>')
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
        **dict.fromkeys(['required', 'choices', 'default', 'deprecated', 'seealso'], ''),
        'description': second['description'],
    }
    assert '<li><p><strong>true</strong>: Yes.</p></li>' in second['description']


def test_catalog(built):
    site = built(FILES)
    catalog = read(site, 'settings.json')
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
        'seealso': ['other', '/index', 'A, b'],
        'description': '',
    }
    assert (first['source'], first['line']) == ('a/page.rst', 4)
    assert first['body'] == 'Body with <substituted>.'
    assert first['html']['body'] == '<p>Body with &lt;substituted&gt;.</p>'
    assert first['html']['description'].startswith('See <strong>this</strong> and <a')
    assert second['facts'] == {'configjson': None}
    assert str(site.app.srcdir) not in site.output('settings.json')


def test_catalog_fits_its_schema(built):
    jsonschema = pytest.importorskip('jsonschema')
    schema = json.loads((package_files('sphinx_configsetting') / 'settings.schema.json').read_text())
    catalog = read(built(FILES), 'settings.json')
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(catalog, schema, jsonschema.Draft202012Validator)
    catalog['settings'][0]['facts']['required'] = 'perhaps'
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(catalog, schema, jsonschema.Draft202012Validator)


def test_data_builder_writes_nothing_else(built):
    names = {p.name for p in built(FILES, 'configsettings').app.outdir.iterdir()}
    assert names <= {'config-settings-index.json', 'settings.json', 'settings.values.schema.json', '.doctrees', '.buildinfo'}


@pytest.mark.parametrize('name', ['settings.json', 'config-settings-index.json', 'settings.values.schema.json'])
def test_exports_can_be_chosen(built, name):
    outdir = built(FILES, configsetting_exports=[name]).app.outdir
    assert [path.name for path in outdir.glob('*settings*.json')] == [name]


VALUES = """\
T
=

.. config:setting:: web-port
   :configjson: .Web.Port
   :type: integer
   :default: 80
   :description: The *port*.

.. config:setting:: web-mode
   :configjson: .Web.Mode
   :choices: a, b
   :required: yes
   :formerly: mode
   :deprecated: 2.0 Old.
"""


@pytest.mark.parametrize('base', ['', 'https://docs.example.org/app/'])
@pytest.mark.parametrize('builder', ['html', 'dirhtml', 'configsettings'])
def test_schema_of_values(built, capfdbinary, builder, base):
    jsonschema = pytest.importorskip('jsonschema')
    site = built({'index.rst': VALUES}, builder, html_baseurl=base)
    text = site.output('settings.values.schema.json')
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    web = schema['properties']['Web']
    assert ('markdownDescription' in web['properties']['Port']) is bool(base)
    assert (web['properties']['Port']['default'], web['properties']['Mode']['deprecated']) == (80, True)
    capfdbinary.readouterr()
    assert run_command('schema', site.app.outdir / 'settings.json', '--title', site.app.config.project, *(['--url', base] if base else [])) == 0
    assert json.loads(capfdbinary.readouterr().out) == schema


def test_no_schema_without_keys(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: a\n   :environment: A\n   :configjson: N/A\n'})
    assert not (site.app.outdir / 'settings.values.schema.json').exists()


def test_the_schema_goes_with_the_last_key(tmp_path):
    path = build(tmp_path, {'index.rst': VALUES}).app.outdir / 'settings.values.schema.json'
    assert path.exists()
    build(tmp_path, {'index.rst': VALUES.replace('configjson', 'environment')})
    assert not path.exists()


def test_unchanged_files_are_left_alone(tmp_path):
    built = build(tmp_path, FILES)
    path = built.app.outdir / 'settings.json'
    before = path.stat().st_mtime_ns
    build(tmp_path)
    assert path.stat().st_mtime_ns == before
    build(tmp_path, {'a/page.rst': PAGE.replace('APP_PORT', 'APP_PORTS')})
    assert 'APP_PORTS' in path.read_text()


@pytest.mark.parametrize('builder', ['epub', 'text', 'latex'])
def test_no_files_from_other_builders(built, builder):
    site = built(FILES, builder)
    assert not list(site.app.outdir.rglob('*.json'))
    assert not [w for w in site.warnings if 'mimetype' in w]


def test_pages_left_out_of_the_search_by_either_word(built):
    page = ':{}:\n\nT\n=\n\n.. config:setting:: {}\n   :default: 3\n'
    files = {'a.rst': page.format('nosearch', 'x'), 'b.rst': page.format('no-search', 'y'), 'index.rst': page[6:].format('z')}
    site = built(files, **{'nitpicky': False})
    assert [entry['id'] for entry in json.loads(site.output('config-settings-index.json'))] == ['z']


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


TRANSFORM = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class Loud(SphinxPostTransform):
    default_priority = 50

    def run(self, **_kwargs):
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, nodes.raw):
                continue  # markup of a format is no text
            text.parent.replace(text, nodes.Text(text.upper()))


def loud(app, document, docname):
    Loud(document).run()


def setup(app):
    app.%s
"""


@pytest.mark.parametrize('way', ['add_post_transform(Loud)', 'connect("doctree-resolved", loud)'])
def test_what_other_extensions_do_to_pages_is_done_to_exports(built, way):
    conf = f"import sys\nextensions = ['sphinx_configsetting']\n{TRANSFORM % way}"
    page = 'T\n=\n\n.. config:setting:: x\n\n   Some *words*.\n'
    site = built({'conf.py': conf, 'index.rst': page})
    assert_shows(doctree(site), 'SOME WORDS')
    assert 'SOME <em>WORDS</em>' in read(site, 'settings.json')['settings'][0]['html']['body']


def test_bare_flags_in_the_search_index(built):
    page = '.. config:setting:: a\n   :restart:\n   :default: 1\n\n.. config:setting:: b\n   :restart: no\n\n.. config:setting:: c\n   :default: N/A\n'
    found = {one['id']: (one['restart'], one['default']) for one in read(built({'index.rst': page}), 'config-settings-index.json')}
    assert found == {'a': ('true', '1'), 'b': ('no', ''), 'c': ('', 'N/A')}
