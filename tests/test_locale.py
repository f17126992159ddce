"""Labels come from the extension's own message catalog."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from doctrees import assert_hides, assert_shows, doctree, facts, links, text
from project import MYST, build

from sphinx_configsetting.api import Variant

IN_GERMAN = {'language': 'de', 'locale_dirs': ['locale']}


def write_german(folder, texts):
    """Write the translations of the page ``index``."""
    catalog = Catalog(locale='de')
    for original, translated in texts.items():
        catalog.add(original, translated)
    target = folder / 'locale' / 'de' / 'LC_MESSAGES' / 'index.mo'
    target.parent.mkdir(parents=True)
    with target.open('wb') as file:
        write_mo(file, catalog)


PAGE = '.. config:setting:: x\n   :environment: APP_X\n   :restart: yes\n   :default: N/A\n   :description: Text.\n'


@pytest.mark.parametrize(
    ('language', 'label', 'shown'),
    [
        ('fr', 'Variable d’environnement', ['S. O.']),
        ('ja', '環境変数', ['該当なし']),
        ('zh_CN', '环境变量', ['不适用']),
        ('de', 'Umgebungsvariable', ['k. A.']),
    ],
)
def test_language(built, language, label, shown):
    site = built({'index.rst': PAGE}, language=language)
    document = doctree(site)
    assert facts(document)[label] == 'APP_X'
    assert_shows(document, *shown)
    assert_hides(document, 'N/A', 'Environment variable')


@pytest.mark.parametrize(
    ('language', 'words'),
    [
        ('fr', {'Variable d’environnement': 'APP_X', 'Redémarrage nécessaire': 'Oui', 'Valeur par défaut': 'S. O.'}),
        ('ja', {'環境変数': 'APP_X', '再起動が必要': 'はい', '既定値': '該当なし'}),
        ('zh_CN', {'环境变量': 'APP_X', '需要重启': '是', '默认值': '不适用'}),
        ('de', {'Umgebungsvariable': 'APP_X', 'Neustart nötig': 'Ja', 'Vorgabe': 'k. A.'}),
    ],
)
def test_labels_and_values(built, language, words):
    assert facts(doctree(built({'index.rst': PAGE}, language=language, configsetting_template='facts'))) == words


@pytest.mark.parametrize(
    ('language', 'badges'),
    [('en', 'default "8" · TLS mode "on"'), ('de', 'Vorgabe "8" · TLS mode "on"')],
)
def test_badges_keep_the_letter_case_of_labels(built, language, badges):
    page = '.. config:setting:: x\n   :default: 8\n   :tls: on\n'
    fields = {'tls': {'label': 'TLS mode', 'kind': 'value', 'badge': True}}
    assert badges in built({'index.rst': page}, 'text', language=language, configsetting_fields=fields).output('index.txt')


def test_german_index(built):
    page = PAGE + '\n:ref:`config-environment`\n'
    site = built({'index.rst': page}, language='de')
    assert 'Einstellungen nach Umgebungsvariable' in site.output('config-environment.html')


BY_HAND = """\
T
=

See :config:setting:`x` and :config:environment:`APP_X`.

.. config:setting:: x
   :displayname: The *name* of x_
   :configjson: .Section.Key
   :environment: APP_X
   :default: never
   :description: Short **words** about :config:setting:`y`.

   Long words, see :config:setting:`y`.

By hand
-------

Set ``APP_X``.

.. config:setting:: y
   :displayname: The other
   :environment: APP_Y
   :template: {template}

   The body of y.

   .. code-block:: none

      code
"""
MARKDOWN = """\
# T

See {config:setting}`x` and {config:environment}`APP_X`.

```{config:setting} x
:displayname: The *name* of x_
:configjson: .Section.Key
:environment: APP_X
:description: Short **words** about {config:setting}`y`.

Long words, see {config:setting}`y`.
```

## By hand

Set `APP_X`.

