"""Decide which section a setting belongs to, and whether that section presents it already.

Two questions decide. Is the section the setting's: is its heading the name of the setting,
or does it state the setting's facts? And what is still to be shown?
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, TypeGuard

from docutils import nodes

from ..model.fields import DISPLAYNAME
from ..model.text import collapse, fold
from .conditions import is_condition
from .facts import own_content
from .judge import Verdict, compare, find_contradictions, heading_names, is_name, states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.fields import Field, Fields
    from ..model.setting import Fact, Setting
    from .facts import FactReader, Statement
    from .judge import Contradiction, Derive

OBJECT: Final = 'object'
SECTION: Final = 'section'
BETWEEN: Final = re.compile(r'\s*(?:[/,|&+]|\b(?:and|or)\b)\s*')
"""The separator of names in a heading."""
LONG_VALUE: Final = 8
"""The number of characters from which a value in running text is no chance."""


class Candidate(NamedTuple):
    """A setting that is to be placed."""

    node: nodes.Element
    setting: Setting
    rule: str
    """``section``, ``object``, or anything else for the two questions."""


class Place(NamedTuple):
    """The place of a setting."""

    setting: Setting
    section: nodes.section | None = None
    """The section that belongs to it; None for an object at the place of its directive."""
    statements: Sequence[Statement] = ()
    """The labelled facts of that section; a section that has some presents the setting."""
    missing: tuple[str, ...] = ()
    """The stated fields that a presenting section does not mention."""
    foreign: nodes.section | None = None
    """The section right after it that states another setting, which the page does not have."""
    rivals: tuple[str, ...] = ()
    """It and other settings that the words of the next heading fit as well, for the first one."""


class SectionText:
    """A section as the reader of hand-written facts reads it."""

    def __init__(self, section: nodes.section, reader: FactReader) -> None:
        """Read on demand."""
        self.section = section
        self._reader = reader

    @cached_property
    def content(self) -> list[nodes.Node]:
        """The nodes of the section without its subsections and settings."""
        return own_content(self.section)

    @cached_property
    def statements(self) -> list[Statement]:
        """The labelled facts."""
        return self._reader.read(self.content)

    @cached_property
    def text(self) -> str:
        """The text with single blanks."""
        return collapse(' '.join(node.astext() for node in self.content))

    def mentions(self, value: str) -> bool:
        """Return whether a value is a literal of the section, or a long one is in its text."""
        bare = collapse(value)
        return bare in self.literals or (len(bare) >= LONG_VALUE and bare in self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words in small letters."""
        return frozenset(words_of(self.text))

    def has_words(self, text: str) -> bool:
        """Return whether all words of a text are in the section."""
        return self.words.issuperset(words_of(text))

    @cached_property
    def literals(self) -> frozenset[str]:
        """The literals and strong texts."""
        found = (n for block in self.content for n in block.findall(nodes.TextElement))
        marked = (nodes.literal, nodes.strong, nodes.literal_block)
        return frozenset(collapse(n.astext()) for n in found if isinstance(n, marked))


