"""JSON Schemas: each property is a setting, an object with properties is a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from . import keywords
from .documents import line_of, plain_data, scalar_text
from .keys import ITEM, format_key
from .limits import crossed
from .mapping import mapped
from .merging import (
    NO_SOURCE,
    PARTS,
    DefaultSource,
    Merged,
    Merger,
    Property,
    absorb,
    add_variants,
    has_keywords,
    ids,
    unique,
)
from .narrowing import common_types
from .product_settings import (
    ABSENT,
    MAX_NAMED,
    Absent,
    Choice,
    Problem,
    ProductGroup,
    ProductSetting,
    one_or_all,
)
from .scalars import has_type, json_type, plain_equal, to_text
from .wrong_words import wrong_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .merging import Together
    from .references import References, SchemaPlace
    from .spec import SourceSpec

MAX_SETTINGS: Final = 100_000
"""The most settings of a source; references can multiply them without end."""
MAX_PATH: Final = 40
"""The most segments of a key."""
MAX_REPEATS: Final = 8
"""The number of times that the schema of a recursive structure is written out."""
MAX_SEEN: Final = 2000
"""The most schemas in the alternatives of one value."""
Seen = frozenset[int]


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a setting: its path, and what its surroundings state about it.

    :ivar given: its default in the default of what contains it, and where that is stated.
    :ivar deprecated: the deprecation of a group that it is within.
    :ivar open: the schemas that are being written out, with the keys of their groups.
    """

    path: tuple[str, ...]
    file: str
    line: int
    group: str = ''
    required: bool = False
    given: Any = ABSENT
    given_source: DefaultSource = NO_SOURCE
    deprecated: bool | str = False
    open: tuple[tuple[int, str], ...] = ()


