"""A setting before a heading belongs to that section; anywhere else it is an object."""

from __future__ import annotations

import re

import pytest
from doctrees import (
    anchors,
    assert_hides,
    assert_order,
    assert_standard,
    count,
    doctree,
    facts,
    links,
    objects,
    own_part,
    place,
    text,
)
from docutils import nodes

SETTING = """\
.. config:setting:: web-port
  :displayname: Port (Web)
  :systemconsole: Web > Ports
  :configjson: .WebSettings.Port
  :environment: APP_WEBSETTINGS_PORT
  :description: Where it *listens*.

"""
HEADING = 'Port of the web\n---------------\n\n'
GRID = """\
+-------------+-------------------------------------------+
| Words.      | - System Config path: **Web > Ports**     |
|             | - ``config.json`` setting: {key}
|             | - Environment variable: {variable}
+-------------+-------------------------------------------+
"""


def grid(key='N/A', variable='N/A'):
    return GRID.format(key=f'{key}'.ljust(15) + '|', variable=f'{variable}'.ljust(18) + '|')


def page(content, after=HEADING):
    return {'index.rst': f'Title\n=====\n\nText.\n\n{SETTING}{after}{content}\n'}


def section_of(document, anchor='web-port'):
    """The section that an anchor leads to, without its subsections."""
    section = place(document, anchor)
    assert isinstance(section, nodes.section)
    return own_part(section)


NAMES = {
    'System Config path': 'Web > Ports',
    'config.json setting': '.WebSettings.Port',
    'Environment variable': 'APP_WEBSETTINGS_PORT',
}


BY_HAND = {
    'key in a literal': 'Set ``.WebSettings.Port`` now.',
    'last segment': 'The setting is ``"Port": 80``.',
    'variable': 'Set ``APP_WEBSETTINGS_PORT``.',
    'chain': '``WebSettings`` > ``Port`` > ``80``',
    'code block': '.. code-block:: json\n\n   {"Port": 80}',
    'another case': 'The ``"PORT"`` setting.',
    'plain text in a table': '+---------------------------+\n| See APP_WEBSETTINGS_PORT. |\n+---------------------------+',
    'plain key in a fact': grid('Port', 'N/A'),
    'grid': grid('``"Port",``', '``A``'),
    'not applicable': grid(),
}


@pytest.mark.parametrize('case', BY_HAND)
def test_presented_by_hand(built, case):
    page_ = built(page(BY_HAND[case]))
    document = doctree(page_)
    assert [w for w in page_.warnings if 'configsetting.drift' not in w] == []
    assert objects(document) == []
    assert_hides(document, 'listens')
    section = place(document, 'web-port')
    assert text(section[0]) == 'Port of the web'
    assert section['ids'][0] == 'port-of-the-web'
    (setting,) = page_.settings
    assert setting.anchor == 'web-port'
    assert 'listens' in page_.output('config-settings-index.json')


TABLE = {
    'nothing': '',
    'prose': 'The port. Port 80 it is.',
    'other code': 'Use ``true`` or ``OtherKey``.',
    'a table of something else': '+------+------+\n| Port | Used |\n+------+------+',
    'a table of one column': '+------+\n| Port |\n+------+',
    'another section of that key': 'See ``.OtherSettings.Port``.',
}


@pytest.mark.parametrize('case', TABLE)
def test_section_gets_table(built, case):
    document = doctree(built(page(TABLE[case])))
    assert objects(document) == []
    section = section_of(document)
    assert facts(section).items() >= NAMES.items()
    written = re.sub('[`+|-]', ' ', TABLE[case]).split('.')[0].split()
    assert_order(section, 'Port of the web', 'Where it listens.', *written)
    assert count(document, 'Where it listens.') == 1


def test_foreign_section(built):
    page_ = built(page(grid('``.O.Key``', '``APP_O_KEY``')))
    document = doctree(page_)
    (warning,) = page_.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert "'Port of the web'" in warning
    assert '[configsetting.placement]' in warning
    (shown,) = objects(document)
    assert shown.anchor == 'web-port'
    assert facts(shown.node).items() >= NAMES.items()
    assert 'APP_WEBSETTINGS_PORT' not in text(place(document, 'port-of-the-web'))
    assert_order(document, 'Port (Web)', 'APP_WEBSETTINGS_PORT', 'Port of the web', 'APP_O_KEY')


