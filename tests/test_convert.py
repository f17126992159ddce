"""Directives of other types become settings, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from project import build, run_command

CONFVAL = """\
Settings
========

See :confval:`port`, :confval:`the host <host>`, ``:confval:`port` `` and :confval:`unknown`.

.. _old-label:

.. confval:: port
             server_port
   :type: :code-py:`int`
   :default: ``8080``

   The port.

   .. versionadded:: 1.2

.. confval:: host
   :default: The value of :confval:`port`

   .. deprecated:: 2.0
      Use another one.

.. code-block:: rst

   .. confval:: shown
      :default: 5

Using :confval:`port`
---------------------

Text.
"""
CONFVAL_AFTER = """\
Settings
========

See :config:setting:`port`, :config:setting:`the host <host>`, ``:confval:`port` `` and :confval:`unknown`.

.. _old-label:

.. config:setting:: port
                    server_port
   :type: int
   :default: 8080
   :since: 1.2

   The port.

.. config:setting:: host
   :default: The value of :config:setting:`port`
   :deprecated: 2.0, Use another one.

.. code-block:: rst

   .. confval:: shown
      :default: 5

Using :config:setting:`port`
----------------------------

Text.
"""


def convert(tmp_path, capfd, text, *arguments, name='index.rst', write=True):
    """Convert one page; return the exit code, the page and the report."""
    page = tmp_path / name
    page.write_text(text, encoding='utf-8')
    code = run_command('migrate', *arguments, *(['--write'] if write else []), tmp_path)
    out, err = capfd.readouterr()
    return code, page.read_text(encoding='utf-8'), err.replace(f'{page}:', ''), out


def test_confval(tmp_path, capfd):
    code, page, report, _ = convert(tmp_path, capfd, CONFVAL, '--from', 'confval', '--lift-versions')
    assert page == CONFVAL_AFTER
    assert code == 0
    assert report == '2 settings converted, 1 file changed, 0 left\n'


def test_diff(tmp_path, capfd):
    code, page, _, out = convert(tmp_path, capfd, CONFVAL, '--from', 'confval', write=False)
    assert page == CONFVAL
    assert '\n-.. confval:: host\n' in out
    assert '\n+.. config:setting:: host\n' in out
    assert code == 0


def test_option_whose_markup_goes_into_no_option(tmp_path, capfd):
    text = '.. confval:: a\n   :type: int\n   :default: `5 <https://a.example>`__\n\n   Text.\n'
    code, page, report, _ = convert(tmp_path, capfd, text, '--from', 'confval')
    assert page == (
        '.. config:setting:: a\n   :type: int\n\n   :Default: `5 <https://a.example>`__\n\n   Text.\n'
    )
    assert report.startswith('3: default: left: no option can contain its markup; it is in the text now\n')
    assert code == 1


def test_builds_alike(tmp_path, capfd):
    text = CONFVAL.replace(':code-py:', ':code:').replace('The value of :confval:`port`', '5')
    build(tmp_path / 'old', {'conf.py': '', 'index.rst': text})
    (tmp_path / 'new').mkdir()
    convert(tmp_path / 'new', capfd, text, '--from', 'confval')
    conf = 'extensions = ["sphinx_configsetting"]\nconfigsetting_object_types = {"std:confval": "id"}\nconfigsetting_anchors = ["confval-{id}"]\n'
    build(tmp_path / 'new', {'conf.py': conf})
    for name in ('confval-port', 'confval-server_port', 'confval-host', 'old-label'):
        assert f'id="{name}"' in (tmp_path / 'old/_build/html/index.html').read_text(encoding='utf-8')
        assert f'id="{name}"' in (tmp_path / 'new/_build/html/index.html').read_text(encoding='utf-8')


SECTIONS = """\
.. setting:: RETRIES

RETRIES
-------

Default: ``5``.

Type: int

How often.

.. setting:: HEADERS

``HEADERS``
-----------

.. versionadded:: 3.0

Default::

    {
        "a": 1,

        "b": 2,
    }

Sent with each request.

Timeouts
--------

.. setting:: TIMEOUT

Default: see :ref:`x`.

Text.

.. setting:: MIDDLE

More text.

.. setting:: ONE
.. setting:: TWO

One and two
-----------

Default: 1
"""
SECTIONS_AFTER = """\
.. config:setting:: RETRIES
   :type: int
   :default: 5

RETRIES
-------

How often.

.. config:setting:: HEADERS
   :default: ::

      {
          "a": 1,

          "b": 2,
      }

``HEADERS``
-----------

.. versionadded:: 3.0

Sent with each request.

Timeouts
--------

.. config:setting:: TIMEOUT
   :placement: section

Default: see :ref:`x`.

Text.

.. config:setting:: MIDDLE
   :no-typesetting:

More text.

.. config:setting:: ONE
   :placement: section
.. config:setting:: TWO
   :placement: section

One and two
-----------

