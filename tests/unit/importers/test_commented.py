"""Keys that are commented out: where they are, and what their values are."""

from __future__ import annotations

import pytest
from reading import defaults, messages, read, records


def keys(source):
    return list(records(source))


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('c.yaml', '# top: 1\na:\n  x: 1\n  # y: 2\n  # sub:\n  #   deep: 3\nb:\n  # q: 4\n  r: 5\n'),
        ('c.toml', '# top = 1\n[a]\nx = 1\n# y = 2\n[b]\nr = 5\n# q = 4\n[a.sub]\n# deep = 3\n'),
        ('c.ini', '; top = 1\n[a]\nx = 1\n; y = 2\n; sub.deep = 3\n; [a.z]\n; k = 1\n[b]\nr = 5\n; q = 4\n'),
    ],
)
def test_only_those_of_the_part_that_is_read(tmp_path, name, text):
    source = read(tmp_path, name, text, at='/a')
    assert list(defaults(source).values()) == [1, 2, 3]
    assert [key.replace('"', '') for key in keys(source)] == ['x', 'y', 'sub.deep']
    assert source.notes[0].startswith('2 commented-out keys are read')
    assert 'a' not in {group.path[0] for group in source.groups}


def test_those_in_an_item_of_a_list(tmp_path):
    text = 'list:\n- x: 1\n  # y: 2\n  # z: [3]\n'
    assert defaults(read(tmp_path, 'c.yaml', text, at='/list/0')) == {'x': 1, 'y': 2, 'z': [3]}
    assert keys(read(tmp_path, 'c.yaml', text, at='/list')) == ['[].x', '[].y', '[].z']


def test_annotations_of_the_part_that_is_read(tmp_path):
    text = '## @param a.x About x\n## @param a.l[0].n About n\n## @param b About b\na:\n  x: 1\n  l: [{n: 1}]\nb: 2\n'
    source = read(tmp_path, 'values.yaml', text, at='/a')
    assert messages(source) == []
    assert {key: item.get('description') for key, item in records(source).items()} == {'x': 'About x', 'l': None, 'l[].n': 'About n'}


def test_those_below_merged_values(tmp_path):
    text = 'a: &a\n  x: 1\n  # y: 2\nb:\n  <<: *a\n  # z: 3\n'
    assert keys(read(tmp_path, 'c.yaml', text, commented=True)) == ['a.x', 'b.x', 'a.y', 'b.z']


def test_lists_of_tables(tmp_path):
    text = (
        '# About\n# [[p]]\n# name = "x"\n# [p.sub]\n# k = 1\n# [[p.more]]\n# n = 1\n# [[p.more]]\n# n = 2\n# [[p]]\n# name = "y"\n'
        '[[active]]\nx = 1\n# y = 2\n# [[active]]\n# x = 3\n'
    )
    source = read(tmp_path, 'c.toml', text)
    found = records(source)
    assert found['p']['default'] == [{'name': 'x', 'sub': {'k': 1}, 'more': [{'n': 1}, {'n': 2}]}, {'name': 'y'}]
    assert (found['p']['description'], found['p']['commented']) == ('About', True)
    assert found['active']['default'] == [{'x': 1}] and 'examples' not in found['active']
    assert all('default' not in found[key] for key in ('p[].name', 'p[].more', 'p[].more[].n', 'active[].y'))
    example = records(read(tmp_path, 'c.toml', text, commented_values='example'))['p']
    assert 'default' not in example and example['examples'] == [found['p']['default']]


def test_lists_of_tables_that_are_also_something_else(tmp_path):
    text = '# p = "x"\n# [p]\n# k = 1\n# [[p]]\n# j = 1\n# [[p.j]]\n# z = 1\n'
    assert defaults(read(tmp_path, 'c.toml', text))['p'] == 'x'


def test_ini_with_colons_and_several_lines(tmp_path):
    text = (
        '# Note: prose\n#port: 80\n# The hosts\n#hosts: a, b\n#empty:\n#  x\n#  y\n#key = one\n#    two\n#    other = 3\n#last = x\n'
        '#    some words about it\n# list = a,\n#   b\n# whole = a\n#   b\n#Author: me\n#default: 4\n#text: a long sentence about that\n# spaced: 3\n'
    )
    found = records(read(tmp_path, 'c.ini', text))
    assert {key: item['default'] for key, item in found.items()} == {'port': 80, 'hosts': 'a, b', 'empty': 'x\ny', 'key': 'one\ntwo', 'last': 'x', 'list': 'a,\nb', 'whole': 'a'}
    assert (found['hosts']['description'], found['hosts']['line']) == ('The hosts', 4)
    assert defaults(read(tmp_path, 'c.properties', '#a.b: 1\n#c: http://x\nd=2\n')) == {'a.b': 1, 'c': 'http://x', 'd': 2}


