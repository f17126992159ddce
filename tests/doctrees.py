"""Look at resolved doctrees the way a reader does: texts, facts, objects, targets, links.

Nothing here depends on the markup of a template. A test that wants to know whether a page
shows the variable of a setting asks for the fact, and a table, a field list or a line of
facts answers alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from project import Built

LABELLED = re.compile(r'([^:]{1,60}): (.+)', re.DOTALL)
SEPARATOR = ' · '
MARK = re.compile(r'<!--configsetting (begin|end) .* (shown|hidden)-->')


def doctree(built: Built, docname: str = 'index') -> nodes.document:
    """Return a page after all post-transforms, without what its HTML leaves out."""
    return without_marks(built.doctree(docname))


def without_marks(document: nodes.document) -> nodes.document:
    """Remove the marks of text that is taken out of written pages, and hidden text with them."""
    for mark in list(document.findall(nodes.raw)):
        found = MARK.fullmatch(mark.astext())
        if not found or mark not in mark.parent.children:
            continue
        parent, start = mark.parent, mark.parent.index(mark)
        end = start + 1
        if found[1] == 'begin' and found[2] == 'hidden':
            end += next(n for n, one in enumerate(parent.children[start + 1 :], 1) if is_end_of(mark, one))
        del parent.children[start:end]
        if not parent.children:
            parent.parent.remove(parent)
    return document


def is_end_of(mark: nodes.raw, node: nodes.Node) -> bool:
    """Return whether a node ends what a mark begins."""
    return isinstance(node, nodes.raw) and node.astext() == mark.astext().replace(' begin ', ' end ', 1)


def text(node: nodes.Node) -> str:
    """Return the text that a reader sees, blanks single and blocks apart."""
    return ' '.join(' '.join(parts_of(node)).split())


def parts_of(node: nodes.Node) -> Iterator[str]:
    """Yield the text of each block."""
    if isinstance(node, nodes.TextElement):
        yield inline_text(node)
    elif isinstance(node, nodes.Element):
        for child in node.children:
            yield from parts_of(child)
    else:
        yield node.astext()


def inline_text(node: nodes.Node) -> str:
    """Return the text of a line; raw markup may only add places to break it."""
    if isinstance(node, nodes.raw):
        return re.sub(r'<[^>]*>|\\allowbreak\{\}', '', node.astext())
    if not node.children:
        return node.get('alt', '') if isinstance(node, nodes.image) else node.astext()
    return ''.join(map(inline_text, node.children))


def count(node: nodes.Node, wanted: str) -> int:
    """Return how often a reader sees a text."""
    return text(node).count(wanted)


def assert_shows(node: nodes.Node, *wanted: str) -> None:
    """Check that a reader sees each of the texts."""
    shown = text(node)
    assert [one for one in wanted if one not in shown] == [], shown


def assert_hides(node: nodes.Node, *unwanted: str) -> None:
    """Check that a reader sees none of the texts."""
    shown = text(node)
    assert [one for one in unwanted if one in shown] == [], shown


def assert_order(node: nodes.Node, *wanted: str) -> None:
    """Check that a reader sees the texts one after the other."""
    shown, spot = text(node), 0
    for one in wanted:
        spot = shown.find(one, spot)
        assert spot >= 0, f'{one!r} is missing or misplaced in {shown!r}'
        spot += len(one)


def assert_standard(document: nodes.document) -> None:
    """Check that each node is one that every builder knows."""
    known = {'docutils.nodes', 'sphinx.addnodes'}
    assert {type(node).__module__ for node in document.findall()} <= known
    names = {name for node in document.findall(nodes.Element) for name in node.attributes}
    assert not [name for name in names if 'configsetting' in name]


class Object(NamedTuple):
    """An object description of a setting."""

    anchor: str
    title: str
    node: addnodes.desc


def objects(node: nodes.Node) -> list[Object]:
    """Return the settings that are object descriptions."""
    found = [one for one in node.findall(addnodes.desc) if one['domain'] == 'config']
    return [Object((*one[0]['ids'], '')[0], text(one[0]), one) for one in found]


def anchors(node: nodes.Node) -> list[str]:
    """Return the ids that links can lead to, in their order."""
    return [id_ for one in node.findall(nodes.Element) for id_ in one.get('ids', ())]


def place(document: nodes.document, anchor: str) -> nodes.Element:
    """Return the object description or the section that an anchor leads to."""
    (node,) = [one for one in document.findall(nodes.Element) if anchor in one.get('ids', ())]
    found: nodes.Element = node
    while not isinstance(found, (addnodes.desc, nodes.section, nodes.document)):
        found = found.parent
    if isinstance(node, nodes.target) and (after := following_section(node)) is not None:
        return after
    return found


def following_section(target: nodes.target) -> nodes.section | None:
    """Return the section right after a target."""
    after = target.next_node(descend=False, siblings=True)
    while isinstance(after, (nodes.target, addnodes.index, nodes.comment)):
        after = after.next_node(descend=False, siblings=True)
    return after if isinstance(after, nodes.section) else None


def own_part(section: nodes.Element) -> nodes.container:
    """Return a section without its subsections."""
    kept = [child.deepcopy() for child in section if not isinstance(child, nodes.section)]
    return nodes.container('', *kept)


def facts(node: nodes.Node) -> dict[str, str]:
    """Return the labelled facts that a reader sees, whatever shows them.

    Facts are read from field lists, rows of two cells, terms, list items and lines such as
    'Label: value · Label: value'. A badge has no label: use ``assert_shows`` for it.
    """
    pairs = list(fact_pairs(node))
    found = dict(pairs)
    assert len(found) == len(pairs), f'a label is shown twice: {pairs}'
    return found


def fact_pairs(node: nodes.Node) -> Iterator[tuple[str, str]]:
    """Yield each label and value in their order."""
    if isinstance(node, (nodes.field, nodes.definition_list_item)) or is_fact_row(node):
        yield text(node[0]).removesuffix(':'), text(node[-1])
    elif isinstance(node, nodes.paragraph):
        yield from line_pairs(inline_text(node))
    elif isinstance(node, nodes.Element):
        for child in node.children:
            yield from fact_pairs(child)


def is_fact_row(node: nodes.Node) -> bool:
    """Return whether a node is a row of a label and a value."""
    if not isinstance(node, nodes.row) or len(node) != 2 or isinstance(node.parent, nodes.thead):
        return False
    label, value = node
    if len(label) != 1 or not isinstance(label[0], nodes.paragraph):
        return False
    return not list(value.findall(nodes.bullet_list)) and not list(value.findall(nodes.field_list))


def line_pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield the facts of a line."""
    matches = [LABELLED.fullmatch(part) for part in line.split(SEPARATOR)]
    if all(matches):
        yield from ((found[1], found[2]) for found in matches if found)


def links(node: nodes.Node) -> list[tuple[str, str]]:
    """Return the text and the target of each link, in their order."""
    return [(inline_text(one), target_of(one)) for one in node.findall(nodes.reference)]


def target_of(reference: nodes.reference) -> str:
    """Return where a link leads; '' for the top of its page."""
    return reference.get('refuri', '') or (f'#{reference["refid"]}' if 'refid' in reference else '')


def rows(table: nodes.Node) -> list[list[str]]:
    """Return the texts of the cells of a table."""
    return [[text(cell) for cell in row] for row in table.findall(nodes.row)]


def only(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element:
    """Return the one node of a class."""
    (found,) = node.findall(kind)
    return found
