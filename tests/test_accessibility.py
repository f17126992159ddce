"""axe-core finds nothing wrong with what the extension puts into pages of common themes.

Themes have faults of their own, and no extension can mend them: each page is compared with
one of the same theme on which Sphinx and docutils have drawn the like without the extension.
"""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from conftest import skip_or_fail
from project import build

PLAIN = """\
Plain
=====

.. py:module:: plain

.. py:function:: run(number)

   Words with ``code``, **strong words** and a :py:func:`link <run>`.

   .. list-table::
      :header-rows: 1

      * - One
        - :py:func:`Link <run>`, `elsewhere <https://example.org>`__
      * - **Strong** words, ``code``
        - :py:func:`Link <run>`, `elsewhere <https://example.org>`__
      * - `Elsewhere <https://example.org>`__
        - - Words: ``code``
          - More
      * - :py:func:`run`
        - ``code`` and words

Heading
-------

Words.
"""
SETTING = """\
.. config:setting:: {id}
   :displayname: {title}
   :systemconsole: Site > {title}
   :configjson: .Section.{id}
   :environment: APP_{id}
   :default: 3
   :restart: yes
   :seealso: one
   :description: Words with ``code`` about :config:setting:`it <one>`.

   More words.

"""


def setting(name, template=None):
    text = SETTING.format(id=name, title=name.title())
    return text.replace('   :restart', f'   :template: {template}\n   :restart') if template else text


PAGES = {
    'settings.html': 'plain.html',
    'index.html': 'plain.html',
    'all.html': 'plain.html',
    'config-settings.html': 'py-modindex.html',
    'config-systemconsole.html': 'py-modindex.html',
}
"""Each page with the one it is compared with."""
OURS = '.configsetting, .configsetting-explorer, .configsetting-listing, .configsetting-filter, .configsetting-compact, dl.config, .indextable'
THEMES = ['furo', 'pydata_sphinx_theme', 'sphinx_rtd_theme', 'sphinx_book_theme', 'alabaster']
FILES = {
    'index.rst': 'Product\n=======\n\n.. toctree::\n\n   settings\n   plain\n   all\n\n.. config:listing::\n\n'
    '.. config:listing::\n   :filter: systemconsole, restart\n\n.. config:listing::\n   :display: tree\n   :group: systemconsole\n',
    'settings.rst': 'Settings\n========\n\n'
    + ''.join(
        setting(name, template) + 'Words.\n\n'
        for name, template in [('one', None), ('two', 'facts'), ('three', 'compact')]
    )
    + setting('four')
    + 'Four\n----\n\nWords.\n',
    'plain.rst': PLAIN,
    'all.rst': 'All settings\n============\n\n.. config:explorer::\n   :group: systemconsole\n',
}
USE = """
for (const closed of document.querySelectorAll('.configsetting-toggle')) closed.click();
document.querySelector('.configsetting-rail input')?.click();
document.querySelector('th button')?.click();
document.querySelector('.configsetting-filters')?.click();
const box = document.querySelector('.configsetting-explorer .configsetting-search');
if (box) box.value = 'words';
box?.dispatchEvent(new Event('input', {bubbles: true}));
"""
FOCUS = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => {
  document.querySelector('.configsetting-results a')?.focus();
  for (const closed of document.querySelectorAll('.configsetting-results .configsetting-toggle[aria-expanded=false]')) closed.click();
  done();
}));
"""
OPEN = """
const done = arguments[0];
let turn = 0;
const wait = () => {
  const box = document.querySelector('dialog.configsetting-palette[open] input');
  if (!box && turn++ % 100 === 0) {  // once more after two seconds, if the page was busy
    document.activeElement?.blur();
    dispatchEvent(new KeyboardEvent('keydown', {key: '/'}));
  }
  if (!box) return setTimeout(wait, 20);
  box.value = 'four';
  box.dispatchEvent(new Event('input', {bubbles: true}));
  document.querySelector('dialog.configsetting-palette .configsetting-row a') ? done() : setTimeout(wait, 20);
};
wait();
"""
RUN = """
const [selector, done] = arguments;
const include = selector ? [...document.querySelectorAll(selector)] : document;
axe.run(include, {resultTypes: ['violations'], preload: false}).then(({violations}) => done(violations.flatMap(
  ({id, nodes}) => nodes.map((node) => [id, JSON.stringify(node.any.map(({data}) => data && [data.fgColor, data.bgColor])), node.html]),
)));
"""


@pytest.fixture(scope='module', params=THEMES)
def site(request, tmp_path_factory):
    skip_or_fail('' if find_spec(request.param) else f'{request.param} is not installed')
    folder = tmp_path_factory.mktemp(request.param)
    conf = {'html_theme': request.param, 'configsetting_indexes': ['systemconsole']}
    return build(folder, FILES, resolve=False, conf=conf).app.outdir


def violations(browser, axe, page, selector):
    """Return the faults: rule, colours, and markup."""
    browser.get('about:blank')
    browser.get(page.as_uri())
    browser.execute_script(USE)
    browser.execute_async_script(FOCUS)
    browser.execute_script(axe)
    return browser.execute_async_script(RUN, selector)


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_no_violation_in_the_palette(browser, axe, site, scheme):
    features = [{'name': 'prefers-color-scheme', 'value': scheme}]
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': features})
    try:
        browser.get((site / 'settings.html').as_uri())
        browser.execute_async_script(OPEN)
        browser.execute_script(axe)
        assert browser.execute_async_script(RUN, 'dialog') == []
    finally:
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': []})


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize('width', [1280, 390])
def test_no_violation(browser, axe, site, width, scheme):
    metrics = {'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': width < 600}
    browser.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', metrics)
    features = [{'name': 'prefers-color-scheme', 'value': scheme}]
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': features})
    try:
        for name, plain in PAGES.items():
            known = {tuple(found[:2]) for found in violations(browser, axe, site / plain, '')}
            found = violations(browser, axe, site / name, OURS)
            assert [v for v in found if tuple(v[:2]) not in known] == [], name
    finally:
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': []})
