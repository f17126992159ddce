"""The keys of a file of values, active and commented out, each with its value and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .commented_keys import CommentedTable
from .documents import Mapped, plain_data
from .keys import ITEM, pointer_segments, value_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


Path = tuple[str, ...]


class ValueStatement(NamedTuple):
    """A key with its value.

    :ivar end: the line where the value ends.
    :ivar is_group: whether the value is an object whose keys are settings.
    :ivar is_inline: whether it is in the line of what contains it, whose comment is not its own.
    :ivar beside: the comment beside it within what is commented out.
    :ivar inside: the comments above it there.
    :ivar is_item: whether it is a key of the objects of a list, whose values are data.
    :ivar is_list: whether it is a commented-out list of tables, whose keys are stated one by one.
    """

    path: Path
    value: Any
    line: int
    end: int
    text: str = ''
    is_group: bool = False
    is_item: bool = False
    is_inline: bool = False
    commented: bool = False
    beside: str = ''
    inside: tuple[str, ...] = ()
    is_list: bool = False


def walk(value: Any, path: Path, *, is_item: bool = False) -> list[ValueStatement]:
    """Return the keys of a mapping, or of the mappings in a list, with all that is in them."""
    found: list[ValueStatement] = []
    collect(found, value, path, 0, is_item=is_item)
    return found


def collect(
    found: list[ValueStatement], value: Any, path: Path, outer: int, *, is_item: bool
) -> None:
    """Add the keys of a mapping, or of the mappings in a list, with all that is in them.

    :param outer: the line of the key whose value it is.
    """
    if isinstance(value, Mapped):
        collect_keys(found, value, path, outer, is_item=is_item)
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        collect_items(found, value, path, outer)


def collect_keys(
    found: list[ValueStatement], table: Mapped, path: Path, outer: int, *, is_item: bool
) -> None:
    """Add each key of a mapping with all that is in its value."""
    lines, ends, texts = table.lines, table.ends, table.texts
    for key, value in table.items():
        own, line, text = (*path, key), lines.get(key, 0), texts.get(key, '')
        end, is_group, is_implied = ends.get(key, line), False, False
        if isinstance(value, Mapped):
            is_group, is_implied = bool(value) or value.is_section, value.is_implied
        is_inline = line == outer or is_implied
        found.append(ValueStatement(own, value, line, end, text, is_group, is_item, is_inline))
        if isinstance(value, (dict, list)):
            collect(found, value, own, 0 if is_implied else line, is_item=is_item)


def collect_items(found: list[ValueStatement], items: list[Any], path: Path, outer: int) -> None:
    """Add each key of the mappings in a list once."""
    known: dict[Path, ValueStatement] = {}
    for item in items:
        inner: list[ValueStatement] = []
        if isinstance(item, (dict, list)):
            collect(inner, item, (*path, ITEM), outer, is_item=True)
        for one in inner:
            first = known.setdefault(one.path, one)
            if first.value is None and one.value is not None:
                known[one.path] = first._replace(value=one.value)
    found += known.values()


def path_at(whole: Any, pointer: str) -> Path:
    """Return the path of what a JSON pointer in a document leads to."""
    found: Path = ()
    for segment in pointer_segments(pointer):
        found = (*found, ITEM if isinstance(whole, list) else segment)
        whole, _ = value_at(whole, [segment])
    return found


def within_base(one: ValueStatement, base: Path) -> ValueStatement | None:
    """Return a statement with its path from a base, or None if it is not within that."""
    if not base:
        return one
    path = one.path[len(base) :]
    if not path or one.path[: len(base)] != base:
        return None
    return one._replace(path=path, is_item=one.is_item and ITEM in path)


def commented_statements(tables: Sequence[CommentedTable]) -> Iterator[ValueStatement]:
    """Yield the keys of commented-out statements."""
    lists = list_values(tables)
    for table in tables:
        for length in range(1, len(table.path) + 1):
            path = table.path[:length]
            if path[-1] != ITEM:
                yield commented_table(table, path, lists)
        for one in walk(table.table, table.path, is_item=ITEM in table.path):
            yield one._replace(
                line=table.line + max(one.line - 1, 0),
                end=table.line + max(one.end - 1, 0),
                commented=True,
                beside=table.beside(one.end),
                inside=table.above(one.line),
            )


def commented_table(
    found: CommentedTable, path: Path, lists: Mapping[Path, list[Any]]
) -> ValueStatement:
    """Return the statement that a commented-out header, or the one above a key, is."""
    is_list = path in lists
    return ValueStatement(
        path,
        lists.get(path),
        found.line,
        found.line,
        is_group=not is_list,
        is_item=ITEM in path,
        is_inline=found.path[len(path) :] not in {(), (ITEM,)},
        is_list=is_list,
        commented=True,
    )


def list_values(tables: Iterable[CommentedTable]) -> dict[Path, list[Any]]:
    """Return the values of lists of tables whose headers or keys are commented out."""
    lists: dict[Path, list[Any]] = {}
    root: dict[str, Any] = {}
    for one in tables:
        spot = root
        for number, segment in enumerate(one.path if ITEM in one.path else ()):
            path = one.path[:number]
            if segment == ITEM:
                items = lists.setdefault(path, [])
                is_next = one.is_item and path == one.path[:-1]
                if is_next or not items or not isinstance(items[-1], dict):
                    items.append({})
                spot = items[-1]
            elif one.path[number + 1 : number + 2] == (ITEM,):
                lists[*path, segment] = inner_value(spot, segment, list)
            else:
                spot = inner_value(spot, segment, dict)
        if spot is not root:
            spot.update(plain_data(one.table))
    return lists


def inner_value(table: dict[str, Any], key: str, kind: type[Any]) -> Any:
    """Return the value of a key, which becomes an empty one of a type if it is of another."""
    if not isinstance(table.get(key), kind):
        table[key] = kind()
    return table[key]
