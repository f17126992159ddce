"""Sample files in pages, and the files to download."""

from __future__ import annotations

import shutil
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from sphinx import addnodes
from sphinx.locale import get_translation

from ..domain import get_domain
from ..export import ConfigSettingsBuilder, write_if_changed
from ..query.selection import select
from ..rendering.capture import captures_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..comparison.samples import SamplePiece
    from ..domain import ConfigDomain
    from ..model.setting import Setting
    from ..query.selection import Listing
    from ..rendering.copies import Copier

_ = get_translation('sphinx_configsetting')
LEXERS: Final = {'json': 'json', 'yaml': 'yaml', 'toml': 'toml', 'env': 'bash'}
"""The lexers of Pygments by syntax."""
FOLDER: Final = 'configsetting'
"""The folder of sample files within that of downloads."""
STRUCK: Final = {'s': 's1'}
"""Classes that docutils would make elements of, here strike-through, and like ones."""


class SampleRenderer:
    """Renders one sample file."""

    def __init__(
        self, domain: ConfigDomain, copier: Copier, record: Listing, found: list[Setting]
    ) -> None:
        """Prepare the text."""
        self.domain, self.copier, self.record = domain, copier, record
        self.pieces = pieces_of_sample(domain, record, found)
        self.by_id = {one.id: one for one in reversed(found)}
        self.lexer = LEXERS[record.syntax]

    @cached_property
    def text(self) -> str:
        """The text of the file, without the last line end."""
        return ''.join(piece.text for piece in self.pieces).rstrip('\n')

    def content(self, frame: nodes.Element) -> list[nodes.Node]:
        """Return the sample as a literal block.

        :param frame: an empty literal block, or a container with a caption and one.
        """
        block = next(frame.findall(nodes.literal_block))
        block['language'] = self.lexer
        if self.copier.builder.format != 'html':
            block.rawsource, block['force'] = self.text, True
            block += nodes.Text(self.text)
            return [frame]
        block['classes'].append('configsetting-sample')
        block += list(self.linked())
        # The element around it has the classes by which styles and copy buttons find code.
        inner = nodes.container('', classes=['highlight'])
        outer = nodes.container('', inner, classes=[f'highlight-{self.lexer}', 'notranslate'])
        if block is frame:
            inner += block
            return [outer, *self.download()]
        block.parent.replace(block, outer)
        inner += block
        return [frame, *self.download()]

    def linked(self) -> Iterator[nodes.Node]:
        """Yield the text in colors, with links from names to settings."""
        spot, classes = 0, classes_of(self.text, self.lexer)
        for piece in self.pieces:
            text = piece.text[: max(len(self.text) - spot, 0)]
            colored = colored_nodes(text, classes[spot : spot + len(text)])
            shown = self.by_id.get(piece.setting.extra['setting']) if piece.setting else None
            yield from [self.copier.link(shown, colored)] if shown and text else colored
            spot += len(text)

    def download(self) -> list[nodes.Node]:
        """Return the link to the file; none for builders without downloads."""
        file = sample_files(self.domain, self.record.docname).get(listing_place(self.record), '')
        if not file or not has_downloads(self.copier.builder):
            return []
        text = _('Download {file}').format(file=self.record.file)
        link = addnodes.download_reference('', text, filename=file, reftarget=file)
        return [nodes.paragraph('', '', link, classes=['configsetting-download'])]


def pieces_of_sample(
    domain: ConfigDomain, record: Listing, found: list[Setting]
) -> list[SamplePiece]:
    """Return the text of a sample in pieces."""
    from ..comparison.documentation import documentation_from  # noqa: PLC0415
    from ..comparison.documented_product import documented_source  # noqa: PLC0415 (seldom needed)
    from ..comparison.samples import sample_pieces  # noqa: PLC0415

    source = documented_source(documentation_from(found, domain.fields), {})
    return sample_pieces(source.settings, record.syntax, write_defaults=record.defaults)


def classes_of(text: str, lexer: str) -> list[str]:
    """Return the class of the color of each character, as Pygments' style sheets have it."""
    found: list[str] = []
    for token, part in get_lexer_by_name(lexer, stripnl=False, ensurenl=False).get_tokens(text):
        found += [class_of(token)] * len(part)
    return found


def class_of(token: Any) -> str:
    """Return the class of a token, or of the nearest kind that has one."""
    kinds = reversed(token.split())
    name = next(STANDARD_TYPES[kind] for kind in kinds if kind in STANDARD_TYPES)
    return STRUCK.get(name, name)


def colored_nodes(text: str, classes: list[str]) -> list[nodes.Node]:
    """Return a text as inline nodes, one for each run of a color."""
    found: list[nodes.Node] = []
    for name, run in groupby(range(len(text)), classes.__getitem__):
        spots = list(run)
        part = text[spots[0] : spots[-1] + 1]
        found.append(nodes.inline(part, part, classes=[name]) if name else nodes.Text(part))
    return found


def has_downloads(builder: Builder) -> bool:
    """Return whether a builder writes pages with files to download."""
    return captures_html(builder) and not isinstance(builder, ConfigSettingsBuilder)


def listing_place(record: Listing) -> tuple[str, int]:
    """Return the place of a listing, which is the same in all copies."""
    return record.source, record.line


def sample_files(domain: ConfigDomain, docname: str) -> dict[tuple[str, int], str]:
    """Return the files of the samples of a page by place, from the folder of downloads."""
    found: dict[tuple[str, int], str] = {}
    for record in samples_of(domain, docname):
        path, number = f'{FOLDER}/{docname}/{record.file}', 2
        while path in found.values():
            path, number = f'{FOLDER}/{docname}/{number}/{record.file}', number + 1
        found[listing_place(record)] = path
    return found


def samples_of(domain: ConfigDomain, docname: str) -> list[Listing]:
    """Return the samples of a page that show any setting."""
    listings = domain.listings_of(docname)
    return [one for one in listings if one.syntax and select(one, domain.settings)]


def write_samples(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of all samples, and remove those of samples that are gone."""
    if exception or not has_downloads(app.builder):
        return
    domain, root = get_domain(app.env), Path(app.outdir, '_downloads')
    written: set[Path] = set()
    for docname in sorted(domain.docs_with('listings')):
        files = sample_files(domain, docname)
        for record in samples_of(domain, docname):
            path = root / files[listing_place(record)]
            pieces = pieces_of_sample(domain, record, select(record, domain.settings))
            path.parent.mkdir(parents=True, exist_ok=True)
            write_if_changed(path, ''.join(piece.text for piece in pieces))
            written.add(path)
    remove_others(root / FOLDER, written)


def remove_others(folder: Path, written: set[Path]) -> None:
    """Remove the files of a folder that a build has not written, and empty folders."""
    if not written:
        shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(folder.rglob('*'), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in written:
            path.unlink()
