"""The directives of product files: ``config:autosetting`` and ``config:autosettings``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import new_document
from sphinx.util.parsing import nested_parse_to_nodes

from ..model.fields import DESCRIPTION
from ..model.options import Option
from ..model.text import clean, collapse
from ..products import Products, Selection, get_products, groups_by_key, texts_of
from ..query.ordering import sorted_by
from ..query.parser import QueryError, field_of, parse_query
from ..warnings_ import Subtype
from .setting import SettingDirective

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Node

    from ..importers import ProductGroup, ProductSetting
    from ..model.setting import Setting
    from ..nodes import setting

REPLACE: Final = 'replace'
ALL_OPTIONS: Final[Mapping[str, str]] = {
    'under': 'The key of the section whose settings are shown.',
    'match': 'Patterns of keys, separated by blanks; ``*`` is any text.',
    'exclude': 'Patterns of keys that are left out.',
    'where': 'A query, as for listings.',
    'sort': '``name``, or fields as for listings; without it, in the order of the file.',
    'depth': 'The greatest number of segments of keys.',
    'group': 'Whether sections with titles and descriptions are made of groups.',
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

    def is_source(self, name: str) -> bool:
        """Return whether conf.py has a source of that name; report it if not."""
        if name in self.products.specs:
            return True
        known = ', '.join(map(repr, self.products.specs)) or 'there is none yet'
        self.warn(
            Subtype.SOURCE,
            f'there is no source {name!r} in configsetting_sources; the sources are: {known}',
            self.first_line,
        )
        return False

    def note_selection(self, selection: Selection) -> None:
        """Let the page be read again when the settings of the selection change."""
        digest = self.products.digest(selection)
        self.config_domain.note_selection(self.env.docname, tuple(selection), digest)

    def product_options(self, one: ProductSetting) -> dict[str, Option]:
        """Return the facts of a product setting as options."""
        texts = texts_of(one, self.fields)
        return {name: Option(name, [text], self.first_line) for name, text in texts.items()}

    def product_node(self, one: ProductSetting, options: dict[str, Option]) -> setting:
        """Return the node of a setting, with the description that its file states."""
        node = self.make([one.key], self.product_options(one) | options)
        source = self.products.path(one.file) if one.file else self.source
        node.record = node.record._replace(source=self.public(source), line=one.line)
        return node

    def public(self, source: str) -> str:
        """Return a path from the source directory where possible."""
        return source.removeprefix(f'{self.env.srcdir}/')

    def described(self, one: ProductSetting, name: str) -> list[Node]:
        """Return the description of a product setting as blocks."""
        return self.parse_description(one.description, one, self.markup_of(one, name))

    def markup_of(self, one: ProductSetting | ProductGroup, name: str) -> str:
        """Return the markup of descriptions: that of the setting, of the source, or none."""
        return one.markup or self.products.specs[name].markup or 'plain'

    def parse_description(
        self, text: str, one: ProductSetting | ProductGroup, markup: str
    ) -> list[Node]:
        """Return a description as blocks; faults in it name the product's file."""
        text = clean(text).strip()
        if not text:
            return []
        file = self.products.path(one.file)
        if markup == 'markdown':
            return self.parse_markdown(text, file)
        if markup == 'rst' and self.is_rst:
            lines = text.splitlines()
            items = [(file, max(one.line - 1, 0))] * len(lines)
            return nested_parse_to_nodes(self.state, StringList(lines, items=items))
        paragraphs = [collapse(block) for block in text.split('\n\n')]
        return [nodes.paragraph(block, block) for block in paragraphs if block]

    def parse_markdown(self, text: str, file: str) -> list[Node]:
        """Return Markdown as blocks."""
        try:
            from myst_parser.parsers.sphinx_ import MystParser  # noqa: PLC0415 (optional)
        except ImportError:
            self.warn(
                Subtype.SOURCE,
                'the descriptions are Markdown, which needs myst-parser; they are shown as '
                'plain text',
                self.first_line,
            )
            return [nodes.paragraph(text, collapse(text))]
        document = new_document(file, self.state.document.settings)
        MystParser().parse(text, document)
        for section in list(document.findall(nodes.section)):
            section.replace_self(section.children[1:])
        return list(document.children)


