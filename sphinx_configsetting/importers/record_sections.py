"""Find the records of settings in a document, and the meaning of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from .documents import Mapped, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    'name': ('name', 'key', 'id', 'option', 'setting', 'variable'),
    'type': ('type', 'dataType', 'datatype', 'data_type', 'value_type', 'kind'),
    'default': ('default', 'defaultValue', 'default_value', 'defaultvalue'),
    'description': (
        'description', 'help', 'desc', 'doc', 'documentation', 'summary', 'comment',
        'long_desc', 'long_description', 'longDescription', 'fmt_desc',
    ),
    'title': ('title', 'label', 'display_name', 'displayName'),
    'choices': ('choices', 'enum', 'enum_values', 'enum_allowed', 'allowed_values',
                'allowedValues', 'allowed', 'options', 'values', 'possible_values'),
    'examples': ('examples', 'example', 'sample', 'sample_default'),
    'required': ('required', 'mandatory'),
    'deprecated': (
        'deprecation_reason', 'deprecated_reason', 'deprecation_message', 'deprecationMessage',
        'deprecation', 'deprecated', 'deprecated_for_removal', 'is_deprecated',
    ),
    'environment': ('environment', 'env', 'env_var', 'envvar', 'environment_variable', 'env_vars'),
    'secret': ('sensitive', 'secret', 'is_secret', 'writeOnly'),
    'minimum': ('minimum', 'min', 'min_value', 'minValue'),
    'maximum': ('maximum', 'max', 'max_value', 'maxValue'),
    'pattern': ('pattern', 'regex'),
}  # fmt: skip
"""The keys of records by the field that they state, the usual ones first."""
LISTS: Final = (
    'options', 'opts', 'properties', 'settings', 'inputs', 'variables', 'parameters', 'params',
    'configs', 'configuration', 'config', 'fields', 'keys', 'entries', 'items',
    'option', 'setting', 'variable', 'parameter',
)  # fmt: skip
"""The keys under which a section, or a file, has its records."""
EVIDENCE: Final = frozenset(
    {*WORDS['type'], *WORDS['default'], *WORDS['description'], 'sourceType', 'required'}
) - {'kind', 'comment'}
STATED: Final = frozenset({*WORDS['type'], *WORDS['default']})
RECORDED: Final = STATED.union(WORDS['description'], WORDS['required'])
"""The keys that records without a name are known by."""
NESTED: Final = ('options', 'suboptions', 'settings')
"""The keys under which a record has further records."""


class RecordSection(NamedTuple):
    """A list or mapping of records, with the name of the section that it belongs to."""

    path: tuple[str, ...]
    records: Any
    table: Mapping[str, Any]
    line: int


def are_records(value: Any) -> bool:
    """Return whether a value has records of settings, in a form that needs no explanation."""
    return bool(sections_in(value, is_collection))


def sections_in(value: Any, accepts: Callable[[Any], bool]) -> list[RecordSection]:
    """Return the sections of a value, under the usual keys.

    :param accepts: returns whether a value is a list or mapping of records.
    """
    if accepts(value):
        return [RecordSection((), value, Mapped(), 0)]
    if not isinstance(value, dict):
        return []
    for name in LISTS:
        if accepts(value.get(name)):
            return [RecordSection((), value[name], Mapped(), 0)]
    for inner in (value, *(value.get(name) for name in LISTS)):
        if not isinstance(inner, dict):
            continue
        names = {found[1] for found in named_sections(inner, LISTS, accepts)}
        if names:  # what other sections have under the same key are records, too
            stated = [name for name in LISTS if name in names]
            return [section for section, _name in named_sections(inner, stated, is_container)]
    return []


def named_sections(
    value: Mapping[str, Any], names: Sequence[str], accepts: Callable[[Any], bool]
) -> Iterator[tuple[RecordSection, str]]:
    """Yield the sections that a mapping has by their names, each with the key of its records."""
    for key, section in value.items():
        for name in names if isinstance(section, dict) else ():
            if name in section and accepts(section[name]):
                yield RecordSection((key,), section[name], section, line_of(value, key)), name
                break


def is_collection(value: Any) -> bool:
    """Return whether a value is a list or mapping of records; some of them may be broken."""
    if isinstance(value, list):
        named = [one for one in value if isinstance(one, dict) and named_by(one)]
        records = [one for one in named if EVIDENCE & one.keys() or nested_in(one) is not None]
        return len(records) * 2 > len(value)
    if not isinstance(value, dict) or EVIDENCE.issuperset(value):
        return False
    records = [one for one in value.values() if is_record(one)]
    return len(records) * 5 >= len(value) * 4 and bool(records)


def may_be_collection(value: Any) -> bool:
    """Return whether a value has a record at all: the project says that there are some."""
    if isinstance(value, list):
        return any(isinstance(one, dict) and named_by(one) for one in value)
    return isinstance(value, dict) and any(map(is_record, value.values()))


def is_container(value: Any) -> bool:
    """Return whether a value is a list or mapping: the project says where records are."""
    return isinstance(value, (list, dict)) and bool(value)


def is_record(value: Any) -> bool:
    """Return whether a value without a name is the record of a setting."""
    if not isinstance(value, dict) or RECORDED.isdisjoint(value):
        return False
    described = any(isinstance(paragraphs(value.get(word)), str) for word in WORDS['description'])
    typed = any(isinstance(value.get(word), str) for word in WORDS['type'])
    valued = any(word in value for word in WORDS['default'])
    required = any(isinstance(value.get(word), bool) for word in WORDS['required'])
    if any(isinstance(value.get(word), dict) and value[word] for word in EVIDENCE):
        return False
    return (described and len(value) == 1) or described + typed + valued + required > 1


def are_nested(value: Any) -> bool:
    """Return whether a value of a record has records, and not choices with descriptions."""
    records = value if isinstance(value, list) else [*value.values()] if is_dict(value) else []
    stated = [one for one in records if is_dict(one) and STATED & one.keys()]
    named = [one for one in stated if is_dict(value) or named_by(one)]
    return len(named) * 2 > len(records)


def nested_in(record: Mapping[str, Any]) -> Any:
    """Return the records that a record has under a usual key, or None."""
    return next((record[word] for word in NESTED if are_nested(record.get(word))), None)


def is_dict(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a value is a mapping."""
    return isinstance(value, dict)


def named_by(record: Mapping[str, Any]) -> str:
    """Return the key of a record's name, or ''."""
    return next((word for word in WORDS['name'] if isinstance(record.get(word), str)), '')


def paragraphs(value: Any) -> Any:
    """Return a list of paragraphs as one text; another value as it is."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return '\n\n'.join(value)
    return value
