"""Markup without what a browser would run: script links and HTML as it was typed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT: Final = re.compile('(javascript|vbscript|data):', re.IGNORECASE)
IGNORED: Final = re.compile(r'[\x00-\x20]+')
"""What browsers skip in the scheme of a link (WHATWG URL Standard, basic URL parser)."""
UNSEEN: Final = frozenset({'script', 'style', 'template', 'noscript', 'iframe', 'object'})
"""The elements whose text is not shown."""


def is_script_link(uri: str) -> bool:
    """Tell whether a browser would run a link.

    >>> is_script_link(' JavaScript:alert(1)')
    True
    """
    return bool(SCRIPT.match(IGNORED.sub('', uri)))


def unlink_scripts(root: nodes.Element) -> Iterator[str]:
    """Replace links that a browser would run by their texts; yield their targets."""
    for reference in list(root.findall(nodes.reference)):
        if is_script_link(reference.get('refuri', '')):
            yield reference['refuri']
            reference.parent.replace(reference, reference.children)


def without_raw(root: nodes.Element) -> None:
    """Replace what is raw for a writer by the text that a reader of HTML sees of it."""
    for raw in list(root.findall(nodes.raw)):
        text = text_of_html(raw.astext()) if 'html' in raw['format'].split() else ''
        if isinstance(raw.parent, nodes.TextElement):
            raw.parent.replace(raw, nodes.Text(text))
        else:
            raw.parent.replace(raw, [nodes.paragraph(text, text)] if text else [])


class _Reader(HTMLParser):
    """Collects the text that a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - (tag in UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.seen.append(data)


def text_of_html(html: str) -> str:
    """Return the text that a reader sees of HTML.

    >>> text_of_html('<p>a &lt; <b>b</b><script>c</script></p>')
    'a < b'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return ' '.join(''.join(reader.seen).split())
