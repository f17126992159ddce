"""The types of fields: how a text is read, checked, sorted, shown and exported.

A type is one class. The reference of the documentation is made from these classes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from .ordering import amount, natural, number, version
from .text import (
    ARROWS,
    as_typed,
    bare_value,
    collapse,
    split_list,
    unquote,
    without_backquotes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Values = tuple[str, ...]
Display = Literal['plain', 'literal', 'strong', 'flag', 'markup', 'reference']
SortKey = tuple[object, ...]

TRUE_WORDS: Final = frozenset({'', 'yes', 'true', 'on', '1'})
FALSE_WORDS: Final = frozenset({'no', 'false', 'off', '0'})
STRING: Final[Mapping[str, object]] = {'type': 'string'}
STRINGS: Final[Mapping[str, object]] = {'type': 'array', 'items': STRING}


def read_flag(text: str) -> bool | None:
    """Return the truth of a flag; None for a word that is neither yes nor no."""
    word = text.strip().casefold()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else None


QUOTED: Final = re.compile(r'"[^"]*"')
CONJUNCTION: Final = re.compile(r'(?<!\s)\s+(?:(?i:or|and)|/)\s+')
"""The text between two alternatives."""


class FieldType:
    """Reads, checks, looks up, sorts, shows and exports the values of a field."""

    name: ClassVar[str]
    """The word for it in ``configsetting_fields``."""
    reading: ClassVar[str]
    """Describes how a text is read; reStructuredText for the reference."""
    showing: ClassVar[str]
    """Describes how the values are shown; reStructuredText for the reference."""
    example: ClassVar[str]
    """A text of that type."""
    display: ClassVar[Display] = 'literal'
    schema: Mapping[str, object] = STRING
    """The JSON Schema (2020-12) of the exported value."""
    identifies: ClassVar[bool] = False
    """True if a value is an identifier that writers repeat in prose and tables."""
    comparable: ClassVar[bool] = True
    """True if ``<`` and ``>`` work in queries."""
    has_words: ClassVar[bool] = False
    """True if ``has`` looks within the text rather than for a whole value."""
    is_path: ClassVar[bool] = False
    """True if values are paths, which ``under`` works with."""
    parameters: ClassVar[tuple[str, ...]] = ()
    """The further keys that a declaration of a field of this type may have."""
    joint: ClassVar[str] = ', '
    """The text between two values where they are shown."""

    def normalize(self, text: str) -> str:
        """Return the text as it is kept: blanks within values stay."""
        return text.strip(' \t\n\r')

    def parse(self, text: str) -> Values:
        """Return the values that a text states, in order; empty for a text without any."""
        return (text,) if text else ()

    def problem(self, text: str) -> str:
        """Return the reason why a text does not suit the type; '' if it does."""
        return ''

    def names(self, value: str) -> Values:
        """Return the names by which a value is found, as written first."""
        return (value,)

    def main_name(self, value: str) -> str:
        """Return the name of a value in inventories and indexes."""
        return self.names(value)[0]

    def section(self, value: str) -> str:
        """Return the group of an index that a value belongs to; '' for none."""
        return ''

    def paths(self, values: Values) -> list[Values]:
        """Return the groups of a listing that the values belong to, each a path."""
        return [(value,) for value in values]

    def group_title(self, path: Values) -> str:
        """Return the title of a group."""
        return self.joint.join(path)

    def order(self, text: str) -> Any:
        """Return the quantity that ``<`` and ``>`` compare; None for a text without one."""
        return number(text)

    def order_problem(self, text: str) -> str:
        """Return the reason why ``<`` and ``>`` cannot compare with a text; '' if they can."""
        return '' if self.order(text) is not None else f'{text!r} is not a number'

    def sort_key(self, values: Values) -> SortKey:
        """Return the sort key of values: quantities first, then texts."""
        found = self.order(values[0])
        return (0, found) if found is not None else (1, natural(values[0]))

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the values include all wanted ones."""
        asked = {self.comparison_form(value) for value in self.parse(wanted)}
        return bool(asked) and asked <= {self.comparison_form(value) for value in values}

    def comparison_form(self, value: str) -> str:
        """Return a value in the form in which equal values are the same."""
        return collapse(value).casefold()

    def shown(self, value: str) -> str:
        """Return a value as readers see it."""
        return as_typed(value)

    def export(self, values: Values) -> object:
        """Return the values as JSON, valid against ``schema``."""
        return values[0]


