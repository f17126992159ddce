"""The values of conf.py, read once into a frozen record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .config_values import EXPORTS, VALUES
from .field_declarations import (
    DeclarationError,
    declare,
    fields_with_name,
    nearest_fields,
    unknown_keys,
)
from .model.fields import Fields
from .registry import Registry, collect_registry, empty_registry
from .warnings_ import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .importers.spec import SourceSpec

TEMPLATE_NAME: Final = re.compile(r'[\w-]+')
PLACEHOLDER: Final = re.compile(r'\{([^{}]*)\}')
"""The name of a field in braces."""
SLUG: Final = '|slug'
"""After the name of a field in the pattern of an anchor: its value as docutils makes ids."""
COPY_PARTS: Final = ('name', 'value', 'json', 'yaml')
"""The parts of patterns of copying, which the browser's script fills in."""
ENTRY_TYPES: Final = ('single', 'pair', 'triple', 'see', 'seealso')
PLACEMENTS: Final = ('auto', 'section', 'object')
DRAWING: Final = ('missing', 'all', 'none')
Problem = tuple[str, str]
"""The name of a value of conf.py, and its fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """An entry of the general index that each setting gets."""

    type: str
    template: str
    """The text, with names of fields in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The values of conf.py, checked."""

    fields: Fields = field(default_factory=Fields)
    placement: str = 'auto'
    draw: str = 'missing'
    template: str = 'card'
    index_entries: tuple[IndexEntry, ...] = ()
    indexes: tuple[str, ...] = ()
    labels: bool = False
    object_types: tuple[tuple[str, str], ...] = ()
    """Object types of the standard domain without their domain, each with a field."""
    anchors: tuple[str, ...] = ()
    autolink: tuple[str, ...] = ()
    """The fields whose values are links in literals."""
    exports: tuple[str, ...] = EXPORTS
    copy_forms: tuple[tuple[str, dict[str, str]], ...] = ()
    baseline: str = ''
    confdir: str = ''
    """The folder of conf.py."""
    sources: tuple[tuple[str, SourceSpec], ...] = ()
    check: tuple[str, ...] = ()
    """The sources that builds compare the settings with."""
    check_ignore: tuple[tuple[str, str], ...] = ()
    """Patterns of differences that are not reported, with the reasons."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    registry: Registry = field(default_factory=empty_registry, compare=False)
    """The additions of other extensions."""

    @property
    def writes_files(self) -> bool:
        """True if HTML builders write any file about the settings."""
        return bool(self.exports or self.registry.exporters)


