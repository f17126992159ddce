"""The declaration of a source: one entry of ``configsetting_sources``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from ..model.expressions import Expression, ExpressionError
from .keys import is_pointer, suggestion

FORMATS: Final = ('json-schema', 'values', 'records')
MARKUPS: Final = ('plain', 'rst', 'markdown')
RULE_NAMES: Final = frozenset({'key', 'name'})
"""The names that a rule for variables can use: the key of a setting, and its last segment."""
COMMENTED_VALUES: Final = ('default', 'example')


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """The options for reading a file.

    :ivar path: the file, relative to the folder of conf.py.
    :ivar format: ``json-schema``, ``values`` or ``records``; by default, detected.
    :ivar at: a JSON pointer to the part that has the settings.
    :ivar document: the document of a YAML file, or the item of a ``List`` of Kubernetes, by its
        number from 0, the name in its ``metadata``, or its kind and name (``Service/web``).
    :ivar options: for ``records``, the key under which each section has its options.
    :ivar fields: the file's keywords by field; a keyword may be a JSON pointer in a record.
    :ivar environment: a template for the names of environment variables.
    :ivar ignore_case: whether the product ignores the case of names.
    :ivar relaxed_names: whether it ignores hyphens and underscores in names as well, as Spring
        Boot does.
    :ivar commented: whether commented-out keys are settings.
    :ivar commented_values: whether their values are defaults or only examples.
    :ivar plain_comments: whether comments without ``--`` are descriptions, too.
    :ivar refs: local files, by the URI in references.
    :ivar root: the folder that references may not leave; by default, that of the file.
    :ivar markup: the markup of descriptions.
    """

    path: str
    format: str = ''
    at: str = ''
    document: int | str = ''
    options: str = ''
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    environment: str = ''
    ignore_case: bool = False
    relaxed_names: bool = False
    commented: bool | str = 'auto'
    commented_values: str = 'default'
    plain_comments: bool = False
    refs: Mapping[str, str] = field(default_factory=dict)
    root: str = ''
    markup: str = ''


NAMES: Final = tuple(one.name for one in fields(SourceSpec))
TEXTS: Final = ('path', 'format', 'at', 'options', 'environment', 'root', 'markup')
SWITCHES: Final = ('ignore_case', 'relaxed_names', 'plain_comments')
ALLOWED: Final[Mapping[str, tuple[Any, ...]]] = {
    'format': ('', *FORMATS),
    'markup': ('', *MARKUPS),
    'commented': ('auto', True, False),
    'commented_values': COMMENTED_VALUES,
}


def parse_spec(given: object) -> tuple[SourceSpec | None, list[str]]:
    """Return an entry of ``configsetting_sources`` as a record, and what is wrong with it.

    Wrong parts are left out; without a path there is no record. A path alone is enough.
    """
    if isinstance(given, str):
        given = {'path': given}
    if not isinstance(given, Mapping):
        return None, ['it is neither a path nor a dict; write {"path": "..."}']
    problems = [
        f'{name!r} is unknown{suggestion(str(name), NAMES)}' for name in given if name not in NAMES
    ]
    values: dict[str, Any] = {}
    for name, value in given.items():
        problem = problem_of_value(name, value) if name in NAMES else ''
        if problem:
            problems.append(problem)
        elif name in NAMES:
            values[name] = normalized(name, value)
    if not values.get('path'):
        return None, [*problems, 'it has no path; add "path"']
    return SourceSpec(**values), problems


def normalized(name: str, value: Any) -> Any:
    """Return a value as records have it."""
    if name == 'fields':
        return {key: (one,) if isinstance(one, str) else tuple(one) for key, one in value.items()}
    return dict(value) if name == 'refs' else value


def problem_of_value(name: str, value: Any) -> str:
    """Return the fault of a value, or ''."""
    if name in TEXTS and not isinstance(value, str):
        return f'{name!r} is not a string'
    if name in SWITCHES and not isinstance(value, bool):
        return f'{name!r} is neither True nor False'
    allowed = ALLOWED.get(name)
    if allowed is not None and not any(value is one or value == one for one in allowed):
        names = ', '.join(repr(one) for one in allowed if one != '')
        return (
            f'{name!r} is {value!r}, not one of {names}{suggestion(str(value), map(str, allowed))}'
        )
    return special_problem(name, value)


def special_problem(name: str, value: Any) -> str:
    """Return the fault of a pointer, a document, a template or a mapping, or ''."""
    if name == 'at' and not is_pointer(value):
        return f"'at' is {value!r}, which is not a JSON pointer; begin it with '/'"
    if name == 'document' and (isinstance(value, bool) or not isinstance(value, (int, str))):
        return "'document' is neither a number nor a name"
    if name in {'fields', 'refs'} and not is_mapping_of_texts(value, lists=name == 'fields'):
        return f'{name!r} is not a dict of strings'
    return rule_problem(value) if name == 'environment' else ''


def rule_problem(template: str) -> str:
    """Return why a template cannot name variables, or ''."""
    try:
        unknown = sorted(Expression.compile(template).needs - RULE_NAMES)
    except ExpressionError as error:
        return f"'environment': {template!r} is not a template: {error}"
    return f"'environment': {unknown[0]!r} is unknown; use key or name" if unknown else ''


def is_mapping_of_texts(value: Any, *, lists: bool) -> bool:
    """Return whether a value is a mapping from texts to texts, or to lists of texts."""
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and (isinstance(one, str) or (lists and is_list_of_texts(one)))
        for key, one in value.items()
    )


def is_list_of_texts(value: Any) -> bool:
    """Return whether a value is a list of texts."""
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value)
