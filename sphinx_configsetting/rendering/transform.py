"""The one post-transform of settings: it replaces their nodes by standard nodes."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..domain import get_domain
from ..model.fields import DESCRIPTION
from ..nodes import is_within, listing, own_classes, parts_of, setting, settings_in
from ..templating.environment import Templates
from .author_text import Content
from .capture import captures_html, marked, setup_capture
from .foreign import ForeignNodes
from .line_breaks import let_names_break

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model.setting import Setting
    from .presentation import Presenter


DEEP: Final = 3
"""The number of descriptions of objects around a setting from which LaTeX gets no lists in it."""


class NodeReplacer:
    """Replaces the settings of doctrees during one build."""

    def __init__(self, env: BuildEnvironment, templates: Templates, *, captures: bool) -> None:
        """Render for one builder.

        :param captures: whether the HTML of the author's text is needed for exports.
        """
        self.env = env
        self.domain = get_domain(env)
        self.templates = templates
        self.captures = captures
        self.foreign = ForeignNodes()

    @cached_property
    def presenter(self) -> Presenter:
        """The presenter of settings, on pages and in listings."""
        from .presentation import Presenter  # noqa: PLC0415 (not if no page is written)

        html = self.domain.builder is not None and self.domain.builder.format == 'html'
        return Presenter(self.env, self.templates, self.domain.fields, html=html)

    @cached_property
    def is_latex(self) -> bool:
        """True if LaTeX lays the pages out."""
        return self.domain.builder is not None and self.domain.builder.format == 'latex'

    def replace_all(self, document: nodes.document) -> None:
        """Replace the settings of a doctree, inner ones first."""
        for node in settings_in(document):
            self.note_place(node)
        for node in reversed(settings_in(document)):
            self.replace(node, document)

    def note_place(self, node: setting) -> None:
        """Mark the listings in a setting's body as parts of it."""
        for inner in node.findall(listing):
            inner['within'] = (*inner.get('within', ()), (node['docname'], node['position']))

    def replace(self, node: setting, document: nodes.document) -> None:
        """Replace one setting."""
        record = self.domain.settings_of(node['docname'])[node['position']]
        parts = {name: list(part.children) for name, part in parts_of(node).items()}
        content = Content(parts, partial(self.mark, record))
        shown = self.shown(node, record, content, document)
        kept = self.rest(node, content) if self.captures else []
        if node['placement'] == 'object' and not node['no-typesetting']:
            target = target_with_ids(ids_of_labels(node))
            replace_node(node, [*target, self.description(node, [*shown, *kept])])
        elif node['placement'] == 'object':
            ids = [id_ for signature in signatures_of(node) for id_ in signature['ids']]
            replace_node(node, [*target_with_ids([*ids_of_labels(node), *ids]), *kept])
        else:
            self.replace_on_section(node, shown, kept, is_kept=self.domain.is_kept(record))

    def rest(self, node: setting, content: Content) -> list[nodes.Node]:
        """Return the hidden text of a setting, which the exports take."""
        kept = content.rest()
        if kept and 'no-search' in node['classes']:
            return [nodes.container('', *kept, classes=['no-search'])]
        return kept

    def replace_copies(self, root: nodes.Element, document: nodes.document) -> None:
        """Replace settings within the body of a copied one, without anchors and marks."""
        for node in reversed(settings_in(root)):
            record = self.domain.settings_of(node['docname'])[node['position']]
            parts = {name: list(part.children) for name, part in parts_of(node).items()}
            content = Content(parts, self.mark_nothing)
            title = nodes.strong('', record.title)
            shown = self.present(node, record, content, document)
            replace_node(node, [nodes.paragraph('', '', title), *shown])

    def shown(
        self, node: setting, record: Setting, content: Content, document: nodes.document
    ) -> list[nodes.Node]:
        """Return the visible nodes: all, those of facts that the page does not state, or none."""
        if not node['hidden']:
            return self.present(node, record, content, document)
        if not node['missing']:
            return []
        facts = {name: record.facts[name] for name in node['missing']}
        content.limit(node['missing'])
        return self.present(node, record._replace(facts=facts), content, document)

    def mark_nothing(
        self, _name: str, content: list[nodes.Node], _hidden: bool
    ) -> list[nodes.Node]:
        """Return nodes as they are."""
        return content

    def mark(
        self, record: Setting, name: str, content: list[nodes.Node], hidden: bool
    ) -> list[nodes.Node]:
        """Return the nodes of a field between marks; those of a paragraph within it."""
        if not self.captures or not (name in {'', DESCRIPTION} or has_markup(content)):
            return [] if hidden else content
        if name and name not in self.domain.fields:  # under a condition
            return [] if hidden else content
        place = (record.docname, record.position, name)
        if hidden or not name:
            return marked(content, *place, hidden=hidden)
        (paragraph,) = content
        assert isinstance(paragraph, nodes.Element)
        inner = list(paragraph.children)
        paragraph.children = []
        paragraph += marked(inner, *place, hidden=False)
        return content

    def present(
        self, node: setting, record: Setting, content: Content, document: nodes.document
    ) -> list[nodes.Node]:
        """Return the setting as its template renders it."""
        shown = self.presenter.present(
            record,
            content,
            document,
            template=node['template'],
            classes=' '.join(own_classes(node)),
            place=lambda: self.domain.place_of(record),
            flat=self.is_flat(node),
            deep=self.is_deep(node),
        )
        if self.is_latex:
            let_names_break(shown)
        return shown

    def is_deep(self, node: nodes.Node) -> bool:
        """Return whether lists around a node leave no room for further ones: LaTeX has six."""
        around, parent = 0, node.parent
        while parent is not None:
            around += isinstance(parent, addnodes.desc)
            parent = parent.parent
        return self.is_latex and around >= DEEP

    def is_flat(self, node: nodes.Node) -> bool:
        """Return whether a node must be rendered without a table.

        Only HTML can show a table in a cell; a setting around the node may have one, and the
        template may put the text of the setting in a cell.
        """
        assert self.domain.builder is not None
        return self.domain.builder.format != 'html' and is_within(node, (nodes.entry, setting))

    def description(self, node: setting, shown: list[nodes.Node]) -> addnodes.desc:
        """Return an object description."""
        names = ('domain', 'objtype', 'desctype', 'classes')
        attributes = {name: node[name] for name in names}
        flags = {name: node[name] for name in node.attributes if name.startswith('no-')}
        content = addnodes.desc_content('', *shown)
        made = addnodes.desc('', *signatures_of(node), content, **attributes, **flags)
        made.source, made.line = node.source, node.line
        return made

    def replace_on_section(
        self, node: setting, shown: list[nodes.Node], kept: list[nodes.Node], *, is_kept: bool
    ) -> None:
        """Replace a setting that belongs to a section; ``only`` may leave it out.

        Its target is before the section, so that links show the heading, and the section keeps its
        ids.
        """
        section = section_of(node)
        if is_kept:
            section.parent.insert(section.parent.index(section), target_with_ids(node['ids']))
        own = own_classes(node)
        frame = nodes.container('', *shown, classes=['configsetting-setting', *own])
        if not shown:  # the section is all that shows the setting
            section['classes'] += [name for name in own if name not in section['classes']]
        replace_node(node, [*([frame] if shown else []), *kept])


