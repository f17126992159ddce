"""Findings: what differs between documents, products and users' files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Kind(StrEnum):
    """The kinds of findings."""

    GONE = 'gone'
    UNDOCUMENTED = 'undocumented'
    SPELLING = 'spelling'
    DEFAULT = 'default'
    TYPE = 'type'
    CHOICES = 'choices'
    RANGE = 'range'
    DEPRECATED = 'deprecated'
    REQUIRED = 'required'
    DESCRIPTION = 'description'
    DUPLICATE = 'duplicate'
    UNKNOWN = 'unknown'
    RENAMED = 'renamed'
    MISSING = 'missing'
    COVERAGE = 'coverage'


HELP: Final[Mapping[Kind, str]] = {
    Kind.GONE: 'A documented setting is not in the product.',
    Kind.UNDOCUMENTED: 'A setting of the product is not documented.',
    Kind.SPELLING: 'A name differs from an existing one by letter case or a small slip.',
    Kind.DEFAULT: 'A default differs from that of the product, or a file repeats it.',
    Kind.TYPE: 'A type differs, or a value has another type.',
    Kind.CHOICES: 'The choices differ, or a value is none of them.',
    Kind.RANGE: 'A range differs, or a value is outside of it.',
    Kind.DEPRECATED: 'Only one side says that a setting is deprecated, or a file uses it.',
    Kind.REQUIRED: 'Only one side says that a setting is required.',
    Kind.DESCRIPTION: 'Only one side describes a setting.',
    Kind.DUPLICATE: 'A setting is stated twice.',
    Kind.UNKNOWN: 'A key or variable is not known.',
    Kind.RENAMED: 'A key or variable has a new name.',
    Kind.MISSING: 'A required setting is missing.',
    Kind.COVERAGE: 'Too few settings have a fact.',
}
"""A sentence for each kind; reports list them as rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference.

    :ivar key: the name in the product, or the unknown name.
    :ivar setting: the id of the documented setting, if there is one.
    :ivar stated: what the documents or the schema state, as JSON data.
    :ivar found: what the product or the file has, as JSON data.
    :ivar file: the file with forward slashes; '' for the environment.
    :ivar line: the line, from 1; 0 if unknown.
    :ivar link: the address of the setting in the documentation.
    """

    kind: Kind
    key: str
    message: str
    setting: str = ''
    stated: Any = None
    found: Any = None
    file: str = ''
    line: int = 0
    link: str = ''

    @property
    def rule(self) -> str:
        """The kind, as reports name it."""
        return str(self.kind)

    def item(self) -> dict[str, Any]:
        """Return the finding as an object of JSON."""
        return {**asdict(self), 'kind': self.rule}

    def identity(self) -> dict[str, str]:
        """Return the parts of the finding that do not change with its line, without its file."""
        values = {'stated': stable_text(self.stated), 'found': stable_text(self.found)}
        return {'kind': self.rule, 'key': self.key, 'setting': self.setting, **values}


def stable_text(value: Any) -> str:
    """Return JSON data as a text that is the same in each run."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


class FilePlace(NamedTuple):
    """A line of a file."""

    file: str = ''
    line: int = 0


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file, line, kind and key, each once."""
    unique: dict[str, Finding] = {repr(one): one for one in findings}
    return sorted(
        unique.values(), key=lambda one: (one.file, one.line, one.kind, one.key, one.message)
    )
