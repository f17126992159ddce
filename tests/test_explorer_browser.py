"""An explorer and the palette of a built site in a real browser: rows open to whole settings, and keys."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from project import build

CSS = 'css selector'
DOWN, UP, LEFT, RIGHT, ENTER, ESCAPE = '\ue015', '\ue013', '\ue012', '\ue014', '\ue007', '\ue00c'
FILES = {
    'index.rst': 'Product\n=======\n\n.. toctree::\n\n   all\n   sub/settings\n   sub/sections\n   plain\n',
    'all.rst': 'All settings\n============\n\n.. config:explorer::\n   :facets: type, restart\n',
    'plain.rst': 'Plain\n=====\n\nWords.\n',
    'pic.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    'sub/settings.rst': """\
Settings
========

.. config:setting:: level
   :displayname: Level of the log
   :configjson: .Log.Level
   :environment: APP_LOG_LEVEL
   :type: integer
   :default: 3
   :description: What is *written*, unlike :config:setting:`port`.

   .. image:: /pic.svg

   .. code-block:: yaml

      log: {level: 3}

.. config:setting:: file
   :displayname: File of the log
   :configjson: .Log.File
   :environment: APP_LOG_FILE
   :type: string
""",
    'sub/sections.rst': """\
Sections
========

.. config:setting:: port
   :displayname: Port
   :configjson: .Web.Port
   :environment: APP_WEB_PORT
   :type: integer
   :restart: yes

Port
----

- Environment variable: ``APP_WEB_PORT``

Where it **listens**.

More
~~~~

Another matter.

.. config:setting:: limit-of-time
   :displayname: Time limit
   :environment: APP_TIME_LIMIT
   :default: 3

Time limit
~~~~~~~~~~

Default: ``3``. Before it gives up.
""",
}
SHOWN = """
return [...document.querySelectorAll('.configsetting-row')]
  .filter((row) => row.checkVisibility()).map((row) => row.querySelector('a').textContent);
"""
PAINTED = 'requestAnimationFrame(() => requestAnimationFrame(arguments[0]))'


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that logs nothing."""

    def log_message(self, *_args):
        pass


