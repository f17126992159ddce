"""JSON Schemas: each property is a setting, an object with properties is a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from . import facts
from .documents import plain
from .keys import ITEM, format_key
from .mapping import mapped
from .merging import Merged, Merger, Property, absorb
from .records import ABSENT, Problem, ProductGroup, ProductSetting
from .scalars import fits, json_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .references import Place, References
    from .spec import SourceSpec

MAX_SETTINGS: Final = 100_000
"""How many settings one source may have; references can multiply them without end."""
MAX_PATH: Final = 40
"""How many segments a key may have."""
MAX_REPEATS: Final = 8
"""How often the schema of a recursive structure is written out."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a setting is: its path and what its surroundings say of it.

    :ivar given: its default in the default of what contains it.
    :ivar open: the schemas that are being written out, with the keys of their groups.
    """

    path: tuple[str, ...]
    file: str
    line: int
    group: str = ''
    required: bool = False
    given: Any = ABSENT
    open: tuple[tuple[int, str], ...] = ()


class SchemaReader:
    """Makes settings of schemas."""

    def __init__(self, references: References, spec: SourceSpec) -> None:
        """Prepare for a file."""
        self.references, self.spec = references, spec
        self.merger = Merger(references)
        self.settings: list[ProductSetting] = []
        self.groups: list[ProductGroup] = []
        self.problems = references.problems
        self.repeats: dict[int, list[str]] = {}
        self.recursive: set[int] = set()
        self.is_full = False

    def read(self, place: Place, spot: Spot) -> None:
        """Read the schema of a whole file or part."""
        merged = self.merge([place])
        branches = self.reduce(merged)
        spot = self.opened(merged, spot)
        self.visit_parts(merged, branches, spot)

    def merge(self, places: list[Place]) -> Merged:
        """Return all that schemas say together."""
        return self.merger.merge(places)

    def visit(self, stated: Property, spot: Spot) -> None:
        """Read a property."""
        merged = self.merge(stated.places)
        if stated.variants:
            merged.unions.append(stated.variants)
        branches = self.reduce(merged)
        repeated = self.repeated(merged, spot)
        if repeated is not None:
            self.add(merged, branches, spot, same_as=repeated)
            return
        inner = self.opened(merged, spot)
        if self.is_group(merged, branches):
            self.add_group(merged, spot)
        else:
            self.add(merged, branches, spot)
        if len(spot.path) < MAX_PATH and not self.is_full:
            self.visit_parts(merged, branches, inner)
        elif merged.properties:
            self.report_depth(spot)

    def reduce(self, merged: Merged, depth: int = 0) -> list[facts.Branch]:
        """Return the alternatives of a value; a single one becomes part of the value."""
        found: list[facts.Branch] = []
        unions, merged.unions = merged.unions, []
        for union in unions:
            branches = [one for place in union for one in self.branches(place, merged, depth)]
            useful = [one for one in branches if not one.merged.is_empty]
            others = [one for one in useful if set(one.types) != {'null'}]
            if len(others) == 1 and len(useful) == len(branches):
                self.absorb_only(merged, others[0], nullable=len(useful) > 1)
            else:
                found += useful if others else []
        if merged.unions and depth < MAX_REPEATS:
            found += self.reduce(merged, depth + 1)
        return found

    def absorb_only(self, merged: Merged, branch: facts.Branch, *, nullable: bool) -> None:
        """Make the only alternative part of a value, which may be null too."""
        stated = 'type' in merged.words
        absorb(merged, branch.merged)
        if branch.types and not stated:
            types = [*branch.types, 'null'] if nullable else branch.types
            merged.words['type'] = list(facts.null_last(types))

    def branches(self, place: Place, outer: Merged, depth: int) -> list[facts.Branch]:
        """Return an alternative, or the alternatives that it consists of."""
        merged = self.merge([place])
        outer.targets += merged.targets
        is_pure = not ({'type', 'enum', 'const'} & merged.words.keys()) and not merged.properties
        if merged.unions and is_pure and depth < MAX_REPEATS:
            return [
                inner
                for union in merged.unions
                for part in union
                for inner in self.branches(part, outer, depth + 1)
            ]
        if merged.unions and depth < MAX_REPEATS:
            self.fill(merged, self.reduce(merged, depth + 1))
        return [self.branch(merged)]

    def fill(self, merged: Merged, branches: Sequence[facts.Branch]) -> None:
        """Add the properties of alternatives to a value."""
        for branch in branches:
            for name, one in branch.merged.properties.items():
                merged.properties.setdefault(name, one)

    def branch(self, merged: Merged) -> facts.Branch:
        """Return an alternative with its types and choices."""
        choices = facts.stated_choices(merged.words)
        if not choices and merged.items:
            choices = self.item_choices(merged)
        return facts.Branch(merged, facts.stated_types(merged), choices)

    def item_choices(self, merged: Merged) -> tuple[facts.Choice, ...]:
        """Return the choices of the items of a list."""
        inner = self.merge(merged.items)
        branches = self.reduce(inner)
        return facts.stated_choices(inner.words) or facts.union_choices(branches)

    def repeated(self, merged: Merged, spot: Spot) -> str | None:
        """Return the key of the group that a recursive structure repeats, or None."""
        known = dict(spot.open)
        for target in merged.targets:
            if target in known:
                self.recursive.add(target)
                return known[target]
            keys = self.repeats.get(target, [])
            if target in self.recursive and len(keys) >= MAX_REPEATS:
                return keys[0]
        return None

    def opened(self, merged: Merged, spot: Spot) -> Spot:
        """Return the place of what is within a value."""
        if not merged.targets:
            return spot
        key = format_key(spot.path)
        for target in merged.targets:
            self.repeats.setdefault(target, []).append(key)
        own = tuple((target, key) for target in merged.targets)
        return replace(spot, open=(*spot.open, *own))

    def is_group(self, merged: Merged, branches: Sequence[facts.Branch]) -> bool:
        """Return whether a value is an object whose properties are settings."""
        types = {*facts.stated_types(merged)} if 'type' in merged.words else set()
        types = types or {name for one in branches for name in one.types}
        has_properties = bool(merged.properties) or any(
            one.merged.properties for one in branches
        )
        return has_properties and types <= {'object', 'null'}

    def visit_parts(
        self, merged: Merged, branches: Sequence[facts.Branch], spot: Spot
    ) -> None:
        """Read the properties, maps and items of a value and of its alternatives."""
        default = merged.words.get('default') if spot.given is ABSENT else spot.given
        default = default if isinstance(default, dict) else {}
        group = format_key(spot.path) or spot.group
        for name, stated in self.properties(merged, branches, spot).items():
            inner = Spot(
                path=(*spot.path, name),
                file=stated.file,
                line=stated.line,
                group=stated.group or group,
                required=name in merged.required,
                given=default.get(name, ABSENT),
                open=spot.open,
            )
            self.visit(stated, inner)
        maps = [*merged.maps, *(one for branch in branches for one in branch.merged.maps)]
        self.visit_maps(maps, spot)
        items = [*merged.items, *(item for one in branches for item in one.merged.items)]
        if items:
            self.visit_items(items, spot)

    def properties(
        self, merged: Merged, branches: Sequence[facts.Branch], spot: Spot
    ) -> dict[str, Property]:
        """Return the properties of a value; those of alternatives are variants."""
        found = dict(merged.properties)
        added: dict[str, list[tuple[facts.Branch, Property]]] = {}
        for branch in branches:
            for name, one in branch.merged.properties.items():
                if name not in found:
                    added.setdefault(name, []).append((branch, one))
        titles = {id(one.merged): self.branch_group(one, spot) for one in branches} if added else {}
        for name, stated in added.items():
            first = stated[0][1]
            places = [place for _, one in stated for place in one.places]
            unique = list({id(place.schema): place for place in places}.values())
            if len(stated) == 1:
                group = titles.get(id(stated[0][0].merged), '')
                found[name] = replace(first, group=group)
            else:
                found[name] = Property(first.file, first.line, [], unique)
        return found

    def branch_group(self, branch: facts.Branch, spot: Spot) -> str:
        """Add the group of an alternative with a title and properties; return its key."""
        title = facts.text_in(branch.merged.words, 'title')
        if not title or not branch.merged.properties:
            return ''
        key = f'{format_key(spot.path)} ({title})' if spot.path else title
        description, markup = facts.description_of(branch.merged.words)
        self.groups.append(
            ProductGroup(
                key=key,
                path=spot.path,
                title=title,
                description=description,
                markup=markup,
                file=spot.file,
                line=spot.line,
            )
        )
        return key

    def visit_maps(self, maps: Sequence[tuple[str, Place, int]], spot: Spot) -> None:
        """Read the values of properties with any name."""
        labels: dict[str, Property] = {}
        for label, place, line in maps:
            stated = labels.setdefault(label, Property(place.file, line))
            if all(place.schema is not one.schema for one in stated.variants):
                stated.variants.append(place)
        for label, stated in labels.items():
            if len(stated.variants) == 1:
                stated = replace(stated, places=stated.variants, variants=[])
            inner = replace(
                spot,
                path=(*spot.path, label),
                file=stated.file,
                line=stated.line,
                group=format_key(spot.path) or spot.group,
                required=False,
                given=ABSENT,
            )
            self.visit(stated, inner)

    def visit_items(self, items: list[Place], spot: Spot) -> None:
        """Read what the items of a list consist of."""
        unique = list({id(place.schema): place for place in items}.values())
        merged = self.merge(unique if len(unique) == 1 else [])
        if len(unique) > 1:
            merged.unions.append(unique)
        branches = self.reduce(merged)
        inner = replace(spot, path=(*spot.path, ITEM), given=ABSENT, required=False)
        if self.repeated(merged, inner) is None and len(inner.path) < MAX_PATH:
            self.visit_parts(merged, branches, self.opened(merged, inner))

    def add_group(self, merged: Merged, spot: Spot) -> None:
        """Add a group."""
        description, markup = facts.description_of(merged.words)
        self.groups.append(
            ProductGroup(
                key=format_key(spot.path),
                path=spot.path,
                title=facts.text_in(merged.words, 'title'),
                description=description,
                markup=markup,
                environment=facts.environment_of(merged.words),
                file=spot.file,
                line=spot.line,
            )
        )

    def add(
        self, merged: Merged, branches: Sequence[facts.Branch], spot: Spot, *, same_as: str = ''
    ) -> None:
        """Add a setting."""
        if len(self.settings) >= MAX_SETTINGS:
            self.report_full(spot)
            return
        words = merged.words
        types = self.types(merged, branches)
        default, text = facts.default_of(merged, types)
        if spot.given is not ABSENT:
            default, text = plain(spot.given), ''
        description, markup = facts.description_of(words)
        described = facts.are_described(branches)
        setting = ProductSetting(
            key=format_key(spot.path),
            path=spot.path,
            types=types,
            default=default,
            text=text,
            title=facts.text_in(words, 'title'),
            description=description,
            markup=markup,
            choices=self.choices(merged, branches),
            alternatives=self.alternatives(branches) if described else (),
            group=spot.group,
            required=spot.required or words.get('required') is True,
            deprecated=facts.deprecation(words),
            limits=facts.limits_of(words),
            examples=facts.examples_of(words),
            read_only=words.get('readOnly') is True,
            write_only=words.get('writeOnly') is True,
            environment=facts.environment_of(words),
            same_as=same_as,
            file=spot.file,
            line=spot.line,
        )
        self.settings.append(mapped(setting, words, self.spec) if self.spec.fields else setting)
        self.check_default(setting)

    def types(self, merged: Merged, branches: Sequence[facts.Branch]) -> tuple[str, ...]:
        """Return the types of a value, or of its alternatives."""
        own = facts.stated_types(merged)
        if own and ('type' in merged.words or not branches):
            return own
        return facts.null_last([*own, *(name for one in branches for name in one.types)])

    def choices(
        self, merged: Merged, branches: Sequence[facts.Branch]
    ) -> tuple[facts.Choice, ...]:
        """Return the choices of a value, of its items, or of its alternatives."""
        if 'enum' in merged.words:
            return facts.stated_choices(merged.words)
        if 'const' in merged.words:
            return (facts.Choice(plain(merged.words['const'])),)
        useful = [one for one in branches if set(one.types) != {'null'}]
        found = facts.union_choices(useful)
        return found or (self.item_choices(merged) if merged.items else ())

    def alternatives(self, branches: Sequence[facts.Branch]) -> tuple[dict[str, Any], ...]:
        """Return the alternatives of a value, without null."""
        useful = [one for one in branches if set(one.types) != {'null'}]
        return tuple(facts.alternative(one) for one in useful)

    def check_default(self, setting: ProductSetting) -> None:
        """Report a default of the wrong type; null often stands for none."""
        value = setting.default
        if value is ABSENT or value is None or fits(value, setting.types):
            return
        expected = ' or '.join(setting.types)
        message = (
            f'the default of {setting.key} is {value!r}, of type {json_type(value)}, '
            f'not {expected}; correct one of the two'
        )
        self.problems.append(Problem(message, setting.file, setting.line))

    def report_full(self, spot: Spot) -> None:
        """Report once that there are too many settings."""
        if not self.is_full:
            self.is_full = True
            message = f'it states more than {MAX_SETTINGS:,} settings; narrow it down with "at"'
            self.problems.append(Problem(message, spot.file, spot.line))

    def report_depth(self, spot: Spot) -> None:
        """Report that properties are nested too deeply."""
        message = f'{format_key(spot.path)[:60]}... is nested more than {MAX_PATH} deep'
        self.problems.append(Problem(f'{message}; what is in it is left out', spot.file, spot.line))
