"""YAML with the lines of keys, comments, and duplicate keys; nothing is constructed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .documents import MAX_DEPTH, TOO_DEEP, Alias, Comment, Document, Items, Mapped
from .extras import require
from .json_text import duplicate
from .product_settings import Problem, SourceError
from .scalars import GROUPED, WORDS, NumberText, resolve, written

if TYPE_CHECKING:
    from types import ModuleType

MAX_ALIASED: Final = 100_000
"""The most values that aliases may repeat in one file."""
STANDALONE: Final = re.compile(r'[ \t]*(?:-[ \t]+)*(#.*)')
BESIDE: Final = re.compile(r'[\s,\]}]*[\s](#.*)')
AFTER_KEY: Final = re.compile(r"""["']?\s*:[^#]*\s(#.*)""")
BLOCKS: Final = ('|', '>')
CORE: Final = 'tag:yaml.org,2002:'
RESOLVED: Final = frozenset(f'{CORE}{name}' for name in ('bool', 'float', 'int', 'null'))
"""The tags of scalars that are read as if they had none."""
NESTING: Final = 'nesting depth'
"""The words of libyaml where values are nested more than 1,000 deep."""
MAX_CUTS: Final = 20
"""The most values that libyaml refuses and that are left out of one file."""
OUTERMOST: Final = re.compile(
    r"""(?:("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:\[\]{}&*!|>%@`"'-][^:\n]*?)"""
    r"""[ \t]*:(?=\s|$)|---|\.\.\.)"""
)


def parse_yaml(text: str, file: str, *, keep_comments: bool = True) -> Document:
    """Return the values of a YAML text, one root for each of its documents.

    :raises SourceError: it is broken, or PyYAML is not installed.
    """
    yaml = require('yaml')
    problems: list[Problem] = []
    for _ in range(MAX_CUTS):
        reader = YamlReader(yaml, text, file)
        try:
            reader.read()
        except yaml.YAMLError as error:
            if NESTING not in str(error):
                raise yaml_error(error, file, text) from error
            text, line = without_entry(text, error.problem_mark.line)
            problems.append(Problem(TOO_DEEP, file, line))
            continue
        if keep_comments:
            reader.keep_comments()
        reader.document.problems[:0] = problems
        return reader.document
    raise SourceError(TOO_DEEP, file, problems[0].line if problems else 0)


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


def yaml_error(error: Any, file: str, text: str) -> SourceError:
    """Return the error for a text that is not YAML."""
    mark = getattr(error, 'problem_mark', None) or getattr(error, 'context_mark', None)
    problem = getattr(error, 'problem', None) or getattr(error, 'reason', None) or error
    context = getattr(error, 'context', None)
    message = f'this is not YAML: {problem}' + (f' ({context})' if context else '')
    place = (mark.line + 1, mark.column + 1) if mark else (line_of_byte(text, error), 0)
    return SourceError(f'{message}; correct it', file, *place)


def line_of_byte(text: str, error: Any) -> int:
    """Return the line of an error that only knows how many bytes precede it; 0 if it does not."""
    position = getattr(error, 'position', None)
    return 0 if position is None else text.encode()[:position].count(b'\n') + 1


class Anchor(NamedTuple):
    """A value that aliases repeat.

    :ivar text: the value as the file writes it, if it is a scalar.
    :ivar size: how many values it consists of.
    """

    value: Any
    text: str | None
    size: int


