"""Facts written by hand beside directives: read, compared, and reported."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project import build

from sphinx_configsetting.__main__ import main
from sphinx_configsetting.catalog.fields import Fields
from sphinx_configsetting.config import read_fields
from sphinx_configsetting.handwritten.checking import Finding, Rule, check_text
from sphinx_configsetting.handwritten.pages import Reader
from sphinx_configsetting.handwritten.reports import as_annotations, as_sarif, uri_of

FIELDS = Fields()
DIRECTIVE = """\
T
=

.. config:setting:: web-port
   :systemconsole: Web > Ports
   :configjson: .WebSettings.Port
   :environment: APP_WEBSETTINGS_PORT
   :default: 80
   :restart: yes
   :choices: 80, 443

Port
----

"""
FIRST = len(DIRECTIVE.splitlines()) + 1


def found(text, fields=FIELDS, path='p.rst'):
    """The findings of a text, as rule, line, field and what is stated."""
    findings = check_text(path, text, fields, Reader())
    return [(one.rule.id, one.line, one.field, one.stated) for one in findings]


def drifting(text, **more):
    """The drift of a section of the setting, its lines counted from 1."""
    return [(line - FIRST + 1, field, stated) for rule, line, field, stated in found(DIRECTIVE + text, **more) if rule == 'drift']


@pytest.mark.parametrize(
    'text',
    [
        '- Environment variable: ``APP_WEBSETTINGS_PORT``',
        '- Environment variables: ``"APP_WEBSETTINGS_PORT",``',
        '- **Environment variable**: APP_WEBSETTINGS_PORT.',
        '- Env var:   ``APP_WEBSETTINGS_PORT``',
        '- ``config.json`` setting: ``.WebSettings.Port``',
        '- ``config.json`` setting: ``".WebSettings.Port",``',
        '- ``config.json`` setting: ``\u201c.WebSettings.Port: 80\u201d,``',
        '- ``config.json`` setting: ``WebSettings.Port``',
        '- ``config.json`` setting: ``Port``',
        '- ``config.json`` setting: ``Root.WebSettings.Port``',
        '- ``config.json`` setting: ``WebSettings`` > ``Port`` > ``80``',
        "This feature's ``config.json`` setting is ``\"Port\": 80`` with numerical input.",
        '- System Config path: **Web > Ports**',
        '- System Console path: **System Console > Web > Ports**',
        '- System Config path: Web  >  Ports',
        '- Default: ``80``',
        '- Default value: 80.',
        '- Requires restart: yes',
        '- Requires restart: true',
        '- Options: ``443``, ``80``',
        ':Environment variable: ``APP_WEBSETTINGS_PORT``',
        'Environment variable\n   ``APP_WEBSETTINGS_PORT``',
        '.. list-table::\n\n   * - Environment variable\n     - ``APP_WEBSETTINGS_PORT``',
        'The port is 8080 here.',
        '- Type: integer',
        '- Default: ``80``,',
        '- Environment variable: ``APP_OTHER`` (formerly), or ``APP_WEBSETTINGS_PORT``',
        '- Environment variable: ``APP_WEBSETTINGS_PORT``\n- Environment variable: ``APP_OTHER``',
        '- Since: 2.0',
    ],
)
def test_no_false_alarm(text):
    assert drifting(text) == []


GRID = """\
+-----------------+--------------------------------------------+
| The port.       | - System Config path: **Web > Portals**    |
|                 | - ``config.json`` setting:                 |
| It is opened.   |   ``".WebSettings.Prot: 81",``             |
|                 | - Environment variable: ``APP_PORT``       |
+-----------------+--------------------------------------------+
"""


@pytest.mark.parametrize(
    ('text', 'drift'),
    [
        ('- Environment variable: ``APP_WEBSETTINGS_PROT``', [(1, 'environment', 'APP_WEBSETTINGS_PROT')]),
        ('- Environment variable: N/A', [(1, 'environment', 'N/A')]),
        ('Text.\n\n- ENVIRONMENT VARIABLE:\n  ``APP_X``', [(3, 'environment', 'APP_X')]),
        ('- ``config.json`` setting: ``.WebSettings.port``', [(1, 'configjson', '.WebSettings.port')]),
        ('- ``config.json`` setting: ``Other`` > ``Port``', [(1, 'configjson', 'Other.Port')]),
        ('- ``config.json`` setting: ``WebSettings`` > ``Port`` > ``81``', [(1, 'default', '81')]),
        ('- System Config path: **Web > Hosts**', [(1, 'systemconsole', 'Web > Hosts')]),
        ('- Default: ``8080``', [(1, 'default', '8080')]),
        ('- Requires restart: no', [(1, 'restart', 'no')]),
        ('- Options: 80, 8080', [(1, 'choices', '80, 8080')]),
        (':Environment variable: ``APP_X``', [(1, 'environment', 'APP_X')]),
        ('Environment variable\n   ``APP_X``', [(2, 'environment', 'APP_X')]),
        ('.. list-table::\n\n   * - Environment variable:\n     - ``APP_X``\n   * - Key\n     - ``.WebSettings.Port``', [(4, 'environment', 'APP_X')]),
        ('+---------------------------+\n| Environment variable:     |\n| APP_WEBSETTINGS_PROT      |\n| Default: 80               |\n|                           |\n| ``.WebSettings.Port``     |\n+---------------------------+', [(2, 'environment', 'APP_WEBSETTINGS_PROT')]),
        ('| Environment variable: APP_X\n| ``.WebSettings.Port``', [(1, 'environment', 'APP_X')]),
        (
            GRID + '\n``Port``',
            [(2, 'systemconsole', 'Web > Portals'), (3, 'configjson', '.WebSettings.Prot'), (3, 'default', '81'), (5, 'environment', 'APP_PORT')],
        ),
    ],
)
def test_drift(text, drift):
    assert drifting(text) == drift


def test_labels_of_a_project():
    fields, problems = read_fields({'toml': {'kind': 'key', 'label': 'TOML key', 'names': True, 'aliases': ['Schl\u00fcssel']}})
    assert not problems
    text = DIRECTIVE.replace('   :default', '   :toml: web.port\n   :default') + '- Schl\u00fcssel: ``web.prot``\n'
    assert found(text, fields) == [('drift', FIRST + 1, 'toml', 'web.prot')]


def test_two_settings_before_one_heading():
    text = DIRECTIVE.replace('Port\n----', '.. config:setting:: web-host\n   :environment: APP_HOST\n   :configjson: .Web.Host\n\nPort\n----')
    facts = '- Environment variable: ``APP_HOST``\n- ``config.json`` setting: ``WebSettings.Port``\n- System Config path: Other > Way\n'
    assert found(text + facts) == []
    assert [one[2:] for one in found(text + facts.replace('APP_HOST', 'APP_NO'))] == [('environment', 'APP_NO')]


def test_sections_of_their_own():
    text = f'{DIRECTIVE}Text.\n\nDetails\n~~~~~~~\n\n- Environment variable: ``APP_X``\n'
    assert found(text) == []


def test_an_object_has_no_section():
    assert found('T\n=\n\n.. config:setting:: a\n   :environment: APP_A\n\n- Environment variable: APP_B\n') == []


def test_a_heading_of_another_setting():
    text = DIRECTIVE + '+-----------------------------+\n| Environment variable: APP_X |\n+-----------------------------+\n'
    assert found(text) == [('placement', 4, '', 'Port')]


UNKNOWN = """\
.. tab-set::

   .. tab-item:: One
      :sync: x

      See :doc:`the page </x>` and :envvar:`APP_WEBSETTINGS_PROT`.

      - Environment variable: :envvar:`APP_WEBSETTINGS_PROT`
      - ``config.json`` setting: :unknown:role:`Port <target>`

