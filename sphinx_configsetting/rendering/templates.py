"""Templates: settings in, reStructuredText with slots out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import TemplateNotFound, meta, pass_context
from jinja2.exceptions import SecurityError
from markupsafe import Markup
from sphinx.locale import get_translation
from sphinx.util.template import SphinxTemplateLoader

from ..catalog.fields import DESCRIPTION
from ..config import TEMPLATE_NAME
from ..derivation import DerivationError, derive
from ..sandbox import ERRORS, BoundedCodeGenerator, Sandbox, failure_place
from .escaping import FILTERS, SLOT, Rst, escape, slot
from .parsing import Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from jinja2 import Environment
    from jinja2 import nodes as ast
    from jinja2.compiler import Frame
    from jinja2.runtime import Context

    from ..catalog.fields import Field, Fields
    from ..catalog.setting import Setting

TEMPLATES: Final = Path(__file__).parent.parent / 'templates'
FOLDER: Final = 'configsetting'
SUFFIX: Final = '.rst.jinja'
_ = get_translation('sphinx_configsetting')


class TemplateError(Exception):
    """A template is missing or failed; the message says why and what to do."""

    def __init__(self, message: str, filename: str = '', line: int = 0) -> None:
        """Keep the place in the template, if there is one."""
        super().__init__(message)
        self.filename = filename
        self.line = line


class Rendering(NamedTuple):
    """What a template made."""

    text: str
    files: tuple[str, ...]
    """The template's file and those that it extends or includes."""
    shared: bool
    """Whether the text is that of all settings that state the same fields."""


class Outline(NamedTuple):
    """What a setting's table depends on besides what fills its slots."""

    stated: tuple[str, ...]
    """The names of the fields that it states, in their order."""
    body: bool
    """Whether its directive has a body."""
    classes: str
    """The classes of the directive's ``class`` option."""


class Particulars:
    """Notes whether a template asks for more than which facts a setting states."""

    asked: bool = False


class FactView:
    """A fact as templates see it."""

    __slots__ = ('_particulars', '_setting', 'label', 'name', 'slot')

    def __init__(self, declared: Field, setting: Setting, particulars: Particulars) -> None:
        """Show the fact of a field.

        ``slot`` is where the value stands, shown as its kind is shown.
        """
        self.name = declared.name
        self.label = Rst(_(declared.label))
        self.slot = slot(declared.name)
        self._setting = setting
        self._particulars = particulars

    @property
    def text(self) -> str:
        """The text as written, or 'N/A'."""
        self._particulars.asked = True
        return self._setting.text(self.name)

    @property
    def values(self) -> tuple[str, ...]:
        """What the text means, by the field's kind."""
        self._particulars.asked = True
        return self._setting.values(self.name)


class SettingView:
    """A setting as templates see it."""

    __slots__ = ('_particulars', '_setting', 'body', 'by_name', 'classes', 'description', 'facts')

    def __init__(self, setting: Setting, outline: Outline, fields: Fields) -> None:
        """Show a setting.

        ``facts`` are those to list, in the fields' order, and ``by_name`` all; ``description``
        and ``body`` are where these stand, or empty.
        """
        self._setting = setting
        self._particulars = particulars = Particulars()
        stated = [field for field in fields if field.name in outline.stated]
        self.by_name = {f.name: FactView(f, setting, particulars) for f in stated}
        self.facts = tuple(self.by_name[field.name] for field in stated if field.row)
        self.description = slot(DESCRIPTION) if DESCRIPTION in self.by_name else Rst('')
        self.body = slot('') if outline.body else Rst('')
        self.classes = outline.classes

    @property
    def id(self) -> str:
        """The directive's argument."""
        self._particulars.asked = True
        return self._setting.id

    @property
    def title(self) -> str:
        """The display name, or the id where there is none."""
        self._particulars.asked = True
        return self._setting.title

    def __getitem__(self, name: str) -> FactView:
        """Return the fact of a field."""
        return self.by_name[name]

    @property
    def asked(self) -> bool:
        """Whether a template asked for what other settings of the same fields don't share."""
        return self._particulars.asked

    def get(self, name: str, default: object = '') -> object:
        """Return the fact of a field, or something else where it is not stated."""
        return self.by_name.get(name, default)


