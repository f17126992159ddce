"""The fields that a command knows: the built-in ones, and those that a file declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..field_declarations import DeclarationError, declare
from ..importers import SourceError
from ..model.expressions import derived_text
from ..model.fields import Fields
from ..model.setting import state
from .declarations import read_declarations

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.setting import Setting

NAME: Final = 'configsetting_fields'


def fields_in(path: Path | None) -> Fields:
    """Return the built-in fields, changed as a file says.

    :param path: a JSON or TOML file with the value of ``configsetting_fields`` in
        conf.py, at its top or under that name; None for the built-in fields.
    :raises SourceError: it cannot be read, or declares a field wrongly.
    """
    if path is None:
        return Fields()
    declared = read_declarations(path, NAME)
    fields = Fields()
    for name, declaration in declared.items():
        try:
            fields = declare(fields, name, declaration)
        except DeclarationError as error:
            raise SourceError(f'{name!r}: {error}', str(path)) from error
    return fields


def complete(setting: Setting, fields: Fields) -> Setting:
    """Return a setting with the facts filled in that its directive leaves out."""
    for field in fields:
        if field.derive and field.name not in setting.facts:
            fact = state(field, derived_text(field, setting))
            if fact:
                setting = setting._replace(facts={**setting.facts, field.name: fact})
    return setting
