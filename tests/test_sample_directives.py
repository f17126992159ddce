"""The directives config:sample and config:coverage."""

from __future__ import annotations

import json
import re
import sys
import tomllib

import pytest
import yaml
from docutils import nodes
from project import MYST, build
from sphinx import addnodes

SETTINGS = """\
Settings
========

.. config:setting:: server-port
   :key: server.port
   :environment: APP_PORT
   :type: integer
   :default: 25
   :description: The *port* to listen on.

.. config:setting:: server-host
   :key: server.host
   :environment: APP_HOST
   :type: string
   :required: yes
   :description: The host.

.. config:setting:: old
   :key: old
   :type: string
   :deprecated: 2.0

.. config:setting:: api-token
   :key: api.token
   :environment: APP_TOKEN
   :type: string
   :required: yes
"""
YAML = """\
server:
  # The port to listen on.
  # port: 25
  # The host.
  host: ""
api:
  token: "CHANGE_ME"
"""


def page(options='', directive='sample', title='Sample'):
    return f'{title}\n{"=" * len(title)}\n\n.. config:{directive}::\n' + ''.join(f'   {line}\n' for line in options.splitlines())


def files(options='', **more):
    toctree = 'Start\n=====\n\n.. toctree::\n\n   settings\n   sample\n'
    return {'index.rst': toctree, 'settings.rst': SETTINGS, 'sample.rst': page(options), **more}


def block(built, name='sample'):
    (found,) = built.doctree(name).findall(nodes.literal_block)
    return found


def test_html(built):
    site = built(files(':caption: The *sample*\n:name: the-sample\n:class: mine'))
    assert site.warnings == []
    found = block(site)
    assert found.astext() == YAML.rstrip('\n')
    links = {link.astext(): link.get('refuri') for link in found.findall(nodes.reference)}
    assert links == {'port': 'settings.html#server-port', 'host': 'settings.html#server-host', 'token': 'settings.html#api-token'}
    wrapper = found.parent.parent.parent
    assert (wrapper['ids'], wrapper['literal_block'], wrapper[0].astext()) == (['the-sample'], True, 'The sample')
    assert {'literal-block-wrapper', 'mine'} <= set(wrapper['classes'])
    assert (found.parent['classes'], found.parent.parent['classes']) == (['highlight'], ['highlight-yaml', 'notranslate'])
    html = site.output('sample.html')
    pre = re.search(r'<pre[^>]*>(.*?)</pre>', html, re.DOTALL)[1]
    assert re.sub('<[^>]+>', '', pre).replace('&quot;', '"') == YAML.rstrip('\n')
    assert 'class="code-block-caption"' in html
    assert '<span class="nt">' in pre


def test_download(built):
    site = built(files(':filename: app.yaml'))
    (link,) = site.doctree('sample').findall(addnodes.download_reference)
    assert link.astext() == 'Download app.yaml'
    href = re.search(r'<a class="reference download internal"[^>]*href="([^"]+)"', site.output('sample.html'))[1]
    assert site.output(href) == YAML


PARSERS = {'json': json.loads, 'yaml': yaml.safe_load, 'toml': tomllib.loads}


@pytest.mark.parametrize('syntax', ['json', 'yaml', 'toml'])
@pytest.mark.parametrize('builder', ['html', 'text'])
def test_formats_parse(built, builder, syntax):
    site = built(files(f':format: {syntax}\n:defaults:'), builder)
    assert PARSERS[syntax](block(site).astext()) == {'server': {'port': 25, 'host': ''}, 'api': {'token': 'CHANGE_ME'}}


def test_environment(built):
    site = built(files(':format: .env\n:where: key under server'))
    assert block(site).astext() == '# The port to listen on.\n# APP_PORT=25\n# The host.\nAPP_HOST=""'
    assert [link.astext() for link in block(site).findall(nodes.reference)] == ['APP_PORT', 'APP_HOST']
    assert site.output('_downloads/configsetting/sample/settings.env').endswith('APP_HOST=""\n')


@pytest.mark.parametrize('builder', ['text', 'latex', 'xml', 'man', 'texinfo', 'epub', 'linkcheck', 'dummy', 'gettext'])
def test_other_builders(built, builder):
    site = built(files(':caption: C'), builder, epub_basename='x', version='1', epub_copyright='x')
    assert site.warnings == []
    found = block(site)
    if builder == 'gettext':
        return
    assert found.astext() == YAML.rstrip('\n')
    assert not list(site.doctree('sample').findall(addnodes.download_reference))
    if builder != 'epub':
        assert (found.rawsource, found['language'], len(found)) == (found.astext(), 'yaml', 1)


