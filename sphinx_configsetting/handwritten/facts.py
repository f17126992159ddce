"""The reader of hand-written facts: labels and values in the content of a section.

It works on docutils nodes alone. What is prose rather than a value is not read: a fact
that is missed does less harm than one that nobody stated.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

from ..model.fields import DESCRIPTION
from ..model.setting import NOT_APPLICABLE
from ..model.text import ARROWS, QUOTES, collapse
from .conditions import is_condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.fields import Field, Fields

CODE: Final = '\x00'
"""Marks both ends of code in a text."""
BOLD: Final = '\x01'
"""Marks both ends of bold text."""
MARKS: Final = CODE + BOLD
BREAK: Final = '\v'
"""Marks a line break within a line of the source."""
CONDITIONAL: Final = re.compile(
    r'\s*(?:\(\s*)?(?:on|only|if|when|unless|for|in|to|under|otherwise|but|except)\b|\s*\\?[|/]'
)
"""Words after a value that is for one case, or is one of several."""
DEFAULT: Final = 'default'
"""The field for the value of a setting."""

SILENT: Final = (
    nodes.Invisible,
    nodes.footnote_reference,
    nodes.image,
    nodes.raw,
    nodes.substitution_reference,
)
"""Nodes that are no part of a sentence."""
OBJECTS: Final = frozenset({'desc', 'index', 'setting', 'listing'})
"""Tag names of Sphinx's and our nodes that do not speak for the section around them."""
VERSION: Final = 'versionmodified'
"""The tag name of Sphinx's notes on other versions."""
NOT_CONTENT: Final = (nodes.section, nodes.title, nodes.system_message)
MARK: Final = f'[{MARKS}]?'
START: Final = (
    rf'(?:(?:\A|[\n\v]|(?<=\|)\s)(?:-\s)?|(?<=[.;]){MARK}\s)\s?'
    r"(?:(?:this|the|its)\s(?:(?:feature|setting)(?:['\u2019]s)?\s)?)?"
)
"""Before a label: the start of a line or sentence, and words such as 'The'."""
PLURAL: Final = r'(?:s|\(s\))?'
SIGN: Final = r'(?::|=|\bis\b|\u2013|\u2014|(?<=\s)-(?=\s))'
BEHIND: Final = rf'\s?(?:setting\b\s?)?{SIGN}{MARK}\s?'
"""The separator between a label and its value."""
TERM: Final = re.compile(
    rf'\s?[{MARKS}](?P<term>[^\s,{MARKS}]+?)(?P<closed>:?)[{MARKS}]'
    rf'(?P<after>\s?:|\s[-\u2013\u2014](?=\s))?\s?'
    rf'(?P<default>[{MARKS}]\(?default\)?[.:]?[{MARKS}]|\(default\))?',
    re.IGNORECASE,
)
"""A value that a paragraph explains, and the mark of the default."""
LISTS: Final = (nodes.bullet_list, nodes.enumerated_list)
PAIRS: Final = (nodes.field, nodes.definition_list_item)
"""Nodes with a label in the first child, and the value in the last."""