Default: 1
"""


def test_sections(tmp_path, capfd):
    code, page, report, _ = convert(tmp_path, capfd, SECTIONS, '--from', 'setting')
    assert page == SECTIONS_AFTER
    assert code == 1
    assert report == (
        '34: Default: left: its value has markup, blocks or several sentences, which fit no option; it stays in the text\n'
        '48: Default: left: several settings share the section; it stays in the text\n'
        '6 settings converted, 1 file changed, 2 left\n'
    )


@pytest.mark.parametrize(
    ('kind', 'before', 'after'),
    [
        ('envvar', '.. envvar:: APP_PORT\n\n   Default: ``5``\n\n   The :envvar:`APP_PORT`.\n',
         '.. config:setting:: APP_PORT\n   :environment: APP_PORT\n   :default: 5\n\n   The :config:environment:`APP_PORT`.\n'),
        ('option', '.. option:: -p, --port PORT\n\n   See :option:`--port`.\n',
         '.. config:setting:: port\n   :displayname: -p, --port PORT\n   :option: -p, --port PORT\n   :anchor: cmdoption-p cmdoption-port\n\n   See :config:option:`--port`.\n'),
        ('definition-list', 'max_size\n    Default: 5\n\n    The size.\n``min_size`` : int\n    The least.\n',
         '.. config:setting:: max_size\n    :default: 5\n\n    The size.\n\n.. config:setting:: min_size\n    :type: int\n\n    The least.\n'),
        ('confval', '.. confval:: a\n\n   :Default: ``5``\n   :Type: int\n\n   Text.\n', '.. config:setting:: a\n   :type: int\n   :default: 5\n\n   Text.\n'),
        ('confval', '.. confval:: a\n\n   * **Default:** ``5``\n   * **Type**: int\n', '.. config:setting:: a\n   :type: int\n   :default: 5\n'),
        ('confval', '.. confval:: a\n\n   Default: :samp:`{home}/x`\n', '.. config:setting:: a\n   :default: :samp:`{home}/x`\n'),
        ('confval', '.. confval:: a\n\n   Default: :samp:`home/x`\n', '.. config:setting:: a\n   :default: home/x\n'),
        ('definition-list', 'a_b : int, defaults may vary\n   Text.\n', '.. config:setting:: a_b\n   :type: int, defaults may vary\n\n   Text.\n'),
        ('definition-list', 'a_b : int, defaults to 5\n   Text.\n', '.. config:setting:: a_b\n   :type: int\n   :default: 5\n\n   Text.\n'),
        ('confval', '.. confval:: a\n   :default: 1\n   :default: 2\n', '.. config:setting:: a\n   :default: 1\n\n   default: 2\n'),
        ('confval', '.. confval:: a\n\n   Type: see below.\n', '.. config:setting:: a\n\n   Type: see below.\n'),
        ('setting', 'Defaults\n--------\n\nDefault: none\n', 'Defaults\n--------\n\nDefault: none\n'),
        ('setting', 'workers\n-------\n\nDefault: 1\n', 'workers\n-------\n\n.. config:setting:: workers\n   :default: 1\n'),
        ('definition-list', 'a_b : str, default "x"\n   Text.\n``e_f`` (default: 1)\n   Text.\n',
         '.. config:setting:: a_b\n   :type: str\n   :default: "x"\n\n   Text.\n\n.. config:setting:: e_f\n   :default: 1\n\n   Text.\n'),
        ('confval', '.. confval:: a\n\n   Default:\n\n   .. code-block:: python\n\n      [1,\n       2]\n\n   Text.\n',
         '.. config:setting:: a\n   :default: ::\n      [1,\n       2]\n\n   Text.\n'),
        ('confval', '.. confval:: a\n   :default: 5\n\n   Default: 5\n\n   Text.\n', '.. config:setting:: a\n   :default: 5\n\n   Text.\n'),
        ('confval', '.. confval:: a\n   :no-index:\n\n   Valid: ``x``, ``y``\n', '.. config:setting:: a\n   :no-index:\n   :choices: x, y\n'),
        ('confval', '.. confval:: a\n\n   :on: ``x``, ``y``\n\n   Default: 3.0.\n\n   Text.\n', '.. config:setting:: a\n   :default: 3.0\n\n   :on: ``x``, ``y``\n\n   Text.\n'),
        ('confval', '.. confval:: a\n\n   :ref:`x` says more.\n\n   Default: 3\n', '.. config:setting:: a\n   :default: 3\n\n   :ref:`x` says more.\n'),
        ('confval', '.. confval:: a b\n', '.. confval:: a b\n'),
        ('confval', '.. confval:: a\n\n   Default: ``100``\n   Scope: ``x.y``\n\n   Text.\n', '.. config:setting:: a\n   :default: 100\n\n   Scope: ``x.y``\n\n   Text.\n'),
        ('confval', '.. confval:: a\n\n   :Span: 1-5\n   :Default: ``5``\n   :Type: int\n', '.. config:setting:: a\n   :type: int\n   :default: 5\n\n   :Span: 1-5\n'),
        ('confval', '.. confval:: a\n\n   - Default: 5\n   - Scope: x\n', '.. config:setting:: a\n   :default: 5\n\n   - Scope: x\n'),
        ('confval', '.. confval:: a\n\n   Default: ``5``, Type: int\n', '.. config:setting:: a\n\n   Default: ``5``, Type: int\n'),
        ('confval', '.. confval:: a\n\n   Default: the value of\n   another: setting\n', '.. config:setting:: a\n   :default: the value of another: setting\n'),
        ('confval', '..  confval:: a\n    :type: int\n', '.. config:setting:: a\n    :type: int\n'),
        ('confval', '* .. note::\n\n     .. confval:: a\n', '* .. note::\n\n     .. config:setting:: a\n'),
        ('confval', '.. confval:: größe_ä\n', '.. config:setting:: größe_ä\n   :anchor: confval-grosze_a\n'),
        ('option', '.. option:: --port PORT\n\n   :option:`--port 80` :option:`--port=80` :option:`--other=80`\n',
         '.. config:setting:: port\n   :displayname: --port PORT\n   :option: --port PORT\n   :anchor: cmdoption-port\n\n   :config:option:`--port 80` :config:option:`--port=80` :option:`--other=80`\n'),
        ('setting', '.. setting:: CACHES-PORT\n\n``PORT``\n--------\n\nDefault: ``80``\n\nThe port.\n',
         '.. config:setting:: CACHES-PORT\n   :default: 80\n   :placement: section\n\n``PORT``\n--------\n\nThe port.\n'),
        ('confval', '.. confval:: a\n\n   Default:\n\n   .. code-block:: python\n\n      1\n\n   (if X)\n', '.. config:setting:: a\n\n   Default:\n\n   .. code-block:: python\n\n      1\n\n   (if X)\n'),
        ('definition-list', '``A_B`` (default: ``5``, options: ``5`` or ``6``)\n   Text.\n', '.. config:setting:: A_B\n   :default: 5\n\n   :Options: ``5`` or ``6``\n\n   Text.\n'),
        ('definition-list', '``A_B`` (default: ``{"a": 1, length: 8}``)\n   Text.\n', '.. config:setting:: A_B\n   :default: {"a": 1, length: 8}\n\n   Text.\n'),
        ('confval', '.. confval:: a\n\n   Default: ``{a: 1, type: int}``\n', '.. config:setting:: a\n   :default: {a: 1, type: int}\n'),
        ('setting', '.. setting:: MAX_A\n.. other:: max_a\n\nMAX_A\n-----\n\nDefault: 5\n', '.. config:setting:: MAX_A\n   :default: 5\n.. other:: max_a\n\nMAX_A\n-----\n'),
        ('confval', '.. confval:: a\n\n   Text.\n\n   Default: ``3``\n\n   .. versionadded:: 2.0\n\n   *Type*: int.\n\n.. note::\n\n   Default: 4\n',
         '.. config:setting:: a\n   :type: int\n   :default: 3\n\n   Text.\n\n   .. versionadded:: 2.0\n\n.. note::\n\n   Default: 4\n'),
        ('confval', '.. confval:: a\n\n   Default: 3\n\n   Text.\n\n   Default: 4\n', '.. config:setting:: a\n   :default: 3\n\n   Text.\n\n   Default: 4\n'),
        ('confval', '.. confval:: a\n\n   Text.\n\n   Default: 3\n\n   - Default: 4\n\n   More.\n', '.. config:setting:: a\n\n   Text.\n\n   Default: 3\n\n   - Default: 4\n\n   More.\n'),
        ('definition-list', '``a_b`` or ``A_B``\n\n  Default: ``5``\n\n  Text.\n\n``c``\n\n  More.\n', '.. config:setting:: a_b\n                    A_B\n  :default: 5\n\n  Text.\n\n.. config:setting:: c\n\n  More.\n'),
        ('definition-list', '``a``, ``b`` / ``c`` (default: 1)\n   Text.\n', '.. config:setting:: a\n                    b\n                    c\n   :default: 1\n\n   Text.\n'),
        ('definition-list', '**a**\n\n   Text.\n\na_b\n\n   Text.\n\n``a b``\n\n   Text.\n', '**a**\n\n   Text.\n\na_b\n\n   Text.\n\n``a b``\n\n   Text.\n'),
        ('definition-list', '.. glossary::\n\n   apple\n      A fruit.\n', '.. glossary::\n\n   apple\n      A fruit.\n'),
        ('setting', '.. setting:: PORT size\n\nPort\n----\n\nDefault: 80\n', '.. setting:: PORT size\n\nPort\n----\n\nDefault: 80\n'),
        ('setting', '.. setting:: PORT\n\n.. versionadded:: 2.0\n\nPort\n----\n\nDefault: 80\n', '.. setting:: PORT\n\n.. versionadded:: 2.0\n\nPort\n----\n\nDefault: 80\n'),
        ('confval', '.. confval::\n', '.. confval::\n'),
        ('confval', '.. confval:: a\n   :wrong: x\n', '.. confval:: a\n   :wrong: x\n'),
        ('option', '.. program:: tool\n\n.. option:: --x\n', '.. program:: tool\n\n.. option:: --x\n'),
        ('confval', '.. confval:: a\n\n+--------------+\n| :confval:`a` |\n+--------------+\n', '.. config:setting:: a\n\n+--------------+\n| :confval:`a` |\n+--------------+\n'),
        ('confval', '.. confval:: a\n\n====  ============\nName  Role\n====  ============\nx     :confval:`a`\n====  ============\n',
         '.. config:setting:: a\n\n====  ============\nName  Role\n====  ============\nx     :config:setting:`a`\n====  ============\n'),
    ],
)  # fmt: skip
def test_forms(tmp_path, capfd, kind, before, after):
    _, page, report, _ = convert(tmp_path, capfd, before, '--from', kind, '--field', 'Valid=choices')
    assert page == after, report


MARKDOWN = """\
# Page