@pytest.mark.parametrize('builder', ['dirhtml', 'singlehtml'])
def test_downloads_of_html_builders(built, builder):
    site = built(files(), builder)
    assert site.output('_downloads/configsetting/sample/settings.yaml') == YAML
    name = 'index.html' if builder == 'singlehtml' else 'sample/index.html'
    above = '' if builder == 'singlehtml' else '../'
    assert f'href="{above}_downloads/configsetting/sample/settings.yaml"' in site.output(name)


def test_two_samples_of_one_page(built):
    text = page(':where: key under api') + '\n.. config:sample::\n   :where: key under server\n'
    site = built({'index.rst': SETTINGS, 'sample.rst': f':orphan:\n\n{text}'})
    assert site.output('_downloads/configsetting/sample/settings.yaml').startswith('api:')
    assert site.output('_downloads/configsetting/sample/2/settings.yaml').startswith('server:')


@pytest.mark.parametrize(
    ('options', 'message'),
    [
        (':format: xml', "sample.rst:5: WARNING: the option 'format': 'xml' is not one of json, yaml, toml, env; YAML is used [configsetting.listing]"),
        (':filename: ../x', "sample.rst:5: WARNING: the option 'filename': '../x' is not the name of a file; it is settings.yaml now [configsetting.listing]"),
        (':where: key =', "sample.rst:5: WARNING: the option 'where', column 6: "),
        (':where: id = old', 'sample.rst:4: WARNING: the sample is empty: of the settings, all are deprecated, or in lists or maps; choose others'),
        (':where: key = zzz', "sample.rst:4: WARNING: no setting matches 'key = zzz'; correct the query"),
        (':limit: 5', "sample.rst:5: WARNING: there is no option 'limit'; "),
        (':defaults: perhaps', "sample.rst:5: WARNING: the option 'defaults' is 'perhaps', which is neither"),
    ],
)
def test_mistakes(built, options, message):
    (found,) = built(files(options)).warnings
    assert found.startswith(message)


