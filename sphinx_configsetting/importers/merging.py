"""Schemas with all that ``$ref``, ``allOf`` and conditions add to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .documents import line_of, scalar_text
from .narrowing import SHARED, narrow, with_numbers
from .product_settings import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from .references import References, SchemaPlace

STRUCTURE: Final = frozenset(
    {
        '$ref', '$dynamicRef', '$recursiveRef', 'allOf', 'anyOf', 'oneOf', 'not',
        'properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties',
        'items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'contains',
        'if', 'then', 'else', 'dependentSchemas', 'dependencies',
        'definitions', '$defs', 'required', '$id', 'id', '$schema', '$comment', '$anchor',
    }
)  # fmt: skip
REFERENCES: Final = ('$ref', '$dynamicRef', '$recursiveRef')
MAPS: Final = frozenset({'patternProperties', 'additionalProperties', 'unevaluatedProperties'})
ITEMS: Final = frozenset({'items', 'prefixItems', 'additionalItems'})
CONDITIONS: Final = frozenset({'then', 'else', 'dependentSchemas', 'dependencies'})
PARTS: Final = STRUCTURE - {'required', '$id', 'id', '$schema', '$comment', '$anchor', 'not', 'if'}
"""The keywords with schemas within, or with references."""
TYPED: Final = PARTS | {'type', 'enum', 'const'}
MAX_CHAIN: Final = 100


IsCut = Callable[[int, bool, tuple[int, ...]], bool]
Together = list['SchemaPlace']
"""Schemas that apply together, the nearest first."""


class DefaultSource(NamedTuple):
    """The file that states a default, and the default as it is written there."""

    file: str = ''
    text: str = ''


NO_SOURCE: Final = DefaultSource()


@dataclass(slots=True)
class Property:
    """A property in all schemas that state it.

    :ivar variants: further schemas, of which one applies.
    :ivar group: the title of the only alternative that has it.
    """

    file: str
    line: int
    places: Together = field(default_factory=list)
    variants: list[Together] = field(default_factory=list)
    group: str = ''


@dataclass(slots=True)
class Merged:
    """All that is said of a value.

    :ivar words: the keywords that have no schema within, the nearest first.
    :ivar maps: the schemas of properties with any name, with their patterns and lines.
    :ivar items: the alternatives of each item of a list.
    :ivar unions: several times alternatives.
    :ivar targets: the schemas that references led to.
    :ivar repeated: those of them whose parts are left out, as a group already has them.
    :ivar conditions: what is said under conditions, until all schemas are merged.
    :ivar clashes: what no value can be at the same time, as texts.
    """

    words: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Property] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    maps: list[tuple[str, SchemaPlace, int]] = field(default_factory=list)
    items: list[Together] = field(default_factory=list)
    unions: list[list[Together]] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    conditions: list[Merged] = field(default_factory=list)
    default_source: DefaultSource = NO_SOURCE

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is said of the value that a reader could use."""
        return not (self.words or self.properties or self.maps or self.items or self.unions)