def signatures_of(node: setting) -> list[addnodes.desc_signature]:
    """Return the signatures of a setting, one for each id; none on a section."""
    return [child for child in node if isinstance(child, addnodes.desc_signature)]


def target_with_ids(ids: list[str]) -> list[nodes.Node]:
    """Return a target with ids, such as those of labels; [] for none."""
    return [nodes.target('', '', ids=ids)] if ids else []


def ids_of_labels(node: setting) -> list[str]:
    """Return the ids of the labels before a setting, which its signatures do not print."""
    printed = {id_ for signature in signatures_of(node) for id_ in signature['ids']}
    return [id_ for id_ in node['ids'] if id_ not in printed]


def replace_node(node: nodes.Element, content: nodes.Element | list[nodes.Node]) -> None:
    """Put nodes in the place of another one, whose ids they have already or drop."""
    node.parent.replace(node, content)


def section_of(node: nodes.Element) -> nodes.Element:
    """Return the innermost section around a node."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return node


def has_markup(content: list[nodes.Node]) -> bool:
    """Return whether the nodes of an option are more than plain text."""
    return any(not isinstance(node, nodes.Text) for block in content for node in block.children)


class SettingTransform(SphinxPostTransform):
    """Renders the settings of a page."""

    # Before references (10) are resolved, and before other extensions wrap tables.
    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace the settings."""
        renderer = get_domain(self.env).renderer
        if isinstance(renderer, NodeReplacer):
            renderer.replace_all(self.document)


def use_renderer(app: Sphinx) -> None:
    """Pass the templates and the renderer of a build to the domain.

    The builder ``gettext`` takes its messages from the nodes as they were read.
    """
    domain = get_domain(app.env)
    domain.templates = Templates(
        Path(app.confdir), app.config.templates_path, domain.configuration.registry.filters
    )
    if app.builder.name != 'gettext':
        captures = captures_html(app.builder)
        domain.renderer = NodeReplacer(app.env, domain.templates, captures=captures)


def renew_renderer(app: Sphinx, *_docnames: object) -> list[str]:
    """Forget the templates of the build before; return no page that must be read again."""
    use_renderer(app)
    return []


def setup_rendering(app: Sphinx) -> None:
    """Register the rendering of settings."""
    app.add_post_transform(SettingTransform)
    setup_capture(app)
    # After the configuration (400), which has the fields.
    app.connect('builder-inited', use_renderer, priority=600)
    # An application may build again after templates have changed. Before others (500) compare.
    app.connect('env-get-outdated', renew_renderer, priority=300)
