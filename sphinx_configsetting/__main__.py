"""``python -m sphinx_configsetting``: work on sources without a build."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from . import __version__
from .baseline import BaselineError
from .cli import (
    accept,
    check,
    coverage,
    drift,
    export,
    links,
    migrate,
    read,
    sample,
    schema,
    validate,
)
from .cli.inputs import UsageError
from .cli.streams import fail
from .importers import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence


COMMANDS: Final = {
    'accept': (accept, 'write a baseline of the warnings of a build'),
    'check': (check, 'compare the documented settings with the product'),
    'coverage': (coverage, 'print the share of settings that state each field'),
    'drift': (drift, 'compare hand-written facts with the directives'),
    'export': (export, 'write the settings of a program as a JSON Schema'),
    'links': (links, 'list the literals that configsetting_autolink would link'),
    'migrate': (migrate, 'turn hand-written tables, or other directives, into directives'),
    'read': (read, 'print the settings that a file of the product states'),
    'sample': (sample, 'write a sample file of settings'),
    'schema': (schema, 'write a JSON Schema of the files that users write'),
    'validate': (validate, "check users' files and the environment"),
}


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the documentation is made from it too."""
    parser = argparse.ArgumentParser(prog='python -m sphinx_configsetting')
    parser.add_argument('--version', action='version', version=__version__)
    commands = parser.add_subparsers(title='commands', required=True, metavar='COMMAND')
    for name, (module, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(given: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: the exit code; 2 where the command cannot do its work.
    """
    arguments = make_parser().parse_args(given)
    try:
        code: int = arguments.run(arguments)
    except (SourceError, UsageError, BaselineError) as error:
        return fail([error])
    return code


if __name__ == '__main__':
    sys.exit(main())
