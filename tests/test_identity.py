"""Duplicates, included pages, and the home of a setting."""

from __future__ import annotations

import json

import pytest
from doctrees import anchors, doctree, links
from project import build

ONE = """\
.. config:setting:: web-port
  :displayname: Port
  :environment: APP_PORT
"""


def index_of(built):
    return json.loads(built.output('config-settings-index.json'))


def test_twice_in_one_page(built):
    site = built({'index.rst': f'T\n=\n\n{ONE}\n{ONE}\n'})
    (warning,) = site.warnings
    assert warning.startswith('index.rst:8: WARNING: ')
    assert 'index.rst:4' in warning
    assert '[configsetting.duplicate]' in warning
    first, second = site.settings
    assert first.anchor == 'web-port'
    assert second.anchor not in {'', 'web-port'}
    assert {'web-port', second.anchor} <= {*anchors(doctree(site))}


def test_twice_in_two_pages(built):
    files = {'index.rst': f'T\n=\n\n.. toctree::\n\n   b\n\n{ONE}', 'b.rst': f'T\n=\n\n{ONE}'}
    site = built(files)
    (warning,) = site.warnings
    assert warning.startswith('index.rst:8: WARNING: ')
    assert 'b.rst:4' in warning


def test_included_page_is_no_duplicate(built):
    part = f':orphan:\n:nosearch:\n\nWords.\n\n{ONE}'
    files = {'index.rst': 'T\n=\n\n.. include:: part.rst\n   :start-after: :nosearch:\n', 'part.rst': part}
    site = built(files)
    assert not site.warnings
    (entry,) = index_of(site)
    assert (entry['docname'], entry['anchor']) == ('index', 'index.html#web-port')
    (setting,) = site.settings
    assert (setting.source, setting.line) == ('part.rst', 6)
    assert 'web-port' in anchors(doctree(site, 'part'))


def test_page_out_of_the_search_alone(built):
    files = {'index.rst': 'T\n=\n\n:config:setting:`APP_PORT`\n', 'part.rst': f':orphan:\n:nosearch:\n\n{ONE}'}
    site = built(files)
    assert not site.warnings
    assert index_of(site) == []
    assert len(json.loads(site.output('settings.json'))['settings']) == 1
    assert links(doctree(site)) == [('Port', 'part.html#web-port')]


def test_including_page_is_home(built):
    files = {
        'index.rst': 'T\n=\n\n.. toctree::\n\n   b\n\n.. include:: b.rst\n',
        'b.rst': f'B\n=\n\n{ONE}',
    }
    site = built(files)
    assert not site.warnings
    assert [s.docname for s in site.settings] == ['index']


def test_file_included_twice_in_one_page(built):
    files = {'index.rst': 'T\n=\n\n.. include:: b.txt\n\n.. include:: b.txt\n', 'b.txt': ONE}
    site = built(files)
    assert not site.warnings
    assert len(site.settings) == 1


def test_duplicate_within_an_included_page(built):
    files = {
        'index.rst': 'T\n=\n\n.. include:: b.rst\n',
        'b.rst': f':orphan:\n\n{ONE}\n{ONE}',
    }
    site = built(files)
    (warning,) = site.warnings
    assert warning.startswith('b.rst:7: WARNING: ')
    assert 'b.rst:3' in warning


def test_duplicate_of_an_including_page(built):
    files = {
        'index.rst': f'T\n=\n\n.. include:: b.rst\n\n{ONE}',
        'b.rst': f':orphan:\n\n{ONE}',
    }
    site = built(files)
    (warning,) = site.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert 'b.rst:3' in warning


def test_removed_duplicate_leaves_the_first(tmp_path):
    files = {'index.rst': f'T\n=\n\n.. toctree::\n\n   b\n\n{ONE}', 'b.rst': f'T\n=\n\n{ONE}'}
    build(tmp_path, files)
    built = build(tmp_path, {'b.rst': 'T\n=\n'})
    assert not built.warnings
    assert [s.docname for s in built.settings] == ['index']


@pytest.mark.parametrize(
    ('targets', 'anchor'),
    [('', 'a'), ('.. _a:\n\nWords.\n\n', 'setting-a'), ('.. _a:\n\nWords.\n\n.. _setting-a:\n\nWords.\n\n', 'setting-a-2')],
)
def test_an_anchor_that_something_else_has(built, targets, anchor):
    site = built({'index.rst': f'T\n=\n\n{targets}.. config:setting:: a\n   :default: 5\n'})
    (setting,) = site.settings
    assert setting.anchor == anchor
    assert anchors(doctree(site)).count(anchor) == 1
