"""The lines of a page that are markup."""

from __future__ import annotations

import pytest

from sphinx_configsetting.conversion.live_lines import live_lines, live_markdown_lines


@pytest.mark.parametrize(
    ('text', 'live'),
    [
        ('Text::\n\n   code\n\nText', '110' '11'),
        ('.. code-block:: rst\n\n   code\nText', '1001'),
        ('.. note:: Text\n\n   text', '111'),
        ('.. a comment\n   more\n.. _target:\n..', '1010'),
        ('Text\n\n.. a comment\n   more\n\nText', '110011'),
    ],
)  # fmt: skip
def test_rst(text, live):
    found = ''.join(str(int(one)) for one in live_lines(text.split('\n')))
    lines = text.split('\n')
    assert [f for f, line in zip(found, lines, strict=True) if line] == [one for one, line in zip(live, lines, strict=True) if line]


@pytest.mark.parametrize(
    ('text', 'live'),
    [
        ('```\ncode\n```\ntext', '1001'),
        ('```{note}\ntext\n```\ntext', '1111'),
        (':::{note}\n```python\n:::\n```\n:::\ntext', '110011'),
        ('````{code-block}\n```\n````\ntext', '1001'),
    ],
)
def test_markdown(text, live):
    assert ''.join(str(int(one)) for one in live_markdown_lines(text.split('\n'))) == live


def test_many_lines_of_code_in_markdown():
    assert not any(live_markdown_lines(['    x', ''] * 50_000)[::2])


def test_code_by_indentation_in_markdown():
    lines = ['Text', '    goes on', '', '    code', '    code', '', '- item', '', '    text', '', '        code', 'Text']
    assert [line for line, live in zip(lines, live_markdown_lines(lines), strict=True) if not live] == ['    code', '    code', '        code']