class AutoSettingDirective(ProductDirective):
    """One setting of a product file; options overrule it, and the body comes after it."""

    def is_option(self, name: str) -> bool:
        """Return whether the directive has an option of that name."""
        return name == REPLACE or super().is_option(name)

    def run(self) -> list[Node]:
        """Return the node of the setting."""
        block = self.prepare()
        options = self.checked(block.options)
        source, _, key = collapse(clean(' '.join(block.argument))).partition(' ')
        one = self.products.find(source, key) if self.is_source(source) else None
        if one is None:
            self.report_missing(source, key)
            self.faulty = True
            return [self.make([key or source], options)] if key else []
        self.note_selection(Selection(source, one.key))
        replaces = self.flag(REPLACE, options)
        options.pop(REPLACE, None)
        self.before = [] if replaces or DESCRIPTION in options else self.described(one, source)
        return [self.product_node(one, options)]

    def report_missing(self, source: str, key: str) -> None:
        """Warn of a key that a source does not have."""
        if source in self.products.specs:
            close = ' or '.join(map(repr, self.products.suggest(source, key)))
            hint = f'; did you mean {close}?' if close else ''
            self.warn(
                Subtype.SOURCE, f'the source {source!r} has no key {key!r}{hint}', self.first_line
            )


class AutoSettingsDirective(ProductDirective):
    """The settings of a product file."""

    def is_option(self, name: str) -> bool:
        """Return whether the directive has an option of that name."""
        return name in ALL_OPTIONS

    def nearest_options(self, name: str) -> list[str]:
        """Return the options that are like a wrong name."""
        return [known for known in ALL_OPTIONS if known.startswith(name[:3])]

    def run(self) -> list[Node]:
        """Return the nodes of the settings, in sections if wanted."""
        block = self.prepare()
        self.given = self.checked(block.options)
        source = collapse(clean(' '.join(block.argument)))
        if not self.is_source(source):
            return []
        selection = self.selection(source)
        self.note_selection(selection)
        found = self.chosen(source, self.products.select(selection))
        if not found:
            message = f'no setting of the source {source!r} is selected; correct the options'
            self.warn(Subtype.SOURCE, message, self.first_line)
        if self.flag('group', self.given):
            return self.sections(source, found)
        return [node for _one, node in found]

    def text(self, name: str) -> str:
        """Return the text of an option in one line; '' where it is left out."""
        return collapse(clean(self.given[name].text)) if name in self.given else ''

    def selection(self, source: str) -> Selection:
        """Return the selection that the options describe."""
        depth = self.text('depth')
        return Selection(
            source=source,
            under=self.text('under'),
            match=tuple(self.text('match').split()),
            exclude=tuple(self.text('exclude').split()),
            depth=int(depth) if depth.isdecimal() and depth.isascii() else 0,
        )

    def chosen(
        self, source: str, settings: Iterable[ProductSetting]
    ) -> list[tuple[ProductSetting, setting]]:
        """Return the settings that the query keeps, in order, with their nodes."""
        made = [(one, self.node_of(one, source)) for one in settings if self.is_described(one)]
        made = [pair for pair in made if self.holds(pair[1].record)]
        order = self.text('sort')
        if not order:
            return made
        names = [name.strip() for name in order.replace('name', 'displayname', 1).split(',')]
        by_id = {pair[1].record.id: pair for pair in made}
        records = [pair[1].record for pair in made]
        for name in reversed(names):
            if field_of(self.fields, name.removeprefix('-')):
                records = sorted_by(name, records, self.fields)
        return [by_id[record.id] for record in records]

    def is_described(self, one: ProductSetting) -> bool:
        """Return whether a setting has a description, or is shown without one."""
        return bool(one.description) or self.text('undescribed') != 'hide'

    def node_of(self, one: ProductSetting, source: str) -> setting:
        """Return the node of a setting."""
        self.before = self.described(one, source)
        self.content = StringList()
        template = {'template': self.given['template']} if 'template' in self.given else {}
        return self.product_node(one, template)

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
        groups = groups_by_key(self.products.source(source).groups)
        made: dict[str, nodes.section] = {}
        result: list[Node] = []
        for one, node in found:
            if one.group not in groups:
                result.append(node)
                continue
            if one.group not in made:
                made[one.group] = self.section(groups[one.group], source)
                result.append(made[one.group])
            made[one.group] += node
        return sorted(result, key=lambda node: isinstance(node, nodes.section))

    def section(self, group: ProductGroup, source: str) -> nodes.section:
        """Return the section of a group with its title and description."""
        title = group.title or group.key
        name = nodes.fully_normalize_name(title)
        section = nodes.section('', nodes.title(title, title), names=[name])
        section.source, section.line = self.source, self.first_line
        self.state.document.note_implicit_target(section, section)
        section += self.parse_description(group.description, group, self.markup_of(group, source))
        return section