class YamlReader:
    """Turns the events of a YAML parser into plain data: libyaml's, where it is there."""

    def __init__(self, yaml: ModuleType, text: str, file: str) -> None:
        """Prepare for a text."""
        self.yaml = yaml
        self.next = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)(text).get_event
        self.scalar_event = yaml.ScalarEvent
        self.mapping_end, self.sequence_end = yaml.MappingEndEvent, yaml.SequenceEndEvent
        self.lines = text.split('\n')
        self.signed = {number for number, line in enumerate(self.lines) if '#' in line}
        self.document = Document(file, lines=self.lines)
        self.covered: set[int] = set()
        self.anchors: dict[str, Anchor] = {}
        self.open: set[str | None] = set()
        self.count = self.aliased = self.depth = 0
        self.end: Any = None
        self.reported: set[str] = set()

    def read(self) -> None:
        """Read all documents of the text.

        :raises yaml.YAMLError: it is broken.
        """
        skipped = (
            self.yaml.StreamStartEvent,
            self.yaml.DocumentStartEvent,
            self.yaml.DocumentEndEvent,
        )
        while not isinstance(event := self.next(), self.yaml.StreamEndEvent):
            if isinstance(event, skipped):
                self.anchors.clear()
            else:
                self.document.roots.append(self.value(event))

    def keep_comments(self) -> None:
        """Keep the lines that are comments; lines of texts are not."""
        comments = self.document.comments
        for number in sorted(self.signed - self.covered):
            if match := STANDALONE.match(self.lines[number]):
                comments[number + 1] = Comment(match[1], column=match.start(1))

    def report(self, message: str, event: Any, *, once: str = '') -> None:
        """Report a mistake at an event; of some kinds only the first."""
        if once not in self.reported:
            self.reported |= {once} - {''}
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1)
            self.document.problems.append(Problem(message, self.document.file, *place))

    def value(self, event: Any) -> Any:
        """Return the value that an event begins."""
        if isinstance(event, self.scalar_event) and not event.anchor:
            self.count += 1
            return self.scalar(event)
        if isinstance(event, self.yaml.AliasEvent):
            return self.repeated(event)
        name, before = event.anchor, self.count
        self.count += 1
        if isinstance(event, self.scalar_event):
            value, text = self.scalar(event), event.value
        else:
            value, text = self.collection(event, name), None
        if name:
            self.anchors[name] = Anchor(value, text, self.count - before)
        return value

    def collection(self, event: Any, name: str | None) -> Any:
        """Return a mapping or list; None for one that is nested too deeply."""
        if self.depth > MAX_DEPTH:
            self.skip()
            return self.report(TOO_DEEP, event, once='depth')
        self.depth += 1
        if name:
            self.open.add(name)
        is_list = isinstance(event, self.yaml.SequenceStartEvent)
        value = self.items() if is_list else self.table()
        self.open.discard(name)
        self.depth -= 1
        return value

    def skip(self) -> None:
        """Leave out the rest of a collection."""
        depth = 1
        while depth:
            event = self.next()
            depth += isinstance(event, self.yaml.CollectionStartEvent)
            depth -= isinstance(event, self.yaml.CollectionEndEvent)

    def items(self) -> list[Any]:
        """Return the values of a list."""
        found = Items()
        texts: dict[int, str] = {}
        while not isinstance(event := self.next(), self.sequence_end):
            value = self.value(event)
            is_plain = isinstance(event, self.scalar_event) and not event.style
            if is_plain and (text := text_of_scalar(value, event.value)):
                texts[len(found)] = text
            found.append(value)
        if texts:
            found.texts = texts
        self.end = event.end_mark
        return found

    def repeated(self, event: Any) -> Any:
        """Return the value that an alias repeats."""
        if event.anchor in self.open:
            return self.report('an alias repeats what contains it; remove the alias', event)
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            return self.report(f'no value has the anchor {event.anchor!r}; add it', event)
        self.count += anchor.size
        self.aliased += anchor.size
        if self.aliased > MAX_ALIASED:
            message = f'aliases repeat more than {MAX_ALIASED:,} values; write fewer of them'
            return self.report(message, event, once='aliases')
        return anchor.value

    def scalar(self, event: Any) -> Any:
        """Return the value of a scalar."""
        text: str = event.value
        start, end = event.start_mark.line, event.end_mark
        if end.line > start:
            self.covered.update(range(start + 1, end.line + bool(end.column)))
        is_text = event.style or (event.tag and event.tag not in RESOLVED)
        return text if is_text else resolve(text)

    def table(self) -> Mapped:
        """Return a mapping; keys that are merged in do not win over its own."""
        table = Mapped()
        table.is_untyped = True
        merged: list[tuple[Any, Alias]] = []
        while not isinstance(event := self.next(), self.mapping_end):
            key = self.key(event)
            if key is None:
                self.value(self.next())
            elif key == '<<' and not event.style:
                merged.append(self.base(event))
            else:
                self.add(table, key, event)
        self.end = event.end_mark
        for base, alias in merged:
            self.merge(table, base, alias)
        return table

    def base(self, key_event: Any) -> tuple[Any, Alias]:
        """Return the value of a merge key, and how the file refers to it."""
        event = self.next()
        alias = self.alias(event) or Alias('<<', key_event.start_mark.line + 1)
        return self.value(event), alias

    def alias(self, event: Any) -> Alias | None:
        """Return how an event refers to another value, or None."""
        if not isinstance(event, self.yaml.AliasEvent):
            return None
        return Alias(f'*{event.anchor}', event.start_mark.line + 1)

    def key(self, event: Any) -> str | None:
        """Return a key, or None if it is no scalar."""
        if isinstance(event, self.scalar_event):
            if event.anchor or event.end_mark.line > event.start_mark.line:
                self.value(event)
            text: str = event.value
            if not event.style and not isinstance(resolve(text), str):
                self.report(f'the key {text or "null"} is not a string; write it in quotes', event)
            return text
        self.value(event)
        anchor = self.anchors.get(event.anchor)
        if isinstance(event, self.yaml.AliasEvent) and anchor and anchor.text is not None:
            event.style = anchor.text  # as for a text in quotes: '<<' merges nothing here
            return anchor.text
        self.report('this key is not a string, and is left out; write a string', event)
        return None

    def add(self, table: Mapped, key: str, key_event: Any) -> None:
        """Add a key and the value that follows it to a mapping."""
        line = key_event.start_mark.line + 1
        if key in table.lines:
            problem = duplicate(key, table.lines[key], line, self.document.file)
            self.document.problems.append(problem)
        table.lines[key] = line
        event = self.next()
        value = table[key] = self.value(event)
        if isinstance(event, self.scalar_event):
            if not event.style and (text := text_of_scalar(value, event.value)):
                table.texts[key] = text
            is_block, mark = event.style in BLOCKS, event.end_mark
        elif alias := self.alias(event):
            table.aliases[key] = alias
            is_block, mark = False, event.end_mark
        else:
            is_block, mark = not event.flow_style, self.end
        mark = key_event.end_mark if is_block else mark
        table.ends[key] = mark.line + 1
        if mark.line in self.signed:
            self.keep_beside(mark, AFTER_KEY if is_block else BESIDE)

    def keep_beside(self, mark: Any, pattern: re.Pattern[str]) -> None:
        """Keep the comment after a value, or after the key if its value is a block."""
        if match := pattern.match(self.lines[mark.line][mark.column :]):
            self.document.comments[mark.line + 1] = Comment(match[1], beside=True)

    def merge(self, table: Mapped, base: Any, alias: Alias) -> None:
        """Add the keys of a mapping, or of a list of mappings, that are not there yet."""
        for one in base if isinstance(base, list) else [base]:
            for key, value in one.items() if isinstance(one, Mapped) else ():
                if key not in table:
                    table[key] = value
                    table.lines[key] = one.lines[key]
                    table.ends[key] = one.ends[key]
                    table.aliases[key] = alias
                    table.texts |= {key: one.texts[key]} if key in one.texts else {}


def text_of_scalar(value: Any, text: str) -> str:
    """Return how a scalar is written, where that differs or may have another meaning, or ''."""
    if not isinstance(value, str):
        return written(value, text)
    is_number = isinstance(value, NumberText) or ('_' in value and GROUPED.fullmatch(value))
    return text if is_number or value.lower() in WORDS else ''
