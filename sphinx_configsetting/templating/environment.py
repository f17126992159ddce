"""The templates of a project and the built-in ones, loaded and rendered in a sandbox."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from jinja2 import StrictUndefined, TemplateNotFound, meta, pass_eval_context
from jinja2 import nodes as jinja_nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from sphinx.locale import get_translation
from sphinx.util.template import SphinxTemplateLoader

from ..model.expressions import ERRORS, envname, relaxed
from .filters import FILTERS, SLOT, Rst, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from jinja2 import Environment
    from jinja2.nodes import EvalContext
    from jinja2.runtime import Context

    from ..domain import ConfigDomain

_ = get_translation('sphinx_configsetting')
BUILTIN: Final = Path(__file__).parent.parent / 'templates'
FOLDER: Final = 'configsetting'
SUFFIX: Final = '.rst.jinja'
TEMPLATE_NAME: Final = re.compile(r'[\w-]+')
NO_PROPERTY: Final = re.compile(
    r"'[\w.]+\.(?P<noun>\w+)View object' has no attribute '(?P<name>\w+)'"
)
VALUES: Final = 'values'
"""The variable of a template that must be rendered for each setting."""


class TemplateError(Exception):
    """A template is missing or failed; the message says why."""

    def __init__(self, message: str, filename: str = '', line: int = 0) -> None:
        """Keep the place of the fault, if it is known."""
        super().__init__(message)
        self.filename, self.line = filename, line


class TemplateInfo(NamedTuple):
    """The properties of a template that its sources show."""

    path: str
    """The path by which the loader finds it."""
    reads_values: bool
    """True if it, or a template that it includes, uses the variable ``values``."""
    files: tuple[str, ...]
    """Its file, and those of the templates that it refers to."""
    missing: tuple[str, ...]
    """The paths of the templates that it refers to and that do not exist."""


class ProjectLoader(SphinxTemplateLoader):
    """Finds the templates of a project and the built-in ones, and no other files.

    Sphinx's own loader follows absolute paths and symbolic links anywhere.
    """

    def __init__(self, confdir: Path, templates_path: Sequence[str]) -> None:
        """Look for templates on a project's path first."""
        super().__init__(confdir, templates_path, [BUILTIN])
        folders = [confdir, BUILTIN, *(Path(confdir, folder) for folder in templates_path)]
        self._roots = [folder.resolve() for folder in folders]

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text and file.

        :raises SecurityError: the file is in another folder.
        :raises TemplateRuntimeError: the file cannot be read.
        """
        try:
            source, filename, uptodate = super().get_source(environment, template)
        except TemplateNotFound:
            raise
        except OSError as error:
            message = f'{template!r} cannot be read: {error.strerror}; make it readable'
            raise TemplateRuntimeError(message) from error
        path = Path(filename).resolve()
        if not any(path.is_relative_to(root) for root in self._roots):
            raise SecurityError(
                f'{template!r} is outside the folders with templates; add its folder to '
                'templates_path'
            )
        return source, filename, uptodate


@pass_eval_context
def finalize(_context: EvalContext, value: object) -> object:
    """Escape a printed value, unless it is escaped already.

    It takes the context so that Jinja calls it for constants, too, which it would
    otherwise escape for HTML.
    """
    return escape(value)


class Concatenation(NodeTransformer):
    """Replaces the operator ``~``, which escapes for HTML, by a filter."""

    def visit_Concat(self, node: jinja_nodes.Concat) -> jinja_nodes.Node:  # noqa: N802
        """Return the filter ``concatenated`` of the same values."""
        self.generic_visit(node)
        values = jinja_nodes.List(node.nodes, lineno=node.lineno)
        return jinja_nodes.Filter(values, 'concatenated', [], [], None, None, lineno=node.lineno)


class RstEnvironment(ImmutableSandboxedEnvironment):
    """An environment whose operators on texts escape for reStructuredText."""

    intercepted_binops = frozenset({'+'})

    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> jinja_nodes.Template:
        """Return the syntax tree of a template."""
        tree = Concatenation().visit(super().parse(source, name, filename))
        return cast('jinja_nodes.Template', tree)

    def compile(
        self,
        source: str | jinja_nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """Return the code of a template."""
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        return super().compile(tree, name, filename, raw, defer_init)  # type: ignore[call-overload]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Add two values; a text that is joined with markup is escaped."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            return Rst.escape(left) + Rst.escape(right)
        return super().call_binop(context, operator, left, right)


def in_words(error: Exception) -> str:
    """Return the message of an error; a property that a view lacks in the terms of templates."""
    found = NO_PROPERTY.fullmatch(str(error))
    if not found:
        return str(error) or type(error).__name__
    from . import views  # noqa: PLC0415 (seldom needed)

    known = ', '.join(getattr(views, f'{found["noun"]}View').__annotations__)
    return f'a {found["noun"].lower()} has no {found["name"]!r}, but {known}'


class Templates:
    """The templates of a project and the built-in ones."""

    def __init__(
        self,
        confdir: Path,
        templates_path: Sequence[str],
        filters: Mapping[str, Callable[..., object]] | None = None,
    ) -> None:
        """Look for templates on a project's path first.

        :param filters: the filters that other extensions add.
        """
        self._loader = ProjectLoader(confdir, templates_path)
        self._environment = make_environment(self._loader)
        self._environment.filters |= filters or {}
        self.info = cache(self._info)

    def render(self, name: str, context: Mapping[str, object], slots: Container[str]) -> str:
        """Return the reStructuredText that a template prints.

        :param name: the template's name, such as 'card'; a '!' before it asks for the
            built-in one.
        :param slots: the names of the slots that can be filled.
        :raises TemplateError: the template is missing or failed.
        """
        path = path_of(name)
        try:
            text = self._environment.get_template(path).render(context)
        except TemplateNotFound as error:
            raise TemplateError(
                f'there is no template {error.name!r} in the folders of templates_path, nor a '
                'built-in one of that name'
            ) from error
        except ERRORS as error:
            message = f'the template fails: {in_words(error)}'
            raise TemplateError(message, *place_of_error(error)) from error
        check_slots(text, slots, str(self.file_of(name)))
        return text

    def signature(self, name: str) -> str:
        """Return the files that a template's name means, and those that it lacks."""
        info = self.info(name)
        return ' '.join((*info.files, *info.missing))

    def file_of(self, name: str) -> str:
        """Return the file that a template's name means; '' for none."""
        info = self.info(name)
        return info.files[0] if info.files else ''

    def _info(self, name: str) -> TemplateInfo:
        try:
            path = path_of(name)
        except TemplateError:
            return TemplateInfo('', False, (), ())
        found = list(self._walk(path, set()))
        return TemplateInfo(
            path=path,
            reads_values=any(reads for _path, _file, reads in found),
            files=tuple(file for _path, file, _reads in found if file),
            missing=tuple(path for path, file, _reads in found if not file),
        )

    def _walk(self, path: str, seen: set[str]) -> Iterator[tuple[str, str, bool]]:
        """Yield the path, the file and the use of values of a template and its relatives."""
        seen.add(path)
        try:
            source, filename, _uptodate = self._loader.get_source(self._environment, path)
            tree = self._environment.parse(source)
        except ERRORS:
            yield path, '', False
            return
        yield path, str(filename), VALUES in meta.find_undeclared_variables(tree)
        for other in meta.find_referenced_templates(tree):
            if other and other not in seen:
                yield from self._walk(other, seen)


