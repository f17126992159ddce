"""The command ``drift``: compare hand-written facts with the directives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..handwritten.document import MissingParserError
from ..importers import SourceError
from .drift_findings import DriftFinder, Rule
from .fields import fields_in
from .output import add_report_arguments, publish
from .pages import BORDERS, add_pages_arguments, files_in, read
from .streams import fail

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from .drift_findings import DriftFinding

COMMAND: Final = 'drift'
RULES: Final = {rule.value: rule.help for rule in Rule}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_pages_arguments(parser)
    add_report_arguments(parser)


def run(arguments: Namespace) -> int:
    """Compare, and print a report; files that cannot be read are reported after it.

    :returns: 0; 1 when anything is found that no baseline accepts; 2 for bad input.
    :raises SourceError: the fields, a folder or the baseline is wrong.
    """
    finder = DriftFinder(fields_in(arguments.fields))
    findings, errors = all_findings(files_in(arguments.sources), finder)
    finder.undeclared.report('their facts are not compared')
    if errors and arguments.write_baseline:
        return fail(errors)
    code = publish(findings, RULES, COMMAND, arguments, lines=True)
    return fail(errors) if errors else code


def all_findings(
    paths: Sequence[Path], finder: DriftFinder
) -> tuple[list[DriftFinding], list[SourceError]]:
    """Return the findings of all files, and the files that cannot be read."""
    findings, errors = [], []
    for path in paths:
        try:
            findings += finder.findings(read(path), path.as_posix())
        except SourceError as error:
            errors.append(error)
        except MissingParserError as error:
            errors.append(SourceError(str(error), str(path)))
        except AssertionError:  # what docutils says to borders that cross each other
            errors.append(SourceError(BORDERS, str(path)))
    return findings, errors