class Reader:
    """Reads the values of conf.py, and collects their faults."""

    def __init__(
        self, config: Config, confdir: str = '', registry: Registry | None = None
    ) -> None:
        """Read from the values that Sphinx has loaded."""
        self.registry = registry or empty_registry()
        self.config = config
        self.confdir = confdir
        self.problems: list[Problem] = []
        self.fields = Fields()

    def read(self) -> Configuration:
        """Return all values; a wrong one is left out and reported."""
        self.fields = self.read_fields()
        return Configuration(
            fields=self.fields,
            placement=self.choice('configsetting_placement', PLACEMENTS),
            draw=self.choice('configsetting_draw', DRAWING),
            template=self.template(),
            index_entries=tuple(self.index_entries()),
            indexes=tuple(self.names('configsetting_indexes')),
            labels=self.value('configsetting_labels') is True,
            object_types=tuple(self.object_types()),
            anchors=tuple(self.patterns('configsetting_anchors')),
            autolink=tuple(self.autolink()),
            exports=tuple(self.exports()),
            copy_forms=tuple(self.copy_forms()),
            baseline=str(self.value('configsetting_baseline')),
            confdir=self.confdir,
            sources=tuple(self.sources()),
            check=tuple(self.check()),
            check_ignore=tuple(self.check_ignore()),
            problems=tuple(self.problems),
            registry=self.registry,
        )

    def value(self, name: str) -> Any:
        """Return a value, or its default where Sphinx has reported its type."""
        declared = next(value for value in VALUES if value.name == name)
        given = getattr(self.config, name)
        return given if isinstance(given, declared.types) else declared.default

    def report(self, name: str, problem: str) -> None:
        """Note a fault."""
        self.problems.append((name, problem))

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Return one of several words.

        Sphinx's ``ENUM`` fails with a traceback where a value is neither text nor a list.
        """
        given = str(self.value(name))
        if given in choices:
            return given
        self.report(name, f'{given!r} is not one of {", ".join(map(repr, choices))}')
        return choices[0]

    def read_fields(self) -> Fields:
        """Return the declared fields."""
        fields = self.declared(Fields(), self.registry.fields, 'an extension adds a field')
        given = self.value('configsetting_fields')
        fields = self.declared(fields, given, 'configsetting_fields')
        for declared in fields:
            unknown = self.unknown_needs(fields, declared.name)
            if unknown:
                fields = fields.changed(declared.name, derive=None)
                self.report('configsetting_fields', f'{declared.name!r}: {unknown}')
        return fields

    def declared(self, fields: Fields, given: Mapping[str, object], origin: str) -> Fields:
        """Return the fields with declarations applied; a wrong one is reported."""
        for name, declaration in given.items():
            try:
                fields = declare(fields, name, declaration, self.registry.types)
            except DeclarationError as error:
                self.report(origin, f'{name!r}: {error}')
                fields = fields if declaration is None else fields_with_name(fields, name)
                continue
            for message in unknown_keys(declaration):
                self.report(origin, f'{name!r}: {message}')
        return fields

    def unknown_needs(self, fields: Fields, name: str) -> str:
        """Return the fault of an expression that uses something else than other fields."""
        expression = fields.by_name[name].derive
        for needed in sorted(expression.needs) if expression else ():
            if needed not in fields or needed == name:
                return f"'derive' names {needed!r}, which is not another field"
        return ''

    def template(self) -> str:
        """Return the name of the template."""
        name = str(self.value('configsetting_template'))
        if TEMPLATE_NAME.fullmatch(name):
            return name
        self.report('configsetting_template', f'{name!r} is not the name of a template')
        return 'card'

    def names(self, value: str) -> Iterator[str]:
        """Yield the names of declared fields in a list."""
        for name in self.value(value):
            if isinstance(name, str) and name in self.fields:
                yield name
            else:
                hint = nearest_fields(self.fields, str(name))
                self.report(value, f'{name!r} is not a field; {hint}')

    def index_entries(self) -> Iterator[IndexEntry]:
        """Yield the entries of the general index."""
        value = 'configsetting_index_entries'
        for entry in self.value(value):
            kind, colon, text = str(entry).partition(':')
            if not colon and self.is_placeholder(str(entry)):
                yield IndexEntry(type='single', template=f'{{{entry}}}')
            elif colon and kind.strip() in ENTRY_TYPES and self.is_pattern(value, text):
                yield IndexEntry(type=kind.strip(), template=text.strip())
            elif not colon:
                hint = nearest_fields(self.fields, str(entry))
                self.report(value, f'{entry!r} is not a field; {hint}')
            elif kind.strip() not in ENTRY_TYPES:
                known = ', '.join(ENTRY_TYPES)
                self.report(value, f'{entry!r} does not begin with one of {known}')

    def is_placeholder(self, name: str) -> bool:
        """Return whether a pattern can name something."""
        return name in self.fields or name in {'id', 'title'}

    def is_pattern(self, value: str, text: str) -> bool:
        """Return whether a pattern names fields only; report it if not."""
        wrong = [name for name in PLACEHOLDER.findall(text) if not self.is_placeholder(name)]
        if wrong:
            hint = nearest_fields(self.fields, wrong[0])
            self.report(
                value, f'{text.strip()!r} names {wrong[0]!r}, which is not a field; {hint}'
            )
        is_open = re.search(r'[{}]', PLACEHOLDER.sub('', text))
        if is_open:
            self.report(value, f'{text.strip()!r} has an unmatched brace; remove it')
        return not wrong and not is_open

    def patterns(self, value: str) -> Iterator[str]:
        """Yield the texts with names of fields in braces, which may have ``|slug`` after them."""
        for text in self.value(value):
            if not isinstance(text, str) or not PLACEHOLDER.search(text):
                self.report(value, f'{text!r} has no field in braces, such as {{id}}')
            elif self.is_pattern(value, text.replace(f'{SLUG}}}', '}')):
                yield text

    def object_types(self) -> Iterator[tuple[str, str]]:
        """Yield object types without their domain, and the field of their names."""
        value = 'configsetting_object_types'
        for name, declared in self.value(value).items():
            domain, _, objtype = str(name).rpartition(':')
            if domain not in {'', 'std'} or not objtype:
                self.report(value, f'{name!r} is not a type of the domain "std"')
            elif not self.is_placeholder(str(declared)):
                hint = nearest_fields(self.fields, str(declared))
                self.report(value, f'{name!r} has names of {declared!r}; {hint}')
            else:
                # objects.inv names the type of options other than their role.
                yield 'option' if objtype == 'cmdoption' else objtype, str(declared)

    def autolink(self) -> Iterator[str]:
        """Yield the fields whose values are links in literals."""
        given = self.value('configsetting_autolink')
        if given is True:
            yield from (declared.name for declared in self.fields if declared.identifies)
        elif given:
            yield from self.names('configsetting_autolink')

    def exports(self) -> Iterator[str]:
        """Yield the files to write."""
        value = 'configsetting_exports'
        for name in self.value(value):
            if name in EXPORTS:
                yield name
            else:
                self.report(value, f'{name!r} is not one of {", ".join(map(repr, EXPORTS))}')

    def sources(self) -> Iterator[tuple[str, SourceSpec]]:
        """Yield the names and records of product files."""
        declared = self.value('configsetting_sources')
        if not declared:
            return
        from .importers.mapping import KNOWN  # noqa: PLC0415 (most projects have no source)
        from .importers.spec import parse_spec  # noqa: PLC0415

        for name, given in declared.items():
            kind, known = self.without_added_format(given)
            spec, problems = parse_spec(known)
            for problem in problems:
                self.report('configsetting_sources', f'{name!r}: {problem}')
            for one in spec.fields if spec else ():
                if one not in self.fields and one not in KNOWN:
                    hint = nearest_fields(self.fields, one)
                    problem = f'{name!r}: "fields" names {one!r}, which is not a field; {hint}'
                    self.report('configsetting_sources', problem)
            if spec:
                yield str(name), replace(spec, format=kind or spec.format)

    def without_added_format(self, given: object) -> tuple[str, object]:
        """Return the format that an extension adds, or '', and the rest of a source."""
        kind = given.get('format') if isinstance(given, Mapping) else ''
        if not isinstance(given, Mapping) or kind not in self.registry.importers:
            return '', given
        return str(kind), {key: value for key, value in given.items() if key != 'format'}

    def check(self) -> Iterator[str]:
        """Yield the names of the sources to compare with."""
        given = self.value('configsetting_check')
        known = self.value('configsetting_sources')
        if given is True and not known:
            self.report('configsetting_check', 'configsetting_sources names no source yet')
        for name in known if given is True else given or ():
            if isinstance(name, str) and name in known:
                yield name
            else:
                names = ', '.join(map(repr, known)) or 'there is none yet'
                problem = f'{name!r} is not in configsetting_sources; the sources are: {names}'
                self.report('configsetting_check', problem)

    def check_ignore(self) -> Iterator[tuple[str, str]]:
        """Yield the patterns of differences that are not reported, and the reasons."""
        value = 'configsetting_check_ignore'
        for entry, reason in self.value(value).items():
            if isinstance(reason, str) and reason.strip():
                yield str(entry), reason.strip()
            else:
                self.report(value, f'{entry!r} has no reason; write one as its value')

    def copy_forms(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the names of fields and their forms of copying."""
        value = 'configsetting_copy_forms'
        for name, forms in self.value(value).items():
            if name not in self.fields:
                self.report(
                    value, f'{name!r} is not a field; {nearest_fields(self.fields, str(name))}'
                )
            elif isinstance(forms, dict):
                good = {str(label): text for label, text in forms.items() if self.is_form(text)}
                yield str(name), good
            else:
                self.report(value, f'{name!r} is {forms!r}, not a dict of labels and patterns')

    def is_form(self, text: object) -> bool:
        """Return whether a pattern of copying can be filled; report it if not."""
        wrong = [one for one in re.findall(r'\{(\w+)\}', str(text)) if one not in COPY_PARTS]
        if isinstance(text, str) and not wrong:
            return True
        said = f'{text!r} names {wrong[0]!r}' if wrong else f'{text!r} is not a string'
        known = ', '.join(f'{{{one}}}' for one in COPY_PARTS)
        self.report('configsetting_copy_forms', f'{said}; a pattern can have {known}')
        return False