```{config:setting} y
:displayname: The other
:environment: APP_Y

The body of y.
```
"""
TRANSLATIONS = {
    'The *name* of x_': 'Der *Name* von x_',
    'The other': 'Das andere',
    'Short **words** about :config:setting:`y`.': 'Kurze **Worte** zu :config:setting:`y`.',
    'Long words, see :config:setting:`y`.': 'Lange Worte, siehe :config:setting:`y`.',
    'Short **words** about {config:setting}`y`.': 'Kurze **Worte** zu {config:setting}`y`.',
    'Long words, see {config:setting}`y`.': 'Lange Worte, siehe {config:setting}`y`.',
    'The body of y.': 'Der Inhalt von y.',
    'By hand': 'Von Hand',
}


def extracted(built):
    """The messages of a page with their lines; all must be of the page that was named."""
    catalog = read_po(io.BytesIO(built.output('index.pot').encode()))
    places = {message.id: message.locations for message in catalog if message.id}
    pages = {Path(name).name for found in places.values() for name, _line in found}
    assert pages == {Path(built.app.env.doc2path('index')).name}
    return {text: [line for _name, line in found] for text, found in places.items()}


@pytest.mark.parametrize('template', ['facts', 'compact'])
def test_texts_are_extracted_and_nothing_else(tmp_path, template):
    built = build(tmp_path, {'index.rst': BY_HAND.format(template=template)}, 'gettext')
    assert not built.warnings
    assert extracted(built) == {
        'T': [2],
        'See :config:setting:`x` and :config:environment:`APP_X`.': [4],
        'The *name* of x_': [7],
        'Short **words** about :config:setting:`y`.': [11],
        'Long words, see :config:setting:`y`.': [13],
        'By hand': [16],
        'Set ``APP_X``.': [18],
        'The other': [21],
        'The body of y.': [25],
    }


def test_texts_of_markdown_are_extracted(tmp_path):
    pytest.importorskip('myst_parser')
    built = build(tmp_path, {'index.md': MARKDOWN}, 'gettext', conf=MYST)
    assert not built.warnings
    assert extracted(built) == {
        'T': [1],
        'See {config:setting}`x` and {config:environment}`APP_X`.': [3],
        'The *name* of x_': [6],
        'Short **words** about {config:setting}`y`.': [9],
        'Long words, see {config:setting}`y`.': [11],
        'By hand': [14],
        'Set `APP_X`.': [16],
        'The other': [19],
        'The body of y.': [22],
    }


@pytest.mark.parametrize('name', ['index.rst', 'index.md'])
def test_translated_build_keeps_every_reference(tmp_path, name):
    markdown = name.endswith('md')
    if markdown:
        pytest.importorskip('myst_parser')
    write_german(tmp_path, TRANSLATIONS)
    conf = {**IN_GERMAN, 'configsetting_index_entries': ['displayname']}
    conf['extensions'] = ['sphinx_configsetting', *(['myst_parser'] if markdown else [])]
    page = MARKDOWN if markdown else BY_HAND.format(template='facts')
    built = build(tmp_path, {name: page}, conf=conf)
    assert not built.warnings
    document = doctree(built)
    assert ('Der *Name* von x_', '#x') in links(document)
    assert 'title="Der *Name* von x_"' in built.output('index.html')
    assert_shows(document, 'Der Inhalt von y.', 'Das andere')
    assert_hides(document, 'The other')
    x, y = json.loads(built.output('settings.json'))['settings']
    assert (x['title'], y['title']) == ('Der *Name* von x_', 'Das andere')
    assert x['facts']['description'].startswith('Kurze Worte zu')
    assert '<strong>Worte</strong>' in x['html']['description']
    assert 'href="index.html#y"' in x['html']['description']
    assert 'href="index.html#y"' in x['html']['body']
    assert 'Lange Worte' in x['body']
    assert 'Das andere' in built.output('genindex.html')
    assert 'Das andere' in built.output('config-settings.html')


def test_texts_of_an_included_file_have_its_name_and_lines(tmp_path):
    part = '.. config:setting:: x\n   :displayname: Name\n   :description: Short.\n\n   Long.\n'
    built = build(tmp_path, {'index.rst': 'T\n=\n\n.. include:: part.txt\n', 'part.txt': part}, 'gettext')
    catalog = read_po(io.BytesIO(built.output('index.pot').encode()))
    places = {m.id: [(Path(name).name, line) for name, line in m.locations] for m in catalog if m.id}
    assert places == {
        'T': [('index.rst', 2)],
        'Name': [('part.txt', 2)],
        'Short.': [('part.txt', 3)],
        'Long.': [('part.txt', 5)],
    }


def test_translators_get_nothing_more_than_there_is(tmp_path):
    page = 'T\n=\n\n.. config:setting:: x\n   :default: 3\n'
    built = build(tmp_path / 'a', {'index.rst': page}, 'gettext')
    assert extracted(built) == {'T': [2]}
    shown = build(tmp_path / 'b', {'index.rst': BY_HAND.format(template='facts')}, 'pseudoxml')
    assert '<only' not in shown.output('index.pseudoxml')


def test_translated_name_without_an_entry_in_the_contents(tmp_path):
    write_german(tmp_path, {'The other': 'Das andere'})
    page = 'T\n=\n\n.. config:setting:: x\n   :displayname: The other\n   :default: 3\n'
    built = build(tmp_path, {'index.rst': page}, conf={**IN_GERMAN, 'toc_object_entries': False})
    assert 'Das andere' not in built.app.env.tocs['index'].astext()
    built = build(tmp_path, {'index.rst': page}, conf=IN_GERMAN)
    assert 'Das andere' in built.app.env.tocs['index'].astext()


def test_listings_in_german(tmp_path):
    listing = '\n.. config:listing::\n   :fields: id, restart, page, default "Own *title*"\n   :group: systemconsole\n'
    built = build(tmp_path, {'index.rst': 'T\n=\n\n' + PAGE + listing}, conf={'language': 'de'})
    assert_shows(doctree(built), 'Einstellung', 'Neustart nötig', 'Seite', 'Own title', 'Sonstige', 'Ja', 'k. A.')


CONDITIONS = """\
T
=