class Text(FieldType):
    """Inline markup."""

    name = 'text'
    reading = 'Inline markup of the page; runs of blanks count as one.'
    showing = 'As text, with its markup.'
    example = 'Enterprise and Professional plans'
    display: ClassVar[Display] = 'markup'
    has_words = True

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def shown(self, value: str) -> str:
        """Return the text."""
        return value


class Title(Text):
    """A display name."""

    name = 'title'
    reading = 'Plain text; runs of blanks count as one.'
    showing = 'As the title of the setting, as typed.'
    example = 'Port (server)'
    display: ClassVar[Display] = 'plain'


class Markup(Text):
    """A description."""

    name = 'markup'
    example = 'The port of the *server*.'
    comparable = False


class Menu(FieldType):
    """A path of menus."""

    name = 'menu'
    reading = 'Menus separated by ``>``, an arrow or an angle quote.'
    showing = 'As strong text, ``A > B``.'
    example = 'Server > Network'
    display: ClassVar[Display] = 'strong'
    schema: Mapping[str, object] = STRINGS
    comparable = False
    is_path = True
    joint = ' > '

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the menus of the path."""
        parts = (part.strip(' *') for part in re.split(ARROWS, text))
        return tuple(part for part in parts if part)

    def paths(self, values: Values) -> list[Values]:
        """Return the path."""
        return [values]

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the whole path is the wanted one."""
        asked = [self.comparison_form(value) for value in self.parse(wanted)]
        return bool(asked) and asked == [self.comparison_form(value) for value in values]

    def export(self, values: Values) -> object:
        """Return the menus."""
        return list(values)


class Several(FieldType):
    """The base of types with several values."""

    schema: Mapping[str, object] = STRINGS

    def problem(self, text: str) -> str:
        """Return that a quote is not closed."""
        for part in split_list(text):
            if len(part) > 1 and part[0] == '"' and '"' not in part[1:]:
                return f'the quote before {part[1:]!r} is not closed; close it, or remove it'
        return ''

    def export(self, values: Values) -> object:
        """Return the values."""
        return list(values)


class Key(Several):
    """Paths in configuration files."""

    name = 'key'
    reading = (
        'Keys separated by commas, semicolons, "or" or "and". A key may have a dot before it, '
        'segments in quotes and indexes: ``a."b.c"[0]``.'
    )
    showing = 'As literals.'
    example = 'server.port'
    identifies = True
    comparable = False
    is_path = True

    def parse(self, text: str) -> Values:
        """Return each key once."""
        bare = without_parentheses(text)
        parts = [unquote(one) for part in split_list(bare, ',;') for one in alternatives(part)]
        return tuple(dict.fromkeys(part for part in parts if part.strip('.')))

    def names(self, value: str) -> Values:
        """Return a key with and without its leading dot, as written first."""
        bare = value.lstrip('.')
        return (value, bare) if value != bare else (bare, f'.{bare}')

    def section(self, value: str) -> str:
        """Return the key of the section, ``A.B`` for ``.A.B.Key``."""
        return '.'.join(segments(value)[:-1])

    def paths(self, values: Values) -> list[Values]:
        """Return the sections."""
        return [segments(value)[:-1] for value in values]

    def group_title(self, path: Values) -> str:
        """Return the key of the section."""
        return '.'.join(path)

    def comparison_form(self, value: str) -> str:
        """Return the key without its leading dot."""
        return value.lstrip('.').casefold()


