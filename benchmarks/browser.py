"""How long a browser takes to find settings among ten thousand, beside DataTables.

``python benchmarks/browser.py`` builds a page of all settings, opens it in headless Chromium and
measures, in one run, the filter of this extension and DataTables over the same rows:

- load: work of the main thread until all rows can be found, and of the same page without a script;
- key: from a key press to the painted result, the median and the longest of all keys;
- size: script and style as gzip sends them;
- long tasks: how many turns of the main thread took more than 50 ms, and the longest.

It needs chromium, chromedriver, selenium and an npm registry: that of ``npm config get registry``
or of the environment variable ``NPM_CONFIG_REGISTRY``.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import sphinx
from selenium import webdriver
from sphinx.cmd.build import build_main

import sphinx_configsetting

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSIONS = {'datatables.net': '3.1.5', 'datatables.net-dt': '3.1.2'}
STATIC = Path(sphinx_configsetting.__file__).parent / 'static'
OWN = ['configsetting-filter.js', 'configsetting-filter.css']
OTHER = [
    ('datatables.net', 'js/dataTables.min.js'),
    ('datatables.net-dt', 'css/dataTables.dataTables.min.css'),
]
WORDS = ['gossip timeout', 'APP_AREA3', 'enable port', 'old-77', 'cluster 12']
AREAS = ['Logging', 'High Availability', 'Web server', 'Notifications', 'Plugins']
KEYS = ['EnableGossip', 'ClusterName', 'ListenPort', 'ReadTimeout', 'MaximumSize']
FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync']
OBSERVE = """
window.tasks = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)))
  .observe({type: 'longtask', buffered: true});
"""
PRESS = """
const [selector, key, done] = arguments;
const box = document.querySelector(selector);
const start = performance.now();
box.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
document.execCommand('insertText', false, key);
box.dispatchEvent(new KeyboardEvent('keyup', {key, bubbles: true}));
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
"""
TOLD = 'return document.querySelector(".configsetting-status, .dt-info").textContent'
CLEAR = """
const box = document.querySelector(arguments[0]);
box.value = '';
box.dispatchEvent(new Event('input', {bubbles: true}));
"""
SETTING = """\
.. config:setting:: s{n}
   :displayname: {key} {n} ({area})
   :systemconsole: Site > {area} > Part {part}
   :configjson: .Area{section}Settings.{key}{n}
   :environment: APP_AREA{section}SETTINGS_{upper}{n}
   :restart: {restart}
   :since: {since}
   :formerly: old-{n}
   :description: What the part of the system does when {key} is set to another value.

"""
CONF = """\
project = 'Benchmark'
extensions = ['sphinx_configsetting']
html_theme = 'alabaster'
configsetting_explorer = True
configsetting_exports = []
"""


def write_project(folder: Path, number: int) -> None:
    """Write a project of that many settings, 500 a page."""
    pages = range(0, number, 500)
    (folder / 'conf.py').write_text(CONF)
    names = ''.join(f'   p{start}\n' for start in pages)
    (folder / 'index.rst').write_text(f'Benchmark\n=========\n\n.. toctree::\n\n{names}')
    for start in pages:
        text = ''.join(setting(n) for n in range(start, min(start + 500, number)))
        (folder / f'p{start}.rst').write_text(f'Page\n====\n\n{text}')


def setting(n: int) -> str:
    """Return the markup of a setting."""
    key, area = KEYS[n % len(KEYS)], AREAS[n // 7 % len(AREAS)]
    restart, since = ('yes', 'no')[n % 3 == 0], f'{n % 11}.{n % 4}'
    more = {'part': n % 8, 'section': n % 40, 'upper': key.upper(), 'restart': restart}
    return SETTING.format(n=n, key=key, area=area, since=since, **more)


def registry() -> str:
    """Return the address of the npm registry that this machine uses."""
    asked = (
        os.environ.get('NPM_CONFIG_REGISTRY')
        or subprocess.run(
            ['npm', 'config', 'get', 'registry'], capture_output=True, text=True, check=True
        ).stdout
    )
    return asked.strip().rstrip('/')


def packed(name: str, path: str) -> bytes:
    """Return a file of an npm package."""
    url = f'{registry()}/{name}/{VERSIONS[name]}'
    with urlopen(url, timeout=60) as answer:
        tarball = json.load(answer)['dist']['tarball']
    with (
        urlopen(tarball, timeout=60) as answer,
        tarfile.open(fileobj=io.BytesIO(answer.read())) as tar,
    ):
        member = tar.extractfile(f'package/{path}')
        assert member
        return member.read()


def write_twins(out: Path, files: dict[str, bytes]) -> None:
    """Write the page with DataTables, and without any script."""
    text = (out / 'config-explorer.html').read_text(encoding='utf-8')
    bare = re.sub(r'<(script|link)[^>]*configsetting-filter\.(js|css)[^>]*>(</script>)?', '', text)
    (out / 'bare.html').write_text(bare, encoding='utf-8')
    for name, content in files.items():
        (out / '_static' / Path(name).name).write_bytes(content)
    # DataTables has no way to keep rows apart as text: all of them stand in one table.
    whole = re.sub(
        r'</tbody>\s*</table>(?:\s*</div>)*\s*(<noscript>)?.*?<tbody>', '', bare, flags=re.S
    )
    whole = whole.replace('</noscript>', '', 1)
    links = ''.join(
        f'<link rel="stylesheet" href="_static/{Path(name).name}">'
        if name.endswith('.css')
        else f'<script src="_static/{Path(name).name}"></script>'
        for name in files
    )
    start = (
        '<script>window.addEventListener("DOMContentLoaded", () => { new DataTable('
        '"table.configsetting-listing", {pageLength: 100, order: [], autoWidth: false}); '
        'document.body.classList.add("configsetting-ready"); });</script>'
    )
    (out / 'datatables.html').write_text(
        whole.replace('</head>', f'{links}{start}</head>', 1), encoding='utf-8'
    )


def open_browser(profile: Path) -> Any:
    """Return a browser of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which('chromium') or ''
    for flag in [*FLAGS, f'--user-data-dir={profile}']:
        options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which('chromedriver')))
    driver.execute_cdp_cmd('Performance.enable', {})
    driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': OBSERVE})
    size = {'width': 1280, 'height': 900, 'deviceScaleFactor': 1, 'mobile': False}
    driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', size)
    return driver


