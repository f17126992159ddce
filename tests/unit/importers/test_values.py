"""Files of values: leaves, comments, commented-out keys."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import defaults, messages, read, records

from sphinx_configsetting.importers import SourceError
from sphinx_configsetting.importers.json_text import parse_json
from sphinx_configsetting.importers.scalars import resolve
from sphinx_configsetting.importers.toml_text import parse_toml
from sphinx_configsetting.importers.yaml_text import parse_yaml

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def test_yaml(tmp_path):
    text = (
        '# Copies of the server\ncopies: 2\n\n# not this one\n\nhost: a  # where\nempty:\n'
        'web:\n  # Port to use\n  port: 0x10\n  mode: NO\n  day: 2020-01-02\n'
        'list:\n  - name: a  # of it\n    n: [1]\n  - name: b\n    more: true\n'
    )
    source = read(tmp_path, 'values.yaml', text)
    found = records(source)
    assert messages(source) == []
    assert found['copies'] == {'key': 'copies', 'path': ['copies'], 'type': 'integer', 'default': 2, 'description': 'Copies of the server', 'file': 'values.yaml', 'line': 2}
    assert found['host']['description'] == 'where'
    assert (found['empty']['type'], found['empty']['default']) == (None, None)
    assert (found['web.port']['default'], found['web.port']['text'], found['web.port']['group']) == (16, '0x10', 'web')
    assert (found['web.mode']['default'], found['web.day']['default']) == ('NO', '2020-01-02')
    assert found['list']['default'] == [{'name': 'a', 'n': [1]}, {'name': 'b', 'more': True}]
    assert found['list[].name']['description'] == 'of it'
    assert 'default' not in found['list[].n']
    assert list(found) == ['copies', 'host', 'empty', 'web.port', 'web.mode', 'web.day', 'list', 'list[].name', 'list[].n', 'list[].more']


def test_comments_that_are_no_descriptions(tmp_path):
    text = (
        '# yamllint disable\na: 1\n########\n# Title\n########\nb: |  # first\n  # text\n  x\n'
        '# @schema\n# type: integer\n# @schema\nc: 1\nouter:\n  d: 1\n    # deeper\n  e: 2\n'
        '## About f\n## ref: x\n# old:\nf: 1\n'
    )
    found = records(read(tmp_path, 'values.yaml', text))
    assert {key: item.get('description') for key, item in found.items()} == {
        'a': None, 'b': 'Title\nfirst', 'c': None, 'outer.d': None, 'outer.e': None, 'f': None,
    }
    assert found['b']['default'] == '# text\nx\n'


def test_dashes(tmp_path):
    text = (
        '# plain\na: 1\n# -- (string) First\n# second\n# @default -- from the chart\nb: 5\n'
        '# -- Group\ng:\n  c: 1  # -- beside\n# @ignored\nd: 1\n'
    )
    source = read(tmp_path, 'values.yaml', text)
    found = records(source)
    assert 'description' not in found['a'] and 'd' not in found
    assert found['b'] | {'line': 0} == {'key': 'b', 'path': ['b'], 'type': 'string', 'default': '5', 'text': 'from the chart', 'description': 'First\nsecond', 'file': 'values.yaml', 'line': 0}
    assert found['g.c']['description'] == 'beside'
    assert [group.description for group in source.groups] == ['Group']
    assert records(read(tmp_path, 'values.yaml', text, plain_comments=True))['a']['description'] == 'plain'


def test_params(tmp_path):
    text = (
        '## @section Common parameters\n## @param a.b [nullable, default: x] About b\n## @param a.c[0] zero\n'
        '## @skip secret\n## @extra more.x [string] Extra\n## @param wrnog Typo\n'
        '# remark\na:\n  b: 1\n  c: [1]\nsecret:\n  k: 1\nwrong: 2\n'
    )
    source = read(tmp_path, 'values.yaml', text)
    found = records(source)
    assert list(found) == ['a.b', 'a.c', 'wrong', 'more.x']
    assert (found['a.b']['description'], found['a.b']['text'], found['a.b']['group']) == ('About b', 'x', 'Common parameters')
    assert 'default' not in found['more.x']
    assert messages(source) == ["values.yaml:6: @param wrnog names no key; did you mean 'wrong'?; correct it"]


def test_toml(tmp_path):
    text = (
        '# Top\na = 1_000 # beside\n"x.y" = 1979-05-27\n[t] # table\nb = [1,\n 2]\nc = """\nx # no\n"""\n'
        '[[l]]\nn = 1\n[[l]]\nn = 2\nm = {k = inf}\n[e]\n'
    )
    source = read(tmp_path, 'c.toml', text)
    found = records(source)
    assert (found['a']['default'], found['a']['text'], found['a']['description']) == (1000, '1_000', 'Top\nbeside')
    assert (found['"x.y"']['default'], found['"x.y"']['line']) == ('1979-05-27', 3)
    assert (found['t.b']['line'], found['t.c']['default']) == (5, 'x # no\n')
    assert found['l']['default'] == [{'n': 1}, {'n': 2, 'm': {'k': 'inf'}}]
    assert [group.key for group in source.groups] == ['t', 'l[].m', 'e']


