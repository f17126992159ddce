"""The directive ``config:setting``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx import addnodes
from sphinx.directives import ObjectDescription

from ..catalog.fields import DISPLAYNAME, Field
from ..catalog.setting import Fact, Setting, clean, state
from ..rendering.messages import name_node
from ..rendering.parsing import flatten
from ..rendering.placement import DRAFT, SHIELD
from ..rendering.presentation import Draft, templates_of
from ..rendering.templates import TemplateError
from ..warnings_ import Subtype
from .block import OptionDirective

if TYPE_CHECKING:
    from docutils.nodes import Node

    from ..catalog.options import Block, Option


class SettingDirective(OptionDirective, ObjectDescription[str]):
    """States a setting: its id, its fields as options, and its long description."""

    def run(self) -> list[Node]:
        """Return the carrier of the setting, and an object description for placement."""
        source = self.find_place()
        block = self.take_block()
        options = self.checked(block.options)
        fields = [(f, options[f.name]) for f in self.fields if f.name in options]
        facts = self.facts([(f, o) for f, o in fields if f.kind.display != 'markup'])
        self.setting = Setting(
            id=self.setting_id(block, facts),
            docname=self.env.docname,
            anchor='',
            source=source,
            line=self.first_line,
            facts=facts,
        )
        self.line_of_name = options[DISPLAYNAME].line if DISPLAYNAME in options else 0
        self.markup = [p for f, o in fields if f.kind.display == 'markup' for p in self.parsed(o)]
        flags = {'no-index', 'no-index-entry', 'no-contents-entry'}
        self.options = dict.fromkeys(flags & options.keys())
        index, desc = super().run()
        assert isinstance(index, addnodes.index)
        index[DRAFT] = self.draft(options)
        return [index, desc]

    def facts(self, stated: list[tuple[Field, Option]]) -> dict[str, Fact]:
        """Return the facts that the options state, and those derived from them."""
        found: dict[str, Fact] = {}
        lines: dict[str, int] = {}
        for field, option in stated:
            fact = state(field, option.text)
            if fact:
                found[field.name], lines[field.name] = fact, option.line
                problem = field.kind.problem(fact.text) if fact.applicable else ''
                if problem:
                    self.warn(Subtype.VALUE, f'the option {field.name!r}: {problem}', option.line)
        for field in self.fields:
            if field.derive:
                self.derive(field, found, lines.get(field.name, self.first_line))
        return {field.name: found[field.name] for field in self.fields if field.name in found}

    def derive(self, field: Field, facts: dict[str, Fact], line: int) -> None:
        """Fill in a derived fact, or check the one that was typed."""
        values = {name: fact.values for name, fact in facts.items()}
        try:
            text = templates_of(self.env).derive(field.derive, values)
        except TemplateError as error:
            self.warn(Subtype.TEMPLATE, f'{field.name!r}: {error}', line)
            return
        derived = state(field, text)
        typed = facts.get(field.name)
        if derived and typed is None:
            facts[field.name] = derived
        elif derived and typed and typed.values not in {(), derived.values}:
            self.warn(
                Subtype.MISMATCH,
                f'the option {field.name!r} is {typed.text!r}, but the other options make it '
                f'{derived.text!r}; correct the one that is wrong',
                line,
            )

    def setting_id(self, block: Block, facts: dict[str, Fact]) -> str:
        """Return the id; where there is none, one made from the facts."""
        given = clean(' '.join(block.argument))
        if not given:
            values = [fact.values[0] for fact in facts.values() if fact.applicable]
            made = nodes.make_id(' '.join(values[:1])) or 'setting'
            self.warn(
                Subtype.ID,
                f'a setting needs an id as the argument of its directive; {made!r} is used',
                self.first_line,
            )
            return made
        if ' ' in given:
            self.warn(
                Subtype.ID,
                f'the id {given!r} holds blanks; write {nodes.make_id(given)!r}',
                self.first_line,
            )
        return given

    def draft(self, options: dict[str, Option]) -> Draft:
        """Return the setting with what the options say of its presentation."""
        texts = {name: options[name].text for name in ('class', 'template') if name in options}
        return Draft(
            setting=self.setting,
            place=f'{self.source}:{self.first_line}',
            template=texts.get('template', ''),
            classes=tuple(nodes.make_id(name) for name in texts.get('class', '').split()),
            no_index='no-index' in options,
            no_index_entry='no-index-entry' in options,
            no_typesetting='no-typesetting' in options,
            faulty=self.faulty,
        )

    def get_signatures(self) -> list[str]:
        """Return the display name as the only signature."""
        return [self.setting.title]

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Show the display name."""
        signode += addnodes.desc_name(sig, sig)
        return self.setting.id

    def _object_hierarchy_parts(self, sig_node: addnodes.desc_signature) -> tuple[str, ...]:
        return (self.setting.title,)

    def _toc_entry_name(self, sig_node: addnodes.desc_signature) -> str:
        return self.setting.title

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Put name and markup of the options before the body, and make the body fit in."""
        self.level_headings(content_node)
        self.drop_rules(content_node)
        shield_fields(content_node)
        name = name_node(self.setting, self.source, self.line_of_name)
        content_node[0:0] = [*name, *self.markup]

    def level_headings(self, content: nodes.Element) -> None:
        """Show headings in the body as rubrics."""
        for section in list(content.findall(nodes.section)):
            rubric = flatten(section)
            self.warn(
                Subtype.HEADING,
                f'the heading {rubric.astext()!r} stands in the body of the setting '
                f'{self.setting.id!r}; it is shown as a rubric; move it out of the body',
                (rubric.line or self.first_line) - isinstance(self.state, RSTState),
            )

    def drop_rules(self, content: nodes.Element) -> None:
        """Leave out rules in the body, which Markdown allows and docutils fails at."""
        for rule in list(content.findall(nodes.transition)):
            rule.parent.remove(rule)
            self.warn(
                Subtype.HEADING,
                f'a rule stands in the body of the setting {self.setting.id!r}, where docutils '
                'allows none; it is left out; remove it, or move it out of the body',
                rule.line or self.first_line,
            )


def shield_fields(content: nodes.Element) -> None:
    """Hide from Sphinx those field lists whose names are more than plain text.

    Sphinx makes plain text of the names, and fails where they held footnotes.
    """
    for child in list(content.children):
        if isinstance(child, nodes.field_list) and has_marked_names(child):
            content.replace(child, nodes.container('', child, **{SHIELD: True}))


def has_marked_names(field_list: nodes.field_list) -> bool:
    """Tell whether the name of any field is more than plain text."""
    names = (name for field in field_list for name in field.findall(nodes.field_name))
    return any(not isinstance(child, nodes.Text) for name in names for child in name.children)
