"""Tables in a real browser: they fit, line up, stack, and copy whole."""

from __future__ import annotations

import pytest
from project import build

VARIABLE = 'APP_EXPERIMENTALSETTINGS_ENABLEEXPERIMENTALGOSSIPENCRYPTIONFOREVERYTHING'
COLUMNS = 'two-columns'
"""The built-in template of a table."""
SETTING = """\
.. config:setting:: {name}
   :displayname: Encryption {name}
   :systemconsole: Environment > High Availability
   :configjson: .ExperimentalSettings.EnableExperimentalGossipEncryptionForEverything{name}
   :environment: {variable}_{name}
   :description: Words of **some** length that stand in the left column of a table.

Words.

"""


@pytest.fixture(scope='module', params=[COLUMNS, 'facts', 'card', 'compact'])
def page(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp('site')
    text = ''.join(SETTING.format(name=name, variable=VARIABLE) for name in ('one', 'two'))
    text += SETTING.format(name='section', variable=VARIABLE).replace('Words.\n\n', 'H\n-\n\n', 1)
    text += 'Words.\n\n.. config:setting:: three\n   :template: facts\n   :environment: ' + VARIABLE
    built = build(folder, {'index.rst': f'T\n=\n\n{text}\n'}, conf={'configsetting_template': request.param})
    return (built.app.outdir / 'index.html').as_uri()


OPENED = """
const [done] = arguments;
const look = (turns) => {
  const open = !!document.querySelector('dialog.configsetting-palette[open]');
  if (open || !turns) done(open); else setTimeout(look, 50, turns - 1);
};
look(100);
"""


def show(browser, page, width):
    metrics = {'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': width < 600}
    browser.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', metrics)
    browser.get(page)


CELLS = """
const pairs = [...document.querySelectorAll('tr')].filter((row) => row.querySelectorAll('td').length === 2);
return pairs.flatMap((row) => [...row.cells]).map((cell) => cell.getBoundingClientRect().toJSON());
"""
columns = pytest.mark.parametrize('page', [COLUMNS], indirect=True)


@pytest.mark.parametrize('width', [1280, 390])
def test_nothing_overflows(browser, page, width):
    show(browser, page, width)
    assert browser.execute_script('return document.documentElement.scrollWidth') <= width
    wide = 'return [...document.querySelectorAll("code")].filter(c => c.getBoundingClientRect().right > innerWidth).length'
    assert browser.execute_script(wide) == 0


def test_long_code_beside_a_filter_widens_no_page_of_furo(browser, tmp_path):
    pytest.importorskip('furo')
    text = SETTING.format(name='one', variable='ONE') + '.. config:listing::\n   :filter:\n\n::\n\n   ' + 'code ' * 40
    built = build(tmp_path / 'site', {'index.rst': f'T\n=\n\n{text}\n'}, conf={'html_theme': 'furo'})
    show(browser, (built.app.outdir / 'index.html').as_uri(), 390)
    assert browser.execute_script('return document.documentElement.scrollWidth') == 390


THEMES = ['alabaster', 'furo', 'pydata_sphinx_theme', 'sphinx_book_theme', 'sphinx_rtd_theme']
LISTED = """\
.. config:listing::
   :fields: displayname, configjson, environment, default, description

.. config:listing::
   :display: tree
   :fields: displayname, environment
"""


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_listings_and_headings_of_long_names_fit(browser, tmp_path, theme):
    pytest.importorskip(theme)
    text = ''.join(SETTING.format(name=name, variable=VARIABLE) for name in ('one', 'two'))
    text += f'{VARIABLE}\n{"-" * 100}\n\n.. config:setting:: {VARIABLE}\n   :default: {VARIABLE}\n\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}{LISTED}'}, resolve=False, conf={'html_theme': theme})
    for width in (1280, 390):
        show(browser, (site.app.outdir / 'index.html').as_uri(), width)
        assert browser.execute_script('return document.documentElement.scrollWidth') <= width
    lines = """
    document.querySelectorAll('h2 wbr').forEach((one) => one.remove());
    document.querySelector('section h2').normalize();
    return ['N', 'M'].flatMap((letter) => Array.from({ length: 30 }, (_, n) => {
      const [text, link] = document.querySelector('section h2').childNodes;
      text.data = letter.repeat(n + 5);
      const { height } = link.parentElement.getBoundingClientRect();
      const alone = link.parentElement.cloneNode(true);
      alone.lastElementChild.remove();
      link.parentElement.after(alone);
      const wanted = alone.getBoundingClientRect().height;
      alone.remove();
      return Math.abs(height - wanted) < 2;
    }));
    """
    assert all(browser.execute_script(lines)), 'a hidden link is on a line of its own'
    frame = '.configsetting-frame'
    assert browser.execute_script(f'return document.querySelector("{frame} td").offsetWidth') < 300
    aligned = f'return [...document.querySelectorAll("{frame} td")].map((one) => getComputedStyle(one).verticalAlign)'
    assert set(browser.execute_script(aligned)) == {'top'}


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_listings_of_four_columns(browser, tmp_path, theme):
    """They need no scrolling where the window is wide, and keep short defaults whole where it is not."""
    pytest.importorskip(theme)
    text = SETTING.format(name='one', variable='ONE').replace('   :env', '   :type: boolean\n   :default: localhost\n   :env')
    listing = '.. config:listing::\n   :fields: configjson, type, default, description\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}{listing}'}, resolve=False, conf={'html_theme': theme})
    show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
    beyond = 'const frame = document.querySelector(".configsetting-frame"); return frame.scrollWidth - frame.clientWidth'
    assert browser.execute_script(beyond) == 0
    show(browser, (site.app.outdir / 'index.html').as_uri(), 390)
    lines = 'return document.querySelector("td.configsetting-field-default code").getClientRects().length'
    assert browser.execute_script(lines) == 1


