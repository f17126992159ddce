"""The texts of settings, translated and with references resolved by now."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes

from ..model.fields import DISPLAYNAME
from ..model.setting import Fact, Variant, part_of_variant
from ..model.text import as_item, collapse
from ..nodes import conditions_in, parts_of, readable_text, setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.fields import Field
    from ..model.setting import Setting


def without_title(record: Setting) -> Setting:
    """Return a record without the display name, which is that of the first id."""
    facts = {name: fact for name, fact in record.facts.items() if name != DISPLAYNAME}
    return record._replace(facts=facts)


def translated_variants(fact: Fact, field: Field, node: setting) -> Fact:
    """Return a fact with the conditions, and the markup under them, in the build's language."""
    conditions, parts = conditions_in(node), parts_of(node)
    variants: list[Variant] = []
    for number, variant in enumerate(fact.variants):
        part = parts.get(part_of_variant(field.name, number))
        stated = variant.fact if part is None else text_fact(variant.fact, part, field)
        condition = conditions.get(variant.condition, variant.condition)
        variants.append(Variant(condition, stated.text, stated.values, stated.problem))
    return fact._replace(variants=tuple(variants))


def text_fact(stated: Fact | None, part: nodes.Element, field: Field) -> Fact:
    """Return the fact of a field of markup: its plain text, translated by now."""
    block = isinstance(part.children[0], nodes.literal_block)
    text = part.children[0].astext() if block else text_of_blocks(part.children)
    if stated and field.type.has_reason:
        start = stated.text.removesuffix(stated.values[1])
        return stated._replace(text=f'{start}{text}', values=(stated.values[0], text))
    if stated and field.type.display == 'reference':
        values = tuple(linked_texts(part.children[0]))
        return stated._replace(text=', '.join(map(as_item, values)), values=values)
    known = stated.values if stated and field.type.is_translated else ()
    variants = stated.variants if stated else ()
    return Fact(text, tuple(dict.fromkeys((text, *known))), variants, original_of(part))


def original_of(part: nodes.Element) -> str:
    """Return the text of a translated paragraph as it was written; '' for any other one."""
    paragraph = part.children[0]
    assert isinstance(paragraph, nodes.Element)
    return paragraph.rawsource if paragraph.get('translated') else ''


def linked_texts(paragraph: nodes.Node) -> Iterator[str]:
    """Yield the plain text of each reference of a paragraph, between commas."""
    for is_comma, content in groupby(paragraph.children, lambda node: node.astext() == ', '):
        if not is_comma:
            yield collapse(''.join(map(text_or_target, content)))


def text_or_target(node: nodes.Node) -> str:
    """Return the plain text of a reference; the target of one whose text is not known yet."""
    target = node.get('refuri', '') if isinstance(node, nodes.reference) else ''
    return readable_text(node) or str(target).removeprefix('#')


def text_of_blocks(content: Iterable[nodes.Node]) -> str:
    """Return the plain text of blocks in one line."""
    return collapse(' '.join(map(readable_text, content)))


def shared_text(node: setting) -> str:
    """Return the text of the paragraph after a setting that shows nothing itself."""
    if not node['no-typesetting']:
        return ''
    following = node.parent.children[node.parent.index(node) + 1 :]
    first = next((one for one in following if not isinstance(one, setting)), None)
    return text_of_blocks([first]) if isinstance(first, nodes.paragraph) else ''
