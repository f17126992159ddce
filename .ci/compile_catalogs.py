"""The build hook that compiles the message catalogs, so that git has no compiled ones."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator


def compile_catalogs(root: Path) -> Iterator[Path]:
    """Write the compiled catalog beside each catalog that is newer, and yield its path."""
    for source in sorted(root.glob('sphinx_configsetting/locale/*/LC_MESSAGES/*.po')):
        target = source.with_suffix('.mo')
        buffer = BytesIO()
        with source.open('rb') as file:
            write_mo(buffer, read_po(file, abort_invalid=True))
        if not target.is_file() or target.read_bytes() != buffer.getvalue():
            target.write_bytes(buffer.getvalue())
        yield target


class CatalogHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the catalogs of a wheel, and of the folder that an editable one points to."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled catalogs in the wheel."""
        root = Path(self.root)
        build_data['artifacts'] += [
            f'/{path.relative_to(root).as_posix()}' for path in compile_catalogs(root)
        ]
