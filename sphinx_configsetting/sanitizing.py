"""HTML of the author's text for other pages: links lead from there, and nothing runs."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = re.compile(r'[a-z][\w:.-]*')
ADDRESSES: Final = frozenset(
    {'action', 'background', 'cite', 'formaction', 'href', 'poster', 'src'}
)
SCRIPT: Final = re.compile(r'(?i)(?:javascript|vbscript|data:(?!image/))')
IGNORED: Final = re.compile(r'[\x00-\x20]')
"""The characters that browsers skip in the scheme of an address."""
HARMLESS: Final = re.compile(
    r"""[^<>&\x00]*(?:(?:&\w+;|</?(?:code|em|li|ol|p|span|strong|ul)(?: class="[\w -]*")?>)"""
    r"""[^<>&\x00]*)*"""
)
"""The most usual markup, in which nothing needs to be changed."""
DROPPED: Final = frozenset(
    {'iframe', 'math', 'noembed', 'noframes', 'noscript', 'object', 'plaintext', 'script', 'style'}
    | {'svg', 'template', 'textarea', 'title', 'xmp'}
)
"""Elements that run something, or whose content browsers parse in another way."""
DROPPED_TAGS: Final = frozenset({'base', 'embed', 'link', 'meta'})
"""The same without content."""


class Sanitizer(HTMLParser):
    """Writes HTML again, without what a browser would run."""

    def __init__(self, page: str) -> None:
        """Move the addresses of a page.

        :param page: the page's address from the output root.
        """
        super().__init__(convert_charrefs=False)
        self.page = page
        self.parts: list[str] = []
        self.dropped: list[str] = []
        """The elements around the current place that are left out, innermost last."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag, or leave its element out."""
        if tag in DROPPED:
            self.dropped.append(tag)
        else:
            self.write_tag(tag, attrs, '>')

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag that closes itself."""
        if tag not in DROPPED:
            self.write_tag(tag, attrs, ' />')

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element, or go on after one that is left out."""
        if self.dropped and tag == self.dropped[-1]:
            self.dropped.pop()
        elif tag not in DROPPED | DROPPED_TAGS and NAME.fullmatch(tag):
            self.write(f'</{tag}>')

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.write(html.escape(data, quote=False))

    def handle_entityref(self, name: str) -> None:
        """Write a character that has a name."""
        self.write(f'&{name};')

    def handle_charref(self, name: str) -> None:
        """Write a character that has a number."""
        self.write(f'&#{name};')

    def write(self, text: str) -> None:
        """Write HTML, unless the element around it is left out."""
        if not self.dropped:
            self.parts.append(text)

    def write_tag(self, tag: str, attrs: list[tuple[str, str | None]], end: str) -> None:
        """Write a tag with its harmless attributes."""
        if tag not in DROPPED_TAGS and NAME.fullmatch(tag):
            self.write(f'<{tag}{"".join(self.attribute(*one) for one in attrs)}{end}')

    def attribute(self, name: str, value: str | None) -> str:
        """Return an attribute with a blank before it; '' for one that is left out."""
        if not NAME.fullmatch(name) or name.startswith('on') or name == 'srcdoc':
            return ''
        if value is None:
            return f' {name}'
        if name.rpartition(':')[2] in ADDRESSES:
            moved = moved_address(value, self.page)
            if moved is None:
                return ''
            value = moved
        return f' {name}="{html.escape(value, quote=False).replace(chr(34), "&quot;")}"'


def moved_address(address: str, page: str) -> str | None:
    """Return an address of a page as it leads from the output root; None for a script.

    >>> moved_address('../other.html#x', 'folder/page.html')
    'other.html#x'
    """
    if SCRIPT.match(IGNORED.sub('', address)):
        return None
    try:
        if urlsplit(address).scheme or address.startswith('/'):
            return address
        return urljoin(f'/{page}', address).removeprefix('/') or './'
    except ValueError:
        return None


def sanitize(text: str, page: str) -> str:
    """Return HTML of a page whose addresses lead from the output root, and which runs nothing."""
    if HARMLESS.fullmatch(text):
        return text
    sanitizer = Sanitizer(page)
    sanitizer.feed(text)
    sanitizer.close()
    return ''.join(sanitizer.parts)


def data_html(data: Mapping[str, Any], css_class: str = 'configsetting-data') -> str:
    """Return data as a JSON element that no value can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(',', ':'))
    safe = text.replace('<', '\\u003c').replace('>', '\\u003e').replace('&', '\\u0026')
    return f'<script type="application/json" class="{css_class}">{safe}</script>\n'
