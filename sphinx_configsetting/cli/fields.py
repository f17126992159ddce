"""The fields that a command knows: the built-in ones, and those that a file declares."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Final

from ..catalog.fields import Fields
from ..catalog.setting import state
from ..config import read_fields
from ..derivation import DerivationError, derive
from ..sandbox import Sandbox
from .sources import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from ..catalog.fields import Field
    from ..catalog.setting import Setting

NAME: Final = 'configsetting_fields'


def fields_in(path: Path | None) -> Fields:
    """Return the built-in fields, changed as a file says.

    :param path: a JSON or TOML file that holds what ``configsetting_fields`` holds in
        conf.py, at its top or under that name; None for the built-in fields.
    :raises SourceError: it cannot be read, or declares a field wrongly.
    """
    if path is None:
        return Fields()
    try:
        text = path.read_text(encoding='utf-8')
        declared = tomllib.loads(text) if path.suffix == '.toml' else json.loads(text)
    except OSError as error:
        raise SourceError(f'{path}: it cannot be read: {error.strerror or error}') from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f'{path}: it is neither valid JSON nor TOML: {error}') from error
    if isinstance(declared, dict) and NAME in declared:
        declared = declared[NAME]
    fields, problems = read_fields(declared)
    if problems:
        raise SourceError(f'{path}: {problems[0]}')
    return fields


class Deriver:
    """Derives fields; what cannot be derived is left out."""

    def __init__(self) -> None:
        """Make the sandbox once for all settings."""
        self.sandbox = Sandbox()

    def text(self, field: Field, setting: Setting) -> str:
        """Return the text that a field of a setting is derived as; '' where it cannot be."""
        values = {name: fact.values for name, fact in setting.facts.items()}
        try:
            return derive(self.sandbox, field.derive, values)
        except DerivationError:
            return ''

    def complete(self, setting: Setting, fields: Fields) -> Setting:
        """Return a setting with the facts filled in that its directive leaves out."""
        for field in fields:
            fact = None
            if field.derive and field.name not in setting.facts:
                fact = state(field, self.text(field, setting))
            if fact:
                setting = setting._replace(facts={**setting.facts, field.name: fact})
        return setting
