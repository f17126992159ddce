"""Names of settings in the standard domain: object types of before, and labels.

Only the whole project decides which setting has a name, so the standard domain gets them
when all pages are written, for objects.inv; until then, references are resolved here.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from docutils import nodes

from .domain import get_domain, get_standard_domain
from .model.field_types import CommandFlags
from .model.fields import FORMERLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import ConfigDomain
    from .model.setting import Setting


def names_for(setting: Setting, field: str, domain: ConfigDomain) -> list[str]:
    """Return the names of a setting as an object of an old type."""
    if field in {'id', 'title'}:
        return [setting.id if field == 'id' else setting.title]
    declared = domain.fields.by_name[field]
    return [declared.type.main_name(value) for value in setting.values(field)]


def old_type_ids(setting: Setting, field: str) -> tuple[str, ...]:
    """Return the ids that a setting had as an object of an old type."""
    return setting.all_values(FORMERLY) if field == 'id' else ()


def settings_by_label(domain: ConfigDomain) -> dict[str, Setting]:
    """Return the settings by the labels that conf.py asks for."""
    if not domain.configuration.labels:
        return {}
    return domain.settings.by_label


def resolve_label(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Resolve a reference by the role ``ref`` to the id of a setting."""
    domain = get_domain(env)
    if (node.get('refdomain'), node.get('reftype')) != ('std', 'ref'):
        return None
    setting = settings_by_label(domain).get(node['reftarget'])
    if setting is None:
        return None
    text = contnode if node['refexplicit'] else nodes.inline(setting.title, setting.title)
    return domain.make_reference(app.builder, node['refdoc'], setting, text)


def resolve_old_type(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Resolve a reference by a role of an old type that the standard domain cannot resolve."""
    domain = get_domain(env)
    if node.get('refdomain') != 'std' or node.get('reftype') not in domain.old_types:
        return None
    field = domain.old_types[node['reftype']]
    target = node['reftarget']
    flag = CommandFlags().main_name(target) if node['reftype'] == 'option' else target
    for name in dict.fromkeys((target, flag)):
        known = domain.settings.find(name, '' if field in {'id', 'title'} else field, exact=True)
        for one in known:
            if name in (*names_for(one, field, domain), *old_type_ids(one, field)):
                return domain.make_reference(app.builder, node['refdoc'], one, contnode)
    return None


def add_to_inventory(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Add settings to the standard domain when pages are written, for objects.inv.

    Earlier, the role ``any`` would find them twice.
    """
    domain = get_domain(app.env)
    standard = get_standard_domain(app.env)
    for objtype, field in domain.old_types.items():
        settings = domain.settings.settings
        live = ((one, name) for one in settings for name in names_for(one, field, domain))
        former = ((one, name) for one in settings for name in old_type_ids(one, field))
        for setting, name in chain(live, former):
            if objtype == 'option':
                standard.add_program_option(None, name, setting.docname, setting.anchor)
            elif (objtype, name) not in standard.objects:
                standard.note_object(objtype, name, setting.anchor)
                standard.objects[objtype, name] = (setting.docname, setting.anchor)
    for label, setting in settings_by_label(domain).items():
        if label not in standard.labels:
            standard.note_hyperlink_target(label, setting.docname, setting.anchor, setting.title)
    yield from ()


def setup_old_types(app: Sphinx) -> None:
    """Register the resolution and the inventory."""
    # Only where nothing of that type is left; the inventory is written after these pages.
    app.connect('missing-reference', resolve_old_type)
    app.connect('missing-reference', resolve_label)
    app.connect('html-collect-pages', add_to_inventory)
