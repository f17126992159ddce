"""The data that the scripts of listings and of pages need: words, and forms of copying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translation

from ..model.field_types import Key, Variable
from .explorer_words import WORDS

if TYPE_CHECKING:
    from ..domain import ConfigDomain

_ = get_translation('sphinx_configsetting')
FORMS: Final = {
    Variable: {'NAME=value': '{name}={value}', 'export': 'export {name}={value}'},
    Key: {'JSON': '{json}', 'YAML': '{yaml}'},
}
"""The forms of "Copy as" for types of fields, unless conf.py has others for a field."""


def words() -> dict[str, str]:
    """Return the words of the scripts in the language of the build."""
    return {key: str(_(word)) for key, word in WORDS.items()}


def copy_forms(domain: ConfigDomain) -> dict[str, list[tuple[str, str]]]:
    """Return the forms of "Copy as" by field, each a label and a pattern."""
    declared = dict(domain.configuration.copy_forms)
    found: dict[str, list[tuple[str, str]]] = {}
    for field in domain.fields:
        usual = next((forms for kind, forms in FORMS.items() if isinstance(field.type, kind)), {})
        forms = declared.get(field.name, usual)
        if forms and field.identifies:
            found[field.name] = list(forms.items())
    return found
