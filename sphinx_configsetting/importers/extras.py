"""The libraries of the optional extra ``sources``."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from .product_settings import SourceError

if TYPE_CHECKING:
    from types import ModuleType


def require(name: str) -> ModuleType:
    """Import a library when it is first needed.

    :raises SourceError: it is not installed; the message names the extra.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SourceError(
            f'reading this file needs the library {name.partition(".")[0]}; '
            "install it with: pip install 'sphinx-configsetting[sources]'"
        ) from error
