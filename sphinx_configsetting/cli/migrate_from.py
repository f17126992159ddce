"""The command ``migrate --from``: directives of other types become ``config:setting``."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..conversion.converter import KINDS, Converter
from ..conversion.drafts import Asked, ConversionRemark
from ..conversion.old_roles import roles_left, with_roles
from ..field_declarations import nearest_fields
from ..handwritten.document import PageReader
from ..handwritten.facts import FactReader
from ..importers import SourceError
from ..migration.edits import rewritten
from .inputs import UsageError
from .pages import files_in, read, save_page
from .streams import CLEAN, FOUND, note

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
    from pathlib import Path

    from ..conversion.drafts import Conversion
    from ..migration.edits import SourceText
    from ..model.fields import Fields


INCLUDE: Final = re.compile(r' *(?:\.\. +|[`:]{3,}\{)include(?:::|\}) +(?P<name>\S.*)')


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedFile:
    """A file, and what becomes of it."""

    path: Path
    source: SourceText
    conversion: Conversion
    result: SourceText


def convert(paths: Sequence[Path], asked: Asked) -> list[ConvertedFile]:
    """Return the converted pages of a project.

    :raises SourceError: a file cannot be read.
    """
    found: list[tuple[Path, SourceText, Conversion]] = []
    names: dict[str, set[str]] = {}
    files = files_in(paths)
    known = {path.resolve() for path in files}
    for path in files:
        source = read(path)
        conversion = Converter(source, asked, markdown=path.suffix == '.md').convert()
        conversion.left += unread_files(path, source, asked, known)
        found.append((path, source, conversion))
        for made in conversion.made:
            names.setdefault(made.kind, set()).update(made.names)
    note_duplicates(found)
    return [converted_file(path, source, conversion, names) for path, source, conversion in found]


def has_directives(file: Path, asked: Asked) -> bool:
    """Return whether a file, which nobody asked to read, has directives to convert."""
    try:
        source = read(file)
    except SourceError:
        return False
    converted = Converter(source, asked, markdown=file.suffix == '.md').convert()
    return bool(converted.edits or converted.left)


def note_duplicates(found: Iterable[tuple[Path, SourceText, Conversion]]) -> None:
    """Note the settings whose id another one has, such as an option and a ``confval``."""
    places: dict[str, str] = {}
    for path, _source, conversion in found:
        for made in conversion.made:
            for name in made.ids:
                here = f'{path}:{made.line}'
                first = places.setdefault(name.casefold(), here)
                if first != here:
                    reason = f'the setting at {first} has this id, too; change one of the two'
                    conversion.doubtful.append(ConversionRemark(made.line, name, reason))


def unread_files(
    path: Path, source: SourceText, asked: Asked, known: Container[Path]
) -> Iterator[ConversionRemark]:
    """Yield the included files with directives that are not among the files to convert."""
    for number, line in enumerate(source.plain, 1):
        found = INCLUDE.fullmatch(line)
        file = (path.parent / found['name']).resolve() if found else None
        is_new = file and file.is_file() and file not in known
        if found and file and is_new and has_directives(file, asked):
            reason = 'the included file is not among those to convert; pass it, too'
            yield ConversionRemark(number, found['name'], reason)


def converted_file(
    path: Path, source: SourceText, conversion: Conversion, names: Mapping[str, Set[str]]
) -> ConvertedFile:
    """Return a page with its roles."""
    markdown = path.suffix == '.md'
    result = with_roles(rewritten(source, conversion.edits), names, markdown=markdown)
    conversion.left += roles_left(source, names, markdown=markdown)
    return ConvertedFile(path=path, source=source, conversion=conversion, result=result)


def asked_for(arguments: Namespace, fields: Fields) -> Asked:
    """Return the user's choices.

    :raises UsageError: a label is for no field.
    """
    labels: dict[str, str] = {}
    for given in arguments.field:
        label, _, name = given.partition('=')
        if not label.strip() or name.strip() not in fields:
            hint = nearest_fields(fields, name.strip())
            raise UsageError(f'--field {given!r} is not a label, "=" and a field; {hint}')
        labels[label.strip()] = name.strip()
    parse, reader = PageReader(fields).parse, FactReader(fields)
    return Asked(
        statements=lambda text: reader.read(parse(text).children),
        kinds=frozenset(kind.removeprefix('std:') for kind in arguments.kinds),
        fields=fields,
        labels=labels,
        lift=arguments.lift_versions,
    )


def run(arguments: Namespace, fields: Fields) -> list[ConvertedFile]:
    """Convert the pages, and write them if asked.

    :raises SourceError: a file cannot be read or written.
    :raises UsageError: a label is for no field, or no page has a directive of that name.
    """
    asked = asked_for(arguments, fields)
    pages = convert(arguments.sources, asked)
    check_kinds(asked.kinds, pages)
    for page in pages if arguments.write else ():
        save_page(page.path, page.source, page.result)
    return pages


def check_kinds(kinds: Iterable[str], pages: Iterable[ConvertedFile]) -> None:
    """Check that the pages have the directives of a project that are to be converted.

    :raises UsageError: they do not; those of Sphinx may be missing.
    """
    seen = {kind for page in pages for kind in page.conversion.seen}
    for kind in sorted({*kinds} - seen.union(KINDS)):
        close = difflib.get_close_matches(kind, KINDS, 1)
        hint = f'; did you mean {close[0]!r}?' if close else ''
        raise UsageError(f'--from {kind!r}: no page has a directive of that name{hint}')


def report(pages: Sequence[ConvertedFile]) -> int:
    """Print what is left or doubtful, and the sums; return the exit code."""
    note('\n'.join(conversion_report(pages)))
    found = any(page.conversion.left or page.conversion.doubtful for page in pages)
    return FOUND if found else CLEAN


def conversion_report(pages: Sequence[ConvertedFile]) -> Iterator[str]:
    """Yield a line for each thing that is left or doubtful, and the sums."""
    made = left = changed = 0
    for page in pages:
        made += len(page.conversion.made)
        left += len(page.conversion.left)
        changed += page.result.to_bytes() != page.source.to_bytes()
        reasons = [(one, f'left: {one.reason}') for one in page.conversion.left]
        reasons += [(one, f'converted, but {one.reason}') for one in page.conversion.doubtful]
        for remark, reason in sorted(reasons):
            yield f'{page.path}:{remark.line}: {remark.name}: {reason}'
    nouns = [
        f'{n} {noun}{"" if n == 1 else "s"}' for n, noun in ((made, 'setting'), (changed, 'file'))
    ]
    yield f'{nouns[0]} converted, {nouns[1]} changed, {left} left'