class RstCodeGenerator(BoundedCodeGenerator):
    """Compiles ``a ~ b`` to a concatenation that escapes as this module does."""

    def visit_Concat(self, node: ast.Concat, frame: Frame) -> None:  # noqa: N802
        """Compile a concatenation."""
        self.write('environment.concatenate((')
        for item in node.nodes:
            self.visit(item, frame)
            self.write(', ')
        self.write('))')


class RstSandbox(Sandbox):
    """The environment of the templates that make tables."""

    code_generator_class = RstCodeGenerator
    intercepted_binops = Sandbox.intercepted_binops | {'+'}

    def __init__(self, loader: Any) -> None:
        """Set up the environment with escaping and the filters."""
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=finalize,
            optimized=False,  # Jinja computes with constants as if they were HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters |= FILTERS
        self.globals |= {'_': lambda text: Rst(_(text))}

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute a sum, where macros and blocks give text that is escaped, or a product."""
        if operator != '+':
            return super().call_binop(context, operator, left, right)
        left, right = (Rst(term) if isinstance(term, Markup) else term for term in (left, right))
        return left + right

    def concatenate(self, values: Sequence[object]) -> Rst:
        """Return values as one text, each escaped unless it is escaped already."""
        return Rst('').join(Rst.escape(value) for value in values)


@pass_context  # without need, but so that Jinja leaves constants to it
def finalize(_context: Context, value: object) -> Rst:
    """Escape what an expression prints, unless it is escaped already."""
    return escape(value)


class ProjectLoader(SphinxTemplateLoader):
    """Finds the templates of a project and the built-in ones, and no other files.

    Sphinx's own loader follows absolute paths and symbolic links anywhere.
    """

    def __init__(self, confdir: Path, templates_path: Sequence[str]) -> None:
        """Look for templates on a project's path first."""
        super().__init__(confdir, templates_path, [TEMPLATES])
        folders = [confdir, TEMPLATES, *(Path(confdir, folder) for folder in templates_path)]
        self._roots = [folder.resolve() for folder in folders]

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text and file.

        :raises SecurityError: the file lies elsewhere.
        """
        source, filename, uptodate = super().get_source(environment, template)
        path = Path(filename).resolve()
        if not any(path.is_relative_to(root) for root in self._roots):
            raise SecurityError(
                f'{template!r} leads out of the folders with templates; '
                'add the folder where it lies to templates_path'
            )
        return source, filename, uptodate


class Templates:
    """The templates of a project and the built-in ones."""

    def __init__(self, confdir: Path, templates_path: Sequence[str]) -> None:
        """Look for templates on a project's path first."""
        self._loader = ProjectLoader(confdir, templates_path)
        self._environment = RstSandbox(self._loader)
        self._plain = Sandbox()
        self.parser = Parser()
        self._files: dict[str, tuple[str, ...]] = {}
        self._file_of: dict[str, str] = {}
        self._shared: dict[tuple[str, Outline], Rendering] = {}

    def render(self, name: str, setting: Setting, outline: Outline, fields: Fields) -> Rendering:
        """Draw a setting, or return what was drawn of another one of the same outline.

        :param name: the template's name, such as 'setting'; a '!' before it asks for the
            built-in one.
        :raises TemplateError: the template is missing or failed.
        """
        known = self._shared.get((name, outline))
        if known:
            return known
        rendering = self._rendered(path_of(name), SettingView(setting, outline, fields))
        if rendering.shared:
            self._shared[name, outline] = rendering
        return rendering

    def render_listing(self, name: str, view: object, slots: Container[str]) -> Rendering:
        """Draw a listing.

        :param slots: the names of its slots.
        :raises TemplateError: the template is missing or failed.
        """
        path = path_of(name)
        return Rendering(
            self._text(path, {'listing': view}, slots), self._dependencies(path), False
        )

    def _rendered(self, path: str, view: SettingView) -> Rendering:
        text = self._text(path, {'setting': view}, {'', *view.by_name})
        return Rendering(text, self._dependencies(path), not view.asked)

    def _text(self, path: str, context: Mapping[str, object], slots: Container[str]) -> str:
        self._environment.begin()
        try:
            text = self._environment.get_template(path).render(context)
            check_slots(text, slots)
            return text
        except TemplateNotFound as error:
            raise TemplateError(
                f'there is no template {error.name!r} on the templates_path, '
                'nor a built-in one of that name'
            ) from error
        except ERRORS as error:
            message = f'the template fails: {str(error) or type(error).__name__}'
            raise TemplateError(message, *failure_place(error, SUFFIX)) from error

    def file_of(self, name: str) -> str:
        """Return the file that a template's name means; '' for none."""
        if name not in self._file_of:
            try:
                source = self._loader.get_source(self._environment, path_of(name))
                self._file_of[name] = str(source[1])
            except (TemplateError, *ERRORS):
                self._file_of[name] = ''
        return self._file_of[name]

    def files_of(self, name: str) -> tuple[str, ...]:
        """Return the files that a template consists of, so far as they can be told."""
        try:
            return self._dependencies(path_of(name))
        except (TemplateError, *ERRORS):
            return tuple(filter(None, [self.file_of(name)]))

    def _dependencies(self, path: str) -> tuple[str, ...]:
        if path not in self._files:
            self._files[path] = tuple(dict.fromkeys(self._walk(path, set())))
        return self._files[path]

    def _walk(self, path: str, seen: set[str]) -> Iterator[str]:
        seen.add(path)
        try:
            source, filename, _uptodate = self._loader.get_source(self._environment, path)
        except TemplateNotFound:  # one that may be missing, as the rendering succeeded
            return
        yield str(filename)
        for other in meta.find_referenced_templates(self._environment.parse(source)):
            if other and other not in seen:
                yield from self._walk(other, seen)

    def derive(self, template: str, facts: Mapping[str, tuple[str, ...]]) -> str:
        """Return the text that a derived field has.

        :param facts: the values of the fields that apply; a field of several values
            gives as many results.
        :returns: the results, separated by commas; '' where a needed field is left out.
        :raises TemplateError: the template failed.
        """
        try:
            return derive(self._plain, template, facts)
        except DerivationError as error:
            raise TemplateError(str(error)) from error


def check_slots(text: str, slots: Container[str]) -> None:
    """Check that the slots in a template's text are those that can be filled.

    :raises ValueError: a filter changed one.
    """
    for name in SLOT.findall(text):
        if name not in slots:
            raise ValueError(f'the slot {name!r} cannot be filled; slots take no filters')


def path_of(name: str) -> str:
    """Return the path by which a loader finds a template.

    :raises TemplateError: the name is not that of a template.
    """
    bare = name.removeprefix('!')
    if not TEMPLATE_NAME.fullmatch(bare):
        raise TemplateError(
            f'{name!r} is not the name of a template: write it without folder and ending; '
            f'it lies in the folder {FOLDER!r} on the templates_path'
        )
    return f'{"!" if bare != name else ""}{FOLDER}/{bare}{SUFFIX}'


def outline_of(setting: Setting, fields: Fields, slots: Container[str], classes: str) -> Outline:
    """Return what a setting has in common with others.

    :param slots: the names of the markup fields that have content; '' for the body.
    """
    stated = tuple(f.name for f in fields if f.name in setting.facts or f.name in slots)
    return Outline(stated, '' in slots, classes)