def place_in_conf_py(conf_py: Path, name: str) -> str:
    """Return where conf.py sets a value as 'file:line'; line 1 where it cannot be found."""
    text = conf_py.read_text(encoding='utf-8', errors='replace') if conf_py.is_file() else ''
    found = (n for n, line in enumerate(text.splitlines(), 1) if re.match(rf'\s*{name}\b', line))
    return f'{conf_py}:{next(found, 1)}'


def report_problems(configuration: Configuration, confdir: Path) -> None:
    """Warn of each wrong value of conf.py."""
    for name, problem in configuration.problems:
        warn(
            Subtype.CONFIG,
            f'{name}: {problem}; it is ignored',
            location=place_in_conf_py(confdir / 'conf.py', name),
        )


def setup_config(app: Sphinx, use: Callable[[Sphinx, Configuration], None]) -> None:
    """Register the values of conf.py.

    :param use: called once with the configuration that was read.
    """
    for value in VALUES:
        app.add_config_value(value.name, value.default, value.rebuild, types=value.types)

    def read(app: Sphinx, config: Config) -> None:
        configuration = Reader(config, str(app.confdir), collect_registry(app)).read()
        report_problems(configuration, Path(app.confdir))
        use(app, configuration)

    # After Sphinx's own handlers (priority 500 to 800), which convert and check types.
    app.connect('config-inited', read, priority=801)