def work(driver: Any) -> float:
    """Return how long the main thread has worked so far, in ms."""
    metrics = driver.execute_cdp_cmd('Performance.getMetrics', {})['metrics']
    return 1000 * next(m['value'] for m in metrics if m['name'] == 'TaskDuration')


def load(driver: Any, page: Path, ready: str) -> float:
    """Open a page, and return the work until it is ready, in ms."""
    driver.get('about:blank')
    before = work(driver)
    driver.get(page.as_uri())
    while not driver.execute_script('return !!document.querySelector(arguments[0])', ready):
        time.sleep(0.1)
    time.sleep(1)
    return work(driver) - before


def keys(driver: Any, box: str) -> Iterator[float]:
    """Type words, and yield the time of each key press until it is painted, in ms."""
    for word in WORDS:
        driver.execute_script('document.querySelector(arguments[0]).focus()', box)
        for key in word:
            yield driver.execute_async_script(PRESS, box, key)
            time.sleep(0.05)
        driver.execute_script(CLEAR, box)
        time.sleep(0.3)


def measured(driver: Any, page: Path, box: str, files: list[bytes], number: int) -> list[str]:
    """Return what is measured of a page with a filter."""
    loads = [load(driver, page, '.configsetting-ready') for _ in range(5)]
    told = driver.execute_script(TOLD).replace(',', '')
    assert str(number) in told, f'the filter knows other rows: {told}'
    at_load = driver.execute_script('return window.tasks.splice(0)')
    times = list(keys(driver, box))
    long = [*at_load, *driver.execute_script('return window.tasks')]
    size = sum(len(gzip.compress(content)) for content in files)
    return [
        f'{statistics.median(loads):.0f} ms',
        f'{statistics.median(times):.0f} ms',
        f'{max(times):.0f} ms',
        f'{size / 1000:.1f} kB',
        f'{len(long)}, longest {max(long, default=0):.0f} ms',
    ]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--settings', type=int, default=10_000)
    number = parser.parse_args().settings
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name), Path(name) / 'out'
        write_project(folder, number)
        if build_main(['-q', '-j', 'auto', str(folder), str(out)]):
            sys.exit('the build failed')
        other = {path: packed(package, path) for package, path in OTHER}
        write_twins(out, other)
        driver = open_browser(folder / 'profile')
        try:
            bare = [load(driver, out / 'bare.html', 'footer, .footer, body') for _ in range(5)]
            own = measured(
                driver,
                out / 'config-explorer.html',
                'input.configsetting-search',
                [(STATIC / path).read_bytes() for path in OWN],
                number,
            )
            theirs = measured(
                driver, out / 'datatables.html', '.dt-search input', list(other.values()), number
            )
            version = driver.capabilities['browserVersion']
        finally:
            driver.quit()
    head = ['', 'work at load', 'key, median', 'key, longest', 'size, gzip', 'tasks over 50 ms']
    rows = [
        head,
        ['the page alone', f'{statistics.median(bare):.0f} ms', '', '', '', ''],
        ['sphinx_configsetting', *own],
        ['DataTables', *theirs],
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print('  '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    print(
        f'\n{number} settings; {datetime.now(UTC):%Y-%m-%d}; Chromium {version}; '
        f'Sphinx {sphinx.__version__}; ' + ', '.join(f'{n} {v}' for n, v in VERSIONS.items())
    )


if __name__ == '__main__':
    main()
