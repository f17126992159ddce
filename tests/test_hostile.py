"""Whatever is written: no traceback, no neighbour lost, plain text stays the same plain text."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from declarations import SHAPES, declared
from docutils.frontend import get_default_settings
from docutils.writers.html5_polyglot import Writer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from project import CONF, build, resolved
from sphinx.testing.util import SphinxTestApp
from sphinx.util.texescape import escape as tex_escape

from sphinx_configsetting.api import get_settings

FIELDS = [
    'displayname', 'systemconsole', 'configjson', 'environment', 'key', 'option', 'type', 'default', 'choices', 'required',
    'example', 'availability', 'restart', 'since', 'deprecated', 'replacedby', 'formerly', 'seealso', 'description',
]  # fmt: skip
OPTIONS = [
    'no-index', 'no-index-entry', 'no-contents-entry', 'no-typesetting', 'noindex', 'noindexentry', 'nocontentsentry',
    'class', 'template', 'placement', 'name',
]  # fmt: skip

NEIGHBOUR = """

A paragraph, for what stands before may want to be followed by something.

.. config:setting:: neighbour
   :environment: APP_NEIGHBOUR
   :default: 1
   :description: Words of the neighbour.

   Body of the neighbour.
"""
characters = st.characters(exclude_categories=('Cs',))
texts = st.text(characters, max_size=40)
lines = st.text(st.characters(exclude_categories=('Cs', 'Cc', 'Zl', 'Zp')), max_size=40)
markup = st.sampled_from(
    [
        '*', '**', '`', '``', '|', '_', '__', ':role:`x`', ':config:setting:`x`', '[1]_', '[#]_', '`a <b>`_', '::',
        '..', '.. note::', '.. x:', '.. |s| replace:: x', '.. _t:', '.. include:: nowhere', '.. raw:: html',
        '.. config:setting:: inner', '.. config:setting::', '.. table::', '.. list-table::', '.. code-block:: c',
        ':field: x', ':seealso: neighbour', ':template: facts', ':template: ../x', ':class: a', ':no-index:',
        '- item', '* item', '1. item', '#. item', '| line', '>>> x', '-- sign', '=====', '-----', '~~~~~',
        '+---+---+', '| a | b |', '+===+===+', '+---+', '=== ===', 'a   b', '\\', '\\ ', '{{ x }}', '{% x %}',
        '\ufdd0x\ufdd1', 'N/A', 'n/a', '<b>', ',', '.', ';', "'", '"', '', '', '',
    ]
)  # fmt: skip
options = st.one_of(
    st.sampled_from(FIELDS + OPTIONS), lines, markup
)
indents = st.sampled_from(['', '', ' ', '  ', '   ', '   ', '   ', '      ', '\t'])
source_lines = st.one_of(
    st.tuples(indents, st.lists(st.one_of(lines, markup), max_size=3).map(' '.join)).map(''.join),
    st.tuples(indents, options, st.one_of(lines, markup)).map(lambda t: f'{t[0]}:{t[1]}: {t[2]}'),
    st.tuples(indents, lines).map(lambda t: f'{t[0]}.. config:setting:: {t[1]}'),
)
sources = st.lists(source_lines, max_size=25).map('\n'.join)


@pytest.fixture(scope='module')
def app():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, 'conf.py').write_text(CONF)
        Path(folder, 'index.rst').write_text('T\n=\n')
        app = SphinxTestApp('html', srcdir=Path(folder))
        app.build()
        yield app
        app.cleanup()


def read(app, text, docname='index', suffix='.rst'):
    """Read a page anew, resolve it, and return its HTML."""
    Path(app.srcdir, docname + suffix).write_text(text, encoding='utf-8', newline='')
    app.env.clear_doc(docname)
    app.builder.read_doc(docname)
    document = resolved(app, docname)
    writing = get_default_settings(Writer)
    writing.__dict__.update(document.settings.__dict__)
    document.settings = writing
    translator = app.builder.create_translator(document, app.builder)
    document.walkabout(translator)
    return ''.join(translator.body)


def swallows(source):
    """Return whether docutils takes all that follows for a table, and reports it."""
    return any(re.fullmatch('[ \t]*=+([ \t]+=+)+[ \t]*', line) for line in source.splitlines())


def settings_of(app, docname='index'):
    return [setting for setting in get_settings(app.env).settings if setting.docname == docname]


def check_neighbour(app, shown, docname='index'):
    neighbour = settings_of(app, docname)[-1]
    assert neighbour.id == 'neighbour'
    assert neighbour.values('environment') == ('APP_NEIGHBOUR',)
    assert neighbour.values('default') == ('1',)
    page = re.sub('<[^>]+>', '', shown)
    for part in ('APP_NEIGHBOUR', 'Words of the neighbour.', 'Body of the neighbour.'):
        assert page.count(part) == 1


hostile = settings(max_examples=max(100, settings().max_examples), deadline=None, suppress_health_check=list(HealthCheck))


@hostile
@given(sources)
@example('.. config:setting:: x\n   :description: `')
@example('.. config:setting:: x\n   :description: |x|\n\n.. |x| raw:: html\n\n   <script>')
@example('.. config:setting:: x\n\n   .. config:setting:: y\n\n      .. config:setting:: z\n         :default: 3')
@example('.. config:setting:: x\n\n   :[#]_: ')
@example('T\n-\n\n.. config:setting:: x\n\nU\n=\n\n.. config:setting:: y\n\nV\n~\n')
def test_any_source(app, source):
    shown = read(app, source + NEIGHBOUR)
    if not swallows(source):
        check_neighbour(app, shown)


@hostile
@given(texts, texts, texts, texts)
def test_any_text_in_any_place(app, argument, name, value, body):
    source = f'.. config:setting:: {argument}\n   :{name}: {value}\n   :default: {value}\n\n   {body}\n'
    check_neighbour(app, read(app, source + NEIGHBOUR))


MARKDOWN_NEIGHBOUR = """

