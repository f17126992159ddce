"""Golden pages: the whole doctree and the whole text of small projects.

After a change that is meant, ``pytest tests/test_golden.py --snapshot-update`` writes the
files under tests/__snapshots__ anew; look at their diff before you commit it.
"""

from __future__ import annotations

import docutils
import pytest
import sphinx
from doctrees import doctree
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

GOLDEN = ['names']
"""Roots with a snapshot; to come: sections, listing."""
newest = pytest.mark.skipif(
    sphinx.version_info < (9, 1) or docutils.__version_info__ < (0, 22),
    reason='other versions of Sphinx and docutils make other nodes',
)


class PageExtension(SingleFileSnapshotExtension):
    """Keeps each page in a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = 'txt'


@pytest.fixture
def snapshot(snapshot):
    return snapshot.use_extension(PageExtension)


@newest
@pytest.mark.parametrize('root', GOLDEN)
def test_doctree(built, snapshot, root):
    site = built(root)
    assert not site.warnings
    assert doctree(site).pformat().replace(f'{site.app.srcdir}/', '') == snapshot


@newest
@pytest.mark.parametrize('root', GOLDEN)
def test_text(built, snapshot, root):
    site = built(root, 'text')
    assert not site.warnings
    assert site.output('index.txt') == snapshot


@pytest.mark.parametrize('root', ['names', 'sections', 'listing'])
def test_roots_build_without_warnings(built, root):
    assert built(root).warnings == []
