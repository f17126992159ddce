"""Warnings of hand-drawn facts that contradict the directives before them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from ..domain import domain_of, relative_source
from ..handwritten.comparing import drift_of
from ..handwritten.facts_old import FactReader
from ..warnings_ import Subtype, warn
from .presentation import templates_of
from .templates import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from ..catalog.fields import Field
    from ..catalog.setting import Setting
    from ..handwritten.judging import Outcome


def warn_of_drift(
    env: BuildEnvironment, placed: Iterable[tuple[Setting, nodes.section, Outcome]]
) -> None:
    """Warn of each fact in the sections of a page that contradicts their settings.

    The page is read as its author wrote it: no table has been put yet.
    """
    reader = reader_of(env)
    for found in drift_of(placed, reader, partial(derived, env)):
        source = str(env.srcdir / relative_source(env, found.fact.source))
        line = f':{found.fact.line}' if found.fact.line else ''
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
