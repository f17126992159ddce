"""The base of the directives: argument, options and body, and warnings about them."""

from __future__ import annotations

import copy
import re
from functools import cached_property
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from ..domain import get_domain, relative_source
from ..model.field_types import read_flag
from ..model.fields import ALIASES, OBJECT_OPTIONS
from ..model.markdown_options import read_markdown_block
from ..model.options import (
    MISTYPED,
    Block,
    Option,
    indented_block,
    parted_options,
    read_block,
)
from ..model.text import clean, collapse
from ..templating.parsing import CollectingReporter, flatten
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from docutils.nodes import Node

    from ..config import Configuration
    from ..domain import ConfigDomain
    from ..model.fields import Fields

SCRIPT: Final = re.compile(r'(?i)[\s\x00-\x1f]*(?:javascript|vbscript|data)\s*:')
"""The addresses that run a script when a reader follows them."""
ONE_LINE: Final = re.compile(r'(?P<argument>\S+)\s+(?P<option>:(?P<name>[a-z][\w-]*):(?:\s.*)?)')
"""An argument with an option after it."""
MARKDOWN_FENCE: Final = re.compile(r'\s*(?:`{3}|~{3}|:{3})')
MARKUP: Final = re.compile(r'[*`_|\\:<>\[\]{}&$@~"\'.-]')
"""The characters without which a text has no inline markup, and no typographic quotes."""


