"""The filter of listings in a real browser."""

from __future__ import annotations

import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from project import build

CSS = 'css selector'
ESCAPE = '\ue00c'
SETTING = """\
.. config:setting:: {id}
   :displayname: {title}
   :systemconsole: {menu}
   :configjson: {key}
   :environment: {variable}
   :restart: {restart}
   :since: {since}
   :formerly: {old}
   :description: Words & <signs> about it.

   Words.

"""
SETTINGS = [
    ('gossip', 'Gossip (Cluster)', 'Site > Cluster', '.Cluster.EnableGossip', 'APP_CLUSTER_ENABLEGOSSIP', 'yes', '9.1', 'APP_GOSSIP'),
    ('compression', 'Compression (Cluster)', 'Site > Cluster', '.Cluster.EnableGossipCompression', 'APP_CLUSTER_ENABLE_GOSSIP_COMPRESSION', 'no', '10.2', 'APP_PRESS'),
    ('level', 'Level (Log)', 'Site > Logging', '.Log.Level', 'APP_LOG_LEVEL', 'yes', '9.10', 'APP_LEVEL'),
    ('file', 'File (Log)', 'Site > Logging', '.Log.File', 'APP_LOG_FILE', 'no', '10.2', 'APP_FILE'),
    ('port', 'Port (Web)', 'Site > Web', '.Web.Port', 'APP_WEB_PORT', 'yes', '', 'APP_PORT'),
]
LISTING = '.. config:listing::\n   :fields: displayname, systemconsole, configjson, environment, restart, since\n'
FILTER = f'{LISTING}   :filter: systemconsole, restart, since\n\n'


def stated(*rows):
    names = ('id', 'title', 'menu', 'key', 'variable', 'restart', 'since', 'old')
    texts = (SETTING.format(**dict(zip(names, row, strict=True))) for row in rows)
    return 'Settings\n========\n\n' + ''.join(texts).replace('   :since: \n', '')


def many(number):
    for n in range(number):
        area = f'Area {n % 40}'
        yield (f's{n}', f'Setting {n} (Many)', f'Site > {area}', f'.Many.EnableKey{n}', f'APP_MANY_KEY{n}', 'yes' if n % 3 else 'no', f'{n % 12}.0', f'old-{n}')


def site(folder, rows, page, *, plain='', **conf):
    files = {
        'index.rst': f'Product\n=======\n\n.. toctree::\n\n   settings\n   plain\n\n{page}',
        'settings.rst': stated(*rows),
        'plain.rst': f'Plain\n=====\n\n{plain}\n',
    }
    built = build(folder, files, resolve=False, conf={'html_theme': 'alabaster', **conf})
    assert not built.warnings
    return built


def copied(folder, tmp_path, change):
    """Copy a site, and return the address of its first page after a change of the page's text."""
    page = shutil.copytree(folder, tmp_path / 'site') / 'index.html'
    page.write_text(change(page.read_text()))
    return page.as_uri()


@pytest.fixture(scope='module')
def small(tmp_path_factory):
    return site(tmp_path_factory.mktemp('small'), SETTINGS, f'{FILTER}Between.\n\n{LISTING}   :filter:\n', plain=LISTING).app.outdir


@pytest.fixture(scope='module')
def large(tmp_path_factory):
    return site(tmp_path_factory.mktemp('large'), [*many(1100), *SETTINGS], FILTER).app.outdir


