"""Descriptions that product files state, as nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from docutils import nodes
from docutils.parsers.rst.states import Inliner, RSTStateMachine, state_classes
from docutils.statemachine import StringList
from sphinx.locale import get_translation
from sphinx.util.docutils import new_document, switch_source_input
from sphinx.util.parsing import nested_parse_to_nodes

from ..model.text import clean, collapse
from ..products import get_products, value_text
from ..templating.parsing import flatten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Node

    from ..importers import Choice, ProductGroup, ProductSetting
    from .base import OptionDirective

_ = get_translation('sphinx_configsetting')

BACKQUOTES: Final = re.compile(r'`+')
REFERENCE: Final = re.compile(r'(?<!`)`#([^`#\s]+)#`(?!`)')
"""References to other settings of the file in the descriptions of editors' extensions."""


class TextPlace(NamedTuple):
    """The file and line of a text."""

    file: str
    line: int

    def note(self, node: nodes.Element) -> nodes.Element:
        """Note the place in a node, for warnings and translators."""
        node.source, node.line = self
        return node


class Described(NamedTuple):
    """The description that a product states, as nodes."""

    summary: Sequence[Node] = ()
    """The short description."""
    blocks: Sequence[Node] = ()
    """The blocks after it, which come before the body."""


UNDESCRIBED: Final = Described()


def describe(directive: OptionDirective, one: ProductSetting, source: str) -> Described:
    """Return the description of a product; its first paragraph is the short description."""
    blocks = parse_description(directive, one, source)
    length = 1 if blocks and isinstance(blocks[0], nodes.paragraph) else 0
    further = further_blocks(directive, one, source)
    return Described(blocks[:length], [*blocks[length:], *further])


def further_blocks(directive: OptionDirective, one: ProductSetting, source: str) -> list[Node]:
    """Return the blocks after the description: those of choices, and a link to what repeats."""
    blocks: list[Node] = []
    choices = [choice for choice in one.choices if choice.description]
    alternatives = [alternative for alternative in one.alternatives if is_told(alternative)]
    if choices or alternatives:
        place = stated_place(directive, one)
        items = [choice_item(directive, choice, place) for choice in choices]
        items += [alternative_item(directive, each, place) for each in alternatives]
        blocks.append(nodes.bullet_list('', *items))
    if one.same_as:
        blocks += link_to_group(directive, one, source)
    return blocks


def link_to_group(directive: OptionDirective, one: ProductSetting, source: str) -> list[Node]:
    """Return a link to the first setting of the group that a setting repeats."""
    prefix = one.same_as.replace('[', '.[')
    first = next(iter(get_products(directive.config_domain).under(source, prefix)), None)
    if first is None:
        return []
    place = stated_place(directive, one)
    reference = directive.reference(first.key, place.line, one.same_as)
    reference.source, reference['refwarn'] = place.file, False
    paragraph = nodes.paragraph('', f'{_("See also")}: ', reference)
    paragraph['translatable'] = False
    return [place.note(paragraph)]


def stated_place(directive: OptionDirective, one: ProductSetting | ProductGroup) -> TextPlace:
    """Return where a setting or group is stated."""
    return TextPlace(get_products(directive.config_domain).path(one.file), one.line or 1)


def choice_item(directive: OptionDirective, choice: Choice, place: TextPlace) -> nodes.list_item:
    """Return a value with its description, as an item of a list."""
    start = plain_literal(value_text(choice.value))
    words = described_words(directive, choice.description, place)
    return description_item(place, start, nodes.Text(': '), words)


def is_told(alternative: Mapping[str, Any]) -> bool:
    """Return whether readers learn more of an alternative than its type; a choice is an item."""
    is_choice = len(alternative.get('enum', ())) == 1
    return not is_choice and not {'description', 'default'}.isdisjoint(alternative)


def alternative_item(
    directive: OptionDirective, alternative: Mapping[str, Any], place: TextPlace
) -> nodes.list_item:
    """Return an alternative with its description and default, as an item of a list."""
    types = alternative.get('type', 'any')
    name = types if isinstance(types, str) else ' or '.join(types)
    parts: list[Node] = [plain_literal(str(alternative.get('title', name)))]
    if 'default' in alternative:
        value = plain_literal(value_text(alternative['default']))
        parts += [nodes.Text(f' ({_("Default")}: '), value, nodes.Text(')')]
    if 'description' in alternative:  # at the end, where Sphinx puts what it translates alone
        words = described_words(directive, alternative['description'], place)
        parts += [nodes.Text(': '), words]
    return description_item(place, *parts)


def plain_literal(text: str) -> nodes.literal:
    """Return a value or a name as code."""
    return nodes.literal(text, text)


def described_words(directive: OptionDirective, text: str, place: TextPlace) -> nodes.Element:
    """Return a description within a line; translators get it alone."""
    text = collapse(text)
    return place.note(
        nodes.inline(text, '', *with_references(directive, text, place), translatable=True)
    )


def description_item(place: TextPlace, *content: Node) -> nodes.list_item:
    """Return an item of a list, of which translators get only descriptions."""
    paragraph = nodes.paragraph('', '', *content, translatable=False)
    return nodes.list_item('', place.note(paragraph))


