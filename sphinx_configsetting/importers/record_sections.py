"""Find the records of settings in a document, their groups, and the meaning of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from .documents import Mapped, line_of
from .keys import format_key
from .product_settings import ProductGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
TITLES: Final = (*WORDS['title'], 'heading', 'annotation', *WORDS['name'], 'group', 'section')
"""The keys of the titles of sections."""
NESTED: Final = ('options', 'suboptions', 'settings')
"""The keys under which a record has further records."""


class RecordSection(NamedTuple):
    """A list or mapping of records, with the name of the section that it belongs to.

    :ivar title: the title of a section without a name, which is no part of keys.
    """

    path: tuple[str, ...]
    records: Any
    table: Mapping[str, Any]
    line: int
    title: str = ''

    @property
    def key(self) -> str:
        """The key of the group that it is."""
        return format_key(self.path) or self.title


def are_records(value: Any) -> bool:
    """Return whether a value has records of settings, in a form that needs no explanation."""
    return bool(sections_in(value, is_collection))


def sections_in(value: Any, accepts: Callable[[Any], bool]) -> list[RecordSection]:
    """Return the sections of a value, under the usual keys.

    :param accepts: returns whether a value is a list or mapping of records.
    """
    if accepts(value):
        return [RecordSection((), value, Mapped(), 0)]
    for name in LISTS if isinstance(value, dict) else ():
        if accepts(value.get(name)):
            return [RecordSection((), value[name], Mapped(), 0)]
    for inner in places_of_sections(value):
        names = {found[1] for found in sections_with(inner, LISTS, accepts)}
        if names:  # what other sections have under the same key are records, too
            stated = [name for name in LISTS if name in names]
            return [section for section, _name in sections_with(inner, stated, is_container)]
    return plain_sections(value, accepts)


def plain_sections(value: Any, accepts: Callable[[Any], bool]) -> list[RecordSection]:
    """Return the sections of a mapping that have nothing but records, most of which are known."""
    parts = value if isinstance(value, dict) and all(map(is_dict, value.values())) else {}
    known = [key for key, section in parts.items() if accepts(section)]
    keys = parts if len(known) * 2 > len(parts) else {}
    return [RecordSection((key,), parts[key], Mapped(), line_of(value, key)) for key in keys]


def places_of_sections(value: Any) -> Iterator[Any]:
    """Yield the mappings and lists in a value whose parts may be sections."""
    yield value
    if isinstance(value, dict):
        yield from (value.get(name) for name in LISTS if isinstance(value.get(name), dict))
        yield from (one for one in value.values() if isinstance(one, list))


def sections_with(
    value: Any, names: Sequence[str], accepts: Callable[[Any], bool]
) -> Iterator[tuple[RecordSection, str]]:
    """Yield the sections in a mapping or list, each with the key of its records."""
    parts: list[tuple[Any, tuple[str, ...], int]] = []
    if isinstance(value, dict):
        parts = [(one, (key,), line_of(value, key)) for key, one in value.items()]
    elif isinstance(value, list):
        parts = [(one, (), 0) for one in value if is_dict(one) and STATED.isdisjoint(one)]
    for section, path, line in parts:
        for name in names if isinstance(section, dict) else ():
            if name in section and accepts(section[name]):
                found = RecordSection(path, section[name], section, line)
                yield found if path else listed_section(found), name
                break


def listed_section(section: RecordSection) -> RecordSection:
    """Return a section of a list with its name, or else its title."""
    lines = section.table.lines if isinstance(section.table, Mapped) else {}
    section = section._replace(line=min(lines.values(), default=0))
    name = section.table.get(named_by(section.table), '')
    if name and not any(map(str.isspace, name)):
        return section._replace(path=(name,))
    titles = (section.table.get(word) for word in TITLES)
    return section._replace(title=next((one for one in titles if isinstance(one, str)), ''))


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


def groups_in(values: Iterable[Any], file: str) -> list[ProductGroup]:
    """Return the groups of a list; the first of each name that has a description counts."""
    found: dict[str, ProductGroup] = {}
    for one in values:
        name = one.get('name') if isinstance(one, dict) else None
        if isinstance(name, str) and name:
            description = paragraphs(one.get('description'))
            text = description.strip() if isinstance(description, str) else ''
            group = ProductGroup(key=name, description=text, file=file, line=line_of(one, 'name'))
            if name not in found or (text and not found[name].description):
                found[name] = group
    return [one._replace(group=around(name, found)) for name, one in found.items()]


def around(key: str, groups: Mapping[str, Any]) -> str:
    """Return the longest name of a group that a key is in, or ''.

    >>> around('a.b.c.d', {'a': 1, 'a.b': 2, 'a.b.c.d': 3})
    'a.b'
    """
    while '.' in key:
        key = key.rpartition('.')[0]
        if key in groups:
            return key
    return ''