class Page:
    """A page with a filter."""

    def __init__(self, browser, uri, width=1280):
        metrics = {'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': width < 600}
        browser.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', metrics)
        browser.get('about:blank')
        browser.get(uri)
        self.browser = browser
        self.take(0)

    def take(self, number):
        """Look at one of the filters of the page."""
        self.until(lambda: len(self.all('.configsetting-filter.configsetting-ready')) > number)
        self.root = self.all('.configsetting-filter')[number]
        self.box = self.root.find_element(CSS, 'input.configsetting-search')

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def all(self, selector):
        return self.browser.find_elements(CSS, selector)

    def until(self, asked):
        from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
        from selenium.webdriver.support.ui import WebDriverWait

        wait = WebDriverWait(self.browser, 20, 0.02, [StaleElementReferenceException])
        try:
            return wait.until(lambda _browser: asked())
        except TimeoutException:
            pytest.fail(f'not so within 20 s at {self.browser.current_url}: {self.run("return document.body.innerText")[:500]}')

    def painted(self):
        """Wait until what was asked for is painted."""
        self.browser.execute_async_script('requestAnimationFrame(() => requestAnimationFrame(arguments[0]))')

    def type(self, text):
        self.box.clear()
        self.box.send_keys(text)
        self.painted()

    def choose(self, *values):
        """Choose values of facets; that of a flag is 'true'."""
        script = """
        const [root, values] = arguments;
        for (const value of values) root.querySelector(`.configsetting-rail input[value="${value}"]`).click();
        """
        self.run(script, self.root, values)
        self.painted()

    def click(self, value):
        """Choose a value as a reader does."""
        for closed in self.root.find_elements(CSS, '.configsetting-filters[aria-expanded="false"], .configsetting-rail [aria-expanded="false"]'):
            closed.click()
        self.root.find_element(CSS, f'.configsetting-rail input[value="{value}"]').click()

    @property
    def counts(self):
        """The values of all facets, with the number that is beside each."""
        script = """
        const labels = [...arguments[0].querySelectorAll('.configsetting-rail label')];
        return Object.fromEntries(labels.map((l) => [l.children[0].value, Number(l.querySelector('.configsetting-count').textContent)]));
        """
        return self.run(script, self.root)

    @property
    def rows(self):
        """The display names of the rows on view."""
        script = """
        const rows = [...arguments[0].querySelectorAll('tbody:not([hidden]) > tr')];
        return rows.map((r) => r.cells[0].textContent.trim());
        """
        return self.run(script, self.root)

    @property
    def status(self):
        return self.root.find_element(CSS, '.configsetting-status').text

    @property
    def chips(self):
        return [chip.text for chip in self.root.find_elements(CSS, '.configsetting-chip')]

    def sort(self, column):
        self.run("arguments[0].querySelectorAll('th button')[arguments[1]].click()", self.root, column)
        self.painted()
        return self.run("return arguments[0].querySelectorAll('th')[arguments[1]].getAttribute('aria-sort')", self.root, column)

    @property
    def parameters(self):
        return parse_qs(urlsplit(self.browser.current_url).query)


ALL = [row[1] for row in SETTINGS]


@pytest.fixture
def page(browser, small):
    return Page(browser, (small / 'index.html').as_uri())


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ('EnableGossip', ALL[:2]),
        ('gossip enable', ALL[:2]),
        ('enable-gossip', ALL[:2]),
        ('enablegossipcompression', ALL[1:2]),
        ('APP_CLUSTER', ALL[:2]),
        ('app_log_level', ALL[2:3]),
        ('.Log.Level', ALL[2:3]),
        ('APP_PRESS', ALL[1:2]),
        ('  port   WEB ', ALL[4:]),
        ('logging', ALL[2:4]),
        ('', ALL),
    ],
)
def test_found_by_any_name(page, query, found):
    page.type(query)
    assert sorted(page.rows) == sorted(found)
    assert page.status == f'{len(found)} of 5 settings'


@pytest.mark.parametrize('query', ['zzqqxx', '<b>zzqqxx</b>'])
def test_no_result_says_so_and_where_to_look(page, query):
    page.type(query)
    assert page.rows == []
    assert page.status == '0 of 5 settings'
    nothing = page.root.find_element(CSS, '.configsetting-nothing')
    assert f'No setting matches \u201c{query}\u201d.' in nothing.text
    assert not nothing.find_elements(CSS, 'b')
    page.type('log')
    assert not nothing.is_displayed()


def test_what_is_called_so_comes_first(page):
    page.type('file')
    assert page.rows[0] == 'File (Log)'
    page.type('APP_CLUSTER_ENABLE_GOSSIP_COMPRESSION')
    assert page.rows[0] == 'Compression (Cluster)'
    page.type('level')
    assert page.rows[0] == 'Level (Log)'


def test_facets_narrow_and_count(page):
    assert page.counts['true'] == 3
    page.choose('true')
    assert page.rows == ['Gossip (Cluster)', 'Level (Log)', 'Port (Web)']
    assert {name: n for name, n in page.counts.items() if name.startswith('Site')} == {
        'Site': 3, 'Site > Cluster': 1, 'Site > Logging': 1, 'Site > Web': 1,
    }
    page.choose('Site > Logging', 'Site > Web')
    assert page.rows == ['Level (Log)', 'Port (Web)']
    page.type('log')
    assert page.rows == ['Level (Log)']
    assert page.status == '1 of 5 settings'


