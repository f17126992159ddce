"""Files of default values: each leaf is a setting, comments are descriptions."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .commented import CommentedTable, commented_tables, syntax_of_comments
from .comments import (
    NO_REMARK,
    Line,
    Param,
    Remark,
    continued_lines,
    dashed_remark,
    key_column,
    lines_above,
    notation_of,
    plain_description,
    without_marker,
)
from .documents import Document, Table, plain
from .json_text import duplicate
from .keys import ITEM, format_key, joined, suggestion
from .record_sections import WORDS
from .records import ABSENT, Problem, ProductGroup, ProductSetting
from .scalars import by_type, json_type
from .typenames import json_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .spec import SourceSpec

Path = tuple[str, ...]
NUMBERED: Final = re.compile(r'\[\d+\]')
INDENTED: Final = frozenset({'yaml'})
REMARKS: Final = frozenset(
    {'limit', 'note', 'range', 'recommended', 'see', 'since', 'todo', 'unit', 'units', 'version'}
    | {word.casefold() for words in WORDS.values() for word in words}
)
"""The words before a colon in descriptions."""


class Statement(NamedTuple):
    """A key with its value.

    :ivar end: the line where the value ends.
    :ivar is_group: whether the value is an object whose keys are settings.
    :ivar is_inline: whether it is in the line of what contains it, whose comment is not its own.
    :ivar beside: the comment beside it within what is commented out.
    :ivar inside: the comments above it there.
    :ivar is_item: whether it is a key of the objects of a list, whose values are data.
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

    @property
    def is_list(self) -> bool:
        """Return whether it is a list of tables, whose keys are stated one by one."""
        return self.is_item and self.value == []


class Found(NamedTuple):
    """The settings and groups of a file."""

    settings: list[ProductSetting]
    groups: list[ProductGroup]
    notes: list[str]


def read_values(document: Document, roots: Sequence[Any], syntax: str, spec: SourceSpec) -> Found:
    """Return the settings that a file of values has.

    :param roots: the values at the source's ``at``.
    :param syntax: the notation of the file: ``json``, ``yaml``, ``toml``, ``ini`` ...
    """
    reader = ValuesReader(document, syntax, spec)
    for root in roots:
        reader.add(walk(root, ()))
    reader.add_commented()
    return reader.found()


def is_key(word: str) -> bool:
    """Return whether a word before a value is a key, and not a remark such as "default: 5"."""
    return not word.istitle() and word.casefold() not in REMARKS


def walk(value: Any, path: Path, outer: int = 0, *, is_item: bool = False) -> Iterator[Statement]:
    """Yield the keys of a mapping, or of the mappings in a list, with all that is in them.

    :param outer: the line of the key whose value it is.
    """
    if isinstance(value, list):
        yield from walk_items(value, path, outer)
    elif isinstance(value, Table):
        for key in value:
            yield from walk_key(value, key, path, outer, is_item=is_item)


def walk_key(
    table: Table, key: str, path: Path, outer: int, *, is_item: bool
) -> Iterator[Statement]:
    """Yield a key with all that is in its value."""
    value, own = table[key], (*path, key)
    line, text = table.lines.get(key, 0), table.texts.get(key, '')
    end = table.ends.get(key, line)
    is_group = isinstance(value, dict) and (bool(value) or getattr(value, 'is_section', False))
    yield Statement(own, value, line, end, text, is_group, is_item, line == outer)
    if isinstance(value, (dict, list)):
        yield from walk(value, own, line, is_item=is_item)


def walk_items(items: list[Any], path: Path, outer: int) -> Iterator[Statement]:
    """Yield each key of the mappings in a list once."""
    found: dict[Path, Statement] = {}
    for item in items:
        for one in walk(item, (*path, ITEM), outer, is_item=True):
            known = found.get(one.path)
            if known is None or (known.value is None and one.value is not None):
                found[one.path] = one if known is None else known._replace(value=one.value)
    yield from found.values()


