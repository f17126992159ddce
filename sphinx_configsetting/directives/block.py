"""What the directives share: reading argument, options and body, and warning of them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx.util.docutils import LoggingReporter, SphinxDirective

from ..catalog.fields import ALIASES, OBJECT_OPTIONS
from ..catalog.options import Block, Option, read_block, without_dashes
from ..catalog.setting import clean
from ..domain import domain_of, relative_source
from ..inert import unlink_scripts
from ..rendering.placement import FIELD
from ..warnings_ import Subtype, warn

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

    from ..catalog.fields import Field
    from ..domain import ConfigDomain

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


class OptionDirective(SphinxDirective):
    """A directive that reads its options itself, so that a wrong one does not refuse it."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {}
    """Empty, so that docutils leaves the options to ``read_block``."""
    no_option: ClassVar[str] = 'declare it in conf.py'
    """What to do about an option that is like no other."""

    @property
    def config_domain(self) -> ConfigDomain:
        """The domain of settings."""
        return domain_of(self.env)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The declared fields."""
        return self.config_domain.fields.all

    def find_place(self) -> str:
        """Note where the directive stands; return its file from the source directory."""
        source, self.first_line = self.place()
        source = relative_source(self.env, source)
        self.source = str(self.env.srcdir / source)
        self.option_line = self.first_line + 1
        return source

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

    def is_option(self, name: str) -> bool:
        """Tell whether the directive has an option of that name."""
        return name in self.config_domain.fields or name in OBJECT_OPTIONS

    def nearest_option(self, name: str) -> str:
        """Return the option whose name is most like a wrong one; '' for none."""
        return self.config_domain.fields.nearest(name)

    def checked(self, options: list[Option]) -> dict[str, Option]:
        """Return the options by name, and warn of those that are wrong."""
        known: dict[str, Option] = {}
        self.faulty = False
        for option in options:
            option.line += self.option_line
            name = ALIASES.get(option.name, option.name)
            if not self.is_option(name):
                close = self.nearest_option(name)
                hint = f'did you mean {close!r}?' if close else self.no_option
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
