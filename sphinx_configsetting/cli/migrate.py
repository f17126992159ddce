"""The command ``migrate``: hand-written tables become options and text of directives."""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from ..conversion.converter import KINDS as OLD_KINDS
from ..handwritten.document import MissingParserError, PageReader
from ..handwritten.facts import FactReader
from ..handwritten.placement import Placer
from ..importers import SourceError
from ..migration.edits import Cause, PageSource, rewritten
from ..migration.plan import plans_of
from . import migrate_from
from .fields import UndeclaredOptions, complete, fields_in
from .inputs import UsageError
from .pages import BORDERS, add_pages_arguments, files_in, read, save_page
from .streams import CLEAN, FOUND, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from ..migration.edits import SourceText
    from ..migration.plan import Plan
    from ..model.fields import Fields

MIGRATED: Final = 'migrated'
NOTHING: Final = 'with nothing to migrate'
KINDS: Final = (MIGRATED, *(f'left ({cause.value})' for cause in Cause), NOTHING)
SHOWING_NOTHING: Final = re.compile(
    r'\.\. (?:raw::\s+html|image::|\|[^|]+\|\s+image::|[^:]*$)|:[\w-]+:|<'
)
"""A block of a page that shows no text: raw HTML, an image, a comment, a mark of a file."""
LINE: Final = re.compile(r'[^\n]*\n|[^\n]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file, and what is to become of it."""

    path: Path
    source: SourceText
    plans: Sequence[Plan]

    @property
    def result(self) -> SourceText:
        """The file as it is to be."""
        return with_plans(self.source, self.plans)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_pages_arguments(parser)
    parser.add_argument(
        '--harmless',
        action='append',
        default=[],
        metavar='GLOB',
        help='an included file that states no setting, such as a badge; can be repeated',
    )
    parser.add_argument('--write', action='store_true', help='change the files')
    parser.add_argument(
        '--from',
        action='append',
        default=[],
        dest='kinds',
        metavar='DIRECTIVE',
        help=(
            f'convert directives, and their roles, instead: {", ".join(OLD_KINDS)} or one of the '
            'project; can be repeated'
        ),
    )
    parser.add_argument(
        '--lift-versions',
        action='store_true',
        help='with --from: turn versionadded and deprecated into fields',
    )
    parser.add_argument(
        '--field',
        action='append',
        default=[],
        metavar='LABEL=FIELD',
        help='with --from: the field that a label or an option states; can be repeated',
    )
    parser.add_argument(
        '--interactive', action='store_true', help='ask for each setting, and write what is chosen'
    )


def run(arguments: Namespace) -> int:
    """Migrate, or convert, and print what changes, or write it.

    :returns: 0; 1 when a setting is left because of a contradiction, or with ``--from``
        anything is left.
    :raises SourceError: a file cannot be read or written; nothing is written before all are read.
    :raises UsageError: the arguments contradict each other.
    """
    fields = fields_in(arguments.fields)
    if arguments.kinds:
        pages = migrate_from.run(arguments, fields)
        for page in pages if not arguments.write else ():
            write(difference(page.path, page.source, page.result))
        return migrate_from.report(pages)
    check_arguments(arguments)
    migrator = Migrator(fields, arguments.harmless)
    files = [migrator.migrated(path) for path in files_in(arguments.sources)]
    if arguments.interactive:
        chooser = Chooser()
        files = [chooser.chosen(file) for file in files]
    for file in files:
        if arguments.write or arguments.interactive:
            save_page(file.path, file.source, file.result)
        else:
            write(difference(file.path, file.source, file.result))
    migrator.undeclared.report('settings that have them and a table are left')
    print('\n'.join(migration_report(files)), file=sys.stderr)
    causes = {plan.cause for file in files for plan in file.plans}
    return FOUND if Cause.CONTRADICTION in causes else CLEAN


def check_arguments(arguments: Namespace) -> None:
    """Check that no argument is given that needs ``--from``.

    :raises UsageError: one is.
    """
    given = {'--field': arguments.field, '--lift-versions': arguments.lift_versions}
    for name, value in given.items():
        if value:
            raise UsageError(f'{name} needs --from, with the directives to convert')


class Migrator:
    """Plans the migration of files; made once for all of them."""

    def __init__(self, fields: Fields, harmless: Sequence[str]) -> None:
        """Prepare to read files with the given fields.

        :param harmless: patterns of included files that state no setting.
        """
        self.pages, self.reader = PageReader(fields), FactReader(fields)
        self.complete = partial(complete, fields=fields)
        self.harmless = harmless
        self.undeclared = UndeclaredOptions(fields)

    def migrated(self, path: Path) -> File:
        """Return a file and what is to become of it.

        :raises SourceError: it cannot be read.
        """
        source = read(path)
        try:
            page = self.pages.page(source.text, path.as_posix())
            self.undeclared.collect(page, path.as_posix())
            places = Placer(self.reader).place_all(
                [one._replace(setting=self.complete(one.setting)) for one in page.candidates]
            )
            plans = plans_of(
                places,
                PageSource(
                    page=page,
                    source=source,
                    lines=source.plain,
                    reader=self.reader,
                    parse=lru_cache(self.pages.reader_of(path.name).parse),
                    is_harmless=partial(is_harmless, path, self.harmless),
                ),
            )
        except MissingParserError as error:
            raise SourceError(str(error), str(path)) from error
        except AssertionError as error:  # what docutils says to borders that cross each other
            raise SourceError(BORDERS, str(path)) from error
        return File(path=path, source=source, plans=plans)


def is_harmless(page: Path, patterns: Sequence[str], name: str) -> bool:
    """Return whether an included file states no setting.

    It does not if a pattern says so, or if it has only raw HTML, images and comments.
    """
    if any(PurePosixPath(name).match(pattern) for pattern in patterns):
        return True
    path = page.parent / name
    if Path(name).is_absolute() or path.suffix not in {'.rst', '.md', '.txt', '.inc', '.html'}:
        return False
    try:
        text = path.read_text(encoding='utf-8')
    except (OSError, UnicodeDecodeError):
        return False
    return path.suffix == '.html' or all(
        SHOWING_NOTHING.match(block) for block in re.split(r'\n(?=\S)', text) if block.strip()
    )


def with_plans(source: SourceText, plans: Iterable[Plan]) -> SourceText:
    """Return a source in which settings are migrated."""
    return rewritten(source, [edit for plan in plans for edit in plan.edits])


def difference(path: Path, old: SourceText, new: SourceText) -> str:
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
        plans = [
            plan
            if not plan.edits or self.wants(file, plan)
            else replace(plan, edits=(), cause=Cause.DECLINED, reason='you chose to keep it')
            for plan in file.plans
        ]
        return replace(file, plans=plans)

    def wants(self, file: File, plan: Plan) -> bool:
        """Show what becomes of a setting, and ask whether it is to be."""
        if not self.standing:
            result = with_plans(file.source, [plan])
            write(difference(file.path, file.source, result))
            answer = self.answer(f'Migrate {plan.id!r}? [y/n/a(ll)/q(uit)] ')
            self.standing = {'a': 'y', 'q': 'n'}.get(answer, '')
            return answer in {'y', 'a'}
        return self.standing == 'y'

    def answer(self, question: str) -> str:
        """Ask until the answer is valid, and return its first letter; the end of input is 'q'."""
        while True:
            try:
                letter = input(question).strip()[:1].lower()
            except EOFError:
                return 'q'
            if letter in {'y', 'n', 'a', 'q'}:
                return letter


def migration_report(files: Sequence[File]) -> Iterator[str]:
    """Yield a line for each setting that is migrated or left, and the sums."""
    sums: Counter[str] = Counter()
    for file in files:
        for plan in file.plans:
            kind = kind_of_plan(plan)
            sums[kind] += 1
            if kind != NOTHING:
                reason = f': {plan.reason}' if plan.reason else ''
                yield f'{file.path}:{plan.line}: {plan.id}: {kind}{reason}'
    counts = ', '.join(f'{sums[kind]} {kind}' for kind in KINDS if sums[kind])
    total = sum(sums.values())
    noun = 'setting' if total == 1 else 'settings'
    yield f'{total} {noun}: {counts}' if total else '0 settings'


def kind_of_plan(plan: Plan) -> str:
    """Return the report's word for the result of a setting."""
    if plan.cause:
        return f'left ({plan.cause.value})'
    return MIGRATED if plan.edits else NOTHING
