"""The option ``source`` of a setting: facts that the product states fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.fields import DESCRIPTION
from ..model.options import Option
from ..model.setting import fact_of_text
from ..model.text import clean, collapse, split_list
from ..products import Products, Selection, get_products, texts_of
from ..warnings_ import Subtype
from .descriptions import UNDESCRIBED, Described, describe

if TYPE_CHECKING:
    from ..importers import ProductSetting
    from .base import OptionDirective


def fill(
    directive: OptionDirective, options: dict[str, Option]
) -> tuple[dict[str, Option], Described]:
    """Return options with the facts of the source that the option ``source`` names.

    Its description comes with them where the page has none.

    A typed fact that differs is reported with both places.
    """
    if 'source' not in options or 'source' in directive.fields:
        return options, UNDESCRIBED
    option = options.pop('source')
    source, _, key = collapse(clean(option.text)).partition(' ')
    products = get_products(directive.config_domain)
    one = products.find(source, key) if source in products.specs else None
    selection = Selection(source, one.key if one else key)
    digest = products.digest(selection)
    directive.config_domain.note_selection(directive.env.docname, tuple(selection), digest)
    if one is None and source in products.specs and products.is_unread(source):
        return options, UNDESCRIBED
    if one is None:
        message = f"the option 'source': {missing_sentence(products, source, key)}"
        directive.warn_of_fault(Subtype.SOURCE, message, option.line)
        return options, UNDESCRIBED
    stated = texts_of(one, directive.fields)
    for name in sorted(stated.keys() & options.keys()):
        if not is_same(name, options[name].text, one):
            report_mismatch(directive, name, stated[name], options[name], f'{one.file}:{one.line}')
    filled = {
        name: Option(name, [text], option.line, verbatim=True) for name, text in stated.items()
    }
    is_described = DESCRIPTION in options or bool(''.join(directive.content).strip())
    description = UNDESCRIBED if is_described else describe(directive, one, source)
    return filled | options, description


def missing_sentence(products: Products, source: str, key: str) -> str:
    """Return a sentence about a source, or a key of it, that there is not."""
    if source not in products.specs:
        known = ', '.join(map(repr, products.specs)) or 'none'
        return f'there is no source {source!r}; the sources are: {known}'
    if not key:
        return f'write a key of the source {source!r} after its name'
    said = f'the source {source!r} has no key {key!r}'
    if '*' in key:
        return f'{said}; "config:autosettings" shows several settings'
    close = ' or '.join(map(repr, products.suggest(source, key)))
    return f'{said}; did you mean {close}?' if close else said


def is_same(name: str, text: str, one: ProductSetting) -> bool:
    """Return whether a typed fact means what the product states, in another notation."""
    from ..comparison.same_values import same_choices, same_default  # noqa: PLC0415 (seldom needed)

    if name == 'default':
        return same_default(text, one)
    return name == 'choices' and same_choices(split_list(text), one)


def report_mismatch(
    directive: OptionDirective, name: str, stated: str, typed: Option, place: str
) -> None:
    """Warn of a typed fact that differs from that of the product."""
    field = directive.fields.by_name[name]
    one, other = fact_of_text(field, typed.text), fact_of_text(field, stated)
    if (
        one
        and other
        and field.type.display not in {'markup', 'plain', 'reference'}
        and one.values != other.values
    ):
        directive.warn(
            Subtype.MISMATCH,
            f'the option {name!r} is {one.text!r}, but the product states {other.text!r} at '
            f'{place}; correct the one that is wrong',
            typed.line,
        )
