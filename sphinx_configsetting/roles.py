"""References to settings by any of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes, utils
from sphinx import addnodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from .domain import get_domain, relative_source
from .model.text import collapse, shorten
from .nodes import count
from .query.parser import QueryError, parse_query
from .query.selection import Listing
from .targets import TITLE_ROLES
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

    from .model.fields import Field, Fields


class SettingRole(XRefRole):
    """A reference by any name, shown as the display name.

    A ``~`` before the name leaves out the parenthesis at the end of the display name. A
    name that itself begins with ``~`` or ``!`` is tried first.
    """

    def __init__(self) -> None:
        """Show plain text."""
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def create_non_xref_node(self) -> tuple[list[Node], list[system_message]]:
        """Return a reference if a name begins with ``!``, and else only its text."""
        text = utils.unescape(self.text)
        node = addnodes.pending_xref(
            self.rawtext,
            self.innernodeclass(self.rawtext, text[1:], classes=self.classes),
            refdoc=self.env.docname,
            refdomain=self.refdomain,
            reftype=self.reftype,
            refexplicit=False,
            refwarn=False,
            reftarget=text,
            typed=text,
        )
        self.set_source_info(node)
        return self.result_nodes(self.inliner.document, self.env, node, is_ref=True)

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Shorten the text where a ``~`` asks for it; ``APP_<NAME>`` is a name without a title."""
        whole = f'{title}<{target}>'
        if has_explicit_title and whole in self.rawtext and self.is_start(title):
            refnode['refexplicit'] = has_explicit_title = False
            title = target = whole
        target = collapse(target)
        # In the default domain, it is Sphinx's role ``ref``, too.
        refnode['may_be_label'] = self.rawtext.startswith(':ref:')
        if not has_explicit_title and target.startswith('~'):
            refnode['refshort'], refnode['typed'] = True, target
            target = target.removeprefix('~').lstrip()
            title = self.shorten(target)
        return title, target

    def is_start(self, text: str) -> bool:
        """Return whether a text right before a ``<`` is the start of a name, and no title."""
        return ' ' not in text and text.endswith(('.', '_', '-'))

    def shorten(self, target: str) -> str:
        """Return the text for a name after a ``~``."""
        return shorten(target)

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[system_message]]:
        """Return the reference; quotes and dashes in its text stay as typed."""
        for child in node.findall(nodes.inline):
            child['support_smartquotes'] = False
        return super().result_nodes(document, env, node, is_ref)


class FieldRole(SettingRole):
    """A reference by a name of one field, shown as typed.

    A ``~`` before a key leaves only its last segment.
    """

    def __init__(self, field: Field) -> None:
        """Show identifiers as code."""
        super().__init__()
        self.field = field
        if field.type.display == 'literal':
            self.innernodeclass = nodes.literal

    def is_start(self, text: str) -> bool:
        """Return whether names of the field have no blanks, so that a title has one after it."""
        return self.field.type.identifies

    def shorten(self, target: str) -> str:
        """Return the text for a name after a ``~``."""
        section = self.field.type.section(target)
        return target.rpartition('.')[2] if section else shorten(target)


class CountRole(SphinxRole):
    """The number of settings that match a query."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a node that is replaced once all pages are read."""
        source, line = self.get_source_info()
        try:
            parse_query(self.text, get_domain(self.env).fields)
        except QueryError as error:
            message = f'the query {self.text!r}, column {error.spot + 1}: {error}'
            warn(Subtype.QUERY, f'{message}; nothing is counted', location=f'{source}:{line}')
            return [nodes.literal(self.rawtext, self.text)], []
        record = Listing(
            docname=self.env.docname,
            source=relative_source(self.env, str(source)),
            line=line or 0,
            where=self.text,
            display='count',
        )
        return [count(self.rawtext, '\u2026', record=record)], []


def roles_of(fields: Fields) -> dict[str, RoleFunction]:
    """Return the roles by their names."""
    roles: dict[str, Any] = {name: SettingRole() for name in (*TITLE_ROLES, 'group')}
    roles['count'] = CountRole()
    return roles | {field.name: FieldRole(field) for field in fields.naming}
