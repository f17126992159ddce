"""The command ``links``: code is no running text."""

from __future__ import annotations

import json
import re

import pytest
from project import run_command

from sphinx_configsetting.cli.links import literals_in

BLOCKS = """\
Text of ``ONE``::

   with ``APP_PORT``

``TWO``

- A list::

     ``APP_PORT``

  ``THREE``

.. code-block:: rst

   ``APP_PORT``

   ``APP_PORT``
.. note:: ``FOUR``

   ``FIVE``
.. A comment

   ``APP_PORT``
.. [1] ``SIX``

   .. math::

      ``APP_PORT``

   ``SEVEN``

   .. tip::

      ``EIGHT``

::

   ``APP_PORT``

..
   ``APP_PORT``

.. rubric:: ``APP_PORT``

.. topic:: ``APP_PORT``

   ``NINE``
"""
FENCES = """\
``` rst
`APP_PORT`
~~~
`APP_PORT`
````
`ONE`
~~~
`APP_PORT`
~~~
:::{note}
`TWO`
```{code-block} rst
`APP_PORT`
```
:::
```{note}
`THREE`
```
```one line``` `FOUR`
:::{code-block}
`APP_PORT`
:::
`FIVE`
::: tip
`SIX`
:::
````
```
`APP_PORT`
````
~~~{rubric} `APP_PORT`
~~~
"""


@pytest.mark.parametrize(('name', 'text'), [('a.rst', BLOCKS), ('a.md', FENCES)])
def test_command_leaves_out_code(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding='utf-8')
    found = [word for _line, word in literals_in(tmp_path / name)]
    assert found == re.findall(r'`((?!APP_)[A-Z]+)`', text)
    assert len(found) > 4


SETTINGS = {
    'schema': 2,
    'project': 'Test',
    'fields': [{'name': 'configjson', 'kind': 'key', 'label': 'Key'}],
    'settings': [],
}
ENTRY = {
    'id': 'one',
    'title': 'One',
    'docname': 'index',
    'uri': 'index.html#one',
    'source': 'index.rst',
    'line': 1,
    'body': '',
    'facts': {},
}


def run(folder, settings, page=b'``a.b``\n', *, capsys):
    """Return the exit code, the output and the messages for one page."""
    text = settings if isinstance(settings, str) else json.dumps(settings)
    (folder / 's.json').write_text(text, encoding='utf-8')
    (folder / 'a.rst').write_bytes(page)
    code = run_command('links', folder / 's.json', folder)
    return code, *capsys.readouterr()


def test_command_finds_values_under_conditions(tmp_path, capsys):
    entry = {'facts': {'configjson': ['x']}, 'variants': {'configjson': [{'when': 'new', 'value': ['a.b']}]}}
    code, out, error = run(tmp_path, SETTINGS | {'settings': [ENTRY | entry]}, capsys=capsys)
    assert (code, error) == (0, '')
    assert out.endswith("a.rst:1: a.b is the setting 'one'\n")


@pytest.mark.parametrize(
    ('settings', 'reason'),
    [
        ({}, 'it is not the settings.json of a build'),
        ('x', 'this is not JSON'),
        (SETTINGS | {'settings': [5]}, 'it is damaged'),
        (SETTINGS | {'settings': [ENTRY | {'facts': 5}]}, 'it is damaged'),
        (SETTINGS | {'schema': 9}, 'it has version 9 of the format'),
    ],
)
def test_command_names_a_wrong_file(tmp_path, capsys, settings, reason):
    code, out, error = run(tmp_path, settings, capsys=capsys)
    assert (code, out) == (2, '')
    assert 's.json' in error
    assert reason in error


def test_command_names_a_page_that_is_not_utf8(tmp_path, capsys):
    code, out, error = run(tmp_path, SETTINGS, b'\xe4\n', capsys=capsys)
    assert (code, out) == (2, '')
    assert 'a.rst: it is not UTF-8' in error
