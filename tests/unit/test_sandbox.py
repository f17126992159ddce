"""What templates cannot do."""

from __future__ import annotations

import pytest

from sphinx_configsetting.sandbox import ERRORS, Sandbox, envname, failure_place

REFUSED = [
    '{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}',
    '{% for a in range(10**9) %}{% endfor %}',
    '{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}',
    '{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}',
    '{{ 9 ** 9 ** 9 }}',
    '{{ "x" * 10 ** 9 }}',
    '{{ (1, 2) * 10 ** 7 }}',
    '{{ "".__class__.__mro__ }}',
    '{{ cycler.__init__.__globals__ }}',
    '{{ "{0.__class__}".format(1) }}',
    '{{ [].append(1) }}',
    '{{ nothing }}',
    '{{ 1 / 0 }}',
    '{{ lipsum() }}',
    '{% for a in [1] recursive %}{% endfor %}',
]


@pytest.mark.parametrize('template', REFUSED)
def test_refused(template):
    sandbox = Sandbox()
    sandbox.begin()
    with pytest.raises(ERRORS):
        sandbox.from_string(template).render()


def test_steps_are_counted_anew_for_each_rendering():
    sandbox = Sandbox()
    template = sandbox.from_string('{% for a in range(60000) %}{% endfor %}done')
    for _ in range(3):
        sandbox.begin()
        assert template.render() == 'done'


def test_arithmetic():
    assert Sandbox().from_string('{{ 2.5 * 2 }} {{ 2 ** 10 }} {{ "ab" * 2 }}').render() == '5.0 1024 abab'


def test_envname():
    assert envname('.Cluster-Settings.Enable') == 'CLUSTER_SETTINGS_ENABLE'


def test_place_of_a_failure():
    assert failure_place(ValueError(), '.jinja') == ('', 0)
