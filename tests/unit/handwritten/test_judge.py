"""The judge of hand-written facts: verdicts, names of headings, contradictions."""

from __future__ import annotations

import time

import pytest
from verdicts import ABBREVIATED, CASES, EQUAL
from verdicts import FIELDS as DECLARED

from sphinx_configsetting.field_declarations import declare
from sphinx_configsetting.handwritten.document import PageReader
from sphinx_configsetting.handwritten.facts import FactReader, own_content
from sphinx_configsetting.handwritten.judge import (
    compare,
    find_contradictions,
    heading_names,
    settle,
    states,
)
from sphinx_configsetting.model.fields import Fields
from sphinx_configsetting.model.setting import Setting, fact_of_text

FIELDS = Fields()
for name, declaration in DECLARED.items():
    FIELDS = declare(FIELDS, name, declaration)
PARSER = PageReader(FIELDS)


def setting(fields=FIELDS, id='s', **texts):
    facts = {name: fact for name, text in texts.items() if (fact := fact_of_text(fields.get(name), text))}
    return Setting(id=id, docname='p', anchor=id, source='p.rst', line=1, facts=facts)


def statements(text, fields=FIELDS):
    document = PARSER.parse(f'T\n=\n\n{text}\n')
    return FactReader(fields).read(own_content(document[0]))


PORT = {'systemconsole': 'Web > Ports > TCP', 'configjson': '.Web.Port', 'environment': 'APP_WEB_PORT'}


@pytest.mark.parametrize(('name', 'known', 'line', 'verdict'), CASES)
def test_verdict(name, known, line, verdict):
    field = FIELDS.get(name)
    found = [one for one in statements(f'- {field.plain_label}: {line}') if one.field == field]
    judgement = compare(field, fact_of_text(field, known) if known else None, found[0])
    assert (judgement.verdict.name, len(found)) == (verdict, 1)
    assert judgement.reason
    assert judgement.agrees is (verdict in {EQUAL, ABBREVIATED})


@pytest.mark.parametrize(
    ('key', 'line', 'stated'),
    [
        ('.Web.Port', '``Web`` > ``Port`` > ``x``', [('configjson', 'Web.Port'), ('default', 'x')]),
        ('.Web.Port.x', '``Web`` > ``Port`` > ``x``', [('configjson', 'Web.Port.x')]),
        ('.Web.Port, .Web.Port.x', '``Web`` > ``Port`` > ``x``', [('configjson', 'Web.Port.x')]),
        ('.Other', '``Web`` > ``Port`` > ``x``', [('configjson', 'Web.Port.x')]),
        ('.Web.Port', '``.Web.Port.8065``', [('configjson', '.Web.Port'), ('default', '8065')]),
        ('.Web.Port', '``Web`` > ``Port,`` > ``x``', [('configjson', 'Web.Port'), ('default', 'x')]),
        ('.Other', '``Web`` > ``Port,`` > ``x``', [('configjson', 'Web.Port'), ('default', 'x')]),
        ('.Other', '``.Web.Port, > x``', [('configjson', 'Web.Port'), ('default', 'x')]),
        ('.Other', '``A`` > ``B`` > ``db://h:1/x``', [('configjson', 'A.B'), ('default', 'db://h:1/x')]),
        ('.Web.Port', '``.A.x``, ``.Web.Port``', [('configjson', '.A.x, .Web.Port')]),
        ('N/A', 'N/A', [('configjson', 'N/A')]),
    ],
)
def test_settle(key, line, stated):
    found = settle(statements(f'- Config setting: {line}'), [setting(configjson=key)], FIELDS)
    assert [(one.field.name, one.text) for one in found] == stated


def test_settle_without_a_field_for_defaults():
    fields = declare(FIELDS, 'default', None)
    found = settle(statements('- Config setting: ``A`` > ``B`` > ``x``', fields), [setting(fields, configjson='.A.B')], fields)
    assert [(one.field.name, one.text) for one in found] == [('configjson', 'A.B')]


@pytest.mark.parametrize(
    ('line', 'stated'),
    [
        ('Config setting: ``.Web.Port``', True),
        ('Config setting: ``port``', True),
        ('Config setting: ``Web`` > ``Port`` > ``x``', True),
        ('Config setting: ``.Web.Port.80``', True),
        ('Config setting: ``.Web.Port.More``', False),
        ('Config setting: ``.Log.Port``', False),
        ('Config setting: N/A', False),
        ('Env var: app_web_port', True),
        ('Env var: APP_OTHER', False),
        ('System Config path: Web > Ports > TCP', False),
        ('Default: Port', False),
    ],
)
def test_states(line, stated):
    (found, *_) = statements(f'- {line}')
    assert states(setting(**PORT), found, FIELDS) is stated


