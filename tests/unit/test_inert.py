"""Links to scripts, and the text of HTML."""

from __future__ import annotations

import pytest

from sphinx_configsetting.inert import is_script_link, text_of_html


@pytest.mark.parametrize(
    ('uri', 'is_script'),
    [
        ('javascript:x', True), ('JavaScript:x', True), ('java\nscript:x', True), (' \x01javascript:x', True),
        ('data:text/html,x', True), ('vbscript:x', True), ('https://javascript.example', False), ('#javascript:', False), ('', False),
    ],
)  # fmt: skip
def test_script_links(uri, is_script):
    assert is_script_link(uri) is is_script


@pytest.mark.parametrize(
    ('html', 'text'),
    [
        ('<p class="x">A <i>b</i></p>', 'A b'),
        ('a<style>b</style>c', 'ac'),
        ('</script>a<script>b', 'a'),
        ('a <!-- b --> &amp; c', 'a & c'),
        ('', ''),
    ],
)
def test_text_of_html(html, text):
    assert text_of_html(html) == text