def test_commented_toml(tmp_path):
    text = (
        '## About a, or a = 2 in prose.\n# a = 1\n## Or\n# a = 2\n# words = are no key\n'
        '# m = [\n#   "x",\n# ]\n[t]\n# b = true # beside\n# [u]\n# c = { k = 1 }\nd = 1\n'
    )
    source = read(tmp_path, 'c.toml', text)
    found = records(source)
    assert list(found) == ['a', 'm', 't.b', 'u.c.k', 't.d']
    assert (found['a']['default'], found['a']['examples'], found['a']['commented']) == (1, [2], True)
    assert (found['m']['default'], found['t.b']['description']) == (['x'], 'beside')
    assert source.notes == ('4 commented-out keys are read, as they outnumber the 1 active ones; "commented": False leaves them out',)
    assert list(records(read(tmp_path, 'c.toml', text, commented=False))) == ['t.d']
    examples = records(read(tmp_path, 'c.toml', text, commented=True, commented_values='example'))
    assert 'default' not in examples['a'] and examples['a']['examples'] == [1, 2]


def test_env(tmp_path):
    text = (
        '\ufeff# The host\nHOST="a\nb"\r\nexport PORT=8080 # beside\nEMPTY=\n'
        "RAW='x${Y}'\nPATH_=${HOME:/root}\nno key\n# OLD=1\n# set lower=1 there\nPORT=1\nFLAG\nOPEN=\"x\n"
    )
    source = read(tmp_path, '.env.example', text)
    assert defaults(source) == {
        'HOST': 'a\nb', 'PORT': 1, 'EMPTY': '', 'RAW': 'x${Y}', 'PATH_': '${HOME:/root}', 'FLAG': None, 'OPEN': '"x',
    }
    assert records(source)['HOST']['description'] == 'The host'
    assert messages(source) == [
        '.env.example:8: this line is neither a key nor a comment; correct it',
        ".env.example:11: the key 'PORT' is stated twice, first in line 4; remove one of the two",
        '.env.example:13: the quote " is never closed; close it',
    ]


def test_ini(tmp_path):
    text = (
        'top = 1\n[auth.x] ; s\n; About a\na = "b ; c" ; beside\nlong = 1\n  2\nflag\nk: v w # c\n'
        '[old]\n;b = 3\n# Prose that says that c = d is what one needs here\n'
    )
    source = read(tmp_path, 'c.ini', text)
    assert defaults(source) == {'top': 1, 'auth.x.a': 'b ; c', 'auth.x.long': '1\n2', 'auth.x.flag': None, 'auth.x.k': 'v w'}
    assert records(source)['auth.x.a']['description'] == 'About a\nbeside'
    found = records(read(tmp_path, 'c.ini', text, commented=True))
    assert (found['old.b']['default'], found['old.b']['commented']) == (3, True)


def test_words_without_equals_signs(tmp_path):
    assert defaults(read(tmp_path, 'server.conf', 'Port 22\nHost a b\n')) == {'Port': 22, 'Host': 'a b'}


