"""Read what a product's own files state of its settings.

Nothing is executed, and nothing is fetched. `reading.read_source` returns the settings of a
file; `spec.parse_spec` checks an entry of ``configsetting_sources``. The readers are not
imported here: every build needs the records, and few need the readers.
"""

from .keys import format_key
from .product_settings import (
    ABSENT,
    Choice,
    FileContent,
    Problem,
    ProductGroup,
    ProductSetting,
    SourceError,
    distinct_settings,
    setting_to_json,
)

__all__ = [
    'ABSENT',
    'Choice',
    'FileContent',
    'Problem',
    'ProductGroup',
    'ProductSetting',
    'SourceError',
    'distinct_settings',
    'format_key',
    'setting_to_json',
]
