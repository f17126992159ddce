"""Errors of ``jsonschema`` as findings about the alternative that fits best."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .findings import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    ValidationError = Any
    """An error of ``jsonschema``, whose types are not declared."""

MAPS: Final = frozenset({'properties', 'patternProperties', '$defs', 'definitions'})
"""The keywords whose values have names of an author's choice as keys."""
UNIONS: Final = ('anyOf', 'oneOf')
KINDS: Final = {
    'type': Kind.TYPE,
    'enum': Kind.CHOICES,
    'const': Kind.CHOICES,
    'not': Kind.CHOICES,
    'required': Kind.MISSING,
    'dependentRequired': Kind.MISSING,
    'dependencies': Kind.MISSING,
    'additionalProperties': Kind.UNKNOWN,
    'unevaluatedProperties': Kind.UNKNOWN,
    'oneOf': Kind.TYPE,
    'anyOf': Kind.TYPE,
}
"""The kinds of keywords; all others limit values."""
PLAIN: Final = ('type', 'enum', 'const')
"""The keywords whose failures one message can name together."""
PHRASES: Final = {
    'minimum': 'at least {}',
    'maximum': 'at most {}',
    'exclusiveMinimum': 'greater than {}',
    'exclusiveMaximum': 'less than {}',
    'multipleOf': 'a multiple of {}',
    'minLength': 'at least {} characters long',
    'maxLength': 'at most {} characters long',
    'pattern': 'a text that matches {}',
    'format': 'a {}',
    'minItems': 'a list of at least {} values',
    'maxItems': 'a list of at most {} values',
    'uniqueItems': 'a list without repetitions',
    'minProperties': 'an object of at least {} keys',
    'maxProperties': 'an object of at most {} keys',
}
LONGEST: Final = 60
"""The greatest length of a value in a message."""
MANY: Final = 12
"""The most choices that a message lists."""


class Fault(NamedTuple):
    """The kinds of faults that values have.

    :ivar path: where it is; for a missing key, where it should be.
    :ivar value: what is there.
    :ivar stated: what is allowed.
    :ivar wanted: what is allowed, in words.
    """

    kind: Kind
    path: tuple[str, ...]
    value: Any
    stated: Any
    wanted: str


def faults(errors: Iterable[ValidationError]) -> Iterator[Fault]:
    """Yield what is wrong, each key of a schema's error for itself."""
    for error in errors:
        yield from fault(error)


def fault(error: ValidationError) -> Iterator[Fault]:
    """Yield what an error is about: of alternatives, the one that fits best."""
    if error.validator in UNIONS and error.context:
        yield from best(error)
        return
    path = tuple(map(str, error.absolute_path))
    if is_about_name(error):
        yield Fault(Kind.UNKNOWN, (*path, str(error.instance)), None, None, '')
        return
    kind = KINDS.get(str(error.validator), Kind.RANGE)
    if kind is Kind.MISSING:
        yield from missing(error, path)
    elif kind is Kind.UNKNOWN:
        yield from unknown(error, path)
    else:
        yield Fault(kind, path, error.instance, stated(error), wanted(error))


def is_about_name(error: ValidationError) -> bool:
    """Return whether an error is about the name of a key, by the keyword ``propertyNames``."""
    parts = list(error.absolute_schema_path)
    spots = [number for number, part in enumerate(parts) if part == 'propertyNames']
    return any(not number or parts[number - 1] not in MAPS for number in spots)


