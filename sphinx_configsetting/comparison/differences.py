"""Facts of a documented setting against those of the product."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..importers import ABSENT
from ..importers.detection import syntax_of_name
from ..importers.limits import bounds_of
from ..importers.line_formats import LINE_FORMATS
from ..importers.scalars import in_json
from .documentation import as_texts
from .findings import Kind
from .masking import MASK, is_secret_setting, without_secrets
from .same_values import accepted_values, same_choices, same_range, same_type
from .written_defaults import means_default, without_emphasis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..importers import ProductSetting
    from .documentation import Documentation, Documented
    from .product import Product


class Difference(NamedTuple):
    """A fact that differs.

    :ivar field: the field that states it; '' if none does.
    """

    kind: Kind
    field: str
    message: str
    stated: Any = None
    found: Any = None


def differences(
    documentation: Documentation,
    setting: Documented,
    product: Product,
    found: ProductSetting,
) -> Iterator[Difference]:
    """Yield the facts of a setting that differ from the product's."""
    yield from default_differs(documentation, setting, found)
    yield from type_differs(setting, found)
    yield from choices_differ(setting, found)
    yield from ranges_differ(documentation, setting, found)
    yield from deprecation_differs(setting, product, found)
    yield from requirement_differs(setting, product, found)
    yield from description_differs(setting, product, found)


def default_differs(
    documentation: Documentation, setting: Documented, found: ProductSetting
) -> Iterator[Difference]:
    """Yield another default."""
    stated = setting.facts.get('default')
    if stated is None or found.default is ABSENT:
        return
    values = (stated, *setting.variants.get('default', ()))
    if any(means_default(value, found) for value in values):
        return
    right = public_default(documentation, setting, found)
    yield Difference(
        Kind.DEFAULT,
        'default',
        f'the default is documented as {stated}, but is {in_json(right)} in the product; '
        'correct one of the two',
        stated,
        right,
    )


def public_default(
    documentation: Documentation, setting: Documented, found: ProductSetting
) -> Any:
    """Return the default of a product; a mask for the text of a secret."""
    is_secret = documentation.is_secret(setting) or is_secret_setting(found)
    is_text = isinstance(found.default, str) and bool(found.default)
    return MASK if is_secret and is_text else without_secrets(found.default)


def type_differs(setting: Documented, found: ProductSetting) -> Iterator[Difference]:
    """Yield another type."""
    stated = setting.texts('type')
    known = found._replace(types=(*found.types, 'string')) if has_text_only(found) else found
    if not stated or any(same_type(one, known) for one in setting.all_texts('type')):
        return
    right = found.typename or ' or '.join(found.types)
    yield Difference(
        Kind.TYPE,
        'type',
        f'the type is documented as {stated[0]}, but is {right} in the product; '
        'correct one of the two',
        stated[0],
        right,
    )


def has_text_only(found: ProductSetting) -> bool:
    """Return whether the value of a setting is a text that only looks like another type."""
    is_guess = bool(found.types) and not found.typename
    return is_guess and syntax_of_name(PurePath(found.file).name) in LINE_FORMATS


def choices_differ(setting: Documented, found: ProductSetting) -> Iterator[Difference]:
    """Yield other choices."""
    stated = setting.texts('choices')
    cases = [stated, *map(as_texts, setting.variants.get('choices', ()))]
    if not stated or any(
        same_choices(case, found) or same_choices(map(without_emphasis, case), found)
        for case in cases
    ):
        return
    right = accepted_values(found)
    yield Difference(
        Kind.CHOICES,
        'choices',
        f'the choices are documented as {", ".join(stated)}, but are '
        f'{", ".join(map(in_json, right))} in the product; correct one of the two',
        list(stated),
        right,
    )


def ranges_differ(
    documentation: Documentation, setting: Documented, found: ProductSetting
) -> Iterator[Difference]:
    """Yield another range."""
    for name in documentation.fields_of('range'):
        is_right = any(same_range(one, found) for one in setting.all_texts(name))
        for stated in setting.texts(name):
            if not is_right:
                right = shown_range(found)
                yield Difference(
                    Kind.RANGE,
                    name,
                    f'the range is documented as {stated}, but is {right} in the product; '
                    'correct one of the two',
                    stated,
                    right,
                )


def shown_range(found: ProductSetting) -> str:
    """Return the range of a product as documents write it."""
    lower, upper = bounds_of(found)
    return f'{"" if lower is None else lower}..{"" if upper is None else upper}'


def deprecation_differs(
    setting: Documented, product: Product, found: ProductSetting
) -> Iterator[Difference]:
    """Yield a setting that only one side deprecates; not if its group says the same."""
    stated = setting.facts.get('deprecated') is not None
    if stated == bool(found.deprecated) or (stated and not product.deprecates):
        return
    if found.deprecated and found.deprecated == product.group_deprecation(found):
        return
    message = 'it is documented as deprecated, but is not deprecated in the product'
    if not stated:
        reason = f' ({found.deprecated})' if isinstance(found.deprecated, str) else ''
        message = f'it is deprecated in the product{reason}, and the documentation does not say so'
    field = 'deprecated' if stated else ''
    yield Difference(
        Kind.DEPRECATED,
        field,
        f'{message}; correct one of the two',
        setting.facts.get('deprecated') or stated,
        found.deprecated,
    )


def requirement_differs(
    setting: Documented, product: Product, found: ProductSetting
) -> Iterator[Difference]:
    """Yield a setting that only one side requires; one with a default is not."""
    stated = setting.facts.get('required') is True
    required = found.required and found.default is ABSENT
    if stated == found.required or (stated and not product.requires) or not (stated or required):
        return
    message = 'it is documented as required, but is not required in the product'
    if not stated:
        message = 'it is required in the product, and the documentation does not say so'
    field = 'required' if 'required' in setting.facts else ''
    yield Difference(
        Kind.REQUIRED, field, f'{message}; correct one of the two', stated, found.required
    )


MESSAGES: Final = (
    'it is described in the product, but not in the documentation; describe it',
    'it is described in the documentation, but not in the product; describe it there',
)


def description_differs(
    setting: Documented, product: Product, found: ProductSetting
) -> Iterator[Difference]:
    """Yield a setting that only one side describes, if the source describes any."""
    stated, described = bool(setting.description), bool(found.description)
    if stated != described and product.describes:
        yield Difference(Kind.DESCRIPTION, '', MESSAGES[stated], stated, described)
