"""Users' files and environments against settings."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ..importers import ABSENT, format_key
from ..importers.keys import ITEM
from ..importers.limits import is_number
from ..importers.scalars import has_type, plain_equal, resolve
from .amounts import amount_fault
from .check import MOST_SUGGESTIONS, duplicates
from .findings import Finding, Kind, in_order
from .key_tree import State
from .masking import MASK, SECRET, is_secret_setting, without_secrets
from .names import has_placeholder, numbered_segments, segments_of
from .product import text_list
from .same_values import quantities, same_default, same_value
from .schema_errors import Fault, shown
from .schemas import first_word
from .suggestions import Nearest, NearestKeys, Slips, did_you_mean, has_slip
from .variable_prefixes import with_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..importers import ProductSetting
    from .key_tree import Node
    from .product import Product
    from .schemas import Checks
    from .sheets import Entry, KeyPath, Sheet

SHORTEST_WORD: Final = 3
"""The shortest word of a variable in which a letter is missing or too many."""
SUBSTITUTION: Final = re.compile(
    r'\$\{[^{}]+\}|^\$\w+$|^\$\(\w+\)$|\{\{.+\}\}|%\(\w+\)s|^%\w+%$|<%.+%>'
)
"""A value that another program or the product puts something else in place of."""


class Validation:
    """Checks sheets against the settings of a product."""

    def __init__(self, product: Product, checks: Checks, *, defaults: bool = False) -> None:
        """Prepare for any number of files.

        :param defaults: whether values that repeat a default are findings.
        """
        self.product, self.checks, self.defaults = product, checks, defaults
        self.nearest: dict[KeyPath, Nearest] = {}
        self.foreign: dict[str, bool] = {}
        self.former = dict(former_names(product.source.settings))
        self.suggested = self.compared = 0
        self.meant: set[str] = set()

    @cached_property
    def keys(self) -> NearestKeys:
        """The keys of the product, for suggestions."""
        return NearestKeys(one.path for one in self.product.source.settings if one.path)

    @cached_property
    def variables(self) -> Nearest:
        """The variables of the product, for suggestions."""
        return Nearest(self.product.variables)

    @cached_property
    def prefix(self) -> str:
        """The first word of the variables of the product with ``_``, if all have the same one."""
        words = [name.partition('_')[0] for name in self.product.variables]
        return f'{words[0]}_' if len(words) > 1 and len(set(words)) == 1 else ''

    def findings(self, sheets: Sequence[Sheet]) -> list[Finding]:
        """Check files and the environment, which supplements the files."""
        supplied = {path for sheet in sheets if sheet.is_environment for path in sheet.lines}
        found: list[Finding] = []
        for sheet in sheets:
            self.meant = set()
            found += self.in_sheet(sheet, supplied)
            if sheet.is_flat and (len(sheets) == 1 or not sheet.is_environment):
                found += self.missing(sheet, supplied)
        return in_order(found)

    def in_sheet(self, sheet: Sheet, supplied: set[KeyPath]) -> Iterator[Finding]:
        """Yield what is wrong in a sheet."""
        yield from duplicates(sheet.problems, sheet.lines, shown_path)
        faults = self.faults(sheet)
        supplied = supplied | set(self.other_keys(sheet))
        unknown = {entry.path for entry in sheet.unknown}
        for entry in sheet.unknown:
            if not (self.is_left_open(sheet, entry) or self.is_foreign(sheet, entry)):
                yield self.unknown(sheet, entry)
        wrong = {fault.path for fault in faults}
        for entry in sheet.known:
            yield from self.remarks(sheet, entry, is_wrong=entry.path in wrong)
        for fault in faults:
            yield from self.fault(sheet, fault, unknown, supplied)

    @cached_property
    def several(self) -> dict[str, list[KeyPath]]:
        """The keys of each documented setting that has several, of which one is enough."""
        found: dict[str, list[KeyPath]] = {}
        for one in self.product.source.settings:
            found.setdefault(str(one.extra.get('setting', '')), []).append(one.path)
        return {name: paths for name, paths in found.items() if name and len(paths) > 1}

    def other_keys(self, sheet: Sheet) -> Iterator[KeyPath]:
        """Yield the other keys of the settings in a file."""
        for entry in sheet.known if self.several else ():
            if entry.node.setting is not None:
                yield from self.several.get(str(entry.node.setting.extra.get('setting')), ())

    def faults(self, sheet: Sheet) -> list[Fault]:
        """Return the errors of the schema, and amounts that are wrong otherwise."""
        all_faults = (
            one
            for one in self.checks.faults(sheet.data)
            if not (self.is_right(one) or (sheet.names and is_quoted(one)))  # all are texts there
        )
        faults = list({repr(fault): fault for fault in all_faults}.values())
        wrong = {fault.path for fault in faults}
        for entry in sheet.known:
            if entry.node.setting is not None and entry.path not in wrong:
                faults += filter(None, [amount_fault(entry.node.setting, entry.path, entry.value)])
        return faults

    def is_left_open(self, sheet: Sheet, entry: Entry) -> bool:
        """Return whether the schema allows a key that it does not describe, with any value."""
        names = None if sheet.is_flat else self.checks.open_names
        return names is not None and names.has(entry.path)

    def is_foreign(self, sheet: Sheet, entry: Entry) -> bool:
        """Return whether a name is of another program that has settings in the file."""
        if sheet.is_flat:
            begins = self.product.begins_with(entry.name, self.prefix)
            is_own = begins or self.product.find_key(entry.name)[1]
            return not is_own and not self.is_near(entry.name)
        word = first_word(entry.path)
        if word not in self.foreign:
            is_near = self.owned.same_letters((word,)) or self.owned.near((word,))
            self.foreign[word] = bool(self.checks.owned) and not is_near
        return self.foreign[word]

    def is_near(self, name: str) -> bool:
        """Return whether a variable without the prefix is a misspelled one of the product.

        After the first hundred, only if the prefix alone is misspelled, which is quick to see.
        """
        self.compared += 1
        if self.compared <= MOST_SUGGESTIONS:
            return bool(self.variables.find(name))
        return bool(with_prefix(name, self.prefix, self.product))

    @cached_property
    def owned(self) -> Slips:
        """The first words of the product's keys, where files have others, too."""
        return Slips(((one,) for one in self.checks.owned), SHORTEST_WORD)

    def unknown(self, sheet: Sheet, entry: Entry) -> Finding:
        """Return the finding of an unknown key or variable."""
        key = entry.name if sheet.is_flat else shown_path(entry.path)
        renamed = self.former.get(entry.name) or self.former.get(key)
        if renamed is not None:
            return self.renamed(sheet, entry, key, renamed)
        self.suggested += 1
        near = self.suggestion(sheet, entry, key) if self.suggested <= MOST_SUGGESTIONS else ''
        self.meant.add(near)
        if sheet.is_flat and near in self.product.variables and is_slip(key, near):
            setting = self.product.variables[near]
            message = f'{key} is not known, and has no effect; did you mean {near}?'
            return self.finding(sheet, Kind.SPELLING, near, message, entry.line, setting, key)
        hint = did_you_mean(near) or '; remove it, or correct the name'
        message = f'{key} is not known{sheet.alias(entry.path)}{hint}'
        return self.finding(sheet, Kind.UNKNOWN, key, message, entry.line, None, key)

    def suggestion(self, sheet: Sheet, entry: Entry, key: str) -> str:
        """Return the name that an unknown one is nearest to, or ''."""
        if sheet.is_flat and self.product.variables:
            return self.variables.find(key)
        for path, node, depth in self.ways(entry):
            if node.path not in self.nearest:
                self.nearest[node.path] = Nearest(node.children)
            near = self.nearest[node.path].find(path[depth])
            right = (*path[:depth], near, *path[depth + 1 :])
            if near and self.product.find(right).state is not State.UNKNOWN:
                return shown_path(right)
        moved = self.keys.find(segments_of(key))
        return shown_path(moved) if moved else ''

    def ways(self, entry: Entry) -> list[tuple[KeyPath, Node, int]]:
        """Return the paths that a key can mean, with the nodes that they lead to, and how far."""
        depth = len(entry.path) - 1
        if entry.node is not self.product.tree or not depth:
            return [(entry.path, entry.node, depth)]
        split = tuple(part for one in entry.path for part in numbered_segments(one))
        paths = dict.fromkeys([split, entry.path])  # the names of sections can be paths
        found = [(path, self.product.find(path)) for path in paths]
        farthest = max(len(match.node.path) for _, match in found)
        return [
            (path, match.node, match.depth)
            for path, match in found
            if len(match.node.path) == farthest
        ]

    def renamed(self, sheet: Sheet, entry: Entry, key: str, setting: ProductSetting) -> Finding:
        """Return the finding of a former name."""
        is_variable = sheet.is_flat and bool(setting.environment)
        right = setting.environment[0] if is_variable else setting.key
        self.meant.add(right)
        message = f'{key}{sheet.alias(entry.path)} has been renamed to {right}; use the new name'
        return self.finding(
            sheet, Kind.RENAMED, key, message, entry.line, setting, key, stated=right
        )

    def remarks(self, sheet: Sheet, entry: Entry, *, is_wrong: bool) -> Iterator[Finding]:
        """Yield the finding of a deprecated setting, or of a value that repeats the default.

        :param is_wrong: whether the value itself is a finding.
        """
        setting = entry.node.setting
        if setting is None:
            return
        key = sheet.names.get(entry.path) or shown_path(entry.path)
        if setting.deprecated:
            yield self.deprecated(sheet, entry, key, setting)
        is_stated = self.defaults and setting.default is not ABSENT and not is_wrong
        if is_stated and same_default(entry.value, setting):
            message = f'{key}{sheet.alias(entry.path)} repeats the default; remove it'
            yield self.finding(sheet, Kind.DEFAULT, key, message, entry.line, setting, entry.value)

    def deprecated(self, sheet: Sheet, entry: Entry, key: str, setting: ProductSetting) -> Finding:
        """Return the finding of a deprecated setting."""
        reason = f' ({setting.deprecated})' if isinstance(setting.deprecated, str) else ''
        right = self.replacement(setting)
        advice = f'use {right}' if right else 'remove it'
        message = f'{key}{sheet.alias(entry.path)} is deprecated{reason}; {advice}'
        return self.finding(
            sheet,
            Kind.DEPRECATED,
            key,
            message,
            entry.line,
            setting,
            entry.value,
            stated=right or None,
        )

    def replacement(self, setting: ProductSetting) -> str:
        """Return the key of the setting that replaces another one, or ''."""
        name = str(setting.extra.get('replacedby', '')) or setting.replacement
        settings = self.product.source.settings
        return next((one.key for one in settings if one.extra.get('setting') == name), name)

    def fault(
        self, sheet: Sheet, fault: Fault, unknown: set[KeyPath], supplied: set[KeyPath]
    ) -> Iterator[Finding]:
        """Yield the finding of an error of the schema, unless another one has it."""
        if is_within_any(fault.path, unknown):
            return
        setting = self.setting_at(fault.path)
        key = shown_key(fault.path, sheet.names)
        line = sheet.line(fault.path)
        if fault.kind is Kind.MISSING:
            needed = [] if setting else self.needed_in(fault.path, supplied)
            is_supplied = has_part(supplied, fault.path) and not needed
            if sheet.is_flat or is_supplied or key in self.meant:  # one finding is enough
                return
            for name, one in needed or [(key, setting)]:
                message = f'{name} is required, but missing{sheet.alias(fault.path)}; add it'
                yield self.finding(sheet, fault.kind, name, message, line, one, None)
        elif fault.kind is Kind.UNKNOWN:
            message = f'{key} is not allowed here{sheet.alias(fault.path)}; remove it'
            yield self.finding(sheet, fault.kind, key, message, line, setting, key)
        else:
            yield self.wrong_value(sheet, fault, key, line, setting)

    def is_right(self, fault: Fault) -> bool:
        """Return whether a value that a schema does not allow is right, or unsure.

        A file of values states no types; where it has an amount, a number is another notation.
        """
        is_value = fault.kind not in {Kind.MISSING, Kind.UNKNOWN}
        if is_value and isinstance(fault.value, str) and SUBSTITUTION.search(fault.value):
            return True
        exact = self.product.find(fault.path).setting if is_value else None
        if exact is not None and is_stated_value(fault.value, exact):
            return True
        if not is_value or not (fault.value is None or is_number(fault.value)):
            return False
        setting = self.setting_at(fault.path)
        if setting is None:
            return False
        # Documentation describes the values of a setting, and seldom that null means none.
        if fault.value is None:
            is_documented = 'setting' in setting.extra and not setting.required
            return 'null' in setting.types or is_documented
        is_stated = self.checks.is_own or self.product.has_facts or 'setting' in setting.extra
        is_amount = fault.kind is Kind.TYPE and bool(quantities(str(setting.default)))
        return is_amount and not is_stated

    def needed_in(
        self, path: KeyPath, supplied: set[KeyPath]
    ) -> list[tuple[str, ProductSetting | None]]:
        """Return the required settings in a group that is missing.

        By the product's own schema, groups within it may be left out.
        """
        settings = self.product.source.settings
        within = [
            one for one in settings if is_required_in_file(one) and one.path[: len(path)] == path
        ]
        if self.checks.is_own:
            within = [one for one in within if len(one.path) == len(path) + 1]
        return [(one.key, one) for one in within if one.path not in supplied]

    def wrong_value(
        self, sheet: Sheet, fault: Fault, key: str, line: int, setting: ProductSetting | None
    ) -> Finding:
        """Return the finding of a value that a schema does not allow."""
        value = self.masked(sheet, key, setting, fault.value)
        key = key or '(the whole file)'
        where = sheet.alias(fault.path)
        text = MASK if value == MASK else shown(value)
        message = f'{key}{where} is {text}, but must be {fault.wanted}; {advice_on(fault)}'
        return self.finding(
            sheet, fault.kind, key, message, line, setting, value, stated=fault.stated
        )

    def missing(self, sheet: Sheet, supplied: set[KeyPath]) -> Iterator[Finding]:
        """Yield the required variables that a flat sheet lacks."""
        for setting in self.product.source.settings:
            is_set = setting.path in sheet.lines or setting.path in supplied
            is_meant = not self.meant.isdisjoint({setting.key, *setting.environment})
            if is_needed_variable(setting) and not is_set and not is_meant:
                name = setting.environment[0]
                message = f'{name} is required, but missing; set it'
                line = sheet.line(())
                yield self.finding(sheet, Kind.MISSING, name, message, line, setting, None)

    def setting_at(self, path: Sequence[str]) -> ProductSetting | None:
        """Return the setting of a path, or the one that the value at the path is in."""
        for length in range(len(path), 0, -1):
            setting = self.product.find(path[:length]).setting
            if setting is not None:
                return setting
        return None

    def masked(self, sheet: Sheet, key: str, setting: ProductSetting | None, value: Any) -> Any:
        """Return a value, or a mask if it is secret; values of the environment are hidden."""
        is_secret = sheet.is_environment or bool(SECRET.search(key))
        if setting is not None:
            is_secret = is_secret or is_secret_setting(setting)
        if is_secret:
            return value if value in (None, '') else MASK
        return without_secrets(value)

    def finding(
        self,
        sheet: Sheet,
        kind: Kind,
        key: str,
        message: str,
        line: int,
        setting: ProductSetting | None,
        found: Any,
        *,
        stated: Any = None,
    ) -> Finding:
        """Return a finding with the link to its setting."""
        link = str(setting.extra.get('link', '')) if setting else ''
        is_name = kind in {Kind.UNKNOWN, Kind.SPELLING, Kind.RENAMED}
        return Finding(
            kind=kind,
            key=key,
            message=f'{message} (see {link})' if link else message,
            setting=str(setting.extra.get('setting', '')) if setting else '',
            stated=stated,
            found=found if is_name else self.masked(sheet, key, setting, found),
            file=sheet.file,
            line=line,
            link=link,
        )


