"""The directives of product files: ``config:autosetting`` and ``config:autosettings``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.statemachine import StringList

from ..model.fields import DESCRIPTION
from ..model.options import Option
from ..model.setting import Fact
from ..model.text import clean, collapse
from ..products import Products, Selection, get_products, texts_of
from ..query.ordering import sorted_by
from ..query.parser import QueryError, field_of, parse_query
from ..templating.environment import get_templates
from ..warnings_ import Subtype
from .descriptions import UNDESCRIBED, describe, parse_description
from .filling import missing_sentence
from .setting import SettingDirective

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Node

    from ..importers import ProductGroup, ProductSetting
    from ..model.setting import Setting
    from ..nodes import setting
    from .descriptions import Described

REPLACE: Final = 'replace'
BY_NAME: Final = {'name': 'displayname', '-name': '-displayname'}
ALL_OPTIONS: Final[Mapping[str, str]] = {
    'under': 'The key of the section whose settings are shown.',
    'match': 'Patterns of keys, separated by blanks; ``*`` is any text.',
    'exclude': 'Patterns of keys that are left out.',
    'where': 'A query, as for listings.',
    'sort': '``name``, or fields as for listings; without it, in the order of the file.',
    'depth': 'The greatest number of segments of keys.',
    'group': 'Whether groups are sections, one within the other, with titles and descriptions.',
    'template': 'The template that renders the settings.',
    'undescribed': '``hide`` leaves out settings without a description.',
}
"""The options of ``config:autosettings``, each with a sentence for the reference."""


class ProductDirective(SettingDirective):
    """The base of directives that show settings of product files."""

    @property
    def products(self) -> Products:
        """The product files of the project."""
        return get_products(self.config_domain)

    def check_id(self, name: str) -> None:
        """Accept every id: the product's keys are not the writer's choice."""

    def is_source(self, name: str) -> bool:
        """Return whether conf.py has a source of that name; report it if not."""
        if name in self.products.specs:
            return True
        names = ', '.join(map(repr, self.products.specs))
        advice = f'the sources are: {names}' if names else 'declare it there'
        first, _, rest = name.partition(' ')
        if rest and first in self.products.specs:
            advice = f'write {first!r} alone, and the option ":under: {rest}"'
        self.warn(
            Subtype.SOURCE,
            f'there is no source {name!r} in configsetting_sources; {advice}',
            self.first_line,
        )
        return False

    def note_selection(self, selection: Selection) -> None:
        """Note the selection, so that the page is read again when its settings change."""
        digest = self.products.digest(selection)
        self.config_domain.note_selection(self.env.docname, tuple(selection), digest)

    def product_options(self, one: ProductSetting) -> dict[str, Option]:
        """Return the facts of a product setting as options."""
        texts = texts_of(one, self.fields)
        return {
            name: Option(name, [text], self.first_line, verbatim=True)
            for name, text in texts.items()
        }

    def product_node(
        self, one: ProductSetting, options: dict[str, Option], description: Described
    ) -> setting:
        """Return the node of a setting, with the description that its file states."""
        node = self.make([one.key], self.product_options(one) | options, description)
        source = self.products.path(one.file) if one.file else self.source
        node.record = node.record._replace(source=self.public(source), line=one.line)
        return node

    def public(self, source: str) -> str:
        """Return a path from the source directory where possible."""
        return source.removeprefix(f'{self.env.srcdir}/')


class AutoSettingDirective(ProductDirective):
    """One setting of a product file; options overrule it, and the body comes after it."""

    def is_option(self, name: str) -> bool:
        """Return whether the directive has an option of that name."""
        return name == REPLACE or super().is_option(name)

    def run(self) -> list[Node]:
        """Return the node of the setting."""
        head = self.prepare()
        options = self.checked(head.options)
        source, _, key = collapse(clean(' '.join(head.argument))).partition(' ')
        one = self.products.find(source, key) if self.is_source(source) else None
        self.note_selection(Selection(source, one.key if one else key))
        if one is None:
            self.report_missing(source, key)
            self.faulty = True
            is_stated = bool(options) or bool(''.join(self.content).strip())
            return [self.make([key], options)] if key and is_stated else []
        replaces = self.flag(REPLACE, options)
        options.pop(REPLACE, None)
        is_described = replaces or DESCRIPTION in options
        description = UNDESCRIBED if is_described else describe(self, one, source)
        return [self.product_node(one, options, description)]

    def report_missing(self, source: str, key: str) -> None:
        """Warn of a key that a source does not have."""
        if source in self.products.specs and not self.products.is_unread(source):
            self.warn(
                Subtype.SOURCE, missing_sentence(self.products, source, key), self.first_line
            )


class AutoSettingsDirective(ProductDirective):
    """The settings of a product file."""

    def is_option(self, name: str) -> bool:
        """Return whether the directive has an option of that name."""
        return name in ALL_OPTIONS

    def nearest_options(self, name: str) -> list[str]:
        """Return the options that are like a wrong name."""
        return get_close_matches(name, ALL_OPTIONS, 3)

    @property
    def unknown_hint(self) -> str:
        """The advice about an option that does not exist, and is like no other one."""
        return f'the options are {", ".join(ALL_OPTIONS)}; facts can be stated in "autosetting"'

    def run(self) -> list[Node]:
        """Return the nodes of the settings, in sections if wanted."""
        head = self.prepare()
        self.given = self.checked(head.options)
        source = collapse(clean(' '.join(head.argument)))
        if not self.is_source(source):
            return []
        self.check_options()
        selection = self.selection(source)
        self.note_selection(selection)
        found = self.chosen(source, self.products.select(selection))
        if not found and not self.products.is_unread(source):
            message = f'no setting of the source {source!r} is selected; correct the options'
            self.warn(Subtype.SOURCE, message, self.first_line)
        if self.flag('group', self.given):
            return self.sections(source, found)
        return [node for _one, node in found]

    def text(self, name: str) -> str:
        """Return the text of an option in one line; '' where it is left out."""
        return collapse(clean(self.given[name].text)) if name in self.given else ''

    def check_options(self) -> None:
        """Warn of values that no option takes."""
        depth, undescribed = self.text('depth'), self.text('undescribed')
        is_number = depth.isdecimal() and depth.isascii() and int(depth) > 0
        if depth and not is_number:
            self.warn_of('depth', 'no number of segments')
        if undescribed not in {'', 'show', 'hide'}:
            self.warn_of('undescribed', 'neither "show" nor "hide"')
        self.check_template(self.text('template'))
        wrong = [name for name in self.order() if not field_of(self.fields, name.lstrip('-'))]
        if wrong:
            close = self.fields.nearest(wrong[0])
            hint = f' (did you mean {close[0]!r}?)' if close else ''
            self.warn_of('sort', f'neither "name" nor fields{hint}')

    def check_template(self, name: str) -> None:
        """Warn of a template that does not exist, once for all settings."""
        templates = get_templates(self.config_domain)
        if name and not templates.file_of(name):
            signature = templates.signature(name)
            self.config_domain.note_template(self.env.docname, name, signature)
            message = f"the option 'template' is {name!r}, but there is no such template"
            line = self.given.pop('template').line
            self.warn(Subtype.TEMPLATE, f'{message}; it is ignored', line)

    def warn_of(self, name: str, reason: str) -> None:
        """Warn of the value of an option, and leave the option out."""
        text = self.text(name)
        line = self.given.pop(name).line
        message = f'the option {name!r} is {text!r}, which is {reason}; it is ignored'
        self.warn(Subtype.VALUE, message, line)

    def order(self) -> list[str]:
        """Return the fields to sort by."""
        names = [name.strip() for name in self.text('sort').split(',')]
        return [BY_NAME.get(name, name) for name in names if name]

    def selection(self, source: str) -> Selection:
        """Return the selection that the options describe."""
        depth = self.text('depth')
        return Selection(
            source=source,
            under=self.text('under'),
            match=tuple(self.text('match').split()),
            exclude=tuple(self.text('exclude').split()),
            depth=int(depth or 0),
        )

    def chosen(
        self, source: str, settings: Iterable[ProductSetting]
    ) -> list[tuple[ProductSetting, setting]]:
        """Return the settings that the query keeps, in order, with their nodes."""
        made = [(one, self.node_of(one, source)) for one in settings if self.is_described(one)]
        made = [pair for pair in made if self.holds(pair[1].record)]
        by_id = {pair[1].record.id: pair for pair in made}
        records = [pair[1].record for pair in made]
        for name in reversed(self.order()):
            records = sorted_by(name, records, self.fields)
        return [by_id[record.id] for record in records]

    def is_described(self, one: ProductSetting) -> bool:
        """Return whether a setting, or what it accepts, has a description, or needs none."""
        if one.description or self.text('undescribed') != 'hide':
            return True
        values = [choice.description for choice in one.choices]
        return any([*values, *(other.get('description') for other in one.alternatives)])

    def node_of(self, one: ProductSetting, source: str) -> setting:
        """Return the node of a setting."""
        description = describe(self, one, source)
        self.content = StringList()
        template = {'template': self.given['template']} if 'template' in self.given else {}
        node = self.product_node(one, template, description)
        node['rule'] = 'object'  # a heading is the name of a group, not of one setting
        if description.summary and not self.given.keys().isdisjoint(('where', 'sort')):
            node.record = with_summary(node.record, description.summary)
        return node

    def holds(self, record: Setting) -> bool:
        """Return whether the query keeps a setting; a wrong query is reported once."""
        if 'where' not in self.given:
            return True
        try:
            return parse_query(self.text('where'), self.fields).holds(record)
        except QueryError as error:
            message = f"the option 'where', column {error.spot + 1}: {error}; it is ignored"
            self.warn(Subtype.QUERY, message, self.given.pop('where').line)
            return True

    def sections(self, source: str, found: Iterable[tuple[ProductSetting, setting]]) -> list[Node]:
        """Return sections for groups, each with its description and its settings."""
        found = [*found]
        groups = Groups(self.products.source(source).groups, (one.group for one, _node in found))
        whole = nodes.section()
        made: dict[str, nodes.section] = {}
        homes: dict[tuple[str, ...], nodes.section] = {}
        for one, node in found:
            home = next((homes[path] for path in outer_paths(one) if path in homes), whole)
            for group in groups.around(one):
                if group.key not in made:
                    is_loose = not group.path and bool(group.group) and group.group not in made
                    made[group.key] = self.section(group, source, is_loose=is_loose)
                    home.append(made[group.key])
                home = made[group.key]
            home.append(node)
            homes[one.path] = home
        for section in (whole, *made.values()):
            section[:] = sorted(section, key=lambda node: isinstance(node, nodes.section))
        return list(whole)

    def section(self, group: ProductGroup, source: str, *, is_loose: bool) -> nodes.section:
        """Return the section of a group with its title and description.

        :param is_loose: whether it is an alternative that is not within what it is one of.
        """
        title = '' if is_loose else group.title
        heading = nodes.title(title or group.key, title or group.key)
        if not title:  # a key, whose quotes are straight in each language
            heading.attributes |= {'support_smartquotes': False, 'translatable': False}
        name = nodes.fully_normalize_name(heading.astext())
        section = nodes.section('', heading, names=[name])
        section.source, section.line = self.source, self.first_line
        self.state.document.note_implicit_target(section, section)
        section += parse_description(self, group, source)
        return section


def with_summary(record: Setting, summary: Iterable[Node]) -> Setting:
    """Return a setting with its short description, which queries and orders may ask for."""
    text = collapse(' '.join(one.astext() for one in summary))
    return record._replace(facts={**record.facts, DESCRIPTION: Fact(text, (text,))})


class Groups:
    """The groups of a source, by the settings that they contain."""

    def __init__(self, groups: Iterable[ProductGroup], used: Iterable[str]) -> None:
        """Prepare for the groups of a source.

        :param used: the keys of the groups that have settings of their own.
        """
        self.used = frozenset(used)
        self.by_key = {group.key: group for group in groups}
        self.by_path = {group.path: group for group in reversed(self.by_key.values())}

    def around(self, one: ProductSetting) -> list[ProductGroup]:
        """Return the groups that a setting is within, the outermost first.

        Those without a title, a description and settings directly in them are left out.
        """
        found: list[ProductGroup] = []
        group = self.nearest(one)
        while group is not None and group not in found:
            found.append(group)
            group = self.nearest(group)
        return [group for group in reversed(found) if self.is_shown(group)]

    def nearest(self, one: ProductSetting | ProductGroup) -> ProductGroup | None:
        """Return the innermost group that a setting or group is within."""
        outer = (self.by_path[path] for path in outer_paths(one) if path in self.by_path)
        return self.by_key.get(one.group) or next(outer, None)

    def is_shown(self, group: ProductGroup) -> bool:
        """Return whether a group has a title, a description, or settings directly in it."""
        return bool(group.title or group.description) or group.key in self.used


def outer_paths(one: ProductSetting | ProductGroup) -> list[tuple[str, ...]]:
    """Return the paths of what a setting is within, the nearest first.

    >>> from ..importers import ProductSetting
    >>> outer_paths(ProductSetting(key='a.b[].c', path=('a', 'b', '[]', 'c')))
    [('a', 'b', '[]'), ('a', 'b'), ('a',)]
    """
    return [one.path[:length] for length in range(len(one.path) - 1, 0, -1)]
