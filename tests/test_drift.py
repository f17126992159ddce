"""Hand-written facts that contradict the directives: warnings, and the command ``drift``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from project import MYST, build, run_command

CONF = (
    "project = 'Test'\nextensions = ['sphinx_configsetting']\n"
    "configsetting_fields = {'environment': {'derive': 'APP_{{ configjson | envname }}'}}\n"
)
HEAD = '''\
Page
====

.. config:setting:: web-port
   :systemconsole: Web > Ports
   :configjson: .Web.Port
   :environment: APP_WEB_PORT
   :type: int
   :default: 8065
   :choices: 80, 8065
   :restart: yes
   :availability: Enterprise

Port
----

'''
FIRST = HEAD.count('\n') + 1
SECOND = '''
.. config:setting:: web-tls
   :configjson: .Web.TLS
   :environment: APP_WEB_TLS

TLS
---

- Env var: APP_WEB_TSL
'''


def warned(folder, text, **options):
    """The lines and messages of drift on a page."""
    built = build(folder, {'index.rst': text}, **options)
    found = [w for w in built.warnings if '[configsetting.drift]' in w]
    return [(int(w.split(':')[1]), w.split('WARNING: ')[1]) for w in found]


def told(capfd, *arguments):
    """The exit code of a command, and what it printed."""
    code = run_command('drift', *arguments)
    return code, *capfd.readouterr()


def both(folder, capfd, text):
    """Return the messages that the build and the command have in common."""
    found = warned(folder, text)
    _code, out, _err = told(capfd, '--format=json', folder / 'index.rst')
    listed = [(one['line'], one['message']) for one in json.loads(out) if one['rule'] == 'configsetting.drift']
    assert [(line, f'{message} [configsetting.drift]') for line, message in listed] == found
    return found


AGREEING = {
    'the same': '- Config setting: ``.Web.Port``\n- Env var: APP_WEB_PORT\n- Default: 8065',
    'quotes and commas': '- Config setting: ``“.Web.Port: 8065”,``\n- Default value: "8065",',
    'last segment': 'This feature\'s ``config.json`` setting is ``"Port": 8065``.',
    'a chain': '- Config setting: ``Web`` > ``Port`` > ``8065``',
    'a default as a segment': '- Config setting: ``.Web.Port.8065``',
    'more of the path': '- Config setting: ``.Root.Web.Port``',
    'a unit': '- Default: 8065 TCP',
    'thousands': '- Default: 8,065',
    'the console': '- System Config path: **Console > web > ports**',
    'an alternative': '- System Config path: **A > B** or **Web > Ports**',
    'a synonym': '- Type: integer',
    'types that cannot be compared': '- Type: port',
    'another order': '- Options: ``8065``, ``80``',
    'a flag': '- Requires restart: True',
    'prose in a flag': '- Requires restart: sometimes',
    'prose': '- Availability: Enterprise and more',
    'other prose': '- Availability: Professional or better',
    'a type of its own': '- Type: port',
    'the word of a switch': '- Requires restart: enabled',
    'what the directive lacks': '- Since: 2.0\n- Example: 5',
    'N/A of another kind': '- Default: N/A',
    'a note on another one': '- Env var: APP_WEB_PORT\n\n.. note::\n\n   Env var: APP_OTHER',
    'an unnamed note': '.. note::\n\n   Env var: APP_OTHER',
    'a list of another one': '- Env var: APP_WEB_PORT\n\nAs well:\n\n- Env var: APP_OTHER\n- Default: 7',
}


@pytest.mark.parametrize('case', AGREEING)
def test_no_drift(tmp_path, capfd, case):
    assert both(tmp_path, capfd, HEAD + AGREEING[case]) == []


@pytest.mark.parametrize(
    ('option', 'text', 'found'),
    [
        (':default (Windows): 2', '- Default: 2', 0),
        (':default (Windows): 2', '- Default: 3', 0),
        (':default (Windows): 2\n   :default: 1', '- Default: 2', 0),
        (':default (Windows): 2\n   :default: 1', '- Default: 3', 1),
        (':no-typesetting: no', '- Type: str', 1),
        (':no-typesetting:', '- Type: str', 0),
        (':notypesetting: yes', '- Type: str', 0),
        (':class (Windows): a\n   :placement: object', '- Type: str', 0),
        (':default: 1\n   :default: 3', '- Default: 3', 1),
    ],
)
def test_options_count_as_in_builds(tmp_path, capfd, option, text, found):
    head = HEAD.replace(':default: 8065', option).replace('   :choices: 80, 8065\n', '')
    assert len(both(tmp_path, capfd, f'{head}- Config setting: ``.Web.Port``\n{text}\n')) == found


@pytest.mark.parametrize(
    ('options', 'text', 'found'),
    [
        ('---\ndefault: >-\n  5\nchoices:\n- 5\n- 6\n---', '- Default: 5\n- Choices: 5, 6', 0),
        ('---\ndefault: >-\n  5\nchoices:\n- 5\n- 6\n---', '- Default: 6\n- Choices: 5, 7', 2),
        (':default: "a: b" # no value', '- Default: `a: b`', 0),
        (':default: null', '- Default: 7', 1),
        (':type: null', '- Type: str', 0),
        (':default (Windows): 7', '- Default: 8', 0),
    ],
)
def test_options_of_markdown_count_as_in_builds(tmp_path, capfd, options, text, found):
    pytest.importorskip('myst_parser')
    page = f'# Page\n\n```{{config:setting}} port\n{options}\n```\n\n## Port\n\n{text}\n'
    built = build(tmp_path, {'index.md': page}, conf=MYST)
    _code, out, _err = told(capfd, '--format=json', tmp_path / 'index.md')
    messages = [one['message'] for one in json.loads(out)]
    assert len(messages) == found
    drift = [w for w in built.warnings if '[configsetting.drift]' in w]
    assert [w.split('WARNING: ')[1] for w in drift] == [f'{message} [configsetting.drift]' for message in messages]


def test_markup_of_a_declared_field(tmp_path, capfd):
    declared = {'remark': {'kind': 'markup', 'label': 'Remark'}}
    (tmp_path / 'fields.json').write_text(json.dumps(declared), encoding='utf-8')
    text = f'{HEAD}- Config setting: ``.Web.Port``\n- Remark: new\n'.replace('   :type', '   :remark: old\n   :type', 1)
    ((line, message),) = warned(tmp_path, text, conf={'configsetting_fields': declared})
    _code, out, _err = told(capfd, '--format=json', '--fields', tmp_path / 'fields.json', tmp_path / 'index.rst')
    assert [(one['line'], f"{one['message']} [configsetting.drift]") for one in json.loads(out)] == [(line, message)]


CONTRADICTING = {
    '- Config setting: ``.Web.Prt``': "'config.json setting' is '.Web.Prt' here, but '.Web.Port'",
    '- Config setting: ``.Web.port``': "'config.json setting' is '.Web.port' here, but '.Web.Port'",
    '- Config setting: N/A': "'config.json setting' is 'N/A' here, but '.Web.Port'",
    '- Config setting: ``.Web.Port``, ``.Web.P2``': "'config.json setting' is '.Web.Port, .Web.P2' here",
    '- Env var: ``APP_WEB_PROT``': "'Environment variable' is 'APP_WEB_PROT' here, but 'APP_WEB_PORT'",
    '- Env var: app_web_port': "'Environment variable' is 'app_web_port' here",
    '- System Config path: **Web > TLS**': "'System Config path' is 'Web > TLS' here, but 'Web > Ports'",
    '- Default: 80': "'Default' is '80' here, but '8065'",
    '- Config setting: ``.Web.Port: 80``': "'Default' is '80' here, but '8065'",
    'The default value is ``80``.': "'Default' is '80' here",
    'Text. Default is **80**.': "'Default' is '80' here",
    '- **80**: **(Default)** Yes.\n- **8065**: No.': "'Default' is '80' here",
    '- Type: bool': "'Type' is 'bool' here, but 'int'",
    '- Options: ``80``, ``443``': "'Choices' is '80, 443' here, but '80, 8065'",
    '- Requires restart: no': "'Requires restart' is 'no' here, but 'yes'",
    '- Availability: Professional': "'Availability' is 'Professional' here, but 'Enterprise'",
    '.. note::\n\n   Config setting: ``.Web.Port``. Env var: ``APP_WEB_PROT``.': "is 'APP_WEB_PROT' here",
}


@pytest.mark.parametrize('text', CONTRADICTING)
def test_drift(tmp_path, capfd, text):
    ((line, message),) = both(tmp_path, capfd, f'{HEAD}See ``.Web.Port``.\n\n{text}')
    assert message.startswith(CONTRADICTING[text]) or CONTRADICTING[text] in message
    assert "in the directive of the setting 'web-port'; " in message
    assert line == FIRST + (4 if text.startswith('..') else 2)


def test_not_applicable(tmp_path, capfd):
    head = HEAD.replace('APP_WEB_PORT', 'n/a')
    assert both(tmp_path, capfd, f'{head}- Config setting: ``.Web.Port``\n- Env var: N/A') == []
    ((_line, message),) = both(tmp_path, capfd, f'{head}- Config setting: ``.Web.Port``\n- Env var: APP_P')
    assert "is 'APP_P' here, but 'N/A' in" in message


def test_empty_values(tmp_path, capfd):
    head = HEAD.replace('8065', '""', 1)
    for text in ('``""``', 'empty', '(blank)'):
        assert both(tmp_path, capfd, f'{head}- Env var: APP_WEB_PORT\n- Default: {text}') == []


@pytest.mark.parametrize(
    ('key', 'variable', 'here', 'advice'),
    [
        ('.Web.Port', 'APP_WEB_PORT', 'APP_WEB_PROT', "makes it 'APP_WEB_PORT', as in the directive; correct the text"),
        ('.Web.Port', 'APP_WEB_PROT', 'APP_WEB_PORT', "makes it 'APP_WEB_PORT', as here; correct the directive"),
        ('.Web.Port', 'APP_A', 'APP_B', "makes it 'APP_WEB_PORT', unlike both; correct both"),
        ('.Web.Port', '', 'APP_B', "makes it 'APP_WEB_PORT', as in the directive; correct the text"),
        ('N/A', 'APP_A', 'APP_B', 'correct the one that is wrong'),
    ],
)
def test_the_rule_of_a_field(tmp_path, capfd, key, variable, here, advice):
    head = HEAD.replace('.Web.Port', key).replace('APP_WEB_PORT', variable)
    text = f'{head}See ``{variable or ".Web.Port"}``.\n\n- Env var: {here}'
    without = [message for _line, message in warned(tmp_path, text)]
    assert len(without) == bool(variable)
    assert all(message.endswith('correct the one that is wrong [configsetting.drift]') for message in without)
    (tmp_path / 'b').mkdir()
    (tmp_path / 'b' / 'conf.py').write_text(CONF, encoding='utf-8')
    ((_line, message),) = warned(tmp_path / 'b', text)
    assert message.endswith(f'{advice} [configsetting.drift]')
    rule = {'configsetting_fields': {'environment': {'derive': 'APP_{{ configjson | envname }}'}}}
    (tmp_path / 'fields.json').write_text(json.dumps(rule), encoding='utf-8')
    _code, out, _err = told(capfd, '--format=json', '--fields', tmp_path / 'fields.json', tmp_path / 'b' / 'index.rst')
    ((found),) = json.loads(out)
    assert f'{found["message"]} [configsetting.drift]' == message


def test_a_rule_that_fails(tmp_path, capfd):
    text = HEAD.replace('APP_WEB_PORT', 'APP_A') + 'See ``.Web.Port``.\n\n- Env var: APP_B'
    fields = {'environment': {'derive': '{{ configjson + 1 }}'}}
    built = build(tmp_path, {'index.rst': text}, conf={'configsetting_fields': fields})
    assert [re.search(r'\[(.*)\]', w)[1] for w in built.warnings] == ['configsetting.template', 'configsetting.drift']
    (tmp_path / 'fields.toml').write_text("[environment]\nderive = '{{ configjson + 1 }}'\n", encoding='utf-8')
    code, out, _err = told(capfd, '--fields', tmp_path / 'fields.toml', tmp_path / 'index.rst')
    assert code == 1
    assert out.endswith('correct the one that is wrong [configsetting.drift]\n')


TWO = '''\
Page
====

.. config:setting:: one
   :configjson: .A.One
   :environment: APP_A_ONE
   :default: 1

.. config:setting:: two
   :configjson: .A.Two
   :environment: APP_A_TWO
   :default: 2

Both
----

'''


@pytest.mark.parametrize(
    ('text', 'blamed'),
    [
        ('- Env var: APP_A_ONE\n- Env var: APP_A_TWO\n- Default: 1\n- Default: 2', []),
        ('- Env vars: APP_A_ONE, APP_A_TWO', []),
        ('- Env var: APP_A_ONE\n- Default: 3', ['one']),
        ('- Env var: APP_A_TWO\n- Default: 3', ['two']),
        ('- Config setting: .A.One\n- Env var: APP_A_TOW', ['one']),
        (
            '.. list-table::\n   :header-rows: 1\n\n   * - Env var\n     - Default\n   * - APP_A_ONE\n     - 1\n'
            '   * - APP_A_TWO\n     - 3\n   * - APP_OTHER\n     - 7\n',
            ['two'],
        ),
    ],
)
def test_several_settings_of_a_section(tmp_path, capfd, text, blamed):
    found = both(tmp_path, capfd, TWO + text)
    assert [re.search("setting '(.*?)'", message)[1] for _line, message in found] == blamed


def test_a_field_that_one_of_them_lacks(tmp_path, capfd):
    text = TWO.replace('   :default: 2\n', '') + 'Of ``APP_A_ONE`` and ``APP_A_TWO``.\n\n- Default: 3'
    assert both(tmp_path, capfd, text) == []


def test_a_heading_of_something_else(tmp_path, capfd):
    head = HEAD.replace('Port\n----', 'Host\n----')
    text = f'{head}+---------------------+\n| - Env var: APP_OTHER|\n| - Default: 7        |\n+---------------------+\n'
    assert both(tmp_path, capfd, text) == []
    code, out, _err = told(capfd, tmp_path / 'index.rst')
    assert code == 1
    assert "index.rst:4: the heading 'Host' after the setting 'web-port' belongs to another setting" in out
    assert out.endswith('[configsetting.placement]\n')


def test_objects_are_not_compared(tmp_path):
    text = f'{HEAD}- Env var: APP_OTHER'
    assert warned(tmp_path, text, conf={'configsetting_placement': 'object'}) == []
    assert warned(tmp_path / 'b', text.replace('Port\n----', 'Port')) == []


def test_warnings_can_be_suppressed(tmp_path):
    text = f'{HEAD}- Env var: APP_OTHER'
    assert warned(tmp_path, text, conf={'suppress_warnings': ['configsetting.drift']}) == []


def test_the_line_of_an_included_file(tmp_path):
    files = {'part.txt': f'Port.\n{"=" * 5}\n\n- Env var: APP_OTHER\n', 'index.rst': HEAD.partition('Port\n----')[0] + '.. include:: part.txt\n'}
    built = build(tmp_path, files)
    (drift,) = [w for w in built.warnings if 'drift' in w]
    assert drift.startswith('part.txt:4: WARNING: ')


def test_parallel_and_incremental_builds_warn_alike(tmp_path):
    pages = {f'p{n}.rst': HEAD.replace('web-port', f'p{n}') + f'- Env var: APP_{n}' for n in range(8)}
    files = {'index.rst': 'T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n', **pages}
    serial = build(tmp_path / 'a', files)
    parallel = build(tmp_path / 'b', files, parallel=2)
    assert len(serial.warnings) == 8
    assert sorted(serial.warnings) == sorted(parallel.warnings)
    again = build(tmp_path / 'a', {'p3.rst': pages['p3.rst'] + '\n- Default: 7\n'})
    assert [w.split(':')[:2] for w in again.warnings] == [['p3.rst', str(FIRST)], ['p3.rst', str(FIRST + 1)]]


# the command


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path('docs/page.rst')
    path.parent.mkdir()
    path.write_text(f'{HEAD}- Env var: APP_OTHER\n- Default: 7, 100%\n{SECOND}', encoding='utf-8')
    return path


def test_text(page, capfd):
    code, out, err = told(capfd, 'docs')
    assert (code, err) == (1, '')
    assert [line.partition(': ')[0] for line in out.splitlines()] == [f'docs/page.rst:{FIRST}', f'docs/page.rst:{FIRST + 1}', 'docs/page.rst:27']
    assert told(capfd, 'docs', page, '.')[1] == out


def test_nothing(page, capfd):
    page.write_text('T\n=\n', encoding='utf-8')
    assert told(capfd, page) == (0, '', '')


def test_annotations(page, capfd):
    page = page.rename('docs/a,b:100%.rst')
    _code, out, _err = told(capfd, '--format=github', page)
    first = out.splitlines()[0]
    assert first.startswith(f'::warning file=docs/a%2Cb%3A100%25.rst,line={FIRST},title=configsetting.drift::')
    assert first.endswith('correct the one that is wrong')


def test_sarif(page, capfd):
    page = page.rename('docs/ä b:1.rst')
    code, out, _err = told(capfd, '--format=sarif', page)
    log = json.loads(out)
    assert (code, log['version']) == (1, '2.1.0')
    assert log['$schema'].endswith('sarif-schema-2.1.0.json')
    (run,) = log['runs']
    driver = run['tool']['driver']
    assert driver['name'] == 'sphinx_configsetting'
    assert len(run['results']) == 3
    for result in run['results']:
        assert driver['rules'][result['ruleIndex']]['id'] == result['ruleId'] == 'configsetting.drift'
        assert result['level'] == 'warning'
        assert result['message']['text']
        (location,) = result['locations']
        place = location['physicalLocation']
        assert place['artifactLocation'] == {'uri': 'docs/%C3%A4%20b%3A1.rst'}
        assert place['region']['startLine'] > 0


def test_baseline(page, capfd):
    assert told(capfd, '--write-baseline=base.json', 'docs') == (0, '', '')
    first = Path('base.json').read_bytes()
    assert told(capfd, '--baseline=base.json', 'docs') == (0, '', '')
    page.write_text('Lines\n\nabove\n\n' + page.read_text(encoding='utf-8').replace('\n====', '\n----'), encoding='utf-8')
    assert told(capfd, '--baseline=base.json', page.absolute()) == (0, '', '')
    page.write_text(page.read_text(encoding='utf-8') + '- Env var: APP_WEB_TSL\n', encoding='utf-8')
    code, out, _err = told(capfd, '--baseline=base.json', 'docs')
    assert code == 1
    assert out.startswith('docs/page.rst:32: ')
    assert told(capfd, '--write-baseline=base.json', 'docs')[0] == 0
    assert len(json.loads(Path('base.json').read_bytes())['accepted']) == len(json.loads(first)['accepted']) + 1


@pytest.mark.parametrize(
    'text',
    ['', '{', '[]', '{}', '{"version": 2, "accepted": []}', '{"version": 1}', '{"version": 1, "accepted": [1]}',
     '{"version": 1, "accepted": [{}]}', '[' * 100_000, '\udcff'],
)
def test_broken_baseline(page, capfd, text):
    Path('base.json').write_bytes(text.encode('utf-8', 'surrogateescape'))
    code, out, err = told(capfd, '--baseline=base.json', 'docs')
    assert (code, out) == (2, '')
    assert err.startswith('error: base.json: it is not a baseline')
    assert err.count('\n') == 1


def test_what_cannot_be_read(page, capfd):
    Path('docs/bad.rst').write_bytes(b'T\n=\n\n\xff')
    Path('empty').mkdir()
    assert told(capfd, 'empty')[::2] == (2, 'error: empty: there is no page (*.rst, *.md) in this folder\n')
    code, out, err = told(capfd, 'docs')
    assert code == 2
    assert out.count('\n') == 3
    assert err.startswith('error: docs/bad.rst: it is not UTF-8')
    code, out, err = told(capfd, '--write-baseline=base.json', 'docs', 'no.rst')
    assert (code, out, err.count('\n')) == (2, '', 2)
    assert not Path('base.json').exists()
    assert 'error: no.json: it cannot be read: ' in told(capfd, '--baseline=no.json', page)[2]
    assert 'it cannot be written: ' in told(capfd, '--write-baseline=docs/page.rst/x.json', page)[2]


def test_programs_are_no_pages(page, capfd):
    """The path of a file without a suffix can be a slip."""
    Path('program').write_bytes(b'\x7fELF\0')
    assert told(capfd, 'program') == (2, '', 'error: program: it is a binary file; name a text file\n')
    assert run_command('migrate', 'program') == 2


@pytest.mark.parametrize(
    ('name', 'text', 'error'),
    [
        ('f.json', '{', 'it is neither valid JSON nor TOML: '),
        ('f.toml', '{', 'it is neither valid JSON nor TOML: '),
        ('f.json', '[]', '[] is not a dict of names and declarations'),
        ('f.json', f'[{"1, " * 900}1]', '[1, 1, 1, 1, 1, 1, ...] is not a dict of names and declarations'),
        ('f.json', '{"x": {"kind": "no"}}', "'x': "),
    ],
)
def test_broken_fields(page, capfd, name, text, error):
    Path(name).write_text(text, encoding='utf-8')
    code, out, err = told(capfd, '--fields', name, page)
    assert (code, out) == (2, '')
    assert err.startswith(f'error: {name}: {error}')
    assert told(capfd, '--fields', 'none.json', page)[0] == 2


def test_unknown_key_of_a_field(page, capfd):
    """A build warns of it, too, and the rest of the declaration counts."""
    Path('f.json').write_text('{"port": {"kind": "value", "filter": true}}', encoding='utf-8')
    code, _out, err = told(capfd, '--fields', 'f.json', page)
    assert (code, err.count('\n')) == (1, 1)
    assert err.startswith("warning: f.json: 'port': 'filter' is not one of kind, label, ")


MALFORMED = {
    'short': ('+----+----+\n| a  | b  |\n| a  | b |\n+----+----+', 2, 'the line is 1 column too short for the top border'),
    'bottom': ('+----+----+\n| a  | b  |\n| c  | d  |', 2, 'the table has no bottom border'),
    'simple': ('====  ====\na     b\nabcdef  b\n====  ====', None, ''),
}


@pytest.mark.parametrize('case', MALFORMED)
@pytest.mark.parametrize('indent', ['', '   '])
def test_malformed_table(page, capfd, case, indent):
    table, line, reason = MALFORMED[case]
    before = '.. note::\n\n' if indent else ''
    text = '\n'.join(indent + one for one in table.splitlines())
    page.write_text(f'{HEAD}{before}{text}\n\n- Env var: APP_OTHER\n{SECOND}', encoding='utf-8')
    code, out, _err = told(capfd, page)
    first, *rest = out.splitlines()
    assert code == 1
    assert first.endswith('[configsetting.malformed-table]')
    assert reason in first
    if line:
        assert first.startswith(f'docs/page.rst:{FIRST + line + 2 * bool(indent)}: docutils refuses this table: ')
    assert [one.rpartition(' ')[2] for one in rest] == ['[configsetting.drift]'] * 2


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, '-W', 'error', '-m', 'sphinx_configsetting', *arguments],
        capture_output=True,
        env={**os.environ, 'PYTHONPATH': os.pathsep.join(sys.path), **options.pop('env', {})},
        check=False,
        **options,
    )


def test_output_is_utf_8_whatever_the_terminal(page):
    page.write_text(HEAD + '- Default: ü\n', encoding='utf-8')
    done = run('drift', 'docs', env={'PYTHONIOENCODING': 'ascii', 'LC_ALL': 'C'})
    assert done.returncode == 1
    assert "is 'ü' here" in done.stdout.decode()
    assert done.stderr == b''


def test_a_closed_pipe(page):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, '-W', 'error', '-m', 'sphinx_configsetting', 'drift', 'docs'],
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, 'PYTHONPATH': os.pathsep.join(sys.path)},
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b'')


def test_a_closed_pipe_of_a_caller(page, monkeypatch):
    read, write = os.pipe()
    os.close(read)
    with open(write, 'w', encoding='utf-8') as stream:
        monkeypatch.setattr(sys, 'stdout', stream)
        assert run_command('drift', 'docs') == 1


@pytest.mark.skipif(not Path('/dev/full').exists(), reason='the system has no full disk to try')
@pytest.mark.parametrize(('stream', 'paths', 'code', 'message'), [('stdout', 'docs', 2, 'error: the output cannot be written: No space left on device\n'), ('stderr', 'none', 2, '')])
def test_a_full_disk(page, capfd, monkeypatch, stream, paths, code, message):
    """A report that is lost is no finding, whose exit code is 1."""
    with open('/dev/full', 'w', encoding='utf-8') as full:
        monkeypatch.setattr(sys, stream, full)
        assert run_command('drift', paths) == code
    assert capfd.readouterr().err == message


def test_the_module(page, capfd):
    assert run_command('drift', 'docs') == 1
    assert capfd.readouterr().out.count('[configsetting.drift]') == 3


def test_wrong_usage(capfd):
    assert run_command('drift') == 2
    assert 'SOURCE' in capfd.readouterr().err


TRUE = {
    ('compliance-configuration-settings', 393, 'SmtpPassword', '.MessageExportSettings.GlobalRelaySettings.SMTPPassword'),
}
ELSEWHERE = {('high-availability-configuration-settings', 110), ('high-availability-configuration-settings', 192)}
REFUSED = {
    ('high-availability-configuration-settings', 81),
    ('integrations-configuration-settings', 189),
    ('integrations-configuration-settings', 209),
}


def test_real_documents(corpus, tmp_path, capfd):
    """The contradictions found by reading them, and none else."""
    known = {path.stem for path in corpus.glob('*.rst')}
    if not {name for name, *_rest in TRUE | ELSEWHERE | REFUSED} <= known:
        pytest.skip('these are other documents')
    _code, out, _err = told(capfd, '--format=json', corpus)
    found = [(one['rule'].removeprefix('configsetting.'), Path(one['file']).stem, one) for one in json.loads(out)]
    assert {(name, o['line'], o['stated'], o['expected']) for rule, name, o in found if rule == 'drift'} == TRUE
    assert {(name, o['line']) for rule, name, o in found if rule == 'placement'} == ELSEWHERE
    assert {(name, o['line']) for rule, name, o in found if rule == 'malformed-table'} == REFUSED
    assert len(found) == 6
    files = {path.name: path.read_text(encoding='utf-8') for path in corpus.glob('*.rst')}
    built = build(tmp_path, {'index.rst': 'T\n=\n', **files})
    drift = [w.split(':')[:2] for w in built.warnings if '[configsetting.drift]' in w]
    assert drift == [[f'{name}.rst', str(line)] for name, line, *_rest in TRUE]


LATE = """\
T
=

