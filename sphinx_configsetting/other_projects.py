"""References to settings of other projects, by the forms that names of this project have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform

from .domain import ConfigDomain, get_domain
from .model.text import shorten
from .targets import TITLE_ROLES, field_of_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TRIED: Final = 'configsetting_tried'
"""The attribute of a reference in one of its forms."""


def resolve_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: Element
) -> Element | None:
    """Ask other extensions, such as intersphinx, for each form of a name.

    A name that begins with ``~`` or ``!`` is looked for as a whole first.
    """
    role = node.get('reftype', '')
    if TRIED in node or (node.get('refdomain') != ConfigDomain.name and role != 'any'):
        return None
    for name, text in forms_of(node, env):
        other = node.copy()
        other['reftarget'], other[TRIED] = name, True
        shown = (
            reference_with_text(content, text) if text and is_whole_name(node, name) else content
        )
        found: Element | None = app.events.emit_firstresult(
            'missing-reference', env, other, shown, allowed_exceptions=(NoUri,)
        )
        if found is not None:
            if text and not is_whole_name(node, name):
                found.children = []
                found += reference_with_text(content, text)
            elif node.get('refshort') and role in TITLE_ROLES and not is_whole_name(node, name):
                title = shorten(found.astext())
                found.children = []
                found += reference_with_text(content, title)
            return found
    return content if is_marked(node) else None


def forms_of(node: addnodes.pending_xref, env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each name that a reference may mean, and the text to show; '' for the usual one."""
    target, role, domain = node['reftarget'], node['reftype'], get_domain(env)
    typed = node.get('typed') or target
    fields = '' if role == 'any' else field_of_role(role)
    names = (
        (typed,)
        if is_marked(node)
        else (typed, target, *domain.targets.candidates(target, fields))
    )
    for name in dict.fromkeys(names):
        usual = node.get('refexplicit') or name == target or role in TITLE_ROLES
        is_usual = usual and not (is_whole_name(node, name) and not node.get('refexplicit'))
        yield name, '' if is_usual else without_inventory(typed, env)


def is_marked(node: addnodes.pending_xref) -> bool:
    """Return whether a reference begins with ``!``: it is one only if a name begins so."""
    return str(node.get('typed', '')).startswith('!')


def is_whole_name(node: addnodes.pending_xref, name: str) -> bool:
    """Return whether a name is the one that was typed, with a sign that has a meaning."""
    return name == node.get('typed') and name[:1] in {'!', '~'}


def without_inventory(name: str, env: BuildEnvironment) -> str:
    """Return a name without the name of the other project before it."""
    project, _, rest = name.partition(':')
    return rest if project in getattr(env.config, 'intersphinx_mapping', {}) else name


def reference_with_text(content: Element, text: str) -> Element:
    """Return a copy of the text of a reference with other words."""
    copy = content.copy()
    copy += nodes.Text(text)
    return copy


class ExternalNames(SphinxPostTransform):
    """Finds the form of a name in a role such as ``external+name:config:setting``."""

    # Right before intersphinx resolves these references, which asks no other extension.
    default_priority = ReferencesResolver.default_priority - 2

    def run(self, **_kwargs: Any) -> None:
        """Replace the name in each such reference by the one that the other project has."""
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get('intersphinx') and node.get('refdomain') == ConfigDomain.name:
                self.rename(node)

    def rename(self, node: addnodes.pending_xref) -> None:
        """Take the first form of a name that the other project has."""
        for name, text in forms_of(node, self.env):
            if self.is_known(name, node):
                node['reftarget'] = name
                if text:
                    content = node[0]
                    assert isinstance(content, nodes.Element)
                    node[0] = reference_with_text(content, text)
                return
        if is_marked(node):
            node.replace_self(node.children)

    def is_known(self, name: str, node: addnodes.pending_xref) -> bool:
        """Return whether the other project, or any if none is named, has a name."""
        from sphinx.ext.intersphinx import (  # noqa: PLC0415 (loaded by now; it imports much)
            InventoryAdapter,
        )

        adapter, project = InventoryAdapter(self.env), node.get('inventory')
        known = adapter.named_inventory.get(project, {}) if project else adapter.main_inventory
        types = get_domain(self.env).objtypes_for_role(node['reftype']) or []
        return any(name in known.get(f'{ConfigDomain.name}:{one}', {}) for one in types)


def setup_elsewhere(app: Sphinx) -> None:
    """Register the resolution of references."""
    # Before intersphinx (500), which knows nothing of these forms.
    app.connect('missing-reference', resolve_elsewhere, priority=400)
    app.add_post_transform(ExternalNames)
