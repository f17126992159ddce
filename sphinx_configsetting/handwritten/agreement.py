"""Whether what a table states agrees with what a setting's options state."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..catalog.kinds import collapse, key_segments, unquote
from ..catalog.setting import NOT_APPLICABLE, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.fields import Field
    from ..catalog.setting import Fact

STATED: Final = re.compile(r'\bdefault(?: value)?s?(?: is| to|:)\s*$', re.IGNORECASE)
"""What stands before a default in a sentence."""
DEFAULT_MARK: Final = re.compile(r'\(?default\)?[.:]?', re.IGNORECASE)
DASHES: Final = {'-', '\u2013', '\u2014'}
TERM_END: Final = re.compile(r'\s*:|\s+[-\u2013\u2014]\s')
AVAILABLE: Final = re.compile(r'^available (?:in|on|with) ', re.IGNORECASE)


class Agreement(Enum):
    """How a stated fact stands to the one of an option."""

    SAME = 'both say the same'
    NEW = 'the directive has no such fact'
    OTHER = 'they contradict each other'


def compare(field: Field, text: str, fact: Fact | None) -> Agreement:
    """Compare a text of a table with a setting's fact, up to quotes, blanks and commas."""
    if fact is None:
        return Agreement.NEW
    stated = state(field, text)
    if not fact.applicable or stated is None or not stated.applicable:
        same = stated is None or stated.applicable == fact.applicable
    elif field.kind.name == 'key':
        same = all(ends_one(value, fact.values) for value in stated.values)
    elif field.identifies:
        same = {unquote(value) for value in stated.values} <= set(fact.values)
    elif field.kind.name == 'list':
        same = set(alike(stated.values)) == set(alike(fact.values))
    else:
        same = alike(stated.values) == alike(fact.values)
    return Agreement.SAME if same else Agreement.OTHER


def ends_one(key: str, known: Sequence[str]) -> bool:
    """Tell whether a key is one of those known, or the end of one."""
    path = key_segments(key)
    return any(key_segments(one)[-len(path) :] == path for one in known)


def alike(values: Sequence[str]) -> list[str]:
    """Return values in a form in which those that mean the same are equal."""
    return [AVAILABLE.sub('', collapse(unquote(value)).rstrip('.')) for value in values]


def same_value(one: str, other: str) -> bool:
    """Tell whether two values are the same but for quotes and the case of letters."""
    return unquote(one).casefold() == unquote(other).casefold()


def stated_defaults(content: nodes.Element) -> Iterator[str]:
    """Yield the defaults that sentences state in code or in bold."""
    for node in content.findall(lambda n: isinstance(n, (nodes.literal, nodes.strong))):
        spot = node.parent.index(node)
        before = node.parent[spot - 1] if spot else None
        if isinstance(before, nodes.Text) and STATED.search(before.astext()):
            yield node.astext()


def values_lists(content: nodes.Element) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the values of each list that explains values, and those marked as default."""
    for found in content.findall(nodes.bullet_list):
        terms = [term_of(item.children[0]) for item in found.children if item.children]
        values = [term for term, _default in terms if term]
        if len(terms) > 1 and len(set(values)) == len(found.children):
            yield values, [term for term, default in terms if default]


def marked_terms(content: nodes.Element) -> Iterator[str]:
    """Yield the values that a text explains and marks as default."""
    for paragraph in content.findall(nodes.paragraph):
        term, default = term_of(paragraph)
        if default:
            yield term


def term_of(paragraph: nodes.Node) -> tuple[str, bool]:
    """Return the value that a paragraph explains, and whether it is marked as default."""
    if not isinstance(paragraph, nodes.paragraph) or not paragraph.children:
        return '', False
    term, *rest = paragraph.children
    text, after = term.astext(), rest[0].astext() if rest else ''
    value = text.removesuffix(':')
    closed = value != text or TERM_END.match(after)
    if not isinstance(term, (nodes.strong, nodes.literal)) or not closed or bad(value):
        return '', False
    marked = len(rest) > 1 and after.strip() in {'', ':'} | DASHES
    return value, bool(marked and DEFAULT_MARK.fullmatch(rest[1].astext()))


def bad(value: str) -> bool:
    """Tell whether a text cannot be one value of a list of choices."""
    return ',' in value or len(value.split()) != 1 or value == NOT_APPLICABLE
