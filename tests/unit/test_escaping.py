"""Plain text comes out as the same plain text."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.catalog.kinds import parse_menu
from sphinx_configsetting.catalog.setting import clean
from sphinx_configsetting.rendering.escaping import (
    Rst,
    escape,
    heading,
    join,
    key,
    literal,
    menupath,
    strong,
)

TEXT = st.text(max_size=30) | st.text('*`_|\\:<>[]()#-+=.1aA \t\n"\'', max_size=20)
QUIET = {'report_level': 5, 'halt_level': 5, 'smart_quotes': False}
PLACES = ['{}', '- {}', 'Label: {}', 'a\n\n   {}']


def parse(text, place='{}'):
    return publish_doctree(place.format(text), settings_overrides=QUIET)


def messages(document):
    return list(document.findall(nodes.system_message)) + list(document.findall(nodes.problematic))


@pytest.mark.parametrize('place', PLACES)
@given(TEXT)
def test_escape(place, text):
    if clean(text):
        document = parse(escape(clean(text)), place)
        assert not messages(document)
        (paragraph,) = list(document.findall(nodes.paragraph))[-1:]
        assert paragraph.astext() == place.rpartition('\n')[2].strip('- ').format(clean(text))
        assert all(isinstance(child, nodes.Text) for child in paragraph.children)


@pytest.mark.parametrize('place', PLACES)
@pytest.mark.parametrize(('function', 'cls'), [(literal, nodes.literal), (strong, nodes.strong)])
@given(TEXT)
def test_inline(function, cls, place, text):
    document = parse(function(text), place)
    assert not messages(document)
    assert [node.astext() for node in document.findall(cls)] == [clean(text)] * bool(clean(text))


@given(TEXT)
def test_menupath(text):
    path = clean(' > '.join(parse_menu(' '.join(text.split()))))
    shown = [node.astext() for node in parse(menupath(text)).findall(nodes.strong)]
    assert shown == [path] * bool(path)


def test_key():
    assert key('a.b') == key('.a.b') == literal('.a.b')
    assert key(' ') == ''


@given(st.text('*_ab漢字é ', min_size=1))
def test_heading(text):
    if clean(text):
        document = parse(f'{heading(text, "~")}\nText.')
        assert not messages(document)
        assert document.next_node(nodes.title).astext() == clean(text)


def test_heading_needs_punctuation():
    with pytest.raises(ValueError, match='underline'):
        heading('a', 'ab')


def test_joining_escapes_plain_text():
    assert Rst('*a*') + ' *b*' == r'*a* \*b\*'
    assert join([Rst('*a*'), '*b*'], ' & ') == r'*a* \& \*b\*'
    assert Rst.escape(Rst('*')) == '*'
    assert escape('  a  b\n') == ' a b '
    assert escape(' \n ') == ' '
    assert Rst('*').__html__() == '*'
