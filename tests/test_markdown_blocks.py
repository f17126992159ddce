"""Blocks of YAML in the options of Markdown directives."""

from __future__ import annotations

import pytest
from doctrees import doctree
from docutils import nodes

MYST = ['sphinx_configsetting', 'myst_parser']
COLONS = ':key: a\n:example: |\n  one:\n    two:\n      - 3\n'
DASHES = '---\nkey: a\nexample: |\n  one:\n    two:\n      - 3\n---\n'


@pytest.mark.parametrize('options', [COLONS, DASHES])
def test_a_block_keeps_its_indentation(built, options):
    pytest.importorskip('myst_parser')
    site = built({'index.md': f'# Page\n\n```{{config:setting}} a\n{options}```\n'}, extensions=MYST)
    assert site.warnings == []
    (block,) = doctree(site).findall(nodes.literal_block)
    assert block.astext() == 'one:\n  two:\n    - 3'
    assert site.settings[0].text('example') == 'one:\n  two:\n    - 3'


@pytest.mark.parametrize('style', ['|', '>'])
def test_a_description_in_a_block_is_text(built, style):
    pytest.importorskip('myst_parser')
    page = f'# Page\n\n```{{config:setting}} a\n:key: a\n:description: {style}\n  One *line*\n  and another.\n```\n'
    site = built({'index.md': page}, extensions=MYST)
    assert site.warnings == []
    assert 'One line and another.' in ' '.join(doctree(site).astext().split())
