"""Every example of the documentation builds without a warning."""

from __future__ import annotations

import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from doctrees import doctree, facts, objects, own_part, place, text
from project import build, run_command

EXAMPLES = Path(__file__).parent.parent / 'docs' / 'examples'


@pytest.mark.parametrize('name', sorted(path.name for path in EXAMPLES.iterdir()))
def test_example(tmp_path, name):
    if name == 'markdown':
        pytest.importorskip('myst_parser')
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    built = build(folder, conf={'nitpicky': True})
    assert [w for w in built.warnings if not (name == 'drift' and 'drift' in w)] == []
    assert built.settings


def test_migration_makes_of_one_page_the_other(tmp_path, capsys, monkeypatch):
    before = EXAMPLES / 'migrate-before'
    shutil.copyfile(before / 'index.rst', tmp_path / 'index.rst')
    monkeypatch.chdir(tmp_path)
    assert run_command('migrate', '--write', 'index.rst') == 0
    assert (tmp_path / 'index.rst').read_bytes() == (EXAMPLES / 'migrate-after' / 'index.rst').read_bytes()
    assert capsys.readouterr().err == (before / 'report.txt').read_text(encoding='utf-8')


def test_tutorial_shows_what_it_tells(tmp_path):
    folder = tmp_path / 'tutorial'
    shutil.copytree(EXAMPLES / 'tutorial', folder)
    document = doctree(build(folder), 'settings')
    (shown,) = objects(document)
    assert shown.title == 'Port (Web)'
    section = place(document, 'web-certificate')
    assert text(section[0]) == 'Certificate'
    assert 'Environment variable' in facts(own_part(section))


def test_report_of_drift_is_what_the_command_prints(monkeypatch, capfd):
    monkeypatch.chdir(EXAMPLES)
    assert run_command('drift', 'drift/index.rst') == 1
    assert capfd.readouterr().out == (EXAMPLES / 'drift' / 'report.txt').read_text()


@pytest.fixture
def served(tmp_path):
    """The example of a search page, from a server: browsers let no page read a file."""
    shutil.copytree(EXAMPLES / 'search', tmp_path / 'search')
    out = build(tmp_path / 'search').app.outdir

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

    with ThreadingHTTPServer(('127.0.0.1', 0), partial(Quiet, directory=out)) as server:
        Thread(target=server.serve_forever).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ('APP_WEB_PORT', ['Port (Web)']),
        ('.mail.port', ['Port (Mail)']),
        ('port', ['Port (Mail)', 'Port (Web)']),
        ('nothing', []),
    ],
)
def test_search_page_of_ones_own(browser, served, query, found):
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(f'{served}/find.html')
    browser.find_element('id', 'setting-query').send_keys(query)
    count = f'{len(found)} found'
    WebDriverWait(browser, 20).until(lambda b: b.find_element('id', 'setting-count').text == count)
    links = browser.find_elements('css selector', '#setting-results > li > a')
    assert sorted(link.text for link in links) == found
    for link in links:
        assert link.get_attribute('href').startswith(f'{served}/index.html#')
