"""The directive ``config:group``, whose settings inherit a key prefix and other facts."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from sphinx import addnodes

from ..domain import Group
from ..model.fields import DISPLAYNAME
from ..model.setting import Fact, Variant, fact_of_text
from ..model.text import clean, collapse
from ..warnings_ import Subtype
from .field_options import FieldDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment

    from ..model.field_types import FieldType
    from ..model.fields import Field, Fields
    from ..model.options import Option

CONTEXT: Final = 'config:group'
INSIDE: Final = 'config:setting'
"""The context that names the setting whose body is being read."""
TITLE: Final = 'title'


class Inherited(NamedTuple):
    """The paths and options that settings of a group inherit."""

    id: str = ''
    paths: tuple[tuple[str, Fact], ...] = ()
    """The keys and menu paths, which those of settings continue."""
    options: tuple[tuple[str, Option], ...] = ()
    """The other options by name and condition, which count where a setting does not state them."""

    def joined(self, own: Mapping[str, Fact], fields: Fields) -> dict[str, Fact]:
        """Return the keys and menu paths that a setting or a group within gets.

        A key is continued; a menu path is put before, and counts where there is none.
        """
        found: dict[str, Fact] = {}
        for name, fact in self.paths:
            kind = fields.by_name[name].type
            if name in own:
                stated = own[name]
                if kind.is_inherited and not stated.is_stated:
                    stated = stated._replace(text=fact.text, values=fact.values)
                found[name] = within(stated, fact, kind)
            elif kind.is_inherited:
                found[name] = fact
        return found

    def completed(self, own: Mapping[str, Option]) -> dict[str, Option]:
        """Return options with those of the groups around them.

        An option with a condition leaves those of a group for all other cases.
        """
        always = {option.name for option in own.values() if not option.condition}
        kept = {key: one for key, one in self.options if one.name not in always}
        return kept | dict(own)


def within(own: Fact, outer: Fact, kind: FieldType) -> Fact:
    """Return paths below those of a group, under conditions too."""
    values = kind.within(own.values, outer.values)
    return own._replace(
        text=own.text if values == own.values else kind.joint.join(values),
        values=values,
        variants=tuple(
            Variant(one.condition, inner.text, inner.values, inner.problem)
            for one in own.variants
            for inner in [within(one.fact, outer, kind)]
        ),
    )


def inherited_facts(env: BuildEnvironment) -> Inherited:
    """Return the facts of the groups around the place that is being read."""
    found: Inherited = env.ref_context.get(CONTEXT, Inherited())
    return found


class GroupDirective(FieldDirective):
    """A group of settings, such as a section of a configuration file."""

    def run(self) -> list[Node]:
        """Return the description of the group with its settings."""
        head = self.prepare()
        options = self.checked(head.options)
        name = collapse(clean(' '.join(head.argument)))
        facts = self.facts(options)
        name = name or self.made_id(facts)
        self.report_key(name, facts)
        self.report_setting(name)
        title = options[TITLE].text.strip() if TITLE in options else name
        outer = inherited_facts(self.env)
        self.env.ref_context[CONTEXT] = self.within(outer, name, facts, options)
        try:
            return self.describe(name, title, options)
        finally:
            self.env.ref_context[CONTEXT] = outer

    def check_path(self, field: Field, fact: Fact, option: Option) -> None:
        """Report a wrong key or menu path, which settings continue."""
        if self.is_path(field.name):
            self.check_value(field, fact, option)

    def within(
        self, outer: Inherited, name: str, facts: dict[str, Fact], options: dict[str, Option]
    ) -> Inherited:
        """Return the facts that settings in this group inherit, from groups around it as well."""
        own = {one: fact for one, fact in facts.items() if self.is_path(one)}
        paths = dict(outer.paths) | own | outer.joined(own, self.fields)
        others = {
            key: option
            for key, option in options.items()
            if option.name in self.fields and not self.is_path(option.name)
            if self.fields.by_name[option.name].row
        }
        return Inherited(name, tuple(paths.items()), tuple(outer.completed(others).items()))

    def is_path(self, name: str) -> bool:
        """Return whether values of a field continue those of the group."""
        return self.fields.by_name[name].type.is_path

    def report_key(self, name: str, facts: dict[str, Fact]) -> None:
        """Warn of a group whose settings inherit nothing."""
        if not facts:
            self.warn(
                Subtype.GROUP,
                f'the group {name!r} states no key and no other field, so its settings inherit '
                'nothing; add an option such as ":key: server"',
                self.first_line,
            )

    def report_setting(self, name: str) -> None:
        """Warn of a group in the body of a setting, which looks like a part of that setting."""
        around = self.env.ref_context.get(INSIDE)
        if around:
            self.warn(
                Subtype.GROUP,
                f'the group {name!r} is inside the setting {around!r}; move it out of the body',
                self.first_line,
            )

    def made_id(self, facts: dict[str, Fact]) -> str:
        """Return an id made from the key of a group that has none."""
        values = [value for fact in facts.values() for value in fact.values[:1]]
        made = nodes.make_id(' '.join(values[:1])) or 'group'
        self.warn(
            Subtype.ID,
            f'a group needs an id as the argument of its directive; {made!r} is used',
            self.first_line,
        )
        return made

    def is_option(self, name: str) -> bool:
        """Return whether a group has an option of that name."""
        is_field = name in self.fields and name != DISPLAYNAME
        return is_field or name in {TITLE, 'class', 'no-contents-entry'}

    def nearest_options(self, name: str) -> list[str]:
        """Return the options that are like a wrong name."""
        if name == DISPLAYNAME:
            return [TITLE]
        own = get_close_matches(name, (TITLE, 'class', 'no-contents-entry'), 1)
        return own or list(filter(self.is_option, super().nearest_options(name)))

    def facts(self, options: dict[str, Option]) -> dict[str, Fact]:
        """Return the facts that the options state; settings report faults of what they inherit."""
        found: dict[str, Fact] = {}
        for option in options.values():
            field = self.fields.get(option.name)
            if field and option.condition and (not field.row or self.is_path(field.name)):
                self.refuse_condition(option)
            elif field and field.row:
                fact = fact_of_text(field, option.text_for(field.type))
                if fact:
                    found.setdefault(field.name, fact)
                    self.check_path(field, fact, option)
        return found

    def describe(self, name: str, title: str, options: dict[str, Option]) -> list[Node]:
        """Return the object description of the group."""
        anchor = self.anchor(name)
        name_node = addnodes.desc_name(title, title, translatable=True)
        line = options[TITLE].line if TITLE in options else self.first_line
        name_node.source, name_node.line = self.source, line  # where translators find it
        signature = addnodes.desc_signature(title, '', name_node)
        signature['ids'] = [anchor]
        entries = self.config.toc_object_entries
        signature['_toc_parts'] = (title,) if entries else ()
        signature['_toc_name'] = title if entries else ''
        signature.source, signature.line = self.source, self.first_line
        made = addnodes.desc('', signature, domain='config', objtype='group', desctype='group')
        made['classes'] = ['config', 'group', *map(nodes.make_id, self.words(options, 'class'))]
        made['no-contents-entry'] = self.flag('no-contents-entry', options)
        made.source, made.line = self.source, self.first_line
        self.note(
            Group(name, title, self.env.docname, anchor, self.relative_source, self.first_line)
        )
        content = addnodes.desc_content()
        if 'description' in options:
            content += self.inline_markup(options['description'], options['description'].text)
        content += self.body(f'the group {name!r}')
        made += content
        return [made]

    def anchor(self, name: str) -> str:
        """Return the anchor of the group, and note it."""
        base = nodes.make_id(f'group-{name}')
        number, anchor = 1, base
        while anchor in self.state.document.ids:
            number += 1
            anchor = f'{base}-{number}'
        self.state.document.ids[anchor] = nodes.target()
        return anchor

    def note(self, group: Group) -> None:
        """Bring the group to the domain, in front of groups within it."""
        domain = self.config_domain
        domain.note_groups(group.docname, [*domain.groups_of(group.docname), group])