class SchemaReader:
    """Makes settings of schemas."""

    def __init__(self, references: References, spec: SourceSpec) -> None:
        """Prepare for a file."""
        self.references, self.spec = references, spec
        self.merger = Merger(references, self.is_cut)
        self.settings: list[ProductSetting] = []
        self.groups: list[ProductGroup] = []
        self.problems = references.problems
        self.repeats: dict[int, list[str]] = {}
        self.recursive: set[int] = set()
        self.wrong: set[tuple[str, int, str, str]] = set()
        self.is_full = False

    def read(self, place: SchemaPlace, spot: Spot) -> None:
        """Read the schema of a whole file or part."""
        spot = replace(spot, open=((id(place.schema), ''),))
        merged = self.merge([place._replace(via=(id(place.schema),))])
        branches = self.reduce(merged)
        self.report_clashes(merged, spot)
        self.visit_parts(merged, branches, self.opened(merged, branches, spot))

    def merge(self, places: list[SchemaPlace]) -> Merged:
        """Return all that schemas say together."""
        return self.merger.merge(places)

    def is_cut(self, target: int, is_direct: bool, via: tuple[int, ...]) -> bool:
        """Return whether the parts of a schema are left out.

        A value that is nothing but a schema that it is within is; a value that only adds
        to such a schema is written out again.
        """
        if via.count(target) >= (1 if is_direct else 2):
            self.recursive.add(target)
            return True
        return target in self.recursive and len(self.repeats.get(target, ())) >= MAX_REPEATS

    def visit(self, stated: Property, spot: Spot) -> None:
        """Read a property."""
        merged = self.merge(stated.places)
        if stated.variants:
            merged.unions.append(stated.variants)
        branches = self.reduce(merged)
        keywords.lift(merged, branches)
        self.report_clashes(merged, spot)
        same_as = self.repeated(merged, branches, spot)
        merged.targets += parts_in([stated.places, *stated.variants])
        inner = self.opened(merged, branches, spot)
        is_group = self.is_group(merged, branches)
        if is_group:
            inner = replace(
                inner,
                deprecated=keywords.stated_deprecation(merged.words) or spot.deprecated,
            )
        if is_group and isinstance(schema_default(merged, spot), (dict, Absent)):
            self.add_group(merged, spot, same_as)
        else:  # a default such as null is that of a setting
            self.add(merged, branches, spot, same_as=same_as)
        if len(spot.path) < MAX_PATH and not self.is_full:
            self.visit_parts(merged, branches, inner)
        elif merged.properties:
            self.report_depth(spot)

    def reduce(self, merged: Merged, seen: Seen = frozenset()) -> list[keywords.UnionBranch]:
        """Return the alternatives of a value; a single one becomes part of the value.

        :param seen: the schemas whose alternatives are being looked at.
        """
        found: list[keywords.UnionBranch] = []
        seen = seen.union(merged.targets)
        while merged.unions and len(seen) < MAX_SEEN:
            union = [one for one in merged.unions.pop(0) if not ids(one) <= seen]
            seen = seen.union(*map(ids, union))
            parts = [self.branches(each, seen) for each in union]
            branches = [one for part in parts for one in part]
            useful = [one for one in branches if not one.merged.is_empty]
            others = [one for one in useful if not keywords.is_null(one)]
            if len(useful) == len(branches):
                others = others or useful[:1]
            self.add_texts(merged, union, parts)
            if len(others) == 1 and len(useful) == len(branches):
                self.absorb_only(merged, others[0], nullable=len(useful) > 1)
            else:
                found += useful if others else []
        merged.unions = []
        return found

    def add_texts(
        self, merged: Merged, union: list[Together], parts: list[list[keywords.UnionBranch]]
    ) -> None:
        """Add the texts of the only alternative beside null that has alternatives itself."""
        pairs = zip(union, parts, strict=True)
        others = [(each, part) for each, part in pairs if not all(map(keywords.is_null, part))]
        if len(others) == 1 and len(others[0][1]) > 1:
            words = self.merge(others[0][0]).words
            for word in keywords.TEXTS & words.keys():
                merged.words.setdefault(word, words[word])

    def absorb_only(self, merged: Merged, branch: keywords.UnionBranch, *, nullable: bool) -> None:
        """Make the only alternative part of a value, which may be null too."""
        stated = 'type' in merged.words
        absorb(merged, branch.merged, nullable=nullable)
        if branch.types and not stated:
            types = [*branch.types, 'null'] if nullable else branch.types
            merged.words['type'] = list(keywords.null_last(types))

    def branches(self, places: Together, seen: Seen) -> list[keywords.UnionBranch]:
        """Return an alternative, or the alternatives that it consists of."""
        merged = self.merge(places)
        repeats = not seen.isdisjoint(merged.targets)
        has_parts = bool(merged.properties or merged.maps or merged.items)
        is_pure = not has_parts and merged.words.keys().isdisjoint({'type', *keywords.CLOSED})
        seen = seen.union(merged.targets)
        if repeats:
            merged.unions = []
        if merged.unions and is_pure and len(seen) < MAX_SEEN:
            parts = [part for union in merged.unions for part in union]
            parts = [part for part in parts if not ids(part) <= seen]
            seen = seen.union(*map(ids, parts))
            found = [inner for part in parts for inner in self.branches(part, seen)]
            for inner in found:
                for word in merged.words.keys() - keywords.TEXTS:
                    inner.merged.words.setdefault(word, merged.words[word])
                inner.merged.targets += merged.targets
                inner.merged.repeated += merged.repeated
            return found
        if merged.unions:
            self.fill(merged, self.reduce(merged, seen))
        return [self.branch(merged, seen)]

    def fill(self, merged: Merged, branches: Sequence[keywords.UnionBranch]) -> None:
        """Add the parts of alternatives to a value."""
        parts = [one for branch in branches for one in branch.merged.properties.items()]
        add_variants(merged.properties, parts)
        for branch in branches:
            merged.maps += branch.merged.maps
            merged.items += branch.merged.items
            merged.targets += branch.merged.targets
            merged.repeated += branch.merged.repeated

    def branch(self, merged: Merged, seen: Seen) -> keywords.UnionBranch:
        """Return an alternative with its types and choices."""
        choices = keywords.stated_choices(merged.words)
        if not choices and merged.items:
            choices = self.item_choices(merged, seen)
        return keywords.UnionBranch(merged, keywords.stated_types(merged), choices)

    def items(self, alternatives: list[Together]) -> Merged:
        """Merge the schemas of the items of a list."""
        alternatives = unique(alternatives)
        merged = self.merge(alternatives[0] if len(alternatives) == 1 else [])
        if len(alternatives) > 1:
            merged.unions.append(alternatives)
        return merged

    def item_types(self, merged: Merged) -> tuple[str, ...]:
        """Return the types of the items of a list."""
        inner = self.items(merged.items)
        return self.types(inner, self.reduce(inner))

    def least_items(self, merged: Merged) -> dict[str, Any]:
        """Return the schema of items that are no objects, where a list has to have some."""
        types = self.item_types(merged) if merged.items and 'minItems' in merged.words else ()
        if not types or 'object' in types:
            return {}
        inner = self.items(merged.items)
        keywords.lift(inner, self.reduce(inner))
        return {'items': {'type': one_or_all(types)} | keywords.stated_limits(inner.words)}

    def item_choices(self, merged: Merged, seen: Seen = frozenset()) -> tuple[Choice, ...]:
        """Return the choices of the items of a list."""
        items = [one for one in merged.items if not ids(one) <= seen]
        inner = self.items(items)
        if not seen.isdisjoint(inner.targets):
            return ()
        branches = self.reduce(inner, seen.union(*map(ids, items)))
        return keywords.stated_choices(inner.words) or keywords.union_choices(branches)

    def repeated(
        self, merged: Merged, branches: Sequence[keywords.UnionBranch], spot: Spot
    ) -> str:
        """Return the key of the group that has the parts that are left out, or ''."""
        known = dict(spot.open)
        targets = [*merged.repeated, *(one for b in branches for one in b.merged.repeated)]
        for target in targets[:1]:
            return known.get(target) or next(iter(self.repeats.get(target, ())), '')
        return ''

    def opened(self, merged: Merged, branches: Sequence[keywords.UnionBranch], spot: Spot) -> Spot:
        """Return the place of what is within a value."""
        targets = [*merged.targets, *(one for b in branches for one in b.merged.targets)]
        if not targets:
            return spot
        key = format_key(spot.path)
        for target in dict.fromkeys(targets):
            self.repeats.setdefault(target, []).append(key)
        return replace(spot, open=(*spot.open, *((target, key) for target in targets)))

    def is_group(self, merged: Merged, branches: Sequence[keywords.UnionBranch]) -> bool:
        """Return whether a value is an object whose properties are settings."""
        types = {*keywords.stated_types(merged)} if 'type' in merged.words else set()
        types = types or {name for one in branches for name in one.types}
        if not merged.properties and any(not one.types for one in branches):
            return False  # one of the alternatives accepts any value
        has_properties = bool(merged.properties) or any(one.merged.properties for one in branches)
        return has_properties and types <= {'object', 'null'}

    def visit_parts(
        self, merged: Merged, branches: Sequence[keywords.UnionBranch], spot: Spot
    ) -> None:
        """Read the properties, maps and items of a value and of its alternatives."""
        default, source = schema_default(merged, spot), default_source(merged, spot)
        default = default if isinstance(default, dict) else {}
        group = format_key(spot.path) or spot.group
        required = merged.required | required_by_all(branches)
        for name, stated in self.properties(merged, branches, spot).items():
            inner = Spot(
                path=(*spot.path, name),
                file=stated.file,
                line=stated.line,
                group=stated.group or group,
                required=name in required,
                given=default.get(name, ABSENT),
                given_source=source._replace(text=scalar_text(default, name)),
                deprecated=spot.deprecated,
                open=spot.open,
            )
            self.visit(stated, inner)
        maps = [*merged.maps, *(one for branch in branches for one in branch.merged.maps)]
        self.visit_maps(maps, spot)
        items = [*merged.items, *(item for one in branches for item in one.merged.items)]
        if items:
            self.visit_items(items, spot)

    def properties(
        self, merged: Merged, branches: Sequence[keywords.UnionBranch], spot: Spot
    ) -> dict[str, Property]:
        """Return the properties of a value; those of alternatives are variants."""
        found = dict(merged.properties)
        parts = []
        are_objects = all({*one.types} <= {'object', 'null'} for one in branches)
        for branch in branches:
            group = self.branch_group(branch, spot)
            for name, stated in branch.merged.properties.items():
                one = stated if group or not are_objects else told_apart(stated, branch)
                parts.append((name, replace(one, group=group)))
        add_variants(found, parts, stated_by_all(branches))
        add_defaults(found, merged, spot)
        return {
            name: replace(one, group='') if one.variants else one for name, one in found.items()
        }

    def branch_group(self, branch: keywords.UnionBranch, spot: Spot) -> str:
        """Add the group of an alternative with a title and properties; return its key."""
        title = keywords.keyword_text(branch.merged.words, 'title')
        if not title or not branch.merged.properties:
            return ''
        key = f'{format_key(spot.path)} ({title})' if spot.path else title
        description, markup = keywords.description_of(branch.merged.words)
        self.groups.append(
            ProductGroup(
                key=key,
                title=title,
                description=description,
                markup=markup,
                group=format_key(spot.path) or spot.group,
                file=spot.file,
                line=spot.line,
            )
        )
        return key

    def visit_maps(self, maps: Sequence[tuple[str, SchemaPlace, int]], spot: Spot) -> None:
        """Read the values of properties with any name."""
        labels: dict[str, Property] = {}
        several = len({pattern for pattern, _place, _line in maps}) > 1
        for pattern, place, line in maps:
            name = f'<{pattern}>' if several and pattern else '<name>'
            label = str(place.schema.get('x-placeholder', name))
            stated = labels.setdefault(label, Property(place.file, line))
            stated.variants = unique([*stated.variants, [place]])
        for label, found in labels.items():
            single = len(found.variants) == 1
            stated = replace(found, places=found.variants[0], variants=[]) if single else found
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

    def visit_items(self, items: list[Together], spot: Spot) -> None:
        """Read what the items of a list consist of."""
        inner = replace(spot, path=(*spot.path, ITEM), given=ABSENT, required=False)
        merged = self.items(items)
        branches = self.reduce(merged)
        self.note_repeated(spot, self.repeated(merged, branches, inner))
        merged.targets += parts_in(items)
        if len(inner.path) < MAX_PATH:
            self.visit_parts(merged, branches, self.opened(merged, branches, inner))
        elif merged.properties:
            self.report_depth(inner)

    def note_repeated(self, spot: Spot, same_as: str) -> None:
        """Note that the items of a list repeat a group."""
        path = spot.path
        while path[-1:] == (ITEM,):
            path = path[:-1]
        numbers = reversed(range(len(self.settings) if same_as else 0))
        number = next((n for n in numbers if self.settings[n].path == path), None)
        if number is not None:
            self.settings[number] = self.settings[number]._replace(same_as=same_as)

    def add_group(self, merged: Merged, spot: Spot, same_as: str) -> None:
        """Add a group."""
        description, markup = keywords.description_of(merged.words)
        self.groups.append(
            ProductGroup(
                key=format_key(spot.path),
                path=spot.path,
                title=keywords.keyword_text(merged.words, 'title'),
                description=description,
                markup=markup,
                environment=keywords.environment_of(merged.words),
                required=spot.required or keywords.is_required(merged.words),
                deprecated=keywords.stated_deprecation(merged.words) or spot.deprecated,
                same_as=same_as,
                group=spot.group,
                file=spot.file,
                line=spot.line,
            )
        )

    def add(
        self,
        merged: Merged,
        branches: Sequence[keywords.UnionBranch],
        spot: Spot,
        *,
        same_as: str = '',
    ) -> None:
        """Add a setting."""
        if len(self.settings) >= MAX_SETTINGS:
            self.report_full(spot)
            return
        words = merged.words
        types = self.types(merged, branches)
        default, text = schema_default(merged, spot), default_source(merged, spot).text
        if default is not ABSENT:
            item_types = partial(self.item_types, merged)
            default, text = keywords.read_default(default, text, types, item_types)
        description, markup = keywords.description_of(words)
        described = keywords.are_described(branches)
        setting = ProductSetting(
            key=format_key(spot.path),
            path=spot.path,
            types=types,
            typename=keywords.keyword_text(words, 'x-typename'),
            default=default,
            text=text,
            title=keywords.keyword_text(words, 'title'),
            description=description,
            markup=markup,
            choices=self.choices(merged, branches),
            alternatives=self.alternatives(branches) if described else (),
            group=spot.group,
            required=spot.required or keywords.is_required(words),
            deprecated=keywords.stated_deprecation(words) or spot.deprecated,
            limits=keywords.stated_limits(words) | self.least_items(merged),
            examples=keywords.examples_of(words),
            read_only=words.get('readOnly') is True,
            write_only=words.get('writeOnly') is True,
            environment=keywords.environment_of(words) or keywords.union_environment(branches),
            extra=keywords.extension_keywords(words),
            same_as=same_as,
            file=spot.file,
            line=spot.line,
        )
        self.settings.append(mapped(setting, words, self.spec) if self.spec.fields else setting)
        self.check_default(setting, closed=not words.keys().isdisjoint(keywords.CLOSED))
        self.check_limits(setting)
        for word, reason in wrong_words(words):
            self.report_once(setting, word + reason, f'{word!r} of {setting.key} {reason}')

    def types(self, merged: Merged, branches: Sequence[keywords.UnionBranch]) -> tuple[str, ...]:
        """Return the types of a value, or of its alternatives."""
        own = keywords.stated_types(merged)
        if own and ('type' in merged.words or not branches):
            are_typed = all(one.types for one in branches)
            inner = [name for one in branches for name in one.types] if are_typed else []
            return common_types(own, [*inner, 'null'] if inner else own) or own
        found = keywords.null_last([*own, *(name for one in branches for name in one.types)])
        return () if found == ('null',) and not all(one.types for one in branches) else found

    def choices(
        self, merged: Merged, branches: Sequence[keywords.UnionBranch]
    ) -> tuple[Choice, ...]:
        """Return the choices of a value, of its items, or of its alternatives."""
        if 'const' in merged.words:
            return (Choice(plain_data(merged.words['const'])),)
        if 'enum' in merged.words:
            return keywords.stated_choices(merged.words)
        useful = [one for one in branches if not keywords.is_null(one)]
        found = keywords.union_choices(useful)
        return found or (self.item_choices(merged) if merged.items else ())

    def alternatives(self, branches: Sequence[keywords.UnionBranch]) -> tuple[dict[str, Any], ...]:
        """Return the alternatives of a value, without null."""
        useful = [keywords.alternative(one) for one in branches if not keywords.is_null(one)]
        found = {repr(one): one for one in useful if one}
        return tuple(found.values()) if len(found) > 1 else ()

    def check_default(self, setting: ProductSetting, *, closed: bool) -> None:
        """Report a default of the wrong type, or outside of choices; null is for none.

        :param closed: whether the choices are all values that the setting accepts.
        """
        value, types = setting.default, setting.types
        if value is ABSENT or value is None:
            return
        choices = [one.value for one in setting.choices] if closed else []
        if not has_type(value, types):
            reason = f'of type {json_type(value)}, not {" or ".join(types)}'
        elif choices and not any(map(partial(plain_equal, value), choices)):
            reason = f'not one of {", ".join(map(to_text, choices[:MAX_NAMED]))}'
        else:
            return
        text = to_text(value)
        message = f'the default of {setting.key} is {text}, {reason}; correct one of them'
        self.report_once(setting, text, message)

    def check_limits(self, setting: ProductSetting) -> None:
        """Report limits that no value is between."""
        for pair in crossed(setting.limits):
            text = ' and '.join(f'"{word}": {to_text(setting.limits[word])}' for word in pair)
            message = f'no value of {setting.key} is between {text}; correct one of them'
            self.report_once(setting, text, message)

    def report_clashes(self, merged: Merged, spot: Spot) -> None:
        """Report schemas that apply together, but exclude each other."""
        for clash in merged.clashes:
            message = f'no value of {format_key(spot.path) or "the file"} is right: {clash}'
            self.report_once(spot, clash, f'{message}; correct one of them')

    def report_once(self, place: Spot | ProductSetting, reason: str, message: str) -> None:
        """Report a mistake once, where several references lead to it."""
        statement = (place.file, place.line, ''.join(place.path[-1:]), reason)
        if statement not in self.wrong:
            self.wrong.add(statement)
            self.report(message, place)

    def report_full(self, spot: Spot) -> None:
        """Report once that there are too many settings."""
        if not self.is_full:
            self.is_full = True
            message = f'it states more than {MAX_SETTINGS:,} settings; narrow it down with "at"'
            self.report(message, spot)

    def report_depth(self, spot: Spot) -> None:
        """Report that properties are nested too deeply."""
        key = f'{format_key(spot.path)[:60]}...'
        self.report(f'{key} is nested more than {MAX_PATH} deep; what is in it is left out', spot)

    def report(self, message: str, place: Spot | ProductSetting) -> None:
        """Report a mistake at the place of a setting."""
        self.problems.append(Problem(message, place.file, place.line))


