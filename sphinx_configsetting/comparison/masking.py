"""Values that reports must not have: those of secret settings, and passwords in addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..importers import ProductSetting

MASK: Final = '********'
SECRET: Final = re.compile(
    r'(?i)password|passwd|passphrase|secret|credential|private_?-?key|api_?-?key|access_?-?key'
    r'|token|salt$'
)
"""The names of settings whose values are confidential."""
CREDENTIALS: Final = re.compile(r'(?<=://)[^\s/]+(?=@)')
"""The user and password in an address; the password may have an ``@``."""


def without_secrets(value: Any) -> Any:
    """Return a value with a mask for each secret in it: by the names of keys, and in addresses."""
    if isinstance(value, dict):
        return {
            key: MASK if SECRET.search(key) else without_secrets(one) for key, one in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(one) for one in value]
    return CREDENTIALS.sub(MASK, value) if isinstance(value, str) else value


def is_secret_setting(setting: ProductSetting) -> bool:
    """Return whether the values of a setting are confidential."""
    is_named = SECRET.search(setting.typename) or SECRET.search(setting.key)
    return bool(is_named) or is_stated_secret(setting)


def ends_in_secret(key: str) -> bool:
    """Return whether a key ends in a word for secrets, unlike ``token_lifetime``."""
    return any(match.end() == len(key) for match in SECRET.finditer(key))


def is_stated_secret(setting: ProductSetting) -> bool:
    """Return whether a product or document says that the values of a setting are confidential."""
    is_password = setting.limits.get('format') == 'password'
    return is_password or setting.write_only or setting.extra.get('secret') is True
