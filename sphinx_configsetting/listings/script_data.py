"""The data that the scripts of listings and of pages need: words, and forms of copying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from .explorer_words import WORDS

if TYPE_CHECKING:
    from ..domain import ConfigDomain

_ = get_translation('sphinx_configsetting')


def words() -> dict[str, str]:
    """Return the words of the scripts in the language of the build."""
    return {key: str(_(word)) for key, word in WORDS.items()}


def copy_forms(domain: ConfigDomain) -> dict[str, list[tuple[str, str]]]:
    """Return the forms of "Copy as" by field, each a label and a pattern."""
    declared = dict(domain.configuration.copy_forms)
    found: dict[str, list[tuple[str, str]]] = {}
    for field in domain.fields:
        forms = declared.get(field.name, field.type.copy_forms)
        if forms and field.identifies:
            found[field.name] = list(forms.items())
    return found
