"""Every example of the documentation builds without a warning."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from project import build

EXAMPLES = Path(__file__).parent.parent / 'docs' / 'examples'


@pytest.mark.parametrize('name', sorted(path.name for path in EXAMPLES.iterdir()))
def test_example(tmp_path, name):
    if name == 'markdown':
        pytest.importorskip('myst_parser')
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    built = build(folder, conf={'nitpicky': True})
    assert not built.warnings
    assert built.catalog.settings
