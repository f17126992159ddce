"""The directive ``config:group``, whose settings inherit a key prefix and other facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from sphinx import addnodes

from ..domain import Group
from ..model.field_types import Key, Menu
from ..model.setting import Fact, state
from ..model.text import clean, collapse
from ..warnings_ import Subtype
from .base import OptionDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment

    from ..model.fields import Fields
    from ..model.options import Option

CONTEXT: Final = 'config:group'
TITLE: Final = 'title'


class Inherited(NamedTuple):
    """The facts that settings of a group inherit."""

    id: str = ''
    stated: tuple[tuple[str, Fact], ...] = ()

    def facts(self, own: Mapping[str, Fact], fields: Fields) -> dict[str, Fact]:
        """Return the facts that a setting gets from its groups, or shares with them.

        A key is continued, a menu path is put before, and any other fact fills in.
        """
        found: dict[str, Fact] = {}
        for name, fact in self.stated:
            field = fields.by_name[name]
            if isinstance(field.type, Key):
                if name in own:
                    found[name] = continued(own[name], fact)
            elif isinstance(field.type, Menu) and name in own:
                found[name] = below(own[name], fact)
            elif name not in own:
                found[name] = fact
        return found


def continued(own: Fact, prefix: Fact) -> Fact:
    """Return keys with the key of their group before them, unless they begin with it."""
    start = prefix.values[0].strip('.') if prefix.values else ''
    dot = '.' if prefix.values and prefix.values[0].startswith('.') else ''
    keys = tuple(
        key if f'{key.lstrip(".")}.'.startswith(f'{start}.') else f'{dot}{start}.{key.lstrip(".")}'
        for key in own.values
    )
    return Fact(', '.join(keys), keys, own.variants) if start and keys else own


def below(own: Fact, path: Fact) -> Fact:
    """Return a menu path below that of the group, unless it begins with it."""
    if own.values[: len(path.values)] == path.values or not own.values:
        return own
    values = (*path.values, *own.values)
    return Fact(' > '.join(values), values)


def inherited(env: BuildEnvironment) -> Inherited:
    """Return the facts of the groups around the place that is being read."""
    found: Inherited = env.ref_context.get(CONTEXT, Inherited())
    return found


class GroupDirective(OptionDirective):
    """A group of settings, such as a section of a configuration file."""

    def run(self) -> list[Node]:
        """Return the description of the group with its settings."""
        block = self.prepare()
        options = self.checked(block.options)
        name = collapse(clean(' '.join(block.argument)))
        facts = self.facts(options)
        if not name or not any(isinstance(self.fields.by_name[one].type, Key) for one in facts):
            name = name or self.made_id(facts)
            self.report_key(name, facts)
        title = options[TITLE].text.strip() if TITLE in options else name
        outer = inherited(self.env)
        merged = dict(outer.stated) | facts | outer.facts(facts, self.fields)
        self.env.ref_context[CONTEXT] = Inherited(name, tuple(merged.items()))
        try:
            return self.describe(name, title, options)
        finally:
            self.env.ref_context[CONTEXT] = outer

    def report_key(self, name: str, facts: dict[str, Fact]) -> None:
        """Warn of a group whose settings inherit nothing."""
        if not facts:
            self.warn(
                Subtype.GROUP,
                f'the group {name!r} states no key and no other field, so its settings inherit '
                'nothing; add an option such as ":key: server"',
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
        return name in self.fields or name in {TITLE, 'class', 'no-contents-entry'}

    def facts(self, options: dict[str, Option]) -> dict[str, Fact]:
        """Return the facts that the options state."""
        found = {
            name: fact
            for name, option in options.items()
            if (field := self.fields.get(name)) and name != 'description'
            if (fact := state(field, option.text))
        }
        return found

    def describe(self, name: str, title: str, options: dict[str, Option]) -> list[Node]:
        """Return the object description of the group."""
        anchor = self.anchor(name)
        name_node = addnodes.desc_name(title, title, translatable=True)
        name_node.source, name_node.line = self.source, self.first_line
        signature = addnodes.desc_signature(title, '', name_node)
        signature['ids'] = [anchor]
        signature['_toc_parts'], signature['_toc_name'] = (title,), title
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
