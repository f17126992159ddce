"""Words of the scripts, in English; translated by the caller."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    'all': 'All settings',
    'any': 'any value',
    'as': 'Copy as',
    'clear': 'Clear all',
    'copied': 'Copied {text}',
    'copy': 'Copy {text}',
    'details': 'Details of {title}',
    'every': 'Show all',
    'expand': 'Show what is below {text}',
    'filters': 'Filters',
    'find': 'Find a setting',
    'flags': 'More',
    'found': '{found} of {all} settings',
    'hint': 'Name, key or variable',
    'keys': '↓ ↑ choose, Enter opens, c copies, Esc closes',
    'mean': 'Did you mean',
    'more': 'Show {number} more',
    'none': 'no value',
    'nothing': 'No setting matches “{text}”.',
    'nowhere': 'No setting matches these filters.',
    'remove': 'Remove the filter {text}',
    'site': 'Search the whole site for “{text}”',
    'table': 'Settings',
    'values': 'Show all {number}',
}
"""Each word that the scripts show, by its key."""
