"""Names that settings had in the standard domain: roles, labels, and objects.inv."""

from __future__ import annotations

import re
import zlib

import pytest
from doctrees import anchors, assert_shows, doctree, links
from project import CONF

PAGE = """\
.. config:setting:: port
   :displayname: Port
   :option: -p PORT, --port=PORT
   :environment: APP_PORT

.. config:setting:: host
   :option: --host
   :environment: APP_PORT, APP_HOST
"""
TYPES = {'std:setting': 'id', 'std:confval': 'displayname', 'std:option': 'option', 'std:envvar': 'environment'}


def places(site, objtype):
    """Return the addresses of one type of object by name."""
    text = zlib.decompress((site.app.outdir / 'objects.inv').read_bytes().split(b'\n', 4)[4]).decode()
    lines = (re.fullmatch(r'(.+?) (\S+:\S+) -?\d+ (\S+) .*', line) for line in text.splitlines())
    return {name: uri.replace('$', name) for name, kind, uri in (line.groups() for line in lines) if kind == objtype}


def test_roles_of_before(built):
    markup = ':setting:`host`, :envvar:`APP_HOST`, :option:`--host`, :confval:`Port`, :envvar:`PATH`'
    site = built({'index.rst': f'{PAGE}\n{markup}\n'}, configsetting_object_types=TYPES)
    assert not site.warnings
    assert links(doctree(site)) == [('host', '#host'), ('APP_HOST', '#host'), ('--host', '#host'), ('Port', '#port')]


def test_directives_of_before_beside_settings(built):
    conf = {'configsetting_object_types': TYPES, 'configsetting_index_entries': ['pair: {id}; 100 % setting']}
    page = f'{PAGE}\n.. option:: --own X\n\n   Own text.\n\n.. setting:: OTHER\n\n:option:`--own` :setting:`OTHER`\n'
    site = built({'index.rst': page}, **conf)
    assert not site.warnings
    document = doctree(site)
    assert_shows(document, 'Own text.')
    assert ('--own', '#cmdoption-own') in links(document)
    index = site.output('genindex.html')
    assert 'OTHER' in index
    assert '100 % setting' in index


@pytest.mark.parametrize('name', ['option', 'cmdoption'])
def test_role_and_type_of_options(built, name):
    page = f'{PAGE}\n:option:`--host` :option:`--port=80` :option:`-p 80`\n'
    site = built({'index.rst': page}, configsetting_object_types={f'std:{name}': 'option'})
    assert not site.warnings
    assert links(doctree(site)) == [('--host', '#host'), ('--port=80', '#port'), ('-p 80', '#port')]
    assert {'-p', '--port', '--host'} == set(places(site, 'std:cmdoption'))


def test_former_ids_by_old_roles(built):
    page = 'T\n=\n\n.. config:setting:: new\n   :formerly: OLD\n   :default: 1\n\n:setting:`OLD` :setting:`new`\n'
    site = built({'index.rst': page}, configsetting_object_types={'std:setting': 'id'})
    assert not site.warnings
    assert links(doctree(site)) == [('OLD', '#new'), ('new', '#new')]
    assert places(site, 'std:setting') == {'new': 'index.html#new', 'OLD': 'index.html#new'}


def test_other_names_of_a_setting_are_no_ids_of_old_roles(built):
    page = 'T\n=\n\n.. config:setting:: new\n   :environment: APP_NEW\n\n:setting:`APP_NEW`\n'
    site = built({'index.rst': page}, configsetting_object_types={'std:setting': 'id'}, nitpicky=True)
    (warning,) = site.warnings
    assert "'setting' reference target not found: APP_NEW" in warning
    assert links(doctree(site)) == []


def test_anchors_of_flags(built):
    page = 'T\n=\n\n.. config:setting:: limit\n   :option: -r N, --retry-limit=N\n'
    site = built({'index.rst': page}, configsetting_anchors=['cmdoption-{option|slug}', 'o{option}'])
    assert {'cmdoption-r', 'cmdoption-retry-limit', 'o-r', 'o--retry-limit'} <= {*anchors(doctree(site))}


def test_anchors_of_names_that_several_ids_share(built):
    page = 'T\n=\n\n.. config:setting:: A_B\n                    C_D\n   :environment: A_B, C_D\n'
    site = built({'index.rst': page}, configsetting_anchors=['envvar-{environment}', 'old-{id}'])
    assert not site.warnings
    assert {'envvar-A_B', 'envvar-C_D', 'old-A_B', 'old-C_D'} <= {*anchors(doctree(site))}


def test_inventory_has_the_types_of_before(built):
    site = built({'index.rst': PAGE}, configsetting_object_types=TYPES)
    assert places(site, 'std:setting') == {'port': 'index.html#port', 'host': 'index.html#host'}
    assert places(site, 'std:envvar') == {'APP_PORT': 'index.html#port', 'APP_HOST': 'index.html#host'}
    assert {'-p', '--port', '--host'} == set(places(site, 'std:cmdoption'))


def test_type_that_conf_py_has_too(built):
    conf = f"{CONF}\n\ndef setup(app):\n    app.add_crossref_type('setting', 'setting')\n"
    site = built({'conf.py': conf, 'index.rst': f'{PAGE}\n:setting:`host`\n'}, configsetting_object_types=TYPES)
    assert not site.warnings
    assert places(site, 'std:setting')['host'] == 'index.html#host'


def test_labels_that_authors_have_stay_theirs(built):
    page = '.. _port:\n\nA section\n=========\n\nText.\n\n' + PAGE
    other = ':orphan:\n\n:ref:`port`, :ref:`host`, :ref:`the host <host>`\n'
    site = built({'index.rst': page, 'other.rst': other}, configsetting_labels=True)
    assert not site.warnings
    assert [text for text, _uri in links(doctree(site, 'other'))] == ['A section', 'host', 'the host']
    assert places(site, 'std:label')['host'] == 'index.html#host'
    assert places(site, 'std:label')['port'].startswith('index.html#port')


def test_ids_that_differ_by_letter_case_have_no_label(built):
    alike = '.. config:setting:: Host\n   :default: 1\n'
    site = built({'index.rst': f'{PAGE}\n{alike}\n:ref:`host`\n'}, configsetting_labels=True)
    assert [w.rpartition('[')[2] for w in site.warnings] == ['configsetting.duplicate]', 'ref.ref]']
    assert 'host' not in places(site, 'std:label')