NONE: Final = re.compile(r'(?:n\s?/\s?a\b|not applicable\b)', re.IGNORECASE)
NO_NAME: Final = re.compile(r'(?:none|[-\u2013\u2014]+)', re.IGNORECASE)
EDGE: Final = rf'[\s(:{QUOTES}]*'
LINK: Final = f'{CODE}([^{CODE}]*){CODE}'
CHAIN: Final = rf'{LINK}(?:[\s{QUOTES}]*{ARROWS}[\s{QUOTES}]*{LINK})*'
FIRST_CHAIN: Final = re.compile(f'{EDGE}(?P<chain>{CHAIN})')
NEXT_CHAIN: Final = re.compile(
    rf'[\s{QUOTES}]*(?:[,;/]|,?\s?\b(?:and|or)\b)[\s{QUOTES}]*(?P<chain>{CHAIN})'
)
BOLD_PATH: Final = re.compile(
    rf'{EDGE}{BOLD}[^{BOLD}]*{BOLD}(?:\s?(?:{ARROWS}|or|,|;|and)?\s?{BOLD}[^{BOLD}]*{BOLD})*'
)
ALTERNATIVES: Final = re.compile(r'\sor\s|\sand\s|\s?[,;]\s?')
SENTENCE: Final = re.compile(r'\.\s|\.$|\s\(')
"""The end of a value that is plain text."""
NEXT_WORD: Final = re.compile(r'\s*(?P<word>\S+)')
SEVERAL: Final = re.compile(r',\s(?:and\s|or\s)?|;\s?|\sand\s|\sor\s')
KEY: Final = re.compile(
    rf'[{QUOTES}\s]*(?P<key>\.?[\w$-]+(?:\.[\w$-]+)*)(?P<end>[{QUOTES},;.\s]*)'
    r'(?:[:=]\s*(?!//)(?P<value>\S(?:.*[^,;.\s])?)[,;.\s]*|[:=]\s*)?'
)
JSON: Final = re.compile(r'true|false|null|-?\d\S*|["\[{].*|', re.IGNORECASE)
"""A value of JSON rather than a segment of a key."""
VALUE: Final = re.compile(r'[^\s,;"\'`]+|"[^"]*"|\'[^\']*\'|\[[^\]]*\]|\{[^}]*\}')
"""A value that is written in one piece."""
PLAIN: Final = str.maketrans('\u201c\u201d\u2018\u2019', '""\'\'')
LONGEST: Final = 3
"""The number of words that a plain value has at most."""
WITH: Final = re.compile(
    rf'with (?:options (?P<choices>{LINK}(?:,?(?: and| or)? {LINK})+)'
    rf'|default(?: value)? (?P<default>{LINK})'
    rf'|(?P<type>[\w-]+(?: [\w-]+)? input(?: in the form {LINK})?))'
)
"""Words after a key that state another field, the group of that name."""


class ReadValue(NamedTuple):
    """A value that a text states."""

    name: str
    """The field's name."""
    text: str
    """The values as a message shows them."""
    values: tuple[str, ...]
    """The values; none for N/A."""
    certain: bool = True
    tail: str = ''
    """The last segment of a key that may be a value instead."""


Found = tuple[list[ReadValue], bool]
"""The values in a text, and whether it says nothing else."""
NOTHING: Final[Found] = ([], False)


class Statement(NamedTuple):
    """A value that a page states of a field."""

    field: Field
    text: str
    """The values as a message shows them; 'N/A' when not applicable."""
    values: tuple[str, ...]
    """The values; none for N/A."""
    label: str
    """The label as written."""
    certain: bool
    """True if the text can be nothing but this value."""
    complete: bool
    """True if its paragraph or cell says nothing else."""
    source: str
    """The file; '' where it is not known."""
    line: int
    """The line in that file, from 1; 0 where it is not known."""
    group: int = 0
    """The number of its table, table row, list or paragraph in the content."""
    aside: bool = False
    """True if it is part of a note, which may speak of something else."""
    tail: str = ''
    """The last segment of a key that may be a value instead."""
    is_marked: bool = False
    """True for a value that has no label but is marked as the default where it is explained."""

    @property
    def identifier(self) -> bool:
        """True if the value names a setting."""
        return self.field.identifies and bool(self.values)


class MarkedLine(NamedTuple):
    """A text, its code and bold parts between marks."""

    text: str
    source: str
    line: int


class Labelled(NamedTuple):
    """A label, and the text of its value."""

    field: Field
    label: str
    value: MarkedLine
    whole: bool
    """True if the paragraph or cell consists of labels and values."""