def test_object_when_switched_off(built):
    (shown,) = objects(doctree(built(page(''), configsetting_placement='object')))
    assert shown[:2] == ('web-port', 'Port (Web)')


def test_object_when_text_stands_between(built):
    (shown,) = objects(doctree(built(page('', f'Between.\n\n{HEADING}'))))
    assert shown[:2] == ('web-port', 'Port (Web)')
    assert facts(shown.node).items() >= NAMES.items()


def test_labels_and_comments_do_not_part(built):
    files = page('', f'.. a comment\n\n.. _label:\n\n{HEADING}')
    files['index.rst'] += '\n:ref:`label`\n'
    page_ = built(files)
    assert not page_.warnings
    document = doctree(page_)
    assert objects(document) == []
    assert place(document, 'web-port') is place(document, 'label')
    assert ('Port of the web', '#label') in links(document)


def test_heading_of_the_same_or_a_higher_level(built):
    source = f'T\n=\n\nA\n-\n\nB\n~\n\n{SETTING}C\n-\n\nText.\n'
    document = doctree(built({'index.rst': source}))
    assert text(place(document, 'web-port')[0]) == 'C'
    assert facts(section_of(document)).items() >= NAMES.items()


def test_two_settings_before_one_heading(built):
    second = SETTING.replace('web-port', 'other').replace('Port', 'Time').replace('PORT', 'TIME')
    document = doctree(built(page('The ``Time``.', second + HEADING)))
    assert place(document, 'other') is place(document, 'web-port')
    assert facts(document) == NAMES  # the section presents the other one
    assert_hides(document, 'APP_WEBSETTINGS_TIME')


def test_two_tables_of_one_heading_have_titles(built):
    second = SETTING.replace('web-port', 'other').replace('Port (Web)', 'Time').replace('APP_WEB', 'APP_TIME')
    document = doctree(built(page('', second + HEADING)))
    assert place(document, 'other') is place(document, 'web-port')
    assert_order(document, 'Port of the web', 'Port (Web)', 'APP_WEBSETTINGS_PORT', 'Time', 'APP_TIMESETTINGS_PORT')


def test_id_equal_to_the_heading(built):
    files = page('')
    files['index.rst'] = files['index.rst'].replace('web-port', 'port-of-the-web')
    page_ = built(files)
    assert anchors(doctree(page_)).count('port-of-the-web') == 1
    assert text(place(doctree(page_), 'port-of-the-web')[0]) == 'Port of the web'
    assert page_.settings[0].anchor == 'port-of-the-web'


def test_table_that_docutils_refuses_is_replaced(built):
    page_ = built(page(grid('``.WebSettings.Port``', 'x')))
    assert 'Malformed table' in page_.printed
    assert facts(section_of(doctree(page_))).items() >= NAMES.items()


@pytest.mark.parametrize(
    ('option', 'described', 'in_contents', 'in_index', 'indexed'),
    [
        ('no-index', True, False, False, False),
        ('noindex', True, False, False, False),
        ('no-index-entry', True, True, False, True),
        ('no-contents-entry', True, False, True, True),
        ('no-typesetting', False, False, True, True),
    ],
)
def test_object_options(built, option, described, in_contents, in_index, indexed):
    source = SETTING.replace('  :displayname', f'  :{option}:\n  :displayname')
    page_ = built({'index.rst': f'T\n=\n\n{source}Text.\n'}, configsetting_index_entries=['environment'])
    document = doctree(page_)
    assert not page_.warnings
    assert bool(objects(document)) == described
    assert ('Port (Web)' in text(page_.app.env.tocs['index'])) == in_contents
    assert ('APP_WEBSETTINGS_PORT' in page_.output('genindex.html')) == in_index
    assert bool(page_.settings) == indexed
    assert ('web-port' in anchors(document)) == indexed


def test_class_and_template_options(built):
    source = SETTING.replace('  :displayname', '  :class: one two\n  :template: facts\n  :displayname')
    document = doctree(built({'index.rst': source + 'Text.\n'}))
    assert facts(document) == NAMES
    classes = [{*node.get('classes', ())} for node in document.findall(nodes.Element)]
    assert [found for found in classes if {'one', 'two'} <= found]


def test_only_standard_nodes_and_plain_data(built):
    assert_standard(doctree(built(page('', f'Between.\n\n{HEADING}'))))