@pytest.mark.parametrize('theme', ['furo', 'pydata_sphinx_theme'])
def test_pages_of_paper_break_between_settings_and_within_tables(browser, tmp_path, theme):
    pytest.importorskip(theme)
    text = ''.join(SETTING.format(name=name, variable=VARIABLE) for name in ('one', 'two'))
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}{LISTED}'}, resolve=False, conf={'html_theme': theme})
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    try:
        show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
        script = """
        const of = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
        const scrolling = [];
        for (let box = document.querySelector('td').closest('table'); box !== document.body; box = box.parentElement)
          if (/auto|scroll/.test(getComputedStyle(box).overflow)) scrolling.push(box.className);
        return [of('dl.setting', 'breakBefore'), of('dl.setting', 'breakInside'), of('table', 'breakInside'), scrolling];
        """
        assert browser.execute_script(script) == ['auto', 'avoid', 'auto', []]
        fits = 'const table = document.querySelector("table"); return table.offsetWidth <= table.closest("section").offsetWidth'
        assert browser.execute_script(fits)
    finally:
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})


def test_buttons_are_below_each_other_with_forms_and_without(browser, tmp_path):
    text = '.. config:setting:: one\n   :option: --one\n   :environment: ONE\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False)
    show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
    lefts = 'return [...document.querySelectorAll(".configsetting-copy")].map((one) => one.getBoundingClientRect().left)'
    first, second = browser.execute_script(lefts)
    assert first == second


BASELINE = """
const baseline = (element) => {
  const mark = document.createElement('span');
  mark.style.display = 'inline-block';
  element.prepend(mark);
  return mark.getBoundingClientRect().bottom;
};
"""
TOOLS = """
return [...document.querySelectorAll('.configsetting-tools')].map((tools) => {
  const { top, height, left } = tools.getBoundingClientRect();
  const beside = [...tools.closest('p, dd').querySelector('code').getClientRects()].at(-1);
  return [Math.abs(top + height / 2 - beside.top - beside.height / 2) < 6, left];
});
"""


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_buttons_of_two_columns_take_no_line_of_their_own(browser, tmp_path, theme):
    pytest.importorskip(theme)
    text = ''.join(f'.. config:setting:: s{n}\n   :environment: {"V" * n}\n   :description: Words.\n\n' for n in range(1, 60))
    conf = {'html_theme': theme, 'configsetting_template': COLUMNS}
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False, conf=conf)
    show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
    found = browser.execute_script(TOOLS)
    assert len(found) == 59
    assert all(level for level, _left in found)