def test_lower_case_among_variables(tmp_path):
    text = '#A=1\n#B=2\n#C=3\n#D=4\n#http_proxy=http://x:80\n# no_proxy="a b"\n# lower=1 means that\n'
    assert defaults(read(tmp_path, '.env', text)) == {'A': 1, 'B': 2, 'C': 3, 'D': 4, 'http_proxy': 'http://x:80', 'no_proxy': 'a b'}


def test_schemas_of_toml_are_no_descriptions(tmp_path):
    assert 'description' not in records(read(tmp_path, 'c.toml', '#:schema ./x.json\na = 1\n'))['a']


def test_headers_with_comments_and_indented_blocks(tmp_path):
    ini = '[a]\nx = 1\n;[b]   ; about b\n;y = 2  ; of y\n'
    source = read(tmp_path, 'c.ini', ini, commented=True)
    assert defaults(source) == {'a.x': 1, 'b.y': 2}
    assert records(source)['b.y']['description'] == 'of y'
    toml = (
        '# # Words about it\n# [[out.a]]\n#   ## The addresses\n#   urls = ["x"]\n#\n#   # more = 1\n#   token = ""\n\n#   example = 5\n'
        '[[in.b]]\n  k = 1\n  # [in.b.tags]  # of tags\n  #   t = ["u"]\n'
    )
    source = read(tmp_path, 'c.conf', toml)
    assert keys(source) == ['out.a', 'out.a[].urls', 'out.a[].token', 'in.b', 'in.b[].k', 'in.b[].tags.t']
    assert [records(source)[key]['description'] for key in ('out.a', 'out.a[].urls')] == ['Words about it', 'The addresses']


def test_only_those_of_the_document_that_is_read(tmp_path):
    text = '# a: 1\n# b: 2\nx: 1\n---\n# c: 3\n# d: 4\ny: 2\n---\nz: 3\n# e: 5\n'
    assert defaults(read(tmp_path, 'c.yaml', text, document=1)) == {'c': 3, 'd': 4, 'y': 2}
    assert defaults(read(tmp_path, 'c.yaml', text, document=0)) == {'a': 1, 'b': 2, 'x': 1}


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('- b: 1\n  # c: 2\n  d: 3\n', {'[].b': '(absent)', '[].c': '(absent)', '[].d': '(absent)'}),
        ('a:\n  - - b: 1\n      # c: 2\n      d: 3\n', {'a': [[{'b': 1, 'd': 3}]]}),
        ('l0:\n  - q: 1\n    # l: [x]\n    l:\n      - z: 1\n        # y: 2\nb: 2\n', {'l0': [{'q': 1, 'l': [{'z': 1}]}], 'b': 2}),
    ],
)
def test_those_in_lists_of_any_depth(tmp_path, text, found):
    known = defaults(read(tmp_path, 'c.yaml', text, commented='true'))
    assert found.items() <= known.items()


@pytest.mark.parametrize(
    ('name', 'text', 'description'),
    [
        ('a.jsonc', '{\n// Where it is, by default /\n"a": "/"\n}', 'Where it is, by default /'),
        ('a.yaml', '# The sign of comments, by default #\na: "#"\n', 'The sign of comments, by default #'),
        ('a.jsonc', '{\n// Either C:/ or /\n// or more.\n"a": 1\n}', 'Either C:/ or / or more.'),
        ('a.yaml', '###########\n# Title   #\n###########\n# Words.\na: 1\n', 'Words.'),
        ('a.json5', '{\n// ---------\n// Title //\n// ---------\n// Words.\na: 1\n}', 'Words.'),
    ],
)
def test_signs_at_the_end_of_a_comment(tmp_path, name, text, description):
    """They end a title only if lines of signs are around it."""
    found = records(read(tmp_path, name, text))['a']['description']
    assert ' '.join(found.split()) == description


def test_descriptions_above_the_default_of_an_active_key(tmp_path):
    text = (
        '# The file of the process.\n# Default:\n# PidFile=/tmp/x\n\nPidFile=/run/x\n\n'
        '# The level.\n# Level=3\n\n# Another level.\nLevel=4\n\n# Words.\n# Host=\n\n# Port=5\n# User=a\n'
    )
    found = records(read(tmp_path, 'a.conf', text))
    assert {key: (one.get('description'), one['default'], one.get('commented')) for key, one in found.items()} == {
        'PidFile': ('The file of the process.\nDefault:', '/run/x', None),
        'Level': ('Another level.', 4, None),
        'Host': ('Words.', '', True),
        'Port': (None, 5, True),
        'User': (None, 'a', True),
    }


def test_blocks_with_broken_keys(tmp_path):
    text = (
        "a: 1\n# publish:\n#   offline: false\n#   owners: false\n#   keep: 'latest' | 'all'\n#   more: 2\n\n# first:\n#   x: 'y' | 'z'\n\n"
        '# list:\n#   - a\n#   - "b\n\n# flow:\n#   one: [1,\n#   two: 3\n\n# after: 5\n'
    )
    assert defaults(read(tmp_path, 'a.yaml', text, commented=True)) == {'a': 1, 'publish.offline': False, 'publish.owners': False, 'after': 5}