def is_stated_value(value: Any, setting: ProductSetting) -> bool:
    """Return whether a value is the default of a setting, or an example, in spite of its type."""
    if any(plain_equal(value, one) for one in (setting.default, *setting.examples)):
        return True
    return bool(setting.text) and same_value(setting.text, value)


def is_quoted(fault: Fault) -> bool:
    """Return whether a text would be right without its quotes."""
    if fault.kind is not Kind.TYPE or not isinstance(fault.value, str) or not fault.value:
        return False
    types, bare = tuple(str(fault.stated).split(' or ')), resolve(fault.value)
    return not isinstance(bare, str) and has_type(bare, types)


def advice_on(fault: Fault) -> str:
    """Return the advice that ends the message on a wrong value."""
    if is_quoted(fault):
        return 'write it without quotes'
    types = str(fault.stated).split(' or ') if fault.kind is Kind.TYPE else []
    is_bare = 'string' in types and isinstance(fault.value, (bool, int, float))
    return 'write it in quotes' if is_bare else 'correct the value'


def is_slip(name: str, right: str) -> bool:
    """Return whether a variable differs from the right one by small slips in its words.

    >>> is_slip('APP_MDOE_ULR', 'APP_MODE_URL'), is_slip('APP_NOPE', 'APP_NODES')
    (True, False)
    """
    words, others = name.split('_'), right.split('_')
    return has_slip(name, right) or (
        len(words) == len(others)
        and all(has_slip(*pair, SHORTEST_WORD) for pair in zip(words, others, strict=True))
    )