def get_templates(domain: ConfigDomain) -> Templates:
    """Return the templates of a project, which the build has prepared."""
    assert isinstance(domain.templates, Templates)
    return domain.templates


def make_environment(loader: ProjectLoader) -> ImmutableSandboxedEnvironment:
    """Return the environment of templates: everything printed is escaped for rST."""
    environment = RstEnvironment(
        undefined=StrictUndefined,
        loader=loader,
        autoescape=True,  # macros and blocks return Markup, which is not escaped again
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS | {'envname': envname, 'relaxed': relaxed}
    environment.globals |= {'_': lambda text: Rst(_(text))}
    return environment


def check_slots(text: str, slots: Container[str], filename: str) -> None:
    """Check that the slots in a template's text can be filled.

    :raises TemplateError: a filter changed one.
    """
    for name in SLOT.findall(text):
        if name not in slots:
            message = f'the slot {name!r} cannot be filled; slots take no filters'
            raise TemplateError(message, filename)


def path_of(name: str) -> str:
    """Return the path by which the loader finds a template.

    :raises TemplateError: the name is not that of a template.
    """
    bare = name.removeprefix('!')
    if not TEMPLATE_NAME.fullmatch(bare):
        raise TemplateError(
            f'{name!r} is not the name of a template: write it without folder and ending; '
            f'templates are in the folder {FOLDER!r} of a folder of templates_path'
        )
    return f'{"!" if bare != name else ""}{FOLDER}/{bare}{SUFFIX}'


def place_of_error(error: BaseException) -> tuple[str, int]:
    """Return the template's file and line that raised an error; ('', 0) if not known."""
    place = (getattr(error, 'filename', None) or '', getattr(error, 'lineno', None) or 0)
    traceback = error.__traceback__
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if filename.endswith(SUFFIX):
            place = (filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place
