"""The facets of explorers and listings."""

from __future__ import annotations

import itertools

from sphinx_configsetting.listings.facets import facet
from sphinx_configsetting.model.fields import Fields
from sphinx_configsetting.model.setting import Fact, Setting

SPELLINGS = [''.join(letters) for letters in itertools.product('aA', 'bB', 'cC')]


def test_values_that_sort_alike_have_a_fixed_order():
    settings = [
        Setting(id=word, docname='index', anchor=word, source='index.rst', line=1, facts={'type': Fact(word, (word,))})
        for word in SPELLINGS
    ]
    assert facet(Fields().by_name['type'], settings).values == sorted(SPELLINGS)
