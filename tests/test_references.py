"""Every setting is found by each of its names, from anywhere."""

from __future__ import annotations

import unicodedata

import pytest
from doctrees import anchors, assert_hides, doctree, links
from docutils import nodes
from project import MYST, build
from sphinx.util.inventory import InventoryFile

PAGE = """\
Settings
========

.. config:setting:: web-port
  :displayname: Web port (Web)
  :configjson: .WebSettings.Port
  :environment: APP_WEBSETTINGS_PORT
  :formerly: old-port, APP_PORT
  :description: See :config:setting:`web-host`.

.. config:setting:: web-host
  :displayname: Web host (Web)
  :configjson: .WebSettings.Host, .Listen.Host
  :environment: APP_WEBSETTINGS_HOST
"""
NAMES = {
    'config:setting': [
        'web-port',
        'Web port (Web)',
        'web  PORT (web)',
        '.WebSettings.Port',
        'WebSettings.Port',
        'Port',
        'APP_WEBSETTINGS_PORT',
        'app_websettings_port',
        'old-port',
        'APP_PORT',
    ],
    'config:ref': ['web-port', 'APP_PORT'],
    'config:displayname': ['Web port (Web)'],
    'config:configjson': ['.WebSettings.Port', 'WebSettings.Port', 'port'],
    'config:environment': ['APP_WEBSETTINGS_PORT'],
    'config:formerly': ['APP_PORT', 'old-port'],
    'any': ['web-port', 'Web port (Web)', '.WebSettings.Port', 'APP_WEBSETTINGS_PORT'],
}
ALL = [(role, name) for role, names in NAMES.items() for name in names]


def test_by_any_name(built):
    lines = '\n\n'.join(f':{role}:`{name}`' for role, name in ALL)
    site = built({'index.rst': f'T\n=\n\n{lines}\n\n.. toctree::\n\n   s\n', 's.rst': PAGE})
    assert not site.warnings
    targets = [target for _text, target in links(doctree(site)) if '#' in target]
    assert targets[: len(ALL)] == ['s.html#web-port'] * len(ALL)
    assert site.output('index.html').count('title="Web port (Web)"') == len(ALL)


@pytest.mark.parametrize(
    ('markup', 'text'),
    [
        (':config:setting:`APP_PORT`', 'Web port (Web)'),
        (':config:setting:`~APP_PORT`', 'Web port'),
        (':config:ref:`here <APP_PORT>`', 'here'),
        (':config:setting:`!APP_PORT`', 'APP_PORT'),
        (':config:environment:`APP_WEBSETTINGS_PORT`', 'APP_WEBSETTINGS_PORT'),
        (':config:configjson:`WebSettings.Port`', 'WebSettings.Port'),
        (':config:configjson:`~.WebSettings.Port`', 'Port'),
        (':config:displayname:`~Web port (Web)`', 'Web port'),
    ],
)
def test_text(built, markup, text):
    site = built({'index.rst': f'{PAGE}\nT\n-\n\nSee {markup}.\n'}, 'text')
    assert not site.warnings
    assert f'See {text}.' in site.output('index.txt').replace('"', '').replace('*', '')


@pytest.mark.parametrize(
    ('markup', 'text'),
    [
        (':config:configjson:`~odd.name`', '~odd.name'),
        (':config:configjson:`!odd.other`', '!odd.other'),
        (':config:setting:`~odd.name`', 'Odd (One)'),
        (':config:setting:`!odd.other`', 'other'),
        (':config:configjson:`!odd.name`', 'odd.name'),
        (':config:configjson:`!nothing`', 'nothing'),
    ],
)
def test_a_name_that_begins_like_markup_is_shown_whole(built, markup, text):
    odd = '.. config:setting:: odd\n   :displayname: Odd (One)\n   :configjson: ~odd.name\n'
    other = '.. config:setting:: other\n   :configjson: !odd.other\n'
    site = built({'index.rst': f'T\n=\n\n{odd}\n{other}\nSee {markup}.\n'}, 'text')
    assert not site.warnings
    assert f'See {text}.' in site.output('index.txt').replace('"', '').replace('*', '')


def test_a_title_is_text_and_an_id_is_code(built):
    site = built({'index.rst': 'T\n=\n\n.. config:setting:: log_level\n\n:config:setting:`log_level`, :config:setting:`web-port`\n\n.. toctree::\n\n   s\n', 's.rst': PAGE})
    shown = {node.astext(): isinstance(node[0], nodes.literal) for node in doctree(site).findall(nodes.reference) if node.get('refuri', node.get('refid')) in {'log_level', 's.html#web-port'}}
    assert shown == {'log_level': True, 'Web port (Web)': False}