```{config:setting} neighbour
:environment: APP_NEIGHBOUR
:default: 1
:description: Words of the neighbour.

Body of the neighbour.
```
"""


@pytest.fixture(scope='module')
def markdown_app():
    pytest.importorskip('myst_parser')
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, 'conf.py').write_text("extensions = ['sphinx_configsetting', 'myst_parser']\n")
        Path(folder, 'index.rst').write_text('T\n=\n')
        Path(folder, 'page.md').write_text('# T\n')
        app = SphinxTestApp('html', srcdir=Path(folder))
        app.build()
        yield app
        app.cleanup()


@pytest.mark.filterwarnings("ignore:'myst_parser.*is deprecated")  # of links without a text
@hostile
@given(texts, sources)
@example('x', '[]()')
@example('x', '---\n:a: b\n---')
@example('x', '---')
@example('x', ':description: [x](javascript:alert(1))')
def test_any_markdown_source(markdown_app, argument, source):
    inner = source.replace('``````', '')
    page = f'# T\n\n``````{{config:setting}} {"".join(argument.splitlines()[:1]).replace("`", "")}\n{inner}\n``````\n{MARKDOWN_NEIGHBOUR}'
    check_neighbour(markdown_app, read(markdown_app, page, 'page', '.md'), 'page')


cells = st.text(st.sampled_from('+-|= ab`*日'), max_size=12)


@hostile
@given(st.lists(cells, max_size=12))
def test_any_hand_drawn_table(app, rows):
    table = '\n'.join(rows)
    source = f'.. config:setting:: x\n   :environment: APP_X\n\nHeading\n-------\n\n{table}\n'
    shown = read(app, source + NEIGHBOUR)
    if not swallows(table):
        check_neighbour(app, shown)


@pytest.mark.parametrize(
    'table',
    [
        '+---+---+\n| a | b\n+---+---+',
        '+---+---+\n| a | b |\n+---+--+',
        '+---+---+\n| a   b |\n+---+---+\n| a | b |',
        '+---+\n| 日本語 |\n+---+',
        '=== ===\na   b\nc d e f g\n=== ===',
        '.. list-table::\n\n   * - a\n     - b\n   * - c',
        '.. csv-table::\n\n   "a, b\n   c',
        '.. table::\n   :widths: x\n\n   no table',
    ],
)
def test_malformed_table_keeps_the_setting_and_its_neighbours(app, table):
    source = f'.. config:setting:: x\n   :environment: APP_X\n\nHeading\n-------\n\n{table}\n'
    shown = read(app, f'T\n=\n\n{source}{NEIGHBOUR}')
    check_neighbour(app, shown)
    assert 'id="x"' in shown
    assert 'APP_X' in re.sub('<[^>]+>', '', shown)


UNPRINTABLE = '[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]'


def clean(text):
    """A text as an option keeps it: no unprintable characters, no ends of lines, ASCII blanks single."""
    return re.sub(r'[ \t]+', ' ', ' '.join(re.sub(UNPRINTABLE, '', text).splitlines())).strip()


plain = st.text(characters, min_size=1, max_size=30).map(clean).filter(bool)


class Texts(HTMLParser):
    """The text of a page without its tags."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def squeezed(text):
    return re.sub(r'\s+', '', text)