def test_a_sample_without_variables(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: a\n   :key: a\n\n.. config:sample::\n   :format: env\n'})
    assert site.warnings == ['index.rst:7: WARNING: the sample is empty: of the settings, none has an environment variable; choose others [configsetting.listing]']


def test_without_the_library(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, 'jsonschema', None)
    (found,) = build(tmp_path, files()).warnings
    assert found.startswith('sample.rst:4: WARNING: a sample needs the library jsonschema, which is not installed; install it with: pip install')


def test_body_is_shown_if_nothing_matches(built):
    site = built(files(':where: key = zzz', **{'sample.rst': page(':where: key = zzz') + '\n   Nothing.\n'}))
    assert site.warnings == []
    assert 'Nothing.' in site.doctree('sample').astext()
    assert not (site.app.outdir / '_downloads').exists()


def test_markdown(built):
    text = '# Sample\n\n```{config:sample}\n:format: toml\n:caption: C\n```\n'
    site = built({'index.rst': SETTINGS, 'sample.md': f'---\norphan: true\n---\n{text}'}, **MYST)
    assert tomllib.loads(block(site).astext())['api'] == {'token': 'CHANGE_ME'}


def test_numbered_and_referred_to(built):
    text = page(':caption: C\n:name: s') + '\nSee :numref:`s` and :ref:`s`.\n'
    site = built(files(**{'sample.rst': text}), numfig=True)
    assert site.warnings == []
    assert 'See Listing 1 and C.' in site.doctree('sample').astext()


def test_incremental_is_clean(tmp_path):
    build(tmp_path / 'a', files(sub='', **{'other.rst': page(':format: toml', title='Other')}) | {'index.rst': files()['index.rst'] + '   other\n'})
    changed = SETTINGS.replace('25', '2525').replace('server-host', 'the-host')
    again = build(tmp_path / 'a', {'settings.rst': changed, 'other.rst': 'Other\n=====\n'})
    assert '# port: 2525' in block(again).astext()
    assert 'port</span></a>' in again.output('sample.html') or '2525' in again.output('sample.html')
    assert 'settings.html#the-host' in again.output('sample.html')
    found = sorted(path.name for path in (again.app.outdir / '_downloads').rglob('*') if path.is_file())
    assert found == ['settings.yaml']
    assert '2525' in again.output('_downloads/configsetting/sample/settings.yaml')


def test_parallel(tmp_path):
    more = {f'p{n}.rst': page(title=f'P{n}') for n in range(9)}
    index = 'T\n=\n\n.. toctree::\n   :glob:\n\n   *\n'
    sites = [build(tmp_path / name, {'settings.rst': SETTINGS, **more, 'index.rst': index}, parallel=jobs) for name, jobs in (('a', 1), ('b', 2))]
    assert [site.warnings for site in sites] == [[], []]
    outputs = [{p.relative_to(s.app.outdir).as_posix(): p.read_bytes() for p in s.app.outdir.rglob('*') if p.is_file() and p.suffix in {'.html', '.yaml'}} for s in sites]
    assert outputs[0] == outputs[1]
    assert len([name for name in outputs[0] if name.endswith('.yaml')]) == 9


# coverage


def rows(built_site, name='coverage'):
    (table,) = built_site.doctree(name).findall(nodes.table)
    return [[cell.astext().replace('\xa0', ' ') for cell in row] for row in table.findall(nodes.row)]


def covered(options='', **more):
    return {'index.rst': SETTINGS, 'coverage.rst': ':orphan:\n\n' + page(options, 'coverage'), **more}


def test_by_page(built):
    site = built(covered(':caption: Shares\n:name: shares'))
    assert site.warnings == []
    assert rows(site) == [
        ['Page', 'Description', 'Default', 'Type', 'Example', 'Since'],
        ['All settings', '50 % (2/4)', '25 % (1/4)', '100 % (4/4)', '0 % (0/4)', '0 % (0/4)'],
        ['Settings', '50 % (2/4)', '25 % (1/4)', '100 % (4/4)', '0 % (0/4)', '0 % (0/4)'],
    ]
    (table,) = site.doctree('coverage').findall(nodes.table)
    assert (table['ids'], table[0].astext()) == (['shares'], 'Shares')
    assert [link['refuri'] for link in table.findall(nodes.reference)] == ['index.html']


def test_fields_and_query(built):
    assert rows(built(covered(':fields: type, required\n:where: required'))) == [
        ['Page', 'Type', 'Required'], ['All settings', '100 % (2/2)', '100 % (2/2)'], ['Settings', '100 % (2/2)', '100 % (2/2)'],
    ]


def test_by_group(built):
    grouped = SETTINGS.replace('.. config:setting:: server-port', '.. config:group:: server\n   :title: The server\n\n   .. config:setting:: server-port').replace('\n   :key: server.port\n   :environment: APP_PORT\n   :type: integer\n   :default: 25\n   :description: The *port* to listen on.', '\n      :key: server.port')
    site = built(covered(':by: group\n:fields: type', **{'index.rst': grouped}))
    assert rows(site) == [['Group', 'Type'], ['All settings', '75 % (3/4)'], ['api', '100 % (1/1)'], ['The server', '50 % (1/2)']]
    (link,) = next(site.doctree('coverage').findall(nodes.table)).findall(nodes.reference)
    assert link['refuri'] == 'index.html#group-server'


SCHEMA = json.dumps({'properties': {'server': {'properties': {'port': {'type': 'integer'}, 'new': {'type': 'string'}}}}})


def test_by_source(tmp_path):
    conf = {'configsetting_sources': {'app': 'app.json'}}
    site = build(tmp_path, covered(':by: source', **{'app.json': SCHEMA}), conf=conf)
    assert rows(site) == [['Source', 'Documented'], ['All settings', '50 % (1/2)'], ['app.json', '50 % (1/2)']]
    again = build(tmp_path, {'app.json': SCHEMA.replace('new', 'more": {"type": "string"}, "new')}, conf=conf)
    assert '(1/3)' in again.output('coverage.html')


@pytest.mark.parametrize('builder', ['text', 'latex', 'man', 'texinfo', 'xml'])
def test_table_in_other_builders(built, builder):
    site = built(covered(), builder)
    assert site.warnings == []
    assert len(rows(site)) == 3


@pytest.mark.parametrize(
    ('options', 'message'),
    [
        (':by: x', "coverage.rst:7: WARNING: the option 'by': 'x' is not one of page, group, source; rows are pages"),
        (':by: source', "coverage.rst:7: WARNING: the option 'by': configsetting_sources names no source yet; rows are pages"),
        (':fields: x', "coverage.rst:7: WARNING: the option 'fields': 'x' is not a field; "),
    ],
)
def test_mistakes_of_coverage(built, options, message):
    site = built(covered(options))
    (found,) = site.warnings
    assert found.startswith(message)
    assert len(rows(site)) == 3


def test_coverage_is_kept_up_to_date(tmp_path):
    build(tmp_path, covered())
    again = build(tmp_path, {'index.rst': SETTINGS.replace('   :default: 25\n', '')})
    assert '0\xa0% (0/4)' in again.output('coverage.html')
    assert rows(again)[1][2] == '0 % (0/4)'