class FactReader:
    """Reads statements by the labels of the declared fields."""

    def __init__(self, fields: Fields) -> None:
        """Know all labels; the longest one counts first."""
        self.fields = fields
        known = [(label, field) for field in fields for label in field.labels]
        known.sort(key=lambda pair: -len(pair[0]))
        self.names = {f'label{number}': field for number, (_, field) in enumerate(known)}
        self.words = '|'.join(
            f'(?P<label{number}>{_pattern(label)})' for number, (label, _) in enumerate(known)
        )

    @cached_property
    def behind(self) -> re.Pattern[str]:
        """The pattern of a label and the sign between it and its value."""
        return re.compile(f'{START}(?:{self.words}){BEHIND}', re.IGNORECASE)

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """The pattern of a label with a sign within a text."""
        return re.compile(rf'(?<!\w)(?:{self.words})\s?[:=]', re.IGNORECASE)

    @cached_property
    def alone(self) -> re.Pattern[str]:
        """The pattern of a text that is a label and nothing else."""
        return re.compile(rf'(?:{self.words})(?: setting)?\s?:?{MARK}', re.IGNORECASE)

    def read(self, content: Iterable[nodes.Node]) -> list[Statement]:
        """Return the statements of some content, in its order."""
        found: list[Statement] = []
        for block in content:
            aside = isinstance(block, nodes.Admonition)
            for part, labels in _parts(block, self):
                labelled = _of_columns(part, labels) if labels else self._labelled(part)
                stated = [one for label in labelled for one in self._statements(label)]
                stated += self._marked_defaults(part)
                group = len(found)
                found += [one._replace(group=group, aside=aside) for one in stated]
        return found

    def field_of(self, node: nodes.Node) -> Field | None:
        """Return the field whose label is all that a node says."""
        match = self.alone.fullmatch(collapse(without_marks(''.join(_pieces(node)))))
        return self.names[match.lastgroup or ''] if match else None

    def fields_named(self, element: nodes.Element) -> set[str]:
        """Return the names of the fields whose labels, each with a colon, are in a text."""
        found = self.anywhere.finditer(marked_line(element).text)
        return {self.names[one.lastgroup or ''].name for one in found}

    def _statements(self, found: Labelled) -> Iterator[Statement]:
        """Yield what a label and the text of its value state."""
        (text, source, line), label = found.value, found.label
        read, complete = read_label_values(found.field, text)
        whole = complete and found.whole and all(one.name in self.fields for one in read)
        for name, said, values, certain, tail in read:
            field = self.fields.get(name)
            if field:
                yield Statement(
                    field, said, values, label, certain, whole, source, line, tail=tail
                )

    def _marked_defaults(self, part: nodes.Node) -> Iterator[Statement]:
        """Yield the values that are marked as default where they are explained."""
        field = self.fields.get(DEFAULT)
        for paragraph in _texts(part) if field else ():
            text, source, line = marked_line(paragraph)
            match = TERM.match(text)
            if field and match and match['default']:
                label, value = without_marks(match['default']), match['term']
                yield Statement(
                    field, value, (value,), label, True, False, source, line, is_marked=True
                )

    def _labelled(self, node: nodes.Node) -> Iterator[Labelled]:
        """Yield each label in a node with the text of its value."""
        if not isinstance(node, nodes.Element) or node.tagname in {*OBJECTS, VERSION}:
            return
        values: list[nodes.Node] = []
        pairs = [(node.children[0], node.children[-1])] if isinstance(node, PAIRS) else []
        for cell, value in pairwise(_cells(node)) if isinstance(node, nodes.row) else pairs:
            found = [*self._of_pair(cell, value)]
            if any(one.whole and one.field.name != DESCRIPTION for one in found):
                values.append(value)
            yield from found
        if isinstance(node, (nodes.paragraph, nodes.line)):
            yield from self._of_text(node)
            return
        for child in node.children:
            if not any(child is value for value in values):
                yield from self._labelled(child)

    def _of_pair(self, label: nodes.Node, value: nodes.Node) -> Iterator[Labelled]:
        """Yield the value in one place whose label is all of another one."""
        field = self.field_of(label)
        if field and not self.field_of(value):
            lines = _lines(value)
            yield from _each(field, collapse(label.astext()), lines, whole=len(lines) == 1)

    def _of_text(self, element: nodes.Element) -> Iterator[Labelled]:
        """Yield each labelled value of a paragraph; of a bare label, what follows it."""
        line = marked_line(element)
        found = [one for one in self.behind.finditer(line.text) if not self._is_prose(one)]
        whole = bool(found) and found[0].start() == 0
        for match, after in zip(found, [*found[1:], None], strict=False):
            start, end = match.end(), after.start() if after else len(line.text)
            name = match.lastgroup or ''
            field, label = self.names[name], without_marks(match[name])
            text = line.text[start:end]
            if text.strip(' \n\v:'):
                number = line.line and line.line + line.text.count('\n', 0, match.end(name))
                yield Labelled(field, label, MarkedLine(text, line.source, number), whole)
            elif after is None:
                yield from _each(field, label, _below(element))

    def _is_prose(self, match: re.Match[str]) -> bool:
        """Return whether a label before 'is' is a word of a sentence, and states nothing.

        It is where the sentence began in the line before it, 'If nothing is set, the default
        is', or where no name follows a common noun: 'The setting is off'.
        """
        text, label = match.string, match.lastgroup or ''
        if re.search(r'[:=\u2013\u2014-]', text[match.end(label) : match.end()]):
            return False
        before = without_marks(text[max(match.start() - 9, 0) : match.start()]).rstrip()
        if match[0].startswith('\n') and not before.endswith(tuple('.:;!?')):
            return without_marks(match[0]).lstrip()[0].islower()
        next_word = NEXT_WORD.match(text, match.end())
        word = without_marks(next_word['word']).strip(f'{QUOTES},;:.()') if next_word else ''
        is_name = word.startswith('-') or like_key(word)
        return self.names[label].identifies and ' ' not in match[label] and not is_name