@pytest.mark.parametrize('template', [COLUMNS, 'facts', 'card'])
def test_names_in_a_line_have_each_its_buttons(browser, tmp_path, template):
    text = f'.. config:setting:: one\n   :template: {template}\n   :environment: ONE, TWO\n   :description: Words.\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False)
    show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
    (_, first), (_, second) = browser.execute_script(TOOLS)
    assert second > first + 50
    order = 'return document.querySelector("p:has(> .configsetting-one)").textContent.replace(/.*: /, "")'
    assert browser.execute_script(order) == 'ONE, TWO'


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_lines_break_between_names_and_not_before_their_buttons(browser, tmp_path, theme):
    pytest.importorskip(theme)
    names = f'{VARIABLE}, APP_{VARIABLE}'
    text = ''.join(
        f'.. config:setting:: {name}\n   :template: {name}\n   :environment: {names}\n   :description: Words.\n\n'
        for name in (COLUMNS, 'facts', 'card')
    )
    listing = '.. config:listing::\n   :fields: displayname, environment, default\n   :filter:\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}{listing}'}, resolve=False, conf={'html_theme': theme})
    script = """
    const rows = [...document.querySelectorAll('.configsetting-tools')].map((tools) => {
      const code = tools.previousElementSibling;
      const box = tools.getBoundingClientRect();
      const last = [...code.getClientRects()].at(-1);
      const level = box.top < last.bottom && box.bottom > last.bottom - 24;
      return [level && box.left >= last.right, last.left, box.right <= code.closest('p').getBoundingClientRect().right];
    });
    return [document.documentElement.scrollWidth, rows];
    """
    for width in (1280, 390):
        show(browser, (site.app.outdir / 'index.html').as_uri(), width)
        broad, rows = browser.execute_script(script)
        assert broad <= width
        assert len(rows) == 12
        assert all(beside and within for beside, _left, within in rows)
        assert all(one[1] == two[1] for one, two in zip(rows[::2], rows[1::2], strict=True))


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_names_with_buttons_are_level_with_their_row(browser, tmp_path, theme):
    pytest.importorskip(theme)
    text = '.. config:setting:: one\n   :environment: ONE\n\n.. config:listing::\n   :fields: displayname, environment\n   :filter:\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False, conf={'html_theme': theme})
    show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
    script = f"""{BASELINE}
    const [link, name] = ['td a', 'td code'].map((one) => document.querySelector(one));
    const {{ paddingTop, borderTopWidth }} = getComputedStyle(name);
    return [baseline(link), baseline(name), parseFloat(paddingTop) + parseFloat(borderTopWidth)];
    """
    link, name, frame = browser.execute_script(script)
    assert -0.5 < name - link < frame + 0.5  # lower by the theme's frame around code, at most


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_addresses_in_texts_widen_no_page(browser, tmp_path, theme):
    pytest.importorskip(theme)
    address = 'https://example.com/' + 'address/' * 12
    text = f'.. config:setting:: one\n   :environment: ONE\n   :seealso: {VARIABLE}\n   :description: See ``{address}``.\n\n   Or ``{address}``.\n\n'
    text += text.replace(':: one', ':: two') + f'Two\n---\n\n.. config:setting:: {VARIABLE}\n   :environment: X\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False, conf={'html_theme': theme})
    show(browser, (site.app.outdir / 'index.html').as_uri(), 390)
    assert browser.execute_script('return document.documentElement.scrollWidth') <= 390
    right = 'return [...document.querySelectorAll("section :is(code, a.reference)")].filter((one) => one.getBoundingClientRect().right > innerWidth).length'
    assert browser.execute_script(right) == 0


