"""Files whose comments nobody needs are read faster, with the same result."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_configsetting.importers import SourceError, setting_to_json
from sphinx_configsetting.importers.detection import PARSERS
from sphinx_configsetting.importers.documents import Mapped
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.spec import SourceSpec

HASHES = ['# a', '  # b', '#c = 1', '', '  ', '#', 'a', "'", '\t# \x01', '# "', 'b = 1']
PARTS = {
    'json': ['{', '}', '"a": 1,', '"b": {"c": 2}', '// x', '/* y', '*/', '"//": "/*"', '/', ',', '  // "a": 3', '[', ']', '"a": 2, // z'],
    'yaml': [*HASHES, 'a: 1', 'b: |', '  text', '  # text', 'a: "x', '  # y"', 'c: 2 # z', '- 1', 'd:', '---'],
    'toml': [*HASHES, 'a = 1', 'c = """', '"""', "d = '''", "'''", '[t]', '[[l]]', 'e = [1, # x', '# y', ']', 'f = "# z" # w', 'g = "'],
    'ini': [*HASHES, '; d', '[s]', 'a = 1', '  goes on', 'c: 2 ; e', 'flag'],
    'env': [*HASHES, 'A=1', 'B="x', '# y"', "C='", 'D', 'export E=2 # z', '???', '?'],
    'properties': [*HASHES, '! d', 'a=1', 'b=x\\', 'c: 2', '\\'],
}


def read(syntax, text, *, keep_comments):
    """Return values, places and problems, or the error."""
    try:
        document = PARSERS[syntax](text, 'x', keep_comments=keep_comments)
    except SourceError as error:
        return str(error)
    return [placed(root) for root in document.roots], document.problems


def placed(value):
    """Return a value with the places of its keys."""
    if isinstance(value, Mapped):
        return [(key, placed(one), value.lines[key], value.ends.get(key), value.texts.get(key)) for key, one in value.items()]
    return [placed(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize('syntax', PARSERS)
def test_the_same_without_comments(syntax):
    @given(st.lists(st.sampled_from(PARTS[syntax]), max_size=9), st.sampled_from(['', '\n']))
    def check(parts, end):
        text = '\n'.join(parts) + end
        assert read(syntax, text, keep_comments=False) == read(syntax, text, keep_comments=True)

    check()


@pytest.mark.parametrize(('syntax', 'text'), [('json', '{// x\n"a": 1}'), ('yaml', '# x\na: 1'), ('toml', '# x\na = 1'), ('ini', '# x\na = 1'), ('env', '# x\na=1'), ('properties', '# x\na=1')])
def test_comments_are_left_out(syntax, text):
    assert PARSERS[syntax](text, 'x').comments != {}
    assert PARSERS[syntax](text, 'x', keep_comments=False).comments == {}


@pytest.mark.parametrize(
    ('syntax', 'text', 'value'),
    [
        ('toml', 'a = """\n# x\n"""', '# x\n'), ('toml', "a = '''\n  # x\n\n'''", '  # x\n\n'), ('yaml', 'a: |\n  # x\n', '# x\n'), ('yaml', 'a: "x\n  # y"', 'x # y'),
        ('env', 'a="x\n# y"', 'x\n# y'), ('json', '{// b\n"a": "// x"}', '// x'), ('properties', 'a=x\\\n# y', 'x# y'),
    ],
)
def test_texts_that_look_like_comments(syntax, text, value):
    assert PARSERS[syntax](text, 'x', keep_comments=False).roots == [{'a': value}]


def test_the_line_of_an_error():
    (problem,) = PARSERS['toml']('# x\n# y\na = 1\n?', 'x', keep_comments=False).problems
    assert str(problem).startswith('x:4:1: this is not TOML')


@pytest.mark.parametrize('syntax', PARTS)
def test_any_lines_are_settings_or_an_error(syntax, tmp_path):
    @given(st.lists(st.sampled_from(PARTS[syntax]), max_size=9), st.sampled_from(['auto', True, False]))
    def check(parts, commented):
        (tmp_path / f'a.{syntax}').write_text('\n'.join(parts), encoding='utf-8')
        try:
            source = read_source(SourceSpec(path=f'a.{syntax}', commented=commented), tmp_path)
        except SourceError as error:
            assert error.message
        else:
            json.dumps([setting_to_json(one) for one in source.settings], ensure_ascii=False).encode()

    check()
