"""The names that other extensions may use.

What is not in ``__all__`` may change in any release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Required, TypedDict

from sphinx.errors import ExtensionError

from .domain import get_domain
from .importers import ABSENT, Choice, ProductSetting, SourceError
from .model.field_types import FieldType
from .model.fields import Field, Fields
from .model.setting import Fact, Setting, Variant
from .model.settings import Duplicate, Settings
from .registry import check_output, check_word, register
from .templating.filters import FILTERS, Rst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = [
    'ABSENT',
    'Choice',
    'Duplicate',
    'Fact',
    'Field',
    'FieldDeclaration',
    'FieldType',
    'Fields',
    'ProductSetting',
    'Rst',
    'Setting',
    'Settings',
    'SourceDeclaration',
    'SourceError',
    'Variant',
    'add_exporter',
    'add_field',
    'add_field_type',
    'add_importer',
    'add_template_filter',
    'get_settings',
]


class FieldDeclaration(TypedDict, total=False):
    """A value of ``configsetting_fields`` in conf.py; each key is optional."""

    kind: str
    label: str
    names: bool
    index: bool
    row: bool
    aliases: Sequence[str]
    derive: str
    badge: bool | int
    bare: bool
    facet: bool
    before: str
    after: str
    order: Sequence[str]
    colors: Mapping[str, str] | str
    unit: str
    lexer: str
    sphinx: bool


class SourceDeclaration(TypedDict, total=False):
    """A value of ``configsetting_sources`` in conf.py; only ``path`` is required."""

    path: Required[str]
    format: str
    at: str
    document: int | str
    options: str
    fields: Mapping[str, str | Sequence[str]]
    environment: str
    ignore_case: bool
    relaxed_names: bool
    commented: bool | Literal['auto']
    commented_values: Literal['default', 'example']
    plain_comments: bool
    refs: Mapping[str, str]
    root: str
    markup: Literal['plain', 'rst', 'markdown']


def get_settings(env: BuildEnvironment) -> Settings:
    """Return the settings of a project, as far as its pages have been read."""
    return get_domain(env).settings


def add_field_type(app: Sphinx, kind: type[FieldType]) -> None:
    """Add a kind of field, for the key ``kind`` of declarations.

    :param kind: a class whose ``name`` is the word for it.
    """
    check_word(kind.name, 'field type')
    register(app, 'types', kind.name, kind)


def add_field(app: Sphinx, name: str, declaration: FieldDeclaration) -> None:
    """Declare a field. ``configsetting_fields`` in conf.py can change or remove it."""
    register(app, 'fields', name, declaration)


def add_template_filter(app: Sphinx, name: str, function: Callable[..., object]) -> None:
    """Add a filter to templates.

    :param function: gets the value and the arguments of the filter. What it returns is
        escaped when it is printed, unless it is an `Rst`.
    """
    check_word(name, 'filter')
    if name in FILTERS:
        raise ExtensionError(f'the filter {name!r} is built in; choose another name')
    register(app, 'filters', name, function)


def add_exporter(app: Sphinx, filename: str, function: Callable[[Mapping[str, Any]], str]) -> None:
    """Add a file about the settings to the output of HTML builders.

    :param filename: the path in the output folder, with forward slashes.
    :param function: gets the content of ``settings.json`` and returns the text of the file.
    """
    check_output(filename)
    register(app, 'exporters', filename, function)


def add_importer(
    app: Sphinx, name: str, function: Callable[[Path], Iterable[ProductSetting]]
) -> None:
    """Add a format of product files, for the key ``format`` of ``configsetting_sources``.

    :param function: gets the absolute path of the file and returns its settings; it raises
        `SourceError`, with a line, if it cannot.
    """
    check_word(name, 'format')
    register(app, 'importers', name, function)
