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


MARKED = [':config:environment:`!APP_MODE`', ':config:setting:`!mode`', ':config:option:`!--mode`', ':config:environment:`!$APP_MODE`', ':config:ref:`!mode`']


@pytest.mark.parametrize('role', ['', 'external+there:', 'external:'])
@pytest.mark.parametrize('text', MARKED)
def test_a_name_behind_an_exclamation_mark_is_no_link(tmp_path, inventory, text, role):
    found, warnings = away(tmp_path, inventory, text.replace(':config:', f':{role}config:'))
    assert (found, warnings) == ([], [])


@pytest.mark.parametrize('text', MARKED)
def test_a_name_behind_an_exclamation_mark_at_home(built, text):
    site = built({'index.rst': f'{THERE}\n{text}\n'}, nitpicky=True)
    assert not site.warnings
    assert not links(doctree(site))


def test_a_short_title_of_another_project(tmp_path):
    there = build(tmp_path / 'there', {'index.rst': 'T\n=\n\n.. config:setting:: s\n   :displayname: Port (IMAP)\n'})
    inventory = str(there.app.outdir / 'objects.inv')
    found, warnings = away(tmp_path / 'here', inventory, ':config:setting:`~s` :config:setting:`s` :config:setting:`x <s>`')
    assert [text for text, _target in found] == ['Port', 'Port (IMAP)', 'x']
    assert not warnings