class ValuesReader:
    """Makes settings of statements and comments."""

    def __init__(self, document: Document, syntax: str, spec: SourceSpec) -> None:
        """Prepare for a file."""
        self.document, self.syntax, self.spec = document, syntax, spec
        self.is_environment = syntax == 'env' and not spec.environment
        self.statements: list[Statement] = []
        self.continued = continued_lines(document)
        self.consumed = set(self.continued)
        self.notation = notation_of(document)
        params = [one for one in self.notation.params if one.kind == 'param']
        self.params = {NUMBERED.sub(ITEM, one.key): one for one in params}
        for key, one in list(self.params.items()):  # items that are no objects are data
            self.params.setdefault(key.removesuffix(ITEM), one)
        self.skipped = {one.key for one in self.notation.params if one.kind == 'skip'}
        self.examples: dict[Path, list[Any]] = {}
        self.used: set[str] = set()
        self.notes: list[str] = []
        self.keys: dict[Path, str] = {}
        self.lines: list[int] = []

    def add(self, statements: Iterable[Statement]) -> None:
        """Add the statements of a document; a key of an earlier one is reported."""
        known = {one.path: one.line for one in self.statements if not one.is_group}
        for one in statements:
            if one.path in known:
                key = self.key(one.path)
                problem = duplicate(key, known[one.path], one.line, self.document.file)
                self.document.problems.append(problem)
            else:
                self.statements.append(one)

    def add_commented(self) -> None:
        """Add the keys that are commented out, if they count.

        Otherwise they still are no part of the descriptions of other keys.
        """
        syntax = syntax_of_comments(self.document, self.syntax)
        if syntax is None or (self.is_annotated() and self.spec.commented is not True):
            return  # where annotations describe the active keys, others are examples
        tables = commented_tables(self.document, syntax, self.continued, self.enclosing)
        statements = [one for table in tables for one in commented_statements(table)]
        keys = {one.path for one in statements if not one.is_group and not one.is_list}
        active = {one.path for one in self.statements if not one.is_group and not one.is_item}
        read_all = self.spec.commented is True
        if read_all or (self.spec.commented and len(keys) > len(active)):
            self.merge(statements)
            self.note_commented(len(keys), len(active))
        elif self.syntax in INDENTED:
            tables = [one for one in tables if self.is_block(one)]
        self.consumed |= {n for one in tables for n in range(one.line, one.end + 1)}

    def is_annotated(self) -> bool:
        """Return whether readme-generator's ``@param`` describes active keys."""
        active = {self.key(one.path) for one in self.statements} if self.params else set()
        return bool(active & self.params.keys())

    def is_block(self, one: CommentedTable) -> bool:
        """Return whether a commented-out statement is code, which no words introduce."""
        above = self.document.comments.get(one.line - 1)
        is_code = one.end > one.line or any(
            value is None or (not isinstance(value, str) and is_key(key))
            for key, value in one.table.items()
        )
        return is_code and (above is None or above.beside)

    def enclosing(self, number: int, column: int) -> Path:
        """Return the path of what a line and column are within."""
        if not self.lines:
            self.lines = [one.line for one in self.statements]
        for index in range(bisect_left(self.lines, number) - 1, -1, -1):
            one = self.statements[index]
            own = key_column(self.document, one.line)
            if own <= column and one.line < number:
                path: Path = one.path
                return path if own < column else path[:-1]
        return ()

    def note_commented(self, commented: int, active: int) -> None:
        """Keep a note that commented-out keys are read without having been asked for."""
        if self.spec.commented == 'auto':
            self.notes.append(
                f'{commented} commented-out keys are read, as they outnumber the {active} '
                'active ones; "commented": False leaves them out'
            )

    def merge(self, statements: Iterable[Statement]) -> None:
        """Add commented-out statements; a further one of a key is an example."""
        known = {one.path for one in self.statements}
        for one in statements:
            if one.path not in known:
                known.add(one.path)
                self.statements.append(one)
            elif not one.is_group and not one.is_item:
                self.examples.setdefault(one.path, []).append(plain(one.value))
        self.statements.sort(key=lambda one: one.line)

    def found(self) -> Found:
        """Return the settings and groups."""
        settings, groups = [], []
        sections = self.sections()
        for one in self.statements:
            remark = self.remark(one)
            if remark.ignored or (self.skipped and self.is_skipped(one.path)):
                continue
            if one.is_group:
                groups.append(self.group(one, remark))
            else:
                settings.append(self.setting(one, remark))
        settings += self.extras()
        self.report_unused()
        settings = in_sections(settings, sections) if sections else settings
        return Found(settings, [*groups, *sections], self.notes)

    def key(self, path: Path) -> str:
        """Return the key of a path; TOML's dotted keys are paths, so dots are quoted."""
        known = self.keys.get(path)
        if known is None:
            if len(path) > 1:
                known = joined(self.key(path[:-1]), path[-1])
            else:
                known = format_key(path, dotted_root=self.syntax != 'toml')
            self.keys[path] = known
        return known

    def is_skipped(self, path: Path) -> bool:
        """Return whether readme-generator leaves a key out, or what contains it."""
        return any(self.key(path[:length]) in self.skipped for length in range(1, len(path) + 1))

    def group(self, one: Statement, remark: Remark) -> ProductGroup:
        """Return the group that an object is."""
        return ProductGroup(
            key=self.key(one.path),
            path=one.path,
            description=remark.text,
            file=self.document.file,
            line=one.line,
        )

    def setting(self, one: Statement, remark: Remark) -> ProductSetting:
        """Return the setting that a leaf is."""
        types: tuple[str, ...] = ()
        value = one.value
        if remark.typename:
            types = json_types(remark.typename)
            value = by_type(value, one.text or str(value), types)
        if not remark.typename:
            types = () if value is None else (json_type(value),)
        examples = tuple(self.examples.get(one.path, ())) if self.examples else ()
        is_example = one.commented and self.spec.commented_values == 'example'
        default: Any = ABSENT if one.is_item or is_example else plain(value)
        return ProductSetting(
            key=self.key(one.path),
            path=one.path,
            types=types,
            typename='' if remark.typename in types else remark.typename,
            default=default,
            text='' if default is ABSENT else self.text(one, value, remark.default),
            description=remark.text,
            examples=(plain(value), *examples) if is_example else examples,
            group=self.key(one.path[:-1]),
            environment=one.path if self.is_environment else (),
            commented=one.commented,
            file=self.document.file,
            line=one.line,
        )

    def text(self, one: Statement, value: Any, stated: str) -> str:
        """Return a value as the file writes it, or as comments state it, where that differs."""
        text = stated or one.text
        return '' if value == text else text

    def remark(self, one: Statement) -> Remark:
        """Return the facts that comments state about a statement."""
        if self.notation.params:
            return self.param_remark(one)
        comments = self.document.comments
        is_bare = not (one.commented or one.line - 1 in comments or one.end in comments)
        if (one.is_inline or is_bare) and (one.line, one.path[-1]) not in self.document.inner:
            return NO_REMARK
        above = self.above(one)
        beside = self.beside(one)
        if self.notation.dashed:
            remark = dashed_remark([*above, *beside], self.notation.names)
            if remark.text or not self.spec.plain_comments:
                return remark
        texts = [plain_description(above), plain_description(beside)]
        return Remark('\n'.join(filter(None, texts)))

    def above(self, one: Statement) -> list[Line]:
        """Return the block of comment above a statement."""
        if one.inside:
            return [without_marker(text) for text in one.inside]
        key = (one.line, one.path[-1])
        inner = [without_marker(comment.text) for comment in self.document.inner.get(key, ())]
        if one.is_inline or key in self.document.later:
            return inner
        indented = self.syntax in INDENTED
        lines = lines_above(self.document, one.line, self.consumed, indented=indented)
        return [inner_comment(line) for line in lines] if one.commented else [*lines, *inner]

    def beside(self, one: Statement) -> list[Line]:
        """Return the comment beside a statement."""
        comment = self.document.comments.get(0 if one.is_inline else one.end)
        if one.commented:
            texts = [one.beside] if one.beside else []
        else:
            texts = [comment.text] if comment and comment.beside else []
        number = one.end + 1
        while texts and number in self.continued:
            texts.append(self.document.comments[number].text)
            number += 1
        return [without_marker(text) for text in texts]

    def param_remark(self, one: Statement) -> Remark:
        """Return the facts of a key from readme-generator's ``@param``."""
        key = self.key(one.path)
        param = self.params.get(key)
        if param is None:
            return Remark()
        self.used.add(key)
        return param_remark(param)

    def extras(self) -> Iterator[ProductSetting]:
        """Yield the settings that readme-generator's ``@extra`` adds."""
        for one in self.notation.params:
            if one.kind == 'extra':
                remark = param_remark(one)
                path = tuple(one.key.split('.'))
                statement = Statement(path, None, one.line, one.line)
                setting = self.setting(statement, remark)
                yield setting._replace(default=ABSENT, text='')

    def report_unused(self) -> None:
        """Report each ``@param`` that names no key."""
        keys = [self.key(one.path) for one in self.statements]
        for key, param in self.params.items():
            if key not in self.used and not self.is_skipped((key,)) and '[' not in key:
                message = f'@param {key} names no key{suggestion(key, keys)}'
                problem = Problem(f'{message}; correct it', self.document.file, param.line)
                self.document.problems.append(problem)

    def sections(self) -> list[ProductGroup]:
        """Return the groups that readme-generator's ``@section`` opens."""
        lines = {one.line: one for one in self.notation.params if one.kind == 'section'}
        titles = [
            (number, f'{one.key} {f"[{one.modifiers}] " if one.modifiers else ""}{one.text}')
            for number, one in lines.items()
        ]
        return [
            ProductGroup(
                key=title.strip(), title=title.strip(), file=self.document.file, line=line
            )
            for line, title in titles
        ]


