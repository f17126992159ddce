"""``python -m sphinx_configsetting``: work on source files without a build."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Final

from .commands import drift, migrate
from .commands.sources import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: Final = {'drift': drift, 'migrate': migrate}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    main = argparse.ArgumentParser(
        prog='python -m sphinx_configsetting',
        description='Work on the source files of a documentation, without a build.',
    )
    commands = main.add_subparsers(title='commands', required=True, metavar='COMMAND')
    for name, module in COMMANDS.items():
        command = commands.add_parser(
            name, help=module.HELP, description=module.DESCRIPTION, epilog=module.EXIT_CODES
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return main


def main(given: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: the exit code.
    """
    arguments = parser().parse_args(given)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SourceError as error:
        print(f'error: {error}', file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == '__main__':
    sys.exit(main())
