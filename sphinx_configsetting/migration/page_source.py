"""A page to migrate, and why a setting of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes

from ..model.text import UNDERLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..handwritten.document import ParsedPage
    from ..handwritten.facts import FactReader
    from ..model.directive_head import Head
    from ..model.fields import Fields
    from .body import Parse
    from .edits import SourceText


class Cause(Enum):
    """Why a setting is left as it is."""

    CONTRADICTION = 'contradiction'
    MALFORMED = 'malformed table'
    UNCERTAIN = 'uncertain'
    DECLINED = 'declined'


class NotMigratableError(Exception):
    """A setting cannot be migrated."""

    def __init__(self, cause: Cause, reason: str, line: int) -> None:
        """Keep the cause, and the line counted from 1."""
        super().__init__(reason)
        self.cause = cause
        self.line = line


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """A page, its source, and what is needed to read its parts."""

    page: ParsedPage
    source: SourceText
    lines: Sequence[str]
    """The text of the file as docutils reads it."""
    reader: FactReader
    parse: Parse
    """Keeps the last texts that it has parsed."""
    is_harmless: Callable[[str], bool]
    """Returns whether an included file states nothing."""

    @property
    def fields(self) -> Fields:
        """The declared fields."""
        return self.reader.fields

    def is_foreign(self, line: int) -> bool:
        """Return whether the directive at a line is in ``eval-rst`` of Markdown."""
        return self.page.markdown and self.lines[line - 1].lstrip().startswith('..')

    @cached_property
    def headings(self) -> list[int]:
        """The lines of headings, counted from 0, in order."""
        found = []
        for section in self.page.document.findall(nodes.section):
            title = (section.line or 2) - (1 if self.page.markdown else 2)
            over = title > 0 and UNDERLINE.fullmatch(self.lines[title - 1])
            found.append(title - 1 if over else title)
        return sorted(found)

    @cached_property
    def heads(self) -> dict[int, Head]:
        """The heads of directives by their lines, counted from 1."""
        return {node.line or 0: node['head'] for node, *_rest in reversed(self.page.candidates)}
