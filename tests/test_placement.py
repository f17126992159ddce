"""A setting before a heading belongs to that section; anywhere else it is an object."""

from __future__ import annotations

import json
import re

import drawing
import pytest
from doctrees import (
    anchors,
    assert_hides,
    assert_order,
    assert_shows,
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


def grid(key='N/A', variable='N/A'):
    """Return a table of a description and a list of facts."""
    items = ['**Web > Ports**', key, variable]
    labels = ['System Config path', '``config.json`` setting', 'Environment variable']
    facts = '\n'.join(f'- {label}: {item}' for label, item in zip(labels, items, strict=True))
    return drawing.grid(('Words.', facts))


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


PRESENTING = {
    'key in a fact': grid('``.WebSettings.Port``', '``APP_WEBSETTINGS_PORT``'),
    'plain key': grid('Port', 'N/A'),
    'last segment in quotes': grid('``"Port",``', 'N/A'),
    'not applicable': grid(),
    'a list': '- Environment variable: ``APP_WEBSETTINGS_PORT``',
    'a sentence': 'Its environment variable is ``APP_WEBSETTINGS_PORT``.',
    'rows of a table': '.. list-table::\n\n   * - Environment variable\n     - ``APP_WEBSETTINGS_PORT``',
}


@pytest.mark.parametrize('case', PRESENTING)
def test_a_section_with_labelled_facts_presents_the_setting(built, case):
    page_ = built(page(PRESENTING[case]))
    document = doctree(page_)
    assert [w for w in page_.warnings if 'configsetting.drift' not in w] == []
    assert objects(document) == []
    assert_hides(document, 'listens')
    section = place(document, 'web-port')
    assert text(section[0]) == 'Port of the web'
    assert section['ids'] == ['port-of-the-web']
    (setting,) = page_.settings
    assert setting.anchor == 'web-port'
    assert 'listens' in page_.output('config-settings-index.json')
    assert 'listens' not in page_.output('index.html')


RENDERED = {
    'nothing': '',
    'prose': 'The port. Port 80 it is.',
    'other code': 'Use ``true`` or ``OtherKey``.',
    'a table of something else': '+------+------+\n| Port | Used |\n+------+------+',
    'a table of one column': '+------+\n| Port |\n+------+',
    'another section of that key': 'See ``.OtherSettings.Port``.',
    'key in prose': 'Set ``.WebSettings.Port`` now.',
    'variable in prose': 'Set ``APP_WEBSETTINGS_PORT`` first.',
    'variable in a cell': '+---------------------------+\n| See APP_WEBSETTINGS_PORT. |\n+---------------------------+',
    'chain of code': '``WebSettings`` > ``Port`` > ``80``',
    'example': '.. code-block:: json\n\n   {"Port": 80}',
    'variable in an example': 'Example.\n\n::\n\n   export APP_WEBSETTINGS_PORT=80',
}


@pytest.mark.parametrize('case', RENDERED)
def test_a_name_in_prose_or_an_example_presents_nothing(built, case):
    document = doctree(built(page(RENDERED[case])))
    assert objects(document) == []
    section = section_of(document)
    assert facts(section).items() >= NAMES.items()
    written = re.sub('[`+|-]', ' ', RENDERED[case]).split('.')[0].split()
    assert_order(section, 'Port of the web', 'Where it listens.', *written)
    assert count(document, 'Where it listens.') == 1


def test_facts_that_a_presenting_section_does_not_state_are_shown(built):
    source = SETTING.replace('  :description', '  :default: 8065\n  :type: integer\n  :description')
    table = f'{grid("``.WebSettings.Port``", "N/A")}\n- Type: integer\n'
    document = doctree(built({'index.rst': f'T\n=\n\n{source}{HEADING}{table}'}))
    section = section_of(document)
    assert count(section, '8065') == 1
    assert count(section, 'integer') == 1
    assert count(section, '.WebSettings.Port') == 1


LEFT_OUT = """\
T
=

.. config:setting:: far
   :displayname: Far one

   Text.

.. config:setting:: near
   :configjson: .A.B
   :seealso: far, :doc:`index`
   :replacedby: far
   :availability: *big*, see :config:setting:`far`
   :deprecated: 5.0 use :config:setting:`far`
   :description: A description.

   A body.

near
----

``config.json`` setting: ``.A.B``
"""


@pytest.mark.parametrize('template', ['card', 'two-columns', 'facts', 'compact'])
def test_left_out_facts_keep_their_markup(built, template):
    page_ = built({'index.rst': LEFT_OUT}, configsetting_template=template)
    document = doctree(page_)
    assert not page_.warnings
    section = section_of(document, 'near')
    assert links(section).count(('Far one', '#far')) == 4
    assert count(section, 'big') == 1
    assert [node.astext() for node in section.findall(nodes.emphasis)] == ['big']
    assert_hides(document, 'A description', 'A body')
    assert '<p></p>' not in page_.output('index.html')
    assert json.loads(page_.output('settings.json'))['settings'][1]['html']['description'] == 'A description.'


CASES = """\
T
=

.. config:setting:: one
   :configjson: .A.B
   :default: 8
   :default (Windows): 4
   :restart (Linux): yes
   :since (in the cloud): 5.0

one
---

- ``config.json`` setting: ``.A.B``
- Default: {default}
{text}
"""


def test_values_under_conditions_that_a_section_leaves_out_are_shown(built):
    page_ = built({'index.rst': CASES.format(default=8, text='')})
    assert not page_.warnings
    assert_shows(section_of(doctree(page_), 'one'), 'Windows: 4', 'Linux: Yes', 'in the cloud: 5.0')
    told = '- Restart on Linux: yes. 5.0, in the cloud, has it. 4 is usual on Windows.'
    document = doctree(built({'index.rst': CASES.format(default=8, text=told)}))
    assert_hides(document, 'Windows: 4', 'Linux: Yes', 'in the cloud: 5.0')


@pytest.mark.parametrize('told', ['Windows.', '4.'])
def test_half_of_what_holds_under_a_condition_is_not_enough(built, told):
    document = doctree(built({'index.rst': CASES.format(default=8, text=f'\n{told}')}))
    assert_shows(section_of(document, 'one'), 'Windows: 4')


def test_markup_under_a_condition_that_a_section_leaves_out(built):
    page_ = CASES.replace(':restart (Linux): yes', ':availability (Linux): the *big* one').format(default=8, text='')
    section = section_of(doctree(built({'index.rst': page_})), 'one')
    assert [node.astext() for node in section.findall(nodes.emphasis)] == ['big']


SHARED = """\
T
=

.. only:: html

   .. config:setting:: one
      :placement: section
      :default: first

   .. config:setting:: two
      :placement: section
      :default: second

Name
----

Text.
"""


def test_settings_of_one_section_keep_their_order_within_conditions(built):
    assert_order(doctree(built({'index.rst': SHARED})), 'Name', 'first', 'second', 'Text.')


def test_a_section_may_state_the_value_of_a_condition(built):
    assert not built({'index.rst': CASES.format(default=4, text='')}).warnings
    (warning,) = built({'index.rst': CASES.format(default=7, text='')}).warnings
    assert 'configsetting.drift' in warning
    only = CASES.replace('   :default: 8\n', '')
    assert not built({'index.rst': only.format(default=7, text='')}).warnings


WITH_INNER = """\
T
=

.. config:setting:: outer
   :displayname: Outer
   :default: first

Outer
-----

{before}.. config:setting:: inner
   :default: second

.. config:setting:: other
   :default: third
"""


@pytest.mark.parametrize('before', ['', '.. _label:\n\n', '.. A comment\n\n'])
def test_facts_of_a_section_come_before_the_settings_in_it(built, before):
    document = doctree(built({'index.rst': WITH_INNER.format(before=before)}))
    assert_order(section_of(document, 'outer'), 'Outer', 'first', 'inner', 'second', 'other', 'third')


NAMING = {
    'display name': 'Port (Web)',
    'without the parenthesis': 'Port',
    'other letter case': 'PORT (web)',
    'punctuation': 'Port: web!',
    'words of the name': 'The other port',
    'id': 'web-port',
    'key': 'WebSettings.Port',
    'last segment': '``Port``',
    'variable': 'APP_WEBSETTINGS_PORT',
}
OTHERS = {
    'group': 'Server',
    'more words': 'Port of the mail server',
    'a part of a word': 'Por',
    'only fillers': 'Of the',
    'symbols': '???',
}


@pytest.mark.parametrize('heading', NAMING.values(), ids=NAMING)
def test_heading_that_is_the_name(built, heading):
    document = doctree(built(page('Text.', f'{heading}\n{"-" * len(heading)}\n\n')))
    assert objects(document) == []
    assert text(place(document, 'web-port')[0]) == heading.strip('`')
    assert facts(section_of(document)).items() >= NAMES.items()


@pytest.mark.parametrize('heading', OTHERS.values(), ids=OTHERS)
def test_heading_of_something_else(built, heading):
    document = doctree(built(page('Text.', f'{heading}\n{"-" * 30}\n\n')))
    (shown,) = objects(document)
    assert shown[:2] == ('web-port', 'Port (Web)')
    assert_order(document, 'Port (Web)', 'APP_WEBSETTINGS_PORT', heading, 'Text.')


def test_settings_of_groups_stay_below_their_headings(built):
    one = SETTING
    two = SETTING.replace('web-port', 'db-host').replace('Port (Web)', 'Host (DB)').replace('APP_WEB', 'APP_DB')
    source = f'T\n=\n\nServer\n------\n\n{one}Database\n--------\n\n{two}'
    document = doctree(built({'index.rst': source}))
    assert [shown.title for shown in objects(document)] == ['Port (Web)', 'Host (DB)']
    assert_order(document, 'Server', 'Port (Web)', 'Database', 'Host (DB)')


def test_words_of_the_name_do_not_make_a_group_the_setting(built):
    """A heading 'Web' above several settings of the web is the name of their group."""
    two = SETTING.replace('web-port', 'web-host').replace('Port (Web)', 'Host (Web)').replace('APP_WEB', 'APP_HOST')
    document = doctree(built({'index.rst': f'T\n=\n\nWeb\n---\n\n{SETTING}{two}'}))
    assert [shown.title for shown in objects(document)] == ['Port (Web)', 'Host (Web)']


def test_words_of_the_name_do_not_make_a_page_the_setting(built):
    source = (
        'Database\n========\n\n.. config:setting:: database-url\n   :displayname: Database URL\n\n   Where the data is.\n\n'
        'Pool\n----\n\n.. config:setting:: pool-size\n   :displayname: Size\n   :default: 5\n\nText.\n'
    )
    site = built({'index.rst': source})
    assert not site.warnings
    assert [one.title for one in objects(doctree(site))] == ['Database URL', 'Size']


RIVALS = '''\
T
=

Text.

.. config:setting:: log-level
   :displayname: Log level
   :default: info

.. config:setting:: audit-level
   :displayname: {title}
   :default: all

Level
-----

Text.
'''


def test_heading_whose_words_fit_several_settings(built):
    site = built({'index.rst': RIVALS.format(title='Audit level')})
    (warning,) = site.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert "the settings 'log-level' and 'audit-level'" in warning
    assert '[configsetting.placement]' in warning
    assert [one.title for one in objects(doctree(site))] == ['Log level', 'Audit level']


@pytest.mark.parametrize(('title', 'shown'), [('Level', ['Log level']), ('Audit', [])])
def test_heading_that_is_the_name_of_one_of_two_settings(built, title, shown):
    site = built({'index.rst': RIVALS.format(title=title)})
    assert not site.warnings
    assert [one.title for one in objects(doctree(site))] == (shown or ['Audit'])


def test_first_in_its_section(built):
    source = f'T\n=\n\nPort\n----\n\n{SETTING}More.\n'
    document = doctree(built({'index.rst': source}))
    assert objects(document) == []
    assert_order(section_of(document), 'Port', 'APP_WEBSETTINGS_PORT', 'More.')


def test_heading_that_is_the_name_keeps_a_table_that_contradicts(built):
    page_ = built(page(grid('``.O.Key``', '``APP_O_KEY``'), 'Port (Web)\n----------\n\n'))
    key, variable = page_.warnings
    assert key.startswith('index.rst:18: WARNING: ')
    assert "'.O.Key' here, but '.WebSettings.Port'" in key
    assert "'APP_O_KEY' here, but 'APP_WEBSETTINGS_PORT'" in variable
    assert all('[configsetting.drift]' in warning for warning in page_.warnings)
    document = doctree(page_)
    assert objects(document) == []
    assert_hides(document, 'APP_WEBSETTINGS_PORT')


def test_facts_under_another_heading_belong_to_the_setting(built):
    table = grid('``.WebSettings.Port``', 'N/A')
    document = doctree(built(page(table, 'Listening\n---------\n\n')))
    assert objects(document) == []
    assert text(place(document, 'web-port')[0]) == 'Listening'


def test_foreign_section(built):
    page_ = built(page(grid('``.O.Key``', '``APP_O_KEY``'), 'Idle time\n---------\n\n'))
    document = doctree(page_)
    (warning,) = page_.warnings
    assert warning.startswith('index.rst:6: WARNING: ')
    assert "'Idle time'" in warning
    assert '[configsetting.placement]' in warning
    (shown,) = objects(document)
    assert shown.anchor == 'web-port'
    assert facts(shown.node).items() >= NAMES.items()
    assert 'APP_WEBSETTINGS_PORT' not in text(place(document, 'idle-time'))
    assert_order(document, 'Port (Web)', 'APP_WEBSETTINGS_PORT', 'Idle time', 'APP_O_KEY')


@pytest.mark.parametrize('inside', [True, False])
def test_section_of_the_next_setting_is_not_foreign(built, inside):
    other = '.. config:setting:: idle\n   :configjson: .O.Key\n   :environment: APP_O_KEY\n\n'
    heading = 'Idle\n----\n\n'
    rest = (heading + other if inside else other + heading) + grid('``.O.Key``', '``APP_O_KEY``')
    site = built({'index.rst': f'T\n=\n\nWeb\n---\n\nText.\n\n{SETTING}{rest}\n'})
    assert not site.warnings
    assert [one.title for one in objects(doctree(site))] == ['Port (Web)']


def test_rule_of_the_directive_comes_before_that_of_conf_py(built):
    source = page('', 'Elsewhere\n---------\n\n')['index.rst']
    section = source.replace('  :displayname', '  :placement: section\n  :displayname')
    document = doctree(built({'index.rst': section}, configsetting_placement='object'))
    assert objects(document) == []
    assert text(place(document, 'web-port')[0]) == 'Elsewhere'
    single = page('')['index.rst'].replace('  :displayname', '  :placement: object\n  :displayname')
    assert len(objects(doctree(built({'index.rst': single}, configsetting_placement='section')))) == 1


def test_several_settings_of_one_section_by_their_options(built):
    source = 'T\n=\n\nText.\n\nRetries\n-------\n\n'
    for name in ('LIMIT', 'CODES', 'TIMES'):
        source += f'.. config:setting:: {name}\n   :placement: section\n'
    site = built({'index.rst': f'{source}\nAll of them decide.\n'})
    assert not site.warnings
    document = doctree(site)
    assert objects(document) == []
    for name in ('LIMIT', 'CODES', 'TIMES'):
        assert text(place(document, name)[0]) == 'Retries'


def test_wrong_rule_is_reported_and_ignored(built):
    source = page('')['index.rst'].replace('  :displayname', '  :placement: above\n  :displayname')
    page_ = built({'index.rst': source})
    (warning,) = page_.warnings
    assert warning.startswith('index.rst:7: WARNING: ')
    assert "'above', not one of auto, section, object" in warning
    assert '[configsetting.value]' in warning
    assert objects(doctree(page_)) == []


def test_every_section_by_conf_py(built):
    document = doctree(built(page('', 'Elsewhere\n---------\n\n'), configsetting_placement='section'))
    assert text(place(document, 'web-port')[0]) == 'Elsewhere'
    alone = doctree(built({'index.rst': f'T\n=\n\nText.\n\n{SETTING}Text.\n'}, configsetting_placement='section'))
    assert len(objects(alone)) == 1


@pytest.mark.parametrize(('draw', 'shown'), [('missing', 0), ('all', 1), ('none', 0)])
def test_what_is_rendered_of_a_presented_setting(built, draw, shown):
    document = doctree(built(page(grid('``.WebSettings.Port``', 'N/A')), configsetting_draw=draw))
    assert count(document, 'listens') == shown


def test_nothing_is_rendered_if_conf_py_says_so(built):
    document = doctree(built(page('Text.'), configsetting_draw='none'))
    assert_hides(document, 'listens', 'APP_WEBSETTINGS_PORT')
    assert text(place(document, 'web-port')[0]) == 'Port of the web'


def test_a_setting_before_another_heading_is_hidden_if_conf_py_says_so(built):
    files = page(grid('``.O.Key``', '``APP_O_KEY``'), 'Idle time\n---------\n\n')
    files['index.rst'] += '\n:config:setting:`web-port`\n\n.. toctree::\n   :hidden:\n\n   other\n'
    files['other.rst'] = 'Other\n=====\n'
    site = built(files, configsetting_draw='none')
    (warning,) = site.warnings
    assert 'states another setting; it is not shown; move it' in warning
    document = doctree(site)
    assert objects(document) == []
    assert_hides(document, 'listens', 'APP_WEBSETTINGS_PORT')
    assert links(document) == [('Port (Web)', '#web-port')]
    assert 'web-port' in anchors(document)
    assert 'Port (Web)' not in site.app.env.tocs['index'].astext()
    shown = built(files)
    assert len(objects(doctree(shown))) == 1
    assert 'Port (Web)' in shown.app.env.tocs['index'].astext()


def test_within_only_and_after_it(built):
    within = f'T\n=\n\nText.\n\n.. only:: html\n\n   {SETTING.strip().replace(chr(10), chr(10) + "   ")}\n\n{HEADING}Text.\n'
    document = doctree(built({'index.rst': within}))
    assert objects(document) == []
    assert facts(section_of(document)).items() >= NAMES.items()
    around = f'T\n=\n\nPort\n----\n\n.. only:: html\n\n   {SETTING.strip().replace(chr(10), chr(10) + "   ")}\n\nText.\n'
    assert objects(doctree(built({'index.rst': around}))) == []
    before = f'T\n=\n\nText.\n\n{SETTING}.. only:: html\n\n   Text.\n\n{HEADING}'
    assert len(objects(doctree(built({'index.rst': before})))) == 1


GATE = """\
Gate
====

.. only:: {condition}

   .. config:setting:: z1
      :displayname: Gate
      :key: z.one

{between}Text.
"""


@pytest.mark.parametrize('between', ['', 'Gate\n----\n\n'])
@pytest.mark.parametrize(('condition', 'shown'), [('never', 0), ('html', 1)])
def test_a_condition_goes_with_the_setting_to_its_section(built, condition, shown, between):
    site = built({'index.rst': GATE.format(condition=condition, between=between)})
    assert not site.warnings
    assert doctree(site).astext().count('z.one') == shown
    assert list(anchors(doctree(site))).count('z1') == shown
    assert [one.section for one in site.settings] == ['id1' if between else 'gate'] * shown
    assert objects(doctree(site)) == []


ZONE = """\
Zone
====

.. config:setting:: z1
   :displayname: Zone
   :key: z.one

.. only:: html

   .. config:setting:: z7
      :displayname: Seven
      :key: z.seven

   Seven
   -----

   - Key: ``z.seven``
"""


def test_a_section_in_a_condition_states_nothing_of_the_section_around(built):
    site = built({'index.rst': ZONE})
    assert not site.warnings
    assert_shows(doctree(site), 'z.one', 'z.seven')


def test_a_setting_does_not_belong_to_a_section_that_may_be_left_out(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: gate\n   :key: g\n\n.. only:: never\n\n   gate\n   ----\n\n   Text.\n'})
    assert facts(doctree(site)) == {'Key': 'g'}


@pytest.mark.parametrize('condition', ['.. only:: latex', '.. ifconfig:: 1 == 2'])
def test_setting_that_a_condition_leaves_out_is_nowhere(built, condition):
    lines = SETTING.replace('\n', '\n   ')
    source = f'T\n=\n\n.. config:setting:: other\n   :default: 3\n\n{condition}\n\n   {lines}\n\n.. config:listing::\n'
    page_ = built({'index.rst': source}, extensions=['sphinx_configsetting', 'sphinx.ext.ifconfig'])
    assert not page_.warnings
    assert [one.id for one in page_.settings] == ['other']
    assert_hides(doctree(page_), 'Port (Web)')
    for name in ('settings.json', 'config-settings-index.json', 'config-settings.html'):
        assert 'web-port' not in page_.output(name)
        assert 'other' in page_.output(name)


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
    source = f'T\n=\n\nA\n-\n\nB\n~\n\n{SETTING}Web port\n--------\n\nText.\n'
    document = doctree(built({'index.rst': source}))
    assert text(place(document, 'web-port')[0]) == 'Web port'
    assert facts(section_of(document)).items() >= NAMES.items()


TIME = SETTING.replace('web-port', 'web-time').replace('Port', 'Time').replace('PORT', 'TIME')


def test_each_of_two_settings_before_one_heading_is_judged_alone(built):
    document = doctree(built(page('Text.', TIME + HEADING)))
    (other,) = objects(document)
    assert other.title == 'Time (Web)'
    assert text(place(document, 'web-port')[0]) == 'Port of the web'
    assert_order(document, 'Time (Web)', 'APP_WEBSETTINGS_TIME', 'Port of the web', 'APP_WEBSETTINGS_PORT', 'Text.')


@pytest.mark.parametrize(
    ('heading', 'options', 'shared'),
    [
        ('``read_url`` / ``write_url``', '', True),
        ('read_url and write_url', '', True),
        ('read_url / write_url / other_url', '', False),
        ('read_url / write_url', '   :default: 5\n', False),
        ('read_url / write_url', '\n   A body.\n', False),
    ],
)
def test_heading_of_several_names(built, heading, options, shared):
    directives = f'.. config:setting:: read_url\n{options}\n.. config:setting:: write_url\n{options}\n'
    built_page = built({'index.rst': f'T\n=\n\nTop\n---\n\nText.\n\n{directives}{heading}\n{"-" * len(heading)}\n\nBoth are taken.\n'})
    document = doctree(built_page)
    assert len(objects(document)) == (0 if shared else 2)
    assert ('configsetting.empty' in built_page.printed) is (not shared and not options)
    if shared:
        assert place(document, 'read_url') is place(document, 'write_url')


def test_one_section_states_two_settings(built):
    rows = '- Environment variables: ``APP_WEBSETTINGS_PORT``, ``APP_WEBSETTINGS_TIME``'
    document = doctree(built(page(rows, TIME + 'Listening\n---------\n\n')))
    assert objects(document) == []
    assert place(document, 'web-port') is place(document, 'web-time')
    assert_hides(document, 'listens')


def test_id_equal_to_the_heading(built):
    files = page('')
    files['index.rst'] = files['index.rst'].replace('web-port', 'port-of-the-web')
    page_ = built(files)
    assert anchors(doctree(page_)).count('port-of-the-web') == 1
    assert text(place(doctree(page_), 'port-of-the-web')[0]) == 'Port of the web'
    assert page_.settings[0].anchor == 'port-of-the-web'


def test_table_that_docutils_refuses_is_replaced(built):
    table = grid('``.WebSettings.Port``', 'x').replace('- Environment', ' - Environment')
    page_ = built(page(table))
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


SHARED_NAME = """\
T
=

.. config:setting:: one
   :displayname: Max size
   :default: 11

.. config:setting:: two
   :displayname: Max size (file)
   :default: 22

Max size
--------

Text of one.

.. config:setting:: three
   :displayname: Min size (file)
   :default: 33

.. config:setting:: four
   :displayname: Min size (memory)
   :default: 44

Min size
--------

Text of both.

.. config:setting:: five
   :displayname: Span (file)

.. config:setting:: six
   :displayname: Span (memory)

Span
----

Text.
"""


def test_facts_below_a_heading_are_those_of_one_setting(built):
    site = built({'index.rst': SHARED_NAME})
    (warning,) = site.warnings
    assert warning.startswith("index.rst:17: WARNING: the heading after the settings 'three' and 'four'")
    document = doctree(site)
    assert_order(
        document,
        'Max size (file)', '22', 'Max size', '11', 'Text of one.',
        'Min size (file)', '33', 'Min size (memory)', '44', 'Min size', 'Text of both.',
        'Span', 'Text.',
    )  # fmt: skip
    assert_hides(document, 'Span (file)', 'Span (memory)')


OTHER_WORDS = """\
T
=

.. config:setting:: speed
   :default: fast
   :type: str
   :since: 2.0

Speed
-----

Type: see the manual.

Default: fast

Since: version 2.0 or so.
"""


def test_words_behind_a_label_that_say_something_else(built):
    site = built({'index.rst': OTHER_WORDS})
    assert not site.warnings
    document = doctree(site)
    assert_order(document, 'str', 'Type: see the manual.', 'Default: fast', 'Since: version 2.0')
    assert count(document, 'fast') == 1


EMPTY = """\
T
=

.. config:setting:: a

A
-

.. config:setting:: b

B
-

.. comment

C
-

.. config:setting:: c

D
-

.. config:setting:: d

E
~

Text.
"""


def test_empty_sections_of_empty_settings(built):
    page = f'{EMPTY}\n.. config:setting:: e\n\nE\n-\n\n.. py:function:: f\n\n   Text.\n'
    found = [one.split(' has ')[0] for one in built({'index.rst': page}).warnings]
    assert found == [f"index.rst:{line}: WARNING: the setting '{name}'" for line, name in ((4, 'a'), (9, 'b'), (19, 'c'))]


STATED = """\
T
=

.. config:setting:: web-port
   :displayname: Port
   :environment: APP_PORT
   :configjson: .Web.Port
   :{option}

Port
----

- {fact}

{text}
"""


def stated_section(built, option, fact='Environment variable: ``APP_PORT``', text='Words.'):
    """Return the section of a setting that states a fact of it, and its words."""
    return section_of(doctree(built({'index.rst': STATED.format(option=option, fact=fact, text=text)})))


@pytest.mark.parametrize(
    ('type_', 'text', 'shown'),
    [
        ('integer', 'An integer of two bytes.', 2),
        ('duration', 'A duration of two days.', 1),
        ('integer', 'An ``integer`` of two bytes.', 1),
        ('integer', 'An **integer** of two bytes.', 1),
        ('duration', 'Some durations, in days.', 1),
        ('duration', 'A time in days.', 1),
    ],
)
def test_words_of_a_section_mention_a_long_value_and_code_a_short_one(built, type_, text, shown):
    assert count(stated_section(built, f'type: {type_}', text=text), type_) == shown


@pytest.mark.parametrize(
    ('option', 'fact', 'shown'),
    [
        ('default: 5', 'Default: 6', 0),
        ('type: list of hosts', 'Type: addresses', 1),
        ('type: list of hosts', 'Type: hosts', 0),
    ],
)
def test_a_value_that_a_section_states_in_other_words(built, option, fact, shown):
    assert count(stated_section(built, option, fact), option.partition(': ')[2]) == shown


@pytest.mark.parametrize(
    ('fact', 'shown'),
    [('Environment variable: ``APP_PORT``', [0, 0]), ('Default: 80', [1, 1])],
)
def test_names_are_left_out_on_purpose_where_another_one_is_stated(built, fact, shown):
    section = stated_section(built, 'systemconsole: Web > Ports', fact)
    assert [count(section, '.Web.Port'), count(section, 'Web > Ports')] == shown


NAMED = '.. config:setting:: {}\n   :displayname: Level\n{}\n'


@pytest.mark.parametrize(
    ('bodies', 'text', 'inside'),
    [
        (['   :default: 5\n', ''], '', ['a', 'b']),
        (['   :default: 5\n', '   :default: 6\n'], '', []),
        (['   :default: 5\n', '   :default: 6\n'], '- Default: 5', ['a', 'b']),
        (['   :default: 5\n', '   :default: 6\n', ''], '', ['c']),
    ],
)
def test_settings_of_one_name_before_its_heading(built, bodies, text, inside):
    settings = ''.join(NAMED.format(name, body) for name, body in zip('abc', bodies, strict=False))
    site = built({'index.rst': f'T\n=\n\nWords.\n\n{settings}Level\n-----\n\n{text}\n'})
    document = doctree(site)
    ids = [setting.id for setting in site.settings]
    assert [id_ for id_ in ids if isinstance(place(document, id_), nodes.section) and place(document, id_)[0].astext() == 'Level'] == inside


def test_heading_of_several_names_is_not_that_of_a_third_setting(built):
    directives = ''.join(f'.. config:setting:: {name}\n\n' for name in ('other_url', 'read_url', 'write_url'))
    document = doctree(built({'index.rst': f'T\n=\n\nWords.\n\n{directives}read_url / write_url\n--------------------\n\nBoth.\n'}))
    assert [one.anchor for one in objects(document)] == ['other_url']


@pytest.mark.parametrize(
    ('before', 'is_object'),
    [('.. A comment.\n\n', False), ('Words.\n\n', True), ('.. config:setting:: other\n   :default: 1\n\n', True)],
)
def test_what_may_be_between_a_heading_and_its_setting(built, before, is_object):
    document = doctree(built({'index.rst': f'T\n=\n\nPort\n----\n\n{before}{SETTING}More.\n'}))
    assert ('web-port' in [one.anchor for one in objects(document)]) is is_object


def indented(text):
    return ''.join(f'   {line}'.rstrip() + '\n' for line in text.splitlines())


@pytest.mark.parametrize(
    ('before', 'within', 'is_object'),
    [('', '', False), ('Words.\n\n', '', True), ('', '   Words.\n\n', True)],
)
def test_first_in_its_section_within_a_condition(built, before, within, is_object):
    source = f'T\n=\n\nPort\n----\n\n{before}.. only:: html\n\n{within}{indented(SETTING)}\n\nMore.\n'
    assert bool(objects(doctree(built({'index.rst': source})))) is is_object


@pytest.mark.parametrize('is_last', [True, False])
def test_two_settings_first_in_a_section_of_which_one_asks_for_it(built, is_last):
    other = '.. config:setting:: other\n  :placement: section\n  :default: 5\n\n'
    own = SETTING.replace('web-port', 'web-time')
    content = own + other if is_last else other + own
    document = doctree(built({'index.rst': f'T\n=\n\nPort (Web)\n----------\n\n{content}More.\n'}))
    assert [one.anchor for one in objects(document)] == (['other'] if is_last else ['web-time'])


@pytest.mark.parametrize('option', ['', '  :placement: section\n'])
def test_first_in_another_element(built, option):
    directive = indented(SETTING.replace('  :displayname', f'{option}  :displayname'))
    source = f'T\n=\n\nPort\n----\n\n.. note::\n\n{directive}\n   - Environment variable: ``APP_WEBSETTINGS_PORT``\n'
    (shown,) = objects(doctree(built({'index.rst': source})))
    assert isinstance(shown.node.parent, nodes.note)


@pytest.mark.parametrize(
    ('options', 'fact', 'is_foreign'),
    [
        ('   :environment: APP_A\n', 'Environment variable: ``APP_B``', True),
        ('   :environment: APP_A\n', 'Default: 5', False),
        ('   :default: 4\n', 'Environment variable: ``APP_B``', False),
    ],
)
def test_only_names_make_a_section_foreign(built, options, fact, is_foreign):
    source = f'T\n=\n\nWords.\n\n.. config:setting:: a\n{options}\nIdle\n----\n\n- {fact}\n'
    assert ['configsetting.placement' in one for one in built({'index.rst': source}).warnings] == [True] * is_foreign
