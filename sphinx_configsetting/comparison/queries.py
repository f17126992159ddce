"""Queries of settings that a ``settings.json`` states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model.field_types import TYPES
from ..model.fields import Field, Fields
from ..model.setting import Fact, Setting
from ..query.parser import parse_query

if TYPE_CHECKING:
    from .documentation import Documentation, Documented


def chosen_by(documentation: Documentation, query: str) -> Documentation:
    """Return the settings that match a query.

    :raises QueryError: the query is wrong.
    """
    fields = Fields(
        tuple(
            Field(name=name, type=TYPES[kind](), label=documentation.labels[name])
            for name, kind in documentation.kinds.items()
        )
    )
    condition = parse_query(query, fields)
    kept = (one for one in documentation.settings if condition.holds(setting_of_json(one)))
    return replace(documentation, settings=tuple(kept))


def setting_of_json(one: Documented) -> Setting:
    """Return a setting as a build has it, as far as queries need it."""
    facts = {name: fact_of_json(value) for name, value in one.facts.items()}
    return Setting(one.id, one.docname, '', one.source, one.line, facts=facts, group=one.group)


def fact_of_json(value: Any) -> Fact:
    """Return the fact that JSON data state; None is for a field that does not apply."""
    values: tuple[str, ...] = ()
    if isinstance(value, dict):
        values = tuple(map(str, value.values()))
    elif isinstance(value, list):
        values = tuple(map(str, value))
    elif value is not None:
        values = (str(value).lower() if isinstance(value, bool) else str(value),)
    return Fact(', '.join(values) or 'N/A', values)
