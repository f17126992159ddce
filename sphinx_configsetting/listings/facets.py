"""The facets by which readers filter listings, with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ..query.ordering import path_key
from ..query.parser import fact_of
from ..rendering.values import plain_label
from .explorer_html import Facet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.fields import Field
    from ..model.setting import Fact, Setting

_ = get_translation('sphinx_configsetting')


def facet(field: Field, settings: Iterable[Setting]) -> Facet:
    """Return a facet with its values in the order of their type."""
    label = plain_label(field)
    kind = field.type.facet_kind
    if kind == 'flag':
        return Facet(field=field.name, label=label, values=['true'], kind=kind)
    values = {value for setting in settings for value in facet_values(field, setting)}
    ordered = sorted(values, key=lambda value: (path_key(field, (value,)), value))
    return Facet(field=field.name, label=label, values=ordered, kind=kind)


def facet_values(field: Field, setting: Setting) -> list[str]:
    """Return the values of a facet of a setting; a path of menus as one."""
    fact = fact_of(setting, field.name)
    values = [value for case in (fact.cases if fact else ()) for value in facets_in(field, case)]
    return list(dict.fromkeys(filter(None, values)))


def facets_in(field: Field, fact: Fact) -> tuple[str, ...]:
    """Return the values of a facet in one case."""
    found = field.type.facets(fact.values) if fact.values else ()
    return tuple(value or str(_('Yes')) for value in found)
