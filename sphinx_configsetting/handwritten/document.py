"""A page's source as settings and the sections around them, without Sphinx.

Nothing that the text names is read or run: no file that it includes, no configuration, no
directive or role of an extension. docutils reports what it does not know; each report is
replaced by what the text says there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

from ..model.directive_head import read_head
from ..model.field_types import read_flag
from ..model.fields import ALIASES
from ..model.options import ids_in
from ..model.setting import Setting, facts_of
from ..model.text import clean, collapse
from .conditions import CONDITIONS
from .facts import VERSION, number_rows
from .placement import OBJECT, Candidate, is_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..model.fields import Fields

SETTING: Final = 'config:setting'
INCLUDED: Final = 'included'
"""The attribute of a node in place of another file: the file's name."""
INCLUDING: Final = frozenset({'include', 'literalinclude'})
VERBATIM: Final = frozenset({'code', 'code-block', 'sourcecode', 'parsed-literal', 'highlight'})
UNREAD: Final = frozenset({'raw', 'math', 'mermaid', 'graphviz', 'toctree', 'csv-table'})
"""Directives whose content is no text."""
DESCRIPTIONS: Final = frozenset({'confval', 'describe', 'envvar', 'object', 'option', 'setting'})
"""Directives of Sphinx, beside those with a domain in their names, that describe objects."""
VERSIONS: Final = frozenset({'deprecated', 'versionadded', 'versionchanged', 'versionremoved'})
"""Directives of Sphinx about other versions."""
PROSE_ROLES: Final = frozenset(
    {'abbr', 'doc', 'download', 'guilabel', 'menuselection', 'numref', 'ref', 'term'}
)
"""Roles of Sphinx that do not show their text as code."""
MALFORMED: Final = 'Malformed table'
ROLE: Final = re.compile(r':(?P<name>[\w.:+-]+?):`(?P<text>[^`]*)`')
TITLED: Final = re.compile(r'(?P<title>[^<>]+?)\s*<[^<>]*>', re.DOTALL)
RST_DIRECTIVE: Final = re.compile(r'\s*\.\.\s+(?P<name>[\w.:+-]+?)\s?::(?:\s+(?P<rest>.*)|$)')
FENCE: Final = re.compile(r'\s*(?P<fence>`{3,}|~{3,}|:{3,})\{(?P<name>[\w.:+-]+)\}\s*(?P<rest>.*)')
MARKDOWN_ROLE: Final = re.compile(
    r'(?P<code>(?<!`)(?P<marks>`{1,2})(?!`)(?:[^`\n]|\n(?!\s*\n))+(?P=marks)(?!`))|\{[\w.:+-]+\}(?=`)'
)
"""Code, in which braces are text, or the name of a role before its text."""
MARKDOWN_EXTENSIONS: Final = frozenset(
    {'colon_fence', 'deflist', 'dollarmath', 'fieldlist', 'html_image', 'substitution'}
)


class MissingParserError(Exception):
    """The parser of Markdown is not installed."""


class Directive(NamedTuple):
    """A directive that docutils does not know."""

    name: str
    lines: list[str]
    """Its argument, options and content without indentation; the argument comes first."""
    line: int
    """Its line, from 1."""
    embedded: bool = False
    """True if it is in ``eval-rst`` of Markdown."""


class ParsedPage(NamedTuple):
    """A page as docutils reads it."""

    document: nodes.document
    candidates: list[Candidate]
    markdown: bool

    @property
    def malformed(self) -> Iterator[nodes.system_message]:
        """The messages of tables that docutils refuses."""
        yield from self.document.findall(nodes.system_message)


class PageReader:
    """Reads pages; made once for all of them."""

    markdown = False
    """True if the pages are Markdown."""

    def __init__(self, fields: Fields) -> None:
        """Make the settings of docutils once; they take longer than a text."""
        self.fields = fields
        self.parser: Callable[[], Any] = Parser
        self.settings = quiet(get_default_settings(Parser))

    def page(self, text: str, name: str = '') -> ParsedPage:
        """Return a page with its settings.

        :param name: the file, as messages call it; Markdown ends in ``.md``.
        :raises MissingParserError: it is Markdown, and there is no parser.
        """
        markdown = name.endswith('.md')
        document = self.reader_of(name).parse(text)
        found = list(filter(is_setting, document.findall(nodes.container)))
        for node in found:
            node['rule'] = rule_of(node)
        candidates = [
            Candidate(node, setting_of_directive(node, name, self.fields), node['rule'])
            for node in found
        ]
        return ParsedPage(document, candidates, markdown)

    def reader_of(self, name: str) -> PageReader:
        """Return the reader of a file: Markdown ends in ``.md``.

        :raises MissingParserError: it is Markdown, and there is no parser.
        """
        return MarkdownReader(self.fields) if name.endswith('.md') else self

    def parse(self, text: str) -> nodes.document:
        """Return a text as nodes of docutils, and tables that it refuses as messages."""
        document = new_document('', self.settings)
        self.parser().parse(text, document)
        self.replace_messages(document, text.splitlines())
        for problematic in list(document.findall(nodes.problematic)):
            problematic.parent.replace(problematic, shown_role(problematic.astext()))
        return document

    def replace_messages(self, document: nodes.document, lines: list[str]) -> None:
        """Replace each message by the directive that it is about; most others go."""
        parents = {id(m.parent): m.parent for m in document.findall(nodes.system_message)}
        replaced: set[int] = set()
        for parent in parents.values():
            children = list(parent.children)
            parent.clear()
            for child in children:
                if not isinstance(child, nodes.system_message):
                    parent.append(child)
                    continue
                directive = self.directive_of(child, lines)
                if directive and directive.line not in replaced:
                    replaced.add(directive.line)
                    parent.append(self.replacement(directive))
                elif not directive and MALFORMED in child.astext():
                    parent.append(child)

    def directive_of(self, message: nodes.system_message, _lines: list[str]) -> Directive | None:
        """Return the directive that a message is about, or None."""
        blocks = () if MALFORMED in message.astext() else message.findall(nodes.literal_block)
        block = next((block.astext() for block in blocks), '')
        first, *rest = block.split('\n')
        match = RST_DIRECTIVE.match(first)
        if not match:
            return None
        return Directive(
            match['name'].lower(), [match['rest'] or '', *dedent(rest)], int(message['line'])
        )

    def replacement(self, directive: Directive) -> nodes.Element:
        """Return a node in place of a directive: its content as the page shows it."""
        name = directive.name
        node: nodes.Element = nodes.container()
        if name == SETTING:
            node.tagname = 'setting'
            has_option = self.fields.has_option
            node['head'] = read_head(directive.lines, has_option, markdown=self.markdown)
        elif name in INCLUDING:
            node[INCLUDED] = directive.lines[0].strip()
        elif name in UNREAD:
            node = nodes.comment()
        elif ':' in name or name in DESCRIPTIONS:
            node.tagname = 'desc'
        else:
            start = content_start(directive.lines)
            content = directive.lines[start:]
            if name in VERBATIM:
                text = '\n'.join(content)
                node = nodes.literal_block(text, text)
            else:
                node.extend(self.nested(content, directive.line + start - 1))
                node.tagname = name if name in CONDITIONS else node.tagname
                node.tagname = VERSION if name in VERSIONS else node.tagname
        node.line = directive.line
        return node

    def nested(self, content: list[str], offset: int) -> list[nodes.Node]:
        """Return the nodes of a directive's content, their lines counted in the page."""
        if not any(content):
            return []
        document = self.parse('\n'.join(content))
        for node in document.findall():
            if node.line:
                node.line += offset
            if isinstance(node, nodes.system_message):
                node['line'] += offset
        return document.children


