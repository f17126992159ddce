"""Files of users and the environment, as values at the paths of settings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..importers import SourceError, format_key
from ..importers.detection import parse_file_text, syntax_of, syntax_of_name
from ..importers.documents import MAX_DEPTH, Mapped, line_of, plain_data, written_text
from ..importers.json_text import duplicate
from ..importers.keys import ITEM
from ..importers.line_formats import LINE_FORMATS
from ..importers.scalars import NumberText, by_type, has_type, resolve
from ..importers.texts import read_text
from .key_tree import State, find_node
from .names import has_placeholder, numbered_segments, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..importers import Problem, ProductSetting
    from ..importers.documents import Alias
    from .key_tree import Node
    from .product import Product

KeyPath = tuple[str, ...]
SHARED: Final = 'DEFAULT'
"""The section whose keys all sections of an INI file have, as ``configparser`` reads it."""
LETTERS: Final = {'1': True, 't': True, 'y': True, '0': False, 'f': False, 'n': False}
"""Short words for true and false in variables."""
DELIMITER: Final = '__'
"""The mark between the variable of a group and a name in it; some products have half of it."""
NESTING: Final = {'{': 1, '[': 1, '}': -1, ']': -1}
"""The steps into and out of values at the brackets of JSON."""
OWN_KEYS: Final = ('$schema',)
"""Keys at the top of a file that editors read, and products leave alone."""


class Entry(NamedTuple):
    """A key of a file, or a variable.

    :ivar path: the path in the product's letter case; items have their numbers.
    :ivar name: the key as messages show it.
    :ivar node: the node of the product's tree; for an unknown key that of what it is in.
    """

    path: KeyPath
    name: str
    value: Any
    line: int
    node: Node


@dataclass(slots=True)
class Sheet:
    """The values of a file; it is complete when its reader returns it.

    :ivar data: the values in the letter case of the product.
    :ivar start: the line where a document begins that is not the first of its file.
    :ivar names: the names of variables by path, where messages show them instead of keys.
    """

    file: str
    data: Any = field(default_factory=dict)
    known: list[Entry] = field(default_factory=list)
    unknown: list[Entry] = field(default_factory=list)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    aliases: dict[KeyPath, Alias] = field(default_factory=dict)
    names: dict[KeyPath, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    start: int = 1
    is_flat: bool = False
    is_environment: bool = False

    def line(self, path: Sequence[str]) -> int:
        """Return the line of the nearest key that a path leads through, or the first one."""
        for length in range(len(path), 0, -1):
            line = self.lines.get(tuple(path[:length]))
            if line:
                return line
        return 0 if self.is_environment else self.start

    def alias(self, path: Sequence[str]) -> str:
        """Return the place that repeats the value at a path for a message, or ''."""
        lengths = range(len(path), 0, -1) if self.aliases else ()
        found = (self.aliases.get(tuple(path[:length])) for length in lengths)
        alias = next(filter(None, found), None)
        return f' (through {alias.text} in line {alias.line})' if alias else ''

    def note_line(self, path: KeyPath, line: int) -> None:
        """Record the line of a key; report a key that is stated before in another notation."""
        first = self.lines.setdefault(path, line)
        if first != line and not self.is_flat:
            self.problems.append(duplicate(format_key(path), first, line, self.file))


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


FlatLine = tuple[KeyPath, Any, str, int]
"""A path, a value, its text and its line."""


def flat_lines(table: Any, path: KeyPath) -> Iterator[FlatLine]:
    """Yield the keys of sections."""
    for key, value in table.items():
        own, line = (*path, key), line_of(table, key)
        if isinstance(value, Mapped):
            yield from flat_lines(value, own)
        else:
            yield own, value, written_text(table, key), line


def inherits(product: Product) -> bool:
    """Return whether ``DEFAULT`` is no group of the product, or one of an INI file.

    In oslo.config, whose groups records state, it is a group as any other.
    """
    is_group = SHARED in product.tree.children
    return not is_group or syntax_of_name(Path(product.spec.path).name) == 'ini'


def inherited_keys(root: Any, product: Product) -> Iterator[FlatLine]:
    """Yield the keys of an INI file, those of ``DEFAULT`` in each section that lacks them."""
    for path, value, text, line in flat_lines(root, ()):
        for own in heirs(root, path, product):
            yield own, value, text, line


def heirs(root: Any, path: KeyPath, product: Product) -> list[KeyPath]:
    """Return the settings that a key of an INI file is for; the key itself if it is unknown."""
    *sections, key = path
    if is_known(path, product) or not sections:
        return [path]
    if sections == [SHARED]:
        names = {one.path[-1] for one in product.source.settings if one.path}
        others: list[KeyPath] = [
            (name, key) for name, one in root.items() if isinstance(one, Mapped)
        ]
        lacking = [one for one in others if key not in root[one[0]] and is_known(one, product)]
        return lacking if key in names else [path]
    is_shared = is_known(tuple(sections), product) and is_known((SHARED, key), product)
    return [] if is_shared else [path]


def is_known(path: KeyPath, product: Product) -> bool:
    """Return whether a product has a setting or group of a path."""
    return setting_of_flat_name(path, product, is_variable=False)[1] is not product.tree


def add_lines(sheet: Sheet, lines: Iterator[FlatLine], product: Product) -> None:
    """Add keys of a format without nesting to a sheet, each under the setting that it names."""
    if sheet.is_flat:
        lines = (part for line in lines for part in variables_in(line, product))
    for path, value, text, line in lines:
        name = '.'.join(path)
        setting, node = setting_of_flat_name(path, product, is_variable=sheet.is_flat)
        own = named_path(path, setting) if setting else path
        entry = Entry(own, name, value, line, node)
        sheet.note_line(own, line)
        if setting is None and node is product.tree:
            sheet.unknown.append(entry)
            continue
        sheet.known.append(entry)
        sheet.names[own] = name
        is_item = setting is not None and ITEM in setting.path
        if not is_item and node.setting is setting:
            put_value(sheet.data, own, typed(value, text, setting.types if setting else ()))


def variables_in(line: FlatLine, product: Product) -> Iterator[FlatLine]:
    """Yield a variable; of a group in JSON, as in pydantic-settings, the variables in it."""
    (name,), value, text, number = line
    group = value if isinstance(value, dict) else structured(text or str(value), ())
    mark = '' if product.find_variable(name) or not isinstance(group, dict) else DELIMITER
    while mark and not any(one.startswith(f'{name}{mark}') for one in product.variables):
        mark = mark[1:]
    for key, one in group.items() if mark else ():
        own = f'{name}{mark}{key.upper() if name.isupper() else key}'
        written = one if isinstance(one, str) else json.dumps(one)
        yield from variables_in(((own,), one, written, number), product)
    if not mark:
        yield line


def setting_of_flat_name(
    path: KeyPath, product: Product, *, is_variable: bool
) -> tuple[ProductSetting | None, Node]:
    """Return the setting that a flat name means, and its node; the root if none.

    A name can be a variable, a key with dots, or a key in a section. If the product names
    variables, a variable can only be one of those.
    """
    if len(path) == 1:
        setting = product.find_variable(path[0])
        if setting is not None:
            return setting, product.find(setting.path).node
    if is_variable and product.variables:
        return None, product.tree
    split = tuple(part for one in path for part in segments_of(one))
    for one in (path, split):
        match = product.find(one)
        if match.state is not State.UNKNOWN:
            return match.setting, match.node
    return None, product.tree


def named_path(path: KeyPath, setting: ProductSetting) -> KeyPath:
    """Return the path of a setting with the names and numbers that a flat name has in it."""
    parts = [part for one in path for part in numbered_segments(one)]
    if len(parts) != len(setting.path):
        parts = ['.'.join(path)] * len(setting.path)
    return tuple(
        part if known == ITEM or has_placeholder(known) else known
        for part, known in zip(parts, setting.path, strict=True)
    )


def put_value(data: Any, path: KeyPath, value: Any) -> None:
    """Set a value at a path, unless it has one or leads through something other than an object."""
    for segment in path[:-1]:
        data = data.setdefault(segment, {})
        if not isinstance(data, dict):
            return
    known = data.setdefault(path[-1], value)
    if known is not value and isinstance(known, dict) and isinstance(value, dict):
        for key, one in value.items():
            put_value(known, (key,), one)


def typed(value: Any, text: str, types: tuple[str, ...]) -> Any:
    """Return the value of a text as its type reads it: lists and objects may be JSON."""
    text = text or (value if isinstance(value, str) else json.dumps(value))
    if value is None and 'null' not in types:
        text = ''
    if 'array' in types or 'object' in types:
        return structured(text, types)
    if types == ('string',) or (not types and value is None):
        return text
    if text.lower() in LETTERS and 'boolean' in types and not has_type(value, types):
        return LETTERS[text.lower()]
    found = by_type(value if value is not None or 'null' in types else text, text, types)
    is_number = bool(types) and 'string' not in types and has_type(found, types)
    return NumberText(found) if is_number and isinstance(found, str) else found


def structured(text: str, types: tuple[str, ...]) -> Any:
    """Return the list or object that a text means, or the text; JSON too deep is a text."""
    if max(accumulate(NESTING.get(one, 0) for one in text), default=0) <= MAX_DEPTH:
        try:
            return json.loads(text)
        except ValueError:
            pass
    return [part.strip() for part in text.split(',') if part.strip()] if 'array' in types else text