class Variable(Several):
    """Environment variables."""

    name = 'variable'
    reading = (
        'Variables separated by commas, blanks, semicolons, slashes, "or" or "and". ``$X``, '
        '``${X}``, ``%X%`` and ``APP_<NAME>`` are variables, too.'
    )
    showing = 'As literals.'
    example = 'MAILER_PORT'
    identifies = True
    comparable = False
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(
        r'(?:[A-Za-z_]|<\w+>|\{\w+\})(?:[\w.]|<[^<>\s]+>|\{[^{}\s]+\}|\*|\[\d*\])*'
    )
    DECORATION: ClassVar[re.Pattern[str]] = re.compile(
        r'\$\{(\w+)(?::?[-=?+][^{}]*)?\}|\$(\w+)|%(\w+)%|(?i:\$env:)(\w+)'
    )
    COMMAND: ClassVar[re.Pattern[str]] = re.compile(
        r'(?i)^(?:(?:export|set|setenv|declare -x|-e|--env)\s+|\$env:)+'
    )
    SEPARATORS: ClassVar[re.Pattern[str]] = re.compile(r'[\s,;]+|(?<!\b[nN])/|/(?![aA]\b)')
    COMMANDS: ClassVar[frozenset[str]] = frozenset({'export', 'set', 'setenv'})
    NO_NAMES: ClassVar[frozenset[str]] = frozenset({'etc', 'no', 'none', 'null', 'nil', 'unset'})
    PROSE: ClassVar[frozenset[str]] = frozenset(
        {'a', 'an', 'as', 'at', 'by', 'for', 'from', 'if', 'in', 'is', 'not', 'of', 'on', 'only'}
        | {'see', 'the', 'to', 'use', 'when', 'with'}
    )
    """The words of sentences: beside them, only words that look like it are variables."""

    def words(self, text: str) -> list[str]:
        """Return the words of a text that are not conjunctions."""
        bare = without_parentheses(text.replace('``', ' '))
        words = [unquote(part).rstrip('.') for part in self.SEPARATORS.split(bare)]
        dropped = {'', 'or', 'and', *(self.COMMANDS if len(words) > 1 else ())}
        return [word for word in words if word.casefold() not in dropped]

    def is_variable(self, word: str, *, prose: bool = False) -> bool:
        """Return whether a word can be the name of a variable.

        :param prose: whether it is a word of a sentence, where plain words are no names.
        """
        bare = self.undecorated(word)
        if prose and bare.isalpha() and not bare.isupper():
            return False
        return bool(self.PATTERN.fullmatch(bare)) and word.casefold() not in self.NO_NAMES

    def judged(self, text: str) -> list[tuple[str, bool]]:
        """Return the words of a text, and whether each is a variable."""
        words = self.words(text)
        prose = len(words) > 1 and not self.PROSE.isdisjoint(words)
        found: list[tuple[str, bool]] = []
        for part in re.split('[,;]', without_parentheses(text)):
            group = self.words(part)
            mixed = prose or (any(map(str.islower, group)) and any(map(str.isupper, group)))
            found += [(word, self.is_variable(word, prose=mixed)) for word in group]
        return found

    def undecorated(self, word: str) -> str:
        """Return a variable without the signs of a shell."""
        found = self.DECORATION.fullmatch(word)
        return next(filter(None, found.groups())) if found else word

    def in_shell(self, text: str) -> str:
        """Return the variable that a line of a shell sets or reads.

        >>> Variable().in_shell('export APP_MODE=fast'), Variable().in_shell('$env:APP_MODE')
        ('APP_MODE', 'APP_MODE')
        """
        bare = self.COMMAND.sub('', text).partition('=')[0].strip()
        return self.undecorated(bare)

    def parse(self, text: str) -> Values:
        """Return each variable once."""
        return tuple(dict.fromkeys(word for word, good in self.judged(text) if good))

    def problem(self, text: str) -> str:
        """Return the words that cannot be variables."""
        wrong = [word for word, good in self.judged(text) if not good]
        if not self.words(text):
            return f'{text!r} names no environment variable; write one, or remove the option'
        named = ', '.join(map(repr, wrong))
        return f'{named} cannot be an environment variable; no name is made of it' * bool(wrong)

    def names(self, value: str) -> Values:
        """Return the variable, then the form that was typed."""
        bare = self.undecorated(value)
        return (bare, value) if bare != value else (bare,)


class Option(Several):
    """Flags of a command line."""

    name = 'option'
    reading = (
        'Flags separated by commas, as the directive ``option`` of Sphinx reads them: '
        '``-b ADDRESS, --bind ADDRESS``. The flags are the names, not their arguments.'
    )
    showing = 'As literals, with their arguments.'
    example = '-b ADDRESS, --bind ADDRESS'
    identifies = True
    comparable = False
    # The pattern of Sphinx's directive "option".
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(r'((?:/|--|-|\+)?[^\s=]+)(=?\s*.*)')

    def parse(self, text: str) -> Values:
        """Return each flag with its argument."""
        lines = re.sub(r'\s*\n\s*', ' ', text)
        return tuple(dict.fromkeys(map(unquote, split_list(lines))))

    def names(self, value: str) -> Values:
        """Return the flag without its argument."""
        found = self.PATTERN.fullmatch(value)
        flag = found[1] if found else value
        return (flag.removesuffix('[') if '=' in value else flag,)


