"""What becomes of a file and of each of its settings when tables are migrated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..migration.edits import Source, rewritten
from .facts_old import FactReader
from .findings import Cause, LeftError
from .migrating import Page, migration
from .pages import Reader, places_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..catalog.fields import Fields
    from ..catalog.setting import Setting
    from ..migration.edits import Edit
    from .pages import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of one setting."""

    id: str
    line: int
    """Of its directive, counted from 1; of what is to blame where it is left."""
    edits: tuple[Edit, ...] = ()
    cause: Cause | None = None
    """Why it is left; None where it is migrated or states nothing by hand."""
    reason: str = ''
    """What the user should know of it."""


def outcomes_of(
    source: Source, fields: Fields, complete: Callable[[Setting], Setting]
) -> list[Outcome]:
    """Return what is to become of the settings of a file, in its order.

    :param complete: gives a setting the facts that are derived from its others.
    """
    reader = Reader()
    page = Page(
        source=source,
        lines=source.plain,
        fields=fields,
        facts=FactReader(fields),
        parse=reader.parse,
    )
    places = places_in(reader.parse(source.text), '', fields)
    return [outcome_of(replace(p, setting=complete(p.setting)), page) for p in places]


def outcome_of(place: Place, page: Page) -> Outcome:
    """Return what is to become of one setting."""
    setting = place.setting
    try:
        edits, remark = migration(place, page)
    except LeftError as left:
        return Outcome(id=setting.id, line=left.line, cause=left.cause, reason=str(left))
    return Outcome(id=setting.id, line=setting.line, edits=tuple(edits), reason=remark)


def with_outcomes(source: Source, outcomes: Iterable[Outcome]) -> Source:
    """Return a source in which settings are migrated."""
    return rewritten(source, [edit for outcome in outcomes for edit in outcome.edits])
