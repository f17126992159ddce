"""Warnings of hand-written facts that contradict their directives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from ..domain import domain_of, relative_source
from ..handwritten.facts import FactReader, own_content
from ..handwritten.judge import find_contradictions
from ..handwritten.judging import Outcome
from ..warnings_ import Subtype, warn
from .presentation import templates_of
from .templates import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from ..catalog.fields import Field
    from ..catalog.setting import Setting


def warn_of_drift(
    env: BuildEnvironment, placed: Iterable[tuple[Setting, nodes.section, Outcome]]
) -> None:
    """Warn of each fact in the sections of a page that contradicts their settings.

    The page is read as its author wrote it: nothing has been rendered yet.
    """
    reader = reader_of(env)
    sections: dict[int, tuple[nodes.section, list[Setting]]] = {}
    for setting, section, outcome in placed:
        if outcome is not Outcome.FOREIGN:
            sections.setdefault(id(section), (section, []))[1].append(setting)
    for section, settings in sections.values():
        statements = reader.read(own_content(section))
        for found in find_contradictions(
            settings, statements, reader.fields, partial(derived, env)
        ):
            source = str(env.srcdir / relative_source(env, found.statement.source))
            line = f':{found.line}' if found.line else ''
            warn(Subtype.DRIFT, found.message, location=f'{source}{line}')


def reader_of(env: BuildEnvironment) -> FactReader:
    """Return what reads the facts of all pages of a build."""
    domain = domain_of(env)
    if domain.reader is None:
        domain.reader = FactReader(domain.fields)
    return cast('FactReader', domain.reader)


def derived(env: BuildEnvironment, field: Field, setting: Setting) -> str:
    """Return the text that a field of a setting is derived as; '' where it cannot be."""
    values = {name: fact.values for name, fact in setting.facts.items()}
    try:
        return templates_of(env).derive(field.derive, values)
    except TemplateError:  # the directive has warned of it
        return ''
