"""A setting as nodes: its template's text, filled with its facts and markup."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from ..catalog.setting import NOT_APPLICABLE
from ..config import valid
from ..domain import domain_of
from ..warnings_ import Subtype, warn
from .parsing import MARK, Slot, fill
from .templates import Rendering, SettingView, TemplateError, Templates, view_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..catalog.fields import Field, Fields
    from ..catalog.setting import Setting

_ = get_translation('sphinx_configsetting')
BUILTIN: Final = '!setting'
QUOTABLE: Final = re.compile(r"""["'`\\]|--|\.\.\.""")
"""What ``smartquotes`` changes."""
Markup = dict[str, list[nodes.Node]]
"""The nodes of markup fields by their names; those of the body under ''."""


class Draft(NamedTuple):
    """A setting on its way from the directive to the catalog."""

    setting: Setting
    place: str
    """Where the directive stands, as 'file:line'."""
    template: str = ''
    classes: tuple[str, ...] = ()
    no_index: bool = False
    no_index_entry: bool = False
    no_typesetting: bool = False
    faulty: bool = False
    """Whether an option was refused, so that being empty is no news."""


def templates_of(env: BuildEnvironment) -> Templates:
    """Return the build's templates."""
    return cast('Templates', domain_of(env).renderer)


def prepare_templates(app: Sphinx) -> None:
    """Give the domain the templates of a build that begins."""
    domain_of(app.env).renderer = Templates(app.confdir, app.config.templates_path)


def value_nodes(declared: Field, draft: Draft) -> list[nodes.Node]:
    """Return what a fact shows: the values of a field as its kind is shown."""
    setting = draft.setting
    values = setting.values(declared.name)
    if not values:
        return [nodes.Text(_(NOT_APPLICABLE))]
    if declared.kind.display == 'strong':
        path = ' > '.join(values)
        return [nodes.strong('', '', as_typed(path))]
    if declared.kind.display == 'text':
        return [as_typed(setting.text(declared.name))]
    if declared.kind.display == 'flag':
        words = {'true': _('Yes'), 'false': _('No')}
        return [nodes.Text(words[values[0]]) if values[0] in words else as_typed(values[0])]
    show = reference if declared.kind.display == 'reference' else literal
    shown: list[nodes.Node] = []
    for value in values:
        shown += [nodes.Text(', '), show(value, draft)]
    return shown[1:]


def as_typed(text: str) -> nodes.Node:
    """Return plain text whose quotes and dashes Sphinx does not make typographic."""
    if QUOTABLE.search(text):
        return nodes.inline(text, text, support_smartquotes=False)
    return nodes.Text(text)


def literal(value: str, _draft: Draft) -> nodes.Node:
    """Return a value as code."""
    return nodes.literal(value, value)


def reference(name: str, draft: Draft) -> nodes.Node:
    """Return a reference to another setting by any of its names."""
    node = addnodes.pending_xref(
        '',
        nodes.inline(name, name, classes=['xref', 'config', 'config-setting']),
        refdomain='config',
        reftype='setting',
        reftarget=name,
        refdoc=draft.setting.docname,
        refexplicit=False,
        refwarn=True,
    )
    node.source, _, line = draft.place.rpartition(':')
    node.line = int(line)
    return node


def wrap(draft: Draft, name: str, content: list[nodes.Node]) -> nodes.container:
    """Wrap an author's markup so that it can be collected once it is resolved."""
    wrapper = nodes.container('', *content)
    wrapper[MARK] = f'{draft.setting.position}:{name}'
    return wrapper


def slots_of(draft: Draft, fields: Fields, markup: Markup) -> dict[str, Slot]:
    """Return what fills the slots of a setting's template.

    An author's markup can stand in a page but once: further slots hold its text.
    """

    def once(name: str) -> list[nodes.Node]:
        if name in markup:
            used[name] = markup.pop(name)
            return [wrap(draft, name, used[name])]
        text = ' '.join(node.astext() for node in used[name])
        return [nodes.paragraph(text, text)]

    used: Markup = {}
    slots = {declared.name: Slot(partial(value_nodes, declared, draft)) for declared in fields}
    return slots | {name: Slot(partial(once, name), block=True) for name in list(markup)}


def present(
    draft: Draft, env: BuildEnvironment, document: nodes.document, markup: Markup
) -> list[nodes.Node]:
    """Return the table of a setting; the markup that it does not use stays in ``markup``."""
    fields = domain_of(env).fields
    view = view_of(draft.setting, fields, set(markup), ' '.join(draft.classes))
    if not view.facts and not markup:
        warn_empty(draft)
        return []
    rendering = rendered(draft, env, view)
    for filename in rendering.files:
        env.note_dependency(filename)
    parse = templates_of(env).parser.parse
    root = parse(rendering.text, document, rendering.files[0], shared=rendering.shared)
    fill(root, slots_of(draft, fields, markup))
    return list(root.children)


def warn_empty(draft: Draft) -> None:
    """Warn of a setting that states nothing, unless what it states was refused."""
    if not draft.faulty:
        warn(
            Subtype.EMPTY,
            f'the setting {draft.setting.id!r} states nothing to show; give it options such as '
            ':default: or a body',
            location=draft.place,
        )


def rendered(draft: Draft, env: BuildEnvironment, view: SettingView) -> Rendering:
    """Draw a setting with its template, or with the built-in one where that fails."""
    name = draft.template or valid(env.config, 'configsetting_template')
    templates = templates_of(env)
    try:
        rendering = templates.render(name, view)
    except TemplateError as error:
        warn(
            Subtype.TEMPLATE,
            f'{error}; the setting {draft.setting.id!r} is shown with the built-in template',
            location=f'{error.filename}:{error.line}' if error.filename else draft.place,
        )
        if error.filename:
            env.note_dependency(error.filename)
        rendering = templates.render(BUILTIN, view)
    domain_of(env).note_template(env.docname, name, templates.file_of(name))
    return rendering


def pages_of_moved_templates(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Return the pages whose templates' names now mean other files than they did."""
    file_of = templates_of(env).file_of
    return [
        page
        for page, used in domain_of(env).data['templates'].items()
        if any(file_of(name) != filename for name, filename in used.items())
    ]
