"""The anchors that Sphinx makes of the names of objects."""

from __future__ import annotations

import re
import unicodedata

from docutils.nodes import make_id

from ..model.text import collapse


def make_anchor(text: str) -> str:
    """Return an anchor as Sphinx makes it of a name.

    >>> make_anchor('cmdoption---port')
    'cmdoption-port'
    """
    lower = ''.join(make_id(c) if c.islower() and not c.isascii() else c for c in collapse(text))
    plain = unicodedata.normalize('NFKD', lower).encode('ascii', 'ignore').decode()
    bare = re.sub(r'[^a-zA-Z0-9._]+', '-', plain)
    return re.sub(r'^[^a-zA-Z]+|-+$', '', bare)


def old_anchor(kind: str, name: str) -> str:
    """Return the anchor of a name that no pattern of conf.py makes; '' where one does."""
    if kind == 'option':
        return make_anchor(f'cmdoption-{"" if name.startswith(("-", "/")) else "arg-"}{name}')
    usual = f'{kind.replace(":", "-")}-{name}'
    anchor = make_anchor(usual)
    return '' if anchor == usual else anchor
