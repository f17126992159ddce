"""Lists and mappings of records: each record is a setting, its keys are facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .documents import Document, Mapped, line_of, plain_data, written_text
from .keys import ITEM, format_key
from .mapping import mapped
from .product_settings import ABSENT, Choice, Problem, ProductGroup, ProductSetting
from .record_sections import (
    STATED,
    WORDS,
    RecordSection,
    around,
    groups_in,
    is_collection,
    is_container,
    may_be_collection,
    nested_in,
    paragraphs,
    places_of_sections,
    sections_in,
    sections_with,
)
from .scalars import WORDS as WORDS_OF_TRUTH
from .scalars import by_type, has_type, to_text, types_of
from .typenames import ANY, json_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .spec import SourceSpec

REPLACEMENTS: Final = ('replacement', 'replaced_by', 'replacedBy', 'replacedby')
REASONS: Final = ('reason', 'message', 'description', 'text', 'why')
CHOICE_NAMES: Final = ('value', 'name', 'const', 'key')


class Hint(NamedTuple):
    """The values that a file suggests for a setting, beside its record.

    :ivar is_open: whether the setting accepts others, too.
    """

    choices: tuple[Choice, ...]
    is_open: bool


class RecordsResult(NamedTuple):
    """The settings and groups of a file."""

    settings: list[ProductSetting]
    groups: list[ProductGroup]


def read_records(document: Document, roots: Sequence[Any], spec: SourceSpec) -> RecordsResult:
    """Return the settings that the records of a file are."""
    reader = RecordsReader(document, spec)
    for root in roots:
        reader.read(root)
    return RecordsResult(reader.settings, reader.groups)


class RecordsReader:
    """Makes settings of records."""

    def __init__(self, document: Document, spec: SourceSpec) -> None:
        """Prepare for a file."""
        self.document, self.spec = document, spec
        self.words = {**WORDS, **{name: one for name, one in spec.fields.items() if name in WORDS}}
        self.settings: list[ProductSetting] = []
        self.groups: list[ProductGroup] = []

    def report(self, message: str, line: int) -> None:
        """Report a mistake."""
        self.document.problems.append(Problem(message, self.document.file, line))

    def read(self, root: Any) -> None:
        """Read all sections of a value."""
        sections = self.sections(root)
        if not sections and isinstance(root, (list, dict)) and root:
            sections = [RecordSection((), root, Mapped(), 0)]
        for section in sections:
            if section.path or section.title:
                self.add_group(section)
            self.read_section(section)
        if isinstance(root, dict) and isinstance(root.get('properties'), list):
            self.read_beside(root)

    def read_beside(self, root: Mapping[str, Any]) -> None:
        """Read what Spring's metadata states beside its records."""
        hints = hints_in(list_or_empty(root.get('hints')))
        stated = {
            one.key: one
            for one in groups_in(list_or_empty(root.get('groups')), self.document.file)
        }
        self.groups += stated.values()
        self.settings = [
            with_hint(one, hints.get(one.key))._replace(group=one.group or around(one.key, stated))
            for one in self.settings
        ]

    def sections(self, root: Any) -> list[RecordSection]:
        """Return the sections of a value: where the project says, or where they must be."""
        options = self.spec.options
        if options:
            inner = root.get(options) if isinstance(root, dict) else None
            if is_container(inner):
                return [RecordSection((), inner, Mapped(), 0)]
            places = places_of_sections(root)
            found = ([*sections_with(one, [options], is_container)] for one in places)
            return [section for section, _name in next(filter(None, found), [])]
        return sections_in(root, is_collection) or sections_in(root, may_be_collection)

    def add_group(self, section: RecordSection) -> None:
        """Add the group that a section is."""
        description = self.text(section.table, 'description')
        self.groups.append(
            ProductGroup(
                key=section.key,
                path=section.path,
                title=section.title or self.text(section.table, 'title'),
                description=description,
                file=self.document.file,
                line=section.line,
            )
        )

    def read_section(self, section: RecordSection) -> None:
        """Read the records of a section."""
        if isinstance(section.records, list):
            for number, record in enumerate(section.records, 1):
                self.read_listed(section, number, record)
        else:
            for name, record in section.records.items():
                self.read_named(section, name, record)

    def read_listed(self, section: RecordSection, number: int, record: Any) -> None:
        """Read a record of a list."""
        line = min(record.lines.values(), default=0) if isinstance(record, Mapped) else 0
        word = self.word_of(record, 'name') if isinstance(record, dict) else ''
        name = record.get(word) if word else None
        if not isinstance(name, str) or not name:
            message = f'record {number} has no name, and is left out; give it a name'
            self.report(message, line or section.line)
            return
        self.add(section, name, record, line_of(record, word))

    def read_named(self, section: RecordSection, name: str, record: Any) -> None:
        """Read a record of a mapping."""
        line = line_of(section.records, name)
        if isinstance(record, dict):
            self.add(section, name, record, line)
        elif record is None:
            self.add(section, name, Mapped(), line)
        else:
            self.report(f'{name!r} is not a record, and is left out; make it a mapping', line)

    def word_of(self, record: Mapping[str, Any], field: str) -> str:
        """Return the key that states a field in a record, or ''."""
        return next((word for word in self.words[field] if word in record), '')

    def value(self, record: Mapping[str, Any], field: str) -> Any:
        """Return the value of a record for a field, or None."""
        word = self.word_of(record, field)
        return record[word] if word else None

    def text(self, record: Mapping[str, Any], field: str) -> str:
        """Return the first text that a record states for a field."""
        texts = [paragraphs(record.get(word)) for word in self.words[field]]
        return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), '')

    def add(self, section: RecordSection, name: str, record: Mapping[str, Any], line: int) -> None:
        """Add a setting, and what it consists of; a record that states neither is a section."""
        path = (*section.path, name)
        nested = self.nested(record)
        if nested is not None and not STATED & record.keys():
            self.add_group(RecordSection(path, nested, record, line))
            self.read_section(RecordSection(path, nested, record, line))
            return
        types = self.add_setting(section, name, record, line, has_choices=nested is None)
        if nested is not None:
            inner = (*path, ITEM) if types == ('array',) else path
            self.read_section(RecordSection(inner, nested, record, line))

    def nested(self, record: Mapping[str, Any]) -> Any:
        """Return the records within a record, or None."""
        if self.spec.options:
            found = record.get(self.spec.options)
            return found if may_be_collection(found) else None
        return nested_in(record)

    def add_setting(
        self,
        section: RecordSection,
        name: str,
        record: Mapping[str, Any],
        line: int,
        *,
        has_choices: bool,
    ) -> tuple[str, ...]:
        """Add a setting, and return its types."""
        path = (*section.path, name)
        types, typename = self.types(record)
        required = truth_of_word(self.value(record, 'required')) is True
        default, text = self.default(record, types, required=required)
        if not types and typename not in ANY and default is not ABSENT:
            types = types_of(default)
        setting = ProductSetting(
            key=format_record_key(path),
            path=path,
            types=types,
            typename=typename,
            default=default,
            text=text,
            title=self.text(record, 'title') or other_name(record, name),
            description=self.text(record, 'description'),
            choices=record_choices(self.value(record, 'choices'), types) if has_choices else (),
            group=section.key,
            required=required,
            deprecated=self.deprecated(record),
            replacement=self.replacement(record),
            limits=self.limits(record),
            examples=self.examples(record),
            write_only=truth_of_word(self.value(record, 'secret')) is True,
            environment=self.environment(record),
            file=self.document.file,
            line=line,
        )
        self.settings.append(mapped(setting, record, self.spec) if self.spec.fields else setting)
        self.check_default(setting)
        return types

    def check_default(self, setting: ProductSetting) -> None:
        """Report a default that cannot be of the type that is stated in JSON Schema's words."""
        known = not setting.typename and setting.default is not None
        if (
            known
            and setting.default is not ABSENT
            and not has_type(setting.default, setting.types)
        ):
            message = (
                f'the default of {setting.key} is {to_text(setting.default)}, not of type '
                f'{" or ".join(setting.types)}; correct one of them'
            )
            self.report(message, setting.line)

    def types(self, record: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
        """Return the types of a record, and its own word where that differs."""
        stated = self.value(record, 'type')
        if isinstance(stated, list):
            names = [name for one in stated if isinstance(one, str) for name in json_types(one)]
            return tuple(dict.fromkeys(names)), ''
        if not isinstance(stated, str):
            return (), ''
        types = json_types(stated)
        return types, '' if (stated,) == types else stated.strip()

    def default(
        self, record: Mapping[str, Any], types: tuple[str, ...], *, required: bool
    ) -> tuple[Any, str]:
        """Return the default of a record, and its text where that differs."""
        word = self.word_of(record, 'default')
        if not word or (required and record[word] is None):
            return ABSENT, ''
        value = record[word]
        text = str(written_text(record, word)) or (value if isinstance(value, str) else '')
        read = plain_data(by_type(value, text or str(value), types))
        return read, '' if read == text and isinstance(read, str) else text

    def deprecated(self, record: Mapping[str, Any]) -> bool | str:
        """Return why a record is deprecated, or whether."""
        stated = [record[word] for word in self.words['deprecated'] if word in record]
        reasons = [reason for one in stated if (reason := reason_of(one))]
        if reasons:
            return reasons[0]
        return any(truth_of_word(one) is True or isinstance(one, dict) for one in stated)

    def replacement(self, record: Mapping[str, Any]) -> str:
        """Return the key that replaces a deprecated one, or ''."""
        parts = [record[word] for word in self.words['deprecated'] if word in record]
        records = [record, *(one for one in parts if isinstance(one, dict))]
        found = (one[word] for one in records for word in REPLACEMENTS if word in one)
        return next((one for one in found if isinstance(one, str)), '')

    def limits(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the range and pattern of a record."""
        stated = {name: self.value(record, name) for name in ('minimum', 'maximum')}
        limits = {name: by_type(one, str(one), ('number',)) for name, one in stated.items()}
        limits['pattern'] = self.value(record, 'pattern')
        return {name: value for name, value in limits.items() if value not in (None, '')}

    def examples(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the examples of a record."""
        value = self.value(record, 'examples')
        values = value if isinstance(value, list) else [value]
        return tuple(plain_data(one) for one in values if one is not None)

    def environment(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of environment variables of a record."""
        value = self.value(record, 'environment')
        values = [
            one.get('name') if isinstance(one, dict) else one
            for one in (value if isinstance(value, list) else [value])
        ]
        return tuple(one for one in values if isinstance(one, str) and one)


def other_name(record: Mapping[str, Any], name: str) -> str:
    """Return the name that a record states beside its key, which is a title then; or ''."""
    stated = record.get('name')
    return stated.strip() if isinstance(stated, str) and stated.strip() != name else ''


def format_record_key(path: tuple[str, ...]) -> str:
    """Return the key of a record: a name is written as it is stated.

    >>> format_record_key(('my.list[0].name',))
    'my.list[0].name'
    """
    return path[0] if len(path) == 1 else format_key(path)


def reason_of(value: Any) -> str:
    """Return the reason of a deprecation that is a text or a mapping."""
    if isinstance(value, dict):
        return next((value[word] for word in REASONS if isinstance(value.get(word), str)), '')
    return value.strip() if isinstance(value, str) and truth_of_word(value) is None else ''


def truth_of_word(value: Any) -> bool | None:
    """Return the truth that a value or a word such as "yes" is; None for another value."""
    if isinstance(value, str):
        return WORDS_OF_TRUTH.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def list_or_empty(value: Any) -> list[Any]:
    """Return a list, or an empty one in place of another value."""
    return value if isinstance(value, list) else []


def hints_in(values: Sequence[Any]) -> dict[str, Hint]:
    """Return the hints of a list by the name of the setting."""
    return {
        one['name']: Hint(
            record_choices(one.get('values'), ()), has_open_providers(one.get('providers'))
        )
        for one in values
        if isinstance(one, dict) and isinstance(one.get('name'), str)
    }


def has_open_providers(providers: Any) -> bool:
    """Return whether providers allow any further value."""
    stated = providers if isinstance(providers, list) else []
    return any(isinstance(one, dict) and one.get('name') == 'any' for one in stated)


def with_hint(setting: ProductSetting, hint: Hint | None) -> ProductSetting:
    """Return a setting with the values of a hint: its choices, or examples if others do, too."""
    if hint is None or setting.choices or not hint.choices:
        return setting
    if not hint.is_open:
        return setting._replace(choices=hint.choices)
    values = tuple(one.value for one in hint.choices)
    return setting._replace(examples=setting.examples or values)


def record_choices(value: Any, types: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return the choices that a record states as a list or mapping."""
    if isinstance(value, dict):
        pairs = value.items()
        return tuple(Choice(key, text if isinstance(text, str) else '') for key, text in pairs)
    values = value if isinstance(value, list) else []
    return tuple(choice_of(one, types) for one in values)


def choice_of(value: Any, types: tuple[str, ...]) -> Choice:
    """Return a choice: a value, a pair of value and description, or an object."""
    if isinstance(value, list) and len(value) == 2 and types != ('array',):
        return Choice(plain_data(value[0]), str(value[1] or ''))
    if isinstance(value, dict):
        word = next((word for word in CHOICE_NAMES if word in value), '')
        if word:
            text = value.get('description') or value.get('desc') or value.get('label') or ''
            return Choice(plain_data(value[word]), str(text))
    return Choice(plain_data(value))
