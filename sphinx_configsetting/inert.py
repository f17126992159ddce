"""Markup without what a browser would run: script links and HTML as it was typed."""

from __future__ import annotations

import re
from typing import Final

from docutils import nodes
from markupsafe import Markup

SCRIPT: Final = '(?i)(javascript|vbscript|data):'
IGNORED: Final = r'[\x00-\x20]+'
"""What browsers skip in the scheme of a link (WHATWG URL Standard, basic URL parser)."""
UNSEEN: Final = r'(?is)<(script|style)\b.*?(</\1\s*>|\Z)'
"""The elements of HTML whose text is not shown."""


def is_script_link(uri: str) -> bool:
    """Tell whether a browser would run a link.

    >>> is_script_link(' JavaScript:alert(1)')
    True
    """
    return bool(re.match(SCRIPT, re.sub(IGNORED, '', uri)))


def unlink_scripts(root: nodes.Element) -> list[str]:
    """Replace links that a browser would run by their texts; return their targets."""
    scripts = [
        one for one in root.findall(nodes.reference) if is_script_link(one.get('refuri', ''))
    ]
    for reference in scripts:
        reference.parent.replace(reference, reference.children)
    return [reference['refuri'] for reference in scripts]


def replace_raw(root: nodes.Element) -> None:
    """Replace what is raw for a writer by the text that a reader of HTML sees of it."""
    for raw in list(root.findall(nodes.raw)):
        text = text_of_html(raw.astext()) if 'html' in raw['format'].split() else ''
        if isinstance(raw.parent, nodes.TextElement):
            raw.parent.replace(raw, nodes.Text(text))
        else:
            raw.parent.replace(raw, [nodes.paragraph(text, text)] if text else [])


def text_of_html(html: str) -> str:
    """Return the text that a reader sees of HTML.

    >>> text_of_html('<p>a &lt; <b>b</b><script>c</script></p>')
    'a < b'
    """
    return Markup(re.sub(UNSEEN, '', html)).striptags()
