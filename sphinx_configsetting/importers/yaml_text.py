"""YAML with the lines of keys, comments, and duplicate keys; nothing is constructed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .documents import MAX_DEPTH, TOO_DEEP, Comment, Document, Table
from .extras import require
from .json_text import duplicate
from .records import Problem, SourceError
from .scalars import MAX_DIGITS, WORDS, resolve, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

MAX_ALIASED: Final = 100_000
"""How many values aliases may repeat in one file."""
STANDALONE: Final = re.compile(r'[ \t]*(?:-[ \t]+)*(#.*)')
BESIDE: Final = re.compile(r'[\s,\]}]*[\s](#.*)')
AFTER_KEY: Final = re.compile(r"""["']?\s*:[^#]*\s(#.*)""")
MERGE: Final = 'tag:yaml.org,2002:merge'
BLOCKS: Final = ('|', '>')
STRING: Final = 'tag:yaml.org,2002:str'
CORE: Final = 'tag:yaml.org,2002:'
NESTING: Final = 'nesting depth'
"""The words of libyaml where values are nested more than 1,000 deep."""
MAX_CUTS: Final = 20
"""How many values that libyaml refuses are left out of one file."""
OUTERMOST: Final = re.compile(
    r"""(?:("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:\[\]{}&*!|>%@`"'-][^:\n]*?)"""
    r"""[ \t]*:(?=\s|$)|---|\.\.\.)"""
)


def parse_yaml(text: str, file: str) -> Document:
    """Return the values of a YAML text, one root for each of its documents.

    :raises SourceError: it is broken, or PyYAML is not installed.
    """
    yaml = require('yaml')
    problems: list[Problem] = []
    for _ in range(MAX_CUTS):
        try:
            nodes = compose(yaml, text)
        except yaml.YAMLError as error:
            if NESTING not in str(error):
                raise broken(error, file) from error
            text, line = without_entry(text, error.problem_mark.line)
            problems.append(Problem(TOO_DEEP, file, line))
            continue
        except RecursionError:
            break  # libyaml is missing, and PyYAML's own parser recurses
        reader = YamlReader(yaml, text, file)
        reader.document.problems += problems
        return reader.read(nodes)
    raise SourceError(TOO_DEEP, file, problems[0].line if problems else 0)


def compose(yaml: ModuleType, text: str) -> list[Any]:
    """Return the nodes of all documents; with libyaml where it is there."""
    base = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)

    class PlainLoader(base):  # type: ignore[misc, valid-type]
        def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
            """Return the tag of a node; plain scalars are resolved by YAML 1.2 later."""
            if kind is yaml.ScalarNode:
                return MERGE if value == '<<' and implicit[0] else STRING
            tag: str = super().resolve(kind, value, implicit)
            return tag

    return list(yaml.compose_all(text, PlainLoader))


def without_entry(text: str, number: int) -> tuple[str, int]:
    """Return a text without the value of the outermost key around a line, and the key's line.

    :param number: the line, from 0. No key leaves the text as it is.
    """
    lines = text.split('\n')
    outermost = [n for n, line in enumerate(lines) if OUTERMOST.match(line)]
    start = max((n for n in outermost if n <= number), default=None)
    key = OUTERMOST.match(lines[start]) if start is not None else None
    if start is None or key is None or not key[1]:
        return text, number + 1
    end = min((n for n in outermost if n > start), default=len(lines))
    lines[start:end] = [key[0], *[''] * (end - start - 1)]
    return '\n'.join(lines), start + 1


def broken(error: Any, file: str) -> SourceError:
    """Return the error for a text that is not YAML."""
    mark = getattr(error, 'problem_mark', None) or getattr(error, 'context_mark', None)
    problem = getattr(error, 'problem', None) or getattr(error, 'reason', None) or error
    context = getattr(error, 'context', None)
    message = f'this is not YAML: {problem}' + (f' ({context})' if context else '')
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return SourceError(f'{message}; correct it', file, *place)