.. include:: /etc/passwd

.. raw:: html
   :file: /etc/passwd

.. py:function:: f

   - Default: 3
"""


def test_unknown_markup_hides_nothing():
    assert drifting(UNKNOWN) == [(8, 'environment', 'APP_WEBSETTINGS_PROT')]


BROKEN = """\
+------+
| a   |
+------+
"""


def test_a_malformed_table_is_reported_and_hides_nothing():
    text = f'{DIRECTIVE}{BROKEN}\n- Environment variable: ``APP_X``\n\n=== ===\na\n\nb c\n'
    rules = [(rule, line - FIRST + 1) for rule, line, *_ in found(text)]
    assert ('table', 2) in rules
    assert ('drift', 5) in rules
    (message,) = [one.message for one in check_text('p', DIRECTIVE + BROKEN, FIELDS, Reader())]
    assert 'the line is 1 column too short for the top border' in message


def test_build_warns_alike(tmp_path):
    conf = {'configsetting_fields': {'environment': {'derive': 'APP_{{ configjson | envname }}'}}}
    facts = '- Environment variable: ``APP_X``\n- ``config.json`` setting: ``Port``\n- Default: ``81``\n'
    built = build(tmp_path, {'index.rst': DIRECTIVE + facts}, conf=conf)
    assert built.warnings == [
        f"index.rst:{FIRST}: WARNING: 'Environment variable' is 'APP_X' here, but 'APP_WEBSETTINGS_PORT' in the directive of the setting 'web-port'; "
        'the other options make it what stands in the directive; correct the other one [configsetting.drift]',
        f"index.rst:{FIRST + 2}: WARNING: 'Default' is '81' here, but '80' in the directive of the setting 'web-port'; correct the one that is wrong [configsetting.drift]",
    ]


@pytest.mark.parametrize(
    ('directive', 'hand', 'advice'),
    [
        ('APP_OLD', 'APP_WEBSETTINGS_PORT', 'make it what stands here'),
        ('APP_OLD', 'APP_NEW', "make it 'APP_WEBSETTINGS_PORT'; correct both"),
    ],
)
def test_the_rule_tells_which_is_right(tmp_path, directive, hand, advice):
    conf = {'configsetting_fields': {'environment': {'derive': 'APP_{{ configjson | envname }}'}}}
    page = DIRECTIVE.replace('APP_WEBSETTINGS_PORT', directive) + f'``Port``\n\n- Environment variable: ``{hand}``\n'
    (warning,) = [w for w in build(tmp_path, {'index.rst': page}, conf=conf).warnings if 'drift' in w]
    assert advice in warning


def test_a_rule_that_fails_tells_nothing(tmp_path):
    conf = {'configsetting_fields': {'environment': {'derive': '{{ configjson.x.y }}'}}}
    page = DIRECTIVE + '``Port``\n\n- Environment variable: ``APP_X``\n'
    warnings = build(tmp_path, {'index.rst': page}, conf=conf).warnings
    assert [w for w in warnings if 'drift' in w and 'correct the one that is wrong' in w]


def test_included_facts_have_their_own_lines(tmp_path):
    files = {'index.rst': f'{DIRECTIVE}.. include:: part.txt\n\n``Port``\n', 'part.txt': 'Text.\n\n- Default: ``81``\n'}
    assert [w.partition(' WARNING')[0] for w in build(tmp_path, files).warnings] == ['part.txt:3:']


# What is truly contradictory in the corpus, found by reading it: document, rule, line.
CORPUS = [
    ('compliance', 'drift', 393),  # another case of letters than the key
    ('high-availability', 'table', 81),
    ('high-availability', 'placement', 110),  # before the heading of another setting
    ('high-availability', 'placement', 192),
    ('integrations', 'table', 189),
    ('integrations', 'table', 209),
]


def test_corpus(corpus):
    known = {name: [] for name, *_ in CORPUS}
    for name, rule, line in CORPUS:
        known[name].append((rule, line))
    for path in sorted(corpus.glob('*.rst')):
        name = path.name.removesuffix('-configuration-settings.rst')
        findings = found(path.read_text(encoding='utf-8'), path=str(path))
        assert sorted((line, rule) for rule, line, *_ in findings) == sorted((line, rule) for rule, line in known.get(name, []))


words = st.text(st.characters(exclude_categories=['Cs', 'Cc']), max_size=12)


@given(st.lists(st.sampled_from(['``', '"', '`', '>', ':', 'Default', 'config.json', 'setting', 'Environment variable', '.Web', 'Port', ' ', '\n', '- ', '|', '+--+', '`x <y>`', ':envvar:']) | words, max_size=14))
def test_any_section_can_be_read(parts):
    findings = found(DIRECTIVE + ''.join(parts))
    assert all(line >= 1 for _rule, line, *_ in findings)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / 'docs' / 'a page.rst'
    path.parent.mkdir()
    path.write_text(f'{DIRECTIVE}``Port``\n\n- Environment variable: ``APP_X``\n', encoding='utf-8')
    return path


@pytest.fixture
def run(capfdbinary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_text(run, page):
    code, out, err = run('drift', 'docs')
    assert (code, err) == (1, '')
    assert out.splitlines()[0].startswith(f"docs/a page.rst:{FIRST + 2}: drift: 'Environment variable' is 'APP_X' here")
    assert out.splitlines()[1:] == ['1 finding']
    page.write_text('T\n=\n')
    assert run('drift', page) == (0, '0 findings\n', '')


def test_json(run, page):
    code, out, _err = run('drift', 'docs', '--format', 'json')
    assert code == 1
    (entry,) = json.loads(out)
    assert re.search('correct', entry.pop('message'))
    assert entry == {
        'rule': 'drift',
        'path': str(Path('docs') / 'a page.rst'),
        'line': FIRST + 2,
        'setting': 'web-port',
        'field': 'environment',
        'stated': 'APP_X',
        'fact': 'APP_WEBSETTINGS_PORT',
    }


def test_sarif(run, page, tmp_path):
    assert run('drift', 'docs', '--format=sarif', '--output', 'out/x.sarif')[:2] == (1, '')
    log = json.loads((tmp_path / 'out' / 'x.sarif').read_text())
    (one,) = log['runs']
    assert (log['version'], log['$schema'].rpartition('/')[2]) == ('2.1.0', 'sarif-2.1.0.json')
    rules = {rule['id'] for rule in one['tool']['driver']['rules']}
    (result,) = one['results']
    assert result['ruleId'] in rules
    place = result['locations'][0]['physicalLocation']
    assert place == {'artifactLocation': {'uri': 'docs/a%20page.rst'}, 'region': {'startLine': FIRST + 2}}
    assert result['message']['text']


def test_uris(tmp_path):
    assert uri_of('a b/\u00e4.rst') == 'a%20b/%C3%A4.rst'
    assert uri_of(str(tmp_path)) == tmp_path.as_uri()


def test_annotations():
    finding = Finding(Rule.DRIFT, 'a,b:c%.rst', 3, 'One\r\ntwo: 100 %, or more')
    assert as_annotations([finding]) == '::warning file=a%2Cb%3Ac%25.rst,line=3,title=drift::One%0D%0Atwo: 100 %25, or more\n'
    assert json.loads(as_sarif([]))['runs'][0]['results'] == []


def test_baseline(run, page, tmp_path):
    assert run('drift', 'docs', '--baseline', 'known.json', '--write-baseline') == (0, '', '')
    assert run('drift', 'docs', '--baseline', 'known.json')[0] == 0
    text = page.read_text(encoding='utf-8')
    page.write_text(text.replace('``Port``', 'More.\n\n``Port``'), encoding='utf-8')  # lines move
    assert run('drift', page, '--baseline', tmp_path / 'known.json')[0] == 0
    page.write_text(f'{text}- Environment variable: ``APP_X``\n- Default: ``3``\n', encoding='utf-8')
    code, out, _err = run('drift', 'docs', '--baseline', 'known.json')
    assert (code, out.splitlines()[-1]) == (1, '2 findings')  # a second one of the same, and a new one
    entries = (tmp_path / 'known.json').read_text()
    assert entries.count('\n') == 3
    assert json.loads(entries) == [['docs/a page.rst', 'drift', 'web-port', 'environment', 'APP_X', 'APP_WEBSETTINGS_PORT']]


@pytest.mark.parametrize(
    ('content', 'message'),
    [(None, 'No such file'), (b'{', 'no JSON'), (b'\xff', 'no JSON in UTF-8'), (b'{}', 'not a baseline'), (b'[["a", 3]]', 'not a baseline')],
)
def test_broken_baseline(run, page, tmp_path, content, message):
    if content is not None:
        (tmp_path / 'known.json').write_bytes(content)
    code, out, err = run('drift', 'docs', '--baseline', 'known.json')
    assert (code, out) == (2, '')
    assert err.startswith('error: known.json: ')
    assert message in err
    assert '--write-baseline' in err


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['nowhere.rst'], 'nowhere.rst: it cannot be read: No such file'),
        (['empty'], 'empty: there is no reStructuredText'),
        (['latin.rst'], 'latin.rst: it is not UTF-8: byte 1'),
        (['docs', '--write-baseline'], '--write-baseline needs --baseline FILE'),
        (['docs', '--fields', 'none.json'], 'none.json: it cannot be read'),
        (['docs', '--fields', 'latin.rst'], 'latin.rst: it is no JSON in UTF-8'),
        (['docs', '--fields', 'fields.json'], "fields.json: 'x': 'no' is not one of the kinds"),
        (['docs', '--output', 'docs'], 'docs: it cannot be written'),
    ],
)
def test_bad_usage(run, page, tmp_path, arguments, message):
    (tmp_path / 'empty').mkdir()
    (tmp_path / 'latin.rst').write_bytes(b'a\xe4')
    (tmp_path / 'fields.json').write_text('{"x": {"kind": "no"}}')
    code, out, err = run('drift', *arguments)
    assert (code, out) == (2, '')
    assert err.startswith(f'error: {message}')
    assert len(err.splitlines()) == 1


def test_fields_of_a_file(run, page, tmp_path):
    (tmp_path / 'fields.json').write_text('{"environment": {"label": "Variable", "aliases": []}}')
    assert run('drift', 'docs', '--fields', 'fields.json')[0] == 0


def test_without_a_command(capsys):
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert 'COMMAND' in capsys.readouterr().err


def test_poor_encoding(page):
    program = [sys.executable, '-m', 'sphinx_configsetting', 'drift', str(page.parent)]
    page.write_text(page.read_text(encoding='utf-8').replace('APP_X', 'APP_\u00c4'), encoding='utf-8')
    environment = {**os.environ, 'PYTHONIOENCODING': 'ascii'}
    done = subprocess.run(program, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b'')
    assert 'APP_\u00c4'.encode() in done.stdout


def test_closed_pipe(page, monkeypatch, capfd):
    read, write = os.pipe()
    os.close(read)
    monkeypatch.setattr(sys, 'stdout', os.fdopen(write, 'w'))
    assert main(['drift', str(page)]) == 1
    sys.stdout.close()
    assert capfd.readouterr().err == ''


@pytest.mark.filterwarnings('ignore:.*found in sys.modules')
def test_as_a_module(page, monkeypatch, capfd):
    monkeypatch.setattr(sys, 'argv', ['sphinx_configsetting', 'drift', str(page)])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module('sphinx_configsetting', run_name='__main__')
    assert stop.value.code == 1
    assert 'APP_X' in capfd.readouterr().out