@pytest.fixture(scope='module', params=['html', 'dirhtml'])
def site(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp('site')
    built = build(folder, FILES, request.param, resolve=False, conf={'html_theme': 'alabaster'})
    assert not built.warnings
    return built.app


@pytest.fixture(scope='module')
def address(site):
    with ThreadingHTTPServer(('localhost', 0), partial(Quiet, directory=site.outdir)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f'http://localhost:{server.server_port}/'
        server.shutdown()


class Page:
    """A page of the site."""

    def __init__(self, browser, uri, width=1280):
        self.browser = browser
        metrics = {'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': width < 600}
        browser.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', metrics)
        browser.get('about:blank')
        browser.get(uri)

    def until(self, script):
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.browser, 20, 0.02).until(lambda _: self.browser.execute_script(f'return {script}'))

    def ready(self):
        self.until('document.querySelector(".configsetting-ready")')
        return self

    def one(self, selector):
        return self.browser.find_element(CSS, selector)

    def press(self, *keys):
        self.browser.switch_to.active_element.send_keys(*keys)
        self.browser.execute_async_script(PAINTED)

    @property
    def active(self):
        return self.browser.switch_to.active_element

    @property
    def shown(self):
        self.browser.execute_async_script(PAINTED)
        return self.browser.execute_script(SHOWN)

    def open(self, setting):
        self.one(f'#setting-{setting} .configsetting-more > button').click()
        return self.one(f'#setting-{setting}')

    @property
    def path(self):
        url = urlsplit(self.browser.current_url)
        return f'{url.path.removesuffix(".html").strip("/")}#{url.fragment}'


@pytest.fixture
def page(browser, site, address):
    return Page(browser, address + site.builder.get_target_uri('all')).ready()


def test_a_row_opens_to_the_whole_setting(page, address):
    row = page.open('level')
    page.until('document.querySelector("#setting-level.configsetting-whole")')
    assert row.find_element(CSS, 'em').text == 'written'
    assert 'log: {level: 3}' in row.find_element(CSS, '.highlight pre').text
    assert page.until('document.querySelector("#setting-level img").naturalWidth') == 9
    link = row.find_element(CSS, 'p > a.reference').get_attribute('href')
    assert link.startswith(f'{address}sub/sections')
    assert link.endswith('#port')
    assert [one.text for one in row.find_elements(CSS, '.configsetting-badge') if one.is_displayed()] == ['integer', 'default 3']
    assert row.text.count('APP_LOG_LEVEL') == 1


def test_the_names_of_a_whole_setting_can_be_copied(page):
    row = page.open('level')
    page.until('document.querySelector("#setting-level.configsetting-whole")')
    buttons = [one for one in row.find_elements(CSS, 'button.configsetting-copy') if one.is_displayed()]
    assert [one.get_attribute('value') for one in buttons] == ['.Log.Level', 'APP_LOG_LEVEL']
    buttons[1].click()
    row.find_element(CSS, '.configsetting-body .configsetting-toggle').click()
    page.until('document.querySelector(".configsetting-body .configsetting-forms > div button")')
    assert page.until('document.querySelector("[role=status].configsetting-hidden")?.textContent') == 'Copied APP_LOG_LEVEL'
    assert row.find_element(CSS, '.configsetting-body [aria-label^="Copy as"] + div button').get_attribute('value') == '"Log": {"Level": 3}'


def test_a_row_opens_to_the_section_of_its_setting(page):
    row = page.open('port')
    page.until('document.querySelector("#setting-port.configsetting-whole")')
    assert row.find_element(CSS, 'strong').text == 'listens'
    assert 'Another matter' not in row.text
    assert len(page.browser.find_elements(CSS, '[id=port]')) == 0


def test_a_row_opens_to_the_section_after_its_anchor_with_names_that_this_does_not_have(page):
    row = page.open('limit-of-time')
    page.until('document.querySelector("#setting-limit-of-time.configsetting-whole")')
    assert 'Before it gives up' in row.text
    assert 'Another matter' not in row.text
    assert 'APP_TIME_LIMIT' in row.text


def test_a_closed_row_is_as_before(page):
    row = page.one('#setting-level')
    page.until('document.querySelector("#setting-level .configsetting-more")')
    before = row.text
    page.open('level')
    page.until('document.querySelector("#setting-level.configsetting-whole")')
    page.open('level')
    page.until('!document.querySelector(".configsetting-open")')
    assert row.text == before


def test_a_copy_of_a_row_opens_too(page):
    page.press('/', 'written')
    assert page.shown == ['Level of the log']
    page.one('[data-id=setting-level] .configsetting-more > button').click()
    page.until('document.querySelector("[data-id=setting-level].configsetting-whole em")')


@pytest.mark.parametrize('site', ['html'], indirect=True)
def test_from_a_folder_a_row_opens_to_its_text(browser, site):
    page = Page(browser, (site.outdir / 'all.html').as_uri()).ready()
    row = page.open('level')
    assert 'log: {level: 3}' in row.find_element(CSS, '.configsetting-body').text
    assert row.find_element(CSS, '.configsetting-title a').get_attribute('href').endswith('sub/settings.html#level')
    assert not [one for one in browser.get_log('browser') if one['source'] != 'network']


def test_rows_without_scripts(browser, site, address):
    browser.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    try:
        page = Page(browser, address + site.builder.get_target_uri('all'))
        assert not page.one('.configsetting-search').is_displayed()
        row = page.one('#setting-level')
        assert 'APP_LOG_LEVEL' in row.text
        assert row.find_element(CSS, 'a').is_displayed()
        assert row.find_element(CSS, 'a').location['x'] == row.location['x']
    finally:
        browser.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})


# ---- Keys ----


def test_keys_of_the_explorer(page):
    page.press('/')
    assert page.active == page.one('.configsetting-search')
    page.press('log', DOWN)
    assert page.active.text == 'Level of the log'
    page.press(DOWN)
    assert page.active.text == 'File of the log'
    page.press('c')
    assert page.until('document.querySelector("[role=status].configsetting-hidden")?.textContent') == 'Copied .Log.File'
    assert page.one('.configsetting-status').text == '2 of 4 settings'
    page.press(UP)
    assert page.active.text == 'Level of the log'
    page.press(ESCAPE)
    assert page.active == page.one('.configsetting-search')
    page.press(ESCAPE)
    assert len(page.shown) == 4
    page.press('port', DOWN)
    page.press(ENTER)
    page.until('document.title.startsWith("Sections")')
    assert page.path == 'sub/sections#port'


