"""Hand-written tables become options and text of their directives, and nothing is lost."""

from __future__ import annotations

import re
import tempfile
from html import unescape
from pathlib import Path

from drawing import grid, list_table, prose, sentence
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from project import build, run_command

INDEX = 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n'
FACT = re.compile(r"(This (feature|setting)’s )?(System Config path|config\.json setting|Environment variable|Default)\b")
LINK = re.compile(r'<a class="reference [^>]*>.*?</a>', re.DOTALL)
GLUE = {'This', 'feature’s', 'setting', 'setting:', 'is', 'with', 'options', 'and', 'input.', 'default', 'value', '>', 'path:', 'variable:'}


def migrate(*arguments):
    return run_command('migrate', *arguments)


def visible(html):
    """The paragraphs that a reader sees."""
    html = re.sub(r'<a class="headerlink".*?</a>', '', html, flags=re.DOTALL)
    marked = re.sub(r'</?(p|li|td|tr|h\d|div|section|table|pre|aside|dd|dt)\b[^>]*>', '\x00', html)
    texts = unescape(re.sub(r'<[^>]+>', '', marked)).split('\x00')
    return [' '.join(text.split()) for text in texts if text.strip()]


SMALL = {'a', 'is', 'of', 'one', 'the', 'value'}


def says(text, sentence):
    """A longer text has the words of a sentence in the same order."""
    rest = iter(re.findall(r'\w+', text.casefold()))
    return all(word in rest for word in re.findall(r'\w+', sentence.casefold()) if word not in SMALL)


def sections(html):
    """The body of a page, section by section."""
    body = html.partition('<div class="body" role="main">')[2].partition('<div class="clearer">')[0]
    assert body
    return body.split('<section')


def assert_all_shown(before, after):
    """Each sentence and fact of a page is still in its section, or is part of a longer one."""
    for old, new in zip(sections(before), sections(after), strict=True):
        shown = ' '.join(visible(new))
        for paragraph in visible(old):
            if FACT.match(paragraph):
                for word in set(paragraph.split()) - GLUE:
                    for part in re.split(r'[.:,“”"]', word):
                        assert part in shown, paragraph
            else:
                for sentence in re.split(r'(?<=[.!?]) ', paragraph):
                    assert sentence in shown or any(says(text, sentence) for text in visible(new)), sentence
        numbered = re.compile(r'id\d+')  # of links, which docutils counts
        assert {i for i in re.findall(r'\bid="([^"]+)"', old) if not numbered.fullmatch(i)} <= set(re.findall(r'\bid="([^"]+)"', new))
        assert set(LINK.findall(old)) <= set(LINK.findall(new))


def test_corpus(corpus, tmp_path):
    old, new = tmp_path / 'old', tmp_path / 'new'
    for folder in (old, new):
        folder.mkdir()
        for path in corpus.glob('*.rst'):
            (folder / path.name).write_bytes(path.read_bytes())
    migrate('--write', new)
    before, after = (build(folder, {'index.rst': INDEX}) for folder in (old, new))
    for path in corpus.glob('*.rst'):
        assert len((new / path.name).read_bytes()) < len(path.read_bytes())
        page = f'{path.stem}.html'
        assert_all_shown(before.output(page), after.output(page))
    texts = [(s.id, s.anchor) for s in before.settings]
    assert [(s.id, s.anchor) for s in after.settings] == texts
    assert len(after.warnings) <= len(before.warnings)
    written = {path: path.read_bytes() for path in new.glob('*.rst')}
    migrate('--write', new)
    assert {path: path.read_bytes() for path in written} == written


FACTS = {
    'systemconsole': ('Environment > Nodes', '- System Config path: **{}**'),
    'configjson': ('.NodeSettings.Key{}', None),
    'environment': ('APP_NODESETTINGS_KEY{}', '- Environment variable: ``{}``'),
}
KEYS = [
    '- ``config.json`` setting: ``NodeSettings`` > ``Key{}``',
    '- ``config.json`` setting: ``NodeSettings`` > ``Key{}`` > ``false``',
    '- ``config.json`` setting: ``".NodeSettings.Key{}",``',
    '- ``config.json`` setting: ``".NodeSettings.Key{}: false”,``',
    "This feature's ``config.json`` setting is ``\"Key{}\": false`` with options ``true`` and ``false``.",
    "This feature's ``config.json`` setting is ``\"Key{}\": false`` as long as nobody says more.",
]


@st.composite
def setting(draw, number):
    """A directive, a heading, and a table that states the setting."""
    key = draw(st.sampled_from(KEYS)).format(number)
    indent = draw(st.sampled_from(['  ', '   ', '\t']))
    stated = draw(st.sets(st.sampled_from(sorted(FACTS)), min_size=1))
    stated |= {draw(st.sampled_from(['configjson'] if key.startswith('This') else ['configjson', 'environment']))}
    values = {name: value.format(number) for name, (value, _) in FACTS.items()}
    first = draw(sentence())
    described = draw(st.booleans())
    lines = [f'.. config:setting:: setting-{number}']
    lines += [f'{indent}:{name}: {values[name]}' for name in FACTS if name in stated]
    lines += [f'{indent}:description: {first}'] if described else []
    if draw(st.booleans()):
        lines += ['', *(f'{indent}{line}'.rstrip() for line in draw(prose()).split('\n'))]
    text = draw(prose())
    if described and draw(st.booleans()):
        text = f'{first}\n{text}'
    facts = [shape.format(values[name]) for name, (_, shape) in FACTS.items() if shape]
    if key.startswith('This'):
        around = draw(st.booleans())
        table = grid((key if around else f'{text}\n\n{key}',))
        rest = f'{text}\n\n{table}' if around else table
    else:
        gap = draw(st.sampled_from(['\n', '\n\n']))
        cells = (text, gap.join([*facts[:1], key, *facts[1:]]))
        last = [(draw(prose()),)] if draw(st.booleans()) else []
        draw_it = draw(st.sampled_from([grid, list_table]))
        rest = grid(cells, *last, spare=draw(st.integers(0, 4))) if draw_it is grid else list_table(cells)
    after = f'\n\n{draw(sentence())}' if draw(st.booleans()) else ''
    heading = f'Heading {number}'
    return '\n'.join(lines) + f'\n\n{heading}\n{"-" * 20}\n\n{rest}{after}\n\n'


@st.composite
def pages(draw):
    count = draw(st.integers(1, 3))
    return 'Page\n====\n\n' + ''.join(draw(setting(number)) for number in range(count))


@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(page=pages(), end=st.sampled_from(['\n', '\r\n']), mark=st.sampled_from([b'', b'\xef\xbb\xbf']))
def test_generated(page, end, mark):
    source = mark + page.rstrip().replace('\n', end).encode()
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, 'old'), Path(folder, 'new')
        for made in (old, new):
            made.mkdir()
            (made / 'index.rst').write_bytes(source)
        migrate('--write', new / 'index.rst')
        written = (new / 'index.rst').read_bytes()
        assume(written != source)  # some pages have nothing that is sure to be the same
        before, after = build(old), build(new)
        assert_all_shown(before.output('index.html'), after.output('index.html'))
        assert len(after.warnings) <= len(before.warnings)
        assert written.startswith(mark)
        assert not written.endswith(b'\n')
        assert written.count(b'\r') == (written.count(b'\n') if end == '\r\n' else 0)
        migrate('--write', new / 'index.rst')
        assert (new / 'index.rst').read_bytes() == written
