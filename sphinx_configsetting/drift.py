"""Warnings of hand-written facts that contradict the directives before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .domain import get_domain, relative_source
from .handwritten.judge import find_contradictions
from .model.expressions import ExpressionError
from .warnings_ import Subtype

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from .model.fields import Field
    from .model.setting import Setting
    from .nodes import setting
    from .placement import Placement, Placer


def warn_of_drift(
    env: BuildEnvironment, found: Sequence[setting], places: Sequence[Placement], placer: Placer
) -> None:
    """Warn of each fact in the sections of a page that contradicts their settings."""
    sections: dict[int, tuple[nodes.section, list[Setting]]] = {}
    for node, place in zip(found, places, strict=True):
        if place.section is not None:
            _section, settings = sections.setdefault(id(place.section), (place.section, []))
            settings.append(node.record)
    domain = get_domain(env)
    for section, settings in sections.values():
        statements = placer.reading(section).statements
        for one in find_contradictions(settings, statements, domain.fields, derived):
            source = str(env.srcdir / relative_source(env, one.statement.source))
            domain.report(Subtype.DRIFT, one.message, f'{source}:{one.line or 1}')


def derived(field: Field, setting: Setting) -> str:
    """Return the text that the expression of a field makes; '' where it cannot be made."""
    values = {name: fact.values for name, fact in setting.facts.items()}
    try:
        return field.derive.evaluate(values) if field.derive else ''
    except ExpressionError:  # the directive has warned of it
        return ''