.. config:group:: server
   :title: The server
   :key: server

   .. config:setting:: x
      :displayname: Port
      :default: 1
      :default (in a container): 2
      :availability (in a container): All *plans*

See :config:group:`server`.
"""
GERMAN = {
    'The server': 'Der Server',
    'in a container': 'im Container',
    'All *plans*': 'Alle *Tarife*',
}


def test_conditions_and_titles_of_groups_are_extracted(tmp_path):
    found = extracted(build(tmp_path, {'index.rst': CONDITIONS}, 'gettext'))
    assert GERMAN.keys() <= found.keys()
    assert (found['The server'], found['in a container'], found['All *plans*']) == ([5], [11], [12])


def test_conditions_and_titles_of_groups_are_translated(tmp_path):
    write_german(tmp_path, GERMAN)
    built = build(tmp_path, {'index.rst': CONDITIONS}, conf=IN_GERMAN)
    assert not built.warnings
    assert_shows(doctree(built), 'Der Server', 'im Container: 2', 'im Container: Alle Tarife', 'See Der Server')
    assert 'Der Server' in built.app.env.tocs['index'].astext()
    assert built.settings[0].facts['availability'].variants == (Variant('im Container', 'Alle Tarife', ('Alle Tarife',)),)


NAMED = """\
T
=

.. config:setting:: x
   :displayname: First tide
   :default: 1
   :deprecated: 5.9, use the other
   :replacedby: Second tide

.. config:setting:: y
   :displayname: Second tide
   :default: 2

:config:displayname:`First tide` :any:`Second tide`

.. config:show:: First tide

.. config:listing::
   :where: displayname = "Second tide"
   :fields: id
"""


def test_names_as_written_lead_to_translated_settings(tmp_path):
    write_german(tmp_path, {'First tide': 'Erste Flut', 'Second tide': 'Zweite Flut', 'use the other': 'nimm die andere'})
    built = build(tmp_path, {'index.rst': NAMED}, conf=IN_GERMAN)
    assert not built.warnings
    assert {target for _text, target in links(doctree(built))} == {'#x', '#y'}
    assert [one.title for one in built.settings] == ['Erste Flut', 'Zweite Flut']
    first = json.loads(built.output('config-settings-index.json'))[0]
    assert (first['displayname'], first['deprecated']) == ('Erste Flut', '5.9, nimm die andere')


def test_conditions_of_one_translation_keep_their_texts(tmp_path):
    write_german(tmp_path, {'Windows': 'Fenster', 'Windows Server': 'Fenster', '*first*': '*eins*', '*second*': '*zwei*'})
    page = 'T\n=\n\n.. config:setting:: x\n   :availability (Windows Server): *first*\n   :availability (Windows): *second*\n'
    built = build(tmp_path, {'index.rst': page}, conf=IN_GERMAN)
    assert_shows(doctree(built), 'Fenster: eins', 'Fenster: zwei')
    assert [one.text for one in built.settings[0].facts['availability'].variants] == ['eins', 'zwei']


ASKED = """\
T
=

.. config:setting:: x
   :displayname: Port
   :availability: Large *plan*
   :second: A second title

.. config:listing::
   :where: availability = "Large *plan*"
   :fields: displayname, second

:config:count:`availability has "Large"` :config:count:`availability has "Tarif"` :config:count:`availability matches "Large*"`
:config:count:`availability = "Small plan"` :config:count:`displayname = "Port"` :config:second:`A second title`
"""


def test_queries_by_texts_of_the_sources_hold_in_every_language(tmp_path):
    texts = {'Large *plan*': 'Großer *Tarif*', 'Port': 'Hafen', 'A second title': 'Ein zweiter Titel'}
    write_german(tmp_path, texts)
    fields = {'second': {'kind': 'title', 'label': 'Second', 'names': True}}
    conf = {**IN_GERMAN, 'configsetting_fields': fields}
    built = build(tmp_path, {'index.rst': ASKED}, conf=conf)
    assert not built.warnings
    document = doctree(built)
    assert_shows(document, 'Hafen', 'Großer Tarif', 'Ein zweiter Titel', '1 1 1 0 1')
    assert texts.keys() <= extracted(build(tmp_path / 'b', {'index.rst': ASKED}, 'gettext', conf={'configsetting_fields': fields})).keys()


@pytest.mark.parametrize('template', ['card', 'facts', 'two-columns'])
def test_not_applicable_in_text_fields(built, template):
    page = 'T\n=\n\n.. config:setting:: x\n   :availability: N/A\n   :seealso: N/A\n   :type: N/A\n'
    document = doctree(built({'index.rst': page}, language='de', configsetting_template=template))
    assert text(document).count('k. A.') == 3
    assert_hides(document, 'N/A')
