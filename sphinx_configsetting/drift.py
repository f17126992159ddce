"""Warnings of hand-written facts that contradict the directives before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .domain import get_domain, relative_source
from .handwritten.placement import find_drift
from .model.setting import derived_text
from .warnings_ import Subtype

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

    from .handwritten.placement import Place


def warn_of_drift(env: BuildEnvironment, places: Sequence[Place]) -> None:
    """Warn of each fact in the sections of a page that contradicts their settings."""
    domain = get_domain(env)
    for one in find_drift(places, domain.fields, derived_text):
        source = str(env.srcdir / relative_source(env, one.statement.source))
        domain.report(Subtype.DRIFT, one.message, f'{source}:{one.statement.line or 1}')
