"""The settings of a product's sources, found by any name."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..importers.detection import syntax_of_name
from .key_tree import State, find_node, make_tree
from .names import bare, fits_placeholders, fitting, folded, has_placeholder, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..importers import FileContent, ProductSetting
    from ..importers.spec import SourceSpec
    from .key_tree import Match, Node

Path = tuple[str, ...]


class Product:
    """The settings of one source.

    :ivar project: the name of the documented project; '' for a source.
    :ivar deprecated: the deprecated groups by path, with the reason if one is stated.
    :ivar has_keys: whether the settings have keys; those of a ``.env`` file have variables only.
    """

    def __init__(self, source: FileContent, spec: SourceSpec, project: str = '') -> None:
        """Index the settings of a source by key and by variable."""
        self.has_keys = syntax_of_name(PurePath(spec.path).name) != 'env'
        if not self.has_keys:
            settings = (
                one._replace(environment=one.environment or (one.key,)) for one in source.settings
            )
            source = source._replace(settings=tuple(settings))
        self.deprecated = {one.path: one.deprecated for one in source.groups if one.deprecated}
        if self.deprecated:
            source = source._replace(settings=tuple(map(self.with_deprecation, source.settings)))
        self.source, self.spec, self.project = source, spec, project
        is_relaxed = spec.relaxed_names or source.relaxed_names
        self.ignores_case = spec.ignore_case or is_relaxed
        self.folds_variables = self.ignores_case or source.ignores_case
        fold = bare if is_relaxed else folded
        self.tree: Node = make_tree(source.settings, source.groups, fold)
        self.variables: dict[str, ProductSetting] = {}
        self.by_key: dict[str, ProductSetting] = {}
        self.patterns: list[tuple[str, ProductSetting]] = []
        for setting in source.settings:
            self.index(setting)

    def with_deprecation(self, setting: ProductSetting) -> ProductSetting:
        """Return a setting that is deprecated if a group around it is."""
        stated = setting.deprecated or self.group_deprecation(setting)
        return setting._replace(deprecated=stated) if stated else setting

    def group_deprecation(self, setting: ProductSetting) -> bool | str:
        """Return whether, or why, a group around a setting is deprecated."""
        around = (setting.path[:length] for length in range(len(setting.path)))
        return next((self.deprecated[path] for path in around if path in self.deprecated), False)

    def index(self, setting: ProductSetting) -> None:
        """Index a setting by its key and its variables."""
        self.by_key.setdefault(setting.key, setting)
        for name in setting.environment:
            self.variables.setdefault(name, setting)
            if has_placeholder(name):
                self.patterns.append((name, setting))

    def find(self, path: Sequence[str]) -> Match:
        """Look a path up, with the source's rule for letter case."""
        return find_node(self.tree, path, ignore_case=self.ignores_case)

    def find_key(self, key: str) -> tuple[ProductSetting | None, bool]:
        """Return the setting of a key as documents write it, and whether it leads anywhere."""
        setting = self.by_key.get(key.lstrip('.'))
        if setting is not None:
            return setting, True
        match = self.find(segments_of(key))
        return match.setting, match.state is not State.UNKNOWN

    def find_variable(self, name: str) -> ProductSetting | None:
        """Return the setting of a variable; placeholders fit any part of a name."""
        found = self.variables.get(name)
        if found is None and self.folds_variables:
            found = self.folded_variables.get(folded(name))
        if found is not None:
            return found
        return next((one for known, one in self.patterns if fits_placeholders(name, known)), None)

    @cached_property
    def folded_variables(self) -> dict[str, ProductSetting]:
        """The settings by their variables without letter case."""
        return {folded(name): one for name, one in self.variables.items()}

    def begins_with(self, name: str, prefix: str) -> bool:
        """Return whether a variable has a prefix, with the source's rule for letter case."""
        if self.folds_variables:
            name, prefix = folded(name), folded(prefix)
        return name.startswith(prefix)

    def instances(self, path: Path, *, is_variable: bool) -> list[ProductSetting]:
        """Return the settings that a path, or a variable, with placeholders represents."""
        return [
            one
            for one in self.source.settings
            for known in ([(name,) for name in one.environment] if is_variable else [one.path])
            if len(known) == len(path) and all(map(is_instance, known, path))
        ]

    @cached_property
    def describes(self) -> bool:
        """True if the source has any description."""
        return any(one.description for one in self.source.settings)

    @cached_property
    def deprecates(self) -> bool:
        """True if the source marks any setting as deprecated."""
        return self.has_facts or any(one.deprecated for one in self.source.settings)

    @cached_property
    def requires(self) -> bool:
        """True if the source marks any setting as required."""
        return self.has_facts or any(one.required for one in self.source.settings)

    @cached_property
    def has_facts(self) -> bool:
        """True if the source can state more than values: a file of values cannot."""
        return any(
            one.required or one.deprecated or one.choices or one.limits or one.title
            for one in self.source.settings
        )


def is_instance(name: str, known: str) -> bool:
    """Return whether a name is a segment, or fits it if it has a placeholder."""
    return name == known or (has_placeholder(known) and fitting(name, [known]) is not None)


def text_list(value: object) -> list[str]:
    """Return a text, or a list of texts, as a list."""
    if isinstance(value, str):
        return [value]
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


def outermost(settings: Sequence[ProductSetting]) -> Iterator[ProductSetting]:
    """Yield the settings that are not parts of the items of another one in the sequence."""
    paths = {one.path for one in settings}
    for setting in settings:
        if not any(setting.path[:length] in paths for length in parents(setting.path)):
            yield setting


def parents(path: Path) -> Iterator[int]:
    """Yield the lengths of the paths whose items or named values a path is within."""
    for length, segment in enumerate(path):
        if length and (segment == '[]' or has_placeholder(segment)):
            yield length
