"""Pages as settings and sections, read without Sphinx."""

from __future__ import annotations

import sys
import time

import docutils
import pytest

from sphinx_configsetting.handwritten.document import (
    INCLUDED,
    MissingParserError,
    PageReader,
)
from sphinx_configsetting.handwritten.facts import FactReader
from sphinx_configsetting.handwritten.placement import Placer
from sphinx_configsetting.model.fields import Fields

FIELDS = Fields()
READER = PageReader(FIELDS)
FACTS = FactReader(FIELDS)
FAULT = 1 if docutils.__version_info__ >= (0, 22) else 0
"""The line of a table that docutils refuses, from 0: the faulty one, or the first with old versions."""


def places(text, name='p.rst'):
    return Placer(FACTS).place_all(READER.page(text, name).candidates)


def owned(text, name='p.rst'):
    return [(p.setting.id, p.section[0].astext() if p.section is not None else None) for p in places(text, name)]


SETTING = '.. config:setting:: web-port\n   :configjson: .Web.Port\n   :default: 80\n\n   Text: here.\n'


@pytest.mark.parametrize(
    ('text', 'section'),
    [
        (f'{SETTING}\nPort\n----\n\nText.', 'Port'),
        (f'Port\n----\n\n{SETTING}\nText.', 'Port'),
        (f'Port\n----\n\nText.\n\n{SETTING}\nMore.', None),
        (f'{SETTING}\nDatabase\n--------\n\nText, ``.Web.Port = 1``.', None),
        (f'{SETTING}\nDatabase\n--------\n\nConfig setting: ``.Web.Port``', 'Database'),
        (f'{SETTING}\n.. comment\n\n.. _target:\n\n.. config:setting:: other\n\nPort\n----\n', 'Port'),
        (f'{SETTING}\nText.\n\nPort\n----\n', None),
        (f'A\n=\n\nB\n-\n\nText.\n\n{SETTING}\nPort\n====\n', 'Port'),
        ('.. note::\n\n' + ''.join(f'   {line}\n' for line in SETTING.split('\n')) + '\nPort\n----\n', None),
    ],
)
def test_the_section_of_a_setting(text, section):
    assert owned(text)[0] == ('web-port', section)


def test_a_section_of_another_setting():
    (place,) = places(f'{SETTING}\nHost\n----\n\nConfig setting: ``.Web.Host``')
    assert (place.section, place.foreign[0].astext()) == (None, 'Host')


def test_conditions_are_read_as_in_builds():
    lines = SETTING.replace('\n', '\n   ')
    assert owned(f'.. only:: html\n\n   {lines}\n\nPort\n----\n\nText.') == [('web-port', 'Port')]
    assert owned(f'Port\n----\n\n.. only:: html\n\n   {lines}\n\nText.') == [('web-port', 'Port')]
    assert owned(f'Port\n----\n\n.. only:: html\n\n   Text.\n\n   {lines}\n\nText.') == [('web-port', None)]
    for name in ('note', 'dropdown'):
        assert owned(f'.. {name}::\n\n   {lines}\n\nPort\n----\n\nText.') == [('web-port', None)]
    assert owned(f'{SETTING.replace("   :d", "   :no-typesetting:" + chr(10) + "   :d", 1)}\nPort\n----\n') == [('web-port', None)]


@pytest.mark.parametrize('heading', ['Web', 'Web port', 'Port (all)'])
def test_words_of_a_name_are_a_group_with_other_settings(heading):
    named = SETTING.replace('   :config', '   :displayname: Web port\n   :config')
    text = f'{named}\n{heading}\n----------\n\nText.\n'
    assert owned(text) == [('web-port', heading)]
    group = owned(f'{text}\n.. config:setting:: other\n')
    assert group == [('web-port', None if heading == 'Web' else heading), ('other', None)]
    inside = owned(f'{heading}\n----------\n\n{named}\nText.\n')
    assert inside == [('web-port', heading)]


def test_options():
    (place,) = places('T\n=\n\n.. config:setting:: a b\n   c\n   :default: 1\n     2\n   :default: 3\n   :description: x\n   :none: y\n')
    assert (place.setting.id, place.setting.text('default'), place.setting.line) == ('a b', '1\n2', 4)
    assert place.setting.facts.keys() == {'default'}


def test_unknown_markup_is_shown_as_it_says():
    text = (
        '.. tab-set::\n   :a: b\n\n   .. tab-item:: One\n\n      See :doc:`the page <x>`, :envvar:`APP_A`.\n\n'
        '.. py:function:: f\n\n   Text of an object.\n\n.. code-block:: yaml\n   :caption: c\n\n   *code*: 1\n\n'
        '.. raw:: html\n   :file: /etc/passwd\n\n.. include:: /etc/passwd\n\n.. math::\n   :label: x\n\n   a\n\n.. unknown::\n'
    )
    document = READER.parse(text)
    assert [part for part in document.astext().split('\n\n') if part][:2] == ['See the page, APP_A.', '*code*: 1']
    assert 'object' not in document.astext()
    assert [node[INCLUDED] for node in document.findall() if INCLUDED in getattr(node, 'attributes', ())] == ['/etc/passwd']
    lines = {node.astext(): node.line for node in document.findall() if node.line}
    assert lines['See the page, APP_A.'] == 6


