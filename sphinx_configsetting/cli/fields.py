"""The fields that a command knows: the built-in ones, and those that a file declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..field_declarations import DeclarationError, declare, unknown_keys
from ..importers import SourceError
from ..model.fields import Fields
from ..model.setting import derived_text, fact_of_text
from .declarations import read_declarations
from .streams import note

if TYPE_CHECKING:
    from pathlib import Path

    from ..handwritten.document import ParsedPage
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
        for message in unknown_keys(declaration):
            note(f'warning: {path}: {name!r}: {message}')
    return fields


class UndeclaredOptions:
    """Options of directives on pages for which no field is declared."""

    def __init__(self, fields: Fields) -> None:
        """Start without any."""
        self.fields = fields
        self.places: dict[str, str] = {}
        """The first place of each option."""

    def collect(self, page: ParsedPage, file: str) -> None:
        """Collect the options of a page."""
        for node, *_ in page.candidates:
            for option in node['head'].options:
                if not self.fields.has_option(option.name):
                    self.places.setdefault(option.name, f'{file}:{node.line}')

    def report(self, effect: str) -> None:
        """Print the options, if there are any, and what to do.

        :param effect: the effect on the command's work.
        """
        if self.places:
            listed = ', '.join(f'{name!r} ({place})' for name, place in self.places.items())
            note(
                f'warning: no field is declared for these options: {listed}; {effect}; if '
                'conf.py declares them, name a file with its configsetting_fields: --fields FILE'
            )


def complete(setting: Setting, fields: Fields) -> Setting:
    """Return a setting with the facts filled in that its directive leaves out."""
    for field in fields:
        if field.derive and field.name not in setting.facts:
            fact = fact_of_text(field, derived_text(field, setting))
            if fact:
                setting = setting._replace(facts={**setting.facts, field.name: fact})
    return setting
