"""References to settings by any of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from .catalog.kinds import collapse
from .catalog.listing import LISTING, Listing
from .catalog.query import QueryError, parse_query
from .domain import TITLE_ROLES, domain_of, relative_source, short_title
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

    from .catalog.fields import Field, Fields


UNKNOWN: Final = '\u2026'
"""What stands for a number until all pages are read, and where no number can."""


class SettingRole(XRefRole):
    """A reference by any name, shown as the display name.

    A ``~`` before the name leaves out what stands in parentheses at the end of the
    display name.
    """

    def __init__(self) -> None:
        """Make the role; its text is not code."""
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Cut the text where a ``~`` asks for it."""
        target = collapse(target)
        if not has_explicit_title and title.startswith('~'):
            refnode['refshort'] = True
            target = target.removeprefix('~').lstrip()
            title = self.shorten(target)
        return title, target

    def shorten(self, target: str) -> str:
        """Return the text for a name behind a ``~``."""
        return short_title(target)


class FieldRole(SettingRole):
    """A reference by a name of one field, shown as typed.

    A ``~`` before a key leaves only its last segment.
    """

    def __init__(self, field: Field) -> None:
        """Make the role of a field; identifiers are shown as code."""
        super().__init__()
        self.field = field
        if field.kind.display == 'literal':
            self.innernodeclass = nodes.literal

    def shorten(self, target: str) -> str:
        """Return the text for a name behind a ``~``."""
        section = self.field.kind.section(target)
        return target.rpartition('.')[2] if section else short_title(target)


class CountRole(SphinxRole):
    """How many settings answer to a query."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a node that stands for the number until all pages are read."""
        source, line = self.get_source_info()
        try:
            parse_query(self.text, domain_of(self.env).fields)
        except QueryError as error:
            message = f'the query {self.text!r}, column {error.spot + 1}: {error}'
            warn(Subtype.QUERY, f'{message}; nothing is counted', location=f'{source}:{line}')
            return [nodes.literal(self.rawtext, self.text)], []
        place = relative_source(self.env, str(source))
        listing = Listing(
            docname=self.env.docname,
            source=place,
            line=line or 0,
            where=self.text,
            display='count',
        )
        return [nodes.inline(self.rawtext, UNKNOWN, **{LISTING: listing})], []


def roles_of(fields: Fields) -> dict[str, RoleFunction]:
    """Return the roles by their names."""
    roles: dict[str, RoleFunction] = {name: SettingRole() for name in TITLE_ROLES}
    roles['count'] = CountRole()
    return roles | {field.name: FieldRole(field) for field in fields if field.names}
