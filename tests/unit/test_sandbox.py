"""What templates cannot do: run on, grow large, reach Python's insides."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from sphinx_configsetting.sandbox import ERRORS, Sandbox, envname, failure_place


def run(template, **values):
    sandbox = Sandbox()
    sandbox.begin()
    return sandbox.from_string(template).render(**values)


@pytest.mark.parametrize(
    ('template', 'said'),
    [
        ('{% for a in range(10**9) %}{% endfor %}', ''),
        ('{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', ''),
        ('{{ 9 ** 9 ** 9 }}', 'too large'),
        ('{{ (9 ** 9) * (9 ** 9) }}', 'too large'),
        ('{{ "x" * 10 ** 9 }}', 'too large'),
        ('{{ 10 ** 7 * "x" }}', 'too large'),
        ('{{ [1] * 10 ** 7 }}', 'too large'),
        ('{{ (1,) * -(10 ** 7) }}', 'too large'),
        ('{{ b * 10 ** 7 }}', 'too large'),
        ('{{ "".__class__.__mro__ }}', 'unsafe'),
        ('{{ cycler.__init__.__globals__ }}', 'unsafe'),
        ('{{ ""["__class__"] }}', 'unsafe'),
        ('{{ "{0.__class__}".format(1) }}', ''),
        ('{{ run.__code__ }}', 'unsafe'),
        ('{{ [].append(1) }}', ''),
        ('{{ lipsum() }}', 'lipsum'),
        ('{% for a in [1] recursive %}{% endfor %}', 'recursive'),
        ('{{ 1 / 0 }}', ''),
        ('{{ cycler() }}', ''),
        ('{{ "x" | truncate(2) }}', ''),
        ('{{ "x".ljust(10 ** 15) }}', ''),
        ('{{ "x" | center(10 ** 7) }}', 'too large'),
        ('{{ "a\nb" | indent(10 ** 7) }}', 'too large'),
        ('{{ "x" | indent(width=10 ** 7) }}', 'too large'),
        ('{{ "x".center(10 ** 7) }}', 'too large'),
        ('{{ "%100000d" % 1 }}', 'too large'),
        ('{{ "%0*d" % (100000, 1) }}', 'too large'),
        ('{{ "%d" | format(1) }}', 'format'),
        ('{{ ("x" * 10 ** 5) % 1 }}', ''),
        ('{{ "{0:>9999999}".format(1) }}', 'too large'),
        ('{{ "{0:>{1}}".format(1, 99999) }}', 'too large'),
        ('{{ self._TemplateReference__context }}', ''),
        ('{{ x.mro() if (x := 1) }}', ''),
        ('{{ joiner.__init__.__globals__["os"].popen("id").read() }}', 'unsafe'),
        ('{{ "" | attr("__class__") }}', ''),
        ('{{ ("_" * 2 ~ "class" ~ "_" * 2) | map(attribute="__class__") | first }}', ''),
        ('{% import "os" as os %}', ''),
        ('{% include "/etc/passwd" %}', ''),
        ('{% for a in [1] %}' * 30 + '{% endfor %}' * 30, 'nested'),
        ('{{ ' + '(' * 5000 + '1' + ')' * 5000 + ' }}', ''),
    ],
)
def test_refused(template, said):
    with pytest.raises(ERRORS) as caught:
        run(template, run=run, b=b'x')
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ('template', 'shown'),
    [
        ('{{ "%5.2f%%" % 1.5 }}', ' 1.50%'),
        ('{{ 7 % 4 }}', '3'),
        ('{{ "{0:>4}|{1!r}".format(1, "a") }}', "   1|'a'"),
        ('{{ "x" | center(5) }}{{ 1.26 | round(1) }}', '  x  1.3'),
    ],
)
def test_formats_of_usual_width(template, shown):
    assert run(template) == shown


@pytest.mark.parametrize('template', ['{{ nope }}', '{{ a.nope }}', '{{ "x" ~ nope }}', '{% if nope %}{% endif %}'])
def test_an_undefined_name_is_an_error(template):
    with pytest.raises(UndefinedError, match='nope'):
        run(template, a={})


@pytest.mark.parametrize(
    ('template', 'text'),
    [
        ('{{ 2 ** 10 }} {{ 2.5 * 2 }} {{ "ab" * 2 }} {{ 0 * 10 ** 6 }}', '1024 5.0 abab 0'),
        ('{% for a, b in [(1, 2)] %}{{ a }}{{ b }}{{ loop.last }}{% else %}none{% endfor %}', '12True'),
        ('{% for a in [] %}{% else %}none{% endfor %}', 'none'),
        ('{% for a in range(3) if a %}{{ loop.index }}/{{ loop.length }} {% endfor %}', '1/2 2/2 '),
        ('{{ ".A.B-C" | envname }}', 'A_B_C'),
    ],
)
def test_allowed(template, text):
    assert run(template) == text


@pytest.mark.parametrize(('key', 'name'), [('.A.Key', 'A_KEY'), ('a-b', 'A_B'), ('', ''), ('.', '')])
def test_envname(key, name):
    assert envname(key) == name


def test_place_of_a_failure():
    try:
        exec(compile('\n\n1 / 0', 'a.jinja', 'exec'))
    except ZeroDivisionError as error:
        assert failure_place(error, '.jinja') == ('a.jinja', 3)
        assert failure_place(error, '.other') == ('', 0)
    assert failure_place(SyntaxError('', ('b.jinja', 4, 1, '')), '.jinja') == ('b.jinja', 4)