class Value(FieldType):
    """One value of a file or a program."""

    name = 'value'
    reading = (
        'The whole text, with its blanks and lines; a literal in backticks counts as its '
        'content. Write ``::`` and an indented block for a value of several lines. A text with '
        'code or roles in it, such as "the value of ``x``", is inline markup.'
    )
    showing = 'As a literal; several lines as a code block.'
    example = '127.0.0.1:8065'
    has_words = True
    parameters: ClassVar[tuple[str, ...]] = ('lexer',)

    def normalize(self, text: str) -> str:
        """Return the text as it is kept; the first of several lines keeps its indentation."""
        bare = super().normalize(text)
        return text.strip('\r\n').rstrip(' \t\r\n') if '\n' in bare else bare

    def parse(self, text: str) -> Values:
        """Return the text, without the backticks around it."""
        return (without_backquotes(text),) if text else ()

    def shown(self, value: str) -> str:
        """Return the value as typed."""
        return value


class Number(Value):
    """The base of quantities with units."""

    parameters: ClassVar[tuple[str, ...]] = ('unit',)
    units: ClassVar[Mapping[str, float]] = {}

    def __init__(self, unit: str = '') -> None:
        """Read amounts without a unit in that one."""
        self.unit = unit

    def order(self, text: str) -> Any:
        """Return the amount in the base unit."""
        return amount(text, self.units, self.unit)

    def problem(self, text: str) -> str:
        """Return the reason why a text is no amount."""
        known = ', '.join(self.units)
        return '' if self.order(text) is not None else f'{text!r} is not an amount in {known}'

    def shown(self, value: str) -> str:
        """Return the value with its unit."""
        return f'{value} {self.unit}'.strip() if number(value) is not None else value


class Duration(Number):
    """An amount of time."""

    name = 'duration'
    reading = 'Amounts of time, ``1h 30m`` or ``500``. ``unit`` is the unit of bare numbers.'
    showing = 'As a literal, with the unit.'
    example = '1h 30m'
    units: ClassVar[Mapping[str, float]] = {
        'ns': 1e-9, 'us': 1e-6, '\u00b5s': 1e-6, 'ms': 0.001, 's': 1, 'sec': 1, 'second': 1,
        'seconds': 1, 'm': 60, 'min': 60, 'minute': 60, 'minutes': 60, 'h': 3600, 'hour': 3600,
        'hours': 3600, 'd': 86400, 'day': 86400, 'days': 86400, 'w': 604800, 'week': 604800,
        'weeks': 604800,
    }  # fmt: skip

    def __init__(self, unit: str = 's') -> None:
        """Read bare numbers in seconds, or in another unit."""
        super().__init__(unit)


class Bytes(Number):
    """An amount of data."""

    name = 'bytes'
    reading = 'Amounts of data, ``512Mi``, ``1.5 GB`` or ``1024``, in decimal or binary units.'
    showing = 'As a literal, with the unit.'
    example = '512Mi'
    units: ClassVar[Mapping[str, float]] = {
        'B': 1, 'byte': 1, 'bytes': 1,
        'k': 1e3, 'K': 1e3, 'kB': 1e3, 'KB': 1e3, 'M': 1e6, 'MB': 1e6, 'G': 1e9, 'GB': 1e9,
        'T': 1e12, 'TB': 1e12, 'Ki': 2**10, 'KiB': 2**10, 'Mi': 2**20, 'MiB': 2**20,
        'Gi': 2**30, 'GiB': 2**30, 'Ti': 2**40, 'TiB': 2**40,
    }  # fmt: skip

    def __init__(self, unit: str = 'B') -> None:
        """Read bare numbers in bytes, or in another unit."""
        super().__init__(unit)


