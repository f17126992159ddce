"""HTML of authors without anything that runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.sanitizing import Sanitizer, sanitize


@pytest.mark.parametrize(
    ('text', 'left'),
    [
        ('<p>a &amp; b &#64; "c" it\'s</p><br /><hr>', '<p>a &amp; b &#64; "c" it\'s</p><br /><hr>'),
        ('<a title="&lt;i onload=1&gt;">x</a>', '<a title="&lt;i onload=1&gt;">x</a>'),
        ('<a title=\'"\' disabled>x</a>', '<a title="&quot;" disabled>x</a>'),
        ('<a href="../b.html#x">x</a>', '<a href="b.html#x">x</a>'),
        ('<a href="/b.html">x</a><a href="https://e.example/?a&amp;b">y</a>', '<a href="/b.html">x</a><a href="https://e.example/?a&amp;b">y</a>'),
        ('<a href="..">x</a>', '<a href="./">x</a>'),
        ('<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'),
        ('<a href="java&#9;script:pwned">x</a>', '<a>x</a>'),
        ('<a href="&#1; JavaScript:pwned">x</a>', '<a>x</a>'),
        ('<button formaction="vbscript:pwned">x</button>', '<button>x</button>'),
        ('<use xlink:href="data:text/html,pwned">x</use>', '<use>x</use>'),
        ('<a href="http://[x">x</a>', '<a>x</a>'),
        ('<img/onerror=pwned>', '<img>'),
        ('<img src=x ONERROR = "pwned" />', '<img src="d/x" />'),
        ('<p srcdoc="x" "onclick=1>x</p>', '<p>x</p>'),
        ('<x"y>x</x"y>', 'x'),
        ('a<svg onload=pwned><svg><a>x</a></svg>y</svg>b', 'ab'),
        ('a<svg/>b<!-- x -->c<?x?>d', 'abcd'),
        ('a<script>pwned', 'a'),
        ('a</script></svg>b', 'ab'),
        ('a<meta http-equiv="refresh" content="0"><base href="x"/><embed src="x">b</embed>c', 'abc'),
        ('a < b', 'a &lt; b'),
    ],
)
def test_sanitized(text, left):
    assert sanitize(text, 'd/p.html') == left


PIECES = ['<p>', '</p>', '<code class="docutils literal">', '</code>', '<strong onclick="x">', '<p class="a" id="b">', '<P>', '<br>']
PIECES += ['&amp;', '&#39;', '&', '<', '>', '"', "'", 'Words.\n', '\x00', '<p class="\'">', '<a href="x">', '<script>', '<!-- x -->', '<em/>', '<li >']


@pytest.mark.parametrize('first', ['', *PIECES])
def test_each_piece_of_markup_is_left_as_the_parser_leaves_it(first):
    for second in PIECES:
        test_usual_markup_is_left_as_the_parser_leaves_it.hypothesis.inner_test(first + second)


@given(st.lists(st.sampled_from(PIECES)).map(''.join))
def test_usual_markup_is_left_as_the_parser_leaves_it(text):
    sanitizer = Sanitizer('page.html')
    sanitizer.feed(text)
    sanitizer.close()
    assert sanitize(text, 'page.html') == ''.join(sanitizer.parts)