class Merger:
    """Merges schemas."""

    def __init__(self, references: References, is_cut: IsCut) -> None:
        """Prepare for the schemas of a file.

        :param is_cut: returns whether the parts of a schema are left out: for its identity,
            whether the value is nothing but it, and the schemas that it is within.
        """
        self.references, self.is_cut = references, is_cut

    def merge(self, places: Together) -> Merged:
        """Return all that schemas say together."""
        merged = Merged()
        for place in places:
            self.collect(place, merged, [(id(place.schema), '')])
        return with_conditions(merged) if merged.conditions else merged

    def collect(self, place: SchemaPlace, merged: Merged, chain: list[tuple[int, str]]) -> None:
        """Add what a schema says where nothing nearer says it."""
        schema = place.schema
        if not isinstance(schema, dict) or not schema:
            return
        words, stated = merged.words, with_numbers(schema)
        if words and not SHARED.isdisjoint(words) and not SHARED.isdisjoint(stated):
            merged.clashes += narrow(words, stated, keep_null=bool(chain[-1][1]))
        if 'default' in schema and 'default' not in words:
            text = scalar_text(schema, 'default')
            merged.default_source = DefaultSource(place.file, text)
        structured = False
        for word, value in stated.items():
            if word in STRUCTURE:
                structured = True
            elif word not in words:
                words[word] = value
        if structured:
            self.collect_structure(place, merged, chain)

    def collect_structure(
        self, place: SchemaPlace, merged: Merged, chain: list[tuple[int, str]]
    ) -> None:
        """Add the schemas within a schema, and those that it refers to."""
        schema = place.schema
        self.add_properties(place, merged)
        if not MAPS.isdisjoint(schema):
            self.add_maps(place, merged)
        if not ITEMS.isdisjoint(schema):
            self.add_items(place, merged)
        for word in ('anyOf', 'oneOf'):
            branches = self.schemas_in(place, word)
            if branches:
                merged.unions.append([[one] for one in branches])
        for part in self.schemas_in(place, 'allOf'):
            self.collect_part(part, merged, chain)
        for word in REFERENCES:
            if word in schema:
                self.collect_target(place, word, merged, chain)
        if not CONDITIONS.isdisjoint(schema):
            self.add_conditions(place, merged, chain)

    def collect_part(
        self, part: SchemaPlace, merged: Merged, chain: list[tuple[int, str]]
    ) -> None:
        """Add a part of ``allOf``, unless the parts are nested without end."""
        if len(chain) < MAX_CHAIN and id(part.schema) not in dict(chain):
            self.collect(part, merged, [*chain, (id(part.schema), '')])

    def collect_target(
        self, place: SchemaPlace, word: str, merged: Merged, chain: list[tuple[int, str]]
    ) -> None:
        """Add what a reference leads to; one that leads back to itself is reported."""
        ref, is_dynamic = place.schema[word], word == '$dynamicRef'
        follow = self.references.follow_dynamic if is_dynamic else self.references.follow
        target = follow(place, ref)
        if target is None:
            return
        number, is_direct = id(target.schema), all(name for _, name in chain[1:])
        names = [*chain, (number, str(ref))]
        if number in dict(chain):
            self.report_circle(place, [name for _, name in names if name])
        elif self.is_cut(number, is_direct, place.via):
            merged.repeated.append(number)
            add_words(target.schema, merged)
        elif len(chain) < MAX_CHAIN and number not in merged.targets:
            merged.targets.append(number)
            self.collect(target._replace(via=(*place.via, number)), merged, names)

    def report_circle(self, place: SchemaPlace, names: list[str]) -> None:
        """Report references that lead back to themselves."""
        start = names.index(names[-1])
        circle = names[start:] if start < len(names) - 1 else [*names, names[-1]]
        message = f'the references {" → ".join(circle)} form a circle; break it'
        self.references.report(place, f'circle {sorted(set(circle))}', message)

    def schemas_in(self, place: SchemaPlace, word: str) -> list[SchemaPlace]:
        """Return the schemas in a list."""
        if word not in place.schema:
            return []
        value = place.schema[word]
        if not isinstance(value, list):
            self.leave_out(place, word, 'not a list')
            return []
        if not all(isinstance(one, (dict, bool)) for one in value):
            self.leave_out(place, word, 'not a list of schemas')
        return [self.references.within(place, one) for one in value if isinstance(one, dict)]

    def leave_out(self, place: SchemaPlace, word: str, reason: str) -> None:
        """Report a keyword whose value has no schemas."""
        message = f'{word!r} is {reason}, and is left out; correct it'
        line = line_of(place.schema, word)
        self.references.problems.append(Problem(message, place.file, line))

    def add_properties(self, place: SchemaPlace, merged: Merged) -> None:
        """Add the properties of a schema."""
        required = place.schema.get('required')
        if isinstance(required, list):
            merged.required.update(name for name in required if isinstance(name, str))
        elif required is True:  # in draft 3, and in what some tools write
            merged.words.setdefault('required', True)
        properties = place.schema.get('properties')
        if properties is None:
            return
        if not isinstance(properties, dict):
            self.leave_out(place, 'properties', 'not an object')
            return
        for name, schema in properties.items():
            if isinstance(schema, dict) or schema is True:
                self.add_property(place, merged, name, schema, line_of(properties, name))
            elif schema is not False:
                message = f'the property {name!r} is not a schema, and is left out; correct it'
                problem = Problem(message, place.file, line_of(properties, name))
                self.references.problems.append(problem)

    def add_property(
        self, place: SchemaPlace, merged: Merged, name: str, schema: Any, line: int
    ) -> None:
        """Add a property; what a farther schema says of it comes after."""
        known = merged.properties.get(name)
        if known is None:
            known = merged.properties[name] = Property(place.file, line)
        known.places.append(self.inner(place, schema))

    def add_maps(self, place: SchemaPlace, merged: Merged) -> None:
        """Add the schemas of properties with any name."""
        schema = place.schema
        patterns = schema.get('patternProperties', {})
        if not isinstance(patterns, dict):
            self.leave_out(place, 'patternProperties', 'not an object')
            patterns = {}
        stated = {name: one for name, one in patterns.items() if isinstance(one, dict) and one}
        for word in ('additionalProperties', 'unevaluatedProperties'):
            rest = schema.get(word, True)
            if isinstance(rest, dict) and rest:
                inner = self.inner(place, rest)
                merged.maps.append(('', inner, line_of(schema, word)))
            elif not isinstance(rest, (dict, bool)):
                self.leave_out(place, word, 'not a schema')
        for name, one in stated.items():
            inner = self.inner(place, one)
            merged.maps.append((name, inner, line_of(patterns, name)))

    def add_items(self, place: SchemaPlace, merged: Merged) -> None:
        """Add the schemas of the items of a list; the only one is that of all items."""
        found: list[SchemaPlace] = []
        for word in ('items', 'prefixItems', 'additionalItems'):
            value = place.schema.get(word, True)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    found.append(self.inner(place, one))
                elif not isinstance(one, bool):
                    self.leave_out(place, word, 'not a schema')
        if len(found) == 1 and merged.items:
            merged.items = [[*one, *found] for one in merged.items]
        else:
            merged.items += [[one] for one in found]

    def inner(self, place: SchemaPlace, schema: Any) -> SchemaPlace:
        """Return the schema of a part; what is in it may refer to it."""
        found = self.references.within(place, schema)
        is_deep = has_keywords(schema, PARTS)
        return found._replace(via=(*found.via, id(schema))) if is_deep else found

    def add_conditions(
        self, place: SchemaPlace, merged: Merged, chain: list[tuple[int, str]]
    ) -> None:
        """Add what only conditions say of properties and items."""
        for part in self.conditional(place):
            inner = Merged()
            self.collect_part(part, inner, chain)
            merged.conditions.append(with_conditions(inner))
            merged.unions += inner.unions

    def conditional(self, place: SchemaPlace) -> Iterator[SchemaPlace]:
        """Yield the schemas that apply under a condition."""
        schema = place.schema
        for word in ('then', 'else'):
            if isinstance(schema.get(word), dict):
                yield self.references.within(place, schema[word])
        for word in ('dependentSchemas', 'dependencies'):
            value = schema.get(word)
            for one in value.values() if isinstance(value, dict) else ():
                if isinstance(one, dict):
                    yield self.references.within(place, one)


