"""Files of users and the environment, as values at the paths of settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..importers import SourceError
from ..importers.detection import parse_file_text, syntax_of
from ..importers.documents import Mapped, line_of, plain_data, written_text
from ..importers.keys import ITEM
from ..importers.line_formats import LINE_FORMATS
from ..importers.scalars import by_type, resolve
from ..importers.texts import read_text
from .flat_files import SHARED, add_lines, flat_lines, inherited_keys, inherits
from .key_tree import State, find_node
from .names import segments_of
from .sheets import Entry, KeyPath, Sheet, put_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .key_tree import Node
    from .product import Product

OWN_KEYS: Final = ('$schema',)
"""Keys at the top of a file that editors read, and products leave alone."""


def read_sheets(path: str, product: Product) -> list[Sheet]:
    """Return the documents of a user's file.

    :raises SourceError: it cannot be read, or is broken.
    """
    file = Path(path).as_posix()
    text = read_text(Path(path), file)
    syntax = syntax_of(Path(path).name, text)
    empty = Sheet(file, is_flat=syntax == 'env')
    if not text.strip() and syntax != 'json':  # an empty text is not JSON
        return [empty]
    document = parse_file_text(Path(path).name, text, file, keep_comments=False)
    for problem in document.problems:
        if problem.is_broken:
            raise SourceError(problem.message, file, problem.line, problem.column)
    roots = [root for root in document.roots if root is not None] or document.roots
    sheets = [sheet_of(root, file, syntax, product) for root in roots] or [empty]
    for sheet in sheets[1:]:
        sheet.start = min(sheet.lines.values(), default=1)
    sheets[0].problems += document.problems
    return sheets


def sheet_of(root: Any, file: str, syntax: str, product: Product) -> Sheet:
    """Return the values of a document."""
    sheet = Sheet(file, is_flat=syntax == 'env')
    if syntax in LINE_FORMATS:
        is_shared = syntax == 'ini' and SHARED in root and inherits(product)
        lines = inherited_keys(root, product) if is_shared else flat_lines(root, ())
        add_lines(sheet, lines, product)
    elif root is None and syntax == 'yaml':
        pass  # only comments, as good as an empty file
    elif isinstance(root, dict):
        sheet.data = Walk(sheet, product, syntax).table(root, product.tree, ())
    else:
        sheet.data = plain_data(root)
    return sheet


def environment_sheet(variables: Mapping[str, str], product: Product) -> Sheet:
    """Return the values of environment variables."""
    sheet = Sheet('', is_flat=True, is_environment=True)
    lines = [((name,), resolve(value), value, 0) for name, value in sorted(variables.items())]
    add_lines(sheet, iter(lines), product)
    return sheet


class Walk:
    """Walks through nested values and the product's tree."""

    def __init__(self, sheet: Sheet, product: Product, syntax: str) -> None:
        """Collect into a sheet."""
        self.sheet, self.product, self.is_yaml = sheet, product, syntax == 'yaml'

    def table(self, table: Any, node: Node, path: KeyPath) -> dict[str, Any]:
        """Return a mapping in the product's letter case."""
        found: dict[str, Any] = {}
        for key, value in table.items():
            names, child = self.child(node, key)
            line = line_of(table, key)
            entry = Entry((*path, *names), key, value, line, child or node)
            if len(names) > 1 and isinstance(value, Mapped):  # a group may be in several places
                self.sheet.lines.setdefault(entry.path, line)
            else:
                self.sheet.note_line(entry.path, line)
            if key in table.aliases:
                self.sheet.aliases[entry.path] = table.aliases[key]
            if child is not None:
                self.sheet.known.append(entry)
                put_value(
                    found, names, self.value(entry, written_text(table, key), key in table.aliases)
                )
            elif path or key not in OWN_KEYS:
                self.sheet.unknown.append(entry)
        return found

    def child(self, node: Node, key: str) -> tuple[KeyPath, Node | None]:
        """Return the product's name of a key, or its path if it has dots, and its node."""
        child = node.children.get(key)
        if child is None and self.product.ignores_case:
            child = node.child_of_any_spelling(key)
            key = child.path[-1] if child else key
        if child is None:
            child = node.child_of_any_name(key)
        if child is None and '.' in key:
            match = find_node(node, segments_of(key), ignore_case=self.product.ignores_case)
            if match.state in {State.SETTING, State.GROUP}:
                own = match.node.path[len(node.path) :]
                return segments_of(key) if match.is_exact else own, match.node
        return (key,), child

    def value(self, entry: Entry, text: str, is_alias: bool) -> Any:
        """Return a value in the product's letter case.

        :param text: the value as the file writes it, if YAML has several readings of it.
        """
        value, node = entry.value, entry.node
        if isinstance(value, Mapped):
            is_open = node.setting is not None and not node.children
            return self.free(value, entry.path) if is_open else self.table(value, node, entry.path)
        if isinstance(value, list):
            return self.items(value, node, entry.path)
        types = node.setting.types if node.setting else ()
        if self.is_yaml and types and isinstance(value, str) and (text or is_alias):
            return by_type(value, value, types)
        return value

    def items(self, items: list[Any], node: Node, path: KeyPath) -> list[Any]:
        """Return the items of a list."""
        child = node.children.get(ITEM)
        found: list[Any] = []
        for number, item in enumerate(items):
            own = (*path, str(number))
            if isinstance(item, Mapped):
                self.sheet.lines.setdefault(own, min(item.lines.values(), default=0))
            if isinstance(item, Mapped) and child is not None and child.children:
                found.append(self.table(item, child, own))
            else:
                found.append(self.free(item, own))
        return found

    def free(self, value: Any, path: KeyPath) -> Any:
        """Return a value that may have any keys, whose lines are kept."""
        self.note_lines(value, path)
        return plain_data(value)

    def note_lines(self, value: Any, path: KeyPath) -> None:
        """Record the lines of all keys in a value."""
        if isinstance(value, Mapped):
            for key, one in value.items():
                self.sheet.lines.setdefault((*path, key), line_of(value, key))
                self.note_lines(one, (*path, key))
        elif isinstance(value, list):
            for number, one in enumerate(value):
                self.note_lines(one, (*path, str(number)))
