"""Hand-written tables on pages in Markdown become options and text of the directives."""

from __future__ import annotations

import re

import pytest
from project import MYST, build, run_command

pytest.importorskip('myst_parser')

HEAD = '```{config:setting} port\n:key: web.port\n'


@pytest.fixture
def migrate(tmp_path, capsys):
    """Migrates a page; returns what it is then, and the report."""

    def run(text):
        path = tmp_path / 'page.md'
        path.write_text(text, encoding='utf-8')
        run_command('migrate', '--write', path)
        report = capsys.readouterr().err
        new = path.read_text(encoding='utf-8')
        run_command('migrate', '--write', path)
        assert path.read_text(encoding='utf-8') == new
        capsys.readouterr()
        return new, report

    return run


def page(table, *, options='', body='', before=''):
    return f'# Page\n\n{HEAD}{options}{body}```\n\n## Port\n\n{before}{table}\n\nMore.\n'


@pytest.mark.parametrize(
    ('table', 'added'),
    [
        ('| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Default | `80` |', ':default: 80\n'),
        ('Field | Value\n---|---\nKey | `web.port`\nDefault | `80`', ':default: 80\n'),
        ('| | |\n|:--|--:|\n| **Key** | `web.port` |\n| **Default** | `"a: b"` |', ':default: "\\"a: b\\""\n'),
        ('| Key | `web.port` |\n|---|---|\n| Default | `80` |', ':default: 80\n'),
        ('| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Default | `a\\|b` |', ':default: "a|b"\n'),
        ('| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Unit | none |', '\n- Unit: none\n'),
        ('| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Description | The *port*. |', '\nThe *port*.\n'),
        ('```{list-table}\n* - Key\n  - `web.port`\n* - Default\n  - `80`\n```', ':default: 80\n'),
        (':::{list-table}\n:header-rows: 1\n\n* - Field\n  - Value\n* - Key\n  - `web.port`\n* - Default\n  - `80`\n:::', ':default: 80\n'),
        ('| Description | Settings |\n|---|---|\n| The port.<br>It is. | Key: `web.port` |', '\nThe port.<br>It is.\n'),
        ('| Parameter | Value |\n|---|---|\n| Key | `web.port` |\n| Default | |', ''),
        ('| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Path | **A > B**<br>or **C** |\n| Note | a<br>b |', '\n- Path: **A > B**<br>or **C**\n- Note: a<br>b\n'),
    ],
)
def test_tables(migrate, table, added):
    new, report = migrate(page(table))
    assert new == f'# Page\n\n{HEAD}{added}```\n\n## Port\n\nMore.\n'
    assert '1 setting: 1 migrated\n' in report


SIMPLE = '| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Default | `80` |'


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        (':key: web.port\n:default (Windows): 80', ':key: web.port\n:default (Windows): 80\n:default: 80'),
        ('---\nkey: web.port\nchoices:\n- 80\n- 90\n---', '---\nkey: web.port\nchoices:\n- 80\n- 90\ndefault: 80\n---'),
        ('---\ndefault: >-\n  80\nkey: web.port\n---', '---\ndefault: >-\n  80\nkey: web.port\n---'),
        ('---\ndefault:\n# none\nkey: web.port\n---', '---\ndefault: 80\n# none\nkey: web.port\n---'),
        (':key: web.port\n:default: "80"', ':key: web.port\n:default: "80"'),
    ],
)
def test_options_in_yaml(migrate, before, after):
    text = '# Page\n\n```{config:setting} port\n%s\n```\n\n## Port\n\n%sMore.\n'
    new, _report = migrate(text % (before, f'{SIMPLE}\n\n'))
    assert new == text % (after, '')


def test_a_description_in_several_lines_of_yaml_takes_links(migrate):
    options = '---\ndescription: >-\n  The port of the\n  public server.\n\n# none\nkey: web.port\n---\n'
    text = f'# Page\n\n```{{config:setting}} port\n{options}```\n\n## Port\n\nThe port of the [public](https://e.example) server.\n\n{SIMPLE}\n'
    new, report = migrate(text)
    assert '\n---\ndescription: "The port of the [public](https://e.example) server."\n\n# none\nkey: web.port\ndefault: 80\n---\n' in new, report