@pytest.mark.parametrize('listing', ['', '   :filter:\n'])
def test_names_break_between_words(browser, tmp_path, listing):
    name = 'APP_EXPERIMENTAL_SETTINGS_ENABLE_EXPERIMENTAL_GOSSIP_ENCRYPTION'
    text = f'.. config:setting:: one\n   :displayname: {name}\n   :environment: {name}\n'
    text += '   :configjson: .ExperimentalSettings.EnableExperimentalGossip.Encryption\n'
    text += f'\n.. config:listing::\n   :fields: configjson, default\n{listing}'
    text += f'\n{name}\n{"-" * 80}\n\nWords.\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False)
    show(browser, (site.app.outdir / 'index.html').as_uri(), 390)
    script = """
    return [...document.querySelectorAll('.configsetting-named code, td code, h2, .sig-name')].map((code) => {
      const lines = {};
      const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        if (texts.currentNode.data === '¶') continue;
        for (const { top } of range.getClientRects()) lines[`at ${top}`] = (lines[`at ${top}`] ?? "") + texts.currentNode.data;
      }
      return Object.values(lines);
    });
    """
    found = browser.execute_script(script)
    assert [len(lines) > 1 for lines in found] == [True] * 5
    assert all(line[-1] in '._' for lines in found for line in lines[:-1])


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_labels_of_a_section_are_level_with_their_values(browser, tmp_path, theme):
    pytest.importorskip(theme)
    text = '.. config:setting:: one\n   :environment: ONE\n   :option: --one\n\nOne\n---\n'
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{text}'}, resolve=False, conf={'html_theme': theme})
    show(browser, (site.app.outdir / 'index.html').as_uri(), 1280)
    script = f"""{BASELINE}
    return [...document.querySelectorAll('dl.configsetting-facts > dt')].map((label) => [baseline(label), baseline(label.nextElementSibling.querySelector('p'))]);
    """
    found = browser.execute_script(script)
    assert len(found) == 2
    assert all(abs(label - value) < 0.5 for label, value in found)


@columns
def test_one_edge_down_the_page(browser, page):
    show(browser, page, 1280)
    cells = browser.execute_script(CELLS)
    assert len(cells) == 6
    assert len({cell['left'] for cell in cells[::2]}) == 1
    assert len({cell['left'] for cell in cells[1::2]}) == 1
    assert cells[1]['left'] > cells[0]['left']
    assert cells[1]['top'] == cells[0]['top']


@columns
def test_stacks_when_narrow(browser, page):
    show(browser, page, 390)
    left, right, *_others = browser.execute_script(CELLS)
    assert right['left'] == left['left']
    assert right['top'] >= left['bottom'] - 1


@pytest.mark.parametrize('page', ['facts'], indirect=True)
def test_labels_of_facts_are_those_of_a_card(browser, page):
    show(browser, page, 1280)
    script = """
    return [...document.querySelectorAll('table.configsetting-facts')].map((table) => {
      const { textAlign, fontWeight } = getComputedStyle(table.querySelector('th'));
      return [textAlign, fontWeight, table.offsetWidth === table.closest('dd, .configsetting-setting').offsetWidth];
    });
    """
    found = browser.execute_script(script)
    assert found
    assert {tuple(one) for one in found} == {('start', '400', True)}


@pytest.mark.parametrize('page', ['facts'], indirect=True)
def test_labels_of_facts_are_above_their_values_when_narrow(browser, page):
    show(browser, page, 390)
    script = 'return [...document.querySelectorAll("table.configsetting-facts tr > *")].map((cell) => cell.offsetLeft)'
    assert len({*browser.execute_script(script)}) == 1


@pytest.mark.parametrize('page', ['two-columns', 'facts', 'card'], indirect=True)
def test_buttons_are_level_with_their_names(browser, page):
    show(browser, page, 1280)
    script = """
    return [...document.querySelectorAll('.configsetting-copy')].map((button) => {
      const line = [...button.closest('p').querySelector('code[class*=configsetting-]').getClientRects()];
      const { top, bottom } = button.getBoundingClientRect();
      return Math.min(...line.map((r) => Math.abs((r.top + r.bottom - top - bottom) / 2)));
    });
    """
    offsets = browser.execute_script(script)
    assert offsets
    assert max(offsets) <= 4