def with_conditions(merged: Merged) -> Merged:
    """Add what is said under conditions to what is always said."""
    inner = merged.conditions
    add_variants(merged.properties, [pair for one in inner for pair in one.properties.items()])
    merged.maps = merged.maps or [each for one in inner for each in one.maps]
    merged.items = merged.items or [each for one in inner for each in one.items]
    return merged


def add_words(schema: Any, merged: Merged) -> None:
    """Add what a schema says of a value, but none of its parts."""
    for word, value in schema.items():
        if word not in STRUCTURE:
            merged.words.setdefault(word, value)
    if 'properties' in schema:
        merged.words.setdefault('type', 'object')


def add_variants(
    properties: dict[str, Property],
    others: Iterable[tuple[str, Property]],
    complete: Collection[str] = (),
) -> None:
    """Add the properties that one of several schemas states.

    What is known of a property stays. If its type is known, further schemas count if they have
    parts.

    :param complete: properties that each of the schemas states; then all of them count.
    """
    added: dict[str, list[Property]] = {}
    for name, one in others:
        added.setdefault(name, []).append(one)
    for name, ones in added.items():
        variants = [each for one in ones for each in (one.places, *one.variants) if each]
        known = properties.get(name)
        if known is None and len(ones) == 1:
            properties[name] = ones[0]
        elif known is None:
            each = unique(variants)
            places, variants = (each[0], []) if len(each) == 1 else ([], each)
            properties[name] = replace(ones[0], places=places, variants=variants)
        else:
            is_typed = any(has_keywords(place.schema, TYPED) for place in known.places)
            words = PARTS if is_typed or known.variants else TYPED
            if name not in complete:
                variants = [
                    one for one in variants if any(has_keywords(p.schema, words) for p in one)
                ]
            further = unique([*known.variants, *variants])
            properties[name] = replace(known, variants=further)


def has_keywords(schema: Any, words: frozenset[str]) -> bool:
    """Return whether a schema has one of some keywords."""
    return isinstance(schema, dict) and not words.isdisjoint(schema)


def unique(alternatives: Iterable[Together]) -> list[Together]:
    """Return alternatives without those of the same schemas."""
    return list({ids(one): one for one in alternatives}.values())


def ids(places: Together) -> frozenset[int]:
    """Return the identities of schemas."""
    return frozenset(id(place.schema) for place in places)


def absorb(merged: Merged, other: Merged, *, nullable: bool = False) -> None:
    """Add to a value what the only alternative says of it.

    :param nullable: whether null is an alternative, too.
    """
    merged.clashes += [*other.clashes, *narrow(merged.words, other.words, keep_null=nullable)]
    if 'default' not in merged.words:
        merged.default_source = other.default_source
    for word, value in other.words.items():
        merged.words.setdefault(word, value)
    for name, one in other.properties.items():
        known = merged.properties.setdefault(name, one)
        if known is not one:
            known.places += one.places
    merged.required |= other.required
    merged.maps += other.maps
    merged.items += other.items
    merged.unions += other.unions
    merged.targets += other.targets
    merged.repeated += other.repeated