See {confval}`port`, `{confval}`.

```{confval} port
:type: `int`
:default: `'x'`

**Required:** yes

The port.
```

```text
{confval}`port`
```
"""
MARKDOWN_AFTER = """\
# Page

See {config:setting}`port`, `{confval}`.

```{config:setting} port
:type: int
:default: "'x'"
:required: yes

The port.
```

```text
{confval}`port`
```
"""


def test_markdown(tmp_path, capfd):
    code, page, report, _ = convert(tmp_path, capfd, MARKDOWN, '--from', 'confval', name='index.md')
    assert page == MARKDOWN_AFTER, report
    assert code == 0, report


UNREAD = """\
* .. confval:: a

+------------------+
| .. confval:: b   |
+------------------+

Use ``.. confval::`` here.

.. note::

   ``c_d``
      The text.
"""
UNREAD_MARKDOWN = """\
    ```{confval} code
    ```

    {confval}`code`

% ```{confval} comment

<!-- A
```{confval} comment
```
-->

- An item

    ```{confval} a
    ```

      code

~~~{confval} b
~~~

> ```{confval} c
> ```

{confval}`b`
"""


def test_what_is_within_other_markup_is_left(tmp_path, capfd):
    code, page, report, _ = convert(tmp_path, capfd, UNREAD, '--from', 'confval', '--from', 'definition-list')
    assert (code, page) == (1, UNREAD)
    assert report.splitlines()[:3] == [
        '1: a: left: other markup is on its line; put it on a separate line',
        '4: b: left: other markup is on its line; put it on a separate line',
        '11: c_d: left: its list is within other markup; the list stays',
    ]


def test_code_and_comments_of_markdown_stay(tmp_path, capfd):
    _code, page, report, _ = convert(tmp_path, capfd, UNREAD_MARKDOWN, '--from', 'confval', name='index.md')
    changed = UNREAD_MARKDOWN.replace('{confval} a', '{config:setting} a').replace('{confval} b', '{config:setting} b')
    assert page == changed.replace('{confval}`b`', '{config:setting}`b`')
    assert report.startswith('23: c: left: other markup is on its line')


def test_facts_that_are_not_first_are_reported(tmp_path, capfd):
    page = '.. setting:: A_B\n\nA_B\n---\n\n.. note:: x\n\nDefault: 6\n\nText::\n\n   Default: 7\n\nExample: 8\n'
    code, _page, report, _ = convert(tmp_path, capfd, page, '--from', 'setting')
    assert code == 1
    assert report == '8: Default: left: there is other text before it; it stays there\n1 setting converted, 1 file changed, 1 left\n'


def test_ids_that_two_settings_would_have_are_reported(tmp_path, capfd):
    page = '.. confval:: strict\n\n.. option:: --strict\n'
    code, _page, report, _ = convert(tmp_path, capfd, page, '--from', 'confval', '--from', 'option')
    assert code == 1
    assert report.splitlines()[0].startswith('3: strict: converted, but the setting at ')
    assert report.endswith('2 settings converted, 1 file changed, 0 left\n')


@pytest.mark.parametrize('name', ['no-index', 'noindex'])
def test_a_setting_that_is_not_indexed_has_no_id(tmp_path, capfd, name):
    (tmp_path / 'a.rst').write_text('.. confval:: mode\n')
    (tmp_path / 'b.rst').write_text(f'.. confval:: mode\n   :{name}:\n')
    assert run_command('migrate', '--from', 'confval', tmp_path) == 0
    assert 'has this id' not in capfd.readouterr().err


def test_all_unknown_options_are_reported_at_once(tmp_path, capfd):
    _code, _page, report, _ = convert(tmp_path, capfd, '.. confval:: a\n   :zork: 1\n   :unit: 2\n', '--from', 'confval')
    assert report.startswith("1: a: left: no field is named 'zork' or 'unit'; declare it in the file of --fields, or name")


@pytest.mark.parametrize(
    ('text', 'lifted'),
    [('Use ``x`` instead.', True), ('This has no effect.', True), (':setting:`x` replaces it.', True), ('A string as value will be removed.', False)],
)
def test_reasons_that_are_about_a_part_are_not_lifted(tmp_path, capfd, text, lifted):
    page = f'.. confval:: a\n\n   .. deprecated:: 1.7\n      {text}\n'
    _code, page, _report, _ = convert(tmp_path, capfd, page, '--from', 'confval', '--lift-versions')
    assert (f':deprecated: 1.7, {text}' in page) == lifted
    assert ('.. deprecated::' in page) != lifted


def test_versions_that_are_substitutions_stay(tmp_path, capfd):
    page = '.. confval:: a\n\n   .. versionadded:: |version|\n'
    _code, new, report, _ = convert(tmp_path, capfd, page, '--from', 'confval', '--lift-versions')
    assert new == page.replace('confval', 'config:setting')
    assert report.startswith('3: since: left: ')


COMMENT_IN_CODE = """\
```html
<!-- open
```

```{confval} a
```

````md
```{eval-rst}
.. confval:: shown
```
````

```{setting} b
"""


def test_comments_in_code_and_open_fences_of_markdown(tmp_path, capfd):
    code, page, report, _ = convert(tmp_path, capfd, COMMENT_IN_CODE, '--from', 'confval', '--from', 'setting', name='index.md')
    assert page == COMMENT_IN_CODE.replace('{confval} a', '{config:setting} a')
    assert (code, report) == (1, '14: b: left: its fence is not closed\n1 setting converted, 1 file changed, 1 left\n')


def test_included_files_that_are_not_among_the_pages(tmp_path, capfd):
    (tmp_path / 'parts').mkdir()
    (tmp_path / 'parts' / 'one.txt').write_text('.. confval:: a\n')
    (tmp_path / 'parts' / 'two.txt').write_bytes(b'No UTF-8: \xe4\n')
    (tmp_path / 'index.rst').write_text('.. include:: parts/one.txt\n\n.. include:: parts/two.txt\n\n.. include:: three.txt\n')
    assert run_command('migrate', '--from', 'confval', tmp_path) == 1
    report = capfd.readouterr().err
    assert 'index.rst:1: parts/one.txt: left: the included file is not among those to convert; pass it, too\n' in report
    assert report.count(': left: ') == 1
    assert run_command('migrate', '--from', 'confval', '--write', tmp_path, tmp_path / 'parts' / 'one.txt') == 0
    assert (tmp_path / 'parts' / 'one.txt').read_text() == '.. config:setting:: a\n'


FENCES = """\
```{note}
See {confval}`port`.
```

