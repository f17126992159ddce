"""Plain text goes through reStructuredText and comes out as it was."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from sphinx_configsetting.model.field_types import Menu
from sphinx_configsetting.model.text import clean, collapse
from sphinx_configsetting.templating.filters import (
    BREAKS,
    SLOT,
    Rst,
    concatenated,
    escape,
    heading,
    join,
    key,
    literal,
    menupath,
    slot,
    strong,
)

TEXTS = (st.text(max_size=20) | st.text('*`_|\\:<>[]()#-+=.1aA "\'\u201c\u200b\u00a0\u3000\n', max_size=20)).map(lambda text: collapse(BREAKS.sub(' ', clean(text))).strip()).filter(bool)
PLACES = {
    'start': ('{}', ''),
    'bullet': ('- {}', ''),
    'label': ('Label: {}', 'Label: '),
    'cell': ('.. list-table::\n\n   * - x\n     - - {}', ''),
}
QUIET = {'report_level': 5, 'halt_level': 5, 'warning_stream': False}
FORMS = {
    'literal': (literal, nodes.literal, clean),
    'strong': (strong, nodes.strong, clean),
    'key': (key, nodes.literal, lambda text: f'.{bare}' if (bare := text.lstrip('. ').strip()) else ''),
    'menupath': (menupath, nodes.strong, lambda text: ' > '.join(Menu().parse(collapse(text))).strip()),
}


def parsed(text):
    document = publish_doctree(str(text), settings_overrides=QUIET)
    faults = [n.astext() for n in document.findall() if isinstance(n, (nodes.system_message, nodes.problematic))]
    assert not faults
    return document


def examples(function):
    for text in ['--------', '1.', 'a::', '.. x::', '|a|', 'a_', ':a: b', '>>> a', '\\', '\u200b*a*', '::', '__', '.\u30000']:
        function = example(text)(function)
    return function


@pytest.mark.parametrize('place', PLACES)
@examples
@given(text=TEXTS)
def test_escape(place, text):
    template, label = PLACES[place]
    paragraph = list(parsed(template.format(escape(text))).findall(nodes.paragraph))[-1]
    assert paragraph.astext() == label + text
    assert {type(child) for child in paragraph.children} == {nodes.Text}


@pytest.mark.parametrize('place', PLACES)
@pytest.mark.parametrize('form', FORMS)
@examples
@given(text=TEXTS)
def test_inline(form, place, text):
    function, cls, expected = FORMS[form]
    template, label = PLACES[place]
    document = parsed(template.format(function(text)))
    shown = clean(expected(text))
    assert [n.astext() for n in document.findall(cls)] == [shown] * bool(shown)
    if shown:
        (node,) = document.findall(cls)
        assert node.parent.astext().strip() == label + shown


@pytest.mark.parametrize('function', [literal, strong, menupath, key])
@pytest.mark.parametrize('text', ['', ' ', '\x00'])
def test_nothing_stays_nothing(function, text):
    assert function(text).strip() == ''


@pytest.mark.parametrize('form', [literal, strong])
def test_inline_within_a_word(form):
    (paragraph,) = parsed(f'a{form("b")}c').findall(nodes.paragraph)
    assert paragraph.astext() == 'abc'


@pytest.mark.parametrize('character', '-=~^"\'*+#.`_:')
@given(text=TEXTS)
@example('\u6f22\u5b57')
@example('-')
def test_heading(character, text):
    document = parsed(f'Text.\n\n{heading(text, character)}\nText.')
    (section,) = document.findall(nodes.section)
    assert section[0].astext() == text
    assert section[1].astext() == 'Text.'


@pytest.mark.parametrize('character', ['', 'ab', 'a', ' ', '\u2014'])
def test_heading_needs_punctuation(character):
    with pytest.raises(ValueError, match='cannot underline'):
        heading('a', character)


def test_what_is_joined_with_markup_is_escaped():
    assert Rst('*a*') + '*b*' == r'*a*\*b\*'
    assert '*b*' + Rst('*a*') == r'\*b\**a*'
    assert Rst('%s|%s') % ('*', Rst('*')) == r'\*|*'
    assert Rst('{}|{}').format('*', Rst('*')) == r'\*|*'
    assert join(['*', Rst('*')], '|') == r'\*\|*'
    assert join([1, 2]) == '12'
    for made in (Rst('a') + 'b', join('ab'), escape('a'), literal('a'), escape(Markup('<b>')), Rst('a').__html__()):
        assert type(made) is Rst


def test_markup_is_not_escaped_again():
    assert escape(Markup('*a*')) == '*a*'
    assert Rst.escape(Rst('*a*')) == '*a*'
    assert Rst.escape('*a*') == r'\*a\*'


@pytest.mark.parametrize(('text', 'escaped'), [(' a  b\n', ' a b '), (' ', ' '), ('', ''), (3, '3')])
def test_blanks(text, escaped):
    assert escape(text) == escaped


@pytest.mark.parametrize('name', ['', 'environment', 'log_level', 'cli-flag', '\ufdd0'])
def test_slot(name):
    match = SLOT.fullmatch(slot(name))
    assert (match[1] if match else None) == (name if name != '\ufdd0' else None)
    assert SLOT.search(escape(slot(name).__str__())) is None or type(slot(name)) is Rst


def test_blanks_of_the_author_stay_in_values():
    (node,) = parsed(literal('a\u00a0\u00a0b\u3000c  d')).findall(nodes.literal)
    assert node.astext() == 'a\u00a0\u00a0b\u3000c d'


def test_concatenation():
    assert concatenated(['*', 1]) == '*1'
    assert type(concatenated(['*', 1])) is str
    assert concatenated(['*', Rst('*')]) == r'\**'
