"""Documented settings against those of the product."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from ..importers import ABSENT, format_key
from ..importers.typenames import json_types
from .differences import Difference, differences
from .findings import Finding, Kind, in_order, stable_text
from .names import has_placeholder, segments_of
from .product import outermost
from .suggestions import NearestKeys, Slips, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..importers import Problem, ProductSetting
    from .documentation import Documentation, Documented
    from .key_tree import Node
    from .option_lines import SourcePlaces
    from .product import Product

Path = tuple[str, ...]
MOST_SUGGESTIONS: Final = 100
"""For how many unknown names the nearest one is looked for."""


class StatedName(NamedTuple):
    """A name that a document states.

    :ivar field: the field that states it; '' for the id.
    :ivar path: the segments of a key, or a variable as the only one.
    """

    setting: Documented
    field: str
    text: str
    path: Path
    is_variable: bool = False

    @property
    def shown(self) -> str:
        """The name without the dot before it."""
        return self.text.lstrip('.')


class Pair(NamedTuple):
    """A setting of the product with the source that has it."""

    product: Product
    setting: ProductSetting


class Checker:
    """Compares the settings of a build with the sources of its product."""

    def __init__(
        self, documentation: Documentation, products: Sequence[Product], places: SourcePlaces
    ) -> None:
        """Prepare to compare."""
        self.documentation, self.products, self.places = documentation, products, places
        self.matched: dict[int, list[StatedName]] = {}
        self.pairs: list[tuple[StatedName, Pair]] = []
        self.by_setting: dict[int, list[tuple[StatedName, Pair]]] = {}
        self.unknown: list[StatedName] = []
        self.corrected: set[int] = set()
        self.touched: set[int] = set()
        self.whole: set[Path] = set()
        self.suggested = 0

    def findings(self) -> list[Finding]:
        """Return all that differs, by file and line."""
        self.match()
        self.accept_former_names()
        found = [
            *self.misspelled(),
            *self.gone(),
            *self.twice(),
            *self.differences(),
            *self.undocumented(),
            *self.product_duplicates(),
        ]
        return in_order(found)

    def match(self) -> None:
        """Find the settings of the product that documents name."""
        by_id: list[StatedName] = []
        for setting in self.documentation.settings:
            names = list(self.names(setting))
            for name in names:
                self.match_name(name)
            if not names and not self.is_unnamed(setting):
                by_id.append(StatedName(setting, '', setting.id, segments_of(setting.id)))
        before = len(self.pairs)
        unknown = len(self.unknown)
        for name in by_id:
            self.match_name(name)
        if len(self.pairs) == before:
            self.unknown[unknown:] = [one for one in self.unknown[unknown:] if len(one.path) > 1]

    @cached_property
    def judges_keys(self) -> bool:
        """False if the sources have variables only, and documents state keys and variables."""
        has_keys = any(product.has_keys for product in self.products)
        settings = self.documentation.settings
        return has_keys or not any(map(self.documentation.variables, settings))

    def names(self, setting: Documented) -> Iterator[StatedName]:
        """Yield the names of a setting that the sources can have."""
        documentation = self.documentation
        for field, text in documentation.names(setting, 'key'):
            yield StatedName(setting, field, text, segments_of(text))
        if any(product.variables for product in self.products):
            for field, text in documentation.names(setting, 'variable'):
                yield StatedName(setting, field, text, (text,), is_variable=True)

    def is_unnamed(self, setting: Documented) -> bool:
        """Return whether a document says that a setting has no key or variable."""
        fields = [*self.documentation.fields_of('key'), *self.documentation.fields_of('variable')]
        return any(name in setting.facts for name in fields)

    def match_name(self, name: StatedName) -> None:
        """Find what a name leads to."""
        pairs, known = self.find(name)
        pairs = pairs if known else self.instances(name)
        for one in pairs:
            self.add(name, one)
        if not pairs and not known and (name.is_variable or self.judges_keys):
            self.unknown.append(name)

    def instances(self, name: StatedName) -> list[Pair]:
        """Return the settings that a name with placeholders represents."""
        if not any(map(has_placeholder, name.path)):
            return []
        return [
            Pair(product, setting)
            for product in self.products
            for setting in product.instances(name.path, is_variable=name.is_variable)
        ]

    def add(self, name: StatedName, pair: Pair) -> None:
        """Record that a name leads to a setting of the product."""
        self.pairs.append((name, pair))
        self.by_setting.setdefault(id(name.setting), []).append((name, pair))
        self.matched.setdefault(id(pair.setting), []).append(name)

    def find(self, name: StatedName) -> tuple[list[Pair], bool]:
        """Return the settings of each source that a name leads to, and whether there is any."""
        known, pairs = False, []
        for product in self.products:
            if name.is_variable:
                setting = product.find_variable(name.text)
                known = known or setting is not None
            else:
                setting, is_known = product.find_key(name.text)
                known = known or is_known
                if is_known and setting is None:
                    self.touch(name, product.find(name.path).node)
            if setting is not None:
                pairs.append(Pair(product, setting))
        return pairs, known

    def touch(self, name: StatedName, node: Node) -> None:
        """Record that a name leads into the value of a setting, or to a group as a whole."""
        self.touched.add(id(node.setting))
        if 'object' in json_types(' '.join(name.setting.texts('type'))):
            self.whole.add(node.path)

    def accept_former_names(self) -> None:
        """Match the settings that the product only has under a former name."""
        accepted: set[int] = set()
        for name in self.unknown:
            for text in self.documentation.names(name.setting, 'names'):
                former = name._replace(text=text[1], path=segments_of(text[1]), field=text[0])
                pairs, _ = self.find(former if not name.is_variable else variable(former))
                for pair in pairs:
                    accepted.add(id(name.setting))
                    self.add(former, pair)
        self.unknown = [one for one in self.unknown if id(one.setting) not in accepted]

    def unmatched(self) -> list[Pair]:
        """Return the settings of the product that no document names."""
        return [
            Pair(product, setting)
            for product in self.products
            for setting in product.source.settings
            if id(setting) not in self.matched
        ]

    def misspelled(self) -> Iterator[Finding]:
        """Yield names that are nearly those of settings; take them from the unknown ones."""
        for is_variable in (False, True):
            by_name: dict[Path, list[Pair]] = {}
            for product in self.products:
                for setting in product.source.settings:
                    for name in identifying_names(setting, is_variable):
                        by_name.setdefault(name, []).append(Pair(product, setting))
            yield from self.misspelled_in(by_name, is_variable)

    def misspelled_in(
        self, by_name: dict[Path, list[Pair]], is_variable: bool
    ) -> Iterator[Finding]:
        """Yield misspelled keys, or misspelled variables."""
        names = [one for one in self.unknown if one.is_variable is is_variable]
        if not names:
            return
        all_names, rest = Slips(by_name), []
        for name in names:
            right = next(iter(all_names.same_letters(name.path)), None)
            right = right or self.own_near(name, by_name)
            if right:
                yield self.correct(name, right, by_name[right])
            else:
                rest.append(name)
        left = {path: pairs for path, pairs in by_name.items() if self.are_free(pairs)}
        free = Slips(left)
        for name in rest:
            near = (one for one in free.near(name.path) if self.are_free(left[one]))
            found = next(near, None)
            if found:
                yield self.correct(name, found, left[found])

    def own_near(self, name: StatedName, by_name: Mapping[Path, list[Pair]]) -> Path | None:
        """Return the right name of the setting that another name of the document leads to."""
        own = [
            path
            for pair in self.pairs_of(name.setting)
            for path in identifying_names(pair.setting, name.is_variable)
            if path in by_name
        ]
        return next(iter(Slips(own).near(name.path)), None)

    def pairs_of(self, setting: Documented) -> list[Pair]:
        """Return the settings of the product that a document names."""
        return [pair for _, pair in self.by_setting.get(id(setting), ())]

    def are_free(self, pairs: Iterable[Pair]) -> bool:
        """Return whether no document names a setting of the product."""
        return all(id(pair.setting) not in self.matched for pair in pairs)

    def correct(self, name: StatedName, right: Path, pairs: Sequence[Pair]) -> Finding:
        """Return the finding of a misspelled name, which then names the right setting."""
        self.corrected.add(id(name))
        for pair in pairs:
            self.add(name, pair)
        shown = right[0] if name.is_variable else pairs[0].setting.key
        message = f'{name.shown} is misspelled; the product has {shown}; correct the name'
        return self.finding(
            Kind.SPELLING, name, shown, message, field=name.field, stated=name.shown, found=shown
        )

    def gone(self) -> Iterator[Finding]:
        """Yield the documented names that the product does not have."""
        named = {id(name.setting) for name, _ in self.pairs}
        left = {segments_of(one.setting.key): one.setting.key for one in self.unmatched()}
        nearest = NearestKeys(left)
        lost = {id(one.setting) for one in self.unknown if not one.is_variable}
        for name in self.unknown:
            # A variable is gone with its key.
            if id(name) in self.corrected or (name.is_variable and id(name.setting) in lost):
                continue
            self.suggested += 1
            near = self.own_variable(name)
            if self.suggested <= MOST_SUGGESTIONS and not name.is_variable:
                near = left.get(nearest.find(name.path), '')
            message = f'{name.shown} is documented, but is not in the product'
            hint = did_you_mean(near) or '; remove it, or correct the name'
            field = name.field if id(name.setting) in named else ''
            yield self.finding(
                Kind.GONE, name, name.shown, message + hint, field=field, stated=name.shown
            )

    def own_variable(self, name: StatedName) -> str:
        """Return the variable of the setting that another name of the document leads to, or ''."""
        pairs = self.pairs_of(name.setting) if name.is_variable else ()
        return next((one for pair in pairs for one in pair.setting.environment), '')

    def twice(self) -> Iterator[Finding]:
        """Yield the settings of the product that several settings document."""
        for names in self.matched.values():
            first = names[0].setting
            for name in names[1:]:
                if name.setting is first or (name.setting.source, name.setting.line) == (
                    first.source,
                    first.line,
                ):
                    continue
                place = self.places.place(first)
                message = (
                    f'{name.shown} is documented twice, also by {first.id!r} '
                    f'({place.file}:{place.line}); remove one of the two'
                )
                yield self.finding(
                    Kind.DUPLICATE, name, name.shown, message, stated=name.shown, found=first.id
                )

    def differences(self) -> Iterator[Finding]:
        """Yield the facts that differ; of a setting with several keys, from all of them."""
        for found in self.by_setting.values():
            by_product: dict[int, dict[int, tuple[StatedName, Pair]]] = {}
            for name, pair in found:
                unique = by_product.setdefault(id(pair.product), {})
                unique.setdefault(id(pair.setting), (name, pair))
            yield from self.all_differences([list(one.values()) for one in by_product.values()])

    def all_differences(
        self, parts: Sequence[Sequence[tuple[StatedName, Pair]]]
    ) -> Iterator[Finding]:
        """Yield the facts that differ from any source; a default, from all that state one."""
        found: dict[tuple[Kind, str], Finding] = {}
        is_right = False
        for pairs in parts:
            kinds = set()
            for one in self.common_differences(pairs):
                kinds.add(one.kind)
                found.setdefault((one.kind, stable_text(one.stated)), one)
            states_default = any(pair.setting.default is not ABSENT for _, pair in pairs)
            is_right = is_right or (states_default and Kind.DEFAULT not in kinds)
        for one in found.values():
            if one.kind is not Kind.DEFAULT or not is_right:
                yield one

    def common_differences(self, pairs: Sequence[tuple[StatedName, Pair]]) -> Iterator[Finding]:
        """Yield the facts of a setting that differ from each setting of the product."""
        found = [
            {
                (one.kind, one.field): one
                for one in differences(
                    self.documentation, name.setting, pair.product, pair.setting
                )
            }
            for name, pair in pairs
        ]
        name, pair = pairs[0]
        is_former = self.documentation.kinds.get(name.field) == 'names'
        for key, one in found[0].items():
            # A document that states a former name says that it is deprecated.
            is_said = is_former and one.kind is Kind.DEPRECATED
            if all(key in other for other in found) and not is_said:
                yield self.different(name, pair, one)

    def different(self, name: StatedName, pair: Pair, one: Difference) -> Finding:
        """Return the finding of a fact."""
        key = pair.setting.key
        message = f'{key}: {one.message}'
        return self.finding(
            one.kind, name, key, message, field=one.field, stated=one.stated, found=one.found
        )

    def undocumented_settings(self) -> list[ProductSetting]:
        """Return the settings that no document names; not the parts of documented ones.

        The former names that documents state count, too.
        """
        named = {pair.setting.path for _, pair in self.pairs}
        former = {
            segments_of(text)
            for setting in self.documentation.settings
            for _, text in self.documentation.names(setting, 'names')
        }
        around = {path[:length] for path in named for length in range(1, len(path))}
        known, whole = around | former, named | self.whole
        return [
            one.setting
            for one in self.unmatched()
            if id(one.setting) not in self.touched
            and one.setting.path not in known
            and whole.isdisjoint(prefixes(one.setting.path))
        ]

    def undocumented(self) -> Iterator[Finding]:
        """Yield the settings that no document names, those in lists and maps together."""
        by_key = {one.key: one for one in reversed(list(outermost(self.undocumented_settings())))}
        for setting in by_key.values():
            yield Finding(
                kind=Kind.UNDOCUMENTED,
                key=setting.key,
                message=f'{setting.key} is in the product, but not documented; document it',
                found=setting.key,
                file=setting.file,
                line=setting.line,
            )

    def product_duplicates(self) -> Iterator[Finding]:
        """Yield the keys that a source states twice."""
        for product in self.products:
            lines = {setting.path: setting.line for setting in product.source.settings}
            yield from duplicates(product.source.problems, lines, format_key)

    def finding(
        self,
        kind: Kind,
        name: StatedName,
        key: str,
        message: str,
        *,
        field: str = '',
        stated: object = None,
        found: object = None,
    ) -> Finding:
        """Return a finding at the place of a documented setting, or of its option."""
        place = self.places.place(name.setting, field)
        return Finding(
            kind=kind,
            key=key,
            message=message,
            setting=name.setting.id,
            stated=stated,
            found=found,
            file=place.file,
            line=place.line,
            link=name.setting.uri,
        )


def prefixes(path: Path) -> Iterator[Path]:
    """Yield a path, and the paths that it is in."""
    return (path[:length] for length in range(1, len(path) + 1))


def variable(name: StatedName) -> StatedName:
    """Return a name as that of a variable."""
    return name._replace(path=(name.text,))


def identifying_names(setting: ProductSetting, is_variable: bool) -> Iterable[Path]:
    """Return the path of a setting, or its variables."""
    names = setting.environment if is_variable else ()
    return [(name,) for name in names] if is_variable else [segments_of(setting.key)]


def duplicates(
    problems: Iterable[Problem], lines: Mapping[Path, int], named: Callable[[Path], str]
) -> Iterator[Finding]:
    """Yield the findings of keys that a file states twice.

    :param lines: the line of each path; of a duplicate, the last one.
    :param named: a function that returns a path as messages show it.
    """
    places: dict[str, list[tuple[int, Path]]] = {}
    for path, line in lines.items():
        places.setdefault(path[-1] if path else '', []).append((line, path))
    for problem in problems:
        name = problem.duplicate
        if name:
            found = [one for one in places.get(name, ()) if one[0] >= problem.line]
            key = named(min(found)[1]) if found else name
            yield Finding(
                kind=Kind.DUPLICATE,
                key=key,
                message=problem.message.replace(repr(name), repr(key), 1),
                found=key,
                file=problem.file,
                line=problem.line,
            )
