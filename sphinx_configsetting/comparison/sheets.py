"""The values of a file of a user, or of the environment, at the paths of settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..importers import format_key
from ..importers.json_text import duplicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..importers import Problem
    from ..importers.documents import Alias
    from .key_tree import Node

KeyPath = tuple[str, ...]


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