def parts_in(alternatives: Iterable[Together]) -> list[int]:
    """Return the schemas with schemas within, which these may refer to."""
    places = (place for places in alternatives for place in places)
    return [id(place.schema) for place in places if has_keywords(place.schema, PARTS)]


def told_apart(one: Property, branch: keywords.UnionBranch) -> Property:
    """Return a property with the description of an alternative that only it sets apart.

    That is its only property, or one with a single value.
    """
    description = keywords.description_of(branch.merged.words)[0]
    schema = one.places[0].schema if len(one.places) == 1 else None
    if not description or not isinstance(schema, dict) or keywords.description_of(schema)[0]:
        return one
    is_key = len(branch.merged.properties) == 1 or len(keywords.stated_choices(schema)) == 1
    added = one.places[0]._replace(schema={'description': description})
    return replace(one, places=[*one.places, added]) if is_key else one


def required_by_all(branches: Sequence[keywords.UnionBranch]) -> set[str]:
    """Return the properties that all alternatives require, beside null."""
    sets = [one.merged.required for one in branches if not keywords.is_null(one)]
    return set.intersection(*sets) if sets else set()


def stated_by_all(branches: Sequence[keywords.UnionBranch]) -> set[str]:
    """Return the properties that all alternatives state, beside null."""
    sets = [{*one.merged.properties} for one in branches if not keywords.is_null(one)]
    return set.intersection(*sets) if sets else set()


def schema_default(merged: Merged, spot: Spot) -> Any:
    """Return the default of a value; that in the default of what contains it wins."""
    return merged.words.get('default', ABSENT) if spot.given is ABSENT else spot.given


def default_source(merged: Merged, spot: Spot) -> DefaultSource:
    """Return where the default of a value is stated, and how it is written."""
    return merged.default_source if spot.given is ABSENT else spot.given_source


def add_defaults(properties: dict[str, Property], merged: Merged, spot: Spot) -> None:
    """Add the properties that only the default of an object has."""
    default = schema_default(merged, spot)
    places = [merged.maps[0][1]] if len(merged.maps) == 1 else []
    for name in default if isinstance(default, dict) and properties else ():
        if name not in properties:
            file = default_source(merged, spot).file
            properties[name] = Property(file, line_of(default, name), places)