def test_markdown(built):
    pytest.importorskip('myst_parser')
    files = {'index.md': '# T\n\nSee {config:setting}`APP_PORT`.\n', 's.rst': ':orphan:\n\n' + PAGE}
    site = built(files, **MYST)
    assert not site.warnings
    assert links(doctree(site)) == [('Web port (Web)', 's.html#web-port')]


@pytest.mark.parametrize(
    ('markup', 'said'),
    [
        (':config:setting:`web-prot`', "matches 'web-prot'; did you mean 'web-port'"),
        (':config:environment:`APP_WEBSETTING_PORT`', "did you mean 'APP_WEBSETTINGS_PORT'"),
        (':config:environment:`web-port`', "matches 'web-port' in the field 'environment'"),
        (':config:setting:`zzzzz`', "matches 'zzzzz'"),
    ],
)
def test_unknown(built, markup, said):
    (warning,) = built({'index.rst': f'{PAGE}\n{markup}\n'}).warnings
    assert warning.startswith('index.rst:16: WARNING: no setting matches')
    assert said in warning
    assert '[configsetting.reference]' in warning


def test_nitpick_ignore_and_suppress(built):
    files = {'index.rst': f'{PAGE}\n:config:setting:`nope`\n\n:config:environment:`nope`\n'}
    conf = {
        'nitpicky': True,
        'nitpick_ignore': [('config:setting', 'nope')],
        'suppress_warnings': ['configsetting.ambiguous'],
    }
    assert len(built(files, **conf).warnings) == 1
    conf['suppress_warnings'] = ['configsetting.reference']
    assert not built(files, **conf).warnings


def test_ambiguous(built):
    files = {'index.rst': f'{PAGE}\n.. config:setting:: z\n   :environment: APP_WEBSETTINGS_PORT\n\n'}
    files['index.rst'] += ':config:setting:`APP_WEBSETTINGS_PORT`\n'
    site = built(files)
    (warning,) = site.warnings
    assert warning.startswith('index.rst:19: WARNING: ')
    assert "'web-port', 'z'" in warning
    assert '[configsetting.ambiguous]' in warning
    assert links(doctree(site)) == [('Web host (Web)', '#web-host'), ('Web port (Web)', '#web-port')]


def test_from_another_project(tmp_path):
    build(tmp_path / 'a', {'index.rst': PAGE}, conf={'configsetting_labels': True})
    lines = '\n\n'.join(f':{r}:`{n}`' for r, n in ALL if r != 'any' and n.lower() != 'port' and ' P' not in n and 'app_w' not in n)
    conf = {
        'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'],
        'intersphinx_mapping': {'a': ('https://a.example/', str(tmp_path / 'a/_build/html/objects.inv'))},
    }
    built = build(tmp_path / 'b', {'index.rst': f'T\n=\n\n{lines}\n\n:ref:`web-host`\n'}, conf=conf)
    assert not built.warnings
    *first, last = [target for _text, target in links(doctree(built))]
    assert first == ['https://a.example/index.html#web-port'] * len(first)
    assert last == 'https://a.example/index.html#web-host'
    assert len(first) > 11


def test_labels(tmp_path):
    files = {'index.rst': f'{PAGE}\n:ref:`web-port`\n'}
    built = build(tmp_path, files, conf={'configsetting_labels': True})
    assert not built.warnings
    assert links(doctree(built))[-1] == ('Web port (Web)', '#web-port')
    assert not build(tmp_path, conf={'configsetting_labels': True}).warnings
    again = build(tmp_path, {'index.rst': PAGE}, conf={'configsetting_labels': True})
    assert not again.warnings
    other = {'other.rst': ':orphan:\n\n:ref:`web-port`, :ref:`other`\n\n.. config:setting:: other\n   :default: 3\n'}
    assert not build(tmp_path, other, conf={'configsetting_labels': True}).warnings
    off = build(tmp_path, files)
    assert any('undefined label' in warning for warning in off.warnings)


def test_inventory(built):
    site = built({'index.rst': PAGE})
    with (site.app.outdir / 'objects.inv').open('rb') as file:
        inventory = InventoryFile.load(file, '', lambda base, uri: uri)
    assert set(inventory['config:setting']) == {'web-port', 'web-host'}
    assert {'.WebSettings.Port', 'WebSettings.Port', '.Listen.Host'} <= set(inventory['config:configjson'])
    assert 'APP_WEBSETTINGS_PORT' in inventory['config:environment']


def test_moved_setting_refreshes_pages_that_refer_to_it(tmp_path):
    files = {
        'index.rst': 'T\n=\n\n:config:setting:`web-port`\n\n.. toctree::\n\n   a\n   b\n',
        'a.rst': PAGE,
        'b.rst': 'B\n=\n',
    }
    build(tmp_path, files)
    built = build(tmp_path, {'a.rst': 'A\n=\n', 'b.rst': PAGE})
    assert ('Web port (Web)', 'b.html#web-port') in links(doctree(built))
    assert 'b.html#web-port' in built.output('index.html')


