"""Files of default values: each leaf is a setting, comments are descriptions."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .annotations import Annotations, in_sections, remark_of
from .commented_keys import CommentedTable, commented_tables
from .commented_lines import syntax_of_comments
from .comments import (
    NO_REMARK,
    SCHEMA,
    CommentFacts,
    CommentLine,
    Param,
    continued_lines,
    dashed_remark,
    key_column,
    lines_above,
    named_blocks,
    notation_of,
    plain_description,
    without_marker,
    without_named,
)
from .document_choice import document_names
from .documents import Document, plain_data
from .keys import format_key, joined_key
from .keywords import description_of, is_nullable
from .product_settings import ABSENT, MAX_NAMED, Problem, ProductGroup, ProductSetting
from .record_sections import WORDS
from .scalars import by_type, in_json, types_of
from .schema_comments import schema_in, schema_lines, types_in_schema, with_schema
from .typenames import json_types
from .value_statements import (
    Path,
    ValueStatement,
    commented_statements,
    path_at,
    walk,
    within_base,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from .spec import SourceSpec

INDENTED: Final = frozenset({'yaml'})
REMARKS: Final = frozenset(
    {'limit', 'note', 'range', 'recommended', 'see', 'since', 'todo', 'unit', 'units', 'version'}
    | {word.casefold() for words in WORDS.values() for word in words}
)
"""The words before a colon in descriptions."""


class ValuesResult(NamedTuple):
    """The settings and groups of a file."""

    settings: list[ProductSetting]
    groups: list[ProductGroup]
    notes: list[str]


def read_values(
    document: Document, wholes: Sequence[Any], roots: Sequence[Any], syntax: str, spec: SourceSpec
) -> ValuesResult:
    """Return the settings that a file of values has.

    :param wholes: the documents of the file.
    :param roots: the values in them at the source's ``at``.
    :param syntax: the notation of the file: ``json``, ``yaml``, ``toml``, ``ini`` ...
    """
    reader = ValuesReader(document, wholes, syntax, spec)
    for root in roots:
        reader.add(walk(root, ()))
    reader.report_repeated()
    reader.add_commented()
    return reader.found()


def is_key(word: str) -> bool:
    """Return whether a word before a value is a key, and not a remark such as "default: 5"."""
    return not word.istitle() and word.casefold() not in REMARKS


class ValuesReader:
    """Makes settings of statements and comments."""

    def __init__(
        self, document: Document, wholes: Sequence[Any], syntax: str, spec: SourceSpec
    ) -> None:
        """Prepare for a file."""
        self.document, self.wholes, self.syntax, self.spec = document, wholes, syntax, spec
        self.base = path_at(next(iter(wholes), None), spec.at)
        self.is_environment = syntax == 'env' and not spec.environment
        self.statements: list[ValueStatement] = []
        self.repeated: list[ValueStatement] = []
        self.continued = continued_lines(document)
        self.consumed = set(self.continued)
        self.notation = notation_of(document)
        self.keys: dict[Path, str] = {}
        self.annotations = Annotations(self.notation.params, self.key(self.base))
        self.examples: dict[Path, list[Any]] = {}
        self.defaults: dict[Path, ValueStatement] = {}
        """The commented-out statements of active keys, below the description of these."""
        self.notes: list[str] = []

    def add(self, statements: Iterable[ValueStatement]) -> None:
        """Add the statements of a document, without the keys of earlier ones."""
        known = {one.path for one in self.statements if not one.is_group}
        if not known:
            self.statements += statements
            return
        for one in statements:
            (self.repeated if one.path in known else self.statements).append(one)

    def report_repeated(self) -> None:
        """Report the keys that several documents of the file state."""
        if not self.repeated:
            return
        first, names = self.repeated[0], document_names(self.document.roots)[:MAX_NAMED]
        several = f' and {len(self.repeated) - 1} more' if len(self.repeated) > 1 else ''
        message = (
            f'several documents of the file state the key {self.key(first.path)!r}{several}; the '
            f'first one counts; name one document with "document": {", ".join(names)}'
        )
        self.document.problems.append(Problem(message, self.document.file, first.line))

    def add_commented(self) -> None:
        """Add the keys that are commented out, if they count.

        Otherwise they still are no part of the descriptions of other keys.
        """
        syntax = syntax_of_comments(self.document, self.syntax)
        if syntax is None or (self.is_annotated() and self.spec.commented is not True):
            return  # beside active keys with annotations, the others are examples
        remarks = self.continued | schema_lines(self.document)
        tables = commented_tables(self.document, syntax, remarks, self.enclosing)
        if len(self.wholes) < len(self.document.roots):
            tables = self.in_chosen_documents(tables)
        found = (within_base(one, self.base) for one in commented_statements(tables))
        statements = [one for one in found if one]
        keys = {one.path for one in statements if not one.is_group and not one.is_list}
        active = {one.path for one in self.statements if not one.is_group and not one.is_item}
        read_all = self.spec.commented is True
        if read_all or (self.spec.commented and len(keys) > len(active)):
            self.merge(statements)
            self.note_commented(len(keys), len(active))
        elif self.syntax in INDENTED:
            tables = [one for one in tables if self.is_block(one)]
        self.consumed |= {n for one in tables for n in range(one.line, one.end + 1)}

    def in_chosen_documents(self, tables: Iterable[CommentedTable]) -> list[CommentedTable]:
        """Return the commented-out statements that are in the documents that are read."""
        ends = [n for n, line in enumerate(self.document.lines, 1) if line.startswith('---')]
        chosen = {bisect_left(ends, line) for line in self.lines}
        return [one for one in tables if bisect_left(ends, one.line) in chosen]

    def is_annotated(self) -> bool:
        """Return whether readme-generator's ``@param`` describes active keys."""
        params = self.annotations.params
        active = {self.key(one.path) for one in self.statements} if params else set()
        return bool(active & params.keys())

    def is_block(self, one: CommentedTable) -> bool:
        """Return whether a commented-out statement is code, which no words introduce."""
        above = self.document.comments.get(one.line - 1)
        is_code = one.end > one.line or not one.table
        is_code = is_code or any(
            value is None or (not isinstance(value, str) and is_key(key))
            for key, value in one.table.items()
        )
        return is_code and (above is None or above.beside)

    @cached_property
    def starts(self) -> dict[int, Path]:
        """The path that each line begins with, in order; repeated values at their own lines."""
        found: dict[int, Path] = {}
        for whole in self.wholes:
            for one in walk(whole, ()):
                found.setdefault(one.line, one.path)
        return dict(sorted(found.items()))

    @cached_property
    def lines(self) -> list[int]:
        """The lines of `starts`."""
        return list(self.starts)

    @cached_property
    def columns(self) -> list[int]:
        """The columns where the texts of `lines` begin."""
        return [key_column(self.document, line) for line in self.lines]

    @cached_property
    def outer(self) -> list[int]:
        """The nearest line above that begins further left, by its index, for each of `lines`."""
        found: list[int] = []
        for index, column in enumerate(self.columns):
            outer = index - 1
            while outer >= 0 and self.columns[outer] >= column:
                outer = found[outer]
            found.append(outer)
        return found

    def enclosing(self, number: int, column: int) -> Path:
        """Return the path of what a line and column are within, in the whole file."""
        index = bisect_left(self.lines, number) - 1
        while index >= 0 and self.columns[index] > column:
            index = self.outer[index]
        if index < 0:
            return ()
        path = self.starts[self.lines[index]]
        return path if self.columns[index] < column else path[:-1]

    def note_commented(self, commented: int, active: int) -> None:
        """Note that commented-out keys are read, although nobody asked for them."""
        if self.spec.commented == 'auto':
            self.notes.append(
                f'{commented} commented-out keys are read, as they outnumber the {active} '
                'active ones; "commented": False leaves them out'
            )

    def merge(self, statements: Iterable[ValueStatement]) -> None:
        """Add commented-out statements; a further one of a key is an example."""
        known = {one.path for one in self.statements}
        for one in statements:
            if one.path not in known:
                known.add(one.path)
                self.statements.append(one)
            elif not (one.is_group or one.is_item or one.is_list):
                self.examples.setdefault(one.path, []).append(plain_data(one.value))
                self.defaults.setdefault(one.path, one)
        self.statements.sort(key=lambda one: one.line)

    def found(self) -> ValuesResult:
        """Return the settings and groups."""
        settings, groups = [], []
        for one in self.described():
            remark = self.remark(one)
            if remark.ignored:
                continue
            if one.is_group:
                groups.append(self.group(one, remark))
            else:
                settings.append(self.setting(one, remark))
        if self.annotations.all:
            return self.annotated(settings, groups)
        return ValuesResult(settings, groups, self.notes)

    def annotated(
        self, settings: list[ProductSetting], groups: list[ProductGroup]
    ) -> ValuesResult:
        """Return settings and groups with what else readme-generator's annotations state."""
        extras = {one.key: one for one in self.annotations.of_kind('extra')}
        groups = [
            one._replace(description=extras.pop(one.key).text) if one.key in extras else one
            for one in groups
        ]
        settings += map(self.extra, extras.values())
        keys = [self.key(one.path) for one in self.statements]
        self.document.problems += self.annotations.unused(keys, self.document.file)
        sections = self.annotations.sections(self.document)
        settings = in_sections(settings, self.annotations, sections) if sections else settings
        return ValuesResult(settings, [*groups, *sections], self.notes)

    def described(self) -> Iterator[ValueStatement]:
        """Yield the statements that readme-generator describes; some objects are whole."""
        if not self.annotations.all:
            yield from self.statements
            return
        left_out, whole = self.annotations.skipped, self.annotations.whole
        is_limited = bool(left_out or whole)
        for one in self.statements:
            if is_limited and (self.is_in(left_out, one.path) or self.is_in(whole, one.path[:-1])):
                continue
            is_whole = one.is_group and self.key(one.path) in whole
            yield one._replace(is_group=False) if is_whole else one

    def key(self, path: Path) -> str:
        """Return the key of a path; TOML's dotted keys are paths, so dots are quoted."""
        known = self.keys.get(path)
        if known is None:
            if len(path) > 1:
                known = joined_key(self.key(path[:-1]), path[-1])
            else:
                known = format_key(path, dotted_root=self.syntax != 'toml')
            self.keys[path] = known
        return known

    def is_in(self, keys: Set[str], path: Path) -> bool:
        """Return whether a path, or what contains it, is in a set of keys."""
        return any(self.key(path[:length]) in keys for length in range(1, len(path) + 1))

    def group(self, one: ValueStatement, remark: CommentFacts) -> ProductGroup:
        """Return the group that an object is."""
        return ProductGroup(
            key=self.key(one.path),
            path=one.path,
            description=remark.text,
            file=self.document.file,
            line=one.line,
        )

    def setting(self, one: ValueStatement, remark: CommentFacts) -> ProductSetting:
        """Return the setting that a leaf is."""
        types, value = types_and_value(one, remark)
        types = tuple(dict.fromkeys((*types, 'null'))) if remark.nullable and types else types
        examples = tuple(self.examples.get(one.path, ())) if self.examples else ()
        is_example = one.commented and self.spec.commented_values == 'example'
        default: Any = ABSENT if one.is_item or is_example else plain_data(value)
        setting = ProductSetting(
            key=self.key(one.path),
            path=one.path,
            types=types,
            typename='' if remark.typename in types else remark.typename,
            default=default,
            text='' if default is ABSENT else self.text(one, value, remark.default),
            description=remark.text,
            examples=(plain_data(value), *examples) if is_example else examples,
            group=self.key(one.path[:-1]),
            environment=one.path if self.is_environment else (),
            commented=one.commented,
            file=self.document.file,
            line=one.line,
        )
        return with_schema(setting, remark.words) if remark.words else setting

    def text(self, one: ValueStatement, value: Any, stated: str) -> str:
        """Return a value as the file writes it, or as comments state it, where that differs."""
        text = stated or one.text
        return '' if value == text else text

    def remark(self, one: ValueStatement) -> CommentFacts:
        """Return the facts that comments state about a statement, or about its default above."""
        remark = self.own_remark(one)
        default = self.defaults.get(one.path) if self.defaults and not remark.text else None
        return self.own_remark(default) if default else remark

    def own_remark(self, one: ValueStatement) -> CommentFacts:
        """Return the facts that comments above and beside a statement state."""
        if self.notation.params:
            return self.annotations.remark(self.key(one.path))
        named = self.named and self.named.get(self.key(one.path))
        if not named and self.is_bare(one):
            return NO_REMARK
        above, beside = self.above(one), self.beside(one)
        remark = self.written_remark(above, beside, named or ())
        if self.notation.annotated and any(SCHEMA in line.text for line in (*above, *beside)):
            return self.with_words(remark, [*above, *beside], one)
        return remark

    def written_remark(
        self,
        above: Sequence[CommentLine],
        beside: Sequence[CommentLine],
        named: Sequence[CommentLine],
    ) -> CommentFacts:
        """Return the facts in the words above and beside a statement, or in those that name it."""
        if self.notation.dashed:
            own = named or (without_named(above, self.named) if self.named else above)
            remark = self.dashed_remark(own, beside)
            if remark.text or not self.spec.plain_comments:
                return remark
        texts = [plain_description(above), plain_description(beside)]
        return CommentFacts('\n'.join(filter(None, texts)))

    def with_words(
        self, remark: CommentFacts, lines: Sequence[CommentLine], one: ValueStatement
    ) -> CommentFacts:
        """Return facts with the keywords of the schema in comments."""
        words = schema_in(lines)
        if words is None:
            message = f'the schema in the comment of {self.key(one.path)} is not YAML; correct it'
            self.document.problems.append(Problem(message, self.document.file, one.line))
            return remark
        text, nullable = remark.text or description_of(words)[0], is_nullable(words)
        return remark._replace(words=words, text=text, nullable=nullable)

    def is_bare(self, one: ValueStatement) -> bool:
        """Return whether a statement has no comments."""
        comments = self.document.comments
        is_bare = not (one.commented or one.line - 1 in comments or one.end in comments)
        is_without = one.is_inline or (is_bare and one.end + 1 not in self.continued)
        return is_without and (one.line, one.path[-1]) not in self.document.inner

    @cached_property
    def named(self) -> Mapping[str, Sequence[CommentLine]]:
        """The blocks in helm-docs' old notation, by the key that they name."""
        texts = (one.text for one in self.document.comments.values() if ' -- ' in one.text)
        if not self.notation.dashed or all(text.lstrip('# ').startswith('--') for text in texts):
            return {}
        return named_blocks(self.document, {self.key(one.path) for one in self.statements})

    def dashed_remark(
        self, above: Sequence[CommentLine], beside: Sequence[CommentLine]
    ) -> CommentFacts:
        """Return the facts in helm-docs' notation; other comments beside a value are remarks."""
        is_stated = any(line.text.startswith(('--', '@')) for line in beside[:1])
        return dashed_remark([*above, *beside] if is_stated else above, self.notation)

    def above(self, one: ValueStatement) -> list[CommentLine]:
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

    def beside(self, one: ValueStatement) -> list[CommentLine]:
        """Return the comment beside a statement."""
        comment = self.document.comments.get(0 if one.is_inline else one.end)
        if one.commented:
            texts = [one.beside] if one.beside else []
        else:
            texts = [comment.text] if comment and comment.beside else []
        number = one.end + 1
        while number in self.continued:
            texts.append(self.document.comments[number].text)
            number += 1
        return [without_marker(text) for text in texts]

    def extra(self, param: Param) -> ProductSetting:
        """Return the setting that readme-generator's ``@extra`` adds."""
        statement = ValueStatement(tuple(param.key.split('.')), None, param.line, param.line)
        setting = self.setting(statement, remark_of(param))
        return setting._replace(default=ABSENT, text='')


def types_and_value(one: ValueStatement, remark: CommentFacts) -> tuple[tuple[str, ...], Any]:
    """Return the types of a value, which comments may state, and the value as these read it."""
    types = types_in_schema(remark.words) if remark.words else None
    if types is None and remark.typename:
        types = json_types(remark.typename)
    if types is None:
        return types_of(one.value), one.value
    text = one.text or (one.value if isinstance(one.value, str) else in_json(one.value))
    return types, by_type(one.value, text, types)


def inner_comment(line: CommentLine) -> CommentLine:
    """Return a line without the marker of a comment in what is commented out."""
    return without_marker(line.text.lstrip()) if line.text.lstrip()[:1] == '#' else line
