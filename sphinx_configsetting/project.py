"""The configuration and the domain of a build, for the other modules."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from jinja2.sandbox import ImmutableSandboxedEnvironment
from sphinx.domains.std import StandardDomain
from sphinx.errors import ExtensionError
from sphinx.util.tags import Tags

from .config import PLACEHOLDER, Configuration
from .domain import ConfigDomain, get_domain
from .indices import indices_of
from .model.expressions import ERRORS
from .roles import roles_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class Project:
    """Registers what the fields of a project need, and prepares its domain."""

    def __init__(self) -> None:
        """Begin with the values of a project that sets none."""
        self._configuration = Configuration()

    def use(self, app: Sphinx, configuration: Configuration) -> None:
        """Keep the configuration, and register roles and index pages of its fields."""
        self._configuration = configuration
        for name, role in roles_of(configuration.fields).items():
            app.add_role_to_domain(ConfigDomain.name, name, role)
        for index in indices_of(configuration.fields):
            app.add_index_to_domain(ConfigDomain.name, index)
        for objtype, field in configuration.object_types:
            add_object_type(app, objtype, index_template(configuration, field))

    def give(self, app: Sphinx) -> None:
        """Pass the configuration and the builder to the domain of a new or loaded environment."""
        domain = get_domain(app.env)
        conditions = Conditions(app.tags, app.config)
        domain.builder = app.builder
        domain.use(self._configuration, conditions.holds)


def index_template(configuration: Configuration, field: str) -> str:
    """Return the entry of the general index that names have in settings, for directives."""
    for entry in configuration.index_entries:
        if PLACEHOLDER.findall(entry.template) == [field]:
            text = entry.template.replace('%', '%%').replace(f'{{{field}}}', '%s')
            return f'{entry.type}: {text}'
    return ''


def add_object_type(app: Sphinx, objtype: str, template: str) -> None:
    """Add an object type of the standard domain with its directive and role, if it is new."""
    if objtype in StandardDomain.object_types or objtype in StandardDomain.directives:
        return
    with suppress(ExtensionError):  # conf.py has it, too
        app.add_crossref_type(objtype, objtype, template)


class Conditions:
    """The conditions of ``only`` and ``ifconfig`` around settings, for one builder."""

    def __init__(self, tags: Tags, config: Config) -> None:
        """Evaluate with the tags of the builder and the values of conf.py."""
        self._tags = tags
        self._config = config
        self._environment = ImmutableSandboxedEnvironment()
        self._known: dict[str, bool] = {}

    def holds(self, condition: str) -> bool:
        """Return whether a condition such as 'only:html' is true."""
        if condition not in self._known:
            kind, _, expression = condition.partition(':')
            check = self.has_tags if kind == 'only' else self.is_configured
            self._known[condition] = check(expression)
        return self._known[condition]

    def has_tags(self, expression: str) -> bool:
        """Return whether tags match; a wrong expression counts as true, as in Sphinx."""
        try:
            return bool(self._tags.eval_condition(expression))
        except ERRORS:
            return True

    def is_configured(self, expression: str) -> bool:
        """Return whether an expression of ``ifconfig`` is true, as far as Jinja reads it."""
        values = {value.name: value.value for value in self._config}
        try:
            return bool(self._environment.compile_expression(expression)(**values))
        except ERRORS:
            return True
