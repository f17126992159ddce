"""Names that identify a setting in files, environments and command lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from ..text import bare_value, split_list, unquote
from .base import Several, Values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUOTED: Final = re.compile(r'"[^"]*"')
CONJUNCTION: Final = re.compile(r'(?<!\s)\s+(?:(?i:or|and)|/)\s+')
"""The text between two alternatives."""


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
    is_inherited = False
    copy_forms: ClassVar[Mapping[str, str]] = {'JSON': '{json}', 'YAML': '{yaml}'}

    def parse(self, text: str) -> Values:
        """Return each key once."""
        bare = without_parentheses(text)
        parts = [unquote(one) for part in split_list(bare, ',;') for one in joined_keys(part)]
        return tuple(dict.fromkeys(part for part in parts if part.strip('.')))

    def names(self, value: str) -> Values:
        """Return a key with and without its leading dot, as written first."""
        bare = value.lstrip('.')
        return (value, bare) if value != bare else (bare, f'.{bare}')

    def paths_in(self, values: Values) -> list[Values]:
        """Return the segments of each key."""
        return [segments(value) for value in values]

    def within(self, values: Values, outer: Values) -> Values:
        """Return the keys, each with the first one of a group before it."""
        start = outer[0].strip('.') if outer else ''
        if not start:
            return values
        dot = '.' if outer[0].startswith('.') else ''
        bare = [value.lstrip('.') for value in values]
        return tuple(
            key if f'{name}.'.startswith(f'{start}.') else f'{dot}{start}.{name}'
            for key, name in zip(values, bare, strict=True)
        )

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
    copy_forms: ClassVar[Mapping[str, str]] = {
        'NAME=value': '{name}={value}',
        'export': 'export {name}={value}',
    }
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
        bare = text.replace('``', ' ')
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
        groups = list(map(self.words, re.split('[,;]', without_parentheses(text))))
        words = [word.casefold() for group in groups for word in group]
        prose = len(words) > 1 and not self.PROSE.isdisjoint(words)
        found: list[tuple[str, bool]] = []
        for group in groups:
            mixed = prose or (any(map(str.islower, group)) and any(map(str.isupper, group)))
            found += [(word, self.is_variable(word, prose=mixed)) for word in group]
        return found

    def undecorated(self, word: str) -> str:
        """Return a variable without the signs of a shell."""
        found = self.DECORATION.fullmatch(word)
        return next(filter(None, found.groups())) if found else word

    def text_of_items(self, items: Sequence[str]) -> str | None:
        """Return the items with commas between them; an item may name several variables."""
        return ', '.join(items)

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
        judged = self.judged(text)
        if not judged:
            return f'{text!r} names no environment variable; write one, or remove the option'
        wrong = ', '.join(repr(word) for word, good in judged if not good)
        if not wrong:
            return ''
        return f'{wrong} cannot be an environment variable; it is not used as a name'

    def names(self, value: str) -> Values:
        """Return the variable, then the form that was typed."""
        bare = self.undecorated(value)
        return (bare, value) if bare != value else (bare,)


class CommandFlags(Several):
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

    def can_name(self, word: str) -> bool:
        """Return whether a word starts with the sign of a flag."""
        return word.startswith(('-', '+', '/'))

    def names(self, value: str) -> Values:
        """Return the flag without its argument."""
        found = self.PATTERN.fullmatch(value)
        flag = found[1] if found else value
        return (flag.removesuffix('[') if '=' in value else flag,)


def joined_keys(text: str) -> list[str]:
    """Return the keys on both sides of "or" and "and", which do not part what is in quotes.

    Only where no key has a blank: "Search and Replace" is one key.

    >>> joined_keys('.a or "b or c".d'), joined_keys('a.Search and Replace all')
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
