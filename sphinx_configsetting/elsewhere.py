"""References to settings of other projects, by the forms that names of this project have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.errors import NoUri

from .domain import TITLE_ROLES, ConfigDomain, get_domain

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TRIED: Final = 'configsetting_tried'
"""The attribute of a reference in one of its forms."""


def resolve_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> Element | None:
    """Ask other extensions, such as intersphinx, for each form of a name.

    A name that begins with ``~`` is looked for as a whole first.
    """
    role = node.get('reftype', '')
    if TRIED in node or (node.get('refdomain') != ConfigDomain.name and role != 'any'):
        return None
    target, domain = node['reftarget'], get_domain(env)
    typed = node.get('typed') or target
    fields = '' if role == 'any' else domain.field_of_role(role)
    for name in dict.fromkeys((typed, target, *domain.candidates(target, fields))):
        other = node.copy()
        other['reftarget'], other[TRIED] = name, True
        found: Element | None = app.events.emit_firstresult(
            'missing-reference', env, other, content, allowed_exceptions=(NoUri,)
        )
        if found is not None:
            return shown(found, content, typed, keep=name == target or role in TITLE_ROLES)
    return None


def shown(found: Element, content: Element, typed: str, *, keep: bool) -> Element:
    """Return a reference that shows a name as it is typed, unless its text is kept."""
    if not keep:
        text = content.copy()
        text += nodes.Text(typed)
        found.children = []
        found += text
    return found


def setup_elsewhere(app: Sphinx) -> None:
    """Register the resolution of references."""
    # Before intersphinx (500), which knows nothing of these forms.
    app.connect('missing-reference', resolve_elsewhere, priority=400)
