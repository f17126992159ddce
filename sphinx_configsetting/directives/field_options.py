"""The base of directives whose options are fields: facts, and the author's markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from ..model.field_types import Deprecation, Several, Value
from ..model.setting import Fact, state
from ..model.text import clean, has_inline_markup
from ..nodes import part
from ..rendering.values import code_block
from ..warnings_ import Subtype
from .base import OptionDirective

if TYPE_CHECKING:
    from docutils.nodes import Node

    from ..model.fields import Field
    from ..model.options import Option

QUOTED: Final = re.compile(r'`(?:(?P<title>[^`<>]*?)\s*<)?(?P<name>[^`<>]+?)(?(title)>)`')
"""A name in single backticks, or a title with a name, which have no role."""


class FieldDirective(OptionDirective):
    """A directive whose options are fields."""

    def fact(self, field: Field, option: Option) -> Fact | None:
        """Return the fact of an option, if any; a fault of its text is reported."""
        fact = state(field, option.text_for(several=isinstance(field.type, Several)))
        if fact:
            self.check_value(field, fact.text, option)
        return fact

    def check_value(self, field: Field, text: str, option: Option) -> None:
        """Warn of a text that does not suit the type of its field."""
        problem = field.type.problem(text) if text != 'N/A' else ''
        if problem:
            self.warn_of_option(Subtype.VALUE, option, f'the option {field.name!r}: {problem}')

    def markup_part(
        self, field: Field, option: Option, fact: Fact | None, name: str = ''
    ) -> list[part]:
        """Return the author's markup of a field; [] for a field of plain values.

        :param name: the name of the part; '' for that of the field.
        """
        paragraph: nodes.Element | None
        if field.type.display == 'reference':
            paragraph = self.reference_nodes(option, fact.values) if fact else None
        elif isinstance(field.type, Deprecation):
            reason = fact.values[1] if fact and fact.values else ''
            paragraph = self.inline_markup(option, reason) if reason else None
        elif field.type.display == 'markup' and option.is_block:
            paragraph = code_block(field, option.text)
        elif field.type.display == 'markup' and (fact is None or fact.values):
            text = clean(option.text).strip()
            paragraph = self.inline_markup(option, text) if text else None
        elif self.is_prose(field, option):
            paragraph = self.inline_markup(option, clean(option.text).strip())
        else:
            return []
        return [part('', paragraph, field=name or field.name)] if paragraph else []

    def is_prose(self, field: Field, option: Option) -> bool:
        """Return whether a value is a text with code in it, such as "the value of ``x``"."""
        is_typed = all(option is not one for one in self.verbatim)
        has_markup = has_inline_markup(option.text.strip(), markdown=not self.is_rst)
        return type(field.type) is Value and is_typed and has_markup

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
        for reference in paragraph.findall(addnodes.pending_xref) if option.used else ():
            reference['refwarn'] = False
        return paragraph

    def linked_nodes(self, option: Option, name: str) -> list[Node]:
        """Return the reference that one item of a list asks for."""
        quoted = None if self.config.default_role else QUOTED.fullmatch(name)
        if quoted:
            return [self.reference(quoted['name'], option.line, quoted['title'] or '')]
        if re.search(r'`|://', name):
            address = re.fullmatch(r'<(\w+://\S+)>', name) if self.is_rst else None
            return self.parse_line(option, address[1] if address else name)
        return [self.reference(name, option.line)]