def own_content(section: nodes.Element) -> list[nodes.Node]:
    """Return the nodes of a section without its title, objects, messages and subsections."""
    found: list[nodes.Node] = []
    for child in section.children:
        if is_condition(child):
            found += own_content(child)
        elif isinstance(child, nodes.Element) and not isinstance(child, NOT_CONTENT):
            found += [child] if child.tagname not in OBJECTS else []
    return found


def explained_value(paragraph: nodes.Node) -> str:
    """Return the value that a paragraph explains: ``**value**: text``; '' for none."""
    match = (
        TERM.match(marked_line(paragraph).text) if isinstance(paragraph, nodes.paragraph) else None
    )
    closed = match and (match['closed'] or match['after'] or match['default'])
    return match['term'] if match and closed and match['term'].casefold() != 'n/a' else ''


def number_rows(document: nodes.Element) -> None:
    """Set the lines of the rows of pipe tables; MyST counts those of tables alone.

    They are the tables whose ``tgroup`` has a line; docutils itself sets none.
    """
    for group in document.findall(nodes.tgroup):
        first = group.parent.line or 0  # old versions of MyST and docutils set another one here
        for number, row in enumerate(group.findall(nodes.row) if group.line is not None else ()):
            for node in row.findall():
                node.line = first + number + (number > 0)


def marked_line(element: nodes.Element) -> MarkedLine:
    """Return the text of an element, its code and bold parts between marks."""
    text = re.sub(r'[^\S\n\v]+', ' ', ''.join(_pieces(element)))
    text = re.sub(r' ?([\n\v]) ?', r'\1', text)
    owner = element
    while not owner.line and isinstance(owner.parent, nodes.Element):
        owner = owner.parent
    around: nodes.Element | None = owner
    while around is not None and not isinstance(around, nodes.section):
        around = around.parent
    first = around.line if around is not None and around.source == owner.source else 0
    # The lines of a csv-table are counted in its cells.
    return MarkedLine(text, str(owner.source or ''), max(owner.line or 0, first or 0))


