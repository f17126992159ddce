"""The text between the marks of a page."""

from __future__ import annotations

from sphinx_configsetting.rendering.capture import take_marked


def mark(word, place='x 0 description shown'):
    return f'<!--configsetting {word} {place}-->'


def test_shown_and_hidden_text():
    html = f'a{mark("begin")}<b>b</b>{mark("end")}c{mark("begin", "x 0 type hidden")}<p class="k">d</p>{mark("end", "x 0 type hidden")}e'
    assert take_marked(html) == ('a<b>b</b>ce', {'x': {'0': {'description': '<b>b</b>', 'type': 'd'}}})


def test_a_mark_whose_beginning_another_extension_took_away():
    assert take_marked(f'a{mark("end")}b') == ('ab', {})