````{admonition} With a title
```{confval} port
Not `` {confval}`port` ``, but {confval}`port`.
```
````

:::{confval} host
{confval}`port`
:::

::::{confval} path

:::{tip} A title
Use {confval}`port`.
:::
{confval}`host`
::::

```{code-cell} python
{confval}`port`
```

```{eval-rst}
.. confval:: late
```
"""
FENCES_AFTER = """\
```{note}
See {config:setting}`port`.
```

````{admonition} With a title
```{config:setting} port

Not `` {confval}`port` ``, but {config:setting}`port`.
```
````

:::{config:setting} host

{config:setting}`port`
:::

::::{config:setting} path

:::{tip} A title
Use {config:setting}`port`.
:::
{config:setting}`host`
::::

```{code-cell} python
{confval}`port`
```

```{eval-rst}
.. confval:: late
```
"""


def test_fences_of_markdown(tmp_path, capfd):
    code, page, report, _ = convert(tmp_path, capfd, FENCES, '--from', 'confval', name='index.md')
    assert page == FENCES_AFTER, report
    assert code == 1
    assert report.startswith('28: late: left: it is in "eval-rst"; write it as a directive of Markdown\n')


@pytest.mark.parametrize('given', ['=default', 'Wrong=nothing'])
def test_wrong_field(tmp_path, capfd, given):
    code, page, report, _ = convert(tmp_path, capfd, CONFVAL, '--from', 'confval', '--field', given)
    assert (code, page) == (2, CONFVAL)
    assert report.startswith(f"error: --field '{given}' is not a label")


def test_bytes_stay(tmp_path):
    page = tmp_path / 'index.rst'
    page.write_bytes(b'\xef\xbb\xbfText.  \r\n\r\n.. confval:: a\r\n\r\n   Default: 5\r\n\r\nText\t.')
    assert run_command('migrate', '--from', 'confval', '--write', tmp_path) == 0
    assert page.read_bytes() == b'\xef\xbb\xbfText.  \r\n\r\n.. config:setting:: a\r\n   :default: 5\r\n\r\nText\t.'


def test_write_fails(tmp_path, capfd, monkeypatch):
    (tmp_path / 'index.rst').write_text(CONFVAL, encoding='utf-8')
    monkeypatch.setattr('os.replace', lambda *_: (_ for _ in ()).throw(OSError('full')))
    assert run_command('migrate', '--from', 'confval', '--write', tmp_path) == 2
    assert 'it cannot be written' in capfd.readouterr().err


def test_markdown_sections(tmp_path, capfd):
    text = '```{setting} RETRIES\n```\n\n# RETRIES\n\nDefault: `5`\n\nText.\n\n# More\n\n```{setting} TWO\n```\n\nText.\n'
    _, page, report, _ = convert(tmp_path, capfd, text, '--from', 'setting', name='index.md')
    assert page == (
        '```{config:setting} RETRIES\n:default: 5\n```\n\n# RETRIES\n\nText.\n\n# More\n\n'
        '```{config:setting} TWO\n:placement: section\n```\n\nText.\n'
    ), report


@pytest.mark.parametrize(
    ('name', 'kind', 'text', 'reason'),
    [
        ('a.md', 'confval', '```{confval} a\n---\ntype: x\n---\n```\n', 'its options are between dashes'),
        ('a.md', 'confval', '```{confval} a\n', 'its fence is not closed'),
        ('a.rst', 'confval', '.. confval:: a\n   :type: x\n   Text\n', 'a line between its options and its text is neither'),
        ('a.rst', 'option', '.. option:: --\n', "no id can be made of '--'"),
        ('a.rst', 'setting', '.. note:: x\n\n   .. setting:: A\n\nA\n-\n', 'a heading or a text does not follow it directly'),
        ('a.rst', 'setting', 'Text.\n\n.. setting:: A\n\n.. note:: x\n', 'a heading or a text does not follow it directly'),
        ('a.rst', 'setting', '.. note:: x\n\n   .. setting:: AB\n\n   AB\n   --\n', 'a heading or a text does not follow it directly'),
        ('a.rst', 'setting', '.. setting:: A\n', 'a heading or a text does not follow it directly'),
        ('a.rst', 'definition-list', '``a``\n   Text.\n\nMore words\n   Text.\n', 'a term of the list is not a name'),
        ('a.rst', 'definition-list', '``a`` : `x <https://a.example>`__\n   Text.\n', 'its classifier has markup'),
    ],
)  # fmt: skip
def test_left(tmp_path, capfd, name, kind, text, reason):
    code, page, report, _ = convert(tmp_path, capfd, text, '--from', kind, name=name)
    assert (code, page) == (1, text)
    assert f'left: {reason}' in report


@pytest.mark.parametrize(
    ('text', 'reason'),
    [
        ('.. confval:: a\n   :default: 5\n\n   Default: 6\n', "it is '6' here, but '5' in another place"),
        ('.. confval:: a\n\n   Default::\n\n      1\n\n      2\n\n   Type::\n\n      a\n\n      b\n', 'another option has a block'),
        ('.. confval:: a\n   :since: 1\n\n   .. versionadded:: 2\n', "'1' is stated already"),
        ('.. confval:: a\n\n   .. versionadded:: 2\n      Text.\n', 'no option can contain its text'),
        ('.. confval:: a\n\n   Required: perhaps\n', 'its value has markup'),
        ('.. confval:: a\n\n   Choices: ``a,b``\n', 'its value has markup'),
        ('.. confval:: a\n\n   Default: 5\n\n      More.\n', 'its value has markup, blocks'),
        ('.. confval:: a\n\n   Required::\n\n      perhaps\n', 'its value has markup, blocks'),
    ],
)  # fmt: skip
def test_facts_left(tmp_path, capfd, text, reason):
    code, page, report, _ = convert(tmp_path, capfd, text, '--from', 'confval', '--lift-versions')
    assert (code, page) == (1, text.replace('confval', 'config:setting') if 'Type::' not in text else page)
    assert reason in report


@pytest.mark.parametrize('more', ['The default is 4.', 'Type: x\n\nOr 5.'])
def test_section_that_states_a_fact_again(tmp_path, capfd, more):
    text = f'.. setting:: AB\n\nAB\n==\n\nDefault: 5\n\nText.\n\n{more}\n'
    code, page, report, _ = convert(tmp_path, capfd, text, '--from', 'setting')
    assert 'the section states it again' in report
    assert page == text.replace('setting::', 'config:setting::')
    assert code == 1


@pytest.mark.parametrize(
    ('value', 'option'),
    [
        ('``1`` (:ref:`fallback <x>`: ``8``)', '``1`` (:ref:`fallback <x>`: ``8``)'),
        ('Same as :setting:`B`.', 'Same as :setting:`B`'),
        (':class:`scrapy.Log`', ':class:`scrapy.Log`'),
        ('The value of **b**', 'The value of **b**'),
        ('``None`` (uses the queue)', '``None`` (uses the queue)'),
        ('``1``, ``2``', '1, 2'),
        (':const:`None`.', 'None'),
        (':class:`int`', 'int'),
        ('`5 <https://a.example>`__', None),
        ('The value of ``b``. Not that of ``c``.', None),
    ],
)
def test_values_in_a_sentence(tmp_path, capfd, value, option):
    text = f'.. confval:: a\n\n   Default: {value}\n\n   Text.\n'
    _code, page, report, _ = convert(tmp_path, capfd, text, '--from', 'confval')
    if option is None:
        assert 'its value has markup' in report
        assert page == text.replace('confval', 'config:setting')
    else:
        assert page == f'.. config:setting:: a\n   :default: {option}\n\n   Text.\n'


def test_option_by_label(tmp_path, capfd):
    text = '.. confval:: a\n   :kind: ``x``\n   :availability: *All* plans\n'
    _, page, report, _ = convert(tmp_path, capfd, text, '--from', 'confval', '--field', 'Kind=type')
    assert page == '.. config:setting:: a\n   :type: x\n   :availability: *All* plans\n', report


def test_lists_of_definitions(tmp_path, capfd):
    text = 'word one\n   Text.\n\nText.\n\nmax\n   Text\n\n   inner\n      Text.\n\nmin\n   Default: 1\n'
    code, page, report, _ = convert(tmp_path, capfd, text, '--from', 'definition-list')
    assert page == (
        'word one\n   Text.\n\nText.\n\n.. config:setting:: max\n\n   Text\n\n   inner\n      Text.\n\n'
        '.. config:setting:: min\n   :default: 1\n'
    ), report
    assert code == 0


def test_overlined_heading(tmp_path, capfd):
    text = '.. setting:: A\n\n=\nA\n=\n\n======\nMore\n======\n'.replace('=\nA\n=', '==\nA\n==')
    _, page, report, _ = convert(tmp_path, capfd, text, '--from', 'setting')
    assert page == text.replace('setting::', 'config:setting::'), report


def test_blocks_of_one_line(tmp_path, capfd):
    _, page, report, _ = convert(tmp_path, capfd, '.. confval:: a\n\n   Default::\n\n      [1]\n', '--from', 'confval')
    assert page == '.. config:setting:: a\n   :default: [1]\n', report


def test_markdown_without_options(tmp_path, capfd):
    text = '```{confval} a\nDefault: `5`\n\nText.\n```\n\n```{confval} b\nText.\n```\n'
    _, page, report, _ = convert(tmp_path, capfd, text, '--from', 'confval', name='index.md')
    assert page == '```{config:setting} a\n:default: 5\n\nText.\n```\n\n```{config:setting} b\n\nText.\n```\n', report


BARE_SECTIONS = """\
Settings
========