REFS = ':config:setting:`nope`, :ref:`no`, :any:`nonono`, :doc:`nodoc`.'


def test_broken_references_in_shown_markup_warn_once(built):
    page = f'T\n=\n\n.. config:setting:: x\n   :description: See {REFS}\n\n   And {REFS}\n'
    places = [warning.partition(' WARNING')[0] for warning in built({'index.rst': page}).warnings]
    assert places == ['index.rst:5:'] * 4 + ['index.rst:7:'] * 4


def test_broken_references_in_hidden_markup_warn_once(built):
    page = f'T\n=\n\n.. config:setting:: x\n   :environment: APP_X\n   :description: See {REFS}\n\n   And {REFS}\n'
    site = built({'index.rst': f'{page}\nX\n-\n\n- Environment variable: ``APP_X``\n'})
    places = sorted(warning.partition(' WARNING')[0] for warning in site.warnings)
    assert places == ['index.rst:6:'] * 4 + ['index.rst:8:'] * 4
    assert_hides(doctree(site), 'nope')


TYPED = '--max-size ("big") ... \'x\''


def test_quotes_and_dashes_of_names_stay_as_typed(tmp_path):
    page = f'T\n=\n\n.. config:setting:: size\n   :displayname: {TYPED}\n   :default: 1\n\n:config:displayname:`{TYPED}` :config:setting:`size`\n'
    home = build(tmp_path / 'a', {'index.rst': page})
    assert [text for text, _target in links(doctree(home))] == [TYPED, TYPED]
    conf = {
        'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'],
        'intersphinx_mapping': {'a': ('https://a.example/', str(tmp_path / 'a/_build/html/objects.inv'))},
    }
    away = build(tmp_path / 'b', {'index.rst': f'T\n=\n\n:config:displayname:`{TYPED}`\n'}, conf=conf)
    assert links(doctree(away)) == [(TYPED, 'https://a.example/index.html#size')]
    assert not away.warnings


@pytest.mark.parametrize(('option', 'line'), [('seealso', 6), ('replacedby', 6)])
def test_a_wrong_name_is_reported_at_its_option(tmp_path, option, line):
    page = f'T\n=\n\n.. config:setting:: one\n   :default: 1\n   :{option}: two\n'
    (warning,) = build(tmp_path, {'index.rst': page}).warnings
    assert warning.startswith(f"index.rst:{line}: WARNING: no setting matches 'two'")


@pytest.mark.parametrize('name', ['cost$', '$', 'a$b'])
def test_dollars_in_ids_survive_the_inventory(tmp_path, name):
    page = f'T\n=\n\n.. config:setting:: {name}\n   :displayname: Cost\n   :default: 1\n\n:config:setting:`{name}`\n'
    home = build(tmp_path / 'a', {'index.rst': page})
    ((_text, anchor),) = links(doctree(home))
    conf = {
        'extensions': ['sphinx_configsetting', 'sphinx.ext.intersphinx'],
        'intersphinx_mapping': {'a': ('https://a.example/', str(tmp_path / 'a/_build/html/objects.inv'))},
    }
    text = f'T\n=\n\n:config:setting:`{name}` :config:displayname:`Cost`\n'
    away = build(tmp_path / 'b', {'index.rst': text}, conf=conf)
    assert [target for _text, target in links(doctree(away))] == [f'https://a.example/index.html{anchor}'] * 2
    assert f'id="{anchor[1:]}"' in home.output('index.html')


def test_a_key_with_its_value(tmp_path):
    page = 'T\n=\n\n.. config:setting:: one\n   :configjson: .app.mode\n   :default: 1\n\n:config:configjson:`app.mode: fast` :config:setting:`"app.mode": 5`\n'
    built = build(tmp_path, {'index.rst': page})
    assert not built.warnings
    assert links(doctree(built)) == [('app.mode: fast', '#one'), ('one', '#one')]


GROUPED = """\
.. config:group:: grp
   :title: The group
   :key: g

   .. config:setting:: now
      :displayname: Größe
      :default: 1
      :formerly: before
      :anchor: extra

:any:`grp` :any:`{nfd}` :any:`now`
"""


def test_groups_and_other_forms_of_unicode_by_any(tmp_path):
    nfd = unicodedata.normalize('NFD', 'Größe')
    built = build(tmp_path, {'index.rst': f'T\n=\n\n{GROUPED.format(nfd=nfd)}'})
    assert not built.warnings
    assert [target for _text, target in links(doctree(built))] == ['#group-grp', '#now', '#now']


