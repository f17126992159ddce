"""A stand-in for the extension, so that the same sources can be built without it.

It parses what the markup contains and shows it as text, and does nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.domains import Domain
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class AnyOption(dict):
    """An option spec that knows each option, as text."""

    def __missing__(self, name):
        return lambda text: text or ''


class Shown(SphinxDirective):
    """The argument, the options and the content of a directive."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = AnyOption(template=str)

    def run(self):
        texts = [*self.arguments, *self.options.values()]
        shown = nodes.container('', *(nodes.paragraph(text, text) for text in texts))
        self.state.nested_parse(self.content, self.content_offset, shown)
        return [shown]


def show_text(_name, rawtext, text, _line, _inliner, _options=None, _content=()):
    return [nodes.literal(rawtext, text)], []


class ConfigDomain(Domain):
    """Knows each directive and role."""

    name = 'config'

    def directive(self, _name):
        return Shown

    def role(self, _name):
        return show_text

    def merge_domaindata(self, docnames, otherdata):
        """There is none."""

    def resolve_any_xref(self, *_arguments):
        return []


def setup(app: Sphinx):
    app.add_domain(ConfigDomain)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
