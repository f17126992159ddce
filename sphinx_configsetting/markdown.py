"""Markdown links to settings: ``[text](page.md#anchor)`` and ``[text](#anchor)``.

MyST-Parser looks for the anchor of such a link in the metadata of the page, where it keeps
the anchors of headings; so the anchors of settings are added there. For a link within a page,
it asks the domains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from .domain import SLUGS, get_domain
from .nodes import setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import document
    from sphinx.application import Sphinx

    from .model.setting import Setting


def add_anchors(app: Sphinx, doctree: document) -> None:
    """Add the anchors of the settings and groups of a page, each with line, id and title."""
    env = app.env
    if 'myst_parser' not in app.extensions:
        return
    titles = dict(titles_in(doctree, get_domain(env).settings_of(env.docname)))
    if titles:
        metadata = env.metadata[env.docname]
        slugs = {anchor: (line, anchor, title) for anchor, (line, title) in titles.items()}
        metadata[SLUGS] = slugs | dict(metadata.get(SLUGS) or {})


def titles_in(
    doctree: document, settings: Sequence[Setting]
) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the anchors of a page, former and further ones, too, with lines and titles."""
    for node in doctree.findall(addnodes.desc):
        is_setting = isinstance(node, setting)
        is_group = (node.get('domain'), node.get('objtype')) == ('config', 'group')
        owners = [one for one in node.children if isinstance(one, addnodes.desc_signature)]
        if not (is_setting or (is_group and owners)):
            continue
        record = settings[node['position']] if is_setting else None
        title = record.title if record else owners[0].astext()
        if record:
            yield record.anchor, (node.line or 0, title)
        for owner in (node, *owners):
            for anchor in owner['ids']:
                yield anchor, (node.line or 0, title)


def setup_markdown(app: Sphinx) -> None:
    """Register the anchors."""
    # After MyST-Parser, which replaces the metadata while it reads the page.
    app.connect('doctree-read', add_anchors)
