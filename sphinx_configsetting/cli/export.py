"""The command ``export``: write the settings of a program as a JSON Schema.

This is the only part of the extension that imports code of the product; a build never does.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import redirect_stdout
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..comparison.values_schema import schema_text
from .click_schema import is_command, schema_of_command
from .pydantic_schema import is_model, schema_of_model
from .streams import CLEAN, add_output_argument, fail, write_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

KINDS: Final = (
    'a class of pydantic or pydantic-settings, a command of click, or a program of Typer'
)


class ExportError(Exception):
    """There is nothing to export."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument('target', metavar='MODULE:NAME', help=KINDS)
    parser.add_argument(
        '--auto-envvar-prefix',
        metavar='PREFIX',
        default='',
        help='the auto_envvar_prefix that the program passes to click',
    )
    add_output_argument(parser)


def run(arguments: Namespace) -> int:
    """Write the schema.

    :returns: 0; 2 where nothing could be exported.
    :raises SourceError: the file cannot be written.
    """
    try:
        loaded = import_target(arguments.target)
        prefix = arguments.auto_envvar_prefix
        schema = run_foreign(
            'its settings cannot be exported', lambda: target_schema(loaded, prefix)
        )
    except ExportError as error:
        return fail([f'{arguments.target}: {error}'])
    write_output(schema_text(schema), arguments.output)
    return CLEAN


def import_target(target: str) -> Any:
    """Import what a target names.

    :raises ExportError: it cannot be imported, or is not there.
    """
    module_name, _, name = target.partition(':')
    if not module_name or not name:
        raise ExportError('it is not of the form MODULE:NAME')
    if (folder := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, folder)
    module = run_foreign(
        'the module cannot be imported', lambda: importlib.import_module(module_name)
    )
    try:
        return reduce(getattr, name.split('.'), module)
    except AttributeError as error:
        raise ExportError(f'the module has no {name!r}') from error


def run_foreign(failure: str, action: Callable[[], Any]) -> Any:
    """Run code of the product; what it prints does not get between the lines of the schema.

    :raises ExportError: the code fails in any way.
    """
    try:
        with redirect_stdout(sys.stderr):
            return action()
    except (KeyboardInterrupt, ExportError):
        raise
    except BaseException as error:
        # The product's own code runs here, and may raise anything: SystemExit where it parses
        # its arguments, its own classes, panics of extensions in Rust (BaseException).
        raise ExportError(f'{failure}: {type(error).__name__}: {error}') from error


def target_schema(target: Any, prefix: str) -> dict[str, Any]:
    """Return the JSON Schema of the settings of a class or command.

    :param prefix: what the names of a command's variables begin with.
    :raises ExportError: it is neither.
    """
    kind = target if isinstance(target, type) else type(target)
    if is_model(kind):
        return schema_of_model(kind)
    if is_command(target):
        return schema_of_command(target, prefix)
    raise ExportError(f'it is a {kind.__name__}, not {KINDS}')
