"""The facts of sections, in the forms in which writers state them."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.field_declarations import declare
from sphinx_configsetting.handwritten.document import PageReader
from sphinx_configsetting.handwritten.facts import FactReader, own_content
from sphinx_configsetting.model.fields import Fields

FIELDS = Fields()
READER = FactReader(FIELDS)
PARSER = PageReader(FIELDS)


def facts(text, reader=READER):
    document = PARSER.parse(f'T\n=\n\n{text}\n')
    return reader.read(own_content(document[0]))


def pairs(text, **more):
    return [(fact.field.name, fact.text) for fact in facts(text, **more)]


def key(value, default=None):
    return [('configjson', value)] + ([('default', default)] if default is not None else [])


def env(value):
    return [('environment', value)]


def menu(value):
    return [('systemconsole', value)]


@pytest.mark.parametrize(
    ('line', 'stated'),
    [
        # one key, as it is written
        ('Configuration key: .A.Key', key('.A.Key')),
        ('Configuration key: A.Key', key('A.Key')),
        ('Configuration key: ``.A.Key``', key('.A.Key')),
        ('Configuration key: ``".A.Key",``', key('.A.Key')),
        ('Configuration key: ".A.Key",', key('.A.Key')),
        ('Configuration key: “.A.Key”,', key('.A.Key')),
        ('Configuration key: ``“.A.Key: true”,``', key('.A.Key', 'true')),
        ('Configuration key: ``".A.Key: 90",``', key('.A.Key', '90')),
        ('Configuration key: ``".A.Key": "x",``', key('.A.Key', '"x"')),
        ('Configuration key: ``".A.Key: "",``', key('.A.Key', '""')),
        ('Configuration key: ``.A.Key``: ``true``', key('.A.Key')),
        ('Configuration key: ``.A.Key`` (``true`` or ``false``)', key('.A.Key')),
        ('Configuration key: **.A.Key**', key('.A.Key')),
        ('**Configuration key**: ``.A.Key``', key('.A.Key')),
        ('**Configuration key:** ``.A.Key``', key('.A.Key')),
        ('``config.json`` setting: ``.A.Key``', key('.A.Key')),
        ('``config.json`` settings: ``.A.Key``', key('.A.Key')),
        ('CONFIG.JSON setting - ``.A.Key``', key('.A.Key')),
        ('Configuration key ``.A.Key``', []),
        ('Configuration key = .A.Key', key('.A.Key')),
        ('Configuration key:\n\n- .A.Key\n- .A.Other', [*key('.A.Key'), *key('.A.Other')]),
        ('Configuration key: ``.A.Key`` with options ``a, b`` and ``c``', key('.A.Key')),
        # chains
        ('Configuration key: ``A`` > ``Key`` > ``false``', key('A.Key', 'false')),
        ('Configuration key: ``Service`` > ``Web`` > ``Enable`` > ``x``', key('Service.Web.Enable.x')),
        ('Configuration key: ``Service`` > ``Web`` > ``Enable`` > ``db://h:1/x``', key('Service.Web.Enable', 'db://h:1/x')),
        ('Configuration key: ``Service`` → ``Web`` → ``Enable``', key('Service.Web.Enable')),
        ('Configuration key: ``A`` > ``Key`` > ``""``', key('A.Key', '""')),
        # several
        ('Configuration key: ``.A.Key``, ``.A.Other``', key('.A.Key, .A.Other')),
        ('Configuration key: ``.A.Key`` and ``.A.Other``', key('.A.Key, .A.Other')),
        ('Configuration key: ``.A.Key, .A.Other``', []),
        ('Configuration key: .A.Key, .A.Other', key('.A.Key, .A.Other')),
        ('Configuration key: ``.A.Key``, ``true``', key('.A.Key')),
        ('Configuration key: .A.Key and more', key('.A.Key')),
        ('Configuration key: N/A', key('N/A')),
        ('Configuration key: ``n/a``', key('N/A')),
        ('Configuration key: none', key('N/A')),
        # no key
        ('Configuration key: see below', []),
        ('Configuration key: ``{}``', []),
        ('Configuration key: what ``.A.Key`` says', []),
        # variables
        ('Environment variable: ``APP_A``', env('APP_A')),
        ('Environment variable: APP_A', env('APP_A')),
        ('Environment variable: APP_A.', env('APP_A')),
        ('Environment variable: APP_A (since 5.0)', env('APP_A')),
        ('Environment variable: “APP_A”,', env('APP_A')),
        ('Environment variable: ``$APP_A``', []),
        ('Environment variable: ``export APP_A=true``', []),
        ('Environment variable: ``APP_A=true``', env('APP_A')),
        ('Environment variables: ``APP_A``, ``APP_B``', env('APP_A, APP_B')),
        ('Environment variable(s): ``APP_A`` / ``APP_B``', env('APP_A, APP_B')),
        ('Environment variables: APP_A and APP_B', env('APP_A, APP_B')),
        ('Environment variables: APP_A; APP_B', env('APP_A, APP_B')),
        ('Environment variable: ``APP_A`` set to ``true``', env('APP_A')),
        ('Environment variable: ``APP_A`` or ``true``', env('APP_A')),
        ('Environment variable: ``APP_A`` > ``B``', []),
        ('Environment variable: not applicable', env('N/A')),
        ('Environment variable: –', env('N/A')),
        ('Environment variable: not so', []),
        # menu paths
        ('System Config path: **A > B**', menu('A > B')),
        ('System Config path: **A** > **B**', menu('A > B')),
        ('System Config path: **A** (then choose **B**)', menu('A')),
        ('System Config path: A > B', menu('A > B')),
        ('System Config path: A → B.', menu('A > B')),
        ('System Config path: :menuselection:`A --> B`', menu('A > B')),
        ('System Config path: **A > B** or **C > D**', menu('A > B or C > D')),
        ('System Config path: **Users and Teams > SAML 2.0 (new)**', menu('Users and Teams > SAML 2.0 (new)')),
        ('System Config path: Start', []),
        ('System Config path: **.**', []),
        ('System Config path: N/A', menu('N/A')),
        ('System Config path: it can be found in many places', []),
        # other fields
        ('Default: 5', [('default', '5')]),
        ('Default value: ``5``', [('default', '5')]),
        ('Default: 30; more if need be', []),
        ('Default: ``a`` > ``b``', [('default', 'a > b')]),
        ('Default: 30 seconds.', [('default', '30 seconds')]),
        ('Default is **8074**.', [('default', '8074')]),
        ('Default: depends on the size of the disk', []),
        ('Options: ``a``, ``b``', [('choices', 'a, b')]),
        ('Options: a, b', [('choices', 'a, b')]),
        ('Options: anything', []),
        ('Type: int', [('type', 'int')]),
        ('Requires restart: yes', [('restart', 'yes')]),
        ('Prototype: int', []),
        ('Typed: int', []),
    ],
)
def test_an_item(line, stated):
    indented = line.replace('\n', '\n  ')
    assert pairs(f'- {indented}')[-len(stated) :] == stated
    assert bool(pairs(f'- {indented}')) is bool(stated)


@pytest.mark.parametrize(
    ('text', 'stated'),
    [
        ('This feature\'s ``config.json`` setting is ``"Enable": true`` with ``true``.', key('Enable', 'true')),
        ('This feature’s ``config.json`` setting is ``"Enable".``', key('Enable')),
        ('Set it. The environment variable is ``APP_A``. More.', env('APP_A')),
        ('The environment variable is ``APP_A``.', env('APP_A')),
        ('In prose an environment variable is ``APP_A``.', []),
        ('Environment variable ``APP_A`` in prose', []),
        ('Config setting: .A.Key. Environment variable: APP_A', [*key('.A.Key'), *env('APP_A')]),
        ('| Config setting: .A.Key\n| Environment variable: APP_A', [*key('.A.Key'), *env('APP_A')]),
        (':Config setting: .A.Key\n:Type: int\n:Other: x', [*key('.A.Key'), ('type', 'int')]),
        ('Environment variable\n  ``APP_A``', env('APP_A')),
        ('.. list-table::\n\n   * - Environment variable:\n     - ``APP_A``\n   * - Default\n     - 5', [*env('APP_A'), ('default', '5')]),
        ('.. list-table::\n\n   * - Type\n     - Default\n   * - int\n     - 5', []),
        (
            '.. list-table::\n   :header-rows: 1\n\n   * - Config setting\n     - Default\n     - Note\n   * - .A.Key\n     - 5\n     - x',
            [*key('.A.Key'), ('default', '5')],
        ),
        ('.. list-table::\n\n   * - Env var\n     - Default\n   * - APP_A\n     - 5', []),
        ('.. list-table::\n   :header-rows: 1\n\n   * - Env var\n     - APP_A\n   * - Default\n     - 5', [*env('APP_A'), ('default', '5')]),
        ('- **true**: **(Default)** Yes.\n- **false**: No.', [('default', 'true')]),
        ('- **true** - (default) Yes.\n- **false** - No.', [('default', 'true')]),
        ('- **true**: **(Default for some)** Yes.\n- **false**: No.', []),
        ('The maximum default is ``5``.', []),
        ('Availability: .', []),
        ('Env var: |br| |br| Default: 5\n\n.. |br| raw:: html\n\n   <br>', [('default', '5')]),
        ('The part before the sign is the scheme, and the\ndefault is ``amqp``.', []),
        ('If nothing is set,\nthe default is ``5``.', []),
        ('Words.\ndefault is ``5``', [('default', '5')]),
        ('Words\nDefault is ``5``', [('default', '5')]),
        ('Words\ndefault: ``5``', [('default', '5')]),
        ('The default value is ``5``.', [('default', '5'), ('default', '5')]),
        ('Write much. Defaults to 5.', []),
        ('Environment variable: APP_A |image|\\ [#]_', env('APP_A')),
    ],
)
def test_a_section(text, stated):
    assert list(dict.fromkeys(pairs(text))) == list(dict.fromkeys(stated))


def test_lines():
    text = '\n'.join([
        '+------+-----------------------------+',
        '| Text | - Config setting: ``.A.Key``|',
        '|      | - Environment variable:     |',
        '|      |   ``APP_A``                 |',
        '|      |                             |',
        '|      | Text                        |',
        '|      | Type: int                   |',
        '+------+-----------------------------+',
        '',
        'Text. Text.',
        'Default: 5',
    ])
    assert [(f.field.name, f.line) for f in facts(text)] == [
        ('configjson', 5),
        ('environment', 6),
        ('type', 10),
        ('default', 14),
    ]


def test_lines_that_nobody_knows():
    paragraph = nodes.paragraph('', 'Text.\nDefault:\n5')
    (fact,) = READER.read([paragraph])
    assert (fact.text, fact.line) == ('5', 0)
    paragraph.line = 7
    (fact,) = READER.read([paragraph])
    assert fact.line == 8


def test_groups_and_asides():
    found = facts('Env var: A_B\n\n.. note::\n\n   Env var: A_C\n\n- Env var: A_D\n- Type: int')
    assert [(f.text, f.aside) for f in found] == [('A_B', False), ('A_C', True), ('A_D', False), ('int', False)]
    assert len({f.group for f in found}) == 3


def test_declared_labels():
    declared = {
        'flag': {'kind': 'option', 'label': '``app`` flag', 'aliases': ['Command-line flag'], 'names': True},
        'default': None,
    }
    fields = FIELDS
    for name, declaration in declared.items():
        fields = declare(fields, name, declaration)
    reader = FactReader(fields)
    assert pairs('- Command-line flag: ``--port``, ``-p``', reader=reader) == [('flag', '--port, -p')]
    assert pairs('- app flags: --port', reader=reader) == [('flag', '--port')]
    assert pairs('- Config setting: ``.A.Key: 5``', reader=reader) == [('configjson', '.A.Key')]


NAMES = st.from_regex(r'[A-Z][a-z]{2,6}[A-Z][a-z]{2,6}', fullmatch=True)
QUOTED = st.sampled_from(['{}', '"{}"', '“{}”', '"{}",', '{},', '“{}”,', "'{}'"])


@given(st.lists(NAMES, min_size=2, max_size=3), QUOTED, st.booleans(), st.booleans())
def test_any_key(segments, quoted, code, dot):
    path = ('.' if dot else '') + '.'.join(segments)
    text = quoted.format(path)
    assert pairs(f'- Config setting: {f"``{text}``" if code else text}') == key(path)


@given(st.lists(NAMES.map(str.upper).map('APP_{}'.format), min_size=1, max_size=3, unique=True), st.sampled_from([', ', ' and ', ' or ', '; ']), st.booleans())
def test_any_variables(names, between, code):
    text = between.join(f'``{name}``' if code else name for name in names)
    assert pairs(f'- Environment variables: {text}') == env(', '.join(names))


@given(st.text(st.characters(exclude_categories=['Cs', 'Cc']), max_size=40))
def test_any_text(text):
    for label in ('Config setting', 'Env var', 'System Config path', 'Default', 'Options'):
        found = facts(f'- {label}: {text}')
        assert all(fact.line == 4 for fact in found)


def test_of_docutils_alone():
    document = publish_doctree('Type: int', settings_overrides={'report_level': 5})
    (fact,) = READER.read(own_content(document))
    assert (fact.text, fact.line) == ('int', 1)


@pytest.mark.parametrize(
    ('text', 'stated'),
    [
        # a common noun in a sentence is no label
        ('This setting is ``true`` by default.', []),
        ('The setting is off.', []),
        ('This option is ``off``. The key is ``abc``.', []),
        ('- Setting ``x`` decides.', []),
        ('The setting is ``web.port``.', [('key', 'web.port')]),
        ('The option is ``--port``.', [('option', '--port')]),
        # behind a colon it is one
        ('Setting: ``port``', [('key', 'port')]),
        ('Key — ``port``', [('key', 'port')]),
        # values that are no names
        ('Flag: ``true``', []),
        ('Flag: A_B', []),
        ('Key: ``true``', []),
        ('Option: ``--a``, ``--b``', [('option', '--a, --b')]),
        # the value of a label is not read for more labels
        (':Default: Setting: ``x``', [('default', 'Setting x')]),
        (':Default: Setting ``web.x`` decides', [('default', 'Setting web.x decides')]),
        (':Description: It is so. Default: ``5``', [('description', 'It is so'), ('default', '5')]),
    ],
)
def test_nouns_in_sentences(text, stated):
    assert [(name, value.replace('Setting:', 'Setting')) for name, value in pairs(text)] == stated
