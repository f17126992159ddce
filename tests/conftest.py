"""Options and fixtures of all tests."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from importlib.metadata import distributions
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import settings
from project import build

import sphinx_configsetting

pytest.register_assert_rewrite('doctrees')
ROOTS = Path(__file__).parent / 'roots'

settings.register_profile('steady', deadline=None, derandomize=True, max_examples=25)
settings.register_profile('nightly', deadline=None, max_examples=5000)
settings.load_profile('steady')


def pytest_addoption(parser):
    parser.addoption('--corpus', type=Path, help='a folder of real documents to build')
    parser.addoption('--sources', type=Path, help='a folder of real schemas, values and records to read')
    parser.addoption('--schemas', type=Path, help='a folder with the official schema sarif-2.1.0.json')
    parser.addoption('--sequences', type=int, default=15, help='how many sequences of edits to try')
    parser.addoption('--axe', type=Path, help='the file axe.min.js of the npm package axe-core')
    parser.addoption('--versions', default='', help='what must be installed, as name=prefix,...; the prefix of what must not be is none')


def compile_catalogs():
    """Compile the message catalogs of a checkout, as building the package does."""
    for source in (Path(sphinx_configsetting.__file__).parent / 'locale').rglob('*.po'):
        target = source.with_suffix('.mo')
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open('rb') as file, target.open('wb') as compiled:
                write_mo(compiled, read_po(file))


def pytest_configure(config):
    """An environment for certain versions may not quietly hold others."""
    if not hasattr(config, 'workerinput'):
        compile_catalogs()
    logging.disable(logging.DEBUG)  # Sphinx logs some 700 calls of each setup(), for nobody
    for part in filter(None, config.getoption('versions').split(',')):
        name, _, prefix = part.partition('=')
        found = next((d.version for d in distributions(name=name)), 'none')
        if not found.startswith(prefix):
            raise pytest.UsageError(f'{name} {found} is installed, and not {prefix}')


def pytest_collection_modifyitems(items):
    """A browser under load fails now and then; a fault of ours fails twice. What must never happen gets no second try."""
    for item in items:
        if 'browser' in item.fixturenames and item.path.name != 'test_security.py':
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish():
    """The collector need not walk through thousands of tests and modules again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope='session')
def built(tmp_path_factory):
    """Build a project once a session, for tests that only look at it.

    ``built('NAME')`` builds a copy of tests/roots/test-NAME, ``built({'index.rst': text})``
    inline files; both take the name of a builder, and values of conf.py as keywords.
    Nothing may change the result or its files.
    """
    known = {}

    def get(source, builder='html', **conf):
        key = repr((sorted(source.items()) if isinstance(source, dict) else source, builder, sorted(conf.items())))
        if key not in known:
            folder = tmp_path_factory.mktemp('built')
            if isinstance(source, str):
                shutil.copytree(ROOTS / f'test-{source}', folder, dirs_exist_ok=True)
            known[key] = build(folder, source if isinstance(source, dict) else {}, builder, conf=conf)
        return known[key]

    return get


@pytest.fixture
def corpus(pytestconfig):
    folder = pytestconfig.getoption('corpus')
    if folder is None:
        pytest.skip('no folder of real documents was given with --corpus')
    return folder.resolve()


FLAGS = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--allow-file-access-from-files',
]


def missing():
    for program in ('chromium', 'chromedriver'):
        if not shutil.which(program):
            return f'{program} is not installed'
    try:
        import selenium  # noqa: F401
    except ImportError:
        return 'selenium is not installed'
    return ''


def skip_or_fail(reason):
    """Skip or fail: a tool that a pipeline must have may be missing elsewhere."""
    if reason:
        (pytest.fail if os.environ.get('CI') else pytest.skip)(reason)


def patient():
    """A driver that loads a page once more if the browser does not answer or shows another page: seldom, and on any page."""
    from selenium import webdriver
    from selenium.common.exceptions import TimeoutException

    class Patient(webdriver.Chrome):
        def get(self, url):
            if not self.shown(url):
                super().get('about:blank')
                super().get(url)

        def shown(self, url):
            try:
                super().get(url)
            except TimeoutException:
                return False
            state = self.execute_script('return [document.readyState, location.protocol]')
            return state == ['complete', url.partition(':')[0] + ':']

    return Patient


@pytest.fixture(scope='session')
def browser(tmp_path_factory):
    skip_or_fail(missing())
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which('chromium')
    for flag in [*FLAGS, f'--user-data-dir={tmp_path_factory.mktemp("profile")}']:
        options.add_argument(flag)
    driver = patient()(options, webdriver.ChromeService(shutil.which('chromedriver')))
    driver.set_page_load_timeout(40)
    # Without a screen, some versions give no page the focus.
    driver.execute_cdp_cmd('Emulation.setFocusEmulationEnabled', {'enabled': True})
    yield driver
    driver.quit()


@pytest.fixture(scope='session')
def axe(pytestconfig):
    """The script of axe-core; environments for certain versions look at other things."""
    path = pytestconfig.getoption('axe')
    if path is None and pytestconfig.getoption('versions'):
        pytest.skip('accessibility is tested with the newest versions')
    skip_or_fail('' if path else 'no axe.min.js was given with --axe')
    return path.read_text(encoding='utf-8')
