"""The list of results of ``config:explorer`` as HTML, from plain records.

The list can be read and followed without a script. What the script needs beside it is in one
JSON element: words, facets with the values of each row, what a row opens to, names that are not
shown, and forms of copying.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal

from ..sanitizing import data_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PATH_JOINT: Final = ' \u203a '
TREE_JOINT: Final = ' > '
PART: Final = 20
"""The number of rows in one list: browsers skip a whole list that is off the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A short fact beside a title: a text, a value after it, or both."""

    field: str
    text: str = ''
    value: str = ''
    tone: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedName:
    """A key, variable or flag that readers copy."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerRow:
    """The content of a row, and the texts by which it is found and filtered.

    ``text``, ``body`` and the ``facts`` by field are plain text; body and facts are shown when
    the row is open. ``also`` are names that find the row and are not shown. ``values`` maps the
    field of a facet to the row's values: of a tree, to paths joined by ``' > '``.
    """

    id: str
    title: str
    uri: str
    badges: Sequence[Badge] = ()
    names: Sequence[CopiedName] = ()
    text: str = ''
    body: str = ''
    facts: Mapping[str, str] = field(default_factory=dict)
    group: Sequence[str] = ()
    also: Sequence[str] = ()
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A field that readers filter by; ``values`` are in the order in which they are shown.

    The values of a ``tree`` are paths. A ``flag`` has one value, and is called by its label.
    """

    field: str
    label: str
    values: Sequence[str]
    kind: Literal['choices', 'tree', 'flag'] = 'choices'


@dataclass(frozen=True, slots=True, kw_only=True)
class Explorer:
    """All that a page with an explorer shows.

    ``labels`` are those of the fields of names and facts. ``forms`` maps the field of a name
    to pairs of a label and a template, in which ``{name}`` and ``{value}`` are replaced.
    ``search`` is the address of the site's own search.
    """

    rows: Sequence[ExplorerRow]
    facets: Sequence[Facet] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    search: str = ''


def explorer_html(explorer: Explorer) -> str:
    """Return the HTML of an explorer."""
    railed = ' configsetting-railed' if explorer.facets else ''
    rows = ''.join(
        group_html(group, list(rows))
        for group, rows in groupby(explorer.rows, lambda row: tuple(row.group))
    )
    return (
        f'<div class="configsetting-explorer{railed}">\n'
        f'{bar_html(len(explorer.rows), explorer.words)}'
        '<div class="configsetting-columns"><div class="configsetting-rail"></div>\n'
        '<div class="configsetting-main"><div class="configsetting-rows">\n'
        f'{rows}</div></div></div>\n'
        f'{data_html(explorer_data(explorer))}</div>\n'
    )


def bar_html(number: int, words: Mapping[str, str]) -> str:
    """Return the search box, of which the page keeps the room until the script is there."""
    find, hint = escape(words.get('find', '')), escape(words.get('hint', ''))
    found = words.get('found', '').replace('{found}', str(number)).replace('{all}', str(number))
    return (
        f'<div class="configsetting-bar" role="search" aria-label="{find}">'
        f'<input class="configsetting-search" type="search" aria-label="{find}" '
        f'placeholder="{hint}" autocomplete="off" autocapitalize="none" spellcheck="false" '
        'aria-keyshortcuts="/"><div class="configsetting-line">'
        f'<p class="configsetting-status" role="status">{escape(found)}</p></div></div>\n'
    )


def group_html(group: Sequence[str], rows: Sequence[ExplorerRow]) -> str:
    """Return the rows of a group in lists, below its head if it has one."""
    title = escape(PATH_JOINT.join(group))
    head = f'<p class="configsetting-group">{title}</p>\n' if group else ''
    parts = (rows[start : start + PART] for start in range(0, len(rows), PART))
    lists = (f'<ol class="configsetting-part">\n{"".join(map(row_html, p))}</ol>\n' for p in parts)
    return head + ''.join(lists)


def row_html(row: ExplorerRow) -> str:
    """Return the HTML of a row."""
    parts = (
        f'<p class="configsetting-title"><a href="{escape(row.uri)}">{escape(row.title)}</a></p>',
        badges_html(row.badges),
        names_html(row.names),
        f'<p class="configsetting-text">{escape(row.text)}</p>' if row.text else '',
    )
    content = '\n'.join(part for part in parts if part)
    return f'<li class="configsetting-row" id="setting-{escape(row.id)}">\n{content}\n</li>\n'


def badges_html(badges: Sequence[Badge]) -> str:
    """Return a line of badges."""
    if not badges:
        return ''
    return f'<p class="configsetting-badges">{" ".join(map(badge_html, badges))}</p>'


def badge_html(badge: Badge) -> str:
    """Return the HTML of a badge."""
    tone = f' configsetting-{badge.tone}' if badge.tone else ''
    value = f'<code>{escape(badge.value)}</code>' if badge.value else ''
    content = ' '.join(part for part in (escape(badge.text), value) if part)
    name = escape(badge.field)
    return f'<span class="configsetting-badge{tone}" data-field="{name}">{content}</span>'


def names_html(names: Sequence[CopiedName]) -> str:
    """Return the names that readers copy."""
    if not names:
        return ''
    items = ' '.join(
        f'<code data-field="{escape(name.field)}">{escape(name.value)}</code>' for name in names
    )
    return f'<p class="configsetting-names">{items}</p>'


def explorer_data(explorer: Explorer) -> dict[str, Any]:
    """Return the data that the script needs beside the rows."""
    return {
        'words': dict(explorer.words),
        'facets': [facet_data(facet, explorer.rows) for facet in explorer.facets],
        'labels': dict(explorer.labels),
        'more': {
            n: [row.body, dict(row.facts)]
            for n, row in enumerate(explorer.rows)
            if row.body or row.facts
        },
        'also': {n: list(row.also) for n, row in enumerate(explorer.rows) if row.also},
        'forms': {name: list(map(list, forms)) for name, forms in explorer.forms.items()},
        'search': explorer.search,
    }


def facet_data(facet: Facet, rows: Sequence[ExplorerRow]) -> dict[str, Any]:
    """Return a facet with the numbers of the values of each row."""
    values = list(tree_values(facet.values)) if facet.kind == 'tree' else list(facet.values)
    numbers = {value: n for n, value in enumerate(values)}
    return {
        'field': facet.field,
        'label': facet.label,
        'kind': facet.kind,
        'values': values,
        'rows': [compact_numbers(numbers, row.values.get(facet.field, ())) for row in rows],
    }


def tree_values(paths: Sequence[str]) -> Iterator[str]:
    """Yield paths with all that is above each of them, parents first."""
    seen: set[str] = set()
    for path in sorted(paths, key=lambda path: path.split(TREE_JOINT)):
        parts = path.split(TREE_JOINT)
        for end in range(1, len(parts) + 1):
            above = TREE_JOINT.join(parts[:end])
            if above not in seen:
                seen.add(above)
                yield above


def compact_numbers(numbers: Mapping[str, int], values: Sequence[str]) -> int | list[int] | None:
    """Return the numbers of values: a single one as itself, none as ``None``."""
    found = [numbers[value] for value in values if value in numbers]
    return found if len(found) > 1 else found[0] if found else None
