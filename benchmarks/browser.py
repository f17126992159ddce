"""Measure how long a browser takes with an explorer of five thousand settings.

``python benchmarks/browser.py`` writes a page from generated settings, opens it in headless
Chromium and prints, at full speed and throttled to a quarter of it:

- load: first paint, the longest task of the main thread and the work until settings can be found;
- shift: how far the page moves while it loads (cumulative layout shift);
- key: from a key press to the painted result, median and 95th percentile, and how much of
  the median the main thread has worked, which other programs of the machine do not change;
- size: script and style as gzip sends them.

It needs node, chromium, chromedriver and selenium.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium import webdriver

import sphinx_configsetting
from sphinx_configsetting.listings.explorer_html import (
    Badge,
    CopiedName,
    Explorer,
    ExplorerRow,
    Facet,
    explorer_html,
)
from sphinx_configsetting.listings.explorer_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
STATIC = Path(sphinx_configsetting.__file__).parent / 'static'
FILES = ['configsetting-explorer.css', 'configsetting-explorer.js']
QUERIES = ['gossip timeout', 'MM_CACHE', 'enable port', 'maximumsize', 'databse url', 'e']
FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync']
FORMS = {
    'environment': [('VAR=value', '{name}={value}')],
    'configjson': [('JSON', '{json}'), ('YAML', '{yaml}')],
}
LABELS = {
    'environment': 'Environment variable',
    'configjson': 'config.json',
    'systemconsole': 'Path',
}
SCRIPT = """
import { settings } from './settings.mjs';
console.log(JSON.stringify(settings(Number(process.argv[1]))));
"""
OBSERVE = """
window.tasks = []; window.shift = 0;
new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)))
  .observe({type: 'longtask', buffered: true});
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value;
})
  .observe({type: 'layout-shift', buffered: true});
"""
PRESS = """
const [selector, key, done] = arguments;
const box = document.querySelector(selector);
const start = performance.now();
document.execCommand('insertText', false, key);
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
"""
CLEAR = """
const box = document.querySelector('.configsetting-search');
box.value = '';
box.dispatchEvent(new Event('input', {bubbles: true}));
box.focus();
"""
FIRST_PAINT = """
return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1;
"""


def generated(number: int) -> list[dict[str, Any]]:
    """Return that many generated settings."""
    command = ['node', '--input-type=module', '-e', SCRIPT, str(number)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return sorted(found, key=lambda setting: (setting['path'], setting['title']))


def row(setting: dict[str, Any]) -> ExplorerRow:
    """Return the row of a setting."""
    names = (
        CopiedName(field='configjson', value=setting['key']),
        CopiedName(field='environment', value=setting['variable']),
    )
    restart = setting['type'] == 'integer'
    badges = [
        Badge(field='type', text=setting['type']),
        Badge(field='default', text='default', value=setting['value']),
        *([Badge(field='restart', text='requires restart', tone='strong')] if restart else []),
    ]
    return ExplorerRow(
        id=setting['id'],
        title=setting['title'],
        uri=f'page.html#{setting["id"]}',
        badges=badges,
        names=names,
        text=setting['text'],
        facts={'systemconsole': setting['path']},
        group=setting['path'].split(' > '),
        values={
            'systemconsole': (setting['path'],),
            'type': (setting['type'],),
            'restart': ('yes',) if restart else (),
        },
    )


def page(number: int) -> str:
    """Return a page with an explorer of that many settings."""
    rows = [row(setting) for setting in generated(number)]
    paths = list(dict.fromkeys(' > '.join(row.group) for row in rows))
    types = sorted({row.values['type'][0] for row in rows})
    facets = (
        Facet(field='systemconsole', label='Path', values=paths, kind='tree'),
        Facet(field='type', label='Type', values=types),
        Facet(field='restart', label='Requires restart', values=('yes',), kind='flag'),
    )
    body = explorer_html(
        Explorer(rows=rows, facets=facets, words=WORDS, labels=LABELS, forms=FORMS)
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Settings</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<link rel="stylesheet" href="{FILES[0]}"><script defer src="{FILES[1]}"></script>'
        '<style>body { font: 16px/1.6 sans-serif; max-width: 64rem; margin: auto }</style>'
        f'<main><h1>All settings</h1>{body}</main></html>'
    )


def open_browser(profile: Path) -> Any:
    """Return a browser of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which('chromium') or ''
    for flag in [*FLAGS, f'--user-data-dir={profile}']:
        options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which('chromedriver')))
    driver.execute_cdp_cmd('Performance.enable', {'timeDomain': 'threadTicks'})
    driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': OBSERVE})
    return driver


def work(driver: Any) -> float:
    """Return how long the main thread has worked so far, in ms."""
    metrics = driver.execute_cdp_cmd('Performance.getMetrics', {})['metrics']
    return 1000 * next(m['value'] for m in metrics if m['name'] == 'TaskDuration')


def load(driver: Any, uri: str) -> tuple[float, float, float, float]:
    """Open the page; return first paint, longest task, work (ms) and layout shift."""
    driver.get('about:blank')
    before = work(driver)
    driver.get(uri)
    while not driver.execute_script('return !!document.querySelector(".configsetting-ready")'):
        time.sleep(0.1)
    time.sleep(1)
    longest = driver.execute_script('return Math.max(0, ...window.tasks.splice(0))')
    first, shift = driver.execute_script(FIRST_PAINT), driver.execute_script('return shift')
    return first, longest, work(driver) - before, shift


def keys(driver: Any) -> Iterator[tuple[float, float]]:
    """Type queries; yield the time of each key press until it is painted, and the work, in ms."""
    for query in QUERIES:
        driver.execute_script(CLEAR)
        time.sleep(0.4)
        for key in query:
            before = work(driver)
            painted = driver.execute_async_script(PRESS, '.configsetting-search', key)
            yield painted, work(driver) - before
            time.sleep(0.05)


def measured(driver: Any, uri: str, slower: int, width: int) -> str:
    """Return a line of what is measured at a width, slowed down by a factor."""
    size = {'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': width < 600}
    driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', size)
    driver.execute_cdp_cmd('Emulation.setCPUThrottlingRate', {'rate': slower})
    loads = [load(driver, uri) for _ in range(3)]
    first, longest, worked, shift = (statistics.median(each) for each in zip(*loads, strict=True))
    times, works = map(sorted, zip(*keys(driver), strict=True))
    late = int(len(times) * 0.95)
    return (
        f'{width:5} px, {slower}x slower: first paint {first:.0f} ms, '
        f'longest task {longest:.0f} ms, work {worked:.0f} ms, shift {shift:.3f}; '
        f'key median {statistics.median(times):.0f} ms, 95 % {times[late]:.0f} ms, '
        f'of which work {statistics.median(works):.0f} ms, {works[late]:.0f} ms'
    )


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--settings', type=int, default=5_000)
    number = parser.parse_args().settings
    size = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in FILES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in FILES:
            shutil.copy(STATIC / file, folder)
        (folder / 'index.html').write_text(page(number), encoding='utf-8')
        weight = (folder / 'index.html').stat().st_size
        print(f'{number} settings, page {weight / 1e6:.1f} MB, script and style {size} bytes')
        driver = open_browser(folder / 'profile')
        try:
            for slower, width in [(1, 1280), (1, 390), (4, 1280)]:
                print(measured(driver, (folder / 'index.html').as_uri(), slower, width))
        finally:
            driver.quit()


if __name__ == '__main__':
    main()