def test_many_lines_that_are_no_keys(tmp_path):
    source = read(tmp_path, 'c.ini', ''.join(f'k{n}=1\n' for n in range(9)) + '$$ x\n' * 9)
    assert messages(source)[-1] == 'c.ini:15: 4 further lines are neither keys nor comments; check the file'
    assert len(source.problems) == 6


def test_properties(tmp_path):
    text = '! Words\na.b=1\nc : x\\\n  y\nd\\ e=\\u00e9\\n\n#f=2\n# g = see h for this one\n=x\n'
    source = read(tmp_path, 'server.properties', text)
    assert defaults(source) == {'a.b': 1, 'c': 'xy', '"d e"': 'é\n'}
    assert records(source)['a.b']['path'] == ['a.b']
    assert list(records(read(tmp_path, 'server.properties', text, commented=True))) == ['a.b', 'c', '"d e"', 'f']
    assert messages(source) == ['server.properties:8: this line is neither a key nor a comment; correct it']


@pytest.mark.parametrize(
    ('text', 'line', 'keys'),
    [
        ('x.y: 1\nx: {y: 2}\n', 2, {'x.y': 1}),
        ('x:\n  y: 2\nx.y: 1\n', 3, {'x.y': 2}),
        ('x.y: {z: 1, v: 0}\nx:\n  y: {z: 2, w: 3}\n', 3, {'x.y.z': 1, 'x.y.v': 0, 'x.y.w': 3}),
        ('x.y: 1\nx:\n  y: {z: 2, w: 3}\n', 3, {'x.y': 1, 'x.y.z': 2, 'x.y.w': 3}),
        ('x.y: {z: 1}\nx.y.z: 4\n', 2, {'x.y.z': 1}),
    ],
)
def test_dotted_keys_beside_nested_ones(tmp_path, text, line, keys):
    source = read(tmp_path, 'a.yaml', text)
    assert defaults(source) == keys
    (message,) = messages(source)
    assert message.startswith(f'a.yaml:{line}: the key ') and 'is stated twice' in message


def test_escapes_in_bare_keys(tmp_path):
    found = defaults(read(tmp_path, 'a.json5', r"{\u0061b: 1, caf\u00e9: {x\u005fy: '\u0041'}, $c: 2}"))
    assert found == {'ab': 1, 'café.x_y': 'A', '$c': 2}


def test_json5(tmp_path):
    text = "// top\n{\n // About a\n a: 0x10, /* beside */\n 'b': +.5, c: [1,], \"d\": 'x\\\ny\\u00e9',\n /* Block\n  * of two */\n e: {f: NaN,},\n}\n"
    found = records(read(tmp_path, 'c.json5', text))
    assert {key: item['default'] for key, item in found.items()} == {'a': 16, 'b': 0.5, 'c': [1], 'd': 'xyé', 'e.f': 'NaN'}
    assert (found['a']['description'], found['a']['text']) == ('About a\nbeside', '0x10')


def test_json5_with_several_keys_in_a_line(tmp_path):
    text = (
        '{\n // one\n a: 1, // first\n // two\n b: 2, /* of c */ c: 3, // more of c\n'
        ' /* of d */ d: 4 /* beside d */, /* of e */ e: 5,\n f: { g: 1, /* of h */ h: 2 }, // of f\n'
        ' // three\n i: 1 /* of i */, j: 2, k: { }, l: 2, // of l\n /* Block\n  * of m */ m: 1 }\n'
    )
    source = read(tmp_path, 'c.json5', text)
    assert {key: item.get('description', '') for key, item in records(source).items()} == {
        'a': 'one\nfirst', 'b': 'two', 'c': 'of c\nmore of c', 'd': 'of d\nbeside d', 'e': 'of e', 'f.g': '', 'f.h': 'of h',
        'i': 'three\nof i', 'j': '', 'k': '', 'l': 'of l', 'm': 'Block\nof m',
    }
    assert [group.description for group in source.groups] == ['of f']


