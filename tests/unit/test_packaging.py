"""The metadata of the package agrees with what is tested."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import sphinx_configsetting

ROOT = Path(__file__).parent.parent.parent
PYPROJECT = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))
PROJECT, GROUPS = PYPROJECT['project'], PYPROJECT['dependency-groups']
TOX = (ROOT / 'tox.ini').read_text(encoding='utf-8')


def test_lowest_versions_are_those_that_are_tested():
    extras = [one for group in PROJECT['optional-dependencies'].values() for one in group]
    floors = dict(one.lower().split('>=') for one in [*PROJECT['dependencies'], *extras])
    pins = dict(one.lower().split('==') for one in re.findall(r'lowest: (\S+==\S+)', TOX))
    assert {name: re.sub(r'(\.0)+$', '', version) for name, version in pins.items()} == {
        name: re.sub(r'(\.0)+$', '', version) for name, version in floors.items()
    }


def test_every_requirement_of_developers_is_locked():
    locked = re.findall(r'^([a-z0-9-]+)==', (ROOT / 'dev.lock').read_text(encoding='utf-8'), re.MULTILINE)
    groups = [GROUPS[name] for name in GROUPS if name not in {'compat', 'public-types'}]
    wanted = [one for group in [*groups, PROJECT['dependencies'], *PROJECT['optional-dependencies'].values()] for one in group]
    names = {re.match(r'[\w.-]+', one)[0].lower().replace('_', '-') for one in wanted if isinstance(one, str)}
    assert names - set(locked) == set()


def test_one_version():
    assert PROJECT['dynamic'] == ['version']
    assert re.fullmatch(r'\d+\.\d+\.\d+', sphinx_configsetting.__version__)
    assert 'version = release = sphinx_configsetting.__version__' in (ROOT / 'docs/conf.py').read_text(encoding='utf-8')


def test_tested_pythons_are_classified():
    pythons = [one.rpartition(' ')[2] for one in PROJECT['classifiers'] if re.search(r':: 3\.\d+$', one)]
    assert f'>={pythons[0]}' == PROJECT['requires-python']
    assert f'[![Python {pythons[0]} to {pythons[-1]}]' in (ROOT / 'README.md').read_text(encoding='utf-8')
    workflow = ROOT / '.github' / 'workflows' / 'ci.yml'
    if workflow.exists():  # the sdist has none
        tested = re.findall(r'python: "(3\.\d+)"', workflow.read_text(encoding='utf-8'))
        assert set(pythons) <= set(tested)