def _pieces(node: nodes.Node) -> Iterator[str]:
    """Yield the texts in a node, code and bold ones between marks."""
    if _is_break(node):
        yield '\n' if node.astext().endswith('\n') else BREAK
    elif isinstance(node, (nodes.Text, nodes.literal, nodes.strong)):
        text = re.sub(f'[{MARKS}{BREAK}]', '', node.astext())
        mark = CODE if isinstance(node, nodes.literal) else BOLD
        yield text if isinstance(node, nodes.Text) else f'{mark}{text}{mark}'
    elif not isinstance(node, SILENT):
        separator = '' if isinstance(node, (nodes.TextElement, nodes.Inline)) else '\n'
        for child in node.children:
            yield from _pieces(child)
            yield separator


def _is_break(node: nodes.Node) -> bool:
    """Return whether a node is a line break of HTML, or the usual substitution for one."""
    if isinstance(node, nodes.substitution_reference):
        return node.astext().casefold() == 'br'
    return isinstance(node, nodes.raw) and node.astext().casefold().startswith('<br')


def _pattern(label: str) -> str:
    """Return a pattern for a label in any writing, singular or plural."""
    words = r'\s'.join(f'{MARK}{re.escape(word)}{MARK}' for word in label.split())
    return f'{words.removesuffix(MARK)}{PLURAL}{MARK}'


def leads_to_setting(field: Field) -> bool:
    """Return whether users find a setting by a value: one of its names, or a menu path."""
    return field.identifies or field.type.is_path


def is_key_field(field: Field) -> bool:
    """Return whether the names of a field are paths, which pages may abbreviate."""
    return field.type.identifies and field.type.is_path


def _parts(
    block: nodes.Node, reader: FactReader
) -> Iterator[tuple[nodes.Node, tuple[Field | None, ...]]]:
    """Yield a block as it is; of a table whose heading consists of labels, each row."""
    tables = list(block.findall(nodes.table))
    rows = list(tables[0].findall(nodes.row)) if len(tables) == 1 else []
    labels = tuple(map(reader.field_of, _cells(rows[0]))) if len(rows) > 1 else ()
    names = any(field.identifies for field in labels if field) or len(rows) == 2
    pairs = any(reader.field_of(cell) for row in rows[1:] for cell in _cells(row)[:1])
    if any(labels) and isinstance(rows[0].parent, nodes.thead) and names and not pairs:
        yield from ((row, labels) for row in rows[1:])
    else:
        yield block, ()


def _of_columns(row: nodes.Node, labels: Sequence[Field | None]) -> Iterator[Labelled]:
    """Yield the values of a table row whose labels are in the table's heading."""
    for cell, field in zip(_cells(row), labels, strict=False):
        if field:
            yield from _each(field, field.plain_label, _lines(cell))


def _each(
    field: Field, label: str, lines: Sequence[MarkedLine], *, whole: bool = False
) -> Iterator[Labelled]:
    """Yield the values of a field of several values, or the first one of another field."""
    for line in lines if field.type.several else lines[:1]:
        yield Labelled(field, label, line, whole)


def _cells(row: nodes.Node) -> list[nodes.entry]:
    return [cell for cell in row.children if isinstance(cell, nodes.entry)]


def _texts(node: nodes.Node) -> Iterator[nodes.TextElement]:
    """Yield the paragraphs in a node, the lines of line blocks, and literal blocks."""
    kinds = (nodes.paragraph, nodes.line, nodes.literal_block)
    yield from (text for text in node.findall(nodes.TextElement) if isinstance(text, kinds))


def _lines(node: nodes.Node) -> list[MarkedLine]:
    """Return the texts in a node; a literal block is one piece of code."""
    found = []
    for text in _texts(node):
        line = marked_line(text)
        if isinstance(text, nodes.literal_block):
            code = text.astext().strip('\n').replace(CODE, '')
            line = line._replace(text=f'{CODE}{code}{CODE}')
        found += [line._replace(text=part) for part in line.text.split(BREAK)]
    return found


def _below(element: nodes.Element) -> list[MarkedLine]:
    """Return the texts of the list or the literal block right after an element."""
    node = element.next_node(descend=False, siblings=True, ascend=False)
    return _lines(node) if isinstance(node, (*LISTS, nodes.literal_block)) else []