class Placer:
    """Places the settings of one page."""

    def __init__(self, reader: FactReader) -> None:
        """Read each section once."""
        self.fields = reader.fields
        self._reader = reader
        self._texts: dict[int, SectionText] = {}
        self._before: dict[int, list[Candidate]] = {}
        self._named: dict[int, list[Candidate]] = {}

    def text_of(self, section: nodes.section) -> SectionText:
        """Return the text of a section, which settings share."""
        return self._texts.setdefault(id(section), SectionText(section, self._reader))

    def place_all(self, found: Sequence[Candidate]) -> list[Place]:
        """Return the place of each setting of a page, judged before any is moved."""
        after = sections_after([one.node for one in found])
        for one in found:
            self._before.setdefault(id(after[id(one.node)]), []).append(one)
        places = [self.place(one, after[id(one.node)]) for one in found]
        owned = {id(place.section) for place in places if place.section is not None}
        return [
            place._replace(foreign=None) if id(place.foreign) in owned else place
            for place in places
        ]

    def place(self, one: Candidate, after: nodes.section | None) -> Place:
        """Return the place of one setting.

        :param after: the section whose heading follows the setting.
        """
        if one.rule == OBJECT:
            return Place(one.setting)
        for section in (after, section_around(one.node)):
            if section is not None and (one.rule == SECTION or self.belongs(one, section)):
                return self.placed(one.setting, section)
        if after is None:
            return Place(one.setting)
        foreign = self.is_foreign(one.setting, after)
        rivals = self.rivals(one, after)
        return Place(one.setting, foreign=after if foreign else None, rivals=rivals)

    def belongs(self, one: Candidate, section: nodes.section) -> bool:
        """Return whether a section is the setting's: by its heading or by its facts."""
        heading, setting = heading_of(section), one.setting
        if is_name(heading, setting, self.fields):
            return not self.is_named_besides(one, section)
        if any(states(setting, fact, self.fields) for fact in self.text_of(section).statements):
            return True
        if heading_names(heading, setting, self.fields) and not self.is_shared(one, section):
            return True
        return self.is_one_of(one, section)

    def is_one_of(self, one: Candidate, section: nodes.section) -> bool:
        """Return whether a heading consists of names of settings before it, such as "a / b".

        A setting with facts or a body has its own title, so that readers see whose they are.
        """
        names = BETWEEN.split(collapse(heading_of(section)))
        settings = [other.setting for other in self._before.get(id(section), [])]
        return (
            not is_drawn(one)
            and any(is_name(name, one.setting, self.fields) for name in names)
            and all(any(is_name(name, s, self.fields) for s in settings) for name in names)
        )

    def is_named_besides(self, one: Candidate, section: nodes.section) -> bool:
        """Return whether a heading is the name of other settings, too, and better theirs.

        Facts below one heading would not show whose they are. A section that states the facts
        shows that itself.
        """
        heading = heading_of(section)
        settings = [
            other
            for other in self._before.get(id(section), [])
            if is_drawn(other) and is_name(heading, other.setting, self.fields)
        ]
        if not is_drawn(one) or len(settings) < 2 or self.text_of(section).statements:
            return False
        exact = [other.node for other in settings if fold(other.setting.title) == fold(heading)]
        return len(exact) != 1 or exact[0] is not one.node

    def is_shared(self, one: Candidate, section: nodes.section) -> bool:
        """Return whether words of a heading can be meant for other settings, too."""
        before = (other.node for other in self.named_before(section))
        return any(other is not one.node for other in chain(section.findall(is_setting), before))

    def named_before(self, section: nodes.section) -> list[Candidate]:
        """Return the settings right before a section that its heading, or its words, can name."""
        known = self._named.get(id(section))
        if known is None:
            heading = heading_of(section)
            known = self._named[id(section)] = [
                one
                for one in self._before.get(id(section), [])
                if heading_names(heading, one.setting, self.fields)
            ]
        return known

    def rivals(self, one: Candidate, section: nodes.section) -> tuple[str, ...]:
        """Return the settings that the words of a heading fit; nothing if one has that name."""
        named = self.named_before(section)
        is_first = len(named) > 1 and named[0] is one
        if not is_first or any(self.belongs(other, section) for other in named):
            return ()
        return tuple(other.setting.id for other in named)

    def is_foreign(self, setting: Setting, section: nodes.section) -> bool:
        """Return whether a section states identifiers, and all of another setting."""
        identifying = any(setting.values(field.name) for field in self.fields if field.identifies)
        return identifying and any(one.identifier for one in self.text_of(section).statements)

    def placed(self, setting: Setting, section: nodes.section) -> Place:
        """Return the place on a section, with the facts that it leaves out."""
        text = self.text_of(section)
        missing = tuple(self.missing(setting, text)) if text.statements else ()
        return Place(setting, section, text.statements, missing)

    def missing(self, setting: Setting, text: SectionText) -> Iterator[str]:
        """Yield the fields whose values are neither a labelled fact nor in the text.

        A section that states one name of the setting leaves out others on purpose.
        """
        is_named = any(one.field.identifies for one in text.statements)
        for field in self.fields:
            fact = setting.facts.get(field.name)
            if fact is None or (is_named and (field.names or field.index)):
                continue
            stated = any(is_stated_by(field, fact, one) for one in text.statements)
            if field.row and is_left_out(fact, text, is_stated=stated):
                yield field.name


