"""Reading reStructuredText without Sphinx: the settings of a file, and their sections.

Nothing that the text names is read or run: no file that it includes, no configuration.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, directives
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.util.docutils import CustomReSTDispatcher

from ..catalog.options import read_block
from ..catalog.setting import Setting, clean, state
from .sections import sections_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..catalog.fields import Fields

SETTING: Final = 'config:setting'
INCLUDED: Final = 'included'
"""The attribute of a node that may stand for the text of another file."""
INCLUDING: Final = frozenset({'include', 'literalinclude'})
OBJECTS: Final = frozenset({'confval', 'describe', 'envvar', 'object', 'option'})
"""Directives of Sphinx, beside those with a domain in their names, that describe objects."""
PROSE_ROLES: Final = frozenset(
    {'abbr', 'doc', 'download', 'guilabel', 'menuselection', 'numref', 'ref', 'term'}
)
"""Roles of Sphinx that do not show their text as code."""
TITLED: Final = re.compile(r'(?P<title>.+?)\s*<(?P<target>[^<>]*)>', re.DOTALL)


class AnyOption(dict[str, Any]):
    """Takes each option as it is."""

    def __missing__(self, _name: str) -> Callable[[str], str]:
        return directives.unchanged


class Stand(Directive):
    """Stands for a directive that docutils does not know: its content is read."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = AnyOption({'class': directives.unchanged})
    made: ClassVar[type[nodes.Element]] = nodes.container

    def run(self) -> list[nodes.Node]:
        """Return the content in a node of its own."""
        node = self.made()
        node[INCLUDED] = self.name.lower() in INCLUDING
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class StandForObject(Stand):
    """Stands for a directive that describes an object."""

    made = addnodes.desc


class StandForSetting(Directive):
    """Keeps where a setting stands, and what its options are."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = {}

    def run(self) -> list[nodes.Node]:
        """Return an object description that holds the options."""
        block = read_block(self.arguments[0].split('\n') if self.arguments else [])
        desc = addnodes.desc()
        desc.line = self.lineno
        desc['block'] = block
        return [desc]


class Dispatcher(CustomReSTDispatcher):
    """Knows a directive and a role of every name."""

    def directive(self, *args: Any) -> tuple[type[Directive] | None, list[Any]]:
        """Return docutils' own directive, or one that stands for another."""
        name = str(args[0]).lower()
        if name == SETTING:
            return StandForSetting, []
        if name == 'include':
            return Stand, []
        known, messages = super().directive(*args)
        if known is not None:
            return known, messages
        return (StandForObject if ':' in name or name in OBJECTS else Stand), []

    def role(self, *args: Any) -> tuple[Any, list[Any]]:
        """Return docutils' own role, or one that shows its text."""
        known, messages = super().role(*args)
        return (known, messages) if known is not None else (stand_for_role, [])


def stand_for_role(name: str, rawtext: str, text: str, *_more: Any) -> tuple[list[Any], list[Any]]:
    """Show the text of a role that docutils does not know."""
    name = name.lower()
    match = TITLED.fullmatch(text)
    title, target = (match['title'], match['target']) if match else (text, text)
    cls = nodes.inline if name in PROSE_ROLES else nodes.literal
    node = addnodes.pending_xref(rawtext, reftype=name, reftarget=target)
    node += cls(rawtext, title.lstrip('!~'))
    return [node], []


class Reader:
    """Reads texts without Sphinx, and without a word about their mistakes."""

    def __init__(self) -> None:
        """Make the settings of docutils once; they take longer than a text."""
        self.settings = get_default_settings(Parser)
        self.settings.report_level = self.settings.halt_level = 5
        self.settings.file_insertion_enabled = False

    def parse(self, text: str) -> nodes.document:
        """Return a text as docutils' parser leaves it."""
        document = new_document('', self.settings)
        with Dispatcher():
            Parser().parse(text, document)
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A setting, and the section that it names."""

    setting: Setting
    section: nodes.section | None
    alone: bool
    """Whether no other setting names the section."""


def places_in(document: nodes.document, name: str, fields: Fields) -> list[Place]:
    """Return the settings of a file and their sections.

    :param name: the file, as messages call it.
    """
    descs = [desc for desc in document.findall(addnodes.desc) if 'block' in desc]
    sections = sections_after(descs)
    count = Counter(id(section) for section in sections)
    return [
        Place(
            setting=setting_of(desc, name, fields), section=section, alone=count[id(section)] == 1
        )
        for desc, section in zip(descs, sections, strict=True)
    ]


def setting_of(desc: addnodes.desc, name: str, fields: Fields) -> Setting:
    """Return what a directive states; of an option that is given twice, the first counts."""
    texts = {option.name: option.text for option in reversed(desc['block'].options)}
    facts = {
        field.name: fact
        for field in fields
        if field.kind.display != 'markup'
        and field.name in texts
        and (fact := state(field, texts[field.name]))
    }
    return Setting(
        id=clean(' '.join(desc['block'].argument)),
        docname='',
        anchor='',
        source=name,
        line=desc.line or 0,
        facts={} | facts,
    )