@pytest.mark.parametrize('value', ['https://{host}', '${HOME}', '{site}', 'a{b}'])
def test_braces_at_the_end_of_code(migrate, value):
    new, report = migrate(page(f'| Field | Value |\n|---|---|\n| Default | `{value}` |'))
    assert report.endswith('1 setting: 1 migrated\n')
    assert f':default: "{value}"\n' in new or f':default: {value}\n' in new


@pytest.mark.parametrize('options', ['', '---\n---\n', '\nBody.\n', 'Body.\n'])
def test_directives_without_options(migrate, options):
    new, report = migrate(f'# T\n\n```{{config:setting}} port\n{options}```\n\n## Port\n\n| Field | Value |\n|---|---|\n| Default | `80` |\n')
    assert report.endswith('1 setting: 1 migrated\n')
    assert 'default: 80\n' in new
    assert '|' not in new


def test_options_in_one_line_are_left(migrate):
    text = f'# Page\n\n```{{config:setting}} port\n---\n{{type: int, key: web.port}}\n---\n```\n\n## Port\n\n{SIMPLE}\n'
    assert migrate(text)[0] == text


@pytest.mark.parametrize(
    ('table', 'reason'),
    [
        ('| Key | Default |\n|---|---|\n| `web.port` |', 'a form that is not known'),
        ('| | |\n|---|---|\n| The port. | Key: `web.port`<br>Default: `80` |', 'write each fact in a row'),
        ('| Key | Default |\n|---|---|\n| `web.port` | 80 |\n| `web.host` | 90 |', 'it has a heading'),
        ('```{list-table} Title\n* - Key\n  - `web.port`\n```', 'it has a title'.replace('it has', 'the table has')),
        ('| Field | Value |\n|---|---|\n| Key | `web.port` |\nand so on', 'a form that is not known'),
        ('| Key | Default |\n|---|---|\n| `web.port` | 80 |', 'it has a heading'),
        ('| Key | `web.port` |\n|---|---|\n| Default | `80` |\n\n- Default: `90`', 'left (contradiction)'),
        ('| | |\n|---|---|\n| The port.<br>Default: `80` | Key: `web.port`<br>Default: `90` |', 'left (contradiction)'),
    ],
)
def test_what_stays(migrate, table, reason):
    text = page(table)
    new, report = migrate(text)
    assert new == text
    assert reason in report


TABLE = '| Field | Value |\n|---|---|\n| Key | `web.port` |\n| Default | `80` |\n| Note | See [it](#x). |'


def test_between_dashes(migrate):
    text = '# Page\n\n```{config:setting} port\n---\nkey: "web.port"\n---\n\nThe body.\n\n```\n\nPort\n----\n\n' + TABLE + '\n'
    new, _ = migrate(text)
    assert new == (
        '# Page\n\n```{config:setting} port\n---\nkey: "web.port"\ndefault: 80\n---\n\n'
        '- Note: See [it](#x).\n\nThe body.\n\n```\n\nPort\n----\n'
    )


def test_texts_are_not_said_twice(migrate):
    new, _ = migrate(page(TABLE, body='\n- Note: See [it](#x).\n'))
    assert new.count('See [it](#x).') == 1
    assert new.startswith(f'# Page\n\n{HEAD}:default: 80\n\n- Note: See [it](#x).\n```\n')


CODE = """\
````{list-table}
* - So:

    ```python
    a = 1

    b = 2
    ```
  - - Key: `web.port`
    - Default: `80`
````"""


def test_code_needs_a_longer_fence_around_it(migrate):
    text = page(CODE)
    new, report = migrate(text)
    assert new == text
    assert 'write the fence of the directive with more' in report
    longer = text.replace('```{config', '````{config').replace('```\n\n## P', '````\n\n## P')
    new, _ = migrate(longer)
    assert '\n:default: 80\n\nSo:\n\n```python\na = 1\n\nb = 2\n```\n````\n' in new


def test_a_label_keeps_its_table(migrate):
    text = page(TABLE, before='(here)=\n')
    new, report = migrate(text)
    assert new == text
    assert "'(here)=' belongs to the table" in report


def test_lists_stay_apart(migrate):
    new, _ = migrate(page(TABLE, body='\n- one\n- two\n'))
    assert '- Note: See [it](#x).\n\n%\n\n- one\n- two\n' in new