.. _workers:

``workers``
~~~~~~~~~~~

**Command line:** ``-w INT`` or ``--workers INT``

**Default:** ``1``

How many.

The second paragraph.

* one
* two

``on_exit``
~~~~~~~~~~~
**Default:**

.. code-block:: python

    def on_exit(server):
        pass

Called last.

``umask``
~~~~~~~~~

Default: see :ref:`workers`

A mask.

Overview
~~~~~~~~

Type: see :ref:`workers`

``Other``
~~~~~~~~~

No fact.

.. setting:: port

``port``
~~~~~~~~

Default: ``5``
"""
BARE_SECTIONS_AFTER = """\
Settings
========

.. _workers:

``workers``
~~~~~~~~~~~

.. config:setting:: workers
   :option: -w INT, --workers INT
   :default: 1

How many.

The second paragraph.

* one
* two

``on_exit``
~~~~~~~~~~~

.. config:setting:: on_exit
   :default: ::
      def on_exit(server):
          pass

Called last.

``umask``
~~~~~~~~~

.. config:setting:: umask

Default: see :ref:`workers`

A mask.

Overview
~~~~~~~~

Type: see :ref:`workers`

``Other``
~~~~~~~~~

No fact.

.. config:setting:: port
   :default: 5

``port``
~~~~~~~~
"""


def test_sections_without_a_directive(tmp_path, capfd):
    _, page, report, _ = convert(tmp_path, capfd, BARE_SECTIONS, '--from', 'setting')
    assert page == BARE_SECTIONS_AFTER
    assert report.startswith('34: Default: left: its value has markup')
    assert report.endswith('4 settings converted, 1 file changed, 1 left\n')
    _, again, report, _ = convert(tmp_path, capfd, page, '--from', 'setting')
    assert (again, report) == (page, '0 settings converted, 0 files changed, 0 left\n')


def test_sections_without_a_directive_build_alike(tmp_path, capfd):
    old = build(tmp_path / 'old', {'index.rst': BARE_SECTIONS_AFTER.replace('.. config:setting:: port\n   :default: 5\n\n', '')})
    new = build(tmp_path / 'new', {'index.rst': BARE_SECTIONS_AFTER})
    assert new.warnings == []
    html = new.output('index.html')
    assert set(re.findall(r'id="([^"]+)"', old.output('index.html'))) <= set(re.findall(r'id="([^"]+)"', html))
    assert [setting.text('default') for setting in new.settings] == ['1', 'def on_exit(server):\n    pass', '', '5']
    assert html.count('--workers') == 1


def test_sections_in_markdown(tmp_path, capfd):
    text = '# Settings\n\n## `port`\n**Default:** `5`\n\nText.\n\n## host\n\nDefault: `a: b`\n'
    _, page, _, _ = convert(tmp_path, capfd, text, '--from', 'setting', name='index.md')
    assert page == (
        '# Settings\n\n## `port`\n\n```{config:setting} port\n:default: 5\n```\n\nText.\n\n'
        '## host\n\n```{config:setting} host\n:default: "a: b"\n```\n'
    )


@pytest.mark.parametrize(
    ('value', 'option'),
    [("``'.'``", ":default: '.'"), ('``5`` or more', ''), ('Text.', '')],
)
def test_label_above_its_value(tmp_path, capfd, value, option):
    text = f'.. setting:: DIR\n\nDIR\n===\n\nDefault:\n\n{value}\n\nText.\n'
    _, page, _, _ = convert(tmp_path, capfd, text, '--from', 'setting')
    assert (f'   {option}\n\nDIR\n===\n\nText.\n' in page) is bool(option)
    assert (value in page) is not bool(option)


def test_blocks_in_markdown(tmp_path, capfd):
    text = (
        '# Hooks\n\n## `on_start`\n\n**Default:**\n\n```python\ndef on_start(server):  # *x*\n    pass\n```\n\nStarts.\n\n'
        '## `on_stop`\n\n**Default:**\n\n```\n5\n```\n\n**Type:** int\n\nStops.\n'
    )
    code, page, report, _ = convert(tmp_path, capfd, text, '--from', 'setting', name='index.md')
    assert page == (
        '# Hooks\n\n## `on_start`\n\n```{config:setting} on_start\n:default: |\n  def on_start(server):  # *x*\n      pass\n```\n\nStarts.\n\n'
        '## `on_stop`\n\n```{config:setting} on_stop\n:type: int\n:default: 5\n```\n\nStops.\n'
    )
    assert (code, report) == (0, '2 settings converted, 1 file changed, 0 left\n')
    (tmp_path / 'conf.py').write_text("extensions = ['myst_parser', 'sphinx_configsetting']\n")
    built = build(tmp_path)
    assert [setting.text('default') for setting in built.settings] == ['def on_start(server):  # *x*\n    pass', '5']
    assert 'WARNING' not in built.printed


@pytest.mark.parametrize(
    'block',
    [
        '```\n  a: 1\nb: 2\n```',
        '```\na: ```x\nb: 2\n```',
        '```\n```',
        '```\na: 1\nb: 2',
        '~~~\na: 1\n~~~',
    ],
)
def test_blocks_in_markdown_that_stay(tmp_path, capfd, block):
    text = f'# Hooks\n\n## `hook`\n\n**Type:** int\n\n**Default:**\n\n{block}\n'
    _, page, _, _ = convert(tmp_path, capfd, text, '--from', 'setting', name='index.md')
    assert page == f'# Hooks\n\n## `hook`\n\n```{{config:setting}} hook\n:type: int\n```\n\n**Default:**\n\n{block}\n'


def test_a_block_with_a_blank_line_in_markdown(tmp_path, capfd):
    pytest.importorskip('myst_parser')
    text = '# Hooks\n\n## `hook`\n\n**Type:** int\n\n**Default:**\n\n```\na: 1\n\nb: 2\n```\n'
    _, page, _, _ = convert(tmp_path, capfd, text, '--from', 'setting', name='index.md')
    assert page == '# Hooks\n\n## `hook`\n\n```{config:setting} hook\n:type: int\n:default: |\n  a: 1\n\n  b: 2\n```\n'
    site = build(tmp_path / 'site', {'index.md': page}, conf={'extensions': ['sphinx_configsetting', 'myst_parser']})
    assert not site.warnings
    assert site.settings[0].text('default') == 'a: 1\n\nb: 2'


@pytest.mark.parametrize('indent', ['', '   '])
def test_settings_in_the_middle_of_a_text(tmp_path, capfd, indent):
    lines = ['', 'Text.', '', '.. setting:: ONE', '.. setting:: TWO', '', ':setting:`ONE` and *two*.', '']
    text = 'Page\n====\n' + ('\n.. note::\n' if indent else '') + '\n'.join(line and indent + line for line in lines)
    conf = """