def best(error: ValidationError) -> Iterator[Fault]:
    """Yield the faults of the alternative that fits best, or of all if none is near."""
    branches: dict[Any, list[ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(one.relative_schema_path[0], []).append(one)
    groups = list(branches.values())
    if all(is_plain(group) for group in groups):
        yield together(error, [group[0] for group in groups])
        return
    yield from faults(min(groups, key=misfit))


def is_plain(group: Sequence[ValidationError]) -> bool:
    """Return whether an alternative fails by the type or the choice of the value itself."""
    return any(one.validator in PLAIN and not one.relative_path for one in group)


def misfit(group: Iterable[ValidationError]) -> tuple[bool, int, int]:
    """Return how badly an alternative fits: constants count most, then the number of faults."""
    errors = list(group)
    constants = sum(one.validator in {'const', 'enum'} for one in errors)
    return is_plain(errors), constants, len(errors)


def together(error: ValidationError, failed: Sequence[ValidationError]) -> Fault:
    """Return the fault that a value has none of several types and choices."""
    choices = [value for one in failed if one.validator != 'type' for value in choices_of(one)]
    types = [name for one in failed if one.validator == 'type' for name in types_of(one)]
    path = tuple(map(str, error.absolute_path))
    names = ' or '.join(dict.fromkeys(types))
    if not choices:
        return Fault(Kind.TYPE, path, error.instance, names, with_article(names))
    words = ' or '.join(filter(None, [one_of(choices), with_article(names)]))
    return Fault(Kind.CHOICES, path, error.instance, choices, words)


def types_of(error: ValidationError) -> list[str]:
    """Return the types that an error asks for."""
    value = error.validator_value
    return [value] if isinstance(value, str) else list(value)


def choices_of(error: ValidationError) -> list[Any]:
    """Return the values that an error asks for."""
    return [error.validator_value] if error.validator == 'const' else list(error.validator_value)


def stated(error: ValidationError) -> Any:
    """Return the keywords of a schema, as JSON data."""
    match error.validator:
        case 'type':
            return ' or '.join(types_of(error))
        case 'enum' | 'const':
            return choices_of(error)
        case 'oneOf' | 'anyOf' | 'not' | 'contains' | 'if':
            return None
        case keyword:
            return {str(keyword): error.validator_value}


def wanted(error: ValidationError) -> str:
    """Describe the keywords of a schema in words."""
    match error.validator:
        case 'type':
            return with_article(' or '.join(types_of(error)))
        case 'enum' | 'const':
            return one_of(choices_of(error))
        case 'oneOf':
            return 'only one of the alternatives'
        case 'not':
            return 'another value'
        case str(keyword) if keyword in PHRASES:
            return PHRASES[keyword].format(shown(error.validator_value))
        case keyword:
            return f'as the keyword {keyword} of the schema requires'


def missing(error: ValidationError, path: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the keys that an object lacks; ``jsonschema`` has an error for each of them."""
    names = error.validator_value
    if error.validator == 'required':
        names = [name for name in names if name not in error.instance]
        names = [name for name in names if error.message.startswith(repr(name))] or names
    else:
        names = [
            name
            for key, needed in error.validator_value.items()
            if key in error.instance and isinstance(needed, list)
            for name in needed
            if name not in error.instance
        ]
    for name in names:
        yield Fault(Kind.MISSING, (*path, name), None, True, '')


def unknown(error: ValidationError, path: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the keys that a schema forbids."""
    stated_names = error.schema.get('properties', {})
    for name in error.instance:
        if name not in stated_names and repr(name) in error.message:
            yield Fault(Kind.UNKNOWN, (*path, name), None, None, '')


def with_article(names: str) -> str:
    """Return types with an article.

    >>> with_article('integer or string'), with_article('')
    ('an integer or a string', '')
    """
    words = [name for name in names.split(' or ') if name]
    return ' or '.join(
        name if name == 'null' else f'{"an" if name[0] in "aio" else "a"} {name}' for name in words
    )


def one_of(values: Sequence[Any]) -> str:
    """Return choices in words."""
    texts = [shown(value) for value in values]
    if len(texts) > MANY:
        texts = [*texts[:MANY], f'{len(values) - MANY} more']
    return f'one of {", ".join(texts)}' if len(texts) > 1 else ''.join(texts)


def shown(value: Any) -> str:
    """Return a value in a message."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f'{text[: LONGEST - 1]}\u2026'
