"""The base of the directives: argument, options and body, and warnings about them."""

from __future__ import annotations

import copy
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from ..domain import get_domain, relative_source
from ..model.directive_head import read_head
from ..model.fences import open_fence
from ..model.field_types import read_flag
from ..model.fields import ALIASES
from ..model.text import clean, collapse
from ..templating.parsing import CollectingReporter, flatten
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

    from ..config import Configuration
    from ..domain import ConfigDomain
    from ..model.directive_head import Head
    from ..model.fields import Fields
    from ..model.options import Option

SCRIPT: Final = re.compile(r'(?i)[\s\x00-\x1f]*(?:javascript|vbscript|data)\s*:')
"""The addresses that run a script when a reader follows them."""
ARGUMENT: Final = re.compile(r'::\s+\S')
"""An argument on the line of its directive."""
MARKUP: Final = re.compile(r'[*`_|\\:<>\[\]{}&$@~"\'.-]')
"""The characters without which a text has no inline markup, and no typographic quotes."""


class OptionDirective(SphinxDirective):
    """A directive that reads its options itself, so that a wrong one does not refuse it."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {}
    """Empty, so that docutils leaves the options to ``read_head``."""

    def prepare(self) -> Head:
        """Note the place of the directive, and read its argument and options."""
        source, self.first_line = self.place()
        self.relative_source = relative_source(self.env, source)
        self.source = str(self.env.srcdir / self.relative_source)
        self.faulty = False
        lines = self.all_lines()
        head = read_head(lines, self.is_option, markdown=not self.is_rst)
        for slip in head.slips:
            self.warn(Subtype.OPTION, slip.message, self.first_line + slip.line)
        self.take_body(head, lines)
        return head

    @cached_property
    def myst_config(self) -> Any:
        """The configuration of MyST-Parser; None without it, which is reported once."""
        config = getattr(self.env, 'myst_config', None)
        if config is None:
            self.warn(
                Subtype.SOURCE,
                'descriptions are Markdown, and are shown as plain text; install myst-parser, and '
                "add 'myst_parser' to the extensions",
                self.first_line,
            )
        return config

    @cached_property
    def config_domain(self) -> ConfigDomain:
        """The domain of settings."""
        return get_domain(self.env)

    @cached_property
    def configuration(self) -> Configuration:
        """The values of conf.py."""
        return self.config_domain.configuration

    @cached_property
    def fields(self) -> Fields:
        """The declared fields."""
        return self.configuration.fields

    @property
    def is_rst(self) -> bool:
        """True if the page is reStructuredText."""
        return isinstance(self.state, RSTState)

    def place(self) -> tuple[str, int]:
        """Return the file and line of the directive.

        An ``include`` that starts within a file counts lines from there; the line in the
        file itself is found by the text of the directive.
        """
        source, line = str(self.get_source_info()[0] or ''), self.get_source_info()[1] or 0
        path = Path(source)
        block = [text.strip() for text in self.block_text.rstrip().splitlines()]
        if source == self.state.document['source'] or not block or not path.is_file():
            return source, line
        in_file = self.lines_of(path)
        for start in range(max(line - 1, 0), len(in_file)):
            if in_file[start] == block[0] and in_file[start : start + len(block)] == block:
                return source, start + 1
        return source, line

    def lines_of(self, path: Path) -> list[str]:
        """Return the stripped lines of an included file, which is read once for a page."""
        known: dict[str, list[str]]
        known = self.env.temp_data.setdefault('configsetting_files', {})  # type: ignore[assignment]
        if str(path) not in known:
            text = path.read_text(encoding=self.config.source_encoding, errors='replace')
            known[str(path)] = [line.strip() for line in text.splitlines()]
        return known[str(path)]

    def all_lines(self) -> list[str]:
        """Return the lines of the directive from its own one on, blank ones included."""
        head = self.arguments[0].split('\n') if self.arguments else ['']
        start = self.content_offset + 1
        if self.is_rst:
            is_below = not ARGUMENT.search(self.block_text.partition('\n')[0])
            head = ['', *head] if is_below and self.arguments else head
            start = max(start - self.lineno, len(head) + 1)  # callers may count otherwise
        return [*head, *[''] * (start - len(head)), *self.content]

    def take_body(self, head: Head, lines: list[str]) -> None:
        """Take the head off the content; text right below the options belongs to the body."""
        start = len(lines) - len(self.content)
        text = range(head.length, start)
        if any(lines[n] for n in text):
            places = [(self.source, self.first_line + n - 1) for n in text]
            self.content = (
                StringList([lines[n].strip() for n in text], items=places) + self.content
            )
            self.content_offset -= len(text)
        elif head.length > start:
            self.content = self.content[head.length - start :]
            self.content_offset += head.length - start
        start = len(lines) - len(self.content)
        for number in head.parted:  # stays blank, so that the lines of the body are right
            self.content[number - start] = ''

    def warn(self, subtype: Subtype, message: str, line: int) -> None:
        """Warn of a line of the directive."""
        warn(subtype, message, location=f'{self.source}:{line}')

    def warn_of_fault(self, subtype: Subtype, message: str, line: int) -> None:
        """Warn of a line that states a fact in vain, so that the setting is not called empty."""
        self.warn(subtype, message, line)
        self.faulty = True

    def warn_of_option(self, subtype: Subtype, option: Option, message: str) -> None:
        """Warn of an option, unless another setting of its group has."""
        if not option.used:
            self.warn(subtype, message, option.line)

    def is_option(self, name: str) -> bool:
        """Return whether the directive has an option of that name."""
        return self.fields.has_option(name)

    def nearest_options(self, name: str) -> list[str]:
        """Return the options that are like a wrong name."""
        return self.fields.nearest(name)

    def checked(self, options: list[Option]) -> dict[str, Option]:
        """Return the options by name, and warn of wrong ones; conditions come by their names."""
        known: dict[str, Option] = {}
        for option in options:
            option.line += self.first_line
            name = ALIASES.get(option.name, option.name)
            key = f'{name} ({option.condition})' if option.condition else name
            key = next((one for one in known if one.casefold() == key.casefold()), key)
            if not self.is_option(name):
                self.report_unknown(name, option.line)
            elif option.is_null and name not in self.fields:
                continue
            elif option.condition and name not in self.fields:
                self.refuse_condition(option)
            elif key in known:
                self.warn(
                    Subtype.OPTION,
                    f'the option {key!r} is given twice; {clean(known[key].text)!r} is used and '
                    f'{clean(option.text)!r} is not; remove one',
                    option.line,
                )
            else:
                known[key] = option
        return known

    def refuse_condition(self, option: Option) -> None:
        """Warn of a condition on an option that is the same in all cases."""
        self.warn(
            Subtype.OPTION,
            f'the option {option.name!r} cannot depend on {option.condition!r}, so it is left '
            'out; remove the condition, or move the text to the body',
            option.line,
        )

    def report_unknown(self, name: str, line: int) -> None:
        """Warn of an option that does not exist."""
        close = ' or '.join(map(repr, self.nearest_options(name)))
        hint = f'did you mean {close}?' if close else self.unknown_hint
        self.warn_of_fault(Subtype.OPTION, f'there is no option {name!r}; {hint}', line)

    @property
    def unknown_hint(self) -> str:
        """The advice about an option that does not exist, and is like no other one."""
        return 'declare it in configsetting_fields'

    def flag(self, name: str, options: dict[str, Option]) -> bool:
        """Return whether a flag is on; a word that is neither yes nor no is reported."""
        if name not in options:
            return False
        option = options[name]
        truth = read_flag(option.text)
        if truth is None:
            self.warn(
                Subtype.VALUE,
                f'the option {name!r} is {option.text.strip()!r}, which is neither "yes" nor '
                '"no"; it is ignored',
                option.line,
            )
        return truth is True

    def inline_markup(self, option: Option, text: str) -> nodes.paragraph:
        """Return the inline markup of an option as a paragraph, which is translated."""
        if option.verbatim:
            content: list[Node] = [nodes.Text(collapse(text))]
        elif is_block_markup(text) and self.is_rst:
            self.warn_of_option(
                Subtype.MARKUP,
                option,
                f'the option {option.name!r} has block markup, which is shown as it is typed; '
                'move it to the body',
            )
            content = [nodes.Text(collapse(text))]
        elif MARKUP.search(text):
            content = self.parse_line(option, text)
        else:
            content = [nodes.Text(text)]
        paragraph = nodes.paragraph(text, '', *content)
        paragraph.source, paragraph.line = self.source, option.line
        self.unlink_scripts(paragraph, option)
        return paragraph

    def unlink_scripts(self, paragraph: nodes.paragraph, option: Option) -> None:
        """Replace links that run scripts by their text."""
        for reference in list(paragraph.findall(nodes.reference)):
            if SCRIPT.match(reference.get('refuri', '')):
                self.warn_of_option(
                    Subtype.MARKUP,
                    option,
                    f'the option {option.name!r} links to the script {reference["refuri"]!r}; '
                    'only the text of the link is shown; link to a page instead',
                )
                reference.replace_self(list(reference.children))

    def parse_line(self, option: Option, text: str) -> list[Node]:
        """Parse inline markup with the page's own parser."""
        if not self.is_rst:
            return list(self.parse_inline(text, lineno=option.line - 1)[0])
        document, memo = self.state.document, copy.copy(self.state.memo)
        host, collector = document.reporter, CollectingReporter(document.reporter)
        memo.reporter = document.reporter = collector  # docutils asks the one or the other
        line = option.line - self.first_line + self.lineno
        try:
            content, _messages = self.state.inliner.parse(text, line, memo, self.state.parent)
        finally:
            document.reporter = host
        self.report_markup(option, collector)
        return [
            nodes.Text(node.astext()) if isinstance(node, nodes.problematic) else node
            for node in content
        ]

    def report_markup(self, option: Option, collector: CollectingReporter) -> None:
        """Warn of broken markup, with all messages of docutils in one."""
        if not collector.messages:
            return
        messages = ' '.join(message for message, _line in collector.messages)
        self.warn_of_option(
            Subtype.MARKUP,
            option,
            f'the option {option.name!r}: {messages} It is shown as it is typed; close the '
            f'markup, or escape it with a backslash{self.role_hint(messages)}',
        )

    def role_hint(self, messages: str) -> str:
        """Return the role that was meant by an unknown one."""
        found = re.search(r'"config:([^"]+)"', messages)
        close = self.fields.nearest(found[1]) if found else []
        named = [name for name in close if self.fields.by_name.get(name) in self.fields.naming]
        return f'; did you mean the role "config:{named[0]}"?' if named else ''

    def reference(self, name: str, line: int, title: str = '') -> addnodes.pending_xref:
        """Return a reference to a setting by any of its names.

        :param title: the text of the link; '' for the display name of the setting.
        """
        text = title or name
        node = addnodes.pending_xref(
            '',
            nodes.inline(text, text, classes=['xref', 'config', 'config-setting']),
            refdomain='config',
            reftype='setting',
            reftarget=name,
            refdoc=self.env.docname,
            refexplicit=bool(title),
            refwarn=True,
        )
        node.source, node.line = self.source, line
        return node

    def body(self, owner: str) -> list[Node]:
        """Return the body, whose headings become rubrics."""
        inner = '' if self.is_rst else open_fence(self.content)
        if inner:
            self.warn(
                Subtype.MARKUP,
                f'the fence {inner!r} is not closed in {owner}, which the next fence of this '
                f'length closes; write the fence of {owner} with more characters',
                self.first_line,
            )
        content = nodes.Element(
            '', *self.parse_content_to_nodes(allow_section_headings=self.is_rst)
        )
        for rubric in self.headings(content):
            self.warn(
                Subtype.HEADING,
                f'the heading {rubric.astext()!r} is in the body of {owner}; it is shown as a '
                'rubric; move it out of the body',
                (rubric.line or self.first_line) - self.is_rst,
            )
        for rule in list(content.findall(nodes.transition)):
            rule.parent.remove(rule)
            self.warn(
                Subtype.HEADING,
                f'a rule is in the body of {owner}, where docutils allows none; it is left out; '
                'remove it, or move it out of the body',
                rule.line or self.first_line,
            )
        return content.children

    def headings(self, content: nodes.Element) -> Iterator[nodes.rubric]:
        """Yield the headings of a body as rubrics; MyST-Parser makes them itself."""
        for section in filter(is_titled, list(content.findall(nodes.section))):
            yield flatten(section)
        if not self.is_rst:
            for rubric in content.findall(nodes.rubric):
                if 'level' in rubric and not is_in_description(rubric):
                    yield rubric

    def words(self, options: dict[str, Option], name: str) -> Iterator[str]:
        """Yield the words of an option."""
        if name in options:
            yield from options[name].text.split()


def is_titled(section: nodes.section) -> bool:
    """Return whether a section begins with a heading; other extensions make some that don't."""
    return isinstance(next(iter(section.children), None), nodes.title)


def is_in_description(node: nodes.Node) -> bool:
    """Return whether a node is in the description of an object, which speaks for itself."""
    parent = node.parent
    while parent is not None and parent.tagname not in {'setting', 'desc'}:
        parent = parent.parent
    return parent is not None


def is_block_markup(text: str) -> bool:
    """Return whether a text has a directive, target or comment of reStructuredText."""
    return '\n..' in f'\n{text}'
