"""The directive ``config:setting``."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.directives import ObjectDescription
from sphinx.util.docutils import LoggingReporter

from ..catalog.fields import ALIASES, DISPLAYNAME, OBJECT_OPTIONS, Field
from ..catalog.options import Block, Option, read_block, without_dashes
from ..catalog.setting import Fact, Setting, clean, state
from ..domain import ConfigDomain, domain_of, relative_source
from ..inert import unlink_scripts
from ..rendering.messages import name_node
from ..rendering.parsing import flatten
from ..rendering.placement import DRAFT, FIELD, SHIELD
from ..rendering.presentation import Draft, templates_of
from ..rendering.templates import TemplateError
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

WARNING_LEVEL: Final = 2


class CollectingReporter(LoggingReporter):
    """Keeps the messages about an option, so that one warning can be made of them."""

    def __init__(self, host: Any) -> None:
        """Collect in the place of a document's reporter."""
        super().__init__(host.source, host.report_level, host.halt_level)
        self.get_source_and_line = host.get_source_and_line
        self.messages: list[str] = []

    def system_message(
        self, level: int, message: str | Exception, *_children: Node, **_kwargs: Any
    ) -> system_message:
        """Keep a message instead of printing it."""
        if level >= WARNING_LEVEL:
            self.messages.append(str(message))
        return nodes.system_message(
            str(message), level=level, type='', **{'source': '', 'line': 0}
        )


class SettingDirective(ObjectDescription[str]):
    """States a setting: its id, its fields as options, and its long description."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {}
    """Empty, so that docutils leaves the options to ``read_block``."""

    def run(self) -> list[Node]:
        """Return the carrier of the setting, and an object description for placement."""
        source, self.first_line = self.place()
        source = relative_source(self.env, source)
        self.source = str(self.env.srcdir / source)
        self.option_line = self.first_line + 1
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

    @property
    def config_domain(self) -> ConfigDomain:
        """The domain of settings."""
        return domain_of(self.env)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The declared fields."""
        return self.config_domain.fields.all

    def place(self) -> tuple[str, int]:
        """Return the file and line of the directive.

        An ``include`` that starts within a file counts lines from there; the line in
        the file itself is where the directive's text stands.
        """
        source, line = (str(self.get_source_info()[0] or ''), self.get_source_info()[1] or 0)
        path = Path(source)
        block = self.block_text.rstrip().splitlines()
        if source == self.state.document['source'] or not block or not path.is_file():
            return source, line
        lines = path.read_text(encoding=self.config.source_encoding, errors='replace')
        in_file = [text.strip() for text in lines.splitlines()]
        wanted = [text.strip() for text in block]
        for start in range(max(line - 1, 0), len(in_file)):
            if in_file[start : start + len(wanted)] == wanted:
                return source, start + 1
        return source, line

    def take_block(self) -> Block:
        """Read the argument and the options; what is left of the content is the body."""
        head = self.arguments[0].split('\n') if self.arguments else []
        if not isinstance(self.state, RSTState):
            return self.options_of_content(head)
        block = read_block(head)
        first_line = self.block_text.partition('\n')[0]
        self.option_line -= not first_line.rstrip().endswith('::')
        if head[block.rest :]:
            self.report_stray(head, block)
        return block

    def options_of_content(self, argument: list[str]) -> Block:
        """Take the options off the content, which is where Markdown has them."""
        lines, shift = without_dashes(list(self.content))
        block = read_block(lines)
        if block.argument:
            return Block(argument)
        for option in block.options:
            option.line += shift
        taken = block.rest + 2 * shift
        self.content = self.content[taken:]
        self.content_offset += taken
        return Block(argument, block.options)

    def report_stray(self, head: list[str], block: Block) -> None:
        """Warn of a line between the options and the body, and make it part of the body."""
        stray = head[block.rest :]
        line = self.option_line + block.rest
        self.warn(
            Subtype.OPTION,
            f'{stray[0].strip()!r} is not an option; put a blank line between the options and '
            'the body',
            line,
        )
        added = StringList([text.strip() for text in stray] + [''], self.source)
        added.extend(self.content)
        self.content = added

    def warn(self, subtype: Subtype, message: str, line: int) -> None:
        """Warn of a line of the directive."""
        warn(subtype, message, location=f'{self.source}:{line}')

    def checked(self, options: list[Option]) -> dict[str, Option]:
        """Return the options by name, and warn of those that are wrong."""
        known: dict[str, Option] = {}
        self.faulty = False
        fields = self.config_domain.fields
        for option in options:
            option.line += self.option_line
            name = ALIASES.get(option.name, option.name)
            if name not in fields and name not in OBJECT_OPTIONS:
                close = fields.nearest(name)
                hint = f'did you mean {close!r}?' if close else 'declare it in conf.py'
                self.warn(Subtype.OPTION, f'there is no option {name!r}; {hint}', option.line)
                self.faulty = True
            elif name in known:
                self.warn(
                    Subtype.OPTION,
                    f'the option {name!r} is given twice; {clean(known[name].text)!r} is used and '
                    f'{clean(option.text)!r} is not; remove one',
                    option.line,
                )
            else:
                known[name] = option
        return known

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

    def parsed(self, option: Option) -> list[nodes.paragraph]:
        """Parse the inline markup of an option; [] for an empty one."""
        text = option.text
        if not text:
            return []
        if '\n..' in f'\n{text}' and isinstance(self.state, RSTState):
            self.warn(
                Subtype.MARKUP,
                f'the option {option.name!r} holds block markup, which is shown as it is typed; '
                'move it to the body',
                option.line,
            )
            content: list[Node] = [nodes.Text(clean(text))]
        else:
            content = self.inline(option, text)
        paragraph = nodes.paragraph(text, '', *content)
        paragraph.source, paragraph.line = self.source, option.line
        for target in unlink_scripts(paragraph):
            self.warn(
                Subtype.MARKUP,
                f'the option {option.name!r} links to the script {target!r}; only the text of '
                'the link is shown; link to a page instead',
                option.line,
            )
        paragraph[FIELD] = option.name
        return [paragraph]

    def inline(self, option: Option, text: str) -> list[Node]:
        """Parse inline markup with the page's own parser."""
        if not isinstance(self.state, RSTState):
            return list(self.parse_inline(text, lineno=option.line)[0])
        document, memo = self.state.document, copy.copy(self.state.memo)
        host, collector = document.reporter, CollectingReporter(document.reporter)
        memo.reporter = document.reporter = collector  # docutils asks the one or the other
        line = option.line - self.first_line + self.lineno
        try:
            content, _messages = self.state.inliner.parse(text, line, memo, self.state.parent)
        finally:
            document.reporter = host
        if collector.messages:
            self.warn(
                Subtype.MARKUP,
                f'the option {option.name!r}: {" ".join(collector.messages)} '
                'It is shown as it is typed; close the markup, or escape it with a backslash',
                option.line,
            )
        return [
            nodes.Text(node.astext()) if isinstance(node, nodes.problematic) else node
            for node in content
        ]

    def draft(self, options: dict[str, Option]) -> Draft:
        """Return the setting with what the options say of its presentation."""
        texts = {name: options[name].text for name in ('class', 'template') if name in options}
        return Draft(
            setting=self.setting,
            place=f'{self.source}:{self.first_line}',
            template=texts.get('template', ''),
            classes=[nodes.make_id(name) for name in texts.get('class', '').split()],
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
