"""Names of environment variables by a rule from the key of a setting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .keys import ITEM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class RuleError(Exception):
    """A rule cannot be compiled, or fails for a key."""


def environment_rule(expression: str) -> Callable[[str, Sequence[str]], str]:
    """Return a function from the key and path of a setting to the name of its variable.

    The expression is a Jinja template with ``key``, ``path`` (a list), ``name`` (the last
    segment), and the filters ``envname`` and ``relaxed`` (Spring's relaxed binding).

    :raises RuleError: the expression cannot be compiled.
    """
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters |= {'envname': envname, 'relaxed': relaxed}
    try:
        template = environment.from_string(expression)
    except TemplateError as error:
        raise RuleError(f'{expression!r} is no template: {error}') from error

    def name_of(key: str, path: Sequence[str]) -> str:
        names = {'key': key, 'path': list(path), 'name': path[-1] if path else ''}
        try:
            return template.render(names).strip()
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise RuleError(f'{expression!r} fails for {key!r}: {error}') from error

    return name_of


def envname(key: str) -> str:
    """Return a key as the name of a variable; placeholders such as ``<name>`` stay.

    >>> envname('server.tls-port'), envname('servers.<name>.url')
    ('SERVER_TLS_PORT', 'SERVERS_<NAME>_URL')
    """
    words = re.sub(r'[^\w<>]+', '_', str(key).replace(ITEM, '_N_'))
    return words.strip('_').upper()


def relaxed(key: str) -> str:
    """Return a key as Spring's relaxed binding names its variable.

    >>> relaxed('my.cool-app.max-size'), relaxed('my.list[0].name')
    ('MY_COOLAPP_MAXSIZE', 'MY_LIST_0_NAME')
    """
    words = re.sub(r'[.\[\]]+', '_', str(key).replace('-', '').replace(ITEM, '_N_'))
    return words.strip('_').upper()
