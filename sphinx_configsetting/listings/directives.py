"""The directives ``config:listing`` and ``config:show``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes

from ..directives.base import OptionDirective
from ..model.field_types import read_flag
from ..model.text import clean, collapse
from ..nodes import listing as listing_node
from ..nodes import part
from ..query.parser import QueryError, field_of, nearest_names, parse_query, place_in
from ..query.selection import (
    DISPLAYS,
    FORMS,
    MIN_CUT,
    Column,
    Listing,
    can_group,
    parse_columns,
)
from ..warnings_ import Subtype

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from ..model.directive_head import Head

LISTING_OPTIONS: Final[Mapping[str, str]] = {
    'fields': 'The columns: fields separated by commas or line breaks. A field can have a title '
    'in double quotes, and the number of characters to show.',
    'where': 'The query. Without it, all settings are listed.',
    'sort': 'The fields to sort by, separated by commas. A ``-`` before a field reverses its '
    'order. Without it, settings are in the order of pages.',
    'group': 'The field to group by: a menu path, a key (by its section), ``page``, or any other '
    'field.',
    'display': f'How the listing is shown: {", ".join(f"``{name}``" for name in DISPLAYS)}.',
    'template': 'The template that renders the listing.',
    'limit': 'The largest number of settings to show.',
    'filter': 'Lets readers search and filter the table. The value is the fields to filter by, '
    'separated by commas; "yes" or nothing chooses suitable ones, and "no" means no filter.',
    'caption': 'The caption.',
    'name': 'The label of the listing, for the role ``ref``.',
    'class': 'Classes for the table or list, separated by blanks.',
}
"""The options of ``config:listing``, each with a sentence for the reference."""
EXPLORER_OPTIONS: Final[Mapping[str, str]] = {
    'where': LISTING_OPTIONS['where'],
    'sort': LISTING_OPTIONS['sort'],
    'group': LISTING_OPTIONS['group'],
    'facets': 'The fields that readers can filter by, separated by commas. '
    'Without it, the extension chooses those with few values.',
    'class': 'Classes for the explorer, separated by blanks.',
}
"""The options of ``config:explorer``, each with a sentence for the reference."""
SHOW_OPTIONS: Final[Mapping[str, str]] = {
    'display': f'How the setting is shown: {", ".join(f"``{name}``" for name in FORMS)}.',
    'fields': 'The fields of a row or sentence, as for listings.',
    'template': 'The template for the display ``full``.',
    'name': 'The label of this place, for the role ``ref``.',
    'class': 'Classes for the table or text, separated by blanks.',
}
"""The options of ``config:show``, each with a sentence for the reference."""


class ListingDirective(OptionDirective):
    """Lists settings of the whole project."""

    options_known: ClassVar[Mapping[str, str]] = LISTING_OPTIONS
    displays: ClassVar[Iterable[str]] = DISPLAYS

    def run(self) -> list[Node]:
        """Return the placeholder of the listing until all pages are read."""
        head = self.prepare()
        self.given = self.checked(head.options)
        for option in self.given.values():
            if option.items is not None:  # a list of YAML
                option.lines = [', '.join(option.items)]
        columns = self.columns()
        listing = Listing(
            docname=self.env.docname,
            source=self.relative_source,
            line=self.first_line,
            columns=tuple(columns),
            sort=tuple(self.sort()),
            group=self.group(),
            display=self.display(),
            template=self.text('template'),
            limit=self.limit(),
            classes=tuple(filter(None, map(nodes.make_id, self.text('class').split()))),
            fallback=bool(self.content),
        )
        listing = self.with_selection(listing, head)
        return [self.make_node(listing, columns)]

    def with_selection(self, listing: Listing, head: Head) -> Listing:
        """Return the listing with the parts that select its settings."""
        if head.argument:
            self.warn(
                Subtype.OPTION,
                f'a listing takes no argument, but {head.argument[0]!r} is given; write it as '
                'one of the options, such as :caption: or :where:',
                self.first_line,
            )
        query = self.checked_query()
        facets = self.facets(listing.display)
        group = listing.group
        if facets is not None and group:
            self.refuse('group', 'a filtered listing has no groups; remove one of the two')
            group = ''
        return listing._replace(
            where=query or '',
            broken=query is None,
            group=group,
            filter=facets is not None,
            facets=tuple(facets or ()),
        )

    def is_option(self, name: str) -> bool:
        """Return whether the directive has an option of that name."""
        return name in self.options_known

    def nearest_options(self, name: str) -> list[str]:
        """Return the options that are like a wrong name."""
        return get_close_matches(name, self.options_known, 3)

    @property
    def unknown_hint(self) -> str:
        """The options that there are."""
        return f'the options are {", ".join(self.options_known)}'

    def text(self, name: str) -> str:
        """Return the text of an option in one line; '' where it is left out."""
        return collapse(clean(self.given[name].text)) if name in self.given else ''

    def refuse(self, name: str, message: str, subtype: Subtype = Subtype.LISTING) -> None:
        """Warn of an option."""
        self.warn(subtype, f'the option {name!r}: {message}', self.given[name].line)

    def declared_only(self, option: str, names: Iterable[str]) -> list[str]:
        """Return those names that are fields, and warn of the others."""
        fields = self.fields
        found = []
        for name in names:
            if field_of(fields, name.removeprefix('-')):
                found.append(name)
            else:
                self.refuse(option, f'{name!r} is not a field; {nearest_names(fields, name)}')
        return found

    def fields_named(self, option: str) -> list[str]:
        """Return the fields that an option names."""
        stated = (name.strip().lower() for name in self.text(option).split(','))
        return self.declared_only(option, dict.fromkeys(filter(None, stated)))

    def columns(self) -> list[Column]:
        """Return the columns that the page asks for; [] for the usual ones."""
        if 'fields' not in self.given:
            return []
        columns, rest = parse_columns(self.given['fields'].text)
        if rest:
            self.refuse(
                'fields',
                f'{rest!r} is not understood; write the name of a field, a title in double '
                'quotes and a number of characters, and a comma before the next field',
            )
        for column in columns:
            if 0 < column.cut < MIN_CUT:
                self.refuse('fields', f'{column.field!r} is cut to less than {MIN_CUT} characters')
        known = self.declared_only('fields', (column.field for column in columns))
        return [
            column._replace(cut=column.cut if column.cut >= MIN_CUT else 0)
            for column in columns
            if column.field in known
        ]

    def checked_query(self) -> str | None:
        """Return the query; '' for all settings, None for one that is wrong."""
        if 'where' not in self.given:
            return ''
        text = self.given['where'].text
        try:
            parse_query(text, self.fields)
        except QueryError as error:
            line, column = place_in(text, error.spot)
            self.warn(
                Subtype.QUERY,
                f"the option 'where', column {column}: {error}; nothing is listed",
                self.given['where'].line + line,
            )
            return None
        return text

    def sort(self) -> list[str]:
        """Return the fields to sort by."""
        return self.fields_named('sort')

    def group(self) -> str:
        """Return the field to group by; '' for none."""
        names = self.fields_named('group')
        if not names:
            return ''
        field = field_of(self.fields, names[0])
        if field is None or names[1:] or not can_group(field):
            what = 'one field' if names[1:] else 'a field that several settings can share'
            self.refuse('group', f'{self.text("group")!r} cannot group settings; name {what}')
            return ''
        return names[0]

    def display(self) -> str:
        """Return how the listing is shown."""
        first, *_others = self.displays
        given = self.text('display') or first
        if given not in self.displays:
            self.refuse('display', f'{given!r} is not one of {", ".join(self.displays)}')
            return first
        return given

    def limit(self) -> int:
        """Return how many settings are shown; 0 for all."""
        text = self.text('limit')
        if not text or (text.isdecimal() and text.isascii() and int(text[:9]) > 0):
            return int(text[:9] or 0)
        self.refuse('limit', f'{text!r} is not a number from 1; all settings are listed')
        return 0

    def facets(self, display: str) -> list[str] | None:
        """Return the fields to filter by; [] for those that suit, None for no filter."""
        truth = read_flag(self.text('filter')) if 'filter' in self.given else False
        if truth is False:
            return None
        if display == 'table':
            return [] if truth else self.fields_named('filter')
        self.refuse('filter', 'only tables can be filtered; use only one of the two options')
        return None

    def make_node(self, listing: Listing, columns: Iterable[Column]) -> listing_node:
        """Return the node of a listing, with the texts of its page."""
        made = listing_node('', part('', self.frame(listing), field='frame'), record=listing)
        made.source, made.line = self.source, self.first_line
        for number, column in enumerate(columns):
            if column.title:
                title = self.inline_markup(self.given['fields'], column.title)
                made += part('', title, field=f'title-{number}')
        made += part('', *self.parse_content_to_nodes(), field='body')
        return made

    def frame(self, listing: Listing) -> nodes.Element:
        """Return the node with name, classes and caption, which Sphinx can number."""
        made: type[nodes.Element] = nodes.container
        if listing.display in {'table', 'row', 'coverage'}:
            made = nodes.table
        frame = made(classes=list(listing.classes))
        frame.source, frame.line = self.source, self.first_line
        if self.text('caption'):
            paragraph = self.inline_markup(self.given['caption'], self.text('caption'))
            title = nodes.title(paragraph.rawsource, '', *paragraph.children)
            title.source, title.line = paragraph.source, paragraph.line
            frame += title
        if self.text('name'):
            self.options = {'name': self.text('name')}
            self.add_name(frame)
        return frame


class ExplorerDirective(ListingDirective):
    """All settings, or those of a query, as rows that readers search and filter."""

    options_known = EXPLORER_OPTIONS
    displays = ('explorer',)

    def with_selection(self, listing: Listing, head: Head) -> Listing:
        """Return the listing with the fields that readers can filter by."""
        listing = super().with_selection(listing, head)
        return listing._replace(facets=tuple(self.fields_named('facets')))


class ShowDirective(ListingDirective):
    """Shows one setting again."""

    options_known = SHOW_OPTIONS
    displays = FORMS

    def with_selection(self, listing: Listing, head: Head) -> Listing:
        """Return the listing of the setting that the argument names."""
        self.target = collapse(clean(' '.join(head.argument)))
        if not self.target:
            self.warn(
                Subtype.LISTING,
                'the name of a setting is missing; write it as the argument of the directive',
                self.first_line,
            )
        template = listing.template
        if template and listing.display != 'full':
            self.refuse('template', 'only the display "full" has one; use only one of the two')
            template = ''
        return listing._replace(name=self.target, broken=not self.target, template=template)

    def make_node(self, listing: Listing, columns: Iterable[Column]) -> listing_node:
        """Return the node of the setting, with a reference in case there is none."""
        made = super().make_node(listing, columns)
        body = made[-1]
        assert isinstance(body, part)
        if self.target and not body.children:
            body += nodes.paragraph('', '', self.reference(self.target, self.first_line))
        return made


def setup_listing_directives(app: Sphinx) -> None:
    """Register the directives of listings."""
    app.add_directive_to_domain('config', 'listing', ListingDirective)
    app.add_directive_to_domain('config', 'show', ShowDirective)
    app.add_directive_to_domain('config', 'explorer', ExplorerDirective)
