"""The directives ``config:sample`` and ``config:coverage``."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..query.selection import Column
from ..warnings_ import Subtype
from .directives import LISTING_OPTIONS, ListingDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from ..model.directive_head import Head
    from ..query.selection import Listing

FILES: Final = {
    'json': 'settings.json',
    'yaml': 'settings.yaml',
    'toml': 'settings.toml',
    'env': 'settings.env',
}
"""The usual names of sample files by syntax."""
GROUPS: Final = ('page', 'group', 'source')
"""The ways of grouping shares of coverage."""
SAFE: Final = re.compile(r'[\w.-]*\w[\w.-]*')
"""The names of files for download."""
SAMPLE_OPTIONS: Final[Mapping[str, str]] = {
    'format': f'The format: {", ".join(f"``{name}``" for name in FILES)}. By default ``yaml``.',
    'where': 'The query. Without it, the sample has all settings.',
    'defaults': 'Writes defaults as values. Without it they are comments, except in JSON.',
    'filename': 'The name of the file to download. By default ``settings`` and the format.',
    'caption': 'The caption.',
    'name': 'The label of the sample, for the role ``ref``.',
    'class': 'Classes for the block, separated by blanks.',
}
"""The options of ``config:sample``, each with a sentence for the reference."""
COVERAGE_OPTIONS: Final[Mapping[str, str]] = {
    'by': f'The rows: {", ".join(f"``{name}``" for name in GROUPS)}. By default ``page``.',
    'fields': 'The fields whose shares are shown, separated by commas. By default '
    '``description``, ``default``, ``type``, ``example`` and ``since``.',
    'where': LISTING_OPTIONS['where'],
    'caption': 'The caption.',
    'name': 'The label of the table, for the role ``ref``.',
    'class': 'Classes for the table, separated by blanks.',
}
"""The options of ``config:coverage``, each with a sentence for the reference."""


class SampleDirective(ListingDirective):
    """A sample file of settings."""

    options_known = SAMPLE_OPTIONS
    displays = ('sample',)

    def with_selection(self, listing: Listing, head: Head) -> Listing:
        """Return the listing with the syntax and the name of the file."""
        listing = super().with_selection(listing, head)
        syntax = self.syntax()
        return listing._replace(
            syntax=syntax,
            file=self.file(syntax),
            defaults=self.flag('defaults', self.given),
            broken=listing.broken or not self.can_check(),
        )

    def can_check(self) -> bool:
        """Return whether the library is installed that checks values; report it if not."""
        if find_spec('jsonschema') is not None:
            return True
        self.warn(
            Subtype.LISTING,
            'a sample needs the library jsonschema, which is not installed; install it with: '
            "pip install 'sphinx-configsetting[sources]'",
            self.first_line,
        )
        return False

    def syntax(self) -> str:
        """Return the syntax of the file."""
        given = self.text('format').lower().removeprefix('.') or 'yaml'
        if given in FILES:
            return given
        self.refuse('format', f'{given!r} is not one of {", ".join(FILES)}; YAML is used')
        return 'yaml'

    def file(self, syntax: str) -> str:
        """Return the name of the file."""
        given = self.text('filename')
        if not given or SAFE.fullmatch(given):
            return given or FILES[syntax]
        self.refuse('filename', f'{given!r} is not the name of a file; it is {FILES[syntax]} now')
        return FILES[syntax]

    def frame(self, listing: Listing) -> nodes.Element:
        """Return a literal block with name and caption, as ``code-block`` makes it."""
        block = nodes.literal_block('', '', language=listing.syntax)
        frame: nodes.Element = block
        if self.text('caption'):
            content = self.inline_markup(self.given['caption'], self.text('caption'))
            caption = nodes.caption(content.rawsource, '', *content.children)
            caption.source, caption.line = content.source, content.line
            classes = ['literal-block-wrapper']
            frame = nodes.container('', caption, block, literal_block=True, classes=classes)
        frame['classes'] += listing.classes
        frame.source, frame.line = self.source, self.first_line
        if self.text('name'):
            self.options = {'name': self.text('name')}
            self.add_name(frame)
        return frame


class CoverageDirective(ListingDirective):
    """A table of the shares of settings that state fields."""

    options_known = COVERAGE_OPTIONS
    displays = ('coverage',)

    def columns(self) -> list[Column]:
        """Return the fields whose shares are shown; [] for the usual ones."""
        return [Column(name) for name in self.fields_named('fields')]

    def group(self) -> str:
        """Return the heading of the rows."""
        given = self.text('by').lower() or GROUPS[0]
        if given == 'source' and not self.configuration.sources:
            self.refuse('by', 'configsetting_sources names no source yet; rows are pages')
            return GROUPS[0]
        if given in GROUPS:
            return given
        self.refuse('by', f'{given!r} is not one of {", ".join(GROUPS)}; rows are pages')
        return GROUPS[0]


def setup_sample_directives(app: Sphinx) -> None:
    """Register the directives of samples and of coverage."""
    app.add_directive_to_domain('config', 'sample', SampleDirective)
    app.add_directive_to_domain('config', 'coverage', CoverageDirective)
