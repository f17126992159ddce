"""Text of templates as nodes, and the filling of slots."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from project import build
from sphinx import addnodes
from sphinx.util.docutils import new_document, sphinx_domains

from sphinx_configsetting.templating.filters import slot
from sphinx_configsetting.templating.parsing import Slot, instantiate, parse_rst, unwrapped


@pytest.fixture(scope='module')
def settings(tmp_path_factory):
    """The settings of a page, with what transforms of Sphinx ask for."""
    site = build(tmp_path_factory.mktemp('page'), {'index.rst': 'T\n=\n'})
    site.app.env.prepare_settings('index')
    with sphinx_domains(site.app.env):
        found = get_default_settings(Parser)
        found.env = site.app.env
        yield found


def parse(text, settings):
    return parse_rst(text, settings, 'my.rst.jinja')


def test_files_included_when_pages_are_written(settings, tmp_path):
    (tmp_path / 'part.txt').write_text('Part.\n')
    written = settings.copy()
    written.record_dependencies = None  # as in doctrees
    assert 'Part.' in parse_rst(f'.. include:: {tmp_path}/part.txt\n', written, str(tmp_path / 'my.rst.jinja')).root.astext()


def test_blocks_and_messages(settings):
    root, messages = parse('Text *a*.\n\n- one\n', settings)
    assert [type(node) for node in root] == [nodes.paragraph, nodes.bullet_list]
    assert messages == []
    assert root[0]['translatable'] is False
    _root, messages = parse('Fine.\n\nA **b\n\n.. nope::\n', settings)
    assert [line for _message, line in messages][:1] == [3]
    assert len(messages) == 2


def test_headings_are_rubrics(settings):
    root, _messages = parse('A\n=\n\nText.\n\nB\n-\n\nMore.\n', settings)
    assert [type(node) for node in root] == [nodes.rubric, nodes.paragraph] * 2
    assert [node.astext() for node in root] == ['A', 'Text.', 'B', 'More.']


@pytest.mark.parametrize(
    ('text', 'shown'),
    [
        ('See `here`_.', 'See here.'),
        ('See app_.', 'See app_.'),
        ('See [1]_ and [CIT]_.', 'See [1] and [CIT].'),
        ('See |sub|.', 'See sub.'),
        ('.. contents::', ''),
    ],
)
def test_nothing_refers_to_what_the_template_cannot_define(settings, text, shown):
    root, _messages = parse(text, settings)
    assert root.astext() == shown
    assert not [n for n in root.findall(nodes.Element) if isinstance(n, (nodes.system_message, nodes.pending, nodes.problematic))]


def test_links_and_roles_stay(settings):
    root, messages = parse('`a <https://a.example>`__ :ref:`b`', settings)
    assert messages == []
    assert [node['refuri'] for node in root.findall(nodes.reference)] == ['https://a.example']
    (reference,) = root.findall(addnodes.pending_xref)
    assert 'refdoc' not in reference


def line(text):
    return Slot(lambda: [nodes.Text(text)])


def blocks(*texts):
    return Slot(lambda: [nodes.paragraph('', text) for text in texts], block=True)


SLOTS = {'a': line('one'), 'b': blocks('first', 'second'), 'none': blocks(), 'list': Slot(lambda: [nodes.bullet_list()], block=True)}


@pytest.mark.parametrize(
    ('text', 'shown'),
    [
        (f'Text {slot("a")}.', ['paragraph: Text one.']),
        (f'{slot("a")}', ['paragraph: one']),
        (f'{slot("b")}', ['paragraph: first', 'paragraph: second']),
        (f'Text {slot("b")} end.', ['paragraph: Text first end.', 'paragraph: second']),
        (f'Text {slot("none")} end.', ['paragraph: Text  end.']),
        (f'{slot("none")}', []),
        (f'{slot("list")} {slot("list")}', ['paragraph:  ', 'bullet_list: ', 'bullet_list: ']),
        (f'``{slot("b")}`` {slot("a")}', ['paragraph: firstsecond one']),
        (f'- {slot("b")}', ['bullet_list: first\n\nsecond']),
        (f':Label: {slot("a")}', ['field_list: Label\n\none']),
        (f'{slot("a")}{slot("a")}', ['paragraph: oneone']),
    ],
)
def test_filling(settings, text, shown):
    root, messages = parse(text, settings)
    assert messages == []
    document = new_document('x', settings)
    found = instantiate(root, SLOTS, document)
    assert [f'{node.tagname}: {node.astext()}' for node in found] == shown
    again = instantiate(root, SLOTS, document)
    assert not {id(node) for node in found} & {id(node) for node in again}
    assert all(node.document is document for node in found if isinstance(node, nodes.Element) and node.tagname == 'bullet_list' and len(node))


def test_blocks_that_begin_within_a_line():
    found = unwrapped([nodes.bullet_list(), nodes.paragraph('', 'a')])
    assert [node.tagname for node in found] == ['bullet_list', 'paragraph']
