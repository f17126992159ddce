"""The JSON Schema of ``settings.json``, made from the kinds and the built-in fields."""

from __future__ import annotations

from ..catalog.fields import BUILTIN
from ..catalog.kinds import KINDS, STRING

NUMBER = {'type': 'integer', 'minimum': 0}


def closed(properties: dict[str, object]) -> dict[str, object]:
    """Return the schema of an object that has just these properties."""
    return {
        'type': 'object',
        'properties': properties,
        'required': list(properties),
        'additionalProperties': False,
    }


def catalog_schema() -> dict[str, object]:
    """Return the schema (JSON Schema 2020-12); fields of a project may be of any kind."""
    facts = {
        field.name: {'anyOf': [dict(field.kind.schema), {'type': 'null'}]} for field in BUILTIN
    }
    field = closed({'name': STRING, 'kind': {'enum': list(KINDS)}, 'label': STRING})
    setting = closed(
        {
            'id': STRING,
            'title': STRING,
            'docname': STRING,
            'uri': STRING,
            'source': STRING,
            'line': NUMBER,
            'facts': {'type': 'object', 'properties': facts},
            'body': STRING,
        }
    )
    whole = closed(
        {
            'schema': {'const': 1},
            'project': STRING,
            'fields': {'type': 'array', 'items': field},
            'settings': {'type': 'array', 'items': setting},
        }
    )
    return {'$schema': 'https://json-schema.org/draft/2020-12/schema', **whole}
