"""The settings that the target of a reference may mean."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from .model.field_types import CommandFlags, Names, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .config import Configuration
    from .model.fields import Fields
    from .model.setting import Setting
    from .model.settings import Settings

DOMAIN: Final = 'config'
"""The name of the domain of settings."""
TITLE_ROLES: Final = ('setting', 'ref')
"""The roles that take any name and show the display name."""
AUTOLINK: Final = 'autolink'
"""The type of references that literals become."""


class Reference(NamedTuple):
    """A reference by name on a page."""

    role: str
    """The name of the role with its domain, but ``any`` alone."""
    name: str
    source: str
    line: int


class Targets:
    """Finds settings by the targets of references."""

    def __init__(self, settings: Settings, configuration: Configuration) -> None:
        """Look among the settings of a project."""
        self.settings = settings
        self.configuration = configuration

    @property
    def fields(self) -> Fields:
        """The declared fields."""
        return self.configuration.fields

    def find(self, target: str, typ: str) -> list[Setting]:
        """Return the settings that the target of a role may mean, the likeliest first."""
        field_name = field_of_role(typ)
        for name in self.candidates(target, field_name):
            found = self.settings.find(name, field_name) or self.formerly(name, field_name)
            if found:
                return found
        return []

    def formerly(self, name: str, field_name: str) -> list[Setting]:
        """Return the settings that had a name of a field before."""
        fields = [one.name for one in self.fields.of_type(Names) if one.names]
        found = (self.settings.find(name, one) for one in fields if field_name)
        return next(filter(None, found), [])

    def find_exactly(self, target: str) -> list[Setting]:
        """Return the settings with a name as written, or in the form of a shell."""
        found = (self.settings.find(name, exact=True) for name in self.candidates(target, ''))
        return next(filter(None, found), [])

    def candidates(self, target: str, field_name: str) -> Iterator[str]:
        """Yield the names that a target may mean: as written first, then without decoration.

        ``${NAME}``, ``NAME=value`` and ``export NAME=value`` mean a variable, ``--flag value``
        means a flag.
        """
        yield target
        if target[:1] in '~!':
            yield target[1:].lstrip()
        if '=' in target:
            yield target.partition('=')[0].strip()
        elif ': ' in target:  # as in YAML
            yield target.partition(': ')[0].strip(' "')
        field = self.fields.get(field_name)
        yield (field.type if field else Variable()).in_shell(target)
        if target.startswith('-'):
            yield CommandFlags().main_name(target)
        yield from (unicodedata.normalize(form, target) for form in ('NFC', 'NFD'))

    def only_setting(self, name: str) -> Setting | None:
        """Return the one setting with a variable or key of that name that links itself."""
        fields = self.configuration.autolink
        found = [s for field in fields for s in self.settings.find(name, field, exact=True)]
        return found[0] if len(set(map(id, found))) == 1 else None

    def meant(self, reference: Reference) -> list[Setting]:
        """Return the settings that a reference may mean."""
        domain, _, role = reference.role.rpartition(':')
        if domain == DOMAIN and role == AUTOLINK:
            only = self.only_setting(reference.name)
            return [only] if only else []
        if domain == DOMAIN:
            return self.find(reference.name, role)
        if not domain:
            return self.find_exactly(reference.name)
        field = dict(self.configuration.object_types).get(role, '')
        in_field = field if field in self.fields else ''
        return self.settings.find(reference.name, in_field, exact=True) if field else []


def field_of_role(typ: str) -> str:
    """Return the field that a role looks in; '' for all."""
    return '' if typ in TITLE_ROLES else typ