@pytest.mark.parametrize(
    ('heading', 'named'),
    [
        ('Web server port (TCP)', True),
        ('Web server port', True),
        ('The web-server port', True),
        ('Web server port (TCP) (beta)', True),
        ('Web server port (UDP)', False),
        ('Server port', True),
        ('Other ports', False),
        ('.Web.Port', True),
        ('Web.Port', True),
        ('Port', True),
        ('APP_WEB_PORT', True),
        ('app_web_port', True),
        ('web-id', True),
        ('Old name', False),
        ('Database', False),
        ('...', False),
        ('The', False),
        ('Server (and port)', False),
    ],
)
def test_heading_names(heading, named):
    one = setting(id='web-id', displayname='Web server port (TCP)', formerly='Old name', **PORT)
    assert heading_names(heading, one, FIELDS) is named


def test_long_headings_take_linear_time():
    start = time.process_time()
    assert not heading_names('Port' + ' ' * 100000 + 'x', setting(displayname='Web'), FIELDS)
    assert heading_names('Web' + ' ' * 100000 + '(x)  ', setting(displayname='Web'), FIELDS)
    assert time.process_time() - start < 2


def test_headings_of_settings_without_a_name():
    assert heading_names('RETRY_LIMIT', setting(id='RETRY_LIMIT'), FIELDS)
    assert heading_names('Enable Commands', setting(configjson='.A.EnableCommands'), FIELDS)
    assert not heading_names('Retry', setting(id='s'), FIELDS)


@pytest.mark.parametrize(('heading', 'named'), [('Cell', False), ('Cell A', True), ('cell.a', True), ('a', True)])
def test_each_word_of_a_key_counts(heading, named):
    one = setting(displayname='Width of columns', key='cell.a')
    assert heading_names(heading, one, FIELDS) is named


def found(text, *settings):
    return [(one.setting.id, one.statement.field.name, one.stated, one.statement.text, one.statement.line) for one in find_contradictions(settings, statements(text), FIELDS)]


@pytest.mark.parametrize(
    ('text', 'contradictions'),
    [
        ('- Config setting: ``.Web.Port: true``\n\n- **true**: Yes.\n- **false**: **(Default)** No.', [('false', 'true')]),
        ('- Config setting: ``Web`` > ``Port`` > ``true``\n\nText. Default is **false**.', [('false', 'true')]),
        ('- **true**: **(Default)** Yes.\n- **false**: **(Default)** No.', [('false', 'true')]),
        ('- **true**: **(Default)** Yes.\n- **false**: No.\n\n- Config setting: ``.Web.Port: enabled``', []),
        ('- Default: 5\n- Env var: APP_WEB_PORT\n\nAlso:\n\n- Env var: APP_OTHER\n- Default: 6', []),
        ('- Default: 5\n\n.. note::\n\n   Default: 6', []),
        ('- Default: 5\n\nDefault: rather more often', []),
    ],
)
def test_defaults_that_contradict_each_other(text, contradictions):
    assert [(one[3], one[2]) for one in found(text, setting(**PORT))] == contradictions
    stated = {'default': contradictions[0][0]} if contradictions else {}
    assert len(found(text, setting(**PORT, **stated))) == len(contradictions)


def test_many_names_of_something_else_take_linear_time():
    """A list of thousands of variables beside one setting."""
    lines = '\n'.join(f'- Env var: ``APP_X{number}``' for number in range(2000))
    start = time.process_time()
    assert len(found(lines, setting(**PORT))) == 2000
    assert time.process_time() - start < 12


def test_the_message_names_both_lines():
    text = '- **true**: **(Default)** Yes.\n- **false**: **(Default)** No.'
    (one,) = find_contradictions([setting()], statements(text), FIELDS)
    assert one.message == "'Default' is 'false' here, but 'true' in line 4, both of the setting 's'; correct the one that is wrong"
    assert one.statement.line == 5


@pytest.mark.parametrize(
    ('derived', 'truth', 'advice'),
    [
        ('APP_WEB_PORT', 'directive', 'as in the directive; correct the text'),
        ('APP_X', 'text', 'as here; correct the directive'),
        ('APP_Y', 'neither', 'unlike both; correct both'),
        ('', 'unknown', 'correct the one that is wrong'),
    ],
)
def test_the_side_of_the_rule(derived, truth, advice):
    fields = declare(FIELDS, 'environment', {'derive': 'APP_{{ configjson | envname }}'})
    text = 'Config setting: ``.Web.Port``\nEnv var: APP_X'
    (one,) = find_contradictions([setting(**PORT)], statements(text, fields), fields, lambda *_: derived)
    assert (one.truth, one.derived) == (truth, derived)
    assert one.message.endswith(advice)
