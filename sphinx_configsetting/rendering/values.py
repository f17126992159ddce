"""What a fact shows: the values of a field, as its kind is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from ..catalog.setting import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalog.fields import Field
    from ..catalog.setting import Setting

_ = get_translation('sphinx_configsetting')
QUOTABLE: Final = re.compile(r"""["'`\\]|--|\.\.\.""")
"""What ``smartquotes`` changes."""
Part = tuple[str, str]
"""How a part of a value is shown, and its text.

It is 'text', of which Sphinx may make quotes and dashes typographic, or 'typed', 'strong',
'literal' or 'reference'.
"""


def parts_of(field: Field, setting: Setting) -> tuple[Part, ...]:
    """Return what shows the values of a field."""
    values = setting.values(field.name)
    display = field.kind.display
    if not values:
        return (('text', str(_(NOT_APPLICABLE))),)
    if display == 'strong':
        return (('strong', ' > '.join(values)),)
    if display == 'text':
        return (('typed', setting.text(field.name)),)
    if display == 'flag':
        words = {'true': str(_('Yes')), 'false': str(_('No'))}
        return (('text', words[values[0]]) if values[0] in words else ('typed', values[0]),)
    how = 'reference' if display == 'reference' else 'literal'
    return tuple(part for value in values for part in (('text', ', '), (how, value)))[1:]


def are_settled(parts: Iterable[Part]) -> bool:
    """Tell whether nothing that Sphinx does to a page before it is written changes a value."""
    return not any(
        how == 'reference' or (how == 'text' and QUOTABLE.search(text)) for how, text in parts
    )


def value_nodes(parts: Iterable[Part], docname: str, place: str) -> list[nodes.Node]:
    """Return the nodes of a value.

    :param docname: the page where it is to stand.
    :param place: where the directive stands, as 'file:line', for warnings of references.
    """
    return [
        reference(text, docname, place) if how == 'reference' else part_node(how, text)
        for how, text in parts
    ]


def part_node(how: str, text: str) -> nodes.Node:
    """Return the node of a part that is no reference."""
    if how == 'literal':
        return nodes.literal(text, text)
    if how == 'strong':
        return nodes.strong('', '', as_typed(text))
    return as_typed(text) if how == 'typed' else nodes.Text(text)


def as_typed(text: str) -> nodes.Node:
    """Return plain text whose quotes and dashes Sphinx does not make typographic."""
    if QUOTABLE.search(text):
        return nodes.inline(text, text, support_smartquotes=False)
    return nodes.Text(text)


def reference(name: str, docname: str, place: str) -> nodes.Node:
    """Return a reference to another setting by any of its names."""
    node = addnodes.pending_xref(
        '',
        nodes.inline(name, name, classes=['xref', 'config', 'config-setting']),
        refdomain='config',
        reftype='setting',
        reftarget=name,
        refdoc=docname,
        refexplicit=False,
        refwarn=True,
    )
    node.source, _, line = place.rpartition(':')
    node.line = int(line)
    return node
