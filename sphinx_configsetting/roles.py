"""References to settings by any of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole

from .catalog.kinds import collapse
from .domain import TITLE_ROLES, short_title

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from .catalog.fields import Field, Fields


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


def roles_of(fields: Fields) -> dict[str, XRefRole]:
    """Return the roles by their names."""
    roles: dict[str, XRefRole] = {name: SettingRole() for name in TITLE_ROLES}
    return roles | {field.name: FieldRole(field) for field in fields if field.names}