@pytest.mark.parametrize('page', ['two-columns', 'facts', 'card'], indirect=True)
def test_no_buttons_on_paper(browser, page):
    show(browser, page, 1280)
    visible = 'return [...document.querySelectorAll(".configsetting-tools")].map((one) => one.checkVisibility())'
    assert set(browser.execute_script(visible)) == {True}
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    try:
        assert set(browser.execute_script(visible)) == {False}
    finally:
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})


def test_permalink_can_be_focused_and_seen(browser, page):
    show(browser, page, 1280)
    link = 'document.querySelector("dl.config.setting > dt > a.headerlink")'
    assert browser.execute_script(f'return getComputedStyle({link}).opacity') == '0'
    browser.execute_script(f'{link}.focus()')
    assert browser.execute_script(f'return document.activeElement === {link}')
    assert browser.execute_script(f'return getComputedStyle({link}).opacity') == '1'


def test_copies_whole(browser, page):
    show(browser, page, 390)
    script = """
    const code = [...document.querySelectorAll("code")].find((c) => c.textContent === arguments[0]);
    getSelection().selectAllChildren(code);
    return getSelection().toString();
    """
    assert browser.execute_script(script, VARIABLE) == VARIABLE


@pytest.mark.parametrize('group', ['', '\n   :group: configjson'])
def test_wide_table_beside_an_explorer(browser, tmp_path, group):
    """Furo's page is no wider than the screen, and no row of a table sticks to its top."""
    text = ''.join(SETTING.format(name=name, variable=VARIABLE) for name in ('one', 'two'))
    listing = f'.. config:listing::\n   :fields: displayname, systemconsole, configjson, environment{group}\n'
    files = {'index.rst': f'T\n=\n\n{text}\n{listing}\n.. config:explorer::\n'}
    show(browser, (build(tmp_path, files, conf={'html_theme': 'furo'}).app.outdir / 'index.html').as_uri(), 390)
    assert browser.execute_script('return document.documentElement.scrollWidth') <= 390
    sticky = 'return [...document.querySelectorAll("tr")].some((row) => getComputedStyle(row).position === "sticky")'
    assert not browser.execute_script(sticky)


@pytest.mark.filterwarnings('ignore:.*sphinx_book_theme')
@pytest.mark.parametrize('theme', THEMES)
def test_index_pages_fit_phones(browser, tmp_path, theme):
    pytest.importorskip(theme)
    (tmp_path / 'own').mkdir()
    (tmp_path / 'own' / 'site.css').write_text('table { min-width: 500px } td { white-space: nowrap; padding: 30px }')
    conf = {'html_theme': theme, 'html_static_path': ['own'], 'html_css_files': ['site.css'], 'configsetting_indexes': ['environment', 'systemconsole']}
    site = build(tmp_path, {'index.rst': f'T\n=\n\n{SETTING.format(name="one", variable=VARIABLE)}\n'}, resolve=False, conf=conf)
    for name in ('settings', 'environment', 'systemconsole'):
        assert 'configsetting-index.css' in site.output(f'config-{name}.html')
        show(browser, (site.app.outdir / f'config-{name}.html').as_uri(), 390)
        assert browser.execute_script('return document.documentElement.scrollWidth') <= 390
        inside = 'return document.querySelector("table a").getBoundingClientRect().right <= innerWidth'
        assert browser.execute_script(inside)
        broken = browser.execute_script('return !!document.querySelector("table a code wbr")')
        assert broken == (name == 'environment')
        browser.find_element('css selector', 'body').send_keys('/')
        assert browser.execute_async_script(OPENED)
    for page in ('index', 'genindex'):
        assert 'configsetting-index.css' not in site.output(f'{page}.html')