def test_arrows_open_and_close_a_row(page):
    page.press('/', 'log', DOWN, RIGHT)
    page.until('document.querySelector("[data-id=setting-level].configsetting-open")')
    assert not page.browser.find_elements(CSS, '.configsetting-forms[data-open]')
    page.press(LEFT)
    page.until('!document.querySelector(".configsetting-open")')


def test_back_undoes_a_choice(page):
    page.one('[value=string]').click()
    assert page.shown == ['File of the log']
    page.browser.back()
    assert len(page.shown) == 4
    page.browser.forward()
    assert page.shown == ['File of the log']


@pytest.mark.parametrize('name', ['sub/settings', 'sub/sections'])
def test_palette(browser, site, address, name):
    page = Page(browser, address + site.builder.get_target_uri(name))
    page.press('/')
    page.until('document.querySelector("dialog.configsetting-palette[open]")')
    page.press('app_web', DOWN)
    page.until('document.activeElement.textContent === "Port"')
    page.press('c')
    assert page.until('document.querySelector("[role=status].configsetting-hidden")?.textContent') == 'Copied .Web.Port'
    page.press(UP)
    assert page.active == page.one('dialog input')
    page.press(ENTER)
    page.until('location.hash === "#port" && !document.querySelector("dialog[open]")')
    assert page.path == 'sub/sections#port'


def test_palette_closes_and_leads_to_all_settings(browser, site, address):
    page = Page(browser, address + site.builder.get_target_uri('sub/settings'))
    page.press('/')
    page.until('document.querySelector("dialog.configsetting-palette[open]")')
    page.press(ESCAPE)
    page.until('!document.querySelector("dialog[open]")')
    page.press('/')
    page.one('.configsetting-foot a').click()
    page.until('document.querySelector(".configsetting-explorer")')
    assert page.one('h1').text.startswith('All settings')


def test_no_palette_on_pages_without_settings(browser, site, address):
    page = Page(browser, address + site.builder.get_target_uri('plain'))
    assert not browser.execute_script('return document.querySelector("script[src*=configsetting]")')
    assert page.one('h1')


# ---- Themes ----

ROWS = ':is(.configsetting-rows, .configsetting-results):not([hidden]) .configsetting-row'
AT_THE_TOP = """(() => {
  const { left, top, bottom } = document.querySelector("SELECTOR").getBoundingClientRect();
  return scrollY > 500 && document.elementFromPoint(left + 5, (top + bottom) / 2)?.closest("SELECTOR");
})()"""

BELOW_THE_LAST_LINE = """
const below = (one) => one.getBoundingClientRect().bottom;
const gap = below(row) - Math.max(...[...row.querySelectorAll('p, dl')].map(below));
return gap / parseFloat(getComputedStyle(row).fontSize);
"""


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('width', [1280, 390])
@pytest.mark.parametrize('theme', ['alabaster', 'furo', 'pydata_sphinx_theme', 'sphinx_book_theme', 'sphinx_rtd_theme'])
def test_the_box_and_the_head_of_a_group_stay_on_the_screen(browser, built, theme, width):
    pytest.importorskip(theme)
    settings = ''.join(f'.. config:setting:: key-{n}\n   :systemconsole: A > B\n   :environment: K{n}\n\n' for n in range(40))
    site = built({'index.rst': f'T\n=\n\n.. config:explorer::\n   :group: systemconsole\n\n{settings}'}, html_theme=theme)
    page = Page(browser, (site.app.outdir / 'index.html').as_uri(), width).ready()
    assert browser.execute_script(f'const row = document.querySelector(`{ROWS}`); {BELOW_THE_LAST_LINE}') < 1
    for query, head in [('', 'p.configsetting-group'), ('key', 'li.configsetting-group')]:
        page.press('/', query)
        page.until(f'document.querySelector("{head}")?.checkVisibility()')
        page.until(f'document.querySelectorAll(`{ROWS}`).length > 19')
        browser.execute_script(f'document.querySelectorAll(`{ROWS}`)[19].scrollIntoView({{behavior: "instant"}})')
        for selector in ('.configsetting-search', head):
            page.until(AT_THE_TOP.replace('SELECTOR', selector))


