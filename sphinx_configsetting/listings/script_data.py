"""The data that the scripts of listings and of pages need: words, facets, forms of copying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from sphinx.locale import get_translation

from ..model.field_types import Deprecation, Flag, Key, Menu, Variable
from ..query.ordering import path_key
from ..query.parser import fact_of
from ..rendering.values import plain_label
from .explorer_html import Facet
from .explorer_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..domain import ConfigDomain
    from ..model.fields import Field
    from ..model.setting import Fact, Setting

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


def facet(field: Field, settings: Iterable[Setting]) -> Facet:
    """Return a facet with its values in the order of their type."""
    label = plain_label(field)
    if isinstance(field.type, Flag):
        return Facet(field=field.name, label=label, values=['true'], kind='flag')
    values = {value for setting in settings for value in facet_values(field, setting)}
    ordered = sorted(values, key=lambda value: (path_key(field, (value,)), value))
    kind: Literal['choices', 'tree'] = 'tree' if isinstance(field.type, Menu) else 'choices'
    return Facet(field=field.name, label=label, values=ordered, kind=kind)


def facet_values(field: Field, setting: Setting) -> list[str]:
    """Return the values of a facet of a setting; a path of menus as one."""
    fact = fact_of(setting, field.name)
    values = [value for case in (fact.cases if fact else ()) for value in facets_in(field, case)]
    return list(dict.fromkeys(filter(None, values)))


def facets_in(field: Field, fact: Fact) -> tuple[str, ...]:
    """Return the values of a facet in one case."""
    if isinstance(field.type, Menu) and fact.values:
        return (field.type.joint.join(fact.values),)
    if isinstance(field.type, Deprecation) and fact.values:
        return (fact.values[0] or str(_('Yes')),)
    return fact.values