extensions = ['sphinx_configsetting'] if OURS else []
configsetting_object_types = {'std:setting': 'id'}
configsetting_anchors = ['std-setting-{id}']
configsetting_index_entries = ['pair: {id}; setting']
def setup(app):
    app.add_crossref_type('setting', 'setting', 'pair: %s; setting')
"""
    old = build(tmp_path / 'old', {'conf.py': f'OURS = False{conf}', 'index.rst': text}, builder='text')
    (tmp_path / 'new').mkdir()
    code, page, report, _ = convert(tmp_path / 'new', capfd, text, '--from', 'setting')
    assert (code, report) == (0, '2 settings converted, 1 file changed, 0 left\n')
    assert page.count(':no-typesetting:') == 2
    new = build(tmp_path / 'new', {'conf.py': f'OURS = True{conf}'}, builder='text')
    assert new.output('index.txt').replace('*ONE*', '"ONE"') == old.output('index.txt')
    assert [setting.body for setting in new.settings] == ['ONE and two.'] * 2
    html = build(tmp_path / 'new').output('index.html')
    assert {'std-setting-ONE', 'std-setting-TWO'} <= set(re.findall(r'id="([^"]+)"', html))
    assert 'WARNING' not in new.printed


def test_settings_of_one_section(tmp_path, capfd):
    text = '.. setting:: A\n\n.. setting:: B\n\nA and B\n-------\n\nDefault: ``5``\n'
    _, page, report, _ = convert(tmp_path, capfd, text, '--from', 'setting')
    assert 'Default: ``5``' in page
    assert report == '8: Default: left: several settings share the section; it stays in the text\n2 settings converted, 1 file changed, 1 left\n'


@pytest.mark.parametrize(
    ('term', 'lines'),
    [
        ('``APP_X`` (default: ``None``)', '   :default: None\n'),
        ('APP_X (="a.b")', '   :default: "a.b"\n'),
        ('APP_X [defaults to 5]', '   :default: 5\n'),
        ('APP_X (default: ``5``, or more)', '\n   :Default: ``5``, or more\n'),
        ('APP_X (default: :ref:`x`)', '\n   :Default: :ref:`x`\n'),
    ],
)
def test_terms_with_defaults(tmp_path, capfd, term, lines):
    _, page, report, _ = convert(tmp_path, capfd, f'{term}\n   The text.\n', '--from', 'definition-list')
    assert page == f'.. config:setting:: APP_X\n{lines}\n   The text.\n'
    assert ('no option can contain its default' in report) is lines.startswith('\n')


QUOTED = '''\
```{confval} a
:default: "true"
:type: '`str`'
:choices: "a: b"  # a comment
```
'''


def test_quotes_of_markdown_are_those_of_yaml(tmp_path, capfd):
    pytest.importorskip('yaml')
    _, page, report, _ = convert(tmp_path, capfd, QUOTED, '--from', 'confval', name='a.md')
    assert ':default: true\n' in page, report
    assert ':type: str\n' in page
    assert ':choices: "a: b"\n' in page


OWN = """\
Server
======

