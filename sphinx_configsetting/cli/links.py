"""The command ``links``: the literals that ``configsetting_autolink`` would make links."""

from __future__ import annotations

import itertools
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..comparison.documentation import read_documentation
from ..importers import SourceError
from ..model.field_types import TYPES
from .inputs import add_settings_argument
from .streams import CLEAN, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..comparison.documentation import Documentation

KINDS: Final = tuple(name for name, kind in TYPES.items() if kind.identifies)
"""The kinds of fields whose values are identifiers."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    add_settings_argument(parser)
    parser.add_argument(
        'doctrees',
        type=Path,
        metavar='DOCTREES',
        help='the folder of doctrees of the same build (sphinx-build -d), such as _build/doctrees',
    )


def run(arguments: Namespace) -> int:
    """Print each literal that would be a link, with its place.

    :returns: 0, or 2 if a file cannot be read.
    :raises SourceError: a file cannot be read.
    """
    from .doctrees import literals_of  # noqa: PLC0415 (no other command imports Sphinx)

    names = ids_by_name(read_documentation(arguments.settings))
    for path in doctrees_in(arguments.doctrees):
        for place, text in literals_of(path):
            if text in names:
                write(f'{place}: {text} is the setting {names[text]!r}\n')
    return CLEAN


def ids_by_name(documentation: Documentation) -> dict[str, str]:
    """Return the ids of settings by those identifiers that only one setting has.

    If conf.py names fields in ``configsetting_autolink``, only their values count.
    """
    kinds = documentation.kinds
    fields = [name for name in documentation.autolink or kinds if kinds.get(name) in KINDS]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, setting in itertools.product(fields, documentation.settings):
        for value in setting.all_texts(name):
            for form in TYPES[kinds[name]]().names(value):
                found[form].add(setting.id)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def doctrees_in(folder: Path) -> list[Path]:
    """Return the doctrees of a build.

    :raises SourceError: there are none.
    """
    if found := sorted(folder.rglob('*.doctree')):
        return found
    message = 'there is no *.doctree; name the folder that the build keeps its doctrees in'
    raise SourceError(message, str(folder))
