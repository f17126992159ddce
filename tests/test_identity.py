"""Duplicates, included pages, and the home of a setting."""

from __future__ import annotations

import json

from project import build

ONE = """\
.. config:setting:: web-port
  :displayname: Port
  :environment: APP_PORT
"""


def index_of(built):
    return json.loads(built.output('config-settings-index.json'))


def test_twice_in_one_page(tmp_path):
    built = build(tmp_path, {'index.rst': f'T\n=\n\n{ONE}\n{ONE}\n'})
    (warning,) = built.warnings
    assert warning.startswith('index.rst:8: WARNING: ')
    assert 'index.rst:4' in warning
    assert '[configsetting.duplicate]' in warning
    first, second = built.settings
    assert first.anchor == 'web-port'
    assert second.anchor not in {'', 'web-port'}
    assert f'id="{second.anchor}"' in built.output('index.html')


def test_twice_in_two_pages(tmp_path):
    files = {'index.rst': f'T\n=\n\n.. toctree::\n\n   b\n\n{ONE}', 'b.rst': f'T\n=\n\n{ONE}'}
    built = build(tmp_path, files)
    (warning,) = built.warnings
    assert warning.startswith('index.rst:8: WARNING: ')
    assert 'b.rst:4' in warning


def test_included_page_is_no_duplicate(tmp_path):
    part = f':orphan:\n:nosearch:\n\nWords.\n\n{ONE}'
    files = {'index.rst': 'T\n=\n\n.. include:: part.rst\n   :start-after: :nosearch:\n', 'part.rst': part}
    built = build(tmp_path, files)
    assert not built.warnings
    (entry,) = index_of(built)
    assert (entry['docname'], entry['anchor']) == ('index', 'index.html#web-port')
    (setting,) = built.settings
    assert (setting.source, setting.line) == ('part.rst', 6)
    assert 'id="web-port"' in built.output('part.html')


def test_page_out_of_the_search_alone(tmp_path):
    files = {'index.rst': 'T\n=\n\n:config:setting:`APP_PORT`\n', 'part.rst': f':orphan:\n:nosearch:\n\n{ONE}'}
    built = build(tmp_path, files)
    assert not built.warnings
    assert index_of(built) == []
    assert len(json.loads(built.output('settings.json'))['settings']) == 1
    assert 'part.html#web-port' in built.output('index.html')


def test_including_page_is_home(tmp_path):
    files = {
        'index.rst': 'T\n=\n\n.. toctree::\n\n   b\n\n.. include:: b.rst\n',
        'b.rst': f'B\n=\n\n{ONE}',
    }
    built = build(tmp_path, files)
    assert not built.warnings
    assert [s.docname for s in built.settings] == ['index']


def test_file_included_twice_in_one_page(tmp_path):
    files = {'index.rst': 'T\n=\n\n.. include:: b.txt\n\n.. include:: b.txt\n', 'b.txt': ONE}
    built = build(tmp_path, files)
    assert not built.warnings
    assert len(built.settings) == 1


def test_duplicate_within_an_included_page(tmp_path):
    files = {
        'index.rst': 'T\n=\n\n.. include:: b.rst\n',
        'b.rst': f':orphan:\n\n{ONE}\n{ONE}',
    }
    built = build(tmp_path, files)
    (warning,) = built.warnings
    assert warning.startswith('b.rst:7: WARNING: ')
    assert 'b.rst:3' in warning


def test_duplicate_of_an_including_page(tmp_path):
    files = {
        'index.rst': f'T\n=\n\n.. include:: b.rst\n\n{ONE}',
        'b.rst': f':orphan:\n\n{ONE}',
    }
    built = build(tmp_path, files)
    (warning,) = built.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert 'b.rst:3' in warning


def test_removed_duplicate_leaves_the_first(tmp_path):
    files = {'index.rst': f'T\n=\n\n.. toctree::\n\n   b\n\n{ONE}', 'b.rst': f'T\n=\n\n{ONE}'}
    build(tmp_path, files)
    built = build(tmp_path, {'b.rst': 'T\n=\n'})
    assert not built.warnings
    assert [s.docname for s in built.settings] == ['index']
