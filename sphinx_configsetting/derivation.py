"""Deriving a field's text from other fields, in a sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import meta

from .sandbox import ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .sandbox import Sandbox


class DerivationError(Exception):
    """The template of a derived field failed."""


def derive(sandbox: Sandbox, template: str, facts: Mapping[str, tuple[str, ...]]) -> str:
    """Return the text that a derived field has.

    :param facts: the values of the fields that apply; a field of several values gives as
        many results.
    :returns: the results, separated by commas; '' where a needed field is left out.
    :raises DerivationError: the template failed.
    """
    compiled = sandbox.from_string(template)
    used = meta.find_undeclared_variables(sandbox.parse(template))
    needed = {name: facts.get(name, ()) for name in used - sandbox.globals.keys()}
    if not all(needed.values()):
        return ''
    rows = range(max(map(len, needed.values()), default=1))
    sandbox.begin()
    try:
        results = [compiled.render(nth_values(needed, row)) for row in rows]
    except ERRORS as error:
        raise DerivationError(
            f'the field cannot be derived: {str(error) or type(error).__name__}'
        ) from error
    return ', '.join(dict.fromkeys(results))


def nth_values(facts: Mapping[str, tuple[str, ...]], row: int) -> dict[str, str]:
    """Return the nth value of each field, or its last."""
    return {name: values[min(row, len(values) - 1)] for name, values in facts.items()}
