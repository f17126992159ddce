"""Real files are read without a traceback, and no key is lost."""

from __future__ import annotations

import json

import pytest

from sphinx_configsetting.importers import setting_to_json
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec


@pytest.fixture
def sources(pytestconfig):
    folder = pytestconfig.getoption('sources')
    if folder is None:
        pytest.skip('no folder of real files was given with --sources')
    return folder.resolve()


def properties_in(schema):
    """Return the names of properties at the root of a schema, without references."""
    return set(schema.get('properties', {})) if isinstance(schema, dict) else set()


def leaves_in(value):
    if not isinstance(value, dict) or not value:
        return 1
    return sum(map(leaves_in, value.values()))


def test_all_files(sources):
    paths = [path for path in sorted(sources.rglob('*')) if path.is_file()]
    assert paths
    for path in paths:
        source = read_source(SourceSpec(path=path.name), path.parent)
        assert source.settings, path.name
        json.dumps([setting_to_json(setting) for setting in source.settings], allow_nan=False)
        keys = [setting.key for setting in source.settings]
        assert len(keys) == len(set(keys)), path.name


def test_no_key_is_lost(sources):
    for path in sorted(sources.rglob('*.json')):
        source = read_source(SourceSpec(path=path.name), path.parent)
        data = json.loads(path.read_text(encoding='utf-8'))
        names = {name for one in (*source.settings, *source.groups) for name in one.path}
        assert properties_in(data) <= names, path.name
        if not any(word in data for word in ('$schema', 'contributes')):
            active = [one for one in source.settings if '[]' not in one.path]
            assert len(active) == leaves_in(data), path.name
