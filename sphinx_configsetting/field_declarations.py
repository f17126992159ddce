"""The declarations of fields in conf.py, checked and applied one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from .model.expressions import Expression, ExpressionError
from .model.field_types import TYPES, FieldType, Text
from .model.fields import DESCRIPTION, DISPLAYNAME, OBJECT_OPTIONS, Field

if TYPE_CHECKING:
    from .model.fields import Fields

FIELD_NAME: Final = re.compile(r'[a-z][a-z0-9_-]*')
RESERVED: Final = frozenset(
    {'id', 'setting', 'ref', 'settings', 'group', 'count', 'page', 'values', *OBJECT_OPTIONS}
)
COLORS: Final = ('strong', 'success', 'info', 'warning', 'danger', 'muted')
"""The colors of badges, which the style sheet takes from the theme."""
KEYS: Final[Mapping[str, tuple[type, ...]]] = {
    'kind': (str,),
    'label': (str,),
    'names': (bool,),
    'index': (bool,),
    'row': (bool,),
    'aliases': (list, tuple),
    'derive': (str,),
    'badge': (bool, int),
    'bare': (bool,),
    'facet': (bool,),
    'before': (str,),
    'after': (str,),
    'order': (list, tuple),
    'colors': (dict, str),
    'unit': (str,),
    'lexer': (str,),
    'sphinx': (bool,),
}
"""The keys of a declaration, and their types."""
ARTICLES: Final = {'int': 'an int'}


class DeclarationError(ValueError):
    """A declaration is wrong; the message says how."""


def declare(
    fields: Fields,
    name: object,
    declaration: object,
    types: Mapping[str, type[FieldType]] = TYPES,
) -> Fields:
    """Return the fields with one declaration applied; keys that there are not are ignored.

    :param types: the kinds that there are.
    :raises DeclarationError: the declaration is wrong.
    """
    if name in RESERVED:
        raise DeclarationError('this name is taken; choose another one for the field')
    if not isinstance(name, str) or not FIELD_NAME.fullmatch(name):
        raise DeclarationError('a field\'s name has lower-case letters, digits, "_" and "-" only')
    if declaration is None:
        return without(fields, name)
    values = checked(declaration)
    known = fields.get(name) or Field(
        name=name, type=Text(), label=name.replace('_', ' ').capitalize()
    )
    place: dict[str, str] = {k: values.pop(k) for k in ('before', 'after') if k in values}
    check_place(fields, name, place)
    return fields.placed(with_declaration(known, values, types), **place)


def unknown_keys(declaration: object) -> list[str]:
    """Return a message for each key of a declaration that there is not."""
    keys = declaration if isinstance(declaration, Mapping) else ()
    return [f'{key!r} is not one of {", ".join(KEYS)}' for key in keys if key not in KEYS]


def fields_with_name(fields: Fields, name: object) -> Fields:
    """Return the fields with one of that name, as plain text where it is new.

    What settings state is kept so, although the declaration of their field is wrong.
    """
    if name in fields.by_name or name in RESERVED or not FIELD_NAME.fullmatch(str(name)):
        return fields
    return declare(fields, name, {})


def without(fields: Fields, name: str) -> Fields:
    """Return the fields less one.

    :raises DeclarationError: there is no such field, or it cannot be left out.
    """
    if name in {DISPLAYNAME, DESCRIPTION}:
        raise DeclarationError('this field cannot be removed')
    if name not in fields:
        raise DeclarationError(f'there is no such field to remove; {nearest_fields(fields, name)}')
    return fields.without(name)


def checked(declaration: object) -> dict[str, Any]:
    """Return the known keys of a declaration, whose types are right.

    :raises DeclarationError: they are not.
    """
    if not isinstance(declaration, Mapping):
        raise DeclarationError(f'{declaration!r} is neither a dict nor None')
    known = {key: value for key, value in declaration.items() if key in KEYS}
    for key, value in known.items():
        if not isinstance(value, KEYS[key]):
            names = ' or '.join(
                ARTICLES.get(one.__name__, f'a {one.__name__}') for one in KEYS[key]
            )
            raise DeclarationError(f'{key!r} is {value!r}, not {names}')
    for key in ('aliases', 'order'):
        if not all(isinstance(text, str) and text for text in known.get(key, ())):
            raise DeclarationError(f'{key!r} is {known[key]!r}, not a list of strings')
    if not str(known.get('label', '-')).strip():
        raise DeclarationError("'label' is empty")
    return known


def with_declaration(
    known: Field, values: dict[str, Any], types: Mapping[str, type[FieldType]] = TYPES
) -> Field:
    """Return a field with the values of a declaration.

    :raises DeclarationError: a value is wrong.
    """
    kind = values.pop('kind', known.type.name)
    parameters: dict[str, Any] = {k: values.pop(k) for k in ('order', 'unit') if k in values}
    if kind != known.type.name or parameters:
        values['type'] = make_type(known.name, kind, parameters, types)
    if 'aliases' in values:
        values['aliases'] = tuple(values['aliases'])
    if 'badge' in values:
        values['badge'] = 9 if values['badge'] is True else int(values['badge'])
    if 'colors' in values:
        values['colors'] = tuple(checked_colors(values['colors']).items())
    declared: FieldType = values.get('type', known.type)
    problem = declared.declaration_problem(dict(values.get('colors', ())))
    if problem:
        raise DeclarationError(problem)
    if 'derive' in values:
        values['derive'] = compiled(values['derive'])
    return replace(known, **values)


def make_type(
    field_name: str,
    kind: str,
    parameters: dict[str, Any],
    types: Mapping[str, type[FieldType]],
) -> FieldType:
    """Return the type that a declaration asks for.

    :raises DeclarationError: there is none, or it has no such parameter.
    """
    if kind not in types:
        raise DeclarationError(f'{kind!r} is not one of the kinds {", ".join(types)}')
    fixed = {DISPLAYNAME: ('title', 'text'), DESCRIPTION: ('markup',)}.get(field_name, (kind,))
    if kind not in fixed:
        raise DeclarationError(f'the kind of this field is always {fixed[0]!r}')
    wanted = types[fixed[0]]
    for key in parameters:
        if key not in wanted.parameters:
            raise DeclarationError(f'the kind {kind!r} has no {key!r}')
    if 'order' in parameters:
        return wanted(tuple(parameters['order']))  # type: ignore[call-arg]
    made = wanted(parameters['unit']) if parameters else wanted()  # type: ignore[call-arg]
    check_unit(made)
    return made


def check_unit(made: FieldType) -> None:
    """Check the unit of a type of amounts.

    :raises DeclarationError: it is unknown.
    """
    units = getattr(made, 'units', None)
    if units and getattr(made, 'unit', '') not in units:
        raise DeclarationError(f"'unit' is not one of {', '.join(units)}")


def checked_colors(colors: object) -> dict[str, str]:
    """Return the colors of a field by value; one color is for all values.

    :raises DeclarationError: one is unknown.
    """
    by_value = {'': colors} if isinstance(colors, str) else dict(colors)  # type: ignore[call-overload]
    for color in by_value.values():
        if color not in COLORS:
            raise DeclarationError(f'{color!r} is not one of the colors {", ".join(COLORS)}')
    return {str(value): str(color) for value, color in by_value.items()}


def compiled(source: str) -> Expression | None:
    """Return the expression of a derived field; None for an empty one.

    :raises DeclarationError: its syntax is wrong.
    """
    try:
        return Expression.compile(source) if source else None
    except ExpressionError as error:
        raise DeclarationError(f"'derive' is {source!r}: {error}") from error


def check_place(fields: Fields, name: str, place: dict[str, str]) -> None:
    """Check the place of a field.

    :raises DeclarationError: there is no such place.
    """
    if len(place) > 1:
        raise DeclarationError("name 'before' or 'after', not both")
    for key, other in place.items():
        if other not in fields or other == name:
            hint = nearest_fields(fields, other)
            raise DeclarationError(f'{key!r} is {other!r}, not another field; {hint}')


def nearest_fields(fields: Fields, name: str) -> str:
    """Return a sentence with the names that a writer may have meant."""
    close = fields.nearest(name)
    found = ' or '.join(map(repr, close))
    return f'did you mean {found}?' if close else f'the fields are {", ".join(fields.by_name)}'
