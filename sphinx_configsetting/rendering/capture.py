"""The HTML of the author's text, as the builder writes it on the page.

Comments around the text mark it in the page; when Sphinx is about to write the page, the
text between them is kept for the exports, and the comments go. Text that a page presents
itself is written, too, and cut out with its comments.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from ..domain import get_domain
from ..warnings_ import warn_of_unwritten

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

MARK: Final = re.compile(r'<!--configsetting (begin|end) (\S+) (\d+) ([\w-]*) (shown|hidden)-->')
PARAGRAPH: Final = re.compile(r'\A<p[^<>]*>|</p>\Z')
Captured = dict[str, dict[str, str]]
"""HTML by position in the page and by field; that of the body under ''."""


def marked(
    content: list[nodes.Node], docname: str, position: int, field: str, *, hidden: bool
) -> list[nodes.Node]:
    """Return nodes between two comments."""
    place = f'{quote(docname)} {position} {field} {"hidden" if hidden else "shown"}'
    begin, end = (
        nodes.raw('', f'<!--configsetting {word} {place}-->', format='html')
        for word in ('begin', 'end')
    )
    return [begin, *content, end]


def take_marked(html: str) -> tuple[str, dict[str, Captured]]:
    """Return the HTML of a page without comments and hidden text, and the text between them.

    Settings may be nested; hidden text may be within shown text and the other way round.
    """
    found: dict[str, Captured] = {}
    shown: list[str] = []
    open_parts: list[tuple[str, str, str, int, bool]] = []
    hidden = end = 0
    for match in MARK.finditer(html):
        if not hidden:
            shown.append(html[end : match.start()])
        end = match.end()
        word, docname, position, field, visibility = match.groups()
        if word == 'begin':
            open_parts.append((docname, position, field, match.end(), visibility == 'hidden'))
            hidden += visibility == 'hidden'
        elif open_parts:
            docname, position, field, start, is_hidden = open_parts.pop()
            text = MARK.sub('', html[start : match.start()]).strip()
            if field and is_hidden:  # the whole paragraph was hidden
                text = PARAGRAPH.sub('', text)
            captured = found.setdefault(unquote(docname), {})
            captured.setdefault(position, {}).setdefault(field, text)
            hidden -= is_hidden
    return ''.join((*shown, html[end:])), found


def folder_of(app: Sphinx) -> Path:
    """Return the folder of the captured HTML of a builder."""
    return Path(app.doctreedir, f'configsetting-{app.builder.name}')


def file_of(app: Sphinx, docname: str) -> Path:
    """Return the file with the captured HTML of a page."""
    return folder_of(app) / f'{docname}.json'


def capture(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take the marked text out of a page that is about to be written.

    A writing process has no other way than a file to hand the text to the main process.
    """
    if doctree is None or not captures_html(app.builder):
        return
    context['body'], found = take_marked(context['body'])
    if pagename in get_domain(app.env).docs_with('settings'):
        found.setdefault(pagename, {})
    for docname, captured in found.items():
        path = file_of(app, docname)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(captured, ensure_ascii=False), encoding='utf-8')
        except OSError as error:
            warn_of_unwritten(path, error)


def captured_html(app: Sphinx, docname: str) -> Captured | None:
    """Return the captured HTML of a page; None where its file is missing or damaged."""
    try:
        found = json.loads(file_of(app, docname).read_text(encoding='utf-8'))
    except (OSError, ValueError):
        return None
    shapely = isinstance(found, dict) and all(isinstance(one, dict) for one in found.values())
    return found if shapely else None


def captures_html(builder: Builder | None) -> bool:
    """Return whether a builder writes pages whose HTML is exported."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != 'epub'


def setup_capture(app: Sphinx) -> None:
    """Register the capture."""
    # Before other extensions (500), so that none sees the comments.
    app.connect('html-page-context', capture, priority=100)