def shown_path(path: Sequence[str]) -> str:
    """Return a path as messages show it; numbers of items are in brackets.

    >>> shown_path(['servers', '0', 'tls.port'])
    'servers[0]."tls.port"'
    """
    key = format_key([ITEM if part.isdecimal() and n else part for n, part in enumerate(path)])
    numbers = [part for n, part in enumerate(path) if part.isdecimal() and n]
    for number in numbers:
        key = key.replace(ITEM, f'[{number}]', 1)
    return key


def shown_key(path: KeyPath, names: Mapping[KeyPath, str]) -> str:
    """Return a path as messages show it; that of a value in a variable begins with the variable.

    >>> shown_key(('servers', '0', 'port'), {('servers',): 'APP_SERVERS'})
    'APP_SERVERS[0].port'
    """
    for length in range(len(path), 0, -1):
        name = names.get(path[:length])
        if name:
            return name + shown_path(('x', *path[length:])).removeprefix('x')
    return shown_path(path)


def is_within_any(path: Sequence[str], parents: set[KeyPath]) -> bool:
    """Return whether a path is in one of others, or is one of them."""
    return any(tuple(path[:length]) in parents for length in range(1, len(path) + 1))


def has_part(paths: set[KeyPath], parent: Sequence[str]) -> bool:
    """Return whether a path or a part of it is among others."""
    return any(path[: len(parent)] == tuple(parent) for path in paths)


def is_needed_variable(setting: ProductSetting) -> bool:
    """Return whether a setting must be set, and has a variable of one name."""
    names = setting.environment[:1]
    return is_required_in_file(setting) and any(not has_placeholder(name) for name in names)


def is_required_in_file(setting: ProductSetting) -> bool:
    """Return whether a file without a setting lacks it; not in lists and maps."""
    if not setting.required or setting.default is not ABSENT or setting.deprecated:
        return False
    return ITEM not in setting.path and not any(map(has_placeholder, setting.path))


def former_names(settings: Iterable[ProductSetting]) -> Iterator[tuple[str, ProductSetting]]:
    """Yield the former names of settings."""
    for setting in settings:
        for name in text_list(setting.extra.get('formerly')):
            yield name.lstrip('.'), setting