def test_a_chip_removes_what_was_chosen(page):
    page.choose('true', '9.1')
    assert page.chips == ['Requires restart', '9.1']
    page.root.find_elements(CSS, '.configsetting-chip')[0].click()
    page.painted()
    assert len(page.chips) == 1
    page.root.find_element(CSS, '.configsetting-chip').click()
    page.painted()
    assert (page.chips, page.rows, page.parameters) == ([], ALL, {})


def test_values_of_facets_are_in_order(page):
    values = "return [...arguments[0].querySelectorAll('.configsetting-rail input')].map((box) => box.value)"
    found = page.run(values, page.root)
    start = found.index('9.1')
    assert found[start : start + 3] == ['9.1', '9.10', '10.2']


def test_sorting(page):
    assert page.sort(5) == 'ascending'
    assert page.rows[-1] == 'Port (Web)'  # which has no value
    assert page.sort(5) == 'descending'
    assert page.rows[-1] == 'Port (Web)'
    assert page.rows[:2] == ['Compression (Cluster)', 'File (Log)']
    assert page.sort(5) is None
    assert page.rows == ALL
    assert page.sort(0) == 'ascending'
    assert page.rows == sorted(ALL)


def test_view_is_in_the_address(page, browser):
    page.type('app')
    page.choose('true', '9.1', '9.10')
    page.sort(0)
    page.sort(0)
    assert page.parameters == {'find': ['app'], 'restart': ['true'], 'since': ['9.1', '9.10'], 'sort': ['-displayname']}
    again = Page(browser, browser.current_url)
    assert again.rows == ['Level (Log)', 'Gossip (Cluster)']
    assert again.box.get_property('value') == 'app'
    assert again.run("return document.querySelectorAll('.configsetting-rail input:checked').length") == 3
    again.take(1)
    assert again.rows == ALL


def test_back_undoes_a_choice(page):
    page.click('true')  # a browser goes back over entries that no reader's click made
    page.until(lambda: page.parameters == {'restart': ['true']})
    page.click('Site > Web')
    page.until(lambda: page.rows == ['Port (Web)'])
    page.run('history.back()')
    page.until(lambda: len(page.rows) == 3)
    page.until(lambda: page.parameters == {'restart': ['true']})
    page.run('history.back()')
    page.until(lambda: page.rows == ALL)


def test_back_keeps_what_was_typed_before_a_choice(page):
    page.run(
        """
        const [root] = arguments;
        const box = root.querySelector('.configsetting-search');
        box.value = 'log';
        box.dispatchEvent(new Event('input'));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
        root.querySelector('.configsetting-rail input[value=true]').click();
        """,
        page.root,
    )
    page.until(lambda: page.parameters == {'find': ['log'], 'restart': ['true']})
    page.run('history.back()')
    page.until(lambda: page.parameters == {'find': ['log']})
    assert page.box.get_property('value') == 'log'


def test_what_is_typed_right_before_back_is_of_the_step_that_is_left(page):
    page.choose('true')
    page.run(
        """
        const [root] = arguments;
        const box = root.querySelector('.configsetting-search');
        box.value = 'log';
        box.dispatchEvent(new Event('input'));
        history.back();
        """,
        page.root,
    )
    page.until(lambda: page.parameters == {})
    page.run('window.late = new Promise((done) => setTimeout(done, 500))')
    page.browser.execute_async_script('window.late.then(arguments[0])')
    assert (page.parameters, page.rows, page.box.get_property('value')) == ({}, ALL, '')


def test_address_of_a_view_keeps_what_is_not_of_the_filter(browser, small):
    uri = (small / 'index.html').as_uri()
    page = Page(browser, f'{uri}?x=y&since=10.2&since=Nope#product')
    assert page.rows == ['Compression (Cluster)', 'File (Log)']
    page.type('log')
    page.until(lambda: 'find' in page.parameters)
    assert page.parameters == {'x': ['y'], 'since': ['10.2'], 'find': ['log']}
    assert urlsplit(browser.current_url).fragment == 'product'


