"""The base of directives whose options are fields: facts, and the author's markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from ..model.fields import DISPLAYNAME
from ..model.text import clean, collapse, has_inline_markup
from ..nodes import part
from ..rendering.values import code_block
from ..warnings_ import Subtype
from .base import OptionDirective

if TYPE_CHECKING:
    from docutils.nodes import Node

    from ..model.fields import Field
    from ..model.options import Option
    from ..model.setting import Fact

ADDRESS: Final = re.compile(r'(?P<open><)?(?P<uri>(?:\w+://|mailto:)[^\s<>]+)(?(open)>)')
LINK: Final = re.compile(r'\[[^\]]*\]\([^()]*\)')
"""A link of Markdown."""
QUOTED: Final = re.compile(r'`(?:(?P<title>[^`<>]*)<)?(?P<name>[^`<>]+?)(?(title)>)`')
"""A name in single backticks, or a title with a name, which have no role."""


class FieldDirective(OptionDirective):
    """A directive whose options are fields."""

    def check_value(self, field: Field, fact: Fact, option: Option) -> None:
        """Warn of a text that does not suit the type of its field."""
        if fact.problem:
            message = f'the option {field.name!r}: {fact.problem}'
            self.warn_of_option(Subtype.VALUE, option, message)

    def markup_part(
        self, field: Field, option: Option, fact: Fact | None, name: str = ''
    ) -> list[part]:
        """Return the author's markup of a field; [] for a field of plain values.

        :param name: the name of the part; '' for that of the field.
        """
        paragraph: nodes.Element | None = None
        if option.is_nothing(field.type):
            pass
        elif field.type.display == 'reference':
            paragraph = self.reference_nodes(option, fact.values) if fact and fact.values else None
        elif field.type.has_reason:
            reason = fact.values[1] if fact and fact.values else ''
            paragraph = self.inline_markup(option, reason) if reason else None
        elif field.type.display == 'markup' and option.is_block:
            paragraph = code_block(field, option.text)
        elif field.type.display == 'markup' and (fact is None or fact.values):
            text = clean(option.text_for(field.type)).strip()
            paragraph = self.inline_markup(option, text) if text else None
        elif field.type.is_translated and field.name != DISPLAYNAME:
            paragraph = self.plain_paragraph(option, collapse(clean(option.text_for(field.type))))
        elif field.type.is_data and fact and not fact.problem and self.is_prose(option):
            paragraph = self.inline_markup(option, clean(option.text).strip())
        return [part('', paragraph, field=name or field.name)] if paragraph else []

    def plain_paragraph(self, option: Option, text: str) -> nodes.paragraph | None:
        """Return a text without markup as a paragraph, which is translated; None for none."""
        paragraph = nodes.paragraph(text, text)
        paragraph.source, paragraph.line = self.source, option.line
        return paragraph if text else None

    def is_prose(self, option: Option) -> bool:
        """Return whether a value is a text with code in it, such as "the value of ``x``"."""
        text = option.text.strip()
        return not option.verbatim and has_inline_markup(text, markdown=not self.is_rst)

    def reference_nodes(self, option: Option, names: tuple[str, ...]) -> nodes.paragraph:
        """Return references to settings, and roles and links as typed, as a paragraph."""
        content: list[Node] = []
        for name in names:
            if content:
                content.append(nodes.Text(', '))
            content += self.linked_nodes(option, name)
        paragraph = nodes.paragraph('', '', *content, translatable=False)
        paragraph.source, paragraph.line = self.source, option.line
        self.unlink_scripts(paragraph, option)
        is_stated_elsewhere = option.used or option.verbatim
        for reference in paragraph.findall(addnodes.pending_xref) if is_stated_elsewhere else ():
            reference['refwarn'] = False
        return paragraph

    def linked_nodes(self, option: Option, name: str) -> list[Node]:
        """Return the reference that one item of a list asks for."""
        quoted = None if self.config.default_role else QUOTED.fullmatch(name)
        if quoted:
            return [self.reference(quoted['name'], option.line, (quoted['title'] or '').strip())]
        if address := ADDRESS.fullmatch(name):
            return [nodes.reference('', address['uri'], refuri=address['uri'])]
        if re.search(r'`|://', name) or (not self.is_rst and LINK.fullmatch(name)):
            return self.parse_line(option, name)
        return [self.reference(name, option.line)]
