"""Every warning of the extension: its subtype and its meaning."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from sphinx.util import logging

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.nodes import Node

LOGGER: Final = logging.getLogger(__name__)
TYPE: Final = 'configsetting'


class Subtype(Enum):
    """The subtypes of the warning type ``configsetting``."""

    AMBIGUOUS = 'ambiguous'
    """A reference's name belongs to several settings; it leads to the first."""
    ANCHOR = 'anchor'
    """An anchor or a name of an old object type belongs to another setting already."""
    CHECK = 'check'
    """The documentation and the product disagree about a setting."""
    CONFIG = 'config'
    """A value in conf.py is wrong and is ignored."""
    DRIFT = 'drift'
    """A hand-written fact contradicts the directive; both stay as they are."""
    DUPLICATE = 'duplicate'
    """Two settings have one id; the first in the order of pages keeps it."""
    EMPTY = 'empty'
    """A setting has no facts and no text."""
    GROUP = 'group'
    """A group states no field, or is inside a setting."""
    HEADING = 'heading'
    """A heading in the body of a setting is shown as a rubric; a rule there is left out."""
    ID = 'id'
    """A setting's id is missing, contains blanks, or cannot be an entry of objects.inv."""
    LISTING = 'listing'
    """An option of a listing is wrong and is ignored, or a listing matches nothing."""
    MARKUP = 'markup'
    """The inline markup of an option is broken, and shown as text, or a fence ends too early."""
    MISMATCH = 'mismatch'
    """A stated value differs from the derived or the imported one; the stated value is used."""
    OPTION = 'option'
    """An option is unknown, given twice, or not an option at all."""
    OUTPUT = 'output'
    """A file that the extension writes to the output cannot be written."""
    PLACEMENT = 'placement'
    """The section after a setting states another one, or its heading fits several."""
    QUERY = 'query'
    """A query is wrong; the message names the column, and nothing is listed."""
    REFERENCE = 'reference'
    """No setting has the name of a reference."""
    SOURCE = 'source'
    """A product file, or a part of it, cannot be read or found."""
    TEMPLATE = 'template'
    """A template is missing or failed; the built-in one is used instead."""
    VALUE = 'value'
    """The text of an option does not suit the kind of its field."""


def warn(
    subtype: Subtype,
    message: str,
    *,
    location: str | tuple[str, int] | Node | None = None,
    once: bool = False,
) -> None:
    """Report one warning of the extension's type.

    :param message: the fault, and the way to correct it.
    :param location: a node, a page and line, or 'file:line' as it is.
    :param once: whether the same message is reported once in a build, at the first place.
    """
    LOGGER.warning('%s', message, type=TYPE, subtype=subtype.value, location=location, once=once)


def warn_of_unwritten(path: Path, error: OSError) -> None:
    """Report that a file of the extension's own cannot be written."""
    message = f'{path.name} cannot be written: {error}; check that there is room for it'
    warn(Subtype.OUTPUT, message)