def test_second_filter_of_a_page_has_its_own_state(page):
    page.take(1)
    page.type('port')
    page.until(lambda: list(page.parameters.values()) == [['port']])
    assert list(page.parameters) != ['find']
    assert page.rows == ['Port (Web)']
    page.take(0)
    assert page.rows == ALL


def press(page, key):
    page.browser.switch_to.active_element.send_keys(key)
    page.painted()


def focused(page):
    return page.browser.switch_to.active_element


def test_keys(page):
    page.box.click()
    press(page, 'a/b')
    assert page.box.get_property('value') == 'a/b'
    press(page, ESCAPE)
    assert page.box.get_property('value') == ''
    assert page.rows == ALL


def test_slash_in_the_search_box_of_the_site_is_a_slash(page):
    (own,) = [box for box in page.all('input[name=q]') if box.is_displayed()]
    own.click()
    press(page, '/')
    assert focused(page) == own
    assert own.get_property('value') == '/'


def test_slash_is_off_where_the_site_has_it_off(browser, tmp_path):
    switched = 'DOCUMENTATION_OPTIONS.ENABLE_SEARCH_SHORTCUTS = false;'
    built = site(tmp_path, SETTINGS, FILTER)
    options = built.app.outdir / '_static' / 'documentation_options.js'
    options.write_text(options.read_text() + switched)
    page = Page(browser, (built.app.outdir / 'index.html').as_uri())
    press(page, '/')
    assert focused(page) != page.box


def test_clear(page):
    button = page.root.find_element(CSS, '.configsetting-line > .configsetting-link')
    assert not button.is_displayed()
    page.type('log')
    page.choose('true')
    assert button.is_displayed()
    button.click()
    page.painted()
    assert (page.rows, page.box.get_property('value')) == (ALL, '')
    assert not page.run("return document.querySelector('.configsetting-rail :checked')")


def test_copy(page):
    page.run('navigator.clipboard.writeText = async (text) => { window.copied = text; }')
    buttons = page.root.find_elements(CSS, '.configsetting-copy')
    assert len(buttons) == 10
    assert buttons[1].accessible_name == 'Copy APP_CLUSTER_ENABLEGOSSIP'
    page.run('arguments[0].click()', buttons[1])
    page.until(lambda: page.run('return window.copied') == 'APP_CLUSTER_ENABLEGOSSIP')
    said = "return [...document.querySelectorAll('body > [role=status]')].map((e) => e.textContent)"
    page.until(lambda: page.run(said) == ['Copied APP_CLUSTER_ENABLEGOSSIP'])


def test_copy_in_a_form(page):
    page.run('navigator.clipboard.writeText = async (text) => { window.copied = text; }')
    page.type('level')
    menus = "arguments[0].querySelectorAll('tbody:not([hidden]) .configsetting-forms')"
    page.run(f'{menus}[1].firstElementChild.click()', page.root)
    page.until(lambda: page.run(f'return {menus}[1].querySelectorAll(":scope > div button").length', page.root) == 2)
    page.run(f'{menus}[1].querySelectorAll(":scope > div button")[1].click()', page.root)
    page.until(lambda: page.run('return window.copied') == 'export APP_LOG_LEVEL=')


def test_a_name_that_is_cut_is_found_whole(browser, tmp_path):
    listing = '.. config:listing::\n   :fields: displayname, environment 12, configjson\n   :filter: restart\n\n'
    built = site(tmp_path, SETTINGS, listing)
    page = Page(browser, (built.app.outdir / 'index.html').as_uri())
    assert not page.all('a button')
    page.type('APP_LOG_LEVEL')
    assert page.rows[:1] == ['Level (Log)']


def test_controls_have_names(page):
    assert page.box.accessible_name == 'Find a setting'
    assert page.root.find_element(CSS, '[role=search]').accessible_name == 'Find a setting'
    heads = [button.accessible_name for button in page.root.find_elements(CSS, 'th button')]
    assert (heads[0], heads[1], heads[2].replace(' ', '')) == ('Display name', 'System Config path', 'config.jsonsetting')
    assert page.root.find_element(CSS, '.configsetting-status').get_attribute('role') == 'status'
    legends = page.root.find_elements(CSS, '.configsetting-rail legend')
    assert [legend.get_property('textContent') for legend in legends] == ['System Config path', 'Since', 'More']