class OptionDirective(SphinxDirective):
    """A directive that reads its options itself, so that a wrong one does not refuse it."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {}
    """Empty, so that docutils leaves the options to ``read_block``."""

    def prepare(self) -> Block:
        """Note the place of the directive, and read its argument and options."""
        source, self.first_line = self.place()
        self.relative_source = relative_source(self.env, source)
        self.source = str(self.env.srcdir / self.relative_source)
        self.option_line = self.first_line + 1
        self.faulty = False
        self.lacks_markdown = False
        return self.take_block()

    verbatim: Collection[Option] = ()
    """The options whose text has no markup, as product files state them."""

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

    def take_block(self) -> Block:
        """Read the argument and the options; the rest of the content is the body."""
        head = self.arguments[0].split('\n') if self.arguments else []
        if not self.is_rst:
            self.option_line += self.content_offset  # MyST-Parser takes blank lines off
            block = read_markdown_block(list(self.content))
            self.drop_content(block.length)
            for line, text in block.stray:
                self.report_stray(text, self.option_line + line)
            whole = self.with_parted(Block(head, block.options), block.length)
            if len(whole.options) == len(block.options):
                self.report_late_option(block.length)
            return whole
        head = self.without_option(head)
        block = read_block(head)
        first_line = self.block_text.partition('\n')[0]
        self.option_line -= not first_line.rstrip().endswith('::')
        self.take_indented(block)
        self.take_mistyped(head, block)
        has_block = any(one.is_block and not one.wants_block for one in block.options)
        is_whole = block.length == len(head) and not has_block
        return self.with_parted(block, block.length) if is_whole else block

    def without_option(self, head: list[str]) -> list[str]:
        """Return the argument with an option that is on its line on the next one."""
        found = ONE_LINE.fullmatch(head[0]) if head else None
        if not found or not self.is_option(found['name']):
            return head
        self.warn(
            Subtype.OPTION,
            f'{found["option"]!r} is on the line of the directive; write it on the next line',
            self.first_line,
        )
        self.option_line -= 1
        return [found['argument'], found['option'], *head[1:]]

    def report_late_option(self, length: int) -> None:
        """Warn of an option in the first paragraph of Markdown, which is text there.

        :param length: the number of lines of options before it.
        """
        lines = [*dropwhile(lambda line: not line.strip(), self.content)]
        paragraph = [*takewhile(str.strip, lines)]
        above = len(self.content) - len(lines) + length
        is_right_below = self.option_line + above == self.first_line + 1
        if paragraph and is_right_below and self.is_without_colon(paragraph[0]):
            self.report_stray(paragraph[0].strip(), self.option_line)
            return
        late = (n for n, line in enumerate(paragraph) if n and self.is_option_line(line))
        number = next(late, 0)
        if number and not MARKDOWN_FENCE.match(paragraph[0]):
            self.warn(
                Subtype.OPTION,
                f'{paragraph[number].strip()!r} is shown as text; options come right below the '
                'line of the directive, on which commas separate several ids',
                self.option_line + above + number,
            )

    def is_without_colon(self, line: str) -> bool:
        """Return whether a line is an option of the directive, but for the first colon."""
        name, colon, _text = line.partition(':')
        return bool(colon) and self.is_option(name)

    def is_option_line(self, line: str) -> bool:
        """Return whether a line is an option of the directive."""
        options = read_block([line]).options
        return bool(options) and self.is_option(options[0].name)

    def take_indented(self, block: Block) -> None:
        """Append the block below the options to the last one, if it asks for a block."""
        while block.options and block.options[-1].wants_block:
            lines = indented_block(list(self.content))
            if not any(map(str.strip, lines)):
                return
            block.options[-1].lines += lines
            self.drop_content(len(lines))
            self.take_more_options(block, len(lines) + 1)

    def take_more_options(self, block: Block, taken: int) -> None:
        """Take the options after the block of an option, if the body begins with any."""
        more = read_block(list(self.content))
        if more.argument or not more.options or not self.is_option(more.options[0].name):
            return
        for option in more.options:
            option.line += block.length + taken
        block.options += more.options
        block.length += more.length + taken
        self.drop_content(more.length)

    def with_parted(self, block: Block, length: int) -> Block:
        """Return a block with the options after a blank line, which are reported.

        :param length: the number of lines between the directive and the blank line.
        """
        read = read_block if self.is_rst else read_markdown_block
        body = list(self.content)
        blank = next((n for n, line in enumerate(body) if line.strip()), 0)
        start, parted = parted_options(body, block, read)
        if not any(self.is_declared(one, body) for one in parted.options):
            return block
        below = start - blank + (self.blank_lines_below(length) if self.is_rst else length + blank)
        for option in parted.options:
            option.line += below
        if not self.are_options(parted.options, body, more=bool(block.options)):
            self.report_fields(parted.options[0], body)
            return block
        for line, text in parted.stray:
            self.report_stray(text, self.option_line + below + line)
        first = parted.options[0]
        self.warn(
            Subtype.OPTION,
            f'there is a blank line before the option {first.name!r}; remove it, so that the '
            'option does not look like text of the body',
            self.option_line + first.line,
        )
        if start == blank:
            self.drop_content(start + parted.length)
        else:  # blank lines in place of the options, so that the lines of the body are right
            lines = StringList([''] * parted.length, self.source)
            self.content[start : start + parted.length] = lines
        return Block(block.argument, [*block.options, *parted.options])

    def are_options(self, fields: list[Option], body: list[str], *, more: bool) -> bool:
        """Return whether a field list in a body is meant as options, typed as they are declared.

        :param more: whether the directive has other options, which make a slip less likely.
        """
        if all(self.is_declared(one, body) for one in fields):
            return True
        return not (more or any(' ' in one.name for one in fields))

    def is_declared(self, one: Option, body: list[str]) -> bool:
        """Return whether a field of a body is an option, typed as it is declared."""
        return self.is_option(one.name) and any(line.startswith(f':{one.name}:') for line in body)

    def report_fields(self, first: Option, body: list[str]) -> None:
        """Warn of a field list that begins with an option, and stays text of the body."""
        if self.is_declared(first, body):
            self.warn(
                Subtype.OPTION,
                f'there is a blank line before {first.name!r}, which is shown as text; remove the '
                'line if it is an option, or begin the body with another line',
                self.option_line + first.line,
            )

    def blank_lines_below(self, length: int) -> int:
        """Return the number of lines from the first option to the body, blank ones included."""
        skipped = self.option_line - self.first_line + length
        lines = self.block_text.splitlines()[skipped:]
        return length + next((n for n, line in enumerate(lines) if line.strip()), 0)

    def drop_content(self, length: int) -> None:
        """Take lines off the start of the body."""
        self.content = self.content[length:]
        self.content_offset += length

    def report_stray(self, text: str, line: int) -> bool:
        """Warn of a line that is no option; return whether it is one with a slip."""
        found = MISTYPED.fullmatch(text)
        name = found['name'].lower() if found else ''
        if found and (name in self.fields or name in OBJECT_OPTIONS):
            hint = f'write ":{name}: {found["text"]}"'
        else:
            hint, found = 'put a blank line between the options and the body', None
        self.warn(Subtype.OPTION, f'{text!r} is not an option; {hint}', line)
        return found is not None

    def take_mistyped(self, head: list[str], block: Block) -> None:
        """Report the first line that is no option, and go on after it."""
        stray = head[block.length :]
        if not stray:
            return
        if self.report_stray(stray[0].strip(), self.option_line + block.length):
            more = read_block(stray[1:])
            more = Block() if more.argument else more  # text, which belongs to the body
            for option in more.options:
                option.line += block.length + 1
            block.options += more.options
            stray = stray[1 + more.length :]
        added = StringList([text.strip() for text in stray] + [''], self.source)
        added.extend(self.content)
        self.content = added

    def warn(self, subtype: Subtype, message: str, line: int) -> None:
        """Warn of a line of the directive."""
        warn(subtype, message, location=f'{self.source}:{line}')

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
            option.line += self.option_line
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
        self.warn(Subtype.OPTION, f'there is no option {name!r}; {hint}', line)
        self.faulty = True

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
        if any(option is one for one in self.verbatim):
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
                if 'level' in rubric and not is_described(rubric):
                    yield rubric

    def words(self, options: dict[str, Option], name: str) -> Iterator[str]:
        """Yield the words of an option."""
        if name in options:
            yield from options[name].text.split()


def is_titled(section: nodes.section) -> bool:
    """Return whether a section begins with a heading; other extensions make some that don't."""
    return isinstance(next(iter(section.children), None), nodes.title)


def is_described(node: nodes.Node) -> bool:
    """Return whether a node is in the description of an object, which speaks for itself."""
    parent = node.parent
    while parent is not None and parent.tagname not in {'setting', 'desc'}:
        parent = parent.parent
    return parent is not None


def is_block_markup(text: str) -> bool:
    """Return whether a text has a directive, target or comment of reStructuredText."""
    return '\n..' in f'\n{text}'
