"""Errors of ``jsonschema`` as findings about the alternative that fits best."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .findings import Kind
from .names import is_match

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
CONSTANTS: Final = frozenset({'enum', 'const'})
PLAIN: Final = ('type', *CONSTANTS)
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
    required: set[tuple[Any, ...]] = set()
    for error in errors:
        if error.validator == 'required':  # jsonschema has an error for each missing key
            place = (id(error.schema), *error.absolute_path)
            if place in required:
                continue
            required.add(place)
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
        yield from missing_keys(error, path)
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
    groups = alternative_errors(error)
    if all(is_plain_failure(group) for group in groups):
        yield joined_failure(error, [one for group in groups for one in plain_errors(group)])
        return
    groups = [group for group in groups if not is_plain_failure(group)]
    chosen = min(groups, key=misfit)
    for mark in chosen:
        same = [one for group in groups for one in group if is_same_mark(one, mark)]
        if len(same) == len(groups) > 1:
            yield joined_failure(mark, same)
            return
    yield from faults(chosen)


def alternative_errors(error: ValidationError) -> list[list[ValidationError]]:
    """Return the errors of each alternative."""
    branches: dict[Any, list[ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(one.relative_schema_path[0], []).append(one)
    return list(branches.values())


def is_plain_failure(group: Sequence[ValidationError]) -> bool:
    """Return whether an alternative fails by the type or the choice of the value itself."""
    return bool(plain_errors(group))


def plain_errors(group: Sequence[ValidationError]) -> list[ValidationError]:
    """Return the errors that the value itself has another type or is no choice, if any."""
    for one in group:
        if one.validator in PLAIN and not one.relative_path:
            return [one]
        if one.validator in UNIONS and not one.relative_path:
            inner = alternative_errors(one)
            if all(map(is_plain_failure, inner)):
                return [error for errors in inner for error in plain_errors(errors)]
    return []


def is_same_mark(one: ValidationError, mark: ValidationError) -> bool:
    """Return whether two errors are about the constant at the same place."""
    are_constants = {one.validator, mark.validator} <= CONSTANTS
    return are_constants and one.relative_path == mark.relative_path


def misfit(group: Sequence[ValidationError]) -> tuple[int, int, int, int]:
    """Return how badly an alternative fits.

    Constants count most, then choices, keys that it does not describe, and other faults.
    """
    choices = [len(wanted_values(one)) for one in group if one.validator in CONSTANTS]
    constants = choices.count(1)
    return constants, len(choices) - constants, strangers(group), len(group)


def strangers(group: Sequence[ValidationError]) -> int:
    """Return how many keys of an object an alternative does not describe, as far as is known."""
    for one in group:
        stated = one.schema.get('properties') if isinstance(one.schema, dict) else None
        if stated and not one.relative_path and isinstance(one.instance, dict):
            return len(one.instance.keys() - stated.keys())
    return 0


def joined_failure(error: ValidationError, failed: Sequence[ValidationError]) -> Fault:
    """Return the fault that a value has none of several types and choices."""
    choices = [value for one in failed if one.validator != 'type' for value in wanted_values(one)]
    types = [name for one in failed if one.validator == 'type' for name in wanted_types(one)]
    path = tuple(map(str, error.absolute_path))
    names = ' or '.join(dict.fromkeys(types))
    if not choices:
        return Fault(Kind.TYPE, path, error.instance, names, with_article(names))
    words = ' or '.join(filter(None, [one_of(choices), with_article(names)]))
    return Fault(Kind.CHOICES, path, error.instance, choices, words)


def wanted_types(error: ValidationError) -> list[str]:
    """Return the types that an error asks for."""
    value = error.validator_value
    return [value] if isinstance(value, str) else list(value)


def wanted_values(error: ValidationError) -> list[Any]:
    """Return the values that an error asks for."""
    return [error.validator_value] if error.validator == 'const' else list(error.validator_value)


def stated(error: ValidationError) -> Any:
    """Return the keywords of a schema, as JSON data."""
    match error.validator:
        case 'type':
            return ' or '.join(wanted_types(error))
        case 'enum' | 'const':
            return wanted_values(error)
        case 'oneOf' | 'anyOf' | 'not' | 'if':
            return None
        case 'contains':
            words = ('contains', 'minContains')
            return {word: error.schema[word] for word in words if word in error.schema}
        case keyword:
            return {str(keyword): error.validator_value}


def wanted(error: ValidationError) -> str:
    """Describe the keywords of a schema in words."""
    match error.validator:
        case 'type':
            return with_article(' or '.join(wanted_types(error)))
        case 'enum' | 'const':
            return one_of(wanted_values(error))
        case 'oneOf':
            return 'valid for exactly one of the alternatives'
        case 'not':
            return 'another value'
        case str(keyword) if keyword in PHRASES:
            return PHRASES[keyword].format(shown(error.validator_value))
        case keyword:
            return f'as the keyword {keyword} of the schema requires'


def missing_keys(error: ValidationError, path: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the keys that an object lacks."""
    names = error.validator_value
    if error.validator == 'required':
        names = [name for name in names if name not in error.instance]
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
    patterns = error.schema.get('patternProperties', {})
    is_sure = error.validator == 'additionalProperties'
    for name in error.instance:
        if name in stated_names or any(is_match(pattern, name) for pattern in patterns):
            continue
        # What other schemas evaluate is only in the message.
        if is_sure or repr(name) in error.message:
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
