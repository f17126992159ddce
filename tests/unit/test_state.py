"""The records that builds keep for the next one."""

from __future__ import annotations

from inspect import get_annotations

from sphinx_configsetting.domain import ConfigDomain, Group, Reference
from sphinx_configsetting.model.setting import Fact, Setting, Variant
from sphinx_configsetting.products import Selection
from sphinx_configsetting.query.selection import Column, Listing

RECORDS = (Setting, Fact, Variant, Reference, Group, Listing, Column, Selection)


def test_kept_records_have_known_shapes():
    """Whoever changes a shape raises ``data_version`` here and in the domain, and ``env_version``."""
    shapes = {record.__name__: ' '.join(get_annotations(record)) for record in RECORDS}
    assert (ConfigDomain.data_version, shapes | {'stores': ' '.join(sorted(ConfigDomain.initial_data))}) == (
        8,
        {
            'Setting': 'id docname anchor source line position facts body section conditions shares group',
            'Fact': 'text values variants original',
            'Variant': 'condition text values',
            'Reference': 'role name source line',
            'Group': 'id title docname anchor source line conditions',
            'Listing': 'docname source line columns where name sort group display template limit filter facets classes '
            'broken syntax file defaults within fallback',
            'Column': 'field title cut',
            'Selection': 'source key under match exclude depth',
            'stores': 'groups listings references selections settings templates',
        },
    )
