"""The command ``accept``: a baseline of the warnings of a build."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..baseline import BUILD, baseline_json, warning_entry
from ..importers import SourceError
from ..importers.texts import read_text
from .streams import CLEAN, note, write_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

ACCEPTABLE: Final = ('duplicate', 'placement', 'drift', 'check')
"""The subtypes of warnings that a baseline can accept."""
KIND: Final = re.compile(r'\bWARNING: .* \[configsetting\.(\w+)\]\s*$')
LINE: Final = re.compile(
    r'(?P<file>.+?):(?:\d+:)? WARNING: (?P<message>.*) \[configsetting\.(?P<subtype>\w+)\]\s*'
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        'log', type=Path, help='the output of sphinx-build, or "-" for standard input'
    )
    parser.add_argument(
        '--sources', type=Path, default=Path(), metavar='DIR', help='the source directory'
    )
    parser.add_argument(
        '--write',
        type=Path,
        metavar='FILE',
        help='the file to write; without it, the baseline is printed',
    )


def run(arguments: Namespace) -> int:
    """Write the baseline.

    :returns: 0, or 2 if the log cannot be read or the baseline not be written.
    :raises SourceError: a file cannot be read or written.
    """
    log = arguments.log
    text = sys.stdin.read() if str(log) == '-' else read_text(log, str(log))
    check_inputs(text, str(log), arguments.sources)
    lines = text.splitlines()
    accepted = from_log(lines, str(arguments.sources.resolve()))
    write_output(baseline_json(accepted, BUILD), arguments.write)
    if arguments.write:
        print(f'warnings accepted in {arguments.write}: {len(accepted)}')
    report_others(lines)
    return CLEAN


def check_inputs(text: str, log: str, sources: Path) -> None:
    """Check the log and the source directory.

    :raises SourceError: the log is JSON, or there is no such directory.
    """
    if not sources.is_dir():
        raise SourceError('there is no such folder; name the source directory', str(sources))
    if text.lstrip()[:1] in {'{', '['} and is_json(text):
        raise SourceError('it is JSON, and not the output of sphinx-build', log)
    if text.strip() and 'WARNING: ' not in text:
        note(f'{log}: there is no warning in it; it must be the output of sphinx-build')


def is_json(text: str) -> bool:
    """Return whether a text is JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def report_others(lines: Iterable[str]) -> None:
    """Print how many warnings of each subtype no baseline accepts, if there are any."""
    found = Counter(match[1] for line in lines for match in [KIND.search(line)] if match)
    counts = ', '.join(
        f'{number} configsetting.{subtype}'
        for subtype, number in sorted(found.items())
        if subtype not in ACCEPTABLE
    )
    if counts:
        note(
            f'warnings not accepted: {counts}; a baseline takes {", ".join(ACCEPTABLE)}; correct '
            'the others, or name them in suppress_warnings'
        )


def from_log(lines: Iterable[str], srcdir: str) -> list[dict[str, str]]:
    """Return the entries of the warnings in the output of a build, each once."""
    found = (LINE.fullmatch(line.rstrip('\n')) for line in lines)
    entries = (
        warning_entry(one['subtype'], relative_to_sources(one['file'], srcdir), one['message'])
        for one in found
        if one and one['subtype'] in ACCEPTABLE
    )
    return list({tuple(one.items()): one for one in entries}.values())


def relative_to_sources(file: str, srcdir: str) -> str:
    """Return a file relative to the source directory, with forward slashes."""
    return file.replace('\\', '/').removeprefix(f'{srcdir}/'.replace('\\', '/'))