class MarkdownReader(PageReader):
    """Reads pages in Markdown."""

    markdown = True

    def __init__(self, fields: Fields) -> None:
        """Make the settings of MyST's parser.

        :raises MissingParserError: it is not installed.
        """
        try:
            from myst_parser.parsers.docutils_ import Parser as MystParser  # noqa: PLC0415
        except ImportError as error:
            raise MissingParserError(
                'Markdown is read by myst-parser; install sphinx-configsetting[myst]'
            ) from error
        self.fields = fields
        self.parser = MystParser
        self.settings = quiet(get_default_settings(MystParser))
        self.settings.myst_enable_extensions = MARKDOWN_EXTENSIONS

    def parse(self, text: str) -> nodes.document:
        """Return a text as nodes of docutils; each role is shown as code."""
        document = super().parse(MARKDOWN_ROLE.sub(lambda found: found['code'] or '', text))
        number_rows(document)
        return document

    def directive_of(self, message: nodes.system_message, lines: list[str]) -> Directive | None:
        """Return the directive whose fence a message is about, or None."""
        number = int(message.get('line') or 0)
        match = FENCE.match(lines[number - 1]) if 0 < number <= len(lines) else None
        if message['level'] < 2:
            return None
        if not match:
            found = super().directive_of(message, lines)
            return found and found._replace(embedded=True)
        deepest = match.start('fence') + 3  # deeper, it is that of a fence within the content
        end = re.compile(rf' {{0,{deepest}}}{re.escape(match["fence"])}+\s*')
        last = next((n for n in range(number, len(lines)) if end.fullmatch(lines[n])), len(lines))
        content = dedent(lines[number:last])
        return Directive(match['name'].lower(), [match['rest'], *content], number)

    def replacement(self, directive: Directive) -> nodes.Element:
        """Return a node in place of a directive: its content as the page shows it."""
        if directive.embedded:
            return PageReader(self.fields).replacement(directive)
        return super().replacement(directive)


def quiet(settings: Any) -> Any:
    """Return settings of docutils under which nothing is printed, raised or read."""
    settings.report_level = settings.halt_level = 5
    settings.file_insertion_enabled = False
    settings.raw_enabled = True
    return settings


def dedent(lines: Sequence[str]) -> list[str]:
    """Return lines without their common indentation."""
    depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[depth:].rstrip() for line in lines]


def content_start(lines: Sequence[str]) -> int:
    """Return the number of the first line of a directive's content."""
    start = 1
    while start < len(lines) and (not lines[start] or lines[start].startswith(':')):
        start += 1
    return start


def shown_role(text: str) -> nodes.Node:
    """Return the text that a page shows for a role that docutils does not know."""
    match = ROLE.fullmatch(text)
    if not match:
        return nodes.Text(text)
    titled = TITLED.fullmatch(match['text'])
    title = (titled['title'] if titled else match['text']).lstrip('!~')
    cls = nodes.inline if match['name'].lower() in PROSE_ROLES else nodes.literal
    return cls(text, title)


def setting_of_directive(node: nodes.Element, name: str, fields: Fields) -> Setting:
    """Return the setting that a directive states."""
    return Setting(
        id=collapse(clean(next(iter(ids_in(node['head'].argument)), ''))),
        docname='',
        anchor='',
        source=name,
        line=node.line or 0,
        facts=facts_of(node['head'].options, fields),
    )


def rule_of(node: nodes.Element) -> str:
    """Return the rule of placement that a directive asks for."""
    options = reversed(node['head'].options)
    texts: dict[str, str]
    texts = {ALIASES.get(one.name, one.name): one.text for one in options if not one.condition}
    if read_flag(texts.get('no-typesetting', 'no')):
        return OBJECT
    return texts.get('placement', '').strip()