def page_of(values):
    return 'T\n=\n\n' + ''.join(
        f'.. config:setting:: s{number}\n   :{name}: {value}\n   :template: facts\n\n'
        for number, (name, value) in enumerate(values)
    )


def in_order(texts, whole):
    """The texts that a whole does not hold in their order."""
    spot, missing = 0, []
    for text in texts:
        found = whole.find(text, spot)
        if found < 0:
            missing.append(text)
        else:
            spot = found
    return missing


VALUE_MARKUP = re.compile(r'``[^`]+``|:`[^`]|\*\*')
"""Code, roles and strong text, with which a value is inline markup."""


@pytest.mark.slow
@settings(hostile, max_examples=hostile.max_examples // 12)
@given(st.lists(st.tuples(st.sampled_from(['type', 'default', 'displayname']), plain), min_size=20, max_size=60))
@example([(n, v) for n in ('type', 'default') for v in (
    '"quoted" -- dashes --- ... \'single\'', '<b>&amp;</b>', '\\input{x} $x$ %c #1 ~ ^ _ {', '*a* `b` ``c`` |d| e_ __f__',
    '- item', '1. item', ':field: x', '.. note::', '::', '++++', '{{ x }}{% y %}', 'a\u00a0b', '\u202eabc', '日本 語',
    '\U0001f600', '--option', '!x', '\\', '\\\\', 'x\\', '`', '``', '|', "''", '^^', '<<>>', ',,', '?`!`',
)])  # fmt: skip
def test_plain_text_stays(tmp_path_factory, values):
    values = [(name, value) for name, value in values if not value.startswith(':') and value.casefold() != 'n/a']
    values = [(name, value) for name, value in values if name not in {'type', 'default'} or not VALUE_MARKUP.search(value)]
    folder = tmp_path_factory.mktemp('plain')
    page = page_of(values)
    built = build(folder, {'index.rst': page})
    stated = json.loads(built.output('settings.json'))['settings']
    texts = [clean(value) for _name, value in values]
    kept = [next(iter(entry['facts'].values()), None) if 'displayname' not in entry['facts'] else entry['title'] for entry in stated]
    assert kept == texts
    parser = Texts()
    parser.feed(built.output('index.html'))
    whole = squeezed(''.join(parser.parts))
    assert in_order(map(squeezed, texts), whole) == []
    text = build(folder, builder='text').output('index.txt')
    assert in_order(map(squeezed, texts), squeezed(text)) == []
    latex = squeezed(build(folder, builder='latex').output('test.tex').replace(r'\allowbreak{}', '').replace('~', ''))
    assert in_order((squeezed(tex_escape(one)) for one in texts), latex) == []


KEYS = ['kind', 'label', 'names', 'index', 'row', 'aliases', 'derive', 'before', 'after']


@pytest.mark.slow
@settings(hostile, max_examples=hostile.max_examples // 12)
@given(declared(FIELDS, KEYS), SHAPES)
def test_a_build_with_any_conf(tmp_path_factory, fields, placement):
    page = 'T\n=\n\n.. config:setting:: x\n   :environment: A\n   :default: 3\n\n   Body.\n\nH\n-\n'
    conf = {'configsetting_fields': fields, 'configsetting_placement': placement}
    built = build(tmp_path_factory.mktemp('conf'), {'index.rst': page}, conf=conf)
    assert [setting.id for setting in built.settings] == ['x']
    assert 'Body.' in built.output('index.html')


MILLION = 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize(
    'source',
    [
        ':default: ' + 'x' * MILLION,
        ':displayname: ' + 'N(' * (MILLION // 2),
        ':configjson: ' + '.a' * (MILLION // 2),
        ':configjson: ' + '.a.b, ' * (MILLION // 60),
        ':environment: ' + 'A_' * (MILLION // 2),
        ':systemconsole: ' + 'a > ' * (MILLION // 40),
        ':availability: ' + '"a" -- ' * (MILLION // 70),
        ':choices: ' + 'a, ' * (MILLION // 100),
        ':description: ' + 'word ' * (MILLION // 5),
        ':description: ' + '*' * (MILLION // 10),
        ':description: ' + '` ' * (MILLION // 20),
        ':default: a' + ' ' * MILLION + 'b',
        ':' + 'x' * MILLION + ': 3',
        ':seealso: ' + 'nope' * (MILLION // 4),
        '\n   ' + '.. note::\n\n' + '\n\n'.join('   ' * (n + 2) + '- x' for n in range(25)),
    ],
    ids=lambda source: source[:24].strip(),
)
def test_large_values(app, source):
    check_neighbour(app, read(app, f'.. config:setting:: x\n   :type: t\n   {source}\n{NEIGHBOUR}'))
    assert [setting.id for setting in settings_of(app)] == ['x', 'neighbour']


def test_large_id(app):
    check_neighbour(app, read(app, f'.. config:setting:: {"i" * MILLION}\n   :type: t\n{NEIGHBOUR}'))


def test_settings_in_settings(app):
    source = '\n\n'.join(f'{"   " * n}.. config:setting:: s{n}\n{"   " * n}   :default: {n}' for n in range(12))
    shown = read(app, f'{source}\n{NEIGHBOUR}')
    check_neighbour(app, shown)
    assert all(f'id="s{n}"' in shown for n in range(12))


def calls(app, count):
    """Return how often functions of the extension are called for a page of settings."""
    page = ''.join(
        f'.. config:setting:: s{n}\n   :environment: APP_{n}\n   :seealso: s{n - 1}, nope{n % 3}\n   :default: {n}\n\n   Body.\n\n'
        + (f'H {n}\n----\n\nx\n\n' if n % 2 else '')
        for n in range(count)
    )
    counted = 0

    def count_call(frame, event, _argument):
        nonlocal counted
        counted += event == 'call' and 'sphinx_configsetting' in frame.f_code.co_filename

    sys.setprofile(count_call)
    try:
        read(app, f'T\n=\n\n{page}')
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.slow
def test_work_grows_with_the_settings_and_no_faster(app):
    calls(app, 50)
    small, large = calls(app, 50), calls(app, 200)
    assert small > 1000
    assert large < 4.2 * small


def calls_of_a_build(folder, pages):
    """Return how often functions of the extension are called for pages that each list all settings."""
    page = 'T\n=\n\n.. config:setting:: s{n}\n   :default: {n}\n\n.. config:listing::\n   :fields: id, description\n'
    files = {f'p{n}.rst': page.format(n=n) for n in range(pages)}
    counted = 0

    def count_call(frame, event, _argument):
        nonlocal counted
        counted += event == 'call' and 'sphinx_configsetting' in frame.f_code.co_filename

    sys.setprofile(count_call)
    try:
        built = build(folder, {'index.rst': 'T\n=\n\n.. toctree::\n   :glob:\n\n   p*\n', **files}, resolve=False)
    finally:
        sys.setprofile(None)
    assert not [warning for warning in built.warnings if 'configsetting.' in warning]
    return counted


def test_pages_that_list_each_other(tmp_path):
    """Each page shows all others, which show all others: no path through them is walked twice."""
    small, large = calls_of_a_build(tmp_path / 'small', 4), calls_of_a_build(tmp_path / 'large', 8)
    assert large < 4.2 * small


@pytest.mark.nightly
def test_ten_thousand_settings_in_a_page(tmp_path):
    page = ''.join(f'.. config:setting:: s{n}\n   :environment: APP_{n}\n   :default: {n}\n\n   Body.\n\n' for n in range(10_000))
    built = build(tmp_path, {'index.rst': f'T\n=\n\n{page}'}, resolve=False)
    assert not built.warnings
    assert len(json.loads(built.output('settings.json'))['settings']) == 10_000
