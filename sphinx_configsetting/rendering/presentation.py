"""A setting as nodes: its template's text, filled with its facts and markup."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from docutils import nodes

from ..config import valid
from ..domain import domain_of
from ..warnings_ import Subtype, warn
from .parsing import MARK, Slot, fill
from .templates import TemplateError, Templates, outline_of
from .values import are_settled, parts_of, value_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..catalog.fields import Fields
    from ..catalog.setting import Fragment, Setting
    from .shapes import Shape
    from .templates import Outline, Rendering
    from .values import Part

BUILTIN: Final = '!setting'
DEFERRED: Final = 'configsetting_deferred'
"""The attribute of containers that stand for tables until their pages are written."""
SLOT: Final = 'configsetting_slot'
"""The attribute of what such a container holds that tells its slot."""
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


class Deferred(NamedTuple):
    """A table that is drawn when its page is written."""

    packed: Fragment
    """What it shares with other settings: see ``shapes``."""
    facts: dict[str, tuple[Part, ...]]
    """What fills its slots; author's markup stands in the container."""


def templates_of(env: BuildEnvironment) -> Templates:
    """Return the build's templates."""
    return cast('Templates', domain_of(env).renderer)


def prepare_templates(app: Sphinx) -> None:
    """Give the domain the templates of a build that begins."""
    domain_of(app.env).renderer = Templates(app.confdir, app.config.templates_path)


def wrap(draft: Draft, name: str, content: list[nodes.Node]) -> nodes.container:
    """Wrap an author's markup so that it can be collected once it is resolved."""
    wrapper = nodes.container('', *content)
    wrapper[MARK] = f'{draft.setting.position}:{name}'
    return wrapper


class Presenter:
    """Makes the tables of the settings of one page."""

    def __init__(self, env: BuildEnvironment, document: nodes.document) -> None:
        """Begin a page."""
        self.env, self.document = env, document
        self.domain = domain_of(env)
        self.fields = self.domain.fields
        self.blocks = block_slots(self.fields)
        self.templates = templates_of(env)
        self.template = valid(env.config, 'configsetting_template')
        self.patient = self.domain.reads_alone()
        self.noted: set[tuple[str, tuple[str, ...]]] = set()

    def present(self, draft: Draft, markup: Markup) -> list[nodes.Node]:
        """Return the table of a setting; the markup that it does not use stays in ``markup``."""
        setting = draft.setting
        rows = (f for f in self.fields if f.row and f.name in setting.facts)
        if not markup and not any(rows):
            warn_empty(draft)
            return []
        outline = outline_of(setting, self.fields, markup, ' '.join(draft.classes))
        text, files, shared = self.rendered(draft, outline)
        parser = self.templates.parser
        shape = parser.shape(text, files[0], self.blocks) if shared and self.patient else None
        if shape:
            return [self.deferred(draft, shape, markup)]
        root = parser.parse(text, self.document, files[0], shared=shared)
        fill(root, self.slots(draft, markup))
        return list(root.children)

    def deferred(self, draft: Draft, shape: Shape, markup: Markup) -> nodes.container:
        """Return what stands for a table until its page is written."""
        facts: dict[str, tuple[Part, ...]] = {}
        held = nodes.container()
        for name in shape.slots:
            if name in markup:
                wrapper = wrap(draft, name, markup.pop(name))
                wrapper[SLOT] = name
                held += wrapper
                continue
            parts = self.parts(name, draft)
            if are_settled(parts):
                facts[name] = parts
            else:
                held += in_slot(name, value_nodes(parts, draft.setting.docname, draft.place))
        held[DEFERRED] = Deferred(shape.packed, facts)
        return held

    def parts(self, name: str, draft: Draft) -> tuple[Part, ...]:
        """Return what shows a fact."""
        field = self.fields.get(name)
        assert field is not None
        return parts_of(field, draft.setting)

    def slots(self, draft: Draft, markup: Markup) -> dict[str, Slot]:
        """Return what fills the slots of a setting's template.

        An author's markup can stand in a page but once: further slots hold its text.
        """

        def once(name: str) -> list[nodes.Node]:
            if name in markup:
                used[name] = markup.pop(name)
                return [wrap(draft, name, used[name])]
            text = ' '.join(node.astext() for node in used[name])
            return [nodes.paragraph(text, text)]

        def value(name: str) -> list[nodes.Node]:
            return value_nodes(self.parts(name, draft), draft.setting.docname, draft.place)

        used: Markup = {}
        slots = {field.name: Slot(partial(value, field.name)) for field in self.fields}
        return slots | {name: Slot(partial(once, name), block=True) for name in list(markup)}

    def rendered(self, draft: Draft, outline: Outline) -> Rendering:
        """Draw a setting with its template, or with the built-in one where that fails."""
        name = draft.template or self.template
        try:
            rendering = self.templates.render(name, draft.setting, outline, self.fields)
        except TemplateError as error:
            warn(
                Subtype.TEMPLATE,
                f'{error}; the setting {draft.setting.id!r} is shown with the built-in template',
                location=f'{error.filename}:{error.line}' if error.filename else draft.place,
            )
            if error.filename:
                self.env.note_dependency(error.filename)
            rendering = self.templates.render(BUILTIN, draft.setting, outline, self.fields)
        self.note(name, rendering.files)
        return rendering

    def note(self, name: str, files: tuple[str, ...]) -> None:
        """Note which files a page was drawn with."""
        if (name, files) not in self.noted:
            self.noted.add((name, files))
            self.domain.note_template(self.env.docname, name, self.templates.file_of(name))
            for filename in files:
                self.env.note_dependency(filename)


def in_slot(name: str, content: list[nodes.Node]) -> nodes.container:
    """Return a value that Sphinx is still to change, in a frame that tells its slot."""
    line = nodes.paragraph('', '', *content, translatable=False)
    return nodes.container('', line, **{SLOT: name})


def block_slots(fields: Fields) -> frozenset[str]:
    """Return the names of the slots that take body elements."""
    return frozenset({'', *(field.name for field in fields if field.kind.display == 'markup')})


def warn_empty(draft: Draft) -> None:
    """Warn of a setting that states nothing, unless what it states was refused."""
    if not draft.faulty:
        warn(
            Subtype.EMPTY,
            f'the setting {draft.setting.id!r} states nothing to show; give it options such as '
            ':default: or a body',
            location=draft.place,
        )


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
