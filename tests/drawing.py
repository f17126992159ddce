"""Tables as writers draw them, of any text."""

from __future__ import annotations

import docutils
from docutils.utils import column_width
from hypothesis import strategies as st


def padded(text, width):
    return text + ' ' * (width - column_width(text))


def grid(*rows, spare=1, heads=0):
    """A grid table of rows of cells, each a text of several lines; a lone cell spans all columns."""
    columns = max(len(row) for row in rows)
    split = [[cell.split('\n') for cell in row] for row in rows]
    full = [row for row in split if len(row) == columns]
    wide = [max(column_width(line) for row in full for line in row[n]) + spare + 1 for n in range(columns)]
    if columns > 1:
        lone = [column_width(line) for row in split if len(row) == 1 for line in row[0]]
        wide[-1] += max(0, max(lone, default=0) + spare + 1 - sum(wide) - columns + 1)
    rule = '+' + '+'.join('-' * width for width in wide) + '+'
    lines = [rule]
    for number, row in enumerate(split, 1):
        widths = wide if len(row) == columns else [sum(wide) + columns - 1]
        for n in range(max(map(len, row))):
            cells = [cell[n] if n < len(cell) else '' for cell in row]
            lines.append('|' + '|'.join(' ' + padded(c, w - 1) for c, w in zip(cells, widths, strict=True)) + '|')
        lines.append(rule.replace('-', '=') if number == heads else rule)
    return '\n'.join(lines)


def list_table(*rows, options=''):
    """The same as a ``list-table``."""
    lines = ['.. list-table::', *(f'   {line}' for line in options.splitlines()), '']
    for row in rows:
        for n, cell in enumerate(row):
            first, *rest = cell.split('\n')
            lines.append(f'   {"* -" if n == 0 else "  -"} {first}'.rstrip())
            lines += [f'       {line}'.rstrip() for line in rest]
    return '\n'.join(lines)


WORDS = ['node', 'cluster', 'Größe', '表格', '设置', 'naïve', 'it’s', '“so”', 'a|b', 'x+y', 'C:\\\\temp', '`manual <https://e.example/a>`__', '**bold**', '*soft*', '``code``', ':doc:`guide </index>`', '|today|']
if docutils.__version_info__ >= (0, 22):
    WORDS.append('e\u0301tat')  # older ones refuse tables with combining characters
word = st.sampled_from(WORDS)


@st.composite
def sentence(draw):
    words = draw(st.lists(word, min_size=2, max_size=9))
    return f'Word{draw(st.integers(0, 99999))} {" ".join(words)} end.'


def wrapped(text, width):
    """A text in lines of about a width."""
    lines = ['']
    for part in text.split(' '):
        lines[-1:] = [f'{lines[-1]} {part}'.strip()] if column_width(lines[-1]) + len(part) < width else [lines[-1], part]
    return '\n'.join(line for line in lines if line)


def indented(text, depth=2):
    return '\n'.join(' ' * depth + line if line else '' for line in text.split('\n'))


@st.composite
def paragraph(draw, width):
    return wrapped(' '.join(draw(st.lists(sentence(), min_size=1, max_size=3))), width)


@st.composite
def bullets(draw, width, depth=0):
    items = []
    for _ in range(draw(st.integers(1, 3))):
        item = draw(paragraph(width))
        if depth < 2 and draw(st.integers(0, 3)) == 0:
            item += '\n\n' + draw(bullets(width, depth + 1))
        items.append(f'- {indented(item)[2:]}')
    return draw(st.sampled_from(['\n', '\n\n'])).join(items)


@st.composite
def special(draw, width):
    text = draw(paragraph(width))
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return f'.. note::\n\n{indented(text, 3)}'
    if kind == 1:
        return f'{draw(paragraph(width))}::\n\n   key = 1\n\n     more'.replace('.::', '. So::')
    if kind == 2:
        return f'1. {indented(text, 3)[3:]}\n2. second'
    if kind == 3:
        return f'term\n{indented(text)}'
    return f'- **true**: {indented(text)[2:]}\n- **false**: **(Default)** {indented(draw(paragraph(width)))[2:]}'


@st.composite
def prose(draw):
    """A description of several blocks."""
    width = draw(st.integers(1, 70))
    blocks = st.one_of(paragraph(width), bullets(width), special(width))
    return '\n\n'.join([draw(paragraph(width)), *draw(st.lists(blocks, max_size=3))])
