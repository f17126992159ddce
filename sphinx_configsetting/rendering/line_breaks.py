"""Places where names may go on on the next line of paper."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

JOINT: Final = re.compile(r'(?<=\w[._/-])(?=\w)')
"""The places where a name may go on on the next line of paper."""


def let_break(literal: nodes.Element) -> None:
    """Add places after the joints of a name where LaTeX may break it."""
    first, *others = JOINT.split(literal.astext())
    parts = [(nodes.raw('', r'\allowbreak{}', format='latex'), nodes.Text(p)) for p in others]
    literal[:] = [nodes.Text(first), *chain(*parts)]


def let_names_break(content: Iterable[nodes.Node]) -> None:
    """Add such places to the names in the facts of a setting, not to the code of its author."""
    for literal in [one for node in content for one in node.findall(nodes.literal)]:
        own = any(name.startswith('configsetting-') for name in literal['classes'])
        if own and len(literal) == 1:  # not that of a setting within it
            let_break(literal)