class Range(Value):
    """The least and the greatest value."""

    name = 'range'
    reading = 'Two numbers, ``1..100`` or ``1 - 100``. Either can be missing.'
    showing = 'As a literal.'
    example = '1..65535'
    parameters: ClassVar[tuple[str, ...]] = ('unit',)
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(
        r'([-+]?(?:\d+(?:\.\d+)?|\.\d+)?)\s*(?:\.\.\.?|\u2026|\u2013|\bto\b|(?<=\S)\s*-)\s*'
        r'([-+]?(?:\d+(?:\.\d*)?|\.\d+)?)'
    )

    def __init__(self, unit: str = '') -> None:
        """Show the numbers with a unit."""
        self.unit = unit

    def bounds(self, text: str) -> tuple[float | None, float | None] | None:
        """Return the least and the greatest value; None for a text without any."""
        found = self.PATTERN.fullmatch(text.strip())
        if not found or not (found[1] or found[2]):
            return None
        return number(found[1]), number(found[2])

    def problem(self, text: str) -> str:
        """Return the reason why a text is no range."""
        return '' if self.bounds(text) else f'{text!r} is not a range such as 1..100'

    def order(self, text: str) -> Any:
        """Return the least value of a range, or a number."""
        bounds = self.bounds(text)
        return bounds[0] if bounds and bounds[0] is not None else number(text)

    def shown(self, value: str) -> str:
        """Return the range with its unit."""
        return f'{value} {self.unit}'.strip()


class List(Several):
    """Values separated by commas."""

    name = 'list'
    reading = (
        'Values separated by commas. Quotes protect commas, blanks and empty values: ``",", ""``. '
        'Within quotes, write a quote twice.'
    )
    showing = 'As literals.'
    example = 'debug, info, "a, b"'
    comparable = False

    def parse(self, text: str) -> Values:
        """Return the values without their quotes or backquotes; a comma alone is a value."""
        parts = split_list(text) or filter(None, [text])
        return tuple(bare_value(without_backquotes(part)) for part in parts)

    def names(self, value: str) -> Values:
        """Return the value; of a flag of a command line, the flag without its argument."""
        return Option().names(value) if value.startswith('-') else (value,)

    def comparison_form(self, value: str) -> str:
        """Return the value in folded letters, its blanks kept."""
        return value.casefold()

    def shown(self, value: str) -> str:
        """Return the value, in quotes where its ends would be missed."""
        return f'"{value}"' if ',' in value else as_typed(value)


class Enum(FieldType):
    """One of several words, with an order and colors."""

    name = 'enum'
    reading = 'One word; the words, their order and colors are declared in conf.py.'
    showing = 'As text; as a badge in the declared color.'
    example = 'Enterprise'
    display: ClassVar[Display] = 'plain'
    parameters: ClassVar[tuple[str, ...]] = ('order', 'colors')

    def __init__(self, order: tuple[str, ...] = ()) -> None:
        """Sort by the declared words."""
        self.ranks: dict[str, int] = {
            self.comparison_form(word): rank for rank, word in enumerate(order)
        }
        self.declared = order

    def normalize(self, text: str) -> str:
        """Return the word as it is declared, or the text with single blanks."""
        rank = self.ranks.get(self.comparison_form(text))
        return collapse(text) if rank is None else self.declared[rank]

    def problem(self, text: str) -> str:
        """Return that the word is not a declared one."""
        if not self.declared or self.comparison_form(text) in self.ranks:
            return ''
        return f'{text!r} is not one of {", ".join(self.declared)}'

    def order(self, text: str) -> Any:
        """Return the rank of a word."""
        return self.ranks.get(self.comparison_form(text))

    def order_problem(self, text: str) -> str:
        """Return that a word has no rank."""
        return self.problem(text) or '' if self.declared else 'the field declares no order'

    def shown(self, value: str) -> str:
        """Return the word."""
        return value


class Flag(FieldType):
    """Yes or no."""

    name = 'flag'
    reading = '"yes", "true", "on", "1" or nothing mean yes; "no", "false", "off" and "0" mean no.'
    showing = 'As "Yes" or "No"; as a badge, by the label of the field.'
    example = 'yes'
    display: ClassVar[Display] = 'flag'
    schema: Mapping[str, object] = {'type': ['boolean', 'null']}
    comparable = False

    def parse(self, text: str) -> Values:
        """Return ``true`` or ``false``, or the text if it is neither."""
        truth = read_flag(text)
        return (text if truth is None else str(truth).lower(),)

    def problem(self, text: str) -> str:
        """Return that the text is neither yes nor no."""
        return '' if read_flag(text) is not None else f'{text!r} is neither "yes" nor "no"'

    def export(self, values: Values) -> object:
        """Return the truth; None for a text that is neither."""
        return read_flag(values[0])

    def shown(self, value: str) -> str:
        """Return the word."""
        return value


class Secret(Flag):
    """A flag for confidential values."""

    name = 'secret'
    showing = 'As a badge; sample files and reports mask the values of the setting.'