def test_nested_sections(tmp_path):
    text = (
        '#top = 1\n[A]\nk = 1\n#l = 1\n  [[B]]  # About B\n  k = 2\n  #l = 2\n    [[[ C ]]]\n    k = 3\n    #l = 3\n  [[D]]\n  #l = 4\n'
        '[E]\n[[B]]\nk = 5\n[A]\nm = 6\n[[[F]]]\nk = 7\n[[G]\nk = 8\n'
    )
    source = read(tmp_path, 'a.ini', text, commented=True)
    assert defaults(source) == {
        'top': 1, 'A.k': 1, 'A.l': 1, 'A.B.k': 2, 'A.B.l': 2, 'A.B.C.k': 3, 'A.B.C.l': 3, 'A.D.l': 4, 'E.B.k': 5, 'A.m': 6, '"[[F]]".k': 7, '"[G".k': 8,
    }
    assert {group.key: group.description for group in source.groups}['A.B'] == 'About B'
    assert messages(source) == []


def test_blocks_of_yaml_with_gaps(tmp_path):
    text = (
        '#server:\n#  host: x\n#\n#  # The port\n#  port: 80\n\n#  tls:\n#    on: true\n#log:\n#  level: info\n'
        '# db:\n#   url: x\n#\n#   # Its size\n#   pool: 3\n\n# last: 1\n#\n#   no part of it: 2\n'
    )
    found = records(read(tmp_path, 'c.yaml', text))
    assert {key: one['line'] for key, one in found.items()} == {
        'server.host': 2, 'server.port': 5, 'server.tls.on': 8, 'log.level': 10, 'db.url': 12, 'db.pool': 15, 'last': 17,
    }
    assert (found['server.port']['description'], found['db.pool']['description']) == ('The port', 'Its size')


def test_commented_out_keys_within_others(tmp_path):
    text = (
        '# All windows\n#window:\n  # Its size\n  #size:\n  #  width: 1\n\n  #name:\n    # Long\n    #long: x\n  #title: y\n'
        'active: 1\n  # free: 2\n#empty:\ninner:\n  x: 1\n  #one:\n  y: 2\n    #two: 3\n'
    )
    source = read(tmp_path, 'c.yaml', text, commented=True)
    assert keys(source) == [
        'window.size.width', 'window.name.long', 'window.title', 'active', 'active.free', 'empty', 'inner.x', 'inner.one', 'inner.y', 'inner.y.two',
    ]
    assert [(one.key, one.description, one.line) for one in source.groups] == [
        ('window', 'All windows', 2), ('window.size', 'Its size', 4), ('window.name', '', 7), ('inner', '', 14),
    ]
    found = records(read(tmp_path, 'c.yaml', 'z:\n  #w:\n    # Text\n    #x: 1\n    a: 2\n', commented=False))
    assert 'w' not in found['z.a']['description']


def test_tables_below_tables(tmp_path):
    text = '# All\n#\n#[a]\n#  [a.b]\n#    Text\n#    x = 1\n'
    assert keys(read(tmp_path, 'c.toml', text)) == ['a.b.x']


def test_values_with_commas_are_no_prose(tmp_path):
    text = '# protocols=http, https, ftp\n# words=and, so on, and so forth\n# port=1\n'
    assert keys(read(tmp_path, 'c.ini', text)) == ['protocols', 'port']


def test_keys_without_values(tmp_path):
    text = '# Do not ask\n#no-ask\n#OR:\n# Size\n#size=2\n# word\n#quiet\n#   indented\n#[sub]\n#loud\n[sub]\nname=x\n'
    found = records(read(tmp_path, 'c.conf', text))
    assert list(found) == ['no-ask', 'size', 'quiet', 'sub.loud', 'sub.name']
    assert (found['no-ask']['default'], found['no-ask']['description'], found['no-ask']['type']) == (None, 'Do not ask', None)
    for comments in ('#size=2\n#quiet\n#some prose here\n#loud\n', '#size=2\n#quiet\n'):
        assert keys(read(tmp_path, 'c.conf', f'{comments}name=x\n', commented=True)) == ['size', 'name']


def test_keys_in_texts(tmp_path):
    text = '[a]\n# See\n# wait=2m), as\n# size=1 or\n# size=2\n#wait=3m\n#size=4\n[b]\n# size=(5)\n'
    found = records(read(tmp_path, 'c.ini', text))
    assert {key: (one['default'], one['line']) for key, one in found.items()} == {'a.wait': ('3m', 6), 'a.size': (4, 7), 'b.size': ('(5)', 9)}
    assert 'examples' not in found['a.wait']