@pytest.mark.filterwarnings("ignore:'myst_parser.*is deprecated")
def test_markdown_links_to_former_ids_and_groups(tmp_path):
    pytest.importorskip('myst_parser')
    pages = {
        'index.rst': 'T\n=\n\n.. toctree::\n\n   m\n\n' + GROUPED.partition(':any:')[0],
        'm.md': '# M\n\n[a](index.rst#now) [b](index.rst#before) [c](index.rst#extra) [d](index.rst#group-grp)\n',
    }
    built = build(tmp_path, pages, conf={'extensions': ['sphinx_configsetting', 'myst_parser']})
    assert not built.warnings
    assert [target for _text, target in links(doctree(built, 'm'))] == [f'index.html#{name}' for name in ('now', 'before', 'extra', 'group-grp')]


ANCHORS = """\
# M

```{config:setting} far
:key: a.far
:default: 1
```

## Far

Default: 1

```{config:setting} near
:environment: AA, BB
:anchor: oldNear
```

[a](#far) [b](#oldNear) [c](#envvar-BB) [](#oldNear) [e](m.md#far) [f](m.md#envvar-AA)
"""


@pytest.mark.filterwarnings("ignore:'myst_parser.*is deprecated")
def test_markdown_links_to_anchors_of_the_page(tmp_path):
    pytest.importorskip('myst_parser')
    conf = {'extensions': ['sphinx_configsetting', 'myst_parser'], 'configsetting_anchors': ['envvar-{environment}']}
    built = build(tmp_path, {'index.rst': 'T\n=\n\n.. toctree::\n\n   m\n', 'm.md': ANCHORS}, conf=conf)
    assert not built.warnings
    assert links(doctree(built, 'm')) == [
        ('a', '#far'), ('b', '#oldNear'), ('c', '#envvar-BB'), ('near', '#oldNear'), ('e', '#far'), ('f', '#envvar-AA'),
    ]  # fmt: skip
    assert {'far', 'oldNear', 'envvar-AA', 'envvar-BB'} <= {*anchors(doctree(built, 'm'))}


BARE = """
from docutils import nodes
from sphinx import addnodes
from docutils.parsers.rst import Directive
class Bare(Directive):
    def run(self):
        return [addnodes.desc(), addnodes.desc(domain='config', objtype='group')]
extensions = ['sphinx_configsetting', 'myst_parser']
def setup(app):
    app.add_directive('bare', Bare)
"""


def test_descriptions_of_other_extensions_beside_markdown(tmp_path):
    pytest.importorskip('myst_parser')
    page = 'T\n=\n\n.. bare::\n\n.. config:setting:: x\n   :default: 1\n'
    built = build(tmp_path, {'conf.py': BARE, 'index.rst': page}, 'pseudoxml', resolve=False)
    assert [one.id for one in built.settings] == ['x']


@pytest.mark.parametrize('way', ['conf.py', 'directive', 'Markdown'])
def test_roles_of_others_in_the_default_domain(tmp_path, way):
    """Sphinx asks the default domain for each role without a domain."""
    lines = ['.. setting:: one', '   :default: 1', '', '.. _here:', '', 'Label', '-----', '']
    lines += [':setting:`one`, :doc:`index`, :kbd:`Ctrl`, :emphasis:`soft`, :any:`here`, :ref:`here`, :ref:`one`, `word`, :ref:`genindex`']
    conf = {'primary_domain': 'config'}
    if way == 'directive':
        lines, conf = ['.. default-domain:: config', '', *lines], {}
    name, top = 'index.rst', 'Top\n===\n\n'
    if way == 'Markdown':
        pytest.importorskip('myst_parser')
        name, top, conf = 'index.md', '# Top\n\n', conf | MYST
        text = '```{setting} one\n:default: 1\n```\n\n(here)=\n## Label\n\n{setting}`one`, {doc}`index`, {kbd}`Ctrl`, {any}`here`, {ref}`here`, {ref}`genindex`\n'
    else:
        text = '\n'.join(lines) + '\n'
    site = build(tmp_path, {name: top + text}, conf=conf)
    assert not site.warnings
    assert {'one', 'here'} <= {address.partition('#')[2] for _text, address in links(doctree(site))}
    assert '<kbd' in site.output('index.html')


def test_unknown_role_of_the_default_domain(tmp_path):
    page = 'T\n=\n\n:settng:`one`, :config:ref:`nowhere`\n'
    first, second = build(tmp_path, {'index.rst': page}, conf={'primary_domain': 'config'}).warnings
    assert 'Unknown interpreted text role "settng"' in first
    assert second.startswith("index.rst:4: WARNING: no setting matches 'nowhere'")


def test_labels_are_for_the_role_of_sphinx(tmp_path):
    page = '.. _here:\n\nT\n=\n\n:config:ref:`here`, :ref:`here`, :ref:`nowhere`\n'
    first, second = build(tmp_path, {'index.rst': page}, conf={'primary_domain': 'config'}).warnings
    assert "no setting matches 'here'" in first
    assert "no setting or label matches 'nowhere'" in second