See :knob:`port`, :std:knob:`limit+burst` and :confval:`port`.

.. std:knob:: port

``port``
--------

Default: ``80``

The port.

.. knob:: limit+burst

Limit
-----

Type: int

.. knob:: a

.. knob:: b

a and b
-------

Default: ``1``

.. knob:: host
   :default: ``0.0.0.0``

   The host.
"""
OWN_AFTER = """\
Server
======

See :config:setting:`port`, :config:setting:`limit+burst` and :confval:`port`.

.. config:setting:: port
   :default: 80

``port``
--------

The port.

.. config:setting:: limit+burst
   :type: int
   :anchor: std-knob-limit-burst
   :placement: section

Limit
-----

.. config:setting:: a
   :placement: section

.. config:setting:: b
   :placement: section

a and b
-------

Default: ``1``

.. config:setting:: host
   :default: 0.0.0.0

   The host.
"""


@pytest.mark.parametrize('name', ['knob', 'std:knob'])
def test_a_directive_of_the_project(tmp_path, capfd, name):
    code, page, report, _ = convert(tmp_path, capfd, OWN, '--from', name)
    assert page == OWN_AFTER
    assert report == '29: Default: left: several settings share the section; it stays in the text\n5 settings converted, 1 file changed, 1 left\n'
    assert code == 1


def test_a_directive_with_its_domain_in_markdown(tmp_path, capfd):
    text = 'See {app:knob}`port`.\n\n```{app:knob} port\n:default: 80\n\nThe port.\n```\n'
    _, page, report, _ = convert(tmp_path, capfd, text, '--from', 'app:knob', name='a.md')
    assert page == 'See {config:setting}`port`.\n\n```{config:setting} port\n:default: 80\n\nThe port.\n```\n'
    assert report == '1 setting converted, 1 file changed, 0 left\n'


@pytest.mark.parametrize(('name', 'hint'), [('knobs', ''), ('confvals', "; did you mean 'confval'?")])
def test_a_directive_that_no_page_has(tmp_path, capfd, name, hint):
    code, page, report, _ = convert(tmp_path, capfd, OWN, '--from', 'knob', '--from', name)
    assert (code, page) == (2, OWN)
    assert report == f'error: --from {name!r}: no page has a directive of that name{hint}\n'


def test_a_directive_that_is_only_left(tmp_path, capfd):
    code, _, report, _ = convert(tmp_path, capfd, '- .. knob:: x\n', '--from', 'knob')
    assert (code, report) == (1, '1: x: left: other markup is on its line; put it on a separate line\n0 settings converted, 0 files changed, 1 left\n')