.. config:setting:: port, old-port

   :key: web.port
   :default: 5

   Text.

Port
----

+----------------------+
| - Key: ``web.port``  |
| - Default: {}         |
+----------------------+
"""


def test_options_behind_a_blank_line_count(tmp_path, capfd):
    page = tmp_path / 'index.rst'
    page.write_text(LATE.format(6))
    assert run_command('drift', page) == 1
    assert "but '5' in the directive of the setting 'port'" in capfd.readouterr().out
    page.write_text(LATE.format(5))
    assert run_command('drift', page) == 0
    run_command('migrate', '--write', page)
    assert "port: left (uncertain): there is a blank line before the option 'key'; remove it" in capfd.readouterr().err
    assert page.read_text() == LATE.format(5)


FORMS = {
    'index.rst': [
        ' port :key: web.port\n   :default: 5',
        '\n   port\n   :key: web.port\n   :default: 5',
        ' port\n   :key web.port\n   :default: 5',
        ' port\n   :example: ::\n\n      a: 1\n\n      b: 2\n\n   :key: web.port\n   :default: 5',
        ' port\n   :example 7\n   :type: int\n\n   :key: web.port\n   :default: 5',
    ],
    'index.md': [
        ' port\n\n:key: web.port\n:default: 5',
        ' port\n:type: int\n:example 7\n:key: web.port\n:default: 5',
    ],
}


@pytest.mark.parametrize(('name', 'head'), [(name, head) for name, heads in FORMS.items() for head in heads])
def test_commands_read_options_as_builds_do(tmp_path, capfd, name, head):
    pytest.importorskip('myst_parser')
    rst = name.endswith('.rst')
    page = f'T\n=\n\n.. config:setting::{head}\n' if rst else f'# T\n\n```{{config:setting}}{head}\n```\n'
    heading = 'Port\n----' if rst else '## Port'
    (tmp_path / name).write_text(f'{page}\n{heading}\n\n- Key: ``web.port``\n- Default: 6\n')
    assert run_command('drift', tmp_path / name) == 1
    assert "but '5' in the directive of the setting 'port'" in capfd.readouterr().out