def read_label_values(field: Field, text: str) -> Found:
    """Read what follows a label; nothing where that is no value."""
    bare = collapse(without_marks(text)).strip(f'{QUOTES} (:')
    named = leads_to_setting(field)
    if NONE.match(bare) or (named and NO_NAME.fullmatch(bare.rstrip('. '))):
        end = len(bare.rstrip('. ').split()) <= 2
        return [ReadValue(field.name, NOT_APPLICABLE, (), end)], end
    if field.identifies:
        return _identifiers(field, text)
    if field.type.is_path:
        return _menu(field.name, text)
    return _values(field, text)


def stripped(text: str) -> str:
    """Return a text without quotes and commas at its ends, in pairs or not."""
    return text.strip(f'{QUOTES},; ')


def without_marks(text: str) -> str:
    """Return a text without marks."""
    return text.replace(CODE, '').replace(BOLD, '')


def _chains(text: str) -> tuple[list[list[str]], str]:
    """Return the chains of code that a text begins with, and the rest of the text."""
    found = []
    match, end = FIRST_CHAIN.match(text), 0
    while match:
        found.append(re.findall(LINK, match['chain']))
        end = match.end()
        match = NEXT_CHAIN.match(text, end)
    return found, text[end:]


def _is_end(rest: str) -> bool:
    return not rest.strip(f'{QUOTES} \n\v.,;)')


def _identifiers(field: Field, text: str) -> Found:
    """Read keys or other names, the default after a key, and what a sentence after that states."""
    has_paths, is_code = is_key_field(field), CODE in text
    chains, rest = _chains(text) if is_code else _words(text)
    found: dict[str, tuple[str | None, str]] = {}
    complete = True
    for links in chains:
        for name, value, tail in _split(links) if has_paths else _names(links):
            suits = not JSON.fullmatch(name) if has_paths else field.type.can_name(name)
            like_name = like_key(name) if has_paths else _like_name(name)
            if suits and (like_name or (is_code and not found)):
                found.setdefault(name, (value, tail))
            else:
                complete = False
    if not found:
        return NOTHING
    tail = next(iter(found.values()))[1]
    read = [ReadValue(field.name, ', '.join(found), tuple(found), tail=tail)]
    values = [tidy(value) for value, _tail in found.values() if value is not None]
    if len(found) == len(values) == 1 and VALUE.fullmatch(values[0]):
        read.append(ReadValue(DEFAULT, values[0], (values[0],)))
    elif values:
        complete = False
    more, is_all = _sentence(rest) if has_paths else ([], _is_end(rest))
    return [*read, *more], complete and is_all


def _sentence(text: str) -> Found:
    """Read what a sentence states after a key: options, a type, or a default."""
    if _is_end(text):
        return [], True
    text = text.strip(f'{QUOTES} \n').rstrip('.,;').strip()
    match = WITH.fullmatch(collapse(text))
    if not match:
        return NOTHING
    name = match.lastgroup or ''
    if name == 'type':
        values = [without_marks(match[name])]
    else:
        values = [tidy(part) for part in re.findall(LINK, match[name])]
        if not all(VALUE.fullmatch(value) and ',' not in value for value in values):
            return NOTHING
    return [ReadValue(name, ', '.join(values), tuple(values))], True


def _split(links: Sequence[str]) -> Iterator[tuple[str, str | None, str]]:
    """Yield the keys of a chain, each with its value or None, and its last segment."""
    if len(links) == 1:
        links = re.split(rf'\s{ARROWS}\s', links[0])
    *heads, last = links
    path = '.'.join(stripped(head).strip('.') for head in heads)
    match = KEY.fullmatch(last)
    if not heads:
        yield (match['key'], match['value'], '') if match else ('', None, '')
    elif match is None or ',' in heads[-1] or (match['value'] is None and JSON.fullmatch(last)):
        yield path, last, ''
    elif match['value'] is not None:
        yield f'{path}.{match["key"].lstrip(".")}', match['value'], ''
    else:
        yield f'{path}.{match["key"].lstrip(".")}', None, match['key']


