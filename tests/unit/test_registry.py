"""The types for conf.py have exactly the keys that conf.py may have."""

from __future__ import annotations

from sphinx_configsetting.api import FieldDeclaration, SourceDeclaration
from sphinx_configsetting.field_declarations import KEYS
from sphinx_configsetting.importers.spec import NAMES


def test_types_of_dicts_have_all_keys():
    assert tuple(FieldDeclaration.__annotations__) == tuple(KEYS)
    assert tuple(SourceDeclaration.__annotations__) == NAMES