def parse_description(
    directive: OptionDirective, one: ProductSetting | ProductGroup, source: str
) -> list[Node]:
    """Return a description as blocks; faults in it name the product's file."""
    text = clean(one.description).strip()
    if not text:
        return []
    place = stated_place(directive, one)
    markup = one.markup or get_products(directive.config_domain).specs[source].markup
    if markup == 'rst':
        return parse_description_text(
            directive, with_setting_roles(directive, text, source), place
        )
    blocks = parse_markdown(directive, text, place) if markup == 'markdown' else None
    if blocks is None:
        return plain_blocks(directive, text, place)
    link_literals(directive, blocks, place)
    return blocks


def plain_blocks(directive: OptionDirective, text: str, place: TextPlace) -> list[Node]:
    """Return paragraphs of plain text."""
    texts = [collapse(block) for block in re.split(r'\n\s*\n', text)]
    found = [nodes.paragraph(one, '', *with_references(directive, one, place)) for one in texts]
    return [place.note(paragraph) for paragraph in found]


def with_setting_roles(directive: OptionDirective, text: str, source: str) -> str:
    """Return reStructuredText whose references to other settings of the file are roles."""
    products = get_products(directive.config_domain)

    def role(match: re.Match[str]) -> str:
        is_known = products.find(source, match[1]) and not match[1].endswith('>')
        return f':config:setting:`{match[1]}`' if is_known else match[0]

    return REFERENCE.sub(role, text) if '`#' in text else text


def parse_description_text(directive: OptionDirective, text: str, place: TextPlace) -> list[Node]:
    """Return reStructuredText as blocks, on pages of any markup."""
    lines = text.splitlines()
    content = StringList(lines, items=[(place.file, place.line - 1)] * len(lines))
    if directive.is_rst:
        with switch_source_input(directive.state, content):
            return nested_parse_to_nodes(directive.state, content)
    document = new_document(place.file, directive.state.document.settings)
    machine = RSTStateMachine(state_classes=state_classes, initial_state='Body')
    machine.run(content, document, inliner=Inliner())
    return without_sections(document)


def parse_markdown(directive: OptionDirective, text: str, place: TextPlace) -> list[Node] | None:
    """Return Markdown as blocks; None without MyST-Parser, which is reported once."""
    config = directive.myst_config
    if config is None:
        return None
    from myst_parser.parsers.sphinx_ import MystParser  # noqa: PLC0415 (optional)

    document = new_document(place.file, directive.state.document.settings)
    has_directives = not (config.commonmark_only or config.gfm_only)
    MystParser().parse(in_directive(text) if has_directives else text, document)
    for node in document.findall(nodes.Element):
        node.line = place.line if node.line else node.line
    if has_directives:
        container = next(document.findall(nodes.container))
        container.replace_self(container.children)
    without_footnotes(document)
    return without_sections(document)


def in_directive(text: str) -> str:
    """Return Markdown in a directive, where headings of any level become rubrics."""
    fence = '`' * (max(map(len, BACKQUOTES.findall(text)), default=0) + 3)
    return f'{fence}{{container}}\n\n{text}\n{fence}\n'


def without_footnotes(document: nodes.document) -> None:
    """Make footnotes text and paragraphs, since the pages number their own."""
    for reference in list(document.findall(nodes.footnote_reference)):
        reference.parent.replace(reference, nodes.Text(f'[^{reference["refname"]}]'))
    for footnote in list(document.findall(nodes.footnote)):
        blocks = [one for one in footnote if not isinstance(one, nodes.label)]
        has_words = blocks and isinstance(blocks[0], nodes.paragraph)
        first = blocks.pop(0) if has_words else nodes.paragraph()
        assert isinstance(first, nodes.Element)
        first.insert(0, nodes.Text(f'[^{footnote["names"][0]}]: '))
        footnote.parent.replace(footnote, [first, *blocks])


def without_sections(document: nodes.document) -> list[Node]:
    """Return the content without rules, which are for pages; headings are rubrics without ids."""
    for section in list(document.findall(nodes.section)):
        flatten(section)
    for rule in list(document.findall(nodes.transition)):
        rule.parent.remove(rule)
    for rubric in document.findall(nodes.rubric):
        rubric['ids'], rubric['names'] = [], []  # settings share headings such as "Examples"
    return list(document.children)


def link_literals(directive: OptionDirective, blocks: list[Node], place: TextPlace) -> None:
    """Make references of literals such as ``#other.setting#``."""
    for block in blocks:
        for literal in list(block.findall(nodes.literal)):
            literal.replace_self(
                list(with_references(directive, f'`{literal.astext()}`', place, literal))
            )


def with_references(
    directive: OptionDirective, text: str, place: TextPlace, other: Node | None = None
) -> Iterator[Node]:
    """Yield a text, with references where it names settings.

    :param other: what is yielded in the place of a text without references.
    """
    parts = REFERENCE.split(text)
    if len(parts) == 1:
        yield other or nodes.Text(text)
        return
    for number, part in enumerate(parts):
        if number % 2:
            reference = directive.reference(part, place.line)
            reference.source, reference['refwarn'] = place.file, False
            yield reference
        elif part:
            yield nodes.Text(part)
