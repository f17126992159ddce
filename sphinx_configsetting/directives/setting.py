"""The directive ``config:setting``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..config import PLACEMENTS
from ..model.expressions import ExpressionError
from ..model.fields import DESCRIPTION, DISPLAYNAME, Field
from ..model.options import ids_in
from ..model.setting import (
    Fact,
    Setting,
    fact_of_text,
    facts_by_field,
    field_options_of,
    part_of_variant,
)
from ..model.text import clean, collapse
from ..nodes import CONDITION, part, setting
from ..warnings_ import Subtype
from .descriptions import UNDESCRIBED
from .field_options import FieldDirective
from .filling import fill
from .group import INSIDE, inherited_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node

    from ..model.options import Option
    from ..model.setting import FieldOption
    from .descriptions import Described

Stated = list[tuple[Field, 'Option']]


class SettingDirective(FieldDirective):
    """A setting: its ids, its fields as options, and its long description."""

    def run(self) -> list[Node]:
        """Return the node of the setting."""
        head = self.prepare()
        options, description = fill(self, self.checked(head.options))
        options = inherited_facts(self.env).completed(options)
        return [self.make(ids_in(head.argument), options, description)]

    def make(
        self, argument: list[str], options: dict[str, Option], description: Described = UNDESCRIBED
    ) -> setting:
        """Return the node of a setting, with its body and what comes before it."""
        stated = [(field, options[field.name]) for field in self.fields if field.name in options]
        facts = self.facts(stated, options)
        ids = self.ids(argument, facts)
        node = self.make_node(ids, options)
        node.record = Setting(
            id=ids[0],
            docname=self.env.docname,
            anchor='',
            source=self.relative_source,
            line=self.first_line,
            facts=facts,
            group=inherited_facts(self.env).id,
        )
        self.add_signatures(node, ids)
        for field, option in stated:
            node += self.markup_part(field, option, facts.get(field.name))
        node += self.parts_under_conditions(facts, options)
        for option in options.values():
            option.used = True
        if description.summary:
            node += part('', *description.summary, field=DESCRIPTION)
        body = [*description.blocks, *self.inner(ids[0])]
        if body:
            node += part('', *body, field='')
        return node

    def inner(self, name: str) -> list[Node]:
        """Return the body, which knows the setting that it belongs to."""
        context = self.env.ref_context
        outer = context.get(INSIDE)
        context[INSIDE] = name
        try:
            return self.body(f'the setting {name!r}')
        finally:
            context[INSIDE] = outer

    def make_node(self, ids: list[str], options: dict[str, Option]) -> setting:
        """Return the node with the options that are no fields."""
        node = setting('', domain='config', objtype='setting', desctype='setting')
        named = options.get(DISPLAYNAME)  # which is what translators get of the node
        node.source, node.line = self.source, named.line if named else self.first_line
        node.document = self.state.document
        for name in ('no-index', 'no-index-entry', 'no-contents-entry', 'no-typesetting'):
            node[name] = self.flag(name, options)
        node['no-contents-entry'] |= node['no-typesetting']
        node['classes'] = ['config', 'setting', *self.classes(options)]
        node['docname'], node['position'], node['setting_ids'] = self.env.docname, 0, ids
        node['placement'], node['hidden'], node['missing'] = 'object', False, ()
        node['template'] = self.template(options)
        node['rule'] = self.placement_rule(options)
        node['anchors'] = list(self.words(options, 'anchor'))
        node['faulty'] = self.faulty or any(o.text.strip() for o in options.values())
        return node

    def classes(self, options: dict[str, Option]) -> list[str]:
        """Return the classes that the page states for the setting."""
        return [name for word in self.words(options, 'class') if (name := nodes.make_id(word))]

    def template(self, options: dict[str, Option]) -> str:
        """Return the name of the template."""
        given = options['template'].text.strip() if 'template' in options else ''
        return given or self.configuration.template

    def placement_rule(self, options: dict[str, Option]) -> str:
        """Return the rule of placement that the page asks for; '' for that of conf.py."""
        given = options['placement'].text.strip() if 'placement' in options else ''
        if given in {'', *PLACEMENTS}:
            return given
        self.warn(
            Subtype.VALUE,
            f"the option 'placement' is {given!r}, not one of {', '.join(PLACEMENTS)}; it is "
            'ignored',
            options['placement'].line,
        )
        return ''

    def facts(self, stated: Stated, options: dict[str, Option]) -> dict[str, Fact]:
        """Return the facts that the options and groups state, and those derived from them."""
        given = field_options_of(options.values(), self.fields)
        self.check_facts(given)
        found = facts_by_field(given, self.fields)
        lines = {field.name: option.line for field, option in stated if field.name in found}
        found |= inherited_facts(self.env).joined(found, self.fields)
        for field in self.fields:
            if field.derive:
                self.derive(field, found, lines.get(field.name, self.first_line))
        return {field.name: found[field.name] for field in self.fields if field.name in found}

    def check_facts(self, given: Iterable[FieldOption]) -> None:
        """Warn of values that do not suit their fields, and of conditions that no field has."""
        for field, option, fact in given:
            if option.condition and not field.row:
                self.refuse_condition(option)
            elif fact:
                self.check_value(field, fact, option)

    def parts_under_conditions(
        self, facts: dict[str, Fact], options: dict[str, Option]
    ) -> Iterator[part]:
        """Yield the author's markup under conditions, and the conditions for translators."""
        named: set[str] = set()
        for name, fact in facts.items():
            for number, variant in enumerate(fact.variants):
                option = options[f'{name} ({variant.condition})']
                yield from self.markup_part(
                    self.fields.by_name[name],
                    option,
                    variant.fact,
                    part_of_variant(name, number),
                )
                if variant.condition not in named:
                    named.add(variant.condition)
                    yield self.condition_part(variant.condition, option.line)

    def condition_part(self, condition: str, line: int) -> part:
        """Return a condition as text that is translated."""
        paragraph = nodes.paragraph(condition, condition)
        paragraph.source, paragraph.line = self.source, line
        return part('', paragraph, field=f'{CONDITION}{condition}')

    def derive(self, field: Field, facts: dict[str, Fact], line: int) -> None:
        """Fill in a derived fact, or check the one that was typed."""
        assert field.derive is not None
        values = {name: fact.values for name, fact in facts.items()}
        try:
            derived = fact_of_text(field, field.derive.evaluate(values))
        except ExpressionError as error:
            message = f'{field.name!r} cannot be derived: {error}'
            self.warn(Subtype.TEMPLATE, message, line)
            return
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

    def ids(self, argument: list[str], facts: dict[str, Fact]) -> list[str]:
        """Return the ids, one in each line; where there is none, one made from the facts."""
        given = [text for line in argument if (text := collapse(clean(line)))]
        if not given:
            values = [value for fact in facts.values() for value in fact.values[:1]]
            made = nodes.make_id(' '.join(values[:1])) or 'setting'
            self.warn(
                Subtype.ID,
                f'a setting needs an id as the argument of its directive; {made!r} is used',
                self.first_line,
            )
            return [made]
        for name in given:
            self.check_id(name)
        return list(dict.fromkeys(given))

    def check_id(self, name: str) -> None:
        """Warn of an id with blanks."""
        if ' ' in name:
            self.warn(
                Subtype.ID,
                f'the id {name!r} has blanks; write {nodes.make_id(name)!r}',
                self.first_line,
            )

    def add_signatures(self, node: setting, ids: list[str]) -> None:
        """Add a signature for each id: the display name, then further ids."""
        for index, name in enumerate(ids):
            title = name if index else node.record.title
            signature = addnodes.desc_signature(title, '', addnodes.desc_name(title, title))
            signature.source, signature.line = self.source, self.first_line
            entries = self.config.toc_object_entries
            signature['_toc_parts'] = (title,) if entries else ()
            signature['_toc_name'] = title if entries else ''
            node += signature
