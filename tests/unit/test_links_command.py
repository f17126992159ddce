"""The command ``links``: code is no running text."""

from __future__ import annotations

import re

import pytest

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
"""


@pytest.mark.parametrize(('name', 'text'), [('a.rst', BLOCKS), ('a.md', FENCES)])
def test_command_leaves_out_code(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding='utf-8')
    found = [word for _line, word in literals_in(tmp_path / name)]
    assert found == re.findall(r'`((?!APP_)[A-Z]+)`', text)
    assert len(found) > 4
