"""Reading the facts that a section states by hand: which settings it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from sphinx import addnodes

from ..catalog.kinds import QUOTES, key_segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..catalog.fields import Field, Fields
    from ..catalog.setting import Setting

TOKEN: Final = r'\.?[^\W\d][\w$-]*(?:\.[\w$-]+)*'
"""An identifier: names joined by dots, with or without a dot before them."""
LINK_ENDS: Final = f' .{QUOTES}'
"""What does not belong to the links of a chain of code."""
SEPARATOR: Final = r'\s*(?:setting\b\s*)?(?:[:=]|is\b)\s*'
"""What stands between a label and its value."""
NOT_CONTENT: Final = (
    nodes.section,
    nodes.title,
    nodes.system_message,
    addnodes.desc,
    addnodes.index,
)
"""What does not speak for a section; a table that docutils refuses is not shown either."""
Path = tuple[str, ...]


class Identifiers(NamedTuple):
    """What tells a setting from all others, in folded case."""

    paths: tuple[Path, ...]
    """The segments of its keys."""
    variables: frozenset[str]

    def in_literal(self, token: str) -> bool:
        """Tell whether a token of code names the setting, if only by a last segment."""
        path = path_of(token)
        return token.casefold() in self.variables or any(fits(path, known) for known in self.paths)

    def in_prose(self, token: str) -> bool:
        """Tell whether a token of prose does: a lone word must look like code."""
        word = token.islower() or token.istitle()
        plain = word and '_' not in token and len(path_of(token)) == 1
        return not plain and self.in_literal(token)


def path_of(token: str) -> Path:
    """Return the segments of a token in folded case."""
    return key_segments(token.casefold())


def fits(path: Path, key: Path) -> bool:
    """Tell whether a path ends the key, or holds the whole key."""
    if path and key[-len(path) :] == path:
        return True
    return any(path[start : start + len(key)] == key for start in range(len(path) - len(key) + 1))


def identifiers_of(setting: Setting, fields: Fields) -> Identifiers:
    """Return the identifiers that a setting states."""
    keys: list[str] = []
    variables: list[str] = []
    for field in fields:
        if field.identifies:
            found = keys if field.kind.name == 'key' else variables
            found.extend(setting.values(field.name))
    return Identifiers(
        tuple(path_of(key) for key in keys),
        frozenset(variable.casefold() for variable in variables),
    )


def own_content(section: nodes.Element) -> list[nodes.Element]:
    """Return what stands in a section itself, without objects and subsections."""
    return [
        child
        for child in section.children
        if isinstance(child, nodes.Element) and not isinstance(child, NOT_CONTENT)
    ]


def find(content: Iterable[nodes.Element], cls: type[nodes.Element]) -> Iterator[nodes.Element]:
    """Yield the nodes of a class, those on top among them."""
    for node in content:
        yield from node.findall(cls)


def names_setting(content: list[nodes.Element], identifiers: Identifiers) -> bool:
    """Tell whether the content names a setting in a table or in code."""
    tables = list(find(content, nodes.table))
    roles = [role for table in tables for role in table.findall(addnodes.pending_xref)]
    code = [*code_tokens(content), *code_of_roles(roles)]
    return any(identifiers.in_literal(token) for token in code) or any(
        identifiers.in_prose(token)
        for table in tables
        for token in re.findall(TOKEN, prose_of(table))
    )


def code_tokens(content: list[nodes.Element]) -> Iterator[str]:
    """Yield the identifiers in code; a chain ``A`` > ``B`` is one identifier."""
    for block in find(content, nodes.literal_block):
        yield from re.findall(TOKEN, block.astext())
    for text in find(content, nodes.TextElement):
        yield from re.findall(TOKEN, chained(text))


def code_of_roles(roles: Iterable[nodes.Element]) -> Iterator[str]:
    """Yield the identifiers that cross-references show as code."""
    for role in roles:
        yield from re.findall(TOKEN, chained(role))


def chained(text: nodes.Element) -> str:
    """Return the code of a paragraph, links of a chain joined by dots."""
    code = ''
    for spot, child in enumerate(text.children):
        if isinstance(child, nodes.literal):
            before = text.children[max(0, spot - 2) : spot]
            if len(before) == 2 and isinstance(before[0], nodes.literal) and links(before[1]):
                code = f'{code.rstrip(LINK_ENDS)}.{child.astext().lstrip(LINK_ENDS)}'
            else:
                code += f' {child.astext()}'
    return code


def links(node: nodes.Node) -> bool:
    """Tell whether a node between two others makes a chain of them."""
    return node.astext().strip() in {'>', '→'}


def prose_of(node: nodes.Node) -> str:
    """Return the text of a node that is not code."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.literal):
        return ' '
    blank = '' if isinstance(node, nodes.TextElement) else ' '
    return blank.join(prose_of(child) for child in node.children) + blank


class StatedFact(NamedTuple):
    """A value that stands behind a field's label in a table."""

    field: Field
    text: str

    @property
    def identifier(self) -> bool:
        """Whether the value is an identifier, and not N/A or nothing."""
        not_applicable = self.text.casefold().rstrip('.') == 'n/a'
        return self.field.identifies and not not_applicable and bool(re.search(TOKEN, self.text))

    def states(self, identifiers: Identifiers) -> bool:
        """Tell whether the value is one of a setting's identifiers."""
        return any(identifiers.in_literal(token) for token in re.findall(TOKEN, self.text))


def stated_facts(content: list[nodes.Element], fields: Fields) -> Iterator[StatedFact]:
    """Yield the facts that the tables of the content state."""
    for table in find(content, nodes.table):
        for paragraph in table.findall(nodes.paragraph):
            yield from labelled(paragraph.astext(), fields)
        for row in table.findall(nodes.row):
            yield from fact_of_row(row, fields)


def labelled(text: str, fields: Fields) -> Iterator[StatedFact]:
    """Yield the fact of a text such as 'Label: value' or '... label is value'."""
    for field in fields:
        for label in field.labels:
            match = re.search(rf'\b{re.escape(label)}{SEPARATOR}', text, re.IGNORECASE)
            if match:
                yield StatedFact(field, text[match.end() :].strip())
                break


def fact_of_row(row: nodes.row, fields: Fields) -> Iterator[StatedFact]:
    """Yield the fact of a row of two cells, label and value."""
    cells = [cell.astext().strip() for cell in row.children]
    if len(cells) == 2:
        for field in fields:
            labels = {label.casefold() for label in field.labels}
            if cells[0].rstrip(':').casefold() in labels:
                yield StatedFact(field, cells[1])