def inner_comment(line: Line) -> Line:
    """Return a line without the marker of a comment in what is commented out."""
    return without_marker(line.text.lstrip()) if line.text.lstrip()[:1] == '#' else line


def param_remark(param: Param) -> Remark:
    """Return the facts of an annotation."""
    modifiers = [part.strip() for part in param.modifiers.split(',')]
    default = next((part[8:].strip() for part in modifiers if part.startswith('default:')), '')
    typename = next((part for part in modifiers if part in PARAM_TYPES), '')
    return Remark(param.text, typename, default)


PARAM_TYPES: Final = frozenset({'string', 'array', 'object', 'number', 'boolean', 'integer'})


def in_sections(
    settings: Sequence[ProductSetting], sections: Sequence[ProductGroup]
) -> list[ProductSetting]:
    """Return settings, each in the group of the last section above it."""
    lines = [section.line for section in sections]
    above = [bisect_left(lines, setting.line) for setting in settings]
    return [
        setting._replace(group=sections[number - 1].key) if number else setting
        for setting, number in zip(settings, above, strict=True)
    ]


def commented_statements(found: CommentedTable) -> Iterator[Statement]:
    """Yield the keys of a commented-out statement."""
    paths = [found.path[:length] for length in range(1, len(found.path) + 1)]
    for path in paths:
        if path[-1] != ITEM:
            is_list = (*path, ITEM) in paths
            yield Statement(
                path,
                [] if is_list else None,
                found.line,
                found.line,
                is_group=not is_list,
                is_item=is_list,
                commented=True,
            )
    for one in walk(found.table, found.path, is_item=ITEM in found.path):
        yield one._replace(
            line=found.line + max(one.line - 1, 0),
            end=found.line + max(one.end - 1, 0),
            commented=True,
            beside=found.beside(one.end),
            inside=found.above(one.line),
        )
