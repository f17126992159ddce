"""No value in conf.py ends in a traceback, and what is valid is used."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx_configsetting.catalog.fields import BUILTIN

from sphinx_configsetting.config import SPECIFICATION, VALUES, fields_of, report_problems, valid
from sphinx_configsetting.indices import indices_of
from sphinx_configsetting.roles import roles_of

shapes = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.binary(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=8), inner, max_size=3),
        st.dictionaries(st.integers(), inner, max_size=2),
    ),
    max_leaves=6,
)
words = st.sampled_from(['', 'x', 'description', 'configjson', 'variable', '{{ configjson }}', '{{ x }}', '{% if %}', '{{'])
declarations = st.dictionaries(
    st.one_of(st.sampled_from([*SPECIFICATION]), st.text(max_size=5)), st.one_of(words, shapes), max_size=4
)
field_names = st.one_of(st.sampled_from([f.name for f in BUILTIN] + ['id', 'x', 'A b']), st.text(max_size=5))
declared = st.one_of(shapes, st.dictionaries(field_names, st.one_of(declarations, shapes), max_size=4))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(declared, st.lists(shapes, min_size=len(VALUES) - 1, max_size=len(VALUES) - 1))
def test_any_conf(fields, others):
    names = [value.name for value in VALUES]
    config = SimpleNamespace(**dict(zip(names, (fields, *others), strict=True)))
    report_problems(config, Path('nowhere'))
    known = fields_of(config)
    assert {'displayname', 'description'} <= {field.name for field in known}
    for value in VALUES:
        chosen = valid(config, value.name)
        assert value.name == 'configsetting_fields' or not list(value.check(chosen, config))
    assert roles_of(known)
    assert indices_of(known)
