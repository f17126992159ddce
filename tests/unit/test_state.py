"""What builds keep for the next one."""

from __future__ import annotations

from inspect import get_annotations

from project import build

from sphinx_configsetting.catalog.listing import Column, Listing
from sphinx_configsetting.catalog.setting import Fact, Setting
from sphinx_configsetting.domain import ConfigDomain, Reference
from sphinx_configsetting.files import write_whole
from sphinx_configsetting.outdated import keep_record


def test_folder_that_cannot_be_made(tmp_path, caplog):
    (tmp_path / 'file').write_text('')
    write_whole(tmp_path / 'file' / 'settings.json', b'x')
    assert 'settings.json cannot be written: File exists' in caplog.text


def test_environment_holds_plain_records_of_known_shape():
    """Whoever changes a shape here gives ``data_version`` and ``env_version`` a new number."""
    records = (Setting, Fact, Reference, Listing, Column)
    shapes = {cls.__name__: list(get_annotations(cls)) for cls in records}
    shapes['data'] = sorted(ConfigDomain.initial_data)
    assert (ConfigDomain.data_version, shapes) == (
        5,
        {
            'Setting': ['id', 'docname', 'anchor', 'source', 'line', 'position', 'facts', 'fragments'],
            'Fact': ['text', 'values'],
            'Reference': ['role', 'name', 'source', 'line'],
            'Listing': [
                'docname', 'source', 'line', 'columns', 'where', 'name', 'sort', 'group', 'display', 'template',
                'limit', 'filter', 'facets', 'classes', 'broken', 'fallback', 'within',
            ],
            'Column': ['field', 'title', 'cut'],
            'data': ['labels', 'listings', 'references', 'settings', 'states', 'templates'],
        },
    )


def test_a_failed_build_is_not_recorded(tmp_path):
    built = build(tmp_path, {'index.rst': '.. config:setting:: x\n   :default: 3\n'})
    record = built.app.doctreedir / 'configsetting-html.json'
    record.unlink()
    keep_record(built.app, RuntimeError())
    assert not record.exists()