def _words(text: str) -> tuple[list[list[str]], str]:
    """Return the words that a text lists without code, and the rest of the text."""
    text = without_marks(text)
    said = SENTENCE.split(text, 1)[0]
    return [[part] for part in SEVERAL.split(said.strip())], text[len(said) :]


def like_key(key: str) -> bool:
    """Return whether a word can be a key: prose and values of JSON cannot."""
    word = key.islower() or key.istitle()
    return not JSON.fullmatch(key) and (not word or '.' in key or '_' in key)


def _names(links: Sequence[str]) -> Iterator[tuple[str, None, str]]:
    """Yield names without the values that are assigned to them; options keep arguments."""
    for part in SEVERAL.split('' if links[1:] else links[0]):
        name = stripped(collapse(part))
        bare = name if name.startswith('-') else name.partition('=')[0].rstrip(' .:')
        yield bare, None, ''


def _like_name(name: str) -> bool:
    """Return whether a text can be the name of a variable or an option."""
    return name.startswith('-') or (' ' not in name and ('_' in name or name.isupper()))


def _menu(name: str, text: str) -> Found:
    """Read a menu path; one that may be several counts as each of them, too."""
    bold = BOLD_PATH.match(text)
    if bold:
        said, rest = bold[0], text[bold.end() :]
    else:
        said = SENTENCE.split(text, 1)[0]
        rest = text[len(said) :]
    path = collapse(re.sub(ARROWS, '>', without_marks(said)).strip(f'{QUOTES} ,;:\n(.'))
    if not path or not (bold or '>' in path):
        return NOTHING
    parts = ALTERNATIVES.split(path)
    several = parts if len(parts) > 1 and all('>' in part for part in parts) else []
    return [ReadValue(name, path, (path, *several), CODE not in said)], _is_end(rest)


def _values(field: Field, text: str) -> Found:
    """Read the values of any other field; a text of many words is none."""
    several = field.type.several
    chains, rest = _chains(text)
    coded = [''.join(links) for links in chains if len(links) == 1]
    if coded:
        values = [tidy(value) for value in coded]
        complete = _is_end(rest) and len(values) == len(chains)
        if not several and (len(coded) > 1 or CONDITIONAL.match(rest)):
            return NOTHING
        return _checked(field, values, complete=complete, certain=True)
    words = without_marks(text)
    if field.type.display in {'markup', 'plain'}:
        said = re.split(r'\.\s|\.$', words, maxsplit=1)[0]
        value = collapse(said.strip(' \n,:'))
        complete = _is_end(words[len(said) :])
        return _checked(field, [value], complete=complete, certain=True) if value else NOTHING
    return _plain_values(field, words, several=several, has_code=f'({CODE}' in text)


def _plain_values(field: Field, text: str, *, several: bool, has_code: bool) -> Found:
    """Read values that are not in code.

    :param has_code: whether code in parentheses is there for values of several words.
    """
    said = SENTENCE.split(text, 1)[0].rstrip('.')
    rest = text[len(said) :]
    parts = SEVERAL.split(said) if several else [said]
    values = [collapse(part.strip(' \n,:')) for part in parts]
    certain = all(VALUE.fullmatch(value) for value in values)
    longest = 1 if several or has_code else LONGEST
    if not all(1 <= len(value.split()) <= longest for value in values) or len(values) <= several:
        return NOTHING
    return _checked(field, values, complete=certain and _is_end(rest), certain=certain)


def _checked(field: Field, values: Sequence[str], *, complete: bool, certain: bool) -> Found:
    """Return values as read, which are certain if they suit the field."""
    text = ', '.join(dict.fromkeys(values))
    suits = not field.type.problem(text) and all(values)
    return (
        [ReadValue(field.name, text, tuple(dict.fromkeys(values)), certain and suits)],
        complete and suits,
    )


def tidy(value: str) -> str:
    """Return a value without the quotes and commas that a writer left over.

    >>> tidy('true\u201d,')
    'true'
    """
    value = value.translate(PLAIN).strip(' ,;')
    return value.removesuffix('"').removeprefix('"') if value.count('"') % 2 else value