class Version(FieldType):
    """A version of the product."""

    name = 'version'
    reading = 'A version, with or without the word: ``5.4``, ``v5.4``, ``version 5.4``.'
    showing = 'As text, or as Sphinx shows ``versionadded`` if conf.py says so.'
    example = '5.4'
    display: ClassVar[Display] = 'plain'
    parameters: ClassVar[tuple[str, ...]] = ('sphinx',)
    WORDS: ClassVar[str] = (
        r'(?:(?:added|changed|deprecated|introduced|new)\b\s*+)?(?:since|from|in|as of)?\s*+'
        r'(?:(?:version|release)\b)?\s*+'
    )
    """The pattern of the words before a version."""
    COUNT: ClassVar[re.Pattern[str]] = re.compile(r'\d+ (?!alpha|beta|rc|pre|dev|[abc]\b)[a-z]')
    NO_VERSION: ClassVar[re.Pattern[str]] = re.compile(r'(?i)yes|no|true|false|tb[acd]|\W*|\|.+\|')
    """The words that name no version; others may be names of releases, such as "next"."""

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the version without the words before it."""
        bare = re.sub(f'(?i)^{self.WORDS}', '', text)
        return (bare or text,) if text else ()

    def problem(self, text: str) -> str:
        """Return that a text is more than a version."""
        bare = next(iter(self.parse(text)), '')
        lacks_number = not version(bare) and (' ' in bare or self.NO_VERSION.fullmatch(bare))
        if lacks_number or re.search('[,;]', bare) or self.COUNT.match(bare):
            return f'{text!r} is not a version; keep the version, and move the rest to the body'
        return ''

    def order(self, text: str) -> Any:
        """Return the version for comparison."""
        return version(text)

    def order_problem(self, text: str) -> str:
        """Return that a text is no version."""
        return '' if version(text) else f'{text!r} is not a version'

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the versions are the same: 5.0 is 5."""
        if version(wanted):
            return bool(version(values[0]) == version(wanted))
        return super().is_equal(values, wanted)

    def shown(self, value: str) -> str:
        """Return the version."""
        return value


class Deprecation(Version):
    """A version, and the reason."""

    name = 'deprecation'
    reading = (
        'A version and a reason, a reason alone, or nothing at all; "no" for a setting that is '
        'not deprecated. The reason may have inline markup.'
    )
    showing = 'As a notice, or as Sphinx shows ``deprecated`` if conf.py says so.'
    example = '5.9, use the other one'
    has_words = True
    schema: Mapping[str, object] = {
        'type': 'object',
        'properties': {'version': STRING, 'reason': STRING},
        'required': ['version', 'reason'],
        'additionalProperties': False,
    }
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(
        rf'(?i)(?P<word>{Version.WORDS})'
        r'(?P<version>\d{4}-\d\d(?:-\d\d)?|v?\d+(?:\.(?:\d+|x))*(?:[-.+]?[a-z]+\d*(?:\.\d+)*)?)'
        r'(?:\+|\s+on(?:wards?)?(?=\s*(?:[,:;.]|$)))?'
        r'(?P<mark>\s*[,:;]\s*|\.\s+|\.?$|\s+[-\u2013\u2014]+\s+|\s+)(?P<reason>.*)'
    )

    YES: ClassVar[re.Pattern[str]] = re.compile(
        r'(?i)^(?:yes|true)(?:\s*[,:;]\s*|\s+(?=(?:since|from|in|as of)\s))'
    )
    NO: ClassVar[re.Pattern[str]] = re.compile(
        r'(?i)(?P<word>no|false|off|none|[-\u2013\u2014]+)(?:\.?|\s*[,:;](?P<more>.*))'
    )

    def parse(self, text: str) -> Values:
        """Return the version and the reason, each possibly ''; nothing for "no"."""
        if text == '0' or self.NO.fullmatch(text):
            return ()
        if read_flag(text.rstrip('.')) and text != '1':
            return ('', '')
        bare = self.YES.sub('', text)
        found = self.PATTERN.fullmatch(bare)
        if not found or self.is_number_of_words(found):
            return ('', bare)
        return (found['version'], found['reason'])

    def problem(self, text: str) -> str:
        """Return that a text says no and more; any other text is a reason."""
        no = self.NO.fullmatch(text)
        if no and no['more']:
            return f'{no["word"]!r} says that nothing is deprecated; remove it, or what follows'
        return ''

    def is_number_of_words(self, found: re.Match[str]) -> bool:
        """Return whether a version is a number of a sentence, such as "3 reasons"."""
        marked = found['word'].strip() or found['mark'].strip() or not found['reason']
        return found['version'].isdecimal() and not marked

    def sort_key(self, values: Values) -> SortKey:
        """Sort deprecations without a version last."""
        return super().sort_key(values) if values[0] else (2,)

    def paths(self, values: Values) -> list[Values]:
        """Return the version."""
        return [values[:1]]

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the version is the wanted one."""
        return super().is_equal(values[:1], wanted)

    def export(self, values: Values) -> object:
        """Return the version and the reason."""
        return {'version': values[0], 'reason': values[1]}


class Setting(FieldType):
    """A reference to another setting."""

    name = 'setting'
    reading = 'Any name of another setting.'
    showing = 'As a link.'
    example = 'server-port'
    display: ClassVar[Display] = 'reference'
    comparable = False

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the name, without quotes."""
        return (bare_value(text),) if text else ()


