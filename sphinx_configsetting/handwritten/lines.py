"""The text of a paragraph, and what of it is code or bold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

SILENT: Final = (
    nodes.Invisible,
    nodes.footnote_reference,
    nodes.image,
    nodes.raw,
    nodes.substitution_reference,
)
"""What is no part of a sentence."""


class Span(NamedTuple):
    """A part of a text."""

    start: int
    end: int
    code: bool
    """Whether it is code, or else bold."""


class Line(NamedTuple):
    """A paragraph, or the rest of one."""

    text: str
    spans: tuple[Span, ...]
    source: str
    """The file; '' where it is not known."""
    line: int
    """Where the text starts in that file, from 1; 0 where it is not known."""

    def part(self, start: int, end: int) -> Line:
        """Return a part of the text."""
        spans = tuple(
            Span(max(span.start - start, 0), min(span.end, end) - start, span.code)
            for span in self.spans
            if span.end > start and span.start < end
        )
        line = self.line and self.line + self.text.count('\n', 0, start)
        return self._replace(text=self.text[start:end], spans=spans, line=line)

    def spelled(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]

    @property
    def code(self) -> list[Span]:
        """What is code."""
        return [span for span in self.spans if span.code]


def line_of(element: nodes.Element) -> Line:
    """Return what an element with text shows."""
    text, spans = '', []
    for piece, style in pieces(element, None):
        if isinstance(style, (nodes.literal, nodes.strong)):
            spans.append(Span(len(text), len(text) + len(piece), isinstance(style, nodes.literal)))
        text += piece
    owner = element
    while not owner.line and isinstance(owner.parent, nodes.Element):
        owner = owner.parent
    return Line(
        text=text, spans=tuple(spans), source=str(owner.source or ''), line=owner.line or 0
    )


def pieces(node: nodes.Node, style: nodes.Node | None) -> Iterator[tuple[str, nodes.Node | None]]:
    """Yield the texts in a node, each with the code or bold node that it stands in."""
    if isinstance(node, nodes.Text):
        yield node.astext(), style
    elif isinstance(node, (nodes.literal, nodes.strong)):
        yield node.astext(), node
    elif not isinstance(node, SILENT):
        for child in node.children:
            yield from pieces(child, style)