def is_stated_by(field: Field, fact: Fact, statement: Statement) -> bool:
    """Return whether a statement says, or contradicts, what a fact says.

    Texts that cannot be compared must have a word in common.
    """
    if statement.field.name != field.name:
        return False
    is_compared = compare(field, fact, statement).verdict is not Verdict.UNSURE
    return is_compared or not {*words_of(fact.text)}.isdisjoint(words_of(statement.text))


def is_drawn(one: Candidate) -> bool:
    """Return whether a setting has more than its title: facts or a body."""
    return bool(one.setting.facts.keys() - {DISPLAYNAME}) or any(
        map(is_setting_part, one.node.children)
    )


def is_left_out(fact: Fact, text: SectionText, *, is_stated: bool) -> bool:
    """Return whether a section leaves out a value, or one under a condition.

    :param is_stated: whether the section has a value with the label of the field.
    """
    if not all(text.has_words(f'{one.condition} {one.text}') for one in fact.variants):
        return True
    return not is_stated and not all(map(text.mentions, fact.values))


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r'\w+', text.casefold())


def heading_of(section: nodes.section) -> str:
    """Return the text of a section's heading."""
    return section[0].astext() if isinstance(section[0], nodes.title) else ''


def find_drift(places: Iterable[Place], fields: Fields, derive: Derive) -> Iterator[Contradiction]:
    """Yield each fact in the sections of a page that contradicts their settings."""
    sections: dict[int, list[Place]] = {}
    for place in places:
        if place.section is not None:
            sections.setdefault(id(place.section), []).append(place)
    for group in sections.values():
        settings = [place.setting for place in group]
        yield from find_contradictions(settings, group[0].statements, fields, derive)


def sections_after(found: Sequence[nodes.Element]) -> dict[int, nodes.section | None]:
    """Return the section after each setting, by the identity of its node.

    From the last to the first, since a setting right before another one has its section.
    """
    known: dict[int, nodes.section | None] = {}
    for node in reversed(found):
        known[id(node)] = section_after(node, known)
    return known


def section_after(
    node: nodes.Node, known: dict[int, nodes.section | None]
) -> nodes.section | None:
    """Return the section whose heading is the next visible node.

    :param known: the sections after later settings, by the nodes' identity.
    """
    while is_transparent(node.parent):
        siblings = node.parent.children
        for sibling in siblings[siblings.index(node) + 1 :]:
            if id(sibling) in known:
                return known[id(sibling)]
            if isinstance(sibling, nodes.section):
                return sibling
            if not is_unseen(sibling):
                return None
        node = node.parent
    return None


def section_around(node: nodes.Element) -> nodes.section | None:
    """Return the section that a setting is the first content of; None for others."""
    child: nodes.Node = node
    while is_condition(child.parent):
        if not is_first(child):
            return None
        child = child.parent
    parent = child.parent
    return parent if isinstance(parent, nodes.section) and is_first(child) else None


def is_first(node: nodes.Node) -> bool:
    """Return whether nothing visible but a title is before a node."""
    siblings = node.parent.children
    before = siblings[: siblings.index(node)]
    return all(
        isinstance(one, nodes.title)
        or is_unseen(one)
        or (is_for_section(node) and is_for_section(one))
        for one in before
    )


def is_for_section(node: nodes.Node) -> bool:
    """Return whether a node is a setting whose page wants it to belong to its section."""
    return is_setting(node) and node.get('rule') == SECTION


def is_setting_part(node: nodes.Node) -> bool:
    """Return whether a node is the body of a setting, or markup of a field."""
    return isinstance(node, nodes.Element) and node.tagname == 'part'


def is_setting(node: nodes.Node) -> TypeGuard[nodes.Element]:
    """Return whether a node is that of a setting."""
    return isinstance(node, nodes.Element) and node.tagname == 'setting'


def is_transparent(node: nodes.Node | None) -> bool:
    """Return whether what follows a node's last child follows the child."""
    return isinstance(node, (nodes.section, nodes.document)) or is_condition(node)


def is_unseen(node: nodes.Node) -> bool:
    """Return whether a node does not separate a setting from the heading after it."""
    if isinstance(node, nodes.target) or is_condition(node):
        return not node.children
    return isinstance(node, (nodes.Invisible, nodes.system_message))