class Settings(Several):
    """References to other settings, pages and addresses."""

    name = 'settings'
    reading = (
        'Names of other settings separated by commas or semicolons; quotes protect these. Roles '
        'such as ``:doc:``, addresses, and ```title <name>``` work, too.'
    )
    showing = 'As links.'
    example = 'server-port, :doc:`/network`'
    display: ClassVar[Display] = 'reference'
    comparable = False

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    ADDRESS: ClassVar[re.Pattern[str]] = re.compile(r'\b\w+://[^\s<>`]+[^\s<>`,;]')
    MASK: ClassVar[Mapping[int, int]] = str.maketrans(',;', '\0\1')
    BACK: ClassVar[Mapping[int, int]] = str.maketrans('\0\1', ',;')

    def parse(self, text: str) -> Values:
        """Return the names without their quotes; roles and addresses as typed."""
        masked = self.ADDRESS.sub(lambda found: found[0].translate(self.MASK), text)
        return tuple(bare_value(one.translate(self.BACK)) for one in split_list(masked, ',;'))


class Names(Several):
    """Former names."""

    name = 'names'
    reading = 'Names separated by commas, in quotes if they contain commas.'
    showing = 'As literals.'
    example = 'old-port, "Port, old"'
    comparable = False

    def normalize(self, text: str) -> str:
        """Return the text with single blanks."""
        return collapse(text)

    def parse(self, text: str) -> Values:
        """Return the names without their quotes."""
        return tuple(map(bare_value, split_list(text)))


def alternatives(text: str) -> list[str]:
    """Return the keys on both sides of "or" and "and", which do not part what is in quotes.

    Only where no key has a blank: "Search and Replace" is one key.

    >>> alternatives('.a or "b or c".d'), alternatives('a.Search and Replace all')
    (['.a', '"b or c".d'], ['a.Search and Replace all'])
    """
    bare = re.sub(r'(?i)^(?:or|and)\s+', '', text)
    masked = QUOTED.sub(lambda found: 'x' * len(found[0]), bare)
    spans = [found.span() for found in CONJUNCTION.finditer(masked)]
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), None]
    slices = [slice(start, end) for start, end in zip(starts, ends, strict=True)]
    if any(re.search(r'[\s"]', masked[one].strip()) for one in slices):
        return [text]
    return [bare[one] for one in slices]


def without_parentheses(text: str) -> str:
    """Return a text without the parentheses around an alternative.

    >>> without_parentheses('APP_A (or APP_B)')
    'APP_A or APP_B'
    """
    return re.sub(r'\s\(((?:or|and)\s[^()]*)\)', r' \1', text)


def segments(key: str) -> Values:
    """Return the segments of a key; dots within quotes and brackets do not part them.

    >>> segments('.a."b.c".d')
    ('a', 'b.c', 'd')
    """
    return tuple(bare_value(part) for part in split_list(key, '.'))


TYPES: Final[Mapping[str, type[FieldType]]] = {
    kind.name: kind
    for kind in (
        Text, Title, Markup, Menu, Key, Variable, Option, Value, Duration, Bytes, Range, List,
        Enum, Flag, Secret, Version, Deprecation, Setting, Settings, Names,
    )
}  # fmt: skip
"""The built-in types by the words for them."""
