"""Read what a product's own files state of its settings.

Nothing is executed, and nothing is fetched. `read_source` returns the settings of a file;
`parse_spec` checks an entry of ``configsetting_sources``.
"""

from .keys import format_key
from .reading import read_source
from .records import (
    ABSENT,
    Choice,
    Problem,
    ProductGroup,
    ProductSetting,
    Source,
    SourceError,
    to_json,
)
from .spec import SourceSpec, parse_spec

__all__ = [
    'ABSENT',
    'Choice',
    'Problem',
    'ProductGroup',
    'ProductSetting',
    'Source',
    'SourceError',
    'SourceSpec',
    'format_key',
    'parse_spec',
    'read_source',
    'to_json',
]
