"""Keys of files without nesting, and variables, as settings: INI, properties, the environment."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..importers.detection import syntax_of_name
from ..importers.documents import MAX_DEPTH, Mapped, line_of, written_text
from ..importers.keys import ITEM
from ..importers.scalars import NumberText, by_type, has_type
from .key_tree import State
from .names import has_placeholder, numbered_segments, segments_of
from .sheets import Entry, KeyPath, Sheet, put_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..importers import ProductSetting
    from .key_tree import Node
    from .product import Product

SHARED: Final = 'DEFAULT'
"""The section whose keys all sections of an INI file have, as ``configparser`` reads it."""
LETTERS: Final = {'1': True, 't': True, 'y': True, '0': False, 'f': False, 'n': False}
"""Short words for true and false in variables."""
DELIMITER: Final = '__'
"""The mark between the variable of a group and a name in it; some products have half of it."""
NESTING: Final = {'{': 1, '[': 1, '}': -1, ']': -1}
"""The steps into and out of values at the brackets of JSON."""
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