def test_a_menu_of_forms_begins_within_the_window(browser, tmp_path):
    site = build(tmp_path, {'index.rst': 'T\n=\n\n.. config:explorer::\n\n.. config:setting:: k\n   :environment: K\n'}, resolve=False)
    page = Page(browser, (site.app.outdir / 'index.html').as_uri(), 390).ready()
    page.one('.configsetting-row .configsetting-forms > button').click()
    page.until('document.querySelector(".configsetting-form")')
    assert browser.execute_script('return document.querySelector(".configsetting-form").getBoundingClientRect().left') > 0


def test_right_to_left(browser, tmp_path):
    """Titles are beside what opens their row, and names are read from the left."""
    setting = '.. config:setting:: one\n   :configjson: .Web.Port\n   :option: --port\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{setting}\n.. config:explorer::\n'}, resolve=False)
    browser.get((site.app.outdir / 'index.html').as_uri())
    script = """
    document.documentElement.dir = 'rtl';
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const beside = box('.configsetting-row .configsetting-title a').right <= box('.configsetting-more > button').left;
    const first = (code) => {
      const range = document.createRange();
      range.setStart(document.createTreeWalker(code, NodeFilter.SHOW_TEXT).nextNode(), 0);
      range.setEnd(range.startContainer, 1);
      return range.getBoundingClientRect().left - code.getBoundingClientRect().left < 3;
    };
    return [beside, [...document.querySelectorAll('.configsetting-facts code, .configsetting-names code')].map(first)];
    """
    beside, from_left = browser.execute_script(script)
    assert beside
    assert len(from_left) >= 4
    assert all(from_left)


def test_boxes_are_as_dark_as_a_page_that_readers_switch(browser, tmp_path):
    pytest.importorskip('furo')
    setting = '.. config:setting:: one\n   :type: text\n\n.. config:setting:: two\n   :type: flag\n'
    files = {'index.rst': f'T\n=\n\n{setting}\n.. config:explorer::\n'}
    site = build(tmp_path, files, resolve=False, conf={'html_theme': 'furo'})
    browser.get((site.app.outdir / 'index.html').as_uri())
    script = """
    document.body.dataset.theme = arguments[0];
    return getComputedStyle(document.querySelector('.configsetting-rail input')).colorScheme;
    """
    assert [browser.execute_script(script, theme) for theme in ('dark', 'light')] == ['dark', 'light']


def test_a_table_of_an_open_row_fits_phones(browser, tmp_path):
    name = 'APP_EXPERIMENTALSETTINGS_ENABLEEXPERIMENTALGOSSIPENCRYPTION'
    table = f'.. list-table::\n\n   * - Words of some length.\n     - - Environment variable: ``{name}``\n'
    text = f'One\n---\n\n.. config:setting:: one\n   :displayname: One\n   :environment: {name}\n\n{table}'
    files = {'index.rst': f'T\n=\n\n.. toctree::\n\n   all\n\n{text}', 'all.rst': 'All\n===\n\n.. config:explorer::\n'}
    folder = build(tmp_path, files, resolve=False).app.outdir
    with ThreadingHTTPServer(('localhost', 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = Page(browser, f'http://localhost:{server.server_port}/all.html', 390).ready()
        page.open('one')
        page.until('document.querySelector(".configsetting-whole table")')
        server.shutdown()
    assert browser.execute_script('return document.documentElement.scrollWidth') <= 390
    assert browser.execute_script('return document.querySelector("table").getBoundingClientRect().right') <= 390


MOVING = """
return [...document.querySelectorAll('[class*=configsetting]')].filter((one) => {
  const { transitionDuration, animationName } = getComputedStyle(one);
  return transitionDuration !== '0s' || animationName !== 'none';
}).map((one) => one.className);
"""


def test_nothing_moves(browser, tmp_path):
    """So readers who ask for less motion miss nothing."""
    settings = ''.join(f'.. config:setting:: key-{n}\n   :systemconsole: A > B\n   :environment: K{n}\n   :default: 1\n\n' for n in range(3))
    site = build(tmp_path, {'index.rst': f'T\n=\n\n.. config:explorer::\n\n{settings}'}, resolve=False)
    page = Page(browser, (site.app.outdir / 'index.html').as_uri(), 1280).ready()
    page.press('/', 'key')
    page.until('document.querySelector(".configsetting-results .configsetting-row")')
    assert browser.execute_script('return document.querySelectorAll("[class*=configsetting]").length') > 50
    assert browser.execute_script(MOVING) == []