def test_markup_that_docutils_refuses_is_shown_as_typed():
    assert READER.parse('One *two.').astext() == 'One *two.'
    page = READER.page('.. tab-item:: One\n\n   +---+\n   | ab |\n   +---+\n', 'p.rst')
    assert [message['line'] for message in page.malformed] == [3 + FAULT]


def test_options_of_several_lines_in_markdown():
    (place,) = places('```{config:setting} a\n:default: one\n  two\n```\n', 'p.md')
    assert place.setting.text('default') == 'one two'


def test_no_file_is_read(tmp_path):
    (tmp_path / 'canary.txt').write_text('Default: 5', encoding='utf-8')
    path = tmp_path / 'canary.txt'
    for text in (f'.. include:: {path}', f'.. raw:: html\n   :file: {path}', f'.. csv-table::\n   :file: {path}', f'.. literalinclude:: {path}'):
        assert 'Default' not in READER.parse(text).astext()
        assert 'Default' not in READER.page(text.replace('.. ', '```{', 1).replace(':: ', '} ', 1) + '\n```', 'p.md').document.astext()


def test_malformed_tables_are_messages():
    page = READER.page('+---+\n| ab |\n+---+\n\n:unknown:`x`\n', 'p.rst')
    assert [message['line'] for message in page.malformed] == [1 + FAULT]


MARKDOWN = """\
# Page

```{config:setting} web-port
:configjson: .Web.Port
:default: 80

Body. Default: 7
```

## Port

:::{note}
The port.
:::

::::{tab-set}
:::{tab-item} One
- Env var: {envvar}`APP_WEB_PORT`
:::
::::

| Key | Value |
|-----|-------|
| Default | `81` |
| Type | int |

```yaml
Default: 82
```

Choices
: `80`, `81`

:::{config:setting} web-host
---
configjson: ".Web.Host"
---
:::

## Host
"""


def test_markdown():
    port, host = places(MARKDOWN, 'p.md')
    assert (port.setting.text('configjson'), port.setting.text('default'), port.setting.line) == ('.Web.Port', '80', 3)
    assert (host.setting.text('configjson'), host.setting.line) == ('.Web.Host', 34)
    assert (port.section[0].astext(), host.section[0].astext()) == ('Port', 'Host')
    found = [(one.field.name, one.text, one.line) for one in port.statements]
    assert sorted(found) == [('choices', '80, 81', 32), ('default', '81', 24), ('environment', 'APP_WEB_PORT', 18), ('type', 'int', 25)]


def test_markdown_without_its_parser(monkeypatch):
    monkeypatch.setitem(sys.modules, 'myst_parser.parsers.docutils_', None)
    with pytest.raises(MissingParserError, match='install sphinx-configsetting'):
        READER.page('# T', 'p.md')


def assert_quick(text, seconds):
    start = time.process_time()
    assert places(f'{SETTING}\nPort\n----\n\n{text}')
    assert time.process_time() - start < seconds


@pytest.mark.parametrize(
    'text',
    [
        '- Default: 5\n' * 2000,
        'Default: 5\n' * 4000,
        f'{SETTING}\n' * 500,
        '**a**: (Default) x\n\n' * 1500,
        'Config setting: ' + '``A`` >\n' * 4000 + '``B``',
        ':unknown:`x`\n' * 500,
        '.. unknown::\n\n   Text.\n\n' * 500,
    ],
)
def test_long_pages_take_linear_time(text):
    assert_quick(text, 4)


@pytest.mark.parametrize(
    'text',
    [
        'Environment variable: ' + '%' * 9900,
        'Default: ' + '"' * 9900,
        'Default:' + ' ' * 9900 + '5',
        ('Config setting: ``a=x' + ',' * 9900 + 'y``\n\n') * 5,
    ],
)  # docutils reads no page with a line of more than 10,000 characters
def test_long_lines_take_linear_time(text):
    assert_quick(text, 0.5)


def test_the_option_for_the_place():
    other = '\nOther\n-----\n\nConfig setting: ``.Other``\n'
    placed = SETTING.replace('   :default', '   :placement: {}\n   :default')
    assert owned(placed.format('section') + other) == [('web-port', 'Other')]
    (place,) = places(placed.format('object') + other)
    assert (place.section, place.foreign) == (None, None)
