"""The additions of other extensions to a build: types, fields, filters, exporters and importers.

Each part is kept for one application, so that two builds of one process share nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sphinx.errors import ExtensionError

from .model.field_types import TYPES, FieldType

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .importers import ProductSetting

    Importer = Callable[[Path], Iterable[ProductSetting]]

REGISTERING: Final = 'configsetting-registering'
"""The event at which extensions fill the registry."""
WORD: Final = re.compile(r'[a-z][a-z0-9_-]*')
Filter = Callable[..., object]
Exporter = Callable[[Mapping[str, Any]], str]


class Registry(NamedTuple):
    """The additions of other extensions to the build of one project."""

    types: dict[str, type[FieldType]]
    """The types of fields by their names, the built-in ones first."""
    fields: dict[str, object]
    """Declarations of fields by name, as ``configsetting_fields`` has them."""
    filters: dict[str, Filter]
    exporters: dict[str, Exporter]
    """The functions that make a file, by its path in the output folder."""
    importers: dict[str, Importer]
    """The functions that read a product file, by the name of the format."""


def empty_registry() -> Registry:
    """Return a registry with the built-in types only."""
    return Registry(dict(TYPES), {}, {}, {}, {})


def collect_registry(app: Sphinx) -> Registry:
    """Return the additions of the extensions of an application."""
    registry = empty_registry()
    app.emit(REGISTERING, registry)
    return registry


def register(app: Sphinx, part: str, name: str, value: object) -> None:
    """Put a value in a part of an application's registry.

    :raises ExtensionError: the name is taken; raised when the configuration is read.
    """

    def add(_app: Sphinx, registry: Registry) -> None:
        known: dict[str, object] = getattr(registry, part)
        if name in known:
            raise ExtensionError(f'{part}: {name!r} is taken; choose another name')
        known[name] = value

    app.setup_extension('sphinx_configsetting')
    # Emitted when the configuration is read, after the setup of all extensions.
    app.connect(REGISTERING, add)


def check_word(name: str, purpose: str) -> None:
    """Check the name of a type, filter or format.

    :raises ExtensionError: it has other characters than lower-case letters, digits, - and _.
    """
    if not WORD.fullmatch(name):
        raise ExtensionError(
            f'{name!r} cannot name a {purpose}; use lower-case letters, digits, "_" and "-"'
        )


def check_output(name: str) -> None:
    """Check the path of a file that an exporter makes.

    :raises ExtensionError: it is empty, absolute, or leads out of the output folder.
    """
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or '..' in path.parts or '\\' in name:
        raise ExtensionError(f'{name!r} is not a path within the output folder; name a file')


def setup_registry(app: Sphinx) -> None:
    """Register the event of registrations."""
    app.add_event(REGISTERING)
