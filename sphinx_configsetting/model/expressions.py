"""Jinja expressions in a sandbox: fields derived from others, compiled once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Self

from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template


ERRORS: Final = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""The errors that the templates of a project can raise."""
NO_NAME: Final = re.compile(r'[^\w<>]+')
"""Characters that names of variables cannot have."""


def envname(key: object) -> str:
    """Return a key in the usual form of a variable; placeholders such as ``<name>`` stay.

    >>> envname('.ClusterSettings.Enable'), envname('servers.<name>."tls.port"')
    ('CLUSTERSETTINGS_ENABLE', 'SERVERS_<NAME>_TLS_PORT')
    """
    return NO_NAME.sub('_', str(key)).strip('_').upper()


def relaxed(key: object) -> str:
    """Return a key in the relaxed form of Spring Boot: dots to ``_``, dashes left out.

    >>> relaxed('my.cool-app.list[0].name')
    'MY_COOLAPP_LIST_0_NAME'
    """
    return envname(str(key).replace('-', ''))


def sandbox(**options: Any) -> ImmutableSandboxedEnvironment:
    """Return a sandboxed Jinja environment with the filters for names.

    :param options: further options of the environment.
    """
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, **options)
    environment.filters |= {'envname': envname, 'relaxed': relaxed}
    return environment


class ExpressionError(Exception):
    """An expression failed; the message says why."""


class Expression:
    """A template that computes the text of one field from others."""

    __slots__ = ('_template', 'needs', 'source')

    def __init__(self, source: str, template: Template, needs: frozenset[str]) -> None:
        """Keep a compiled template, and the names of the fields that it uses."""
        self.source: str = source
        self.needs: frozenset[str] = needs
        self._template = template

    @classmethod
    def compile(cls, source: str) -> Self:
        """Compile an expression.

        :raises ExpressionError: its syntax or a filter in it is wrong.
        """
        environment = sandbox()
        try:
            template = environment.from_string(source)
            used = meta.find_undeclared_variables(environment.parse(source))
        except ERRORS as error:
            raise ExpressionError(str(error)) from error
        return cls(source, template, frozenset(used - environment.globals.keys()))

    def __eq__(self, other: object) -> bool:
        """Return whether another expression has the same source."""
        return isinstance(other, Expression) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    def evaluate(self, facts: Mapping[str, tuple[str, ...]]) -> str:
        """Return the text of a field.

        :param facts: the values of the other fields; a field of several values makes as
            many results.
        :returns: the results, separated by commas; '' where a needed field is left out.
        :raises ExpressionError: the template failed.
        """
        needed = {name: facts.get(name, ()) for name in self.needs}
        if not all(needed.values()):
            return ''
        rows = range(max(map(len, needed.values()), default=1))
        try:
            results = [self._template.render(nth_values(needed, row)) for row in rows]
        except ERRORS as error:
            raise ExpressionError(str(error) or type(error).__name__) from error
        return ', '.join(dict.fromkeys(results))


def nth_values(facts: Mapping[str, tuple[str, ...]], row: int) -> dict[str, str]:
    """Return the nth value of each field, or its last."""
    return {name: values[min(row, len(values) - 1)] for name, values in facts.items()}