def test_quoted_options_are_compared_as_yaml_reads_them(tmp_path, capfd):
    text = page(TABLE.replace('80', "it's"), options=':default: \'it\'\'s\'\n').replace(':key: web', ':key: "web').replace('port\n:def', 'port"\n:def')
    (tmp_path / 'page.md').write_text(text, encoding='utf-8')
    assert ':key: "web.port"\n:default: \'it\'\'s\'\n' in text
    assert run_command('drift', tmp_path) == 0
    assert capfd.readouterr().out == ''


def test_facts_between_breaks_are_compared(tmp_path, capfd):
    table = '| | |\n|---|---|\n| The port. | - Key: `web.port`<br>- Default: `81`<br/>Type: `int` |'
    (tmp_path / 'page.md').write_text(page(table, options=':default: 80\n:type: bool\n'), encoding='utf-8')
    assert run_command('drift', tmp_path) == 1
    assert re.findall(r":(\d+): '(\w+)' is '(\w+)'", capfd.readouterr().out) == [('13', 'Default', '81'), ('13', 'Type', 'int')]


def test_the_result_builds(migrate, tmp_path):
    table = TABLE.replace('80', 'a: "b" # c').replace('[it](#x)', '*it*')
    new, _ = migrate(page(table))
    built = build(tmp_path / 'site', {'index.md': new}, conf=MYST)
    [setting] = built.settings
    assert setting.text('default') == 'a: "b" # c'
    assert built.warnings == []


CODE_IN_CELL = '* - The port.\n\n    {0}yaml\n    port: 80\n    {0}\n  - Key: `web.port`\n* - So.\n  -'


@pytest.mark.parametrize('fence', ['```', ':::'])
def test_a_fence_in_a_cell_does_not_end_the_table(migrate, fence):
    text = page(f'{fence}{{list-table}}\n{CODE_IN_CELL.format("```")}\n{fence}') + '\n## Next\n\nText.\n'
    new, report = migrate(text)
    assert new == text
    assert "left (uncertain): the text has a fence; write the fence of the directive with more than '```'" in report
    longer = text.replace(HEAD, f'`{HEAD}').replace('```\n\n## Port', '````\n\n## Port')
    new, report = migrate(longer)
    assert ':configjson' not in report
    assert new.startswith('# Page\n\n````{config:setting} port\n:key: web.port\n\nThe port.\n\n```yaml\nport: 80\n```\n\nSo.\n````\n\n## Port\n\nMore.\n')


def test_a_note_in_a_cell_does_not_end_the_table(migrate):
    table = ':::{list-table}\n* - The port.\n\n    :::{note}\n    Mind it.\n    :::\n  - Key: `web.port`\n:::'
    new, _report = migrate(page(table))
    assert new == f'# Page\n\n{HEAD}\nThe port.\n\n:::{{note}}\nMind it.\n:::\n```\n\n## Port\n\nMore.\n'


def test_a_fence_in_an_item_of_a_cell_is_seen(migrate):
    text = page('```{list-table}\n* - - The port.\n\n      ```\n      port: 80\n      ```\n  - Key: `web.port`\n```')
    new, report = migrate(text)
    assert new == text
    assert 'the text has a fence' in report


EMBEDDED = """# Page

```{eval-rst}
.. config:setting:: port
   :key: web.port
   :default: 80
```

## Port

```{eval-rst}
+-----------+-------------------+
| The port. | - Key: web.port   |
|           | - Default: ``%s`` |
+-----------+-------------------+
```
"""


def test_settings_in_restructured_text_within_markdown(migrate, tmp_path, capsys):
    new, report = migrate(EMBEDDED % 80)
    assert new == EMBEDDED % 80
    assert 'page.md:4: port: left (uncertain): the directive is in reStructuredText within Markdown' in report
    (tmp_path / 'index.md').write_text(EMBEDDED % 81, encoding='utf-8')
    assert run_command('drift', tmp_path / 'index.md') == 1
    (found,) = capsys.readouterr().out.splitlines()
    (warning,) = [w for w in build(tmp_path, {}, conf=MYST).warnings if 'configsetting.drift' in w]
    message = "'Default' is '81' here, but '80' in the directive of the setting 'port'"
    assert message in found
    assert message in warning
    assert found.split(':')[1] == warning.split(':')[1]
