"""The JSON Schema of settings.json."""

from __future__ import annotations

import json
from importlib.resources import files as package_files

from sphinx_configsetting.builders.schema import catalog_schema


def test_schema_is_that_of_the_kinds():
    shipped = (package_files('sphinx_configsetting') / 'settings.schema.json').read_text()
    assert json.loads(shipped) == catalog_schema()
