"""The data that the script of filtered listings reads from a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.locale import get_translation

from .table import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.fields import Fields
    from ..model.setting import Setting
    from .table import Cell, Head

_ = get_translation('sphinx_configsetting')
FILTER_CLASS: Final = 'configsetting-filter'
UNSAFE: Final = {ord(char): f'\\u{ord(char):04x}' for char in '<>&\u2028\u2029'}
"""The characters that could end a script within a page, in JSON's own escapes."""


def filter_words() -> dict[str, str]:
    """Return the words of the controls; the script fills in the names in braces."""
    words = {
        'find': _('Find a setting'),
        'hint': _('A name, or words of it'),
        'found': _('{found} of {all} settings'),
        'none': _('No setting matches'),
        'more': _('Show {number} more'),
        'every': _('Show all'),
        'clear': _('Clear'),
        'copy': _('Copy {text}'),
        'copied': _('Copied {text}'),
        'table': _('Settings'),
    }
    return {key: str(text) for key, text in words.items()}


def filtered(
    table: nodes.table,
    heads: Sequence[Head],
    facets: Sequence[str],
    settings: Iterable[Setting],
    cells: Iterable[Sequence[Cell]],
    fields: Fields,
) -> nodes.container:
    """Return a table with the data of its script: columns, facets, and further names."""
    names = [other_names(*pair, fields) for pair in zip(settings, cells, strict=True)]
    data = {
        'facets': list(facets),
        'columns': [head.field.name for head in heads],
        'names': names,
        'copy': [head.field.name for head in heads if head.field.type.identifies],
        'strings': filter_words(),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(',', ':')).translate(UNSAFE)
    script = f'<script type="application/json" class="configsetting-data">{text}</script>'
    return nodes.container('', html(script), table, classes=[FILTER_CLASS])


def other_names(setting: Setting, row: Sequence[Cell], fields: Fields) -> list[str]:
    """Return the names of a setting that its row does not show in full."""
    shown = '\n'.join(node.astext() for cell in row for node in cell)
    names = [setting.id]
    for field in fields.naming:
        names += setting.values(field.name)
    return [name for name in dict.fromkeys(names) if name not in shown]