@pytest.mark.parametrize('width', [1280, 390])
def test_only_the_box_of_the_table_scrolls(browser, small, width):
    page = Page(browser, (small / 'index.html').as_uri(), width)
    frame = 'document.querySelector(".configsetting-frame")'
    left, right = page.run(f'const r = {frame}.getBoundingClientRect(); return [r.left, r.right]')
    assert 0 <= left < right <= width
    wide = page.run(f'return {frame}.scrollWidth > {frame}.clientWidth')
    assert page.run(f'return {frame}.tabIndex') == (0 if wide else -1)
    assert page.root.find_element(CSS, '.configsetting-bar').rect['width'] <= width


def test_many_rows_are_found(browser, large):
    page = Page(browser, (large / 'index.html').as_uri())
    assert page.status == '1105 of 1105 settings'
    assert len(page.rows) == 1105
    page.type('APP_MANY_KEY1042')
    assert page.rows[0] == 'Setting 1042 (Many)'
    row = page.root.find_element(CSS, 'tbody:not([hidden]) > tr')
    assert row.find_element(CSS, 'a').get_attribute('href').endswith('settings.html#s1042')
    assert row.find_element(CSS, 'code').text == '.Many.EnableKey1042'
    assert len(row.find_elements(CSS, '.configsetting-copy')) == 2
    page.type('old-777')
    assert page.rows[0] == 'Setting 777 (Many)'
    page.type('')
    page.run("arguments[0].value = ''; arguments[0].dispatchEvent(new Event('input'))", page.box)
    page.painted()
    page.choose('Site > Area 7')
    assert page.status == '28 of 1105 settings'
    assert page.counts['true'] == 19


def test_more_rows(browser, large):
    page = Page(browser, (large / 'index.html').as_uri())
    page.choose('Site')
    page.until(lambda: len(page.rows) == 40)
    more, every = page.root.find_elements(CSS, '.configsetting-rest button')
    page.run('arguments[0].click()', more)
    page.painted()
    assert len(page.rows) == 40 + 200
    page.run('arguments[0].click()', every)
    page.until(lambda: len(page.rows) == 1105)
    assert not every.is_displayed()


def test_sorting_many_rows(browser, large):
    page = Page(browser, (large / 'index.html').as_uri())
    page.sort(2)
    page.sort(2)
    assert page.rows[:3] == ['Port (Web)', 'Setting 1099 (Many)', 'Setting 1098 (Many)']
    classes = page.run("return [...document.querySelectorAll('tbody:not([hidden]) > tr')].slice(0, 3).map((r) => r.className)")
    assert classes == ['row-even', 'row-odd', 'row-even']


def test_what_something_has_rewritten_is_read_all_the_same(browser, large, tmp_path):
    page = Page(browser, copied(large, tmp_path, lambda text: re.sub('</(td|tr|tbody)>\n?', '', text)))
    assert page.status == '1105 of 1105 settings'
    page.type('APP_MANY_KEY1042')
    assert page.rows[0] == 'Setting 1042 (Many)'


def test_without_scripts_all_rows_are_there(browser, large):
    browser.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    try:
        browser.get((large / 'index.html').as_uri())
        rows = browser.find_elements(CSS, 'table.configsetting-listing tbody tr')
        assert len(rows) == 1105
        assert rows[-1].is_displayed()
    finally:
        browser.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})


def test_pages_without_a_filter_load_nothing(small):
    assert 'configsetting-filter' in (small / 'index.html').read_text()
    for name in ('plain.html', 'settings.html', 'config-settings.html', 'search.html'):
        assert 'configsetting-filter' not in (small / name).read_text()


def test_words_of_the_page(browser, tmp_path):
    built = site(tmp_path, SETTINGS, FILTER, language='de')
    page = Page(browser, (built.app.outdir / 'index.html').as_uri())
    assert page.box.accessible_name == 'Einstellung finden'
    assert page.status == '5 von 5 Einstellungen'


def test_script_runs_under_a_strict_policy(browser, small, tmp_path):
    policy = "default-src file:; style-src file:; script-src file:"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page = Page(browser, copied(small, tmp_path, lambda text: text.replace('<head>', f'<head>{meta}', 1)))
    page.type('gossip')
    assert len(page.rows) == 2
