"""``python -m sphinx_configsetting``: work on sources without a build."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .commands import migrate

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(given: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: the exit code.
    """
    parser = argparse.ArgumentParser(prog='python -m sphinx_configsetting')
    commands = parser.add_subparsers(title='commands', required=True, metavar='COMMAND')
    command = commands.add_parser('migrate', help='turn hand-drawn tables into directive content')
    migrate.add_arguments(command)
    command.set_defaults(run=migrate.run)
    arguments = parser.parse_args(given)
    code: int = arguments.run(arguments)
    return code


if __name__ == '__main__':
    sys.exit(main())
