"""The conditions around settings, for one builder."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sphinx.util.tags import Tags

from sphinx_configsetting.project import Conditions

VALUES = [SimpleNamespace(name='edition', value='cloud'), SimpleNamespace(name='level', value=3)]


def conditions():
    return Conditions(Tags(['html', 'draft']), VALUES)


@pytest.mark.parametrize(
    ('condition', 'holds'),
    [
        ('only:html', True),
        ('only:html and draft', True),
        ('only:latex', False),
        ('only:not latex', True),
        ('only:html and (', True),
        ('ifconfig:edition == "cloud"', True),
        ('ifconfig:level > 3', False),
        ('ifconfig:edition in ("a", "cloud")', True),
        ('ifconfig:nope', False),
        ('ifconfig:level +', True),
        ('ifconfig:level.__class__.__mro__ and 1 / 0', True),
    ],
)
def test_condition(condition, holds):
    assert conditions().holds(condition) is holds