@pytest.mark.parametrize(
    ('name', 'text', 'message'),
    [
        ('a.json', '{"a": 1,\n "b" 2}', "a.json:2:6: this value is not expected here; correct it"),
        ('a.json', '{"a": [1}', "a.json:1:9: '}' is not expected here; correct it"),
        ('a.json', '{"a": [1', "a.json:1:9: the file ends, but ']' is missing; correct it"),
        ('a.json', '{"a": tru}', 'a.json:1:7: this is not a JSON value; correct it'),
        ('a.json', '{"a": "x}', 'a.json:1:7: this is not JSON; correct it'),
        ('a.json', '// only\n', 'a.json:1:1: there is no value in this file; correct it'),
        ('a.yaml', 'a: [1\nb: 2\n', "a.yaml:2:2: this is not YAML: did not find expected ',' or ']' (while parsing a flow sequence); correct it"),
        ('a.toml', 'a = \n', 'a.toml:1:5: this is not TOML: Invalid value; correct it'),
        ('a.toml', 'a = "', 'a.toml:1:1: this is not TOML: '),
        ('a.yaml', '\n \n', 'a.yaml: the file is empty; name a file with settings'),
        ('a.yaml', b'a\0b', 'a.yaml: it is a binary file; name a text file'),
        ('a.yaml', b'a: 1\nb: \xff\n', 'a.yaml:2: it is not UTF-8: byte 8 is 0xff; convert it'),
    ],
)
def test_broken(tmp_path, name, text, message):
    from sphinx_configsetting.importers import SourceError

    with pytest.raises(SourceError) as caught:
        read(tmp_path, name, text)
    assert str(caught.value).startswith(message)


def test_missing_file(tmp_path):
    from sphinx_configsetting.importers import SourceError
    from sphinx_configsetting.importers.reading import read_source
    from sphinx_configsetting.importers.spec import SourceSpec

    with pytest.raises(SourceError, match='there is no such file'):
        read_source(SourceSpec(path='none.json'), tmp_path)


@pytest.mark.parametrize('name', ['a.json', 'a.yaml', 'a.toml'])
@pytest.mark.parametrize('depth', [200, 1100])
def test_deep(tmp_path, name, depth):
    value = '[' * depth + ']' * depth
    text = {'a.json': f'{{"a": {value}, "b": 1}}', 'a.yaml': f'a: {value}\nb: 1\n', 'a.toml': f'a = {value}\nb = 1\n'}[name]
    source = read(tmp_path, name, text)
    assert records(source)['b']['default'] == 1
    assert len(source.problems) == 1 and 'nested more than' in messages(source)[0]


def test_aliases(tmp_path):
    bomb = 'a: &a [x, x]\n' + ''.join(f'{y}: &{y} [*{x}, *{x}, *{x}, *{x}, *{x}, *{x}, *{x}]\n' for x, y in zip('abcdefgh', 'bcdefghi', strict=True))
    source = read(tmp_path, 'a.yaml', bomb + 'self: &s [*s]\nend: 1\n')
    assert records(source)['end']['default'] == 1
    assert [message.split(': ')[1] for message in messages(source)] == [
        'aliases repeat more than 100,000 values; write fewer of them',
        'an alias repeats what contains it; remove the alias',
    ]


def test_yaml_keys_and_tags(tmp_path):
    text = 'base: &b {x: 1, y: 0o7}\nown:\n  <<: *b\n  x: 2\n8080: a\n? [c]\n: 1\ns: !!str 5\nt: !custom 1\nx: 1\nx: 2\n'
    source = read(tmp_path, 'a.yaml', text)
    assert defaults(source) == {'base.x': 1, 'base.y': 7, 'own.x': 2, 'own.y': 7, '8080': 'a', 's': '5', 't': '1', 'x': 2}
    assert [message.split(': ')[1] for message in messages(source)] == [
        'the key 8080 is not a string; write it in quotes',
        'this key is not a string, and is left out; write a string',
        "the key 'x' is stated twice, first in line 10; remove one of the two",
    ]


@given(st.dictionaries(st.text(), JSON, min_size=1))
def test_any_json(data):
    text = json.dumps(data, indent=1)
    document = parse_json(text, 'x')
    assert document.roots == [data] and document.problems == []
    commented = parse_json(f'/**/{text}', 'x')
    assert commented.roots == [data]
    assert commented.roots[0].lines == document.roots[0].lines