class YamlReader:
    """Turns the nodes of PyYAML into plain data."""

    def __init__(self, yaml: ModuleType, text: str, file: str) -> None:
        """Prepare for a text."""
        self.scalar_node = yaml.ScalarNode
        self.mapping_node = yaml.MappingNode
        self.lines = text.split('\n')
        self.document = Document(file, lines=self.lines)
        self.covered: set[int] = set()
        self.sizes: dict[int, int] = {}
        self.values: dict[int, Any] = {}
        self.open: set[int] = set()
        self.aliased = 0
        self.depth = 0
        self.reported: set[str] = set()

    def read(self, nodes: Sequence[Any]) -> Document:
        """Return the document."""
        self.document.roots += [self.value(node) for node in nodes if node is not None]
        self.keep_comments()
        return self.document

    def keep_comments(self) -> None:
        """Keep the lines that are comments; lines of texts are not."""
        comments = self.document.comments
        for number, line in enumerate(self.lines):
            if '#' in line and number not in self.covered:
                match = STANDALONE.match(line)
                if match:
                    comments[number + 1] = Comment(match[1], column=match.start(1))

    def report(self, message: str, node: Any, *, once: str = '') -> None:
        """Report a mistake at a node; of some kinds only the first."""
        if once not in self.reported:
            self.reported |= {once} - {''}
            mark = node.start_mark
            place = (mark.line + 1, mark.column + 1)
            self.document.problems.append(Problem(message, self.document.file, *place))

    def value(self, node: Any) -> Any:
        """Return the value of a node."""
        if isinstance(node, self.scalar_node):
            return self.scalar(node)
        if id(node) in self.sizes or id(node) in self.open:
            return self.repeated(node)
        if self.depth > MAX_DEPTH:
            return self.report(TOO_DEEP, node, once='depth')
        self.depth += 1
        self.open.add(id(node))
        is_table = isinstance(node, self.mapping_node)
        value: Any = self.table(node) if is_table else [self.value(item) for item in node.value]
        self.open.discard(id(node))
        self.sizes[id(node)] = 1 + sum(self.sizes.get(id(child), 1) for child in children(node))
        self.values[id(node)] = value
        self.depth -= 1
        return value

    def repeated(self, node: Any) -> Any:
        """Return the value of a node that an alias repeats."""
        if id(node) in self.open:
            return self.report('an alias repeats what contains it; remove the alias', node)
        self.aliased += self.sizes[id(node)]
        if self.aliased > MAX_ALIASED:
            message = f'aliases repeat more than {MAX_ALIASED:,} values; write fewer of them'
            return self.report(message, node, once='aliases')
        return self.values[id(node)]

    def scalar(self, node: Any) -> Any:
        """Return the value of a scalar."""
        start, end = node.start_mark.line, node.end_mark
        if end.line > start:
            self.covered.update(range(start + 1, end.line + bool(end.column)))
        if node.style or (node.tag == STRING and len(node.value) > MAX_DIGITS):
            return node.value
        tagged = not node.tag.startswith(CORE) or self.is_tagged(node, '!!str')
        return node.value if tagged else resolve(node.value)

    def is_tagged(self, node: Any, tag: str) -> bool:
        """Return whether a scalar is written with a tag."""
        mark = node.start_mark
        line = self.lines[mark.line] if mark.line < len(self.lines) else ''
        return bool(node.tag == STRING and line.startswith(tag, mark.column))

    def table(self, node: Any) -> Table:
        """Return a mapping; keys that are merged in do not win over its own."""
        table = Table()
        merged = []
        for key_node, value_node in node.value:
            if key_node.tag == MERGE:
                merged.append(self.value(value_node))
                continue
            key = self.key(key_node)
            if key is not None:
                self.add(table, key, key_node, value_node)
        for base in merged:
            self.merge(table, base)
        return table

    def key(self, node: Any) -> str | None:
        """Return a key, or None if it is no scalar."""
        if not isinstance(node, self.scalar_node):
            self.report('this key is no text, and is left out; write a text', node)
            return None
        if not node.style and not isinstance(resolve(node.value), str):
            self.report(f'the key {node.value or "null"} is no text; write it in quotes', node)
        key: str = node.value
        return key

    def add(self, table: Table, key: str, key_node: Any, value_node: Any) -> None:
        """Add a key and its value to a mapping."""
        line = key_node.start_mark.line + 1
        if key in table.lines:
            problem = duplicate(key, table.lines[key], line, self.document.file)
            self.document.problems.append(problem)
        table.lines[key] = line
        value = self.value(value_node)
        table[key] = value
        if isinstance(value_node, self.scalar_node) and not value_node.style:
            text = written(value, value_node.value)
            if isinstance(value, str) and value.lower() in WORDS:
                text = value  # a stated type may read it as a boolean
            if text:
                table.texts[key] = text
        self.keep_beside(table, key, key_node, value_node)

    def keep_beside(self, table: Table, key: str, key_node: Any, value_node: Any) -> None:
        """Keep the comment after a value, or after the key if its value is a block."""
        style = getattr(value_node, 'style', None)
        is_block = getattr(value_node, 'flow_style', None) is False or style in BLOCKS
        mark = key_node.end_mark if is_block else value_node.end_mark
        rest = self.lines[mark.line][mark.column :] if mark.line < len(self.lines) else ''
        match = '#' in rest and (AFTER_KEY if is_block else BESIDE).match(rest)
        table.ends[key] = mark.line + 1
        if match:
            self.document.comments[mark.line + 1] = Comment(match[1], beside=True)

    def merge(self, table: Table, base: Any) -> None:
        """Add the keys of a mapping, or of a list of mappings, that are not there yet."""
        for one in base if isinstance(base, list) else [base]:
            for key, value in one.items() if isinstance(one, Table) else ():
                if key not in table:
                    table[key] = value
                    table.lines[key] = one.lines[key]
                    table.ends[key] = one.ends[key]
                    table.texts |= {key: one.texts[key]} if key in one.texts else {}


def children(node: Any) -> Iterator[Any]:
    """Yield the values within a collection."""
    for child in node.value:
        yield child[1] if isinstance(child, tuple) else child
