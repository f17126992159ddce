"""References to the settings of another project, by the forms that names of this project have."""

from __future__ import annotations

import pytest
from doctrees import doctree, links
from project import build

THERE = """\
T
=

.. config:setting:: mode
   :displayname: !Mode
   :configjson: !app.mode
   :environment: APP_MODE
   :option: --mode

.. config:setting:: ~home
   :displayname: ~Home x

.. config:setting:: home
   :displayname: At home
"""
HTML = 'https://there.example/index.html#'


@pytest.fixture(scope='module')
def inventory(tmp_path_factory):
    home = build(tmp_path_factory.mktemp('there'), {'index.rst': THERE})
    return str(home.app.outdir / 'objects.inv')


def away(folder, inventory, text):
    conf = {'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'], 'intersphinx_mapping': {'there': ('https://there.example/', inventory)}}
    site = build(folder, {'index.rst': f'T\n=\n\n{text}\n'}, conf={**conf, 'nitpicky': True})
    return [(shown, target.removeprefix(HTML)) for shown, target in links(doctree(site))], site.warnings


TYPED = {
    'an assignment': (':config:environment:`APP_MODE=fast`', 'APP_MODE=fast', 'mode'),
    'a sign': (':config:environment:`$APP_MODE`', '$APP_MODE', 'mode'),
    'a fallback': (':config:environment:`${APP_MODE:-fast}`', '${APP_MODE:-fast}', 'mode'),
    'a flag with a value': (':config:option:`--mode fast`', '--mode fast', 'mode'),
    'a title': (':config:environment:`text <APP_MODE=1>`', 'text', 'mode'),
    'a title of a flag': (':config:option:`text <--mode fast>`', 'text', 'mode'),
    'a title of any': (':any:`text <APP_MODE=1>`', 'text', 'mode'),
    'the project': (':config:environment:`there:APP_MODE=1`', 'APP_MODE=1', 'mode'),
    'an exclamation mark': (':config:displayname:`!Mode`', '!Mode', 'mode'),
    'an exclamation mark of a key': (':config:configjson:`!app.mode`', '!app.mode', 'mode'),
    'a tilde': (':config:setting:`~home`', '~Home x', '~home'),
    'a tilde of a name': (':config:displayname:`~Home x`', '~Home x', '~home'),
}


@pytest.mark.parametrize('case', TYPED)
def test_references_through_intersphinx(tmp_path, inventory, case):
    text, shown, anchor = TYPED[case]
    found, warnings = away(tmp_path, inventory, text)
    assert not warnings
    assert found == [(shown, anchor)]


@pytest.mark.parametrize('case', [one for one in TYPED if one not in {'a title of any', 'the project'}])
@pytest.mark.parametrize('role', ['external+there:', 'external:'])
def test_references_to_a_named_project(tmp_path, inventory, case, role):
    text, shown, anchor = TYPED[case]
    here = away(tmp_path / 'a', inventory, text)
    found, warnings = away(tmp_path / 'b', inventory, text.replace(':config:', f':{role}config:'))
    assert not warnings
    assert found == here[0]
    assert found == [(shown, anchor)]


def test_a_name_that_the_other_project_lacks(tmp_path, inventory):
    found, (warning,) = away(tmp_path, inventory, ':external+there:config:environment:`APP_NONE=1`')
    assert not found
    assert 'APP_NONE=1' in warning


def test_forms_of_the_named_project_only(tmp_path):
    """Another project may have a name as it is typed."""
    folders = {'one': '${APP_X}', 'two': 'APP_X'}
    for name, variable in folders.items():
        build(tmp_path / name, {'index.rst': f'T\n=\n\n.. config:setting:: {name}\n   :environment: {variable}\n'})
    mapping = {name: (f'https://{name}.example/', str(tmp_path / name / '_build/html/objects.inv')) for name in folders}
    conf = {'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'], 'intersphinx_mapping': mapping}
    site = build(tmp_path / 'here', {'index.rst': 'T\n=\n\n:external+two:config:environment:`${APP_X}`\n'}, conf=conf)
    assert not site.warnings
    assert links(doctree(site)) == [('${APP_X}', 'https://two.example/index.html#two')]