@given(st.text())
def test_any_text(text):
    from sphinx_configsetting.importers import SourceError
    from sphinx_configsetting.importers.line_formats import parse_env, parse_ini, parse_properties

    for parse in (parse_json, parse_yaml, parse_toml, parse_env, parse_ini, parse_properties):
        try:
            parse(text, 'x')
        except SourceError as error:
            assert error.file == 'x'


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_any_scalar(value):
    text = str(value)
    assert resolve(text) == value


@given(st.dictionaries(st.from_regex(r'[a-z"\' .]{1,5}', fullmatch=True), st.integers() | st.text(st.characters(codec='ascii', categories=['L', 'P']))))
def test_any_toml(data):
    text = ''.join(f'{json.dumps(key)} = {json.dumps(value)}\n' for key, value in data.items())
    document = parse_toml(text, 'x')
    assert document.roots == [tomllib.loads(text)]
    assert list(document.roots[0].lines.values()) == list(range(1, len(data) + 1))


def test_comments_that_go_on_at_the_end_of_a_file(tmp_path):
    found = records(read(tmp_path, 'a.yaml', 'a: 1  # one\n      # and more\n'))
    assert found['a']['description'] == 'one\nand more'


def test_a_commented_value_at_the_end_of_a_file(tmp_path):
    found = records(read(tmp_path, 'a.ini', '[s]\n;a = 1\n;b =\n;  one\n;  two', format='values'))
    assert found['s.b']['default'] == 'one\ntwo'


@pytest.mark.parametrize(
    ('comment', 'description'),
    [
        ('# nodePort: 30000', ''),
        ('#debug: true', ''),
        ('# class: {}', ''),
        ('# ratio: 1.5', ''),
        ('# default: 5', 'default: 5'),
        ('# Minimum: 5', 'Minimum: 5'),
        ('# Words: 5', 'Words: 5'),
        ('# unit: seconds', 'unit: seconds'),
        ('# Set it like this:\n# nodePort: 30000', 'Set it like this:\nnodePort: 30000'),
    ],
)
def test_one_commented_line_above_a_key(tmp_path, comment, description):
    found = records(read(tmp_path, 'a.yaml', f'# First.\nfirst: 1\n\n{comment}\nport: 80\n'))
    assert list(found) == ['first', 'port']
    assert found['port'].get('description', '') == description
    assert found['first']['description'] == 'First.'


def test_comments_far_right_below_a_key(tmp_path):
    far = ' ' * 20
    text = f'a = 1\n{far}# Of a\n{far}# and more\n#b = 2\n{far}# Of b\n\nc = 3  # Of c\n{far}    # (too)\n# -- Title --\n\n# near\nd = 4\n'
    found = records(read(tmp_path, 'c.conf', text, commented=True))
    assert {key: one['description'] for key, one in found.items()} == {'a': 'Of a\nand more', 'b': 'Of b', 'c': 'Of c\n(too)', 'd': 'near'}
    found = records(read(tmp_path, 'c.conf', f'{far}# At the start\na = 1\n'))
    assert found['a']['description'] == 'At the start'


def test_blanks_between_keys_and_values_with_equals_signs(tmp_path):
    lines = [f'key{number} {number}' for number in range(24)]
    text = '\n'.join([*lines, 'map x open https://x.example/?a=b', 'only ::1', 'pattern ^ftp: 1', 'c : d', 'e = f', ''])
    found = defaults(read(tmp_path, 'c.conf', '\n'.join([*lines, 'a-b @-./~?&=%', ''])))
    assert (len(found), found['key3'], found['a-b']) == (25, 3, '@-./~?&=%')
    found = defaults(read(tmp_path, 'c.conf', f'{text}{text.replace("key", "k")}'.replace('e = f', 'e f')))
    assert {key: found[key] for key in ('map', 'only', 'pattern', 'c')} == {
        'map': 'x open https://x.example/?a=b', 'only': '::1', 'pattern': '^ftp: 1', 'c': 'd',
    }
    with pytest.raises(SourceError, match='neither keys nor comments'):
        read(tmp_path, 'c.conf', 'this is a text of words\n' * 30 + 'and a=b\n')
