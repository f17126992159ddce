"""Versions of the product, and deprecations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ..ordering import version
from ..text import collapse
from .base import STRING, Display, FieldType, SortKey, Values
from .words import read_flag

if TYPE_CHECKING:
    from collections.abc import Mapping


class Version(FieldType):
    """A version of the product."""

    name = 'version'
    reading = 'A version, with or without the word: ``5.4``, ``v5.4``, ``version 5.4``.'
    showing = 'As text, or as Sphinx shows ``versionadded`` if conf.py says so.'
    example = '5.4'
    display: ClassVar[Display] = 'plain'
    parameters: ClassVar[tuple[str, ...]] = ('sphinx',)
    WORDS: ClassVar[str] = (
        r'(?:(?:added|changed|deprecated|introduced|new)\b\s?)?(?:since|from|in|as of)?\s?'
        r'(?:(?:version|release)\b)?\s?'
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
        """Return a message about a text that is more than a version; '' for a version."""
        bare = next(iter(self.parse(text)), '')
        lacks_number = not version(bare) and (' ' in bare or self.NO_VERSION.fullmatch(bare))
        if lacks_number or re.search('[,;]', bare) or self.COUNT.match(bare):
            return f'{text!r} is not a version; keep the version, and move the rest to the body'
        return ''

    def order(self, text: str) -> Any:
        """Return the version for comparison."""
        return version(text)

    def order_problem(self, text: str) -> str:
        """Return a message about a text that is no version; '' for a version."""
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
    has_reason = True
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
        """Return a message about a text that says no and more; '' for any other one."""
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

    def facets(self, values: Values) -> Values:
        """Return the version."""
        return values[:1]

    def is_equal(self, values: Values, wanted: str) -> bool:
        """Return whether the version is the wanted one."""
        return super().is_equal(values[:1], wanted)

    def export(self, values: Values) -> object:
        """Return the version and the reason."""
        return {'version': values[0], 'reason': values[1]}
