"""What the script of filters says to readers, in the language of the pages."""

from __future__ import annotations

from sphinx.locale import get_translation

_ = get_translation('sphinx_configsetting')


def filter_words() -> dict[str, str]:
    """Return the words of the controls; what stands in braces is filled in by the script."""
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
