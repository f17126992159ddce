"""Long lines and values: what reads them takes linear time."""

from __future__ import annotations

import time

import pytest

from sphinx_configsetting.comparison.same_values import same_default, same_type, same_value
from sphinx_configsetting.importers import ProductSetting
from sphinx_configsetting.importers.comments import CommentLine, is_banner
from sphinx_configsetting.importers.line_formats import parse_env, parse_ini
from sphinx_configsetting.importers.reading import read_source
from sphinx_configsetting.importers.refusals import INLINE_BLOCK
from sphinx_configsetting.importers.spec import SourceSpec

BLANKS = ' ' * 200_000


@pytest.mark.parametrize('parse', [parse_ini, parse_env])
def test_blanks_in_values(parse):
    (root,) = parse(f'k=x{BLANKS}y\nl=x{BLANKS}# z\n', 'a').roots
    assert root == {'k': f'x{BLANKS}y', 'l': 'x'}


def test_blanks_in_keys():
    (root,) = parse_ini(f'a = 1\nk{BLANKS}y\nk{BLANKS}y = 1\nk{BLANKS}z: 2\n', 'a.ini').roots
    assert root == {'a': 1, f'k{BLANKS}y': 1, f'k{BLANKS}z': 2}


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        (f'---a{BLANKS}b', False), (f'---a{BLANKS}b---', True), ('--- a - b ---', True), ('### a ##', True), ('### a # b ##', False),
        ('/// a ///', False), ('//// a ///', True), ('=== a ==', False), ('*** a ***', True), (f'==={BLANKS}', False), ('##### a', False), ('', False),
    ],
)  # fmt: skip
def test_banners(text, expected):
    assert is_banner(CommentLine('#', text)) is expected


def test_signs_in_braces():
    assert not INLINE_BLOCK.fullmatch('a {' + '=' * 200_000)
    assert INLINE_BLOCK.fullmatch('a {b = c; d: e}')


def test_values():
    assert not same_value('1' + '_' * 200_000 + '!', 1)
    assert same_type(f'string{BLANKS}or{BLANKS}null', ProductSetting(key='a', path=('a',), types=('string',)))
    assert not same_type(f'string{BLANKS}of x', ProductSetting(key='a', path=('a',), types=('integer',)))


def test_sets_in_reverse_order():
    items = [f'item{n}' for n in range(20_000)]
    setting = ProductSetting(key='a', path=('a',), types=('array',), limits={'uniqueItems': True}, default=[*items, 1, True])
    assert same_default(['yes', *reversed([*items, '1'])], setting)
    assert not same_default(['yes', *reversed([*items, '2'])], setting)


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('a.toml', 'a = 1\n# [' + 'a.' * 50_000 + 'b]\n# c = 1\n'),
        ('a.toml', 'a = 1\n' + '#   b = 1\n# c = 1\n' * 3_000),
        ('a.ini', 'a=1\n#b' + BLANKS + 'c\n#d: ' + BLANKS + 'e\n#[f]' + BLANKS + 'g\n'),
        ('a.yaml', '## @param a [object, default: ' + '{' * 100_000 + '] A\n## @param b' + '.b' * 50_000 + ' B\na: {b: 1}\n'),
        ('a.yaml', '# a' + BLANKS + '-- b\na: 1 # -- ' + BLANKS + '\n'),
        ('a.conf', 'a:\n' + '  \n' * 50_000 + 'b\n'),
    ],
    ids=range(6),
)
def test_commented_lines(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert read_source(SourceSpec(path=name, commented=True), tmp_path).settings


def test_commented_keys_below_deeper_ones(tmp_path):
    deep = 'a:\n  b:\n' + ''.join(f'    k{n}: 1\n' for n in range(6_000))
    (tmp_path / 'a.yaml').write_text(deep + '\n'.join(f'  # c{n}: 1\n' for n in range(6_000)))
    start = time.process_time()
    settings = read_source(SourceSpec(path='a.yaml', commented=True), tmp_path).settings
    assert time.process_time() - start < 5
    assert {one.path[:-1] for one in settings} == {('a', 'b'), ('a',)}
