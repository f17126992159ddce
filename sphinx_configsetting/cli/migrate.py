"""The command ``migrate``: hand-drawn tables become options and text of their directives."""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..files import replace_file
from ..handwritten.findings import Cause
from ..handwritten.migrated import Outcome, outcomes_of, with_outcomes
from .drift import tell
from .fields import Deriver, fields_in
from .sources import BORDERS, SourceError, files_in, read

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Fields
    from ..migration.edits import Source

DONE: Final = 0
CONTRADICTIONS: Final = 1
BAD_INPUT: Final = 2
MIGRATED: Final = 'migrated'
NOTHING: Final = 'with nothing to migrate'
KINDS: Final = (MIGRATED, *(f'left ({cause.value})' for cause in Cause), NOTHING)
LINE: Final = re.compile(r'[^\n]*\n|[^\n]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file, and what is to become of it."""

    path: Path
    source: Source
    outcomes: Sequence[Outcome]

    @property
    def result(self) -> Source:
        """The file as it is to be."""
        return with_outcomes(self.source, self.outcomes)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        'sources', nargs='+', type=Path, metavar='SOURCE', help='a file, or a folder of *.rst'
    )
    parser.add_argument(
        '--fields',
        type=Path,
        metavar='FILE',
        help="JSON or TOML with the project's fields, as in configsetting_fields",
    )
    parser.add_argument('--write', action='store_true', help='change the files')
    parser.add_argument(
        '--interactive', action='store_true', help='ask for each setting, and write what is chosen'
    )


def run(arguments: Namespace) -> int:
    """Run the command.

    :returns: 0; 1 when a setting is left because of a contradiction; 2 for bad input, of
        which nothing is written.
    """
    try:
        fields = fields_in(arguments.fields)
        files = [migrated(path, fields) for path in files_in(arguments.sources)]
        if arguments.interactive:
            chooser = Chooser()
            files = [chooser.chosen(file) for file in files]
        for file in files:
            if arguments.write or arguments.interactive:
                write(file)
            else:
                tell(difference(file.path, file.source, file.result))
    except SourceError as error:
        print(f'error: {error}', file=sys.stderr)
        return BAD_INPUT
    print('\n'.join(report_of(files)), file=sys.stderr)
    causes = {outcome.cause for file in files for outcome in file.outcomes}
    return CONTRADICTIONS if Cause.CONTRADICTION in causes else DONE


def migrated(path: Path, fields: Fields) -> File:
    """Return what is to become of a file.

    :raises SourceError: it cannot be read.
    """
    source = read(path)
    complete = partial(Deriver().complete, fields=fields)
    try:
        outcomes = outcomes_of(source, fields, complete)
    except AssertionError as error:  # what docutils says to borders that cross each other
        raise SourceError(f'{path}: {BORDERS}') from error
    return File(path=path, source=source, outcomes=outcomes)


def write(file: File) -> None:
    """Write a file whole, if anything in it changes.

    :raises SourceError: it cannot be written.
    """
    content = file.result.to_bytes()
    if content != file.source.to_bytes():
        try:
            replace_file(file.path.resolve(), content)
        except OSError as error:
            raise SourceError(
                f'{file.path}: it cannot be written: {error.strerror or error}'
            ) from error


def difference(path: Path, old: Source, new: Source) -> str:
    """Return a unified diff; '' where nothing changes."""
    name = path.as_posix().lstrip('/')
    lines = difflib.unified_diff(
        LINE.findall(old.text), LINE.findall(new.text), f'a/{name}', f'b/{name}'
    )
    return ''.join(
        line if line.endswith('\n') else f'{line}\n\\ No newline at end of file\n'
        for line in lines
    )


class Chooser:
    """Asks which settings are to be migrated."""

    def __init__(self) -> None:
        """Start without an answer for all that is left."""
        self.standing = ''

    def chosen(self, file: File) -> File:
        """Return a file in which only settings change that the user chooses."""
        outcomes = [
            outcome
            if not outcome.edits or self.wants(file, outcome)
            else replace(outcome, edits=(), cause=Cause.DECLINED, reason='you chose to keep it')
            for outcome in file.outcomes
        ]
        return replace(file, outcomes=outcomes)

    def wants(self, file: File, outcome: Outcome) -> bool:
        """Show what becomes of a setting, and ask whether it is to be."""
        if not self.standing:
            result = with_outcomes(file.source, [outcome])
            tell(difference(file.path, file.source, result))
            answer = self.answer(f'Migrate {outcome.id!r}? [y/n/a(ll)/q(uit)] ')
            self.standing = {'a': 'y', 'q': 'n'}.get(answer, '')
            return answer in {'y', 'a'}
        return self.standing == 'y'

    def answer(self, question: str) -> str:
        """Return the first letter of an answer that is one; the end of input is 'q'."""
        while True:
            try:
                letter = input(question).strip()[:1].lower()
            except EOFError:
                return 'q'
            if letter in {'y', 'n', 'a', 'q'}:
                return letter


def report_of(files: Sequence[File]) -> Iterator[str]:
    """Yield a line for each setting that is migrated or left, and the sums."""
    sums: Counter[str] = Counter()
    for file in files:
        for outcome in file.outcomes:
            kind = kind_of(outcome)
            sums[kind] += 1
            if kind != NOTHING:
                reason = f': {outcome.reason}' if outcome.reason else ''
                yield f'{file.path}:{outcome.line}: {outcome.id}: {kind}{reason}'
    counts = ', '.join(f'{sums[kind]} {kind}' for kind in KINDS if sums[kind])
    total = sum(sums.values())
    noun = 'setting' if total == 1 else 'settings'
    yield f'{total} {noun}: {counts}' if total else '0 settings'


def kind_of(outcome: Outcome) -> str:
    """Return what the report calls what becomes of a setting."""
    if outcome.cause:
        return f'left ({outcome.cause.value})'
    return MIGRATED if outcome.edits else NOTHING
